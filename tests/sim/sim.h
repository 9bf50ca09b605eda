#ifndef SIM_H
#define SIM_H

#include <cjson/cJSON.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "jinbang/arena.h"
#include "jinbang/random.h"
#include "jinbang/results.h"

/*
 * One contest, played by the real engine, bank, protocol, arena and store over a clock, a network
 * and a disk that exist only here. One number, the seed, decides everything that happens: delays,
 * cuts, sockets that do not take more, slow and failing commits, crashes, what people do. Nothing
 * reads a clock or sleeps; time is the `at` of the next job in the queue.
 *
 * Two seeds of three play the format `everyone` with up to sixty phones, one in fifty a hall with
 * two to five hundred; every third plays a stage: teams or people, a hall, two hosts and judges,
 * rounds of all formats (stage_*.c).
 *
 * What leaves the server is checked at the moment it leaves, against what is on disk at that
 * moment (durable.c reads it back with a connection of its own). What arrives is for the clients.
 */

enum {
    SIM_PHONES_MAX = 500,
    SIM_HOST = 0, /* clients by index: the host, the screen, then the phones */
    SIM_SCREEN = 1,
    SIM_PHONE_FIRST = 2,
    SIM_DESKS_MAX = 4, /* on a stage, after the phones: a second host and the judges */
    SIM_CLIENTS_MAX = SIM_PHONE_FIRST + SIM_PHONES_MAX + SIM_DESKS_MAX,
    SIM_CONNECTIONS_MAX = 4 * SIM_CLIENTS_MAX,
    SIM_TEAMS_MAX = 8,
    SIM_QUESTIONS_MAX = 64,
    SIM_SENT_MAX = 32,
    SIM_PLAYERS_MAX = 2048,
    SIM_PATH_MAX = 256
};

typedef struct sim sim;

/* ---- what is to happen (queue.c) ---- */

typedef enum sim_action {
    SIM_UP,       /* a frame reaches the server: text */
    SIM_DOWN,     /* a frame reaches a client: tree */
    SIM_GONE,     /* the server notices that a connection is cut */
    SIM_HANGUP,   /* the client notices that the server has closed */
    SIM_WRITABLE, /* a socket takes frames again */
    SIM_LEAVE,    /* the server lets go of a connection it closes */
    SIM_CLIENT,   /* a client wakes up */
    SIM_COMMIT,   /* the disk has finished */
    SIM_TICK,     /* the arena's timer */
    SIM_TROUBLE,  /* something breaks */
    SIM_RESTART,  /* the server comes up again */
    SIM_REPAIR,   /* the disk works again */
    SIM_LOOK      /* whoever has read everything must see what is so */
} sim_action;

typedef struct sim_job {
    jb_time at;
    uint64_t order; /* of those at one time, the first queued comes first */
    sim_action action;
    uint32_t who;       /* client */
    jb_session session; /* of UP, DOWN and those about a connection */
    uint64_t stamp;     /* CLIENT, TICK: outdated if it is not the newest */
    char *text;         /* owned */
    cJSON *tree;        /* owned */
} sim_job;

typedef struct sim_queue {
    sim_job *jobs;
    size_t count, capacity;
    uint64_t order;
} sim_queue;

void sim_queue_put(sim_queue *queue, sim_job job);
bool sim_queue_take(sim_queue *queue, sim_job *job);
void sim_job_finish(sim_job *job);
void sim_queue_finish(sim_queue *queue);

/* ---- one connection, the server's end of it (network.c) ---- */

typedef struct sim_connection {
    bool used;
    bool cut; /* the client's end is gone; the server may not know yet */
    uint32_t generation;
    uint32_t client;
    jb_session session;
    jb_channel channel;
    uint32_t due;
    bool producing;
    bool leaving;
    uint16_t close_code;
    bool waking; /* a WRITABLE job is queued */
    jb_time stuck_until;
    jb_time up_at, down_at; /* when the last frame each way arrives */
    jb_time lost_at;        /* of a cut one: what arrives later is lost */
    uint32_t under_way;     /* frames to the client */
    int32_t round_trip;     /* as the server has measured it; -1: not yet */
    /* what has been sent on it */
    jb_role role; /* of the welcome; JB_ROLE_NONE: none yet */
    uint32_t player;
    uint32_t judge;
    size_t shown; /* the point of the log that the last state showed */
    int64_t seq;
    int64_t notice;       /* the newest */
    uint64_t hello_order; /* which hello of all that arrived this was */
    bool said_bye;
    /* Messages about a turn that have had no reply: the head of the log after each. Replies keep
     * their order; one that is left out makes the check milder, never wrong. */
    jb_ticket sent[SIM_SENT_MAX];
    uint32_t sent_first, sent_count;
    bool sent_more; /* than could be kept: nothing is said of the replies any more */
} sim_connection;

/* ---- what is on disk (durable.c) ---- */

/* The stage as of one entry of the log. */
typedef struct sim_seat_point {
    uint32_t seat;
    uint32_t rank, fouls, rung;
    int64_t score;
    bool may, barred, out, over, tied;
    bool staked; /* it is told what was staked */
    int64_t stake;
} sim_seat_point;

typedef struct sim_stage_point {
    bool shown; /* the round has a stage, and a turn is on */
    jb_stage stage;
    uint32_t eligible, hall, hall_answered;
    uint32_t seat_count;
    sim_seat_point seats[];
} sim_stage_point;

/* What a state message may show, as of one entry of the log. */
typedef struct sim_point {
    jb_phase phase;
    uint32_t turn;
    uint32_t question; /* index; JB_NO_QUESTION: none is to be seen */
    bool crowd;        /* everybody just answers */
    bool paused;
    jb_pause_reason reason;
    bool admit;
    bool reveals;
    uint32_t active, answered;
    jb_time opens_at, ends_at, left_ms;
    jb_undoable undo;
    jb_time fastest_ms;     /* JB_TIME_NONE: nobody was right */
    sim_stage_point *stage; /* NULL: no contest with a stage; owned */
} sim_point;

/* Something that was acknowledged: by whom, and with which time. */
typedef struct sim_answered {
    uint32_t player; /* 0: it was a seat's, or a judge's */
    uint32_t seat, judge, turn;
    jb_time elapsed_ms;
} sim_answered;

/* An answer as it reached the server. */
typedef struct sim_submission {
    uint32_t turn;
    jb_time at; /* contest clock */
    jb_time credit_ms;
    jb_time claim_ms; /* below 0: none */
} sim_submission;

enum {
    SIM_SUBMISSIONS = 64
};

/* A person, counted without the engine. */
typedef struct sim_person {
    bool in;
    bool was_removed;       /* at any time */
    uint64_t removed_order; /* the newest hello when that was on disk */
    bool in_at_end;         /* when the contest was finished: ranks are of then */
    uint32_t team;
    bool plays; /* for a team with reserves: not on its bench */
    uint32_t answered_turn;
    uint32_t scored_turn;
    int64_t score;
    uint32_t correct;
    jb_time time_ms;
    jb_time last_right_at;
    char name[512]; /* in the table of participants */
    uint64_t newest_hello;
    sim_submission submissions[SIM_SUBMISSIONS];
    uint32_t submission_count;
} sim_person;

/* A stage, counted without the engine (stage_log.c). */
typedef struct sim_stage_seat {
    int64_t score, overtime;
    uint32_t tried_turn;    /* the last turn it can no longer try */
    uint32_t answered_turn; /* by a device */
    uint32_t foul_round;    /* index + 1 of the round in which the fouls were */
    uint32_t fouls;
    bool barred;         /* out of that round */
    bool buzzed;         /* since buzzers were opened */
    bool buzz_kept;      /* of who was removed meanwhile */
    uint32_t buzz_order; /* which one it was */
    jb_time buzz_ms;     /* fair */
    jb_time buzz_off;    /* how far off that may be */
    uint32_t taken;      /* bits of values, of the round below */
    uint32_t taken_in;   /* index + 1 */
    uint32_t over_in;    /* index + 1 of the round that it is out of for good */
    uint32_t stake_turn; /* the last turn it has staked on, and what */
    int64_t stake;
} sim_stage_seat;

/* Who plays for a team with reserves, counted without the engine (stage_lineup.c). */
typedef struct sim_lineup {
    uint32_t playing, used; /* people, substitutions */
} sim_lineup;

typedef struct sim_stage {
    sim_stage_seat seats[SIM_PLAYERS_MAX + 1];
    uint32_t buzzes; /* since they were last forgotten */
    sim_lineup lineups[SIM_TEAMS_MAX + 1];
    uint32_t changed_turn; /* after which somebody came on who may come between rounds only */
    bool change_counted;   /* the newest substitution */
    uint32_t asked_by[SIM_QUESTIONS_MAX]; /* turn that asked a question; 0: none */
    uint32_t mark_turn, marked;
    int64_t marks[JB_JUDGES_MAX];
    uint32_t tries_turn, tries;
} sim_stage;

typedef struct sim_durable {
    sqlite3 *db; /* our own connection */
    sqlite3_stmt *tail;
    sqlite3_stmt *people;
    sqlite3_stmt *clock;
    sqlite3_stmt *head;
    jb_plan *plan;
    void *memory;
    jb_engine *engine;
    uint64_t seq;
    sim_point *points;
    size_t point_count, point_capacity;
    sim_answered *answers;
    size_t answer_count, answer_capacity;
    /* the referee's own idea of the window */
    jb_phase phase;
    uint32_t turn;
    bool paused;
    bool approve; /* the host lets people in */
    jb_time paused_at, opens_at, ends_at;
    struct {
        jb_phase phase;
        uint32_t turn;
        jb_time at, opens_at, ends_at;
    } before; /* the question was closed or skipped */
    jb_time last_at;
    sim_person persons[SIM_PLAYERS_MAX + 1]; /* by number */
    sim_stage stage;
} sim_durable;

void sim_durable_open(sim *s);
void sim_durable_close(sim *s);
/* The connection alone: while the server is down nobody has the files open. */
void sim_durable_connect(sim *s);
void sim_durable_disconnect(sim *s);
/* Takes in what has been committed since. */
void sim_durable_read(sim *s);
/* Compares everything read so far with a fresh replay of the whole log, chain included. */
void sim_durable_audit(sim *s);
/* The contest clock at which a restart must go on. */
jb_time sim_durable_clock(sim *s);
/* Is this the hash of that entry, and was it kept before anybody was shown it? */
bool sim_durable_has_head(sim *s, int64_t entry, const char *hex);

/* ---- people (phone.c, host.c) ---- */

typedef struct sim_client {
    jb_role role;
    jb_session session; /* the newest connection; JB_SESSION_NONE: none */
    bool welcomed;      /* on that connection */
    bool gone;          /* has given up or may not come back */
    bool seen_state, seen_you;
    bool regrets; /* the host: what it has just done */
    bool guesses; /* has said hello with a token that it made up */
    jb_time said_hello_at;
    uint64_t wake_stamp;
    char name[160];
    char token[40];
    uint32_t player;
    uint32_t judge; /* of a judge */
    uint32_t team;  /* index + 1 */
    uint32_t refusals;
    /* the last state */
    jb_phase phase;
    uint32_t turn;
    bool paused;
    int64_t seq;
    jb_time now, closes_at;
    uint32_t players;
    int64_t head_seen;
    /* the last `you` */
    double score;
    uint32_t rank;
    /* the answer to the present question */
    uint32_t answer_turn;
    bool answer_done; /* acknowledged or refused for good */
    uint32_t sends;
    char answer[1024];
    /* what it knows of the stage */
    jb_format format;
    jb_step step;
    uint32_t stage_turn, stage_seat, stage_owner;
    double values[2];
    uint32_t value_count;
    uint32_t seat;  /* the one it acts for */
    uint32_t fouls; /* which that has in this round */
    bool may;
    bool acting; /* a host: its console acts */
    uint32_t buzz_turn;
    uint32_t marked_turn;
} sim_client;

/* ---- the whole ---- */

#define SIM_DISK_NAME "sim-disk"

enum {
    SIM_FILES = 3
};

typedef enum sim_operation {
    SIM_WRITE,
    SIM_SYNC,
    SIM_TRUNCATE,
    SIM_DELETE,
    SIM_OPERATIONS
} sim_operation;

/* One file: what is on the disk for certain, and a mark for each of its sectors. */
typedef struct sim_file {
    unsigned char *safe;
    unsigned char *marks;
    size_t safe_size, capacity;
} sim_file;

typedef struct sim_image {
    unsigned char *bytes; /* NULL: there is no such file */
    size_t size;
} sim_image;

typedef struct sim_disk {
    sqlite3_vfs vfs;
    sqlite3_vfs *under;
    sim *sim;
    bool broken;
    bool halves;     /* what it refuses is written in part */
    bool once;       /* it refuses one operation and works again */
    int writes_left; /* before a broken disk begins to refuse */
    int code;        /* what it says then */
    int dies_in;     /* operations until the process dies; 0: not of this */
    bool dead;       /* it has: nothing is written any more */
    uint64_t died_at[SIM_OPERATIONS];
    sim_file files[SIM_FILES];
} sim_disk;

/* What the host has seen under a seq. */
enum {
    SIM_DESK = 1024,
    SIM_LETS = 64
};

typedef struct sim_desk {
    uint32_t life;
    int64_t seq;
    jb_phase phase;
    bool paused;
} sim_desk;

typedef struct sim_counts {
    uint64_t frames, turns, answers, commits, crashes, blackouts, faults, replaced, late;
    uint64_t died_at[SIM_OPERATIONS];
    uint64_t undone[JB_UNDO_COUNT], returned, notices, blanks;
    uint64_t stages, previews, halls, looks, twice, bans;
    uint64_t events[JB_EVENT_COUNT];
} sim_counts;

/* What a contest may be played without, to make a fault's trace shorter (tools/sim --shrink). */
enum {
    SIM_TROUBLE_OFF = 1,  /* no crashes, no disk that refuses */
    SIM_SLOW_OFF = 2,     /* no long delays, stuck sockets, late timers, slow commits */
    SIM_MISCHIEF_OFF = 4, /* nobody says what is not for them, or twice, or changes devices */
    SIM_DESKS_OFF = 8     /* no second host, no judges */
};

typedef struct sim_limits {
    uint32_t off;
    uint32_t phones;  /* at most; 0: as it comes */
    uint64_t variant; /* of what happens, under the same rules; 0: the seed's own */
} sim_limits;

struct sim {
    uint64_t seed;
    sim_limits limits;
    bool staged; /* a contest with a stage */
    bool hall;   /* a hall full of phones */
    bool erased; /* the names are */
    bool traced; /* every message is told, to be read by somebody */
    jb_random random;
    sim_queue queue;
    jb_time began_at, now; /* monotonic */
    char directory[SIM_PATH_MAX];
    sim_disk disk;
    jb_store *store;
    jb_arena *arena;
    bool up;
    uint32_t life; /* how often the server has been started */
    int64_t contest;
    char id[JB_CONTEST_ID_SIZE];
    char code[JB_CODE_DIGITS + 1];
    jb_buffer plan;
    unsigned char secret[JB_SECRET_SIZE];
    /* the contest clock, counted without the arena */
    jb_time clock_base, clock_at;
    bool fault;
    jb_time fault_clocks[4]; /* where it stood, the last times the disk refused */
    jb_time tick_at;
    bool commit_queued;
    bool trouble;    /* more of it may come */
    bool quiet;      /* the last minutes: everybody comes back, nothing breaks */
    jb_time rest_at; /* when the host, too, keeps still */
    uint32_t commit_slow_percent;
    uint64_t hello_order;
    sim_connection connections[SIM_CONNECTIONS_MAX];
    sim_client clients[SIM_CLIENTS_MAX];
    uint32_t client_count;
    uint32_t connection_max; /* of those in use: four for each client */
    sim_desk desk[SIM_DESK];
    jb_session acting;        /* the console that acts, counted without the arena */
    jb_time let_at[SIM_LETS]; /* contest clock, when the host last let people in */
    uint32_t lets;
    int64_t seq_max;    /* of all states so far */
    int64_t seq_before; /* of those before the last start */
    sim_durable durable;
    sim_counts counts;
};

/* Stops the program: prints what is wrong, the seed, and the command that plays it again. */
void sim_fail(const sim *s, const char *format, ...)
    __attribute__((format(printf, 2, 3), noreturn));

/* With JB_SIM_TRACE: one line for what happens now. */
void sim_trace(sim *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- chance ---- */

/* Uniform, both ends included. */
int64_t sim_between(sim *s, int64_t low, int64_t high);
bool sim_percent(sim *s, int64_t percent);
bool sim_mischief(const sim *s); /* do people still do what they should not? */

/* ---- contest_file.c ---- */

/* A bank, a contest file over it, the plan of both. */
void sim_make_plan(sim *s);
/* The question (index) of a turn, as far as it is on disk; JB_NO_QUESTION: none. */
uint32_t sim_question_of(const sim *s, uint32_t turn);
/* An answer to a turn as JSON: right, wrong or nonsense. */
void sim_make_answer(sim *s, uint32_t turn, char *out, size_t size);

/* ---- stage_file.c ---- */

void sim_write_stage_bank(jb_buffer *out);
void sim_write_stage_file(sim *s, jb_buffer *out);

/* ---- disk.c ---- */

void sim_disk_make(sim *s);
void sim_disk_remove(sim *s);
/* Only the files: for a program that is about to end. */
void sim_disk_clear(void);
/* What the files hold once the process is dead; `power`: the machine goes on. */
void sim_disk_freeze(sim *s, bool power, sim_image images[SIM_FILES]);
/* The first of the words that is in one of the files; NULL: none. */
const char *sim_disk_holds(const char *const *words);
/* Puts that in the place of the files, which nobody has open. */
void sim_disk_thaw(sim *s, sim_image images[SIM_FILES]);

/* ---- server.c ---- */

/* False: the process has died before it was up. */
bool sim_server_start(sim *s);
void sim_server_crash(sim *s);
void sim_server_stop(sim *s);
void sim_commit(sim *s);
/* The contest clock as it must be now. */
jb_time sim_clock(sim *s);

/* ---- network.c ---- */

extern const jb_arena_link sim_link;
/* Opens a connection for a client and makes it the client's newest. */
void sim_connect(sim *s, uint32_t client);
/* The client's end goes away; the server hears of it sometime. */
void sim_cut(sim *s, uint32_t client);
void sim_send(sim *s, uint32_t client, const char *text);
/* On an older connection of the client, if it is still open. */
void sim_send_on(sim *s, jb_session session, const char *text);
sim_connection *sim_connection_of(sim *s, jb_session session);
void sim_network_job(sim *s, sim_job *job);
/* All connections break at once, as when the process dies. */
void sim_network_drop(sim *s);
/* After every call into the arena. */
void sim_step(sim *s);

/* ---- frames.c ---- */

void sim_check_frame(sim *s, sim_connection *connection, const cJSON *tree, const char *text);

/* ---- fields.c ---- */

/* Nothing is in a frame for a player, a judge or the wall but what the protocol says. */
void sim_check_fields(const sim *s, const sim_connection *connection, const cJSON *tree,
                      const char *text);

/* What a stage adds to a frame (stage_frames.c). */
bool sim_stage_fits(const sim *s, const sim_point *point, const cJSON *tree);
void sim_check_stage(const sim *s, const sim_connection *connection, const cJSON *tree,
                     const char *text);
void sim_check_own_seat(const sim *s, const sim_connection *connection, const cJSON *tree,
                        const char *text);
/* Whether a tally counts as the log did at this point. */
bool sim_stage_tally_fits(const sim_point *point, const cJSON *tree);

/* ---- stage_log.c ---- */

/* Does a seat of a team stand for this player? 0: no, they play for themselves. */
uint32_t sim_team_of(const sim *s, uint32_t player);
/* What the player is told of: their own row, or their team's. */
const jb_seat *sim_own(const sim *s, uint32_t player);
int64_t sim_own_score(const sim *s, uint32_t player);
/* The referee's look at an entry before the engine takes it. */
void sim_stage_judge(sim *s, const jb_event *event);
/* And afterwards: is every score the sum of its entries? */
void sim_stage_add_up(sim *s, const jb_event *event);
sim_stage_point *sim_stage_point_of(const sim *s);
void sim_stage_check_results(sim *s, const jb_results *results);

/* ---- desk.c ---- */

/* The referee of the desk and the door; before the server reads a message or loses somebody. */
void sim_desk_message(sim *s, const sim_connection *connection, const cJSON *tree);
void sim_desk_gone(sim *s, jb_session session);
/* Does this console act, or would it if it did anything? */
bool sim_desk_acts(const sim *s, jb_session session);
bool sim_desk_let(const sim *s, jb_time at); /* by the contest clock: somebody, or all */

/* ---- stage_people.c ---- */

void sim_stage_state(sim_client *client, const cJSON *tree);
void sim_stage_play(sim *s, uint32_t client);
/* False: nothing came to the host's mind. */
bool sim_stage_drive(sim *s, uint32_t client);
void sim_stage_desk_wake(sim *s, uint32_t client);
void sim_stage_desk_frame(sim *s, uint32_t client, const cJSON *tree);

/* ---- phone.c, host.c ---- */

void sim_phone_play(sim *s, uint32_t client);
void sim_act(sim *s, uint32_t client, const char *action, const char *arguments);
void sim_desk_hello(sim *s, uint32_t client);
void sim_phone_wake(sim *s, uint32_t client);
void sim_phone_frame(sim *s, uint32_t client, const cJSON *tree);
void sim_host_wake(sim *s, uint32_t client);
void sim_host_frame(sim *s, uint32_t client, const cJSON *tree);
void sim_wake_in(sim *s, uint32_t client, jb_time ms);
/* Keeps what a state says. */
void sim_client_state(sim_client *client, const cJSON *tree);

/* ---- run.c ---- */

void sim_restart_later(sim *s);
void sim_break_disk(sim *s); /* for a while */

/* Plays one contest to its end; sim_fail() if anything is wrong with it. */
void sim_play(uint64_t seed, sim_counts *counts);
/* The last checks. */
void sim_check_end(sim *s);

/* ---- look.c ---- */

/* Every client to whom nothing is under way sees the contest as it is. */
void sim_look(sim *s);

/* ---- ranking.c ---- */

void sim_check_ranking(sim *s, const jb_results *results);

#endif
