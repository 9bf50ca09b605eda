/* How a contest goes: at once for everybody, its rows in slices, and nothing of any other. */
#include "store_support.h"

#include <stdio.h>

enum {
    ENTRIES = 25
};

static int64_t add_played(jb_db *db, const char *code)
{
    int64_t contest = add_contest(db, code);
    const jb_participant_row row = { .player = 1, .name = jb_slice_of("Zebulon") };
    jb_log_head head;
    jb_buffer body;

    JB_EQ_I64(jb_db_participant_put(db, contest, &row), JB_OK);
    JB_EQ_I64(jb_db_clock_set(db, contest, 5000), JB_OK);
    JB_EQ_I64(jb_db_log_head(db, contest, &head), JB_OK);
    jb_buffer_init(&body, 0);
    for (int i = 0; i < ENTRIES; i++) {
        jb_answer answer;
        const jb_event event = simple_event(&answer, 100 + i);

        jb_buffer_clear(&body);
        jb_event_encode(&event, &body);
        JB_EQ_I64(
            jb_db_log_append(db, contest, &head, event.type, event.at, jb_buffer_slice(&body)),
            JB_OK);
    }
    jb_buffer_finish(&body);
    return contest;
}

static int64_t rows_of(const place *at, int64_t contest)
{
    static const char *const tables[] = { "contest",      "clock",           "participant",
                                          "event",        "result",          "result_participant",
                                          "result_team",  "result_question", "contest_media",
                                          "result_member" };
    int64_t rows = 0;

    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        char sql[128];

        (void)snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s WHERE contest = %lld", tables[i],
                       (long long)contest);
        rows += ask_int(at, sql);
    }
    return rows;
}

static bool see_only(void *user, const jb_contest_row *row)
{
    const char *expected = user;

    JB_EQ_STR(row->id, expected);
    return true;
}

static void a_retired_contest_is_unknown_and_its_code_is_free(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    int64_t contest = add_played(db, "123456");
    int64_t gone = 0;
    const jb_contest_row row = {
        .id = "another", .code = "123456", .plan = "{}", .title = "{}", .open = true
    };
    int64_t another = 0;
    char unknown[] = "?";
    char another_id[] = "another";

    JB_EQ_I64(jb_db_contest_gone(db, &gone), JB_ERR_NOT_FOUND);
    JB_EQ_I64(jb_db_contest_retire(db, contest + 1), JB_ERR_NOT_FOUND);
    JB_EQ_I64(jb_db_contest_retire(db, contest), JB_OK);
    JB_EQ_I64(jb_db_contest_get(db, "123456", see_only, unknown), JB_ERR_NOT_FOUND);
    JB_EQ_I64(jb_db_contest_get(db, "c123456", see_only, unknown), JB_ERR_NOT_FOUND);
    JB_EQ_I64(jb_db_contest_insert(db, &row, &another), JB_OK);
    JB_EQ_I64(jb_db_contest_list(db, see_only, another_id), JB_OK);
    JB_EQ_I64(jb_db_contest_gone(db, &gone), JB_OK);
    JB_EQ_I64(gone, contest);
    jb_db_close(db);
    JB_EQ_I64(ask_int(*state, "SELECT count(*) FROM participant"), 0);
}

static void its_rows_go_in_slices_and_nobody_elses(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    int64_t contest = add_played(db, "123456");
    int64_t other = add_played(db, "222222");
    const jb_slice bytes = jb_slice_of("picture");
    jb_hash picture;
    int64_t others = rows_of(*state, other);
    int64_t gone = 0;
    bool more = true;
    int calls = 0;

    jb_hash_of(&bytes, 1, &picture);
    JB_EQ_I64(jb_db_media_put(db, &picture, "image/png", bytes), JB_OK);
    JB_EQ_I64(jb_db_media_of_contest(db, contest, &picture), JB_OK);
    JB_EQ_I64(jb_db_contest_retire(db, contest), JB_OK);
    while (more) {
        JB_EQ_I64(jb_db_contest_purge(db, contest, 10, &more), JB_OK);
        calls++;
        JB_EQ_I64(jb_db_contest_gone(db, &gone), more ? JB_OK : JB_ERR_NOT_FOUND);
    }
    JB_EQ_I64(calls, 3);
    JB_EQ_I64(rows_of(*state, contest), 0);
    JB_EQ_I64(rows_of(*state, other), others);
    JB_EQ_I64((int64_t)read_log(db, other).count, ENTRIES);
    JB_EQ_I64(ask_int(*state, "SELECT count(*) FROM media"), 0);
    jb_db_close(db);
}

/* The log of a contest that is not gone is only added to, whoever asks. */
static void only_the_log_of_a_retired_contest_can_be_purged(void **state)
{
    jb_db *db = open_db(*state, JB_DB_WRITE);
    int64_t contest = add_played(db, "123456");
    bool more = true;

    JB_TRUE(jb_db_contest_purge(db, contest, 10, &more) != JB_OK);
    JB_TRUE(more);
    JB_EQ_I64((int64_t)read_log(db, contest).count, ENTRIES);
    jb_db_close(db);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(a_retired_contest_is_unknown_and_its_code_is_free),
        IN_PLACE(its_rows_go_in_slices_and_nobody_elses),
        IN_PLACE(only_the_log_of_a_retired_contest_can_be_purged),
    };

    return JB_RUN(tests);
}
