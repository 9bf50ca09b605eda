#ifndef JINBANG_CONTEST_DATA_H
#define JINBANG_CONTEST_DATA_H

#include "jinbang/db.h"
#include "jinbang/export.h"
#include "jinbang/plan.h"
#include "jinbang/proof.h"
#include "jinbang/results.h"

/*
 * One contest as it lies in the store, with its plan loaded: what the command line and the HTTP
 * interface both need to export and verify results.
 */
typedef struct jb_contest_data {
    int64_t contest;
    char *id;
    char *code;
    char *title; /* text map */
    char *plan_text;
    jb_plan *plan;
    jb_time created_at;
    jb_time finished_at;
    bool open;
    uint32_t players; /* in the stored results */
    bool archived;
    jb_time opens_at, closes_at; /* window contests; 0: live */
} jb_contest_data;

/* By id or code. JB_ERR_NOT_FOUND, JB_ERR_CORRUPT (the plan), JB_ERR_IO, JB_ERR_MEMORY. */
jb_status jb_contest_data_read(jb_db *db, const char *id, jb_contest_data *data) JB_MUST_CHECK;
void jb_contest_data_finish(jb_contest_data *data);

/* Heads that somebody has noted. */
typedef struct jb_noted_heads {
    jb_noted_head *items;
    size_t count;
} jb_noted_heads;

/* Who has won what: a line each or, with `json`, an object with "awards" and "lotteries", empty if
 * there are none. */
typedef struct jb_contest_won {
    bool json;
    jb_buffer text;
} jb_contest_won;

/* Reads a contest, by id or code, and proves it, see jb_proof_make(). `noted` may be NULL, and
 * `won`, which is written if all holds. `why` gets a sentence for every failure. JB_ERR_NOT_FOUND;
 * JB_ERR_CORRUPT: it does not hold. */
jb_status jb_contest_prove(jb_db *db, const char *id, const jb_noted_heads *noted, jb_proof *proof,
                           jb_contest_won *won, jb_buffer *why) JB_MUST_CHECK;
/* Builds the results and appends them in a format, or the log; `answers`: JSON with everybody's
 * answers. `why` gets a sentence, or is left empty and jb_db_why() has it. */
jb_status jb_contest_data_export(jb_db *db, const jb_contest_data *data, jb_export_format format,
                                 bool answers, jb_buffer *out, jb_buffer *why) JB_MUST_CHECK;

#endif
