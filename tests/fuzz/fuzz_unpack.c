/*
 * Any bytes as a zip file, a gzip member and base64: nothing unpacks further than the limits, and
 * what is unpacked twice is the same twice.
 */
/* jb:uses unpack */
/* jb:length 8192 */
#include <stdint.h>

#include "jinbang/assert.h"
#include "jinbang/limits.h"
#include "jinbang/unpack.h"

enum {
    ENTRY_MAX = 1024 * 1024,
    ENTRIES_READ = 20
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void unpack_all(jb_archive *archive)
{
    jb_buffer first;
    jb_buffer second;
    jb_buffer_init(&first, 0);
    jb_buffer_init(&second, 0);
    for (uint32_t i = 0; i < jb_archive_count(archive) && i < ENTRIES_READ; i++) {
        const char *name = jb_archive_name(archive, i);
        jb_buffer_clear(&first);
        jb_buffer_clear(&second);
        jb_unpack_result result = jb_archive_read(archive, name, ENTRY_MAX, &first);
        JB_ASSERT(first.size <= ENTRY_MAX);
        JB_ASSERT(name[0] == '\0' || jb_archive_has(archive, name));
        if (result == JB_UNPACK_FINE) {
            result = jb_archive_read(archive, name, first.size, &second);
            JB_ASSERT(result == JB_UNPACK_FINE);
            JB_ASSERT(jb_slice_equal(jb_buffer_slice(&first), jb_buffer_slice(&second)));
        }
    }
    jb_buffer_finish(&first);
    jb_buffer_finish(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    jb_buffer out;
    jb_archive *archive = NULL;
    jb_slice rest;
    jb_slice file = { .bytes = (const char *)data, .size = size };
    jb_buffer_init(&out, 0);
    jb_unpack_result result = jb_gunzip(file, ENTRY_MAX, &out, &rest);
    JB_ASSERT(result != JB_UNPACK_MISSING);
    JB_ASSERT(out.size <= ENTRY_MAX);
    JB_ASSERT(rest.size <= size);
    jb_buffer_clear(&out);
    result = jb_base64_decode(file, ENTRY_MAX, &out);
    JB_ASSERT(result == JB_UNPACK_FINE || result == JB_UNPACK_DAMAGED);
    JB_ASSERT(out.size <= size);
    if (jb_archive_open(file, &archive) == JB_OK) {
        unpack_all(archive);
    }
    jb_archive_close(archive);
    jb_buffer_finish(&out);
    return 0;
}
