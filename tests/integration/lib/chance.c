/*
 * Bad luck for tests: the first JB_TEST_CHANCE times that the program asks the system for eight
 * random bytes it gets the same ones. Built by disk.mjs, preloaded.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

ssize_t getrandom(void *bytes, size_t size, unsigned flags)
{
    static ssize_t (*real)(void *, size_t, unsigned);
    static long drawn;
    const char *same = getenv("JB_TEST_CHANCE");
    if (!real) {
        *(void **)&real = dlsym(RTLD_NEXT, "getrandom");
    }
    if (size == 8 && same && drawn < strtol(same, NULL, 10)) {
        drawn++;
        (void)memset(bytes, 42, size);
        return (ssize_t)size;
    }
    return real(bytes, size, flags);
}
