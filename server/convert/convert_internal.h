#ifndef JINBANG_CONVERT_INTERNAL_H
#define JINBANG_CONVERT_INTERNAL_H

/*
 * What the writers share: the bank that is written, its questions taken apart, and what is said
 * about parts that a format cannot hold. A writer is one row in convert.c and one file write_*.c.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "jinbang/bank.h"
#include "jinbang/bank_tree.h"
#include "jinbang/buffer.h"
#include "jinbang/convert.h"
#include "jinbang/limits.h"
#include "jinbang/rules.h"

/* ---- a bank that is being written ---- */

/* What a format may have no place for at all. It is said once, with how many questions have it. */
typedef enum jb_lost {
    JB_LOST_LANGUAGES,
    JB_LOST_POINTS,
    JB_LOST_TIME,
    JB_LOST_DIFFICULTY,
    JB_LOST_CATEGORY,
    JB_LOST_TAGS,
    JB_LOST_SOURCE,
    JB_LOST_EXPLANATION,
    JB_LOST_HOST_NOTE,
    JB_LOST_MEDIA,
    JB_LOST_ORDER, /* whether options are shuffled */
    JB_LOST_FEEDBACK,
    JB_LOST_GRADING,
    JB_LOST_TITLE,
    JB_LOST_WEIGHTS, /* of options */
    JB_LOST_COUNT
} jb_lost;

typedef struct jb_writing {
    const jb_bank *bank;
    const cJSON *tree;
    const jb_convert_options *options;
    const char *language; /* in which texts are written */
    const char *fallback; /* the bank's own */
    jb_report *report;
    jb_buffer *out;
    jb_status status; /* the first failure */
    uint32_t lost[JB_LOST_COUNT];
    const cJSON *next;    /* the question after the one at hand */
    uint32_t number;      /* of the one at hand, from 1; 0: none yet */
    const char *excerpt;  /* of its stem */
    const char *holds_no; /* what the format is called in messages */
} jb_writing;

void jb_writing_fail(jb_writing *w, jb_status status);
/* The text of a map in the language that is written. */
const char *jb_writing_text(const jb_writing *w, const cJSON *map);

/* notes.c: about the question at hand. */
void jb_left_out(jb_writing *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
void jb_cut(jb_writing *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* About the whole. */
void jb_cut_whole(jb_writing *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Says what was lost of how many questions. */
void jb_say_lost(jb_writing *w);

/* ---- a question taken apart: view.c ---- */

typedef struct jb_view_option {
    const char *id;
    const cJSON *text;     /* map; NULL: only a medium */
    const char *medium;    /* id, or NULL */
    const cJSON *feedback; /* map, or NULL */
    bool right;
    bool fixed;
    bool has_weight;
    double weight;
} jb_view_option;

/* Everything is borrowed from the bank. */
typedef struct jb_view {
    const cJSON *node;
    const char *id;
    jb_kind kind;
    const char *title;                           /* or NULL */
    const cJSON *stem, *explanation, *host_note; /* maps; the last two may be NULL */
    const cJSON *tags, *media, *source;          /* or NULL */
    const char *category;                        /* id, or NULL */
    jb_view_option options[JB_OPTIONS_MAX];
    uint8_t option_count;
    jb_view_option targets[JB_OPTIONS_MAX];
    uint8_t target_count;
    uint8_t right_count;           /* options that are right */
    uint8_t order[JB_OPTIONS_MAX]; /* ordering */
    uint8_t pairs[JB_OPTIONS_MAX]; /* matching: target of each option */
    bool truth;                    /* truefalse */
    const cJSON *answer;           /* the object */
    const cJSON *accepts;          /* numeric: array */
    const cJSON *blanks;           /* text: array */
    bool has_points, has_time;     /* by the question or the bank */
    int64_t points;                /* hundredths */
    uint32_t time_ms;
    uint8_t difficulty; /* 0: not stated */
    bool keep_order;    /* options are not shuffled */
    uint8_t keep_last;  /* this many stay at the end */
    bool grading;       /* the question states how it is graded */
} jb_view;

/* The next question; false at the end, or when something has failed. */
bool jb_view_next(jb_writing *w, jb_view *view);
/* The question has been written. */
void jb_view_written(jb_writing *w, const jb_view *view);
/* Does a category other than *category begin with this question? Then it becomes *category. */
bool jb_view_begins(const jb_view *view, const char **category);
/* A bare string of a member, or NULL. */
const char *jb_string_of(const cJSON *node, const char *name);
double jb_number_of(const cJSON *node, const char *name, double fallback);
bool jb_bool_of(const cJSON *node, const char *name, bool fallback);
/* Counts what of a question has no place in formats without it: one bit for each jb_lost. */
void jb_view_lose(jb_writing *w, const jb_view *view, uint32_t things);
#define JB_LOSE(thing) (1U << (thing))

/* The path of a category in the language that is written, parts joined by '/'. What stands in place
 * of a slash in a part, and of a backslash, is the format's. Appends. */
void jb_view_category(const jb_writing *w, const char *id, const char *slash, const char *backslash,
                      jb_buffer *out);
/* The entry of a medium in the list of media, or NULL. */
const cJSON *jb_view_medium(const jb_writing *w, const char *id);
/* Its bytes, from the bank or from who keeps them. Empty: not at hand. */
void jb_view_bytes(jb_writing *w, const cJSON *medium, jb_buffer *out);

/* A tolerance in the unit of the value: relative ones are multiplied out. */
void jb_view_tolerance(const cJSON *accept, char out[32]);
/* Shares as Moodle knows them (100, 90, 83.33333 ...), in percent: the nearest one's text, with its
 * sign; *exact tells whether it is meant. */
const char *jb_moodle_share(double weight, bool *exact, char out[32]);

/* ---- writers ---- */

void jb_write_json(jb_writing *w);
void jb_write_qbank(jb_writing *w);
void jb_write_csv(jb_writing *w);
void jb_write_xlsx(jb_writing *w);
void jb_write_gift(jb_writing *w);
void jb_write_moodle(jb_writing *w);
void jb_write_aiken(jb_writing *w);
void jb_write_kahoot(jb_writing *w);

/* The document, one question a line. */
void jb_write_document(const cJSON *tree, jb_writing *w, jb_buffer *out);

#endif
