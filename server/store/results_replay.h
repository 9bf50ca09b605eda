#ifndef JB_RESULTS_REPLAY_H
#define JB_RESULTS_REPLAY_H

/*
 * A log on its way to results: what results.c, which reads it, shares with results_count.c, which
 * keeps the figures that the engine has no need to know, and results_lists.c, which takes the
 * rankings down at the end.
 *
 * Whoever can have a score entry has a number `who` from 0: participants by their numbers and,
 * where teams compete, after them the teams.
 */

#include "jinbang/results.h"
#include "results_answers.h"
#include "results_papers.h"

typedef struct jb_replay {
    const jb_contest_row *contest;
    const jb_rules *rules;
    void *memory;
    jb_engine *engine;
    jb_results *results;
    jb_buffer *why;
    jb_status status;
    uint64_t until; /* the last entry that counts */
    uint32_t who_count;
    uint32_t *options;     /* by who: of the answer in turn `option_turn` */
    uint32_t *option_turn; /* 0: none yet */
    uint32_t *answered;    /* by who: turns with an answer that was scored */
    uint32_t *fouls;       /* by team - 1 */
    int64_t *sums;         /* by who: of the score entries */
    unsigned char *flags;  /* by turn and who, two bits: scored with an answer, and right */
    uint32_t turn;         /* whose figures are below; 0: none */
    jb_time *times;        /* fair times of its answers */
    uint32_t time_count;
    jb_change_why why_revised; /* of the correction that is being made */
    jb_verdict verdict_revised;
    size_t change_capacity;
    uint32_t swap_capacity;
    jb_answer_book book;     /* from JB_RESULTS_QUESTIONS on, of live contests */
    jb_paper_counter papers; /* window contests */
    uint32_t *eligible;      /* of the lottery that is announced: who may win */
    uint32_t eligible_count;
} jb_replay;

/* Does this score entry belong to a team that competes? */
bool jb_replay_is_team(const jb_rules *rules, const jb_score *score);
uint32_t jb_replay_who(const jb_rules *rules, const jb_score *score);
/* What an entry adds to a score. The entries of a verdict that is taken back stand in the log as
 * they were given. */
int64_t jb_replay_points(const jb_event *event, const jb_score *score);

/* results_figures.c. Are answers of this kind a choice of options? */
bool jb_has_options(jb_kind kind);
/* The middle one; of two middle ones what lies between. Sorts. At least one. */
jb_time jb_median_of(jb_time *times, uint32_t count);
/* The wrong option chosen most, the first of equals; -1: none. */
int32_t jb_wrong_most(const uint32_t *counts, const jb_key *key);

/* results_count.c. Memory for what is counted; JB_ERR_MEMORY leaves what there is to be freed. */
jb_status jb_count_open(jb_replay *in) JB_MUST_CHECK;
void jb_count_close(jb_replay *in);
/* Counts an event that the engine has just taken. Sets in->status. */
void jb_count_event(jb_replay *in, const jb_event *event, uint64_t seq);
/* The log has ended. */
void jb_count_end(jb_replay *in);

/* results_tally.c. What the whole contest made of each question; the log has ended. */
void jb_tally_turns(jb_replay *in);

/* results_papers.c: window contests, the same way. */
jb_status jb_papers_open(jb_replay *in) JB_MUST_CHECK;
void jb_papers_close(jb_replay *in);
void jb_papers_event(jb_replay *in, const jb_event *event);
void jb_papers_end(jb_replay *in);

/* results_draws.c: a lottery's entry, that the engine has just taken. What is wrong with it, or
 * NULL. Sets in->status if memory runs out. */
jb_status jb_draws_open(jb_replay *in) JB_MUST_CHECK;
const char *jb_draws_entry(jb_replay *in, const jb_log_entry *entry);
/* Who has got which award, at the end. */
jb_status jb_list_awards(jb_replay *in) JB_MUST_CHECK;

/* results_lists.c */
jb_status jb_list_all(jb_db *db, jb_replay *in) JB_MUST_CHECK;

#endif
