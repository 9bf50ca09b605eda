/*
 * JSON as it is written: commas, escapes, numbers.
 */
#include "jb_test.h"
#include "jinbang/json_out.h"

static void begin(jb_json_out *json, jb_buffer *buffer)
{
    jb_buffer_init(buffer, 0);
    jb_json_begin(json, buffer);
}

static void is_written(jb_buffer *buffer, const char *wanted)
{
    JB_EQ_STR(jb_buffer_text(buffer), wanted);
    jb_buffer_finish(buffer);
}

static void commas_stand_between_values_only(void **state)
{
    jb_buffer buffer;
    jb_json_out json;
    begin(&json, &buffer);
    jb_json_object(&json);
    jb_json_key(&json, "a");
    jb_json_array(&json);
    jb_json_array(&json);
    jb_json_array_end(&json);
    jb_json_object(&json);
    jb_json_object_end(&json);
    jb_json_int(&json, 1);
    jb_json_array(&json);
    jb_json_bool(&json, true);
    jb_json_bool(&json, false);
    jb_json_array_end(&json);
    jb_json_null(&json);
    jb_json_array_end(&json);
    jb_json_key(&json, "b");
    jb_json_object(&json);
    jb_json_key(&json, "c");
    jb_json_text(&json, "d");
    jb_json_key(&json, "e");
    jb_json_raw(&json, jb_slice_of("{\"f\":1}"));
    jb_json_object_end(&json);
    jb_json_key_slice(&json, jb_slice_of("g"));
    jb_json_int(&json, -2);
    jb_json_object_end(&json);
    is_written(&buffer, "{\"a\":[[],{},1,[true,false],null],\"b\":{\"c\":\"d\",\"e\":{\"f\":1}},"
                        "\"g\":-2}");
}

static void raw_values_get_their_commas(void **state)
{
    jb_buffer buffer;
    jb_json_out json;
    begin(&json, &buffer);
    jb_json_array(&json);
    jb_json_raw(&json, jb_slice_of("1"));
    jb_json_raw(&json, jb_slice_of("[2]"));
    jb_json_int(&json, 3);
    jb_json_array_end(&json);
    is_written(&buffer, "[1,[2],3]");
}

static void empty_raw_value_is_a_bug(void **state)
{
    jb_buffer buffer;
    jb_json_out json;
    begin(&json, &buffer);
    expect_assert_failure(jb_json_raw(&json, jb_slice_of("")));
    expect_assert_failure(jb_json_begin(&json, NULL));
    jb_buffer_finish(&buffer);
}

static void quotes_backslashes_and_controls_are_escaped(void **state)
{
    const struct {
        const char *text;
        const char *wanted;
    } cases[] = {
        { "", "\"\"" },
        { "plain", "\"plain\"" },
        { "\"", "\"\\\"\"" },
        { "\\", "\"\\\\\"" },
        { "a\"b\\c", "\"a\\\"b\\\\c\"" },
        { "\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"" },
        { "\x01\x1f", "\"\\u0001\\u001f\"" },
        { "\x1b[0m", "\"\\u001b[0m\"" },
        { "/</script>", "\"/</script>\"" },
        { "\x7f", "\"\x7f\"" },
        { "中文😀", "\"中文😀\"" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        jb_buffer buffer;
        jb_json_out json;
        begin(&json, &buffer);
        jb_json_text(&json, cases[i].text);
        is_written(&buffer, cases[i].wanted);
    }
}

static void every_control_character_is_escaped(void **state)
{
    for (int c = 0; c < 0x20; c++) {
        char byte = (char)c;
        jb_buffer buffer;
        jb_json_out json;
        begin(&json, &buffer);
        jb_json_slice(&json, (jb_slice){ .bytes = &byte, .size = 1 });
        JB_TRUE(buffer.size >= 4);
        JB_EQ_I64(buffer.bytes[1], '\\');
        for (size_t i = 0; i < buffer.size; i++) {
            JB_TRUE((unsigned char)buffer.bytes[i] >= 0x20);
        }
        jb_buffer_finish(&buffer);
    }
}

static void nul_and_missing_bytes_are_written(void **state)
{
    jb_buffer buffer;
    jb_json_out json;
    begin(&json, &buffer);
    jb_json_array(&json);
    jb_json_slice(&json, (jb_slice){ .bytes = "a\0b", .size = 3 });
    jb_json_slice(&json, (jb_slice){ .bytes = NULL, .size = 0 });
    jb_json_array_end(&json);
    is_written(&buffer, "[\"a\\u0000b\",\"\"]");
}

static void keys_from_outside_are_escaped(void **state)
{
    jb_buffer buffer;
    jb_json_out json;
    begin(&json, &buffer);
    jb_json_object(&json);
    jb_json_key_slice(&json, jb_slice_of("a\"b"));
    jb_json_null(&json);
    jb_json_key_slice(&json, jb_slice_of("\n"));
    jb_json_null(&json);
    jb_json_object_end(&json);
    is_written(&buffer, "{\"a\\\"b\":null,\"\\n\":null}");
}

static void numbers_are_written_exactly(void **state)
{
    jb_buffer buffer;
    jb_json_out json;
    begin(&json, &buffer);
    jb_json_array(&json);
    jb_json_int(&json, 0);
    jb_json_int(&json, INT64_MAX);
    jb_json_int(&json, INT64_MIN);
    jb_json_array_end(&json);
    is_written(&buffer, "[0,9223372036854775807,-9223372036854775808]");
}

static void hundredths_are_written_in_their_shortest_form(void **state)
{
    const struct {
        int64_t value;
        const char *wanted;
    } cases[] = {
        { 0, "0" },       { 1, "0.01" },    { 10, "0.1" },     { 100, "1" },
        { 1550, "15.5" }, { 1200, "12" },   { 1205, "12.05" }, { -1, "-0.01" },
        { -50, "-0.5" },  { -250, "-2.5" }, { -1000, "-10" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        jb_buffer buffer;
        jb_json_out json;
        begin(&json, &buffer);
        jb_json_hundredths(&json, cases[i].value);
        is_written(&buffer, cases[i].wanted);
    }
}

static void full_buffer_is_noticed_at_the_end(void **state)
{
    jb_buffer buffer;
    jb_json_out json;
    jb_buffer_init(&buffer, 4);
    jb_json_begin(&json, &buffer);
    jb_json_array(&json);
    jb_json_int(&json, 12345);
    jb_json_array_end(&json);
    JB_TRUE(buffer.failed);
    jb_buffer_finish(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commas_stand_between_values_only),
        cmocka_unit_test(raw_values_get_their_commas),
        cmocka_unit_test(empty_raw_value_is_a_bug),
        cmocka_unit_test(quotes_backslashes_and_controls_are_escaped),
        cmocka_unit_test(every_control_character_is_escaped),
        cmocka_unit_test(nul_and_missing_bytes_are_written),
        cmocka_unit_test(keys_from_outside_are_escaped),
        cmocka_unit_test(numbers_are_written_exactly),
        cmocka_unit_test(hundredths_are_written_in_their_shortest_form),
        cmocka_unit_test(full_buffer_is_noticed_at_the_end),
    };
    return JB_RUN(tests);
}
