#ifndef JINBANG_API_H
#define JINBANG_API_H

#include "jinbang/bank.h"
#include "jinbang/json_out.h"
#include "password.h"
#include "server.h"

/*
 * One HTTP request on its way: what it asks, copied; what the writer thread made of it; the answer.
 * `work` runs where the database is and fills status and body; `done` runs on the loop before the
 * answer is sent. Either may be NULL.
 */
typedef struct jb_call jb_call;

/* A contest as it stands in the list. */
typedef struct jb_listed {
    char id[JB_CONTEST_ID_SIZE];
    char code[JB_CODE_DIGITS + 1];
    char *title; /* text map; belongs to the call */
    jb_time created_at, finished_at;
    bool open;
    bool archived;
    jb_time opens_at, closes_at; /* window contests; 0: live */
    uint32_t players, turns;
} jb_listed;

/* A name and a password on their way: to sign in, or of an account that is made or changed. */
typedef struct jb_account_form {
    char name[JB_NAME_BYTES_MAX + 1]; /* "" of an account that is changed */
    char fold[JB_FOLD_SIZE];
    char password[JB_PASSWORD_BYTES_MAX + 1];
    bool with_password;
    char hash[JB_PASSWORD_HASH_SIZE];
    jb_access role; /* JB_ACCESS_NOBODY: as it is */
    int disabled;   /* below 0: as it is */
    int64_t account;
    int64_t credentials; /* signing in: of the account that was found */
    bool fits;
    uint64_t client; /* for the guard */
    uint64_t guarded;
    jb_accounts fresh;
} jb_account_form;

enum {
    JB_ENTRY_ID_SIZE = 16
};

/* Wipes what it holds. NULL is fine. */
void jb_account_form_destroy(jb_account_form *form);

/* api_import.c: a file on its way to be a bank. */
typedef struct jb_import_call jb_import_call;
/* NULL is fine. */
void jb_import_call_destroy(jb_import_call *import);
/* api_edit.c: a bank on its way to be another. */
typedef struct jb_edit_call jb_edit_call;
/* NULL is fine. */
void jb_edit_call_destroy(jb_edit_call *edit);

struct jb_call {
    jb_server *server;
    uint64_t request;
    uint64_t client; /* stands for the address it came from */
    jb_who who;
    char *body_in;
    size_t body_in_size;
    char id[JB_BANK_ID_SIZE];     /* from the path */
    char entry[JB_ENTRY_ID_SIZE]; /* the same, of a path with two */
    char name[JB_NAME_BYTES_MAX + 1];
    char format[16];
    char confirm[16];
    char language[JB_LANG_TAG_MAX + 2];
    char lang[8];
    bool report;
    bool dry_run;
    bool answers;
    bool archived; /* api_archive.c: what is wanted */
    bool study;    /* api_study.c: the same */
    void (*work)(jb_db *db, jb_call *call);
    bool clerk;                  /* `work` is for the clerk, who only reads */
    void (*next)(jb_call *call); /* once, on the loop, after `work`: may ask for more by `again` */
    void (*done)(jb_call *call);

    int status;
    jb_buffer body;
    const char *content_type;
    char disposition[1024];
    char cookie[192];
    bool again; /* `work` has more to do; others may come first */
    jb_made_contest made;
    jb_listed *listed; /* api_list.c: the contests; for one contest, one row */
    size_t listed_count;
    bool retired;         /* api_remove.c: taken out of the arena */
    bool gone;            /* ... and out of the store */
    bool session_changed; /* api_session.c */
    jb_session_row session;
    jb_account_form *form;  /* or NULL */
    jb_import_call *import; /* or NULL */
    jb_edit_call *edit;     /* or NULL */
    void *own;              /* the route's own, or NULL */
    void (*own_destroy)(void *own);
};

/* The value of a query parameter, decoded; "" if it is absent. False: too long, or not text. */
bool jb_api_query(const char *query, const char *name, char *out, size_t out_size);

/* Reads a number of the query or path: 1 to `max`. False: it is none. */
bool jb_api_number(const char *text, uint32_t max, uint32_t *number);

/* Fills the call with an error: {"error":{"code","message"}}. */
void jb_call_error(jb_call *call, int status, const char *code, const char *message);
/* ... for a failed store or a lack of memory. */
void jb_call_failed(jb_call *call, jb_status status, const char *why);

/* The same, and `work` is not called. */
void jb_call_refuse(jb_call *call, int status, const char *code, const char *message);

/* An error as the whole answer to a request that has no call. */
void jb_api_refuse(jb_server *server, uint64_t request, int status, const char *code,
                   const char *message);

/* api_bank.c */
/* Imports and answers with the report; `here` is the id that a dry run tells, or NULL. */
void jb_api_bank_import(jb_db *db, jb_call *call, const jb_bank_import *import, const char *here);
void jb_api_bank_list(jb_db *db, jb_call *call);
void jb_api_bank_get(jb_db *db, jb_call *call);
void jb_api_bank_delete(jb_db *db, jb_call *call);
/* api_edit.c. On the loop: sends the order to the clerk; the writer keeps what comes of it. */
void jb_api_bank_patching(jb_call *call);
void jb_api_bank_patch(jb_db *db, jb_call *call);

/* api_import.c */
/* On the loop: reads the parameters, refuses, or sends the file to the clerk. */
void jb_api_bank_posting(jb_call *call, const char *query);
/* Keeps what the clerk has read. */
void jb_api_bank_post(jb_db *db, jb_call *call);
/* What can be read and written. */
void jb_api_import_get(jb_call *call);

/* api_export.c. For the clerk. */
void jb_api_bank_export(jb_db *db, jb_call *call);
void jb_api_template(jb_db *db, jb_call *call);

/* api_study.c */
void jb_api_study_switching(jb_call *call, const jb_request *request);
void jb_api_study_switch(jb_db *db, jb_call *call);
void jb_api_study_opening(jb_call *call, const jb_request *request);
void jb_api_study(jb_db *db, jb_call *call);

/* api_sample.c */
void jb_api_sample_list(jb_db *db, jb_call *call);
void jb_api_sample_post(jb_db *db, jb_call *call);

/* api_media.c. Answers now or when the medium has been read. */
void jb_api_media(jb_server *server, const jb_request *request, const char *id);

/* api_contest.c */
void jb_api_contest_post(jb_db *db, jb_call *call);
void jb_api_contest_posted(jb_call *call);
void jb_api_contest_get(jb_db *db, jb_call *call);
void jb_api_contest_got(jb_call *call);
/* Refuses on the loop, before the writer thread erases, while the contest is being played. */
void jb_api_people_delete(jb_call *call);
void jb_api_people_erase(jb_db *db, jb_call *call);
void jb_api_people_erased(jb_call *call);
/* Answered from the live contest: title, languages, teams. */
void jb_api_contest_public(jb_call *call);

/* api_remove.c */
/* On the loop: refuses, or takes the contest out of the arena before its rows go. */
void jb_api_contest_retire(jb_call *call);
void jb_api_contest_remove(jb_db *db, jb_call *call);
void jb_api_contest_removed(jb_call *call);

/* api_list.c */
void jb_api_contest_list(jb_db *db, jb_call *call);
void jb_api_contest_listed(jb_call *call);
/* Notes a row of the store in call->listed; false: no memory. */
bool jb_api_note_contest(jb_call *call, const jb_contest_row *row);
/* The members of a row, with what only the live contest knows. */
void jb_api_write_contest(const jb_call *call, const jb_listed *row, jb_json_out *json);

/* api_results.c */
void jb_api_contest_results(jb_db *db, jb_call *call);

/* api_people.c; api_roster_add.c. On the loop: read the parameters, or refuse. */
void jb_api_people_reading(jb_call *call, const jb_request *request);
void jb_api_roster_adding(jb_call *call, const jb_request *request);
/* What the clerk makes of a list of people or units. */
void jb_api_people_post(jb_db *db, jb_call *call);
void jb_api_roster_post(jb_db *db, jb_call *call);

/* api_roster.c */
void jb_api_roster_listing(jb_call *call, const jb_request *request);
void jb_api_roster_list(jb_db *db, jb_call *call);
void jb_api_roster_coding(jb_call *call, const jb_request *request);
void jb_api_roster_code(jb_db *db, jb_call *call);
void jb_api_roster_coded(jb_call *call);
/* A code as people are shown it: one of ours with a hyphen in its middle. */
void jb_api_write_code(jb_json_out *json, const char *code);

/* api_units.c */
void jb_api_progress_opening(jb_call *call, const jb_request *request);
void jb_api_progress(jb_db *db, jb_call *call);
void jb_api_units_opening(jb_call *call, const jb_request *request);
void jb_api_units(jb_db *db, jb_call *call);
/* With the key of a unit. */
void jb_api_unit_opening(jb_call *call, const jb_request *request);
void jb_api_unit(jb_db *db, jb_call *call);

/* api_prizes.c */
void jb_api_certificates_opening(jb_call *call, const jb_request *request);
void jb_api_certificates(jb_db *db, jb_call *call);
/* With the code of a certificate. */
void jb_api_confirm_opening(jb_call *call, const jb_request *request);
void jb_api_confirm(jb_db *db, jb_call *call);

/* api_archive.c */
void jb_api_archiving(jb_call *call, const jb_request *request);
void jb_api_archive(jb_db *db, jb_call *call);

/* api_session.c */
/* Once it is known whether cookies travel by https only. */
void jb_api_name_cookie(jb_server *server);
jb_who jb_api_who(const jb_server *server, const jb_request *request);
void jb_api_session_get(jb_call *call);
void jb_api_session_post(jb_call *call);
void jb_api_session_delete(jb_call *call, const char *cookie);
void jb_api_session_write(jb_db *db, jb_call *call);

/* api_account.c */
void jb_api_account_list(jb_call *call);
/* On the loop: read the body and refuse, or see to it that a password is hashed first. */
void jb_api_account_post(jb_call *call);
void jb_api_account_change(jb_call *call);
void jb_api_account_write(jb_db *db, jb_call *call);
void jb_api_account_written(jb_call *call);
/* Now and then: has somebody at the command line changed an account? */
void jb_api_account_look(jb_server *server, jb_time now);

/* api_health.c */
void jb_api_health(jb_call *call);
void jb_api_metrics(jb_call *call);

#endif
