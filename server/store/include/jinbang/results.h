#ifndef JINBANG_RESULTS_H
#define JINBANG_RESULTS_H

#include <stdbool.h>
#include <stdint.h>

#include "jinbang/db.h"
#include "jinbang/engine.h"
#include "jinbang/question_stat.h"
#include "jinbang/window.h"

/*
 * Results are a function of the log: a replay through the engine gives the ranking, a count over
 * the same entries gives the figures per question. The tables result_* hold a copy for people and
 * reports; jinbang verify builds them again and compares.
 */
typedef struct jb_result_participant {
    uint32_t rank; /* 0: never ranked */
    uint32_t player;
    uint32_t team;
    int64_t score;
    uint32_t correct;
    uint32_t answered;
    jb_time time_ms;  /* fair time of right answers */
    int64_t overtime; /* points of overtime, which only order equal scores */
    /* window contests; then `correct` and `time_ms` are of the papers that count, `answered` of all
     * that were handed in */
    uint32_t papers;     /* handed in */
    jb_time finished_at; /* Unix ms: when the last paper that counts was; 0: none was */
    jb_buffer name;      /* as it was shown: look-alikes are numbered; empty: erased */
} jb_result_participant;

typedef struct jb_result_team {
    uint32_t rank;
    uint32_t team;
    uint32_t members; /* who joined and was not removed */
    int64_t score;
    /* Only where teams compete themselves: */
    int64_t overtime;
    uint32_t correct;
    uint32_t answered;
    uint32_t fouls; /* of every kind */
    jb_time time_ms;
    jb_unit unit; /* only in window contests */
} jb_result_team;

/* A named member of a team, by what they answered for it. */
typedef struct jb_result_member {
    uint32_t rank; /* by score, then by right answers; equal ones share it */
    uint32_t team;
    uint32_t member; /* from 1 */
    int64_t score;
    uint32_t correct;
    uint32_t asked;
} jb_result_member;

/* A turn: a place in the schedule of its round, and what was asked there. */
typedef struct jb_result_question {
    uint32_t turn;
    uint32_t question; /* index; JB_NO_QUESTION: none was asked */
    bool played;       /* it began */
    bool shown;        /* it was opened */
    bool is_void;
    bool annulled;     /* void, but only afterwards */
    uint32_t asked;    /* window contests: papers handed in that hold it; else 0 */
    uint32_t answered; /* by those who compete */
    uint32_t right;
    uint32_t hall_answered; /* by the hall */
    uint32_t hall_right;
    /* Fair time of all scored answers, the hall's too; 0 without any. Of papers whose questions may
     * be answered in any order: since the answer before it on the same paper. */
    jb_time median_ms;
    int32_t wrong_most; /* option number of the wrong option chosen most (the first of equals), for
                           kinds with options; -1: none */
    uint32_t wrong_most_count;       /* how many gave that answer, or the one below */
    uint32_t counts[JB_OPTIONS_MAX]; /* scored answers that hold each option, for those kinds */
    /* Window contests: of papers handed in; x is the share of points on the rest of the paper.
     * Live: of those who compete, where a turn is for all of them at once and no overtime,
     * elsewhere empty; x is the share of right answers among everything else they were asked. */
    jb_question_tally tally;
    jb_buffer wrong_text; /* from JB_RESULTS_QUESTIONS on, numbers and texts: the wrong answer given
                             most (the first of equals), as it was typed first; empty: none */
} jb_result_question;

/* An hour of a window contest in which papers were handed in. */
typedef struct jb_result_hour {
    jb_time from; /* Unix ms; an hour's beginning by the contest's time zone */
    uint32_t papers;
} jb_result_hour;

/* A lottery, as its entries in the log say; see lottery.h. */
typedef struct jb_result_lottery {
    uint64_t entry; /* of the announcement; 0: not announced */
    jb_hash commitment;
    jb_buffer source; /* what the public number will be */
    uint32_t eligible;
    bool drawn;
    jb_buffer number;
    uint32_t *winners; /* participants, in the order drawn */
    uint32_t winner_count;
} jb_result_lottery;

/* How much is to be found out. */
typedef enum jb_results_depth {
    JB_RESULTS_RANKING,   /* what the tables hold */
    JB_RESULTS_QUESTIONS, /* and the wrong answer that was typed most */
    JB_RESULTS_ANSWERS    /* and what everybody answered: 16 bytes for each player and turn, and
                             20 to 300 for each answer */
} jb_results_depth;

/* Why a score entry was made. */
typedef enum jb_change_why {
    JB_CHANGE_ANSWER,  /* an answer given on a device, or none */
    JB_CHANGE_VERDICT, /* the host's, on what was said */
    JB_CHANGE_FOUL,
    JB_CHANGE_MARKS,
    JB_CHANGE_UNDO,    /* a verdict was taken back */
    JB_CHANGE_ADJUST,  /* with a reason in words */
    JB_CHANGE_ACCEPT,  /* another answer counts as right */
    JB_CHANGE_VOID,    /* the turn was made void when it was over */
    JB_CHANGE_REVERSE, /* a verdict was reversed */
    JB_CHANGE_COUNT
} jb_change_why;

const char *jb_change_why_name(jb_change_why why); /* NULL if out of range */

/* A score entry and why it was made. Those of answers in the hall, or where participants compete,
 * are not here: jb_results_entry() has them. */
typedef struct jb_result_change {
    uint64_t seq;  /* the entry of the log */
    jb_time at;    /* contest clock */
    uint32_t turn; /* 0: none */
    jb_change_why why;
    jb_verdict verdict; /* of JB_CHANGE_VERDICT and JB_CHANGE_REVERSE */
    jb_foul foul;       /* of JB_CHANGE_FOUL */
    size_t text;        /* where the reason of JB_CHANGE_ADJUST begins in `reasons` */
    size_t text_size;
    size_t answer; /* jb_results_change_answer() */
    int64_t after; /* the score with it, overtime left out */
    jb_score score;
} jb_result_change;

/* Somebody came in for somebody else of a team: numbers of named members or, in a team without
 * them, of players. What was taken back is none. */
typedef struct jb_result_swap {
    uint64_t seq;
    jb_time at;
    uint32_t turn; /* after which it was; 0: before the first */
    uint32_t team;
    uint32_t out, in;
    bool counted; /* the one who went had not been removed */
} jb_result_swap;

/* What came of a question for one player. */
typedef enum jb_outcome {
    JB_OUTCOME_NONE,       /* not played, void, or the player was not in when it was scored */
    JB_OUTCOME_UNANSWERED, /* has a score entry only where no answer costs or gives points */
    JB_OUTCOME_WRONG,      /* earned nothing */
    JB_OUTCOME_PARTLY,     /* a part of the question was right */
    JB_OUTCOME_RIGHT
} jb_outcome;

/* One score entry with its answer, packed; jb_results_entry() reads it. */
typedef struct jb_result_entry {
    int32_t points;
    uint32_t elapsed_ms;
    uint32_t at;
    uint8_t outcome; /* jb_outcome */
} jb_result_entry;

typedef struct jb_result_turn {
    jb_result_entry *entries; /* by player - 1 */
    uint32_t count;
    jb_buffer text;
} jb_result_turn;

typedef struct jb_results {
    jb_result_participant *participants; /* active ones, in ranking order */
    uint32_t participant_count;
    jb_result_team *teams; /* in ranking order */
    uint32_t team_count;
    jb_result_member *members; /* where members answer by turns, in ranking order */
    uint32_t member_count;
    /* By turn - 1, played or not. Window contests: the pool, by index; `turn` is the number of the
     * question in it, played and shown are those that were on a paper handed in. */
    jb_result_question *questions;
    uint32_t question_count;
    uint32_t round_count;
    int64_t *rounds;   /* where teams compete: points by (team - 1) * round_count + round */
    int64_t *adjusted; /* the same, by team - 1: what belongs to no round */
    jb_results_depth depth;
    jb_result_change *changes; /* from JB_RESULTS_QUESTIONS on, in the order of the log */
    size_t change_count;
    jb_result_swap *swaps; /* substitutions, in the order of the log */
    uint32_t swap_count;
    jb_buffer reasons;
    jb_buffer answers;     /* of changes, packed */
    jb_result_turn *turns; /* with JB_RESULTS_ANSWERS, question_count of them; live contests */
    jb_time opens_at;      /* window contests: by the newest schedule */
    jb_time closes_at;
    jb_result_hour *curve; /* window contests */
    uint32_t curve_count;
    uint64_t papers;      /* window contests: handed in */
    uint32_t took_part;   /* active participants; in a window contest those who handed one in */
    jb_awarded *awards;   /* when it is over; see jb_engine_awards() */
    uint32_t award_count; /* who got one, over all awards */
    jb_result_lottery *lotteries; /* by draw */
    uint32_t lottery_count;
    jb_log_head head;
    bool finished;
    uint64_t digest; /* of the engine */
} jb_results;

/* Replays the log of a contest under its rules, checking chain and invariants on the way, and that
 * the log was made for contest->plan, byte for byte, unless that is NULL. Only `contest` and `plan`
 * of the row are used. Answers count once they are scored: a void turn has none. The winners of a
 * lottery are drawn again: they follow from its announcement and its number.
 * JB_ERR_CORRUPT: `why` names the entry. *out is made on success; jb_results_destroy frees it. */
jb_status jb_results_build(jb_db *db, const jb_contest_row *contest, const jb_rules *rules,
                           jb_results **out, jb_buffer *why) JB_MUST_CHECK;
/* The same with more in it; jb_results_build() is JB_RESULTS_RANKING. */
jb_status jb_results_build_to(jb_db *db, const jb_contest_row *contest, const jb_rules *rules,
                              jb_results_depth depth, jb_results **out,
                              jb_buffer *why) JB_MUST_CHECK;
/* jb_results_build() as it was when entry `until` was the last one. */
jb_status jb_results_build_at(jb_db *db, const jb_contest_row *contest, const jb_rules *rules,
                              uint64_t until, jb_results **out, jb_buffer *why) JB_MUST_CHECK;
void jb_results_destroy(jb_results *results);

/* What a participant made of a turn, for themselves. *score is set unless nothing came of it, and
 * *answer: its kind is JB_KIND_COUNT if there is none, because nothing was answered or it was only
 * said; how it folds is not kept. Only with JB_RESULTS_ANSWERS. */
jb_outcome jb_results_entry(const jb_results *results, uint32_t player, uint32_t turn,
                            jb_score *score, jb_answer *answer);

/* The answer that was given on a device for an entry. False: there was none, or it was only said.
 */
bool jb_results_change_answer(const jb_results *results, const jb_result_change *change,
                              jb_answer *answer);

/* Writes the result_* tables of the contest in one transaction (replacing older rows). */
jb_status jb_results_store(jb_db *db, int64_t contest, const jb_results *results) JB_MUST_CHECK;
/* The entry up to which the stored results go, by what they say themselves. JB_ERR_NOT_FOUND. */
jb_status jb_results_stored_at(jb_db *db, int64_t contest, uint64_t *seq) JB_MUST_CHECK;
/* JB_ERR_NOT_FOUND: never stored. JB_ERR_CORRUPT: a stored row differs; `why` names it. */
jb_status jb_results_compare(jb_db *db, int64_t contest, const jb_results *results,
                             jb_buffer *why) JB_MUST_CHECK;
/* Adds up the score entries of the log by themselves, without the engine, and compares: base and
 * entries give every score of the results; in a window contest the entries of a participant's
 * papers come to what the rule which of them count makes of their scores; a void turn gives nothing
 * but its fouls, and a verdict that was reversed what the rules give for the new one (where they
 * alone say so); the ranking is in the order of scores. JB_ERR_CORRUPT: `why` says whose score or
 * which turn. */
jb_status jb_results_check_sums(jb_db *db, const jb_contest_row *contest, const jb_rules *rules,
                                const jb_results *results, jb_buffer *why) JB_MUST_CHECK;
/* Checks the stored people against the log: everybody is in both, in the same team, and the name
 * gives the salted hash that was logged; erased names are skipped and counted. JB_ERR_CORRUPT. */
jb_status jb_results_check_names(jb_db *db, int64_t contest, uint32_t *erased,
                                 jb_buffer *why) JB_MUST_CHECK;

#endif
