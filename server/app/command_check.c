/*
 * `bank check` and `contest check`: read files, report every problem, change nothing. A contest
 * file is checked with the banks that are at hand, draws too.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bank_files.h"
#include "cli.h"
#include "jinbang/bank.h"
#include "jinbang/limits.h"
#include "jinbang/plan.h"
#include "media_folder.h"

static void print_report(const jb_report *report, const char *path, bool json)
{
    jb_buffer out;
    jb_buffer_init(&out, 0);
    if (json) {
        jb_report_json(report, path, NULL, &out);
        jb_buffer_append_char(&out, '\n');
    } else {
        jb_report_text(report, path, &out);
    }
    (void)fwrite(jb_buffer_text(&out), 1, out.size, stdout);
    jb_buffer_finish(&out);
}

static int check_bank(const char *path, bool json)
{
    size_t size = 0;
    /* More than a bank or a package may have, so that the reader says what is wrong with it. */
    char *bytes = jb_cli_read_file(path, (size_t)JB_PACKAGE_BYTES_MAX * 2, &size);
    if (!bytes) {
        return JB_EXIT_MACHINE;
    }
    jb_report report;
    jb_bank *bank = NULL;
    jb_media_folder beside;
    jb_report_init(&report);
    jb_media_folder_open(&beside, path);
    jb_status status = jb_bank_read_with((jb_slice){ .bytes = bytes, .size = size }, &beside.source,
                                         &report, &bank);
    jb_media_folder_close(&beside);
    if (status == JB_OK) {
        print_report(&report, path, json);
    } else {
        (void)fprintf(stderr, "jinbang: %s: %s\n", path, jb_status_text(status));
    }
    int result = status != JB_OK ? JB_EXIT_MACHINE : report.errors ? JB_EXIT_ERRORS : JB_EXIT_FINE;
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    free(bytes);
    return result;
}

int jb_command_bank_check(int argc, char **argv)
{
    bool json = false;
    const char *format = NULL;
    const char *encoding = NULL;
    const jb_option options[] = {
        { "--json", NULL, "print one JSON object a file", NULL, &json },
        { "--format", "F", "read as this format (json) whatever it looks like", &format, NULL },
        { "--encoding", "E", "read as this encoding (utf-8)", &encoding, NULL },
    };
    const jb_usage usage = { "bank check",    "FILE...", "check question banks, import nothing", 1,
                             JB_OPERANDS_MAX, options,   sizeof options / sizeof options[0] };
    jb_operands files;
    int status = jb_cli_parse(&usage, argc, argv, &files);
    if (status >= 0) {
        return status;
    }
    if (format && strcmp(format, "json") != 0) {
        return jb_cli_wrong(&usage, "this format cannot be read (json can)", format);
    }
    if (encoding && strcmp(encoding, "utf-8") != 0) {
        return jb_cli_wrong(&usage, "this encoding cannot be read (utf-8 can)", encoding);
    }
    int worst = JB_EXIT_FINE;
    for (size_t i = 0; i < files.count; i++) {
        int result = check_bank(files.items[i], json);
        worst = result > worst ? result : worst;
    }
    return worst;
}

static int check_contest(const char *path, const jb_operands *banks, bool json)
{
    jb_report report;
    jb_report_init(&report);
    int result = jb_bank_files_plan(path, banks, &report, NULL);
    if (result < 0) {
        print_report(&report, path, json);
        result = report.errors ? JB_EXIT_ERRORS : JB_EXIT_FINE;
    }
    jb_report_finish(&report);
    return result;
}

int jb_command_contest_check(int argc, char **argv)
{
    bool json = false;
    const char *bank = NULL;
    const jb_option options[] = {
        { "--json", NULL, "print one JSON object", NULL, &json },
        { "--bank", "FILE", "a bank it draws from, once for each; the samples are known", &bank,
          NULL },
    };
    const jb_usage usage = { "contest check",
                             "FILE",
                             "check a contest file (its rule sheet)",
                             1,
                             1,
                             options,
                             sizeof options / sizeof options[0] };
    jb_operands files;
    jb_operands banks;
    int result = jb_cli_parse(&usage, argc, argv, &files);
    if (result >= 0) {
        return result;
    }
    jb_cli_all(argc, argv, "--bank", &banks);
    return check_contest(files.items[0], &banks, json);
}
