/* Rahoot and Razzia, old and new, alone and in lists. */
#include <string.h>

#include "import_check.h"

static jb_bank *read_good(const char *text, jb_report *report)
{
    jb_bank *bank = import_text(text, NULL, report);
    JB_TRUE(bank != NULL);
    JB_EQ_STR(report->format, "rahoot");
    return bank;
}

static void one_several_and_a_number(void **state)
{
    jb_report report;
    jb_bank *bank = read_good(
        "{\"subject\":\"Water\",\"gameMode\":\"quiz\",\"questions\":[\n"
        "{\"question\":\"Old?\",\"answers\":[\"a\",\"b\"],\"solution\":0,\"cooldown\":5,\"time\":"
        "15},\n"
        "{\"question\":\"New?\",\"answers\":[\"a\",\"b\"],\"solutions\":[1],\"time\":-1},\n"
        "{\"question\":\"Both?\",\"answers\":[\"a\",\"b\",\"c\"],\"solutions\":[0,2],\"time\":20},"
        "\n"
        "{\"type\":\"multi\",\"question\":\"Multi?\",\"answers\":[\"a\",\"b\"],\"solutions\":[1],"
        "\"time\":20},\n"
        "{\"type\":\"single\",\"question\":\"Either?\",\"answers\":[\"a\",\"b\",\"c\"],"
        "\"solutions\":[0,2]},\n"
        "{\"type\":\"estimation\",\"question\":\"How many?\",\"answers\":[],\"solutions\":[50],"
        "\"options\":{\"min\":0,\"max\":100,\"step\":1,\"margin\":2.5}},\n"
        "{\"question\":\"Numbers?\",\"answers\":[1,2.5,true],\"solution\":\"1\"}]}",
        &report);
    static const char *const expected[] = {
        "single: Old? / *a / b",
        "single: New? / a / *b",
        "multiple: Both? / *a / b / *c",
        "multiple: Multi? / a / *b",
        "single: Either? / *a / b / *c",
        "numeric: How many? / 50 +- 2.5",
        "single: Numbers? / 1 / *2.5 / true",
    };
    JB_EQ_U64(jb_bank_count(bank), 7);
    for (uint32_t i = 0; i < 7; i++) {
        JB_EQ_STR(question_line(bank, i), expected[i]);
    }
    cJSON *json = bank_json(bank);
    JB_EQ_STR(json_words(json, "title"), "Water");
    JB_EQ_STR(json_text(json, "questions.0.time_limit_ms"), "15000");
    JB_EQ_STR(json_text(json, "questions.1.time_limit_ms"), "0");
    JB_TRUE(json_at(json, "questions.4.time_limit_ms") == NULL);
    cJSON_Delete(json);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void media_on_the_web_are_told_and_the_question_is_taken(void **state)
{
    jb_report report;
    jb_bank *bank = read_good("{\"questions\":[\n"
                              "{\"question\":\"A\",\"answers\":[\"a\",\"b\"],\"solution\":0,"
                              "\"image\":\"https://x.org/a.png\"},\n"
                              "{\"question\":\"B\",\"answers\":[\"a\",\"b\"],\"solution\":0,"
                              "\"media\":{\"type\":\"video\",\"url\":\"http://x.org/b.mp4\"}},\n"
                              "{\"question\":\"C\",\"answers\":[\"a\",\"b\"],\"solution\":0,"
                              "\"media\":{\"url\":\"/media/c.png\"}},\n"
                              "{\"question\":\"D\",\"answers\":[\"a\",\"b\"],\"solution\":0,"
                              "\"media\":null,\"image\":\"\"}]}",
                              &report);
    JB_EQ_U64(report.question_count, 4);
    JB_EQ_U64(count_problems(&report, "remote_media"), 2);
    check_problem(&report, "missing_medium", 4);
    JB_FALSE(report.errors);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void lists_of_quizzes_become_categories(void **state)
{
    jb_report report;
    jb_bank *bank = read_good("[{\"subject\":\"One\",\"questions\":[{\"question\":\"A\","
                              "\"answers\":[\"a\",\"b\"],\"solution\":0}]},"
                              "{\"subject\":\"Two\",\"questions\":[{\"question\":\"B\",\"answers\":"
                              "[\"a\",\"b\"],\"solution\":1}]}]",
                              &report);
    cJSON *json = bank_json(bank);
    JB_EQ_U64(jb_bank_count(bank), 2);
    JB_EQ_STR(json_words(json, "categories.0.title"), "One");
    JB_EQ_STR(json_words(json, "categories.1.title"), "Two");
    JB_EQ_STR(json_text(json, "questions.1.category"), "c2");
    cJSON_Delete(json);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void what_cannot_be_played_is_told_at_its_line(void **state)
{
    jb_report report;
    jb_bank *bank =
        read_good("{\"questions\":[\n"
                  "{\"question\":\"Beyond\",\"answers\":[\"a\",\"b\"],\"solution\":2},\n"
                  "{\"question\":\"Nobody\",\"answers\":[\"a\",\"b\"]},\n"
                  "{\"question\":\"None\",\"answers\":[\"a\",\"b\"],\"solutions\":[]},\n"
                  "{\"question\":\"Half\",\"answers\":[\"a\",\"b\"],\"solution\":0.5},\n"
                  "{\"question\":\"\",\"answers\":[\"a\",\"b\"],\"solution\":0},\n"
                  "{\"question\":\"Lonely\",\"answers\":[\"a\"],\"solution\":0},\n"
                  "{\"question\":\"Empty\",\"answers\":[\"a\",\"\"],\"solution\":0},\n"
                  "{\"question\":\"Minus\",\"answers\":[\"a\",\"b\"],\"solution\":-1},\n"
                  "{\"question\":\"Good\",\"answers\":[\"a\",\"b\"],\"solution\":1}]}",
                  &report);
    JB_EQ_U64(report.question_count, 1);
    JB_EQ_U64(count_problems(&report, "unknown_option"), 3); /* 2, 5, 9 */
    JB_EQ_U64(count_problems(&report, "no_answer"), 2);
    check_problem(&report, "empty_stem", 6);
    check_problem(&report, "too_few_options", 7);
    check_problem(&report, "empty_option", 8);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void a_survey_has_nothing_to_play(void **state)
{
    jb_report report;
    jb_bank *bank = import_text("{\"gameMode\":\"survey\",\"subject\":\"S\",\"questions\":[\n"
                                "{\"question\":\"A\",\"answers\":[\"a\",\"b\"],\"solutions\":[]}]}",
                                NULL, &report);
    JB_TRUE(bank == NULL);
    check_problem(&report, "unsupported_kind", 2);
    check_problem(&report, "no_questions", 1);
    jb_report_finish(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_several_and_a_number),
        cmocka_unit_test(media_on_the_web_are_told_and_the_question_is_taken),
        cmocka_unit_test(lists_of_quizzes_become_categories),
        cmocka_unit_test(what_cannot_be_played_is_told_at_its_line),
        cmocka_unit_test(a_survey_has_nothing_to_play),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
