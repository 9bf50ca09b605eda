/*
 * Which columns of a sheet hold names, units, codes and sizes. A row is a header if one of its
 * cells is the word for what is wanted, or several are words that are known; above it may stand a
 * title.
 */
#include "people.h"

#include "jinbang/text.h"

enum {
    HEADER_ROWS = 15, /* among which the header is */
    LIKE_HEADER = 85,
    LIKE_ANY = 10,
    SHOWN_HEADER = 90, /* bytes of one in a message */
    LETTERS_SIZE = 8
};

/* Taken as what it means in a list of this kind. */
static jb_people_field field_in(jb_slice header, jb_people_kind kind)
{
    jb_people_field field = jb_people_field_of(header);
    if (field == JB_PEOPLE_TITLE) {
        field = kind == JB_PEOPLE_ROSTER ? JB_PEOPLE_NAME : JB_PEOPLE_UNIT;
    }
    bool wanted = kind == JB_PEOPLE_ROSTER ? field != JB_PEOPLE_SIZE
                                           : field != JB_PEOPLE_NAME && field != JB_PEOPLE_CODE &&
                                                 field != JB_PEOPLE_STAFF_NUMBER;
    return wanted ? field : JB_PEOPLE_NONE;
}

/* Where a column of this field is kept; NULL: nowhere. */
static uint32_t *place_of(jb_people_map *map, jb_people_field field)
{
    if (field == JB_PEOPLE_NAME) {
        return &map->name;
    }
    if (field == JB_PEOPLE_UNIT) {
        return &map->unit;
    }
    if (field == JB_PEOPLE_CODE || field == JB_PEOPLE_STAFF_NUMBER) {
        return &map->code;
    }
    return field == JB_PEOPLE_SIZE ? &map->size : NULL;
}

static uint32_t needed(const jb_people_map *map, jb_people_kind kind)
{
    return kind == JB_PEOPLE_ROSTER ? map->name : map->unit;
}

bool jb_people_header(const jb_row *row, jb_people_kind kind, jb_people_map *map)
{
    uint32_t known = 0;
    *map = (jb_people_map){ .row = row->number };
    for (uint32_t i = 0; i < row->cell_count; i++) {
        jb_people_field field =
            row->cells[i].merged ? JB_PEOPLE_NONE : field_in(row->cells[i].text, kind);
        uint32_t *place = place_of(map, field);
        known += field != JB_PEOPLE_NONE;
        if (place && *place == 0) {
            *place = row->cells[i].column;
            map->staff_numbers = map->staff_numbers || field == JB_PEOPLE_STAFF_NUMBER;
        }
    }
    return needed(map, kind) > 0 || known > 1;
}

/* The header of a kind; row_count: there is none. */
static uint32_t find_header(const jb_sheet *sheet, jb_people_kind kind, jb_people_map *map)
{
    uint32_t poor = sheet->row_count;
    jb_people_map found;
    for (uint32_t i = 0; i < sheet->row_count && i < HEADER_ROWS; i++) {
        if (!jb_people_header(&sheet->rows[i], kind, &found)) {
            continue;
        }
        if (needed(&found, kind) > 0) {
            *map = found;
            return i;
        }
        if (poor == sheet->row_count) {
            poor = i;
            *map = found;
        }
    }
    return poor;
}

bool jb_people_has_header(const jb_sheet *sheet, jb_people_kind kind)
{
    jb_people_map map;
    return find_header(sheet, kind, &map) < sheet->row_count && needed(&map, kind) > 0;
}

int jb_people_likeness(const jb_sheet *sheet)
{
    bool known = jb_people_has_header(sheet, JB_PEOPLE_ROSTER) ||
                 jb_people_has_header(sheet, JB_PEOPLE_UNITS);
    return sheet->row_count == 0 ? 0 : known ? LIKE_HEADER : LIKE_ANY;
}

/* "A", "Z", "AA": as a spreadsheet names columns. */
static const char *letters_of(uint32_t column, char out[LETTERS_SIZE])
{
    char turned[LETTERS_SIZE];
    size_t count = 0;
    for (; column > 0 && count + 1 < LETTERS_SIZE; column = (column - 1) / 26) {
        turned[count++] = (char)('A' + (column - 1) % 26);
    }
    for (size_t i = 0; i < count; i++) {
        out[i] = turned[count - 1 - i];
    }
    out[count] = '\0';
    return out;
}

/* The columns that the header names and that are not taken. */
static void say_left_out(const jb_people_reading *reading, const jb_row *row)
{
    char letters[LETTERS_SIZE];
    const jb_people_map *map = &reading->map;
    for (uint32_t i = 0; i < row->cell_count; i++) {
        const jb_cell *cell = &row->cells[i];
        jb_people_field field = field_in(cell->text, reading->options->kind);
        size_t size = jb_text_cut(cell->text, SHOWN_HEADER / 3);
        bool taken = cell->column == map->name || cell->column == map->unit ||
                     cell->column == map->code || cell->column == map->size;
        const jb_where where = { row->number, cell->column };
        if (cell->merged || taken || field == JB_PEOPLE_NUMBER) {
            continue;
        }
        if (field == JB_PEOPLE_PRIVATE) {
            jb_draft_warn(reading->draft, where, jb_slice_of(""), "private_column",
                          "Column %s (\"%.*s\") was left out: nothing but name, unit and code is "
                          "kept of anybody.",
                          letters_of(cell->column, letters), (int)size, cell->text.bytes);
        } else {
            jb_draft_warn(reading->draft, where, jb_slice_of(""), "unused_column",
                          "Column %s (\"%.*s\") was left out: it is not needed, or not known.",
                          letters_of(cell->column, letters), (int)size, cell->text.bytes);
        }
    }
    if (map->staff_numbers) {
        jb_draft_warn(reading->draft, (jb_where){ row->number, map->code }, jb_slice_of(""),
                      "known_codes",
                      "Numbers of staff and students are taken as personal codes. Who knows "
                      "somebody's number can answer in their name: leave the column out to have "
                      "codes made that nobody can guess.");
    }
}

/* Without a header: the columns in their order. */
static void take_order(jb_people_reading *reading, const jb_sheet *sheet)
{
    bool roster = reading->options->kind == JB_PEOPLE_ROSTER;
    uint32_t last = 0;
    for (uint32_t i = 0; i < sheet->row_count; i++) {
        const jb_row *row = &sheet->rows[i];
        uint32_t column = row->cells[row->cell_count - 1].column;
        last = column > last ? column : last;
    }
    reading->map = roster ? (jb_people_map){ .name = 1, .unit = 2, .code = 3 }
                          : (jb_people_map){ .unit = 1, .size = 2 };
    jb_draft_warn(reading->draft, (jb_where){ 1, 1 }, jb_slice_of(""), "guessed_columns",
                  "There is no header that is known; the columns were taken as %s.%s",
                  roster ? "name, unit, code" : "unit, size",
                  last > (roster ? 3U : 2U) ? " Further ones were left out." : "");
}

bool jb_people_find(jb_people_reading *reading, const jb_sheet *sheet, uint32_t *first)
{
    jb_people_kind kind = reading->options->kind;
    uint32_t at = find_header(sheet, kind, &reading->map);
    *first = at + 1;
    if (at == sheet->row_count) {
        *first = 0;
        take_order(reading, sheet);
        return true;
    }
    if (needed(&reading->map, kind) == 0) {
        jb_draft_error(
            reading->draft, (jb_where){ reading->map.row, 1 }, jb_slice_of(""),
            kind == JB_PEOPLE_ROSTER ? "no_name_column" : "no_unit_column",
            kind == JB_PEOPLE_ROSTER
                ? "This header has no column of names. Call it \"name\" or \"姓名\"."
                : "This header has no column of units. Call it \"unit\", \"单位\" or \"班级\".");
        return false;
    }
    say_left_out(reading, &sheet->rows[at]);
    return true;
}
