/*
 * CSV (RFC 4180): quotes, line feeds in cells, any of four delimiters. The delimiter is the one
 * that gives most records the same number of cells, and a header that is known before all else.
 * What is not quoted as it should be is read as it stands. Rows are numbered as a spreadsheet shows
 * them: a record is a row however many lines it has, an empty line is an empty row, "sep=;" is
 * none.
 */
#include "formats.h"
#include "grid.h"

#include <string.h>

enum {
    LOOK_BYTES = 64 * 1024,
    LOOK_ROWS = 200,
    WIDTHS = 64
};

typedef struct csv {
    jb_draft *draft; /* takes memory of cells with quotes in them; reports */
    jb_grid *grid;
    jb_slice text;
    size_t at;
    char delimiter;
    uint32_t row;
    uint32_t column;
    uint32_t row_max;        /* 0: all */
    size_t literal_end;      /* quotes before this byte are only characters */
    bool one_line;           /* a quote was never closed: from now on cells end with their line */
    bool long_cell;          /* reported */
    uint32_t widths[WIDTHS]; /* records by their number of cells */
} csv;

static bool at_end(const csv *c)
{
    return c->at >= c->text.size;
}

static char peek(const csv *c)
{
    return c->text.bytes[c->at];
}

static void add(csv *c, jb_slice text)
{
    if (text.size > JB_TABLE_CELL_MAX) {
        if (!c->long_cell && c->draft) {
            jb_draft_error(
                c->draft, (jb_where){ c->row, c->column }, text, "cell_too_long",
                "This cell is longer than %d bytes and was not read. Is a quote missing?",
                JB_TABLE_CELL_MAX);
        }
        c->long_cell = true;
        return;
    }
    const jb_cell cell = { .column = c->column, .text = text };
    jb_grid_add(c->grid, c->row, false, &cell);
}

/* The cell from `from` to `to`, in which doubled quotes stand for one. */
static jb_slice unquoted(csv *c, size_t from, size_t to, bool doubled)
{
    jb_slice text = { c->text.bytes + from, to - from };
    char *copy = doubled && c->draft && text.size <= JB_TABLE_CELL_MAX
                     ? jb_draft_take(c->draft, text.size, 1)
                     : NULL;
    if (!copy) {
        return text;
    }
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        copy[size++] = text.bytes[i];
        i += text.bytes[i] == '"' && i + 1 < text.size && text.bytes[i + 1] == '"';
    }
    return (jb_slice){ copy, size };
}

/* A quoted cell. False: it is not closed, or goes on behind the quote: it is read as it stands. */
static bool read_quoted(csv *c)
{
    size_t from = c->at + 1;
    size_t at = from;
    bool doubled = false;
    for (; at < c->text.size; at++) {
        char byte = c->text.bytes[at];
        if (byte == '"' && at + 1 < c->text.size && c->text.bytes[at + 1] == '"') {
            doubled = true;
            at++;
        } else if (byte == '"' || (byte == '\n' && c->one_line)) {
            break;
        }
    }
    if (at >= c->text.size || c->text.bytes[at] != '"') {
        if (at >= c->text.size && !c->one_line && c->draft) {
            jb_draft_warn(c->draft, (jb_where){ c->row, c->column },
                          (jb_slice){ c->text.bytes + from - 1, c->text.size - from + 1 },
                          "open_quote",
                          "The quote at the beginning of this cell is not closed; it was read as a "
                          "character.");
        }
        c->one_line = true;
        c->literal_end = at;
        return false;
    }
    size_t behind = at + 1;
    while (behind < c->text.size && c->text.bytes[behind] == ' ') {
        behind++;
    }
    if (behind < c->text.size && c->text.bytes[behind] != c->delimiter &&
        c->text.bytes[behind] != '\n') {
        return false;
    }
    add(c, unquoted(c, from, at, doubled));
    c->at = behind;
    return true;
}

/* One cell and what ends it. False: it was the last of its record. */
static bool read_cell(csv *c)
{
    size_t from = c->at;
    while (!at_end(c) && peek(c) == ' ') {
        c->at++;
    }
    bool quoted = !at_end(c) && peek(c) == '"' && c->at >= c->literal_end && read_quoted(c);
    if (!quoted) {
        while (!at_end(c) && peek(c) != c->delimiter && peek(c) != '\n') {
            c->at++;
        }
        add(c, (jb_slice){ c->text.bytes + from, c->at - from });
    }
    bool more = !at_end(c) && peek(c) == c->delimiter;
    c->at += !at_end(c);
    return more;
}

static void read_records(csv *c)
{
    while (!at_end(c) && !c->grid->full && !c->grid->failed &&
           (c->row_max == 0 || c->row < c->row_max)) {
        bool empty = peek(c) == '\n';
        c->row++;
        c->column = 1;
        while (read_cell(c)) {
            c->column++;
        }
        if (!empty) {
            c->widths[c->column < WIDTHS ? c->column : WIDTHS - 1]++;
        }
    }
}

/* "sep=;" in the first line; the text becomes what follows it. */
static char take_separator(jb_slice *text)
{
    if (text->size < 6 ||
        (memcmp(text->bytes, "sep=", 4) != 0 && memcmp(text->bytes, "SEP=", 4) != 0)) {
        return '\0';
    }
    char separator = text->bytes[4];
    if (text->bytes[5] != '\n' || separator == '\n') {
        return '\0';
    }
    text->bytes += 6;
    text->size -= 6;
    return separator;
}

/* How good a delimiter is: what the rows look like, then how many records have equally many cells,
 * then how many cells these are. */
static int rate(jb_slice text, char delimiter, jb_likeness like, int *likeness)
{
    jb_grid grid;
    jb_sheet sheet = { .name = "" };
    jb_grid_init(&grid, NULL);
    csv c = { .grid = &grid, .text = text, .delimiter = delimiter, .row_max = LOOK_ROWS };
    read_records(&c);
    uint32_t most = 0;
    uint32_t width = 1;
    uint32_t records = 0;
    for (uint32_t i = 1; i < WIDTHS; i++) {
        records += c.widths[i];
        if (i > 1 && c.widths[i] > 0 && c.widths[i] >= most) {
            most = c.widths[i];
            width = i;
        }
    }
    *likeness = width > 1 && jb_grid_sheet(&grid, &sheet) ? like(&sheet) : 0;
    jb_grid_finish(&grid);
    uint32_t share = records > 0 ? most * 1000 / records : 0;
    return width == 1 ? 0 : *likeness * 100000 + (int)share * 64 + (int)width;
}

/* Whole lines at the beginning of the text. */
static jb_slice beginning(jb_slice text)
{
    size_t size = text.size < LOOK_BYTES ? text.size : LOOK_BYTES;
    while (size > 0 && size < text.size && text.bytes[size - 1] != '\n') {
        size--;
    }
    return (jb_slice){ text.bytes, size };
}

static char find_delimiter(jb_slice text, jb_likeness like, int *likeness)
{
    static const char delimiters[] = { ',', ';', '\t', '|' };
    char best = ',';
    int highest = 0;
    *likeness = 0;
    for (size_t i = 0; i < sizeof delimiters; i++) {
        int alike = 0;
        int rating = rate(text, delimiters[i], like, &alike);
        if (rating > highest) {
            highest = rating;
            best = delimiters[i];
            *likeness = alike;
        }
    }
    return best;
}

int jb_sniff_table(const jb_import_file *file)
{
    int likeness = 0;
    jb_slice text = beginning(jb_import_text(file));
    char separator = take_separator(&text);
    if (text.size == 0 || text.bytes[0] == '<' || text.bytes[0] == '{') {
        return 0;
    }
    if (separator != '\0') {
        (void)rate(text, separator, jb_table_likeness, &likeness);
        return likeness > 0 ? likeness : 50;
    }
    (void)find_delimiter(text, jb_table_likeness, &likeness);
    return likeness;
}

char jb_csv_cells(jb_slice text, jb_likeness likeness, jb_draft *draft, jb_grid *grid)
{
    int alike = 0;
    char separator = take_separator(&text);
    csv c = { .draft = draft, .grid = grid, .text = text, .delimiter = separator };
    if (separator == '\0') {
        c.delimiter = find_delimiter(beginning(text), likeness, &alike);
    }
    read_records(&c);
    return c.delimiter;
}

void jb_read_csv(const jb_import_file *file, jb_draft *draft)
{
    jb_grid grid;
    jb_sheet sheet = { .name = "" };
    jb_grid_init(&grid, draft);
    sheet.delimiter = jb_csv_cells(jb_import_text(file), jb_table_likeness, draft, &grid);
    if (jb_grid_sheet(&grid, &sheet)) {
        jb_table_read(&sheet, 1, file->options, draft);
    } else {
        jb_draft_fail(draft);
    }
    jb_grid_finish(&grid);
}
