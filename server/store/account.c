/*
 * Accounts of organizers and the sessions of those who are signed in. Plain rows in, plain rows
 * out: what a role may do, and how a password becomes what is kept of it, is for others to say.
 */
#include "jinbang/account.h"

#include "store_internal.h"

jb_status jb_db_account_insert(jb_db *db, const jb_account_row *row, int64_t *account)
{
    jb_query query;
    jb_status status;

    jb_query_begin(&query, db, JB_SQL_ACCOUNT_INSERT);
    jb_query_string(&query, row->name);
    jb_query_string(&query, row->fold);
    jb_query_string(&query, row->role);
    jb_query_string(&query, row->password);
    jb_query_int(&query, row->created_at);
    status = jb_query_run(&query);
    if (status == JB_OK) {
        *account = sqlite3_last_insert_rowid(db->handle);
    }
    return status;
}

static void text_or_null(jb_query *query, const char *text)
{
    if (text) {
        jb_query_string(query, text);
    } else {
        jb_query_null(query);
    }
}

jb_status jb_db_account_change(jb_db *db, int64_t account, const jb_account_change *change)
{
    jb_query query;

    jb_query_begin(&query, db, JB_SQL_ACCOUNT_CHANGE);
    jb_query_int(&query, account);
    text_or_null(&query, change->role);
    text_or_null(&query, change->password);
    if (change->disabled >= 0) {
        jb_query_int(&query, change->disabled > 0);
    } else {
        jb_query_null(&query);
    }
    return jb_query_run_change(&query);
}

/* Hands every row on; *found says whether there was one. */
static jb_status read_accounts(jb_query *query, jb_account_each each, void *user, bool *found)
{
    *found = false;
    while (jb_query_next(query)) {
        jb_account_row row = {
            .account = jb_query_get_int(query, 0),
            .name = jb_query_get_text(query, 1).bytes,
            .role = jb_query_get_text(query, 2).bytes,
            .disabled = jb_query_get_int(query, 3) != 0,
            .version = jb_query_get_int(query, 4),
            .credentials = jb_query_get_int(query, 5),
            .created_at = jb_query_get_int(query, 6),
            .password = jb_query_get_text(query, 7).bytes,
        };

        if (query->code != SQLITE_ROW) {
            break;
        }
        *found = true;
        if (!each(user, &row)) {
            break;
        }
    }
    return jb_query_end(query);
}

jb_status jb_db_account_list(jb_db *db, jb_account_each each, void *user)
{
    jb_query query;
    bool found = false;

    jb_query_begin(&query, db, JB_SQL_ACCOUNT_LIST);
    return read_accounts(&query, each, user, &found);
}

jb_status jb_db_account_find(jb_db *db, jb_slice fold, jb_account_each each, void *user)
{
    jb_query query;
    bool found = false;

    jb_query_begin(&query, db, JB_SQL_ACCOUNT_FIND);
    jb_query_text(&query, fold);
    jb_status status = read_accounts(&query, each, user, &found);
    return status == JB_OK && !found ? jb_db_say(db, JB_ERR_NOT_FOUND, "there is no such account")
                                     : status;
}

jb_status jb_db_session_put(jb_db *db, const jb_session_row *row)
{
    jb_query query;

    jb_query_begin(&query, db, JB_SQL_SESSION_PUT);
    jb_query_blob(&query, row->token.bytes, JB_HASH_SIZE);
    jb_query_int(&query, row->expires_at);
    jb_query_int(&query, row->account);
    jb_query_int(&query, row->credentials);
    return jb_query_run(&query);
}

jb_status jb_db_session_delete(jb_db *db, const jb_hash *token)
{
    jb_query query;

    jb_query_begin(&query, db, JB_SQL_SESSION_DELETE);
    jb_query_blob(&query, token->bytes, JB_HASH_SIZE);
    return jb_query_run(&query);
}

jb_status jb_db_session_list(jb_db *db, jb_time now, jb_session_each each, void *user)
{
    jb_query query;
    jb_status status;

    jb_query_begin(&query, db, JB_SQL_SESSION_EXPIRE);
    jb_query_int(&query, now);
    status = jb_query_run(&query);
    if (status != JB_OK) {
        return status;
    }
    jb_query_begin(&query, db, JB_SQL_SESSION_LIST);
    while (jb_query_next(&query)) {
        jb_session_row row = { .expires_at = jb_query_get_int(&query, 1),
                               .account = jb_query_get_int(&query, 2),
                               .credentials = jb_query_get_int(&query, 3) };

        jb_query_get_blob(&query, 0, row.token.bytes, sizeof(row.token.bytes));
        if (query.code != SQLITE_ROW || !each(user, &row)) {
            break;
        }
    }
    return jb_query_end(&query);
}
