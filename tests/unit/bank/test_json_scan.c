#include "bank_internal.h"
#include "jb_test.h"

#include <stdio.h>
#include <string.h>

/* Tokens as letters: k key, s scalar, ( open, ) close, . end, ! fault. */
static void tokens_of(const char *text, char *out, size_t size)
{
    jb_scan scan;
    jb_scan_init(&scan, jb_slice_of(text));
    size_t count = 0;
    jb_token token = JB_TOKEN_KEY;
    while (token != JB_TOKEN_END && token != JB_TOKEN_FAULT && count + 1 < size) {
        token = jb_scan_next(&scan);
        out[count++] = ".ks()!"[token];
    }
    out[count] = '\0';
}

static void good_json_is_walked(void **state)
{
    static const struct {
        const char *text;
        const char *tokens;
    } rows[] = {
        { "null", "s." },
        { " [ ] ", "()." },
        { "{}", "()." },
        { "[1,-2.5e+3,0,\"\\u00e9\\ud83d\\ude00\",true]", "(sssss)." },
        { "{\"a\":{\"b\":[]},\"c\":false}", "(k(k())ks)." },
        { "\t[[[]]]\r\n", "((()))." },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char tokens[32];
        tokens_of(rows[i].text, tokens, sizeof tokens);
        JB_EQ_STR(tokens, rows[i].tokens);
    }
}

static void bad_json_is_refused_at_its_place(void **state)
{
    static const struct {
        const char *text;
        size_t at;
    } rows[] = {
        { "", 0 },
        { "[1,]", 3 },
        { "{\"a\":1,}", 7 },
        { "[1 2]", 3 },
        { "{\"a\" 1}", 5 },
        { "{a:1}", 1 },
        { "[01]", 1 },
        { "[1.]", 1 },
        { "[.5]", 1 },
        { "[+1]", 1 },
        { "[1e]", 1 },
        { "[-]", 1 },
        { "[\"a", 1 },
        { "[\"\\x\"]", 2 },
        { "[\"\\u12\"]", 2 },
        { "[\"\\u0000\"]", 2 },
        { "[\"\\ud800\"]", 8 },
        { "[\"\\udc00\"]", 2 },
        { "[\"a\nb\"]", 3 },
        { "[] []", 3 },
        { "[tru]", 1 },
        { "[}", 1 },
        { "{]", 1 },
        { "[1", 2 },
        { "{\"a\":", 5 },
        { "{\"a\":1", 6 },
        { "'a'", 0 },
        { "nul", 0 },
        { "[1,,2]", 3 },
        { "[\f]", 1 },
        { "[11111111111111111111111111111111111111111]", 1 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        jb_scan scan;
        jb_scan_init(&scan, jb_slice_of(rows[i].text));
        jb_token token = jb_scan_next(&scan);
        while (token != JB_TOKEN_END && token != JB_TOKEN_FAULT) {
            token = jb_scan_next(&scan);
        }
        if (token != JB_TOKEN_FAULT || scan.start != rows[i].at) {
            print_error("in %s\n", rows[i].text);
        }
        JB_EQ_I64(token, JB_TOKEN_FAULT);
        JB_EQ_SIZE(scan.start, rows[i].at);
        JB_EQ_STR(scan.fault_code, "bad_json");
    }
}

static void nesting_has_a_limit(void **state)
{
    char text[2 * JB_JSON_DEPTH_MAX + 3];
    for (int extra = 0; extra < 2; extra++) {
        size_t depth = (size_t)JB_JSON_DEPTH_MAX + (size_t)extra;
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        jb_scan scan;
        jb_scan_init(&scan, (jb_slice){ .bytes = text, .size = 2 * depth });
        jb_token token = jb_scan_next(&scan);
        while (token != JB_TOKEN_END && token != JB_TOKEN_FAULT) {
            token = jb_scan_next(&scan);
        }
        JB_EQ_I64(token, extra == 0 ? JB_TOKEN_END : JB_TOKEN_FAULT);
        if (extra == 1) {
            JB_EQ_STR(scan.fault_code, "too_deep");
            JB_EQ_SIZE(scan.start, JB_JSON_DEPTH_MAX);
        }
    }
}

static void nodes_are_found_in_the_text(void **state)
{
    static const char text[] = " {\"a\": [1, \"zwei\", {\"b\":null}], \"a\" : true}";
    cJSON *tree = cJSON_Parse(text);
    assert_non_null(tree);
    const cJSON *list = tree->child;
    const cJSON *two = list->child->next;
    const cJSON *inner = two->next->child;
    jb_place places[] = {
        { .node = tree, .index = 0 },       { .node = list, .index = 1 },
        { .node = two, .index = 2 },        { .node = inner, .index = 3 },
        { .node = list->next, .index = 4 }, { .node = two, .index = 5 },
    };
    static const struct {
        size_t key, start, end;
    } expected[] = {
        { 1, 1, 43 }, { 2, 7, 30 }, { 11, 11, 17 }, { 20, 24, 28 }, { 32, 38, 42 }, { 11, 11, 17 },
    };
    jb_locate(jb_slice_of(text), tree, places, 6);
    for (size_t i = 0; i < 6; i++) {
        JB_EQ_SIZE(places[i].key, expected[places[i].index].key);
        JB_EQ_SIZE(places[i].start, expected[places[i].index].start);
        JB_EQ_SIZE(places[i].end, expected[places[i].index].end);
    }
    cJSON_Delete(tree);
}

static void columns_count_characters(void **state)
{
    jb_cursor cursor;
    jb_cursor_init(&cursor, jb_slice_of("a\xe6\xb1\x89"
                                        "b\r\n\xc3\xa9x"));
    jb_cursor_go(&cursor, 4);
    JB_EQ_U64(cursor.line, 1);
    JB_EQ_U64(cursor.column, 3);
    jb_cursor_go(&cursor, 9);
    JB_EQ_U64(cursor.line, 2);
    JB_EQ_U64(cursor.column, 2);
    jb_cursor_go(&cursor, 1000);
    JB_EQ_U64(cursor.column, 3);
}

static void gaps_and_widths_are_counted(void **state)
{
    static const struct {
        const char *text;
        uint32_t gaps;
        uint32_t width;
    } rows[] = {
        { "", 0, 0 },
        { "plain (no gap) f()", 0, 18 },
        { "____", 1, 4 },
        { "__init__", 0, 8 },
        { "____ and ___.", 2, 13 },
        { "( ) (  )", 2, 8 },
        { "\xef\xbc\x88\xef\xbc\x89", 1, 4 }, /* full-width brackets */
        { "\xef\xbc\x88\xe3\x80\x80\xef\xbc\x89", 1, 6 },
        { "\xef\xbc\x88\xe6\xb1\x89\xef\xbc\x89", 0, 6 },
        { "\xe6\xb1\x89\xe5\xad\x97 ab", 0, 7 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        JB_EQ_U64(jb_text_gaps(rows[i].text), rows[i].gaps);
        JB_EQ_U64(jb_text_width(rows[i].text), rows[i].width);
    }
}

static void an_id_set_keeps_the_first(void **state)
{
    jb_id_set set = { 0 };
    char keys[200][8];
    JB_EQ_U64(jb_id_set_find(&set, "k1"), JB_ID_NONE);
    for (uint32_t i = 0; i < 200; i++) {
        (void)snprintf(keys[i], sizeof keys[i], "k%u", i);
        uint32_t value = i;
        JB_EQ_I64(jb_id_set_add(&set, jb_slice_of(keys[i]), &value), JB_OK);
    }
    uint32_t value = 7777;
    JB_EQ_I64(jb_id_set_add(&set, jb_slice_of("k42"), &value), JB_ERR_EXISTS);
    JB_EQ_U64(value, 42);
    JB_EQ_U64(jb_id_set_find(&set, "k199"), 199);
    JB_EQ_U64(jb_id_set_find(&set, "k200"), JB_ID_NONE);
    jb_id_set_finish(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_json_is_walked),
        cmocka_unit_test(bad_json_is_refused_at_its_place),
        cmocka_unit_test(nesting_has_a_limit),
        cmocka_unit_test(nodes_are_found_in_the_text),
        cmocka_unit_test(columns_count_characters),
        cmocka_unit_test(gaps_and_widths_are_counted),
        cmocka_unit_test(an_id_set_keeps_the_first),
    };
    return JB_RUN(tests);
}
