#ifndef JINBANG_BANK_DOCTOR_H
#define JINBANG_BANK_DOCTOR_H

/*
 * The doctor looks at good questions together: what each of them may be by itself and is probably
 * not meant by whoever made the bank. All it says are warnings, at most one of a code for a
 * question, and one for the bank where it is about the bank.
 */

#include "bank_internal.h"

#include "jinbang/table.h"

enum {
    /* Two questions with the same answer are similar if so many percent of the pieces of both
     * texts are in both: three characters each, without spaces and punctuation. */
    JB_DOCTOR_SIMILAR = 70,
    JB_DOCTOR_SIMILAR_TRUTH = 90, /* true and false are the answer of half of all */
    JB_DOCTOR_PIECES_MIN = 10,    /* shorter texts are compared as a whole only */
    JB_DOCTOR_PIECES_MAX = 1000,  /* of a longer text, its beginning */
    /* Where the right answer stands is looked at from so many questions with one right option. */
    JB_DOCTOR_CHOICES_MIN = 20,
    JB_DOCTOR_ERRORS = 4,         /* standard errors from chance */
    JB_DOCTOR_SHARE = 150,        /* and so many percent of what chance would give */
    JB_DOCTOR_LONGER = 133,       /* percent of the next longest option */
    JB_DOCTOR_LONGEST_SHARE = 50, /* percent of questions where the longest is right */
    JB_DOCTOR_TOLD_HAN = 4,     /* columns of an answer that a text may tell: two Han characters */
    JB_DOCTOR_SOURCES_FROM = 20 /* questions of a bank that is asked for its sources */
};

typedef struct jb_doctor {
    jb_reader *reader;
    const jb_bank *bank;
    bool has_source; /* the bank says where it is from */
    jb_buffer stem;  /* folded, of the question at hand */
    jb_id_set stems; /* by hash: the first question with it */
    jb_id_set said;  /* stems that were said to be there twice */
    jb_table pieces; /* by band: the first question with it (doctor_similar.c) */
    uint32_t sourceless;
    uint32_t present[JB_LANGUAGES_MAX]; /* questions that are there in a language of the bank */
    /* Questions with one right option: how many of them have it here; what chance would give, and
     * its variance. */
    uint32_t choices;
    uint32_t right_at[JB_OPTIONS_MAX];
    double expected[JB_OPTIONS_MAX];
    double variance[JB_OPTIONS_MAX];
    uint32_t long_choices; /* of them, those with three options and more */
    uint32_t longest_right;
} jb_doctor;

void jb_doctor_init(jb_doctor *doctor, jb_reader *reader, const jb_bank *bank, const cJSON *source);
/* The next good question; it will be bank->entries[bank->count]. */
void jb_doctor_see(jb_doctor *doctor, const jb_question *question);
/* What it says of the whole bank, at `place`. */
void jb_doctor_conclude(jb_doctor *doctor, const cJSON *place);
void jb_doctor_finish(jb_doctor *doctor);

/* doctor_similar.c: the first question before this one that asks the same in nearly the same words;
 * JB_ID_NONE: there is none. `answer` is a hash of the right answer. */
uint32_t jb_doctor_similar(jb_doctor *doctor, const jb_question *question, uint64_t answer);
/* doctor_answer.c: a hash of what is right. */
uint64_t jb_doctor_answer(jb_doctor *doctor, const jb_question *question);
/* The right answer that the stem holds while it holds no wrong one; NULL: it does not. */
const char *jb_doctor_told(jb_doctor *doctor, const jb_question *question);

#endif
