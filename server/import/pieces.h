#ifndef JINBANG_IMPORT_PIECES_H
#define JINBANG_IMPORT_PIECES_H

/*
 * The texts of one question, made plain while it is read: they may be HTML, may show pictures, and
 * live until the next question begins. GIFT, Moodle XML and QTI use it.
 */

#include "draft.h"
#include "jinbang/memory.h"

typedef enum jb_form {
    JB_FORM_AUTO, /* plain text in which tags count if they look like such */
    JB_FORM_HTML,
    JB_FORM_PLAIN,
    JB_FORM_MARKDOWN /* read as AUTO: what is shown keeps its marks */
} jb_form;

/* A picture that stands in the file itself, by the name a text shows it by. JB_DRAFT_MEDIA_NONE and
 * *known false: there is none of that name. */
typedef uint32_t (*jb_pieces_find)(void *user, jb_slice name, jb_slice alt, bool *known);

typedef struct jb_pieces {
    jb_draft *draft;
    jb_where where; /* of the question */
    jb_memory memory;
    jb_pieces_find find; /* may be NULL */
    void *user;
    jb_draft_medium_ref media[JB_QUESTION_MEDIA_MAX]; /* those of the stem and of explanations */
    uint32_t media_count;
    uint32_t seen; /* the first picture in the text that is being read */
} jb_pieces;

void jb_pieces_init(jb_pieces *pieces, jb_draft *draft);
/* A new question: what the last one had is gone. */
void jb_pieces_begin(jb_pieces *pieces, jb_where where);
void jb_pieces_finish(jb_pieces *pieces);

/* Zeroed memory that lives as long as the question. NULL: the draft remembers. */
void *jb_pieces_take(jb_pieces *pieces, size_t count, size_t size);
/* A copy that lives as long as the question. */
jb_slice jb_pieces_copy(jb_pieces *pieces, jb_slice text);

/* The plain text, without its pictures. */
jb_slice jb_pieces_text(jb_pieces *pieces, jb_slice text, jb_form form);
/* The same; all its pictures are shown with the question, or with the answer. */
jb_slice jb_pieces_shown(jb_pieces *pieces, jb_slice text, jb_form form, bool reveal);
/* Text and picture of an option. */
void jb_pieces_option(jb_pieces *pieces, jb_slice text, jb_form form, jb_draft_option *option);
/* Shows a file that a text names otherwise than as a picture, if `find` knows it. */
void jb_pieces_show(jb_pieces *pieces, jb_slice name, bool reveal);
/* Hands the media over to the question. */
void jb_pieces_give(const jb_pieces *pieces, jb_draft_question *question);
/* Options that all carry their letter in order ("A. Nile", "B. Rhine") lose it. */
void jb_pieces_labels(jb_draft_question *question);
/* A question with several right answers: weights that say no more than which are right are dropped;
 * those that do not make 100% are reported. */
void jb_pieces_weights(const jb_pieces *pieces, jb_draft_question *question);
/* The number of the target of this text, a new one if there is none such. */
uint32_t jb_pieces_target(jb_draft_question *question, jb_slice text);
/* An accepted text: "\*" is a star, any other one stands for anything. */
jb_slice jb_pieces_stars(jb_pieces *pieces, jb_slice text, bool *wildcard);
/* A category of Moodle's, "$course$/top/Rivers/Long", without the roots, which mean nothing here.
 */
jb_slice jb_pieces_category(jb_slice path);

/* Does it hold tags that mean something, not ones that are written about? */
bool jb_pieces_looks_html(jb_slice text);

/* White space at both ends taken off. */
jb_slice jb_pieces_trim(jb_slice text);
/* Begins with it. */
bool jb_slice_begins(jb_slice text, const char *with);
/* Where a byte first stands at or after `from`; text.size: nowhere. */
size_t jb_slice_find(jb_slice text, size_t from, char c);
/* The part between two offsets. */
jb_slice jb_slice_part(jb_slice text, size_t from, size_t to);
/* Copies what fits, ended by NUL. */
void jb_slice_string(jb_slice text, char *out, size_t out_size);
/* The line that begins here, without its LF; where the next one begins. */
jb_slice jb_line_from(jb_slice text, size_t at);
size_t jb_line_next(jb_slice text, size_t at);

#endif
