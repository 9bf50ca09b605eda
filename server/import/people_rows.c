/*
 * The rows of a list of people or units, one by one and then against each other. A row with an
 * error is left out.
 */
#include "people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/charset.h"
#include "jinbang/text.h"
#include "line.h"

enum {
    FIRST = 256
};

void *jb_people_grown(jb_people_reading *reading, void *things, size_t count, size_t *capacity,
                      size_t size)
{
    if (count < *capacity) {
        return things;
    }
    size_t more = *capacity == 0 ? FIRST : *capacity + *capacity / 2;
    void *larger = realloc(things, more * size);
    if (!larger) {
        jb_draft_fail(reading->draft);
        return NULL;
    }
    *capacity = more;
    return larger;
}

static jb_slice cell_text(const jb_row *row, uint32_t column)
{
    for (uint32_t i = 0; column > 0 && i < row->cell_count; i++) {
        if (row->cells[i].column == column) {
            return jb_line_trim(row->cells[i].text);
        }
    }
    return jb_slice_of("");
}

static const char *kept(jb_people_reading *reading, jb_slice text)
{
    char *copy = jb_memory_take(&reading->memory, text.size + 1, 1);
    if (!copy) {
        jb_draft_fail(reading->draft);
        return "";
    }
    memcpy(copy, text.bytes, text.size);
    return copy;
}

/* ---- names ---- */

/* An ideograph at this place: all of them that names have take three or four bytes. 0: none. */
static size_t ideograph_at(jb_slice text, size_t at)
{
    unsigned char c = (unsigned char)text.bytes[at];
    if (c >= 0xE4 && c <= 0xE9) {
        return 3;
    }
    if (c == 0xE3 && at + 1 < text.size && (unsigned char)text.bytes[at + 1] >= 0x90) {
        return 3;
    }
    return c == 0xF0 ? 4 : 0;
}

/* "张 三": lists are made even by spaces between the characters of a short name. */
static bool is_spaced_out(jb_slice name)
{
    size_t at = 0;
    while (at < name.size) {
        size_t size = ideograph_at(name, at);
        at += size;
        if (size == 0 || (at < name.size && name.bytes[at] != ' ')) {
            return false;
        }
        at += at < name.size;
    }
    return true;
}

static void close_up(jb_buffer *name)
{
    size_t size = 0;
    for (size_t i = 0; i < name->size; i++) {
        if (name->bytes[i] != ' ') {
            name->bytes[size++] = name->bytes[i];
        }
    }
    name->size = size;
    name->bytes[size] = '\0';
}

typedef struct name_words {
    const char *missing; /* code */
    const char *what;
} name_words;

/* A name of a person or unit that is to be there. NULL: it is not, or cannot be; reported. */
static const char *read_name(jb_people_reading *reading, const jb_row *row, uint32_t column,
                             const name_words *words)
{
    const jb_where where = { row->number, column };
    jb_slice text = cell_text(row, column);
    if (text.size == 0) {
        jb_draft_error(reading->draft, where, jb_slice_of(""), words->missing,
                       "This row has no %s and was left out.", words->what);
        return NULL;
    }
    if (jb_people_is_private(text)) {
        jb_draft_error(reading->draft, where, jb_slice_of(""), "private_value",
                       "This looks like a number of a phone or of identity, not like a %s; the row "
                       "was left out.",
                       words->what);
        return NULL;
    }
    jb_buffer clean;
    jb_buffer_init(&clean, 0);
    jb_status status = jb_name_clean(text, &clean);
    const char *name = NULL;
    if (status == JB_OK && is_spaced_out(jb_buffer_slice(&clean))) {
        close_up(&clean);
    }
    if (status == JB_OK) {
        name = kept(reading, jb_buffer_slice(&clean));
    } else if (status == JB_ERR_MEMORY) {
        jb_draft_fail(reading->draft);
    } else {
        jb_draft_error(reading->draft, where, text,
                       status == JB_ERR_LIMIT ? "too_long" : "bad_name",
                       status == JB_ERR_LIMIT
                           ? "A %s may have %d characters; the row was left out."
                           : "This cannot be a %s (it may have %d characters, all of which can be "
                             "seen); the row was left out.",
                       words->what, JB_NAME_GRAPHEMES_MAX);
    }
    jb_buffer_finish(&clean);
    return name;
}

static const name_words person_words = { "no_name", "name" };
static const name_words unit_words = { "no_unit", "unit" };

/* ---- people ---- */

/* The code of a row, or "". */
static const char *read_code(jb_people_reading *reading, const jb_row *row)
{
    jb_slice text = cell_text(row, reading->map.code);
    if (jb_people_is_private(text)) {
        reading->private_line = reading->private_codes == 0 ? row->number : reading->private_line;
        reading->private_codes++;
        return "";
    }
    if (text.size > JB_PERSON_CODE_BYTES_MAX) {
        jb_draft_warn(reading->draft, (jb_where){ row->number, reading->map.code }, text,
                      "bad_code", "This is too long for a code; a new one will be made.");
        return "";
    }
    return kept(reading, text);
}

static void take_person(jb_people_reading *reading, const jb_row *row)
{
    jb_person person = { .line = row->number, .unit = "" };
    if (reading->person_count == JB_ENTRIES_MAX) {
        jb_draft_error(reading->draft, (jb_where){ row->number, 1 }, jb_slice_of(""),
                       "too_many_people",
                       "From here on nothing was read: a contest has at most %d people on its "
                       "roster.",
                       JB_ENTRIES_MAX);
        reading->full = true;
        return;
    }
    person.name = read_name(reading, row, reading->map.name, &person_words);
    if (person.name && cell_text(row, reading->map.unit).size > 0) {
        person.unit = read_name(reading, row, reading->map.unit, &unit_words);
    }
    if (!person.name || !person.unit) {
        return;
    }
    person.code = read_code(reading, row);
    jb_person *people = jb_people_grown(reading, reading->people, reading->person_count,
                                        &reading->person_capacity, sizeof *people);
    if (people) {
        reading->people = people;
        people[reading->person_count++] = person;
    }
}

/* ---- units ---- */

static void add_unit(jb_people_reading *reading, const jb_unit_size *unit)
{
    if (reading->unit_count == JB_TEAMS_MAX) {
        if (!reading->full) {
            jb_draft_error(
                reading->draft, (jb_where){ unit->line, 1 }, jb_slice_of(""), "too_many_units",
                "From here on no unit was read: a contest has at most %d.", JB_TEAMS_MAX);
        }
        reading->full = true;
        return;
    }
    jb_unit_size *units = jb_people_grown(reading, reading->units, reading->unit_count,
                                          &reading->unit_capacity, sizeof *units);
    if (units) {
        reading->units = units;
        units[reading->unit_count++] = *unit;
    }
}

static void take_unit(jb_people_reading *reading, const jb_row *row)
{
    jb_unit_size unit = { .line = row->number };
    jb_slice size = cell_text(row, reading->map.size);
    jb_slice text = cell_text(row, reading->map.unit);
    if (jb_people_is_total(text)) {
        jb_draft_warn(reading->draft, (jb_where){ row->number, reading->map.unit }, text,
                      "total_row", "This row is taken for a sum and was left out.");
        return;
    }
    unit.name = read_name(reading, row, reading->map.unit, &unit_words);
    if (!unit.name) {
        return;
    }
    if (size.size > 0 && !jb_people_size(size, &unit.size)) {
        bool hidden = jb_people_is_private(size);
        jb_draft_warn(reading->draft, (jb_where){ row->number, reading->map.size },
                      hidden ? jb_slice_of("") : size, "bad_size",
                      "The size of a unit is a whole number up to %d; this one was taken without.",
                      JB_UNIT_SIZE_MAX);
        unit.size = 0;
    }
    add_unit(reading, &unit);
}

/* A row that holds nothing in the columns that count. */
static bool is_blank(const jb_people_reading *reading, const jb_row *row)
{
    const jb_people_map *map = &reading->map;
    const uint32_t columns[] = { map->name, map->unit, map->code, map->size };
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        for (uint32_t k = 0; columns[i] > 0 && k < row->cell_count; k++) {
            const jb_cell *cell = &row->cells[k];
            if (cell->column == columns[i] && !cell->merged && jb_line_trim(cell->text).size > 0) {
                return false;
            }
        }
    }
    return true;
}

void jb_people_take(jb_people_reading *reading, const jb_row *row)
{
    if (is_blank(reading, row)) {
        return;
    }
    if (reading->options->kind == JB_PEOPLE_ROSTER) {
        take_person(reading, row);
    } else {
        take_unit(reading, row);
    }
}

/* ---- against each other ---- */

/* A row by what makes it the same as another one. */
typedef struct folded_row {
    const char *key;
    uint32_t index;
} folded_row;

static int compare_rows(const void *a, const void *b)
{
    const folded_row *first = a;
    const folded_row *second = b;
    int order = strcmp(first->key, second->key);
    if (order != 0) {
        return order;
    }
    return first->index < second->index ? -1 : first->index > second->index;
}

/* The texts folded, with a line between them; "" if memory has run out. */
static const char *key_of(jb_people_reading *reading, const char *first, const char *second)
{
    jb_buffer folded;
    jb_buffer_init(&folded, 0);
    bool good = jb_text_fold(jb_slice_of(first), &folded) == JB_OK;
    jb_buffer_append_char(&folded, '\n');
    good = (second[0] == '\0' || jb_text_fold(jb_slice_of(second), &folded) == JB_OK) && good;
    const char *key = good ? kept(reading, jb_buffer_slice(&folded)) : "";
    if (!good || folded.failed) {
        jb_draft_fail(reading->draft);
    }
    jb_buffer_finish(&folded);
    return key;
}

/* Sorted, or NULL. */
static folded_row *sort_rows(jb_people_reading *reading, uint32_t count,
                             const char *(*key)(jb_people_reading *reading, uint32_t index))
{
    folded_row *rows = calloc((size_t)count + 1, sizeof *rows);
    for (uint32_t i = 0; rows && i < count; i++) {
        rows[i] = (folded_row){ .key = key(reading, i), .index = i };
    }
    if (!rows || jb_draft_failed(reading->draft)) {
        jb_draft_fail(reading->draft);
        free(rows);
        return NULL;
    }
    if (count > 1) {
        qsort(rows, count, sizeof *rows, compare_rows);
    }
    return rows;
}

static const char *person_key(jb_people_reading *reading, uint32_t index)
{
    return key_of(reading, reading->people[index].name, reading->people[index].unit);
}

static const char *unit_of_person_key(jb_people_reading *reading, uint32_t index)
{
    return key_of(reading, reading->people[index].unit, "");
}

static const char *unit_key(jb_people_reading *reading, uint32_t index)
{
    return key_of(reading, reading->units[index].name, "");
}

/* People of one name in one unit, whom no code tells apart. */
static void find_same_people(jb_people_reading *reading)
{
    folded_row *rows = sort_rows(reading, reading->person_count, person_key);
    for (uint32_t i = 1; rows && i < reading->person_count; i++) {
        const jb_person *person = &reading->people[rows[i].index];
        const jb_person *before = &reading->people[rows[i - 1].index];
        if (strcmp(rows[i].key, rows[i - 1].key) == 0 && person->code[0] == '\0' &&
            before->code[0] == '\0') {
            jb_draft_warn(reading->draft, (jb_where){ person->line, reading->map.name },
                          jb_slice_of(person->name), "same_person",
                          "Row %u has the same name and unit. Both were taken: delete one if it is "
                          "the same person.",
                          before->line);
        }
    }
    free(rows);
}

static int compare_units(const void *a, const void *b)
{
    const jb_unit_size *first = a;
    const jb_unit_size *second = b;
    return first->line < second->line ? -1 : first->line > second->line;
}

/* The units that people name, in the order in which they come. */
static void gather_units(jb_people_reading *reading)
{
    folded_row *rows = sort_rows(reading, reading->person_count, unit_of_person_key);
    jb_unit_size *all = rows ? calloc((size_t)reading->person_count + 1, sizeof *all) : NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; all && i < reading->person_count; i++) {
        const jb_person *person = &reading->people[rows[i].index];
        if (person->unit[0] == '\0') {
            continue;
        }
        if (count == 0 || strcmp(rows[i].key, rows[i - 1].key) != 0) {
            all[count++] = (jb_unit_size){ .line = person->line, .name = person->unit };
        }
        all[count - 1].size++;
    }
    if (rows && !all) {
        jb_draft_fail(reading->draft);
    }
    if (count > 1) {
        qsort(all, count, sizeof *all, compare_units);
    }
    reading->full = false;
    for (uint32_t i = 0; i < count; i++) {
        add_unit(reading, &all[i]);
    }
    free(all);
    free(rows);
}

/* Of units of one name the first is kept. */
static void drop_same_units(jb_people_reading *reading)
{
    folded_row *rows = sort_rows(reading, reading->unit_count, unit_key);
    uint32_t left = 0;
    for (uint32_t i = 1; rows && i < reading->unit_count; i++) {
        jb_unit_size *unit = &reading->units[rows[i].index];
        if (strcmp(rows[i].key, rows[i - 1].key) == 0) {
            jb_draft_error(reading->draft, (jb_where){ unit->line, reading->map.unit },
                           jb_slice_of(unit->name), "same_unit",
                           "There is a unit of this name above; this one was left out.");
            unit->name = NULL;
        }
    }
    free(rows);
    for (uint32_t i = 0; i < reading->unit_count; i++) {
        if (reading->units[i].name) {
            reading->units[left++] = reading->units[i];
        }
    }
    reading->unit_count = left;
}

void jb_people_compare(jb_people_reading *reading)
{
    if (reading->private_codes > 0) {
        jb_draft_warn(reading->draft, (jb_where){ reading->private_line, reading->map.code },
                      jb_slice_of(""), "private_value",
                      "%u codes look like numbers of phones or of identity and were left out; this "
                      "is the first. New codes will be made.",
                      reading->private_codes);
    }
    if (reading->options->kind == JB_PEOPLE_ROSTER) {
        find_same_people(reading);
        gather_units(reading);
    } else {
        drop_same_units(reading);
    }
}
