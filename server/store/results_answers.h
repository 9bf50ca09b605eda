#ifndef JB_RESULTS_ANSWERS_H
#define JB_RESULTS_ANSWERS_H

/*
 * What people answered, on the way through a log (results.c). An answer waits until its turn is
 * scored, because it may be replaced, and because a turn that becomes void has none. With the score
 * entries come the wrong answer that was typed most and, where asked for, the entries that stay.
 */

#include "jinbang/results.h"
#include "jinbang/table.h"

/* The newest answer of one who may answer, packed into `text` of the book. */
typedef struct jb_waiting_answer {
    uint32_t turn; /* 0: none yet */
    uint32_t at;
    uint32_t room; /* bytes there */
    uint64_t seq;  /* of its entry */
} jb_waiting_answer;

/* One wrong answer that was typed in the turn being scored, however many typed it. */
typedef struct jb_typed {
    uint32_t count;
    uint32_t who; /* typed it first */
    uint64_t seq;
} jb_typed;

typedef struct jb_answer_book {
    jb_results *results;
    const jb_rules *rules;
    jb_waiting_answer *waiting; /* by who (results_replay.h) */
    jb_buffer text;
    uint32_t text_turn; /* whose answers are in it */
    jb_table typed_of;  /* what it is compared by -> number in `typed`, from 1 */
    jb_typed *typed;
    uint32_t typed_count;
} jb_answer_book;

/* A number or typed text as people read it: blanks with strokes between them. */
void jb_typed_write(const jb_answer *answer, jb_buffer *out);

/* For depths from JB_RESULTS_QUESTIONS on; results->depth says which. */
jb_status jb_book_open(jb_answer_book *book, jb_results *results, const jb_rules *rules,
                       uint32_t who_count) JB_MUST_CHECK;
void jb_book_close(jb_answer_book *book);

/* Every function below gives JB_ERR_MEMORY only. */
jb_status jb_book_answered(jb_answer_book *book, const jb_event *event, uint32_t who,
                           uint64_t seq) JB_MUST_CHECK;
/* A score entry of a turn, under its key. `joined`: how many players there are so far. */
jb_status jb_book_scored(jb_answer_book *book, uint32_t turn, const jb_key *key,
                         const jb_score *score, uint32_t joined) JB_MUST_CHECK;
/* A correction of one, one that is taken back, and a turn that is void after all. */
void jb_book_revised(jb_answer_book *book, uint32_t turn, const jb_score *score);
void jb_book_undone(jb_answer_book *book, uint32_t turn, const jb_score *score);
void jb_book_annulled(jb_answer_book *book, uint32_t turn);
/* Appends the answer that waits of `who` in this turn to the answers of changes. Gives where it is,
 * from 1; 0: there is none. */
size_t jb_book_keep_for_change(jb_answer_book *book, uint32_t turn, uint32_t who);
/* The reveal, after the score entries: who was asked and has none has not answered. */
jb_status jb_book_revealed(jb_answer_book *book, uint32_t turn,
                           const jb_engine *engine) JB_MUST_CHECK;
/* All score entries of the turn are in: writes down the wrong answer typed most. */
jb_status jb_book_turn_over(jb_answer_book *book, uint32_t turn) JB_MUST_CHECK;

#endif
