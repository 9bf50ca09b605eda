/*
 * The proof of a contest, against whatever can be done to its file behind the program's back: an
 * entry changed, dropped, put in or moved, at the beginning, in the middle and at the end; the same
 * for what hangs on the log; and a log that was computed anew as a whole, which only a noted head
 * can tell.
 */
#include "small_contest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/proof.h"

#define ROW "SELECT contest, "

/* Entries of the small contest, as far as SMALL_END goes; the test checks that. */
#define LAST "36"

typedef struct bench {
    small_contest small;
    jb_db *db;
    jb_log_head round_end; /* shown in the middle */
} bench;

static void begin(bench *on, const place *at, small_until until)
{
    jb_results *results = NULL;

    memset(on, 0, sizeof(*on));
    on->db = open_db(at, JB_DB_WRITE);
    small_play(&on->small, on->db, until);
    on->small.row.title = "{\"en\":\"Quiz\"}";
    if (until != SMALL_END) {
        return;
    }
    JB_EQ_I64(jb_results_build(on->db, &on->small.row, &on->small.rules, &results, NULL), JB_OK);
    JB_EQ_I64(jb_results_store(on->db, on->small.row.contest, results), JB_OK);
    jb_results_destroy(results);
    JB_EQ_I64(jb_db_contest_finish(on->db, on->small.row.contest, 77), JB_OK);
    on->small.row.finished_at = 77;
    JB_EQ_I64(jb_db_head_show(on->db, on->small.row.contest, 78, &on->round_end), JB_OK);
}

static void end(bench *on)
{
    small_finish(&on->small);
    jb_db_close(on->db);
}

static jb_status prove(bench *on, const jb_noted_head *noted, size_t count, jb_proof *proof,
                       jb_buffer *why)
{
    const jb_proof_of of = {
        .contest = &on->small.row,
        .rules = &on->small.rules,
        .title = jb_slice_of("{\"en\":\"Quiz\"}"),
        .noted = noted,
        .noted_count = count,
    };

    return jb_proof_make(on->db, &of, proof, why);
}

static void what_was_left_alone_is_proved(void **state)
{
    bench on;
    jb_proof proof;
    jb_buffer why;

    jb_buffer_init(&why, 0);
    begin(&on, *state, SMALL_END);
    JB_EQ_I64(prove(&on, NULL, 0, &proof, &why), JB_OK);
    JB_EQ_U64(why.size, 0);
    JB_TRUE(proof.finished);
    JB_TRUE(proof.compared);
    JB_EQ_U64(proof.participants, 3);
    JB_EQ_U64(proof.heads_shown, 1);
    JB_EQ_U64(proof.names_erased, 0);
    JB_EQ_U64(proof.head.seq, on.small.head.seq);
    JB_EQ_I64(ask_int(*state, "SELECT max(seq) FROM event"), strtoll(LAST, NULL, 10));
    JB_EQ_MEM(proof.head.hash.bytes, on.small.head.hash.bytes, JB_HASH_SIZE);
    JB_EQ_I64(jb_db_participant_erase(on.db, on.small.row.contest), JB_OK);
    JB_EQ_I64(prove(&on, NULL, 0, &proof, &why), JB_OK);
    JB_EQ_U64(proof.names_erased, 4);
    end(&on);
    jb_buffer_finish(&why);
}

/* What is done, and what is said. Entry 20 is in the middle. */
static const struct {
    const char *sql;
    const char *why;
} tamperings[] = {
    /* changed */
    { "UPDATE event SET at = at + 1 WHERE seq = 1", "entry 1 does not follow" },
    { "UPDATE event SET at = at + 1 WHERE seq = 20", "entry 20 does not follow" },
    { "UPDATE event SET at = at + 1 WHERE seq = " LAST, "entry " LAST " does not follow" },
    { "UPDATE event SET kind = 'paused' WHERE seq = 1", "entry 1 does not follow" },
    { "UPDATE event SET kind = 'paused' WHERE seq = 20", "entry 20 does not follow" },
    { "UPDATE event SET kind = 'paused' WHERE seq = " LAST, "entry " LAST " does not follow" },
    { "UPDATE event SET body = body || ' ' WHERE seq = 1", "entry 1 does not follow" },
    { "UPDATE event SET body = body || ' ' WHERE seq = 20", "entry 20 does not follow" },
    { "UPDATE event SET body = body || ' ' WHERE seq = " LAST, "entry " LAST " does not follow" },
    { "UPDATE event SET hash = randomblob(32) WHERE seq = 1", "entry 1 does not follow" },
    { "UPDATE event SET hash = randomblob(32) WHERE seq = 20", "entry 20 does not follow" },
    { "UPDATE event SET hash = randomblob(32) WHERE seq = " LAST,
      "entry " LAST " does not follow" },
    /* dropped */
    { "DELETE FROM event WHERE seq = 1", "entry 1 is missing" },
    { "DELETE FROM event WHERE seq = 20", "entry 20 is missing" },
    { "DELETE FROM event WHERE seq = " LAST, "the log ends with entry 35, but the hash of entry 36"
                                             " was shown: its end was cut off" },
    { "DELETE FROM event", "the log ends with entry 0" },
    /* dropped, and those behind it moved up */
    { "DELETE FROM event WHERE seq = 1; UPDATE event SET seq = seq + 99;"
      "UPDATE event SET seq = seq - 100",
      "entry 1 does not follow" },
    { "DELETE FROM event WHERE seq = 20; UPDATE event SET seq = seq + 99 WHERE seq > 20;"
      "UPDATE event SET seq = seq - 100 WHERE seq > 100",
      "entry 20 does not follow" },
    /* put in */
    { "UPDATE event SET seq = seq + 100; UPDATE event SET seq = seq - 99;"
      "INSERT INTO event " ROW "1, at, kind, body, hash FROM event WHERE seq = 2",
      "entry 2 does not follow" },
    { "UPDATE event SET seq = seq + 100 WHERE seq > 20;"
      "UPDATE event SET seq = seq - 99 WHERE seq > 100;"
      "INSERT INTO event " ROW "21, at, kind, body, hash FROM event WHERE seq = 20",
      "entry 21 does not follow" },
    { "INSERT INTO event " ROW "37, at, kind, body, hash FROM event WHERE seq = 36",
      "entry 37 does not follow" },
    { "INSERT INTO event " ROW "39, at, kind, body, hash FROM event WHERE seq = 36",
      "entry 37 is missing" },
    /* moved */
    { "UPDATE event SET seq = 99 WHERE seq = 1; UPDATE event SET seq = 1 WHERE seq = 2;"
      "UPDATE event SET seq = 2 WHERE seq = 99",
      "entry 1 does not follow" },
    { "UPDATE event SET seq = 99 WHERE seq = 20; UPDATE event SET seq = 20 WHERE seq = 21;"
      "UPDATE event SET seq = 21 WHERE seq = 99",
      "entry 20 does not follow" },
    { "UPDATE event SET seq = 99 WHERE seq = 35; UPDATE event SET seq = 35 WHERE seq = 36;"
      "UPDATE event SET seq = 36 WHERE seq = 99",
      "entry 35 does not follow" },
    /* people */
    { "UPDATE participant SET name = 'Eve' WHERE player = 1",
      "player 1 is stored by another name" },
    { "UPDATE participant SET name = 'Eve' WHERE player = 3",
      "player 3 is stored by another name" },
    { "UPDATE participant SET name = 'Eve' WHERE player = 4",
      "player 4 is stored by another name" },
    { "UPDATE participant SET salt = zeroblob(16) WHERE player = 2",
      "player 2 is stored by another name" },
    { "UPDATE participant SET team = 2 WHERE player = 1", "player 1 is stored in another team" },
    { "UPDATE participant SET team = 1 WHERE player = 4", "player 4 is stored in another team" },
    { "DELETE FROM participant WHERE player = 1", "player 1 is in the log and not in" },
    { "DELETE FROM participant WHERE player = 4", "player 4 is in the log and not in" },
    { "INSERT INTO participant " ROW "5, team, name, salt, token_hash FROM participant LIMIT 1",
      "player 5 is in the table participant and not in the log" },
    { "UPDATE participant SET player = 99 WHERE player = 1; UPDATE participant SET player = 1"
      " WHERE player = 3; UPDATE participant SET player = 3 WHERE player = 99",
      "player 1 is stored by another name" },
    /* results */
    { "UPDATE result_participant SET score_hundredths = 2051 WHERE place = 1",
      "table result_participant, place 1: column score_hundredths" },
    { "UPDATE result_participant SET rank = 1 WHERE place = 2",
      "table result_participant, place 2: column rank" },
    { "UPDATE result_participant SET time_ms = 1 WHERE place = 3",
      "table result_participant, place 3: column time_ms" },
    { "DELETE FROM result_participant WHERE place = 3", "lacks the row of place 3" },
    { "UPDATE result_participant SET place = 9 WHERE place = 1;"
      "UPDATE result_participant SET place = 1 WHERE place = 2;"
      "UPDATE result_participant SET place = 2 WHERE place = 9",
      "table result_participant, place 1: column player" },
    { "UPDATE result_team SET score_hundredths = 0 WHERE place = 2",
      "table result_team, place 2: column score_hundredths" },
    { "UPDATE result_question SET right_count = 9 WHERE turn = 6",
      "table result_question, turn 6: column right_count" },
    { "UPDATE result SET head = zeroblob(32)", "column head differs" },
    { "UPDATE result SET events = events - 1", "end with entry 35, before the contest has ended" },
    { "UPDATE result SET events = events + 1", "column events differs" },
    { "UPDATE result SET events = -1", "column events differs" },
    { "UPDATE result SET finished = 0", "column finished differs" },
    { "UPDATE result SET digest = replace(digest, substr(digest, -1), 'x')",
      "column digest differs" },
    { "UPDATE result SET digest = 'none'", "column digest differs" },
    { "PRAGMA foreign_keys = OFF; DELETE FROM result; DELETE FROM result_participant;"
      "DELETE FROM result_team; DELETE FROM result_question",
      "no results are stored" },
    /* heads and the contest's own row */
    { "UPDATE head SET hash = randomblob(32)", "entry 36 is another than the one whose hash was"
                                               " shown" },
    { "UPDATE head SET seq = 20", "entry 20 is another than the one whose hash was shown" },
    { "INSERT INTO head " ROW "99, 5, hash FROM head", "the hash of entry 99 was shown" },
    { "INSERT OR REPLACE INTO clock SELECT contest, 9223372036854775807 FROM contest",
      "the clock that was noted is none of a contest" },
    { "INSERT OR REPLACE INTO clock SELECT contest, -1 FROM contest",
      "the clock that was noted is none of a contest" },
    { "UPDATE contest SET id = 'other'", "entry 1 does not follow" },
};

static void whatever_is_done_to_it_is_found_and_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(tamperings) / sizeof(tamperings[0]); i++) {
        void *fresh = NULL;
        bench on;
        jb_proof proof;
        jb_buffer why;

        jb_buffer_init(&why, 0);
        JB_EQ_I64(place_make(&fresh), 0);
        begin(&on, fresh, SMALL_END);
        tamper(fresh, tamperings[i].sql);
        const jb_status status = prove(&on, NULL, 0, &proof, &why);
        if (status != JB_ERR_CORRUPT || strstr(jb_buffer_text(&why), tamperings[i].why) == NULL) {
            print_error("%s\n  gave %d: %s\n", tamperings[i].sql, status, jb_buffer_text(&why));
            fail();
        }
        end(&on);
        JB_EQ_I64(place_remove(&fresh), 0);
        jb_buffer_finish(&why);
    }
}

/* For as long as it takes to write a correction into them the stored results are those before it.
 */
static void results_before_a_correction_are_proved_up_to_it(void **state)
{
    static const char body[] = "{\"seat\":1,\"reason\":\"word\",\"scores\":[[1,\"5\",0,0,0]]}";
    bench on;
    jb_proof proof;
    jb_buffer why;

    jb_buffer_init(&why, 0);
    begin(&on, *state, SMALL_END);
    const uint64_t last = on.small.head.seq;
    JB_EQ_I64(jb_db_begin(on.db), JB_OK);
    JB_EQ_I64(jb_db_log_append(on.db, on.small.row.contest, &on.small.head, JB_EVENT_ADJUSTED,
                               1000000, jb_slice_of(body)),
              JB_OK);
    JB_EQ_I64(jb_db_commit(on.db), JB_OK);
    JB_EQ_I64(prove(&on, NULL, 0, &proof, &why), JB_OK);
    JB_EQ_U64(why.size, 0);
    JB_TRUE(proof.compared);
    JB_EQ_U64(proof.compared_at, last);
    JB_EQ_U64(proof.head.seq, last + 1);
    tamper(*state, "UPDATE result_participant SET score_hundredths = 2550 WHERE place = 1");
    JB_EQ_I64(prove(&on, NULL, 0, &proof, &why), JB_ERR_CORRUPT);
    assert_non_null(strstr(jb_buffer_text(&why), "place 1: column score_hundredths is 2550"));
    JB_FALSE(proof.compared);
    end(&on);
    jb_buffer_finish(&why);
}

static void another_plan_or_title_is_found(void **state)
{
    bench on;
    jb_proof proof;
    jb_buffer why;

    jb_buffer_init(&why, 0);
    begin(&on, *state, SMALL_END);
    on.small.row.plan = "{\"plan\":2}";
    JB_EQ_I64(prove(&on, NULL, 0, &proof, &why), JB_ERR_CORRUPT);
    JB_TRUE(strstr(jb_buffer_text(&why), "another plan") != NULL);
    on.small.row.plan = SMALL_PLAN;
    on.small.row.title = "{\"en\":\"Quizz\"}";
    jb_buffer_clear(&why);
    JB_EQ_I64(prove(&on, NULL, 0, &proof, &why), JB_ERR_CORRUPT);
    JB_EQ_STR(jb_buffer_text(&why), "the stored title is not the one in the plan");
    end(&on);
    jb_buffer_finish(&why);
}

static void a_picture_that_was_changed_or_taken_is_found(void **state)
{
    const jb_slice bytes = jb_slice_of("picture");
    bench on;
    jb_hash picture;
    jb_proof proof;
    jb_buffer why;

    jb_buffer_init(&why, 0);
    begin(&on, *state, SMALL_END);
    jb_hash_of(&bytes, 1, &picture);
    JB_EQ_I64(jb_db_media_put(on.db, &picture, "image/png", bytes), JB_OK);
    const jb_proof_of of = {
        .contest = &on.small.row, .rules = &on.small.rules, .media = &picture, .media_count = 1
    };
    JB_EQ_I64(jb_proof_make(on.db, &of, &proof, &why), JB_OK);
    tamper(*state, "UPDATE media SET bytes = CAST('pictura' AS BLOB)");
    JB_EQ_I64(jb_proof_make(on.db, &of, &proof, &why), JB_ERR_CORRUPT);
    JB_TRUE(strstr(jb_buffer_text(&why), "of the plan has been changed: ") != NULL);
    jb_buffer_clear(&why);
    tamper(*state, "DELETE FROM media");
    JB_EQ_I64(jb_proof_make(on.db, &of, &proof, &why), JB_ERR_CORRUPT);
    JB_TRUE(strstr(jb_buffer_text(&why), "of the plan is missing: ") != NULL);
    end(&on);
    jb_buffer_finish(&why);
}

/* A log whose end is gone, with everything that could tell. What is left is whole in itself. */
static void
a_cut_that_takes_all_traces_is_found_by_who_noted_a_head_and_by_nobody_else(void **state)
{
    bench on;
    jb_proof proof;
    jb_buffer why;
    jb_noted_head noted = { .seq = 0 };
    char text[128];
    char hex[JB_HASH_HEX_SIZE];

    jb_buffer_init(&why, 0);
    begin(&on, *state, SMALL_END);
    jb_hex_encode(on.round_end.hash.bytes, JB_HASH_SIZE, hex);
    (void)snprintf(text, sizeof(text), LAST ":%.8s", hex);
    JB_EQ_I64(jb_noted_head_read(text, &noted), JB_OK);
    JB_EQ_I64(prove(&on, &noted, 1, &proof, &why), JB_OK);
    tamper(*state, "DELETE FROM event WHERE seq > 30; DELETE FROM head;"
                   "DELETE FROM result_participant; DELETE FROM result_team;"
                   "DELETE FROM result_question; DELETE FROM result;"
                   "UPDATE contest SET finished_at = NULL");
    on.small.row.finished_at = 0;
    JB_EQ_I64(prove(&on, NULL, 0, &proof, &why), JB_OK);
    JB_TRUE(!proof.finished);
    JB_EQ_I64(prove(&on, &noted, 1, &proof, &why), JB_ERR_CORRUPT);
    JB_EQ_STR(jb_buffer_text(&why),
              "the log ends with entry 30, but the hash of entry 36 was noted:"
              " its end was cut off");
    end(&on);
    jb_buffer_finish(&why);
}

static void only_its_end_is_hidden_when_a_finished_contest_is_cut(void **state)
{
    bench on;
    jb_proof proof;
    jb_buffer why;

    jb_buffer_init(&why, 0);
    begin(&on, *state, SMALL_END);
    /* The results go with it, but not the date. */
    tamper(*state, "DELETE FROM event WHERE seq > 30; DELETE FROM head;"
                   "DELETE FROM result_participant; DELETE FROM result_team;"
                   "DELETE FROM result_question; DELETE FROM result");
    JB_EQ_I64(prove(&on, NULL, 0, &proof, &why), JB_ERR_CORRUPT);
    JB_EQ_STR(jb_buffer_text(&why), "the contest has ended, but its log has no end");
    end(&on);
    jb_buffer_finish(&why);
}

/* Another contest under the same number: its chain fits, and so does everything else. */
static void a_log_made_anew_is_found_by_who_noted_a_head(void **state)
{
    bench on;
    jb_proof proof;
    jb_buffer why;
    jb_noted_head noted[2] = { { .seq = 0 } };
    char hex[JB_HASH_HEX_SIZE];

    jb_buffer_init(&why, 0);
    begin(&on, *state, SMALL_TURN_2);
    for (int i = 0; i < 2; i++) {
        noted[i].seq = on.small.head.seq;
        jb_hex_encode(on.small.head.hash.bytes, JB_HASH_SIZE, hex);
        memcpy(noted[i].digits, hex, sizeof(hex));
    }
    JB_EQ_I64(prove(&on, noted, 2, &proof, &why), JB_OK);
    noted[1].digits[63] = noted[1].digits[63] == '0' ? '1' : '0';
    JB_EQ_I64(prove(&on, noted, 2, &proof, &why), JB_ERR_CORRUPT);
    JB_TRUE(strstr(jb_buffer_text(&why), "is another than the one whose hash was noted") != NULL);
    end(&on);
    jb_buffer_finish(&why);
}

static void noted_heads_are_read_as_people_write_them(void **state)
{
    static const struct {
        const char *text;
        uint64_t seq;
        const char *digits;
    } good[] = {
        { "412:3f2a91bc", 412, "3f2a91bc" },
        { "1:3F2A 91bc-07de.55AA", 1, "3f2a91bc07de55aa" },
        { "7:0000000000000000000000000000000000000000000000000000000000000000", 7,
          "0000000000000000000000000000000000000000000000000000000000000000" },
    };
    static const char *const bad[] = {
        "",
        "412",
        "412:",
        "412:3f2a91b",
        ":3f2a91bc",
        "x:3f2a91bc",
        "0:3f2a91bc",
        "-1:3f2a91bc",
        "+1:3f2a91bc",
        "412:3f2a91bg",
        "412 3f2a91bc",
        "99999999999999999999:3f2a91bc",
        "7:00000000000000000000000000000000000000000000000000000000000000000",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        jb_noted_head noted;

        JB_EQ_I64(jb_noted_head_read(good[i].text, &noted), JB_OK);
        JB_EQ_U64(noted.seq, good[i].seq);
        JB_EQ_STR(noted.digits, good[i].digits);
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        jb_noted_head noted;

        JB_EQ_I64(jb_noted_head_read(bad[i], &noted), JB_ERR_INVALID);
    }
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(what_was_left_alone_is_proved),
        cmocka_unit_test(whatever_is_done_to_it_is_found_and_named),
        IN_PLACE(results_before_a_correction_are_proved_up_to_it),
        IN_PLACE(another_plan_or_title_is_found),
        IN_PLACE(a_picture_that_was_changed_or_taken_is_found),
        IN_PLACE(a_cut_that_takes_all_traces_is_found_by_who_noted_a_head_and_by_nobody_else),
        IN_PLACE(only_its_end_is_hidden_when_a_finished_contest_is_cut),
        IN_PLACE(a_log_made_anew_is_found_by_who_noted_a_head),
        cmocka_unit_test(noted_heads_are_read_as_people_write_them),
    };

    return JB_RUN(tests);
}
