/*
 * See client.h. Everything is blocking; the deadline is the sockets' receive timeout.
 */
#include "client.h"

#include "jb_test.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

/* A test without memory is no test. */
static void *allocate(size_t size)
{
    void *bytes = malloc(size);

    if (bytes == NULL) {
        abort();
    }
    return bytes;
}

static int connect_with(uint16_t port, int receive_buffer)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(port) };
    struct timeval wait = { .tv_sec = CLIENT_WAIT_S };
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    JB_TRUE(fd >= 0);
    if (receive_buffer > 0) {
        (void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof(receive_buffer));
    }
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    JB_EQ_I64(connect(fd, (const struct sockaddr *)&to, sizeof(to)), 0);
    /* Only now: a call with a time limit is not begun again after a signal, and a connect that was
     * cut short cannot simply be repeated. */
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
    return fd;
}

int client_connect(uint16_t port)
{
    return connect_with(port, 0);
}

int client_connect_narrow(uint16_t port)
{
    return connect_with(port, 4096);
}

void client_send(int fd, const void *bytes, size_t size)
{
    const char *at = bytes;

    while (size > 0) {
        ssize_t sent = send(fd, at, size, MSG_NOSIGNAL);

        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent <= 0) {
            return; /* the server may have closed: what comes back tells */
        }
        at += sent;
        size -= (size_t)sent;
    }
}

void client_send_text(int fd, const char *text)
{
    client_send(fd, text, strlen(text));
}

/* False at the end of the stream; a wait that is too long fails the test. */
static bool read_exactly(int fd, void *out, size_t size)
{
    char *at = out;

    while (size > 0) {
        ssize_t got = recv(fd, at, size, 0);

        if (got < 0 && errno == EINTR) {
            continue; /* with a time limit set on the socket, a signal ends the wait */
        }
        if (got < 0 && errno == EAGAIN) {
            fail_msg("the server said nothing for %d s", CLIENT_WAIT_S);
        }
        if (got <= 0) {
            return false;
        }
        at += got;
        size -= (size_t)got;
    }
    return true;
}

static bool read_head(int fd, client_reply *reply)
{
    size_t size = 0;

    while (size + 1 < sizeof(reply->head)) {
        if (!read_exactly(fd, reply->head + size, 1)) {
            return false;
        }
        size++;
        reply->head[size] = '\0';
        if (size >= 4 && strcmp(reply->head + size - 4, "\r\n\r\n") == 0) {
            return true;
        }
    }
    return false;
}

void client_read_reply(int fd, bool head_only, client_reply *reply)
{
    const char *length = NULL;

    memset(reply->head, 0, sizeof(reply->head));
    reply->status = 0;
    reply->size = 0;
    reply->body[0] = '\0';
    if (!read_head(fd, reply)) {
        return;
    }
    reply->status = (int)strtol(reply->head + strlen("HTTP/1.1 "), NULL, 10);
    length = strstr(reply->head, "Content-Length: ");
    if (length != NULL && !head_only) {
        reply->size = strtoul(length + strlen("Content-Length: "), NULL, 10);
        JB_TRUE(reply->size < sizeof(reply->body));
        JB_TRUE(read_exactly(fd, reply->body, reply->size));
        reply->body[reply->size] = '\0';
    }
}

void client_ask(int fd, const char *request, client_reply *reply)
{
    client_send_text(fd, request);
    client_read_reply(fd, strncmp(request, "HEAD ", 5) == 0, reply);
}

bool client_reply_has(const client_reply *reply, const char *header_line)
{
    const char *at = strstr(reply->head, header_line);

    return at != NULL && at > reply->head && at[-1] == '\n' &&
           strncmp(at + strlen(header_line), "\r\n", 2) == 0;
}

int client_upgrade(int fd, const char *path, const char *extra)
{
    char request[4096];
    client_reply *reply = allocate(sizeof(*reply));
    int status = 0;

    (void)snprintf(request, sizeof(request),
                   "GET %s HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                   "Sec-WebSocket-Version: 13\r\n%s\r\n",
                   path, extra);
    client_ask(fd, request, reply);
    status = reply->status;
    if (status == 101) {
        JB_TRUE(strstr(reply->head, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") != NULL);
        JB_TRUE(strstr(reply->head, "Sec-WebSocket-Protocol: jinbang.v1\r\n") != NULL);
    } else if (status != 0) {
        JB_TRUE(strstr(reply->head, "Content-Security-Policy: default-src 'none'") != NULL);
        JB_TRUE(client_reply_has(reply, "X-Content-Type-Options: nosniff"));
    }
    free(reply);
    return status;
}

int client_open(uint16_t port)
{
    int fd = client_connect(port);

    JB_EQ_I64(
        client_upgrade(fd, "/ws", "Host: quiz.test\r\nSec-WebSocket-Protocol: jinbang.v1\r\n"),
        101);
    return fd;
}

void client_frame_send(int fd, bool final, int opcode, const void *payload, size_t size)
{
    static const unsigned char mask[4] = { 0x12, 0x34, 0x56, 0x78 };
    unsigned char *frame = allocate(size + 14);
    size_t at = 0;

    frame[at++] = (unsigned char)((final ? 0x80 : 0) | opcode);
    if (size < 126) {
        frame[at++] = (unsigned char)(0x80 | size);
    } else if (size < 65536) {
        frame[at++] = 0x80 | 126;
        frame[at++] = (unsigned char)(size >> 8);
        frame[at++] = (unsigned char)(size & 0xff);
    } else {
        frame[at++] = 0x80 | 127;
        for (int i = 7; i >= 0; i--) {
            frame[at++] = (unsigned char)(size >> (8 * i) & 0xff);
        }
    }
    memcpy(frame + at, mask, 4);
    at += 4;
    for (size_t i = 0; i < size; i++) {
        frame[at + i] = ((const unsigned char *)payload)[i] ^ mask[i % 4];
    }
    client_send(fd, frame, at + size);
    free(frame);
}

void client_text(int fd, const char *text)
{
    client_frame_send(fd, true, OP_TEXT, text, strlen(text));
}

void client_frame_read_any(int fd, client_frame *frame)
{
    unsigned char head[10];
    int opcode = 0;

    frame->opcode = -1;
    frame->size = 0;
    if (!read_exactly(fd, head, 2)) {
        return;
    }
    JB_EQ_I64(head[0] & 0xf0, 0x80); /* whole frames, no extension bits: the stream is in step */
    JB_EQ_I64(head[1] & 0x80, 0);
    opcode = head[0] & 0x0f;
    frame->size = head[1] & 0x7f;
    if (frame->size >= 126) {
        size_t more = frame->size == 126 ? 2 : 8;

        JB_TRUE(read_exactly(fd, head + 2, more));
        frame->size = 0;
        for (size_t i = 0; i < more; i++) {
            frame->size = frame->size << 8 | head[2 + i];
        }
    }
    JB_TRUE(frame->size < sizeof(frame->payload));
    if (read_exactly(fd, frame->payload, frame->size)) {
        frame->payload[frame->size] = '\0';
        frame->opcode = opcode;
    }
}

void client_frame_read(int fd, client_frame *frame)
{
    do {
        client_frame_read_any(fd, frame);
        if (frame->opcode == OP_PING) {
            client_frame_send(fd, true, OP_PONG, frame->payload, frame->size);
        }
    } while (frame->opcode == OP_PING);
}

int client_close_code(int fd)
{
    client_frame *frame = allocate(sizeof(*frame));
    int code = 0;

    do {
        client_frame_read(fd, frame);
    } while (frame->opcode != OP_CLOSE && frame->opcode != -1);
    if (frame->opcode == OP_CLOSE && frame->size >= 2) {
        code = frame->payload[0] << 8 | frame->payload[1];
        client_frame_send(fd, true, OP_CLOSE, frame->payload, 2);
    }
    free(frame);
    return code;
}
