/* The door itself: what is said about a file, what it is taken for, and what is said of it. */
#include <stdio.h>

#include "import_check.h"

static void what_is_said_about_a_file_is_looked_at(void **state)
{
    static const struct {
        jb_import_options options;
        bool good;
    } rows[] = {
        { { .name = NULL }, true },
        { { .format = "json" }, true },
        { { .format = "rahoot" }, true },
        { { .format = "" }, false },
        { { .format = "stone-tablet" }, false },
        { { .encoding = "UTF-8" }, true },
        { { .encoding = "gbk" }, true },
        { { .encoding = "morse" }, false },
        { { .language = "zh-Hans" }, true },
        { { .language = "e" }, false },
        { { .language = "en-" }, false },
        { { .language = "en_GB" }, false },
        { { .codes = "1=true" }, true },
        { { .codes = "1=true,0=false" }, true },
        { { .codes = "" }, false },
        { { .codes = "=true" }, false },
        { { .codes = "1=maybe" }, false },
        { { .codes = "1=true,," }, false },
        { { .codes = "012345678901234567890123=true" }, false },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *why = NULL;
        bool good = jb_import_options_good(&rows[i].options, &why);
        if (good != rows[i].good) {
            print_error("row %zu\n", i);
        }
        JB_TRUE(good == rows[i].good);
        JB_TRUE(good == (why == NULL));
    }
}

static void every_field_can_be_that_of_a_column(void **state)
{
    for (const char *const *field = jb_import_fields(); *field; field++) {
        char columns[60];
        const char *why = NULL;
        (void)snprintf(columns, sizeof columns, "A=%s,C=stem", *field);
        const jb_import_options options = { .columns = columns };
        if (!jb_import_options_good(&options, &why)) {
            print_error("%s\n", *field);
        }
        JB_TRUE(why == NULL);
    }
}

static void each_format_can_be_asked_for(void **state)
{
    for (const char *const *name = jb_import_formats(); *name; name++) {
        jb_report report;
        /* Nothing of it fits: said, and nothing is taken. */
        jb_bank *bank = import_text("\x01", *name, &report);
        JB_TRUE(bank == NULL);
        JB_TRUE(report.errors && report.problem_count > 0);
        jb_report_finish(&report);
        bank = import_text("", *name, &report);
        JB_TRUE(bank == NULL);
        check_problem(&report, "empty_file", 1);
        jb_report_finish(&report);
    }
}

static void the_encoding_is_that_of_a_text(void **state)
{
    static const char quiz[] = "\xff\xfe{\0\"\0q\0u\0e\0s\0t\0i\0o\0n\0s\0\"\0:\0[\0]\0}\0";
    jb_report report;
    jb_bank *bank = import_bytes((jb_slice){ quiz, sizeof quiz - 1 }, "rahoot", &report);
    JB_TRUE(bank == NULL);
    JB_EQ_STR(report.encoding, "utf-16le");
    jb_report_finish(&report);
    bank = import_text("PK\x03\x04 and nothing that belongs to it", NULL, &report);
    JB_TRUE(bank == NULL);
    JB_EQ_STR(report.encoding, "");
    check_problem(&report, "damaged_package", 1);
    jb_report_finish(&report);
    bank = import_text("Dear all,\n\nthe quiz is on Friday.\n", NULL, &report);
    JB_TRUE(bank == NULL);
    JB_EQ_STR(report.encoding, "utf-8");
    JB_EQ_STR(report.format, "");
    check_problem(&report, "not_recognised", 1);
    jb_report_finish(&report);
}

static void our_own_format_is_known_in_any_encoding_and_place(void **state)
{
    static const char own[] =
        "\xef\xbb\xbf\n{\"format\":\"question-bank\",\"version\":1,\"title\":"
        "{\"en\":\"S\"},\"default_language\":\"en\",\"questions\":[{\"id\":\"q\","
        "\"type\":\"truefalse\",\"stem\":{\"en\":\"Hot.\"},\"answer\":{\"value\":"
        "true}}]}";
    jb_report report;
    jb_bank *bank = import_text(own, NULL, &report);
    JB_TRUE(bank != NULL);
    JB_EQ_STR(report.format, "json");
    JB_EQ_STR(report.encoding, "utf-8");
    JB_EQ_STR(question_line(bank, 0), "truefalse: Hot. / true");
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

/* 1,500 questions of 12 KB are more than a bank may hold. */
static void a_bank_that_becomes_too_large_keeps_what_fits(void **state)
{
    jb_report report;
    jb_buffer text;
    jb_buffer_init(&text, 0);
    for (int i = 0; i < 1500; i++) {
        char line[80];
        (void)snprintf(line, sizeof line, "Question %d? ", i);
        jb_buffer_append_text(&text, line);
        for (int j = 0; j < 1200; j++) {
            jb_buffer_append_text(&text, "long words ");
        }
        (void)snprintf(line, sizeof line, "{=%d ~%d}\n\n", i, i + 1);
        jb_buffer_append_text(&text, line);
    }
    jb_bank *bank = import_bytes(jb_buffer_slice(&text), "gift", &report);
    JB_TRUE(bank != NULL);
    JB_TRUE(report.question_count > 1000 && report.question_count < 1500);
    check_problem(&report, "too_large", 2 * report.question_count + 1);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    jb_buffer_finish(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bank_that_becomes_too_large_keeps_what_fits),
        cmocka_unit_test(what_is_said_about_a_file_is_looked_at),
        cmocka_unit_test(every_field_can_be_that_of_a_column),
        cmocka_unit_test(each_format_can_be_asked_for),
        cmocka_unit_test(the_encoding_is_that_of_a_text),
        cmocka_unit_test(our_own_format_is_known_in_any_encoding_and_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
