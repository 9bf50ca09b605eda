/*
 * A disk that fails at its N-th write or sync, for N = 0, 1, 2, … until a batch goes through
 * without meeting it. At every N: the store says that it failed, the batch is there as a whole or
 * not at all, it goes on after recovering, and the chain holds.
 */
#include "store_support.h"

#include <string.h>

#include <sys/stat.h>

#include "jinbang/log.h"

/* More writes and syncs than one small batch can take. */
enum {
    STEPS_MAX = 500,
    BEFORE = 3,
    BATCH = 40
};

typedef struct bench {
    const place *at;
    fault_disk disk;
    jb_store *store;
    int64_t contest;
    uint64_t entries; /* as the job read them */
} bench;

static void silent(jb_log_level level, const char *line)
{
    (void)level;
    (void)line;
}

static void append(bench *on, int count, jb_time first)
{
    const jb_participant_row row = { .player = 1, .name = jb_slice_of("Ann") };

    (void)jb_store_participant(on->store, on->contest, &row);
    for (int i = 0; i < count; i++) {
        jb_answer answer;
        jb_event event = simple_event(&answer, first + i);

        (void)jb_store_event(on->store, on->contest, &event);
    }
    (void)jb_store_clock(on->store, on->contest, first);
}

static void begin(bench *on, const place *at)
{
    const jb_store_options options = {
        .db = { .directory = at->directory, .mode = JB_DB_WRITE, .vfs = FAULT_DISK },
        .manual = true,
    };
    jb_db *db = open_db(at, JB_DB_WRITE);

    memset(on, 0, sizeof(*on));
    on->at = at;
    on->contest = add_contest(db, "123456");
    jb_db_close(db);
    fault_disk_install(&on->disk);
    JB_EQ_I64(jb_store_open(&options, &on->store, NULL), JB_OK);
    append(on, BEFORE, 1);
    JB_EQ_I64(jb_store_commit(on->store), JB_OK);
}

static uint64_t entries_outside(const bench *on)
{
    jb_db *db = open_db(on->at, JB_DB_READ);
    uint64_t count = read_log(db, on->contest).count;

    jb_db_close(db);
    return count;
}

static void count_work(jb_db *db, void *arg)
{
    bench *on = arg;

    on->entries = read_log(db, on->contest).count;
}

static void count_done(void *arg)
{
    (void)arg;
}

static uint64_t entries_inside(bench *on)
{
    const jb_job job = { .work = count_work, .done = count_done, .arg = on };
    jb_status status;

    JB_EQ_I64(jb_store_run(on->store, &job), JB_OK);
    status = jb_store_commit(on->store);
    (void)status;
    jb_store_poll(on->store);
    return on->entries;
}

/* After a failure: nothing of the batch; after recovering: work goes on. */
static void check_recovery(bench *on, jb_ticket durable)
{
    JB_EQ_U64(on->disk.failures, 1);
    JB_TRUE(jb_store_failed(on->store, NULL));
    JB_EQ_U64(jb_store_durable(on->store), durable);
    JB_EQ_U64(entries_inside(on), BEFORE);
    JB_EQ_U64(entries_outside(on), BEFORE);
    jb_store_recover(on->store);
    append(on, BATCH, 200);
    JB_EQ_I64(jb_store_commit(on->store), JB_OK);
    JB_EQ_U64(entries_inside(on), BEFORE + BATCH);
}

/* One run; true if the batch met the failure. */
static bool run_once(int64_t step, int code, bool crash)
{
    void *state = NULL;
    bench on;
    jb_ticket durable;
    bool failed;
    uint64_t count;

    JB_EQ_I64(place_make(&state), 0);
    begin(&on, state);
    durable = jb_store_durable(on.store);
    fault_disk_arm(&on.disk, step, code, false);
    append(&on, BATCH, 100);
    failed = jb_store_commit(on.store) != JB_OK;
    if (failed && crash) {
        /* The commit may have reached the file before its sync failed: all or nothing, then. */
        jb_store_crash(on.store);
        count = entries_outside(&on);
        JB_TRUE(count == BEFORE || count == BEFORE + BATCH);
    } else {
        if (failed) {
            check_recovery(&on, durable);
        }
        fault_disk_arm(&on.disk, -1, 0, false);
        jb_store_close(on.store);
        JB_EQ_U64(entries_outside(&on), BEFORE + BATCH);
    }
    fault_disk_remove(&on.disk);
    JB_EQ_I64(place_remove(&state), 0);
    return failed;
}

static void run_all(int code, bool crash)
{
    int64_t step = 0;

    jb_log_set_sink(silent);
    while (step < STEPS_MAX && run_once(step, code, crash)) {
        step++;
    }
    jb_log_set_sink(NULL);
    /* At least the frames of two tables, and the sync. */
    JB_TRUE(step > 5);
    JB_TRUE(step < STEPS_MAX);
}

static void any_failing_write_or_sync_leaves_all_or_nothing(void **state)
{
    run_all(SQLITE_IOERR_WRITE, false);
}

static void so_does_a_crash_after_it(void **state)
{
    run_all(SQLITE_IOERR_FSYNC, true);
}

static void a_full_disk_is_said_and_left_behind_when_there_is_room(void **state)
{
    bench on;
    jb_buffer why;

    jb_log_set_sink(silent);
    jb_buffer_init(&why, 0);
    begin(&on, *state);
    fault_disk_arm(&on.disk, 0, SQLITE_FULL, true);
    append(&on, BATCH, 100);
    JB_EQ_I64(jb_store_commit(on.store), JB_ERR_IO);
    JB_TRUE(jb_store_failed(on.store, &why));
    JB_TRUE(strstr(jb_buffer_text(&why), "cannot write to ") != NULL);
    JB_TRUE(strstr(jb_buffer_text(&why), ": the disk is full") != NULL);
    /* Trying again too early fails again. */
    jb_store_recover(on.store);
    append(&on, BATCH, 100);
    JB_EQ_I64(jb_store_commit(on.store), JB_ERR_IO);
    JB_EQ_U64(entries_inside(&on), BEFORE);
    fault_disk_arm(&on.disk, -1, 0, false);
    jb_store_recover(on.store);
    append(&on, BATCH, 100);
    JB_EQ_I64(jb_store_commit(on.store), JB_OK);
    jb_store_close(on.store);
    JB_EQ_U64(entries_outside(&on), BEFORE + BATCH);
    fault_disk_remove(&on.disk);
    jb_buffer_finish(&why);
    jb_log_set_sink(NULL);
}

static void a_disk_that_became_read_only_is_said(void **state)
{
    bench on;
    jb_buffer why;

    jb_log_set_sink(silent);
    jb_buffer_init(&why, 0);
    begin(&on, *state);
    fault_disk_arm(&on.disk, 0, SQLITE_READONLY, true);
    append(&on, BATCH, 100);
    JB_EQ_I64(jb_store_commit(on.store), JB_ERR_IO);
    JB_TRUE(jb_store_failed(on.store, &why));
    JB_TRUE(strstr(jb_buffer_text(&why), "may not be written") != NULL);
    fault_disk_arm(&on.disk, -1, 0, false);
    jb_store_close(on.store);
    fault_disk_remove(&on.disk);
    jb_buffer_finish(&why);
    jb_log_set_sink(NULL);
}

/* Opening for the first time, with every write and sync failing in turn. */
static void a_first_start_that_fails_can_be_repeated(void **state)
{
    const place *at = *state;
    const jb_db_options options = {
        .directory = at->directory,
        .mode = JB_DB_WRITE,
        .vfs = FAULT_DISK,
    };
    fault_disk disk;
    jb_status status = JB_ERR_IO;
    int64_t step = 0;

    /* Only the folder: another file system than the default makes its own files. */
    JB_EQ_I64(mkdir(at->directory, 0700), 0);
    fault_disk_install(&disk);
    for (; step < STEPS_MAX && status != JB_OK; step++) {
        jb_db *db = NULL;

        fault_disk_arm(&disk, step, SQLITE_IOERR_WRITE, false);
        status = jb_db_open(&options, &db, NULL);
        fault_disk_arm(&disk, -1, 0, false);
        jb_db_close(db);
    }
    JB_TRUE(step > 1);
    JB_EQ_I64(status, JB_OK);
    fault_disk_remove(&disk);
    jb_db_close(open_db(at, JB_DB_READ));
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_failing_write_or_sync_leaves_all_or_nothing),
        cmocka_unit_test(so_does_a_crash_after_it),
        IN_PLACE(a_full_disk_is_said_and_left_behind_when_there_is_room),
        IN_PLACE(a_disk_that_became_read_only_is_said),
        IN_PLACE(a_first_start_that_fails_can_be_repeated),
    };

    return JB_RUN(tests);
}
