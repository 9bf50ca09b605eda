/*
 * Taking back: an early close, a skip, a removal. What comes back is exactly what was there, and
 * nobody's time has run.
 */
#include <stdlib.h>

#include "world.h"

/* Three players, turn 1 open since time 0; player 1 has answered rightly after 5 seconds. */
static void begin(world *w, uint32_t turns)
{
    world_begin(w, 3);
    world_open(w, 1);
    w->now = 5000;
    JB_EQ_I64(world_answer(w, 1, 1, 0), JB_ACCEPTED);
    JB_EQ_U64(w->rules.turn_count, turns);
}

static void replays_the_same(const world *w)
{
    jb_engine *again = world_replay(w, w->event_count);
    JB_EQ_U64(jb_engine_digest(again), jb_engine_digest(w->engine));
    free(again);
}

static void offers(const world *w, jb_undo what, jb_time until)
{
    JB_EQ_STR(jb_undo_name(w->view->undo.what), jb_undo_name(what));
    JB_EQ_I64(w->view->undo.until, until);
}

static void takes_nothing_back(world *w)
{
    uint64_t digest = jb_engine_digest(w->engine);
    JB_EQ_I64(world_do(w, JB_COMMAND_UNDO), JB_REFUSED_NOT_NOW);
    JB_EQ_U64(jb_engine_digest(w->engine), digest);
}

static void question_closed_early_opens_again_with_the_time_left(void **state)
{
    for (int by_next = 0; by_next < 2; by_next++) {
        world w;
        world_init(&w, 2);
        begin(&w, 2);
        w.now = 8000;
        JB_EQ_I64(world_do(&w, by_next ? JB_COMMAND_NEXT : JB_COMMAND_LOCK), JB_ACCEPTED);
        offers(&w, JB_UNDO_LOCK, 18000);
        JB_EQ_I64(w.view->closed_at, 8000);
        w.now = 12000;
        JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
        WORLD_IS(w, JB_PHASE_OPEN, 1);
        JB_EQ_I64(w.view->ends_at, 24000);
        JB_EQ_I64(w.view->opens_at, 4000);
        JB_EQ_I64(w.view->closed_at, JB_TIME_NONE);
        JB_EQ_U64(w.view->answered, 1);
        JB_EQ_U64(w.view->option_counts[0], 1);
        offers(&w, JB_UNDO_NONE, 0);
        w.now = 14000; /* open for 8 and for 2 seconds */
        JB_EQ_I64(world_answer(&w, 2, 1, 0), JB_ACCEPTED);
        JB_EQ_I64(jb_engine_player(w.engine, 2)->elapsed_ms, 10000);
        JB_EQ_I64(jb_engine_player(w.engine, 1)->elapsed_ms, 5000);
        world_wait(&w, 9999);
        WORLD_IS(w, JB_PHASE_OPEN, 1);
        world_wait(&w, 1);
        WORLD_IS(w, JB_PHASE_LOCKED, 1);
        replays_the_same(&w);
        world_finish(&w);
    }
}

static void question_without_a_limit_opens_again_without_one(void **state)
{
    world w;
    world_init(&w, 1);
    w.turns[0].open_ms = 0;
    begin(&w, 1);
    JB_EQ_I64(world_do(&w, JB_COMMAND_LOCK), JB_ACCEPTED);
    w.now += 3000;
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_OPEN, 1);
    JB_EQ_I64(w.view->ends_at, JB_TIME_NONE);
    JB_EQ_I64(w.view->opens_at, 3000);
    replays_the_same(&w);
    world_finish(&w);
}

static void reopened_question_closes_again_once_everybody_has_answered(void **state)
{
    world w;
    world_init(&w, 1);
    begin(&w, 1);
    JB_EQ_I64(world_answer(&w, 2, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(world_do(&w, JB_COMMAND_LOCK), JB_ACCEPTED);
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_OPEN, 1);
    JB_EQ_I64(world_answer(&w, 3, 1, 0), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_LOCKED, 1);
    takes_nothing_back(&w); /* that was nobody's mistake */
    world_finish(&w);
}

static void question_that_closed_by_itself_stays_closed(void **state)
{
    world w;
    world_init(&w, 1);
    begin(&w, 1);
    world_wait(&w, WORLD_OPEN_MS - 5000);
    WORLD_IS(w, JB_PHASE_LOCKED, 1);
    offers(&w, JB_UNDO_NONE, 0);
    takes_nothing_back(&w);
    world_finish(&w);
}

static void ten_seconds_are_the_limit(void **state)
{
    for (jb_time late = 0; late < 2; late++) {
        world w;
        world_init(&w, 1);
        begin(&w, 1);
        JB_EQ_I64(world_do(&w, JB_COMMAND_LOCK), JB_ACCEPTED);
        w.now += JB_UNDO_MS - 1 + late;
        jb_refusal wanted = late ? JB_REFUSED_NOT_NOW : JB_ACCEPTED;
        JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), wanted);
        world_finish(&w);
    }
}

static void what_was_taken_back_is_not_taken_back_again(void **state)
{
    world w;
    world_init(&w, 1);
    begin(&w, 1);
    takes_nothing_back(&w);
    JB_EQ_I64(world_remove(&w, 3, false), JB_ACCEPTED);
    JB_EQ_I64(world_do(&w, JB_COMMAND_LOCK), JB_ACCEPTED); /* the newest one level deep */
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_OPEN, 1);
    takes_nothing_back(&w);
    JB_EQ_I64(jb_engine_player(w.engine, 3)->status, JB_PLAYER_REMOVED);
    JB_EQ_I64(world_do(&w, JB_COMMAND_LOCK), JB_ACCEPTED); /* but done again, it can be again */
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
    replays_the_same(&w);
    world_finish(&w);
}

static void revealed_question_stays_revealed(void **state)
{
    world w;
    world_init(&w, 2);
    begin(&w, 2);
    JB_EQ_I64(world_do(&w, JB_COMMAND_LOCK), JB_ACCEPTED);
    JB_EQ_I64(world_do(&w, JB_COMMAND_NEXT), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_REVEAL, 1);
    takes_nothing_back(&w);
    world_finish(&w);
}

static void close_is_taken_back_in_a_pause_which_goes_on(void **state)
{
    world w;
    world_init(&w, 1);
    begin(&w, 1);
    w.now = 8000;
    JB_EQ_I64(world_do(&w, JB_COMMAND_LOCK), JB_ACCEPTED);
    w.now = 9000;
    JB_EQ_I64(world_do(&w, JB_COMMAND_PAUSE), JB_ACCEPTED);
    w.now = 11000;
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_OPEN, 1);
    JB_TRUE(w.view->paused);
    JB_EQ_I64(w.view->left_ms, 12000);
    JB_EQ_I64(world_answer(&w, 2, 1, 0), JB_REFUSED_NOT_NOW);
    w.now = 15000;
    JB_EQ_I64(world_do(&w, JB_COMMAND_RESUME), JB_ACCEPTED);
    JB_EQ_I64(w.view->ends_at, 27000);
    JB_EQ_I64(w.view->opens_at, 7000);
    replays_the_same(&w);
    world_finish(&w);
}

/* ---- skip ---- */

/* Turn 1 in this phase for a second, then skipped; turn 2 has reading time. */
static void skip_in(world *w, jb_phase phase)
{
    world_init(w, 2);
    w->turns[0].reading_ms = w->turns[1].reading_ms = 3000;
    world_begin(w, 3);
    world_go(w, JB_PHASE_READING, 1);
    if (phase != JB_PHASE_READING) {
        world_open(w, 1);
        JB_EQ_I64(world_answer(w, 1, 1, 2), JB_ACCEPTED);
    }
    world_go(w, phase, 1);
    w->now += 1000;
    JB_EQ_I64(world_do(w, JB_COMMAND_SKIP), JB_ACCEPTED);
    WORLD_IS(*w, JB_PHASE_READING, 2);
    JB_EQ_U64(w->view->answered, 0);
    offers(w, JB_UNDO_SKIP, w->now + JB_UNDO_MS);
}

static void skipped_turn_comes_back_in_the_phase_it_was_in(void **state)
{
    static const jb_phase phases[] = { JB_PHASE_READING, JB_PHASE_OPEN, JB_PHASE_LOCKED };
    static const jb_time left[] = { 2000, 19000, JB_TIME_NONE };
    static const jb_time opens[] = { 2000, -1000, -1000 - 4000 }; /* from the undoing on */
    for (size_t i = 0; i < 3; i++) {
        world w;
        skip_in(&w, phases[i]);
        w.now += 4000; /* turn 2 has opened meanwhile */
        JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
        WORLD_IS(w, phases[i], 1);
        JB_FALSE(w.view->turn_void);
        JB_EQ_I64(w.view->ends_at, left[i] == JB_TIME_NONE ? JB_TIME_NONE : w.now + left[i]);
        JB_EQ_I64(w.view->opens_at, w.now + opens[i]);
        JB_EQ_I64(w.view->closed_at, phases[i] == JB_PHASE_LOCKED ? w.now - 5000 : JB_TIME_NONE);
        uint32_t answered = phases[i] != JB_PHASE_READING;
        JB_EQ_U64(w.view->answered, answered);
        JB_EQ_U64(w.view->option_counts[2], answered);
        JB_EQ_I64(jb_engine_answer(w.engine, 1) != NULL, answered);
        world_go(&w, JB_PHASE_REVEAL, 1);
        JB_EQ_U64(world_count(&w, JB_EVENT_SCORED), answered);
        world_go(&w, JB_PHASE_READING, 2);
        JB_EQ_U64(w.view->answered, 0);
        replays_the_same(&w);
        world_finish(&w);
    }
}

static void answer_to_the_next_turn_makes_a_skip_final(void **state)
{
    world w;
    skip_in(&w, JB_PHASE_OPEN);
    world_open(&w, 2);
    JB_EQ_I64(w.view->undo.what, JB_UNDO_SKIP);
    JB_EQ_I64(world_answer(&w, 2, 2, 0), JB_ACCEPTED);
    JB_EQ_I64(w.view->undo.what, JB_UNDO_NONE);
    takes_nothing_back(&w);
    world_finish(&w);
}

static void close_of_the_next_turn_makes_a_skip_final(void **state)
{
    world w;
    skip_in(&w, JB_PHASE_OPEN);
    w.turns[1].open_ms = 2000;
    world_wait(&w, 3000);
    world_wait(&w, 2000); /* opened and closed by the clock; nobody answered */
    WORLD_IS(w, JB_PHASE_LOCKED, 2);
    takes_nothing_back(&w);
    world_finish(&w);
}

static void skip_over_an_intro_and_of_the_last_turn_are_taken_back(void **state)
{
    world w;
    world_init(&w, 2);
    world_rounds_of(&w, 1);
    w.rounds[1].intro = true;
    begin(&w, 2);
    JB_EQ_I64(world_do(&w, JB_COMMAND_SKIP), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_INTRO, 2);
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_OPEN, 1);
    JB_EQ_U64(w.view->round, 0);
    world_open(&w, 2);
    JB_EQ_I64(world_answer(&w, 2, 2, 0), JB_ACCEPTED);
    JB_EQ_I64(world_do(&w, JB_COMMAND_SKIP), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_STANDINGS, 2);
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_OPEN, 2);
    world_go(&w, JB_PHASE_REVEAL, 2);
    JB_EQ_I64(world_score(&w, 2), 1000);
    JB_EQ_I64(world_score(&w, 1), 1000);
    replays_the_same(&w);
    world_finish(&w);
}

static void skip_that_ended_in_standings_is_final_once_the_host_goes_on(void **state)
{
    world w;
    world_init(&w, 1);
    begin(&w, 1);
    JB_EQ_I64(world_do(&w, JB_COMMAND_SKIP), JB_ACCEPTED);
    JB_EQ_I64(world_do(&w, JB_COMMAND_NEXT), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_FINISHED, 1);
    takes_nothing_back(&w);
    world_finish(&w);
}

static void end_of_the_contest_is_not_taken_back(void **state)
{
    world w;
    world_init(&w, 1);
    begin(&w, 1);
    JB_EQ_I64(world_do(&w, JB_COMMAND_FINISH), JB_ACCEPTED);
    takes_nothing_back(&w);
    world_finish(&w);
}

static void automatic_pace_can_be_taken_back_too(void **state)
{
    world w;
    world_init(&w, 2);
    w.rules.pace = JB_PACE_AUTO;
    w.rounds[0].locked_ms = 3000;
    begin(&w, 2);
    JB_EQ_I64(world_do(&w, JB_COMMAND_LOCK), JB_ACCEPTED);
    world_wait(&w, 2999);
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_OPEN, 1);
    JB_EQ_I64(world_do(&w, JB_COMMAND_LOCK), JB_ACCEPTED);
    world_wait(&w, 1000);
    JB_EQ_I64(world_do(&w, JB_COMMAND_SKIP), JB_ACCEPTED);
    world_wait(&w, 1000);
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_LOCKED, 1);
    JB_EQ_I64(w.view->ends_at, w.now + 2000);
    replays_the_same(&w);
    world_finish(&w);
}

/* ---- removal ---- */

static void removed_player_is_in_again_with_everything(void **state)
{
    for (int banned = 0; banned < 2; banned++) {
        world w;
        world_init(&w, 2);
        w.rules.team_count = 1;
        w.rules.players_max = 8;
        world_begin(&w, 2);
        JB_EQ_I64(world_join(&w, 1), JB_ACCEPTED);
        world_open(&w, 1);
        JB_EQ_I64(world_answer(&w, 3, 1, 0), JB_ACCEPTED);
        JB_EQ_I64(world_do(&w, JB_COMMAND_PAUSE), JB_ACCEPTED);
        JB_EQ_I64(world_remove(&w, 3, banned), JB_ACCEPTED);
        offers(&w, JB_UNDO_REMOVE, JB_UNDO_MS);
        JB_EQ_U64(w.view->undo.player, 3);
        JB_EQ_U64(w.view->active, 2);
        JB_EQ_U64(w.view->answered, 0);
        JB_EQ_U64(jb_engine_team(w.engine, 1)->members, 0);
        w.now += 9000;
        JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
        JB_EQ_I64(jb_engine_player(w.engine, 3)->status, JB_PLAYER_IN);
        JB_EQ_U64(w.view->active, 3);
        JB_EQ_U64(w.view->answered, 1);
        JB_EQ_U64(w.view->option_counts[0], 1);
        JB_EQ_U64(jb_engine_team(w.engine, 1)->members, 1);
        JB_TRUE(w.view->paused);
        JB_EQ_I64(world_do(&w, JB_COMMAND_RESUME), JB_ACCEPTED);
        world_go(&w, JB_PHASE_REVEAL, 1);
        JB_EQ_I64(world_score(&w, 3), 1000);
        JB_EQ_U64(jb_engine_player(w.engine, 3)->rank, 1);
        replays_the_same(&w);
        world_finish(&w);
    }
}

static void removal_that_closed_the_question_is_taken_back_without_opening_it(void **state)
{
    world w;
    world_init(&w, 1);
    begin(&w, 1);
    JB_EQ_I64(world_answer(&w, 2, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(world_remove(&w, 3, false), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_LOCKED, 1);
    JB_EQ_I64(w.view->undo.what, JB_UNDO_REMOVE);
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_LOCKED, 1);
    JB_EQ_I64(jb_engine_player(w.engine, 3)->status, JB_PLAYER_IN);
    takes_nothing_back(&w);
    world_finish(&w);
}

/* Removed before the scoring of a turn, back after it: no entry, no points, no end of a streak; the
 * ranking that is shown is made again with them. */
static void who_was_out_while_a_turn_was_scored_gets_nothing_for_it(void **state)
{
    static const jb_phase phases[] = { JB_PHASE_REVEAL, JB_PHASE_STANDINGS, JB_PHASE_FINISHED };
    for (size_t i = 0; i < 3; i++) {
        world w;
        world_init(&w, 2);
        begin(&w, 2); /* player 1 is right in turn 1 */
        world_open(&w, 2);
        JB_EQ_I64(world_answer(&w, 1, 2, 0), JB_ACCEPTED);
        JB_EQ_I64(world_remove(&w, 1, false), JB_ACCEPTED);
        JB_EQ_I64(world_answer(&w, 2, 2, 0), JB_ACCEPTED);
        JB_EQ_I64(world_answer(&w, 3, 2, 1), JB_ACCEPTED); /* it closes by itself */
        world_go(&w, phases[i], 2);
        const jb_seat *player = jb_engine_player(w.engine, 1);
        JB_EQ_U64(player->rank, 0);
        JB_EQ_U64(w.view->fastest, 2);
        JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
        JB_EQ_I64(player->score, 1000);
        JB_EQ_U64(player->scored_turn, 1);
        JB_EQ_U64(player->asked, 1);
        JB_EQ_U64(player->streak, 1);
        JB_EQ_U64(player->rank, 1);
        JB_EQ_U64(player->place, 1);
        JB_EQ_U64(jb_engine_player(w.engine, 2)->rank, 1);
        JB_EQ_U64(jb_engine_player(w.engine, 3)->rank, 3);
        JB_EQ_U64(w.view->answered, 3); /* the answer was given */
        JB_EQ_U64(w.view->right, 1);
        JB_EQ_U64(w.view->fastest, 2);
        replays_the_same(&w);
        world_finish(&w);
    }
}

static void removal_after_the_end_leaves_the_ranks_as_they_were(void **state)
{
    world w;
    world_init(&w, 1);
    begin(&w, 1);
    JB_EQ_I64(world_answer(&w, 2, 1, 0), JB_ACCEPTED);
    world_go(&w, JB_PHASE_FINISHED, 1);
    JB_EQ_U64(w.view->fastest, 1);
    JB_EQ_I64(world_remove(&w, 2, false), JB_ACCEPTED);
    JB_EQ_I64(world_remove(&w, 1, false), JB_ACCEPTED);
    JB_EQ_U64(w.view->fastest, 0);
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
    JB_EQ_U64(w.view->fastest, 1);
    JB_EQ_U64(w.view->right, 1);
    JB_EQ_U64(jb_engine_player(w.engine, 1)->rank, 1);
    JB_EQ_U64(jb_engine_player(w.engine, 3)->rank, 3);
    takes_nothing_back(&w);
    replays_the_same(&w);
    world_finish(&w);
}

static void ban_of_who_is_out_already_is_not_taken_back(void **state)
{
    world w;
    world_init(&w, 1);
    begin(&w, 1);
    JB_EQ_I64(world_remove(&w, 3, false), JB_ACCEPTED);
    JB_EQ_I64(world_remove(&w, 3, true), JB_ACCEPTED);
    takes_nothing_back(&w);
    JB_EQ_I64(jb_engine_player(w.engine, 3)->status, JB_PLAYER_BANNED);
    world_finish(&w);
}

static void removal_in_the_lobby_is_taken_back_and_after_the_start(void **state)
{
    world w;
    world_init(&w, 1);
    world_begin(&w, 2);
    JB_EQ_I64(world_remove(&w, 1, true), JB_ACCEPTED);
    JB_EQ_I64(world_do(&w, JB_COMMAND_START), JB_ACCEPTED);
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_OPEN, 1);
    world_finish(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(question_closed_early_opens_again_with_the_time_left),
        cmocka_unit_test(question_without_a_limit_opens_again_without_one),
        cmocka_unit_test(reopened_question_closes_again_once_everybody_has_answered),
        cmocka_unit_test(question_that_closed_by_itself_stays_closed),
        cmocka_unit_test(ten_seconds_are_the_limit),
        cmocka_unit_test(what_was_taken_back_is_not_taken_back_again),
        cmocka_unit_test(revealed_question_stays_revealed),
        cmocka_unit_test(close_is_taken_back_in_a_pause_which_goes_on),
        cmocka_unit_test(skipped_turn_comes_back_in_the_phase_it_was_in),
        cmocka_unit_test(answer_to_the_next_turn_makes_a_skip_final),
        cmocka_unit_test(close_of_the_next_turn_makes_a_skip_final),
        cmocka_unit_test(skip_over_an_intro_and_of_the_last_turn_are_taken_back),
        cmocka_unit_test(skip_that_ended_in_standings_is_final_once_the_host_goes_on),
        cmocka_unit_test(end_of_the_contest_is_not_taken_back),
        cmocka_unit_test(automatic_pace_can_be_taken_back_too),
        cmocka_unit_test(removed_player_is_in_again_with_everything),
        cmocka_unit_test(removal_that_closed_the_question_is_taken_back_without_opening_it),
        cmocka_unit_test(who_was_out_while_a_turn_was_scored_gets_nothing_for_it),
        cmocka_unit_test(removal_after_the_end_leaves_the_ranks_as_they_were),
        cmocka_unit_test(ban_of_who_is_out_already_is_not_taken_back),
        cmocka_unit_test(removal_in_the_lobby_is_taken_back_and_after_the_start),
    };
    return JB_RUN(tests);
}
