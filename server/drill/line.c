/*
 * Connections. Each is in epoll once, edge-triggered, from its beginning to its end, so that a
 * message costs one system call here. What has come is read into one buffer of all; only what is
 * left of a message that is not whole yet is kept with its connection, in memory that stays with
 * it.
 */
#define _GNU_SOURCE    /* NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp):        \
                          epoll_pwait2 */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "drill_internal.h"
#include "jinbang/assert.h"

#ifndef IP_BIND_ADDRESS_NO_PORT
#define IP_BIND_ADDRESS_NO_PORT 24
#endif

enum {
    PART_FIRST = 1024,
    STAMP_SIZE = 128
};

static void told_gone(jb_drill *drill, uint32_t index)
{
    if (jb_drill_phone(drill, index)) {
        jb_crowd_gone(drill, index);
    } else {
        jb_desk_gone(drill, index);
    }
}

static void shut(jb_line *line)
{
    if (line->fd >= 0) {
        /* A reset: thousands of closed ports that wait a minute would be missed. */
        struct linger linger = { .l_onoff = 1, .l_linger = 0 };
        (void)setsockopt(line->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
        (void)close(line->fd);
    }
    line->fd = -1;
    line->stage = JB_LINE_NONE;
    line->part_size = 0;
}

void jb_line_cut(jb_drill *drill, uint32_t index)
{
    jb_line *line = jb_drill_line(drill, index);
    if (line->fd >= 0) {
        shut(line);
        told_gone(drill, index);
    }
}

/* Loopback has many addresses; the ports of one would be few for a large hall. */
static bool bind_source(const jb_drill *drill, int fd, uint32_t index)
{
    struct sockaddr_in source = { .sin_family = AF_INET };
    int one = 1;
    source.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + index % drill->sources);
    (void)setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    return bind(fd, (const struct sockaddr *)&source, sizeof source) == 0;
}

static bool begin(jb_drill *drill, int fd, uint32_t index)
{
    struct epoll_event event = { .events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
                                 .data.u32 = index };
    int one = 1;
    if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one) != 0 ||
        setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof one) != 0 ||
        (drill->sources > 0 && !bind_source(drill, fd, index))) {
        return false;
    }
    const struct sockaddr *address = (const struct sockaddr *)&drill->address;
    return (connect(fd, address, drill->address_size) == 0 || errno == EINPROGRESS) &&
           epoll_ctl(drill->poll, EPOLL_CTL_ADD, fd, &event) == 0;
}

bool jb_line_connect(jb_drill *drill, uint32_t index)
{
    jb_line *line = jb_drill_line(drill, index);
    JB_ASSERT(line->fd < 0);
    int fd = socket(drill->address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0 || !begin(drill, fd, index)) {
        jb_drill_say(drill, "a connection could not begin: %s", strerror(errno));
        if (fd >= 0) {
            (void)close(fd);
        }
        return false;
    }
    line->fd = fd;
    line->stage = JB_LINE_CONNECTING;
    line->part_size = 0;
    return true;
}

/* ---- sending ---- */

/* All or nothing: what is sent is small, and the socket's buffer is not. */
static bool send_bytes(jb_drill *drill, uint32_t index, const char *bytes, size_t size)
{
    const jb_line *line = jb_drill_line(drill, index);
    ssize_t sent = send(line->fd, bytes, size, MSG_NOSIGNAL);
    if (sent == (ssize_t)size) {
        return true;
    }
    jb_drill_say(drill, "sending failed: %s", sent < 0 ? strerror(errno) : "the socket is full");
    jb_line_cut(drill, index);
    return false;
}

static bool send_frame(jb_drill *drill, uint32_t index, jb_wire_opcode opcode, jb_slice payload)
{
    char frame[JB_WIRE_SEND_MAX + JB_WIRE_HEADER_MAX];
    if (jb_drill_line(drill, index)->stage != JB_LINE_OPEN) {
        return false;
    }
    size_t size = jb_wire_write(opcode, payload, drill->mask, frame);
    return send_bytes(drill, index, frame, size);
}

bool jb_line_send(jb_drill *drill, uint32_t index, jb_slice text)
{
    return send_frame(drill, index, JB_WIRE_TEXT, text);
}

bool jb_line_say(jb_drill *drill, uint32_t index, const char *text)
{
    return jb_line_send(drill, index, jb_slice_of(text));
}

/* ---- receiving ---- */

static bool keep(jb_line *line, const char *bytes, size_t size)
{
    size_t needed = line->part_size + size;
    if (needed > line->part_capacity) {
        size_t capacity = line->part_capacity > 0 ? line->part_capacity : PART_FIRST;
        while (capacity < needed) {
            capacity *= 2;
        }
        char *grown = realloc(line->part, capacity);
        if (!grown) {
            return false;
        }
        line->part = grown;
        line->part_capacity = (uint32_t)capacity;
    }
    memcpy(line->part + line->part_size, bytes, size);
    line->part_size = (uint32_t)needed;
    return true;
}

static void hear(jb_drill *drill, uint32_t index, const jb_wire_frame *frame, int64_t stamp)
{
    switch (frame->opcode) {
    case JB_WIRE_PING:
        (void)send_frame(drill, index, JB_WIRE_PONG, frame->payload);
        break;
    case JB_WIRE_CLOSE:
        jb_drill_say(drill, "the server closed a connection with %u",
                     (unsigned)jb_wire_close_code(frame->payload));
        jb_line_cut(drill, index);
        break;
    case JB_WIRE_TEXT:
        drill->frames++;
        if (jb_drill_phone(drill, index)) {
            jb_crowd_heard(drill, index, frame->payload, stamp);
        } else {
            jb_desk_heard(drill, index, frame->payload, stamp);
        }
        break;
    case JB_WIRE_PONG:
        break;
    }
}

/* The next thing in these bytes. Bad: the connection was cut. */
static jb_wire_result take(jb_drill *drill, uint32_t index, jb_slice bytes, int64_t stamp,
                           size_t *used)
{
    jb_line *line = jb_drill_line(drill, index);
    jb_wire_frame frame;
    int status = 0;
    jb_wire_result result = JB_WIRE_MORE;
    if (line->stage == JB_LINE_ASKING) {
        result = jb_wire_answer(bytes, used, &status);
        if (result == JB_WIRE_WHOLE) {
            line->stage = JB_LINE_OPEN;
            if (jb_drill_phone(drill, index)) {
                jb_crowd_upgraded(drill, index);
            } else {
                jb_desk_upgraded(drill, index);
            }
        } else if (result == JB_WIRE_BAD) {
            jb_drill_say(drill, "the server does not take a WebSocket (HTTP status %d)", status);
        }
    } else {
        result = jb_wire_read(bytes, &frame, used);
        if (result == JB_WIRE_WHOLE) {
            hear(drill, index, &frame, stamp);
        } else if (result == JB_WIRE_BAD) {
            jb_drill_say(drill, "what the server sent is no frame that is known here");
        }
    }
    if (result == JB_WIRE_BAD) {
        jb_line_cut(drill, index);
    }
    return result;
}

static void feed(jb_drill *drill, uint32_t index, const char *bytes, size_t size, int64_t stamp)
{
    jb_line *line = jb_drill_line(drill, index);
    bool parted = line->part_size > 0;
    if (parted && !keep(line, bytes, size)) {
        jb_drill_say(drill, "out of memory");
        jb_line_cut(drill, index);
        return;
    }
    jb_slice rest = { .bytes = bytes, .size = size };
    if (parted) {
        rest = (jb_slice){ .bytes = line->part, .size = line->part_size };
    }
    /* While this goes on `part` neither moves nor is freed. */
    while (rest.size > 0) {
        size_t used = 0;
        if (take(drill, index, rest, stamp, &used) != JB_WIRE_WHOLE) {
            break;
        }
        rest = (jb_slice){ .bytes = rest.bytes + used, .size = rest.size - used };
        if (line->fd < 0) {
            return;
        }
    }
    if (line->fd < 0) {
        return;
    }
    if (parted) {
        memmove(line->part, rest.bytes, rest.size);
        line->part_size = (uint32_t)rest.size;
    } else if (rest.size > 0 && !keep(line, rest.bytes, rest.size)) {
        jb_drill_say(drill, "out of memory");
        jb_line_cut(drill, index);
    }
}

/* The kernel's stamp of what was read, or now. */
static int64_t stamp_of(struct msghdr *message)
{
    for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part; part = CMSG_NXTHDR(message, part)) {
        if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_TIMESTAMPNS) {
            struct timespec time;
            memcpy(&time, CMSG_DATA(part), sizeof time);
            return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
        }
    }
    return jb_now_ns();
}

void jb_line_read(jb_drill *drill, uint32_t index, bool to_end)
{
    jb_line *line = jb_drill_line(drill, index);
    bool phone = jb_drill_phone(drill, index) != NULL;
    while (line->fd >= 0) {
        union {
            struct cmsghdr align;
            char bytes[STAMP_SIZE];
        } control;
        struct iovec room = { .iov_base = drill->read, .iov_len = sizeof drill->read };
        struct msghdr message = { .msg_iov = &room,
                                  .msg_iovlen = 1,
                                  .msg_control = &control,
                                  .msg_controllen = sizeof control };
        ssize_t got = recvmsg(line->fd, &message, 0);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
            return;
        }
        if (got <= 0) {
            jb_drill_say(drill, "the server cut a connection%s%s", got < 0 ? ": " : "",
                         got < 0 ? strerror(errno) : "");
            jb_line_cut(drill, index);
            return;
        }
        drill->bytes += phone ? (uint64_t)got : 0;
        feed(drill, index, drill->read, (size_t)got, stamp_of(&message));
        if (!to_end && (size_t)got < sizeof drill->read) {
            return; /* there was no more; what comes now is a new event */
        }
    }
}

static void connected(jb_drill *drill, uint32_t index)
{
    jb_line *line = jb_drill_line(drill, index);
    int error = 0;
    socklen_t size = sizeof error;
    if (getsockopt(line->fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0) {
        jb_drill_say(drill, "no connection to the server: %s", strerror(error));
        jb_line_cut(drill, index);
        return;
    }
    line->stage = JB_LINE_ASKING;
    (void)send_bytes(drill, index, drill->request.bytes, drill->request.size);
}

static void happened(jb_drill *drill, const struct epoll_event *event)
{
    uint32_t index = event->data.u32;
    if (index == JB_STOP_INDEX) {
        drill->stopped = true;
        return;
    }
    const jb_phone *phone = jb_drill_phone(drill, index);
    const jb_line *line = jb_drill_line(drill, index);
    if (line->stage == JB_LINE_CONNECTING &&
        (event->events & (EPOLLOUT | EPOLLERR | EPOLLHUP)) != 0) {
        connected(drill, index);
    }
    bool reads = !phone || !phone->stalled;
    bool ends = (event->events & (EPOLLRDHUP | EPOLLERR | EPOLLHUP)) != 0;
    if (line->stage >= JB_LINE_ASKING && reads && (ends || (event->events & EPOLLIN) != 0)) {
        jb_line_read(drill, index, ends);
    }
}

int jb_line_pump(jb_drill *drill, int64_t wait_ns)
{
    struct timespec wait = { .tv_sec = (time_t)(wait_ns / 1000000000),
                             .tv_nsec = (long)(wait_ns % 1000000000) };
    int count = epoll_pwait2(drill->poll, drill->events, JB_EVENTS_AT_ONCE, &wait, NULL);
    for (int i = 0; i < count; i++) {
        happened(drill, &drill->events[i]);
    }
    return count;
}
