/*
 * Events as the JSON bodies of log entries. There is exactly one way to write an event: fixed order
 * of members, no white space, members that say nothing left out. So the decoder can demand it, and
 * two programs that log the same facts log the same bytes. Answers come by the ten thousand a
 * second, so the text is written straight into the buffer.
 */
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/db.h"
#include "jinbang/decimal.h"
#include "jinbang/json_out.h"

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

/* Each entry is [player, points, elapsed, answered, correct]. */
static void write_scores(jb_json_out *json, const jb_event *event)
{
    JB_ASSERT(event->score_count <= JB_SCORES_PER_EVENT);
    jb_json_key(json, "scores");
    jb_json_array(json);
    for (uint32_t i = 0; i < event->score_count; i++) {
        const jb_score *score = &event->scores[i];

        jb_json_array(json);
        jb_json_int(json, score->seat);
        write_decimal(json, score->points, 2);
        jb_json_int(json, score->elapsed_ms);
        jb_json_int(json, score->answered ? 1 : 0);
        jb_json_int(json, score->correct ? 1 : 0);
        jb_json_array_end(json);
    }
    jb_json_array_end(json);
}

static void write_joined(jb_json_out *json, const jb_event *event)
{
    jb_json_int_member(json, "player", event->player);
    if (event->team != 0) {
        jb_json_int_member(json, "team", event->team);
    }
    write_hash(json, "name", &event->hash);
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

static void write_phase(jb_json_out *json, const jb_event *event)
{
    write_word(json, "phase", jb_phase_name(event->phase));
    jb_json_int_member(json, "turn", event->turn);
    write_ends_at(json, event);
}

/* A removal is undone for a player; a close or a skip for a turn, which goes on until ends_at. */
static void write_undone(jb_json_out *json, const jb_event *event)
{
    JB_ASSERT(event->undo != JB_UNDO_NONE);
    write_word(json, "what", jb_undo_name(event->undo));
    if (event->undo == JB_UNDO_REMOVE) {
        jb_json_int_member(json, "player", event->player);
    } else {
        jb_json_int_member(json, "turn", event->turn);
        write_ends_at(json, event);
    }
}

static void write_answered(jb_json_out *json, const jb_event *event)
{
    JB_ASSERT(event->answer != NULL);
    jb_json_int_member(json, "player", event->player);
    jb_json_int_member(json, "turn", event->turn);
    jb_json_int_member(json, "elapsed", event->elapsed_ms);
    write_answer(json, event->answer);
}

static void write_members(jb_json_out *json, const jb_event *event)
{
    switch (event->type) {
    case JB_EVENT_CREATED:
        write_hash(json, "plan", &event->hash);
        break;
    case JB_EVENT_JOINED:
        write_joined(json, event);
        break;
    case JB_EVENT_RENAMED:
        jb_json_int_member(json, "player", event->player);
        write_hash(json, "name", &event->hash);
        break;
    case JB_EVENT_REMOVED:
        jb_json_int_member(json, "player", event->player);
        jb_json_bool_member(json, "banned", event->flag);
        break;
    case JB_EVENT_ADMIT:
        jb_json_bool_member(json, "on", event->flag);
        break;
    case JB_EVENT_PHASE:
        write_phase(json, event);
        break;
    case JB_EVENT_PAUSED:
        write_word(json, "reason", jb_pause_reason_name(event->reason));
        break;
    case JB_EVENT_RESUMED:
        break;
    case JB_EVENT_EXTENDED:
        jb_json_int_member(json, "ms", event->ms);
        break;
    case JB_EVENT_ANSWERED:
        write_answered(json, event);
        break;
    case JB_EVENT_SCORED:
        jb_json_int_member(json, "turn", event->turn);
        write_scores(json, event);
        break;
    case JB_EVENT_VOIDED:
        jb_json_int_member(json, "turn", event->turn);
        break;
    case JB_EVENT_UNDONE:
        write_undone(json, event);
        break;
    case JB_EVENT_BUZZED:
    case JB_EVENT_WON:
    case JB_EVENT_PICKED:
    case JB_EVENT_NAMED:
    case JB_EVENT_PASSED:
    case JB_EVENT_RULED:
    case JB_EVENT_FOULED:
    case JB_EVENT_MARKED:
    case JB_EVENT_HALL:
    case JB_EVENT_ADJUSTED:
    case JB_EVENT_ACCEPTED:
    case JB_EVENT_ANNULLED:
    case JB_EVENT_REVERSED:
    case JB_EVENT_REVISED:
    case JB_EVENT_COUNT:
        break;
    }
}

void jb_event_encode(const jb_event *event, jb_buffer *body)
{
    jb_json_out json;

    JB_ASSERT(event->type < JB_EVENT_COUNT);
    jb_json_begin(&json, body);
    jb_json_object(&json);
    write_members(&json, event);
    jb_json_object_end(&json);
}
