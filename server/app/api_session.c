/*
 * Who is an organizer: the admin key itself as a bearer token, or a cookie that was given for it.
 * The server keeps hashes only. The cookie is not readable by scripts and not sent across sites.
 */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "api.h"
#include "jinbang/clock.h"
#include "jinbang/hash.h"
#include "jinbang/random.h"

enum {
    COOKIE_DAYS = 30,
    TOKEN_HEX = 64
};

static const char cookie_name[] = "jinbang_organizer";
static const jb_time day_ms = (jb_time)24 * 60 * 60 * 1000;

static bool is_admin_key(const jb_server *server, jb_slice key)
{
    jb_hash hash;
    jb_hash_of(&key, 1, &hash);
    return jb_hash_equal(&hash, &server->admin_key);
}

/* The token in a Cookie header; an empty slice if there is none. */
static jb_slice cookie_token(const char *header)
{
    size_t name_size = sizeof cookie_name - 1;
    const char *at = header;
    while (at && *at) {
        at += strspn(at, " ;");
        if (strncmp(at, cookie_name, name_size) == 0 && at[name_size] == '=') {
            const char *value = at + name_size + 1;
            return (jb_slice){ .bytes = value, .size = strcspn(value, "; ") };
        }
        at = strchr(at, ';');
    }
    return (jb_slice){ 0 };
}

static jb_organizer *find_organizer(jb_server *server, jb_slice token)
{
    jb_hash hash;
    if (token.size != TOKEN_HEX) {
        return NULL;
    }
    jb_hash_of(&token, 1, &hash);
    for (size_t i = 0; i < JB_ORGANIZERS_MAX; i++) {
        jb_organizer *organizer = &server->organizers[i];
        if (organizer->expires_at > jb_clock_wall_ms() && jb_hash_equal(&organizer->token, &hash)) {
            return organizer;
        }
    }
    return NULL;
}

/* Does the Origin header, if there is one, name this server? A cookie alone must not act for a page
 * of somebody else. */
static bool same_origin(const jb_server *server, const jb_request *request)
{
    const char *host = strstr(request->origin, "://");
    if (request->origin[0] == '\0') {
        return true;
    }
    return (host && strcmp(host + 3, request->host) == 0) ||
           strcmp(request->origin, server->public_url) == 0;
}

bool jb_api_authorized(const jb_server *server, const jb_request *request)
{
    static const char scheme[] = "Bearer ";
    if (strncmp(request->authorization, scheme, sizeof scheme - 1) == 0) {
        return is_admin_key(server, jb_slice_of(request->authorization + sizeof scheme - 1));
    }
    jb_server *writable = (jb_server *)(uintptr_t)server;
    return find_organizer(writable, cookie_token(request->cookie)) != NULL &&
           same_origin(server, request);
}

/* A free place, or that of the organizer who would have to sign in anew first. */
static jb_organizer *free_organizer(jb_server *server)
{
    jb_organizer *oldest = &server->organizers[0];
    for (size_t i = 1; i < JB_ORGANIZERS_MAX; i++) {
        if (server->organizers[i].expires_at < oldest->expires_at) {
            oldest = &server->organizers[i];
        }
    }
    return oldest;
}

/* What jb_api_session_write is to do in the database; expiry 0: delete. */
static void remember(jb_call *call, const jb_hash *hash, jb_time expires_at)
{
    call->session_changed = true;
    call->session = *hash;
    call->session_expires_at = expires_at;
}

void jb_api_session_post(jb_call *call)
{
    jb_server *server = call->server;
    cJSON *tree = cJSON_ParseWithLength(call->body_in, call->body_in_size);
    const cJSON *key = cJSON_GetObjectItemCaseSensitive(tree, "key");
    if (!cJSON_IsString(key)) {
        jb_call_error(call, 400, "bad_field", "The body is {\"key\": \"...\"}.");
    } else if (!is_admin_key(server, jb_slice_of(key->valuestring))) {
        bool too_many = jb_net_request_failure(server->net, call->request);
        jb_call_error(call, too_many ? 429 : 401, too_many ? "too_many" : "bad_key",
                      too_many ? "Too many failures; try again in a minute."
                               : "This is not the organizer's key.");
    } else {
        unsigned char bytes[TOKEN_HEX / 2];
        char token[TOKEN_HEX + 1];
        jb_organizer *organizer = free_organizer(server);
        jb_random_secret(bytes, sizeof bytes);
        jb_hex_encode(bytes, sizeof bytes, token);
        jb_slice text = jb_slice_of(token);
        jb_hash_of(&text, 1, &organizer->token);
        organizer->expires_at = jb_clock_wall_ms() + COOKIE_DAYS * day_ms;
        remember(call, &organizer->token, organizer->expires_at);
        (void)snprintf(call->cookie, sizeof call->cookie,
                       "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s", cookie_name, token,
                       COOKIE_DAYS * 24 * 60 * 60, server->secure ? "; Secure" : "");
        call->status = 204;
    }
    cJSON_Delete(tree);
}

void jb_api_session_delete(jb_call *call, const char *cookie)
{
    jb_organizer *organizer = find_organizer(call->server, cookie_token(cookie));
    if (organizer) {
        remember(call, &organizer->token, 0);
        organizer->expires_at = 0;
    }
    (void)snprintf(call->cookie, sizeof call->cookie,
                   "%s=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict%s", cookie_name,
                   call->server->secure ? "; Secure" : "");
    call->status = 204;
}

void jb_api_session_write(jb_db *db, jb_call *call)
{
    if (!call->session_changed) {
        return; /* refused, or nobody was signed in */
    }
    jb_status status = call->session_expires_at > 0
                           ? jb_db_session_put(db, &call->session, call->session_expires_at)
                           : jb_db_session_delete(db, &call->session);
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
        call->cookie[0] = '\0';
    }
}
