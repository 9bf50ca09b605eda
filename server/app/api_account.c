/*
 * Accounts over HTTP, for owners: list them, make one, change its role, password or whether it may
 * sign in. A password goes by way of the clerk, who makes of it what is kept; then the writer
 * thread keeps that and reads all accounts back, and the loop takes them. Nothing is ever deleted:
 * a name that has been somebody stays theirs.
 */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "jinbang/clock.h"
#include "jinbang/log.h"

static void write_account(const jb_account *account, jb_json_out *json)
{
    jb_json_object(json);
    jb_json_int_member(json, "account", account->account);
    jb_json_text_member(json, "name", account->name);
    jb_json_text_member(json, "role", jb_access_name(account->access));
    jb_json_bool_member(json, "disabled", account->disabled);
    jb_json_int_member(json, "created_at", account->created_at);
    jb_json_object_end(json);
}

void jb_api_account_list(jb_call *call)
{
    const jb_accounts *accounts = &call->server->organizers.accounts;
    jb_json_out json;
    jb_json_begin(&json, &call->body);
    jb_json_object(&json);
    jb_json_key(&json, "accounts");
    jb_json_array(&json);
    for (size_t i = 0; i < accounts->count; i++) {
        write_account(&accounts->rows[i], &json);
    }
    jb_json_array_end(&json);
    jb_json_object_end(&json);
}

/* ---- what the body says ---- */

/* A member that must be a text if it is there. False: it is something else. */
static bool text_member(const cJSON *tree, const char *name, const char **text)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(tree, name);
    *text = cJSON_IsString(item) ? item->valuestring : NULL;
    return !item || *text;
}

static const char *read_password(jb_account_form *form, const char *text)
{
    jb_slice password = jb_slice_of(text);
    const char *wrong = jb_password_wrong(password);
    if (!wrong) {
        memcpy(form->password, password.bytes, password.size);
        form->with_password = true;
    }
    return wrong;
}

/* Fills the form. Returns what is wrong, or NULL. */
static const char *read_form(jb_account_form *form, const cJSON *tree, bool fresh)
{
    const char *name = NULL;
    const char *role = NULL;
    const char *password = NULL;
    const cJSON *disabled = cJSON_GetObjectItemCaseSensitive(tree, "disabled");
    bool good = cJSON_IsObject(tree) && text_member(tree, "name", &name) &&
                text_member(tree, "role", &role) && text_member(tree, "password", &password) &&
                (!disabled || cJSON_IsBool(disabled));
    good = good && (fresh ? name && role && password && !disabled
                          : !name && (role || password || disabled));
    if (!good) {
        return fresh ? "The body is {\"name\", \"role\", \"password\"}, all of them texts."
                     : "The body holds \"role\", \"password\" or \"disabled\".";
    }
    form->disabled = disabled ? cJSON_IsTrue(disabled) : -1;
    form->role = role ? jb_access_of_role(role) : JB_ACCESS_NOBODY;
    if (role && form->role == JB_ACCESS_NOBODY) {
        return "A role is owner, editor or host.";
    }
    if (name && jb_account_name(jb_slice_of(name), form->name, form->fold) != JB_OK) {
        return "This cannot be a name: 1 to 40 characters, one line.";
    }
    return password ? read_password(form, password) : NULL;
}

/* Reads the body. False: the call has been refused. */
static bool take_form(jb_call *call, bool fresh)
{
    call->form = calloc(1, sizeof *call->form);
    if (!call->form) {
        jb_call_failed(call, JB_ERR_MEMORY, NULL);
        return false;
    }
    cJSON *tree = cJSON_ParseWithLength(call->body_in, call->body_in_size);
    const char *wrong = read_form(call->form, tree, fresh);
    cJSON_Delete(tree);
    if (wrong) {
        jb_call_error(call, 400, "bad_field", wrong);
    }
    return !wrong;
}

/* ---- the way of a change ---- */

/* On the clerk's thread. */
static void hash_password(jb_db *db, jb_call *call)
{
    (void)db;
    jb_status status = jb_password_hash(jb_slice_of(call->form->password), call->form->hash);
    if (status != JB_OK) {
        jb_call_failed(call, status, NULL);
    }
}

/* On the writer thread: keeps the form and reads everything back, as one. */
static jb_status keep(jb_db *db, jb_account_form *form)
{
    const char *role = form->role != JB_ACCESS_NOBODY ? jb_access_name(form->role) : NULL;
    if (form->account == JB_ACCOUNT_NONE) {
        const jb_account_row row = { .name = form->name,
                                     .fold = form->fold,
                                     .role = role,
                                     .password = form->hash,
                                     .created_at = jb_clock_wall_ms() };
        return jb_db_account_insert(db, &row, &form->account);
    }
    const jb_account_change change = { .role = role,
                                       .password = form->with_password ? form->hash : NULL,
                                       .disabled = form->disabled };
    return jb_db_account_change(db, form->account, &change);
}

static void keep_account(jb_db *db, jb_call *call)
{
    jb_account_form *form = call->form;
    if (call->status != 200) {
        return; /* refused */
    }
    jb_status status = keep(db, form);
    if (status == JB_ERR_EXISTS) {
        jb_call_error(call, 409, "name_taken", "There is an account of this name.");
        return;
    }
    if (status == JB_OK) {
        status = jb_accounts_read(db, &form->fresh);
    }
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
    }
}

static void go_on_keeping(jb_call *call)
{
    call->again = call->status == 200;
    call->work = keep_account;
    call->clerk = false;
}

static void start_change(jb_call *call)
{
    if (call->form->with_password) {
        call->work = hash_password;
        call->next = go_on_keeping;
        call->clerk = true;
    }
}

void jb_api_account_post(jb_call *call)
{
    if (!take_form(call, true)) {
        return;
    }
    if (call->server->organizers.accounts.count >= JB_ACCOUNTS_MAX) {
        jb_call_error(call, 409, "full", "There are as many accounts as there may be.");
        return;
    }
    start_change(call);
}

void jb_api_account_change(jb_call *call)
{
    char *end = NULL;
    if (!take_form(call, false)) {
        return;
    }
    call->form->account = strtoll(call->id, &end, 10);
    if (*end != '\0' || !jb_organizers_account(&call->server->organizers, call->form->account)) {
        jb_call_failed(call, JB_ERR_NOT_FOUND, NULL);
        return;
    }
    bool own = call->form->account == call->who.account;
    if (own && (call->form->role != JB_ACCESS_NOBODY || call->form->disabled >= 0)) {
        /* Or a slip of the hand would leave nobody who can undo it. */
        jb_call_error(call, 409, "own_account",
                      "Nobody changes their own role or locks "
                      "themselves out.");
        return;
    }
    start_change(call);
}

void jb_api_account_write(jb_db *db, jb_call *call)
{
    keep_account(db, call);
}

void jb_api_account_written(jb_call *call)
{
    if (call->status != 200) {
        return;
    }
    jb_organizers_update(&call->server->organizers, &call->form->fresh);
    const jb_account *account =
        jb_organizers_account(&call->server->organizers, call->form->account);
    if (!account) {
        jb_call_failed(call, JB_ERR_NOT_FOUND, NULL);
        return;
    }
    jb_json_out json;
    jb_json_begin(&json, &call->body);
    write_account(account, &json);
    call->status = call->form->name[0] ? 201 : 200;
    jb_log(JB_LOG_INFO, "api", "account=%lld %s", (long long)account->account,
           call->form->name[0] ? "made" : "changed");
}

void jb_account_form_destroy(jb_account_form *form)
{
    if (form) {
        jb_accounts_finish(&form->fresh);
        jb_password_wipe(form, sizeof *form);
        free(form);
    }
}

/* ---- changes from outside ---- */

enum {
    LOOK_MS = 1000
};

typedef struct account_look {
    jb_server *server;
    jb_accounts fresh;
    jb_status status;
} account_look;

static void look_work(jb_db *db, void *arg)
{
    account_look *look = arg;
    look->status = db ? jb_accounts_read(db, &look->fresh) : JB_ERR_BUSY;
}

static void look_done(void *arg)
{
    account_look *look = arg;
    look->server->looking = false;
    if (look->status == JB_OK) {
        jb_organizers_update(&look->server->organizers, &look->fresh);
    }
    free(look);
}

void jb_api_account_look(jb_server *server, jb_time now)
{
    if (server->looking || now < server->look_at) {
        return;
    }
    server->look_at = now + LOOK_MS;
    account_look *look = calloc(1, sizeof *look);
    if (!look) {
        return;
    }
    look->server = server;
    const jb_job job = { .work = look_work, .done = look_done, .arg = look };
    server->looking = jb_clerk_run(server->clerk, &job) == JB_OK;
    if (!server->looking) {
        free(look);
    }
}
