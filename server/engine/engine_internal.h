#ifndef JINBANG_ENGINE_INTERNAL_H
#define JINBANG_ENGINE_INTERNAL_H

#include "jinbang/engine.h"

/*
 * The engine's state and the calls between its files. Who may write what:
 *   apply.c   everything from `view` on, and nothing else does;
 *   decide.c  `now` and `scores`, the two that do not belong to the contest;
 *   rank.c    the ranking and what follows from it, called by apply.c;
 *   undo.c    what can be taken back, called by apply.c.
 */

/* A turn as it stood before it was closed early or skipped: what undo brings back. */
typedef struct jb_before {
    jb_phase phase;
    uint32_t turn;
    jb_time at;      /* when it was left */
    jb_time left_ms; /* of the phase; JB_TIME_NONE: no timer */
    jb_time opens_at;
    jb_time closed_at;
    jb_time window_ms;
    uint32_t answered;
    uint32_t option_counts[JB_OPTIONS_MAX];
} jb_before;

struct jb_engine {
    const jb_rules *rules;
    jb_time now;                          /* the latest time seen */
    jb_score scores[JB_SCORES_PER_EVENT]; /* entries of the event being made */

    jb_engine_view view;
    jb_hash plan;
    bool admit_switch;
    jb_time paused_at;
    jb_time window_ms;     /* answer time of this turn with its extensions; 0: no limit */
    uint32_t scored;       /* score entries of this turn so far */
    int64_t points_logged; /* sum of all score entries of all players */
    jb_time event_at;      /* of the last event */
    jb_before before;      /* while view.undo is a lock or a skip */
    uint32_t ranked;       /* entries in `ranking` */

    jb_seat *players; /* players_max entries; number - 1 */
    jb_answer *answers; /* valid where answered_turn is the current turn */
    uint32_t *ranking;
    uint32_t *scratch;
    jb_team *teams; /* team_count entries; number - 1 */
    uint32_t *team_ranking;
    uint32_t *team_counted; /* JB_TEAM_SCORE_BEST: members taken into account */
};

/* How a format plays: the turn machine reads its row and has no case for any one format. */
typedef enum jb_eligible {
    JB_ELIGIBLE_ALL
} jb_eligible;
typedef enum jb_right_won {
    JB_RIGHT_WON_BY_OPENING
} jb_right_won;
typedef enum jb_turn_ends {
    JB_TURN_ENDS_WHEN_ALL_ANSWERED
} jb_turn_ends;

typedef struct jb_format_row {
    jb_eligible eligible;   /* who may answer */
    jb_right_won right_won; /* what gives the right to answer */
    uint8_t tries;          /* answers that count, per seat and turn */
    jb_turn_ends ends;      /* what closes a turn before its deadline */
} jb_format_row;

const jb_format_row *jb_format_row_of(jb_format format);

/* May this seat answer in the current turn? */
bool jb_format_eligible(const jb_format_row *row, const jb_seat *player);
/* Is there nobody left to wait for? */
bool jb_format_complete(const jb_format_row *row, const jb_engine_view *view, bool change);

const jb_round_rules *jb_engine_round(const jb_engine *engine);
const jb_question_rules *jb_engine_turn(const jb_engine *engine);

/* The phase in which turn `turn` (from 1) begins, coming from phase `from`; JB_PHASE_FINISHED past
 * the last turn. */
jb_phase jb_turn_begins_with(const jb_rules *rules, uint32_t turn, jb_phase from);
/* Can this phase of this turn follow the present state? */
bool jb_phase_can_follow(const jb_engine *engine, jb_phase phase, uint32_t turn);

/* The score entry of a player in the current turn. False: there is none. */
bool jb_score_of(const jb_engine *engine, uint32_t player, jb_score *score);

/* Is a question being asked: on the wall, and not revealed? */
bool jb_is_asked(const jb_engine_view *view);
/* Is everything in that ends the open question before its deadline? */
bool jb_turn_complete(const jb_engine *engine);

/* Ranks players and teams anew. */
void jb_rank_update(jb_engine *engine);
/* What the reveal changes for each player: streaks, turns asked, who was fastest. */
void jb_rank_reveal(jb_engine *engine);
/* Places and points won since the standings before, for all in the ranking. */
void jb_rank_movement(jb_engine *engine);
/* From now on movement is counted from here. */
void jb_rank_standings(jb_engine *engine);
/* Somebody who is in again, or out: the fastest right answer may be another. */
void jb_rank_fastest(jb_engine *engine);
/* Somebody is in again whom the present ranking does not know. */
void jb_rank_return(jb_engine *engine, uint32_t player);

/* Before the event is applied: notes what undo would need, or that it has become impossible. */
void jb_undo_phase(jb_engine *engine, const jb_event *event);
void jb_undo_voided(jb_engine *engine, const jb_event *event);
void jb_undo_answered(jb_engine *engine);
/* After a removal; was_in: of somebody who was in. */
void jb_undo_removed(jb_engine *engine, const jb_event *event, bool was_in);
/* The event that takes back what can be taken back at that time. False: nothing can. */
bool jb_undo_event(const jb_engine *engine, jb_time at, jb_event *event);
/* Puts a lock or a skip back. */
void jb_undo_restore(jb_engine *engine, const jb_event *event);
/* Below 0: a stands before b; 0: they share a rank. */
int jb_rank_compare(const jb_rules *rules, const jb_seat *a, const jb_seat *b);

#endif
