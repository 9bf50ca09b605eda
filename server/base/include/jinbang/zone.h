#ifndef JINBANG_ZONE_H
#define JINBANG_ZONE_H

#include <stdint.h>

#include "jinbang/buffer.h"
#include "jinbang/clock.h"
#include "jinbang/status.h"

/*
 * Time zones, as the system's tz database has them (RFC 8536 files in /usr/share/zoneinfo). Only
 * for making plans: a plan holds the offsets it needs, so that a contest never depends on the tz
 * database of the day.
 */
typedef struct jb_zone jb_zone;

/* Instants are asked about from 1970 to the year 2999; what lies this far from 1970 (ms) or farther
 * counts as if it lay just within. */
#define JB_ZONE_TIME_MAX ((jb_time)32503680000000)

enum {
    JB_ZONE_OFFSET_MAX = 26 * 3600 /* seconds either way: RFC 8536 knows none beyond */
};

/* An IANA name ("Asia/Shanghai", "UTC"). JB_ERR_NOT_FOUND: there is none of that name; JB_ERR_IO:
 * the system has no tz database at all (the environment's TZDIR, else /usr/share/zoneinfo);
 * JB_ERR_CORRUPT: its file cannot be read; JB_ERR_MEMORY. */
jb_status jb_zone_open(jb_slice name, jb_zone **out) JB_MUST_CHECK;
/* The same from the bytes of a file. */
jb_status jb_zone_parse(jb_slice file, jb_zone **out) JB_MUST_CHECK;
void jb_zone_close(jb_zone *zone); /* NULL is fine */

/* Seconds that local time is ahead of UTC at an instant (Unix ms). */
int32_t jb_zone_offset(const jb_zone *zone, jb_time at);
/* The first instant after `at` at which that changes; JB_TIME_NONE: never. */
jb_time jb_zone_next(const jb_zone *zone, jb_time at);

typedef struct jb_local_time {
    int32_t year; /* 1970 to 2999 */
    uint8_t month, day, hour, minute, second;
} jb_local_time;

/* "2026-12-01T08:00" or with ":30". JB_ERR_INVALID: not such a text, or no such day. */
jb_status jb_local_time_read(jb_slice text, jb_local_time *out) JB_MUST_CHECK;
/* The instant of a local time. One that is there twice (clocks are put back) is the first of the
 * two; one that is never there (clocks are put forward) is JB_ERR_INVALID. */
jb_status jb_zone_instant(const jb_zone *zone, const jb_local_time *local,
                          jb_time *out) JB_MUST_CHECK;
/* Days since 1970-01-01 of a date, and the date of an instant (less than JB_ZONE_TIME_MAX from
 * 1970) with an offset. */
int32_t jb_local_day(const jb_local_time *local);
void jb_local_of(jb_time at, int32_t offset_s, jb_local_time *out);

#endif
