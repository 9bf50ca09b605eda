#ifndef JINBANG_DRILL_H
#define JINBANG_DRILL_H

#include <stdbool.h>
#include <stdint.h>

#include "jinbang/buffer.h"
#include "jinbang/status.h"

/*
 * A hall without people: N phones, a host and perhaps a screen play one contest of a running
 * server, and everything is counted. One thread, non-blocking sockets, epoll; no allocation for a
 * message. It knows the protocol and nothing else of the server, so that it can drive another
 * server that speaks the same words.
 *
 * What it does not do: TLS, fragmented messages (ours sends none), formats other than `everyone`.
 *
 * A step (below) goes on until everything has come that must come, or the patience is at an end.
 * What has not come is `lost` in its figures, with the first reason in jb_drill_why(); that is not
 * an error of the step. A step that cannot be done at all says JB_ERR_* and why.
 *
 * Times are nanoseconds. When a message came is the kernel's stamp of its last packet, so they do
 * not hold how late this program looked.
 */
enum {
    JB_DRILL_PHONES_MAX = 100000,
    JB_DRILL_TOKEN_SIZE = 33,
    JB_DRILL_FRAME_MAX = 1 << 20, /* bytes of one message */
    JB_DRILL_WHY_SIZE = 256
};

typedef struct jb_drill jb_drill;

typedef struct jb_drill_options {
    const char *host; /* name or address of the server */
    const char *port; /* decimal */
    const char *code; /* of the contest */
    const char *host_key;
    const char *screen_key; /* NULL: no screen */
    uint32_t phones;        /* 1 to JB_DRILL_PHONES_MAX */
    int32_t pid;            /* of the server, if it is on this machine: for its CPU time; else 0 */
    uint32_t lazy_ms;       /* While many are sent to, sleep so long between two looks, so that the
                               server never pays for waking this program. 0: look at once */
    uint32_t patience_ms;   /* how long a step waits for what does not come; 0: 30 s */
    uint64_t seed;          /* who answers when and what */
    int stop_file;          /* when this can be read, nothing is waited for any more; -1: none */
} jb_drill_options;

/* What a step came to. Of times: `first` to `last` of those that came, in order; -1: none came. */
typedef struct jb_drill_figures {
    uint32_t expected;
    uint32_t done;    /* came as they should: joined, delivered, acknowledged */
    uint32_t lost;    /* expected and not done */
    uint32_t wrong;   /* done, but what came says other than what was acknowledged */
    uint32_t resumed; /* join: of those who came back with their token */
    int64_t first_ns;
    int64_t half_ns; /* the median */
    int64_t p99_ns;
    int64_t last_ns;
    int64_t took_ns; /* the step, until the last that came */
    int64_t cpu_ns;  /* the server's, all threads, until it was quiet again; -1: unknown */
    uint64_t
        bytes; /* all that phones have received since the last step's end, with frame headers */
} jb_drill_figures;

/* What the server's process holds. -1: unknown. */
typedef struct jb_drill_process {
    int64_t rss_kib;
    int64_t open_files;
    int64_t cpu_ns; /* used while nothing was done */
    int64_t took_ns;
} jb_drill_process;

/* Where a phone stands on average in the order in which a question reaches them all, 0 to 1. */
typedef struct jb_drill_ramp {
    uint32_t questions;
    double within_45_55; /* so many of the phones are between 0.45 and 0.55 */
    double within_40_60;
} jb_drill_ramp;

/* Makes room and connects nobody. JB_ERR_LIMIT: this process may not open so many files, or has not
 * so many ports. JB_ERR_NOT_FOUND: no such host. JB_ERR_MEMORY, JB_ERR_IO. `why` gets a sentence.
 * The options' strings are copied. */
jb_status jb_drill_create(const jb_drill_options *options, jb_drill **out,
                          jb_buffer *why) JB_MUST_CHECK;
void jb_drill_destroy(jb_drill *drill); /* NULL is fine; cuts all connections */

/* The first reason why something was lost since this was asked last, or why a step could not be
 * done; "" if there is none. Borrowed until the next step. */
const char *jb_drill_why(jb_drill *drill);

/* The contest's desk: host, and screen with a key. JB_ERR_INVALID: the server refused. */
jb_status jb_drill_open_desk(jb_drill *drill) JB_MUST_CHECK;
/* How many are in the contest, as the host was told last. */
uint32_t jb_drill_players(const jb_drill *drill);
/* Is the contest in its lobby? */
bool jb_drill_in_lobby(const jb_drill *drill);
/* Does it last for days, so that no host leads it? */
bool jb_drill_over_days(const jb_drill *drill);

/* All phones that have no connection connect and say hello, with their token if they have one; at
 * most `in_flight` at once (0: all). Opens the desk if it is not open. Times: from a phone's
 * connect to its last word of welcome (`you`). */
jb_status jb_drill_join(jb_drill *drill, uint32_t in_flight, jb_drill_figures *out) JB_MUST_CHECK;

/* The host goes on until the next question is open. Times: from the host's last press of "next".
 * JB_ERR_NOT_FOUND: no question is left. JB_ERR_INVALID: a round that is no `everyone`. */
jb_status jb_drill_question(jb_drill *drill, jb_drill_figures *out) JB_MUST_CHECK;

/* Every phone answers once, in random order, spread evenly over the time. Times: from a phone's
 * sending to its ack. The last phone answers when all others have their acks and is not in times
 * and CPU, because with it the question closes and everybody is told. */
jb_status jb_drill_answers(jb_drill *drill, uint32_t over_ms, jb_drill_figures *out) JB_MUST_CHECK;

/* The host goes on to the reveal; every phone gets its own `you`. It must say that the phone has
 * answered if an ack said so (`wrong`). Then on to the standings, where there are some after this
 * question: `standings`, expected 0 if not. */
jb_status jb_drill_results(jb_drill *drill, jb_drill_figures *reveal,
                           jb_drill_figures *standings) JB_MUST_CHECK;

/* The host ends the contest, also after the drill was stopped. Nothing if it has ended. */
jb_status jb_drill_end(jb_drill *drill) JB_MUST_CHECK;

/* Nothing is done for so long. */
void jb_drill_idle(jb_drill *drill, uint32_t ms, jb_drill_process *out);

/* From now on, while phones answer, one of them and the host send a ping each `ms` (0: no more).
 * jb_drill_pings: what has come of all since. */
void jb_drill_ping_every(jb_drill *drill, uint32_t ms);
void jb_drill_pings(jb_drill *drill, jb_drill_figures *out);

/* From now on this part (0 to 1) of the phones, spread evenly, does not read, and is not expected
 * to. 0: all read again, what has waited for them, too. Returns how many do not read; `*closed`:
 * how many of those who read again had been cut off by the server, and must join anew. */
uint32_t jb_drill_stall(jb_drill *drill, double part, uint32_t *closed);

/* Cuts all phones off at once. Returns how many there were. */
uint32_t jb_drill_drop(jb_drill *drill);

/* Was it stopped through the options' `stop_file`? Then every step but the end is over
 * at once, with what has come. */
bool jb_drill_stopped(const jb_drill *drill);

void jb_drill_ramp_now(const jb_drill *drill, jb_drill_ramp *out);

/* Sends SIGUSR2 to the server's process, which must then send every phone one frame that begins
 * with
 * {"type":"raw" . Times: from the signal. JB_ERR_INVALID: no pid. */
jb_status jb_drill_raw(jb_drill *drill, jb_drill_figures *out) JB_MUST_CHECK;

/* ---- the HTTP interface, to make a contest for a drill ---- */

typedef struct jb_drill_call {
    const char *host;
    const char *port;
    const char *method;
    const char *target;
    const char *key; /* the organizer's; NULL: none */
    jb_slice body;   /* JSON; empty: none */
} jb_drill_call;

/* Asks and waits for the answer: at most 30 s each way, at most 4 MiB. JB_OK: there is one,
 * `*status` says which and `body` holds it. JB_ERR_NOT_FOUND, JB_ERR_IO: `why` has a sentence. */
jb_status jb_drill_http(const jb_drill_call *call, int *status, jb_buffer *body,
                        jb_buffer *why) JB_MUST_CHECK;

/* Does this name lead to this machine, and nowhere else? */
bool jb_drill_is_here(const char *host);

#endif
