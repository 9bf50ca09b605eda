/*
 * The network: carries frames between clients and the arena as net does, only with chance where net
 * has sockets. Frames of one connection keep their order, those of different ones do not. A socket
 * that takes no more keeps the due bits; frames are made when it does again. A cut loses everything
 * that is under way; the server may notice at once or much later.
 */
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "sim.h"

enum {
    FAILURES_MAX = 1000
};

sim_connection *sim_connection_of(sim *s, jb_session session)
{
    uint32_t slot = jb_session_slot(session);
    if (session == JB_SESSION_NONE || slot >= SIM_CONNECTIONS_MAX) {
        return NULL;
    }
    sim_connection *connection = &s->connections[slot];
    return connection->used && connection->session == session ? connection : NULL;
}

/* How long a frame is on its way. */
static jb_time delay(sim *s)
{
    if (sim_percent(s, 90) || s->limits.off & SIM_SLOW_OFF) {
        return sim_between(s, 1, 40);
    }
    return sim_percent(s, 80) || s->quiet ? sim_between(s, 40, 300) : sim_between(s, 300, 4000);
}

static void wake_later(sim *s, sim_connection *connection, jb_time at)
{
    if (!connection->waking) {
        connection->waking = true;
        sim_queue_put(&s->queue, (sim_job){ .at = at > s->now ? at : s->now,
                                            .action = SIM_WRITABLE,
                                            .session = connection->session });
    }
}

static void send_down(sim *s, sim_connection *connection, cJSON *tree)
{
    jb_time at = s->now + delay(s);
    connection->down_at = at > connection->down_at ? at : connection->down_at;
    connection->under_way++;
    sim_queue_put(&s->queue, (sim_job){ .at = connection->down_at,
                                        .action = SIM_DOWN,
                                        .who = connection->client,
                                        .session = connection->session,
                                        .tree = tree });
}

static void take_frame(sim *s, sim_connection *connection, const jb_frame *frame)
{
    if (frame->size == 0 || frame->size > JB_FRAME_OUT_MAX) {
        sim_fail(s, "a frame of %zu bytes", frame->size);
    }
    /* net writes its header there. */
    memset(frame->payload - JB_FRAME_HEADROOM, 0xee, JB_FRAME_HEADROOM);
    cJSON *tree = cJSON_ParseWithLength((const char *)frame->payload, frame->size);
    if (!tree) {
        sim_fail(s, "a frame that is not JSON: %s", (const char *)frame->payload);
    }
    s->counts.frames++;
    sim_trace(s, "%s %u <- %s", jb_role_name(s->clients[connection->client].role),
              connection->client, (const char *)frame->payload);
    sim_check_frame(s, connection, tree, (const char *)frame->payload);
    if (connection->cut) {
        cJSON_Delete(tree);
    } else {
        send_down(s, connection, tree);
    }
}

/* As net does: as long as the socket takes it, one frame after the other. */
static void flush(sim *s, sim_connection *connection)
{
    if (connection->producing) {
        return;
    }
    while (connection->due != 0) {
        jb_frame frame = { 0 };
        if (connection->stuck_until > s->now) {
            wake_later(s, connection, connection->stuck_until);
            return;
        }
        connection->producing = true;
        bool some =
            jb_arena_produce(s->arena, connection->session, s->now, &connection->due, &frame);
        connection->producing = false;
        if (!some) {
            connection->due = 0;
            return;
        }
        take_frame(s, connection, &frame);
        if (!s->quiet && sim_percent(s, 4) && !(s->limits.off & SIM_SLOW_OFF)) {
            bool long_time = sim_percent(s, 20);
            connection->stuck_until = s->now + sim_between(s, 1, long_time ? 12000 : 200);
        }
    }
}

/* ---- what the arena asks for ---- */

static void link_due(void *user, jb_session session, uint32_t bits)
{
    sim *s = user;
    sim_connection *connection = sim_connection_of(s, session);
    if (connection && !connection->leaving) {
        connection->due |= bits;
        flush(s, connection);
    }
}

static void link_due_channel(void *user, jb_channel channel, uint32_t bits)
{
    sim *s = user;
    uint32_t start = (uint32_t)sim_between(s, 0, s->connection_max - 1);
    JB_ASSERT(channel < JB_CHANNELS_MAX);
    for (uint32_t i = 0; i < s->connection_max; i++) {
        sim_connection *connection = &s->connections[(start + i) % s->connection_max];
        if (!connection->used || connection->channel != channel) {
            continue;
        }
        connection->due |= bits;
        if (sim_percent(s, 15)) {
            wake_later(s, connection, s->now + sim_between(s, 0, 20)); /* another slice */
        } else {
            flush(s, connection);
        }
    }
}

static void link_enter(void *user, jb_session session, jb_channel channel)
{
    sim_connection *connection = sim_connection_of(user, session);
    if (connection && !connection->leaving) {
        connection->channel = channel;
    }
}

static void link_close(void *user, jb_session session, uint16_t code, const char *reason)
{
    sim *s = user;
    sim_connection *connection = sim_connection_of(s, session);
    (void)reason;
    if (connection && !connection->leaving) {
        connection->leaving = true;
        connection->close_code = code;
        connection->channel = JB_CHANNEL_NONE;
        sim_queue_put(&s->queue,
                      (sim_job){ .at = s->now, .action = SIM_LEAVE, .session = session });
    }
}

static void link_message_max(void *user, jb_session session, size_t size)
{
    (void)user;
    (void)session;
    (void)size;
}

static int32_t link_round_trip(void *user, jb_session session)
{
    const sim_connection *connection = sim_connection_of(user, session);
    return connection ? connection->round_trip : -1;
}

static bool link_failure(void *user, jb_session session)
{
    (void)user;
    (void)session;
    return false;
}

static void link_timer(void *user, jb_time at)
{
    sim *s = user;
    if (at < s->tick_at) {
        s->tick_at = at;
        /* A loop is never exactly in time, and sometimes very late. */
        bool soon = sim_percent(s, 95) || s->limits.off & SIM_SLOW_OFF;
        jb_time late = soon ? sim_between(s, 0, 3) : sim_between(s, 0, 700);
        sim_queue_put(&s->queue, (sim_job){ .at = (at > s->now ? at : s->now) + late,
                                            .action = SIM_TICK,
                                            .stamp = (uint64_t)at });
    }
}

const jb_arena_link sim_link = {
    .due = link_due,
    .due_channel = link_due_channel,
    .enter = link_enter,
    .close = link_close,
    .message_max = link_message_max,
    .round_trip = link_round_trip,
    .failure = link_failure,
    .timer = link_timer,
};

/* ---- what clients do ---- */

void sim_connect(sim *s, uint32_t client)
{
    sim_client *person = &s->clients[client];
    uint32_t slot = (uint32_t)sim_between(s, 0, s->connection_max - 1);
    if (!s->up) {
        return;
    }
    for (uint32_t i = 0; i < s->connection_max && s->connections[slot].used; i++) {
        slot = (slot + 1) % s->connection_max;
    }
    if (s->connections[slot].used) {
        return; /* the house is full of dead connections: try later */
    }
    uint32_t generation = s->connections[slot].generation + 1;
    s->connections[slot] = (sim_connection){
        .used = true,
        .generation = generation,
        .client = client,
        .session = (jb_session)generation << 32 | slot,
        .channel = JB_CHANNEL_NONE,
        .round_trip = sim_percent(s, 80) ? (int32_t)sim_between(s, 0, 600) : -1,
        .seq = -1,
    };
    person->session = s->connections[slot].session;
    person->welcomed = false;
    jb_arena_opened(s->arena, person->session);
    sim_step(s);
}

/* The server notices that a connection is gone. */
static void gone(sim *s, sim_connection *connection)
{
    jb_session session = connection->session;
    connection->used = false;
    sim_trace(s, "%s %u is gone", jb_role_name(s->clients[connection->client].role),
              connection->client);
    sim_desk_gone(s, session);
    jb_arena_closed(s->arena, session, s->now);
    sim_step(s);
}

void sim_cut(sim *s, uint32_t client)
{
    sim_client *person = &s->clients[client];
    sim_connection *connection = sim_connection_of(s, person->session);
    person->session = JB_SESSION_NONE;
    person->welcomed = false;
    if (connection) {
        connection->cut = true;
        /* The tail is lost, but what was sent before may still arrive. */
        connection->lost_at = s->now + (sim_percent(s, 50) ? sim_between(s, 0, 500) : 0);
        bool late = sim_percent(s, 30) && !s->quiet;
        sim_queue_put(&s->queue, (sim_job){ .at = s->now + sim_between(s, 0, late ? 15000 : 100),
                                            .action = SIM_GONE,
                                            .session = connection->session });
    }
}

void sim_send_on(sim *s, jb_session session, const char *text)
{
    sim_connection *connection = sim_connection_of(s, session);
    if (!connection || connection->cut) {
        return;
    }
    jb_time at = s->now + delay(s);
    connection->up_at = at > connection->up_at ? at : connection->up_at;
    char *copy = strdup(text);
    JB_ASSERT(copy != NULL);
    sim_queue_put(&s->queue, (sim_job){ .at = connection->up_at,
                                        .action = SIM_UP,
                                        .who = connection->client,
                                        .session = session,
                                        .text = copy });
}

void sim_send(sim *s, uint32_t client, const char *text)
{
    sim_send_on(s, s->clients[client].session, text);
    if (sim_mischief(s) && s->clients[client].welcomed && sim_percent(s, 2)) {
        sim_send_on(s, s->clients[client].session, text); /* twice, for no reason */
        s->counts.twice++;
    }
}

/* ---- jobs ---- */

/* Remembers what a player handed in, for the referee. */
static void note_answer(sim *s, const sim_connection *connection, const cJSON *tree)
{
    const cJSON *turn = cJSON_GetObjectItemCaseSensitive(tree, "turn");
    const cJSON *elapsed = cJSON_GetObjectItemCaseSensitive(tree, "elapsed");
    if (connection->player == 0 || !cJSON_IsNumber(turn)) {
        return;
    }
    sim_person *person = &s->durable.persons[connection->player];
    jb_time credit = connection->round_trip > 0 ? connection->round_trip / 2 : 0;
    jb_time cap = s->durable.plan->rules.fair_cap_ms;
    person->submissions[person->submission_count++ % SIM_SUBMISSIONS] = (sim_submission){
        .turn = (uint32_t)turn->valueint,
        .at = sim_clock(s),
        .credit_ms = credit < cap ? credit : cap,
        .claim_ms = cJSON_IsNumber(elapsed) ? (jb_time)elapsed->valuedouble : -1,
    };
}

static void give(sim *s, const sim_connection *connection, const char *text)
{
    /* An exact-size copy: who reads past the end is seen by ASan. */
    size_t size = strlen(text);
    char *bytes = malloc(size ? size : 1);
    JB_ASSERT(bytes != NULL);
    memcpy(bytes, text, size);
    jb_arena_message(s->arena, connection->session, (jb_slice){ .bytes = bytes, .size = size },
                     s->now);
    free(bytes);
}

/* A message about a turn is answered once what it caused is on disk. */
static void note_sent(sim *s, sim_connection *connection)
{
    connection->sent_more = connection->sent_more || connection->sent_count == SIM_SENT_MAX;
    if (connection->used && !connection->sent_more) {
        uint32_t at = (connection->sent_first + connection->sent_count++) % SIM_SENT_MAX;
        connection->sent[at] = jb_store_head(s->store);
    }
}

static bool is_of_turn(const char *type)
{
    static const char *const types[] = {
        "answer", "buzz", "pick", "name", "pass", "mark", "wager"
    };
    for (size_t i = 0; type && i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(type, types[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* What the host says of a state that is over must change nothing. */
static void give_command(sim *s, const sim_connection *connection, const char *text,
                         const cJSON *seq)
{
    int64_t of = cJSON_IsNumber(seq) ? (int64_t)seq->valuedouble : -1;
    const sim_desk *seen = of >= 0 ? &s->desk[of % SIM_DESK] : NULL;
    jb_contest_info before;
    jb_contest_info after;
    bool fault = s->fault;
    bool found = jb_arena_find(s->arena, s->id, &before);
    give(s, connection, text);
    found = found && jb_arena_find(s->arena, s->id, &after);
    bool over = found && seen && seen->seq == of && seen->life == s->life && !fault &&
                (seen->phase != before.phase || seen->paused != before.paused);
    if (over && (before.phase != after.phase || before.paused != after.paused)) {
        sim_fail(s, "a command for %s (seq %lld) is taken in %s", jb_phase_name(seen->phase),
                 (long long)of, jb_phase_name(before.phase));
    }
}

static void arrive_up(sim *s, sim_connection *connection, const char *text)
{
    cJSON *tree = cJSON_Parse(text);
    sim_trace(s, "%s %u -> %s", jb_role_name(s->clients[connection->client].role),
              connection->client, text);
    const char *type = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(tree, "type"));
    if (type && (strcmp(type, "answer") == 0 || strcmp(type, "buzz") == 0)) {
        note_answer(s, connection, tree);
    } else if (type && strcmp(type, "hello") == 0 && connection->hello_order == 0) {
        connection->hello_order = ++s->hello_order;
    }
    if (s->clients[connection->client].role == JB_ROLE_HOST) {
        jb_arena_tick(s->arena, s->now); /* what time alone changes is not the host's doing */
        sim_desk_message(s, connection, tree);
    }
    if (type && strcmp(type, "do") == 0 && connection->role == JB_ROLE_HOST) {
        give_command(s, connection, text, cJSON_GetObjectItemCaseSensitive(tree, "seq"));
    } else {
        give(s, connection, text);
    }
    if (is_of_turn(type)) {
        note_sent(s, connection);
    }
    cJSON_Delete(tree);
    sim_step(s);
}

/* What was due still goes out before a connection is let go. */
static void leave(sim *s, sim_connection *connection)
{
    flush(s, connection);
    if (connection->due != 0 && !connection->cut) {
        wake_later(s, connection, connection->stuck_until);
        return;
    }
    if (!connection->cut) {
        /* Not before the last frame arrives, if there ever was one. */
        jb_time at = connection->down_at > s->now ? connection->down_at : s->now;
        sim_queue_put(&s->queue, (sim_job){ .at = at + sim_between(s, 0, 50),
                                            .action = SIM_HANGUP,
                                            .who = connection->client,
                                            .session = connection->session });
    }
    gone(s, connection);
}

void sim_network_job(sim *s, sim_job *job)
{
    sim_connection *connection = sim_connection_of(s, job->session);
    sim_client *person = &s->clients[job->who];
    bool lost = !connection || !s->up;
    switch (job->action) {
    case SIM_DOWN:
        if (connection) {
            connection->under_way--;
        }
        if (person->session != job->session) {
            return;
        }
        if (person->role == JB_ROLE_PLAYER) {
            sim_phone_frame(s, job->who, job->tree);
        } else {
            sim_stage_desk_frame(s, job->who, job->tree);
        }
        return;
    case SIM_HANGUP:
        if (person->session == job->session) {
            person->session = JB_SESSION_NONE;
            person->welcomed = false;
            sim_wake_in(s, job->who, sim_between(s, 10, 1500));
        }
        return;
    case SIM_UP:
        if (!lost && !connection->leaving && (!connection->cut || s->now < connection->lost_at)) {
            arrive_up(s, connection, job->text);
        }
        return;
    case SIM_WRITABLE:
        if (!lost) {
            connection->waking = false;
            if (connection->leaving) {
                leave(s, connection);
            } else {
                flush(s, connection);
            }
        }
        return;
    case SIM_LEAVE:
        if (!lost) {
            leave(s, connection);
        }
        return;
    case SIM_GONE:
        if (!lost) {
            gone(s, connection);
        }
        return;
    case SIM_CLIENT:
    case SIM_COMMIT:
    case SIM_TICK:
    case SIM_TROUBLE:
    case SIM_RESTART:
    case SIM_REPAIR:
    case SIM_LOOK:
        return;
    }
}

void sim_network_drop(sim *s)
{
    for (uint32_t i = 0; i < s->connection_max; i++) {
        s->connections[i].used = false;
    }
    s->acting = JB_SESSION_NONE;
    for (uint32_t i = 0; i < s->client_count; i++) {
        if (s->clients[i].session != JB_SESSION_NONE) {
            s->clients[i].session = JB_SESSION_NONE;
            s->clients[i].welcomed = false;
            sim_wake_in(s, i, sim_between(s, 50, 3000));
        }
    }
}
