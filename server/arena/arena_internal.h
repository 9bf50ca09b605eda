#ifndef JINBANG_ARENA_INTERNAL_H
#define JINBANG_ARENA_INTERNAL_H

#include "jinbang/arena.h"
#include "jinbang/footprint.h"
#include "jinbang/view.h"
#include "people.h"
#include "wall.h"
#include "window.h"

/*
 * The arena's own structs. A client is one connection; a contest is one event being played; people
 * (people.h) are the names, tokens and seats of one contest. Frames that many share are "shown"
 * frames: encoded when the state changed, published when that change is on disk.
 */

enum {
    REPLIES_MAX = 8,
    TOKEN_SIZE = 16, /* bytes; people have them in hexadecimal */
    WHY_MAX = 160
};

typedef enum shown_kind {
    SHOWN_STATE_PLAYER,
    SHOWN_STATE_HOST,
    SHOWN_STATE_SCREEN,
    SHOWN_TALLY_HOST,
    SHOWN_TALLY_SCREEN,
    SHOWN_ROSTER,
    SHOWN_COUNT
} shown_kind;

/* A frame that many share: what is shown now, and what will be once its ticket is durable. */
typedef struct jb_shown {
    jb_buffer current; /* JB_FRAME_HEADROOM bytes, then the frame; empty: nothing yet */
    jb_buffer next;
    jb_state_marks current_marks; /* state: what is brought up to date when it is sent */
    jb_state_marks next_marks;
    jb_ticket ticket;
    bool pending;
} jb_shown;

/* What a command of the host is meant for within a phase: another one makes it stale. */
typedef struct jb_step_mark {
    jb_step step;
    uint32_t seat;
    uint32_t owner;
    uint32_t tries;
    uint32_t ruled;
} jb_step_mark;

/* Clients in the order in which they came; by slot + 1, 0: nobody. */
typedef struct jb_line {
    uint32_t first;
    uint32_t last;
    uint32_t count;
} jb_line;

typedef struct jb_contest {
    jb_arena *arena;
    uint32_t index; /* its own as long as it lives; gives the channels */
    int64_t key;
    char id[JB_CONTEST_ID_SIZE];
    char code[JB_CODE_DIGITS + 1];
    char join_url[256];
    jb_plan *plan;
    jb_hash plan_hash;             /* for the first entry of the log */
    jb_slice *team_names;          /* text maps */
    jb_slice *team_labels;         /* plain text */
    const jb_slice **team_members; /* plain text */
    void *memory;                  /* of the engine */
    jb_engine *engine;
    jb_people people;
    jb_play *play;    /* of a window contest, and where there are lotteries; else NULL */
    jb_buffer script; /* for the host's welcome */

    jb_participant_row *person_row; /* goes to the store with the event being made */

    jb_time clock_offset; /* contest clock = monotonic - offset */
    jb_time clock_noted;  /* contest clock last given to the store */
    jb_time stands_at;    /* window contests: while it is paused */
    bool stands;
    uint64_t seq;       /* of the last state made */
    uint64_t phase_seq; /* of the last state in which phase, turn, step or pause changed */
    jb_shown shown[SHOWN_COUNT];
    bool state_changed; /* since the last look: everybody's state is to be made anew */
    bool you_changed;   /* ... and everybody's `you` */
    bool phase_changed;
    bool you_pending;      /* `you` goes out with the pending state */
    bool crowd_changed;    /* who is there: the lobby's wall */
    bool roster_changed;   /* who is there and who has answered: the host's list */
    bool watchers_changed; /* host and screen are to see a state that players need not */
    bool tally_changed;
    bool any_pending; /* some shown frame waits for the disk */
    jb_time crowd_at; /* monotonic: not before */
    jb_time tally_at;
    jb_time roster_at;
    uint32_t online; /* players; below: connections of those roles */
    uint32_t hosts;
    uint32_t screens;
    jb_undoable undo_shown; /* in the host's last state */
    uint64_t undo_seq;      /* of the first state that offered it */
    jb_step_mark step;      /* where the stage stood after the last event */
    jb_time buzz_ms;        /* fair time of the last buzz */
    jb_session acting; /* the console that acts; JB_SESSION_NONE: the next one that does anything */
    jb_session judges[JB_JUDGES_MAX]; /* by number - 1; JB_SESSION_NONE: away */
    uint32_t judges_known;            /* bits of the numbers that were given since the start */

    jb_line room;          /* who waits for the host to let them in */
    uint32_t room_numbers; /* given so far */

    /* Of the moment, not of the log: a restart forgets them. */
    jb_buffer notice; /* what the host says to everybody; empty: nothing */
    uint64_t notice_id;
    bool blank; /* the wall is to show nothing */

    jb_ticket ticket; /* of its newest entry in the log */
    bool fault;       /* the store refused a write: frozen until the host resumes */
    jb_time fault_at;
    char fault_why[WHY_MAX];
    bool rebuilding;    /* the engine may hold what is not on disk: show nothing of it */
    bool resume_wanted; /* its host has asked to go on, as soon as the logs are read back */
    bool results_asked;
    bool retired; /* being deleted: nobody is in it, nobody gets in, nothing more happens */
    char head[JB_HASH_HEX_SIZE]; /* of the log when a standing was shown; empty: not known yet */
    uint64_t head_seq;           /* number of that entry */
} jb_contest;

typedef enum reply_kind {
    REPLY_ACK,
    REPLY_ERROR,
    REPLY_WAITING,
    REPLY_CHECKED /* window contests: what was right of the answer */
} reply_kind;

typedef struct jb_reply {
    uint8_t kind;       /* reply_kind */
    uint8_t error;      /* jb_error */
    uint8_t re;         /* jb_message_type; ack: of what; JB_MESSAGE_COUNT: not said */
    bool has_why;       /* the sentence is in client->pocket */
    uint32_t turn;      /* of an answer or the like; 0: not said */
    jb_time elapsed_ms; /* ack: the fair time */
    jb_time late_ms;    /* error: JB_TIME_NONE: not said */
    jb_ticket ticket;
} jb_reply;

typedef enum bye_reason {
    BYE_NONE,
    BYE_KICKED,
    BYE_REPLACED,
    BYE_FINISHED,
    BYE_SHUTDOWN
} bye_reason;

/* What few connections ever need: made when it is first wanted, and gone with the connection. */
typedef struct jb_pocket {
    char why[WHY_MAX];    /* of the last refusal that has a sentence */
    jb_buffer own;        /* the frame of JB_DUE_OWN; empty: none */
    jb_buffer wish;       /* the name of who waits to be let in */
    uint32_t wish_number; /* in the room */
    uint32_t wish_team;
} jb_pocket;

typedef struct jb_client {
    jb_session session; /* JB_SESSION_NONE: free */
    jb_contest *contest;
    jb_role role; /* JB_ROLE_NONE: has not said hello */
    bye_reason bye;
    uint32_t player;
    uint32_t judge;           /* number; 0: none */
    jb_ticket welcome_ticket; /* the join must be durable first */
    jb_ticket gate;           /* `you` waits for this */
    jb_ticket bye_ticket;
    uint32_t wanted; /* bits to be set once the gate is durable */
    bool welcomed;   /* the welcome is on its way or sent */
    bool joining;    /* the join itself waits for the disk */
    bool waiting;    /* in the arena's waiting list */
    bool banned;     /* BYE_KICKED: for good */
    uint8_t malformed;
    uint8_t reply_first;
    uint8_t reply_count;
    unsigned char token[TOKEN_SIZE]; /* of a player */
    jb_reply *replies;               /* a ring of REPLIES_MAX; NULL: none waits */
    double pong_t0;
    jb_pocket *pocket; /* NULL: nothing needed one yet */

    /* While it is not in, door.c. */
    jb_line *line; /* the one it stands in; NULL: none */
    uint32_t line_before;
    uint32_t line_after;
    jb_time line_until; /* a stranger's */
    jb_contest *room;   /* whose host is to let it in; NULL: no one's */
} jb_client;

_Static_assert(sizeof(jb_client) <= JB_FOOTPRINT_CLIENT, "a client takes more");
_Static_assert(REPLIES_MAX * sizeof(jb_reply) + JB_FOOTPRINT_BLOCK <= JB_FOOTPRINT_REPLIES,
               "replies take more");
_Static_assert(sizeof(jb_pocket) + JB_FOOTPRINT_BLOCK <= JB_FOOTPRINT_POCKET,
               "a pocket takes more");
_Static_assert(sizeof(jb_person) <= JB_FOOTPRINT_PERSON, "a person takes more");
_Static_assert(sizeof(jb_table_entry) <= JB_FOOTPRINT_TABLE_ROW, "a row of a table takes more");
_Static_assert(sizeof(jb_contest) <= JB_FOOTPRINT_CONTEST, "a contest takes more");
_Static_assert(2 * SHOWN_COUNT <= JB_FOOTPRINT_FRAMES, "more frames are shown");

typedef struct jb_waiting {
    jb_ticket ticket;
    jb_session session;
} jb_waiting;

struct jb_arena {
    jb_arena_options options;
    char public_url[200];
    jb_client *clients; /* sessions_max entries, by slot */
    jb_contest **contests;
    uint32_t contest_count;
    jb_waiting *queue; /* sessions waiting for a ticket, in the order of tickets; a ring */
    size_t queue_first, queue_count, queue_capacity;
    uint32_t sessions; /* open */
    jb_line strangers; /* have not said a hello that was taken */
    jb_time now;       /* monotonic, as of the last call */
    jb_wall wall;      /* asked only where there are window contests */
    jb_time retry_at;  /* monotonic: when the disk is tried again without a host, and */
    jb_time retry_ms;  /* after how long; 0: it has not failed since it worked */
    jb_ticket retried; /* what must be on disk until it has worked */
    bool go_on_wanted; /* as soon as the logs are read back */
    jb_time timer_at;  /* asked of the link */
    bool failed;       /* the store has, and nobody has resumed yet */
    bool reading_back; /* the logs are being read anew */
    jb_buffer scratch; /* frames for one session: headroom, then the frame */
    jb_arena_metrics metrics;
};

/* contest.c */
jb_status jb_contest_create(jb_arena *arena, const jb_contest_row *row,
                            jb_contest **out) JB_MUST_CHECK;
void jb_contest_destroy(jb_contest *contest);
jb_time jb_contest_now(const jb_contest *contest, jb_time now);
jb_time jb_contest_monotonic(const jb_contest *contest, jb_time contest_time);
/* Submits a command; events go to the store. */
jb_refusal jb_contest_submit(jb_contest *contest, const jb_command *command, jb_time now);
/* The same for a command that names somebody; the row goes with the event, and gets its number. */
jb_refusal jb_contest_submit_person(jb_contest *contest, const jb_command *command,
                                    jb_participant_row *row, jb_time now);
void jb_contest_expire(jb_contest *contest, jb_time now);
void jb_contest_scene(const jb_contest *contest, jb_time now, jb_scene *scene);
/* Do people act for seats now, so that their own pages say whether they may? */
/* The named member of a team whose name this is, as people compare names; 0: nobody's, or it does
 * not matter because every member plays. */
uint32_t jb_contest_member(const jb_contest *contest, uint32_t team, jb_slice name);
bool jb_contest_seats_play(const jb_contest *contest);
/* The participant's own page is to show what has changed, once it is on disk. */
void jb_contest_tell(jb_contest *contest, uint32_t player);
jb_channel jb_contest_players(const jb_contest *contest);
jb_channel jb_contest_watchers(const jb_contest *contest);

/* publish.c */
/* Makes and publishes what has changed. Call after every step. */
void jb_publish_step(jb_contest *contest, jb_time now);
/* Publishes pending frames that have become durable. */
void jb_publish_durable(jb_contest *contest, jb_ticket durable, jb_time now);
/* Shows the present state at once, without waiting: only for states that the log already holds. */
void jb_publish_at_once(jb_contest *contest, jb_time now);
void jb_publish_forget(jb_contest *contest); /* drops what is pending */
/* Shows what was shown last once more, standing still: the log cannot be read back. */
void jb_publish_stalled(jb_contest *contest, jb_time now);
/* Shows host and screen the present state anew. */
void jb_publish_watchers(jb_contest *contest, jb_time now);
/* When jb_publish_step has rate-limited work; JB_TIME_NONE: none. */
jb_time jb_publish_deadline(const jb_contest *contest);
bool jb_shown_frame(jb_shown *shown, jb_frame *frame);

/* client.c; produce.c makes its frames. */
jb_client *jb_client_of(jb_arena *arena, jb_session session);
/* Lets the session be looked at again once `ticket` is durable. */
void jb_client_wait(jb_arena *arena, jb_client *client, jb_ticket ticket);
/* The latest ticket that `you` and the like wait for. */
jb_ticket jb_client_gate(const jb_client *client);
void jb_client_forget_replies(jb_client *client);
const char *jb_bye_name(bye_reason reason);
void jb_client_error(jb_arena *arena, jb_client *client, jb_error error, jb_message_type re,
                     const char *why);
/* Refuses what a phone has sent for a turn; late_ms JB_TIME_NONE: not said. */
void jb_client_refuse_turn(jb_arena *arena, jb_client *client, jb_error error,
                           const jb_message *message, jb_time late_ms);
/* Refuses a hello because of what the contest it names is like; NULL: because of the hello. */
void jb_client_refuse(jb_arena *arena, jb_client *client, const jb_contest *about, jb_error error);
/* The hello waits for the host to let it in. */
void jb_client_waiting(jb_arena *arena, jb_client *client);
void jb_client_ack(jb_arena *arena, jb_client *client, const jb_message *message,
                   jb_time elapsed_ms);
/* After the ack: what was right of the answer in this place of the participant's paper. */
void jb_client_checked(jb_arena *arena, jb_client *client, uint32_t place);
/* NULL: no memory. */
jb_pocket *jb_client_pocket(jb_client *client);
/* It is gone: forgets its replies, too. */
void jb_client_empty_pocket(jb_client *client);
/* Sends the pocket's own frame once what stands in the log now is on disk. */
void jb_client_own(jb_arena *arena, jb_client *client);
/* Sends what has become possible. */
void jb_client_release(jb_arena *arena, jb_client *client, jb_ticket durable);
void jb_client_bye(jb_arena *arena, jb_client *client, bye_reason reason);
/* The store failed: forgets what the client waited for. */
void jb_client_fault(jb_arena *arena, jb_client *client);

/* door.c */
/* It stands in no line any more: it is in, or gone. */
void jb_door_leave(jb_arena *arena, jb_client *client);
void jb_door_stranger(jb_arena *arena, jb_client *client);
/* Another session was opened: is that too many? */
void jb_door_make_room(jb_arena *arena);
/* May another player come in, as far as places go? */
bool jb_door_has_place(const jb_arena *arena);
/* Waits to be let in. False: too many do. */
bool jb_door_wait(jb_client *client, jb_contest *contest, uint32_t team, jb_slice name);
/* Lets somebody in or sends them away; who 0: everybody. */
jb_error jb_door_let(jb_contest *contest, uint32_t who, bool in, jb_time now);
void jb_door_decide_all(jb_contest *contest, bool in, jb_time now);
uint32_t jb_door_list(const jb_contest *contest, jb_waiting_row rows[JB_WAITING_SHOWN]);
void jb_door_tick(jb_arena *arena, jb_time now);

/* hello.c, command.c */
/* Joins with a clean name. The connection is told either way. */
void jb_hello_enter(jb_arena *arena, jb_client *client, jb_contest *contest, uint32_t team,
                    jb_slice name, jb_time now);
void jb_hello(jb_arena *arena, jb_client *client, const jb_message *message, jb_time now);
void jb_command_do(jb_arena *arena, jb_client *client, const jb_message *message, jb_time now);
/* A phone or a judge: answer, buzz, pass, pick, name, mark. */
void jb_command_turn(jb_arena *arena, jb_client *client, const jb_message *message, jb_time now);
/* Reads what a host's action asks of the engine. The answer and the reason are put where the caller
 * keeps them. */
jb_error jb_command_read(const jb_contest *contest, const jb_message *message, jb_answer *answer,
                         jb_buffer *reason, jb_command *command);
/* own.c: what changes nothing and goes to one console. */
jb_error jb_own_preview(jb_contest *contest, jb_client *client, const jb_message *message,
                        jb_time now);
jb_error jb_own_paper(jb_contest *contest, jb_client *client, const jb_message *message,
                      jb_time now);
jb_error jb_error_of(jb_refusal refusal);

/* recover.c */
/* Every contest stops where the log stands, and everybody who waited is told. */
void jb_recover_fault(jb_arena *arena, const char *why);
/* Replays every contest anew on the writer thread after the store failed. */
void jb_recover_all(jb_arena *arena);
/* Its host wants to go on: takes the store into use again, with every other running contest paused;
 * first the logs are read back, where they have not been yet. What becomes of it is shown to
 * everybody. False: not even that can be tried. */
bool jb_recover_resume(jb_contest *contest, jb_time now);
/* What hosts have asked for while the logs were being read is done as soon as they are; where they
 * cannot be read it has to be asked for again. */
void jb_recover_wanted(jb_arena *arena, jb_time now);
/* Where window contests are on, the disk is tried again without a host, at growing intervals. */
void jb_recover_retry(jb_arena *arena, jb_time now);

/* play.c: what only window contests and lotteries have; nothing for others. */
jb_status jb_play_create(jb_contest *contest) JB_MUST_CHECK;
void jb_play_destroy(jb_contest *contest);
/* For a scene. */
const jb_extra *jb_play_extra(const jb_contest *contest);
/* Brings ranking and awards up to date. */
void jb_play_rank(jb_contest *contest, jb_time now);

/* window.c: window contests only, unless stated. */
/* The log says whether it is paused: if so its clock stands there. */
void jb_window_stand(jb_contest *contest, jb_time clock);
/* Around every command: the clock stands still while it is paused. */
void jb_window_before(jb_contest *contest, const jb_command *command, jb_time now);
void jb_window_after(jb_contest *contest, jb_time now);
/* What the clock shows as far as it is on disk: the store has refused. */
jb_time jb_window_fault(jb_contest *contest, jb_time now);
/* Follows the wall clock, opens, closes, goes on. At least every second. */
void jb_window_tick(jb_contest *contest, jb_time now);
/* Notes which views an event touches. */
void jb_window_note(jb_contest *contest, const jb_event *event);
/* Is there a newer board to be shown to somebody? *at: monotonic, not before. */
bool jb_window_board_due(const jb_contest *contest, jb_time *at);
/* Before its states are made. */
void jb_window_shows(jb_contest *contest, jb_time now);
void jb_window_attempt(jb_contest *contest, uint32_t player, const jb_scene *scene, jb_buffer *out);
/* A participant's message: open, answer, hand_in. */
void jb_window_turn(jb_contest *contest, jb_client *client, const jb_message *message, jb_time now);
/* The token of a participant: the same for whoever comes with the personal code. */
void jb_window_token(const jb_contest *contest, uint32_t player, unsigned char token[TOKEN_SIZE]);

/* lottery.c: announce and draw. */
jb_error jb_lottery_do(jb_contest *contest, const jb_message *message, jb_time now);

/* arena.c. A retired contest is found by nobody. */
jb_contest *jb_arena_by_code(const jb_arena *arena, jb_slice code);
void jb_arena_want_timer(jb_arena *arena, jb_time at);

/* finish.c */
/* Asks the writer thread for the results of a finished contest. */
void jb_finish_results(jb_contest *contest);
/* Keeps the head of the log and has it shown with the standings. */
void jb_show_head(jb_contest *contest);

#endif
