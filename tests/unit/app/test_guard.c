/* The guard over passwords: who is turned away, for how long, and who is not. */
#include "guard.h"
#include "jb_test.h"

#include <stdlib.h>

enum {
    MINUTE = 60000,
    WANTED = 7
};

static jb_guard *fresh(void **state)
{
    jb_guard *guard = calloc(1, sizeof *guard);
    JB_TRUE(guard != NULL);
    *state = guard;
    return guard;
}

static int clean(void **state)
{
    free(*state);
    return 0;
}

/* One attempt, checked at once. False: it was turned away. */
static bool attempt(jb_guard *guard, uint64_t client, uint64_t name, bool right, jb_time now)
{
    bool asked = jb_guard_ask(guard, client, name, now);
    if (asked) {
        jb_guard_done(guard, client, name, !right, now);
    }
    return asked;
}

static void an_address_that_fails_ten_times_is_turned_away_for_about_a_minute(void **state)
{
    jb_guard *guard = fresh(state);
    for (uint64_t i = 0; i < JB_GUARD_CLIENT_MAX; i++) {
        JB_TRUE(attempt(guard, 1, 100 + i, false, 5));
    }
    JB_FALSE(attempt(guard, 1, WANTED, true, 6));
    JB_FALSE(attempt(guard, 1, WANTED, true, MINUTE - 1));
    JB_TRUE(attempt(guard, 1, WANTED, true, MINUTE + MINUTE / 2));
    JB_TRUE(attempt(guard, 2, WANTED, true, 6)); /* others are not */
}

static void success_counts_for_nothing(void **state)
{
    jb_guard *guard = fresh(state);
    for (int i = 0; i < 1000; i++) {
        JB_TRUE(attempt(guard, 1, WANTED, true, i));
    }
}

static void a_name_under_attack_is_open_to_whoever_has_not_guessed(void **state)
{
    jb_guard *guard = fresh(state);
    for (uint64_t i = 0; i < 500; i++) {
        JB_TRUE(attempt(guard, 1000 + i, WANTED, false, 5)); /* one guess for each address */
        JB_FALSE(i >= JB_GUARD_NAME_MAX && attempt(guard, 1000 + i, WANTED, false, 5));
    }
    JB_TRUE(attempt(guard, 1, WANTED, true, 6));
    JB_TRUE(attempt(guard, 1499, WANTED + 1, true, 6)); /* another name is not under attack */
}

static void few_passwords_are_checked_at_a_time(void **state)
{
    jb_guard *guard = fresh(state);
    JB_TRUE(jb_guard_ask(guard, 1, WANTED, 0));
    JB_TRUE(jb_guard_ask(guard, 1, WANTED, 0));
    JB_FALSE(jb_guard_ask(guard, 1, WANTED, 0)); /* of one address two */
    for (uint64_t client = 2; client <= JB_GUARD_CHECKS_MAX - 1; client++) {
        JB_TRUE(jb_guard_ask(guard, client, WANTED, 0));
    }
    JB_FALSE(jb_guard_ask(guard, 99, WANTED, 0));
    jb_guard_done(guard, 1, WANTED, false, 0);
    JB_TRUE(jb_guard_ask(guard, 99, WANTED, 0));
}

/* However many addresses there are, memory is what it is, and what is being checked stays known. */
static void a_full_table_makes_room_but_never_where_something_is_checked(void **state)
{
    jb_guard *guard = fresh(state);
    for (uint64_t client = 0; client < JB_GUARD_CHECKS_MAX; client++) {
        JB_TRUE(jb_guard_ask(guard, client * JB_GUARD_ROWS, client, 0));
    }
    jb_guard_done(guard, 0, 0, false, 0);
    for (uint64_t i = 100; i < 5000; i++) {
        JB_TRUE(attempt(guard, i * JB_GUARD_ROWS, i * JB_GUARD_ROWS, false, 0));
    }
    for (uint64_t client = 1; client < JB_GUARD_CHECKS_MAX; client++) {
        jb_guard_done(guard, client * JB_GUARD_ROWS, client, true, 0);
    }
    JB_EQ_U64(guard->checks, 0);
}

#define CLEAN(test) cmocka_unit_test_teardown(test, clean)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLEAN(an_address_that_fails_ten_times_is_turned_away_for_about_a_minute),
        CLEAN(success_counts_for_nothing),
        CLEAN(a_name_under_attack_is_open_to_whoever_has_not_guessed),
        CLEAN(few_passwords_are_checked_at_a_time),
        CLEAN(a_full_table_makes_room_but_never_where_something_is_checked),
    };
    return JB_RUN(tests);
}
