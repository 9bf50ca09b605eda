/*
 * The secrets of a data folder: admin.key, which the organizer signs in with, and secret.key, from
 * which the keys of contests are derived. Made at the first start, readable by nobody else. And the
 * lock that keeps a second server out: the kernel lets it go with the process, however that ends.
 */
#define _DEFAULT_SOURCE /* flock */

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "jinbang/hash.h"
#include "jinbang/random.h"
#include "server.h"

enum {
    PATH_SIZE = 4096,
    HEX_SIZE = 2 * JB_SECRET_SIZE
};

static jb_status complain(jb_buffer *why, const char *what, const char *path)
{
    jb_buffer_append_text(why, what);
    jb_buffer_append_text(why, path);
    jb_buffer_append_text(why, ": ");
    jb_buffer_append_text(why, strerror(errno));
    return JB_ERR_IO;
}

/* Writes one line beside and renames, so that a crash leaves what there was or all of it. */
static jb_status write_line(const char *path, const char *text, jb_buffer *why)
{
    char beside[PATH_SIZE + 8];
    char line[HEX_SIZE + 2];
    (void)snprintf(beside, sizeof beside, "%s.new", path);
    int size = snprintf(line, sizeof line, "%s\n", text);
    int file = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) {
        return complain(why, "cannot make ", beside);
    }
    bool good = write(file, line, (size_t)size) == size && fsync(file) == 0;
    good = close(file) == 0 && good && rename(beside, path) == 0;
    return good ? JB_OK : complain(why, "cannot write ", path);
}

/* Reads a key of 64 hexadecimal digits, or makes one. */
static jb_status load_key(const char *directory, const char *name, char hex[HEX_SIZE + 1],
                          bool *made, jb_buffer *why)
{
    char path[PATH_SIZE];
    *made = false;
    (void)snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "re");
    if (!file && errno != ENOENT) {
        return complain(why, "cannot open ", path);
    }
    if (!file) {
        unsigned char bytes[JB_SECRET_SIZE];
        jb_random_secret(bytes, sizeof bytes);
        jb_hex_encode(bytes, sizeof bytes, hex);
        *made = true;
        return write_line(path, hex, why);
    }
    size_t got = fread(hex, 1, HEX_SIZE, file);
    hex[got] = '\0';
    (void)fclose(file);
    unsigned char bytes[JB_SECRET_SIZE];
    if (jb_hex_decode(jb_slice_of(hex), bytes, sizeof bytes) != JB_OK) {
        jb_buffer_append_text(why, path);
        jb_buffer_append_text(why, " does not hold 64 hexadecimal digits; bring it back from a "
                                   "backup");
        return JB_ERR_CORRUPT;
    }
    return JB_OK;
}

jb_status jb_keys_load(const char *directory, jb_server *server, bool *first_start, jb_buffer *why)
{
    char hex[HEX_SIZE + 1];
    bool made = false;
    jb_status status = load_key(directory, "secret.key", hex, &made, why);
    if (status != JB_OK) {
        return status;
    }
    status = jb_hex_decode(jb_slice_of(hex), server->secret, sizeof server->secret);
    if (status != JB_OK) {
        return status;
    }
    status = load_key(directory, "admin.key", hex, first_start, why);
    if (status == JB_OK) {
        jb_slice key = jb_slice_of(hex);
        jb_hash_of(&key, 1, &server->admin_key);
    }
    return status;
}

jb_status jb_keys_organizer(const char *directory, char key[JB_ORGANIZER_KEY_SIZE], jb_buffer *why)
{
    bool made = false;
    return load_key(directory, "admin.key", key, &made, why);
}

jb_status jb_keys_lock(const char *directory, int *lock, jb_buffer *why)
{
    char path[PATH_SIZE];
    (void)snprintf(path, sizeof path, "%s/server.lock", directory);
    *lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (*lock < 0) {
        return complain(why, "cannot open ", path);
    }
    if (flock(*lock, LOCK_EX | LOCK_NB) == 0) {
        return JB_OK;
    }
    jb_buffer_append_text(why, "another server is running on ");
    jb_buffer_append_text(why, directory);
    jb_buffer_append_text(why, "; stop it, or name another folder with --data");
    (void)close(*lock);
    *lock = -1;
    return JB_ERR_BUSY;
}

/* The number in the file: digits and a line end, as write_line() leaves it. */
static bool read_starts(FILE *file, uint64_t *count)
{
    char line[32] = "";
    char *end = NULL;
    if (!fgets(line, sizeof line, file) || line[0] < '0' || line[0] > '9') {
        return false;
    }
    *count = strtoull(line, &end, 10);
    return strcmp(end, "\n") == 0 && *count < JB_STARTS_MAX;
}

jb_status jb_keys_count_start(const char *directory, uint64_t *count, jb_buffer *why)
{
    char path[PATH_SIZE];
    uint64_t before = 0;
    (void)snprintf(path, sizeof path, "%s/starts", directory);
    FILE *file = fopen(path, "re");
    if (!file && errno != ENOENT) {
        return complain(why, "cannot open ", path);
    }
    bool good = !file || read_starts(file, &before);
    if (file) {
        (void)fclose(file);
    }
    if (!good) {
        /* With a smaller number phones would take old states for new ones. */
        jb_buffer_append_text(why, path);
        jb_buffer_append_text(why, " does not hold the number of starts");
        return JB_ERR_CORRUPT;
    }
    *count = before + 1;
    char text[24];
    (void)snprintf(text, sizeof text, "%" PRIu64, *count);
    return write_line(path, text, why);
}
