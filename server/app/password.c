/*
 * Passwords through libsodium. Somebody who asks for a name that is not there must not learn so
 * from the clock: then the password is compared with one that nobody knows, made at the same cost.
 */
#include "password.h"

#include <sodium.h>
#include <stdio.h>

#include "jinbang/text.h"

_Static_assert(crypto_pwhash_STRBYTES == JB_PASSWORD_HASH_SIZE, "as libsodium writes it");

/* Of 32 random bytes that were thrown away. A test compares its cost with that of the others. */
static const char nobody[] = "$argon2id$v=19$m=65536,t=2,p=1$nOJYMyi5DdmYUofqgHqtKw"
                             "$0VLhHni54AB7LSquBAzjeA4VmZw7nMx/uIYGvHXPHO0";

const char *jb_password_wrong(jb_slice password)
{
    if (!jb_text_printable(password)) {
        return "A password is text.";
    }
    if (password.size > JB_PASSWORD_BYTES_MAX) {
        return "A password has at most 256 bytes.";
    }
    return jb_text_graphemes(password) < JB_PASSWORD_CHARS_MIN
               ? "A password has at least ten characters."
               : NULL;
}

jb_status jb_password_hash(jb_slice password, char out[JB_PASSWORD_HASH_SIZE])
{
    if (sodium_init() < 0) {
        return JB_ERR_MEMORY;
    }
    return crypto_pwhash_str(out, password.bytes, password.size, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                             crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0
               ? JB_OK
               : JB_ERR_MEMORY;
}

bool jb_password_fits(jb_slice password, const char *hash)
{
    char kept[JB_PASSWORD_HASH_SIZE];
    if (sodium_init() < 0) {
        return false;
    }
    (void)snprintf(kept, sizeof kept, "%s", hash ? hash : nobody);
    bool fits = crypto_pwhash_str_verify(kept, password.bytes, password.size) == 0;
    jb_password_wipe(kept, sizeof kept);
    return fits && hash;
}

void jb_password_wipe(void *bytes, size_t size)
{
    sodium_memzero(bytes, size);
}
