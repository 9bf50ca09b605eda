/*
 * Frames and heads, see wire.h. The key of the upgrade is RFC 6455's example: it proves nothing but
 * that the other side speaks WebSocket, and so its answer need not be computed. The mask is never
 * zero, because a server may skip the work for that one, and then figures would be too good.
 */
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp): memmem */

#include "wire.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "jinbang/assert.h"

enum {
    BITS_FIN = 0x80,
    BITS_RESERVED = 0x70,
    BITS_OPCODE = 0x0f,
    BIT_MASKED = 0x80,
    BITS_LENGTH = 0x7f,
    LENGTH_16 = 126,
    LENGTH_64 = 127,
    STATUS_SWITCHING = 101,
    CLOSE_NONE = 1005
};

static const char key_of_ours[] = "dGhlIHNhbXBsZSBub25jZQ==";
static const char key_accepted[] = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

void jb_wire_ask(const char *authority, jb_buffer *out)
{
    jb_buffer_append_text(out, "GET /ws HTTP/1.1\r\nHost: ");
    jb_buffer_append_text(out, authority);
    jb_buffer_append_text(out, "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                               "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: jinbang.v1\r\n"
                               "Sec-WebSocket-Key: ");
    jb_buffer_append_text(out, key_of_ours);
    jb_buffer_append_text(out, "\r\n\r\n");
}

/* ---- HTTP ---- */

/* The head of an answer with its empty line; 0: not all of it is there. */
static size_t head_size(jb_slice bytes)
{
    const char *end = bytes.size > 0 ? memmem(bytes.bytes, bytes.size, "\r\n\r\n", 4) : NULL;
    return end ? (size_t)(end - bytes.bytes) + 4 : 0;
}

/* "HTTP/1.1 204 ...": the number, or 0. */
static int status_of(jb_slice head)
{
    static const char version[] = "HTTP/1.";
    const char *at = head.bytes + sizeof version;
    if (head.size < sizeof version + 4 || memcmp(head.bytes, version, sizeof version - 1) != 0 ||
        at[0] != ' ') {
        return 0;
    }
    int status = 0;
    for (int i = 1; i <= 3; i++) {
        if (at[i] < '0' || at[i] > '9') {
            return 0;
        }
        status = 10 * status + (at[i] - '0');
    }
    return status;
}

/* The value of a header; size 0 if it is not there. `head` ends with its empty line. */
static jb_slice header_of(jb_slice head, const char *name)
{
    size_t name_size = strlen(name);
    jb_slice rest = head;
    const char *end = memmem(rest.bytes, rest.size, "\r\n", 2);
    while (end) {
        size_t line = (size_t)(end - rest.bytes);
        if (line > name_size && rest.bytes[name_size] == ':' &&
            strncasecmp(rest.bytes, name, name_size) == 0) {
            size_t at = name_size + 1;
            while (at < line && rest.bytes[at] == ' ') {
                at++;
            }
            return (jb_slice){ .bytes = rest.bytes + at, .size = line - at };
        }
        rest = (jb_slice){ .bytes = end + 2, .size = rest.size - line - 2 };
        end = memmem(rest.bytes, rest.size, "\r\n", 2);
    }
    return (jb_slice){ .bytes = "", .size = 0 };
}

jb_wire_result jb_wire_answer(jb_slice bytes, size_t *used, int *status)
{
    size_t size = head_size(bytes);
    *status = 0;
    if (size == 0) {
        return bytes.size < JB_WIRE_HEAD_MAX ? JB_WIRE_MORE : JB_WIRE_BAD;
    }
    jb_slice head = { .bytes = bytes.bytes, .size = size };
    *status = status_of(head);
    if (size > JB_WIRE_HEAD_MAX || *status != STATUS_SWITCHING ||
        !jb_slice_equal(header_of(head, "Sec-WebSocket-Accept"), jb_slice_of(key_accepted))) {
        return JB_WIRE_BAD;
    }
    *used = size;
    return JB_WIRE_WHOLE;
}

bool jb_wire_response(jb_slice bytes, int *status, jb_slice *body)
{
    size_t size = head_size(bytes);
    if (size == 0 || size > JB_WIRE_HEAD_MAX) {
        return false;
    }
    jb_slice head = { .bytes = bytes.bytes, .size = size };
    jb_slice length = header_of(head, "Content-Length");
    size_t there = bytes.size - size;
    size_t announced = 0;
    for (size_t i = 0; i < length.size && length.bytes[i] != ' '; i++) {
        if (length.bytes[i] < '0' || length.bytes[i] > '9' || announced > there) {
            return false;
        }
        announced = 10 * announced + (size_t)(length.bytes[i] - '0');
    }
    int code = status_of(head);
    if (code == 0 || announced > there) {
        return false;
    }
    *status = code;
    *body = (jb_slice){ .bytes = bytes.bytes + size, .size = length.size > 0 ? announced : there };
    return true;
}

/* ---- frames ---- */

static bool known(uint8_t opcode)
{
    return opcode == JB_WIRE_TEXT || opcode == JB_WIRE_CLOSE || opcode == JB_WIRE_PING ||
           opcode == JB_WIRE_PONG;
}

/* The length that a header announces and the size of the header; 0: not all of it is there. */
static size_t header_size(const unsigned char *bytes, size_t size, uint64_t *length)
{
    size_t extra = 0;
    *length = bytes[1] & BITS_LENGTH;
    if (*length == LENGTH_16) {
        extra = 2;
    } else if (*length == LENGTH_64) {
        extra = 8;
    }
    if (size < 2 + extra) {
        return 0;
    }
    if (extra > 0) {
        *length = 0;
        for (size_t i = 0; i < extra; i++) {
            *length = *length << 8 | bytes[2 + i];
        }
    }
    return 2 + extra;
}

jb_wire_result jb_wire_read(jb_slice bytes, jb_wire_frame *out, size_t *used)
{
    const unsigned char *first = (const unsigned char *)bytes.bytes;
    uint64_t length = 0;
    if (bytes.size < 2) {
        return JB_WIRE_MORE;
    }
    uint8_t opcode = first[0] & BITS_OPCODE;
    bool control = opcode >= JB_WIRE_CLOSE;
    if ((first[0] & (BITS_FIN | BITS_RESERVED)) != BITS_FIN || !known(opcode) ||
        (first[1] & BIT_MASKED) != 0 ||
        (control && (first[1] & BITS_LENGTH) > JB_WIRE_CONTROL_MAX)) {
        return JB_WIRE_BAD;
    }
    size_t header = header_size(first, bytes.size, &length);
    if (header == 0) {
        return JB_WIRE_MORE;
    }
    if (length > JB_DRILL_FRAME_MAX) {
        return JB_WIRE_BAD;
    }
    if (bytes.size - header < length) {
        return JB_WIRE_MORE;
    }
    out->opcode = (jb_wire_opcode)opcode;
    out->payload = (jb_slice){ .bytes = bytes.bytes + header, .size = (size_t)length };
    *used = header + (size_t)length;
    return JB_WIRE_WHOLE;
}

size_t jb_wire_write(jb_wire_opcode opcode, jb_slice payload, uint32_t mask, char *out)
{
    unsigned char *to = (unsigned char *)out;
    unsigned char key[4];
    size_t header = 2;
    JB_ASSERT(payload.size <= JB_WIRE_SEND_MAX && mask != 0);
    memcpy(key, &mask, sizeof key);
    to[0] = (unsigned char)(BITS_FIN | (unsigned)opcode);
    if (payload.size < LENGTH_16) {
        to[1] = (unsigned char)(BIT_MASKED | payload.size);
    } else {
        to[1] = BIT_MASKED | LENGTH_16;
        to[2] = (unsigned char)(payload.size >> 8);
        to[3] = (unsigned char)(payload.size & 0xff);
        header = 4;
    }
    memcpy(to + header, key, sizeof key);
    header += sizeof key;
    for (size_t i = 0; i < payload.size; i++) {
        to[header + i] = (unsigned char)((unsigned char)payload.bytes[i] ^ key[i % sizeof key]);
    }
    return header + payload.size;
}

uint16_t jb_wire_close_code(jb_slice payload)
{
    const unsigned char *bytes = (const unsigned char *)payload.bytes;
    return (uint16_t)(payload.size < 2 ? (unsigned)CLOSE_NONE : bytes[0] * 256U + bytes[1]);
}
