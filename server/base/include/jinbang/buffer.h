#ifndef JINBANG_BUFFER_H
#define JINBANG_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

#include "jinbang/status.h"

/*
 * A growable run of bytes. Appending never fails loudly: when memory or the limit runs out the
 * buffer remembers it in `failed`, keeps what it has, and ignores what follows, so that a writer
 * checks once at the end. `bytes` is always followed by a NUL that `size` does not count.
 */
typedef struct jb_buffer {
    char *bytes;
    size_t size;
    size_t capacity;
    size_t size_max;
    bool failed;
} jb_buffer;

/* A borrowed run of bytes, not NUL-terminated. */
typedef struct jb_slice {
    const char *bytes;
    size_t size;
} jb_slice;

/* Starts empty; nothing is allocated yet. size_max 0 means 64 MiB. */
void jb_buffer_init(jb_buffer *buffer, size_t size_max);
void jb_buffer_finish(jb_buffer *buffer);

/* Empties it, keeps the memory, forgets a failure. */
void jb_buffer_clear(jb_buffer *buffer);

void jb_buffer_append(jb_buffer *buffer, const void *bytes, size_t size);
void jb_buffer_append_text(jb_buffer *buffer, const char *text);
void jb_buffer_append_char(jb_buffer *buffer, char c);
/* Room for `size` more bytes, to be filled; jb_buffer_grow() then says how many were. NULL: memory
 * or the limit has run out, and the buffer has failed. */
char *jb_buffer_room(jb_buffer *buffer, size_t size);
void jb_buffer_grow(jb_buffer *buffer, size_t size);

/* The bytes as a NUL-terminated string; "" when empty. Borrowed until the next append. */
const char *jb_buffer_text(const jb_buffer *buffer);

jb_slice jb_buffer_slice(const jb_buffer *buffer);
jb_slice jb_slice_of(const char *text);
bool jb_slice_equal(jb_slice a, jb_slice b);

#endif
