/* What a contest takes of memory at most, see jinbang/footprint.h. */
#include "jinbang/footprint.h"

enum {
    ARRAYS = 20,       /* of the engine, each rounded up */
    BUFFER_LEAST = 512 /* a buffer that holds little */
};

static size_t engine_bytes(const jb_footprint *of)
{
    const size_t seats = (size_t)of->players_max + of->teams;

    return JB_FOOTPRINT_ENGINE + seats * JB_FOOTPRINT_SEAT +
           seats * of->turns * JB_FOOTPRINT_SEAT_TURN + (size_t)of->turns * JB_FOOTPRINT_TURN +
           (size_t)of->teams * JB_FOOTPRINT_TEAM + (size_t)ARRAYS * JB_FOOTPRINT_BLOCK;
}

static size_t people_bytes(const jb_footprint *of)
{
    return JB_FOOTPRINT_LISTS + of->joined * (JB_FOOTPRINT_JOINED + of->name_bytes);
}

size_t jb_footprint_contest(const jb_footprint *of)
{
    const size_t frame = of->frame_bytes > BUFFER_LEAST ? of->frame_bytes : BUFFER_LEAST;

    return JB_FOOTPRINT_CONTEST + of->plan_bytes + engine_bytes(of) + people_bytes(of) +
           JB_FOOTPRINT_FRAMES * (2 * frame + JB_FOOTPRINT_BLOCK);
}
