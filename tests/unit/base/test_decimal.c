/*
 * Scaled integers: parsing, formatting, and the product divided without overflow.
 */
#include <inttypes.h>
#include <string.h>

#include "jb_test.h"
#include "jinbang/decimal.h"
#include "jinbang/random.h"

static void good_numbers_are_read(void **state)
{
    const struct {
        const char *text;
        int places;
        int64_t value;
    } cases[] = {
        { "0", 2, 0 },
        { "-0", 2, 0 },
        { "-0.00", 2, 0 },
        { "1", 0, 1 },
        { "15.5", 2, 1550 },
        { "-3.14", 6, -3140000 },
        { "-0.5", 2, -50 },
        { "0.000001", 6, 1 },
        { "007", 0, 7 },
        { "0000000000000000012", 0, 12 },
        { "2.50000000000000000", 1, 25 }, /* zeros are not digits that do not fit */
        { "3.0", 0, 3 },
        { "999999999999", 0, INT64_C(999999999999) },
        { "999999999999.999999", 6, INT64_C(999999999999999999) },
        { "-999999999999.999999", 6, INT64_C(-999999999999999999) },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t value = 12345;
        JB_EQ_I64(jb_decimal_parse(jb_slice_of(cases[i].text), cases[i].places, &value), JB_OK);
        JB_EQ_I64(value, cases[i].value);
    }
}

static void what_is_no_number_is_invalid(void **state)
{
    const char *const texts[] = { "",     "-",    "+1",    ".5",  "5.",   "-.5", "--1", " 1",
                                  "1 ",   "1,5",  "1,000", "1e5", "0x10", "1.-", "1-",  "1.2.3",
                                  "1..2", "１２", "½",     "a",   "1a",   "nan", "inf", "-5." };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        int64_t value = 12345;
        JB_EQ_I64(jb_decimal_parse(jb_slice_of(texts[i]), 2, &value), JB_ERR_INVALID);
        JB_EQ_I64(value, 12345);
    }
}

static void what_does_not_fit_is_over_the_limit(void **state)
{
    const struct {
        const char *text;
        int places;
    } cases[] = {
        { "1000000000000", 2 },
        { "-1000000000000", 0 },
        { "99999999999999999999999", 0 },
        { "1.005", 2 },
        { "0.5", 0 },
        { "0.0000001", 6 },
        { "1.20001", 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t value = 12345;
        jb_status status = jb_decimal_parse(jb_slice_of(cases[i].text), cases[i].places, &value);
        JB_EQ_I64(status, JB_ERR_LIMIT);
        JB_EQ_I64(value, 12345);
    }
}

static void only_the_slice_is_read(void **state)
{
    int64_t value = 0;
    JB_EQ_I64(jb_decimal_parse((jb_slice){ .bytes = "1.2345", .size = 3 }, 2, &value), JB_OK);
    JB_EQ_I64(value, 120);
    jb_slice empty = { .bytes = NULL, .size = 0 };
    JB_EQ_I64(jb_decimal_parse(empty, 2, &value), JB_ERR_INVALID);
}

static void numbers_are_written_in_their_shortest_form(void **state)
{
    const struct {
        int64_t value;
        int places;
        const char *text;
    } cases[] = {
        { 1550, 2, "15.5" },
        { -200, 2, "-2" },
        { 0, 2, "0" },
        { 0, 6, "0" },
        { 5, 6, "0.000005" },
        { -5, 2, "-0.05" },
        { 1005, 2, "10.05" },
        { 7, 0, "7" },
        { INT64_MAX, 0, "9223372036854775807" },
        { INT64_MIN, 0, "-9223372036854775808" },
        { INT64_MIN, 6, "-9223372036854.775808" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[JB_DECIMAL_TEXT_MAX];
        JB_EQ_SIZE(jb_decimal_format(cases[i].value, cases[i].places, text), strlen(cases[i].text));
        JB_EQ_STR(text, cases[i].text);
    }
}

static void what_is_written_reads_back_the_same(void **state)
{
    jb_random random;
    jb_random_seed(&random, 7);
    for (int i = 0; i < 100000; i++) {
        int places = (int)jb_random_below(&random, JB_DECIMAL_PLACES_MAX + 1);
        uint64_t bound = UINT64_C(1) << jb_random_below(&random, 40);
        int64_t value = (int64_t)jb_random_below(&random, bound);
        value = jb_random_below(&random, 2) ? -value : value;
        char text[JB_DECIMAL_TEXT_MAX];
        size_t size = jb_decimal_format(value, places, text);
        int64_t back = 0;
        jb_slice slice = { .bytes = text, .size = size };
        JB_EQ_I64(jb_decimal_parse(slice, places, &back), JB_OK);
        JB_EQ_I64(back, value);
        bool shortest = memchr(text, '.', size) == NULL || text[size - 1] != '0';
        JB_TRUE(shortest);
    }
}

static void parse_places(int places)
{
    int64_t value = 0;
    JB_EQ_I64(jb_decimal_parse(jb_slice_of("1"), places, &value), JB_OK);
}

static void places_out_of_range_are_a_bug(void **state)
{
    char text[JB_DECIMAL_TEXT_MAX];
    expect_assert_failure(parse_places(JB_DECIMAL_PLACES_MAX + 1));
    expect_assert_failure(parse_places(-1));
    expect_assert_failure((void)jb_decimal_format(1, JB_DECIMAL_PLACES_MAX + 1, text));
}

static void halves_are_rounded_away_from_zero(void **state)
{
    const struct {
        int64_t a, b, c, wanted;
    } cases[] = {
        { 1, 1, 2, 1 },   { -1, 1, 2, -1 },  { 1, -1, 2, -1 },   { -1, -1, 2, 1 }, { 3, 1, 2, 2 },
        { -3, 1, 2, -2 }, { 1, 1, 3, 0 },    { -1, 1, 3, 0 },    { 2, 1, 3, 1 },   { -2, 1, 3, -1 },
        { 5, 1, 10, 1 },  { -5, 1, 10, -1 }, { 4, 1, 10, 0 },    { -4, 1, 10, 0 }, { 0, 5, 7, 0 },
        { 7, 0, 7, 0 },   { 25, 3, 10, 8 },  { -25, 3, 10, -8 }, { 15, 1, 10, 2 }, { 14, 1, 10, 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        JB_EQ_I64(jb_mul_div(cases[i].a, cases[i].b, cases[i].c), cases[i].wanted);
    }
}

static void results_out_of_range_are_clamped(void **state)
{
    JB_EQ_I64(jb_mul_div(INT64_MAX, 2, 1), INT64_MAX);
    JB_EQ_I64(jb_mul_div(INT64_MAX, -2, 1), INT64_MIN);
    JB_EQ_I64(jb_mul_div(INT64_MIN, 1, 1), INT64_MIN);
    JB_EQ_I64(jb_mul_div(INT64_MIN, -1, 1), INT64_MAX);
    JB_EQ_I64(jb_mul_div(INT64_MIN, INT64_MIN, 1), INT64_MAX);
    JB_EQ_I64(jb_mul_div(INT64_MAX, INT64_MAX, INT64_MAX), INT64_MAX);
    JB_EQ_I64(jb_mul_div(INT64_MIN, INT64_MAX, INT64_MAX), INT64_MIN);
    expect_assert_failure(jb_mul_div(1, 1, 0));
    expect_assert_failure(jb_mul_div(1, 1, -1));
}

__extension__ typedef __int128 wide;

static int64_t reference(int64_t a, int64_t b, int64_t c)
{
    wide product = (wide)a * b;
    wide half = product >= 0 ? c / 2 : -(c / 2); /* an odd divisor has no exact half */
    wide rounded = (product + half) / c;
    if (rounded > INT64_MAX) {
        return INT64_MAX;
    }
    return rounded < INT64_MIN ? INT64_MIN : (int64_t)rounded;
}

/* Numbers of all sizes, the edges more often than chance would have them. */
static int64_t some_number(jb_random *random)
{
    const int64_t edges[] = { 0, 1, -1, 2, INT64_MAX, INT64_MIN, INT64_MAX - 1, INT32_MAX };
    uint64_t which = jb_random_below(random, 16);
    if (which < 8) {
        return edges[which];
    }
    uint64_t bits = jb_random_next(random) >> jb_random_below(random, 64);
    int64_t value = (int64_t)(bits & INT64_MAX);
    return jb_random_below(random, 2) ? -value : value;
}

static void product_divided_agrees_with_128_bits(void **state)
{
    jb_random random;
    jb_random_seed(&random, 11);
    for (int i = 0; i < 200000; i++) {
        int64_t a = some_number(&random);
        int64_t b = some_number(&random);
        int64_t c = some_number(&random);
        c = c > 0 ? c : 1 + (int64_t)jb_random_below(&random, 1000);
        int64_t got = jb_mul_div(a, b, c);
        if (got != reference(a, b, c)) {
            print_error("%" PRId64 " * %" PRId64 " / %" PRId64 "\n", a, b, c);
        }
        JB_EQ_I64(got, reference(a, b, c));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_numbers_are_read),
        cmocka_unit_test(what_is_no_number_is_invalid),
        cmocka_unit_test(what_does_not_fit_is_over_the_limit),
        cmocka_unit_test(only_the_slice_is_read),
        cmocka_unit_test(numbers_are_written_in_their_shortest_form),
        cmocka_unit_test(what_is_written_reads_back_the_same),
        cmocka_unit_test(places_out_of_range_are_a_bug),
        cmocka_unit_test(halves_are_rounded_away_from_zero),
        cmocka_unit_test(results_out_of_range_are_clamped),
        cmocka_unit_test(product_divided_agrees_with_128_bits),
    };
    return JB_RUN(tests);
}
