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

static const char smallest[] =
    "{'title':{'en':'T'},'window':{'opens_at':'2026-10-20T08:00','closes_at':'2026-11-20T08:00',"
    "'time_zone':'Europe/Berlin','paper':[{'bank':'demo-2026','count':2},{'placeholder':9,"
    "'count':1}]}}";

static void the_smallest_window_gets_every_default(void **state)
{
    fixture_shelf shelf;
    jb_plan *plan = load(smallest, &shelf);
    jb_buffer rules;
    jb_buffer_init(&rules, 0);
    JB_EQ_I64(jb_plan_rules_json(plan, &rules), JB_OK);
    FIXTURE_SLICE(
        jb_buffer_slice(&rules),
        "{'format':'jinbang-contest','version':1,'title':{'en':'T'},'languages':['zh-Hans','en'],"
        "'default_language':'zh-Hans','screen_languages':['zh-Hans','en'],'teams':[],"
        "'team_required':false,'team_score':'mean','tie':['time','finish'],'awards':[],"
        "'one_prize':true,'draws':[],'players_max':20000,'window':{'opens_at':'2026-10-20T08:00',"
        "'closes_at':'2026-11-20T08:00','time_zone':'Europe/Berlin','paper':[{'bank':'demo-2026',"
        "'kinds':['single','multiple','truefalse','numeric','text','ordering','matching'],"
        "'difficulty':[1,5],'count':2,'points':10},{'placeholder':9,'count':1,'points':10}],"
        "'points':{'right':10,'wrong':0,'none':0},'attempts':{'max':1},'reveal':'close',"
        "'change':true,'shuffle_questions':true,'entry':'open','study':false}}");
    const jb_window_rules *window = plan->rules.window;
    JB_TRUE(window->shuffle_questions && window->shuffle_options && window->change);
    JB_FALSE(window->has_pass || window->study);
    JB_EQ_U64(window->attempts_max, 1);
    JB_EQ_U64(window->attempts_per_day, 0);
    JB_EQ_I64(window->paper_ms, 0);
    jb_buffer_finish(&rules);
    finish(plan, &shelf);
}

/* What is written can be read again and says the same. */
static void the_file_in_the_plan_makes_the_same_contest(void **state)
{
    static const char *const files[] = { whole, smallest };
    for (size_t i = 0; i < 2; i++) {
        fixture_shelf shelf;
        jb_plan *plan = load(files[i], &shelf);
        jb_buffer first;
        jb_buffer second;
        jb_buffer_init(&first, 0);
        jb_buffer_init(&second, 0);
        JB_EQ_I64(jb_plan_rules_json(plan, &first), JB_OK);
        jb_plan_destroy(plan);
        plan = fixture_load(jb_buffer_text(&first), &shelf, 5);
        JB_EQ_I64(jb_plan_rules_json(plan, &second), JB_OK);
        JB_EQ_STR(jb_buffer_text(&first), jb_buffer_text(&second));
        jb_buffer_finish(&second);
        jb_buffer_finish(&first);
        finish(plan, &shelf);
    }
}

/* Clocks are put back on 25 October 2026 and forward on 28 March 2027. */
static void the_time_zone_becomes_spans(void **state)
{
    fixture_shelf shelf;
    jb_plan *plan = load(smallest, &shelf);
    const jb_window_rules *window = plan->rules.window;
    const jb_time october = DECEMBER - 37 * DAY + 3600000; /* 2026-10-25T01:00Z */
    const jb_time march = DECEMBER + 117 * DAY + 3600000;  /* 2027-03-28T01:00Z */
    JB_TRUE(window->span_count >= 3);
    JB_EQ_I64(window->spans[0].offset_s, 7200);
    JB_EQ_I64(window->spans[1].from, october);
    JB_EQ_I64(window->spans[1].offset_s, 3600);
    JB_EQ_I64(window->spans[2].from, march);
    JB_EQ_I64(window->spans[2].offset_s, 7200);
    JB_EQ_I64(window->opens_at, october - 5 * DAY + 5 * 3600000); /* eight o'clock in summer */
    JB_EQ_I64(window->closes_at, DECEMBER - 11 * DAY + 7 * 3600000);
    /* A year later the zone is still known. */
    JB_TRUE(window->spans[window->span_count - 1].from > window->closes_at + 330 * DAY);
    finish(plan, &shelf);
}

#define QUESTION(id, type, more)                                                                   \
    "{'id':'" id "','type':'" type "','stem':{'en':'" id "?'},'options':[{'id':'a','text':{'en':"  \
    "'A'}},{'id':'b','text':{'en':'B'},'fixed':true},{'id':'c','text':{'en':'C'}},{'id':'d',"      \
    "'text':{'en':'D'}}]," more "}"

static void what_keeps_its_place_is_said(void **state)
{
    static const char bank[] =
        "{'format':'question-bank','version':1,'id':'b','title':{'en':'B'},'default_language':'en',"
        "'questions':[" QUESTION("q1", "single", "'answer':{'correct':['a']}") "," QUESTION(
            "q2", "single",
            "'shuffle':{'options':true,'keep_last':1},"
            "'answer':{'correct':['a']}") "," QUESTION("q3", "single",
                                                       "'shuffle':{'options':false},'answer':{'"
                                                       "correct':['a']}") "," QUESTION("q4",
                                                                                       "ordering",
                                                                                       "'shuffle':{"
                                                                                       "'options':"
                                                                                       "false},"
                                                                                       "'answer':{'"
                                                                                       "order':['a'"
                                                                                       ",'b','c','"
                                                                                       "d']}") "]}";
    static const struct {
        const char *shuffle;
        uint32_t fixed[4];
    } rows[] = {
        { "", { 2, 2 | 8, 15, 2 } },
        { ",'shuffle_options':true",
          { 2, 2 | 8, 2, 2 } }, /* a window's word beats the question's */
        { ",'shuffle_options':false", { 15, 15, 15, 2 } }, /* an ordering is always shuffled */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char file[400];
        (void)snprintf(file, sizeof file,
                       "{'title':{'en':'T'},'window':{'opens_at':'2026-10-20T08:00','closes_at':"
                       "'2026-11-20T08:00','time_zone':'UTC','paper':[{'bank':'b','count':2}]%s}}",
                       rows[i].shuffle);
        fixture_shelf shelf = { .count = 1 };
        shelf.banks[0] = fixture_bank(bank);
        jb_plan *plan = fixture_load(file, &shelf, 5);
        for (uint32_t q = 0; q < 4; q++) {
            JB_EQ_U64(plan->rules.questions[q].fixed, rows[i].fixed[q]);
        }
        finish(plan, &shelf);
    }
}

/* A plan with one piece replaced, which must be in it. */
static jb_status load_replaced(const jb_buffer *plan, const char *from, const char *to,
                               jb_plan **out)
{
    fixture_text old = fixture_json(from);
    fixture_text new = fixture_json(to);
    const char *at = strstr(plan->bytes, old.bytes);
    if (!at) {
        print_error("not in the plan: %s\n%s\n", old.bytes, plan->bytes);
    }
    assert_non_null(at);
    jb_buffer text;
    jb_buffer_init(&text, 0);
    jb_buffer_append(&text, plan->bytes, (size_t)(at - plan->bytes));
    jb_buffer_append(&text, new.bytes, new.size);
    jb_buffer_append_text(&text, at + old.size);
    jb_status status = jb_plan_load(jb_buffer_slice(&text), out);
    jb_buffer_finish(&text);
    fixture_free(&old);
    fixture_free(&new);
    return status;
}

static void damaged_windows_are_refused(void **state)
{
    static const struct {
        const char *from, *to;
    } rows[] = {
        { "'window':{'opens_at':1", "'x':{'opens_at':1" },
        { "'opens_at':17", "'opens_at':-17" },
        { "'opens_at':17", "'opens_at':27" }, /* later than it closes */
        { "'spans':[[", "'spans':[],'x':[[" },
        { ",7200],[", ",93601],[" },
        { "'spans':[[17", "'spans':[[18" }, /* not ascending, and after the opening */
        { "'count':2,'points':10", "'count':8,'points':10" }, /* more than the pool */
        { "'count':2,'points':10", "'count':2,'points':11" }, /* not what its questions are worth */
        { "'round':0,", "'round':1," },                       /* pools in pieces */
        { "'round':1,", "'round':2," },
        { "'open_ms':0", "'open_ms':1000" },
        { "'reading_ms':0", "'reading_ms':1000" },
        { "'points':[1000,0,0]", "'points':[1000,0,-1]" },
        { "'fixed':[2]", "'fixed':[3]" },
        { "'fixed':[2]", "'fixed':[2,2]" },
        { "'bank':'demo-2026','kind':", "'bank':'','kind':" },
        { "'attempts':{'max':1}", "'attempts':{'max':-1}" },
    };
    fixture_shelf shelf = { .count = 1 };
    shelf.banks[0] = fixture_bank(fixture_example);
    jb_buffer text;
    fixture_plan(smallest, &shelf, 5, &text);
    jb_plan *plan = NULL;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        jb_status status = load_replaced(&text, rows[i].from, rows[i].to, &plan);
        if (status != JB_ERR_CORRUPT) {
            print_error("%s -> %s: %s\n", rows[i].from, rows[i].to, jb_status_text(status));
        }
        JB_EQ_I64(status, JB_ERR_CORRUPT);
        assert_null(plan);
    }
    jb_buffer_finish(&text);
    fixture_shelf_finish(&shelf);
}

/* They did not say where questions are from, nor what came later. */
static void plans_of_earlier_programs_load(void **state)
{
    static const char *const later[] = { "'bank':'demo-2026','kind'", "'one_prize':true,",
                                         "'draws':[]," };
    fixture_shelf shelf = { .count = 1 };
    shelf.banks[0] = fixture_bank(fixture_example);
    jb_buffer text;
    fixture_plan("{'title':{'en':'T'},'rounds':[{'format':'everyone','questions':{'bank':"
                 "'demo-2026','ids':['q1']}}]}",
                 &shelf, 5, &text);
    jb_plan *plan = NULL;
    JB_EQ_I64(jb_plan_load(jb_buffer_slice(&text), &plan), JB_OK);
    FIXTURE_SLICE(plan->sources[0].bank, "demo-2026");
    FIXTURE_SLICE(plan->sources[0].id, "q1");
    jb_plan_destroy(plan);
    for (size_t i = 0; i < sizeof later / sizeof later[0]; i++) {
        JB_EQ_I64(load_replaced(&text, later[i], i == 0 ? "'kind'" : "", &plan), JB_OK);
        JB_TRUE(plan->rules.one_prize);
        JB_EQ_U64(plan->rules.lottery_count, 0);
        JB_EQ_SIZE(plan->sources[0].bank.size, i == 0 ? 0 : strlen("demo-2026"));
        JB_EQ_SIZE(plan->sources[0].id.size, i == 0 ? 0 : 2);
        assert_null(plan->rules.window);
        jb_plan_destroy(plan);
    }
    jb_buffer_finish(&text);
    fixture_shelf_finish(&shelf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_window_arrives_in_the_rules),
        cmocka_unit_test(prizes_arrive_in_the_rules),
        cmocka_unit_test(a_question_belongs_to_the_first_section_that_fits),
        cmocka_unit_test(the_smallest_window_gets_every_default),
        cmocka_unit_test(the_file_in_the_plan_makes_the_same_contest),
        cmocka_unit_test(the_time_zone_becomes_spans),
        cmocka_unit_test(what_keeps_its_place_is_said),
        cmocka_unit_test(damaged_windows_are_refused),
        cmocka_unit_test(plans_of_earlier_programs_load),
    };
    return JB_RUN(tests);
}
