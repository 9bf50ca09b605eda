#ifndef JINBANG_IMPORT_MOODLE_H
#define JINBANG_IMPORT_MOODLE_H

/* What read_moodle.c (elements) and moodle_question.c (what a question means) share. */

#include "pieces.h"

enum {
    JB_MOODLE_ANSWERS_MAX = 128,
    JB_MOODLE_FILES_MAX = 32,
    JB_MOODLE_TAGS_MAX = 32
};

/* A text as it stands in the file. Files belong to the element that holds the text: its area. */
typedef struct jb_moodle_text {
    jb_slice text;
    jb_form form;
    uint32_t area;
} jb_moodle_text;

typedef struct jb_moodle_answer {
    jb_moodle_text text; /* of a subquestion: its left side */
    jb_moodle_text right;
    jb_moodle_text feedback;
    jb_slice tolerance;
    double fraction; /* in percent */
} jb_moodle_answer;

typedef struct jb_moodle_file {
    jb_slice name; /* with its folder, "sub/x.png" */
    jb_slice bytes;
    uint32_t area;
    bool added; /* to the draft, as `medium` */
    uint32_t medium;
} jb_moodle_file;

/* All of it lives in the pieces. */
typedef struct jb_moodle_question {
    jb_where where;
    jb_slice type;
    jb_moodle_text name, stem, general;
    jb_moodle_answer *answers; /* JB_MOODLE_ANSWERS_MAX */
    uint32_t answer_count;     /* may be more: the rest was not kept */
    jb_moodle_file *files;     /* JB_MOODLE_FILES_MAX */
    uint32_t file_count;
    jb_slice *tags; /* JB_MOODLE_TAGS_MAX */
    uint32_t tag_count;
    jb_slice id, grade, unit;
    bool several;    /* <single>false */
    bool keep_order; /* <shuffleanswers>0 */
    bool case_sensitive;
} jb_moodle_question;

/* Adds it to the draft, or says why not. pieces->user is the question while its texts are made
 * plain. */
void jb_moodle_add(jb_pieces *pieces, jb_moodle_question *question, jb_slice category);

#endif
