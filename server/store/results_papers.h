#ifndef JB_RESULTS_PAPERS_H
#define JB_RESULTS_PAPERS_H

/*
 * What is counted over the papers of a window contest (results_papers.c). A paper is counted as a
 * whole when it is handed in; until then its answers may change.
 */

#include "jinbang/results.h"
#include "jinbang/table.h"

/* How long the answers to one question took. */
typedef struct jb_paper_times {
    jb_time *ms;
    uint32_t count;
    uint32_t capacity;
} jb_paper_times;

/* A wrong answer that was typed to one question, however many typed it. */
typedef struct jb_paper_typed {
    uint32_t question;
    uint32_t count;
    uint32_t at, size; /* as it was typed first, in `text` */
} jb_paper_typed;

typedef struct jb_paper_counter {
    jb_paper_times *times; /* by question */
    jb_table typed_of;     /* question and what it is compared by -> number in `typed`, from 1 */
    jb_paper_typed *typed;
    uint32_t typed_count;
    uint32_t typed_capacity;
    jb_buffer text;
    jb_buffer folded; /* scratch */
} jb_paper_counter;

#endif
