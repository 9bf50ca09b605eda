/*
 * Any number of phones on one arena with a store that commits when told, for measuring what an
 * operation costs: nothing is checked here but that nothing is refused, every frame that is due is
 * made and thrown away, and time is virtual.
 */
#ifndef CARRIER_H
#define CARRIER_H

#include "jinbang/arena.h"
#include "jinbang/bank.h"

enum {
    CARRIER_TOKEN_SIZE = 48,
    CARRIER_BATCH = 16,    /* messages that one commit carries */
    CARRIER_QUESTIONS = 40 /* of the bank "b": q1, single choice of a and b, then true or false */
};

typedef struct carrier_line {
    jb_session session;
    uint32_t due;
    bool listed;
    jb_channel channel;
    uint32_t member; /* of a channel: where in its list */
    uint32_t number; /* of the participant */
    char token[CARRIER_TOKEN_SIZE];
} carrier_line;

typedef struct carrier_room {
    char id[JB_CONTEST_ID_SIZE];
    char code[8];
    int64_t contest;
    jb_session host;
    jb_session screen;
} carrier_room;

typedef struct carrier {
    char directory[64];
    jb_store *store;
    jb_arena *arena;
    jb_bank *bank;
    jb_buffer last_plan; /* of the room that was opened last */
    jb_time now;
    jb_time timer_at;
    uint32_t lines_max;
    carrier_line *lines;
    uint32_t *free_slots;
    uint32_t free_count;
    uint32_t generation;
    jb_session *due; /* lines that have something due */
    uint32_t due_count;
    jb_session **channels; /* members by channel; the capacity is lines_max */
    uint32_t *channel_counts;
    uint32_t rooms_max;
    carrier_room *rooms;
    uint32_t room_count;
    uint32_t unwritten;
    uint64_t frames;
    size_t frame_max; /* the longest of them */
    uint64_t errors;
} carrier;

/* Rooms are made by carrier_room_open(), at most rooms_max. */
void carrier_open(carrier *c, uint32_t lines_max, uint32_t rooms_max);
void carrier_close(carrier *c);
/* The process dies and comes up again: all lines are gone, the log is read. */
void carrier_restart(carrier *c);

/* People answer three questions. */
extern const char carrier_people[];
carrier_room *carrier_room_open(carrier *c);
/* By a contest file; ' is written for ". */
carrier_room *carrier_room_of(carrier *c, const char *rules);
jb_session carrier_connect(carrier *c);
void carrier_hang_up(carrier *c, jb_session session);
carrier_line *carrier_line_of(carrier *c, jb_session session);
/* printf; ' is written for ". Commits and sends after every CARRIER_BATCH messages. */
void carrier_say(carrier *c, jb_session session, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void carrier_do(carrier *c, carrier_room *room, const char *action);
/* Commits, and sends everything that is due. */
void carrier_settle(carrier *c);
/* Time passes; timers that become due run. */
void carrier_wait(carrier *c, jb_time ms);

#endif
