/*
 * From the bytes of a file to a cJSON tree: size, encoding, byte order mark, strict syntax. What
 * fails here is about the whole file, so the first fault is the only one.
 */
#include "bank_internal.h"

#include <stdio.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/text.h"

static bool begins_with(jb_slice file, const char *bytes, size_t size)
{
    return file.size >= size && memcmp(file.bytes, bytes, size) == 0;
}

/* How many bytes the character of this first byte should have. */
static size_t character_size(unsigned char c)
{
    if (c < 0x80) {
        return 1;
    }
    if (c < 0xe0) {
        return 2;
    }
    return c < 0xf0 ? 3 : 4;
}

/* Offset of the first byte that is not UTF-8: whole lines first, then the characters of one. */
static size_t first_invalid(jb_slice text)
{
    size_t line = 0;
    while (line < text.size) {
        const char *end = memchr(text.bytes + line, '\n', text.size - line);
        size_t size = end ? (size_t)(end - text.bytes) + 1 - line : text.size - line;
        if (!jb_utf8_valid((jb_slice){ .bytes = text.bytes + line, .size = size })) {
            break;
        }
        line += size;
    }
    size_t at = line;
    while (at < text.size) {
        size_t size = character_size((unsigned char)text.bytes[at]);
        if (size > text.size - at ||
            !jb_utf8_valid((jb_slice){ .bytes = text.bytes + at, .size = size })) {
            break;
        }
        at += size;
    }
    return at;
}

static void fault_encoding(jb_reader *reader, jb_slice text)
{
    size_t at = first_invalid(text);
    if (begins_with(text, "\xff\xfe", 2) || begins_with(text, "\xfe\xff", 2)) {
        jb_fault_at(reader, 0, "not_utf8", "The file is UTF-16; save it as UTF-8.");
    } else if (at < text.size && text.bytes[at] == '\0') {
        jb_fault_at(reader, at, "not_utf8", "The file holds a NUL byte; it is not a text file.");
    } else {
        jb_fault_at(reader, at, "not_utf8",
                    "The file is not UTF-8 from here on; save it as UTF-8.");
    }
}

/* Walks the whole text; false and a problem if it is not JSON, or becomes too large a tree. */
static bool scan_all(jb_reader *reader, jb_slice text, size_t weight_max)
{
    jb_scan scan;
    jb_scan_init(&scan, text);
    jb_token token = jb_scan_next(&scan);
    while (token != JB_TOKEN_END && token != JB_TOKEN_FAULT && scan.weight <= weight_max) {
        token = jb_scan_next(&scan);
    }
    if (token != JB_TOKEN_FAULT && scan.weight > weight_max) {
        jb_fault_at(reader, scan.start, "too_large",
                    "There is more in this file than fits into memory from here on; split it.");
        return false;
    }
    if (token == JB_TOKEN_FAULT) {
        jb_fault_at(reader, scan.start, scan.fault_code, "This is not JSON: %s.", scan.fault);
        return false;
    }
    return true;
}

void jb_read_document(jb_reader *reader, jb_slice file, size_t size_max, jb_slice *text,
                      cJSON **tree)
{
    *tree = NULL;
    *text = file;
    if (file.size > size_max) {
        *text = jb_slice_of("");
        jb_fault_at(reader, 0, "too_large", "The file is larger than %zu MiB.",
                    size_max / ((size_t)1024 * 1024));
    } else {
        if (begins_with(file, "\xef\xbb\xbf", 3)) {
            *text = (jb_slice){ .bytes = file.bytes + 3, .size = file.size - 3 };
        }
        if (text->size == 0) {
            *text = jb_slice_of("");
            jb_fault_at(reader, 0, "empty_file", "The file is empty.");
        } else if (!jb_utf8_valid(*text)) {
            fault_encoding(reader, *text);
        } else {
            if (reader->report) {
                (void)snprintf(reader->report->encoding, sizeof reader->report->encoding, "utf-8");
            }
            if (scan_all(reader, *text, JB_TREE_BYTES_MAX)) {
                *tree = cJSON_ParseWithLength(text->bytes, text->size);
                reader->out_of_memory = reader->out_of_memory || *tree == NULL;
            }
        }
    }
    if (!*tree) {
        jb_reader_locate(reader, *text, NULL);
    }
}
