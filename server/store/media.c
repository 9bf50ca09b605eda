/*
 * The media of banks and contests. Bytes are kept once under their hash, however many banks bring
 * them; banks and contests say which they use, and a medium nobody uses goes. What comes back out
 * has the hash it is kept under, or it does not come out.
 */
#include "store_internal.h"

#include "jinbang/assert.h"

jb_status jb_db_media_put(jb_db *db, const jb_hash *hash, const char *mime, jb_slice bytes)
{
    jb_query query;

    JB_ASSERT(bytes.size > 0);
    jb_query_begin(&query, db, JB_SQL_MEDIA_PUT);
    jb_query_blob(&query, hash->bytes, JB_HASH_SIZE);
    jb_query_string(&query, mime);
    jb_query_blob(&query, bytes.bytes, bytes.size);
    return jb_query_run(&query);
}

jb_status jb_db_media_get(jb_db *db, const jb_hash *hash, jb_buffer *mime, jb_buffer *bytes)
{
    jb_query query;
    jb_status status;
    jb_hash found;
    jb_slice text = { .bytes = NULL, .size = 0 };
    jb_slice blob = { .bytes = NULL, .size = 0 };
    bool there;

    jb_query_begin(&query, db, JB_SQL_MEDIA_GET);
    jb_query_blob(&query, hash->bytes, JB_HASH_SIZE);
    there = jb_query_next(&query);
    if (there) {
        text = jb_query_get_text(&query, 0);
        blob = jb_query_get_bytes(&query, 1);
    }
    if (there && query.code == SQLITE_ROW) {
        jb_hash_of(&blob, 1, &found);
        if (!jb_hash_equal(&found, hash)) {
            query.code = SQLITE_CORRUPT;
        } else {
            jb_buffer_append(mime, text.bytes, text.size);
            jb_buffer_append(bytes, blob.bytes, blob.size);
        }
    }
    status = jb_query_end(&query);
    if (status == JB_OK && !there) {
        return jb_db_say(db, JB_ERR_NOT_FOUND, "there is no such medium");
    }
    if (status == JB_OK && (mime->failed || bytes->failed)) {
        return jb_db_say(db, JB_ERR_MEMORY, "memory has run out");
    }
    return status;
}

jb_status jb_db_media_of_bank(jb_db *db, const char *bank, const jb_hash *hash)
{
    jb_query query;

    jb_query_begin(&query, db, JB_SQL_MEDIA_OF_BANK);
    jb_query_string(&query, bank);
    jb_query_blob(&query, hash->bytes, JB_HASH_SIZE);
    return jb_query_run(&query);
}

jb_status jb_db_media_of_contest(jb_db *db, int64_t contest, const jb_hash *hash)
{
    jb_query query;

    jb_query_begin(&query, db, JB_SQL_MEDIA_OF_CONTEST);
    jb_query_int(&query, contest);
    jb_query_blob(&query, hash->bytes, JB_HASH_SIZE);
    return jb_query_run(&query);
}

jb_status jb_db_media_sweep(jb_db *db)
{
    jb_query query;

    jb_query_begin(&query, db, JB_SQL_MEDIA_SWEEP);
    return jb_query_run(&query);
}
