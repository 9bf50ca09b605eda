/*
 * WebSocket sessions against a running net: handshakes, messages, closing, slow readers.
 */
#include "client.h"
#include "host.h"
#include "jb_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net_internal.h"

#define HELLO "Host: quiz.test:8080\r\nSec-WebSocket-Protocol: jinbang.v1\r\n"

static int upgrade_once(host *h, const char *path, const char *extra)
{
    int fd = client_connect(host_port(h));
    int status = client_upgrade(fd, path, extra);

    (void)close(fd);
    return status;
}

static void with_public_url(jb_net_options *options)
{
    options->public_url = "https://quiz.example/hall/";
}

static void handshake_is_refused_for_wrong_path_protocol_or_origin(void **state)
{
    host *h = host_start(with_public_url);
    client_reply *reply = malloc(sizeof(*reply));
    int fd = -1;

    JB_EQ_I64(upgrade_once(h, "/ws", HELLO), 101);
    JB_EQ_I64(upgrade_once(h, "/", HELLO), 404);
    JB_EQ_I64(upgrade_once(h, "/ws/", HELLO), 404);
    JB_EQ_I64(upgrade_once(h, "/ws", "Host: quiz.test\r\n"), 400);
    JB_EQ_I64(upgrade_once(h, "/ws", "Host: a\r\nSec-WebSocket-Protocol: jinbang.v2\r\n"), 400);
    JB_EQ_I64(upgrade_once(h, "/ws", "Host: a\r\nSec-WebSocket-Protocol: x, jinbang.v1\r\n"), 101);
    JB_EQ_I64(upgrade_once(h, "/ws", "Sec-WebSocket-Protocol: jinbang.v1\r\n"), 400);
    JB_EQ_I64(upgrade_once(h, "/ws", HELLO "Origin: http://quiz.test:8080\r\n"), 101);
    JB_EQ_I64(upgrade_once(h, "/ws", HELLO "Origin: https://quiz.test:8080\r\n"), 101);
    JB_EQ_I64(upgrade_once(h, "/ws", HELLO "Origin: https://QUIZ.example\r\n"), 101);
    JB_EQ_I64(upgrade_once(h, "/ws", HELLO "Origin: http://quiz.test\r\n"), 403);
    JB_EQ_I64(upgrade_once(h, "/ws", HELLO "Origin: http://evil.test\r\n"), 403);
    JB_EQ_I64(upgrade_once(h, "/ws", HELLO "Origin: https://quiz.example.evil\r\n"), 403);
    JB_EQ_I64(upgrade_once(h, "/ws", HELLO "Origin: null\r\n"), 403);
    fd = client_connect(host_port(h));
    client_ask(fd, "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
               reply);
    JB_EQ_I64(reply->status, 400);
    (void)close(fd);
    free(reply);
    host_until_sessions(h, 0);
    host_stop(h);
}

static void messages_are_echoed_whole_however_they_are_cut(void **state)
{
    host *h = host_start(NULL);
    int fd = client_open(host_port(h));
    client_frame *frame = malloc(sizeof(*frame));
    char text[4097];
    int pongs = 0;

    client_text(fd, "hello");
    client_frame_read(fd, frame);
    JB_EQ_STR((char *)frame->payload, "hello");
    client_text(fd, "");
    client_frame_read(fd, frame);
    JB_EQ_SIZE(frame->size, 0);

    client_frame_send(fd, false, OP_TEXT, "one ", 4);
    client_frame_send(fd, true, OP_PING, "between", 7);
    client_frame_send(fd, false, OP_CONTINUE, "two ", 4);
    client_frame_send(fd, true, OP_CONTINUE, "three", 5);
    /* The pong goes out when the socket is writable, the echo at once: either may be first. */
    for (int i = 0; i < 2; i++) {
        client_frame_read(fd, frame);
        JB_EQ_STR((char *)frame->payload, frame->opcode == OP_PONG ? "between" : "one two three");
        pongs += frame->opcode == OP_PONG ? 1 : 0;
    }
    JB_EQ_I64(pongs, 1);

    for (size_t size = 500; size <= 4096; size += 1) {
        if (size > 530 && size < 4090) {
            continue; /* around our receive buffer's size and around the limit */
        }
        memset(text, 'q', size);
        client_frame_send(fd, true, OP_TEXT, text, size);
        client_frame_read(fd, frame);
        JB_EQ_SIZE(frame->size, size);
        JB_EQ_MEM(frame->payload, text, size);
    }
    JB_EQ_U64(host_metrics(h).messages_in, 3 + 31 + 7);
    (void)close(fd);
    free(frame);
    host_until_sessions(h, 0);
    host_stop(h);
}

static void too_large_a_message_closes_with_1009(void **state)
{
    host *h = host_start(NULL);
    char text[6000];
    int fd = client_open(host_port(h));

    memset(text, 'q', sizeof(text));
    client_frame_send(fd, true, OP_TEXT, text, 4097);
    JB_EQ_I64(client_close_code(fd), 1009);
    (void)close(fd);

    fd = client_open(host_port(h));
    client_frame_send(fd, false, OP_TEXT, text, 4000);
    client_frame_send(fd, true, OP_CONTINUE, text, 97);
    client_frame_send(fd, true, OP_TEXT, text, 3000); /* is not looked at any more */
    JB_EQ_I64(client_close_code(fd), 1009);
    (void)close(fd);

    fd = client_open(host_port(h));
    client_text(fd, "max 5000");
    client_frame_send(fd, true, OP_TEXT, text, 5000);
    client_frame_send(fd, true, OP_TEXT, text, 5001);
    JB_EQ_I64(client_close_code(fd), 1009);
    (void)close(fd);
    JB_EQ_U64(host_metrics(h).closed_too_large, 3);
    host_stop(h);
}

static bool has_binaries(host *h, void *argument)
{
    return h->binaries == *(size_t *)argument;
}

static void binary_messages_are_reported(void **state)
{
    host *h = host_start(NULL);
    int fd = client_open(host_port(h));
    size_t wanted = 2;

    client_frame_send(fd, true, OP_BINARY, "\0\1\2", 3);
    client_frame_send(fd, false, OP_BINARY, "\0", 1);
    client_frame_send(fd, true, OP_CONTINUE, "\0", 1);
    host_until(h, has_binaries, &wanted);
    (void)close(fd);
    host_stop(h);
}

static bool measured(host *h, void *argument)
{
    return jb_net_round_trip(h->net, h->sessions[0]) >= 0 || argument != NULL;
}

static void round_trip_is_measured_soon_after_opening(void **state)
{
    host *h = host_start(NULL);
    int fd = client_open(host_port(h));
    client_frame *frame = malloc(sizeof(*frame));

    client_frame_read_any(fd, frame);
    JB_EQ_I64(frame->opcode, OP_PING);
    JB_EQ_SIZE(frame->size, 8);
    client_frame_send(fd, true, OP_PONG, "forged!!", 8);
    client_text(fd, "x");
    client_frame_send(fd, true, OP_PONG, frame->payload, frame->size);
    host_until(h, measured, NULL);
    (void)close(fd);
    free(frame);
    host_stop(h);
}

static void close_carries_code_and_reason(void **state)
{
    host *h = host_start(NULL);
    int fd = client_open(host_port(h));
    client_frame *frame = malloc(sizeof(*frame));

    client_text(fd, "close 4001");
    client_text(fd, "not read any more");
    client_frame_read(fd, frame); /* what was due goes out first */
    JB_EQ_STR((char *)frame->payload, "close 4001");
    client_frame_read(fd, frame);
    JB_EQ_I64(frame->opcode, OP_CLOSE);
    JB_EQ_I64(frame->payload[0] << 8 | frame->payload[1], 4001);
    JB_EQ_STR((char *)frame->payload + 2, "as you wish");
    host_until_sessions(h, 0);
    client_frame_send(fd, true, OP_CLOSE, frame->payload, 2);
    client_frame_read(fd, frame);
    JB_EQ_I64(frame->opcode, -1);
    (void)close(fd);

    fd = client_open(host_port(h));
    client_frame_send(fd, true, OP_CLOSE, "\x03\xe8", 2);
    JB_EQ_I64(client_close_code(fd), 1000);
    host_until_sessions(h, 0);
    (void)close(fd);
    JB_EQ_U64(host_metrics(h).messages_in, 1);
    free(frame);
    host_stop(h);
}

static void stop_closes_with_1001_after_what_is_due(void **state)
{
    host *h = host_start(NULL);
    int fds[20];

    for (size_t i = 0; i < 20; i++) {
        fds[i] = client_open(host_port(h));
    }
    jb_net_stop(h->net);
    for (size_t i = 0; i < 20; i++) {
        JB_EQ_I64(client_close_code(fds[i]), 1001);
        (void)close(fds[i]);
    }
    host_stop(h);
}

enum {
    ROUNDS = 400,
    READERS = 4
};

static void number_to_all(host *h, void *argument)
{
    (void)argument;
    h->number++;
    for (size_t i = 0; i < HOST_SLOTS; i++) {
        if (h->sessions[i] != JB_SESSION_NONE) {
            jb_net_due(h->net, h->sessions[i], BIT_NUMBER);
        }
    }
}

/* The last number that was in a frame, having checked that every frame is intact. */
static unsigned long read_numbers(int fd, unsigned long until, client_frame *frame)
{
    unsigned long before = 0;

    while (before != until) {
        unsigned long number = 0;

        client_frame_read(fd, frame);
        JB_EQ_I64(frame->opcode, OP_TEXT);
        JB_EQ_SIZE(frame->size, 3000);
        number = strtoul((char *)frame->payload, NULL, 10);
        JB_TRUE(number > before);
        JB_EQ_I64(frame->payload[2999], 'a' + (int)(number % 26));
        before = number;
    }
    return before;
}

static void few_were_produced(host *h, void *argument)
{
    (void)argument;
    JB_TRUE(h->produced < (READERS + 1) * ROUNDS - ROUNDS / 4);
}

static void reader_that_stalls_gets_intact_frames_and_the_newest(void **state)
{
    host *h = host_start(NULL);
    client_frame *frame = malloc(sizeof(*frame));
    int readers[READERS];
    int stalled = client_connect_narrow(host_port(h));

    JB_EQ_I64(client_upgrade(stalled, "/ws", HELLO), 101);
    for (size_t i = 0; i < READERS; i++) {
        readers[i] = client_open(host_port(h));
    }
    host_until_sessions(h, READERS + 1);
    for (unsigned long round = 1; round <= ROUNDS; round++) {
        host_do(h, number_to_all, NULL);
        for (size_t i = 0; i < READERS; i++) {
            JB_EQ_U64(read_numbers(readers[i], round, frame), round); /* nobody else waits */
        }
    }
    /* The stalled one was asked for far fewer frames than there were, and ends at the last. */
    host_do(h, few_were_produced, NULL);
    JB_EQ_U64(read_numbers(stalled, ROUNDS, frame), ROUNDS);
    (void)close(stalled);
    for (size_t i = 0; i < READERS; i++) {
        (void)close(readers[i]);
    }
    free(frame);
    host_stop(h);
}

static void impatient(host *h, void *argument)
{
    (void)argument;
    h->net->slow_ms = 50;
}

static bool one_was_slow(host *h, void *argument)
{
    jb_net_metrics metrics;

    number_to_all(h, argument);
    jb_net_measure(h->net, &metrics);
    return metrics.closed_slow == 1;
}

static void reader_that_never_comes_back_is_dropped_and_counted(void **state)
{
    host *h = host_start(NULL);
    int stalled = client_connect_narrow(host_port(h));

    JB_EQ_I64(client_upgrade(stalled, "/ws", HELLO), 101);
    host_until_sessions(h, 1);
    host_do(h, impatient, NULL);
    host_until(h, one_was_slow, NULL);
    host_until_sessions(h, 0);
    (void)close(stalled);
    host_stop(h);
}

/* The seat is the same, the generation is not. */
static void use_stale_ids(host *h, void *argument)
{
    jb_session stale = (jb_session)1 << 32;

    (void)argument;
    JB_EQ_U64(h->sessions[0], (jb_session)2 << 32);
    JB_EQ_I64(jb_net_round_trip(h->net, JB_SESSION_NONE), -1);
    JB_EQ_I64(jb_net_round_trip(h->net, stale), -1);
    jb_net_due(h->net, stale, BIT_SHARED);
    jb_net_close(h->net, stale, 4000, NULL);
    jb_net_enter(h->net, stale, 1);
    JB_FALSE(jb_net_failure(h->net, stale));
    JB_EQ_U64(h->net->rooms[1].count, 0);
}

static void stale_ids_are_ignored(void **state)
{
    host *h = host_start(NULL);
    int fd = client_open(host_port(h));
    client_frame *frame = malloc(sizeof(*frame));

    client_text(fd, "here");
    client_frame_read(fd, frame);
    (void)close(fd);
    host_until_sessions(h, 0);
    fd = client_open(host_port(h));
    host_until_sessions(h, 1);
    host_do(h, use_stale_ids, NULL);
    client_text(fd, "still here");
    client_frame_read(fd, frame);
    JB_EQ_STR((char *)frame->payload, "still here");
    (void)close(fd);
    free(frame);
    host_stop(h);
}

static void set_timer(host *h, void *argument)
{
    (void)argument;
    h->timer_for = jb_clock_monotonic_ms() + 30;
    jb_net_set_timer(h->net, h->timer_for);
}

static bool timer_came(host *h, void *argument)
{
    (void)argument;
    return h->timer_at != 0;
}

static void timer_comes_at_its_time_not_before(void **state)
{
    host *h = host_start(NULL);

    host_do(h, set_timer, NULL);
    host_until(h, timer_came, NULL);
    JB_TRUE(h->timer_at >= h->timer_for);
    JB_TRUE(h->timer_at - h->timer_for < 900); /* not just the tick of every second */
    host_stop(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(handshake_is_refused_for_wrong_path_protocol_or_origin),
        cmocka_unit_test(messages_are_echoed_whole_however_they_are_cut),
        cmocka_unit_test(too_large_a_message_closes_with_1009),
        cmocka_unit_test(binary_messages_are_reported),
        cmocka_unit_test(round_trip_is_measured_soon_after_opening),
        cmocka_unit_test(close_carries_code_and_reason),
        cmocka_unit_test(stop_closes_with_1001_after_what_is_due),
        cmocka_unit_test(reader_that_stalls_gets_intact_frames_and_the_newest),
        cmocka_unit_test(reader_that_never_comes_back_is_dropped_and_counted),
        cmocka_unit_test(stale_ids_are_ignored),
        cmocka_unit_test(timer_comes_at_its_time_not_before),
    };
    return JB_RUN(tests);
}
