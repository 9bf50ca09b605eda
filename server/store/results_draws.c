/*
 * Awards and lotteries. Who gets an award follows from the ranking. Who wins a lottery follows from
 * two entries of the log: the announcement, whose hash was shown, and the number that was entered
 * afterwards (lottery.h). It is drawn again here; the engine, which knows no hashes, has only seen
 * to it that as many won as must and that all of them might.
 */
#include <stdlib.h>
#include <string.h>

#include "jinbang/lottery.h"
#include "results_replay.h"

jb_status jb_draws_open(jb_replay *in)
{
    jb_results *results = in->results;
    const uint32_t count = in->rules->lottery_count;

    results->lotteries = calloc((size_t)count + 1, sizeof(*results->lotteries));
    if (results->lotteries == NULL) {
        return JB_ERR_MEMORY;
    }
    results->lottery_count = count;
    for (uint32_t i = 0; i < count; i++) {
        jb_buffer_init(&results->lotteries[i].source, 0);
        jb_buffer_init(&results->lotteries[i].number, 0);
    }
    return JB_OK;
}

/* Between the announcement and the draw nothing can change who may win. */
static const char *announce(jb_replay *in, const jb_log_entry *entry)
{
    const jb_event *event = entry->event;
    jb_result_lottery *lottery = &in->results->lotteries[event->draw];
    const size_t joined = jb_engine_look(in->engine)->joined;

    free(in->eligible);
    in->eligible = calloc(joined + 1, sizeof(*in->eligible));
    if (in->eligible == NULL) {
        in->status = JB_ERR_MEMORY;
        return NULL;
    }
    in->eligible_count = jb_engine_eligible_for(in->engine, event->draw, in->eligible);
    lottery->entry = entry->seq;
    lottery->commitment = entry->hash;
    lottery->eligible = in->eligible_count;
    jb_buffer_append(&lottery->source, event->text.bytes, event->text.size);
    in->status = lottery->source.failed ? JB_ERR_MEMORY : JB_OK;
    return event->value == (int64_t)in->eligible_count
               ? NULL
               : "announces a lottery with another number of people who may win";
}

static const char *draw(jb_replay *in, const jb_event *event)
{
    jb_result_lottery *lottery = &in->results->lotteries[event->draw];

    if (in->eligible == NULL || !jb_hash_equal(&event->hash, &lottery->commitment)) {
        return "draws a lottery by another commitment than the hash of its announcement";
    }
    lottery->drawn = true;
    lottery->winner_count = event->winner_count;
    lottery->winners = calloc((size_t)event->winner_count + 1, sizeof(*lottery->winners));
    jb_buffer_append(&lottery->number, event->text.bytes, event->text.size);
    if (lottery->winners == NULL || lottery->number.failed) {
        in->status = JB_ERR_MEMORY;
        return NULL;
    }
    in->status = jb_lottery_draw(&lottery->commitment, event->text, event->draw + 1, in->eligible,
                                 in->eligible_count, event->winner_count, lottery->winners);
    if (in->status != JB_OK) {
        return NULL;
    }
    return memcmp(lottery->winners, event->winners,
                  event->winner_count * sizeof(*lottery->winners)) == 0
               ? NULL
               : "names winners who do not follow from its commitment and its number";
}

const char *jb_draws_entry(jb_replay *in, const jb_log_entry *entry)
{
    if (entry->event->type == JB_EVENT_ANNOUNCED) {
        return announce(in, entry);
    }
    return entry->event->type == JB_EVENT_DRAWN ? draw(in, entry->event) : NULL;
}

jb_status jb_list_awards(jb_replay *in)
{
    jb_results *results = in->results;
    uint32_t count;

    if (jb_engine_look(in->engine)->phase != JB_PHASE_FINISHED) {
        return JB_OK;
    }
    count = jb_engine_awards(in->engine, NULL, 0);
    results->awards = calloc((size_t)count + 1, sizeof(*results->awards));
    if (results->awards == NULL) {
        return JB_ERR_MEMORY;
    }
    results->award_count = jb_engine_awards(in->engine, results->awards, count);
    return JB_OK;
}
