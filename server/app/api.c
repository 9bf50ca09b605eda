/*
 * The HTTP interface: a table of routes, who may use them, and the way of a request to the writer
 * thread and back. The loop never waits for the disk, so most answers come later.
 */
#include "api.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/json_out.h"
#include "jinbang/people_file.h"
#include "jinbang/text.h"

enum {
    SMALL_BODY = 4096,
    CONTEST_BODY = JB_CONTEST_BYTES_MAX + 1, /* one byte more: the report says what is too large */
    BANK_BODY = JB_PACKAGE_BYTES_MAX + 1,
    PEOPLE_BODY = JB_PEOPLE_BYTES_MAX + 1
};

typedef struct jb_route {
    jb_method method;
    const char *path; /* "{id}" stands for one segment, "{entry}" for another */
    jb_access access; /* the least that is needed */
    size_t body_max;  /* 0: SMALL_BODY, whatever it is good for */
    void (*work)(jb_db *db, jb_call *call);
    void (*done)(jb_call *call);
} jb_route;

/* A route without work or done: media answer by themselves. docs/roles.md says the same for people,
 * and a test compares. */
static const jb_route routes[] = {
    { JB_GET, "/healthz", JB_ACCESS_NOBODY, 0, NULL, jb_api_health },
    { JB_GET, "/metrics", JB_ACCESS_NOBODY, 0, NULL, jb_api_metrics },
    { JB_GET, "/api/public/contest", JB_ACCESS_NOBODY, 0, NULL, jb_api_contest_public },
    { JB_GET, "/media/{hash}", JB_ACCESS_NOBODY, 0, NULL, NULL },
    { JB_GET, "/api/session", JB_ACCESS_HOST, 0, NULL, jb_api_session_get },
    { JB_POST, "/api/session", JB_ACCESS_NOBODY, 0, jb_api_session_write, NULL },
    { JB_DELETE, "/api/session", JB_ACCESS_NOBODY, 0, jb_api_session_write, NULL },
    { JB_GET, "/api/accounts", JB_ACCESS_OWNER, 0, NULL, jb_api_account_list },
    { JB_POST, "/api/accounts", JB_ACCESS_OWNER, 0, jb_api_account_write, jb_api_account_written },
    { JB_POST, "/api/accounts/{id}", JB_ACCESS_OWNER, 0, jb_api_account_write,
      jb_api_account_written },
    { JB_GET, "/api/banks", JB_ACCESS_EDITOR, 0, jb_api_bank_list, NULL },
    { JB_POST, "/api/banks", JB_ACCESS_EDITOR, BANK_BODY, jb_api_bank_post, NULL },
    { JB_GET, "/api/banks/{id}/export", JB_ACCESS_EDITOR, 0, jb_api_bank_export, NULL },
    { JB_GET, "/api/templates/{format}", JB_ACCESS_EDITOR, 0, jb_api_template, NULL },
    { JB_GET, "/api/import", JB_ACCESS_EDITOR, 0, NULL, jb_api_import_get },
    { JB_GET, "/api/banks/{id}", JB_ACCESS_EDITOR, 0, jb_api_bank_get, NULL },
    { JB_PATCH, "/api/banks/{id}", JB_ACCESS_EDITOR, BANK_BODY, jb_api_bank_patch, NULL },
    { JB_DELETE, "/api/banks/{id}", JB_ACCESS_EDITOR, 0, jb_api_bank_delete, NULL },
    { JB_GET, "/api/samples", JB_ACCESS_EDITOR, 0, jb_api_sample_list, NULL },
    { JB_POST, "/api/samples/{id}", JB_ACCESS_EDITOR, 0, jb_api_sample_post, NULL },
    { JB_GET, "/api/contests", JB_ACCESS_HOST, 0, jb_api_contest_list, jb_api_contest_listed },
    { JB_POST, "/api/contests", JB_ACCESS_EDITOR, CONTEST_BODY, jb_api_contest_post,
      jb_api_contest_posted },
    { JB_GET, "/api/contests/{id}", JB_ACCESS_HOST, 0, jb_api_contest_get, jb_api_contest_got },
    { JB_DELETE, "/api/contests/{id}", JB_ACCESS_EDITOR, 0, jb_api_contest_remove,
      jb_api_contest_removed },
    { JB_GET, "/api/contests/{id}/results", JB_ACCESS_HOST, 0, jb_api_contest_results, NULL },
    { JB_DELETE, "/api/contests/{id}/people", JB_ACCESS_EDITOR, 0, jb_api_people_erase,
      jb_api_people_erased },
    { JB_POST, "/api/people", JB_ACCESS_EDITOR, PEOPLE_BODY, jb_api_people_post, NULL },
    { JB_POST, "/api/contests/{id}/archive", JB_ACCESS_EDITOR, 0, jb_api_archive, NULL },
    { JB_GET, "/api/contests/{id}/roster", JB_ACCESS_HOST, 0, jb_api_roster_list, NULL },
    { JB_POST, "/api/contests/{id}/roster", JB_ACCESS_EDITOR, PEOPLE_BODY, jb_api_roster_post,
      NULL },
    { JB_POST, "/api/contests/{id}/roster/{entry}/code", JB_ACCESS_HOST, 0, jb_api_roster_code,
      jb_api_roster_coded },
    { JB_GET, "/api/contests/{id}/progress", JB_ACCESS_HOST, 0, jb_api_progress, NULL },
    { JB_GET, "/api/contests/{id}/units", JB_ACCESS_HOST, 0, jb_api_units, NULL },
    { JB_GET, "/api/unit", JB_ACCESS_NOBODY, 0, jb_api_unit, NULL },
    { JB_GET, "/api/contests/{id}/certificates", JB_ACCESS_HOST, 0, jb_api_certificates, NULL },
    { JB_GET, "/api/confirm", JB_ACCESS_NOBODY, 0, jb_api_confirm, NULL },
    { JB_POST, "/api/banks/{id}/study", JB_ACCESS_EDITOR, 0, jb_api_study_switch, NULL },
    { JB_GET, "/api/study", JB_ACCESS_NOBODY, 0, jb_api_study, NULL },
};

/* What a route does on the loop before its work: it reads parameters, refuses, notes what only the
 * loop knows. */
typedef struct jb_opening {
    void (*work)(jb_db *db, jb_call *call); /* the route's */
    void (*open)(jb_call *call, const jb_request *request);
    bool clerk; /* the work only reads, and may take long */
} jb_opening;

static const jb_opening openings[] = {
    { jb_api_people_post, jb_api_people_reading, true },
    { jb_api_archive, jb_api_archiving, false },
    { jb_api_roster_list, jb_api_roster_listing, true },
    { jb_api_roster_post, jb_api_roster_adding, true },
    { jb_api_roster_code, jb_api_roster_coding, false },
    { jb_api_progress, jb_api_progress_opening, true },
    { jb_api_units, jb_api_units_opening, true },
    { jb_api_unit, jb_api_unit_opening, true },
    { jb_api_certificates, jb_api_certificates_opening, true },
    { jb_api_confirm, jb_api_confirm_opening, true },
    { jb_api_study_switch, jb_api_study_switching, false },
    { jb_api_study, jb_api_study_opening, true },
};

/* What the path of a request holds. */
typedef struct jb_path_parts {
    char id[JB_BANK_ID_SIZE];
    char entry[JB_ENTRY_ID_SIZE];
} jb_path_parts;

enum {
    ROUTE_COUNT = sizeof routes / sizeof routes[0],
    OPENING_COUNT = sizeof openings / sizeof openings[0]
};

void jb_call_error(jb_call *call, int status, const char *code, const char *message)
{
    jb_json_out json;
    jb_buffer_clear(&call->body);
    jb_json_begin(&json, &call->body);
    jb_json_object(&json);
    jb_json_key(&json, "error");
    jb_json_object(&json);
    jb_json_text_member(&json, "code", code);
    jb_json_text_member(&json, "message", message);
    jb_json_object_end(&json);
    jb_json_object_end(&json);
    call->status = status;
}

void jb_call_refuse(jb_call *call, int status, const char *code, const char *message)
{
    call->work = NULL;
    jb_call_error(call, status, code, message);
}

void jb_call_failed(jb_call *call, jb_status status, const char *why)
{
    bool missing = status == JB_ERR_NOT_FOUND;
    jb_call_error(call, missing ? 404 : 503, missing ? "not_found" : "store_failed",
                  missing         ? "There is no such thing."
                  : why && why[0] ? why
                                  : jb_status_text(status));
}

static void respond(jb_call *call)
{
    jb_response response = { .status = call->status,
                             .content_type = call->body.size > 0 ? call->content_type : NULL,
                             .body = jb_buffer_slice(&call->body),
                             .disposition = call->disposition[0] ? call->disposition : NULL,
                             .set_cookie = call->cookie[0] ? call->cookie : NULL };
    jb_net_respond(call->server->net, call->request, &response);
}

static void call_destroy(jb_call *call)
{
    for (size_t i = 0; i < call->listed_count; i++) {
        free(call->listed[i].title);
    }
    free(call->listed);
    jb_account_form_destroy(call->form);
    jb_import_call_destroy(call->import);
    jb_edit_call_destroy(call->edit);
    if (call->own) {
        call->own_destroy(call->own);
    }
    free(call->body_in);
    jb_buffer_finish(&call->body);
    jb_buffer_finish(&call->made.plan);
    free(call);
}

static void call_finish(jb_call *call)
{
    if (call->done) {
        call->done(call);
    }
    respond(call);
    call_destroy(call);
}

static void job_work(jb_db *db, void *arg)
{
    jb_call *call = arg;
    call->work(db, call);
}

/* For the clerk, who may be about to leave. */
static void clerk_work(jb_db *db, void *arg)
{
    jb_call *call = arg;
    if (db) {
        call->work(db, call);
    } else {
        jb_call_failed(call, JB_ERR_BUSY, "The server is stopping.");
    }
}

static void start_work(jb_server *server, jb_call *call);

static void take_next(jb_call *call)
{
    void (*next)(jb_call *) = call->next;
    call->next = NULL;
    if (next) {
        next(call);
    }
}

static void job_done(void *arg)
{
    jb_call *call = arg;
    take_next(call);
    if (call->again) {
        call->again = false;
        start_work(call->server, call);
    } else {
        call_finish(call);
    }
}

/* Does the path fit the pattern? The segments at its holes are copied. */
static bool path_fits(const char *pattern, const char *path, jb_path_parts *parts)
{
    const struct {
        char *text;
        size_t size;
    } holes[] = { { parts->id, sizeof parts->id }, { parts->entry, sizeof parts->entry } };
    const char *hole = strchr(pattern, '{');
    for (size_t i = 0; hole; i++) {
        JB_ASSERT(i < sizeof holes / sizeof holes[0]);
        size_t before = (size_t)(hole - pattern);
        if (strncmp(pattern, path, before) != 0) {
            return false;
        }
        path += before;
        size_t size = strcspn(path, "/");
        if (size == 0 || size >= holes[i].size) {
            return false;
        }
        memcpy(holes[i].text, path, size);
        holes[i].text[size] = '\0';
        path += size;
        pattern = strchr(hole, '}') + 1;
        hole = strchr(pattern, '{');
    }
    return strcmp(pattern, path) == 0;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool jb_api_query(const char *query, const char *name, char *out, size_t out_size)
{
    size_t name_size = strlen(name);
    size_t used = 0;
    out[0] = '\0';
    const char *at = query;
    while (at && !(strncmp(at, name, name_size) == 0 && at[name_size] == '=')) {
        at = strchr(at, '&');
        at = at ? at + 1 : NULL;
    }
    if (!at) {
        return true;
    }
    for (at += name_size + 1; *at && *at != '&' && used + 1 < out_size; at++) {
        char c = *at == '+' ? ' ' : *at;
        if (c == '%' && hex_value(at[1]) >= 0 && hex_value(at[2]) >= 0) {
            c = (char)(hex_value(at[1]) * 16 + hex_value(at[2]));
            at += 2;
        }
        out[used++] = c;
    }
    out[used] = '\0';
    return (!*at || *at == '&') && jb_text_printable((jb_slice){ .bytes = out, .size = used });
}

bool jb_api_number(const char *text, uint32_t max, uint32_t *number)
{
    uint64_t value = 0;
    for (const char *at = text; *at; at++) {
        if (*at < '0' || *at > '9' || at - text > 9) {
            return false;
        }
        value = value * 10 + (uint64_t)(*at - '0');
    }
    *number = (uint32_t)value;
    return value >= 1 && value <= max;
}

/* A switch: 1 or true, 0 or false or absent. False: neither. */
static bool query_switch(const char *query, const char *name, bool *on)
{
    char value[8];
    bool good = jb_api_query(query, name, value, sizeof value);
    *on = strcmp(value, "1") == 0 || strcmp(value, "true") == 0;
    return good && (*on || strcmp(value, "") == 0 || strcmp(value, "0") == 0 ||
                    strcmp(value, "false") == 0);
}

/* Reads the parameters that some route knows. False: one of them cannot be understood. */
static bool read_query(jb_call *call, const char *query)
{
    bool good = jb_api_query(query, "name", call->name, sizeof call->name);
    good = jb_api_query(query, "format", call->format, sizeof call->format) && good;
    good = jb_api_query(query, "confirm", call->confirm, sizeof call->confirm) && good;
    good = jb_api_query(query, "language", call->language, sizeof call->language) && good;
    good = jb_api_query(query, "lang", call->lang, sizeof call->lang) && good;
    good = query_switch(query, "report", &call->report) && good;
    good = query_switch(query, "answers", &call->answers) && good;
    return query_switch(query, "dry_run", &call->dry_run) && good;
}

static jb_call *call_create(jb_server *server, const jb_request *request)
{
    jb_call *call = calloc(1, sizeof *call);
    if (!call) {
        return NULL;
    }
    call->server = server;
    call->request = request->id;
    call->client = request->client;
    call->who = jb_api_who(server, request);
    call->status = 200;
    call->content_type = "application/json";
    jb_buffer_init(&call->body, 0);
    jb_buffer_init(&call->made.plan, 0);
    call->body_in = malloc(request->body.size + 1);
    if (!call->body_in) {
        call_destroy(call);
        return NULL;
    }
    if (request->body.size > 0) {
        memcpy(call->body_in, request->body.bytes, request->body.size);
    }
    call->body_in[request->body.size] = '\0';
    call->body_in_size = request->body.size;
    return call;
}

void jb_api_refuse(jb_server *server, uint64_t request, int status, const char *code,
                   const char *message)
{
    jb_call call = { .server = server, .request = request, .content_type = "application/json" };
    jb_buffer_init(&call.body, 0);
    jb_call_error(&call, status, code, message);
    respond(&call);
    jb_buffer_finish(&call.body);
}

/* /482913 is what people type from the wall: it leads to the join page with the code filled in. */
static bool redirect_code(jb_server *server, const jb_request *request)
{
    const char *path = request->path;
    size_t digits = strspn(path + 1, "0123456789");
    if (digits != JB_CODE_DIGITS || path[1 + digits] != '\0' ||
        (request->method != JB_GET && request->method != JB_HEAD)) {
        return false;
    }
    char location[32];
    (void)snprintf(location, sizeof location, "/?code=%s", path + 1);
    jb_net_respond(server->net, request->id, &(jb_response){ .status = 302, .location = location });
    return true;
}

static const char *method_name(jb_method method)
{
    switch (method) {
    case JB_GET:
        return "GET, HEAD";
    case JB_POST:
        return "POST";
    case JB_DELETE:
        return "DELETE";
    case JB_PATCH:
        return "PATCH";
    case JB_HEAD:
    case JB_METHOD_OTHER:
        break;
    }
    return "";
}

static void method_not_allowed(jb_server *server, const jb_request *request)
{
    jb_path_parts parts;
    jb_buffer allow;
    jb_buffer_init(&allow, 0);
    for (size_t i = 0; i < ROUTE_COUNT; i++) {
        if (path_fits(routes[i].path, request->path, &parts)) {
            jb_buffer_append_text(&allow, allow.size > 0 ? ", " : "");
            jb_buffer_append_text(&allow, method_name(routes[i].method));
        }
    }
    static const char body[] =
        "{\"error\":{\"code\":\"method_not_allowed\",\"message\":\"Not with this method.\"}}";
    jb_response response = { .status = 405,
                             .content_type = "application/json",
                             .body = jb_slice_of(body),
                             .allow = jb_buffer_text(&allow) };
    jb_net_respond(server->net, request->id, &response);
    jb_buffer_finish(&allow);
}

/* Results may take long and only read: they are the clerk's. Everything else is the writer's, and
 * sees what was handed over before. */
static void start_work(jb_server *server, jb_call *call)
{
    jb_status status = JB_OK;
    if (!call->work) {
        call_finish(call);
        return;
    }
    jb_job job = { .work = job_work, .done = job_done, .arg = call };
    if (call->clerk) {
        job.work = clerk_work;
        status = jb_clerk_run(server->clerk, &job);
    } else {
        status = jb_store_run(server->store, &job);
    }
    if (status != JB_OK) {
        jb_call_failed(call, status, NULL);
        take_next(call);
        call_finish(call);
    }
}

/* What a route does on the loop before its work begins: refuse, or choose other work. */
static void prepare(jb_call *call, const jb_request *request, const jb_route *route)
{
    for (size_t i = 0; i < OPENING_COUNT && route->work; i++) {
        if (openings[i].work == route->work) {
            call->clerk = openings[i].clerk;
            openings[i].open(call, request);
            return;
        }
    }
    if (route->work == jb_api_session_write && request->method == JB_POST) {
        jb_api_session_post(call);
    } else if (route->work == jb_api_session_write) {
        jb_api_session_delete(call, request->cookie);
    } else if (route->work == jb_api_account_write) {
        if (call->id[0] == '\0') {
            jb_api_account_post(call);
        } else {
            jb_api_account_change(call);
        }
    } else if (strcmp(route->path, "/api/public/contest") == 0) {
        (void)jb_api_query(request->query, "code", call->id, sizeof call->id);
    } else if (route->work == jb_api_bank_post) {
        jb_api_bank_posting(call, request->query);
    } else if (route->work == jb_api_bank_patch) {
        jb_api_bank_patching(call);
    } else if (route->work == jb_api_people_erase) {
        jb_api_people_delete(call);
    } else if (route->work == jb_api_contest_remove) {
        jb_api_contest_retire(call);
    }
}

static void run_route(jb_server *server, const jb_request *request, const jb_route *route,
                      const jb_path_parts *parts)
{
    if (!route->work && !route->done) {
        jb_api_media(server, request, parts->id);
        return;
    }
    jb_call *call = call_create(server, request);
    if (!call) {
        jb_net_respond(server->net, request->id, &(jb_response){ .status = 503 });
        return;
    }
    if (!read_query(call, request->query)) {
        jb_call_error(call, 400, "bad_field", "A parameter of the address is not understood.");
        respond(call);
        call_destroy(call);
        return;
    }
    (void)snprintf(call->id, sizeof call->id, "%s", parts->id);
    (void)snprintf(call->entry, sizeof call->entry, "%s", parts->entry);
    call->work = route->work;
    call->done = route->done;
    call->clerk = route->work == jb_api_contest_results || route->work == jb_api_bank_export ||
                  route->work == jb_api_template;
    prepare(call, request, route);
    start_work(server, call);
}

/* May the request go on to the route? False: it has been refused. */
static bool may_pass(jb_server *server, const jb_request *request, const jb_route *route)
{
    jb_who who = jb_api_who(server, request);
    if (request->method != JB_GET && request->method != JB_HEAD && !request->own_origin) {
        jb_api_refuse(server, request->id, 403, "foreign_origin",
                      "Another site's page may not do this; behind a proxy, see --public-url.");
        return false;
    }
    if (who.access >= route->access) {
        return true;
    }
    if (who.access != JB_ACCESS_NOBODY) {
        jb_api_refuse(server, request->id, 403, "forbidden", "Your role may not do this.");
        return false;
    }
    bool too_many = jb_net_request_failure(server->net, request->id);
    jb_api_refuse(server, request->id, too_many ? 429 : 401, too_many ? "too_many" : "unauthorized",
                  too_many ? "Too many failures; try again in a minute."
                           : "Sign in, or send Authorization: Bearer KEY.");
    return false;
}

/* The route of a request and what its path holds, for who may use it. NULL: it has been answered.
 */
static const jb_route *find_route(jb_server *server, const jb_request *request,
                                  jb_path_parts *parts)
{
    jb_method method = request->method == JB_HEAD ? JB_GET : request->method;
    bool path_known = false;
    if (redirect_code(server, request)) {
        return NULL;
    }
    for (size_t i = 0; i < ROUTE_COUNT; i++) {
        if (!path_fits(routes[i].path, request->path, parts)) {
            continue;
        }
        path_known = true;
        if (routes[i].method != method) {
            continue;
        }
        return may_pass(server, request, &routes[i]) ? &routes[i] : NULL;
    }
    if (path_known) {
        method_not_allowed(server, request);
    } else if (method == JB_GET && request->wants_page && strncmp(request->path, "/api", 4) != 0) {
        /* Somebody has mistyped the address of a page. */
        const jb_response lost = { .status = 404, .page = "/lost/index.html" };
        jb_net_respond(server->net, request->id, &lost);
    } else {
        jb_api_refuse(server, request->id, 404, "not_found", "There is nothing at this address.");
    }
    return NULL;
}

size_t jb_api_body_max(jb_server *server, const jb_request *request)
{
    jb_path_parts parts = { "", "" };
    const jb_route *route = find_route(server, request, &parts);
    if (!route) {
        return 0;
    }
    return route->body_max > 0 ? route->body_max : SMALL_BODY;
}

void jb_api_request(jb_server *server, const jb_request *request)
{
    jb_path_parts parts = { "", "" };
    const jb_route *route = find_route(server, request, &parts);
    if (route) {
        run_route(server, request, route, &parts);
    }
}
