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
    /* only of a stage */
    jb_result_member members[1];
    jb_result_change changes[4];
    int64_t rounds[4];
    int64_t adjusted[2];
    jb_round_rules round_rules[2];
    jb_export from;
} show;

/* `language`: "en" or "zh-Hans". Two teams, =Red (a roster of 4) and Blue. */
void show_open(show *s, const char *language);
/* Makes a stage of it: the teams compete, the second round is overtime. =Red has 12.5 (base 10, 2.5
 * in round 1, a foul in it, 5 of overtime), Blue has 4 (base 10, -5, and -1 adjusted); Ann plays
 * for Blue, and =1+1 is the hall. */
void show_stage(show *s);
void show_close(show *s);

#endif
