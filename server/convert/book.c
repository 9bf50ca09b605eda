/* Workbooks of questions, see book.h. Nothing in them is ever a formula. */
#include "book.h"

#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/workbook.h"

enum {
    HEADER_HEIGHT = 24,
    COLOR_HEADER = 0x1F3A5F,
    COLOR_HEADER_TEXT = 0xFFFFFF,
    CREATED = 1577836800 /* the same bank gives the same bytes */
};

typedef struct making {
    jb_book_write write;
    void *user;
} making;

static lxw_format *new_format(jb_book *book, const char *number, bool wrap)
{
    lxw_format *format = workbook_add_format(book->book);
    if (!format) {
        book->out_of_memory = true;
        return NULL;
    }
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    if (number) {
        format_set_num_format(format, number);
    }
    if (wrap) {
        format_set_text_wrap(format);
    }
    return format;
}

static void make_formats(jb_book *book)
{
    book->header = new_format(book, NULL, false);
    book->text = new_format(book, "@", true);
    book->number = new_format(book, NULL, false);
    book->help = new_format(book, NULL, true);
    if (book->header) {
        format_set_bold(book->header);
        format_set_font_color(book->header, COLOR_HEADER_TEXT);
        format_set_bg_color(book->header, COLOR_HEADER);
        format_set_align(book->header, LXW_ALIGN_VERTICAL_CENTER);
    }
}

static void note(jb_book *book, lxw_error error)
{
    book->error = book->error == LXW_NO_ERROR ? error : book->error;
}

static jb_status fill(void *user, const char *path, jb_buffer *why)
{
    const making *m = user;
    lxw_workbook_options options = { .constant_memory = LXW_TRUE };
    jb_book book = { .book = workbook_new_opt(path, &options) };
    if (!book.book) {
        return JB_ERR_MEMORY;
    }
    lxw_doc_properties properties = { .created = CREATED };
    note(&book, workbook_set_properties(book.book, &properties));
    make_formats(&book);
    if (!book.out_of_memory) {
        m->write(m->user, &book);
    }
    /* Closing writes the file and frees the book, whatever happened before. */
    note(&book, workbook_close(book.book));
    if (book.out_of_memory || book.error == LXW_ERROR_MEMORY_MALLOC_FAILED) {
        return JB_ERR_MEMORY;
    }
    return book.error == LXW_NO_ERROR ? JB_OK : jb_workbook_complain(why, lxw_strerror(book.error));
}

jb_status jb_book_make(jb_book_write write, void *user, jb_buffer *out)
{
    making m = { .write = write, .user = user };
    jb_buffer why;
    jb_buffer_init(&why, 0);
    jb_status status = jb_workbook_make(fill, &m, out, &why);
    jb_buffer_finish(&why);
    return status == JB_OK && out->failed ? JB_ERR_MEMORY : status;
}

void jb_book_sheet(jb_book *book, const char *name)
{
    book->sheet = workbook_add_worksheet(book->book, name);
    if (!book->sheet) {
        book->out_of_memory = true;
        return;
    }
    /* Answers such as 007 are text, and nobody is to be warned of it in every cell. */
    note(book,
         worksheet_ignore_errors(book->sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576"));
}

void jb_book_text(jb_book *book, lxw_row_t row, uint32_t column, jb_slice text, lxw_format *format)
{
    jb_buffer cell;
    if (!book->sheet || text.size == 0) {
        return;
    }
    jb_buffer_init(&cell, 0);
    jb_workbook_text(text, &cell);
    book->out_of_memory = book->out_of_memory || cell.failed;
    note(book, worksheet_write_string(book->sheet, row, (lxw_col_t)column, jb_buffer_text(&cell),
                                      format));
    jb_buffer_finish(&cell);
}

void jb_book_number(jb_book *book, lxw_row_t row, uint32_t column, double number)
{
    if (book->sheet) {
        note(book,
             worksheet_write_number(book->sheet, row, (lxw_col_t)column, number, book->number));
    }
}

void jb_book_width(jb_book *book, uint32_t column, double width, lxw_format *format)
{
    if (book->sheet) {
        note(book, worksheet_set_column(book->sheet, (lxw_col_t)column, (lxw_col_t)column, width,
                                        format));
    }
}

static bool is_number(jb_column_field field)
{
    return field == JB_COLUMN_POINTS || field == JB_COLUMN_TIME || field == JB_COLUMN_DIFFICULTY;
}

static double width_of(jb_column_field field)
{
    switch (field) {
    case JB_COLUMN_STEM:
        return 48;
    case JB_COLUMN_EXPLANATION:
        return 36;
    case JB_COLUMN_OPTION:
    case JB_COLUMN_SOURCE:
        return 22;
    case JB_COLUMN_CATEGORY:
    case JB_COLUMN_ANSWER:
    case JB_COLUMN_TAGS:
        return 18;
    case JB_COLUMN_ID:
    case JB_COLUMN_POINTS:
    case JB_COLUMN_DIFFICULTY:
        return 10;
    case JB_COLUMN_TYPE:
    case JB_COLUMN_TOLERANCE:
    case JB_COLUMN_TIME:
    case JB_COLUMN_IMAGE:
    case JB_COLUMN_AUDIO:
    case JB_COLUMN_VIDEO:
    case JB_COLUMN_KEEP_ORDER:
        break;
    }
    return 14;
}

void jb_book_header(jb_book *book, const jb_columns *columns, bool chinese)
{
    jb_buffer cell;
    if (!book->sheet) {
        return;
    }
    jb_buffer_init(&cell, 0);
    note(book, worksheet_set_row(book->sheet, 0, HEADER_HEIGHT, NULL));
    for (uint32_t i = 0; i < columns->count; i++) {
        jb_column_field field = columns->list[i].field;
        jb_book_width(book, i, width_of(field), is_number(field) ? book->number : book->text);
        jb_column_header(&columns->list[i], chinese, &cell);
        book->out_of_memory = book->out_of_memory || cell.failed;
        jb_book_text(book, 0, i, jb_buffer_slice(&cell), book->header);
    }
    worksheet_freeze_panes(book->sheet, 1, 0);
    worksheet_set_landscape(book->sheet);
    worksheet_fit_to_pages(book->sheet, 1, 0);
    note(book, worksheet_repeat_rows(book->sheet, 0, 0));
    jb_buffer_finish(&cell);
}

void jb_book_cell(jb_book *book, lxw_row_t row, uint32_t index, const jb_column *column,
                  jb_slice cell)
{
    char *end = NULL;
    jb_buffer text;
    if (cell.size == 0) {
        return;
    }
    jb_buffer_init(&text, 0);
    jb_buffer_append_text(&text, jb_cell_guarded(cell, true) ? "'" : "");
    jb_buffer_append(&text, cell.bytes, cell.size);
    book->out_of_memory = book->out_of_memory || text.failed;
    double number = strtod(jb_buffer_text(&text), &end);
    if (is_number(column->field) && end && *end == '\0') {
        jb_book_number(book, row, index, number);
    } else {
        jb_book_text(book, row, index, jb_buffer_slice(&text), book->text);
    }
    jb_buffer_finish(&text);
}
