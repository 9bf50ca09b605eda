/* The cache of media: one reading for all who ask, what stays, what has to go. */
#include "jb_test.h"

#include <stdio.h>
#include <string.h>

#include "media_cache.h"

enum {
    TOLD_MAX = 300
};

typedef struct told {
    uint64_t waiters[TOLD_MAX];
    size_t count;
    jb_media_found found; /* of the last one */
    char bytes[64];
} told;

static void tell(void *user, uint64_t waiter, const jb_media_found *found)
{
    told *list = user;
    JB_TRUE(list->count < TOLD_MAX);
    list->waiters[list->count++] = waiter;
    list->found = *found;
    if (found->body) {
        jb_slice bytes = jb_body_bytes(found->body);
        (void)snprintf(list->bytes, sizeof list->bytes, "%.*s", (int)bytes.size, bytes.bytes);
    }
}

static jb_hash hash_of(unsigned number)
{
    jb_hash hash = { .bytes = { 0 } };
    memcpy(hash.bytes, &number, sizeof number);
    return hash;
}

static jb_media_answer ask(jb_media_cache *cache, unsigned number, uint64_t waiter)
{
    jb_hash hash = hash_of(number);
    jb_media_found found = { .body = NULL };
    jb_media_answer answer = jb_media_cache_ask(cache, &hash, waiter, &found);
    JB_TRUE((found.body != NULL) == (answer == JB_MEDIA_HERE));
    return answer;
}

static void give(jb_media_cache *cache, unsigned number, jb_status status, size_t size, told *list)
{
    jb_buffer bytes;
    jb_buffer_init(&bytes, 0);
    for (size_t i = 0; i < size; i++) {
        jb_buffer_append_char(&bytes, 'x');
    }
    jb_media_read read = {
        .hash = hash_of(number), .status = status, .mime = "image/png", .bytes = &bytes
    };
    jb_media_cache_give(cache, &read, tell, list);
    if (status == JB_OK) {
        JB_EQ_SIZE(bytes.size, 0); /* taken over */
    }
    jb_buffer_finish(&bytes);
}

static void one_reads_and_all_are_told(void **state)
{
    jb_media_cache *cache = jb_media_cache_create(100);
    told list = { .count = 0 };
    JB_EQ_I64(ask(cache, 1, 1000), JB_MEDIA_READ);
    for (uint64_t i = 1; i < 200; i++) {
        JB_EQ_I64(ask(cache, 1, 1000 + i), JB_MEDIA_WAIT);
    }
    JB_EQ_I64(ask(cache, 2, 7), JB_MEDIA_READ);
    give(cache, 1, JB_OK, 3, &list);
    JB_EQ_SIZE(list.count, 200);
    for (uint64_t i = 0; i < 200; i++) {
        JB_EQ_U64(list.waiters[i], 1000 + i);
    }
    JB_EQ_STR(list.bytes, "xxx");
    JB_EQ_STR(list.found.mime, "image/png");
    JB_EQ_I64(ask(cache, 1, 5), JB_MEDIA_HERE);
    JB_EQ_I64(ask(cache, 2, 8), JB_MEDIA_WAIT);
    give(cache, 2, JB_OK, 1, &list);
    JB_EQ_SIZE(list.count, 202);
    jb_media_cache_destroy(cache);
}

static void what_is_not_there_is_told_and_not_kept(void **state)
{
    jb_media_cache *cache = jb_media_cache_create(100);
    told list = { .count = 0 };
    JB_EQ_I64(ask(cache, 1, 1), JB_MEDIA_READ);
    JB_EQ_I64(ask(cache, 1, 2), JB_MEDIA_WAIT);
    give(cache, 1, JB_ERR_NOT_FOUND, 0, &list);
    JB_EQ_SIZE(list.count, 2);
    JB_EQ_I64(list.found.status, JB_ERR_NOT_FOUND);
    assert_null(list.found.body);
    JB_EQ_I64(ask(cache, 1, 3), JB_MEDIA_READ);
    jb_media_cache_destroy(cache); /* with somebody waiting */
}

static void the_least_lately_used_make_room(void **state)
{
    jb_media_cache *cache = jb_media_cache_create(10);
    told list = { .count = 0 };
    for (unsigned i = 1; i <= 3; i++) {
        JB_EQ_I64(ask(cache, i, i), JB_MEDIA_READ);
        give(cache, i, JB_OK, 3, &list);
    }
    JB_EQ_I64(ask(cache, 1, 9), JB_MEDIA_HERE); /* now 2 is the oldest */
    JB_EQ_I64(ask(cache, 4, 4), JB_MEDIA_READ);
    give(cache, 4, JB_OK, 4, &list);
    JB_EQ_I64(ask(cache, 1, 9), JB_MEDIA_HERE);
    JB_EQ_I64(ask(cache, 3, 9), JB_MEDIA_HERE);
    JB_EQ_I64(ask(cache, 4, 9), JB_MEDIA_HERE);
    JB_EQ_I64(ask(cache, 2, 9), JB_MEDIA_READ);
    give(cache, 2, JB_OK, 10, &list); /* everything else goes */
    JB_EQ_I64(ask(cache, 2, 9), JB_MEDIA_HERE);
    JB_EQ_I64(ask(cache, 4, 9), JB_MEDIA_READ);
    give(cache, 4, JB_OK, 11, &list); /* never fits, and is told all the same */
    JB_EQ_STR(list.bytes, "xxxxxxxxxxx");
    JB_EQ_I64(ask(cache, 2, 9), JB_MEDIA_HERE);
    JB_EQ_I64(ask(cache, 4, 9), JB_MEDIA_READ);
    jb_media_cache_destroy(cache);
}

static void small_ones_are_limited_in_number(void **state)
{
    jb_media_cache *cache = jb_media_cache_create(1000000);
    told list = { .count = 0 };
    for (unsigned i = 0; i <= JB_MEDIA_CACHE_COUNT; i++) {
        list.count = 0;
        JB_EQ_I64(ask(cache, i, i), JB_MEDIA_READ);
        give(cache, i, JB_OK, 1, &list);
    }
    JB_EQ_I64(ask(cache, 1, 1), JB_MEDIA_HERE);
    JB_EQ_I64(ask(cache, 0, 1), JB_MEDIA_READ);
    jb_media_cache_destroy(cache);
    jb_media_cache_destroy(NULL);
}

static jb_body *kept_body;

static void keep_body(void *user, uint64_t waiter, const jb_media_found *found)
{
    (void)user;
    (void)waiter;
    kept_body = jb_body_keep(found->body);
}

static void a_body_outlives_its_place_in_the_cache(void **state)
{
    jb_media_cache *cache = jb_media_cache_create(10);
    jb_buffer bytes;
    jb_buffer_init(&bytes, 0);
    jb_buffer_append_text(&bytes, "hello");
    JB_EQ_I64(ask(cache, 1, 1), JB_MEDIA_READ);
    jb_media_read read = {
        .hash = hash_of(1), .status = JB_OK, .mime = "image/png", .bytes = &bytes
    };
    jb_media_cache_give(cache, &read, keep_body, NULL);
    jb_media_cache_destroy(cache);
    JB_TRUE(jb_slice_equal(jb_body_bytes(kept_body), jb_slice_of("hello")));
    jb_body_drop(kept_body);
    jb_buffer_finish(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_reads_and_all_are_told),
        cmocka_unit_test(what_is_not_there_is_told_and_not_kept),
        cmocka_unit_test(the_least_lately_used_make_room),
        cmocka_unit_test(small_ones_are_limited_in_number),
        cmocka_unit_test(a_body_outlives_its_place_in_the_cache),
    };
    return JB_RUN(tests);
}
