/*
 * Any bytes as a list of people and as one of units: read without end, memory and assertions
 * unharmed, twice the same, and nothing comes out that could not be kept or is private.
 */
/* jb:uses import */
/* jb:looks import */
#include <stdint.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/limits.h"
#include "people.h"

#include "jinbang/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_name(const char *name, jb_buffer *text)
{
    jb_buffer clean;
    jb_buffer_init(&clean, 0);
    JB_ASSERT(jb_name_clean(jb_slice_of(name), &clean) == JB_OK);
    JB_ASSERT(strcmp(jb_buffer_text(&clean), name) == 0);
    JB_ASSERT(!jb_people_is_private(jb_slice_of(name)));
    jb_buffer_finish(&clean);
    jb_buffer_append_text(text, name);
    jb_buffer_append_char(text, '\n');
}

static void check_file(const jb_people_file *file, jb_people_kind kind, jb_buffer *text)
{
    uint64_t sum = 0;
    uint64_t placed = 0;
    uint32_t line = 0;
    JB_ASSERT(file->person_count <= JB_ENTRIES_MAX && file->unit_count <= JB_TEAMS_MAX);
    JB_ASSERT(kind == JB_PEOPLE_ROSTER ? file->person_count > 0
                                       : file->unit_count > 0 && file->person_count == 0);
    for (uint32_t i = 0; i < file->person_count; i++) {
        const jb_person *person = &file->people[i];
        JB_ASSERT(person->line > line);
        line = person->line;
        check_name(person->name, text);
        placed += person->unit[0] != '\0';
        JB_ASSERT(strlen(person->code) <= JB_PERSON_CODE_BYTES_MAX);
        JB_ASSERT(!jb_people_is_private(jb_slice_of(person->code)));
        jb_buffer_append_text(text, person->code);
    }
    for (uint32_t i = 0; i < file->unit_count; i++) {
        check_name(file->units[i].name, text);
        sum += file->units[i].size;
    }
    JB_ASSERT(kind == JB_PEOPLE_UNITS || sum == placed || file->unit_count == JB_TEAMS_MAX);
}

static void read_once(jb_slice bytes, jb_people_kind kind, jb_buffer *text)
{
    const jb_people_options options = { .kind = kind };
    jb_report report;
    jb_people_file *file = NULL;
    jb_report_init(&report);
    jb_status status = jb_people_file_read(bytes, &options, &report, &file);
    JB_ASSERT(status == JB_OK);
    JB_ASSERT(file || report.errors);
    if (file) {
        check_file(file, kind, text);
    }
    jb_report_text(&report, "f", text);
    jb_people_file_destroy(file);
    jb_report_finish(&report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const jb_slice bytes = { .bytes = (const char *)data, .size = size };
    for (int kind = JB_PEOPLE_ROSTER; kind <= JB_PEOPLE_UNITS; kind++) {
        jb_buffer first;
        jb_buffer second;
        jb_buffer_init(&first, 0);
        jb_buffer_init(&second, 0);
        read_once(bytes, (jb_people_kind)kind, &first);
        read_once(bytes, (jb_people_kind)kind, &second);
        JB_ASSERT(jb_slice_equal(jb_buffer_slice(&first), jb_buffer_slice(&second)));
        jb_buffer_finish(&first);
        jb_buffer_finish(&second);
    }
    return 0;
}
