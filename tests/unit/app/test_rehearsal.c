/*
 * What stands between a script and the engine: reading a line, answers made from keys, who takes
 * part, which turn is the next. Whole contests are rehearsed in tests/integration.
 */
#include "jb_test.h"

#include <stdio.h>
#include <string.h>

#include "jinbang/limits.h"
#include "jinbang/plan.h"
#include "rehearsal.h"

static jb_script_fault read_line(const char *text, jb_script_line *line)
{
    jb_buffer why;
    jb_buffer_init(&why, 0);
    jb_script_fault fault = jb_script_read(jb_slice_of(text), line, &why);
    JB_TRUE((fault != JB_SCRIPT_FINE && fault != JB_SCRIPT_EMPTY) == (why.size > 0));
    jb_buffer_finish(&why);
    return fault;
}

static void a_line_is_read_field_by_field(void **state)
{
    jb_script_line line;
    JB_EQ_I64(
        read_line("{\"do\":\"answer\",\"seat\":\"甲队\",\"is\":\"partial\",\"points\":\"-2.5\","
                  "\"at\":1500}",
                  &line),
        JB_SCRIPT_FINE);
    JB_EQ_I64(line.what, JB_SCRIPT_ANSWER);
    JB_EQ_U64(line.seat.number, 0);
    JB_TRUE(jb_slice_equal(line.seat.name, jb_slice_of("甲队")));
    JB_EQ_I64(line.verdict, JB_VERDICT_PARTIAL);
    JB_EQ_I64(line.value, -250);
    JB_EQ_I64(line.at, 1500);
    jb_script_finish(&line);
    JB_EQ_I64(read_line("  {\"do\":\"turn\",\"seat\":3,\"format\":\"risk\",\"round\":2}\r", &line),
              JB_SCRIPT_FINE);
    JB_EQ_U64(line.seat.number, 3);
    JB_EQ_I64(line.format, JB_FORMAT_RISK);
    JB_EQ_U64(line.round, 2);
    JB_EQ_I64(line.phase, JB_PHASE_OPEN);
    JB_TRUE(line.at == JB_TIME_NONE);
    jb_script_finish(&line);
}

static void points_are_whole_hundredths(void **state)
{
    static const struct {
        const char *text;
        int64_t value;
    } good[] = { { "2.5", 250 },
                 { "-0.01", -1 },
                 { "0.29", 29 },
                 { "\"-7.25\"", -725 },
                 { "1000000", 100000000 } };
    static const char *const bad[] = { "0.001",   "\"0.001\"", "1000000.01",
                                       "\"ten\"", "true",      "1e300" };
    char text[96];
    jb_script_line line;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        (void)snprintf(text, sizeof text, "{\"do\":\"pick\",\"value\":%s}", good[i].text);
        JB_EQ_I64(read_line(text, &line), JB_SCRIPT_FINE);
        JB_EQ_I64(line.value, good[i].value);
        jb_script_finish(&line);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        (void)snprintf(text, sizeof text, "{\"do\":\"pick\",\"value\":%s}", bad[i]);
        JB_EQ_I64(read_line(text, &line), JB_SCRIPT_BAD_FIELD);
    }
}

static void a_line_has_a_limit(void **state)
{
    static char text[JB_SCRIPT_LINE_MAX + 64];
    jb_script_line line;
    memset(text, ' ', sizeof text - 1);
    memcpy(text, "{\"do\":\"next\"", 12);
    text[JB_SCRIPT_LINE_MAX - 1] = '}';
    JB_EQ_I64(read_line(text, &line), JB_SCRIPT_FINE);
    jb_script_finish(&line);
    text[JB_SCRIPT_LINE_MAX - 1] = ' ';
    text[JB_SCRIPT_LINE_MAX] = '}';
    JB_EQ_I64(read_line(text, &line), JB_SCRIPT_MALFORMED);
}

static void fields_of_no_use_are_named(void **state)
{
    jb_script_line line;
    jb_buffer why;
    jb_buffer_init(&why, 0);
    JB_EQ_I64(
        jb_script_read(jb_slice_of("{\"do\":\"next\",\"seat\":1,\"phse\":\"open\"}"), &line, &why),
        JB_SCRIPT_FINE);
    JB_EQ_STR(jb_buffer_text(&why), "seat, phse");
    jb_script_finish(&line);
    jb_buffer_finish(&why);
}

static void a_script_is_cut_into_lines(void **state)
{
    jb_slice rest = jb_script_begin(jb_slice_of("\xef\xbb\xbf"
                                                "a\r\n\nb"));
    jb_slice line;
    JB_TRUE(jb_script_next(&rest, &line));
    JB_TRUE(jb_slice_equal(line, jb_slice_of("a\r")));
    JB_TRUE(jb_script_next(&rest, &line));
    JB_EQ_SIZE(line.size, 0);
    JB_TRUE(jb_script_next(&rest, &line));
    JB_TRUE(jb_slice_equal(line, jb_slice_of("b")));
    JB_FALSE(jb_script_next(&rest, &line));
}

/* Right is right to the whole, wrong is nothing at all where the kind lets it. */
static void answers_are_right_and_wrong(const jb_key *key)
{
    jb_answer answer;
    JB_TRUE(jb_answer_make(key, true, &answer));
    JB_TRUE(jb_answer_fits(key, &answer));
    jb_share share = jb_answer_grade(key, &answer);
    JB_EQ_I64(share.num, share.den);
    JB_TRUE(jb_answer_make(key, false, &answer));
    JB_TRUE(jb_answer_fits(key, &answer));
    JB_EQ_I64(jb_answer_grade(key, &answer).num, 0);
}

static void every_kind_can_be_answered(void **state)
{
    static const int32_t weights[] = { 0, JB_WHOLE / 2, JB_WHOLE };
    static const jb_accept_number numbers[] = { { -3000000, -1000000, JB_WHOLE / 2 },
                                                { 0, 0, JB_WHOLE } };
    const jb_accept_text words[] = { { { "h*o", 3 }, JB_WHOLE / 2, true },
                                     { { "wor*ld", 6 }, JB_WHOLE, true } };
    const jb_accept_text word = { { "two", 3 }, JB_WHOLE, false };
    const jb_blank blanks[] = { { words, 2, 5 }, { &word, 1, 0 } };
    const jb_key keys[] = {
        { .kind = JB_KIND_SINGLE, .option_count = 4, .correct = 4 },
        { .kind = JB_KIND_SINGLE, .option_count = 3, .weights = weights },
        { .kind = JB_KIND_MULTIPLE,
          .grading = JB_GRADING_SUBSET_HALF,
          .option_count = 4,
          .correct = 5 },
        { .kind = JB_KIND_MULTIPLE, .option_count = 3, .correct = 7 },
        { .kind = JB_KIND_TRUEFALSE, .option_count = 2, .correct = 1 },
        { .kind = JB_KIND_NUMERIC, .numbers = numbers, .number_count = 2 },
        { .kind = JB_KIND_TEXT, .blanks = blanks, .blank_count = 2, .any_order = true },
        { .kind = JB_KIND_TEXT,
          .grading = JB_GRADING_PER_PART,
          .blanks = blanks,
          .blank_count = 2 },
        { .kind = JB_KIND_ORDERING,
          .grading = JB_GRADING_PER_PART,
          .option_count = 3,
          .order = { 2, 0, 1 } },
        { .kind = JB_KIND_MATCHING,
          .grading = JB_GRADING_PER_PART,
          .option_count = 3,
          .target_count = 2,
          .pairs = { 1, 1, 0 } },
    };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        answers_are_right_and_wrong(&keys[i]);
    }
}

static void where_everything_is_right_nothing_is_wrong(void **state)
{
    jb_answer answer;
    const jb_accept_text all = { { "*", 1 }, JB_WHOLE, true };
    const jb_blank blank = { &all, 1, 0 };
    const jb_key text = { .kind = JB_KIND_TEXT, .blanks = &blank, .blank_count = 1 };
    JB_TRUE(jb_answer_make(&text, true, &answer));
    JB_FALSE(jb_answer_make(&text, false, &answer));
}

/* A rehearsal of a contest file. */
typedef struct stage {
    jb_plan *plan;
    jb_cast cast;
    jb_rehearsal r;
} stage;

static void raise(stage *s, const char *file, const char *script)
{
    jb_buffer bytes;
    jb_report report;
    const jb_hash hash = { { 1 } };
    jb_buffer_init(&bytes, 0);
    jb_report_init(&report);
    const jb_plan_order order = { .file = jb_slice_of(file), .placeholders = true };
    JB_EQ_I64(jb_plan_make_as(&order, &report, &bytes), JB_OK);
    JB_FALSE(report.errors);
    JB_EQ_I64(jb_plan_load(jb_buffer_slice(&bytes), &s->plan), JB_OK);
    JB_EQ_I64(jb_cast_read(s->plan, jb_slice_of(script), &s->cast), JB_OK);
    JB_EQ_I64(jb_rehearsal_open(&s->r, s->plan, &hash, &s->cast), JB_OK);
    jb_report_finish(&report);
    jb_buffer_finish(&bytes);
}

static void strike(stage *s)
{
    JB_EQ_STR(s->r.broken, NULL);
    JB_TRUE(jb_rehearsal_replays(&s->r));
    jb_rehearsal_finish(&s->r);
    jb_cast_finish(&s->cast);
    jb_plan_destroy(s->plan);
}

/* The code of its refusal; NULL: taken. */
static const char *say(stage *s, const char *line)
{
    jb_buffer why;
    jb_buffer_init(&why, 0);
    const jb_refused *refused = jb_rehearsal_line(&s->r, jb_slice_of(line), &why);
    jb_buffer_finish(&why);
    return refused ? refused->code : NULL;
}

static const char people_file[] =
    "{\"title\":{\"en\":\"T\"},\"rounds\":[{\"format\":\"everyone\",\"draw\":{\"placeholder\":4},"
    "\"reading\":5,\"seconds\":20,\"intro\":true}]}";

static void whoever_is_named_is_there(void **state)
{
    stage s;
    char number[16];
    raise(
        &s, people_file,
        "{\"do\":\"buzz\",\"seat\":\"Ann\"}\nnot a line\n{\"do\":\"pick\",\"value\":1,\"seat\":4}\n"
        "{\"do\":\"name\",\"seat\":\"Ann\",\"other\":\"Ben\"}\n{\"do\":\"buzz\",\"seat\":2000000}");
    JB_EQ_U64(s.cast.count, 4);
    JB_EQ_U64(s.r.view->joined, 4);
    JB_TRUE(jb_slice_equal(jb_cast_name(&s.cast, 1, number), jb_slice_of("Ann")));
    JB_TRUE(jb_slice_equal(jb_cast_name(&s.cast, 2, number), jb_slice_of("Ben")));
    JB_TRUE(jb_slice_equal(jb_cast_name(&s.cast, 4, number), jb_slice_of("4")));
    JB_EQ_U64(jb_cast_find(&s.cast, jb_slice_of("Ben")), 2);
    JB_EQ_U64(jb_cast_find(&s.cast, jb_slice_of("4")), 0);
    JB_EQ_STR(say(&s, "{\"do\":\"turn\",\"seat\":5}"), "no_seat");
    JB_EQ_STR(say(&s, "{\"do\":\"turn\",\"seat\":\"Ben\"}"), NULL);
    strike(&s);
}

#define STANDS(s, wanted_turn, wanted_phase)                                                       \
    do {                                                                                           \
        JB_EQ_U64((s).r.view->turn, (wanted_turn));                                                \
        JB_EQ_STR(jb_phase_name((s).r.view->phase), (wanted_phase));                               \
    } while (0)

static void the_next_turn_is_one_in_which_nothing_was_done(void **state)
{
    stage s;
    raise(&s, people_file, "{\"do\":\"buzz\",\"seat\":2}");
    JB_EQ_STR(say(&s, "{\"do\":\"next\"}"), NULL); /* the intro: nothing was put into turn 1 */
    JB_EQ_STR(say(&s, "{\"do\":\"turn\"}"), NULL);
    STANDS(s, 1, "open");
    JB_EQ_STR(say(&s, "{\"do\":\"turn\",\"phase\":\"reveal\"}"), NULL);
    STANDS(s, 2, "reveal");
    JB_EQ_STR(say(&s, "{\"do\":\"next\"}"), NULL);
    STANDS(s, 2, "standings");
    JB_EQ_STR(say(&s, "{\"do\":\"next\"}"), NULL); /* the third begins by this */
    STANDS(s, 3, "reading");
    JB_EQ_STR(say(&s, "{\"do\":\"buzz\",\"seat\":1}"),
              "not_now"); /* refused: it is not begun with */
    JB_EQ_STR(say(&s, "{\"do\":\"turn\"}"), NULL);
    STANDS(s, 3, "open");
    JB_EQ_STR(say(&s, "{\"do\":\"turn\",\"phase\":\"intro\"}"), "bad_turn");
    JB_EQ_STR(say(&s, "{\"do\":\"turn\",\"format\":\"buzzer\"}"), "bad_turn");
    STANDS(s, 3, "open");
    JB_EQ_STR(say(&s, "{\"do\":\"turn\"}"), NULL);
    STANDS(s, 4, "open");
    JB_EQ_STR(say(&s, "{\"do\":\"turn\"}"), "bad_turn");
    STANDS(s, 4, "open");
    strike(&s);
}

static void time_is_what_the_script_says(void **state)
{
    stage s;
    raise(&s, people_file, "{\"do\":\"buzz\",\"seat\":1}");
    JB_EQ_STR(say(&s, "{\"do\":\"turn\",\"phase\":\"reading\",\"at\":1000}"), NULL);
    JB_EQ_STR(say(&s, "{\"do\":\"answer\",\"seat\":1,\"is\":\"right\"}"), "not_now");
    JB_EQ_STR(say(&s, "{\"do\":\"wait\",\"ms\":5000}"), NULL);
    STANDS(s, 1, "open");
    JB_EQ_I64(s.r.view->opens_at, 6000);
    JB_EQ_STR(say(&s, "{\"do\":\"answer\",\"seat\":1,\"is\":\"right\",\"at\":5999}"), "bad_field");
    JB_EQ_STR(say(&s, "{\"do\":\"answer\",\"seat\":1,\"is\":\"right\",\"at\":7250}"), NULL);
    JB_EQ_I64(jb_engine_seat(s.r.engine, 1)->elapsed_ms, 1250);
    /* A long wait passes every deadline at its own time. */
    JB_EQ_STR(say(&s, "{\"do\":\"turn\",\"phase\":\"reading\"}"), NULL);
    JB_EQ_STR(say(&s, "{\"do\":\"wait\",\"ms\":100000}"), NULL);
    STANDS(s, 2, "locked");
    JB_EQ_I64(s.r.view->closed_at, 7250 + 5000 + 20000);
    JB_EQ_I64(s.r.now, 107250);
    strike(&s);
}

static const char teams_file[] =
    "{\"title\":{\"en\":\"T\"},\"seats\":\"teams\",\"teams\":[{\"name\":{\"zh-Hans\":\"甲队\","
    "\"en\":"
    "\"Red "
    "Team\"}},{\"name\":\"Blue\"}],\"rounds\":[{\"format\":\"turn\",\"draw\":{\"placeholder\":4},"
    "\"per_seat\":2}]}";

static void a_team_has_all_its_names(void **state)
{
    stage s;
    raise(&s, teams_file, "{\"do\":\"answer\",\"person\":\"Li\",\"is\":\"right\"}");
    JB_EQ_U64(s.r.view->hall, 1);
    JB_EQ_STR(say(&s, "{\"do\":\"turn\",\"seat\":\"甲队\"}"), NULL);
    JB_EQ_STR(say(&s, "{\"do\":\"answer\",\"seat\":\"Blue\",\"is\":\"right\"}"), "not_your_turn");
    JB_EQ_STR(say(&s, "{\"do\":\"answer\",\"seat\":\"  red  TEAM\",\"is\":\"right\"}"), NULL);
    JB_EQ_STR(say(&s, "{\"do\":\"turn\",\"seat\":\"ｂｌｕｅ\"}"), NULL);
    STANDS(s, 2, "open");
    JB_EQ_STR(say(&s, "{\"do\":\"turn\",\"seat\":\"Li\"}"), "no_seat"); /* is in the hall */
    JB_EQ_STR(say(&s, "{\"do\":\"answer\",\"person\":\"Wu\",\"is\":\"right\"}"), "no_player");
    JB_EQ_I64(jb_engine_seat(s.r.engine, 1)->score, 1000);
    strike(&s);
}

static void where_everybody_is_of_a_team_there_is_no_hall(void **state)
{
    stage s;
    jb_buffer file;
    jb_buffer_init(&file, 0);
    jb_buffer_append_text(&file, "{\"team_required\":true,");
    jb_buffer_append_text(&file, teams_file + 1);
    raise(&s, jb_buffer_text(&file), "{\"do\":\"answer\",\"person\":1,\"is\":\"right\"}");
    JB_EQ_U64(s.r.view->joined, 0);
    JB_EQ_STR(say(&s, "{\"do\":\"turn\",\"seat\":1}"), NULL);
    JB_EQ_STR(say(&s, "{\"do\":\"answer\",\"person\":1,\"is\":\"right\"}"), "no_player");
    JB_EQ_I64(jb_engine_seat(s.r.engine, 1)->score, 0);
    strike(&s);
    jb_buffer_finish(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_read_field_by_field),
        cmocka_unit_test(points_are_whole_hundredths),
        cmocka_unit_test(a_line_has_a_limit),
        cmocka_unit_test(fields_of_no_use_are_named),
        cmocka_unit_test(a_script_is_cut_into_lines),
        cmocka_unit_test(every_kind_can_be_answered),
        cmocka_unit_test(where_everything_is_right_nothing_is_wrong),
        cmocka_unit_test(whoever_is_named_is_there),
        cmocka_unit_test(the_next_turn_is_one_in_which_nothing_was_done),
        cmocka_unit_test(time_is_what_the_script_says),
        cmocka_unit_test(a_team_has_all_its_names),
        cmocka_unit_test(where_everybody_is_of_a_team_there_is_no_hall),
    };
    return JB_RUN(tests);
}
