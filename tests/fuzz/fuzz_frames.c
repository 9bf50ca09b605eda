/*
 * Any bytes as what arrives on a WebSocket, piece by piece: fragments, control frames between them,
 * announced lengths that do not come true. Each piece is a byte of flags, a byte of announced
 * length, a byte of size and so many bytes. What is handed on is what the pieces are together,
 * never more than the limit, and nothing after a message that was too large.
 */
/* jb:looks net */
/* jb:wrap lws_frame_is_binary lws_remaining_packet_payload lws_is_final_fragment */
/* jb:wrap jb_seat_close jb_seat_flood */
/* jb:length 4096 */
#include <stdint.h>
#include <string.h>

#include "jinbang/assert.h"
#include "net_internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    LIMIT = 300,
    TOO_LARGE = 1009,
    LAST = 1,
    BINARY = 2,
    PONG = 4
};

static struct {
    bool last, binary;
    size_t announced;
    char text[LIMIT]; /* what the pieces since the last message are together */
    size_t size;
    uint32_t handed_on, closed, flooded;
    uint32_t paid; /* messages and pieces of nothing so far */
} wire;

int __wrap_lws_frame_is_binary(struct lws *wsi);
size_t __wrap_lws_remaining_packet_payload(struct lws *wsi);
int __wrap_lws_is_final_fragment(struct lws *wsi);
void __wrap_jb_seat_close(jb_net *net, jb_seat *seat, uint16_t code, const char *reason);
void __wrap_jb_seat_flood(jb_net *net, jb_seat *seat);

int __wrap_lws_frame_is_binary(struct lws *wsi)
{
    (void)wsi;
    return wire.binary;
}

size_t __wrap_lws_remaining_packet_payload(struct lws *wsi)
{
    (void)wsi;
    return wire.announced;
}

int __wrap_lws_is_final_fragment(struct lws *wsi)
{
    (void)wsi;
    return wire.last;
}

void __wrap_jb_seat_close(jb_net *net, jb_seat *seat, uint16_t code, const char *reason)
{
    (void)net;
    JB_ASSERT(code == TOO_LARGE && reason[0] != '\0');
    jb_message_drop(seat);
    seat->leaving = true;
    wire.closed++;
}

void __wrap_jb_seat_flood(jb_net *net, jb_seat *seat)
{
    (void)net;
    JB_ASSERT(wire.paid > JB_MESSAGES_BURST); /* never sooner */
    jb_message_drop(seat);
    seat->leaving = true;
    wire.flooded++;
}

static void on_message(void *user, jb_session session, jb_slice text, jb_time now)
{
    (void)user;
    (void)session;
    JB_ASSERT(now > 0 && !wire.binary);
    JB_ASSERT(text.size == wire.size && text.size <= LIMIT);
    JB_ASSERT(text.size == 0 || memcmp(text.bytes, wire.text, text.size) == 0);
    wire.handed_on++;
}

static void on_binary(void *user, jb_session session)
{
    (void)user;
    (void)session;
    JB_ASSERT(wire.binary);
    wire.handed_on++;
}

/* Feeds one piece; what must come of it is worked out first. */
static void receive(jb_net *net, jb_seat *seat, jb_slice piece)
{
    bool was_leaving = seat->leaving;
    bool fits = wire.size + piece.size + wire.announced <= LIMIT;
    uint32_t before = wire.handed_on;
    if (!was_leaving && fits && piece.size > 0) {
        memcpy(wire.text + wire.size, piece.bytes, piece.size);
    }
    wire.size += fits ? piece.size : 0;
    wire.paid += wire.last || piece.size == 0;
    jb_message_receive(net, seat, piece);
    bool good = !was_leaving && fits && wire.flooded == 0;
    JB_ASSERT(wire.handed_on == before + (good && wire.last));
    JB_ASSERT(seat->leaving == (was_leaving || !good));
    JB_ASSERT(seat->message == NULL || seat->message->size <= LIMIT);
    if (wire.last) {
        wire.size = 0;
    }
}

static void pong(jb_net *net, jb_seat *seat, jb_slice payload)
{
    uint8_t before = seat->trips.count;
    jb_message_pong(net, seat, payload);
    JB_ASSERT(seat->trips.count <= JB_ROUND_TRIP_SAMPLES &&
              seat->trips.next < JB_ROUND_TRIP_SAMPLES);
    JB_ASSERT(seat->trips.count == before || payload.size == JB_PING_SIZE);
    JB_ASSERT(seat->trips.count == before || seat->pinged == JB_TIME_NONE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    jb_connection connection = { .slot = 0 };
    jb_seat seat = { .connection = &connection, .message_max = LIMIT, .pinged = JB_TIME_NONE };
    jb_net net = { .seats = &seat,
                   .seats_used = 1,
                   .options = {
                       .callbacks = { .on_message = on_message, .on_binary = on_binary } } };
    memset(&wire, 0, sizeof wire);
    for (size_t at = 0; at + 3 <= size;) {
        const uint8_t *flags = data + at;
        size_t here = flags[2] < size - at - 3 ? flags[2] : size - at - 3;
        jb_slice piece = { .bytes = (const char *)data + at + 3, .size = here };
        wire.last = (flags[0] & LAST) != 0;
        wire.binary = (flags[0] & BINARY) != 0;
        wire.announced = wire.last ? 0 : flags[1];
        at += 3 + here;
        if (flags[0] & PONG) {
            memcpy(&seat.pinged,
                   here == JB_PING_SIZE && flags[1] == 0 ? piece.bytes : "\1\0\0\0\0\0\0",
                   JB_PING_SIZE);
            seat.pinged = seat.pinged < 0 || seat.pinged > jb_clock_monotonic_ms() ? JB_TIME_NONE
                                                                                   : seat.pinged;
            pong(&net, &seat, piece);
        } else {
            receive(&net, &seat, piece);
        }
    }
    JB_ASSERT(wire.closed + wire.flooded <= 1 && net.metrics.closed_too_large == wire.closed);
    JB_ASSERT(net.metrics.messages_in == wire.handed_on);
    jb_message_drop(&seat);
    return 0;
}
