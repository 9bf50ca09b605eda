/*
 * Contests over HTTP: make one or see what would become of it, look at one, erase the names of its
 * people, and what a phone may know before it joins.
 */
#include <stdio.h>
#include <string.h>

#include "api.h"
#include "contest_data.h"
#include "jinbang/format.h"
#include "jinbang/json_out.h"
#include "jinbang/log.h"
#include "jinbang/view.h"

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
    link_member(json, "judge_url", call, JB_ROLE_JUDGE);
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

enum {
    UNLIMITED_MS = 30000, /* what a question without a limit is taken to need */
    READ_OUT_MS = 10000   /* what a host needs to read one out */
};

/* One turn up to its reveal. Turns and questions lie apart: a menu has more questions than turns.
 */
static jb_time length_of_turn(const jb_rules *rules, const jb_round_rules *round, uint32_t cell)
{
    const jb_question_rules *question = &rules->questions[round->question_first + cell];
    jb_time answer = question->open_ms > 0 ? question->open_ms : UNLIMITED_MS;
    if (jb_format_row_of(round->format)->run && round->per_seat > 0) {
        answer = round->run_ms / round->per_seat;
    }
    return question->reading_ms + (round->start == JB_START_HOST ? READ_OUT_MS : 0) +
           round->buzz_ms + answer + round->locked_ms + round->reveal_ms;
}

static jb_time length_of_round(const jb_rules *rules, const jb_round_rules *round, bool last)
{
    uint32_t turns = round->turn_count;
    turns = round->limit > 0 && round->limit < turns ? round->limit : turns;
    jb_time length = round->intro ? round->intro_ms : 0;
    for (uint32_t i = 0; i < turns; i++) {
        bool ends = i + 1 == turns;
        bool standings = (ends && last) || round->standings == JB_STANDINGS_TURN ||
                         (ends && round->standings == JB_STANDINGS_ROUND);
        length += length_of_turn(rules, round, i) + (standings ? round->standings_ms : 0);
    }
    return length;
}

/* About how long it takes, with a host who goes on at the pace of the automatic one, and without
 * overtime. */
static jb_time length_of(const jb_rules *rules)
{
    jb_time length = 0;
    for (uint32_t i = 0; i < rules->round_count; i++) {
        if (!rules->rounds[i].overtime) {
            length += length_of_round(rules, &rules->rounds[i], i + 1 == rules->round_count);
        }
    }
    return length;
}

static void write_trial(jb_call *call, const jb_plan *plan, const jb_report *report)
{
    jb_json_out json;
    jb_json_begin(&json, &call->body);
    jb_json_object(&json);
    jb_json_int_member(&json, "turns", plan->rules.turn_count);
    jb_json_raw_member(&json, "languages", plan->languages);
    jb_json_int_member(&json, "seconds", (length_of(&plan->rules) + 500) / 1000);
    jb_json_key(&json, "problems");
    jb_report_problems_json(report, &json);
    jb_json_object_end(&json);
}

/* What would become of the file. Nothing is kept. */
static void try_contest(jb_db *db, jb_call *call, jb_slice file, jb_report *report)
{
    jb_plan *plan = NULL;
    jb_status status = jb_make_plan(db, file, report, &call->made.plan);
    if (status == JB_OK && !report->errors) {
        status = jb_plan_load(jb_buffer_slice(&call->made.plan), &plan);
    }
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
    } else if (report->errors) {
        contest_problems(call, report);
    } else {
        write_trial(call, plan, report);
    }
    jb_plan_destroy(plan);
}

/* The warnings wait in the body for the answer, which the loop puts together. */
static void make_contest(jb_db *db, jb_call *call, jb_slice file, jb_report *report)
{
    jb_status status = jb_make_contest(db, file, report, &call->made);
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
    } else if (report->errors) {
        contest_problems(call, report);
    } else {
        jb_json_out json;
        jb_json_begin(&json, &call->body);
        jb_report_problems_json(report, &json);
        call->status = 201;
    }
}

void jb_api_contest_post(jb_db *db, jb_call *call)
{
    jb_report report;
    jb_report_init(&report);
    jb_slice file = { .bytes = call->body_in, .size = call->body_in_size };
    if (call->dry_run) {
        try_contest(db, call, file, &report);
    } else {
        make_contest(db, call, file, &report);
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
    jb_buffer problems = call->body;
    jb_buffer_init(&call->body, 0);
    jb_json_out json;
    jb_json_begin(&json, &call->body);
    jb_json_object(&json);
    jb_json_text_member(&json, "id", call->made.id);
    jb_json_text_member(&json, "code", call->made.code);
    key_member(&json, "host_key", call, JB_ROLE_HOST);
    key_member(&json, "screen_key", call, JB_ROLE_SCREEN);
    key_member(&json, "judge_key", call, JB_ROLE_JUDGE);
    write_links(&json, call);
    jb_json_raw_member(&json, "problems", jb_buffer_slice(&problems));
    jb_json_object_end(&json);
    jb_buffer_finish(&problems);
    jb_log(JB_LOG_INFO, "api", "contest=%s made", call->made.id);
}

/* ---- GET /api/contests/{id} ---- */

void jb_api_contest_get(jb_db *db, jb_call *call)
{
    jb_contest_data data;
    jb_status status = jb_contest_data_read(db, call->id, &data);
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
        return;
    }
    jb_contest_row row = { .id = data.id,
                           .code = data.code,
                           .title = data.title,
                           .created_at = data.created_at,
                           .finished_at = data.finished_at,
                           .open = data.open,
                           .players = data.players,
                           .archived = data.archived,
                           .opens_at = data.opens_at,
                           .closes_at = data.closes_at,
                           .turns = data.plan->rules.turn_count };
    (void)snprintf(call->made.id, sizeof call->made.id, "%s", data.id);
    (void)snprintf(call->made.code, sizeof call->made.code, "%s", data.code);
    status = jb_api_note_contest(call, &row) ? jb_plan_rules_json(data.plan, &call->body)
                                             : JB_ERR_MEMORY;
    if (status != JB_OK) {
        jb_call_failed(call, status, NULL);
    }
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
    jb_api_write_contest(call, &call->listed[0], &json);
    write_links(&json, call);
    jb_json_raw_member(&json, "rules", jb_buffer_slice(&rules));
    jb_json_object_end(&json);
    jb_buffer_finish(&rules);
}

/* ---- DELETE /api/contests/{id}/people ---- */

void jb_api_people_delete(jb_call *call)
{
    jb_contest_info info;
    if (jb_arena_find(call->server->arena, call->id, &info) && info.phase != JB_PHASE_FINISHED) {
        jb_call_error(call, 409, "running",
                      "This contest is not over; its people still need their names.");
    }
}

static bool take_contest(void *user, const jb_contest_row *row)
{
    int64_t *contest = user;
    *contest = row->contest;
    return false;
}

void jb_api_people_erase(jb_db *db, jb_call *call)
{
    int64_t contest = 0;
    if (call->status != 200) {
        return; /* refused */
    }
    jb_status status = jb_db_contest_get(db, call->id, take_contest, &contest);
    if (status == JB_OK) {
        status = jb_db_participant_erase(db, contest);
    }
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
    } else {
        call->status = 204;
    }
}

void jb_api_people_erased(jb_call *call)
{
    if (call->status == 204) {
        jb_arena_erase_names(call->server->arena, call->id);
        jb_log(JB_LOG_INFO, "api", "contest=%s names erased", call->id);
    }
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
    jb_json_text_member(&json, "seats", jb_seats_name(info.plan->rules.seats));
    jb_json_bool_member(&json, "team_required", info.plan->rules.team_required);
    jb_json_bool_member(&json, "admit", info.admit);
    if (info.plan->rules.window) {
        jb_json_key(&json, "window");
        jb_view_window(&json, info.engine, info.plan->time_zone);
        jb_json_text_member(&json, "phase", jb_phase_name(info.phase));
        jb_json_bool_member(&json, "paused", info.paused);
        jb_json_int_member(&json, "now", info.now);
    }
    jb_json_object_end(&json);
}
