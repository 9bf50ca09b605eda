#ifndef JINBANG_BANK_TREE_H
#define JINBANG_BANK_TREE_H

#include <stdbool.h>

#include "jinbang/bank.h"
#include "jinbang/media.h"

/*
 * A bank as the document it is: for those that write it in another format. What stands in the tree
 * has been checked, so that a member that is there is of its type and every id leads somewhere.
 */

struct cJSON;

/* The document with the good questions only. Borrowed from the bank. */
const struct cJSON *jb_bank_tree(const jb_bank *bank);
/* Borrowed, too. */
const char *jb_bank_default_language(const jb_bank *bank);
/* A medium by its id. False: there is none, or it is left out. */
bool jb_bank_medium_of(const jb_bank *bank, const char *id, jb_medium_info *out);

/* The text of a map in a language: exact tag, its parents, the same for `fallback`, any. Never NULL
 * for a map of a bank. */
const struct cJSON *jb_map_text(const struct cJSON *map, const char *language,
                                const char *fallback);
/* The text of exactly this language, or NULL. */
const struct cJSON *jb_map_exact(const struct cJSON *map, const char *language);
/* Columns a text takes: wide characters (Han and its neighbours) count two. */
uint32_t jb_text_width(const char *text);

#endif
