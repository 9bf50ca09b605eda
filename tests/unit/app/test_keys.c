/*
 * The files of the data folder that a start depends on: made when they are not there, read when
 * they are, and a sentence that names the file when they hold something else.
 */
#include "jb_test.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder.h"
#include "server.h"

enum {
    PATH_SIZE = 256
};

static const char *const keys[] = { "admin.key", "secret.key" };

static void path_of(const folder *at, const char *name, char path[PATH_SIZE])
{
    (void)snprintf(path, PATH_SIZE, "%s/%s", at->path, name);
}

/* What was said names the file; it is forgotten then. */
static void names(jb_buffer *why, const char *name)
{
    JB_TRUE(strstr(jb_buffer_text(why), name) != NULL);
    jb_buffer_clear(why);
}

static void first_start_makes_keys_for_their_owner_alone(void **state)
{
    const folder *at = *state;
    static jb_server first;
    static jb_server second;
    char path[PATH_SIZE];
    char key[JB_ORGANIZER_KEY_SIZE];
    bool made = false;
    struct stat about;
    jb_buffer why;
    jb_buffer_init(&why, 0);
    JB_EQ_I64(jb_keys_load(at->path, &first, &made, &why), JB_OK);
    JB_TRUE(made);
    for (int i = 0; i < 2; i++) {
        path_of(at, keys[i], path);
        JB_EQ_I64(stat(path, &about), 0);
        JB_EQ_U64(about.st_mode & 0777U, 0600);
    }
    JB_EQ_I64(jb_keys_load(at->path, &second, &made, &why), JB_OK);
    JB_FALSE(made);
    JB_EQ_MEM(first.secret, second.secret, sizeof first.secret);
    JB_TRUE(jb_hash_equal(&first.admin_key, &second.admin_key));
    JB_EQ_I64(jb_keys_organizer(at->path, key, &why), JB_OK);
    jb_hash hash;
    jb_slice slice = jb_slice_of(key);
    jb_hash_of(&slice, 1, &hash);
    JB_TRUE(jb_hash_equal(&hash, &first.admin_key));
    jb_buffer_finish(&why);
}

static void spoiled_key_is_named_and_left_alone(void **state)
{
    const folder *at = *state;
    jb_buffer why;
    static jb_server server;
    bool made = false;
    jb_buffer_init(&why, 0);
    for (int i = 0; i < 2; i++) {
        JB_EQ_I64(jb_keys_load(at->path, &server, &made, &why), JB_OK);
        (void)folder_file(at, keys[i], "not a key\n");
        JB_EQ_I64(jb_keys_load(at->path, &server, &made, &why), JB_ERR_CORRUPT);
        names(&why, keys[i]);
        char path[PATH_SIZE];
        char text[32] = "";
        path_of(at, keys[i], path);
        FILE *file = fopen(path, "r");
        assert_non_null(file);
        JB_TRUE(fgets(text, sizeof text, file) != NULL);
        JB_EQ_I64(fclose(file), 0);
        JB_EQ_STR(text, "not a key\n");
        JB_EQ_I64(unlink(path), 0);
    }
    jb_buffer_finish(&why);
}

static void folder_that_is_not_there_is_named(void **state)
{
    const folder *at = *state;
    jb_buffer why;
    static jb_server server;
    char nowhere[PATH_SIZE];
    bool made = false;
    int lock = 0;
    uint64_t count = 0;
    jb_buffer_init(&why, 0);
    path_of(at, "nowhere", nowhere);
    JB_EQ_I64(jb_keys_load(nowhere, &server, &made, &why), JB_ERR_IO);
    names(&why, nowhere);
    JB_EQ_I64(jb_keys_lock(nowhere, &lock, &why), JB_ERR_IO);
    names(&why, nowhere);
    JB_EQ_I64(jb_keys_count_start(nowhere, &count, &why), JB_ERR_IO);
    names(&why, nowhere);
    jb_buffer_finish(&why);
}

/* A folder where the file should be: it opens and cannot be read. */
static void folder_in_the_place_of_a_file_is_an_error(void **state)
{
    const folder *at = *state;
    jb_buffer why;
    static jb_server server;
    char path[PATH_SIZE];
    bool made = false;
    uint64_t count = 0;
    jb_buffer_init(&why, 0);
    path_of(at, "secret.key", path);
    JB_EQ_I64(mkdir(path, 0700), 0);
    JB_EQ_I64(jb_keys_load(at->path, &server, &made, &why), JB_ERR_CORRUPT);
    names(&why, path);
    JB_EQ_I64(rmdir(path), 0);
    path_of(at, "starts", path);
    JB_EQ_I64(mkdir(path, 0700), 0);
    JB_EQ_I64(jb_keys_count_start(at->path, &count, &why), JB_ERR_CORRUPT);
    names(&why, path);
    JB_EQ_I64(rmdir(path), 0);
    jb_buffer_finish(&why);
}

static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    JB_EQ_I64(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes == RLIM_INFINITY ? limit.rlim_max : bytes;
    JB_EQ_I64(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* A start that was interrupted, by a full disk here, must not leave half a key for ever. */
static void key_is_there_whole_or_not_at_all(void **state)
{
    const folder *at = *state;
    static jb_server server;
    bool made = false;
    uint64_t count = 0;
    char path[PATH_SIZE];
    jb_buffer why;
    jb_buffer_init(&why, 0);
    (void)signal(SIGXFSZ, SIG_IGN);
    for (rlim_t bytes = 0; bytes < 50; bytes += 40) {
        limit_files(bytes);
        const jb_status keys_status = jb_keys_load(at->path, &server, &made, &why);
        limit_files(RLIM_INFINITY);
        JB_EQ_I64(keys_status, JB_ERR_IO);
        names(&why, "secret.key");
        path_of(at, "secret.key", path);
        JB_TRUE(access(path, F_OK) != 0);
    }
    limit_files(0);
    const jb_status starts_status = jb_keys_count_start(at->path, &count, &why);
    limit_files(RLIM_INFINITY);
    JB_EQ_I64(starts_status, JB_ERR_IO);
    names(&why, "starts");
    JB_EQ_I64(jb_keys_load(at->path, &server, &made, &why), JB_OK);
    JB_TRUE(made);
    JB_EQ_I64(jb_keys_count_start(at->path, &count, &why), JB_OK);
    JB_EQ_U64(count, 1);
    jb_buffer_finish(&why);
}

static void starts_are_counted_and_never_fewer(void **state)
{
    static const char *const spoiled[] = { "",     "\n",           "many\n",
                                           "-1\n", " 5\n",         "5",
                                           "5 \n", "4294967296\n", "99999999999999999999999\n" };
    const folder *at = *state;
    jb_buffer why;
    uint64_t count = 0;
    jb_buffer_init(&why, 0);
    for (uint64_t start = 1; start <= 3; start++) {
        JB_EQ_I64(jb_keys_count_start(at->path, &count, &why), JB_OK);
        JB_EQ_U64(count, start);
    }
    for (size_t i = 0; i < sizeof spoiled / sizeof spoiled[0]; i++) {
        (void)folder_file(at, "starts", spoiled[i]);
        JB_EQ_I64(jb_keys_count_start(at->path, &count, &why), JB_ERR_CORRUPT);
        names(&why, "starts");
        JB_EQ_U64(count, 3); /* as it was */
    }
    (void)folder_file(at, "starts", "4294967295\n");
    JB_EQ_I64(jb_keys_count_start(at->path, &count, &why), JB_OK);
    JB_EQ_U64(count, JB_STARTS_MAX);
    jb_buffer_finish(&why);
}

static void second_server_on_a_folder_is_turned_away(void **state)
{
    const folder *at = *state;
    jb_buffer why;
    int first = -1;
    int second = -1;
    jb_buffer_init(&why, 0);
    JB_EQ_I64(jb_keys_lock(at->path, &first, &why), JB_OK);
    JB_EQ_I64(jb_keys_lock(at->path, &second, &why), JB_ERR_BUSY);
    names(&why, at->path);
    JB_EQ_I64(close(first), 0);
    JB_EQ_I64(jb_keys_lock(at->path, &second, &why), JB_OK);
    JB_EQ_I64(close(second), 0);
    jb_buffer_finish(&why);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(first_start_makes_keys_for_their_owner_alone, folder_make,
                                        folder_remove),
        cmocka_unit_test_setup_teardown(spoiled_key_is_named_and_left_alone, folder_make,
                                        folder_remove),
        cmocka_unit_test_setup_teardown(folder_that_is_not_there_is_named, folder_make,
                                        folder_remove),
        cmocka_unit_test_setup_teardown(folder_in_the_place_of_a_file_is_an_error, folder_make,
                                        folder_remove),
        cmocka_unit_test_setup_teardown(key_is_there_whole_or_not_at_all, folder_make,
                                        folder_remove),
        cmocka_unit_test_setup_teardown(starts_are_counted_and_never_fewer, folder_make,
                                        folder_remove),
        cmocka_unit_test_setup_teardown(second_server_on_a_folder_is_turned_away, folder_make,
                                        folder_remove),
    };
    return JB_RUN(tests);
}
