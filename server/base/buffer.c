/*
 * A growable run of bytes with a limit and a sticky failure, see buffer.h.
 */
#include "jinbang/buffer.h"

#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"

static const size_t size_max_default = (size_t)64 * 1024 * 1024;
static const size_t capacity_first = 256;

void jb_buffer_init(jb_buffer *buffer, size_t size_max)
{
    JB_ASSERT(buffer != NULL);
    *buffer = (jb_buffer){ .size_max = size_max ? size_max : size_max_default };
}

void jb_buffer_finish(jb_buffer *buffer)
{
    if (!buffer) {
        return;
    }
    free(buffer->bytes);
    buffer->bytes = NULL;
    buffer->size = 0;
    buffer->capacity = 0;
}

void jb_buffer_clear(jb_buffer *buffer)
{
    buffer->size = 0;
    buffer->failed = false;
    if (buffer->bytes) {
        buffer->bytes[0] = '\0';
    }
}

/* Makes room for `size` more bytes and the final NUL. */
static bool reserve(jb_buffer *buffer, size_t size)
{
    if (buffer->failed || size > buffer->size_max - buffer->size) {
        buffer->failed = true;
        return false;
    }
    size_t needed = buffer->size + size + 1;
    if (needed <= buffer->capacity) {
        return true;
    }
    size_t capacity = buffer->capacity ? buffer->capacity : capacity_first;
    while (capacity < needed) {
        capacity *= 2;
    }
    char *bytes = realloc(buffer->bytes, capacity);
    if (!bytes) {
        buffer->failed = true;
        return false;
    }
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return true;
}

void jb_buffer_append(jb_buffer *buffer, const void *bytes, size_t size)
{
    JB_ASSERT(size == 0 || bytes != NULL);
    if (size == 0 || !reserve(buffer, size)) {
        return;
    }
    memcpy(buffer->bytes + buffer->size, bytes, size);
    buffer->size += size;
    buffer->bytes[buffer->size] = '\0';
}

void jb_buffer_append_text(jb_buffer *buffer, const char *text)
{
    jb_buffer_append(buffer, text, strlen(text));
}

void jb_buffer_append_char(jb_buffer *buffer, char c)
{
    if (reserve(buffer, 1)) {
        buffer->bytes[buffer->size++] = c;
        buffer->bytes[buffer->size] = '\0';
    }
}

char *jb_buffer_room(jb_buffer *buffer, size_t size)
{
    return reserve(buffer, size) ? buffer->bytes + buffer->size : NULL;
}

void jb_buffer_grow(jb_buffer *buffer, size_t size)
{
    JB_ASSERT(size < buffer->capacity - buffer->size);
    buffer->size += size;
    buffer->bytes[buffer->size] = '\0';
}

const char *jb_buffer_text(const jb_buffer *buffer)
{
    return buffer->bytes ? buffer->bytes : "";
}

jb_slice jb_buffer_slice(const jb_buffer *buffer)
{
    return (jb_slice){ .bytes = jb_buffer_text(buffer), .size = buffer->size };
}

jb_slice jb_slice_of(const char *text)
{
    return (jb_slice){ .bytes = text, .size = strlen(text) };
}

bool jb_slice_equal(jb_slice a, jb_slice b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.bytes, b.bytes, a.size) == 0);
}
