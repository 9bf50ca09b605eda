/* What is written, letter by letter: CSV, GIFT, Aiken, JSON; and what is said about the rest. */
#include "convert_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SINGLE                                                                                     \
    "{'id':'q1','type':'single','stem':{'en':'Longest?'},'options':[{'id':'x','text':{'en':"       \
    "'Nile'}},{'id':'y','text':{'en':'Rhine'}}],'answer':{'correct':['x']}}"

static void holds(const char *text, const char *wanted)
{
    if (!strstr(text, wanted)) {
        print_error("not there: %s\nin: %s\n", wanted, text);
        fail();
    }
}

/* The bank as this format must be exactly this text. */
static void check_text(const char *questions, const char *format, const char *expected)
{
    jb_bank *bank = check_bank(questions);
    char *text = check_write(bank, format, NULL, NULL);
    JB_EQ_STR(text, expected);
    free(text);
    jb_bank_destroy(bank);
}

/* The question must be left out, for a reason that says this. */
static void check_left_out(const char *question, const char *format, const char *why)
{
    jb_report report;
    char both[4000];
    (void)snprintf(both, sizeof both, "[%s,%s]", SINGLE, question);
    jb_bank *bank = check_bank(both);
    free(check_write(bank, format, NULL, &report));
    const jb_problem *problem = check_problem(&report, "left_out", 2);
    assert_non_null(problem);
    holds(problem->message, why);
    JB_EQ_I64(problem->severity, JB_SEVERITY_UNSUPPORTED);
    JB_EQ_U64(report.question_count, 1);
    JB_TRUE(report.errors);
    jb_report_finish(&report);
    jb_bank_destroy(bank);
}

/* ---- JSON ---- */

static void a_document_has_one_question_a_line(void **state)
{
    check_text("[" SINGLE "]", "json",
               "{\n\"format\":\"question-bank\",\n\"version\":1,\n\"title\":{\"en\":\"T\"},\n"
               "\"default_language\":\"en\",\n\"questions\":[\n"
               "{\"id\":\"q1\",\"type\":\"single\",\"stem\":{\"en\":\"Longest?\"},\"options\":"
               "[{\"id\":\"x\",\"text\":{\"en\":\"Nile\"}},{\"id\":\"y\",\"text\":{\"en\":"
               "\"Rhine\"}}],\"answer\":{\"correct\":[\"x\"]}}\n]\n}\n");
}

/* ---- CSV ---- */

#define BASE                                                                                       \
    "\xef\xbb\xbf"                                                                                 \
    "id,type,category,question,option_a,option_b,option_c,option_d,option_e,option_f,option_g,"    \
    "option_h,answer,tolerance,explanation,points,time_limit_s,difficulty,tags,image,audio,video," \
    "source,keep_order"

static void a_table_has_a_row_for_each_question(void **state)
{
    check_text(
        "[" SINGLE ",{'id':'q2','type':'truefalse','stem':{'en':'He said, \\'Yes\\'.'},'answer':"
        "{'value':false},'points':2.5,'time_limit_ms':12500,'tags':['a;b','c']}]",
        "csv",
        BASE "\r\n"
             "q1,single,,Longest?,Nile,Rhine,,,,,,,A,,,,,,,,,,,\r\n"
             "q2,truefalse,,\"He said, \"\"Yes\"\".\",,,,,,,,,false,,,2.5,12.5,,\"a\\;b;c\",,,,,"
             "\r\n");
}

static void no_cell_begins_as_a_formula_does(void **state)
{
    check_text("[{'id':'q1','type':'text','stem':{'en':'=1+1'},'answer':{'blanks':[{'accept':"
               "[{'text':'-5'},{'text':'+5'}]}]},'explanation':{'en':'@x'}}]",
               "csv", BASE "\r\nq1,text,,'=1+1,,,,,,,,,\"'-5;+5\",,'@x,,,,,,,,,\r\n");
}

static void blanks_and_forms_are_told_apart(void **state)
{
    check_text("[{'id':'q1','type':'text','stem':{'en':'Two'},'answer':{'blanks':[{'accept':"
               "[{'text':'a|b'},{'text':'c;d'}]},{'accept':[{'text':'e\\\\f'}]}]}}]",
               "csv", BASE "\r\nq1,text,,Two,,,,,,,,,\"a\\|b;c\\;d|e\\\\f\",,,,,,,,,,,\r\n");
}

static void pairs_stand_in_cells_of_options(void **state)
{
    check_text("[{'id':'q1','type':'matching','stem':{'en':'Go'},'options':[{'id':'a','text':"
               "{'en':'x => y'}},{'id':'b','text':{'en':'z'}}],'targets':[{'id':'1','text':{'en':"
               "'one'}},{'id':'2','text':{'en':'two'}}],'answer':{'pairs':[['a','2'],['b','2']]}}]",
               "csv",
               BASE "\r\nq1,matching,,Go,x \\=> y => two,z => two,'=> one,,,,,,,,,,,,,,,,,\r\n");
}

static void options_that_look_labelled_get_labels(void **state)
{
    check_text("[{'id':'q1','type':'single','stem':{'en':'Go'},'options':[{'id':'a','text':"
               "{'en':'A. x'}},{'id':'b','text':{'en':'b) y'}}],'answer':{'correct':['a']}}]",
               "csv", BASE "\r\nq1,single,,Go,A. A. x,B. b) y,,,,,,,A,,,,,,,,,,,\r\n");
}

static void further_languages_are_columns_of_their_own(void **state)
{
    static const jb_convert_options chinese = { .chinese = true };
    jb_bank *bank = check_bank("[{'id':'q1','type':'ordering','stem':{'en':'S','fr':'T'},"
                               "'options':[{'id':'a','text':{'en':'x','fr':'u'}},{'id':'b','text':"
                               "{'en':'y'}}],'answer':{'order':['b','a']},'shuffle':{'options':"
                               "false},'explanation':{'en':'e','fr':'f'}}]");
    char *text = check_write(bank, "csv", &chinese, NULL);
    holds(text, "选项不乱序,题干@fr,选项A@fr,解析@fr\r\n");
    holds(text, "q1,排序题,,S,x,y,,,,,,,BA,,e,,,,,,,,,全部,T,u,f\r\n");
    free(text);
    jb_bank_destroy(bank);
}

static void what_a_table_cannot_hold_is_said(void **state)
{
    jb_report report;
    jb_bank *bank = check_bank(
        "[" SINGLE ",{'id':'q2','type':'numeric','stem':{'en':'S'},'host_note':{'en':'n'},"
        "'answer':{'accept':[{'value':'1'},{'value':'2','weight':0.5}],'unit':{'en':'m'}}}]");
    char *text = check_write(bank, "csv", NULL, &report);
    holds(text, "q2,numeric,,S,,,,,,,,,1,,");
    JB_EQ_U64(report.question_count, 2);
    JB_EQ_U64(report.problem_count, 3);
    JB_FALSE(report.errors);
    assert_non_null(check_problem(&report, "cut", 2));
    holds(check_problem(&report, "cut", 1)->message, "notes for the host (1)");
    jb_report_finish(&report);
    free(text);
    jb_bank_destroy(bank);
    check_left_out("{'id':'q2','type':'numeric','stem':{'en':'S'},'answer':{'accept':[{'value':"
                   "'2','weight':0.5}]}}",
                   "csv", "parts of the points");
}

/* ---- GIFT ---- */

static void choices_in_gift(void **state)
{
    check_text("[{'id':'q1','type':'single','title':'A: b','tags':['r]s'],'stem':{'en':'Is {x} = "
               "#1~?\\nNow'},'options':[{'id':'a','text':{'en':'yes'}},{'id':'b','text':{'en':"
               "'%50% no'}}],'answer':{'correct':['a']},'explanation':{'en':'so'}},"
               "{'id':'q2','type':'multiple','stem':{'en':'Some'},'options':[{'id':'a','text':"
               "{'en':'a'}},{'id':'b','text':{'en':'b'}},{'id':'c','text':{'en':'c'}}],'answer':"
               "{'correct':['a','c']}}]",
               "gift",
               "// [id:q1] [tag:r\\]s]\n::A\\: b::[plain]Is \\{x\\} \\= \\#1\\~?\\nNow {\n=yes\n"
               "~%0%%50% no\n####so\n}\n\n"
               "// [id:q2]\n[plain]Some {\n~%50%a\n~%-100%b\n~%50%c\n}\n\n");
}

static void typed_answers_in_gift(void **state)
{
    check_text("[{'id':'q1','type':'numeric','stem':{'en':'Pi'},'answer':{'accept':[{'value':"
               "'3.142','tolerance':'0.0005'}]}},{'id':'q2','type':'numeric','stem':{'en':'Pi'},"
               "'answer':{'accept':[{'value':'200','tolerance':'0.1','tolerance_kind':'relative'},"
               "{'value':'3','weight':0.5}]}},{'id':'q3','type':'text','stem':{'en':'T'},'answer':"
               "{'blanks':[{'accept':[{'text':'a*b'},{'text':'c*','match':'wildcard'}]}]}},"
               "{'id':'q4','type':'truefalse','stem':{'en':'T'},'answer':{'value':true}}]",
               "gift",
               "// [id:q1]\n[plain]Pi {#3.142:0.0005}\n\n"
               "// [id:q2]\n[plain]Pi {#\n=200:20\n=%50%3:0}\n\n"
               "// [id:q3]\n[plain]T {\n=a\\\\*b\n=c*}\n\n"
               "// [id:q4]\n[plain]T {TRUE}\n\n");
}

static void pairs_and_categories_in_gift(void **state)
{
    jb_bank *bank = check_document(
        "{'format':'question-bank','version':1,'title':{'en':'T'},'default_language':'en',"
        "'categories':[{'id':'g','title':{'en':'a/b'}},{'id':'r','parent':'g','title':{'en':"
        "'c'}}],'questions':[{'id':'q1','type':'matching','category':'r','stem':{'en':'Go'},"
        "'options':[{'id':'a','text':{'en':'x'}},{'id':'b','text':{'en':'y'}}],'targets':[{'id':"
        "'1','text':{'en':'one'}},{'id':'2','text':{'en':'two'}},{'id':'3','text':{'en':'far'}}],"
        "'answer':{'pairs':[['a','2'],['b','1']]}},"
        "{'id':'q2','type':'truefalse','stem':{'en':'T'},'answer':{'value':false}}]}");
    char *text = check_write(bank, "gift", NULL, NULL);
    JB_EQ_STR(text, "$CATEGORY: $course$/top/a//b/c\n\n"
                    "// [id:q1]\n[plain]Go {\n=x -> two\n=y -> one\n= -> far\n}\n\n"
                    "$CATEGORY: $course$/top\n\n"
                    "// [id:q2]\n[plain]T {FALSE}\n\n");
    free(text);
    jb_bank_destroy(bank);
}

static void gift_leaves_out_what_moodle_would_read_otherwise(void **state)
{
    check_left_out("{'id':'q2','type':'text','stem':{'en':'S'},'answer':{'blanks':[{'accept':"
                   "[{'text':'a -> b'}]}]}}",
                   "gift", "a matching in GIFT");
    check_left_out("{'id':'q2','type':'text','stem':{'en':'S'},'answer':{'blanks':[{'accept':"
                   "[{'text':'a'}]},{'accept':[{'text':'b'}]}]}}",
                   "gift", "one blank");
    check_left_out("{'id':'q2','type':'ordering','stem':{'en':'S'},'options':[{'id':'a','text':"
                   "{'en':'x'}},{'id':'b','text':{'en':'y'}}],'answer':{'order':['b','a']}}",
                   "gift", "order");
}

/* ---- Aiken ---- */

static void aiken_holds_single_choice(void **state)
{
    check_text("[{'id':'q1','type':'single','stem':{'en':'One\\ntwo'},'options':[{'id':'a','text':"
               "{'en':'x'}},{'id':'b','text':{'en':'y\\nz'}}],'answer':{'correct':['b']}}]",
               "aiken", "One two\nA. x\nB. y z\nANSWER: B\n\n");
    check_left_out("{'id':'q2','type':'truefalse','stem':{'en':'S'},'answer':{'value':true}}",
                   "aiken", "one right option only");
    check_left_out("{'id':'q2','type':'single','stem':{'en':'A. Who?'},'options':[{'id':'a',"
                   "'text':{'en':'x'}},{'id':'b','text':{'en':'y'}}],'answer':{'correct':['b']}}",
                   "aiken", "would be taken for an option");
}

static void nothing_that_fits_is_an_error_and_no_file(void **state)
{
    jb_report report;
    jb_bank *bank = check_bank("[{'id':'q1','type':'truefalse','stem':{'en':'S'},'answer':"
                               "{'value':true}}]");
    char *text = check_write(bank, "aiken", NULL, &report);
    JB_EQ_STR(text, "");
    assert_non_null(check_problem(&report, "no_questions", 0));
    assert_non_null(check_problem(&report, "left_out", 1));
    JB_TRUE(report.errors);
    jb_report_finish(&report);
    free(text);
    jb_bank_destroy(bank);
}

/* ---- languages, formats, templates ---- */

static void a_format_of_one_language_is_written_in_that_one(void **state)
{
    static const jb_convert_options french = { .language = "fr" };
    jb_bank *bank = check_bank("[{'id':'q1','type':'truefalse','stem':{'en':'S','fr':'T'},"
                               "'answer':{'value':true}}]");
    char *text = check_write(bank, "gift", &french, NULL);
    holds(text, "[plain]T {TRUE}");
    free(text);
    text = check_write(bank, "csv", &french, NULL);
    holds(text, "question@fr");
    free(text);
    jb_bank_destroy(bank);
}

static void formats_have_an_extension_and_a_type(void **state)
{
    uint32_t count = 0;
    jb_report report;
    jb_buffer out;
    jb_bank *bank = check_bank("[" SINGLE "]");
    for (const char *const *name = jb_convert_formats(); *name; name++, count++) {
        assert_non_null(jb_convert_extension(*name));
        JB_EQ_I64(jb_convert_extension(*name)[0], '.');
        assert_non_null(strchr(jb_convert_type(*name), '/'));
        free(check_write(bank, *name, NULL, NULL));
    }
    JB_EQ_U64(count, 8);
    JB_EQ_STR(jb_convert_extension("doc"), NULL);
    JB_EQ_STR(jb_convert_type("doc"), NULL);
    jb_report_init(&report);
    jb_buffer_init(&out, 0);
    JB_EQ_I64(jb_convert(bank, "doc", NULL, &report, &out), JB_ERR_NOT_FOUND);
    JB_EQ_I64(jb_convert_template("doc", false, &out), JB_ERR_NOT_FOUND);
    JB_EQ_SIZE(out.size, 0);
    jb_bank_destroy(bank);
}

static void templates_have_an_example_of_each_kind(void **state)
{
    jb_buffer out;
    jb_buffer_init(&out, 0);
    JB_EQ_I64(jb_convert_template("csv", false, &out), JB_OK);
    holds(jb_buffer_text(&out), BASE "\r\nq1,single,Geography/Rivers,");
    holds(jb_buffer_text(&out), "\r\nq6,text,Physics,An atom has ____ and ____ in its nucleus.,,,,,"
                                ",,,,\"protons;proton|neutrons;neutron\",,");
    holds(jb_buffer_text(&out), "\r\nq8,matching,Geography,Match country and capital,");
    jb_buffer_clear(&out);
    JB_EQ_I64(jb_convert_template("csv", true, &out), JB_OK);
    holds(jb_buffer_text(&out), "编号,题型,分类,题干,选项A,");
    holds(jb_buffer_text(&out), "选项不乱序\r\nq1,单选题,地理/河流,");
    holds(jb_buffer_text(&out), "https://example.org,末项\r\n");
    jb_buffer_finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_has_one_question_a_line),
        cmocka_unit_test(a_table_has_a_row_for_each_question),
        cmocka_unit_test(no_cell_begins_as_a_formula_does),
        cmocka_unit_test(blanks_and_forms_are_told_apart),
        cmocka_unit_test(pairs_stand_in_cells_of_options),
        cmocka_unit_test(options_that_look_labelled_get_labels),
        cmocka_unit_test(further_languages_are_columns_of_their_own),
        cmocka_unit_test(what_a_table_cannot_hold_is_said),
        cmocka_unit_test(choices_in_gift),
        cmocka_unit_test(typed_answers_in_gift),
        cmocka_unit_test(pairs_and_categories_in_gift),
        cmocka_unit_test(gift_leaves_out_what_moodle_would_read_otherwise),
        cmocka_unit_test(aiken_holds_single_choice),
        cmocka_unit_test(nothing_that_fits_is_an_error_and_no_file),
        cmocka_unit_test(a_format_of_one_language_is_written_in_that_one),
        cmocka_unit_test(formats_have_an_extension_and_a_type),
        cmocka_unit_test(templates_have_an_example_of_each_kind),
    };
    return JB_RUN(tests);
}
