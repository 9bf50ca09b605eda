#ifndef JINBANG_PROOF_H
#define JINBANG_PROOF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jinbang/results.h"

/*
 * Everything that the database can be asked about one contest, at one moment, from the file alone:
 * chain, plan, invariants, sums, results, names, pictures, and the heads that people were shown or
 * have noted (docs/trust.md says what that proves).
 */
enum {
    JB_NOTED_DIGITS_MIN = 8
};

/* A head as somebody noted it: the number of an entry and how its hash begins. */
typedef struct jb_noted_head {
    uint64_t seq;
    char digits[JB_HASH_HEX_SIZE]; /* lower-case hexadecimal, at least JB_NOTED_DIGITS_MIN */
} jb_noted_head;

/* Reads "SEQ:DIGITS"; spaces, dots, dashes and hyphens between the digits are left out, as people
 * set them. JB_ERR_INVALID. */
jb_status jb_noted_head_read(const char *text, jb_noted_head *out) JB_MUST_CHECK;

typedef struct jb_proof_of {
    const jb_contest_row *contest; /* as it is stored, with its plan */
    const jb_rules *rules;         /* of that plan */
    jb_slice title;                /* the plan's; empty: not compared */
    const jb_hash *media;          /* of the plan */
    size_t media_count;
    const jb_noted_head *noted;
    size_t noted_count;
    /* Gets the results when all of it holds, borrowed for the call. NULL: nobody wants them */
    void (*proved)(void *user, const jb_results *results);
    void *user;
} jb_proof_of;

typedef struct jb_proof {
    jb_log_head head;
    bool finished;
    bool compared; /* there were stored results */
    /* The last entry that the stored results know of; others may have been made since the contest
     * has ended, and are written into them at once, or at the next start. */
    uint64_t compared_at;
    uint32_t participants;
    uint32_t names_erased;
    uint32_t heads_shown; /* heads that were kept when they were shown, all on the chain */
} jb_proof;

/* On a connection without a transaction: it makes its own, which writes nothing, so that a contest
 * that is being played is seen at one moment. JB_ERR_CORRUPT: something does not hold, and `why`
 * says what and where, the first of it; the proof says how far it came. */
jb_status jb_proof_make(jb_db *db, const jb_proof_of *of, jb_proof *proof,
                        jb_buffer *why) JB_MUST_CHECK;

#endif
