/* What an answer is worth in a round: points, speed, streak, grading; with each trait's defaults.
 */
#include "contest_internal.h"

#include "jinbang/assert.h"

static const char *speed_name(uint32_t speed)
{
    return jb_speed_name((jb_speed)speed);
}

static bool is_buzzed(const jb_contest_round *round)
{
    return jb_format_row_of(round->rules.format)->right_won == JB_RIGHT_WON_BY_BUZZ;
}

static bool read_points(jb_reader *reader, const cJSON *node, jb_contest_round *round)
{
    enum {
        RIGHT,
        WRONG,
        NONE,
        COUNT
    };
    static const jb_field fields[] = {
        [RIGHT] = { .name = "right", .types = JB_IS_NUMBER },
        [WRONG] = { .name = "wrong", .types = JB_IS_NUMBER },
        [NONE] = { .name = "none", .types = JB_IS_NUMBER },
    };
    static const jb_shape shape = {
        .what = "\"points\"",
        .fields = fields,
        .field_count = COUNT,
        .x_keys = true,
    };
    const cJSON *values[COUNT] = { node, NULL, NULL };
    bool good = true;
    if (cJSON_IsObject(node)) {
        good = jb_read_object(reader, node, &shape, values);
    }
    if (values[RIGHT]) {
        good = jb_read_points(reader, values[RIGHT], 0, &round->right) && good;
        round->has_right = true;
    }
    good =
        (!values[WRONG] || jb_read_points(reader, values[WRONG], -JB_POINTS_MAX, &round->wrong)) &&
        good;
    /* Who buzzes and says nothing is wrong. */
    if (is_buzzed(round)) {
        round->none = round->wrong;
    }
    good = (!values[NONE] || jb_read_points(reader, values[NONE], -JB_POINTS_MAX, &round->none)) &&
           good;
    return good;
}

static bool read_steps(jb_reader *reader, const cJSON *list, jb_round_rules *rules)
{
    if (!jb_read_length(reader, list, 1, JB_STEPS_MAX)) {
        return false;
    }
    bool good = true;
    const cJSON *before = NULL;
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, list) {
        int64_t points = 0;
        if (!jb_read_points(reader, item, 0, &points)) {
            good = false;
        } else if (before && points > rules->steps[rules->step_count - 1]) {
            jb_clash(reader, item, before, "steps_rise",
                     "A later right answer is worth more than an earlier one; let the steps fall.");
            good = false;
        }
        rules->steps[rules->step_count++] = points;
        before = item;
    }
    return good;
}

/* The members of "speed" that belong to its kind. */
enum {
    SPEED_KIND,
    SPEED_FLOOR,
    SPEED_BONUS,
    SPEED_POINTS,
    SPEED_COUNT
};

static bool check_speed(jb_reader *reader, const cJSON *node, const cJSON *const *values,
                        jb_speed speed)
{
    static const int member[] = {
        [JB_SPEED_NONE] = SPEED_KIND,
        [JB_SPEED_LINEAR] = SPEED_FLOOR,
        [JB_SPEED_BOUNDED] = SPEED_BONUS,
        [JB_SPEED_STEPS] = SPEED_POINTS,
    };
    static const char *const names[] = { "kind", "floor", "bonus", "points" };
    bool good = true;
    for (int i = SPEED_FLOOR; i < SPEED_COUNT; i++) {
        if (values[i] && i != member[speed]) {
            jb_clash(reader, values[i], values[SPEED_KIND], "setting_not_used",
                     "\"%s\" does nothing with speed of kind \"%s\"; take it out.", names[i],
                     jb_speed_name(speed));
            good = false;
        }
    }
    if ((speed == JB_SPEED_BOUNDED || speed == JB_SPEED_STEPS) && !values[member[speed]]) {
        jb_fault(reader, node, "missing_field", "Speed of kind \"%s\" needs \"%s\".",
                 jb_speed_name(speed), names[member[speed]]);
        good = false;
    }
    return good;
}

static bool read_speed(jb_reader *reader, const cJSON *node, jb_round_rules *rules)
{
    static const jb_field fields[] = {
        [SPEED_KIND] = { .name = "kind", .types = JB_IS_STRING, .required = true },
        [SPEED_FLOOR] = { .name = "floor", .types = JB_IS_NUMBER },
        [SPEED_BONUS] = { .name = "bonus", .types = JB_IS_NUMBER },
        [SPEED_POINTS] = { .name = "points", .types = JB_IS_ARRAY },
    };
    static const jb_shape shape = {
        .what = "\"speed\"",
        .fields = fields,
        .field_count = SPEED_COUNT,
        .x_keys = true,
    };
    static const char *const none[] = { "none", NULL };
    uint32_t word = 0;
    int64_t floor_percent = 50;
    if (cJSON_IsString(node)) {
        return jb_read_word(reader, node, none, &word);
    }
    const cJSON *values[SPEED_COUNT];
    if (!jb_read_object(reader, node, &shape, values) ||
        !jb_read_name(reader, values[SPEED_KIND], speed_name, &word) ||
        !check_speed(reader, node, values, (jb_speed)word)) {
        return false;
    }
    rules->speed = (jb_speed)word;
    if (values[SPEED_FLOOR] &&
        !jb_read_integer(reader, values[SPEED_FLOOR], 0, 100, &floor_percent)) {
        return false;
    }
    rules->speed_floor_percent = rules->speed == JB_SPEED_LINEAR ? (uint8_t)floor_percent : 0;
    if (values[SPEED_BONUS] &&
        !jb_read_points(reader, values[SPEED_BONUS], 1, &rules->speed_bonus)) {
        return false;
    }
    return !values[SPEED_POINTS] || read_steps(reader, values[SPEED_POINTS], rules);
}

static bool read_streak(jb_reader *reader, const cJSON *node, jb_round_rules *rules)
{
    static const jb_field fields[] = {
        { .name = "bonus", .types = JB_IS_NUMBER, .required = true },
        { .name = "max", .types = JB_IS_NUMBER },
    };
    static const jb_shape shape = {
        .what = "\"streak\"",
        .fields = fields,
        .field_count = 2,
        .x_keys = true,
    };
    enum {
        MAX_TIMES = 5
    };
    const cJSON *values[2];
    if (!jb_read_object(reader, node, &shape, values) ||
        !jb_read_points(reader, values[0], 1, &rules->streak_bonus)) {
        return false;
    }
    rules->streak_max = rules->streak_bonus * MAX_TIMES;
    rules->streak_max = rules->streak_max > JB_POINTS_MAX ? JB_POINTS_MAX : rules->streak_max;
    if (values[1] && !jb_read_points(reader, values[1], 1, &rules->streak_max)) {
        return false;
    }
    if (rules->streak_max < rules->streak_bonus) {
        jb_clash(reader, values[1], values[0], "streak_max_below_bonus",
                 "\"max\" is less than one \"bonus\"; raise it, or lower the bonus.");
        return false;
    }
    return true;
}

static bool read_grading(jb_reader *reader, const cJSON *node, jb_contest_round *round)
{
    static const jb_field fields[] = {
        { .name = "multiple", .types = JB_IS_STRING },
        { .name = "parts", .types = JB_IS_STRING },
    };
    static const jb_shape shape = {
        .what = "\"grading\"",
        .fields = fields,
        .field_count = 2,
        .x_keys = true,
    };
    static const char *const multiple[] = {
        [JB_GRADING_ALL_OR_NOTHING] = "all_or_nothing",
        [JB_GRADING_SUBSET_HALF] = "subset_half",
        [JB_GRADING_RIGHT_MINUS_WRONG] = "right_minus_wrong",
        NULL,
    };
    static const char *const parts[] = { "all_or_nothing", "per_part", NULL };
    const cJSON *values[2];
    uint32_t word = 0;
    bool good = jb_read_object(reader, node, &shape, values);
    if (values[0]) {
        good = jb_read_word(reader, values[0], multiple, &word) && good;
        round->has_multiple = true;
        round->multiple = (jb_grading)word;
    }
    if (values[1]) {
        word = 0;
        good = jb_read_word(reader, values[1], parts, &word) && good;
        round->has_parts = true;
        round->parts = word == 1 ? JB_GRADING_PER_PART : JB_GRADING_ALL_OR_NOTHING;
    }
    return good;
}

/* The first step is what a right answer is worth; the file must not say it twice. */
static bool settle_steps(jb_reader *reader, jb_contest_round *round)
{
    if (round->rules.speed != JB_SPEED_STEPS) {
        return true;
    }
    if (round->has_right && round->right != round->rules.steps[0]) {
        jb_clash(reader, round->at[JB_SETTING_POINTS], round->at[JB_SETTING_SPEED], "two_values",
                 "A right answer has two values, in \"points\" and in the first of the speed's "
                 "steps; leave one of them out.");
        return false;
    }
    round->has_right = true;
    round->right = round->rules.steps[0];
    return true;
}

bool jb_contest_worth_read(jb_reader *reader, const cJSON *points, const cJSON *grading,
                           jb_contest_round *round)
{
    bool good = !points || read_points(reader, points, round);
    return (!grading || read_grading(reader, grading, round)) && good;
}

bool jb_contest_points_read(jb_reader *reader, jb_contest_round *round)
{
    const cJSON *const *at = round->at;
    if (is_buzzed(round)) {
        round->wrong = -10 * JB_POINTS_UNIT;
        round->none = round->wrong;
    }
    bool good = jb_contest_worth_read(reader, at[JB_SETTING_POINTS], at[JB_SETTING_GRADING], round);
    good =
        (!at[JB_SETTING_SPEED] || read_speed(reader, at[JB_SETTING_SPEED], &round->rules)) && good;
    good = (!at[JB_SETTING_STREAK] || read_streak(reader, at[JB_SETTING_STREAK], &round->rules)) &&
           good;
    return good && settle_steps(reader, round);
}
