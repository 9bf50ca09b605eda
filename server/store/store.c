/*
 * The loop thread's side of group commit: copying records into the queue, giving out tickets,
 * collecting finished jobs. Nothing here waits for the disk; the mutex is held for as long as it
 * takes to copy one record. The other side is writer.c.
 */
#include "jinbang/store.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "jinbang/assert.h"
#include "jinbang/log.h"
#include "jinbang/roster.h"
#include "writer.h"

/* Jobs asked for and not polled. They come from people clicking, one at a time. */
enum {
    JOBS_MAX = 10000
};

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

static void signal_writer(jb_store *store)
{
    int result = pthread_cond_signal(&store->work);

    JB_ASSERT(result == 0);
}

/* There may be something to write. A writer that is at work looks for more when it is done. The
 * mutex is held. */
static void call_writer(jb_store *store)
{
    if (store->idle && store->queue.count > 0 && !store->held) {
        store->idle = false;
        signal_writer(store);
    }
}

/* ---- life ---- */

static jb_status init_sync(jb_store *store)
{
    pthread_condattr_t attributes;
    jb_status status = JB_OK;

    if (pthread_mutex_init(&store->mutex, NULL) != 0) {
        return JB_ERR_MEMORY;
    }
    if (pthread_condattr_init(&attributes) != 0) {
        (void)pthread_mutex_destroy(&store->mutex);
        return JB_ERR_MEMORY;
    }
    /* So that a change of the wall clock moves no deadline. */
    if (pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) != 0 ||
        pthread_cond_init(&store->work, &attributes) != 0) {
        (void)pthread_mutex_destroy(&store->mutex);
        status = JB_ERR_MEMORY;
    }
    (void)pthread_condattr_destroy(&attributes);
    return status;
}

/* Signals are for the loop: the writer is born with all of them blocked. */
static jb_status start_thread(jb_store *store)
{
    sigset_t all;
    sigset_t before;
    int result;

    (void)sigfillset(&all);
    result = pthread_sigmask(SIG_SETMASK, &all, &before);
    JB_ASSERT(result == 0);
    result = pthread_create(&store->thread, NULL, jb_writer_main, store);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return result == 0 ? JB_OK : JB_ERR_MEMORY;
}

static void free_store(jb_store *store)
{
    jb_db_close(store->db);
    jb_batch_finish(&store->queue);
    jb_batch_finish(&store->batch);
    (void)pthread_cond_destroy(&store->work);
    (void)pthread_mutex_destroy(&store->mutex);
    free(store);
}

jb_status jb_store_open(const jb_store_options *options, jb_store **out, jb_buffer *why)
{
    jb_store *store = calloc(1, sizeof(*store));
    jb_status status;

    JB_ASSERT(options->db.mode == JB_DB_WRITE);
    *out = NULL;
    if (store == NULL || init_sync(store) != JB_OK) {
        free(store);
        jb_say(why, "memory has run out");
        return JB_ERR_MEMORY;
    }
    store->manual = options->manual;
    store->wake = options->wake;
    store->user = options->user;
    jb_batch_init(&store->queue);
    jb_batch_init(&store->batch);
    status = jb_db_open(&options->db, &store->db, why);
    if (status == JB_OK && !store->manual) {
        status = start_thread(store);
        if (status != JB_OK) {
            jb_say(why, "the system gives no thread for the writer");
        }
    }
    if (status != JB_OK) {
        free_store(store);
        return status;
    }
    *out = store;
    return JB_OK;
}

static void join(jb_store *store)
{
    int result = store->manual ? 0 : pthread_join(store->thread, NULL);

    JB_ASSERT(result == 0);
}

void jb_store_close(jb_store *store)
{
    if (store == NULL) {
        return;
    }
    lock(store);
    JB_ASSERT(!store->held);
    store->stopping = true;
    signal_writer(store);
    unlock(store);
    if (store->manual) {
        jb_writer_pass(store);
    }
    join(store);
    jb_store_poll(store);
    free_store(store);
}

void jb_store_crash(jb_store *store)
{
    jb_job_node *node;

    if (store == NULL) {
        return;
    }
    lock(store);
    store->crashed = true;
    signal_writer(store);
    unlock(store);
    join(store);
    node = store->done_first;
    while (node != NULL) {
        jb_job_node *next = node->next;

        free(node);
        node = next;
    }
    free_store(store);
}

/* ---- records ---- */

/* Ends what begin_record() began. `offset` is where the record's bytes start. */
static jb_ticket add_record(jb_store *store, jb_record *record, size_t offset)
{
    record->ticket = store->head;
    if (!jb_batch_add(&store->queue, record, offset)) {
        jb_log(JB_LOG_ERROR, "store", "too much waits for the disk records=%zu",
               store->queue.count);
        jb_writer_stop_taking(store, JB_ERR_LIMIT,
                              "the disk does not keep up: too much waits to be written");
        store->announce = true;
        signal_writer(store);
    } else {
        call_writer(store);
    }
    unlock(store);
    return store->head;
}

/* Gives out the ticket and locks. False: nothing is taken, and nothing is locked. */
static bool begin_record(jb_store *store)
{
    store->head++;
    lock(store);
    JB_ASSERT(!store->stopping && !store->crashed);
    if (store->failed) {
        unlock(store);
        return false;
    }
    return true;
}

jb_ticket jb_store_event(jb_store *store, int64_t contest, const jb_event *event)
{
    jb_record record = {
        .kind = JB_RECORD_EVENT,
        .type = event->type,
        .contest = contest,
        .at = event->at,
    };
    size_t offset;

    JB_ASSERT(contest > 0);
    if (!begin_record(store)) {
        return store->head;
    }
    offset = store->queue.bytes.size;
    jb_event_encode(event, &store->queue.bytes);
    return add_record(store, &record, offset);
}

jb_ticket jb_store_participant(jb_store *store, int64_t contest, const jb_participant_row *row)
{
    jb_record record = { .kind = JB_RECORD_PARTICIPANT, .contest = contest };
    size_t offset;

    JB_ASSERT(contest > 0);
    if (!begin_record(store)) {
        return store->head;
    }
    offset = store->queue.bytes.size;
    jb_buffer_append(&store->queue.bytes, row, sizeof(*row));
    jb_buffer_append(&store->queue.bytes, row->name.bytes, row->name.size);
    return add_record(store, &record, offset);
}

jb_ticket jb_store_roster(jb_store *store, int64_t contest, const jb_roster_row *row)
{
    jb_record record = { .kind = JB_RECORD_ROSTER, .contest = contest };
    size_t offset;

    JB_ASSERT(contest > 0 && row->code != NULL);
    if (!begin_record(store)) {
        return store->head;
    }
    offset = store->queue.bytes.size;
    jb_buffer_append(&store->queue.bytes, row, sizeof(*row));
    jb_buffer_append(&store->queue.bytes, row->code, strlen(row->code) + 1);
    if (row->name != NULL) {
        jb_buffer_append(&store->queue.bytes, row->name, strlen(row->name) + 1);
    }
    return add_record(store, &record, offset);
}

jb_ticket jb_store_schedule(jb_store *store, int64_t contest, jb_time opens_at, jb_time closes_at)
{
    jb_record record = {
        .kind = JB_RECORD_SCHEDULE, .contest = contest, .at = opens_at, .closes_at = closes_at
    };

    JB_ASSERT(contest > 0);
    if (!begin_record(store)) {
        return store->head;
    }
    return add_record(store, &record, store->queue.bytes.size);
}

jb_ticket jb_store_clock(jb_store *store, int64_t contest, jb_time now)
{
    jb_record record = { .kind = JB_RECORD_CLOCK, .contest = contest, .at = now };

    JB_ASSERT(contest > 0);
    if (!begin_record(store)) {
        return store->head;
    }
    return add_record(store, &record, store->queue.bytes.size);
}

void jb_store_hold(jb_store *store)
{
    lock(store);
    JB_ASSERT(!store->held);
    store->held = true;
    unlock(store);
}

void jb_store_release(jb_store *store)
{
    lock(store);
    JB_ASSERT(store->held);
    store->held = false;
    call_writer(store);
    unlock(store);
}

jb_ticket jb_store_head(const jb_store *store)
{
    return store->head;
}

jb_ticket jb_store_durable(jb_store *store)
{
    jb_ticket durable = store->durable;

    JB_ASSERT(durable <= store->head);
    return durable;
}

/* ---- jobs ---- */

jb_status jb_store_run(jb_store *store, const jb_job *job)
{
    jb_record record = { .kind = JB_RECORD_JOB };
    jb_status status = JB_OK;

    JB_ASSERT(job->work != NULL && job->done != NULL);
    record.node = malloc(sizeof(*record.node));
    if (record.node == NULL) {
        return JB_ERR_MEMORY;
    }
    *record.node = (jb_job_node){ .job = *job };
    lock(store);
    if (store->stopping || store->crashed) {
        status = JB_ERR_BUSY;
    } else if (store->jobs >= JOBS_MAX ||
               !jb_batch_add(&store->queue, &record, store->queue.bytes.size)) {
        status = JB_ERR_LIMIT;
    } else {
        store->jobs++;
        call_writer(store);
    }
    unlock(store);
    if (status != JB_OK) {
        free(record.node);
    }
    return status;
}

void jb_store_poll(jb_store *store)
{
    jb_job_node *node;

    lock(store);
    node = store->done_first;
    store->done_first = NULL;
    store->done_last = NULL;
    unlock(store);
    while (node != NULL) {
        jb_job_node *next = node->next;

        lock(store);
        store->jobs--;
        unlock(store);
        node->job.done(node->job.arg);
        free(node);
        node = next;
    }
}

/* ---- failure ---- */

bool jb_store_failed(jb_store *store, jb_buffer *why)
{
    bool failed;

    lock(store);
    failed = store->failed;
    if (failed) {
        jb_say(why, "%s", store->why);
    }
    unlock(store);
    return failed;
}

void jb_store_recover(jb_store *store)
{
    lock(store);
    if (store->failed) {
        store->failed = false;
        store->failure = JB_OK;
        store->durable = store->head;
    }
    unlock(store);
}

jb_status jb_store_commit(jb_store *store)
{
    JB_ASSERT(store->manual);
    jb_writer_pass(store);
    return store->failed ? store->failure : JB_OK;
}

void jb_store_measure(jb_store *store, jb_store_metrics *out)
{
    lock(store);
    *out = store->metrics;
    unlock(store);
}
