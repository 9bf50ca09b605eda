/*
 * The two clocks of the system, in milliseconds. Only app, net and store read them.
 */
#include "jinbang/clock.h"

#include <time.h>

#include "jinbang/assert.h"

static jb_time read_clock(clockid_t id)
{
    struct timespec now = { 0 };
    int result = clock_gettime(id, &now);
    JB_ASSERT(result == 0);
    return (jb_time)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

jb_time jb_clock_monotonic_ms(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

jb_time jb_clock_wall_ms(void)
{
    return read_clock(CLOCK_REALTIME);
}
