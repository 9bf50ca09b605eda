/*
 * What the tests of the store share: a folder of their own, contests and events to put into it, a
 * second connection that tampers, and a disk that fails on demand.
 */
#ifndef STORE_SUPPORT_H
#define STORE_SUPPORT_H

#include "jb_test.h"

#include <sqlite3.h>

#include "jinbang/db.h"
#include "jinbang/random.h"
#include "jinbang/store.h"

/* ---- a folder ---- */

typedef struct place {
    char folder[64];    /* exists, removed afterwards */
    char directory[80]; /* inside it; not made yet */
} place;

/* For cmocka_unit_test_setup_teardown; *state becomes a place. */
int place_make(void **state);
int place_remove(void **state);

jb_db *open_db(const place *at, jb_db_mode mode);
/* Puts a contest in and returns its key. Its public id is "c" and the code. */
int64_t add_contest(jb_db *db, const char *code);

/* ---- a second connection ---- */

/* Runs SQL on the database behind the program's back, with the log's triggers out of the way. */
void tamper(const place *at, const char *sql);
/* The first column of the first row. */
int64_t ask_int(const place *at, const char *sql);

/* ---- events ---- */

/* Any event that the engine could make, as far as its shape goes. */
void random_event(jb_random *random, jb_event *event, jb_event_parts *parts);
/* An answer of player 1 to turn 1, told apart by its time. */
jb_event simple_event(jb_answer *answer, jb_time at);

typedef struct log_summary {
    uint64_t count;
    jb_time last_at;
} log_summary;

bool count_entries(void *user, const jb_log_entry *entry);
/* Reads and verifies the whole log; the test fails if it does not hold. */
log_summary read_log(jb_db *db, int64_t contest);

/* ---- a disk that fails ---- */

typedef struct fault_disk {
    sqlite3_vfs vfs;
    sqlite3_vfs *real;
    int64_t until; /* writes and syncs before one fails; below 0: none does */
    bool lasting;  /* all that follow fail, too */
    int code;      /* with which they fail */
    uint64_t failures;
} fault_disk;

#define FAULT_DISK "jb-fault"

enum {
    FAULT_DIES = -1, /* a code: the process is gone at that moment, */
    FAULT_DIED = 99  /* with this status */
};

void fault_disk_install(fault_disk *disk);
void fault_disk_remove(fault_disk *disk);
void fault_disk_arm(fault_disk *disk, int64_t until, int code, bool lasting);

#endif
