/*
 * What everybody answered, out of a log: typed answers, replaced ones, orders and pairs; the wrong
 * answer given most; turns that are void; people who came late or left.
 */
#include "store_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/results.h"

enum {
    TURNS = 6,
    PLAYERS = 100
};

/* Turn 1 two blanks, part by part; 2 a number; 3 one blank; 4 an order, part by part; 5 pairs;
 * 6 one blank, skipped. Answers may be changed. 10 points for right, -1 for wrong, 0 for none. */
typedef struct script {
    jb_db *db;
    int64_t contest;
    jb_rules rules;
    jb_round_rules round;
    jb_question_rules turns[TURNS];
    void *memory;
    jb_engine *engine;
    jb_log_head head;
    jb_time now;
    uint32_t joined;
} script;

#define ACCEPT(text)                                                                               \
    {                                                                                              \
        .accepts =                                                                                 \
            (const jb_accept_text[]){ { .folded = { .bytes = (text), .size = sizeof(text) - 1 },   \
                                        .weight = 1000000 } },                                     \
        .accept_count = 1                                                                          \
    }

static const jb_blank two_blanks[] = { ACCEPT("red"), ACCEPT("blue") };
static const jb_blank one_blank[] = { ACCEPT("nile") };
static const jb_accept_number number[] = { { .low = 3140000, .high = 3150000, .weight = 1000000 } };

static void fill_rules(script *s)
{
    static const jb_key keys[TURNS] = {
        { .kind = JB_KIND_TEXT,
          .grading = JB_GRADING_PER_PART,
          .blanks = two_blanks,
          .blank_count = 2 },
        { .kind = JB_KIND_NUMERIC, .numbers = number, .number_count = 1 },
        { .kind = JB_KIND_TEXT, .blanks = one_blank, .blank_count = 1 },
        { .kind = JB_KIND_ORDERING,
          .grading = JB_GRADING_PER_PART,
          .option_count = 3,
          .order = { 2, 0, 1 } },
        { .kind = JB_KIND_MATCHING, .option_count = 2, .target_count = 3, .pairs = { 1, 2 } },
        { .kind = JB_KIND_TEXT, .blanks = one_blank, .blank_count = 1 },
    };

    s->round = (jb_round_rules){ .turn_count = TURNS, .question_count = TURNS, .change = true };
    for (int i = 0; i < TURNS; i++) {
        s->turns[i] = (jb_question_rules){
            .key = keys[i], .open_ms = 60000, .points_right = 1000, .points_wrong = -100
        };
    }
    s->rules = (jb_rules){
        .fair_cap_ms = 150,
        .players_max = PLAYERS,
        .rounds = &s->round,
        .round_count = 1,
        .questions = s->turns,
        .turn_count = TURNS,
        .question_count = TURNS,
    };
}

static void log_event(void *user, const jb_event *event)
{
    script *s = user;
    jb_buffer body;

    jb_buffer_init(&body, 0);
    jb_event_encode(event, &body);
    JB_EQ_I64(jb_db_log_append(s->db, s->contest, &s->head, event->type, event->at,
                               jb_buffer_slice(&body)),
              JB_OK);
    jb_buffer_finish(&body);
}

static void submit(script *s, const jb_command *command)
{
    const jb_event_sink sink = { .emit = log_event, .user = s };

    JB_EQ_I64(jb_engine_submit(s->engine, command, s->now, sink), JB_ACCEPTED);
}

static void act(script *s, jb_command_type type)
{
    submit(s, &(jb_command){ .type = type });
}

static void open_turn(script *s, uint32_t turn)
{
    const jb_engine_view *view = jb_engine_look(s->engine);

    for (int i = 0; i < 10 && (view->phase != JB_PHASE_OPEN || view->turn != turn); i++) {
        act(s, JB_COMMAND_NEXT);
    }
    JB_EQ_U64(view->turn, turn);
}

static void join(script *s, const char *name)
{
    jb_participant_row row = { .player = ++s->joined, .name = jb_slice_of(name) };
    jb_command command = { .type = JB_COMMAND_JOIN };

    jb_name_hash(row.name, row.salt, &command.hash);
    JB_EQ_I64(jb_db_participant_put(s->db, s->contest, &row), JB_OK);
    submit(s, &command);
}

static void give(script *s, uint32_t player, const jb_answer *answer)
{
    const jb_engine_view *view = jb_engine_look(s->engine);

    s->now += 10;
    submit(s, &(jb_command){ .type = JB_COMMAND_ANSWER,
                             .player = player,
                             .turn = view->turn,
                             .claim_ms = -1,
                             .answer = answer });
}

/* Typed text; what it folds to is the same in small letters. Blanks end with line feeds. */
static void type(script *s, uint32_t player, const char *text)
{
    jb_answer answer = { .kind = JB_KIND_TEXT, .count = 1 };

    answer.raw_size = (uint16_t)strlen(text);
    answer.folded_size = answer.raw_size;
    for (uint16_t i = 0; i < answer.raw_size; i++) {
        char c = text[i];

        answer.raw[i] = c;
        answer.folded[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
        answer.count = (uint8_t)(answer.count + (c == '\n'));
    }
    give(s, player, &answer);
}

static void count(script *s, uint32_t player, int64_t value)
{
    give(s, player, &(jb_answer){ .kind = JB_KIND_NUMERIC, .number = value });
}

static void arrange(script *s, uint32_t player, jb_kind kind, const uint8_t *items, uint8_t size)
{
    jb_answer answer = { .kind = kind, .count = size };

    memcpy(answer.items, items, size);
    give(s, player, &answer);
}

static void begin(script *s, const place *at)
{
    const jb_slice plan = jb_slice_of("{\"plan\":1}");
    jb_command create = { .type = JB_COMMAND_CREATE };

    memset(s, 0, sizeof(*s));
    fill_rules(s);
    s->db = open_db(at, JB_DB_WRITE);
    s->contest = add_contest(s->db, "123456");
    s->memory = calloc(1, jb_engine_size(&s->rules));
    s->engine = jb_engine_init(s->memory, jb_engine_size(&s->rules), &s->rules);
    JB_EQ_I64(jb_db_log_head(s->db, s->contest, &s->head), JB_OK);
    jb_hash_of(&plan, 1, &create.hash);
    submit(s, &create);
}

static jb_results *build(script *s, jb_results_depth depth)
{
    const jb_contest_row row = { .contest = s->contest, .plan = "{\"plan\":1}" };
    jb_results *results = NULL;

    JB_EQ_I64(jb_results_build_to(s->db, &row, &s->rules, depth, &results, NULL), JB_OK);
    return results;
}

static void end(script *s, jb_results *results)
{
    jb_results_destroy(results);
    jb_db_close(s->db);
    free(s->memory);
}

/* ---- one entry ---- */

static void check_entry(const jb_results *results, uint32_t player, uint32_t turn,
                        const char *expected)
{
    static const char *const names[] = { "none", "unanswered", "wrong", "partly", "right" };
    jb_score score;
    jb_answer answer = { .kind = JB_KIND_COUNT };
    jb_outcome outcome = jb_results_entry(results, player, turn, &score, &answer);
    char text[200];
    size_t size = (size_t)snprintf(text, sizeof(text), "%s", names[outcome]);

    if (outcome != JB_OUTCOME_NONE) {
        JB_EQ_U64(score.seat, player);
        JB_EQ_I64(score.correct, outcome == JB_OUTCOME_RIGHT);
        JB_EQ_I64(score.answered, outcome != JB_OUTCOME_UNANSWERED);
        size +=
            (size_t)snprintf(text + size, sizeof(text) - size, " %lld", (long long)score.points);
    }
    if (outcome > JB_OUTCOME_UNANSWERED) {
        size += (size_t)snprintf(text + size, sizeof(text) - size, " in %lld: n%lld <%.*s>",
                                 (long long)score.elapsed_ms, (long long)answer.number,
                                 (int)answer.raw_size, answer.raw);
        for (uint8_t i = 0; answer.kind >= JB_KIND_ORDERING && i < answer.count; i++) {
            size += (size_t)snprintf(text + size, sizeof(text) - size, "%u,", answer.items[i]);
        }
    }
    JB_EQ_STR(text, expected);
}

static void play(script *s)
{
    static const uint8_t order[] = { 2, 1, 0 };
    static const uint8_t pairs[] = { 1, 2 };
    static const uint8_t half[] = { JB_NO_ITEM, 2 };

    join(s, "Ann");
    join(s, "Bo");
    join(s, "Cy");
    act(s, JB_COMMAND_START);
    open_turn(s, 1);
    type(s, 1, "Red\nblue");
    type(s, 2, "green\nBLUE");
    type(s, 3, "x\ny");
    type(s, 3, "a longer one\nthan before");
    type(s, 3, "z\nz");
    open_turn(s, 2);
    count(s, 1, 3141593);
    count(s, 2, -3000000);
    join(s, "Di");
    open_turn(s, 3);
    type(s, 4, "Congo");
    type(s, 1, "amazon");
    type(s, 2, "AMAZON");
    type(s, 3, "congo");
    open_turn(s, 4);
    arrange(s, 1, JB_KIND_ORDERING, order, 3);
    submit(s, &(jb_command){ .type = JB_COMMAND_REMOVE, .player = 3 });
    open_turn(s, 5);
    arrange(s, 1, JB_KIND_MATCHING, pairs, 2);
    arrange(s, 2, JB_KIND_MATCHING, half, 2);
    open_turn(s, 6);
    type(s, 1, "Nile");
    act(s, JB_COMMAND_SKIP);
    act(s, JB_COMMAND_FINISH);
}

static void everybody_s_answers_are_found(void **state)
{
    script s;
    jb_results *results;

    begin(&s, *state);
    play(&s);
    results = build(&s, JB_RESULTS_ANSWERS);
    JB_TRUE(results->finished);
    check_entry(results, 1, 1, "right 1000 in 10: n0 <Red\nblue>");
    check_entry(results, 2, 1, "partly 500 in 20: n0 <green\nBLUE>");
    check_entry(results, 3, 1, "wrong -100 in 50: n0 <z\nz>");
    check_entry(results, 4, 1, "none");
    check_entry(results, 1, 2, "right 1000 in 10: n3141593 <>");
    check_entry(results, 2, 2, "wrong -100 in 20: n-3000000 <>");
    check_entry(results, 3, 2, "unanswered 0");
    check_entry(results, 4, 2, "unanswered 0");
    check_entry(results, 4, 3, "wrong -100 in 10: n0 <Congo>");
    check_entry(results, 1, 4, "partly 333 in 10: n0 <>2,1,0,");
    check_entry(results, 3, 4, "none");
    check_entry(results, 1, 5, "right 1000 in 10: n0 <>1,2,");
    check_entry(results, 2, 5, "wrong -100 in 20: n0 <>255,2,");
    check_entry(results, 4, 5, "unanswered 0");
    check_entry(results, 1, 6, "none");
    check_entry(results, 100, 1, "none");
    end(&s, results);
}

static void check_wrong(const jb_results *results, uint32_t turn, const char *text, uint32_t times)
{
    JB_EQ_STR(jb_buffer_text(&results->questions[turn - 1].wrong_text), text);
    JB_EQ_U64(results->questions[turn - 1].wrong_most_count, times);
}

static void the_wrong_answer_given_most_is_as_it_was_typed_first(void **state)
{
    script s;
    jb_results *results;

    begin(&s, *state);
    play(&s);
    results = build(&s, JB_RESULTS_QUESTIONS);
    JB_TRUE(results->turns == NULL);
    check_wrong(results, 1, "z / z", 1);
    check_wrong(results, 2, "-3", 1);
    check_wrong(results, 3, "Congo", 2); /* as many as the Amazon, and earlier */
    check_wrong(results, 4, "", 0);
    check_wrong(results, 5, "", 0);
    check_wrong(results, 6, "", 0);
    end(&s, results);
}

/* Turn 3, typed by five: one right, "often" in three spellings, "early" first but taken back once.
 */
static void five_type(script *s, void *state)
{
    begin(s, state);
    for (int i = 0; i < 5; i++) {
        join(s, "Ann");
    }
    act(s, JB_COMMAND_START);
    open_turn(s, 3);
    type(s, 5, "early");
    type(s, 4, "Often");
    type(s, 3, "nile");
    type(s, 2, "often");
    type(s, 1, "early");
    type(s, 1, "oftEN");
}

static void the_more_frequent_wrong_answer_wins_over_the_earlier(void **state)
{
    script s;
    jb_results *results;

    five_type(&s, *state);
    act(&s, JB_COMMAND_FINISH); /* before the reveal: void */
    results = build(&s, JB_RESULTS_ANSWERS);
    check_wrong(results, 3, "", 0);
    check_entry(results, 1, 3, "none");
    end(&s, results);
    (void)place_remove(state);
    (void)place_make(state);

    five_type(&s, *state);
    open_turn(&s, 4);
    results = build(&s, JB_RESULTS_ANSWERS);
    check_wrong(results, 3, "Often", 3);
    JB_FALSE(results->finished);
    check_entry(results, 1, 3, "wrong -100 in 60: n0 <oftEN>");
    check_entry(results, 1, 4, "none");
    end(&s, results);
}

static void the_deeper_results_rank_as_the_shallow_ones(void **state)
{
    script s;
    jb_results *deep;
    jb_results *shallow;

    begin(&s, *state);
    play(&s);
    deep = build(&s, JB_RESULTS_ANSWERS);
    shallow = build(&s, JB_RESULTS_RANKING);
    JB_EQ_U64(deep->digest, shallow->digest);
    JB_EQ_U64(deep->participant_count, shallow->participant_count);
    JB_EQ_SIZE(shallow->questions[2].wrong_text.size, 0);
    JB_EQ_I64(jb_results_store(s.db, s.contest, shallow), JB_OK);
    JB_EQ_I64(jb_results_compare(s.db, s.contest, deep, NULL), JB_OK);
    expect_assert_failure(jb_results_entry(shallow, 1, 1, NULL, NULL));
    jb_results_destroy(shallow);
    end(&s, deep);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(everybody_s_answers_are_found),
        IN_PLACE(the_wrong_answer_given_most_is_as_it_was_typed_first),
        IN_PLACE(the_more_frequent_wrong_answer_wins_over_the_earlier),
        IN_PLACE(the_deeper_results_rank_as_the_shallow_ones),
    };

    return JB_RUN(tests);
}
