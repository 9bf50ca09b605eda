/*
 * The log: levels, the sink, and that a line stays one line.
 */
#include <stdio.h>
#include <string.h>

#include "jb_test.h"
#include "jinbang/log.h"

/* What the sink got last. */
static struct {
    int count;
    jb_log_level level;
    char line[2000];
} got;

static void keep(jb_log_level level, const char *line)
{
    got.count++;
    got.level = level;
    (void)snprintf(got.line, sizeof got.line, "%s", line);
}

static int catch_lines(void **state)
{
    got.count = 0;
    got.line[0] = '\0';
    jb_log_set_level(JB_LOG_INFO);
    jb_log_set_sink(keep);
    return 0;
}

static int let_lines_go(void **state)
{
    jb_log_set_level(JB_LOG_INFO);
    jb_log_set_sink(NULL);
    return 0;
}

static void line_has_level_module_and_text(void **state)
{
    jb_log(JB_LOG_INFO, "store", "opened events=%d", 7);
    JB_EQ_I64(got.count, 1);
    JB_EQ_I64(got.level, JB_LOG_INFO);
    JB_EQ_STR(got.line, "info store opened events=7");
    jb_log(JB_LOG_ERROR, "net", "%s", "no port");
    JB_EQ_STR(got.line, "error net no port");
    jb_log(JB_LOG_WARN, "net", "slow");
    JB_EQ_STR(got.line, "warn net slow");
}

static void only_lines_up_to_the_level_are_written(void **state)
{
    for (int level = JB_LOG_ERROR; level <= JB_LOG_DEBUG; level++) {
        jb_log_set_level((jb_log_level)level);
        got.count = 0;
        jb_log(JB_LOG_ERROR, "m", "x");
        jb_log(JB_LOG_WARN, "m", "x");
        jb_log(JB_LOG_INFO, "m", "x");
        jb_log(JB_LOG_DEBUG, "m", "x");
        JB_EQ_I64(got.count, level + 1);
    }
    JB_EQ_STR(got.line, "debug m x");
}

static void debug_is_off_by_default(void **state)
{
    jb_log(JB_LOG_DEBUG, "m", "x");
    JB_EQ_I64(got.count, 0);
}

static void control_characters_do_not_reach_the_log(void **state)
{
    char text[32 + 2];
    for (int c = 1; c < 0x20; c++) {
        text[c - 1] = (char)c;
    }
    text[31] = 0x7f;
    text[32] = '\0';
    jb_log(JB_LOG_INFO, "m", "a%sb", text);
    for (const char *at = got.line; *at; at++) {
        JB_TRUE((unsigned char)*at >= 0x20 && *at != 0x7f);
    }
    JB_EQ_I64(got.line[strlen(got.line) - 1], 'b');
    jb_log(JB_LOG_INFO, "m", "%s", "名字\nerror net forged");
    JB_TRUE(strchr(got.line, '\n') == NULL);
    JB_TRUE(strstr(got.line, "名字") != NULL);
}

static void line_is_cut_at_1000_bytes(void **state)
{
    char text[1500];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    jb_log(JB_LOG_INFO, "m", "%s", text);
    JB_EQ_I64(got.count, 1);
    JB_EQ_SIZE(strlen(got.line), 999); /* and the final NUL */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(line_has_level_module_and_text, catch_lines, let_lines_go),
        cmocka_unit_test_setup_teardown(only_lines_up_to_the_level_are_written, catch_lines,
                                        let_lines_go),
        cmocka_unit_test_setup_teardown(debug_is_off_by_default, catch_lines, let_lines_go),
        cmocka_unit_test_setup_teardown(control_characters_do_not_reach_the_log, catch_lines,
                                        let_lines_go),
        cmocka_unit_test_setup_teardown(line_is_cut_at_1000_bytes, catch_lines, let_lines_go),
    };
    return JB_RUN(tests);
}
