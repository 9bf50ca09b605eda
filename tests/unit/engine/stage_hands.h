/*
 * A stage for tests of the engine: three teams with a phone each and one person in the hall, and
 * what they and the host do.
 */
#ifndef STAGE_HANDS_H
#define STAGE_HANDS_H

#include "world.h"

enum {
    TEAMS = 3
};

/* One round of `turns` questions for three teams: 10 points, minus 10 for wrong, 20 seconds. */
jb_round_rules *stage_init(world *w, jb_format format, uint32_t turns);
/* Players 1 to 3 in teams 1 to 3, player 4 in the hall; the first turn is open (or read). */
void stage_begin(world *w, jb_phase phase);
int64_t stage_score(const world *w, uint32_t seat);
jb_refusal stage_phone_buzz(world *w, uint32_t player, jb_time credit);
jb_refusal stage_key_buzz(world *w, uint32_t seat);
jb_refusal stage_rule(world *w, uint32_t seat, jb_verdict verdict);
jb_refusal stage_foul(world *w, uint32_t seat, jb_foul kind);

#endif
