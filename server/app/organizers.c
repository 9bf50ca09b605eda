/*
 * Accounts and sessions in memory, see organizers.h. A session says nothing about what may be done:
 * that is looked up at its account each time, so that a new role, a new password and a disabled
 * account take effect with the next request.
 */
#include "organizers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/text.h"

static const char *const access_names[JB_ACCESS_COUNT] = {
    [JB_ACCESS_NOBODY] = "",     [JB_ACCESS_HOST] = "host",   [JB_ACCESS_EDITOR] = "editor",
    [JB_ACCESS_OWNER] = "owner", [JB_ACCESS_ADMIN] = "admin",
};

const char *jb_access_name(jb_access access)
{
    return access_names[access];
}

jb_access jb_access_of_role(const char *role)
{
    for (int access = JB_ACCESS_HOST; access <= JB_ACCESS_OWNER; access++) {
        if (strcmp(access_names[access], role) == 0) {
            return (jb_access)access;
        }
    }
    return JB_ACCESS_NOBODY;
}

/* ---- accounts ---- */

static bool note_account(void *user, const jb_account_row *row)
{
    jb_accounts *accounts = user;
    jb_account *rows = realloc(accounts->rows, (accounts->count + 1) * sizeof *rows);
    if (!rows) {
        accounts->version = -1;
        return false;
    }
    accounts->rows = rows;
    rows[accounts->count] = (jb_account){ .account = row->account,
                                          .access = jb_access_of_role(row->role),
                                          .disabled = row->disabled,
                                          .credentials = row->credentials,
                                          .created_at = row->created_at };
    (void)snprintf(rows[accounts->count].name, sizeof rows->name, "%s", row->name);
    accounts->count++;
    accounts->version = row->version > accounts->version ? row->version : accounts->version;
    return true;
}

jb_status jb_accounts_read(jb_db *db, jb_accounts *out)
{
    *out = (jb_accounts){ .rows = NULL };
    jb_status status = jb_db_account_list(db, note_account, out);
    status = out->version < 0 ? JB_ERR_MEMORY : status;
    if (status != JB_OK) {
        jb_accounts_finish(out);
    }
    return status;
}

void jb_accounts_finish(jb_accounts *accounts)
{
    free(accounts->rows);
    *accounts = (jb_accounts){ .rows = NULL };
}

void jb_organizers_finish(jb_organizers *organizers)
{
    jb_accounts_finish(&organizers->accounts);
}

void jb_organizers_update(jb_organizers *organizers, jb_accounts *fresh)
{
    if (fresh->version >= organizers->accounts.version) {
        jb_accounts_finish(&organizers->accounts);
        organizers->accounts = *fresh;
        *fresh = (jb_accounts){ .rows = NULL };
    } else {
        jb_accounts_finish(fresh);
    }
}

const jb_account *jb_organizers_account(const jb_organizers *organizers, int64_t account)
{
    for (size_t i = 0; i < organizers->accounts.count; i++) {
        if (organizers->accounts.rows[i].account == account) {
            return &organizers->accounts.rows[i];
        }
    }
    return NULL;
}

/* ---- sessions ---- */

void jb_organizers_enter(jb_organizers *organizers, const jb_session_row *session)
{
    jb_session_row *oldest = &organizers->sessions[0];
    jb_session_row *own = NULL;
    size_t count = 0;
    for (size_t i = 0; i < JB_SESSIONS_MAX; i++) {
        jb_session_row *row = &organizers->sessions[i];
        oldest = row->expires_at < oldest->expires_at ? row : oldest;
        if (row->expires_at > 0 && row->account == session->account) {
            own = !own || row->expires_at < own->expires_at ? row : own;
            count++;
        }
    }
    *(count >= JB_SESSIONS_OF_ACCOUNT_MAX ? own : oldest) = *session;
}

static jb_session_row *find_session(const jb_organizers *organizers, const jb_hash *token)
{
    for (size_t i = 0; i < JB_SESSIONS_MAX; i++) {
        const jb_session_row *row = &organizers->sessions[i];
        if (row->expires_at > 0 && jb_hash_equal(&row->token, token)) {
            return (jb_session_row *)(uintptr_t)row;
        }
    }
    return NULL;
}

jb_who jb_organizers_who(const jb_organizers *organizers, const jb_hash *token, jb_time now)
{
    const jb_who nobody = { .access = JB_ACCESS_NOBODY };
    const jb_session_row *session = find_session(organizers, token);
    if (!session || session->expires_at <= now) {
        return nobody;
    }
    if (session->account == JB_ACCOUNT_NONE) {
        return (jb_who){ .access = JB_ACCESS_ADMIN };
    }
    const jb_account *account = jb_organizers_account(organizers, session->account);
    if (!account || account->disabled || account->credentials != session->credentials) {
        return nobody;
    }
    return (jb_who){ .access = account->access, .account = account->account };
}

bool jb_organizers_leave(jb_organizers *organizers, const jb_hash *token)
{
    jb_session_row *session = find_session(organizers, token);
    if (session) {
        *session = (jb_session_row){ .expires_at = 0 };
    }
    return session != NULL;
}

/* ---- names ---- */

jb_status jb_account_name(jb_slice text, char name[JB_NAME_BYTES_MAX + 1], char fold[JB_FOLD_SIZE])
{
    jb_buffer clean;
    jb_buffer folded;
    jb_buffer_init(&clean, 0);
    jb_buffer_init(&folded, 0);
    jb_status status = jb_name_clean(text, &clean);
    if (status == JB_OK) {
        status = jb_text_fold(jb_buffer_slice(&clean), &folded);
    }
    if (status == JB_OK && (clean.size > JB_NAME_BYTES_MAX || folded.size >= JB_FOLD_SIZE)) {
        status = JB_ERR_LIMIT;
    }
    if (status == JB_OK) {
        (void)snprintf(name, JB_NAME_BYTES_MAX + 1, "%s", jb_buffer_text(&clean));
        (void)snprintf(fold, JB_FOLD_SIZE, "%s", jb_buffer_text(&folded));
    }
    jb_buffer_finish(&folded);
    jb_buffer_finish(&clean);
    return status;
}
