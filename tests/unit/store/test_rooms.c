/*
 * Many rooms at once: the writer's cache holds the ends of all their logs, and one hall's is no
 * larger than it was.
 */
#include "store_support.h"

#include <stdio.h>

#include "store_internal.h"

enum {
    ROOMS = 40,
    OF_ITSELF_KIB = 2000,
    A_ROOM_KIB = 16
};

typedef struct look {
    int64_t cache; /* as SQLite gives it: KiB, negative */
} look;

static void look_at_cache(jb_db *db, void *arg)
{
    sqlite3_stmt *statement = NULL;

    JB_EQ_I64(sqlite3_prepare_v2(db->handle, "PRAGMA cache_size", -1, &statement, NULL), SQLITE_OK);
    JB_EQ_I64(sqlite3_step(statement), SQLITE_ROW);
    ((look *)arg)->cache = sqlite3_column_int64(statement, 0);
    (void)sqlite3_finalize(statement);
}

static void nothing(void *arg)
{
    (void)arg;
}

/* One event for each of so many rooms, and what the cache is then. */
static int64_t cache_after(jb_store *store, const int64_t *contests, int count)
{
    look seen = { .cache = 0 };
    const jb_job job = { .work = look_at_cache, .done = nothing, .arg = &seen };

    for (int i = 0; i < count; i++) {
        jb_answer answer;
        jb_event event = simple_event(&answer, i);

        (void)jb_store_event(store, contests[i], &event);
    }
    JB_EQ_I64(jb_store_run(store, &job), JB_OK);
    JB_EQ_I64(jb_store_commit(store), JB_OK);
    jb_store_poll(store);
    return seen.cache;
}

static void the_cache_grows_with_the_rooms_that_are_written_to(void **state)
{
    const place *at = *state;
    int64_t contests[ROOMS];
    jb_store *store = NULL;
    jb_db *db = open_db(at, JB_DB_WRITE);

    for (int i = 0; i < ROOMS; i++) {
        char code[16];

        (void)snprintf(code, sizeof(code), "%06d", 100000 + i);
        contests[i] = add_contest(db, code);
    }
    jb_db_close(db);
    const jb_store_options options = {
        .db = { .directory = at->directory, .mode = JB_DB_WRITE },
        .manual = true,
    };
    JB_EQ_I64(jb_store_open(&options, &store, NULL), JB_OK);
    JB_EQ_I64(cache_after(store, contests, 1), -OF_ITSELF_KIB);
    /* Twice: rooms that are known already add nothing. */
    JB_EQ_I64(cache_after(store, contests, ROOMS), -(OF_ITSELF_KIB + 32 * A_ROOM_KIB));
    JB_EQ_I64(cache_after(store, contests, ROOMS), -(OF_ITSELF_KIB + 32 * A_ROOM_KIB));
    jb_store_close(store);
    db = open_db(at, JB_DB_READ);
    JB_EQ_U64(read_log(db, contests[0]).count, 3);
    JB_EQ_U64(read_log(db, contests[ROOMS - 1]).count, 2);
    jb_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_cache_grows_with_the_rooms_that_are_written_to,
                                        place_make, place_remove),
    };

    return JB_RUN(tests);
}
