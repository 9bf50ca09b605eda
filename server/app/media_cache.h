#ifndef JINBANG_MEDIA_CACHE_H
#define JINBANG_MEDIA_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "jinbang/hash.h"
#include "jinbang/net.h"
#include "jinbang/status.h"

/*
 * Media that were asked for lately, and who waits for one that is being read: a hall asks for the
 * same picture in the same second, and the database is asked once. For the loop thread.
 */
enum {
    JB_MEDIA_CACHE_BYTES = 64 * 1024 * 1024,
    JB_MEDIA_CACHE_COUNT = 512,
    JB_MEDIA_MIME_SIZE = 32
};

typedef struct jb_media_cache jb_media_cache;

/* NULL: no memory. bytes_max: of all that is kept, without what is only waited for. */
jb_media_cache *jb_media_cache_create(size_t bytes_max);
void jb_media_cache_destroy(jb_media_cache *cache); /* NULL is fine */

/* Borrowed until the next call. */
typedef struct jb_media_found {
    jb_body *body; /* NULL: there is no such medium, or it cannot be read (`status`) */
    const char *mime;
    jb_status status;
} jb_media_found;

typedef enum jb_media_answer {
    JB_MEDIA_HERE,  /* *found says what */
    JB_MEDIA_READ,  /* the caller is to read it and to call jb_media_cache_give */
    JB_MEDIA_WAIT,  /* somebody is reading it; the waiter will be told */
    JB_MEDIA_FAILED /* no memory */
} jb_media_answer;

/* Asks for a medium on behalf of a waiter (a request). */
jb_media_answer jb_media_cache_ask(jb_media_cache *cache, const jb_hash *hash, uint64_t waiter,
                                   jb_media_found *found);
typedef struct jb_media_read {
    jb_hash hash;
    jb_status status;
    const char *mime;
    jb_buffer *bytes; /* borrowed; emptied when taken over */
} jb_media_read;

typedef void (*jb_media_tell)(void *user, uint64_t waiter, const jb_media_found *found);

/* What was read: `bytes` are taken over if the status is JB_OK. Calls `tell` for every waiter, the
 * one that was told to read first; it must not call the cache. */
void jb_media_cache_give(jb_media_cache *cache, const jb_media_read *read, jb_media_tell tell,
                         void *user);

#endif
