/*
 * The contest files that ship, with the banks that ship: each can be drawn whatever the lot says,
 * and is what its rule sheet states.
 */
#include "bank_fixtures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FILE_BYTES_MAX = 4 * 1024 * 1024,
    SEEDS = 25
};

static char *read_file(const char *folder, const char *name, const char *ending, size_t *size)
{
    char path[600];
    (void)snprintf(path, sizeof path, "%s/questions/%s/%s%s", getenv("JB_SOURCE_DIR"), folder, name,
                   ending);
    FILE *file = fopen(path, "rb");
    if (!file) {
        print_error("cannot open %s\n", path);
    }
    assert_non_null(file);
    char *bytes = calloc(1, FILE_BYTES_MAX + 1);
    assert_non_null(bytes);
    *size = fread(bytes, 1, FILE_BYTES_MAX, file);
    JB_TRUE(*size > 0 && *size < FILE_BYTES_MAX);
    JB_EQ_I64(fclose(file), 0);
    return bytes;
}

/* Without their pictures, which draws do not ask for. */
static void open_banks(fixture_shelf *shelf)
{
    static const char *const names[] = { "festivals-and-crafts", "geography-and-nature",
                                         "language-and-poetry", "science-and-safety" };
    shelf->count = 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t size = 0;
        char *bytes = read_file("banks", names[i], ".bank.json", &size);
        jb_report report;
        jb_report_init(&report);
        JB_EQ_I64(jb_bank_read((jb_slice){ .bytes = bytes, .size = size }, &report,
                               &shelf->banks[shelf->count]),
                  JB_OK);
        assert_non_null(shelf->banks[shelf->count++]);
        jb_report_finish(&report);
        free(bytes);
    }
}

static jb_plan *freeze(const char *name, fixture_shelf *shelf, uint64_t seed)
{
    size_t size = 0;
    char *bytes = read_file("contests", name, ".json", &size);
    jb_report report;
    jb_buffer text;
    jb_plan *plan = NULL;
    jb_report_init(&report);
    jb_buffer_init(&text, 0);
    JB_EQ_I64(jb_plan_make((jb_slice){ .bytes = bytes, .size = size }, fixture_find, shelf, seed,
                           &report, &text),
              JB_OK);
    for (uint32_t i = 0; i < report.problem_count; i++) {
        print_error("%s, seed %llu: %s\n", name, (unsigned long long)seed,
                    report.problems[i].message);
    }
    JB_EQ_U64(report.problem_count, 0);
    JB_EQ_I64(jb_plan_load(jb_buffer_slice(&text), &plan), JB_OK);
    jb_buffer_finish(&text);
    jb_report_finish(&report);
    free(bytes);
    return plan;
}

typedef struct sheet_round {
    jb_format format;
    uint32_t cells, questions;
    int64_t right, wrong; /* of the first question; 0 where values or marks count */
} sheet_round;

typedef struct sheet {
    const char *name;
    uint32_t teams, members;
    int64_t base;
    uint32_t round_count;
    sheet_round rounds[6];
} sheet;

static const sheet sheets[] = {
    { "sheet-a",
      6,
      3,
      10000,
      5,
      { { JB_FORMAT_TURN, 18, 18, 1000, 0 },
        { JB_FORMAT_TURN, 12, 12, 1000, 0 },
        { JB_FORMAT_BUZZER, 30, 30, 1000, -1000 },
        { JB_FORMAT_RISK, 6, 18, 0, 0 },
        { JB_FORMAT_BUZZER, 10, 10, 1000, -1000 } } },
    { "sheet-b",
      10,
      3,
      0,
      3,
      { { JB_FORMAT_TURN, 30, 30, 1000, 0 },
        { JB_FORMAT_BUZZER, 10, 10, 2000, -2000 },
        { JB_FORMAT_RISK, 10, 30, 0, 0 } } },
    { "sheet-c",
      9,
      3,
      20000,
      3,
      { { JB_FORMAT_TURN, 27, 27, 2000, 0 },
        { JB_FORMAT_BUZZER, 30, 30, 2000, -2000 },
        { JB_FORMAT_RISK, 18, 27, 0, 0 } } },
    { "sheet-d",
      6,
      4,
      10000,
      6,
      { { JB_FORMAT_TURN, 24, 24, 1000, 0 },
        { JB_FORMAT_TURN, 12, 12, 2000, 0 },
        { JB_FORMAT_RISK, 12, 18, 0, 0 },
        { JB_FORMAT_RISK, 6, 18, 0, 0 },
        { JB_FORMAT_BUZZER, 20, 20, 1000, -1000 },
        { JB_FORMAT_EVERYONE, 10, 10, 1000, 0 } } },
    { "sheet-e",
      9,
      4,
      0,
      4,
      { { JB_FORMAT_TURN, 36, 36, 1000, 0 },
        { JB_FORMAT_BUZZER, 24, 24, 2000, -2000 },
        { JB_FORMAT_RISK, 9, 27, 0, 0 },
        { JB_FORMAT_BUZZER, 10, 10, 1000, -1000 } } },
    { "sheet-f",
      4,
      3,
      10000,
      3,
      { { JB_FORMAT_TURN, 12, 12, 1000, -1000 },
        { JB_FORMAT_BUZZER, 10, 10, 1000, -1000 },
        { JB_FORMAT_RISK, 4, 12, 0, 0 } } },
    { "sheet-g",
      5,
      4,
      0,
      4,
      { { JB_FORMAT_TURN, 50, 50, 250, 0 },
        { JB_FORMAT_TURN, 20, 20, 500, 0 },
        { JB_FORMAT_BUZZER, 20, 20, 200, -200 },
        { JB_FORMAT_RUSH, 50, 50, 100, 0 } } },
    { "stage-evening",
      4,
      0,
      10000,
      5,
      { { JB_FORMAT_TURN, 12, 12, 1000, 0 },
        { JB_FORMAT_BUZZER, 12, 12, 1000, -1000 },
        { JB_FORMAT_RISK, 8, 12, 0, 0 },
        { JB_FORMAT_RUSH, 32, 32, 500, 0 },
        { JB_FORMAT_BUZZER, 6, 6, 1000, -1000 } } },
};

static void check_sheet(const jb_plan *plan, const sheet *is)
{
    const jb_rules *rules = &plan->rules;
    JB_EQ_I64(rules->seats, JB_SEATS_TEAMS);
    JB_EQ_U64(rules->team_count, is->teams);
    JB_EQ_I64(rules->base, is->base);
    JB_EQ_U64(rules->round_count, is->round_count);
    for (uint32_t i = 0; i < is->teams; i++) {
        JB_EQ_U64(rules->team_members[i], is->members);
    }
    for (uint32_t i = 0; i < is->round_count; i++) {
        const jb_round_rules *round = &rules->rounds[i];
        const sheet_round *wanted = &is->rounds[i];
        JB_EQ_I64(round->format, wanted->format);
        JB_EQ_U64(round->turn_count, wanted->cells);
        JB_EQ_U64(round->question_count, wanted->questions);
        if (wanted->right != 0) {
            const jb_question_rules *question = &rules->questions[round->question_first];
            JB_EQ_I64(question->points_right, wanted->right);
            JB_EQ_I64(question->points_wrong, wanted->wrong);
        }
    }
}

static void sheets_are_what_they_state(void **state)
{
    fixture_shelf shelf;
    open_banks(&shelf);
    for (size_t i = 0; i < sizeof sheets / sizeof sheets[0]; i++) {
        jb_plan *plan = freeze(sheets[i].name, &shelf, 1);
        check_sheet(plan, &sheets[i]);
        jb_plan_destroy(plan);
    }
    fixture_shelf_finish(&shelf);
}

static void no_lot_leaves_a_draw_without_questions(void **state)
{
    static const char *const others[] = { "quick-quiz", "classroom", "evening", "demo" };
    fixture_shelf shelf;
    open_banks(&shelf);
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        for (size_t i = 0; i < sizeof sheets / sizeof sheets[0]; i++) {
            jb_plan_destroy(freeze(sheets[i].name, &shelf, seed));
        }
        for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
            jb_plan_destroy(freeze(others[i], &shelf, seed));
        }
    }
    fixture_shelf_finish(&shelf);
}

typedef struct online {
    const char *name;
    uint32_t teams, days, paper, pool;
    int64_t full;
    uint32_t attempts_max, attempts_per_day;
    jb_attempts attempts;
    jb_time paper_ms, question_ms;
} online;

static const online onlines[] = {
    { "sheet-h", 36, 35, 50, 209, 10000, 3, 0, JB_ATTEMPTS_BEST, 1800000, 0 },
    { "sheet-i1", 0, 25, 10, 151, 10000, 0, 1, JB_ATTEMPTS_SUM, 0, 0 },
    { "sheet-i2", 0, 13, 40, 300, 10000, 12, 0, JB_ATTEMPTS_BEST, 0, 30000 },
    { "sheet-i3", 0, 6, 20, 87, 10000, 0, 0, JB_ATTEMPTS_BEST, 900000, 0 },
    { "sheet-i4", 0, 9, 50, 159, 10000, 3, 0, JB_ATTEMPTS_BEST, 2400000, 0 },
    { "sheet-i5", 6, 7, 20, 108, 10000, 0, 1, JB_ATTEMPTS_SUM, 0, 20000 },
    { "online-contest", 3, 6, 20, 131, 10000, 2, 0, JB_ATTEMPTS_BEST, 900000, 0 },
};

static void notices_are_what_they_state(void **state)
{
    fixture_shelf shelf;
    open_banks(&shelf);
    for (size_t i = 0; i < sizeof onlines / sizeof onlines[0]; i++) {
        const online *is = &onlines[i];
        jb_plan *plan = freeze(is->name, &shelf, 1);
        const jb_window_rules *window = plan->rules.window;
        assert_non_null(window);
        JB_EQ_U64(plan->rules.team_count, is->teams);
        JB_EQ_I64((window->closes_at - window->opens_at) / (24 * 3600 * 1000), is->days);
        JB_EQ_U64(window->paper_count, is->paper);
        JB_EQ_U64(plan->rules.question_count, is->pool);
        JB_EQ_I64(window->full, is->full);
        JB_EQ_U64(window->attempts_max, is->attempts_max);
        JB_EQ_U64(window->attempts_per_day, is->attempts_per_day);
        JB_EQ_I64(window->attempts, is->attempts);
        JB_EQ_I64(window->paper_ms, is->paper_ms);
        JB_EQ_I64(window->question_ms, is->question_ms);
        jb_plan_destroy(plan);
    }
    fixture_shelf_finish(&shelf);
}

static void prizes_of_notices_are_what_they_state(void **state)
{
    fixture_shelf shelf;
    open_banks(&shelf);
    jb_plan *plan = freeze("sheet-h", &shelf, 1);
    static const uint32_t places[] = { 1, 2, 5, 8, 20, 100, 200, 300 };
    JB_EQ_U64(plan->rules.award_rule_count, 8);
    for (uint32_t i = 0; i < 8; i++) {
        JB_EQ_U64(plan->rules.awards[i].places, places[i]);
        JB_TRUE(plan->rules.awards[i].team == (i < 5));
        JB_EQ_I64(plan->rules.awards[i].by, i == 4 ? JB_AWARD_BY_TURNOUT : JB_AWARD_BY_SCORE);
    }
    JB_EQ_I64(plan->rules.weight_turnout, 500000);
    JB_EQ_I64(plan->rules.weight_mean, 500000);
    jb_plan_destroy(plan);
    plan = freeze("sheet-i4", &shelf, 1);
    JB_EQ_U64(plan->rules.lottery_count, 1);
    JB_EQ_I64(plan->rules.lotteries[0].at_least, 9000);
    jb_plan_destroy(plan);
    plan = freeze("sheet-i5", &shelf, 1);
    JB_EQ_I64(plan->rules.awards[0].by, JB_AWARD_BY_TURNOUT);
    JB_EQ_I64(plan->rules.awards[1].by, JB_AWARD_BY_MEAN);
    JB_EQ_U64(plan->rules.tie_count, 1);
    JB_EQ_I64(plan->rules.ties[0], JB_TIE_TIME);
    jb_plan_destroy(plan);
    fixture_shelf_finish(&shelf);
}

/* What the sheets differ in. */
static void each_sheet_has_its_own_rules(void **state)
{
    fixture_shelf shelf;
    open_banks(&shelf);
    jb_plan *plan = freeze("sheet-a", &shelf, 2);
    JB_EQ_I64(plan->rules.rounds[2].early, JB_EARLY_VOID);
    JB_EQ_I64(plan->rules.rounds[2].fouls[0].points, -1000);
    JB_EQ_I64(plan->rules.rounds[3].equals, JB_ORDER_EQUALS_LOT);
    JB_TRUE(plan->rules.rounds[4].overtime);
    JB_EQ_U64(plan->rules.award_ends[1], 3);
    jb_plan_destroy(plan);
    plan = freeze("sheet-b", &shelf, 2);
    JB_EQ_U64(plan->rules.rounds[1].tries, 2);
    JB_EQ_I64(plan->rules.rounds[1].fallback, JB_FALLBACK_HALL);
    JB_EQ_I64(plan->rules.rounds[1].buzz_ms, 15000);
    JB_EQ_U64(plan->rules.rounds[1].fouls[0].count, 2);
    JB_EQ_I64(plan->rules.rounds[0].help_points, -1000);
    jb_plan_destroy(plan);
    plan = freeze("sheet-c", &shelf, 2);
    JB_TRUE(plan->rules.rounds[2].distinct_values);
    JB_EQ_U64(plan->rules.rounds[2].stock, 9);
    JB_EQ_I64(plan->rules.rounds[0].spread, JB_SPREAD_GROUP);
    jb_plan_destroy(plan);
    plan = freeze("sheet-d", &shelf, 2);
    JB_TRUE(plan->rules.rounds[2].may_name);
    JB_FALSE(plan->rules.rounds[3].may_name);
    JB_EQ_I64(plan->rules.rounds[4].early, JB_EARLY_HALL);
    JB_EQ_U64(plan->rules.award_count, 6);
    jb_plan_destroy(plan);
    plan = freeze("sheet-e", &shelf, 2);
    JB_TRUE(plan->rules.rounds[1].fouls[1].bar);
    JB_EQ_U64(plan->rules.rounds[1].fouls[1].count, 3);
    JB_TRUE(plan->rules.rounds[2].wrong_zero);
    jb_plan_destroy(plan);
    plan = freeze("sheet-f", &shelf, 2);
    JB_TRUE(plan->individual);
    JB_EQ_I64(plan->rules.rounds[0].speaker, JB_SPEAKER_MEMBER);
    jb_plan_destroy(plan);
    plan = freeze("sheet-g", &shelf, 2);
    JB_TRUE(plan->rules.rounds[0].late_forfeits_round);
    JB_EQ_I64(plan->rules.rounds[0].cap, 2000);
    JB_EQ_I64(plan->rules.rounds[3].run_ms, 60000);
    JB_EQ_I64(plan->rules.questions[plan->rules.rounds[3].question_first].open_ms, 0);
    jb_plan_destroy(plan);
    fixture_shelf_finish(&shelf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sheets_are_what_they_state),
        cmocka_unit_test(no_lot_leaves_a_draw_without_questions),
        cmocka_unit_test(each_sheet_has_its_own_rules),
        cmocka_unit_test(notices_are_what_they_state),
        cmocka_unit_test(prizes_of_notices_are_what_they_state),
    };
    return JB_RUN(tests);
}
