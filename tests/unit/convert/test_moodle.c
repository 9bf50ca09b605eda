/* What is written for Moodle, element by element. */
#include "convert_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void holds(const char *text, const char *wanted)
{
    if (!strstr(text, wanted)) {
        print_error("not there: %s\nin: %s\n", wanted, text);
        fail();
    }
}

/* The bank of this question must hold each of the pieces, in any order. */
static void check_holds(const char *question, const char *const *pieces)
{
    char list[4000];
    (void)snprintf(list, sizeof list, "[%s]", question);
    jb_bank *bank = check_bank(list);
    char *text = check_write(bank, "moodle-xml", NULL, NULL);
    holds(text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n");
    for (; *pieces; pieces++) {
        holds(text, *pieces);
    }
    free(text);
    jb_bank_destroy(bank);
}

static void choices_have_shares(void **state)
{
    check_holds(
        "{'id':'q1','type':'multiple','stem':{'en':'Some & <all>'},'points':2.5,'tags':['a&b'],"
        "'options':[{'id':'a','text':{'en':'a'}},{'id':'b','text':{'en':'b'}},{'id':'c','text':"
        "{'en':'c'}},{'id':'d','text':{'en':'d'},'feedback':{'en':'no'}}],'answer':{'correct':"
        "['a','b','c']},'explanation':{'en':'so'}}",
        (const char *const[]){
            "<question type=\"multichoice\">", "<name><text>Some &amp; &lt;all&gt;</text></name>",
            "<questiontext format=\"plain_text\"><text>Some &amp; &lt;all&gt;</text>",
            "<generalfeedback format=\"plain_text\"><text>so</text></generalfeedback>",
            "<defaultgrade>2.5</defaultgrade>", "<idnumber>q1</idnumber>", "<single>false</single>",
            "<shuffleanswers>true</shuffleanswers>",
            "<answer fraction=\"33.33333\" format=\"plain_text\"><text>a</text></answer>",
            "<answer fraction=\"-100\" format=\"plain_text\"><text>d</text><feedback "
            "format=\"plain_text\"><text>no</text></feedback></answer>",
            "<tags><tag><text>a&amp;b</text></tag></tags>", NULL });
    check_holds(
        "{'id':'q1','type':'single','stem':{'en':'S'},'options':[{'id':'a','text':{'en':"
        "'a'},'fixed':true},{'id':'b','text':{'en':'b'},'weight':0.33},{'id':'c','text':"
        "{'en':'c'},'weight':-0.5}],'answer':{'correct':['a']}}",
        (const char *const[]){ "<single>true</single>", "<shuffleanswers>false</shuffleanswers>",
                               "<answer fraction=\"100\" format=\"plain_text\"><text>a<",
                               "<answer fraction=\"33.33333\" format=\"plain_text\"><text>b<",
                               "<answer fraction=\"-50\" format=\"plain_text\"><text>c<", NULL });
}

static void other_kinds_have_elements_of_their_own(void **state)
{
    check_holds("{'id':'q1','type':'truefalse','stem':{'en':'S'},'answer':{'value':false}}",
                (const char *const[]){ "<question type=\"truefalse\">",
                                       "<answer fraction=\"0\"><text>true</text></answer>",
                                       "<answer fraction=\"100\"><text>false</text></answer>",
                                       NULL });
    check_holds("{'id':'q1','type':'numeric','stem':{'en':'S'},'answer':{'accept':[{'value':'-200',"
                "'tolerance':'0.1','tolerance_kind':'relative'}]}}",
                (const char *const[]){ "<question type=\"numerical\">",
                                       "<answer fraction=\"100\" format=\"plain_text\"><text>-200"
                                       "</text><tolerance>20</tolerance></answer>",
                                       NULL });
    check_holds("{'id':'q1','type':'text','stem':{'en':'S'},'answer':{'blanks':[{'case_sensitive':"
                "true,'accept':[{'text':'a*b'},{'text':'c*','match':'wildcard','weight':0.5}]}]}}",
                (const char *const[]){ "<question type=\"shortanswer\">", "<usecase>1</usecase>",
                                       "<text>a\\*b</text></answer>",
                                       "<answer fraction=\"50\" format=\"plain_text\"><text>c*</",
                                       NULL });
    check_holds("{'id':'q1','type':'ordering','stem':{'en':'S'},'options':[{'id':'a','text':{'en':"
                "'x'}},{'id':'b','text':{'en':'y'}}],'answer':{'order':['b','a']}}",
                (const char *const[]){
                    "<question type=\"ordering\">",
                    "<answer fraction=\"1\" format=\"plain_text\"><text>y</text></answer>\n"
                    "    <answer fraction=\"2\" format=\"plain_text\"><text>x</text></answer>",
                    NULL });
    check_holds("{'id':'q1','type':'matching','stem':{'en':'S'},'options':[{'id':'a','text':{'en':"
                "'x'}},{'id':'b','text':{'en':'y'}}],'targets':[{'id':'1','text':{'en':'one'}},"
                "{'id':'2','text':{'en':'two'}}],'answer':{'pairs':[['a','2'],['b','2']]}}",
                (const char *const[]){
                    "<question type=\"matching\">",
                    "<subquestion format=\"plain_text\"><text>x</text><answer><text>two</text>",
                    "<subquestion format=\"plain_text\"><text></text><answer><text>one</text>",
                    NULL });
}

static void pictures_are_files_in_base64(void **state)
{
    jb_report report;
    jb_bank *bank = check_document(
        "{'format':'question-bank','version':1,'title':{'en':'T'},'default_language':'en',"
        "'categories':[{'id':'c','title':{'en':'a/b&c'}}],"
        "'media':[{'id':'m1','kind':'image','file':'media/1.gif','alt':{'en':'a "
        "\\u0022b\\u0022'}}],"
        "'questions':[{'id':'q1','type':'truefalse','category':'c','stem':{'en':'x  <y>\\nz'},"
        "'media':[{'ref':'m1'}],'answer':{'value':true}},{'id':'q2','type':'truefalse','stem':"
        "{'en':'S'},'media':[{'ref':'m1','place':'reveal'}],'answer':{'value':true}}]}");
    char *text = check_write(bank, "moodle-xml", NULL, &report);
    JB_FALSE(report.errors);
    holds(text, "<question type=\"category\"><category><text>$course$/top/a//b&amp;c</text>");
    holds(text,
          "<questiontext format=\"html\"><text>&lt;p&gt;x &amp;#160;&amp;lt;y&amp;gt;&lt;br&gt;"
          "z&lt;/p&gt;&lt;img src=&quot;@@PLUGINFILE@@/m1.gif&quot; alt=&quot;a "
          "&amp;quot;b&amp;quot;&quot;&gt;</text><file name=\"m1.gif\" path=\"/\" "
          "encoding=\"base64\">R0lGODlhHyYtNDtCSVBXXmVsc3qBiI+WnaSrsrnAx87V3OPq8fj/Bg0UGyIpMDc"
          "=</file></questiontext>");
    holds(text, "<question type=\"category\"><category><text>$course$/top</text>");
    holds(text, "<questiontext format=\"plain_text\"><text>S</text></questiontext>\n"
                "    <generalfeedback format=\"html\"><text>&lt;p&gt;&lt;/p&gt;&lt;img ");
    jb_report_finish(&report);
    free(text);
    jb_bank_destroy(bank);
}

static void what_moodle_has_no_place_for_is_left_out(void **state)
{
    jb_report report;
    jb_bank *bank = check_bank("[{'id':'q1','type':'text','stem':{'en':'S'},'answer':{'blanks':"
                               "[{'accept':[{'text':'a'}]},{'accept':[{'text':'b'}]}]}},{'id':'q2',"
                               "'type':'truefalse','stem':{'en':'S'},'answer':{'value':true}}]");
    free(check_write(bank, "moodle-xml", NULL, &report));
    JB_EQ_U64(report.question_count, 1);
    assert_non_null(check_problem(&report, "left_out", 1));
    jb_report_finish(&report);
    jb_bank_destroy(bank);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(choices_have_shares),
        cmocka_unit_test(other_kinds_have_elements_of_their_own),
        cmocka_unit_test(pictures_are_files_in_base64),
        cmocka_unit_test(what_moodle_has_no_place_for_is_left_out),
    };
    return JB_RUN(tests);
}
