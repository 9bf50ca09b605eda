#ifndef JINBANG_SERVER_H
#define JINBANG_SERVER_H

#include <stdbool.h>
#include <stdint.h>

#include "clerk.h"
#include "cli.h"
#include "guard.h"
#include "jinbang/arena.h"
#include "jinbang/net.h"
#include "jinbang/store.h"
#include "jinbang/words.h"
#include "media_cache.h"
#include "organizers.h"
#include "retention.h"
#include "samples.h"

/*
 * The running server: net, arena and store wired together, and what the HTTP interface needs.
 */
enum {
    JB_URL_MAX = 200,
    JB_COOKIE_NAME_SIZE = 32,
    JB_ADDRESS_SIZE = 64
};

/* So that the numbers of states, a million for each start, stay exact in every browser. */
#define JB_STARTS_MAX (UINT64_C(1) << 32)

struct jb_server {
    jb_net *net;
    jb_arena *arena;
    jb_store *store;
    jb_clerk *clerk;
    unsigned char secret[JB_SECRET_SIZE];
    jb_hash admin_key; /* SHA-256 of it */
    jb_organizers organizers;
    jb_guard guard;
    bool looking; /* the clerk has been asked for the accounts */
    jb_time look_at;
    char cookie_name[JB_COOKIE_NAME_SIZE];
    char public_url[JB_URL_MAX];
    bool secure; /* cookies only over https */
    jb_media_cache *media;
    jb_words *words;    /* that no name may hold; NULL: any may */
    jb_samples samples; /* read by both threads, written by none */
    jb_retention retention;
    struct jb_standing *standing; /* the clerk's: of a contest that is not live; or NULL */
};

/* What --listen and its companions say. */
typedef struct jb_server_config {
    const char *listen;
    const char *data;
    const char *cert;
    const char *key;
    const char *public_url;
    const char *assets;
    const char *erase_names_after;
    const char *name_words;
    bool trust_proxy;
} jb_server_config;

enum {
    JB_SERVER_OPTIONS = 9
};

/* The option rows of serve and demo. */
void jb_server_option_rows(jb_server_config *config, jb_option rows[JB_SERVER_OPTIONS]);

/* Starts, calls `ready` (may be NULL) once links can be printed, serves until a signal. Without
 * `ready` the first start on a data folder prints the organizer's link. Returns the exit status;
 * every failure was explained on standard error. */
typedef jb_status (*jb_server_ready)(jb_server *server, void *user);
int jb_server_run(const jb_server_config *config, jb_server_ready ready, void *user);

/* listen.c: "ADDR:PORT", "[V6]:PORT", taken apart; the address is not looked at. False: neither. */
bool jb_listen_parse(const char *listen, char address[JB_ADDRESS_SIZE], uint16_t *port);

/* lan.c: the first IPv4 address that is not loopback. False: there is none. */
bool jb_lan_address(char out[JB_ADDRESS_SIZE]);

/* keys.c: the files of the data folder that hold secrets, made at the first start (mode 0600). */
jb_status jb_keys_load(const char *directory, jb_server *server, bool *first_start,
                       jb_buffer *why) JB_MUST_CHECK;

/* The organizer's key, for a link that is to be printed; the server itself keeps only its hash. */
enum {
    JB_ORGANIZER_KEY_SIZE = 2 * JB_SECRET_SIZE + 1
};
jb_status jb_keys_organizer(const char *directory, char key[JB_ORGANIZER_KEY_SIZE],
                            jb_buffer *why) JB_MUST_CHECK;

/* Takes the folder for this process, so that no second server writes into it. *lock is a descriptor
 * to keep open. JB_ERR_BUSY: another one has it. */
jb_status jb_keys_lock(const char *directory, int *lock, jb_buffer *why) JB_MUST_CHECK;

/* Counts this start of a server on the folder; 1 the first time. Kept in DIR/starts, up to
 * JB_STARTS_MAX. JB_ERR_CORRUPT: that holds something else. */
jb_status jb_keys_count_start(const char *directory, uint64_t *count, jb_buffer *why) JB_MUST_CHECK;

/* Links of a contest, key in the fragment. */
void jb_server_link(const jb_server *server, jb_role role, const char *id, const char *code,
                    jb_buffer *out);
/* The link that signs the organizer in. It is a secret. */
jb_status jb_server_organizer_link(const jb_server *server, const char *directory, jb_buffer *out,
                                   jb_buffer *why) JB_MUST_CHECK;

/* api.c: every HTTP request that is not a page. First, of one with a body, how large that may be;
 * who may not send it is refused there, before it is read. */
size_t jb_api_body_max(jb_server *server, const jb_request *request);
void jb_api_request(jb_server *server, const jb_request *request);

/* make.c: a contest file and banks become a contest in the store. On the writer thread, or before
 * the server serves. */
typedef struct jb_made_contest {
    int64_t contest;
    char id[JB_CONTEST_ID_SIZE];
    char code[JB_CODE_DIGITS + 1];
    jb_buffer plan;
} jb_made_contest;

/* Draws the questions of a contest and keeps nothing. If the report has errors afterwards, the plan
 * is empty and the status is JB_OK. */
jb_status jb_make_plan(jb_db *db, jb_slice file, jb_report *report, jb_buffer *plan) JB_MUST_CHECK;
/* If the report has errors afterwards, nothing was made and the status is JB_OK. `plan` must have
 * been initialised. */
jb_status jb_make_contest(jb_db *db, jb_slice file, jb_report *report,
                          jb_made_contest *made) JB_MUST_CHECK;

enum {
    JB_BANK_ID_SIZE = JB_ID_MAX + 16
};

typedef struct jb_bank_import {
    jb_slice file;                /* of any format */
    const jb_media_source *media; /* of a file that is no package; NULL: they are left out */
    const char *name;             /* NULL or "": its title */
    bool dry_run;                 /* only read */
} jb_bank_import;

/* Reads a bank and, unless it is a dry run, keeps it with its media, all or nothing; `id`
 * (JB_BANK_ID_SIZE bytes) gets its public id, "" if nothing was kept. */
jb_status jb_make_bank(jb_db *db, const jb_bank_import *import, jb_report *report,
                       char *id) JB_MUST_CHECK;
/* Keeps a bank that was read, with its media, all or nothing; `document` is what jb_bank_write
 * writes of it. `id` as above. */
jb_status jb_keep_bank(jb_db *db, const jb_bank *bank, const char *name, const char *document,
                       char *id) JB_MUST_CHECK;
/* Is there a bank of this public id? */
jb_status jb_bank_is_there(jb_db *db, const char *id, bool *there) JB_MUST_CHECK;

#endif
