/*
 * A ninth format: the settings of a round, their defaults and what they contradict follow from the
 * traits of its row and from nothing else. The row of one format is replaced by one that combines
 * traits as no format does, and a contest file is read and written with it.
 */
/* jb:wrap jb_format_row_of */
#include "bank_fixtures.h"

#include <stdio.h>
#include <string.h>

#include "contest_internal.h"

static const jb_format_row *ninth; /* NULL: the row as it is */

const jb_format_row *__wrap_jb_format_row_of(jb_format format); /* NOLINT */
const jb_format_row *__real_jb_format_row_of(jb_format format); /* NOLINT */

const jb_format_row *__wrap_jb_format_row_of(jb_format format) /* NOLINT */
{
    return ninth && format == JB_FORMAT_TURN ? ninth : __real_jb_format_row_of(format);
}

static int reset(void **state)
{
    ninth = NULL;
    return 0;
}

/* Does this setting belong to the row? */
static bool fits(const jb_format_row *row, jb_setting setting)
{
    ninth = row;
    bool result = jb_setting_fits(setting, JB_FORMAT_TURN);
    ninth = NULL;
    return result;
}

/* Freezes a contest with one round of the ninth format, and reads again what was written. */
static void expect_written(const jb_format_row *row, const char *settings, const char *written)
{
    char file[1000];
    (void)snprintf(file, sizeof file,
                   "{'title':{'en':'T'},'seats':'teams','teams':['A','B'],"
                   "'rounds':[{'format':'turn',%s}]}",
                   settings);
    fixture_shelf shelf = { .count = 0 };
    fixture_text wanted = fixture_json(written);
    jb_buffer out;
    jb_buffer_init(&out, 0);
    ninth = row;
    jb_plan *plan = fixture_load(file, &shelf, 1);
    JB_EQ_I64(jb_plan_rules_json(plan, &out), JB_OK);
    if (!strstr(jb_buffer_text(&out), wanted.bytes)) {
        print_error("%s\nis not in\n%s\n", wanted.bytes, jb_buffer_text(&out));
        fail();
    }
    jb_plan_destroy(plan);
    jb_buffer_finish(&out);
    fixture_free(&wanted);
}

static void every_setting_is_of_use(void **state)
{
    for (uint32_t i = 0; i < JB_SETTING_COUNT; i++) {
        bool used = false;
        for (uint32_t format = 0; format < JB_FORMAT_COUNT; format++) {
            used = used || jb_setting_fits((jb_setting)i, (jb_format)format);
        }
        if (!used) {
            print_error("no format uses %s\n", jb_setting_name((jb_setting)i));
            fail();
        }
    }
}

/* The table of settings and the questions to a row say the same of every row that there can be. */
static void settings_agree_with_the_row(void **state)
{
    enum {
        ELIGIBLE = JB_ELIGIBLE_IN + 1,
        WON = JB_RIGHT_WON_BY_MARKS + 1,
        WORTH = JB_WORTH_RUNG + 1,
        WRONG = JB_ON_WRONG_OUT + 1,
        ROWS = ELIGIBLE * WON * WORTH * WRONG * 2
    };
    for (uint32_t i = 0; i < ROWS; i++) {
        const jb_format_row row = {
            .eligible = (jb_eligible)(i % ELIGIBLE),
            .right_won = (jb_right_won)(i / ELIGIBLE % WON),
            .worth = (jb_worth)(i / ELIGIBLE / WON % WORTH),
            .on_wrong = (jb_on_wrong)(i / ELIGIBLE / WON / WORTH % WRONG),
            .run = i >= ROWS / 2,
        };
        bool seats = row.eligible == JB_ELIGIBLE_SEAT;
        JB_EQ_I64(fits(&row, JB_SETTING_HELP), jb_format_is_oral(&row));
        JB_EQ_I64(fits(&row, JB_SETTING_SPEED), jb_format_is_crowd(&row));
        JB_EQ_I64(fits(&row, JB_SETTING_RUN_SECONDS), row.run);
        JB_EQ_I64(fits(&row, JB_SETTING_SECONDS), !row.run);
        JB_EQ_I64(fits(&row, JB_SETTING_PER_SEAT), seats);
        JB_EQ_I64(fits(&row, JB_SETTING_SPREAD), seats && !jb_format_is_grouped(&row));
        bool known = jb_format_is_crowd(&row) || (row.right_won == JB_RIGHT_WON_BY_TURN);
        bool loses_more = row.on_wrong == JB_ON_WRONG_FALL || row.on_wrong == JB_ON_WRONG_OUT;
        JB_EQ_I64(fits(&row, JB_SETTING_WAGER), known && row.eligible != JB_ELIGIBLE_IN &&
                                                    row.worth == JB_WORTH_POINTS && !loses_more &&
                                                    !row.run);
    }
}

/* Whoever buzzes first and is still in; an error puts out. */
static void buzzing_for_survival(void **state)
{
    static const jb_format_row row = { .eligible = JB_ELIGIBLE_IN,
                                       .right_won = JB_RIGHT_WON_BY_BUZZ,
                                       .worth = JB_WORTH_POINTS,
                                       .on_wrong = JB_ON_WRONG_OUT };
    expect_written(&row, "'draw':{'placeholder':4}",
                   "'points':{'wrong':-10,'none':-10},'change':false,'standings':'turn','answer_by'"
                   ":'any','help':'allowed','start':'reading','buzz_seconds':20,'early':{'then':"
                   "'blocked'},'too_close':'first','survivors':1}");
    expect_written(&row, "'draw':{'placeholder':4},'early':'out','revival':3,'start':'host'",
                   "'early':{'then':'out'},'too_close':'first','survivors':1,'revival':3}");
    JB_FALSE(fits(&row, JB_SETTING_TRIES));
    JB_FALSE(fits(&row, JB_SETTING_OVERTIME));
}

/* One seat climbs as far as it comes in one stretch of time. */
static void climbing_in_one_stretch(void **state)
{
    static const jb_format_row row = { .eligible = JB_ELIGIBLE_SEAT,
                                       .right_won = JB_RIGHT_WON_BY_TURN,
                                       .worth = JB_WORTH_RUNG,
                                       .on_wrong = JB_ON_WRONG_FALL,
                                       .run = true };
    expect_written(&row, "'draw':{'placeholder':6},'values':[5,10,20],'safe':[2]",
                   "'standings':'turn','per_seat':3,'order':'seat','answer_by':'any','help':"
                   "'allowed','start':'reading','run_seconds':60,'values':[5,10,20],'safe':[2],"
                   "'overtime':false}");
    JB_FALSE(fits(&row, JB_SETTING_SPREAD));
    JB_FALSE(fits(&row, JB_SETTING_STOCK));
    JB_FALSE(fits(&row, JB_SETTING_TRIES));
}

/* A menu where others may try after an error. */
static void what_is_not_of_its_traits_is_refused(void **state)
{
    static const jb_format_row row = { .eligible = JB_ELIGIBLE_SEAT,
                                       .right_won = JB_RIGHT_WON_BY_PICK,
                                       .worth = JB_WORTH_VALUE,
                                       .on_wrong = JB_ON_WRONG_NEXT };
    fixture_shelf shelf = { .count = 0 };
    ninth = &row;
#define ROUND(settings)                                                                            \
    "{'title':{'en':'T'},'seats':'teams','teams':['A','B'],'rounds':[{'format':^'turn',"           \
    "'draw':{'placeholder':6}," settings "}]}"
    fixture_contest_problem(ROUND("'points':@10"), &shelf, "setting_not_used", JB_SEVERITY_ERROR);
    fixture_contest_problem(ROUND("'safe':@[1]"), &shelf, "setting_not_used", JB_SEVERITY_ERROR);
    fixture_contest_problem(ROUND("'early':@'out'"), &shelf, "setting_not_used", JB_SEVERITY_ERROR);
    ninth = NULL;
    expect_written(&row, "'draw':{'placeholder':6},'tries':2,'may_name':true",
                   "'tries':2,'fallback':'end','values':[10,20,30],'stock':2,'distinct_values':"
                   "false,'may_name':true,'wrong':'minus','overtime':false}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_setting_is_of_use),
        cmocka_unit_test(settings_agree_with_the_row),
        cmocka_unit_test_teardown(buzzing_for_survival, reset),
        cmocka_unit_test_teardown(climbing_in_one_stretch, reset),
        cmocka_unit_test_teardown(what_is_not_of_its_traits_is_refused, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
