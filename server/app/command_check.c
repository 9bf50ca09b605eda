/*
 * `bank check` and `contest check`: read files, report every problem, change nothing. A contest
 * file is checked with the banks that are at hand, draws too.
 */
#include <stdio.h>

#include "bank_files.h"
#include "bank_import.h"
#include "cli.h"
#include "jinbang/bank.h"
#include "jinbang/plan.h"

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

static int check_bank(const char *path, const jb_import_options *options, bool json)
{
    jb_report report;
    jb_bank *bank = NULL;
    jb_report_init(&report);
    int result = jb_import_file(path, options, &report, &bank);
    if (result < 0) {
        print_report(&report, path, json);
        result = report.errors ? JB_EXIT_ERRORS : JB_EXIT_FINE;
    }
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    return result;
}

int jb_command_bank_check(int argc, char **argv)
{
    bool json = false;
    jb_import_words words;
    jb_option options[JB_IMPORT_OPTION_ROWS + 1];
    jb_import_option_rows(&words, options);
    options[JB_IMPORT_OPTION_ROWS] =
        (jb_option){ "--json", NULL, "print one JSON object a file", NULL, &json };
    const jb_usage usage = { "bank check",    "FILE...", "check question banks, import nothing", 1,
                             JB_OPERANDS_MAX, options,   sizeof options / sizeof options[0] };
    jb_operands files;
    int result = jb_cli_parse(&usage, argc, argv, &files);
    result = result >= 0 ? result : jb_import_words_check(&usage, argc, argv, &words);
    if (result >= 0) {
        return result;
    }
    int worst = JB_EXIT_FINE;
    for (size_t i = 0; i < files.count; i++) {
        result = check_bank(files.items[i], &words.options, json);
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
