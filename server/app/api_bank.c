/*
 * Banks over HTTP: import with its report, list, read, delete.
 */
#include <stdio.h>
#include <string.h>

#include "api.h"
#include "jinbang/json_out.h"

void jb_api_bank_import(jb_db *db, jb_call *call, const jb_bank_import *import, const char *here)
{
    jb_report report;
    char id[JB_BANK_ID_SIZE];
    jb_report_init(&report);
    jb_status status = jb_make_bank(db, import, &report, id);
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
    } else {
        bool made = id[0] != '\0';
        call->status = made ? 201 : import->dry_run && report.question_count > 0 ? 200 : 422;
        jb_report_json(&report, call->name, made ? id : here, &call->body);
    }
    jb_report_finish(&report);
}

static bool write_bank(void *user, const jb_bank_row *row)
{
    jb_json_out *json = user;
    jb_json_object(json);
    jb_json_text_member(json, "id", row->id);
    jb_json_text_member(json, "name", row->name);
    jb_json_int_member(json, "questions", row->question_count);
    jb_json_int_member(json, "created_at", row->created_at);
    jb_json_int_member(json, "revision", row->revision);
    if (row->document) {
        jb_json_raw_member(json, "bank", jb_slice_of(row->document));
    }
    jb_json_object_end(json);
    return true;
}

void jb_api_bank_list(jb_db *db, jb_call *call)
{
    jb_json_out json;
    jb_json_begin(&json, &call->body);
    jb_json_object(&json);
    jb_json_key(&json, "banks");
    jb_json_array(&json);
    jb_status status = jb_db_bank_list(db, write_bank, &json);
    jb_json_array_end(&json);
    jb_json_object_end(&json);
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
    }
}

void jb_api_bank_get(jb_db *db, jb_call *call)
{
    jb_json_out json;
    jb_json_begin(&json, &call->body);
    jb_status status = jb_db_bank_get(db, call->id, write_bank, &json);
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
    }
}

void jb_api_bank_delete(jb_db *db, jb_call *call)
{
    jb_status status = jb_db_bank_delete(db, call->id);
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
    } else {
        call->status = 204;
    }
}
