/*
 * The words of enum values, as protocol.md and the log have them.
 */
#include <string.h>

#include "jb_test.h"
#include "jinbang/window.h"

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
    NAMES_ARE(jb_format, jb_format_name, JB_FORMAT_COUNT, "everyone", "turn", "buzzer", "risk",
              "rush", "ladder", "survival", "judged");
    NAMES_ARE(jb_pace, jb_pace_name, JB_PACE_COUNT, "host", "auto");
    NAMES_ARE(jb_late, jb_late_name, JB_LATE_COUNT, "any", "lobby");
    NAMES_ARE(jb_speed, jb_speed_name, JB_SPEED_COUNT, "none", "linear", "bounded", "steps");
    NAMES_ARE(jb_tie, jb_tie_name, JB_TIE_COUNT, "time", "correct", "last", "playoff", "finish");
    NAMES_ARE(jb_grading, jb_grading_name, JB_GRADING_COUNT, "all_or_nothing", "subset_half",
              "right_minus_wrong", "per_part");
    NAMES_ARE(jb_team_score, jb_team_score_name, JB_TEAM_SCORE_COUNT, "sum", "mean", "turnout",
              "best", "weighted");
    NAMES_ARE(jb_attempts, jb_attempts_name, JB_ATTEMPTS_COUNT, "best", "last", "first", "sum");
    NAMES_ARE(jb_reveal_when, jb_reveal_when_name, JB_REVEAL_COUNT, "at_once", "hand_in", "close");
    NAMES_ARE(jb_entry_by, jb_entry_by_name, JB_ENTRY_COUNT, "open", "roster");
    NAMES_ARE(jb_award_by, jb_award_by_name, JB_AWARD_BY_COUNT, "score", "turnout", "mean");
    NAMES_ARE(jb_hand_in, jb_hand_in_name, JB_HAND_IN_COUNT, "own", "limit", "close");
    NAMES_ARE(jb_standings_when, jb_standings_when_name, JB_STANDINGS_COUNT, "turn", "round",
              "end");
}

static void stage_rules_have_their_words(void **state)
{
    NAMES_ARE(jb_seats, jb_seats_name, JB_SEATS_COUNT, "people", "teams");
    NAMES_ARE(jb_order, jb_order_name, JB_ORDER_COUNT, "seat", "reverse", "high_low", "low_high",
              "lot");
    NAMES_ARE(jb_order_equals, jb_order_equals_name, JB_ORDER_EQUALS_COUNT, "seat", "lot");
    NAMES_ARE(jb_spread, jb_spread_name, JB_SPREAD_COUNT, "rotate", "group");
    NAMES_ARE(jb_start, jb_start_name, JB_START_COUNT, "reading", "host");
    NAMES_ARE(jb_early, jb_early_name, JB_EARLY_COUNT, "blocked", "allowed", "out", "deduct",
              "void", "hall");
    NAMES_ARE(jb_fallback, jb_fallback_name, JB_FALLBACK_COUNT, "end", "hall");
    NAMES_ARE(jb_too_close, jb_too_close_name, JB_TOO_CLOSE_COUNT, "first", "lot", "again");
    NAMES_ARE(jb_answer_by, jb_answer_by_name, JB_ANSWER_BY_COUNT, "any", "device", "mouth");
    NAMES_ARE(jb_speaker, jb_speaker_name, JB_SPEAKER_COUNT, "any", "member");
    NAMES_ARE(jb_hall_when, jb_hall_when_name, JB_HALL_COUNT, "never", "along", "fallen");
    NAMES_ARE(jb_substitute, jb_substitute_name, JB_SUBSTITUTE_COUNT, "rounds", "turns");
    NAMES_ARE(jb_verdict, jb_verdict_name, JB_VERDICT_COUNT, "none", "wrong", "partial", "right");
    NAMES_ARE(jb_foul, jb_foul_name, JB_FOUL_COUNT, "early", "help", "late");
    NAMES_ARE(jb_step, jb_step_name, JB_STEP_COUNT, NULL, "pick", "buzz", "close", "answer",
              "marks", "hall", "wager");
}

static void events_have_their_words(void **state)
{
    NAMES_ARE(jb_phase, jb_phase_name, JB_PHASE_COUNT, "lobby", "intro", "reading", "open",
              "locked", "reveal", "standings", "finished");
    NAMES_ARE(jb_pause_reason, jb_pause_reason_name, JB_PAUSE_COUNT, "host", "restart", "store");
    NAMES_ARE(jb_event_type, jb_event_name, JB_EVENT_COUNT, "created", "joined", "renamed",
              "removed", "admit", "phase", "paused", "resumed", "extended", "answered", "scored",
              "voided", "undone", "buzzed", "won", "picked", "named", "passed", "ruled", "fouled",
              "marked", "hall", "adjusted", "accepted", "annulled", "reversed", "revised",
              "approve", "staked", "substituted", "opened", "shown", "handed_in", "scheduled",
              "announced", "drawn");
    NAMES_ARE(jb_undo, jb_undo_name, JB_UNDO_COUNT, "none", "lock", "skip", "remove", "verdict",
              "substitution");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_have_their_words),
        cmocka_unit_test(stage_rules_have_their_words),
        cmocka_unit_test(events_have_their_words),
    };
    return JB_RUN(tests);
}
