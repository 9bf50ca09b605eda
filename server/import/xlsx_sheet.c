/*
 * The cells of one sheet. Merged cells are found first, by looking for their references in the
 * bytes, because they stand behind the rows: what a cell says that reaches over several rows is
 * said again in the rows below it.
 */
#include "xlsx.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MERGES_MAX = 20000,
    KIND_SIZE = 12
};

typedef struct merge {
    uint32_t row, column, row_last;
} merge;

/* A merged cell that reaches into the rows that follow. */
typedef struct reaching {
    uint32_t row_last;
    jb_slice text;
} reaching;

typedef struct sheet_reading {
    jb_xlsx *book;
    jb_grid *grid;
    merge *merges; /* by row and column */
    size_t merge_count;
    reaching columns[JB_TABLE_COLUMNS_MAX + 1];
    uint32_t reaching_max; /* column */
    uint32_t row, column;
    uint32_t filled; /* column up to which this row has been given to the grid */
    bool hidden;
    bool in_cell, in_text;
    int phonetic;
    char kind[KIND_SIZE];
    uint32_t style;
    jb_buffer text;
    jb_buffer shown;
    bool long_cell; /* reported */
} sheet_reading;

/* ---- merged cells ---- */

/* "AB12": false if it is none. */
static bool read_reference(const char **at, const char *end, uint32_t *row, uint32_t *column)
{
    *row = 0;
    *column = 0;
    while (*at < end && **at == '$') {
        (*at)++;
    }
    for (; *at < end && **at >= 'A' && **at <= 'Z' && *column < 100000; (*at)++) {
        *column = *column * 26 + (uint32_t)(**at - 'A') + 1;
    }
    while (*at < end && **at == '$') {
        (*at)++;
    }
    for (; *at < end && **at >= '0' && **at <= '9' && *row < 100000000; (*at)++) {
        *row = *row * 10 + (uint32_t)(**at - '0');
    }
    return *row > 0 && *column > 0;
}

static int compare(const void *a, const void *b)
{
    const merge *first = a;
    const merge *second = b;
    if (first->row != second->row) {
        return first->row < second->row ? -1 : 1;
    }
    return first->column == second->column ? 0 : first->column < second->column ? -1 : 1;
}

/* The next `word` from `at` on; NULL: there is none. */
static const char *find(const char *at, const char *end, const char *word)
{
    size_t size = strlen(word);
    while (at < end && (at = memchr(at, word[0], (size_t)(end - at))) != NULL) {
        if ((size_t)(end - at) >= size && memcmp(at, word, size) == 0) {
            return at;
        }
        at++;
    }
    return NULL;
}

static void find_merges(sheet_reading *s, jb_slice part)
{
    const char *end = part.bytes + part.size;
    const char *at = find(part.bytes, end, "mergeCells");
    s->merges = at ? calloc(MERGES_MAX, sizeof *s->merges) : NULL;
    while (s->merges && at && s->merge_count < MERGES_MAX) {
        at = find(at, end, "ref=");
        uint32_t row = 0;
        uint32_t column = 0;
        uint32_t row_last = 0;
        uint32_t column_last = 0;
        if (!at || end - at < 5) {
            break;
        }
        at += 5;
        if (read_reference(&at, end, &row, &column) && at < end && *at == ':') {
            at++;
            if (read_reference(&at, end, &row_last, &column_last) && row_last > row &&
                column <= JB_TABLE_COLUMNS_MAX) {
                s->merges[s->merge_count++] = (merge){ row, column, row_last };
            }
        }
    }
    if (s->merge_count > 1) {
        qsort(s->merges, s->merge_count, sizeof *s->merges, compare);
    }
}

static const merge *merge_at(const sheet_reading *s, uint32_t row, uint32_t column)
{
    const merge wanted = { .row = row, .column = column };
    return s->merge_count > 0 ? bsearch(&wanted, s->merges, s->merge_count, sizeof wanted, compare)
                              : NULL;
}

/* What reaches into this row from above, up to before a column. */
static void fill_row(sheet_reading *s, uint32_t before)
{
    for (uint32_t i = s->filled + 1; i < before && i <= s->reaching_max; i++) {
        if (s->columns[i].row_last >= s->row) {
            const jb_cell cell = { .column = i, .text = s->columns[i].text, .merged = true };
            jb_grid_add(s->grid, s->row, s->hidden, &cell);
        }
    }
    s->filled = before > s->filled ? before - 1 : s->filled;
}

/* ---- cells ---- */

static void keep_attribute(char out[KIND_SIZE], const char *value)
{
    size_t size = value ? strlen(value) : 0;
    size = size < KIND_SIZE ? size : KIND_SIZE - 1;
    memcpy(out, value ? value : "", size);
    out[size] = '\0';
}

static void open_row(sheet_reading *s, const char *const *attributes)
{
    const char *number = jb_xml_attribute(attributes, "r");
    const char *hidden = jb_xml_attribute(attributes, "hidden");
    uint32_t row = number ? (uint32_t)strtoul(number, NULL, 10) : 0;
    s->row = row > s->row ? row : s->row + 1;
    s->column = 0;
    s->filled = 0;
    s->hidden = hidden && (strcmp(hidden, "1") == 0 || strcmp(hidden, "true") == 0);
}

static void open_cell(sheet_reading *s, const char *const *attributes)
{
    uint32_t row = 0;
    uint32_t column = 0;
    const char *place = jb_xml_attribute(attributes, "r");
    const char *style = jb_xml_attribute(attributes, "s");
    const char *end = place ? place + strlen(place) : NULL;
    bool placed = place && read_reference(&place, end, &row, &column) && column > s->column;
    s->column = placed ? column : s->column + 1;
    s->style = style ? (uint32_t)strtoul(style, NULL, 10) : 0;
    keep_attribute(s->kind, jb_xml_attribute(attributes, "t"));
    jb_buffer_clear(&s->text);
    s->in_cell = true;
}

static bool open_element(void *user, const char *name, const char *const *attributes,
                         jb_where where)
{
    sheet_reading *s = user;
    (void)where;
    if (strcmp(name, "row") == 0) {
        open_row(s, attributes);
    } else if (strcmp(name, "c") == 0) {
        open_cell(s, attributes);
    } else if (strcmp(name, "rPh") == 0) {
        s->phonetic++;
    } else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
        s->in_text = s->in_cell && s->phonetic == 0;
    }
    return !s->grid->full && !s->grid->failed && !jb_draft_failed(s->book->draft);
}

static bool text_of_element(void *user, jb_slice text)
{
    sheet_reading *s = user;
    if (s->in_text) {
        jb_buffer_append(&s->text, text.bytes, text.size);
    }
    return true;
}

static jb_slice shared_string(const jb_xlsx *book, const char *number)
{
    char *end = NULL;
    unsigned long index = strtoul(number, &end, 10);
    if (end == number || index >= book->string_count) {
        return jb_slice_of("");
    }
    uint32_t from = index == 0 ? 0 : book->string_ends[index - 1];
    return (jb_slice){ jb_buffer_text(&book->strings) + from, book->string_ends[index] - from };
}

static void show_number(sheet_reading *s)
{
    char *end = NULL;
    const char *text = jb_buffer_text(&s->text);
    double value = strtod(text, &end);
    if (end == text || *end != '\0' || !isfinite(value)) {
        jb_buffer_append(&s->shown, s->text.bytes, s->text.size);
        return;
    }
    const char *format = s->style < s->book->format_count ? s->book->formats[s->style] : "General";
    jb_xlsx_number(value, format, s->book->from_1904, &s->shown);
}

/* What a person sees in the cell, in memory that lives on. */
static jb_slice shown_text(sheet_reading *s, bool *is_bool)
{
    jb_buffer_clear(&s->shown);
    *is_bool = strcmp(s->kind, "b") == 0;
    if (s->text.size == 0 || strstr(jb_buffer_text(&s->text), "DISPIMG(")) {
        return jb_slice_of(""); /* a picture in the cell, as WPS has it: told of once */
    }
    if (strcmp(s->kind, "s") == 0) {
        return shared_string(s->book, jb_buffer_text(&s->text));
    }
    if (*is_bool) {
        return jb_slice_of(s->text.bytes[0] == '1' || s->text.bytes[0] == 't' ? "TRUE" : "FALSE");
    }
    if (s->kind[0] == '\0' || strcmp(s->kind, "n") == 0) {
        show_number(s);
    } else {
        jb_xlsx_unescape(jb_buffer_slice(&s->text), &s->shown);
    }
    char *copy = s->shown.size > 0 ? jb_draft_take(s->book->draft, s->shown.size, 1) : NULL;
    if (!copy) {
        return jb_slice_of("");
    }
    memcpy(copy, s->shown.bytes, s->shown.size);
    return (jb_slice){ copy, s->shown.size };
}

static void close_cell(sheet_reading *s)
{
    bool is_bool = false;
    s->in_cell = false;
    if (s->column > JB_TABLE_COLUMNS_MAX && s->grid->wide) {
        return; /* it was said once */
    }
    jb_slice text = shown_text(s, &is_bool);
    const merge *merged = merge_at(s, s->row, s->column);
    if (text.size > JB_TABLE_CELL_MAX) {
        if (!s->long_cell) {
            jb_draft_error(s->book->draft, (jb_where){ s->row, s->column }, jb_slice_of(""),
                           "cell_too_long", "This cell is longer than %d bytes and was not read.",
                           JB_TABLE_CELL_MAX);
        }
        s->long_cell = true;
        return;
    }
    if (merged && text.size > 0) {
        s->columns[s->column] = (reaching){ .row_last = merged->row_last, .text = text };
        s->reaching_max = s->column > s->reaching_max ? s->column : s->reaching_max;
    }
    if (text.size > 0) {
        const jb_cell cell = { .column = s->column, .text = text, .is_bool = is_bool };
        fill_row(s, s->column);
        jb_grid_add(s->grid, s->row, s->hidden, &cell);
        s->filled = s->column;
    }
}

static bool close_element(void *user, const char *name)
{
    sheet_reading *s = user;
    if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
        s->in_text = false;
    } else if (strcmp(name, "rPh") == 0) {
        s->phonetic--;
    } else if (strcmp(name, "c") == 0 && s->in_cell) {
        close_cell(s);
    } else if (strcmp(name, "row") == 0) {
        fill_row(s, JB_TABLE_COLUMNS_MAX + 1);
    }
    return true;
}

void jb_xlsx_read_sheet(jb_xlsx *book, const jb_xlsx_sheet *sheet, jb_grid *grid)
{
    const jb_xml_handlers handlers = { .open = open_element,
                                       .text = text_of_element,
                                       .close = close_element };
    sheet_reading *s = calloc(1, sizeof *s); /* large */
    if (!s) {
        grid->failed = true;
        return;
    }
    s->book = book;
    s->grid = grid;
    jb_buffer_init(&s->text, 0);
    jb_buffer_init(&s->shown, 0);
    jb_buffer part;
    jb_buffer_init(&part, 0);
    if (jb_xlsx_take(book, sheet->path, &part)) {
        find_merges(s, jb_buffer_slice(&part));
        (void)jb_xlsx_parse(book, sheet->path, jb_buffer_slice(&part), &handlers, s);
    }
    jb_buffer_finish(&part);
    free(s->merges);
    jb_buffer_finish(&s->text);
    jb_buffer_finish(&s->shown);
    free(s);
}
