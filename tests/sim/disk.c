/*
 * The disk: a file system of SQLite's over files in memory that knows what is safe. What has been
 * written but not synced may be lost or torn when the power goes; what a failed sync has left is in
 * doubt for as long as nobody writes it again. It refuses writes when told (full, an I/O error, a
 * write that ends half-way, a sync that fails), and can stop for good at any operation: the process
 * dies there, with or without the power.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "jinbang/assert.h"
#include "sim.h"

enum {
    SECTOR = 512
};

/* Of each sector of a file. */
enum {
    SAFE,    /* what is there is on the disk */
    WRITTEN, /* since the last sync */
    DOUBTFUL /* before a sync that failed: the next one does not say that it is there */
};

static const char *const names[SIM_FILES] = { "jinbang.db", "jinbang.db-wal",
                                              "jinbang.db-journal" };

/* ---- what is safe ---- */

static void reserve(sim_file *file, size_t size)
{
    if (size <= file->capacity) {
        return;
    }
    size_t capacity = 2 * size + 64 * (size_t)SECTOR;
    capacity -= capacity % SECTOR;
    file->safe = realloc(file->safe, capacity);
    file->marks = realloc(file->marks, capacity / SECTOR);
    JB_ASSERT(file->safe != NULL && file->marks != NULL);
    memset(file->safe + file->capacity, 0, capacity - file->capacity);
    memset(file->marks + file->capacity / SECTOR, SAFE, (capacity - file->capacity) / SECTOR);
    file->capacity = capacity;
}

static void forget(sim_file *file)
{
    free(file->safe);
    free(file->marks);
    *file = (sim_file){ 0 };
}

static void mark_written(sim_file *file, size_t offset, size_t size)
{
    if (size > 0) {
        reserve(file, offset + size);
        memset(file->marks + offset / SECTOR, WRITTEN,
               (offset + size - 1) / SECTOR - offset / SECTOR + 1);
    }
}

/* ---- a file system that can break ---- */

/* One open file: ours first, then the real one. */
typedef struct shim_file {
    sqlite3_file base;
    sim_disk *disk;
    sim_file *kept; /* NULL: a file that nobody needs again */
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

static bool refuses(sim_disk *disk)
{
    bool now = disk->broken && disk->writes_left-- <= 0;
    disk->broken = disk->broken && !(now && disk->once);
    return now;
}

/* Is this the operation at which the process dies? */
static bool dies(sim_disk *disk, sim_operation operation)
{
    bool now = !disk->dead && disk->dies_in > 0 && --disk->dies_in == 0;
    disk->dead = disk->dead || now;
    disk->died_at[operation] += now;
    return now;
}

static int write_through(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
    sim_file *kept = ((shim_file *)file)->kept;
    if (size <= 0) {
        return SQLITE_OK;
    }
    if (kept) {
        mark_written(kept, (size_t)offset, (size_t)size);
    }
    return under(file)->pMethods->xWrite(under(file), bytes, size, offset);
}

/* Some of it is written, and then no more. */
static int write_half(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
    sim_disk *disk = ((shim_file *)file)->disk;
    return write_through(file, bytes, (int)sim_between(disk->sim, 0, size - 1), offset);
}

static int shim_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
    sim_disk *disk = ((shim_file *)file)->disk;
    if (dies(disk, SIM_WRITE)) {
        (void)write_half(file, bytes, size, offset);
    }
    if (disk->dead) {
        return SQLITE_IOERR_WRITE;
    }
    if (refuses(disk)) {
        if (disk->halves) {
            (void)write_half(file, bytes, size, offset);
        }
        return disk->code;
    }
    return write_through(file, bytes, size, offset);
}

static int shim_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    sim_disk *disk = ((shim_file *)file)->disk;
    (void)dies(disk, SIM_TRUNCATE);
    return disk->dead ? SQLITE_IOERR_TRUNCATE : under(file)->pMethods->xTruncate(under(file), size);
}

/* Everything written since the last one is safe now; what was in doubt stays so. */
static int take_safe(sqlite3_file *file)
{
    sim_file *kept = ((shim_file *)file)->kept;
    sqlite3_int64 size = 0;
    int code = under(file)->pMethods->xFileSize(under(file), &size);
    if (code != SQLITE_OK || !kept) {
        return code;
    }
    reserve(kept, (size_t)size);
    for (size_t at = 0; at < (size_t)size; at += SECTOR) {
        if (kept->marks[at / SECTOR] == WRITTEN) {
            size_t part = (size_t)size - at < SECTOR ? (size_t)size - at : SECTOR;
            code = under(file)->pMethods->xRead(under(file), kept->safe + at, (int)part,
                                                (sqlite3_int64)at);
            JB_ASSERT(code == SQLITE_OK);
            kept->marks[at / SECTOR] = SAFE;
        }
    }
    kept->safe_size = (size_t)size;
    return SQLITE_OK;
}

static int shim_sync(sqlite3_file *file, int flags)
{
    sim_disk *disk = ((shim_file *)file)->disk;
    sim_file *kept = ((shim_file *)file)->kept;
    (void)flags;
    (void)dies(disk, SIM_SYNC);
    if (disk->dead) {
        return SQLITE_IOERR_FSYNC;
    }
    if (refuses(disk)) {
        for (size_t i = 0; kept && i < kept->capacity / SECTOR; i++) {
            kept->marks[i] = kept->marks[i] == WRITTEN ? DOUBTFUL : kept->marks[i];
        }
        return SQLITE_IOERR_FSYNC;
    }
    return take_safe(file);
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

static sim_file *kept_of(sim_disk *disk, const char *path)
{
    const char *slash = path ? strrchr(path, '/') : NULL;
    for (size_t i = 0; slash && i < SIM_FILES; i++) {
        if (strcmp(slash + 1, names[i]) == 0) {
            return &disk->files[i];
        }
    }
    return NULL;
}

static int shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
    sim_disk *disk = vfs->pAppData;
    shim_file *shim = (shim_file *)file;
    shim->disk = disk;
    shim->kept = kept_of(disk, name);
    shim->under = (sqlite3_file *)(void *)(shim + 1);
    int code = disk->under->xOpen(disk->under, name, shim->under, flags, out);
    shim->base.pMethods = code == SQLITE_OK ? &shim_methods : NULL;
    return code;
}

/* A name that is gone is gone at once. */
static int shim_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    sim_disk *disk = vfs->pAppData;
    (void)dies(disk, SIM_DELETE);
    if (disk->dead) {
        return SQLITE_IOERR_DELETE;
    }
    int code = disk->under->xDelete(disk->under, name, sync);
    sim_file *kept = kept_of(disk, name);
    if (code == SQLITE_OK && kept) {
        forget(kept);
    }
    return code;
}

static void register_disk(sim *s)
{
    sim_disk *disk = &s->disk;
    disk->sim = s;
    disk->under = sqlite3_vfs_find(NULL);
    JB_ASSERT(disk->under != NULL);
    disk->vfs = *disk->under;
    disk->vfs.pNext = NULL;
    disk->vfs.zName = SIM_DISK_NAME;
    disk->vfs.szOsFile = (int)sizeof(shim_file) + disk->under->szOsFile;
    disk->vfs.pAppData = disk;
    disk->vfs.xOpen = shim_open;
    disk->vfs.xDelete = shim_delete;
    int code = sqlite3_vfs_register(&disk->vfs, 0);
    JB_ASSERT(code == SQLITE_OK);
}

/* ---- the folder ---- */

/* The folder in use: it is removed even when an assertion ends the program. */
static char folder[SIM_PATH_MAX];

static void path_of(const char *name, char path[SIM_PATH_MAX + 32])
{
    (void)snprintf(path, SIM_PATH_MAX + 32, "%s/%s", folder, name);
}

static void remove_files(void)
{
    char path[SIM_PATH_MAX + 32];
    for (size_t i = 0; folder[0] && i < SIM_FILES; i++) {
        path_of(names[i], path);
        (void)unlink(path);
    }
    if (folder[0]) {
        path_of("jinbang.db-shm", path); /* memory that processes share: it ends with them */
        (void)unlink(path);
    }
}

void sim_disk_clear(void)
{
    remove_files();
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
    register_disk(s);
}

void sim_disk_remove(sim *s)
{
    sim_disk_clear();
    for (size_t i = 0; i < SIM_FILES; i++) {
        forget(&s->disk.files[i]);
    }
    (void)sqlite3_vfs_unregister(&s->disk.vfs);
}

/* ---- what is left when the process has died ---- */

static unsigned char *read_file(const char *path, size_t *size)
{
    struct stat info;
    FILE *file = fopen(path, "rb");
    if (!file || fstat(fileno(file), &info) != 0) {
        *size = 0;
        if (file) {
            (void)fclose(file);
        }
        return NULL;
    }
    *size = (size_t)info.st_size;
    unsigned char *bytes = malloc(*size + 1);
    JB_ASSERT(bytes != NULL);
    size_t got = fread(bytes, 1, *size, file);
    JB_ASSERT(got == *size);
    (void)fclose(file);
    return bytes;
}

/* Without power: of the sectors that are not safe some have come to the disk and some have not,
 * in any order; a file that has grown or shrunk has one size or the other, or one between. */
static void lose(sim *s, const sim_file *kept, unsigned char **bytes, size_t *size)
{
    static const int64_t shares[] = { 0, 50, 100 };
    int64_t share = shares[sim_between(s, 0, 2)]; /* of what came to the disk */
    size_t low = *size < kept->safe_size ? *size : kept->safe_size;
    size_t high = *size < kept->safe_size ? kept->safe_size : *size;
    size_t left = share == 0     ? kept->safe_size
                  : share == 100 ? *size
                                 : (size_t)sim_between(s, (int64_t)low, (int64_t)high);
    unsigned char *image = calloc(1, left + 1);
    JB_ASSERT(image != NULL);
    for (size_t at = 0; at < left; at += SECTOR) {
        bool known = at < kept->capacity;
        bool keeps = known && kept->marks[at / SECTOR] != SAFE && sim_percent(s, share);
        size_t part = left - at < SECTOR ? left - at : SECTOR;
        if (keeps && at < *size) {
            memcpy(image + at, *bytes + at, *size - at < part ? *size - at : part);
        } else if (!keeps && at < kept->safe_size) {
            size_t there = kept->safe_size - at;
            memcpy(image + at, kept->safe + at, there < part ? there : part);
        }
    }
    free(*bytes);
    *bytes = image;
    *size = left;
}

static bool holds(const unsigned char *bytes, size_t size, const char *word)
{
    size_t length = strlen(word);
    for (size_t at = 0; at + length <= size; at++) {
        const unsigned char *next = memchr(bytes + at, word[0], size - at - length + 1);
        if (!next) {
            return false;
        }
        at = (size_t)(next - bytes);
        if (memcmp(next, word, length) == 0) {
            return true;
        }
    }
    return false;
}

const char *sim_disk_holds(const char *const *words)
{
    const char *held = NULL;
    for (size_t i = 0; i < SIM_FILES; i++) {
        char path[SIM_PATH_MAX + 32];
        size_t size = 0;
        path_of(names[i], path);
        unsigned char *bytes = read_file(path, &size);
        for (const char *const *word = words; bytes && *word && !held; word++) {
            held = holds(bytes, size, *word) ? *word : NULL;
        }
        free(bytes);
    }
    return held;
}

void sim_disk_freeze(sim *s, bool power, sim_image images[SIM_FILES])
{
    for (size_t i = 0; i < SIM_FILES; i++) {
        char path[SIM_PATH_MAX + 32];
        path_of(names[i], path);
        images[i].bytes = read_file(path, &images[i].size);
        if (images[i].bytes && !power) {
            lose(s, &s->disk.files[i], &images[i].bytes, &images[i].size);
        }
    }
}

void sim_disk_thaw(sim *s, sim_image images[SIM_FILES])
{
    remove_files();
    s->disk.dead = false;
    s->disk.dies_in = 0;
    for (size_t i = 0; i < SIM_FILES; i++) {
        sim_file *kept = &s->disk.files[i];
        char path[SIM_PATH_MAX + 32];
        forget(kept);
        if (!images[i].bytes) {
            continue;
        }
        path_of(names[i], path);
        FILE *file = fopen(path, "wb");
        size_t put = file ? fwrite(images[i].bytes, 1, images[i].size, file) : 0;
        if (put != images[i].size || !file || fclose(file) != 0) {
            sim_fail(s, "%s cannot be written", path);
        }
        reserve(kept, images[i].size);
        memcpy(kept->safe, images[i].bytes, images[i].size);
        kept->safe_size = images[i].size;
        free(images[i].bytes);
    }
}
