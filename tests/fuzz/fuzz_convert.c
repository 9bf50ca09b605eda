/*
 * Any bytes as a bank in any format, and that bank through every writer. Our own formats must give
 * the same document again; what is written for others must be read without harm, and no question
 * may come back that was not written.
 */
/* jb:uses convert import */
/* jb:length 8192 */
/* jb:copies 60 */
#include <stdint.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/bank.h"
#include "jinbang/convert.h"
#include "jinbang/import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static jb_bank *import(jb_slice file, const char *format, jb_report *report)
{
    jb_bank *bank = NULL;
    const jb_import_options options = { .format = format, .language = "en", .codes = "1=true" };
    jb_report_init(report);
    jb_status status = jb_import(file, &options, report, &bank);
    JB_ASSERT(status == JB_OK);
    JB_ASSERT(bank != NULL || report->errors);
    JB_ASSERT(!bank || jb_bank_count(bank) == report->question_count);
    return bank;
}

/* The documents of both are the same, but for media: those of a JSON file are not at hand. */
static void check_same(const jb_bank *bank, const jb_bank *again)
{
    jb_buffer first;
    jb_buffer second;
    jb_buffer_init(&first, 0);
    jb_buffer_init(&second, 0);
    jb_status status = jb_bank_write(bank, &first);
    JB_ASSERT(status == JB_OK);
    status = jb_bank_write(again, &second);
    JB_ASSERT(status == JB_OK);
    JB_ASSERT(jb_bank_count(bank) == jb_bank_count(again));
    JB_ASSERT(jb_bank_media_count(bank) > 0 ||
              jb_slice_equal(jb_buffer_slice(&first), jb_buffer_slice(&second)));
    jb_buffer_finish(&first);
    jb_buffer_finish(&second);
}

static void write_and_read(const jb_bank *bank, const char *format)
{
    jb_report said;
    jb_report report;
    jb_buffer file;
    jb_report_init(&said);
    jb_buffer_init(&file, 0);
    jb_status status = jb_convert(bank, format, NULL, &said, &file);
    JB_ASSERT(status == JB_OK);
    JB_ASSERT((file.size == 0) == (said.question_count == 0));
    JB_ASSERT(said.question_count <= jb_bank_count(bank));
    JB_ASSERT(said.errors == (said.question_count < jb_bank_count(bank)));
    bool own = strcmp(format, "json") == 0 || strcmp(format, "qbank") == 0;
    if (said.question_count > 0) {
        const char *reader = own || strcmp(format, "kahoot") == 0 ? NULL : format;
        jb_bank *again = import(jb_buffer_slice(&file), reader, &report);
        JB_ASSERT(!again || jb_bank_count(again) <= said.question_count);
        /* An option that is only a picture needs the picture. */
        if (own && again && said.question_count == jb_bank_count(again)) {
            check_same(bank, again);
        }
        JB_ASSERT(!own || again || jb_bank_media_count(bank) > 0);
        jb_bank_destroy(again);
        jb_report_finish(&report);
    }
    jb_report_finish(&said);
    jb_buffer_finish(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    jb_report report;
    jb_slice file = { .bytes = (const char *)data, .size = size };
    jb_bank *bank = import(file, NULL, &report);
    for (const char *const *format = jb_convert_formats(); bank && *format; format++) {
        write_and_read(bank, *format);
    }
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    return 0;
}
