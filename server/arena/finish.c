/*
 * The end of a round, and of the contest. Whenever a standing is shown, the writer thread keeps the
 * head of the chain and tells it; host and screen then show it, for everybody to note. When the
 * contest is over the writer first computes the results from the log, writes their tables and notes
 * the date.
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

/* What the contest made of the questions of banks, for those who keep the banks. */
static jb_status store_stats(jb_db *db, const jb_contest *contest, const jb_results *results)
{
    const jb_plan *plan = contest->plan;
    jb_question_stat *rows = calloc(results->question_count + 1, sizeof *rows);
    size_t count = 0;
    if (!rows) {
        return JB_ERR_MEMORY;
    }
    for (uint32_t i = 0; i < results->question_count; i++) {
        const jb_result_question *turn = &results->questions[i];
        if (turn->tally.asked > 0 && turn->question < plan->rules.question_count) {
            rows[count++] = (jb_question_stat){ .bank = plan->sources[turn->question].bank,
                                                .question = plan->sources[turn->question].id,
                                                .tally = turn->tally };
        }
    }
    jb_status status = jb_db_question_stat_put(db, contest->key, rows, count);
    free(rows);
    return status;
}

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
        job->status = jb_results_store(db, contest->key, results);
    }
    if (job->status == JB_OK) {
        job->status = store_stats(db, contest, results);
    }
    if (job->status == JB_OK) {
        job->status = jb_db_contest_finish(db, contest->key, jb_clock_wall_ms());
    }
    if (job->status == JB_OK) {
        job->status = jb_db_head_show(db, contest->key, jb_clock_wall_ms(), &job->head);
    }
    (void)snprintf(job->why, sizeof job->why, "%s",
                   why.size > 0 ? jb_buffer_text(&why) : jb_db_why(db));
    jb_results_destroy(results);
    jb_buffer_finish(&why);
}

static void show_head(jb_contest *contest, const jb_log_head *head, const char *what)
{
    contest->head_seq = head->seq;
    jb_hex_encode(head->hash.bytes, JB_HASH_SIZE, contest->head);
    jb_log(JB_LOG_INFO, "arena", "contest=%s %s entries=%llu head=%.32s", contest->id, what,
           (unsigned long long)head->seq, contest->head);
    if (!contest->fault) {
        jb_publish_watchers(contest, contest->arena->now);
    }
}

static void finish_done(void *arg)
{
    jb_finishing *job = arg;
    jb_contest *contest = job->contest;
    if (job->status == JB_OK) {
        show_head(contest, &job->head, "finished");
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

/* ---- the end of a round ---- */

static void head_work(jb_db *db, void *arg)
{
    jb_finishing *job = arg;
    job->status = jb_db_head_show(db, job->contest->key, jb_clock_wall_ms(), &job->head);
    (void)snprintf(job->why, sizeof job->why, "%s", jb_db_why(db));
}

static void head_done(void *arg)
{
    jb_finishing *job = arg;
    jb_contest *contest = job->contest;
    bool wanted = jb_engine_look(contest->engine)->phase == JB_PHASE_STANDINGS;
    if (job->status != JB_OK) {
        jb_log(JB_LOG_ERROR, "arena", "contest=%s head not kept: %s", contest->id, job->why);
    } else if (wanted) {
        show_head(contest, &job->head, "standings");
    }
    free(job);
}

void jb_show_head(jb_contest *contest)
{
    jb_finishing *job = contest->retired ? NULL : calloc(1, sizeof *job);
    if (!job) {
        return;
    }
    job->contest = contest;
    jb_job run = { .work = head_work, .done = head_done, .arg = job };
    if (jb_store_run(contest->arena->options.store, &run) != JB_OK) {
        free(job);
    }
}
