/*
 * What a failed assertion does. The hook exists for tests that expect an assertion to fail; the
 * program itself never sets it.
 */
#include "jinbang/assert.h"

#include <stdio.h>
#include <stdlib.h>

static jb_assert_hook assert_hook;

void jb_assert_set_hook(jb_assert_hook hook)
{
    assert_hook = hook;
}

void jb_assert_fail(const char *expression, const char *file, int line)
{
    if (assert_hook) {
        assert_hook(expression, file, line);
    }
    (void)fprintf(stderr, "error assert %s:%d: %s\n", file, line, expression);
    abort();
}
