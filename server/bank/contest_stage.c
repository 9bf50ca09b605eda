/*
 * A round on a stage: the order of seats, who speaks, when the clocks run, what fouls cost, how
 * often a question may be tried. Each value comes from a closed list, whose words are the engine's.
 */
#include "contest_internal.h"

#include "jinbang/assert.h"

enum {
    TRIES_MAX = 100,
    BUZZ_MS_DEFAULT = 20000,
    RUN_MS_DEFAULT = 60000
};

/* The engine's functions take an enum each; these take what jb_read_name gives. */
#define WORDS(function, type, name_of)                                                             \
    static const char *function(uint32_t value)                                                    \
    {                                                                                              \
        return name_of((type)value);                                                               \
    }
WORDS(order_name, jb_order, jb_order_name)
WORDS(equals_name, jb_order_equals, jb_order_equals_name)
WORDS(spread_name, jb_spread, jb_spread_name)
WORDS(speaker_name, jb_speaker, jb_speaker_name)
WORDS(answer_by_name, jb_answer_by, jb_answer_by_name)
WORDS(start_name, jb_start, jb_start_name)
WORDS(early_name, jb_early, jb_early_name)
WORDS(fallback_name, jb_fallback, jb_fallback_name)
WORDS(too_close_name, jb_too_close, jb_too_close_name)

static bool read_order(jb_reader *reader, const cJSON *node, jb_round_rules *rules)
{
    static const jb_field fields[] = {
        { .name = "by", .types = JB_IS_STRING, .required = true },
        { .name = "equals", .types = JB_IS_STRING },
    };
    static const jb_shape shape = {
        .what = "\"order\"",
        .fields = fields,
        .field_count = 2,
        .x_keys = true,
    };
    const cJSON *values[2] = { node, NULL };
    uint32_t order = 0;
    uint32_t equals = JB_ORDER_EQUALS_SEAT;
    if (cJSON_IsObject(node) && !jb_read_object(reader, node, &shape, values)) {
        return false;
    }
    if (!jb_read_name(reader, values[0], order_name, &order) ||
        (values[1] && !jb_read_name(reader, values[1], equals_name, &equals))) {
        return false;
    }
    rules->order = (jb_order)order;
    rules->equals = (jb_order_equals)equals;
    if (values[1] && order != JB_ORDER_HIGH_LOW && order != JB_ORDER_LOW_HIGH) {
        jb_clash(reader, values[1], values[0], "setting_not_used",
                 "\"equals\" is for orders by score; \"%s\" has no equal seats. Take it out.",
                 jb_order_name(rules->order));
        return false;
    }
    return true;
}

/* The words of one kind. False: a word that is none of them. */
static bool read_words(jb_reader *reader, const cJSON *const *at, jb_round_rules *rules)
{
    uint32_t spread = rules->spread;
    uint32_t speaker = rules->speaker;
    uint32_t answer_by = rules->answer_by;
    uint32_t start = rules->start;
    uint32_t fallback = rules->fallback;
    uint32_t too_close = rules->too_close;
    const struct {
        jb_setting setting;
        jb_name_of name_of;
        uint32_t *value;
    } words[] = {
        { JB_SETTING_SPREAD, spread_name, &spread },
        { JB_SETTING_SPEAKER, speaker_name, &speaker },
        { JB_SETTING_ANSWER_BY, answer_by_name, &answer_by },
        { JB_SETTING_START, start_name, &start },
        { JB_SETTING_FALLBACK, fallback_name, &fallback },
        { JB_SETTING_TOO_CLOSE, too_close_name, &too_close },
    };
    bool good = true;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const cJSON *node = at[words[i].setting];
        good = (!node || jb_read_name(reader, node, words[i].name_of, words[i].value)) && good;
    }
    rules->spread = (jb_spread)spread;
    rules->speaker = (jb_speaker)speaker;
    rules->answer_by = (jb_answer_by)answer_by;
    rules->start = (jb_start)start;
    rules->fallback = (jb_fallback)fallback;
    rules->too_close = (jb_too_close)too_close;
    return good;
}

static bool read_help(jb_reader *reader, jb_contest_round *round)
{
    static const char *const words[] = { "allowed", "foul", NULL };
    const cJSON *help = round->at[JB_SETTING_HELP];
    const cJSON *points = round->at[JB_SETTING_HELP_POINTS];
    uint32_t word = points ? 1 : 0;
    if (help && !jb_read_word(reader, help, words, &word)) {
        return false;
    }
    round->rules.help_allowed = word == 0 && jb_setting_fits(JB_SETTING_HELP, round->rules.format);
    if (points && round->rules.help_allowed) {
        jb_clash(reader, points, help, "help_allowed_costs",
                 "Help is allowed and costs points; say \"help\": \"foul\", or take the points "
                 "out.");
        return false;
    }
    return !points || jb_read_scaled(reader, points, 2, (const int64_t[]){ -JB_POINTS_MAX, 0 },
                                     &round->rules.help_points);
}

static bool read_begin(jb_reader *reader, const cJSON *node, jb_round_rules *rules)
{
    static const jb_field fields[] = {
        { .name = "seconds", .types = JB_IS_NUMBER, .required = true },
        { .name = "late", .types = JB_IS_STRING },
    };
    static const jb_shape shape = {
        .what = "\"begin\"",
        .fields = fields,
        .field_count = 2,
        .x_keys = true,
    };
    static const char *const lates[] = { "turn", "round", NULL };
    const cJSON *values[2];
    uint32_t late = 0;
    bool good = jb_read_object(reader, node, &shape, values);
    good = (!values[0] ||
            jb_read_milliseconds(reader, values[0], JB_WAIT_SECONDS_MAX, &rules->begin_ms)) &&
           good;
    good = (!values[1] || jb_read_word(reader, values[1], lates, &late)) && good;
    rules->late_forfeits_round = late == 1;
    if (good && rules->begin_ms == 0) {
        jb_fault(reader, values[0], "out_of_range",
                 "\"seconds\" must be more than 0; without a time to begin in leave \"begin\" "
                 "out.");
        good = false;
    }
    return good;
}

static bool read_foul_points(jb_reader *reader, const cJSON *node, int64_t *points)
{
    return jb_read_scaled(reader, node, 2, (const int64_t[]){ -JB_POINTS_MAX, 0 }, points);
}

/* The count of the row before, and where it stands. */
typedef struct foul_before {
    const cJSON *node;
    uint32_t count;
} foul_before;

static bool read_foul_row(jb_reader *reader, const cJSON *node, foul_before *before,
                          jb_foul_row *row)
{
    static const jb_field fields[] = {
        { .name = "count", .types = JB_IS_NUMBER, .required = true },
        { .name = "points", .types = JB_IS_NUMBER },
        { .name = "bar", .types = JB_IS_BOOL },
    };
    static const jb_shape shape = {
        .what = "A row of \"escalation\"",
        .fields = fields,
        .field_count = 3,
        .x_keys = true,
    };
    const cJSON *values[3];
    int64_t count = 0;
    if (!jb_read_object(reader, node, &shape, values) ||
        !jb_read_integer(reader, values[0], 1, JB_TURNS_MAX, &count) ||
        (values[1] && !read_foul_points(reader, values[1], &row->points))) {
        return false;
    }
    row->count = (uint32_t)count;
    row->bar = jb_node_bool(values[2], false);
    if (row->count <= before->count) {
        jb_clash(reader, values[0], before->node, "escalation_order",
                 "The rows of \"escalation\" must count up, from 2: \"points\" is the first foul.");
        return false;
    }
    *before = (foul_before){ .node = values[0], .count = row->count };
    return true;
}

/* A policy under which an early buzz is no foul cannot make it cost anything. */
static bool check_early(jb_reader *reader, const cJSON *const *values, const jb_round_rules *rules)
{
    bool foul = rules->early != JB_EARLY_BLOCKED && rules->early != JB_EARLY_ALLOWED;
    bool good = true;
    for (int i = 1; i < 3; i++) {
        if (!foul && values[i]) {
            jb_clash(reader, values[i], values[0], "early_is_no_foul",
                     "With \"%s\" an early buzz is no foul and costs nothing; take \"%s\" out.",
                     jb_early_name(rules->early), values[i]->string);
            good = false;
        }
    }
    if (rules->early == JB_EARLY_DEDUCT && rules->foul_count == 0) {
        jb_fault(reader, values[0], "missing_field",
                 "\"deduct\" needs \"points\": what an early buzz costs.");
        good = false;
    }
    return good;
}

static bool read_early(jb_reader *reader, const cJSON *node, jb_round_rules *rules)
{
    enum {
        THEN,
        POINTS,
        ESCALATION,
        COUNT
    };
    static const jb_field fields[] = {
        [THEN] = { .name = "then", .types = JB_IS_STRING, .required = true },
        [POINTS] = { .name = "points", .types = JB_IS_NUMBER },
        [ESCALATION] = { .name = "escalation", .types = JB_IS_ARRAY },
    };
    static const jb_shape shape = {
        .what = "\"early\"",
        .fields = fields,
        .field_count = COUNT,
        .x_keys = true,
    };
    const cJSON *values[COUNT] = { node, NULL, NULL };
    uint32_t then = 0;
    if ((cJSON_IsObject(node) && !jb_read_object(reader, node, &shape, values)) ||
        !jb_read_name(reader, values[THEN], early_name, &then)) {
        return false;
    }
    rules->early = (jb_early)then;
    foul_before before = { .node = values[THEN], .count = 0 };
    if (values[POINTS]) {
        jb_foul_row *row = &rules->fouls[rules->foul_count++];
        *row = (jb_foul_row){ .count = 1 };
        before = (foul_before){ .node = values[POINTS], .count = 1 };
        if (!read_foul_points(reader, values[POINTS], &row->points)) {
            return false;
        }
    }
    if (values[ESCALATION]) {
        if (!jb_read_length(reader, values[ESCALATION], 1,
                            (uint32_t)(JB_FOUL_ROWS_MAX - rules->foul_count))) {
            return false;
        }
        const cJSON *row = NULL;
        cJSON_ArrayForEach(row, values[ESCALATION]) {
            if (!read_foul_row(reader, row, &before, &rules->fouls[rules->foul_count])) {
                return false;
            }
            rules->foul_count++;
        }
    }
    return check_early(reader, values, rules);
}

static bool read_numbers(jb_reader *reader, const cJSON *const *at, jb_round_rules *rules)
{
    int64_t per_seat = 0;
    int64_t tries = 1;
    int64_t limit = 0;
    bool good = !at[JB_SETTING_PER_SEAT] ||
                jb_read_integer(reader, at[JB_SETTING_PER_SEAT], 1, JB_TURNS_MAX, &per_seat);
    good = (!at[JB_SETTING_TRIES] ||
            jb_read_integer(reader, at[JB_SETTING_TRIES], 1, TRIES_MAX, &tries)) &&
           good;
    good = (!at[JB_SETTING_LIMIT] ||
            jb_read_integer(reader, at[JB_SETTING_LIMIT], 1, JB_TURNS_MAX, &limit)) &&
           good;
    if (at[JB_SETTING_CAP]) {
        good = jb_read_points(reader, at[JB_SETTING_CAP], 1, &rules->cap) && good;
        rules->has_cap = true;
    }
    rules->per_seat = (uint32_t)per_seat;
    rules->tries = (uint32_t)tries;
    rules->limit = (uint32_t)limit;
    rules->overtime = jb_node_bool(at[JB_SETTING_OVERTIME], false);
    return good;
}

bool jb_contest_stage_read(jb_reader *reader, jb_contest_round *round)
{
    const cJSON *const *at = round->at;
    jb_round_rules *rules = &round->rules;
    const jb_format_row *row = jb_format_row_of(rules->format);
    rules->spread = jb_format_is_grouped(row) ? JB_SPREAD_GROUP : JB_SPREAD_ROTATE;
    rules->buzz_ms = row->right_won == JB_RIGHT_WON_BY_BUZZ ? BUZZ_MS_DEFAULT : 0;
    rules->run_ms = row->run ? RUN_MS_DEFAULT : 0;
    bool good = read_numbers(reader, at, rules);
    good = read_words(reader, at, rules) && good;
    good = (!at[JB_SETTING_ORDER] || read_order(reader, at[JB_SETTING_ORDER], rules)) && good;
    good = read_help(reader, round) && good;
    good = (!at[JB_SETTING_BEGIN] || read_begin(reader, at[JB_SETTING_BEGIN], rules)) && good;
    good = (!at[JB_SETTING_EARLY] || read_early(reader, at[JB_SETTING_EARLY], rules)) && good;
    good =
        (!at[JB_SETTING_BUZZ_SECONDS] || jb_read_milliseconds(reader, at[JB_SETTING_BUZZ_SECONDS],
                                                              JB_SECONDS_MAX, &rules->buzz_ms)) &&
        good;
    good = (!at[JB_SETTING_RUN_SECONDS] || jb_read_milliseconds(reader, at[JB_SETTING_RUN_SECONDS],
                                                                JB_SECONDS_MAX, &rules->run_ms)) &&
           good;
    if (good && row->run && rules->run_ms == 0) {
        jb_fault(reader, at[JB_SETTING_RUN_SECONDS], "out_of_range",
                 "\"run_seconds\" must be more than 0: a rush is played against the clock.");
        good = false;
    }
    return good;
}
