/*
 * Banks over HTTP: import with its report, list, read, delete.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "jinbang/decimal.h"
#include "jinbang/json_out.h"
#include "jinbang/question_stat.h"

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

static void write_bank(jb_json_out *json, const jb_bank_row *row)
{
    jb_json_object(json);
    jb_json_text_member(json, "id", row->id);
    jb_json_text_member(json, "name", row->name);
    jb_json_int_member(json, "questions", row->question_count);
    jb_json_int_member(json, "created_at", row->created_at);
    jb_json_int_member(json, "revision", row->revision);
    jb_json_key(json, "study");
    if (row->study) {
        jb_json_text(json, row->study);
    } else {
        jb_json_null(json);
    }
}

static bool list_bank(void *user, const jb_bank_row *row)
{
    write_bank(user, row);
    jb_json_object_end(user);
    return true;
}

void jb_api_bank_list(jb_db *db, jb_call *call)
{
    jb_json_out json;
    jb_json_begin(&json, &call->body);
    jb_json_object(&json);
    jb_json_key(&json, "banks");
    jb_json_array(&json);
    jb_status status = jb_db_bank_list(db, list_bank, &json);
    jb_json_array_end(&json);
    jb_json_object_end(&json);
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
    }
}

/* ---- one bank, and what contests have made of its questions ---- */

/* The contests of one question are rows after each other. */
typedef struct stats {
    jb_json_out json;
    jb_buffer question; /* whose tallies are here; empty: none yet */
    jb_question_tally *tallies;
    size_t count;
    size_t capacity;
    bool out_of_memory;
} stats;

static void write_stats(stats *of)
{
    int64_t asked = 0;
    int64_t right = 0;
    int32_t discrimination = 0;
    for (size_t i = 0; i < of->count; i++) {
        asked += of->tallies[i].asked;
        right += of->tallies[i].right;
    }
    if (asked == 0) {
        return;
    }
    jb_json_key_slice(&of->json, jb_buffer_slice(&of->question));
    jb_json_object(&of->json);
    jb_json_int_member(&of->json, "contests", (int64_t)of->count);
    jb_json_int_member(&of->json, "asked", asked);
    jb_json_hundredths_member(&of->json, "right_rate", jb_mul_div(right, 100 * 100, asked));
    if (jb_discrimination(of->tallies, of->count, &discrimination)) {
        jb_json_decimal_member(&of->json, "discrimination", discrimination, 3);
    }
    jb_json_object_end(&of->json);
}

static bool take_stat(void *user, const jb_question_stat *row)
{
    stats *of = user;
    if (!jb_slice_equal(row->question, jb_buffer_slice(&of->question))) {
        write_stats(of);
        jb_buffer_clear(&of->question);
        jb_buffer_append(&of->question, row->question.bytes, row->question.size);
        of->count = 0;
    }
    if (of->count == of->capacity) {
        size_t capacity = of->capacity > 0 ? 2 * of->capacity : 16;
        jb_question_tally *tallies = realloc(of->tallies, capacity * sizeof *tallies);
        if (!tallies) {
            of->out_of_memory = true;
            return false;
        }
        of->tallies = tallies;
        of->capacity = capacity;
    }
    of->tallies[of->count++] = row->tally;
    return true;
}

/* {"q1":{"contests":2,...},...} */
static jb_status collect_stats(jb_db *db, const char *bank, jb_buffer *out)
{
    stats of = { .count = 0 };
    jb_json_begin(&of.json, out);
    jb_buffer_init(&of.question, 0);
    jb_json_object(&of.json);
    jb_status status = jb_db_question_stat_list(db, bank, take_stat, &of);
    write_stats(&of);
    jb_json_object_end(&of.json);
    if (status == JB_OK && (of.out_of_memory || of.question.failed || out->failed)) {
        status = JB_ERR_MEMORY;
    }
    jb_buffer_finish(&of.question);
    free(of.tallies);
    return status;
}

typedef struct whole_bank {
    jb_json_out json;
    jb_slice stats;
} whole_bank;

static bool write_whole(void *user, const jb_bank_row *row)
{
    whole_bank *bank = user;
    write_bank(&bank->json, row);
    jb_json_raw_member(&bank->json, "bank", jb_slice_of(row->document));
    jb_json_raw_member(&bank->json, "stats", bank->stats);
    jb_json_object_end(&bank->json);
    return true;
}

void jb_api_bank_get(jb_db *db, jb_call *call)
{
    jb_buffer figures;
    whole_bank bank;
    jb_buffer_init(&figures, 0);
    jb_json_begin(&bank.json, &call->body);
    jb_status status = collect_stats(db, call->id, &figures);
    bank.stats = jb_buffer_slice(&figures);
    if (status == JB_OK) {
        status = jb_db_bank_get(db, call->id, write_whole, &bank);
    }
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
    }
    jb_buffer_finish(&figures);
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
