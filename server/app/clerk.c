/*
 * The clerk, see clerk.h: two lists under one mutex. What is asked for goes into the first, the
 * thread takes it from there and puts it into the second, and the loop takes it from that.
 */
#include "clerk.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "jinbang/assert.h"

typedef struct clerk_list {
    jb_job jobs[JB_CLERK_JOBS_MAX]; /* a ring */
    size_t first, count;
} clerk_list;

struct jb_clerk {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t asked; /* something waits, or the clerk is to stop */
    clerk_list waiting;
    clerk_list finished;
    size_t running;
    bool stopping;
    jb_db *db;
    void (*wake)(void *user);
    void *user;
};

static void lock(jb_clerk *clerk)
{
    int result = pthread_mutex_lock(&clerk->mutex);
    JB_ASSERT(result == 0);
}

static void unlock(jb_clerk *clerk)
{
    int result = pthread_mutex_unlock(&clerk->mutex);
    JB_ASSERT(result == 0);
}

static void put(clerk_list *list, jb_job job)
{
    JB_ASSERT(list->count < JB_CLERK_JOBS_MAX);
    list->jobs[(list->first + list->count) % JB_CLERK_JOBS_MAX] = job;
    list->count++;
}

static jb_job take(clerk_list *list)
{
    jb_job job = list->jobs[list->first];
    JB_ASSERT(list->count > 0);
    list->first = (list->first + 1) % JB_CLERK_JOBS_MAX;
    list->count--;
    return job;
}

/* ---- the thread ---- */

/* Waits for a job. False: there is none and the clerk is to stop. */
static bool next_job(jb_clerk *clerk, jb_job *job, bool *given_up)
{
    lock(clerk);
    while (clerk->waiting.count == 0 && !clerk->stopping) {
        int result = pthread_cond_wait(&clerk->asked, &clerk->mutex);
        JB_ASSERT(result == 0);
    }
    bool found = clerk->waiting.count > 0;
    if (found) {
        *job = take(&clerk->waiting);
        *given_up = clerk->stopping;
        clerk->running++;
    }
    unlock(clerk);
    return found;
}

static void *clerk_main(void *arg)
{
    jb_clerk *clerk = arg;
    jb_job job;
    bool given_up = false;
    while (next_job(clerk, &job, &given_up)) {
        job.work(given_up ? NULL : clerk->db, job.arg);
        lock(clerk);
        clerk->running--;
        put(&clerk->finished, job);
        unlock(clerk);
        clerk->wake(clerk->user);
    }
    return NULL;
}

/* ---- the loop's side ---- */

/* Signals are for the loop: the clerk is born with all of them blocked. */
static bool start_thread(jb_clerk *clerk)
{
    sigset_t all;
    sigset_t before;
    (void)sigfillset(&all);
    int result = pthread_sigmask(SIG_SETMASK, &all, &before);
    JB_ASSERT(result == 0);
    result = pthread_create(&clerk->thread, NULL, clerk_main, clerk);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return result == 0;
}

static bool init_sync(jb_clerk *clerk)
{
    if (pthread_mutex_init(&clerk->mutex, NULL) != 0) {
        return false;
    }
    if (pthread_cond_init(&clerk->asked, NULL) != 0) {
        (void)pthread_mutex_destroy(&clerk->mutex);
        return false;
    }
    return true;
}

static void free_clerk(jb_clerk *clerk)
{
    jb_db_close(clerk->db);
    (void)pthread_cond_destroy(&clerk->asked);
    (void)pthread_mutex_destroy(&clerk->mutex);
    free(clerk);
}

jb_status jb_clerk_open(const char *directory, void (*wake)(void *user), void *user, jb_clerk **out,
                        jb_buffer *why)
{
    const jb_db_options options = { .directory = directory, .mode = JB_DB_READ };
    jb_clerk *clerk = calloc(1, sizeof *clerk);
    *out = NULL;
    if (!clerk || !init_sync(clerk)) {
        free(clerk);
        jb_buffer_append_text(why, "memory has run out");
        return JB_ERR_MEMORY;
    }
    clerk->wake = wake;
    clerk->user = user;
    jb_status status = jb_db_open(&options, &clerk->db, why);
    if (status == JB_OK && !start_thread(clerk)) {
        jb_buffer_append_text(why, "the system gives no thread for results");
        status = JB_ERR_MEMORY;
    }
    if (status != JB_OK) {
        free_clerk(clerk);
        return status;
    }
    *out = clerk;
    return JB_OK;
}

void jb_clerk_close(jb_clerk *clerk)
{
    if (!clerk) {
        return;
    }
    lock(clerk);
    clerk->stopping = true;
    int result = pthread_cond_signal(&clerk->asked);
    JB_ASSERT(result == 0);
    unlock(clerk);
    result = pthread_join(clerk->thread, NULL);
    JB_ASSERT(result == 0);
    jb_clerk_poll(clerk);
    free_clerk(clerk);
}

jb_status jb_clerk_run(jb_clerk *clerk, const jb_job *job)
{
    lock(clerk);
    bool room = clerk->waiting.count + clerk->running + clerk->finished.count < JB_CLERK_JOBS_MAX;
    if (room) {
        put(&clerk->waiting, *job);
        int result = pthread_cond_signal(&clerk->asked);
        JB_ASSERT(result == 0);
    }
    unlock(clerk);
    return room ? JB_OK : JB_ERR_LIMIT;
}

void jb_clerk_poll(jb_clerk *clerk)
{
    for (;;) {
        jb_job job = { .work = NULL };
        lock(clerk);
        if (clerk->finished.count > 0) {
            job = take(&clerk->finished);
        }
        unlock(clerk);
        if (!job.work) {
            return;
        }
        job.done(job.arg);
    }
}
