/*
 * Any bytes as a request to the HTTP interface: "METHOD PATH?QUERY", header lines "name: value", an
 * empty line, the body. Whatever it asks, there is one answer, of a status that fits; an error is
 * JSON with a code; nothing but a fault of the machine is a 5xx; what needs the organizer is not
 * done for anybody else; and no answer holds the organizer's key.
 */
/* jb:uses app */
/* jb:looks app */
/* jb:wrap jb_net_respond jb_net_request_failure jb_net_measure jb_clerk_run */
/* jb:length 4096 */
/* jb:copies 60 */
#include <cjson/cJSON.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "jinbang/assert.h"
#include "jinbang/hash.h"
#include "jinbang/log.h"
#include "server.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ADMIN "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

enum {
    PATH_SIZE = 128
};

static char directory[] = "/tmp/jinbang-fuzz-XXXXXX";
static jb_server server;
static bool running;
static bool changed; /* something was written: the next request begins anew */

static struct {
    uint32_t answers;
    int status;
    bool json;
} got;

/* ---- the carrier ---- */

void __wrap_jb_net_respond(jb_net *net, uint64_t request_id, const jb_response *response);
bool __wrap_jb_net_request_failure(jb_net *net, uint64_t request_id);
void __wrap_jb_net_measure(const jb_net *net, jb_net_metrics *out);
jb_status __wrap_jb_clerk_run(jb_clerk *clerk, const jb_job *job);

static void check_error(jb_slice body)
{
    cJSON *tree = cJSON_ParseWithLength(body.bytes, body.size);
    const cJSON *error = cJSON_GetObjectItemCaseSensitive(tree, "error");
    const cJSON *problems = cJSON_GetObjectItemCaseSensitive(tree, "problems");
    const char *code = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(error, "code"));
    JB_ASSERT((code && code[0] != '\0') || cJSON_GetArraySize(problems) > 0);
    cJSON_Delete(tree);
}

void __wrap_jb_net_respond(jb_net *net, uint64_t request_id, const jb_response *response)
{
    static const jb_slice key = { ADMIN, sizeof ADMIN - 1 };
    jb_slice body = response->body;
    (void)net;
    JB_ASSERT(request_id == 7);
    got.answers++;
    got.status = response->status;
    JB_ASSERT(response->status >= 200 && response->status < 500);
    for (size_t i = 0; i + key.size <= body.size; i++) {
        JB_ASSERT(memcmp(body.bytes + i, key.bytes, key.size) != 0);
    }
    if (response->status >= 400 && !response->page) {
        check_error(body);
    }
    if (response->set_cookie) {
        JB_ASSERT(strpbrk(response->set_cookie, "\r\n") == NULL);
        JB_ASSERT(strstr(response->set_cookie, "HttpOnly") != NULL);
    }
    if (response->location) {
        JB_ASSERT(strncmp(response->location, "/?code=", 7) == 0);
    }
}

bool __wrap_jb_net_request_failure(jb_net *net, uint64_t request_id)
{
    (void)net;
    return request_id == 0;
}

void __wrap_jb_net_measure(const jb_net *net, jb_net_metrics *out)
{
    (void)net;
    *out = (jb_net_metrics){ 0 };
}

jb_status __wrap_jb_clerk_run(jb_clerk *clerk, const jb_job *job)
{
    (void)clerk;
    return jb_store_run(server.store, job);
}

/* ---- the server ---- */

static void no_session(void *user, jb_session session, uint32_t bits)
{
    (void)user;
    (void)session;
    (void)bits;
}

static void no_channel(void *user, jb_channel channel, uint32_t bits)
{
    (void)user;
    (void)channel;
    (void)bits;
}

static void no_timer(void *user, jb_time at)
{
    (void)user;
    (void)at;
}

static void no_log(jb_log_level level, const char *line)
{
    (void)level;
    (void)line;
}

static void remove_files(void)
{
    static const char *const names[] = { "jinbang.db", "jinbang.db-wal", "jinbang.db-shm" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[PATH_SIZE];
        (void)snprintf(path, sizeof path, "%s/%s", directory, names[i]);
        (void)unlink(path);
    }
}

static void stop(void)
{
    if (running) {
        jb_store_close(server.store);
        jb_arena_destroy(server.arena);
        jb_media_cache_destroy(server.media);
        jb_samples_finish(&server.samples);
        remove_files();
        running = false;
    }
}

static void stop_for_good(void)
{
    stop();
    (void)rmdir(directory);
}

static void start(void)
{
    static bool folder;
    if (!folder) {
        char *made = mkdtemp(directory);
        JB_ASSERT(made != NULL && atexit(stop_for_good) == 0);
        jb_log_set_sink(no_log);
        folder = true;
    }
    server = (jb_server){ .public_url = "http://h" };
    jb_slice key = jb_slice_of(ADMIN);
    jb_hash_of(&key, 1, &server.admin_key);
    const jb_store_options options = {
        .db = { .directory = directory, .mode = JB_DB_WRITE, .unsafe_fast = true }, .manual = true
    };
    jb_status status = jb_store_open(&options, &server.store, NULL);
    JB_ASSERT(status == JB_OK);
    const jb_arena_options arena = {
        .store = server.store,
        .link = { .due = no_session, .due_channel = no_channel, .timer = no_timer },
        .sessions_max = 1,
        .public_url = "http://h"
    };
    status = jb_arena_create(&arena, &server.arena);
    JB_ASSERT(status == JB_OK);
    server.media = jb_media_cache_create(JB_MEDIA_CACHE_BYTES);
    JB_ASSERT(server.media != NULL);
    running = true;
    changed = false;
}

/* ---- the request ---- */

static jb_method method_of(const char *name)
{
    static const struct {
        const char *name;
        jb_method method;
    } methods[] = { { "GET", JB_GET },
                    { "HEAD", JB_HEAD },
                    { "POST", JB_POST },
                    { "DELETE", JB_DELETE },
                    { "PATCH", JB_PATCH } };
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        if (strcmp(methods[i].name, name) == 0) {
            return methods[i].method;
        }
    }
    return JB_METHOD_OTHER;
}

/* Cuts the text at the next line feed; returns what follows. */
static char *cut_line(char *text)
{
    char *end = strchr(text, '\n');
    if (!end) {
        return text + strlen(text);
    }
    *end = '\0';
    return end + 1;
}

static void take_header(const char *line, jb_request *request)
{
    const struct {
        const char *name;
        const char **value;
    } headers[] = {
        { "authorization: ", &request->authorization },
        { "cookie: ", &request->cookie },
        { "origin: ", &request->origin },
        { "host: ", &request->host },
        { "if-none-match: ", &request->if_none_match },
    };
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        size_t size = strlen(headers[i].name);
        if (strncasecmp(line, headers[i].name, size) == 0) {
            *headers[i].value = line + size;
        }
    }
    request->wants_page = request->wants_page || strcmp(line, "accept: text/html") == 0;
}

static jb_request take(char *text, const char *end)
{
    jb_request request = { .id = 7,
                           .path = "",
                           .query = "",
                           .authorization = "",
                           .cookie = "",
                           .origin = "",
                           .host = "h",
                           .if_none_match = "" };
    char *rest = cut_line(text);
    char *target = strchr(text, ' ');
    if (target) {
        *target++ = '\0';
        request.path = target;
        char *query = strchr(target, '?');
        if (query) {
            *query++ = '\0';
            request.query = query;
        }
    }
    request.method = method_of(text);
    while (*rest) {
        char *line = rest;
        rest = cut_line(line);
        if (line[0] == '\0') {
            break;
        }
        take_header(line, &request);
    }
    request.body = (jb_slice){ .bytes = rest, .size = (size_t)(end - rest) };
    return request;
}

static bool may(const jb_request *request)
{
    return strcmp(request->authorization, "Bearer " ADMIN) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = calloc(1, size + 1);
    JB_ASSERT(text != NULL);
    memcpy(text, data, size);
    if (changed) {
        stop();
    }
    if (!running) {
        start();
    }
    jb_request request = take(text, text + size);
    memset(&got, 0, sizeof got);
    if (request.path[0] == '/') { /* net lets nothing else through */
        size_t most = request.body.size > 0 ? jb_api_body_max(&server, &request) : SIZE_MAX;
        if (got.answers == 0 && request.body.size <= most) {
            jb_api_request(&server, &request);
        }
        for (int i = 0; i < 100 && got.answers == 0; i++) {
            jb_status status = jb_store_commit(server.store);
            JB_ASSERT(status == JB_OK);
            jb_store_poll(server.store);
        }
        JB_ASSERT(got.answers == 1 || request.body.size > most);
        bool organizers = strncmp(request.path, "/api/", 5) == 0 &&
                          strncmp(request.path, "/api/session", 12) != 0 &&
                          strncmp(request.path, "/api/public/", 12) != 0;
        JB_ASSERT(!organizers || may(&request) || got.status >= 400 || got.answers == 0);
        changed = got.status < 300 && request.method != JB_GET && request.method != JB_HEAD;
    }
    free(text);
    return 0;
}
