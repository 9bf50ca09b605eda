#include "show.h"

#include <stdio.h>
#include <string.h>

static const char bank_text[] =
    "{'format':'question-bank','version':1,'id':'b','title':{'en':'T'},'default_language':'en',"
    "'languages':['en','zh-Hans'],'questions':["
    "{'id':'q1','type':'single','stem':{'en':'Barks?','zh-Hans':'谁叫？'},'options':["
    "{'id':'a','text':{'en':'Ant','zh-Hans':'蚁'}},{'id':'b','text':{'en':'Bee'}},"
    "{'id':'c','text':{'en':'Cat','zh-Hans':'猫'}},{'id':'d','text':{'en':'Dog','zh-Hans':'狗'}}],"
    "'answer':{'correct':['d','c']}},"
    "{'id':'q2','type':'multiple','stem':{'en':'Six legs?'},'options':["
    "{'id':'a','text':{'en':'Ant','zh-Hans':'蚁'}},{'id':'b','text':{'en':'Bee'}},"
    "{'id':'c','text':{'en':'Cat'}}],'answer':{'correct':['a','b']}},"
    "{'id':'q3','type':'truefalse','stem':{'en':'Wet?'},'answer':{'value':false}},"
    "{'id':'q4','type':'numeric','stem':{'en':'Pi?'},'answer':{'accept':[{'value':'3.14'},"
    "{'value':'3'}]}},"
    "{'id':'q5','type':'text','stem':{'en':'____ and ____?'},'answer':{'blanks':["
    "{'accept':[{'text':'red'},{'text':'红'}]},{'accept':[{'text':'blue'}]}]}},"
    "{'id':'q6','type':'ordering','stem':{'en':'Order?'},'options':[{'id':'a','text':{'en':'One'}},"
    "{'id':'b','text':{'en':'Two'}},{'id':'c','text':{'en':'Three'}}],"
    "'answer':{'order':['c','a','b']}},"
    "{'id':'q7','type':'matching','stem':{'en':'Young?'},'options':[{'id':'l1','text':{'en':'Dog'}}"
    ","
    "{'id':'l2','text':{'en':'Cat'}}],'targets':[{'id':'r1','text':{'en':'Kitten'}},"
    "{'id':'r2','text':{'en':'Puppy'}},{'id':'r3','text':{'en':'Foal'}}],"
    "'answer':{'pairs':[['l1','r2'],['l2','r1']]}}]}";

static const jb_bank *find_bank(void *user, const char *id)
{
    JB_EQ_STR(id, "b");
    return user;
}

static void straighten(char *text)
{
    for (; *text != '\0'; text++) {
        *text = (char)(*text == '\'' ? '"' : *text);
    }
}

static jb_plan *make_plan(const char *language)
{
    char bank_json[sizeof bank_text];
    char contest_json[600];
    jb_bank *bank = NULL;
    jb_plan *plan = NULL;
    jb_buffer text;
    jb_report report;
    jb_report_init(&report);
    jb_buffer_init(&text, 0);
    memcpy(bank_json, bank_text, sizeof bank_text);
    (void)snprintf(contest_json, sizeof contest_json,
                   "{'title':{'en':'R&D <quiz>','zh-Hans':'竞答'},'languages':['en','zh-Hans'],"
                   "'default_language':'%s','teams':[{'name':'=Red','roster':4},'Blue'],'rounds':["
                   "{'format':'everyone','questions':{'bank':'b','ids':['q1','q2','q3']}},"
                   "{'format':'everyone','questions':{'bank':'b','ids':['q4','q5','q6','q7']}}]}",
                   language);
    straighten(bank_json);
    straighten(contest_json);
    JB_EQ_I64(jb_bank_read(jb_slice_of(bank_json), &report, &bank), JB_OK);
    JB_FALSE(report.errors);
    jb_report_finish(&report);
    JB_EQ_I64(jb_plan_make(jb_slice_of(contest_json), find_bank, bank, 1, &report, &text), JB_OK);
    JB_FALSE(report.errors);
    JB_EQ_I64(jb_plan_load(jb_buffer_slice(&text), &plan), JB_OK);
    jb_report_finish(&report);
    jb_buffer_finish(&text);
    jb_bank_destroy(bank);
    return plan;
}

void show_open(show *s, const char *language)
{
    static const char *const names[] = { "=1+1", "Ann" };
    memset(s, 0, sizeof *s);
    s->plan = make_plan(language);
    for (uint32_t i = 0; i < 2; i++) {
        s->people[i] = (jb_result_participant){ .rank = i + 1, .player = i + 1, .team = 2 * i };
        jb_buffer_init(&s->people[i].name, 0);
        jb_buffer_append_text(&s->people[i].name, names[i]);
        s->teams[i] = (jb_result_team){ .rank = i + 1, .team = i + 1 };
    }
    for (uint32_t i = 0; i < SHOW_TURNS; i++) {
        s->questions[i] =
            (jb_result_question){ .turn = i + 1, .question = i, .played = true, .wrong_most = -1 };
        jb_buffer_init(&s->questions[i].wrong_text, 0);
    }
    s->results = (jb_results){ .participants = s->people,
                               .participant_count = 2,
                               .took_part = 2,
                               .teams = s->teams,
                               .team_count = 2,
                               .questions = s->questions,
                               .question_count = SHOW_TURNS,
                               .round_count = 2,
                               .depth = JB_RESULTS_ANSWERS,
                               .turns = s->turns,
                               .head = { .seq = 9 } };
    jb_buffer_init(&s->results.reasons, 0);
    s->from = (jb_export){ .results = &s->results,
                           .plan = s->plan,
                           .id = "abc",
                           .code = "482913",
                           .created_at = 1700000000123,
                           .finished_at = 1700003600456 };
}

static void show_changes(show *s)
{
    static const char reason[] = "=late \"again\"";
    s->changes[0] = (jb_result_change){ .seq = 5,
                                        .at = 1500,
                                        .turn = 1,
                                        .why = JB_CHANGE_FOUL,
                                        .foul = JB_FOUL_EARLY,
                                        .after = 500,
                                        .score = { .seat = 1, .points = -500 } };
    s->changes[1] = (jb_result_change){
        .seq = 6,
        .at = 2500,
        .turn = 1,
        .why = JB_CHANGE_VERDICT,
        .verdict = JB_VERDICT_RIGHT,
        .after = 1250,
        .score = { .seat = 1, .points = 750, .answered = true, .correct = true, .member = 2 }
    };
    s->changes[2] = (jb_result_change){ .seq = 7,
                                        .at = 3500,
                                        .why = JB_CHANGE_ADJUST,
                                        .text_size = sizeof reason - 1,
                                        .after = 400,
                                        .score = { .seat = 2, .points = -100 } };
    s->changes[3] = (jb_result_change){
        .seq = 8,
        .at = 4500,
        .turn = 4,
        .why = JB_CHANGE_ANSWER,
        .score = { .seat = 1, .points = 500, .answered = true, .overtime = true }
    };
    jb_buffer_append_text(&s->results.reasons, reason);
    s->results.changes = s->changes;
    s->results.change_count = 4;
}

void show_stage(show *s)
{
    memcpy(s->round_rules, s->plan->rules.rounds, sizeof s->round_rules);
    s->round_rules[0].format = JB_FORMAT_BUZZER;
    s->round_rules[1].overtime = true;
    s->plan->rules.rounds = s->round_rules;
    s->plan->rules.seats = JB_SEATS_TEAMS;
    s->plan->rules.base = 1000;
    s->plan->individual = true;
    s->teams[0] = (jb_result_team){ .rank = 1,
                                    .team = 1,
                                    .members = 1,
                                    .score = 1250,
                                    .overtime = 500,
                                    .correct = 1,
                                    .answered = 1,
                                    .fouls = 1,
                                    .time_ms = 800 };
    s->teams[1] = (jb_result_team){ .rank = 2, .team = 2, .members = 1, .score = 400 };
    s->rounds[0] = 250;
    s->rounds[1] = 500;
    s->rounds[2] = -500;
    s->adjusted[1] = -100;
    s->members[0] = (jb_result_member){
        .rank = 1, .team = 1, .member = 2, .score = 750, .correct = 1, .asked = 1
    };
    s->results.rounds = s->rounds;
    s->results.adjusted = s->adjusted;
    s->results.members = s->members;
    s->results.member_count = 1;
    show_changes(s);
}

void show_close(show *s)
{
    jb_plan_destroy(s->plan);
    jb_buffer_finish(&s->results.reasons);
    for (uint32_t i = 0; i < 2; i++) {
        jb_buffer_finish(&s->people[i].name);
    }
    for (uint32_t i = 0; i < SHOW_TURNS; i++) {
        jb_buffer_finish(&s->questions[i].wrong_text);
    }
}
