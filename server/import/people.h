#ifndef JINBANG_IMPORT_PEOPLE_H
#define JINBANG_IMPORT_PEOPLE_H

/* What the files people_*.c share. */

#include "draft_internal.h"
#include "grid.h"
#include "jinbang/memory.h"
#include "jinbang/people_file.h"

typedef enum jb_people_field {
    JB_PEOPLE_NONE,    /* not known */
    JB_PEOPLE_NUMBER,  /* of the row: known, and of no use */
    JB_PEOPLE_PRIVATE, /* phone, identity, address: never kept */
    JB_PEOPLE_NAME,
    JB_PEOPLE_UNIT,
    JB_PEOPLE_CODE,
    JB_PEOPLE_STAFF_NUMBER, /* a code that others know, too */
    JB_PEOPLE_SIZE,
    JB_PEOPLE_TITLE, /* "name", "名称": of a person in a roster, of a unit in a list of units */
    JB_PEOPLE_FIELD_COUNT
} jb_people_field;

/* people_words.c: what a header cell means. */
jb_people_field jb_people_field_of(jb_slice header);
/* A number of a phone or of a Chinese identity card. */
bool jb_people_is_private(jb_slice text);
/* "合计", "total": the row under a list of units. */
bool jb_people_is_total(jb_slice text);
/* "35", "1,200", "35人". False: not a number, or too large. */
bool jb_people_size(jb_slice text, uint32_t *size);

enum {
    JB_UNIT_SIZE_MAX = 1000000 /* as in a contest file */
};

/* Where the columns are; 0: there is none. */
typedef struct jb_people_map {
    uint32_t row; /* of the header; 0: there is none */
    uint32_t name, unit, code, size;
    bool staff_numbers; /* `code` is such a column */
} jb_people_map;

/* A file on its way. */
typedef struct jb_people_reading {
    const jb_people_options *options;
    jb_draft *draft;
    jb_people_map map;
    jb_memory memory; /* of what comes out */
    jb_person *people;
    uint32_t person_count;
    size_t person_capacity;
    jb_unit_size *units;
    uint32_t unit_count;
    size_t unit_capacity;
    uint32_t private_codes; /* left out */
    uint32_t private_line;  /* the first of them */
    bool full;
    bool found; /* a table */
} jb_people_reading;

/* people_header.c: how much a sheet looks like people, or units. */
int jb_people_likeness(const jb_sheet *sheet);
/* Is there a header among the first rows that names what is wanted? */
bool jb_people_has_header(const jb_sheet *sheet, jb_people_kind kind);
/* Is this row a header? *map is then what it says; a column of the name that is wanted may still be
 * missing. */
bool jb_people_header(const jb_row *row, jb_people_kind kind, jb_people_map *map);
/* Finds the header, or does without; reports columns that are left out. *first is the index of the
 * first row below. False: there is no name of a person, or unit; reported. */
bool jb_people_find(jb_people_reading *reading, const jb_sheet *sheet, uint32_t *first);

/* people_rows.c */
void jb_people_take(jb_people_reading *reading, const jb_row *row);
/* The rows have ended: people of one name, units of one name. */
void jb_people_compare(jb_people_reading *reading);

/* Room for one more; NULL: memory has run out, which the draft remembers. */
void *jb_people_grown(jb_people_reading *reading, void *things, size_t count, size_t *capacity,
                      size_t size);

#endif
