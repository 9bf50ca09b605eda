/* Numbers as people write them. */
#include "draft_internal.h"

#include "jb_test.h"

typedef struct row {
    const char *text;
    const char *number; /* NULL: refused */
    bool rounded;
} row;

static const row rows[] = {
    { "3.14", "3.14", false },
    { "007", "7", false },
    { "-0.50", "-0.5", false },
    { "-0", "0", false },
    { "+2", "2", false },
    { ".5", "0.5", false },
    { "5.", "5", false },
    { "1,5", "1.5", false },        /* a decimal comma */
    { "0,125", "0.125", false },    /* nobody groups after a single 0 */
    { "1,234", NULL, false },       /* 1.234 or 1234: not sure */
    { "1,234.5", "1234.5", false }, /* both: the last is the decimal one */
    { "1.234,5", "1234.5", false },
    { "1,234,567", "1234567", false }, /* twice: groups */
    { "1.234.567", "1234567", false },
    { "1,23,456", NULL, false }, /* no groups of three */
    { "12,34.5", NULL, false },
    { "1,234,567.89", "1234567.89", false },
    { "1.2.3,4,5", NULL, false },
    { "1 234 567", "1234567", false },
    { "\xe2\x88\x92"
      "3",
      "-3", false },                             /* U+2212 */
    { "\xef\xbc\x8d\xef\xbc\x93", "-3", false }, /* full width */
    { "\xef\xbc\x91\xef\xbc\x92\xef\xbc\x8e\xef\xbc\x95", "12.5", false },
    { "1e3", "1000", false },
    { "1.5E-3", "0.0015", false },
    { "2e+2", "200", false },
    { "1e", NULL, false },
    { "1e99", NULL, false },
    { "0.1234567", "0.123457", true },
    { "0.9999999", "1", true },
    { "999999999999", "999999999999", false },
    { "9999999999999", NULL, false }, /* 13 digits */
    { "", NULL, false },
    { "-", NULL, false },
    { "abc", NULL, false },
    { "3 apples", NULL, false },
    { "0x10", NULL, false },
    { "1-2", NULL, false },
    { "..", NULL, false },
    { "1e1e1", NULL, false },
};

static void numbers_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char out[JB_DRAFT_NUMBER_SIZE] = "";
        bool rounded = false;
        bool good = jb_draft_number(jb_slice_of(rows[i].text), out, &rounded);
        if (good != (rows[i].number != NULL)) {
            fail_msg("\"%s\" is %s", rows[i].text, good ? "taken" : "refused");
        }
        if (good) {
            assert_string_equal(out, rows[i].number);
            assert_int_equal(rounded, rows[i].rounded);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(numbers_are_read) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
