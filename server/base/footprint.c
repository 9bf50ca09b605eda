/* What a contest takes of memory at most, see jinbang/footprint.h. */
#include "jinbang/footprint.h"

#include "jinbang/limits.h"

enum {
    ARRAYS = 30, /* of the engine, each rounded up */
    LOTTERY = 32,
    WINDOW = 128,      /* of which a contest has one or none */
    BUFFER_LEAST = 512 /* a buffer that holds little */
};

/* Papers, units and lotteries. */
static size_t window_bytes(const jb_footprint *of)
{
    const size_t paper = JB_FOOTPRINT_PAPER + (size_t)of->places * JB_FOOTPRINT_PLACE +
                         (size_t)of->blocks * JB_FOOTPRINT_BLOCK_TYPED;
    const size_t answers = (size_t)of->players_max * JB_FOOTPRINT_ANSWER; /* kept in papers */
    const size_t lotteries =
        (size_t)JB_LOTTERIES_MAX * LOTTERY + (size_t)of->winners * sizeof(uint32_t);

    return of->places == 0
               ? lotteries
               : lotteries + WINDOW + of->players_max * paper - answers +
                     (size_t)of->teams * JB_FOOTPRINT_UNIT + (size_t)of->pool * sizeof(uint16_t);
}

static size_t engine_bytes(const jb_footprint *of)
{
    const size_t seats = (size_t)of->players_max + of->teams;

    return window_bytes(of) + JB_FOOTPRINT_ENGINE + seats * JB_FOOTPRINT_SEAT +
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
