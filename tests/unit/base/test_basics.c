/*
 * The small parts of base: assertions and their hook, the mixing hash, status names, clocks.
 */
#include <string.h>

#include "jb_test.h"
#include "jinbang/assert.h"
#include "jinbang/clock.h"
#include "jinbang/mix.h"
#include "jinbang/status.h"

static jmp_buf way_out;
static const char *failed_expression;
static const char *failed_file;
static int failed_line;

static void leave(const char *expression, const char *file, int line)
{
    failed_expression = expression;
    failed_file = file;
    failed_line = line;
    longjmp(way_out, 1);
}

static void hook_learns_what_failed_and_where(void **state)
{
    volatile int wanted_line = 0;
    jb_assert_set_hook(leave);
    if (setjmp(way_out) == 0) {
        wanted_line = __LINE__ + 1;
        JB_ASSERT(1 + 1 == 3);
        jb_test_catch_assertions();
        fail();
    }
    jb_test_catch_assertions();
    JB_EQ_STR(failed_expression, "1 + 1 == 3");
    JB_TRUE(strstr(failed_file, "test_basics.c") != NULL);
    JB_EQ_I64(failed_line, wanted_line);
}

static void assertion_that_holds_does_nothing(void **state)
{
    int evaluated = 0;
    jb_assert_set_hook(leave);
    failed_expression = NULL;
    JB_ASSERT(++evaluated == 1);
    jb_test_catch_assertions();
    JB_EQ_I64(evaluated, 1); /* once, in every build */
    JB_TRUE(failed_expression == NULL);
}

static void mix_depends_on_every_bit_and_on_order(void **state)
{
    uint64_t of_zero = jb_mix_u64(JB_MIX_START, 0);
    for (int bit = 0; bit < 64; bit++) {
        JB_FALSE(jb_mix_u64(JB_MIX_START, UINT64_C(1) << bit) == of_zero);
        JB_FALSE(jb_mix_u64(JB_MIX_START ^ (UINT64_C(1) << bit), 0) == of_zero);
    }
    uint64_t a_b = jb_mix_u64(jb_mix_u64(JB_MIX_START, 1), 2);
    uint64_t b_a = jb_mix_u64(jb_mix_u64(JB_MIX_START, 2), 1);
    JB_FALSE(a_b == b_a);
    JB_EQ_U64(a_b, jb_mix_u64(jb_mix_u64(JB_MIX_START, 1), 2));
}

static void mixed_bytes_differ_by_content_and_size(void **state)
{
    const char zeros[20] = { 0 };
    uint64_t seen[21];
    for (size_t size = 0; size <= 20; size++) {
        seen[size] = jb_mix_bytes(JB_MIX_START, zeros, size);
        for (size_t i = 0; i < size; i++) {
            JB_FALSE(seen[size] == seen[i]);
        }
    }
    for (size_t i = 0; i < 20; i++) {
        char bytes[20] = { 0 };
        bytes[i] = 1;
        JB_FALSE(jb_mix_bytes(JB_MIX_START, bytes, 20) == seen[20]);
    }
    JB_EQ_U64(jb_mix_bytes(JB_MIX_START, NULL, 0), seen[0]);
}

static void every_status_has_a_name_of_its_own(void **state)
{
    for (int a = JB_OK; a <= JB_ERR_BUSY; a++) {
        JB_TRUE(strlen(jb_status_text((jb_status)a)) > 0);
        for (int b = JB_OK; b < a; b++) {
            JB_TRUE(strcmp(jb_status_text((jb_status)a), jb_status_text((jb_status)b)) != 0);
        }
    }
    JB_EQ_STR(jb_status_text((jb_status)(JB_ERR_BUSY + 1)), "unknown status");
}

static void clocks_tell_milliseconds(void **state)
{
    jb_time first = jb_clock_monotonic_ms();
    jb_time second = jb_clock_monotonic_ms();
    JB_TRUE(first <= second);
    JB_TRUE(second - first < 60000);
    jb_time wall = jb_clock_wall_ms();
    JB_TRUE(wall > INT64_C(1700000000000)); /* after 2023, before 2100 */
    JB_TRUE(wall < INT64_C(4102444800000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hook_learns_what_failed_and_where),
        cmocka_unit_test(assertion_that_holds_does_nothing),
        cmocka_unit_test(mix_depends_on_every_bit_and_on_order),
        cmocka_unit_test(mixed_bytes_differ_by_content_and_size),
        cmocka_unit_test(every_status_has_a_name_of_its_own),
        cmocka_unit_test(clocks_tell_milliseconds),
    };
    return JB_RUN(tests);
}
