/*
 * See store_support.h. The failing disk is an SQLite VFS in front of the default one: every write,
 * truncation and sync is counted, and the one that was asked for fails.
 */
#include "store_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unistd.h>

#include "jinbang/assert.h"

/* ---- a folder ---- */

int place_make(void **state)
{
    place *at = calloc(1, sizeof(*at));

    if (at == NULL) {
        return -1;
    }
    (void)snprintf(at->folder, sizeof(at->folder), "/tmp/jb-store-XXXXXX");
    if (mkdtemp(at->folder) == NULL) {
        free(at);
        return -1;
    }
    (void)snprintf(at->directory, sizeof(at->directory), "%s/data", at->folder);
    *state = at;
    return 0;
}

int place_remove(void **state)
{
    static const char *const names[] = { "jinbang.db", "jinbang.db-wal", "jinbang.db-shm",
                                         "jinbang.db-journal" };
    place *at = *state;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char path[128];

        (void)snprintf(path, sizeof(path), "%s/%s", at->directory, names[i]);
        (void)unlink(path);
    }
    (void)rmdir(at->directory);
    (void)rmdir(at->folder);
    free(at);
    return 0;
}

jb_db *open_db(const place *at, jb_db_mode mode)
{
    const jb_db_options options = { .directory = at->directory, .mode = mode };
    jb_db *db = NULL;
    jb_buffer why;
    jb_status status;

    jb_buffer_init(&why, 0);
    status = jb_db_open(&options, &db, &why);
    if (status != JB_OK) {
        print_error("%s\n", jb_buffer_text(&why));
    }
    JB_EQ_I64(status, JB_OK);
    jb_buffer_finish(&why);
    return db;
}

int64_t add_contest(jb_db *db, const char *code)
{
    char id[16];
    int64_t contest = 0;
    jb_contest_row row = {
        .code = code,
        .plan = "{\"plan\":1}",
        .title = "{\"en\":\"Quiz\"}",
        .created_at = 1000,
        .open = true,
    };

    (void)snprintf(id, sizeof(id), "c%s", code);
    row.id = id;
    JB_EQ_I64(jb_db_contest_insert(db, &row, &contest), JB_OK);
    JB_TRUE(contest > 0);
    return contest;
}

/* ---- a second connection ---- */

static sqlite3 *open_behind(const place *at)
{
    char path[128];
    sqlite3 *handle = NULL;

    (void)snprintf(path, sizeof(path), "%s/jinbang.db", at->directory);
    JB_EQ_I64(sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    return handle;
}

void tamper(const place *at, const char *sql)
{
    sqlite3 *handle = open_behind(at);
    int code = sqlite3_exec(handle,
                            "DROP TRIGGER IF EXISTS event_is_not_changed;"
                            "DROP TRIGGER IF EXISTS event_is_not_deleted;",
                            NULL, NULL, NULL);

    if (code == SQLITE_OK) {
        code = sqlite3_exec(handle, sql, NULL, NULL, NULL);
    }
    if (code != SQLITE_OK) {
        print_error("%s: %s\n", sql, sqlite3_errmsg(handle));
    }
    JB_EQ_I64(code, SQLITE_OK);
    JB_EQ_I64(sqlite3_close(handle), SQLITE_OK);
}

int64_t ask_int(const place *at, const char *sql)
{
    sqlite3 *handle = open_behind(at);
    sqlite3_stmt *statement = NULL;
    int64_t value;

    JB_EQ_I64(sqlite3_prepare_v2(handle, sql, -1, &statement, NULL), SQLITE_OK);
    JB_EQ_I64(sqlite3_step(statement), SQLITE_ROW);
    value = sqlite3_column_int64(statement, 0);
    JB_EQ_I64(sqlite3_finalize(statement), SQLITE_OK);
    JB_EQ_I64(sqlite3_close(handle), SQLITE_OK);
    return value;
}

/* ---- events ---- */

jb_event simple_event(jb_answer *answer, jb_time at)
{
    memset(answer, 0, sizeof(*answer));
    answer->kind = JB_KIND_SINGLE;
    answer->options = 4;
    return (jb_event){
        .type = JB_EVENT_ANSWERED,
        .at = at,
        .player = 1,
        .turn = 1,
        .elapsed_ms = at,
        .answer = answer,
    };
}

bool count_entries(void *user, const jb_log_entry *entry)
{
    log_summary *summary = user;

    summary->count++;
    summary->last_at = entry->event->at;
    return true;
}

log_summary read_log(jb_db *db, int64_t contest)
{
    log_summary summary = { .count = 0 };
    jb_status status = jb_db_log_read(db, contest, count_entries, &summary);

    if (status != JB_OK) {
        print_error("%s\n", jb_db_why(db));
    }
    JB_EQ_I64(status, JB_OK);
    return summary;
}

/* ---- a disk that fails ---- */

typedef struct fault_file {
    sqlite3_file base;
    fault_disk *disk;
    sqlite3_file *real; /* right behind this struct */
} fault_file;

static sqlite3_file *real_of(sqlite3_file *file)
{
    return ((fault_file *)(void *)file)->real;
}

/* True if this is the one to fail. */
static bool fails(sqlite3_file *file)
{
    fault_disk *disk = ((fault_file *)(void *)file)->disk;

    if (disk->until < 0) {
        return false;
    }
    if (disk->until > 0) {
        disk->until--;
        return false;
    }
    if (disk->code == FAULT_DIES) {
        _exit(FAULT_DIED);
    }
    disk->until = disk->lasting ? 0 : -1;
    disk->failures++;
    return true;
}

static int code_of(sqlite3_file *file)
{
    return ((fault_file *)(void *)file)->disk->code;
}

static int fault_close(sqlite3_file *file)
{
    return real_of(file)->pMethods->xClose(real_of(file));
}

static int fault_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 at)
{
    return real_of(file)->pMethods->xRead(real_of(file), bytes, size, at);
}

static int fault_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at)
{
    if (fails(file)) {
        return code_of(file);
    }
    return real_of(file)->pMethods->xWrite(real_of(file), bytes, size, at);
}

static int fault_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    return fails(file) ? code_of(file) : real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int fault_sync(sqlite3_file *file, int flags)
{
    return fails(file) ? code_of(file) : real_of(file)->pMethods->xSync(real_of(file), flags);
}

static int fault_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int fault_lock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int fault_unlock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int fault_reserved(sqlite3_file *file, int *result)
{
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), result);
}

static int fault_control(sqlite3_file *file, int operation, void *argument)
{
    return real_of(file)->pMethods->xFileControl(real_of(file), operation, argument);
}

static int fault_sector(sqlite3_file *file)
{
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int fault_traits(sqlite3_file *file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int fault_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
    return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, out);
}

static int fault_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}

static void fault_shm_barrier(sqlite3_file *file)
{
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int fault_shm_unmap(sqlite3_file *file, int delete_it)
{
    return real_of(file)->pMethods->xShmUnmap(real_of(file), delete_it);
}

static const sqlite3_io_methods fault_methods = {
    .iVersion = 2,
    .xClose = fault_close,
    .xRead = fault_read,
    .xWrite = fault_write,
    .xTruncate = fault_truncate,
    .xSync = fault_sync,
    .xFileSize = fault_size,
    .xLock = fault_lock,
    .xUnlock = fault_unlock,
    .xCheckReservedLock = fault_reserved,
    .xFileControl = fault_control,
    .xSectorSize = fault_sector,
    .xDeviceCharacteristics = fault_traits,
    .xShmMap = fault_shm_map,
    .xShmLock = fault_shm_lock,
    .xShmBarrier = fault_shm_barrier,
    .xShmUnmap = fault_shm_unmap,
};

static int fault_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags,
                      int *out_flags)
{
    fault_disk *disk = vfs->pAppData;
    fault_file *made = (fault_file *)(void *)file;
    int code;

    made->disk = disk;
    made->real = (sqlite3_file *)(void *)(made + 1);
    made->base.pMethods = NULL;
    code = disk->real->xOpen(disk->real, name, made->real, flags, out_flags);
    if (made->real->pMethods != NULL) {
        made->base.pMethods = &fault_methods;
    }
    return code;
}

void fault_disk_install(fault_disk *disk)
{
    sqlite3_vfs *real = sqlite3_vfs_find(NULL);

    JB_ASSERT(real != NULL);
    /* Everything that is not about an open file is the default's. */
    *disk = (fault_disk){ .vfs = *real, .real = real, .until = -1 };
    disk->vfs.pNext = NULL;
    disk->vfs.zName = FAULT_DISK;
    disk->vfs.pAppData = disk;
    disk->vfs.szOsFile = (int)sizeof(fault_file) + real->szOsFile;
    disk->vfs.xOpen = fault_open;
    JB_EQ_I64(sqlite3_vfs_register(&disk->vfs, 0), SQLITE_OK);
}

void fault_disk_remove(fault_disk *disk)
{
    JB_EQ_I64(sqlite3_vfs_unregister(&disk->vfs), SQLITE_OK);
}

void fault_disk_arm(fault_disk *disk, int64_t until, int code, bool lasting)
{
    disk->until = until;
    disk->code = code;
    disk->lasting = lasting;
    disk->failures = 0;
}
