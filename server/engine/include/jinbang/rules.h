#ifndef JINBANG_RULES_H
#define JINBANG_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "jinbang/buffer.h"
#include "jinbang/clock.h"
#include "jinbang/limits.h"

/*
 * A frozen contest as the engine sees it: what each turn asks, what counts as right, what it is
 * worth, when it ends. No text for people is in here. Everything is resolved: where contest file,
 * question and bank each may say something, the winner stands here (a round's value beats the
 * question's, the question's beats the bank's). The bank module builds it from a plan; it does not
 * change while a contest lives. Points are whole hundredths, times milliseconds.
 */

typedef enum jb_kind {
    JB_KIND_SINGLE,
    JB_KIND_MULTIPLE,
    JB_KIND_TRUEFALSE,
    JB_KIND_NUMERIC,
    JB_KIND_TEXT,
    JB_KIND_ORDERING,
    JB_KIND_MATCHING,
    JB_KIND_COUNT
} jb_kind;

typedef enum jb_format {
    JB_FORMAT_EVERYONE,
    JB_FORMAT_COUNT
} jb_format;
typedef enum jb_pace {
    JB_PACE_HOST,
    JB_PACE_AUTO,
    JB_PACE_COUNT
} jb_pace;
typedef enum jb_late {
    JB_LATE_ANY,
    JB_LATE_LOBBY,
    JB_LATE_COUNT
} jb_late;
typedef enum jb_speed {
    JB_SPEED_NONE,
    JB_SPEED_LINEAR,
    JB_SPEED_COUNT
} jb_speed;
typedef enum jb_tie {
    JB_TIE_TIME,
    JB_TIE_CORRECT,
    JB_TIE_LAST,
    JB_TIE_COUNT
} jb_tie;

typedef enum jb_grading {
    JB_GRADING_ALL_OR_NOTHING,
    JB_GRADING_SUBSET_HALF,
    JB_GRADING_RIGHT_MINUS_WRONG,
    JB_GRADING_PER_PART,
    JB_GRADING_COUNT
} jb_grading;

typedef enum jb_team_score {
    JB_TEAM_SCORE_SUM,
    JB_TEAM_SCORE_MEAN,    /* over the members who joined */
    JB_TEAM_SCORE_TURNOUT, /* over the roster; absent members count 0 */
    JB_TEAM_SCORE_BEST,    /* sum of the best k */
    JB_TEAM_SCORE_COUNT
} jb_team_score;

typedef enum jb_standings_when {
    JB_STANDINGS_TURN,
    JB_STANDINGS_ROUND,
    JB_STANDINGS_END,
    JB_STANDINGS_COUNT
} jb_standings_when;

/* Names as they stand in files and on the wire; NULL for a value out of range. */
const char *jb_kind_name(jb_kind kind);
const char *jb_format_name(jb_format format);
const char *jb_pace_name(jb_pace pace);
const char *jb_late_name(jb_late late);
const char *jb_speed_name(jb_speed speed);
const char *jb_tie_name(jb_tie tie);
const char *jb_grading_name(jb_grading grading);
const char *jb_team_score_name(jb_team_score score);
const char *jb_standings_when_name(jb_standings_when when);

/* Shares of a question are parts per million where weights are stated. */
enum {
    JB_WHOLE = 1000000
};

/* No target: the left item was not paired. */
enum {
    JB_NO_ITEM = 255
};

typedef struct jb_accept_text {
    jb_slice folded; /* as jb_text_fold leaves it */
    int32_t weight;  /* parts per million of the blank */
    bool wildcard;   /* '*' stands for any run of characters */
} jb_accept_text;

typedef struct jb_accept_number {
    int64_t low, high; /* millionths, both ends included */
    int32_t weight;
} jb_accept_number;

typedef struct jb_blank {
    const jb_accept_text *accepts;
    uint32_t accept_count;
    uint8_t edits_max; /* Levenshtein distance forgiven, in characters */
} jb_blank;

/* What counts as right. Options are numbered from 0 in the bank's order. */
typedef struct jb_key {
    jb_kind kind;
    jb_grading grading;
    uint8_t option_count;          /* left items in matching; 2 in truefalse: 0 false, 1 true */
    uint8_t target_count;          /* matching: right items */
    uint32_t correct;              /* bits: single (each right by itself), multiple, truefalse */
    const int32_t *weights;        /* single: share per option instead of `correct`; or NULL */
    uint8_t order[JB_OPTIONS_MAX]; /* ordering: option at each place */
    uint8_t pairs[JB_OPTIONS_MAX]; /* matching: target of each left item */
    const jb_accept_number *numbers;
    uint32_t number_count;
    const jb_blank *blanks;
    uint8_t blank_count;
    bool any_order; /* text: the blanks may be filled in any order */
} jb_key;

typedef struct jb_turn_rules {
    jb_key key;
    uint32_t round;     /* index of its round */
    jb_time reading_ms; /* 0: none */
    jb_time open_ms;    /* 0: no time limit */
    int64_t points_right;
    int64_t points_wrong;
    int64_t points_none;
} jb_turn_rules;

typedef struct jb_round_rules {
    jb_format format;
    uint32_t turn_first; /* index of its first turn */
    uint32_t turn_count;
    bool intro;
    bool change; /* an answer may be replaced while the turn is open */
    jb_speed speed;
    uint8_t speed_floor_percent;
    jb_standings_when standings;
    jb_time intro_ms, locked_ms, reveal_ms, standings_ms; /* automatic pace only */
} jb_round_rules;

typedef struct jb_rules {
    jb_pace pace;
    jb_late late;
    int64_t base;
    jb_tie ties[JB_TIE_KEYS_MAX];
    uint8_t tie_count;
    jb_time fair_cap_ms;
    uint32_t players_max;
    bool team_required;
    jb_team_score team_score;
    uint32_t team_best;           /* k of JB_TEAM_SCORE_BEST */
    uint32_t team_count;          /* teams are numbered from 1 */
    const uint32_t *team_rosters; /* team_count entries; 0: not known */
    const jb_round_rules *rounds;
    uint32_t round_count;
    const jb_turn_rules *turns;
    uint32_t turn_count;
} jb_rules;

#endif
