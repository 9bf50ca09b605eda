#include "import_check.h"

#include <string.h>

static void notes_are_read(void **state)
{
    jb_report report;
    jb_bank *bank =
        import_text("#separator:tab\n"
                    "#html:true\n"
                    "#guid column:1\n"
                    "#notetype column:2\n"
                    "#deck column:3\n"
                    "#tags column:6\n"
                    "abc\tBasic\tEurope::France\tCapital of <b>France</b>?\tParis\teasy  geo::eu\n"
                    "def\tBasic\tA/B\t\"Say \"\"hi\"\"<br>in\nFrench\"\tsalut&nbsp;!\t\n"
                    "# a comment\n"
                    "\n"
                    "ghi\tBasic\t\tThird?\tyes\n",
                    NULL, &report);
    JB_EQ_STR(report.format, "anki");
    JB_EQ_STR(question_line(bank, 0), "text: Capital of France? / Paris");
    JB_EQ_STR(question_line(bank, 1), "text: Say \"hi\"\nin French / salut !");
    JB_EQ_STR(question_line(bank, 2), "text: Third? / yes");
    JB_EQ_U64(count_problems(&report, NULL), 0);
    cJSON *json = bank_json(bank);
    JB_EQ_STR(json_text(json, "questions.0.id"), "abc");
    JB_EQ_STR(json_text(json, "questions.0.tags.0"), "easy");
    JB_EQ_STR(json_text(json, "questions.0.tags.1"), "geo::eu");
    JB_EQ_STR(json_text(json, "questions.2.source.imported_from.line"), "12");
    JB_EQ_STR(json_words(json, "categories.0.title"), "Europe");
    JB_EQ_STR(json_words(json, "categories.1.title"), "France");
    JB_EQ_STR(json_words(json, "categories.2.title"), "A/B");
    JB_EQ_STR(json_text(json, "questions.0.category"), json_text(json, "categories.1.id"));
    cJSON_Delete(json);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void other_separators_and_further_fields_are_read(void **state)
{
    jb_report report;
    jb_bank *bank = import_text("#separator:Semicolon\n"
                                "#html:false\n"
                                "#tags:all of it\n"
                                "#deck:Colours\n"
                                "#columns:Front;Back;Extra;Tags\n"
                                "Colour of <b>;red;\"It is; really\";more\n",
                                NULL, &report);
    JB_EQ_STR(question_line(bank, 0), "text: Colour of <b> / red");
    cJSON *json = bank_json(bank);
    JB_EQ_STR(json_words(json, "questions.0.explanation"), "It is; really");
    JB_EQ_STR(json_text(json, "questions.0.tags.2"), "it");
    JB_EQ_STR(json_text(json, "questions.0.tags.3"), "more");
    JB_EQ_STR(json_words(json, "categories.0.title"), "Colours");
    cJSON_Delete(json);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void faults_are_reported_and_the_rest_is_read(void **state)
{
    jb_report report;
    jb_buffer text;
    jb_buffer_init(&text, 0);
    jb_buffer_append_text(&text, "#separator:tab\n"
                                 "\tno front\n"
                                 "no back\t\n"
                                 "The {{c1::sun}} is hot\textra\n"
                                 "\"a quote without an end\tyes\n"
                                 "Heard?\tyes [sound:a.mp3]\n"
                                 "Long?\t");
    for (int i = 0; i < 50; i++) {
        jb_buffer_append_text(&text, "words ");
    }
    jb_bank *bank = import_text(jb_buffer_text(&text), NULL, &report);
    check_problem(&report, "empty_stem", 2);
    check_problem(&report, "no_answer", 3);
    check_problem(&report, "unsupported_kind", 4);
    check_problem(&report, "missing_medium", 6);
    check_problem(&report, "answer_too_long", 7);
    JB_EQ_U64(report.problem_count, 5);
    JB_EQ_U64(report.question_count, 2);
    JB_EQ_STR(question_line(bank, 0), "text: \"a quote without an end / yes");
    JB_EQ_STR(question_line(bank, 1), "text: Heard? / yes");
    jb_bank_destroy(bank);
    jb_buffer_finish(&text);
    jb_report_finish(&report);
}

static void a_table_without_first_lines_is_not_anki(void **state)
{
    static const char *const texts[] = { "front\tback\n", "Q?\tA\n#separator:tab\n",
                                         "#Q stem\n^ a\n" };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        jb_report report;
        jb_bank *bank = import_text(texts[i], NULL, &report);
        JB_TRUE(strcmp(report.format, "anki") != 0);
        jb_bank_destroy(bank);
        jb_report_finish(&report);
    }
}

static void fronts_and_backs_without_a_header_are_notes(void **state)
{
    jb_report report;
    jb_bank *bank =
        import_text("7 * 8\t56\nCapital of Peru\tLima\n\nSquare root of 81\t9\n", NULL, &report);
    JB_EQ_STR(report.format, "anki");
    JB_EQ_U64(report.question_count, 3);
    JB_EQ_STR(question_line(bank, 1), "text: Capital of Peru / Lima");
    check_problem(&report, "guessed_columns", 1);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    /* Answers of one letter belong to questions whose options are elsewhere. */
    bank = import_text("Which one?\tA\nAnd here?\tB\nAnd there?\tC\n", NULL, &report);
    JB_TRUE(bank == NULL);
    JB_TRUE(strcmp(report.format, "anki") != 0);
    jb_report_finish(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fronts_and_backs_without_a_header_are_notes),
        cmocka_unit_test(notes_are_read),
        cmocka_unit_test(other_separators_and_further_fields_are_read),
        cmocka_unit_test(faults_are_reported_and_the_rest_is_read),
        cmocka_unit_test(a_table_without_first_lines_is_not_anki),
    };
    return JB_RUN(tests);
}
