/*
 * Two lists: what is kept, the most lately used first, and what is being read, with those who wait
 * for it. Few are in either, and comparing a hash costs less than anything else a request does.
 */
#include "media_cache.h"

#include <stdio.h>
#include <stdlib.h>

#include "jinbang/assert.h"

typedef struct kept {
    jb_hash hash;
    jb_body *body;
    char mime[JB_MEDIA_MIME_SIZE];
    struct kept *newer;
    struct kept *older;
} kept;

typedef struct reading {
    jb_hash hash;
    uint64_t *waiters;
    size_t count;
    size_t capacity;
    struct reading *next;
} reading;

struct jb_media_cache {
    kept *newest;
    kept *oldest;
    size_t count;
    size_t bytes;
    size_t bytes_max;
    reading *readings;
};

jb_media_cache *jb_media_cache_create(size_t bytes_max)
{
    jb_media_cache *cache = calloc(1, sizeof *cache);
    if (cache) {
        cache->bytes_max = bytes_max;
    }
    return cache;
}

static void detach(jb_media_cache *cache, kept *item)
{
    *(item->newer ? &item->newer->older : &cache->newest) = item->older;
    *(item->older ? &item->older->newer : &cache->oldest) = item->newer;
}

static void attach(jb_media_cache *cache, kept *item)
{
    item->newer = NULL;
    item->older = cache->newest;
    *(cache->newest ? &cache->newest->newer : &cache->oldest) = item;
    cache->newest = item;
}

static void forget(jb_media_cache *cache, kept *item)
{
    detach(cache, item);
    cache->count--;
    cache->bytes -= jb_body_bytes(item->body).size;
    jb_body_drop(item->body);
    free(item);
}

void jb_media_cache_destroy(jb_media_cache *cache)
{
    if (!cache) {
        return;
    }
    while (cache->newest) {
        forget(cache, cache->newest);
    }
    while (cache->readings) {
        reading *next = cache->readings->next;
        free(cache->readings->waiters);
        free(cache->readings);
        cache->readings = next;
    }
    free(cache);
}

static reading *find_reading(jb_media_cache *cache, const jb_hash *hash)
{
    reading *at = cache->readings;
    while (at && !jb_hash_equal(&at->hash, hash)) {
        at = at->next;
    }
    return at;
}

static bool add_waiter(reading *at, uint64_t waiter)
{
    if (at->count == at->capacity) {
        size_t capacity = at->capacity > 0 ? at->capacity * 2 : 8;
        uint64_t *waiters = realloc(at->waiters, capacity * sizeof *waiters);
        if (!waiters) {
            return false;
        }
        at->waiters = waiters;
        at->capacity = capacity;
    }
    at->waiters[at->count++] = waiter;
    return true;
}

jb_media_answer jb_media_cache_ask(jb_media_cache *cache, const jb_hash *hash, uint64_t waiter,
                                   jb_media_found *found)
{
    kept *item = cache->newest;
    while (item && !jb_hash_equal(&item->hash, hash)) {
        item = item->older;
    }
    if (item) {
        detach(cache, item);
        attach(cache, item);
        *found = (jb_media_found){ .body = item->body, .mime = item->mime, .status = JB_OK };
        return JB_MEDIA_HERE;
    }
    reading *at = find_reading(cache, hash);
    if (at) {
        return add_waiter(at, waiter) ? JB_MEDIA_WAIT : JB_MEDIA_FAILED;
    }
    at = calloc(1, sizeof *at);
    if (!at || !add_waiter(at, waiter)) {
        free(at);
        return JB_MEDIA_FAILED;
    }
    at->hash = *hash;
    at->next = cache->readings;
    cache->readings = at;
    return JB_MEDIA_READ;
}

/* Makes room and keeps the body; without memory it is simply read again next time. */
static void keep(jb_media_cache *cache, const jb_hash *hash, jb_body *body, const char *mime)
{
    size_t size = jb_body_bytes(body).size;
    kept *item = size <= cache->bytes_max ? calloc(1, sizeof *item) : NULL;
    if (!item) {
        return;
    }
    while (cache->oldest &&
           (cache->count >= JB_MEDIA_CACHE_COUNT || cache->bytes + size > cache->bytes_max)) {
        forget(cache, cache->oldest);
    }
    item->hash = *hash;
    item->body = jb_body_keep(body);
    (void)snprintf(item->mime, sizeof item->mime, "%s", mime);
    attach(cache, item);
    cache->count++;
    cache->bytes += size;
}

void jb_media_cache_give(jb_media_cache *cache, const jb_media_read *read, jb_media_tell tell,
                         void *user)
{
    reading **link = &cache->readings;
    while (*link && !jb_hash_equal(&(*link)->hash, &read->hash)) {
        link = &(*link)->next;
    }
    reading *done = *link;
    JB_ASSERT(done != NULL);
    *link = done->next;
    jb_media_found found = { .mime = read->mime, .status = read->status };
    if (read->status == JB_OK) {
        found.body = jb_body_create(read->bytes);
        found.status = found.body ? JB_OK : JB_ERR_MEMORY;
    }
    for (size_t i = 0; i < done->count; i++) {
        tell(user, done->waiters[i], &found);
    }
    if (found.body) {
        keep(cache, &read->hash, found.body, read->mime);
        jb_body_drop(found.body);
    }
    free(done->waiters);
    free(done);
}
