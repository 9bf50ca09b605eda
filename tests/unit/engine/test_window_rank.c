/*
 * What papers come to: which of them count, the ranking, and what they make of a unit.
 */
#include <stdlib.h>

#include "jinbang/footprint.h"
#include "wide.h"

static const jb_seat *seat(const wide *c, uint32_t player)
{
    return jb_engine_player(c->w.engine, player);
}

static void ranking_is(wide *c, const uint32_t *wanted, uint32_t count)
{
    uint32_t ranked = 0;
    jb_engine_rank(c->w.engine);
    const uint32_t *ranking = jb_engine_ranking(c->w.engine, &ranked);
    JB_EQ_U64(ranked, count);
    for (uint32_t i = 0; i < count; i++) {
        JB_EQ_U64(ranking[i], wanted[i]);
    }
    JB_EQ_STR(jb_engine_check(c->w.engine), NULL);
}

/* ---- which papers count ---- */

typedef struct outcome {
    int64_t scores[4]; /* after each of the papers */
    jb_time time_ms;   /* after the last */
    uint32_t counted;  /* the paper after which `finished_at` last moved */
} outcome;

/* Papers of 20, 40, 40 (faster) and 10 points. */
static void papers_count_as(jb_attempts rule, const outcome *wanted)
{
    static const uint32_t right[] = { 2, 4, 4, 1 };
    static const jb_time ms[] = { 5000, 9000, 8000, 1000 };
    jb_time handed_in[4];
    wide c;
    wide_init(&c);
    c.window.attempts_max = 4;
    c.window.attempts = rule;
    wide_begin(&c, 1);
    for (int i = 0; i < 4; i++) {
        wide_take(&c, 1, right[i], 0, ms[i]);
        handed_in[i] = c.w.now;
        JB_EQ_I64(world_score(&c.w, 1), wanted->scores[i]);
        const jb_event *event = world_last(&c.w, JB_EVENT_HANDED_IN);
        JB_EQ_I64(event->value, 1000 * (int64_t)right[i]);
        JB_EQ_I64(event->scores[0].points, wanted->scores[i] - (i > 0 ? wanted->scores[i - 1] : 0));
        JB_EQ_I64(event->scores[0].elapsed_ms, ms[i]);
        JB_EQ_I64(event->scores[0].correct, right[i] == WIDE_PAPER);
    }
    JB_EQ_I64(seat(&c, 1)->time_ms, wanted->time_ms);
    JB_EQ_I64(wide_paper(&c, 1)->finished_at, handed_in[wanted->counted - 1]);
    JB_EQ_I64(wide_paper(&c, 1)->best, 4000);
    JB_EQ_U64(wide_paper(&c, 1)->papers, 4);
    wide_finish(&c);
}

static void papers_count_by_the_rule(void **state)
{
    papers_count_as(JB_ATTEMPTS_BEST, &(outcome){ { 2000, 4000, 4000, 4000 }, 8000, 3 });
    papers_count_as(JB_ATTEMPTS_LAST, &(outcome){ { 2000, 4000, 4000, 1000 }, 1000, 4 });
    papers_count_as(JB_ATTEMPTS_FIRST, &(outcome){ { 2000, 2000, 2000, 2000 }, 5000, 1 });
    papers_count_as(JB_ATTEMPTS_SUM, &(outcome){ { 2000, 6000, 10000, 11000 }, 23000, 4 });
}

/* A first paper below nothing is a first paper. */
static void a_paper_below_zero_counts(void **state)
{
    wide c;
    wide_init(&c);
    for (uint32_t i = 0; i < WIDE_POOL; i++) {
        c.pool[i].points_wrong = -500;
    }
    wide_begin(&c, 1);
    wide_take(&c, 1, 0, 4, 1000);
    JB_EQ_I64(world_score(&c.w, 1), -2000);
    JB_EQ_I64(wide_paper(&c, 1)->best, -2000);
    wide_finish(&c);
}

/* ---- ranking ---- */

static void score_then_time_then_finish_decide(void **state)
{
    wide c;
    wide_init(&c);
    wide_begin(&c, 6);
    wide_take(&c, 1, 3, 0, 9000);
    wide_take(&c, 2, 3, 0, 7000);
    wide_take(&c, 3, 4, 0, 20000);
    wide_take(&c, 4, 3, 0, 7000); /* as fast, and later */
    JB_EQ_I64(wide_open(&c, 5), JB_ACCEPTED);
    ranking_is(&c, (const uint32_t[]){ 3, 2, 4, 1 }, 4); /* 5 has not handed in, 6 has not begun */
    JB_EQ_U64(seat(&c, 4)->rank, 3);
    JB_EQ_U64(seat(&c, 5)->rank, 0);
    JB_EQ_I64(world_remove(&c.w, 2, false), JB_ACCEPTED);
    JB_EQ_U64(jb_engine_window(c.w.engine)->took_part, 3);
    ranking_is(&c, (const uint32_t[]){ 3, 4, 1 }, 3);
    JB_EQ_I64(wide_adjust(&c, 1, 1500), JB_ACCEPTED);
    ranking_is(&c, (const uint32_t[]){ 1, 3, 4 }, 3);
    wide_finish(&c);
}

static void equal_ones_share_a_rank(void **state)
{
    wide c;
    wide_init(&c);
    c.w.rules.ties[0] = JB_TIE_CORRECT;
    c.w.rules.tie_count = 1;
    wide_begin(&c, 4);
    wide_take(&c, 4, 2, 0, 1000);
    wide_take(&c, 2, 3, 0, 1000);
    wide_take(&c, 3, 2, 0, 5000);
    wide_take(&c, 1, 1, 0, 5000);
    ranking_is(&c, (const uint32_t[]){ 2, 3, 4, 1 }, 4);
    JB_EQ_U64(seat(&c, 3)->rank, 2);
    JB_EQ_U64(seat(&c, 4)->rank, 2);
    JB_EQ_U64(seat(&c, 1)->rank, 4);
    wide_finish(&c);
}

static void the_finish_is_ranked_by_itself(void **state)
{
    wide c;
    wide_init(&c);
    wide_begin(&c, 2);
    wide_take(&c, 2, 2, 0, 1000);
    JB_EQ_I64(wide_open(&c, 1), JB_ACCEPTED);
    JB_EQ_I64(wide_say(&c, 1, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(world_do(&c.w, JB_COMMAND_FINISH), JB_ACCEPTED);
    JB_EQ_U64(seat(&c, 2)->rank, 1);
    JB_EQ_U64(seat(&c, 1)->rank, 2);
    wide_finish(&c);
}

/* Of a removed participant an open paper still comes in at its limit, and is ranked nowhere. */
static void who_is_removed_is_not_ranked(void **state)
{
    wide c;
    wide_init(&c);
    wide_begin(&c, 2);
    JB_EQ_I64(wide_open(&c, 1), JB_ACCEPTED);
    JB_EQ_I64(wide_say(&c, 1, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(world_remove(&c.w, 1, true), JB_ACCEPTED);
    JB_EQ_I64(wide_say(&c, 1, 2, 0), JB_REFUSED_NO_PLAYER);
    JB_EQ_I64(world_do(&c.w, JB_COMMAND_UNDO), JB_REFUSED_NOT_NOW);
    world_wait(&c.w, WIDE_PAPER_MS);
    JB_EQ_I64(wide_paper(&c, 1)->state, JB_PAPER_HANDED_IN);
    JB_EQ_U64(jb_engine_window(c.w.engine)->handed_in, 1);
    JB_EQ_U64(jb_engine_window(c.w.engine)->took_part, 0);
    ranking_is(&c, NULL, 0);
    wide_finish(&c);
}

/* ---- units ---- */

static void join_teams(wide *c, const uint32_t *teams, uint32_t count)
{
    world_begin(&c->w, 0);
    for (uint32_t i = 0; i < count; i++) {
        JB_EQ_I64(world_join(&c->w, teams[i]), JB_ACCEPTED);
    }
    c->w.now = WIDE_OPENS;
    JB_EQ_I64(world_do(&c->w, JB_COMMAND_START), JB_ACCEPTED);
}

/* Team 1, a roster of 4: 40 and 20 points, one joined without a paper. Team 2, without a roster:
 * 30, 20 and 0. Team 3: a roster of 3, nobody. */
static void two_units(wide *c, jb_team_score rule)
{
    static const uint32_t teams[] = { 1, 2, 1, 2, 2, 1, 0 };
    static const uint32_t right[] = { 4, 3, 2, 2, 0 };
    wide_init(c);
    c->w.rules.team_count = 3;
    c->w.rosters[0] = 4;
    c->w.rosters[2] = 3;
    c->w.rules.team_score = rule;
    c->w.rules.team_best = 2;
    c->w.rules.weight_turnout = 300000;
    c->w.rules.weight_mean = 700000;
    c->window.has_pass = true;
    c->window.pass = 2000;
    join_teams(c, teams, 7);
    for (uint32_t player = 1; player <= 5; player++) {
        wide_take(c, player, right[player - 1], 0, 1000);
    }
    wide_take(c, 7, 4, 0, 1000); /* of no unit */
    jb_engine_rank(c->w.engine);
}

static void units_have_turnout_and_means(void **state)
{
    wide c;
    two_units(&c, JB_TEAM_SCORE_SUM);
    const jb_unit *first = jb_engine_unit(c.w.engine, 1);
    const jb_unit *second = jb_engine_unit(c.w.engine, 2);
    const jb_unit *third = jb_engine_unit(c.w.engine, 3);
    JB_EQ_U64(first->took_part, 2);
    JB_EQ_U64(first->passed, 2);
    JB_EQ_I64(first->mean, 3000);
    JB_EQ_I64(first->mean_roster, 1500);
    JB_EQ_I64(first->turnout, 5000);
    JB_EQ_U64(second->took_part, 3);
    JB_EQ_U64(second->passed, 2);
    JB_EQ_I64(second->mean, 1667);
    JB_EQ_I64(second->mean_roster, 0);
    JB_EQ_I64(second->turnout, 0);
    JB_EQ_I64(third->sum, 0);
    JB_TRUE(jb_engine_unit(c.w.engine, 0) == NULL);
    JB_TRUE(jb_engine_unit(c.w.engine, 4) == NULL);
    wide_finish(&c);
}

static void unit_scores_are(jb_team_score rule, const int64_t wanted[3], uint32_t best)
{
    wide c;
    uint32_t count = 0;
    two_units(&c, rule);
    for (uint32_t team = 1; team <= 3; team++) {
        JB_EQ_I64(jb_engine_team(c.w.engine, team)->score, wanted[team - 1]);
    }
    const uint32_t *ranking = jb_engine_team_ranking(c.w.engine, &count);
    JB_EQ_U64(ranking[0], best);
    JB_EQ_U64(ranking[2], 3); /* nobody took part */
    wide_finish(&c);
}

static void units_are_scored_by_the_rule(void **state)
{
    unit_scores_are(JB_TEAM_SCORE_SUM, (const int64_t[3]){ 6000, 5000, 0 }, 1);
    unit_scores_are(JB_TEAM_SCORE_MEAN, (const int64_t[3]){ 3000, 1667, 0 }, 1);
    unit_scores_are(JB_TEAM_SCORE_TURNOUT, (const int64_t[3]){ 1500, 1667, 0 }, 2);
    unit_scores_are(JB_TEAM_SCORE_BEST, (const int64_t[3]){ 6000, 5000, 0 }, 1);
    /* 0.3 x 50 + 0.7 x 75; 0.7 x 41.68 */
    unit_scores_are(JB_TEAM_SCORE_WEIGHTED, (const int64_t[3]){ 6750, 2918, 0 }, 1);
}

/* A roster that turned out too small lifts no turnout above everybody. */
static void a_roster_may_be_too_small(void **state)
{
    wide c;
    wide_init(&c);
    c.w.rules.team_count = 1;
    c.w.rosters[0] = 1;
    join_teams(&c, (const uint32_t[]){ 1, 1 }, 2);
    wide_take(&c, 1, 4, 0, 1000);
    wide_take(&c, 2, 2, 0, 1000);
    jb_engine_rank(c.w.engine);
    JB_EQ_I64(jb_engine_unit(c.w.engine, 1)->turnout, 10000);
    JB_EQ_I64(jb_engine_unit(c.w.engine, 1)->mean_roster, 3000);
    wide_finish(&c);
}

/* Sheet H: X 800 of 1,000 with a mean of 90 comes to 85, Y 500 of 500 with 72 to 86. Here with a
 * hundredth of the people: 8 of 10 and 5 of 5; and papers of a hundred points. */
static void the_weights_of_sheet_h_put_y_ahead(void **state)
{
    uint32_t teams[13];
    wide c;
    wide_init(&c);
    c.w.rules.team_count = 2;
    c.w.rosters[0] = 10;
    c.w.rosters[1] = 5;
    c.w.rules.team_score = JB_TEAM_SCORE_WEIGHTED;
    c.w.rules.weight_turnout = JB_WHOLE / 2;
    c.w.rules.weight_mean = JB_WHOLE / 2;
    c.window.full = 10000;
    for (uint32_t i = 0; i < 13; i++) {
        teams[i] = i < 8 ? 1 : 2;
    }
    for (uint32_t i = 0; i < WIDE_POOL; i++) {
        c.pool[i].points_right = 2500;
    }
    join_teams(&c, teams, 13);
    for (uint32_t player = 1; player <= 13; player++) {
        wide_take(&c, player, 4, 0, 1000);
        int64_t less = player <= 8 ? -1000 : -2800;
        JB_EQ_I64(wide_adjust(&c, player, less), JB_ACCEPTED);
    }
    jb_engine_rank(c.w.engine);
    JB_EQ_I64(jb_engine_team(c.w.engine, 1)->score, 8500);
    JB_EQ_I64(jb_engine_team(c.w.engine, 2)->score, 8600);
    JB_EQ_U64(jb_engine_team(c.w.engine, 2)->rank, 1);
    wide_finish(&c);
}

/* ---- copies and logs ---- */

/* A copy goes its own way; a replay of the log leads to the same digest. */
static void a_copy_and_a_replay_agree(void **state)
{
    wide c;
    wide_init(&c);
    c.window.attempts_max = 0;
    wide_begin(&c, 5);
    wide_take(&c, 1, 2, 1, 1000);
    for (uint32_t player = 2; player <= 4; player++) {
        JB_EQ_I64(wide_open(&c, player), JB_ACCEPTED);
        JB_EQ_I64(wide_say(&c, player, 2, 0), JB_ACCEPTED);
    }
    JB_EQ_I64(wide_hand_in(&c, 3), JB_ACCEPTED); /* out of the middle of the queue */
    jb_engine_rank(c.w.engine);
    size_t size = jb_engine_size(&c.w.rules);
    void *memory = calloc(1, size);
    jb_engine *copy = jb_engine_copy(c.w.engine, memory, size);
    JB_EQ_U64(jb_engine_digest(copy), jb_engine_digest(c.w.engine));
    JB_EQ_STR(jb_engine_check(copy), NULL);
    jb_engine *replayed = world_replay(&c.w, c.w.event_count);
    JB_EQ_U64(jb_engine_digest(replayed), jb_engine_digest(c.w.engine));
    uint64_t before = jb_engine_digest(c.w.engine);
    const jb_command finish = { .type = JB_COMMAND_FINISH };
    JB_EQ_I64(jb_engine_submit(copy, &finish, c.w.now, (jb_event_sink){ NULL, NULL }), JB_ACCEPTED);
    JB_EQ_STR(jb_engine_check(copy), NULL);
    JB_EQ_U64(jb_engine_digest(c.w.engine), before);
    JB_EQ_U64(jb_engine_window(c.w.engine)->open, 2);
    JB_EQ_U64(jb_engine_window(copy)->open, 0);
    JB_EQ_I64(jb_engine_player(c.w.engine, 2)->score, 0);
    free(replayed);
    free(memory);
    wide_finish(&c);
}

/* What an engine takes is what jinbang/footprint.h says, and not much less. */
static void its_memory_is_as_stated(void **state)
{
    for (int typed = 0; typed < 2; typed++) {
        wide c;
        wide_init(&c);
        c.w.rules.players_max = 20000;
        c.w.rules.team_count = 100;
        c.window.paper_count = WIDE_POOL;
        c.sections[0].count = WIDE_POOL;
        for (uint32_t i = 0; i < WIDE_POOL && typed == 1; i++) {
            c.pool[i].key.kind = i == 0 ? JB_KIND_ORDERING : JB_KIND_TEXT;
        }
        const jb_footprint of = { .players_max = 20000,
                                  .places = WIDE_POOL,
                                  .blocks = typed == 1 ? 1 + 9 * (WIDE_POOL - 1) : 0,
                                  .pool = WIDE_POOL,
                                  .teams = 100 };
        size_t most = jb_footprint_contest(&of);
        size_t size = jb_engine_size(&c.w.rules);
        JB_TRUE(size <= most);
        JB_TRUE(most - size < most / 10);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(papers_count_by_the_rule),
        cmocka_unit_test(a_paper_below_zero_counts),
        cmocka_unit_test(score_then_time_then_finish_decide),
        cmocka_unit_test(equal_ones_share_a_rank),
        cmocka_unit_test(the_finish_is_ranked_by_itself),
        cmocka_unit_test(who_is_removed_is_not_ranked),
        cmocka_unit_test(units_have_turnout_and_means),
        cmocka_unit_test(units_are_scored_by_the_rule),
        cmocka_unit_test(a_roster_may_be_too_small),
        cmocka_unit_test(the_weights_of_sheet_h_put_y_ahead),
        cmocka_unit_test(a_copy_and_a_replay_agree),
        cmocka_unit_test(its_memory_is_as_stated),
    };
    return JB_RUN(tests);
}
