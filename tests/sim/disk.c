/*
 * The disk and the server that lives on it: a file system of SQLite's that refuses writes when
 * told, the store in manual mode over it, crashes and restarts, and the contest clock as it must
 * be.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "jinbang/assert.h"
#include "sim.h"

/* ---- a file system that can break ---- */

/* One open file: ours first, then the real one. */
typedef struct shim_file {
    sqlite3_file base;
    sim_disk *disk;
    sqlite3_file *under;
} shim_file;

static sqlite3_file *under(sqlite3_file *file)
{
    return ((shim_file *)file)->under;
}

static int shim_close(sqlite3_file *file)
{
    return under(file)->pMethods ? under(file)->pMethods->xClose(under(file)) : SQLITE_OK;
}

static int shim_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset)
{
    return under(file)->pMethods->xRead(under(file), bytes, size, offset);
}

static bool refuses(sqlite3_file *file)
{
    sim_disk *disk = ((shim_file *)file)->disk;
    return disk->broken && disk->writes_left-- <= 0;
}

static int shim_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
    if (refuses(file)) {
        return ((shim_file *)file)->disk->code;
    }
    return under(file)->pMethods->xWrite(under(file), bytes, size, offset);
}

static int shim_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    return under(file)->pMethods->xTruncate(under(file), size);
}

static int shim_sync(sqlite3_file *file, int flags)
{
    if (refuses(file)) {
        return SQLITE_IOERR_FSYNC;
    }
    return under(file)->pMethods->xSync(under(file), flags);
}

static int shim_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return under(file)->pMethods->xFileSize(under(file), size);
}

static int shim_lock(sqlite3_file *file, int level)
{
    return under(file)->pMethods->xLock(under(file), level);
}

static int shim_unlock(sqlite3_file *file, int level)
{
    return under(file)->pMethods->xUnlock(under(file), level);
}

static int shim_reserved(sqlite3_file *file, int *out)
{
    return under(file)->pMethods->xCheckReservedLock(under(file), out);
}

static int shim_control(sqlite3_file *file, int op, void *arg)
{
    return under(file)->pMethods->xFileControl(under(file), op, arg);
}

static int shim_sector(sqlite3_file *file)
{
    return under(file)->pMethods->xSectorSize(under(file));
}

static int shim_traits(sqlite3_file *file)
{
    return under(file)->pMethods->xDeviceCharacteristics(under(file));
}

static int shim_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
    return under(file)->pMethods->xShmMap(under(file), page, size, extend, out);
}

static int shim_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
    return under(file)->pMethods->xShmLock(under(file), offset, count, flags);
}

static void shim_shm_barrier(sqlite3_file *file)
{
    under(file)->pMethods->xShmBarrier(under(file));
}

static int shim_shm_unmap(sqlite3_file *file, int remove_it)
{
    return under(file)->pMethods->xShmUnmap(under(file), remove_it);
}

static const sqlite3_io_methods shim_methods = {
    .iVersion = 2,
    .xClose = shim_close,
    .xRead = shim_read,
    .xWrite = shim_write,
    .xTruncate = shim_truncate,
    .xSync = shim_sync,
    .xFileSize = shim_size,
    .xLock = shim_lock,
    .xUnlock = shim_unlock,
    .xCheckReservedLock = shim_reserved,
    .xFileControl = shim_control,
    .xSectorSize = shim_sector,
    .xDeviceCharacteristics = shim_traits,
    .xShmMap = shim_shm_map,
    .xShmLock = shim_shm_lock,
    .xShmBarrier = shim_shm_barrier,
    .xShmUnmap = shim_shm_unmap,
};

static int shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
    sim_disk *disk = vfs->pAppData;
    shim_file *shim = (shim_file *)file;
    shim->disk = disk;
    shim->under = (sqlite3_file *)(void *)(shim + 1);
    int code = disk->under->xOpen(disk->under, name, shim->under, flags, out);
    shim->base.pMethods = code == SQLITE_OK ? &shim_methods : NULL;
    return code;
}

#define DISK_NAME "sim-disk"

static void register_disk(sim_disk *disk)
{
    disk->under = sqlite3_vfs_find(NULL);
    JB_ASSERT(disk->under != NULL);
    disk->vfs = *disk->under;
    disk->vfs.pNext = NULL;
    disk->vfs.zName = DISK_NAME;
    disk->vfs.szOsFile = (int)sizeof(shim_file) + disk->under->szOsFile;
    disk->vfs.pAppData = disk;
    disk->vfs.xOpen = shim_open;
    int code = sqlite3_vfs_register(&disk->vfs, 0);
    JB_ASSERT(code == SQLITE_OK);
}

/* ---- the folder ---- */

/* The folder in use: it is removed even when an assertion ends the program. */
static char folder[SIM_PATH_MAX];

void sim_disk_clear(void)
{
    static const char *const names[] = { "jinbang.db", "jinbang.db-wal", "jinbang.db-shm",
                                         "jinbang.db-journal" };
    for (size_t i = 0; folder[0] && i < sizeof names / sizeof names[0]; i++) {
        char path[SIM_PATH_MAX + 32];
        (void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        (void)unlink(path);
    }
    if (folder[0]) {
        (void)rmdir(folder);
    }
    folder[0] = '\0';
}

void sim_disk_make(sim *s)
{
    const char *place = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    (void)snprintf(folder, sizeof folder, "%s/jinbang-sim-XXXXXX", place);
    if (!mkdtemp(folder)) {
        folder[0] = '\0';
        sim_fail(s, "no temporary folder in %s", place);
    }
    (void)snprintf(s->directory, sizeof s->directory, "%s", folder);
    register_disk(&s->disk);
}

void sim_disk_remove(sim *s)
{
    sim_disk_clear();
    (void)sqlite3_vfs_unregister(&s->disk.vfs);
}

/* ---- the server ---- */

static bool load(void *user, const jb_contest_row *row)
{
    sim *s = user;
    jb_buffer why;
    jb_buffer_init(&why, 0);
    jb_db *db = NULL;
    jb_db_options options = { .directory = s->directory, .mode = JB_DB_READ };
    jb_status status = jb_db_open(&options, &db, &why);
    if (status == JB_OK) {
        status = jb_arena_load(s->arena, db, row, s->now, &why);
    }
    if (status != JB_OK) {
        sim_fail(s, "the contest cannot be loaded again: %s", jb_buffer_text(&why));
    }
    jb_db_close(db);
    jb_buffer_finish(&why);
    return true;
}

static void insert_contest(jb_db *db, void *arg)
{
    sim *s = arg;
    jb_contest_row row = { .id = s->id,
                           .code = s->code,
                           .plan = jb_buffer_text(&s->plan),
                           .title = "{\"en\":\"Sim\"}",
                           .created_at = 1,
                           .open = true };
    if (jb_db_begin(db) != JB_OK || jb_db_contest_insert(db, &row, &s->contest) != JB_OK ||
        jb_db_commit(db) != JB_OK) {
        sim_fail(s, "no contest: %s", jb_db_why(db));
    }
}

static void nothing(void *arg)
{
    (void)arg;
}

static void first_start(sim *s)
{
    jb_job job = { .work = insert_contest, .done = nothing, .arg = s };
    if (jb_store_run(s->store, &job) != JB_OK || jb_store_commit(s->store) != JB_OK) {
        sim_fail(s, "the store does not begin");
    }
    jb_store_poll(s->store);
    sim_durable_open(s);
    s->clock_base = 0;
    if (jb_arena_add(s->arena, s->contest, s->id, s->code, jb_buffer_slice(&s->plan), s->now) !=
        JB_OK) {
        sim_fail(s, "the plan is not taken");
    }
}

/* A contest that runs must stand still after a restart, until the host resumes. */
static void check_paused(sim *s)
{
    jb_contest_info info;
    if (!jb_arena_find(s->arena, s->id, &info)) {
        sim_fail(s, "the contest is gone");
    }
    if (info.phase != JB_PHASE_LOBBY && info.phase != JB_PHASE_FINISHED && !info.paused) {
        sim_fail(s, "the contest runs on by itself");
    }
}

static void start_again(sim *s)
{
    jb_db *db = NULL;
    jb_db_options options = { .directory = s->directory, .mode = JB_DB_READ };
    sim_durable_audit(s);
    s->clock_base = sim_durable_clock(s);
    if (jb_db_open(&options, &db, NULL) != JB_OK ||
        jb_db_contest_get(db, s->id, load, s) != JB_OK) {
        sim_fail(s, "the contest is not there any more");
    }
    jb_db_close(db);
    check_paused(s);
}

void sim_server_start(sim *s)
{
    jb_buffer why;
    jb_buffer_init(&why, 0);
    jb_store_options options = {
        .db = { .directory = s->directory,
                .mode = JB_DB_WRITE,
                .vfs = DISK_NAME,
                .unsafe_fast = true },
        .manual = true,
    };
    s->disk.broken = false;
    if (jb_store_open(&options, &s->store, &why) != JB_OK) {
        sim_fail(s, "the store does not open: %s", jb_buffer_text(&why));
    }
    jb_buffer_finish(&why);
    jb_arena_options arena = { .store = s->store,
                               .link = sim_link,
                               .sessions_max = SIM_CONNECTIONS_MAX,
                               .boot = s->life + 1,
                               .public_url = "http://sim" };
    arena.link.user = s;
    memcpy(arena.secret, s->secret, sizeof arena.secret);
    jb_status status = jb_arena_create(&arena, &s->arena);
    JB_ASSERT(status == JB_OK);
    s->tick_at = JB_TIME_NONE;
    s->seq_before = s->seq_max;
    s->fault = false;
    s->up = true;
    s->clock_at = s->now;
    if (s->life++ == 0) {
        first_start(s);
    } else {
        start_again(s);
    }
    sim_step(s);
}

/* Nobody frees the jobs of a dead process. For the leak checker's sake they end before it dies, on
 * a disk that takes nothing any more, so that they change nothing. */
static void let_jobs_end(sim *s)
{
    s->disk.broken = true;
    s->disk.writes_left = 0;
    s->disk.code = SQLITE_FULL;
    for (int i = 0; i < 3; i++) {
        (void)jb_store_commit(s->store);
        jb_store_poll(s->store);
    }
}

void sim_server_crash(sim *s)
{
    sim_network_drop(s);
    let_jobs_end(s);
    jb_store_crash(s->store);
    jb_arena_destroy(s->arena);
    s->store = NULL;
    s->arena = NULL;
    s->up = false;
    s->commit_queued = false;
    s->counts.crashes++;
    sim_durable_read(s);
}

void sim_server_stop(sim *s)
{
    sim_network_drop(s);
    jb_store_close(s->store);
    jb_arena_destroy(s->arena);
    s->store = NULL;
    s->arena = NULL;
    s->up = false;
}

jb_time sim_clock(sim *s)
{
    if (s->fault && !jb_store_failed(s->store, NULL)) {
        s->fault = false; /* the host has resumed: it goes on from where it stood */
        s->clock_at = s->now;
    }
    return s->fault ? s->clock_base : s->clock_base + (s->now - s->clock_at);
}

void sim_commit(sim *s)
{
    s->commit_queued = false;
    if (!s->up) {
        return;
    }
    jb_time clock = sim_clock(s);
    bool failed_before = s->fault;
    jb_status status = jb_store_commit(s->store);
    s->counts.commits++;
    sim_durable_read(s);
    if (status != JB_OK && !failed_before) {
        s->fault = true; /* the clock stands until the host resumes */
        s->clock_base = clock;
        s->fault_clocks[s->counts.faults++ % 4] = clock;
        for (uint32_t i = 0; i < SIM_CONNECTIONS_MAX; i++) {
            /* What waited gets one refusal together; other replies are still on their way. */
            memset(s->connections[i].sent, 0, sizeof s->connections[i].sent);
        }
    }
    jb_store_poll(s->store);
    jb_arena_committed(s->arena, s->now);
    sim_step(s);
    bool all = jb_store_head(s->store) == jb_store_durable(s->store);
    if (all && !s->fault &&
        jb_arena_digest(s->arena, s->id) != jb_engine_digest(s->durable.engine)) {
        sim_fail(s, "everything is on disk, but the live contest is not what the log gives");
    }
}
