#ifndef JINBANG_PEOPLE_FILE_H
#define JINBANG_PEOPLE_FILE_H

#include <stdint.h>

#include "jinbang/bank.h"
#include "jinbang/buffer.h"
#include "jinbang/status.h"

/*
 * Lists of people and of units, from a workbook (.xlsx) or a text with delimiters (CSV, TSV), as
 * offices and schools have them (docs/people.md). Columns are found by their header, in Chinese or
 * English; without one they stand in the order name, unit, code or unit, size. Only these are
 * taken: columns of phone numbers, numbers of identity and whatever else there is are left out, and
 * so is a cell that holds such a number. Hostile files are as welcome as those of jb_import().
 */
typedef enum jb_people_kind {
    JB_PEOPLE_ROSTER, /* a row is a person */
    JB_PEOPLE_UNITS   /* a row is a unit with its size */
} jb_people_kind;

enum {
    JB_PEOPLE_BYTES_MAX = 16 * 1024 * 1024, /* of a file */
    JB_PERSON_CODE_BYTES_MAX = 64           /* of a code as it stands in a file */
};

/* What an organizer says about a file; both may be NULL. */
typedef struct jb_people_options {
    jb_people_kind kind;
    const char *encoding; /* a name that jb_encoding_of() knows */
    const char *sheet;    /* the name of a sheet */
} jb_people_options;

/* Texts are never NULL; "": not given. */
typedef struct jb_person {
    uint32_t line;    /* row of the file */
    const char *name; /* as jb_name_clean() leaves it */
    const char *unit; /* the same; "": none */
    const char *code; /* as it stands there, without space around it; "": none */
} jb_person;

typedef struct jb_unit_size {
    uint32_t line;
    const char *name; /* as jb_name_clean() leaves it; no two fold alike */
    uint32_t size;    /* people; 0: not known */
} jb_unit_size;

/* Freed with everything in it by jb_people_file_destroy. */
typedef struct jb_people_file {
    jb_person *people; /* in the order of the file; at most JB_ENTRIES_MAX */
    uint32_t person_count;
    jb_unit_size *units; /* at most JB_TEAMS_MAX; of a roster those of its people, in the order in
                            which they first come, with how many each has */
    uint32_t unit_count;
    struct jb_memory_block *memory; /* the reader's own */
} jb_people_file;

/* *out is NULL if nothing of the file can be used; the report says why. A row with an error is left
 * out. The report must be as jb_report_init leaves it; its places are rows and columns, its
 * excerpts hold no numbers of phones or identity. The file is borrowed for the call. JB_ERR_MEMORY
 * is the only failure. */
jb_status jb_people_file_read(jb_slice file, const jb_people_options *options, jb_report *report,
                              jb_people_file **out) JB_MUST_CHECK;
void jb_people_file_destroy(jb_people_file *file); /* NULL is fine */

#endif
