/*
 * The wall clock with steps that have to hold, see wall.h.
 */
#include "wall.h"

static bool is_step(jb_time from, jb_time to)
{
    return to - from >= JB_WALL_STEP_MS || from - to >= JB_WALL_STEP_MS;
}

jb_time jb_wall_now(jb_wall *wall, jb_time now)
{
    jb_time base = wall->read ? wall->read(wall->user) - now : 0;
    if (!wall->known || !is_step(wall->base, base)) {
        wall->known = true;
        wall->base = base;
        wall->odd = false;
    } else if (!wall->odd || is_step(wall->odd_base, base)) {
        wall->odd = true;
        wall->odd_since = now;
        wall->odd_base = base;
    } else if (now - wall->odd_since >= JB_WALL_HOLD_MS) {
        wall->base = base;
        wall->odd = false;
    }
    return now + wall->base;
}
