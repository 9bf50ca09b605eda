/*
 * What every unit test includes: cmocka with the four headers it needs before it, comparisons that
 * print both values and both expressions, and JB_ASSERT turned into something a test can expect.
 *
 *     #include "jb_test.h"
 *     #include "jinbang/rank.h"
 *
 *     static void ties_share_a_place(void **state)
 *     {
 *         JB_EQ_I64(place_of(2), 1);
 *     }
 *
 *     int main(void)
 *     {
 *         const struct CMUnitTest tests[] = {
 *             cmocka_unit_test(ties_share_a_place),
 *         };
 *         return JB_RUN(tests);
 *     }
 */
#ifndef JB_TEST_H
#define JB_TEST_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdbool.h>

/* Integers: printed in decimal, the signed ones with their sign. */
#define JB_EQ_I64(actual, expected)                                                                \
    jb_test_eq_i64((actual), (expected), #actual, #expected, __FILE__, __LINE__)
#define JB_EQ_U64(actual, expected)                                                                \
    jb_test_eq_u64((actual), (expected), #actual, #expected, __FILE__, __LINE__)
#define JB_EQ_SIZE(actual, expected)                                                               \
    jb_test_eq_size((actual), (expected), #actual, #expected, __FILE__, __LINE__)
/* Strings: NULL equals only NULL; printed with control and non-ASCII bytes as \xNN. */
#define JB_EQ_STR(actual, expected)                                                                \
    jb_test_eq_str((actual), (expected), #actual, #expected, __FILE__, __LINE__)
/* Bytes: size is checked by the caller; prints where they first differ. */
#define JB_EQ_MEM(actual, expected, size)                                                          \
    jb_test_eq_mem((actual), (expected), (size), #actual " and " #expected, __FILE__, __LINE__)
#define JB_TRUE(condition)  jb_test_true((condition), #condition, __FILE__, __LINE__)
#define JB_FALSE(condition) jb_test_true(!(condition), "!(" #condition ")", __FILE__, __LINE__)

/*
 * Runs an array of struct CMUnitTest with JB_ASSERT under the test's control: an assertion that
 * fails inside expect_assert_failure(call) is what the test wants, any other fails the test.
 * Returns the number of failed tests, for main to return.
 */
#define JB_RUN(tests)                                                                              \
    (jb_test_catch_assertions(), cmocka_run_group_tests_name(__FILE__, (tests), NULL, NULL))

void jb_test_catch_assertions(void);
void jb_test_eq_i64(int64_t actual, int64_t expected, const char *actual_text,
                    const char *expected_text, const char *file, int line);
void jb_test_eq_u64(uint64_t actual, uint64_t expected, const char *actual_text,
                    const char *expected_text, const char *file, int line);
void jb_test_eq_size(size_t actual, size_t expected, const char *actual_text,
                     const char *expected_text, const char *file, int line);
void jb_test_eq_str(const char *actual, const char *expected, const char *actual_text,
                    const char *expected_text, const char *file, int line);
void jb_test_eq_mem(const void *actual, const void *expected, size_t size, const char *what,
                    const char *file, int line);
void jb_test_true(bool condition, const char *text, const char *file, int line);

#endif
