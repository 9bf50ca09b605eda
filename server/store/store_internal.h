/*
 * What the files of this module share: the connection with its prepared statements, the list of
 * statements, and the few functions through which every statement is bound, stepped and read. A
 * query remembers the first thing that went wrong and says so once, at its end, so that the code
 * between reads as if nothing could fail.
 */
#ifndef JINBANG_STORE_INTERNAL_H
#define JINBANG_STORE_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>
#include <sys/types.h>

#include "jinbang/db.h"

enum {
    JB_WHY_SIZE = 512
};

/* The largest body of an entry: a full `scored` event is far below it. */
enum {
    JB_BODY_SIZE_MAX = 64 * 1024
};

/* Every statement there is; statements.c holds their text. */
typedef enum jb_sql {
    JB_SQL_BEGIN_WRITE,
    JB_SQL_BEGIN_READ,
    JB_SQL_COMMIT,
    JB_SQL_ROLLBACK,
    JB_SQL_BANK_INSERT,
    JB_SQL_BANK_LIST,
    JB_SQL_BANK_GET,
    JB_SQL_BANK_STUDIED,
    JB_SQL_BANK_STUDY,
    JB_SQL_BANK_UPDATE,
    JB_SQL_BANK_DELETE,
    JB_SQL_CONTEST_INSERT,
    JB_SQL_CONTEST_GET,
    JB_SQL_CONTEST_BY_CODE,
    JB_SQL_CONTEST_LIST,
    JB_SQL_CONTEST_FINISH,
    JB_SQL_CONTEST_CLOSE,
    JB_SQL_CONTEST_SCHEDULE,
    JB_SQL_CONTEST_ARCHIVE,
    JB_SQL_CONTEST_ID,
    JB_SQL_CONTEST_RETIRE,
    JB_SQL_CONTEST_GONE,
    JB_SQL_CONTEST_NAMED,
    JB_SQL_CONTEST_DELETE,
    JB_SQL_MEDIA_PUT,
    JB_SQL_MEDIA_GET,
    JB_SQL_MEDIA_OF_BANK,
    JB_SQL_MEDIA_OF_CONTEST,
    JB_SQL_MEDIA_SWEEP,
    JB_SQL_CLOCK_GET,
    JB_SQL_CLOCK_SET,
    JB_SQL_CLOCK_DELETE,
    JB_SQL_PARTICIPANT_PUT,
    JB_SQL_PARTICIPANT_LIST,
    JB_SQL_PARTICIPANT_ERASE,
    JB_SQL_PARTICIPANT_DELETE,
    JB_SQL_ROSTER_LAST,
    JB_SQL_ROSTER_INSERT,
    JB_SQL_ROSTER_LIST,
    JB_SQL_ROSTER_GET,
    JB_SQL_ROSTER_CODE,
    JB_SQL_ROSTER_JOINED,
    JB_SQL_ROSTER_ERASE,
    JB_SQL_ROSTER_DELETE,
    JB_SQL_EVENT_HEAD,
    JB_SQL_EVENT_APPEND,
    JB_SQL_EVENT_READ,
    JB_SQL_EVENT_DELETE,
    JB_SQL_HEAD_PUT,
    JB_SQL_HEAD_LIST,
    JB_SQL_HEAD_DELETE,
    JB_SQL_ACCOUNT_INSERT,
    JB_SQL_ACCOUNT_CHANGE,
    JB_SQL_ACCOUNT_LIST,
    JB_SQL_ACCOUNT_FIND,
    JB_SQL_SESSION_PUT,
    JB_SQL_SESSION_DELETE,
    JB_SQL_SESSION_EXPIRE,
    JB_SQL_SESSION_LIST,
    JB_SQL_RESULT_PUT,
    JB_SQL_RESULT_GET,
    JB_SQL_RESULT_DELETE,
    JB_SQL_RESULT_PARTICIPANT_PUT,
    JB_SQL_RESULT_PARTICIPANT_LIST,
    JB_SQL_RESULT_PARTICIPANT_DELETE,
    JB_SQL_RESULT_TEAM_PUT,
    JB_SQL_RESULT_TEAM_LIST,
    JB_SQL_RESULT_TEAM_DELETE,
    JB_SQL_RESULT_MEMBER_PUT,
    JB_SQL_RESULT_MEMBER_LIST,
    JB_SQL_RESULT_MEMBER_DELETE,
    JB_SQL_RESULT_QUESTION_PUT,
    JB_SQL_RESULT_QUESTION_LIST,
    JB_SQL_RESULT_QUESTION_DELETE,
    JB_SQL_QUESTION_STAT_PUT,
    JB_SQL_QUESTION_STAT_LIST,
    JB_SQL_QUESTION_STAT_DELETE,
    JB_SQL_COUNT
} jb_sql;

/* Which file it is, whatever its name says later. */
typedef struct jb_file_id {
    dev_t device;
    ino_t number;
} jb_file_id;

/* The database, its write-ahead log and the index of that. */
enum {
    JB_DB_FILES = 3
};

struct jb_db {
    sqlite3 *handle;
    sqlite3_stmt *statements[JB_SQL_COUNT];
    jb_hasher *hasher; /* for the chain */
    jb_db_mode mode;
    bool log_to_empty; /* a reader stood in the way of jb_db_empty_log() */
    char *directory;
    const char *vfs; /* as it was opened */
    bool unsafe_fast;
    int log_pages;     /* in the write-ahead log after the last commit */
    bool log_is_truth; /* a sync of the database has failed: the log is not moved any more */
    bool is_placed;    /* jb_db_note_place() was called */
    jb_file_id files[JB_DB_FILES];
    char why[JB_WHY_SIZE];
};

const char *jb_sql_text(jb_sql sql);

/* The schema: script n (from 0) leads from version n to n + 1 and sets user_version itself, so that
 * both happen in one transaction. */
extern const char *const jb_schema_scripts[];
extern const int jb_schema_version;

/* ---- one statement being used ---- */

typedef struct jb_query {
    jb_db *db;
    sqlite3_stmt *statement;
    int next;     /* number of the parameter that is bound next, from 1 */
    int code;     /* SQLITE_OK, _ROW, _DONE, or the first failure */
    bool writing; /* for the sentence of a failure */
} jb_query;

/* The statement must not be in use: no function of this module calls back into itself. */
void jb_query_begin(jb_query *query, jb_db *db, jb_sql sql);

/* Bind the next parameter. Text and blobs are borrowed until the end of the query. */
void jb_query_int(jb_query *query, int64_t value);
void jb_query_text(jb_query *query, jb_slice text);
void jb_query_string(jb_query *query, const char *text);
void jb_query_blob(jb_query *query, const void *bytes, size_t size);
void jb_query_null(jb_query *query);

/* True if there is a(nother) row. */
bool jb_query_next(jb_query *query);

/* Read a column, from 0, of the row. One that is not what the schema promises makes the query fail
 * with JB_ERR_CORRUPT, and the value is 0 or empty. */
int64_t jb_query_get_int(jb_query *query, int column);
/* Refuses numbers that do not fit. */
uint32_t jb_query_get_u32(jb_query *query, int column);
/* Always followed by a NUL; text with a NUL inside is refused. */
jb_slice jb_query_get_text(jb_query *query, int column);
/* Exactly `size` bytes. */
void jb_query_get_blob(jb_query *query, int column, void *bytes, size_t size);
/* Any number of bytes but none; borrowed until the next step or the end. */
jb_slice jb_query_get_bytes(jb_query *query, int column);
bool jb_query_is_null(const jb_query *query, int column);

/* Gives the statement back. JB_OK, or what went wrong first, with jb_db_why() set. */
jb_status jb_query_end(jb_query *query) JB_MUST_CHECK;
/* Runs a statement that gives no rows, and ends it. */
jb_status jb_query_run(jb_query *query) JB_MUST_CHECK;
/* The same for one that must change a row: JB_ERR_NOT_FOUND if it did not. */
jb_status jb_query_run_change(jb_query *query) JB_MUST_CHECK;

/* ---- folder and file (place.c) ---- */

/* Makes the folder, if it is missing, and the database at `path` in it, for nobody else to read. */
jb_status jb_db_make_place(jb_db *db, const char *path) JB_MUST_CHECK;
/* JB_ERR_NOT_FOUND: there is no file at `path`. */
jb_status jb_db_find_place(jb_db *db, const char *path) JB_MUST_CHECK;
/* Keeps which files these are; all three must be there. */
jb_status jb_db_note_place(jb_db *db) JB_MUST_CHECK;
/* JB_ERR_IO: one of them has been moved, replaced or removed since. What was written now would be
 * in a file that nobody finds again. JB_OK where nothing was noted. */
jb_status jb_db_check_place(jb_db *db) JB_MUST_CHECK;
/* Keeps a sentence for errno. JB_ERR_IO. */
jb_status jb_db_say_errno(jb_db *db, const char *what, const char *path) JB_MUST_CHECK;

/* ---- failures ---- */

/* Keeps a sentence for an SQLite code and gives the status it stands for. */
jb_status jb_db_fail(jb_db *db, int code, bool writing) JB_MUST_CHECK;
/* Keeps a sentence of our own and returns the status. */
jb_status jb_db_say(jb_db *db, jb_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4))) JB_MUST_CHECK;
/* Appends formatted text, at most JB_WHY_SIZE bytes of it. NULL is fine. */
void jb_say(jb_buffer *why, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* db.c: statements that are not worth keeping, all constant texts. */
jb_status jb_db_run_script(jb_db *db, const char *script) JB_MUST_CHECK;
/* settle.c: makes what the write-ahead log holds durable, whatever the system believes of it. */
jb_status jb_db_settle(jb_db *db) JB_MUST_CHECK;
/* True while a transaction is open. */
bool jb_db_in_transaction(const jb_db *db);
/* Moves what it can from the write-ahead log into the database without waiting for readers. */
jb_status jb_db_checkpoint(jb_db *db) JB_MUST_CHECK;
/* Moves all of it and empties the file, so that nothing old is left in it. Waits for nobody: while
 * a reader needs it, it stays, and every later checkpoint tries again. */
jb_status jb_db_empty_log(jb_db *db) JB_MUST_CHECK;
/* True while a reader stands in its way. */
bool jb_db_log_is_to_empty(const jb_db *db);

#endif
