/*
 * One connection: what it is owed and when it may have it. Replies (acks, errors) are few and keep
 * their order in a short ring; everything else is a due bit and is made from the present state when
 * it can be sent (produce.c). What waits for the disk stands in the arena's waiting list, once a
 * session.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena_internal.h"
#include "jinbang/assert.h"

jb_client *jb_client_of(jb_arena *arena, jb_session session)
{
    uint32_t slot = jb_session_slot(session);
    JB_ASSERT(slot < arena->options.sessions_max);
    return &arena->clients[slot];
}

static bool reserve_waiting(jb_arena *arena)
{
    if (arena->queue_count < arena->queue_capacity) {
        return true;
    }
    size_t capacity = arena->queue_capacity ? arena->queue_capacity * 2 : 256;
    jb_waiting *queue = malloc(capacity * sizeof *queue);
    if (!queue) {
        return false;
    }
    for (size_t i = 0; i < arena->queue_count; i++) {
        queue[i] = arena->queue[(arena->queue_first + i) % arena->queue_capacity];
    }
    free(arena->queue);
    arena->queue = queue;
    arena->queue_first = 0;
    arena->queue_capacity = capacity;
    return true;
}

void jb_client_wait(jb_arena *arena, jb_client *client, jb_ticket ticket)
{
    if (client->waiting) {
        return; /* it will be looked at, and put back if that is too early */
    }
    /* At most one entry a session, so the list is bounded; without memory for that we cannot go
     * on serving this session. */
    if (!reserve_waiting(arena)) {
        const jb_arena_link *link = &arena->options.link;
        link->close(link->user, client->session, JB_CLOSE_POLICY, "out of memory");
        return;
    }
    size_t at = (arena->queue_first + arena->queue_count) % arena->queue_capacity;
    arena->queue[at] = (jb_waiting){ .ticket = ticket, .session = client->session };
    arena->queue_count++;
    client->waiting = true;
}

jb_pocket *jb_client_pocket(jb_client *client)
{
    if (!client->pocket) {
        client->pocket = calloc(1, sizeof *client->pocket);
        if (client->pocket) {
            jb_buffer_init(&client->pocket->own, JB_FRAME_OUT_MAX - JB_FRAME_HEADROOM);
            jb_buffer_init(&client->pocket->wish, 0);
        }
    }
    return client->pocket;
}

void jb_client_forget_replies(jb_client *client)
{
    free(client->replies);
    client->replies = NULL;
    client->reply_first = 0;
    client->reply_count = 0;
}

void jb_client_empty_pocket(jb_client *client)
{
    jb_client_forget_replies(client);
    if (client->pocket) {
        jb_buffer_finish(&client->pocket->own);
        jb_buffer_finish(&client->pocket->wish);
        free(client->pocket);
        client->pocket = NULL;
    }
}

static void push_reply(jb_arena *arena, jb_client *client, jb_reply added)
{
    const jb_arena_link *link = &arena->options.link;
    client->replies =
        client->replies ? client->replies : calloc(REPLIES_MAX, sizeof *client->replies);
    if (!client->replies) {
        link->close(link->user, client->session, JB_CLOSE_POLICY, "out of memory");
        return;
    }
    if (client->reply_count == REPLIES_MAX) {
        return; /* it sends faster than it reads; the newest answer's ack is sent again on request
                 */
    }
    client->replies[(client->reply_first + client->reply_count) % REPLIES_MAX] = added;
    client->reply_count++;
    if (added.ticket <= jb_store_durable(arena->options.store)) {
        link->due(link->user, client->session, JB_DUE_REPLY);
    } else {
        jb_client_wait(arena, client, added.ticket);
    }
}

/* Does the error say something about the contest? What is wrong with a frame does not. */
static bool tells_of_contest(jb_error error)
{
    return error >= JB_ERROR_NO_CONTEST && error != JB_ERROR_UNKNOWN_ACTION;
}

/* A refusal that tells of a contest's state waits until that state is on disk. */
static void push_error(jb_arena *arena, jb_client *client, const jb_contest *about, jb_reply added)
{
    arena->metrics.errors++;
    if (about && !about->fault) {
        added.ticket = jb_store_head(arena->options.store);
    }
    push_reply(arena, client, added);
}

void jb_client_refuse(jb_arena *arena, jb_client *client, const jb_contest *about, jb_error error)
{
    push_error(arena, client, about,
               (jb_reply){ .kind = REPLY_ERROR,
                           .error = (uint8_t)error,
                           .re = JB_MESSAGE_HELLO,
                           .late_ms = JB_TIME_NONE });
}

static void refuse_turn(jb_arena *arena, jb_client *client, jb_reply refused)
{
    refused.kind = REPLY_ERROR;
    push_error(arena, client, client->contest, refused);
}

void jb_client_refuse_turn(jb_arena *arena, jb_client *client, jb_error error,
                           const jb_message *message, jb_time late_ms)
{
    refuse_turn(arena, client,
                (jb_reply){ .error = (uint8_t)error,
                            .re = (uint8_t)message->type,
                            .turn = (uint32_t)message->turn,
                            .late_ms = late_ms });
}

void jb_client_error(jb_arena *arena, jb_client *client, jb_error error, jb_message_type re,
                     const char *why)
{
    jb_reply added = {
        .kind = REPLY_ERROR, .error = (uint8_t)error, .re = (uint8_t)re, .late_ms = JB_TIME_NONE
    };
    jb_pocket *pocket = why && why[0] ? jb_client_pocket(client) : NULL;
    if (pocket) {
        (void)snprintf(pocket->why, sizeof pocket->why, "%s", why);
        added.has_why = true;
    }
    /* Once a contest is known a refusal tells of its state: of the durable one only. */
    if (tells_of_contest(error) && client->contest && !client->contest->fault) {
        added.ticket = jb_store_head(arena->options.store);
    }
    push_reply(arena, client, added);
}

void jb_client_waiting(jb_arena *arena, jb_client *client)
{
    push_reply(arena, client, (jb_reply){ .kind = REPLY_WAITING, .re = JB_MESSAGE_HELLO });
}

void jb_client_ack(jb_arena *arena, jb_client *client, const jb_message *message,
                   jb_time elapsed_ms)
{
    jb_ticket head = jb_store_head(arena->options.store);
    client->gate = head;
    push_reply(arena, client,
               (jb_reply){ .kind = REPLY_ACK,
                           .re = (uint8_t)message->type,
                           .turn = (uint32_t)message->turn,
                           .elapsed_ms = elapsed_ms,
                           .ticket = head });
}

void jb_client_checked(jb_arena *arena, jb_client *client, uint32_t place)
{
    push_reply(
        arena, client,
        (jb_reply){ .kind = REPLY_CHECKED,
                    .turn = place,
                    .late_ms = jb_engine_paper(client->contest->engine, client->player)->attempt,
                    .ticket = jb_store_head(arena->options.store) });
}

void jb_client_own(jb_arena *arena, jb_client *client)
{
    bool wait = !client->contest->fault;
    client->gate = wait ? jb_store_head(arena->options.store) : client->gate;
    client->wanted |= JB_DUE_OWN;
    jb_client_release(arena, client, jb_store_durable(arena->options.store));
}

static uint16_t close_code(bye_reason reason)
{
    switch (reason) {
    case BYE_KICKED:
        return JB_CLOSE_KICKED;
    case BYE_REPLACED:
        return JB_CLOSE_REPLACED;
    case BYE_FINISHED:
        return JB_CLOSE_FINISHED;
    case BYE_SHUTDOWN:
    case BYE_NONE:
        break;
    }
    return JB_CLOSE_SHUTDOWN;
}

const char *jb_bye_name(bye_reason reason)
{
    switch (reason) {
    case BYE_KICKED:
        return "kicked";
    case BYE_REPLACED:
        return "replaced";
    case BYE_FINISHED:
        return "finished";
    case BYE_SHUTDOWN:
    case BYE_NONE:
        break;
    }
    return "shutdown";
}

void jb_client_bye(jb_arena *arena, jb_client *client, bye_reason reason)
{
    const jb_arena_link *link = &arena->options.link;
    jb_session session = client->session;
    client->bye = reason;
    client->bye_ticket = 0;
    link->due(link->user, session, JB_DUE_BYE);
    link->close(link->user, session, close_code(reason), jb_bye_name(reason));
}

jb_ticket jb_client_gate(const jb_client *client)
{
    jb_ticket gate = client->gate;
    const jb_contest *contest = client->contest;
    const jb_shown *state = contest ? &contest->shown[SHOWN_STATE_PLAYER] : NULL;
    if (state && state->pending && state->ticket > gate) {
        gate = state->ticket;
    }
    return gate;
}

void jb_client_release(jb_arena *arena, jb_client *client, jb_ticket durable)
{
    const jb_arena_link *link = &arena->options.link;
    uint32_t bits = 0;
    jb_ticket later = 0;
    if (client->bye != BYE_NONE && client->bye_ticket > 0) {
        if (client->bye_ticket <= durable) {
            jb_client_bye(arena, client, client->bye);
            return;
        }
        later = client->bye_ticket;
    }
    if (client->welcome_ticket > 0) {
        if (client->welcome_ticket <= durable) {
            client->welcome_ticket = 0;
            bits |= JB_DUE_WELCOME;
        } else {
            later = client->welcome_ticket;
        }
    }
    if (client->reply_count > 0) {
        jb_ticket ticket = client->replies[client->reply_first].ticket;
        bits |= ticket <= durable ? JB_DUE_REPLY : 0;
        later = ticket > durable ? ticket : later;
    }
    if (client->wanted) {
        jb_ticket gate = jb_client_gate(client);
        bits |= gate <= durable ? client->wanted : 0;
        later = gate > durable ? gate : later;
    }
    if (later > 0) {
        jb_client_wait(arena, client, later);
    }
    if (bits) {
        client->wanted &= ~bits;
        link->due(link->user, client->session, bits);
    }
}

static void leave_seat(const jb_client *client)
{
    jb_contest *contest = client->contest;
    if (contest && client->role == JB_ROLE_PLAYER) {
        jb_person *person = jb_people_get(&contest->people, client->player);
        JB_ASSERT(person->session == client->session);
        person->session = JB_SESSION_NONE;
        contest->online--;
    }
}

void jb_client_fault(jb_arena *arena, jb_client *client)
{
    jb_ticket durable = jb_store_durable(arena->options.store);
    bool lost = false;
    jb_reply first = { .re = JB_MESSAGE_COUNT };
    uint8_t kept = 0;
    for (uint8_t i = 0; i < client->reply_count; i++) {
        jb_reply reply = client->replies[(client->reply_first + i) % REPLIES_MAX];
        if (reply.ticket <= durable) {
            client->replies[(client->reply_first + kept++) % REPLIES_MAX] = reply;
        } else {
            lost = true;
            first = reply;
        }
    }
    client->reply_count = kept;
    if (kept == 0) {
        jb_client_forget_replies(client);
    }
    client->waiting = false;
    client->gate = 0;
    if (client->bye_ticket > durable) {
        client->bye = BYE_NONE; /* the removal did not happen */
        client->bye_ticket = 0;
    }
    if (client->welcome_ticket > durable && client->joining) {
        const jb_arena_link *link = &arena->options.link;
        lost = true; /* the join did not happen: back to before hello */
        first = (jb_reply){ .re = JB_MESSAGE_HELLO };
        leave_seat(client);
        client->welcome_ticket = 0;
        client->role = JB_ROLE_NONE;
        client->contest = NULL;
        client->player = 0;
        client->welcomed = false;
        jb_door_stranger(arena, client);
        link->enter(link->user, client->session, JB_CHANNEL_NONE);
    }
    if (lost && first.turn > 0) {
        refuse_turn(arena, client,
                    (jb_reply){ .error = JB_ERROR_STORE_FAILED,
                                .re = first.re,
                                .turn = first.turn,
                                .late_ms = JB_TIME_NONE });
    } else if (lost) {
        jb_client_error(arena, client, JB_ERROR_STORE_FAILED, first.re, NULL);
    }
    /* What was to be shown to this console alone rests on what did not happen. */
    if (client->pocket) {
        jb_buffer_clear(&client->pocket->own);
    }
    client->wanted &= ~(uint32_t)JB_DUE_OWN;
    /* Whoever only waited for others to be written need not wait any more. */
    jb_client_release(arena, client, UINT64_MAX);
}
