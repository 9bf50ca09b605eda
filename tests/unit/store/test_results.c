/*
 * Results from a log, against figures counted by hand (small_contest.h); their tables, and what is
 * found when tables, names, log or plan do not agree.
 */
#include "small_contest.h"

#include <stdio.h>
#include <string.h>

static jb_results *build(small_contest *small)
{
    jb_results *results = NULL;
    jb_buffer why;
    jb_status status;

    jb_buffer_init(&why, 0);
    status = jb_results_build(small->db, &small->row, &small->rules, &results, &why);
    if (status != JB_OK) {
        print_error("%s\n", jb_buffer_text(&why));
    }
    JB_EQ_I64(status, JB_OK);
    status = jb_results_check_sums(small->db, &small->row, &small->rules, results, &why);
    if (status != JB_OK) {
        print_error("%s\n", jb_buffer_text(&why));
    }
    JB_EQ_I64(status, JB_OK);
    jb_buffer_finish(&why);
    return results;
}

static void check_participant(const jb_result_participant *row, const char *expected)
{
    char text[128];

    (void)snprintf(text, sizeof(text), "%u %s: %u team %u score %lld correct %u of %u in %lld",
                   row->rank, jb_buffer_text(&row->name), row->player, row->team,
                   (long long)row->score, row->correct, row->answered, (long long)row->time_ms);
    JB_EQ_STR(text, expected);
}

static void check_question(const jb_result_question *row, const char *expected)
{
    char text[128];

    (void)snprintf(text, sizeof(text), "%u%s%s: %u right %u median %lld wrong %d", row->turn,
                   row->shown ? " shown" : "", row->is_void ? " void" : "", row->answered,
                   row->right, (long long)row->median_ms, row->wrong_most);
    JB_EQ_STR(text, expected);
}

static void a_finished_contest_gives_the_figures_counted_by_hand(void **state)
{
    small_contest small;
    jb_db *db = open_db(*state, JB_DB_WRITE);
    jb_results *results;

    small_play(&small, db, SMALL_END);
    results = build(&small);
    JB_TRUE(results->finished);
    JB_EQ_U64(results->digest, jb_engine_digest(small.engine));
    JB_EQ_U64(results->head.seq, small.head.seq);
    JB_EQ_MEM(results->head.hash.bytes, small.head.hash.bytes, JB_HASH_SIZE);
    JB_EQ_U64(results->participant_count, 3);
    check_participant(&results->participants[0],
                      "1 Ann: 1 team 1 score 2050 correct 2 of 3 in 800");
    check_participant(&results->participants[1], "2 =Bo: 2 team 2 score 750 correct 1 of 3 in 700");
    check_participant(&results->participants[2], "3 Cy: 3 team 1 score 0 correct 0 of 2 in 0");
    JB_EQ_U64(results->team_count, 2);
    JB_EQ_U64(results->teams[0].team, 1);
    JB_EQ_U64(results->teams[0].rank, 1);
    JB_EQ_U64(results->teams[0].members, 2);
    JB_EQ_I64(results->teams[0].score, 2050);
    JB_EQ_U64(results->teams[1].team, 2);
    JB_EQ_U64(results->teams[1].rank, 2);
    JB_EQ_U64(results->teams[1].members, 1);
    JB_EQ_I64(results->teams[1].score, 750);
    JB_EQ_U64(results->question_count, 6);
    check_question(&results->questions[0], "1 shown: 3 right 1 median 800 wrong 2");
    check_question(&results->questions[1], "2 shown: 2 right 1 median 350 wrong 0");
    check_question(&results->questions[2], "3 shown: 3 right 1 median 600 wrong 1");
    check_question(&results->questions[3], "4 shown void: 0 right 0 median 0 wrong -1");
    check_question(&results->questions[4], "5 shown void: 0 right 0 median 0 wrong -1");
    check_question(&results->questions[5], "6: 0 right 0 median 0 wrong -1");
    jb_results_destroy(results);
    small_finish(&small);
    jb_db_close(db);
}

/* As if it had never been skipped; the turn that had begun meanwhile has not been shown. */
static void a_skip_that_was_taken_back_leaves_no_trace_in_the_figures(void **state)
{
    small_contest small;
    jb_db *db = open_db(*state, JB_DB_WRITE);
    jb_results *results;

    small_play(&small, db, SMALL_UNDONE);
    results = build(&small);
    JB_EQ_U64(results->digest, jb_engine_digest(small.engine));
    check_question(&results->questions[1], "2 shown: 2 right 1 median 350 wrong 0");
    check_question(&results->questions[2], "3: 0 right 0 median 0 wrong -1");
    check_participant(&results->participants[0],
                      "1 Ann: 1 team 1 score 2050 correct 2 of 2 in 800");
    jb_results_destroy(results);
    small_finish(&small);
    jb_db_close(db);
}

static void choices_are_counted_and_the_wrong_one_with_how_often(void **state)
{
    static const uint32_t counts[6][5] = {
        { 0, 1, 2, 0 }, { 1, 1 }, { 2, 2, 1, 1 }, { 0 }, { 0 }, { 0 },
    };
    static const uint32_t wrong[6] = { 2, 1, 2, 0, 0, 0 };
    small_contest small;
    jb_db *db = open_db(*state, JB_DB_WRITE);
    jb_results *results;

    small_play(&small, db, SMALL_END);
    results = build(&small);
    for (uint32_t turn = 0; turn < 6; turn++) {
        for (uint32_t i = 0; i < 5; i++) {
            JB_EQ_U64(results->questions[turn].counts[i], counts[turn][i]);
        }
        JB_EQ_U64(results->questions[turn].wrong_most_count, wrong[turn]);
        JB_EQ_SIZE(results->questions[turn].wrong_text.size, 0);
    }
    jb_results_destroy(results);
    small_finish(&small);
    jb_db_close(db);
}

static void before_the_first_reveal_nobody_is_ranked(void **state)
{
    small_contest small;
    jb_db *db = open_db(*state, JB_DB_WRITE);
    jb_results *results;

    small_play(&small, db, SMALL_LOBBY);
    results = build(&small);
    JB_FALSE(results->finished);
    JB_EQ_U64(results->participant_count, 3);
    check_participant(&results->participants[0], "0 Ann: 1 team 1 score 0 correct 0 of 0 in 0");
    check_participant(&results->participants[2], "0 Cy: 3 team 1 score 0 correct 0 of 0 in 0");
    jb_results_destroy(results);
    small_finish(&small);
    jb_db_close(db);
}

static void a_turn_still_being_played_counts_nothing_yet(void **state)
{
    small_contest small;
    jb_db *db = open_db(*state, JB_DB_WRITE);
    jb_results *results;

    small_play(&small, db, SMALL_TURN_2);
    results = build(&small);
    check_question(&results->questions[0], "1 shown: 3 right 1 median 800 wrong 2");
    check_question(&results->questions[1], "2 shown: 0 right 0 median 0 wrong -1");
    check_participant(&results->participants[0],
                      "1 Ann: 1 team 1 score 1050 correct 1 of 1 in 500");
    jb_results_destroy(results);
    small_finish(&small);
    jb_db_close(db);
}

static void an_empty_log_gives_empty_results(void **state)
{
    small_contest small;
    jb_db *db = open_db(*state, JB_DB_WRITE);
    int64_t empty;
    jb_results *results;

    small_play(&small, db, SMALL_LOBBY);
    empty = add_contest(db, "222222");
    small.row.contest = empty;
    results = build(&small);
    JB_EQ_U64(results->participant_count, 0);
    JB_EQ_U64(results->head.seq, 0);
    jb_results_destroy(results);
    small_finish(&small);
    jb_db_close(db);
}

/* ---- what does not agree ---- */

static void expect_corrupt(small_contest *small, const char *why_expected)
{
    jb_results *results = NULL;
    jb_buffer why;

    jb_buffer_init(&why, 0);
    JB_EQ_I64(jb_results_build(small->db, &small->row, &small->rules, &results, &why),
              JB_ERR_CORRUPT);
    JB_TRUE(results == NULL);
    if (strstr(jb_buffer_text(&why), why_expected) == NULL) {
        print_error("expected \"%s\", got \"%s\"\n", why_expected, jb_buffer_text(&why));
        fail();
    }
    jb_buffer_finish(&why);
}

static void an_entry_that_cannot_follow_is_named(void **state)
{
    small_contest small;
    jb_db *db = open_db(*state, JB_DB_WRITE);
    char expected[64];

    small_play(&small, db, SMALL_TURN_2);
    JB_EQ_I64(jb_db_log_append(db, small.row.contest, &small.head, JB_EVENT_SCORED, 5000,
                               jb_slice_of("{\"turn\":2,\"scores\":[[1,\"99\",300,1,1]]}")),
              JB_OK);
    (void)snprintf(expected, sizeof(expected), "entry %d cannot follow", (int)small.head.seq);
    expect_corrupt(&small, expected);
    small_finish(&small);
    jb_db_close(db);
}

static void another_plan_is_found(void **state)
{
    small_contest small;
    jb_db *db = open_db(*state, JB_DB_WRITE);

    small_play(&small, db, SMALL_TURN_2);
    small.row.plan = "{\"plan\":2}";
    expect_corrupt(&small, "entry 1 was made for another plan");
    small_finish(&small);
    jb_db_close(db);
}

static void a_changed_log_gives_no_results(void **state)
{
    small_contest small;
    jb_db *db = open_db(*state, JB_DB_WRITE);

    small_play(&small, db, SMALL_END);
    tamper(*state, "UPDATE event SET at = at + 1 WHERE seq = 4");
    expect_corrupt(&small, "entry 4 does not follow");
    small_finish(&small);
    jb_db_close(db);
}

/* ---- sums ---- */

static void expect_wrong_sums(small_contest *small, const jb_results *results, const char *expected)
{
    jb_buffer why;

    jb_buffer_init(&why, 0);
    JB_EQ_I64(jb_results_check_sums(small->db, &small->row, &small->rules, results, &why),
              JB_ERR_CORRUPT);
    JB_EQ_STR(jb_buffer_text(&why), expected);
    jb_buffer_finish(&why);
}

static void scores_that_are_not_the_sum_of_their_entries_are_found(void **state)
{
    small_contest small;
    jb_db *db = open_db(*state, JB_DB_WRITE);
    jb_results *results;

    small_play(&small, db, SMALL_END);
    results = build(&small);
    results->participants[1].score++;
    expect_wrong_sums(
        &small, results,
        "the score entries of player 2 add up to 750 hundredths, the results say 751");
    results->participants[1].score--;
    results->participants[2].overtime = 100;
    expect_wrong_sums(&small, results,
                      "the score entries of player 3 add up to 0 hundredths, the results say 100");
    results->participants[2].overtime = 0;
    results->participants[1].rank = 1;
    expect_wrong_sums(&small, results, "players 1 and 2 do not stand in the order of scores");
    results->participants[1].rank = 2;
    results->teams[1].rank = 1;
    expect_wrong_sums(&small, results, "teams 1 and 2 do not stand in the order of scores");
    jb_results_destroy(results);
    small_finish(&small);
    jb_db_close(db);
}

static void an_entry_that_the_results_do_not_hold_is_found(void **state)
{
    small_contest small;
    jb_db *db = open_db(*state, JB_DB_WRITE);
    jb_results *results;

    small_play(&small, db, SMALL_END);
    results = build(&small);
    JB_EQ_I64(jb_db_log_append(db, small.row.contest, &small.head, JB_EVENT_REVISED, 99999,
                               jb_slice_of("{\"turn\":1,\"scores\":[[3,\"1\",0,1,0]]}")),
              JB_OK);
    expect_wrong_sums(&small, results,
                      "the score entries of player 3 add up to 100 hundredths, the results say 0");
    jb_results_destroy(results);
    small_finish(&small);
    jb_db_close(db);
}

/* Turn 1 gave Ann 10.5; once it is void its entries must come to nothing. */
static void a_turn_made_void_that_still_gives_points_is_found(void **state)
{
    small_contest small;
    jb_db *db = open_db(*state, JB_DB_WRITE);
    jb_results *results;

    small_play(&small, db, SMALL_END);
    results = build(&small);
    JB_EQ_I64(jb_db_log_append(db, small.row.contest, &small.head, JB_EVENT_ANNULLED, 99999,
                               jb_slice_of("{\"turn\":1}")),
              JB_OK);
    expect_wrong_sums(&small, results,
                      "the score entries of turn 1 give 1050 hundredths, after its correction they "
                      "must give 0");
    JB_EQ_I64(jb_db_log_append(db, small.row.contest, &small.head, JB_EVENT_REVISED, 99999,
                               jb_slice_of("{\"turn\":1,\"scores\":[[1,\"-10.5\",0,0,0]]}")),
              JB_OK);
    results->participants[0].score -= 1050;
    JB_EQ_I64(jb_results_check_sums(db, &small.row, &small.rules, results, NULL), JB_OK);
    jb_results_destroy(results);
    small_finish(&small);
    jb_db_close(db);
}

/* ---- tables ---- */

static void stored_results_compare_equal_and_may_be_replaced(void **state)
{
    small_contest small;
    jb_db *db = open_db(*state, JB_DB_WRITE);
    jb_results *results;

    small_play(&small, db, SMALL_END);
    results = build(&small);
    JB_EQ_I64(jb_results_compare(db, small.row.contest, results, NULL), JB_ERR_NOT_FOUND);
    JB_EQ_I64(jb_results_store(db, small.row.contest, results), JB_OK);
    JB_EQ_I64(jb_results_store(db, small.row.contest, results), JB_OK);
    JB_EQ_I64(jb_results_compare(db, small.row.contest, results, NULL), JB_OK);
    JB_EQ_I64(ask_int(*state, "SELECT count(*) FROM result_participant"), 3);
    JB_EQ_I64(ask_int(*state, "SELECT score_hundredths FROM result_participant WHERE place = 2"),
              750);
    JB_EQ_I64(ask_int(*state, "SELECT count(*) FROM result_question WHERE void"), 2);
    jb_results_destroy(results);
    small_finish(&small);
    jb_db_close(db);
}

static void every_difference_is_named(void **state)
{
    static const struct {
        const char *sql;
        const char *why;
    } rows[] = {
        { "UPDATE result_participant SET score_hundredths = 2051 WHERE place = 1",
          "table result_participant, place 1: column score_hundredths is 2051, the log gives "
          "2050" },
        { "UPDATE result_participant SET rank = 1 WHERE place = 2",
          "table result_participant, place 2: column rank is 1, the log gives 2" },
        { "UPDATE result_participant SET player = 9 WHERE place = 3",
          "table result_participant, place 3: column player is 9, the log gives 3" },
        { "DELETE FROM result_participant WHERE place = 3",
          "table result_participant lacks the row of place 3" },
        { "DELETE FROM result_participant WHERE place = 1",
          "table result_participant, place 1: column place is 2, the log gives 1" },
        { "INSERT INTO result_participant SELECT contest, 4, 4, 0, 4, 0, 0, 0, 0, 0, 0,"
          " 0 FROM result",
          "table result_participant holds more than the 3 rows the log gives" },
        { "UPDATE result_team SET members = 7 WHERE place = 1",
          "table result_team, place 1: column members is 7, the log gives 2" },
        { "UPDATE result_question SET wrong_most = 3 WHERE turn = 1",
          "table result_question, turn 1: column wrong_most is 3, the log gives 2" },
        { "UPDATE result_question SET question = 3 WHERE turn = 1",
          "table result_question, turn 1: column question is 3, the log gives 1" },
        { "UPDATE result_question SET asked = 3 WHERE turn = 1",
          "table result_question, turn 1: column asked is 3, the log gives 0" },
        { "UPDATE result_participant SET papers = 2 WHERE place = 1",
          "table result_participant, place 1: column papers is 2, the log gives 0" },
        { "UPDATE result_team SET turnout_hundredths = 9900 WHERE place = 2",
          "table result_team, place 2: column turnout_hundredths is 9900, the log gives 0" },
        { "INSERT INTO result_member SELECT contest, 1, 1, 1, 1, 0, 0, 0 FROM result",
          "table result_member holds more than the 0 rows the log gives" },
        { "UPDATE result_question SET void = 0 WHERE turn = 4",
          "table result_question, turn 4: column void is 0, the log gives 1" },
        { "UPDATE result SET finished = 0", "column finished differs from the log" },
        { "UPDATE result SET events = events - 1", "column events differs from the log" },
        { "UPDATE result SET head = zeroblob(32)", "column head differs from the log" },
        { "UPDATE result SET digest = substr(digest, 1, 17) || 'x'",
          "column digest differs from the log" },
    };
    small_contest small;
    jb_db *db = open_db(*state, JB_DB_WRITE);
    jb_results *results;
    jb_buffer why;

    jb_buffer_init(&why, 0);
    small_play(&small, db, SMALL_END);
    results = build(&small);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        JB_EQ_I64(jb_results_store(db, small.row.contest, results), JB_OK);
        tamper(*state, rows[i].sql);
        jb_buffer_clear(&why);
        JB_EQ_I64(jb_results_compare(db, small.row.contest, results, &why), JB_ERR_CORRUPT);
        if (strstr(jb_buffer_text(&why), rows[i].why) == NULL) {
            print_error("expected \"%s\", got \"%s\"\n", rows[i].why, jb_buffer_text(&why));
            fail();
        }
    }
    jb_results_destroy(results);
    jb_buffer_finish(&why);
    small_finish(&small);
    jb_db_close(db);
}

/* The last entry taken away leaves a chain that holds; the stored head gives it away. */
static void a_digest_of_another_version_is_not_compared(void **state)
{
    small_contest small;
    jb_db *db = open_db(*state, JB_DB_WRITE);
    jb_results *results;
    jb_buffer why;

    jb_buffer_init(&why, 0);
    small_play(&small, db, SMALL_END);
    results = build(&small);
    JB_EQ_I64(jb_results_store(db, small.row.contest, results), JB_OK);
    tamper(*state, "UPDATE result SET digest = '44e26f42468dbad0'"); /* before it had a version */
    JB_EQ_I64(jb_results_compare(db, small.row.contest, results, &why), JB_OK);
    tamper(*state, "UPDATE result SET digest = '1:44e26f42468dbad0'");
    JB_EQ_I64(jb_results_compare(db, small.row.contest, results, &why), JB_OK);
    tamper(*state, "UPDATE result_participant SET score_hundredths = 1 WHERE place = 1");
    JB_EQ_I64(jb_results_compare(db, small.row.contest, results, &why), JB_ERR_CORRUPT);
    jb_results_destroy(results);
    jb_buffer_finish(&why);
    small_finish(&small);
    jb_db_close(db);
}

static void a_log_cut_short_is_found_by_the_stored_results(void **state)
{
    small_contest small;
    jb_db *db = open_db(*state, JB_DB_WRITE);
    jb_results *results;

    small_play(&small, db, SMALL_END);
    results = build(&small);
    JB_EQ_I64(jb_results_store(db, small.row.contest, results), JB_OK);
    jb_results_destroy(results);
    tamper(*state, "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)");
    results = build(&small);
    JB_EQ_I64(jb_results_compare(db, small.row.contest, results, NULL), JB_ERR_CORRUPT);
    jb_results_destroy(results);
    small_finish(&small);
    jb_db_close(db);
}

/* ---- how well questions tell people apart ---- */

static void check_tally(const jb_results *results, uint32_t turn, const char *expected)
{
    const jb_question_tally *tally = &results->questions[turn - 1].tally;
    char text[128];

    (void)snprintf(text, sizeof(text), "%lld of %lld, x %lld, %lld, right %lld",
                   (long long)tally->right, (long long)tally->asked, (long long)tally->sum_x,
                   (long long)tally->sum_xx, (long long)tally->right_x);
    JB_EQ_STR(text, expected);
}

/* Ann was right on turns 1 and 2, =Bo on 3, Cy on none: shares are of the two other turns. What was
 * void or not revealed is not among them, nor is Di, who was removed. */
static void turns_for_all_are_tallied(void **state)
{
    small_contest small;
    jb_db *db = open_db(*state, JB_DB_WRITE);
    jb_results *results;

    small_play(&small, db, SMALL_END);
    results = build(&small);
    check_tally(results, 1, "1 of 3, x 1000000, 500000000000, right 500000");
    check_tally(results, 2, "1 of 3, x 1000000, 500000000000, right 500000");
    check_tally(results, 3, "1 of 3, x 1000000, 1000000000000, right 0");
    for (uint32_t turn = 4; turn <= 6; turn++) {
        check_tally(results, turn, "0 of 0, x 0, 0, right 0");
    }
    jb_results_destroy(results);
    small_finish(&small);
    jb_db_close(db);
}

/* ---- names ---- */

static void erasing_a_name_leaves_everything_verifiable(void **state)
{
    small_contest small;
    jb_db *db = open_db(*state, JB_DB_WRITE);
    jb_results *before;
    jb_results *after;
    uint32_t erased = 9;

    small_play(&small, db, SMALL_END);
    JB_EQ_I64(jb_results_check_names(db, small.row.contest, &erased, NULL), JB_OK);
    JB_EQ_U64(erased, 0);
    before = build(&small);
    JB_EQ_I64(jb_results_store(db, small.row.contest, before), JB_OK);
    jb_results_destroy(before);
    tamper(*state, "UPDATE participant SET name = NULL, salt = zeroblob(16) WHERE player = 3");
    JB_EQ_I64(jb_results_check_names(db, small.row.contest, &erased, NULL), JB_OK);
    JB_EQ_U64(erased, 1);
    after = build(&small);
    check_participant(&after->participants[2], "3 : 3 team 1 score 0 correct 0 of 2 in 0");
    JB_EQ_I64(jb_results_compare(db, small.row.contest, after, NULL), JB_OK);
    jb_results_destroy(after);
    small_finish(&small);
    jb_db_close(db);
}

static void a_name_that_was_exchanged_is_found(void **state)
{
    small_contest small;
    jb_db *db = open_db(*state, JB_DB_WRITE);
    uint32_t erased = 9;
    jb_buffer why;

    jb_buffer_init(&why, 0);
    small_play(&small, db, SMALL_END);
    tamper(*state, "UPDATE participant SET name = 'Eve' WHERE player = 2");
    JB_EQ_I64(jb_results_check_names(db, small.row.contest, &erased, &why), JB_ERR_CORRUPT);
    JB_EQ_STR(jb_buffer_text(&why), "player 2 is stored by another name than the one in the log");
    jb_buffer_clear(&why);
    tamper(*state, "DELETE FROM participant WHERE player = 2");
    JB_EQ_I64(jb_results_check_names(db, small.row.contest, &erased, &why), JB_ERR_CORRUPT);
    JB_EQ_STR(jb_buffer_text(&why), "player 2 is in the log and not in the table participant");
    JB_EQ_U64(erased, 9);
    jb_buffer_finish(&why);
    small_finish(&small);
    jb_db_close(db);
}

static void results_can_be_read_beside_the_server(void **state)
{
    small_contest small;
    jb_db *db = open_db(*state, JB_DB_WRITE);
    jb_db *reader;
    jb_results *results;

    small_play(&small, db, SMALL_END);
    results = build(&small);
    JB_EQ_I64(jb_results_store(db, small.row.contest, results), JB_OK);
    jb_results_destroy(results);
    reader = open_db(*state, JB_DB_READ);
    small.db = reader;
    JB_EQ_I64(jb_db_begin(reader), JB_OK);
    results = build(&small);
    JB_EQ_I64(jb_results_compare(reader, small.row.contest, results, NULL), JB_OK);
    jb_db_rollback(reader);
    jb_results_destroy(results);
    small_finish(&small);
    jb_db_close(reader);
    jb_db_close(db);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(a_finished_contest_gives_the_figures_counted_by_hand),
        IN_PLACE(a_skip_that_was_taken_back_leaves_no_trace_in_the_figures),
        IN_PLACE(choices_are_counted_and_the_wrong_one_with_how_often),
        IN_PLACE(before_the_first_reveal_nobody_is_ranked),
        IN_PLACE(a_turn_still_being_played_counts_nothing_yet),
        IN_PLACE(an_empty_log_gives_empty_results),
        IN_PLACE(an_entry_that_cannot_follow_is_named),
        IN_PLACE(another_plan_is_found),
        IN_PLACE(a_changed_log_gives_no_results),
        IN_PLACE(scores_that_are_not_the_sum_of_their_entries_are_found),
        IN_PLACE(an_entry_that_the_results_do_not_hold_is_found),
        IN_PLACE(a_turn_made_void_that_still_gives_points_is_found),
        IN_PLACE(stored_results_compare_equal_and_may_be_replaced),
        IN_PLACE(every_difference_is_named),
        IN_PLACE(a_digest_of_another_version_is_not_compared),
        IN_PLACE(a_log_cut_short_is_found_by_the_stored_results),
        IN_PLACE(turns_for_all_are_tallied),
        IN_PLACE(erasing_a_name_leaves_everything_verifiable),
        IN_PLACE(a_name_that_was_exchanged_is_found),
        IN_PLACE(results_can_be_read_beside_the_server),
    };

    return JB_RUN(tests);
}
