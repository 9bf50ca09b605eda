/*
 * The contest file with every default written out, always in the same order. It stands in the plan
 * as the record of the rules, is read back from there by the same reader as the original, and is
 * what GET /api/contests/{id} shows. Members whose default is "as the question says" are written
 * only where the file stated them.
 */
#include "contest_internal.h"

#include "jinbang/assert.h"
#include "jinbang/decimal.h"
#include "jinbang/text.h"

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
    if (team->members) {
        jb_json_key(json, "members");
        jb_json_array(json);
        const cJSON *member = NULL;
        cJSON_ArrayForEach(member, team->members) {
            write_name(json, member);
        }
        jb_json_array_end(json);
    }
    jb_json_object_end(json);
}

static void write_awards(jb_json_out *json, const jb_contest *contest)
{
    jb_json_key(json, "awards");
    jb_json_array(json);
    for (uint32_t i = 0; i < contest->award_count; i++) {
        const jb_contest_award *award = &contest->awards[i];
        jb_json_object(json);
        jb_json_key(json, "title");
        jb_map_write(json, award->title);
        jb_json_int_member(json, "places", award->places);
        jb_write_word(json, "for", jb_award_for_name(award->to));
        jb_write_word(json, "by", jb_award_by_name(award->by));
        if (award->has_least) {
            jb_json_hundredths_member(json, "at_least", award->at_least);
        }
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
}

static void write_draws(jb_json_out *json, const jb_contest *contest)
{
    jb_json_key(json, "draws");
    jb_json_array(json);
    for (uint32_t i = 0; i < contest->lottery_count; i++) {
        const jb_contest_lottery *lottery = &contest->lotteries[i];
        jb_json_object(json);
        jb_json_key(json, "title");
        jb_map_write(json, lottery->title);
        jb_json_int_member(json, "winners", lottery->rules.winners);
        if (lottery->rules.has_least) {
            jb_json_hundredths_member(json, "at_least", lottery->rules.at_least);
        }
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
}

/* Parts per million as percent, which is how files have them. */
static void write_percent(jb_json_out *json, const char *key, int32_t parts)
{
    char text[JB_DECIMAL_TEXT_MAX];
    size_t size = jb_decimal_format(parts, 4, text);
    jb_json_raw_member(json, key, (jb_slice){ .bytes = text, .size = size });
}

static void write_hall(jb_json_out *json, const jb_rules *rules)
{
    jb_json_key(json, "hall");
    jb_json_object(json);
    jb_write_word(json, "when", jb_hall_when_name(rules->hall));
    if (rules->hall != JB_HALL_NEVER) {
        jb_json_hundredths_member(json, "right", rules->hall_right);
        jb_write_seconds(json, "seconds", rules->hall_ms);
    }
    jb_json_object_end(json);
}

static void write_team_score(jb_json_out *json, const jb_rules *rules)
{
    jb_json_key(json, "team_score");
    if (rules->team_score == JB_TEAM_SCORE_BEST) {
        jb_json_object(json);
        jb_json_int_member(json, "best", rules->team_best);
        jb_json_object_end(json);
    } else if (rules->team_score == JB_TEAM_SCORE_WEIGHTED) {
        jb_json_object(json);
        jb_json_key(json, "weights");
        jb_json_object(json);
        write_percent(json, "turnout", rules->weight_turnout);
        write_percent(json, "mean", rules->weight_mean);
        jb_json_object_end(json);
        jb_json_object_end(json);
    } else {
        jb_json_text(json, jb_team_score_name(rules->team_score));
    }
}

static void write_substitutions(jb_json_out *json, const jb_rules *rules)
{
    if (rules->fielded == 0) {
        return;
    }
    jb_json_key(json, "substitutions");
    jb_json_object(json);
    jb_json_int_member(json, "fielded", rules->fielded);
    jb_json_int_member(json, "max", rules->substitutions);
    if (rules->substitutions > 0) {
        jb_write_word(json, "when", jb_substitute_name(rules->substitute_when));
    }
    jb_json_object_end(json);
}

static void write_rules(jb_json_out *json, const jb_contest *contest)
{
    const jb_rules *rules = &contest->rules;
    bool teams = rules->seats == JB_SEATS_TEAMS;
    jb_json_bool_member(json, "team_required", rules->team_required);
    if (teams) {
        write_substitutions(json, rules);
        jb_json_bool_member(json, "individual", contest->individual);
    } else {
        write_team_score(json, rules);
    }
    if (!contest->window) {
        jb_json_hundredths_member(json, "base", rules->base);
    }
    if (rules->has_floor) {
        jb_json_hundredths_member(json, "floor", rules->floor);
    }
    jb_json_key(json, "tie");
    jb_json_array(json);
    for (uint8_t i = 0; i < rules->tie_count; i++) {
        jb_json_text(json, jb_tie_name(rules->ties[i]));
    }
    jb_json_array_end(json);
    write_awards(json, contest);
    jb_json_bool_member(json, "one_prize", rules->one_prize);
    write_draws(json, contest);
    if (teams) {
        write_hall(json, rules);
    }
    if (!contest->window) {
        jb_json_int_member(json, "fair_cap_ms", rules->fair_cap_ms);
    }
    jb_json_int_member(json, "players_max", rules->players_max);
    if (!contest->window) {
        jb_json_bool_member(json, "approve", rules->approve);
    }
}

/* The course of a contest: rounds, or a window. */
static void write_course(jb_json_out *json, const jb_contest *contest)
{
    if (contest->window) {
        jb_contest_window_write(json, contest);
        return;
    }
    jb_json_key(json, "rounds");
    jb_json_array(json);
    for (uint32_t i = 0; i < contest->round_count; i++) {
        jb_contest_round_write(json, contest, &contest->rounds[i]);
    }
    jb_json_array_end(json);
}

void jb_contest_write(jb_json_out *json, const jb_contest *contest, const jb_languages *languages)
{
    jb_json_object(json);
    jb_write_word(json, "format", "jinbang-contest");
    jb_json_int_member(json, "version", 1);
    jb_json_key(json, "title");
    jb_map_write(json, contest->at[JB_CONTEST_TITLE]);
    if (contest->at[JB_CONTEST_DESCRIPTION]) {
        jb_json_key(json, "description");
        jb_map_write(json, contest->at[JB_CONTEST_DESCRIPTION]);
    }
    write_tags(json, "languages", languages->tags, languages->count);
    jb_write_word(json, "default_language", languages->fallback);
    write_tags(json, "screen_languages", languages->screen, languages->screen_count);
    if (!contest->window) {
        jb_write_word(json, "pace", jb_pace_name(contest->rules.pace));
        jb_write_word(json, "late", jb_late_name(contest->rules.late));
        jb_write_word(json, "seats", jb_seats_name(contest->rules.seats));
    }
    jb_json_key(json, "teams");
    jb_json_array(json);
    for (uint32_t i = 0; i < contest->team_count; i++) {
        write_team(json, &contest->teams[i]);
    }
    jb_json_array_end(json);
    write_rules(json, contest);
    write_course(json, contest);
    jb_json_object_end(json);
}
