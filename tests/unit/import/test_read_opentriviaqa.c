#include "import_check.h"

#include <string.h>

static void questions_are_read(void **state)
{
    jb_report report;
    jb_bank *bank = import_text("#Q How many legs has a spider?\r\n"
                                "^ eight\r\n"
                                "A six\r\n"
                                "B eight\r\n"
                                "C ten\r\n"
                                "\r\n"
                                "\n"
                                "#Q Is this right:\n"
                                "A line that looks like an option\n"
                                "\n"
                                "2 + 2 = 4\n"
                                "^ Yes\n"
                                "A No\n"
                                "B Yes\n"
                                "\n"
                                "#Q Fire is hot.\n"
                                "^ True\n"
                                "A True\n"
                                "B False\n"
                                "\n"
                                "#Q Ice is hot.\n"
                                "^ False\n"
                                "A False\n"
                                "B True\n",
                                NULL, &report);
    JB_EQ_STR(report.format, "opentriviaqa");
    JB_EQ_STR(question_line(bank, 0), "single: How many legs has a spider? / six / *eight / ten");
    JB_EQ_STR(question_line(bank, 1),
              "single: Is this right:\nA line that looks like an option\n\n2 + 2 = 4 / No / *Yes");
    JB_EQ_STR(question_line(bank, 2), "truefalse: Fire is hot. / true");
    JB_EQ_STR(question_line(bank, 3), "truefalse: Ice is hot. / false");
    JB_EQ_U64(count_problems(&report, NULL), 0);
    cJSON *json = bank_json(bank);
    JB_EQ_STR(json_text(json, "questions.0.source.license"), "CC BY-SA 4.0");
    JB_EQ_STR(json_text(json, "questions.3.source.imported_from.line"), "21");
    cJSON_Delete(json);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void faults_are_reported_and_the_rest_is_read(void **state)
{
    jb_report report;
    jb_bank *bank = import_text("A list of questions\n"
                                "#Q The answer is none of these\n"
                                "^ seven\n"
                                "A six\n"
                                "B eight\n"
                                "\n"
                                "#Q No answer\n"
                                "A six\n"
                                "B eight\n"
                                "\n"
                                "#Q One option\n"
                                "^ six\n"
                                "A six\n"
                                "\n"
                                "#Q\n"
                                "^ six\n"
                                "A six\n"
                                "B eight\n"
                                "\n"
                                "#Q Good, but for capitals\n"
                                "^ the  End\n"
                                "A the end\n"
                                "B the\n"
                                "beginning\n"
                                "\n"
                                "what is this\n",
                                NULL, &report);
    JB_EQ_U64(report.question_count, 1);
    JB_EQ_STR(question_line(bank, 0), "single: Good, but for capitals / *the end / the\nbeginning");
    check_problem(&report, "unknown_option", 2);
    check_problem(&report, "no_answer", 7);
    check_problem(&report, "too_few_options", 11);
    check_problem(&report, "empty_stem", 15);
    check_problem(&report, "stray_text", 1);
    JB_EQ_U64(report.problem_count, 5);
    JB_EQ_STR(report.problems[1].excerpt, "The answer is none of these");
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

/* UTF-8 and windows-1252 in one file, as the real one is. */
static void lines_of_two_encodings_are_read(void **state)
{
    jb_report report;
    jb_bank *bank = import_text("#Q Caf\xc3\xa9 \xe2\x80\x93 where?\n^ Orl\xc3\xa9"
                                "ans\nA Orl\xc3\xa9"
                                "ans\nB K\xc3\xb6ln\n\n"
                                "#Q Who is Zo\xeb?\n^ a girl\nA a girl\nB a boy\n",
                                NULL, &report);
    JB_EQ_STR(report.encoding, "mixed");
    JB_EQ_STR(question_line(bank, 0), "single: Café – where? / *Orléans / Köln");
    JB_EQ_STR(question_line(bank, 1), "single: Who is Zoë? / *a girl / a boy");
    check_problem(&report, "stray_bytes", 6);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(questions_are_read),
        cmocka_unit_test(faults_are_reported_and_the_rest_is_read),
        cmocka_unit_test(lines_of_two_encodings_are_read),
    };
    return JB_RUN(tests);
}
