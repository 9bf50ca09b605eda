/*
 * What is counted beside the score: right answers in a row, the fastest of them, turns asked, what
 * was won since the standings before.
 */
#include "world.h"

static const jb_seat *player(const world *w, uint32_t number)
{
    return jb_engine_player(w->engine, number);
}

/* Plays turn `turn` to its reveal; players 1, 2, ... give these options a second apart; -1: none.
 */
static void play(world *w, uint32_t turn, const int *options, uint32_t count)
{
    world_open(w, turn);
    for (uint32_t i = 0; i < count; i++) {
        w->now += 1000;
        if (options[i] >= 0) {
            JB_EQ_I64(world_answer(w, i + 1, turn, (uint8_t)options[i]), JB_ACCEPTED);
        }
    }
    world_go(w, JB_PHASE_REVEAL, turn);
}

#define PLAY(w, turn, ...)                                                                         \
    play((w), (turn), (const int[]){ __VA_ARGS__ },                                                \
         sizeof((const int[]){ __VA_ARGS__ }) / sizeof(int))

static void streak_is(const world *w, uint32_t number, uint32_t streak, uint32_t best)
{
    JB_EQ_U64(player(w, number)->streak, streak);
    JB_EQ_U64(player(w, number)->best_streak, best);
}

static void wrong_and_missing_answers_end_a_streak(void **state)
{
    world w;
    world_init(&w, 5);
    world_begin(&w, 3);
    PLAY(&w, 1, 0, 0, 0);
    PLAY(&w, 2, 0, 1, -1);
    streak_is(&w, 1, 2, 2);
    streak_is(&w, 2, 0, 1);
    streak_is(&w, 3, 0, 1);
    PLAY(&w, 3, -1, 0, 0);
    streak_is(&w, 1, 0, 2);
    streak_is(&w, 2, 1, 1);
    PLAY(&w, 4, 0, 0, 0);
    PLAY(&w, 5, 0, 0, 0);
    streak_is(&w, 1, 2, 2);
    streak_is(&w, 2, 3, 3);
    JB_EQ_U64(player(&w, 1)->asked, 5);
    JB_EQ_U64(player(&w, 1)->correct, 4);
    world_finish(&w);
}

static void void_turn_changes_nothing(void **state)
{
    world w;
    world_init(&w, 3);
    world_begin(&w, 2);
    PLAY(&w, 1, 0, 0);
    world_open(&w, 2);
    JB_EQ_I64(world_answer(&w, 1, 2, 1), JB_ACCEPTED); /* wrong, and it does not matter */
    JB_EQ_I64(world_do(&w, JB_COMMAND_SKIP), JB_ACCEPTED);
    streak_is(&w, 1, 1, 1);
    PLAY(&w, 3, 0, 1);
    streak_is(&w, 1, 2, 2);
    streak_is(&w, 2, 0, 1);
    JB_EQ_U64(player(&w, 1)->asked, 2);
    world_finish(&w);
}

static void partly_right_answer_ends_a_streak(void **state)
{
    world w;
    world_init(&w, 2);
    static const int32_t weights[] = { JB_WHOLE, JB_WHOLE / 2, 0, 0 };
    w.turns[1].key.weights = weights;
    world_begin(&w, 1);
    PLAY(&w, 1, 0);
    PLAY(&w, 2, 1);
    JB_EQ_I64(player(&w, 1)->scored_points, 500);
    streak_is(&w, 1, 0, 1);
    world_finish(&w);
}

static void asked_counts_from_the_joining_on(void **state)
{
    world w;
    world_init(&w, 2);
    world_begin(&w, 1);
    PLAY(&w, 1, 0);
    JB_EQ_I64(world_join(&w, 0), JB_ACCEPTED);
    PLAY(&w, 2, 0, 0);
    JB_EQ_U64(player(&w, 1)->asked, 2);
    JB_EQ_U64(player(&w, 2)->asked, 1);
    streak_is(&w, 2, 1, 1);
    world_finish(&w);
}

static void fastest_is_the_least_time_of_right_answers(void **state)
{
    world w;
    world_init(&w, 3);
    world_begin(&w, 4);
    PLAY(&w, 1, 1, 0, 0, -1);
    JB_EQ_U64(w.view->fastest, 2);
    JB_EQ_I64(player(&w, 1)->fastest_ms, JB_TIME_NONE);
    JB_EQ_I64(player(&w, 2)->fastest_ms, 2000);
    JB_EQ_I64(player(&w, 3)->fastest_ms, 3000);
    world_open(&w, 2);
    JB_EQ_U64(w.view->fastest, 0);
    w.now += 500;
    JB_EQ_I64(world_answer(&w, 4, 2, 0), JB_ACCEPTED); /* two at the same time */
    JB_EQ_I64(world_answer(&w, 3, 2, 0), JB_ACCEPTED);
    JB_EQ_I64(world_answer(&w, 2, 2, 1), JB_ACCEPTED);
    JB_EQ_U64(w.view->fastest, 0);
    world_go(&w, JB_PHASE_REVEAL, 2);
    JB_EQ_U64(w.view->fastest, 3);
    JB_EQ_I64(player(&w, 3)->fastest_ms, 500);
    JB_EQ_I64(player(&w, 2)->fastest_ms, 2000); /* a wrong one does not count */
    JB_EQ_I64(world_remove(&w, 3, false), JB_ACCEPTED);
    JB_EQ_U64(w.view->fastest, 4); /* who is removed goes from the wall */
    JB_EQ_I64(world_do(&w, JB_COMMAND_UNDO), JB_ACCEPTED);
    JB_EQ_U64(w.view->fastest, 3);
    PLAY(&w, 3, 1, 1, 1, 1);
    JB_EQ_U64(w.view->fastest, 0);
    world_finish(&w);
}

static void places_and_points_are_counted_from_the_standings_before(void **state)
{
    world w;
    world_init(&w, 4);
    world_rounds_of(&w, 2); /* standings after turns 2 and 4 */
    w.rules.base = 5000;
    world_begin(&w, 2);
    PLAY(&w, 1, 0, 1);
    JB_EQ_I64(player(&w, 1)->gained, 1000); /* nothing has been shown: since the beginning */
    JB_EQ_I64(player(&w, 1)->moved, 0);
    PLAY(&w, 2, 0, 1);
    JB_EQ_I64(player(&w, 1)->gained, 2000);
    world_go(&w, JB_PHASE_STANDINGS, 2);
    JB_EQ_I64(player(&w, 1)->gained, 2000);
    PLAY(&w, 3, 1, 0);
    JB_EQ_I64(player(&w, 2)->moved, 0);
    JB_EQ_I64(player(&w, 2)->gained, 1000);
    JB_EQ_I64(player(&w, 1)->gained, 0);
    w.turns[3].points_right = 2000;
    PLAY(&w, 4, 1, 0);
    JB_EQ_I64(player(&w, 2)->moved, 1); /* already at the reveal */
    JB_EQ_I64(player(&w, 1)->moved, -1);
    JB_EQ_I64(player(&w, 2)->gained, 3000);
    JB_EQ_U64(player(&w, 2)->place, 1);
    JB_EQ_U64(player(&w, 1)->place, 2);
    world_go(&w, JB_PHASE_STANDINGS, 4);
    JB_EQ_I64(player(&w, 2)->moved, 1);
    world_go(&w, JB_PHASE_FINISHED, 4);
    JB_EQ_I64(player(&w, 2)->moved, 1); /* the end shows the last standings */
    JB_EQ_I64(player(&w, 2)->gained, 3000);
    world_finish(&w);
}

static void no_answer_that_costs_points_ends_a_streak_too(void **state)
{
    world w;
    world_init(&w, 2);
    w.turns[1].points_none = -100;
    world_begin(&w, 1);
    PLAY(&w, 1, 0);
    PLAY(&w, 2, -1);
    JB_EQ_I64(world_score(&w, 1), 900);
    streak_is(&w, 1, 0, 1);
    world_finish(&w);
}

/* If this fails because the digest covers something else now, raise JB_DIGEST_VERSION, and only
 * then put the new value here: contests finished by an older program keep the digest they have. */
static void digest_of_a_version_never_changes(void **state)
{
    world w;
    world_init(&w, 3);
    w.rules.team_count = 2;
    world_begin(&w, 0);
    JB_EQ_I64(world_join(&w, 1), JB_ACCEPTED);
    JB_EQ_I64(world_join(&w, 2), JB_ACCEPTED);
    JB_EQ_I64(world_join(&w, 0), JB_ACCEPTED);
    PLAY(&w, 1, 0, 1, 0);
    world_open(&w, 2);
    JB_EQ_I64(world_answer(&w, 1, 2, 0), JB_ACCEPTED);
    JB_EQ_I64(world_do(&w, JB_COMMAND_LOCK), JB_ACCEPTED);
    uint64_t locked = jb_engine_digest(w.engine);
    JB_EQ_I64(world_remove(&w, 3, true), JB_ACCEPTED);
    uint64_t removed = jb_engine_digest(w.engine);
    world_go(&w, JB_PHASE_FINISHED, 3);
    JB_EQ_I64(JB_DIGEST_VERSION, 5);
    JB_EQ_U64(locked, UINT64_C(0x3a5cb0f5fc4e318f));
    JB_EQ_U64(removed, UINT64_C(0xc8ee4cd8c59a29bd));
    JB_EQ_U64(jb_engine_digest(w.engine), UINT64_C(0x3b29cbfbfd2ac6b2));
    world_finish(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_and_missing_answers_end_a_streak),
        cmocka_unit_test(void_turn_changes_nothing),
        cmocka_unit_test(partly_right_answer_ends_a_streak),
        cmocka_unit_test(asked_counts_from_the_joining_on),
        cmocka_unit_test(fastest_is_the_least_time_of_right_answers),
        cmocka_unit_test(places_and_points_are_counted_from_the_standings_before),
        cmocka_unit_test(no_answer_that_costs_points_ends_a_streak_too),
        cmocka_unit_test(digest_of_a_version_never_changes),
    };
    return JB_RUN(tests);
}
