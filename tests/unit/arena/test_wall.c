/* The wall clock is believed as far as it holds. */
#include "jb_test.h"

#include "wall.h"

static jb_time read_clock(void *user)
{
    return *(const jb_time *)user;
}

static void small_differences_are_followed_at_once(void **state)
{
    jb_time clock = 500000;
    jb_wall wall = { .read = read_clock, .user = &clock };
    (void)state;
    JB_EQ_I64(jb_wall_now(&wall, 1000), 500000);
    clock += 1000 + JB_WALL_STEP_MS - 1;
    JB_EQ_I64(jb_wall_now(&wall, 2000), clock);
    clock -= 900;
    JB_EQ_I64(jb_wall_now(&wall, 2000), clock);
}

static void a_step_counts_when_it_has_held(void **state)
{
    static const jb_time steps[] = { 3600000, -3600000, JB_WALL_STEP_MS, -JB_WALL_STEP_MS };
    (void)state;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        jb_time clock = 5000000;
        jb_wall wall = { .read = read_clock, .user = &clock };
        JB_EQ_I64(jb_wall_now(&wall, 0), 5000000);
        for (jb_time now = 1000; now < 1000 + JB_WALL_HOLD_MS; now += 1000) {
            clock = 5000000 + steps[i] + now;
            JB_EQ_I64(jb_wall_now(&wall, now), 5000000 + now);
        }
        clock = 5000000 + steps[i] + 11000;
        JB_EQ_I64(jb_wall_now(&wall, 11000), clock);
    }
}

static void a_step_that_is_taken_back_never_was(void **state)
{
    jb_time clock = 5000000;
    jb_wall wall = { .read = read_clock, .user = &clock };
    (void)state;
    JB_EQ_I64(jb_wall_now(&wall, 0), 5000000);
    clock = 9000000;
    JB_EQ_I64(jb_wall_now(&wall, 1000), 5001000);
    clock = 5009000;
    JB_EQ_I64(jb_wall_now(&wall, 9000), 5009000);
    clock = 9000000; /* once more: it has to hold anew */
    JB_EQ_I64(jb_wall_now(&wall, 12000), 5012000);
    clock = 9009000;
    JB_EQ_I64(jb_wall_now(&wall, 21000), 5021000);
    clock = 9010000;
    JB_EQ_I64(jb_wall_now(&wall, 22000), 9010000);
}

/* What is set again and again, to something else each time, is believed when it stays. */
static void another_step_begins_anew(void **state)
{
    jb_time clock = 5000000;
    jb_wall wall = { .read = read_clock, .user = &clock };
    (void)state;
    JB_EQ_I64(jb_wall_now(&wall, 0), 5000000);
    clock = 6000000;
    JB_EQ_I64(jb_wall_now(&wall, 0), 5000000);
    clock = 7008000;
    JB_EQ_I64(jb_wall_now(&wall, 8000), 5008000);
    clock = 7017000;
    JB_EQ_I64(jb_wall_now(&wall, 17000), 5017000);
    clock = 7018000;
    JB_EQ_I64(jb_wall_now(&wall, 18000), 7018000);
}

static void without_a_clock_time_is_monotonic(void **state)
{
    jb_wall wall = { 0 };
    (void)state;
    JB_EQ_I64(jb_wall_now(&wall, 7), 7);
    JB_EQ_I64(jb_wall_now(&wall, 100000), 100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_differences_are_followed_at_once),
        cmocka_unit_test(a_step_counts_when_it_has_held),
        cmocka_unit_test(a_step_that_is_taken_back_never_was),
        cmocka_unit_test(another_step_begins_anew),
        cmocka_unit_test(without_a_clock_time_is_monotonic),
    };
    return JB_RUN(tests);
}
