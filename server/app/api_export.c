/*
 * Banks taken away as files, and the templates. The clerk does it: a bank with its media may be
 * large.
 */
#include <stdio.h>
#include <string.h>

#include "api.h"
#include "file_name.h"
#include "jinbang/bank_tree.h"
#include "jinbang/convert.h"

enum {
    EXTENSION_MAX = 6
};

typedef struct source {
    jb_db *db;
    jb_status status; /* of reading what is kept */
    jb_bank *bank;
    char name[JB_NAME_BYTES_MAX + 1];
} source;

static bool take_bank(void *user, const jb_bank_row *row)
{
    source *from = user;
    jb_report report;
    jb_report_init(&report);
    (void)snprintf(from->name, sizeof from->name, "%s", row->name);
    from->status = jb_bank_read_kept(jb_slice_of(row->document), &report, &from->bank);
    if (from->status == JB_OK && !from->bank) {
        from->status = JB_ERR_CORRUPT;
    }
    jb_report_finish(&report);
    return false;
}

static jb_status read_medium(void *user, const jb_hash *hash, jb_buffer *out)
{
    source *from = user;
    jb_buffer mime;
    jb_buffer_init(&mime, 0);
    jb_status status = jb_db_media_get(from->db, hash, &mime, out);
    jb_buffer_finish(&mime);
    return status;
}

/* A bank that was imported under its file's name is not to be called "quiz.xlsx.gift". */
static jb_slice without_extension(const char *name)
{
    jb_slice slice = jb_slice_of(name);
    const char *dot = strrchr(name, '.');
    if (dot && dot > name && strlen(dot) <= EXTENSION_MAX && !strchr(dot, ' ')) {
        slice.size = (size_t)(dot - name);
    }
    return slice;
}

static void name_file(jb_call *call, jb_slice name, const char *format)
{
    jb_buffer text;
    jb_buffer_init(&text, sizeof call->disposition);
    jb_buffer_append_text(&text, "attachment; ");
    jb_file_name_write(name, NULL, jb_convert_extension(format) + 1, &text);
    (void)snprintf(call->disposition, sizeof call->disposition, "%s", jb_buffer_text(&text));
    jb_buffer_finish(&text);
}

static void answer_report(jb_call *call, const jb_report *report, int status)
{
    jb_json_out json;
    jb_buffer_clear(&call->body);
    jb_json_begin(&json, &call->body);
    jb_json_object(&json);
    jb_json_key(&json, "problems");
    jb_report_problems_json(report, &json);
    jb_json_object_end(&json);
    call->status = status;
}

static void write_file(jb_call *call, source *from)
{
    jb_report report;
    const char *language = call->language[0] ? call->language : NULL;
    const char *shown = language ? language : jb_bank_default_language(from->bank);
    const jb_convert_options options = { .language = language,
                                         .chinese = strncmp(shown, "zh", 2) == 0,
                                         .media = read_medium,
                                         .user = from };
    jb_report_init(&report);
    jb_buffer_init(&call->body, JB_CONVERT_BYTES_MAX);
    jb_status status = jb_convert(from->bank, call->format, &options, &report, &call->body);
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_status_text(status));
    } else if (call->report) {
        answer_report(call, &report, 200);
    } else if (call->body.size == 0) {
        answer_report(call, &report, 422);
    } else {
        call->content_type = jb_convert_type(call->format);
        name_file(call, without_extension(from->name), call->format);
    }
    jb_report_finish(&report);
}

void jb_api_bank_export(jb_db *db, jb_call *call)
{
    source from = { .db = db };
    if (!jb_convert_extension(call->format)) {
        jb_call_error(call, 400, "bad_format", "Banks are not written in this format.");
        return;
    }
    jb_status status = jb_db_bank_get(db, call->id, take_bank, &from);
    status = status == JB_OK ? from.status : status;
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
    } else {
        write_file(call, &from);
    }
    jb_bank_destroy(from.bank);
}

void jb_api_template(jb_db *db, jb_call *call)
{
    bool chinese = strncmp(call->lang, "zh", 2) == 0;
    (void)db;
    jb_status status = jb_convert_template(call->id, chinese, &call->body);
    if (status != JB_OK) {
        jb_call_failed(call, status, NULL);
        return;
    }
    call->content_type = jb_convert_type(call->id);
    name_file(call, jb_slice_of(chinese ? "题库模板" : "question template"), call->id);
}
