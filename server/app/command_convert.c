/*
 * `bank convert`: reads a bank of any format and writes its good questions in another. What was
 * wrong with the file and what the other format has no place for are both told.
 */
#include <stdio.h>
#include <string.h>

#include "bank_import.h"
#include "cli.h"
#include "jinbang/convert.h"

typedef struct conversion {
    const char *from;
    const char *to; /* format */
    const char *out;
    bool json;
    jb_convert_options options;
} conversion;

static bool is_stdout(const char *path)
{
    return strcmp(path, "-") == 0;
}

/* The report: to standard output if nothing else goes there and it was asked for as JSON. */
static void tell(const conversion *order, const jb_report *report, const char *path)
{
    jb_buffer text;
    jb_buffer_init(&text, 0);
    if (order->json) {
        jb_report_json(report, path, NULL, &text);
        jb_buffer_append_char(&text, '\n');
    } else {
        jb_report_text(report, path, &text);
    }
    FILE *to = order->json && !is_stdout(order->out) ? stdout : stderr;
    (void)fwrite(jb_buffer_text(&text), 1, text.size, to);
    jb_buffer_finish(&text);
}

static int write_bank(const conversion *order, const jb_bank *bank)
{
    jb_report left;
    jb_buffer bytes;
    jb_report_init(&left);
    jb_buffer_init(&bytes, 0);
    int result = JB_EXIT_FINE;
    jb_status status = jb_convert(bank, order->to, &order->options, &left, &bytes);
    if (status != JB_OK) {
        (void)fprintf(stderr, "jinbang: %s: %s\n", order->out, jb_status_text(status));
        result = JB_EXIT_MACHINE;
    } else if (bytes.size > 0) {
        result = jb_cli_write_file(is_stdout(order->out) ? NULL : order->out,
                                   jb_buffer_text(&bytes), bytes.size);
    }
    if (status == JB_OK) {
        tell(order, &left, is_stdout(order->out) ? order->to : order->out);
        result = result == JB_EXIT_FINE && left.errors ? JB_EXIT_ERRORS : result;
    }
    jb_buffer_finish(&bytes);
    jb_report_finish(&left);
    return result;
}

static int convert(const conversion *order, const jb_import_options *options)
{
    jb_report report;
    jb_bank *bank = NULL;
    jb_report_init(&report);
    int result = jb_import_file(order->from, options, &report, &bank);
    if (result < 0) {
        tell(order, &report, order->from);
        result = report.errors ? JB_EXIT_ERRORS : JB_EXIT_FINE;
        int written = bank ? write_bank(order, bank) : JB_EXIT_ERRORS;
        result = written > result ? written : result;
    }
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    return result;
}

/* -1, or the exit status: it was explained. */
static int check(const jb_usage *usage, const conversion *order)
{
    const char *const *formats = jb_convert_formats();
    char known[200] = "--to wants one of";
    size_t used = strlen(known);
    if (!order->out) {
        return jb_cli_wrong(usage, "where to? name a file with -o, or - for standard output", NULL);
    }
    for (size_t i = 0; formats[i]; i++) {
        if (order->to && strcmp(formats[i], order->to) == 0) {
            return -1;
        }
        int size = snprintf(known + used, sizeof known - used, " %s", formats[i]);
        used += size > 0 && (size_t)size < sizeof known - used ? (size_t)size : 0;
    }
    return jb_cli_wrong(usage, known, order->to);
}

int jb_command_bank_convert(int argc, char **argv)
{
    enum {
        OWN_ROWS = 5
    };
    jb_import_words words;
    conversion order = { .to = NULL };
    jb_option options[JB_IMPORT_OPTION_ROWS + OWN_ROWS];
    const jb_option own[OWN_ROWS] = {
        { "--to", "FORMAT", "json, qbank, csv, xlsx, gift, moodle-xml, aiken or kahoot", &order.to,
          NULL },
        { "-o", "OUT", "write to this file; - is standard output", &order.out, NULL },
        { "--in-language", "L", "write this language, for formats of one (the bank's own)",
          &order.options.language, NULL },
        { "--chinese", NULL, "headers of a table in Chinese", NULL, &order.options.chinese },
        { "--json", NULL, "print what was read and what was written as two JSON objects", NULL,
          &order.json },
    };
    memcpy(options, own, sizeof own);
    jb_import_option_rows(&words, options + OWN_ROWS);
    const jb_usage usage = { "bank convert",
                             "FILE",
                             "write a question bank in another format",
                             1,
                             1,
                             options,
                             sizeof options / sizeof options[0] };
    jb_operands files;
    int result = jb_cli_parse(&usage, argc, argv, &files);
    result = result >= 0 ? result : jb_import_words_check(&usage, argc, argv, &words);
    result = result >= 0 ? result : check(&usage, &order);
    if (result >= 0) {
        return result;
    }
    order.from = files.items[0];
    return convert(&order, &words.options);
}
