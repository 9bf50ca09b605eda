/*
 * The roster of a window contest: who is on it, how far each is, and a new code for who has lost
 * theirs. The clerk lists; how far everybody is the loop notes before, because only the live
 * contest knows.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "jinbang/log.h"
#include "watch.h"

enum {
    NUMBER_SIZE = 12,
    CODES_MAX = 100
};

void jb_api_write_code(jb_json_out *json, const char *code)
{
    char shown[JB_PERSONAL_CODE_SHOWN];
    jb_personal_code_show(code, shown);
    jb_json_text(json, shown);
}

/* ---- GET /api/contests/{id}/roster ---- */

static void look_at_people(jb_watch *watch, const jb_scene *scene, const jb_plan *plan)
{
    if (plan->rules.window) {
        jb_watch_people(watch, scene);
    }
}

void jb_api_roster_listing(jb_call *call, const jb_request *request)
{
    char team[NUMBER_SIZE];
    uint32_t number = 0;
    if (!jb_api_query(request->query, "team", team, sizeof team) ||
        (team[0] != '\0' && !jb_api_number(team, JB_TEAMS_MAX, &number))) {
        jb_call_refuse(call, 400, "bad_option", "A team is said by its number, from 1.");
        return;
    }
    (void)jb_watch_team(call, look_at_people, number);
}

typedef struct listing {
    const jb_watch *watch;
    jb_json_out json;
} listing;

static const char *state_of(const jb_watch *watch, uint32_t player)
{
    if (player == 0) {
        return "absent";
    }
    switch ((jb_paper_state)jb_watch_brief(watch, player).state) {
    case JB_PAPER_OPEN:
        return "open";
    case JB_PAPER_HANDED_IN:
        return "handed_in";
    case JB_PAPER_NONE:
        break;
    }
    return "joined";
}

static bool write_entry(void *user, const jb_roster_row *row)
{
    listing *list = user;
    jb_json_out *json = &list->json;
    jb_json_object(json);
    jb_json_int_member(json, "entry", row->entry);
    jb_json_text_member(json, "name", row->name ? row->name : "");
    jb_json_int_member(json, "team", row->team);
    jb_json_key(json, "code");
    jb_api_write_code(json, row->code);
    if (row->player > 0) {
        jb_json_int_member(json, "player", row->player);
    }
    jb_json_text_member(json, "state", state_of(list->watch, row->player));
    jb_json_object_end(json);
    return !json->out->failed;
}

void jb_api_roster_list(jb_db *db, jb_call *call)
{
    jb_watch *watch = call->own;
    listing list = { .watch = watch };
    if (!jb_watch_read(db, call)) {
        return;
    }
    jb_json_begin(&list.json, &call->body);
    jb_json_object(&list.json);
    jb_json_key(&list.json, "entries");
    jb_json_array(&list.json);
    jb_status status = jb_db_roster_list(db, watch->contest, watch->team, write_entry, &list);
    jb_json_array_end(&list.json);
    jb_json_object_end(&list.json);
    if (status != JB_OK || call->body.failed) {
        jb_call_failed(call, status == JB_OK ? JB_ERR_MEMORY : status,
                       status == JB_OK ? NULL : jb_db_why(db));
    }
}

/* ---- POST /api/contests/{id}/roster/{entry}/code ---- */

typedef struct coding {
    uint32_t number;
    int64_t contest;
    jb_roster_row row;
    char code[JB_PERSONAL_CODE_SIZE];
    char name[JB_NAME_BYTES_MAX + 1];
} coding;

void jb_api_roster_coding(jb_call *call, const jb_request *request)
{
    uint32_t number = 0;
    (void)request;
    if (!jb_api_number(call->entry, UINT32_MAX / 4, &number)) {
        jb_call_refuse(call, 404, "not_found", "There is no such entry.");
        return;
    }
    coding *own = calloc(1, sizeof *own);
    if (!own) {
        call->work = NULL;
        jb_call_failed(call, JB_ERR_MEMORY, NULL);
        return;
    }
    own->number = number;
    call->own = own;
    call->own_destroy = free;
}

static bool note_contest(void *user, const jb_contest_row *row)
{
    jb_call *call = user;
    coding *own = call->own;
    own->contest = row->contest;
    (void)snprintf(call->made.id, sizeof call->made.id, "%s", row->id);
    return false;
}

static bool note_entry(void *user, const jb_roster_row *row)
{
    coding *own = user;
    own->row = *row;
    (void)snprintf(own->name, sizeof own->name, "%s", row->name ? row->name : "");
    own->row.name = row->name ? own->name : NULL;
    own->row.code = own->code;
    return false;
}

static jb_status give_code(jb_db *db, coding *own)
{
    jb_status status = JB_ERR_EXISTS;
    for (int try = 0; try < CODES_MAX && status == JB_ERR_EXISTS; try++) {
        jb_personal_code_make(own->code);
        status = jb_db_roster_code(db, own->contest, own->number, own->code);
    }
    return status == JB_OK ? jb_db_roster_get(db, own->contest, own->number, note_entry, own)
                           : status;
}

void jb_api_roster_code(jb_db *db, jb_call *call)
{
    coding *own = call->own;
    jb_status status = jb_db_contest_get(db, call->id, note_contest, call);
    if (status == JB_OK) {
        status = jb_db_begin(db);
    }
    if (status == JB_OK) {
        status = give_code(db, own);
        status = status == JB_OK ? jb_db_commit(db) : status;
    }
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
        jb_db_rollback(db);
    }
}

void jb_api_roster_coded(jb_call *call)
{
    const coding *own = call->own;
    if (call->status != 200) {
        return;
    }
    (void)jb_arena_roster(call->server->arena, call->made.id, &own->row);
    jb_json_out json;
    jb_json_begin(&json, &call->body);
    jb_json_object(&json);
    jb_json_key(&json, "code");
    jb_api_write_code(&json, own->code);
    jb_json_object_end(&json);
    jb_log(JB_LOG_INFO, "api", "contest=%s entry=%" PRIu32 " code=new", call->made.id, own->number);
}
