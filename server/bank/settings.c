/*
 * What a bank, a question and (elsewhere) a round may each say: points, time, shuffling, grading.
 * Settings of the format that Jinbang does not play are named in warnings.
 */
#include "bank_internal.h"

#include "jinbang/assert.h"
#include "jinbang/decimal.h"

bool jb_read_points(jb_reader *reader, const cJSON *node, int64_t low, int64_t *value)
{
    return jb_read_scaled(reader, node, 2, (const int64_t[]){ low, JB_POINTS_MAX }, value);
}

bool jb_read_weight(jb_reader *reader, const cJSON *node, int32_t *weight)
{
    if (!cJSON_IsNumber(node) || cJSON_GetNumberValue(node) < -1 ||
        cJSON_GetNumberValue(node) > 1) {
        jb_fault(reader, node, "out_of_range", "\"weight\" must be a number from -1 to 1.");
        return false;
    }
    double scaled = cJSON_GetNumberValue(node) * (double)JB_WHOLE;
    *weight = (int32_t)(scaled + (scaled < 0 ? -0.5 : 0.5));
    if ((double)*weight / (double)JB_WHOLE != cJSON_GetNumberValue(node)) {
        jb_warn(reader, node, "weight_rounded", "Weights are rounded to %d decimals.",
                JB_DECIMAL_PLACES_MAX);
    }
    if (*weight < 0) {
        jb_warn(reader, node, "unsupported_setting",
                "A negative weight counts as 0; take points off with the round's \"wrong\".");
        *weight = 0;
    }
    return true;
}

static bool read_shuffle(jb_reader *reader, const cJSON *node, jb_settings *settings)
{
    enum {
        OPTIONS,
        KEEP_LAST,
        PER_PARTICIPANT,
        QUESTION,
        COUNT
    };
    static const jb_field fields[] = {
        [OPTIONS] = { .name = "options", .types = JB_IS_BOOL },
        [KEEP_LAST] = { .name = "keep_last", .types = JB_IS_NUMBER },
        [PER_PARTICIPANT] = { .name = "per_participant", .types = JB_IS_BOOL },
        [QUESTION] = { .name = "question", .types = JB_IS_BOOL },
    };
    static const jb_shape shape = { .what = "\"shuffle\"", .fields = fields, .field_count = COUNT };
    const cJSON *values[COUNT];
    bool good = jb_read_object(reader, node, &shape, values);
    if (values[OPTIONS]) {
        settings->has_shuffle = true;
        settings->shuffle = jb_node_bool(values[OPTIONS], true);
    }
    if (values[KEEP_LAST]) {
        int64_t keep_last = 0;
        good = jb_read_integer(reader, values[KEEP_LAST], 0, JB_OPTIONS_MAX, &keep_last) && good;
        settings->has_keep_last = true;
        settings->keep_last = (uint8_t)keep_last;
    }
    if (jb_node_bool(values[PER_PARTICIPANT], false)) {
        jb_warn(reader, values[PER_PARTICIPANT], "unsupported_setting",
                "Every participant sees the options in the same order.");
    }
    if (!jb_node_bool(values[QUESTION], true)) {
        jb_warn(reader, values[QUESTION], "unsupported_setting",
                "Draws do not keep the place of a question; name the questions in the round.");
    }
    return good;
}

static bool read_grading(jb_reader *reader, const cJSON *node, jb_settings *settings)
{
    enum {
        MODE,
        FLOOR_ZERO,
        WRONG_PENALTY,
        COUNT
    };
    static const jb_field fields[] = {
        [MODE] = { .name = "mode", .types = JB_IS_STRING },
        [FLOOR_ZERO] = { .name = "floor_zero", .types = JB_IS_BOOL },
        [WRONG_PENALTY] = { .name = "wrong_penalty", .types = JB_IS_NUMBER },
    };
    static const jb_shape shape = { .what = "\"grading\"", .fields = fields, .field_count = COUNT };
    static const char *const words[] = {
        [JB_GRADING_ALL_OR_NOTHING] = "all_or_nothing",
        [JB_GRADING_SUBSET_HALF] = "subset_half",
        [JB_GRADING_RIGHT_MINUS_WRONG] = "right_minus_wrong",
        [JB_GRADING_PER_PART] = "per_part",
        [JB_GRADING_COUNT] = NULL,
    };
    const cJSON *values[COUNT];
    bool good = jb_read_object(reader, node, &shape, values);
    uint32_t mode = 0;
    if (values[MODE]) {
        good = jb_read_word(reader, values[MODE], words, &mode) && good;
        settings->has_grading = true;
        settings->grading = (jb_grading)mode;
    }
    if (!jb_node_bool(values[FLOOR_ZERO], true)) {
        jb_warn(reader, values[FLOOR_ZERO], "unsupported_setting",
                "A partly right answer never earns less than 0.");
    }
    if (values[WRONG_PENALTY]) {
        double penalty = cJSON_GetNumberValue(values[WRONG_PENALTY]);
        if (penalty < -1 || penalty > 1) {
            jb_fault(reader, values[WRONG_PENALTY], "out_of_range",
                     "\"wrong_penalty\" must be from -1 to 1.");
            good = false;
        } else if (penalty != 0) {
            jb_warn(reader, values[WRONG_PENALTY], "unsupported_setting",
                    "Points for wrong answers are set in the contest's rounds (\"wrong\").");
        }
    }
    return good;
}

bool jb_read_settings(jb_reader *reader, const cJSON *const values[4], jb_settings *settings)
{
    *settings = (jb_settings){ .grading = JB_GRADING_ALL_OR_NOTHING, .shuffle = true };
    bool good = true;
    if (values[0]) {
        good = jb_read_points(reader, values[0], 0, &settings->points);
        settings->has_points = true;
    }
    if (values[1]) {
        good = jb_read_integer(reader, values[1], 0, (int64_t)JB_SECONDS_MAX * 1000,
                               &settings->time_ms) &&
               good;
        settings->has_time = true;
    }
    if (values[2]) {
        good = read_shuffle(reader, values[2], settings) && good;
    }
    if (values[3]) {
        good = read_grading(reader, values[3], settings) && good;
    }
    return good;
}

bool jb_grading_fits(jb_grading grading, jb_kind kind)
{
    switch (grading) {
    case JB_GRADING_ALL_OR_NOTHING:
        return true;
    case JB_GRADING_SUBSET_HALF:
    case JB_GRADING_RIGHT_MINUS_WRONG:
        return kind == JB_KIND_MULTIPLE;
    case JB_GRADING_PER_PART:
        return kind == JB_KIND_ORDERING || kind == JB_KIND_MATCHING || kind == JB_KIND_TEXT;
    case JB_GRADING_COUNT:
        break;
    }
    JB_ASSERT((int)grading < JB_GRADING_COUNT);
    return false;
}
