/*
 * A live contest that is to be deleted. It leaves the stage at once, on the loop, so that nothing
 * can be handed to the store for it while its rows go; it is freed when they have gone, after every
 * job that still held it.
 */
#include <string.h>

#include "arena_internal.h"
#include "jinbang/assert.h"

static jb_contest *by_id(const jb_arena *arena, const char *id, uint32_t *place)
{
    for (uint32_t i = 0; i < arena->contest_count; i++) {
        if (strcmp(arena->contests[i]->id, id) == 0) {
            *place = i;
            return arena->contests[i];
        }
    }
    return NULL;
}

/* Everybody's connection belongs to nothing any more; the last thing it says is bye. */
static void send_away(jb_arena *arena, const jb_contest *contest)
{
    const jb_arena_link *link = &arena->options.link;
    for (uint32_t slot = 0; slot < arena->options.sessions_max; slot++) {
        jb_client *client = &arena->clients[slot];
        if (client->session == JB_SESSION_NONE ||
            (client->contest != contest && client->room != contest)) {
            continue;
        }
        jb_session session = client->session;
        bool bye = client->bye != BYE_NONE;
        link->enter(link->user, session, JB_CHANNEL_NONE);
        jb_arena_closed(arena, session, arena->now);
        jb_arena_opened(arena, session);
        if (bye) {
            client->bye = BYE_FINISHED; /* was being closed already */
        } else {
            jb_client_bye(arena, client, BYE_FINISHED);
        }
    }
}

bool jb_arena_retire(jb_arena *arena, const char *id)
{
    uint32_t place = 0;
    jb_contest *contest = by_id(arena, id, &place);
    if (!contest || contest->retired) {
        return false;
    }
    jb_phase phase = jb_engine_look(contest->engine)->phase;
    JB_ASSERT(phase == JB_PHASE_LOBBY || phase == JB_PHASE_FINISHED);
    send_away(arena, contest);
    JB_ASSERT(contest->online == 0 && contest->hosts == 0 && contest->screens == 0);
    contest->retired = true;
    return true;
}

void jb_arena_retired(jb_arena *arena, const char *id, bool gone)
{
    uint32_t place = 0;
    jb_contest *contest = by_id(arena, id, &place);
    if (!contest) {
        return;
    }
    JB_ASSERT(contest->retired);
    if (!gone) {
        contest->retired = false;
        if (contest->rebuilding) {
            jb_recover_all(arena);
        }
        if (jb_engine_look(contest->engine)->phase == JB_PHASE_FINISHED) {
            jb_finish_results(contest); /* may have been asked for meanwhile */
        }
        return;
    }
    arena->contests[place] = arena->contests[--arena->contest_count];
    jb_contest_destroy(contest);
}
