#ifndef JINBANG_DRILL_INTERNAL_H
#define JINBANG_DRILL_INTERNAL_H

#include <cjson/cJSON.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "jinbang/drill.h"
#include "jinbang/random.h"
#include "mark.h"
#include "wire.h"

enum {
    JB_READ_SIZE = 65536,
    JB_EVENTS_AT_ONCE = 512,
    JB_PHONES_OF_SOURCE = 8000, /* on loopback one address of ours holds so many */
    JB_VARIANTS_MAX = 8,        /* different answers to a question */
    JB_ANSWER_SIZE = 512,
    JB_PINGS_OUT = 1024, /* at once on their way */
    JB_PINGS_MAX = 100000,
    JB_QUIET_MS = 20,
    JB_QUIET_MOST_MS = 2000,
    JB_SETTLE_MS = 30,
    JB_WORD_SIZE = 16
};

typedef enum jb_line_stage {
    JB_LINE_NONE,
    JB_LINE_CONNECTING,
    JB_LINE_ASKING, /* for the upgrade */
    JB_LINE_OPEN
} jb_line_stage;

/* A connection and what it has received of a message that is not whole yet. */
typedef struct jb_line {
    int fd; /* -1: none */
    jb_line_stage stage;
    char *part;
    uint32_t part_size;
    uint32_t part_capacity;
} jb_line;

typedef struct jb_phone {
    jb_line line;
    int64_t sent;  /* what is waited for is counted from here, where it is this phone's own */
    int64_t came;  /* when it came */
    int64_t shown; /* when it was shown the open question of `shown_turn` */
    uint32_t shown_turn;
    double places; /* sum over the questions, each 0 to 1 */
    uint32_t places_count;
    uint32_t acked; /* turn of the newest ack */
    char token[JB_DRILL_TOKEN_SIZE];
    bool joined;
    bool stalled;
    bool awaited; /* in this step */
    bool got;     /* and it has come */
    bool failed;  /* and it will not come */
} jb_phone;

/* When a phone had the question, for its place among all. */
typedef struct jb_came {
    int64_t at;
    uint32_t phone;
} jb_came;

/* What phones are waited for with. */
typedef enum jb_wait_for {
    JB_WAIT_NOTHING,
    JB_WAIT_JOINED,
    JB_WAIT_QUESTION,
    JB_WAIT_ACK,
    JB_WAIT_RESULT,
    JB_WAIT_RAW
} jb_wait_for;

typedef struct jb_wait {
    jb_wait_for what;
    bool from_phone; /* times count from each phone's `sent`, else from `since` */
    uint32_t turn;   /* of an ack and of a result; of a question: a later one */
    uint32_t expected;
    uint32_t got;
    uint32_t failed;
    uint32_t wrong;
    int64_t since;
    int64_t begun;
    int64_t last;
} jb_wait;

typedef struct jb_desk {
    jb_line host;
    jb_line screen;
    bool host_in;
    bool screen_in;
    bool refused; /* the newest `next` */
    uint64_t seq;
    uint64_t presses;
    uint32_t turn; /* of the question that is shown */
    uint32_t players;
    bool paused;
    bool everyone;  /* the round's format */
    bool over_days; /* a window contest */
    char phase[JB_WORD_SIZE];
    char next[JB_WORD_SIZE]; /* "": null */
    char variants[JB_VARIANTS_MAX][JB_ANSWER_SIZE];
    uint32_t variant_count;
    uint32_t variant_turn;
} jb_desk;

typedef struct jb_pings {
    uint32_t every_ms; /* 0: none */
    int64_t next;
    uint64_t first; /* number of the first that counts */
    uint64_t sent;  /* number of the newest, from 1 */
    uint32_t got;
    int64_t at[JB_PINGS_OUT]; /* when it went; 0: it has come back */
    int64_t *samples;         /* JB_PINGS_MAX */
} jb_pings;

struct jb_drill {
    char *code;
    char *host_key;
    char *screen_key;  /* NULL: none */
    jb_buffer request; /* the upgrade */
    struct sockaddr_storage address;
    socklen_t address_size;
    uint32_t sources; /* addresses of ours; 0: the system chooses */
    uint32_t count;
    int32_t pid;
    bool stopped;
    uint32_t lazy_ms;
    uint32_t patience_ms;
    uint32_t mask;
    jb_random random;
    int poll;
    jb_phone *phones;
    uint32_t *order;
    jb_came *arrivals;
    int64_t *samples;
    jb_desk desk;
    jb_wait wait;
    jb_pings pings;
    uint32_t turn; /* the last question's */
    uint32_t questions;
    uint64_t bytes; /* received by phones since the last step's end */
    uint64_t frames;
    char why[JB_DRILL_WHY_SIZE];
    bool why_read;
    struct epoll_event events[JB_EVENTS_AT_ONCE];
    char read[JB_READ_SIZE];
};

/* Connections are told apart by number: phones from 0, then these two. The file that stops it all
 * has the last number there is. */
#define JB_STOP_INDEX UINT32_MAX

uint32_t jb_drill_host_index(const jb_drill *drill);
uint32_t jb_drill_screen_index(const jb_drill *drill);
jb_line *jb_drill_line(jb_drill *drill, uint32_t index);
/* NULL: it is the host's or the screen's. */
jb_phone *jb_drill_phone(jb_drill *drill, uint32_t index);

/* Is there time until then, and has nobody stopped it? */
bool jb_drill_goes_on(const jb_drill *drill, int64_t until);

/* Keeps the first reason only; jb_step_begin forgets it. */
void jb_drill_say(jb_drill *drill, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- line.c: connections ---- */

/* False: it could not begin, which was said. */
bool jb_line_connect(jb_drill *drill, uint32_t index);
/* Cuts it off at once, without a word, and leaves no port behind that waits. */
void jb_line_cut(jb_drill *drill, uint32_t index);
/* Sends a text of at most JB_WIRE_SEND_MAX bytes. False: the connection is cut, which was said. */
bool jb_line_send(jb_drill *drill, uint32_t index, jb_slice text);
bool jb_line_say(jb_drill *drill, uint32_t index, const char *text);
/* Reads what there is; `to_end`: until there is nothing more, because the end may have come with
 * the last of it and would not be told again. */
void jb_line_read(jb_drill *drill, uint32_t index, bool to_end);
/* Waits at most so long for something to happen, and deals with it. Returns how many had news. */
int jb_line_pump(jb_drill *drill, int64_t wait_ns);

/* ---- crowd.c: what phones hear, and waiting for it ---- */

void jb_crowd_upgraded(jb_drill *drill, uint32_t index);
void jb_crowd_heard(jb_drill *drill, uint32_t index, jb_slice text, int64_t stamp);
/* The connection of a phone is gone. */
void jb_crowd_gone(jb_drill *drill, uint32_t index);
/* Begins to wait for this of all phones that are in and read. */
void jb_wait_begin(jb_drill *drill, jb_wait_for what, uint32_t turn);
bool jb_wait_over(const jb_drill *drill);
/* Until it has come from all, or the patience is at an end; which is then said. `lazy`: sleeps
 * between looks. */
void jb_wait_all(jb_drill *drill, bool lazy);
/* Until no phone has heard anything for a moment. */
void jb_wait_quiet(jb_drill *drill);
/* So long, whatever comes. */
void jb_wait_ms(jb_drill *drill, uint32_t ms);
void jb_wait_figures(jb_drill *drill, int64_t cpu_before, jb_drill_figures *out);
/* Median and others of so many times, which are sorted. */
void jb_times_of(int64_t *times, uint32_t count, jb_drill_figures *out);
/* Looks once, or sleeps for as long as is lazy and then at everything. */
void jb_wait_look(jb_drill *drill, bool lazy);
/* Forgets the reason that was asked for. */
void jb_step_begin(jb_drill *drill);
/* The bytes since the last time. */
void jb_step_bytes(jb_drill *drill, jb_drill_figures *out);

/* ---- desk.c: host and screen ---- */

void jb_desk_upgraded(jb_drill *drill, uint32_t index);
void jb_desk_heard(jb_drill *drill, uint32_t index, jb_slice text, int64_t stamp);
void jb_desk_gone(jb_drill *drill, uint32_t index);
/* One press of "next" (and before it "resume", if the contest is paused), and until the host has
 * seen what it led to. What phones are waited for is counted from the press. JB_ERR_BUSY: nothing
 * came of it; JB_ERR_INVALID: no host. Both were said. */
jb_status jb_desk_next(jb_drill *drill, int64_t *cpu_before);
/* Another action, the same. */
jb_status jb_desk_do(jb_drill *drill, const char *action);
bool jb_desk_is(const jb_drill *drill, const char *phase);
/* ---- pings.c ---- */

/* Sends what is due. */
void jb_pings_send(jb_drill *drill, int64_t now);
/* The answer to this one. */
void jb_pings_heard(jb_drill *drill, uint64_t number, int64_t stamp);

/* ---- variants.c ---- */

/* Different answers to the question of a host's state, as JSON. None that would fit: 0. */
uint32_t jb_variants_of(const cJSON *state, char variants[JB_VARIANTS_MAX][JB_ANSWER_SIZE]);

/* ---- process.c ---- */

int64_t jb_now_ns(void);
/* On a CPU so far, all threads; -1: unknown. */
int64_t jb_process_cpu(int32_t pid);
void jb_process_look(int32_t pid, jb_drill_process *out);

#endif
