/*
 * Lists of people and units: what the file is, which sheet of it, then its rows. The readers of
 * tables of questions give the cells.
 */
#include "jinbang/people_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formats.h"
#include "people.h"
#include "xlsx.h"

/* ---- which sheet ---- */

/* The one that was asked for; else the first that can be seen and has a header, or else has
 * anything in it. */
static const jb_sheet *choose_sheet(const jb_people_reading *reading, const jb_sheet *sheets,
                                    uint32_t count)
{
    const jb_sheet *first = NULL;
    const char *wanted = reading->options->sheet;
    for (uint32_t i = 0; i < count; i++) {
        const jb_sheet *sheet = &sheets[i];
        if (wanted ? strcmp(sheet->name, wanted) == 0
                   : !sheet->hidden && jb_people_has_header(sheet, reading->options->kind)) {
            return sheet;
        }
        if (!wanted && !first && !sheet->hidden && sheet->row_count > 0) {
            first = sheet;
        }
    }
    return first;
}

static void say_sheets(const jb_people_reading *reading, const jb_sheet *sheets, uint32_t count,
                       const jb_sheet *used)
{
    for (uint32_t i = 0; i < count; i++) {
        const jb_sheet *sheet = &sheets[i];
        if (sheet == used || sheet->row_count == 0) {
            continue;
        }
        jb_draft_warn(reading->draft, (jb_where){ 1, 1 }, jb_slice_of(""), "other_sheet",
                      "The sheet \"%.60s\" was not read%s. Choose it to read it.", sheet->name,
                      sheet->hidden ? "; it is hidden" : "");
    }
}

static void read_rows(jb_people_reading *reading, const jb_sheet *sheet, uint32_t first)
{
    uint32_t hidden = 0;
    uint32_t first_hidden = 0;
    jb_people_map map;
    for (uint32_t i = first; i < sheet->row_count; i++) {
        const jb_row *row = &sheet->rows[i];
        if (reading->full || jb_draft_failed(reading->draft)) {
            break;
        }
        if (reading->map.row > 0 && jb_people_header(row, reading->options->kind, &map) &&
            map.name == reading->map.name && map.unit == reading->map.unit) {
            continue; /* the header again, on another page */
        }
        hidden += row->hidden;
        first_hidden = row->hidden && first_hidden == 0 ? row->number : first_hidden;
        jb_people_take(reading, row);
    }
    if (hidden > 0) {
        jb_draft_warn(reading->draft, (jb_where){ first_hidden, 1 }, jb_slice_of(""), "hidden_rows",
                      "%u hidden rows were read like the others; this is the first. Delete them if "
                      "they do not belong here.",
                      hidden);
    }
}

static void read_sheets(void *user, const jb_sheet *sheets, uint32_t count)
{
    jb_people_reading *reading = user;
    uint32_t first = 0;
    const jb_sheet *sheet = choose_sheet(reading, sheets, count);
    if (!sheet || sheet->row_count == 0) {
        bool named = reading->options->sheet && !sheet;
        jb_draft_error(
            reading->draft, (jb_where){ 1, 1 }, jb_slice_of(""), named ? "no_sheet" : "no_rows",
            named ? "There is no sheet of this name." : "There is nothing in this table.");
        return;
    }
    say_sheets(reading, sheets, count, sheet);
    if (!jb_people_find(reading, sheet, &first)) {
        return;
    }
    reading->found = true;
    read_rows(reading, sheet, first);
    if (!jb_draft_failed(reading->draft)) {
        jb_people_compare(reading);
    }
}

static void read_text(jb_people_reading *reading, const jb_import_file *file)
{
    jb_grid grid;
    jb_sheet sheet = { .name = "" };
    jb_grid_init(&grid, reading->draft);
    jb_import_say_doubt(reading->draft, file->decoded);
    sheet.delimiter = jb_csv_cells(jb_import_text(file), jb_people_likeness, reading->draft, &grid);
    if (jb_grid_sheet(&grid, &sheet)) {
        read_sheets(reading, &sheet, 1);
    } else {
        jb_draft_fail(reading->draft);
    }
    jb_grid_finish(&grid);
}

/* ---- what the file is ---- */

static void refuse(const jb_people_reading *reading, const char *code, const char *message)
{
    jb_draft_error(reading->draft, (jb_where){ 1, 1 }, jb_slice_of(""), code, "%s", message);
}

static void read_file(jb_people_reading *reading, const jb_import_file *file)
{
    static const char other[] =
        "This is no table that can be read. Save it as .xlsx or CSV (UTF-8) and choose that.";
    const char *advice = NULL;
    const char *text = file->decoded ? jb_buffer_text(&file->decoded->text) : "";
    if (jb_sniff_xlsx(file) > 0) {
        (void)snprintf(reading->draft->report->format, sizeof reading->draft->report->format,
                       "xlsx");
        jb_xlsx_sheets(file->archive, reading->draft, read_sheets, reading);
    } else if (jb_foreign(file, &advice)) {
        refuse(reading, "foreign_format", advice);
    } else if (!file->decoded || *text == '<' || *text == '{') {
        refuse(reading, "not_recognised", other);
    } else {
        (void)snprintf(reading->draft->report->format, sizeof reading->draft->report->format,
                       "csv");
        read_text(reading, file);
    }
}

/* Hands over what was read; the reading is empty afterwards. */
static jb_people_file *finish_file(jb_people_reading *reading)
{
    jb_people_file *made = calloc(1, sizeof *made);
    if (!made) {
        jb_draft_fail(reading->draft);
        return NULL;
    }
    made->people = reading->people;
    made->person_count = reading->person_count;
    made->units = reading->units;
    made->unit_count = reading->unit_count;
    made->memory = reading->memory.blocks;
    reading->people = NULL;
    reading->units = NULL;
    reading->memory.blocks = NULL;
    return made;
}

static jb_status read_opened(const jb_import_file *file, const jb_people_options *options,
                             jb_report *report, jb_people_file **out)
{
    const jb_import_options none = { .name = "" };
    jb_draft draft;
    jb_draft_init(&draft, &none, "people", report);
    jb_people_reading reading = { .options = options, .draft = &draft };
    report->rows = true;
    read_file(&reading, file);
    bool any =
        options->kind == JB_PEOPLE_ROSTER ? reading.person_count > 0 : reading.unit_count > 0;
    if (reading.found && !any) {
        refuse(&reading, options->kind == JB_PEOPLE_ROSTER ? "no_people" : "no_units",
               "No row of this table can be used.");
    }
    if (any && !jb_draft_failed(&draft)) {
        *out = finish_file(&reading);
    }
    bool failed = jb_draft_failed(&draft);
    free(reading.people);
    free(reading.units);
    jb_memory_finish(&reading.memory);
    jb_draft_finish(&draft);
    jb_report_sort(report);
    return failed ? JB_ERR_MEMORY : JB_OK;
}

static jb_status unusable(jb_report *report, const char *code, const char *message)
{
    jb_problem problem = { .line = 1, .column = 1, .severity = JB_SEVERITY_ERROR };
    (void)snprintf(problem.code, sizeof problem.code, "%s", code);
    (void)snprintf(problem.message, sizeof problem.message, "%s", message);
    return jb_report_add(report, &problem);
}

jb_status jb_people_file_read(jb_slice file, const jb_people_options *options, jb_report *report,
                              jb_people_file **out)
{
    jb_decoded decoded;
    jb_import_file input;
    jb_status status = JB_OK;
    *out = NULL;
    if (file.size > JB_PEOPLE_BYTES_MAX) {
        return unusable(report, "too_large", "The file is larger than 16 MiB; split it.");
    }
    if (file.size == 0) {
        return unusable(report, "empty_file", "The file is empty.");
    }
    if (jb_import_open(file, options->encoding, &input, &decoded, &status)) {
        status = read_opened(&input, options, report, out);
        (void)snprintf(report->encoding, sizeof report->encoding, "%s",
                       input.decoded ? jb_encoding_name(decoded.encoding) : "");
    } else {
        status = jb_import_unopened(status, report);
    }
    jb_archive_close(input.archive);
    jb_decoded_finish(&decoded);
    return status;
}

void jb_people_file_destroy(jb_people_file *file)
{
    if (!file) {
        return;
    }
    jb_memory memory = { .blocks = file->memory };
    jb_memory_finish(&memory);
    free(file->people);
    free(file->units);
    free(file);
}
