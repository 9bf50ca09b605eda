/*
 * Window contests: the file read and written with every default, the pool shared out among the
 * sections of the paper, and a plan that gives back all of it without looking at a time zone.
 */
#include "bank_fixtures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contest_internal.h"

#define DAY ((jb_time)24 * 3600 * 1000)
/* 2026-12-01T00:00Z */
#define DECEMBER ((jb_time)1796083200000)

static const char whole[] =
    "{'title':{'en':'Online'},'description':{'en':'D'},'window':{'opens_at':'2026-12-01T08:00',"
    "'closes_at':'2027-01-05T22:00:30','time_zone':'Asia/Shanghai','paper':["
    "{'bank':'demo-2026','kinds':['single','multiple'],'count':1},"
    "{'bank':'demo-2026','count':2,'points':4.5},{'placeholder':300,'count':3}],"
    "'points':{'right':2,'wrong':-0.5,'none':-0.25},'grading':{'multiple':'subset_half'},"
    "'seconds':1800,'attempts':{'max':3,'per_day':1,'count':'sum'},'reveal':'hand_in',"
    "'change':false,'shuffle_questions':false,'shuffle_options':true,'entry':'roster',"
    "'study':true,'pass':12},"
    "'teams':[{'name':'X','roster':1000},{'name':'Y','roster':500}],'team_required':true,"
    "'team_score':{'weights':{'turnout':33.3333,'mean':66.6667}},'tie':['finish','correct'],"
    "'players_max':60000,"
    "'awards':[{'title':{'en':'First'},'places':2,'at_least':10},"
    "{'title':{'en':'Organization'},'places':1,'for':'team','by':'turnout','at_least':80},"
    "{'title':{'en':'Mean'},'for':'team','by':'mean'}],'one_prize':false,"
    "'draws':[{'title':{'en':'Lucky'},'winners':10,'at_least':9},{'title':{'en':'All'}}]}";

static jb_plan *load(const char *contest, fixture_shelf *shelf)
{
    shelf->banks[0] = fixture_bank(fixture_example);
    shelf->count = 1;
    return fixture_load(contest, shelf, 5);
}

static void finish(jb_plan *plan, fixture_shelf *shelf)
{
    jb_plan_destroy(plan);
    fixture_shelf_finish(shelf);
}

static void the_window_arrives_in_the_rules(void **state)
{
    fixture_shelf shelf;
    jb_plan *plan = load(whole, &shelf);
    const jb_rules *rules = &plan->rules;
    const jb_window_rules *window = rules->window;
    assert_non_null(window);
    JB_EQ_U64(rules->round_count, 0);
    JB_EQ_U64(rules->turn_count, 0);
    JB_EQ_I64(window->opens_at, DECEMBER);
    JB_EQ_I64(window->closes_at, DECEMBER + 35 * DAY + 14 * 3600000 + 30000);
    FIXTURE_SLICE(plan->time_zone, "Asia/Shanghai");
    JB_EQ_U64(window->span_count, 1);
    JB_TRUE(window->spans[0].from < window->opens_at - 7 * DAY);
    JB_EQ_I64(window->spans[0].offset_s, 8 * 3600);
    JB_EQ_U64(window->paper_count, 6);
    JB_EQ_I64(window->full, 200 + 2 * 450 + 3 * 200);
    JB_EQ_I64(window->paper_ms, 1800000);
    JB_EQ_I64(window->question_ms, 0);
    JB_EQ_U64(window->attempts_max, 3);
    JB_EQ_U64(window->attempts_per_day, 1);
    JB_EQ_I64(window->attempts, JB_ATTEMPTS_SUM);
    JB_EQ_I64(window->reveal, JB_REVEAL_HAND_IN);
    JB_EQ_I64(window->entry, JB_ENTRY_ROSTER);
    JB_FALSE(window->change);
    JB_FALSE(window->shuffle_questions);
    JB_TRUE(window->shuffle_options);
    JB_TRUE(window->has_pass);
    JB_EQ_I64(window->pass, 1200);
    JB_TRUE(window->study);
    JB_EQ_U64(rules->players_max, 60000);
    JB_TRUE(rules->team_required);
    JB_EQ_I64(rules->team_score, JB_TEAM_SCORE_WEIGHTED);
    JB_EQ_I64(rules->weight_turnout, 333333);
    JB_EQ_I64(rules->weight_mean, 666667);
    JB_EQ_U64(rules->tie_count, 2);
    JB_EQ_I64(rules->ties[0], JB_TIE_FINISH);
    JB_EQ_I64(rules->ties[1], JB_TIE_CORRECT);
    finish(plan, &shelf);
}

static void prizes_arrive_in_the_rules(void **state)
{
    fixture_shelf shelf;
    jb_plan *plan = load(whole, &shelf);
    const jb_rules *rules = &plan->rules;
    JB_EQ_U64(rules->award_rule_count, 3);
    JB_FALSE(rules->awards[0].team);
    JB_EQ_I64(rules->awards[0].by, JB_AWARD_BY_SCORE);
    JB_EQ_U64(rules->awards[0].places, 2);
    JB_EQ_I64(rules->awards[0].at_least, 1000);
    JB_TRUE(rules->awards[1].team);
    JB_EQ_I64(rules->awards[1].by, JB_AWARD_BY_TURNOUT);
    JB_TRUE(rules->awards[1].has_least);
    JB_EQ_I64(rules->awards[1].at_least, 8000);
    JB_EQ_I64(rules->awards[2].by, JB_AWARD_BY_MEAN);
    JB_FALSE(rules->awards[2].has_least);
    JB_EQ_I64(plan->awards[1].by, JB_AWARD_BY_TURNOUT);
    JB_FALSE(rules->one_prize);
    JB_EQ_U64(rules->lottery_count, 2);
    JB_EQ_U64(rules->lotteries[0].winners, 10);
    JB_TRUE(rules->lotteries[0].has_least);
    JB_EQ_I64(rules->lotteries[0].at_least, 900);
    JB_EQ_U64(rules->lotteries[1].winners, 1);
    JB_FALSE(rules->lotteries[1].has_least);
    FIXTURE_SLICE(plan->lottery_titles[0], "{'en':'Lucky'}");
    FIXTURE_SLICE(plan->lottery_titles[1], "{'en':'All'}");
    finish(plan, &shelf);
}

/* Of the seven questions of the example the first two are choices. */
static void a_question_belongs_to_the_first_section_that_fits(void **state)
{
    fixture_shelf shelf;
    jb_plan *plan = load(whole, &shelf);
    const jb_window_rules *window = plan->rules.window;
    static const jb_section expected[] = { { 0, 2, 1 }, { 2, 5, 2 }, { 7, 300, 3 } };
    JB_EQ_U64(window->section_count, 3);
    for (uint32_t i = 0; i < 3; i++) {
        JB_EQ_U64(window->sections[i].first, expected[i].first);
        JB_EQ_U64(window->sections[i].pool, expected[i].pool);
        JB_EQ_U64(window->sections[i].count, expected[i].count);
    }
    JB_EQ_U64(plan->rules.question_count, 307);
    for (uint32_t i = 0; i < 307; i++) {
        const jb_question_rules *question = &plan->rules.questions[i];
        char id[8];
        (void)snprintf(id, sizeof id, "q%u", i + 1);
        JB_EQ_U64(question->round, i < 2 ? 0U : i < 7 ? 1U : 2U);
        JB_EQ_I64(question->points_right, i >= 2 && i < 7 ? 450 : 200);
        JB_EQ_I64(question->points_wrong, -50);
        JB_EQ_I64(question->points_none, -25);
        JB_EQ_I64(question->open_ms, 0);
        FIXTURE_SLICE(plan->sources[i].bank, i < 7 ? "demo-2026" : "");
        FIXTURE_SLICE(plan->sources[i].id, i < 7 ? id : "");
        for (uint8_t n = 0; n < plan->texts[i].option_count; n++) {
            JB_EQ_U64(plan->texts[i].option_order[n], n); /* papers draw them */
        }
    }
    JB_EQ_I64(plan->rules.questions[1].key.grading, JB_GRADING_SUBSET_HALF);
    finish(plan, &shelf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_window_arrives_in_the_rules),
        cmocka_unit_test(prizes_arrive_in_the_rules),
        cmocka_unit_test(a_question_belongs_to_the_first_section_that_fits),
    };
    return JB_RUN(tests);
}
