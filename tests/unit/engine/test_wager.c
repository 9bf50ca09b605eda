/*
 * Wagers: points staked on a question that nobody has seen. The step before the question, what may
 * be staked and by whom, and what an answer is then worth.
 */
#include <stdlib.h>

#include "stage_hands.h"

/* 0, 10, ... 50 points, in 15 seconds. */
static const jb_wager usual = { .min = 0, .max = 5000, .step = 1000, .ms = 15000 };

static jb_refusal stake(world *w, uint32_t player, int64_t points)
{
    return world_submit(w, &(jb_command){ .type = JB_COMMAND_WAGER,
                                          .player = player,
                                          .turn = w->view->turn,
                                          .value = points * 100 });
}

static jb_refusal host_stakes(world *w, uint32_t seat, int64_t points)
{
    return world_submit(
        w, &(jb_command){ .type = JB_COMMAND_WAGER, .seat = seat, .value = points * 100 });
}

static void crowd_begins(world *w, uint32_t turns, uint32_t players, const jb_wager *wager)
{
    world_init(w, turns);
    w->rounds[0].wager = *wager;
    w->rules.base = 3000;
    world_begin(w, players);
    world_go(w, JB_PHASE_OPEN, 1);
}

static void question_waits_until_all_have_staked(void **state)
{
    world w;
    crowd_begins(&w, 2, 3, &usual);
    JB_EQ_I64(w.view->stage.step, JB_STEP_WAGER);
    JB_EQ_I64(w.view->ends_at, w.now + 15000);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_REFUSED_NOT_NOW);
    JB_EQ_I64(stake(&w, 1, 50), JB_ACCEPTED);
    JB_EQ_I64(stake(&w, 1, 50), JB_ACCEPTED_AGAIN);
    JB_EQ_I64(stake(&w, 1, 20), JB_ACCEPTED); /* the last one counts */
    JB_EQ_I64(stake(&w, 2, 30), JB_ACCEPTED);
    JB_EQ_U64(w.view->staked, 2);
    JB_EQ_I64(w.view->stage.step, JB_STEP_WAGER);
    world_wait(&w, 4000);
    JB_EQ_I64(stake(&w, 3, 0), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_OPEN, 1);
    JB_EQ_I64(w.view->stage.step, JB_STEP_NONE);
    JB_EQ_I64(w.view->opens_at, w.now); /* the question's own time begins now */
    JB_EQ_I64(w.view->ends_at, w.now + WORLD_OPEN_MS);
    JB_EQ_I64(stake(&w, 1, 20), JB_ACCEPTED_AGAIN); /* it is what counts: said again */
    JB_EQ_I64(stake(&w, 1, 50), JB_REFUSED_LATE);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(world_answer(&w, 2, 1, 1), JB_ACCEPTED);
    JB_EQ_I64(world_answer(&w, 3, 1, 1), JB_ACCEPTED);
    world_go(&w, JB_PHASE_REVEAL, 1);
    JB_EQ_I64(world_score(&w, 1), 5000); /* 30 + 20 */
    JB_EQ_I64(world_score(&w, 2), 0);    /* 30 - 30 */
    JB_EQ_I64(world_score(&w, 3), 3000);
    world_finish(&w);
}

static void who_stakes_nothing_in_time_stakes_the_least(void **state)
{
    static const struct {
        bool none_loses;
        int64_t silent, wrong;
    } rows[] = { { false, 3000, 2000 }, { true, 2000, 2000 } };
    for (size_t i = 0; i < 2; i++) {
        world w;
        jb_wager wager = usual;
        wager.min = 1000;
        wager.none_loses = rows[i].none_loses;
        crowd_begins(&w, 1, 3, &wager);
        JB_EQ_I64(stake(&w, 1, 40), JB_ACCEPTED);
        world_wait(&w, 15000); /* the time is over */
        JB_EQ_I64(w.view->stage.step, JB_STEP_NONE);
        JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
        JB_EQ_I64(world_answer(&w, 2, 1, 3), JB_ACCEPTED);
        world_go(&w, JB_PHASE_REVEAL, 1);
        JB_EQ_I64(world_score(&w, 1), 7000);
        JB_EQ_I64(world_score(&w, 2), rows[i].wrong);
        JB_EQ_I64(world_score(&w, 3), rows[i].silent);
        world_finish(&w);
    }
}

static void a_part_of_the_answer_is_its_part_of_the_stake(void **state)
{
    world w;
    const jb_wager wager = { .min = 1, .max = 501, .step = 500 };
    world_init(&w, 1);
    w.rounds[0].wager = wager;
    w.turns[0].key = (jb_key){
        .kind = JB_KIND_MULTIPLE, .grading = JB_GRADING_SUBSET_HALF, .option_count = 4, .correct = 3
    };
    world_begin(&w, 1);
    world_go(&w, JB_PHASE_OPEN, 1);
    JB_EQ_I64(w.view->ends_at, JB_TIME_NONE); /* until the host goes on, or all have */
    JB_EQ_I64(
        world_submit(
            &w, &(jb_command){ .type = JB_COMMAND_WAGER, .player = 1, .turn = 1, .value = 501 }),
        JB_ACCEPTED);
    const jb_answer half = { .kind = JB_KIND_MULTIPLE, .options = 1 };
    JB_EQ_I64(world_submit(&w, &(jb_command){ .type = JB_COMMAND_ANSWER,
                                              .player = 1,
                                              .turn = 1,
                                              .claim_ms = -1,
                                              .answer = &half }),
              JB_ACCEPTED);
    world_go(&w, JB_PHASE_REVEAL, 1);
    JB_EQ_I64(world_score(&w, 1), 251); /* 2.505, half away from zero */
    world_finish(&w);
}

static void only_stakes_of_the_round_are_taken(void **state)
{
    world w;
    jb_wager wager = { .min = 500, .max = 5000, .step = 1500, .by_score = true };
    crowd_begins(&w, 1, 2, &wager); /* 30 points: 5, 20, but not 35 */
    JB_EQ_I64(stake(&w, 1, 0), JB_REFUSED_BAD_VALUE);
    JB_EQ_I64(stake(&w, 1, -5), JB_REFUSED_BAD_VALUE);
    JB_EQ_I64(stake(&w, 1, 30), JB_REFUSED_BAD_VALUE);
    JB_EQ_I64(stake(&w, 1, 35), JB_REFUSED_BAD_VALUE);
    JB_EQ_I64(jb_engine_stake_most(w.engine, 1), 2000);
    JB_EQ_I64(stake(&w, 1, 20), JB_ACCEPTED);
    JB_EQ_I64(world_submit(&w, &(jb_command){ .type = JB_COMMAND_ADJUST,
                                              .seat = 2,
                                              .value = -2900,
                                              .text = jb_slice_of("late") }),
              JB_ACCEPTED);
    JB_EQ_I64(stake(&w, 2, 20), JB_REFUSED_BAD_VALUE);
    JB_EQ_I64(jb_engine_stake_most(w.engine, 2), 500); /* always the least, even of 1 point */
    JB_EQ_I64(stake(&w, 2, 5), JB_ACCEPTED);
    world_finish(&w);
}

static void refusals_say_why(void **state)
{
    world w;
    crowd_begins(&w, 2, 2, &usual);
    JB_EQ_I64(world_submit(&w, &(jb_command){ .type = JB_COMMAND_WAGER, .player = 1, .turn = 2 }),
              JB_REFUSED_BAD_TURN);
    JB_EQ_I64(host_stakes(&w, 0, 10), JB_REFUSED_NO_SEAT);
    JB_EQ_I64(host_stakes(&w, 9, 10), JB_REFUSED_NO_SEAT);
    JB_EQ_I64(world_do(&w, JB_COMMAND_PAUSE), JB_ACCEPTED);
    JB_EQ_I64(stake(&w, 1, 10), JB_REFUSED_NOT_NOW);
    JB_EQ_I64(world_do(&w, JB_COMMAND_RESUME), JB_ACCEPTED);
    JB_EQ_I64(world_remove(&w, 2, false), JB_ACCEPTED);
    JB_EQ_I64(stake(&w, 2, 10), JB_REFUSED_NOT_YOUR_TURN);
    JB_EQ_I64(stake(&w, 1, 10), JB_ACCEPTED); /* all who are in have */
    JB_EQ_I64(w.view->stage.step, JB_STEP_NONE);
    world_go(&w, JB_PHASE_REVEAL, 1);
    JB_EQ_I64(stake(&w, 1, 20), JB_REFUSED_LATE);
    world_go(&w, JB_PHASE_OPEN, 2);
    JB_EQ_I64(
        world_submit(
            &w, &(jb_command){ .type = JB_COMMAND_WAGER, .player = 1, .turn = 1, .value = 2000 }),
        JB_REFUSED_LATE);
    world_finish(&w);
    world_init(&w, 1); /* nothing is staked here */
    world_begin(&w, 1);
    world_open(&w, 1);
    JB_EQ_I64(stake(&w, 1, 10), JB_REFUSED_NOT_NOW);
    world_finish(&w);
}

static void a_turn_is_staked_on_by_its_seat(void **state)
{
    world w;
    jb_round_rules *round = stage_init(&w, JB_FORMAT_TURN, 3);
    round->wager = usual;
    stage_begin(&w, JB_PHASE_OPEN);
    JB_EQ_U64(w.view->stage.owner, 1);
    JB_EQ_I64(stage_rule(&w, 1, JB_VERDICT_RIGHT), JB_REFUSED_NOT_NOW);
    JB_EQ_I64(stage_foul(&w, 1, JB_FOUL_HELP), JB_REFUSED_NOT_NOW); /* nothing has been asked */
    JB_EQ_I64(stake(&w, 2, 10), JB_REFUSED_NOT_YOUR_TURN);
    JB_EQ_I64(stake(&w, 4, 10), JB_REFUSED_NOT_YOUR_TURN); /* in the hall */
    JB_FALSE(jb_engine_hall_may(w.engine, 4));
    JB_EQ_I64(host_stakes(&w, 0, 40), JB_ACCEPTED); /* for whose turn it is */
    JB_EQ_I64(w.view->stage.step, JB_STEP_ANSWER);
    JB_EQ_I64(w.view->stage.value, 4000);
    JB_TRUE(jb_engine_hall_may(w.engine, 4));
    JB_EQ_I64(stage_rule(&w, 1, JB_VERDICT_WRONG), JB_ACCEPTED);
    JB_EQ_I64(stage_score(&w, 1), -4000);
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
    JB_EQ_I64(stage_score(&w, 1), 0);
    JB_EQ_I64(stage_rule(&w, 1, JB_VERDICT_RIGHT), JB_ACCEPTED); /* the stake is still there */
    JB_EQ_I64(stage_score(&w, 1), 4000);
    world_go(&w, JB_PHASE_OPEN, 2);
    JB_EQ_I64(w.view->stage.value, 0);
    JB_EQ_I64(stake(&w, 2, 50), JB_ACCEPTED);
    JB_EQ_I64(stage_foul(&w, 2, JB_FOUL_LATE), JB_ACCEPTED); /* as no answer: here it keeps */
    JB_EQ_I64(stage_score(&w, 2), 0);
    world_finish(&w);
}

static void corrections_are_worth_the_stake(void **state)
{
    world w;
    crowd_begins(&w, 2, 3, &usual);
    JB_EQ_I64(stake(&w, 1, 50), JB_ACCEPTED);
    JB_EQ_I64(stake(&w, 2, 30), JB_ACCEPTED);
    JB_EQ_I64(stake(&w, 3, 10), JB_ACCEPTED);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(world_answer(&w, 2, 1, 2), JB_ACCEPTED);
    world_go(&w, JB_PHASE_OPEN, 2); /* what was staked there stays */
    JB_EQ_I64(world_score(&w, 2), 0);
    const jb_answer second = world_single(2);
    JB_EQ_I64(
        world_submit(&w, &(jb_command){ .type = JB_COMMAND_ACCEPT, .turn = 1, .answer = &second }),
        JB_ACCEPTED);
    JB_EQ_I64(world_score(&w, 2), 6000);
    JB_EQ_I64(world_submit(&w, &(jb_command){ .type = JB_COMMAND_REVERSE,
                                              .turn = 1,
                                              .seat = 1,
                                              .verdict = JB_VERDICT_WRONG }),
              JB_ACCEPTED);
    JB_EQ_I64(world_score(&w, 1), -2000);
    JB_EQ_I64(world_submit(&w, &(jb_command){ .type = JB_COMMAND_REVERSE,
                                              .turn = 1,
                                              .seat = 3,
                                              .verdict = JB_VERDICT_RIGHT }),
              JB_ACCEPTED);
    JB_EQ_I64(world_score(&w, 3), 4000);
    JB_EQ_I64(world_submit(&w, &(jb_command){ .type = JB_COMMAND_VOID, .turn = 1 }), JB_ACCEPTED);
    for (uint32_t player = 1; player <= 3; player++) {
        JB_EQ_I64(world_score(&w, player), 3000);
    }
    world_finish(&w);
}

static void reading_comes_after_the_stakes(void **state)
{
    world w;
    world_init(&w, 2);
    w.rounds[0].wager = usual;
    w.rounds[0].intro = true;
    w.turns[0].reading_ms = 3000;
    world_begin(&w, 2);
    world_go(&w, JB_PHASE_INTRO, 1);
    JB_EQ_I64(world_do(&w, JB_COMMAND_NEXT), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_OPEN, 1);
    JB_EQ_I64(w.view->stage.step, JB_STEP_WAGER);
    JB_EQ_I64(stake(&w, 1, 10), JB_ACCEPTED);
    JB_EQ_I64(world_do(&w, JB_COMMAND_LOCK), JB_ACCEPTED); /* closes the stakes, not the question */
    WORLD_IS(w, JB_PHASE_READING, 1);
    JB_EQ_I64(stake(&w, 2, 10), JB_REFUSED_LATE);
    world_wait(&w, 3000);
    WORLD_IS(w, JB_PHASE_OPEN, 1);
    JB_EQ_I64(w.view->stage.step, JB_STEP_NONE);
    JB_EQ_I64(world_answer(&w, 2, 1, 0), JB_ACCEPTED);
    world_finish(&w);
}

/* A process that stalls closes the stakes late, and never opens a question in the past. */
static void a_stall_does_not_eat_the_question(void **state)
{
    world w;
    crowd_begins(&w, 1, 1, &usual);
    world_wait(&w, 15000 + WORLD_OPEN_MS + 5000);
    WORLD_IS(w, JB_PHASE_OPEN, 1);
    JB_EQ_I64(w.view->opens_at, w.now);
    world_finish(&w);
}

static void late_joiners_and_the_removed(void **state)
{
    world w;
    crowd_begins(&w, 2, 3, &usual);
    JB_EQ_I64(stake(&w, 1, 10), JB_ACCEPTED);
    JB_EQ_I64(stake(&w, 2, 10), JB_ACCEPTED);
    JB_EQ_I64(world_join(&w, 0), JB_ACCEPTED); /* one more to wait for */
    JB_EQ_I64(stake(&w, 3, 10), JB_ACCEPTED);
    JB_EQ_I64(w.view->stage.step, JB_STEP_WAGER);
    JB_EQ_I64(world_remove(&w, 1, false), JB_ACCEPTED);
    JB_EQ_U64(w.view->staked, 2);
    JB_EQ_I64(w.view->stage.step, JB_STEP_WAGER);
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
    JB_EQ_U64(w.view->staked, 3);
    JB_EQ_I64(world_remove(&w, 4, false), JB_ACCEPTED); /* the only one who was waited for */
    JB_EQ_I64(w.view->stage.step, JB_STEP_NONE);
    JB_EQ_I64(world_join(&w, 0), JB_ACCEPTED); /* too late to stake: the least */
    JB_EQ_I64(world_answer(&w, 5, 1, 0), JB_ACCEPTED);
    world_go(&w, JB_PHASE_REVEAL, 1);
    JB_EQ_I64(world_score(&w, 5), 3000);
    world_finish(&w);
}

static void a_skip_taken_back_finds_its_stakes(void **state)
{
    world w;
    crowd_begins(&w, 2, 2, &usual);
    JB_EQ_I64(stake(&w, 1, 50), JB_ACCEPTED);
    JB_EQ_I64(world_do(&w, JB_COMMAND_SKIP), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_OPEN, 2);
    JB_EQ_I64(w.view->stage.step, JB_STEP_WAGER);
    JB_EQ_U64(w.view->staked, 0);
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_OPEN, 1);
    JB_EQ_I64(w.view->stage.step, JB_STEP_WAGER);
    JB_EQ_U64(w.view->staked, 1);
    JB_EQ_I64(stake(&w, 2, 50), JB_ACCEPTED);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(world_do(&w, JB_COMMAND_SKIP), JB_ACCEPTED);
    JB_EQ_I64(stake(&w, 1, 10), JB_ACCEPTED);
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_REFUSED_NOT_NOW); /* somebody has staked */
    world_finish(&w);
}

/* Every event of a log must be one that could follow. */
static void a_log_with_a_wrong_stake_is_refused(void **state)
{
    static const struct {
        const char *why;
        jb_event event;
    } rows[] = {
        { "not of the round", { .turn = 1, .seat = 1, .player = 1, .value = 1500 } },
        { "too much", { .turn = 1, .seat = 1, .player = 1, .value = 6000 } },
        { "too little", { .turn = 1, .seat = 1, .player = 1, .value = -1000 } },
        { "another's", { .turn = 1, .seat = 1, .player = 2, .value = 1000 } },
        { "nobody's", { .turn = 1, .seat = 9, .value = 1000 } },
        { "of another turn", { .turn = 2, .seat = 1, .player = 1, .value = 1000 } },
        { "after the time", { .turn = 1, .seat = 1, .player = 1, .value = 1000, .at = 15000 } },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        world w;
        jb_event event = rows[i].event;
        crowd_begins(&w, 2, 2, &usual);
        event.type = JB_EVENT_STAKED;
        event.at += w.now;
        uint64_t before = jb_engine_digest(w.engine);
        if (jb_engine_apply(w.engine, &event) != JB_ERR_CORRUPT) {
            print_error("%s\n", rows[i].why);
            fail();
        }
        JB_EQ_U64(jb_engine_digest(w.engine), before);
        world_finish(&w);
    }
}

static void a_restart_in_the_step_finds_all_as_it_was(void **state)
{
    world w;
    crowd_begins(&w, 1, 3, &usual);
    JB_EQ_I64(stake(&w, 1, 50), JB_ACCEPTED);
    JB_EQ_I64(stake(&w, 2, 20), JB_ACCEPTED);
    jb_engine *again = world_replay(&w, w.event_count);
    JB_EQ_U64(jb_engine_digest(again), jb_engine_digest(w.engine));
    int64_t value = 0;
    JB_TRUE(jb_engine_stake(again, 1, 2, &value));
    JB_EQ_I64(value, 2000);
    JB_FALSE(jb_engine_stake(again, 1, 3, &value));
    JB_EQ_I64(value, 0);
    JB_EQ_I64(stake(&w, 2, 30), JB_ACCEPTED); /* what a digest is for: another stake is another */
    JB_TRUE(jb_engine_digest(again) != jb_engine_digest(w.engine));
    free(again);
    world_finish(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(question_waits_until_all_have_staked),
        cmocka_unit_test(who_stakes_nothing_in_time_stakes_the_least),
        cmocka_unit_test(a_part_of_the_answer_is_its_part_of_the_stake),
        cmocka_unit_test(only_stakes_of_the_round_are_taken),
        cmocka_unit_test(refusals_say_why),
        cmocka_unit_test(a_turn_is_staked_on_by_its_seat),
        cmocka_unit_test(corrections_are_worth_the_stake),
        cmocka_unit_test(reading_comes_after_the_stakes),
        cmocka_unit_test(a_stall_does_not_eat_the_question),
        cmocka_unit_test(late_joiners_and_the_removed),
        cmocka_unit_test(a_skip_taken_back_finds_its_stakes),
        cmocka_unit_test(a_log_with_a_wrong_stake_is_refused),
        cmocka_unit_test(a_restart_in_the_step_finds_all_as_it_was),
    };
    return JB_RUN(tests);
}
