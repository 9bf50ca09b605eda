/*
 * Lotteries: the entry that announces one is the commitment, and its hash is known as soon as it is
 * on disk; then the host enters the number, and the tickets decide.
 */
#include "jinbang/lottery.h"

#include <stdlib.h>
#include <string.h>

#include "arena_internal.h"
#include "jinbang/assert.h"
#include "jinbang/log.h"
#include "jinbang/text.h"

typedef struct jb_commitment {
    jb_contest *contest;
    uint32_t draw;
    jb_ticket ticket;
    jb_status status;
    jb_log_head head;
} jb_commitment;

/* Right after the transaction with the announcement: it is the last entry of the log. */
static void read_head(jb_db *db, void *arg)
{
    jb_commitment *job = arg;
    job->status = jb_db_log_head(db, job->contest->key, &job->head);
}

static void commitment_known(void *arg)
{
    jb_commitment *job = arg;
    jb_contest *contest = job->contest;
    jb_store *store = contest->arena->options.store;
    /* If the disk has refused the announcement it has not happened, or is announced anew. */
    jb_lottery_log *log = &contest->play->logs[job->draw];
    bool good = job->status == JB_OK && jb_store_durable(store) >= job->ticket &&
                !jb_store_failed(store, NULL) && log->ticket == job->ticket;
    if (good) {
        log->entry = job->head.seq;
        jb_hex_encode(job->head.hash.bytes, JB_HASH_SIZE, log->commitment);
        jb_log(JB_LOG_INFO, "arena", "contest=%s lottery=%u entry=%llu commitment=%s", contest->id,
               job->draw + 1, (unsigned long long)log->entry, log->commitment);
        if (!contest->fault) {
            jb_publish_watchers(contest, contest->arena->now);
        }
    }
    free(job);
}

static void ask_commitment(jb_contest *contest, uint32_t draw)
{
    jb_store *store = contest->arena->options.store;
    jb_commitment *job = calloc(1, sizeof *job);
    if (!job) {
        return; /* known after a restart */
    }
    *job = (jb_commitment){ .contest = contest, .draw = draw, .ticket = contest->ticket };
    contest->play->logs[draw].ticket = contest->ticket;
    const jb_job run = { .work = read_head, .done = commitment_known, .arg = job };
    if (jb_store_run(store, &run) != JB_OK) {
        free(job);
    }
}

static jb_error announce(jb_contest *contest, uint32_t draw, jb_slice text, jb_time now)
{
    jb_command command = { .type = JB_COMMAND_ANNOUNCE, .draw = draw, .text = text };
    jb_refusal refusal = jb_contest_submit(contest, &command, now);
    if (refusal == JB_ACCEPTED) {
        ask_commitment(contest, draw);
    }
    return jb_error_of(refusal);
}

static jb_error draw_winners(jb_contest *contest, uint32_t draw, jb_slice number, jb_time now)
{
    const jb_lottery_rules *rules = &contest->plan->rules.lotteries[draw];
    const jb_lottery_log *log = &contest->play->logs[draw];
    jb_command command = { .type = JB_COMMAND_DRAW, .draw = draw, .text = number };
    if (!log->commitment[0]) {
        return JB_ERROR_NOT_NOW; /* not announced, or not yet on disk */
    }
    jb_status status =
        jb_hex_decode(jb_slice_of(log->commitment), command.hash.bytes, JB_HASH_SIZE);
    JB_ASSERT(status == JB_OK);
    uint32_t joined = jb_engine_look(contest->engine)->joined;
    uint32_t *eligible = calloc((size_t)joined + 1, sizeof *eligible);
    uint32_t *winners = calloc((size_t)rules->winners + 1, sizeof *winners);
    status = eligible && winners ? JB_OK : JB_ERR_MEMORY;
    if (status == JB_OK) {
        jb_engine_rank(contest->engine);
        uint32_t count = jb_engine_eligible_for(contest->engine, draw, eligible);
        command.winner_count = count < rules->winners ? count : rules->winners;
        command.winners = winners;
        status = jb_lottery_draw(&command.hash, number, draw + 1, eligible, count, rules->winners,
                                 winners);
    }
    jb_error error =
        status == JB_OK ? jb_error_of(jb_contest_submit(contest, &command, now)) : JB_ERROR_NOT_NOW;
    free(eligible);
    free(winners);
    return error;
}

jb_error jb_lottery_do(jb_contest *contest, const jb_message *message, jb_time now)
{
    jb_buffer text;
    jb_buffer_init(&text, 0);
    uint32_t draw = (uint32_t)message->draw - 1;
    bool clean = jb_message_clean(message->text, &text) == JB_OK && text.size > 0 &&
                 text.size <= JB_REASON_BYTES_MAX;
    jb_error error = JB_ERROR_BAD_FIELD;
    if (clean && draw < contest->plan->rules.lottery_count) {
        error = message->action == JB_ACTION_ANNOUNCE
                    ? announce(contest, draw, jb_buffer_slice(&text), now)
                    : draw_winners(contest, draw, jb_buffer_slice(&text), now);
    }
    jb_buffer_finish(&text);
    return error;
}
