/*
 * A plan with a question of every kind, in English and Chinese, and results to go with it that no
 * log has given: the tests fill in what they need.
 */
#ifndef SHOW_H
#define SHOW_H

#include "jb_test.h"

#include "jinbang/export.h"

enum {
    SHOW_SINGLE = 1,
    SHOW_MULTIPLE,
    SHOW_TRUEFALSE,
    SHOW_NUMERIC,
    SHOW_TEXT,
    SHOW_ORDERING,
    SHOW_MATCHING,
    SHOW_TURNS = SHOW_MATCHING
};

typedef struct show {
    jb_plan *plan;
    jb_results results; /* of depth JB_RESULTS_ANSWERS; nobody has a score entry */
    jb_result_participant people[2];
    jb_result_team teams[2];
    jb_result_question questions[SHOW_TURNS];
    jb_result_turn turns[SHOW_TURNS];
    jb_export from;
} show;

/* `language`: "en" or "zh-Hans". Two teams, =Red (a roster of 4) and Blue. */
void show_open(show *s, const char *language);
void show_close(show *s);

#endif
