#ifndef JINBANG_ANSWER_H
#define JINBANG_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

#include "jinbang/limits.h"
#include "jinbang/rules.h"

/*
 * One answer, in one fixed size so that the engine never allocates. Typed text is kept twice: as it
 * was typed, and folded for comparison. Folding is done where the answer comes in and is written to
 * the log, so that a replay never depends on the Unicode tables of the day. Blanks are separated by
 * line feeds, which a typed answer cannot hold.
 */
typedef struct jb_answer {
    jb_kind kind;
    uint8_t count;                 /* ordering: options; text: blanks; matching: left items */
    uint32_t options;              /* single, multiple, truefalse: bits */
    int64_t number;                /* numeric: millionths */
    uint8_t items[JB_OPTIONS_MAX]; /* ordering: option at each place; matching: target or NO_ITEM */
    uint16_t raw_size;
    uint16_t folded_size;
    char raw[JB_ANSWER_TEXT_MAX];
    char folded[JB_ANSWER_FOLDED_MAX];
} jb_answer;

/* A part of the whole: num / den, 0 <= num <= den, den > 0. */
typedef struct jb_share {
    int64_t num;
    int64_t den;
} jb_share;

/* Does the answer fit the question at all (kind, ids in range, a permutation, ...)? */
bool jb_answer_fits(const jb_key *key, const jb_answer *answer);

bool jb_answer_equal(const jb_answer *a, const jb_answer *b);

/* The same for two answers that a key cannot tell apart, and all but surely different for others;
 * never 0. Typed text counts as it is compared, folded. */
uint64_t jb_answer_hash(const jb_answer *answer);

/* What share of the question the answer earns, by the key's grading:
 * all_or_nothing; subset_half: a proper non-empty subset of the right set earns half, any wrong
 * option nothing; right_minus_wrong: (right - wrong) / number of right ones, never below 0;
 * per_part: right places, pairs or blanks over all of them. The answer must fit. */
jb_share jb_answer_grade(const jb_key *key, const jb_answer *answer);

/* Whole hundredths for a share, rounded once, half away from zero: nothing earned gives `wrong`;
 * otherwise right * share, with linear speed times (floor + (1 - floor) * time left / window).
 * window_ms 0: no limit, full points. */
int64_t jb_points_for(const jb_question_rules *turn, const jb_round_rules *round, jb_share share,
                      jb_time elapsed_ms, jb_time window_ms);

/* The fair time of an answer (protocol, "Fair time"): the server measured `measured_ms` from the
 * opening; `credit_ms` is half the round trip, already capped. What the phone claims counts only
 * between measured - credit and measured; otherwise, or with claim_ms < 0, measured - credit does.
 * Never below 0. */
jb_time jb_fair_time(jb_time measured_ms, jb_time credit_ms, jb_time claim_ms);

#endif
