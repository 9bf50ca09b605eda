/* Stored entries, a directory, its end: what a zip file is at the least. */
#include "zip_maker.h"

#include <string.h>
#include <zlib.h>

static void put(jb_buffer *out, size_t size, uint32_t value)
{
    for (size_t i = 0; i < size; i++) {
        jb_buffer_append_char(out, (char)(value & 0xffU));
        value >>= 8;
    }
}

static uint32_t checksum(jb_slice data)
{
    return (uint32_t)crc32(0, (const Bytef *)data.bytes, (uInt)data.size);
}

/* What both headers of an entry have in common. */
static void put_common(jb_buffer *out, const zip_entry *entry)
{
    put(out, 2, 20);
    put(out, 2, 0x0800U | (entry->encrypted ? 1U : 0U));
    put(out, 2, entry->method);
    put(out, 2, 0);
    put(out, 2, 0x5a21);
    jb_slice plain = entry->plain.size > 0 ? entry->plain : entry->data;
    put(out, 4, checksum(plain) ^ (entry->spoiled ? 1U : 0U));
    put(out, 4, entry->packed > 0 ? entry->packed : (uint32_t)entry->data.size);
    put(out, 4, entry->claims > 0 ? entry->claims : (uint32_t)plain.size);
    put(out, 2, (uint32_t)strlen(entry->name));
    put(out, 2, 0);
}

void zip_make(const zip_entry *entries, size_t count, jb_buffer *out)
{
    jb_buffer directory;
    jb_buffer_init(&directory, 0);
    size_t start = out->size;
    for (size_t i = 0; i < count; i++) {
        uint32_t at = (uint32_t)(out->size - start);
        put(out, 4, 0x04034b50);
        put_common(out, &entries[i]);
        jb_buffer_append_text(out, entries[i].name);
        jb_buffer_append(out, entries[i].data.bytes, entries[i].data.size);
        put(&directory, 4, 0x02014b50);
        put(&directory, 2, 20);
        put_common(&directory, &entries[i]);
        put(&directory, 6, 0); /* no comment, disk 0, no attributes */
        put(&directory, 4, 0);
        put(&directory, 4, at);
        jb_buffer_append_text(&directory, entries[i].name);
    }
    uint32_t at = (uint32_t)(out->size - start);
    jb_buffer_append(out, directory.bytes, directory.size);
    put(out, 4, 0x06054b50);
    put(out, 4, 0);
    put(out, 2, (uint32_t)count);
    put(out, 2, (uint32_t)count);
    put(out, 4, (uint32_t)directory.size);
    put(out, 4, at);
    put(out, 2, 0);
    jb_buffer_finish(&directory);
}
