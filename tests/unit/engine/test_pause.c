/*
 * Pausing, extending, locking, skipping and finishing: what the host does to a running contest.
 */
#include "world.h"

static void pause_freezes_the_time_left_exactly(void **state)
{
    world w;
    world_init(&w, 1);
    world_begin(&w, 2);
    w.now = 1000;
    world_open(&w, 1);
    world_wait(&w, 7001);
    jb_command command = { .type = JB_COMMAND_PAUSE, .reason = JB_PAUSE_STORE };
    JB_EQ_I64(world_submit(&w, &command), JB_ACCEPTED);
    JB_TRUE(w.view->paused);
    JB_EQ_I64(w.view->reason, JB_PAUSE_STORE);
    JB_EQ_I64(w.view->left_ms, WORLD_OPEN_MS - 7001);
    JB_EQ_I64(w.view->ends_at, JB_TIME_NONE);
    JB_EQ_I64(jb_engine_deadline(w.engine), JB_TIME_NONE);
    world_wait(&w, 1000000);
    WORLD_IS(w, JB_PHASE_OPEN, 1);
    JB_EQ_I64(w.view->left_ms, WORLD_OPEN_MS - 7001);
    JB_EQ_I64(world_do(&w, JB_COMMAND_RESUME), JB_ACCEPTED);
    JB_FALSE(w.view->paused);
    JB_EQ_I64(w.view->left_ms, JB_TIME_NONE);
    JB_EQ_I64(jb_engine_deadline(w.engine), 1000 + 1000000 + WORLD_OPEN_MS);
    world_wait(&w, WORLD_OPEN_MS - 7001 - 1);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    world_wait(&w, 1);
    WORLD_IS(w, JB_PHASE_LOCKED, 1);
    world_finish(&w);
}

static void nobodys_time_runs_during_a_pause(void **state)
{
    world w;
    world_init(&w, 1);
    world_begin(&w, 3);
    world_open(&w, 1);
    world_wait(&w, 2000);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    for (int i = 0; i < 2; i++) { /* two pauses add up */
        JB_EQ_I64(world_do(&w, JB_COMMAND_PAUSE), JB_ACCEPTED);
        world_wait(&w, 60000);
        JB_EQ_I64(world_answer(&w, 2, 1, 0), JB_REFUSED_NOT_NOW);
        JB_EQ_I64(world_do(&w, JB_COMMAND_RESUME), JB_ACCEPTED);
        world_wait(&w, 500);
    }
    JB_EQ_I64(world_answer(&w, 2, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(jb_engine_player(w.engine, 1)->elapsed_ms, 2000);
    JB_EQ_I64(jb_engine_player(w.engine, 2)->elapsed_ms, 3000);
    world_finish(&w);
}

static void pause_during_reading_moves_the_opening(void **state)
{
    world w;
    world_init(&w, 1);
    w.turns[0].reading_ms = 3000;
    world_begin(&w, 1);
    world_go(&w, JB_PHASE_READING, 1);
    world_wait(&w, 1000);
    JB_EQ_I64(world_do(&w, JB_COMMAND_PAUSE), JB_ACCEPTED);
    world_wait(&w, 50000);
    JB_EQ_I64(world_do(&w, JB_COMMAND_RESUME), JB_ACCEPTED);
    JB_EQ_I64(w.view->opens_at, 53000);
    world_wait(&w, 2000);
    WORLD_IS(w, JB_PHASE_OPEN, 1);
    JB_EQ_I64(w.view->opens_at, 53000);
    world_finish(&w);
}

static void pause_without_a_timer_leaves_none(void **state)
{
    world w;
    world_init(&w, 1);
    w.turns[0].open_ms = 0;
    world_begin(&w, 2);
    world_open(&w, 1);
    JB_EQ_I64(jb_engine_deadline(w.engine), JB_TIME_NONE);
    world_wait(&w, 4000);
    JB_EQ_I64(world_do(&w, JB_COMMAND_PAUSE), JB_ACCEPTED);
    JB_EQ_I64(w.view->left_ms, JB_TIME_NONE);
    world_wait(&w, 9000);
    JB_EQ_I64(world_do(&w, JB_COMMAND_RESUME), JB_ACCEPTED);
    JB_EQ_I64(jb_engine_deadline(w.engine), JB_TIME_NONE);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(jb_engine_player(w.engine, 1)->elapsed_ms, 4000);
    world_finish(&w);
}

static void automatic_phases_are_paused_too(void **state)
{
    world w;
    world_init(&w, 1);
    w.rules.pace = JB_PACE_AUTO;
    w.rounds[0].locked_ms = 1000;
    w.rounds[0].reveal_ms = 5000;
    world_begin(&w, 1);
    world_go(&w, JB_PHASE_LOCKED, 1);
    world_wait(&w, 400);
    JB_EQ_I64(world_do(&w, JB_COMMAND_PAUSE), JB_ACCEPTED);
    jb_time opened = w.view->opens_at;
    world_wait(&w, 10000);
    JB_EQ_I64(world_do(&w, JB_COMMAND_RESUME), JB_ACCEPTED);
    JB_EQ_I64(jb_engine_deadline(w.engine) - w.now, 600);
    JB_EQ_I64(w.view->opens_at, opened); /* the question is over: its time is not moved */
    world_finish(&w);
}

static void pause_at_the_deadline_is_after_it(void **state)
{
    world w;
    world_init(&w, 1);
    world_begin(&w, 1);
    world_open(&w, 1);
    w.now += WORLD_OPEN_MS;
    JB_EQ_I64(world_do(&w, JB_COMMAND_PAUSE), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_LOCKED, 1);
    JB_TRUE(w.view->paused);
    world_finish(&w);
}

static void extension_moves_the_deadline_and_stretches_the_window(void **state)
{
    world w;
    world_init(&w, 1);
    w.rounds[0].speed = JB_SPEED_LINEAR;
    world_begin(&w, 2);
    world_open(&w, 1);
    JB_EQ_I64(world_extend(&w, 20000), JB_ACCEPTED);
    JB_EQ_I64(jb_engine_deadline(w.engine), WORLD_OPEN_MS + 20000);
    world_wait(&w, 20000);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED); /* half of the longer window */
    world_wait(&w, 10000);
    JB_EQ_I64(world_answer(&w, 2, 1, 0), JB_ACCEPTED);
    world_go(&w, JB_PHASE_REVEAL, 1);
    JB_EQ_I64(world_score(&w, 1), 500);
    JB_EQ_I64(world_score(&w, 2), 250);
    world_finish(&w);
}

static void extension_while_paused_adds_to_what_is_left(void **state)
{
    world w;
    world_init(&w, 1);
    w.rounds[0].speed = JB_SPEED_LINEAR;
    world_begin(&w, 1);
    world_open(&w, 1);
    world_wait(&w, 5000);
    JB_EQ_I64(world_do(&w, JB_COMMAND_PAUSE), JB_ACCEPTED);
    JB_EQ_I64(world_extend(&w, 5000), JB_ACCEPTED);
    JB_EQ_I64(w.view->left_ms, WORLD_OPEN_MS);
    world_wait(&w, 1000);
    JB_EQ_I64(world_do(&w, JB_COMMAND_RESUME), JB_ACCEPTED);
    JB_EQ_I64(jb_engine_deadline(w.engine) - w.now, WORLD_OPEN_MS);
    world_wait(&w, 5000); /* 10 of now 25 seconds */
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    world_go(&w, JB_PHASE_REVEAL, 1);
    JB_EQ_I64(world_score(&w, 1), 600);
    world_finish(&w);
}

static void extension_of_reading_moves_the_opening(void **state)
{
    world w;
    world_init(&w, 1);
    w.turns[0].reading_ms = 3000;
    world_begin(&w, 1);
    world_go(&w, JB_PHASE_READING, 1);
    JB_EQ_I64(world_extend(&w, 2000), JB_ACCEPTED);
    JB_EQ_I64(w.view->opens_at, 5000);
    JB_EQ_I64(jb_engine_deadline(w.engine), 5000);
    JB_EQ_I64(world_do(&w, JB_COMMAND_PAUSE), JB_ACCEPTED);
    JB_EQ_I64(world_extend(&w, 1000), JB_ACCEPTED);
    JB_EQ_I64(world_do(&w, JB_COMMAND_RESUME), JB_ACCEPTED);
    JB_EQ_I64(w.view->opens_at, 6000);
    world_wait(&w, 6000);
    JB_EQ_I64(jb_engine_deadline(w.engine), 6000 + WORLD_OPEN_MS); /* the answer time is its own */
    world_finish(&w);
}

static void extension_needs_a_timer_and_a_sensible_length(void **state)
{
    world w;
    world_init(&w, 2);
    w.turns[1].open_ms = 0;
    world_begin(&w, 1);
    world_open(&w, 1);
    JB_EQ_I64(world_extend(&w, 0), JB_REFUSED_BAD_FIELD);
    JB_EQ_I64(world_extend(&w, -1), JB_REFUSED_BAD_FIELD);
    JB_EQ_I64(world_extend(&w, (jb_time)JB_SECONDS_MAX * 1000 + 1), JB_REFUSED_BAD_FIELD);
    JB_EQ_I64(world_extend(&w, INT64_MAX), JB_REFUSED_BAD_FIELD);
    JB_EQ_I64(world_extend(&w, (jb_time)JB_SECONDS_MAX * 1000), JB_ACCEPTED);
    JB_EQ_I64(world_extend(&w, 1), JB_ACCEPTED);
    world_open(&w, 2);
    JB_EQ_I64(world_extend(&w, 1000), JB_REFUSED_NOT_NOW);
    JB_EQ_I64(world_do(&w, JB_COMMAND_PAUSE), JB_ACCEPTED);
    JB_EQ_I64(world_extend(&w, 1000), JB_REFUSED_NOT_NOW);
    world_finish(&w);
}

static void lock_closes_the_turn_now(void **state)
{
    world w;
    world_init(&w, 1);
    world_begin(&w, 2);
    world_open(&w, 1);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    w.now += 100;
    JB_EQ_I64(world_do(&w, JB_COMMAND_LOCK), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_LOCKED, 1);
    JB_EQ_I64(jb_engine_deadline(w.engine), JB_TIME_NONE);
    JB_EQ_I64(world_answer(&w, 2, 1, 0), JB_REFUSED_LATE);
    JB_EQ_I64(world_do(&w, JB_COMMAND_LOCK), JB_REFUSED_NOT_NOW);
    world_finish(&w);
}

static void skipped_turn_gives_no_score_entries(void **state)
{
    world w;
    world_init(&w, 2);
    w.turns[0].points_none = -300;
    world_begin(&w, 2);
    world_open(&w, 1);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(world_do(&w, JB_COMMAND_SKIP), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_OPEN, 2);
    JB_EQ_U64(world_last(&w, JB_EVENT_VOIDED)->turn, 1);
    JB_FALSE(w.view->turn_void); /* that was the last turn, not this one */
    JB_EQ_U64(w.view->answered, 0);
    JB_EQ_U64(w.view->option_counts[0], 0);
    JB_EQ_U64(world_count(&w, JB_EVENT_SCORED), 0);
    JB_EQ_I64(world_score(&w, 1), 0);
    JB_EQ_I64(world_score(&w, 2), 0);
    JB_EQ_I64(world_answer(&w, 2, 1, 0), JB_REFUSED_LATE);
    world_finish(&w);
}

static void skip_leads_to_the_next_rounds_intro(void **state)
{
    world w;
    world_init(&w, 2);
    w.rounds[0].intro = true;
    w.rounds[0].standings = JB_STANDINGS_TURN;
    world_rounds_of(&w, 1);
    world_begin(&w, 1);
    world_go(&w, JB_PHASE_LOCKED, 1);
    JB_EQ_I64(world_do(&w, JB_COMMAND_SKIP), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_INTRO, 2);
    world_finish(&w);
}

static void skip_of_the_last_turn_shows_the_final_standings(void **state)
{
    static const jb_phase phases[] = { JB_PHASE_READING, JB_PHASE_OPEN, JB_PHASE_LOCKED };
    for (size_t i = 0; i < 3; i++) {
        world w;
        world_init(&w, 2);
        w.turns[1].reading_ms = 1000;
        world_begin(&w, 2);
        world_open(&w, 1);
        JB_EQ_I64(world_answer(&w, 2, 1, 0), JB_ACCEPTED);
        world_go(&w, phases[i], 2);
        JB_EQ_I64(world_do(&w, JB_COMMAND_SKIP), JB_ACCEPTED);
        WORLD_IS(w, JB_PHASE_STANDINGS, 2);
        JB_TRUE(w.view->turn_void);
        JB_FALSE(jb_engine_reveals(w.engine)); /* the skipped question keeps its secret */
        JB_EQ_U64(jb_engine_player(w.engine, 2)->rank, 1);
        JB_EQ_U64(jb_engine_player(w.engine, 1)->rank, 2);
        world_go(&w, JB_PHASE_FINISHED, 2);
        world_finish(&w);
    }
}

static void finish_voids_an_open_turn_and_scores_a_closed_one(void **state)
{
    for (int phase = JB_PHASE_LOBBY; phase < JB_PHASE_FINISHED; phase++) {
        for (int paused = 0; paused < 2; paused++) {
            world w;
            world_init(&w, 2);
            w.rounds[0].intro = true;
            w.rounds[0].standings = JB_STANDINGS_TURN;
            w.turns[0].reading_ms = 1000;
            world_begin(&w, 2);
            if (phase == JB_PHASE_LOBBY && paused) {
                world_finish(&w);
                continue;
            }
            world_go(&w, (jb_phase)(phase > JB_PHASE_OPEN ? JB_PHASE_OPEN : phase),
                     phase == JB_PHASE_LOBBY ? 0 : 1);
            if (phase > JB_PHASE_OPEN) {
                JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
                world_go(&w, (jb_phase)phase, 1);
            }
            if (paused) {
                JB_EQ_I64(world_do(&w, JB_COMMAND_PAUSE), JB_ACCEPTED);
            }
            bool asked = phase == JB_PHASE_READING || phase == JB_PHASE_OPEN;
            JB_EQ_I64(world_do(&w, JB_COMMAND_FINISH), JB_ACCEPTED);
            WORLD_IS(w, JB_PHASE_FINISHED, phase == JB_PHASE_LOBBY ? 0U : 1U);
            JB_FALSE(w.view->paused);
            JB_FALSE(w.view->admit);
            JB_EQ_U64(world_count(&w, JB_EVENT_VOIDED), asked);
            JB_EQ_I64(world_score(&w, 1), phase > JB_PHASE_OPEN ? 1000 : 0);
            JB_EQ_U64(jb_engine_player(w.engine, 1)->rank, 1); /* there is a final ranking */
            world_finish(&w);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pause_freezes_the_time_left_exactly),
        cmocka_unit_test(nobodys_time_runs_during_a_pause),
        cmocka_unit_test(pause_during_reading_moves_the_opening),
        cmocka_unit_test(pause_without_a_timer_leaves_none),
        cmocka_unit_test(automatic_phases_are_paused_too),
        cmocka_unit_test(pause_at_the_deadline_is_after_it),
        cmocka_unit_test(extension_moves_the_deadline_and_stretches_the_window),
        cmocka_unit_test(extension_while_paused_adds_to_what_is_left),
        cmocka_unit_test(extension_of_reading_moves_the_opening),
        cmocka_unit_test(extension_needs_a_timer_and_a_sensible_length),
        cmocka_unit_test(lock_closes_the_turn_now),
        cmocka_unit_test(skipped_turn_gives_no_score_entries),
        cmocka_unit_test(skip_leads_to_the_next_rounds_intro),
        cmocka_unit_test(skip_of_the_last_turn_shows_the_final_standings),
        cmocka_unit_test(finish_voids_an_open_turn_and_scores_a_closed_one),
    };
    return JB_RUN(tests);
}
