/*
 * Preloaded (LD_PRELOAD): every fsync() and fdatasync() of the program takes JB_SLOW_MS longer, to
 * see how a server does on a slow disk.
 */
#define _GNU_SOURCE /* RTLD_NEXT */

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static struct timespec slower;

__attribute__((constructor)) static void prepare(void)
{
    const char *text = getenv("JB_SLOW_MS");
    const long ms = text == NULL ? 0 : strtol(text, NULL, 10);

    *(void **)&real_fsync = dlsym(RTLD_NEXT, "fsync");
    *(void **)&real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    if (real_fsync == NULL || real_fdatasync == NULL || ms < 0) {
        fprintf(stderr, "slowdisk: cannot be loaded\n");
        _exit(2);
    }
    slower = (struct timespec){ .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
}

static void wait_longer(void)
{
    struct timespec left = slower;

    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
        /* a signal came in between */
    }
}

int fsync(int fd)
{
    const int status = real_fsync(fd);

    wait_longer();
    return status;
}

int fdatasync(int fd)
{
    const int status = real_fdatasync(fd);

    wait_longer();
    return status;
}
