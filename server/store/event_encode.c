/*
 * Events as the JSON bodies of log entries. There is exactly one way to write an event: fixed order
 * of members, no white space, members that say nothing left out. So the decoder can demand it, and
 * two programs that log the same facts log the same bytes. Answers come by the ten thousand a
 * second, so the text is written straight into the buffer.
 */
#include <string.h>

#include "event_body.h"
#include "jinbang/assert.h"
#include "jinbang/db.h"
#include "jinbang/decimal.h"
#include "jinbang/json_out.h"
#include "jinbang/window.h"

static void write_word(jb_json_out *json, const char *key, const char *word)
{
    JB_ASSERT(word != NULL);
    jb_json_text_member(json, key, word);
}

static void write_hash(jb_json_out *json, const char *key, const jb_hash *hash)
{
    char hex[JB_HASH_HEX_SIZE];

    jb_hex_encode(hash->bytes, JB_HASH_SIZE, hex);
    write_word(json, key, hex);
}

/* A decimal number as a string: readers of JSON would round it. */
static void write_decimal(jb_json_out *json, int64_t value, int places)
{
    char text[JB_DECIMAL_TEXT_MAX];
    size_t size = jb_decimal_format(value, places, text);

    jb_json_slice(json, (jb_slice){ .bytes = text, .size = size });
}

/* Option numbers, from the bits. */
static void write_options(jb_json_out *json, uint32_t options)
{
    jb_json_key(json, "options");
    jb_json_array(json);
    for (int i = 0; i < JB_OPTIONS_MAX; i++) {
        if ((options >> i & 1) != 0) {
            jb_json_int(json, i);
        }
    }
    jb_json_array_end(json);
}

/* Blanks are kept as lines of one text. */
static void write_blanks(jb_json_out *json, const char *key, jb_slice lines, uint8_t count)
{
    uint8_t written = 0;
    size_t start = 0;

    jb_json_key(json, key);
    jb_json_array(json);
    for (size_t i = 0; i <= lines.size; i++) {
        if (i == lines.size || lines.bytes[i] == '\n') {
            jb_json_slice(json, (jb_slice){ .bytes = lines.bytes + start, .size = i - start });
            start = i + 1;
            written++;
        }
    }
    jb_json_array_end(json);
    JB_ASSERT(written == count);
}

static void write_text(jb_json_out *json, const jb_answer *answer)
{
    const jb_slice raw = { .bytes = answer->raw, .size = answer->raw_size };
    const jb_slice folded = { .bytes = answer->folded, .size = answer->folded_size };

    write_blanks(json, "text", raw, answer->count);
    if (!jb_slice_equal(raw, folded)) {
        write_blanks(json, "folded", folded, answer->count);
    }
}

static void write_order(jb_json_out *json, const jb_answer *answer)
{
    jb_json_key(json, "order");
    jb_json_array(json);
    for (uint8_t i = 0; i < answer->count; i++) {
        jb_json_int(json, answer->items[i]);
    }
    jb_json_array_end(json);
}

/* How many left items there are must be said: the last of them may be unpaired. */
static void write_pairs(jb_json_out *json, const jb_answer *answer)
{
    jb_json_int_member(json, "of", answer->count);
    jb_json_key(json, "pairs");
    jb_json_array(json);
    for (uint8_t i = 0; i < answer->count; i++) {
        if (answer->items[i] != JB_NO_ITEM) {
            jb_json_array(json);
            jb_json_int(json, i);
            jb_json_int(json, answer->items[i]);
            jb_json_array_end(json);
        }
    }
    jb_json_array_end(json);
}

static void write_answer(jb_json_out *json, const jb_answer *answer)
{
    JB_ASSERT(answer->count <= JB_OPTIONS_MAX);
    jb_json_key(json, "answer");
    jb_json_object(json);
    write_word(json, "kind", jb_kind_name(answer->kind));
    switch (answer->kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_MULTIPLE:
    case JB_KIND_TRUEFALSE:
        write_options(json, answer->options);
        break;
    case JB_KIND_NUMERIC:
        jb_json_key(json, "number");
        write_decimal(json, answer->number, JB_DECIMAL_PLACES_MAX);
        break;
    case JB_KIND_TEXT:
        write_text(json, answer);
        break;
    case JB_KIND_ORDERING:
        write_order(json, answer);
        break;
    case JB_KIND_MATCHING:
        write_pairs(json, answer);
        break;
    case JB_KIND_COUNT:
        break;
    }
    jb_json_object_end(json);
}

/* What a score entry is apart from the usual: bits of a column. */
static int score_flags(const jb_score *score)
{
    return (score->hall ? JB_ROW_HALL : 0) | (score->overtime ? JB_ROW_OVERTIME : 0);
}

/* Each entry is [seat, points, elapsed, answered, correct], then flags and the member where they
 * are not 0. */
static void write_scores(jb_json_out *json, const jb_event *event)
{
    JB_ASSERT(event->score_count <= JB_SCORES_PER_EVENT);
    jb_json_key(json, "scores");
    jb_json_array(json);
    for (uint32_t i = 0; i < event->score_count; i++) {
        const jb_score *score = &event->scores[i];
        const int flags = score_flags(score);

        jb_json_array(json);
        jb_json_int(json, score->seat);
        write_decimal(json, score->points, 2);
        jb_json_int(json, score->elapsed_ms);
        jb_json_int(json, score->answered ? 1 : 0);
        jb_json_int(json, score->correct ? 1 : 0);
        if (flags != 0 || score->member != 0) {
            jb_json_int(json, flags);
        }
        if (score->member != 0) {
            jb_json_int(json, score->member);
        }
        jb_json_array_end(json);
    }
    jb_json_array_end(json);
}

/* Where there need not be any. */
static void write_some_scores(jb_json_out *json, const jb_event *event)
{
    if (event->score_count > 0) {
        write_scores(json, event);
    }
}

static void write_points(jb_json_out *json, const char *key, int64_t value)
{
    jb_json_key(json, key);
    write_decimal(json, value, 2);
}

static void write_turn(jb_json_out *json, const jb_event *event)
{
    jb_json_int_member(json, "turn", event->turn);
}

static void write_turn_seat(jb_json_out *json, const jb_event *event)
{
    write_turn(json, event);
    jb_json_int_member(json, "seat", event->seat);
}

static void write_ends_at(jb_json_out *json, const jb_event *event)
{
    jb_json_key(json, "ends_at");
    if (event->ends_at == JB_TIME_NONE) {
        jb_json_null(json);
    } else {
        jb_json_int(json, event->ends_at);
    }
}

/* ---- people ---- */

static void write_created(jb_json_out *json, const jb_event *event)
{
    write_hash(json, "plan", &event->hash);
}

/* The named member of the team, if it is one's phone. */
static void write_member(jb_json_out *json, const jb_event *event)
{
    if (event->member != 0) {
        jb_json_int_member(json, "member", event->member);
    }
}

static void write_joined(jb_json_out *json, const jb_event *event)
{
    jb_json_int_member(json, "player", event->player);
    if (event->team != 0) {
        jb_json_int_member(json, "team", event->team);
    }
    write_member(json, event);
    write_hash(json, "name", &event->hash);
}

static void write_renamed(jb_json_out *json, const jb_event *event)
{
    jb_json_int_member(json, "player", event->player);
    write_member(json, event);
    write_hash(json, "name", &event->hash);
}

static void write_removed(jb_json_out *json, const jb_event *event)
{
    jb_json_int_member(json, "player", event->player);
    jb_json_bool_member(json, "banned", event->flag);
}

static void write_admit(jb_json_out *json, const jb_event *event)
{
    jb_json_bool_member(json, "on", event->flag);
}

/* ---- turns ---- */

static void write_phase(jb_json_out *json, const jb_event *event)
{
    write_word(json, "phase", jb_phase_name(event->phase));
    write_turn(json, event);
    write_ends_at(json, event);
}

static void write_paused(jb_json_out *json, const jb_event *event)
{
    write_word(json, "reason", jb_pause_reason_name(event->reason));
}

static void write_resumed(jb_json_out *json, const jb_event *event)
{
    (void)json;
    (void)event;
}

static void write_extended(jb_json_out *json, const jb_event *event)
{
    jb_json_int_member(json, "ms", event->ms);
}

/* By a participant for themselves, by one for a team, or by the host for a seat. */
static void write_answered(jb_json_out *json, const jb_event *event)
{
    JB_ASSERT(event->answer != NULL);
    if (event->player != 0) {
        jb_json_int_member(json, "player", event->player);
    }
    if (event->seat != 0) {
        jb_json_int_member(json, "seat", event->seat);
    }
    write_turn(json, event);
    jb_json_int_member(json, "elapsed", event->elapsed_ms);
    write_answer(json, event->answer);
}

static void write_scored(jb_json_out *json, const jb_event *event)
{
    write_turn(json, event);
    write_scores(json, event);
}

static void write_swap(jb_json_out *json, const jb_event *event)
{
    jb_json_int_member(json, "seat", event->seat);
    jb_json_int_member(json, "out", event->out);
    jb_json_int_member(json, "in", event->in);
}

/* A removal is undone for a player, a substitution for a team; everything else for a turn, which
 * goes on until ends_at. */
static void write_undone(jb_json_out *json, const jb_event *event)
{
    JB_ASSERT(event->undo != JB_UNDO_NONE);
    write_word(json, "what", jb_undo_name(event->undo));
    if (event->undo == JB_UNDO_REMOVE) {
        jb_json_int_member(json, "player", event->player);
        return;
    }
    if (event->undo == JB_UNDO_SUBSTITUTION) {
        write_swap(json, event);
        return;
    }
    write_turn(json, event);
    if (event->undo == JB_UNDO_VERDICT) {
        jb_json_int_member(json, "seat", event->seat);
    }
    write_ends_at(json, event);
    if (event->undo == JB_UNDO_VERDICT) {
        write_some_scores(json, event);
    }
}

/* ---- the stage ---- */

static void write_buzzed(jb_json_out *json, const jb_event *event)
{
    write_turn_seat(json, event);
    if (event->player != 0) {
        jb_json_int_member(json, "player", event->player);
    }
    jb_json_int_member(json, "elapsed", event->elapsed_ms);
    jb_json_int_member(json, "uncertainty", event->ms);
}

/* Without a seat everybody buzzes again. */
static void write_won(jb_json_out *json, const jb_event *event)
{
    write_turn(json, event);
    if (event->seat != 0) {
        jb_json_int_member(json, "seat", event->seat);
    }
    write_ends_at(json, event);
}

static void write_picked(jb_json_out *json, const jb_event *event)
{
    write_turn_seat(json, event);
    write_points(json, "value", event->value);
    jb_json_int_member(json, "question", event->question);
    write_ends_at(json, event);
}

static void write_staked(jb_json_out *json, const jb_event *event)
{
    write_turn_seat(json, event);
    if (event->player != 0) {
        jb_json_int_member(json, "player", event->player);
    }
    write_points(json, "value", event->value);
}

static void write_named(jb_json_out *json, const jb_event *event)
{
    write_turn_seat(json, event);
    jb_json_int_member(json, "other", event->other);
}

/* `partial` has points of its own, the others are worth what the rules say. */
static void write_verdict(jb_json_out *json, const jb_event *event)
{
    write_word(json, "verdict", jb_verdict_name(event->verdict));
    if (event->verdict == JB_VERDICT_PARTIAL) {
        write_points(json, "points", event->value);
    }
}

static void write_ruled(jb_json_out *json, const jb_event *event)
{
    write_turn_seat(json, event);
    write_verdict(json, event);
    jb_json_bool_member(json, "by_key", event->flag);
    jb_json_int_member(json, "elapsed", event->elapsed_ms);
    write_ends_at(json, event);
    write_some_scores(json, event);
}

static void write_fouled(jb_json_out *json, const jb_event *event)
{
    write_turn_seat(json, event);
    write_word(json, "foul", jb_foul_name(event->foul));
    write_ends_at(json, event);
    write_some_scores(json, event);
}

static void write_marked(jb_json_out *json, const jb_event *event)
{
    write_turn_seat(json, event);
    jb_json_int_member(json, "judge", event->judge);
    write_points(json, "value", event->value);
    write_some_scores(json, event);
}

static void write_hall(jb_json_out *json, const jb_event *event)
{
    write_turn(json, event);
    write_ends_at(json, event);
}

/* ---- afterwards ---- */

static void write_adjusted(jb_json_out *json, const jb_event *event)
{
    jb_json_int_member(json, "seat", event->seat);
    if (event->flag) {
        jb_json_bool_member(json, "hall", true);
    }
    jb_json_slice_member(json, "reason", event->text);
    write_scores(json, event);
}

static void write_accepted(jb_json_out *json, const jb_event *event)
{
    JB_ASSERT(event->answer != NULL);
    write_turn(json, event);
    write_answer(json, event->answer);
    if (event->flag) {
        jb_json_bool_member(json, "only", true);
    }
}

static void write_reversed(jb_json_out *json, const jb_event *event)
{
    write_turn_seat(json, event);
    write_verdict(json, event);
}

static void write_substituted(jb_json_out *json, const jb_event *event)
{
    write_turn(json, event);
    write_swap(json, event);
}

/* ---- papers ---- */

static void write_paper(jb_json_out *json, const jb_event *event)
{
    jb_json_int_member(json, "player", event->player);
    jb_json_int_member(json, "attempt", event->attempt);
}

static void write_opened(jb_json_out *json, const jb_event *event)
{
    unsigned char seed[sizeof(event->seed)];
    char hex[2 * sizeof(seed) + 1];

    for (size_t i = 0; i < sizeof(seed); i++) {
        seed[i] = (unsigned char)(event->seed >> (8 * (sizeof(seed) - 1 - i)));
    }
    jb_hex_encode(seed, sizeof(seed), hex);
    write_paper(json, event);
    write_word(json, "seed", hex);
    if (event->ends_at != JB_TIME_NONE) {
        jb_json_int_member(json, "ends_at", event->ends_at);
    }
}

static void write_shown(jb_json_out *json, const jb_event *event)
{
    jb_json_int_member(json, "player", event->player);
    write_turn(json, event);
}

static void write_handed_in(jb_json_out *json, const jb_event *event)
{
    write_paper(json, event);
    write_word(json, "why", jb_hand_in_name((jb_hand_in)event->hand_in));
    write_points(json, "score", event->value);
    write_scores(json, event);
}

static void write_scheduled(jb_json_out *json, const jb_event *event)
{
    jb_json_int_member(json, "opens_at", event->ms);
    jb_json_int_member(json, "closes_at", event->ends_at);
}

/* ---- lotteries: numbered from 1 for those who read the log ---- */

static void write_announced(jb_json_out *json, const jb_event *event)
{
    jb_json_int_member(json, "draw", (int64_t)event->draw + 1);
    jb_json_slice_member(json, "source", event->text);
    jb_json_int_member(json, "eligible", event->value);
}

static void write_drawn(jb_json_out *json, const jb_event *event)
{
    JB_ASSERT(event->winner_count <= JB_WINNERS_MAX);
    jb_json_int_member(json, "draw", (int64_t)event->draw + 1);
    jb_json_slice_member(json, "number", event->text);
    write_hash(json, "commitment", &event->hash);
    jb_json_key(json, "winners");
    jb_json_array(json);
    for (uint32_t i = 0; i < event->winner_count; i++) {
        jb_json_int(json, event->winners[i]);
    }
    jb_json_array_end(json);
}

static void (*const writers[JB_EVENT_COUNT])(jb_json_out *json, const jb_event *event) = {
    [JB_EVENT_CREATED] = write_created,
    [JB_EVENT_JOINED] = write_joined,
    [JB_EVENT_RENAMED] = write_renamed,
    [JB_EVENT_REMOVED] = write_removed,
    [JB_EVENT_ADMIT] = write_admit,
    [JB_EVENT_PHASE] = write_phase,
    [JB_EVENT_PAUSED] = write_paused,
    [JB_EVENT_RESUMED] = write_resumed,
    [JB_EVENT_EXTENDED] = write_extended,
    [JB_EVENT_ANSWERED] = write_answered,
    [JB_EVENT_SCORED] = write_scored,
    [JB_EVENT_VOIDED] = write_turn,
    [JB_EVENT_UNDONE] = write_undone,
    [JB_EVENT_BUZZED] = write_buzzed,
    [JB_EVENT_WON] = write_won,
    [JB_EVENT_PICKED] = write_picked,
    [JB_EVENT_NAMED] = write_named,
    [JB_EVENT_PASSED] = write_turn_seat,
    [JB_EVENT_RULED] = write_ruled,
    [JB_EVENT_FOULED] = write_fouled,
    [JB_EVENT_MARKED] = write_marked,
    [JB_EVENT_HALL] = write_hall,
    [JB_EVENT_ADJUSTED] = write_adjusted,
    [JB_EVENT_ACCEPTED] = write_accepted,
    [JB_EVENT_ANNULLED] = write_turn,
    [JB_EVENT_REVERSED] = write_reversed,
    [JB_EVENT_REVISED] = write_scored,
    [JB_EVENT_APPROVE] = write_admit,
    [JB_EVENT_STAKED] = write_staked,
    [JB_EVENT_SUBSTITUTED] = write_substituted,
    [JB_EVENT_OPENED] = write_opened,
    [JB_EVENT_SHOWN] = write_shown,
    [JB_EVENT_HANDED_IN] = write_handed_in,
    [JB_EVENT_SCHEDULED] = write_scheduled,
    [JB_EVENT_ANNOUNCED] = write_announced,
    [JB_EVENT_DRAWN] = write_drawn,
};

void jb_event_encode(const jb_event *event, jb_buffer *body)
{
    jb_json_out json;

    JB_ASSERT(event->type < JB_EVENT_COUNT);
    JB_ASSERT(writers[event->type] != NULL);
    jb_json_begin(&json, body);
    jb_json_object(&json);
    writers[event->type](&json, event);
    jb_json_object_end(&json);
}
