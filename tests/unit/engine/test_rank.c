/*
 * Scores become ranks: ties, teams, moved places, and what entries a turn gives.
 */
#include "world.h"

/* What one player does in one turn: answers `right` or wrong after `ms`; below 0: nothing. */
typedef struct act {
    jb_time ms;
    bool right;
} act;

/* Lets the players act in the order of their times and reveals the turn. */
static void play_turn(world *w, uint32_t turn, const act *acts, uint32_t players)
{
    world_open(w, turn);
    jb_time opened = w->now;
    for (jb_time ms = 0; ms < WORLD_OPEN_MS; ms++) {
        for (uint32_t i = 0; i < players; i++) {
            if (acts[i].ms == ms) {
                w->now = opened + ms;
                uint8_t option = acts[i].right ? 0 : 3;
                JB_EQ_I64(world_answer(w, i + 1, turn, option), JB_ACCEPTED);
            }
        }
    }
    w->now = opened + WORLD_OPEN_MS;
    world_go(w, JB_PHASE_REVEAL, turn);
}

static void ranks_are(const world *w, const uint32_t *wanted, uint32_t players)
{
    for (uint32_t i = 0; i < players; i++) {
        JB_EQ_U64(jb_engine_player(w->engine, i + 1)->rank, wanted[i]);
    }
}

static void order_is(const world *w, const uint32_t *wanted, uint32_t players)
{
    uint32_t count = 0;
    const uint32_t *ranking = jb_engine_ranking(w->engine, &count);
    JB_EQ_U64(count, players);
    for (uint32_t i = 0; i < players; i++) {
        JB_EQ_U64(ranking[i], wanted[i]);
    }
}

static void equal_scores_share_a_rank_and_the_next_is_skipped(void **state)
{
    world w;
    world_init(&w, 2);
    world_begin(&w, 4);
    const act first[] = { { 1000, false }, { 900, true }, { 5, true }, { 7, true } };
    const act second[] = { { -1, false }, { -1, false }, { -1, false }, { 10, true } };
    play_turn(&w, 1, first, 4);
    ranks_are(&w, (const uint32_t[]){ 4, 1, 1, 1 }, 4);
    order_is(&w, (const uint32_t[]){ 2, 3, 4, 1 }, 4);
    play_turn(&w, 2, second, 4);
    ranks_are(&w, (const uint32_t[]){ 4, 2, 2, 1 }, 4); /* 1, 2, 2, 4 */
    order_is(&w, (const uint32_t[]){ 4, 2, 3, 1 }, 4);
    world_finish(&w);
}

static void time_of_right_answers_breaks_ties(void **state)
{
    world w;
    world_init(&w, 2);
    w.rules.ties[0] = JB_TIE_TIME;
    w.rules.tie_count = 1;
    world_begin(&w, 4);
    const act first[] = { { 3000, true }, { 1000, true }, { 2000, true }, { 10, false } };
    const act second[] = { { 1000, true }, { 3000, true }, { 1999, true }, { 20, false } };
    play_turn(&w, 1, first, 4);
    ranks_are(&w, (const uint32_t[]){ 3, 1, 2, 4 }, 4);
    play_turn(&w, 2, second, 4);
    ranks_are(&w, (const uint32_t[]){ 2, 2, 1, 4 }, 4);
    JB_EQ_I64(jb_engine_player(w.engine, 1)->time_ms, 4000);
    JB_EQ_I64(jb_engine_player(w.engine, 3)->time_ms, 3999);
    JB_EQ_I64(jb_engine_player(w.engine, 4)->time_ms, 0); /* wrong answers take no time */
    world_finish(&w);
}

static void more_right_answers_break_ties(void **state)
{
    world w;
    world_init(&w, 3);
    w.rules.ties[0] = JB_TIE_CORRECT;
    w.rules.tie_count = 1;
    w.turns[2].points_right = 2000;
    world_begin(&w, 3);
    const act early[] = { { 10, true }, { -1, false }, { -1, false } };
    const act late[] = { { -1, false }, { 10, true }, { -1, false } };
    play_turn(&w, 1, early, 3);
    play_turn(&w, 2, early, 3);
    play_turn(&w, 3, late, 3);
    JB_EQ_I64(world_score(&w, 1), world_score(&w, 2));
    ranks_are(&w, (const uint32_t[]){ 1, 2, 3 }, 3);
    world_finish(&w);
}

static void last_right_answer_breaks_ties(void **state)
{
    world w;
    world_init(&w, 2);
    w.rules.ties[0] = JB_TIE_LAST;
    w.rules.tie_count = 1;
    world_begin(&w, 3);
    const act first[] = { { 9000, true }, { -1, false }, { -1, false } };
    const act second[] = { { -1, false }, { 10, true }, { 11, true } };
    play_turn(&w, 1, first, 3);
    JB_EQ_I64(jb_engine_player(w.engine, 1)->last_right_at, 9000);
    JB_EQ_I64(jb_engine_player(w.engine, 2)->last_right_at, JB_TIME_NONE);
    play_turn(&w, 2, second, 3);
    ranks_are(&w, (const uint32_t[]){ 1, 2, 3 }, 3); /* who got there first stands first */
    JB_EQ_I64(jb_engine_player(w.engine, 2)->last_right_at, WORLD_OPEN_MS + 10);
    world_finish(&w);
}

static void tie_keys_apply_in_their_order(void **state)
{
    for (int i = 0; i < 2; i++) {
        world w;
        world_init(&w, 3);
        w.rules.tie_count = 2;
        w.rules.ties[0] = i == 0 ? JB_TIE_CORRECT : JB_TIE_TIME;
        w.rules.ties[1] = i == 0 ? JB_TIE_TIME : JB_TIE_CORRECT;
        w.turns[2].points_right = 2000;
        world_begin(&w, 2);
        const act early[] = { { 1000, true }, { -1, false } };
        const act late[] = { { -1, false }, { 500, true } };
        play_turn(&w, 1, early, 2);
        play_turn(&w, 2, early, 2);
        play_turn(&w, 3, late, 2);
        /* Player 1: two right in 2,000 ms. Player 2: one right in 500 ms. */
        ranks_are(&w, i == 0 ? (const uint32_t[]){ 1, 2 } : (const uint32_t[]){ 2, 1 }, 2);
        world_finish(&w);
    }
}

static void moved_places_are_those_between_two_standings(void **state)
{
    world w;
    world_init(&w, 3);
    w.rounds[0].standings = JB_STANDINGS_TURN;
    world_begin(&w, 3);
    const act acts[3][3] = {
        { { 10, true }, { -1, false }, { -1, false } },
        { { -1, false }, { -1, false }, { 10, true } },
        { { -1, false }, { -1, false }, { 10, true } },
    };
    const int32_t moved[3][3] = { { 0, 0, 0 }, { 0, -1, 1 }, { -1, 0, 0 } };
    for (uint32_t turn = 1; turn <= 3; turn++) {
        play_turn(&w, turn, acts[turn - 1], 3);
        world_go(&w, JB_PHASE_STANDINGS, turn);
        for (uint32_t i = 0; i < 3; i++) {
            JB_EQ_I64(jb_engine_player(w.engine, i + 1)->moved, moved[turn - 1][i]);
        }
    }
    world_finish(&w);
}

static void scores_start_at_the_base_and_may_go_below_zero(void **state)
{
    world w;
    world_init(&w, 2);
    w.rules.base = 500;
    w.turns[0].points_wrong = w.turns[1].points_wrong = -400;
    w.turns[0].points_none = -250; /* 2.5 points */
    world_begin(&w, 2);
    const act first[] = { { 10, false }, { -1, false } };
    const act second[] = { { 10, false }, { -1, false } };
    play_turn(&w, 1, first, 2);
    JB_EQ_I64(world_score(&w, 1), 100);
    JB_EQ_I64(world_score(&w, 2), 250);
    const jb_event *scored = world_last(&w, JB_EVENT_SCORED);
    JB_EQ_U64(scored->score_count, 2);
    JB_EQ_I64(scored->scores[1].points, -250);
    JB_FALSE(scored->scores[1].answered);
    JB_EQ_I64(scored->scores[1].elapsed_ms, 0);
    play_turn(&w, 2, second, 2); /* nothing costs nothing here: no entry */
    JB_EQ_I64(world_score(&w, 1), -300);
    JB_EQ_U64(world_last(&w, JB_EVENT_SCORED)->score_count, 1);
    JB_EQ_U64(jb_engine_player(w.engine, 2)->scored_turn, 1);
    world_finish(&w);
}

static void half_an_answer_earns_points_but_is_not_right(void **state)
{
    world w;
    world_init(&w, 1);
    w.turns[0].key = (jb_key){
        .kind = JB_KIND_MULTIPLE, .option_count = 4, .correct = 3, .grading = JB_GRADING_SUBSET_HALF
    };
    world_begin(&w, 1);
    world_open(&w, 1);
    w.now += 100;
    jb_answer answer = { .kind = JB_KIND_MULTIPLE, .options = 1 };
    jb_command command = {
        .type = JB_COMMAND_ANSWER, .player = 1, .turn = 1, .claim_ms = -1, .answer = &answer
    };
    JB_EQ_I64(world_submit(&w, &command), JB_ACCEPTED);
    world_go(&w, JB_PHASE_REVEAL, 1);
    const jb_seat *player = jb_engine_player(w.engine, 1);
    JB_EQ_I64(player->score, 500);
    JB_EQ_U64(player->correct, 0);
    JB_EQ_I64(player->time_ms, 0);
    JB_EQ_I64(player->scored_points, 500);
    JB_FALSE(player->scored_correct);
    JB_EQ_U64(w.view->right, 0);
    world_finish(&w);
}

static void entries_of_many_players_are_cut_into_events(void **state)
{
    const uint32_t players[] = { 255, 256, 257, 300, 512, 513 };
    for (size_t i = 0; i < sizeof players / sizeof players[0]; i++) {
        world w;
        world_init(&w, 1);
        w.rules.players_max = players[i];
        w.turns[0].points_none = -100;
        world_begin(&w, players[i]);
        world_open(&w, 1);
        world_go(&w, JB_PHASE_REVEAL, 1);
        uint32_t per = JB_SCORES_PER_EVENT;
        JB_EQ_U64(world_count(&w, JB_EVENT_SCORED), (players[i] + per - 1) / per);
        JB_EQ_I64(world_score(&w, players[i]), -100);
        uint32_t count = 0;
        const uint32_t *ranking = jb_engine_ranking(w.engine, &count);
        JB_EQ_U64(count, players[i]);
        JB_EQ_U64(ranking[players[i] - 1], players[i]);
        world_finish(&w);
    }
}

/* Members of team 1 score 10, 10 and 5 (or 5.01); team 2 has one with 10; team 3 nobody. */
static void team_scores_are(jb_team_score rule, const int64_t wanted[3], const uint32_t ranks[3])
{
    world w;
    world_init(&w, 1);
    w.rules.team_count = 3;
    w.rules.team_score = rule;
    w.rules.team_best = 2;
    w.rosters[0] = 4;
    w.rosters[1] = 0; /* not known */
    w.turns[0].points_wrong = 501;
    world_begin(&w, 0);
    const uint32_t teams[] = { 1, 1, 1, 2, 0, 1 };
    for (uint32_t i = 0; i < 6; i++) {
        JB_EQ_I64(world_join(&w, teams[i]), JB_ACCEPTED);
    }
    JB_EQ_I64(world_remove(&w, 6, false), JB_ACCEPTED); /* counts nowhere */
    const act acts[] = { { 1, true }, { 1, true }, { 1, false }, { 1, true }, { 1, true } };
    play_turn(&w, 1, acts, 5);
    uint32_t count = 0;
    const uint32_t *ranking = jb_engine_team_ranking(w.engine, &count);
    JB_EQ_U64(count, 3);
    JB_EQ_U64(ranking[2], 3); /* without members: last */
    for (uint32_t team = 1; team <= 3; team++) {
        JB_EQ_I64(jb_engine_team(w.engine, team)->score, wanted[team - 1]);
        JB_EQ_U64(jb_engine_team(w.engine, team)->rank, ranks[team - 1]);
    }
    world_finish(&w);
}

static void team_score_follows_its_rule(void **state)
{
    const uint32_t first_wins[3] = { 1, 2, 3 };
    const uint32_t second_wins[3] = { 2, 1, 3 };
    team_scores_are(JB_TEAM_SCORE_SUM, (const int64_t[3]){ 2501, 1000, 0 }, first_wins);
    team_scores_are(JB_TEAM_SCORE_BEST, (const int64_t[3]){ 2000, 1000, 0 }, first_wins);
    team_scores_are(JB_TEAM_SCORE_MEAN, (const int64_t[3]){ 834, 1000, 0 }, second_wins);
    team_scores_are(JB_TEAM_SCORE_TURNOUT, (const int64_t[3]){ 625, 1000, 0 }, second_wins);
}

static void mean_is_rounded_half_away_from_zero(void **state)
{
    const int64_t points[] = { 25, -25, 35, -35 };
    const int64_t means[] = { 13, -13, 18, -18 };
    for (size_t i = 0; i < 4; i++) {
        world w;
        world_init(&w, 1);
        w.rules.team_count = 1;
        w.rules.team_score = JB_TEAM_SCORE_MEAN;
        w.turns[0].points_right = points[i];
        world_begin(&w, 0);
        JB_EQ_I64(world_join(&w, 1), JB_ACCEPTED);
        JB_EQ_I64(world_join(&w, 1), JB_ACCEPTED);
        const act acts[] = { { 1, true }, { 1, false } };
        play_turn(&w, 1, acts, 2);
        JB_EQ_I64(jb_engine_team(w.engine, 1)->score, means[i]);
        world_finish(&w);
    }
}

static void roster_below_its_members_does_not_lift_the_mean(void **state)
{
    world w;
    world_init(&w, 1);
    w.rules.team_count = 2;
    w.rules.team_score = JB_TEAM_SCORE_TURNOUT;
    w.rosters[0] = 1;
    world_begin(&w, 0);
    JB_EQ_I64(world_join(&w, 1), JB_ACCEPTED);
    JB_EQ_I64(world_join(&w, 1), JB_ACCEPTED);
    JB_EQ_I64(world_join(&w, 2), JB_ACCEPTED);
    const act acts[] = { { 1, true }, { 1, true }, { 1, true } };
    play_turn(&w, 1, acts, 3);
    JB_EQ_I64(jb_engine_team(w.engine, 1)->score, 1000);
    JB_EQ_U64(jb_engine_team(w.engine, 1)->rank, 1);
    JB_EQ_U64(jb_engine_team(w.engine, 2)->rank, 1); /* equal teams share a rank */
    world_finish(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_scores_share_a_rank_and_the_next_is_skipped),
        cmocka_unit_test(time_of_right_answers_breaks_ties),
        cmocka_unit_test(more_right_answers_break_ties),
        cmocka_unit_test(last_right_answer_breaks_ties),
        cmocka_unit_test(tie_keys_apply_in_their_order),
        cmocka_unit_test(moved_places_are_those_between_two_standings),
        cmocka_unit_test(scores_start_at_the_base_and_may_go_below_zero),
        cmocka_unit_test(half_an_answer_earns_points_but_is_not_right),
        cmocka_unit_test(entries_of_many_players_are_cut_into_events),
        cmocka_unit_test(team_score_follows_its_rule),
        cmocka_unit_test(mean_is_rounded_half_away_from_zero),
        cmocka_unit_test(roster_below_its_members_does_not_lift_the_mean),
    };
    return JB_RUN(tests);
}
