/*
 * Answers as they come in: in time, late, again, changed, misdirected; what closes a turn.
 */
#include "world.h"

static void begin_open(world *w, uint32_t turns, uint32_t players)
{
    world_init(w, turns);
    world_begin(w, players);
    w->now = 1000;
    world_open(w, 1);
}

static void answer_in_time_is_counted(void **state)
{
    world w;
    begin_open(&w, 1, 2);
    world_wait(&w, 2500);
    JB_TRUE(jb_engine_answer(w.engine, 1) == NULL);
    JB_EQ_I64(world_answer(&w, 1, 1, 2), JB_ACCEPTED);
    JB_EQ_U64(jb_engine_answer(w.engine, 1)->options, 4);
    JB_EQ_I64(jb_engine_player(w.engine, 1)->elapsed_ms, 2500);
    JB_EQ_U64(w.view->answered, 1);
    JB_EQ_U64(w.view->option_counts[2], 1);
    WORLD_IS(w, JB_PHASE_OPEN, 1);
    world_finish(&w);
}

static void turn_is_over_at_its_deadline(void **state)
{
    world w;
    begin_open(&w, 1, 3);
    world_wait(&w, WORLD_OPEN_MS - 1);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    w.now += 1; /* exactly at the deadline: it has passed */
    JB_EQ_I64(world_answer(&w, 2, 1, 0), JB_REFUSED_LATE);
    WORLD_IS(w, JB_PHASE_LOCKED, 1);
    w.now += 1;
    JB_EQ_I64(world_answer(&w, 3, 1, 0), JB_REFUSED_LATE);
    JB_EQ_U64(w.view->answered, 1);
    world_finish(&w);
}

static void late_answer_scores_nothing(void **state)
{
    world w;
    begin_open(&w, 2, 2);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    w.now += WORLD_OPEN_MS + 1;
    JB_EQ_I64(world_answer(&w, 2, 1, 0), JB_REFUSED_LATE);
    world_open(&w, 2);
    JB_EQ_I64(world_score(&w, 1), 1000);
    JB_EQ_I64(world_score(&w, 2), 0);
    JB_EQ_I64(world_answer(&w, 2, 1, 0), JB_REFUSED_LATE); /* no harm to the next turn */
    JB_EQ_U64(w.view->answered, 0);
    JB_EQ_I64(world_answer(&w, 2, 2, 0), JB_ACCEPTED);
    world_go(&w, JB_PHASE_REVEAL, 2);
    JB_EQ_I64(world_score(&w, 2), 1000);
    world_finish(&w);
}

static void credit_never_extends_a_deadline(void **state)
{
    world w;
    begin_open(&w, 1, 2);
    w.now += WORLD_OPEN_MS;
    jb_answer answer = world_single(0);
    jb_command command = { .type = JB_COMMAND_ANSWER,
                           .player = 1,
                           .turn = 1,
                           .credit_ms = 150,
                           .claim_ms = WORLD_OPEN_MS - 100,
                           .answer = &answer };
    JB_EQ_I64(world_submit(&w, &command), JB_REFUSED_LATE);
    world_finish(&w);
}

static void turn_that_has_not_been_is_a_bad_turn(void **state)
{
    world w;
    world_init(&w, 2);
    world_begin(&w, 2);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_REFUSED_BAD_TURN);
    world_open(&w, 1);
    JB_EQ_I64(world_answer(&w, 1, 0, 0), JB_REFUSED_BAD_TURN);
    JB_EQ_I64(world_answer(&w, 1, 2, 0), JB_REFUSED_BAD_TURN);
    JB_EQ_I64(world_answer(&w, 1, UINT32_MAX, 0), JB_REFUSED_BAD_TURN);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    world_finish(&w);
}

static void reading_is_too_early(void **state)
{
    world w;
    world_init(&w, 1);
    w.rounds[0].intro = true;
    w.turns[0].reading_ms = 1000;
    world_begin(&w, 1);
    world_go(&w, JB_PHASE_INTRO, 1);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_REFUSED_NOT_NOW);
    world_go(&w, JB_PHASE_READING, 1);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_REFUSED_NOT_NOW);
    w.now += 1000; /* exactly when it opens */
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(world_last(&w, JB_EVENT_ANSWERED)->elapsed_ms, 0);
    world_finish(&w);
}

static void repeat_is_acknowledged_again_and_changes_nothing(void **state)
{
    world w;
    begin_open(&w, 2, 2);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    uint64_t digest = jb_engine_digest(w.engine);
    w.now += 3000;
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED_AGAIN);
    JB_EQ_I64(world_answer(&w, 1, 1, 3), JB_ACCEPTED_AGAIN); /* the first one counts */
    JB_EQ_U64(jb_engine_digest(w.engine), digest);
    JB_EQ_I64(jb_engine_player(w.engine, 1)->elapsed_ms, 0);
    JB_EQ_I64(world_do(&w, JB_COMMAND_PAUSE), JB_ACCEPTED);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED_AGAIN);
    JB_EQ_I64(world_do(&w, JB_COMMAND_RESUME), JB_ACCEPTED);
    static const jb_phase later[] = { JB_PHASE_LOCKED, JB_PHASE_REVEAL };
    for (size_t i = 0; i < 2; i++) {
        world_go(&w, later[i], 1);
        JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED_AGAIN);
        JB_EQ_I64(world_answer(&w, 2, 1, 0), JB_REFUSED_LATE);
    }
    world_open(&w, 2);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED_AGAIN); /* sent again after a reconnect */
    JB_EQ_I64(world_answer(&w, 1, 2, 0), JB_ACCEPTED);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_REFUSED_LATE); /* only the last one is remembered */
    world_finish(&w);
}

static void answer_that_does_not_fit_is_refused_and_may_be_mended(void **state)
{
    world w;
    begin_open(&w, 1, 1);
    jb_answer other = { .kind = JB_KIND_NUMERIC };
    jb_command command = { .type = JB_COMMAND_ANSWER, .player = 1, .turn = 1, .answer = &other };
    JB_EQ_I64(world_submit(&w, &command), JB_REFUSED_BAD_ANSWER);
    JB_EQ_I64(world_answer(&w, 1, 1, 4), JB_REFUSED_BAD_ANSWER);
    JB_EQ_U64(w.view->answered, 0);
    JB_EQ_I64(world_answer(&w, 1, 1, 3), JB_ACCEPTED);
    world_finish(&w);
}

static void only_players_answer(void **state)
{
    world w;
    begin_open(&w, 1, 3);
    JB_EQ_I64(world_answer(&w, 0, 1, 0), JB_REFUSED_NO_PLAYER);
    JB_EQ_I64(world_answer(&w, 4, 1, 0), JB_REFUSED_NO_PLAYER);
    JB_EQ_I64(world_answer(&w, UINT32_MAX, 1, 0), JB_REFUSED_NO_PLAYER);
    JB_EQ_I64(world_remove(&w, 1, false), JB_ACCEPTED);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_REFUSED_NO_PLAYER);
    JB_EQ_I64(world_remove(&w, 2, true), JB_ACCEPTED);
    JB_EQ_I64(world_answer(&w, 2, 1, 0), JB_REFUSED_NO_PLAYER);
    JB_EQ_I64(world_answer(&w, 3, 1, 0), JB_ACCEPTED);
    world_finish(&w);
}

static void turn_closes_when_all_have_answered(void **state)
{
    world w;
    begin_open(&w, 1, 3);
    world_wait(&w, 4000);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(world_answer(&w, 2, 1, 0), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_OPEN, 1);
    JB_EQ_I64(world_join(&w, 0), JB_ACCEPTED); /* one more to wait for */
    JB_EQ_I64(world_answer(&w, 3, 1, 0), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_OPEN, 1);
    JB_EQ_I64(world_answer(&w, 4, 1, 0), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_LOCKED, 1);
    JB_EQ_I64(world_last(&w, JB_EVENT_PHASE)->at, 5000);
    world_finish(&w);
}

static void removal_of_the_last_one_waited_for_closes_the_turn(void **state)
{
    world w;
    begin_open(&w, 1, 3);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(world_answer(&w, 2, 1, 1), JB_ACCEPTED);
    JB_EQ_I64(world_remove(&w, 2, false), JB_ACCEPTED); /* takes the answer along */
    JB_EQ_U64(w.view->answered, 1);
    JB_EQ_U64(w.view->option_counts[1], 0);
    WORLD_IS(w, JB_PHASE_OPEN, 1);
    JB_EQ_I64(world_remove(&w, 3, true), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_LOCKED, 1);
    world_finish(&w);
}

static void turn_that_became_complete_during_a_pause_closes_at_its_end(void **state)
{
    world w;
    begin_open(&w, 1, 2);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(world_do(&w, JB_COMMAND_PAUSE), JB_ACCEPTED);
    JB_EQ_I64(world_remove(&w, 2, false), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_OPEN, 1);
    JB_EQ_I64(world_do(&w, JB_COMMAND_RESUME), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_LOCKED, 1);
    world_finish(&w);
}

static void turn_without_players_waits_for_its_deadline(void **state)
{
    world w;
    begin_open(&w, 1, 1);
    JB_EQ_I64(world_remove(&w, 1, false), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_OPEN, 1);
    world_wait(&w, WORLD_OPEN_MS);
    WORLD_IS(w, JB_PHASE_LOCKED, 1);
    world_go(&w, JB_PHASE_FINISHED, 1);
    JB_EQ_U64(world_count(&w, JB_EVENT_SCORED), 0);
    world_finish(&w);
}

static void begin_changeable(world *w, uint32_t players)
{
    world_init(w, 2);
    w->rounds[0].change = true;
    world_begin(w, players);
    world_open(w, 1);
}

static void changed_answer_replaces_the_first_and_keeps_the_turn_open(void **state)
{
    world w;
    begin_changeable(&w, 2);
    world_wait(&w, 1000);
    JB_EQ_I64(world_answer(&w, 1, 1, 1), JB_ACCEPTED);
    JB_EQ_I64(world_answer(&w, 2, 1, 1), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_OPEN, 1);
    world_wait(&w, 2000);
    JB_EQ_I64(world_answer(&w, 1, 1, 1), JB_ACCEPTED_AGAIN); /* the same: its time stays */
    JB_EQ_I64(jb_engine_player(w.engine, 1)->elapsed_ms, 1000);
    JB_EQ_I64(world_answer(&w, 1, 1, 4), JB_REFUSED_BAD_ANSWER);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(jb_engine_player(w.engine, 1)->elapsed_ms, 3000);
    JB_EQ_U64(w.view->answered, 2);
    JB_EQ_U64(w.view->option_counts[0], 1);
    JB_EQ_U64(w.view->option_counts[1], 1);
    world_wait(&w, WORLD_OPEN_MS);
    WORLD_IS(w, JB_PHASE_LOCKED, 1);
    world_go(&w, JB_PHASE_REVEAL, 1);
    JB_EQ_I64(world_score(&w, 1), 1000);
    JB_EQ_I64(world_score(&w, 2), 0);
    world_finish(&w);
}

static void change_that_comes_late_is_not_acknowledged(void **state)
{
    world w;
    begin_changeable(&w, 2);
    JB_EQ_I64(world_answer(&w, 1, 1, 1), JB_ACCEPTED);
    JB_EQ_I64(world_do(&w, JB_COMMAND_PAUSE), JB_ACCEPTED);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_REFUSED_NOT_NOW);
    JB_EQ_I64(world_answer(&w, 1, 1, 1), JB_ACCEPTED_AGAIN);
    JB_EQ_I64(world_do(&w, JB_COMMAND_RESUME), JB_ACCEPTED);
    world_go(&w, JB_PHASE_LOCKED, 1);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_REFUSED_LATE);
    JB_EQ_I64(world_answer(&w, 1, 1, 1), JB_ACCEPTED_AGAIN);
    world_open(&w, 2);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_REFUSED_LATE);
    JB_EQ_I64(world_answer(&w, 1, 1, 1), JB_ACCEPTED_AGAIN);
    JB_EQ_I64(world_score(&w, 1), 0);
    world_finish(&w);
}

static void credit_is_capped_by_the_rule(void **state)
{
    const struct {
        jb_time cap, credit, claim, fair;
    } cases[] = {
        { 150, 100, -1, 2900 }, { 150, 400, -1, 2850 },   { 0, 400, -1, 3000 },
        { 150, -50, -1, 3000 }, { 150, 400, 2860, 2860 }, { 150, 400, 2840, 2850 },
        { 0, 400, 2900, 3000 }, { 5000, 4000, -1, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        world w;
        world_init(&w, 1);
        w.rules.fair_cap_ms = cases[i].cap;
        world_begin(&w, 1);
        world_open(&w, 1);
        w.now += 3000;
        jb_answer answer = world_single(0);
        jb_command command = { .type = JB_COMMAND_ANSWER,
                               .player = 1,
                               .turn = 1,
                               .credit_ms = cases[i].credit,
                               .claim_ms = cases[i].claim,
                               .answer = &answer };
        JB_EQ_I64(world_submit(&w, &command), JB_ACCEPTED);
        JB_EQ_I64(world_last(&w, JB_EVENT_ANSWERED)->elapsed_ms, cases[i].fair);
        world_finish(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answer_in_time_is_counted),
        cmocka_unit_test(turn_is_over_at_its_deadline),
        cmocka_unit_test(late_answer_scores_nothing),
        cmocka_unit_test(credit_never_extends_a_deadline),
        cmocka_unit_test(turn_that_has_not_been_is_a_bad_turn),
        cmocka_unit_test(reading_is_too_early),
        cmocka_unit_test(repeat_is_acknowledged_again_and_changes_nothing),
        cmocka_unit_test(answer_that_does_not_fit_is_refused_and_may_be_mended),
        cmocka_unit_test(only_players_answer),
        cmocka_unit_test(turn_closes_when_all_have_answered),
        cmocka_unit_test(removal_of_the_last_one_waited_for_closes_the_turn),
        cmocka_unit_test(turn_that_became_complete_during_a_pause_closes_at_its_end),
        cmocka_unit_test(turn_without_players_waits_for_its_deadline),
        cmocka_unit_test(changed_answer_replaces_the_first_and_keeps_the_turn_open),
        cmocka_unit_test(change_that_comes_late_is_not_acknowledged),
        cmocka_unit_test(credit_is_capped_by_the_rule),
    };
    return JB_RUN(tests);
}
