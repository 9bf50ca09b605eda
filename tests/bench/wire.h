#ifndef JB_BENCH_WIRE_H
#define JB_BENCH_WIRE_H

#include <stddef.h>

/* As much of RFC 6455 as the floor needs: whole frames of clients, texts of ours. */
enum {
    WIRE_HEAD = 4, /* bytes in front of a text of ours, at most */
    WIRE_FRAME_MAX = 8192,
    WIRE_REPLY_MAX = 256,
    WIRE_TEXT = 1,
    WIRE_CLOSE = 8
};

/* Puts the head of a text frame before `text`, which has WIRE_HEAD bytes of room in front and is
 * shorter than 64 KiB. Where the frame begins, and how long all of it is. */
unsigned char *wire_head(unsigned char *text, size_t size, size_t *whole);

typedef struct wire_frame {
    int opcode;
    unsigned char *text;
    size_t size;
} wire_frame;

/* Reads a client's frame and takes the mask off, in place. The bytes it has; 0: it is not whole
 * yet; -1: it is not one, or longer than WIRE_FRAME_MAX. */
long wire_read(unsigned char *bytes, size_t size, wire_frame *frame);

/* Writes the answer to a request for a WebSocket (all of its head, 0 at the end). Its length; 0: it
 * is none. */
size_t wire_accept(const char *request, char reply[WIRE_REPLY_MAX]);

#endif
