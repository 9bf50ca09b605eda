/* Contest files: defaults written out, and a table of planted faults. */
#include "bank_fixtures.h"

#include <string.h>

#define SMALLEST                                                                                   \
    "{'title':{'en':'Quiz night'},'rounds':[{'format':'everyone','draw':{'bank':'demo-2026',"      \
    "'count':5},'seconds':20}]}"
#define WITH(members)                                                                              \
    "{'title':{'en':'T'}," members                                                                 \
    ",'rounds':[{'format':'everyone','draw':{'bank':'demo-2026','count':1}}]}"
#define ROUND(members) "{'title':{'en':'T'},'rounds':[\n{'format':'everyone'," members "}]}"
#define DRAWN(members) ROUND("'draw':{'bank':'demo-2026','count':1}," members)
#define DRAW(members)  ROUND("'draw':{'bank':'demo-2026'," members "}")
#define NAMED(ids)     ROUND("'questions':{'bank':'demo-2026','ids':" ids "}")

static void open_shelf(fixture_shelf *shelf)
{
    shelf->banks[0] = fixture_bank(fixture_example);
    shelf->count = 1;
}

static void the_smallest_file_gets_every_default(void **state)
{
    fixture_shelf shelf;
    open_shelf(&shelf);
    jb_plan *plan = fixture_load(SMALLEST, &shelf, 1);
    jb_buffer out;
    jb_buffer_init(&out, 0);
    JB_EQ_I64(jb_plan_rules_json(plan, &out), JB_OK);
    FIXTURE_SLICE(
        jb_buffer_slice(&out),
        "{'format':'jinbang-contest','version':1,'title':{'en':'Quiz night'},"
        "'languages':['zh-Hans','en'],'default_language':'zh-Hans',"
        "'screen_languages':['zh-Hans','en'],'pace':'host','late':'any','seats':'people',"
        "'teams':[],'team_required':false,'team_score':'mean','base':0,'tie':['time'],'awards':[],'"
        "one_prize':true,'draws':[],"
        "'fair_cap_ms':150,'players_max':20000,'approve':false,'rounds':[{'format':'everyone',"
        "'draw':{'bank':'demo-2026','count':5,'kinds':['single','multiple','truefalse','numeric',"
        "'text','ordering','matching'],'difficulty':[1,5],'order':'lot'},'seconds':20,"
        "'reading':0,'intro':false,'intro_seconds':4,'locked_seconds':1.5,'reveal_seconds':8,"
        "'standings_seconds':6,'points':{'wrong':0,'none':0},'speed':'none','change':false,"
        "'standings':'turn','answer_by':'any','start':'reading','overtime':false}]}");
    jb_buffer_finish(&out);
    jb_plan_destroy(plan);
    fixture_shelf_finish(&shelf);
}

static void everything_stated_is_kept(void **state)
{
    fixture_shelf shelf;
    open_shelf(&shelf);
    static const char file[] =
        "{'format':'jinbang-contest','version':1,'title':{'en':'T','fr':'U'},"
        "'description':{'en':'D'},'languages':['fr','en'],'default_language':'en',"
        "'screen_languages':['fr'],'pace':'auto',"
        "'late':'lobby','seats':'people','teams':[{'name':{'und':'Red'},'roster':12},{'name':{'en':"
        "'Blue','fr':"
        "'Bleu'},'roster':3}],'team_required':true,'team_score':{'best':4},'base':-100.5,"
        "'tie':['last','correct'],'awards':[],'one_prize':true,'draws':[],'fair_cap_ms':0,'players_"
        "max':7,'approve':true,"
        "'rounds':[{'title':{'en':'R'},"
        "'format':'everyone','questions':{'bank':'demo-2026','ids':['q5','q1']},'seconds':12.5,"
        "'reading':2.25,'intro':true,'intro_seconds':1,'locked_seconds':0,'reveal_seconds':600,"
        "'standings_seconds':0.001,'points':{'right':2.5,'wrong':-1.25,'none':-0.01},"
        "'speed':{'kind':'linear','floor':0},'grading':{'multiple':'right_minus_wrong',"
        "'parts':'per_part'},'change':true,'standings':'end','shuffle_options':false,"
        "'answer_by':'any','start':'reading','overtime':false}]}";
    jb_plan *plan = fixture_load(file, &shelf, 1);
    jb_buffer out;
    jb_buffer_init(&out, 0);
    JB_EQ_I64(jb_plan_rules_json(plan, &out), JB_OK);
    FIXTURE_SLICE(jb_buffer_slice(&out), file);
    jb_buffer_finish(&out);
    jb_plan_destroy(plan);
    fixture_shelf_finish(&shelf);
}

typedef struct planted {
    const char *document;
    const char *code;
} planted;

static const planted errors[] = {
    { "@", "empty_file" },
    { "@[]", "wrong_type" },
    { "{'title':{'en':'T'}@", "bad_json" },
    { "@{'title':{'en':'T'}}", "missing_field" },
    { "@{'rounds':[{'format':'everyone','draw':{'bank':'demo-2026','count':1}}]}",
      "missing_field" },
    { "{'title':{'en':'T'},'rounds':@[]}", "too_few" },
    { WITH("'format':@'quiz'"), "wrong_format" },
    { WITH("'version':@2"), "wrong_version" },
    { WITH("@'colour':1"), "unknown_key" },
    { WITH("'base':1,@'base':1"), "duplicate_key" },
    { WITH("'pace':@'fast'"), "unknown_value" },
    { WITH("'late':@true"), "wrong_type" },
    { WITH("'languages':['en'],'default_language':@'fr'"), "contradiction" },
    { WITH("'languages':[@'e']"), "bad_language" },
    { WITH("'screen_languages':@'en'"), "wrong_type" },
    { WITH("'screen_languages':@[]"), "too_few" },
    { WITH("'screen_languages':@['en','zh-Hans','fr']"), "too_many" },
    { WITH("'screen_languages':['en',@'en']"), "duplicate_value" },
    { WITH("'screen_languages':[@'english-']"), "bad_language" },
    { WITH("'screen_languages':['en',@'fr'],'languages':['en']"), "contradiction" },
    { WITH("'screen_languages':['en',@'fr']"), "contradiction" },
    { WITH("'teams':['A',@' a ']"), "duplicate_team" },
    { WITH("'teams':['A',{'name':{'en':'B','fr':@'A'}}]"), "duplicate_team" },
    { WITH("'teams':[@'\\u200b']"), "bad_name" },
    { WITH("'teams':[@7]"), "wrong_type" },
    { WITH("'teams':[{'name':'A','roster':@0}]"), "out_of_range" },
    { WITH("'teams':[@'12345678901234567890123456789012345678901']"), "too_long" },
    { WITH("'team_required':@true"), "contradiction" },
    { WITH("'team_score':'turnout','teams':[{'name':'A','roster':1},@'B']"), "missing_roster" },
    { WITH("'team_score':{'best':@0}"), "out_of_range" },
    { WITH("'team_score':@'best'"), "unknown_value" },
    { WITH("'base':@0.001"), "too_precise" },
    { WITH("'tie':['time',@'time']"), "duplicate_value" },
    { WITH("'tie':[@'luck']"), "unknown_value" },
    { WITH("'seats':@'chairs'"), "unknown_value" },
    { WITH("'teams':[{'name':'A','members':@[]}]"), "too_few" },
    { WITH("'teams':[{'name':'A','members':['M',@'m']}]"), "duplicate_member" },
    { WITH("'teams':[{'name':'A','members':[@7]}]"), "wrong_type" },
    { WITH("'teams':[{'name':'A','members':['ok',@' ']}]"), "bad_name" },
    { WITH("'floor':@'0'"), "wrong_type" },
    { WITH("'awards':[@{}]"), "missing_field" },
    { WITH("'awards':[{'title':{'en':'A'},'places':@0}]"), "out_of_range" },
    { WITH("'awards':[{'title':{'en':'A'},'for':@'class'}]"), "unknown_value" },
    { WITH("'awards':[{'title':{'en':'A'},'by':@'medal'}]"), "unknown_value" },
    { WITH("'awards':[{'title':@{}}]"), "empty_text" },
    { WITH("'fair_cap_ms':@1001"), "out_of_range" },
    { WITH("'players_max':@20001"), "out_of_range" },
    { "{'title':{'en':'T'},'rounds':[@5]}", "wrong_type" },
    { "{'title':{'en':'T'},'rounds':[{'format':@'other','draw':{'bank':'b','count':1}}]}",
      "unknown_value" },
    { "{'title':{'en':'T'},'rounds':[@{'draw':{'bank':'b','count':1}}]}", "missing_field" },
    { "{'title':{'en':'T'},'rounds':[@{'format':'everyone'}]}", "missing_field" },
    { DRAWN("'questions':@{'bank':'demo-2026','ids':['q1']}"), "two_sources" },
    { DRAWN("'seconds':@3601"), "out_of_range" },
    { DRAWN("'reading':@-1"), "out_of_range" },
    { DRAWN("'intro_seconds':@601"), "out_of_range" },
    { DRAWN("'points':@-1"), "out_of_range" },
    { DRAWN("'points':{'right':@1.555}"), "too_precise" },
    { DRAWN("'points':@'10'"), "wrong_type" },
    { DRAWN("'speed':@'linear'"), "unknown_value" },
    { DRAWN("'speed':{'kind':'linear','floor':@101}"), "out_of_range" },
    { DRAWN("'grading':{'multiple':@'per_part'}"), "unknown_value" },
    { DRAWN("'grading':{'parts':@'subset_half'}"), "unknown_value" },
    { DRAWN("'standings':@'never'"), "unknown_value" },
    { DRAWN("'shuffle_options':@1"), "wrong_type" },
    { DRAW("'count':@0"), "out_of_range" },
    { DRAW("'count':@8"), "too_few_questions" },
    { DRAW("'count':@2,'tags':['river']"), "too_few_questions" },
    { DRAW("'count':1,'kinds':[@'essay']"), "unknown_value" },
    { DRAW("'count':1,'kinds':['text',@'text']"), "duplicate_value" },
    { DRAW("'count':1,'difficulty':@[3,2]"), "contradiction" },
    { DRAW("'count':1,'difficulty':@[3]"), "too_few" },
    { DRAW("'count':1,'order':@'any'"), "unknown_value" },
    { ROUND("'draw':{'bank':@'nowhere','count':1}"), "no_bank" },
    { ROUND("'draw':{'bank':@'../x','count':1}"), "bad_id" },
    { NAMED("['q1',@'q99']"), "unknown_id" },
    { NAMED("['q1',@'q1']"), "repeated_question" },
    { NAMED("@[]"), "too_few" },
    { "{'title':{'en':'T'},'pace':'auto','rounds':[{'format':'everyone','seconds':@0,"
      "'draw':{'bank':'demo-2026','count':1}}]}",
      "auto_without_limit" },
};

static const planted warnings[] = {
    { DRAWN("'seconds':0,'speed':@{'kind':'linear'}"), "contradiction" },
};

static void check_row(const planted *row, jb_severity severity)
{
    fixture_shelf shelf;
    open_shelf(&shelf);
    fixture_text json = fixture_json(row->document);
    jb_slice file = { .bytes = json.bytes, .size = json.size };
    jb_report report;
    jb_buffer plan;
    jb_report_init(&report);
    jb_buffer_init(&plan, 0);
    JB_EQ_I64(jb_contest_check(file, fixture_find, &shelf, &report), JB_OK);
    const jb_problem *problem = fixture_problem(&report, row->code);
    if (!problem || report.problem_count != 1 || problem->line != json.line ||
        problem->column != json.column || problem->severity != severity) {
        print_error("in %s\n", row->document);
        for (uint32_t i = 0; i < report.problem_count; i++) {
            print_error("%u:%u: %s [%s]\n", report.problems[i].line, report.problems[i].column,
                        report.problems[i].message, report.problems[i].code);
        }
        print_error("expected %u:%u %s\n", json.line, json.column, row->code);
        fail();
    }
    JB_EQ_STR(report.format, "contest");
    jb_report_finish(&report);
    JB_EQ_I64(jb_plan_make(file, fixture_find, &shelf, 1, &report, &plan), JB_OK);
    JB_TRUE(report.errors == (severity != JB_SEVERITY_WARNING));
    JB_TRUE((plan.size == 0) == report.errors);
    jb_report_finish(&report);
    jb_buffer_finish(&plan);
    fixture_free(&json);
    fixture_shelf_finish(&shelf);
}

static void each_fault_is_reported_at_its_place(void **state)
{
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        check_row(&errors[i], JB_SEVERITY_ERROR);
    }
    for (size_t i = 0; i < sizeof warnings / sizeof warnings[0]; i++) {
        check_row(&warnings[i], JB_SEVERITY_WARNING);
    }
}

static void without_banks_the_file_alone_is_checked(void **state)
{
    fixture_text json = fixture_json(DRAW("'count':900"));
    jb_report report;
    jb_report_init(&report);
    JB_EQ_I64(
        jb_contest_check((jb_slice){ .bytes = json.bytes, .size = json.size }, NULL, NULL, &report),
        JB_OK);
    JB_EQ_U64(report.problem_count, 0);
    jb_report_finish(&report);
    fixture_free(&json);
}

static void x_keys_are_let_through(void **state)
{
    fixture_text json = fixture_json(
        "{'x-a':{'b':[]},'title':{'en':'T'},'teams':[{'name':'A','x-b':1}],'rounds':[{'x-c':1,"
        "'format':'everyone','draw':{'bank':'demo-2026','count':1,'x-d':null},"
        "'points':{'right':1,'x-e':2},'grading':{'parts':'per_part','x-f':0}}]}");
    jb_report report;
    jb_report_init(&report);
    JB_EQ_I64(
        jb_contest_check((jb_slice){ .bytes = json.bytes, .size = json.size }, NULL, NULL, &report),
        JB_OK);
    JB_EQ_U64(report.problem_count, 0);
    jb_report_finish(&report);
    fixture_free(&json);
}

static void too_many_turns_are_refused(void **state)
{
    fixture_text json = fixture_json(
        "{'title':{'en':'T'},'rounds':@[{'format':'everyone','draw':{'bank':'b','count':600}},"
        "{'format':'everyone','draw':{'bank':'b','count':401}}]}");
    jb_report report;
    jb_report_init(&report);
    JB_EQ_I64(
        jb_contest_check((jb_slice){ .bytes = json.bytes, .size = json.size }, NULL, NULL, &report),
        JB_OK);
    JB_EQ_U64(report.problem_count, 1);
    JB_EQ_STR(report.problems[0].code, "too_many");
    assert_non_null(strstr(report.problems[0].message, "1001"));
    JB_EQ_U64(report.problems[0].column, json.column);
    jb_report_finish(&report);
    fixture_free(&json);
}

static void too_few_questions_names_both_numbers(void **state)
{
    fixture_shelf shelf;
    open_shelf(&shelf);
    fixture_text json = fixture_json(DRAW("'count':10"));
    jb_report report;
    jb_report_init(&report);
    JB_EQ_I64(jb_contest_check((jb_slice){ .bytes = json.bytes, .size = json.size }, fixture_find,
                               &shelf, &report),
              JB_OK);
    const jb_problem *problem = fixture_problem(&report, "too_few_questions");
    assert_non_null(problem);
    assert_non_null(strstr(problem->message, "10 questions"));
    assert_non_null(strstr(problem->message, "only 7"));
    jb_report_finish(&report);
    fixture_free(&json);
    fixture_shelf_finish(&shelf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_smallest_file_gets_every_default),
        cmocka_unit_test(everything_stated_is_kept),
        cmocka_unit_test(each_fault_is_reported_at_its_place),
        cmocka_unit_test(without_banks_the_file_alone_is_checked),
        cmocka_unit_test(x_keys_are_let_through),
        cmocka_unit_test(too_many_turns_are_refused),
        cmocka_unit_test(too_few_questions_names_both_numbers),
    };
    return JB_RUN(tests);
}
