/*
 * The log of a contest and its chain. Every entry carries SHA-256(hash before it || line), where
 * the line is the text "seq at kind body" and the hash before the first entry is SHA-256 of the
 * contest's public id. Adding is one insert; reading goes through the whole log and believes
 * nothing: numbers without a gap, the hash of every entry, the body decoded strictly.
 */
#include <inttypes.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/db.h"
#include "jinbang/decimal.h"
#include "store_internal.h"

/* "seq at kind ": two numbers of up to 20 characters and a name of ours. */
#define LINE_START_MAX 96

static jb_slice hash_slice(const jb_hash *hash)
{
    return (jb_slice){ .bytes = (const char *)hash->bytes, .size = JB_HASH_SIZE };
}

/* "seq at kind " in front of the body. */
static size_t write_start(const jb_log_head *head, jb_time at, jb_slice kind,
                          char start[LINE_START_MAX])
{
    size_t size = jb_decimal_format((int64_t)(head->seq + 1), 0, start);

    start[size++] = ' ';
    size += jb_decimal_format(at, 0, start + size);
    start[size++] = ' ';
    JB_ASSERT(size + kind.size < LINE_START_MAX);
    memcpy(start + size, kind.bytes, kind.size);
    size += kind.size;
    start[size++] = ' ';
    return size;
}

/* The hash of the entry after `head`. */
static void chain_hash(const jb_db *db, const jb_log_head *head, jb_time at, jb_slice kind,
                       jb_slice body, jb_hash *out)
{
    char start[LINE_START_MAX];
    const jb_slice parts[3] = {
        hash_slice(&head->hash),
        { .bytes = start, .size = write_start(head, at, kind, start) },
        body,
    };

    jb_hasher_of(db->hasher, parts, sizeof(parts) / sizeof(parts[0]), out);
}

/* The head of an empty log. */
static jb_status log_start(jb_db *db, int64_t contest, jb_log_head *head)
{
    jb_query query;
    jb_log_head start = { .seq = 0 };
    jb_status status;
    bool found;

    jb_query_begin(&query, db, JB_SQL_CONTEST_ID);
    jb_query_int(&query, contest);
    found = jb_query_next(&query);
    if (found) {
        jb_slice id = jb_query_get_text(&query, 0);

        jb_hash_of(&id, 1, &start.hash);
    }
    status = jb_query_end(&query);
    if (status != JB_OK) {
        return status;
    }
    if (!found) {
        return jb_db_say(db, JB_ERR_NOT_FOUND, "there is no contest %" PRId64, contest);
    }
    *head = start;
    return JB_OK;
}

jb_status jb_db_log_head(jb_db *db, int64_t contest, jb_log_head *head)
{
    jb_query query;
    jb_log_head last = { .seq = 0 };
    jb_status status;
    bool found;

    jb_query_begin(&query, db, JB_SQL_EVENT_HEAD);
    jb_query_int(&query, contest);
    found = jb_query_next(&query);
    if (found) {
        last.seq = (uint64_t)jb_query_get_int(&query, 0);
        jb_query_get_blob(&query, 1, last.hash.bytes, JB_HASH_SIZE);
    }
    status = jb_query_end(&query);
    if (status != JB_OK) {
        return status;
    }
    if (!found) {
        return log_start(db, contest, head);
    }
    *head = last;
    return JB_OK;
}

jb_status jb_db_log_append(jb_db *db, int64_t contest, jb_log_head *head, jb_event_type type,
                           jb_time at, jb_slice body)
{
    const char *kind = jb_event_name(type);
    jb_log_head next = { .seq = head->seq + 1 };
    jb_query query;
    jb_status status;

    JB_ASSERT(kind != NULL);
    JB_ASSERT(body.size > 0 && body.size <= JB_BODY_SIZE_MAX);
    JB_ASSERT(next.seq <= INT64_MAX);
    chain_hash(db, head, at, jb_slice_of(kind), body, &next.hash);
    jb_query_begin(&query, db, JB_SQL_EVENT_APPEND);
    jb_query_int(&query, contest);
    jb_query_int(&query, (int64_t)next.seq);
    jb_query_int(&query, at);
    jb_query_string(&query, kind);
    jb_query_text(&query, body);
    jb_query_blob(&query, next.hash.bytes, JB_HASH_SIZE);
    status = jb_query_run(&query);
    if (status == JB_OK) {
        *head = next;
    }
    return status;
}

/* Checks the row against the head before it and moves the head on. Returns what is wrong with it,
 * or NULL. */
static const char *check_row(jb_query *query, jb_log_head *head, jb_log_entry *entry)
{
    int64_t seq = jb_query_get_int(query, 0);
    jb_time at = jb_query_get_int(query, 1);
    jb_slice kind = jb_query_get_text(query, 2);
    jb_hash expected;

    entry->body = jb_query_get_text(query, 3);
    jb_query_get_blob(query, 4, entry->hash.bytes, JB_HASH_SIZE);
    if (query->code != SQLITE_ROW) {
        return NULL;
    }
    if (seq < 0 || (uint64_t)seq != head->seq + 1) {
        return "is missing from the log";
    }
    if (kind.size == 0 || kind.size > LINE_START_MAX / 3 || entry->body.size > JB_BODY_SIZE_MAX) {
        return "is larger than an entry can be";
    }
    chain_hash(query->db, head, at, kind, entry->body, &expected);
    if (!jb_hash_equal(&expected, &entry->hash)) {
        return "does not follow from the one before: its hash is another";
    }
    entry->seq = (uint64_t)seq;
    head->seq = entry->seq;
    head->hash = entry->hash;
    return NULL;
}

/* Steps to the next entry. *wrong: what is wrong with it, or NULL. */
static bool next_entry(jb_query *query, jb_log_head *head, jb_log_entry *entry, const char **wrong)
{
    *wrong = NULL;
    if (!jb_query_next(query)) {
        return false;
    }
    *wrong = check_row(query, head, entry);
    return *wrong == NULL && query->code == SQLITE_ROW;
}

jb_status jb_db_log_read(jb_db *db, int64_t contest, jb_log_each each, void *user)
{
    jb_event_parts parts;
    jb_event event;
    jb_log_entry entry = { .event = &event };
    jb_log_head head = { .seq = 0 };
    jb_query query;
    const char *wrong = NULL;
    jb_status ended;
    jb_status status = log_start(db, contest, &head);

    if (status != JB_OK) {
        return status;
    }
    jb_query_begin(&query, db, JB_SQL_EVENT_READ);
    jb_query_int(&query, contest);
    while (next_entry(&query, &head, &entry, &wrong)) {
        jb_time at = jb_query_get_int(&query, 1);
        const char *kind = jb_query_get_text(&query, 2).bytes;

        status = jb_event_decode(kind, at, entry.body.bytes, &event, &parts);
        if (status != JB_OK || !each(user, &entry)) {
            break;
        }
    }
    ended = jb_query_end(&query);
    if (status == JB_ERR_CORRUPT) {
        return jb_db_say(db, status, "entry %" PRIu64 " cannot be read: its kind or body is wrong",
                         head.seq);
    }
    if (status != JB_OK) {
        return jb_db_say(db, status, "memory has run out");
    }
    status = ended;
    if (status == JB_OK && wrong != NULL) {
        status = jb_db_say(db, JB_ERR_CORRUPT, "entry %" PRIu64 " %s", head.seq + 1, wrong);
    }
    return status;
}
