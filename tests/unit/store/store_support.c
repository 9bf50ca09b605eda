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

static uint32_t below(jb_random *random, uint32_t bound)
{
    return (uint32_t)jb_random_below(random, bound);
}

static void random_hash(jb_random *random, jb_hash *hash)
{
    for (size_t i = 0; i < sizeof(hash->bytes); i++) {
        hash->bytes[i] = (unsigned char)below(random, 256);
    }
}

/* Lines of characters that need escaping, of two and of three bytes. */
static uint16_t random_lines(jb_random *random, uint8_t count, char *out, size_t size_max)
{
    static const char *const pieces[] = { "a",    "Z",    " ", "\"", "\\", "\t",
                                          "\x7f", "\x01", "é", "乙", "/",  "'" };
    size_t size = 0;

    for (uint8_t i = 0; i < count; i++) {
        if (i > 0) {
            out[size++] = '\n';
        }
        for (uint32_t length = below(random, 4); length > 0; length--) {
            const jb_slice piece =
                jb_slice_of(pieces[below(random, sizeof(pieces) / sizeof(pieces[0]))]);

            if (size + piece.size + count <= size_max) {
                memcpy(out + size, piece.bytes, piece.size);
                size += piece.size;
            }
        }
    }
    return (uint16_t)size;
}

static void random_items(jb_random *random, jb_answer *answer)
{
    answer->count = (uint8_t)(1 + below(random, JB_OPTIONS_MAX));
    for (uint8_t i = 0; i < answer->count; i++) {
        bool none = answer->kind == JB_KIND_MATCHING && below(random, 3) == 0;

        answer->items[i] = none ? JB_NO_ITEM : (uint8_t)below(random, JB_OPTIONS_MAX);
    }
}

static void random_text(jb_random *random, jb_answer *answer)
{
    answer->count = (uint8_t)(1 + below(random, JB_BLANKS_MAX));
    answer->raw_size = random_lines(random, answer->count, answer->raw, sizeof(answer->raw));
    if (below(random, 2) == 0) {
        memcpy(answer->folded, answer->raw, answer->raw_size);
        answer->folded_size = answer->raw_size;
    } else {
        answer->folded_size =
            random_lines(random, answer->count, answer->folded, sizeof(answer->folded));
    }
}

static void random_answer(jb_random *random, jb_answer *answer)
{
    memset(answer, 0, sizeof(*answer));
    answer->kind = (jb_kind)below(random, JB_KIND_COUNT);
    switch (answer->kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_MULTIPLE:
    case JB_KIND_TRUEFALSE:
        answer->options = below(random, UINT32_C(1) << JB_OPTIONS_MAX);
        break;
    case JB_KIND_NUMERIC:
        answer->number = (int64_t)jb_random_below(random, 2000000000000000) - 1000000000000000;
        break;
    case JB_KIND_TEXT:
        random_text(random, answer);
        break;
    case JB_KIND_ORDERING:
    case JB_KIND_MATCHING:
        random_items(random, answer);
        break;
    case JB_KIND_COUNT:
        break;
    }
}

static void random_scores(jb_random *random, jb_event *event, jb_score *scores)
{
    event->scores = scores;
    event->score_count = below(random, JB_SCORES_PER_EVENT + 1);
    memset(scores, 0, JB_SCORES_PER_EVENT * sizeof(scores[0]));
    for (uint32_t i = 0; i < event->score_count; i++) {
        scores[i].seat = 1 + below(random, JB_PLAYERS_MAX);
        scores[i].points =
            (int64_t)jb_random_below(random, UINT64_C(2) * JB_POINTS_MAX) - JB_POINTS_MAX;
        scores[i].elapsed_ms = (jb_time)jb_random_below(random, UINT64_C(1) << 53);
        scores[i].answered = below(random, 2) == 0;
        scores[i].correct = below(random, 2) == 0;
    }
}

/* The members of an event that are numbers. */
static void random_members(jb_random *random, jb_event *event)
{
    switch (event->type) {
    case JB_EVENT_JOINED:
        event->team = below(random, 3);
        event->player = 1 + below(random, JB_PLAYERS_MAX);
        break;
    case JB_EVENT_RENAMED:
        event->player = 1 + below(random, JB_PLAYERS_MAX);
        break;
    case JB_EVENT_REMOVED:
        event->player = 1 + below(random, JB_PLAYERS_MAX);
        event->flag = below(random, 2) == 0;
        break;
    case JB_EVENT_ADMIT:
        event->flag = below(random, 2) == 0;
        break;
    case JB_EVENT_PHASE:
        event->phase = (jb_phase)below(random, JB_PHASE_COUNT);
        event->turn = below(random, JB_TURNS_MAX + 1);
        event->ends_at = below(random, 2) == 0 ? JB_TIME_NONE : (jb_time)below(random, 100000);
        break;
    case JB_EVENT_PAUSED:
        event->reason = (jb_pause_reason)below(random, JB_PAUSE_COUNT);
        break;
    case JB_EVENT_EXTENDED:
        event->ms = 1 + below(random, JB_SECONDS_MAX * 1000);
        break;
    case JB_EVENT_ANSWERED:
        event->player = 1 + below(random, JB_PLAYERS_MAX);
        event->turn = 1 + below(random, JB_TURNS_MAX);
        event->elapsed_ms = (jb_time)jb_random_below(random, 3600000);
        break;
    case JB_EVENT_SCORED:
    case JB_EVENT_VOIDED:
        event->turn = 1 + below(random, JB_TURNS_MAX);
        break;
    case JB_EVENT_UNDONE:
        event->undo = (jb_undo)(JB_UNDO_LOCK + (int)below(random, JB_UNDO_COUNT - 1));
        if (event->undo == JB_UNDO_REMOVE) {
            event->player = 1 + below(random, JB_PLAYERS_MAX);
        } else {
            event->turn = 1 + below(random, JB_TURNS_MAX);
            event->ends_at = below(random, 2) == 0 ? JB_TIME_NONE : (jb_time)below(random, 100000);
        }
        break;
    case JB_EVENT_CREATED:
    case JB_EVENT_RESUMED:
    case JB_EVENT_BUZZED:
    case JB_EVENT_WON:
    case JB_EVENT_PICKED:
    case JB_EVENT_NAMED:
    case JB_EVENT_PASSED:
    case JB_EVENT_RULED:
    case JB_EVENT_FOULED:
    case JB_EVENT_MARKED:
    case JB_EVENT_HALL:
    case JB_EVENT_ADJUSTED:
    case JB_EVENT_ACCEPTED:
    case JB_EVENT_ANNULLED:
    case JB_EVENT_REVERSED:
    case JB_EVENT_REVISED:
    case JB_EVENT_COUNT:
        break;
    }
}

void random_event(jb_random *random, jb_event *event, jb_answer *answer, jb_score *scores)
{
    *event = (jb_event){ .type = (jb_event_type)below(random, JB_EVENT_COUNT) };
    event->at = (jb_time)jb_random_below(random, UINT64_C(1) << 53);
    random_members(random, event);
    if (event->type == JB_EVENT_CREATED || event->type == JB_EVENT_JOINED ||
        event->type == JB_EVENT_RENAMED) {
        random_hash(random, &event->hash);
    }
    if (event->type == JB_EVENT_ANSWERED) {
        random_answer(random, answer);
        event->answer = answer;
    }
    if (event->type == JB_EVENT_SCORED) {
        random_scores(random, event, scores);
    }
}

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
