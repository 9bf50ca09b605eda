/*
 * Rows that our own writer of tables has marked as exact: every cell is taken at its word. What
 * becomes of whole banks is tested with the writers (tests/unit/convert); here is each rule, and
 * what becomes of rows that somebody has edited.
 */
#include "import_check.h"

#include <stdio.h>
#include <string.h>

#define HEADER                                                                                     \
    "id,type,question,option_a,option_b,option_c,answer,tolerance,points,time_limit_s,difficulty," \
    "tags,source,keep_order,exact\n"

/* Reads one row under the header; the question must be this line. */
static void check_row(const char *row, const char *line)
{
    jb_report report;
    char file[1000];
    (void)snprintf(file, sizeof file, HEADER "%s\n", row);
    jb_bank *bank = import_text(file, "csv", &report);
    assert_non_null(bank);
    JB_EQ_U64(jb_bank_count(bank), 1);
    JB_EQ_STR(question_line(bank, 0), line);
    JB_FALSE(report.errors);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void labels_and_marks_are_text(void **state)
{
    check_row("q1,single,1. Vitamin (A)?,A. x,B. y,,A,,,,,,,,yes",
              "single: 1. Vitamin (A)? / *A. x / B. y");
    check_row("q1,single,1. Vitamin (A)?,A. x,B. y,,A,,,,,,,,", "single: 1. Vitamin ( )? / *x / y");
}

static void any_of_several_may_be_right(void **state)
{
    check_row("q1,single,S,x,y,z,AC,,,,,,,,yes", "single: S / *x / y / *z");
    check_row("q1,multiple,S,x,y,z,AC,,,,,,,,是", "multiple: S / *x / y / *z");
}

static void a_backslash_takes_a_mark_as_it_stands(void **state)
{
    check_row("q1,text,S,,,,a\\;b;c\\|d|\\\\,,,,,,,,yes", "text: S / a;b; c|d | \\");
    check_row("q1,matching,S,x \\=> y => 1,z => 1,=> 2,,,,,,,,,yes",
              "matching: S / x => y => 1 / z => 1 / => 2");
}

static void numbers_may_have_tolerances_of_their_own(void **state)
{
    jb_report report;
    jb_bank *bank =
        import_text(HEADER "q1,numeric,S,,,,-5;3.14,0;0.01,,,,,,,yes\n", "csv", &report);
    assert_non_null(bank);
    cJSON *json = bank_json(bank);
    JB_EQ_STR(json_text(json, "questions.0.answer.accept.0.value"), "-5");
    JB_EQ_STR(json_text(json, "questions.0.answer.accept.1.value"), "3.14");
    JB_EQ_STR(json_text(json, "questions.0.answer.accept.1.tolerance"), "0.01");
    cJSON_Delete(json);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void what_stands_beside_is_taken(void **state)
{
    jb_report report;
    jb_bank *bank = import_text(
        HEADER "q7,ordering,S,x,y,z,CAB,,2.5,12.5,4,a\\;b;c,https://example.org/?a;b,BC,yes\n",
        "csv", &report);
    assert_non_null(bank);
    cJSON *json = bank_json(bank);
    JB_EQ_STR(json_text(json, "questions.0.id"), "q7");
    JB_EQ_STR(json_text(json, "questions.0.answer.order.0"), "c");
    JB_EQ_STR(json_text(json, "questions.0.points"), "2.5");
    JB_EQ_STR(json_text(json, "questions.0.time_limit_ms"), "12500");
    JB_EQ_STR(json_text(json, "questions.0.difficulty"), "4");
    JB_EQ_STR(json_text(json, "questions.0.tags.0"), "a;b");
    JB_EQ_STR(json_text(json, "questions.0.tags.1"), "c");
    JB_EQ_STR(json_text(json, "questions.0.source.url"), "https://example.org/?a;b");
    JB_EQ_STR(json_text(json, "questions.0.options.0.fixed"), NULL);
    JB_EQ_STR(json_text(json, "questions.0.options.1.fixed"), "true");
    JB_EQ_STR(json_text(json, "questions.0.options.2.fixed"), "true");
    cJSON_Delete(json);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void a_row_that_was_edited_is_read_as_any_other(void **state)
{
    check_row("q1,single,S,x,y,,\"B.\",,,,,,,,yes", "single: S / x / *y");
    check_row("q1,多选,S,x,y,z,\"A, C\",,,,,,,,yes", "multiple: S / *x / y / *z");
    check_row("q1,,S,x,y,,A,,,,,,,,yes", "single: S / *x / y");
    check_row("q1,text,S,,,,北京;京,,两分,,,,,,yes", "text: S / 北京; 京");
}

static void a_guard_before_a_formula_is_no_text(void **state)
{
    check_row("q1,single,'=1+1?,'@x,''-y,,A,,,,,,,,yes", "single: =1+1? / *@x / '-y");
    check_row("q1,single,'=1+1?,'+x,'tis,,A,,,,,,,,", "single: =1+1? / *+x / 'tis");
}

static void the_nineteenth_option_is_not_the_list_of_options(void **state)
{
    jb_report report;
    jb_bank *bank = import_text("question,option_r,option_s,answer,option_a,option_b,option_s@fr\n"
                                "S,r,s,A,x,y,t\n",
                                "csv", &report);
    JB_EQ_U64(report.question_count, 1);
    assert_non_null(strstr(jb_buffer_text(&report.table), "\"option_s@fr\""));
    assert_null(strstr(jb_buffer_text(&report.table), "\"field\":\"options"));
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_and_marks_are_text),
        cmocka_unit_test(any_of_several_may_be_right),
        cmocka_unit_test(a_backslash_takes_a_mark_as_it_stands),
        cmocka_unit_test(numbers_may_have_tolerances_of_their_own),
        cmocka_unit_test(what_stands_beside_is_taken),
        cmocka_unit_test(a_row_that_was_edited_is_read_as_any_other),
        cmocka_unit_test(a_guard_before_a_formula_is_no_text),
        cmocka_unit_test(the_nineteenth_option_is_not_the_list_of_options),
    };
    return JB_RUN(tests);
}
