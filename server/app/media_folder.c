/*
 * Media beside a bank file. A path is opened part by part below the descriptor of the bank's
 * folder, so that neither ".." nor a link leads out of it; what is not a regular file is not read.
 */
#include "media_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    PIECE = 16384,
    PART_MAX = 255
};

/* Opens the first `size` bytes of the path below `at`, as a folder if more follows. */
static int open_part(int at, const char *path, size_t size, bool more)
{
    char part[PART_MAX + 1];
    if (size == 0 || size > PART_MAX || (size == 2 && memcmp(path, "..", 2) == 0)) {
        errno = ENOENT;
        return -1;
    }
    memcpy(part, path, size);
    part[size] = '\0';
    return openat(at, part,
                  O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (more ? O_DIRECTORY : 0));
}

/* A descriptor of the file, or -1 with errno. */
static int open_below(int folder, const char *path)
{
    int at = folder;
    for (;;) {
        size_t size = strcspn(path, "/");
        bool more = path[size] == '/';
        int next = open_part(at, path, size, more);
        int error = errno;
        if (at != folder) {
            (void)close(at);
        }
        errno = error;
        if (next < 0 || !more) {
            return next;
        }
        at = next;
        path += size + 1;
    }
}

static jb_status read_all(int file, size_t size_max, jb_buffer *out)
{
    char piece[PIECE];
    struct stat info;
    if (fstat(file, &info) != 0 || !S_ISREG(info.st_mode)) {
        return JB_ERR_IO;
    }
    for (;;) {
        ssize_t size = read(file, piece, sizeof piece);
        if (size < 0 && errno == EINTR) {
            continue;
        }
        if (size <= 0) {
            return size < 0 ? JB_ERR_IO : JB_OK;
        }
        if (out->size + (size_t)size > size_max) {
            return JB_ERR_LIMIT;
        }
        jb_buffer_append(out, piece, (size_t)size);
        if (out->failed) {
            return JB_ERR_MEMORY;
        }
    }
}

static jb_status read_beside(void *user, const char *path, size_t size_max, jb_buffer *out)
{
    const jb_media_folder *folder = user;
    int file = folder->folder < 0 ? -1 : open_below(folder->folder, path);
    if (file < 0) {
        return folder->folder < 0 || errno == ENOENT || errno == ENOTDIR ? JB_ERR_NOT_FOUND
                                                                         : JB_ERR_IO;
    }
    jb_status status = read_all(file, size_max, out);
    (void)close(file);
    return status;
}

void jb_media_folder_open(jb_media_folder *folder, const char *bank_path)
{
    char path[PATH_MAX];
    const char *slash = strrchr(bank_path, '/');
    int size = slash ? (int)(slash - bank_path) : 0;
    int length = slash ? snprintf(path, sizeof path, "%.*s/", size, bank_path)
                       : snprintf(path, sizeof path, ".");
    bool fits = length > 0 && (size_t)length < sizeof path;
    *folder = (jb_media_folder){
        .folder = fits ? open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1,
        .source = { .read = read_beside, .user = folder },
    };
}

void jb_media_folder_close(jb_media_folder *folder)
{
    if (folder->folder >= 0) {
        (void)close(folder->folder);
    }
    folder->folder = -1;
}
