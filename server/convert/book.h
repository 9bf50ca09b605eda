#ifndef JINBANG_CONVERT_BOOK_H
#define JINBANG_CONVERT_BOOK_H

/* Workbooks of questions: opening one, its formats, its cells. */

#include <xlsxwriter.h>

#include "rows.h"

typedef struct jb_book {
    lxw_workbook *book;
    lxw_worksheet *sheet; /* the one that is written; rows rise */
    lxw_format *header;
    lxw_format *text; /* what people type stays as they typed it */
    lxw_format *number;
    lxw_format *help;
    lxw_error error; /* the first */
    bool out_of_memory;
} jb_book;

/* Writes a workbook into `out`: `write` fills it. JB_ERR_IO, JB_ERR_MEMORY. */
typedef void (*jb_book_write)(void *user, jb_book *book);
jb_status jb_book_make(jb_book_write write, void *user, jb_buffer *out) JB_MUST_CHECK;

void jb_book_sheet(jb_book *book, const char *name);
void jb_book_text(jb_book *book, lxw_row_t row, uint32_t column, jb_slice text, lxw_format *format);
void jb_book_number(jb_book *book, lxw_row_t row, uint32_t column, double number);
void jb_book_width(jb_book *book, uint32_t column, double width, lxw_format *format);
/* The header of our table in row 0, which stays in view, and the widths of its columns. */
void jb_book_header(jb_book *book, const jb_columns *columns, bool chinese);
/* A cell of our table: numbers where people expect numbers. */
void jb_book_cell(jb_book *book, lxw_row_t row, uint32_t index, const jb_column *column,
                  jb_slice cell);

#endif
