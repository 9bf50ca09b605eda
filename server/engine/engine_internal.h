#ifndef JINBANG_ENGINE_INTERNAL_H
#define JINBANG_ENGINE_INTERNAL_H

#include "jinbang/engine.h"
#include "jinbang/format.h"
#include "jinbang/window.h"

/*
 * The engine's state and the calls between its files. Who may write what:
 *   apply*.c            everything from `view` on, through the files below; nothing else does;
 *   decide*.c           `now` and `scores`, the two that do not belong to the contest;
 *   entry.c             what a score entry changes;
 *   rank.c              the rankings and what follows from them;
 *   schedule.c          whose turn it is, the order of seats, which question;
 *   undo.c              what can be taken back;
 *   wager.c             stakes;
 *   lineup.c            who plays for a team;
 *   window*.c, papers.c papers and what counts of them; units.c what they make of a unit;
 *   lotteries.c         lotteries.
 */

/* Everybody of one kind who is ranked: the participants, or the teams that compete. */
typedef struct jb_table {
    jb_seat *seats;     /* number - 1 */
    jb_answer *answers; /* valid where answered_turn is the current turn */
    jb_given *given;    /* (turn - 1) * capacity + number - 1 */
    uint32_t *ranking;
    uint32_t capacity;
    uint32_t ranked; /* entries in `ranking` */
} jb_table;

/* A turn that has begun. */
typedef struct jb_played {
    bool begun;
    bool annulled; /* void: skipped, or made so afterwards */
    uint32_t question;
    uint32_t pass;  /* overtime: the turn with which its pass began, for those tied then */
    uint32_t owner; /* whose turn it was, and who answered */
    uint32_t seat;
    jb_time window_ms; /* answer time it closed with */
    jb_time opened_at;
} jb_played;

/* The order of seats in the present round. */
typedef struct jb_schedule {
    uint32_t round;  /* index + 1; 0: none has begun */
    uint32_t first;  /* cell with which the order begins: in overtime each pass has its own */
    uint32_t count;  /* entries in `order` */
    uint32_t orders; /* made so far: the one before the last is kept, for undo */
} jb_schedule;

typedef struct jb_contender {
    uint32_t seat;
    jb_time fair_ms;
    jb_time off_ms; /* how far off it may be */
} jb_contender;

/* What the turn machine keeps of an open turn beside what it shows. */
typedef struct jb_buzzes {
    uint32_t count;
    jb_contender list[JB_CONTENDERS_MAX]; /* in the order of arrival */
} jb_buzzes;

/* An answer that counts as right although the key does not have it. */
typedef struct jb_accepted {
    uint32_t turn;
    bool only; /* and nothing else does */
    jb_answer answer;
} jb_accepted;

/* A turn as it stood before it was closed early, skipped, or ruled: what undo brings back. */
typedef struct jb_before {
    jb_phase phase;
    uint32_t turn;
    uint32_t question;
    jb_time at;      /* when it was left */
    jb_time left_ms; /* of the phase; JB_TIME_NONE: no timer */
    jb_time opens_at;
    jb_time closed_at;
    jb_time window_ms;
    uint32_t answered;
    uint32_t hall_answered;
    uint32_t staked;
    uint32_t option_counts[JB_OPTIONS_MAX];
    jb_stage stage;
    jb_buzzes buzzes;
    jb_schedule schedule;
    bool skipping;       /* the turn has become void by the event before this one */
    jb_seat_round round; /* of the seat that was ruled */
    jb_score scores[2];  /* what the verdict gave */
    uint32_t score_count;
} jb_before;

/* What is being corrected, for the entries that follow. */
typedef struct jb_revision {
    jb_event_type type; /* ANNULLED, REVERSED, ACCEPTED; anything else: nothing */
    uint32_t turn;
    uint32_t seat;
    jb_verdict verdict;
    int64_t value;
} jb_revision;

/* A place of a paper. */
typedef struct jb_place {
    uint16_t question; /* index */
    uint8_t text_size; /* of what was typed */
    bool answered : 1;
    bool correct : 1;
    int32_t points;
    jb_time elapsed_ms;
    union {
        uint32_t options;
        int64_t number;
        uint32_t block; /* text, ordering, matching: index + 1 of the first of a chain */
    } said;
} jb_place;

/* What does not fit a place lies in blocks: an order or pairs in one, a text in up to nine. */
enum {
    JB_BLOCK_BYTES = 28,
    JB_BLOCKS_A_TEXT = (JB_ANSWER_TEXT_MAX + JB_BLOCK_BYTES - 1) / JB_BLOCK_BYTES
};

typedef struct jb_block {
    uint32_t next; /* index + 1; 0: the last */
    unsigned char bytes[JB_BLOCK_BYTES];
} jb_block;

/* What a participant's papers have come to. */
typedef struct jb_paper_worth {
    int64_t score;
    jb_time time_ms;
    uint32_t correct;
} jb_paper_worth;

/* What the engine keeps of a participant in a window contest beside what it shows. */
typedef struct jb_desk {
    jb_paper_worth counted; /* by the rule which papers count */
    uint32_t next, prev;    /* while a paper is open: whose ends after and before it; 0: nobody's */
} jb_desk;

/* A window contest. */
typedef struct jb_window {
    jb_window_view view;
    bool closing;         /* open papers are being handed in for good */
    bool stale;           /* something has changed since the last ranking */
    uint32_t first, last; /* open papers in the order of their ends */
    uint32_t blocks_used; /* ever */
    uint32_t block_free;  /* index + 1 of the first of a chain */
    jb_paper *papers;     /* player - 1 */
    jb_desk *desks;       /* the same */
    jb_unit *units;       /* team - 1 */
    uint16_t *pool;       /* of the largest section: for drawing, and all 0 between */
    jb_place *places;     /* of player p: (p - 1) * paper_count */
    jb_block *blocks;
} jb_window;

struct jb_engine {
    const jb_rules *rules;
    jb_time now;                          /* the latest time seen */
    jb_score scores[JB_SCORES_PER_EVENT]; /* entries of the event being made */
    jb_time step_times[JB_STEPS_MAX];     /* of the fastest right answers: points by place */
    uint32_t step_turn;                   /* the turn they are of */

    jb_engine_view view;
    jb_hash plan;
    bool admit_switch;
    jb_time paused_at;
    jb_time window_ms;     /* answer time of this turn with its extensions; 0: no limit */
    uint32_t scored;       /* score entries of this turn's SCORED events so far */
    int64_t points_logged; /* sum of all score entries, without overtime */
    jb_time event_at;      /* of the last event */
    jb_schedule schedule;
    jb_buzzes buzzes;
    jb_revision revision;
    jb_before before; /* while view.undo is a lock, a skip or a verdict */
    uint32_t accepted_count;
    jb_accepted accepted[JB_ACCEPTED_MAX];

    jb_table people;
    jb_table stage;    /* the teams, where they compete */
    jb_table *compete; /* one of the two */
    uint32_t *scratch;
    uint32_t *order; /* of the schedule; and that of the round before */
    uint32_t *order_before;
    jb_played *played; /* turn - 1 */
    jb_team *teams;    /* team_count entries; number - 1 */
    uint32_t *team_ranking;
    uint32_t *team_counted; /* JB_TEAM_SCORE_BEST: members taken into account */
    jb_member *members;     /* of team t: (t - 1) * JB_MEMBERS_MAX */
    jb_lineup *lineups;     /* team_count entries, where teams have reserves */
    jb_window *window;      /* NULL: a live contest */
    jb_lottery *lotteries;  /* lottery_count entries */
    uint32_t *winners;      /* of all lotteries, one after the other */
    uint32_t announced; /* index + 1 of the lottery that is announced and not drawn yet; 0: none */
    size_t size;
};

/* engine.c */
const jb_round_rules *jb_engine_round(const jb_engine *engine);
const jb_format_row *jb_engine_row(const jb_engine *engine);
/* The question of this turn; it must have one. */
const jb_question_rules *jb_engine_question(const jb_engine *engine);
bool jb_engine_by_teams(const jb_engine *engine);
uint32_t jb_table_count(const jb_engine *engine, const jb_table *table);
bool jb_table_is_hall(const jb_engine *engine, const jb_table *table);
const jb_answer *jb_table_answer(const jb_engine *engine, const jb_table *table, uint32_t number);
/* Is this the number of a participant who takes part, neither removed nor never given? */
bool jb_seat_is_in(const jb_engine *engine, uint32_t player);
jb_given *jb_table_given(const jb_table *table, uint32_t turn, uint32_t number);
/* What a seat has done in this round: of another round it is nothing. */
jb_seat_round jb_seat_in_round(const jb_engine *engine, uint32_t seat);
/* The same to be written to. */
jb_seat_round *jb_seat_round_of(jb_engine *engine, uint32_t seat);

/* schedule.c */
/* A seat's lot at an occasion (turn, time): by the plan's hash, so that nobody chooses it. */
uint64_t jb_lot_of(const jb_engine *engine, jb_time occasion, uint32_t seat);
/* The turn that follows `after`; 0: none. */
uint32_t jb_schedule_next(const jb_engine *engine, uint32_t after);
/* The present turn begins: its round, its seat, its question. */
void jb_schedule_begin(jb_engine *engine);
/* The seat of the order that may try after the one who has; 0: none. */
uint32_t jb_schedule_after(const jb_engine *engine, uint32_t seat);
/* Can a seat do something in this turn at all? */
bool jb_seat_eligible(const jb_engine *engine, uint32_t seat);
uint32_t jb_eligible_count(const jb_engine *engine);
/* Who of the team speaks, anew: it has substituted before its turn. */
void jb_schedule_speaker(jb_engine *engine);
/* The turn after this one is of the same seat's stretch of time. */
bool jb_schedule_run_goes_on(const jb_engine *engine);
/* A question of the value that has not been asked; JB_NO_QUESTION: none. */
uint32_t jb_schedule_stock(const jb_engine *engine, int64_t value, uint32_t *left);

/* phase.c */
/* Can this phase of this turn follow the present state? */
bool jb_phase_can_follow(const jb_engine *engine, jb_phase phase, uint32_t turn);
/* Is a question being asked: on the wall, and not revealed? */
bool jb_is_asked(const jb_engine_view *view);
/* Is everything in that ends the open question before its deadline? */
bool jb_turn_complete(const jb_engine *engine);

/* entry.c */
/* The score entry of somebody in the current turn, at its reveal. False: there is none. */
bool jb_score_of(const jb_engine *engine, const jb_table *table, uint32_t number, jb_score *score);
/* Has somebody earned an entry in this turn that is not in the log yet? */
bool jb_scores_missing(const jb_engine *engine);
/* Brings points by place up to date; before the first of a turn's scores. */
void jb_steps_update(jb_engine *engine);
/* The entries of a verdict on a seat; at most two. */
uint32_t jb_verdict_scores(const jb_engine *engine, const jb_event *ruled, jb_score scores[2]);
/* The entry of points given to a seat for another reason, with cap and floor. */
jb_score jb_plain_score(const jb_engine *engine, uint32_t seat, int64_t points);
/* The verdict that the key gives an answer, and what a part of it is worth. */
jb_verdict jb_verdict_by_key(const jb_engine *engine, uint32_t seat, const jb_answer *answer,
                             int64_t *points);
/* What a verdict in a turn gives to the seat that answered and to the one whose turn it was. */
void jb_turn_worth(const jb_engine *engine, const jb_event *ruled, int64_t points[2]);
/* What a verdict in a turn that was played is worth to one who has answered it. A streak is not
 * counted again. */
int64_t jb_points_of(const jb_engine *engine, const jb_table *table, const jb_event *ruled);
/* Points for answers in a turn, within the cap of its round and above the floor. */
int64_t jb_limited_in(const jb_engine *engine, uint32_t turn, uint32_t seat, int64_t points);
bool jb_scores_equal(const jb_score *a, const jb_score *b);
/* Applies an entry that an answer in the current turn has earned, or one for another reason. */
void jb_entry_answer(jb_engine *engine, const jb_score *score);
void jb_entry_plain(jb_engine *engine, const jb_score *score);
/* Applies an entry of a correction. */
void jb_entry_revised(jb_engine *engine, const jb_score *score);
/* Takes back what a verdict gave. */
void jb_entry_undo(jb_engine *engine, const jb_score *score);
/* Asked in this turn: counts it, and carries the streak on. */
void jb_entry_asked(jb_engine *engine, jb_table *table, uint32_t number, bool right);
/* Figures that follow from what was given in each turn, anew. */
void jb_entry_recount(jb_engine *engine, jb_table *table, uint32_t number);

/* wager.c */
/* Would this turn, opened now, begin with stakes? */
bool jb_wager_opens(const jb_engine *engine, uint32_t turn);
/* Stakes are closed: what follows is the question. */
void jb_wager_close(jb_engine *engine);
/* The question that a turn asks with what it is worth to a seat: where it wagers, its stake. */
jb_question_rules jb_worth_to(const jb_engine *engine, uint32_t turn, uint32_t seat);
jb_status jb_apply_staked(jb_engine *engine, const jb_event *event);
jb_refusal jb_decide_wager(jb_engine *engine, const jb_command *command, jb_event_sink sink);

/* revise.c */
jb_status jb_apply_revision(jb_engine *engine, const jb_event *event);
jb_refusal jb_decide_revision(jb_engine *engine, const jb_command *command, jb_event_sink sink);
/* Emits the entries that the last ANNULLED, REVERSED or ACCEPTED leads to. */
void jb_emit_revised(jb_engine *engine, jb_event_sink sink);

/* stage_apply.c, stage_decide.c */
/* The seat a command acts for; 0: none. */
uint32_t jb_acting_seat(const jb_engine *engine, const jb_command *command, uint32_t by_default);
jb_status jb_apply_stage(jb_engine *engine, const jb_event *event);
/* The step with which an open turn begins. */
void jb_stage_open(jb_engine *engine);
/* Where a buzz of this fair time goes in the list; JB_CONTENDERS_MAX: so many were earlier. */
uint32_t jb_stage_place(const jb_engine *engine, jb_time fair_ms);
/* Who has won the buzz; 0: too close, and the rule says again. */
uint32_t jb_stage_winner(const jb_engine *engine);
/* What a foul of this seat would cost now. */
int64_t jb_foul_points(const jb_engine *engine, uint32_t seat, jb_foul foul);
/* The mean of the marks that are in, trimmed where the round says so. */
int64_t jb_stage_mean(const jb_engine *engine);
jb_refusal jb_decide_stage(jb_engine *engine, const jb_command *command, jb_event_sink sink);
/* What ends the present step when its time is over or the host goes on. False: it needs no event of
 * its own, the turn just closes. */
bool jb_stage_close(jb_engine *engine, jb_time at, jb_event_sink sink);
/* A device's answer for the seat that answers is ruled by the key. */
void jb_stage_answered(jb_engine *engine, uint32_t seat, jb_event_sink sink);
/* The turn has come to an end on the stage: what follows by itself. */
void jb_stage_settle(jb_engine *engine, jb_event_sink sink);

/* decide.c */
void jb_emit(jb_engine *engine, const jb_event *event, jb_event_sink sink);
/* Makes the present turn void, with everything it has given. */
void jb_void_turn(jb_engine *engine, jb_event_sink sink);
void jb_go(jb_engine *engine, jb_phase phase, uint32_t turn, jb_time at, jb_event_sink sink);

/* rank.c */
/* Ranks everybody anew. */
void jb_rank_update(jb_engine *engine);
/* The same between two reveals: what is being shown follows. */
void jb_rank_touch(jb_engine *engine);
/* What the reveal changes for each: streaks, turns asked, who was fastest, who is out. */
void jb_rank_reveal(jb_engine *engine);
/* Places and points won since the standings before, for all in the ranking. */
void jb_rank_movement(jb_engine *engine);
/* From now on movement is counted from here. */
void jb_rank_standings(jb_engine *engine);
/* Somebody who is in again, or out: the fastest right answer may be another. */
void jb_rank_fastest(jb_engine *engine);
/* The same when only this one has come in. */
void jb_rank_fastest_with(jb_engine *engine, uint32_t number);
/* Somebody is in again whom the present ranking does not know. */
void jb_rank_return(jb_engine *engine, uint32_t player);
/* Two numbers of a table. Below 0: a stands before b; 0: they share a rank. */
int jb_rank_compare(const jb_engine *engine, const jb_table *table, uint32_t a, uint32_t b);
/* Does a stand before b in the list that is sorted? */
typedef bool (*jb_before_fn)(const jb_engine *engine, uint32_t a, uint32_t b);
/* Sorts numbers, in order for equal ones, with `spare` as long as the list. */
void jb_sort(const jb_engine *engine, uint32_t *list, uint32_t count, uint32_t *spare,
             jb_before_fn before);

/* lineup.c */
/* The lineups with which a contest begins. */
void jb_lineup_begin(jb_engine *engine);
/* Is this the number of a member whom the rules name in this team, or 0? */
bool jb_lineup_knows(const jb_engine *engine, uint32_t team, uint32_t member);
/* Somebody has joined: they take the first free place of their team. */
void jb_lineup_join(jb_engine *engine, uint32_t player);
/* The named member at a place of the lineup, counting places round; 0: nobody. */
uint32_t jb_lineup_speaker(const jb_engine *engine, uint32_t team, uint32_t turn);
jb_refusal jb_decide_substitute(jb_engine *engine, const jb_command *command, jb_event_sink sink);
jb_status jb_apply_substituted(jb_engine *engine, const jb_event *event);
/* Takes the newest substitution back. */
void jb_lineup_undo(jb_engine *engine, const jb_event *event);
/* The text of an invariant of lineups that is broken, or NULL. */
const char *jb_lineup_check(const jb_engine *engine);

/* undo.c. Before the event is applied: notes what undo would need, or that it has become
 * impossible. */
void jb_undo_phase(jb_engine *engine, const jb_event *event);
void jb_undo_voided(jb_engine *engine, const jb_event *event);
void jb_undo_answered(jb_engine *engine);
void jb_undo_ruled(jb_engine *engine, const jb_event *event);
/* Something else has happened on the stage, or afterwards. */
void jb_undo_forget(jb_engine *engine);
/* After a removal; was_in: of somebody who was in. */
void jb_undo_removed(jb_engine *engine, const jb_event *event, bool was_in);
/* After a substitution. */
void jb_undo_substituted(jb_engine *engine, const jb_event *event, bool counted);
/* The event that takes back what can be taken back at that time. False: nothing can. The scores are
 * the engine's. */
bool jb_undo_event(const jb_engine *engine, jb_time at, jb_event *event);
/* Puts a lock, a skip or a verdict back. */
void jb_undo_restore(jb_engine *engine, const jb_event *event);

/* papers.c */
/* Blocks that the answers of one paper may take. */
size_t jb_paper_blocks(const jb_rules *rules);
jb_place *jb_places_of(const jb_engine *engine, uint32_t player);
/* Draws a paper anew for a participant; what the one before held is forgotten. */
void jb_paper_draw(jb_engine *engine, uint32_t player, uint64_t seed);
void jb_place_keep(jb_engine *engine, jb_place *place, const jb_answer *answer);
void jb_place_read(const jb_engine *engine, const jb_place *place, jb_answer *answer);
/* Is this what the place holds? */
bool jb_place_says(const jb_engine *engine, const jb_place *place, const jb_answer *answer);
/* What an answer to a question gives; *correct: all of it is right. */
int64_t jb_paper_points(const jb_question_rules *question, const jb_answer *answer, bool *correct);
/* What a participant's paper gives as it stands, with what was not answered. */
int64_t jb_paper_score(const jb_engine *engine, uint32_t player);

/* window.c */
/* Somebody has got a number. */
void jb_window_joined(jb_engine *engine, uint32_t player);
/* Somebody who was in has been removed. */
void jb_window_removed(jb_engine *engine, uint32_t player);
jb_refusal jb_window_may_open(const jb_engine *engine, uint32_t player, jb_time at);
/* When an answer to this place could be given the latest; not before its clock has started. */
jb_time jb_window_closes(const jb_engine *engine, uint32_t player, uint32_t place);
/* Since when an answer to this place is timed. */
jb_time jb_window_since(const jb_engine *engine, uint32_t player);
/* May this place be answered at that time, if it has not been? */
bool jb_window_takes(const jb_engine *engine, uint32_t player, uint32_t place, jb_time at);
/* May an answer be replaced? */
bool jb_window_changes(const jb_window_rules *rules);
/* Can the schedule become this at that time? */
bool jb_window_schedules(const jb_engine *engine, jb_time opens_at, jb_time closes_at, jb_time at);
/* What a paper of that worth makes of what has counted so far. */
jb_paper_worth jb_window_counted(const jb_engine *engine, uint32_t player,
                                 const jb_paper_worth *paper);
/* The event with which an open paper is handed in at that time; its entry goes to *score. */
jb_event jb_window_hand_in(const jb_engine *engine, uint32_t player, jb_hand_in why, jb_time at,
                           jb_score *score);

/* window_apply.c, window_decide.c */
jb_status jb_apply_window(jb_engine *engine, const jb_event *event);
jb_refusal jb_decide_window(jb_engine *engine, const jb_command *command, jb_event_sink sink);
/* Papers whose time is up are handed in. */
void jb_window_expire(jb_engine *engine, jb_event_sink sink);
/* When the first of them is; JB_TIME_NONE: none. */
jb_time jb_window_deadline(const jb_engine *engine);

/* units.c: the figures and scores of all teams of a window contest, from a ranking of people. */
void jb_units_update(jb_engine *engine);

/* lotteries.c */
jb_status jb_apply_lottery(jb_engine *engine, const jb_event *event);
jb_refusal jb_decide_lottery(jb_engine *engine, const jb_command *command, jb_event_sink sink);

/* awards.c: marks participants with a prize: bit (number - 1). Teams' awards are not theirs. */
void jb_awards_mark(const jb_engine *engine, unsigned char *prizes);

/* window_check.c */
const char *jb_window_check(const jb_engine *engine);
const char *jb_lottery_check(const jb_engine *engine);
uint64_t jb_window_mix(uint64_t hash, const jb_engine *engine);

#endif
