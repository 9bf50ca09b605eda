/*
 * A contest file by itself: its members, teams and rounds, with every default filled in. What needs
 * the banks (do they exist, are there enough questions) is the draw's work.
 */
#include "bank_internal.h"

#include <inttypes.h>
#include <string.h>

#include "jinbang/assert.h"

enum {
    FORMAT,
    VERSION,
    TITLE,
    DESCRIPTION,
    LANGUAGES,
    DEFAULT_LANGUAGE,
    SCREEN_LANGUAGES,
    PACE,
    LATE,
    TEAMS,
    TEAM_REQUIRED,
    TEAM_SCORE,
    BASE,
    TIE,
    FAIR_CAP,
    PLAYERS_MAX,
    ROUNDS,
    FIELD_COUNT
};

static const jb_field contest_fields[] = {
    [FORMAT] = { .name = "format", .types = JB_IS_STRING },
    [VERSION] = { .name = "version", .types = JB_IS_NUMBER },
    [TITLE] = { .name = "title", .types = JB_IS_OBJECT, .required = true },
    [DESCRIPTION] = { .name = "description", .types = JB_IS_OBJECT },
    [LANGUAGES] = { .name = "languages", .types = JB_IS_ARRAY },
    [DEFAULT_LANGUAGE] = { .name = "default_language", .types = JB_IS_STRING },
    [SCREEN_LANGUAGES] = { .name = "screen_languages", .types = JB_IS_ARRAY },
    [PACE] = { .name = "pace", .types = JB_IS_STRING },
    [LATE] = { .name = "late", .types = JB_IS_STRING },
    [TEAMS] = { .name = "teams", .types = JB_IS_ARRAY },
    [TEAM_REQUIRED] = { .name = "team_required", .types = JB_IS_BOOL },
    [TEAM_SCORE] = { .name = "team_score", .types = JB_IS_STRING | JB_IS_OBJECT },
    [BASE] = { .name = "base", .types = JB_IS_NUMBER },
    [TIE] = { .name = "tie", .types = JB_IS_ARRAY },
    [FAIR_CAP] = { .name = "fair_cap_ms", .types = JB_IS_NUMBER },
    [PLAYERS_MAX] = { .name = "players_max", .types = JB_IS_NUMBER },
    [ROUNDS] = { .name = "rounds", .types = JB_IS_ARRAY, .required = true },
};

static const jb_shape contest_shape = {
    .what = "A contest file",
    .fields = contest_fields,
    .field_count = FIELD_COUNT,
    .x_keys = true,
};

static bool read_format(jb_reader *reader, const cJSON *const *values)
{
    bool good = true;
    if (values[FORMAT] && strcmp(values[FORMAT]->valuestring, "jinbang-contest") != 0) {
        jb_fault(reader, values[FORMAT], "wrong_format",
                 "This is not a contest file: \"format\" must be \"jinbang-contest\".");
        good = false;
    }
    if (values[VERSION] && cJSON_GetNumberValue(values[VERSION]) != 1) {
        jb_fault(reader, values[VERSION], "wrong_version",
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
            jb_screen_language_fault(reader, tag);
            good = false;
        }
    }
    return good;
}

static bool read_languages(jb_reader *reader, const cJSON *const *values, jb_contest *contest)
{
    const cJSON *screen = values[SCREEN_LANGUAGES];
    bool good = true;
    if (values[LANGUAGES]) {
        good = jb_read_languages(reader, values[LANGUAGES]);
    }
    if (values[DEFAULT_LANGUAGE]) {
        good = jb_read_language(reader, values[DEFAULT_LANGUAGE]) && good;
    }
    if (screen) {
        good = jb_read_length(reader, screen, 1, JB_SCREEN_LANGUAGES_MAX) &&
               jb_read_languages(reader, screen) && good;
    }
    contest->languages = values[LANGUAGES];
    contest->default_language = values[DEFAULT_LANGUAGE];
    contest->screen_languages = screen;
    if (!good) {
        return false;
    }
    good = check_screen(reader, screen, values[LANGUAGES]);
    if (!values[LANGUAGES] || !values[DEFAULT_LANGUAGE] ||
        lists_language(values[LANGUAGES], values[DEFAULT_LANGUAGE]->valuestring)) {
        return good;
    }
    jb_fault(reader, values[DEFAULT_LANGUAGE], "contradiction",
             "\"default_language\" is \"%.40s\", which \"languages\" does not list.",
             values[DEFAULT_LANGUAGE]->valuestring);
    return false;
}

static bool read_ties(jb_reader *reader, const cJSON *node, jb_rules *rules)
{
    static const char *const words[] = {
        [JB_TIE_TIME] = "time",
        [JB_TIE_CORRECT] = "correct",
        [JB_TIE_LAST] = "last",
        [JB_TIE_COUNT] = NULL,
    };
    if (!node) {
        rules->ties[0] = JB_TIE_TIME;
        rules->tie_count = 1;
        return true;
    }
    if (!jb_read_length(reader, node, 0, JB_TIE_COUNT)) {
        return false;
    }
    bool good = true;
    uint32_t seen = 0;
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, node) {
        uint32_t tie = 0;
        if (!jb_read_word(reader, item, words, &tie)) {
            good = false;
        } else if ((seen & (1U << tie)) != 0) {
            jb_fault(reader, item, "duplicate_value", "\"%s\" is listed twice.", words[tie]);
            good = false;
        } else {
            seen |= 1U << tie;
            rules->ties[rules->tie_count++] = (jb_tie)tie;
        }
    }
    return good;
}

static bool read_team_score(jb_reader *reader, const cJSON *node, jb_rules *rules)
{
    static const char *const words[] = {
        [JB_TEAM_SCORE_SUM] = "sum",
        [JB_TEAM_SCORE_MEAN] = "mean",
        [JB_TEAM_SCORE_TURNOUT] = "turnout",
        [JB_TEAM_SCORE_BEST] = NULL,
    };
    static const jb_field fields[] = {
        { .name = "best", .types = JB_IS_NUMBER, .required = true },
    };
    static const jb_shape shape = {
        .what = "\"team_score\"",
        .fields = fields,
        .field_count = 1,
        .x_keys = true,
    };
    uint32_t word = JB_TEAM_SCORE_MEAN;
    if (cJSON_IsObject(node)) {
        const cJSON *best = NULL;
        int64_t count = 0;
        if (!jb_read_object(reader, node, &shape, &best) ||
            !jb_read_integer(reader, best, 1, JB_PLAYERS_MAX, &count)) {
            return false;
        }
        rules->team_best = (uint32_t)count;
        word = JB_TEAM_SCORE_BEST;
    } else if (node && !jb_read_word(reader, node, words, &word)) {
        return false;
    }
    rules->team_score = (jb_team_score)word;
    return true;
}

static bool read_rules(jb_reader *reader, const cJSON *const *values, jb_rules *rules)
{
    static const char *const paces[] = {
        [JB_PACE_HOST] = "host",
        [JB_PACE_AUTO] = "auto",
        [JB_PACE_COUNT] = NULL,
    };
    static const char *const lates[] = {
        [JB_LATE_ANY] = "any",
        [JB_LATE_LOBBY] = "lobby",
        [JB_LATE_COUNT] = NULL,
    };
    uint32_t pace = JB_PACE_HOST;
    uint32_t late = JB_LATE_ANY;
    int64_t fair_cap = 150;
    int64_t players_max = JB_PLAYERS_MAX;
    bool good = !values[PACE] || jb_read_word(reader, values[PACE], paces, &pace);
    good = (!values[LATE] || jb_read_word(reader, values[LATE], lates, &late)) && good;
    good = (!values[BASE] || jb_read_points(reader, values[BASE], -JB_POINTS_MAX, &rules->base)) &&
           good;
    good = (!values[FAIR_CAP] || jb_read_integer(reader, values[FAIR_CAP], 0, 1000, &fair_cap)) &&
           good;
    good = (!values[PLAYERS_MAX] ||
            jb_read_integer(reader, values[PLAYERS_MAX], 1, JB_PLAYERS_MAX, &players_max)) &&
           good;
    good = read_ties(reader, values[TIE], rules) && good;
    good = read_team_score(reader, values[TEAM_SCORE], rules) && good;
    rules->pace = (jb_pace)pace;
    rules->late = (jb_late)late;
    rules->fair_cap_ms = fair_cap;
    rules->players_max = (uint32_t)players_max;
    rules->team_required = jb_node_bool(values[TEAM_REQUIRED], false);
    return good;
}

/* Teams against the rules about teams. */
static bool check_teams(jb_reader *reader, const cJSON *const *values, const jb_contest *contest)
{
    bool good = true;
    if (contest->rules.team_required && contest->team_count == 0) {
        jb_fault(reader, values[TEAM_REQUIRED], "contradiction",
                 "\"team_required\" is true, but \"teams\" lists none.");
        good = false;
    }
    if (contest->rules.team_score != JB_TEAM_SCORE_TURNOUT) {
        return good;
    }
    for (uint32_t i = 0; i < contest->team_count; i++) {
        if (contest->teams[i].roster == 0) {
            jb_fault(reader, contest->teams[i].name, "missing_roster",
                     "\"team_score\" is \"turnout\", which needs the \"roster\" of every team.");
            good = false;
        }
    }
    return good;
}

static bool read_rounds(jb_reader *reader, const cJSON *list, jb_memory *memory,
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
    bool good = true;
    uint32_t turns = 0;
    const cJSON *node = NULL;
    cJSON_ArrayForEach(node, list) {
        jb_contest_round *round = &contest->rounds[contest->round_count++];
        good = jb_contest_round_read(reader, node, contest->rules.pace, round) && good;
        turns += round->count;
    }
    if (turns > JB_TURNS_MAX) {
        jb_fault(reader, list, "too_many",
                 "The rounds have %" PRIu32 " questions together; %d are the most.", turns,
                 JB_TURNS_MAX);
        good = false;
    }
    return good;
}

bool jb_contest_read(jb_reader *reader, const cJSON *node, jb_memory *memory, jb_contest *contest)
{
    *contest = (jb_contest){ 0 };
    const cJSON *values[FIELD_COUNT];
    bool good = jb_read_object(reader, node, &contest_shape, values);
    good = read_format(reader, values) && good;
    good = (!values[TITLE] || jb_read_map(reader, values[TITLE])) && good;
    good = (!values[DESCRIPTION] || jb_read_map(reader, values[DESCRIPTION])) && good;
    good = read_languages(reader, values, contest) && good;
    good = read_rules(reader, values, &contest->rules) && good;
    contest->title = values[TITLE];
    contest->description = values[DESCRIPTION];
    bool teams_good =
        !values[TEAMS] || jb_contest_teams_read(reader, values[TEAMS], memory, contest);
    good = (teams_good && check_teams(reader, values, contest)) && good;
    good = (!values[ROUNDS] || read_rounds(reader, values[ROUNDS], memory, contest)) && good;
    return good && values[TITLE] && values[ROUNDS];
}
