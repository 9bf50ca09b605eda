#ifndef JINBANG_DRILL_WIRE_H
#define JINBANG_DRILL_WIRE_H

#include <stdint.h>

#include "jinbang/buffer.h"
#include "jinbang/drill.h"

/*
 * The client's side of RFC 6455 and of the little HTTP that goes before it, as functions of bytes.
 * Only what our server sends is taken: whole messages, no extensions.
 */
enum {
    JB_WIRE_HEAD_MAX = 8192, /* bytes of an answer's head */
    JB_WIRE_CONTROL_MAX = 125,
    JB_WIRE_SEND_MAX = 1000, /* bytes of a text of ours */
    JB_WIRE_HEADER_MAX = 8   /* bytes before it */
};

typedef enum jb_wire_result {
    JB_WIRE_MORE,  /* the rest has not come yet */
    JB_WIRE_WHOLE, /* `used` bytes are it */
    JB_WIRE_BAD    /* this is not what a server of ours says */
} jb_wire_result;

typedef enum jb_wire_opcode {
    JB_WIRE_TEXT = 1,
    JB_WIRE_CLOSE = 8,
    JB_WIRE_PING = 9,
    JB_WIRE_PONG = 10
} jb_wire_opcode;

typedef struct jb_wire_frame {
    jb_wire_opcode opcode;
    jb_slice payload; /* borrowed from what was read */
} jb_wire_frame;

/* The request for a WebSocket at /ws of this server ("host:port"). */
void jb_wire_ask(const char *authority, jb_buffer *out);
/* The answer to it. Bad also where the server does not take the upgrade, or not with the right
 * words; `*status` is the HTTP status then, 0 if there is none. */
jb_wire_result jb_wire_answer(jb_slice bytes, size_t *used, int *status);

/* The next frame. Bad: fragments, binary, masked, reserved bits, a payload beyond
 * JB_DRILL_FRAME_MAX. */
jb_wire_result jb_wire_read(jb_slice bytes, jb_wire_frame *out, size_t *used);

/* A masked frame of at most JB_WIRE_SEND_MAX bytes into `out`, which has room for
 * JB_WIRE_HEADER_MAX more. Returns its size. */
size_t jb_wire_write(jb_wire_opcode opcode, jb_slice payload, uint32_t mask, char *out);

/* A close frame's code; 1005 if it has none. */
uint16_t jb_wire_close_code(jb_slice payload);

/* A whole answer to an HTTP request on a connection that was closed after it: status and body.
 * False: it is not one, or its end is missing. */
bool jb_wire_response(jb_slice bytes, int *status, jb_slice *body);

#endif
