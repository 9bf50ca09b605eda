/*
 * Stands between the server and the system and makes syncs slow or refuses them, as the file named
 * by JB_TEST_DISK says at that moment: "good", "slow MS" or "fail". Built and preloaded by
 * disk.test.mjs.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int pass(const char *name, int fd)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    const char *path = getenv("JB_TEST_DISK");
    FILE *file = path ? fopen(path, "r") : NULL;
    char mode[8] = "good";
    long ms = 0;
    if (file) {
        int got = fscanf(file, "%7s %ld", mode, &ms);
        mode[0] = got < 1 ? 'g' : mode[0];
        (void)fclose(file);
    }
    if (strcmp(mode, "fail") == 0) {
        errno = EIO;
        return -1;
    }
    if (strcmp(mode, "slow") == 0) {
        struct timespec wait = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
        (void)nanosleep(&wait, NULL);
    }
    return real(fd);
}

int fsync(int fd)
{
    return pass("fsync", fd);
}

int fdatasync(int fd)
{
    return pass("fdatasync", fd);
}
