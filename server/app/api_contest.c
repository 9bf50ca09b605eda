/*
 * Contests over HTTP: make one, list, look at one, take the results away, and what a phone may know
 * before it joins.
 */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "api.h"
#include "contest_data.h"
#include "jinbang/json_out.h"
#include "jinbang/log.h"

static void link_member(jb_json_out *json, const char *key, const jb_call *call, jb_role role)
{
    jb_buffer link;
    jb_buffer_init(&link, 0);
    jb_server_link(call->server, role, call->made.id, call->made.code, &link);
    jb_json_text_member(json, key, jb_buffer_text(&link));
    jb_buffer_finish(&link);
}

static void key_member(jb_json_out *json, const char *name, const jb_call *call, jb_role role)
{
    char key[JB_KEY_SIZE];
    jb_arena_key(call->server->secret, role, call->made.id, key);
    jb_json_text_member(json, name, key);
}

static void write_links(jb_json_out *json, const jb_call *call)
{
    link_member(json, "join_url", call, JB_ROLE_PLAYER);
    link_member(json, "host_url", call, JB_ROLE_HOST);
    link_member(json, "screen_url", call, JB_ROLE_SCREEN);
}

/* ---- POST /api/contests ---- */

/* {"error":{...},"problems":[...]}: the problems are those of the report. */
static void contest_problems(jb_call *call, const jb_report *report)
{
    jb_json_out json;
    jb_json_begin(&json, &call->body);
    jb_json_object(&json);
    jb_json_key(&json, "error");
    jb_json_object(&json);
    jb_json_text_member(&json, "code", "bad_contest");
    jb_json_text_member(&json, "message", "The contest file has errors; nothing was made.");
    jb_json_object_end(&json);
    jb_json_key(&json, "problems");
    jb_report_problems_json(report, &json);
    jb_json_object_end(&json);
    call->status = 422;
}

void jb_api_contest_post(jb_db *db, jb_call *call)
{
    jb_report report;
    jb_report_init(&report);
    jb_slice file = { .bytes = call->body_in, .size = call->body_in_size };
    jb_status status = jb_make_contest(db, file, &report, &call->made);
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
    } else if (report.errors) {
        contest_problems(call, &report);
    } else {
        call->status = 201;
    }
    jb_report_finish(&report);
}

void jb_api_contest_posted(jb_call *call)
{
    if (call->status != 201) {
        return;
    }
    jb_status status =
        jb_arena_add(call->server->arena, call->made.contest, call->made.id, call->made.code,
                     jb_buffer_slice(&call->made.plan), jb_clock_monotonic_ms());
    if (status != JB_OK) {
        jb_call_failed(call, status, NULL);
        return;
    }
    jb_json_out json;
    jb_json_begin(&json, &call->body);
    jb_json_object(&json);
    jb_json_text_member(&json, "id", call->made.id);
    jb_json_text_member(&json, "code", call->made.code);
    key_member(&json, "host_key", call, JB_ROLE_HOST);
    key_member(&json, "screen_key", call, JB_ROLE_SCREEN);
    key_member(&json, "judge_key", call, JB_ROLE_JUDGE);
    write_links(&json, call);
    jb_json_object_end(&json);
    jb_log(JB_LOG_INFO, "api", "contest=%s made", call->made.id);
}

/* ---- GET /api/contests ---- */

static bool write_contest(void *user, const jb_contest_row *row)
{
    jb_json_out *json = user;
    jb_json_object(json);
    jb_json_text_member(json, "id", row->id);
    jb_json_text_member(json, "code", row->code);
    jb_json_raw_member(json, "title", jb_slice_of(row->title));
    jb_json_int_member(json, "created_at", row->created_at);
    jb_json_key(json, "finished_at");
    if (row->finished_at > 0) {
        jb_json_int(json, row->finished_at);
    } else {
        jb_json_null(json);
    }
    jb_json_bool_member(json, "open", row->open);
    jb_json_object_end(json);
    return true;
}

void jb_api_contest_list(jb_db *db, jb_call *call)
{
    jb_json_out json;
    jb_json_begin(&json, &call->body);
    jb_json_object(&json);
    jb_json_key(&json, "contests");
    jb_json_array(&json);
    jb_status status = jb_db_contest_list(db, write_contest, &json);
    jb_json_array_end(&json);
    jb_json_object_end(&json);
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
    }
}

/* ---- GET /api/contests/{id} ---- */

static void write_rules(jb_db *db, jb_call *call, const jb_contest_data *data)
{
    jb_status status = jb_plan_rules_json(data->plan, &call->body);
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
    }
}

void jb_api_contest_get(jb_db *db, jb_call *call)
{
    jb_contest_data data;
    jb_status status = jb_contest_data_read(db, call->id, &data);
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
        return;
    }
    (void)snprintf(call->made.id, sizeof call->made.id, "%s", data.id);
    (void)snprintf(call->made.code, sizeof call->made.code, "%s", data.code);
    jb_buffer_append(&call->made.plan, data.plan->title.bytes, data.plan->title.size);
    call->created_at = data.created_at;
    call->finished_at = data.finished_at;
    call->open = data.open;
    write_rules(db, call, &data);
    jb_contest_data_finish(&data);
}

/* The rules were put into the body by the writer thread; the live part is added here. */
void jb_api_contest_got(jb_call *call)
{
    if (call->status != 200) {
        return;
    }
    jb_buffer rules = call->body;
    jb_buffer_init(&call->body, 0);
    jb_json_out json;
    jb_json_begin(&json, &call->body);
    jb_json_object(&json);
    jb_json_text_member(&json, "id", call->made.id);
    jb_json_text_member(&json, "code", call->made.code);
    jb_json_raw_member(&json, "title", jb_buffer_slice(&call->made.plan));
    jb_json_int_member(&json, "created_at", call->created_at);
    jb_json_key(&json, "finished_at");
    if (call->finished_at > 0) {
        jb_json_int(&json, call->finished_at);
    } else {
        jb_json_null(&json);
    }
    jb_json_bool_member(&json, "open", call->open);
    jb_contest_info info;
    if (jb_arena_find(call->server->arena, call->made.id, &info)) {
        jb_json_text_member(&json, "phase", jb_phase_name(info.phase));
        jb_json_bool_member(&json, "paused", info.paused);
        jb_json_int_member(&json, "players", info.players);
    }
    write_links(&json, call);
    jb_json_raw_member(&json, "rules", jb_buffer_slice(&rules));
    jb_json_object_end(&json);
    jb_buffer_finish(&rules);
}

/* ---- GET /api/contests/{id}/results ---- */

void jb_api_contest_results(jb_db *db, jb_call *call)
{
    jb_contest_data data;
    const char *format = call->format[0] ? call->format : "json";
    bool csv = strcmp(format, "csv") == 0;
    if (!csv && strcmp(format, "json") != 0) {
        jb_call_error(call, 400, "bad_format", "The format is csv or json.");
        return;
    }
    jb_status status = jb_contest_data_read(db, call->id, &data);
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
        return;
    }
    jb_buffer why;
    jb_buffer_init(&why, 0);
    jb_results *results = NULL;
    status = jb_contest_data_results(db, &data, &results, &why);
    if (status == JB_OK) {
        status = jb_contest_data_export(&data, results, format, &call->body);
    }
    if (status != JB_OK) {
        jb_call_failed(call, status, why.size > 0 ? jb_buffer_text(&why) : jb_db_why(db));
    } else if (csv) {
        call->content_type = "text/csv; charset=utf-8";
        (void)snprintf(call->disposition, sizeof call->disposition,
                       "attachment; filename=\"results-%s.csv\"", data.id);
    }
    jb_results_destroy(results);
    jb_buffer_finish(&why);
    jb_contest_data_finish(&data);
}

/* ---- GET /api/public/contest ---- */

void jb_api_contest_public(jb_call *call)
{
    jb_contest_info info;
    /* By code only: an id is nobody's business before the door. */
    if (strlen(call->id) != JB_CODE_DIGITS ||
        !jb_arena_find(call->server->arena, call->id, &info)) {
        bool too_many = jb_net_request_failure(call->server->net, call->request);
        jb_call_error(call, too_many ? 429 : 404, too_many ? "too_many" : "no_contest",
                      too_many ? "Too many failures; try again in a minute."
                               : "No contest has this code.");
        return;
    }
    jb_json_out json;
    jb_json_begin(&json, &call->body);
    jb_json_object(&json);
    jb_json_raw_member(&json, "title", info.plan->title);
    jb_json_raw_member(&json, "languages", info.plan->languages);
    jb_json_raw_member(&json, "default_language", info.plan->default_language);
    jb_json_key(&json, "teams");
    jb_json_array(&json);
    for (uint32_t i = 0; i < info.plan->rules.team_count; i++) {
        jb_json_object(&json);
        jb_json_raw_member(&json, "name", info.plan->teams[i].name);
        jb_json_object_end(&json);
    }
    jb_json_array_end(&json);
    jb_json_bool_member(&json, "team_required", info.plan->rules.team_required);
    jb_json_bool_member(&json, "admit", info.admit);
    jb_json_object_end(&json);
}
