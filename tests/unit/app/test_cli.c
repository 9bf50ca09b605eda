/*
 * Parsing the command line by table. What each command does is tested from outside
 * (tests/integration).
 */
#include "jb_test.h"

#include <stdio.h>
#include <stdlib.h>

#include "cli.h"
#include "folder.h"

typedef struct parsed {
    const char *listen;
    bool json;
    jb_operands operands;
    int status;
} parsed;

static parsed parse(int argc, const char *const *words)
{
    static char copies[8][64];
    char *argv[8];
    parsed result = { 0 };
    const jb_option options[] = {
        { "--listen", "ADDR", "where", &result.listen, NULL },
        { "--json", NULL, "JSON", NULL, &result.json },
    };
    const jb_usage usage = { "try", "FILE...", "a trial", 1, 2, options, 2 };
    for (int i = 0; i < argc; i++) {
        (void)snprintf(copies[i], sizeof copies[i], "%s", words[i]);
        argv[i] = copies[i];
    }
    result.status = jb_cli_parse(&usage, argc, argv, &result.operands);
    return result;
}

#define PARSE(...)                                                                                 \
    parse((int)(sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *)),                         \
          (const char *[]){ __VA_ARGS__ })

static void options_and_operands_mix(void **state)
{
    parsed result = PARSE("a", "--json", "--listen", "1:2", "b");
    JB_EQ_I64(result.status, -1);
    JB_TRUE(result.json);
    JB_EQ_STR(result.listen, "1:2");
    JB_EQ_SIZE(result.operands.count, 2);
    JB_EQ_STR(result.operands.items[1], "b");
}

static void an_argument_may_follow_an_equals_sign(void **state)
{
    JB_EQ_STR(PARSE("--listen=x=y", "a").listen, "x=y");
    JB_EQ_STR(PARSE("--listen=", "a").listen, "");
}

static void after_two_dashes_everything_is_an_operand(void **state)
{
    parsed result = PARSE("--", "--json");
    JB_EQ_I64(result.status, -1);
    JB_FALSE(result.json);
    JB_EQ_STR(result.operands.items[0], "--json");
}

static void a_single_dash_is_an_operand(void **state)
{
    JB_EQ_SIZE(PARSE("-").operands.count, 1);
}

static void wrong_use_is_refused(void **state)
{
    JB_EQ_I64(PARSE("a", "--jsn").status, JB_EXIT_USAGE);
    JB_EQ_I64(PARSE("a", "--json=1").status, JB_EXIT_USAGE);
    JB_EQ_I64(PARSE("a", "--listen").status, JB_EXIT_USAGE);
    JB_EQ_I64(PARSE("--json").status, JB_EXIT_USAGE);
    JB_EQ_I64(PARSE("a", "b", "c").status, JB_EXIT_USAGE);
}

static void help_is_not_an_error(void **state)
{
    JB_EQ_I64(PARSE("--help").status, JB_EXIT_FINE);
    JB_EQ_I64(PARSE("a", "--listen", "x", "--help").status, JB_EXIT_FINE);
}

static void unknown_commands_are_refused(void **state)
{
    char *none[] = { (char[]){ "jinbang" }, NULL };
    char *unknown[] = { (char[]){ "jinbang" }, (char[]){ "frobnicate" }, NULL };
    char *half[] = { (char[]){ "jinbang" }, (char[]){ "bank" }, NULL };
    JB_EQ_I64(jb_cli_run(1, none), JB_EXIT_USAGE);
    JB_EQ_I64(jb_cli_run(2, unknown), JB_EXIT_USAGE);
    JB_EQ_I64(jb_cli_run(2, half), JB_EXIT_USAGE);
}

static void a_file_is_read_whole_and_within_its_limit(void **state)
{
    const char *path = folder_file(*state, "f", "hello");
    size_t size = 0;
    char *bytes = jb_cli_read_file(path, 5, &size);
    JB_EQ_STR(bytes, "hello");
    JB_EQ_SIZE(size, 5);
    free(bytes);
    JB_TRUE(jb_cli_read_file(path, 4, &size) == NULL);
    JB_TRUE(jb_cli_read_file("/no/such/file", 4, &size) == NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_and_operands_mix),
        cmocka_unit_test(an_argument_may_follow_an_equals_sign),
        cmocka_unit_test(after_two_dashes_everything_is_an_operand),
        cmocka_unit_test(a_single_dash_is_an_operand),
        cmocka_unit_test(wrong_use_is_refused),
        cmocka_unit_test(help_is_not_an_error),
        cmocka_unit_test(unknown_commands_are_refused),
        cmocka_unit_test_setup_teardown(a_file_is_read_whole_and_within_its_limit, folder_make,
                                        folder_remove),
    };
    return JB_RUN(tests);
}
