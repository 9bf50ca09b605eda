/*
 * The catalog: banks and contests as they are kept, contest clocks and participants. Plain rows in,
 * plain rows out; what is in a document or a plan is for other modules to know.
 */
#include <string.h>

#include "event_body.h"
#include "jinbang/assert.h"
#include "jinbang/db.h"
#include "jinbang/limits.h"
#include "jinbang/roster.h"
#include "store_internal.h"

/* ---- banks ---- */

jb_status jb_db_bank_insert(jb_db *db, const jb_bank_row *row)
{
    jb_query query;

    jb_query_begin(&query, db, JB_SQL_BANK_INSERT);
    jb_query_string(&query, row->id);
    jb_query_string(&query, row->name);
    jb_query_string(&query, row->document);
    jb_query_int(&query, row->question_count);
    jb_query_int(&query, row->created_at);
    return jb_query_run(&query);
}

/* The columns that list and get have in common. */
static jb_bank_row read_bank(jb_query *query)
{
    const jb_slice study = jb_query_get_text(query, 5);

    return (jb_bank_row){
        .id = jb_query_get_text(query, 0).bytes,
        .name = jb_query_get_text(query, 1).bytes,
        .question_count = jb_query_get_int(query, 2),
        .created_at = jb_query_get_int(query, 3),
        .revision = jb_query_get_int(query, 4),
        .study = study.size > 0 ? study.bytes : NULL,
    };
}

jb_status jb_db_bank_list(jb_db *db, jb_bank_each each, void *user)
{
    jb_query query;

    jb_query_begin(&query, db, JB_SQL_BANK_LIST);
    while (jb_query_next(&query)) {
        jb_bank_row row = read_bank(&query);

        if (query.code != SQLITE_ROW || !each(user, &row)) {
            break;
        }
    }
    return jb_query_end(&query);
}

static jb_status get_bank(jb_db *db, jb_sql sql, const char *by, jb_bank_each each, void *user)
{
    jb_query query;
    bool found;

    jb_query_begin(&query, db, sql);
    jb_query_string(&query, by);
    found = jb_query_next(&query);
    if (found) {
        jb_bank_row row = read_bank(&query);

        row.document = jb_query_get_text(&query, 6).bytes;
        if (query.code == SQLITE_ROW) {
            (void)each(user, &row);
        }
    }
    if (query.code == SQLITE_DONE) {
        jb_status status = jb_query_end(&query);

        return status != JB_OK ? status : jb_db_say(db, JB_ERR_NOT_FOUND, "there is no such bank");
    }
    return jb_query_end(&query);
}

jb_status jb_db_bank_get(jb_db *db, const char *id, jb_bank_each each, void *user)
{
    return get_bank(db, JB_SQL_BANK_GET, id, each, user);
}

jb_status jb_db_bank_studied(jb_db *db, const char *code, jb_bank_each each, void *user)
{
    return get_bank(db, JB_SQL_BANK_STUDIED, code, each, user);
}

jb_status jb_db_bank_study(jb_db *db, const char *id, const char *code)
{
    jb_query query;

    jb_query_begin(&query, db, JB_SQL_BANK_STUDY);
    jb_query_string(&query, id);
    if (code) {
        jb_query_string(&query, code);
    } else {
        jb_query_null(&query);
    }
    return jb_query_run_change(&query);
}

jb_status jb_db_bank_update(jb_db *db, const jb_bank_row *row)
{
    jb_query query;

    jb_query_begin(&query, db, JB_SQL_BANK_UPDATE);
    jb_query_string(&query, row->id);
    jb_query_int(&query, row->revision);
    jb_query_string(&query, row->document);
    jb_query_int(&query, row->question_count);
    jb_query_string(&query, row->name);
    return jb_query_run_change(&query);
}

jb_status jb_db_bank_delete(jb_db *db, const char *id)
{
    jb_query query;
    jb_status status = jb_db_begin(db);

    if (status != JB_OK) {
        return status;
    }
    jb_query_begin(&query, db, JB_SQL_BANK_DELETE);
    jb_query_string(&query, id);
    status = jb_query_run_change(&query);
    if (status == JB_OK) {
        status = jb_db_media_sweep(db);
    }
    if (status == JB_OK) {
        status = jb_db_commit(db);
    }
    if (status != JB_OK) {
        jb_db_rollback(db);
    }
    return status;
}

/* ---- contests ---- */

jb_status jb_db_contest_insert(jb_db *db, const jb_contest_row *row, int64_t *contest)
{
    jb_query query;
    jb_status status;

    jb_query_begin(&query, db, JB_SQL_CONTEST_INSERT);
    jb_query_string(&query, row->id);
    jb_query_string(&query, row->code);
    jb_query_string(&query, row->plan);
    jb_query_string(&query, row->title);
    jb_query_int(&query, row->created_at);
    if (row->finished_at == 0) {
        jb_query_null(&query);
    } else {
        jb_query_int(&query, row->finished_at);
    }
    jb_query_int(&query, row->open ? 1 : 0);
    status = jb_query_run(&query);
    if (status == JB_OK) {
        *contest = sqlite3_last_insert_rowid(db->handle);
    }
    return status;
}

static jb_contest_row read_contest(jb_query *query)
{
    return (jb_contest_row){
        .contest = jb_query_get_int(query, 0),
        .id = jb_query_get_text(query, 1).bytes,
        .code = jb_query_get_text(query, 2).bytes,
        .open = jb_query_get_int(query, 3) != 0,
        .created_at = jb_query_get_int(query, 4),
        .finished_at = jb_query_is_null(query, 5) ? 0 : jb_query_get_int(query, 5),
        .title = jb_query_get_text(query, 6).bytes,
        .players = jb_query_get_u32(query, 7),
        .turns = jb_query_get_u32(query, 8),
        .archived = jb_query_get_int(query, 9) != 0,
        .opens_at = jb_query_get_int(query, 10),
        .closes_at = jb_query_get_int(query, 11),
    };
}

/* Six digits are a join code; the ids we give are longer. */
static bool is_code(const char *id)
{
    return strlen(id) == JB_CODE_DIGITS && strspn(id, "0123456789") == JB_CODE_DIGITS;
}

jb_status jb_db_contest_get(jb_db *db, const char *id, jb_contest_each each, void *user)
{
    jb_query query;

    jb_query_begin(&query, db, is_code(id) ? JB_SQL_CONTEST_BY_CODE : JB_SQL_CONTEST_GET);
    jb_query_string(&query, id);
    if (jb_query_next(&query)) {
        jb_contest_row row = read_contest(&query);

        row.plan = jb_query_get_text(&query, 12).bytes;
        if (query.code == SQLITE_ROW) {
            (void)each(user, &row);
        }
    }
    if (query.code == SQLITE_DONE) {
        jb_status status = jb_query_end(&query);

        return status != JB_OK ? status
                               : jb_db_say(db, JB_ERR_NOT_FOUND, "there is no such contest");
    }
    return jb_query_end(&query);
}

jb_status jb_db_contest_list(jb_db *db, jb_contest_each each, void *user)
{
    jb_query query;

    jb_query_begin(&query, db, JB_SQL_CONTEST_LIST);
    while (jb_query_next(&query)) {
        jb_contest_row row = read_contest(&query);

        if (query.code != SQLITE_ROW || !each(user, &row)) {
            break;
        }
    }
    return jb_query_end(&query);
}

jb_status jb_db_contest_named(jb_db *db, jb_time before, jb_contest_each each, void *user)
{
    jb_query query;
    jb_status status;
    bool found;

    jb_query_begin(&query, db, JB_SQL_CONTEST_NAMED);
    jb_query_int(&query, before);
    found = jb_query_next(&query);
    if (found) {
        const jb_contest_row row = read_contest(&query);

        if (query.code == SQLITE_ROW) {
            (void)each(user, &row);
        }
    }
    status = jb_query_end(&query);
    if (status == JB_OK && !found) {
        return jb_db_say(db, JB_ERR_NOT_FOUND, "no contest has names that are to go");
    }
    return status;
}

jb_status jb_db_contest_finish(jb_db *db, int64_t contest, jb_time finished_at)
{
    jb_query query;

    jb_query_begin(&query, db, JB_SQL_CONTEST_FINISH);
    jb_query_int(&query, finished_at);
    jb_query_int(&query, contest);
    return jb_query_run_change(&query);
}

jb_status jb_db_contest_close(jb_db *db, int64_t contest)
{
    jb_query query;

    jb_query_begin(&query, db, JB_SQL_CONTEST_CLOSE);
    jb_query_int(&query, contest);
    return jb_query_run_change(&query);
}

jb_status jb_db_contest_schedule(jb_db *db, int64_t contest, jb_time opens_at, jb_time closes_at)
{
    jb_query query;

    jb_query_begin(&query, db, JB_SQL_CONTEST_SCHEDULE);
    jb_query_int(&query, contest);
    jb_query_int(&query, opens_at);
    jb_query_int(&query, closes_at);
    return jb_query_run_change(&query);
}

jb_status jb_db_contest_archive(jb_db *db, int64_t contest, bool archived)
{
    jb_query query;

    jb_query_begin(&query, db, JB_SQL_CONTEST_ARCHIVE);
    jb_query_int(&query, contest);
    jb_query_int(&query, archived ? 1 : 0);
    return jb_query_run_change(&query);
}

jb_status jb_db_clock_get(jb_db *db, int64_t contest, jb_time *now)
{
    jb_query query;
    jb_time value = 0;
    jb_status status;

    jb_query_begin(&query, db, JB_SQL_CLOCK_GET);
    jb_query_int(&query, contest);
    if (jb_query_next(&query)) {
        value = jb_query_get_int(&query, 0);
    }
    status = jb_query_end(&query);
    /* An entry made from then on must have a time that can be read back. */
    if (status == JB_OK && (value < 0 || value > JB_EXACT_MAX / 2)) {
        status = jb_db_say(db, JB_ERR_CORRUPT, "the clock that was noted is none of a contest");
    }
    if (status == JB_OK) {
        *now = value;
    }
    return status;
}

jb_status jb_db_clock_set(jb_db *db, int64_t contest, jb_time now)
{
    jb_query query;

    jb_query_begin(&query, db, JB_SQL_CLOCK_SET);
    jb_query_int(&query, contest);
    jb_query_int(&query, now);
    return jb_query_run(&query);
}

/* ---- participants ---- */

void jb_name_hash(jb_slice name, const unsigned char salt[JB_SALT_SIZE], jb_hash *out)
{
    const jb_slice parts[] = {
        { .bytes = (const char *)salt, .size = JB_SALT_SIZE },
        name,
    };

    jb_hash_of(parts, sizeof(parts) / sizeof(parts[0]), out);
}

jb_status jb_db_participant_put(jb_db *db, int64_t contest, const jb_participant_row *row)
{
    jb_query query;

    JB_ASSERT(row->player > 0);
    jb_query_begin(&query, db, JB_SQL_PARTICIPANT_PUT);
    jb_query_int(&query, contest);
    jb_query_int(&query, row->player);
    jb_query_int(&query, row->team);
    if (row->name.size == 0) {
        jb_query_null(&query);
    } else {
        jb_query_text(&query, row->name);
    }
    jb_query_blob(&query, row->salt, JB_SALT_SIZE);
    jb_query_blob(&query, row->token.bytes, JB_HASH_SIZE);
    return jb_query_run(&query);
}

jb_status jb_db_participant_list(jb_db *db, int64_t contest, jb_participant_each each, void *user)
{
    jb_query query;

    jb_query_begin(&query, db, JB_SQL_PARTICIPANT_LIST);
    jb_query_int(&query, contest);
    while (jb_query_next(&query)) {
        jb_participant_row row = {
            .player = jb_query_get_u32(&query, 0),
            .team = jb_query_get_u32(&query, 1),
            .name = { .bytes = "", .size = 0 },
        };

        if (!jb_query_is_null(&query, 2)) {
            row.name = jb_query_get_text(&query, 2);
        }
        jb_query_get_blob(&query, 3, row.salt, sizeof(row.salt));
        jb_query_get_blob(&query, 4, row.token.bytes, sizeof(row.token.bytes));
        if (query.code != SQLITE_ROW || !each(user, &row)) {
            break;
        }
    }
    return jb_query_end(&query);
}

jb_status jb_db_participant_erase(jb_db *db, int64_t contest)
{
    jb_query query;
    jb_status status = jb_db_roster_erase(db, contest);

    if (status != JB_OK) {
        return status;
    }
    jb_query_begin(&query, db, JB_SQL_PARTICIPANT_ERASE);
    jb_query_int(&query, contest);
    status = jb_query_run(&query);
    return status == JB_OK ? jb_db_empty_log(db) : status;
}
