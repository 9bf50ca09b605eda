#include "stage_hands.h"

jb_round_rules *stage_init(world *w, jb_format format, uint32_t turns)
{
    world_init(w, turns);
    w->rules.seats = JB_SEATS_TEAMS;
    w->rules.team_count = TEAMS;
    w->rules.hall = JB_HALL_ALONG;
    w->rules.hall_right = 500;
    w->rounds[0].format = format;
    w->rounds[0].tries = 1;
    w->rounds[0].too_close = JB_TOO_CLOSE_FIRST;
    for (uint32_t i = 0; i < turns; i++) {
        w->turns[i].points_wrong = -1000;
        w->turns[i].points_none = -1000;
    }
    return &w->rounds[0];
}

void stage_begin(world *w, jb_phase phase)
{
    world_begin(w, 0);
    for (uint32_t team = 1; team <= TEAMS; team++) {
        JB_EQ_I64(world_join(w, team), JB_ACCEPTED);
    }
    JB_EQ_I64(world_join(w, 0), JB_ACCEPTED);
    world_go(w, phase, 1);
}

int64_t stage_score(const world *w, uint32_t seat)
{
    return jb_engine_seat(w->engine, seat)->score;
}

jb_refusal stage_phone_buzz(world *w, uint32_t player, jb_time credit)
{
    return world_submit(w, &(jb_command){ .type = JB_COMMAND_BUZZ,
                                          .player = player,
                                          .turn = w->view->turn,
                                          .credit_ms = credit,
                                          .claim_ms = -1 });
}

jb_refusal stage_key_buzz(world *w, uint32_t seat)
{
    return world_submit(w, &(jb_command){ .type = JB_COMMAND_BUZZ, .seat = seat });
}

jb_refusal stage_rule(world *w, uint32_t seat, jb_verdict verdict)
{
    return world_submit(
        w, &(jb_command){ .type = JB_COMMAND_VERDICT, .seat = seat, .verdict = verdict });
}

jb_refusal stage_foul(world *w, uint32_t seat, jb_foul kind)
{
    return world_submit(w, &(jb_command){ .type = JB_COMMAND_FOUL, .seat = seat, .foul = kind });
}
