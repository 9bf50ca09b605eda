/*
 * Any texts as an item: lines of flags, type, stem, answer, points, time, difficulty, order,
 * tolerance and options. It becomes one question or is reported, never both, never neither.
 */
/* jb:uses import */
/* jb:looks import */
#include <stdint.h>
#include <string.h>

#include "draft_internal.h"
#include "item.h"

#include "jinbang/assert.h"
#include "jinbang/text.h"

enum {
    FIELDS = 9,
    LINES_MAX = FIELDS + JB_OPTIONS_MAX
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint32_t split(jb_slice text, jb_slice lines[LINES_MAX])
{
    uint32_t count = 0;
    while (count < LINES_MAX && text.size > 0) {
        const char *end = memchr(text.bytes, '\n', text.size);
        size_t size = end ? (size_t)(end - text.bytes) : text.size;
        lines[count++] = (jb_slice){ .bytes = text.bytes, .size = size };
        text.bytes += size + (end != NULL);
        text.size -= size + (end != NULL);
    }
    return count;
}

static void fill(jb_item *item, const jb_slice *lines, uint32_t count)
{
    jb_item_text *const fields[FIELDS] = {
        NULL,          &item->type,       &item->stem,       &item->answer,   &item->points,
        &item->time_s, &item->difficulty, &item->keep_order, &item->tolerance
    };
    unsigned flags = lines[0].size > 0 ? (unsigned char)lines[0].bytes[0] : 0;
    item->where = (jb_where){ 1, 1 };
    item->answer_is_number = (flags & 1U) != 0;
    item->truth_letters = (flags & 2U) != 0;
    item->blanks_in_options = (flags & 4U) != 0;
    item->section_type = (flags & 8U) != 0;
    item->labels_stripped = (flags & 16U) != 0;
    for (uint32_t i = 1; i < FIELDS && i < count; i++) {
        fields[i]->text = lines[i];
    }
    for (uint32_t i = FIELDS; i < count; i++) {
        item->options[i - FIELDS].text = lines[i];
        item->option_count = i - FIELDS + 1;
    }
}

/* What was taken is a bank that can be read. */
static void read_draft(jb_draft *draft)
{
    jb_buffer document;
    jb_report found;
    jb_bank *bank = NULL;
    jb_buffer_init(&document, 0);
    jb_report_init(&found);
    jb_status status = jb_draft_document(draft, &document);
    JB_ASSERT(status == JB_OK);
    status = jb_bank_read(jb_buffer_slice(&document), &found, &bank);
    JB_ASSERT(status == JB_OK);
    JB_ASSERT(bank != NULL);
    JB_ASSERT(jb_bank_count(bank) == 1 || found.errors);
    jb_bank_destroy(bank);
    jb_report_finish(&found);
    jb_buffer_finish(&document);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    jb_draft draft;
    jb_report report;
    jb_slice lines[LINES_MAX];
    const jb_import_options options = { .codes = "1=true,0=false" };
    jb_item item = { .option_count = 0 };
    jb_slice text = { .bytes = (const char *)data, .size = size };
    uint32_t count = jb_utf8_valid(text) ? split(text, lines) : 0;
    if (count == 0) {
        return 0;
    }
    fill(&item, lines, count);
    jb_report_init(&report);
    jb_draft_init(&draft, &options, "item", &report);
    jb_item_add(&draft, &item);
    JB_ASSERT(!jb_draft_failed(&draft));
    JB_ASSERT(draft.count <= 1);
    JB_ASSERT((draft.count == 1) != report.errors);
    if (draft.count == 1) {
        read_draft(&draft);
    }
    jb_draft_finish(&draft);
    jb_report_finish(&report);
    return 0;
}
