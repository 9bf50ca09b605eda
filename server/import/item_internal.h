#ifndef JINBANG_IMPORT_ITEM_INTERNAL_H
#define JINBANG_IMPORT_ITEM_INTERNAL_H

/* What the files that make items share: stem.c finds things in texts, item_answer.c reads answers,
 * item_kind.c makes a question of each kind, item.c decides. */

#include "item.h"

#include "jinbang/memory.h"

/* ---- stem.c ---- */

/* The next character, full-width ASCII and spaces as ASCII; 0 at the end. */
uint32_t jb_plain_next(jb_slice *rest);
/* Without white space at its ends. */
jb_slice jb_slice_trim(jb_slice text);
/* "A甲", "A300": the letter alone counts as a label, too, before what is no letter or sign. */
int jb_option_label_glued(jb_slice text, jb_slice *rest);
/* "[单选]", "（判断题）" at the beginning: *rest is what follows. */
bool jb_stem_mark(jb_slice stem, jb_type_word *type, jb_slice *rest);
/* The same at the end, where it stays. */
bool jb_stem_mark_last(jb_slice stem, jb_type_word *type);
/* "stem A.x B.y C.z": *before is what stands before A; returns how many parts, 0 if there are not
 * at least two in order. */
uint32_t jb_labelled_parts(jb_slice text, jb_slice *before, jb_slice parts[JB_OPTIONS_MAX]);
/* Copies the stem with what stands between brackets or in underscores dropped where it is `text`
 * (folded). False: it is nowhere. */
bool jb_stem_blank_text(jb_slice stem, jb_slice text, jb_buffer *out);

/* ---- an item at work ---- */

typedef struct jb_making {
    jb_draft *draft;
    const jb_item *item;
    jb_memory memory;
    jb_type_word type;
    jb_slice stem;
    jb_slice answer; /* trimmed */
    jb_where answer_where;
    /* Options as they lie in the file, trimmed and without labels; empty where there is none. */
    jb_slice options[JB_OPTIONS_MAX];
    uint32_t option_count;
    uint8_t place[JB_OPTIONS_MAX]; /* of each option in the question, where holes are closed */
    uint32_t filled;               /* options that are there: with text or a medium */
    uint32_t marked;               /* bits of those that say of themselves that they are right */
    jb_draft_question question;
} jb_making;

/* Which options an answer names. */
typedef enum jb_named {
    JB_NAMED_NOTHING, /* it is no such answer */
    JB_NAMED_FINE,
    JB_NAMED_MISSING /* it names an option that is not there */
} jb_named;

typedef struct jb_names {
    uint8_t options[JB_OPTIONS_MAX]; /* in the order named */
    uint32_t count;
    char missing; /* letter of the first that is not there */
} jb_names;

/* Zeroed memory that lives as long as the making; NULL, and the draft has failed. */
void *jb_making_take(jb_making *making, size_t count, size_t size);
/* The text folded as typed answers are; in the memory of the making. */
jb_slice jb_making_fold(jb_making *making, jb_slice text);
bool jb_making_has(const jb_making *making, uint32_t option);
/* Letters, numbers (if the format says so) or texts of options. */
jb_named jb_read_names(jb_making *making, jb_slice answer, jb_names *names);
/* ABD: letters alone, at least one, each once and rising. */
bool jb_only_letters(jb_making *making, jb_slice answer);
/* True, false, a code, or the option that it names: 1, 0, -1 (reported). */
int jb_read_truth(jb_making *making);
/* Options whose texts are true and false; returns how many options there are of each. */
void jb_truth_options(const jb_making *making, uint32_t *trues, uint32_t *falses);

/* item_kind.c: fill making->question, or report and return false. */
bool jb_make_choice(jb_making *making);
bool jb_make_truth(jb_making *making);
bool jb_make_ordering(jb_making *making);
bool jb_make_matching(jb_making *making);
/* All options of a matching hold an arrow. */
bool jb_has_pairs(const jb_making *making);
/* item_text.c: the same for what is typed. */
bool jb_make_numeric(jb_making *making);
bool jb_make_text(jb_making *making);
/* The score is a word for a difficulty: cells of this row have moved. */
bool jb_making_moved(const jb_making *making);
/* Reports an answer; what points to cells that have moved changes the code. */
void jb_answer_error(jb_making *making, const char *code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* item_settings.c: points, time, difficulty, tags, source, order. */
void jb_make_settings(jb_making *making);

#endif
