/*
 * What the operations of scale.c and others.c share: the phones, and what an operation is.
 */
#ifndef WORLD_H
#define WORLD_H

#include "carrier.h"

enum {
    WINDOW_MS = 1000 /* in which everybody does something */
};

typedef struct world {
    carrier c;
    uint32_t phones;
    carrier_room *room;
    jb_session *line; /* of each phone */
    char (*token)[CARRIER_TOKEN_SIZE];
    uint32_t *number; /* of the participant */
    uint32_t turn;
    /* others.c: one room after the other, with half of the phones. */
    carrier_room *other;
    jb_session *guests;
    uint32_t guest_count;
    jb_session team[2];
} world;

/* What the cost of the whole operation may grow with. */
typedef enum growth {
    WITH_PHONES, /* n log n at worst */
    WITH_NOTHING
} growth;

typedef struct operation {
    const char *name;
    growth growth;
    void (*run)(world *w);
} operation;

/* Phone i of all has its moment; in between the server's timers run. */
void moment(world *w, uint32_t i, uint32_t of);

extern const operation other_operations[];
extern const size_t other_operation_count;

#endif
