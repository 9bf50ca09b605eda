#ifndef JINBANG_BANK_H
#define JINBANG_BANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jinbang/buffer.h"
#include "jinbang/json_out.h"
#include "jinbang/limits.h"
#include "jinbang/media.h"
#include "jinbang/rules.h"
#include "jinbang/status.h"

/*
 * Question banks: reading, checking, reporting. One reader per format gives the one model; today
 * that is our own JSON (questions/schema/bank.schema.json), alone or in a package: a zip file with
 * bank.json and the media it names. A question with an error is left out and counted as a problem;
 * it is never guessed and never silently dropped.
 */

typedef enum jb_severity {
    JB_SEVERITY_ERROR,
    JB_SEVERITY_WARNING,
    JB_SEVERITY_UNSUPPORTED
} jb_severity;

enum {
    JB_PROBLEM_CODE_SIZE = 40,
    JB_PROBLEM_MESSAGE_SIZE = 480,
    JB_PROBLEM_EXCERPT_SIZE = 160,
    JB_ASKS_MAX = 8,
    JB_ASK_CODE_SIZE = 24
};

typedef struct jb_problem {
    uint32_t line;       /* from 1; of a table: the row */
    uint32_t column;     /* from 1, in characters; of a table: the column */
    uint32_t other_line; /* of the place it contradicts; 0: there is none */
    uint32_t other_column;
    jb_severity severity;
    char code[JB_PROBLEM_CODE_SIZE];       /* stable, such as "missing_field" */
    char message[JB_PROBLEM_MESSAGE_SIZE]; /* English: what is wrong and what to do */
    char excerpt[JB_PROBLEM_EXCERPT_SIZE]; /* beginning of what it is about; "" if the place says it
                                            */
} jb_problem;

enum {
    JB_PROBLEMS_MAX = 1000
};

/* A code whose meaning has to be said before its questions can be taken: 1 in an answer of true or
 * false means true in one file and false in another. */
typedef struct jb_ask {
    char code[JB_ASK_CODE_SIZE];
    uint32_t count; /* questions that wait for it */
    uint32_t line;  /* the first of them */
} jb_ask;

typedef struct jb_report {
    char format[16];         /* "json", "contest", "gift" ...; "" if not recognised */
    char encoding[16];       /* "utf-8", ...; "" if not text */
    uint32_t question_count; /* good ones */
    uint32_t by_kind[JB_KIND_COUNT];
    jb_problem *problems;
    uint32_t problem_count;
    uint32_t problems_left_out;         /* over JB_PROBLEMS_MAX */
    bool errors;                        /* any error or unsupported question */
    bool rows;                          /* places are rows and columns of a table */
    char language[JB_LANG_TAG_MAX + 1]; /* default language of the bank; "" if there is none */
    jb_ask asks[JB_ASKS_MAX];
    uint32_t ask_count;
    jb_buffer table; /* JSON: what was understood of a table (docs/protocol.md); may be empty */
} jb_report;

void jb_report_init(jb_report *report);
/* Leaves it as after jb_report_init, so that it can be used for the next file. */
void jb_report_finish(jb_report *report);

/* Adds a problem: its message and excerpt are cut to whole characters and cleaned of what would
 * disturb a terminal; past JB_PROBLEMS_MAX it is only counted. JB_ERR_MEMORY. */
jb_status jb_report_add(jb_report *report, const jb_problem *problem) JB_MUST_CHECK;
/* Puts the problems into the order of the file; those of one place stay as they were. */
void jb_report_sort(jb_report *report);

/* Writes the object of `bank check --json` (with "id" first if id is not NULL). */
void jb_report_json(const jb_report *report, const char *file, const char *id, jb_buffer *out);
/* The members of that object, without braces, so that more can follow. */
void jb_report_members(const jb_report *report, const char *file, const char *id,
                       jb_json_out *json);
/* The array of problems alone. */
void jb_report_problems_json(const jb_report *report, jb_json_out *json);
/* Lines such as "FILE:3:14: error: message [code]" for people. */
void jb_report_text(const jb_report *report, const char *file, jb_buffer *out);

/* A bank whose good questions can be played. Opaque; its questions are numbered from 0. */
typedef struct jb_bank jb_bank;

/* Reads a bank, JSON or a package, whichever its bytes say. *out is NULL if nothing of it can be
 * used (not JSON, no question left, wrong format); the report says why. JB_ERR_MEMORY is the only
 * other failure; JB_OK otherwise. The file is borrowed for the call and at most JB_BANK_BYTES_MAX
 * long, a package JB_PACKAGE_BYTES_MAX (else a problem, not a failure). The report must be as
 * jb_report_init leaves it; its problems are in the order of the text, and their lines are those of
 * bank.json. Media of a bank that is JSON alone are left out, with a warning where they are used.
 */
jb_status jb_bank_read(jb_slice file, jb_report *report, jb_bank **out) JB_MUST_CHECK;
/* The same for a JSON file whose media can be had from `source`. */
jb_status jb_bank_read_with(jb_slice file, const jb_media_source *source, jb_report *report,
                            jb_bank **out) JB_MUST_CHECK;
/* Reads what jb_bank_write has written, and takes its media as kept: they have hash and type but no
 * bytes. */
jb_status jb_bank_read_kept(jb_slice document, jb_report *report, jb_bank **out) JB_MUST_CHECK;
void jb_bank_destroy(jb_bank *bank);

/* What somebody wants changed in a bank: {"revision": n, "put": [question ...], "delete": [id ...],
 * "title": text map}, all but the revision may be left out. */
typedef struct jb_bank_order jb_bank_order;

/* Takes an order apart. *out is NULL if it is not of this form; the report says why. JB_ERR_MEMORY.
 */
jb_status jb_bank_order_read(jb_slice file, jb_report *report, jb_bank_order **out) JB_MUST_CHECK;
void jb_bank_order_destroy(jb_bank_order *order); /* NULL is fine */
int64_t jb_bank_order_revision(const jb_bank_order *order);
bool jb_bank_order_renames(const jb_bank_order *order);
/* Changes a bank that jb_bank_write has written: a question that is put takes the place of the one
 * of its id, or the last; the whole is then read as kept. *out is NULL if anything of it is wrong.
 * The report has only what is about the order: the line of a problem is the number of the question
 * in "put", from 1, or 0. An order can be used once. JB_ERR_MEMORY; JB_ERR_CORRUPT: `kept` cannot
 * be read. */
jb_status jb_bank_order_apply(jb_bank_order *order, jb_slice kept, jb_report *report,
                              jb_bank **out) JB_MUST_CHECK;

uint32_t jb_bank_count(const jb_bank *bank);
/* The document's own id; "" if it has none. */
const char *jb_bank_id(const jb_bank *bank);
/* Title in the default language. */
const char *jb_bank_title(const jb_bank *bank);
/* Writes the members "title", "questions" (how many) and "languages". */
void jb_bank_describe(const jb_bank *bank, jb_json_out *json);
/* The media that the bank lists, without faulty entries; numbered from 0. */
uint32_t jb_bank_media_count(const jb_bank *bank);
/* False: it is left out or cannot be used. Two may have the same bytes. */
bool jb_bank_medium(const jb_bank *bank, uint32_t index, jb_medium_info *out);
/* The good questions as a document of our format, ready to be kept. References to media that are
 * left out stay in it; media that are not have "sha256", "mime" and "bytes". Appends to out;
 * JB_ERR_MEMORY. */
jb_status jb_bank_write(const jb_bank *bank, jb_buffer *out) JB_MUST_CHECK;
/* The same with only the first `count` questions; media that none of them uses stay listed. */
jb_status jb_bank_write_first(const jb_bank *bank, uint32_t count, jb_buffer *out) JB_MUST_CHECK;
/* The list of its languages, as a value. */
void jb_bank_write_languages(const jb_bank *bank, jb_json_out *json);

/* Gaps of a stem that are to be filled in: three or more underscores, or brackets with nothing but
 * space in them. */
uint32_t jb_text_gaps(const char *text);

#endif
