/*
 * Erasing names when their time is over, see retention.h. A job on the writer thread takes one
 * contest at a time, so that answers get to the disk in between; when it has found one it is asked
 * again at once, else after an hour.
 */
#include "retention.h"

#include <stdio.h>
#include <stdlib.h>

#include "jinbang/log.h"
#include "server.h"

static const jb_time hour_ms = (jb_time)60 * 60 * 1000;

typedef struct jb_erasing {
    jb_server *server;
    jb_time before; /* wall clock */
    jb_status status;
    int64_t contest;
    char id[JB_CONTEST_ID_SIZE];
} jb_erasing;

jb_status jb_retention_read(const char *days, jb_retention *out)
{
    char *end = NULL;
    if (!days) {
        *out = (jb_retention){ .on = false };
        return JB_OK;
    }
    if (days[0] < '0' || days[0] > '9') {
        return JB_ERR_INVALID;
    }
    unsigned long number = strtoul(days, &end, 10);
    if (*end != '\0' || number > JB_KEEP_DAYS_MAX) {
        return JB_ERR_INVALID;
    }
    *out = (jb_retention){ .on = true, .days = (uint32_t)number };
    return JB_OK;
}

static bool take(void *user, const jb_contest_row *row)
{
    jb_erasing *job = user;
    job->contest = row->contest;
    (void)snprintf(job->id, sizeof job->id, "%s", row->id);
    return false;
}

static void work(jb_db *db, void *arg)
{
    jb_erasing *job = arg;
    job->status = jb_db_contest_named(db, job->before, take, job);
    if (job->status == JB_OK) {
        job->status = jb_db_participant_erase(db, job->contest);
    }
    if (job->status != JB_OK && job->status != JB_ERR_NOT_FOUND) {
        jb_log(JB_LOG_ERROR, "app", "names not erased: %s", jb_db_why(db));
    }
}

static void done(void *arg)
{
    jb_erasing *job = arg;
    jb_server *server = job->server;
    server->retention.looking = false;
    if (job->status == JB_OK) {
        server->retention.look_at = 0; /* there may be more */
        jb_arena_erase_names(server->arena, job->id);
        jb_log(JB_LOG_INFO, "app", "contest=%s names erased, %u days after its end", job->id,
               server->retention.days);
    }
    free(job);
}

void jb_retention_tick(jb_server *server, jb_time now)
{
    jb_retention *retention = &server->retention;
    if (!retention->on || retention->looking || now < retention->look_at) {
        return;
    }
    retention->look_at = now + hour_ms;
    jb_erasing *job = calloc(1, sizeof *job);
    if (!job) {
        return;
    }
    job->server = server;
    job->before = jb_clock_wall_ms() - (jb_time)retention->days * 24 * hour_ms;
    const jb_job run = { .work = work, .done = done, .arg = job };
    retention->looking = jb_store_run(server->store, &run) == JB_OK;
    if (!retention->looking) {
        free(job);
    }
}
