/*
 * Using one prepared statement: bind, step, read, give back. The first code that is not fine stays
 * in the query; everything after it does nothing, and the end of the query reports it. SQLite's
 * codes become our statuses and sentences here and nowhere else.
 */
#include "store_internal.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "jinbang/assert.h"

/* Primary codes that a person can do something about. */
typedef struct failure {
    int code;
    jb_status status;
    const char *text;
} failure;

static const failure failures[] = {
    { .code = SQLITE_FULL, .status = JB_ERR_IO, .text = "the disk is full" },
    { .code = SQLITE_IOERR, .status = JB_ERR_IO, .text = "the disk reports an error" },
    { .code = SQLITE_READONLY,
      .status = JB_ERR_IO,
      .text = "the folder or the database in it may not be written; give it to the user who runs "
              "this program" },
    { .code = SQLITE_CANTOPEN,
      .status = JB_ERR_IO,
      .text = "a file there cannot be opened or made" },
    { .code = SQLITE_PERM, .status = JB_ERR_IO, .text = "access is not permitted" },
    { .code = SQLITE_CORRUPT,
      .status = JB_ERR_CORRUPT,
      .text = "the database is damaged; go back to a backup (jinbang restore)" },
    { .code = SQLITE_NOTADB,
      .status = JB_ERR_CORRUPT,
      .text = "jinbang.db is not a database; name another folder with --data, or go back to a "
              "backup (jinbang restore)" },
    { .code = SQLITE_MISMATCH,
      .status = JB_ERR_CORRUPT,
      .text = "a value in the database is not of the kind it must be" },
    { .code = SQLITE_BUSY,
      .status = JB_ERR_BUSY,
      .text = "another program is holding the database" },
    { .code = SQLITE_LOCKED,
      .status = JB_ERR_BUSY,
      .text = "another program is holding the database" },
    { .code = SQLITE_NOMEM, .status = JB_ERR_MEMORY, .text = "memory has run out" },
    { .code = SQLITE_TOOBIG, .status = JB_ERR_LIMIT, .text = "a text is too large" },
    { .code = SQLITE_CONSTRAINT,
      .status = JB_ERR_INVALID,
      .text = "a value does not fit what is stored already" },
};

jb_status jb_db_fail(jb_db *db, int code, bool writing)
{
    const char *verb = writing || (code & 0xff) == SQLITE_FULL ? "write to" : "read";
    const char *text = sqlite3_errstr(code);
    jb_status status = JB_ERR_IO;

    JB_ASSERT(code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE);
    for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++) {
        if ((code & 0xff) == failures[i].code) {
            text = failures[i].text;
            status = failures[i].status;
        }
    }
    if (code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_UNIQUE) {
        text = "there is one of that name already";
        status = JB_ERR_EXISTS;
    }
    return jb_db_say(db, status, "cannot %s %s: %s (SQLite %d)", verb, db->directory, text, code);
}

jb_status jb_db_say(jb_db *db, jb_status status, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(db->why, sizeof(db->why), format, arguments);
    va_end(arguments);
    return status;
}

void jb_say(jb_buffer *why, const char *format, ...)
{
    char text[JB_WHY_SIZE];
    va_list arguments;

    if (why == NULL) {
        return;
    }
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    jb_buffer_append_text(why, text);
}

void jb_query_begin(jb_query *query, jb_db *db, jb_sql sql)
{
    JB_ASSERT(sql < JB_SQL_COUNT);
    *query = (jb_query){ .db = db, .statement = db->statements[sql], .next = 1, .code = SQLITE_OK };
    JB_ASSERT(query->statement != NULL);
    JB_ASSERT(!sqlite3_stmt_busy(query->statement));
    /* SQLite counts COMMIT as reading, but it is where most writing fails. */
    query->writing =
        sql == JB_SQL_COMMIT ? db->mode == JB_DB_WRITE : !sqlite3_stmt_readonly(query->statement);
}

static void keep(jb_query *query, int code)
{
    if (query->code == SQLITE_OK) {
        query->code = code;
    }
}

void jb_query_int(jb_query *query, int64_t value)
{
    keep(query, sqlite3_bind_int64(query->statement, query->next++, value));
}

void jb_query_text(jb_query *query, jb_slice text)
{
    /* SQLite takes a NULL pointer for a NULL value; an empty text is not that. */
    const char *bytes = text.bytes != NULL ? text.bytes : "";

    keep(query, sqlite3_bind_text64(query->statement, query->next++, bytes, text.size,
                                    SQLITE_STATIC, SQLITE_UTF8));
}

void jb_query_string(jb_query *query, const char *text)
{
    JB_ASSERT(text != NULL);
    jb_query_text(query, (jb_slice){ .bytes = text, .size = strlen(text) });
}

void jb_query_blob(jb_query *query, const void *bytes, size_t size)
{
    JB_ASSERT(bytes != NULL);
    keep(query, sqlite3_bind_blob64(query->statement, query->next++, bytes, size, SQLITE_STATIC));
}

void jb_query_null(jb_query *query)
{
    keep(query, sqlite3_bind_null(query->statement, query->next++));
}

bool jb_query_next(jb_query *query)
{
    if (query->code != SQLITE_OK && query->code != SQLITE_ROW) {
        return false;
    }
    /* Every parameter has its value: one that was forgotten would be a NULL nobody meant. */
    JB_ASSERT(query->next == sqlite3_bind_parameter_count(query->statement) + 1);
    query->code = sqlite3_step(query->statement);
    return query->code == SQLITE_ROW;
}

static bool is_type(jb_query *query, int column, int type)
{
    if (query->code != SQLITE_ROW) {
        return false;
    }
    JB_ASSERT(column < sqlite3_column_count(query->statement));
    if (sqlite3_column_type(query->statement, column) != type) {
        query->code = SQLITE_MISMATCH;
        return false;
    }
    return true;
}

int64_t jb_query_get_int(jb_query *query, int column)
{
    if (!is_type(query, column, SQLITE_INTEGER)) {
        return 0;
    }
    return sqlite3_column_int64(query->statement, column);
}

uint32_t jb_query_get_u32(jb_query *query, int column)
{
    int64_t value = jb_query_get_int(query, column);

    if (value < 0 || value > UINT32_MAX) {
        query->code = SQLITE_MISMATCH;
        return 0;
    }
    return (uint32_t)value;
}

jb_slice jb_query_get_text(jb_query *query, int column)
{
    const jb_slice none = { .bytes = "", .size = 0 };
    const char *text;
    size_t size;

    if (!is_type(query, column, SQLITE_TEXT)) {
        return none;
    }
    text = (const char *)sqlite3_column_text(query->statement, column);
    if (text == NULL) {
        query->code = SQLITE_NOMEM;
        return none;
    }
    size = (size_t)sqlite3_column_bytes(query->statement, column);
    if (strlen(text) != size) {
        query->code = SQLITE_MISMATCH;
        return none;
    }
    return (jb_slice){ .bytes = text, .size = size };
}

void jb_query_get_blob(jb_query *query, int column, void *bytes, size_t size)
{
    const void *blob;

    JB_ASSERT(size > 0 && size <= INT_MAX);
    memset(bytes, 0, size);
    if (!is_type(query, column, SQLITE_BLOB)) {
        return;
    }
    blob = sqlite3_column_blob(query->statement, column);
    if (blob == NULL || sqlite3_column_bytes(query->statement, column) != (int)size) {
        query->code = SQLITE_MISMATCH;
        return;
    }
    memcpy(bytes, blob, size);
}

jb_slice jb_query_get_bytes(jb_query *query, int column)
{
    const jb_slice none = { .bytes = "", .size = 0 };
    const void *blob;

    if (!is_type(query, column, SQLITE_BLOB)) {
        return none;
    }
    blob = sqlite3_column_blob(query->statement, column);
    if (blob == NULL) {
        query->code =
            sqlite3_errcode(query->db->handle) == SQLITE_NOMEM ? SQLITE_NOMEM : SQLITE_MISMATCH;
        return none;
    }
    return (jb_slice){ .bytes = blob,
                       .size = (size_t)sqlite3_column_bytes(query->statement, column) };
}

bool jb_query_is_null(const jb_query *query, int column)
{
    return query->code == SQLITE_ROW &&
           sqlite3_column_type(query->statement, column) == SQLITE_NULL;
}

jb_status jb_query_end(jb_query *query)
{
    int code = query->code;

    /* Both return what the last step returned or SQLITE_OK; that is known already. */
    (void)sqlite3_reset(query->statement);
    (void)sqlite3_clear_bindings(query->statement);
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) {
        return JB_OK;
    }
    return jb_db_fail(query->db, code, query->writing);
}

jb_status jb_query_run(jb_query *query)
{
    bool row = jb_query_next(query);

    JB_ASSERT(!row);
    return jb_query_end(query);
}

jb_status jb_query_run_change(jb_query *query)
{
    jb_status status = jb_query_run(query);

    if (status == JB_OK && sqlite3_changes(query->db->handle) == 0) {
        return jb_db_say(query->db, JB_ERR_NOT_FOUND, "there is no such row");
    }
    return status;
}
