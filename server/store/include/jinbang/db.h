#ifndef JINBANG_DB_H
#define JINBANG_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "jinbang/buffer.h"
#include "jinbang/clock.h"
#include "jinbang/event.h"
#include "jinbang/hash.h"
#include "jinbang/limits.h"
#include "jinbang/status.h"

/*
 * One connection to DIR/jinbang.db with its prepared statements: schema and migrations, the event
 * log and its chain, the catalog, results. Everything here is synchronous and for one thread; the
 * server uses it on the writer thread only (store.h), the command line directly.
 *
 * The chain: hash[n] = SHA-256(hash[n-1] || line[n]), where hash[0] is SHA-256 of the contest's
 * public id, and line[n] is the text "seq at kind body" with single spaces, as the columns say. It
 * can be recomputed with nothing but the file and any SHA-256 (docs/trust.md).
 */
typedef struct jb_db jb_db;

typedef enum jb_db_mode {
    JB_DB_WRITE,
    JB_DB_READ
} jb_db_mode;

typedef struct jb_db_options {
    const char *directory; /* made (0700) if missing when writing; the folder it is in must exist */
    jb_db_mode mode;
    const char *vfs;  /* NULL: the default; another makes folder and files itself. The name must
                         outlive the connection */
    bool unsafe_fast; /* synchronous=OFF, for tests only */
} jb_db_options;

/* Makes the folder as jb_db_open() would, for those who need it before. JB_ERR_IO; the sentence as
 * below. */
jb_status jb_db_make_folder(const char *directory, jb_buffer *why) JB_MUST_CHECK;

/* On failure *out is NULL and `why` (may be NULL) holds one English sentence. Migrations run when
 * writing; a newer schema than this program knows, or an older one when only reading, is
 * JB_ERR_INVALID. Reading what is not there is JB_ERR_NOT_FOUND. */
jb_status jb_db_open(const jb_db_options *options, jb_db **out, jb_buffer *why) JB_MUST_CHECK;
void jb_db_close(jb_db *db); /* NULL is fine */

/* A new connection in place of this one, which has read what cannot be: it may keep it in memory
 * longer than the disk is ill. Not in a transaction. On failure the old one stays. */
jb_status jb_db_reopen(jb_db *db) JB_MUST_CHECK;

/* The sentence of the last failure on this connection. */
const char *jb_db_why(const jb_db *db);

/* Copies the database of the folder `from`, as it is at this moment, into the new file `to`, and
 * syncs it; whoever writes goes on meanwhile. The copy is one file that needs no log beside it, has
 * nothing in it of what was deleted, and the schema of the original. The sentence as above. */
jb_status jb_db_copy(const char *from, const char *to, jb_buffer *why) JB_MUST_CHECK;
/* Reads every page: is the file sound, and does every row belong to something? JB_ERR_CORRUPT. */
jb_status jb_db_check(jb_db *db) JB_MUST_CHECK;

/* A transaction; when reading, one view of everything. Not nested. After a failure inside it or of
 * jb_db_commit(), jb_db_rollback() ends it; without a transaction that does nothing. */
jb_status jb_db_begin(jb_db *db) JB_MUST_CHECK;
jb_status jb_db_commit(jb_db *db) JB_MUST_CHECK;
void jb_db_rollback(jb_db *db);

/* ---- banks ---- */

typedef struct jb_bank_row {
    const char *id; /* public id */
    const char *name;
    const char *document; /* our JSON format, as kept */
    int64_t question_count;
    jb_time created_at; /* wall clock */
    int64_t revision;   /* 1 when it was imported, one more with every edit */
    const char *study; /* the code under which it can be practised; NULL: it cannot. Not for insert,
                          nor for update */
} jb_bank_row;

/* Rows handed to callbacks are borrowed for the call. A callback that returns false stops. */
typedef bool (*jb_bank_each)(void *user, const jb_bank_row *row);

/* JB_ERR_EXISTS: the id is taken. The revision is 1. */
jb_status jb_db_bank_insert(jb_db *db, const jb_bank_row *row) JB_MUST_CHECK;
/* Without documents (document is NULL), newest first. */
jb_status jb_db_bank_list(jb_db *db, jb_bank_each each, void *user) JB_MUST_CHECK;
/* JB_ERR_NOT_FOUND. */
jb_status jb_db_bank_get(jb_db *db, const char *id, jb_bank_each each, void *user) JB_MUST_CHECK;
/* By the code under which it can be practised. JB_ERR_NOT_FOUND. */
jb_status jb_db_bank_studied(jb_db *db, const char *code, jb_bank_each each,
                             void *user) JB_MUST_CHECK;
/* From now on it can be practised under this code, or (NULL) not at all. JB_ERR_NOT_FOUND;
 * JB_ERR_EXISTS: another bank has the code. */
jb_status jb_db_bank_study(jb_db *db, const char *id, const char *code) JB_MUST_CHECK;
/* Replaces document, count and name ("": it keeps its own) of a bank that is still of this
 * revision, which grows by one.
 * JB_ERR_NOT_FOUND: there is none, or it has another revision by now. */
jb_status jb_db_bank_update(jb_db *db, const jb_bank_row *row) JB_MUST_CHECK;
/* With the media that only it used. In a transaction of its own. */
jb_status jb_db_bank_delete(jb_db *db, const char *id) JB_MUST_CHECK;

/* ---- media ---- */

/* Keeps the bytes (at least one) under their hash; that they are there already is fine. A medium
 * that no bank and no contest uses is gone after the next sweep. */
jb_status jb_db_media_put(jb_db *db, const jb_hash *hash, const char *mime,
                          jb_slice bytes) JB_MUST_CHECK;
/* Appends to both. JB_ERR_NOT_FOUND; JB_ERR_CORRUPT: the bytes have another hash now. After a
 * failure both may hold anything. */
jb_status jb_db_media_get(jb_db *db, const jb_hash *hash, jb_buffer *mime,
                          jb_buffer *bytes) JB_MUST_CHECK;
/* The bank or contest, which must exist, uses the medium, which must be there (JB_ERR_INVALID). */
jb_status jb_db_media_of_bank(jb_db *db, const char *bank, const jb_hash *hash) JB_MUST_CHECK;
jb_status jb_db_media_of_contest(jb_db *db, int64_t contest, const jb_hash *hash) JB_MUST_CHECK;
/* Takes away what nobody uses. */
jb_status jb_db_media_sweep(jb_db *db) JB_MUST_CHECK;

/* ---- contests ---- */

typedef struct jb_contest_row {
    int64_t contest;     /* key of the other tables; set by insert */
    const char *id;      /* public id */
    const char *code;    /* six digits; unique among open contests */
    const char *plan;    /* the frozen contest, JSON; NULL in lists */
    const char *title;   /* text map, JSON */
    jb_time created_at;  /* wall clock */
    jb_time finished_at; /* wall clock; 0: not yet */
    bool open;           /* the code leads to it */
    uint32_t players;    /* in its stored results; 0: there are none yet. Not for insert */
    uint32_t turns;      /* the same */
    bool archived;       /* not for insert, nor the next two */
    jb_time opens_at;    /* window contests, by the newest schedule: Unix ms; 0: live */
    jb_time closes_at;
} jb_contest_row;

typedef bool (*jb_contest_each)(void *user, const jb_contest_row *row);

/* Sets *contest. JB_ERR_EXISTS: id or code is taken. */
jb_status jb_db_contest_insert(jb_db *db, const jb_contest_row *row,
                               int64_t *contest) JB_MUST_CHECK;
/* By public id or, if `id` is six digits, by the code of an open contest. JB_ERR_NOT_FOUND. */
jb_status jb_db_contest_get(jb_db *db, const char *id, jb_contest_each each,
                            void *user) JB_MUST_CHECK;
/* Newest first, without plans. */
jb_status jb_db_contest_list(jb_db *db, jb_contest_each each, void *user) JB_MUST_CHECK;
jb_status jb_db_contest_finish(jb_db *db, int64_t contest, jb_time finished_at) JB_MUST_CHECK;
/* Window contests: when it opens and closes by the newest schedule, Unix ms. JB_ERR_NOT_FOUND. */
jb_status jb_db_contest_schedule(jb_db *db, int64_t contest, jb_time opens_at,
                                 jb_time closes_at) JB_MUST_CHECK;
/* Whether it is out of the way in lists. JB_ERR_NOT_FOUND. */
jb_status jb_db_contest_archive(jb_db *db, int64_t contest, bool archived) JB_MUST_CHECK;
/* Frees the code. */
jb_status jb_db_contest_close(jb_db *db, int64_t contest) JB_MUST_CHECK;

/* A contest goes as a whole, in two steps, each outside a transaction and on disk when it returns.
 * First it is retired: it has no code and no people any more, get and list do not know it.
 * JB_ERR_NOT_FOUND. Then it is purged, at most `entries` of its log at a time: *more says whether
 * to call again; at the end nothing of it is left in the database or its write-ahead log, nor of
 * media that only it used. */
jb_status jb_db_contest_retire(jb_db *db, int64_t contest) JB_MUST_CHECK;
jb_status jb_db_contest_purge(jb_db *db, int64_t contest, uint32_t entries,
                              bool *more) JB_MUST_CHECK;
/* One that is retired and not yet purged, as after a crash. JB_ERR_NOT_FOUND: there is none. */
jb_status jb_db_contest_gone(jb_db *db, int64_t *contest) JB_MUST_CHECK;

/* The contest clock as last noted; 0 if never. */
jb_status jb_db_clock_get(jb_db *db, int64_t contest, jb_time *now) JB_MUST_CHECK;
jb_status jb_db_clock_set(jb_db *db, int64_t contest, jb_time now) JB_MUST_CHECK;

/* ---- participants ---- */

enum {
    JB_SALT_SIZE = 16
};

typedef struct jb_participant_row {
    uint32_t player;
    uint32_t team;
    jb_slice name; /* empty: erased */
    unsigned char salt[JB_SALT_SIZE];
    jb_hash token; /* SHA-256 of the token */
} jb_participant_row;

typedef bool (*jb_participant_each)(void *user, const jb_participant_row *row);

/* The salted hash that the log holds of a name: SHA-256(salt || name). */
void jb_name_hash(jb_slice name, const unsigned char salt[JB_SALT_SIZE], jb_hash *out);

jb_status jb_db_participant_put(jb_db *db, int64_t contest, const jb_participant_row *row)
    JB_MUST_CHECK; /* inserts or replaces */
jb_status jb_db_participant_list(jb_db *db, int64_t contest, jb_participant_each each,
                                 void *user) JB_MUST_CHECK;
/* Erases the names of everybody in a contest and on its roster, and the salts without which the
 * hashes in the log say nothing, from the database and its write-ahead log. Outside a transaction.
 * What is erased cannot be brought back. */
jb_status jb_db_participant_erase(jb_db *db, int64_t contest) JB_MUST_CHECK;

/* Gives the first contest that ended at `before` (wall clock) or earlier and still has names,
 * without its plan. JB_ERR_NOT_FOUND: there is none. */
jb_status jb_db_contest_named(jb_db *db, jb_time before, jb_contest_each each,
                              void *user) JB_MUST_CHECK;

/* ---- the log ---- */

typedef struct jb_log_head {
    uint64_t seq; /* of the last entry; 0: empty */
    jb_hash hash;
} jb_log_head;

typedef struct jb_log_entry {
    uint64_t seq;
    const jb_event *event; /* decoded */
    jb_slice body;
    jb_hash hash;
} jb_log_entry;

typedef bool (*jb_log_each)(void *user, const jb_log_entry *entry);

/* What a decoded event's pointers lead to. */
typedef struct jb_event_parts {
    jb_answer answer;
    jb_score scores[JB_SCORES_PER_EVENT];
    char text[JB_REASON_BYTES_MAX];
    uint32_t winners[JB_WINNERS_MAX];
} jb_event_parts;

/* Encodes an event's JSON body. */
void jb_event_encode(const jb_event *event, jb_buffer *body);
/* Decodes one; pointers in *event lead into *parts, which is overwritten. JB_ERR_CORRUPT: not the
 * text jb_event_encode() would write, byte for byte, or a value out of range. */
jb_status jb_event_decode(const char *kind, jb_time at, const char *body, jb_event *event,
                          jb_event_parts *parts) JB_MUST_CHECK;

jb_status jb_db_log_head(jb_db *db, int64_t contest, jb_log_head *head) JB_MUST_CHECK;
/* Adds the entry after *head and moves *head on. */
jb_status jb_db_log_append(jb_db *db, int64_t contest, jb_log_head *head, jb_event_type type,
                           jb_time at, jb_slice body) JB_MUST_CHECK;
/* Reads the whole log in order, checking that numbers have no gap and that every hash follows from
 * the one before. JB_ERR_CORRUPT: jb_db_why names the entry and what is wrong with it. */
jb_status jb_db_log_read(jb_db *db, int64_t contest, jb_log_each each, void *user) JB_MUST_CHECK;

/* A head that people are shown, and may note: the end of a round, and of the contest. */
typedef struct jb_shown_head {
    jb_log_head head;
    jb_time shown_at; /* wall clock */
} jb_shown_head;

/* Keeps the head of the log as it is now, and gives it: it may be shown. In a transaction of its
 * own. JB_ERR_NOT_FOUND: no such contest, or its log is empty. */
jb_status jb_db_head_show(jb_db *db, int64_t contest, jb_time now, jb_log_head *head) JB_MUST_CHECK;
typedef bool (*jb_head_each)(void *user, const jb_shown_head *shown);
/* In the order of the log. */
jb_status jb_db_head_list(jb_db *db, int64_t contest, jb_head_each each, void *user) JB_MUST_CHECK;

#endif
