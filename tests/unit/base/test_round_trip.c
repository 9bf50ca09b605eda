#include "jb_test.h"

#include "jinbang/round_trip.h"

static void nothing_measured_earns_nothing(void **state)
{
    jb_round_trip trips = { .count = 0 };
    JB_EQ_I64(jb_round_trip_least(&trips), -1);
    JB_EQ_I64(jb_round_trip_credit(-1), 0);
    JB_EQ_I64(jb_round_trip_credit(0), 0);
}

static void the_least_of_the_last_few_counts(void **state)
{
    jb_round_trip trips = { .count = 0 };
    jb_round_trip_add(&trips, 700);
    jb_round_trip_add(&trips, 41);
    JB_EQ_I64(jb_round_trip_least(&trips), 41);
    JB_EQ_I64(jb_round_trip_credit(41), 20);
    for (int i = 0; i < JB_ROUND_TRIP_SAMPLES - 1; i++) {
        jb_round_trip_add(&trips, 300);
        JB_EQ_I64(jb_round_trip_least(&trips), 41);
    }
    jb_round_trip_add(&trips, 300);
    JB_EQ_I64(jb_round_trip_least(&trips), 300); /* the way has become longer */
}

static void a_very_long_one_fits(void **state)
{
    jb_round_trip trips = { .count = 0 };
    jb_round_trip_add(&trips, INT64_MAX);
    JB_EQ_I64(jb_round_trip_least(&trips), JB_ROUND_TRIP_MAX_MS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_measured_earns_nothing),
        cmocka_unit_test(the_least_of_the_last_few_counts),
        cmocka_unit_test(a_very_long_one_fits),
    };
    return JB_RUN(tests);
}
