/* The JSON of a report: the window, the figures of the whole contest, how scores and hand-ins lie.
 */
#include "figures.h"

#include "jinbang/json_out.h"

static void write_attempts(jb_json_out *json, const jb_window_rules *window)
{
    jb_json_key(json, "attempts");
    jb_json_object(json);
    if (window->attempts_max > 0) {
        jb_json_int_member(json, "max", window->attempts_max);
    }
    if (window->attempts_per_day > 0) {
        jb_json_int_member(json, "per_day", window->attempts_per_day);
    }
    jb_json_text_member(json, "count", jb_attempts_name(window->attempts));
    jb_json_object_end(json);
}

/* As in the protocol's `state`. */
static void write_window(jb_json_out *json, const jb_export *from)
{
    const jb_window_rules *window = from->plan->rules.window;
    if (!window) {
        return;
    }
    jb_json_key(json, "window");
    jb_json_object(json);
    jb_json_int_member(json, "opens_at", from->results->opens_at);
    jb_json_int_member(json, "closes_at", from->results->closes_at);
    jb_json_slice_member(json, "time_zone", from->plan->time_zone);
    jb_json_int_member(json, "questions", window->paper_count);
    jb_json_hundredths_member(json, "full", window->full);
    if (window->has_pass) {
        jb_json_hundredths_member(json, "pass", window->pass);
    }
    if (window->paper_ms > 0) {
        jb_json_int_member(json, "seconds", window->paper_ms / 1000);
    }
    if (window->question_ms > 0) {
        jb_json_int_member(json, "question_seconds", window->question_ms / 1000);
    }
    write_attempts(json, window);
    jb_json_text_member(json, "reveal", jb_reveal_when_name(window->reveal));
    jb_json_text_member(json, "entry", jb_entry_by_name(window->entry));
    jb_json_bool_member(json, "change", window->change);
    jb_json_object_end(json);
}

static void write_scores(jb_json_out *json, const jb_figures *figures)
{
    jb_json_hundredths_member(json, "mean", figures->mean);
    jb_json_hundredths_member(json, "median", figures->median);
    jb_json_hundredths_member(json, "highest", figures->highest);
    jb_json_hundredths_member(json, "lowest", figures->lowest);
}

static void write_rule(jb_json_out *json, const jb_export *from)
{
    static const char *const keys[JB_TONGUE_COUNT] = {
        [JB_TONGUE_EN] = "en", [JB_TONGUE_ZH] = "zh-Hans"
    };
    jb_buffer rule;
    if (from->plan->rules.team_count == 0 || jb_export_teams_compete(from)) {
        return;
    }
    jb_buffer_init(&rule, 0);
    jb_json_key(json, "team_rule");
    jb_json_object(json);
    for (jb_tongue tongue = 0; tongue < JB_TONGUE_COUNT; tongue++) {
        jb_buffer_clear(&rule);
        jb_team_rule(from, tongue, &rule);
        jb_json_slice_member(json, keys[tongue], jb_buffer_slice(&rule));
    }
    jb_json_object_end(json);
    json->out->failed = json->out->failed || rule.failed;
    jb_buffer_finish(&rule);
}

static void write_summary(jb_json_out *json, const jb_score_book *book)
{
    const jb_export *from = book->from;
    const jb_window_rules *window = from->plan->rules.window;
    const jb_figures figures = jb_figures_of_all(book);
    jb_json_key(json, "summary");
    jb_json_object(json);
    jb_json_int_member(json, "participants", from->results->took_part);
    jb_json_int_member(json, "joined", from->results->participant_count);
    if (figures.roster > 0) {
        jb_json_int_member(json, "roster", (int64_t)figures.roster);
        jb_json_hundredths_member(json, "turnout", figures.turnout);
    }
    write_scores(json, &figures);
    if (window) {
        jb_json_int_member(json, "papers", (int64_t)from->results->papers);
        jb_json_hundredths_member(json, "full", window->full);
    }
    if (window && window->has_pass) {
        jb_json_hundredths_member(json, "pass", window->pass);
        jb_json_int_member(json, "passed", figures.passed);
        jb_json_hundredths_member(json, "pass_rate", figures.pass_rate);
    }
    write_rule(json, from);
    jb_json_object_end(json);
}

static void write_distribution(jb_json_out *json, const jb_score_book *book)
{
    jb_score_step steps[JB_STEPS_OF_SCORES_MAX];
    uint32_t count = jb_score_steps(book, steps);
    jb_json_key(json, "distribution");
    jb_json_array(json);
    for (uint32_t i = 0; i < count; i++) {
        jb_json_object(json);
        jb_json_hundredths_member(json, "from", steps[i].from);
        jb_json_hundredths_member(json, "to", steps[i].to);
        jb_json_int_member(json, "count", steps[i].count);
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
}

static void write_curve(jb_json_out *json, const jb_export *from)
{
    if (!from->plan->rules.window) {
        return;
    }
    jb_json_key(json, "curve");
    jb_json_array(json);
    for (uint32_t i = 0; i < from->results->curve_count; i++) {
        jb_json_array(json);
        jb_json_int(json, from->results->curve[i].from);
        jb_json_int(json, from->results->curve[i].papers);
        jb_json_array_end(json);
    }
    jb_json_array_end(json);
}

void jb_report_json_write(jb_json_out *json, const jb_score_book *book)
{
    write_window(json, book->from);
    write_summary(json, book);
    write_distribution(json, book);
    write_curve(json, book->from);
}
