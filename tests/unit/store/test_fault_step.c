/*
 * The N-th sqlite3_step fails, whatever statement it belongs to, for N = 0, 1, 2, … until a batch
 * goes through: BEGIN, each insert, COMMIT, and the ROLLBACK after them. The promises are those of
 * test_fault_disk.c. A second part lets statements of the synchronous interface fail in the same
 * way and looks for outputs that changed although the call failed.
 */
#include "store_support.h"

#include <string.h>

#include "jinbang/log.h"

/* jb:wrap sqlite3_step */

/* Steps that go through before one fails; below 0: none fails. Shared with the replaced function,
 * which has no argument to carry it. */
static int64_t steps_left = -1;

/* The names are the linker's. */
int __wrap_sqlite3_step(sqlite3_stmt *statement); /* NOLINT */
int __real_sqlite3_step(sqlite3_stmt *statement); /* NOLINT */

int __wrap_sqlite3_step(sqlite3_stmt *statement) /* NOLINT */
{
    if (steps_left == 0) {
        steps_left = -1;
        return SQLITE_IOERR;
    }
    if (steps_left > 0) {
        steps_left--;
    }
    return __real_sqlite3_step(statement);
}

enum {
    STEPS_MAX = 200,
    BEFORE = 2,
    BATCH = 5
};

static void silent(jb_log_level level, const char *line)
{
    (void)level;
    (void)line;
}

static void append(jb_store *store, int64_t contest, int count, jb_time first)
{
    for (int i = 0; i < count; i++) {
        jb_answer answer;
        jb_event event = simple_event(&answer, first + i);

        (void)jb_store_event(store, contest, &event);
    }
    (void)jb_store_clock(store, contest, first);
}

static uint64_t entries_outside(const place *at, int64_t contest)
{
    jb_db *db = open_db(at, JB_DB_READ);
    uint64_t count = read_log(db, contest).count;

    jb_db_close(db);
    return count;
}

/* The kept head is forgotten by opening anew, so that loading it is among the steps. */
static jb_store *open_store(const place *at)
{
    const jb_store_options options = {
        .db = { .directory = at->directory, .mode = JB_DB_WRITE },
        .manual = true,
    };
    jb_store *store = NULL;

    JB_EQ_I64(jb_store_open(&options, &store, NULL), JB_OK);
    return store;
}

static bool run_once(int64_t step)
{
    void *state = NULL;
    jb_db *db;
    jb_store *store;
    int64_t contest;
    bool failed;

    JB_EQ_I64(place_make(&state), 0);
    db = open_db(state, JB_DB_WRITE);
    contest = add_contest(db, "123456");
    jb_db_close(db);
    store = open_store(state);
    append(store, contest, BEFORE, 1);
    jb_store_close(store);
    store = open_store(state);
    append(store, contest, BATCH, 100);
    steps_left = step;
    failed = jb_store_commit(store) != JB_OK;
    steps_left = -1;
    if (failed) {
        JB_TRUE(jb_store_failed(store, NULL));
        JB_EQ_U64(jb_store_durable(store), 0);
        JB_EQ_U64(entries_outside(state, contest), BEFORE);
        jb_store_recover(store);
        append(store, contest, BATCH, 100);
        JB_EQ_I64(jb_store_commit(store), JB_OK);
    }
    jb_store_close(store);
    JB_EQ_U64(entries_outside(state, contest), BEFORE + BATCH);
    JB_EQ_I64(place_remove(&state), 0);
    return failed;
}

static void any_failing_step_leaves_all_or_nothing(void **state)
{
    int64_t step = 0;

    jb_log_set_sink(silent);
    while (step < STEPS_MAX && run_once(step)) {
        step++;
    }
    jb_log_set_sink(NULL);
    /* BEGIN, the head, five events, the clock, COMMIT. */
    JB_EQ_I64(step, 9);
}

/* Two failures in a row: the step and the rollback after it. */
static void a_failing_rollback_is_repeated(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    int64_t contest = add_contest(db, "123456");
    jb_time now = -1;

    JB_EQ_I64(jb_db_begin(db), JB_OK);
    JB_EQ_I64(jb_db_clock_set(db, contest, 5), JB_OK);
    steps_left = 0;
    jb_db_rollback(db);
    JB_EQ_I64(jb_db_clock_get(db, contest, &now), JB_OK);
    JB_EQ_I64(now, 0);
    jb_db_close(db);
}

static bool never(void *user, const jb_bank_row *row)
{
    fail();
    return false;
}

static void failing_calls_change_no_outputs(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    int64_t contest = add_contest(db, "123456");
    jb_time now = -7;
    int64_t other = -7;
    jb_log_head head = { .seq = 7 };
    const jb_contest_row row = { .id = "x", .code = "1", .plan = "{}", .title = "{}" };

    steps_left = 0;
    JB_EQ_I64(jb_db_clock_get(db, contest, &now), JB_ERR_IO);
    JB_EQ_I64(now, -7);
    steps_left = 0;
    JB_EQ_I64(jb_db_contest_insert(db, &row, &other), JB_ERR_IO);
    JB_EQ_I64(other, -7);
    steps_left = 0;
    JB_EQ_I64(jb_db_log_head(db, contest, &head), JB_ERR_IO);
    JB_EQ_U64(head.seq, 7);
    steps_left = 1;
    JB_EQ_I64(jb_db_log_head(db, contest, &head), JB_ERR_IO);
    JB_EQ_U64(head.seq, 7);
    steps_left = 0;
    JB_EQ_I64(jb_db_log_append(db, contest, &head, JB_EVENT_RESUMED, 1, jb_slice_of("{}")),
              JB_ERR_IO);
    JB_EQ_U64(head.seq, 7);
    steps_left = 1;
    JB_EQ_I64(jb_db_log_read(db, contest, count_entries, NULL), JB_ERR_IO);
    steps_left = 0;
    JB_EQ_I64(jb_db_bank_list(db, never, NULL), JB_ERR_IO);
    steps_left = 0;
    JB_EQ_I64(jb_db_bank_get(db, "b", never, NULL), JB_ERR_IO);
    JB_TRUE(strstr(jb_db_why(db), "the disk reports an error") != NULL);
    jb_db_close(db);
}

/* Deleting a bank is several statements: whichever fails, the bank is there with its media. */
static void a_bank_is_deleted_whole_or_not_at_all(void **state)
{
    const jb_bank_row row = { .id = "b", .name = "B", .document = "{}", .question_count = 1 };
    jb_slice bytes = jb_slice_of("bytes");
    jb_hash hash;
    jb_db *db = open_db(*state, JB_DB_WRITE);
    jb_status status = JB_ERR_IO;
    int64_t step = 0;

    jb_hash_of(&bytes, 1, &hash);
    JB_EQ_I64(jb_db_bank_insert(db, &row), JB_OK);
    JB_EQ_I64(jb_db_media_put(db, &hash, "image/png", bytes), JB_OK);
    JB_EQ_I64(jb_db_media_of_bank(db, "b", &hash), JB_OK);
    for (; status != JB_OK; step++) {
        steps_left = step;
        status = jb_db_bank_delete(db, "b");
        steps_left = -1;
        if (status != JB_OK) {
            JB_EQ_I64(status, JB_ERR_IO);
            JB_EQ_I64(ask_int(*state, "SELECT count(*) FROM bank"), 1);
            JB_EQ_I64(ask_int(*state, "SELECT count(*) FROM bank_media"), 1);
            JB_EQ_I64(ask_int(*state, "SELECT count(*) FROM media"), 1);
        }
    }
    /* BEGIN, the bank with its uses, the media, COMMIT. */
    JB_EQ_I64(step, 5);
    JB_EQ_I64(ask_int(*state, "SELECT count(*) FROM bank"), 0);
    JB_EQ_I64(ask_int(*state, "SELECT count(*) FROM media"), 0);
    jb_db_close(db);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_failing_step_leaves_all_or_nothing),
        IN_PLACE(a_failing_rollback_is_repeated),
        IN_PLACE(failing_calls_change_no_outputs),
        IN_PLACE(a_bank_is_deleted_whole_or_not_at_all),
    };

    return JB_RUN(tests);
}
