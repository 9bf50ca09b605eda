/*
 * Any bytes as a file of a time zone, and as a time. A zone that is taken gives an answer for every
 * instant: the offset changes where it says that it changes next and nowhere before, and a local
 * time that has an instant is the local time of that instant.
 */
/* jb:length 4096 */
#include <stdint.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    CHANGES = 40,
    HOUR_MS = 3600 * 1000
};

static void check_local(const jb_zone *zone, jb_time at)
{
    jb_local_time wall;
    jb_local_time again;
    jb_time found = 0;
    int32_t offset = jb_zone_offset(zone, at);
    jb_local_of(at, offset, &wall);
    /* It is there at least once, perhaps earlier. */
    jb_status status = jb_zone_instant(zone, &wall, &found);
    JB_ASSERT(status == JB_OK);
    JB_ASSERT(found <= at);
    jb_local_of(found, jb_zone_offset(zone, found), &again);
    JB_ASSERT(jb_local_day(&again) == jb_local_day(&wall));
    JB_ASSERT(again.hour == wall.hour && again.minute == wall.minute &&
              again.second == wall.second);
}

static void check_zone(const jb_zone *zone)
{
    jb_time at = 0;
    for (int i = 0; i < CHANGES && at != JB_TIME_NONE; i++) {
        jb_time next = jb_zone_next(zone, at);
        JB_ASSERT(next > at);
        check_local(zone, at);
        if (next != JB_TIME_NONE) {
            JB_ASSERT(jb_zone_offset(zone, next - 1) == jb_zone_offset(zone, at));
            JB_ASSERT(jb_zone_offset(zone, next) != jb_zone_offset(zone, at));
            check_local(zone, next - 1);
            check_local(zone, next + HOUR_MS);
        }
        at = next;
    }
    (void)jb_zone_offset(zone, INT64_MIN);
    (void)jb_zone_offset(zone, JB_TIME_NONE);
    JB_ASSERT(jb_zone_next(zone, JB_TIME_NONE) == JB_TIME_NONE);
}

static void check_time(jb_slice text)
{
    jb_local_time wall;
    if (jb_local_time_read(text, &wall) == JB_OK) {
        jb_local_time again;
        jb_local_of((jb_time)jb_local_day(&wall) * 24 * HOUR_MS, 0, &again);
        JB_ASSERT(again.year == wall.year && again.month == wall.month && again.day == wall.day);
        JB_ASSERT(wall.hour < 24 && wall.minute < 60 && wall.second < 60);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    jb_slice bytes = { .bytes = (const char *)data, .size = size };
    jb_zone *zone = NULL;
    jb_status status = jb_zone_parse(bytes, &zone);
    JB_ASSERT(status == JB_OK || status == JB_ERR_CORRUPT);
    JB_ASSERT((status == JB_OK) == (zone != NULL));
    if (zone) {
        check_zone(zone);
    }
    jb_zone_close(zone);
    check_time(bytes);
    return 0;
}
