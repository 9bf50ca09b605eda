/*
 * Any event that the engine could make, as far as its shape goes; see store_support.h.
 */
#include "store_support.h"

#include <string.h>

#include "jinbang/window.h"

static uint32_t below(jb_random *random, uint32_t bound)
{
    return (uint32_t)jb_random_below(random, bound);
}

static void random_hash(jb_random *random, jb_hash *hash)
{
    for (size_t i = 0; i < sizeof(hash->bytes); i++) {
        hash->bytes[i] = (unsigned char)below(random, 256);
    }
}

/* Lines of characters that need escaping, of two and of three bytes. */
static uint16_t random_lines(jb_random *random, uint8_t count, char *out, size_t size_max)
{
    static const char *const pieces[] = { "a",    "Z",    " ", "\"", "\\", "\t",
                                          "\x7f", "\x01", "é", "乙", "/",  "'" };
    size_t size = 0;

    for (uint8_t i = 0; i < count; i++) {
        if (i > 0) {
            out[size++] = '\n';
        }
        for (uint32_t length = below(random, 4); length > 0; length--) {
            const jb_slice piece =
                jb_slice_of(pieces[below(random, sizeof(pieces) / sizeof(pieces[0]))]);

            if (size + piece.size + count <= size_max) {
                memcpy(out + size, piece.bytes, piece.size);
                size += piece.size;
            }
        }
    }
    return (uint16_t)size;
}

static void random_items(jb_random *random, jb_answer *answer)
{
    answer->count = (uint8_t)(1 + below(random, JB_OPTIONS_MAX));
    for (uint8_t i = 0; i < answer->count; i++) {
        bool none = answer->kind == JB_KIND_MATCHING && below(random, 3) == 0;

        answer->items[i] = none ? JB_NO_ITEM : (uint8_t)below(random, JB_OPTIONS_MAX);
    }
}

static void random_text(jb_random *random, jb_answer *answer)
{
    answer->count = (uint8_t)(1 + below(random, JB_BLANKS_MAX));
    answer->raw_size = random_lines(random, answer->count, answer->raw, sizeof(answer->raw));
    if (below(random, 2) == 0) {
        memcpy(answer->folded, answer->raw, answer->raw_size);
        answer->folded_size = answer->raw_size;
    } else {
        answer->folded_size =
            random_lines(random, answer->count, answer->folded, sizeof(answer->folded));
    }
}

static void random_answer(jb_random *random, jb_answer *answer)
{
    memset(answer, 0, sizeof(*answer));
    answer->kind = (jb_kind)below(random, JB_KIND_COUNT);
    switch (answer->kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_MULTIPLE:
    case JB_KIND_TRUEFALSE:
        answer->options = below(random, UINT32_C(1) << JB_OPTIONS_MAX);
        break;
    case JB_KIND_NUMERIC:
        answer->number = (int64_t)jb_random_below(random, 2000000000000000) - 1000000000000000;
        break;
    case JB_KIND_TEXT:
        random_text(random, answer);
        break;
    case JB_KIND_ORDERING:
    case JB_KIND_MATCHING:
        random_items(random, answer);
        break;
    case JB_KIND_COUNT:
        break;
    }
}

static void random_scores(jb_random *random, jb_event *event, jb_score *scores)
{
    event->scores = scores;
    event->score_count = below(random, JB_SCORES_PER_EVENT + 1);
    if (below(random, 2) == 0) {
        event->score_count = below(random, 3);
    }
    memset(scores, 0, JB_SCORES_PER_EVENT * sizeof(scores[0]));
    for (uint32_t i = 0; i < event->score_count; i++) {
        scores[i].seat = 1 + below(random, JB_WINDOW_PLAYERS_MAX);
        scores[i].points =
            (int64_t)jb_random_below(random, UINT64_C(2) * JB_POINTS_MAX) - JB_POINTS_MAX;
        scores[i].elapsed_ms = (jb_time)jb_random_below(random, UINT64_C(1) << 53);
        scores[i].answered = below(random, 2) == 0;
        scores[i].correct = below(random, 2) == 0;
        scores[i].hall = below(random, 4) == 0;
        scores[i].overtime = below(random, 4) == 0;
        scores[i].member = below(random, 3) == 0 ? below(random, JB_MEMBERS_MAX + 1) : 0;
    }
}

static uint32_t random_seat(jb_random *random)
{
    return 1 + below(random, JB_WINDOW_PLAYERS_MAX);
}

static int64_t random_points(jb_random *random)
{
    return (int64_t)jb_random_below(random, UINT64_C(2) * JB_POINTS_MAX + 1) - JB_POINTS_MAX;
}

/* What an event of a type holds. */
enum {
    PLAYER = 1 << 0,
    MAYBE_PLAYER = 1 << 1,
    TURN = 1 << 2,
    SEAT = 1 << 3,
    MAYBE_SEAT = 1 << 4,
    ENDS_AT = 1 << 5,
    ELAPSED = 1 << 6,
    FLAG = 1 << 7,
    HASH = 1 << 8,
    ANSWER = 1 << 9,
    SCORES = 1 << 10,
    VALUE = 1 << 11,
    VERDICT = 1 << 12,
    MEMBER = 1 << 14,
    SWAP = 1 << 15,
    ENDLESS = 1 << 13 /* of the stage, and sets no timer */
};

static const unsigned members[JB_EVENT_COUNT] = {
    [JB_EVENT_CREATED] = HASH,
    [JB_EVENT_JOINED] = PLAYER | MEMBER | HASH,
    [JB_EVENT_RENAMED] = PLAYER | MEMBER | HASH,
    [JB_EVENT_REMOVED] = PLAYER | FLAG,
    [JB_EVENT_ADMIT] = FLAG,
    [JB_EVENT_APPROVE] = FLAG,
    [JB_EVENT_PHASE] = TURN | ENDS_AT,
    [JB_EVENT_ANSWERED] = PLAYER | MAYBE_SEAT | TURN | ELAPSED | ANSWER,
    [JB_EVENT_SCORED] = TURN | SCORES,
    [JB_EVENT_VOIDED] = TURN,
    [JB_EVENT_BUZZED] = TURN | SEAT | MAYBE_PLAYER | ELAPSED | ENDLESS,
    [JB_EVENT_WON] = TURN | MAYBE_SEAT | ENDS_AT,
    [JB_EVENT_PICKED] = TURN | SEAT | VALUE | ENDS_AT,
    [JB_EVENT_NAMED] = TURN | SEAT | ENDLESS,
    [JB_EVENT_PASSED] = TURN | SEAT | ENDLESS,
    [JB_EVENT_RULED] = TURN | SEAT | VERDICT | FLAG | ELAPSED | ENDS_AT | SCORES,
    [JB_EVENT_FOULED] = TURN | SEAT | ENDS_AT | SCORES,
    [JB_EVENT_MARKED] = TURN | SEAT | VALUE | SCORES | ENDLESS,
    [JB_EVENT_HALL] = TURN | ENDS_AT,
    [JB_EVENT_ADJUSTED] = SEAT | FLAG | SCORES,
    [JB_EVENT_ACCEPTED] = TURN | ANSWER | FLAG,
    [JB_EVENT_ANNULLED] = TURN,
    [JB_EVENT_REVERSED] = TURN | SEAT | VERDICT,
    [JB_EVENT_REVISED] = TURN | SCORES,
    [JB_EVENT_STAKED] = TURN | SEAT | MAYBE_PLAYER | VALUE | ENDLESS,
    [JB_EVENT_SUBSTITUTED] = TURN | SEAT | SWAP,
    [JB_EVENT_OPENED] = PLAYER | ENDS_AT,
    [JB_EVENT_SHOWN] = PLAYER | TURN,
    [JB_EVENT_HANDED_IN] = PLAYER | VALUE,
    [JB_EVENT_DRAWN] = HASH,
};

static const unsigned undone_members[JB_UNDO_COUNT] = {
    [JB_UNDO_LOCK] = TURN | ENDS_AT,
    [JB_UNDO_SKIP] = TURN | ENDS_AT,
    [JB_UNDO_REMOVE] = PLAYER,
    [JB_UNDO_VERDICT] = TURN | SEAT | ENDS_AT | SCORES,
    [JB_UNDO_SUBSTITUTION] = SEAT | SWAP,
};

static void random_numbers(jb_random *random, unsigned held, jb_event *event)
{
    const bool maybe = below(random, 2) == 0;

    if ((held & PLAYER) != 0 || ((held & MAYBE_PLAYER) != 0 && maybe)) {
        event->player = random_seat(random);
    }
    if ((held & SEAT) != 0 || ((held & MAYBE_SEAT) != 0 && maybe)) {
        event->seat = random_seat(random);
    }
    if ((held & MEMBER) != 0) {
        event->member = below(random, JB_MEMBERS_MAX + 1);
    }
    if ((held & SWAP) != 0) {
        event->out = random_seat(random);
        event->in = random_seat(random);
    }
    if ((held & TURN) != 0) {
        event->turn = 1 + below(random, JB_TURNS_MAX);
    }
    if ((held & ENDS_AT) != 0) {
        event->ends_at = maybe ? JB_TIME_NONE : (jb_time)below(random, 100000);
    }
    if ((held & ENDLESS) != 0) {
        event->ends_at = JB_TIME_NONE;
    }
    if ((held & ELAPSED) != 0) {
        event->elapsed_ms = (jb_time)jb_random_below(random, 3600000);
    }
    if ((held & VALUE) != 0) {
        event->value = random_points(random);
    }
    event->flag = (held & FLAG) != 0 && maybe;
}

static void random_sentence(jb_random *random, jb_event *event, jb_event_parts *parts)
{
    event->text.bytes = parts->text;
    event->text.size =
        random_lines(random, (uint8_t)(1 + below(random, 9)), parts->text, sizeof(parts->text));
}

/* Papers and lotteries. */
static void random_window(jb_random *random, jb_event *event, jb_event_parts *parts)
{
    if (event->type == JB_EVENT_OPENED || event->type == JB_EVENT_HANDED_IN) {
        event->attempt = 1 + below(random, UINT32_MAX);
    }
    if (event->type == JB_EVENT_OPENED) {
        event->seed = jb_random_next(random);
    } else if (event->type == JB_EVENT_HANDED_IN) {
        event->hand_in = (uint8_t)below(random, JB_HAND_IN_COUNT);
        event->scores = parts->scores;
        event->score_count = 1;
        parts->scores[0] = (jb_score){ .seat = event->player,
                                       .points = 300 * random_points(random),
                                       .elapsed_ms = below(random, UINT32_MAX),
                                       .answered = below(random, 2) == 0 };
    } else if (event->type == JB_EVENT_SCHEDULED) {
        event->ms = (jb_time)jb_random_below(random, UINT64_C(1) << 53);
        event->ends_at = (jb_time)jb_random_below(random, UINT64_C(1) << 53);
    } else if (event->type == JB_EVENT_ANNOUNCED) {
        event->draw = below(random, JB_LOTTERIES_MAX);
        event->value = below(random, JB_WINDOW_PLAYERS_MAX + 1);
        random_sentence(random, event, parts);
    } else if (event->type == JB_EVENT_DRAWN) {
        event->draw = below(random, JB_LOTTERIES_MAX);
        random_sentence(random, event, parts);
        event->winners = parts->winners;
        event->winner_count = below(random, below(random, 2) == 0 ? 4 : JB_WINNERS_MAX + 1);
        for (uint32_t i = 0; i < event->winner_count; i++) {
            parts->winners[i] = random_seat(random);
        }
    }
}

/* What only one type or two have. */
static void random_rest(jb_random *random, jb_event *event, jb_event_parts *parts)
{
    if (event->type == JB_EVENT_JOINED) {
        event->team = below(random, 3);
    } else if (event->type == JB_EVENT_PHASE) {
        event->phase = (jb_phase)below(random, JB_PHASE_COUNT);
        event->turn -= 1; /* none in the lobby */
    } else if (event->type == JB_EVENT_PAUSED) {
        event->reason = (jb_pause_reason)below(random, JB_PAUSE_COUNT);
    } else if (event->type == JB_EVENT_EXTENDED) {
        event->ms = 1 + below(random, JB_SECONDS_MAX * 1000);
    } else if (event->type == JB_EVENT_BUZZED) {
        event->ms = below(random, 1000);
    } else if (event->type == JB_EVENT_PICKED) {
        event->question = below(random, JB_TURNS_MAX);
    } else if (event->type == JB_EVENT_ANSWERED && event->seat != 0 && below(random, 3) == 0) {
        event->player = 0;
    } else if (event->type == JB_EVENT_NAMED) {
        event->other = random_seat(random);
    } else if (event->type == JB_EVENT_FOULED) {
        event->foul = (jb_foul)below(random, JB_FOUL_COUNT);
    } else if (event->type == JB_EVENT_MARKED) {
        event->judge = 1 + below(random, JB_JUDGES_MAX);
    } else if (event->type == JB_EVENT_ADJUSTED) {
        random_sentence(random, event, parts);
    }
    random_window(random, event, parts);
}

void random_event(jb_random *random, jb_event *event, jb_event_parts *parts)
{
    unsigned held;

    *event = (jb_event){ .type = (jb_event_type)below(random, JB_EVENT_COUNT) };
    event->at = (jb_time)jb_random_below(random, UINT64_C(1) << 53);
    held = members[event->type];
    if (event->type == JB_EVENT_UNDONE) {
        event->undo = (jb_undo)(JB_UNDO_LOCK + (int)below(random, JB_UNDO_COUNT - 1));
        held = undone_members[event->undo];
    }
    random_numbers(random, held, event);
    random_rest(random, event, parts);
    if ((held & VERDICT) != 0) {
        event->verdict = (jb_verdict)below(random, JB_VERDICT_COUNT);
        event->value = event->verdict == JB_VERDICT_PARTIAL ? random_points(random) : 0;
    }
    if ((held & HASH) != 0) {
        random_hash(random, &event->hash);
    }
    if ((held & ANSWER) != 0) {
        random_answer(random, &parts->answer);
        event->answer = &parts->answer;
    }
    if ((held & SCORES) != 0) {
        random_scores(random, event, parts->scores);
    }
}
