/*
 * POST /api/contests/{id}/roster: the people of a list are added to a roster. The clerk reads the
 * file and sorts out who is to be added; the writer adds them a few at a time, so that answers of a
 * contest under way get to the disk in between, and the loop tells the arena of each who is on
 * disk.
 */
#include <inttypes.h>
#include <stdio.h>

#include "jinbang/log.h"
#include "people_call.h"

enum {
    AT_ONCE = 1000, /* entries in one transaction */
    CODES_MAX = 100 /* that are tried until one is free */
};

static void answer_added(jb_call *call)
{
    jb_json_out json;
    const jb_people_call *people = call->own;
    jb_json_begin(&json, &call->body);
    jb_json_object(&json);
    jb_json_int_member(&json, "added", people->at - people->skipped);
    jb_people_write_problems(&json, people);
    jb_json_object_end(&json);
    if (call->body.failed) {
        jb_call_failed(call, JB_ERR_MEMORY, NULL);
    }
    if (people->at > 0) {
        jb_log(JB_LOG_INFO, "api", "contest=%s roster=+%" PRIu32, call->made.id,
               people->at - people->skipped);
    }
}

static bool note_key(void *user, const jb_contest_row *row)
{
    int64_t *contest = user;
    *contest = row->contest;
    return false;
}

/* One row with the code it brings, or one that nobody has. One that was taken meanwhile is left
 * out. */
static jb_status write_row(jb_db *db, jb_people_call *people, jb_roster_new *row)
{
    bool made = row->code[0] == '\0';
    jb_status status = JB_ERR_EXISTS;
    for (int try = 0; try < (made ? CODES_MAX : 1) && status == JB_ERR_EXISTS; try++) {
        if (made) {
            jb_personal_code_make(row->code);
        }
        const jb_roster_row entry = { .team = row->team, .code = row->code, .name = row->name };
        status = jb_db_roster_insert(db, people->contest, &entry, &row->entry);
    }
    if (status == JB_ERR_EXISTS && !made) {
        jb_problem problem = { .line = row->line, .column = 1, .severity = JB_SEVERITY_ERROR };
        (void)snprintf(problem.code, sizeof problem.code, "code_taken");
        (void)snprintf(problem.message, sizeof problem.message,
                       "Somebody else on the roster has this code.");
        row->entry = 0;
        people->skipped++;
        status = jb_report_add(&people->report, &problem);
    }
    return status;
}

/* On the writer's thread: a slice. */
static void write_rows(jb_db *db, jb_call *call)
{
    jb_people_call *people = call->own;
    uint32_t at = people->at;
    int64_t contest = 0;
    jb_status status = jb_db_begin(db);
    if (status == JB_OK) {
        /* It may have been deleted meanwhile; then nothing may be added to it. */
        status = jb_db_contest_get(db, call->made.id, note_key, &contest);
    }
    for (uint32_t n = 0; n < AT_ONCE && at < people->add.count && status == JB_OK; n++) {
        status = write_row(db, people, &people->add.rows[at++]);
    }
    if (status == JB_OK) {
        status = jb_db_commit(db);
    }
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
        jb_db_rollback(db);
        return;
    }
    people->at = at;
}

/* On the loop, after each slice: the arena learns of those who are on disk. */
static void go_on(jb_call *call)
{
    jb_people_call *people = call->own;
    for (; people->from < people->at; people->from++) {
        const jb_roster_new *row = &people->add.rows[people->from];
        const jb_roster_row entry = {
            .entry = row->entry, .team = row->team, .code = row->code, .name = row->name
        };
        if (row->entry > 0) {
            (void)jb_arena_roster(call->server->arena, call->made.id, &entry);
        }
    }
    if (call->status != 200) {
        return;
    }
    call->again = people->at < people->add.count;
    call->next = go_on;
    call->work = write_rows;
    call->clerk = false;
    if (!call->again) {
        answer_added(call);
    }
}

void jb_api_roster_adding(jb_call *call, const jb_request *request)
{
    jb_contest_info info;
    jb_people_call *people = jb_people_begin(call, request);
    if (!people) {
        return;
    }
    bool live = jb_arena_find(call->server->arena, call->id, &info);
    if (live && !info.plan->rules.window) {
        jb_call_refuse(call, 409, "not_a_window", "Only contests over days have a roster.");
    } else if (live && info.phase == JB_PHASE_FINISHED) {
        jb_call_refuse(call, 409, "over", "This contest is over; nobody can take part any more.");
    } else {
        call->next = go_on;
    }
}

/* On the clerk's thread: who is to be added. */
static void sort_out(jb_db *db, jb_call *call, const jb_contest_data *data)
{
    jb_people_call *people = call->own;
    people->contest = data->contest;
    (void)snprintf(call->made.id, sizeof call->made.id, "%s", data->id);
    if (!data->plan->rules.window) {
        jb_call_error(call, 409, "not_a_window", "Only contests over days have a roster.");
        return;
    }
    if (data->finished_at > 0) {
        jb_call_error(call, 409, "over", "This contest is over; nobody can take part any more.");
        return;
    }
    jb_status status = jb_roster_sort_out(db, data, people->file, &people->report, &people->add);
    if (status != JB_OK) {
        jb_call_failed(call, status, status == JB_ERR_MEMORY ? NULL : jb_db_why(db));
    }
}

void jb_api_roster_post(jb_db *db, jb_call *call)
{
    jb_contest_data data;
    const jb_people_call *people = call->own;
    if (!jb_people_read(call)) {
        return;
    }
    jb_status status = jb_contest_data_read(db, call->id, &data);
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
        return;
    }
    if (people->file) {
        sort_out(db, call, &data);
    }
    jb_contest_data_finish(&data);
}
