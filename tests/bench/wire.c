/* See wire.h. */
#define _GNU_SOURCE /* strcasestr */

#include "wire.h"

#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <string.h>

enum {
    MASK = 4,
    KEY_SIZE = 24,   /* base64 of 16 bytes */
    ACCEPT_SIZE = 29 /* base64 of 20 bytes, and the 0 */
};

unsigned char *wire_head(unsigned char *text, size_t size, size_t *whole)
{
    unsigned char *head = text - (size < 126 ? 2 : 4);

    head[0] = 0x81;
    if (size < 126) {
        head[1] = (unsigned char)size;
    } else {
        head[1] = 126;
        head[2] = (unsigned char)(size >> 8);
        head[3] = (unsigned char)size;
    }
    *whole = size + (size_t)(text - head);
    return head;
}

long wire_read(unsigned char *bytes, size_t size, wire_frame *frame)
{
    size_t head = 2;
    size_t length = 0;

    if (size < head) {
        return 0;
    }
    length = bytes[1] & 0x7f;
    if (length == 126) {
        head = 4;
        if (size < head) {
            return 0;
        }
        length = (size_t)bytes[2] << 8 | bytes[3];
    }
    if ((bytes[1] & 0x80) == 0 || length > WIRE_FRAME_MAX - MASK - head) {
        return -1;
    }
    if (size < head + MASK + length) {
        return 0;
    }
    *frame = (wire_frame){ .opcode = bytes[0] & 0x0f, .text = bytes + head + MASK, .size = length };
    for (size_t i = 0; i < length; i++) {
        frame->text[i] ^= bytes[head + (i & 3)];
    }
    return (long)(head + MASK + length);
}

size_t wire_accept(const char *request, char reply[WIRE_REPLY_MAX])
{
    static const char guid[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    static const char field[] = "Sec-WebSocket-Key: ";
    unsigned char text[KEY_SIZE + sizeof(guid)];
    unsigned char digest[SHA_DIGEST_LENGTH];
    unsigned char accept[ACCEPT_SIZE];
    const char *at = strcasestr(request, field);

    if (at == NULL || strlen(at) < sizeof(field) - 1 + KEY_SIZE) {
        return 0;
    }
    memcpy(text, at + sizeof(field) - 1, KEY_SIZE);
    memcpy(text + KEY_SIZE, guid, sizeof(guid));
    (void)SHA1(text, KEY_SIZE + sizeof(guid) - 1, digest);
    (void)EVP_EncodeBlock(accept, digest, SHA_DIGEST_LENGTH);
    return (size_t)snprintf(reply, WIRE_REPLY_MAX,
                            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                            "Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n"
                            "Sec-WebSocket-Protocol: jinbang.v1\r\n\r\n",
                            (const char *)accept);
}
