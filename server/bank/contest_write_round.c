/*
 * A round with every default written out: the settings that its format uses, and no others, so that
 * what is written can be read again. What is left to each question stands in it only where the file
 * said so for the whole round.
 */
#include "contest_internal.h"

#include "jinbang/assert.h"
#include "jinbang/decimal.h"

void jb_write_seconds(jb_json_out *json, const char *key, jb_time ms)
{
    char text[JB_DECIMAL_TEXT_MAX];
    size_t size = jb_decimal_format(ms, 3, text);
    jb_json_raw_member(json, key, (jb_slice){ .bytes = text, .size = size });
}

void jb_write_word(jb_json_out *json, const char *key, const char *word)
{
    JB_ASSERT(word != NULL);
    jb_json_text_member(json, key, word);
}

static void write_strings(jb_json_out *json, const char *key, const cJSON *list)
{
    jb_json_key(json, key);
    jb_json_array(json);
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, list) {
        jb_json_text(json, item->valuestring);
    }
    jb_json_array_end(json);
}

/* ---- where the questions come from ---- */

void jb_contest_filter_write(jb_json_out *json, const jb_contest_draw *draw)
{
    if (draw->tags) {
        write_strings(json, "tags", draw->tags);
    }
    jb_json_key(json, "kinds");
    jb_json_array(json);
    for (uint32_t kind = 0; kind < JB_KIND_COUNT; kind++) {
        if ((draw->kinds & (1U << kind)) != 0) {
            jb_json_text(json, jb_kind_name((jb_kind)kind));
        }
    }
    jb_json_array_end(json);
    jb_json_key(json, "difficulty");
    jb_json_array(json);
    jb_json_int(json, draw->difficulty[0]);
    jb_json_int(json, draw->difficulty[1]);
    jb_json_array_end(json);
}

static void write_draw(jb_json_out *json, const jb_contest_draw *draw)
{
    jb_json_object(json);
    if (!draw->bank) {
        jb_json_int_member(json, "placeholder", draw->count);
        jb_json_object_end(json);
        return;
    }
    jb_write_word(json, "bank", draw->bank->valuestring);
    jb_json_int_member(json, "count", draw->count);
    jb_contest_filter_write(json, draw);
    jb_write_word(json, "order", draw->in_bank_order ? "bank" : "lot");
    jb_json_object_end(json);
}

static void write_source(jb_json_out *json, const jb_contest_round *round)
{
    const jb_contest_draw *first = &round->draws[0];
    if (first->ids) {
        jb_json_key(json, "questions");
        jb_json_object(json);
        jb_write_word(json, "bank", first->bank->valuestring);
        write_strings(json, "ids", first->ids);
        jb_json_object_end(json);
        return;
    }
    bool by_value = round->at[JB_SETTING_BY_VALUE] != NULL;
    bool list = !by_value && cJSON_IsArray(round->at[JB_SETTING_DRAW]);
    jb_json_key(json, by_value ? "by_value" : "draw");
    if (by_value) {
        jb_json_object(json);
    } else if (list) {
        jb_json_array(json);
    }
    for (uint32_t i = 0; i < round->draw_count; i++) {
        if (by_value) {
            char text[JB_DECIMAL_TEXT_MAX];
            (void)jb_decimal_format(round->draws[i].value, 2, text);
            jb_json_key(json, text);
        }
        write_draw(json, &round->draws[i]);
    }
    if (by_value) {
        jb_json_object_end(json);
    } else if (list) {
        jb_json_array_end(json);
    }
}

/* ---- scoring ---- */

static void write_speed(jb_json_out *json, const jb_round_rules *rules)
{
    jb_json_key(json, "speed");
    if (rules->speed == JB_SPEED_NONE) {
        jb_json_text(json, "none");
        return;
    }
    jb_json_object(json);
    jb_write_word(json, "kind", jb_speed_name(rules->speed));
    if (rules->speed == JB_SPEED_LINEAR) {
        jb_json_int_member(json, "floor", rules->speed_floor_percent);
    } else if (rules->speed == JB_SPEED_BOUNDED) {
        jb_json_hundredths_member(json, "bonus", rules->speed_bonus);
    } else {
        jb_json_key(json, "points");
        jb_json_array(json);
        for (uint8_t i = 0; i < rules->step_count; i++) {
            jb_json_hundredths(json, rules->steps[i]);
        }
        jb_json_array_end(json);
    }
    jb_json_object_end(json);
}

static void write_wager(jb_json_out *json, const jb_wager *wager)
{
    jb_json_key(json, "wager");
    jb_json_object(json);
    jb_json_hundredths_member(json, "min", wager->min);
    jb_json_hundredths_member(json, "max", wager->max);
    jb_json_hundredths_member(json, "step", wager->step);
    jb_write_seconds(json, "time", wager->ms);
    jb_write_word(json, "limit", wager->by_score ? "score" : "max");
    jb_write_word(json, "none", wager->none_loses ? "lose" : "keep");
    jb_json_object_end(json);
}

static void write_points(jb_json_out *json, const jb_contest_round *round)
{
    jb_json_key(json, "points");
    jb_json_object(json);
    if (round->has_right) {
        jb_json_hundredths_member(json, "right", round->right);
    }
    jb_json_hundredths_member(json, "wrong", round->wrong);
    jb_json_hundredths_member(json, "none", round->none);
    jb_json_object_end(json);
}

void jb_contest_grading_write(jb_json_out *json, const jb_contest_round *round)
{
    if (!round->has_multiple && !round->has_parts) {
        return;
    }
    jb_json_key(json, "grading");
    jb_json_object(json);
    if (round->has_multiple) {
        jb_write_word(json, "multiple", jb_grading_name(round->multiple));
    }
    if (round->has_parts) {
        jb_write_word(json, "parts", jb_grading_name(round->parts));
    }
    jb_json_object_end(json);
}

static void write_scoring(jb_json_out *json, const jb_contest_round *round)
{
    const jb_round_rules *rules = &round->rules;
    if (rules->wager.max > 0) {
        write_wager(json, &rules->wager);
    } else if (jb_setting_fits(JB_SETTING_POINTS, rules->format)) {
        write_points(json, round);
    }
    if (jb_setting_fits(JB_SETTING_SPEED, rules->format)) {
        write_speed(json, rules);
    }
    if (rules->streak_bonus > 0) {
        jb_json_key(json, "streak");
        jb_json_object(json);
        jb_json_hundredths_member(json, "bonus", rules->streak_bonus);
        jb_json_hundredths_member(json, "max", rules->streak_max);
        jb_json_object_end(json);
    }
    jb_contest_grading_write(json, round);
}

/* ---- the stage ---- */

static void write_order(jb_json_out *json, const jb_round_rules *rules)
{
    if (rules->order != JB_ORDER_HIGH_LOW && rules->order != JB_ORDER_LOW_HIGH) {
        jb_write_word(json, "order", jb_order_name(rules->order));
        return;
    }
    jb_json_key(json, "order");
    jb_json_object(json);
    jb_write_word(json, "by", jb_order_name(rules->order));
    jb_write_word(json, "equals", jb_order_equals_name(rules->equals));
    jb_json_object_end(json);
}

static void write_seats(jb_json_out *json, const jb_contest *contest, const jb_contest_round *round)
{
    const jb_round_rules *rules = &round->rules;
    bool teams = contest->rules.seats == JB_SEATS_TEAMS;
    if (jb_setting_fits(JB_SETTING_PER_SEAT, rules->format)) {
        if (rules->per_seat > 0) {
            jb_json_int_member(json, "per_seat", rules->per_seat);
        }
        write_order(json, rules);
    }
    if (jb_setting_fits(JB_SETTING_SPREAD, rules->format)) {
        jb_write_word(json, "spread", jb_spread_name(rules->spread));
    }
    if (jb_setting_fits(JB_SETTING_SPEAKER, rules->format) && teams) {
        jb_write_word(json, "speaker", jb_speaker_name(rules->speaker));
    }
    if (jb_setting_fits(JB_SETTING_ANSWER_BY, rules->format)) {
        jb_write_word(json, "answer_by", jb_answer_by_name(rules->answer_by));
    }
    if (jb_setting_fits(JB_SETTING_HELP, rules->format)) {
        jb_write_word(json, "help", rules->help_allowed ? "allowed" : "foul");
        if (!rules->help_allowed) {
            jb_json_hundredths_member(json, "help_points", rules->help_points);
        }
    }
    jb_write_word(json, "start", jb_start_name(rules->start));
    if (rules->begin_ms > 0) {
        jb_json_key(json, "begin");
        jb_json_object(json);
        jb_write_seconds(json, "seconds", rules->begin_ms);
        jb_write_word(json, "late", rules->late_forfeits_round ? "round" : "turn");
        jb_json_object_end(json);
    }
}

static void write_early(jb_json_out *json, const jb_round_rules *rules)
{
    uint8_t i = 0;
    jb_json_key(json, "early");
    jb_json_object(json);
    jb_write_word(json, "then", jb_early_name(rules->early));
    if (rules->foul_count > 0 && rules->fouls[0].count == 1) {
        jb_json_hundredths_member(json, "points", rules->fouls[i++].points);
    }
    if (i < rules->foul_count) {
        jb_json_key(json, "escalation");
        jb_json_array(json);
        for (; i < rules->foul_count; i++) {
            jb_json_object(json);
            jb_json_int_member(json, "count", rules->fouls[i].count);
            jb_json_hundredths_member(json, "points", rules->fouls[i].points);
            jb_json_bool_member(json, "bar", rules->fouls[i].bar);
            jb_json_object_end(json);
        }
        jb_json_array_end(json);
    }
    jb_json_object_end(json);
}

static void write_tries(jb_json_out *json, const jb_round_rules *rules)
{
    if (jb_setting_fits(JB_SETTING_BUZZ_SECONDS, rules->format)) {
        jb_write_seconds(json, "buzz_seconds", rules->buzz_ms);
        write_early(json, rules);
        jb_write_word(json, "too_close", jb_too_close_name(rules->too_close));
    }
    if (jb_setting_fits(JB_SETTING_TRIES, rules->format)) {
        jb_json_int_member(json, "tries", rules->tries);
        jb_write_word(json, "fallback", jb_fallback_name(rules->fallback));
    }
    if (jb_setting_fits(JB_SETTING_RUN_SECONDS, rules->format)) {
        jb_write_seconds(json, "run_seconds", rules->run_ms);
    }
}

static void write_values(jb_json_out *json, const jb_round_rules *rules)
{
    jb_json_key(json, "values");
    jb_json_array(json);
    for (uint8_t i = 0; i < rules->value_count; i++) {
        jb_json_hundredths(json, rules->values[i]);
    }
    jb_json_array_end(json);
    if (jb_setting_fits(JB_SETTING_SAFE, rules->format)) {
        jb_json_key(json, "safe");
        jb_json_array(json);
        for (uint32_t rung = 1; rung <= rules->value_count; rung++) {
            if ((rules->safe & (UINT32_C(1) << (rung - 1))) != 0) {
                jb_json_int(json, rung);
            }
        }
        jb_json_array_end(json);
    }
    if (jb_setting_fits(JB_SETTING_STOCK, rules->format)) {
        jb_json_int_member(json, "stock", rules->stock);
        jb_json_bool_member(json, "distinct_values", rules->distinct_values);
        jb_json_bool_member(json, "may_name", rules->may_name);
    }
    if (jb_setting_fits(JB_SETTING_WRONG, rules->format)) {
        jb_write_word(json, "wrong", rules->wrong_zero ? "zero" : "minus");
    }
}

/* What belongs to one trait, and where the round ends. */
static void write_own(jb_json_out *json, const jb_round_rules *rules)
{
    if (jb_setting_fits(JB_SETTING_VALUES, rules->format)) {
        write_values(json, rules);
    }
    if (jb_setting_fits(JB_SETTING_SURVIVORS, rules->format)) {
        jb_json_int_member(json, "survivors", rules->survivors);
        if (rules->revival > 0) {
            jb_json_int_member(json, "revival", rules->revival);
        }
    }
    if (jb_setting_fits(JB_SETTING_JUDGES, rules->format)) {
        jb_json_int_member(json, "judges", rules->judges);
        jb_json_key(json, "marks");
        jb_json_object(json);
        jb_json_hundredths_member(json, "min", rules->mark_min);
        jb_json_hundredths_member(json, "max", rules->mark_max);
        jb_json_object_end(json);
        jb_json_bool_member(json, "trimmed", rules->trimmed);
    }
    if (rules->has_cap) {
        jb_json_hundredths_member(json, "cap", rules->cap);
    }
    if (rules->limit > 0) {
        jb_json_int_member(json, "limit", rules->limit);
    }
    if (jb_setting_fits(JB_SETTING_OVERTIME, rules->format)) {
        jb_json_bool_member(json, "overtime", rules->overtime);
    }
}

void jb_contest_round_write(jb_json_out *json, const jb_contest *contest,
                            const jb_contest_round *round)
{
    const jb_round_rules *rules = &round->rules;
    jb_json_object(json);
    if (round->at[JB_SETTING_TITLE]) {
        jb_json_key(json, "title");
        jb_map_write(json, round->at[JB_SETTING_TITLE]);
    }
    jb_write_word(json, "format", jb_format_name(rules->format));
    write_source(json, round);
    if (round->has_seconds && jb_setting_fits(JB_SETTING_SECONDS, rules->format)) {
        jb_write_seconds(json, "seconds", round->seconds_ms);
    }
    jb_write_seconds(json, "reading", round->reading_ms);
    jb_json_bool_member(json, "intro", rules->intro);
    jb_write_seconds(json, "intro_seconds", rules->intro_ms);
    jb_write_seconds(json, "locked_seconds", rules->locked_ms);
    jb_write_seconds(json, "reveal_seconds", rules->reveal_ms);
    jb_write_seconds(json, "standings_seconds", rules->standings_ms);
    write_scoring(json, round);
    if (jb_setting_fits(JB_SETTING_CHANGE, rules->format)) {
        jb_json_bool_member(json, "change", rules->change);
    }
    jb_write_word(json, "standings", jb_standings_when_name(rules->standings));
    if (round->has_shuffle) {
        jb_json_bool_member(json, "shuffle_options", round->shuffle);
    }
    write_seats(json, contest, round);
    write_tries(json, rules);
    write_own(json, rules);
    jb_json_object_end(json);
}
