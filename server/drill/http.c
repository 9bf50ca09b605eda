/*
 * A request to the HTTP interface and its answer, one connection for each: a drill makes a contest
 * and removes it, and nothing of that is in a hurry.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "jinbang/drill.h"
#include "wire.h"

enum {
    ANSWER_MAX = 4 << 20,
    PATIENCE_S = 30,
    READ_SIZE = 16384,
    NUMBER_SIZE = 24,
    LOOPBACK_NET = 127
};

static jb_status complain(jb_buffer *why, const jb_drill_call *call, const char *text)
{
    jb_buffer_append_text(why, call->host);
    jb_buffer_append_char(why, ':');
    jb_buffer_append_text(why, call->port);
    jb_buffer_append_text(why, ": ");
    jb_buffer_append_text(why, text);
    return JB_ERR_IO;
}

static struct addrinfo *find(const char *host, const char *port, int *failed)
{
    const struct addrinfo hints = { .ai_family = AF_UNSPEC,
                                    .ai_socktype = SOCK_STREAM,
                                    .ai_flags = AI_NUMERICSERV };
    struct addrinfo *found = NULL;
    *failed = getaddrinfo(host, port, &hints, &found);
    return *failed == 0 ? found : NULL;
}

static bool is_loopback(const struct sockaddr *address)
{
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    if (address->sa_family == AF_INET) {
        memcpy(&v4, address, sizeof v4);
        return ntohl(v4.sin_addr.s_addr) >> 24 == LOOPBACK_NET;
    }
    memcpy(&v6, address, sizeof v6);
    return address->sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
}

bool jb_drill_is_here(const char *host)
{
    int failed = 0;
    struct addrinfo *found = find(host, NULL, &failed);
    bool here = found != NULL;
    for (const struct addrinfo *one = found; one; one = one->ai_next) {
        here = here && is_loopback(one->ai_addr);
    }
    if (found) {
        freeaddrinfo(found);
    }
    return here;
}

/* The first of its addresses that takes a connection; -1: none, errno is that of the last. */
static int open_socket(const struct addrinfo *found)
{
    const struct timeval patience = { .tv_sec = PATIENCE_S };
    for (const struct addrinfo *one = found; one; one = one->ai_next) {
        int fd = socket(one->ai_family, SOCK_STREAM, 0);
        if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0 &&
            setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) == 0 &&
            connect(fd, one->ai_addr, one->ai_addrlen) == 0) {
            return fd;
        }
        int error = errno;
        if (fd >= 0) {
            (void)close(fd);
        }
        errno = error;
    }
    return -1;
}

static void write_request(const jb_drill_call *call, jb_buffer *out)
{
    char number[NUMBER_SIZE];
    bool bare = strchr(call->host, ':') != NULL; /* IPv6 stands in brackets */
    jb_buffer_append_text(out, call->method);
    jb_buffer_append_char(out, ' ');
    jb_buffer_append_text(out, call->target);
    jb_buffer_append_text(out, bare ? " HTTP/1.1\r\nHost: [" : " HTTP/1.1\r\nHost: ");
    jb_buffer_append_text(out, call->host);
    jb_buffer_append_text(out, bare ? "]:" : ":");
    jb_buffer_append_text(out, call->port);
    jb_buffer_append_text(out, "\r\nConnection: close\r\n");
    if (call->key) {
        jb_buffer_append_text(out, "Authorization: Bearer ");
        jb_buffer_append_text(out, call->key);
        jb_buffer_append_text(out, "\r\n");
    }
    if (call->body.size > 0) {
        (void)snprintf(number, sizeof number, "%zu", call->body.size);
        jb_buffer_append_text(out, "Content-Type: application/json\r\nContent-Length: ");
        jb_buffer_append_text(out, number);
        jb_buffer_append_text(out, "\r\n");
    }
    jb_buffer_append_text(out, "\r\n");
    jb_buffer_append(out, call->body.bytes, call->body.size);
}

static bool send_all(int fd, const jb_buffer *request)
{
    size_t sent = 0;
    while (sent < request->size) {
        ssize_t now = send(fd, request->bytes + sent, request->size - sent, MSG_NOSIGNAL);
        if (now <= 0 && errno != EINTR) {
            return false;
        }
        sent += now > 0 ? (size_t)now : 0;
    }
    return true;
}

/* Until the server closes. */
static bool read_all(int fd, jb_buffer *answer)
{
    char bytes[READ_SIZE];
    for (;;) {
        ssize_t got = read(fd, bytes, sizeof bytes);
        if (got == 0) {
            return !answer->failed;
        }
        if (got < 0 && errno != EINTR) {
            return false;
        }
        jb_buffer_append(answer, bytes, got > 0 ? (size_t)got : 0);
    }
}

jb_status jb_drill_http(const jb_drill_call *call, int *status, jb_buffer *body, jb_buffer *why)
{
    int failed = 0;
    int code = 0;
    jb_slice content;
    jb_buffer request;
    jb_buffer answer;
    jb_status result = JB_OK;
    struct addrinfo *found = find(call->host, call->port, &failed);
    if (!found) {
        (void)complain(why, call, gai_strerror(failed));
        return JB_ERR_NOT_FOUND;
    }
    jb_buffer_init(&request, 0);
    jb_buffer_init(&answer, ANSWER_MAX);
    int fd = open_socket(found);
    freeaddrinfo(found);
    if (fd < 0) {
        result = complain(why, call, strerror(errno));
        goto cleanup;
    }
    write_request(call, &request);
    if (request.failed || !send_all(fd, &request) || !read_all(fd, &answer)) {
        result = complain(why, call, "the server did not answer");
    } else if (!jb_wire_response(jb_buffer_slice(&answer), &code, &content)) {
        result = complain(why, call, "what answered is no HTTP server");
    } else {
        *status = code;
        jb_buffer_append(body, content.bytes, content.size);
        result = body->failed ? JB_ERR_MEMORY : JB_OK;
    }
cleanup:
    if (fd >= 0) {
        (void)close(fd);
    }
    jb_buffer_finish(&answer);
    jb_buffer_finish(&request);
    return result;
}
