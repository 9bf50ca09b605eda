#ifndef JB_FUZZ_IMPORT_AGAIN_H
#define JB_FUZZ_IMPORT_AGAIN_H

/*
 * What holds for every file and every reader: the report counts what is in the bank and names a
 * place for every problem, nothing is left without a word, and the bank that comes out is written
 * and read again as kept without a change.
 */
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/import.h"

static void check_import_report(const jb_report *report, const jb_bank *bank)
{
    uint32_t kinds = 0;
    jb_buffer out;
    jb_buffer_init(&out, 0);
    jb_report_json(report, "fuzz", NULL, &out);
    jb_report_text(report, "fuzz", &out);
    JB_ASSERT(!out.failed);
    jb_buffer_finish(&out);
    for (uint32_t i = 0; i < report->problem_count; i++) {
        JB_ASSERT(report->problems[i].line > 0 && report->problems[i].column > 0);
        JB_ASSERT(report->problems[i].code[0] != '\0' && report->problems[i].message[0] != '\0');
    }
    for (int kind = 0; kind < JB_KIND_COUNT; kind++) {
        kinds += report->by_kind[kind];
    }
    JB_ASSERT(kinds == report->question_count);
    JB_ASSERT(bank ? jb_bank_count(bank) == kinds && kinds > 0 : report->errors);
}

static void check_import_kept(const jb_bank *bank)
{
    jb_report report;
    jb_bank *again = NULL;
    jb_buffer first;
    jb_buffer second;
    jb_report_init(&report);
    jb_buffer_init(&first, 0);
    jb_buffer_init(&second, 0);
    jb_status status = jb_bank_write(bank, &first);
    JB_ASSERT(status == JB_OK);
    status = jb_bank_read_kept(jb_buffer_slice(&first), &report, &again);
    JB_ASSERT(status == JB_OK && again != NULL && !report.errors);
    status = jb_bank_write(again, &second);
    JB_ASSERT(status == JB_OK);
    JB_ASSERT(jb_slice_equal(jb_buffer_slice(&first), jb_buffer_slice(&second)));
    jb_bank_destroy(again);
    jb_report_finish(&report);
    jb_buffer_finish(&first);
    jb_buffer_finish(&second);
}

/* Imports the bytes; `format` NULL finds it out. */
static void import_again(const uint8_t *data, size_t size, const char *format)
{
    const jb_import_options options = { .name = "fuzz.txt", .format = format };
    jb_report report;
    jb_bank *bank = NULL;
    jb_report_init(&report);
    jb_status status = jb_import((jb_slice){ .bytes = (const char *)data, .size = size }, &options,
                                 &report, &bank);
    JB_ASSERT(status == JB_OK);
    check_import_report(&report, bank);
    if (bank) {
        check_import_kept(bank);
    }
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

#endif
