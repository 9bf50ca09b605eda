/*
 * What is counted over the entries of a log on its way through the engine: how each turn went, what
 * each round gave a team, and the list of score entries with their reasons. See results_replay.h.
 *
 * A score entry can be taken back or corrected later, so two bits for each turn and whoever can
 * score remember what was counted, and every later entry counts the difference.
 */
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "results_replay.h"

enum {
    FLAG_ANSWERED = 1,
    FLAG_CORRECT = 2,
    FLAGS_PER_BYTE = 4
};

bool jb_replay_is_team(const jb_rules *rules, const jb_score *score)
{
    return rules->seats == JB_SEATS_TEAMS && !score->hall;
}

uint32_t jb_replay_who(const jb_rules *rules, const jb_score *score)
{
    return jb_replay_is_team(rules, score) ? rules->players_max + score->seat - 1 : score->seat - 1;
}

int64_t jb_replay_points(const jb_event *event, const jb_score *score)
{
    return event->type == JB_EVENT_UNDONE ? -score->points : score->points;
}

const char *jb_change_why_name(jb_change_why why)
{
    static const char *const names[] = { "answer", "verdict", "foul", "marks",  "undone",
                                         "adjust", "accept",  "void", "reverse" };
    _Static_assert(sizeof(names) / sizeof(names[0]) == JB_CHANGE_COUNT, "a name each");

    return why < JB_CHANGE_COUNT ? names[why] : NULL;
}

static bool teams_compete(const jb_replay *in)
{
    return in->rules->seats == JB_SEATS_TEAMS;
}

static bool has_book(const jb_replay *in)
{
    return in->results->depth >= JB_RESULTS_QUESTIONS;
}

/* ---- memory ---- */

static jb_status open_rounds(jb_replay *in)
{
    jb_results *results = in->results;
    const size_t teams = (size_t)in->rules->team_count + 1;

    results->round_count = in->rules->round_count;
    if (!teams_compete(in)) {
        return JB_OK;
    }
    results->rounds = calloc(teams * in->rules->round_count, sizeof(*results->rounds));
    results->adjusted = calloc(teams, sizeof(*results->adjusted));
    return results->rounds == NULL || results->adjusted == NULL ? JB_ERR_MEMORY : JB_OK;
}

static jb_status open_questions(jb_replay *in)
{
    jb_results *results = in->results;
    const bool pool = in->rules->window != NULL;
    const uint32_t count = pool ? in->rules->question_count : in->rules->turn_count;

    results->questions = calloc((size_t)count + 1, sizeof(*results->questions));
    if (results->questions == NULL) {
        return JB_ERR_MEMORY;
    }
    results->question_count = count;
    for (uint32_t i = 0; i < count; i++) {
        results->questions[i].turn = i + 1;
        results->questions[i].question = pool ? i : JB_NO_QUESTION;
        results->questions[i].wrong_most = -1;
        jb_buffer_init(&results->questions[i].wrong_text, 0);
    }
    return JB_OK;
}

jb_status jb_count_open(jb_replay *in)
{
    const size_t teams = teams_compete(in) ? in->rules->team_count : 0;
    const size_t who_count = in->rules->players_max + teams;

    in->who_count = (uint32_t)who_count;
    in->options = calloc(who_count + 1, sizeof(*in->options));
    in->option_turn = calloc(who_count + 1, sizeof(*in->option_turn));
    in->answered = calloc(who_count + 1, sizeof(*in->answered));
    in->fouls = calloc((size_t)in->rules->team_count + 1, sizeof(*in->fouls));
    in->sums = calloc(who_count + 1, sizeof(*in->sums));
    in->times = calloc(who_count + 1, sizeof(*in->times));
    in->flags = calloc((size_t)in->rules->turn_count + 1, who_count / FLAGS_PER_BYTE + 1);
    if (in->options == NULL || in->option_turn == NULL || in->answered == NULL ||
        in->fouls == NULL || in->sums == NULL || in->times == NULL || in->flags == NULL) {
        return JB_ERR_MEMORY;
    }
    jb_buffer_init(&in->results->reasons, 0);
    jb_buffer_init(&in->results->answers, 0);
    if (open_questions(in) != JB_OK || open_rounds(in) != JB_OK) {
        return JB_ERR_MEMORY;
    }
    if (in->rules->window != NULL) {
        return jb_papers_open(in);
    }
    return has_book(in) ? jb_book_open(&in->book, in->results, in->rules, in->who_count) : JB_OK;
}

void jb_count_close(jb_replay *in)
{
    jb_papers_close(in);
    jb_book_close(&in->book);
    free(in->flags);
    free(in->times);
    free(in->sums);
    free(in->fouls);
    free(in->answered);
    free(in->option_turn);
    free(in->options);
}

/* ---- how a turn went ---- */

/* What a turn asks, once it is known; NULL: nothing yet. */
static const jb_key *key_of(jb_replay *in, uint32_t turn)
{
    jb_result_question *question = &in->results->questions[turn - 1];
    const uint32_t asked = jb_engine_question_of(in->engine, turn);

    if (asked != JB_NO_QUESTION) {
        question->question = asked;
    }
    return question->question < in->rules->question_count
               ? &in->rules->questions[question->question].key
               : NULL;
}

/* All score entries of the turn are in, but for corrections. */
static void close_turn(jb_replay *in)
{
    jb_result_question *question;
    const jb_key *key;

    if (in->turn == 0) {
        return;
    }
    question = &in->results->questions[in->turn - 1];
    key = key_of(in, in->turn);
    if (in->time_count > 0) {
        question->median_ms = jb_median_of(in->times, in->time_count);
    }
    if (key != NULL) {
        question->wrong_most = jb_wrong_most(question->counts, key);
    }
    question->wrong_most_count =
        question->wrong_most < 0 ? 0 : question->counts[question->wrong_most];
    if (has_book(in) && in->status == JB_OK) {
        in->status = jb_book_turn_over(&in->book, in->turn);
    }
    in->turn = 0;
    in->time_count = 0;
}

/* Remembers what a turn counts for whoever it is, and gives what it counted before. */
static unsigned put_flags(jb_replay *in, uint32_t turn, uint32_t who, unsigned flags)
{
    const size_t row = (size_t)(turn - 1) * (in->who_count / FLAGS_PER_BYTE + 1);
    unsigned char *byte = &in->flags[row + who / FLAGS_PER_BYTE];
    const unsigned shift = who % FLAGS_PER_BYTE * 2;
    const unsigned before = (unsigned)*byte >> shift & 3u;

    *byte = (unsigned char)(((unsigned)*byte & ~(3u << shift)) | flags << shift);
    return before;
}

/* Counts an answer in its turn; 0 for `flags`: no longer. */
static void count_flags(jb_replay *in, uint32_t turn, const jb_score *score, unsigned flags)
{
    jb_result_question *question = &in->results->questions[turn - 1];
    const uint32_t who = jb_replay_who(in->rules, score);
    const unsigned before = put_flags(in, turn, who, flags);
    uint32_t *answered = score->hall ? &question->hall_answered : &question->answered;
    uint32_t *right = score->hall ? &question->hall_right : &question->right;

    *answered += (flags & FLAG_ANSWERED) - (before & FLAG_ANSWERED);
    *right += (flags & FLAG_CORRECT) / FLAG_CORRECT - (before & FLAG_CORRECT) / FLAG_CORRECT;
    in->answered[who] += (flags & FLAG_ANSWERED) - (before & FLAG_ANSWERED);
}

static unsigned flags_of(const jb_score *score)
{
    return (score->answered ? FLAG_ANSWERED : 0u) | (score->correct ? FLAG_CORRECT : 0u);
}

/* An entry that an answer or a verdict made. */
static void count_answer(jb_replay *in, uint32_t turn, const jb_score *score)
{
    jb_result_question *question = &in->results->questions[turn - 1];
    const uint32_t who = jb_replay_who(in->rules, score);
    const jb_key *key = key_of(in, turn);

    if (has_book(in) && in->status == JB_OK && key != NULL) {
        in->status =
            jb_book_scored(&in->book, turn, key, score, jb_engine_look(in->engine)->joined);
    }
    count_flags(in, turn, score, flags_of(score));
    if (!score->answered) {
        return;
    }
    if (in->time_count < in->who_count) {
        in->times[in->time_count++] = score->elapsed_ms;
    }
    for (uint32_t i = 0; in->option_turn[who] == turn && i < JB_OPTIONS_MAX; i++) {
        question->counts[i] += in->options[who] >> i & 1;
    }
}

/* A verdict that is taken back: as if it had not been given. */
static void uncount_answer(jb_replay *in, uint32_t turn, const jb_score *score)
{
    jb_result_question *question = &in->results->questions[turn - 1];
    const uint32_t who = jb_replay_who(in->rules, score);

    count_flags(in, turn, score, 0);
    if (has_book(in)) {
        jb_book_undone(&in->book, turn, score);
    }
    if (in->turn == turn && in->time_count > 0) {
        in->time_count--;
    }
    for (uint32_t i = 0; in->option_turn[who] == turn && i < JB_OPTIONS_MAX; i++) {
        const uint32_t chosen = in->options[who] >> i & 1;

        question->counts[i] -= chosen < question->counts[i] ? chosen : question->counts[i];
    }
}

/* ---- score entries and their reasons ---- */

/* A verdict is the host's, the key's on a device's answer, or what the judges' marks come to. */
static jb_change_why why_ruled(const jb_replay *in, const jb_event *event)
{
    if (in->rules->rounds[jb_rules_round_of(in->rules, event->turn)].judges > 0) {
        return JB_CHANGE_MARKS;
    }
    return event->flag ? JB_CHANGE_ANSWER : JB_CHANGE_VERDICT;
}

static jb_change_why why_of(const jb_replay *in, const jb_event *event)
{
    if (event->type == JB_EVENT_RULED) {
        return why_ruled(in, event);
    }
    if (event->type == JB_EVENT_FOULED) {
        return JB_CHANGE_FOUL;
    }
    if (event->type == JB_EVENT_UNDONE) {
        return JB_CHANGE_UNDO;
    }
    if (event->type == JB_EVENT_ADJUSTED) {
        return JB_CHANGE_ADJUST;
    }
    return event->type == JB_EVENT_REVISED ? in->why_revised : JB_CHANGE_ANSWER;
}

static jb_status make_room(jb_replay *in)
{
    const size_t capacity = in->change_capacity == 0 ? 64 : 2 * in->change_capacity;
    jb_result_change *changes;

    if (in->results->change_count < in->change_capacity) {
        return JB_OK;
    }
    changes = realloc(in->results->changes, capacity * sizeof(*changes));
    if (changes == NULL) {
        return JB_ERR_MEMORY;
    }
    in->results->changes = changes;
    in->change_capacity = capacity;
    return JB_OK;
}

static void list_change(jb_replay *in, const jb_event *event, uint64_t seq, const jb_score *score)
{
    const jb_change_why why = why_of(in, event);
    const bool revised = event->type == JB_EVENT_REVISED;
    jb_result_change *made;

    if (!has_book(in) || in->status != JB_OK || event->type == JB_EVENT_HANDED_IN ||
        (event->type == JB_EVENT_SCORED && !jb_replay_is_team(in->rules, score))) {
        return;
    }
    in->status = make_room(in);
    if (in->status != JB_OK) {
        return;
    }
    made = &in->results->changes[in->results->change_count++];
    *made = (jb_result_change){
        .seq = seq,
        .at = event->at,
        .turn = event->turn,
        .why = why,
        .verdict = revised ? in->verdict_revised : event->verdict,
        .foul = event->foul,
        .text = in->results->reasons.size,
        .text_size = event->text.size,
        .after = in->rules->base + in->sums[jb_replay_who(in->rules, score)],
        .score = *score,
    };
    made->score.points = jb_replay_points(event, score);
    if (score->answered && (event->type == JB_EVENT_SCORED || event->type == JB_EVENT_RULED)) {
        made->answer =
            jb_book_keep_for_change(&in->book, event->turn, jb_replay_who(in->rules, score));
    }
    jb_buffer_append(&in->results->reasons, event->text.bytes, event->text.size);
    if (in->results->reasons.failed || in->results->answers.failed) {
        in->status = JB_ERR_MEMORY;
    }
}

static void add_points(jb_replay *in, const jb_event *event, const jb_score *score)
{
    jb_results *results = in->results;
    const int64_t points = jb_replay_points(event, score);

    if (!score->overtime) {
        in->sums[jb_replay_who(in->rules, score)] += points;
    }
    if (!jb_replay_is_team(in->rules, score)) {
        return;
    }
    if (event->turn == 0) {
        results->adjusted[score->seat - 1] += points;
    } else {
        const uint32_t round = jb_rules_round_of(in->rules, event->turn);

        results->rounds[(size_t)(score->seat - 1) * results->round_count + round] += points;
    }
}

static void revise_answer(jb_replay *in, uint32_t turn, const jb_score *score)
{
    const bool is_void = in->results->questions[turn - 1].is_void;

    count_flags(in, turn, score, is_void ? 0 : flags_of(score));
    if (has_book(in) && is_void) {
        jb_book_undone(&in->book, turn, score);
    } else if (has_book(in)) {
        jb_book_revised(&in->book, turn, score);
    }
}

static void count_score(jb_replay *in, const jb_event *event, uint64_t seq, const jb_score *score)
{
    add_points(in, event, score);
    list_change(in, event, seq, score);
    if (event->type == JB_EVENT_SCORED || event->type == JB_EVENT_RULED) {
        count_answer(in, event->turn, score);
    } else if (event->type == JB_EVENT_UNDONE) {
        uncount_answer(in, event->turn, score);
    } else if (event->type == JB_EVENT_REVISED) {
        revise_answer(in, event->turn, score);
    }
}

/* ---- events ---- */

/* The engine has taken it, so its numbers are in range. */
static void note_phase(jb_replay *in, const jb_event *event)
{
    jb_result_question *question;

    if (event->phase != JB_PHASE_READING && event->phase != JB_PHASE_OPEN) {
        return;
    }
    JB_ASSERT(event->turn > 0);
    question = &in->results->questions[event->turn - 1];
    question->played = true;
    question->shown = question->shown || event->phase == JB_PHASE_OPEN;
    (void)key_of(in, event->turn);
}

/* The turn goes on; those that had begun since are still to come. */
static void note_unskipped(jb_replay *in, uint32_t turn)
{
    in->results->questions[turn - 1].is_void = false;
    for (uint32_t i = turn; i < in->results->question_count; i++) {
        jb_result_question *later = &in->results->questions[i];

        later->played = false;
        later->shown = false;
        later->question = JB_NO_QUESTION;
    }
}

/* Nobody has answered it: what was counted is taken back. */
static void note_annulled(jb_replay *in, uint32_t turn)
{
    jb_result_question *question = &in->results->questions[turn - 1];

    close_turn(in);
    for (uint32_t who = 0; who < in->who_count; who++) {
        in->answered[who] -= put_flags(in, turn, who, 0) & FLAG_ANSWERED;
    }
    question->is_void = true;
    question->annulled = true;
    question->answered = 0;
    question->right = 0;
    question->hall_answered = 0;
    question->hall_right = 0;
    question->median_ms = 0;
    question->wrong_most = -1;
    question->wrong_most_count = 0;
    memset(question->counts, 0, sizeof(question->counts));
    jb_buffer_clear(&question->wrong_text);
    if (has_book(in)) {
        jb_book_annulled(&in->book, turn);
    }
    in->why_revised = JB_CHANGE_VOID;
}

/* Whose answer it is: the event names the seat if that is not the participant's own. */
static uint32_t who_answered(const jb_replay *in, const jb_event *event)
{
    if (event->seat == 0) {
        return event->player - 1;
    }
    return (teams_compete(in) ? in->rules->players_max : 0) + event->seat - 1;
}

static void note_answer(jb_replay *in, const jb_event *event, uint64_t seq)
{
    const uint32_t who = who_answered(in, event);

    if (jb_has_options(event->answer->kind)) {
        /* A later answer of the same turn takes the place of the earlier one. */
        in->options[who] = event->answer->options;
        in->option_turn[who] = event->turn;
    }
    if (has_book(in) && in->status == JB_OK) {
        in->status = jb_book_answered(&in->book, event, who, seq);
    }
}

static void note_cause(jb_replay *in, const jb_event *event)
{
    if (event->type == JB_EVENT_ANNULLED) {
        note_annulled(in, event->turn);
    } else if (event->type == JB_EVENT_ACCEPTED) {
        in->why_revised = JB_CHANGE_ACCEPT;
    } else if (event->type == JB_EVENT_REVERSED) {
        in->why_revised = JB_CHANGE_REVERSE;
        in->verdict_revised = event->verdict;
    } else if (event->type == JB_EVENT_FOULED && teams_compete(in)) {
        in->fouls[event->seat - 1]++;
    }
}

/* The last turn that asked something before the present moment; 0: none. */
static uint32_t turn_before(const jb_replay *in, const jb_event *event)
{
    uint32_t turn = event->turn;

    if (jb_engine_look(in->engine)->phase != JB_PHASE_INTRO) {
        return turn;
    }
    for (turn--; turn > 0 && !in->results->questions[turn - 1].played; turn--) {
    }
    return turn;
}

/* The newest is the only one that can be taken back. */
static void note_swap(jb_replay *in, const jb_event *event, uint64_t seq)
{
    jb_results *results = in->results;

    if (event->type == JB_EVENT_UNDONE) {
        results->swap_count--;
        return;
    }
    if (results->swap_count == in->swap_capacity) {
        const uint32_t capacity = in->swap_capacity > 0 ? 2 * in->swap_capacity : 16;
        jb_result_swap *swaps = realloc(results->swaps, capacity * sizeof(*swaps));

        if (swaps == NULL) {
            in->status = JB_ERR_MEMORY;
            return;
        }
        results->swaps = swaps;
        in->swap_capacity = capacity;
    }
    results->swaps[results->swap_count++] =
        (jb_result_swap){ .seq = seq,
                          .at = event->at,
                          .turn = turn_before(in, event),
                          .team = event->seat,
                          .out = event->out,
                          .in = event->in,
                          .counted = jb_engine_look(in->engine)->undo.counted };
}

static bool is_swap(const jb_event *event)
{
    return event->type == JB_EVENT_SUBSTITUTED ||
           (event->type == JB_EVENT_UNDONE && event->undo == JB_UNDO_SUBSTITUTION);
}

/* Corrections are of any turn; everything else is of the turn being played. */
static bool is_correction(jb_event_type type)
{
    return type == JB_EVENT_ACCEPTED || type == JB_EVENT_ANNULLED || type == JB_EVENT_REVERSED ||
           type == JB_EVENT_REVISED;
}

/* In a live contest: what the event says of turns. */
static void count_turn(jb_replay *in, const jb_event *event, uint64_t seq)
{
    if (event->turn > 0 && event->turn != in->turn && !is_correction(event->type)) {
        close_turn(in); /* score entries of a turn come before anything of the next */
        in->turn = event->turn;
    }
    if (event->type == JB_EVENT_PHASE) {
        note_phase(in, event);
    } else if (event->type == JB_EVENT_PICKED) {
        (void)key_of(in, event->turn);
    } else if (event->type == JB_EVENT_VOIDED) {
        in->results->questions[event->turn - 1].is_void = true;
        in->why_revised = JB_CHANGE_VOID;
    } else if (event->type == JB_EVENT_UNDONE && event->undo == JB_UNDO_SKIP) {
        note_unskipped(in, event->turn);
    } else if (event->type == JB_EVENT_ANSWERED) {
        note_answer(in, event, seq);
    } else if (is_swap(event) && in->status == JB_OK) {
        note_swap(in, event, seq);
    }
    note_cause(in, event);
}

void jb_count_event(jb_replay *in, const jb_event *event, uint64_t seq)
{
    if (in->rules->window != NULL) {
        jb_papers_event(in, event);
    } else {
        count_turn(in, event, seq);
    }
    for (uint32_t i = 0; i < event->score_count; i++) {
        count_score(in, event, seq, &event->scores[i]);
    }
    if (event->type == JB_EVENT_PHASE && event->phase == JB_PHASE_REVEAL && has_book(in) &&
        in->status == JB_OK) {
        in->status = jb_book_revealed(&in->book, event->turn, in->engine);
    }
}

void jb_count_end(jb_replay *in)
{
    if (in->rules->window != NULL) {
        jb_papers_end(in);
    } else {
        close_turn(in);
    }
}
