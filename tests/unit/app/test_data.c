/*
 * The data folder: its secrets and its lock; and making banks and contests in it.
 */
#include "jb_test.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder.h"
#include "server.h"

static const char bank[] =
    "{\"format\":\"question-bank\",\"version\":1,\"id\":\"small\",\"title\":{\"en\":\"Small\"},"
    "\"default_language\":\"en\",\"questions\":[{\"id\":\"q1\",\"type\":\"truefalse\","
    "\"stem\":{\"en\":\"Water is wet.\"},\"answer\":{\"value\":true}}]}";
static const char contest[] = "{\"title\":{\"en\":\"Quiz\"},\"rounds\":[{\"format\":\"everyone\","
                              "\"draw\":{\"bank\":\"small\",\"count\":1}}]}";

static jb_status load_keys(const folder *at, jb_server *server, bool *first)
{
    jb_buffer why;
    jb_buffer_init(&why, 0);
    jb_status status = jb_keys_load(at->path, server, first, &why);
    JB_TRUE(status == JB_OK || why.size > 0);
    jb_buffer_finish(&why);
    return status;
}

static void keys_are_made_once_and_for_the_owner_only(void **state)
{
    const folder *at = *state;
    static jb_server one;
    static jb_server two;
    bool first = false;
    JB_EQ_I64(load_keys(at, &one, &first), JB_OK);
    JB_TRUE(first);
    JB_EQ_I64(load_keys(at, &two, &first), JB_OK);
    JB_FALSE(first);
    JB_EQ_MEM(one.secret, two.secret, sizeof one.secret);
    JB_TRUE(jb_hash_equal(&one.admin_key, &two.admin_key));
    char path[100];
    struct stat info;
    (void)snprintf(path, sizeof path, "%s/admin.key", at->path);
    JB_EQ_I64(stat(path, &info), 0);
    JB_EQ_I64(info.st_mode & 0777, 0600);
}

static void a_damaged_key_stops_the_start(void **state)
{
    static jb_server server;
    bool first = false;
    (void)folder_file(*state, "secret.key", "not hexadecimal");
    JB_EQ_I64(load_keys(*state, &server, &first), JB_ERR_CORRUPT);
}

static void a_folder_serves_one_server(void **state)
{
    const folder *at = *state;
    jb_buffer why;
    int one = -1;
    int two = -1;
    jb_buffer_init(&why, 0);
    JB_EQ_I64(jb_keys_lock(at->path, &one, &why), JB_OK);
    JB_EQ_I64(jb_keys_lock(at->path, &two, &why), JB_ERR_BUSY);
    JB_TRUE(strstr(jb_buffer_text(&why), at->path) != NULL);
    (void)close(one);
    JB_EQ_I64(jb_keys_lock(at->path, &two, &why), JB_OK);
    (void)close(two);
    jb_buffer_finish(&why);
}

static uint64_t count_start(const folder *at)
{
    uint64_t count = 0;
    JB_EQ_I64(jb_keys_count_start(at->path, &count, NULL), JB_OK);
    return count;
}

static void every_start_has_a_larger_number(void **state)
{
    JB_EQ_U64(count_start(*state), 1);
    JB_EQ_U64(count_start(*state), 2);
    (void)folder_file(*state, "starts", "41\n");
    JB_EQ_U64(count_start(*state), 42);
}

static jb_db *open_db(const folder *at)
{
    jb_db *db = NULL;
    jb_db_options options = { .directory = at->path, .mode = JB_DB_WRITE };
    JB_EQ_I64(jb_db_open(&options, &db, NULL), JB_OK);
    return db;
}

static void keep_bank(jb_db *db, bool dry_run, const char *expected)
{
    char id[JB_BANK_ID_SIZE];
    jb_report report;
    jb_report_init(&report);
    const jb_bank_import import = { .file = jb_slice_of(bank), .dry_run = dry_run };
    JB_EQ_I64(jb_make_bank(db, &import, &report, id), JB_OK);
    JB_EQ_STR(id, expected);
    JB_EQ_U64(report.question_count, 1);
    jb_report_finish(&report);
}

static void a_bank_keeps_its_id_or_gets_a_number(void **state)
{
    jb_db *db = open_db(*state);
    keep_bank(db, true, "");
    keep_bank(db, false, "small");
    keep_bank(db, false, "small-2");
    keep_bank(db, false, "small-3");
    jb_db_close(db);
}

static const char picture_bank[] =
    "{\"format\":\"question-bank\",\"version\":1,\"id\":\"small\",\"title\":{\"en\":\"S\"},"
    "\"default_language\":\"en\",\"media\":[{\"id\":\"m\",\"kind\":\"image\",\"file\":\"m\","
    "\"alt\":{\"en\":\"A\"}},{\"id\":\"n\",\"kind\":\"image\",\"file\":\"n\","
    "\"alt\":{\"en\":\"A\"}}],\"questions\":[{\"id\":\"q1\",\"type\":\"truefalse\","
    "\"stem\":{\"en\":\"Water is wet.\"},\"media\":[{\"ref\":\"m\"}],"
    "\"answer\":{\"value\":true}}]}";

static jb_status read_picture(void *user, const char *path, size_t size_max, jb_buffer *out)
{
    (void)user;
    (void)size_max;
    jb_buffer_append(out, "\x89PNG\r\n\x1a\n", 8);
    jb_buffer_append_text(out, path);
    return JB_OK;
}

static jb_status find_picture(jb_db *db, const char *name)
{
    jb_hash hash;
    jb_buffer mime;
    jb_buffer bytes;
    const jb_slice parts[] = { { .bytes = "\x89PNG\r\n\x1a\n", .size = 8 }, jb_slice_of(name) };
    jb_hash_of(parts, 2, &hash);
    jb_buffer_init(&mime, 0);
    jb_buffer_init(&bytes, 0);
    jb_status status = jb_db_media_get(db, &hash, &mime, &bytes);
    jb_buffer_finish(&mime);
    jb_buffer_finish(&bytes);
    return status;
}

static void a_contest_keeps_the_pictures_it_shows(void **state)
{
    jb_db *db = open_db(*state);
    const jb_media_source source = { .read = read_picture };
    const jb_bank_import import = { .file = jb_slice_of(picture_bank), .media = &source };
    char id[JB_BANK_ID_SIZE];
    bool there = true;
    jb_report report;
    jb_made_contest made = { 0 };
    JB_EQ_I64(jb_bank_is_there(db, "small", &there), JB_OK);
    JB_FALSE(there);
    jb_report_init(&report);
    JB_EQ_I64(jb_make_bank(db, &import, &report, id), JB_OK);
    JB_EQ_U64(report.problem_count, 0);
    jb_report_finish(&report);
    JB_EQ_I64(jb_bank_is_there(db, id, &there), JB_OK);
    JB_TRUE(there);
    jb_buffer_init(&made.plan, 0);
    JB_EQ_I64(jb_make_contest(db, jb_slice_of(contest), &report, &made), JB_OK);
    JB_FALSE(report.errors);
    JB_EQ_I64(find_picture(db, "m"), JB_OK);
    JB_EQ_I64(find_picture(db, "n"), JB_OK);
    JB_EQ_I64(jb_db_bank_delete(db, id), JB_OK);
    JB_EQ_I64(find_picture(db, "m"), JB_OK);
    JB_EQ_I64(find_picture(db, "n"), JB_ERR_NOT_FOUND);
    jb_buffer_finish(&made.plan);
    jb_report_finish(&report);
    jb_db_close(db);
}

static void a_contest_gets_a_code_of_six_digits(void **state)
{
    jb_db *db = open_db(*state);
    keep_bank(db, false, "small");
    jb_report report;
    jb_made_contest made = { 0 };
    jb_report_init(&report);
    jb_buffer_init(&made.plan, 0);
    JB_EQ_I64(jb_make_contest(db, jb_slice_of(contest), &report, &made), JB_OK);
    JB_FALSE(report.errors);
    JB_TRUE(made.contest > 0);
    JB_EQ_SIZE(strspn(made.code, "0123456789"), JB_CODE_DIGITS);
    JB_EQ_SIZE(strlen(made.id), JB_CONTEST_ID_SIZE - 1);
    jb_buffer_finish(&made.plan);
    jb_report_finish(&report);
    jb_db_close(db);
}

static void a_contest_without_its_bank_is_not_made(void **state)
{
    jb_db *db = open_db(*state);
    jb_report report;
    jb_made_contest made = { 0 };
    jb_report_init(&report);
    jb_buffer_init(&made.plan, 0);
    JB_EQ_I64(jb_make_contest(db, jb_slice_of(contest), &report, &made), JB_OK);
    JB_TRUE(report.errors);
    JB_EQ_I64(made.contest, 0);
    JB_EQ_SIZE(made.plan.size, 0);
    jb_buffer_finish(&made.plan);
    jb_report_finish(&report);
    jb_db_close(db);
}

static void keys_of_roles_and_contests_differ(void **state)
{
    const unsigned char secret[JB_SECRET_SIZE] = { 1 };
    const unsigned char other[JB_SECRET_SIZE] = { 2 };
    char host[JB_KEY_SIZE];
    char key[JB_KEY_SIZE];
    jb_arena_key(secret, JB_ROLE_HOST, "a", host);
    JB_EQ_SIZE(strlen(host), JB_KEY_SIZE - 1);
    jb_arena_key(secret, JB_ROLE_SCREEN, "a", key);
    JB_TRUE(strcmp(host, key) != 0);
    jb_arena_key(secret, JB_ROLE_HOST, "b", key);
    JB_TRUE(strcmp(host, key) != 0);
    jb_arena_key(other, JB_ROLE_HOST, "a", key);
    JB_TRUE(strcmp(host, key) != 0);
    jb_arena_key(secret, JB_ROLE_HOST, "a", key);
    JB_EQ_STR(host, key);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(keys_are_made_once_and_for_the_owner_only),
        IN_FOLDER(a_damaged_key_stops_the_start),
        IN_FOLDER(a_folder_serves_one_server),
        IN_FOLDER(every_start_has_a_larger_number),
        IN_FOLDER(a_bank_keeps_its_id_or_gets_a_number),
        IN_FOLDER(a_contest_keeps_the_pictures_it_shows),
        IN_FOLDER(a_contest_gets_a_code_of_six_digits),
        IN_FOLDER(a_contest_without_its_bank_is_not_made),
        cmocka_unit_test(keys_of_roles_and_contests_differ),
    };
    return JB_RUN(tests);
}
