#ifndef JINBANG_VIEW_H
#define JINBANG_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jinbang/buffer.h"
#include "jinbang/engine.h"
#include "jinbang/message.h"
#include "jinbang/question_text.h"
#include "jinbang/window.h"

/*
 * What the server shows: whole states, one view a role. A view is put together from what that role
 * may see: the right answer is not in a player's view before the reveal because it is not put
 * there. Frames are appended to `out`; docs/protocol.md states every field.
 */

/* How somebody is connected. */
typedef struct jb_presence {
    bool online;
    int32_t round_trip_ms; /* while online; -1: not known */
    jb_time away_since;    /* contest clock; JB_TIME_NONE: not known */
} jb_presence;

/* What the engine does not know of people. Borrowed for the call. */
typedef struct jb_people_view {
    jb_slice (*name)(void *user, uint32_t player); /* as shown */
    void (*presence)(void *user, uint32_t player, jb_presence *presence);
    void *user;
} jb_people_view;

/* Somebody whom the host is to let in. Plain text. */
typedef struct jb_waiting_row {
    uint32_t number;
    jb_slice name;
    jb_slice team; /* empty: none */
} jb_waiting_row;

/* Papers that were handed in during an hour. */
typedef struct jb_hour {
    jb_time from; /* its beginning, contest clock */
    uint32_t papers;
} jb_hour;

/* What the engine does not keep of a lottery. */
typedef struct jb_lottery_note {
    jb_slice source;        /* plain text: what the number will be; empty: not announced */
    jb_slice number;        /* plain text; empty: not drawn */
    const char *commitment; /* hexadecimal; NULL: not on disk yet */
    uint64_t entry;         /* of the log, whose hash that is */
} jb_lottery_note;

/* What only window contests and those with lotteries have. */
typedef struct jb_extra {
    jb_slice time_zone;             /* plain text: its name */
    const jb_slice *award_titles;   /* text maps, by award */
    const jb_slice *lottery_titles; /* text maps, by lottery */
    const jb_lottery_note *lotteries;
    const jb_awarded *awards; /* once the contest is over */
    uint32_t award_count;
    const jb_hour *hours; /* only those with papers */
    uint32_t hour_count;
    jb_time ahead_ms; /* the contest clock is so far ahead of the wall clock, by which it closes */
} jb_extra;

/* Everything a view is made of. Slices are JSON unless stated. */
typedef struct jb_scene {
    const jb_engine *engine;
    const jb_question_text *texts; /* by the question's index */
    const jb_slice *round_titles;
    const jb_slice *team_names;  /* text maps, by team - 1 */
    const jb_slice *team_labels; /* plain text, by team - 1 */
    /* Named members: plain text, by team - 1 and member - 1; rules.team_members says how many. */
    const jb_slice *const *team_members;
    jb_slice title;
    jb_slice languages;
    jb_slice default_language;
    jb_slice screen_languages;
    jb_slice id;       /* plain text */
    jb_slice code;     /* plain text */
    jb_slice join_url; /* plain text */
    jb_slice script;   /* of jb_view_script; empty: none */
    jb_slice notice;   /* plain text: what the host says to everybody; empty: nothing */
    uint64_t notice_id;
    bool blank;       /* the wall is to show nothing */
    uint32_t screens; /* connections */
    uint32_t hosts;
    uint32_t judges_here; /* bits of the judges who are connected */
    uint32_t judge;       /* whose view it is; 0: not a judge's */
    jb_people_view people;
    const jb_waiting_row *waiting; /* for the roster: the first of them, and how many there are */
    uint32_t waiting_shown;
    uint32_t waiting_total;
    uint64_t seq;
    jb_time now;
    const char *fault; /* why the store refused, or NULL */
    const char *head;  /* hash of the log's last entry when a standing was shown, hexadecimal, or
                          NULL */
    uint64_t head_seq; /* number of that entry */
    const jb_extra *extra; /* of a window contest, and where there are lotteries; else NULL */
} jb_scene;

enum {
    JB_TOP_COUNT = 10,
    JB_TOP_MAX = 50,
    JB_NEWEST_MAX = 40,
    JB_ROSTER_MAX = 500,
    JB_WAITING_SHOWN = 50,
    JB_OVERFULL_MAX = 20 /* teams larger than stated, in one roster */
};

/* Where in a frame of `state` stands what is brought up to date when it is sent, so that one frame
 * can be kept for many. */
typedef struct jb_state_marks {
    size_t now_at;
    jb_time now;      /* what stands there */
    size_t acting_at; /* host only; 0: not in it */
} jb_state_marks;

/* `state`. marks may be NULL. A host's says that it is acting. */
void jb_view_state(const jb_scene *scene, jb_role role, jb_buffer *out, jb_state_marks *marks);
/* Brings `now` up to date: a number of the same width, written only if it is another one. */
void jb_view_now(char *frame, jb_state_marks *marks, jb_time now);
/* Is the console that gets the frame the one that acts? */
void jb_view_acting(char *frame, const jb_state_marks *marks, bool acting);

/* The last `state` of a role once more, standing still because the store refuses and the log cannot
 * be read back: for when the engine may be ahead of what is on disk. False: memory has run out, or
 * `last` is no state; `out` holds nothing of use. */
typedef struct jb_stall {
    jb_role role;
    uint64_t seq;
    jb_time now;
    const char *fault; /* for the host */
} jb_stall;

bool jb_view_stalled(jb_slice last, const jb_stall *stall, jb_buffer *out, jb_state_marks *marks);

/* The script of the host's welcome: every turn in order. Prompts are cut to JB_SCRIPT_PROMPT_MAX
 * characters a language, and all of them shorter, by halves, until the whole fits into
 * JB_SCRIPT_BYTES_MAX; at the very end they are left out. */
void jb_view_script(const jb_rules *rules, const jb_question_text *texts, jb_buffer *out);

/* The most judges that a round waits for; 0: there are none. */
uint32_t jb_view_judges_max(const jb_rules *rules);

/* A script that does not fit into the frame beside the rest is left out. */
void jb_view_welcome(const jb_scene *scene, jb_role role, uint32_t player, const char *token,
                     jb_buffer *out);
/* `preview`: what has become another in `after`, a copy of the scene's engine that has taken the
 * action; of that, the turn it is about (0: of none). */
void jb_view_preview(const jb_scene *scene, const jb_engine *after, jb_action action, uint32_t turn,
                     jb_buffer *out);
/* `paper`: the questions from one (number from 1) on with their keys, as many as fit, to go on by
 * hand. rules: the contest file as JSON; empty: not in it. */
void jb_view_paper(const jb_scene *scene, uint32_t from, jb_slice rules, jb_buffer *out);
void jb_view_you(const jb_scene *scene, uint32_t player, jb_buffer *out);
/* Window contests: what one is like, as an object. */
void jb_view_window(jb_json_out *json, const jb_engine *engine, jb_slice time_zone);
/* When it opens and closes: by the schedule or, where the host was earlier, when it did. */
void jb_view_window_times(const jb_engine *engine, jb_time *opens_at, jb_time *closes_at);
/* How it goes, as an object; `whole`: with every unit and hour, else what fits into a frame. */
void jb_view_board(jb_json_out *json, const jb_scene *scene, bool whole);
/* A unit as it stands on the board, as an object; where it stands alone it has `of`, how many units
 * its rank is among. */
void jb_view_unit(jb_json_out *json, const jb_scene *scene, uint32_t number, bool alone);

typedef struct jb_attempt_of {
    uint32_t player;
    const char *why_not; /* why they may not begin a paper now: the error's name; NULL: they may */
    const char *personal_code;
} jb_attempt_of;

/* `attempt`: instead of `you`. */
void jb_view_attempt(const jb_scene *scene, const jb_attempt_of *of, jb_buffer *out);
/* `checked`: what was right of an answer. False: that is not to be told. */
bool jb_view_checked(const jb_scene *scene, uint32_t player, uint32_t turn, jb_buffer *out);
void jb_view_tally(const jb_scene *scene, jb_role role, jb_buffer *out);
void jb_view_roster(const jb_scene *scene, jb_buffer *out);
void jb_view_ack(uint32_t turn, jb_time elapsed_ms, jb_buffer *out);
/* To somebody who waits to be let in. */
void jb_view_waiting(jb_buffer *out);
void jb_view_pong(double t0, jb_time now, jb_buffer *out);

typedef struct jb_error_view {
    jb_error error;
    const char *message; /* NULL: the error's usual sentence */
    const char *re;      /* NULL: not said */
    uint32_t turn;       /* of the answer or the like that is refused; 0: not said */
    jb_time late_ms;     /* by how much it was; JB_TIME_NONE: not said */
} jb_error_view;

void jb_view_error(const jb_error_view *view, jb_buffer *out);
/* banned: of who is removed, whether for good; NULL: not said. */
void jb_view_bye(const char *reason, const bool *banned, jb_buffer *out);

#endif
