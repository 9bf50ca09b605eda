#ifndef JINBANG_REHEARSAL_H
#define JINBANG_REHEARSAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jinbang/engine.h"
#include "jinbang/plan.h"
#include "jinbang/window.h"
#include "script.h"

/*
 * A contest played from a script: the real engine without network, disk or clock. Time is what the
 * script says. Every event goes at once into a second engine as well, so that at the end it is
 * known that the log alone leads to the same state; after every input the invariants are checked.
 */

/* A line that was not taken. */
typedef struct jb_refused {
    const char *code; /* the wire's word for it */
    const char *text; /* an English sentence */
} jb_refused;

/* The team that a script has put somebody in: a number, or a name in the cast's `teams`. */
typedef struct jb_cast_team {
    uint32_t number;      /* 0: by name */
    uint32_t start, size; /* size 0: none was said */
} jb_cast_team;

/* Who is to be there: participants that the script names or numbers, before the start. */
typedef struct jb_cast {
    jb_buffer names; /* of all, one after the other */
    uint32_t
        *starts; /* of each in it, and the end of the last; equal ones: only a number is known */
    jb_buffer teams;    /* names of teams, one after the other */
    jb_cast_team *team; /* of each participant; window contests */
    uint32_t count;
    uint32_t capacity; /* of the lists */
    uint32_t crowd;    /* generated people, who come later */
} jb_cast;

typedef struct jb_rehearsal {
    const jb_plan *plan;
    jb_rules rules; /* the plan's, with room for the cast only */
    const jb_cast *cast;
    void *team_names; /* the teams' text maps */
    jb_engine *engine;
    jb_engine *replica; /* has applied the same events */
    const jb_engine_view *view;
    jb_time base; /* contest time at which the script's time begins: a window's opening */
    jb_time now;
    uint64_t papers;    /* begun so far: each has a seed of its own */
    jb_hash hash;       /* of the plan: stands for the log's in lotteries */
    uint32_t stood;     /* the last turn that the script put something into, or went to */
    const char *broken; /* what does not hold; NULL: all does */
} jb_rehearsal;

/* Collects who takes part: where people compete the seats that the script names, where teams do the
 * people in the hall. A line that cannot be read names nobody. JB_ERR_MEMORY. */
jb_status jb_cast_read(const jb_plan *plan, jb_slice script, jb_cast *cast) JB_MUST_CHECK;
void jb_cast_finish(jb_cast *cast);
/* What a participant (from 1) is called: their name, else their number, written to `number`. */
jb_slice jb_cast_name(const jb_cast *cast, uint32_t participant, char number[16]);
/* The participant of that name; 0: there is none. */
uint32_t jb_cast_find(const jb_cast *cast, jb_slice name);

/* Begins: the contest is created and the cast has joined. The plan, its hash and the cast are
 * borrowed. JB_ERR_MEMORY. Finish it in any case. */
jb_status jb_rehearsal_open(jb_rehearsal *rehearsal, const jb_plan *plan, const jb_hash *hash,
                            const jb_cast *cast) JB_MUST_CHECK;
void jb_rehearsal_finish(jb_rehearsal *rehearsal);

/* Makes one input. NULL: taken, or nothing to take; otherwise why not, and nothing has changed but
 * what time itself brought about. `broken` is set if the engine contradicts itself; then no more
 * input may be made. */
const jb_refused *jb_rehearsal_play(jb_rehearsal *rehearsal, const jb_script_line *line);
/* The same for a line as it stands in a script. `why` gets a sentence if it is refused or says
 * something that is not understood. */
const jb_refused *jb_rehearsal_line(jb_rehearsal *rehearsal, jb_slice text, jb_buffer *why);

/* Is the log of everything so far, replayed, the contest as it stands? */
bool jb_rehearsal_replays(const jb_rehearsal *rehearsal);

/* For the standings, which are the replica's: a question that has closed counts in them, or that
 * everybody or the hall is just answering, as if it had been revealed. The contest itself stays
 * where the script has left it. Last of all. */
void jb_rehearsal_reveal(jb_rehearsal *rehearsal);

/* rehearsal.c: hands a command to the engine. */
jb_refusal jb_rehearsal_submit(jb_rehearsal *rehearsal, const jb_command *command);
/* Lets time pass until then, every deadline at its own time. */
void jb_rehearsal_pass(jb_rehearsal *rehearsal, jb_time until);
/* A team by number or by any of its names; 0: there is none. */
uint32_t jb_rehearsal_team(const jb_rehearsal *rehearsal, const jb_script_who *who);
/* The answer that a line gives to a question: as it stands there, or one that is right or wrong.
 * False: there is none. */
bool jb_rehearsal_answer(const jb_rehearsal *rehearsal, const jb_script_line *line,
                         uint32_t question, jb_answer *answer);

/* rehearsal_window.c: an input of a window contest; and a lottery's, of all contests. */
jb_refusal jb_rehearsal_window(jb_rehearsal *rehearsal, const jb_script_line *line, uint32_t seat);
jb_refusal jb_rehearsal_lottery(jb_rehearsal *rehearsal, const jb_script_line *line);
/* rehearsal_crowd.c: people who join, and of whom some take papers with exactly that mean. */
jb_refusal jb_rehearsal_crowd(jb_rehearsal *rehearsal, const jb_script_line *line);
/* rehearsal_window.c: one by one, shows that place first if it is the next; then answers it. */
jb_refusal jb_rehearsal_place(jb_rehearsal *rehearsal, uint32_t player, uint32_t place,
                              const jb_answer *answer);

/* rehearsal_turn.c: goes on to the turn that a line asks for. */
jb_refusal jb_rehearsal_go(jb_rehearsal *rehearsal, const jb_script_line *line, uint32_t seat);
/* A command that comes after the reveal of what is in; if it is refused nothing has happened. */
jb_refusal jb_rehearsal_count(jb_rehearsal *rehearsal, const jb_command *command);
/* Where events of its engine go: into the replica. */
jb_event_sink jb_rehearsal_sink(jb_rehearsal *rehearsal);

/* rehearsal_answer.c: an answer that the key takes for right, or for as wrong as there is one.
 * False: there is none. */
bool jb_answer_make(const jb_key *key, bool right, jb_answer *answer);

/* rehearsal_report.c: standings, refusals and where the contest stands. */
typedef struct jb_refusal_row {
    uint32_t line;
    const jb_refused *refused;
} jb_refusal_row;
void jb_rehearsal_json(const jb_rehearsal *rehearsal, const jb_refusal_row *rows, size_t count,
                       jb_buffer *out);
void jb_rehearsal_table(const jb_rehearsal *rehearsal, jb_buffer *out);

#endif
