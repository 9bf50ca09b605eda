/*
 * The accept gate: many at once get in, nobody starves it, and there is a cap.
 */
#include "client.h"
#include "host.h"
#include "jb_test.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net_internal.h"

enum {
    CROWD = 500,
    FEW = 10
};

#define HELLO                                                                                      \
    "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"                 \
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"                 \
    "Sec-WebSocket-Protocol: jinbang.v1\r\n\r\n"

static bool full(host *h, void *argument)
{
    (void)argument;
    JB_TRUE(h->net->gate.inside <= JB_GATE_INSIDE_MAX);
    return h->net->gate.inside == JB_GATE_INSIDE_MAX &&
           h->net->gate.count == CROWD - JB_GATE_INSIDE_MAX;
}

/* Lets sockets through that have not said anything yet, as a kernel without the option would. */
static void accept_the_silent(host *h, void *argument)
{
    int off = 0;

    (void)argument;
    JB_EQ_I64(setsockopt(h->net->gate.listener, IPPROTO_TCP, TCP_DEFER_ACCEPT, &off, sizeof(off)),
              0);
}

static bool nobody_is_silent(host *h, void *argument)
{
    (void)argument;
    return h->net->gate.inside == 0;
}

static void five_hundred_at_once_all_get_in(void **state)
{
    host *h = host_start(NULL);
    client_reply *reply = malloc(sizeof(*reply));
    int fds[CROWD];

    host_do(h, accept_the_silent, NULL);
    /* All are connected before the first says a word, so the gate fills up. */
    for (size_t i = 0; i < CROWD; i++) {
        fds[i] = client_connect(host_port(h));
    }
    host_until(h, full, NULL);
    JB_EQ_U64(host_metrics(h).waiting, CROWD - JB_GATE_INSIDE_MAX);
    for (size_t i = 0; i < CROWD; i++) {
        client_send_text(fds[i], HELLO);
    }
    for (size_t i = 0; i < CROWD; i++) {
        client_read_reply(fds[i], false, reply);
        JB_EQ_I64(reply->status, 101);
    }
    host_until_sessions(h, CROWD);
    host_until(h, nobody_is_silent, NULL);
    JB_EQ_U64(host_metrics(h).waiting, 0);
    for (size_t i = 0; i < CROWD; i++) {
        (void)close(fds[i]);
    }
    host_until_sessions(h, 0);
    free(reply);
    host_stop(h);
}

static void kept_http_connections_do_not_fill_the_gate(void **state)
{
    host *h = host_start(NULL);
    client_reply *reply = malloc(sizeof(*reply));
    int fds[JB_GATE_INSIDE_MAX + FEW];

    for (size_t i = 0; i < JB_GATE_INSIDE_MAX + FEW; i++) {
        fds[i] = client_connect(host_port(h));
        client_ask(fds[i], "GET /x HTTP/1.1\r\nHost: a\r\n\r\n", reply);
        JB_EQ_I64(reply->status, 200);
    }
    for (size_t i = 0; i < JB_GATE_INSIDE_MAX + FEW; i++) {
        client_ask(fds[i], "GET /y HTTP/1.1\r\nHost: a\r\n\r\n", reply);
        JB_EQ_I64(reply->status, 200);
        (void)close(fds[i]);
    }
    free(reply);
    host_stop(h);
}

static bool nobody_is_inside(host *h, void *argument)
{
    (void)argument;
    return h->net->gate.inside == 0 && h->net->gate.connections == 0;
}

static void those_who_leave_without_a_word_make_room(void **state)
{
    host *h = host_start(NULL);
    int fds[CROWD];

    host_do(h, accept_the_silent, NULL);
    for (size_t i = 0; i < CROWD; i++) {
        fds[i] = client_connect(host_port(h));
    }
    host_until(h, full, NULL);
    for (size_t i = 0; i < CROWD; i++) {
        (void)close(fds[i]);
    }
    host_until(h, nobody_is_inside, NULL);
    host_stop(h);
}

static void the_silent_keep_nobody_out(void **state)
{
    host *h = host_start(NULL);
    int silent[CROWD];
    int fd = -1;

    /* Not even accepted as long as they say nothing. */
    for (size_t i = 0; i < CROWD; i++) {
        silent[i] = client_connect(host_port(h));
    }
    fd = client_open(host_port(h));
    host_until_sessions(h, 1);
    (void)close(fd);
    for (size_t i = 0; i < CROWD; i++) {
        (void)close(silent[i]);
    }
    /* Accepted, they lose their places in the end. */
    host_do(h, accept_the_silent, NULL);
    for (size_t i = 0; i < JB_GATE_INSIDE_MAX; i++) {
        silent[i] = client_connect(host_port(h));
    }
    fd = client_open(host_port(h));
    host_until_sessions(h, 1);
    (void)close(fd);
    for (size_t i = 0; i < JB_GATE_INSIDE_MAX; i++) {
        (void)close(silent[i]);
    }
    host_stop(h);
}

static void few_sessions(jb_net_options *options)
{
    options->sessions_max = FEW;
}

static void cap(host *h, void *argument)
{
    h->net->gate.connections_max = *(uint32_t *)argument;
}

static bool connections_are(host *h, void *argument)
{
    return h->net->gate.connections == *(uint32_t *)argument;
}

static void caps_on_sessions_and_connections_hold(void **state)
{
    host *h = host_start(few_sessions);
    client_reply *reply = malloc(sizeof(*reply));
    uint32_t most = FEW + 1;
    int fds[FEW];
    int more = -1;

    JB_EQ_U64(jb_net_sessions_max(h->net), FEW);
    for (size_t i = 0; i < FEW; i++) {
        fds[i] = client_open(host_port(h));
    }
    more = client_connect(host_port(h));
    client_ask(more, HELLO, reply);
    JB_EQ_I64(reply->status, 503);
    (void)close(more);

    host_do(h, cap, &most);
    more = client_connect(host_port(h));
    client_ask(more, "GET /x HTTP/1.1\r\nHost: a\r\n\r\n", reply);
    JB_EQ_I64(reply->status, 200);
    {
        int last = client_connect(host_port(h));
        char byte = 0;

        /* One that is kept for another request makes room. */
        client_ask(last, "GET /x HTTP/1.1\r\nHost: a\r\n\r\n", reply);
        JB_EQ_I64(reply->status, 200);
        JB_EQ_I64(read(more, &byte, 1), 0);
        (void)close(last);
        host_until(h, connections_are, &(uint32_t){ FEW });
    }
    (void)close(more);
    most = FEW;
    host_do(h, cap, &most);
    more = client_connect(host_port(h));
    client_ask(more, "GET /x HTTP/1.1\r\nHost: a\r\n\r\n", reply);
    JB_EQ_I64(reply->status, 0); /* who plays does not: closed without a word */
    (void)close(more);
    for (size_t i = 0; i < FEW; i++) {
        (void)close(fds[i]);
    }
    free(reply);
    host_stop(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(five_hundred_at_once_all_get_in),
        cmocka_unit_test(kept_http_connections_do_not_fill_the_gate),
        cmocka_unit_test(those_who_leave_without_a_word_make_room),
        cmocka_unit_test(the_silent_keep_nobody_out),
        cmocka_unit_test(caps_on_sessions_and_connections_hold),
    };
    return JB_RUN(tests);
}
