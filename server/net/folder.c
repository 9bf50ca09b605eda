/*
 * Web files from a directory instead of the program, for work on the clients. The path comes from
 * outside, so it is opened part by part below the directory's descriptor, never following a
 * symbolic link, and parts may hold only the characters our file names have and may not begin with
 * a dot. What is not a regular file of bearable size does not exist.
 */
#include "net_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "jinbang/assert.h"
#include "jinbang/mix.h"

enum {
    PART_MAX = 255,
    PARTS_MAX = 8,
    READ_PIECE = 16384
};

static const struct {
    const char *ending;
    const char *type;
} types[] = {
    { ".html", "text/html; charset=utf-8" },
    { ".js", "text/javascript; charset=utf-8" },
    { ".css", "text/css; charset=utf-8" },
    { ".json", "application/json" },
    { ".webmanifest", "application/manifest+json" },
    { ".svg", "image/svg+xml" },
    { ".png", "image/png" },
    { ".jpg", "image/jpeg" },
    { ".webp", "image/webp" },
    { ".ico", "image/x-icon" },
    { ".woff2", "font/woff2" },
    { ".mp3", "audio/mpeg" },
    { ".wasm", "application/wasm" },
    { ".txt", "text/plain; charset=utf-8" },
};

jb_status jb_folder_open(jb_net *net, jb_buffer *why)
{
    const char *path = net->options.assets;
    char error[128];

    if (path == NULL) {
        return JB_OK;
    }
    net->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (net->folder < 0) {
        jb_buffer_append_text(why, "cannot open the directory of assets ");
        jb_buffer_append_text(why, path);
        jb_buffer_append_text(why, ": ");
        (void)uv_strerror_r(uv_translate_sys_error(errno), error, sizeof(error));
        jb_buffer_append_text(why, error);
        return JB_ERR_IO;
    }
    return JB_OK;
}

static const char *type_of(const char *path)
{
    size_t size = strlen(path);

    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        size_t ending = strlen(types[i].ending);

        if (size > ending && strcmp(path + size - ending, types[i].ending) == 0) {
            return types[i].type;
        }
    }
    return "application/octet-stream";
}

static bool part_valid(const char *part, size_t size)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._@+-";

    return size > 0 && size <= PART_MAX && part[0] != '.' && strspn(part, allowed) >= size;
}

/* A descriptor of the file, or -1. */
static int open_below(int folder, const char *path)
{
    int at = folder;

    for (int parts = 0; *path == '/' && parts < PARTS_MAX; parts++) {
        size_t size = strcspn(path + 1, "/");
        bool last = path[1 + size] == '\0';
        char part[PART_MAX + 1];
        int next = -1;

        if (part_valid(path + 1, size)) {
            memcpy(part, path + 1, size);
            part[size] = '\0';
            next =
                openat(at, part,
                       O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (last ? 0 : O_DIRECTORY));
        }
        if (at != folder) {
            (void)close(at);
        }
        if (next < 0 || last) {
            return next;
        }
        at = next;
        path += 1 + size;
    }
    if (at != folder) {
        (void)close(at);
    }
    return -1;
}

static bool read_all(int fd, jb_buffer *content)
{
    char piece[READ_PIECE];
    ssize_t size = 0;

    do {
        size = read(fd, piece, sizeof(piece));
        if (size > 0) {
            jb_buffer_append(content, piece, (size_t)size);
        }
    } while ((size > 0 || (size < 0 && errno == EINTR)) && !content->failed);
    return size == 0 && !content->failed;
}

jb_status jb_folder_read(const jb_net *net, const char *path, jb_buffer *content, char tag[17],
                         const char **type)
{
    struct stat about;
    int fd = open_below(net->folder, path);
    jb_status status = JB_ERR_NOT_FOUND;
    uint64_t hash = 0;

    if (fd < 0) {
        return JB_ERR_NOT_FOUND;
    }
    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size > JB_FILE_MAX ||
        !read_all(fd, content)) {
        goto cleanup;
    }
    hash = jb_mix_bytes(JB_MIX_START, content->bytes, content->size);
    (void)snprintf(tag, 17, "%08x%08x", (unsigned)(hash >> 32), (unsigned)(hash & 0xffffffffu));
    *type = type_of(path);
    status = JB_OK;
cleanup:
    (void)close(fd);
    return status;
}
