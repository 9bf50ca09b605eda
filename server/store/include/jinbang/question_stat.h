#ifndef JINBANG_QUESTION_STAT_H
#define JINBANG_QUESTION_STAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jinbang/db.h"

/*
 * How good a question is at telling those who know from those who do not, by what people made of
 * it.
 *
 * The figure is the corrected point-biserial correlation (item-rest correlation): the correlation
 * between being right on a question (1 or 0) and the share of everything else that the same person
 * got. The question itself is left out of the rest, or it would correlate with itself (S.
 * Henrysson, "Correction of item-total correlations in item analysis", Psychometrika 28, 1963,
 * 211-218). Below 0: those who know more got it wrong more often, so its key should be looked at.
 *
 * It follows from five whole numbers that only grow, so that contests can be put together without
 * going through their logs again. No floating point: the same log gives the same figure everywhere.
 */
typedef struct jb_question_tally {
    int64_t asked; /* observations: papers, or participants who were asked */
    int64_t right; /* of them right on the whole question */
    int64_t sum_x; /* x: share of all else, in millionths */
    int64_t sum_xx;
    int64_t right_x; /* x of those who were right */
} jb_question_tally;

enum {
    JB_TALLY_MAX = 2 * 1024 * 1024, /* observations; more are not counted, so that sums fit */
    JB_TALLY_WHOLE = 1000000        /* x lies between minus this and this */
};

/* Counts one observation: `got` of `all` points (or right answers) elsewhere. Less than minus
 * `all`, or more than `all`, counts as that; all <= 0 (there was nothing else) as a share of 0. */
void jb_tally_add(jb_question_tally *tally, bool right, int64_t got, int64_t all);

/* The correlation in thousandths, from -1000 to 1000, over all tallies, each of a contest of its
 * own: what is compared is people of the same contest (pooled within contests), so an easy contest
 * beside a hard one makes no correlation. False: there is none, because all were right, all were
 * wrong, or all had the same share. */
bool jb_discrimination(const jb_question_tally *tallies, size_t count, int32_t *thousandths);

/* ---- the table: what contests that are over made of the questions of a bank ---- */

typedef struct jb_question_stat {
    jb_slice bank;     /* id */
    jb_slice question; /* id in it */
    int64_t contest;
    jb_question_tally tally;
} jb_question_stat;

/* Replaces what the contest has there, in one transaction. Rows of banks that are gone, or have no
 * id, are left out; several of one question are added up. */
jb_status jb_db_question_stat_put(jb_db *db, int64_t contest, const jb_question_stat *rows,
                                  size_t count) JB_MUST_CHECK;

/* Rows are borrowed for the call. A callback that returns false stops. */
typedef bool (*jb_question_stat_each)(void *user, const jb_question_stat *row);

/* Of a bank, question by question (`bank` of the rows is empty). */
jb_status jb_db_question_stat_list(jb_db *db, const char *bank, jb_question_stat_each each,
                                   void *user) JB_MUST_CHECK;

#endif
