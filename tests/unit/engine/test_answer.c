/*
 * Does an answer fit its question, and are two answers the same.
 */
#include <string.h>

#include "jb_test.h"
#include "jinbang/answer.h"

static jb_answer options_of(jb_kind kind, uint32_t options)
{
    return (jb_answer){ .kind = kind, .options = options };
}

static jb_answer items_of(jb_kind kind, uint8_t count, const uint8_t *items)
{
    jb_answer answer = { .kind = kind, .count = count };
    memcpy(answer.items, items, count);
    return answer;
}

static jb_answer text_of(uint8_t blanks, const char *raw, const char *folded)
{
    jb_answer answer = { .kind = JB_KIND_TEXT,
                         .count = blanks,
                         .raw_size = (uint16_t)strlen(raw),
                         .folded_size = (uint16_t)strlen(folded) };
    memcpy(answer.raw, raw, answer.raw_size);
    memcpy(answer.folded, folded, answer.folded_size);
    return answer;
}

static void answer_of_another_kind_never_fits(void **state)
{
    for (int key_kind = 0; key_kind < JB_KIND_COUNT; key_kind++) {
        for (int kind = 0; kind < JB_KIND_COUNT; kind++) {
            jb_key key = {
                .kind = (jb_kind)key_kind, .option_count = 2, .target_count = 2, .blank_count = 1
            };
            jb_answer answer = { .kind = (jb_kind)kind, .options = 1, .count = 2 };
            answer.items[1] = 1;
            answer.count = key.kind == JB_KIND_TEXT ? 1 : 2;
            JB_EQ_I64(jb_answer_fits(&key, &answer), kind == key_kind);
        }
    }
}

static void kind_out_of_range_never_fits(void **state)
{
    jb_key key = { .kind = JB_KIND_COUNT, .option_count = 2 };
    jb_answer answer = options_of(JB_KIND_COUNT, 1);
    JB_FALSE(jb_answer_fits(&key, &answer));
}

static void single_takes_exactly_one_of_its_options(void **state)
{
    jb_key key = { .kind = JB_KIND_SINGLE, .option_count = 4 };
    for (uint32_t options = 0; options < 64; options++) {
        bool fits = options == 1 || options == 2 || options == 4 || options == 8;
        jb_answer answer = options_of(JB_KIND_SINGLE, options);
        JB_EQ_I64(jb_answer_fits(&key, &answer), fits);
    }
    jb_answer far = options_of(JB_KIND_SINGLE, UINT32_C(1) << 31);
    JB_FALSE(jb_answer_fits(&key, &far));
}

static void truefalse_takes_false_or_true(void **state)
{
    jb_key key = { .kind = JB_KIND_TRUEFALSE, .option_count = 2 };
    for (uint32_t options = 0; options < 16; options++) {
        jb_answer answer = options_of(JB_KIND_TRUEFALSE, options);
        JB_EQ_I64(jb_answer_fits(&key, &answer), options == 1 || options == 2);
    }
}

static void multiple_takes_any_set_but_the_empty_one(void **state)
{
    jb_key key = { .kind = JB_KIND_MULTIPLE, .option_count = 3 };
    for (uint32_t options = 0; options < 64; options++) {
        jb_answer answer = options_of(JB_KIND_MULTIPLE, options);
        JB_EQ_I64(jb_answer_fits(&key, &answer), options > 0 && options < 8);
    }
}

static void options_up_to_the_limit_fit(void **state)
{
    jb_key key = { .kind = JB_KIND_SINGLE, .option_count = JB_OPTIONS_MAX };
    jb_answer last = options_of(JB_KIND_SINGLE, UINT32_C(1) << (JB_OPTIONS_MAX - 1));
    jb_answer beyond = options_of(JB_KIND_SINGLE, UINT32_C(1) << JB_OPTIONS_MAX);
    JB_TRUE(jb_answer_fits(&key, &last));
    JB_FALSE(jb_answer_fits(&key, &beyond));
}

static void any_number_fits(void **state)
{
    const int64_t numbers[] = { INT64_MIN, -1, 0, 1, INT64_MAX };
    jb_key key = { .kind = JB_KIND_NUMERIC };
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        jb_answer answer = { .kind = JB_KIND_NUMERIC, .number = numbers[i] };
        JB_TRUE(jb_answer_fits(&key, &answer));
    }
}

static void ordering_takes_permutations_only(void **state)
{
    const struct {
        uint8_t count;
        uint8_t items[4];
        bool fits;
    } cases[] = {
        { 3, { 0, 1, 2 }, true },  { 3, { 2, 0, 1 }, true },     { 3, { 0, 0, 1 }, false },
        { 3, { 1, 2, 3 }, false }, { 3, { 0, 1, 255 }, false },  { 2, { 0, 1 }, false },
        { 0, { 0 }, false },       { 4, { 0, 1, 2, 3 }, false },
    };
    jb_key key = { .kind = JB_KIND_ORDERING, .option_count = 3 };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        jb_answer answer = items_of(JB_KIND_ORDERING, cases[i].count, cases[i].items);
        JB_EQ_I64(jb_answer_fits(&key, &answer), cases[i].fits);
    }
}

static void matching_takes_targets_in_range_and_at_least_one_pair(void **state)
{
    const struct {
        uint8_t count;
        uint8_t items[4];
        bool fits;
    } cases[] = {
        { 3, { 0, 1, 2 }, true },
        { 3, { 3, 3, 3 }, true }, /* several items may go to one target */
        { 3, { JB_NO_ITEM, 2, JB_NO_ITEM }, true },
        { 3, { JB_NO_ITEM, JB_NO_ITEM, JB_NO_ITEM }, false },
        { 3, { 0, 1, 4 }, false },
        { 3, { 0, 1, 254 }, false },
        { 2, { 0, 1 }, false },
        { 4, { 0, 1, 2, 3 }, false },
    };
    jb_key key = { .kind = JB_KIND_MATCHING, .option_count = 3, .target_count = 4 };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        jb_answer answer = items_of(JB_KIND_MATCHING, cases[i].count, cases[i].items);
        JB_EQ_I64(jb_answer_fits(&key, &answer), cases[i].fits);
    }
}

static void text_has_one_line_a_blank(void **state)
{
    const struct {
        const char *raw;
        const char *folded;
        uint8_t blanks;
        bool fits;
    } cases[] = {
        { "A\nB", "a\nb", 2, true },
        { "\n", "\n", 2, true },
        { "A\n", "a\n", 2, true },
        { "A", "a", 2, false },
        { "A\nB\nC", "a\nb", 2, false },
        { "A\nB", "a\nb\nc", 2, false },
        { "", "\n", 2, false },
        { "A\nB", "a\nb", 1, false },
        { "A\nB\nC", "a\nb\nc", 3, false },
    };
    jb_key key = { .kind = JB_KIND_TEXT, .blank_count = 2 };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        jb_answer answer = text_of(cases[i].blanks, cases[i].raw, cases[i].folded);
        JB_EQ_I64(jb_answer_fits(&key, &answer), cases[i].fits);
    }
}

static void text_over_its_limit_does_not_fit(void **state)
{
    jb_key key = { .kind = JB_KIND_TEXT, .blank_count = 1 };
    jb_answer answer = { .kind = JB_KIND_TEXT, .count = 1 };
    memset(answer.raw, 'x', sizeof answer.raw);
    memset(answer.folded, 'x', sizeof answer.folded);
    answer.raw_size = JB_ANSWER_TEXT_MAX;
    answer.folded_size = JB_ANSWER_FOLDED_MAX;
    JB_TRUE(jb_answer_fits(&key, &answer));
    answer.raw_size = JB_ANSWER_TEXT_MAX + 1;
    JB_FALSE(jb_answer_fits(&key, &answer));
    answer.raw_size = 0;
    answer.folded_size = UINT16_MAX;
    JB_FALSE(jb_answer_fits(&key, &answer));
}

static void answers_are_equal_by_what_their_kind_holds(void **state)
{
    const jb_answer answers[] = {
        options_of(JB_KIND_SINGLE, 1),
        options_of(JB_KIND_SINGLE, 2),
        options_of(JB_KIND_MULTIPLE, 1),
        options_of(JB_KIND_MULTIPLE, 3),
        options_of(JB_KIND_TRUEFALSE, 1),
        options_of(JB_KIND_TRUEFALSE, 2),
        { .kind = JB_KIND_NUMERIC, .number = 5 },
        { .kind = JB_KIND_NUMERIC, .number = -5 },
        text_of(1, "A", "a"),
        text_of(1, "AB", "a"),
        text_of(1, "", ""),
        text_of(2, "A", "a"),
        items_of(JB_KIND_ORDERING, 2, (const uint8_t[]){ 0, 1 }),
        items_of(JB_KIND_ORDERING, 2, (const uint8_t[]){ 1, 0 }),
        items_of(JB_KIND_ORDERING, 3, (const uint8_t[]){ 1, 0, 2 }),
        items_of(JB_KIND_MATCHING, 2, (const uint8_t[]){ 0, 1 }),
        items_of(JB_KIND_MATCHING, 2, (const uint8_t[]){ 0, JB_NO_ITEM }),
    };
    const size_t count = sizeof answers / sizeof answers[0];
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            JB_EQ_I64(jb_answer_equal(&answers[i], &answers[j]), i == j);
        }
    }
}

static void another_spelling_is_another_answer(void **state)
{
    jb_answer upper = text_of(1, "A", "a");
    jb_answer lower = text_of(1, "a", "a");
    JB_FALSE(jb_answer_equal(&upper, &lower)); /* what was typed is what is shown to the player */
}

static void what_stands_behind_the_end_makes_no_difference(void **state)
{
    jb_answer a = items_of(JB_KIND_ORDERING, 2, (const uint8_t[]){ 0, 1 });
    jb_answer b = a;
    b.items[5] = 7;
    b.raw[3] = 'x';
    b.number = 9;
    JB_TRUE(jb_answer_equal(&a, &b));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answer_of_another_kind_never_fits),
        cmocka_unit_test(kind_out_of_range_never_fits),
        cmocka_unit_test(single_takes_exactly_one_of_its_options),
        cmocka_unit_test(truefalse_takes_false_or_true),
        cmocka_unit_test(multiple_takes_any_set_but_the_empty_one),
        cmocka_unit_test(options_up_to_the_limit_fit),
        cmocka_unit_test(any_number_fits),
        cmocka_unit_test(ordering_takes_permutations_only),
        cmocka_unit_test(matching_takes_targets_in_range_and_at_least_one_pair),
        cmocka_unit_test(text_has_one_line_a_blank),
        cmocka_unit_test(text_over_its_limit_does_not_fit),
        cmocka_unit_test(answers_are_equal_by_what_their_kind_holds),
        cmocka_unit_test(another_spelling_is_another_answer),
        cmocka_unit_test(what_stands_behind_the_end_makes_no_difference),
    };
    return JB_RUN(tests);
}
