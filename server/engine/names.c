/*
 * The words that enum values have in files, in the log and on the wire. One table an enum; a value
 * out of range has no name.
 */
#include <stddef.h>

#include "jinbang/rules.h"
#include "jinbang/window.h"

#define NAME_OF(table, index)                                                                      \
    ((size_t)(index) < sizeof(table) / sizeof((table)[0]) ? (table)[(size_t)(index)] : NULL)

const char *jb_kind_name(jb_kind kind)
{
    static const char *const names[] = { "single", "multiple", "truefalse", "numeric",
                                         "text",   "ordering", "matching" };
    _Static_assert(sizeof names / sizeof names[0] == JB_KIND_COUNT, "a name each");
    return NAME_OF(names, kind);
}

const char *jb_format_name(jb_format format)
{
    static const char *const names[] = { "everyone", "turn",   "buzzer",   "risk",
                                         "rush",     "ladder", "survival", "judged" };
    _Static_assert(sizeof names / sizeof names[0] == JB_FORMAT_COUNT, "a name each");
    return NAME_OF(names, format);
}

const char *jb_pace_name(jb_pace pace)
{
    static const char *const names[] = { "host", "auto" };
    _Static_assert(sizeof names / sizeof names[0] == JB_PACE_COUNT, "a name each");
    return NAME_OF(names, pace);
}

const char *jb_late_name(jb_late late)
{
    static const char *const names[] = { "any", "lobby" };
    _Static_assert(sizeof names / sizeof names[0] == JB_LATE_COUNT, "a name each");
    return NAME_OF(names, late);
}

const char *jb_speed_name(jb_speed speed)
{
    static const char *const names[] = { "none", "linear", "bounded", "steps" };
    _Static_assert(sizeof names / sizeof names[0] == JB_SPEED_COUNT, "a name each");
    return NAME_OF(names, speed);
}

const char *jb_tie_name(jb_tie tie)
{
    static const char *const names[] = { "time", "correct", "last", "playoff", "finish" };
    _Static_assert(sizeof names / sizeof names[0] == JB_TIE_COUNT, "a name each");
    return NAME_OF(names, tie);
}

const char *jb_grading_name(jb_grading grading)
{
    static const char *const names[] = { "all_or_nothing", "subset_half", "right_minus_wrong",
                                         "per_part" };
    _Static_assert(sizeof names / sizeof names[0] == JB_GRADING_COUNT, "a name each");
    return NAME_OF(names, grading);
}

const char *jb_team_score_name(jb_team_score score)
{
    static const char *const names[] = { "sum", "mean", "turnout", "best", "weighted" };
    _Static_assert(sizeof names / sizeof names[0] == JB_TEAM_SCORE_COUNT, "a name each");
    return NAME_OF(names, score);
}

const char *jb_standings_when_name(jb_standings_when when)
{
    static const char *const names[] = { "turn", "round", "end" };
    _Static_assert(sizeof names / sizeof names[0] == JB_STANDINGS_COUNT, "a name each");
    return NAME_OF(names, when);
}

const char *jb_phase_name(jb_phase phase)
{
    static const char *const names[] = { "lobby",  "intro",  "reading",   "open",
                                         "locked", "reveal", "standings", "finished" };
    _Static_assert(sizeof names / sizeof names[0] == JB_PHASE_COUNT, "a name each");
    return NAME_OF(names, phase);
}

const char *jb_pause_reason_name(jb_pause_reason reason)
{
    static const char *const names[] = { "host", "restart", "store" };
    _Static_assert(sizeof names / sizeof names[0] == JB_PAUSE_COUNT, "a name each");
    return NAME_OF(names, reason);
}

const char *jb_undo_name(jb_undo what)
{
    static const char *const names[] = {
        "none", "lock", "skip", "remove", "verdict", "substitution"
    };
    _Static_assert(sizeof names / sizeof names[0] == JB_UNDO_COUNT, "a name each");
    return NAME_OF(names, what);
}

const char *jb_event_name(jb_event_type type)
{
    static const char *const names[] = {
        "created",  "joined",   "renamed",   "removed",   "admit",     "phase",
        "paused",   "resumed",  "extended",  "answered",  "scored",    "voided",
        "undone",   "buzzed",   "won",       "picked",    "named",     "passed",
        "ruled",    "fouled",   "marked",    "hall",      "adjusted",  "accepted",
        "annulled", "reversed", "revised",   "approve",   "staked",    "substituted",
        "opened",   "shown",    "handed_in", "scheduled", "announced", "drawn"
    };
    _Static_assert(sizeof names / sizeof names[0] == JB_EVENT_COUNT, "a name each");
    return NAME_OF(names, type);
}

const char *jb_seats_name(jb_seats seats)
{
    static const char *const names[] = { "people", "teams" };
    _Static_assert(sizeof names / sizeof names[0] == JB_SEATS_COUNT, "a name each");
    return NAME_OF(names, seats);
}

const char *jb_order_name(jb_order order)
{
    static const char *const names[] = { "seat", "reverse", "high_low", "low_high", "lot" };
    _Static_assert(sizeof names / sizeof names[0] == JB_ORDER_COUNT, "a name each");
    return NAME_OF(names, order);
}

const char *jb_order_equals_name(jb_order_equals equals)
{
    static const char *const names[] = { "seat", "lot" };
    _Static_assert(sizeof names / sizeof names[0] == JB_ORDER_EQUALS_COUNT, "a name each");
    return NAME_OF(names, equals);
}

const char *jb_spread_name(jb_spread spread)
{
    static const char *const names[] = { "rotate", "group" };
    _Static_assert(sizeof names / sizeof names[0] == JB_SPREAD_COUNT, "a name each");
    return NAME_OF(names, spread);
}

const char *jb_start_name(jb_start start)
{
    static const char *const names[] = { "reading", "host" };
    _Static_assert(sizeof names / sizeof names[0] == JB_START_COUNT, "a name each");
    return NAME_OF(names, start);
}

const char *jb_early_name(jb_early early)
{
    static const char *const names[] = { "blocked", "allowed", "out", "deduct", "void", "hall" };
    _Static_assert(sizeof names / sizeof names[0] == JB_EARLY_COUNT, "a name each");
    return NAME_OF(names, early);
}

const char *jb_fallback_name(jb_fallback fallback)
{
    static const char *const names[] = { "end", "hall" };
    _Static_assert(sizeof names / sizeof names[0] == JB_FALLBACK_COUNT, "a name each");
    return NAME_OF(names, fallback);
}

const char *jb_too_close_name(jb_too_close rule)
{
    static const char *const names[] = { "first", "lot", "again" };
    _Static_assert(sizeof names / sizeof names[0] == JB_TOO_CLOSE_COUNT, "a name each");
    return NAME_OF(names, rule);
}

const char *jb_answer_by_name(jb_answer_by by)
{
    static const char *const names[] = { "any", "device", "mouth" };
    _Static_assert(sizeof names / sizeof names[0] == JB_ANSWER_BY_COUNT, "a name each");
    return NAME_OF(names, by);
}

const char *jb_speaker_name(jb_speaker speaker)
{
    static const char *const names[] = { "any", "member" };
    _Static_assert(sizeof names / sizeof names[0] == JB_SPEAKER_COUNT, "a name each");
    return NAME_OF(names, speaker);
}

const char *jb_hall_when_name(jb_hall_when when)
{
    static const char *const names[] = { "never", "along", "fallen" };
    _Static_assert(sizeof names / sizeof names[0] == JB_HALL_COUNT, "a name each");
    return NAME_OF(names, when);
}

const char *jb_substitute_name(jb_substitute when)
{
    static const char *const names[] = { "rounds", "turns" };
    _Static_assert(sizeof names / sizeof names[0] == JB_SUBSTITUTE_COUNT, "a name each");
    return NAME_OF(names, when);
}

const char *jb_verdict_name(jb_verdict verdict)
{
    static const char *const names[] = { "none", "wrong", "partial", "right" };
    _Static_assert(sizeof names / sizeof names[0] == JB_VERDICT_COUNT, "a name each");
    return NAME_OF(names, verdict);
}

const char *jb_foul_name(jb_foul foul)
{
    static const char *const names[] = { "early", "help", "late" };
    _Static_assert(sizeof names / sizeof names[0] == JB_FOUL_COUNT, "a name each");
    return NAME_OF(names, foul);
}

const char *jb_step_name(jb_step step)
{
    static const char *const names[] = { NULL,     "pick",  "buzz", "close",
                                         "answer", "marks", "hall", "wager" };
    _Static_assert(sizeof names / sizeof names[0] == JB_STEP_COUNT, "a name each");
    return NAME_OF(names, step);
}

const char *jb_attempts_name(jb_attempts attempts)
{
    static const char *const names[] = { "best", "last", "first", "sum" };
    _Static_assert(sizeof names / sizeof names[0] == JB_ATTEMPTS_COUNT, "a name each");
    return NAME_OF(names, attempts);
}

const char *jb_reveal_when_name(jb_reveal_when when)
{
    static const char *const names[] = { "at_once", "hand_in", "close" };
    _Static_assert(sizeof names / sizeof names[0] == JB_REVEAL_COUNT, "a name each");
    return NAME_OF(names, when);
}

const char *jb_entry_by_name(jb_entry_by by)
{
    static const char *const names[] = { "open", "roster" };
    _Static_assert(sizeof names / sizeof names[0] == JB_ENTRY_COUNT, "a name each");
    return NAME_OF(names, by);
}

const char *jb_award_by_name(jb_award_by by)
{
    static const char *const names[] = { "score", "turnout", "mean" };
    _Static_assert(sizeof names / sizeof names[0] == JB_AWARD_BY_COUNT, "a name each");
    return NAME_OF(names, by);
}

const char *jb_hand_in_name(jb_hand_in why)
{
    static const char *const names[] = { "own", "limit", "close" };
    _Static_assert(sizeof names / sizeof names[0] == JB_HAND_IN_COUNT, "a name each");
    return NAME_OF(names, why);
}
