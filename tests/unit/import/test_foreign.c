/* Files that are no banks are named, and nothing else is taken for one of them. */
#include <string.h>

#include "import_check.h"

typedef struct row {
    const char *bytes;
    size_t size;
    const char *says; /* a part of the advice */
} row;

#define ROW(bytes, says)                                                                           \
    {                                                                                              \
        (bytes), sizeof(bytes) - 1, (says)                                                         \
    }
#define OLE "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

static const row rows[] = {
    ROW(OLE "....R\0o\0o\0t\0..W\0o\0r\0k\0b\0o\0o\0k\0", ".xlsx"),
    ROW(OLE "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", ".docx"),
    ROW(OLE "P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0 \0D\0", "PowerPoint"),
    ROW(OLE "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", "password"),
    ROW(OLE, "old Office"),
    ROW("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", "PDF"),
    ROW("junk before\n%PDF-1.4\n", "PDF"),
    ROW("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture"),
    ROW("\xff\xd8\xff\xe0\0\x10JFIF\0", "picture"),
    ROW("GIF89a\x01\0\x01\0\0\0", "picture"),
    ROW("II*\0\x08\0\0\0", "picture"),
    ROW("\0\0\0\x18"
        "ftypheic\0\0\0\0",
        "picture"),
    ROW("ID3\x03\0\0\0\0\0\0\xff\xfb\x90\x01\x02\x03\x04\x05\x06\x07\x0e\x0f\x10\x11", "sound"),
    ROW("{\\rtf1\\ansi Which?\n}", "RTF"),
    ROW("SQLite format 3\0\x10\0", "database"),
    ROW("7z\xbc\xaf\x27\x1c\0\x04", "7z"),
    ROW("Rar!\x1a\x07\x01\0", "RAR"),
    ROW("\x1f\x8b\x08\0\0\0\0\0\0\0\x03\0\0\0\0\0\0\0\0\0", "gzip"),
    ROW("BZh91AY&SY", "bzip2"),
    ROW("\xfd"
        "7zXZ\0\0",
        "xz"),
    ROW("<!DOCTYPE html>\n<html><body>Which?</body></html>", "web page"),
    ROW("  <HTML lang=en><HEAD>\n", "web page"),
    ROW("<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table>", "Excel"),
    ROW("<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook "
        "xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
        "2003"),
};

static void each_is_named_with_advice(void **state)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        jb_report report;
        const jb_slice bytes = { .bytes = rows[i].bytes, .size = rows[i].size };
        jb_bank *bank = import_bytes(bytes, NULL, &report);
        JB_TRUE(bank == NULL);
        JB_EQ_U64(report.problem_count, 1);
        if (!strstr(report.problems[0].message, rows[i].says)) {
            print_error("%s: %s\n", rows[i].says, report.problems[0].message);
        }
        JB_EQ_STR(report.problems[0].code, "foreign_format");
        JB_TRUE(strstr(report.problems[0].message, rows[i].says) != NULL);
        JB_TRUE(report.errors);
        jb_report_finish(&report);
    }
}

static void what_only_looks_like_one_is_not_taken_for_it(void **state)
{
    static const char *const texts[] = {
        "<html class=\"cool\"> & images\nA) one\nB) two\nANSWER: A\n",
        "What is {\\rtf?\n",
        "BZh is a beginning.\n",
        "Which file begins with PK?\n",
        "<p>Which?</p>",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        jb_report report;
        jb_bank *bank = import_text(texts[i], NULL, &report);
        JB_EQ_U64(count_problems(&report, "foreign_format"), 0);
        jb_bank_destroy(bank);
        jb_report_finish(&report);
    }
}

static void a_format_that_is_asked_for_is_tried(void **state)
{
    jb_report report;
    jb_bank *bank = import_text("%PDF-1.4 {\"questions\":[]}", "rahoot", &report);
    JB_TRUE(bank == NULL);
    JB_EQ_U64(count_problems(&report, "foreign_format"), 0);
    JB_EQ_U64(count_problems(&report, "bad_json"), 1);
    jb_report_finish(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_named_with_advice),
        cmocka_unit_test(what_only_looks_like_one_is_not_taken_for_it),
        cmocka_unit_test(a_format_that_is_asked_for_is_tried),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
