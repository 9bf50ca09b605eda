/* Word documents, made here of the XML that Word writes. Places are paragraphs. */
#include "import_check.h"
#include "zip_maker.h"

#include <string.h>

#define DOCUMENT(body)                                                                             \
    "<?xml version='1.0' encoding='UTF-8'?><w:document xmlns:w='urn:w' xmlns:r='urn:r' "           \
    "xmlns:a='urn:a' xmlns:wp='urn:wp' xmlns:m='urn:m' xmlns:mc='urn:mc' xmlns:v='urn:v'>"         \
    "<w:body>" body "</w:body></w:document>"
#define RUN(text) "<w:r><w:t xml:space='preserve'>" text "</w:t></w:r>"
#define P(text)   "<w:p>" RUN(text) "</w:p>"
#define ITEM(level, number, text)                                                                  \
    "<w:p><w:pPr><w:numPr><w:ilvl w:val='" level "'/><w:numId w:val='" number                      \
    "'/></w:numPr></w:pPr>" RUN(text) "</w:p>"
#define CELL(text)  "<w:tc><w:tcPr><w:tcW w:w='1'/></w:tcPr>" P(text) "</w:tc>"
#define ROW(cells)  "<w:tr>" cells "</w:tr>"
#define TABLE(rows) "<w:tbl><w:tblPr/>" rows "</w:tbl>"
#define PICTURE(id)                                                                                \
    "<w:r><w:drawing><wp:docPr id='1' descr='红点'/><a:blip r:embed='" id "'/></w:drawing></w:r>"

static const char numbering[] =
    "<w:numbering xmlns:w='urn:w'><w:abstractNum w:abstractNumId='0'>"
    "<w:lvl w:ilvl='0'><w:numFmt w:val='decimal'/><w:lvlText w:val='%1、'/></w:lvl>"
    "<w:lvl w:ilvl='1'><w:numFmt w:val='upperLetter'/><w:lvlText w:val='%2.'/></w:lvl>"
    "</w:abstractNum><w:abstractNum w:abstractNumId='1'>"
    "<w:lvl w:ilvl='0'><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl>"
    "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    "<w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num></w:numbering>";

static const char relations[] = "<Relationships><Relationship Id='rId1' Target='media/dot.png'/>"
                                "<Relationship Id='rId2' Target='media/old.wmf'/>"
                                "<Relationship Id='rId3' Target='media/gone.png'/></Relationships>";

static const unsigned char png[] = {
    0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I',  'H',  'D',  'R', 0,
    0,    0,   1,   0,   0,    0,    1,    8,    2, 0, 0, 0,  0x90, 0x77, 0x53, 0xde
};

static jb_bank *read_document(const char *document, jb_report *report)
{
    const zip_entry entries[] = {
        { .name = "[Content_Types].xml", .data = { "<Types/>", 8 } },
        { .name = "word/document.xml", .data = { document, strlen(document) } },
        { .name = "word/numbering.xml", .data = { numbering, sizeof numbering - 1 } },
        { .name = "word/_rels/document.xml.rels", .data = { relations, sizeof relations - 1 } },
        { .name = "word/media/dot.png", .data = { (const char *)png, sizeof png } },
        { .name = "word/media/old.wmf", .data = { "\xd7\xcd\xc6\x9a....", 8 } },
    };
    jb_buffer file;
    jb_buffer_init(&file, 0);
    zip_make(entries, sizeof entries / sizeof entries[0], &file);
    jb_bank *bank = import_bytes(jb_buffer_slice(&file), NULL, report);
    jb_buffer_finish(&file);
    return bank;
}

static void paragraphs_are_lines(void **state)
{
    jb_report report;
    jb_bank *bank = read_document(
        DOCUMENT(P("一、单选题") "<w:p>" RUN("1、首") RUN(
            "都是（ ）。") "</w:p>"
                           "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>A. "
                           "北京</w:t>"
                           "<w:tab/><w:t>B. 上海</w:t><w:br/><w:t>C. 广州</w:t></w:r></w:p>" P(
                               "答案：A") P("") P("2、没有答案的题？") P("A. 甲") P("B. 乙")),
        &report);
    JB_EQ_STR(report.format, "docx");
    JB_EQ_U64(report.question_count, 1);
    JB_EQ_STR(question_line(bank, 0), "single: 首都是（ ）。 / *北京 / 上海 / 广州");
    check_problem(&report, "no_answer", 6);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void what_was_deleted_and_second_copies_are_left_out(void **state)
{
    jb_report report;
    jb_bank *bank = read_document(
        DOCUMENT("<w:p>" RUN(
            "1、我国的") "<w:del><w:r><w:delText>省会</w:delText></w:r></w:del>"
                         "<w:ins>" RUN("首都") "</w:ins>" RUN("是？") "</w:p>" P("A. 北京") P(
                             "B. 上海")
                             P("答案：A") "<w:p><w:r><mc:AlternateContent><mc:Choice><w:"
                                          "txbxContent>" P("2、框里的题。")
                                              P("答案：对") "</w:txbxContent></"
                                                            "mc:Choice><mc:Fallback><w:"
                                                            "txbxContent>" P("2、框里的题。")
                                                                P("答案：对") "</w:txbxContent></"
                                                                              "mc:Fallback></"
                                                                              "mc:AlternateContent>"
                                                                              "</w:r></w:p>"),
        &report);
    JB_EQ_U64(report.question_count, 2);
    JB_EQ_STR(question_line(bank, 0), "single: 我国的首都是？ / *北京 / 上海");
    JB_EQ_STR(question_line(bank, 1), "truefalse: 框里的题。 / true");
    JB_EQ_U64(report.problem_count, 0);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void numbers_of_lists_are_part_of_the_text(void **state)
{
    jb_report report;
    jb_bank *bank = read_document(
        DOCUMENT(ITEM("0", "2", "单选题") ITEM("0", "1", "头一题？") ITEM("1", "1", "甲") ITEM(
            "1", "1", "乙") P("答案：B") ITEM("0", "1", "后一题？") ITEM("1", "1", "丙")
                     ITEM("1", "1", "丁") ITEM("1", "1", "戊") P("答案：C") ITEM("0", "2", "判断题")
                         ITEM("0", "1", "3、也打了编号。") P("答案：错")),
        &report);
    JB_EQ_U64(report.question_count, 3);
    JB_EQ_STR(question_line(bank, 0), "single: 头一题？ / 甲 / *乙");
    JB_EQ_STR(question_line(bank, 1), "single: 后一题？ / 丙 / 丁 / *戊");
    JB_EQ_STR(question_line(bank, 2), "truefalse: 也打了编号。 / false");
    JB_EQ_U64(report.problem_count, 0);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void pictures_go_to_the_question_they_stand_in(void **state)
{
    jb_report report;
    jb_bank *bank = read_document(
        DOCUMENT(P("1、没有图。") P("答案：对") "<w:p>" RUN("2、图中是什么？") PICTURE(
            "rId1") "</w:p>" P("A. 红") P("B. 蓝") P("答案：A") P("3、选哪个？") "<w:p>" RUN("A. ")
                     PICTURE("rId1") "</w:p>" P("B. 都不是") P("答案：A") "<w:p>" RUN("4、旧图。")
                         PICTURE("rId2") PICTURE("rId3") "</w:p>" P("答案：错")),
        &report);
    JB_EQ_U64(report.question_count, 4);
    cJSON *json = bank_json(bank);
    JB_TRUE(json_at(json, "questions.0.media") == NULL);
    JB_EQ_STR(json_text(json, "questions.1.media.0.ref"), "m1");
    JB_EQ_STR(json_text(json, "questions.2.options.0.media"), "m1");
    JB_TRUE(json_at(json, "questions.2.media") == NULL);
    JB_EQ_STR(json_words(json, "media.0.alt"), "红点");
    JB_TRUE(json_at(json, "questions.3.media") == NULL);
    cJSON_Delete(json);
    check_problem(&report, "missing_medium", 11);
    JB_EQ_U64(count_problems(&report, NULL), 2);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void tables_are_lines_lists_or_questions(void **state)
{
    jb_report report;
    jb_bank *bank = read_document(
        DOCUMENT(
            P("一、多选题") P("1、水果有（ ）") TABLE(ROW(CELL("A. 苹果") CELL("B. 白菜")) ROW(
                CELL("C. 香蕉") CELL("D. 萝卜"))) P("二、判断题") P("1、地球是圆的。（ ）")
                P("2、太阳绕地球转。（ ）") P("参考答案") P("一、多选题") P("1.AC") P(
                    "二、判断题") TABLE(ROW(CELL("题号") CELL("1") CELL("2"))
                                            ROW(CELL("答案") CELL("√") CELL("×")))
                    TABLE(ROW(CELL("题干") CELL("题型") CELL("选项A") CELL("选项B") CELL(
                        "答案")) ROW(CELL("一加一？") CELL("单选题") CELL("1") CELL("2") CELL("B"))
                              ROW(CELL("二加二？") CELL("单选题") CELL("4") CELL("5") CELL("A")))),
        &report);
    JB_EQ_U64(report.question_count, 5);
    JB_EQ_STR(question_line(bank, 0), "single: 一加一？ / 1 / *2");
    JB_EQ_STR(question_line(bank, 1), "single: 二加二？ / *4 / 5");
    JB_EQ_STR(question_line(bank, 2), "multiple: 水果有（ ） / *苹果 / 白菜 / *香蕉 / 萝卜");
    JB_EQ_STR(question_line(bank, 3), "truefalse: 地球是圆的。（ ） / true");
    JB_EQ_STR(question_line(bank, 4), "truefalse: 太阳绕地球转。（ ） / false");
    JB_EQ_U64(report.problem_count, 0);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void formulas_and_colours_are_said(void **state)
{
    jb_report report;
    jb_bank *bank = read_document(
        DOCUMENT("<w:p>" RUN(
            "1、H") "<w:r><w:rPr><w:vertAlign w:val='subscript'/></w:rPr><w:t>2</w:t>"
                    "</w:r>" RUN(
                        "O占 ") "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></"
                                "m:num><m:den>"
                                "<m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></"
                                "w:p>" P("A. 甲") "<w:p><w:r><w:rPr><w:highlight "
                                                  "w:val='yellow'/></w:rPr><w:t>B. "
                                                  "乙</w:t></w:r></w:p>" P("答案：A") "<w:p>" RUN(
                                                      "2、打勾的题。（") "<w:r><w:sym "
                                                                         "w:font='"
                                                                         "Wingdings "
                                                                         "2' "
                                                                         "w:char='"
                                                                         "F050'/></"
                                                                         "w:r>" RUN("）") "</w:p>"),
        &report);
    JB_EQ_STR(question_line(bank, 0), "single: H₂O占 1/2 / *甲 / 乙");
    JB_EQ_STR(question_line(bank, 1), "truefalse: 打勾的题。（ ） / true");
    check_problem(&report, "drawn_formula", 1);
    check_problem(&report, "colours_not_read", 3);
    JB_EQ_U64(report.problem_count, 2);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void aiken_in_a_document_is_aiken(void **state)
{
    jb_report report;
    jb_bank *bank =
        read_document(DOCUMENT(P("Which one?") P("A. this") P("B. that") P("ANSWER: B") P("")
                                   P("And now?") P("A. yes") P("B. no") P("ANSWER: A")),
                      &report);
    JB_EQ_STR(report.format, "docx");
    JB_EQ_STR(question_line(bank, 0), "single: Which one? / this / *that");
    JB_EQ_STR(question_line(bank, 1), "single: And now? / *yes / no");
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void broken_documents_are_reported(void **state)
{
    jb_report report;
    jb_bank *bank =
        read_document("<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e 'x'>]><w>&e;</w>", &report);
    JB_TRUE(bank == NULL);
    check_problem(&report, "broken_document", 1);
    check_problem(&report, "no_questions", 1);
    jb_report_finish(&report);

    bank = read_document("<w:document xmlns:w='urn:w'><w:body>" P("1、好的题。") P("答案：对")
                             P("2、后面断了") "<w:p>",
                         &report);
    JB_EQ_STR(question_line(bank, 0), "truefalse: 好的题。 / true");
    check_problem(&report, "broken_document", 5);
    JB_TRUE(report.errors);
    jb_bank_destroy(bank);
    jb_report_finish(&report);

    bank = read_document(DOCUMENT(P("亲爱的朋友：") P("你好！")), &report);
    JB_TRUE(bank == NULL);
    check_problem(&report, "no_questions", 1);
    jb_report_finish(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs_are_lines),
        cmocka_unit_test(what_was_deleted_and_second_copies_are_left_out),
        cmocka_unit_test(numbers_of_lists_are_part_of_the_text),
        cmocka_unit_test(pictures_go_to_the_question_they_stand_in),
        cmocka_unit_test(tables_are_lines_lists_or_questions),
        cmocka_unit_test(formulas_and_colours_are_said),
        cmocka_unit_test(aiken_in_a_document_is_aiken),
        cmocka_unit_test(broken_documents_are_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
