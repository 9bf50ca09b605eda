/* What contests made of questions: the figure, worked out by hand elsewhere, and the table. */
#include "store_support.h"

#include <stdio.h>
#include <string.h>

#include "jinbang/question_stat.h"

typedef struct seen {
    bool right;
    int got;
} seen;

static void expect(const seen *list, size_t count, int all, int expected)
{
    jb_question_tally tally = { 0 };
    int32_t r = 0;

    for (size_t i = 0; i < count; i++) {
        jb_tally_add(&tally, list[i].right, list[i].got, all);
    }
    JB_TRUE(jb_discrimination(&tally, 1, &r));
    JB_EQ_I64(r, expected);
}

/* By hand: of {1, 1, 0, 0} and {8, 6, 6, 2} the products around the means add up to 3, the squares
 * to 1 and 19: 3 / sqrt(19) = 0.688. */
static void the_figure_is_the_one_worked_out_by_hand(void **state)
{
    static const seen some[] = { { true, 8 }, { true, 6 }, { false, 6 }, { false, 2 } };
    static const seen same[] = { { true, 10 }, { true, 10 }, { false, 0 }, { false, 0 } };
    static const seen other[] = { { false, 9 }, { true, 3 } };
    static const seen none[] = { { true, 9 }, { true, 3 }, { false, 9 }, { false, 3 } };

    expect(some, 4, 10, 688);
    expect(same, 4, 10, 1000);
    expect(other, 2, 10, -1000);
    expect(none, 4, 10, 0);
}

static void without_a_difference_there_is_no_figure(void **state)
{
    jb_question_tally tally = { 0 };
    int32_t r = 7;

    JB_FALSE(jb_discrimination(&tally, 1, &r));
    JB_FALSE(jb_discrimination(NULL, 0, &r));
    for (int i = 0; i < 5; i++) {
        jb_tally_add(&tally, true, i, 10);
    }
    JB_FALSE(jb_discrimination(&tally, 1, &r)); /* all were right */
    memset(&tally, 0, sizeof(tally));
    jb_tally_add(&tally, true, 4, 10);
    jb_tally_add(&tally, false, 4, 10);
    JB_FALSE(jb_discrimination(&tally, 1, &r)); /* all had the same */
    JB_EQ_I64(r, 7);
}

static void shares_have_ends(void **state)
{
    jb_question_tally tally = { 0 };

    jb_tally_add(&tally, true, 12, 10);
    jb_tally_add(&tally, false, -30, 10);
    JB_EQ_I64(tally.sum_x, 0);
    JB_EQ_I64(tally.right_x, JB_TALLY_WHOLE);
    jb_tally_add(&tally, true, 5, 0); /* there was nothing else */
    JB_EQ_I64(tally.asked, 3);
    JB_EQ_I64(tally.right, 2);
    JB_EQ_I64(tally.sum_x, 0);
}

/* In each contest the question says nothing; the easy one beside the hard one must not make it seem
 * to: put together they would. */
static void contests_are_compared_with_themselves(void **state)
{
    jb_question_tally tallies[2] = { { 0 }, { 0 } };
    int32_t r = -1;

    for (int i = 0; i < 10; i++) {
        jb_tally_add(&tallies[0], i != 0 && i != 9, 90 + (i % 2 == 0 ? 1 : -1), 100);
        jb_tally_add(&tallies[1], i == 0 || i == 9, 10 + (i % 2 == 0 ? 1 : -1), 100);
    }
    JB_TRUE(jb_discrimination(tallies, 2, &r));
    JB_EQ_I64(r, 0);
    tallies[0].asked += tallies[1].asked;
    tallies[0].right += tallies[1].right;
    tallies[0].sum_x += tallies[1].sum_x;
    tallies[0].sum_xx += tallies[1].sum_xx;
    tallies[0].right_x += tallies[1].right_x;
    JB_TRUE(jb_discrimination(tallies, 1, &r));
    JB_TRUE(r > 500);
}

/* Is it the root of the square, to the nearest whole number? */
static bool is_root(double root, double square)
{
    const double low = root - 0.51;
    const double high = root + 0.51;

    return (low <= 0 || low * low <= square) && high >= 0 && square <= high * high;
}

/* Whole numbers against floating point, of few and of very many, up to the largest sums. */
static void whole_numbers_agree_with_floating_point(void **state)
{
    jb_random random;

    jb_random_seed(&random, 11);
    for (int round = 0; round < 60; round++) {
        const int count = round < 58 ? 2 + (int)jb_random_below(&random, 400) : 3 * 1000 * 1000;
        const int lean = (int)jb_random_below(&random, 100);
        jb_question_tally tally = { 0 };
        double n = 0;
        double sx = 0;
        double sxx = 0;
        double sy = 0;
        double sxy = 0;
        int32_t r = 0;

        for (int i = 0; i < count; i++) {
            const int got = (int)jb_random_below(&random, 1001) * (round % 3 == 2 ? -1 : 1);
            const bool right = (int)jb_random_below(&random, 1000) < (got * lean / 100 + 300);

            jb_tally_add(&tally, right, got, 1000);
            if (n < JB_TALLY_MAX) {
                n++;
                sx += got;
                sxx += (double)got * got;
                sy += right;
                sxy += right ? got : 0;
            }
        }
        const double cov = sxy - sx * sy / n;
        const double below = (sxx - sx * sx / n) * (sy - sy * sy / n);

        JB_EQ_I64(tally.asked, (int64_t)n);
        if (jb_discrimination(&tally, 1, &r)) {
            JB_TRUE(is_root(r * (cov < 0 ? -1 : 1), 1e6 * cov * cov / below));
        } else {
            JB_TRUE(below == 0);
        }
    }
}

/* ---- the table ---- */

static bool write_row(void *user, const jb_question_stat *row)
{
    char line[128];

    (void)snprintf(line, sizeof(line), "%s %lld: %lld %lld %lld %lld %lld\n", row->question.bytes,
                   (long long)row->contest, (long long)row->tally.asked,
                   (long long)row->tally.right, (long long)row->tally.sum_x,
                   (long long)row->tally.sum_xx, (long long)row->tally.right_x);
    jb_buffer_append_text(user, line);
    return true;
}

static void expect_rows(jb_db *db, const char *bank, const char *expected)
{
    jb_buffer out;

    jb_buffer_init(&out, 0);
    JB_EQ_I64(jb_db_question_stat_list(db, bank, write_row, &out), JB_OK);
    JB_EQ_STR(jb_buffer_text(&out), expected);
    jb_buffer_finish(&out);
}

static void add_bank(jb_db *db, const char *id)
{
    const jb_bank_row row = { .id = id, .name = id, .document = "{}" };

    JB_EQ_I64(jb_db_bank_insert(db, &row), JB_OK);
}

static void a_contest_writes_its_rows_and_writes_them_again(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    const int64_t one = add_contest(db, "111111");
    const int64_t two = add_contest(db, "222222");
    const jb_question_stat rows[] = {
        { .bank = jb_slice_of("b"), .question = jb_slice_of("q1"), .tally = { 4, 3, 40, 400, 30 } },
        { .bank = jb_slice_of("b"), .question = jb_slice_of("q2"), .tally = { 4, 1, 41, 401, 11 } },
        /* asked twice in one contest */
        { .bank = jb_slice_of("b"), .question = jb_slice_of("q1"), .tally = { 1, 0, 2, 3, 0 } },
        { .bank = jb_slice_of("gone"), .question = jb_slice_of("q1"), .tally = { 4, 1, 1, 1, 1 } },
        { .bank = jb_slice_of(""), .question = jb_slice_of(""), .tally = { 4, 1, 1, 1, 1 } },
        { .bank = jb_slice_of("b"), .question = jb_slice_of("q3") }, /* asked nobody */
    };
    const size_t count = sizeof(rows) / sizeof(rows[0]);

    add_bank(db, "b");
    add_bank(db, "other");
    JB_EQ_I64(one, 1);
    JB_EQ_I64(two, 2);
    JB_EQ_I64(jb_db_question_stat_put(db, one, rows, count), JB_OK);
    JB_EQ_I64(jb_db_question_stat_put(db, two, rows, 1), JB_OK);
    JB_EQ_I64(jb_db_question_stat_put(db, one, rows, count), JB_OK);
    expect_rows(db, "b", "q1 2: 4 3 40 400 30\nq1 1: 5 3 42 403 30\nq2 1: 4 1 41 401 11\n");
    expect_rows(db, "other", "");
    /* After a correction there may be less. */
    JB_EQ_I64(jb_db_question_stat_put(db, one, rows + 1, 1), JB_OK);
    expect_rows(db, "b", "q1 2: 4 3 40 400 30\nq2 1: 4 1 41 401 11\n");
    JB_EQ_I64(jb_db_bank_delete(db, "b"), JB_OK);
    expect_rows(db, "b", "");
    jb_db_close(db);
}

static void a_contest_that_goes_takes_its_rows_along(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    const int64_t contest = add_contest(db, "111111");
    const jb_question_stat row = { .bank = jb_slice_of("b"),
                                   .question = jb_slice_of("q1"),
                                   .tally = { 4, 3, 40, 400, 30 } };
    bool more = true;

    add_bank(db, "b");
    JB_EQ_I64(jb_db_question_stat_put(db, contest, &row, 1), JB_OK);
    JB_EQ_I64(jb_db_contest_retire(db, contest), JB_OK);
    JB_EQ_I64(jb_db_contest_purge(db, contest, 10, &more), JB_OK);
    JB_FALSE(more);
    expect_rows(db, "b", "");
    jb_db_close(db);
}

static void a_contest_that_is_not_there_has_no_rows(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    const jb_question_stat row = { .bank = jb_slice_of("b"),
                                   .question = jb_slice_of("q1"),
                                   .tally = { 4, 3, 40, 400, 30 } };

    add_bank(db, "b");
    JB_TRUE(jb_db_question_stat_put(db, 5, &row, 1) != JB_OK);
    expect_rows(db, "b", "");
    jb_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_figure_is_the_one_worked_out_by_hand),
        cmocka_unit_test(without_a_difference_there_is_no_figure),
        cmocka_unit_test(shares_have_ends),
        cmocka_unit_test(contests_are_compared_with_themselves),
        cmocka_unit_test(whole_numbers_agree_with_floating_point),
        cmocka_unit_test_setup_teardown(a_contest_writes_its_rows_and_writes_them_again, place_make,
                                        place_remove),
        cmocka_unit_test_setup_teardown(a_contest_that_goes_takes_its_rows_along, place_make,
                                        place_remove),
        cmocka_unit_test_setup_teardown(a_contest_that_is_not_there_has_no_rows, place_make,
                                        place_remove),
    };
    return JB_RUN(tests);
}
