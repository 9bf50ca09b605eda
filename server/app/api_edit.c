/*
 * PATCH /api/banks/{id}: questions are put and deleted. The clerk reads the bank and makes the new
 * one; the writer keeps it if nobody was faster.
 */
#include <stdlib.h>
#include <string.h>

#include "api.h"

struct jb_edit_call {
    jb_bank_order *order;
    jb_report report;
    jb_bank *bank; /* as it will be */
    jb_buffer document;
    bool stale;
    bool ready; /* for the writer */
    jb_status status;
};

void jb_edit_call_destroy(jb_edit_call *edit)
{
    if (!edit) {
        return;
    }
    jb_bank_order_destroy(edit->order);
    jb_report_finish(&edit->report);
    jb_bank_destroy(edit->bank);
    jb_buffer_finish(&edit->document);
    free(edit);
}

static void say_stale(jb_call *call)
{
    jb_call_error(call, 409, "stale", "Somebody has changed this bank meanwhile; read it again.");
}

static void write_answer(jb_call *call, int64_t revision)
{
    jb_json_out json;
    const jb_report *report = &call->edit->report;
    jb_json_begin(&json, &call->body);
    jb_json_object(&json);
    if (revision > 0) {
        jb_json_int_member(&json, "revision", revision);
        jb_json_int_member(&json, "questions", report->question_count);
    }
    jb_json_key(&json, "problems");
    jb_report_problems_json(report, &json);
    jb_json_object_end(&json);
    call->status = revision > 0 ? 200 : 422;
}

static bool edit_row(void *user, const jb_bank_row *row)
{
    jb_edit_call *edit = user;
    edit->stale = row->revision != jb_bank_order_revision(edit->order);
    if (!edit->stale) {
        edit->status = jb_bank_order_apply(edit->order, jb_slice_of(row->document), &edit->report,
                                           &edit->bank);
    }
    return false;
}

/* False: it was answered. */
static bool read_order(jb_call *call)
{
    jb_edit_call *edit = call->edit;
    jb_report report;
    jb_report_init(&report);
    const jb_slice body = { .bytes = call->body_in, .size = call->body_in_size };
    jb_status status = jb_bank_order_read(body, &report, &edit->order);
    if (status != JB_OK) {
        jb_call_failed(call, status, NULL);
    } else if (!edit->order) {
        jb_call_error(call, 400, "bad_field",
                      report.problem_count > 0 ? report.problems[0].message : "");
    }
    jb_report_finish(&report);
    return edit->order != NULL;
}

/* On the clerk's thread. */
static void make_new(jb_db *db, jb_call *call)
{
    jb_edit_call *edit = call->edit;
    if (!read_order(call)) {
        return;
    }
    jb_status status = jb_db_bank_get(db, call->id, edit_row, edit);
    status = status == JB_OK ? edit->status : status;
    if (status == JB_OK && edit->bank) {
        status = jb_bank_write(edit->bank, &edit->document);
    }
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
    } else if (edit->stale) {
        say_stale(call);
    } else if (!edit->bank) {
        write_answer(call, 0);
    } else {
        edit->ready = true;
    }
}

static void go_on_keeping(jb_call *call)
{
    call->again = call->edit->ready;
    call->work = jb_api_bank_patch;
    call->clerk = false;
}

void jb_api_bank_patching(jb_call *call)
{
    call->edit = calloc(1, sizeof *call->edit);
    if (!call->edit) {
        call->work = NULL;
        jb_call_failed(call, JB_ERR_MEMORY, NULL);
        return;
    }
    jb_report_init(&call->edit->report);
    jb_buffer_init(&call->edit->document, 0);
    call->work = make_new;
    call->next = go_on_keeping;
    call->clerk = true;
}

void jb_api_bank_patch(jb_db *db, jb_call *call)
{
    const jb_edit_call *edit = call->edit;
    const jb_bank_row row = { .id = call->id,
                              .revision = jb_bank_order_revision(edit->order),
                              .name = jb_bank_order_renames(edit->order) ? jb_bank_title(edit->bank)
                                                                         : "",
                              .document = jb_buffer_text(&edit->document),
                              .question_count = jb_bank_count(edit->bank) };
    jb_status status = jb_db_bank_update(db, &row);
    if (status == JB_ERR_NOT_FOUND) {
        say_stale(call); /* it was there a moment ago */
    } else if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
    } else {
        write_answer(call, row.revision + 1);
    }
}
