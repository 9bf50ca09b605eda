/*
 * A small blocking HTTP and WebSocket client for the tests of net, with a deadline on every wait,
 * so that a server that does not answer fails a test instead of hanging it.
 */
#ifndef JB_NET_CLIENT_H
#define JB_NET_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    CLIENT_BUFFER = 1 << 20,
    CLIENT_WAIT_S = 10
};

enum {
    OP_CONTINUE = 0,
    OP_TEXT = 1,
    OP_BINARY = 2,
    OP_CLOSE = 8,
    OP_PING = 9,
    OP_PONG = 10
};

typedef struct client_frame {
    int opcode; /* -1: the connection ended */
    size_t size;
    unsigned char payload[CLIENT_BUFFER];
} client_frame;

typedef struct client_reply {
    int status; /* 0: the connection ended without one */
    char head[8192];
    size_t size;
    char body[CLIENT_BUFFER];
} client_reply;

/* A connected socket on 127.0.0.1; fails the test otherwise. */
int client_connect(uint16_t port);
/* The same with a small receive buffer, for clients that do not read. */
int client_connect_narrow(uint16_t port);
void client_send(int fd, const void *bytes, size_t size);
void client_send_text(int fd, const char *text);

/* Reads one response; `head_only` for the answer to HEAD. */
void client_read_reply(int fd, bool head_only, client_reply *reply);
/* Sends and reads in one. */
void client_ask(int fd, const char *request, client_reply *reply);
bool client_reply_has(const client_reply *reply, const char *header_line);

/* Upgrades with extra header lines ("" or lines ending in CR LF); returns the status. */
int client_upgrade(int fd, const char *path, const char *extra);
/* A connected, upgraded session. */
int client_open(uint16_t port);
void client_frame_send(int fd, bool final, int opcode, const void *payload, size_t size);
void client_text(int fd, const char *text);
/* The next frame; pings are answered and skipped. */
void client_frame_read(int fd, client_frame *frame);
/* The next frame whatever it is. */
void client_frame_read_any(int fd, client_frame *frame);
/* Reads until a close frame or the end; the code, 0 if there was none. */
int client_close_code(int fd);

#endif
