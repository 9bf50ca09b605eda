/*
 * A contest small enough to be counted by hand, played through the engine into a log. Six turns of
 * one round in which answers may be changed; teams Red (1) and Blue (2); players Ann (Red),
 * "=Bo" (Blue), Cy (Red), and Di (no team), who is removed before the first question.
 *
 *   turn 1  single, 10.5 for option 1         Ann 1 after 500 ms; =Bo 2 after 800;
 *                                             Cy 3 after 600, then 2 after 1000
 *   turn 2  truefalse, 10 for true, -2.5      Ann true after 300; =Bo false after 400; Cy nothing
 *   turn 3  multiple, 10 for {0, 2}           Ann {0, 1} after 600; =Bo {0, 2} after 700;
 *                                             Cy {1, 3} after 200
 *   turn 4  single, skipped while open        Ann 1 after 100
 *   turn 5  single, begun by the skip          ended by the end of the contest
 *   turn 6  single, never reached
 *
 *   Ann 20.5 (2 right in 800 ms), =Bo 7.5 (1 right in 700 ms), Cy 0; Red 20.5, Blue 7.5
 */
#ifndef SMALL_CONTEST_H
#define SMALL_CONTEST_H

#include "store_support.h"

#include "jinbang/results.h"

#define SMALL_PLAN "{\"plan\":1}"

typedef enum small_until {
    SMALL_LOBBY,  /* everybody has joined */
    SMALL_TURN_2, /* turn 2 is open and answered */
    SMALL_UNDONE, /* ... skipped, turn 3 opened, the skip taken back, turn 2 revealed, the end */
    SMALL_END
} small_until;

typedef struct small_contest {
    jb_round_rules round;
    jb_question_rules turns[6];
    uint32_t rosters[2];
    jb_rules rules;
    jb_contest_row row; /* as jb_results_build wants it */
    void *memory;
    jb_engine *engine;
    jb_db *db;
    jb_log_head head;
} small_contest;

/* Plays it into a database that is open for writing. */
void small_play(small_contest *small, jb_db *db, small_until until);
void small_finish(small_contest *small);

#endif
