/*
 * Group commit: nothing is durable before its commit, everything is in order, a crash leaves
 * exactly what was durable, jobs come in their turn, a failed commit stops the store until it is
 * told to go on. Most of it runs in manual mode; the thread is tested by waiting for its wake,
 * never by time.
 */
#include "store_support.h"

#include <errno.h>
#include <semaphore.h>
#include <string.h>

#include <time.h>

#include "batch.h"

/* Far longer than anything here takes: reaching it is the failure of a test. */
enum {
    PATIENCE_S = 20
};

typedef struct bench {
    const place *at;
    jb_store *store;
    int64_t contest;
    sem_t woken;
} bench;

static void post(void *user)
{
    (void)sem_post(&((bench *)user)->woken);
}

static void open_store(bench *on, bool manual)
{
    const jb_store_options options = {
        .db = { .directory = on->at->directory, .mode = JB_DB_WRITE },
        .manual = manual,
        .wake = post,
        .user = on,
    };

    JB_EQ_I64(sem_init(&on->woken, 0, 0), 0);
    JB_EQ_I64(jb_store_open(&options, &on->store, NULL), JB_OK);
}

static void begin(bench *on, void **state, bool manual)
{
    jb_db *db;

    *on = (bench){ .at = *state };
    db = open_db(on->at, JB_DB_WRITE);
    on->contest = add_contest(db, "123456");
    jb_db_close(db);
    open_store(on, manual);
}

static jb_ticket append(bench *on, jb_time at)
{
    jb_answer answer;
    jb_event event = simple_event(&answer, at);

    return jb_store_event(on->store, on->contest, &event);
}

static void wait_for_wake(bench *on)
{
    struct timespec until;

    JB_EQ_I64(clock_gettime(CLOCK_REALTIME, &until), 0);
    until.tv_sec += PATIENCE_S;
    while (sem_timedwait(&on->woken, &until) != 0) {
        JB_EQ_I64(errno, EINTR);
    }
}

static void wait_for_ticket(bench *on, jb_ticket ticket)
{
    while (jb_store_durable(on->store) < ticket) {
        wait_for_wake(on);
    }
}

/* The log as somebody else sees it, verified. */
static log_summary log_outside(const bench *on)
{
    jb_db *db = open_db(on->at, JB_DB_READ);
    log_summary summary = read_log(db, on->contest);

    jb_db_close(db);
    return summary;
}

/* ---- tickets ---- */

static void nothing_is_durable_before_its_commit(void **state)
{
    bench on;

    begin(&on, state, true);
    JB_EQ_U64(jb_store_head(on.store), 0);
    JB_EQ_U64(append(&on, 10), 1);
    JB_EQ_U64(append(&on, 20), 2);
    JB_EQ_U64(jb_store_head(on.store), 2);
    JB_EQ_U64(jb_store_durable(on.store), 0);
    JB_EQ_U64(log_outside(&on).count, 0);
    JB_EQ_I64(jb_store_commit(on.store), JB_OK);
    JB_EQ_U64(jb_store_durable(on.store), 2);
    JB_EQ_U64(log_outside(&on).count, 2);
    jb_store_close(on.store);
}

static void a_batch_is_one_transaction(void **state)
{
    bench on;
    jb_store_metrics metrics;

    begin(&on, state, true);
    for (int i = 0; i < 100; i++) {
        (void)append(&on, i);
    }
    JB_EQ_I64(jb_store_commit(on.store), JB_OK);
    JB_EQ_I64(jb_store_commit(on.store), JB_OK);
    jb_store_measure(on.store, &metrics);
    JB_EQ_U64(metrics.commits, 1);
    JB_EQ_U64(metrics.records, 100);
    JB_TRUE(metrics.commit_us_max <= metrics.commit_us_total);
    jb_store_close(on.store);
}

static void records_of_all_kinds_and_contests_arrive(void **state)
{
    bench on;
    jb_participant_row row = { .player = 1, .team = 3, .name = jb_slice_of("Åsa") };
    jb_db *db;
    jb_time now = 0;
    int64_t second;

    begin(&on, state, true);
    db = open_db(on.at, JB_DB_WRITE);
    second = add_contest(db, "222222");
    jb_db_close(db);
    (void)append(&on, 10);
    on.contest = second;
    (void)append(&on, 11);
    JB_EQ_U64(jb_store_participant(on.store, second, &row), 3);
    JB_EQ_U64(jb_store_clock(on.store, second, 99), 4);
    JB_EQ_I64(jb_store_commit(on.store), JB_OK);
    jb_store_close(on.store);
    JB_EQ_I64(ask_int(on.at, "SELECT count(*) FROM participant WHERE name = 'Åsa' AND team = 3"),
              1);
    db = open_db(on.at, JB_DB_READ);
    JB_EQ_I64(jb_db_clock_get(db, second, &now), JB_OK);
    JB_EQ_I64(now, 99);
    JB_EQ_U64(read_log(db, second).count, 1);
    JB_EQ_U64(read_log(db, second - 1).count, 1);
    jb_db_close(db);
}

/* Contests whose heads are kept in the same place must not be taken for one another. */
static void contests_that_share_a_place_keep_their_own_chains(void **state)
{
    bench on;
    jb_db *db;
    int64_t first;

    begin(&on, state, true);
    first = on.contest;
    /* 1024 places: the same remainder. */
    tamper(on.at, "INSERT INTO contest (contest, id, code, open, created_at, title, plan)"
                  " SELECT contest + 1024, 'far', '999999', 1, 1, '{}', '{}' FROM contest");
    for (int i = 0; i < 6; i++) {
        on.contest = i % 2 == 0 ? first : first + 1024;
        (void)append(&on, i);
    }
    JB_EQ_I64(jb_store_commit(on.store), JB_OK);
    jb_store_close(on.store);
    db = open_db(on.at, JB_DB_READ);
    JB_EQ_U64(read_log(db, first).count, 3);
    JB_EQ_U64(read_log(db, first + 1024).count, 3);
    jb_db_close(db);
}

static void opening_again_goes_on_where_the_log_ended(void **state)
{
    bench on;

    begin(&on, state, true);
    (void)append(&on, 10);
    JB_EQ_I64(jb_store_commit(on.store), JB_OK);
    jb_store_close(on.store);
    open_store(&on, true);
    JB_EQ_U64(append(&on, 20), 1);
    jb_store_close(on.store);
    JB_EQ_U64(log_outside(&on).count, 2);
    JB_EQ_I64(log_outside(&on).last_at, 20);
}

static void a_crash_loses_exactly_what_was_not_durable(void **state)
{
    bench on;

    begin(&on, state, true);
    for (int i = 1; i <= 5; i++) {
        (void)append(&on, i);
    }
    JB_EQ_I64(jb_store_commit(on.store), JB_OK);
    for (int i = 6; i <= 9; i++) {
        (void)append(&on, i);
    }
    jb_store_crash(on.store);
    JB_EQ_U64(log_outside(&on).count, 5);
    JB_EQ_I64(log_outside(&on).last_at, 5);
}

/* ---- the thread ---- */

static void the_thread_makes_records_durable_and_wakes(void **state)
{
    bench on;
    jb_ticket last = 0;

    begin(&on, state, false);
    for (int i = 1; i <= 2000; i++) {
        last = append(&on, i);
        if (i % 100 == 0) {
            jb_ticket durable = jb_store_durable(on.store);

            JB_TRUE(log_outside(&on).count >= durable);
        }
    }
    wait_for_ticket(&on, last);
    JB_EQ_U64(log_outside(&on).count, 2000);
    JB_EQ_I64(log_outside(&on).last_at, 2000);
    jb_store_close(on.store);
}

static void closing_commits_what_was_handed_over(void **state)
{
    bench on;

    begin(&on, state, false);
    for (int i = 1; i <= 500; i++) {
        (void)append(&on, i);
    }
    jb_store_close(on.store);
    JB_EQ_U64(log_outside(&on).count, 500);
}

static void a_crash_in_the_middle_leaves_a_prefix_with_all_that_was_durable(void **state)
{
    bench on;
    jb_ticket durable;
    log_summary summary;

    begin(&on, state, false);
    for (int i = 1; i <= 3000; i++) {
        (void)append(&on, i);
    }
    wait_for_wake(&on);
    durable = jb_store_durable(on.store);
    jb_store_crash(on.store);
    summary = log_outside(&on);
    JB_TRUE(durable > 0);
    JB_TRUE(summary.count >= durable);
    JB_EQ_I64(summary.last_at, (int64_t)summary.count);
}

static void what_is_held_together_goes_into_one_transaction(void **state)
{
    bench on;
    jb_store_metrics metrics;
    jb_ticket last = 0;

    begin(&on, state, false);
    jb_store_hold(on.store);
    for (int i = 1; i <= 1000; i++) {
        last = append(&on, i);
    }
    jb_store_release(on.store);
    wait_for_ticket(&on, last);
    jb_store_measure(on.store, &metrics);
    JB_EQ_U64(metrics.commits, 1);
    JB_EQ_U64(metrics.records, 1000);
    jb_store_hold(on.store);
    (void)append(&on, 1001);
    jb_store_crash(on.store);
    JB_EQ_U64(log_outside(&on).count, 1000);
}

/* ---- jobs ---- */

typedef struct job_note {
    bench *on;
    char text[64];
    uint64_t entries[4]; /* what the log held when the job ran */
    int worked;
    int finished;
} job_note;

static void work(jb_db *db, void *arg)
{
    job_note *note = arg;

    note->entries[note->worked++] = read_log(db, note->on->contest).count;
}

static void done(void *arg)
{
    ((job_note *)arg)->finished++;
}

static void jobs_run_in_their_turn_and_are_done_on_poll(void **state)
{
    bench on;
    job_note note = { .on = &on };
    const jb_job job = { .work = work, .done = done, .arg = &note };
    jb_ticket last;

    begin(&on, state, true);
    (void)append(&on, 1);
    JB_EQ_I64(jb_store_run(on.store, &job), JB_OK);
    (void)append(&on, 2);
    last = append(&on, 3);
    JB_EQ_I64(jb_store_run(on.store, &job), JB_OK);
    jb_store_poll(on.store);
    JB_EQ_I64(note.worked, 0);
    JB_EQ_I64(jb_store_commit(on.store), JB_OK);
    JB_EQ_I64(note.worked, 2);
    JB_EQ_U64(note.entries[0], 1);
    JB_EQ_U64(note.entries[1], 3);
    JB_EQ_I64(note.finished, 0);
    JB_EQ_U64(jb_store_durable(on.store), last);
    jb_store_poll(on.store);
    JB_EQ_I64(note.finished, 2);
    jb_store_poll(on.store);
    JB_EQ_I64(note.finished, 2);
    jb_store_close(on.store);
}

static void the_thread_runs_jobs_too(void **state)
{
    bench on;
    job_note note = { .on = &on };
    const jb_job job = { .work = work, .done = done, .arg = &note };

    begin(&on, state, false);
    (void)append(&on, 1);
    JB_EQ_I64(jb_store_run(on.store, &job), JB_OK);
    while (note.finished == 0) {
        wait_for_wake(&on);
        jb_store_poll(on.store);
    }
    JB_EQ_U64(note.entries[0], 1);
    jb_store_close(on.store);
}

/* A writer that is not called looks by itself after a second, once for each of these. */
static void a_writer_that_waits_is_called_when_a_hold_ends(void **state)
{
    bench on;
    const time_t begun = time(NULL);

    begin(&on, state, false);
    for (int i = 1; i <= 40; i++) {
        jb_store_hold(on.store);
        jb_ticket last = append(&on, i);
        jb_store_release(on.store);
        wait_for_ticket(&on, last);
    }
    JB_EQ_U64(log_outside(&on).count, 40);
    JB_TRUE(time(NULL) - begun < PATIENCE_S);
    jb_store_close(on.store);
}

static void closing_finishes_jobs_and_a_crash_forgets_them(void **state)
{
    bench on;
    job_note note = { .on = &on };
    const jb_job job = { .work = work, .done = done, .arg = &note };

    begin(&on, state, true);
    JB_EQ_I64(jb_store_run(on.store, &job), JB_OK);
    jb_store_close(on.store);
    JB_EQ_I64(note.finished, 1);
    open_store(&on, true);
    JB_EQ_I64(jb_store_run(on.store, &job), JB_OK);
    JB_EQ_I64(jb_store_commit(on.store), JB_OK);
    JB_EQ_I64(jb_store_run(on.store, &job), JB_OK);
    jb_store_crash(on.store);
    JB_EQ_I64(note.worked, 2);
    JB_EQ_I64(note.finished, 1);
}

/* Writes to the log behind the writer's kept head. */
static void work_appends(jb_db *db, void *arg)
{
    job_note *note = arg;
    jb_log_head head;

    JB_EQ_I64(jb_db_log_head(db, note->on->contest, &head), JB_OK);
    JB_EQ_I64(
        jb_db_log_append(db, note->on->contest, &head, JB_EVENT_RESUMED, 5, jb_slice_of("{}")),
        JB_OK);
    note->worked++;
}

static void a_job_may_write_to_a_log(void **state)
{
    bench on;
    job_note note = { .on = &on };
    const jb_job job = { .work = work_appends, .done = done, .arg = &note };

    begin(&on, state, true);
    (void)append(&on, 1);
    JB_EQ_I64(jb_store_run(on.store, &job), JB_OK);
    (void)append(&on, 9);
    JB_EQ_I64(jb_store_commit(on.store), JB_OK);
    jb_store_close(on.store);
    JB_EQ_U64(log_outside(&on).count, 3);
    JB_EQ_I64(log_outside(&on).last_at, 9);
}

/* ---- failing ---- */

static void a_failed_commit_stops_the_store_until_it_recovers(void **state)
{
    bench on;
    job_note note = { .on = &on };
    const jb_job job = { .work = work, .done = done, .arg = &note };
    jb_buffer why;

    jb_buffer_init(&why, 0);
    begin(&on, state, true);
    (void)append(&on, 1);
    JB_EQ_I64(jb_store_commit(on.store), JB_OK);
    JB_FALSE(jb_store_failed(on.store, &why));
    (void)append(&on, 2);
    JB_EQ_I64(jb_store_run(on.store, &job), JB_OK);
    (void)append(&on, 3);
    /* There is no such contest. */
    JB_EQ_U64(jb_store_clock(on.store, 777, 1), 4);
    JB_EQ_I64(jb_store_run(on.store, &job), JB_OK);
    (void)append(&on, 4);
    JB_EQ_I64(jb_store_commit(on.store), JB_ERR_INVALID);
    JB_TRUE(jb_store_failed(on.store, &why));
    JB_TRUE(strstr(jb_buffer_text(&why), "cannot write to /tmp/jb-store-") != NULL);
    /* What was before the job is durable; of the failed transaction nothing is; nothing after. */
    JB_EQ_U64(jb_store_durable(on.store), 2);
    JB_EQ_U64(note.entries[0], 2);
    JB_EQ_U64(note.entries[1], 2);
    /* Nothing is taken now, but jobs are. */
    JB_EQ_U64(append(&on, 5), 6);
    JB_EQ_I64(jb_store_run(on.store, &job), JB_OK);
    JB_EQ_I64(jb_store_commit(on.store), JB_ERR_INVALID);
    JB_EQ_U64(note.entries[2], 2);
    JB_EQ_U64(jb_store_durable(on.store), 2);
    jb_store_recover(on.store);
    JB_FALSE(jb_store_failed(on.store, NULL));
    JB_EQ_U64(jb_store_durable(on.store), 6);
    JB_EQ_U64(append(&on, 6), 7);
    JB_EQ_U64(jb_store_durable(on.store), 6);
    JB_EQ_I64(jb_store_commit(on.store), JB_OK);
    JB_EQ_U64(jb_store_durable(on.store), 7);
    jb_store_close(on.store);
    JB_EQ_I64(note.finished, 3);
    JB_EQ_U64(log_outside(&on).count, 3);
    JB_EQ_I64(log_outside(&on).last_at, 6);
    jb_buffer_finish(&why);
}

static void the_thread_wakes_when_it_fails(void **state)
{
    bench on;

    begin(&on, state, false);
    (void)jb_store_clock(on.store, 777, 1);
    wait_for_wake(&on);
    JB_TRUE(jb_store_failed(on.store, NULL));
    JB_EQ_U64(jb_store_durable(on.store), 0);
    jb_store_recover(on.store);
    wait_for_ticket(&on, append(&on, 5));
    jb_store_close(on.store);
    JB_EQ_U64(log_outside(&on).count, 1);
}

static void too_many_waiting_records_are_a_failure_not_a_leak(void **state)
{
    bench on;
    jb_buffer why;

    jb_buffer_init(&why, 0);
    begin(&on, state, true);
    for (int i = 0; i < JB_BATCH_RECORDS_MAX && !jb_store_failed(on.store, NULL); i++) {
        (void)jb_store_clock(on.store, on.contest, i);
    }
    JB_FALSE(jb_store_failed(on.store, NULL));
    (void)jb_store_clock(on.store, on.contest, 1);
    JB_TRUE(jb_store_failed(on.store, &why));
    JB_EQ_STR(jb_buffer_text(&why), "the disk does not keep up: too much waits to be written");
    JB_EQ_I64(jb_store_commit(on.store), JB_ERR_LIMIT);
    jb_store_recover(on.store);
    (void)append(&on, 1);
    JB_EQ_I64(jb_store_commit(on.store), JB_OK);
    jb_store_close(on.store);
    JB_EQ_U64(log_outside(&on).count, 1);
    jb_buffer_finish(&why);
}

static void too_many_waiting_bytes_are_a_failure_not_a_leak(void **state)
{
    static const char name[1024 * 1024];
    const jb_participant_row row = {
        .player = 1,
        .name = { .bytes = name, .size = sizeof(name) },
    };
    bench on;

    begin(&on, state, true);
    for (int i = 0; i < 63; i++) {
        (void)jb_store_participant(on.store, on.contest, &row);
    }
    JB_FALSE(jb_store_failed(on.store, NULL));
    (void)jb_store_participant(on.store, on.contest, &row);
    JB_TRUE(jb_store_failed(on.store, NULL));
    jb_store_recover(on.store);
    (void)append(&on, 1);
    JB_EQ_I64(jb_store_commit(on.store), JB_OK);
    jb_store_close(on.store);
    JB_EQ_U64(log_outside(&on).count, 1);
}

static void the_thread_wakes_when_too_much_waits(void **state)
{
    static const char name[1024 * 1024];
    const jb_participant_row row = {
        .player = 1,
        .name = { .bytes = name, .size = sizeof(name) },
    };
    bench on;

    begin(&on, state, false);
    jb_store_hold(on.store);
    for (int i = 0; i < 64; i++) {
        (void)jb_store_participant(on.store, on.contest, &row);
    }
    JB_TRUE(jb_store_failed(on.store, NULL));
    wait_for_wake(&on);
    jb_store_recover(on.store);
    (void)append(&on, 1);
    jb_store_release(on.store);
    jb_store_close(on.store);
    JB_EQ_U64(log_outside(&on).count, 1);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(nothing_is_durable_before_its_commit),
        IN_PLACE(a_batch_is_one_transaction),
        IN_PLACE(records_of_all_kinds_and_contests_arrive),
        IN_PLACE(contests_that_share_a_place_keep_their_own_chains),
        IN_PLACE(opening_again_goes_on_where_the_log_ended),
        IN_PLACE(a_crash_loses_exactly_what_was_not_durable),
        IN_PLACE(the_thread_makes_records_durable_and_wakes),
        IN_PLACE(a_writer_that_waits_is_called_when_a_hold_ends),
        IN_PLACE(closing_commits_what_was_handed_over),
        IN_PLACE(a_crash_in_the_middle_leaves_a_prefix_with_all_that_was_durable),
        IN_PLACE(what_is_held_together_goes_into_one_transaction),
        IN_PLACE(jobs_run_in_their_turn_and_are_done_on_poll),
        IN_PLACE(the_thread_runs_jobs_too),
        IN_PLACE(closing_finishes_jobs_and_a_crash_forgets_them),
        IN_PLACE(a_job_may_write_to_a_log),
        IN_PLACE(a_failed_commit_stops_the_store_until_it_recovers),
        IN_PLACE(the_thread_wakes_when_it_fails),
        IN_PLACE(too_many_waiting_records_are_a_failure_not_a_leak),
        IN_PLACE(too_many_waiting_bytes_are_a_failure_not_a_leak),
        IN_PLACE(the_thread_wakes_when_too_much_waits),
    };

    return JB_RUN(tests);
}
