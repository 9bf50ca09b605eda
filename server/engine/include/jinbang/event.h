#ifndef JINBANG_EVENT_H
#define JINBANG_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "jinbang/answer.h"
#include "jinbang/clock.h"
#include "jinbang/hash.h"

/*
 * A fact. Applying events is the only thing that changes a contest; the log of events is the
 * contest. The store writes each as one row with a JSON body (docs/architecture.md lists them).
 */

typedef enum jb_phase {
    JB_PHASE_LOBBY,
    JB_PHASE_INTRO,
    JB_PHASE_READING,
    JB_PHASE_OPEN,
    JB_PHASE_LOCKED,
    JB_PHASE_REVEAL,
    JB_PHASE_STANDINGS,
    JB_PHASE_FINISHED,
    JB_PHASE_COUNT
} jb_phase;

typedef enum jb_pause_reason {
    JB_PAUSE_HOST,
    JB_PAUSE_RESTART,
    JB_PAUSE_STORE,
    JB_PAUSE_COUNT
} jb_pause_reason;

/* What a host can take back (JB_COMMAND_UNDO). */
typedef enum jb_undo {
    JB_UNDO_NONE,
    JB_UNDO_LOCK,   /* a question closed before its time */
    JB_UNDO_SKIP,   /* a turn skipped */
    JB_UNDO_REMOVE, /* a player removed */
    JB_UNDO_COUNT
} jb_undo;

const char *jb_phase_name(jb_phase phase);
const char *jb_pause_reason_name(jb_pause_reason reason);
const char *jb_undo_name(jb_undo what);

typedef enum jb_event_type {
    JB_EVENT_CREATED,  /* hash: SHA-256 of the plan. Always the first */
    JB_EVENT_JOINED,   /* player, team, hash: salted hash of the name */
    JB_EVENT_RENAMED,  /* player, hash */
    JB_EVENT_REMOVED,  /* player, flag: banned */
    JB_EVENT_ADMIT,    /* flag: new players are let in */
    JB_EVENT_PHASE,    /* phase, turn (index + 1; round's first in intro), ends_at */
    JB_EVENT_PAUSED,   /* reason */
    JB_EVENT_RESUMED,  /* */
    JB_EVENT_EXTENDED, /* ms */
    JB_EVENT_ANSWERED, /* player, turn, elapsed_ms, answer */
    JB_EVENT_SCORED,   /* turn, scores */
    JB_EVENT_VOIDED,   /* turn: it gives no score entries */
    JB_EVENT_UNDONE,   /* undo; LOCK and SKIP: turn, ends_at; REMOVE: player */
    JB_EVENT_COUNT
} jb_event_type;

/* The name in the log's column `kind`; NULL if out of range. */
const char *jb_event_name(jb_event_type type);

/* One score entry. */
typedef struct jb_score {
    uint32_t player;
    int64_t points;     /* hundredths; may be negative */
    jb_time elapsed_ms; /* fair time; 0 if nothing was answered */
    bool answered;
    bool correct; /* the whole question */
} jb_score;

enum {
    JB_SCORES_PER_EVENT = 256
};

typedef struct jb_event {
    jb_event_type type;
    jb_time at; /* contest clock */
    uint32_t player;
    uint32_t team;
    uint32_t turn;
    jb_phase phase;
    jb_pause_reason reason;
    jb_undo undo;
    bool flag;
    jb_time ms;
    jb_time ends_at; /* JB_TIME_NONE: no timer */
    jb_time elapsed_ms;
    jb_hash hash;
    const jb_answer *answer; /* borrowed until the call that made it returns */
    const jb_score *scores;  /* the same */
    uint32_t score_count;
} jb_event;

#endif
