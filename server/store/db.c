/*
 * A connection to DIR/jinbang.db: the settings durability rests on, whose database it is and of
 * which version, migrations, copies, transactions. The database is in WAL mode, so people
 * may read (jinbang results) while the server writes, with synchronous=FULL, so a commit that
 * returned is on disk even if the power goes. One connection is used by one thread at a time.
 */
#include "jinbang/db.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/stat.h>
#include <unistd.h>

#include "jinbang/assert.h"
#include "jinbang/log.h"
#include "store_internal.h"

/* Another process may hold the write lock for as long as one command needs; never for long. */
#define BUSY_TIMEOUT_MS 5000

/* Pages in the write-ahead log after which a commit moves them into the database: a
 * safety net of 64 MiB. The writer does it earlier, when nobody waits for it. */
#define CHECKPOINT_PAGES 16384

#define DATABASE_NAME "jinbang.db"

/* "JBNG", as the schema sets it; older files have none. */
#define APPLICATION_ID 1245859399

static jb_status open_handle(jb_db *db, const jb_db_options *options)
{
    const bool writing = options->mode == JB_DB_WRITE;
    const int access = writing ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    const size_t size = strlen(db->directory) + sizeof("/" DATABASE_NAME);
    char *path = malloc(size);
    jb_status status = JB_OK;
    int code;

    if (path == NULL) {
        return jb_db_say(db, JB_ERR_MEMORY, "memory has run out");
    }
    (void)snprintf(path, size, "%s/" DATABASE_NAME, db->directory);
    /* A file system of one's own makes its own files. */
    if (options->vfs == NULL) {
        status = writing ? jb_db_make_place(db, path) : jb_db_find_place(db, path);
    }
    if (status == JB_OK) {
        code = sqlite3_open_v2(path, &db->handle,
                               access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, options->vfs);
        status = code == SQLITE_OK ? JB_OK : jb_db_fail(db, code, writing);
    }
    /* What cannot be written is opened for reading without a word. */
    if (status == JB_OK && writing && sqlite3_db_readonly(db->handle, "main") == 1) {
        status = jb_db_fail(db, SQLITE_READONLY, true);
    }
    free(path);
    return status;
}

/* ---- settings and migrations ---- */

/* Runs statements that are not worth keeping: settings and scripts, all constant texts. */
jb_status jb_db_run_script(jb_db *db, const char *script)
{
    int code = sqlite3_exec(db->handle, script, NULL, NULL, NULL);

    return code == SQLITE_OK ? JB_OK : jb_db_fail(db, code, db->mode == JB_DB_WRITE);
}

/* The first column of the first row of a setting, as a number or as a text. */
static jb_status ask(jb_db *db, const char *sql, int64_t *number, char *text, size_t text_size)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db->handle, sql, -1, &statement, NULL);

    if (code == SQLITE_OK) {
        code = sqlite3_step(statement);
    }
    if (code == SQLITE_ROW && number != NULL) {
        *number = sqlite3_column_int64(statement, 0);
    }
    if (code == SQLITE_ROW && text != NULL) {
        const unsigned char *value = sqlite3_column_text(statement, 0);

        (void)snprintf(text, text_size, "%s", value == NULL ? "" : (const char *)value);
    }
    (void)sqlite3_finalize(statement);
    if (code == SQLITE_ROW) {
        return JB_OK;
    }
    return jb_db_fail(db, code == SQLITE_DONE ? SQLITE_INTERNAL : code, false);
}

/* What a connection is allowed to do at all. */
static jb_status harden(jb_db *db)
{
    static const struct {
        int option;
        int on;
    } settings[] = {
        { .option = SQLITE_DBCONFIG_ENABLE_FKEY, .on = 1 },
        { .option = SQLITE_DBCONFIG_DEFENSIVE, .on = 1 },
        { .option = SQLITE_DBCONFIG_TRUSTED_SCHEMA, .on = 0 },
        { .option = SQLITE_DBCONFIG_DQS_DML, .on = 0 },
        { .option = SQLITE_DBCONFIG_DQS_DDL, .on = 0 },
    };
    int code = sqlite3_busy_timeout(db->handle, BUSY_TIMEOUT_MS);

    for (size_t i = 0; code == SQLITE_OK && i < sizeof(settings) / sizeof(settings[0]); i++) {
        code = sqlite3_db_config(db->handle, settings[i].option, settings[i].on, NULL);
    }
    return code == SQLITE_OK ? JB_OK : jb_db_fail(db, code, false);
}

static int note_pages(void *user, sqlite3 *handle, const char *name, int pages)
{
    jb_db *db = user;

    (void)handle;
    (void)name;
    db->log_pages = pages;
    return SQLITE_OK;
}

/* In place of SQLite's own checkpoints, which tell nobody that they have failed. */
static void watch_log(jb_db *db)
{
    (void)sqlite3_wal_hook(db->handle, note_pages, db);
}

static jb_status make_durable(jb_db *db, bool unsafe_fast)
{
    char journal[16] = "";
    jb_status status = ask(db, "PRAGMA journal_mode = WAL", NULL, journal, sizeof(journal));

    if (status != JB_OK) {
        return status;
    }
    if (strcmp(journal, "wal") != 0) {
        return jb_db_say(db, JB_ERR_IO, "cannot write to %s: no write-ahead log there (%s)",
                         db->directory, journal);
    }
    /* What is deleted or replaced is overwritten: a name that was erased is gone. */
    status = jb_db_run_script(db, "PRAGMA secure_delete = ON");
    if (status != JB_OK) {
        return status;
    }
    status = jb_db_run_script(db, unsafe_fast ? "PRAGMA synchronous = OFF"
                                              : "PRAGMA synchronous = FULL");
    if (status != JB_OK) {
        return status;
    }
    watch_log(db);
    return JB_OK;
}

/* Is this our file? A database of another program must not get our tables. */
static jb_status check_owner(jb_db *db, int64_t version)
{
    int64_t owner = 0;
    int64_t tables = 0;
    int64_t ours = 0;
    jb_status status = ask(db, "PRAGMA application_id", &owner, NULL, 0);

    if (status == JB_OK) {
        status = ask(db, "SELECT count(*) FROM sqlite_schema", &tables, NULL, 0);
    }
    if (status == JB_OK) {
        status = ask(db,
                     "SELECT count(*) FROM sqlite_schema WHERE type = 'table'"
                     " AND name IN ('bank', 'contest', 'event', 'participant')",
                     &ours, NULL, 0);
    }
    if (status != JB_OK) {
        return status;
    }
    if ((owner != 0 && owner != APPLICATION_ID) || (version == 0 ? tables > 0 : ours != 4)) {
        return jb_db_say(db, JB_ERR_CORRUPT,
                         "%s/" DATABASE_NAME " is a database of another program; name another "
                         "folder with --data",
                         db->directory);
    }
    return JB_OK;
}

static jb_status check_version(jb_db *db, int64_t *version)
{
    jb_status status = ask(db, "PRAGMA user_version", version, NULL, 0);

    if (status == JB_OK) {
        status = check_owner(db, *version);
    }
    if (status != JB_OK) {
        return status;
    }
    if (*version < 0 || *version > jb_schema_version) {
        return jb_db_say(db, JB_ERR_INVALID,
                         "%s was written by a newer Jinbang (its schema is %lld, this program "
                         "knows up to %d); start that one",
                         db->directory, (long long)*version, jb_schema_version);
    }
    if (db->mode == JB_DB_READ && *version == 0) {
        return jb_db_say(db, JB_ERR_CORRUPT, "%s/" DATABASE_NAME " is empty", db->directory);
    }
    if (db->mode == JB_DB_READ && *version < jb_schema_version) {
        return jb_db_say(db, JB_ERR_INVALID,
                         "%s was written by an older Jinbang: start the server once, it brings "
                         "the database up to date",
                         db->directory);
    }
    return JB_OK;
}

/* One transaction for all steps. The version is asked again inside it: two programs may have been
 * started at the same moment. */
static jb_status migrate(jb_db *db)
{
    int64_t version = 0;
    jb_status status = jb_db_run_script(db, "BEGIN IMMEDIATE");

    if (status != JB_OK) {
        return status;
    }
    status = check_version(db, &version);
    for (int64_t i = version; status == JB_OK && i < jb_schema_version; i++) {
        status = jb_db_run_script(db, jb_schema_scripts[i]);
    }
    if (status == JB_OK) {
        status = jb_db_run_script(db, "COMMIT");
    }
    if (status != JB_OK && jb_db_in_transaction(db)) {
        (void)sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    }
    return status;
}

static jb_status prepare_all(jb_db *db)
{
    for (jb_sql sql = 0; sql < JB_SQL_COUNT; sql++) {
        int code = sqlite3_prepare_v3(db->handle, jb_sql_text(sql), -1, SQLITE_PREPARE_PERSISTENT,
                                      &db->statements[sql], NULL);

        if (code == SQLITE_ERROR) {
            return jb_db_say(db, JB_ERR_CORRUPT, "%s holds a database without our tables: %s",
                             db->directory, sqlite3_errmsg(db->handle));
        }
        if (code != SQLITE_OK) {
            return jb_db_fail(db, code, false);
        }
    }
    return JB_OK;
}

static jb_status set_up(jb_db *db, const jb_db_options *options)
{
    int64_t version = 0;
    jb_status status = open_handle(db, options);

    if (status == JB_OK) {
        status = harden(db);
    }
    /* Before anything is written: a newer database is left as it is. */
    if (status == JB_OK) {
        status = check_version(db, &version);
    }
    if (status == JB_OK && db->mode == JB_DB_WRITE) {
        status = make_durable(db, options->unsafe_fast);
    }
    /* A file system of one's own sees to it itself. */
    if (status == JB_OK && db->mode == JB_DB_WRITE && options->vfs == NULL) {
        status = jb_db_settle(db);
        status = status == JB_OK ? jb_db_note_place(db) : status;
    }
    if (status == JB_OK && version < jb_schema_version) {
        status = migrate(db);
    }
    if (status == JB_OK) {
        status = prepare_all(db);
    }
    return status;
}

/* A connection that is not open yet. */
static jb_status make_db(const jb_db_options *options, jb_db **out, jb_buffer *why)
{
    const size_t size = strlen(options->directory) + 1;
    jb_db *db = calloc(1, sizeof(*db));

    if (db != NULL) {
        db->directory = malloc(size);
        db->hasher = jb_hasher_create();
    }
    if (db == NULL || db->directory == NULL || db->hasher == NULL) {
        jb_say(why, "memory has run out");
        jb_db_close(db);
        return JB_ERR_MEMORY;
    }
    memcpy(db->directory, options->directory, size);
    db->mode = options->mode;
    db->vfs = options->vfs;
    db->unsafe_fast = options->unsafe_fast;
    *out = db;
    return JB_OK;
}

jb_status jb_db_open(const jb_db_options *options, jb_db **out, jb_buffer *why)
{
    jb_db *db = NULL;
    jb_status status;

    JB_ASSERT(options->directory != NULL);
    JB_ASSERT(options->mode == JB_DB_WRITE || options->mode == JB_DB_READ);
    *out = NULL;
    status = make_db(options, &db, why);
    if (status != JB_OK) {
        return status;
    }
    status = set_up(db, options);
    if (status != JB_OK) {
        jb_say(why, "%s", db->why);
        jb_db_close(db);
        return status;
    }
    *out = db;
    return JB_OK;
}

/* ---- copies ---- */

/* The whole database at one moment, without what was deleted; writers go on meanwhile. SQLite does
 * not sync what it makes here. */
static jb_status copy_into(jb_db *db, const char *path)
{
    sqlite3_stmt *statement = NULL;
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    bool synced;
    int code;

    if (file < 0) {
        return jb_db_say_errno(db, "cannot make", path);
    }
    code = sqlite3_prepare_v2(db->handle, "VACUUM INTO ?1", -1, &statement, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_bind_text(statement, 1, path, -1, SQLITE_STATIC);
    }
    if (code == SQLITE_OK) {
        code = sqlite3_step(statement);
    }
    (void)sqlite3_finalize(statement);
    synced = fsync(file) == 0;
    synced = close(file) == 0 && synced;
    if (code != SQLITE_DONE && (code & 0xff) == SQLITE_FULL) {
        return jb_db_say(db, JB_ERR_IO, "cannot write to %s: the disk is full", path);
    }
    if (code != SQLITE_DONE) {
        return jb_db_fail(db, code, (code & 0xff) == SQLITE_IOERR);
    }
    return synced ? JB_OK : jb_db_say_errno(db, "cannot sync", path);
}

/* The first thing that SQLite finds wrong with the file. */
jb_status jb_db_check(jb_db *db)
{
    char found[200] = "";
    int64_t orphans = 0;
    jb_status status = ask(db, "PRAGMA integrity_check(1)", NULL, found, sizeof(found));

    if (status == JB_OK && strcmp(found, "ok") != 0) {
        status = jb_db_say(db, JB_ERR_CORRUPT, "%s/" DATABASE_NAME " is damaged: %s", db->directory,
                           found);
    }
    if (status == JB_OK) {
        status = ask(db, "SELECT count(*) FROM pragma_foreign_key_check", &orphans, NULL, 0);
    }
    if (status == JB_OK && orphans > 0) {
        status = jb_db_say(db, JB_ERR_CORRUPT,
                           "%s/" DATABASE_NAME " has %lld rows that belong to "
                           "nothing",
                           db->directory, (long long)orphans);
    }
    return status;
}

jb_status jb_db_copy(const char *from, const char *to, jb_buffer *why)
{
    const jb_db_options options = { .directory = from, .mode = JB_DB_READ };
    jb_db *db = NULL;
    int64_t version = 0;
    jb_status status = make_db(&options, &db, why);

    if (status != JB_OK) {
        return status;
    }
    status = open_handle(db, &options);
    if (status == JB_OK) {
        status = harden(db);
    }
    if (status == JB_OK) {
        status = check_version(db, &version);
        /* What an older program wrote is copied as it is. */
        status = status == JB_ERR_INVALID && version < jb_schema_version ? JB_OK : status;
    }
    if (status == JB_OK) {
        status = copy_into(db, to);
    }
    if (status != JB_OK) {
        jb_say(why, "%s", db->why);
    }
    jb_db_close(db);
    return status;
}

bool jb_db_log_is_to_empty(const jb_db *db)
{
    return db->log_to_empty;
}

void jb_db_close(jb_db *db)
{
    int code;

    if (db == NULL) {
        return;
    }
    for (jb_sql sql = 0; sql < JB_SQL_COUNT; sql++) {
        (void)sqlite3_finalize(db->statements[sql]);
    }
    /* The last connection also moves the write-ahead log into the database. */
    code = sqlite3_close(db->handle);
    JB_ASSERT(code == SQLITE_OK);
    jb_hasher_destroy(db->hasher);
    free(db->directory);
    free(db);
}

/* What a checkpoint has written to the database may be lost, and SQLite does not write all of it
 * again: the log keeps it until the next start, which begins with the log's first page. */
static void keep_log(jb_db *db)
{
    int code = sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);

    JB_ASSERT(code == SQLITE_OK);
    db->log_is_truth = true;
}

jb_status jb_db_reopen(jb_db *db)
{
    const jb_db_options options = {
        .directory = db->directory, .mode = db->mode, .vfs = db->vfs, .unsafe_fast = db->unsafe_fast
    };
    jb_buffer why;
    jb_db *fresh = NULL;
    jb_status status;

    JB_ASSERT(!jb_db_in_transaction(db));
    /* What is missing would be made anew, and empty. */
    status = jb_db_check_place(db);
    if (status != JB_OK) {
        return status;
    }
    jb_buffer_init(&why, JB_WHY_SIZE);
    /* The old connection stays until the new one stands, so that the index of the write-ahead log
     * does, too: it knows where the last commit ended, whatever lies behind that in the file. */
    status = jb_db_open(&options, &fresh, &why);
    if (status == JB_OK) {
        jb_db old = *db;

        *db = *fresh;
        *fresh = old;
        db->log_to_empty = old.log_to_empty;
        watch_log(db);
        if (old.log_is_truth) {
            keep_log(db);
        }
        jb_db_close(fresh);
    } else {
        (void)snprintf(db->why, sizeof(db->why), "%s", jb_buffer_text(&why));
    }
    jb_buffer_finish(&why);
    return status;
}

const char *jb_db_why(const jb_db *db)
{
    return db->why;
}

/* ---- transactions ---- */

static jb_status run(jb_db *db, jb_sql sql)
{
    jb_query query;

    jb_query_begin(&query, db, sql);
    return jb_query_run(&query);
}

bool jb_db_in_transaction(const jb_db *db)
{
    return db->handle != NULL && sqlite3_get_autocommit(db->handle) == 0;
}

jb_status jb_db_begin(jb_db *db)
{
    JB_ASSERT(!jb_db_in_transaction(db));
    /* A writer takes the lock now: it then either has it or knows at once that it has not. */
    return run(db, db->mode == JB_DB_WRITE ? JB_SQL_BEGIN_WRITE : JB_SQL_BEGIN_READ);
}

jb_status jb_db_commit(jb_db *db)
{
    jb_status status = jb_db_check_place(db);

    if (status == JB_OK) {
        status = run(db, JB_SQL_COMMIT);
    }
    if (status == JB_OK && db->log_pages >= CHECKPOINT_PAGES) {
        /* What was committed stays so, and the next commit tries again. */
        if (jb_db_checkpoint(db) != JB_OK) {
            jb_log(JB_LOG_WARN, "store", "checkpoint failed reason=\"%s\"", db->why);
        }
    }
    return status;
}

void jb_db_rollback(jb_db *db)
{
    char why[JB_WHY_SIZE];

    /* The sentence people want is that of the failure which led here. */
    memcpy(why, db->why, sizeof(why));
    /* Many failures have rolled back already. A rollback has no reason to fail; should it, leaving
     * the transaction open would show readers on this connection what never happened, so it is
     * tried once more before that counts as a bug. */
    for (int i = 0; i < 2 && jb_db_in_transaction(db); i++) {
        jb_status status = run(db, JB_SQL_ROLLBACK);

        (void)status;
    }
    JB_ASSERT(!jb_db_in_transaction(db));
    memcpy(db->why, why, sizeof(why));
}

/* The code, which is BUSY where somebody else is at the log. */
static int checkpoint(jb_db *db, int mode)
{
    int code = sqlite3_wal_checkpoint_v2(db->handle, NULL, mode, NULL, NULL);

    if (code == SQLITE_IOERR_FSYNC) {
        keep_log(db);
    }
    return code;
}

jb_status jb_db_checkpoint(jb_db *db)
{
    int code = SQLITE_OK;

    if (db->log_is_truth) {
        return JB_OK;
    }
    if (db->log_to_empty) {
        return jb_db_empty_log(db);
    }
    code = checkpoint(db, SQLITE_CHECKPOINT_PASSIVE);
    /* Somebody else doing the same is as good. */
    if (code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY) {
        return JB_OK;
    }
    return jb_db_fail(db, code, true);
}

jb_status jb_db_empty_log(jb_db *db)
{
    int code;

    if (db->log_is_truth) {
        return jb_db_say(db, JB_ERR_IO,
                         "the disk of %s has failed before: start the server again, then what is "
                         "erased can leave the files",
                         db->directory);
    }
    /* A reader (a backup, a download) is not waited for: answers would wait, too. */
    code = sqlite3_busy_timeout(db->handle, 0);
    if (code == SQLITE_OK) {
        code = checkpoint(db, SQLITE_CHECKPOINT_TRUNCATE);
    }
    db->log_to_empty = (code & 0xff) == SQLITE_BUSY;
    (void)sqlite3_busy_timeout(db->handle, BUSY_TIMEOUT_MS);
    if (code == SQLITE_OK || db->log_to_empty) {
        return JB_OK;
    }
    return jb_db_fail(db, code, true);
}
