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
} jb_result_question;

typedef struct jb_results {
    jb_result_participant *participants; /* active ones, in ranking order */
    uint32_t participant_count;
    jb_result_team *teams; /* in ranking order */
    uint32_t team_count;
    jb_result_question *questions;
    uint32_t question_count;
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
void jb_results_destroy(jb_results *results);

/* Writes the result_* tables of the contest in one transaction (replacing older rows). */
jb_status jb_results_store(jb_db *db, int64_t contest, const jb_results *results) JB_MUST_CHECK;
/* JB_ERR_NOT_FOUND: never stored. JB_ERR_CORRUPT: a stored row differs; `why` names it. */
jb_status jb_results_compare(jb_db *db, int64_t contest, const jb_results *results,
                             jb_buffer *why) JB_MUST_CHECK;
/* Checks the stored names against the salted hashes in the log; erased names are skipped and
 * counted. JB_ERR_CORRUPT. */
jb_status jb_results_check_names(jb_db *db, int64_t contest, uint32_t *erased,
                                 jb_buffer *why) JB_MUST_CHECK;

/* What the exports need to say in words. Slices are JSON unless stated. */
typedef struct jb_result_labels {
    jb_slice contest_id;        /* not JSON */
    jb_slice title;             /* text map */
    const jb_slice *team_names; /* plain text, by team number - 1 */
    const uint32_t *team_rosters;
    uint32_t team_count;
    const jb_slice *prompts;      /* text maps, by turn - 1 */
    const jb_slice *prompt_texts; /* plain text in the contest's first language */
    const jb_slice *question_ids; /* plain text */
    const jb_kind *kinds;
    const jb_slice *const *option_ids; /* plain text, by turn - 1, then option */
    uint32_t turn_count;
} jb_result_labels;

/* RFC 4180, UTF-8 with BOM, CRLF; text cells that start with = + - @ or a control character get an
 * apostrophe before them. One table: rank, name, team, score, correct, answered, time_ms. The
 * rank of those who have none is empty. */
void jb_results_csv(const jb_results *results, const jb_result_labels *labels, jb_buffer *out);
/* {"contest","participants","teams","questions","log"} as protocol.md states it. `wrong_most` is an
 * option id, for true or false a boolean, or null; `option_ids` may be NULL for such turns. */
void jb_results_json(const jb_results *results, const jb_result_labels *labels, jb_buffer *out);

#endif
