/*
 * Round trips: the last few of them in a ring.
 */
#include "jinbang/round_trip.h"

#include "jinbang/assert.h"

void jb_round_trip_add(jb_round_trip *trips, jb_time ms)
{
    JB_ASSERT(ms >= 0);
    trips->samples[trips->next] =
        ms > JB_ROUND_TRIP_MAX_MS ? (uint16_t)JB_ROUND_TRIP_MAX_MS : (uint16_t)ms;
    trips->next = (uint8_t)((trips->next + 1) % JB_ROUND_TRIP_SAMPLES);
    if (trips->count < JB_ROUND_TRIP_SAMPLES) {
        trips->count++;
    }
}

int32_t jb_round_trip_least(const jb_round_trip *trips)
{
    int32_t least = -1;
    for (uint8_t i = 0; i < trips->count; i++) {
        least = least < 0 || trips->samples[i] < least ? trips->samples[i] : least;
    }
    return least;
}

jb_time jb_round_trip_credit(int32_t least_ms)
{
    return least_ms > 0 ? least_ms / 2 : 0;
}
