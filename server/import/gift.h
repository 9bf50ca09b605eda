#ifndef JINBANG_IMPORT_GIFT_H
#define JINBANG_IMPORT_GIFT_H

/* What read_gift.c (questions) and gift_answer.c (what stands between braces) share. */

#include "pieces.h"

/* An escaped character stands in a block as one byte that no text holds, so that no part of the
 * reader takes it for a mark; it becomes the character again when a text is done. */
enum {
    JB_GIFT_COLON = 1,
    JB_GIFT_HASH,
    JB_GIFT_EQUALS,
    JB_GIFT_OPEN,
    JB_GIFT_CLOSE,
    JB_GIFT_TILDE,
    JB_GIFT_LINE
};

typedef struct jb_gift_reading {
    jb_draft *draft;
    jb_pieces pieces;
    jb_slice text;   /* the file */
    size_t at;       /* where the next line begins */
    uint32_t line;   /* its number */
    bool all_titled; /* every question of the file has a title */
    jb_buffer block; /* with escapes as above */
    jb_where where;
    jb_buffer category;
    jb_slice id; /* from the comments before the question */
    jb_slice *tags;
    uint32_t tag_count;
} jb_gift_reading;

/* Escapes made characters, "[html]" before it obeyed; *form is what holds without one, and is set
 * to it. Not made plain yet. */
jb_slice jb_gift_decode(jb_gift_reading *reading, jb_slice text, jb_form *form);

/* Reads the first question of the text, a part of a block; *text becomes what follows it. */
void jb_gift_question(jb_gift_reading *reading, jb_slice *text);
/* The answers between the braces, without general feedback; fills the question and adds it, or
 * reports why not. Stem, title, category, tags, explanation and media are there already. */
void jb_gift_answers(jb_gift_reading *reading, jb_slice answers, jb_form form,
                     jb_draft_question *question);
/* T, TRUE, F or FALSE, feedback behind it skipped: 1, 0; -1: neither. */
int jb_gift_truth(jb_slice answers);

#endif
