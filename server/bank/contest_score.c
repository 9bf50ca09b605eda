/*
 * "team_score" of a contest file: a word, the best so many, or turnout and mean by weight. Weights
 * are percent of the whole, so they make a hundred together.
 */
#include "contest_internal.h"

enum {
    BEST,
    WEIGHTS,
    SCORE_COUNT,
    TURNOUT = 0,
    MEAN,
    WEIGHT_COUNT,
    PLACES = 4, /* decimals of a percentage, so that it is whole parts per million */
    WHOLE = 1000000
};

static bool read_weights(jb_reader *reader, const cJSON *node, jb_rules *rules)
{
    static const jb_field fields[] = {
        [TURNOUT] = { .name = "turnout", .types = JB_IS_NUMBER, .required = true },
        [MEAN] = { .name = "mean", .types = JB_IS_NUMBER, .required = true },
    };
    static const jb_shape shape = {
        .what = "\"weights\"",
        .fields = fields,
        .field_count = WEIGHT_COUNT,
        .x_keys = true,
    };
    static const int64_t range[] = { 0, WHOLE };
    const cJSON *values[WEIGHT_COUNT];
    int64_t turnout = 0;
    int64_t mean = 0;
    if (!jb_read_object(reader, node, &shape, values) ||
        !jb_read_scaled(reader, values[TURNOUT], PLACES, range, &turnout) ||
        !jb_read_scaled(reader, values[MEAN], PLACES, range, &mean)) {
        return false;
    }
    if (turnout + mean != WHOLE) {
        jb_clash(reader, values[MEAN], values[TURNOUT], "weights_sum",
                 "Weights are percent of a team's score and must make 100 together.");
        return false;
    }
    rules->weight_turnout = (int32_t)turnout;
    rules->weight_mean = (int32_t)mean;
    rules->team_score = JB_TEAM_SCORE_WEIGHTED;
    return true;
}

static bool read_object(jb_reader *reader, const cJSON *node, jb_rules *rules)
{
    static const jb_field fields[] = {
        [BEST] = { .name = "best", .types = JB_IS_NUMBER },
        [WEIGHTS] = { .name = "weights", .types = JB_IS_OBJECT },
    };
    static const jb_shape shape = {
        .what = "\"team_score\"",
        .fields = fields,
        .field_count = SCORE_COUNT,
        .x_keys = true,
    };
    const cJSON *values[SCORE_COUNT];
    int64_t count = 0;
    if (!jb_read_object(reader, node, &shape, values)) {
        return false;
    }
    if (values[BEST] && values[WEIGHTS]) {
        jb_clash(reader, values[WEIGHTS], values[BEST], "two_values",
                 "A team's score has two rules, \"best\" and \"weights\"; leave one of them out.");
        return false;
    }
    if (values[WEIGHTS]) {
        return read_weights(reader, values[WEIGHTS], rules);
    }
    if (!values[BEST]) {
        jb_fault(reader, node, "missing_field",
                 "\"team_score\" needs \"best\" or \"weights\", or is one of the words.");
        return false;
    }
    if (!jb_read_integer(reader, values[BEST], 1, JB_PLAYERS_MAX, &count)) {
        return false;
    }
    rules->team_best = (uint32_t)count;
    rules->team_score = JB_TEAM_SCORE_BEST;
    return true;
}

bool jb_contest_team_score_read(jb_reader *reader, const cJSON *node, jb_rules *rules)
{
    static const char *const words[] = {
        [JB_TEAM_SCORE_SUM] = "sum",
        [JB_TEAM_SCORE_MEAN] = "mean",
        [JB_TEAM_SCORE_TURNOUT] = "turnout",
        [JB_TEAM_SCORE_BEST] = NULL,
    };
    uint32_t word = JB_TEAM_SCORE_MEAN;
    if (cJSON_IsObject(node)) {
        return read_object(reader, node, rules);
    }
    if (node && !jb_read_word(reader, node, words, &word)) {
        return false;
    }
    rules->team_score = (jb_team_score)word;
    return true;
}

/* Turnout needs to know of how many; and it is what members of a window contest have. */
bool jb_contest_team_score_check(jb_reader *reader, const jb_contest *contest)
{
    const cJSON *score = contest->at[JB_CONTEST_TEAM_SCORE];
    const jb_rules *rules = &contest->rules;
    bool weighted = rules->team_score == JB_TEAM_SCORE_WEIGHTED;
    if (weighted && !contest->at[JB_CONTEST_WINDOW]) {
        jb_clash(reader, score,
                 contest->at[JB_CONTEST_ROUNDS] ? contest->at[JB_CONTEST_ROUNDS] : contest->node,
                 "setting_not_used",
                 "Turnout and mean are weighed in contests with a \"window\" only; take another "
                 "\"team_score\".");
        return false;
    }
    if (rules->team_score != JB_TEAM_SCORE_TURNOUT && !weighted) {
        return true;
    }
    bool good = true;
    for (uint32_t i = 0; i < contest->team_count; i++) {
        if (contest->teams[i].roster == 0) {
            jb_clash(reader, contest->teams[i].name, score, "missing_roster",
                     "\"team_score\" counts turnout, which needs the \"roster\" of every team.");
            good = false;
        }
    }
    return good;
}
