/*
 * Which turn comes next, and whose it is.
 */
#include "engine_internal.h"
#include "jinbang/assert.h"

uint32_t jb_rules_round_of(const jb_rules *rules, uint32_t turn)
{
    JB_ASSERT(turn > 0 && turn <= rules->turn_count);
    uint32_t round = 0;
    while (round + 1 < rules->round_count && rules->rounds[round + 1].turn_first < turn) {
        round++;
    }
    return round;
}
