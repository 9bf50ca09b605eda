/*
 * Lotteries: the winners are those that a script of a few lines finds from the same texts, in the
 * same order.
 */
#include <stdlib.h>

#include "jb_test.h"
#include "jinbang/lottery.h"

enum {
    PEOPLE = 12
};

static jb_hash commitment(void)
{
    static const char hex[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    jb_hash hash;
    JB_EQ_I64(jb_hex_decode(jb_slice_of(hex), hash.bytes, JB_HASH_SIZE), JB_OK);
    return hash;
}

static void everybody(uint32_t people[PEOPLE])
{
    for (uint32_t i = 0; i < PEOPLE; i++) {
        people[i] = i + 1;
    }
}

/* From sha256sum over printf '%s\n%s\n%s\n%s', sorted. */
static void the_winners_are_those_of_the_script(void **state)
{
    const struct {
        const char *number;
        uint32_t draw;
        uint32_t order[PEOPLE];
    } cases[] = {
        { "3387.42", 1, { 3, 7, 1, 5, 4, 9, 2, 6, 8, 12, 10, 11 } },
        { "3387.42", 2, { 1, 2, 6, 10, 3, 9, 12, 7, 4, 11, 5, 8 } },
        { "\xe6\x94\xb6\xe7\x9b\x98 3387", 1, { 3, 6, 8, 11, 4, 1, 7, 10, 2, 12, 5, 9 } },
    };
    const jb_hash hash = commitment();
    uint32_t people[PEOPLE];
    everybody(people);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t drawn[PEOPLE] = { 0 };
        JB_EQ_I64(jb_lottery_draw(&hash, jb_slice_of(cases[i].number), cases[i].draw, people,
                                  PEOPLE, PEOPLE, drawn),
                  JB_OK);
        JB_EQ_MEM(drawn, cases[i].order, sizeof drawn);
    }
}

static void as_many_win_as_there_are_prizes(void **state)
{
    const jb_hash hash = commitment();
    uint32_t people[PEOPLE];
    everybody(people);
    uint32_t drawn[PEOPLE] = { 0 };
    const jb_slice number = jb_slice_of("3387.42");
    JB_EQ_I64(jb_lottery_draw(&hash, number, 1, people, PEOPLE, 3, drawn), JB_OK);
    const uint32_t first[PEOPLE] = { 3, 7, 1 };
    JB_EQ_MEM(drawn, first, sizeof drawn);
}

static void who_is_not_eligible_changes_nothing_for_the_others(void **state)
{
    const jb_hash hash = commitment();
    const uint32_t people[] = { 12, 5, 9, 3 }; /* in any order */
    const uint32_t order[] = { 3, 5, 9, 12 };
    uint32_t drawn[4] = { 0 };
    JB_EQ_I64(jb_lottery_draw(&hash, jb_slice_of("3387.42"), 1, people, 4, 10, drawn), JB_OK);
    JB_EQ_MEM(drawn, order, sizeof drawn);
}

static void nobody_wins_where_nobody_may(void **state)
{
    const jb_hash hash = commitment();
    uint32_t drawn = 7;
    JB_EQ_I64(jb_lottery_draw(&hash, jb_slice_of("1"), 1, &drawn, 0, 5, &drawn), JB_OK);
    JB_EQ_U64(drawn, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_winners_are_those_of_the_script),
        cmocka_unit_test(as_many_win_as_there_are_prizes),
        cmocka_unit_test(who_is_not_eligible_changes_nothing_for_the_others),
        cmocka_unit_test(nobody_wins_where_nobody_may),
    };
    return JB_RUN(tests);
}
