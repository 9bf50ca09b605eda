/*
 * When a contest is over: the writer thread computes the results from the log, writes their tables,
 * notes the date, and tells the head of the chain, which host and screen then show.
 */
#include <stdio.h>
#include <stdlib.h>

#include "arena_internal.h"
#include "jinbang/clock.h"
#include "jinbang/log.h"
#include "jinbang/results.h"

typedef struct jb_finishing {
    jb_contest *contest;
    jb_status status;
    jb_log_head head;
    char why[WHY_MAX];
} jb_finishing;

static void finish_work(jb_db *db, void *arg)
{
    jb_finishing *job = arg;
    const jb_contest *contest = job->contest;
    jb_contest_row row = { .contest = contest->key, .id = contest->id, .code = contest->code };
    jb_results *results = NULL;
    jb_buffer why;
    jb_buffer_init(&why, 0);
    job->status = jb_results_build(db, &row, &contest->plan->rules, &results, &why);
    if (job->status == JB_OK) {
        job->head = results->head;
        job->status = jb_results_store(db, contest->key, results);
    }
    if (job->status == JB_OK) {
        job->status = jb_db_contest_finish(db, contest->key, jb_clock_wall_ms());
    }
    (void)snprintf(job->why, sizeof job->why, "%s",
                   why.size > 0 ? jb_buffer_text(&why) : jb_db_why(db));
    jb_results_destroy(results);
    jb_buffer_finish(&why);
}

static void finish_done(void *arg)
{
    jb_finishing *job = arg;
    jb_contest *contest = job->contest;
    if (job->status == JB_OK) {
        jb_hex_encode(job->head.hash.bytes, JB_HASH_SIZE, contest->head);
        jb_log(JB_LOG_INFO, "arena", "contest=%s finished entries=%llu head=%.16s", contest->id,
               (unsigned long long)job->head.seq, contest->head);
        if (!contest->fault) {
            jb_publish_watchers(contest, contest->arena->now);
        }
    } else {
        contest->results_asked = false; /* after a restart, or the next time it is shown */
        jb_log(JB_LOG_ERROR, "arena", "contest=%s results not written: %s", contest->id, job->why);
    }
    free(job);
}

void jb_finish_results(jb_contest *contest)
{
    bool asked = contest->results_asked || contest->retired;
    jb_finishing *job = asked ? NULL : calloc(1, sizeof *job);
    if (!job) {
        return;
    }
    job->contest = contest;
    jb_job run = { .work = finish_work, .done = finish_done, .arg = job };
    if (jb_store_run(contest->arena->options.store, &run) == JB_OK) {
        contest->results_asked = true;
    } else {
        free(job);
    }
}
