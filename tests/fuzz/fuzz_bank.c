/* Reads any bytes as a question bank; what was read must be written and read again unchanged. */
/* jb:length 4096 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/bank.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_report(const jb_report *report)
{
    jb_buffer out;
    jb_buffer_init(&out, 0);
    jb_report_json(report, "fuzz", NULL, &out);
    jb_report_text(report, "fuzz", &out);
    jb_buffer_finish(&out);
    for (uint32_t i = 0; i < report->problem_count; i++) {
        JB_ASSERT(report->problems[i].line > 0);
        JB_ASSERT(report->problems[i].column > 0);
        JB_ASSERT(report->problems[i].code[0] != '\0');
    }
}

static void read_again(const jb_bank *bank)
{
    jb_buffer text;
    jb_report report;
    jb_bank *again = NULL;
    jb_buffer_init(&text, 0);
    jb_report_init(&report);
    jb_status status = jb_bank_write(bank, &text);
    JB_ASSERT(status == JB_OK);
    status = jb_bank_read(jb_buffer_slice(&text), &report, &again);
    JB_ASSERT(status == JB_OK);
    JB_ASSERT(again != NULL);
    JB_ASSERT(jb_bank_count(again) == jb_bank_count(bank));
    JB_ASSERT(strcmp(jb_bank_title(again), jb_bank_title(bank)) == 0);
    jb_bank_destroy(again);
    jb_report_finish(&report);
    jb_buffer_finish(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    jb_report report;
    jb_bank *bank = NULL;
    jb_report_init(&report);
    jb_slice file = { .bytes = (const char *)data, .size = size };
    jb_status status = jb_bank_read(file, &report, &bank);
    JB_ASSERT(status == JB_OK);
    check_report(&report);
    if (bank) {
        JB_ASSERT(jb_bank_count(bank) == report.question_count);
        read_again(bank);
    } else {
        JB_ASSERT(report.errors);
    }
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    return 0;
}
