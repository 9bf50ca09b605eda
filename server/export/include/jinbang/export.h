#ifndef JINBANG_EXPORT_H
#define JINBANG_EXPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "jinbang/json_out.h"
#include "jinbang/plan.h"
#include "jinbang/results.h"

/*
 * Results for people and other programs: CSV and XLSX for spreadsheets, JSON as protocol.md states
 * it. Each is a pure function of the results, the plan they were played by and the contest's row:
 * the same gives the same bytes.
 */
typedef enum jb_export_format {
    JB_EXPORT_JSON,
    JB_EXPORT_CSV,
    JB_EXPORT_XLSX,
    JB_EXPORT_LOG, /* not results but what they follow from: jb_export_log() */
    JB_EXPORT_COUNT
} jb_export_format;

/* "json", "csv", "xlsx", "log"; NULL if out of range. */
const char *jb_export_name(jb_export_format format);
/* JB_EXPORT_COUNT: there is none of that name. */
jb_export_format jb_export_find(const char *name);
/* The type for HTTP. */
const char *jb_export_type(jb_export_format format);
/* How deep the results must go for a format; `answers` as in jb_export. */
jb_results_depth jb_export_depth(jb_export_format format, bool answers);

enum {
    /* An export may be larger than other buffers. */
    JB_EXPORT_BYTES_MAX = 1024 * 1024 * 1024
};

typedef struct jb_export {
    const jb_results *results; /* at least as deep as jb_export_depth says */
    const jb_plan *plan;
    const char *id;
    const char *code;
    jb_time created_at;  /* wall clock */
    jb_time finished_at; /* wall clock; 0: not yet */
    bool answers;        /* JSON: with what every participant answered */
} jb_export;

/* Appends the results in any format but JB_EXPORT_LOG to `out`, which should have been initialised
 * with JB_EXPORT_BYTES_MAX. JB_ERR_MEMORY; XLSX, which goes through files in $TMPDIR or /tmp, also
 * JB_ERR_IO. On failure `why` (may be NULL) gets a sentence and what was appended is of no use. */
jb_status jb_export_write(const jb_export *from, jb_export_format format, jb_buffer *out,
                          jb_buffer *why) JB_MUST_CHECK;

/* Who has won what, of results of any depth. As members "awards" and "lotteries" of the JSON object
 * that is being written, where the contest has such; or a line each, for people. JB_ERR_MEMORY. */
void jb_export_winners_json(const jb_export *from, jb_json_out *json);
jb_status jb_export_winners_text(const jb_export *from, jb_buffer *out) JB_MUST_CHECK;

/* Appends the log of a contest as text, a line for each entry: number, contest clock, kind, body
 * and hash with single spaces between them, so that whoever has SHA-256 can check the chain
 * (docs/trust.md). Only a chain that holds is written. As jb_db_log_read(); `why` (may be NULL)
 * gets a sentence. */
jb_status jb_export_log(jb_db *db, int64_t contest, jb_buffer *out, jb_buffer *why) JB_MUST_CHECK;

#endif
