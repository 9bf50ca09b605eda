/* What belongs to one trait: values of a menu or a ladder, who survives, the judges' marks. */
#include "contest_internal.h"

#include "jinbang/assert.h"

enum {
    JUDGES_DEFAULT = 3,
    TRIM_JUDGES_MIN = 3
};

/* One more value: a menu has each once, a ladder rises. */
static bool add_value(jb_reader *reader, const cJSON *list, const cJSON *item,
                      jb_round_rules *rules)
{
    int64_t value = 0;
    if (!jb_read_points(reader, item, 1, &value)) {
        return false;
    }
    bool ladder = jb_format_row_of(rules->format)->worth == JB_WORTH_RUNG;
    const cJSON *other = list->child;
    for (uint8_t i = 0; i < rules->value_count; i++) {
        if (!ladder && rules->values[i] == value) {
            jb_clash(reader, item, other, "duplicate_value",
                     "The menu has this value twice; \"stock\" says how many there are of each.");
            return false;
        }
        if (ladder && rules->values[i] >= value) {
            jb_clash(reader, item, other, "rungs_do_not_rise",
                     "A rung must be worth more than those below it; list \"values\" from the "
                     "first rung "
                     "to the last.");
            return false;
        }
        other = other->next;
    }
    rules->values[rules->value_count++] = value;
    return true;
}

static bool read_values(jb_reader *reader, const cJSON *list, jb_round_rules *rules)
{
    static const int64_t usual[] = { 10 * JB_POINTS_UNIT, 20 * JB_POINTS_UNIT,
                                     30 * JB_POINTS_UNIT };
    if (!list) {
        for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++) {
            rules->values[rules->value_count++] = usual[i];
        }
        return true;
    }
    if (!jb_read_length(reader, list, 1, JB_VALUES_MAX)) {
        return false;
    }
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, list) {
        if (!add_value(reader, list, item, rules)) {
            return false;
        }
    }
    return true;
}

static bool read_menu(jb_reader *reader, const cJSON *const *at, jb_round_rules *rules)
{
    static const char *const wrongs[] = { "minus", "zero", NULL };
    uint32_t wrong = 0;
    int64_t stock = 0;
    bool good = !at[JB_SETTING_STOCK] ||
                jb_read_integer(reader, at[JB_SETTING_STOCK], 1, JB_TURNS_MAX, &stock);
    good = (!at[JB_SETTING_WRONG] || jb_read_word(reader, at[JB_SETTING_WRONG], wrongs, &wrong)) &&
           good;
    rules->stock = (uint32_t)stock;
    rules->wrong_zero = wrong == 1;
    rules->distinct_values = jb_node_bool(at[JB_SETTING_DISTINCT_VALUES], false);
    rules->may_name = jb_node_bool(at[JB_SETTING_MAY_NAME], false);
    return good;
}

static bool read_safe(jb_reader *reader, const cJSON *const *at, jb_round_rules *rules)
{
    const cJSON *safe = at[JB_SETTING_SAFE];
    if (!safe) {
        return true;
    }
    bool good = jb_read_length(reader, safe, 0, JB_VALUES_MAX);
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, safe) {
        int64_t rung = 0;
        if (!jb_read_integer(reader, item, 1, JB_VALUES_MAX, &rung)) {
            return false;
        }
        if ((uint32_t)rung > rules->value_count) {
            const cJSON *values = at[JB_SETTING_VALUES];
            jb_clash(reader, item, values ? values : at[JB_SETTING_FORMAT], "safe_beyond_ladder",
                     "Rung %d is safe, but the ladder has %d; name a rung that it has.", (int)rung,
                     rules->value_count);
            return false;
        }
        rules->safe |= UINT32_C(1) << (rung - 1);
    }
    return good;
}

static bool read_survival(jb_reader *reader, const cJSON *const *at, jb_round_rules *rules)
{
    int64_t survivors = 1;
    int64_t revival = 0;
    bool good = !at[JB_SETTING_SURVIVORS] ||
                jb_read_integer(reader, at[JB_SETTING_SURVIVORS], 1, JB_PLAYERS_MAX, &survivors);
    /* In the first turn nobody is out. */
    good = (!at[JB_SETTING_REVIVAL] ||
            jb_read_integer(reader, at[JB_SETTING_REVIVAL], 2, JB_TURNS_MAX, &revival)) &&
           good;
    rules->survivors = (uint32_t)survivors;
    rules->revival = (uint32_t)revival;
    return good;
}

static bool read_marks(jb_reader *reader, const cJSON *node, jb_round_rules *rules)
{
    static const jb_field fields[] = {
        { .name = "min", .types = JB_IS_NUMBER },
        { .name = "max", .types = JB_IS_NUMBER },
    };
    static const jb_shape shape = {
        .what = "\"marks\"",
        .fields = fields,
        .field_count = 2,
        .x_keys = true,
    };
    const cJSON *values[2];
    bool good = jb_read_object(reader, node, &shape, values);
    good =
        (!values[0] || jb_read_points(reader, values[0], -JB_POINTS_MAX, &rules->mark_min)) && good;
    good =
        (!values[1] || jb_read_points(reader, values[1], -JB_POINTS_MAX, &rules->mark_max)) && good;
    if (good && rules->mark_min >= rules->mark_max) {
        const cJSON *high = values[1] ? values[1] : node;
        jb_clash(reader, values[0] ? values[0] : node, high, "marks_backwards",
                 "The lowest mark must be below the highest.");
        good = false;
    }
    return good;
}

static bool read_judged(jb_reader *reader, const cJSON *const *at, jb_round_rules *rules)
{
    int64_t judges = JUDGES_DEFAULT;
    rules->mark_max = 10 * JB_POINTS_UNIT;
    bool good = !at[JB_SETTING_JUDGES] ||
                jb_read_integer(reader, at[JB_SETTING_JUDGES], 1, JB_JUDGES_MAX, &judges);
    good = (!at[JB_SETTING_MARKS] || read_marks(reader, at[JB_SETTING_MARKS], rules)) && good;
    rules->judges = (uint32_t)judges;
    rules->trimmed = jb_node_bool(at[JB_SETTING_TRIMMED], false);
    if (good && rules->trimmed && rules->judges < TRIM_JUDGES_MIN) {
        jb_clash(reader, at[JB_SETTING_TRIMMED], at[JB_SETTING_JUDGES], "too_few_judges",
                 "Without the highest and the lowest nothing is left of %d marks; have at least "
                 "%d judges.",
                 (int)judges, TRIM_JUDGES_MIN);
        good = false;
    }
    return good;
}

bool jb_contest_values_read(jb_reader *reader, jb_contest_round *round)
{
    const cJSON *const *at = round->at;
    jb_round_rules *rules = &round->rules;
    bool good = true;
    rules->survivors = 1;
    if (jb_setting_fits(JB_SETTING_VALUES, rules->format)) {
        good = read_values(reader, at[JB_SETTING_VALUES], rules);
    }
    if (jb_setting_fits(JB_SETTING_STOCK, rules->format)) {
        good = read_menu(reader, at, rules) && good;
    }
    if (jb_setting_fits(JB_SETTING_SAFE, rules->format)) {
        good = read_safe(reader, at, rules) && good;
    }
    if (jb_setting_fits(JB_SETTING_SURVIVORS, rules->format)) {
        good = read_survival(reader, at, rules) && good;
    }
    if (jb_setting_fits(JB_SETTING_JUDGES, rules->format)) {
        good = read_judged(reader, at, rules) && good;
    }
    return good;
}
