#include "bank_fixtures.h"
#include "bank_internal.h"

#include <string.h>

static void read_example(jb_report *report, jb_bank **bank)
{
    fixture_text json = fixture_json(fixture_example);
    jb_report_init(report);
    JB_EQ_I64(jb_bank_read((jb_slice){ .bytes = json.bytes, .size = json.size }, report, bank),
              JB_OK);
    assert_non_null(*bank);
    fixture_free(&json);
}

static void question_of(const jb_bank *bank, uint32_t number, jb_question *question)
{
    jb_reader silent;
    jb_reader_init(&silent, NULL);
    JB_TRUE(jb_question_read(&silent, bank, bank->entries[number].node, question));
    JB_FALSE(silent.out_of_memory);
}

static void the_example_is_read_in_full(void **state)
{
    jb_report report;
    jb_bank *bank = NULL;
    read_example(&report, &bank);
    JB_EQ_STR(report.format, "json");
    JB_EQ_STR(report.encoding, "utf-8");
    JB_FALSE(report.errors);
    JB_EQ_U64(report.question_count, 7);
    for (int kind = 0; kind < JB_KIND_COUNT; kind++) {
        JB_EQ_U64(report.by_kind[kind], 1);
    }
    JB_EQ_U64(report.problem_count, 3);
    JB_EQ_STR(report.problems[0].code, "missing_translation");
    JB_EQ_STR(report.problems[1].code, "media_left_out");
    JB_EQ_STR(report.problems[2].code, "missing_language");
    JB_EQ_STR(jb_bank_id(bank), "demo-2026");
    JB_EQ_STR(jb_bank_title(bank), "题型示例");
    JB_EQ_U64(jb_bank_count(bank), 7);
    JB_EQ_U64(bank->language_count, 2);
    JB_EQ_STR(bank->languages[0], "zh-Hans");
    JB_EQ_STR(bank->languages[1], "en");
    JB_TRUE(bank->settings.has_points);
    JB_EQ_I64(bank->settings.points, 1000);
    JB_EQ_I64(bank->settings.time_ms, 20000);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void every_kind_is_taken_apart(void **state)
{
    jb_report report;
    jb_bank *bank = NULL;
    read_example(&report, &bank);
    jb_question question;

    question_of(bank, 0, &question);
    JB_EQ_STR(question.id, "q1");
    JB_EQ_I64(question.kind, JB_KIND_SINGLE);
    JB_EQ_U64(question.difficulty, 2);
    JB_EQ_U64(question.option_count, 3);
    JB_EQ_U64(question.correct, 1);
    JB_TRUE(question.options[2].fixed);
    JB_FALSE(question.options[1].fixed);
    assert_non_null(question.explanation);
    JB_EQ_U64(jb_node_length(question.tags), 1);

    question_of(bank, 1, &question);
    JB_EQ_I64(question.kind, JB_KIND_MULTIPLE);
    JB_EQ_U64(question.correct, 5);
    JB_EQ_I64(question.settings.grading, JB_GRADING_RIGHT_MINUS_WRONG);

    question_of(bank, 2, &question);
    JB_EQ_I64(question.kind, JB_KIND_TRUEFALSE);
    JB_EQ_U64(question.correct, 2);
    JB_EQ_U64(question.difficulty, 3);

    question_of(bank, 3, &question);
    JB_EQ_I64(question.kind, JB_KIND_NUMERIC);
    JB_EQ_U64(jb_node_length(question.accepts), 2);

    question_of(bank, 4, &question);
    JB_EQ_I64(question.kind, JB_KIND_TEXT);
    JB_TRUE(question.any_order);
    JB_EQ_U64(jb_node_length(question.blanks), 3);

    question_of(bank, 5, &question);
    JB_EQ_I64(question.kind, JB_KIND_ORDERING);
    JB_EQ_U64(question.order[0], 2);
    JB_EQ_U64(question.order[2], 0);

    question_of(bank, 6, &question);
    JB_EQ_I64(question.kind, JB_KIND_MATCHING);
    JB_EQ_U64(question.target_count, 3);
    JB_EQ_U64(question.pairs[1], 1);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void what_is_written_reads_back_the_same(void **state)
{
    jb_report report;
    jb_bank *bank = NULL;
    read_example(&report, &bank);
    jb_buffer first;
    jb_buffer second;
    jb_buffer_init(&first, 0);
    jb_buffer_init(&second, 0);
    JB_EQ_I64(jb_bank_write(bank, &first), JB_OK);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    jb_report_init(&report);
    JB_EQ_I64(jb_bank_read(jb_buffer_slice(&first), &report, &bank), JB_OK);
    JB_EQ_U64(report.question_count, 7);
    JB_EQ_I64(jb_bank_write(bank, &second), JB_OK);
    JB_EQ_STR(jb_buffer_text(&second), jb_buffer_text(&first));
    fixture_text json = fixture_json(fixture_example);
    cJSON *original = cJSON_ParseWithLength(json.bytes, json.size);
    cJSON *written = cJSON_ParseWithLength(first.bytes, first.size);
    JB_TRUE(cJSON_Compare(original, written, true));
    cJSON_Delete(original);
    cJSON_Delete(written);
    fixture_free(&json);
    jb_buffer_finish(&first);
    jb_buffer_finish(&second);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void languages_come_from_the_stems_if_not_listed(void **state)
{
    jb_bank *bank = fixture_bank(
        "{'format':'question-bank','version':1,'title':{'en':'T'},'default_language':'en',"
        "'questions':[{'id':'q','type':'truefalse','stem':{'fr':'Q','en':'Q'},"
        "'answer':{'value':true}},{'id':'r','type':'truefalse','stem':{'en':'R','ar':'R'},"
        "'answer':{'value':true}}]}");
    JB_EQ_U64(bank->language_count, 3);
    JB_EQ_STR(bank->languages[0], "fr");
    JB_EQ_STR(bank->languages[2], "ar");
    JB_EQ_STR(jb_bank_id(bank), "");
    jb_bank_destroy(bank);
}

static void tolerances_become_ranges(void **state)
{
    static const struct {
        const char *accept;
        int64_t low, high;
        int32_t weight;
    } rows[] = {
        { "{'value':'3.142','tolerance':'0.0005'}", 3141500, 3142500, JB_WHOLE },
        { "{'value':'-2','weight':0.5}", -2000000, -2000000, 500000 },
        { "{'value':'200','tolerance':'0.1','tolerance_kind':'relative'}", 180000000, 220000000,
          JB_WHOLE },
        { "{'value':'-200','tolerance':'0.1','tolerance_kind':'relative'}", -220000000, -180000000,
          JB_WHOLE },
        { "{'value':'0.000003','tolerance':'0.5','tolerance_kind':'relative'}", 1, 5, JB_WHOLE },
        { "{'value':'999999999999','tolerance':'999999999999','tolerance_kind':'relative'}",
          INT64_C(-999999999999999999), INT64_C(999999999999999999), JB_WHOLE },
        { "{'value':'999999999999','tolerance':'1'}", INT64_C(999999999998000000),
          INT64_C(999999999999999999), JB_WHOLE },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        fixture_text json = fixture_json(rows[i].accept);
        cJSON *node = cJSON_Parse(json.bytes);
        jb_reader silent;
        jb_reader_init(&silent, NULL);
        jb_accept_number number;
        int64_t value = 0;
        JB_TRUE(jb_read_accept_number(&silent, node, &number, &value));
        JB_EQ_I64(number.low, rows[i].low);
        JB_EQ_I64(number.high, rows[i].high);
        JB_EQ_I64(number.weight, rows[i].weight);
        cJSON_Delete(node);
        fixture_free(&json);
    }
}

static void texts_fall_back_from_tag_to_parent_to_default(void **state)
{
    fixture_text json = fixture_json("{'fr':'F','zh':'Z','en':'E'}");
    cJSON *map = cJSON_Parse(json.bytes);
    JB_EQ_STR(jb_map_text(map, "en", "zh")->valuestring, "E");
    JB_EQ_STR(jb_map_text(map, "zh-Hans-CN", "en")->valuestring, "Z");
    JB_EQ_STR(jb_map_text(map, "ar", "en-GB")->valuestring, "E");
    JB_EQ_STR(jb_map_text(map, "ar", "he")->valuestring, "F");
    cJSON_Delete(map);
    fixture_free(&json);
}

static void the_report_is_written_as_json_and_as_lines(void **state)
{
    static const char text[] =
        "{\"format\":\"question-bank\",\"version\":1,\"title\":{\"en\":\"T\"},"
        "\"default_language\":\"en\",\n\"questions\":[{\"id\":\"q\",\"type\":\"truefalse\","
        "\"stem\":{\"en\":\"Q\"},\"answer\":{\"value\":true},\"difficulty\":3.5},\n"
        "{\"id\":\"r\",\"type\":\"truefalse\",\"stem\":{\"en\":\"R\"},\"answer\":{\"value\":"
        "true},\"markup\":\"markdown\"}]}";
    jb_report report;
    jb_bank *bank = NULL;
    jb_buffer out;
    jb_report_init(&report);
    jb_buffer_init(&out, 0);
    JB_EQ_I64(jb_bank_read(jb_slice_of(text), &report, &bank), JB_OK);
    jb_report_json(&report, "a \"b\".json", "mine", &out);
    FIXTURE_SLICE(
        jb_buffer_slice(&out),
        "{'id':'mine','file':'a \\'b\\'.json','format':'json','encoding':'utf-8','questions':1,"
        "'by_kind':{'single':0,'multiple':0,'truefalse':1,'numeric':0,'text':0,'ordering':0,"
        "'matching':0},'problems':[{'line':2,'column':98,'severity':'error','code':'not_integer',"
        "'message':'\\'difficulty\\' must be a whole number.'},{'line':3,'column':81,"
        "'severity':'warning','code':'unsupported_setting',"
        "'message':'Markdown is shown as it is written.'}]}");
    jb_buffer_clear(&out);
    jb_report_text(&report, "f.json", &out);
    FIXTURE_SLICE(jb_buffer_slice(&out),
                  "f.json:2:98: error: 'difficulty' must be a whole number. [not_integer]\n"
                  "f.json:3:81: warning: Markdown is shown as it is written. "
                  "[unsupported_setting]\n");
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    jb_buffer_clear(&out);
    jb_report_init(&report);
    JB_EQ_I64(jb_bank_read(jb_slice_of("\xff"), &report, &bank), JB_OK);
    jb_report_json(&report, "x", NULL, &out);
    assert_non_null(strstr(jb_buffer_text(&out), "\"format\":null,\"encoding\":null"));
    jb_report_finish(&report);
    jb_buffer_finish(&out);
}

static void messages_hold_no_control_characters(void **state)
{
    static const char text[] = "{\"format\":\"question-bank\",\"version\":1,\"title\":{\"en\":"
                               "\"T\"},\"default_language\":\"en\",\"questions\":[],"
                               "\"\\u001b[31m\\u0085\":1}";
    jb_report report;
    jb_bank *bank = NULL;
    jb_report_init(&report);
    JB_EQ_I64(jb_bank_read(jb_slice_of(text), &report, &bank), JB_OK);
    const jb_problem *problem = fixture_problem(&report, "unknown_key");
    assert_non_null(problem);
    assert_non_null(strstr(problem->message, "\"?[31m??\""));
    jb_report_finish(&report);
}

static void destroying_nothing_is_fine(void **state)
{
    jb_bank_destroy(NULL);
    jb_plan_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_is_read_in_full),
        cmocka_unit_test(every_kind_is_taken_apart),
        cmocka_unit_test(what_is_written_reads_back_the_same),
        cmocka_unit_test(languages_come_from_the_stems_if_not_listed),
        cmocka_unit_test(tolerances_become_ranges),
        cmocka_unit_test(texts_fall_back_from_tag_to_parent_to_default),
        cmocka_unit_test(the_report_is_written_as_json_and_as_lines),
        cmocka_unit_test(messages_hold_no_control_characters),
        cmocka_unit_test(destroying_nothing_is_fine),
    };
    return JB_RUN(tests);
}
