/*
 * The typed comparisons of jb_test.h. They print by cmocka's print_error and end the test by its
 * _fail, so that its own reports and counts stay right.
 */
#include "jb_test.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "jinbang/assert.h"

/* Long strings are cut: the place of the first difference says more than a screen of text. */
#define SHOWN_MAX 200

static void assertion_failed(const char *expression, const char *file, int line)
{
    mock_assert(0, expression, file, line);
}

void jb_test_catch_assertions(void)
{
    jb_assert_set_hook(assertion_failed);
}

void jb_test_eq_i64(int64_t actual, int64_t expected, const char *actual_text,
                    const char *expected_text, const char *file, int line)
{
    if (actual == expected) {
        return;
    }
    print_error("%s is %" PRId64 ", expected %s, which is %" PRId64 "\n", actual_text, actual,
                expected_text, expected);
    _fail(file, line);
}

void jb_test_eq_u64(uint64_t actual, uint64_t expected, const char *actual_text,
                    const char *expected_text, const char *file, int line)
{
    if (actual == expected) {
        return;
    }
    print_error("%s is %" PRIu64 ", expected %s, which is %" PRIu64 "\n", actual_text, actual,
                expected_text, expected);
    _fail(file, line);
}

void jb_test_eq_size(size_t actual, size_t expected, const char *actual_text,
                     const char *expected_text, const char *file, int line)
{
    jb_test_eq_u64(actual, expected, actual_text, expected_text, file, line);
}

static void print_string(const char *text)
{
    char piece[5];

    if (text == NULL) {
        print_error("NULL");
        return;
    }
    print_error("\"");
    for (size_t i = 0; text[i] != '\0' && i < SHOWN_MAX; i++) {
        unsigned char byte = (unsigned char)text[i];
        bool plain = byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\';

        (void)snprintf(piece, sizeof(piece), plain ? "%c" : "\\x%02x", byte);
        print_error("%s", piece);
    }
    print_error("%s", strlen(text) > SHOWN_MAX ? "\"..." : "\"");
}

void jb_test_eq_str(const char *actual, const char *expected, const char *actual_text,
                    const char *expected_text, const char *file, int line)
{
    size_t at = 0;

    if (actual != NULL && expected != NULL && strcmp(actual, expected) == 0) {
        return;
    }
    if (actual == NULL && expected == NULL) {
        return;
    }
    print_error("%s is ", actual_text);
    print_string(actual);
    print_error(", expected %s, which is ", expected_text);
    print_string(expected);
    if (actual != NULL && expected != NULL) {
        while (actual[at] != '\0' && actual[at] == expected[at]) {
            at++;
        }
        print_error("; the first difference is at byte %zu", at);
    }
    print_error("\n");
    _fail(file, line);
}

void jb_test_eq_mem(const void *actual, const void *expected, size_t size, const char *what,
                    const char *file, int line)
{
    const unsigned char *a = actual;
    const unsigned char *b = expected;

    for (size_t i = 0; i < size; i++) {
        if (a[i] != b[i]) {
            print_error("%s differ at byte %zu of %zu: 0x%02x, expected 0x%02x\n", what, i, size,
                        a[i], b[i]);
            _fail(file, line);
        }
    }
}

void jb_test_true(bool condition, const char *text, const char *file, int line)
{
    if (!condition) {
        print_error("%s is false\n", text);
        _fail(file, line);
    }
}
