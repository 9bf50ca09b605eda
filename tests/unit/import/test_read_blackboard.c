#include "import_check.h"

#include <string.h>

static void every_kind_is_read(void **state)
{
    static const char *const lines[] = {
        "single: Longest river? / *Nile / Rhine",
        "multiple: Which are prime? / *2 / 4 / *5",
        "truefalse: Fire is hot. / true",
        "truefalse: Ice is hot. / false",
        "ordering: Smallest first / 1 mouse / 2 cat / 3 horse",
        "matching: Capitals / France => Paris / Italy => Rome / => Bonn",
        "text: Capital of ____ is? / Paris; paris",
        "text: The ____ is bigger than the ____. / sun; Sun | moon",
        "numeric: Pi? / 3.14 +- 0.01",
        "numeric: Legs of a spider? / 8",
    };
    jb_report report;
    jb_bank *bank =
        import_text("MC\tLongest river?\tNile\tcorrect\tRhine\tincorrect\n"
                    "MA\tWhich are prime?\t2\tCorrect\t4\tincorrect\t5\tcorrect\t\t\n"
                    "TF\tFire is hot.\ttrue\n"
                    "TF\tIce is hot.\tFALSE\n"
                    "ORD\tSmallest first\tmouse\tcat\thorse\n"
                    "MAT\tCapitals\tFrance\tParis\tItaly\tRome\t\tBonn\n"
                    "FIB\tCapital of ____ is?\tParis\tparis\n"
                    "FIB_PLUS\tThe [a] is bigger than the [b].\tb\tmoon\t\ta\tsun\tSun\n"
                    "NUM\tPi?\t3.14\t0.01\n"
                    "NUM\tLegs of a spider?\t8\n",
                    NULL, &report);
    JB_EQ_STR(report.format, "blackboard");
    JB_EQ_U64(report.question_count, 10);
    for (uint32_t i = 0; i < 10; i++) {
        JB_EQ_STR(question_line(bank, i), lines[i]);
    }
    JB_EQ_U64(report.problem_count, count_problems(&report, "missing_source"));
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void what_cannot_be_played_is_listed(void **state)
{
    jb_report report;
    jb_bank *bank = import_text("TF\tFire is hot.\ttrue\n"
                                "ESS\tTell us about fire.\tIt is hot.\n"
                                "SR\tShortly?\n"
                                "OP\tDo you agree?\n"
                                "JUMBLED_SENTENCE\tThe [a] is [b].\tsun\ta\n"
                                "QUIZ_BOWL\tIt is hot.\tWhat\tfire\n"
                                "FIL\tHand it in.\n",
                                NULL, &report);
    JB_EQ_STR(report.format, "blackboard");
    JB_EQ_U64(report.question_count, 1);
    for (uint32_t line = 2; line <= 7; line++) {
        check_problem(&report, "unsupported_kind", line);
        JB_EQ_I64(report.problems[line - 2].severity, JB_SEVERITY_UNSUPPORTED);
    }
    JB_EQ_STR(report.problems[0].excerpt, "Tell us about fire.");
    JB_EQ_U64(report.problem_count, 6);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void faults_are_reported_and_the_rest_is_read(void **state)
{
    jb_report report;
    jb_bank *bank = import_text("MC\tNone is right\ta\tincorrect\tb\tincorrect\n"
                                "MC\tA word is missing\ta\tcorrect\tb\n"
                                "MC\tThe words are wrong\ta\tright\tb\twrong\n"
                                "TF\tNeither\tperhaps\n"
                                "TF\tNo answer\n"
                                "NUM\tNo number\tmany\n"
                                "MAT\tOne side\ta\tb\tc\n"
                                "FIB_PLUS\tNo answer [a]\ta\n"
                                "XX\tNo kind\tb\n"
                                "MC\t\ta\tcorrect\tb\tincorrect\n"
                                "ORD\tOne alone\ta\n"
                                "\n"
                                "TF\tGood\ttrue\n"
                                "MC\tTwo are right\ta\tcorrect\tb\tcorrect\tc\tincorrect\n",
                                NULL, &report);
    static const char *const codes[] = { "no_answer",       "broken_question", "broken_question",
                                         "unknown_option",  "no_answer",       "bad_number",
                                         "broken_question", "no_answer",       "unknown_type",
                                         "empty_stem",      "too_few_options" };
    JB_EQ_U64(report.question_count, 2);
    for (uint32_t i = 0; i < 11; i++) {
        check_problem(&report, codes[i], i + 1);
    }
    check_problem(&report, "several_right", 14);
    JB_EQ_U64(report.problem_count, 12);
    JB_EQ_STR(question_line(bank, 0), "truefalse: Good / true");
    JB_EQ_STR(question_line(bank, 1), "multiple: Two are right / *a / *b / c");
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void html_and_quotes_of_excel_are_read(void **state)
{
    jb_report report;
    jb_bank *bank = import_text("TF\t\"He said \"\"no\"\" &amp; <b>left</b>.\"\ttrue\n"
                                "MC\t<p>Is 1 < 2?</p>\t\"yes\"\tcorrect\tcaf&eacute;\tincorrect\n"
                                "TF\t\"To be\" is a \"verb\"\tfalse\n"
                                "TF\tSee <img src=\"http://example.org/a.png\">\ttrue\n",
                                NULL, &report);
    JB_EQ_STR(question_line(bank, 0), "truefalse: He said \"no\" & left. / true");
    JB_EQ_STR(question_line(bank, 1), "single: Is 1 < 2? / *yes / café");
    JB_EQ_STR(question_line(bank, 2), "truefalse: \"To be\" is a \"verb\" / false");
    JB_EQ_STR(question_line(bank, 3), "truefalse: See / true");
    check_problem(&report, "remote_media", 4);
    JB_EQ_U64(report.problem_count, 1);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void blanks_without_a_place_keep_their_order(void **state)
{
    jb_report report;
    jb_bank *bank = import_text(
        "FIB_PLUS\tName two colours of the flag.\tx\tred\t\ty\twhite\tWhite\n", NULL, &report);
    JB_EQ_STR(question_line(bank, 0), "text: Name two colours of the flag. / red | white; White");
    JB_EQ_U64(count_problems(&report, NULL), 0);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void other_tables_are_not_blackboard(void **state)
{
    static const char *const texts[] = {
        "type\tquestion\tanswer\nMC\tq\ta\nfoo\tq\tb\nbar\tx\ty\n",
        "What is MC?\tMaster of ceremonies\n",
        "MC\n",
        "QuestionType\tQuestionText\tChoice1\tChoice2\tCorrectIndex\n"
        "MC\tWhat is hot?\tfire\tice\t0\nTF\tIce is hot.\tTrue\tFalse\t1\n"
        "MC\tWhat is cold?\tfire\tice\t1\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        jb_report report;
        jb_bank *bank = import_text(texts[i], NULL, &report);
        JB_TRUE(strcmp(report.format, "blackboard") != 0);
        jb_bank_destroy(bank);
        jb_report_finish(&report);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_is_read),
        cmocka_unit_test(what_cannot_be_played_is_listed),
        cmocka_unit_test(faults_are_reported_and_the_rest_is_read),
        cmocka_unit_test(html_and_quotes_of_excel_are_read),
        cmocka_unit_test(blanks_without_a_place_keep_their_order),
        cmocka_unit_test(other_tables_are_not_blackboard),
    };
    return JB_RUN(tests);
}
