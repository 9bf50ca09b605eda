/*
 * What clients send: fragments are put together until the message is whole, the limit being checked
 * before anything is kept. A message that came in one piece, as nearly all do, is handed on without
 * a copy. Its time is when its end came: whoever sends a beginning early and the rest when the
 * answer is known gains nothing. Also the answers to our pings.
 */
#include "net_internal.h"

#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"

enum {
    CLOSE_TOO_LARGE = 1009,
    CLOSE_INTERNAL = 1011
};

static void hand_on(jb_net *net, jb_seat *seat, jb_slice text)
{
    const jb_net_callbacks *callbacks = &net->options.callbacks;
    jb_session session = jb_seat_session(net, seat);

    net->metrics.messages_in++;
    if (lws_frame_is_binary(seat->connection->wsi) != 0) {
        callbacks->on_binary(net->options.user, session);
    } else {
        callbacks->on_message(net->options.user, session, text, seat->heard);
    }
}

/* More than the limit is there or announced. */
static bool too_large(const jb_seat *seat, size_t size)
{
    size_t announced = lws_remaining_packet_payload(seat->connection->wsi);
    size_t kept = seat->message != NULL ? seat->message->size : 0;

    return announced > seat->message_max || size > seat->message_max ||
           kept + size + announced > seat->message_max;
}

void jb_message_drop(jb_seat *seat)
{
    jb_buffer_finish(seat->message);
    free(seat->message);
    seat->message = NULL;
}

/* False: memory has run out. */
static bool keep_piece(jb_seat *seat, jb_slice piece)
{
    if (seat->message == NULL) {
        seat->message = malloc(sizeof(*seat->message));
        if (seat->message == NULL) {
            return false;
        }
        jb_buffer_init(seat->message, seat->message_max);
    }
    jb_buffer_append(seat->message, piece.bytes, piece.size);
    return !seat->message->failed;
}

void jb_message_receive(jb_net *net, jb_seat *seat, jb_slice piece)
{
    struct lws *wsi = seat->connection->wsi;
    jb_time now = jb_clock_monotonic_ms();
    bool last = lws_is_final_fragment(wsi) != 0;

    seat->heard = now;
    if (seat->leaving) {
        return;
    }
    if ((last || piece.size == 0) && !jb_flow_take(seat, now)) {
        jb_seat_flood(net, seat);
        return;
    }
    if (too_large(seat, piece.size)) {
        net->metrics.closed_too_large++;
        jb_seat_close(net, seat, CLOSE_TOO_LARGE, "message too large");
        return;
    }
    if (last && seat->message == NULL) {
        hand_on(net, seat, piece);
        return;
    }
    if (!keep_piece(seat, piece)) {
        jb_seat_close(net, seat, CLOSE_INTERNAL, "out of memory");
        return;
    }
    if (last) {
        /* The seat may be emptied by what the application does, so the text moves out first. */
        jb_buffer *whole = seat->message;

        seat->message = NULL;
        hand_on(net, seat, jb_buffer_slice(whole));
        jb_buffer_finish(whole);
        free(whole);
    }
}

void jb_message_pong(jb_net *net, jb_seat *seat, jb_slice payload)
{
    jb_time now = jb_clock_monotonic_ms();
    jb_time stamp = 0;

    (void)net;
    seat->heard = now;
    if (payload.size != JB_PING_SIZE || seat->pinged == JB_TIME_NONE) {
        return; /* unsolicited pongs are allowed */
    }
    memcpy(&stamp, payload.bytes, sizeof(stamp));
    if (stamp != seat->pinged) {
        return; /* of an older ping: how long it took is not a round trip */
    }
    JB_ASSERT(now >= stamp);
    seat->pinged = JB_TIME_NONE;
    jb_round_trip_add(&seat->trips, now - stamp);
}
