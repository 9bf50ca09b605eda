/*
 * Results from the log: a replay through the engine, which refuses what cannot follow and gives the
 * ranking, and a count over the same entries for what the engine has no need to know
 * (results_count.c). What the engine has at the end is taken down by results_lists.c.
 */
#include "jinbang/results.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "results_replay.h"
#include "store_internal.h"

/* The log names the plan it was played by. */
static bool is_the_plan(const jb_replay *in, const jb_event *event)
{
    jb_slice plan;
    jb_hash hash;

    if (event->type != JB_EVENT_CREATED || in->contest->plan == NULL) {
        return true;
    }
    plan = jb_slice_of(in->contest->plan);
    jb_hash_of(&plan, 1, &hash);
    return jb_hash_equal(&hash, &event->hash);
}

static bool fail(jb_replay *in, uint64_t seq, const char *text)
{
    jb_say(in->why, "entry %" PRIu64 " %s", seq, text);
    in->status = JB_ERR_CORRUPT;
    return false;
}

/* Of a paper it is a place, and the engine knows how many there are. */
static bool is_turn(const jb_rules *rules, uint32_t turn)
{
    return rules->window != NULL || turn <= rules->turn_count;
}

static bool replay_entry(void *user, const jb_log_entry *entry)
{
    jb_replay *in = user;
    const jb_event *event = entry->event;
    const char *broken;
    const char *wrong;

    if (entry->seq > in->until) {
        return false;
    }
    if (!is_the_plan(in, event)) {
        return fail(in, entry->seq, "was made for another plan than the one that is stored");
    }
    if (!is_turn(in->rules, event->turn) || jb_engine_apply(in->engine, event) != JB_OK) {
        return fail(in, entry->seq, "cannot follow from the entries before it");
    }
    wrong = jb_draws_entry(in, entry);
    if (wrong != NULL) {
        return fail(in, entry->seq, wrong);
    }
    if (event->type == JB_EVENT_PHASE) {
        broken = jb_engine_check(in->engine);
        if (broken != NULL) {
            return fail(in, entry->seq, broken);
        }
    }
    jb_count_event(in, event, entry->seq);
    if (in->status != JB_OK) {
        return false;
    }
    in->results->head.seq = entry->seq;
    in->results->head.hash = entry->hash;
    return true;
}

/* ---- all of it ---- */

static jb_status begin_replay(jb_replay *in, jb_results_depth depth)
{
    const size_t size = jb_engine_size(in->rules);

    in->results = calloc(1, sizeof(*in->results));
    in->memory = calloc(1, size);
    if (in->results == NULL || in->memory == NULL) {
        return JB_ERR_MEMORY;
    }
    in->results->depth = depth;
    in->engine = jb_engine_init(in->memory, size, in->rules);
    return jb_draws_open(in) == JB_OK ? jb_count_open(in) : JB_ERR_MEMORY;
}

static void end_replay(jb_replay *in)
{
    jb_count_close(in);
    free(in->eligible);
    free(in->memory);
}

static jb_status read_log(jb_db *db, jb_replay *in)
{
    const char *broken;
    jb_status status = jb_db_log_read(db, in->contest->contest, replay_entry, in);

    if (status != JB_OK) {
        jb_say(in->why, "%s", jb_db_why(db));
        return status;
    }
    if (in->status != JB_OK) {
        return in->status;
    }
    jb_count_end(in);
    jb_tally_turns(in);
    jb_engine_rank(in->engine);
    if (in->status != JB_OK) {
        return in->status;
    }
    broken = jb_engine_check(in->engine);
    if (broken != NULL) {
        jb_say(in->why, "after the last entry: %s", broken);
        return JB_ERR_CORRUPT;
    }
    if (in->results->head.seq == 0) {
        return jb_db_log_head(db, in->contest->contest, &in->results->head);
    }
    return JB_OK;
}

static jb_status build(jb_db *db, jb_replay *in, jb_results_depth depth, jb_results **out)
{
    jb_status status = begin_replay(in, depth);

    *out = NULL;
    if (status == JB_OK) {
        status = read_log(db, in);
    }
    if (status == JB_OK) {
        status = jb_list_all(db, in);
    }
    if (status == JB_OK) {
        in->results->finished = jb_engine_look(in->engine)->phase == JB_PHASE_FINISHED;
        in->results->digest = jb_engine_digest(in->engine);
        *out = in->results;
    } else {
        if (status == JB_ERR_MEMORY) {
            jb_say(in->why, "memory has run out");
        }
        jb_results_destroy(in->results);
    }
    end_replay(in);
    return status;
}

jb_status jb_results_build_to(jb_db *db, const jb_contest_row *contest, const jb_rules *rules,
                              jb_results_depth depth, jb_results **out, jb_buffer *why)
{
    jb_replay in = {
        .contest = contest, .rules = rules, .why = why, .status = JB_OK, .until = UINT64_MAX
    };

    return build(db, &in, depth, out);
}

jb_status jb_results_build_at(jb_db *db, const jb_contest_row *contest, const jb_rules *rules,
                              uint64_t until, jb_results **out, jb_buffer *why)
{
    jb_replay in = {
        .contest = contest, .rules = rules, .why = why, .status = JB_OK, .until = until
    };

    return build(db, &in, JB_RESULTS_RANKING, out);
}

jb_status jb_results_build(jb_db *db, const jb_contest_row *contest, const jb_rules *rules,
                           jb_results **out, jb_buffer *why)
{
    return jb_results_build_to(db, contest, rules, JB_RESULTS_RANKING, out, why);
}

void jb_results_destroy(jb_results *results)
{
    if (results == NULL) {
        return;
    }
    for (uint32_t i = 0; i < results->participant_count; i++) {
        jb_buffer_finish(&results->participants[i].name);
    }
    for (uint32_t i = 0; results->questions != NULL && i < results->question_count; i++) {
        jb_buffer_finish(&results->questions[i].wrong_text);
    }
    for (uint32_t i = 0; results->turns != NULL && i < results->question_count; i++) {
        free(results->turns[i].entries);
        jb_buffer_finish(&results->turns[i].text);
    }
    for (uint32_t i = 0; results->lotteries != NULL && i < results->lottery_count; i++) {
        jb_buffer_finish(&results->lotteries[i].source);
        jb_buffer_finish(&results->lotteries[i].number);
        free(results->lotteries[i].winners);
    }
    free(results->lotteries);
    free(results->awards);
    free(results->curve);
    jb_buffer_finish(&results->reasons);
    jb_buffer_finish(&results->answers);
    free(results->turns);
    free(results->changes);
    free(results->swaps);
    free(results->adjusted);
    free(results->rounds);
    free(results->questions);
    free(results->members);
    free(results->teams);
    free(results->participants);
    free(results);
}
