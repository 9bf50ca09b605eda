/*
 * The frames of one connection, made from the present state when the carrier can take them. What is
 * not on disk yet waits once more.
 */
#include "arena_internal.h"
#include "jinbang/assert.h"

static jb_buffer *begin_scratch(jb_arena *arena)
{
    static const char headroom[JB_FRAME_HEADROOM];
    jb_buffer_clear(&arena->scratch);
    jb_buffer_append(&arena->scratch, headroom, sizeof headroom);
    return &arena->scratch;
}

static bool scratch_frame(jb_arena *arena, jb_frame *frame)
{
    if (arena->scratch.failed || arena->scratch.size <= JB_FRAME_HEADROOM) {
        return false;
    }
    frame->payload = (unsigned char *)arena->scratch.bytes + JB_FRAME_HEADROOM;
    frame->size = arena->scratch.size - JB_FRAME_HEADROOM;
    return true;
}

static bool produce_pong(jb_arena *arena, jb_client *client, jb_time now, jb_frame *frame)
{
    jb_time clock = client->contest ? jb_contest_now(client->contest, now) : now;
    jb_view_pong(client->pong_t0, clock, begin_scratch(arena));
    return scratch_frame(arena, frame);
}

/* A player's welcome holds the name, which may have been changed since it became due, or may be
 * what the disk has just refused. */
static bool name_waits(jb_arena *arena, jb_client *client)
{
    if (client->role != JB_ROLE_PLAYER) {
        return false;
    }
    bool early = client->gate > jb_store_durable(arena->options.store);
    if (early) {
        jb_client_wait(arena, client, client->gate);
    }
    return early || client->contest->rebuilding;
}

static bool produce_welcome(jb_arena *arena, jb_client *client, jb_time now, jb_frame *frame)
{
    jb_scene scene;
    jb_contest_scene(client->contest, now, &scene);
    scene.judge = client->judge;
    char token[2 * TOKEN_SIZE + 1];
    jb_hex_encode(client->token, TOKEN_SIZE, token);
    jb_view_welcome(&scene, client->role, client->player, token, begin_scratch(arena));
    return scratch_frame(arena, frame);
}

static void drop_reply(jb_client *client)
{
    client->reply_first = (uint8_t)((client->reply_first + 1) % REPLIES_MAX);
    client->reply_count--;
    if (client->reply_count == 0) {
        jb_client_forget_replies(client);
    }
}

/* What was right of an answer; nothing if the paper is no longer the participant's newest. */
static bool produce_checked(jb_arena *arena, jb_client *client, const jb_reply *reply, jb_time now,
                            jb_frame *frame)
{
    const jb_paper *paper =
        client->contest ? jb_engine_paper(client->contest->engine, client->player) : NULL;
    jb_scene scene;
    if (!paper || paper->attempt != (uint64_t)reply->late_ms) {
        return false;
    }
    jb_contest_scene(client->contest, now, &scene);
    return jb_view_checked(&scene, client->player, reply->turn, begin_scratch(arena)) &&
           scratch_frame(arena, frame);
}

/* The oldest reply, if it is durable. *due keeps its bit while more can follow. */
static bool produce_reply(jb_arena *arena, jb_client *client, jb_time now, uint32_t *due,
                          jb_frame *frame)
{
    jb_ticket durable = jb_store_durable(arena->options.store);
    /* Who has been let in meanwhile, or sent away, waits no more. */
    while (client->reply_count > 0 && !client->room &&
           client->replies[client->reply_first].kind == REPLY_WAITING) {
        drop_reply(client);
    }
    if (client->reply_count == 0) {
        return false;
    }
    jb_reply reply = client->replies[client->reply_first];
    if (reply.ticket > durable) {
        jb_client_wait(arena, client, reply.ticket);
        return false;
    }
    drop_reply(client);
    if (client->reply_count > 0) {
        *due |= JB_DUE_REPLY;
    }
    if (reply.kind == REPLY_CHECKED) {
        return produce_checked(arena, client, &reply, now, frame);
    }
    if (reply.kind == REPLY_WAITING) {
        jb_view_waiting(begin_scratch(arena));
    } else if (reply.kind == REPLY_ACK) {
        arena->metrics.acks++;
        jb_view_ack(reply.turn, reply.elapsed_ms, begin_scratch(arena));
    } else {
        jb_error_view view = { .error = reply.error,
                               .message = reply.has_why ? client->pocket->why : NULL,
                               .re = jb_message_name(reply.re),
                               .turn = reply.turn,
                               .late_ms = reply.late_ms };
        jb_view_error(&view, begin_scratch(arena));
    }
    return scratch_frame(arena, frame);
}

/* A judge's state holds their own mark, so it is made for them alone, of the contest as it is now:
 * joins and answers, too, that no state waits for. */
static bool produce_judge(jb_arena *arena, jb_client *client, jb_time now, jb_frame *frame)
{
    jb_ticket gate = client->contest->ticket;
    if (gate > jb_store_durable(arena->options.store)) {
        client->wanted |= JB_DUE_STATE;
        jb_client_wait(arena, client, gate);
        return false;
    }
    jb_scene scene;
    jb_contest_scene(client->contest, now, &scene);
    scene.judge = client->judge;
    jb_view_state(&scene, JB_ROLE_PLAYER, begin_scratch(arena), NULL);
    return scratch_frame(arena, frame);
}

static bool produce_own(jb_arena *arena, jb_client *client, jb_frame *frame)
{
    jb_buffer *own = client->pocket ? &client->pocket->own : NULL;
    if (!own || own->size == 0) {
        return false;
    }
    if (client->gate > jb_store_durable(arena->options.store)) {
        client->wanted |= JB_DUE_OWN;
        jb_client_wait(arena, client, client->gate);
        return false;
    }
    jb_buffer *scratch = begin_scratch(arena);
    jb_buffer_append(scratch, own->bytes, own->size);
    jb_buffer_clear(own);
    return scratch_frame(arena, frame);
}

static bool produce_shown(jb_client *client, uint32_t bit, jb_time now, jb_frame *frame)
{
    jb_contest *contest = client->contest;
    bool host = client->role == JB_ROLE_HOST;
    if (bit == JB_DUE_ROSTER) {
        return host && jb_shown_frame(&contest->shown[SHOWN_ROSTER], frame);
    }
    if (bit == JB_DUE_TALLY) {
        shown_kind kind = host ? SHOWN_TALLY_HOST : SHOWN_TALLY_SCREEN;
        bool watches = host || client->role == JB_ROLE_SCREEN;
        return watches && jb_shown_frame(&contest->shown[kind], frame);
    }
    shown_kind kind = host                             ? SHOWN_STATE_HOST
                      : client->role == JB_ROLE_SCREEN ? SHOWN_STATE_SCREEN
                                                       : SHOWN_STATE_PLAYER;
    jb_shown *shown = &contest->shown[kind];
    if (!jb_shown_frame(shown, frame)) {
        return false;
    }
    jb_view_now(shown->current.bytes, &shown->current_marks, jb_contest_now(contest, now));
    jb_view_acting(shown->current.bytes, &shown->current_marks,
                   contest->acting == JB_SESSION_NONE || contest->acting == client->session);
    return true;
}

static bool produce_you(jb_arena *arena, jb_client *client, jb_time now, jb_frame *frame)
{
    jb_contest *contest = client->contest;
    jb_ticket gate = jb_client_gate(client);
    if (client->role != JB_ROLE_PLAYER || contest->rebuilding) {
        return false;
    }
    /* One's own paper is held back by one's own entries, a place in the ranking by everybody's. */
    bool window = contest->plan->rules.window != NULL;
    bool ranked = window && jb_engine_look(contest->engine)->phase == JB_PHASE_FINISHED;
    gate = ranked && contest->ticket > gate ? contest->ticket : gate;
    if (gate > jb_store_durable(arena->options.store)) {
        client->wanted |= JB_DUE_YOU;
        jb_client_wait(arena, client, gate);
        return false;
    }
    jb_scene scene;
    jb_contest_scene(contest, now, &scene);
    if (window) {
        jb_window_attempt(contest, client->player, &scene, begin_scratch(arena));
    } else {
        jb_view_you(&scene, client->player, begin_scratch(arena));
    }
    return scratch_frame(arena, frame);
}

static bool produce_bye(jb_arena *arena, jb_client *client, jb_frame *frame)
{
    const bool *banned = client->bye == BYE_KICKED ? &client->banned : NULL;
    jb_view_bye(jb_bye_name(client->bye), banned, begin_scratch(arena));
    return scratch_frame(arena, frame);
}

static bool produce_one(jb_arena *arena, jb_client *client, jb_time now, uint32_t bit,
                        uint32_t *due, jb_frame *frame)
{
    switch (bit) {
    case JB_DUE_PONG:
        return produce_pong(arena, client, now, frame);
    case JB_DUE_REPLY:
        return produce_reply(arena, client, now, due, frame);
    case JB_DUE_BYE:
        return produce_bye(arena, client, frame);
    default:
        break;
    }
    if (!client->contest || client->welcome_ticket > 0) {
        return false; /* not in yet: what was due to the channel comes with the welcome */
    }
    if (bit == JB_DUE_WELCOME && name_waits(arena, client)) {
        client->wanted |= JB_DUE_WELCOME;
        return false;
    }
    if (bit == JB_DUE_WELCOME) {
        client->welcomed = true;
        client->joining = false;
        *due |= JB_DUE_STATE | (client->role == JB_ROLE_PLAYER ? JB_DUE_YOU : 0) |
                (client->role == JB_ROLE_HOST ? JB_DUE_ROSTER | JB_DUE_TALLY : 0) |
                (client->role == JB_ROLE_SCREEN ? JB_DUE_TALLY : 0);
        return produce_welcome(arena, client, now, frame);
    }
    if (!client->welcomed) {
        return false;
    }
    if (bit == JB_DUE_YOU) {
        return produce_you(arena, client, now, frame);
    }
    if (bit == JB_DUE_OWN) {
        return produce_own(arena, client, frame);
    }
    if (bit == JB_DUE_STATE && client->judge > 0) {
        /* What the others were shown is older than this judge's last; all are shown anew soon. */
        return !client->contest->rebuilding && produce_judge(arena, client, now, frame);
    }
    return produce_shown(client, bit, now, frame);
}

bool jb_arena_produce(jb_arena *arena, jb_session session, jb_time now, uint32_t *due,
                      jb_frame *frame)
{
    jb_client *client = jb_client_of(arena, session);
    if (client->session != session) {
        *due = 0;
        return false;
    }
    for (uint32_t bit = JB_DUE_PONG; bit <= JB_DUE_BYE; bit <<= 1) {
        if (!(*due & bit)) {
            continue;
        }
        *due &= ~bit;
        if (produce_one(arena, client, now, bit, due, frame)) {
            return true;
        }
    }
    return false;
}
