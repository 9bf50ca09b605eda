/* Moodle XML: every type, texts however they are written, files, what is broken. */
#include "import_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PNG                                                                                        \
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg" \
    "gg=="
#define SINGLE                                                                                     \
    "<answer fraction=\"100\"><text>a</text></answer><answer "                                     \
    "fraction=\"0\"><text>b</text></answer>"

/* A file of the samples; to be freed. */
static char *sample(const char *name)
{
    char path[512];
    const char *root = getenv("JB_SOURCE_DIR");
    (void)snprintf(path, sizeof path, "%s/tests/import/samples/%s", root ? root : ".", name);
    FILE *file = fopen(path, "rb");
    JB_TRUE(file != NULL);
    char *text = calloc(1, 65536);
    JB_TRUE(text != NULL);
    JB_TRUE(fread(text, 1, 65535, file) > 0);
    (void)fclose(file);
    return text;
}

static void every_type_is_read_or_named(void **state)
{
    jb_report report;
    char *text = sample("moodle-kinds.xml");
    jb_bank *bank = import_text(text, NULL, &report);
    JB_EQ_STR(report.format, "moodle-xml");
    JB_EQ_U64(report.question_count, 7);
    JB_EQ_STR(question_line(bank, 0),
              "single: Which river is the longest of these? / Rhine / *Nile / Amazon");
    JB_EQ_STR(question_line(bank, 1),
              "multiple: Which are prime: 2, 3, 4 or 5? / *2 / *3 / 4 / *5");
    JB_EQ_STR(question_line(bank, 2), "truefalse: Is 1 < 2? / true");
    JB_EQ_STR(question_line(bank, 3), "text: Capital of France? / Paris; Par*s");
    JB_EQ_STR(question_line(bank, 4), "numeric: How much is **pi** about? / 3.1416 +- 0.01");
    JB_EQ_STR(question_line(bank, 5),
              "matching: Match the countries. / Italy => Rome / Japan => Tokyo / => Oslo");
    JB_EQ_STR(question_line(bank, 6), "ordering: Smallest first. / 2 mouse / 1 ant / 3 cow");
    JB_EQ_U64(count_problems(&report, "unsupported_kind"), 3);
    check_problem(&report, "no_answer", 101);
    cJSON *json = bank_json(bank);
    JB_EQ_STR(json_text(json, "questions.0.id"), "riv-1");
    JB_EQ_STR(json_text(json, "questions.0.title"), "Longest river");
    JB_EQ_STR(json_text(json, "questions.0.points"), "2");
    JB_EQ_STR(json_text(json, "questions.0.category"), "c2");
    JB_EQ_STR(json_text(json, "questions.0.tags.1"), "school");
    JB_EQ_STR(json_text(json, "questions.0.shuffle.options"), "false");
    JB_EQ_STR(json_text(json, "questions.0.media.0.ref"), "m1");
    JB_EQ_STR(json_text(json, "questions.0.options.2.weight"), "0.5");
    JB_EQ_STR(json_text(json, "questions.0.source.imported_from.line"), "10");
    JB_EQ_STR(json_words(json, "questions.0.explanation"), "It is 6,650 km long.");
    JB_EQ_STR(json_words(json, "questions.0.options.0.feedback"), "No.");
    JB_EQ_STR(json_words(json, "questions.2.explanation"), "Count again.");
    JB_EQ_STR(json_words(json, "questions.4.answer.unit"), "m");
    JB_EQ_STR(json_words(json, "media.0.alt"), "A map");
    JB_EQ_STR(json_words(json, "categories.1.title"), "Long ones");
    JB_TRUE(json_text(json, "media.1.id") == NULL);
    cJSON_Delete(json);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    free(text);
}

/* The first question of a quiz that holds this one, as a line; the report is for the caller. */
static const char *one(const char *inside, jb_report *report)
{
    char text[4096];
    (void)snprintf(text, sizeof text, "<quiz>\n%s</quiz>", inside);
    jb_bank *bank = import_text(text, NULL, report);
    JB_EQ_STR(report->format, "moodle-xml");
    const char *line = bank ? question_line(bank, 0) : "none";
    jb_bank_destroy(bank);
    return line;
}

static void check_one(const char *inside, const char *line, const char *code)
{
    jb_report report;
    JB_EQ_STR(one(inside, &report), line);
    JB_EQ_U64(count_problems(&report, code), code ? 1 : 0);
    jb_report_finish(&report);
}

static void texts_are_read_however_they_stand_there(void **state)
{
    check_one("<question type=\"multichoice\"><questiontext>No <i>text</i></questiontext>" SINGLE
              "</question>",
              "single: No / *a / b", NULL);
    check_one("<question type=\"multichoice\"><questiontext><text>In <p>two</p>blocks</text>"
              "</questiontext>" SINGLE "</question>",
              "single: In\ntwo\nblocks / *a / b", NULL);
    check_one("<question type=\"multichoice\"><questiontext format=\"html\">"
              "<text>A&lt;br/&gt;B &amp;amp; <![CDATA[C&nbsp;]]></text></questiontext>" SINGLE
              "</question>",
              "single: A\nB & C / *a / b", NULL);
    check_one("<question type=\"multichoice\"><questiontext format=\"plain_text\">"
              "<text>&lt;b&gt; &amp;amp;</text></questiontext>" SINGLE "</question>",
              "single: <b> &amp; / *a / b", NULL);
    check_one("<question type=\"multichoice\"><name><text>Only a name</text></name>" SINGLE
              "</question>",
              "single: Only a name / *a / b", NULL);
    check_one("<question type=\"shortanswer\"><questiontext><text>q</text></questiontext>"
              "<answer fraction=\"100\">x</answer></question>",
              "text: q / x", NULL);
    check_one("<question type=\"multichoice\"><questiontext><text>&nbsp;q&eacute;</text>"
              "</questiontext>" SINGLE "</question>",
              "single: q\xc3\xa9 / *a / b", NULL);
}

static void questions_that_cannot_be_played_are_said(void **state)
{
    static const char *const types[] = {
        "essay",    "description", "cloze",  "gapselect",     "ddwtos", "ddimageortext",
        "ddmarker", "calculated",  "random", "randomsamatch", "kprime", "calculatedmulti",
    };
    char text[512];
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        (void)snprintf(text, sizeof text,
                       "<question type=\"%s\"><questiontext><text>q</text></questiontext>"
                       "</question>",
                       types[i]);
        check_one(text, "none", "unsupported_kind");
    }
    check_one("<question><questiontext><text>q</text></questiontext></question>", "none",
              "unknown_type");
    check_one("<question type=\"truefalse\"><questiontext><text>q</text></questiontext>"
              "<answer fraction=\"100\"><text>perhaps</text></answer></question>",
              "none", "no_answer");
    check_one("<question type=\"multichoice\"><questiontext><text>q</text></questiontext>"
              "<single>false</single><answer fraction=\"0\"><text>a</text></answer>"
              "<answer fraction=\"-50\"><text>b</text></answer></question>",
              "none", "no_answer");
    check_one("<question type=\"shortanswer\"><questiontext><text>q</text></questiontext>"
              "<answer fraction=\"100\"><text>*</text></answer></question>",
              "none", "unsupported_kind");
    check_one("<question type=\"numerical\"><questiontext><text>q</text></questiontext>"
              "<answer fraction=\"100\"><text>many</text></answer></question>",
              "none", "bad_number");
    check_one("<question type=\"matching\"><questiontext><text>q</text></questiontext>"
              "<subquestion><text>a</text><answer><text>1</text></answer></subquestion>"
              "</question>",
              "none", "too_few_options");
    check_one("<question type=\"multichoice\"><questiontext><text>q</text></questiontext>"
              "<answer fraction=\"100\"><text></text></answer>"
              "<answer fraction=\"0\"><text>b</text></answer></question>",
              "none", "empty_option");
}

static void files_are_shown_where_a_text_names_them(void **state)
{
    jb_report report;
    jb_bank *bank = import_text(
        "<quiz><question type=\"multichoice\"><questiontext format=\"html\"><text><![CDATA["
        "<img src=\"@@PLUGINFILE@@/sub/x.png\" alt=\"left\">"
        "<img src=\"@@PLUGINFILE@@/gone.png\"><img src=\"https://example.org/y.png\">"
        "<img src=\"data:image/png;base64," PNG "\">]]></text>"
        "<file name=\"x.png\" path=\"/sub/\" encoding=\"base64\">" PNG "</file>"
        "<file name=\"unused.png\" path=\"/\" encoding=\"base64\">!!!!</file></questiontext>"
        "<answer fraction=\"100\" format=\"html\"><text><![CDATA[<img src="
        "\"@@PLUGINFILE@@/a.gif\">]]></text>"
        "<file name=\"a.gif\" encoding=\"base64\">R0lGODdhAQABAIAAAP///////ywAAAAAAQABAAACAkQBADs="
        "</file></answer>"
        "<answer fraction=\"0\"><text>b</text></answer>"
        "<name><text>Look</text></name></question></quiz>",
        NULL, &report);
    JB_EQ_U64(report.question_count, 1);
    JB_EQ_U64(count_problems(&report, "missing_medium"), 1);
    JB_EQ_U64(count_problems(&report, "remote_media"), 1);
    JB_EQ_U64(count_problems(&report, "unusable_medium"), 1);
    cJSON *json = bank_json(bank);
    JB_EQ_STR(json_words(json, "questions.0.stem"), "Look");
    JB_EQ_STR(json_text(json, "questions.0.media.0.ref"), "m1"); /* the same bytes twice */
    JB_TRUE(json_text(json, "questions.0.media.1.ref") == NULL);
    JB_EQ_STR(json_text(json, "questions.0.options.0.media"), "m2");
    JB_EQ_STR(json_text(json, "media.1.mime"), "image/gif");
    cJSON_Delete(json);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void what_stands_before_a_fault_is_read(void **state)
{
    jb_report report;
    jb_bank *bank = import_text("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                "<quiz>\n<question type=\"multichoice\"><questiontext><text>q"
                                "</text></questiontext>" SINGLE "</question>\n"
                                "<question type=\"multichoice\">\n<questiontext><text>a & b",
                                NULL, &report);
    JB_EQ_U64(report.question_count, 1);
    check_problem(&report, "bad_xml", 5);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    bank = import_text("<!DOCTYPE quiz [<!ENTITY a \"aaaa\">]>\n<quiz>&a;</quiz>", NULL, &report);
    JB_TRUE(bank == NULL);
    check_problem(&report, "doctype", 1);
    jb_report_finish(&report);
}

static void the_declared_encoding_is_the_one_it_is_read_in(void **state)
{
    jb_report report;
    jb_bank *bank =
        import_text("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><quiz>"
                    "<question type=\"multichoice\"><questiontext><text>"
                    "\xe9t\xe9 \xf6\xe4?</text></questiontext>" SINGLE "</question></quiz>",
                    NULL, &report);
    JB_EQ_STR(report.encoding, "windows-1252");
    JB_EQ_U64(report.problem_count, 0);
    JB_EQ_STR(question_line(bank, 0), "single: \xc3\xa9t\xc3\xa9 \xc3\xb6\xc3\xa4? / *a / b");
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_is_read_or_named),
        cmocka_unit_test(texts_are_read_however_they_stand_there),
        cmocka_unit_test(questions_that_cannot_be_played_are_said),
        cmocka_unit_test(files_are_shown_where_a_text_names_them),
        cmocka_unit_test(what_stands_before_a_fault_is_read),
        cmocka_unit_test(the_declared_encoding_is_the_one_it_is_read_in),
    };
    return JB_RUN(tests);
}
