#ifndef JINBANG_STORE_H
#define JINBANG_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "jinbang/db.h"

/*
 * Group commit. The loop thread hands over records; the writer thread puts everything that has
 * gathered into one transaction with synchronous=FULL: at once when idle, else when 3 ms have
 * passed since the last commit ended. Records are committed in the order they were handed over. A
 * ticket numbers the records; once jb_store_durable() has reached a ticket, that record and all
 * before it are on disk. Nothing they caused may leave the process earlier.
 *
 * When a commit fails the store stops: nothing of that batch or after it is written, the watermark
 * stays, jb_store_failed() says why. The arena then rebuilds its contests from the log and calls
 * jb_store_recover() when it wants to try again.
 */
typedef struct jb_store jb_store;

typedef uint64_t jb_ticket;

typedef struct jb_store_options {
    jb_db_options db;
    bool manual;              /* no thread: jb_store_commit() does the work (simulation) */
    void (*wake)(void *user); /* from the writer thread: something is durable, done or failed.
                                 NULL is fine; not called in manual mode */
    void *user;
} jb_store_options;

jb_status jb_store_open(const jb_store_options *options, jb_store **out,
                        jb_buffer *why) JB_MUST_CHECK;
/* Commits what was handed over, runs all jobs with their `done`, stops the thread, closes. NULL is
 * fine. */
void jb_store_close(jb_store *store);
/* As if the process had died: what is not durable is lost, neither `work` nor `done` of waiting
 * jobs is called (their `arg` stays the caller's). For tests and simulation. */
void jb_store_crash(jb_store *store);

/* Each returns the record's ticket. Data is copied. While the store has failed nothing is taken:
 * the ticket returned will not become durable before jb_store_recover(). When more waits for the
 * disk than memory should hold (64 MiB), the store fails. */
jb_ticket jb_store_event(jb_store *store, int64_t contest, const jb_event *event);
jb_ticket jb_store_participant(jb_store *store, int64_t contest, const jb_participant_row *row);
jb_ticket jb_store_clock(jb_store *store, int64_t contest, jb_time now);
/* Window contests: what jb_db_contest_schedule writes. */
jb_ticket jb_store_schedule(jb_store *store, int64_t contest, jb_time opens_at, jb_time closes_at);

/* What is handed over between the two calls, and what waited before, goes into one transaction: a
 * crash leaves all of it or nothing. For a participant's row with its event, and for the events of
 * one command. Keep it short: nothing is written meanwhile. Not nested; a job in between splits. */
void jb_store_hold(jb_store *store);
void jb_store_release(jb_store *store);

/* The last ticket given out; 0 at first. On the loop thread only, as everything that hands over. */
jb_ticket jb_store_head(const jb_store *store);
/* Everything up to here is on disk. */
jb_ticket jb_store_durable(jb_store *store);

/* A piece of work for the writer thread, between transactions (it makes its own with jb_db_begin
 * and must have ended it when it returns). `work` runs on the writer thread, at once on the
 * caller's in manual mode's jb_store_commit(); `done` on the loop thread, from jb_store_poll().
 * Jobs run in order after the records handed over before them, even while the store has failed. */
typedef struct jb_job {
    void (*work)(jb_db *db, void *arg);
    void (*done)(void *arg);
    void *arg;
} jb_job;

/* JB_ERR_MEMORY; JB_ERR_LIMIT: too many jobs wait; JB_ERR_BUSY: the store is closing. */
jb_status jb_store_run(jb_store *store, const jb_job *job) JB_MUST_CHECK;

/* On the loop thread, after a wake: runs `done` of finished jobs. */
void jb_store_poll(jb_store *store);

/* True once a commit has failed; `why` (may be NULL) gets a sentence for the host. */
bool jb_store_failed(jb_store *store, jb_buffer *why);
/* Takes records again. What was not durable is forgotten: jb_store_durable() jumps to the head so
 * that nobody waits for it; the caller must have dropped everything that waited. Read the log that
 * counts in a job: it runs after everything that was still on its way to the disk. */
void jb_store_recover(jb_store *store);

/* Manual mode: commits what has gathered and runs jobs; `done` waits for jb_store_poll(). When
 * nothing has gathered it does what the thread does when it is idle: the write-ahead log moves into
 * the database. Returns JB_OK, or why the store has failed. */
jb_status jb_store_commit(jb_store *store);

/* Figures for /metrics. */
typedef struct jb_store_metrics {
    uint64_t commits;
    uint64_t records;
    uint64_t commit_us_total;
    uint64_t commit_us_max;
} jb_store_metrics;

void jb_store_measure(jb_store *store, jb_store_metrics *out);

#endif
