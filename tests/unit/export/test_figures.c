/* Figures of a report: against sorted lists, and by hand; formulas, steps, moments, winners. */
#include "show.h"

#include <stdlib.h>
#include <string.h>

#include "figures.h"
#include "jinbang/random.h"

/* A show with so many people, of the two teams by turns, and these scores. */
typedef struct crowd {
    show s;
    jb_result_participant *people;
    jb_score_book book;
} crowd;

static void crowd_open(crowd *c, const int64_t *scores, uint32_t count)
{
    show_open(&c->s, "en");
    c->people = calloc(count + 1, sizeof *c->people);
    for (uint32_t i = 0; i < count; i++) {
        c->people[i] = (jb_result_participant){
            .rank = i + 1, .player = i + 1, .team = 1 + i % 2, .score = scores[i]
        };
        jb_buffer_init(&c->people[i].name, 0);
    }
    c->s.results.participants = c->people;
    c->s.results.participant_count = count;
    JB_EQ_I64(jb_score_book_open(&c->s.from, &c->book), JB_OK);
}

static void crowd_close(crowd *c)
{
    jb_score_book_close(&c->book);
    free(c->people);
    show_close(&c->s);
}

static int ascending(const void *left, const void *right)
{
    const int64_t a = *(const int64_t *)left;
    const int64_t b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static void check_figures(const jb_figures *figures, int64_t *scores, uint32_t count)
{
    int64_t sum = 0;
    qsort(scores, count, sizeof *scores, ascending);
    for (uint32_t i = 0; i < count; i++) {
        sum += scores[i];
    }
    JB_EQ_U64(figures->took_part, count);
    JB_EQ_I64(figures->sum, sum);
    JB_EQ_I64(figures->lowest, scores[0]);
    JB_EQ_I64(figures->highest, scores[count - 1]);
    JB_TRUE(llabs(2 * figures->median - scores[(count - 1) / 2] - scores[count / 2]) <= 1);
    JB_TRUE(llabs(2 * (figures->mean * count - sum)) <= (int64_t)count);
}

static void figures_are_those_of_the_sorted_list(void **state)
{
    enum {
        MOST = 60
    };
    jb_random random;
    jb_random_seed(&random, 3);
    for (int round = 0; round < 200; round++) {
        int64_t scores[MOST];
        int64_t team[2][MOST];
        uint32_t counts[2] = { 0, 0 };
        const uint32_t count = 2 + (uint32_t)jb_random_below(&random, MOST - 1);
        crowd c;
        for (uint32_t i = 0; i < count; i++) {
            scores[i] = (int64_t)jb_random_below(&random, 20001) - 5000;
            team[i % 2][counts[i % 2]++] = scores[i];
        }
        crowd_open(&c, scores, count);
        jb_figures all = jb_figures_of_all(&c.book);
        check_figures(&all, scores, count);
        JB_EQ_U64(all.roster, 0); /* Blue has none */
        for (uint32_t i = 0; i < 2; i++) {
            jb_figures of = jb_figures_of_team(&c.book, i + 1);
            check_figures(&of, team[i], counts[i]);
            JB_EQ_U64(of.roster, i == 0 ? 4 : 0);
        }
        crowd_close(&c);
    }
}

static void a_roster_gives_turnout_and_a_mean_with_the_absent(void **state)
{
    static const int64_t scores[] = { 1000, 0, 2001, 0, 3000 };
    crowd c;
    crowd_open(&c, scores, 5);
    jb_figures red = jb_figures_of_team(&c.book, 1);
    JB_EQ_I64(red.turnout, 7500);
    JB_EQ_I64(red.mean, 2000);
    JB_EQ_I64(red.mean_roster, 1500);
    JB_EQ_I64(red.median, 2001);
    crowd_close(&c);
}

/* One that was too small counts as those who came. */
static void a_roster_that_is_too_small_gives_no_more_than_all(void **state)
{
    static const int64_t scores[] = { 100, 0, 100, 0, 100, 0, 100, 0, 100, 0 };
    crowd c;
    crowd_open(&c, scores, 10);
    jb_figures red = jb_figures_of_team(&c.book, 1);
    JB_EQ_U64(red.took_part, 5);
    JB_EQ_I64(red.turnout, 10000);
    JB_EQ_I64(red.mean_roster, 100);
    crowd_close(&c);
}

static void without_scores_there_are_no_steps(void **state)
{
    jb_score_step steps[JB_STEPS_OF_SCORES_MAX];
    crowd c;
    crowd_open(&c, NULL, 0);
    JB_EQ_U64(jb_score_steps(&c.book, steps), 0);
    JB_EQ_I64(jb_figures_of_all(&c.book).median, 0);
    crowd_close(&c);
}

static void steps_hold_every_score_once(void **state)
{
    enum {
        MOST = 40
    };
    jb_random random;
    jb_random_seed(&random, 5);
    for (int round = 0; round < 300; round++) {
        static const uint64_t spans[] = { 1, 50, 101, 2000, 10001, 123457, 100000000 };
        const uint64_t span = spans[jb_random_below(&random, 7)];
        const int64_t below = round % 3 == 0 ? (int64_t)jb_random_below(&random, span) : 0;
        int64_t scores[MOST];
        jb_score_step steps[JB_STEPS_OF_SCORES_MAX];
        const uint32_t count = 1 + (uint32_t)jb_random_below(&random, MOST);
        uint32_t found = 0;
        crowd c;
        for (uint32_t i = 0; i < count; i++) {
            scores[i] = (int64_t)jb_random_below(&random, span) - below;
        }
        crowd_open(&c, scores, count);
        uint32_t made = jb_score_steps(&c.book, steps);
        JB_TRUE(made >= 1 && made <= 12);
        for (uint32_t i = 0; i < made; i++) {
            uint32_t inside = 0;
            for (uint32_t k = 0; k < count; k++) {
                bool last = i + 1 == made && scores[k] == steps[i].to;
                inside += scores[k] >= steps[i].from && (scores[k] < steps[i].to || last);
            }
            JB_EQ_U64(steps[i].count, inside);
            JB_TRUE(i == 0 || steps[i].from == steps[i - 1].to);
            found += inside;
        }
        JB_EQ_U64(found, count);
        crowd_close(&c);
    }
}

/* ---- units ---- */

static void expect_formula(show *s, jb_team_score rule, const char *expected)
{
    jb_buffer out;
    s->plan->rules.team_score = rule;
    jb_buffer_init(&out, 0);
    jb_team_formula(&s->from, &s->teams[0], &out);
    JB_EQ_STR(jb_buffer_text(&out), expected);
    jb_buffer_finish(&out);
}

static void expect_rule(show *s, jb_team_score rule, const char *en, const char *zh)
{
    jb_buffer out;
    s->plan->rules.team_score = rule;
    jb_buffer_init(&out, 0);
    jb_team_rule(&s->from, JB_TONGUE_EN, &out);
    jb_buffer_append_text(&out, " | ");
    jb_team_rule(&s->from, JB_TONGUE_ZH, &out);
    JB_EQ_STR(jb_buffer_text(&out) + strlen(en) + 3, zh);
    JB_TRUE(strncmp(jb_buffer_text(&out), en, strlen(en)) == 0);
    jb_buffer_finish(&out);
}

static void a_formula_can_be_done_again_by_hand(void **state)
{
    const jb_window_rules window = { .full = 5000 };
    show s;
    show_open(&s, "en");
    s.plan->rules.window = &window;
    s.plan->rules.weight_turnout = 332500;
    s.plan->rules.weight_mean = 667500;
    s.plan->rules.team_best = 3;
    s.teams[0].score = 6168;
    s.teams[0].unit = (jb_unit){ .took_part = 2, .sum = 6501, .mean = 3251, .turnout = 5000 };
    expect_formula(&s, JB_TEAM_SCORE_WEIGHTED, "33.25% × 50 + 66.75% × 65.02 = 61.68");
    expect_formula(&s, JB_TEAM_SCORE_MEAN, "65.01 ÷ 2 = 61.68");
    expect_formula(&s, JB_TEAM_SCORE_TURNOUT, "65.01 ÷ 4 = 61.68");
    expect_formula(&s, JB_TEAM_SCORE_SUM, "");
    s.teams[0].unit.took_part = 0;
    expect_formula(&s, JB_TEAM_SCORE_WEIGHTED, "");
    expect_rule(&s, JB_TEAM_SCORE_WEIGHTED,
                "33.25% × turnout (%) + 66.75% × mean over those who took part (% of full marks)",
                "33.25% × 参与率（%）＋ 66.75% × 参赛人员平均分（占满分的 %）");
    expect_rule(&s, JB_TEAM_SCORE_BEST, "the sum of the best: 3", "计入得分的最高成绩人数：3");
    show_close(&s);
}

/* ---- moments ---- */

static void moments_are_told_where_the_contest_is(void **state)
{
    const jb_zone_span spans[] = { { .from = 0, .offset_s = 19800 },
                                   { .from = 1796083200000, .offset_s = -12600 } };
    const jb_window_rules window = { .spans = spans, .span_count = 2 };
    show s;
    jb_buffer out;
    show_open(&s, "en");
    jb_buffer_init(&out, 0);
    jb_moment_write(&s.from, 1796083200000, &out);
    s.plan->rules.window = &window;
    jb_buffer_append_char(&out, ' ');
    jb_moment_write(&s.from, 1796083199999, &out);
    jb_buffer_append_char(&out, ' ');
    jb_moment_write(&s.from, 1796083200000, &out);
    JB_EQ_STR(jb_buffer_text(&out), "2026-12-01T00:00:00+00:00 2026-12-01T05:29:59+05:30 "
                                    "2026-11-30T20:30:00-03:30");
    jb_buffer_finish(&out);
    show_close(&s);
}

/* ---- winners ---- */

static void winners_are_told_by_name_and_number(void **state)
{
    static const jb_award_rules rules[] = { { .places = 1 }, { .team = true, .places = 1 } };
    const jb_plan_award titles[] = { { .title = jb_slice_of("{\"en\":\"Gold\"}") },
                                     { .title = jb_slice_of("{\"de\":\"Pokal\"}") } };
    static const jb_lottery_rules draws[] = { { .winners = 1 }, { .winners = 1 } };
    const jb_slice draw_titles[] = { jb_slice_of("{\"en\":\"Bike\"}"),
                                     jb_slice_of("{\"en\":\"Book\"}") };
    jb_awarded won[] = { { .award = 0, .number = 1, .rank = 1 },
                         { .award = 0, .number = 9, .rank = 1 },
                         { .award = 1, .number = 2, .rank = 1 } };
    uint32_t winner = 2;
    jb_result_lottery lotteries[2] = {
        { .entry = 7, .drawn = true, .winners = &winner, .winner_count = 1 }
    };
    show s;
    jb_buffer out;
    show_open(&s, "en");
    s.plan->rules.awards = rules;
    s.plan->rules.award_rule_count = 2;
    s.plan->awards = titles;
    s.plan->rules.lotteries = draws;
    s.plan->rules.lottery_count = 2;
    s.plan->lottery_titles = draw_titles;
    s.results.awards = won;
    s.results.award_count = 3;
    s.results.lotteries = lotteries;
    jb_buffer_init(&lotteries[0].number, 0);
    jb_buffer_append_text(&lotteries[0].number, "42");
    jb_buffer_init(&out, 0);
    JB_EQ_I64(jb_export_winners_text(&s.from, &out), JB_OK);
    JB_EQ_STR(jb_buffer_text(&out),
              "award Gold: player 1 =1+1, player 9\n" /* whose name was erased */
              "award Pokal: team 2 Blue\n"
              "lottery Bike: commitment "
              "0000000000000000000000000000000000000000000000000000000000000000, number 42: "
              "player 2 Ann\n"
              "lottery Book: not announced\n");
    jb_buffer_finish(&lotteries[0].number);
    jb_buffer_finish(&out);
    show_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_those_of_the_sorted_list),
        cmocka_unit_test(a_roster_gives_turnout_and_a_mean_with_the_absent),
        cmocka_unit_test(a_roster_that_is_too_small_gives_no_more_than_all),
        cmocka_unit_test(without_scores_there_are_no_steps),
        cmocka_unit_test(steps_hold_every_score_once),
        cmocka_unit_test(a_formula_can_be_done_again_by_hand),
        cmocka_unit_test(moments_are_told_where_the_contest_is),
        cmocka_unit_test(winners_are_told_by_name_and_number),
    };
    return JB_RUN(tests);
}
