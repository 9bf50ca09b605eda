/*
 * A bank: the document around the questions, then question by question. Good questions stay in the
 * tree, the others are taken out of it, so that what is written later is what can be played.
 * A fault in the document itself (format, version, title, languages) leaves no bank.
 */
#include "bank_internal.h"
#include "doctor.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"

#define BANK_NAME "bank.json"

enum {
    LABEL_BYTES_MAX = 800
}; /* license, dates, generator: 200 characters */

enum {
    FORMAT,
    VERSION,
    ID,
    TITLE,
    DESCRIPTION,
    DEFAULT_LANGUAGE,
    LANGUAGES,
    LICENSE,
    SOURCE,
    CREATED,
    MODIFIED,
    GENERATOR,
    DEFAULTS,
    CATEGORIES,
    MEDIA,
    QUESTIONS,
    FIELD_COUNT
};

static const jb_field bank_fields[] = {
    [FORMAT] = { .name = "format", .types = JB_IS_STRING, .required = true },
    [VERSION] = { .name = "version", .types = JB_IS_NUMBER, .required = true },
    [ID] = { .name = "id", .types = JB_IS_STRING },
    [TITLE] = { .name = "title", .types = JB_IS_OBJECT, .required = true },
    [DESCRIPTION] = { .name = "description", .types = JB_IS_OBJECT },
    [DEFAULT_LANGUAGE] = { .name = "default_language", .types = JB_IS_STRING, .required = true },
    [LANGUAGES] = { .name = "languages", .types = JB_IS_ARRAY },
    [LICENSE] = { .name = "license", .types = JB_IS_STRING },
    [SOURCE] = { .name = "source", .types = JB_IS_OBJECT },
    [CREATED] = { .name = "created", .types = JB_IS_STRING },
    [MODIFIED] = { .name = "modified", .types = JB_IS_STRING },
    [GENERATOR] = { .name = "generator", .types = JB_IS_STRING },
    [DEFAULTS] = { .name = "defaults", .types = JB_IS_OBJECT },
    [CATEGORIES] = { .name = "categories", .types = JB_IS_ARRAY },
    [MEDIA] = { .name = "media", .types = JB_IS_ARRAY },
    [QUESTIONS] = { .name = "questions", .types = JB_IS_ARRAY, .required = true },
};

static const jb_shape bank_shape = {
    .what = "A question bank",
    .fields = bank_fields,
    .field_count = FIELD_COUNT,
    .x_keys = true,
};

/* Is this our format at all? Says so before anything else is looked at. */
static bool check_format(jb_reader *reader, const cJSON *tree)
{
    const cJSON *format = cJSON_GetObjectItemCaseSensitive(tree, "format");
    const cJSON *version = cJSON_GetObjectItemCaseSensitive(tree, "version");
    if (!cJSON_IsObject(tree) || !cJSON_IsString(format) ||
        strcmp(format->valuestring, "question-bank") != 0) {
        jb_fault(reader, cJSON_IsObject(tree) && format ? format : tree, "wrong_format",
                 "This is not a question bank: it must say \"format\": \"question-bank\".");
        return false;
    }
    if (reader->report) {
        (void)snprintf(reader->report->format, sizeof reader->report->format, "json");
    }
    if (!cJSON_IsNumber(version) || cJSON_GetNumberValue(version) != 1) {
        jb_fault(reader, version ? version : tree, "wrong_version",
                 "This program reads version 1 of the format; it must say \"version\": 1.");
        return false;
    }
    return true;
}

static bool read_defaults(jb_reader *reader, const cJSON *node, jb_settings *settings)
{
    static const jb_field fields[] = {
        { .name = "points", .types = JB_IS_NUMBER },
        { .name = "time_limit_ms", .types = JB_IS_NUMBER },
        { .name = "shuffle", .types = JB_IS_OBJECT },
        { .name = "grading", .types = JB_IS_OBJECT },
    };
    static const jb_shape shape = { .what = "\"defaults\"", .fields = fields, .field_count = 4 };
    const cJSON *values[4];
    bool good = jb_read_object(reader, node, &shape, values);
    return jb_read_settings(reader, values, settings) && good;
}

/* Remembers an id; a second one is a fault. */
static bool add_id(jb_reader *reader, jb_id_set *set, const cJSON *id, uint32_t number)
{
    uint32_t value = number;
    jb_status status = jb_id_set_add(set, jb_node_slice(id), &value);
    if (status == JB_ERR_EXISTS) {
        jb_fault(reader, id, "duplicate_id", "There is another \"%.64s\".", id->valuestring);
    }
    reader->out_of_memory = reader->out_of_memory || status == JB_ERR_MEMORY;
    return status == JB_OK;
}

static bool read_category(jb_reader *reader, jb_bank *bank, const cJSON *node)
{
    static const jb_field fields[] = {
        { .name = "id", .types = JB_IS_STRING, .required = true },
        { .name = "parent", .types = JB_IS_STRING },
        { .name = "title", .types = JB_IS_OBJECT, .required = true },
    };
    static const jb_shape shape = { .what = "A category", .fields = fields, .field_count = 3 };
    const cJSON *values[3];
    if (!jb_read_object(reader, node, &shape, values) || !jb_read_id(reader, values[0]) ||
        !jb_read_map(reader, values[2])) {
        return false;
    }
    /* Parents stand before their children, so the tree has no circles. */
    if (values[1] && jb_id_set_find(&bank->categories, values[1]->valuestring) == JB_ID_NONE) {
        jb_fault(reader, values[1], "unknown_id", "No category \"%.64s\" stands before this one.",
                 values[1]->valuestring);
        return false;
    }
    return add_id(reader, &bank->categories, values[0], 0);
}

/* Categories: a faulty one is reported and not known afterwards. */
static void read_categories(jb_reader *reader, jb_bank *bank, const cJSON *list)
{
    const cJSON *node = NULL;
    cJSON_ArrayForEach(node, list) {
        (void)read_category(reader, bank, node);
    }
}

/* Media, likewise, with their bytes. */
static void read_media(jb_reader *reader, jb_bank *bank, jb_intake *intake, const cJSON *list)
{
    if (!list || !jb_read_length(reader, list, 0, JB_BANK_MEDIA_MAX)) {
        return;
    }
    bank->media_list = calloc((size_t)jb_node_length(list) + 1, sizeof *bank->media_list);
    if (!bank->media_list) {
        reader->out_of_memory = true;
        return;
    }
    cJSON *node = NULL;
    cJSON_ArrayForEach(node, list) {
        jb_medium *medium = &bank->media_list[bank->media_count];
        if (jb_media_read(reader, intake, node, medium)) {
            (void)add_id(reader, &bank->media, cJSON_GetObjectItemCaseSensitive(node, "id"),
                         bank->media_count);
            bank->media_count++;
        }
    }
}

/* The members of the document. False: nothing of the bank can be used. */
static bool read_head(jb_reader *reader, jb_bank *bank, const cJSON *const *values)
{
    bool good = !values[TITLE] || jb_read_map(reader, values[TITLE]);
    good = jb_read_language(reader, values[DEFAULT_LANGUAGE]) && good;
    good = (!values[ID] || jb_read_id(reader, values[ID])) && good;
    good = (!values[DESCRIPTION] || jb_read_map(reader, values[DESCRIPTION])) && good;
    const cJSON *citation = NULL;
    good = (!values[SOURCE] || jb_read_source(reader, values[SOURCE], &citation)) && good;
    static const int strings[] = { LICENSE, CREATED, MODIFIED, GENERATOR };
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++) {
        good =
            (!values[strings[i]] || jb_read_string(reader, values[strings[i]], LABEL_BYTES_MAX)) &&
            good;
    }
    good = (!values[DEFAULTS] || read_defaults(reader, values[DEFAULTS], &bank->settings)) && good;
    bank->title = values[TITLE];
    bank->id = values[ID] ? values[ID]->valuestring : "";
    bank->default_language = values[DEFAULT_LANGUAGE]->valuestring;
    if (values[LANGUAGES] && !jb_read_languages(reader, values[LANGUAGES])) {
        return false;
    }
    const cJSON *tag = NULL;
    cJSON_ArrayForEach(tag, values[LANGUAGES]) {
        JB_ASSERT(bank->language_count < JB_LANGUAGES_MAX);
        bank->languages[bank->language_count++] = tag->valuestring;
    }
    if (good && bank->title && !jb_map_exact(bank->title, bank->default_language)) {
        jb_warn(reader, bank->title, "missing_language",
                "The title is not there in the default language \"%s\".", bank->default_language);
    }
    return good;
}

/* Languages of the stems, for banks that do not list theirs. */
static void gather_languages(jb_bank *bank, const cJSON *stem)
{
    const cJSON *text = NULL;
    cJSON_ArrayForEach(text, stem) {
        uint32_t i = 0;
        while (i < bank->language_count && strcmp(bank->languages[i], text->string) != 0) {
            i++;
        }
        if (i == bank->language_count && i < JB_LANGUAGES_MAX) {
            bank->languages[bank->language_count++] = text->string;
        }
    }
}

/* Reads every question; the nodes of bad ones are collected in `bad`, to be removed when their
 * place in the text is no longer needed. Returns how many are bad. */
static uint32_t read_questions(jb_reader *reader, jb_bank *bank, const cJSON *list,
                               jb_doctor *doctor, cJSON **bad)
{
    uint32_t bad_count = 0;
    bool gather = bank->language_count == 0;
    cJSON *node = NULL;
    cJSON_ArrayForEach(node, list) {
        jb_question question;
        if (!jb_question_read(reader, bank, node, &question) ||
            !add_id(reader, &bank->ids, cJSON_GetObjectItemCaseSensitive(node, "id"),
                    bank->count)) {
            bad[bad_count++] = node;
            continue;
        }
        if (gather) {
            gather_languages(bank, question.stem);
        }
        if (doctor) {
            jb_doctor_see(doctor, &question);
        }
        bank->entries[bank->count++] = (jb_entry){ .node = node,
                                                   .id = question.id,
                                                   .tags = question.tags,
                                                   .kind = question.kind,
                                                   .difficulty = question.difficulty,
                                                   .retired = question.retired };
        if (reader->report) {
            reader->report->question_count++;
            reader->report->by_kind[question.kind]++;
        }
    }
    return bad_count;
}

/* Everything below the syntax. True if there is a bank. */
static bool read_tree(jb_reader *reader, jb_bank *bank, jb_intake *intake, cJSON ***bad,
                      uint32_t *bad_count)
{
    const cJSON *values[FIELD_COUNT];
    if (!check_format(reader, bank->tree)) {
        return false;
    }
    bool good = jb_read_object(reader, bank->tree, &bank_shape, values);
    if (!values[DEFAULT_LANGUAGE]) {
        return false;
    }
    /* With a faulty head the questions are checked all the same, to report everything at once. */
    good = read_head(reader, bank, values) && good;
    if (!values[QUESTIONS] ||
        !jb_read_length(reader, values[QUESTIONS], 0, JB_BANK_QUESTIONS_MAX)) {
        return false;
    }
    read_categories(reader, bank, values[CATEGORIES]);
    read_media(reader, bank, intake, values[MEDIA]);
    uint32_t count = jb_node_length(values[QUESTIONS]);
    *bad = calloc((size_t)count + 1, sizeof(cJSON *));
    bank->entries = calloc((size_t)count + 1, sizeof *bank->entries);
    if (!*bad || !bank->entries) {
        reader->out_of_memory = true;
        return false;
    }
    jb_doctor doctor;
    jb_doctor_init(&doctor, reader, bank, values[SOURCE]);
    /* What is kept has been looked at when it came or was edited. */
    bool looked_at = intake->kept && !intake->edited;
    *bad_count = read_questions(reader, bank, values[QUESTIONS], looked_at ? NULL : &doctor, *bad);
    if (!looked_at) {
        jb_doctor_conclude(&doctor, values[QUESTIONS]);
    }
    jb_doctor_finish(&doctor);
    if (bank->count == 0) {
        jb_fault(reader, values[QUESTIONS], "no_questions",
                 "There is no question here that can be played.");
        return false;
    }
    return good;
}

/* Reads bank.json. */
static jb_status read_document(jb_slice file, jb_intake *intake, jb_report *report, jb_bank **out)
{
    *out = NULL;
    cJSON **bad = NULL;
    uint32_t bad_count = 0;
    jb_slice text;
    jb_reader reader;
    jb_reader_init(&reader, report);
    jb_bank *bank = calloc(1, sizeof *bank);
    if (!bank) {
        return JB_ERR_MEMORY;
    }
    jb_read_document(&reader, file, JB_BANK_BYTES_MAX, &text, &bank->tree);
    bool good = bank->tree && read_tree(&reader, bank, intake, &bad, &bad_count);
    if (bank->tree) {
        jb_reader_locate(&reader, text, bank->tree);
    }
    cJSON *questions = good ? cJSON_GetObjectItemCaseSensitive(bank->tree, "questions") : NULL;
    for (uint32_t i = 0; good && i < bad_count; i++) {
        cJSON_Delete(cJSON_DetachItemViaPointer(questions, bad[i]));
    }
    free(bad);
    /* After every place has been found, because it changes the tree. */
    if (good && !intake->kept && !jb_media_settle(bank)) {
        reader.out_of_memory = true;
    }
    jb_status status = jb_reader_finish(&reader);
    if (good && status == JB_OK) {
        *out = bank;
    } else {
        jb_bank_destroy(bank);
    }
    return status;
}

/* A problem of the package itself, which leaves no bank. */
static jb_status fault_package(jb_report *report, const char *code, const char *message)
{
    jb_reader reader;
    jb_reader_init(&reader, report);
    jb_fault_at(&reader, 0, code, "%s", message);
    jb_reader_locate(&reader, jb_slice_of(""), NULL);
    return jb_reader_finish(&reader);
}

static jb_status fault_bank_entry(jb_report *report, jb_unpack_result result)
{
    switch (result) {
    case JB_UNPACK_FINE:
    case JB_UNPACK_MEMORY:
        break;
    case JB_UNPACK_MISSING:
        return fault_package(report, "no_bank",
                             "There is no bank.json at the top of this package.");
    case JB_UNPACK_TOO_LARGE:
        return fault_package(report, "too_large", "bank.json is larger than 16 MiB.");
    case JB_UNPACK_ENCRYPTED:
        return fault_package(report, "encrypted_entry",
                             "bank.json is encrypted; pack it without a password.");
    case JB_UNPACK_TWICE:
        return fault_package(report, "duplicate_entry", "bank.json is in the package twice.");
    case JB_UNPACK_METHOD:
        return fault_package(report, "unsupported_compression",
                             "bank.json is packed in a way that is not read; use plain zip "
                             "(deflate).");
    case JB_UNPACK_DAMAGED:
        return fault_package(report, "damaged_package", "bank.json in the package is damaged.");
    }
    return JB_ERR_MEMORY;
}

static jb_status read_package(jb_slice file, jb_report *report, jb_bank **out)
{
    _Static_assert(JB_BANK_BYTES_MAX == 16 * 1024 * 1024, "a message says 16 MiB");
    _Static_assert(JB_PACKAGE_BYTES_MAX == 32 * 1024 * 1024, "a message says 32 MiB");
    jb_intake intake = { .folder = "" };
    *out = NULL;
    if (file.size > JB_PACKAGE_BYTES_MAX) {
        return fault_package(report, "too_large", "The package is larger than 32 MiB.");
    }
    jb_status status = jb_archive_open(file, &intake.archive);
    if (status == JB_ERR_LIMIT) {
        return fault_package(report, "too_many_entries",
                             "There are too many files in this package.");
    }
    if (status == JB_ERR_INVALID) {
        return fault_package(report, "damaged_package",
                             "The package is damaged: it is not a zip file that holds together.");
    }
    if (status != JB_OK) {
        return status;
    }
    jb_buffer document;
    jb_buffer_init(&document, 0);
    intake.folder = jb_archive_folder_of(intake.archive, BANK_NAME);
    jb_unpack_result result = jb_intake_read(&intake, BANK_NAME, JB_BANK_BYTES_MAX, &document);
    if (result == JB_UNPACK_FINE) {
        intake.unpacked = document.size;
        status = read_document(jb_buffer_slice(&document), &intake, report, out);
    } else {
        status = fault_bank_entry(report, result);
    }
    jb_buffer_finish(&document);
    jb_archive_close(intake.archive);
    return status;
}

jb_status jb_bank_read_with(jb_slice file, const jb_media_source *source, jb_report *report,
                            jb_bank **out)
{
    JB_ASSERT(report != NULL);
    jb_intake intake = { .source = source };
    return jb_archive_is(file) ? read_package(file, report, out)
                               : read_document(file, &intake, report, out);
}

jb_status jb_bank_read(jb_slice file, jb_report *report, jb_bank **out)
{
    return jb_bank_read_with(file, NULL, report, out);
}

jb_status jb_bank_read_kept(jb_slice document, jb_report *report, jb_bank **out)
{
    JB_ASSERT(report != NULL);
    jb_intake intake = { .kept = true };
    return read_document(document, &intake, report, out);
}

jb_status jb_bank_read_edited(jb_slice document, jb_report *report, jb_bank **out)
{
    jb_intake intake = { .kept = true, .edited = true };
    return read_document(document, &intake, report, out);
}
