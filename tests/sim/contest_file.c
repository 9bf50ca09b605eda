/*
 * A bank of questions of all seven kinds, a contest file with rules drawn by lot, and the answers
 * that people give to them. What must stay secret holds the word SECRET, what is for the host alone
 * HOSTNOTE, so that a look at the text of a frame finds it.
 */
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/decimal.h"
#include "sim.h"

#define HEAD(id, kind)                                                                             \
    "{\"id\":\"" id "\",\"type\":\"" kind "\",\"stem\":{\"en\":\"Question " id "?\"},"             \
    "\"explanation\":{\"en\":\"SECRET reason\"},\"host_note\":{\"en\":\"HOSTNOTE\"},"
#define OPTION(id) "{\"id\":\"" id "\",\"text\":{\"en\":\"Option " id "\"}}"
#define ABCD       OPTION("a") "," OPTION("b") "," OPTION("c") "," OPTION("d")

static const char bank_text[] =
    "{\"format\":\"question-bank\",\"version\":1,\"id\":\"b\",\"title\":{\"en\":\"T\"},"
    "\"default_language\":\"en\",\"questions\":["
    /* */
    HEAD("q1", "single") "\"options\":[" ABCD "],\"answer\":{\"correct\":[\"b\"]}},"
    /* */
    HEAD("q2", "multiple") "\"options\":[" ABCD "],\"answer\":{\"correct\":[\"a\",\"c\"]}},"
    /* */
    HEAD("q3", "truefalse") "\"answer\":{\"value\":true}},"
    /* */
    HEAD("q4", "numeric") "\"answer\":{\"accept\":[{\"value\":\"42.5\",\"tolerance\":\"0.5\"}]}},"
    /* */
    HEAD("q5", "text") "\"answer\":{\"blanks\":[{\"accept\":[{\"text\":\"SECRETone\"}]},"
                       "{\"accept\":[{\"text\":\"SECRETtwo\"}]}]}},"
    /* */
    HEAD("q6", "ordering") "\"options\":[" ABCD "],"
                           "\"answer\":{\"order\":[\"d\",\"b\",\"a\",\"c\"]}},"
    /* */
    HEAD("q7",
         "matching") "\"options\":[" ABCD
                     "],\"targets\":[" OPTION("x") "," OPTION("y") "," OPTION("z") "," OPTION(
                         "w") "],"
                              "\"answer\":{\"pairs\":[[\"a\",\"x\"],[\"b\",\"y\"],[\"c\",\"z\"],"
                              "[\"d\",\"w\"]]}},"
    /* */
    HEAD("q8", "single") "\"options\":[" ABCD "],\"answer\":{\"correct\":[\"d\"]}},"
    /* */
    HEAD("q9", "truefalse") "\"answer\":{\"value\":false}}]}";

static const char *pick(sim *s, const char *const *words, int64_t count)
{
    return words[sim_between(s, 0, count - 1)];
}

static void number_member(jb_json_out *json, const char *key, int64_t hundredths)
{
    jb_json_key(json, key);
    jb_json_hundredths(json, hundredths);
}

static void text_member(jb_json_out *json, const char *key, const char *text)
{
    jb_json_key(json, key);
    jb_json_text(json, text);
}

static void write_round(sim *s, jb_json_out *json, const uint32_t *questions, uint32_t count,
                        bool automatic)
{
    static const char *const standings[] = { "turn", "round", "end" };
    static const char *const multiple[] = { "all_or_nothing", "subset_half", "right_minus_wrong" };
    jb_json_object(json);
    text_member(json, "format", "everyone");
    jb_json_key(json, "questions");
    jb_json_object(json);
    text_member(json, "bank", "b");
    jb_json_key(json, "ids");
    jb_json_array(json);
    for (uint32_t i = 0; i < count; i++) {
        char id[8];
        (void)snprintf(id, sizeof id, "q%u", questions[i] + 1);
        jb_json_text(json, id);
    }
    jb_json_array_end(json);
    jb_json_object_end(json);
    number_member(json, "seconds", !automatic && sim_percent(s, 15) ? 0 : sim_between(s, 100, 700));
    number_member(json, "reading", sim_percent(s, 50) ? 0 : sim_between(s, 20, 200));
    jb_json_key(json, "intro");
    jb_json_bool(json, sim_percent(s, 30));
    number_member(json, "intro_seconds", sim_between(s, 0, 100));
    number_member(json, "locked_seconds", sim_between(s, 0, 150));
    number_member(json, "reveal_seconds", sim_between(s, 20, 200));
    number_member(json, "standings_seconds", sim_between(s, 20, 200));
    jb_json_key(json, "points");
    jb_json_object(json);
    number_member(json, "right", sim_between(s, 0, 2000));
    number_member(json, "wrong", sim_percent(s, 50) ? 0 : sim_between(s, -500, 100));
    number_member(json, "none", sim_percent(s, 70) ? 0 : sim_between(s, -300, 100));
    jb_json_object_end(json);
    if (sim_percent(s, 50)) {
        jb_json_key(json, "speed");
        jb_json_object(json);
        text_member(json, "kind", "linear");
        number_member(json, "floor", 100 * sim_between(s, 0, 100));
        jb_json_object_end(json);
    }
    jb_json_key(json, "grading");
    jb_json_object(json);
    text_member(json, "multiple", pick(s, multiple, 3));
    text_member(json, "parts", sim_percent(s, 50) ? "per_part" : "all_or_nothing");
    jb_json_object_end(json);
    jb_json_key(json, "change");
    jb_json_bool(json, sim_percent(s, 40));
    text_member(json, "standings", pick(s, standings, 3));
    jb_json_object_end(json);
}

static void write_teams(sim *s, jb_json_out *json)
{
    static const char *const scores[] = { "sum", "mean", "turnout" };
    static const char *const names[] = { "Red", "Blue", "Nobody" };
    jb_json_key(json, "teams");
    jb_json_array(json);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        jb_json_object(json);
        text_member(json, "name", names[i]);
        jb_json_key(json, "roster");
        jb_json_int(json, sim_between(s, 1, 40));
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
    jb_json_key(json, "team_required");
    jb_json_bool(json, sim_percent(s, 50));
    jb_json_key(json, "team_score");
    if (sim_percent(s, 30)) {
        jb_json_object(json);
        jb_json_key(json, "best");
        jb_json_int(json, sim_between(s, 1, 5));
        jb_json_object_end(json);
    } else {
        jb_json_text(json, pick(s, scores, 3));
    }
}

static void write_rounds(sim *s, jb_json_out *json, bool automatic)
{
    uint32_t questions[9];
    uint32_t total = (uint32_t)sim_between(s, 2, 8);
    for (uint32_t i = 0; i < 9; i++) {
        questions[i] = i;
    }
    jb_random_shuffle(&s->random, questions, 9);
    jb_json_key(json, "rounds");
    jb_json_array(json);
    for (uint32_t first = 0; first < total;) {
        uint32_t count = (uint32_t)sim_between(s, 1, total - first);
        write_round(s, json, questions + first, count, automatic);
        first += count;
    }
    jb_json_array_end(json);
}

static void write_file(sim *s, jb_buffer *file)
{
    static const char *const ties[] = { "time", "correct", "last" };
    bool automatic = sim_percent(s, 50);
    jb_json_out json;
    jb_json_begin(&json, file);
    jb_json_object(&json);
    jb_json_key(&json, "title");
    jb_json_raw(&json, jb_slice_of("{\"en\":\"Sim\"}"));
    text_member(&json, "pace", automatic ? "auto" : "host");
    text_member(&json, "late", sim_percent(s, 80) ? "any" : "lobby");
    number_member(&json, "base", sim_percent(s, 60) ? 0 : sim_between(s, -1000, 10000));
    jb_json_key(&json, "tie");
    jb_json_array(&json);
    uint32_t first = (uint32_t)sim_between(s, 0, 2);
    for (uint32_t i = 0; i < (uint32_t)sim_between(s, 0, 3); i++) {
        jb_json_text(&json, ties[(first + i) % 3]);
    }
    jb_json_array_end(&json);
    jb_json_key(&json, "fair_cap_ms");
    jb_json_int(&json, sim_percent(s, 20) ? 0 : sim_between(s, 1, 300));
    if (sim_percent(s, 15)) {
        jb_json_key(&json, "players_max");
        jb_json_int(&json, sim_between(s, 1, 30));
    }
    if (sim_percent(s, 50)) {
        write_teams(s, &json);
    }
    write_rounds(s, &json, automatic);
    jb_json_object_end(&json);
}

static const jb_bank *find(void *user, const char *id)
{
    const jb_bank *bank = user;
    return strcmp(id, "b") == 0 ? bank : NULL;
}

static void write_bank(const sim *s, jb_buffer *out)
{
    if (s->staged) {
        sim_write_stage_bank(out);
    } else {
        jb_buffer_append_text(out, bank_text);
    }
}

/* False: the lot gave a tie key that cannot separate anybody, which is refused. */
static bool make_plan(sim *s, jb_bank *bank)
{
    jb_report report;
    jb_buffer file;
    jb_buffer_init(&file, 0);
    jb_buffer_init(&s->plan, 0);
    jb_report_init(&report);
    if (s->staged) {
        sim_write_stage_file(s, &file);
    } else {
        write_file(s, &file);
    }
    jb_status status = jb_plan_make(jb_buffer_slice(&file), find, bank, jb_random_next(&s->random),
                                    &report, &s->plan);
    bool good = status == JB_OK && !report.errors;
    const jb_problem *problem = report.problem_count > 0 ? &report.problems[0] : NULL;
    if (!good && !(problem && strcmp(problem->code, "tie_cannot_separate") == 0)) {
        sim_fail(s, "the contest file is refused: %s: %s", problem ? problem->message : "?",
                 jb_buffer_text(&file));
    }
    if (!good) {
        jb_buffer_finish(&s->plan);
    }
    jb_report_finish(&report);
    jb_buffer_finish(&file);
    return good;
}

void sim_make_plan(sim *s)
{
    jb_report report;
    jb_bank *bank = NULL;
    jb_buffer text;
    jb_buffer_init(&text, 0);
    jb_report_init(&report);
    write_bank(s, &text);
    if (jb_bank_read(jb_buffer_slice(&text), &report, &bank) != JB_OK || report.errors) {
        sim_fail(s, "the bank is not read: %s",
                 report.problem_count > 0 ? report.problems[0].message : "?");
    }
    jb_report_finish(&report);
    while (!make_plan(s, bank)) {
        /* another one */
    }
    jb_bank_destroy(bank);
    jb_buffer_finish(&text);
}

/* ---- answers ---- */

static void options_json(sim *s, const jb_question_text *text, uint32_t bits, jb_json_out *json)
{
    bool backwards = sim_percent(s, 30);
    for (uint32_t i = 0; i < text->option_count; i++) {
        uint32_t option = backwards ? text->option_count - 1 - i : i;
        if (bits & (UINT32_C(1) << option)) {
            jb_json_slice(json, text->options[option].id);
        }
    }
}

static void items_json(sim *s, const jb_question_text *text, const jb_key *key, bool right,
                       jb_json_out *json)
{
    uint32_t items[JB_OPTIONS_MAX];
    bool matching = text->kind == JB_KIND_MATCHING;
    uint32_t count = matching ? text->target_count : text->option_count;
    for (uint32_t i = 0; i < count; i++) {
        items[i] = i;
    }
    jb_random_shuffle(&s->random, items, count);
    jb_json_array(json);
    for (uint32_t i = 0; i < text->option_count; i++) {
        uint32_t item = !right ? items[i] : matching ? key->pairs[i] : key->order[i];
        if (!matching) {
            jb_json_slice(json, text->options[item].id);
        } else if (right || sim_percent(s, 80)) {
            jb_json_array(json);
            jb_json_slice(json, text->options[i].id);
            jb_json_slice(json, text->targets[item].id);
            jb_json_array_end(json);
        }
    }
    jb_json_array_end(json);
}

static void numeric_json(sim *s, const jb_key *key, bool right, jb_json_out *json)
{
    char number[JB_DECIMAL_TEXT_MAX];
    int64_t value = right ? key->numbers[0].low : sim_between(s, -9000000, 90000000);
    (void)jb_decimal_format(value, JB_DECIMAL_PLACES_MAX, number);
    if (sim_percent(s, 30)) {
        jb_json_raw(json, jb_slice_of(number));
    } else {
        jb_json_text(json, number);
    }
}

static void text_json(sim *s, const jb_question_text *text, const jb_key *key, bool right,
                      jb_json_out *json)
{
    jb_json_array(json);
    for (uint32_t i = 0; i < text->blank_count; i++) {
        char typed[32];
        (void)snprintf(typed, sizeof typed, "typed %u", (unsigned)sim_between(s, 0, 99999));
        if (right || sim_percent(s, 40)) {
            jb_json_slice(json, key->blanks[i].accepts[0].folded);
        } else {
            jb_json_text(json, typed);
        }
    }
    jb_json_array_end(json);
}

uint32_t sim_question_of(const sim *s, uint32_t turn)
{
    if (turn == 0 || turn > s->durable.plan->rules.turn_count) {
        return JB_NO_QUESTION;
    }
    return s->staged ? jb_engine_question_of(s->durable.engine, turn) : turn - 1;
}

static void answer_json(sim *s, uint32_t question, bool right, jb_json_out *json)
{
    const jb_plan *plan = s->durable.plan;
    const jb_key *key = &plan->rules.questions[question].key;
    const jb_question_text *text = &plan->texts[question];
    uint32_t all = (UINT32_C(1) << key->option_count) - 1;
    switch (text->kind) {
    case JB_KIND_SINGLE:
        options_json(
            s, text,
            right ? key->correct : UINT32_C(1) << sim_between(s, 0, text->option_count - 1), json);
        return;
    case JB_KIND_MULTIPLE:
        jb_json_array(json);
        options_json(s, text, right ? key->correct : (uint32_t)sim_between(s, 1, all), json);
        jb_json_array_end(json);
        return;
    case JB_KIND_TRUEFALSE:
        jb_json_bool(json, right ? key->correct == 2 : sim_percent(s, 50));
        return;
    case JB_KIND_NUMERIC:
        numeric_json(s, key, right, json);
        return;
    case JB_KIND_TEXT:
        text_json(s, text, key, right, json);
        return;
    case JB_KIND_ORDERING:
    case JB_KIND_MATCHING:
        items_json(s, text, key, right, json);
        return;
    case JB_KIND_COUNT:
        break;
    }
    jb_json_null(json);
}

void sim_make_answer(sim *s, uint32_t turn, char *out, size_t size)
{
    static const char *const nonsense[] = { "null",
                                            "\"zz\"",
                                            "[]",
                                            "{}",
                                            "123456789012345678",
                                            "[[\"a\"]]",
                                            "\"a\"",
                                            "[\"a\",\"a\"]",
                                            "true",
                                            "1e300",
                                            "[1,2,3]",
                                            "[\"\\u0000\"]",
                                            "{\"a\":[[[[]]]]}" };
    uint32_t question = sim_question_of(s, turn);
    if (sim_percent(s, 4) || question == JB_NO_QUESTION) {
        (void)snprintf(out, size, "%s",
                       pick(s, nonsense, (int64_t)(sizeof nonsense / sizeof nonsense[0])));
        return;
    }
    jb_buffer buffer;
    jb_json_out json;
    jb_buffer_init(&buffer, 0);
    jb_json_begin(&json, &buffer);
    answer_json(s, question, sim_percent(s, 50), &json);
    (void)snprintf(out, size, "%s", jb_buffer_text(&buffer));
    jb_buffer_finish(&buffer);
}
