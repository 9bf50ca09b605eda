/*
 * WebSocket sessions: who sits on which seat, what is due to them, when they are slow or silent,
 * and how they leave.
 *
 * Sending never queues. A session holds due bits; as long as libwebsockets has nothing buffered for
 * the socket (writing then would corrupt the stream, performance.md section 3) the application is
 * asked for one frame after the other, straight from wherever the bit was set. Otherwise we ask for
 * the socket's next writable moment and the bits wait. Sessions that wait stand in one list in the
 * order in which they got stuck, so finding the slow ones looks at its head only.
 *
 * Leaving is done from the loop's next pass, never inside a call of the application: until then
 * the session is marked and stays valid. What was due still goes out, then our close frame, which
 * we write ourselves: libwebsockets would start a timer in its sorted list for each.
 */
#include "net_internal.h"

#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"

enum {
    FRAME_HEAD_SIZE = 2,
    CLOSE_CODE_SIZE = 2,
    CLOSE_POLICY = 1008,
    OPCODE_CLOSE_FINAL = 0x88
};

jb_status jb_sessions_open(jb_net *net)
{
    net->seats = calloc(net->seats_max, sizeof(*net->seats));
    /* Twice: entries being worked on still stand in front of those that are added meanwhile. */
    net->leaving = calloc((size_t)net->seats_max * 2, sizeof(*net->leaving));
    net->free_first = JB_NO_SLOT;
    net->stuck_first = JB_NO_SLOT;
    net->stuck_last = JB_NO_SLOT;
    return net->seats == NULL || net->leaving == NULL ? JB_ERR_MEMORY : JB_OK;
}

void jb_sessions_close(jb_net *net)
{
    for (uint32_t slot = 0; net->seats != NULL && slot < net->seats_used; slot++) {
        jb_message_drop(&net->seats[slot]);
        free(net->seats[slot].close_reason);
    }
    free(net->leaving);
    free(net->seats);
    net->leaving = NULL;
    net->seats = NULL;
}

uint32_t jb_seat_slot(const jb_net *net, const jb_seat *seat)
{
    return (uint32_t)(seat - net->seats);
}

jb_session jb_seat_session(const jb_net *net, const jb_seat *seat)
{
    return (jb_session)seat->generation << 32 | jb_seat_slot(net, seat);
}

jb_seat *jb_seat_find(jb_net *net, jb_session session)
{
    uint32_t slot = jb_session_slot(session);
    jb_seat *seat = NULL;

    if (slot >= net->seats_used) {
        return NULL;
    }
    seat = &net->seats[slot];
    return seat->connection != NULL && seat->generation == session >> 32 ? seat : NULL;
}

bool jb_seat_take(jb_net *net, jb_connection *connection, jb_time now)
{
    uint32_t slot = net->free_first;
    uint32_t generation = 0;

    JB_ASSERT(connection->slot == JB_NO_SLOT);
    if (slot != JB_NO_SLOT) {
        net->free_first = net->seats[slot].next_free;
        generation = net->seats[slot].generation;
    } else if (net->seats_used < net->seats_max) {
        slot = net->seats_used++;
    } else {
        return false;
    }
    net->seats[slot] = (jb_seat){ .connection = connection,
                                  .generation = generation == UINT32_MAX ? 1 : generation + 1,
                                  .listed = net->seats[slot].listed,
                                  .channel = JB_CHANNEL_NONE,
                                  .heard = now,
                                  .pinged = JB_TIME_NONE,
                                  .message_max = net->options.message_max };
    connection->slot = slot;
    net->metrics.sessions++;
    net->metrics.sessions_total++;
    return true;
}

static void unstick(jb_net *net, jb_seat *seat)
{
    if (!seat->stuck) {
        return;
    }
    if (seat->stuck_prev == JB_NO_SLOT) {
        net->stuck_first = seat->stuck_next;
    } else {
        net->seats[seat->stuck_prev].stuck_next = seat->stuck_next;
    }
    if (seat->stuck_next == JB_NO_SLOT) {
        net->stuck_last = seat->stuck_prev;
    } else {
        net->seats[seat->stuck_next].stuck_prev = seat->stuck_prev;
    }
    seat->stuck = false;
}

static void stick(jb_net *net, jb_seat *seat)
{
    uint32_t slot = jb_seat_slot(net, seat);

    if (!seat->stuck) {
        seat->stuck = true;
        seat->stuck_since = jb_clock_monotonic_ms();
        seat->stuck_prev = net->stuck_last;
        seat->stuck_next = JB_NO_SLOT;
        if (net->stuck_last == JB_NO_SLOT) {
            net->stuck_first = slot;
        } else {
            net->seats[net->stuck_last].stuck_next = slot;
        }
        net->stuck_last = slot;
    }
    (void)lws_callback_on_writable(seat->connection->wsi);
}

void jb_seat_leave(jb_net *net, jb_seat *seat)
{
    jb_session session = jb_seat_session(net, seat);

    JB_ASSERT(seat->connection != NULL);
    JB_ASSERT(!seat->producing);
    jb_channel_leave(net, seat);
    unstick(net, seat);
    jb_message_drop(seat);
    free(seat->close_reason);
    seat->connection->slot = JB_NO_SLOT;
    *seat = (jb_seat){ .generation = seat->generation,
                       .next_free = net->free_first,
                       .listed = seat->listed };
    net->free_first = jb_session_slot(session);
    net->metrics.sessions--;
    if (!net->destroying) {
        net->options.callbacks.on_close(net->options.user, session);
    }
}

static void put_in_leaving(jb_net *net, jb_seat *seat)
{
    if (seat->leaving) {
        return;
    }
    seat->leaving = true;
    jb_channel_leave(net, seat);
    jb_net_work(net);
    /* The entry may still be there from somebody who had this seat before. */
    if (!seat->listed) {
        JB_ASSERT(net->leaving_count / 2 < net->seats_max);
        seat->listed = true;
        net->leaving[net->leaving_count++] = jb_seat_slot(net, seat);
    }
}

/* The socket takes nothing any more; we are not inside its own callback. */
static void break_off(jb_net *net, jb_seat *seat)
{
    seat->broken = true;
    seat->due = 0;
    put_in_leaving(net, seat);
}

void jb_seat_flush(jb_net *net, jb_seat *seat)
{
    const jb_net_callbacks *callbacks = &net->options.callbacks;
    struct lws *wsi = seat->connection->wsi;
    jb_session session = jb_seat_session(net, seat);

    if (seat->producing || seat->broken || jb_held(seat->connection)) {
        return;
    }
    while (seat->due != 0) {
        jb_frame frame = { NULL, 0 };
        bool some = false;

        if (lws_partial_buffered(wsi)) {
            stick(net, seat);
            return;
        }
        seat->producing = true;
        some = callbacks->on_produce(net->options.user, session, &seat->due, &frame);
        seat->producing = false;
        if (!some) {
            seat->due = 0;
            break;
        }
        JB_ASSERT(frame.payload != NULL);
        if (lws_write(wsi, frame.payload, frame.size, LWS_WRITE_TEXT) < (int)frame.size) {
            break_off(net, seat);
            return;
        }
        net->metrics.frames_out++;
        net->metrics.bytes_out += frame.size;
    }
    unstick(net, seat);
}

void jb_seat_due_later(jb_net *net, jb_seat *seat, uint32_t bits)
{
    if (bits == 0 || seat->leaving) {
        return;
    }
    seat->due |= bits;
    stick(net, seat);
}

void jb_net_due(jb_net *net, jb_session session, uint32_t bits)
{
    jb_seat *seat = jb_seat_find(net, session);

    if (seat == NULL || seat->leaving) {
        return;
    }
    seat->due |= bits;
    if (seat->producing) {
        return; /* the loop that is asking for frames will see the bits */
    }
    jb_seat_flush(net, seat);
}

/* Our close frame, worded by hand because libwebsockets keeps its own to itself. Nothing is
 * buffered, so the bytes stand on their own. */
static void say_goodbye(const jb_seat *seat)
{
    unsigned char room[LWS_PRE + FRAME_HEAD_SIZE + CLOSE_CODE_SIZE + JB_REASON_MAX];
    unsigned char *frame = room + LWS_PRE;
    size_t reason = seat->close_reason == NULL ? 0 : strlen(seat->close_reason);
    size_t size = CLOSE_CODE_SIZE + reason;

    JB_ASSERT(reason <= JB_REASON_MAX);
    frame[0] = OPCODE_CLOSE_FINAL;
    frame[1] = (unsigned char)size;
    frame[2] = (unsigned char)(seat->close_code >> 8);
    frame[3] = (unsigned char)(seat->close_code & 0xff);
    if (reason > 0) {
        memcpy(frame + FRAME_HEAD_SIZE + CLOSE_CODE_SIZE, seat->close_reason, reason);
    }
    /* If it fails the connection ends a little sooner than it would have. */
    (void)lws_write(seat->connection->wsi, frame, FRAME_HEAD_SIZE + size, LWS_WRITE_RAW);
}

/* If what is due does not fit now, the socket's next writable moment brings us here again. */
static void finish_leaving(jb_net *net, jb_seat *seat)
{
    jb_connection *connection = seat->connection;

    if (jb_held(connection)) {
        return; /* comes here again when its time is up */
    }
    jb_seat_flush(net, seat);
    if (seat->broken) {
        jb_seat_leave(net, seat);
        jb_connection_kill(connection);
        return;
    }
    if (seat->due != 0 || lws_partial_buffered(connection->wsi)) {
        stick(net, seat);
        return;
    }
    say_goodbye(seat);
    jb_seat_leave(net, seat);
    jb_queue_add(&net->linger, connection, jb_clock_monotonic_ms() + JB_LINGER_MS);
}

void jb_seat_writable(jb_net *net, jb_seat *seat)
{
    if (seat->leaving) {
        finish_leaving(net, seat);
    } else {
        jb_seat_flush(net, seat);
    }
}

void jb_sessions_work(jb_net *net)
{
    /* Callbacks may add to the list while it is walked; those wait for the next pass. */
    uint32_t count = net->leaving_count;

    for (uint32_t i = 0; i < count; i++) {
        jb_seat *seat = &net->seats[net->leaving[i]];

        seat->listed = false;
        if (seat->connection != NULL && seat->leaving) {
            finish_leaving(net, seat);
        }
    }
    JB_ASSERT(net->leaving_count >= count);
    net->leaving_count -= count;
    memmove(net->leaving, net->leaving + count, net->leaving_count * sizeof(*net->leaving));
}

void jb_seat_close(jb_net *net, jb_seat *seat, uint16_t code, const char *reason)
{
    size_t size = reason == NULL ? 0 : strlen(reason);

    if (seat->leaving) {
        return;
    }
    if (size > JB_REASON_MAX) {
        size = JB_REASON_MAX;
        while (size > 0 && ((unsigned char)reason[size] & 0xc0) == 0x80) {
            size--; /* not in the middle of a character */
        }
    }
    seat->close_code = code;
    if (size > 0) {
        seat->close_reason = strndup(reason, size); /* without memory: a code alone */
    }
    jb_message_drop(seat);
    put_in_leaving(net, seat);
}

void jb_seat_flood(jb_net *net, jb_seat *seat)
{
    net->metrics.closed_flood++;
    (void)jb_address_failure(&net->addresses, &seat->connection->address, jb_clock_monotonic_ms());
    jb_seat_close(net, seat, CLOSE_POLICY, "too many messages");
}

void jb_net_close(jb_net *net, jb_session session, uint16_t code, const char *reason)
{
    jb_seat *seat = jb_seat_find(net, session);

    if (seat != NULL) {
        jb_seat_close(net, seat, code, reason);
    }
}

void jb_net_set_message_max(jb_net *net, jb_session session, size_t size)
{
    jb_seat *seat = jb_seat_find(net, session);

    if (seat != NULL) {
        seat->message_max = size;
    }
}

int32_t jb_net_round_trip(const jb_net *net, jb_session session)
{
    uint32_t slot = jb_session_slot(session);
    const jb_seat *seat = slot < net->seats_used ? &net->seats[slot] : NULL;

    if (seat == NULL || seat->connection == NULL || seat->generation != session >> 32) {
        return -1;
    }
    return jb_round_trip_least(&seat->trips);
}

bool jb_net_failure(jb_net *net, jb_session session)
{
    const jb_seat *seat = jb_seat_find(net, session);

    if (seat == NULL ||
        !jb_address_failure(&net->addresses, &seat->connection->address, jb_clock_monotonic_ms())) {
        return false;
    }
    jb_held_add(net, seat->connection);
    return true;
}

void jb_seat_ping(jb_net *net, jb_seat *seat, jb_time now)
{
    unsigned char frame[LWS_PRE + JB_PING_SIZE];
    struct lws *wsi = seat->connection->wsi;

    if (seat->leaving || lws_partial_buffered(wsi)) {
        return;
    }
    memcpy(frame + LWS_PRE, &now, JB_PING_SIZE);
    seat->pinged = now;
    if (lws_write(wsi, frame + LWS_PRE, JB_PING_SIZE, LWS_WRITE_PING) < 0) {
        break_off(net, seat);
    }
}

void jb_sessions_tick(jb_net *net, jb_time now)
{
    while (net->stuck_first != JB_NO_SLOT) {
        jb_seat *seat = &net->seats[net->stuck_first];
        jb_connection *connection = seat->connection;

        if (now - seat->stuck_since < net->slow_ms) {
            return;
        }
        net->metrics.closed_slow++;
        jb_seat_leave(net, seat);
        jb_connection_kill(connection);
    }
}

void jb_sessions_beat(jb_net *net, jb_time now)
{
    /* A few each time: a timer for each would be dear, all at once would hold up answers. */
    net->beats = (net->beats + 1) % JB_PING_BEATS;
    for (uint32_t slot = net->beats; slot < net->seats_used; slot += JB_PING_BEATS) {
        jb_seat *seat = &net->seats[slot];
        jb_connection *connection = seat->connection;

        if (connection == NULL) {
            continue;
        }
        if (now - seat->heard > JB_PING_LOST_MS) {
            jb_seat_leave(net, seat);
            jb_connection_kill(connection);
        } else if (!jb_flow_bytes(seat, lws_get_socket_fd(connection->wsi))) {
            jb_seat_flood(net, seat);
        } else {
            jb_seat_ping(net, seat, now);
        }
    }
}
