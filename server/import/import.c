/*
 * From a file to a bank: what is it, what does its reader make of it, and what does the one reader
 * of banks say to that.
 */
#include "jinbang/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draft_internal.h"
#include "formats.h"
#include "markup.h"
#include "table.h"

#include "jinbang/assert.h"

enum {
    SURE_ENOUGH = 20,
    FORMATS_MAX = 32
};

#define OWN     "json"
#define FOREIGN "foreign_format"

const char *const *jb_import_formats(void)
{
    static const char *names[FORMATS_MAX];
    if (!names[0]) {
        size_t count = 0;
        names[count++] = OWN;
        for (const jb_bank_format *format = jb_bank_formats; format->name; format++) {
            JB_ASSERT(count + 1 < FORMATS_MAX);
            names[count++] = format->name;
        }
    }
    return names;
}

const char *const *jb_import_fields(void)
{
    static const char *const fields[] = {
        "id",          "type",     "category",   "stem",       "option_a", "option_b", "option_c",
        "option_d",    "option_e", "option_f",   "option_g",   "option_h", "answer",   "tolerance",
        "explanation", "points",   "time",       "difficulty", "tags",     "image",    "audio",
        "video",       "source",   "keep_order", "options",    NULL,
    };
    return fields;
}

static const jb_bank_format *format_of(const char *name)
{
    const jb_bank_format *format = jb_bank_formats;
    while (format->name && strcmp(format->name, name) != 0) {
        format++;
    }
    return format->name ? format : NULL;
}

jb_slice jb_import_text(const jb_import_file *file)
{
    return file->decoded ? jb_buffer_slice(&file->decoded->text) : jb_slice_of("");
}

/* ---- options ---- */

static bool language_good(const char *tag)
{
    size_t part = 0;
    size_t size = strlen(tag);
    for (size_t i = 0; i < size; i++) {
        char c = tag[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool digit = c >= '0' && c <= '9';
        if (c == '-' && part >= 2) {
            part = 0;
        } else if (letter || (digit && i > part)) {
            part++;
        } else {
            return false;
        }
    }
    return size >= 2 && size <= JB_LANG_TAG_MAX && part >= 2 && part <= 8;
}

/* "1=true,0=false" */
static bool codes_good(const char *codes)
{
    size_t count = 0;
    for (const char *at = codes; *at; count++) {
        const char *end = strchr(at, ',');
        size_t size = end ? (size_t)(end - at) : strlen(at);
        const char *equals = memchr(at, '=', size);
        size_t key = equals ? (size_t)(equals - at) : 0;
        jb_slice value = { .bytes = equals ? equals + 1 : at, .size = equals ? size - key - 1 : 0 };
        if (key == 0 || key >= JB_ASK_CODE_SIZE ||
            (!jb_slice_equal(value, jb_slice_of("true")) &&
             !jb_slice_equal(value, jb_slice_of("false")))) {
            return false;
        }
        at = end ? end + 1 : at + size;
    }
    return count > 0 && count <= JB_DRAFT_CODES_MAX;
}

bool jb_import_options_good(const jb_import_options *options, const char **why)
{
    if (options->format && strcmp(options->format, OWN) != 0 && !format_of(options->format)) {
        *why = "This format cannot be read; see the list of formats.";
    } else if (options->encoding && jb_encoding_of(options->encoding) == JB_ENCODING_NONE) {
        *why = "This encoding is not known; there are utf-8, gb18030, big5, windows-1252, utf-16le "
               "and utf-16be.";
    } else if (options->language && !language_good(options->language)) {
        *why = "A language is a tag such as en or zh-Hans.";
    } else if (options->codes && !codes_good(options->codes)) {
        *why = "A code is said as 1=true or 0=false, several with commas between them.";
    } else if (options->columns && !jb_columns_good(options->columns)) {
        *why = "Columns are said as A=stem,B=option_a,E=answer.";
    } else {
        return true;
    }
    return false;
}

/* ---- reading ---- */

static jb_status fault(jb_report *report, const char *code, const char *message)
{
    jb_problem problem = { .line = 1, .column = 1, .severity = JB_SEVERITY_ERROR };
    (void)snprintf(problem.code, sizeof problem.code, "%s", code);
    (void)snprintf(problem.message, sizeof problem.message, "%s", message);
    return jb_report_add(report, &problem);
}

/* Our own format: JSON that says so, or a zip with bank.json. */
static bool is_own(const jb_import_file *file)
{
    if (file->archive) {
        uint32_t count = jb_archive_count(file->archive);
        for (uint32_t i = 0; i < count; i++) {
            const char *name = jb_archive_name(file->archive, i);
            const char *slash = strrchr(name, '/');
            if (strcmp(slash ? slash + 1 : name, "bank.json") == 0) {
                return true;
            }
        }
        return false;
    }
    if (!file->decoded) {
        return false;
    }
    const char *text = jb_buffer_text(&file->decoded->text);
    return text[strspn(text, " \n\t")] == '{' && strstr(text, "\"question-bank\"") != NULL;
}

static const jb_bank_format *sniff(const jb_import_file *file)
{
    const jb_bank_format *best = NULL;
    int surest = SURE_ENOUGH - 1;
    for (const jb_bank_format *format = jb_bank_formats; format->name; format++) {
        int sure = format->sniff ? format->sniff(file) : 0;
        if (sure > surest) {
            surest = sure;
            best = format;
        }
    }
    return best;
}

void jb_import_say_doubt(jb_draft *draft, const jb_decoded *decoded)
{
    jb_where where = { .line = decoded->doubt_line, .column = 1 };
    switch (decoded->doubt) {
    case JB_DOUBT_NONE:
        break;
    case JB_DOUBT_UNSURE:
        jb_draft_warn(draft, where, jb_slice_of(""), "encoding_unsure",
                      "The file was read as %s, which is a guess. Look at the text; if letters are "
                      "wrong, choose another encoding.",
                      jb_encoding_name(decoded->encoding));
        break;
    case JB_DOUBT_STRAY:
        jb_draft_warn(draft, where, jb_slice_of(""), "stray_bytes",
                      "%u lines are not UTF-8 and were read as windows-1252; this is the first. "
                      "Look at their letters.",
                      decoded->stray_lines);
        break;
    case JB_DOUBT_REPLACED:
        jb_draft_warn(draft, where, jb_slice_of(""), "unreadable_bytes",
                      "Bytes that are not %s were replaced. Choose another encoding.",
                      jb_encoding_name(decoded->encoding));
        break;
    }
}

/* Problems that the reader of banks found in the document, at the places they are about. */
static jb_status take_problems(const jb_draft *draft, const jb_report *found, jb_report *report)
{
    jb_status status = JB_OK;
    report->errors = report->errors || found->errors;
    report->problems_left_out += found->problems_left_out;
    for (uint32_t i = 0; i < found->problem_count && status == JB_OK; i++) {
        const char *excerpt = "";
        jb_problem problem = found->problems[i];
        jb_where where = jb_draft_where_of(draft, problem.line, &excerpt);
        if (problem.other_line > 0) {
            const char *other = "";
            jb_where there = jb_draft_where_of(draft, problem.other_line, &other);
            problem.other_line = there.line;
            problem.other_column = there.column > 0 ? there.column : 1;
        }
        problem.line = where.line > 0 ? where.line : 1;
        problem.column = where.column > 0 ? where.column : 1;
        (void)snprintf(problem.excerpt, sizeof problem.excerpt, "%s", excerpt);
        status = jb_report_add(report, &problem);
    }
    return status;
}

/* The document of a draft as a bank. */
static jb_status read_draft(jb_draft *draft, jb_report *report, jb_bank **out)
{
    jb_buffer document;
    jb_report found;
    jb_report_init(&found);
    jb_buffer_init(&document, 0);
    jb_status status = draft->failed ? JB_ERR_MEMORY : jb_draft_document(draft, &document);
    (void)snprintf(report->language, sizeof report->language, "%s", jb_draft_language(draft));
    jb_buffer_finish(&draft->questions);
    jb_media_source source = jb_draft_source(draft);
    if (status == JB_OK) {
        status = jb_bank_read_with(jb_buffer_slice(&document), &source, &found, out);
    }
    jb_buffer_finish(&document);
    if (status == JB_OK) {
        report->question_count = found.question_count;
        memcpy(report->by_kind, found.by_kind, sizeof report->by_kind);
        status = take_problems(draft, &found, report);
    }
    jb_report_finish(&found);
    return status;
}

/* The file's text goes as soon as the draft is made: it and the bank need not be in memory at the
 * same time. */
static jb_status read_format(const jb_bank_format *format, const jb_import_file *file,
                             jb_decoded *decoded, jb_report *report, jb_bank **out)
{
    jb_draft draft;
    (void)snprintf(report->format, sizeof report->format, "%s", format->name);
    report->rows = format->rows;
    jb_draft_init(&draft, file->options, format->name, report);
    if (file->decoded) {
        jb_import_say_doubt(&draft, file->decoded);
    }
    format->read(file, &draft);
    jb_buffer_finish(&decoded->text);
    jb_status status = draft.failed ? JB_ERR_MEMORY : JB_OK;
    if (status == JB_OK && draft.count == 0) {
        status =
            fault(report, "no_questions", "There is no question in this file that can be played.");
    } else if (status == JB_OK) {
        status = read_draft(&draft, report, out);
    }
    jb_draft_finish(&draft);
    jb_report_sort(report);
    return status;
}

static jb_status read_own(const jb_import_file *file, jb_report *report, jb_bank **out)
{
    jb_slice text = file->archive ? file->bytes : jb_import_text(file);
    return jb_bank_read_with(text.size > 0 ? text : file->bytes, file->options->media, report, out);
}

static jb_status read_file(const jb_import_file *file, jb_decoded *decoded, jb_report *report,
                           jb_bank **out)
{
    const char *wanted = file->options->format;
    const char *advice = NULL;
    if (wanted ? strcmp(wanted, OWN) == 0 : is_own(file)) {
        return read_own(file, report, out);
    }
    const jb_bank_format *format = wanted ? format_of(wanted) : NULL;
    if (!wanted && jb_foreign(file, &advice)) {
        return fault(report, FOREIGN, advice);
    }
    format = format ? format : sniff(file);
    if (format) {
        return read_format(format, file, decoded, report, out);
    }
    if (file->archive) {
        return fault(report, "not_recognised",
                     "This zip file is none of the packages that can be read. Unpack it and import "
                     "the files in it one by one.");
    }
    const char *text = file->decoded ? jb_buffer_text(&file->decoded->text) : "";
    if (text[strspn(text, " \n\t")] == '{') {
        return read_own(file, report, out); /* says where its JSON is broken, or what is missing */
    }
    return fault(report, "not_recognised",
                 "This is none of the formats that can be read. Name the format if you know it, or "
                 "put the questions into the template.");
}

/* Bytes of anything may look like text in some encoding. */
static bool is_foreign(const jb_report *report)
{
    return report->problem_count == 1 && strcmp(report->problems[0].code, FOREIGN) == 0;
}

bool jb_import_open(jb_slice file, const char *encoding, jb_import_file *input, jb_decoded *decoded,
                    jb_status *status)
{
    *decoded = (jb_decoded){ 0 };
    *input = (jb_import_file){ .bytes = file };
    if (!jb_archive_is(file)) {
        *status =
            jb_decode(file, encoding ? jb_encoding_of(encoding) : jb_xml_encoding(file), decoded);
        input->decoded = *status == JB_OK ? decoded : NULL;
        return *status != JB_ERR_MEMORY;
    }
    *status = jb_archive_open(file, &input->archive);
    return *status == JB_OK;
}

jb_status jb_import_unopened(jb_status status, jb_report *report)
{
    if (status == JB_ERR_LIMIT) {
        return fault(report, "too_many_entries", "There are too many files in this package.");
    }
    if (status == JB_ERR_INVALID) {
        return fault(report, "damaged_package",
                     "The package is damaged: it is not a zip file that holds together.");
    }
    return status;
}

jb_status jb_import(jb_slice file, const jb_import_options *options, jb_report *report,
                    jb_bank **out)
{
    jb_decoded decoded;
    jb_import_file input;
    *out = NULL;
    if (file.size > JB_PACKAGE_BYTES_MAX) {
        return fault(report, "too_large", "The file is larger than 32 MiB; split it.");
    }
    if (file.size == 0) {
        return fault(report, "empty_file", "The file is empty.");
    }
    jb_status status = JB_OK;
    if (jb_import_open(file, options->encoding, &input, &decoded, &status)) {
        input.options = options;
        status = read_file(&input, &decoded, report, out);
        bool text = input.decoded && !is_foreign(report);
        (void)snprintf(report->encoding, sizeof report->encoding, "%s",
                       text ? jb_encoding_name(decoded.encoding) : "");
    } else {
        status = jb_import_unopened(status, report);
    }
    jb_archive_close(input.archive);
    jb_decoded_finish(&decoded);
    return status;
}
