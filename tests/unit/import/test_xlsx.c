/* Workbooks, made here of the XML that programs write. */
#include "import_check.h"
#include "xlsx.h"
#include "zip_maker.h"

#include <stdio.h>
#include <string.h>

#define RELS(inner)                                                                                \
    "<?xml version='1.0'?><Relationships xmlns='http://schemas.openxmlformats.org/package/2006/"   \
    "relationships'>" inner "</Relationships>"
#define RELATION(id, type, target)                                                                 \
    "<Relationship Id='" id "' Type='http://schemas.openxmlformats.org/officeDocument/2006/"       \
    "relationships/" type "' Target='" target "'/>"
#define BOOK(pr, sheets)                                                                           \
    "<?xml version='1.0'?><workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/"  \
    "main' xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'>" pr      \
    "<sheets>" sheets "</sheets></workbook>"
#define ONE_SHEET BOOK("", "<sheet name='Q' sheetId='1' r:id='rId1'/>")
#define SHEET(rows)                                                                                \
    "<worksheet "                                                                                  \
    "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>" rows           \
    "</sheetData></worksheet>"
#define IN(place, text) "<c r='" place "' t='inlineStr'><is><t>" text "</t></is></c>"
#define HEADER                                                                                     \
    "<row r='1'>" IN("A1", "question") IN("B1", "a") IN("C1", "b") IN("D1", "answer") "</row>"

#define DATA(text)  .data = { (text), sizeof(text) - 1 }
#define ENTRIES_MAX 8

static const char one_relation[] = RELS(RELATION("rId1", "worksheet", "worksheets/sheet1.xml"));

static jb_bank *read_entries(const zip_entry *entries, size_t count,
                             const jb_import_options *options, jb_report *report)
{
    jb_buffer file;
    jb_buffer_init(&file, 0);
    zip_make(entries, count, &file);
    jb_bank *bank = import_with(jb_buffer_slice(&file), options, report);
    jb_buffer_finish(&file);
    return bank;
}

/* A workbook of one sheet, with styles and shared strings if these are not NULL. */
static jb_bank *read_sheet(const char *sheet, const char *styles, const char *strings,
                           jb_report *report)
{
    static const char relations[] = RELS(RELATION("rId1", "worksheet", "worksheets/sheet1.xml")
                                             RELATION("rId2", "styles", "styles.xml")
                                                 RELATION("rId3", "sharedStrings", "strings.xml"));
    const jb_import_options options = { .name = "q.xlsx" };
    zip_entry entries[ENTRIES_MAX] = { { .name = "xl/workbook.xml", DATA(ONE_SHEET) } };
    size_t count = 1;
    entries[count++] =
        (zip_entry){ .name = "xl/worksheets/sheet1.xml", .data = { sheet, strlen(sheet) } };
    const char *rels = styles || strings ? relations : one_relation;
    entries[count++] =
        (zip_entry){ .name = "xl/_rels/workbook.xml.rels", .data = { rels, strlen(rels) } };
    const char *no_styles = "<styleSheet/>";
    const char *no_strings = "<sst/>";
    styles = styles ? styles : no_styles;
    strings = strings ? strings : no_strings;
    entries[count++] = (zip_entry){ .name = "xl/styles.xml", .data = { styles, strlen(styles) } };
    entries[count++] =
        (zip_entry){ .name = "xl/strings.xml", .data = { strings, strlen(strings) } };
    return read_entries(entries, count, &options, report);
}

static void check_lines(jb_bank *bank, const char *const *lines, uint32_t count)
{
    assert_non_null(bank);
    JB_EQ_U64(jb_bank_count(bank), count);
    for (uint32_t i = 0; i < count; i++) {
        JB_EQ_STR(question_line(bank, i), lines[i]);
    }
}

static void finish(jb_bank *bank, jb_report *report)
{
    jb_bank_destroy(bank);
    jb_report_finish(report);
}

static void cells_of_every_kind_are_read_as_people_see_them(void **state)
{
    static const char strings[] =
        "<sst><si><t>Which?</t></si><si><r><t>re</t></r><r><rPr/><t xml:space='preserve'>d "
        "</t></r><r><t>one</t></r></si><si><t>漢字</t><rPh sb='0' eb='2'><t>かんじ</t></rPh></si>"
        "<si><t>line_x000D_\nfeed _x005F_x</t></si></sst>";
    static const char sheet[] = SHEET(
        HEADER
        "<row r='2'><c r='A2' t='s'><v>0</v></c><c r='B2' t='s'><v>1</v></c>"
        "<c r='C2' t='s'><v>2</v></c><c r='D2' t='str'><f>UPPER(\"b\")</f><v>B</v></c></row>"
        "<row><c t='s'><v>3</v></c><c><v>58.049999999999997</v></c><c><v>3</v></c>"
        "<c t='inlineStr'><is><r><t>A</t></r></is></c></row>"
        "<row r='9'><c r='A9' t='inlineStr'><is><t>Is it?</t></is></c>"
        "<c r='D9' t='b'><v>0</v></c></row>"
        "<row r='11'><c r='A11' t='inlineStr'><is><t>Broken?</t></is></c>"
        "<c r='B11'><v>1</v></c><c r='C11'><v>2</v></c><c r='D11' t='e'><v>#REF!</v></c></row>"
        "<row r='12'><c r='A12' t='s'><v>99</v></c></row>");
    static const char *const lines[] = { "single: Which? / red one / *漢字",
                                         "single: line\nfeed _x / *58.05 / 3",
                                         "truefalse: Is it? / false" };
    jb_report report;
    jb_bank *bank = read_sheet(sheet, NULL, strings, &report);
    check_lines(bank, lines, 3);
    JB_EQ_STR(report.format, "xlsx");
    JB_TRUE(report.rows);
    check_problem(&report, "unknown_option", 11);
    JB_EQ_U64(report.problem_count, 1);
    finish(bank, &report);
}

static const struct {
    double value;
    const char *format;
    const char *shown;
} shown_numbers[] = {
    { 3, "General", "3" },
    { 58.05, "General", "58.05" },
    { 0.30000000000000004, "General", "0.3" },
    { 1e20, "General", "100000000000000000000" },
    { 0.00001, "General", "0.00001" },
    { -2.5, "General", "-2.5" },
    { 119, "@", "119" },
    { 3.1, "0.00", "3.10" },
    { 3.14159, "0.00", "3.14159" },
    { 119, "000000", "000119" },
    { 6650, "#,##0", "6,650" },
    { 1234567.5, "#,##0.00", "1,234,567.50" },
    { 0.25, "0%", "25%" },
    { 0.25, "0.00%", "25.00%" },
    { 0.00001, "0.00%", "0.001%" },
    { 0.00005, "0.00%", "0.005%" },
    { 0.0001, "0.00%", "0.01%" },
    { 0.07, "0%", "7%" },
    { 5, "0\"岁\"", "5岁" },
    { 5, "\"第\"0\"名\"", "第5名" },
    { 5, "General\"分\"", "5分" },
    { 12.5, "[$¥-804]#,##0.00", "¥12.50" },
    { 12.5, "\\$0.00", "$12.50" },
    { -3, "0;(0)", "(3)" },
    { -3, "0.0;[Red]-0.0", "-3.0" },
    { 0, "0;-0;\"none\"", "0" },
    { 0.5, "# ?/?", "0.5" },
    { 1200, "0.00E+00", "1200" },
    { 16664, "yyyy年m月d日", "1945年8月15日" },
    { 16664, "yyyy\"年\"m\"月\"d\"日\";@", "1945年8月15日" },
    { 16664, "[$-F800]dddd, mmmm dd, yyyy", "1945年8月15日" },
    { 16664, "m月d日", "8月15日" },
    { 16664, "yyyy-mm-dd", "1945-08-15" },
    { 16664, "d-mmm-yy", "15-Aug-45" },
    { 16664, "aaaa", "星期三" },
    { 45292.75, "yyyy/m/d h:mm", "2024/1/1 18:00" },
    { 45292.75, "h:mm AM/PM", "6:00 PM" },
    { 45292.75, "上午/下午h时mm分", "下午6时00分" },
    { 0.5, "h:mm:ss", "12:00:00" },
    { 1.5, "[h]:mm:ss", "36:00:00" },
    { 1.0 / 1440, "mm:ss", "01:00" },
    { 1, "yyyy/m/d", "1900/1/1" },
    { 59, "yyyy/m/d", "1900/2/28" },
    { 60, "yyyy/m/d", "1900/2/29" },
    { 61, "yyyy/m/d", "1900/3/1" },
    { 2958465, "yyyy/m/d", "9999/12/31" },
    { -1, "yyyy/m/d", "-1" },
    { 3e9, "yyyy/m/d", "3000000000" },
};

static void numbers_are_shown_as_their_formats_say(void **state)
{
    for (size_t i = 0; i < sizeof shown_numbers / sizeof shown_numbers[0]; i++) {
        jb_buffer out;
        jb_buffer_init(&out, 0);
        jb_xlsx_number(shown_numbers[i].value, shown_numbers[i].format, false, &out);
        if (strcmp(jb_buffer_text(&out), shown_numbers[i].shown) != 0) {
            fail_msg("%g as %s is \"%s\", not \"%s\"", shown_numbers[i].value,
                     shown_numbers[i].format, jb_buffer_text(&out), shown_numbers[i].shown);
        }
        jb_buffer_finish(&out);
    }
    jb_buffer out;
    jb_buffer_init(&out, 0);
    jb_xlsx_number(15202, "yyyy/m/d", true, &out);
    JB_EQ_STR(jb_buffer_text(&out), "1945/8/15");
    jb_buffer_finish(&out);
    JB_EQ_STR(jb_xlsx_builtin(31), "yyyy年m月d日");
    JB_EQ_STR(jb_xlsx_builtin(58), "m月d日");
    JB_EQ_STR(jb_xlsx_builtin(49), "General");
    JB_EQ_STR(jb_xlsx_builtin(4000000000U), "General");
}

static void formats_come_from_the_styles_of_cells(void **state)
{
    static const char styles[] =
        "<styleSheet><numFmts><numFmt numFmtId='176' formatCode='0.00%'/></numFmts>"
        "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
        "<cellXfs><xf numFmtId='0'/><xf numFmtId='31'/><xf numFmtId='176'/></cellXfs></styleSheet>";
    static const char sheet[] = SHEET(HEADER "<row r='2'>" IN(
        "A2", "When?") "<c r='B2' s='1'><v>16664</v></c>"
                       "<c r='C2' s='1'><v>16682</v></c>" IN(
                           "D2",
                           "A") "</row>"
                                "<row r='3'>" IN(
                                    "A3",
                                    "How much?") "<c r='B3' s='2'><v>1.0000000000000001E-5</v></c>"
                                                 "<c r='C3' s='9'><v>7</v></c>" IN("D3",
                                                                                   "B") "</row>");
    static const char *const lines[] = { "single: When? / *1945年8月15日 / 1945年9月2日",
                                         "single: How much? / 0.001% / *7" };
    jb_report report;
    jb_bank *bank = read_sheet(sheet, styles, NULL, &report);
    check_lines(bank, lines, 2);
    JB_EQ_U64(report.problem_count, 0);
    finish(bank, &report);
}

static void merged_cells_say_their_text_in_every_row(void **state)
{
    static const char sheet[] = "<worksheet><sheetData><row r='1'>" IN("A1", "题型")
        IN("B1", "题目") IN("C1", "选项") IN("G1", "答案") "</row><row r='2'>" IN("C2", "A")
            IN("D2", "B") "</row>"
                          "<row r='3'>" IN("A3", "多选题") IN("B3", "甲？") IN("C3", "一")
                              IN("D3", "二") IN("G3", "A") "</row><row r='4'>" IN("B4", "乙？") IN(
                                  "C4", "一") IN("D4", "二")
                                  IN("G4", "B") "</row>"
                                                "</sheetData><mergeCells count='5'><mergeCell "
                                                "ref='A1:A2'/><mergeCell ref='B1:B2'/>"
                                                "<mergeCell ref='C1:F1'/><mergeCell "
                                                "ref='G1:G2'/><mergeCell ref='A3:A4'/></mergeCells>"
                                                "</worksheet>";
    static const char *const lines[] = { "multiple: 甲？ / *一 / 二", "multiple: 乙？ / 一 / *二" };
    jb_report report;
    jb_bank *bank = read_sheet(sheet, NULL, NULL, &report);
    check_lines(bank, lines, 2);
    JB_EQ_U64(report.problem_count, 0);
    finish(bank, &report);
}

static void hidden_rows_are_read_and_said(void **state)
{
    static const char sheet[] = SHEET(HEADER "<row r='2' hidden='1'>" IN("A2", "Q1?") IN("B2", "x")
                                          IN("C2", "y") IN("D2", "A") "</row>");
    jb_report report;
    jb_bank *bank = read_sheet(sheet, NULL, NULL, &report);
    JB_EQ_U64(report.question_count, 1);
    check_problem(&report, "hidden_rows", 2);
    finish(bank, &report);
}

#define QUESTION(text)                                                                             \
    SHEET(HEADER "<row r='2'>" IN("A2", text) IN("B2", "x") IN("C2", "y") IN("D2", "A") "</row>")

static const zip_entry many_sheets[] = {
    { .name = "xl/workbook.xml",
      DATA(BOOK("", "<sheet name='Help' r:id='r3'/><sheet name='Old' state='hidden' r:id='r1'/>"
                    "<sheet name='单选题' r:id='r2'/><sheet name='More' r:id='r4'/>")) },
    { .name = "xl/_rels/workbook.xml.rels",
      DATA(RELS(RELATION("r1", "worksheet", "/xl/worksheets/one.xml")
                    RELATION("r2", "worksheet", "../xl/worksheets/./two.xml")
                        RELATION("r3", "worksheet", "worksheets/three.xml")
                            RELATION("r4", "worksheet", "worksheets/four.xml"))) },
    { .name = "xl/worksheets/one.xml", DATA(QUESTION("Old?")) },
    { .name = "xl/worksheets/two.xml", DATA(QUESTION("Two?")) },
    { .name = "xl/worksheets/three.xml", DATA(SHEET("<row r='1'>" IN("A1", "How to") "</row>")) },
    { .name = "xl/worksheets/four.xml", DATA(QUESTION("Four?")) },
};

static void the_first_sheet_with_a_header_is_taken_and_others_are_named(void **state)
{
    static const char *const lines[] = { "single: Two? / *x / y" };
    jb_report report;
    jb_import_options options = { .name = "q.xlsx" };
    jb_bank *bank = read_entries(many_sheets, 6, &options, &report);
    check_lines(bank, lines, 1);
    JB_EQ_U64(count_problems(&report, "other_sheet"), 2);
    cJSON *json = cJSON_Parse(jb_buffer_text(&report.table));
    JB_EQ_STR(json_text(json, "sheets.1.name"), "Old");
    JB_EQ_STR(json_text(json, "sheets.1.hidden"), "true");
    JB_EQ_STR(json_text(json, "sheets.2.used"), "true");
    JB_EQ_STR(json_text(json, "sheets.3.used"), "false");
    cJSON_Delete(json);
    finish(bank, &report);
    static const char *const old[] = { "single: Old? / *x / y" };
    options.sheet = "Old";
    bank = read_entries(many_sheets, 6, &options, &report);
    check_lines(bank, old, 1);
    JB_EQ_U64(count_problems(&report, "hidden_sheet"), 1);
    finish(bank, &report);
    options.sheet = "None";
    bank = read_entries(many_sheets, 6, &options, &report);
    assert_null(bank);
    JB_EQ_U64(count_problems(&report, "no_header"), 1);
    finish(bank, &report);
}

static void prefixes_and_strict_namespaces_change_nothing(void **state)
{
    static const zip_entry entries[] = {
        { .name = "_rels/.rels", DATA(RELS(RELATION("r", "officeDocument", "/book/main.xml"))) },
        { .name = "book/workbook.xml", DATA("<not/>") },
        { .name = "book/main.xml",
          DATA("<x:workbook xmlns:x='http://purl.oclc.org/ooxml/spreadsheetml/main' "
               "xmlns:rel='http://purl.oclc.org/ooxml/officeDocument/relationships'><x:workbookPr "
               "date1904='1'/><x:sheets><x:sheet name='Q' sheetId='7' rel:id='s'/></x:sheets>"
               "</x:workbook>") },
        { .name = "book/_rels/main.xml.rels",
          DATA("<Relationships><Relationship Id='s' Type='http://purl.oclc.org/ooxml/"
               "officeDocument/relationships/worksheet' Target='s.xml'/></Relationships>") },
        { .name = "book/s.xml",
          DATA("<x:worksheet xmlns:x='http://purl.oclc.org/ooxml/spreadsheetml/main'><x:sheetData>"
               "<x:row><x:c t='inlineStr'><x:is><x:t>question</x:t></x:is></x:c>"
               "<x:c t='inlineStr'><x:is><x:t>answer</x:t></x:is></x:c></x:row>"
               "<x:row><x:c t='inlineStr'><x:is><x:t>How many?</x:t></x:is></x:c>"
               "<x:c><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>") },
    };
    static const char *const lines[] = { "text: How many? / 7" };
    const jb_import_options options = { .name = "q.xlsx" };
    jb_report report;
    jb_bank *bank = read_entries(entries, 5, &options, &report);
    check_lines(bank, lines, 1);
    finish(bank, &report);
}

static void broken_and_hostile_workbooks_say_why(void **state)
{
    static const struct {
        const char *sheet;
        const char *code;
        uint32_t questions;
    } rows[] = {
        { "<worksheet><sheetData>" HEADER "<row r='2'>" IN("A2", "Q?") IN("B2", "x") IN("C2", "y")
              IN("D2", "A") "</row><row r='3'><c r='A3'",
          "bad_xml", 1 },
        { "<!DOCTYPE x [<!ENTITY e 'x'>]><worksheet/>", "doctype", 0 },
        { SHEET(HEADER "<row r='2'>" IN("A2", "Q?") IN("B2", "x") IN("C2", "y") IN("D2", "A")
                    IN("XFD2", "far") IN("ZZZZZZ2", "farther") "</row>"),
          "too_many_columns", 1 },
        { SHEET(HEADER "<row r='4294967295'>" IN("A4", "Q?") "</row>"), "no_answer", 0 },
        { "", "bad_xml", 0 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        jb_report report;
        jb_bank *bank = read_sheet(rows[i].sheet, NULL, NULL, &report);
        if (count_problems(&report, rows[i].code) != 1 ||
            report.question_count != rows[i].questions) {
            fail_msg("row %zu: %u questions, %u problems, the first is %s", i,
                     report.question_count, report.problem_count,
                     report.problem_count > 0 ? report.problems[0].code : "none");
        }
        finish(bank, &report);
    }
    static const zip_entry pictures[] = {
        { .name = "xl/workbook.xml", DATA(ONE_SHEET) },
        { .name = "xl/_rels/workbook.xml.rels",
          DATA(RELS(RELATION("rId1", "worksheet", "worksheets/sheet1.xml"))) },
        { .name = "xl/worksheets/sheet1.xml",
          DATA(SHEET(HEADER "<row r='2'>" IN("A2", "Q?") IN("B2", "x") IN("C2", "y") IN(
              "D2", "C") "<c r='E2' t='str'><v>=DISPIMG(\"ID_1\",1)</v></c></row>")) },
        { .name = "xl/media/image1.png", DATA("png") },
    };
    static const zip_entry no_sheet[] = {
        { .name = "xl/workbook.xml", DATA(ONE_SHEET) },
        { .name = "xl/_rels/workbook.xml.rels",
          DATA(RELS(RELATION("rId1", "worksheet", "../../etc/passwd"))) },
    };
    const jb_import_options options = { .name = "q.xlsx" };
    jb_report report;
    jb_bank *bank = read_entries(no_sheet, 2, &options, &report);
    assert_null(bank);
    JB_EQ_U64(count_problems(&report, "damaged_package"), 1);
    finish(bank, &report);
    bank = read_entries(pictures, 4, &options, &report);
    assert_null(bank);
    JB_EQ_U64(count_problems(&report, "pictures_left_out"), 1);
    check_problem(&report, "unknown_option", 2);
    finish(bank, &report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_of_every_kind_are_read_as_people_see_them),
        cmocka_unit_test(numbers_are_shown_as_their_formats_say),
        cmocka_unit_test(formats_come_from_the_styles_of_cells),
        cmocka_unit_test(merged_cells_say_their_text_in_every_row),
        cmocka_unit_test(hidden_rows_are_read_and_said),
        cmocka_unit_test(the_first_sheet_with_a_header_is_taken_and_others_are_named),
        cmocka_unit_test(prefixes_and_strict_namespaces_change_nothing),
        cmocka_unit_test(broken_and_hostile_workbooks_say_why),
    };
    return JB_RUN(tests);
}
