#ifndef JINBANG_CLOCK_H
#define JINBANG_CLOCK_H

#include <stdint.h>

/* Milliseconds. Which clock a value is of is said where it is kept. */
typedef int64_t jb_time;

/* No time: "no deadline", "not yet". Later than every real time. */
#define JB_TIME_NONE INT64_MAX

/* CLOCK_MONOTONIC. */
jb_time jb_clock_monotonic_ms(void);
/* CLOCK_REALTIME since 1970, for dates that people read. */
jb_time jb_clock_wall_ms(void);

#endif
