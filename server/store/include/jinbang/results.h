#ifndef JINBANG_RESULTS_H
#define JINBANG_RESULTS_H

#include <stdbool.h>
#include <stdint.h>

#include "jinbang/db.h"
#include "jinbang/engine.h"

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
    jb_time time_ms; /* fair time of right answers */
    jb_buffer name;  /* as it was shown: look-alikes are numbered; empty: erased */
} jb_result_participant;

typedef struct jb_result_team {
    uint32_t rank;
    uint32_t team;
    uint32_t members;
    int64_t score;
} jb_result_team;

typedef struct jb_result_question {
    uint32_t turn;
    bool shown; /* it was opened */
    bool is_void;
    uint32_t answered;
    uint32_t right;
    jb_time median_ms;  /* fair time of all scored answers; 0 without any */
    int32_t wrong_most; /* option number of the wrong option chosen most (the first of equals), for
                           kinds with options; -1: none */
    uint32_t wrong_most_count;       /* how many gave that answer, or the one below */
    uint32_t counts[JB_OPTIONS_MAX]; /* scored answers that hold each option, for those kinds */
    jb_buffer wrong_text; /* from JB_RESULTS_QUESTIONS on, numbers and texts: the wrong answer given
                             most (the first of equals), as it was typed first; empty: none */
} jb_result_question;

/* How much is to be found out. */
typedef enum jb_results_depth {
    JB_RESULTS_RANKING,   /* what the tables hold */
    JB_RESULTS_QUESTIONS, /* and the wrong answer that was typed most */
    JB_RESULTS_ANSWERS    /* and what everybody answered: 16 bytes for each player and turn, and
                             20 to 300 for each answer */
} jb_results_depth;

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
    jb_result_question *questions;
    uint32_t question_count;
    jb_results_depth depth;
    jb_result_turn *turns; /* with JB_RESULTS_ANSWERS, question_count of them */
    jb_log_head head;
    bool finished;
    uint64_t digest; /* of the engine */
} jb_results;

/* Replays the log of a contest under its rules, checking chain and invariants on the way, and that
 * the log was made for contest->plan, byte for byte, unless that is NULL. Only `contest` and `plan`
 * of the row are used. Answers count once they are scored: a void turn has none.
 * JB_ERR_CORRUPT: `why` names the entry. *out is made on success; jb_results_destroy frees it. */
jb_status jb_results_build(jb_db *db, const jb_contest_row *contest, const jb_rules *rules,
                           jb_results **out, jb_buffer *why) JB_MUST_CHECK;
/* The same with more in it; jb_results_build() is JB_RESULTS_RANKING. */
jb_status jb_results_build_to(jb_db *db, const jb_contest_row *contest, const jb_rules *rules,
                              jb_results_depth depth, jb_results **out,
                              jb_buffer *why) JB_MUST_CHECK;
void jb_results_destroy(jb_results *results);

/* What a player made of a turn. *score is set unless nothing came of it, *answer if
 * score->answered; how it folds is not kept. Only with JB_RESULTS_ANSWERS. */
jb_outcome jb_results_entry(const jb_results *results, uint32_t player, uint32_t turn,
                            jb_score *score, jb_answer *answer);

/* Writes the result_* tables of the contest in one transaction (replacing older rows). */
jb_status jb_results_store(jb_db *db, int64_t contest, const jb_results *results) JB_MUST_CHECK;
/* JB_ERR_NOT_FOUND: never stored. JB_ERR_CORRUPT: a stored row differs; `why` names it. */
jb_status jb_results_compare(jb_db *db, int64_t contest, const jb_results *results,
                             jb_buffer *why) JB_MUST_CHECK;
/* Checks the stored names against the salted hashes in the log; erased names are skipped and
 * counted. JB_ERR_CORRUPT. */
jb_status jb_results_check_names(jb_db *db, int64_t contest, uint32_t *erased,
                                 jb_buffer *why) JB_MUST_CHECK;

#endif
