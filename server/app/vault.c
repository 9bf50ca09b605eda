/*
 * Copies of data folders, see vault.h. A copy is made beside its place under a name of its own,
 * synced, read from its first to its last page, every contest in it proved, and then renamed: which
 * the file system does as a whole or not at all.
 */
#define _DEFAULT_SOURCE /* mkdtemp */

#include "vault.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "contest_data.h"

enum {
    PATH_SIZE = 4096,
    SMALL_FILE_MAX = 4096
};

#define DATABASE "jinbang.db"
#define TRIAL    "trial" /* of an older version: brought up to date, checked and thrown away */

/* What else makes a data folder: keys, and how often a server was started on it. */
static const char *const small_files[] = { "secret.key", "admin.key", "starts" };

static jb_status complain(jb_buffer *why, const char *what, const char *path)
{
    const int code = errno;
    jb_buffer_append_text(why, what);
    jb_buffer_append_text(why, path);
    jb_buffer_append_text(why, ": ");
    jb_buffer_append_text(why, strerror(code));
    return JB_ERR_IO;
}

static void join(char path[PATH_SIZE], const char *folder, const char *name)
{
    (void)snprintf(path, PATH_SIZE, "%s/%s", folder, name);
}

/* ---- the place ---- */

/* Nothing is overwritten: there is nothing, or an empty folder. */
static jb_status check_free(const char *to, jb_buffer *why)
{
    DIR *folder = opendir(to);
    bool empty = true;
    if (!folder && errno == ENOENT) {
        return JB_OK;
    }
    if (!folder) {
        return complain(why, "cannot use ", to);
    }
    for (const struct dirent *entry = readdir(folder); entry && empty; entry = readdir(folder)) {
        empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    }
    (void)closedir(folder);
    if (!empty) {
        jb_buffer_append_text(why, to);
        jb_buffer_append_text(why, " is not empty; nothing is overwritten, name a new folder");
        return JB_ERR_EXISTS;
    }
    return JB_OK;
}

/* A folder beside the place: "TO.XXXXXX". */
static jb_status make_beside(const char *to, char beside[PATH_SIZE], jb_buffer *why)
{
    size_t size = strlen(to);
    while (size > 1 && to[size - 1] == '/') {
        size--;
    }
    if (size + sizeof ".XXXXXX" + sizeof "/" TRIAL "/" DATABASE > PATH_SIZE) {
        jb_buffer_append_text(why, "the path is too long");
        return JB_ERR_LIMIT;
    }
    (void)snprintf(beside, PATH_SIZE, "%.*s.XXXXXX", (int)size, to);
    return mkdtemp(beside) ? JB_OK : complain(why, "cannot make a folder beside ", to);
}

static bool sync_folder(const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = folder >= 0 && fsync(folder) == 0;
    if (folder >= 0) {
        (void)close(folder);
    }
    return good;
}

/* The folder that holds it. */
static bool sync_parent(const char *path)
{
    char parent[PATH_SIZE];
    size_t size = strlen(path);
    while (size > 1 && path[size - 1] == '/') {
        size--;
    }
    while (size > 0 && path[size - 1] != '/') {
        size--;
    }
    (void)snprintf(parent, sizeof parent, "%.*s", size > 0 ? (int)size : 1, size > 0 ? path : ".");
    return sync_folder(parent);
}

static void remove_from(const char *folder)
{
    static const char *const names[] = { DATABASE, DATABASE "-wal", DATABASE "-shm" };
    char path[PATH_SIZE];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        join(path, folder, names[i]);
        (void)unlink(path);
    }
    for (size_t i = 0; i < sizeof small_files / sizeof small_files[0]; i++) {
        join(path, folder, small_files[i]);
        (void)unlink(path);
    }
    (void)rmdir(folder);
}

/* ---- small files ---- */

/* -1: there is none. */
static ssize_t read_small(const char *path, char bytes[SMALL_FILE_MAX], jb_buffer *why)
{
    FILE *file = fopen(path, "re");
    if (!file) {
        if (errno != ENOENT) {
            (void)complain(why, "cannot read ", path);
        }
        return -1;
    }
    size_t got = fread(bytes, 1, SMALL_FILE_MAX, file);
    if (ferror(file)) {
        (void)complain(why, "cannot read ", path);
    }
    (void)fclose(file);
    return (ssize_t)got;
}

static jb_status write_small(const char *path, const char *bytes, size_t size, jb_buffer *why)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) {
        return complain(why, "cannot make ", path);
    }
    bool good = write(file, bytes, size) == (ssize_t)size && fsync(file) == 0;
    good = close(file) == 0 && good;
    return good ? JB_OK : complain(why, "cannot write ", path);
}

/* The count of starts is what phones know new states by; it must not go back. */
static size_t count_on(char bytes[SMALL_FILE_MAX], size_t size, uint64_t more)
{
    bytes[size < SMALL_FILE_MAX ? size : SMALL_FILE_MAX - 1] = '\0';
    uint64_t count = strtoull(bytes, NULL, 10) + more;
    return (size_t)snprintf(bytes, SMALL_FILE_MAX, "%" PRIu64 "\n", count);
}

static jb_status copy_small(const jb_vault_order *order, const char *beside, jb_buffer *why)
{
    jb_status status = JB_OK;
    for (size_t i = 0; i < sizeof small_files / sizeof small_files[0] && status == JB_OK; i++) {
        char path[PATH_SIZE];
        char bytes[SMALL_FILE_MAX];
        join(path, order->from, small_files[i]);
        ssize_t got = read_small(path, bytes, why);
        if (why->size > 0) {
            return JB_ERR_IO;
        }
        if (got < 0) {
            continue;
        }
        size_t size = (size_t)got;
        if (strcmp(small_files[i], "starts") == 0) {
            size = count_on(bytes, size, order->starts_on);
        }
        join(path, beside, small_files[i]);
        status = write_small(path, bytes, size, why);
    }
    return status;
}

/* ---- proving ---- */

typedef struct contest_ids {
    char **items;
    size_t count;
    bool failed;
} contest_ids;

static bool note_id(void *user, const jb_contest_row *row)
{
    contest_ids *ids = user;
    char **grown = realloc(ids->items, (ids->count + 1) * sizeof *grown);
    ids->failed = !grown;
    if (grown) {
        ids->items = grown;
        grown[ids->count] = strdup(row->id);
        ids->failed = !grown[ids->count];
        ids->count += ids->failed ? 0 : 1;
    }
    return !ids->failed;
}

static jb_status prove_one(jb_db *db, const char *id, jb_vault_report *report, jb_buffer *why)
{
    jb_proof proof;
    jb_buffer reason;
    jb_buffer_init(&reason, 0);
    jb_status status = jb_contest_prove(db, id, NULL, &proof, NULL, &reason);
    report->contests++;
    if (status == JB_ERR_CORRUPT) {
        report->broken++;
        jb_buffer_append_text(&report->problems, "contest ");
        jb_buffer_append_text(&report->problems, id);
        jb_buffer_append_text(&report->problems, ": NOT proved: ");
        jb_buffer_append_text(&report->problems, jb_buffer_text(&reason));
        jb_buffer_append_char(&report->problems, '\n');
        status = JB_OK;
    } else if (status != JB_OK) {
        jb_buffer_append_text(why, jb_buffer_text(&reason));
    }
    jb_buffer_finish(&reason);
    return status;
}

/* Every page, and every contest. */
static jb_status check_open(jb_db *db, jb_vault_report *report, jb_buffer *why)
{
    contest_ids ids = { .count = 0 };
    jb_status status = jb_db_check(db);
    if (status == JB_OK) {
        status = jb_db_contest_list(db, note_id, &ids);
    }
    if (status != JB_OK || ids.failed) {
        jb_buffer_append_text(why, ids.failed ? "memory has run out" : jb_db_why(db));
        status = ids.failed ? JB_ERR_MEMORY : status;
    }
    for (size_t i = 0; i < ids.count && status == JB_OK; i++) {
        status = prove_one(db, ids.items[i], report, why);
    }
    for (size_t i = 0; i < ids.count; i++) {
        free(ids.items[i]);
    }
    free(ids.items);
    return status;
}

static jb_status check_folder(const char *folder, jb_db_mode mode, jb_vault_report *report,
                              jb_buffer *why)
{
    const jb_db_options options = { .directory = folder, .mode = mode };
    jb_db *db = NULL;
    jb_status status = jb_db_open(&options, &db, why);
    if (status == JB_OK) {
        status = check_open(db, report, why);
    }
    jb_db_close(db);
    return status;
}

/* What an older version wrote is proved on a second copy, which is brought up to date; the backup
 * stays as it is. */
static jb_status check_older(const char *beside, jb_vault_report *report, jb_buffer *why)
{
    char trial[PATH_SIZE];
    char path[PATH_SIZE];
    join(trial, beside, TRIAL);
    if (mkdir(trial, S_IRWXU) != 0) {
        return complain(why, "cannot make ", trial);
    }
    (void)snprintf(path, sizeof path, "%.4000s/" DATABASE, trial);
    jb_status status = jb_db_copy(beside, path, why);
    if (status == JB_OK) {
        status = check_folder(trial, JB_DB_WRITE, report, why);
    }
    remove_from(trial);
    return status;
}

static jb_status check(const char *beside, bool even_broken, jb_vault_report *report,
                       jb_buffer *why)
{
    jb_buffer refused;
    jb_buffer_init(&refused, 0);
    jb_status status = check_folder(beside, JB_DB_READ, report, &refused);
    if (status == JB_ERR_INVALID) {
        status = check_older(beside, report, why);
    } else if (status != JB_OK) {
        jb_buffer_append_text(why, jb_buffer_text(&refused));
    }
    jb_buffer_finish(&refused);
    if (status == JB_OK && report->broken > 0 && !even_broken) {
        jb_buffer_append_text(why, "there are contests in it that cannot be proved");
        status = JB_ERR_CORRUPT;
    }
    return status;
}

/* ---- all of it ---- */

static jb_status fill(const jb_vault_order *order, const char *beside, jb_buffer *why)
{
    char path[PATH_SIZE];
    join(path, beside, DATABASE);
    jb_status status = jb_db_copy(order->from, path, why);
    return status == JB_OK ? copy_small(order, beside, why) : status;
}

static jb_status put_in_place(const char *beside, const char *to, jb_buffer *why)
{
    if (!sync_folder(beside)) {
        return complain(why, "cannot sync ", beside);
    }
    if (rename(beside, to) != 0) {
        return complain(why, "cannot put the copy at ", to);
    }
    return sync_parent(to) ? JB_OK : complain(why, "cannot sync the folder that holds ", to);
}

jb_status jb_vault_copy(const jb_vault_order *order, jb_vault_report *report, jb_buffer *why)
{
    char beside[PATH_SIZE] = "";
    report->contests = 0;
    report->broken = 0;
    jb_status status = check_free(order->to, why);
    if (status == JB_OK) {
        status = make_beside(order->to, beside, why);
    }
    if (status != JB_OK) {
        return status;
    }
    status = fill(order, beside, why);
    if (status == JB_OK) {
        status = check(beside, order->even_broken, report, why);
    }
    if (status == JB_OK) {
        status = put_in_place(beside, order->to, why);
    }
    if (status != JB_OK) {
        remove_from(beside);
    }
    return status;
}
