/*
 * Who is an organizer: the admin key itself as a bearer token, or a cookie that was given for it or
 * for an account's name and password. The server keeps hashes only. The cookie is not readable by
 * scripts and not sent across sites; its name says whose it is, because browsers tell servers on
 * one host apart by nothing else.
 */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "jinbang/clock.h"
#include "jinbang/hash.h"
#include "jinbang/log.h"
#include "jinbang/random.h"

enum {
    COOKIE_DAYS = 30,
    TOKEN_HEX = 64
};

static const jb_time day_ms = (jb_time)24 * 60 * 60 * 1000;

void jb_api_name_cookie(jb_server *server)
{
    jb_slice secret = { .bytes = (const char *)server->secret, .size = sizeof server->secret };
    char hex[9];
    jb_hash hash;
    jb_hash_keyed(secret, jb_slice_of("cookie"), &hash);
    jb_hex_encode(hash.bytes, 4, hex);
    /* A browser takes a name that begins so only with Secure, for the whole host and no other. */
    (void)snprintf(server->cookie_name, sizeof server->cookie_name, "%sjinbang-%s",
                   server->secure ? "__Host-" : "", hex);
}

static bool is_admin_key(const jb_server *server, jb_slice key)
{
    jb_hash hash;
    jb_hash_of(&key, 1, &hash);
    return jb_hash_equal(&hash, &server->admin_key);
}

/* The token in a Cookie header; an empty slice if there is none. */
static jb_slice cookie_token(const jb_server *server, const char *header)
{
    size_t name_size = strlen(server->cookie_name);
    const char *at = header;
    while (at && *at) {
        at += strspn(at, " ;");
        if (strncmp(at, server->cookie_name, name_size) == 0 && at[name_size] == '=') {
            const char *value = at + name_size + 1;
            return (jb_slice){ .bytes = value, .size = strcspn(value, "; ") };
        }
        at = strchr(at, ';');
    }
    return (jb_slice){ 0 };
}

jb_who jb_api_who(const jb_server *server, const jb_request *request)
{
    static const char scheme[] = "Bearer ";
    jb_who who = { .access = JB_ACCESS_NOBODY };
    if (strncmp(request->authorization, scheme, sizeof scheme - 1) == 0) {
        const char *key = request->authorization + sizeof scheme - 1;
        who.access = is_admin_key(server, jb_slice_of(key)) ? JB_ACCESS_ADMIN : JB_ACCESS_NOBODY;
        return who;
    }
    jb_slice token = cookie_token(server, request->cookie);
    /* A cookie alone must not act for a page of somebody else. */
    if (token.size == TOKEN_HEX && request->own_origin) {
        jb_hash hash;
        jb_hash_of(&token, 1, &hash);
        who = jb_organizers_who(&server->organizers, &hash, jb_clock_wall_ms());
    }
    return who;
}

static void set_cookie(jb_call *call, const char *token, int seconds)
{
    (void)snprintf(
        call->cookie, sizeof call->cookie, "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s",
        call->server->cookie_name, token, seconds, call->server->secure ? "; Secure" : "");
}

/* On the loop: somebody has shown who they are. The disk comes next, then the answer. */
static void begin_session(jb_call *call, int64_t account, int64_t credentials)
{
    unsigned char bytes[TOKEN_HEX / 2];
    char token[TOKEN_HEX + 1];
    jb_random_secret(bytes, sizeof bytes);
    jb_hex_encode(bytes, sizeof bytes, token);
    jb_slice text = jb_slice_of(token);
    call->session = (jb_session_row){ .expires_at = jb_clock_wall_ms() + COOKIE_DAYS * day_ms,
                                      .account = account,
                                      .credentials = credentials };
    jb_hash_of(&text, 1, &call->session.token);
    jb_organizers_enter(&call->server->organizers, &call->session);
    call->session_changed = true;
    set_cookie(call, token, COOKIE_DAYS * 24 * 60 * 60);
    call->status = 204;
}

static void refuse_guesses(jb_call *call)
{
    jb_call_error(call, 429, "too_many", "Too many failures; try again in a minute.");
}

static void sign_in_by_key(jb_call *call, const char *key)
{
    if (is_admin_key(call->server, jb_slice_of(key))) {
        begin_session(call, JB_ACCOUNT_NONE, 0);
    } else if (jb_net_request_failure(call->server->net, call->request)) {
        refuse_guesses(call);
    } else {
        jb_call_error(call, 401, "bad_key", "This is not the organizer's key.");
    }
}

/* ---- by name and password ---- */

static bool take_password(void *user, const jb_account_row *row)
{
    jb_account_form *form = user;
    form->account = row->disabled ? JB_ACCOUNT_NONE : row->account;
    form->credentials = row->credentials;
    (void)snprintf(form->hash, sizeof form->hash, "%s", row->password);
    return false;
}

/* On the clerk's thread. A name that is not there and one that is disabled take as long as others.
 */
static void check_password(jb_db *db, jb_call *call)
{
    jb_account_form *form = call->form;
    jb_status status = jb_db_account_find(db, jb_slice_of(form->fold), take_password, form);
    if (status == JB_OK || status == JB_ERR_NOT_FOUND) {
        status = jb_accounts_read(db, &form->fresh); /* it may have been made a moment ago */
    }
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
        return;
    }
    form->fits = jb_password_fits(jb_slice_of(form->password),
                                  form->account != JB_ACCOUNT_NONE ? form->hash : NULL);
}

/* Back on the loop. */
static void password_checked(jb_call *call)
{
    jb_server *server = call->server;
    const jb_account_form *form = call->form;
    bool failed = call->status == 200 && !form->fits;
    jb_guard_done(&server->guard, form->client, form->guarded, failed, jb_clock_monotonic_ms());
    if (call->status != 200) {
        return; /* the database could not be asked */
    }
    jb_organizers_update(&server->organizers, &call->form->fresh);
    if (form->fits) {
        begin_session(call, form->account, form->credentials);
        call->again = true;
        call->work = jb_api_session_write;
        call->clerk = false;
    } else if (jb_net_request_failure(server->net, call->request)) {
        refuse_guesses(call);
    } else {
        jb_call_error(call, 401, "bad_password", "There is no such name with this password.");
    }
}

/* What stands for a name in the guard's table. */
static uint64_t number_of(const jb_server *server, const char *fold)
{
    jb_slice secret = { .bytes = (const char *)server->secret, .size = sizeof server->secret };
    uint64_t number = 0;
    jb_hash hash;
    jb_hash_keyed(secret, jb_slice_of(fold), &hash);
    memcpy(&number, hash.bytes, sizeof number);
    return number;
}

static void sign_in_by_name(jb_call *call, const char *name, const char *password)
{
    jb_account_form *form = calloc(1, sizeof *form);
    call->form = form;
    if (!form) {
        jb_call_failed(call, JB_ERR_MEMORY, NULL);
        return;
    }
    size_t size = strlen(password);
    if (jb_account_name(jb_slice_of(name), form->name, form->fold) != JB_OK ||
        size > JB_PASSWORD_BYTES_MAX) {
        jb_call_error(call, 400, "bad_field", "This cannot be a name and a password.");
        return;
    }
    memcpy(form->password, password, size);
    form->client = call->client;
    form->guarded = number_of(call->server, form->fold);
    if (!jb_guard_ask(&call->server->guard, form->client, form->guarded, jb_clock_monotonic_ms())) {
        refuse_guesses(call);
        return;
    }
    call->work = check_password;
    call->next = password_checked;
    call->clerk = true;
}

void jb_api_session_post(jb_call *call)
{
    cJSON *tree = cJSON_ParseWithLength(call->body_in, call->body_in_size);
    const cJSON *key = cJSON_GetObjectItemCaseSensitive(tree, "key");
    const cJSON *name = cJSON_GetObjectItemCaseSensitive(tree, "name");
    const cJSON *password = cJSON_GetObjectItemCaseSensitive(tree, "password");
    if (cJSON_IsString(key)) {
        sign_in_by_key(call, key->valuestring);
    } else if (cJSON_IsString(name) && cJSON_IsString(password)) {
        sign_in_by_name(call, name->valuestring, password->valuestring);
    } else {
        jb_call_error(call, 400, "bad_field",
                      "The body is {\"key\": \"...\"}, or {\"name\": \"...\", \"password\": "
                      "\"...\"}.");
    }
    cJSON_Delete(tree);
}

void jb_api_session_get(jb_call *call)
{
    const jb_account *account = jb_organizers_account(&call->server->organizers, call->who.account);
    jb_json_out json;
    jb_json_begin(&json, &call->body);
    jb_json_object(&json);
    jb_json_text_member(&json, "role", jb_access_name(call->who.access));
    if (account) {
        jb_json_int_member(&json, "account", account->account);
        jb_json_text_member(&json, "name", account->name);
    }
    jb_json_object_end(&json);
}

void jb_api_session_delete(jb_call *call, const char *cookie)
{
    jb_slice token = cookie_token(call->server, cookie);
    jb_hash_of(&token, 1, &call->session.token);
    call->session.expires_at = 0;
    call->session_changed = jb_organizers_leave(&call->server->organizers, &call->session.token);
    set_cookie(call, "", 0);
    call->status = 204;
}

void jb_api_session_write(jb_db *db, jb_call *call)
{
    if (!call->session_changed) {
        return; /* refused, or nobody was signed in */
    }
    jb_status status = call->session.expires_at > 0
                           ? jb_db_session_put(db, &call->session)
                           : jb_db_session_delete(db, &call->session.token);
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
        call->cookie[0] = '\0';
    }
}
