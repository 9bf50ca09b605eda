/*
 * The book of answers, see results_answers.h. An answer is packed into as few bytes as its kind
 * needs: the choice, the number, the items, or what was typed.
 */
#include "results_answers.h"
#include "results_replay.h"

#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/decimal.h"
#include "jinbang/format.h"
#include "jinbang/mix.h"

/* ---- packing ---- */

/* What every packed answer begins with; then come items or raw and folded text. */
typedef struct packed_head {
    int64_t number;
    uint32_t options;
    uint16_t raw_size;
    uint16_t folded_size;
    uint8_t kind;
    uint8_t count;
} packed_head;

static size_t items_size(const jb_answer *answer)
{
    return answer->kind == JB_KIND_ORDERING || answer->kind == JB_KIND_MATCHING ? answer->count : 0;
}

enum {
    PACKED_MAX = sizeof(packed_head) + JB_OPTIONS_MAX + JB_ANSWER_TEXT_MAX + JB_ANSWER_FOLDED_MAX
};

static size_t pack(const jb_answer *answer, bool folded, char out[PACKED_MAX])
{
    const packed_head head = {
        .number = answer->number,
        .options = answer->options,
        .raw_size = answer->raw_size,
        .folded_size = folded ? answer->folded_size : 0,
        .kind = (uint8_t)answer->kind,
        .count = answer->count,
    };
    const size_t items = items_size(answer);
    size_t size = sizeof(head);

    memcpy(out, &head, sizeof(head));
    memcpy(out + size, answer->items, items);
    size += items;
    memcpy(out + size, answer->raw, head.raw_size);
    size += head.raw_size;
    memcpy(out + size, answer->folded, head.folded_size);
    return size + head.folded_size;
}

static void unpack(const char *from, jb_answer *answer)
{
    packed_head head;

    memset(answer, 0, sizeof(*answer));
    memcpy(&head, from, sizeof(head));
    answer->kind = (jb_kind)head.kind;
    answer->count = head.count;
    answer->options = head.options;
    answer->number = head.number;
    answer->raw_size = head.raw_size;
    answer->folded_size = head.folded_size;
    from += sizeof(head);
    memcpy(answer->items, from, items_size(answer));
    from += items_size(answer);
    memcpy(answer->raw, from, head.raw_size);
    memcpy(answer->folded, from + head.raw_size, head.folded_size);
}

/* ---- the book ---- */

jb_status jb_book_open(jb_answer_book *book, jb_results *results, const jb_rules *rules,
                       uint32_t who_count)
{
    const size_t players = (size_t)who_count + 1;

    *book = (jb_answer_book){ .results = results, .rules = rules };
    jb_buffer_init(&book->text, 0);
    book->waiting = calloc(players, sizeof(*book->waiting));
    book->typed = calloc(players, sizeof(*book->typed));
    if (results->depth >= JB_RESULTS_ANSWERS) {
        results->turns = calloc((size_t)rules->turn_count + 1, sizeof(*results->turns));
    }
    return book->waiting == NULL || book->typed == NULL ||
                   (results->depth >= JB_RESULTS_ANSWERS && results->turns == NULL)
               ? JB_ERR_MEMORY
               : JB_OK;
}

void jb_book_close(jb_answer_book *book)
{
    jb_table_finish(&book->typed_of);
    jb_buffer_finish(&book->text);
    free(book->typed);
    free(book->waiting);
}

jb_status jb_book_answered(jb_answer_book *book, const jb_event *event, uint32_t who, uint64_t seq)
{
    jb_waiting_answer *waiting = &book->waiting[who];
    char packed[PACKED_MAX];
    const size_t size = pack(event->answer, true, packed);

    if (event->turn != book->text_turn) {
        /* Answers of the turn before have been scored, or never will be: with one more turn that
         * has answers, a skipped one cannot come back. */
        jb_buffer_clear(&book->text);
        book->text_turn = event->turn;
    }
    if (waiting->turn == event->turn && size <= waiting->room) {
        memcpy(book->text.bytes + waiting->at, packed, size);
        waiting->seq = seq;
        return JB_OK;
    }
    *waiting = (jb_waiting_answer){
        .turn = event->turn, .at = (uint32_t)book->text.size, .room = (uint32_t)size, .seq = seq
    };
    jb_buffer_append(&book->text, packed, size);
    return book->text.failed ? JB_ERR_MEMORY : JB_OK;
}

/* ---- what was typed wrong ---- */

static uint64_t typed_key(const jb_answer *answer)
{
    return answer->kind == JB_KIND_NUMERIC
               ? jb_mix_bytes(JB_MIX_START, (const char *)&answer->number, sizeof(answer->number))
               : jb_mix_bytes(JB_MIX_START, answer->folded, answer->folded_size);
}

/* Counts an answer that earned nothing with those that are compared as equal. */
static jb_status count_wrong(jb_answer_book *book, uint32_t who, const jb_answer *answer)
{
    const uint64_t key = typed_key(answer);
    const uint64_t seq = book->waiting[who].seq;
    uint32_t number = 0;
    jb_typed *typed;

    if (!jb_table_get(&book->typed_of, key, &number)) {
        number = ++book->typed_count;
        book->typed[number - 1] = (jb_typed){ .who = who, .seq = seq };
        if (jb_table_put(&book->typed_of, key, number) != JB_OK) {
            return JB_ERR_MEMORY;
        }
    }
    typed = &book->typed[number - 1];
    typed->count++;
    if (seq < typed->seq) {
        typed->seq = seq;
        typed->who = who;
    }
    return JB_OK;
}

void jb_typed_write(const jb_answer *answer, jb_buffer *out)
{
    char number[JB_DECIMAL_TEXT_MAX];

    if (answer->kind == JB_KIND_NUMERIC) {
        size_t size = jb_decimal_format(answer->number, JB_DECIMAL_PLACES_MAX, number);

        jb_buffer_append(out, number, size);
        return;
    }
    for (uint16_t i = 0; i < answer->raw_size; i++) {
        if (answer->raw[i] == '\n') {
            jb_buffer_append_text(out, " / ");
        } else {
            jb_buffer_append_char(out, answer->raw[i]);
        }
    }
}

jb_status jb_book_turn_over(jb_answer_book *book, uint32_t turn)
{
    jb_result_question *question = &book->results->questions[turn - 1];
    const jb_typed *most = NULL;

    for (uint32_t i = 0; i < book->typed_count; i++) {
        const jb_typed *typed = &book->typed[i];

        if (most == NULL || typed->count > most->count ||
            (typed->count == most->count && typed->seq < most->seq)) {
            most = typed;
        }
    }
    if (most != NULL) {
        jb_answer answer;

        unpack(book->text.bytes + book->waiting[most->who].at, &answer);
        jb_typed_write(&answer, &question->wrong_text);
        question->wrong_most_count = most->count;
    }
    jb_table_finish(&book->typed_of);
    book->typed_count = 0;
    return question->wrong_text.failed ? JB_ERR_MEMORY : JB_OK;
}

/* ---- what stays ---- */

/* What was only said has no answer to look at, but points. */
static jb_outcome outcome_of(const jb_key *key, const jb_score *score, const jb_answer *answer)
{
    bool partly;

    if (!score->answered) {
        return JB_OUTCOME_UNANSWERED;
    }
    if (score->correct) {
        return JB_OUTCOME_RIGHT;
    }
    partly = answer != NULL ? jb_answer_grade(key, answer).num > 0 : score->points > 0;
    return partly ? JB_OUTCOME_PARTLY : JB_OUTCOME_WRONG;
}

/* In place of where the answer is kept: there is none. */
static const uint32_t SPOKEN = UINT32_MAX;

/* Room for everybody who has joined so far. */
static jb_status make_room(jb_result_turn *kept, uint32_t joined)
{
    jb_result_entry *entries = kept->entries;

    if (entries != NULL && kept->count >= joined) {
        return JB_OK;
    }
    entries = realloc(entries, ((size_t)joined + 1) * sizeof(*entries));
    if (entries == NULL) {
        return JB_ERR_MEMORY;
    }
    if (kept->entries == NULL) {
        jb_buffer_init(&kept->text, 0);
    }
    memset(entries + kept->count, 0, (joined - kept->count) * sizeof(*entries));
    kept->entries = entries;
    kept->count = joined;
    return JB_OK;
}

static void keep_entry(jb_result_turn *kept, const jb_score *score, jb_outcome outcome,
                       const jb_answer *answer)
{
    jb_result_entry *entry = &kept->entries[score->seat - 1];
    char packed[PACKED_MAX];

    JB_ASSERT(score->seat <= kept->count);
    JB_ASSERT(score->points >= INT32_MIN && score->points <= INT32_MAX);
    *entry = (jb_result_entry){
        .points = (int32_t)score->points,
        /* A question may be left open for longer than the 49 days that fit. */
        .elapsed_ms = score->elapsed_ms < UINT32_MAX ? (uint32_t)score->elapsed_ms : UINT32_MAX,
        .at = answer != NULL ? (uint32_t)kept->text.size : SPOKEN,
        .outcome = (uint8_t)outcome,
    };
    if (answer != NULL) {
        jb_buffer_append(&kept->text, packed, pack(answer, false, packed));
    }
}

jb_status jb_book_scored(jb_answer_book *book, uint32_t turn, const jb_key *key,
                         const jb_score *score, uint32_t joined)
{
    const uint32_t who = jb_replay_who(book->rules, score);
    const jb_waiting_answer *waiting = &book->waiting[who];
    const bool answered = score->answered && waiting->turn == turn;
    jb_result_turn *kept;
    jb_answer answer;
    jb_outcome outcome;
    jb_status status = JB_OK;

    if (answered) {
        unpack(book->text.bytes + waiting->at, &answer);
    }
    outcome = outcome_of(key, score, answered ? &answer : NULL);
    if (answered && outcome == JB_OUTCOME_WRONG &&
        (key->kind == JB_KIND_TEXT || key->kind == JB_KIND_NUMERIC)) {
        status = count_wrong(book, who, &answer);
    }
    if (status != JB_OK || book->results->depth < JB_RESULTS_ANSWERS ||
        jb_replay_is_team(book->rules, score)) {
        return status;
    }
    kept = &book->results->turns[turn - 1];
    status = make_room(kept, joined);
    if (status == JB_OK) {
        keep_entry(kept, score, outcome, answered ? &answer : NULL);
    }
    return kept->text.failed ? JB_ERR_MEMORY : status;
}

/* The entry of a participant, or NULL: kept for none, or of a team. */
static jb_result_entry *kept_entry(jb_answer_book *book, uint32_t turn, const jb_score *score)
{
    jb_result_turn *kept;

    if (book->results->depth < JB_RESULTS_ANSWERS || jb_replay_is_team(book->rules, score)) {
        return NULL;
    }
    kept = &book->results->turns[turn - 1];
    return score->seat <= kept->count ? &kept->entries[score->seat - 1] : NULL;
}

void jb_book_revised(jb_answer_book *book, uint32_t turn, const jb_score *score)
{
    jb_result_entry *entry = kept_entry(book, turn, score);

    if (entry == NULL || entry->outcome == JB_OUTCOME_NONE) {
        return;
    }
    entry->points += (int32_t)score->points;
    if (score->correct) {
        entry->outcome = JB_OUTCOME_RIGHT;
    } else if (entry->outcome == JB_OUTCOME_RIGHT) {
        entry->outcome = JB_OUTCOME_WRONG;
    }
}

void jb_book_undone(jb_answer_book *book, uint32_t turn, const jb_score *score)
{
    jb_result_entry *entry = kept_entry(book, turn, score);

    if (entry != NULL) {
        entry->outcome = JB_OUTCOME_NONE;
    }
}

void jb_book_annulled(jb_answer_book *book, uint32_t turn)
{
    jb_result_turn *kept;

    if (book->results->depth < JB_RESULTS_ANSWERS) {
        return;
    }
    kept = &book->results->turns[turn - 1];
    for (uint32_t i = 0; i < kept->count; i++) {
        kept->entries[i].outcome = JB_OUTCOME_NONE;
    }
}

/* Was this participant, who has no entry, asked in the turn that is revealed? */
static bool was_asked(const jb_answer_book *book, const jb_engine *engine, uint32_t player)
{
    const jb_engine_view *view = jb_engine_look(engine);
    const jb_seat *seat = jb_engine_player(engine, player);
    const jb_format_row *row = jb_format_row_of(book->rules->rounds[view->round].format);

    if (seat->status != JB_PLAYER_IN) {
        return false;
    }
    if (book->rules->seats == JB_SEATS_TEAMS) {
        return seat->team == 0 && (book->rules->hall == JB_HALL_ALONG || view->stage.hall);
    }
    if (row->eligible == JB_ELIGIBLE_IN && seat->round.out) {
        const jb_given *given = jb_engine_given(engine, view->turn, player);

        return given != NULL && given->asked;
    }
    return jb_format_is_crowd(row);
}

jb_status jb_book_revealed(jb_answer_book *book, uint32_t turn, const jb_engine *engine)
{
    const uint32_t joined = jb_engine_look(engine)->joined;
    jb_result_turn *kept;

    if (book->results->depth < JB_RESULTS_ANSWERS || !jb_engine_reveals(engine)) {
        return JB_OK;
    }
    kept = &book->results->turns[turn - 1];
    if (make_room(kept, joined) != JB_OK) {
        return JB_ERR_MEMORY;
    }
    for (uint32_t player = 1; player <= joined; player++) {
        jb_result_entry *entry = &kept->entries[player - 1];

        if (entry->outcome == JB_OUTCOME_NONE && was_asked(book, engine, player)) {
            entry->outcome = JB_OUTCOME_UNANSWERED;
        }
    }
    return JB_OK;
}

size_t jb_book_keep_for_change(jb_answer_book *book, uint32_t turn, uint32_t who)
{
    const jb_waiting_answer *waiting = &book->waiting[who];
    jb_buffer *answers = &book->results->answers;
    const size_t at = answers->size + 1;
    char packed[PACKED_MAX];
    jb_answer answer;

    if (waiting->turn != turn) {
        return 0;
    }
    unpack(book->text.bytes + waiting->at, &answer);
    jb_buffer_append(answers, packed, pack(&answer, false, packed));
    return at;
}

bool jb_results_change_answer(const jb_results *results, const jb_result_change *change,
                              jb_answer *answer)
{
    if (change->answer == 0) {
        return false;
    }
    unpack(results->answers.bytes + change->answer - 1, answer);
    return true;
}

jb_outcome jb_results_entry(const jb_results *results, uint32_t player, uint32_t turn,
                            jb_score *score, jb_answer *answer)
{
    const jb_result_turn *kept;
    const jb_result_entry *entry;

    JB_ASSERT(results->depth >= JB_RESULTS_ANSWERS);
    JB_ASSERT(player >= 1 && turn >= 1 && turn <= results->question_count);
    kept = &results->turns[turn - 1];
    if (player > kept->count || kept->entries[player - 1].outcome == JB_OUTCOME_NONE) {
        return JB_OUTCOME_NONE;
    }
    entry = &kept->entries[player - 1];
    *score = (jb_score){ .seat = player,
                         .points = entry->points,
                         .elapsed_ms = entry->elapsed_ms,
                         .answered = entry->outcome != JB_OUTCOME_UNANSWERED,
                         .correct = entry->outcome == JB_OUTCOME_RIGHT };
    if (score->answered && entry->at != SPOKEN) {
        unpack(kept->text.bytes + entry->at, answer);
    } else {
        answer->kind = JB_KIND_COUNT;
    }
    return (jb_outcome)entry->outcome;
}
