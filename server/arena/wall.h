#ifndef JINBANG_WALL_H
#define JINBANG_WALL_H

#include <stdbool.h>

#include "jinbang/clock.h"

/*
 * What the system's clock says, as far as it is believed. It is moved by people and by programs
 * that set it; a step counts once it has held for JB_WALL_HOLD_MS, until then the time that was
 * believed before runs on by the monotonic clock.
 */
enum {
    JB_WALL_STEP_MS = 1000, /* less than that is no step */
    JB_WALL_HOLD_MS = 10000
};

typedef struct jb_wall {
    jb_time (*read)(void *user); /* NULL: the monotonic clock is the wall clock */
    void *user;
    bool known;
    jb_time base;      /* believed time = monotonic + base */
    bool odd;          /* the system's clock says something else */
    jb_time odd_since; /* monotonic */
    jb_time odd_base;  /* what it says */
} jb_wall;

/* Unix ms. `now` is the monotonic clock; call it at least every second, or a step is believed the
 * later. */
jb_time jb_wall_now(jb_wall *wall, jb_time now);

#endif
