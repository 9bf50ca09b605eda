/*
 * Any bytes as a package. What comes out of it must be written and read again as kept: the same
 * questions, the same media, each under the hash of its bytes, and nothing over its limits.
 */
/* jb:length 8192 */
#include <stdint.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/bank.h"
#include "jinbang/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t check_media(const jb_bank *bank)
{
    size_t total = 0;
    for (uint32_t i = 0; i < jb_bank_media_count(bank); i++) {
        jb_medium_info medium;
        jb_hash hash;
        if (jb_bank_medium(bank, i, &medium)) {
            jb_hash_of(&medium.bytes, 1, &hash);
            JB_ASSERT(jb_hash_equal(&hash, &medium.hash));
            JB_ASSERT(medium.bytes.size > 0 && medium.bytes.size <= JB_SOUND_BYTES_MAX);
            JB_ASSERT(strchr(medium.mime, '/') != NULL);
            total += medium.bytes.size;
        }
    }
    return total;
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
    status = jb_bank_read_kept(jb_buffer_slice(&text), &report, &again);
    JB_ASSERT(status == JB_OK);
    JB_ASSERT(again != NULL);
    JB_ASSERT(jb_bank_count(again) == jb_bank_count(bank));
    JB_ASSERT(jb_bank_media_count(again) == jb_bank_media_count(bank));
    for (uint32_t i = 0; i < jb_bank_media_count(bank); i++) {
        jb_medium_info first;
        jb_medium_info second;
        bool good = jb_bank_medium(bank, i, &first);
        JB_ASSERT(jb_bank_medium(again, i, &second) == good);
        if (good) {
            JB_ASSERT(jb_hash_equal(&first.hash, &second.hash));
            JB_ASSERT(strcmp(first.mime, second.mime) == 0);
            JB_ASSERT(second.bytes.size == 0);
        }
    }
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
    if (bank) {
        JB_ASSERT(check_media(bank) <= JB_BANK_UNPACKED_MAX);
        read_again(bank);
    } else {
        JB_ASSERT(report.errors);
    }
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    return 0;
}
