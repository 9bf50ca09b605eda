#ifndef JINBANG_PASSWORD_H
#define JINBANG_PASSWORD_H

#include <stdbool.h>

#include "jinbang/buffer.h"
#include "jinbang/status.h"

/*
 * Passwords of organizers: argon2id through libsodium, at its "interactive" cost (64 MiB, two
 * passes), which takes tens of milliseconds on purpose. So none of this is for the loop thread, and
 * the clerk does one at a time.
 */
enum {
    JB_PASSWORD_CHARS_MIN = 10,
    JB_PASSWORD_BYTES_MAX = 256,
    JB_PASSWORD_HASH_SIZE = 128 /* what is kept of one, a text */
};

/* NULL, or the sentence that says why it cannot be a password. */
const char *jb_password_wrong(jb_slice password);
/* What to keep. JB_ERR_MEMORY. */
jb_status jb_password_hash(jb_slice password, char out[JB_PASSWORD_HASH_SIZE]) JB_MUST_CHECK;
/* Is it the password of which this was kept? With `hash` NULL it is not, and takes as long to say
 * so. Also false for want of memory. */
bool jb_password_fits(jb_slice password, const char *hash);
/* Makes a password, or what was kept of one, unreadable before its memory goes. */
void jb_password_wipe(void *bytes, size_t size);

#endif
