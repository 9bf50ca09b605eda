/* What is written into workbooks: the parts are unpacked and looked into. */
#include "convert_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/unpack.h"

static void holds(const jb_buffer *part, const char *wanted)
{
    if (!strstr(jb_buffer_text(part), wanted)) {
        print_error("not there: %s\nin: %s\n", wanted, jb_buffer_text(part));
        fail();
    }
}

static void open_part(const jb_buffer *file, const char *name, jb_buffer *part)
{
    jb_archive *archive = NULL;
    jb_buffer_init(part, 0);
    JB_EQ_I64(jb_archive_open(jb_buffer_slice(file), &archive), JB_OK);
    JB_EQ_I64(jb_archive_read(archive, name, (size_t)1024 * 1024, part), JB_UNPACK_FINE);
    jb_archive_close(archive);
}

static void write_sheet(const char *questions, const char *format, jb_report *report,
                        jb_buffer *sheet)
{
    jb_buffer file;
    jb_bank *bank = check_bank(questions);
    jb_buffer_init(&file, 0);
    jb_report_init(report);
    JB_EQ_I64(jb_convert(bank, format, NULL, report, &file), JB_OK);
    open_part(&file, "xl/worksheets/sheet1.xml", sheet);
    jb_buffer_finish(&file);
    jb_bank_destroy(bank);
}

/* What a cell shows; NULL: it is empty. Whatever its format, text and numbers alike. */
static void check_cell(const jb_buffer *sheet, const char *place, const char *expected)
{
    char start[24];
    char shown[400] = "";
    (void)snprintf(start, sizeof start, "<c r=\"%s\"", place);
    const char *cell = strstr(jb_buffer_text(sheet), start);
    if (cell) {
        const char *end = strstr(cell, "</c>");
        const char *text = strstr(cell, "<t>");
        const char *value = text && text < end ? text : strstr(cell, "<v>");
        assert_non_null(value);
        assert_non_null(end);
        size_t size = strcspn(value + 3, "<");
        assert_true(size < sizeof shown);
        memcpy(shown, value + 3, size);
        shown[size] = '\0';
    }
    JB_EQ_STR(cell ? shown : NULL, expected);
}

static void tables_hold_text_as_text(void **state)
{
    jb_report report;
    jb_buffer sheet;
    write_sheet("[{'id':'q1','type':'text','stem':{'en':'=1+1 & _x0041_'},'points':2.5,'answer':"
                "{'blanks':[{'accept':[{'text':'007'}]}]},'explanation':{'en':'\\u0027=x'}}]",
                "xlsx", &report, &sheet);
    holds(&sheet, "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" "
                  "state=\"frozen\"/>");
    check_cell(&sheet, "L1", "option_h");
    check_cell(&sheet, "X1", "keep_order");
    check_cell(&sheet, "D2", "=1+1 &amp; _x005F_x0041_");
    check_cell(&sheet, "M2", "007");
    holds(&sheet, "<c r=\"M2\" s=\"2\" t=\"inlineStr\">");
    check_cell(&sheet, "N2", NULL);
    check_cell(&sheet, "O2", "''=x");
    check_cell(&sheet, "P2", "2.5");
    assert_null(strstr(jb_buffer_text(&sheet), "<f>"));
    JB_EQ_U64(report.question_count, 1);
    jb_report_finish(&report);
    jb_buffer_finish(&sheet);
}

static void kahoot_rows_stand_under_their_header(void **state)
{
    jb_report report;
    jb_buffer sheet;
    write_sheet("[{'id':'q1','type':'multiple','stem':{'en':'Some'},'time_limit_ms':25000,"
                "'options':[{'id':'a','text':{'en':'a'}},{'id':'b','text':{'en':'b'}},{'id':'c',"
                "'text':{'en':'c'}},{'id':'d','text':{'en':'d'}},{'id':'e','text':{'en':'e'}}],"
                "'answer':{'correct':['a','e']}},"
                "{'id':'q2','type':'truefalse','stem':{'en':'S'},'answer':{'value':false}}]",
                "kahoot", &report, &sheet);
    static const char *const row[] = { "1", "Some", "a", "b", "c", "e", "30", "1,4" };
    for (size_t i = 0; i < 8; i++) {
        char place[3] = { (char)('A' + i), '9', '\0' };
        check_cell(&sheet, place, row[i]);
    }
    check_cell(&sheet, "B8", "Question - max 120 characters");
    check_cell(&sheet, "H8", "Correct answer(s) - choose at least one");
    check_cell(&sheet, "A10", "2");
    check_cell(&sheet, "C10", "True");
    check_cell(&sheet, "E10", NULL);
    check_cell(&sheet, "G10", "20");
    check_cell(&sheet, "H10", "2");
    /* one option, one time */
    JB_EQ_U64(report.problem_count, 2);
    JB_EQ_U64(report.question_count, 2);
    jb_report_finish(&report);
    jb_buffer_finish(&sheet);
}

static void kahoot_texts_are_cut_and_it_is_said(void **state)
{
    jb_report report;
    jb_buffer sheet;
    char stem[400] = "";
    char wide[300] = "";
    char questions[2000];
    for (int i = 0; i < 121; i++) {
        (void)snprintf(stem + strlen(stem), 4, "长");
    }
    for (int i = 0; i < 75; i++) {
        (void)snprintf(wide + strlen(wide), 4, "长");
    }
    (void)snprintf(questions, sizeof questions,
                   "[{'id':'q1','type':'single','stem':{'en':'%s'},'options':[{'id':'a','text':"
                   "{'en':'%s'}},{'id':'b','text':{'en':'b'}}],'answer':{'correct':['a']}},"
                   "{'id':'q2','type':'single','stem':{'en':'S'},'options':[{'id':'a','text':"
                   "{'en':'%s1'}},{'id':'b','text':{'en':'%s2'}}],'answer':{'correct':['a']}}]",
                   stem, wide, wide, wide);
    write_sheet(questions, "kahoot", &report, &sheet);
    (void)snprintf(stem + (size_t)119 * 3, 4, "…");
    check_cell(&sheet, "B9", stem);
    check_cell(&sheet, "C9", wide);
    JB_EQ_STR(check_problem(&report, "cut", 1)->message, "The question was cut to 120 characters.");
    /* Cut, its two options would be the same. */
    assert_non_null(check_problem(&report, "left_out", 2));
    JB_EQ_U64(report.question_count, 1);
    jb_report_finish(&report);
    jb_buffer_finish(&sheet);
}

static void the_template_is_filled_in_and_explained(void **state)
{
    jb_buffer file;
    jb_buffer sheet;
    for (int chinese = 0; chinese < 2; chinese++) {
        jb_buffer_init(&file, 0);
        JB_EQ_I64(jb_convert_template("xlsx", chinese == 1, &file), JB_OK);
        open_part(&file, "xl/worksheets/sheet1.xml", &sheet);
        check_cell(&sheet, "M1", chinese ? "答案" : "answer");
        check_cell(&sheet, "B7", chinese ? "填空题" : "text");
        check_cell(&sheet, "M7", chinese ? "知识|载体" : "protons;proton|neutrons;neutron");
        check_cell(&sheet, "E9", chinese ? "加拿大 =&gt; 渥太华" : "Canada =&gt; Ottawa");
        check_cell(&sheet, "A10", NULL);
        holds(&sheet, chinese ? "\"单选题,多选题," : "\"single,multiple,");
        jb_buffer_finish(&sheet);
        open_part(&file, "xl/worksheets/sheet2.xml", &sheet);
        check_cell(&sheet, "A4", chinese ? "题干" : "question");
        check_cell(&sheet, "A17", chinese ? "选项不乱序" : "keep_order");
        jb_buffer_finish(&sheet);
        jb_buffer_finish(&file);
    }
}

static void a_folder_that_is_not_there_is_told(void **state)
{
    jb_report report;
    jb_buffer file;
    const char *before = getenv("TMPDIR"); /* NOLINT(concurrency-mt-unsafe): one thread */
    char *kept = before ? strdup(before) : NULL;
    jb_bank *bank = check_bank("[{'id':'q1','type':'truefalse','stem':{'en':'S'},'answer':"
                               "{'value':true}}]");
    jb_report_init(&report);
    jb_buffer_init(&file, 0);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    assert_int_equal(setenv("TMPDIR", "/nowhere/at/all", 1), 0);
    JB_EQ_I64(jb_convert(bank, "xlsx", NULL, &report, &file), JB_ERR_IO);
    JB_EQ_I64(jb_convert_template("xlsx", false, &file), JB_ERR_IO);
    JB_EQ_SIZE(file.size, 0);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    assert_int_equal(kept ? setenv("TMPDIR", kept, 1) : unsetenv("TMPDIR"), 0);
    free(kept);
    jb_report_finish(&report);
    jb_buffer_finish(&file);
    jb_bank_destroy(bank);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_hold_text_as_text),
        cmocka_unit_test(kahoot_rows_stand_under_their_header),
        cmocka_unit_test(kahoot_texts_are_cut_and_it_is_said),
        cmocka_unit_test(the_template_is_filled_in_and_explained),
        cmocka_unit_test(a_folder_that_is_not_there_is_told),
    };
    return JB_RUN(tests);
}
