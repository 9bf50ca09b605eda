/*
 * Log entries back into events. The file is not trusted: every member is looked up by name, checked
 * for kind and range, and at the end the event is encoded again and compared with the text byte for
 * byte. That one comparison refuses everything else a text could hold: members nobody knows, or
 * twice, other spellings of a number, white space, hidden characters.
 */
#include <string.h>

#include "event_body.h"
#include "jinbang/db.h"
#include "jinbang/limits.h"
#include "jinbang/text.h"
#include "jinbang/window.h"
#include "store_internal.h"

enum {
    QUESTIONS_MAX = JB_TURNS_MAX * JB_VALUES_MAX /* a stock for every value */
};

/* ---- words ---- */

static const char *phase_name(int value)
{
    return jb_phase_name((jb_phase)value);
}

static const char *reason_name(int value)
{
    return jb_pause_reason_name((jb_pause_reason)value);
}

static const char *undo_name(int value)
{
    return jb_undo_name((jb_undo)value);
}

static const char *verdict_name(int value)
{
    return jb_verdict_name((jb_verdict)value);
}

static const char *foul_name(int value)
{
    return jb_foul_name((jb_foul)value);
}

static const char *hand_in_name(int value)
{
    return jb_hand_in_name((jb_hand_in)value);
}

/* ---- members that many events have ---- */

static void read_player(jb_body *in, jb_event *event)
{
    event->player = (uint32_t)jb_body_int(in, "player", 1, JB_WINDOW_PLAYERS_MAX);
}

/* A seat is a participant or a team. */
static uint32_t read_seat(jb_body *in, const char *key)
{
    return (uint32_t)jb_body_int(in, key, 1, JB_WINDOW_PLAYERS_MAX);
}

static void read_turn(jb_body *in, jb_event *event)
{
    event->turn = (uint32_t)jb_body_int(in, "turn", 1, JB_TURNS_MAX);
}

static void read_turn_seat(jb_body *in, jb_event *event)
{
    read_turn(in, event);
    event->seat = read_seat(in, "seat");
}

static void read_elapsed(jb_body *in, jb_event *event)
{
    event->elapsed_ms = jb_body_int(in, "elapsed", 0, JB_EXACT_MAX);
}

static void read_ends_at(jb_body *in, jb_event *event)
{
    event->ends_at =
        jb_body_is_null(in, "ends_at") ? JB_TIME_NONE : jb_body_int(in, "ends_at", 0, JB_EXACT_MAX);
}

static int64_t read_points(jb_body *in, const char *key)
{
    const jb_slice item = jb_body_member(in, key);
    int64_t value = 0;

    in->good = in->good && jb_body_points(item, JB_POINTS_MAX, &value);
    return value;
}

static void read_scores(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    jb_body_items rows = jb_body_array(in, "scores");
    jb_slice row;

    event->scores = parts->scores;
    while (in->good && jb_body_next(&rows, &row)) {
        in->good = event->score_count < JB_SCORES_PER_EVENT &&
                   jb_body_score(row, INT32_MAX, &parts->scores[event->score_count]);
        event->score_count += in->good;
    }
}

/* Where there need not be any. */
static void read_some_scores(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    if (jb_body_has(in, "scores")) {
        read_scores(in, event, parts);
    }
}

static void read_answer(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    event->answer = &parts->answer;
    jb_body_answer(in, &parts->answer);
}

/* ---- people ---- */

static void read_created(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    (void)parts;
    jb_body_hash(in, "plan", &event->hash);
}

static void read_member(jb_body *in, jb_event *event)
{
    if (jb_body_has(in, "member")) {
        event->member = (uint32_t)jb_body_int(in, "member", 1, JB_MEMBERS_MAX);
    }
}

static void read_joined(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    (void)parts;
    read_player(in, event);
    if (jb_body_has(in, "team")) {
        event->team = (uint32_t)jb_body_int(in, "team", 1, JB_TEAMS_MAX);
    }
    read_member(in, event);
    jb_body_hash(in, "name", &event->hash);
}

static void read_renamed(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    (void)parts;
    read_player(in, event);
    read_member(in, event);
    jb_body_hash(in, "name", &event->hash);
}

static void read_removed(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    (void)parts;
    read_player(in, event);
    event->flag = jb_body_bool(in, "banned");
}

static void read_admit(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    (void)parts;
    event->flag = jb_body_bool(in, "on");
}

/* ---- turns ---- */

static void read_phase(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    (void)parts;
    event->phase = (jb_phase)jb_body_choice(in, "phase", phase_name, JB_PHASE_COUNT);
    event->turn = (uint32_t)jb_body_int(in, "turn", 0, JB_TURNS_MAX);
    read_ends_at(in, event);
}

static void read_paused(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    (void)parts;
    event->reason = (jb_pause_reason)jb_body_choice(in, "reason", reason_name, JB_PAUSE_COUNT);
}

static void read_resumed(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    (void)in;
    (void)event;
    (void)parts;
}

static void read_extended(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    (void)parts;
    event->ms = jb_body_int(in, "ms", 1, (int64_t)JB_SECONDS_MAX * 1000);
}

static void read_answered(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    if (jb_body_has(in, "player")) {
        read_player(in, event);
    }
    if (jb_body_has(in, "seat")) {
        event->seat = read_seat(in, "seat");
    }
    in->good = in->good && (event->player != 0 || event->seat != 0);
    read_turn(in, event);
    read_elapsed(in, event);
    read_answer(in, event, parts);
}

static void read_scored(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    read_turn(in, event);
    read_scores(in, event, parts);
}

static void read_only_turn(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    (void)parts;
    read_turn(in, event);
}

static void read_swap(jb_body *in, jb_event *event)
{
    event->seat = read_seat(in, "seat");
    event->out = read_seat(in, "out");
    event->in = read_seat(in, "in");
}

static void read_undone(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    event->undo = (jb_undo)jb_body_choice(in, "what", undo_name, JB_UNDO_COUNT);
    in->good = in->good && event->undo != JB_UNDO_NONE;
    if (event->undo == JB_UNDO_REMOVE) {
        read_player(in, event);
        return;
    }
    if (event->undo == JB_UNDO_SUBSTITUTION) {
        read_swap(in, event);
        return;
    }
    read_turn(in, event);
    if (event->undo == JB_UNDO_VERDICT) {
        event->seat = read_seat(in, "seat");
        read_some_scores(in, event, parts);
    }
    read_ends_at(in, event);
}

/* ---- the stage: what sets no timer has no end ---- */

static void read_buzzed(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    (void)parts;
    read_turn_seat(in, event);
    event->ends_at = JB_TIME_NONE;
    if (jb_body_has(in, "player")) {
        read_player(in, event);
    }
    read_elapsed(in, event);
    event->ms = jb_body_int(in, "uncertainty", 0, JB_EXACT_MAX);
}

static void read_won(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    (void)parts;
    read_turn(in, event);
    if (jb_body_has(in, "seat")) {
        event->seat = read_seat(in, "seat");
    }
    read_ends_at(in, event);
}

static void read_picked(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    (void)parts;
    read_turn_seat(in, event);
    event->value = read_points(in, "value");
    event->question = (uint32_t)jb_body_int(in, "question", 0, QUESTIONS_MAX - 1);
    read_ends_at(in, event);
}

static void read_staked(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    (void)parts;
    read_turn_seat(in, event);
    event->ends_at = JB_TIME_NONE;
    if (jb_body_has(in, "player")) {
        read_player(in, event);
    }
    event->value = read_points(in, "value");
}

static void read_named(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    (void)parts;
    read_turn_seat(in, event);
    event->ends_at = JB_TIME_NONE;
    event->other = read_seat(in, "other");
}

static void read_passed(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    (void)parts;
    read_turn_seat(in, event);
    event->ends_at = JB_TIME_NONE;
}

static void read_verdict(jb_body *in, jb_event *event)
{
    event->verdict = (jb_verdict)jb_body_choice(in, "verdict", verdict_name, JB_VERDICT_COUNT);
    if (in->good && event->verdict == JB_VERDICT_PARTIAL) {
        event->value = read_points(in, "points");
    }
}

static void read_ruled(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    read_turn_seat(in, event);
    read_verdict(in, event);
    event->flag = jb_body_bool(in, "by_key");
    read_elapsed(in, event);
    read_ends_at(in, event);
    read_some_scores(in, event, parts);
}

static void read_fouled(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    read_turn_seat(in, event);
    event->foul = (jb_foul)jb_body_choice(in, "foul", foul_name, JB_FOUL_COUNT);
    read_ends_at(in, event);
    read_some_scores(in, event, parts);
}

static void read_marked(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    read_turn_seat(in, event);
    event->ends_at = JB_TIME_NONE;
    event->judge = (uint32_t)jb_body_int(in, "judge", 1, JB_JUDGES_MAX);
    event->value = read_points(in, "value");
    read_some_scores(in, event, parts);
}

static void read_hall(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    (void)parts;
    read_turn(in, event);
    read_ends_at(in, event);
}

/* ---- afterwards ---- */

static void read_text(jb_body *in, const char *key, jb_event *event, jb_event_parts *parts)
{
    const jb_slice text = jb_body_member(in, key);
    size_t size = 0;

    in->good = in->good && jb_body_text(text, parts->text, sizeof(parts->text), &size);
    if (in->good) {
        event->text = (jb_slice){ .bytes = parts->text, .size = size };
    }
}

static void read_adjusted(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    event->seat = read_seat(in, "seat");
    event->flag = jb_body_has(in, "hall") && jb_body_bool(in, "hall");
    read_text(in, "reason", event, parts);
    read_scores(in, event, parts);
}

static void read_accepted(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    read_turn(in, event);
    read_answer(in, event, parts);
    event->flag = jb_body_has(in, "only") && jb_body_bool(in, "only");
}

static void read_reversed(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    (void)parts;
    read_turn_seat(in, event);
    read_verdict(in, event);
}

static void read_substituted(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    (void)parts;
    event->turn = (uint32_t)jb_body_int(in, "turn", 0, JB_TURNS_MAX);
    read_swap(in, event);
}

/* ---- papers ---- */

static void read_paper(jb_body *in, jb_event *event)
{
    read_player(in, event);
    event->attempt = (uint32_t)jb_body_int(in, "attempt", 1, UINT32_MAX);
}

static void read_opened(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    (void)parts;
    read_paper(in, event);
    event->seed = jb_body_seed(in, "seed");
    event->ends_at =
        jb_body_has(in, "ends_at") ? jb_body_int(in, "ends_at", 0, JB_EXACT_MAX) : JB_TIME_NONE;
}

static void read_shown(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    (void)parts;
    read_player(in, event);
    read_turn(in, event);
}

static void read_handed_in(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    const jb_slice score = jb_body_member(in, "score");
    jb_body_items rows = jb_body_array(in, "scores");
    jb_slice row = { .bytes = "", .size = 0 };

    read_paper(in, event);
    event->hand_in = (uint8_t)jb_body_choice(in, "why", hand_in_name, JB_HAND_IN_COUNT);
    /* One entry, which may take back what the paper before it gave. */
    in->good = in->good && jb_body_points(score, JB_PAPER_POINTS_MAX, &event->value) &&
               jb_body_next(&rows, &row) &&
               jb_body_score(row, 2 * JB_PAPER_POINTS_MAX, &parts->scores[0]);
    event->scores = parts->scores;
    event->score_count = 1;
}

static void read_scheduled(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    (void)parts;
    event->ms = jb_body_int(in, "opens_at", 0, JB_EXACT_MAX);
    event->ends_at = jb_body_int(in, "closes_at", 0, JB_EXACT_MAX);
}

/* ---- lotteries: numbered from 1 for those who read the log ---- */

static void read_draw(jb_body *in, jb_event *event)
{
    const uint32_t number = (uint32_t)jb_body_int(in, "draw", 1, JB_LOTTERIES_MAX);

    event->draw = in->good ? number - 1 : 0;
}

static void read_announced(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    read_draw(in, event);
    read_text(in, "source", event, parts);
    event->value = jb_body_int(in, "eligible", 0, JB_WINDOW_PLAYERS_MAX);
}

static void read_drawn(jb_body *in, jb_event *event, jb_event_parts *parts)
{
    jb_body_items winners = jb_body_array(in, "winners");
    int64_t player = 0;
    jb_slice item;

    read_draw(in, event);
    read_text(in, "number", event, parts);
    jb_body_hash(in, "commitment", &event->hash);
    event->winners = parts->winners;
    while (in->good && jb_body_next(&winners, &item)) {
        in->good = event->winner_count < JB_WINNERS_MAX &&
                   jb_body_exact(item, 1, JB_WINDOW_PLAYERS_MAX, &player);
        if (in->good) {
            parts->winners[event->winner_count++] = (uint32_t)player;
        }
    }
}

typedef void (*event_reader)(jb_body *in, jb_event *event, jb_event_parts *parts);

static const event_reader readers[JB_EVENT_COUNT] = {
    [JB_EVENT_CREATED] = read_created,
    [JB_EVENT_JOINED] = read_joined,
    [JB_EVENT_RENAMED] = read_renamed,
    [JB_EVENT_REMOVED] = read_removed,
    [JB_EVENT_ADMIT] = read_admit,
    [JB_EVENT_PHASE] = read_phase,
    [JB_EVENT_PAUSED] = read_paused,
    [JB_EVENT_RESUMED] = read_resumed,
    [JB_EVENT_EXTENDED] = read_extended,
    [JB_EVENT_ANSWERED] = read_answered,
    [JB_EVENT_SCORED] = read_scored,
    [JB_EVENT_VOIDED] = read_only_turn,
    [JB_EVENT_UNDONE] = read_undone,
    [JB_EVENT_BUZZED] = read_buzzed,
    [JB_EVENT_WON] = read_won,
    [JB_EVENT_PICKED] = read_picked,
    [JB_EVENT_NAMED] = read_named,
    [JB_EVENT_PASSED] = read_passed,
    [JB_EVENT_RULED] = read_ruled,
    [JB_EVENT_FOULED] = read_fouled,
    [JB_EVENT_MARKED] = read_marked,
    [JB_EVENT_HALL] = read_hall,
    [JB_EVENT_ADJUSTED] = read_adjusted,
    [JB_EVENT_ACCEPTED] = read_accepted,
    [JB_EVENT_ANNULLED] = read_only_turn,
    [JB_EVENT_REVERSED] = read_reversed,
    [JB_EVENT_REVISED] = read_scored,
    [JB_EVENT_APPROVE] = read_admit,
    [JB_EVENT_STAKED] = read_staked,
    [JB_EVENT_SUBSTITUTED] = read_substituted,
    [JB_EVENT_OPENED] = read_opened,
    [JB_EVENT_SHOWN] = read_shown,
    [JB_EVENT_HANDED_IN] = read_handed_in,
    [JB_EVENT_SCHEDULED] = read_scheduled,
    [JB_EVENT_ANNOUNCED] = read_announced,
    [JB_EVENT_DRAWN] = read_drawn,
};

/* ---- all of it ---- */

static jb_event_type type_of(const char *kind)
{
    jb_event_type type = 0;

    while (type < JB_EVENT_COUNT && strcmp(kind, jb_event_name(type)) != 0) {
        type++;
    }
    return type;
}

/* The event must be written exactly as this text. */
static jb_status check_spelling(const jb_event *event, jb_slice body)
{
    jb_buffer again;
    jb_status status = JB_OK;

    jb_buffer_init(&again, JB_BODY_SIZE_MAX);
    jb_event_encode(event, &again);
    if (again.failed) {
        status = JB_ERR_MEMORY;
    } else if (!jb_slice_equal(jb_buffer_slice(&again), body)) {
        status = JB_ERR_CORRUPT;
    }
    jb_buffer_finish(&again);
    return status;
}

jb_status jb_event_decode(const char *kind, jb_time at, const char *body, jb_event *event,
                          jb_event_parts *parts)
{
    const jb_slice text = jb_slice_of(body);
    jb_event made = { .type = type_of(kind), .at = at };
    jb_status status;
    jb_body in;

    if (made.type == JB_EVENT_COUNT || at < 0 || at > JB_EXACT_MAX ||
        text.size > JB_BODY_SIZE_MAX) {
        return JB_ERR_CORRUPT;
    }
    jb_body_open(&in, text);
    readers[made.type](&in, &made, parts);
    if (!in.good) {
        return JB_ERR_CORRUPT;
    }
    status = check_spelling(&made, text);
    if (status == JB_OK) {
        *event = made;
    }
    return status;
}
