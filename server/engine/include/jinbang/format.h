#ifndef JINBANG_FORMAT_H
#define JINBANG_FORMAT_H

#include <stdbool.h>

#include "jinbang/engine.h"
#include "jinbang/rules.h"

/*
 * What a format is: a row of traits. The turn machine, the readers of contest files, the store and
 * the views ask the row, and have no case for any one format (tools/check-formats.sh), so that a
 * new one is a new row in format.c and its word in names.c: its settings and their defaults follow.
 */

typedef enum jb_eligible {
    JB_ELIGIBLE_ALL,  /* everybody at once */
    JB_ELIGIBLE_SEAT, /* the seat whose cell it is */
    JB_ELIGIBLE_IN    /* everybody who has not been put out */
} jb_eligible;
/* What an open turn waits for first: how the right to answer is won. */
typedef enum jb_right_won {
    JB_RIGHT_WON_BY_OPENING,
    JB_RIGHT_WON_BY_TURN,
    JB_RIGHT_WON_BY_BUZZ,
    JB_RIGHT_WON_BY_PICK,
    JB_RIGHT_WON_BY_MARKS /* nobody answers: judges mark */
} jb_right_won;
/* What right, wrong and nothing are worth. */
typedef enum jb_worth {
    JB_WORTH_POINTS, /* the question's */
    JB_WORTH_VALUE,  /* what was picked */
    JB_WORTH_RUNG,   /* the rung's, over what the seat has climbed to */
} jb_worth;
/* What a wrong answer, or none, leads to. */
typedef enum jb_on_wrong {
    JB_ON_WRONG_CLOSE,
    JB_ON_WRONG_NEXT, /* somebody else may try, up to the round's `tries` */
    JB_ON_WRONG_FALL, /* the seat's turns in this round are over */
    JB_ON_WRONG_OUT   /* the seat is put out */
} jb_on_wrong;

typedef struct jb_format_row {
    jb_eligible eligible;
    jb_right_won right_won;
    jb_worth worth;
    jb_on_wrong on_wrong;
    bool run; /* one stretch of time for all turns of a seat, one right after the other */
} jb_format_row;

/* The row of a format, which must be one. */
const jb_format_row *jb_format_row_of(jb_format format);
/* Does everybody answer for themselves, and is scored at the reveal? */
bool jb_format_is_crowd(const jb_format_row *row);
/* Is there somebody to look at: a seat whose turn it is, or one that is out? If not, all answer. */
bool jb_format_has_stage(const jb_format_row *row);
/* Is one seat heard at a time, and its answer ruled right or wrong by itself? */
bool jb_format_is_oral(const jb_format_row *row);
/* Do all turns of a seat lie together? One stretch of time and one climb are not shared out. */
bool jb_format_is_grouped(const jb_format_row *row);
/* Has each question a time limit, its own or the round's? A stretch of time has one for all, and
 * judges take their time. */
bool jb_format_limits_questions(const jb_format_row *row);
/* What an open turn of it waits for at first. */
jb_step jb_format_first_step(const jb_format_row *row);

#endif
