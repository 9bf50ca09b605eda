#ifndef JINBANG_RETENTION_H
#define JINBANG_RETENTION_H

#include <stdbool.h>
#include <stdint.h>

#include "jinbang/clock.h"
#include "jinbang/status.h"

/*
 * Names are kept for as many days after the end of a contest as the organizer says, and then erased
 * by themselves. Scores and log stay; the proof holds (docs/trust.md).
 */
typedef struct jb_server jb_server;

enum {
    JB_KEEP_DAYS_MAX = 36500
};

typedef struct jb_retention {
    bool on;
    bool looking; /* a job is under way */
    uint32_t days;
    jb_time look_at; /* monotonic */
} jb_retention;

/* Reads --erase-names-after: whole days, 0 is at once. NULL: off. JB_ERR_INVALID. */
jb_status jb_retention_read(const char *days, jb_retention *out) JB_MUST_CHECK;

/* On the loop, at least every second: at the start and every hour, looks for what is due. */
void jb_retention_tick(jb_server *server, jb_time now);

#endif
