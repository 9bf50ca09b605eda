/*
 * What the write-ahead log holds when the database is opened is made durable before anybody is told
 * of it. A sync that fails leaves pages in the system's memory that can be read, count as written,
 * and are not on the disk; no later sync touches them. If the program was killed then, its
 * successor would find a whole transaction there, go on from it, and lose with it whatever it
 * acknowledged afterwards when the power fails. So every byte of the log is written once more,
 * where it stands.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unistd.h>

#include "store_internal.h"

static const char log_name[] = "jinbang.db-wal";

enum {
    PIECE_SIZE = 256 * 1024
};

static bool rewrite(int file, char *piece)
{
    off_t at = 0;

    for (;;) {
        ssize_t got = pread(file, piece, PIECE_SIZE, at);

        if (got < 0) {
            return false;
        }
        if (got == 0) {
            return fsync(file) == 0;
        }
        if (pwrite(file, piece, (size_t)got, at) != got) {
            return false;
        }
        at += got;
    }
}

/* The lock is held: nobody adds to the log or begins it anew. SQLite has no locks on this file that
 * closing it could drop. */
static jb_status rewrite_log(jb_db *db, const char *path)
{
    char *piece = malloc(PIECE_SIZE);
    int file = open(path, O_RDWR | O_CLOEXEC);
    jb_status status = JB_OK;

    if (piece == NULL) {
        status = jb_db_say(db, JB_ERR_MEMORY, "memory has run out");
    } else if ((file < 0 && errno != ENOENT) || (file >= 0 && !rewrite(file, piece))) {
        status = jb_db_say(db, JB_ERR_IO, "cannot write to %s (error %d)", path, errno);
    }
    if (file >= 0) {
        (void)close(file);
    }
    free(piece);
    return status;
}

jb_status jb_db_settle(jb_db *db)
{
    size_t size = strlen(db->directory) + sizeof(log_name) + 1;
    char *path = malloc(size);
    jb_status status;

    if (path == NULL) {
        return jb_db_say(db, JB_ERR_MEMORY, "memory has run out");
    }
    (void)snprintf(path, size, "%s/%s", db->directory, log_name);
    status = jb_db_run_script(db, "BEGIN IMMEDIATE");
    if (status == JB_OK) {
        status = rewrite_log(db, path);
        (void)sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    }
    free(path);
    return status;
}
