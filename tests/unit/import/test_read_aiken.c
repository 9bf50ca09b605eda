#include "import_check.h"

#include <string.h>

static void questions_are_read(void **state)
{
    jb_report report;
    jb_bank *bank = import_text("What is <b>2 & 2</b>?\r\n"
                                "A) 3\r\n"
                                "B) 4\r\n"
                                "C. &amp;\r\n"
                                "ANSWER: B\r\n"
                                "\r\n"
                                "Which of these floats?\n"
                                "A. wood\n"
                                "B. iron\n"
                                "ANSWER: A",
                                NULL, &report);
    JB_EQ_STR(report.format, "aiken");
    JB_EQ_STR(question_line(bank, 0), "single: What is <b>2 & 2</b>? / 3 / *4 / &amp;");
    JB_EQ_STR(question_line(bank, 1), "single: Which of these floats? / *wood / iron");
    JB_EQ_U64(report.question_count, 2);
    JB_EQ_U64(report.problem_count, 0);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void loose_forms_are_taken_with_a_warning(void **state)
{
    jb_report report;
    jb_bank *bank = import_text("Small letters?\n"
                                "a) yes\n"
                                "b) no\n"
                                "Answer: b\n"
                                "\n"
                                "A stem\n"
                                "of two lines\n"
                                "A) one\n"
                                "B) two\n"
                                "goes on\n"
                                "\n"
                                "C)three\n"
                                "ANSWER:B\n"
                                "\n"
                                "Explanation: because\n"
                                "---\n"
                                "Several?\n"
                                "A) one\n"
                                "B) two\n"
                                "C) three\n"
                                "ANSWER: A, C\n"
                                "And so?\n"
                                "A) one\n"
                                "B) two\n"
                                "Correct answer: B) two\n",
                                "aiken", &report);
    JB_EQ_STR(report.format, "aiken");
    JB_EQ_STR(question_line(bank, 0), "single: Small letters? / yes / *no");
    JB_EQ_STR(question_line(bank, 1), "single: A stem\nof two lines / one / *two\ngoes on / three");
    JB_EQ_STR(question_line(bank, 2), "multiple: Several? / *one / two / *three");
    JB_EQ_STR(question_line(bank, 3), "single: And so? / one / *two");
    check_problem(&report, "loose_form", 2);
    check_problem(&report, "several_lines", 6);
    check_problem(&report, "several_right", 21);
    JB_EQ_U64(report.problem_count, 3);
    JB_FALSE(report.errors);
    cJSON *json = bank_json(bank);
    JB_EQ_STR(json_words(json, "questions.1.explanation"), "because");
    cJSON_Delete(json);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

/* The faults that Moodle reports, and one that it does not see. */
static void faults_are_reported_and_the_rest_is_read(void **state)
{
    jb_report report;
    jb_bank *bank = import_text("Too few options\n"
                                "A) only\n"
                                "ANSWER: A\n"
                                "\n"
                                "A) no question above\n"
                                "B) nor here\n"
                                "\n"
                                "ANSWER: neither here\n"
                                "\n"
                                "Not finished\n"
                                "A) yes\n"
                                "B) no\n"
                                "\n"
                                "Good\n"
                                "A)no space\n"
                                "B)here\n"
                                "ANSWER: B\n"
                                "No such option\n"
                                "A) yes\n"
                                "B) no\n"
                                "ANSWER: C\n"
                                "A word\n"
                                "A) yes\n"
                                "B) no\n"
                                "ANSWER: yes\n"
                                "No letter\n"
                                "A) yes\n"
                                "B) no\n"
                                "ANSWER:\n"
                                "Empty option\n"
                                "A) yes\n"
                                "B)\n"
                                "ANSWER: A\n"
                                "A heading at the end\n",
                                "aiken", &report);
    JB_EQ_STR(report.format, "aiken");
    JB_EQ_U64(report.question_count, 1);
    JB_EQ_STR(question_line(bank, 0), "single: Good / no space / *here");
    check_problem(&report, "too_few_options", 1);
    check_problem(&report, "empty_stem", 5);
    check_problem(&report, "empty_stem", 8);
    check_problem(&report, "unfinished_question", 10);
    check_problem(&report, "unknown_option", 21);
    check_problem(&report, "unknown_option", 25);
    check_problem(&report, "no_answer", 29);
    check_problem(&report, "empty_option", 30);
    check_problem(&report, "unfinished_question", 34);
    JB_EQ_U64(report.problem_count, 9);
    JB_EQ_STR(report.problems[3].excerpt, "Not finished");
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void a_question_without_an_answer_does_not_swallow_the_next(void **state)
{
    jb_report report;
    jb_bank *bank = import_text("First\n"
                                "A) a\n"
                                "B) b\n"
                                "Second\n"
                                "A) c\n"
                                "B) d\n"
                                "ANSWER: A\n",
                                NULL, &report);
    JB_EQ_STR(question_line(bank, 0), "single: Second / *c / d");
    check_problem(&report, "unfinished_question", 1);
    JB_EQ_U64(report.question_count, 1);
    JB_EQ_U64(report.problem_count, 1);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void code_below_a_question_is_part_of_it(void **state)
{
    jb_report report;
    jb_bank *bank = import_text("Quiz of today\n"
                                "\n"
                                "What does this print?\n"
                                "\n"
                                "int x = 1;\n"
                                "\n"
                                "print(x);\n"
                                "A) 1\n"
                                "B) 2\n"
                                "ANSWER: A\n"
                                "\n"
                                "Has it no options?\n"
                                "\n"
                                "Look at this:\n"
                                "\n"
                                "2 + 2 = ?\n"
                                "A) 4\n"
                                "B) 5\n"
                                "ANSWER: A\n"
                                "And this?\n"
                                "\n"
                                "Is it another?\n"
                                "A) yes\n"
                                "B) no\n"
                                "ANSWER: A\n",
                                NULL, &report);
    JB_EQ_U64(report.question_count, 3);
    JB_EQ_STR(question_line(bank, 0),
              "single: What does this print?\n\nint x = 1;\n\nprint(x); / *1 / 2");
    JB_EQ_STR(question_line(bank, 1),
              "single: Has it no options?\n\nLook at this:\n\n2 + 2 = ? / *4 / 5");
    JB_EQ_STR(question_line(bank, 2), "single: Is it another? / *yes / no");
    check_problem(&report, "unfinished_question", 1);
    check_problem(&report, "several_lines", 3);
    check_problem(&report, "several_lines", 12);
    check_problem(&report, "unfinished_question", 20);
    JB_EQ_U64(report.problem_count, 4);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

/* The answer line, and what it means for options A to D; "" for an answer that is not taken. */
static void answers_are_letters_and_nothing_is_guessed(void **state)
{
    static const struct {
        const char *answer;
        const char *right;
    } rows[] = {
        { "ANSWER: B", "B" },
        { "ANSWER:B", "B" },
        { "ANSWER: B.", "B" },
        { "ANSWER: (B", "" },
        { "ANSWER: b", "B" },
        { "ANSWER: B) two", "B" },
        { "ANSWER: B because so", "B" },
        { "ANSWER: AB", "AB" },
        { "ANSWER: A B D", "ABD" },
        { "ANSWER: A,C", "AC" },
        { "ANSWER: A、C", "AC" },
        { "ANSWER: A and C", "AC" },
        { "ANSWER: abd", "ABD" },
        { "ANSWER: BA", "" },
        { "ANSWER: A, C perhaps", "" },
        { "ANSWER: E", "" },
        { "ANSWER: Best", "" },
        { "ANSWER: 2", "" },
        { "Answer： B", "B" },
        { "ANSWER : D", "D" },
        { "ANSWER: B B", "B" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        jb_report report;
        jb_buffer text;
        char right[8] = "";
        jb_buffer_init(&text, 0);
        jb_buffer_append_text(&text, "Q?\nA) one\nB) two\nC) three\nD) four\n");
        jb_buffer_append_text(&text, rows[i].answer);
        jb_bank *bank = import_text(jb_buffer_text(&text), "aiken", &report);
        cJSON *json = bank ? bank_json(bank) : NULL;
        const cJSON *id = NULL;
        size_t count = 0;
        cJSON_ArrayForEach(id, json_at(json, "questions.0.answer.correct")) {
            right[count++] = (char)(cJSON_GetStringValue(id)[0] - 'a' + 'A');
        }
        if (strcmp(right, rows[i].right) != 0) {
            print_error("%s\n", rows[i].answer);
        }
        JB_EQ_STR(right, rows[i].right);
        JB_EQ_I64(report.errors, count == 0);
        cJSON_Delete(json);
        jb_bank_destroy(bank);
        jb_buffer_finish(&text);
        jb_report_finish(&report);
    }
}

static void letters_out_of_order_are_found_where_they_are_clear(void **state)
{
    jb_report report;
    jb_bank *bank = import_text("Q?\nA) one\nB) two\nD) four\nANSWER: D\n"
                                "R?\nA) one\nB) two\nB) three\nC) four\nANSWER: C\n"
                                "S?\nA) one\nB) two\nB) three\nANSWER: A\n",
                                NULL, &report);
    JB_EQ_STR(question_line(bank, 0), "single: Q? / one / two / *four");
    check_problem(&report, "unknown_option", 11);
    JB_EQ_STR(question_line(bank, 1), "single: S? / *one / two / three");
    JB_EQ_U64(report.question_count, 2);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void chinese_text_with_answer_lines_is_aiken(void **state)
{
    jb_report report;
    jb_bank *bank = import_text("1、中国的首都是（ ）。\nA. 上海\nB. 北京\nANSWER: B\n\n"
                                "2、下列哪些是水果？\nA、苹果\nB、石头\nANSWER: A\n",
                                NULL, &report);
    JB_EQ_STR(report.format, "aiken");
    JB_EQ_U64(report.question_count, 2);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

/* As in Moodle's own test: most questions are broken. */
static void a_file_with_faults_is_still_aiken(void **state)
{
    jb_report report;
    jb_bank *bank = import_text("One option\nA) only\nANSWER: A\n\nA) no question\n\n"
                                "ANSWER: none\n\nGood\nA) a\nB) b\nANSWER: A\n\n"
                                "No answer\nA) a\nB) b\n\nGood too\nA)a\nB)b\nANSWER: B",
                                NULL, &report);
    JB_EQ_STR(report.format, "aiken");
    JB_EQ_U64(report.question_count, 2);
    JB_EQ_U64(count_problems(&report, "missing_source") + 4, report.problem_count);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void other_text_is_not_aiken(void **state)
{
    static const char *const texts[] = {
        "1、题干（ ）。\nA. 甲\nB. 乙\n答案：B\n",
        "Just a letter to you.\nANSWER: soon\n",
        "// comment\n::T:: Q {=a ~b}\n",
        "#Q stem\n^ a\nA a\nB b\n",
        "A) one\nB) two\n",
        ("一、单选题\n1、题干（ ）。\nA. 甲\nB. 乙\nANSWER: B\n二、判断题\n2、天是蓝的。（√）\n"
         "3、地是平的。（×）\n"),
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        jb_report report;
        jb_bank *bank = import_text(texts[i], NULL, &report);
        JB_TRUE(strcmp(report.format, "aiken") != 0);
        jb_bank_destroy(bank);
        jb_report_finish(&report);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(questions_are_read),
        cmocka_unit_test(loose_forms_are_taken_with_a_warning),
        cmocka_unit_test(faults_are_reported_and_the_rest_is_read),
        cmocka_unit_test(a_question_without_an_answer_does_not_swallow_the_next),
        cmocka_unit_test(code_below_a_question_is_part_of_it),
        cmocka_unit_test(answers_are_letters_and_nothing_is_guessed),
        cmocka_unit_test(letters_out_of_order_are_found_where_they_are_clear),
        cmocka_unit_test(chinese_text_with_answer_lines_is_aiken),
        cmocka_unit_test(a_file_with_faults_is_still_aiken),
        cmocka_unit_test(other_text_is_not_aiken),
    };
    return JB_RUN(tests);
}
