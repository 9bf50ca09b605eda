#ifndef JINBANG_HASH_H
#define JINBANG_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jinbang/buffer.h"
#include "jinbang/status.h"

/* SHA-256 and HMAC (OpenSSL's libcrypto), hexadecimal, comparison in constant time. */

enum {
    JB_HASH_SIZE = 32,
    JB_HASH_HEX_SIZE = 65
};

typedef struct jb_hash {
    unsigned char bytes[JB_HASH_SIZE];
} jb_hash;

/* SHA-256 over the slices, one after the other. */
void jb_hash_of(const jb_slice *parts, size_t count, jb_hash *out);
/* The same for those who do it all the time: what every call would set up anew is kept. */
typedef struct jb_hasher jb_hasher;
jb_hasher *jb_hasher_create(void); /* NULL: memory has run out */
void jb_hasher_destroy(jb_hasher *hasher);
void jb_hasher_of(jb_hasher *hasher, const jb_slice *parts, size_t count, jb_hash *out);
/* HMAC-SHA-256. */
void jb_hash_keyed(jb_slice key, jb_slice text, jb_hash *out);

bool jb_hash_equal(const jb_hash *a, const jb_hash *b);

/* Lower-case hexadecimal with a final NUL; out holds 2 * size + 1. */
void jb_hex_encode(const void *bytes, size_t size, char *out);
/* Exactly 2 * size digits, either case. JB_ERR_INVALID leaves `bytes` unchanged in no part that
 * matters: do not use it. */
jb_status jb_hex_decode(jb_slice hex, void *bytes, size_t size) JB_MUST_CHECK;

/* Constant time for equal sizes. */
bool jb_secret_equal(jb_slice a, jb_slice b);

#endif
