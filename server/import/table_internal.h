#ifndef JINBANG_IMPORT_TABLE_INTERNAL_H
#define JINBANG_IMPORT_TABLE_INTERNAL_H

/* What the files table*.c share: the fields that columns can hold, the map from columns to fields,
 * and a sheet that is being read. */

#include "item_internal.h"
#include "table.h"

typedef enum jb_field {
    JB_FIELD_NONE,   /* not known */
    JB_FIELD_NUMBER, /* the number of the question: known, and of no use */
    JB_FIELD_ID,
    JB_FIELD_TYPE,
    JB_FIELD_CATEGORY, /* several columns make a path */
    JB_FIELD_MATERIAL, /* stands before the stem */
    JB_FIELD_STEM,
    JB_FIELD_OPTION,  /* with its number */
    JB_FIELD_OPTIONS, /* all in one cell */
    JB_FIELD_WRONG,   /* wrong options only; the answer is the right one */
    JB_FIELD_ANSWER,
    JB_FIELD_TOLERANCE,
    JB_FIELD_EXPLANATION,
    JB_FIELD_POINTS,
    JB_FIELD_TIME,
    JB_FIELD_DIFFICULTY,
    JB_FIELD_TAGS,
    JB_FIELD_IMAGE,
    JB_FIELD_AUDIO,
    JB_FIELD_VIDEO,
    JB_FIELD_SOURCE,
    JB_FIELD_KEEP_ORDER,
    JB_FIELD_EXACT, /* our own writer has written this row */
    JB_FIELD_COUNT
} jb_field;

typedef struct jb_column {
    jb_field field;
    uint8_t option; /* of JB_FIELD_OPTION, from 0 */
    bool numbered;  /* the header has a number, not a letter: "Option 1" */
    bool weak;      /* "title", "content": a stem only if nothing better is there */
    char language[JB_LANG_TAG_MAX + 1];
} jb_column;

/* table_fields.c: what a header cell means. */
jb_column jb_table_column_of(jb_slice header);
/* The name of a field as reports and --columns say it ("option_c"); NULL for NONE and NUMBER. */
const char *jb_column_name(const jb_column *column, char out[64]);
/* One piece of --columns, "B=option_a" or "F=": its column and what it is. */
bool jb_column_spec(jb_slice piece, uint32_t *number, jb_column *column);
/* "A", "Z", "AA". */
const char *jb_column_letters(uint32_t column, char out[8]);

/* A table in a sheet: its header and what its columns are. */
typedef struct jb_map {
    uint32_t row; /* of the header; 0: there is none */
    jb_column columns[JB_TABLE_COLUMNS_MAX + 1];
    uint32_t column_max;
    bool numbers;   /* answers are numbers of options */
    bool from_zero; /* which begin with 0 */
    bool kahoot;
    bool exam_treasure; /* 考试宝 */
    bool stem_numbers;  /* every stem begins with the number of its question */
} jb_map;

/* table_map.c. True if the row is a header; *map is then what it says, with what the organizer
 * says about columns (may be NULL). */
bool jb_map_header(const jb_row *row, const char *columns, jb_map *map);
/* Without a header: what the organizer says, or a guess by content. */
bool jb_map_guess(const jb_sheet *sheet, const char *columns, jb_map *map);
/* Looks at all rows of the table, from row index `first` to before `end`: are answers numbers, do
 * stems begin with numbers? */
void jb_map_look(jb_map *map, const jb_sheet *sheet, uint32_t first, uint32_t end);
bool jb_map_has(const jb_map *map, jb_field field);

/* "12、" at the beginning of a stem: its size in bytes; 0: none. */
size_t jb_stem_number(jb_slice stem);
/* The text of a cell; empty if there is none. */
jb_slice jb_row_text(const jb_row *row, uint32_t column);

/* table_cell.c: the options in one cell ("A.x|B.y", "x&y", "['x', 'y']", lines). Lists are
 * unescaped into memory of the draft. */
uint32_t jb_split_options(jb_draft *draft, jb_slice cell, jb_slice parts[JB_OPTIONS_MAX]);
/* "option_s" of our template, which is not "options". */
bool jb_column_is_option(jb_slice header, jb_column *column);

/* table_row.c: a row as an item. */
typedef struct jb_table_place {
    const jb_map *map;
    jb_draft *draft;
    jb_slice section;      /* type word of the section; empty: none */
    jb_slice chapter;      /* category of the section */
    struct jb_table *said; /* hashes of fields and words that need not be told about again */
} jb_table_place;
bool jb_row_is_question(const jb_map *map, const jb_row *row);
/* The field of a cell; NONE for those that only repeat the cell above where that means nothing. */
jb_field jb_cell_field(const jb_map *map, const jb_cell *cell);
void jb_row_add(const jb_table_place *place, const jb_row *row);

#endif
