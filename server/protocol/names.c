/*
 * The words of the wire for roles, messages, actions and errors, and the sentence that goes with
 * each error. Stable: others rely on them (docs/protocol.md).
 */
#include "protocol_internal.h"

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

const char *jb_role_name(jb_role role)
{
    static const char *const names[] = { "none", "player", "host", "screen", "judge" };
    _Static_assert(COUNT_OF(names) == JB_ROLE_COUNT, "a name each");
    return (size_t)role < COUNT_OF(names) ? names[role] : NULL;
}

const char *jb_action_name(jb_action action)
{
    static const char *const names[] = {
        "start",   "next",    "pause",    "resume",   "extend", "lock",    "skip",    "admit",
        "kick",    "ban",     "rename",   "undo",     "blank",  "message", "finish",  "take",
        "paper",   "preview", "verdict",  "foul",     "buzz",   "pick",    "name",    "pass",
        "mark",    "hall",    "wager",    "adjust",   "accept", "void",    "reverse", "substitute",
        "approve", "let",     "schedule", "announce", "draw"
    };
    _Static_assert(COUNT_OF(names) == JB_ACTION_COUNT, "a name each");
    return (size_t)action < COUNT_OF(names) ? names[action] : NULL;
}

const char *jb_message_name(jb_message_type type)
{
    static const char *const names[] = { "hello", "answer", "ping", "do",   "buzz", "pass",
                                         "pick",  "wager",  "mark", "name", "open", "hand_in" };
    _Static_assert(COUNT_OF(names) == JB_MESSAGE_COUNT, "a name each");
    return (size_t)type < COUNT_OF(names) ? names[type] : NULL;
}

typedef struct error_row {
    const char *name;
    const char *message;
} error_row;

static const error_row errors[] = {
    [JB_ERROR_NONE] = { "none", "Nothing is wrong." },
    [JB_ERROR_MALFORMED] = { "malformed", "This is not one JSON object with a type." },
    [JB_ERROR_UNKNOWN_TYPE] = { "unknown_type", "There is no such message type." },
    [JB_ERROR_BAD_FIELD] = { "bad_field", "A field is missing or wrong." },
    [JB_ERROR_HELLO_FIRST] = { "hello_first", "Say hello first." },
    [JB_ERROR_HELLO_TWICE] = { "hello_twice", "This connection has said hello already." },
    [JB_ERROR_NO_CONTEST] = { "no_contest", "No contest has this code." },
    [JB_ERROR_BAD_KEY] = { "bad_key", "This key does not open the contest." },
    [JB_ERROR_BAD_TOKEN] = { "bad_token", "The contest does not know this token; join by name." },
    [JB_ERROR_BAD_NAME] = { "bad_name", "This name cannot be used: choose another one of 1 to 40 "
                                        "visible characters." },
    [JB_ERROR_BAD_TEAM] = { "bad_team", "Choose one of the contest's teams." },
    [JB_ERROR_JOIN_CLOSED] = { "join_closed", "Joining is closed." },
    [JB_ERROR_BANNED] = { "banned", "The host has removed you from this contest." },
    [JB_ERROR_FULL] = { "full", "The contest is full." },
    [JB_ERROR_FORBIDDEN] = { "forbidden", "This role may not do that." },
    [JB_ERROR_UNKNOWN_ACTION] = { "unknown_action", "There is no such action." },
    [JB_ERROR_NOT_NOW] = { "not_now", "That is not possible now." },
    [JB_ERROR_STALE] = { "stale", "Meanwhile the contest has moved on." },
    [JB_ERROR_LATE] = { "late", "The question is closed." },
    [JB_ERROR_BAD_TURN] = { "bad_turn", "There has been no such question yet." },
    [JB_ERROR_BAD_ANSWER] = { "bad_answer", "The answer does not fit the question." },
    [JB_ERROR_NO_PLAYER] = { "no_player", "There is no such player." },
    [JB_ERROR_STORE_FAILED] = { "store_failed", "The disk refused; nothing was recorded." },
    [JB_ERROR_TOO_MANY] = { "too_many", "Too many failures; try again in a minute." },
    [JB_ERROR_NOT_YOUR_TURN] = { "not_your_turn", "It is another seat's turn." },
    [JB_ERROR_BARRED] = { "barred", "This seat is out of this question." },
    [JB_ERROR_BLOCKED] = { "blocked", "Too early: the buzzers are not open yet." },
    [JB_ERROR_BAD_VALUE] = { "bad_value", "This value cannot be chosen." },
    [JB_ERROR_VALUE_TAKEN] = { "value_taken", "This value cannot be taken any more." },
    [JB_ERROR_NO_SEAT] = { "no_seat", "There is no such seat." },
    [JB_ERROR_NO_CHANGE] = { "no_change", "That would change nothing." },
    [JB_ERROR_ON_BENCH] = { "on_bench", "You are on your team's bench at the moment." },
    [JB_ERROR_NO_SUBSTITUTIONS] = { "no_substitutions", "The team has no substitutions left." },
    [JB_ERROR_NOT_BETWEEN_ROUNDS] = { "not_between_rounds",
                                      "Substitutions are between rounds only." },
    [JB_ERROR_NOT_ON_BENCH] = { "not_on_bench", "Who is to come in is no reserve of the team." },
    [JB_ERROR_NOT_FIELDED] = { "not_fielded", "Who is to go out does not play." },
    [JB_ERROR_NOT_OPEN] = { "not_open", "The contest is not open now." },
    [JB_ERROR_NO_ATTEMPTS] = { "no_attempts", "All papers you may begin have been begun." },
    [JB_ERROR_NO_ATTEMPTS_TODAY] = { "no_attempts_today",
                                     "All papers you may begin today have been begun." },
    [JB_ERROR_NO_PAPER] = { "no_paper", "There is no open paper; or, to begin one, there is." },
    [JB_ERROR_BAD_PERSONAL_CODE] = { "bad_personal_code",
                                     "Nobody in this contest has this personal code." },
    [JB_ERROR_PERSONAL_CODE_NEEDED] = { "personal_code_needed",
                                        "Only who is on the roster takes part, with a personal "
                                        "code." },
    [JB_ERROR_NOT_ACTING] = { "not_acting", "Another console is acting; take over first." },
};
_Static_assert(COUNT_OF(errors) == JB_ERROR_COUNT, "a row each");

const char *jb_error_name(jb_error error)
{
    return (size_t)error < COUNT_OF(errors) ? errors[error].name : NULL;
}

const char *jb_error_message(jb_error error)
{
    return (size_t)error < COUNT_OF(errors) ? errors[error].message : "";
}
