/*
 * Contradictions in files of window contests. Each row is a file with two marks: where the problem
 * is reported ('@') and the other place that it names ('^'); without '^' it names none.
 */
#include "bank_fixtures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OPEN                                                                                       \
    "'opens_at':'2026-12-01T08:00','closes_at':'2026-12-03T08:00',"                                \
    "'time_zone':'UTC'"
#define FILE_OF(members, window) "{'title':{'en':'T'}," members "\n'window':{" window "}}"
#define PAPER                    "'paper':[{'placeholder':9,'count':4}]"
/* Four questions of ten points. */
#define WINDOW(more)       FILE_OF("", OPEN "," PAPER more)
#define MEMBERS(members)   FILE_OF(members ",", OPEN "," PAPER)
#define SECTIONS(sections) FILE_OF("", OPEN ",'paper':[" sections "]")
#define AWARD(members)     "'awards':[{'title':{'en':'A'}," members "}]"
#define TEAMS              "'teams':[{'name':'A','roster':5},{'name':'B','roster':4}]"
#define TIMES(opens, closes, zone)                                                                 \
    FILE_OF("", "'opens_at':" opens ",'closes_at':" closes ",'time_zone':" zone "," PAPER)

typedef struct clash {
    const char *document;
    const char *code; /* NULL: nothing is wrong */
} clash;

static void check(const clash *rows, size_t count, jb_severity severity)
{
    fixture_shelf shelf = { .count = 1 };
    shelf.banks[0] = fixture_bank(fixture_example);
    for (size_t i = 0; i < count; i++) {
        fixture_contest_problem(rows[i].document, &shelf, rows[i].code, severity);
    }
    fixture_shelf_finish(&shelf);
}

#define CHECK(rows) check((rows), sizeof(rows) / sizeof((rows)[0]), JB_SEVERITY_ERROR)

static void what_is_live_is_refused_beside_a_window(void **state)
{
#define LIVE(member)                                                                               \
    {                                                                                              \
        "{'title':{'en':'T'},@" member ",^'window':{" OPEN "," PAPER "}}", "setting_not_used"      \
    }
    static const clash rows[] = {
        LIVE("'pace':'host'"),
        LIVE("'late':'any'"),
        LIVE("'base':0"),
        LIVE("'floor':0"),
        LIVE("'fair_cap_ms':100"),
        LIVE("'approve':false"),
        LIVE("'individual':false"),
        LIVE("'rounds':[{'format':'everyone','draw':{'placeholder':1}}]"),
        { "{'title':{'en':'T'},'teams':['A'],'seats':@'teams','window':^{" OPEN "," PAPER "}}",
          "setting_not_used" },
        { "{'title':{'en':'T'},'teams':[{'name':'A','members':@['a']}],'window':^{" OPEN "," PAPER
          "}}",
          "setting_not_used" },
        { "{'title':{'en':'T'},'seats':'people','window':{" OPEN "," PAPER "}}", NULL },
    };
    CHECK(rows);
}

static void what_belongs_to_windows_is_refused_beside_rounds(void **state)
{
#define ROUNDS ",'rounds':^[{'format':'everyone','draw':{'placeholder':4}}]}"
    static const clash rows[] = {
        { "{'title':{'en':'T'},'tie':[@'finish']" ROUNDS, "tie_cannot_separate" },
        { "{'title':{'en':'T'}," TEAMS ",'team_score':@{'weights':{'turnout':50,'mean':50}}" ROUNDS,
          "setting_not_used" },
        { "{'title':{'en':'T'},'players_max':@20001,'rounds':[{'format':'everyone',"
          "'draw':{'placeholder':4}}]}",
          "out_of_range" },
        { "@{'title':{'en':'T'}}", "missing_field" },
        { "{'title':{'en':'T'},'window':@1}", "wrong_type" },
    };
    CHECK(rows);
}

static void times_are_there_and_in_order(void **state)
{
    static const clash rows[] = {
        { TIMES("@'2026-12-01'", "'2026-12-02T08:00'", "'UTC'"), "bad_time" },
        { TIMES("'2026-12-01T08:00'", "@'2026-02-30T08:00'", "'UTC'"), "bad_time" },
        { TIMES("'2026-12-01T08:00'", "'2026-12-02T08:00'", "@'Asia/Nowhere'"),
          "unknown_time_zone" },
        { TIMES("'2026-12-01T08:00'", "'2026-12-02T08:00'", "@'../etc/passwd'"),
          "unknown_time_zone" },
        { TIMES("^'2026-12-01T08:00'", "@'2026-12-01T08:00'", "'UTC'"), "closes_before_opening" },
        { TIMES("^'2026-01-01T08:00'", "@'2027-01-02T08:00:01'", "'UTC'"), "window_too_long" },
        { TIMES("'2026-01-01T08:00'", "'2027-01-02T08:00'", "'UTC'"), NULL },
        { TIMES("@'2027-03-28T02:30'", "'2027-04-01T08:00'", "^'Europe/Berlin'"),
          "time_not_there" },
        { TIMES("'2027-03-01T02:30'", "@'2027-03-28T02:59:59'", "^'Europe/Berlin'"),
          "time_not_there" },
        { TIMES("'2026-10-25T02:30'", "'2026-10-25T03:00'", "'Europe/Berlin'"), NULL },
        { WINDOW(",'seconds':@0.5"), "out_of_range" },
        { WINDOW(",'seconds':@86401"), "out_of_range" },
        { WINDOW(",'question_seconds':@0"), "out_of_range" },
    };
    CHECK(rows);
}

static void a_system_without_zones_is_told_what_to_install(void **state)
{
    static const clash rows[] = {
        { TIMES("'2026-12-01T08:00'", "'2026-12-02T08:00'", "@'UTC'"), "no_time_zones" },
    };
    JB_EQ_I64(setenv("TZDIR", "/nowhere/zoneinfo", 1), 0);
    CHECK(rows);
    JB_EQ_I64(unsetenv("TZDIR"), 0);
}

static void attempts_agree(void **state)
{
    static const clash rows[] = {
        { WINDOW(",'attempts':^{'count':@'last'}"), "setting_not_used" },
        { WINDOW(",'attempts':{'max':^1,'count':@'last'}"), "setting_not_used" },
        { WINDOW(",'attempts':{'max':^3,'per_day':@3}"), "setting_not_used" },
        { WINDOW(",'attempts':{'max':3,'per_day':2,'count':'last'}"), NULL },
        { WINDOW(",'attempts':{'per_day':1,'count':'sum'}"), NULL },
        { WINDOW(",'attempts':{'max':0,'per_day':9}"), NULL },
        { WINDOW(",'attempts':{'per_day':@0}"), "out_of_range" },
        { WINDOW(",'attempts':{'max':@-1}"), "out_of_range" },
        { WINDOW(",'question_seconds':^20,'change':@true"), "setting_not_used" },
        { WINDOW(",'reveal':^'at_once','change':@true"), "setting_not_used" },
        { WINDOW(",'reveal':'at_once','change':false"), NULL },
    };
    CHECK(rows);
}

static void sections_share_the_bank(void **state)
{
    static const clash rows[] = {
        { SECTIONS("@{'count':1}"), "missing_field" },
        { SECTIONS("@{'bank':'demo-2026'}"), "missing_field" },
        { SECTIONS("{'placeholder':^9,'count':1,'bank':@'demo-2026'}"), "two_sources" },
        { SECTIONS("{'placeholder':^9,'count':1,'kinds':@['single']}"), "two_sources" },
        { SECTIONS("{'placeholder':^2,'count':@3}"), "too_few_questions" },
        { SECTIONS("{'bank':@'nowhere','count':1}"), "no_bank" },
        { SECTIONS("{'bank':^'demo-2026','count':@8}"), "too_few_questions" },
        { SECTIONS("{'bank':^'demo-2026','count':@2,'kinds':['single']}"), "too_few_questions" },
        { SECTIONS("^{'bank':'demo-2026','count':1},{'bank':'demo-2026','kinds':['single'],"
                   "'count':@1}"),
          "too_few_questions" },
        { SECTIONS("{'bank':'demo-2026','kinds':['single'],'count':1},{'bank':'demo-2026',"
                   "'count':6}"),
          NULL },
        { FILE_OF("", OPEN ",'paper':@[{'placeholder':200,'count':150},{'placeholder':60,"
                           "'count':51}]"),
          "too_many" },
        { FILE_OF("", OPEN ",'paper':@[{'placeholder':9000,'count':1},{'placeholder':1001,"
                           "'count':1}]"),
          "too_many" },
        { SECTIONS("{'placeholder':@10001,'count':1}"), "out_of_range" },
        { SECTIONS("{'placeholder':9,'count':@0}"), "out_of_range" },
        { SECTIONS("{'placeholder':9,'count':1,'points':@-1}"), "out_of_range" },
        { WINDOW(",'points':{'right':@-1}"), "out_of_range" },
        { WINDOW(",'grading':{'multiple':@'half'}"), "unknown_value" },
    };
    CHECK(rows);
}

static void what_cannot_be_reached_is_refused(void **state)
{
#define REACH(members, window)                                                                     \
    "{'title':{'en':'T'}," members "'window':{" OPEN                                               \
    ",'paper':^[{'placeholder':9,'count':4}]" window "}}"
    static const clash rows[] = {
        { REACH("", ",'pass':@40.01"), "never_reached" },
        { WINDOW(",'pass':40"), NULL },
        { WINDOW(",'pass':80,'attempts':{'max':2,'count':'sum'}"), NULL },
        { REACH("", ",'pass':@80.5,'attempts':{'max':2,'count':'sum'}"), "never_reached" },
        { WINDOW(",'pass':5000,'attempts':{'per_day':2,'count':'sum'}"), NULL },
        { REACH(AWARD("'at_least':@41") ",", ""), "never_reached" },
        { REACH("'draws':[{'title':{'en':'L'},'at_least':@41}],", ""), "never_reached" },
        { REACH(TEAMS "," AWARD("'for':'team','by':'turnout','at_least':@100.5") ",", ""),
          "never_reached" },
        { REACH(TEAMS "," AWARD("'for':'team','by':'mean','at_least':@41") ",", ""),
          "never_reached" },
        { REACH(TEAMS ",'team_score':{'weights':{'turnout':50,'mean':50}}," AWARD(
                    "'for':'team','at_least':@101") ",",
                ""),
          "never_reached" },
        { MEMBERS(TEAMS ",'team_score':'sum'," AWARD("'for':'team','at_least':1000")), NULL },
    };
    CHECK(rows);
}

static void teams_have_what_counts(void **state)
{
    static const clash rows[] = {
        { MEMBERS("'teams':[@'A'],'team_score':^{'weights':{'turnout':50,'mean':50}}"),
          "missing_roster" },
        { MEMBERS(TEAMS ",'team_score':{'weights':{'turnout':^50,'mean':@49}}"), "weights_sum" },
        { MEMBERS(TEAMS ",'team_score':{'weights':{'turnout':@-1,'mean':101}}"), "out_of_range" },
        { MEMBERS(TEAMS ",'team_score':{'weights':@{'turnout':100}}"), "missing_field" },
        { MEMBERS(TEAMS ",'team_score':@{}"), "missing_field" },
        { MEMBERS(TEAMS ",'team_score':{'best':^1,'weights':@{'turnout':50,'mean':50}}"),
          "two_values" },
        { MEMBERS(TEAMS ",'team_score':{'weights':{'turnout':0,'mean':100}}"), NULL },
        { MEMBERS("'teams':[^'A']," AWARD("'for':'team','by':@'turnout'")), "missing_roster" },
        { MEMBERS("'teams':['A']," AWARD("'for':'team','by':'mean'")), NULL },
        { MEMBERS(TEAMS ",'awards':[^{'title':{'en':'A'},'by':@'turnout'}]"),
          "award_by_teams_only" },
        { MEMBERS(TEAMS "," AWARD("'for':^'participant','by':@'mean'")), "award_by_teams_only" },
        { "{'title':{'en':'T'},'seats':^'teams'," TEAMS "," AWARD(
              "'for':'team','by':@'mean'") ",'rounds':[{'format':'everyone','draw':{'placeholder':"
                                           "4}}]}",
          "award_by_teams_only" },
        { "{'title':{'en':'T'},'teams':[^'A']," AWARD(
              "'for':'team','by':@'mean'") ",'rounds':[{'format':'everyone','draw':{'placeholder':"
                                           "4}}]}",
          "missing_roster" },
        { MEMBERS("'teams':^['A','B'],'awards':[{'title':{'en':'A'},'for':'team','places':2},"
                  "{'title':{'en':'B'},'for':'team','places':@1}]"),
          "more_places_than_seats" },
        { MEMBERS(TEAMS ",'awards':[{'title':{'en':'A'},'for':'team','places':2},"
                        "{'title':{'en':'B'},'for':'team','by':'turnout','places':2}]"),
          NULL },
    };
    CHECK(rows);
}

static void lots_are_drawn_among_people(void **state)
{
    static const clash rows[] = {
        { MEMBERS("'players_max':^9,'draws':[{'title':{'en':'L'},'winners':@10}]"),
          "more_places_than_seats" },
        { MEMBERS("'draws':[{'title':{'en':'L'},'winners':@1001}]"), "out_of_range" },
        { MEMBERS("'draws':[@{'winners':1}]"), "missing_field" },
        { MEMBERS("'one_prize':@1"), "wrong_type" },
        { "{'title':{'en':'T'},'seats':'teams','teams':['A'],'hall':^{'when':'never'},'draws':[@"
          "{'title':{'en':'L'}}],'rounds':[{'format':'turn','draw':{'placeholder':1}}]}",
          "draw_without_people" },
        { "{'title':{'en':'T'},'seats':'teams','teams':['A'],'draws':[{'title':{'en':'L'}}],"
          "'rounds':[{'format':'turn','draw':{'placeholder':1}}]}",
          NULL },
    };
    CHECK(rows);
}

static void ties_separate(void **state)
{
    static const clash rows[] = {
        { "{'title':{'en':'T'},'tie':['time',@'last'],'window':^{" OPEN "," PAPER "}}",
          "tie_cannot_separate" },
        { "{'title':{'en':'T'},'tie':[@'playoff'],'window':^{" OPEN "," PAPER "}}",
          "tie_cannot_separate" },
        { "{'title':{'en':'T'},'tie':[@'correct'],'window':{" OPEN ",'points':^2," PAPER "}}",
          "tie_cannot_separate" },
        { "{'title':{'en':'T'},'tie':['correct','finish'],'window':{" OPEN
          ",'points':{'wrong':-1}," PAPER "}}",
          NULL },
    };
    CHECK(rows);
}

static void what_is_odd_is_a_warning(void **state)
{
    static const clash rows[] = {
        { WINDOW(",'seconds':@79,'question_seconds':^20"), "paper_ends_first" },
        { WINDOW(",'seconds':80,'question_seconds':20"), NULL },
        { "{'title':{'en':'T'}," TEAMS ",'team_score':@{'weights':{'turnout':50,'mean':50}},"
          "\n'window':{" OPEN "," PAPER ",'attempts':^{'per_day':1,'count':'sum'}}}",
          "mean_beyond_hundred" },
    };
    check(rows, sizeof rows / sizeof rows[0], JB_SEVERITY_WARNING);
}

/* A bank of 60 questions: 50 stems have 19,500 letters, the others one. */
static jb_bank *long_bank(void)
{
    enum {
        QUESTIONS = 60,
        LONG = 50,
        LETTERS = 19500
    };
    jb_buffer text;
    jb_buffer_init(&text, 0);
    jb_buffer_append_text(&text, "{'format':'question-bank','version':1,'id':'long',"
                                 "'title':{'en':'L'},'default_language':'en','languages':['en'],"
                                 "'questions':[");
    for (int i = 0; i < QUESTIONS; i++) {
        char head[64];
        (void)snprintf(head, sizeof head, "%s{'id':'q%d','type':'truefalse','stem':{'en':'",
                       i > 0 ? "," : "", i);
        jb_buffer_append_text(&text, head);
        for (int letter = 0; letter < (i < LONG ? LETTERS : 1); letter++) {
            jb_buffer_append_text(&text, "x");
        }
        jb_buffer_append_text(&text, "'},'answer':{'value':true}}");
    }
    jb_buffer_append_text(&text, "]}");
    JB_FALSE(text.failed);
    jb_bank *bank = fixture_bank(jb_buffer_text(&text));
    jb_buffer_finish(&text);
    return bank;
}

/* The longest questions of each section count, wherever they stand in the bank. */
static void a_paper_fits_into_a_frame(void **state)
{
    fixture_shelf shelf = { .count = 1 };
    shelf.banks[0] = long_bank();
#define ASKS(paper) FILE_OF("", OPEN ",'paper':" paper)
    fixture_contest_problem(ASKS("@[{'bank':'long','count':55}]"), &shelf, "paper_too_large",
                            JB_SEVERITY_ERROR);
    fixture_contest_problem(ASKS("[{'bank':'long','count':45}]"), &shelf, NULL, JB_SEVERITY_ERROR);
    fixture_shelf_finish(&shelf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_live_is_refused_beside_a_window),
        cmocka_unit_test(what_belongs_to_windows_is_refused_beside_rounds),
        cmocka_unit_test(times_are_there_and_in_order),
        cmocka_unit_test(a_system_without_zones_is_told_what_to_install),
        cmocka_unit_test(attempts_agree),
        cmocka_unit_test(sections_share_the_bank),
        cmocka_unit_test(what_cannot_be_reached_is_refused),
        cmocka_unit_test(teams_have_what_counts),
        cmocka_unit_test(lots_are_drawn_among_people),
        cmocka_unit_test(ties_separate),
        cmocka_unit_test(what_is_odd_is_a_warning),
        cmocka_unit_test(a_paper_fits_into_a_frame),
    };
    return JB_RUN(tests);
}
