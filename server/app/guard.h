#ifndef JINBANG_GUARD_H
#define JINBANG_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "jinbang/clock.h"

/*
 * Slows the guessing of passwords, by address and by name, and bounds what checking them costs.
 * Failures count for about a minute.
 *
 * An address that has failed often is turned away. A name at which many have failed, from wherever,
 * is closed to addresses that have themselves failed: so a guesser with a thousand addresses has a
 * thousand guesses a minute at most, and whoever knows the password and comes from an address that
 * has not been guessing gets in. Names that do not exist are counted like those that do.
 */
enum {
    JB_GUARD_ROWS = 1024,
    JB_GUARD_CLIENT_MAX = 10, /* failures of an address */
    JB_GUARD_NAME_MAX = 10,   /* failures at a name */
    JB_GUARD_CHECKS_MAX = 16, /* passwords being checked or waiting for it */
    JB_GUARD_CHECKS_CLIENT_MAX = 2
};

typedef struct jb_guard_row {
    uint64_t who;
    int64_t minute; /* the one `now` counts in; 0: never used */
    uint32_t before;
    uint32_t now;
    uint32_t checks;
} jb_guard_row;

/* Zeroed is ready. For the loop thread. */
typedef struct jb_guard {
    jb_guard_row clients[JB_GUARD_ROWS];
    jb_guard_row names[JB_GUARD_ROWS];
    uint32_t checks;
} jb_guard;

/* Whoever stands for an address and a name (any numbers) wants a password checked. True: it may be,
 * and jb_guard_done is to follow. */
bool jb_guard_ask(jb_guard *guard, uint64_t client, uint64_t name, jb_time now);
void jb_guard_done(jb_guard *guard, uint64_t client, uint64_t name, bool failed, jb_time now);

#endif
