/*
 * Any bytes as a file of secrets in the data folder: the organizer's key, the server's, the count
 * of starts. The first byte says which. Either it is taken, and read again it says the same, or the
 * sentence names the file; never is a key made where a file is, and never is it in the sentence.
 */
/* jb:uses app */
/* jb:looks app */
/* jb:length 256 */
/* jb:copies 20 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "jinbang/assert.h"
#include "server.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    PATH_SIZE = 128,
    HEX = 2 * JB_SECRET_SIZE
};

static char directory[] = "/tmp/jinbang-fuzz-XXXXXX";
static const char *const names[] = { "admin.key", "secret.key", "starts" };
static const char good_key[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n";

static void path_of(const char *name, char path[PATH_SIZE])
{
    (void)snprintf(path, PATH_SIZE, "%s/%s", directory, name);
}

static void put(const char *name, const void *bytes, size_t size)
{
    char path[PATH_SIZE];
    path_of(name, path);
    FILE *file = fopen(path, "wb");
    JB_ASSERT(file != NULL);
    size_t written = fwrite(bytes, 1, size, file);
    JB_ASSERT(fclose(file) == 0 && written == size);
}

static void remove_folder(void)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[PATH_SIZE];
        path_of(names[i], path);
        (void)unlink(path);
    }
    (void)rmdir(directory);
}

static void make_folder(void)
{
    static bool made;
    if (!made) {
        char *folder = mkdtemp(directory);
        JB_ASSERT(folder != NULL && atexit(remove_folder) == 0);
        made = true;
    }
}

static bool is_key(const uint8_t *data, size_t size)
{
    for (size_t i = 0; i < HEX && i < size; i++) {
        if (strchr("0123456789abcdefABCDEF", data[i]) == NULL || data[i] == '\0') {
            return false;
        }
    }
    return size >= HEX;
}

static void try_key(const char *name, const uint8_t *data, size_t size)
{
    static jb_server first;
    static jb_server second;
    bool first_start = false;
    jb_buffer why;
    jb_buffer_init(&why, 0);
    put("admin.key", good_key, sizeof good_key - 1);
    put("secret.key", good_key, sizeof good_key - 1);
    put(name, data, size);
    jb_status status = jb_keys_load(directory, &first, &first_start, &why);
    JB_ASSERT(!first_start && (status == JB_OK || status == JB_ERR_CORRUPT));
    JB_ASSERT((status == JB_OK) == is_key(data, size));
    if (status == JB_OK) {
        status = jb_keys_load(directory, &second, &first_start, &why);
        JB_ASSERT(status == JB_OK && why.size == 0);
        JB_ASSERT(memcmp(first.secret, second.secret, sizeof first.secret) == 0);
        JB_ASSERT(jb_hash_equal(&first.admin_key, &second.admin_key));
    } else {
        JB_ASSERT(strstr(jb_buffer_text(&why), name) != NULL);
        JB_ASSERT(why.size < PATH_SIZE);
    }
    jb_buffer_finish(&why);
}

static void try_starts(const uint8_t *data, size_t size)
{
    uint64_t count = 0;
    uint64_t next = 0;
    jb_buffer why;
    jb_buffer_init(&why, 0);
    put("starts", data, size);
    jb_status status = jb_keys_count_start(directory, &count, &why);
    if (status == JB_OK) {
        JB_ASSERT(count > 0 && count <= JB_STARTS_MAX);
        status = jb_keys_count_start(directory, &next, &why);
        JB_ASSERT(count == JB_STARTS_MAX ? status == JB_ERR_CORRUPT
                                         : status == JB_OK && next == count + 1);
    } else {
        JB_ASSERT(strstr(jb_buffer_text(&why), "starts") != NULL);
    }
    jb_buffer_finish(&why);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    make_folder();
    if (size == 0) {
        return 0;
    }
    const char *name = names[data[0] % 3];
    if (strcmp(name, "starts") == 0) {
        try_starts(data + 1, size - 1);
    } else {
        try_key(name, data + 1, size - 1);
    }
    return 0;
}
