/*
 * Stands between the server and the system and makes the database's files behave as the file named
 * by JB_TEST_DISK says at that moment:
 *
 *   good            as the system does
 *   slow MS         every sync takes so long
 *   fail [NAME]     every sync (of the file NAME only) fails with EIO
 *   full            every write fails with ENOSPC
 *   readonly        every write fails with EROFS, and so does opening for writing
 *   corrupt         what is read has its first byte changed, except in the database's first page
 *
 * In the folder named by JB_TEST_PLATTER it keeps what a loss of power would leave: a file gets
 * there what was written to it when a sync of it succeeds, and not before. A sync that fails takes
 * what waited for it out of the books, as kernels do: the pages stay readable but count as clean,
 * and no later sync will ever write them. Built and preloaded by disk.mjs.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum {
    FILES = 4,
    CHANGES = 200000,
    NAME = 64,
    PAGE = 4096
};

/* A write of `size` bytes at `offset`; size -1: a truncation to `offset`. */
typedef struct change {
    off_t offset;
    ssize_t size;
} change;

typedef struct tracked {
    char name[NAME];
    change *changes; /* since the last sync */
    size_t count;
} tracked;

static tracked files[FILES];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

#define REAL(result, name, ...)                                                                    \
    static result (*real)(__VA_ARGS__);                                                            \
    if (!real) {                                                                                   \
        *(void **)&real = dlsym(RTLD_NEXT, name);                                                  \
    }

/* The database or its write-ahead log: its name without the folder, else NULL. */
static const char *ours(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    return strcmp(name, "jinbang.db") == 0 || strcmp(name, "jinbang.db-wal") == 0 ? name : NULL;
}

static const char *name_of(int fd, char path[4096])
{
    char link[64];
    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, 4095);
    path[size > 0 ? size : 0] = '\0';
    return ours(path);
}

/* What the disk is told to be, and its argument. */
static void mode_now(char mode[16], char argument[NAME])
{
    const char *path = getenv("JB_TEST_DISK");
    FILE *file = path ? fopen(path, "r") : NULL;
    (void)snprintf(mode, 16, "good");
    argument[0] = '\0';
    if (file) {
        if (fscanf(file, "%15s %63s", mode, argument) < 1) {
            (void)snprintf(mode, 16, "good");
        }
        (void)fclose(file);
    }
}

static int is(const char *what)
{
    char mode[16], argument[NAME];
    mode_now(mode, argument);
    return strcmp(mode, what) == 0;
}

/* ---- the platter ---- */

static tracked *track(const char *name)
{
    for (int i = 0; i < FILES; i++) {
        if (files[i].name[0] == '\0') {
            (void)snprintf(files[i].name, NAME, "%s", name);
            files[i].changes = calloc(CHANGES, sizeof *files[i].changes);
        }
        if (strcmp(files[i].name, name) == 0) {
            return &files[i];
        }
    }
    abort();
}

static void note(const char *name, off_t offset, ssize_t size)
{
    (void)pthread_mutex_lock(&mutex);
    tracked *file = track(name);
    if (file->count == CHANGES) {
        abort();
    }
    file->changes[file->count++] = (change){ offset, size };
    (void)pthread_mutex_unlock(&mutex);
}

static int on_platter(char out[4096], const char *name)
{
    const char *folder = getenv("JB_TEST_PLATTER");
    return folder && snprintf(out, 4096, "%s/%s", folder, name) < 4096;
}

static ssize_t write_at(int fd, const void *bytes, size_t size, off_t offset)
{
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off_t)
    return real(fd, bytes, size, offset);
}

static void copy(int from, int to, change what)
{
    char page[PAGE];
    while (what.size > 0) {
        size_t want = what.size < PAGE ? (size_t)what.size : PAGE;
        ssize_t got = syscall(SYS_pread64, from, page, want, what.offset);
        if (got <= 0 || write_at(to, page, (size_t)got, what.offset) != got) {
            return; /* truncated since */
        }
        what.offset += got;
        what.size -= got;
    }
}

/* A sync has ended: what waited for it is on the platter, or (failed) will never be. */
static void settle(const char *name, int fd, int failed)
{
    char path[4096];
    (void)pthread_mutex_lock(&mutex);
    tracked *file = track(name);
    if (!failed && on_platter(path, name)) {
        REAL(int, "ftruncate64", int, off_t)
        int to = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CREAT, 0600);
        for (size_t i = 0; i < file->count; i++) {
            if (file->changes[i].size < 0) {
                (void)real(to, file->changes[i].offset);
            } else {
                copy(fd, to, file->changes[i]);
            }
        }
        (void)close(to);
    }
    file->count = 0;
    (void)pthread_mutex_unlock(&mutex);
}

/* ---- the system ---- */

static int sync_with(int (*real)(int), int fd)
{
    char path[4096], mode[16], argument[NAME];
    const char *name = name_of(fd, path);
    mode_now(mode, argument);
    int fails =
        strcmp(mode, "fail") == 0 && (!argument[0] || (name && strcmp(name, argument) == 0));
    if (strcmp(mode, "slow") == 0) {
        long ms = strtol(argument, NULL, 10);
        struct timespec wait = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
        (void)nanosleep(&wait, NULL);
    }
    int result = fails ? -1 : real(fd);
    if (name) {
        settle(name, fd, result != 0);
    }
    errno = fails ? EIO : errno;
    return result;
}

int fsync(int fd)
{
    REAL(int, "fsync", int)
    return sync_with(real, fd);
}

int fdatasync(int fd)
{
    REAL(int, "fdatasync", int)
    return sync_with(real, fd);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off_t offset)
{
    char path[4096];
    const char *name = name_of(fd, path);
    if (name && (is("full") || is("readonly"))) {
        errno = is("full") ? ENOSPC : EROFS;
        return -1;
    }
    ssize_t wrote = write_at(fd, bytes, size, offset);
    if (name && wrote > 0) {
        note(name, offset, wrote);
    }
    return wrote;
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset)
{
    return pwrite64(fd, bytes, size, offset);
}

int ftruncate64(int fd, off_t size)
{
    REAL(int, "ftruncate64", int, off_t)
    char path[4096];
    const char *name = name_of(fd, path);
    if (name && is("readonly")) {
        errno = EROFS;
        return -1;
    }
    int result = real(fd, size);
    if (name && result == 0) {
        note(name, size, -1);
    }
    return result;
}

ssize_t pread64(int fd, void *bytes, size_t size, off_t offset)
{
    REAL(ssize_t, "pread64", int, void *, size_t, off_t)
    char path[4096];
    ssize_t got = real(fd, bytes, size, offset);
    if (got == PAGE && name_of(fd, path) && is("corrupt") &&
        memcmp(bytes, "SQLite format 3", 15) != 0) {
        *(unsigned char *)bytes ^= 0xff;
    }
    return got;
}

int unlink(const char *path)
{
    REAL(int, "unlink", const char *)
    char copy_of[4096];
    int result = real(path);
    if (result == 0 && ours(path) && on_platter(copy_of, ours(path))) {
        (void)real(copy_of);
    }
    return result;
}

static int refuse_open(const char *path, int flags)
{
    return ours(path) && (flags & O_ACCMODE) != O_RDONLY && is("readonly");
}

int open64(const char *path, int flags, ...)
{
    REAL(int, "open64", const char *, int, ...)
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    if (refuse_open(path, flags)) {
        errno = EROFS;
        return -1;
    }
    return real(path, flags, mode);
}
