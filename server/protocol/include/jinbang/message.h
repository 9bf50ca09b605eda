#ifndef JINBANG_MESSAGE_H
#define JINBANG_MESSAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "jinbang/answer.h"
#include "jinbang/buffer.h"
#include "jinbang/json_out.h"
#include "jinbang/question_text.h"
#include "jinbang/rules.h"

/*
 * What clients say: JSON frames to jb_message. Tables in decode.c list every message and field;
 * docs/protocol.md states what they mean.
 */

typedef enum jb_role {
    JB_ROLE_NONE,
    JB_ROLE_PLAYER,
    JB_ROLE_HOST,
    JB_ROLE_SCREEN,
    JB_ROLE_JUDGE,
    JB_ROLE_COUNT
} jb_role;

typedef enum jb_message_type {
    JB_MESSAGE_HELLO,
    JB_MESSAGE_ANSWER,
    JB_MESSAGE_PING,
    JB_MESSAGE_DO,
    JB_MESSAGE_BUZZ,
    JB_MESSAGE_PASS,
    JB_MESSAGE_PICK,
    JB_MESSAGE_WAGER,
    JB_MESSAGE_MARK,
    JB_MESSAGE_NAME,
    /* window contests */
    JB_MESSAGE_OPEN,
    JB_MESSAGE_HAND_IN,
    JB_MESSAGE_COUNT
} jb_message_type;

typedef enum jb_action {
    JB_ACTION_START,
    JB_ACTION_NEXT,
    JB_ACTION_PAUSE,
    JB_ACTION_RESUME,
    JB_ACTION_EXTEND,
    JB_ACTION_LOCK,
    JB_ACTION_SKIP,
    JB_ACTION_ADMIT,
    JB_ACTION_KICK,
    JB_ACTION_BAN,
    JB_ACTION_RENAME,
    JB_ACTION_UNDO,
    JB_ACTION_BLANK,
    JB_ACTION_MESSAGE,
    JB_ACTION_FINISH,
    JB_ACTION_TAKE,
    JB_ACTION_PAPER,
    JB_ACTION_PREVIEW, /* a message holds what it asks about instead */
    /* the stage */
    JB_ACTION_VERDICT,
    JB_ACTION_FOUL,
    JB_ACTION_BUZZ,
    JB_ACTION_PICK,
    JB_ACTION_NAME,
    JB_ACTION_PASS,
    JB_ACTION_MARK,
    JB_ACTION_HALL,
    JB_ACTION_WAGER,
    /* corrections */
    JB_ACTION_ADJUST,
    JB_ACTION_ACCEPT,
    JB_ACTION_VOID,
    JB_ACTION_REVERSE,
    JB_ACTION_SUBSTITUTE,
    /* the door */
    JB_ACTION_APPROVE,
    JB_ACTION_LET,
    /* window contests and lotteries */
    JB_ACTION_SCHEDULE,
    JB_ACTION_ANNOUNCE,
    JB_ACTION_DRAW,
    JB_ACTION_COUNT
} jb_action;

/* What is wrong with what a client sent; the names on the wire are stable. */
typedef enum jb_error {
    JB_ERROR_NONE,
    JB_ERROR_MALFORMED,
    JB_ERROR_UNKNOWN_TYPE,
    JB_ERROR_BAD_FIELD,
    JB_ERROR_HELLO_FIRST,
    JB_ERROR_HELLO_TWICE,
    JB_ERROR_NO_CONTEST,
    JB_ERROR_BAD_KEY,
    JB_ERROR_BAD_TOKEN,
    JB_ERROR_BAD_NAME,
    JB_ERROR_BAD_TEAM,
    JB_ERROR_JOIN_CLOSED,
    JB_ERROR_BANNED,
    JB_ERROR_FULL,
    JB_ERROR_FORBIDDEN,
    JB_ERROR_UNKNOWN_ACTION,
    JB_ERROR_NOT_NOW,
    JB_ERROR_STALE,
    JB_ERROR_LATE,
    JB_ERROR_BAD_TURN,
    JB_ERROR_BAD_ANSWER,
    JB_ERROR_NO_PLAYER,
    JB_ERROR_STORE_FAILED,
    JB_ERROR_TOO_MANY,
    JB_ERROR_NOT_YOUR_TURN,
    JB_ERROR_BARRED,
    JB_ERROR_BLOCKED,
    JB_ERROR_BAD_VALUE,
    JB_ERROR_VALUE_TAKEN,
    JB_ERROR_NO_SEAT,
    JB_ERROR_NO_CHANGE,
    JB_ERROR_NOT_ACTING,
    JB_ERROR_ON_BENCH,
    JB_ERROR_NO_SUBSTITUTIONS,
    JB_ERROR_NOT_BETWEEN_ROUNDS,
    JB_ERROR_NOT_ON_BENCH,
    JB_ERROR_NOT_FIELDED,
    JB_ERROR_NOT_OPEN,
    JB_ERROR_NO_ATTEMPTS,
    JB_ERROR_NO_ATTEMPTS_TODAY,
    JB_ERROR_NO_PAPER,
    JB_ERROR_BAD_PERSONAL_CODE,
    JB_ERROR_PERSONAL_CODE_NEEDED,
    JB_ERROR_COUNT
} jb_error;

const char *jb_error_name(jb_error error);
const char *jb_role_name(jb_role role);
const char *jb_action_name(jb_action action);
const char *jb_message_name(jb_message_type type);

/* One message. Slices are borrowed from it; an absent text is an empty slice with bytes NULL. */
typedef struct jb_message {
    void *tree; /* what holds the slices; freed by jb_message_finish */
    jb_message_type type;
    jb_role role;     /* hello */
    jb_action action; /* do */
    jb_slice code, name, team, lang, key, token, text, reason;
    jb_slice personal_code; /* hello */
    int64_t turn;           /* 0: absent; so with the others that have no other note */
    int64_t elapsed;        /* -1: absent */
    int64_t attempt;        /* window contests: the paper it is meant for */
    int64_t seq;            /* -1: absent: meant for now */
    int64_t ms;
    int64_t player;
    int64_t who; /* let: number of somebody who waits */
    bool on;
    int64_t seat;
    int64_t other;
    int64_t out, in; /* of a team */
    int64_t judge;
    int64_t from;
    int64_t opens_at, closes_at; /* schedule: Unix ms */
    int64_t draw;                /* number of a lottery, from 1 */
    int64_t value;               /* hundredths: what is picked, staked, marked, or given */
    jb_verdict verdict;          /* JB_VERDICT_COUNT: absent */
    jb_foul foul;                /* JB_FOUL_COUNT: absent */
    bool hall;
    bool only;
    bool preview;       /* do: only to see what `action` would do */
    const void *answer; /* answer, accept: for jb_answer_read */
    double t0;          /* ping: to be given back as it came */
} jb_message;

/* Reads one frame. On an error *message holds nothing to finish except `type`, which is
 * JB_MESSAGE_COUNT while unknown; `why` gets an English sentence naming the field. */
jb_error jb_message_decode(jb_slice frame, jb_message *message, jb_buffer *why);
void jb_message_finish(jb_message *message);

/* Reads the value of an answer against the question it is for. False: it does not fit. */
bool jb_answer_read(const jb_message *message, const jb_question_text *text, jb_answer *answer);

/* An answer as the wire shows it: option ids, texts, pairs. */
void jb_answer_write(jb_json_out *json, const jb_answer *answer, const jb_question_text *text);

#endif
