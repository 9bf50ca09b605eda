/*
 * The words that enum values have in files, in the log and on the wire. One table an enum; a value
 * out of range has no name.
 */
#include <stddef.h>

#include "jinbang/event.h"
#include "jinbang/rules.h"

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
    static const char *const names[] = { "everyone" };
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
    static const char *const names[] = { "none", "linear" };
    _Static_assert(sizeof names / sizeof names[0] == JB_SPEED_COUNT, "a name each");
    return NAME_OF(names, speed);
}

const char *jb_tie_name(jb_tie tie)
{
    static const char *const names[] = { "time", "correct", "last" };
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
    static const char *const names[] = { "sum", "mean", "turnout", "best" };
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
    static const char *const names[] = { "none", "lock", "skip", "remove" };
    _Static_assert(sizeof names / sizeof names[0] == JB_UNDO_COUNT, "a name each");
    return NAME_OF(names, what);
}

const char *jb_event_name(jb_event_type type)
{
    static const char *const names[] = { "created", "joined", "renamed", "removed",  "admit",
                                         "phase",   "paused", "resumed", "extended", "answered",
                                         "scored",  "voided", "undone" };
    _Static_assert(sizeof names / sizeof names[0] == JB_EVENT_COUNT, "a name each");
    return NAME_OF(names, type);
}
