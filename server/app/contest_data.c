/* A contest read back from the store, and its results. */
#include "contest_data.h"

#include <stdlib.h>
#include <string.h>

static bool take_row(void *user, const jb_contest_row *row)
{
    jb_contest_data *data = user;
    data->contest = row->contest;
    data->id = strdup(row->id);
    data->code = strdup(row->code);
    data->title = strdup(row->title);
    data->plan_text = strdup(row->plan);
    data->created_at = row->created_at;
    data->finished_at = row->finished_at;
    data->open = row->open;
    data->players = row->players;
    data->archived = row->archived;
    data->opens_at = row->opens_at;
    data->closes_at = row->closes_at;
    return false;
}

/* All but the plan. */
static jb_status read_row(jb_db *db, const char *id, jb_contest_data *data)
{
    *data = (jb_contest_data){ 0 };
    jb_status status = jb_db_contest_get(db, id, take_row, data);
    if (status == JB_OK && (!data->id || !data->code || !data->title || !data->plan_text)) {
        return JB_ERR_MEMORY;
    }
    return status;
}

jb_status jb_contest_data_read(jb_db *db, const char *id, jb_contest_data *data)
{
    jb_status status = read_row(db, id, data);
    if (status == JB_OK) {
        status = jb_plan_load(jb_slice_of(data->plan_text), &data->plan);
    }
    if (status != JB_OK) {
        jb_contest_data_finish(data);
    }
    return status;
}

void jb_contest_data_finish(jb_contest_data *data)
{
    jb_plan_destroy(data->plan);
    free(data->id);
    free(data->code);
    free(data->title);
    free(data->plan_text);
    *data = (jb_contest_data){ 0 };
}

static jb_contest_row row_of(const jb_contest_data *data)
{
    return (jb_contest_row){
        .contest = data->contest,
        .id = data->id,
        .code = data->code,
        .plan = data->plan_text,
        .title = data->title,
        .finished_at = data->finished_at,
    };
}

static jb_status build_results(jb_db *db, const jb_contest_data *data, jb_results_depth depth,
                               jb_results **results, jb_buffer *why)
{
    const jb_contest_row row = row_of(data);
    return jb_results_build_to(db, &row, &data->plan->rules, depth, results, why);
}

typedef struct telling {
    const jb_plan *plan;
    jb_contest_won *won;
    jb_status status;
} telling;

static void tell_winners(void *user, const jb_results *results)
{
    telling *to = user;
    jb_buffer *out = &to->won->text;
    const jb_export from = { .results = results, .plan = to->plan };
    jb_json_out json;
    if (!to->won->json) {
        to->status = jb_export_winners_text(&from, out);
        return;
    }
    jb_json_begin(&json, out);
    jb_json_object(&json);
    jb_export_winners_json(&from, &json);
    jb_json_object_end(&json);
    to->status = out->failed ? JB_ERR_MEMORY : JB_OK;
}

static jb_status prove(jb_db *db, const jb_contest_data *data, const jb_noted_heads *noted,
                       jb_proof *proof, jb_contest_won *won, jb_buffer *why)
{
    const jb_contest_row row = row_of(data);
    telling to = { .plan = data->plan, .won = won, .status = JB_OK };
    const jb_proof_of of = { .contest = &row,
                             .rules = &data->plan->rules,
                             .title = data->plan->title,
                             .media = data->plan->media,
                             .media_count = data->plan->media_count,
                             .noted = noted ? noted->items : NULL,
                             .noted_count = noted ? noted->count : 0,
                             .proved = won ? tell_winners : NULL,
                             .user = &to };
    jb_status status = jb_proof_make(db, &of, proof, why);
    if (status == JB_OK && to.status != JB_OK) {
        jb_buffer_append_text(why, "memory has run out");
        status = to.status;
    }
    return status;
}

jb_status jb_contest_prove(jb_db *db, const char *id, const jb_noted_heads *noted, jb_proof *proof,
                           jb_contest_won *won, jb_buffer *why)
{
    jb_contest_data data;
    *proof = (jb_proof){ 0 };
    jb_status status = read_row(db, id, &data);
    if (status != JB_OK) {
        jb_buffer_append_text(why, status == JB_ERR_MEMORY ? "memory has run out" : jb_db_why(db));
    } else {
        status = jb_plan_load(jb_slice_of(data.plan_text), &data.plan);
        if (status != JB_OK) {
            jb_buffer_append_text(why, "its plan cannot be read");
        }
    }
    if (status == JB_OK) {
        status = prove(db, &data, noted, proof, won, why);
    }
    jb_contest_data_finish(&data);
    return status;
}

jb_status jb_contest_data_export(jb_db *db, const jb_contest_data *data, jb_export_format format,
                                 bool answers, jb_buffer *out, jb_buffer *why)
{
    jb_results *results = NULL;
    if (format == JB_EXPORT_LOG) {
        return jb_export_log(db, data->contest, out, why);
    }
    jb_status status = build_results(db, data, jb_export_depth(format, answers), &results, why);
    if (status == JB_OK) {
        jb_export from = { .results = results,
                           .plan = data->plan,
                           .id = data->id,
                           .code = data->code,
                           .created_at = data->created_at,
                           .finished_at = data->finished_at,
                           .answers = answers };
        status = jb_export_write(&from, format, out, why);
    }
    jb_results_destroy(results);
    return status;
}
