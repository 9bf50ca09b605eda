/*
 * Databases of every earlier version, made by the scripts that made them then, with a contest in
 * them: brought up to date they hold what they held, and are proved. A migration that is cut off at
 * any write leaves the old version or the new one, and the next start goes on from there.
 */
#include "small_contest.h"

#include <stdio.h>
#include <string.h>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "jinbang/proof.h"
#include "store_internal.h"

enum {
    STEPS_MAX = 500
};

/* Where the power is not at stake: no syncs. */
static jb_db *open_quick(const place *at)
{
    const jb_db_options options = {
        .directory = at->directory,
        .mode = JB_DB_WRITE,
        .unsafe_fast = true,
    };
    jb_db *db = NULL;

    JB_EQ_I64(jb_db_open(&options, &db, NULL), JB_OK);
    return db;
}

/* A connection to a new file that holds the first `version` scripts. */
static sqlite3 *make_old(const place *at, int version)
{
    char path[128];
    sqlite3 *handle = NULL;

    JB_EQ_I64(mkdir(at->directory, 0700), 0);
    (void)snprintf(path, sizeof(path), "%s/jinbang.db", at->directory);
    JB_EQ_I64(sqlite3_open(path, &handle), SQLITE_OK);
    JB_EQ_I64(sqlite3_exec(handle, "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF", NULL,
                           NULL, NULL),
              SQLITE_OK);
    for (int i = 0; i < version; i++) {
        JB_EQ_I64(sqlite3_exec(handle, jb_schema_scripts[i], NULL, NULL, NULL), SQLITE_OK);
    }
    return handle;
}

/* Carries the rows of the played contest into a database of `version`: the tables of the first one
 * have all that a contest is. */
static void fill_old(const place *at, const place *now, int version)
{
    static const char carry[] =
        "INSERT INTO contest (contest, id, code, open, created_at, finished_at, title, plan)"
        " SELECT contest, id, code, open, created_at, finished_at, title, plan FROM now.contest;"
        "INSERT INTO participant (contest, player, team, name, salt, token_hash)"
        " SELECT contest, player, team, name, salt, token_hash FROM now.participant;"
        "INSERT INTO event (contest, seq, at, kind, body, hash)"
        " SELECT contest, seq, at, kind, body, hash FROM now.event;"
        "INSERT INTO clock (contest, now_ms) SELECT contest, 77 FROM now.contest;"
        "INSERT INTO bank (id, name, question_count, created_at, document)"
        " VALUES ('b', 'Bank', 3, 5, '{}');"
        "INSERT INTO session (token_hash, expires_at) VALUES (randomblob(32), 9000000000000)";
    sqlite3 *handle = make_old(at, version);
    char sql[256];

    (void)snprintf(sql, sizeof(sql), "ATTACH '%s/jinbang.db' AS now", now->directory);
    JB_EQ_I64(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
    if (sqlite3_exec(handle, carry, NULL, NULL, NULL) != SQLITE_OK) {
        print_error("version %d: %s\n", version, sqlite3_errmsg(handle));
        fail();
    }
    JB_EQ_I64(sqlite3_close(handle), SQLITE_OK);
}

/* The contest is played once; every old database gets its rows. */
static struct {
    void *now;
    small_contest small;
} played;

static int play_once(void **state)
{
    jb_db *db;

    (void)state;
    if (place_make(&played.now) != 0) {
        return -1;
    }
    db = open_quick(played.now);
    small_play(&played.small, db, SMALL_END);
    jb_db_close(db);
    return 0;
}

static int forget(void **state)
{
    (void)state;
    small_finish(&played.small);
    return place_remove(&played.now);
}

static place *old_place(int version)
{
    void *at = NULL;

    JB_EQ_I64(place_make(&at), 0);
    fill_old(at, played.now, version);
    return at;
}

static void give_back(place *at)
{
    void *state = at;

    JB_EQ_I64(place_remove(&state), 0);
}

/* Again as it was; quicker than to make it anew. */
static void copy_place(const place *from, place **to)
{
    static char bytes[1024 * 1024];
    void *at = NULL;
    char path[128];
    size_t size;
    FILE *file;

    JB_EQ_I64(place_make(&at), 0);
    *to = at;
    JB_EQ_I64(mkdir((*to)->directory, 0700), 0);
    (void)snprintf(path, sizeof(path), "%s/jinbang.db", from->directory);
    file = fopen(path, "rb");
    JB_TRUE(file != NULL);
    size = fread(bytes, 1, sizeof(bytes), file);
    JB_TRUE(size > 0 && size < sizeof(bytes));
    JB_EQ_I64(fclose(file), 0);
    (void)snprintf(path, sizeof(path), "%s/jinbang.db", (*to)->directory);
    file = fopen(path, "wb");
    JB_TRUE(file != NULL);
    JB_EQ_U64(fwrite(bytes, 1, size, file), size);
    JB_EQ_I64(fclose(file), 0);
}

/* It is of today's version, has every row, and the contest in it is proved. */
static void check_migrated(const place *at)
{
    const small_contest *small = &played.small;
    jb_db *db = open_quick(at);
    jb_proof proof;
    jb_buffer why;
    const jb_proof_of of = { .contest = &small->row, .rules = &small->rules };
    jb_status status;

    jb_buffer_init(&why, 0);
    JB_EQ_I64(jb_db_check(db), JB_OK);
    status = jb_proof_make(db, &of, &proof, &why);
    if (status != JB_OK) {
        print_error("%s\n", jb_buffer_text(&why));
    }
    JB_EQ_I64(status, JB_OK);
    JB_TRUE(proof.finished);
    JB_EQ_U64(proof.head.seq, small->head.seq);
    JB_EQ_MEM(proof.head.hash.bytes, small->head.hash.bytes, JB_HASH_SIZE);
    JB_EQ_I64(ask_int(at, "PRAGMA user_version"), jb_schema_version);
    JB_EQ_I64(ask_int(at, "PRAGMA application_id"), 1245859399);
    JB_EQ_I64(ask_int(at, "SELECT count(*) FROM participant"), 4);
    JB_EQ_I64(ask_int(at, "SELECT now_ms FROM clock"), 77);
    JB_EQ_I64(ask_int(at, "SELECT count(*) FROM bank"), 1);
    JB_EQ_I64(ask_int(at, "SELECT count(*) FROM session"), 1);
    jb_buffer_finish(&why);
    jb_db_close(db);
}

static void every_version_is_brought_up_to_date_and_proved(void **state)
{
    (void)state;
    for (int version = 1; version <= jb_schema_version; version++) {
        place *at = old_place(version);

        JB_EQ_I64(ask_int(at, "PRAGMA user_version"), version);
        check_migrated(at);
        check_migrated(at); /* and once more, as at every later start */
        give_back(at);
    }
}

/* Opens it with a disk that fails at its N-th write or sync. */
static jb_status open_failing(const place *at, int64_t step, int code)
{
    const jb_db_options options = {
        .directory = at->directory,
        .mode = JB_DB_WRITE,
        .vfs = FAULT_DISK,
    };
    fault_disk disk;
    jb_db *db = NULL;
    jb_status status;

    fault_disk_install(&disk);
    fault_disk_arm(&disk, step, code, true);
    status = jb_db_open(&options, &db, NULL);
    fault_disk_arm(&disk, -1, 0, false);
    jb_db_close(db);
    fault_disk_remove(&disk);
    return status;
}

static void check_old_or_new(const place *at, int version)
{
    const int64_t found = ask_int(at, "PRAGMA user_version");
    const int64_t newest =
        ask_int(at, "SELECT count(*) FROM pragma_table_info('bank') WHERE name = 'study'");

    JB_TRUE(found == version || found == jb_schema_version);
    JB_EQ_I64(newest, found == jb_schema_version ? 1 : 0);
}

/* From the first version, all scripts, and from the last, one. The disk refuses from some moment
 * on: the start fails and says so, and nothing is half done. */
static void a_disk_that_fails_leaves_the_old_version_or_the_new_one(void **state)
{
    (void)state;
    for (int version = 1; version < jb_schema_version; version += jb_schema_version - 2) {
        place *old = old_place(version);
        int64_t step = 0;
        bool failed = true;

        for (; failed && step < STEPS_MAX; step++) {
            place *at = NULL;

            copy_place(old, &at);
            failed = open_failing(at, step, SQLITE_FULL) != JB_OK;
            check_old_or_new(at, version);
            check_migrated(at);
            give_back(at);
        }
        JB_TRUE(step > 2 && step < STEPS_MAX);
        give_back(old);
    }
}

/* In a process of its own. True: it died on the way. */
static bool migrate_and_die(const place *at, int64_t step)
{
    int status = 0;
    const pid_t child = fork();

    JB_TRUE(child >= 0);
    if (child == 0) {
        _exit(open_failing(at, step, FAULT_DIES) == JB_OK ? 0 : 1);
    }
    JB_EQ_I64(waitpid(child, &status, 0), child);
    JB_TRUE(WIFEXITED(status));
    JB_TRUE(WEXITSTATUS(status) == FAULT_DIED || WEXITSTATUS(status) == 0);
    return WEXITSTATUS(status) == FAULT_DIED;
}

static void a_crash_leaves_the_old_version_or_the_new_one(void **state)
{
    (void)state;
    for (int version = 1; version < jb_schema_version; version += jb_schema_version - 2) {
        place *old = old_place(version);
        int64_t step = 0;
        bool died = true;

        for (; died && step < STEPS_MAX; step++) {
            place *at = NULL;

            copy_place(old, &at);
            died = migrate_and_die(at, step);
            check_old_or_new(at, version);
            check_migrated(at);
            give_back(at);
        }
        JB_TRUE(step > 2 && step < STEPS_MAX);
        give_back(old);
    }
}

static void what_another_program_wrote_is_left_alone(void **state)
{
    static const char *const foreign[] = {
        "CREATE TABLE x (y)",
        "CREATE TABLE contest (y); PRAGMA user_version = 2",
        "PRAGMA application_id = 77",
        "CREATE VIEW v AS SELECT 1; PRAGMA user_version = 7",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++) {
        void *own = NULL;
        jb_db *db = NULL;
        jb_buffer why;
        sqlite3 *handle;

        jb_buffer_init(&why, 0);
        JB_EQ_I64(place_make(&own), 0);
        const place *at = own;
        const jb_db_options options = { .directory = at->directory, .mode = JB_DB_WRITE };
        handle = make_old(at, 0);
        JB_EQ_I64(sqlite3_exec(handle, foreign[i], NULL, NULL, NULL), SQLITE_OK);
        JB_EQ_I64(sqlite3_close(handle), SQLITE_OK);
        const int64_t before = ask_int(at, "SELECT count(*) FROM sqlite_schema");
        JB_EQ_I64(jb_db_open(&options, &db, &why), JB_ERR_CORRUPT);
        JB_TRUE(strstr(jb_buffer_text(&why), "is a database of another program; name") != NULL);
        JB_EQ_I64(ask_int(at, "SELECT count(*) FROM sqlite_schema"), before);
        JB_EQ_I64(place_remove(&own), 0);
        jb_buffer_finish(&why);
    }
}

/* ---- copies ---- */

static void path_in(const place *at, const char *name, char path[128])
{
    (void)snprintf(path, 128, "%s/%s", at->folder, name);
}

static void a_copy_is_whole_and_keeps_its_version(void **state)
{
    (void)state;
    for (int version = 1; version <= jb_schema_version; version++) {
        place *old = old_place(version);
        void *copy = NULL;
        char path[128];

        JB_EQ_I64(place_make(&copy), 0);
        JB_EQ_I64(mkdir(((place *)copy)->directory, 0700), 0);
        path_in(copy, "data/jinbang.db", path);
        JB_EQ_I64(jb_db_copy(old->directory, path, NULL), JB_OK);
        JB_EQ_I64(ask_int(copy, "PRAGMA user_version"), version);
        JB_EQ_I64(jb_db_copy(old->directory, path, NULL), JB_ERR_IO);
        check_migrated(copy);
        JB_EQ_I64(place_remove(&copy), 0);
        give_back(old);
    }
}

/* Erasing does not wait for a reader, whom answers would then wait for, too; what it needs goes
 * when it has gone. */
static void what_was_erased_leaves_the_log_when_its_reader_has_gone(void **state)
{
    small_contest small;
    jb_db *db = open_db(*state, JB_DB_WRITE);
    jb_db *reader = open_db(*state, JB_DB_READ);
    jb_time at = 0;

    small_play(&small, db, SMALL_LOBBY);
    JB_EQ_I64(jb_db_begin(reader), JB_OK);
    JB_EQ_I64(jb_db_clock_get(reader, small.row.contest, &at), JB_OK);
    JB_EQ_I64(jb_db_participant_erase(db, small.row.contest), JB_OK);
    JB_TRUE(jb_db_log_is_to_empty(db));
    JB_EQ_I64(jb_db_checkpoint(db), JB_OK);
    JB_TRUE(jb_db_log_is_to_empty(db));
    jb_db_rollback(reader);
    JB_EQ_I64(jb_db_checkpoint(db), JB_OK);
    JB_FALSE(jb_db_log_is_to_empty(db));
    small_finish(&small);
    jb_db_close(reader);
    jb_db_close(db);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_version_is_brought_up_to_date_and_proved),
        cmocka_unit_test(a_disk_that_fails_leaves_the_old_version_or_the_new_one),
        cmocka_unit_test(a_crash_leaves_the_old_version_or_the_new_one),
        cmocka_unit_test(what_another_program_wrote_is_left_alone),
        cmocka_unit_test(a_copy_is_whole_and_keeps_its_version),
        IN_PLACE(what_was_erased_leaves_the_log_when_its_reader_has_gone),
    };

    return cmocka_run_group_tests(tests, play_once, forget);
}
