/*
 * Points for a share and a time, and the fair time itself.
 */
#include "jb_test.h"
#include "jinbang/answer.h"

static const jb_share whole = { .num = 1, .den = 1 };
static const jb_share half = { .num = 1, .den = 2 };
static const jb_share third = { .num = 1, .den = 3 };
static const jb_share nothing = { .num = 0, .den = 1 };

static void without_speed_time_does_not_matter(void **state)
{
    jb_question_rules turn = { .points_right = 1000, .points_wrong = -250 };
    jb_round_rules round = { .speed = JB_SPEED_NONE };
    JB_EQ_I64(jb_points_for(&turn, &round, whole, 0, 20000), 1000);
    JB_EQ_I64(jb_points_for(&turn, &round, whole, 20000, 20000), 1000);
    JB_EQ_I64(jb_points_for(&turn, &round, whole, 99999, 0), 1000);
    JB_EQ_I64(jb_points_for(&turn, &round, nothing, 0, 20000), -250);
}

static void shares_are_rounded_once_half_away_from_zero(void **state)
{
    const struct {
        int64_t right;
        jb_share share;
        int64_t points;
    } cases[] = {
        { 1000, { 1, 3 }, 333 },
        { 1000, { 2, 3 }, 667 },
        { 250, { 1, 2 }, 125 },
        { 25, { 1, 2 }, 13 },
        { -25, { 1, 2 }, -13 },
        { 1, { 1, 2 }, 1 },
        { 1, { 1, 3 }, 0 },
        { -1, { 1, 2 }, -1 },
        { 1000, { 5, 6 }, 833 },
        { 250, { 1, 1 }, 250 },
        { 3, { 1, 6 }, 1 },
        { 2, { 1, 6 }, 0 },
        { 1000, { 333333, 1000000 }, 333 },
        { 100000000, { 19999999, 20000000 }, 99999995 },
    };
    jb_round_rules round = { .speed = JB_SPEED_NONE };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        jb_question_rules turn = { .points_right = cases[i].right, .points_wrong = -777 };
        JB_EQ_I64(jb_points_for(&turn, &round, cases[i].share, 0, 20000), cases[i].points);
    }
}

static void linear_speed_goes_from_full_to_its_floor(void **state)
{
    const struct {
        uint8_t floor;
        jb_time elapsed;
        int64_t points;
    } cases[] = {
        { 0, 0, 1000 },   { 0, 10000, 500 },    { 0, 20000, 0 },      { 0, 5000, 750 },
        { 50, 0, 1000 },  { 50, 10000, 750 },   { 50, 20000, 500 },   { 50, 5000, 875 },
        { 100, 0, 1000 }, { 100, 10000, 1000 }, { 100, 20000, 1000 }, { 33, 20000, 330 },
        { 0, 30000, 0 },  { 50, 30000, 500 },   { 50, -1, 1000 },     { 0, 19999, 0 },
        { 0, 19990, 1 },  { 0, 19991, 0 },      { 0, 7, 1000 },       { 0, 10, 1000 },
        { 0, 11, 999 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        jb_question_rules turn = { .points_right = 1000 };
        jb_round_rules round = { .speed = JB_SPEED_LINEAR, .speed_floor_percent = cases[i].floor };
        JB_EQ_I64(jb_points_for(&turn, &round, whole, cases[i].elapsed, 20000), cases[i].points);
    }
}

static void share_and_speed_are_rounded_together(void **state)
{
    /* 10 points, a third, a quarter of the time left over a floor of nothing: 83.33 hundredths.
     * Rounded in two steps 333 would have become 83.25. */
    jb_question_rules turn = { .points_right = 1000, .points_wrong = -500 };
    jb_round_rules round = { .speed = JB_SPEED_LINEAR };
    JB_EQ_I64(jb_points_for(&turn, &round, third, 15000, 20000), 83);
    turn.points_right = 250;
    JB_EQ_I64(jb_points_for(&turn, &round, half, 10000, 20000), 63); /* 62.5 */
    JB_EQ_I64(jb_points_for(&turn, &round, whole, 10000, 20000), 125);
    /* 5 hundredths, half of them, half of the time: 1.25; half first would give 3 and then 2. */
    turn.points_right = 5;
    JB_EQ_I64(jb_points_for(&turn, &round, half, 10000, 20000), 1);
    JB_EQ_I64(jb_points_for(&turn, &round, nothing, 0, 20000), -500); /* speed takes no part */
}

static void no_time_limit_means_full_points(void **state)
{
    jb_question_rules turn = { .points_right = 1000 };
    jb_round_rules round = { .speed = JB_SPEED_LINEAR };
    JB_EQ_I64(jb_points_for(&turn, &round, whole, 0, 0), 1000);
    JB_EQ_I64(jb_points_for(&turn, &round, half, 3600000, 0), 500);
}

static void extended_window_is_what_time_is_measured_by(void **state)
{
    jb_question_rules turn = { .points_right = 1000 };
    jb_round_rules round = { .speed = JB_SPEED_LINEAR, .speed_floor_percent = 50 };
    JB_EQ_I64(jb_points_for(&turn, &round, whole, 20000, 20000), 500);
    JB_EQ_I64(jb_points_for(&turn, &round, whole, 20000, 40000), 750);
}

static void largest_points_and_longest_windows_do_not_overflow(void **state)
{
    jb_question_rules turn = { .points_right = JB_POINTS_MAX, .points_wrong = -JB_POINTS_MAX };
    jb_round_rules round = { .speed = JB_SPEED_LINEAR, .speed_floor_percent = 0 };
    jb_share share = { .num = (int64_t)JB_WHOLE * JB_BLANKS_MAX - 1,
                       .den = (int64_t)JB_WHOLE * JB_BLANKS_MAX };
    jb_time window = (jb_time)2 * JB_SECONDS_MAX * 1000;
    /* 10^8 * (1 - 1 / (2 * 10^7)) / 2 = 49999997.5 */
    JB_EQ_I64(jb_points_for(&turn, &round, share, window / 2, window), 49999998);
}

static void share_out_of_range_is_a_bug_of_the_caller(void **state)
{
    jb_question_rules turn = { .points_right = 1000 };
    jb_round_rules round = { .speed = JB_SPEED_NONE };
    const jb_share more = { .num = 3, .den = 2 };
    const jb_share less = { .num = -1, .den = 2 };
    const jb_share none = { .num = 0, .den = 0 };
    expect_assert_failure(jb_points_for(&turn, &round, more, 0, 0));
    expect_assert_failure(jb_points_for(&turn, &round, less, 0, 0));
    expect_assert_failure(jb_points_for(&turn, &round, none, 0, 0));
}

static void fair_time_takes_claims_within_the_credit_only(void **state)
{
    const struct {
        jb_time measured, credit, claim, fair;
    } cases[] = {
        { 1000, 100, -1, 900 },  /* no claim: the credit */
        { 1000, 0, -1, 1000 },   /* no credit: the server's measure */
        { 1000, 100, 950, 950 }, /* believed */
        { 1000, 100, 900, 900 }, /* both ends are inside */
        { 1000, 100, 1000, 1000 },
        { 1000, 100, 899, 900 },  /* too good */
        { 1000, 100, 1001, 900 }, /* longer than it can be: not a measure of this */
        { 1000, 100, 0, 900 },
        { 1000, 0, 900, 1000 },
        { 50, 100, -1, 0 }, /* never below 0 */
        { 50, 100, 0, 0 },
        { 50, 100, 30, 30 },
        { 100, 100, -1, 0 },
        { 0, 0, -1, 0 },
        { -5, 0, -1, 0 },
        { -5, 100, 3, 0 },
        { 1000, 100, INT64_MIN, 900 },
        { 1000, 100, INT64_MAX, 900 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        JB_EQ_I64(jb_fair_time(cases[i].measured, cases[i].credit, cases[i].claim), cases[i].fair);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_speed_time_does_not_matter),
        cmocka_unit_test(shares_are_rounded_once_half_away_from_zero),
        cmocka_unit_test(linear_speed_goes_from_full_to_its_floor),
        cmocka_unit_test(share_and_speed_are_rounded_together),
        cmocka_unit_test(no_time_limit_means_full_points),
        cmocka_unit_test(extended_window_is_what_time_is_measured_by),
        cmocka_unit_test(largest_points_and_longest_windows_do_not_overflow),
        cmocka_unit_test(share_out_of_range_is_a_bug_of_the_caller),
        cmocka_unit_test(fair_time_takes_claims_within_the_credit_only),
    };
    return JB_RUN(tests);
}
