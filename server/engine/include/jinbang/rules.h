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

/* How a round is played. What each format means is one row of server/engine/format.c, which alone
 * may name one. */
typedef enum jb_format {
    JB_FORMAT_EVERYONE, /* everybody answers */
    JB_FORMAT_TURN,     /* one seat after the other, an equal number each */
    JB_FORMAT_BUZZER,   /* whoever buzzes first */
    JB_FORMAT_RISK,     /* one seat after the other; it picks what the question is worth */
    JB_FORMAT_RUSH,     /* one seat, as many as it can in one stretch of time */
    JB_FORMAT_LADDER,   /* one seat climbs until it errs or stops */
    JB_FORMAT_SURVIVAL, /* everybody who is still in; an error puts out */
    JB_FORMAT_JUDGED,   /* one seat performs, judges mark */
    JB_FORMAT_COUNT
} jb_format;

/* Who competes. A seat is whoever may answer in a turn: a participant, or a team speaking through
 * any of its devices or through the host. Where teams compete, participants without a team are the
 * hall: they answer the same turns for a ranking of their own. */
typedef enum jb_seats {
    JB_SEATS_PEOPLE,
    JB_SEATS_TEAMS,
    JB_SEATS_COUNT
} jb_seats;
/* The order in which seats take their turns; computed when the round begins, and frozen. */
typedef enum jb_order {
    JB_ORDER_SEAT,
    JB_ORDER_REVERSE,
    JB_ORDER_HIGH_LOW, /* by score */
    JB_ORDER_LOW_HIGH,
    JB_ORDER_LOT,
    JB_ORDER_COUNT
} jb_order;
typedef enum jb_order_equals {
    JB_ORDER_EQUALS_SEAT, /* equal scores: the lower number first */
    JB_ORDER_EQUALS_LOT,
    JB_ORDER_EQUALS_COUNT
} jb_order_equals;
/* How a seat's turns lie in its round. */
typedef enum jb_spread {
    JB_SPREAD_ROTATE, /* one each, then the next one each */
    JB_SPREAD_GROUP,  /* all of one seat's before the next seat's */
    JB_SPREAD_COUNT
} jb_spread;
/* When answering (or buzzing) begins. */
typedef enum jb_start {
    JB_START_READING, /* at the end of the reading time */
    JB_START_HOST,    /* when the host says so: reading has no end of its own */
    JB_START_COUNT
} jb_start;
/* What a buzz before the question is open does. */
typedef enum jb_early {
    JB_EARLY_BLOCKED, /* the machine takes none: it is refused and costs nothing */
    JB_EARLY_ALLOWED, /* it is a buzz like any other and ends the reading */
    JB_EARLY_OUT,     /* a foul: the seat is out of this turn, the others go on */
    JB_EARLY_DEDUCT,  /* a foul: costs its points, the seat stays in */
    JB_EARLY_VOID,    /* a foul: the turn is void for all */
    JB_EARLY_HALL,    /* a foul: the turn falls to the hall */
    JB_EARLY_COUNT
} jb_early;
/* What follows when the stage has not solved a question: all tries were wrong, or nobody buzzed. */
typedef enum jb_fallback {
    JB_FALLBACK_END,  /* nothing; without any try the turn is void */
    JB_FALLBACK_HALL, /* the hall may answer */
    JB_FALLBACK_COUNT
} jb_fallback;
/* Two buzzes whose margin is not larger than what is not known about it. */
typedef enum jb_too_close {
    JB_TOO_CLOSE_FIRST, /* the one that arrived first */
    JB_TOO_CLOSE_LOT,
    JB_TOO_CLOSE_AGAIN, /* everybody buzzes again */
    JB_TOO_CLOSE_COUNT
} jb_too_close;
/* Where the verdict on a seat's answer comes from. */
typedef enum jb_answer_by {
    JB_ANSWER_BY_ANY,    /* device or mouth */
    JB_ANSWER_BY_DEVICE, /* a device; the host can still correct */
    JB_ANSWER_BY_MOUTH,  /* the host's verdict alone */
    JB_ANSWER_BY_COUNT
} jb_answer_by;
/* Who answers for a team. */
typedef enum jb_speaker {
    JB_SPEAKER_ANY,    /* any member */
    JB_SPEAKER_MEMBER, /* members by turns, in seat order; points count for the member, too */
    JB_SPEAKER_COUNT
} jb_speaker;
/* When the hall answers. */
typedef enum jb_hall_when {
    JB_HALL_NEVER,
    JB_HALL_ALONG,  /* along with the stage, and turns that fall to it */
    JB_HALL_FALLEN, /* only turns that fall to it */
    JB_HALL_COUNT
} jb_hall_when;
/* When a team may substitute, where it has reserves. Never while a question is asked. */
typedef enum jb_substitute {
    JB_SUBSTITUTE_ROUNDS, /* before the contest, and between rounds */
    JB_SUBSTITUTE_TURNS,  /* between any two turns */
    JB_SUBSTITUTE_COUNT
} jb_substitute;
/* What the host or a device says of an oral answer. */
typedef enum jb_verdict {
    JB_VERDICT_NONE, /* nothing was said in time */
    JB_VERDICT_WRONG,
    JB_VERDICT_PARTIAL, /* with points of its own */
    JB_VERDICT_RIGHT,
    JB_VERDICT_COUNT
} jb_verdict;
typedef enum jb_foul {
    JB_FOUL_EARLY, /* buzzed before the question was open */
    JB_FOUL_HELP,  /* a team-mate or somebody else helped: the question is lost */
    JB_FOUL_LATE,  /* did not begin in time */
    JB_FOUL_COUNT
} jb_foul;
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
    JB_SPEED_LINEAR,  /* full points at once, `floor` of them at the deadline */
    JB_SPEED_BOUNDED, /* a bonus; over the whole contest less than one right answer */
    JB_SPEED_STEPS,   /* the first right answer p1, the second p2, ...; the last for all others */
    JB_SPEED_COUNT
} jb_speed;
typedef enum jb_tie {
    JB_TIE_TIME,
    JB_TIE_CORRECT,
    JB_TIE_LAST,
    JB_TIE_PLAYOFF, /* overtime rounds among the tied */
    JB_TIE_FINISH,  /* window contests: who has handed in the counted paper earlier */
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
    JB_TEAM_SCORE_MEAN,     /* over the members who joined */
    JB_TEAM_SCORE_TURNOUT,  /* over the roster; absent members count 0 */
    JB_TEAM_SCORE_BEST,     /* sum of the best k */
    JB_TEAM_SCORE_WEIGHTED, /* window contests: turnout and mean, each in percent, by their weights
                             */
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
const char *jb_seats_name(jb_seats seats);
const char *jb_order_name(jb_order order);
const char *jb_order_equals_name(jb_order_equals equals);
const char *jb_spread_name(jb_spread spread);
const char *jb_start_name(jb_start start);
const char *jb_early_name(jb_early early);
const char *jb_fallback_name(jb_fallback fallback);
const char *jb_too_close_name(jb_too_close rule);
const char *jb_answer_by_name(jb_answer_by by);
const char *jb_speaker_name(jb_speaker speaker);
const char *jb_hall_when_name(jb_hall_when when);
const char *jb_substitute_name(jb_substitute when);
const char *jb_verdict_name(jb_verdict verdict);
const char *jb_foul_name(jb_foul foul);

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

typedef struct jb_question_rules {
    jb_key key;
    uint32_t round;     /* index of its round; window: of its section */
    jb_time reading_ms; /* 0: none */
    jb_time open_ms;    /* 0: no time limit; in a buzzer round counted from the buzz */
    int64_t points_right;
    int64_t points_wrong;
    int64_t points_none;
    int64_t value; /* risk: the value whose stock it belongs to; 0 elsewhere */
    /* Window: bits of the options (matching: left items) that keep their places in every paper,
     * because bank or question says so. What may move of an ordering is always shuffled, and never
     * stands in the right order: in the bank it may. */
    uint32_t fixed;
} jb_question_rules;

/* What seats stake before a question is shown: min, min + step, ... max. */
typedef struct jb_wager {
    int64_t min, step;
    int64_t max;   /* 0: nothing is staked in this round */
    jb_time ms;    /* to stake in; 0: until all have, or the host goes on */
    bool by_score; /* no more than the seat's score, but always min */
    bool none_loses;
} jb_wager;

/* From the n-th early buzz of a seat in a round on, until the next row. */
typedef struct jb_foul_row {
    uint32_t count;
    int64_t points; /* 0 or less */
    bool bar;       /* out of the rest of the round */
} jb_foul_row;

/* A round. A cell is a place in its schedule: cell k of the round is turn `turn_first + k + 1`; a
 * cell whose seat can no longer play is passed over, and its number is not used. */
typedef struct jb_round_rules {
    jb_format format;
    uint32_t turn_first; /* index of its first turn */
    uint32_t turn_count; /* cells */
    /* Its questions. Cell k asks question k, but in a round with values the pick decides. There may
     * be more questions than cells, never fewer. */
    uint32_t question_first;
    uint32_t question_count;
    bool intro;
    bool change; /* an answer may be replaced while the turn is open */
    jb_speed speed;
    uint8_t speed_floor_percent;
    int64_t speed_bonus;         /* bounded: the most that one turn may add */
    int64_t steps[JB_STEPS_MAX]; /* steps */
    uint8_t step_count;
    int64_t streak_bonus; /* for every right answer in a row after the first; 0: none */
    int64_t streak_max;   /* the most it may add in one turn */
    jb_standings_when standings;
    jb_time intro_ms, locked_ms, reveal_ms, standings_ms; /* automatic pace only */

    /* seats */
    jb_order order;
    jb_order_equals equals;
    jb_spread spread;
    uint32_t per_seat; /* turns of one seat; 0: as many as the cells give to all alike */
    jb_speaker speaker;
    jb_answer_by answer_by;
    bool overtime;  /* played only among those tied for an award; its points decide nothing else */
    uint32_t limit; /* the round ends after so many turns that were not void; 0: by its cells */
    jb_wager wager; /* what an answer is worth is its seat's stake, and not the question's points */
    bool has_cap;
    int64_t cap; /* the most a seat may gain in this round; penalties are not counted */

    /* time */
    jb_start start;
    jb_time begin_ms; /* to begin an answer in; 0: no such clock. The host's foul `late` */
    bool late_forfeits_round;
    jb_time buzz_ms; /* buzzer: to buzz in; 0: no limit */
    jb_time run_ms;  /* rush: the stretch of one seat */

    /* fouls */
    jb_early early;
    jb_foul_row fouls[JB_FOUL_ROWS_MAX]; /* of early buzzes, ascending */
    uint8_t foul_count;
    bool help_allowed;   /* others may add: the host's foul `help` is refused */
    int64_t help_points; /* 0 or less */

    /* tries */
    uint32_t tries; /* seats that may try one question, one after the other; at least 1 */
    jb_fallback fallback;
    jb_too_close too_close;

    /* risk and ladder */
    int64_t values[JB_VALUES_MAX]; /* risk: what may be picked; ladder: what each rung is worth */
    uint8_t value_count;
    uint32_t stock;       /* risk: questions of each value */
    bool distinct_values; /* a seat may not pick a value twice */
    bool may_name;        /* it may name another seat to answer */
    bool wrong_zero;      /* risk: a wrong answer costs nothing */
    uint32_t safe;        /* ladder: bits of the rungs that a fall does not go below */

    /* survival */
    uint32_t survivors; /* ends when so many or fewer are in; at least 1 */
    uint32_t revival;   /* the n-th turn is for those who are out; 0: none */

    /* judged */
    uint32_t judges; /* marks it waits for */
    int64_t mark_min, mark_max;
    bool trimmed; /* without the highest and the lowest; needs three judges */
} jb_round_rules;

/* ---- window contests (window.h) ---- */

/* Which of a participant's papers count. */
typedef enum jb_attempts {
    JB_ATTEMPTS_BEST, /* the highest score; of equal ones the faster, then the earlier */
    JB_ATTEMPTS_LAST,
    JB_ATTEMPTS_FIRST,
    JB_ATTEMPTS_SUM, /* all of them */
    JB_ATTEMPTS_COUNT
} jb_attempts;

/* When a participant is shown what was right. */
typedef enum jb_reveal_when {
    JB_REVEAL_AT_ONCE, /* with the ack of an answer, which then cannot be changed */
    JB_REVEAL_HAND_IN,
    JB_REVEAL_CLOSE, /* when the contest has closed */
    JB_REVEAL_COUNT
} jb_reveal_when;

/* Who may take part. */
typedef enum jb_entry_by {
    JB_ENTRY_OPEN,   /* anybody, with a name, and a unit from the list */
    JB_ENTRY_ROSTER, /* who is on the roster, with a personal code */
    JB_ENTRY_COUNT
} jb_entry_by;

const char *jb_attempts_name(jb_attempts attempts);   /* "best" "last" "first" "sum" */
const char *jb_reveal_when_name(jb_reveal_when when); /* "at_once" "hand_in" "close" */
const char *jb_entry_by_name(jb_entry_by by);         /* "open" "roster" */

/* A part of a paper: `count` questions out of the pool, questions first .. first + pool - 1 of the
 * rules. A question belongs to one section, so a paper never holds one twice. All have the same
 * points. Sections stay in their order; questions are shuffled inside them. */
typedef struct jb_section {
    uint32_t first;
    uint32_t pool;
    uint32_t count;
} jb_section;

/* From this instant on, local time is UTC and so many seconds. The first begins before the contest.
 */
typedef struct jb_zone_span {
    jb_time from; /* Unix ms */
    int32_t offset_s;
} jb_zone_span;

typedef struct jb_window_rules {
    jb_time opens_at, closes_at; /* Unix ms, as the contest file says */
    const jb_zone_span *spans;   /* the time zone from some days before to a year after */
    uint32_t span_count;
    const jb_section *sections;
    uint32_t section_count;
    uint32_t paper_count; /* questions of a paper */
    int64_t full;         /* what a paper is worth with everything right */
    jb_time paper_ms;     /* from its beginning; 0: no limit but the close */
    /* Not 0: one by one; the clock of a question starts when its owner has it shown, and they do
     * not go back. Its answer time is questions[].open_ms. 0: all at once, in any order. */
    jb_time question_ms;
    uint32_t attempts_max;     /* 0: as many as one likes */
    uint32_t attempts_per_day; /* 0: the same */
    jb_attempts attempts;
    jb_reveal_when reveal;
    jb_entry_by entry;
    bool change; /* an answer may be replaced until the paper is handed in; never one by one or
                    AT_ONCE */
    bool shuffle_questions;
    bool shuffle_options;
    bool has_pass;
    int64_t pass; /* a score that passes */
    bool study;   /* the pool can be practised before the contest opens */
} jb_window_rules;

/* What an award looks at. */
typedef enum jb_award_by {
    JB_AWARD_BY_SCORE,
    JB_AWARD_BY_TURNOUT, /* teams with a roster: took part / roster */
    JB_AWARD_BY_MEAN,    /* teams: over those who took part */
    JB_AWARD_BY_COUNT
} jb_award_by;

const char *jb_award_by_name(jb_award_by by); /* "score" "turnout" "mean" */

typedef struct jb_award_rules {
    bool team; /* for teams; else for participants */
    jb_award_by by;
    uint32_t places;
    bool has_least;
    int64_t at_least; /* of what it looks at: hundredths; of turnout hundredths of a percent */
} jb_award_rules;

/* A lottery among participants. */
typedef struct jb_lottery_rules {
    uint32_t winners;
    bool has_least;
    int64_t at_least; /* score */
} jb_lottery_rules;

typedef struct jb_rules {
    const jb_window_rules *window; /* NULL: live. Where it is, there are no rounds and no turns */
    const jb_award_rules *awards;  /* award_rule_count, in the order of the file */
    uint32_t award_rule_count;
    const jb_lottery_rules *lotteries;
    uint32_t lottery_count;
    bool one_prize; /* nobody gets two awards or wins besides */
    /* JB_TEAM_SCORE_WEIGHTED: parts per million of turnout in percent, and of the mean in percent
     * of the full marks (over those who took part). */
    int32_t weight_turnout, weight_mean;
    jb_pace pace;
    jb_late late;
    jb_seats seats;
    int64_t base;
    bool has_floor;
    int64_t floor; /* no answer, foul or adjustment takes a score below it; a correction may */
    jb_tie ties[JB_TIE_KEYS_MAX];
    uint8_t tie_count;
    /* Ranks at which an award ends, ascending: a tie across one of them is played off. */
    uint32_t award_ends[JB_AWARDS_MAX];
    uint32_t award_count;
    jb_time fair_cap_ms;
    uint32_t players_max;
    bool team_required;
    bool approve; /* at the start: the host lets each new player in */
    jb_team_score team_score;
    uint32_t team_best;           /* k of JB_TEAM_SCORE_BEST */
    uint32_t team_count;          /* teams are numbered from 1 */
    const uint32_t *team_rosters; /* team_count entries; 0: not known */
    const uint32_t *team_members; /* team_count entries: named members; NULL: none */
    /* Where teams compete: how many of a team play at once, the others are its reserves. 0: there
     * are none, every member plays. At most JB_MEMBERS_MAX. */
    uint32_t fielded;
    uint32_t substitutions; /* of each team in the whole contest */
    jb_substitute substitute_when;
    jb_hall_when hall;
    int64_t hall_right; /* what the hall's right answers are worth */
    jb_time hall_ms;    /* time for a turn that falls to it; 0: no limit */
    const jb_round_rules *rounds;
    uint32_t round_count;
    uint32_t turn_count; /* cells of all rounds */
    const jb_question_rules *questions;
    uint32_t question_count;
} jb_rules;

/* The round (index) that a turn (from 1) belongs to. */
uint32_t jb_rules_round_of(const jb_rules *rules, uint32_t turn);

#endif
