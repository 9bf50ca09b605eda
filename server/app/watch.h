#ifndef JINBANG_WATCH_H
#define JINBANG_WATCH_H

#include "api.h"
#include "jinbang/plan.h"
#include "standing.h"

/*
 * A request about how a contest goes. What the engine knows of it is noted by one function,
 * wherever the contest is: on the loop if it is live, else by the clerk, who replays its log. The
 * clerk then adds what the database knows and answers, when all that was noted is on disk.
 */
typedef struct jb_watch jb_watch;

/* What a route notes of a contest. */
typedef void (*jb_watch_look)(jb_watch *watch, const jb_scene *scene, const jb_plan *plan);

/* How far a participant is. */
typedef struct jb_brief {
    uint8_t state; /* jb_paper_state of the newest paper */
    bool took_part;
    bool gone; /* removed */
} jb_brief;

/* Somebody who has won something. */
typedef struct jb_prize {
    bool lottery;
    uint32_t index; /* of the award or lottery */
    bool team;
    uint32_t number; /* of the participant or team */
    uint32_t rank;   /* of a lottery: place in the order drawn */
    bool has_score;
    int64_t score;
    uint32_t unit; /* a participant's team; 0: none */
} jb_prize;

struct jb_watch {
    jb_call *call;
    jb_watch_look look;
    bool looked;
    void (*work)(jb_db *db, jb_call *call); /* the clerk's, of a contest that is live */
    bool failed;                            /* memory */
    uint32_t team;
    /* Of the contest, once the clerk has read it. */
    int64_t contest;
    jb_time finished_at;
    /* What was noted. */
    bool window;
    jb_phase phase;
    jb_brief *briefs; /* by player - 1 */
    uint32_t brief_count;
    jb_prize *prizes;
    uint32_t prize_count;
    jb_buffer titles; /* JSON, one behind the other: of the prizes, in their order */
    size_t *title_ends;
    jb_buffer labels; /* plain text: names of their units, or of the teams that have won */
    size_t *label_ends;
    jb_buffer text; /* JSON */
};

/* On the loop: begins a request about the contest call->id; call->own is its watch afterwards.
 * NULL: it was refused. */
jb_watch *jb_watch_begin(jb_call *call, jb_watch_look look);
/* The same about a team of it, or 0; of a team its ranking may be a second old. */
jb_watch *jb_watch_team(jb_call *call, jb_watch_look look, uint32_t team);
/* On the clerk's thread: everything is noted afterwards. False: it failed, which the call says. */
bool jb_watch_read(jb_db *db, jb_call *call);

/* For looks: how far everybody is; who has won what. */
void jb_watch_people(jb_watch *watch, const jb_scene *scene);
void jb_watch_prizes(jb_watch *watch, const jb_scene *scene, const jb_plan *plan);
/* Of a participant; all zero: not known. */
jb_brief jb_watch_brief(const jb_watch *watch, uint32_t player);
/* Of a prize: its title, and the label of the team or unit it is about. */
jb_slice jb_watch_title(const jb_watch *watch, uint32_t prize);
jb_slice jb_watch_label(const jb_watch *watch, uint32_t prize);

#endif
