/*
 * One typed text against the accepted variants of one blank: exactly, by wildcard, within edits.
 */
#include <string.h>

#include "jb_test.h"
#include "match.h"

static int32_t match(const char *accepted, bool wildcard, uint8_t edits_max, const char *text)
{
    jb_accept_text accept = { .folded = jb_slice_of(accepted),
                              .weight = JB_WHOLE,
                              .wildcard = wildcard };
    jb_blank blank = { .accepts = &accept, .accept_count = 1, .edits_max = edits_max };
    return jb_match_blank(&blank, jb_slice_of(text));
}

static void star_stands_for_any_run(void **state)
{
    const struct {
        const char *pattern;
        const char *text;
        bool matches;
    } cases[] = {
        { "ab", "ab", true },         { "ab", "abc", false },          { "a*", "a", true },
        { "a*", "abc", true },        { "a*", "ba", false },           { "*c", "abc", true },
        { "*c", "abcd", false },      { "*b*", "abc", true },          { "*b*", "ac", false },
        { "a*c", "ac", true },        { "a*c", "abbc", true },         { "a*c", "abcb", false },
        { "a*b*c", "axbxbxc", true }, { "a**c", "abc", true },         { "*", "x", true },
        { "*ab", "aab", true },       { "*aab", "aaab", true },        { "a*ab", "aab", true },
        { "a*ab", "ab", false },      { "*中*", "在中国", true },      { "北*", "北京", true },
        { "北*", "南京", false },     { "*京*大*", "北京大学", true },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        print_message("%s against %s\n", cases[i].pattern, cases[i].text);
        JB_EQ_I64(match(cases[i].pattern, true, 0, cases[i].text), cases[i].matches ? JB_WHOLE : 0);
    }
}

static void star_means_itself_without_the_wildcard_rule(void **state)
{
    JB_EQ_I64(match("a*", false, 0, "ab"), 0);
    JB_EQ_I64(match("a*", false, 0, "a*"), JB_WHOLE);
}

static void empty_text_earns_nothing_even_from_a_star(void **state)
{
    JB_EQ_I64(match("*", true, 0, ""), 0);
    JB_EQ_I64(match("a", false, 5, ""), 0);
    JB_EQ_I64(match("", false, 0, ""), 0);
}

static void edits_are_counted_in_characters(void **state)
{
    const struct {
        const char *accepted;
        const char *text;
        uint8_t distance;
    } cases[] = {
        { "kitten", "sitting", 3 }, { "abc", "abc", 0 },     { "abc", "ab", 1 },
        { "abc", "abcd", 1 },       { "abc", "axc", 1 },     { "abc", "acb", 2 },
        { "abc", "cab", 2 },        { "北京市", "北京", 1 }, { "北京", "南京", 1 },
        { "北京", "东南", 2 },      { "café", "cafe", 1 },   { "a", "bcd", 3 },
        { "flaw", "lawn", 2 },      { "😀b", "😁b", 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        print_message("%s and %s\n", cases[i].accepted, cases[i].text);
        for (int edits = 0; edits <= JB_EDITS_MAX; edits++) {
            JB_EQ_I64(match(cases[i].accepted, false, (uint8_t)edits, cases[i].text),
                      cases[i].distance <= edits ? JB_WHOLE : 0);
        }
    }
}

static void longest_texts_are_compared(void **state)
{
    static char longest[JB_ANSWER_FOLDED_MAX + 1];
    static char other[JB_ANSWER_FOLDED_MAX + 1];
    static char beyond[JB_ANSWER_FOLDED_MAX + 2];
    memset(longest, 'x', JB_ANSWER_FOLDED_MAX);
    memset(other, 'x', JB_ANSWER_FOLDED_MAX);
    memset(beyond, 'x', JB_ANSWER_FOLDED_MAX + 1);
    other[100] = 'y';
    JB_EQ_I64(match(longest, false, 0, other), 0);
    JB_EQ_I64(match(longest, false, 1, other), JB_WHOLE);
    JB_EQ_I64(match(beyond, false, 5, other), 0); /* no room to compare: not the same */
}

static void best_weight_of_all_variants_counts(void **state)
{
    const jb_accept_text accepts[] = {
        { .folded = jb_slice_of("a*"), .weight = 250000, .wildcard = true },
        { .folded = jb_slice_of("abc"), .weight = JB_WHOLE },
        { .folded = jb_slice_of("abd"), .weight = 500000 },
        { .folded = jb_slice_of("bad"), .weight = -500000 },
    };
    jb_blank blank = { .accepts = accepts, .accept_count = 4 };
    JB_EQ_I64(jb_match_blank(&blank, jb_slice_of("abc")), JB_WHOLE);
    JB_EQ_I64(jb_match_blank(&blank, jb_slice_of("abd")), 500000);
    JB_EQ_I64(jb_match_blank(&blank, jb_slice_of("abx")), 250000);
    JB_EQ_I64(jb_match_blank(&blank, jb_slice_of("bad")), 0);
    blank.edits_max = 1;
    JB_EQ_I64(jb_match_blank(&blank, jb_slice_of("abd")), JB_WHOLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(star_stands_for_any_run),
        cmocka_unit_test(star_means_itself_without_the_wildcard_rule),
        cmocka_unit_test(empty_text_earns_nothing_even_from_a_star),
        cmocka_unit_test(edits_are_counted_in_characters),
        cmocka_unit_test(longest_texts_are_compared),
        cmocka_unit_test(best_weight_of_all_variants_counts),
    };
    return JB_RUN(tests);
}
