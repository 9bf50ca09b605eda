/*
 * Re-judging where everybody answers: what was answered counts long after its turn.
 */
#include "world.h"

static void an_answer_is_accepted_long_after_its_turn(void **state)
{
    world w;
    world_init(&w, 3);
    w.rounds[0].speed = JB_SPEED_LINEAR;
    w.rounds[0].speed_floor_percent = 50;
    world_begin(&w, 3);
    world_open(&w, 1);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    world_wait(&w, WORLD_OPEN_MS / 2);
    JB_EQ_I64(world_answer(&w, 2, 1, 1), JB_ACCEPTED);
    JB_EQ_I64(world_answer(&w, 3, 1, 2), JB_ACCEPTED);
    world_open(&w, 3);
    JB_EQ_I64(world_score(&w, 1), 1000);
    jb_answer second = world_single(1);
    jb_command accept = { .type = JB_COMMAND_ACCEPT, .turn = 1, .answer = &second };
    JB_EQ_I64(world_submit(&w, &accept), JB_ACCEPTED);
    JB_EQ_I64(world_score(&w, 1), 1000);
    JB_EQ_I64(world_score(&w, 2), 750); /* with the speed it had */
    JB_EQ_I64(world_score(&w, 3), 0);
    JB_EQ_U64(jb_engine_player(w.engine, 2)->correct, 1);
    accept.flag = true; /* the key was wrong */
    JB_EQ_I64(world_submit(&w, &accept), JB_ACCEPTED);
    JB_EQ_I64(world_score(&w, 1), 0);
    JB_EQ_I64(world_score(&w, 2), 750);
    accept.turn = 2; /* nobody answered that */
    JB_EQ_I64(world_submit(&w, &accept), JB_ACCEPTED);
    JB_EQ_U64(world_count(&w, JB_EVENT_REVISED), 2);
    world_finish(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_accepted_long_after_its_turn),
    };
    return JB_RUN(tests);
}
