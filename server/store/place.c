/*
 * Where a database lies: making folder and file so that nobody else can read them and so that they
 * survive a loss of power, and saying what stands in the way.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/stat.h>
#include <unistd.h>

#include "store_internal.h"

/* Makes a name that was just put into a folder survive a loss of power. */
static bool sync_folder(const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good;

    if (folder < 0) {
        return false;
    }
    good = fsync(folder) == 0;
    (void)close(folder);
    return good;
}

/* The folder that holds `path`, without following links: what precedes its last name. */
static bool sync_parent(const char *path)
{
    size_t size = strlen(path);
    char *parent;
    bool good;

    while (size > 1 && path[size - 1] == '/') {
        size--;
    }
    while (size > 0 && path[size - 1] != '/') {
        size--;
    }
    if (size == 0) {
        return sync_folder(".");
    }
    parent = calloc(1, size + 1);
    if (parent == NULL) {
        return false;
    }
    memcpy(parent, path, size);
    good = sync_folder(parent);
    free(parent);
    return good;
}

/* What the system says, and what to do about it. */
jb_status jb_db_say_errno(jb_db *db, const char *what, const char *path)
{
    static const struct {
        int code;
        const char *text;
    } known[] = {
        { ENOENT, "the folder it is to be in does not exist; make it first" },
        { ENOTDIR, "a part of its path is a file; name a folder with --data" },
        { EISDIR, "it is a folder; take it away" },
        { EACCES, "access is not permitted; give the folder to the user who runs this program" },
        { EPERM, "access is not permitted; give the folder to the user who runs this program" },
        { EROFS, "it is on a disk that may only be read; name another folder with --data" },
        { ENOSPC, "the disk is full" },
    };
    const int code = errno;

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (known[i].code == code) {
            return jb_db_say(db, JB_ERR_IO, "%s %s: %s", what, path, known[i].text);
        }
    }
    return jb_db_say(db, JB_ERR_IO, "%s %s (error %d)", what, path, code);
}

static jb_status make_folder(jb_db *db)
{
    struct stat info;

    if (mkdir(db->directory, S_IRWXU) == 0) {
        return sync_parent(db->directory)
                   ? JB_OK
                   : jb_db_say(db, JB_ERR_IO, "cannot sync the folder that holds %s",
                               db->directory);
    }
    if (errno == EEXIST && stat(db->directory, &info) == 0 && !S_ISDIR(info.st_mode)) {
        errno = ENOTDIR;
    }
    return errno == EEXIST ? JB_OK : jb_db_say_errno(db, "cannot make the folder", db->directory);
}

jb_status jb_db_make_folder(const char *directory, jb_buffer *why)
{
    jb_db db = { .mode = JB_DB_WRITE, .directory = (char *)(uintptr_t)directory };
    jb_status status = make_folder(&db);

    if (status != JB_OK) {
        jb_say(why, "%s", db.why);
    }
    return status;
}

/* SQLite would make the file readable for everybody the umask allows; its -wal and -shm files take
 * the mode of the database, so it is enough to be first. A database that is there is not opened:
 * closing it again would drop the locks that other connections of this process have on it, and
 * another program, believing itself alone, would then take the write-ahead log away from them. */
static jb_status make_file(jb_db *db, const char *path)
{
    struct stat info;
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);

    if (file >= 0) {
        return close(file) == 0 ? JB_OK : jb_db_say_errno(db, "cannot write to", path);
    }
    if (errno == EEXIST && stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
        errno = EISDIR;
    } else if (errno == EEXIST && access(path, R_OK | W_OK) == 0) {
        return JB_OK;
    }
    return jb_db_say_errno(db, "cannot write to", path);
}

jb_status jb_db_make_place(jb_db *db, const char *path)
{
    jb_status status = make_folder(db);

    if (status == JB_OK) {
        status = make_file(db, path);
    }
    if (status != JB_OK) {
        return status;
    }
    if (!sync_folder(db->directory)) {
        return jb_db_say(db, JB_ERR_IO, "cannot sync the folder %s", db->directory);
    }
    return JB_OK;
}

/* A missing database is a common mistake and deserves a better sentence than SQLite's. */
jb_status jb_db_find_place(jb_db *db, const char *path)
{
    struct stat info;

    if (stat(path, &info) == 0) {
        return JB_OK;
    }
    if (errno == ENOENT) {
        return jb_db_say(db, JB_ERR_NOT_FOUND, "there is no %s", path);
    }
    return jb_db_say_errno(db, "cannot read", path);
}

/* ---- is it still there? ---- */

static const char *const file_names[JB_DB_FILES] = { "jinbang.db", "jinbang.db-wal",
                                                     "jinbang.db-shm" };

/* The first file that cannot be found, or NULL. */
static jb_status find_files(jb_db *db, jb_file_id files[JB_DB_FILES], const char **missing)
{
    const size_t size = strlen(db->directory) + sizeof("/jinbang.db-wal");
    char *path = malloc(size);

    *missing = NULL;
    if (path == NULL) {
        return jb_db_say(db, JB_ERR_MEMORY, "memory has run out");
    }
    for (int i = 0; i < JB_DB_FILES && *missing == NULL; i++) {
        struct stat info;

        (void)snprintf(path, size, "%s/%s", db->directory, file_names[i]);
        if (stat(path, &info) == 0) {
            files[i] = (jb_file_id){ .device = info.st_dev, .number = info.st_ino };
        } else {
            *missing = file_names[i];
        }
    }
    free(path);
    return JB_OK;
}

static jb_status say_gone(jb_db *db, const char *name)
{
    return jb_db_say(db, JB_ERR_IO,
                     "%s was moved, replaced or removed while the server runs: put it back, or "
                     "go back to a backup (jinbang restore)",
                     name);
}

jb_status jb_db_note_place(jb_db *db)
{
    const char *missing = NULL;
    jb_status status = find_files(db, db->files, &missing);

    db->is_placed = status == JB_OK && missing == NULL;
    return missing != NULL ? say_gone(db, missing) : status;
}

jb_status jb_db_check_place(jb_db *db)
{
    jb_file_id found[JB_DB_FILES] = { { .number = 0 } };
    const char *missing = NULL;
    jb_status status = JB_OK;

    if (!db->is_placed) {
        return JB_OK;
    }
    status = find_files(db, found, &missing);
    for (int i = 0; i < JB_DB_FILES && status == JB_OK && missing == NULL; i++) {
        if (found[i].device != db->files[i].device || found[i].number != db->files[i].number) {
            missing = file_names[i];
        }
    }
    return missing != NULL ? say_gone(db, missing) : status;
}
