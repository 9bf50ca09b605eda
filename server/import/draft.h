#ifndef JINBANG_IMPORT_DRAFT_H
#define JINBANG_IMPORT_DRAFT_H

/*
 * What a reader makes of a file: questions as structs, each with its place in the file, and
 * problems. A reader fills a jb_draft_question on its stack and adds it; the draft copies and
 * tidies it (jb_text_tidy). What is checked here is only what our own format could not say;
 * everything else is checked when the draft has become a document (import.c).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jinbang/bank.h"
#include "jinbang/buffer.h"
#include "jinbang/limits.h"
#include "jinbang/media.h"
#include "jinbang/rules.h"

typedef struct jb_draft jb_draft;

/* A place in the file, from 1. In a table the line is the row and the column the column. 0: nowhere
 * special. */
typedef struct jb_where {
    uint32_t line;
    uint32_t column;
} jb_where;

/* One text. Borrowed by the caller's question; copied when it is added. */
typedef struct jb_draft_text {
    jb_slice text; /* empty: there is none */
    /* Further languages: NULL, or `more_count` of them. */
    const struct jb_draft_tagged *more;
    uint32_t more_count;
} jb_draft_text;

typedef struct jb_draft_tagged {
    const char *language; /* BCP 47 */
    jb_slice text;
} jb_draft_tagged;

enum {
    JB_DRAFT_MEDIA_NONE = 0 /* media are numbered from 1 */
};

typedef struct jb_draft_option {
    jb_draft_text text;
    jb_draft_text feedback;
    uint32_t medium;
    bool right; /* single: any of these; multiple: all of these */
    bool fixed; /* stays at its place */
    bool has_weight;
    double weight; /* -1 to 1 */
} jb_draft_option;

/* An accepted number or text. */
typedef struct jb_draft_accept {
    jb_slice text;      /* a number: any usual notation (1,5 and 1e3 too); made a decimal string */
    jb_slice tolerance; /* numbers: absolute; empty: 0 */
    double weight;      /* 0 is taken for 1 */
    uint8_t blank;      /* text: of which blank, from 0 */
    bool wildcard;      /* text: * stands for anything */
} jb_draft_accept;

typedef struct jb_draft_medium_ref {
    uint32_t medium;
    bool reveal; /* shown with the answer, not with the question */
} jb_draft_medium_ref;

typedef struct jb_draft_question {
    jb_where where;
    jb_kind kind;
    jb_slice id; /* the file's own; empty or not usable: one is made */
    jb_slice title;
    jb_draft_text stem;
    jb_draft_text explanation;
    jb_draft_text host_note;

    jb_draft_option options[JB_OPTIONS_MAX]; /* matching: left side; ordering: in the order shown */
    uint32_t option_count;
    jb_draft_option targets[JB_OPTIONS_MAX]; /* matching: right side, distractors too */
    uint32_t target_count;
    uint8_t pairs[JB_OPTIONS_MAX];  /* matching: target of each option */
    uint8_t order[JB_OPTIONS_MAX];  /* ordering: options in the right order */
    bool truth;                     /* truefalse */
    const jb_draft_accept *accepts; /* numeric, text */
    uint32_t accept_count;
    bool any_order;      /* text: blanks in any order */
    bool case_sensitive; /* text */
    jb_draft_text unit;  /* numeric */

    bool has_points, has_time, has_difficulty;
    double points;
    uint32_t time_ms;
    uint8_t difficulty; /* 1 to 5 */
    bool keep_order;    /* options are not shuffled */
    jb_slice category;  /* path, parts separated by '/'; "\/" is a slash, "\\" a backslash */
    const jb_slice *tags;
    uint32_t tag_count;
    const jb_draft_medium_ref *media;
    uint32_t media_count;
    jb_slice citation, url, author, license; /* where the fact is from */
} jb_draft_question;

/* ---- for readers ---- */

/* Copies it. A question that cannot be written in our format (no stem, more options than
 * JB_OPTIONS_MAX, a number that is none ...) is reported at its place and not taken. Problems of
 * memory are remembered in the draft. */
void jb_draft_add(jb_draft *draft, const jb_draft_question *question);

/* Reports a problem. The message is English, says what is wrong and what to do, and needs no place.
 * `excerpt` (may be empty) is the beginning of the text it is about, so that people find it: mostly
 * the stem. */
void jb_draft_error(jb_draft *draft, jb_where where, jb_slice excerpt, const char *code,
                    const char *format, ...) __attribute__((format(printf, 5, 6)));
void jb_draft_warn(jb_draft *draft, jb_where where, jb_slice excerpt, const char *code,
                   const char *format, ...) __attribute__((format(printf, 5, 6)));
/* A question of a kind that there is no place for (essay, cloze ...): code "unsupported_kind". */
void jb_draft_unsupported(jb_draft *draft, jb_where where, jb_slice excerpt, const char *code,
                          const char *format, ...) __attribute__((format(printf, 5, 6)));
/* A code of a true/false answer whose meaning nobody has said ("1"): reported as an error
 * "ambiguous_code", and listed among the report's asks. */
void jb_draft_ask(jb_draft *draft, jb_where where, jb_slice excerpt, jb_slice code);
/* What a code means, by the options: 1 true, 0 false, -1 nobody has said. */
int jb_draft_code(const jb_draft *draft, jb_slice code);

/* Media. The bytes are copied; the number is JB_DRAFT_MEDIA_NONE if they cannot be used, which is
 * reported at `where`. `name` is what the file calls it; its kind is found in its bytes. Equal
 * bytes get one number. */
uint32_t jb_draft_medium(jb_draft *draft, jb_where where, jb_slice bytes, jb_slice name,
                         jb_slice alt);
/* One that stands beside the file or in the package that is being read (jb_import_options.media),
 * by its path; http(s) addresses are never fetched: reported as a warning "remote_media". */
uint32_t jb_draft_medium_at(jb_draft *draft, jb_where where, jb_slice path);

void jb_draft_title(jb_draft *draft, jb_slice title); /* of the whole bank */
void jb_draft_description(jb_draft *draft, jb_slice description);
void jb_draft_license(jb_draft *draft, jb_slice license, jb_slice source_url);

/* Memory that lives as long as the draft; zeroed. NULL when it runs out, which the draft remembers:
 * a reader then just returns. */
void *jb_draft_take(jb_draft *draft, size_t count, size_t size);
bool jb_draft_failed(const jb_draft *draft); /* memory has run out: stop reading */
void jb_draft_fail(jb_draft *draft);         /* the reader's own memory has run out */

/* What was understood of a table, for the report; the JSON is copied (docs/protocol.md). */
void jb_draft_table(jb_draft *draft, jb_slice json);

#endif
