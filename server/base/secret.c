/*
 * Random bytes from the operating system, for tokens, salts and keys. A system without randomness
 * cannot run a contest, so there is no error to handle.
 */
#include <sys/random.h>

#include "jinbang/assert.h"
#include "jinbang/random.h"

void jb_random_secret(void *bytes, size_t size)
{
    unsigned char *at = bytes;
    while (size > 0) {
        ssize_t got = getrandom(at, size < 256 ? size : 256, 0);
        JB_ASSERT(got > 0);
        at += got;
        size -= (size_t)got;
    }
}
