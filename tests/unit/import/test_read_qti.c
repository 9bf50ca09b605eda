/* QTI: items of every version alone, and packages in every state. */
#include "import_check.h"

#include <stdio.h>
#include <string.h>

#include "zip_maker.h"

#define BEGIN                                                                                      \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                                 \
    "<assessmentItem xmlns=\"http://www.imsglobal.org/xsd/imsqti_v2p1\" identifier=\"q\" "         \
    "title=\"Title\" adaptive=\"false\" timeDependent=\"false\">"
#define END "</assessmentItem>"
#define DECLARE(cardinality, type, inside)                                                         \
    "<responseDeclaration identifier=\"R\" cardinality=\"" cardinality "\" baseType=\"" type       \
    "\">" inside "</responseDeclaration>"
#define CORRECT(values) "<correctResponse>" values "</correctResponse>"
#define VALUE(value)    "<value>" value "</value>"
#define CHOICES                                                                                    \
    "<simpleChoice identifier=\"a\">one</simpleChoice>"                                            \
    "<simpleChoice identifier=\"b\">two</simpleChoice>"                                            \
    "<simpleChoice identifier=\"c\">three</simpleChoice>"
#define CHOICE(more)                                                                               \
    "<itemBody><p>Stem</p><choiceInteraction responseIdentifier=\"R\" " more                       \
    "><prompt>prompt?</prompt>" CHOICES "</choiceInteraction></itemBody>"
#define SMALL BEGIN DECLARE("single", "identifier", CORRECT(VALUE("b"))) CHOICE("") END

static void check_item(const char *text, const char *line, const char *code)
{
    jb_report report;
    jb_bank *bank = import_text(text, NULL, &report);
    JB_EQ_STR(report.format, "qti");
    JB_EQ_STR(bank ? question_line(bank, 0) : "none", line);
    JB_EQ_U64(count_problems(&report, code), code ? 1 : 0);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void choices_are_single_or_multiple(void **state)
{
    check_item(SMALL, "single: Stem\nprompt? / one / *two / three", NULL);
    check_item(BEGIN DECLARE("multiple", "identifier", CORRECT(VALUE("a") VALUE("c")))
                   CHOICE("maxChoices=\"0\"") END,
               "multiple: Stem\nprompt? / *one / two / *three", NULL);
    check_item(BEGIN DECLARE("multiple", "identifier", CORRECT(VALUE("a")))
                   CHOICE("maxChoices=\"1\"") END,
               "single: Stem\nprompt? / *one / two / three", NULL);
    /* A mapping alone: what is worth most, and what is worth something. */
    check_item(BEGIN DECLARE("single", "identifier",
                             "<mapping><mapEntry mapKey=\"a\" mappedValue=\"1\"/>"
                             "<mapEntry mapKey=\"b\" mappedValue=\"2\"/></mapping>") CHOICE("") END,
               "single: Stem\nprompt? / one / *two / three", NULL);
    check_item(BEGIN DECLARE("multiple", "identifier",
                             "<mapping><mapEntry mapKey=\"a\" mappedValue=\"1\"/>"
                             "<mapEntry mapKey=\"b\" mappedValue=\"2\"/>"
                             "<mapEntry mapKey=\"c\" mappedValue=\"-1\"/></mapping>")
                   CHOICE("maxChoices=\"0\"") END,
               "multiple: Stem\nprompt? / *one / *two / three", NULL);
    check_item(BEGIN DECLARE("single", "identifier", CORRECT(VALUE("x"))) CHOICE("") END, "none",
               "unknown_option");
    check_item(BEGIN DECLARE("single", "identifier", "") CHOICE("") END, "none", "no_answer");
    check_item(
        BEGIN DECLARE(
            "single", "identifier",
            CORRECT(
                VALUE("b"))) "<itemBody><p>It is <inlineChoiceInteraction responseIdentifier=\"R\">"
                             "<inlineChoice identifier=\"a\">cold</inlineChoice>"
                             "<inlineChoice identifier=\"b\">hot</inlineChoice>"
                             "</inlineChoiceInteraction>.</p></itemBody>" END,
        "single: It is _____. / cold / *hot", NULL);
}

static void orders_and_tables_are_read(void **state)
{
    check_item(BEGIN DECLARE("ordered", "identifier",
                             CORRECT(VALUE("b") VALUE("c") VALUE(
                                 "a"))) "<itemBody><orderInteraction "
                                        "responseIdentifier=\"R\"><prompt>Sort</prompt>" CHOICES
                                        "</orderInteraction></itemBody>" END,
               "ordering: Sort / 3 one / 1 two / 2 three", NULL);
    check_item(BEGIN DECLARE("ordered", "identifier",
                             CORRECT(VALUE("b") VALUE("b") VALUE(
                                 "a"))) "<itemBody><orderInteraction "
                                        "responseIdentifier=\"R\"><prompt>Sort</prompt>" CHOICES
                                        "</orderInteraction></itemBody>" END,
               "none", "broken_question");
#define SETS                                                                                       \
    "<itemBody><matchInteraction responseIdentifier=\"R\"><prompt>Match</prompt>"                  \
    "<simpleMatchSet><simpleAssociableChoice identifier=\"F\">France</simpleAssociableChoice>"     \
    "<simpleAssociableChoice identifier=\"G\">Greece</simpleAssociableChoice></simpleMatchSet>"    \
    "<simpleMatchSet><simpleAssociableChoice identifier=\"A\">Athens</simpleAssociableChoice>"     \
    "<simpleAssociableChoice identifier=\"P\">Paris</simpleAssociableChoice>"                      \
    "<simpleAssociableChoice identifier=\"O\">Oslo</simpleAssociableChoice></simpleMatchSet>"      \
    "</matchInteraction></itemBody>"
    check_item(BEGIN DECLARE("multiple", "directedPair", CORRECT(VALUE("F P") VALUE("G A")))
                   SETS END,
               "matching: Match / France => Paris / Greece => Athens / => Oslo", NULL);
    check_item(BEGIN DECLARE("multiple", "directedPair",
                             CORRECT(VALUE("F P") VALUE("F A") VALUE("F O"))) SETS END,
               "matching: Match / Athens => France / Paris => France / Oslo => France / => Greece",
               NULL);
    check_item(BEGIN DECLARE("multiple", "directedPair", CORRECT(VALUE("F P"))) SETS END, "none",
               "unsupported_kind");
}

static void typed_answers_are_texts_and_numbers(void **state)
{
    check_item(BEGIN DECLARE(
                   "single", "string",
                   CORRECT(VALUE("York")) "<mapping><mapEntry mapKey=\"York\" mappedValue=\"2\"/>"
                                          "<mapEntry mapKey=\"york city\" mappedValue=\"1\"/>"
                                          "<mapEntry mapKey=\"Rome\" "
                                          "mappedValue=\"0\"/></mapping>") "<itemBody><p>This sun "
                                                                           "of<"
                                                                           "textEntryInteraction "
                                                                           "responseIdentifier="
                                                                           "\"R\"/>.</p>"
                                                                           "</itemBody>" END,
               "text: This sun of _____. / York; york city", NULL);
    check_item(BEGIN DECLARE(
                   "single", "float",
                   CORRECT(VALUE(
                       "3.14"))) "<itemBody><p>Pi?</p><p><textEntryInteraction "
                                 "responseIdentifier=\"R\"/></p>"
                                 "</itemBody><responseProcessing><equal toleranceMode=\"absolute\" "
                                 "tolerance=\"0.01 0.01\"/></responseProcessing>" END,
               "numeric: Pi? / 3.14 +- 0.01", NULL);
    check_item(BEGIN DECLARE(
                   "single", "integer",
                   CORRECT(VALUE(
                       "200"))) "<itemBody><p>How many: <textEntryInteraction "
                                "responseIdentifier=\"R\"/></p>"
                                "</itemBody><responseProcessing><equal toleranceMode=\"relative\" "
                                "tolerance=\"5\"/></responseProcessing>" END,
               "numeric: How many: / 200 +- 10", NULL);
    check_item(
        BEGIN DECLARE(
            "single", "string",
            CORRECT(VALUE("x"))) "<responseDeclaration identifier=\"S\" cardinality=\"single\" "
                                 "baseType=\"string\">" CORRECT(
                                     VALUE("y")) "</responseDeclaration>"
                                                 "<itemBody><p>A <textEntryInteraction "
                                                 "responseIdentifier=\"R\"/> and "
                                                 "<textEntryInteraction "
                                                 "responseIdentifier=\"S\"/>!</p></itemBody>" END,
        "text: A _____ and _____! / x | y", NULL);
}

static void the_third_version_is_read(void **state)
{
    check_item("<qti-assessment-item xmlns=\"http://www.imsglobal.org/xsd/imsqtiasi_v3p0\" "
               "identifier=\"q\" title=\"t\" adaptive=\"false\">"
               "<qti-response-declaration identifier=\"R\" cardinality=\"multiple\" "
               "base-type=\"identifier\"><qti-correct-response><qti-value>a</qti-value>"
               "<qti-value>b</qti-value></qti-correct-response></qti-response-declaration>"
               "<qti-item-body><qti-choice-interaction response-identifier=\"R\" "
               "max-choices=\"2\"><qti-prompt>Which?</qti-prompt>"
               "<qti-simple-choice identifier=\"a\">one</qti-simple-choice>"
               "<qti-simple-choice identifier=\"b\">two</qti-simple-choice>"
               "<qti-simple-choice identifier=\"c\">three</qti-simple-choice>"
               "</qti-choice-interaction></qti-item-body></qti-assessment-item>",
               "multiple: Which? / *one / *two / three", NULL);
}

static void words_of_other_namespaces_stay_apart(void **state)
{
    check_item(
        BEGIN DECLARE(
            "single", "identifier",
            CORRECT(VALUE(
                "b"))) "<itemBody><p>Let<m:math xmlns:m=\"http://www.w3.org/1998/Math/MathML\">"
                       "<m:mi>x</m:mi><m:mo>=</m:mo><m:mfrac><m:mn>1</m:mn><m:mn>2</m:mn></m:mfrac>"
                       "<m:semantics><m:msqrt><m:mi>y</m:mi></m:msqrt>"
                       "<m:annotation>TeX</m:annotation></m:semantics></m:math>be.</p>"
                       "<div>A<br/>B<x:y xmlns:x=\"u\">C</x:y>D <ruby>\xe6\xbc\xa2<rp>(</rp>"
                       "<rt>kan</rt></ruby></div><rubricBlock view=\"scorer\"><p>secret</p>"
                       "</rubricBlock><choiceInteraction responseIdentifier=\"R\">" CHOICES
                       "</choiceInteraction></itemBody>" END,
        "single: Let x=1/2\xe2\x88\x9a(y) be.\nA\nB C D \xe6\xbc\xa2(kan) / one / *two / "
        "three",
        NULL);
}

static void what_cannot_be_played_is_named(void **state)
{
    check_item(BEGIN "<itemBody><p>Write</p><extendedTextInteraction responseIdentifier=\"R\"/>"
                     "</itemBody>" END,
               "none", "unsupported_kind");
    check_item(BEGIN "<itemBody><p>Where</p><hotspotInteraction responseIdentifier=\"R\"/>"
                     "</itemBody>" END,
               "none", "unsupported_kind");
    check_item(BEGIN "<itemBody><p>Only a text</p></itemBody>" END, "none", "unsupported_kind");
    check_item(
        BEGIN DECLARE(
            "single", "identifier",
            CORRECT(VALUE(
                "b"))) "<templateDeclaration identifier=\"t\" cardinality=\"single\"/>" CHOICE("")
            END,
        "none", "unsupported_kind");
    check_item("<assessmentItem identifier=\"q\" title=\"t\" adaptive=\"true\">" CHOICE("") END,
               "none", "unsupported_kind");
    check_item(
        BEGIN DECLARE(
            "single", "identifier",
            CORRECT(VALUE(
                "b"))) "<itemBody><choiceInteraction responseIdentifier=\"R\">" CHOICES
                       "</choiceInteraction><p><textEntryInteraction responseIdentifier=\"S\"/></p>"
                       "</itemBody>" END,
        "none", "unsupported_kind");
}

/* ---- version 1.2 ---- */

#define OLD(inside)                                                                                \
    "<questestinterop><assessment title=\"A\"><section>" inside                                    \
    "</section></assessment></questestinterop>"
#define MATERIAL(text)      "<material><mattext>" text "</mattext></material>"
#define LABEL(id, text)     "<response_label ident=\"" id "\">" MATERIAL(text) "</response_label>"
#define IS(response, value) "<varequal respident=\"" response "\">" value "</varequal>"
#define GIVES(condition, points)                                                                   \
    "<respcondition><conditionvar>" condition "</conditionvar>"                                    \
    "<setvar varname=\"SCORE\" action=\"Set\">" points "</setvar></respcondition>"
#define TYPE(type)                                                                                 \
    "<itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel>"          \
    "<fieldentry>" type "</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>"
#define FIB                                                                                        \
    "<response_str ident=\"r\"><render_fib><response_label ident=\"x\"/></render_fib>"             \
    "</response_str>"

static void the_first_version_is_read(void **state)
{
    check_item(
        OLD("<item ident=\"i\" title=\"t\"><presentation><material><mattext "
            "texttype=\"text/html\">&lt;p&gt;1 &amp;lt; 2&lt;/p&gt;</mattext></material>"
            "<response_lid ident=\"r\" rcardinality=\"Single\"><render_choice>" LABEL("a",
                                                                                      "x &lt; y")
                LABEL("b", "&lt;b&gt;z&lt;/b&gt;") "</render_choice></response_lid></"
                                                   "presentation><resprocessing>" GIVES(
                                                       IS("r", "a"), "0")
                                                       GIVES(IS("r", "b"),
                                                             "100") "</resprocessing></item>"),
        "single: 1 < 2 / x < y / *z", NULL);
    check_item(
        OLD("<item ident=\"i\"><presentation>" MATERIAL(
            "Which?") "<response_lid ident=\"r\" "
                      "rcardinality=\"Multiple\"><render_choice>" LABEL("a", "x") LABEL("b", "y")
                          LABEL("c", "z") "</render_choice></response_lid></"
                                          "presentation><resprocessing>" GIVES(
                                              "<and>" IS("r", "a") "<not>" IS("r", "b") "</not>" IS(
                                                  "r", "c") "</and>",
                                              "100") "</resprocessing></item>"),
        "multiple: Which? / *x / y / *z", NULL);
    check_item(
        OLD("<item ident=\"i\"><presentation>" MATERIAL(
            "Is it?") "<response_lid ident=\"r\"><render_choice>" LABEL("t", "True")
                LABEL("f", "False") "</render_choice></response_lid></presentation>"
                                    "<resprocessing>" GIVES(IS("r", "f"),
                                                            "SCORE.max") "</resprocessing></item>"),
        "truefalse: Is it? / false", NULL);
    check_item(OLD("<item ident=\"i\"><presentation>" MATERIAL("Capital?") FIB
                   "</presentation>"
                   "<resprocessing>" GIVES(IS("r", "Paris") IS("r", "Lutetia"),
                                           "100") "</resprocessing></item>"),
               "text: Capital? / Paris; Lutetia", NULL);
    check_item(
        OLD("<item ident=\"i\">" TYPE("numerical_question") "<presentation>" MATERIAL("Number?") FIB
            "</presentation><resprocessing>" GIVES(
                "<or>" IS("r", "42") "<and><vargte respident=\"r\">41.5</vargte>"
                                     "<varlte respident=\"r\">42.5</varlte></and></or>",
                "100") "</resprocessing></item>"),
        "numeric: Number? / 42 +- 0.5", NULL);
    check_item(
        OLD("<item ident=\"i\"><presentation>" MATERIAL(
            "Match") "<response_lid ident=\"r\">" MATERIAL("France") "<render_choice>" LABEL("1",
                                                                                             "Pari"
                                                                                             "s")
                LABEL("2", "Rome") "</render_choice></response_lid>"
                                   "<response_lid ident=\"s\">" MATERIAL(
                                       "Italy") "<render_choice>" LABEL("1", "Paris")
                                       LABEL("2",
                                             "Rome") "</render_choice></response_lid>"
                                                     "</presentation><resprocessing>" GIVES(
                                                         IS("r", "1"), "50")
                                                         GIVES(IS("s", "2"),
                                                               "50") "</resprocessing></item>"),
        "matching: Match / France => Paris / Italy => Rome", NULL);
    check_item(OLD("<item ident=\"i\">" TYPE("essay_question") "<presentation>" MATERIAL("Write")
                       FIB "</presentation></item>"),
               "none", "unsupported_kind");
    check_item(
        OLD("<item ident=\"i\"><presentation>" MATERIAL("Write") FIB "</presentation></item>"),
        "none", "unsupported_kind");
    check_item(OLD("<item ident=\"i\"><presentation>" MATERIAL(
                   "Which?") "<response_lid ident=\"r\"><render_choice>" LABEL("a", "x")
                       LABEL("b", "y") "</render_choice></response_lid></presentation></item>"),
               "none", "no_answer");
}

/* ---- packages ---- */

#define ENTRY(entry_name, text)                                                                    \
    {                                                                                              \
        .name = (entry_name), .data = {(text), sizeof(text) - 1 }                                  \
    }
#define RESOURCE(href) "<resource identifier=\"r\" type=\"imsqti_item_xmlv2p1\" href=\"" href "\"/>"

static jb_bank *import_package(const zip_entry *entries, size_t count, jb_report *report)
{
    jb_buffer zip;
    jb_buffer_init(&zip, 0);
    zip_make(entries, count, &zip);
    jb_bank *bank = import_bytes(jb_buffer_slice(&zip), NULL, report);
    jb_buffer_finish(&zip);
    JB_EQ_STR(report->format, "qti");
    return bank;
}

static void a_package_is_read_with_its_faults_and_its_pictures(void **state)
{
    static const char png[] = "\x89PNG\r\n\x1a\nrest";
    const zip_entry entries[] = {
        ENTRY("pkg/imsmanifest.xml",
              "<manifest><resources><resource type=\"imsqti_test_xmlv2p1\" "
              "href=\"test.xml\"/>\n" RESOURCE("items/good.xml") "\n" RESOURCE(
                  "items/gone.xml") "\n" RESOURCE("./items/../items/bro%20ken.xml") "</resources></"
                                                                                    "manifest>"),
        ENTRY(
            "pkg/items/good.xml",
            "\xef\xbb\xbf" BEGIN DECLARE(
                "single", "identifier",
                CORRECT(VALUE(
                    "b"))) "<itemBody><p>Look<img src=\"../img/a.png\" alt=\"dot\"/>"
                           "<object data=\"../img/none.png\"/></p>"
                           "<choiceInteraction responseIdentifier=\"R\" shuffle=\"false\">" CHOICES
                           "</choiceInteraction></itemBody>" END),
        ENTRY("pkg/items/bro ken.xml", BEGIN "<itemBody>\n<p></itemBody>" END),
        ENTRY("pkg/items/unlisted.xml", SMALL),
        ENTRY("pkg/img/a.png", "\x89PNG\r\n\x1a\nrest"),
        ENTRY("pkg/other.xml", "<html/>"),
    };
    jb_report report;
    jb_bank *bank = import_package(entries, sizeof entries / sizeof entries[0], &report);
    JB_EQ_U64(report.question_count, 2);
    JB_EQ_STR(question_line(bank, 0), "single: Look / one / *two / three");
    JB_EQ_STR(question_line(bank, 1), "single: Stem\nprompt? / one / *two / three");
    check_problem(&report, "missing_item", 3);
    check_problem(&report, "bad_xml", 3);
    JB_EQ_U64(count_problems(&report, "missing_medium"), 1);
    cJSON *json = bank_json(bank);
    JB_EQ_STR(json_text(json, "questions.0.media.0.ref"), "m1");
    JB_EQ_STR(json_text(json, "questions.0.shuffle.options"), "false");
    JB_EQ_STR(json_words(json, "media.0.alt"), "dot");
    JB_EQ_STR(json_text(json, "media.0.bytes"), "12");
    JB_EQ_SIZE(sizeof png - 1, 12);
    cJSON_Delete(json);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void a_package_without_manifest_is_looked_through(void **state)
{
    const zip_entry entries[] = {
        ENTRY("readme.txt", "no"),
        ENTRY("a.xml", SMALL),
        ENTRY("b.xml", OLD("<item ident=\"i\"><presentation>" MATERIAL("Capital?") FIB
                           "</presentation><resprocessing>" GIVES(IS("r", "Paris"),
                                                                  "1") "</resprocessing></item>")),
        ENTRY("c.xml", "<catalog/>"),
    };
    jb_report report;
    jb_bank *bank = import_package(entries, sizeof entries / sizeof entries[0], &report);
    JB_EQ_U64(report.question_count, 2);
    JB_EQ_STR(question_line(bank, 1), "text: Capital? / Paris");
    JB_EQ_U64(report.problem_count, 0);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void an_item_that_is_listed_is_read_and_no_other(void **state)
{
    const zip_entry entries[] = {
        ENTRY("imsmanifest.xml", "<manifest><resources>" RESOURCE("a.xml")
                                     RESOURCE("a.xml") "</resources></manifest>"),
        ENTRY("a.xml", SMALL),
        ENTRY("draft.xml", SMALL),
    };
    jb_report report;
    jb_bank *bank = import_package(entries, sizeof entries / sizeof entries[0], &report);
    JB_EQ_U64(report.question_count, 1);
    JB_EQ_U64(report.problem_count, 0);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void a_resource_may_name_its_file_below(void **state)
{
    const zip_entry entries[] = {
        ENTRY("imsmanifest.xml",
              "<manifest><resources><resource type=\"imsqti_xmlv1p2\"><file href=\"x/a.xml\"/>"
              "<file href=\"x/b.xml\"/></resource>\n" RESOURCE(
                  "x/page.xml") "</resources></manifest>"),
        ENTRY("x/a.xml", SMALL),
        ENTRY("x/b.xml", SMALL),
        ENTRY("x/page.xml", "<html/>"),
    };
    jb_report report;
    jb_bank *bank = import_package(entries, sizeof entries / sizeof entries[0], &report);
    JB_EQ_U64(report.question_count, 1);
    JB_EQ_U64(report.problem_count, 1);
    check_problem(&report, "broken_question", 1); /* what is listed holds no item */
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void a_package_of_something_else_is_said_to_be_that(void **state)
{
    const zip_entry entries[] = {
        ENTRY("imsmanifest.xml", "<manifest><resources><resource type=\"webcontent\" "
                                 "href=\"index.html\"/></resources></manifest>"),
        ENTRY("index.html", "<html/>"),
    };
    jb_report report;
    jb_bank *bank = import_package(entries, sizeof entries / sizeof entries[0], &report);
    JB_TRUE(bank == NULL);
    JB_EQ_U64(count_problems(&report, "foreign_format"), 1);
    jb_report_finish(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(choices_are_single_or_multiple),
        cmocka_unit_test(orders_and_tables_are_read),
        cmocka_unit_test(typed_answers_are_texts_and_numbers),
        cmocka_unit_test(the_third_version_is_read),
        cmocka_unit_test(words_of_other_namespaces_stay_apart),
        cmocka_unit_test(what_cannot_be_played_is_named),
        cmocka_unit_test(the_first_version_is_read),
        cmocka_unit_test(a_package_is_read_with_its_faults_and_its_pictures),
        cmocka_unit_test(a_package_without_manifest_is_looked_through),
        cmocka_unit_test(an_item_that_is_listed_is_read_and_no_other),
        cmocka_unit_test(a_resource_may_name_its_file_below),
        cmocka_unit_test(a_package_of_something_else_is_said_to_be_that),
    };
    return JB_RUN(tests);
}
