#ifndef JINBANG_ENGINE_H
#define JINBANG_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jinbang/event.h"
#include "jinbang/rules.h"
#include "jinbang/status.h"

/*
 * The contest as a pure state machine. No I/O, no clock, no allocation, no floating point: time is
 * an argument, the next deadline is a result, what happens comes out as events. jb_engine_submit
 * and jb_engine_expire decide; jb_engine_apply is the only thing that changes state and also
 * replays a log. The same rules and the same events give the same state, bit for bit, everywhere.
 */
typedef struct jb_engine jb_engine;

typedef enum jb_command_type {
    JB_COMMAND_CREATE, /* hash: of the plan. Once, first */
    JB_COMMAND_JOIN,   /* team (0: none), hash: of the name */
    JB_COMMAND_RENAME, /* player, hash */
    JB_COMMAND_REMOVE, /* player, flag: banned */
    JB_COMMAND_ADMIT,  /* flag */
    JB_COMMAND_START,
    JB_COMMAND_NEXT,
    JB_COMMAND_PAUSE, /* reason */
    JB_COMMAND_RESUME,
    JB_COMMAND_EXTEND, /* ms */
    JB_COMMAND_LOCK,
    JB_COMMAND_SKIP,
    JB_COMMAND_UNDO,
    JB_COMMAND_FINISH,
    JB_COMMAND_ANSWER, /* player, turn, answer, credit_ms, claim_ms */
    JB_COMMAND_COUNT
} jb_command_type;

typedef struct jb_command {
    jb_command_type type;
    uint32_t player;
    uint32_t team;
    uint32_t turn;
    bool flag;
    jb_pause_reason reason;
    jb_time ms;
    jb_time credit_ms; /* half the measured round trip; the engine caps it */
    jb_time claim_ms;  /* the phone's own measure; below 0: none */
    jb_hash hash;
    const jb_answer *answer; /* borrowed for the call */
} jb_command;

/* Why a command was not taken. Nothing has changed then (except what time itself brought about). */
typedef enum jb_refusal {
    JB_ACCEPTED = 0,
    JB_ACCEPTED_AGAIN, /* an answer that is already counted: acknowledge it again */
    JB_REFUSED_NOT_NOW,
    JB_REFUSED_LATE,
    JB_REFUSED_BAD_TURN,
    JB_REFUSED_BAD_ANSWER,
    JB_REFUSED_BAD_FIELD,
    JB_REFUSED_BAD_TEAM,
    JB_REFUSED_NO_PLAYER,
    JB_REFUSED_JOIN_CLOSED,
    JB_REFUSED_FULL,
    JB_REFUSAL_COUNT
} jb_refusal;

/* Receives each event right after it was applied, in order. Must not call the engine. */
typedef struct jb_event_sink {
    void (*emit)(void *user, const jb_event *event);
    void *user;
} jb_event_sink;

typedef enum jb_player_status {
    JB_PLAYER_ABSENT = 0, /* number not given yet */
    JB_PLAYER_IN,
    JB_PLAYER_REMOVED,
    JB_PLAYER_BANNED
} jb_player_status;

/* One participant. Read only outside the engine. */
typedef struct jb_player {
    jb_player_status status;
    uint32_t team;          /* 0: none */
    int64_t score;          /* base + the sum of the score entries */
    jb_time time_ms;        /* total fair time of right answers */
    jb_time last_right_at;  /* contest clock of the last right answer; JB_TIME_NONE: never */
    uint32_t correct;       /* right answers */
    uint32_t answered_turn; /* the last turn answered; 0: never */
    jb_time elapsed_ms;     /* fair time of that answer */
    uint32_t scored_turn;   /* the last turn with a score entry; 0: never */
    int64_t scored_points;
    bool scored_correct;
    uint32_t asked;       /* turns revealed while in */
    uint32_t streak;      /* right answers in a row, up to the last turn revealed while in */
    uint32_t best_streak; /* the longest so far */
    jb_time fastest_ms;   /* least fair time of a right answer; JB_TIME_NONE: none */
    uint32_t rank;        /* 0 before the first reveal */
    uint32_t place;       /* in the ranking, from 1; 0: not in it */
    uint32_t shown_rank;  /* rank and score at the last standings */
    int64_t shown_score;
    int32_t moved;  /* places won from the standings before to the last reveal or standings */
    int64_t gained; /* points, the same way */
} jb_player;

typedef struct jb_team {
    uint32_t members; /* who joined and was not removed */
    int64_t score;    /* by the rule, hundredths; as of the last ranking */
    uint32_t rank;
} jb_team;

/* What the host may take back: the newest act that can be, for JB_UNDO_MS after it. */
typedef struct jb_undoable {
    jb_undo what;    /* JB_UNDO_NONE: nothing */
    jb_time until;   /* from this time on it is too late */
    uint32_t player; /* JB_UNDO_REMOVE: who */
} jb_undoable;

/* The contest at a glance. */
typedef struct jb_engine_view {
    bool created;
    jb_phase phase;
    bool paused;
    jb_pause_reason reason; /* while paused */
    jb_time left_ms;        /* while paused: of the running phase; JB_TIME_NONE: no timer */
    bool admit;             /* by the host's switch and the rules together */
    uint32_t round;         /* index; valid from intro on */
    uint32_t turn;          /* number from 1; 0 in the lobby */
    jb_time opens_at;       /* reading, open and later: when it opens or opened */
    jb_time ends_at;        /* of the running phase; JB_TIME_NONE: no timer or paused */
    jb_time closed_at;      /* when this turn took no more answers; JB_TIME_NONE: not yet */
    uint32_t joined;        /* numbers given so far */
    uint32_t active;        /* of them not removed */
    uint32_t answered;      /* active ones who answered this turn */
    uint32_t right;         /* whole-question right answers, from the reveal on */
    uint32_t option_counts[JB_OPTIONS_MAX]; /* answers holding each option (single, multiple,
                                               truefalse) of active players */
    bool turn_void;
    uint32_t fastest; /* from the reveal on: the active player who was right in the least fair time,
                         the lower number of equals; 0: nobody was right */
    jb_undoable undo;
} jb_engine_view;

/* Bytes of memory an engine for these rules needs. */
size_t jb_engine_size(const jb_rules *rules);

/* Builds an engine in the caller's memory, which must be zeroed (calloc: pages never touched cost
 * nothing), aligned for any type and at least jb_engine_size(rules) long. The rules are borrowed
 * and must outlive it. Nothing needs to be destroyed. */
jb_engine *jb_engine_init(void *memory, size_t size, const jb_rules *rules);

/* Takes a command at contest time `now`. Deadlines up to `now` are expired first. Events go to the
 * sink; an accepted JOIN's event carries the player's number. `now` never goes back: a smaller one
 * counts as the latest seen. */
jb_refusal jb_engine_submit(jb_engine *engine, const jb_command *command, jb_time now,
                            jb_event_sink sink);

/* Lets deadlines up to `now` pass. */
void jb_engine_expire(jb_engine *engine, jb_time now, jb_event_sink sink);

/* When jb_engine_expire has work: contest clock, or JB_TIME_NONE. */
jb_time jb_engine_deadline(const jb_engine *engine);

/* Applies one event, in the order of the log. JB_ERR_CORRUPT: it cannot follow from this state;
 * nothing has changed. */
jb_status jb_engine_apply(jb_engine *engine, const jb_event *event) JB_MUST_CHECK;

const jb_rules *jb_engine_rules(const jb_engine *engine);
const jb_engine_view *jb_engine_look(const jb_engine *engine);

/* Players are numbered from 1 to view.joined; NULL for any other number. */
const jb_player *jb_engine_player(const jb_engine *engine, uint32_t player);

/* The answer a player gave in the current turn, or NULL. */
const jb_answer *jb_engine_answer(const jb_engine *engine, uint32_t player);

/* Teams are numbered from 1; NULL for any other number. */
const jb_team *jb_engine_team(const jb_engine *engine, uint32_t team);

/* The ranking as of the last reveal, standings or finish: numbers of the active players, best
 * first. Equal players stand in the order of their numbers. */
const uint32_t *jb_engine_ranking(const jb_engine *engine, uint32_t *count);

/* Team numbers, best first; teams without members last. */
const uint32_t *jb_engine_team_ranking(const jb_engine *engine, uint32_t *count);

/* Is the right answer to be shown now (reveal, standings of a turn that was not void)? */
bool jb_engine_reveals(const jb_engine *engine);

/* What `next` would do now: the phase it leads to; JB_PHASE_COUNT if it is refused. *turn is the
 * turn of that phase. */
jb_phase jb_engine_next(const jb_engine *engine, uint32_t *turn);

/* A hash over everything that applying events has built: two engines with the same log agree. What
 * it covers grows with the engine, and each time its version is raised: digests are compared with
 * those of their own version only. */
enum {
    JB_DIGEST_VERSION = 2
};
uint64_t jb_engine_digest(const jb_engine *engine);

/* Every invariant of the state machine; the text of the first that is broken, or NULL. Called after
 * every step in tests, simulation and jinbang verify. O(players). */
const char *jb_engine_check(const jb_engine *engine);

#endif
