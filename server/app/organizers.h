#ifndef JINBANG_ORGANIZERS_H
#define JINBANG_ORGANIZERS_H

#include <stdbool.h>
#include <stddef.h>

#include "jinbang/account.h"

/*
 * Who organizes: the accounts as the database holds them, and who is signed in. The loop thread
 * keeps both in memory, so that no request waits for the disk to be allowed or refused.
 */

/* What somebody may do; each may also do what those before it may. docs/roles.md has the table. */
typedef enum jb_access {
    JB_ACCESS_NOBODY,
    JB_ACCESS_HOST,   /* opens consoles, sees results */
    JB_ACCESS_EDITOR, /* banks and contests */
    JB_ACCESS_OWNER,  /* accounts */
    JB_ACCESS_ADMIN,  /* has the key of the data folder */
    JB_ACCESS_COUNT
} jb_access;

/* "host", "editor", "owner", "admin"; "" of nobody. */
const char *jb_access_name(jb_access access);
/* The access of an account with this role; nobody's: there is no such role. */
jb_access jb_access_of_role(const char *role);

enum {
    JB_ACCOUNTS_MAX = 500,
    JB_SESSIONS_MAX = 1024,
    JB_SESSIONS_OF_ACCOUNT_MAX = 16,
    JB_FOLD_SIZE = 1024
};

typedef struct jb_account {
    int64_t account;
    char name[JB_NAME_BYTES_MAX + 1];
    jb_access access;
    bool disabled;
    int64_t credentials;
    jb_time created_at;
} jb_account;

/* By name. */
typedef struct jb_accounts {
    jb_account *rows;
    size_t count;
    int64_t version; /* of the newest change among them */
} jb_accounts;

/* On any thread. Empty after a failure. */
jb_status jb_accounts_read(jb_db *db, jb_accounts *out) JB_MUST_CHECK;
void jb_accounts_finish(jb_accounts *accounts);

/* Somebody who is asking for something. */
typedef struct jb_who {
    jb_access access;
    int64_t account; /* JB_ACCOUNT_NONE: the admin key, or nobody */
} jb_who;

typedef struct jb_organizers {
    jb_accounts accounts;
    jb_session_row sessions[JB_SESSIONS_MAX]; /* expires_at 0: free */
} jb_organizers;

void jb_organizers_finish(jb_organizers *organizers);
/* Takes the accounts over unless those that are here are newer; `fresh` is empty afterwards. */
void jb_organizers_update(jb_organizers *organizers, jb_accounts *fresh);
/* NULL: there is none. Borrowed until the next update. */
const jb_account *jb_organizers_account(const jb_organizers *organizers, int64_t account);
/* Adds a session. The oldest of an account with many makes room, else the oldest of all. */
void jb_organizers_enter(jb_organizers *organizers, const jb_session_row *session);
/* Who holds this token (its hash) at this time of the wall clock? */
jb_who jb_organizers_who(const jb_organizers *organizers, const jb_hash *token, jb_time now);
/* Ends a session. False: there was none. */
bool jb_organizers_leave(jb_organizers *organizers, const jb_hash *token);

/* ---- names ---- */

/* Brings the name of an account into the form in which it is kept, and into that by which it is
 * found. JB_ERR_INVALID, JB_ERR_LIMIT: it cannot be a name; JB_ERR_MEMORY. */
jb_status jb_account_name(jb_slice text, char name[JB_NAME_BYTES_MAX + 1],
                          char fold[JB_FOLD_SIZE]) JB_MUST_CHECK;

#endif
