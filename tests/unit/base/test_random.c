/*
 * The deterministic generator against published SplitMix64 output, its bounds and shuffles; and the
 * random bytes of the system.
 */
#include <string.h>

#include "jb_test.h"
#include "jinbang/random.h"

static void generator_gives_the_published_numbers(void **state)
{
    const uint64_t of_1234567[] = { UINT64_C(6457827717110365317), UINT64_C(3203168211198807973),
                                    UINT64_C(9817491932198370423), UINT64_C(4593380528125082431),
                                    UINT64_C(16408922859458223821) };
    const uint64_t of_0[] = { UINT64_C(0xe220a8397b1dcdaf), UINT64_C(0x6e789e6aa1b965f4),
                              UINT64_C(0x06c45d188009454f) };
    jb_random random;
    jb_random_seed(&random, 1234567);
    for (size_t i = 0; i < 5; i++) {
        JB_EQ_U64(jb_random_next(&random), of_1234567[i]);
    }
    jb_random_seed(&random, 0);
    for (size_t i = 0; i < 3; i++) {
        JB_EQ_U64(jb_random_next(&random), of_0[i]);
    }
}

static void bounded_numbers_stay_below_and_reach_everything(void **state)
{
    const uint64_t bounds[] = { 1, 2, 3, 7, 10, 64 };
    jb_random random;
    jb_random_seed(&random, 5);
    for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++) {
        uint32_t seen[64] = { 0 };
        for (int n = 0; n < 6400; n++) {
            uint64_t value = jb_random_below(&random, bounds[i]);
            JB_TRUE(value < bounds[i]);
            seen[value]++;
        }
        for (uint64_t value = 0; value < bounds[i]; value++) {
            JB_TRUE(seen[value] > 6400 / bounds[i] / 2);
        }
    }
    expect_assert_failure(jb_random_below(&random, 0));
}

static void bounded_numbers_have_no_modulo_bias(void **state)
{
    /* Of 2^64 numbers modulo 3 * 2^62, the lowest third would come up twice as often. */
    uint64_t third = UINT64_C(1) << 62;
    uint32_t low = 0;
    jb_random random;
    jb_random_seed(&random, 8);
    for (int n = 0; n < 3000; n++) {
        uint64_t value = jb_random_below(&random, 3 * third);
        JB_TRUE(value < 3 * third);
        low += value < third;
    }
    JB_TRUE(low > 900 && low < 1100);
}

static void shuffle_is_a_permutation_and_repeats_with_its_seed(void **state)
{
    for (uint32_t count = 0; count <= 50; count++) {
        uint32_t items[50];
        uint32_t again[50];
        uint64_t seen = 0;
        for (uint32_t i = 0; i < count; i++) {
            items[i] = again[i] = i;
        }
        jb_random random;
        jb_random_seed(&random, 99);
        jb_random_shuffle(&random, items, count);
        jb_random_seed(&random, 99);
        jb_random_shuffle(&random, again, count);
        for (uint32_t i = 0; i < count; i++) {
            JB_TRUE(items[i] < count);
            JB_EQ_U64(items[i], again[i]);
            seen |= UINT64_C(1) << items[i];
        }
        JB_EQ_U64(seen, (UINT64_C(1) << count) - 1);
    }
}

static void every_order_is_equally_likely(void **state)
{
    uint32_t seen[27] = { 0 };
    jb_random random;
    jb_random_seed(&random, 1);
    for (int n = 0; n < 6000; n++) {
        uint32_t items[3] = { 0, 1, 2 };
        jb_random_shuffle(&random, items, 3);
        seen[items[0] * 9 + items[1] * 3 + items[2]]++;
    }
    size_t orders = 0;
    for (size_t i = 0; i < 27; i++) {
        if (seen[i] > 0) {
            orders++;
            JB_TRUE(seen[i] > 880 && seen[i] < 1120); /* four deviations around 1,000 */
        }
    }
    JB_EQ_SIZE(orders, 6);
}

static void secrets_differ_and_fill_all_their_bytes(void **state)
{
    unsigned char first[1000] = { 0 };
    unsigned char second[1000] = { 0 };
    jb_random_secret(first, sizeof first);
    jb_random_secret(second, sizeof second);
    JB_TRUE(memcmp(first, second, sizeof first) != 0);
    for (size_t start = 0; start + 20 <= sizeof first; start += 20) {
        size_t zeros = 0;
        for (size_t i = start; i < start + 20; i++) {
            zeros += first[i] == 0;
        }
        JB_TRUE(zeros < 20);
    }
    jb_random_secret(NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(generator_gives_the_published_numbers),
        cmocka_unit_test(bounded_numbers_stay_below_and_reach_everything),
        cmocka_unit_test(bounded_numbers_have_no_modulo_bias),
        cmocka_unit_test(shuffle_is_a_permutation_and_repeats_with_its_seed),
        cmocka_unit_test(every_order_is_equally_likely),
        cmocka_unit_test(secrets_differ_and_fill_all_their_bytes),
    };
    return JB_RUN(tests);
}
