/*
 * Who gets in, who is thrown out, and what that does to counts.
 */
#include <stdlib.h>

#include "world.h"

static void players_are_numbered_in_the_order_they_come(void **state)
{
    world w;
    world_init(&w, 1);
    w.rules.base = 10000;
    world_begin(&w, 3);
    JB_EQ_U64(w.view->joined, 3);
    JB_EQ_U64(w.view->active, 3);
    JB_EQ_U64(world_last(&w, JB_EVENT_JOINED)->player, 3);
    JB_EQ_I64(world_score(&w, 3), 10000);
    JB_EQ_I64(jb_engine_player(w.engine, 3)->status, JB_PLAYER_IN);
    JB_EQ_I64(jb_engine_player(w.engine, 3)->last_right_at, JB_TIME_NONE);
    JB_TRUE(jb_engine_player(w.engine, 0) == NULL);
    JB_TRUE(jb_engine_player(w.engine, 4) == NULL);
    JB_TRUE(jb_engine_answer(w.engine, 1) == NULL);
    JB_TRUE(jb_engine_rules(w.engine) == &w.rules);
    world_finish(&w);
}

static void contest_holds_players_max_and_numbers_are_not_given_again(void **state)
{
    world w;
    world_init(&w, 1);
    w.rules.players_max = 2;
    world_begin(&w, 2);
    JB_EQ_I64(world_join(&w, 0), JB_REFUSED_FULL);
    JB_EQ_I64(world_remove(&w, 1, false), JB_ACCEPTED);
    JB_EQ_I64(world_join(&w, 0), JB_REFUSED_FULL);
    world_finish(&w);
}

static void latecomers_are_let_in_by_rule(void **state)
{
    world w;
    world_init(&w, 1);
    w.rules.late = JB_LATE_LOBBY;
    world_begin(&w, 1);
    JB_TRUE(w.view->admit);
    world_open(&w, 1);
    JB_FALSE(w.view->admit);
    JB_EQ_I64(world_join(&w, 0), JB_REFUSED_JOIN_CLOSED);
    JB_EQ_I64(world_admit(&w, false), JB_ACCEPTED);
    JB_EQ_I64(world_admit(&w, true), JB_ACCEPTED); /* the switch does not overrule the rule */
    JB_EQ_I64(world_join(&w, 0), JB_REFUSED_JOIN_CLOSED);
    world_finish(&w);

    world_init(&w, 1);
    w.rules.late = JB_LATE_ANY;
    world_begin(&w, 1);
    world_go(&w, JB_PHASE_REVEAL, 1);
    JB_EQ_I64(world_join(&w, 0), JB_ACCEPTED);
    JB_EQ_U64(jb_engine_player(w.engine, 2)->rank, 0); /* not ranked before the next ranking */
    world_go(&w, JB_PHASE_FINISHED, 1);
    JB_EQ_U64(jb_engine_player(w.engine, 2)->rank, 1);
    JB_EQ_I64(world_join(&w, 0), JB_REFUSED_JOIN_CLOSED);
    world_finish(&w);
}

static void host_opens_and_shuts_the_door(void **state)
{
    world w;
    world_init(&w, 1);
    world_begin(&w, 0);
    JB_EQ_I64(world_admit(&w, true), JB_ACCEPTED); /* as it is: no event */
    JB_EQ_U64(world_count(&w, JB_EVENT_ADMIT), 0);
    JB_EQ_I64(world_admit(&w, false), JB_ACCEPTED);
    JB_EQ_U64(world_count(&w, JB_EVENT_ADMIT), 1);
    JB_FALSE(w.view->admit);
    JB_EQ_I64(world_join(&w, 0), JB_REFUSED_JOIN_CLOSED);
    JB_EQ_I64(world_admit(&w, true), JB_ACCEPTED);
    JB_EQ_I64(world_join(&w, 0), JB_ACCEPTED);
    world_finish(&w);
}

static void team_must_exist(void **state)
{
    world w;
    world_init(&w, 1);
    w.rules.team_count = 2;
    world_begin(&w, 1); /* no team: allowed here */
    JB_EQ_I64(world_join(&w, 3), JB_REFUSED_BAD_TEAM);
    JB_EQ_I64(world_join(&w, UINT32_MAX), JB_REFUSED_BAD_TEAM);
    JB_EQ_I64(world_join(&w, 2), JB_ACCEPTED);
    JB_EQ_U64(jb_engine_player(w.engine, 2)->team, 2);
    JB_EQ_U64(jb_engine_team(w.engine, 2)->members, 1);
    JB_EQ_U64(jb_engine_team(w.engine, 1)->members, 0);
    JB_TRUE(jb_engine_team(w.engine, 0) == NULL);
    JB_TRUE(jb_engine_team(w.engine, 3) == NULL);
    world_finish(&w);
}

static void team_may_be_required(void **state)
{
    world w;
    world_init(&w, 1);
    w.rules.team_count = 1;
    w.rules.team_required = true;
    world_begin(&w, 0);
    JB_EQ_I64(world_join(&w, 0), JB_REFUSED_BAD_TEAM);
    JB_EQ_I64(world_join(&w, 1), JB_ACCEPTED);
    world_finish(&w);
}

static void removed_player_leaves_counts_team_and_ranking(void **state)
{
    world w;
    world_init(&w, 1);
    w.rules.team_count = 1;
    world_begin(&w, 1);
    JB_EQ_I64(world_join(&w, 1), JB_ACCEPTED);
    JB_EQ_I64(world_join(&w, 1), JB_ACCEPTED);
    world_open(&w, 1);
    JB_EQ_I64(world_answer(&w, 2, 1, 0), JB_ACCEPTED);
    world_go(&w, JB_PHASE_REVEAL, 1);
    JB_EQ_U64(w.view->right, 1);
    JB_EQ_I64(world_remove(&w, 2, false), JB_ACCEPTED);
    JB_EQ_U64(w.view->right, 0);
    JB_EQ_U64(w.view->answered, 0);
    JB_EQ_U64(w.view->option_counts[0], 0);
    JB_EQ_U64(w.view->active, 2);
    JB_EQ_U64(w.view->joined, 3);
    JB_EQ_U64(jb_engine_team(w.engine, 1)->members, 1);
    world_go(&w, JB_PHASE_STANDINGS, 1);
    uint32_t count = 0;
    const uint32_t *ranking = jb_engine_ranking(w.engine, &count);
    JB_EQ_U64(count, 2);
    JB_EQ_U64(ranking[0], 1);
    JB_EQ_U64(ranking[1], 3);
    JB_EQ_U64(jb_engine_player(w.engine, 2)->rank, 0);
    JB_EQ_I64(jb_engine_team(w.engine, 1)->score, 0);
    world_finish(&w);
}

static void player_removed_while_locked_gets_no_score_entry(void **state)
{
    world w;
    world_init(&w, 1);
    w.turns[0].points_none = -100;
    world_begin(&w, 3);
    world_open(&w, 1);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(world_answer(&w, 2, 1, 0), JB_ACCEPTED);
    world_go(&w, JB_PHASE_LOCKED, 1);
    JB_EQ_I64(world_remove(&w, 1, false), JB_ACCEPTED);
    world_go(&w, JB_PHASE_REVEAL, 1);
    JB_EQ_U64(world_last(&w, JB_EVENT_SCORED)->score_count, 2);
    JB_EQ_I64(world_score(&w, 1), 0);
    JB_EQ_I64(world_score(&w, 2), 1000);
    JB_EQ_I64(world_score(&w, 3), -100);
    world_finish(&w);
}

static void removed_player_may_still_be_banned(void **state)
{
    world w;
    world_init(&w, 1);
    world_begin(&w, 2);
    JB_EQ_I64(world_remove(&w, 0, false), JB_REFUSED_NO_PLAYER);
    JB_EQ_I64(world_remove(&w, 3, false), JB_REFUSED_NO_PLAYER);
    JB_EQ_I64(world_remove(&w, 1, false), JB_ACCEPTED);
    JB_EQ_I64(world_remove(&w, 1, false), JB_REFUSED_NO_PLAYER);
    JB_EQ_I64(jb_engine_player(w.engine, 1)->status, JB_PLAYER_REMOVED);
    JB_EQ_I64(world_remove(&w, 1, true), JB_ACCEPTED);
    JB_EQ_I64(jb_engine_player(w.engine, 1)->status, JB_PLAYER_BANNED);
    JB_EQ_I64(world_remove(&w, 1, true), JB_REFUSED_NO_PLAYER);
    JB_EQ_U64(w.view->active, 1);
    world_finish(&w);
}

static void only_players_who_are_in_are_renamed(void **state)
{
    world w;
    world_init(&w, 1);
    world_begin(&w, 2);
    jb_command command = { .type = JB_COMMAND_RENAME, .player = 2, .hash = { { 7 } } };
    JB_EQ_I64(world_submit(&w, &command), JB_ACCEPTED);
    JB_EQ_U64(world_last(&w, JB_EVENT_RENAMED)->hash.bytes[0], 7);
    JB_EQ_I64(world_remove(&w, 2, false), JB_ACCEPTED);
    JB_EQ_I64(world_submit(&w, &command), JB_REFUSED_NO_PLAYER);
    command.player = 3;
    JB_EQ_I64(world_submit(&w, &command), JB_REFUSED_NO_PLAYER);
    world_finish(&w);
}

static void engine_refuses_memory_and_rules_that_are_too_small(void **state)
{
    world w;
    world_init(&w, 1);
    size_t size = jb_engine_size(&w.rules);
    void *memory = calloc(1, size);
    JB_TRUE(memory != NULL);
    expect_assert_failure(jb_engine_init(memory, size - 1, &w.rules));
    expect_assert_failure(jb_engine_init(NULL, size, &w.rules));
    w.rules.turn_count = 0;
    expect_assert_failure(jb_engine_init(memory, size, &w.rules));
    w.rules.players_max = 0;
    expect_assert_failure(jb_engine_size(&w.rules));
    w.rules.players_max = JB_PLAYERS_MAX + 1;
    expect_assert_failure(jb_engine_size(&w.rules));
    free(memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(players_are_numbered_in_the_order_they_come),
        cmocka_unit_test(contest_holds_players_max_and_numbers_are_not_given_again),
        cmocka_unit_test(latecomers_are_let_in_by_rule),
        cmocka_unit_test(host_opens_and_shuts_the_door),
        cmocka_unit_test(team_must_exist),
        cmocka_unit_test(team_may_be_required),
        cmocka_unit_test(removed_player_leaves_counts_team_and_ranking),
        cmocka_unit_test(player_removed_while_locked_gets_no_score_entry),
        cmocka_unit_test(removed_player_may_still_be_banned),
        cmocka_unit_test(only_players_who_are_in_are_renamed),
        cmocka_unit_test(engine_refuses_memory_and_rules_that_are_too_small),
    };
    return JB_RUN(tests);
}
