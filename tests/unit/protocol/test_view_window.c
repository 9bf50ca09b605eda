/* Papers and boards: what is in them, what is not yet, and what happens where a frame ends. */
#include "jb_test.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/view.h"

enum {
    QUESTIONS = 3,
    OPENS = 1000000,
    CLOSES = OPENS + 3600000
};

typedef struct paper_world {
    jb_section section;
    jb_window_rules window;
    jb_question_rules questions[QUESTIONS];
    jb_question_text texts[QUESTIONS];
    jb_award_rules award;
    uint32_t rosters[2];
    jb_rules rules;
    jb_slice names[2];
    jb_slice labels[2];
    jb_slice award_title;
    jb_awarded awarded;
    jb_hour hours[1200];
    jb_extra extra;
    jb_engine *engine;
    jb_scene scene;
    char *long_text; /* NULL: short ones */
} paper_world;

static const jb_item_text options[] = {
    { { "a", 1 }, { "{\"id\":\"a\",\"text\":{\"en\":\"A\"}}", 28 } },
    { { "b", 1 }, { "{\"id\":\"b\",\"text\":{\"en\":\"B\"}}", 28 } },
};

static void drop_event(void *user, const jb_event *event)
{
    (void)user;
    (void)event;
}

static jb_refusal give(paper_world *w, jb_command command, jb_time at)
{
    const jb_event_sink sink = { .emit = drop_event };
    w->scene.now = at;
    return jb_engine_submit(w->engine, &command, at, sink);
}

static jb_slice name_of(void *user, uint32_t player)
{
    (void)user;
    return jb_slice_of(player == 1 ? "Ann" : "Bo");
}

static void make_rules(paper_world *w, jb_reveal_when reveal)
{
    w->section = (jb_section){ .first = 0, .pool = QUESTIONS, .count = QUESTIONS };
    w->window = (jb_window_rules){ .opens_at = OPENS,
                                   .closes_at = CLOSES,
                                   .sections = &w->section,
                                   .section_count = 1,
                                   .paper_count = QUESTIONS,
                                   .full = 3000,
                                   .paper_ms = 600000,
                                   .attempts_max = 1,
                                   .reveal = reveal,
                                   .has_pass = true,
                                   .pass = 1000,
                                   .study = true };
    for (uint32_t i = 0; i < QUESTIONS; i++) {
        w->questions[i] =
            (jb_question_rules){ .key = { .kind = JB_KIND_SINGLE, .option_count = 2, .correct = 1 },
                                 .points_right = 1000 };
        w->texts[i] = (jb_question_text){ .kind = JB_KIND_SINGLE,
                                          .prompt = jb_slice_of("{\"en\":\"Which?\"}"),
                                          .explanation = jb_slice_of("{\"en\":\"SECRET\"}"),
                                          .answer = jb_slice_of("[\"a\"]"),
                                          .options = options,
                                          .option_count = 2 };
        if (w->long_text) {
            w->texts[i].explanation = jb_slice_of(w->long_text);
        }
    }
    w->award = (jb_award_rules){ .places = 1 };
    w->rosters[0] = 4;
    w->rules = (jb_rules){ .window = &w->window,
                           .awards = &w->award,
                           .award_rule_count = 1,
                           .players_max = 10,
                           .team_count = 2,
                           .team_rosters = w->rosters,
                           .questions = w->questions,
                           .question_count = QUESTIONS };
}

static void make_scene(paper_world *w)
{
    w->names[0] = jb_slice_of("{\"en\":\"Red\"}");
    w->names[1] = jb_slice_of("{\"en\":\"Blue\"}");
    w->labels[0] = jb_slice_of("Red");
    w->labels[1] = jb_slice_of("Blue");
    w->award_title = jb_slice_of("{\"en\":\"First\"}");
    w->awarded = (jb_awarded){ .number = 1, .rank = 1, .value = 2000 };
    w->extra = (jb_extra){ .time_zone = jb_slice_of("UTC"),
                           .award_titles = &w->award_title,
                           .hours = w->hours };
    w->scene = (jb_scene){ .engine = w->engine,
                           .texts = w->texts,
                           .team_names = w->names,
                           .team_labels = w->labels,
                           .people = { .name = name_of },
                           .extra = &w->extra };
}

/* Ann (Red) has answered two places right and one wrong, and nothing is handed in. */
static void open_world(paper_world *w, jb_reveal_when reveal, bool long_texts)
{
    enum {
        LONG = 400000
    };
    static const jb_answer right = { .kind = JB_KIND_SINGLE, .options = 1 };
    static const jb_answer wrong = { .kind = JB_KIND_SINGLE, .options = 2 };
    *w = (paper_world){ .long_text = NULL };
    if (long_texts) {
        w->long_text = calloc(1, LONG + 16);
        assert_non_null(w->long_text);
        memset(w->long_text, 'x', LONG);
        memcpy(w->long_text, "{\"en\":\"", 7);
        memcpy(w->long_text + LONG, "\"}", 3);
    }
    make_rules(w, reveal);
    void *memory = calloc(1, jb_engine_size(&w->rules));
    assert_non_null(memory);
    w->engine = jb_engine_init(memory, jb_engine_size(&w->rules), &w->rules);
    make_scene(w);
    JB_EQ_I64(give(w, (jb_command){ .type = JB_COMMAND_CREATE }, OPENS - 10), JB_ACCEPTED);
    JB_EQ_I64(give(w, (jb_command){ .type = JB_COMMAND_JOIN, .team = 1 }, OPENS - 5), JB_ACCEPTED);
    JB_EQ_I64(give(w, (jb_command){ .type = JB_COMMAND_START }, OPENS), JB_ACCEPTED);
    JB_EQ_I64(give(w, (jb_command){ .type = JB_COMMAND_OPEN, .player = 1, .seed = 7 }, OPENS + 10),
              JB_ACCEPTED);
    for (uint32_t turn = 1; turn <= QUESTIONS; turn++) {
        JB_EQ_I64(give(w,
                       (jb_command){ .type = JB_COMMAND_ANSWER,
                                     .player = 1,
                                     .turn = turn,
                                     .answer = turn < QUESTIONS ? &right : &wrong },
                       OPENS + 20),
                  JB_ACCEPTED);
    }
}

static void close_world(paper_world *w)
{
    free(w->engine);
    free(w->long_text);
}

static void hand_in(paper_world *w)
{
    const jb_command command = { .type = JB_COMMAND_HAND_IN, .player = 1 };
    JB_EQ_I64(give(w, command, OPENS + 100), JB_ACCEPTED);
}

/* The attempt of Ann; *text may be NULL. */
static cJSON *attempt_of(const paper_world *w, bool *tells)
{
    jb_buffer out;
    const jb_attempt_of of = { .player = 1, .why_not = "no_paper", .personal_code = "K7Q2-M9FX" };
    jb_buffer_init(&out, JB_FRAME_OUT_MAX);
    jb_view_attempt(&w->scene, &of, &out);
    JB_FALSE(out.failed);
    cJSON *tree = cJSON_ParseWithLength(out.bytes, out.size);
    assert_non_null(tree);
    if (tells) {
        *tells = strstr(jb_buffer_text(&out), "SECRET") != NULL;
    }
    jb_buffer_finish(&out);
    return tree;
}

static int64_t number(const cJSON *tree, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(tree, key);
    return cJSON_IsNumber(item) ? (int64_t)item->valuedouble : -1;
}

/* What is right is told at once, at the hand-in, or at the close; and never before. */
static void nothing_is_told_before_its_time(void **state)
{
    static const struct {
        jb_reveal_when reveal;
        bool open, handed_in, closed;
    } rows[] = {
        { JB_REVEAL_AT_ONCE, true, true, true },
        { JB_REVEAL_HAND_IN, false, true, true },
        { JB_REVEAL_CLOSE, false, false, true },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        paper_world w;
        bool tells = false;
        open_world(&w, rows[i].reveal, false);
        cJSON *open = attempt_of(&w, &tells);
        JB_EQ_I64(tells, rows[i].open);
        JB_EQ_I64(cJSON_GetArraySize(cJSON_GetObjectItem(open, "questions")), QUESTIONS);
        JB_EQ_I64(number(open, "ends_at"), OPENS + 10 + 600000);
        assert_null(cJSON_GetObjectItem(open, "score"));
        hand_in(&w);
        cJSON *handed = attempt_of(&w, &tells);
        JB_EQ_I64(tells, rows[i].handed_in);
        JB_EQ_I64(number(handed, "score"), rows[i].handed_in ? 20 : -1);
        JB_EQ_I64(cJSON_GetArraySize(cJSON_GetObjectItem(handed, "questions")),
                  rows[i].handed_in ? QUESTIONS : 0);
        JB_EQ_I64(give(&w, (jb_command){ .type = JB_COMMAND_FINISH }, OPENS + 200), JB_ACCEPTED);
        w.extra.awards = &w.awarded;
        w.extra.award_count = 1;
        cJSON *closed = attempt_of(&w, &tells);
        JB_EQ_I64(tells, rows[i].closed);
        JB_EQ_I64(number(cJSON_GetObjectItem(closed, "total"), "rank"), 1);
        JB_EQ_I64(cJSON_GetArraySize(cJSON_GetObjectItem(closed, "awards")), 1);
        cJSON_Delete(open);
        cJSON_Delete(handed);
        cJSON_Delete(closed);
        close_world(&w);
    }
}

static void what_was_right_is_checked_only_where_it_may_be_told(void **state)
{
    paper_world w;
    jb_buffer out;
    (void)state;
    jb_buffer_init(&out, 0);
    open_world(&w, JB_REVEAL_HAND_IN, false);
    JB_FALSE(jb_view_checked(&w.scene, 1, 1, &out));
    close_world(&w);
    open_world(&w, JB_REVEAL_AT_ONCE, false);
    JB_TRUE(jb_view_checked(&w.scene, 1, 3, &out));
    JB_EQ_STR(jb_buffer_text(&out), "{\"type\":\"checked\",\"turn\":3,\"correct\":false,\"got\":0,"
                                    "\"right\":[\"a\"],\"explanation\":{\"en\":\"SECRET\"}}");
    jb_buffer_clear(&out);
    JB_FALSE(jb_view_checked(&w.scene, 1, 4, &out));
    JB_FALSE(jb_view_checked(&w.scene, 2, 1, &out));
    jb_buffer_finish(&out);
    close_world(&w);
}

/* Better a review without its notes than none. */
static void a_paper_that_is_too_large_goes_without_its_notes(void **state)
{
    paper_world w;
    (void)state;
    open_world(&w, JB_REVEAL_HAND_IN, true);
    hand_in(&w);
    cJSON *tree = attempt_of(&w, NULL);
    const cJSON *first = cJSON_GetArrayItem(cJSON_GetObjectItem(tree, "questions"), 0);
    JB_TRUE(cJSON_IsTrue(cJSON_GetObjectItem(first, "correct")));
    assert_null(cJSON_GetObjectItem(first, "explanation"));
    cJSON_Delete(tree);
    close_world(&w);
}

static void while_it_stands_still_time_is_what_is_left(void **state)
{
    paper_world w;
    (void)state;
    open_world(&w, JB_REVEAL_CLOSE, false);
    w.extra.ahead_ms = 5000; /* nobody has less time for a wall clock that was put back */
    w.window.paper_ms = 0;
    JB_EQ_I64(give(&w, (jb_command){ .type = JB_COMMAND_PAUSE }, OPENS + 1000), JB_ACCEPTED);
    cJSON *tree = attempt_of(&w, NULL);
    assert_null(cJSON_GetObjectItem(tree, "ends_at"));
    JB_EQ_I64(number(tree, "left_ms"), OPENS + 10 + 600000 - OPENS - 1000);
    cJSON_Delete(tree);
    close_world(&w);
}

static cJSON *board_of(const paper_world *w, bool whole)
{
    jb_buffer out;
    jb_json_out json;
    jb_buffer_init(&out, 0);
    jb_json_begin(&json, &out);
    jb_view_board(&json, &w->scene, whole);
    cJSON *tree = cJSON_ParseWithLength(out.bytes, out.size);
    assert_non_null(tree);
    jb_buffer_finish(&out);
    return tree;
}

static void a_board_counts_people_and_shows_the_newest_hours(void **state)
{
    paper_world w;
    (void)state;
    open_world(&w, JB_REVEAL_CLOSE, false);
    hand_in(&w);
    for (uint32_t i = 0; i < sizeof w.hours / sizeof w.hours[0]; i++) {
        w.hours[i] = (jb_hour){ .from = (jb_time)i * 3600000, .papers = i + 1 };
    }
    w.extra.hour_count = sizeof w.hours / sizeof w.hours[0];
    jb_engine_rank(w.engine);
    cJSON *tree = board_of(&w, false);
    JB_EQ_I64(number(tree, "took_part"), 1);
    JB_EQ_I64(number(tree, "passed"), 1);
    JB_EQ_I64(number(tree, "mean"), 20);
    JB_EQ_I64(number(tree, "units_total"), 2);
    const cJSON *red = cJSON_GetArrayItem(cJSON_GetObjectItem(tree, "units"), 0);
    JB_EQ_I64(number(red, "turnout"), 25);
    JB_EQ_I64(number(red, "mean_roster"), 5);
    const cJSON *blue = cJSON_GetArrayItem(cJSON_GetObjectItem(tree, "units"), 1);
    JB_EQ_I64(number(blue, "roster"), -1);
    const cJSON *curve = cJSON_GetObjectItem(tree, "curve");
    JB_EQ_I64(cJSON_GetArraySize(curve), 1000);
    JB_EQ_I64((int64_t)cJSON_GetArrayItem(cJSON_GetArrayItem(curve, 0), 1)->valuedouble, 201);
    cJSON_Delete(tree);
    tree = board_of(&w, true);
    JB_EQ_I64(cJSON_GetArraySize(cJSON_GetObjectItem(tree, "curve")), 1200);
    cJSON_Delete(tree);
    close_world(&w);
}

/* Who opens or closes earlier than the schedule says does so for everybody to see. */
static void a_window_says_when_it_was_open(void **state)
{
    paper_world w;
    jb_time opens_at = 0;
    jb_time closes_at = 0;
    (void)state;
    open_world(&w, JB_REVEAL_CLOSE, false);
    jb_view_window_times(w.engine, &opens_at, &closes_at);
    JB_EQ_I64(opens_at, OPENS);
    JB_EQ_I64(closes_at, CLOSES);
    JB_EQ_I64(give(&w, (jb_command){ .type = JB_COMMAND_FINISH }, OPENS + 200), JB_ACCEPTED);
    jb_view_window_times(w.engine, &opens_at, &closes_at);
    JB_EQ_I64(closes_at, OPENS + 200);
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_told_before_its_time),
        cmocka_unit_test(what_was_right_is_checked_only_where_it_may_be_told),
        cmocka_unit_test(a_paper_that_is_too_large_goes_without_its_notes),
        cmocka_unit_test(while_it_stands_still_time_is_what_is_left),
        cmocka_unit_test(a_board_counts_people_and_shows_the_newest_hours),
        cmocka_unit_test(a_window_says_when_it_was_open),
    };
    return JB_RUN(tests);
}
