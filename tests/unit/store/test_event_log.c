/*
 * The log and its chain: what is written is read back in order, and whatever was changed, dropped,
 * put in or moved behind the program's back is found and named.
 */
#include "store_support.h"

#include <stdio.h>
#include <string.h>

enum {
    ENTRIES = 6
};

/* Appends answers at 10, 20, … and returns the contest. */
static int64_t fill(jb_db *db, jb_log_head *head)
{
    int64_t contest = add_contest(db, "123456");
    jb_buffer body;

    jb_buffer_init(&body, 0);
    JB_EQ_I64(jb_db_log_head(db, contest, head), JB_OK);
    for (int i = 1; i <= ENTRIES; i++) {
        jb_answer answer;
        jb_event event = simple_event(&answer, (jb_time)i * 10);

        jb_buffer_clear(&body);
        jb_event_encode(&event, &body);
        JB_EQ_I64(jb_db_log_append(db, contest, head, event.type, event.at, jb_buffer_slice(&body)),
                  JB_OK);
        JB_EQ_U64(head->seq, (uint64_t)i);
    }
    jb_buffer_finish(&body);
    return contest;
}

static void an_empty_log_starts_with_the_hash_of_the_public_id(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    int64_t contest = add_contest(db, "123456");
    jb_slice id = jb_slice_of("c123456");
    jb_log_head head = { .seq = 9 };
    jb_hash expected;

    jb_hash_of(&id, 1, &expected);
    JB_EQ_I64(jb_db_log_head(db, contest, &head), JB_OK);
    JB_EQ_U64(head.seq, 0);
    JB_EQ_MEM(head.hash.bytes, expected.bytes, JB_HASH_SIZE);
    JB_EQ_U64(read_log(db, contest).count, 0);
    JB_EQ_I64(jb_db_log_head(db, contest + 1, &head), JB_ERR_NOT_FOUND);
    JB_EQ_I64(jb_db_log_read(db, contest + 1, count_entries, NULL), JB_ERR_NOT_FOUND);
    jb_db_close(db);
}

/* The chain as docs/trust.md tells people to recompute it. */
static void the_first_hash_is_the_documented_one(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    int64_t contest = add_contest(db, "123456");
    jb_log_head head;
    char hex[JB_HASH_HEX_SIZE];

    JB_EQ_I64(jb_db_log_head(db, contest, &head), JB_OK);
    JB_EQ_I64(jb_db_log_append(db, contest, &head, JB_EVENT_ADMIT, 5, jb_slice_of("{\"on\":true}")),
              JB_OK);
    jb_hex_encode(head.hash.bytes, JB_HASH_SIZE, hex);
    JB_EQ_STR(hex, "6bc71088ba4982e6b5aa45c58db22c27eb460f3f2125d898451ed7008649f5f9");
    jb_db_close(db);
}

typedef struct order {
    uint64_t seq;
    jb_hash hash;
    uint64_t stop_at;
} order;

static bool check_order(void *user, const jb_log_entry *entry)
{
    order *seen = user;

    seen->seq++;
    JB_EQ_U64(entry->seq, seen->seq);
    JB_EQ_I64(entry->event->type, JB_EVENT_ANSWERED);
    JB_EQ_I64(entry->event->at, (int64_t)seen->seq * 10);
    JB_EQ_U64(entry->event->answer->options, 4);
    JB_TRUE(entry->body.size > 0);
    seen->hash = entry->hash;
    return seen->seq != seen->stop_at;
}

static void entries_are_read_in_order_and_end_at_the_head(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    jb_log_head head;
    jb_log_head stored;
    int64_t contest = fill(db, &head);
    order seen = { .seq = 0 };
    order part = { .stop_at = 3 };

    JB_EQ_I64(jb_db_log_read(db, contest, check_order, &seen), JB_OK);
    JB_EQ_U64(seen.seq, ENTRIES);
    JB_EQ_MEM(seen.hash.bytes, head.hash.bytes, JB_HASH_SIZE);
    JB_EQ_I64(jb_db_log_head(db, contest, &stored), JB_OK);
    JB_EQ_U64(stored.seq, ENTRIES);
    JB_EQ_MEM(stored.hash.bytes, head.hash.bytes, JB_HASH_SIZE);
    JB_EQ_I64(jb_db_log_read(db, contest, check_order, &part), JB_OK);
    JB_EQ_U64(part.seq, 3);
    jb_db_close(db);
}

static void the_log_can_only_be_added_to(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    char path[128];
    sqlite3 *handle = NULL;
    jb_log_head head;

    (void)fill(db, &head);
    (void)snprintf(path, sizeof(path), "%s/jinbang.db", ((const place *)*state)->directory);
    JB_EQ_I64(sqlite3_open(path, &handle), SQLITE_OK);
    JB_EQ_I64(sqlite3_exec(handle, "UPDATE event SET at = 0", NULL, NULL, NULL), SQLITE_CONSTRAINT);
    JB_EQ_I64(sqlite3_exec(handle, "DELETE FROM event", NULL, NULL, NULL), SQLITE_CONSTRAINT);
    JB_EQ_I64(sqlite3_close(handle), SQLITE_OK);
    jb_db_close(db);
}

static void two_entries_of_one_number_are_refused(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    jb_log_head head;
    int64_t contest = fill(db, &head);
    jb_log_head old = { .seq = head.seq - 1, .hash = head.hash };

    JB_EQ_I64(jb_db_log_append(db, contest, &old, JB_EVENT_RESUMED, 70, jb_slice_of("{}")),
              JB_ERR_EXISTS);
    JB_EQ_U64(old.seq, head.seq - 1);
    JB_EQ_U64(read_log(db, contest).count, ENTRIES);
    jb_db_close(db);
}

/* What is done to the log, what is found, and how many entries were good before it. */
static void every_kind_of_tampering_is_found(void **state)
{
    static const struct {
        const char *sql;
        const char *why;
        uint64_t good;
    } rows[] = {
        { "UPDATE event SET body = replace(body, '\"options\":[2]', '\"options\":[1]')"
          " WHERE seq = 3",
          "entry 3 does not follow", 2 },
        { "UPDATE event SET at = at + 1 WHERE seq = 1", "entry 1 does not follow", 0 },
        { "UPDATE event SET kind = 'scored' WHERE seq = 6", "entry 6 does not follow", 5 },
        { "UPDATE event SET hash = zeroblob(32) WHERE seq = 2", "entry 2 does not follow", 1 },
        { "DELETE FROM event WHERE seq = 4", "entry 4 is missing", 3 },
        { "DELETE FROM event WHERE seq = 1", "entry 1 is missing", 0 },
        { "INSERT INTO event SELECT contest, 7, at, kind, body, hash FROM event WHERE seq = 6",
          "entry 7 does not follow", 6 },
        { "INSERT INTO event SELECT contest, 9, at, kind, body, hash FROM event WHERE seq = 6",
          "entry 7 is missing", 6 },
        { "UPDATE event SET seq = 100 WHERE seq = 2; UPDATE event SET seq = 2 WHERE seq = 3;"
          "UPDATE event SET seq = 3 WHERE seq = 100",
          "entry 2 does not follow", 1 },
        { "UPDATE contest SET id = 'other'", "entry 1 does not follow", 0 },
        { "UPDATE event SET body = body || char(0) WHERE seq = 5", "not of the kind", 4 },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        void *fresh = NULL;
        log_summary good = { .count = 0 };
        jb_log_head head;
        jb_db *db;
        int64_t contest;

        JB_EQ_I64(place_make(&fresh), 0);
        db = open_db(fresh, JB_DB_WRITE);
        contest = fill(db, &head);
        tamper(fresh, rows[i].sql);
        JB_EQ_I64(jb_db_log_read(db, contest, count_entries, &good), JB_ERR_CORRUPT);
        if (strstr(jb_db_why(db), rows[i].why) == NULL) {
            print_error("%s\n  gave: %s\n", rows[i].sql, jb_db_why(db));
            fail();
        }
        JB_EQ_U64(good.count, rows[i].good);
        jb_db_close(db);
        JB_EQ_I64(place_remove(&fresh), 0);
    }
}

/* A chain that holds over a body that does not: somebody computed the hash, too. */
static void a_body_that_cannot_be_read_is_named(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    jb_log_head head;
    int64_t contest = fill(db, &head);
    log_summary good = { .count = 0 };

    JB_EQ_I64(jb_db_log_append(db, contest, &head, JB_EVENT_RESUMED, 70, jb_slice_of("{\"x\":1}")),
              JB_OK);
    JB_EQ_I64(jb_db_log_read(db, contest, count_entries, &good), JB_ERR_CORRUPT);
    JB_TRUE(strstr(jb_db_why(db), "entry 7 cannot be read") != NULL);
    JB_EQ_U64(good.count, ENTRIES);
    jb_db_close(db);
}

static void logs_of_two_contests_do_not_touch(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    jb_log_head head;
    jb_log_head other;
    int64_t contest = fill(db, &head);
    int64_t second = add_contest(db, "654321");

    JB_EQ_I64(jb_db_log_head(db, second, &other), JB_OK);
    JB_EQ_U64(other.seq, 0);
    JB_EQ_I64(jb_db_log_append(db, second, &other, JB_EVENT_RESUMED, 1, jb_slice_of("{}")), JB_OK);
    JB_EQ_U64(read_log(db, contest).count, ENTRIES);
    JB_EQ_U64(read_log(db, second).count, 1);
    jb_db_close(db);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(an_empty_log_starts_with_the_hash_of_the_public_id),
        IN_PLACE(the_first_hash_is_the_documented_one),
        IN_PLACE(entries_are_read_in_order_and_end_at_the_head),
        IN_PLACE(the_log_can_only_be_added_to),
        IN_PLACE(two_entries_of_one_number_are_refused),
        cmocka_unit_test(every_kind_of_tampering_is_found),
        IN_PLACE(a_body_that_cannot_be_read_is_named),
        IN_PLACE(logs_of_two_contests_do_not_touch),
    };

    return JB_RUN(tests);
}
