/*
 * The state of a store and who may touch what. Three owners: the loop thread, the writer thread,
 * and whoever holds the mutex. In manual mode one thread is both.
 */
#ifndef JINBANG_STORE_WRITER_H
#define JINBANG_STORE_WRITER_H

#include <pthread.h>
#include <stdatomic.h>

#include "batch.h"
#include "store_internal.h"

/* Heads of logs that the writer remembers, by contest number modulo this. Two live contests on one
 * place cost a query each time, nothing else. */
enum {
    JB_HEADS_KEPT = 1024
};

typedef struct jb_kept_head {
    int64_t contest; /* 0: none */
    jb_log_head head;
} jb_kept_head;

struct jb_store {
    /* Set once. */
    bool manual;
    void (*wake)(void *user);
    void *user;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t work;

    /* The loop thread's. */
    jb_ticket head;

    /* Under the mutex. */
    jb_batch queue;
    bool held;     /* the loop is still handing over what belongs together */
    bool idle;     /* the writer waits to be called; else it looks by itself */
    bool stopping; /* finish what is there and end */
    bool crashed;  /* end without finishing anything */
    bool announce; /* the loop's side failed: wake it from here like any other failure */
    bool failed;
    jb_status failure;
    char why[JB_WHY_SIZE];
    _Atomic jb_ticket durable; /* written under the mutex, read without it for every message */
    jb_job_node *done_first;   /* jobs whose `done` is due, in order */
    jb_job_node *done_last;
    uint32_t jobs; /* asked for and not polled yet */
    jb_store_metrics metrics;

    /* The writer thread's. */
    jb_db *db;
    jb_batch batch;
    int64_t ended_us; /* when the last transaction ended, monotonic */
    bool dirty;       /* something was committed since the last checkpoint */
    jb_kept_head heads[JB_HEADS_KEPT];
    uint32_t heads_kept; /* how many of them are some contest's */
};

/* The thread's main function; the argument is the store. */
void *jb_writer_main(void *argument);
/* Takes what is queued, writes it and runs its jobs. For manual mode and the last rest. */
void jb_writer_pass(jb_store *store);
/* Stops taking records, with the reason. The mutex is held. */
void jb_writer_stop_taking(jb_store *store, jb_status failure, const char *why);

#endif
