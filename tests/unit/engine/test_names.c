/*
 * The words of enum values, as protocol.md and the log have them.
 */
#include <string.h>

#include "jb_test.h"
#include "jinbang/event.h"

/* Checks a table of words against the name function, and that what is out of range has none. */
#define NAMES_ARE(type, function, count, ...)                                                      \
    do {                                                                                           \
        const char *const words[] = { __VA_ARGS__ };                                               \
        JB_EQ_SIZE(sizeof words / sizeof words[0], (size_t)(count));                               \
        for (int i = 0; i < (int)(count); i++) {                                                   \
            JB_EQ_STR(function((type)i), words[i]);                                                \
        }                                                                                          \
        JB_EQ_STR(function((type)(count)), NULL);                                                  \
        JB_EQ_STR(function((type)-1), NULL);                                                       \
    } while (0)

static void rules_have_their_words(void **state)
{
    NAMES_ARE(jb_kind, jb_kind_name, JB_KIND_COUNT, "single", "multiple", "truefalse", "numeric",
              "text", "ordering", "matching");
    NAMES_ARE(jb_format, jb_format_name, JB_FORMAT_COUNT, "everyone");
    NAMES_ARE(jb_pace, jb_pace_name, JB_PACE_COUNT, "host", "auto");
    NAMES_ARE(jb_late, jb_late_name, JB_LATE_COUNT, "any", "lobby");
    NAMES_ARE(jb_speed, jb_speed_name, JB_SPEED_COUNT, "none", "linear");
    NAMES_ARE(jb_tie, jb_tie_name, JB_TIE_COUNT, "time", "correct", "last");
    NAMES_ARE(jb_grading, jb_grading_name, JB_GRADING_COUNT, "all_or_nothing", "subset_half",
              "right_minus_wrong", "per_part");
    NAMES_ARE(jb_team_score, jb_team_score_name, JB_TEAM_SCORE_COUNT, "sum", "mean", "turnout",
              "best");
    NAMES_ARE(jb_standings_when, jb_standings_when_name, JB_STANDINGS_COUNT, "turn", "round",
              "end");
}

static void events_have_their_words(void **state)
{
    NAMES_ARE(jb_phase, jb_phase_name, JB_PHASE_COUNT, "lobby", "intro", "reading", "open",
              "locked", "reveal", "standings", "finished");
    NAMES_ARE(jb_pause_reason, jb_pause_reason_name, JB_PAUSE_COUNT, "host", "restart", "store");
    NAMES_ARE(jb_event_type, jb_event_name, JB_EVENT_COUNT, "created", "joined", "renamed",
              "removed", "admit", "phase", "paused", "resumed", "extended", "answered", "scored",
              "voided", "undone");
    NAMES_ARE(jb_undo, jb_undo_name, JB_UNDO_COUNT, "none", "lock", "skip", "remove");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_have_their_words),
        cmocka_unit_test(events_have_their_words),
    };
    return JB_RUN(tests);
}
