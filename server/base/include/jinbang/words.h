#ifndef JINBANG_WORDS_H
#define JINBANG_WORDS_H

#include <stdbool.h>

#include "jinbang/buffer.h"
#include "jinbang/status.h"

/*
 * A list of words that no name may hold: one a line, # begins a comment. A word is looked for as a
 * whole word; one in asterisks, *so*, and one of ideographs or kana anywhere. Case, width, accents,
 * look-alike letters and signs that stand for letters make no difference, nor do signs between the
 * letters of a name that holds nothing else.
 */
typedef struct jb_words jb_words;

/* The text of a file. JB_ERR_INVALID: not UTF-8. JB_ERR_MEMORY. *out is NULL on failure. */
jb_status jb_words_create(jb_slice file, jb_words **out) JB_MUST_CHECK;
void jb_words_destroy(jb_words *words); /* NULL is fine */

/* Does the name hold one of them? Without a list (NULL) none does. */
bool jb_words_in(const jb_words *words, jb_slice name);

#endif
