/*
 * What share of a question an answer earns: every kind under every grading, worked out by hand.
 */
#include <string.h>

#include "jb_test.h"
#include "jinbang/answer.h"

/* Shares are compared as fractions: 1/2 is 500000/1000000. */
#define IS_SHARE(share, wanted_num, wanted_den)                                                    \
    do {                                                                                           \
        jb_share is_share = (share);                                                               \
        JB_TRUE(is_share.den > 0);                                                                 \
        JB_EQ_I64(is_share.num *(int64_t)(wanted_den), (int64_t)(wanted_num)*is_share.den);        \
    } while (0)

static jb_share grade_options(const jb_key *key, uint32_t options)
{
    jb_answer answer = { .kind = key->kind, .options = options };
    return jb_answer_grade(key, &answer);
}

static void single_is_right_by_any_of_its_right_options(void **state)
{
    jb_key key = { .kind = JB_KIND_SINGLE, .option_count = 4, .correct = 0x5 };
    IS_SHARE(grade_options(&key, 1), 1, 1);
    IS_SHARE(grade_options(&key, 2), 0, 1);
    IS_SHARE(grade_options(&key, 4), 1, 1);
    IS_SHARE(grade_options(&key, 8), 0, 1);
}

static void single_option_earns_its_weight(void **state)
{
    const int32_t weights[] = { JB_WHOLE, 500000, 333333, 0, -250000 };
    jb_key key = { .kind = JB_KIND_SINGLE, .option_count = 5, .weights = weights };
    IS_SHARE(grade_options(&key, 1), 1, 1);
    IS_SHARE(grade_options(&key, 2), 1, 2);
    IS_SHARE(grade_options(&key, 4), 333333, 1000000);
    IS_SHARE(grade_options(&key, 8), 0, 1);
    IS_SHARE(grade_options(&key, 16), 0, 1); /* never below nothing */
}

static void truefalse_is_right_or_wrong(void **state)
{
    jb_key key = { .kind = JB_KIND_TRUEFALSE, .option_count = 2, .correct = 2 };
    IS_SHARE(grade_options(&key, 2), 1, 1);
    IS_SHARE(grade_options(&key, 1), 0, 1);
}

static void multiple_is_graded_by_its_rule(void **state)
{
    /* Right are options 0, 1 and 2 of five: three right ones, two wrong ones. */
    const struct {
        uint32_t options;
        int all_or_nothing;
        int subset_sixths; /* share in sixths, so that halves and thirds are whole */
        int minus_sixths;
    } cases[] = {
        { 0x07, 6, 6, 6 }, /* exactly the right ones */
        { 0x03, 0, 3, 4 }, /* two of three */
        { 0x01, 0, 3, 2 }, /* one of three */
        { 0x0f, 0, 0, 4 }, /* all three and a wrong one */
        { 0x1f, 0, 0, 2 }, /* everything */
        { 0x0b, 0, 0, 2 }, /* two right, one wrong */
        { 0x09, 0, 0, 0 }, /* one right, one wrong */
        { 0x19, 0, 0, 0 }, /* one right, two wrong: not below nothing */
        { 0x18, 0, 0, 0 }, /* wrong ones only */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        jb_key key = { .kind = JB_KIND_MULTIPLE, .option_count = 5, .correct = 0x07 };
        key.grading = JB_GRADING_ALL_OR_NOTHING;
        IS_SHARE(grade_options(&key, cases[i].options), cases[i].all_or_nothing, 6);
        key.grading = JB_GRADING_SUBSET_HALF;
        IS_SHARE(grade_options(&key, cases[i].options), cases[i].subset_sixths, 6);
        key.grading = JB_GRADING_RIGHT_MINUS_WRONG;
        IS_SHARE(grade_options(&key, cases[i].options), cases[i].minus_sixths, 6);
        key.grading = JB_GRADING_PER_PART; /* the same for a set */
        IS_SHARE(grade_options(&key, cases[i].options), cases[i].minus_sixths, 6);
    }
}

static jb_share grade_number(const jb_key *key, int64_t number)
{
    jb_answer answer = { .kind = JB_KIND_NUMERIC, .number = number };
    return jb_answer_grade(key, &answer);
}

static void tolerance_includes_both_ends(void **state)
{
    const jb_accept_number pi = { .low = 3130000, .high = 3150000, .weight = JB_WHOLE };
    jb_key key = { .kind = JB_KIND_NUMERIC, .numbers = &pi, .number_count = 1 };
    IS_SHARE(grade_number(&key, 3129999), 0, 1);
    IS_SHARE(grade_number(&key, 3130000), 1, 1);
    IS_SHARE(grade_number(&key, 3140000), 1, 1);
    IS_SHARE(grade_number(&key, 3150000), 1, 1);
    IS_SHARE(grade_number(&key, 3150001), 0, 1);
}

static void best_of_overlapping_ranges_counts(void **state)
{
    const jb_accept_number numbers[] = {
        { .low = -10, .high = 10, .weight = 250000 },
        { .low = -2, .high = 2, .weight = 500000 },
        { .low = 0, .high = 0, .weight = JB_WHOLE },
        { .low = -2, .high = 2, .weight = 100000 },
    };
    jb_key key = { .kind = JB_KIND_NUMERIC, .numbers = numbers, .number_count = 4 };
    IS_SHARE(grade_number(&key, 0), 1, 1);
    IS_SHARE(grade_number(&key, -2), 1, 2);
    IS_SHARE(grade_number(&key, 10), 1, 4);
    IS_SHARE(grade_number(&key, -10), 1, 4);
    IS_SHARE(grade_number(&key, -11), 0, 1);
    IS_SHARE(grade_number(&key, INT64_MIN), 0, 1);
}

static jb_share grade_items(const jb_key *key, const uint8_t *items)
{
    jb_answer answer = { .kind = key->kind, .count = key->option_count };
    memcpy(answer.items, items, key->option_count);
    return jb_answer_grade(key, &answer);
}

static void ordering_counts_right_places(void **state)
{
    jb_key key = { .kind = JB_KIND_ORDERING, .option_count = 4, .order = { 2, 0, 3, 1 } };
    IS_SHARE(grade_items(&key, (const uint8_t[]){ 2, 0, 3, 1 }), 1, 1);
    IS_SHARE(grade_items(&key, (const uint8_t[]){ 2, 0, 1, 3 }), 0, 1);
    key.grading = JB_GRADING_PER_PART;
    IS_SHARE(grade_items(&key, (const uint8_t[]){ 2, 0, 3, 1 }), 1, 1);
    IS_SHARE(grade_items(&key, (const uint8_t[]){ 2, 0, 1, 3 }), 1, 2);
    IS_SHARE(grade_items(&key, (const uint8_t[]){ 2, 3, 1, 0 }), 1, 4);
    IS_SHARE(grade_items(&key, (const uint8_t[]){ 1, 3, 0, 2 }), 0, 1);
}

static void matching_counts_right_pairs(void **state)
{
    jb_key key = {
        .kind = JB_KIND_MATCHING, .option_count = 3, .target_count = 4, .pairs = { 3, 0, 1 }
    };
    const uint8_t none = JB_NO_ITEM;
    IS_SHARE(grade_items(&key, (const uint8_t[]){ 3, 0, 1 }), 1, 1);
    IS_SHARE(grade_items(&key, (const uint8_t[]){ 3, 0, none }), 0, 1);
    key.grading = JB_GRADING_PER_PART;
    IS_SHARE(grade_items(&key, (const uint8_t[]){ 3, 0, none }), 2, 3);
    IS_SHARE(grade_items(&key, (const uint8_t[]){ 3, 3, 3 }), 1, 3);
    IS_SHARE(grade_items(&key, (const uint8_t[]){ none, none, 2 }), 0, 1);
}

enum {
    BLANKS = 4,
    VARIANTS = 4
};

/* A text question under construction. */
typedef struct text_key {
    jb_key key;
    jb_blank blanks[BLANKS];
    jb_accept_text accepts[BLANKS][VARIANTS];
} text_key;

static void text_init(text_key *text, uint8_t blanks, jb_grading grading)
{
    *text = (text_key){ .key = { .kind = JB_KIND_TEXT, .grading = grading } };
    text->key.blank_count = blanks;
    text->key.blanks = text->blanks;
    for (uint8_t i = 0; i < blanks; i++) {
        text->blanks[i].accepts = text->accepts[i];
    }
}

static void accept(text_key *text, uint8_t blank, const char *folded, int32_t weight)
{
    jb_accept_text *place = &text->accepts[blank][text->blanks[blank].accept_count++];
    *place = (jb_accept_text){ .folded = jb_slice_of(folded), .weight = weight };
}

static jb_share grade_text(const text_key *text, const char *folded)
{
    jb_answer answer = { .kind = JB_KIND_TEXT, .count = text->key.blank_count };
    answer.raw_size = answer.folded_size = (uint16_t)strlen(folded);
    memcpy(answer.raw, folded, answer.raw_size);
    memcpy(answer.folded, folded, answer.folded_size);
    return jb_answer_grade(&text->key, &answer);
}

static void one_blank_takes_any_accepted_variant(void **state)
{
    text_key text;
    text_init(&text, 1, JB_GRADING_ALL_OR_NOTHING);
    accept(&text, 0, "beijing", JB_WHOLE);
    accept(&text, 0, "北京", JB_WHOLE);
    accept(&text, 0, "peking", 500000);
    IS_SHARE(grade_text(&text, "beijing"), 1, 1);
    IS_SHARE(grade_text(&text, "北京"), 1, 1);
    IS_SHARE(grade_text(&text, "peking"), 1, 2);
    IS_SHARE(grade_text(&text, "beijin"), 0, 1);
    IS_SHARE(grade_text(&text, ""), 0, 1);
}

static void blanks_in_order_do_not_change_places(void **state)
{
    text_key text;
    text_init(&text, 3, JB_GRADING_PER_PART);
    accept(&text, 0, "a", JB_WHOLE);
    accept(&text, 1, "b", JB_WHOLE);
    accept(&text, 2, "c", 500000);
    IS_SHARE(grade_text(&text, "a\nb\nc"), 5, 6);
    IS_SHARE(grade_text(&text, "b\na\nc"), 1, 6);
    IS_SHARE(grade_text(&text, "a\n\n"), 1, 3);
    IS_SHARE(grade_text(&text, "\nb\n"), 1, 3);
    IS_SHARE(grade_text(&text, "\n\n"), 0, 1);
    text.key.grading = JB_GRADING_ALL_OR_NOTHING;
    IS_SHARE(grade_text(&text, "a\nb\nc"), 1, 2); /* the weakest blank decides */
    IS_SHARE(grade_text(&text, "a\nb\n"), 0, 1);
    accept(&text, 2, "d", JB_WHOLE);
    IS_SHARE(grade_text(&text, "a\nb\nd"), 1, 1);
}

static void any_order_finds_places_for_all(void **state)
{
    text_key text;
    text_init(&text, 3, JB_GRADING_PER_PART);
    text.key.any_order = true;
    accept(&text, 0, "a", JB_WHOLE);
    accept(&text, 1, "b", JB_WHOLE);
    accept(&text, 2, "c", JB_WHOLE);
    IS_SHARE(grade_text(&text, "c\na\nb"), 1, 1);
    IS_SHARE(grade_text(&text, "b\nb\na"), 2, 3); /* the same word twice fills one blank */
    IS_SHARE(grade_text(&text, "c\nx\n"), 1, 3);
    text.key.grading = JB_GRADING_ALL_OR_NOTHING;
    IS_SHARE(grade_text(&text, "c\na\nb"), 1, 1);
    IS_SHARE(grade_text(&text, "c\na\na"), 0, 1);
}

static void overlapping_accepts_move_what_was_placed_before(void **state)
{
    /* "a" fits blanks 0 and 1, "b" fits 1 and 2, "c" fits 2 and 3, "d" fits 0 only: placed one
     * after the other, d has to push a on, a pushes b, b pushes c. */
    text_key text;
    text_init(&text, 4, JB_GRADING_ALL_OR_NOTHING);
    text.key.any_order = true;
    accept(&text, 0, "a", JB_WHOLE);
    accept(&text, 0, "d", JB_WHOLE);
    accept(&text, 1, "a", JB_WHOLE);
    accept(&text, 1, "b", JB_WHOLE);
    accept(&text, 2, "b", JB_WHOLE);
    accept(&text, 2, "c", JB_WHOLE);
    accept(&text, 3, "c", JB_WHOLE);
    const char *const orders[] = { "a\nb\nc\nd", "d\nc\nb\na", "c\nb\na\nd",
                                   "b\na\nd\nc", "c\nd\na\nb", "a\nd\nc\nb" };
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        IS_SHARE(grade_text(&text, orders[i]), 1, 1);
    }
    IS_SHARE(grade_text(&text, "a\na\nd\nc"), 0, 1); /* three for two blanks */
    text.key.grading = JB_GRADING_PER_PART;
    IS_SHARE(grade_text(&text, "d\nd\nc\nb"), 3, 4);
    IS_SHARE(grade_text(&text, "a\na\nd\nc"), 3, 4);
}

static void twenty_blanks_are_a_permutation_too(void **state)
{
    /* Text i fits blanks i and i - 1; given in an order that makes the last one move all others. */
    static jb_accept_text accepts[JB_BLANKS_MAX][2];
    static jb_blank blanks[JB_BLANKS_MAX];
    static const char letters[] = "abcdefghijklmnopqrst";
    jb_key key = { .kind = JB_KIND_TEXT, .blanks = blanks, .any_order = true };
    key.blank_count = JB_BLANKS_MAX;
    jb_answer answer = { .kind = JB_KIND_TEXT, .count = JB_BLANKS_MAX };
    for (size_t i = 0; i < JB_BLANKS_MAX; i++) {
        blanks[i] = (jb_blank){ .accepts = accepts[i], .accept_count = 2 };
        for (size_t j = 0; j < 2; j++) {
            size_t letter = i + j < JB_BLANKS_MAX ? i + j : i;
            accepts[i][j] = (jb_accept_text){ .folded = { .bytes = &letters[letter], .size = 1 },
                                              .weight = JB_WHOLE };
        }
        answer.folded[2 * i] = letters[(i + 1) % JB_BLANKS_MAX];
        answer.folded[2 * i + 1] = '\n';
    }
    answer.folded_size = answer.raw_size = 2 * JB_BLANKS_MAX - 1;
    memcpy(answer.raw, answer.folded, answer.raw_size);
    IS_SHARE(jb_answer_grade(&key, &answer), 1, 1);
}

static void answer_that_does_not_fit_is_a_bug_of_the_caller(void **state)
{
    jb_key key = { .kind = JB_KIND_SINGLE, .option_count = 2, .correct = 1 };
    jb_answer answer = { .kind = JB_KIND_SINGLE, .options = 3 };
    expect_assert_failure(jb_answer_grade(&key, &answer));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(single_is_right_by_any_of_its_right_options),
        cmocka_unit_test(single_option_earns_its_weight),
        cmocka_unit_test(truefalse_is_right_or_wrong),
        cmocka_unit_test(multiple_is_graded_by_its_rule),
        cmocka_unit_test(tolerance_includes_both_ends),
        cmocka_unit_test(best_of_overlapping_ranges_counts),
        cmocka_unit_test(ordering_counts_right_places),
        cmocka_unit_test(matching_counts_right_pairs),
        cmocka_unit_test(one_blank_takes_any_accepted_variant),
        cmocka_unit_test(blanks_in_order_do_not_change_places),
        cmocka_unit_test(any_order_finds_places_for_all),
        cmocka_unit_test(overlapping_accepts_move_what_was_placed_before),
        cmocka_unit_test(twenty_blanks_are_a_permutation_too),
        cmocka_unit_test(answer_that_does_not_fit_is_a_bug_of_the_caller),
    };
    return JB_RUN(tests);
}
