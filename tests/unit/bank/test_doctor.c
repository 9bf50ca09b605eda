/*
 * What the doctor says of banks in which every question is good by itself: similar questions, right
 * options that can be guessed, answers that are told, translations and sources that are not there.
 */
#include "bank_fixtures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "doctor.h"

#define HEAD                                                                                       \
    "{'format':'question-bank','version':1,'title':{'en':'T'},'default_language':'en',"            \
    "'source':{'author':'A'},"

/* Reads a bank without errors; ' stands for ". */
static void read_bank(const char *document, jb_report *report)
{
    fixture_text json = fixture_json(document);
    jb_bank *bank = NULL;
    jb_report_init(report);
    JB_EQ_I64(jb_bank_read((jb_slice){ .bytes = json.bytes, .size = json.size }, report, &bank),
              JB_OK);
    assert_non_null(bank);
    JB_FALSE(report->errors);
    jb_bank_destroy(bank);
    fixture_free(&json);
}

static uint32_t count_of(const jb_report *report, const char *code)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < report->problem_count; i++) {
        count += strcmp(report->problems[i].code, code) == 0;
    }
    return count;
}

/* Two questions of one kind, given by their members: is the code said of the second? */
static void check_two(const char *first, const char *second, const char *code, bool said)
{
    char document[4000];
    jb_report report;
    (void)snprintf(document, sizeof document,
                   HEAD "'questions':[\n{'id':'q1',%s},\n{'id':'q2',%s}]}", first, second);
    read_bank(document, &report);
    const jb_problem *problem = fixture_problem(&report, code);
    if ((problem != NULL) != said || (problem && problem->line != 3)) {
        print_error("%s\n%s\n", first, second);
        fail();
    }
    JB_EQ_U64(count_of(&report, code), said ? 1 : 0);
    jb_report_finish(&report);
}

/* Questions with the options Ann, Ben, Cem, of which the first is right. */
#define ASK(stem)                                                                                  \
    "'type':'single','stem':{'en':'" stem "'},'options':[{'id':'a','text':{'en':'Ann'}},"          \
    "{'id':'b','text':{'en':'Ben'}},{'id':'c','text':{'en':'Cem'}}],'answer':{'correct':['a']}"
#define ASK_BEN(stem)                                                                              \
    "'type':'single','stem':{'en':'" stem "'},'options':[{'id':'a','text':{'en':'Ann'}},"          \
    "{'id':'b','text':{'en':'Ben'}},{'id':'c','text':{'en':'Cem'}}],'answer':{'correct':['b']}"
#define TRUTH(stem, value)                                                                         \
    "'type':'truefalse','stem':{'en':'" stem "'},'answer':{'value':" value "}"
#define TYPED(stem, text)                                                                          \
    "'type':'text','stem':{'en':'" stem "'},'answer':{'blanks':[{'accept':[{'text':'" text "'}]}]" \
    "}"

static void questions_that_are_nearly_the_same_are_told(void **state)
{
    static const char code[] = "similar_question";
    check_two(ASK("Who was the first woman to win a Nobel prize in physics?"),
              ASK("Who was the first woman that won a Nobel prize in physics?"), code, true);
    check_two(ASK("谁是第一位获得诺贝尔物理学奖的女性科学家"),
              ASK("谁是第一位获得诺贝尔物理学奖的女性科学家？？"), code, true);
    /* the answer makes the question */
    check_two(ASK("What is the chemical symbol of the element called gold?"),
              ASK_BEN("What is the chemical symbol of the element called cold?"), code, false);
    check_two(ASK("Who wrote the novel about the white whale?"),
              ASK("Who painted the ceiling of the Sistine Chapel?"), code, false);
    /* half of all statements are true */
    check_two(TRUTH("The emergency number in the European Union is 112.", "true"),
              TRUTH("The emergency number of the European Union was 122.", "true"), code, false);
    check_two(TYPED("Name the capital city of the country Canada, please", "Ottawa"),
              TYPED("Please name the capital city of the country Canada", "Ottawa"), code, true);
    /* equal texts have a code of their own */
    check_two(ASK("Who was the first woman to win a Nobel prize?"),
              ASK(" who was the first woman to win a NOBEL prize?"), code, false);
    check_two(ASK("Who was it?"), ASK("Who is it?"), code, false);
}

static void one_text_over_many_questions_is_told_once(void **state)
{
    jb_report report;
    read_bank(HEAD "'questions':[{'id':'q1'," ASK("Which is right?") "},{'id':'q2'," ASK(
                  "Which is right?") "},{'id':'q3'," ASK("Which is right?") "}]}",
              &report);
    JB_EQ_U64(count_of(&report, "same_stem"), 1);
    jb_report_finish(&report);
}

static void an_answer_that_the_question_tells_is_told(void **state)
{
    static const char code[] = "answer_in_stem";
    static const char other[] = ASK("Nothing at all is told in here");
    check_two(other,
              "'type':'single','stem':{'en':'What colour is the White House?'},'options':[{'id':"
              "'a','text':{'en':'White'}},{'id':'b','text':{'en':'Black'}}],'answer':{'correct':"
              "['a']}",
              code, true);
    check_two(other,
              "'type':'single','stem':{'en':'Black or white?'},'options':[{'id':"
              "'a','text':{'en':'White'}},{'id':'b','text':{'en':'Black'}}],'answer':{'correct':"
              "['a']}",
              code, false);
    check_two(other,
              "'type':'single','stem':{'en':'What falls on a train?'},'options':[{'id':"
              "'a','text':{'en':'Rain'}},{'id':'b','text':{'en':'Snow'}}],'answer':{'correct':"
              "['a']}",
              code, false);
    check_two(other,
              "'type':'single','stem':{'en':'In 1984, how many?'},'options':[{'id':"
              "'a','text':{'en':'1984'}},{'id':'b','text':{'en':'12'}}],'answer':{'correct':"
              "['a']}",
              code, false);
    check_two(other,
              "'type':'single','stem':{'en':'\xe9\x95\xbf\xe6\xb1\x9f\xe5\x9c\xa8\xe5\x93\xaa'},"
              "'options':[{'id':'a','text':{'en':'\xe9\x95\xbf\xe6\xb1\x9f'}},{'id':'b','text':"
              "{'en':'\xe9\xbb\x84\xe6\xb2\xb3'}}],'answer':{'correct':['a']}",
              code, true);
    check_two(other, TYPED("Where is the Ottawa river?", "Ottawa"), code, true);
    check_two(other, TYPED("Where is the Ottawa river?", "Canada"), code, false);
}

/* ---- the bank as a whole ---- */

/* A bank of `count` questions with four options, the right one at places[i % size]; if
 * `long_right`, its text is longer than the others'. */
static void read_choices(uint32_t count, const char *places, bool long_right, jb_report *report)
{
    jb_buffer text;
    char line[600];
    jb_buffer_init(&text, 0);
    jb_buffer_append_text(&text, HEAD "'questions':[");
    for (uint32_t i = 0; i < count; i++) {
        int right = places[i % strlen(places)] - 'a';
        (void)snprintf(line, sizeof line,
                       "%s\n{'id':'q%u','type':'single','stem':{'en':'%u-%u'},"
                       "'options':[",
                       i > 0 ? "," : "", i, i * 7919, i * 104729);
        jb_buffer_append_text(&text, line);
        for (int j = 0; j < 4; j++) {
            (void)snprintf(line, sizeof line, "%s{'id':'%c','text':{'en':'%s %d'}}",
                           j > 0 ? "," : "", 'a' + j,
                           long_right && j == right ? "quite a long one" : "some", j);
            jb_buffer_append_text(&text, line);
        }
        (void)snprintf(line, sizeof line, "],'answer':{'correct':['%c']}}", 'a' + right);
        jb_buffer_append_text(&text, line);
    }
    jb_buffer_append_text(&text, "]}");
    read_bank(jb_buffer_text(&text), report);
    jb_buffer_finish(&text);
}

static void check_choices(uint32_t count, const char *places, bool long_right, const char *code)
{
    jb_report report;
    read_choices(count, places, long_right, &report);
    JB_EQ_STR(report.problem_count > 0 ? report.problems[0].code : NULL, code);
    JB_TRUE(report.problem_count <= 1);
    if (code) {
        JB_EQ_U64(report.problems[0].line, 1);
        JB_EQ_I64(report.problems[0].severity, JB_SEVERITY_WARNING);
    }
    jb_report_finish(&report);
}

static void right_options_at_one_place_are_told_once(void **state)
{
    jb_report report;
    check_choices(40, "abcd", false, NULL);
    check_choices(40, "aaaaaaaaab", false, "key_position");
    check_choices(JB_DOCTOR_CHOICES_MIN, "c", false, "key_position");
    check_choices(JB_DOCTOR_CHOICES_MIN - 1, "c", false, NULL);
    /* one in two instead of one in four: chance does not do that forty times */
    check_choices(40, "aabcaadb", false, NULL);
    check_choices(80, "aabaac", false, "key_position");
    read_choices(40, "aaaaaaaaab", false, &report);
    assert_non_null(strstr(report.problems[0].message,
                           "Of 40 questions with one right option it is A in 36 (A 36, B 4, C 0, "
                           "D 0)"));
    jb_report_finish(&report);
}

static void right_options_that_are_the_longest_are_told_once(void **state)
{
    check_choices(40, "abcd", true, "longest_option");
    check_choices(JB_DOCTOR_CHOICES_MIN - 1, "abcd", true, NULL);
}

static void translations_that_are_missing_are_told_once_for_a_language(void **state)
{
    jb_report report;
    read_bank(HEAD "'questions':[{'id':'q1'," TRUTH(
                  "One", "true") "},{'id':'q2','type':"
                                 "'truefalse','stem':{'en':'Two','fr':'Deux'},'answer':{'value':"
                                 "true}},{'id':'q3'," TRUTH("Three", "true") "}]}",
              &report);
    JB_EQ_U64(report.problem_count, 1);
    JB_EQ_STR(report.problems[0].code, "missing_translation");
    assert_non_null(strstr(report.problems[0].message, "2 of 3 questions are not there in \"fr\""));
    jb_report_finish(&report);
    read_bank(HEAD "'languages':['en','de'],'questions':[{'id':'q1'," TRUTH("One", "true") "}]}",
              &report);
    JB_EQ_U64(count_of(&report, "missing_translation"), 1);
    jb_report_finish(&report);
}

static void sources_that_are_missing_are_told_once(void **state)
{
    static const char head[] = "{'format':'question-bank','version':1,'title':{'en':'T'},"
                               "'default_language':'en',";
    for (int source = 0; source < 2; source++) {
        for (uint32_t count = JB_DOCTOR_SOURCES_FROM - 1; count <= JB_DOCTOR_SOURCES_FROM;
             count++) {
            jb_report report;
            jb_buffer text;
            char line[200];
            jb_buffer_init(&text, 0);
            jb_buffer_append_text(&text, head);
            jb_buffer_append_text(&text, source ? "'source':{'url':'https://example.org'}," : "");
            jb_buffer_append_text(&text, "'questions':[");
            for (uint32_t i = 0; i < count; i++) {
                (void)snprintf(line, sizeof line,
                               "%s{'id':'q%u','type':'truefalse','stem':{'en':'%u'},%s'answer':"
                               "{'value':true}}",
                               i > 0 ? "," : "", i, i,
                               i == 0 ? "'source':{'citation':{'en':'a book'}}," : "");
                jb_buffer_append_text(&text, line);
            }
            jb_buffer_append_text(&text, "]}");
            read_bank(jb_buffer_text(&text), &report);
            bool said = source == 0 && count >= JB_DOCTOR_SOURCES_FROM;
            JB_EQ_U64(report.problem_count, said ? 1 : 0);
            if (said) {
                JB_EQ_STR(report.problems[0].code, "missing_source");
                assert_non_null(strstr(report.problems[0].message, "19 of 20 questions"));
            }
            jb_report_finish(&report);
            jb_buffer_finish(&text);
        }
    }
}

static void a_question_gets_a_warning_of_a_code_once(void **state)
{
    jb_report report;
    char document[6000];
    char wide[201];
    memset(wide, 'x', 200);
    wide[200] = '\0';
    (void)snprintf(document, sizeof document,
                   HEAD "'questions':[{'id':'q1','type':'single','stem':{'en':'Q%s%s','fr':'R%s'},"
                        "'options':[{'id':'a','text':{'en':'1%s'}},{'id':'b','text':{'en':'2%s'}},"
                        "{'id':'c','text':{'en':'2%s'}},{'id':'d','text':{'en':'1%s'}}],'answer':"
                        "{'correct':['a']}}]}",
                   wide, wide, wide, wide, wide, wide, wide);
    read_bank(document, &report);
    JB_EQ_U64(count_of(&report, "very_long_stem"), 1);
    JB_EQ_U64(count_of(&report, "long_stem"), 0);
    JB_EQ_U64(count_of(&report, "very_long_option"), 1);
    JB_EQ_U64(count_of(&report, "missing_language"), 1);
    JB_EQ_U64(count_of(&report, "same_options"), 1);
    JB_EQ_U64(report.problem_count, 4);
    jb_report_finish(&report);
}

/* Every one of many questions resembles all others and has the same answer: still each is compared
 * with a few only. The margin is wide: comparing all with all would take minutes. */
static void the_doctor_is_quick(void **state)
{
    enum {
        COUNT = 20000
    };
    jb_buffer text;
    char line[300];
    jb_report report;
    jb_bank *bank = NULL;
    jb_buffer_init(&text, 0);
    jb_buffer_append_text(&text,
                          "{\"format\":\"question-bank\",\"version\":1,\"title\":{\"en\":\"T\"},"
                          "\"default_language\":\"en\",\"source\":{\"author\":\"A\"},"
                          "\"questions\":[");
    for (uint32_t i = 0; i < COUNT; i++) {
        (void)snprintf(line, sizeof line,
                       "%s{\"id\":\"q%u\",\"type\":\"truefalse\",\"stem\":{\"en\":\"In the year of "
                       "the great comet number %u things happened in the town\"},\"answer\":"
                       "{\"value\":true}}",
                       i > 0 ? "," : "", i, i);
        jb_buffer_append_text(&text, line);
    }
    jb_buffer_append_text(&text, "]}");
    jb_report_init(&report);
    clock_t before = clock();
    JB_EQ_I64(jb_bank_read(jb_buffer_slice(&text), &report, &bank), JB_OK);
    double seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
    assert_non_null(bank);
    JB_TRUE(count_of(&report, "similar_question") > 0);
    if (seconds > 10) {
        print_error("%.2f s for %d questions\n", seconds, COUNT);
        fail();
    }
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    jb_buffer_finish(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(questions_that_are_nearly_the_same_are_told),
        cmocka_unit_test(one_text_over_many_questions_is_told_once),
        cmocka_unit_test(an_answer_that_the_question_tells_is_told),
        cmocka_unit_test(right_options_at_one_place_are_told_once),
        cmocka_unit_test(right_options_that_are_the_longest_are_told_once),
        cmocka_unit_test(translations_that_are_missing_are_told_once_for_a_language),
        cmocka_unit_test(sources_that_are_missing_are_told_once),
        cmocka_unit_test(a_question_gets_a_warning_of_a_code_once),
        cmocka_unit_test(the_doctor_is_quick),
    };
    return JB_RUN(tests);
}
