/* The table of formats that can be written, and what all writers need. */
#include "convert_internal.h"

#include <stdio.h>
#include <string.h>

#include "jinbang/assert.h"

typedef struct writer {
    const char *name;
    const char *called; /* in messages */
    const char *extension;
    const char *type;
    void (*write)(jb_writing *w);
    bool one_language;
} writer;

#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

static const writer writers[] = {
    { "json", "A JSON file", ".json", "application/json; charset=utf-8", jb_write_json, false },
    { "qbank", "A package", ".qbank", "application/zip", jb_write_qbank, false },
    { "csv", "The table", ".csv", "text/csv; charset=utf-8", jb_write_csv, false },
    { "xlsx", "The table", ".xlsx", XLSX_TYPE, jb_write_xlsx, false },
    { "gift", "GIFT", ".gift.txt", "text/plain; charset=utf-8", jb_write_gift, true },
    { "moodle-xml", "Moodle XML", ".moodle.xml", "application/xml", jb_write_moodle, true },
    { "aiken", "Aiken", ".aiken.txt", "text/plain; charset=utf-8", jb_write_aiken, true },
    { "kahoot", "Kahoot's table", ".kahoot.xlsx", XLSX_TYPE, jb_write_kahoot, true },
};

enum {
    WRITERS = sizeof writers / sizeof writers[0]
};

static const writer *find(const char *format)
{
    for (size_t i = 0; i < WRITERS; i++) {
        if (strcmp(writers[i].name, format) == 0) {
            return &writers[i];
        }
    }
    return NULL;
}

const char *const *jb_convert_formats(void)
{
    static const char *const names[] = { "json",       "qbank", "csv",    "xlsx", "gift",
                                         "moodle-xml", "aiken", "kahoot", NULL };
    _Static_assert(sizeof names / sizeof names[0] == WRITERS + 1, "as many as there are rows");
    return names;
}

const char *jb_convert_extension(const char *format)
{
    const writer *found = find(format);
    return found ? found->extension : NULL;
}

const char *jb_convert_type(const char *format)
{
    const writer *found = find(format);
    return found ? found->type : NULL;
}

void jb_writing_fail(jb_writing *w, jb_status status)
{
    w->status = w->status == JB_OK ? status : w->status;
}

const char *jb_writing_text(const jb_writing *w, const cJSON *map)
{
    return jb_map_text(map, w->language, w->fallback)->valuestring;
}

static void say_nothing_fits(jb_writing *w)
{
    jb_problem problem = { .line = 1, .column = 1, .severity = JB_SEVERITY_ERROR };
    (void)snprintf(problem.code, sizeof problem.code, "no_questions");
    (void)snprintf(problem.message, sizeof problem.message,
                   "%s can hold none of these questions; choose another format.", w->holds_no);
    if (jb_report_add(w->report, &problem) != JB_OK) {
        jb_writing_fail(w, JB_ERR_MEMORY);
    }
}

jb_status jb_convert(const jb_bank *bank, const char *format, const jb_convert_options *options,
                     jb_report *report, jb_buffer *out)
{
    static const jb_convert_options none = { 0 };
    JB_ASSERT(bank != NULL && report != NULL && report->problem_count == 0);
    const writer *found = find(format);
    if (!found) {
        return JB_ERR_NOT_FOUND;
    }
    jb_buffer file;
    jb_buffer_init(&file, JB_CONVERT_BYTES_MAX);
    jb_writing w = { .bank = bank,
                     .tree = jb_bank_tree(bank),
                     .options = options ? options : &none,
                     .fallback = jb_bank_default_language(bank),
                     .report = report,
                     .out = &file,
                     .holds_no = found->called };
    w.language = found->one_language && w.options->language ? w.options->language : w.fallback;
    (void)snprintf(report->format, sizeof report->format, "%s", found->name);
    (void)snprintf(report->language, sizeof report->language, "%s", w.language);
    found->write(&w);
    if (file.failed) {
        jb_writing_fail(&w, JB_ERR_MEMORY);
    }
    jb_say_lost(&w);
    if (w.status == JB_OK && report->question_count == 0) {
        say_nothing_fits(&w);
    } else if (w.status == JB_OK) {
        jb_buffer_append(out, file.bytes, file.size);
        jb_writing_fail(&w, out->failed ? JB_ERR_MEMORY : JB_OK);
    }
    jb_report_sort(report);
    jb_buffer_finish(&file);
    return w.status;
}
