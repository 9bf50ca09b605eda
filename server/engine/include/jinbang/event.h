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
    JB_UNDO_LOCK,         /* a question closed before its time */
    JB_UNDO_SKIP,         /* a turn skipped */
    JB_UNDO_REMOVE,       /* a player removed */
    JB_UNDO_VERDICT,      /* a verdict on a seat's answer, until the next turn begins */
    JB_UNDO_SUBSTITUTION, /* until a question is asked */
    JB_UNDO_COUNT
} jb_undo;

const char *jb_phase_name(jb_phase phase);
const char *jb_pause_reason_name(jb_pause_reason reason);
const char *jb_undo_name(jb_undo what);

typedef enum jb_event_type {
    JB_EVENT_CREATED,  /* hash: SHA-256 of the plan. Always the first */
    JB_EVENT_JOINED,   /* player, team, member, hash: salted hash of the name */
    JB_EVENT_RENAMED,  /* player, member, hash */
    JB_EVENT_REMOVED,  /* player, flag: banned */
    JB_EVENT_ADMIT,    /* flag: new players are let in */
    JB_EVENT_PHASE,    /* phase, turn (index + 1; round's first in intro), ends_at */
    JB_EVENT_PAUSED,   /* reason */
    JB_EVENT_RESUMED,  /* */
    JB_EVENT_EXTENDED, /* ms */
    JB_EVENT_ANSWERED, /* player, turn, elapsed_ms, answer */
    JB_EVENT_SCORED,   /* turn, scores */
    JB_EVENT_VOIDED,   /* turn: it gives no score entries */
    JB_EVENT_UNDONE,   /* undo; LOCK, SKIP, VERDICT: turn, ends_at; REMOVE: player; VERDICT: seat,
                          scores that take back what it gave; SUBSTITUTION: seat, out, in */
    /* the stage */
    JB_EVENT_BUZZED, /* seat, player (0: not by a phone), turn, elapsed_ms (fair), ms (how far off
                        that may be) */
    JB_EVENT_WON,    /* turn, seat (0: too close, all again), ends_at: the right to answer */
    JB_EVENT_PICKED, /* turn, seat, value, question (index), ends_at */
    JB_EVENT_NAMED,  /* turn, seat, other: who answers instead */
    JB_EVENT_PASSED, /* turn, seat */
    JB_EVENT_RULED,  /* turn, seat, verdict, value (partial: points), flag (by the key), elapsed_ms,
                        ends_at (of what follows), scores */
    JB_EVENT_FOULED, /* turn, seat, foul, ends_at, scores */
    JB_EVENT_MARKED, /* turn, seat, judge, value, scores (with the last mark) */
    JB_EVENT_HALL,   /* turn, ends_at: the turn falls to the hall */
    /* afterwards */
    JB_EVENT_ADJUSTED, /* seat (player in the hall: flag), text (reason), scores */
    JB_EVENT_ACCEPTED, /* turn, answer, flag (nothing else is right any more) */
    JB_EVENT_ANNULLED, /* turn: a turn that was over is void */
    JB_EVENT_REVERSED, /* turn, seat, verdict, value (partial) */
    JB_EVENT_REVISED,  /* turn, scores: what the three before change, as differences */
    JB_EVENT_APPROVE,  /* flag: the host lets new players in, each by name */
    /* the stage, once more */
    JB_EVENT_STAKED, /* turn, seat, player (0: by the host), value */
    /* who plays for a team */
    JB_EVENT_SUBSTITUTED, /* turn (the last that began), seat, out, in */
    /* window contests: a participant's paper; `turn` is a place in it. ANSWERED is theirs, too */
    JB_EVENT_OPENED,    /* player, attempt, seed, ends_at */
    JB_EVENT_SHOWN,     /* player, turn: one by one, the clock of this question starts */
    JB_EVENT_HANDED_IN, /* player, attempt, hand_in (why), value (its score), scores (one entry:
                           what it adds; elapsed_ms: from beginning to end) */
    JB_EVENT_SCHEDULED, /* ms: opens_at, ends_at: closes_at; Unix ms */
    /* lotteries */
    JB_EVENT_ANNOUNCED, /* draw, text (what the public number will be), value (how many are
                           eligible) */
    JB_EVENT_DRAWN,     /* draw, text (the number), hash (of the entry of ANNOUNCED), winners */
    JB_EVENT_COUNT
} jb_event_type;

/* The name in the log's column `kind`; NULL if out of range. */
const char *jb_event_name(jb_event_type type);

/* One score entry: of a seat, or of somebody in the hall. In events other than SCORED `points` is
 * what is added to what the seat had, so that the sum of all entries plus the base is the score. */
typedef struct jb_score {
    uint32_t seat;      /* number of the participant or, where teams compete, of the team */
    int64_t points;     /* hundredths; may be negative */
    jb_time elapsed_ms; /* fair time; 0 if nothing was answered */
    bool answered;
    bool correct;    /* the whole question */
    bool hall;       /* where teams compete: a participant without a team */
    bool overtime;   /* decides a tie and is not in the score */
    uint32_t member; /* of the team who answered, from 1; 0: not said */
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
    uint32_t seat; /* participant or, where teams compete, team */
    uint32_t other;
    uint32_t member;   /* of the team, whose name a participant has; 0: nobody's, or it does not
                          matter */
    uint32_t out, in;  /* of a team: see jb_lineup */
    uint32_t question; /* index */
    uint32_t judge;    /* from 1 */
    int64_t value;     /* hundredths */
    jb_verdict verdict;
    jb_foul foul;
    jb_slice text; /* plain text; borrowed */
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
    uint32_t attempt; /* of a paper, from 1 */
    uint64_t seed;
    uint8_t hand_in;         /* jb_hand_in */
    uint32_t draw;           /* index of a lottery */
    const uint32_t *winners; /* participants; borrowed */
    uint32_t winner_count;
} jb_event;

#endif
