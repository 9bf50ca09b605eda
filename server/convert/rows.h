#ifndef JINBANG_CONVERT_ROWS_H
#define JINBANG_CONVERT_ROWS_H

/* Questions as rows of our table, for CSV and XLSX; the grammar of cells is in docs/import.md. */

#include "convert_internal.h"

typedef enum jb_column_field {
    JB_COLUMN_ID,
    JB_COLUMN_TYPE,
    JB_COLUMN_CATEGORY,
    JB_COLUMN_STEM,
    JB_COLUMN_OPTION,
    JB_COLUMN_ANSWER,
    JB_COLUMN_TOLERANCE,
    JB_COLUMN_EXPLANATION,
    JB_COLUMN_POINTS,
    JB_COLUMN_TIME,
    JB_COLUMN_DIFFICULTY,
    JB_COLUMN_TAGS,
    JB_COLUMN_IMAGE,
    JB_COLUMN_AUDIO,
    JB_COLUMN_VIDEO,
    JB_COLUMN_SOURCE,
    JB_COLUMN_KEEP_ORDER
} jb_column_field;

typedef struct jb_column {
    jb_column_field field;
    uint8_t option;       /* of an option: its number from 0 */
    const char *language; /* NULL: the bank's own */
} jb_column;

enum {
    JB_COLUMNS_MAX = 250,
    JB_COLUMN_OPTIONS = 8,    /* that a table always has */
    JB_CELL_BYTES_MAX = 32000 /* a spreadsheet's cell holds 32,767 characters */
};

typedef struct jb_columns {
    jb_column list[JB_COLUMNS_MAX];
    uint32_t count;
} jb_columns;

/* Those of the template. */
void jb_columns_base(jb_columns *columns);
/* Those that the bank needs. */
void jb_columns_make(jb_writing *w, jb_columns *columns);
/* Replaces what is in `cell`. */
void jb_column_header(const jb_column *column, bool chinese, jb_buffer *cell);
/* False: the question does not fit and has been reported. Says what of it is not written. */
bool jb_row_fits(jb_writing *w, const jb_view *view);
/* Replaces what is in `cell`. */
void jb_row_cell(const jb_writing *w, const jb_view *view, const jb_column *column,
                 jb_buffer *cell);

/* A spreadsheet computes what begins with = + - or @, so such a cell gets an apostrophe in front,
 * which the reader of our tables takes away. `bare`: the cell is text to a spreadsheet anyway, and
 * only one that already begins so needs it. */
bool jb_cell_guarded(jb_slice cell, bool bare);

/* write_csv.c */
void jb_csv_begin(jb_buffer *out);
/* `last`: of its row. */
void jb_csv_cell(jb_slice cell, bool last, jb_buffer *out);

/* template.c: the examples of a template, cell by cell of the base columns. */
uint32_t jb_template_rows(void);
const char *jb_template_cell(bool chinese, uint32_t row, uint32_t column);
/* template_book.c */
jb_status jb_template_book(bool chinese, jb_buffer *out) JB_MUST_CHECK;

#endif
