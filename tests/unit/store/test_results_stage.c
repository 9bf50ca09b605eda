/*
 * Results of a stage, against figures counted by hand: teams that compete, their members, the hall,
 * a foul, a verdict taken back, a verdict reversed, a turn made void, an adjusted score, overtime.
 */
#include "store_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/results.h"

enum {
    RED = 1,
    BLUE,
    GREEN,
    TEAMS = 3,
    ANN = 1, /* Red */
    BO,      /* Blue */
    CY,      /* the hall */
    DI,      /* the hall */
    QUESTIONS = 12,
    CELLS = 9,
    ROUNDS = 4
};

/* Everybody begins with 100. Every question is single with the first of four options right.
 *
 *   round 1  turns 1 to 3, a team each, its members by turns: 10, 0, 0
 *   round 2  turns 4 and 5, buzzers: 10, -10, -10; an early buzz costs 5
 *   round 3  turns 6 to 8, risk of 10 or 20, a team each
 *   round 4  turn 9, overtime by buzzer
 */
typedef struct stage {
    jb_db *db;
    jb_contest_row row;
    jb_rules rules;
    jb_round_rules rounds[ROUNDS];
    jb_question_rules questions[QUESTIONS];
    uint32_t rosters[TEAMS];
    uint32_t members[TEAMS];
    void *memory;
    jb_engine *engine;
    jb_log_head head;
    jb_time now;
    uint32_t joined;
} stage;

static void fill_rounds(stage *s)
{
    s->rounds[0] = (jb_round_rules){ .format = JB_FORMAT_TURN,
                                     .turn_count = 3,
                                     .question_count = 3,
                                     .per_seat = 1,
                                     .speaker = JB_SPEAKER_MEMBER,
                                     .tries = 1 };
    s->rounds[1] = (jb_round_rules){ .format = JB_FORMAT_BUZZER,
                                     .turn_first = 3,
                                     .turn_count = 2,
                                     .question_first = 3,
                                     .question_count = 2,
                                     .early = JB_EARLY_DEDUCT,
                                     .fouls = { { .count = 1, .points = -500 } },
                                     .foul_count = 1,
                                     .tries = 1 };
    s->rounds[2] = (jb_round_rules){ .format = JB_FORMAT_RISK,
                                     .turn_first = 5,
                                     .turn_count = 3,
                                     .question_first = 5,
                                     .question_count = 6,
                                     .per_seat = 1,
                                     .values = { 1000, 2000 },
                                     .value_count = 2,
                                     .stock = 3,
                                     .tries = 1 };
    s->rounds[3] = (jb_round_rules){ .format = JB_FORMAT_BUZZER,
                                     .turn_first = 8,
                                     .turn_count = 1,
                                     .question_first = 11,
                                     .question_count = 1,
                                     .overtime = true,
                                     .tries = 1 };
}

static void fill_rules(stage *s)
{
    fill_rounds(s);
    for (uint32_t i = 0; i < QUESTIONS; i++) {
        const bool buzzer = i == 3 || i == 4 || i == 11;

        s->questions[i] = (jb_question_rules){
            .key = { .kind = JB_KIND_SINGLE, .option_count = 4, .correct = 1 },
            .round = i < 3    ? 0
                     : i < 5  ? 1
                     : i < 11 ? 2
                              : 3,
            .open_ms = 20000,
            .points_right = 1000,
            .points_wrong = buzzer ? -1000 : 0,
            .points_none = buzzer ? -1000 : 0,
        };
    }
    s->questions[4].reading_ms = 3000;
    for (uint32_t i = 5; i < 11; i++) {
        s->questions[i].value = i < 8 ? 1000 : 2000;
    }
    for (uint32_t i = 0; i < TEAMS; i++) {
        s->members[i] = 2;
    }
    s->rules = (jb_rules){ .seats = JB_SEATS_TEAMS,
                           .base = 10000,
                           .ties = { JB_TIE_PLAYOFF },
                           .tie_count = 1,
                           .award_ends = { 2 },
                           .award_count = 1,
                           .fair_cap_ms = 150,
                           .players_max = 100,
                           .team_count = TEAMS,
                           .team_rosters = s->rosters,
                           .team_members = s->members,
                           .hall = JB_HALL_ALONG,
                           .hall_right = 1000,
                           .rounds = s->rounds,
                           .round_count = ROUNDS,
                           .turn_count = CELLS,
                           .questions = s->questions,
                           .question_count = QUESTIONS };
}

/* ---- playing ---- */

static void log_event(void *user, const jb_event *event)
{
    stage *s = user;
    jb_buffer body;

    jb_buffer_init(&body, 0);
    jb_event_encode(event, &body);
    JB_EQ_I64(jb_db_log_append(s->db, s->row.contest, &s->head, event->type, event->at,
                               jb_buffer_slice(&body)),
              JB_OK);
    jb_buffer_finish(&body);
}

static void submit(stage *s, const jb_command *command)
{
    const jb_event_sink sink = { .emit = log_event, .user = s };

    s->now += 100;
    JB_EQ_I64(jb_engine_submit(s->engine, command, s->now, sink), JB_ACCEPTED);
}

#define DO(s, ...) submit((s), &(jb_command){ .claim_ms = -1, __VA_ARGS__ })

static void join(stage *s, const char *name, uint32_t team)
{
    jb_participant_row row = { .player = ++s->joined, .team = team, .name = jb_slice_of(name) };
    jb_hash hash;

    jb_name_hash(row.name, row.salt, &hash);
    JB_EQ_I64(jb_db_participant_put(s->db, s->row.contest, &row), JB_OK);
    DO(s, .type = JB_COMMAND_JOIN, .team = team, .hash = hash);
}

static void go_to(stage *s, jb_phase phase, uint32_t turn)
{
    const jb_engine_view *view = jb_engine_look(s->engine);

    for (int i = 0; i < 12 && (view->phase != phase || view->turn != turn); i++) {
        DO(s, .type = JB_COMMAND_NEXT);
    }
    JB_EQ_I64(view->phase, phase);
    JB_EQ_U64(view->turn, turn);
}

static void answer(stage *s, uint32_t player, uint32_t option)
{
    const jb_answer given = { .kind = JB_KIND_SINGLE, .options = UINT32_C(1) << option };

    DO(s, .type = JB_COMMAND_ANSWER, .player = player, .turn = jb_engine_look(s->engine)->turn,
       .answer = &given);
}

static void rule(stage *s, jb_verdict verdict, int64_t points)
{
    DO(s, .type = JB_COMMAND_VERDICT, .verdict = verdict, .value = points);
}

static void begin(stage *s, const place *at)
{
    const jb_slice plan = jb_slice_of("{\"plan\":1}");
    jb_command create = { .type = JB_COMMAND_CREATE };

    memset(s, 0, sizeof(*s));
    fill_rules(s);
    s->db = open_db(at, JB_DB_WRITE);
    s->row = (jb_contest_row){ .contest = add_contest(s->db, "123456"), .plan = "{\"plan\":1}" };
    s->memory = calloc(1, jb_engine_size(&s->rules));
    s->engine = jb_engine_init(s->memory, jb_engine_size(&s->rules), &s->rules);
    JB_EQ_I64(jb_db_log_head(s->db, s->row.contest, &s->head), JB_OK);
    jb_hash_of(&plan, 1, &create.hash);
    submit(s, &create);
    join(s, "Ann", RED);
    join(s, "Bo", BLUE);
    join(s, "Cy", 0);
    join(s, "Di", 0);
    DO(s, .type = JB_COMMAND_START);
}

/* Red 110, Blue 110, Green 102.5; in the hall Cy is right once, Di wrong. */
static void play_round_1(stage *s)
{
    go_to(s, JB_PHASE_OPEN, 1);
    answer(s, CY, 0);
    answer(s, DI, 1);
    rule(s, JB_VERDICT_RIGHT, 0);
    go_to(s, JB_PHASE_OPEN, 2);
    answer(s, BO, 0);
    go_to(s, JB_PHASE_OPEN, 3);
    rule(s, JB_VERDICT_RIGHT, 0);
    DO(s, .type = JB_COMMAND_UNDO);
    rule(s, JB_VERDICT_PARTIAL, 250);
}

/* Red 100, Blue 105, Green 112.5. */
static void play_round_2(stage *s)
{
    go_to(s, JB_PHASE_OPEN, 4);
    DO(s, .type = JB_COMMAND_BUZZ, .seat = RED);
    rule(s, JB_VERDICT_WRONG, 0);
    go_to(s, JB_PHASE_READING, 5);
    DO(s, .type = JB_COMMAND_BUZZ, .seat = BLUE);
    go_to(s, JB_PHASE_OPEN, 5);
    DO(s, .type = JB_COMMAND_BUZZ, .seat = GREEN);
    rule(s, JB_VERDICT_RIGHT, 0);
}

/* Red 120, Blue 95, Green 112.5. */
static void play_round_3(stage *s)
{
    go_to(s, JB_PHASE_OPEN, 6);
    DO(s, .type = JB_COMMAND_PICK, .seat = RED, .value = 2000);
    rule(s, JB_VERDICT_RIGHT, 0);
    go_to(s, JB_PHASE_OPEN, 7);
    DO(s, .type = JB_COMMAND_PICK, .seat = BLUE, .value = 1000);
    rule(s, JB_VERDICT_WRONG, 0);
    go_to(s, JB_PHASE_OPEN, 8);
    DO(s, .type = JB_COMMAND_PASS, .seat = GREEN);
}

/* Turn 4 was right after all, turn 5 is void (its foul stays), Blue gets 7.5: Red 140, Blue and
 * Green 102.5 each. */
static void judge_again(stage *s)
{
    DO(s, .type = JB_COMMAND_REVERSE, .turn = 4, .seat = RED, .verdict = JB_VERDICT_RIGHT);
    DO(s, .type = JB_COMMAND_VOID, .turn = 5);
    DO(s, .type = JB_COMMAND_ADJUST, .seat = BLUE, .value = 750,
       .text = jb_slice_of("the lamp failed"));
}

static void play_overtime(stage *s)
{
    go_to(s, JB_PHASE_OPEN, 9);
    DO(s, .type = JB_COMMAND_BUZZ, .seat = BLUE);
    rule(s, JB_VERDICT_RIGHT, 0);
    go_to(s, JB_PHASE_FINISHED, 9);
}

static void play(stage *s, const place *at)
{
    begin(s, at);
    play_round_1(s);
    play_round_2(s);
    play_round_3(s);
    judge_again(s);
    play_overtime(s);
}

static void end(stage *s, jb_results *results)
{
    jb_results_destroy(results);
    jb_db_close(s->db);
    free(s->memory);
}

static jb_results *build(stage *s, jb_results_depth depth)
{
    jb_results *results = NULL;
    jb_buffer why;
    jb_status status;

    jb_buffer_init(&why, 0);
    status = jb_results_build_to(s->db, &s->row, &s->rules, depth, &results, &why);
    if (status == JB_OK) {
        status = jb_results_check_sums(s->db, &s->row, &s->rules, results, &why);
    }
    if (status != JB_OK) {
        print_error("%s\n", jb_buffer_text(&why));
    }
    JB_EQ_I64(status, JB_OK);
    jb_buffer_finish(&why);
    return results;
}

/* ---- what comes of it ---- */

static void check_team(const jb_results *results, uint32_t index, const char *expected)
{
    const jb_result_team *row = &results->teams[index];
    const int64_t *rounds = &results->rounds[(size_t)(row->team - 1) * results->round_count];
    char text[200];

    (void)snprintf(text, sizeof(text),
                   "%u team %u score %lld: %lld %lld %lld and %lld, overtime %lld; "
                   "right %u of %u, fouls %u",
                   row->rank, row->team, (long long)row->score, (long long)rounds[0],
                   (long long)rounds[1], (long long)rounds[2],
                   (long long)results->adjusted[row->team - 1], (long long)row->overtime,
                   row->correct, row->answered, row->fouls);
    JB_EQ_STR(text, expected);
}

static void teams_are_ranked_by_their_own_scores_round_by_round(void **state)
{
    stage s;
    jb_results *results;

    play(&s, *state);
    results = build(&s, JB_RESULTS_RANKING);
    JB_TRUE(results->finished);
    JB_EQ_U64(results->team_count, TEAMS);
    check_team(results, 0,
               "1 team 1 score 14000: 1000 1000 2000 and 0, overtime 0; right 3 of 3, fouls 0");
    check_team(
        results, 1,
        "2 team 2 score 10250: 1000 -500 -1000 and 750, overtime 1000; right 2 of 3, fouls 1");
    check_team(results, 2,
               "3 team 3 score 10250: 250 0 0 and 0, overtime 0; right 0 of 1, fouls 0");
    JB_EQ_I64(results->rounds[(BLUE - 1) * ROUNDS + 3], 1000);
    end(&s, results);
}

static void members_are_ranked_by_what_they_answered(void **state)
{
    stage s;
    jb_results *results;

    play(&s, *state);
    results = build(&s, JB_RESULTS_RANKING);
    JB_EQ_U64(results->member_count, 6);
    JB_EQ_U64(results->members[0].rank, 1);
    JB_EQ_U64(results->members[0].team, RED);
    JB_EQ_I64(results->members[0].score, 1000);
    JB_EQ_U64(results->members[1].rank, 1); /* as good, and of a later team */
    JB_EQ_U64(results->members[1].team, BLUE);
    JB_EQ_U64(results->members[2].rank, 3);
    JB_EQ_I64(results->members[2].score, 250);
    JB_EQ_U64(results->members[3].rank, 4);
    JB_EQ_U64(results->members[3].asked, 0);
    JB_EQ_U64(results->members[5].rank, 4);
    end(&s, results);
}

static void the_hall_has_a_ranking_and_answers_of_its_own(void **state)
{
    stage s;
    jb_results *results;
    jb_score score;
    jb_answer given;

    play(&s, *state);
    results = build(&s, JB_RESULTS_ANSWERS);
    JB_EQ_U64(results->participant_count, 4);
    JB_EQ_STR(jb_buffer_text(&results->participants[0].name), "Cy");
    JB_EQ_U64(results->participants[0].rank, 1);
    JB_EQ_I64(results->participants[0].score, 11000);
    JB_EQ_U64(results->participants[0].answered, 1);
    JB_EQ_STR(jb_buffer_text(&results->participants[1].name), "Di");
    JB_EQ_U64(results->participants[1].rank, 2);
    JB_EQ_STR(jb_buffer_text(&results->participants[2].name), "Ann"); /* plays for her team */
    JB_EQ_U64(results->participants[2].rank, 0);
    JB_EQ_I64(jb_results_entry(results, CY, 1, &score, &given), JB_OUTCOME_RIGHT);
    JB_EQ_I64(score.points, 1000);
    JB_EQ_U64(given.options, 1);
    JB_EQ_I64(jb_results_entry(results, DI, 1, &score, &given), JB_OUTCOME_WRONG);
    JB_EQ_I64(jb_results_entry(results, CY, 2, &score, &given), JB_OUTCOME_UNANSWERED);
    JB_EQ_I64(jb_results_entry(results, CY, 5, &score, &given), JB_OUTCOME_NONE); /* void */
    JB_EQ_I64(jb_results_entry(results, ANN, 1, &score, &given), JB_OUTCOME_NONE);
    end(&s, results);
}

static void check_question(const jb_results *results, uint32_t turn, const char *expected)
{
    const jb_result_question *row = &results->questions[turn - 1];
    char text[160];

    (void)snprintf(text, sizeof(text), "%d%s%s%s%s: %u right %u, hall %u right %u",
                   row->question == JB_NO_QUESTION ? -1 : (int)row->question,
                   row->played ? " played" : "", row->shown ? " shown" : "",
                   row->is_void ? " void" : "", row->annulled ? " afterwards" : "", row->answered,
                   row->right, row->hall_answered, row->hall_right);
    JB_EQ_STR(text, expected);
}

static void turns_say_what_they_asked_and_how_it_went(void **state)
{
    stage s;
    jb_results *results;

    play(&s, *state);
    results = build(&s, JB_RESULTS_RANKING);
    check_question(results, 1, "0 played shown: 1 right 1, hall 2 right 1");
    check_question(results, 2, "1 played shown: 1 right 1, hall 0 right 0");
    check_question(results, 3, "2 played shown: 1 right 0, hall 0 right 0");
    check_question(results, 4, "3 played shown: 1 right 1, hall 0 right 0"); /* reversed */
    check_question(results, 5, "4 played shown void afterwards: 0 right 0, hall 0 right 0");
    check_question(results, 6, "8 played shown: 1 right 1, hall 0 right 0");  /* the first of 20 */
    check_question(results, 7, "5 played shown: 1 right 0, hall 0 right 0");  /* the first of 10 */
    check_question(results, 8, "-1 played shown: 0 right 0, hall 0 right 0"); /* passed */
    check_question(results, 9, "11 played shown: 1 right 1, hall 0 right 0");
    end(&s, results);
}

static void check_change(const jb_results *results, size_t index, const char *expected)
{
    const jb_result_change *row = &results->changes[index];
    char text[200];

    (void)snprintf(text, sizeof(text), "turn %u: team %u %s %lld, then %lld <%.*s>", row->turn,
                   row->score.seat, jb_change_why_name(row->why), (long long)row->score.points,
                   (long long)row->after, (int)row->text_size,
                   jb_buffer_text(&results->reasons) + row->text);
    JB_EQ_STR(text, expected);
}

static void every_entry_has_its_reason(void **state)
{
    static const char *const rows[] = {
        "turn 1: team 1 verdict 1000, then 11000 <>",
        "turn 2: team 2 answer 1000, then 11000 <>",
        "turn 3: team 3 verdict 1000, then 11000 <>",
        "turn 3: team 3 undone -1000, then 10000 <>",
        "turn 3: team 3 verdict 250, then 10250 <>",
        "turn 4: team 1 verdict -1000, then 10000 <>",
        "turn 5: team 2 foul -500, then 10500 <>",
        "turn 5: team 3 verdict 1000, then 11250 <>",
        "turn 6: team 1 verdict 2000, then 12000 <>",
        "turn 7: team 2 verdict -1000, then 9500 <>",
        "turn 4: team 1 reverse 2000, then 14000 <>",
        "turn 5: team 3 void -1000, then 10250 <>",
        "turn 0: team 2 adjust 750, then 10250 <the lamp failed>",
        "turn 9: team 2 verdict 1000, then 10250 <>", /* overtime */
    };
    stage s;
    jb_answer given;
    jb_results *results;

    play(&s, *state);
    results = build(&s, JB_RESULTS_QUESTIONS);
    JB_EQ_U64(results->change_count, sizeof(rows) / sizeof(rows[0]));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_change(results, i, rows[i]);
    }
    JB_TRUE(jb_results_change_answer(results, &results->changes[1], &given));
    JB_EQ_U64(given.options, 1);
    JB_FALSE(jb_results_change_answer(results, &results->changes[0], &given)); /* only said */
    JB_TRUE(results->changes[13].score.overtime);
    JB_EQ_I64(results->changes[10].verdict, JB_VERDICT_RIGHT);
    end(&s, results);
}

static void stored_results_compare_equal_and_differences_are_named(void **state)
{
    static const struct {
        const char *sql;
        const char *why;
    } rows[] = {
        { "UPDATE result_team SET overtime_hundredths = 0 WHERE place = 2",
          "table result_team, place 2: column overtime_hundredths is 0, the log gives 1000" },
        { "UPDATE result_team SET fouls = 9 WHERE place = 2",
          "table result_team, place 2: column fouls is 9, the log gives 1" },
        { "UPDATE result_member SET asked = 2 WHERE place = 1",
          "table result_member, place 1: column asked is 2, the log gives 1" },
        { "UPDATE result_question SET question = 1 WHERE turn = 6",
          "table result_question, turn 6: column question is 1, the log gives 9" },
        { "UPDATE result_question SET hall_right = 2 WHERE turn = 1",
          "table result_question, turn 1: column hall_right is 2, the log gives 1" },
    };
    stage s;
    jb_results *results;
    jb_buffer why;

    jb_buffer_init(&why, 0);
    play(&s, *state);
    results = build(&s, JB_RESULTS_RANKING);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        JB_EQ_I64(jb_results_store(s.db, s.row.contest, results), JB_OK);
        JB_EQ_I64(jb_results_compare(s.db, s.row.contest, results, NULL), JB_OK);
        tamper(*state, rows[i].sql);
        jb_buffer_clear(&why);
        JB_EQ_I64(jb_results_compare(s.db, s.row.contest, results, &why), JB_ERR_CORRUPT);
        JB_EQ_STR(jb_buffer_text(&why), rows[i].why);
    }
    jb_buffer_finish(&why);
    end(&s, results);
}

/* ---- sums that do not hold ---- */

static void expect_wrong_sums(stage *s, const jb_results *results, const char *expected)
{
    jb_buffer why;

    jb_buffer_init(&why, 0);
    JB_EQ_I64(jb_results_check_sums(s->db, &s->row, &s->rules, results, &why), JB_ERR_CORRUPT);
    JB_EQ_STR(jb_buffer_text(&why), expected);
    jb_buffer_finish(&why);
}

static void append(stage *s, jb_event_type type, const char *body)
{
    JB_EQ_I64(jb_db_log_append(s->db, s->row.contest, &s->head, type, s->now, jb_slice_of(body)),
              JB_OK);
}

static void sums_of_teams_members_and_overtime_are_checked(void **state)
{
    stage s;
    jb_results *results;

    play(&s, *state);
    results = build(&s, JB_RESULTS_RANKING);
    results->teams[0].score++;
    expect_wrong_sums(
        &s, results,
        "the score entries of team 1 add up to 14000 hundredths, the results say 14001");
    results->teams[0].score--;
    results->teams[1].overtime = 0;
    expect_wrong_sums(&s, results,
                      "the score entries of team 2 add up to 1000 hundredths, the results say 0");
    results->teams[1].overtime = 1000;
    results->members[2].score = 0;
    expect_wrong_sums(
        &s, results,
        "the score entries of a member of team 3 add up to 250 hundredths, the results say 0");
    end(&s, results);
}

/* Whoever writes a correction without the entries that it asks for is found. */
static void a_correction_without_its_differences_is_found(void **state)
{
    stage s;
    jb_results *results;

    play(&s, *state);
    results = build(&s, JB_RESULTS_RANKING);
    append(&s, JB_EVENT_REVERSED, "{\"turn\":1,\"seat\":1,\"verdict\":\"wrong\"}");
    expect_wrong_sums(&s, results,
                      "the score entries of turn 1 give 1000 hundredths, after its correction they "
                      "must give 0");
    append(&s, JB_EVENT_REVISED, "{\"turn\":1,\"scores\":[[1,\"-10\",0,1,0,0,1]]}");
    results->teams[0].score -= 1000;
    results->members[0].score -= 1000;
    JB_EQ_I64(jb_results_check_sums(s.db, &s.row, &s.rules, results, NULL), JB_OK);
    append(&s, JB_EVENT_ANNULLED, "{\"turn\":7}");
    expect_wrong_sums(&s, results,
                      "the score entries of turn 7 give -1000 hundredths, after its correction "
                      "they must give 0");
    append(&s, JB_EVENT_REVISED, "{\"turn\":7,\"scores\":[[2,\"10\",0,0,0],[3,\"1\",0,0,0]]}");
    results->teams[1].score += 1000;
    results->teams[2].score += 100;
    expect_wrong_sums(&s, results,
                      "the score entries of turn 7 give 100 hundredths, after its correction they "
                      "must give 0");
    end(&s, results);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(teams_are_ranked_by_their_own_scores_round_by_round),
        IN_PLACE(members_are_ranked_by_what_they_answered),
        IN_PLACE(the_hall_has_a_ranking_and_answers_of_its_own),
        IN_PLACE(turns_say_what_they_asked_and_how_it_went),
        IN_PLACE(every_entry_has_its_reason),
        IN_PLACE(stored_results_compare_equal_and_differences_are_named),
        IN_PLACE(sums_of_teams_members_and_overtime_are_checked),
        IN_PLACE(a_correction_without_its_differences_is_found),
    };

    return JB_RUN(tests);
}
