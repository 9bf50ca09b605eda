/* Editing: what is put takes its place, what is wrong changes nothing and is told of the order. */
#include <stdio.h>
#include <string.h>

#include "jb_test.h"
#include "jinbang/bank.h"

#define TRUTH(id, stem)                                                                            \
    "{\"id\":\"" id "\",\"type\":\"truefalse\",\"stem\":{\"en\":\"" stem                           \
    "\"},\"answer\":{\"value\":true}}"

static const char kept[] =
    "{\"format\":\"question-bank\",\"version\":1,\"title\":{\"en\":\"S\"},\"default_language\":"
    "\"en\",\"questions\":[" TRUTH("a", "Copper is a metal.") "," TRUTH(
        "b", "Fire is hot.") "," TRUTH("c", "Ice floats.") "]}";

/* Applies an order; what is left as text, or NULL if nothing was changed. */
static const char *edited(const char *order_text, jb_report *report)
{
    static char text[4000];
    jb_bank_order *order = NULL;
    jb_bank *bank = NULL;
    jb_report form;
    jb_report_init(&form);
    jb_report_init(report);
    JB_EQ_I64(jb_bank_order_read(jb_slice_of(order_text), &form, &order), JB_OK);
    JB_TRUE(order != NULL);
    JB_EQ_I64(jb_bank_order_revision(order), 7);
    JB_EQ_I64(jb_bank_order_apply(order, jb_slice_of(kept), report, &bank), JB_OK);
    JB_TRUE((bank == NULL) == report->errors);
    jb_buffer out;
    jb_buffer_init(&out, 0);
    if (bank) {
        JB_EQ_I64(jb_bank_write(bank, &out), JB_OK);
        JB_TRUE(out.size < sizeof text);
        memcpy(text, out.bytes, out.size + 1);
    }
    bool good = bank != NULL;
    jb_buffer_finish(&out);
    jb_bank_destroy(bank);
    jb_bank_order_destroy(order);
    jb_report_finish(&form);
    return good ? text : NULL;
}

static void questions_are_replaced_appended_and_taken_out(void **state)
{
    jb_report report;
    JB_EQ_STR(edited("{\"revision\":7,\"put\":[" TRUTH("b", "Fire is cold.") "," TRUTH(
                         "n", "New.") "],\"delete\":[\"a\"],\"title\":{\"en\":\"T\"}}",
                     &report),
              "{\"format\":\"question-bank\",\"version\":1,\"title\":{\"en\":\"T\"},\"default_"
              "language\":\"en\",\"questions\":[" TRUTH("b", "Fire is cold.") "," TRUTH(
                  "c", "Ice floats.") "," TRUTH("n", "New.") "]}");
    JB_EQ_U64(report.question_count, 3);
    JB_EQ_U64(report.problem_count, 0);
    jb_report_finish(&report);
    JB_EQ_STR(edited("{\"revision\":7}", &report), kept);
    jb_report_finish(&report);
    /* Deleted and put: it is put. */
    JB_TRUE(strstr(edited("{\"revision\":7,\"put\":[" TRUTH("a", "Again.") "],\"delete\":[\"a\"]}",
                          &report),
                   "Again.") != NULL);
    jb_report_finish(&report);
}

static void a_fault_changes_nothing_and_has_the_number_of_its_question(void **state)
{
    static const struct {
        const char *order;
        uint32_t line;
        const char *code;
    } rows[] = {
        { "\"put\":[" TRUTH("n", "New.") ",{\"id\":\"m\",\"type\":\"single\"}]", 2,
          "missing_field" },
        { "\"put\":[" TRUTH("a b", "Blank.") "]", 1, "bad_id" },
        { "\"put\":[" TRUTH("n", "One.") "," TRUTH("n", "Two.") "]", 2, "duplicate_id" },
        { "\"put\":[" TRUTH("n", "") "]", 1, "empty_text" },
        { "\"delete\":[\"z\"]", 0, "unknown_id" },
        { "\"title\":{}", 0, "empty_text" },
        { "\"delete\":[\"a\",\"b\",\"c\"]", 0, "no_questions" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char order[400];
        jb_report report;
        bool found = false;
        (void)snprintf(order, sizeof order, "{\"revision\":7,%s}", rows[i].order);
        JB_TRUE(edited(order, &report) == NULL);
        for (uint32_t j = 0; j < report.problem_count; j++) {
            JB_EQ_U64(report.problems[j].line, rows[i].line);
            found = found || strcmp(report.problems[j].code, rows[i].code) == 0;
        }
        if (!found && report.problem_count > 0) {
            print_error("row %zu: %s\n", i, report.problems[0].code);
        }
        JB_TRUE(found);
        jb_report_finish(&report);
    }
}

static void warnings_are_told_of_what_was_put_only(void **state)
{
    jb_report report;
    JB_TRUE(edited("{\"revision\":7,\"put\":[" TRUTH("n", "Fire  is HOT.") "]}", &report) != NULL);
    for (uint32_t i = 0; i < report.problem_count; i++) {
        JB_EQ_U64(report.problems[i].line, 1);
    }
    JB_TRUE(report.problem_count > 0);
    jb_report_finish(&report);
}

static void what_is_no_order_is_refused(void **state)
{
    static const char *const orders[] = {
        "",
        "{",
        "[]",
        "{}",
        "{\"revision\":0}",
        "{\"revision\":1.5}",
        "{\"revision\":1,\"put\":{}}",
        "{\"revision\":1,\"put\":[1]}",
        "{\"revision\":1,\"put\":[{}]}",
        "{\"revision\":1,\"delete\":[1]}",
        "{\"revision\":1,\"more\":1}",
        "{\"revision\":1,\"title\":\"T\"}",
    };
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        jb_bank_order *order = NULL;
        jb_report report;
        jb_report_init(&report);
        JB_EQ_I64(jb_bank_order_read(jb_slice_of(orders[i]), &report, &order), JB_OK);
        JB_TRUE(order == NULL);
        JB_TRUE(report.problem_count > 0);
        jb_report_finish(&report);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(questions_are_replaced_appended_and_taken_out),
        cmocka_unit_test(a_fault_changes_nothing_and_has_the_number_of_its_question),
        cmocka_unit_test(warnings_are_told_of_what_was_put_only),
        cmocka_unit_test(what_is_no_order_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
