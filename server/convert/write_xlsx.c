/*
 * Our table as a workbook. Cells are text, so that 007 stays 007 and 1/2 does not become a day;
 * points, times and difficulties are numbers.
 */
#include "book.h"

static void write_rows(void *user, jb_book *book)
{
    jb_writing *w = user;
    jb_view view;
    jb_buffer cell;
    jb_columns columns;
    lxw_row_t row = 1;
    jb_buffer_init(&cell, 0);
    jb_columns_make(w, &columns);
    jb_book_sheet(book, w->options->chinese ? "题目" : "Questions");
    jb_book_header(book, &columns, w->options->chinese);
    while (jb_view_next(w, &view)) {
        if (!jb_row_fits(w, &view)) {
            continue;
        }
        for (uint32_t i = 0; i < columns.count; i++) {
            jb_row_cell(w, &view, &columns.list[i], &cell);
            jb_book_cell(book, row, i, &columns.list[i], jb_buffer_slice(&cell));
        }
        jb_view_written(w, &view);
        row++;
    }
    if (cell.failed) {
        jb_writing_fail(w, JB_ERR_MEMORY);
    }
    jb_buffer_finish(&cell);
}

void jb_write_xlsx(jb_writing *w)
{
    jb_writing_fail(w, jb_book_make(write_rows, w, w->out));
}
