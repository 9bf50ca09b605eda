#ifndef JINBANG_IMPORT_DOCX_H
#define JINBANG_IMPORT_DOCX_H

/* The text of a .docx: what read_docx.c and docx_*.c share. */

#include "chinese_internal.h"
#include "formats.h"
#include "markup.h"

#include "jinbang/memory.h"

enum {
    DOCX_LEVELS = 9,
    DOCX_LISTS_MAX = 2000,
    DOCX_PART_BYTES_MAX = 32 * 1024 * 1024, /* of document.xml, unpacked */
    DOCX_SMALL_BYTES_MAX = 4 * 1024 * 1024  /* of numbering.xml and the relations */
};

/* How a level of a list is numbered. */
typedef enum docx_format {
    DOCX_NONE, /* bullets, too */
    DOCX_DECIMAL,
    DOCX_UPPER,
    DOCX_LOWER,
    DOCX_HAN,
    DOCX_CIRCLED
} docx_format;

typedef struct docx_level {
    docx_format format;
    char text[32]; /* "%1、" */
} docx_level;

typedef struct docx_list {
    uint32_t id; /* of the abstract list */
    docx_level levels[DOCX_LEVELS];
} docx_list;

typedef struct docx_number {
    uint32_t id;
    uint32_t list; /* the abstract list's id */
    uint32_t counters[DOCX_LEVELS];
} docx_number;

typedef struct docx_relation {
    const char *id;
    const char *target;
    uint32_t medium;
    bool read; /* the medium has been looked at */
} docx_relation;

typedef struct docx {
    const jb_import_file *file;
    jb_draft *draft;
    jb_memory memory;
    bool failed;

    docx_list *lists;
    uint32_t list_count;
    docx_number *numbers;
    uint32_t number_count;
    docx_relation *relations;
    uint32_t relation_count;
    uint32_t relation_capacity;

    jb_buffer text;
    cn_medium *media;
    uint32_t media_count;
    size_t media_capacity;
    uint32_t *places; /* of each line of the text: its paragraph */
    uint32_t place_count;
    size_t place_capacity;
} docx;

/* docx_parts.c: the parts beside the document. Missing ones are no fault. */
void jb_docx_read_parts(docx *d);
/* The number of a paragraph of a list, as Word shows it; counts on. "" if it has none. */
void jb_docx_number(docx *d, uint32_t number, uint32_t level, bool again, jb_buffer *out);
/* Is its level one of letters? */
bool jb_docx_letters(const docx *d, uint32_t number, uint32_t level);
/* The medium that a relation leads to. */
uint32_t jb_docx_medium(docx *d, const char *relation, jb_where where, const char *alt);

/* docx_text.c: fills text, media and places. False: reported, or memory. */
bool jb_docx_read_text(docx *d);

#endif
