/*
 * A table of planted faults. Each row is a document with a mark '@' where the problem is expected;
 * nothing but that problem may be reported, with the right code, severity, line and column.
 */
#include "bank_fixtures.h"
#include "jinbang/json_in.h"

#include <stdlib.h>
#include <string.h>

#define HEAD "{'format':'question-bank','version':1,'title':{'en':'T'},'default_language':'en',\n"
/* A good question follows, so that the bank can be played whatever the row does. */
#define TAIL                                                                                       \
    ",\n{'id':'good','type':'truefalse','stem':{'en':'Good.'},"                                    \
    "'answer':{'value':true}}]}"
#define BANK(question) HEAD "'questions':[\n" question TAIL
#define WITH(members)                                                                              \
    HEAD members ",'questions':[\n{'id':'q','type':'truefalse',"                                   \
                 "'stem':{'en':'Q'},'answer':{'value':true}}" TAIL
#define STEM            "'stem':{'en':'Q?'}"
#define AB              "{'id':'a','text':{'en':'A'}},{'id':'b','text':{'en':'B'}}"
#define SINGLE(members) BANK("{'id':'q','type':'single'," STEM "," members "}")
#define TRUEFALSE(more)                                                                            \
    BANK("{'id':'q','type':'truefalse'," STEM ",'answer':{'value':true}," more "}")
#define CHOICE(kind, answer)                                                                       \
    BANK("{'id':'q','type':'" kind "'," STEM ",'options':[" AB "],'answer':" answer "}")
#define NUMERIC(answer) BANK("{'id':'q','type':'numeric'," STEM ",'answer':" answer "}")
#define TEXT(answer)    BANK("{'id':'q','type':'text'," STEM ",'answer':" answer "}")
#define MATCHING(pairs)                                                                            \
    BANK("{'id':'q','type':'matching'," STEM ",'options':[" AB "],'targets':["                     \
         "{'id':'x','text':{'en':'X'}},{'id':'y','text':{'en':'Y'}}],"                             \
         "'answer':{'pairs':" pairs "}}")
#define TEN(x) x x x x x x x x x x

typedef struct planted {
    const char *document;
    const char *code;
} planted;

/* The question (or all of the bank) is lost. */
static const planted errors[] = {
    /* not a document */
    { "@", "empty_file" },
    { "{'format':'question-bank',@}", "bad_json" },
    { "[1,\n 2,\n @oops]", "bad_json" },
    { "{'a':'\xe6\xb1\x89\xe5\xad\x97', 'b' @1}", "bad_json" },
    { "{'a':'x@\xff'}", "not_utf8" },
    { "{'a':'\xe6\xb1\x89\n\xe6\xb1\x89@\xc3(", "not_utf8" },
    { "@\xff\xfe{\n", "not_utf8" },
    { TEN("[") TEN("[") TEN("[") "[[@[", "too_deep" },
    /* not a bank */
    { "@[]", "wrong_format" },
    { "@{}", "wrong_format" },
    { "{'format':@'quiz'}", "wrong_format" },
    { "{'format':'question-bank','version':@2}", "wrong_version" },
    { "@{'format':'question-bank'}", "wrong_version" },
    /* the head of a bank */
    { "@{'format':'question-bank','version':1,'default_language':'en','questions':[\n"
      "{'id':'q','type':'truefalse','stem':{'en':'Q'},'answer':{'value':true}}]}",
      "missing_field" },
    { WITH("@'colour':1"), "unknown_key" },
    { WITH("'license':'MIT',@'license':'MIT'"), "duplicate_key" },
    { WITH("'id':@'-x'"), "bad_id" },
    { WITH("'languages':['en',@'en']"), "duplicate_value" },
    { WITH("'languages':[@'english-']"), "bad_language" },
    { WITH("'languages':@[]"), "too_few" },
    { WITH("'description':{'en':@''}"), "empty_text" },
    { WITH("'description':@{}"), "empty_text" },
    { WITH("'description':{@'x':'a'}"), "bad_language" },
    { WITH("'license':@'a\\u0007b'"), "control_character" },
    { WITH("'defaults':{'points':@-1}"), "out_of_range" },
    { WITH("'defaults':{'points':@0.125}"), "too_precise" },
    { WITH("'defaults':{'time_limit_ms':@1.5}"), "not_integer" },
    { WITH("'defaults':{'grading':{'mode':@'strict'}}"), "unknown_value" },
    { WITH("'source':{'url':@5}"), "wrong_type" },
    { WITH("'categories':[{'id':'c','title':{'en':'C'}},{'id':@'c','title':{'en':'C'}}]"),
      "duplicate_id" },
    { WITH("'categories':[{'id':'c','parent':@'d','title':{'en':'C'}}]"), "unknown_id" },
    { WITH("'media':[@{'id':'m','kind':'image'}]"), "contradiction" },
    { WITH("'media':[{'id':'m','kind':'image','file':@'a/../b'}]"), "bad_path" },
    { WITH("'media':[{'id':'m','kind':@'smell','file':'b'}]"), "unknown_value" },
    /* questions */
    { BANK("@7"), "wrong_type" },
    { BANK("@{'type':'truefalse'," STEM ",'answer':{'value':true}}"), "missing_field" },
    { BANK("{'id':@'a b','type':'truefalse'," STEM ",'answer':{'value':true}}"), "bad_id" },
    { BANK("{'id':'q','type':@'essay'," STEM ",'answer':{'value':true}}"), "unknown_value" },
    { BANK("{'id':'q','type':'truefalse','stem':@'Q?','answer':{'value':true}}"), "wrong_type" },
    { BANK("{'id':'q','type':'truefalse','stem':@{'fr':'Q?'},'answer':{'value':true}}"),
      "missing_default_language" },
    { BANK("{'id':'q','type':'truefalse','stem':{'en':'a',@'en':'b'},'answer':{'value':true}}"),
      "duplicate_key" },
    { BANK("{'id':'q','type':'truefalse','stem':{'en':@' \\u3000 '},'answer':{'value':true}}"),
      "empty_text" },
    { BANK("{'id':'q','type':'truefalse'," STEM ",'answer':{'value':@1}}"), "wrong_type" },
    { BANK("{'id':'q','type':'truefalse'," STEM ",'answer':@{}}"), "missing_field" },
    { BANK("{'id':'good','type':'truefalse','stem':{'en':'Q'},'answer':{'value':true}},\n"
           "{'id':@'good','type':'truefalse','stem':{'en':'R'},'answer':{'value':true}},\n"
           "{'id':'other','type':'truefalse','stem':{'en':'S'},'answer':{'value':false}}]}#"),
      "duplicate_id" },
    { TRUEFALSE("@'options':[" AB "]"), "unexpected_field" },
    { TRUEFALSE("@'targets':[" AB "]"), "unexpected_field" },
    { TRUEFALSE("@'hint':'x'"), "unknown_key" },
    { TRUEFALSE("'category':@'none'"), "unknown_id" },
    { TRUEFALSE("'media':[{'ref':@'none'}]"), "unknown_id" },
    { TRUEFALSE("'tags':['a',@'a']"), "duplicate_value" },
    { TRUEFALSE("'difficulty':@6"), "out_of_range" },
    { TRUEFALSE("'points':@'ten'"), "wrong_type" },
    { TRUEFALSE("'status':@'new'"), "unknown_value" },
    { BANK("@{'id':'q','type':'single'," STEM ",'answer':{'correct':['a']}}"), "missing_field" },
    { SINGLE("'options':@[{'id':'a','text':{'en':'A'}}],'answer':{'correct':['a']}"), "too_few" },
    { SINGLE("'options':[{'id':'a','text':{'en':'A'}},@{'id':'a','text':{'en':'B'}}],"
             "'answer':{'correct':['a']}"),
      "duplicate_id" },
    { SINGLE("'options':[{'id':'a','text':{'en':'A'}},@{'id':'b'}],'answer':{'correct':['a']}"),
      "missing_field" },
    { SINGLE("'options':[{'id':'a','text':{'en':'A'},'weight':@2}," AB "],"
             "'answer':{'correct':['a']}"),
      "out_of_range" },
    { CHOICE("single", "{'correct':[@'c']}"), "unknown_id" },
    { CHOICE("single", "{'correct':['a',@'a']}"), "duplicate_value" },
    { CHOICE("single", "{'correct':@['a','b']}"), "all_correct" },
    { CHOICE("single", "{'correct':@[]}"), "too_few" },
    { CHOICE("single", "{'correct':@'a'}"), "wrong_type" },
    { CHOICE("ordering", "{'order':@['b']}"), "not_permutation" },
    { CHOICE("ordering", "{'order':['b',@'c']}"), "unknown_id" },
    { NUMERIC("{'accept':@[]}"), "too_few" },
    { NUMERIC("{'accept':[{'value':@3}]}"), "wrong_type" },
    { NUMERIC("{'accept':[{'value':@'3,14'}]}"), "bad_number" },
    { NUMERIC("{'accept':[{'value':@'1234567890123'}]}"), "out_of_range" },
    { NUMERIC("{'accept':[{'value':'1','tolerance':@'-1'}]}"), "out_of_range" },
    { NUMERIC("{'accept':[{'value':'1','tolerance_kind':@'both'}]}"), "unknown_value" },
    { TEXT("{'blanks':@[]}"), "too_few" },
    { TEXT("{'blanks':[{'accept':[{'text':@' '}]}]}"), "empty_text" },
    { TEXT("{'blanks':[{'accept':[{'text':'a'}],'max_edits':@6}]}"), "out_of_range" },
    { TEXT("{'blanks':[{'accept':[{'text':@'" TEN(TEN("abc")) "'}]}]}"), "too_long" },
    { BANK("{'id':'q','type':'text','stem':{'en':@'___ or ___'},"
           "'answer':{'blanks':[{'accept':[{'text':'a'}]}]}}"),
      "gap_count" },
    { MATCHING("[['a','x'],['b',@'z']]"), "unknown_id" },
    { MATCHING("[['a','x'],[@'a','y']]"), "pair_twice" },
    { MATCHING("[['a','x'],@['b']]"), "too_few" },
    { MATCHING("@[['a','x']]"), "too_few" },
};

/* Played all the same. */
static const planted warnings[] = {
    { WITH("'media':[{'id':'m','kind':'image','file':'m.webp'}],"
           "'defaults':{'shuffle':{'per_participant':@true}}"),
      "unsupported_setting" },
    { WITH("'defaults':{'grading':{'wrong_penalty':@0.5}}"), "unsupported_setting" },
    { WITH("'defaults':{'grading':{'floor_zero':@false}}"), "unsupported_setting" },
    { TRUEFALSE("'markup':@'markdown'"), "unsupported_setting" },
    { TRUEFALSE("'grading':@{'mode':'per_part'}"), "grading_not_for_kind" },
    { CHOICE("multiple", "{'correct':['a'],'select_max':@1}"), "unsupported_setting" },
    { NUMERIC("{'accept':[{'value':'1'}],'closest_wins':@true}"), "unsupported_setting" },
    { NUMERIC("{'accept':[{'value':'1','weight':@-0.5}]}"), "unsupported_setting" },
    { NUMERIC("{'accept':[{'value':'1','weight':@0.33333333}]}"), "weight_rounded" },
    { NUMERIC("{'accept':[{'value':'1'}],'max':@'9'}"), "unsupported_setting" },
    { TEXT("{'blanks':[{'accept':[{'text':'a'}],'case_sensitive':@true}]}"),
      "unsupported_setting" },
    { BANK("{'id':'q','type':'truefalse','stem':{'en':@'" TEN(
          TEN("abc")) "'},"
                      "'answer':{'value':true}}"),
      "long_stem" },
    { BANK("{'id':'q','type':'truefalse','stem':{'en':@'" TEN(
          TEN("\xe6\xb1\x89\xe5\xad\x97")) "'},"
                                           "'answer':{'value':true}}"),
      "very_long_stem" },
    { SINGLE("'options':[{'id':'x','text':{'en':@'" TEN("12345") "'}}," AB "],"
                                                                 "'answer':{'correct':['a']}"),
      "long_option" },
    { SINGLE("'options':[{'id':'x','text':{'en':@'" TEN("1234567890") "'}}," AB "],"
                                                                      "'answer':{'correct':['a']}"),
      "very_long_option" },
    { SINGLE("'options':[" AB ",{'id':'c','text':{'en':@'\xef\xbc\xa1 '}}],"
             "'answer':{'correct':['a']}"),
      "same_options" },
    { HEAD "'languages':['en'],'questions':[\n"
           "{'id':'q','type':'single','stem':{'en':'Q','fr':'Q'},'options':["
           "{'id':'a','text':{'en':'A','fr':'A'}},{'id':'b','text':@{'en':'B'}}],"
           "'answer':{'correct':['a']}}" TAIL,
      "missing_language" },
    { BANK("{'id':'q','type':'truefalse','stem':{'en':'One'},'answer':{'value':true}},\n"
           "{'id':'r','type':'truefalse','stem':{'en':@' ONE '},'answer':{'value':true}}"),
      "same_stem" },
    { SINGLE("'options':@[" AB ",{'id':'c','text':{'en':'C'}},{'id':'d','text':{'en':'D'}},"
             "{'id':'e','text':{'en':'E'}},{'id':'f','text':{'en':'F'}},"
             "{'id':'g','text':{'en':'G'}},{'id':'h','text':{'en':'H'}},"
             "{'id':'i','text':{'en':'I'}}],'answer':{'correct':['a']}"),
      "many_options" },
    { HEAD "'media':[{'id':'m','kind':'image','url':'https://example.org/m.png'}],'questions':[\n"
           "{'id':'q','type':'truefalse'," STEM ",'answer':{'value':true},"
           "'media':[@{'ref':'m','place':'stem'}]}" TAIL,
      "media_left_out" },
    { HEAD "'media':[{'id':'m','kind':'image','file':'m.png'}],'questions':[\n"
           "{'id':'q','type':'single'," STEM ",'answer':{'correct':['a']},'options':["
           "{'id':'x','text':{'en':'X'},'media':@'m'}," AB "]}" TAIL,
      "media_left_out" },
    { WITH("'media':[{'id':'m','kind':'video','file':'m.mp4','start_ms':@5}]"),
      "unsupported_setting" },
    { WITH("'media':[{'id':'m','kind':'video','file':'m.mp4','captions':@{'en':'m.vtt'}}]"),
      "unsupported_setting" },
};

static void print_all(const jb_report *report, const char *document)
{
    print_error("in %s\n", document);
    for (uint32_t i = 0; i < report->problem_count; i++) {
        const jb_problem *problem = &report->problems[i];
        print_error("%u:%u: %s [%s]\n", problem->line, problem->column, problem->message,
                    problem->code);
    }
}

/* Reads the row's document; one problem, of this severity, where the mark stood. */
static void check_row(const planted *row, jb_severity severity)
{
    fixture_text json = fixture_json(row->document);
    /* '#' ends a document before the tail that a macro has added. */
    char *end = memchr(json.bytes, '#', json.size);
    jb_slice file = { .bytes = json.bytes, .size = end ? (size_t)(end - json.bytes) : json.size };
    jb_report report;
    jb_bank *bank = NULL;
    jb_report_init(&report);
    JB_EQ_I64(jb_bank_read(file, &report, &bank), JB_OK);
    const jb_problem *problem = fixture_problem(&report, row->code);
    if (!problem || report.problem_count != 1 || problem->line != json.line ||
        problem->column != json.column || problem->severity != severity) {
        print_all(&report, row->document);
        print_error("expected %u:%u %s\n", json.line, json.column, row->code);
        fail();
    }
    JB_TRUE(report.errors == (severity != JB_SEVERITY_WARNING));
    JB_TRUE(problem != NULL && problem->message[0] != '\0');
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    fixture_free(&json);
}

static void each_error_is_reported_at_its_place(void **state)
{
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        check_row(&errors[i], JB_SEVERITY_ERROR);
    }
}

static void each_warning_is_reported_at_its_place(void **state)
{
    for (size_t i = 0; i < sizeof warnings / sizeof warnings[0]; i++) {
        check_row(&warnings[i], JB_SEVERITY_WARNING);
    }
}

static void an_option_that_is_only_a_picture_is_unsupported(void **state)
{
    const planted row = { HEAD "'media':[{'id':'m','kind':'image','file':'m.png'}],'questions':[\n"
                               "{'id':'q','type':'single'," STEM ",'answer':{'correct':['a']},"
                               "'options':[{'id':'x','media':@'m'}," AB "]}" TAIL,
                          "unsupported_option" };
    check_row(&row, JB_SEVERITY_UNSUPPORTED);
}

static void a_bad_question_is_left_out_and_the_others_stay(void **state)
{
    fixture_text json = fixture_json(CHOICE("single", "{'correct':['c']}"));
    jb_report report;
    jb_bank *bank = NULL;
    jb_report_init(&report);
    JB_EQ_I64(jb_bank_read((jb_slice){ .bytes = json.bytes, .size = json.size }, &report, &bank),
              JB_OK);
    assert_non_null(bank);
    JB_EQ_U64(jb_bank_count(bank), 1);
    JB_EQ_U64(report.question_count, 1);
    JB_EQ_U64(report.by_kind[JB_KIND_SINGLE], 0);
    JB_EQ_U64(report.by_kind[JB_KIND_TRUEFALSE], 1);
    jb_buffer written;
    jb_buffer_init(&written, 0);
    JB_EQ_I64(jb_bank_write(bank, &written), JB_OK);
    assert_non_null(strstr(jb_buffer_text(&written), "\"good\""));
    assert_null(strstr(jb_buffer_text(&written), "\"q\""));
    jb_buffer_finish(&written);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    fixture_free(&json);
}

static void all_faults_are_reported_in_the_order_of_the_text(void **state)
{
    fixture_text json =
        fixture_json(HEAD "'colour':1,'questions':[\n"
                          "{'id':'q','type':'essay','stem':{'en':''},'points':-1,'answer':{}},\n"
                          "{'id':'r','type':'single','stem':{'en':'R'},'hint':1,'options':[" AB "],"
                          "'answer':{'correct':['z']}}]}");
    static const char *const codes[] = { "unknown_key", "no_questions", "unknown_value",
                                         "empty_text",  "out_of_range", "unknown_key",
                                         "unknown_id" };
    jb_report report;
    jb_bank *bank = NULL;
    jb_report_init(&report);
    JB_EQ_I64(jb_bank_read((jb_slice){ .bytes = json.bytes, .size = json.size }, &report, &bank),
              JB_OK);
    assert_null(bank);
    JB_EQ_U64(report.problem_count, 7);
    for (uint32_t i = 0; i < 7; i++) {
        JB_EQ_STR(report.problems[i].code, codes[i]);
    }
    jb_report_finish(&report);
    fixture_free(&json);
}

static void problems_over_the_limit_are_counted(void **state)
{
    jb_buffer text;
    jb_buffer_init(&text, 0);
    jb_buffer_append_text(&text, "{\"format\":\"question-bank\",\"version\":1,\"title\":{\"en\":"
                                 "\"T\"},\"default_language\":\"en\",\"questions\":[");
    for (int i = 0; i < 1500; i++) {
        jb_buffer_append_text(&text, "7,\n");
    }
    jb_buffer_append_text(&text, "7]}");
    jb_report report;
    jb_bank *bank = NULL;
    jb_report_init(&report);
    JB_EQ_I64(jb_bank_read(jb_buffer_slice(&text), &report, &bank), JB_OK);
    assert_null(bank);
    JB_EQ_U64(report.problem_count, JB_PROBLEMS_MAX);
    JB_EQ_U64(report.problems_left_out, 502);
    JB_EQ_U64(report.problems[999].line, 1000);
    JB_TRUE(report.errors);
    jb_report_finish(&report);
    jb_buffer_finish(&text);
}

static void a_file_over_the_limit_is_a_problem(void **state)
{
    size_t size = (size_t)JB_BANK_BYTES_MAX + 1;
    char *bytes = calloc(size, 1);
    assert_non_null(bytes);
    jb_report report;
    jb_bank *bank = NULL;
    jb_report_init(&report);
    JB_EQ_I64(jb_bank_read((jb_slice){ .bytes = bytes, .size = size }, &report, &bank), JB_OK);
    assert_null(bank);
    JB_EQ_STR(report.problems[0].code, "too_large");
    JB_EQ_STR(report.format, "");
    JB_EQ_STR(report.encoding, "");
    jb_report_finish(&report);
    free(bytes);
}

/* A document of `size` bytes: `piece` again and again where the questions are. */
static jb_buffer document_of(const char *piece, size_t size)
{
    jb_buffer text;
    jb_buffer_init(&text, 0);
    jb_buffer_append_text(&text, "{\"format\":\"question-bank\",\"version\":1,\"title\":{\"en\":"
                                 "\"S\"},\"default_language\":\"en\",\"questions\":[\n");
    while (text.size < size) {
        jb_buffer_append_text(&text, piece);
    }
    jb_buffer_append_text(&text, "0]}");
    JB_FALSE(text.failed);
    return text;
}

static void a_tree_over_the_limit_is_never_built(void **state)
{
    static const char *const pieces[] = { "1,", "[],", "{\"\":{}},", "[[1]],", "\"\"," };
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        jb_buffer text = document_of(pieces[i], (size_t)JB_BANK_BYTES_MAX - 100);
        jb_report report;
        jb_bank *bank = NULL;
        jb_report_init(&report);
        JB_EQ_I64(jb_bank_read(jb_buffer_slice(&text), &report, &bank), JB_OK);
        assert_null(bank);
        JB_EQ_U64(report.problem_count, 1);
        JB_EQ_STR(report.problems[0].code, "too_large");
        JB_EQ_U64(report.problems[0].line, 2);
        JB_TRUE(report.problems[0].column > 1000);
        jb_report_finish(&report);
        jb_buffer_finish(&text);
    }
}

static void a_large_bank_of_ordinary_questions_is_below_the_limit(void **state)
{
    static const char question[] =
        "{\"id\":\"question-0001\",\"type\":\"single\",\"stem\":{\"en\":\"Which of these rivers is "
        "the "
        "longest of its continent?\"},\"options\":[{\"id\":\"a\",\"text\":{\"en\":\"The "
        "Amazon\"}},{\"id\":\"b\",\"text\":{\"en\":\"The "
        "Rhine\"}},{\"id\":\"c\",\"text\":{\"en\":\"The "
        "Danube\"}},{\"id\":\"d\",\"text\":{\"en\":\"The "
        "Nile\"}}],\"answer\":{\"correct\":[\"a\"]},\"explanation\":{\"en\":\"By length, with its "
        "longest "
        "source.\"}},\n";
    jb_buffer text = document_of(question, (size_t)JB_BANK_BYTES_MAX * 3 / 4);
    jb_scan scan;
    jb_scan_init(&scan, jb_buffer_slice(&text));
    jb_token token = jb_scan_next(&scan);
    while (token != JB_TOKEN_END) {
        JB_TRUE(token != JB_TOKEN_FAULT);
        token = jb_scan_next(&scan);
    }
    JB_TRUE(scan.weight < JB_TREE_BYTES_MAX);
    jb_buffer_finish(&text);
}

static void lines_and_columns_are_those_of_an_editor(void **state)
{
    /* Byte order mark, CRLF, tabs and Han: the fault is the 6th character of line 3. */
    static const char text[] = "\xef\xbb\xbf{\r\n\"a\":1,\r\n\t\"\xe6\xb1\x89\" 1}";
    jb_report report;
    jb_bank *bank = NULL;
    jb_report_init(&report);
    JB_EQ_I64(jb_bank_read((jb_slice){ .bytes = text, .size = sizeof text - 1 }, &report, &bank),
              JB_OK);
    JB_EQ_STR(report.problems[0].code, "bad_json");
    JB_EQ_U64(report.problems[0].line, 3);
    JB_EQ_U64(report.problems[0].column, 6);
    jb_report_finish(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_error_is_reported_at_its_place),
        cmocka_unit_test(each_warning_is_reported_at_its_place),
        cmocka_unit_test(an_option_that_is_only_a_picture_is_unsupported),
        cmocka_unit_test(a_bad_question_is_left_out_and_the_others_stay),
        cmocka_unit_test(all_faults_are_reported_in_the_order_of_the_text),
        cmocka_unit_test(problems_over_the_limit_are_counted),
        cmocka_unit_test(a_file_over_the_limit_is_a_problem),
        cmocka_unit_test(a_tree_over_the_limit_is_never_built),
        cmocka_unit_test(a_large_bank_of_ordinary_questions_is_below_the_limit),
        cmocka_unit_test(lines_and_columns_are_those_of_an_editor),
    };
    return JB_RUN(tests);
}
