/*
 * Our table as CSV: UTF-8 with a byte order mark and CR LF, so that spreadsheets open it right.
 * Cells with any usual delimiter are quoted, so that a reader cannot take the wrong one for it.
 */
#include "rows.h"

#include <string.h>

void jb_csv_cell(jb_slice cell, bool last, jb_buffer *out)
{
    bool quoted = false;
    while (cell.size > 0 && (unsigned char)cell.bytes[0] <= ' ') {
        cell.bytes++;
        cell.size--;
    }
    for (size_t i = 0; i < cell.size && !quoted; i++) {
        quoted = strchr("\",;|\t\n\r", cell.bytes[i]) != NULL;
    }
    jb_buffer_append_text(out, quoted ? "\"" : "");
    jb_buffer_append_text(out, jb_cell_guarded(cell, false) ? "'" : "");
    for (size_t i = 0; i < cell.size; i++) {
        jb_buffer_append_text(out, cell.bytes[i] == '"' ? "\"" : "");
        jb_buffer_append_char(out, cell.bytes[i]);
    }
    jb_buffer_append_text(out, quoted ? "\"" : "");
    jb_buffer_append_text(out, last ? "\r\n" : ",");
}

void jb_csv_begin(jb_buffer *out)
{
    jb_buffer_append_text(out, "\xef\xbb\xbf");
}

void jb_write_csv(jb_writing *w)
{
    jb_view view;
    jb_buffer cell;
    jb_columns columns;
    jb_buffer_init(&cell, 0);
    jb_columns_make(w, &columns);
    jb_csv_begin(w->out);
    for (uint32_t i = 0; i < columns.count; i++) {
        jb_column_header(&columns.list[i], w->options->chinese, &cell);
        jb_csv_cell(jb_buffer_slice(&cell), i + 1 == columns.count, w->out);
    }
    while (jb_view_next(w, &view)) {
        if (!jb_row_fits(w, &view)) {
            continue;
        }
        for (uint32_t i = 0; i < columns.count; i++) {
            jb_row_cell(w, &view, &columns.list[i], &cell);
            jb_csv_cell(jb_buffer_slice(&cell), i + 1 == columns.count, w->out);
        }
        jb_view_written(w, &view);
    }
    if (cell.failed) {
        jb_writing_fail(w, JB_ERR_MEMORY);
    }
    jb_buffer_finish(&cell);
}
