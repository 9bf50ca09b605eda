/* Open Trivia DB in all its encodings, whole answers and dumps. */
#include <stdio.h>
#include <string.h>

#include "import_check.h"

static const char *line_of(const char *text)
{
    static char line[400];
    jb_report report;
    jb_bank *bank = import_text(text, NULL, &report);
    JB_TRUE(bank != NULL);
    JB_EQ_STR(report.format, "opentdb");
    JB_EQ_U64(jb_bank_count(bank), 1);
    (void)snprintf(line, sizeof line, "%s", question_line(bank, 0));
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    return line;
}

#define RESULT(members) "{\"response_code\":0,\"results\":[{" members "}]}"
#define WRONG           "\"incorrect_answers\":[\"Lyon\",\"Nice\",\"Metz\"]"

static void html_is_unescaped(void **state)
{
    const char *line =
        line_of(RESULT("\"type\":\"multiple\",\"difficulty\":\"easy\",\"category\":\"A &amp; B\","
                       "\"question\":\"Who said &quot;caf&eacute;&quot; &#039;&pi;&#039;?\","
                       "\"correct_answer\":\"&lt;b&gt; &shy;x\"," WRONG));
    JB_TRUE(strncmp(line, "single: Who said \"café\" 'π'? / ", 31) == 0);
    JB_TRUE(strstr(line, "*<b> x") != NULL);
    JB_TRUE(strstr(line, "/ Lyon / Nice") != NULL || strstr(line, "Lyon /") != NULL);
}

static void base64_is_seen_in_the_type(void **state)
{
    JB_EQ_STR(
        line_of(RESULT("\"type\":\"Ym9vbGVhbg==\",\"difficulty\":\"aGFyZA==\","
                       "\"category\":\"SGlzdG9yeQ==\",\"question\":\"RmlyZSBpcyBob3Qu\","
                       "\"correct_answer\":\"VHJ1ZQ==\",\"incorrect_answers\":[\"RmFsc2U=\"]")),
        "truefalse: Fire is hot. / true");
    const char *line = line_of(RESULT(
        "\"type\":\"bXVsdGlwbGU=\",\"difficulty\":\"ZWFzeQ==\",\"category\":\"SGlzdG9yeQ==\","
        "\"question\":\"MiArIDI/\",\"correct_answer\":\"NA==\","
        "\"incorrect_answers\":[\"Mw==\",\"NQ==\"]"));
    JB_TRUE(strncmp(line, "single: 2 + 2? / ", 17) == 0);
    JB_TRUE(strstr(line, "*4") && strstr(line, "3") && strstr(line, "5"));
}

static void percent_encoding_is_seen_in_the_question(void **state)
{
    JB_EQ_STR(line_of(RESULT("\"type\":\"boolean\",\"difficulty\":\"easy\",\"category\":\"A\","
                             "\"question\":\"Is%20100%25%20all%3F\",\"correct_answer\":\"False\","
                             "\"incorrect_answers\":[\"True\"]")),
              "truefalse: Is 100% all? / false");
    JB_EQ_STR(line_of(RESULT("\"type\":\"boolean\",\"difficulty\":\"easy\",\"category\":\"A+B\","
                             "\"question\":\"Is+caf%C3%A9+a+word%3F\",\"correct_answer\":\"True\","
                             "\"incorrect_answers\":[\"False\"]")),
              "truefalse: Is café a word? / true");
    /* Not encoded: there is a space. */
    JB_EQ_STR(line_of(RESULT("\"type\":\"boolean\",\"difficulty\":\"easy\",\"category\":\"A\","
                             "\"question\":\"Is 100%25 a number?\",\"correct_answer\":\"False\","
                             "\"incorrect_answers\":[\"True\"]")),
              "truefalse: Is 100%25 a number? / false");
}

static void dumps_are_read_whatever_is_around_the_questions(void **state)
{
#define ASK "{\"question\":\"Q?\",\"correct_answer\":\"yes\",\"incorrect_answers\":[\"no\"]}"
    static const char *const files[] = {
        "[" ASK "]",
        "{\"results\":[" ASK "]}",
        "[{\"response_code\":0,\"results\":[" ASK "]}]",
        "{\"History\":{\"easy\":[" ASK "]}}",
        "[[" ASK "]]",
        "\n\n {\"questions\":[" ASK "],\"more\":[1,2,{\"a\":[]}]}",
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        JB_EQ_STR(line_of(files[i]), "truefalse: Q? / true");
    }
}

static void what_it_says_about_a_question_is_kept(void **state)
{
    jb_report report;
    jb_bank *bank = import_text(
        RESULT("\"type\":\"boolean\",\"difficulty\":\"hard\",\"category\":\"Science: Nature\","
               "\"question\":\"Fire is hot.\",\"correct_answer\":\"True\","
               "\"incorrect_answers\":[\"False\"]"),
        NULL, &report);
    cJSON *json = bank_json(bank);
    JB_EQ_STR(json_text(json, "questions.0.source.license"), "CC BY-SA 4.0");
    JB_EQ_STR(json_text(json, "questions.0.source.url"), "https://opentdb.com");
    JB_EQ_STR(json_words(json, "categories.0.title"), "Science: Nature");
    JB_EQ_STR(json_text(json, "questions.0.difficulty"), "5");
    JB_EQ_U64(report.problem_count, 0);
    cJSON_Delete(json);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    /* Somebody else's questions in the same form are not under that licence. */
    bank = import_text("[" ASK "]", NULL, &report);
    json = bank_json(bank);
    JB_TRUE(json_at(json, "questions.0.source.license") == NULL);
    cJSON_Delete(json);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void every_question_is_taken_or_reported_at_its_line(void **state)
{
    static const char file[] =
        "{\"results\":[\n"
        "{\"type\":\"multiple\",\"question\":\"No answer\",\"incorrect_answers\":[\"a\"]},\n"
        "{\"type\":\"multiple\",\"question\":\"\",\"correct_answer\":\"a\",\"incorrect_answers\":["
        "\"b\"]},\n"
        "{\"type\":\"boolean\",\"question\":\"Maybe\",\"correct_answer\":\"Perhaps\",\"incorrect_"
        "answers\":[\"No\"]},\n"
        "{\"type\":\"essay\",\"question\":\"Why?\",\"correct_answer\":\"x\",\"incorrect_answers\":["
        "\"b\"]},\n"
        "{\"type\":\"multiple\",\"question\":\"Alone\",\"correct_answer\":\"x\",\"incorrect_"
        "answers\":[]},\n"
        "{\"type\":\"multiple\",\"question\":\"No "
        "list\",\"correct_answer\":\"x\",\"incorrect_answers\":3},\n"
        "17, \"a text\",\n"
        "{\"category\":\"without anything\"},\n"
        "{\"type\":\"multiple\",\"question\":\"Good\",\"correct_answer\":\"x\",\"incorrect_"
        "answers\":[\"y\"]}\n"
        "]}";
    jb_report report;
    jb_bank *bank = import_text(file, NULL, &report);
    JB_EQ_U64(report.question_count, 1);
    check_problem(&report, "no_answer", 2);
    check_problem(&report, "unknown_option", 4);
    check_problem(&report, "unsupported_kind", 5);
    JB_EQ_U64(count_problems(&report, "empty_stem"), 2); /* lines 3 and 9 */
    JB_EQ_U64(count_problems(&report, "too_few_options"), 2);
    JB_EQ_U64(count_problems(&report, "broken_question"), 2);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void what_stands_before_a_fault_is_read(void **state)
{
    jb_report report;
    jb_bank *bank =
        import_text("{\"results\":[" ASK ",\n" ASK ",\n {\"question\": \"cut", NULL, &report);
    JB_EQ_U64(report.question_count, 2);
    check_problem(&report, "bad_json", 3);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    bank = import_text("{\"response_code\":5,\"results\":[]}", NULL, &report);
    JB_TRUE(bank == NULL);
    check_problem(&report, "no_questions", 1);
    jb_report_finish(&report);
}

static void the_place_of_the_right_answer_is_not_always_the_first(void **state)
{
    int places[4] = { 0 };
    for (int i = 0; i < 60; i++) {
        char file[300];
        (void)snprintf(file, sizeof file,
                       "[{\"question\":\"Number %d?\",\"correct_answer\":\"right\","
                       "\"incorrect_answers\":[\"a\",\"b\",\"c\"]}]",
                       i);
        const char *line = line_of(file);
        int place = 0;
        for (const char *at = line; at < strstr(line, "*right"); at++) {
            place += *at == '/';
        }
        JB_TRUE(place >= 1 && place <= 4);
        places[place - 1]++;
    }
    for (int i = 0; i < 4; i++) {
        JB_TRUE(places[i] >= 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_is_unescaped),
        cmocka_unit_test(base64_is_seen_in_the_type),
        cmocka_unit_test(percent_encoding_is_seen_in_the_question),
        cmocka_unit_test(dumps_are_read_whatever_is_around_the_questions),
        cmocka_unit_test(what_it_says_about_a_question_is_kept),
        cmocka_unit_test(every_question_is_taken_or_reported_at_its_line),
        cmocka_unit_test(what_stands_before_a_fault_is_read),
        cmocka_unit_test(the_place_of_the_right_answer_is_not_always_the_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
