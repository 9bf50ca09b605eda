#ifndef JINBANG_ROUND_TRIP_H
#define JINBANG_ROUND_TRIP_H

#include <stdint.h>

#include "jinbang/clock.h"

/*
 * How long the way to a phone and back takes, from the last few pings, and what a phone is credited
 * for it (docs/protocol.md, "Fair time"). The least of them counts: one ping that was held up says
 * nothing of the way. What is credited is half of it, the way of an answer to the server; the rules
 * of a contest cap it. A zeroed struct has measured nothing.
 */
enum {
    JB_ROUND_TRIP_SAMPLES = 8,
    JB_ROUND_TRIP_MAX_MS = 60000
};

typedef struct jb_round_trip {
    uint16_t samples[JB_ROUND_TRIP_SAMPLES]; /* ms */
    uint8_t count;
    uint8_t next;
} jb_round_trip;

/* ms >= 0; what is above JB_ROUND_TRIP_MAX_MS counts as that. */
void jb_round_trip_add(jb_round_trip *trips, jb_time ms);
/* In ms; -1: not measured yet. */
int32_t jb_round_trip_least(const jb_round_trip *trips);
/* The credit in ms for such a least round trip; 0 if it has not been measured. */
jb_time jb_round_trip_credit(int32_t least_ms);

#endif
