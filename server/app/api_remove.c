/*
 * DELETE /api/contests/{id}: a contest nobody wants goes, with its people, its log and its results.
 * A contest that is being played is never deleted; one that has been played only if its code is
 * said again, because then it is meant. It leaves the arena at once; its rows go in slices, so that
 * the contests that are being played get to the disk in between.
 */
#include <stdio.h>
#include <string.h>

#include "api.h"
#include "jinbang/log.h"

enum {
    ENTRIES_AT_ONCE = 2000
};

static void refuse_unconfirmed(jb_call *call)
{
    jb_call_error(
        call, 409, "unconfirmed",
        "This contest has been played; say its code: ?confirm=CODE. Its results go, too.");
}

void jb_api_contest_retire(jb_call *call)
{
    jb_contest_info info;
    jb_arena_metrics metrics;
    if (!jb_arena_find(call->server->arena, call->id, &info)) {
        return; /* the store knows whether there is such a contest */
    }
    jb_arena_measure(call->server->arena, &metrics);
    if (info.phase != JB_PHASE_LOBBY && info.phase != JB_PHASE_FINISHED) {
        jb_call_error(call, 409, "running", "This contest is being played; end it first.");
    } else if (info.phase == JB_PHASE_FINISHED && strcmp(call->confirm, info.code) != 0) {
        refuse_unconfirmed(call);
    } else if (metrics.store_failed) {
        jb_call_failed(call, JB_ERR_IO, "The disk refuses; resume a contest first.");
    } else {
        (void)snprintf(call->made.id, sizeof call->made.id, "%s", info.id);
        (void)snprintf(call->id, sizeof call->id, "%s", info.id);
        call->retired = jb_arena_retire(call->server->arena, call->made.id);
    }
}

static bool take_contest(void *user, const jb_contest_row *row)
{
    jb_call *call = user;
    call->made.contest = row->contest;
    (void)snprintf(call->made.id, sizeof call->made.id, "%s", row->id);
    (void)snprintf(call->made.code, sizeof call->made.code, "%s", row->code);
    return false;
}

/* What is in no arena is over, or broken: both hold more than a lobby. */
static jb_status begin(jb_db *db, jb_call *call)
{
    jb_status status = jb_db_contest_get(db, call->id, take_contest, call);
    if (status == JB_OK && !call->retired && strcmp(call->confirm, call->made.code) != 0) {
        refuse_unconfirmed(call);
        return JB_OK;
    }
    if (status == JB_OK) {
        status = jb_db_contest_retire(db, call->made.contest);
    }
    if (status == JB_OK) {
        call->gone = true;
        call->again = true;
    }
    return status;
}

void jb_api_contest_remove(jb_db *db, jb_call *call)
{
    jb_status status = JB_OK;
    if (call->status != 200) {
        return; /* refused */
    }
    if (!call->gone) {
        status = begin(db, call);
    } else {
        status = jb_db_contest_purge(db, call->made.contest, ENTRIES_AT_ONCE, &call->again);
    }
    if (status != JB_OK && call->gone) {
        /* For everybody it is gone, and stays so. */
        jb_log(JB_LOG_ERROR, "api", "contest=%s deleted; the next start takes its rows: %s",
               call->made.id, jb_db_why(db));
    } else if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
    }
}

void jb_api_contest_removed(jb_call *call)
{
    if (call->gone) {
        jb_buffer_clear(&call->body);
        call->status = 204;
        jb_log(JB_LOG_INFO, "api", "contest=%s deleted", call->made.id);
    }
    if (call->retired) {
        jb_arena_retired(call->server->arena, call->made.id, call->gone);
    }
}
