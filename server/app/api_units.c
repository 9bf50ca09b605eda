/*
 * How a window contest goes: progress for the organizer, links for the coordinators of units, and
 * what a coordinator sees with the key of theirs: their own unit, and who of it has not taken part.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "jinbang/roster.h"
#include "watch.h"

enum {
    ABSENT_SHOWN = 2000 /* names of them */
};

static const char bearer[] = "Bearer ";

static void refuse_live(jb_call *call)
{
    jb_call_error(call, 409, "not_a_window", "Only contests over days have this.");
}

/* Ends an answer that the look has written, or refuses. */
static void answer(jb_db *db, jb_call *call)
{
    jb_watch *watch = call->own;
    if (!jb_watch_read(db, call)) {
        return;
    }
    if (!watch->window) {
        refuse_live(call);
        return;
    }
    jb_buffer_finish(&call->body);
    call->body = watch->text;
    jb_buffer_init(&watch->text, 0);
}

/* ---- GET /api/contests/{id}/progress ---- */

static void look_at_progress(jb_watch *watch, const jb_scene *scene, const jb_plan *plan)
{
    jb_json_out json;
    const jb_engine_view *view = jb_engine_look(scene->engine);
    if (!plan->rules.window) {
        return;
    }
    jb_json_begin(&json, &watch->text);
    jb_json_object(&json);
    jb_json_text_member(&json, "phase", jb_phase_name(view->phase));
    jb_json_bool_member(&json, "paused", view->paused);
    jb_json_int_member(&json, "now", scene->now);
    jb_json_key(&json, "board");
    jb_view_board(&json, scene, true);
    jb_json_object_end(&json);
}

void jb_api_progress_opening(jb_call *call, const jb_request *request)
{
    (void)request;
    (void)jb_watch_begin(call, look_at_progress);
}

void jb_api_progress(jb_db *db, jb_call *call)
{
    answer(db, call);
}

/* ---- GET /api/contests/{id}/units ---- */

static void write_link(jb_json_out *json, const jb_server *server, const jb_scene *scene,
                       uint32_t team)
{
    char id[JB_CONTEST_ID_SIZE];
    char key[JB_KEY_SIZE];
    char end[JB_CONTEST_ID_SIZE + JB_KEY_SIZE + 32];
    jb_buffer url;
    (void)snprintf(id, sizeof id, "%.*s", (int)scene->id.size, scene->id.bytes);
    jb_arena_unit_key(server->secret, team, id, key);
    (void)snprintf(end, sizeof end, "/unit#%s.%" PRIu32 ".%s", id, team, key);
    jb_buffer_init(&url, 0);
    jb_buffer_append_text(&url, server->public_url);
    jb_buffer_append_text(&url, end);
    jb_json_object(json);
    jb_json_int_member(json, "team", team);
    jb_json_raw_member(json, "name", scene->team_names[team - 1]);
    jb_json_slice_member(json, "url", jb_buffer_slice(&url));
    jb_json_object_end(json);
    jb_buffer_finish(&url);
}

static void look_at_links(jb_watch *watch, const jb_scene *scene, const jb_plan *plan)
{
    jb_json_out json;
    jb_json_begin(&json, &watch->text);
    jb_json_object(&json);
    jb_json_key(&json, "units");
    jb_json_array(&json);
    for (uint32_t team = 1; team <= plan->rules.team_count; team++) {
        write_link(&json, watch->call->server, scene, team);
    }
    jb_json_array_end(&json);
    jb_json_object_end(&json);
}

void jb_api_units_opening(jb_call *call, const jb_request *request)
{
    (void)request;
    (void)jb_watch_begin(call, look_at_links);
}

void jb_api_units(jb_db *db, jb_call *call)
{
    answer(db, call);
}

/* ---- GET /api/unit ---- */

static void look_at_unit(jb_watch *watch, const jb_scene *scene, const jb_plan *plan)
{
    jb_json_out json;
    const jb_engine_view *view = jb_engine_look(scene->engine);
    if (!plan->rules.window || watch->team > plan->rules.team_count) {
        watch->team = 0;
        return;
    }
    jb_json_begin(&json, &watch->text);
    jb_json_object(&json);
    jb_json_key(&json, "contest");
    jb_json_object(&json);
    jb_json_raw_member(&json, "title", scene->title);
    jb_json_text_member(&json, "phase", jb_phase_name(view->phase));
    jb_json_bool_member(&json, "paused", view->paused);
    jb_json_int_member(&json, "now", scene->now);
    jb_json_key(&json, "window");
    jb_view_window(&json, scene->engine, plan->time_zone);
    jb_json_raw_member(&json, "languages", scene->languages);
    jb_json_raw_member(&json, "default_language", scene->default_language);
    jb_json_object_end(&json);
    jb_json_key(&json, "unit");
    jb_view_unit(&json, scene, watch->team, true);
    jb_json_bool_member(&json, "roster", plan->rules.window->entry == JB_ENTRY_ROSTER);
    jb_watch_people(watch, scene);
}

/* "Bearer ID.TEAM.KEY". False: it is not the key of a unit. */
static bool read_key(jb_call *call, const char *authorization, uint32_t *team)
{
    char id[JB_CONTEST_ID_SIZE];
    char number[JB_ENTRY_ID_SIZE];
    char key[JB_KEY_SIZE];
    const char *at = authorization + sizeof bearer - 1;
    if (strncmp(authorization, bearer, sizeof bearer - 1) != 0) {
        return false;
    }
    size_t id_size = strcspn(at, ".");
    if (id_size == 0 || id_size >= sizeof id || at[id_size] != '.') {
        return false;
    }
    (void)snprintf(id, sizeof id, "%.*s", (int)id_size, at);
    at += id_size + 1;
    size_t size = strcspn(at, ".");
    if (size >= sizeof number || at[size] != '.') {
        return false;
    }
    (void)snprintf(number, sizeof number, "%.*s", (int)size, at);
    at += size + 1;
    if (!jb_api_number(number, JB_TEAMS_MAX, team)) {
        return false;
    }
    jb_arena_unit_key(call->server->secret, *team, id, key);
    (void)snprintf(call->id, sizeof call->id, "%s", id);
    return jb_secret_equal(jb_slice_of(at), jb_slice_of(key));
}

void jb_api_unit_opening(jb_call *call, const jb_request *request)
{
    uint32_t team = 0;
    if (read_key(call, request->authorization, &team)) {
        (void)jb_watch_team(call, look_at_unit, team);
    } else if (jb_net_request_failure(call->server->net, call->request)) {
        jb_call_refuse(call, 429, "too_many", "Too many failures; try again in a minute.");
    } else {
        jb_call_refuse(call, 401, "bad_key", "This is not the key of a unit.");
    }
}

typedef struct absent_list {
    const jb_watch *watch;
    jb_json_out json;
    uint32_t count;
} absent_list;

/* Who is on the roster, has not been removed and has handed in no paper. */
static bool write_absent(void *user, const jb_roster_row *row)
{
    absent_list *list = user;
    const jb_brief brief = jb_watch_brief(list->watch, row->player);
    if (!brief.took_part && !brief.gone) {
        if (list->count < ABSENT_SHOWN && row->name) {
            jb_json_text(&list->json, row->name);
        }
        list->count++;
    }
    return true;
}

void jb_api_unit(jb_db *db, jb_call *call)
{
    jb_watch *watch = call->own;
    absent_list list = { .watch = watch };
    if (!jb_watch_read(db, call)) {
        return;
    }
    if (watch->team == 0) {
        jb_call_error(call, 404, "not_found", "There is no such unit.");
        return;
    }
    jb_json_begin(&list.json, &watch->text);
    list.json.comma = true;
    jb_json_key(&list.json, "absent");
    jb_json_array(&list.json);
    jb_status status = jb_db_roster_list(db, watch->contest, watch->team, write_absent, &list);
    jb_json_array_end(&list.json);
    jb_json_int_member(&list.json, "absent_total", list.count);
    jb_json_object_end(&list.json);
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
        return;
    }
    jb_buffer_finish(&call->body);
    call->body = watch->text;
    jb_buffer_init(&watch->text, 0);
    if (call->body.failed) {
        jb_call_failed(call, JB_ERR_MEMORY, NULL);
    }
}
