#ifndef JINBANG_IMPORT_JSON_WALK_H
#define JINBANG_IMPORT_JSON_WALK_H

/*
 * JSON of other programs, question by question. The file is scanned once, strictly; only an object
 * that is a question becomes a tree, and only for as long as its reader looks at it, so that the
 * largest file takes no more memory than its largest question. Where questions stand does not
 * matter: in a list at the top, in "questions" or "results", in lists of quizzes.
 */

#include <cjson/cJSON.h>

#include "draft.h"

typedef struct jb_json_walk_handlers {
    /* An object with "question", or a member of a list "questions" or "results". */
    void (*question)(void *user, const cJSON *node, jb_where where);
    /* "key": "text" beside the questions; depth 1 is the outermost object. May be NULL. */
    void (*label)(void *user, const char *key, jb_slice text, uint32_t depth);
    void *user;
} jb_json_walk_handlers;

/* What is not JSON, and members of lists of questions that are none, are reported; what stands
 * before a fault is read all the same. */
void jb_json_walk(jb_slice text, jb_draft *draft, const jb_json_walk_handlers *handlers);

/* For sniffing: the text begins as JSON does, and "word" is in its first 64 KiB. */
bool jb_json_mentions(jb_slice text, const char *word);

enum {
    JB_JSON_SCRATCH = 32
};

/* A text, or a number or truth value as it would be written; empty for anything else and for NULL.
 */
jb_slice jb_json_text_of(const cJSON *node, char scratch[JB_JSON_SCRATCH]);
/* The whole number of a node, also of one written as a text; false: it is none. */
bool jb_json_number_of(const cJSON *node, double *value);

#endif
