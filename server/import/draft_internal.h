#ifndef JINBANG_IMPORT_DRAFT_INTERNAL_H
#define JINBANG_IMPORT_DRAFT_INTERNAL_H

/* What the files draft*.c and import.c share. */

#include "draft.h"
#include "jinbang/import.h"
#include "jinbang/json_out.h"
#include "jinbang/memory.h"
#include "jinbang/table.h"

enum {
    JB_DRAFT_EXCERPT = 120, /* bytes kept of a stem */
    JB_DRAFT_CODES_MAX = 8,
    JB_DRAFT_NUMBER_SIZE = 48
};

typedef enum jb_script {
    JB_SCRIPT_LATIN,
    JB_SCRIPT_HAN,
    JB_SCRIPT_KANA,
    JB_SCRIPT_HANGUL,
    JB_SCRIPT_CYRILLIC,
    JB_SCRIPT_GREEK,
    JB_SCRIPT_HEBREW,
    JB_SCRIPT_ARABIC,
    JB_SCRIPT_THAI,
    JB_SCRIPT_DEVANAGARI,
    JB_SCRIPT_TIBETAN,
    JB_SCRIPT_MONGOLIAN,
    JB_SCRIPT_COUNT
} jb_script;

/* What a line of the document is about. */
typedef struct jb_draft_line {
    jb_where where;
    const char *excerpt;
} jb_draft_line;

typedef struct jb_draft_media {
    jb_where where;
    jb_media_kind kind;
    jb_slice bytes; /* in the memory of the draft */
    jb_hash hash;   /* of the bytes */
    jb_buffer alt;  /* tidy; may be empty */
} jb_draft_media;

typedef struct jb_draft_category_row {
    uint32_t parent;   /* its number, from 1; 0: none */
    const char *title; /* tidy; in the memory of the draft */
} jb_draft_category_row;

typedef struct jb_draft_code {
    char text[JB_ASK_CODE_SIZE];
    bool truth;
} jb_draft_code_row;

struct jb_draft {
    const jb_import_options *options;
    jb_report *report;
    const char *format; /* for imported_from */
    bool failed;        /* memory has run out */
    jb_memory memory;

    /* The questions as JSON, one a line; where the file's language belongs stands nothing yet. */
    jb_buffer questions;
    size_t *holes;
    size_t hole_count, hole_capacity;
    jb_draft_line *lines; /* of each question */
    uint32_t count;
    size_t line_capacity;
    jb_table ids;
    size_t weight; /* of the tree that the questions will be */

    jb_draft_media *media;
    uint32_t media_count;
    size_t media_capacity;
    size_t media_bytes; /* of all, so far */

    jb_draft_category_row *categories; /* parents before their children */
    uint32_t category_count;
    size_t category_capacity;
    jb_table category_ids;

    jb_buffer title, description, license, url; /* tidy */
    jb_draft_code_row codes[JB_DRAFT_CODES_MAX];
    uint32_t code_count;
    uint32_t letters[JB_SCRIPT_COUNT]; /* of stems, by script */
    uint32_t traditional, simplified;  /* Han characters that are only the one */
    jb_buffer scratch;
};

void jb_draft_init(jb_draft *draft, const jb_import_options *options, const char *format,
                   jb_report *report);
void jb_draft_finish(jb_draft *draft);

/* draft_language.c: counts a stem's letters; the language that they make likely. */
void jb_draft_count_letters(jb_draft *draft, jb_slice text);
const char *jb_draft_language(const jb_draft *draft);

/* draft_category.c: the id of a category given by its path, made when it is new; "" if it has no
 * name. Returns `id`. */
const char *jb_draft_category(jb_draft *draft, jb_slice path, char id[16]);

/* draft_number.c: any usual notation of a number ("1,5", "−3", "1e3", "１２", "1 000") as a decimal
 * string that our format takes. *rounded: it had more than six places. False: not a number, or not
 * sure which ("1,234"). */
bool jb_draft_number(jb_slice text, char out[JB_DRAFT_NUMBER_SIZE], bool *rounded);

/* draft_write.c: writes the question as one line. False: it was reported or memory ran out, and
 * nothing is to be kept of it. */
bool jb_draft_write(jb_draft *draft, const jb_draft_question *question, const char *id);

/* draft_document.c: the whole as a document of our format; afterwards jb_draft_where_of tells which
 * place a line of it stands for (*excerpt is "" or borrowed). */
jb_status jb_draft_document(jb_draft *draft, jb_buffer *out) JB_MUST_CHECK;
jb_where jb_draft_where_of(const jb_draft *draft, uint32_t line, const char **excerpt);
/* Where the bank finds the draft's media. */
jb_media_source jb_draft_source(jb_draft *draft);

#endif
