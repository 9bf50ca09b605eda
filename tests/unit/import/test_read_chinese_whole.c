/* Typed questions: what is said besides, encodings, sizes, and files that mean harm. */
#include "import_check.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "jinbang/charset.h"

static void what_describes_a_question_is_kept(void **state)
{
    jb_report report;
    jb_bank *bank = import_text("第二章 水/火\n第一节 水\n一、单选题\n"
                                "3、（2分）水是什么？\nA. 液体\nB. 固体\n答案：A 解析：在常温下。\n"
                                "难度：易\n知识点：物理、化学\n出处：课本\n",
                                NULL, &report);
    cJSON *json = bank_json(bank);
    JB_EQ_STR(json_words(json, "questions.0.stem"), "水是什么？");
    JB_EQ_STR(json_words(json, "questions.0.explanation"), "在常温下。");
    JB_EQ_STR(json_text(json, "questions.0.points"), "2");
    JB_EQ_STR(json_text(json, "questions.0.difficulty"), "1");
    JB_EQ_STR(json_text(json, "questions.0.tags.0"), "物理");
    JB_EQ_STR(json_words(json, "questions.0.source.citation"), "课本");
    JB_EQ_STR(json_text(json, "questions.0.source.imported_from.line"), "4");
    JB_EQ_STR(json_words(json, "categories.0.title"), "第二章 水/火");
    JB_EQ_STR(json_words(json, "categories.1.title"), "第一节 水");
    JB_EQ_STR(json_text(json, "categories.1.parent"), "c1");
    JB_EQ_STR(json_text(json, "questions.0.category"), "c2");
    cJSON_Delete(json);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void radicals_of_pdfs_are_the_usual_characters(void **state)
{
    jb_report report;
    jb_bank *bank =
        import_text("⼀、单选题\n1. ⼯程的⻔类是( )\n   A. ⽔利\n   B. 军事\n参考答案：B\n"
                    "2. ⼈是( )\n   A. 动物\n   B. 植物\n参考答案：A\n",
                    NULL, &report);
    JB_EQ_STR(question_line(bank, 0), "single: 工程的门类是( ) / 水利 / *军事");
    JB_EQ_STR(question_line(bank, 1), "single: 人是( ) / *动物 / 植物");
    JB_EQ_U64(report.problem_count, 0);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void headers_of_pages_are_left_out_with_one_warning(void **state)
{
    jb_report report;
    jb_buffer text;
    char lines[400];
    jb_buffer_init(&text, 0);
    for (int i = 1; i <= 30; i++) {
        (void)snprintf(lines, sizeof lines,
                       "%d.第%d个问题很长\n金榜题名知识竞赛复习资料汇编\n第 %d 页 共 30 页\n"
                       "要写两行（ ）\nA.甲%d\nB.乙\n金榜题名知识竞赛复习资料汇编\n正确答案：B\n",
                       i, i, i, i);
        jb_buffer_append_text(&text, lines);
    }
    jb_bank *bank = import_bytes(jb_buffer_slice(&text), NULL, &report);
    JB_EQ_U64(report.question_count, 30);
    JB_EQ_STR(question_line(bank, 29), "single: 第30个问题很长要写两行（ ） / 甲30 / *乙");
    JB_EQ_U64(count_problems(&report, "repeated_lines"), 1);
    check_problem(&report, "repeated_lines", 2);
    for (uint32_t i = 0; i < report.problem_count; i++) {
        if (strcmp(report.problems[i].code, "repeated_lines") == 0) {
            JB_EQ_STR(report.problems[i].excerpt, "金榜题名知识竞赛复习资料汇编");
        }
    }
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    jb_buffer_finish(&text);
}

static void gbk_is_read_as_well(void **state)
{
    /* 1、水会结冰。 答案：对  2、火是冷的。 答案：错 */
    static const char text[] = "1\xa1\xa2\xcb\xae\xbb\xe1\xbd\xe1\xb1\xf9\xa1\xa3\r\n"
                               "\xb4\xf0\xb0\xb8\xa3\xba\xb6\xd4\r\n"
                               "2\xa1\xa2\xbb\xf0\xca\xc7\xc0\xe4\xb5\xc4\xa1\xa3\r\n"
                               "\xb4\xf0\xb0\xb8\xa3\xba\xb4\xed\r\n\x1a";
    jb_report report;
    jb_bank *bank = import_text(text, NULL, &report);
    JB_EQ_STR(report.encoding, "gb18030");
    JB_EQ_STR(question_line(bank, 0), "truefalse: 水会结冰。 / true");
    JB_EQ_STR(question_line(bank, 1), "truefalse: 火是冷的。 / false");
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

/* 5,000 questions take well under the two seconds that everything together may take; here in a
 * build for debugging, under sanitizers too. */
static void many_questions_take_little_time(void **state)
{
    jb_report report;
    jb_buffer text;
    char lines[400];
    jb_buffer_init(&text, 0);
    for (int i = 0; i < 5000; i++) {
        (void)snprintf(
            lines, sizeof lines,
            "%d、第%d号单位应当具备的条件之一是（ ）。\nA. 甲%d  B. 乙%d\nC. 丙%d  D. 丁%d\n"
            "答案：%c\n解析：见第%d条。\n\n",
            i + 1, i, i, i, i, i, "ABCD"[i % 4], i);
        jb_buffer_append_text(&text, lines);
    }
    clock_t start = clock();
    jb_bank *bank = import_bytes(jb_buffer_slice(&text), NULL, &report);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    JB_EQ_U64(report.question_count, 5000);
    JB_EQ_U64(report.by_kind[JB_KIND_SINGLE], 5000);
    JB_TRUE(seconds < 20);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    jb_buffer_finish(&text);
}

/* What would take long if it were looked at again and again. */
static void hostile_text_is_read_in_one_walk(void **state)
{
    static const struct {
        const char *line;
        int count;
    } rows[] = {
        { "a\n", 30000 },
        { "第一章 x\n", 8000 },
        { "单选题\n1. 甲\n答案：1-5 ABCDA\n", 2000 },
        { "1. A. x\n", 6000 },
        { "题\nA. 甲\nB. 乙\n", 2000 },
        { "A.", 30000 },
        { "(", 60000 },
        { "答案:", 8000 },
        { "1 2", 16000 },
        { "```\n", 10000 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        jb_report report;
        jb_buffer text;
        jb_buffer_init(&text, 0);
        for (int j = 0; j < rows[i].count; j++) {
            jb_buffer_append_text(&text, rows[i].line);
        }
        clock_t start = clock();
        jb_bank *bank = import_bytes(jb_buffer_slice(&text), "chinese-text", &report);
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        JB_TRUE(report.errors);
        JB_TRUE(seconds < 20);
        jb_bank_destroy(bank);
        jb_report_finish(&report);
        jb_buffer_finish(&text);
    }
}

static void a_line_without_end_is_reported(void **state)
{
    jb_report report;
    jb_buffer text;
    jb_buffer_init(&text, 0);
    jb_buffer_append_text(&text, "1. 好的？\nA. 甲\nB. 乙\n答案：A\n");
    for (int i = 0; i < 70000; i++) {
        jb_buffer_append_char(&text, 'x');
    }
    jb_bank *bank = import_bytes(jb_buffer_slice(&text), "chinese-text", &report);
    JB_EQ_U64(report.question_count, 1);
    check_problem(&report, "line_too_long", 5);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    jb_buffer_finish(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_describes_a_question_is_kept),
        cmocka_unit_test(radicals_of_pdfs_are_the_usual_characters),
        cmocka_unit_test(headers_of_pages_are_left_out_with_one_warning),
        cmocka_unit_test(gbk_is_read_as_well),
        cmocka_unit_test(many_questions_take_little_time),
        cmocka_unit_test(hostile_text_is_read_in_one_walk),
        cmocka_unit_test(a_line_without_end_is_reported),
    };
    return JB_RUN(tests);
}
