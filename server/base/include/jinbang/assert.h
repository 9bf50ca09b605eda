#ifndef JINBANG_ASSERT_H
#define JINBANG_ASSERT_H

/*
 * Assertions that are always on. They state what a bug would break; they never check input.
 * The expression must have no side effects.
 */

typedef void (*jb_assert_hook)(const char *expression, const char *file, int line);

/* Replaces what a failed assertion does; NULL restores the default (one line on stderr, abort). */
void jb_assert_set_hook(jb_assert_hook hook);

/* Called by JB_ASSERT. Aborts unless the hook leaves by a jump. */
void jb_assert_fail(const char *expression, const char *file, int line) __attribute__((noreturn));

#define JB_ASSERT(x)                                                                               \
    do {                                                                                           \
        if (!(x)) {                                                                                \
            jb_assert_fail(#x, __FILE__, __LINE__);                                                \
        }                                                                                          \
    } while (0)

#endif
