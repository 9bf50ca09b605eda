#ifndef JINBANG_FETCH_H
#define JINBANG_FETCH_H

#include <stddef.h>
#include <stdint.h>

/* Asks for memory that is wanted soon. It waits for nothing and changes nothing, and any address is
 * fine. */
static inline void jb_fetch(const void *from, size_t size)
{
    enum {
        LINE = 64
    };
    const char *at = from;
    const char *end = at + size;

    for (at -= (uintptr_t)at % LINE; at < end; at += LINE) {
        __builtin_prefetch(at);
    }
}

#endif
