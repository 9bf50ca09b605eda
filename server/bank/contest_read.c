/*
 * A contest file by itself: its members, teams and rounds, with every default filled in. What needs
 * the banks (do they exist, are there enough questions) is the draw's work.
 */
#include "contest_internal.h"

#include <inttypes.h>
#include <string.h>

#include "jinbang/assert.h"

static const jb_field contest_fields[] = {
    [JB_CONTEST_FORMAT] = { .name = "format", .types = JB_IS_STRING },
    [JB_CONTEST_VERSION] = { .name = "version", .types = JB_IS_NUMBER },
    [JB_CONTEST_TITLE] = { .name = "title", .types = JB_IS_OBJECT, .required = true },
    [JB_CONTEST_DESCRIPTION] = { .name = "description", .types = JB_IS_OBJECT },
    [JB_CONTEST_LANGUAGES] = { .name = "languages", .types = JB_IS_ARRAY },
    [JB_CONTEST_DEFAULT_LANGUAGE] = { .name = "default_language", .types = JB_IS_STRING },
    [JB_CONTEST_SCREEN_LANGUAGES] = { .name = "screen_languages", .types = JB_IS_ARRAY },
    [JB_CONTEST_PACE] = { .name = "pace", .types = JB_IS_STRING },
    [JB_CONTEST_LATE] = { .name = "late", .types = JB_IS_STRING },
    [JB_CONTEST_SEATS] = { .name = "seats", .types = JB_IS_STRING },
    [JB_CONTEST_TEAMS] = { .name = "teams", .types = JB_IS_ARRAY },
    [JB_CONTEST_TEAM_REQUIRED] = { .name = "team_required", .types = JB_IS_BOOL },
    [JB_CONTEST_TEAM_SCORE] = { .name = "team_score", .types = JB_IS_STRING | JB_IS_OBJECT },
    [JB_CONTEST_SUBSTITUTIONS] = { .name = "substitutions", .types = JB_IS_OBJECT },
    [JB_CONTEST_INDIVIDUAL] = { .name = "individual", .types = JB_IS_BOOL },
    [JB_CONTEST_BASE] = { .name = "base", .types = JB_IS_NUMBER },
    [JB_CONTEST_FLOOR] = { .name = "floor", .types = JB_IS_NUMBER },
    [JB_CONTEST_TIE] = { .name = "tie", .types = JB_IS_ARRAY },
    [JB_CONTEST_AWARDS] = { .name = "awards", .types = JB_IS_ARRAY },
    [JB_CONTEST_ONE_PRIZE] = { .name = "one_prize", .types = JB_IS_BOOL },
    [JB_CONTEST_DRAWS] = { .name = "draws", .types = JB_IS_ARRAY },
    [JB_CONTEST_HALL] = { .name = "hall", .types = JB_IS_OBJECT },
    [JB_CONTEST_FAIR_CAP] = { .name = "fair_cap_ms", .types = JB_IS_NUMBER },
    [JB_CONTEST_PLAYERS_MAX] = { .name = "players_max", .types = JB_IS_NUMBER },
    [JB_CONTEST_APPROVE] = { .name = "approve", .types = JB_IS_BOOL },
    [JB_CONTEST_ROUNDS] = { .name = "rounds", .types = JB_IS_ARRAY },
    [JB_CONTEST_WINDOW] = { .name = "window", .types = JB_IS_OBJECT },
};

_Static_assert(sizeof contest_fields / sizeof contest_fields[0] == JB_CONTEST_FIELD_COUNT,
               "a row each");

static const jb_shape contest_shape = {
    .what = "A contest file",
    .fields = contest_fields,
    .field_count = JB_CONTEST_FIELD_COUNT,
    .x_keys = true,
};

static bool read_format(jb_reader *reader, const cJSON *const *values)
{
    bool good = true;
    if (values[JB_CONTEST_FORMAT] &&
        strcmp(values[JB_CONTEST_FORMAT]->valuestring, "jinbang-contest") != 0) {
        jb_fault(reader, values[JB_CONTEST_FORMAT], "wrong_format",
                 "This is not a contest file: \"format\" must be \"jinbang-contest\".");
        good = false;
    }
    if (values[JB_CONTEST_VERSION] && cJSON_GetNumberValue(values[JB_CONTEST_VERSION]) != 1) {
        jb_fault(reader, values[JB_CONTEST_VERSION], "wrong_version",
                 "This program reads version 1 of contest files.");
        good = false;
    }
    return good;
}

static bool lists_language(const cJSON *list, const char *tag)
{
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, list) {
        if (strcmp(item->valuestring, tag) == 0) {
            return true;
        }
    }
    return false;
}

/* The wall shows one or two languages, of those that the contest is offered in. Where the file does
 * not list them, the banks do, and the plan is checked instead (languages.c). */
static bool check_screen(jb_reader *reader, const cJSON *screen, const cJSON *languages)
{
    bool good = true;
    const cJSON *tag = NULL;
    cJSON_ArrayForEach(tag, screen) {
        if (languages && !lists_language(languages, tag->valuestring)) {
            jb_screen_language_fault(reader, tag, languages);
            good = false;
        }
    }
    return good;
}

static bool read_languages(jb_reader *reader, const cJSON *const *values)
{
    const cJSON *screen = values[JB_CONTEST_SCREEN_LANGUAGES];
    bool good = true;
    if (values[JB_CONTEST_LANGUAGES]) {
        good = jb_read_languages(reader, values[JB_CONTEST_LANGUAGES]);
    }
    if (values[JB_CONTEST_DEFAULT_LANGUAGE]) {
        good = jb_read_language(reader, values[JB_CONTEST_DEFAULT_LANGUAGE]) && good;
    }
    if (screen) {
        good = jb_read_length(reader, screen, 1, JB_SCREEN_LANGUAGES_MAX) &&
               jb_read_languages(reader, screen) && good;
    }
    if (!good) {
        return false;
    }
    good = check_screen(reader, screen, values[JB_CONTEST_LANGUAGES]);
    if (!values[JB_CONTEST_LANGUAGES] || !values[JB_CONTEST_DEFAULT_LANGUAGE] ||
        lists_language(values[JB_CONTEST_LANGUAGES],
                       values[JB_CONTEST_DEFAULT_LANGUAGE]->valuestring)) {
        return good;
    }
    jb_clash(reader, values[JB_CONTEST_DEFAULT_LANGUAGE], values[JB_CONTEST_LANGUAGES],
             "contradiction",
             "\"default_language\" is \"%.40s\", which \"languages\" does not list.",
             values[JB_CONTEST_DEFAULT_LANGUAGE]->valuestring);
    return false;
}

/* The engine's functions take an enum each; these take what jb_read_name gives. */
#define WORDS(function, type, name_of)                                                             \
    static const char *function(uint32_t value)                                                    \
    {                                                                                              \
        return name_of((type)value);                                                               \
    }
WORDS(pace_name, jb_pace, jb_pace_name)
WORDS(late_name, jb_late, jb_late_name)
WORDS(seats_name, jb_seats, jb_seats_name)
WORDS(tie_name, jb_tie, jb_tie_name)

static bool read_ties(jb_reader *reader, const cJSON *node, jb_rules *rules)
{
    if (!jb_read_length(reader, node, 0, JB_TIE_COUNT)) {
        return false;
    }
    bool good = true;
    uint32_t seen = 0;
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, node) {
        uint32_t tie = 0;
        if (!jb_read_name(reader, item, tie_name, &tie)) {
            good = false;
        } else if ((seen & (1U << tie)) != 0) {
            jb_clash(reader, item, jb_equal_before(node, item), "duplicate_value",
                     "\"%s\" is listed twice.", item->valuestring);
            good = false;
        } else {
            seen |= 1U << tie;
            rules->ties[rules->tie_count++] = (jb_tie)tie;
        }
    }
    return good;
}

static bool read_rules(jb_reader *reader, const cJSON *const *at, jb_rules *rules)
{
    uint32_t pace = JB_PACE_HOST;
    uint32_t late = JB_LATE_ANY;
    uint32_t seats = JB_SEATS_PEOPLE;
    int64_t fair_cap = 150;
    int64_t most = at[JB_CONTEST_WINDOW] ? JB_WINDOW_PLAYERS_MAX : JB_PLAYERS_MAX;
    int64_t players_max = JB_PLAYERS_MAX;
    const cJSON *cap = at[JB_CONTEST_FAIR_CAP];
    const cJSON *players = at[JB_CONTEST_PLAYERS_MAX];
    bool good = !at[JB_CONTEST_PACE] || jb_read_name(reader, at[JB_CONTEST_PACE], pace_name, &pace);
    good = (!at[JB_CONTEST_LATE] || jb_read_name(reader, at[JB_CONTEST_LATE], late_name, &late)) &&
           good;
    good =
        (!at[JB_CONTEST_SEATS] || jb_read_name(reader, at[JB_CONTEST_SEATS], seats_name, &seats)) &&
        good;
    good = (!at[JB_CONTEST_BASE] ||
            jb_read_points(reader, at[JB_CONTEST_BASE], -JB_POINTS_MAX, &rules->base)) &&
           good;
    if (at[JB_CONTEST_FLOOR]) {
        good = jb_read_points(reader, at[JB_CONTEST_FLOOR], -JB_POINTS_MAX, &rules->floor) && good;
        rules->has_floor = true;
    }
    good = (!cap || jb_read_integer(reader, cap, 0, 1000, &fair_cap)) && good;
    good = (!players || jb_read_integer(reader, players, 1, most, &players_max)) && good;
    good = (!at[JB_CONTEST_TIE] || read_ties(reader, at[JB_CONTEST_TIE], rules)) && good;
    good = jb_contest_team_score_read(reader, at[JB_CONTEST_TEAM_SCORE], rules) && good;
    rules->one_prize = jb_node_bool(at[JB_CONTEST_ONE_PRIZE], true);
    rules->pace = (jb_pace)pace;
    rules->late = (jb_late)late;
    rules->seats = (jb_seats)seats;
    rules->fair_cap_ms = fair_cap;
    rules->players_max = (uint32_t)players_max;
    rules->approve = jb_node_bool(at[JB_CONTEST_APPROVE], false);
    rules->team_required = jb_node_bool(at[JB_CONTEST_TEAM_REQUIRED], false);
    return good;
}

/* Teams against the rules about teams. */
static bool check_teams(jb_reader *reader, const jb_contest *contest)
{
    const cJSON *const *at = contest->at;
    bool good = true;
    if (contest->rules.seats == JB_SEATS_TEAMS && contest->team_count == 0) {
        jb_clash(reader, at[JB_CONTEST_SEATS],
                 at[JB_CONTEST_TEAMS] ? at[JB_CONTEST_TEAMS] : contest->node, "no_teams",
                 "Teams compete, but \"teams\" lists none; name them.");
        good = false;
    } else if (contest->rules.seats == JB_SEATS_TEAMS && at[JB_CONTEST_TEAM_SCORE]) {
        jb_clash(reader, at[JB_CONTEST_TEAM_SCORE], at[JB_CONTEST_SEATS], "setting_not_used",
                 "Where teams compete a team has the points of its own answers; take "
                 "\"team_score\" out.");
        good = false;
    } else if (contest->rules.team_required && contest->team_count == 0) {
        jb_clash(reader, at[JB_CONTEST_TEAM_REQUIRED],
                 at[JB_CONTEST_TEAMS] ? at[JB_CONTEST_TEAMS] : contest->node, "contradiction",
                 "\"team_required\" is true, but \"teams\" lists none.");
        good = false;
    }
    return jb_contest_team_score_check(reader, contest) && good;
}

static bool read_rounds(jb_reader *reader, const cJSON *list, jb_memory *memory, bool placeholders,
                        jb_contest *contest)
{
    if (!jb_read_length(reader, list, 1, JB_ROUNDS_MAX)) {
        return false;
    }
    contest->rounds = jb_memory_take(memory, jb_node_length(list), sizeof *contest->rounds);
    if (!contest->rounds) {
        reader->out_of_memory = true;
        return false;
    }
    const jb_round_context context = {
        .memory = memory,
        .pace = contest->rules.pace,
        .seats = contest->rules.seats,
        .team_count = contest->rules.seats == JB_SEATS_TEAMS ? contest->team_count : 0,
        .placeholders = placeholders,
    };
    bool good = true;
    uint32_t questions = 0;
    uint32_t turns = 0;
    const cJSON *node = NULL;
    cJSON_ArrayForEach(node, list) {
        jb_contest_round *round = &contest->rounds[contest->round_count++];
        good = jb_contest_round_read(reader, node, &context, round) && good;
        questions += round->count;
        turns += round->cells;
    }
    turns = questions > turns ? questions : turns;
    if (turns > JB_TURNS_MAX) {
        jb_fault(reader, list, "too_many",
                 "The rounds have %" PRIu32 " questions together; %d are the most.", turns,
                 JB_TURNS_MAX);
        good = false;
    }
    return good;
}

/* Less total time separates those who all answer the same; elsewhere only what the file says. In
 * a window time is that of the paper, and many finish in the same second. */
static void default_ties(jb_contest *contest)
{
    jb_rules *rules = &contest->rules;
    bool crowd = rules->seats == JB_SEATS_PEOPLE;
    for (uint32_t i = 0; i < contest->round_count; i++) {
        crowd = crowd && !jb_format_has_stage(jb_format_row_of(contest->rounds[i].rules.format));
    }
    if (!contest->at[JB_CONTEST_TIE] && crowd) {
        rules->ties[rules->tie_count++] = JB_TIE_TIME;
    }
    if (!contest->at[JB_CONTEST_TIE] && contest->window) {
        rules->ties[rules->tie_count++] = JB_TIE_FINISH;
    }
}

/* A contest is played in rounds, or open in a window. */
static bool read_course(jb_reader *reader, jb_memory *memory, bool placeholders,
                        jb_contest *contest)
{
    const cJSON *rounds = contest->at[JB_CONTEST_ROUNDS];
    const cJSON *window = contest->at[JB_CONTEST_WINDOW];
    if (window) {
        bool only = jb_contest_window_only(reader, contest);
        return jb_contest_window_read(reader, window, memory, contest) && only;
    }
    if (!rounds) {
        if (!cJSON_IsObject(contest->node) || cJSON_HasObjectItem(contest->node, "rounds") ||
            cJSON_HasObjectItem(contest->node, "window")) {
            return false; /* of a wrong type, which was said */
        }
        jb_fault(reader, contest->node, "missing_field",
                 "A contest file needs \"rounds\", or \"window\" if it is open for days.");
        return false;
    }
    return read_rounds(reader, rounds, memory, placeholders, contest);
}

static bool check_all(jb_reader *reader, const jb_contest *contest)
{
    return (contest->window || jb_contest_check_rounds(reader, contest)) &&
           jb_contest_check_whole(reader, contest);
}

bool jb_contest_read(jb_reader *reader, const cJSON *node, jb_memory *memory, bool placeholders,
                     jb_contest *contest)
{
    *contest = (jb_contest){ .node = node };
    const cJSON **at = contest->at;
    bool shaped = jb_read_object(reader, node, &contest_shape, at);
    bool good = read_format(reader, at) && shaped;
    good = (!at[JB_CONTEST_TITLE] || jb_read_map(reader, at[JB_CONTEST_TITLE])) && good;
    good = (!at[JB_CONTEST_DESCRIPTION] || jb_read_map(reader, at[JB_CONTEST_DESCRIPTION])) && good;
    good = read_languages(reader, at) && good;
    good = read_rules(reader, at, &contest->rules) && good;
    contest->individual = jb_node_bool(at[JB_CONTEST_INDIVIDUAL], false);
    bool teams_good = !at[JB_CONTEST_TEAMS] ||
                      jb_contest_teams_read(reader, at[JB_CONTEST_TEAMS], memory, contest);
    good = teams_good && check_teams(reader, contest) && good;
    good = teams_good && jb_contest_substitutions_read(reader, contest) && good;
    good = jb_contest_awards_read(reader, at[JB_CONTEST_AWARDS], memory, contest) && good;
    good = jb_contest_lotteries_read(reader, at[JB_CONTEST_DRAWS], memory, contest) && good;
    good = jb_contest_hall_read(reader, contest) && good;
    good = read_course(reader, memory, placeholders, contest) && good;
    default_ties(contest);
    /* What is wrong in one place is not told again as a contradiction to another. */
    return good && at[JB_CONTEST_TITLE] && check_all(reader, contest);
}
