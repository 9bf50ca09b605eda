/*
 * Random contests over every format, played through a log: what is read back replays to the same
 * state, the score entries add up without the engine, and all depths of results agree. JB_SEED=n
 * plays one of them.
 */
#include "store_support.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/results.h"

enum {
    CONTESTS = 300,
    STEPS = 150,
    TEAMS = 3,
    PEOPLE = 7,
    ROUNDS_MAX = 3,
    CELLS_MAX = 5,
    VALUES = 2,
    QUESTIONS_MAX = ROUNDS_MAX * CELLS_MAX * VALUES
};

typedef struct script {
    jb_random random;
    jb_db *db;
    jb_contest_row row;
    jb_rules rules;
    jb_round_rules rounds[ROUNDS_MAX];
    jb_question_rules questions[QUESTIONS_MAX];
    uint32_t rosters[TEAMS];
    uint32_t members[TEAMS];
    void *memory;
    jb_engine *engine;
    jb_log_head head;
    jb_time now;
    uint64_t logged[JB_EVENT_COUNT];
} script;

static uint64_t current_seed;

static uint32_t below(script *s, uint32_t bound)
{
    return (uint32_t)jb_random_below(&s->random, bound);
}

static bool often(script *s, uint32_t percent)
{
    return below(s, 100) < percent;
}

/* ---- rules ---- */

static void make_questions(script *s, uint32_t index)
{
    const jb_round_rules *round = &s->rounds[index];

    for (uint32_t i = 0; i < round->question_count; i++) {
        s->questions[round->question_first + i] = (jb_question_rules){
            .key = { .kind = JB_KIND_SINGLE, .option_count = 3, .correct = 1 },
            .round = index,
            .reading_ms = often(s, 40) ? 500 : 0,
            .open_ms = often(s, 70) ? 2000 : 0,
            .points_right = 1000,
            .points_wrong = often(s, 40) ? -1000 : 0,
            .points_none = often(s, 30) ? -300 : 0,
            .value = round->format == JB_FORMAT_RISK ? round->values[i % VALUES] : 0,
        };
    }
}

static void make_round(script *s, uint32_t index)
{
    const jb_round_rules *before = index > 0 ? &s->rounds[index - 1] : NULL;
    const uint32_t cells = 1 + below(s, CELLS_MAX);
    jb_round_rules *round = &s->rounds[index];

    *round = (jb_round_rules){
        .format = (jb_format)below(s, JB_FORMAT_COUNT),
        .turn_first = before != NULL ? before->turn_first + before->turn_count : 0,
        .turn_count = cells,
        .question_first = before != NULL ? before->question_first + before->question_count : 0,
        .question_count = cells,
        .speed = often(s, 50) ? JB_SPEED_NONE : JB_SPEED_LINEAR,
        .speed_floor_percent = 50,
        .standings = JB_STANDINGS_ROUND,
        .speaker = (jb_speaker)below(s, JB_SPEAKER_COUNT),
        .has_cap = often(s, 20),
        .cap = 1500,
        .run_ms = 6000,
        .early = (jb_early)below(s, JB_EARLY_COUNT),
        .fouls = { { .count = 1, .points = -500 } },
        .foul_count = 1,
        .help_points = -200,
        .tries = 1 + below(s, 2),
        .fallback = (jb_fallback)below(s, JB_FALLBACK_COUNT),
        .may_name = often(s, 50),
        .survivors = 1,
        .judges = 0,
        .mark_max = 1000,
    };
    for (uint32_t i = 0; i < CELLS_MAX; i++) {
        round->values[i] = 1000 * (i + 1);
    }
    round->value_count = CELLS_MAX;
    if (round->format == JB_FORMAT_RISK) {
        round->value_count = VALUES;
        round->stock = cells;
        round->question_count = cells * VALUES;
    }
    round->judges = round->format == JB_FORMAT_JUDGED ? 2 : 0;
    if ((round->format == JB_FORMAT_EVERYONE || round->format == JB_FORMAT_TURN) && often(s, 60)) {
        round->wager = (jb_wager){ .max = 2000, .step = 500, .none_loses = often(s, 50) };
        round->speed = JB_SPEED_NONE;
        round->tries = 1;
    }
    make_questions(s, index);
}

static void make_rules(script *s)
{
    const uint32_t rounds = 1 + below(s, ROUNDS_MAX);

    for (uint32_t i = 0; i < rounds; i++) {
        make_round(s, i);
    }
    for (uint32_t i = 0; i < TEAMS; i++) {
        s->members[i] = 2;
    }
    s->rules = (jb_rules){ .seats = often(s, 70) ? JB_SEATS_TEAMS : JB_SEATS_PEOPLE,
                           .base = 10000,
                           .has_floor = often(s, 20),
                           .floor = 9500,
                           .fair_cap_ms = 150,
                           .players_max = PEOPLE,
                           .team_count = TEAMS,
                           .team_rosters = s->rosters,
                           .team_members = s->members,
                           .hall = JB_HALL_ALONG,
                           .hall_right = 1000,
                           .rounds = s->rounds,
                           .round_count = rounds,
                           .questions = s->questions };
    if (s->rules.seats == JB_SEATS_TEAMS && often(s, 50)) {
        s->rules.fielded = 1;
        s->rules.substitutions = 2;
        s->rules.substitute_when = JB_SUBSTITUTE_TURNS;
    }
    if (often(s, 40) && s->rounds[rounds - 1].format == JB_FORMAT_BUZZER) {
        s->rounds[rounds - 1].overtime = true;
        s->rules.ties[s->rules.tie_count++] = JB_TIE_PLAYOFF;
        s->rules.award_ends[s->rules.award_count++] = 1;
    }
    s->rules.turn_count = s->rounds[rounds - 1].turn_first + s->rounds[rounds - 1].turn_count;
    s->rules.question_count =
        s->rounds[rounds - 1].question_first + s->rounds[rounds - 1].question_count;
}

/* ---- playing ---- */

static void log_event(void *user, const jb_event *event)
{
    script *s = user;
    jb_buffer body;

    s->logged[event->type]++;
    jb_buffer_init(&body, 0);
    jb_event_encode(event, &body);
    JB_EQ_I64(jb_db_log_append(s->db, s->row.contest, &s->head, event->type, event->at,
                               jb_buffer_slice(&body)),
              JB_OK);
    jb_buffer_finish(&body);
}

static void submit(script *s, const jb_command *command)
{
    const jb_event_sink sink = { .emit = log_event, .user = s };

    (void)jb_engine_submit(s->engine, command, s->now, sink);
}

static void join(script *s, uint32_t player)
{
    jb_participant_row row = { .player = player, .name = jb_slice_of("P") };
    jb_command command = { .type = JB_COMMAND_JOIN, .team = below(s, TEAMS + 1) };

    command.member = s->rules.fielded > 0 && command.team > 0 ? 1 + below(s, 2) : 0;
    row.team = command.team;
    jb_name_hash(row.name, row.salt, &command.hash);
    JB_EQ_I64(jb_db_participant_put(s->db, s->row.contest, &row), JB_OK);
    submit(s, &command);
}

static jb_command_type some_type(script *s)
{
    static const jb_command_type types[] = {
        JB_COMMAND_ANSWER,     JB_COMMAND_ANSWER,  JB_COMMAND_ANSWER, JB_COMMAND_BUZZ,
        JB_COMMAND_BUZZ,       JB_COMMAND_PICK,    JB_COMMAND_PICK,   JB_COMMAND_NEXT,
        JB_COMMAND_NEXT,       JB_COMMAND_NEXT,    JB_COMMAND_NEXT,   JB_COMMAND_VERDICT,
        JB_COMMAND_VERDICT,    JB_COMMAND_VERDICT, JB_COMMAND_MARK,   JB_COMMAND_MARK,
        JB_COMMAND_PASS,       JB_COMMAND_NAME,    JB_COMMAND_HALL,   JB_COMMAND_FOUL,
        JB_COMMAND_SKIP,       JB_COMMAND_UNDO,    JB_COMMAND_VOID,   JB_COMMAND_ACCEPT,
        JB_COMMAND_REVERSE,    JB_COMMAND_ADJUST,  JB_COMMAND_REMOVE, JB_COMMAND_LOCK,
        JB_COMMAND_SUBSTITUTE,
    };

    if (jb_engine_look(s->engine)->stage.step == JB_STEP_WAGER && often(s, 60)) {
        return JB_COMMAND_WAGER;
    }
    return types[below(s, sizeof(types) / sizeof(types[0]))];
}

static void do_something(script *s)
{
    const jb_engine_view *view = jb_engine_look(s->engine);
    const jb_answer answer = { .kind = JB_KIND_SINGLE, .options = UINT32_C(1) << below(s, 3) };
    const bool phone = often(s, 50);
    const jb_command command = {
        .type = some_type(s),
        .player = phone ? 1 + below(s, PEOPLE) : 0,
        .turn = often(s, 80) ? view->turn : 1 + below(s, view->turn + 1),
        .flag = often(s, 20),
        .claim_ms = -1,
        .seat = often(s, 60) ? view->stage.seat : 1 + below(s, PEOPLE),
        .other = 1 + below(s, TEAMS),
        .out = 1 + below(s, 2),
        .in = 1 + below(s, 2),
        .judge = 1 + below(s, 2),
        .value = 500 * (int64_t)(1 + below(s, 4)),
        .verdict = (jb_verdict)below(s, JB_VERDICT_COUNT),
        .foul = (jb_foul)below(s, JB_FOUL_COUNT),
        .text = jb_slice_of("the \"jury\"\n说"),
        .answer = &answer,
    };

    /* Removed people are in no list, so that nothing would be compared. */
    if (command.type != JB_COMMAND_REMOVE || often(s, 10)) {
        submit(s, &command);
    }
}

static void play(script *s, const place *at, const char *code)
{
    const jb_slice plan = jb_slice_of("{\"plan\":1}");
    const jb_event_sink sink = { .emit = log_event, .user = s };
    jb_command create = { .type = JB_COMMAND_CREATE };

    make_rules(s);
    s->row = (jb_contest_row){ .contest = add_contest(s->db, code), .plan = "{\"plan\":1}" };
    s->memory = calloc(1, jb_engine_size(&s->rules));
    s->engine = jb_engine_init(s->memory, jb_engine_size(&s->rules), &s->rules);
    JB_EQ_I64(jb_db_log_head(s->db, s->row.contest, &s->head), JB_OK);
    jb_hash_of(&plan, 1, &create.hash);
    submit(s, &create);
    for (uint32_t player = 1; player <= PEOPLE; player++) {
        join(s, player);
    }
    submit(s, &(jb_command){ .type = JB_COMMAND_START });
    for (int i = 0; i < STEPS && jb_engine_look(s->engine)->phase != JB_PHASE_FINISHED; i++) {
        s->now += below(s, 700);
        jb_engine_expire(s->engine, s->now, sink);
        do_something(s);
    }
}

/* ---- what must hold ---- */

static jb_results *build(script *s, jb_results_depth depth)
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

/* What the engine holds of a turn is what was counted on the way. */
static void check_turns(const script *s, const jb_results *results)
{
    const uint32_t seats =
        s->rules.seats == JB_SEATS_TEAMS ? TEAMS : jb_engine_look(s->engine)->joined;

    for (uint32_t turn = 1; turn <= results->question_count; turn++) {
        const jb_result_question *row = &results->questions[turn - 1];
        uint32_t right = 0;

        for (uint32_t seat = 1; seat <= seats; seat++) {
            const jb_given *given = jb_engine_given(s->engine, turn, seat);

            right += given != NULL && given->verdict == JB_VERDICT_RIGHT ? 1 : 0;
        }
        JB_EQ_U64(row->right, right);
        JB_EQ_I64(row->is_void, jb_engine_is_void(s->engine, turn));
        JB_EQ_U64(row->question, jb_engine_question_of(s->engine, turn));
    }
}

/* Base, rounds and adjustments make the score of a team, as people add it up. */
static void check_teams(const script *s, const jb_results *results)
{
    for (uint32_t i = 0; s->rules.seats == JB_SEATS_TEAMS && i < results->team_count; i++) {
        const jb_result_team *row = &results->teams[i];
        int64_t sum = s->rules.base + results->adjusted[row->team - 1];

        for (uint32_t round = 0; round < results->round_count; round++) {
            const int64_t points = results->rounds[(row->team - 1) * results->round_count + round];

            sum += s->rounds[round].overtime ? 0 : points;
            JB_TRUE(!s->rounds[round].overtime || points == row->overtime);
        }
        JB_EQ_I64(sum, row->score);
    }
}

static void check(script *s)
{
    jb_results *deep = build(s, JB_RESULTS_ANSWERS);
    jb_results *shallow = build(s, JB_RESULTS_RANKING);

    JB_EQ_U64(deep->digest, jb_engine_digest(s->engine));
    JB_EQ_U64(deep->head.seq, s->head.seq);
    check_turns(s, deep);
    check_teams(s, deep);
    JB_EQ_I64(jb_results_store(s->db, s->row.contest, shallow), JB_OK);
    JB_EQ_I64(jb_results_compare(s->db, s->row.contest, deep, NULL), JB_OK);
    jb_results_destroy(shallow);
    jb_results_destroy(deep);
}

static void play_one(const place *at, jb_db *db, uint64_t seed, uint64_t *logged)
{
    static script s;
    char code[16];

    s = (script){ .db = db };
    current_seed = seed;
    jb_random_seed(&s.random, seed);
    (void)snprintf(code, sizeof(code), "%06u", (unsigned)(seed % 1000000));
    JB_EQ_I64(jb_db_begin(db), JB_OK); /* one commit for all, for speed */
    play(&s, at, code);
    JB_EQ_I64(jb_db_commit(db), JB_OK);
    check(&s);
    for (int type = 0; type < JB_EVENT_COUNT; type++) {
        logged[type] += s.logged[type];
    }
    free(s.memory);
}

static void random_stages_add_up(void **state)
{
    const char *chosen = getenv("JB_SEED"); /* NOLINT(concurrency-mt-unsafe): one thread */
    const uint64_t first = chosen != NULL ? strtoull(chosen, NULL, 10) : 1;
    const uint64_t count = chosen != NULL ? 1 : CONTESTS;
    uint64_t logged[JB_EVENT_COUNT] = { 0 };
    jb_db *db = open_db(*state, JB_DB_WRITE);

    for (uint64_t seed = first; seed < first + count; seed++) {
        play_one(*state, db, seed, logged);
    }
    for (jb_event_type type = JB_EVENT_BUZZED; chosen == NULL && type <= JB_EVENT_REVISED; type++) {
        if (logged[type] == 0) {
            print_error("no event %s\n", jb_event_name(type));
        }
        JB_TRUE(logged[type] > 0);
    }
    jb_db_close(db);
}

/* A failure jumps out of the test: this says which contest it was. */
static int say_seed(void **state)
{
    print_message("last contest: JB_SEED=%" PRIu64 "\n", current_seed);
    return place_remove(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(random_stages_add_up, place_make, say_seed),
    };

    return JB_RUN(tests);
}
