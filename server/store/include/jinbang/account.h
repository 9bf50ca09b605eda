#ifndef JINBANG_ACCOUNT_H
#define JINBANG_ACCOUNT_H

#include "jinbang/db.h"

/*
 * Who may sign in as an organizer: accounts with a password, and the sessions of those who have
 * signed in, by an account or by the admin key. A session is over when its time has come, when its
 * account is disabled, or when the account's `credentials` are no longer what they were when it
 * began: nothing has to be deleted for that, and no program that runs beside has to be told.
 */
enum {
    JB_ACCOUNT_NONE = 0 /* as the account of a session: the admin key */
};

typedef struct jb_account_row {
    int64_t account; /* not for insert, as `version`, `credentials` and `disabled` */
    const char *name;
    const char *fold;     /* by this it is found: jb_text_fold. NULL when read */
    const char *role;     /* "owner", "editor", "host" */
    const char *password; /* what was made of it, never itself */
    bool disabled;
    int64_t version;     /* grows with every change of any account */
    int64_t credentials; /* the version of the last new password or disabling */
    jb_time created_at;  /* wall clock */
} jb_account_row;

/* What is NULL or negative stays. */
typedef struct jb_account_change {
    const char *role;
    const char *password;
    int disabled;
} jb_account_change;

/* Rows are borrowed for the call. A callback that returns false stops. */
typedef bool (*jb_account_each)(void *user, const jb_account_row *row);

/* Sets *account. JB_ERR_EXISTS: the name is taken. */
jb_status jb_db_account_insert(jb_db *db, const jb_account_row *row,
                               int64_t *account) JB_MUST_CHECK;
/* JB_ERR_NOT_FOUND. */
jb_status jb_db_account_change(jb_db *db, int64_t account,
                               const jb_account_change *change) JB_MUST_CHECK;
/* All, by name. */
jb_status jb_db_account_list(jb_db *db, jb_account_each each, void *user) JB_MUST_CHECK;
/* By folded name. JB_ERR_NOT_FOUND. */
jb_status jb_db_account_find(jb_db *db, jb_slice fold, jb_account_each each,
                             void *user) JB_MUST_CHECK;

typedef struct jb_session_row {
    jb_hash token;      /* of what the browser holds */
    jb_time expires_at; /* wall clock */
    int64_t account;
    int64_t credentials; /* of the account when it began */
} jb_session_row;

typedef bool (*jb_session_each)(void *user, const jb_session_row *row);

jb_status jb_db_session_put(jb_db *db, const jb_session_row *row) JB_MUST_CHECK;
jb_status jb_db_session_delete(jb_db *db, const jb_hash *token) JB_MUST_CHECK;
/* Deletes those that ended before `now` and lists the others. */
jb_status jb_db_session_list(jb_db *db, jb_time now, jb_session_each each,
                             void *user) JB_MUST_CHECK;

#endif
