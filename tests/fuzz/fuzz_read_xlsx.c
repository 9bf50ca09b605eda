/*
 * Any workbook: the bytes as a zip file if they begin like one; else as its parts (sheet, strings,
 * styles, workbook, relations), separated by lines of "----", packed here so that checksums are
 * right. Read without end, memory and assertions unharmed.
 */
/* jb:uses import */
/* jb:with support/zip_maker.c */
/* jb:length 8192 */
#include "zip_maker.h"

#include <stdint.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/import.h"
#include "jinbang/limits.h"
#include "jinbang/unpack.h"

enum {
    PARTS = 5
};

#define SEPARATOR "\n----\n"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_file(jb_slice file)
{
    const jb_import_options options = { .name = "f.xlsx", .format = "xlsx" };
    jb_report report;
    jb_bank *bank = NULL;
    jb_report_init(&report);
    jb_status status = jb_import(file, &options, &report, &bank);
    JB_ASSERT(status == JB_OK);
    JB_ASSERT(bank != NULL || report.errors);
    JB_ASSERT(!bank || jb_bank_count(bank) == report.question_count);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

/* The part up to the next separator; *text becomes what follows it. */
static jb_slice take_part(jb_slice *text)
{
    size_t end = 0;
    size_t separator = strlen(SEPARATOR);
    while (end + separator <= text->size && memcmp(text->bytes + end, SEPARATOR, separator) != 0) {
        end++;
    }
    bool found = end + separator <= text->size;
    jb_slice part = { .bytes = text->bytes, .size = found ? end : text->size };
    size_t used = found ? end + separator : text->size;
    *text = (jb_slice){ .bytes = text->bytes + used, .size = text->size - used };
    return part;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct {
        const char *name;
        const char *otherwise;
    } parts[PARTS] = {
        { "xl/worksheets/sheet1.xml", "" },
        { "xl/sharedStrings.xml", "<sst/>" },
        { "xl/styles.xml", "<styleSheet/>" },
        { "xl/workbook.xml",
          "<workbook xmlns:r='r'><sheets><sheet name='Q' r:id='a'/></sheets></workbook>" },
        { "xl/_rels/workbook.xml.rels",
          "<Relationships><Relationship Id='a' Type='x/worksheet' "
          "Target='worksheets/sheet1.xml'/><Relationship Id='b' Type='x/sharedStrings' "
          "Target='sharedStrings.xml'/><Relationship Id='c' Type='x/styles' "
          "Target='styles.xml'/></Relationships>" },
    };
    zip_entry entries[PARTS];
    jb_buffer packed;
    jb_slice text = { .bytes = (const char *)data, .size = size };
    if (jb_archive_is(text)) {
        read_file(text);
        return 0;
    }
    for (size_t i = 0; i < PARTS; i++) {
        jb_slice part = take_part(&text);
        part = part.size > 0 ? part : jb_slice_of(parts[i].otherwise);
        entries[i] = (zip_entry){ .name = parts[i].name, .data = part };
    }
    jb_buffer_init(&packed, 0);
    zip_make(entries, PARTS, &packed);
    read_file(jb_buffer_slice(&packed));
    jb_buffer_finish(&packed);
    return 0;
}
