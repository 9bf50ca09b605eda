/*
 * What may be staked before a question: the least, the most and the step between, and what a wager
 * contradicts. What an answer is worth is then its seat's stake and nothing else.
 */
#include "contest_internal.h"

#include <inttypes.h>

enum {
    MIN,
    MAX,
    STEP,
    TIME,
    LIMIT,
    NONE,
    COUNT
};

static const int64_t STEP_USUAL = 10 * JB_POINTS_UNIT;
static const jb_time TIME_DEFAULT = 20000;

/* Stakes must come out even, and be few enough to choose from. */
static bool settle_values(jb_reader *reader, const cJSON *node, const cJSON *const *values,
                          jb_wager *wager)
{
    const cJSON *low = values[MIN] ? values[MIN] : node;
    if (wager->min >= wager->max) {
        jb_clash(reader, low, values[MAX], "wager_backwards",
                 "The least stake must be below the most; without a choice say \"points\".");
        return false;
    }
    int64_t span = wager->max - wager->min;
    if (!values[STEP]) {
        wager->step = span % STEP_USUAL == 0 ? STEP_USUAL : span;
    }
    if (span % wager->step != 0) {
        jb_clash(reader, values[STEP], values[MAX], "wager_step",
                 "From \"min\" by steps of this one does not come to \"max\"; let it divide the "
                 "difference.");
        return false;
    }
    if (span / wager->step >= JB_STAKES_MAX) {
        jb_clash(reader, values[STEP] ? values[STEP] : node, values[MAX], "wager_values",
                 "There are %" PRId64 " stakes to choose from; at most %d. Make the step larger.",
                 span / wager->step + 1, JB_STAKES_MAX);
        return false;
    }
    return true;
}

static bool read_wager(jb_reader *reader, const cJSON *node, jb_wager *wager)
{
    static const jb_field fields[] = {
        [MIN] = { .name = "min", .types = JB_IS_NUMBER },
        [MAX] = { .name = "max", .types = JB_IS_NUMBER, .required = true },
        [STEP] = { .name = "step", .types = JB_IS_NUMBER },
        [TIME] = { .name = "time", .types = JB_IS_NUMBER },
        [LIMIT] = { .name = "limit", .types = JB_IS_STRING },
        [NONE] = { .name = "none", .types = JB_IS_STRING },
    };
    static const jb_shape shape = {
        .what = "\"wager\"", .fields = fields, .field_count = COUNT, .x_keys = true
    };
    static const char *const limits[] = { "max", "score", NULL };
    static const char *const nones[] = { "keep", "lose", NULL };
    const cJSON *values[COUNT];
    uint32_t limit = 0;
    uint32_t none = 0;
    wager->ms = TIME_DEFAULT;
    bool good = jb_read_object(reader, node, &shape, values);
    good = values[MAX] && jb_read_points(reader, values[MAX], 1, &wager->max) && good;
    good = (!values[MIN] || jb_read_points(reader, values[MIN], 0, &wager->min)) && good;
    good = (!values[STEP] || jb_read_points(reader, values[STEP], 1, &wager->step)) && good;
    good = (!values[TIME] ||
            jb_read_milliseconds(reader, values[TIME], JB_WAIT_SECONDS_MAX, &wager->ms)) &&
           good;
    good = (!values[LIMIT] || jb_read_word(reader, values[LIMIT], limits, &limit)) && good;
    good = (!values[NONE] || jb_read_word(reader, values[NONE], nones, &none)) && good;
    wager->by_score = limit == 1;
    wager->none_loses = none == 1;
    return good && settle_values(reader, node, values, wager);
}

/* A stake says alone what an answer is worth, and is one seat's. */
static bool check_alone(jb_reader *reader, const jb_contest_round *round)
{
    static const jb_setting others[] = { JB_SETTING_POINTS, JB_SETTING_SPEED, JB_SETTING_STREAK };
    const cJSON *wager = round->at[JB_SETTING_WAGER];
    bool good = true;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        const cJSON *other = round->at[others[i]];
        bool none = others[i] == JB_SETTING_SPEED && round->rules.speed == JB_SPEED_NONE;
        if (other && !none) {
            jb_clash(reader, other, wager, "wager_is_the_points",
                     "What an answer is worth is what was staked on it; take \"%s\" out.",
                     jb_setting_name(others[i]));
            good = false;
        }
    }
    if (round->rules.tries > 1) {
        jb_clash(reader, round->at[JB_SETTING_TRIES], wager, "wager_is_not_passed_on",
                 "Another seat cannot try what this one has staked on; take \"tries\" out.");
        good = false;
    }
    return good;
}

bool jb_contest_wager_read(jb_reader *reader, jb_contest_round *round)
{
    const cJSON *node = round->at[JB_SETTING_WAGER];
    jb_wager *wager = &round->rules.wager;
    if (!node || !jb_setting_fits(JB_SETTING_WAGER, round->rules.format)) {
        return true; /* what does not fit has been reported */
    }
    bool good = check_alone(reader, round);
    good = read_wager(reader, node, wager) && good;
    /* Each question's own points mean nothing here: the most that it can give stands for them. */
    round->has_right = true;
    round->right = wager->max;
    round->wrong = -wager->max;
    round->none = wager->none_loses ? -wager->max : 0;
    return good;
}
