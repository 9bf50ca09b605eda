/*
 * The door: who is connected and not in yet.
 *
 * A stranger has not said a hello that was taken. It has JB_HELLO_MS for that, and when the server
 * has no more places the stranger who has been here longest is sent away: so those who hold a key
 * always find a place, however many only knock. For the same reason players, and those who wait to
 * be let in, never take the last JB_DOOR_KEPT-th of the places (256 at most).
 *
 * Where the host lets in (`approve`) a join waits in the contest's room: a name, a team, a number.
 * It belongs to the connection and is in no log; who leaves and comes again stands last.
 */
#include "arena_internal.h"
#include "jinbang/assert.h"

enum {
    JB_DOOR_KEPT = 16,
    JB_DOOR_KEPT_MAX = 256, /* places: a large hall has no more desks than a small one */
    JB_DOOR_SPARE = 64,     /* of all places: below that strangers go */
    JB_DOOR_SPARE_MAX = 128
};

/* All places but one of so many, or but `max`. */
static uint32_t all_but(uint32_t places, uint32_t one_of, uint32_t max)
{
    uint32_t part = places / one_of;
    return places - (part < max ? part : max);
}

static jb_client *at_slot(const jb_arena *arena, uint32_t place)
{
    return place == 0 ? NULL : &arena->clients[place - 1];
}

static void stand_last(jb_arena *arena, jb_line *line, jb_client *client)
{
    uint32_t place = jb_session_slot(client->session) + 1;
    jb_client *before = at_slot(arena, line->last);
    JB_ASSERT(client->line == NULL);
    client->line = line;
    client->line_before = line->last;
    client->line_after = 0;
    if (before) {
        before->line_after = place;
    } else {
        line->first = place;
    }
    line->last = place;
    line->count++;
}

void jb_door_leave(jb_arena *arena, jb_client *client)
{
    jb_line *line = client->line;
    if (!line) {
        return;
    }
    jb_client *before = at_slot(arena, client->line_before);
    jb_client *after = at_slot(arena, client->line_after);
    *(before ? &before->line_after : &line->first) = client->line_after;
    *(after ? &after->line_before : &line->last) = client->line_before;
    line->count--;
    client->line = NULL;
    if (client->room) {
        client->room->roster_changed = true;
        client->room = NULL;
        jb_buffer_finish(&client->pocket->wish);
    }
}

/* ---- strangers ---- */

void jb_door_stranger(jb_arena *arena, jb_client *client)
{
    jb_door_leave(arena, client);
    client->line_until = arena->now + JB_HELLO_MS;
    stand_last(arena, &arena->strangers, client);
    jb_arena_want_timer(arena, client->line_until);
}

static void send_away(jb_arena *arena, jb_client *client, uint16_t code, const char *reason)
{
    const jb_arena_link *link = &arena->options.link;
    JB_ASSERT(client != NULL);
    jb_door_leave(arena, client);
    link->close(link->user, client->session, code, reason);
}

void jb_door_make_room(jb_arena *arena)
{
    uint32_t most = all_but(arena->options.sessions_max, JB_DOOR_SPARE, JB_DOOR_SPARE_MAX);
    if (arena->sessions > most && arena->strangers.count > 1) {
        send_away(arena, at_slot(arena, arena->strangers.first), JB_CLOSE_AGAIN,
                  "the server is full");
    }
}

bool jb_door_has_place(const jb_arena *arena)
{
    uint32_t most = all_but(arena->options.sessions_max, JB_DOOR_KEPT, JB_DOOR_KEPT_MAX);
    uint32_t players = 0;
    if (arena->sessions <= most) {
        return true;
    }
    for (uint32_t i = 0; i < arena->contest_count; i++) {
        players += arena->contests[i]->online + arena->contests[i]->room.count;
    }
    return players < most;
}

/* ---- the room ---- */

bool jb_door_wait(jb_client *client, jb_contest *contest, uint32_t team, jb_slice name)
{
    jb_arena *arena = contest->arena;
    jb_pocket *pocket = contest->room.count < JB_WAITING_MAX ? jb_client_pocket(client) : NULL;
    if (!pocket) {
        return false;
    }
    jb_door_leave(arena, client);
    jb_buffer_init(&pocket->wish, 0);
    jb_buffer_append(&pocket->wish, name.bytes, name.size);
    if (pocket->wish.failed) {
        jb_buffer_finish(&pocket->wish);
        jb_door_stranger(arena, client);
        return false;
    }
    client->room = contest;
    pocket->wish_team = team;
    pocket->wish_number = ++contest->room_numbers;
    stand_last(arena, &contest->room, client);
    contest->roster_changed = true;
    return true;
}

/* In, or away; the connection is told. */
static void decide(jb_contest *contest, jb_client *client, bool in, jb_time now)
{
    jb_arena *arena = contest->arena;
    uint32_t team = client->pocket->wish_team;
    jb_buffer name = client->pocket->wish;
    jb_buffer_init(&client->pocket->wish, 0);
    jb_door_stranger(arena, client);
    if (in) {
        jb_hello_enter(arena, client, contest, team, jb_buffer_slice(&name), now);
    } else {
        jb_client_refuse(arena, client, contest, JB_ERROR_JOIN_CLOSED);
    }
    jb_buffer_finish(&name);
}

void jb_door_decide_all(jb_contest *contest, bool in, jb_time now)
{
    while (contest->room.count > 0) {
        decide(contest, at_slot(contest->arena, contest->room.first), in, now);
    }
}

jb_error jb_door_let(jb_contest *contest, uint32_t who, bool in, jb_time now)
{
    const jb_arena *arena = contest->arena;
    if (who == 0) {
        jb_door_decide_all(contest, in, now);
        contest->roster_changed = true;
        return JB_ERROR_NONE;
    }
    jb_client *client = at_slot(arena, contest->room.first);
    while (client && client->pocket->wish_number != who) {
        client = at_slot(arena, client->line_after);
    }
    if (!client) {
        return JB_ERROR_NO_PLAYER;
    }
    decide(contest, client, in, now);
    return JB_ERROR_NONE;
}

uint32_t jb_door_list(const jb_contest *contest, jb_waiting_row rows[JB_WAITING_SHOWN])
{
    const jb_arena *arena = contest->arena;
    uint32_t count = 0;
    for (const jb_client *client = at_slot(arena, contest->room.first);
         client && count < JB_WAITING_SHOWN; client = at_slot(arena, client->line_after)) {
        const jb_pocket *pocket = client->pocket;
        rows[count++] = (jb_waiting_row){
            .number = pocket->wish_number,
            .name = jb_buffer_slice(&pocket->wish),
            .team = pocket->wish_team > 0 ? contest->team_labels[pocket->wish_team - 1]
                                          : (jb_slice){ NULL, 0 },
        };
    }
    return count;
}

/* ---- time ---- */

void jb_door_tick(jb_arena *arena, jb_time now)
{
    while (arena->strangers.count > 0) {
        jb_client *client = at_slot(arena, arena->strangers.first);
        JB_ASSERT(client != NULL);
        if (client->line_until > now) {
            jb_arena_want_timer(arena, client->line_until);
            break;
        }
        send_away(arena, client, JB_CLOSE_POLICY, "say hello");
    }
    for (uint32_t i = 0; i < arena->contest_count; i++) {
        jb_contest *contest = arena->contests[i];
        if (!contest->retired && contest->room.count > 0 &&
            jb_engine_look(contest->engine)->phase == JB_PHASE_FINISHED) {
            jb_door_decide_all(contest, false, now);
        }
    }
}
