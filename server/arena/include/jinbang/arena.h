#ifndef JINBANG_ARENA_H
#define JINBANG_ARENA_H

#include <stdbool.h>
#include <stdint.h>

#include "jinbang/engine.h"
#include "jinbang/message.h"
#include "jinbang/plan.h"
#include "jinbang/roster.h"
#include "jinbang/session.h"
#include "jinbang/store.h"
#include "jinbang/view.h"
#include "jinbang/words.h"

/*
 * Live contests: join codes, seats and tokens, roles and what each may see, and the outbox that
 * waits for the disk. The arena gives meaning to the bytes that a carrier brings (net in the
 * server, a simulated network in the tests) and hands back frames when the carrier can take them.
 *
 * One rule above all: nothing that an event caused leaves before that event is on disk. Every frame
 * has a ticket of the store; until the store is durable up to it, the frame stays here.
 *
 * Everything runs on one thread. `now` is the monotonic clock.
 */
typedef struct jb_arena jb_arena;

/* What can be due to a session, in the order in which it is sent. */
enum {
    JB_DUE_PONG = 1,
    JB_DUE_WELCOME = 2,
    JB_DUE_REPLY = 4, /* acks and errors */
    JB_DUE_STATE = 8,
    JB_DUE_YOU = 16,
    JB_DUE_TALLY = 32,
    JB_DUE_ROSTER = 64,
    JB_DUE_OWN = 128, /* what only this console has asked for: a preview, the questions */
    JB_DUE_BYE = 256
};

/* Close codes of docs/protocol.md. */
enum {
    JB_CLOSE_SHUTDOWN = 1001,
    JB_CLOSE_POLICY = 1008,
    JB_CLOSE_AGAIN = 1013, /* no place now; try again */
    JB_CLOSE_REPLACED = 4001,
    JB_CLOSE_KICKED = 4002,
    JB_CLOSE_FINISHED = 4003
};

/* What the arena asks of the carrier. All are called on the arena's thread. */
typedef struct jb_arena_link {
    void (*due)(void *user, jb_session session, uint32_t bits);
    void (*due_channel)(void *user, jb_channel channel, uint32_t bits);
    void (*enter)(void *user, jb_session session, jb_channel channel);
    void (*close)(void *user, jb_session session, uint16_t code, const char *reason);
    void (*message_max)(void *user, jb_session session, size_t size);
    int32_t (*round_trip)(void *user, jb_session session); /* ms; -1: not known */
    bool (*failure)(void *user, jb_session session); /* counts one; true: too many from there */
    void (*timer)(void *user, jb_time at);           /* call jb_arena_tick at this time */
    void *user;
} jb_arena_link;

enum {
    JB_SECRET_SIZE = 32,
    JB_KEY_SIZE = 33,
    JB_CONTEST_ID_SIZE = 17
};

typedef struct jb_arena_options {
    jb_store *store;
    jb_arena_link link;
    uint32_t sessions_max;
    /* The wall clock, Unix ms: opens and closes window contests. A step of it is followed when it
     * has held for 10 s. NULL: there are none (tests of live contests). */
    jb_time (*wall)(void *user);
    void *wall_user;
    uint64_t
        boot; /* grows with every start (seconds, say): `seq` goes on growing after a restart */
    const jb_words *words;                /* that no name may hold; NULL: any may. Borrowed */
    const char *public_url;               /* what join links begin with, without a final slash */
    unsigned char secret[JB_SECRET_SIZE]; /* keys of contests are derived from it */
} jb_arena_options;

jb_status jb_arena_create(const jb_arena_options *options, jb_arena **out) JB_MUST_CHECK;
void jb_arena_destroy(jb_arena *arena); /* NULL is fine; sessions are not closed */

/* What links and QR codes begin with (known only once the port is). */
void jb_arena_set_public_url(jb_arena *arena, const char *url);

/* ---- the carrier's side ---- */

void jb_arena_opened(jb_arena *arena, jb_session session);
void jb_arena_closed(jb_arena *arena, jb_session session, jb_time now);
void jb_arena_message(jb_arena *arena, jb_session session, jb_slice text, jb_time now);
void jb_arena_binary(jb_arena *arena, jb_session session);
/* Gives one frame of what is due and clears its bit. False: nothing of it can be sent now. The
 * frame is borrowed until the next call. */
bool jb_arena_produce(jb_arena *arena, jb_session session, jb_time now, uint32_t *due,
                      jb_frame *frame);
/* The session in this slot will be asked for a frame very soon: what that needs is fetched. */
void jb_arena_ahead(const jb_arena *arena, uint32_t slot);
/* Timers; call it at the time asked for, or at any time. */
void jb_arena_tick(jb_arena *arena, jb_time now);
/* After the store has committed or failed (after jb_store_poll). */
void jb_arena_committed(jb_arena *arena, jb_time now);
/* Says bye to every session. */
void jb_arena_shutdown(jb_arena *arena);

/* ---- contests ---- */

/* Takes over a contest that the store holds: replays its log (reading with db, before the server
 * serves) and stops its clock where it stood. JB_ERR_CORRUPT: `why` says what is wrong with it; the
 * contest is left out. */
jb_status jb_arena_load(jb_arena *arena, jb_db *db, const jb_contest_row *row, jb_time now,
                        jb_buffer *why) JB_MUST_CHECK;
/* Takes over a contest that has just been made. */
jb_status jb_arena_add(jb_arena *arena, int64_t contest, const char *id, const char *code,
                       jb_slice plan, jb_time now) JB_MUST_CHECK;

/* Window contests: an entry of the roster has been added or has another code, on disk. False: no
 * live contest has this id. */
bool jb_arena_roster(jb_arena *arena, const char *id, const jb_roster_row *row);

/* A glance at a live contest. */
typedef struct jb_contest_info {
    const char *id;
    const char *code;
    jb_phase phase;
    bool paused;
    bool admit;
    uint32_t players;
    uint32_t online;
    const jb_plan *plan;
    const jb_engine *engine; /* to be looked at; ranked, at most a second ago */
    jb_time now;             /* contest clock */
} jb_contest_info;

/* By id or by code. False: no live contest. Borrowed until the next call of the arena. */
bool jb_arena_find(const jb_arena *arena, const char *id_or_code, jb_contest_info *info);

/* A live contest as its views see it, with a ranking of this moment, or (`fresh` false) one that
 * may be a second old while the contest goes on. It may hold what is not on disk yet. Borrowed like
 * the above. False: no live contest has this id or code, or the disk has refused and its log is to
 * be asked. */
bool jb_arena_look(jb_arena *arena, const char *id_or_code, bool fresh, jb_scene *scene,
                   const jb_plan **plan);

/* Forgets the names of everybody in a contest, if it is live, and shows it to those who watch: the
 * store has erased them. */
void jb_arena_erase_names(jb_arena *arena, const char *id_or_code);

/* A contest is to be deleted, which takes the disk a while: from now on nobody finds it and nothing
 * happens in it any more; who is in it is told that it is over. In the lobby or finished only.
 * False: no live contest has this id. */
bool jb_arena_retire(jb_arena *arena, const char *id);
/* How that ended: the contest is forgotten, or, if the disk refused, there again. A contest that is
 * not live is fine. */
void jb_arena_retired(jb_arena *arena, const char *id, bool gone);

/* The key that opens one unit of a contest to its coordinator: 32 hexadecimal digits, derived in
 * the same way. */
void jb_arena_unit_key(const unsigned char secret[JB_SECRET_SIZE], uint32_t team, const char *id,
                       char out[JB_KEY_SIZE]);

/* The key that opens a contest to a role: 32 hexadecimal digits. The same secret and id always give
 * the same key, so none is stored. */
void jb_arena_key(const unsigned char secret[JB_SECRET_SIZE], jb_role role, const char *id,
                  char out[JB_KEY_SIZE]);

typedef struct jb_arena_metrics {
    uint32_t contests;
    uint32_t players_online;
    uint64_t answers;
    uint64_t acks;
    uint64_t errors;
    bool store_failed;
} jb_arena_metrics;

void jb_arena_measure(const jb_arena *arena, jb_arena_metrics *out);

/* Compares every live contest with its invariants; the text of the first that is broken, or NULL.
 * For tests and simulation. */
const char *jb_arena_check(const jb_arena *arena);
/* Digest of a live contest's engine; 0 if there is none. */
uint64_t jb_arena_digest(const jb_arena *arena, const char *id);

#endif
