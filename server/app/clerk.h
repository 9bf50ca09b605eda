#ifndef JINBANG_CLERK_H
#define JINBANG_CLERK_H

#include "jinbang/store.h"

/*
 * A thread for what reads much, or computes long, and writes nothing: results, and passwords, which
 * are slow to check on purpose. It has a connection of its own, so that acknowledgements never wait
 * for somebody's workbook. Jobs run one at a time, in order.
 */
typedef struct jb_clerk jb_clerk;

enum {
    JB_CLERK_JOBS_MAX = 64 /* asked for and not polled */
};

/* The database in `directory` must be there. `wake` is called from the clerk's thread when
 * jb_clerk_poll() has work. On failure *out is NULL and `why` holds a sentence. */
jb_status jb_clerk_open(const char *directory, void (*wake)(void *user), void *user, jb_clerk **out,
                        jb_buffer *why) JB_MUST_CHECK;
/* Lets the running job end; waiting ones are given up: their `work` is called without a database.
 * Every `done` is called. NULL is fine. */
void jb_clerk_close(jb_clerk *clerk);

/* `work` runs on the clerk's thread, with a connection that may only read, or with NULL if the
 * clerk is closing; `done` on this one, from jb_clerk_poll(). Unlike a job of the store it sees
 * only what is on disk. JB_ERR_LIMIT: too many wait; JB_ERR_MEMORY. */
jb_status jb_clerk_run(jb_clerk *clerk, const jb_job *job) JB_MUST_CHECK;
void jb_clerk_poll(jb_clerk *clerk);

#endif
