/*
 * An arena with one contest, a store that commits when told, and a carrier that only remembers what
 * it was asked: nothing is sent until the test takes it.
 *
 *     hall h;
 *     hall_open(&h, HALL_TEAMS);
 *     jb_session ann = hall_join(&h, "Ann", NULL); hello, commit, frames taken
 *     hall_host_do(&h, "next");
 *     hall_say(&h, ann, "{'type':'answer','turn':1,'answer':'a'}");
 *     hall_commit(&h);
 *     cJSON *ack = hall_take(&h, ann, "ack");      the next frame, which must be an ack
 *     ...
 *     hall_close(&h);
 *
 * Two single questions of four options, the first right, 20 seconds each, the host's pace, a second
 * of reading before the second turn. hall_break_disk() makes every commit fail until it is mended.
 */
#ifndef HALL_H
#define HALL_H

#include "jb_test.h"

#include <cjson/cJSON.h>

#include "jinbang/arena.h"

enum {
    HALL_SESSIONS = 32,
    HALL_TEAMS = 1,   /* teams Red and Blue, one required */
    HALL_SMALL = 2,   /* two players at most */
    HALL_CHANGE = 4,  /* answers may be changed */
    HALL_STAGE = 8,   /* Red and Blue compete: a buzzer turn, then a judged one with two judges */
    HALL_ILL = 16,    /* the disk is broken from the first entry of the log on */
    HALL_WINDOW = 32, /* a window contest, see below; with HALL_TEAMS, too */
    HALL_ROSTER = 64, /* only who is on its roster takes part */
    HALL_DRAWS = 128, /* one lottery with one winner */
    HALL_SECONDS = 20
};

#define HALL_CODE "482913"

/* The window contest is open for a day, UTC; papers of three questions and half an hour, two of
 * them a person and one a day, corrected when they are handed in. The wall clock is h->now +
 * h->wall, and at first a minute before the opening. */
#define HALL_OPENS  INT64_C(1767254400000)
#define HALL_CLOSES (HALL_OPENS + INT64_C(86400000))

typedef struct hall_seat {
    jb_session session;
    uint32_t due;
    jb_channel channel;
    uint16_t closed; /* the code asked for; 0: not */
    size_t message_max;
} hall_seat;

typedef struct hall {
    char directory[64];
    jb_store *store;
    jb_arena *arena;
    jb_buffer plan;
    int64_t contest;
    jb_time now;
    bool window;
    jb_time wall; /* the wall clock is so far ahead of `now` */
    jb_time timer_at;
    int32_t round_trip;
    uint32_t failures;
    uint32_t failures_max; /* the one that is too many */
    uint32_t sessions;
    jb_session host;
    hall_seat seats[HALL_SESSIONS];
} hall;

void hall_open(hall *h, unsigned options);
void hall_close(hall *h);
/* The process dies and comes up again after `ms`; all connections are gone. */
void hall_restart(hall *h, jb_time ms);
void hall_break_disk(bool broken);

jb_session hall_connect(hall *h);
void hall_hang_up(hall *h, jb_session session);
/* ' is written for ". */
void hall_say(hall *h, jb_session session, const char *text);
/* Commits, and lets the arena know. */
void hall_commit(hall *h);

/* A player who has joined: welcome, state and `you` (or `attempt`) are taken. `token` may be NULL.
 */
jb_session hall_join(hall *h, const char *name, char token[40]);
void hall_hello_token(hall *h, jb_session session, const char *token);
/* In the hall of a stage: without a team. */
jb_session hall_join_hall(hall *h, const char *name);
/* Host, screen or judge; their first frames are taken. */
jb_session hall_watch(hall *h, jb_role role);
/* The host does something with the newest seq, it is committed, all frames are dropped. The host
 * connects when first needed. */
void hall_host_do(hall *h, const char *action);
/* Makes the question of this turn open. */
void hall_open_turn(hall *h, uint32_t turn);

/* The next frame for a session, or NULL. Freed with cJSON_Delete. */
cJSON *hall_next(hall *h, jb_session session);
/* The next frame of this type; those of other types before it are dropped. Fails without one. */
cJSON *hall_take(hall *h, jb_session session, const char *type);
/* There is no such frame among what is due; all of it is dropped. */
bool hall_has_none(hall *h, jb_session session, const char *type);
void hall_drop_all(hall *h);
/* The next error must have this code. */
void hall_refused(hall *h, jb_session session, const char *code);

/* So long passes, with a tick and a commit every second. */
void hall_pass(hall *h, jb_time ms);
/* Says hello with a personal code. */
jb_session hall_come(hall *h, const char *personal_code);

hall_seat *hall_seat_of(hall *h, jb_session session);
const char *hall_text(const cJSON *tree, const char *key);
/* -1 if it is not there. */
int64_t hall_int(const cJSON *tree, const char *key);

#endif
