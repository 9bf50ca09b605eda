/*
 * The accept gate. libwebsockets 4.1 gives every socket that has not finished its handshake a timer
 * in one sorted list, so a hall that reconnects at once costs it the square of the hall. So the
 * listening socket is ours: everything is accepted at once into a ring (left in the kernel's queue
 * it would overflow, and a lost SYN costs its phone a second), and at most JB_GATE_INSIDE_MAX
 * sockets that have not spoken yet are inside libwebsockets. A place is free again when a
 * connection has upgraded, when its first HTTP request has been read, or when it dies.
 *
 * Browsers open sockets ahead of need and say nothing on them. The kernel keeps those to itself
 * (TCP_DEFER_ACCEPT), and whoever dawdles inside gives up the place, though not the connection.
 *
 * When descriptors run out, a spare one is given up to accept and close, because a listener that
 * stays readable would make the loop spin.
 */
/* For accept4. */
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

#include "net_internal.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "jinbang/assert.h"
#include "jinbang/log.h"

enum {
    RING_FIRST = 1024,
    DEFER_S = 30
};

/* What somebody can do about it. */
static const char *advice(int code)
{
    switch (code) {
    case EADDRINUSE:
        return "; another program is listening there, name another port with --listen";
    case EACCES:
        return "; ports below 1024 need a permission, name another one with --listen";
    case EADDRNOTAVAIL:
        return "; this machine has no such address, name another one with --listen";
    default:
        return "";
    }
}

static void say(jb_buffer *why, const char *what, const char *address, uint16_t port)
{
    char error[128];
    char text[384];
    const int code = errno;

    (void)uv_strerror_r(uv_translate_sys_error(code), error, sizeof(error));
    (void)snprintf(text, sizeof(text), "%s %s port %u: %s%s", what, address, (unsigned)port, error,
                   advice(code));
    jb_buffer_append_text(why, text);
}

/* Fills in the socket address; false if the text is not a numeric address. */
static bool numeric(const char *text, uint16_t port, struct sockaddr_storage *out, socklen_t *size)
{
    struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = htons(port) };
    struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = htons(port) };

    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1) {
        memcpy(out, &v4, sizeof(v4));
        *size = sizeof(v4);
        return true;
    }
    if (inet_pton(AF_INET6, text, &v6.sin6_addr) == 1) {
        memcpy(out, &v6, sizeof(v6));
        *size = sizeof(v6);
        return true;
    }
    return false;
}

/* Accepted sockets inherit these: no system call for each of them. */
static bool set_options(int fd)
{
    int one = 1;
    int size = JB_SOCKET_SEND_BUFFER;
    int defer = DEFER_S;

    (void)setsockopt(fd, IPPROTO_TCP, TCP_DEFER_ACCEPT, &defer, sizeof(defer)); /* or not */

    return setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) == 0 &&
           setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)) == 0 &&
           setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size)) == 0;
}

static bool read_port(int fd, uint16_t *port)
{
    struct sockaddr_storage bound;
    socklen_t size = sizeof(bound);

    memset(&bound, 0, sizeof(bound));
    if (getsockname(fd, (struct sockaddr *)&bound, &size) != 0) {
        return false;
    }
    if (bound.ss_family == AF_INET) {
        struct sockaddr_in v4;

        memcpy(&v4, &bound, sizeof(v4));
        *port = ntohs(v4.sin_port);
    } else {
        struct sockaddr_in6 v6;

        memcpy(&v6, &bound, sizeof(v6));
        *port = ntohs(v6.sin6_port);
    }
    return true;
}

jb_status jb_gate_open(jb_net *net, jb_buffer *why)
{
    const char *address = net->options.address;
    struct sockaddr_storage at;
    socklen_t size = 0;
    int fd = -1;

    net->gate.spare = open("/dev/null", O_RDONLY | O_CLOEXEC);
    net->gate.waiting = calloc(RING_FIRST, sizeof(*net->gate.waiting));
    net->gate.capacity = RING_FIRST;
    if (net->gate.waiting == NULL) {
        return JB_ERR_MEMORY;
    }
    memset(&at, 0, sizeof(at));
    if (!numeric(address, net->options.port, &at, &size)) {
        jb_buffer_append_text(why, "--listen wants a numeric IPv4 or IPv6 address, not ");
        jb_buffer_append_text(why, address);
        return JB_ERR_INVALID;
    }
    fd = socket(at.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        say(why, "cannot open a socket for", address, net->options.port);
        return JB_ERR_IO;
    }
    if (!set_options(fd) || bind(fd, (const struct sockaddr *)&at, size) != 0 ||
        listen(fd, SOMAXCONN) != 0 || !read_port(fd, &net->port)) {
        say(why, "cannot listen on", address, net->options.port);
        (void)close(fd);
        return JB_ERR_IO;
    }
    net->gate.listener = fd;
    return JB_OK;
}

void jb_gate_close(jb_net *net)
{
    jb_gate *gate = &net->gate;

    for (; gate->count > 0; gate->count--) {
        (void)close(gate->waiting[gate->first].fd);
        gate->first = (gate->first + 1) % gate->capacity;
    }
    if (gate->listener >= 0) {
        (void)close(gate->listener);
        gate->listener = -1;
    }
    if (gate->spare >= 0) {
        (void)close(gate->spare);
        gate->spare = -1;
    }
    free(gate->waiting);
    gate->waiting = NULL;
    gate->capacity = 0;
}

static bool grow(jb_gate *gate)
{
    uint32_t capacity = gate->capacity * 2;
    jb_waiting *larger = calloc(capacity, sizeof(*larger));

    if (larger == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < gate->count; i++) {
        larger[i] = gate->waiting[(gate->first + i) % gate->capacity];
    }
    free(gate->waiting);
    gate->waiting = larger;
    gate->capacity = capacity;
    gate->first = 0;
    return true;
}

/* Out of descriptors: somebody is turned away, so that the listener does not stay readable. */
static bool shed(jb_net *net)
{
    int fd = -1;

    if (net->gate.spare < 0) {
        return false;
    }
    (void)close(net->gate.spare);
    fd = accept4(net->gate.listener, NULL, NULL, SOCK_CLOEXEC);
    if (fd >= 0) {
        (void)close(fd);
        net->metrics.refused++;
    }
    net->gate.spare = open("/dev/null", O_RDONLY | O_CLOEXEC);
    return fd >= 0;
}

/* All connections are in use: one that only keeps its place has to go, the oldest first. False:
 * there is none. */
static bool make_room(jb_net *net)
{
    jb_gate *gate = &net->gate;
    jb_queue *queues[] = { &net->linger, &gate->mute, &net->idle, &gate->silent };

    if (gate->connections + gate->count >= gate->connections_max + JB_GATE_OVER) {
        return false;
    }
    for (size_t i = 0; i < sizeof(queues) / sizeof(queues[0]); i++) {
        jb_connection *oldest = queues[i]->first;

        if (oldest != NULL) {
            jb_gate_pass(oldest);
            jb_queue_remove(oldest);
            jb_connection_kill(oldest);
            return true;
        }
    }
    return false;
}

static void admit(jb_net *net, int fd, const struct sockaddr *from)
{
    jb_gate *gate = &net->gate;
    jb_waiting waiting = { .fd = fd, .since = jb_clock_monotonic_ms() };

    if ((gate->connections + gate->count >= gate->connections_max && !make_room(net)) ||
        (gate->count == gate->capacity && !grow(gate)) ||
        !jb_address_of(from, &waiting.address, &waiting.loopback)) {
        (void)close(fd);
        net->metrics.refused++;
        return;
    }
    gate->waiting[(gate->first + gate->count) % gate->capacity] = waiting;
    gate->count++;
}

void jb_gate_take(jb_net *net)
{
    for (int i = 0; i < JB_GATE_TAKE_MAX; i++) {
        struct sockaddr_storage from;
        socklen_t size = sizeof(from);
        int fd = accept4(net->gate.listener, (struct sockaddr *)&from, &size,
                         SOCK_NONBLOCK | SOCK_CLOEXEC);

        if (fd >= 0) {
            admit(net, fd, (const struct sockaddr *)&from);
        } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            if (!shed(net)) {
                break;
            }
        } else if (errno != EINTR && errno != ECONNABORTED) {
            break;
        }
    }
    jb_gate_pump(net, jb_clock_monotonic_ms());
}

static void let_in(jb_net *net, const jb_waiting *waiting)
{
    jb_connection *connection = calloc(1, sizeof(*connection));
    struct lws *wsi = NULL;

    if (connection == NULL) {
        (void)close(waiting->fd);
        net->metrics.refused++;
        return;
    }
    /* On failure it has closed the socket, or will. */
    wsi = lws_adopt_socket_vhost(net->vhost, waiting->fd);
    if (wsi == NULL) {
        free(connection);
        net->metrics.refused++;
        return;
    }
    *connection = (jb_connection){ .net = net,
                                   .wsi = wsi,
                                   .slot = JB_NO_SLOT,
                                   .address = waiting->address,
                                   .loopback = waiting->loopback,
                                   .gated = true };
    lws_set_opaque_user_data(wsi, connection);
    jb_queue_add(&net->gate.silent, connection, jb_clock_monotonic_ms() + JB_GATE_HOLD_MS);
    net->gate.inside++;
    net->gate.connections++;
}

/* It gives up its place for another, but not the connection: the rest may still come. */
static void step_aside(jb_net *net, jb_connection *connection, jb_time now)
{
    jb_gate_pass(connection);
    jb_queue_add(&net->gate.mute, connection, now + JB_HEADERS_MS);
}

/* Is there a place? While others wait, who has not spoken at once has to step aside for them: whole
 * handshakes come in one piece, and a few thousand halves would lock everybody else out. */
static bool has_place(jb_net *net, jb_time now)
{
    jb_gate *gate = &net->gate;
    jb_connection *oldest = gate->silent.first;

    if (gate->inside >= JB_GATE_INSIDE_MAX && oldest != NULL &&
        now - (oldest->deadline - JB_GATE_HOLD_MS) >= JB_GATE_PRESSED_MS) {
        step_aside(net, oldest, now);
    }
    return gate->inside < JB_GATE_INSIDE_MAX;
}

void jb_gate_pump(jb_net *net, jb_time now)
{
    jb_gate *gate = &net->gate;

    while (gate->count > 0 && has_place(net, now)) {
        jb_waiting waiting = gate->waiting[gate->first];

        gate->first = (gate->first + 1) % gate->capacity;
        gate->count--;
        if (now - waiting.since > JB_GATE_WAIT_MS) {
            (void)close(waiting.fd);
            net->metrics.refused++;
        } else {
            let_in(net, &waiting);
        }
    }
}

void jb_gate_tick(jb_net *net, jb_time now)
{
    jb_gate *gate = &net->gate;

    while (gate->silent.first != NULL && gate->silent.first->deadline <= now) {
        step_aside(net, gate->silent.first, now);
    }
    jb_queue_expire(&gate->mute, now);
    while (gate->count > 0 && now - gate->waiting[gate->first].since > JB_GATE_WAIT_MS) {
        (void)close(gate->waiting[gate->first].fd);
        gate->first = (gate->first + 1) % gate->capacity;
        gate->count--;
        net->metrics.refused++;
    }
}

void jb_gate_pass(jb_connection *connection)
{
    jb_net *net = connection->net;

    if (!connection->gated) {
        return;
    }
    JB_ASSERT(net->gate.inside > 0);
    JB_ASSERT(connection->queue == NULL || connection->queue == &net->gate.silent);
    jb_queue_remove(connection);
    connection->gated = false;
    net->gate.inside--;
    if (net->gate.count > 0) {
        jb_net_work(net); /* not here: we are inside a callback of another socket */
    }
}

void jb_gate_gone(jb_connection *connection)
{
    jb_net *net = connection->net;

    jb_gate_pass(connection);
    JB_ASSERT(net->gate.connections > 0);
    net->gate.connections--;
}
