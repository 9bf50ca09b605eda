/*
 * A plain model of a window contest, for comparison: every paper is kept with its answers, nothing
 * is counted along the way, and time runs on a clock of its own that stands still in pauses. It
 * knows single questions whose first option is right.
 */
#ifndef WIDE_MODEL_H
#define WIDE_MODEL_H

#include "wide.h"

enum {
    MODEL_PLAYERS = 12,
    MODEL_PAPERS = 40,
    MODEL_TEAMS = 3
};

typedef struct plain_paper {
    uint32_t questions[WIDE_POOL];
    int said[WIDE_POOL]; /* option of each place; -1: none */
    jb_time began;       /* on the clock that stands still in pauses */
    int32_t day;
    uint32_t shown;
    jb_time shown_at; /* on that clock */
    bool open;
    jb_time took;
    jb_time finished_at; /* wall clock */
} plain_paper;

typedef struct plain_person {
    bool in;
    bool banned;
    uint32_t team;
    int64_t adjusted;
    plain_paper papers[MODEL_PAPERS];
    uint32_t count;
} plain_person;

typedef struct plain {
    const jb_rules *rules;
    jb_phase phase;
    bool paused;
    jb_time now;
    jb_time running; /* that clock */
    plain_person people[MODEL_PLAYERS];
    uint32_t joined;
} plain;

/* What the model says of a command about a paper. */
typedef enum plain_verdict {
    MODEL_TAKES,
    MODEL_AGAIN,
    MODEL_REFUSES
} plain_verdict;

/* Time goes on to `now`. */
void plain_time(plain *m, jb_time now);
/* The verdict on a command; what it does is done. A new paper is looked up in the engine, which has
 * taken the command. */
plain_verdict plain_command(plain *m, const jb_engine *engine, const jb_command *command);
/* NULL, or what differs. */
const char *plain_compare(const plain *m, jb_engine *engine);

#endif
