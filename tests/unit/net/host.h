/*
 * A real jb_net on 127.0.0.1, any free port, its loop on a thread of its own, with a small
 * application behind it that the clients command by their messages:
 *
 *   "close CODE"   the session is closed with that code
 *   "enter N"      it enters channel N
 *   "max N"        its message limit becomes N
 *
 * Every message is echoed, before that.
 *
 * Bits: BIT_ECHO is the last message; BIT_SHARED the shared frame; BIT_NUMBER a frame of its own
 * with a running number. A request for /later is answered by host_answer(), /never not at all,
 * /header with a malformed header, /big with `big` bytes, /parts with them as a shared body, all
 * others at once with what they held. A body for /refused is refused before it comes, one for
 * /small may have 3 bytes.
 */
#ifndef JB_NET_HOST_H
#define JB_NET_HOST_H

#include <pthread.h>
#include <stdbool.h>

#include "jinbang/net.h"

enum {
    BIT_ECHO = 1,
    BIT_SHARED = 2,
    BIT_NUMBER = 4,
    HOST_SLOTS = 4096,
    HOST_TEXT = 128 * 1024
};

typedef struct host host;
typedef void (*host_job)(host *h, void *argument);

struct host {
    jb_net *net;
    pthread_t thread;
    pthread_mutex_t mutex; /* for the job */
    pthread_cond_t done;
    host_job job;
    void *argument;
    /* the loop thread's, to be looked at in jobs */
    jb_session sessions[HOST_SLOTS];
    size_t opened;
    size_t closed;
    size_t binaries;
    size_t heads; /* requests with a body, when their headers were there */
    size_t requests;
    size_t gone;
    size_t stops;
    jb_time timer_at; /* when on_timer came for a timer set to timer_for */
    jb_time timer_for;
    uint64_t later; /* id of a request for /later */
    uint32_t number;
    uint32_t produced;          /* frames, of all sessions */
    uint32_t ahead[HOST_SLOTS]; /* how often a frame for this one was announced */
    unsigned char *shared;      /* with headroom */
    size_t shared_size;
    size_t big;
    unsigned char *own; /* with headroom */
    char *last;         /* message */
    size_t last_size;
};

jb_net_callbacks host_callbacks(void);
/* Starts with defaults; `adapt` may change the options, and NULL does not. */
host *host_start(void (*adapt)(jb_net_options *options));
/* Stops orderly and frees. */
void host_stop(host *h);
uint16_t host_port(const host *h);
/* Runs the job on the loop thread and waits for it. */
void host_do(host *h, host_job job, void *argument);
/* Polls until the function is true on the loop thread; fails the test after ten seconds. */
void host_until(host *h, bool (*ready)(host *h, void *argument), void *argument);
/* Waits until so many sessions are open. */
void host_until_sessions(host *h, size_t count);
void host_answer(host *h, const char *body);
jb_net_metrics host_metrics(host *h);

#endif
