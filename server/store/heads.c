/*
 * The heads that people were shown. They are kept because a log that was cut off at its end is
 * whole in itself: only somebody who knows of a later entry can tell. The table is as easy to
 * change as the log is; what counts in the end is what people have noted (docs/trust.md).
 */
#include "jinbang/assert.h"
#include "jinbang/db.h"
#include "store_internal.h"

static jb_status put(jb_db *db, int64_t contest, jb_time now, const jb_log_head *head)
{
    jb_query query;

    jb_query_begin(&query, db, JB_SQL_HEAD_PUT);
    jb_query_int(&query, contest);
    jb_query_int(&query, (int64_t)head->seq);
    jb_query_int(&query, now);
    jb_query_blob(&query, head->hash.bytes, JB_HASH_SIZE);
    return jb_query_run(&query);
}

jb_status jb_db_head_show(jb_db *db, int64_t contest, jb_time now, jb_log_head *head)
{
    jb_log_head last = { .seq = 0 };
    jb_status status = jb_db_begin(db);

    if (status != JB_OK) {
        return status;
    }
    status = jb_db_log_head(db, contest, &last);
    if (status == JB_OK && last.seq == 0) {
        status = jb_db_say(db, JB_ERR_NOT_FOUND, "the log is empty");
    }
    if (status == JB_OK) {
        status = put(db, contest, now, &last);
    }
    if (status == JB_OK) {
        status = jb_db_commit(db);
    }
    if (status != JB_OK) {
        jb_db_rollback(db);
        return status;
    }
    *head = last;
    return JB_OK;
}

jb_status jb_db_head_list(jb_db *db, int64_t contest, jb_head_each each, void *user)
{
    jb_query query;

    jb_query_begin(&query, db, JB_SQL_HEAD_LIST);
    jb_query_int(&query, contest);
    while (jb_query_next(&query)) {
        const int64_t seq = jb_query_get_int(&query, 0);
        jb_shown_head shown = { .shown_at = jb_query_get_int(&query, 1) };

        jb_query_get_blob(&query, 2, shown.head.hash.bytes, JB_HASH_SIZE);
        shown.head.seq = seq > 0 ? (uint64_t)seq : 0;
        if (query.code != SQLITE_ROW || !each(user, &shown)) {
            break;
        }
    }
    return jb_query_end(&query);
}
