/* Answers as they come over the wire, for each kind: what is taken, and what fits no question. */
#include "stage.h"

#include <stdio.h>
#include <string.h>

/* Reads JSON as an answer to the stage's question of this kind. */
static bool read_answer(jb_kind kind, const char *json, jb_answer *answer)
{
    cJSON *tree = cJSON_Parse(json);
    if (!tree) {
        fail_msg("the test's own JSON is wrong: %s", json);
    }
    jb_message message = { .answer = tree };
    bool good = jb_answer_read(&message, &stage_texts[kind], answer);
    cJSON_Delete(tree);
    return good;
}

static void refuse(jb_kind kind, const char *const *answers)
{
    for (size_t i = 0; answers[i]; i++) {
        jb_answer answer;
        if (read_answer(kind, answers[i], &answer)) {
            fail_msg("%s takes %s", jb_kind_name(kind), answers[i]);
        }
    }
}

static void single_is_one_option_id(void **state)
{
    static const char *const bad[] = { "\"d\"", "\"\"", "\"A\"",  "[\"a\"]", "1",         "true",
                                       "null",  "{}",   "\"aa\"", "\"a \"",  "[[\"a\"]]", NULL };
    jb_answer answer;
    JB_TRUE(read_answer(JB_KIND_SINGLE, "\"c\"", &answer));
    JB_EQ_I64(answer.kind, JB_KIND_SINGLE);
    JB_EQ_U64(answer.options, 4);
    refuse(JB_KIND_SINGLE, bad);
}

static void multiple_is_a_set_of_option_ids(void **state)
{
    static const char *const bad[] = {
        "[]",        "\"a\"",         "[\"a\",\"a\"]", "[\"a\",\"z\"]", "[1]",
        "[[\"a\"]]", "{\"0\":\"a\"}", "null",          "[null]",        "[\"a\",true]",
        NULL
    };
    jb_answer answer;
    JB_TRUE(read_answer(JB_KIND_MULTIPLE, "[\"c\",\"a\"]", &answer));
    JB_EQ_U64(answer.options, 5);
    JB_TRUE(read_answer(JB_KIND_MULTIPLE, "[\"b\"]", &answer));
    JB_EQ_U64(answer.options, 2);
    refuse(JB_KIND_MULTIPLE, bad);
}

static void truefalse_is_a_boolean(void **state)
{
    static const char *const bad[] = { "\"true\"", "1", "0", "null", "[true]", "{}", NULL };
    jb_answer answer;
    JB_TRUE(read_answer(JB_KIND_TRUEFALSE, "true", &answer));
    JB_EQ_U64(answer.options, 2);
    JB_TRUE(read_answer(JB_KIND_TRUEFALSE, "false", &answer));
    JB_EQ_U64(answer.options, 1);
    refuse(JB_KIND_TRUEFALSE, bad);
}

typedef struct number_row {
    const char *json;
    int64_t micro;
} number_row;

static void numeric_is_text_or_a_number(void **state)
{
    static const number_row rows[] = {
        { "\"3.14\"", 3140000 },
        { "3.14", 3140000 },
        { "\"-0.000001\"", -1 },
        { "-1e-6", -1 },
        { "\" 42 \"", 42000000 },
        { "\"\xef\xbc\x94\xef\xbc\x92\"", 42000000 }, /* full-width 42 */
        { "0", 0 },
        { "999999999999", INT64_C(999999999999000000) },
        { "\"999999999999.999999\"", INT64_C(999999999999999999) },
    };
    static const char *const bad[] = { "\"\"",     "\"abc\"", "\"1,5\"", "\"1 000\"",
                                       "1e12",     "-1e300",  "null",    "true",
                                       "[1]",      "\"1e3\"", "{}",      "\"1234567890123\"",
                                       "\"0x10\"", "\"--1\"", "\".\"",   NULL };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        jb_answer answer;
        if (!read_answer(JB_KIND_NUMERIC, rows[i].json, &answer)) {
            fail_msg("refused: %s", rows[i].json);
        }
        JB_EQ_I64(answer.number, rows[i].micro);
    }
    refuse(JB_KIND_NUMERIC, bad);
}

static void text_is_one_string_a_blank(void **state)
{
    static const char *const bad[] = { "\"Paris\"",         "[]",
                                       "[\"Paris\"]",       "[\"a\",\"b\",\"c\"]",
                                       "[\"a\",1]",         "[\"a\",null]",
                                       "[\"a\\nb\",\"c\"]", "[\"a\\u0007\",\"c\"]",
                                       "[[\"a\"],[\"b\"]]", "{\"a\":\"b\"}",
                                       "[\"\",\"\"]",       NULL };
    jb_answer answer;
    JB_TRUE(read_answer(JB_KIND_TEXT, "[\"  PARIS \",\"Ro\\u017fe\"]", &answer));
    JB_EQ_U64(answer.count, 2);
    JB_EQ_U64(answer.raw_size, strlen("  PARIS \nRo\xc5\xbf"
                                      "e"));
    JB_EQ_MEM(answer.folded, "paris\nrose", 10);
    JB_EQ_U64(answer.folded_size, 10);
    JB_TRUE(read_answer(JB_KIND_TEXT, "[\"\",\"x\"]", &answer));
    JB_EQ_MEM(answer.folded, "\nx", 2);
    refuse(JB_KIND_TEXT, bad);
}

static void typed_text_has_a_limit(void **state)
{
    char json[JB_ANSWER_TEXT_MAX + 20];
    jb_answer answer;
    memset(json, 'x', sizeof json);
    memcpy(json, "[\"", 2);
    size_t longest = JB_ANSWER_TEXT_MAX - 2; /* a separator and one letter in the other blank */
    (void)snprintf(json + 2 + longest, sizeof json - 2 - longest, "\",\"y\"]");
    JB_TRUE(read_answer(JB_KIND_TEXT, json, &answer));
    JB_EQ_U64(answer.raw_size, JB_ANSWER_TEXT_MAX);
    (void)snprintf(json + 2 + longest, sizeof json - 2 - longest, "x\",\"y\"]");
    JB_FALSE(read_answer(JB_KIND_TEXT, json, &answer));
}

static void text_that_grows_when_folded_is_refused_not_cut(void **state)
{
    /* U+FDFA folds to eighteen characters. */
    char json[400] = "[\"";
    jb_answer answer;
    for (int i = 0; i < 70; i++) {
        (void)snprintf(json + strlen(json), sizeof json - strlen(json), "\xef\xb7\xba");
    }
    (void)snprintf(json + strlen(json), sizeof json - strlen(json), "\",\"x\"]");
    JB_FALSE(read_answer(JB_KIND_TEXT, json, &answer));
}

/* An order is read as it is; whether it is a permutation the engine says. */
static bool ordering_fits(const char *json)
{
    jb_key key = { .kind = JB_KIND_ORDERING, .option_count = 3, .order = { 2, 0, 1 } };
    jb_answer answer;
    return read_answer(JB_KIND_ORDERING, json, &answer) && jb_answer_fits(&key, &answer);
}

static void ordering_names_every_option_once(void **state)
{
    static const char *const bad[] = { "[]",
                                       "[\"a\",\"b\"]",
                                       "[\"a\",\"b\",\"b\"]",
                                       "[\"a\",\"b\",\"z\"]",
                                       "[\"a\",\"b\",\"c\",\"a\"]",
                                       "\"abc\"",
                                       "[0,1,2]",
                                       "null",
                                       NULL };
    JB_TRUE(ordering_fits("[\"c\",\"a\",\"b\"]"));
    for (size_t i = 0; bad[i]; i++) {
        if (ordering_fits(bad[i])) {
            fail_msg("ordering takes %s", bad[i]);
        }
    }
}

static void matching_pairs_a_left_item_at_most_once(void **state)
{
    static const char *const bad[] = { "[[\"a\",\"x\"],[\"a\",\"y\"]]",
                                       "[[\"a\"]]",
                                       "[[\"a\",\"x\",\"y\"]]",
                                       "[[\"x\",\"a\"]]",
                                       "[[\"c\",\"x\"]]",
                                       "[\"a\",\"x\"]",
                                       "[[1,2]]",
                                       "null",
                                       "\"a\"",
                                       NULL };
    jb_answer answer;
    JB_TRUE(read_answer(JB_KIND_MATCHING, "[[\"b\",\"x\"],[\"a\",\"y\"]]", &answer));
    JB_EQ_U64(answer.items[0], 1);
    JB_EQ_U64(answer.items[1], 0);
    JB_TRUE(read_answer(JB_KIND_MATCHING, "[[\"b\",\"y\"]]", &answer));
    JB_EQ_U64(answer.items[0], JB_NO_ITEM);
    JB_EQ_U64(answer.count, 2);
    refuse(JB_KIND_MATCHING, bad);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(single_is_one_option_id),
        cmocka_unit_test(multiple_is_a_set_of_option_ids),
        cmocka_unit_test(truefalse_is_a_boolean),
        cmocka_unit_test(numeric_is_text_or_a_number),
        cmocka_unit_test(text_is_one_string_a_blank),
        cmocka_unit_test(typed_text_has_a_limit),
        cmocka_unit_test(text_that_grows_when_folded_is_refused_not_cut),
        cmocka_unit_test(ordering_names_every_option_once),
        cmocka_unit_test(matching_pairs_a_left_item_at_most_once),
    };
    return JB_RUN(tests);
}
