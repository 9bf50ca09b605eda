/* "window" of a contest file, with every default written out. */
#include "contest_internal.h"

static void write_section(jb_json_out *json, const jb_contest_round *section)
{
    const jb_contest_draw *draw = section->draws;
    jb_json_object(json);
    if (draw->bank) {
        jb_write_word(json, "bank", draw->bank->valuestring);
        jb_contest_filter_write(json, draw);
    } else {
        jb_json_int_member(json, "placeholder", draw->pool);
    }
    jb_json_int_member(json, "count", draw->count);
    jb_json_hundredths_member(json, "points", section->right);
    jb_json_object_end(json);
}

static void write_worth(jb_json_out *json, const jb_contest_round *worth)
{
    jb_json_key(json, "points");
    jb_json_object(json);
    jb_json_hundredths_member(json, "right", worth->right);
    jb_json_hundredths_member(json, "wrong", worth->wrong);
    jb_json_hundredths_member(json, "none", worth->none);
    jb_json_object_end(json);
    jb_contest_grading_write(json, worth);
}

static void write_attempts(jb_json_out *json, const jb_window_rules *rules)
{
    jb_json_key(json, "attempts");
    jb_json_object(json);
    jb_json_int_member(json, "max", rules->attempts_max);
    if (rules->attempts_per_day > 0) {
        jb_json_int_member(json, "per_day", rules->attempts_per_day);
    }
    if (rules->attempts_max != 1) {
        jb_write_word(json, "count", jb_attempts_name(rules->attempts));
    }
    jb_json_object_end(json);
}

static void write_limits(jb_json_out *json, const jb_contest_window *window)
{
    const jb_window_rules *rules = &window->rules;
    if (rules->paper_ms > 0) {
        jb_write_seconds(json, "seconds", rules->paper_ms);
    }
    if (rules->question_ms > 0) {
        jb_write_seconds(json, "question_seconds", rules->question_ms);
    }
    write_attempts(json, rules);
    jb_write_word(json, "reveal", jb_reveal_when_name(rules->reveal));
    if (rules->question_ms == 0 && rules->reveal != JB_REVEAL_AT_ONCE) {
        jb_json_bool_member(json, "change", rules->change);
    }
    jb_json_bool_member(json, "shuffle_questions", rules->shuffle_questions);
    if (window->at[JB_WINDOW_SHUFFLE_OPTIONS]) {
        jb_json_bool_member(json, "shuffle_options", rules->shuffle_options);
    }
    jb_write_word(json, "entry", jb_entry_by_name(rules->entry));
    jb_json_bool_member(json, "study", rules->study);
    if (rules->has_pass) {
        jb_json_hundredths_member(json, "pass", rules->pass);
    }
}

void jb_contest_window_write(jb_json_out *json, const jb_contest *contest)
{
    const jb_contest_window *window = contest->window;
    jb_json_key(json, "window");
    jb_json_object(json);
    jb_write_word(json, "opens_at", window->at[JB_WINDOW_OPENS_AT]->valuestring);
    jb_write_word(json, "closes_at", window->at[JB_WINDOW_CLOSES_AT]->valuestring);
    jb_write_word(json, "time_zone", window->at[JB_WINDOW_TIME_ZONE]->valuestring);
    jb_json_key(json, "paper");
    jb_json_array(json);
    for (uint32_t i = 0; i < contest->round_count; i++) {
        write_section(json, &contest->rounds[i]);
    }
    jb_json_array_end(json);
    write_worth(json, &window->worth);
    write_limits(json, window);
    jb_json_object_end(json);
}
