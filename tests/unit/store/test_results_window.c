/*
 * Papers and lotteries in the results: counted by hand, and against whatever can be done to the
 * log.
 *
 * A pool of four questions, two of one right option each, one number, one text; papers hold all of
 * them; right 10, wrong -1, not answered -0.5; the best of two papers counts. Teams 1 (roster 4)
 * and 2 (roster 2). A day after the opening Ann (1, team 1) has handed in a paper with everything
 * right, then one with nothing; Bo (2, team 2) one with the second and third right, the others
 * wrong; Cy (3, team 2) has begun and answered one right; Di (4) never begins. The close hands in
 * Cy's.
 */
#include "store_support.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/lottery.h"
#include "jinbang/proof.h"

#define OPENS INT64_C(1796083200000) /* 2026-12-01 00:00 UTC */
#define DAY   INT64_C(86400000)
#define HALF  (INT64_C(1800) * 1000)

enum {
    POOL = 4,
    PEOPLE = 4,
    SINGLE = 0,
    OTHER = 1,
    NUMBER = 2,
    TEXT = 3
};

typedef struct bench {
    jb_question_rules pool[POOL];
    jb_accept_number number;
    jb_accept_text accept;
    jb_blank blank;
    jb_section section;
    jb_zone_span span;
    jb_window_rules window;
    jb_award_rules awards[1];
    jb_lottery_rules lotteries[2];
    uint32_t rosters[2];
    jb_rules rules;
    jb_contest_row row;
    void *memory;
    jb_engine *engine;
    jb_db *db;
    jb_log_head head;
    jb_hash commitment; /* hash of the newest entry */
} bench;

static void fill_pool(bench *on)
{
    on->number = (jb_accept_number){ .low = 3000000, .high = 3000000, .weight = JB_WHOLE };
    on->accept = (jb_accept_text){ .folded = jb_slice_of("nile"), .weight = JB_WHOLE };
    on->blank = (jb_blank){ .accepts = &on->accept, .accept_count = 1 };
    for (int i = 0; i < POOL; i++) {
        on->pool[i] =
            (jb_question_rules){ .points_right = 1000, .points_wrong = -100, .points_none = -50 };
        on->pool[i].key = (jb_key){ .kind = JB_KIND_SINGLE, .option_count = 4, .correct = 1 };
    }
    on->pool[NUMBER].key =
        (jb_key){ .kind = JB_KIND_NUMERIC, .numbers = &on->number, .number_count = 1 };
    on->pool[TEXT].key = (jb_key){ .kind = JB_KIND_TEXT, .blanks = &on->blank, .blank_count = 1 };
}

static void fill_rules(bench *on)
{
    fill_pool(on);
    on->section = (jb_section){ .pool = POOL, .count = POOL };
    on->span = (jb_zone_span){ .from = OPENS - DAY, .offset_s = 8 * 3600 };
    on->window = (jb_window_rules){ .opens_at = OPENS,
                                    .closes_at = OPENS + 10 * DAY,
                                    .spans = &on->span,
                                    .span_count = 1,
                                    .sections = &on->section,
                                    .section_count = 1,
                                    .paper_count = POOL,
                                    .full = 4000,
                                    .paper_ms = HALF,
                                    .attempts_max = 2,
                                    .attempts = JB_ATTEMPTS_BEST,
                                    .reveal = JB_REVEAL_CLOSE,
                                    .change = true,
                                    .shuffle_questions = true,
                                    .has_pass = true,
                                    .pass = 2000 };
    on->awards[0] = (jb_award_rules){ .places = 1 };
    on->lotteries[0] = (jb_lottery_rules){ .winners = 1 };
    on->lotteries[1] = (jb_lottery_rules){ .winners = 5 };
    on->rosters[0] = 4;
    on->rosters[1] = 2;
    on->rules = (jb_rules){ .window = &on->window,
                            .awards = on->awards,
                            .award_rule_count = 1,
                            .lotteries = on->lotteries,
                            .lottery_count = 2,
                            .one_prize = true,
                            .players_max = 10,
                            .ties = { JB_TIE_TIME, JB_TIE_FINISH },
                            .tie_count = 2,
                            .team_score = JB_TEAM_SCORE_MEAN,
                            .team_count = 2,
                            .team_rosters = on->rosters,
                            .questions = on->pool,
                            .question_count = POOL };
}

/* ---- playing ---- */

static void log_event(void *user, const jb_event *event)
{
    bench *on = user;
    jb_buffer body;

    jb_buffer_init(&body, 0);
    jb_event_encode(event, &body);
    JB_EQ_I64(jb_db_log_append(on->db, on->row.contest, &on->head, event->type, event->at,
                               jb_buffer_slice(&body)),
              JB_OK);
    jb_buffer_finish(&body);
}

static void submit(bench *on, const jb_command *command, jb_time now)
{
    const jb_event_sink sink = { .emit = log_event, .user = on };

    JB_EQ_I64(jb_engine_submit(on->engine, command, now, sink), JB_ACCEPTED);
}

static void join(bench *on, uint32_t player, uint32_t team, const char *name)
{
    jb_participant_row row = { .player = player, .team = team, .name = jb_slice_of(name) };
    jb_command command = { .type = JB_COMMAND_JOIN, .team = team };

    memset(row.salt, (int)player, sizeof(row.salt));
    jb_name_hash(row.name, row.salt, &command.hash);
    JB_EQ_I64(jb_db_participant_put(on->db, on->row.contest, &row), JB_OK);
    submit(on, &command, OPENS - player);
}

static jb_answer answer_to(uint32_t question, bool right)
{
    jb_answer answer = { .kind = JB_KIND_SINGLE, .options = right ? 1u : 1u << 2 };

    if (question == NUMBER) {
        answer = (jb_answer){ .kind = JB_KIND_NUMERIC, .number = right ? 3000000 : 2500000 };
    } else if (question == TEXT) {
        const char *text = right ? "Nile" : "Rhein";

        answer = (jb_answer){ .kind = JB_KIND_TEXT, .count = 1 };
        answer.raw_size = (uint16_t)strlen(text);
        memcpy(answer.raw, text, answer.raw_size);
        answer.folded_size = answer.raw_size;
        memcpy(answer.folded, right ? "nile" : "rhein", answer.folded_size);
    }
    return answer;
}

/* 'R', 'W' or '-' for each question of the pool; answers a second apart, in the order of the paper.
 */
static jb_time say(bench *on, uint32_t player, const char *said, jb_time at)
{
    for (uint32_t turn = 1; turn <= POOL; turn++) {
        jb_paper_item item;
        jb_answer answer;

        JB_TRUE(jb_engine_paper_item(on->engine, player, turn, &item, NULL));
        if (said[item.question] != '-') {
            answer = answer_to(item.question, said[item.question] == 'R');
            at += 1000;
            submit(on,
                   &(jb_command){ .type = JB_COMMAND_ANSWER,
                                  .player = player,
                                  .turn = turn,
                                  .claim_ms = -1,
                                  .answer = &answer },
                   at);
        }
    }
    return at;
}

static void take(bench *on, uint32_t player, const char *said, jb_time at, bool hands_in)
{
    submit(
        on,
        &(jb_command){ .type = JB_COMMAND_OPEN, .player = player, .seed = (uint64_t)at + player },
        at);
    at = say(on, player, said, at);
    if (hands_in) {
        submit(on, &(jb_command){ .type = JB_COMMAND_HAND_IN, .player = player }, at + 500);
    }
}

static void begin(bench *on, const place *at)
{
    static const char *const names[PEOPLE] = { "Ann", "Bo", "Cy", "Di" };
    static const uint32_t teams[PEOPLE] = { 1, 2, 2, 0 };

    memset(on, 0, sizeof(*on));
    fill_rules(on);
    on->db = open_db(at, JB_DB_WRITE);
    on->row.contest = add_contest(on->db, "123456");
    JB_EQ_I64(jb_db_log_head(on->db, on->row.contest, &on->head), JB_OK);
    on->memory = calloc(1, jb_engine_size(&on->rules));
    on->engine = jb_engine_init(on->memory, jb_engine_size(&on->rules), &on->rules);
    submit(on, &(jb_command){ .type = JB_COMMAND_CREATE }, OPENS - 1000);
    for (uint32_t i = 0; i < PEOPLE; i++) {
        join(on, i + 1, teams[i], names[i]);
    }
    submit(on, &(jb_command){ .type = JB_COMMAND_START }, OPENS);
}

static void play(bench *on, const place *at, bool finish)
{
    begin(on, at);
    take(on, 1, "RRRR", OPENS + DAY, true);
    take(on, 1, "----", OPENS + DAY + HALF, true);
    take(on, 2, "WRRW", OPENS + DAY + 2 * HALF, true);
    take(on, 3, "-R--", OPENS + DAY + 2 * HALF, false);
    if (finish) {
        submit(on, &(jb_command){ .type = JB_COMMAND_FINISH }, OPENS + DAY + 2 * HALF + 5000);
    }
}

/* Announces and draws as the contest must, or with another winner than the tickets give. */
static void draw(bench *on, uint32_t lottery, bool honest)
{
    uint32_t eligible[PEOPLE];
    uint32_t winners[PEOPLE];
    const jb_slice number = jb_slice_of("4 2");
    const jb_time now = OPENS + 2 * DAY;
    uint32_t count;
    uint32_t won;

    submit(
        on,
        &(jb_command){ .type = JB_COMMAND_ANNOUNCE, .draw = lottery, .text = jb_slice_of("dice") },
        now);
    count = jb_engine_eligible_for(on->engine, lottery, eligible);
    won = on->lotteries[lottery].winners < count ? on->lotteries[lottery].winners : count;
    JB_EQ_I64(jb_lottery_draw(&on->head.hash, number, lottery + 1, eligible, count, won, winners),
              JB_OK);
    if (!honest) {
        winners[0] = winners[0] == eligible[0] ? eligible[1] : eligible[0];
    }
    submit(on,
           &(jb_command){ .type = JB_COMMAND_DRAW,
                          .draw = lottery,
                          .text = number,
                          .hash = on->head.hash,
                          .winners = winners,
                          .winner_count = won },
           now + 1);
}

static void end(bench *on)
{
    free(on->memory);
    jb_db_close(on->db);
}

static jb_results *build(bench *on, jb_results_depth depth)
{
    jb_results *results = NULL;
    jb_buffer why;
    jb_status status;

    jb_buffer_init(&why, 0);
    status = jb_results_build_to(on->db, &on->row, &on->rules, depth, &results, &why);
    if (status != JB_OK) {
        print_error("%s\n", jb_buffer_text(&why));
    }
    JB_EQ_I64(status, JB_OK);
    JB_EQ_I64(jb_results_check_sums(on->db, &on->row, &on->rules, results, &why), JB_OK);
    jb_buffer_finish(&why);
    return results;
}

/* ---- what it comes to ---- */

static void check_person(const jb_results *results, uint32_t index, const char *expected)
{
    const jb_result_participant *row = &results->participants[index];
    char text[160];

    (void)snprintf(text, sizeof(text), "%u %s: %" PRId64 ", %u right of %u, %u papers, %" PRId64,
                   row->rank, jb_buffer_text(&row->name), row->score, row->correct, row->answered,
                   row->papers, row->finished_at > 0 ? row->finished_at - OPENS - DAY : 0);
    JB_EQ_STR(text, expected);
}

static void check_question(const jb_results *results, uint32_t index, const char *expected)
{
    const jb_result_question *row = &results->questions[index];
    char text[160];

    (void)snprintf(text, sizeof(text), "%u right of %u of %u in %" PRId64 ", %d %u %s", row->right,
                   row->answered, row->asked, row->median_ms, row->wrong_most,
                   row->wrong_most_count, jb_buffer_text(&row->wrong_text));
    JB_EQ_STR(text, expected);
}

static void papers_give_the_figures_counted_by_hand(void **state)
{
    bench on;
    jb_results *results;

    play(&on, *state, true);
    results = build(&on, JB_RESULTS_QUESTIONS);
    JB_TRUE(results->finished);
    JB_EQ_U64(results->papers, 4);
    JB_EQ_U64(results->took_part, 3);
    JB_EQ_U64(results->participant_count, 4);
    check_person(results, 0, "1 Ann: 4000, 4 right of 4, 2 papers, 4500");
    check_person(results, 1, "2 Bo: 1800, 2 right of 4, 1 papers, 3604500");
    check_person(results, 2, "3 Cy: 850, 1 right of 1, 1 papers, 3605000");
    check_person(results, 3, "0 Di: 0, 0 right of 0, 0 papers, 0");
    JB_EQ_I64(results->participants[0].time_ms, 4500);
    /* Every answer took a second since the one before it. */
    check_question(results, SINGLE, "1 right of 2 of 4 in 1000, 2 1 ");
    check_question(results, OTHER, "3 right of 3 of 4 in 1000, -1 0 ");
    check_question(results, NUMBER, "2 right of 2 of 4 in 1000, -1 0 ");
    check_question(results, TEXT, "1 right of 2 of 4 in 1000, -1 1 Rhein");
    JB_EQ_U64(results->questions[SINGLE].counts[0], 1);
    JB_EQ_U64(results->questions[SINGLE].counts[2], 1);
    JB_EQ_U64(results->curve_count, 2);
    JB_EQ_I64(results->curve[0].from, OPENS + DAY);
    JB_EQ_U64(results->curve[0].papers, 2);
    JB_EQ_I64(results->curve[1].from, OPENS + DAY + 2 * HALF);
    JB_EQ_U64(results->curve[1].papers, 2);
    JB_EQ_U64(results->award_count, 1);
    JB_EQ_U64(results->awards[0].number, 1);
    jb_results_destroy(results);
    end(&on);
}

/* Of the second question: right in Ann's first, Bo's and Cy's papers. What each had on the rest of
 * 30 points: 30, -1.5, 8, -1.5; of those who were right 30, 8 and -1.5. */
static void questions_are_tallied_over_all_papers(void **state)
{
    bench on;
    jb_results *results;
    const jb_question_tally *tally;

    play(&on, *state, true);
    results = build(&on, JB_RESULTS_RANKING);
    tally = &results->questions[OTHER].tally;
    JB_EQ_I64(tally->asked, 4);
    JB_EQ_I64(tally->right, 3);
    JB_EQ_I64(tally->sum_x, 1000000 - 50000 + 266667 - 50000);
    JB_EQ_I64(tally->right_x, 1000000 + 266667 - 50000);
    jb_results_destroy(results);
    end(&on);
}

static void units_are_what_their_members_made_of_it(void **state)
{
    bench on;
    jb_results *results;

    play(&on, *state, true);
    results = build(&on, JB_RESULTS_RANKING);
    JB_EQ_U64(results->teams[0].team, 1);
    JB_EQ_I64(results->teams[0].score, 4000);
    JB_EQ_I64(results->teams[0].unit.turnout, 2500);
    JB_EQ_U64(results->teams[0].unit.passed, 1);
    JB_EQ_U64(results->teams[1].unit.took_part, 2);
    JB_EQ_I64(results->teams[1].unit.mean, 1325);
    JB_EQ_I64(results->teams[1].unit.mean_roster, 1325);
    JB_EQ_I64(results->teams[1].unit.turnout, 10000);
    jb_results_destroy(results);
    end(&on);
}

/* Who is there has less than nothing, and a unit that nobody came for still stands behind them. */
static void a_unit_that_nobody_came_for_is_last(void **state)
{
    bench on;
    jb_results *results;

    begin(&on, *state);
    take(&on, 2, "WWWW", OPENS + DAY, true);
    submit(&on, &(jb_command){ .type = JB_COMMAND_FINISH }, OPENS + 2 * DAY);
    results = build(&on, JB_RESULTS_RANKING);
    JB_EQ_U64(results->teams[0].team, 2);
    JB_EQ_I64(results->teams[0].score, -400);
    JB_EQ_U64(results->teams[1].team, 1);
    JB_EQ_U64(results->teams[1].rank, 2);
    JB_EQ_I64(results->teams[1].score, 0);
    jb_results_destroy(results);
    end(&on);
}

static void results_can_be_seen_while_it_is_open(void **state)
{
    bench on;
    jb_results *results;

    play(&on, *state, false);
    results = build(&on, JB_RESULTS_QUESTIONS);
    JB_FALSE(results->finished);
    JB_EQ_U64(results->took_part, 2);
    JB_EQ_U64(results->award_count, 0);
    check_person(results, 0, "1 Ann: 4000, 4 right of 4, 2 papers, 4500");
    check_person(results, 2, "0 Cy: 0, 0 right of 0, 0 papers, 0");
    jb_results_destroy(results);
    end(&on);
}

static void stored_results_are_compared(void **state)
{
    static const char *const changes[] = {
        "UPDATE result_participant SET papers = 9 WHERE place = 1",
        "UPDATE result_participant SET finished_at = finished_at + 1 WHERE place = 2",
        "UPDATE result_team SET passed = 2 WHERE place = 1",
        "UPDATE result_team SET mean_hundredths = 1 WHERE place = 2",
        "UPDATE result_team SET turnout_hundredths = 1 WHERE place = 2",
        "UPDATE result_question SET asked = 3 WHERE turn = 2",
        "UPDATE result_question SET right_count = 0 WHERE turn = 2",
    };
    bench on;
    jb_results *results;

    play(&on, *state, true);
    results = build(&on, JB_RESULTS_RANKING);
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        JB_EQ_I64(jb_results_store(on.db, on.row.contest, results), JB_OK);
        JB_EQ_I64(jb_results_compare(on.db, on.row.contest, results, NULL), JB_OK);
        tamper(*state, changes[i]);
        JB_EQ_I64(jb_results_compare(on.db, on.row.contest, results, NULL), JB_ERR_CORRUPT);
    }
    jb_results_destroy(results);
    end(&on);
}

/* ---- what does not hold ---- */

static void expect_broken(bench *on, const char *expected)
{
    jb_results *results = NULL;
    jb_buffer why;

    jb_buffer_init(&why, 0);
    JB_EQ_I64(jb_results_build(on->db, &on->row, &on->rules, &results, &why), JB_ERR_CORRUPT);
    JB_TRUE(strstr(jb_buffer_text(&why), expected) != NULL);
    jb_buffer_finish(&why);
}

static void lotteries_are_drawn_again(void **state)
{
    bench on;
    jb_results *results;

    play(&on, *state, true);
    draw(&on, 1, true);
    draw(&on, 0, true);
    results = build(&on, JB_RESULTS_RANKING);
    /* Ann has the award; all others who took part win the first that is drawn. */
    JB_EQ_U64(results->lotteries[1].eligible, 2);
    JB_EQ_U64(results->lotteries[1].winner_count, 2);
    JB_TRUE(results->lotteries[1].drawn);
    JB_EQ_STR(jb_buffer_text(&results->lotteries[1].source), "dice");
    JB_EQ_STR(jb_buffer_text(&results->lotteries[1].number), "4 2");
    JB_EQ_U64(results->lotteries[0].eligible, 0);
    JB_EQ_U64(results->lotteries[0].winner_count, 0);
    JB_TRUE(results->lotteries[0].entry > results->lotteries[1].entry);
    jb_results_destroy(results);
    end(&on);
}

static void a_winner_whom_the_tickets_do_not_give_is_found(void **state)
{
    bench on;

    play(&on, *state, true);
    draw(&on, 0, false);
    expect_broken(&on, "who do not follow from its commitment and its number");
    end(&on);
}

/* The engine knows no hashes: only a replay with the chain can tell. */
static void another_commitment_than_the_announcement_is_found(void **state)
{
    bench on;
    const uint32_t winner = 2;
    jb_hash other;

    play(&on, *state, true);
    other = on.head.hash;
    submit(&on,
           &(jb_command){ .type = JB_COMMAND_ANNOUNCE, .draw = 0, .text = jb_slice_of("dice") },
           OPENS + 2 * DAY);
    submit(&on,
           &(jb_command){ .type = JB_COMMAND_DRAW,
                          .draw = 0,
                          .text = jb_slice_of("1"),
                          .hash = other,
                          .winners = &winner,
                          .winner_count = 1 },
           OPENS + 2 * DAY + 1);
    expect_broken(&on, "another commitment than the hash of its announcement");
    end(&on);
}

/* Without the engine: the papers of Ann came to 40 and -2, and her entries must come to the best.
 */
static void papers_that_do_not_come_to_the_best_are_found(void **state)
{
    bench on;
    jb_results *results;
    jb_buffer why;

    jb_buffer_init(&why, 0);
    play(&on, *state, true);
    results = build(&on, JB_RESULTS_RANKING);
    on.window.attempts = JB_ATTEMPTS_LAST;
    JB_EQ_I64(jb_results_check_sums(on.db, &on.row, &on.rules, results, &why), JB_ERR_CORRUPT);
    JB_TRUE(strstr(jb_buffer_text(&why), "papers of player 1 add up to 4000") != NULL);
    JB_TRUE(strstr(jb_buffer_text(&why), "must come to -200") != NULL);
    on.window.attempts = JB_ATTEMPTS_SUM;
    JB_EQ_I64(jb_results_check_sums(on.db, &on.row, &on.rules, results, NULL), JB_ERR_CORRUPT);
    on.window.attempts = JB_ATTEMPTS_FIRST;
    JB_EQ_I64(jb_results_check_sums(on.db, &on.row, &on.rules, results, NULL), JB_OK);
    jb_results_destroy(results);
    jb_buffer_finish(&why);
    end(&on);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(papers_give_the_figures_counted_by_hand),
        IN_PLACE(questions_are_tallied_over_all_papers),
        IN_PLACE(units_are_what_their_members_made_of_it),
        IN_PLACE(a_unit_that_nobody_came_for_is_last),
        IN_PLACE(results_can_be_seen_while_it_is_open),
        IN_PLACE(stored_results_are_compared),
        IN_PLACE(lotteries_are_drawn_again),
        IN_PLACE(a_winner_whom_the_tickets_do_not_give_is_found),
        IN_PLACE(another_commitment_than_the_announcement_is_found),
        IN_PLACE(papers_that_do_not_come_to_the_best_are_found),
    };

    return JB_RUN(tests);
}
