/*
 * The guard, see guard.h: two tables of fixed size in which a number has a few places where it may
 * stand. When they are all taken the one with the oldest count makes room, but never one for whom a
 * password is being checked. As in net's table of addresses the minute before is weighed by the
 * part of it that lies in the last sixty seconds.
 */
#include "guard.h"

#include <stddef.h>

#include "jinbang/assert.h"

enum {
    MINUTE_MS = 60000,
    PLACES = 32
};

_Static_assert(JB_GUARD_ROWS % PLACES == 0, "places must not run over the end");
_Static_assert((int)PLACES > (int)JB_GUARD_CHECKS_MAX, "one of them can always make room");

static jb_guard_row *row_for(jb_guard_row rows[JB_GUARD_ROWS], uint64_t who)
{
    jb_guard_row *group = &rows[who % (JB_GUARD_ROWS / PLACES) * PLACES];
    jb_guard_row *oldest = NULL;
    for (int i = 0; i < PLACES; i++) {
        jb_guard_row *row = &group[i];
        if (row->minute > 0 && row->who == who) {
            return row;
        }
        if (row->checks == 0 && (!oldest || row->minute < oldest->minute)) {
            oldest = row;
        }
    }
    JB_ASSERT(oldest != NULL);
    *oldest = (jb_guard_row){ .who = who };
    return oldest;
}

static uint32_t failures(jb_guard_row *row, jb_time now)
{
    int64_t minute = now / MINUTE_MS + 1;
    int64_t left = MINUTE_MS - now % MINUTE_MS;
    if (row->minute != minute) {
        row->before = row->minute == minute - 1 ? row->now : 0;
        row->now = 0;
        row->minute = minute;
    }
    return (uint32_t)((int64_t)row->before * left / MINUTE_MS) + row->now;
}

bool jb_guard_ask(jb_guard *guard, uint64_t client, uint64_t name, jb_time now)
{
    jb_guard_row *from = row_for(guard->clients, client);
    jb_guard_row *at = row_for(guard->names, name);
    uint32_t own = failures(from, now);
    uint32_t all = failures(at, now);
    if (guard->checks >= JB_GUARD_CHECKS_MAX || from->checks >= JB_GUARD_CHECKS_CLIENT_MAX ||
        own >= JB_GUARD_CLIENT_MAX || (all >= JB_GUARD_NAME_MAX && own > 0)) {
        return false;
    }
    guard->checks++;
    from->checks++;
    at->checks++;
    return true;
}

void jb_guard_done(jb_guard *guard, uint64_t client, uint64_t name, bool failed, jb_time now)
{
    jb_guard_row *rows[] = { row_for(guard->clients, client), row_for(guard->names, name) };
    JB_ASSERT(guard->checks > 0);
    guard->checks--;
    for (int i = 0; i < 2; i++) {
        JB_ASSERT(rows[i]->checks > 0);
        (void)failures(rows[i], now);
        rows[i]->checks--;
        rows[i]->now += failed;
    }
}
