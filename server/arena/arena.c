/*
 * The arena as its carrier sees it: sessions opening and closing, messages coming in, time passing,
 * the store having committed. What a message means is decided in hello.c and command.c; what goes
 * out is made in publish.c and client.c.
 */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena_internal.h"
#include "jinbang/assert.h"
#include "jinbang/fetch.h"

enum {
    CLOCK_EVERY_MS = 1000,
    RANK_EVERY_MS = 1000 /* of a window contest that is only looked at */
};

jb_status jb_arena_create(const jb_arena_options *options, jb_arena **out)
{
    *out = NULL;
    JB_ASSERT(options->store != NULL);
    JB_ASSERT(options->sessions_max > 0);
    jb_arena *arena = calloc(1, sizeof *arena);
    if (!arena) {
        return JB_ERR_MEMORY;
    }
    arena->options = *options;
    arena->timer_at = JB_TIME_NONE;
    arena->wall = (jb_wall){ .read = options->wall, .user = options->wall_user };
    jb_buffer_init(&arena->scratch, JB_FRAME_OUT_MAX);
    arena->clients = calloc(options->sessions_max, sizeof *arena->clients);
    if (!arena->clients) {
        jb_arena_destroy(arena);
        return JB_ERR_MEMORY;
    }
    jb_arena_set_public_url(arena, options->public_url);
    *out = arena;
    return JB_OK;
}

void jb_arena_destroy(jb_arena *arena)
{
    if (!arena) {
        return;
    }
    for (uint32_t i = 0; i < arena->contest_count; i++) {
        jb_contest_destroy(arena->contests[i]);
    }
    free(arena->contests);
    for (uint32_t slot = 0; arena->clients && slot < arena->options.sessions_max; slot++) {
        jb_client_empty_pocket(&arena->clients[slot]);
    }
    free(arena->clients);
    free(arena->queue);
    jb_buffer_finish(&arena->scratch);
    free(arena);
}

void jb_arena_set_public_url(jb_arena *arena, const char *url)
{
    (void)snprintf(arena->public_url, sizeof arena->public_url, "%s", url ? url : "");
    for (uint32_t i = 0; i < arena->contest_count; i++) {
        jb_contest *contest = arena->contests[i];
        (void)snprintf(contest->join_url, sizeof contest->join_url, "%s/%s", arena->public_url,
                       contest->code);
    }
}

jb_contest *jb_arena_by_code(const jb_arena *arena, jb_slice code)
{
    for (uint32_t i = 0; i < arena->contest_count; i++) {
        jb_contest *contest = arena->contests[i];
        if (!contest->retired && jb_slice_equal(jb_slice_of(contest->code), code)) {
            return contest;
        }
    }
    return NULL;
}

void jb_arena_want_timer(jb_arena *arena, jb_time at)
{
    if (at < arena->timer_at) {
        arena->timer_at = at;
        arena->options.link.timer(arena->options.link.user, at);
    }
}

/* ---- sessions ---- */

void jb_arena_opened(jb_arena *arena, jb_session session)
{
    jb_client *client = jb_client_of(arena, session);
    JB_ASSERT(client->session == JB_SESSION_NONE);
    *client = (jb_client){ .session = session };
    arena->sessions++;
    jb_door_stranger(arena, client);
    jb_door_make_room(arena);
}

/* A judge keeps the number. Whoever comes next, or acts next, is the host who acts. */
static void leave_desk(jb_contest *contest, const jb_client *client)
{
    if (client->judge > 0 && contest->judges[client->judge - 1] == client->session) {
        contest->judges[client->judge - 1] = JB_SESSION_NONE;
    }
    if (contest->acting == client->session) {
        contest->acting = JB_SESSION_NONE;
        contest->watchers_changed = contest->watchers_changed || contest->hosts > 0;
    }
}

void jb_arena_closed(jb_arena *arena, jb_session session, jb_time now)
{
    jb_client *client = jb_client_of(arena, session);
    if (client->session != session) {
        return;
    }
    arena->sessions--;
    jb_contest *contest = client->contest ? client->contest : client->room;
    jb_door_leave(arena, client);
    if (contest && client->role == JB_ROLE_PLAYER && client->player <= contest->people.count) {
        jb_person *person = jb_people_get(&contest->people, client->player);
        if (person->session == session) {
            person->session = JB_SESSION_NONE;
            person->away_since = jb_contest_now(contest, now);
            contest->online--;
            contest->crowd_changed = true;
            contest->roster_changed = true;
        }
    } else if (contest && contest == client->contest) {
        contest->hosts -= client->role == JB_ROLE_HOST;
        contest->screens -= client->role == JB_ROLE_SCREEN;
        contest->roster_changed = true;
        leave_desk(contest, client);
    }
    if (contest) {
        jb_arena_want_timer(arena, jb_publish_deadline(contest));
    }
    jb_client_empty_pocket(client);
    *client = (jb_client){ .session = JB_SESSION_NONE };
}

static void malformed(jb_arena *arena, jb_client *client, jb_error error, jb_message_type re,
                      const char *why)
{
    const jb_arena_link *link = &arena->options.link;
    if (error == JB_ERROR_UNKNOWN_ACTION) {
        jb_client_error(arena, client, error, re, why); /* well said; another version may do it */
        return;
    }
    client->malformed++;
    bool too_many = link->failure(link->user, client->session);
    jb_client_error(arena, client, error, re, why);
    if (client->malformed >= JB_MALFORMED_MAX || too_many) {
        link->close(link->user, client->session, JB_CLOSE_POLICY, "too many malformed frames");
    }
}

static void dispatch(jb_arena *arena, jb_client *client, const jb_message *message, jb_time now)
{
    if (message->type == JB_MESSAGE_HELLO) {
        jb_hello(arena, client, message, now);
        return;
    }
    if (message->type == JB_MESSAGE_PING) {
        const jb_arena_link *link = &arena->options.link;
        client->pong_t0 = message->t0;
        link->due(link->user, client->session, JB_DUE_PONG);
        return;
    }
    if (client->role == JB_ROLE_NONE) {
        jb_client_error(arena, client, JB_ERROR_HELLO_FIRST, message->type, NULL);
        return;
    }
    jb_role wanted = message->type == JB_MESSAGE_DO     ? JB_ROLE_HOST
                     : message->type == JB_MESSAGE_MARK ? JB_ROLE_JUDGE
                                                        : JB_ROLE_PLAYER;
    if (client->role != wanted) {
        jb_client_error(arena, client, JB_ERROR_FORBIDDEN, message->type, NULL);
    } else if (message->type == JB_MESSAGE_DO) {
        jb_command_do(arena, client, message, now);
    } else {
        jb_command_turn(arena, client, message, now);
    }
}

void jb_arena_message(jb_arena *arena, jb_session session, jb_slice text, jb_time now)
{
    jb_client *client = jb_client_of(arena, session);
    arena->now = now;
    if (client->session != session || client->bye != BYE_NONE) {
        return;
    }
    jb_message message;
    jb_buffer why;
    jb_buffer_init(&why, WHY_MAX);
    jb_error error = jb_message_decode(text, &message, &why);
    if (error != JB_ERROR_NONE) {
        malformed(arena, client, error, message.type, jb_buffer_text(&why));
    } else {
        client->malformed = 0;
        dispatch(arena, client, &message, now);
        jb_message_finish(&message);
    }
    jb_buffer_finish(&why);
}

void jb_arena_binary(jb_arena *arena, jb_session session)
{
    jb_client *client = jb_client_of(arena, session);
    if (client->session == session && client->bye == BYE_NONE) {
        malformed(arena, client, JB_ERROR_MALFORMED, JB_MESSAGE_COUNT,
                  "Binary frames are not spoken here.");
    }
}

void jb_arena_shutdown(jb_arena *arena)
{
    for (uint32_t slot = 0; slot < arena->options.sessions_max; slot++) {
        if (arena->clients[slot].session != JB_SESSION_NONE) {
            jb_client_bye(arena, &arena->clients[slot], BYE_SHUTDOWN);
        }
    }
}

/* ---- time and the disk ---- */

/* The clock is noted every second while one runs, so that a killed server stops it there. In a
 * window contest it runs for those who have a paper open. */
static void note_clock(jb_contest *contest, jb_time now)
{
    const jb_engine_view *view = jb_engine_look(contest->engine);
    const jb_window_view *window = jb_engine_window(contest->engine);
    jb_time clock = jb_contest_now(contest, now);
    bool running = view->phase != JB_PHASE_LOBBY && view->phase != JB_PHASE_FINISHED &&
                   (!window || window->open > 0);
    if (running && !view->paused && !contest->fault &&
        clock - contest->clock_noted >= CLOCK_EVERY_MS) {
        contest->clock_noted = clock;
        (void)jb_store_clock(contest->arena->options.store, contest->key, clock);
    }
    if (running && !view->paused && !contest->fault) {
        jb_arena_want_timer(contest->arena, now + CLOCK_EVERY_MS);
    }
}

void jb_arena_tick(jb_arena *arena, jb_time now)
{
    arena->now = now;
    arena->timer_at = JB_TIME_NONE;
    jb_door_tick(arena, now);
    jb_recover_retry(arena, now);
    for (uint32_t i = 0; i < arena->contest_count; i++) {
        jb_contest *contest = arena->contests[i];
        if (contest->fault || contest->retired) {
            continue;
        }
        jb_contest_expire(contest, now);
        if (contest->plan->rules.window) {
            jb_window_tick(contest, now);
        }
        note_clock(contest, now);
        jb_publish_step(contest, now);
    }
}

void jb_arena_committed(jb_arena *arena, jb_time now)
{
    arena->now = now;
    jb_buffer why;
    jb_buffer_init(&why, 0);
    if (!arena->failed && jb_store_failed(arena->options.store, &why)) {
        jb_recover_fault(arena, jb_buffer_text(&why));
    } else if (!arena->failed && jb_store_durable(arena->options.store) >= arena->retried) {
        arena->retry_ms = 0; /* it works */
    }
    jb_buffer_finish(&why);
    jb_recover_wanted(arena, now);
    jb_ticket durable = jb_store_durable(arena->options.store);
    for (uint32_t i = 0; i < arena->contest_count; i++) {
        jb_publish_durable(arena->contests[i], durable, now);
    }
    while (arena->queue_count > 0 && arena->queue[arena->queue_first].ticket <= durable) {
        jb_session session = arena->queue[arena->queue_first].session;
        arena->queue_first = (arena->queue_first + 1) % arena->queue_capacity;
        arena->queue_count--;
        jb_client *client = jb_client_of(arena, session);
        if (client->session == session) {
            client->waiting = false;
            jb_client_release(arena, client, durable);
        }
    }
}

void jb_arena_ahead(const jb_arena *arena, uint32_t slot)
{
    JB_ASSERT(slot < arena->options.sessions_max);
    jb_fetch(&arena->clients[slot], offsetof(jb_client, token));
}

/* ---- looking in ---- */

static jb_contest *find(const jb_arena *arena, const char *id_or_code)
{
    jb_contest *found = jb_arena_by_code(arena, jb_slice_of(id_or_code));
    for (uint32_t i = 0; i < arena->contest_count && !found; i++) {
        if (!arena->contests[i]->retired && strcmp(arena->contests[i]->id, id_or_code) == 0) {
            found = arena->contests[i];
        }
    }
    return found;
}

bool jb_arena_find(const jb_arena *arena, const char *id_or_code, jb_contest_info *info)
{
    const jb_contest *found = find(arena, id_or_code);
    if (!found) {
        return false;
    }
    const jb_engine_view *view = jb_engine_look(found->engine);
    jb_play *play = found->plan->rules.window ? found->play : NULL;
    if (play && arena->now - play->ranked_at >= RANK_EVERY_MS) {
        play->ranked_at = arena->now;
        jb_engine_rank(found->engine);
    }
    *info = (jb_contest_info){ .id = found->id,
                               .code = found->code,
                               .phase = view->phase,
                               .paused = view->paused || found->fault,
                               .admit = view->admit,
                               .players = view->active,
                               .online = found->online,
                               .plan = found->plan,
                               .engine = found->engine,
                               .now = jb_contest_now(found, arena->now) };
    return true;
}

void jb_arena_erase_names(jb_arena *arena, const char *id_or_code)
{
    jb_contest *contest = find(arena, id_or_code);
    if (!contest) {
        return;
    }
    jb_people_erase(&contest->people);
    if (contest->play) {
        jb_codes_erase(&contest->play->codes);
    }
    contest->state_changed = true;
    contest->you_changed = true;
    contest->roster_changed = true;
    jb_publish_step(contest, arena->now);
}

bool jb_arena_roster(jb_arena *arena, const char *id, const jb_roster_row *row)
{
    jb_contest *contest = find(arena, id);
    if (!contest || !contest->plan->rules.window) {
        return false;
    }
    jb_status status = jb_codes_put(&contest->play->codes, row);
    JB_ASSERT(status == JB_OK); /* a few hundred bytes */
    return true;
}

bool jb_arena_look(jb_arena *arena, const char *id_or_code, bool fresh, jb_scene *scene,
                   const jb_plan **plan)
{
    jb_contest *contest = find(arena, id_or_code);
    if (!contest || contest->fault || contest->rebuilding) {
        return false;
    }
    bool over = jb_engine_look(contest->engine)->phase == JB_PHASE_FINISHED;
    if (contest->plan->rules.window &&
        (fresh || over || arena->now - contest->play->ranked_at >= RANK_EVERY_MS)) {
        jb_play_rank(contest, arena->now);
    }
    jb_contest_scene(contest, arena->now, scene);
    *plan = contest->plan;
    return true;
}

void jb_arena_measure(const jb_arena *arena, jb_arena_metrics *out)
{
    *out = arena->metrics;
    out->contests = arena->contest_count;
    for (uint32_t i = 0; i < arena->contest_count; i++) {
        out->players_online += arena->contests[i]->online;
    }
}

static uint32_t seated(const jb_contest *contest)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < contest->people.count; i++) {
        count += contest->people.persons[i].session != JB_SESSION_NONE;
    }
    return count;
}

/* Who is noted as acting or as a judge is still here, and is that. */
static bool desk_is_true(const jb_arena *arena, const jb_contest *contest)
{
    bool good = true;
    for (uint32_t i = 0; i <= JB_JUDGES_MAX; i++) {
        jb_session session = i == 0 ? contest->acting : contest->judges[i - 1];
        if (session != JB_SESSION_NONE) {
            const jb_client *client = &arena->clients[jb_session_slot(session)];
            good = good && client->session == session && client->contest == contest &&
                   client->role == (i == 0 ? JB_ROLE_HOST : JB_ROLE_JUDGE) && client->judge == i;
        }
    }
    return good;
}

const char *jb_arena_check(const jb_arena *arena)
{
    for (uint32_t i = 0; i < arena->contest_count; i++) {
        const jb_contest *contest = arena->contests[i];
        const char *broken = jb_engine_check(contest->engine);
        if (broken) {
            return broken;
        }
        if (contest->people.count != jb_engine_look(contest->engine)->joined) {
            return "the engine and the arena do not know the same people";
        }
        if (seated(contest) != contest->online) {
            return "the number of people online is wrong";
        }
        if (!desk_is_true(arena, contest)) {
            return "who acts, or a judge, is somebody else or gone";
        }
    }
    return NULL;
}

uint64_t jb_arena_digest(const jb_arena *arena, const char *id)
{
    for (uint32_t i = 0; i < arena->contest_count; i++) {
        if (strcmp(arena->contests[i]->id, id) == 0) {
            return jb_engine_digest(arena->contests[i]->engine);
        }
    }
    return 0;
}
