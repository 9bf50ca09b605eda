/*
 * Which sheet, where its headers are, which rows are questions, and what the report says about all
 * of it. A sheet is walked through once: a header changes the map, a row that only holds the name
 * of a kind or of a chapter begins a section, the others are questions or empty.
 */
#include "table_internal.h"

#include <stdio.h>
#include <string.h>

#include "jinbang/json_out.h"
#include "jinbang/table.h"
#include "jinbang/text.h"

enum {
    HEADER_ROWS = 15, /* among which the first header is */
    LIKE_HEADER = 85,
    LIKE_GUESS = 35,
    UNKNOWN_HEADER_MAX = 80
};

typedef struct reading {
    const jb_sheet *sheet;
    const jb_import_options *options;
    jb_draft *draft;
    jb_table_place place;
    jb_map map;
    jb_json_out json;
    bool found; /* a table */
    bool fresh; /* no question yet below this header */
} reading;

static jb_where at_row(const jb_row *row)
{
    return (jb_where){ row->number, row->cell_count > 0 ? row->cells[0].column : 1 };
}

/* ---- which sheet ---- */

/* The index of the first header; row_count: there is none. */
static uint32_t find_header(const jb_sheet *sheet, const char *columns, jb_map *map)
{
    for (uint32_t i = 0; i < sheet->row_count && i < HEADER_ROWS; i++) {
        if (jb_map_header(&sheet->rows[i], columns, map)) {
            return i;
        }
    }
    return sheet->row_count;
}

static bool has_header(const jb_sheet *sheet)
{
    jb_map map;
    return find_header(sheet, NULL, &map) < sheet->row_count;
}

int jb_table_likeness(const jb_sheet *sheet)
{
    jb_map map;
    if (sheet->row_count == 0) {
        return 0;
    }
    return has_header(sheet) ? LIKE_HEADER : jb_map_guess(sheet, NULL, &map) ? LIKE_GUESS : 0;
}

/* The one that was asked for; else the first that can be seen and has a header, one that is hidden,
 * one that only looks like questions. */
static const jb_sheet *choose_sheet(const jb_sheet *sheets, uint32_t count,
                                    const jb_import_options *options)
{
    for (uint32_t i = 0; i < count && options->sheet; i++) {
        if (strcmp(sheets[i].name, options->sheet) == 0) {
            return &sheets[i];
        }
    }
    if (options->sheet) {
        return NULL;
    }
    for (int hidden = 0; hidden < 2; hidden++) {
        for (uint32_t i = 0; i < count; i++) {
            if (sheets[i].hidden == (hidden == 1) && has_header(&sheets[i])) {
                return &sheets[i];
            }
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        jb_map map;
        if (!sheets[i].hidden && jb_map_guess(&sheets[i], options->columns, &map)) {
            return &sheets[i];
        }
    }
    return NULL;
}

static void say_sheets(const jb_sheet *sheets, uint32_t count, const jb_sheet *used,
                       jb_draft *draft)
{
    const jb_where where = { 1, 1 };
    for (uint32_t i = 0; i < count; i++) {
        const jb_sheet *sheet = &sheets[i];
        if (sheet == used && sheet->hidden) {
            jb_draft_warn(draft, where, jb_slice_of(""), "hidden_sheet",
                          "The sheet \"%.60s\" is hidden; it was read because no other one holds "
                          "questions.",
                          sheet->name);
        } else if (sheet != used && has_header(sheet)) {
            jb_draft_warn(
                draft, where, jb_slice_of(""), "other_sheet",
                "The sheet \"%.60s\" %slooks like questions, too, and was not read. Choose "
                "it to read it.",
                sheet->name, sheet->hidden ? "is hidden and " : "");
        } else if (sheet != used && sheet->hidden && sheet->row_count > 0) {
            jb_draft_warn(draft, where, jb_slice_of(""), "hidden_sheet",
                          "The sheet \"%.60s\" is hidden and was not read.", sheet->name);
        }
    }
}

/* ---- headers ---- */

static void write_header(reading *r, const jb_row *row)
{
    char letters[8];
    char name[64];
    jb_json_out *json = &r->json;
    jb_json_object(json);
    jb_json_int_member(json, "row", r->map.row);
    jb_json_key(json, "columns");
    jb_json_array(json);
    uint32_t last = row && row->cell_count > 0 ? row->cells[row->cell_count - 1].column : 0;
    last = last > r->map.column_max ? last : r->map.column_max;
    for (uint32_t i = 1; i <= last; i++) {
        const jb_column none = { .field = JB_FIELD_NONE };
        const jb_column *column = i <= r->map.column_max ? &r->map.columns[i] : &none;
        jb_slice header = row ? jb_row_text(row, i) : jb_slice_of("");
        const char *field = jb_column_name(column, name);
        if (header.size == 0 && column->field == JB_FIELD_NONE) {
            continue;
        }
        header.size = header.size > UNKNOWN_HEADER_MAX ? jb_text_cut(header, UNKNOWN_HEADER_MAX)
                                                       : header.size;
        jb_json_object(json);
        jb_json_int_member(json, "column", i);
        jb_json_text_member(json, "letter", jb_column_letters(i, letters));
        jb_json_slice_member(json, "header", header);
        jb_json_key(json, "field");
        if (field) {
            jb_json_text(json, field);
        } else {
            jb_json_null(json);
        }
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
    jb_json_object_end(json);
}

/* Columns with a header that nobody knows. */
static void say_unknown(reading *r, const jb_row *row)
{
    char letters[8];
    for (uint32_t i = 0; i < row->cell_count; i++) {
        const jb_cell *cell = &row->cells[i];
        bool known = cell->column <= r->map.column_max &&
                     r->map.columns[cell->column].field != JB_FIELD_NONE;
        jb_slice text = jb_slice_trim(cell->text);
        if (!known && text.size > 0 && !cell->merged) {
            jb_draft_warn(
                r->draft, (jb_where){ row->number, cell->column }, jb_slice_of(""), "unused_column",
                "Column %s (\"%.*s\") is not known and was not read. Say what it is if it "
                "belongs to the questions.",
                jb_column_letters(cell->column, letters), text.size > 90 ? 90 : (int)text.size,
                text.bytes);
        }
    }
}

/* The rows of a table: up to the next header. */
static uint32_t table_end(const reading *r, uint32_t first)
{
    jb_map map;
    for (uint32_t i = first; i < r->sheet->row_count; i++) {
        if (jb_map_header(&r->sheet->rows[i], r->options->columns, &map)) {
            return i;
        }
    }
    return r->sheet->row_count;
}

static void say_guess(reading *r)
{
    char text[300] = "";
    size_t size = 0;
    for (uint32_t i = 1; i <= r->map.column_max && size < sizeof text - 80; i++) {
        char letters[8];
        char name[64];
        const char *field = jb_column_name(&r->map.columns[i], name);
        if (field) {
            int written = snprintf(text + size, sizeof text - size, "%s%s = %s",
                                   size > 0 ? ", " : "", jb_column_letters(i, letters), field);
            size += written > 0 ? (size_t)written : 0;
        }
    }
    jb_draft_warn(r->draft, (jb_where){ 1, 1 }, jb_slice_of(""), "guessed_columns",
                  "There is no header that is known. By what stands in the columns this was taken: "
                  "%s. Say what the columns are if that is wrong.",
                  text);
}

/* ---- rows ---- */

/* The only text of a row; empty if there are several. Merged cells repeat it. */
static jb_slice only_text(const jb_row *row)
{
    jb_slice only = jb_slice_of("");
    for (uint32_t i = 0; i < row->cell_count; i++) {
        jb_slice text = jb_slice_trim(row->cells[i].text);
        if (text.size == 0 || row->cells[i].merged) {
            continue;
        }
        if (only.size > 0) {
            return jb_slice_of("");
        }
        only = text;
    }
    return only;
}

static bool starts(jb_slice text, const char *part)
{
    return text.size > strlen(part) && memcmp(text.bytes, part, strlen(part)) == 0;
}

static bool has(jb_slice text, const char *part)
{
    size_t size = strlen(part);
    for (size_t i = 0; i + size <= text.size; i++) {
        if (memcmp(text.bytes + i, part, size) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_chapter(jb_slice text)
{
    return starts(text, "第") && text.size < 120 &&
           (has(text, "章") || has(text, "节") || has(text, "讲") || has(text, "单元") ||
            has(text, "部分"));
}

/* A row that is about those below it. */
static bool take_section(reading *r, const jb_row *row)
{
    jb_slice text = only_text(row);
    if (text.size == 0) {
        return false;
    }
    if (jb_type_word_of(text).known) {
        r->place.section = text;
        return true;
    }
    if (is_chapter(text)) {
        r->place.chapter = text;
        return true;
    }
    return false;
}

/* Rows below a header that explain it or show an example. */
static bool is_help(reading *r, const jb_row *row)
{
    bool help = false;
    bool type_known = true;
    jb_slice answer = jb_slice_of("");
    for (uint32_t i = 0; i < row->cell_count; i++) {
        jb_slice text = row->cells[i].text;
        jb_field field = jb_cell_field(&r->map, &row->cells[i]);
        bool says = has(text, "(required") || has(text, "(optional") || has(text, "default is") ||
                    has(text, "Text of the question") || has(text, "必填") || has(text, "选填");
        help = help || (field != JB_FIELD_NONE && field != JB_FIELD_STEM && says);
        type_known = field == JB_FIELD_TYPE ? jb_type_word_of(text).known : type_known;
        answer = field == JB_FIELD_ANSWER ? text : answer;
    }
    if (help && (!type_known || has(answer, "(") || has(answer, "填"))) {
        jb_draft_warn(r->draft, at_row(row), row->cells[0].text, "help_row",
                      "This row explains the columns and was not read.");
        return true;
    }
    if (r->map.kahoot && jb_slice_equal(jb_slice_trim(answer), jb_slice_of("1,2,3,4"))) {
        jb_draft_warn(r->draft, at_row(row), row->cells[0].text, "example_row",
                      "This row is the example of the template and was not read.");
        return true;
    }
    return false;
}

/* The line below the header of a table in Markdown: "|---|:-:|". */
static bool is_rule(const jb_row *row)
{
    bool dashes = false;
    for (uint32_t i = 0; i < row->cell_count; i++) {
        jb_slice text = jb_slice_trim(row->cells[i].text);
        for (size_t at = 0; at < text.size; at++) {
            if (text.bytes[at] != '-' && text.bytes[at] != ':') {
                return false;
            }
        }
        dashes = dashes || text.size >= 3;
    }
    return dashes;
}

static void take_row(reading *r, const jb_row *row)
{
    if (starts(only_text(row), "``")) { /* the end of a block in an answer of a chat */
        r->place.map = NULL;
        return;
    }
    if (r->fresh && is_rule(row)) {
        return;
    }
    if (take_section(r, row)) {
        return;
    }
    if (!jb_row_is_question(&r->map, row)) {
        jb_slice text = only_text(row);
        bool known =
            row->cell_count == 1 && jb_cell_field(&r->map, &row->cells[0]) != JB_FIELD_NONE;
        bool number = text.size > 0 && text.bytes[0] >= '0' && text.bytes[0] <= '9';
        if (text.size > 0 && !known && !number) {
            jb_draft_warn(r->draft, at_row(row), text, "row_left_out",
                          "This row is no question and was not read.");
        }
        return;
    }
    if (r->fresh && is_help(r, row)) {
        return;
    }
    r->fresh = false;
    jb_row_add(&r->place, row);
}

static void begin_table(reading *r, const jb_row *header, uint32_t first)
{
    r->place.map = &r->map;
    r->found = true;
    r->fresh = true;
    jb_map_look(&r->map, r->sheet, first, table_end(r, first));
    write_header(r, header);
    if (header) {
        say_unknown(r, header);
    }
}

static void read_rows(reading *r)
{
    jb_map map;
    uint32_t hidden = 0;
    uint32_t first_hidden = 0;
    uint32_t first = find_header(r->sheet, r->options->columns, &map);
    bool guessed = first == r->sheet->row_count;
    if (guessed) {
        if (!jb_map_guess(r->sheet, r->options->columns, &r->map)) {
            return;
        }
        begin_table(r, NULL, 0);
        if (!r->options->columns) {
            say_guess(r);
        }
    }
    for (uint32_t i = 0; i < r->sheet->row_count && !jb_draft_failed(r->draft); i++) {
        const jb_row *row = &r->sheet->rows[i];
        if (jb_map_header(row, r->options->columns, &map)) {
            r->map = map;
            begin_table(r, row, i + 1);
        } else if (!r->place.map) {
            (void)take_section(r, row); /* what stands above the header is a title or help */
        } else if (row->number > r->map.row || !guessed) {
            hidden += row->hidden;
            first_hidden = row->hidden && first_hidden == 0 ? row->number : first_hidden;
            take_row(r, row);
        }
    }
    if (hidden > 0) {
        jb_draft_warn(r->draft, (jb_where){ first_hidden, 1 }, jb_slice_of(""), "hidden_rows",
                      "%u hidden rows were read like the others; this is the first. Delete them if "
                      "they do not belong to the bank.",
                      hidden);
    }
}

/* ---- the report ---- */

static void write_sheets(reading *r, const jb_sheet *sheets, uint32_t count)
{
    jb_json_out *json = &r->json;
    jb_json_key(json, "sheets");
    jb_json_array(json);
    for (uint32_t i = 0; i < count; i++) {
        jb_json_object(json);
        jb_json_text_member(json, "name", sheets[i].name);
        jb_json_int_member(json, "rows", sheets[i].row_count);
        jb_json_bool_member(json, "hidden", sheets[i].hidden);
        jb_json_bool_member(json, "used", &sheets[i] == r->sheet);
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
    if (count > 0 && sheets[0].delimiter != '\0') {
        jb_json_key(json, "delimiter");
        jb_json_slice(json, (jb_slice){ &sheets[0].delimiter, 1 });
    }
}

/* ClassQuiz' template has the title and the description of the bank above its questions. */
static void take_title(reading *r)
{
    for (uint32_t i = 0; i < r->sheet->row_count && r->sheet->rows[i].number <= 6; i++) {
        const jb_row *row = &r->sheet->rows[i];
        if (row->number == 5) {
            jb_draft_title(r->draft, jb_row_text(row, 3));
        } else if (row->number == 6) {
            jb_draft_description(r->draft, jb_row_text(row, 3));
        }
    }
}

void jb_table_read(const jb_sheet *sheets, uint32_t sheet_count, const jb_import_options *options,
                   jb_draft *draft)
{
    reading r = { .options = options, .draft = draft };
    jb_buffer json;
    jb_buffer_init(&json, 0);
    jb_json_begin(&r.json, &json);
    r.sheet = choose_sheet(sheets, sheet_count, options);
    struct jb_table said = { 0 };
    r.place = (jb_table_place){ .draft = draft, .said = &said };
    jb_json_object(&r.json);
    write_sheets(&r, sheets, sheet_count);
    jb_json_key(&r.json, "headers");
    jb_json_array(&r.json);
    if (r.sheet) {
        say_sheets(sheets, sheet_count, r.sheet, draft);
        if (jb_type_word_of(jb_slice_of(r.sheet->name)).known) {
            r.place.section = jb_slice_of(r.sheet->name);
        }
        read_rows(&r);
        if (r.map.row == 13 && r.map.numbers && !jb_map_has(&r.map, JB_FIELD_TYPE)) {
            take_title(&r);
        }
    }
    jb_json_array_end(&r.json);
    jb_json_object_end(&r.json);
    if (!r.found) {
        jb_draft_error(draft, (jb_where){ 1, 1 }, jb_slice_of(""), "no_header",
                       options->sheet && !r.sheet
                           ? "There is no sheet of this name."
                           : "No row says what the columns are. Put a header above the questions "
                             "(question, answer, option A ...), or say what the columns are.");
    }
    jb_draft_table(draft, jb_buffer_slice(&json));
    jb_table_finish(&said);
    jb_buffer_finish(&json);
}
