/*
 * What is counted over the papers of a window contest: each is looked at when it is handed in, as
 * the engine has it then. All papers count here, whichever of them count for their owner's score:
 * the figures are about the questions.
 */
#include <stdlib.h>
#include <string.h>

#include "jinbang/mix.h"
#include "jinbang/text.h"
#include "results_replay.h"

enum {
    HOUR_MS = 60 * 60 * 1000,
    TEXT_BYTES_MAX = 1024 * 1024 * 1024 /* of wrong answers */
};

jb_status jb_papers_open(jb_replay *in)
{
    jb_paper_counter *papers = &in->papers;

    jb_buffer_init(&papers->text, TEXT_BYTES_MAX);
    jb_buffer_init(&papers->folded, 0);
    papers->times = calloc((size_t)in->rules->question_count + 1, sizeof(*papers->times));
    return papers->times == NULL ? JB_ERR_MEMORY : JB_OK;
}

void jb_papers_close(jb_replay *in)
{
    jb_paper_counter *papers = &in->papers;

    for (uint32_t i = 0; papers->times != NULL && i < in->rules->question_count; i++) {
        free(papers->times[i].ms);
    }
    jb_table_finish(&papers->typed_of);
    jb_buffer_finish(&papers->folded);
    jb_buffer_finish(&papers->text);
    free(papers->typed);
    free(papers->times);
}

/* ---- times ---- */

static jb_status keep_time(jb_paper_times *times, jb_time ms)
{
    if (times->count == times->capacity) {
        const uint32_t capacity = times->capacity == 0 ? 16 : 2 * times->capacity;
        jb_time *grown = realloc(times->ms, capacity * sizeof(*grown));

        if (grown == NULL) {
            return JB_ERR_MEMORY;
        }
        times->ms = grown;
        times->capacity = capacity;
    }
    times->ms[times->count++] = ms;
    return JB_OK;
}

static int compare_elapsed(const void *left, const void *right)
{
    const jb_paper_item *a = left;
    const jb_paper_item *b = right;

    return (a->elapsed_ms > b->elapsed_ms) - (a->elapsed_ms < b->elapsed_ms);
}

/* Where questions come one by one each has a clock of its own. Where they may be answered in any
 * order an answer took the time since the one before it. Items are answered ones; they are sorted.
 */
static jb_status keep_times(jb_replay *in, jb_paper_item *items, uint32_t count)
{
    const bool one_by_one = in->rules->window->question_ms > 0;
    jb_time before = 0;
    jb_status status = JB_OK;

    qsort(items, count, sizeof(*items), compare_elapsed);
    for (uint32_t i = 0; i < count && status == JB_OK; i++) {
        status = keep_time(&in->papers.times[items[i].question], items[i].elapsed_ms - before);
        before = one_by_one ? 0 : items[i].elapsed_ms;
    }
    return status;
}

/* ---- wrong answers ---- */

/* The engine keeps what was typed; how it folds is found again. */
static jb_status fold(jb_replay *in, jb_answer *answer)
{
    jb_buffer *folded = &in->papers.folded;
    const char *at = answer->raw;
    const char *end = answer->raw + answer->raw_size;
    jb_status status = JB_OK;

    jb_buffer_clear(folded);
    while (status == JB_OK) {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        const char *stop = line != NULL ? line : end;

        status = jb_text_fold((jb_slice){ .bytes = at, .size = (size_t)(stop - at) }, folded);
        if (line == NULL) {
            break;
        }
        jb_buffer_append_char(folded, '\n');
        at = line + 1;
    }
    if (status == JB_ERR_MEMORY || folded->failed) {
        return JB_ERR_MEMORY;
    }
    /* A text that cannot be folded could not have been answered. */
    answer->folded_size = folded->size <= sizeof(answer->folded) ? (uint16_t)folded->size : 0;
    memcpy(answer->folded, jb_buffer_text(folded), answer->folded_size);
    return JB_OK;
}

static jb_paper_typed *add_typed(jb_paper_counter *papers)
{
    if (papers->typed_count == papers->typed_capacity) {
        const uint32_t capacity = papers->typed_capacity == 0 ? 64 : 2 * papers->typed_capacity;
        jb_paper_typed *grown = realloc(papers->typed, capacity * sizeof(*grown));

        if (grown == NULL) {
            return NULL;
        }
        papers->typed = grown;
        papers->typed_capacity = capacity;
    }
    return &papers->typed[papers->typed_count++];
}

/* Counts an answer with those that are compared as equal. */
static jb_status count_typed(jb_replay *in, uint32_t question, const jb_answer *answer)
{
    jb_paper_counter *papers = &in->papers;
    const uint64_t key = jb_mix_u64(jb_answer_hash(answer), question);
    uint32_t number = 0;

    if (!jb_table_get(&papers->typed_of, key, &number)) {
        jb_paper_typed *typed = add_typed(papers);

        number = papers->typed_count;
        if (typed == NULL || jb_table_put(&papers->typed_of, key, number) != JB_OK) {
            return JB_ERR_MEMORY;
        }
        *typed = (jb_paper_typed){ .question = question, .at = (uint32_t)papers->text.size };
        jb_typed_write(answer, &papers->text);
        typed->size = (uint32_t)papers->text.size - typed->at;
    }
    papers->typed[number - 1].count++;
    return papers->text.failed ? JB_ERR_MEMORY : JB_OK;
}

static jb_status count_answer(jb_replay *in, const jb_paper_item *item, jb_answer *answer)
{
    jb_result_question *question = &in->results->questions[item->question];
    const jb_key *key = &in->rules->questions[item->question].key;
    jb_status status = JB_OK;

    if (jb_has_options(key->kind)) {
        for (uint32_t i = 0; i < JB_OPTIONS_MAX; i++) {
            question->counts[i] += answer->options >> i & 1;
        }
        return JB_OK;
    }
    if (in->results->depth < JB_RESULTS_QUESTIONS ||
        (key->kind != JB_KIND_TEXT && key->kind != JB_KIND_NUMERIC)) {
        return JB_OK;
    }
    if (key->kind == JB_KIND_TEXT) {
        status = fold(in, answer);
    }
    if (status == JB_OK && jb_answer_grade(key, answer).num == 0) {
        status = count_typed(in, item->question, answer);
    }
    return status;
}

/* ---- a paper ---- */

/* Points of one place; what is not answered may cost or give some, too. */
static int64_t points_of(const jb_question_rules *rules, const jb_paper_item *item)
{
    return item->answered ? item->points : rules->points_none;
}

static void count_item(jb_replay *in, const jb_event *event, const jb_paper_item *item)
{
    const jb_question_rules *rules = &in->rules->questions[item->question];
    jb_result_question *question = &in->results->questions[item->question];

    question->played = true;
    question->shown = true;
    question->asked++;
    question->answered += item->answered;
    question->right += item->correct;
    jb_tally_add(&question->tally, item->correct, event->value - points_of(rules, item),
                 in->rules->window->full - rules->points_right);
}

static void count_paper(jb_replay *in, const jb_event *event)
{
    jb_paper_item answered[JB_PAPER_MAX];
    jb_paper_item item;
    jb_answer answer;
    uint32_t count = 0;

    for (uint32_t place = 1; in->status == JB_OK && place <= in->rules->window->paper_count;
         place++) {
        if (!jb_engine_paper_item(in->engine, event->player, place, &item, &answer)) {
            break;
        }
        count_item(in, event, &item);
        if (item.answered) {
            answered[count++] = item;
            in->status = count_answer(in, &item, &answer);
        }
    }
    in->answered[event->player - 1] += count;
    if (in->status == JB_OK) {
        in->status = keep_times(in, answered, count);
    }
}

/* ---- hours ---- */

/* When the hour of this moment began, where the contest is: some zones are half an hour off. */
static jb_time hour_of(const jb_window_rules *rules, jb_time at)
{
    int32_t offset_s = rules->span_count > 0 ? rules->spans[0].offset_s : 0;
    jb_time into;

    for (uint32_t i = 1; i < rules->span_count && rules->spans[i].from <= at; i++) {
        offset_s = rules->spans[i].offset_s;
    }
    into = (at + (jb_time)offset_s * 1000) % HOUR_MS;
    return at - (into < 0 ? into + HOUR_MS : into);
}

/* Entries come in the order of time. */
static void count_hour(jb_replay *in, jb_time at)
{
    jb_results *results = in->results;
    const jb_time from = hour_of(in->rules->window, at);
    jb_result_hour *grown;

    results->papers++;
    if (results->curve_count > 0 && results->curve[results->curve_count - 1].from == from) {
        results->curve[results->curve_count - 1].papers++;
        return;
    }
    grown = realloc(results->curve, ((size_t)results->curve_count + 1) * sizeof(*grown));
    if (grown == NULL) {
        in->status = JB_ERR_MEMORY;
        return;
    }
    results->curve = grown;
    results->curve[results->curve_count++] = (jb_result_hour){ .from = from, .papers = 1 };
}

/* ---- all of it ---- */

void jb_papers_event(jb_replay *in, const jb_event *event)
{
    if (event->type != JB_EVENT_HANDED_IN || in->status != JB_OK) {
        return;
    }
    count_paper(in, event);
    count_hour(in, event->at);
}

void jb_papers_end(jb_replay *in)
{
    jb_paper_counter *papers = &in->papers;

    in->results->opens_at = jb_engine_window(in->engine)->opens_at;
    in->results->closes_at = jb_engine_window(in->engine)->closes_at;
    for (uint32_t i = 0; i < in->results->question_count; i++) {
        jb_result_question *question = &in->results->questions[i];

        if (papers->times[i].count > 0) {
            question->median_ms = jb_median_of(papers->times[i].ms, papers->times[i].count);
        }
        question->wrong_most = jb_wrong_most(question->counts, &in->rules->questions[i].key);
        question->wrong_most_count =
            question->wrong_most < 0 ? 0 : question->counts[question->wrong_most];
    }
    for (uint32_t i = 0; i < papers->typed_count; i++) {
        const jb_paper_typed *typed = &papers->typed[i];
        jb_result_question *question = &in->results->questions[typed->question];

        if (typed->count > question->wrong_most_count) {
            question->wrong_most_count = typed->count;
            jb_buffer_clear(&question->wrong_text);
            jb_buffer_append(&question->wrong_text, papers->text.bytes + typed->at, typed->size);
            in->status = question->wrong_text.failed ? JB_ERR_MEMORY : in->status;
        }
    }
}
