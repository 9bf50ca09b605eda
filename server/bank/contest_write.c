/*
 * The contest file with every default written out, always in the same order. It stands in the plan
 * as the record of the rules, is read back from there by the same reader as the original, and is
 * what GET /api/contests/{id} shows. Members whose default is "as the question says" are written
 * only where the file stated them.
 */
#include "bank_internal.h"

#include "jinbang/assert.h"
#include "jinbang/decimal.h"
#include "jinbang/text.h"

static void write_seconds(jb_json_out *json, const char *key, jb_time ms)
{
    char text[JB_DECIMAL_TEXT_MAX];
    size_t size = jb_decimal_format(ms, 3, text);
    jb_json_raw_member(json, key, (jb_slice){ .bytes = text, .size = size });
}

static void write_word(jb_json_out *json, const char *key, const char *word)
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

static void write_tags(jb_json_out *json, const char *key, const char *const *tags, uint32_t count)
{
    jb_json_key(json, key);
    jb_json_array(json);
    for (uint32_t i = 0; i < count; i++) {
        jb_json_text(json, tags[i]);
    }
    jb_json_array_end(json);
}

/* A name the reader found good, in the form in which it is kept. */
static void write_name(jb_json_out *json, const cJSON *name)
{
    jb_buffer clean;
    jb_buffer_init(&clean, 0);
    jb_status status = jb_name_clean(jb_node_slice(name), &clean);
    JB_ASSERT(status == JB_OK || status == JB_ERR_MEMORY);
    json->out->failed = json->out->failed || status != JB_OK;
    jb_json_slice(json, jb_buffer_slice(&clean));
    jb_buffer_finish(&clean);
}

static void write_team(jb_json_out *json, const jb_contest_team *team)
{
    jb_json_object(json);
    jb_json_key(json, "name");
    jb_json_object(json);
    if (cJSON_IsString(team->name)) {
        jb_json_key(json, "und");
        write_name(json, team->name);
    } else {
        const cJSON *text = NULL;
        cJSON_ArrayForEach(text, team->name) {
            jb_json_key(json, text->string);
            write_name(json, text);
        }
    }
    jb_json_object_end(json);
    if (team->roster > 0) {
        jb_json_int_member(json, "roster", team->roster);
    }
    jb_json_object_end(json);
}

static void write_draw(jb_json_out *json, const jb_contest_round *round)
{
    jb_json_key(json, "draw");
    jb_json_object(json);
    write_word(json, "bank", round->bank->valuestring);
    jb_json_int_member(json, "count", round->count);
    if (round->tags) {
        write_strings(json, "tags", round->tags);
    }
    jb_json_key(json, "kinds");
    jb_json_array(json);
    for (uint32_t kind = 0; kind < JB_KIND_COUNT; kind++) {
        if ((round->kinds & (1U << kind)) != 0) {
            jb_json_text(json, jb_kind_name((jb_kind)kind));
        }
    }
    jb_json_array_end(json);
    jb_json_key(json, "difficulty");
    jb_json_array(json);
    jb_json_int(json, round->difficulty[0]);
    jb_json_int(json, round->difficulty[1]);
    jb_json_array_end(json);
    write_word(json, "order", round->in_bank_order ? "bank" : "lot");
    jb_json_object_end(json);
}

static void write_scoring(jb_json_out *json, const jb_contest_round *round)
{
    jb_json_key(json, "points");
    jb_json_object(json);
    if (round->has_right) {
        jb_json_hundredths_member(json, "right", round->right);
    }
    jb_json_hundredths_member(json, "wrong", round->wrong);
    jb_json_hundredths_member(json, "none", round->none);
    jb_json_object_end(json);
    jb_json_key(json, "speed");
    if (round->rules.speed == JB_SPEED_NONE) {
        jb_json_text(json, "none");
    } else {
        jb_json_object(json);
        write_word(json, "kind", jb_speed_name(round->rules.speed));
        jb_json_int_member(json, "floor", round->rules.speed_floor_percent);
        jb_json_object_end(json);
    }
    if (round->has_multiple || round->has_parts) {
        jb_json_key(json, "grading");
        jb_json_object(json);
        if (round->has_multiple) {
            write_word(json, "multiple", jb_grading_name(round->multiple));
        }
        if (round->has_parts) {
            write_word(json, "parts", jb_grading_name(round->parts));
        }
        jb_json_object_end(json);
    }
}

static void write_round(jb_json_out *json, const jb_contest_round *round)
{
    const jb_round_rules *rules = &round->rules;
    jb_json_object(json);
    if (round->title) {
        jb_json_key(json, "title");
        jb_map_write(json, round->title);
    }
    write_word(json, "format", jb_format_name(rules->format));
    if (round->ids) {
        jb_json_key(json, "questions");
        jb_json_object(json);
        write_word(json, "bank", round->bank->valuestring);
        write_strings(json, "ids", round->ids);
        jb_json_object_end(json);
    } else {
        write_draw(json, round);
    }
    if (round->has_seconds) {
        write_seconds(json, "seconds", round->seconds_ms);
    }
    write_seconds(json, "reading", round->reading_ms);
    jb_json_bool_member(json, "intro", rules->intro);
    write_seconds(json, "intro_seconds", rules->intro_ms);
    write_seconds(json, "locked_seconds", rules->locked_ms);
    write_seconds(json, "reveal_seconds", rules->reveal_ms);
    write_seconds(json, "standings_seconds", rules->standings_ms);
    write_scoring(json, round);
    jb_json_bool_member(json, "change", rules->change);
    write_word(json, "standings", jb_standings_when_name(rules->standings));
    if (round->has_shuffle) {
        jb_json_bool_member(json, "shuffle_options", round->shuffle);
    }
    jb_json_object_end(json);
}

static void write_rules(jb_json_out *json, const jb_rules *rules)
{
    jb_json_bool_member(json, "team_required", rules->team_required);
    jb_json_key(json, "team_score");
    if (rules->team_score == JB_TEAM_SCORE_BEST) {
        jb_json_object(json);
        jb_json_int_member(json, "best", rules->team_best);
        jb_json_object_end(json);
    } else {
        jb_json_text(json, jb_team_score_name(rules->team_score));
    }
    jb_json_hundredths_member(json, "base", rules->base);
    jb_json_key(json, "tie");
    jb_json_array(json);
    for (uint8_t i = 0; i < rules->tie_count; i++) {
        jb_json_text(json, jb_tie_name(rules->ties[i]));
    }
    jb_json_array_end(json);
    jb_json_int_member(json, "fair_cap_ms", rules->fair_cap_ms);
    jb_json_int_member(json, "players_max", rules->players_max);
}

void jb_contest_write(jb_json_out *json, const jb_contest *contest, const jb_languages *languages)
{
    jb_json_object(json);
    write_word(json, "format", "jinbang-contest");
    jb_json_int_member(json, "version", 1);
    jb_json_key(json, "title");
    jb_map_write(json, contest->title);
    if (contest->description) {
        jb_json_key(json, "description");
        jb_map_write(json, contest->description);
    }
    write_tags(json, "languages", languages->tags, languages->count);
    write_word(json, "default_language", languages->fallback);
    write_tags(json, "screen_languages", languages->screen, languages->screen_count);
    write_word(json, "pace", jb_pace_name(contest->rules.pace));
    write_word(json, "late", jb_late_name(contest->rules.late));
    jb_json_key(json, "teams");
    jb_json_array(json);
    for (uint32_t i = 0; i < contest->team_count; i++) {
        write_team(json, &contest->teams[i]);
    }
    jb_json_array_end(json);
    write_rules(json, &contest->rules);
    jb_json_key(json, "rounds");
    jb_json_array(json);
    for (uint32_t i = 0; i < contest->round_count; i++) {
        write_round(json, &contest->rounds[i]);
    }
    jb_json_array_end(json);
    jb_json_object_end(json);
}
