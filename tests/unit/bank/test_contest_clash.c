/*
 * Contradictions in contest files. Each row is a file with two marks: where the problem is reported
 * ('@') and the other place that it names ('^').
 */
#include "bank_fixtures.h"

#include <string.h>

/* Two teams of two members. */
#define TEAMS "'teams':[{'name':'A','members':['a','b']},{'name':'B','members':['c','d']}]"
#define STAGE(members, rounds)                                                                     \
    "{'title':{'en':'T'},'seats':'teams'," TEAMS members ",\n'rounds':[" rounds "]}"
#define ROUND(members) STAGE("", "{'draw':{'placeholder':4}," members "}")
#define RISK(members)  STAGE("", "{'format':'risk'," members "}")
#define PEOPLE(members, round)                                                                     \
    "{'title':{'en':'T'}," members "'rounds':[{'draw':{'placeholder':4}," round "}]}"
#define EVERYONE       "{'format':'everyone','draw':{'placeholder':4}}"
#define OVERTIME       "{'format':'buzzer','draw':{'placeholder':4},'overtime':true}"
#define JUDGED         "{'format':'judged','draw':{'placeholder':2}}"
#define AWARD(members) "{'title':{'en':'A'}" members "}"

typedef struct clash {
    const char *document;
    const char *code;
} clash;

static const clash unused[] = {
    { ROUND("'format':^'buzzer','values':@[10,20]"), "setting_not_used" },
    { ROUND("'format':^'buzzer','per_seat':@2"), "setting_not_used" },
    { ROUND("'format':^'turn','early':@'out'"), "setting_not_used" },
    { ROUND("'format':^'everyone','help':@'foul'"), "setting_not_used" },
    { ROUND("'format':^'rush','seconds':@20"), "setting_not_used" },
    { ROUND("'format':^'turn','stock':@2"), "setting_not_used" },
    { ROUND("'format':^'judged','points':@10"), "setting_not_used" },
    { ROUND("'format':^'turn','judges':@3"), "setting_not_used" },
    { ROUND("'format':^'turn','safe':@[1]"), "setting_not_used" },
    { ROUND("'format':^'survival','overtime':@false"), "setting_not_used" },
    { ROUND("'format':^'buzzer','wager':@{'max':50}"), "setting_not_used" },
    { ROUND("'format':^'ladder','values':[1,2],'wager':@{'max':50}"), "setting_not_used" },
    { ROUND("'format':^'rush','wager':@{'max':50}"), "setting_not_used" },
    { ROUND("'format':^'survival','wager':@{'max':50}"), "setting_not_used" },
    { ROUND("'format':^'judged','wager':@{'max':50}"), "setting_not_used" },
    { ROUND("'format':'turn','order':{'by':^'seat','equals':@'lot'}"), "setting_not_used" },
    { ROUND("'format':'everyone','speed':{'kind':^'linear','bonus':@1}"), "setting_not_used" },
    { ROUND("'format':'everyone','change':@true,'answer_by':^'mouth'"), "setting_not_used" },
    { STAGE(",'hall':{'when':^'never','right':@5}", EVERYONE), "setting_not_used" },
    { "{'title':{'en':'T'},'seats':^'teams',\n" TEAMS ",'team_score':@'sum','rounds':[" EVERYONE
      "]}",
      "setting_not_used" },
    { "{'title':{'en':'T'},'seats':'teams','teams':['A','B'],'substitutions':{'fielded':1,"
      "'max':^0,'when':@'turns'},'rounds':[" EVERYONE "]}",
      "setting_not_used" },
};

static const clash two_values[] = {
    { "{'title':{'en':'T'},^'base':1,@'base':2,'rounds':[" EVERYONE "]}", "duplicate_key" },
    { ROUND("'format':'turn',^'seconds':1,@'seconds':2"), "duplicate_key" },
    { "{'title':{'en':'T'},'tie':['correct',^'time','last',@'time'],'rounds':[" EVERYONE "]}",
      "duplicate_value" },
    { "{'title':{'en':'T'},'languages':[^'en','fr',@'en'],'rounds':[" EVERYONE "]}",
      "duplicate_value" },
    { "{'title':{'en':'T'},'languages':^['en'],'default_language':@'fr','rounds':[" EVERYONE "]}",
      "contradiction" },
    { "{'title':{'en':'T'},'languages':^['en'],'screen_languages':[@'fr'],'rounds':[" EVERYONE "]}",
      "contradiction" },
    { "{'title':{'en':'T'},'teams':[^{'name':'A'},'B',@'a'],'rounds':[" EVERYONE "]}",
      "duplicate_team" },
    { "{'title':{'en':'T'},'teams':[{'name':'A','members':[^'x','y',@'X']}],'rounds':[" EVERYONE
      "]}",
      "duplicate_member" },
    { "^{'title':{'en':'T'},'team_required':@true,'rounds':[" EVERYONE "]}", "contradiction" },
    { "{'title':{'en':'T'},'teams':[@'A'],'team_score':^'turnout','rounds':[" EVERYONE "]}",
      "missing_roster" },
    { STAGE("", "{'format':'turn','draw':^{'placeholder':2},'questions':@{'bank':'demo-2026',"
                "'ids':['q1','q2']}}"),
      "two_sources" },
    { STAGE("", "{'format':'turn','draw':{'bank':@'demo-2026','placeholder':^2}}"), "two_sources" },
    { STAGE("", "{'format':'ladder','draw':{'placeholder':6},'values':^[10,20,30],'per_seat':@4}"),
      "two_values" },
    { RISK("'draw':{'placeholder':@7},'stock':^2"), "two_values" },
    { RISK("'by_value':{'10':{'placeholder':@3},'20':{'placeholder':2},'30':{'placeholder':2}},"
           "'stock':^2"),
      "two_values" },
    { RISK("'by_value':{'10':^{'bank':'demo-2026'},'10.0':@{'bank':'demo-2026'},'20':{'bank':"
           "'demo-2026'},'30':{'bank':'demo-2026'}}"),
      "two_values" },
    { ROUND("'format':'everyone','points':@5,'speed':^{'kind':'steps','points':[10,8]}"),
      "two_values" },
    { RISK("'values':^[10,20],'by_value':{'10':{'placeholder':2},'20':{'placeholder':2},"
           "'30':@{'placeholder':2}}"),
      "by_value_unknown" },
    { RISK("'values':[10,^20],'by_value':@{'10':{'placeholder':2}}"), "by_value_missing" },
    { RISK("'values':^[10,20],'draw':@{'placeholder':5}"), "stock_not_even" },
    { RISK("'draw':{'placeholder':6},'values':[^10,20,@10]"), "duplicate_value" },
    { STAGE("", "{'format':'turn','draw':[^{'bank':'demo-2026'},@{'bank':'demo-2026'}]}"),
      "missing_count" },
};

static const clash questions[] = {
    { "{'title':{'en':'T'},'rounds':[{'format':'everyone','draw':^{'bank':'demo-2026','count':4,"
      "'order':'bank'}},{'format':'everyone','draw':{'bank':'demo-2026','count':@4}}]}",
      "too_few_questions" },
    { "{'title':{'en':'T'},'rounds':[{'format':'everyone','questions':{'bank':'demo-2026','ids':["
      "'q2',^'q1']}},{'format':'everyone','questions':{'bank':'demo-2026','ids':['q3',@'q1']}}]}",
      "repeated_question" },
    { "{'title':{'en':'T'},'rounds':[{'format':'everyone','questions':{'bank':'demo-2026','ids':["
      "^'q1',@'q1']}}]}",
      "repeated_question" },
    { STAGE("", "{'format':'turn','per_seat':^3,'draw':{'placeholder':@5}}"), "too_few_for_seats" },
    { STAGE("", "{'format':^'turn','draw':{'placeholder':@1}}"), "too_few_for_seats" },
    { STAGE("", "{'format':'turn','per_seat':^1,'draw':[{'placeholder':2},@{'bank':'b'}]}"),
      "questions_left_over" },
    { RISK("'draw':{'placeholder':2},'stock':@1,'values':[10,20],'per_seat':^2"),
      "stock_too_small" },
    { RISK("'draw':{'placeholder':27},'stock':9,'distinct_values':@true,'per_seat':^4"),
      "too_few_values" },
    { STAGE("", "{'format':'buzzer','draw':{'placeholder':^4},'limit':@5}"), "limit_beyond_turns" },
    { STAGE("", "{'format':'survival','draw':{'placeholder':^4},'revival':@5}"),
      "revival_beyond_turns" },
    { STAGE("", "{'format':'survival','draw':{'placeholder':4},'limit':^2,'revival':@3}"),
      "revival_beyond_turns" },
};

static const clash seats[] = {
    { "{'title':{'en':'T'},'seats':@'teams','teams':^[],'rounds':[" EVERYONE "]}", "no_teams" },
    { "^{'title':{'en':'T'},'seats':@'teams','rounds':[" EVERYONE "]}", "no_teams" },
    { PEOPLE("'seats':^'people','hall':@{'when':'along'},", "'format':'everyone'"),
      "hall_without_stage" },
    { PEOPLE("'seats':^'people',", "'format':'buzzer','fallback':@'hall'"), "hall_without_stage" },
    { PEOPLE("'seats':^'people',", "'format':'buzzer','start':'host','early':@'hall'"),
      "hall_without_stage" },
    { STAGE(",'hall':^{'when':'never'}", "{'format':'buzzer','draw':{'placeholder':4},'fallback':"
                                         "@'hall'}"),
      "hall_never_answers" },
    { STAGE(",'team_required':^true,'hall':@{'when':'along'}", EVERYONE), "hall_without_people" },
    { PEOPLE("'seats':^'people',", "'format':'turn','speaker':@'member'"),
      "members_without_teams" },
    { "{'title':{'en':'T'},'seats':'teams','teams':[{'name':'A','members':['a','b','c']},"
      "{'name':'B','members':@['d','e']}],'rounds':[{'format':'turn','draw':{'placeholder':6},"
      "'speaker':^'member'}]}",
      "too_few_members" },
    { "{'title':{'en':'T'},'seats':'teams','teams':[{'name':'A','members':['a','b','c']},"
      "{'name':'B','members':@['d']}],'rounds':[{'format':'turn','draw':{'placeholder':6},"
      "'speaker':^'member'}]}",
      "too_few_members" },
    { "{'title':{'en':'T'},'seats':'teams','teams':[@'A',{'name':'B','members':['d']}],"
      "'rounds':[{'format':'turn','draw':{'placeholder':2},'speaker':^'member'}]}",
      "too_few_members" },
    { "{'title':{'en':'T'},'teams':[{'name':'A','roster':^1,'members':@['a','b']}],'rounds':"
      "[" EVERYONE "]}",
      "members_beyond_roster" },
    { PEOPLE("'seats':^'people','substitutions':@{'fielded':1,'max':1},", "'format':'everyone'"),
      "substitutions_without_teams" },
    { "^{'title':{'en':'T'},'substitutions':@{'fielded':1,'max':1},'rounds':[" EVERYONE "]}",
      "substitutions_without_teams" },
    { "{'title':{'en':'T'},'seats':'teams','teams':[{'name':'A','members':['a','b','c','d']},"
      "{'name':'B','members':@['e','f']}],'substitutions':{'fielded':^3,'max':1},'rounds':"
      "[" EVERYONE "]}",
      "too_few_to_field" },
    { "{'title':{'en':'T'},'seats':'teams','teams':['A',{'name':'B','roster':@2}],"
      "'substitutions':{'fielded':^3,'max':1},'rounds':[" EVERYONE "]}",
      "too_few_to_field" },
    { "{'title':{'en':'T'},'seats':'teams','teams':^[{'name':'A','members':['a','b']},"
      "{'name':'B','roster':2}],'substitutions':{'fielded':2,'max':@1},'rounds':[" EVERYONE "]}",
      "nobody_on_the_bench" },
    { "{'title':{'en':'T'},'seats':'teams','teams':^['A','B'],'rounds':[{'format':'survival',"
      "'draw':{'placeholder':4},'survivors':@2}]}",
      "survivors_are_all" },
    { "{'title':{'en':'T'},'seats':'teams','teams':^['A','B'],'rounds':[{'format':'buzzer',"
      "'draw':{'placeholder':4},'tries':@3}]}",
      "tries_beyond_seats" },
    { "{'title':{'en':'T'},'seats':'teams','teams':^['A'],'rounds':[{'format':'risk','stock':1,"
      "'draw':{'placeholder':3},'may_name':@true}]}",
      "nobody_to_name" },
    { PEOPLE("'players_max':^3,", "'format':'survival','survivors':@3"), "survivors_are_all" },
    { PEOPLE("'seats':^'people','individual':@true,", "'format':'everyone'"),
      "individual_without_teams" },
    { "{'title':{'en':'T'},'seats':'teams','individual':@true," TEAMS ",'rounds':^[" EVERYONE "]}",
      "individual_without_speakers" },
};

static const clash clocks[] = {
    { "{'title':{'en':'T'},'pace':^'auto','rounds':[{'format':'everyone','draw':{'placeholder':1},"
      "'seconds':@0}]}",
      "auto_without_limit" },
    { "{'title':{'en':'T'},'pace':^'auto','rounds':[{'format':'buzzer','draw':{'placeholder':1},"
      "'buzz_seconds':@0}]}",
      "auto_without_limit" },
    { "{'title':{'en':'T'},'pace':^'auto','rounds':[{'format':'everyone','draw':{'placeholder':1},"
      "'start':@'host'}]}",
      "auto_waits_for_host" },
    { ROUND("'format':'turn','start':^'host','reading':@5"), "reading_without_end" },
    { ROUND("'format':'turn','seconds':^5,'begin':@{'seconds':10}"), "begin_after_end" },
    { ROUND("'format':'rush','run_seconds':^5,'begin':@{'seconds':10}"), "begin_after_end" },
    { ROUND("'format':'everyone','speed':@{'kind':'linear'},'answer_by':^'mouth'"),
      "speed_by_mouth" },
};

static const clash wagers[] = {
    { ROUND("'format':'everyone','wager':^{'max':50},'points':@10"), "wager_is_the_points" },
    { ROUND("'format':'turn','wager':^{'max':50},'points':@{'none':-5}"), "wager_is_the_points" },
    { ROUND("'format':'everyone','wager':^{'max':50},'speed':@{'kind':'linear'}"),
      "wager_is_the_points" },
    { ROUND("'format':'turn','wager':^{'max':50},'streak':@{'bonus':2}"), "wager_is_the_points" },
    { ROUND("'format':'turn','wager':^{'max':50},'tries':@2"), "wager_is_not_passed_on" },
    { ROUND("'format':'turn','wager':{'min':@50,'max':^50}"), "wager_backwards" },
    { ROUND("'format':'turn','wager':{'max':^50,'min':@60}"), "wager_backwards" },
    { ROUND("'format':'turn','wager':{'max':^50,'step':@20}"), "wager_step" },
    { ROUND("'format':'turn','wager':{'max':^50,'step':@60}"), "wager_step" },
    { ROUND("'format':'turn','wager':{'max':^50,'step':@0.5}"), "wager_values" },
    { ROUND("'format':'turn','wager':@{'max':^1000}"), "wager_values" },
    { PEOPLE("'pace':^'auto',", "'format':'everyone','wager':@{'max':50,'time':0}"),
      "auto_without_limit" },
    { ROUND("'format':'turn','cap':@5,'wager':^{'min':10,'max':50}"), "cap_below_right" },
};

static const clash fouls[] = {
    { ROUND("'format':'turn','help':^'allowed','help_points':@-5"), "help_allowed_costs" },
    { ROUND("'format':'buzzer','early':{'then':^'blocked','points':@-5}"), "early_is_no_foul" },
    { ROUND("'format':'buzzer','start':'host','early':{'then':'out','escalation':[{'count':^3},"
            "{'count':@2}]}"),
      "escalation_order" },
    { ROUND("'format':'buzzer','start':'host','early':{'then':'out','points':^-5,'escalation':["
            "{'count':@1}]}"),
      "escalation_order" },
};

static const clash worth[] = {
    { ROUND("'format':'turn','points':^10,'cap':@5"), "cap_below_right" },
    { RISK("'draw':{'placeholder':6},'values':^[10,20,30],'cap':@9.5"), "cap_below_right" },
    { ROUND("'format':^'judged','cap':@9"), "cap_below_right" },
    { STAGE("", "{'format':'judged','draw':{'placeholder':2},'marks':^{'max':10},'cap':@9}"),
      "cap_below_right" },
    { STAGE("", "{'format':'ladder','draw':{'placeholder':6},'values':^[10,20,30],'safe':[1,@4]}"),
      "safe_beyond_ladder" },
    { STAGE("", "{'format':'ladder','draw':{'placeholder':6},'values':[10,^30,@20]}"),
      "rungs_do_not_rise" },
    { STAGE("", "{'format':'judged','draw':{'placeholder':2},'judges':^2,'trimmed':@true}"),
      "too_few_judges" },
    { STAGE("", "{'format':'judged','draw':{'placeholder':2},'marks':{'min':@10,'max':^5}}"),
      "marks_backwards" },
    { ROUND("'format':'everyone','streak':{'bonus':^5,'max':@3}"), "streak_max_below_bonus" },
    { ROUND("'format':'everyone','speed':{'kind':'steps','points':[^5,@6]}"), "steps_rise" },
    { ROUND("'format':'everyone','points':^10,'speed':@{'kind':'bounded','bonus':2.5}"),
      "bonus_not_bounded" },
    { STAGE(",'base':^10,'floor':@20", EVERYONE), "floor_above_base" },
};

static const clash ties[] = {
    { "{'title':{'en':'T'},'seats':'teams'," TEAMS ",'tie':[@'playoff'],'rounds':^[" EVERYONE "]}",
      "playoff_without_overtime" },
    { "^{'title':{'en':'T'},'seats':'teams'," TEAMS ",'rounds':[" EVERYONE
      ",{'format':'buzzer','draw':{'placeholder':4},'overtime':@true}]}",
      "overtime_without_playoff" },
    { STAGE(",'tie':^['last']", EVERYONE ",{'format':'buzzer','draw':{'placeholder':4},'overtime':"
                                         "@true}"),
      "overtime_without_playoff" },
    { STAGE(",'tie':[^'playoff',@'correct']",
            "{'format':'buzzer','draw':{'placeholder':4}}," OVERTIME),
      "key_after_playoff" },
    { STAGE(",'tie':[@'time']",
            "{'format':'turn','draw':{'placeholder':2},'answer_by':^'mouth'}," JUDGED),
      "tie_cannot_separate" },
    { STAGE(",'tie':[@'last']", "{'format':^'judged','draw':{'placeholder':2}}"),
      "tie_cannot_separate" },
    { STAGE(",'tie':[@'correct']", "{'format':^'judged','draw':{'placeholder':2}}"),
      "tie_cannot_separate" },
    { STAGE(",'tie':[@'correct']", "{'format':'turn','draw':{'placeholder':2},'points':^10}"),
      "tie_cannot_separate" },
    { "{'title':{'en':'T'},'seats':'teams'," TEAMS ",'tie':['playoff'],'rounds':^[{'format':"
      "'buzzer','draw':{'placeholder':4},'overtime':@true}]}",
      "only_overtime" },
};

static const clash awards[] = {
    { "^{'title':{'en':'T'},'awards':[" AWARD(",'for':@'team'") "],'rounds':[" EVERYONE "]}",
      "award_without_teams" },
    { STAGE(",'hall':^{'when':'never'},'awards':[" AWARD(",'for':@'participant'") "]", EVERYONE),
      "award_without_people" },
    { "{'title':{'en':'T'},'seats':'teams','teams':^['A','B'],'awards':[" AWARD() "," AWARD(
          ",'places':@2") "],'rounds':[" EVERYONE "]}",
      "more_places_than_seats" },
    { PEOPLE("'players_max':^3,'awards':[" AWARD(",'places':@4") "],", "'format':'everyone'"),
      "more_places_than_seats" },
};

static const clash odd[] = {
    { STAGE(",'base':^5", "{'format':'turn','draw':{'placeholder':2},"
                          "'wager':@{'max':50,'limit':'score'}}"),
      "wager_of_nothing" },
    { STAGE("", "{'format':'turn','per_seat':^1,'draw':{'placeholder':@5}}"),
      "questions_left_over" },
    { ROUND("'format':^'buzzer','early':@'out'"), "never_early" },
    { STAGE(",'base':^5", "{'format':'turn','draw':{'placeholder':2},'order':@'high_low'}"),
      "order_of_equals" },
    { "{'title':{'en':'T'},'seats':'teams','teams':['A','B','C'],'rounds':[{'format':'risk',"
      "'values':[10,20,30],'draw':{'placeholder':6},'stock':@2,'per_seat':2,"
      "'distinct_values':^true}]}",
      "stock_may_run_out" },
    { ROUND("'format':^'turn','points':@{'right':10,'wrong':20}"), "wrong_pays" },
    { STAGE(",'tie':['playoff']", "{'format':'buzzer','draw':{'placeholder':4},'overtime':@true},"
                                  "{'format':^'everyone','draw':{'placeholder':4}}"),
      "overtime_not_last" },
    { "{'title':{'en':'T'},'seats':'teams','teams':[{'name':'A','members':@['a','b','c']},"
      "{'name':'B','members':['d','e']}],'rounds':[{'format':'turn','draw':{'placeholder':4},"
      "'per_seat':2,'speaker':^'member'}]}",
      "members_left_out" },
};

static void check_rows(const clash *rows, size_t count, jb_severity severity)
{
    fixture_shelf shelf = { .count = 1 };
    shelf.banks[0] = fixture_bank(fixture_example);
    for (size_t i = 0; i < count; i++) {
        fixture_contest_problem(rows[i].document, &shelf, rows[i].code, severity);
    }
    fixture_shelf_finish(&shelf);
}

#define CHECK(rows, severity) check_rows(rows, sizeof(rows) / sizeof((rows)[0]), severity)

static void settings_that_do_nothing_are_refused(void **state)
{
    CHECK(unused, JB_SEVERITY_ERROR);
}

static void one_thing_has_one_value(void **state)
{
    CHECK(two_values, JB_SEVERITY_ERROR);
}

static void questions_serve_the_seats(void **state)
{
    CHECK(questions, JB_SEVERITY_ERROR);
}

static void seats_members_and_hall_agree(void **state)
{
    CHECK(seats, JB_SEVERITY_ERROR);
}

static void clocks_agree(void **state)
{
    CHECK(clocks, JB_SEVERITY_ERROR);
}

static void a_stake_is_what_an_answer_is_worth(void **state)
{
    CHECK(wagers, JB_SEVERITY_ERROR);
}

static void fouls_cost_what_they_say(void **state)
{
    CHECK(fouls, JB_SEVERITY_ERROR);
}

static void points_agree(void **state)
{
    CHECK(worth, JB_SEVERITY_ERROR);
}

static void every_tie_key_can_separate(void **state)
{
    CHECK(ties, JB_SEVERITY_ERROR);
}

static void awards_have_somebody_to_go_to(void **state)
{
    CHECK(awards, JB_SEVERITY_ERROR);
}

static void what_is_odd_is_a_warning(void **state)
{
    CHECK(odd, JB_SEVERITY_WARNING);
}

static void both_places_are_named(void **state)
{
    fixture_text json = fixture_json(STAGE("", "{'format':'buzzer','draw':{'placeholder':4},\n"
                                               "'limit':5}"));
    jb_report report;
    jb_buffer out;
    jb_report_init(&report);
    jb_buffer_init(&out, 0);
    JB_EQ_I64(
        jb_contest_check((jb_slice){ .bytes = json.bytes, .size = json.size }, NULL, NULL, &report),
        JB_OK);
    JB_EQ_U64(report.problem_count, 1);
    assert_non_null(strstr(report.problems[0].message, "ends after 5 turns, but has 4"));
    assert_non_null(strstr(report.problems[0].message, "(/rounds/0/limit, "
                                                       "/rounds/0/draw/placeholder)"));
    jb_report_text(&report, "f", &out);
    JB_TRUE(strncmp(jb_buffer_text(&out), "f:3:9: error: ", 14) == 0);
    assert_non_null(strstr(jb_buffer_text(&out), "; see 2:52 [limit_beyond_turns]\n"));
    jb_buffer_clear(&out);
    jb_report_json(&report, "f", NULL, &out);
    assert_non_null(strstr(jb_buffer_text(&out), "\"other\":{\"line\":2,\"column\":52}"));
    jb_buffer_finish(&out);
    jb_report_finish(&report);
    fixture_free(&json);
}

/* A file of nothing but contradictions does not hold the program up. */
static void thousands_of_contradictions_are_counted(void **state)
{
    enum {
        COUNT = 50000
    };
    jb_buffer text;
    jb_report report;
    jb_buffer_init(&text, 0);
    jb_buffer_append_text(&text, "{\"title\":{\"en\":\"T\"},\"base\":1");
    for (int i = 0; i < COUNT; i++) {
        jb_buffer_append_text(&text, ",\"base\":1");
    }
    jb_buffer_append_text(&text, "}");
    jb_report_init(&report);
    JB_EQ_I64(jb_contest_check(jb_buffer_slice(&text), NULL, NULL, &report), JB_OK);
    JB_EQ_U64(report.problem_count, JB_PROBLEMS_MAX);
    JB_EQ_U64(report.problem_count + report.problems_left_out, COUNT + 1);
    JB_EQ_STR(report.problems[500].code, "duplicate_key");
    JB_EQ_U64(report.problems[500].other_column, 21);
    jb_report_finish(&report);
    jb_buffer_finish(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings_that_do_nothing_are_refused),
        cmocka_unit_test(one_thing_has_one_value),
        cmocka_unit_test(questions_serve_the_seats),
        cmocka_unit_test(seats_members_and_hall_agree),
        cmocka_unit_test(clocks_agree),
        cmocka_unit_test(fouls_cost_what_they_say),
        cmocka_unit_test(a_stake_is_what_an_answer_is_worth),
        cmocka_unit_test(points_agree),
        cmocka_unit_test(every_tie_key_can_separate),
        cmocka_unit_test(awards_have_somebody_to_go_to),
        cmocka_unit_test(what_is_odd_is_a_warning),
        cmocka_unit_test(both_places_are_named),
        cmocka_unit_test(thousands_of_contradictions_are_counted),
    };
    return JB_RUN(tests);
}
