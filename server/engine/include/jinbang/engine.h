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
    JB_COMMAND_JOIN,   /* team (0: none), member, hash: of the name */
    JB_COMMAND_RENAME, /* player, member, hash */
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
    /* The stage. Each is from a phone (player: the seat follows from it) or from the host (player
     * 0, seat). turn 0: the present one. */
    JB_COMMAND_BUZZ,    /* turn, credit_ms, claim_ms; the host's counts at once */
    JB_COMMAND_PICK,    /* turn, value */
    JB_COMMAND_NAME,    /* turn, other: who is to answer instead. Before or after the pick */
    JB_COMMAND_PASS,    /* turn: no pick; a ladder: stop and keep; a rush: the next question */
    JB_COMMAND_VERDICT, /* host: seat (0: who is answering), verdict, value (partial: points) */
    JB_COMMAND_FOUL,    /* host: seat, foul */
    JB_COMMAND_MARK,  /* seat (0: who performs), judge, value; again before all are in: replaces */
    JB_COMMAND_HALL,  /* host: the turn falls to the hall */
    JB_COMMAND_WAGER, /* turn, value: a seat's stake; again: replaces */
    /* Afterwards, by the host */
    JB_COMMAND_ADJUST,  /* seat (flag: a player in the hall), value: points to add, text: reason */
    JB_COMMAND_ACCEPT,  /* turn, answer: right, too; flag: and nothing else is, but what was
                           accepted before */
    JB_COMMAND_VOID,    /* turn: one that is over, or the present one */
    JB_COMMAND_REVERSE, /* turn, seat, verdict, value (partial: points) */
    JB_COMMAND_APPROVE, /* flag */
    JB_COMMAND_SUBSTITUTE, /* host: seat, out, in */
    /* window contests; player. ANSWER: turn is a place in the paper */
    JB_COMMAND_OPEN,     /* turn 0: a new paper, from seed; else one by one: this place is shown */
    JB_COMMAND_HAND_IN,  /* */
    JB_COMMAND_SCHEDULE, /* ms: opens_at, until: closes_at */
    /* lotteries, when the contest is over */
    JB_COMMAND_ANNOUNCE, /* draw, text */
    JB_COMMAND_DRAW,     /* draw, text, hash, winners: as jb_lottery_draw gives them */
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
    uint32_t seat;
    uint32_t other;
    uint32_t member;  /* of the team, whose name it is; 0: nobody's. Where teams have reserves */
    uint32_t out, in; /* of a team: see jb_lineup */
    uint32_t judge;   /* from 1 */
    int64_t value;    /* hundredths */
    jb_verdict verdict;
    jb_foul foul;
    jb_slice text;           /* borrowed for the call */
    const jb_answer *answer; /* the same */
    uint64_t seed;
    jb_time until;
    uint32_t draw; /* index of a lottery */
    const uint32_t *winners;
    uint32_t winner_count;
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
    JB_REFUSED_NOT_YOUR_TURN, /* another seat's */
    JB_REFUSED_BARRED,        /* out of this turn, of the round, or of the contest's running */
    JB_REFUSED_BLOCKED,       /* too early to buzz: the machine takes none */
    JB_REFUSED_BAD_VALUE,     /* no such value in this round */
    JB_REFUSED_VALUE_TAKEN,   /* the seat has had it, or its stock is used up */
    JB_REFUSED_NO_SEAT,
    JB_REFUSED_NO_CHANGE,          /* everything would stay as it is */
    JB_REFUSED_ON_BENCH,           /* does not play for the team at the moment */
    JB_REFUSED_NO_SUBSTITUTIONS,   /* the team has none left */
    JB_REFUSED_NOT_BETWEEN_ROUNDS, /* where they are between rounds only */
    JB_REFUSED_NOT_ON_BENCH,       /* who is to come in is no reserve */
    JB_REFUSED_NOT_FIELDED,        /* who is to go out does not play */
    JB_REFUSED_NOT_OPEN,           /* window: the contest has not opened, or has closed */
    JB_REFUSED_NO_ATTEMPTS,        /* window: all papers one may begin have been begun */
    JB_REFUSED_NO_ATTEMPTS_TODAY,  /* the same of this day */
    JB_REFUSED_NO_PAPER,           /* window: no paper is open; or, to begin one, one is */
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

/* What a seat has done in the present round. */
typedef struct jb_seat_round {
    uint32_t round; /* index + 1 of the round this is about; of another one it is nothing */
    uint32_t fouls; /* early buzzes */
    uint32_t
        tried_turn; /* the last turn it can no longer try: it has, or a foul has cost it that */
    uint32_t taken; /* risk: bits of the values picked */
    uint32_t rung;  /* ladder: climbed so far */
    bool barred;    /* out of the rest of the round */
    bool over;      /* fell, stopped, forfeited */
    bool out;       /* survival */
    bool tied;      /* overtime: plays for its place */
} jb_seat_round;

/* Who is ranked: a participant, or where teams compete a team. Read only outside the engine. */
typedef struct jb_seat {
    jb_player_status status;
    uint32_t team;    /* of a participant; 0: none */
    uint32_t member;  /* the named member whose phone it is; 0: nobody's */
    uint32_t correct; /* right answers */
    int64_t score;    /* base + the sum of the score entries */
    int64_t overtime; /* the sum of the entries of overtime rounds: orders equal scores */
    jb_time time_ms;  /* total fair time of right answers; window: of the papers that count, from
                         beginning to end */
    jb_time last_right_at;  /* contest clock of the last right answer; JB_TIME_NONE: never */
    jb_time elapsed_ms;     /* fair time of the last answer */
    uint32_t answered_turn; /* the turn of that; 0: never */
    uint32_t scored_turn;   /* the last turn with a score entry; 0: never */
    int64_t scored_points;  /* of that turn, together */
    uint32_t asked;         /* turns revealed while in */
    uint32_t streak;        /* right answers in a row, up to the last turn revealed while in */
    uint32_t best_streak;   /* the longest so far */
    uint32_t rank;          /* 0 before the first reveal */
    jb_time fastest_ms;     /* least fair time of a right answer; JB_TIME_NONE: none */
    uint32_t place;         /* in the ranking, from 1; 0: not in it */
    uint32_t shown_rank;    /* rank and score at the last standings */
    int64_t shown_score;
    int64_t gained; /* points won from the standings before to the last reveal or standings */
    int32_t moved;  /* places, the same way */
    bool scored_correct;
    jb_seat_round round;
} jb_seat;

/* A named member of a team: what they answered for it. */
typedef struct jb_member {
    int64_t score; /* the sum of the entries of their answers */
    uint32_t correct;
    uint32_t asked;
} jb_member;

/* A team of a contest in which participants compete: what its members make of it. Where teams
 * compete themselves only `members` counts, the rest is their seat's. */
typedef struct jb_team {
    uint32_t members; /* who joined and was not removed */
    int64_t score;    /* by the rule, hundredths; as of the last ranking */
    uint32_t rank;
} jb_team;

/* Who of a team plays, where it has reserves: at each place the number of a named member or, in a
 * team without named ones, of a participant; 0: nobody yet. Places beyond rules.fielded are 0. */
typedef struct jb_lineup {
    uint32_t places[JB_MEMBERS_MAX];
    uint32_t used; /* substitutions that count */
} jb_lineup;

/* What an open turn waits for, in formats in which not everybody just answers. */
typedef enum jb_step {
    JB_STEP_NONE,   /* everybody who may answers; or the turn is not open */
    JB_STEP_PICK,   /* the seat picks a value, names another, or passes */
    JB_STEP_BUZZ,   /* buzzes */
    JB_STEP_CLOSE,  /* a buzz is in; an earlier one may still be on its way */
    JB_STEP_ANSWER, /* the seat's answer or the verdict on it */
    JB_STEP_MARKS,  /* the judges */
    JB_STEP_HALL,   /* the hall */
    JB_STEP_WAGER,  /* stakes, before the question is shown; in rounds where everybody answers, too
                     */
    JB_STEP_COUNT
} jb_step;

const char *jb_step_name(jb_step step); /* NULL for NONE */

#define JB_NO_QUESTION UINT32_MAX

/* The stage in the present turn. From `open` to the next turn unless stated. */
typedef struct jb_stage {
    jb_step step;
    uint32_t seat;  /* who answers (from intro on where seats take turns; a buzzer: who has won); 0:
                       nobody, or everybody */
    uint32_t owner; /* whose turn it is; another than `seat` if that was named */
    uint32_t member; /* of the team who is to answer; 0: any */
    int64_t value;   /* at stake: picked, the rung's, or wagered; 0: none */
    uint32_t tries;  /* answers that were tried so far */
    uint32_t ruled;  /* the seat of the last verdict; 0: none yet */
    jb_verdict verdict;
    int64_t points;         /* what the last verdict gave */
    uint32_t buzz_seat;     /* buzzer: the first buzz by fair time; 0: none */
    uint32_t buzz_second;   /* the next one; 0: none came while it was weighed */
    jb_time buzz_ms;        /* fair time of the first */
    jb_time margin_ms;      /* to the second */
    jb_time uncertainty_ms; /* how far off the margin may be */
    bool too_close;         /* the margin was inside it, and the rule decided */
    uint32_t fouled;        /* the seat of the last foul in this turn; 0: none */
    jb_foul foul;
    int64_t foul_points;
    int64_t marks[JB_JUDGES_MAX];
    uint32_t marked; /* bits of the judges whose marks are in */
    bool hall;       /* it has fallen to the hall */
    bool passed;
    bool wagered; /* stakes have been made, and are closed */
} jb_stage;

/* What the host may take back: the newest act that can be, for JB_UNDO_MS after it. */
typedef struct jb_undoable {
    jb_undo what;     /* JB_UNDO_NONE: nothing */
    jb_time until;    /* from this time on it is too late; JB_TIME_NONE: until the next turn */
    uint32_t player;  /* JB_UNDO_REMOVE: who */
    uint32_t seat;    /* JB_UNDO_VERDICT: whose answer; JB_UNDO_SUBSTITUTION: which team's */
    uint32_t out, in; /* JB_UNDO_SUBSTITUTION */
    bool counted;     /* the same */
} jb_undoable;

/* The contest at a glance. */
typedef struct jb_engine_view {
    bool created;
    jb_phase phase;
    bool paused;
    jb_pause_reason reason; /* while paused */
    jb_time left_ms;        /* while paused: of the running phase; JB_TIME_NONE: no timer */
    bool admit;             /* by the host's switch and the rules together */
    bool approve;           /* the host lets each new player in; who asks the engine has asked */
    uint32_t round;         /* index; valid from intro on */
    uint32_t turn;          /* number from 1; 0 in the lobby */
    uint32_t question;      /* index; JB_NO_QUESTION: not known yet (a pick) or none */
    uint32_t played;        /* turns begun so far */
    jb_time opens_at;       /* reading, open and later: when it opens or opened */
    jb_time ends_at;        /* of the running phase; JB_TIME_NONE: no timer or paused */
    jb_time closed_at;      /* when this turn took no more answers; JB_TIME_NONE: not yet */
    uint32_t joined;        /* numbers given so far */
    uint32_t active;        /* of them not removed */
    uint32_t banned;        /* removed for good */
    uint32_t seats;         /* who compete: `active`, or the teams */
    uint32_t hall;          /* where teams compete: active participants without a team */
    uint32_t eligible;      /* seats that may answer this turn */
    uint32_t answered;      /* seats that answered this turn */
    uint32_t hall_answered; /* in the hall */
    uint32_t staked;        /* seats that have staked on this turn */
    uint32_t right;         /* whole-question right answers, from the reveal on */
    uint32_t option_counts[JB_OPTIONS_MAX]; /* answers holding each option (single, multiple,
                                               truefalse) of seats */
    bool turn_void;
    uint32_t fastest; /* from the reveal on: the active player who was right in the least fair time,
                         the lower number of equals; 0: nobody was right */
    jb_stage stage;
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
const jb_seat *jb_engine_player(const jb_engine *engine, uint32_t player);

/* The answer a participant gave for themselves in the current turn, or NULL. Where teams compete:
 * of the hall. */
const jb_answer *jb_engine_answer(const jb_engine *engine, uint32_t player);

/* Who competes: participants, or teams; numbered from 1, NULL for any other number. */
const jb_seat *jb_engine_seat(const jb_engine *engine, uint32_t seat);
/* The answer a seat gave in the current turn, or NULL. */
const jb_answer *jb_engine_seat_answer(const jb_engine *engine, uint32_t seat);
/* The seat a participant acts for: their own or their team's; 0: none, the hall. */
uint32_t jb_engine_seat_of(const jb_engine *engine, uint32_t player);
/* Has the present turn, now or when it opens, anything for this seat to do? A turn of its own, a
 * question for all of whom it is one. Asked of a turn that has just begun. */
bool jb_engine_eligible(const jb_engine *engine, uint32_t seat);
/* May this seat do anything in the present turn that is for its own: answer, buzz, pick? */
bool jb_engine_may(const jb_engine *engine, uint32_t seat);
/* The same for a participant in the hall: answer. */
bool jb_engine_hall_may(const jb_engine *engine, uint32_t player);

/* Who plays for a team; NULL where teams have no reserves. */
const jb_lineup *jb_engine_lineup(const jb_engine *engine, uint32_t seat);
/* May this participant not act for their team, because they do not play? */
bool jb_engine_on_bench(const jb_engine *engine, uint32_t player);
/* Is this number a reserve of the team who could come in? */
bool jb_engine_is_reserve(const jb_engine *engine, uint32_t seat, uint32_t number);
/* Is this a participant who was removed, and keeps a place until somebody comes in? */
bool jb_engine_is_gone(const jb_engine *engine, uint32_t seat, uint32_t number);
/* Why a team could not substitute now, whoever it is about: JB_ACCEPTED, JB_REFUSED_NOT_NOW or
 * JB_REFUSED_NOT_BETWEEN_ROUNDS. */
jb_refusal jb_engine_substitute_when(const jb_engine *engine);

/* Teams are numbered from 1; NULL for any other number. */
const jb_team *jb_engine_team(const jb_engine *engine, uint32_t team);
/* A named member of a team, both from 1; NULL for any other. */
const jb_member *jb_engine_member(const jb_engine *engine, uint32_t team, uint32_t member);

/* The ranking as of the last reveal, standings or finish: numbers of the active participants (where
 * teams compete: of the hall), best first. Equal ones stand in the order of their numbers. */
const uint32_t *jb_engine_ranking(const jb_engine *engine, uint32_t *count);

/* Team numbers, best first; where participants compete, teams without members last. */
const uint32_t *jb_engine_team_ranking(const jb_engine *engine, uint32_t *count);
/* The ranking of those who compete: one of the two above. */
const uint32_t *jb_engine_seat_ranking(const jb_engine *engine, uint32_t *count);

/* The order of seats in the present round, frozen when it began; *count 0: it has none. */
const uint32_t *jb_engine_order(const jb_engine *engine, uint32_t *count);
/* Questions of a value that are left in the present round (risk). */
uint32_t jb_engine_stock(const jb_engine *engine, int64_t value);
/* The question (index) that a turn asked; JB_NO_QUESTION: none, or it was never played. */
uint32_t jb_engine_question_of(const jb_engine *engine, uint32_t turn);
/* What a seat was given in a turn, together; NULL: nothing, or the turn was never played. Borrowed
 * until the next call. */
typedef struct jb_given {
    uint64_t answer; /* jb_answer_hash of what a device said; 0: nothing */
    int32_t points;
    int32_t foul_points; /* what its fouls in the turn cost: no part of the above, and they stay */
    int32_t elapsed_ms;
    uint8_t verdict; /* jb_verdict */
    uint8_t member;
    uint8_t stake;     /* 1 + which of the stakes that its round allows; 0: nothing was said */
    bool scored : 1;   /* it has an entry */
    bool answered : 1; /* with a device or by mouth */
    bool asked : 1;    /* in when it was revealed */
} jb_given;
const jb_given *jb_engine_given(const jb_engine *engine, uint32_t turn, uint32_t seat);
bool jb_engine_is_void(const jb_engine *engine, uint32_t turn);
/* What a seat has staked on a turn that was played or is: what it said, or else the least. False:
 * it has not said anything. Of a round without wagers: false and 0. */
bool jb_engine_stake(const jb_engine *engine, uint32_t turn, uint32_t seat, int64_t *value);
/* The most that a seat may stake in the present round, by its score of now. */
int64_t jb_engine_stake_most(const jb_engine *engine, uint32_t seat);
/* A round (index) that has begun and whose order of seats came from scores: re-judging does not
 * play it again. */
bool jb_engine_order_stands(const jb_engine *engine, uint32_t round);

/* Makes a copy that goes its own way, to see what a command would do. Memory as for init. */
jb_engine *jb_engine_copy(const jb_engine *engine, void *memory, size_t size);

/* Is the right answer to be shown now (reveal, standings of a turn that was not void)? */
bool jb_engine_reveals(const jb_engine *engine);

/* What `next` would do now: the phase it leads to; JB_PHASE_COUNT if it is refused. *turn is the
 * turn of that phase. */
jb_phase jb_engine_next(const jb_engine *engine, uint32_t *turn);

/* A hash over everything that applying events has built: two engines with the same log agree. What
 * it covers grows with the engine, and each time its version is raised: digests are compared with
 * those of their own version only. */
enum {
    JB_DIGEST_VERSION = 5
};
uint64_t jb_engine_digest(const jb_engine *engine);

/* Every invariant of the state machine; the text of the first that is broken, or NULL. Called after
 * every step in tests, simulation and jinbang verify. O(players). */
const char *jb_engine_check(const jb_engine *engine);

#endif
