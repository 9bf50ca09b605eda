/*
 * Any text as a table: read without end, memory and assertions unharmed, twice the same, and a bank
 * only if there are questions.
 */
/* jb:uses import */
#include <stdint.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint32_t read_once(jb_slice file, const jb_import_options *options, jb_buffer *text)
{
    jb_report report;
    jb_bank *bank = NULL;
    jb_report_init(&report);
    jb_status status = jb_import(file, options, &report, &bank);
    JB_ASSERT(status == JB_OK);
    JB_ASSERT((bank != NULL) == (report.question_count > 0) || report.errors);
    uint32_t count = report.question_count;
    jb_report_text(&report, "f", text);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    jb_buffer first;
    jb_buffer second;
    const jb_import_options options = { .name = "f.csv", .format = "csv", .codes = "1=true" };
    jb_slice file = { .bytes = (const char *)data, .size = size };
    jb_buffer_init(&first, 0);
    jb_buffer_init(&second, 0);
    uint32_t count = read_once(file, &options, &first);
    JB_ASSERT(read_once(file, &options, &second) == count);
    JB_ASSERT(jb_slice_equal(jb_buffer_slice(&first), jb_buffer_slice(&second)));
    jb_buffer_finish(&first);
    jb_buffer_finish(&second);
    return 0;
}
