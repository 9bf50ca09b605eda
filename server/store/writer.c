/*
 * The writer: takes everything that has gathered, puts it into one transaction, publishes how far
 * things are durable, runs jobs in between, and starts again. A transaction begins at once if the
 * writer was idle, else 3 ms after the last one ended: at 10,000 answers a second that shares a
 * commit, which costs as much as dozens of records, among twenty or more, and costs nobody more
 * than that moment. While it rests or works the loop need not call it.
 *
 * When a step fails the whole transaction is rolled back, everything handed over since is dropped,
 * and the store says so until it is told to try again. Nobody was told anything yet.
 */
#include "writer.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "jinbang/assert.h"
#include "jinbang/log.h"
#include "jinbang/roster.h"

/* From the end of one transaction to the beginning of the next. */
#define REST_US 3000
/* Nothing to do for this long: time to move the write-ahead log into the database. */
#define IDLE_US 1000000
/* The same once the log is long. A contest that runs notes its clock every second, so a longer
 * silence may never come; and a log that begins anew is written over what is there already, which
 * costs half of what it costs to make the file grow. */
#define IDLE_LONG_LOG_US 250000
#define LONG_LOG_PAGES   256

/* Memory for pages of the file. Each contest's log grows at an end of its own, and these ends are
 * to stay there, or the answers of many rooms have the file read again and again. So it grows with
 * every so many contests that are written to, from what SQLite takes by itself. */
#define CACHE_KIB         UINT32_C(2000)
#define CACHE_CONTEST_KIB UINT32_C(16)
#define CACHE_STEP        16

static int64_t now_us(void)
{
    struct timespec now;
    int result = clock_gettime(CLOCK_MONOTONIC, &now);

    JB_ASSERT(result == 0);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void lock(jb_store *store)
{
    int result = pthread_mutex_lock(&store->mutex);

    JB_ASSERT(result == 0);
}

static void unlock(jb_store *store)
{
    int result = pthread_mutex_unlock(&store->mutex);

    JB_ASSERT(result == 0);
}

/* In manual mode the caller is there already. */
static void wake_loop(const jb_store *store)
{
    if (!store->manual && store->wake != NULL) {
        store->wake(store->user);
    }
}

static void forget_heads(jb_store *store)
{
    memset(store->heads, 0, sizeof(store->heads));
    store->heads_kept = 0;
}

void jb_writer_stop_taking(jb_store *store, jb_status failure, const char *why)
{
    JB_ASSERT(failure != JB_OK);
    store->failed = true;
    store->failure = failure;
    (void)snprintf(store->why, sizeof(store->why), "%s", why);
    jb_batch_drop_records(&store->queue);
}

/* ---- one transaction ---- */

static void size_cache(const jb_store *store)
{
    char setting[64];

    (void)snprintf(setting, sizeof(setting), "PRAGMA cache_size = -%" PRIu32,
                   CACHE_KIB + store->heads_kept * CACHE_CONTEST_KIB);
    /* Without it the file is read more often, and that is all. */
    (void)sqlite3_exec(store->db->handle, setting, NULL, NULL, NULL);
}

static jb_status write_event(jb_store *store, const jb_record *record)
{
    jb_kept_head *kept = &store->heads[(uint64_t)record->contest % JB_HEADS_KEPT];

    if (kept->contest != record->contest) {
        jb_status status = jb_db_log_head(store->db, record->contest, &kept->head);

        if (status != JB_OK) {
            return status;
        }
        if (kept->contest == 0 && ++store->heads_kept % CACHE_STEP == 0) {
            size_cache(store);
        }
        kept->contest = record->contest;
    }
    return jb_db_log_append(store->db, record->contest, &kept->head, record->type, record->at,
                            jb_batch_bytes(&store->batch, record));
}

static jb_status write_participant(jb_store *store, const jb_record *record)
{
    jb_slice bytes = jb_batch_bytes(&store->batch, record);
    jb_participant_row row;

    JB_ASSERT(bytes.size >= sizeof(row));
    memcpy(&row, bytes.bytes, sizeof(row));
    row.name.bytes = bytes.bytes + sizeof(row);
    JB_ASSERT(row.name.size == bytes.size - sizeof(row));
    return jb_db_participant_put(store->db, record->contest, &row);
}

static jb_status write_roster(jb_store *store, const jb_record *record)
{
    jb_slice bytes = jb_batch_bytes(&store->batch, record);
    jb_roster_row row;

    JB_ASSERT(bytes.size > sizeof(row));
    memcpy(&row, bytes.bytes, sizeof(row));
    row.code = bytes.bytes + sizeof(row);
    row.name = row.name != NULL ? row.code + strlen(row.code) + 1 : NULL;
    return jb_db_roster_joined(store->db, record->contest, &row);
}

static jb_status write_record(jb_store *store, const jb_record *record)
{
    switch (record->kind) {
    case JB_RECORD_EVENT:
        return write_event(store, record);
    case JB_RECORD_PARTICIPANT:
        return write_participant(store, record);
    case JB_RECORD_CLOCK:
        return jb_db_clock_set(store->db, record->contest, record->at);
    case JB_RECORD_ROSTER:
        return write_roster(store, record);
    case JB_RECORD_SCHEDULE:
        return jb_db_contest_schedule(store->db, record->contest, record->at, record->closes_at);
    case JB_RECORD_JOB:
        break;
    }
    JB_ASSERT(record->kind != JB_RECORD_JOB);
    return JB_ERR_INVALID;
}

/* Records [from, to) of the batch, all or nothing. */
static jb_status write_run(jb_store *store, size_t from, size_t to)
{
    jb_status status = jb_db_begin(store->db);

    if (status != JB_OK) {
        return status;
    }
    for (size_t i = from; i < to && status == JB_OK; i++) {
        status = write_record(store, &store->batch.records[i]);
    }
    if (status == JB_OK) {
        status = jb_db_commit(store->db);
    }
    if (status != JB_OK) {
        jb_db_rollback(store->db);
    }
    return status;
}

/* Writes a run and tells the loop how it went. */
static bool commit_run(jb_store *store, size_t from, size_t to)
{
    const int64_t began_us = now_us();
    jb_status status = write_run(store, from, to);
    uint64_t spent_us;

    store->ended_us = now_us();
    spent_us = (uint64_t)(store->ended_us - began_us);
    if (status != JB_OK) {
        forget_heads(store);
        jb_log(JB_LOG_ERROR, "store", "commit failed, nothing is taken any more reason=\"%s\"",
               jb_db_why(store->db));
    }
    lock(store);
    if (status == JB_OK) {
        jb_ticket last = store->batch.records[to - 1].ticket;

        if (last > store->durable) {
            store->durable = last;
        }
        store->metrics.commits++;
        store->metrics.records += to - from;
        store->metrics.commit_us_total += spent_us;
        if (spent_us > store->metrics.commit_us_max) {
            store->metrics.commit_us_max = spent_us;
        }
    } else {
        jb_writer_stop_taking(store, status, jb_db_why(store->db));
    }
    unlock(store);
    store->dirty = true;
    wake_loop(store);
    return status == JB_OK;
}

static void run_job(jb_store *store, jb_job_node *node)
{
    node->job.work(store->db, node->job.arg);
    JB_ASSERT(!jb_db_in_transaction(store->db));
    /* The job may have written to a log itself. */
    forget_heads(store);
    store->dirty = true;
    node->next = NULL;
    lock(store);
    if (store->done_last == NULL) {
        store->done_first = node;
    } else {
        store->done_last->next = node;
    }
    store->done_last = node;
    unlock(store);
    wake_loop(store);
}

static size_t end_of_run(const jb_batch *batch, size_t from)
{
    size_t to = from;

    while (to < batch->count && batch->records[to].kind != JB_RECORD_JOB) {
        to++;
    }
    return to;
}

static bool has_crashed(jb_store *store)
{
    bool crashed;

    lock(store);
    crashed = store->crashed;
    unlock(store);
    return crashed;
}

/* Works through the batch in order: runs of records, and the jobs between them. */
static void work_through(jb_store *store)
{
    jb_batch *batch = &store->batch;
    bool good = true;
    size_t at = 0;

    while (at < batch->count && !has_crashed(store)) {
        jb_record *record = &batch->records[at];

        if (record->kind == JB_RECORD_JOB) {
            jb_job_node *node = record->node;

            record->node = NULL;
            run_job(store, node);
            at++;
        } else {
            size_t to = end_of_run(batch, at);

            good = good && commit_run(store, at, to);
            at = to;
        }
    }
    /* What a crash left over. */
    for (; at < batch->count; at++) {
        free(batch->records[at].node);
    }
    jb_batch_clear(batch);
}

/* The mutex is held before and after. */
static void take_queue(jb_store *store)
{
    jb_batch empty = store->batch;

    JB_ASSERT(empty.count == 0);
    store->batch = store->queue;
    store->queue = empty;
}

/* The mutex is held before and after. */
static void checkpoint(jb_store *store)
{
    unlock(store);
    if (jb_db_checkpoint(store->db) != JB_OK) {
        /* Nothing is lost: it stays in the write-ahead log. If the disk is ill, the next commit
         * says so to those who need to know. */
        jb_log(JB_LOG_WARN, "store", "checkpoint failed reason=\"%s\"", jb_db_why(store->db));
    }
    /* What was erased leaves the write-ahead log as soon as nobody reads it any more. */
    store->dirty = jb_db_log_is_to_empty(store->db);
    lock(store);
}

void jb_writer_pass(jb_store *store)
{
    lock(store);
    JB_ASSERT(!store->held);
    if (store->queue.count == 0 && store->dirty) {
        checkpoint(store);
    }
    take_queue(store);
    unlock(store);
    work_through(store);
}

/* ---- the thread ---- */

/* Waits for a signal until the monotonic time `due_us`. True: that time has come. */
static bool wait_until(jb_store *store, int64_t due_us)
{
    const struct timespec due = { .tv_sec = (time_t)(due_us / 1000000),
                                  .tv_nsec = (long)(due_us % 1000000) * 1000 };
    int result = pthread_cond_timedwait(&store->work, &store->mutex, &due);

    JB_ASSERT(result == 0 || result == ETIMEDOUT);
    return result == ETIMEDOUT;
}

/* Nothing is queued: waits for a signal, and puts the time to use once it is long. */
static void wait_idle(jb_store *store)
{
    const bool long_log = store->db->log_pages >= LONG_LOG_PAGES;
    bool long_idle = false;

    store->idle = true;
    if (store->dirty) {
        long_idle = wait_until(store, now_us() + (long_log ? IDLE_LONG_LOG_US : IDLE_US)) &&
                    store->queue.count == 0;
    } else {
        int result = pthread_cond_wait(&store->work, &store->mutex);

        JB_ASSERT(result == 0);
    }
    store->idle = false;
    if (long_idle) {
        checkpoint(store);
    }
}

/* Waits until there is something to do now. The mutex is held. False: the thread is to end. */
static bool wait_for_work(jb_store *store)
{
    while (!store->crashed) {
        const bool queued = store->queue.count > 0 && !store->held;
        const int64_t due_us = store->ended_us + REST_US;

        if (store->announce) {
            return true;
        }
        if (store->stopping) {
            return queued;
        }
        if (!queued) {
            wait_idle(store);
        } else if (now_us() >= due_us) {
            return true;
        } else {
            (void)wait_until(store, due_us);
        }
    }
    return false;
}

void *jb_writer_main(void *argument)
{
    jb_store *store = argument;

    lock(store);
    while (wait_for_work(store)) {
        bool announce = store->announce;

        store->announce = false;
        if (!store->held) {
            take_queue(store);
        }
        unlock(store);
        if (announce) {
            wake_loop(store);
        }
        work_through(store);
        lock(store);
    }
    unlock(store);
    return NULL;
}
