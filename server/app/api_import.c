/*
 * POST /api/banks: a file of any format becomes a bank. The clerk reads it, which may take a while
 * and touches nothing; the writer only keeps what came of it, so that answers of a contest under
 * way never wait for somebody's import.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "jinbang/convert.h"
#include "jinbang/import.h"

enum {
    PREVIEW_MAX = 50,
    CODES_SIZE = 256,
    SHEET_SIZE = 256,
    COLUMNS_SIZE = 4096
};

struct jb_import_call {
    jb_import_options options;
    char encoding[24];
    char codes[CODES_SIZE];
    char sheet[SHEET_SIZE];
    char columns[COLUMNS_SIZE];
    bool with_preview;
    uint32_t preview; /* questions to show */
    jb_report report;
    jb_bank *bank;
    jb_buffer document;
};

void jb_import_call_destroy(jb_import_call *import)
{
    if (!import) {
        return;
    }
    jb_report_finish(&import->report);
    jb_bank_destroy(import->bank);
    jb_buffer_finish(&import->document);
    free(import);
}

static void refuse(jb_call *call, const char *message)
{
    call->work = NULL;
    jb_call_error(call, 400, "bad_option", message);
}

/* "12": a number up to PREVIEW_MAX. */
static bool read_preview(const char *text, jb_import_call *import)
{
    import->with_preview = text[0] != '\0';
    for (const char *at = text; *at; at++) {
        if (*at < '0' || *at > '9' || at - text > 2) {
            return false;
        }
        import->preview = import->preview * 10 + (uint32_t)(*at - '0');
    }
    return import->preview <= PREVIEW_MAX;
}

static bool read_options(jb_import_call *import, const char *query)
{
    char preview[8];
    const struct {
        const char *name;
        char *value;
        size_t size;
        const char **option;
    } rows[] = {
        { "encoding", import->encoding, sizeof import->encoding, &import->options.encoding },
        { "codes", import->codes, sizeof import->codes, &import->options.codes },
        { "sheet", import->sheet, sizeof import->sheet, &import->options.sheet },
        { "columns", import->columns, sizeof import->columns, &import->options.columns },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (!jb_api_query(query, rows[i].name, rows[i].value, rows[i].size)) {
            return false;
        }
        *rows[i].option = rows[i].value[0] != '\0' ? rows[i].value : NULL;
    }
    return jb_api_query(query, "preview", preview, sizeof preview) && read_preview(preview, import);
}

/* The report and, if it was asked for, what the first questions are. */
static void answer(jb_call *call, const char *id)
{
    const jb_import_call *import = call->import;
    jb_json_out json;
    jb_json_begin(&json, &call->body);
    jb_json_object(&json);
    jb_report_members(&import->report, call->name, id, &json);
    if (import->with_preview && import->bank) {
        jb_json_key(&json, "bank");
        json.comma = true;
        if (jb_bank_write_first(import->bank, import->preview, &call->body) != JB_OK) {
            call->body.failed = true;
        }
        jb_json_key(&json, "languages");
        jb_bank_write_languages(import->bank, &json);
    }
    jb_json_object_end(&json);
    call->status = id ? 201 : import->bank ? 200 : 422;
    if (call->body.failed) {
        jb_call_failed(call, JB_ERR_MEMORY, NULL);
    }
}

/* On the clerk's thread. */
static void read_file(jb_db *db, jb_call *call)
{
    jb_import_call *import = call->import;
    const jb_slice file = { .bytes = call->body_in, .size = call->body_in_size };
    (void)db;
    jb_status status = jb_import(file, &import->options, &import->report, &import->bank);
    free(call->body_in);
    call->body_in = NULL;
    if (status == JB_OK && import->bank && !call->dry_run) {
        status = jb_bank_write(import->bank, &import->document);
    }
    if (status != JB_OK) {
        jb_call_failed(call, status, NULL);
    } else if (!import->bank || call->dry_run) {
        answer(call, NULL);
    } else {
        return;
    }
    call->dry_run = true; /* it is answered */
}

static void go_on_keeping(jb_call *call)
{
    call->again = !call->dry_run;
    call->work = jb_api_bank_post;
    call->clerk = false;
}

void jb_api_bank_posting(jb_call *call, const char *query)
{
    const char *why = NULL;
    jb_import_call *import = calloc(1, sizeof *import);
    call->import = import;
    if (!import) {
        call->work = NULL;
        jb_call_failed(call, JB_ERR_MEMORY, NULL);
        return;
    }
    jb_report_init(&import->report);
    jb_buffer_init(&import->document, 0);
    import->options.name = call->name;
    import->options.format = call->format[0] ? call->format : NULL;
    import->options.language = call->language[0] ? call->language : NULL;
    if (!read_options(import, query)) {
        refuse(call, "A parameter is too long or not text, or \"preview\" is not 0 to 50.");
    } else if (!jb_import_options_good(&import->options, &why)) {
        refuse(call, why);
    } else {
        call->work = read_file;
        call->next = go_on_keeping;
        call->clerk = true;
    }
}

void jb_api_bank_post(jb_db *db, jb_call *call)
{
    char id[JB_BANK_ID_SIZE];
    const jb_import_call *import = call->import;
    jb_status status =
        jb_keep_bank(db, import->bank, call->name, jb_buffer_text(&import->document), id);
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
    } else {
        answer(call, id);
    }
}

static void write_names(jb_json_out *json, const char *key, const char *const *names)
{
    jb_json_key(json, key);
    jb_json_array(json);
    for (size_t i = 0; names[i]; i++) {
        jb_json_text(json, names[i]);
    }
    jb_json_array_end(json);
}

void jb_api_import_get(jb_call *call)
{
    static const char *const encodings[] = { "utf-8",    "gb18030",  "big5", "windows-1252",
                                             "utf-16le", "utf-16be", NULL };
    const char *const *writes = jb_convert_formats();
    jb_json_out json;
    jb_json_begin(&json, &call->body);
    jb_json_object(&json);
    write_names(&json, "formats", jb_import_formats());
    write_names(&json, "encodings", encodings);
    write_names(&json, "fields", jb_import_fields());
    jb_json_key(&json, "writes");
    jb_json_array(&json);
    for (size_t i = 0; writes[i]; i++) {
        jb_json_object(&json);
        jb_json_text_member(&json, "name", writes[i]);
        jb_json_text_member(&json, "extension", jb_convert_extension(writes[i]));
        jb_json_object_end(&json);
    }
    jb_json_array_end(&json);
    jb_json_object_end(&json);
}
