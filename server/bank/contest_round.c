/* One round of a contest file: its questions, timers, points and grading. */
#include "bank_internal.h"

#include <inttypes.h>
#include <string.h>

#include "jinbang/assert.h"

enum {
    TITLE,
    FORMAT,
    DRAW,
    QUESTIONS,
    SECONDS,
    READING,
    INTRO,
    INTRO_SECONDS,
    LOCKED_SECONDS,
    REVEAL_SECONDS,
    STANDINGS_SECONDS,
    POINTS,
    SPEED,
    GRADING,
    CHANGE,
    STANDINGS,
    SHUFFLE_OPTIONS,
    FIELD_COUNT
};

static const jb_field round_fields[] = {
    [TITLE] = { .name = "title", .types = JB_IS_OBJECT },
    [FORMAT] = { .name = "format", .types = JB_IS_STRING, .required = true },
    [DRAW] = { .name = "draw", .types = JB_IS_OBJECT },
    [QUESTIONS] = { .name = "questions", .types = JB_IS_OBJECT },
    [SECONDS] = { .name = "seconds", .types = JB_IS_NUMBER },
    [READING] = { .name = "reading", .types = JB_IS_NUMBER },
    [INTRO] = { .name = "intro", .types = JB_IS_BOOL },
    [INTRO_SECONDS] = { .name = "intro_seconds", .types = JB_IS_NUMBER },
    [LOCKED_SECONDS] = { .name = "locked_seconds", .types = JB_IS_NUMBER },
    [REVEAL_SECONDS] = { .name = "reveal_seconds", .types = JB_IS_NUMBER },
    [STANDINGS_SECONDS] = { .name = "standings_seconds", .types = JB_IS_NUMBER },
    [POINTS] = { .name = "points", .types = JB_IS_NUMBER | JB_IS_OBJECT },
    [SPEED] = { .name = "speed", .types = JB_IS_STRING | JB_IS_OBJECT },
    [GRADING] = { .name = "grading", .types = JB_IS_OBJECT },
    [CHANGE] = { .name = "change", .types = JB_IS_BOOL },
    [STANDINGS] = { .name = "standings", .types = JB_IS_STRING },
    [SHUFFLE_OPTIONS] = { .name = "shuffle_options", .types = JB_IS_BOOL },
};

static const jb_shape round_shape = {
    .what = "A round",
    .fields = round_fields,
    .field_count = FIELD_COUNT,
    .x_keys = true,
};

enum {
    WAIT_SECONDS_MAX = 600,
    ALL_KINDS = (1 << JB_KIND_COUNT) - 1
};

bool jb_read_milliseconds(jb_reader *reader, const cJSON *node, int64_t seconds_max, jb_time *value)
{
    double seconds = cJSON_GetNumberValue(node);
    if (!(seconds >= 0 && seconds <= (double)seconds_max)) {
        jb_fault(reader, node, "out_of_range", "\"%.40s\" must be from 0 to %" PRId64 " seconds.",
                 node->string ? node->string : "this", seconds_max);
        return false;
    }
    *value = (jb_time)(seconds * 1000 + 0.5);
    return true;
}

static bool read_format(jb_reader *reader, const cJSON *node)
{
    static const char *const words[] = { "everyone", "turn",   "buzzer",   "risk", "rush",
                                         "ladder",   "judged", "survival", NULL };
    uint32_t word = 0;
    if (!jb_read_word(reader, node, words, &word)) {
        return false;
    }
    if (word > 0) {
        jb_fault(reader, node, "format_not_playable",
                 "Rounds of format \"%s\" cannot be played yet; \"everyone\" can.", words[word]);
        return false;
    }
    return true;
}

static bool read_kinds(jb_reader *reader, const cJSON *node, uint32_t *kinds)
{
    static const char *const words[] = {
        [JB_KIND_SINGLE] = "single",       [JB_KIND_MULTIPLE] = "multiple",
        [JB_KIND_TRUEFALSE] = "truefalse", [JB_KIND_NUMERIC] = "numeric",
        [JB_KIND_TEXT] = "text",           [JB_KIND_ORDERING] = "ordering",
        [JB_KIND_MATCHING] = "matching",   [JB_KIND_COUNT] = NULL,
    };
    if (!jb_read_length(reader, node, 1, JB_KIND_COUNT)) {
        return false;
    }
    bool good = true;
    *kinds = 0;
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, node) {
        uint32_t kind = 0;
        if (!jb_read_word(reader, item, words, &kind)) {
            good = false;
        } else if ((*kinds & (1U << kind)) != 0) {
            jb_fault(reader, item, "duplicate_value", "\"%s\" is listed twice.", words[kind]);
            good = false;
        }
        *kinds |= 1U << kind;
    }
    return good;
}

static bool read_difficulty(jb_reader *reader, const cJSON *node, uint8_t difficulty[2])
{
    if (!jb_read_length(reader, node, 2, 2)) {
        return false;
    }
    int64_t low = 0;
    int64_t high = 0;
    if (!jb_read_integer(reader, node->child, 1, 5, &low) ||
        !jb_read_integer(reader, node->child->next, 1, 5, &high)) {
        return false;
    }
    if (low > high) {
        jb_fault(reader, node, "contradiction", "The lower difficulty must stand first.");
        return false;
    }
    difficulty[0] = (uint8_t)low;
    difficulty[1] = (uint8_t)high;
    return true;
}

static bool read_draw(jb_reader *reader, const cJSON *node, jb_contest_round *round)
{
    enum {
        BANK,
        COUNT,
        TAGS,
        KINDS,
        DIFFICULTY,
        ORDER,
        DRAW_COUNT
    };
    static const jb_field fields[] = {
        [BANK] = { .name = "bank", .types = JB_IS_STRING, .required = true },
        [COUNT] = { .name = "count", .types = JB_IS_NUMBER, .required = true },
        [TAGS] = { .name = "tags", .types = JB_IS_ARRAY },
        [KINDS] = { .name = "kinds", .types = JB_IS_ARRAY },
        [DIFFICULTY] = { .name = "difficulty", .types = JB_IS_ARRAY },
        [ORDER] = { .name = "order", .types = JB_IS_STRING },
    };
    static const jb_shape shape = {
        .what = "\"draw\"",
        .fields = fields,
        .field_count = DRAW_COUNT,
        .x_keys = true,
    };
    static const char *const orders[] = { "lot", "bank", NULL };
    const cJSON *values[DRAW_COUNT];
    bool good = jb_read_object(reader, node, &shape, values);
    uint32_t order = 0;
    int64_t count = 0;
    good = (!values[BANK] || jb_read_id(reader, values[BANK])) && good;
    good =
        (!values[COUNT] || jb_read_integer(reader, values[COUNT], 1, JB_TURNS_MAX, &count)) && good;
    if (values[TAGS]) {
        good = jb_read_length(reader, values[TAGS], 1, JB_TAGS_MAX) &&
               jb_read_tags(reader, values[TAGS]) && good;
    }
    good = (!values[KINDS] || read_kinds(reader, values[KINDS], &round->kinds)) && good;
    good =
        (!values[DIFFICULTY] || read_difficulty(reader, values[DIFFICULTY], round->difficulty)) &&
        good;
    good = (!values[ORDER] || jb_read_word(reader, values[ORDER], orders, &order)) && good;
    round->bank = values[BANK];
    round->count = (uint32_t)count;
    round->count_node = values[COUNT];
    round->tags = values[TAGS];
    round->in_bank_order = order == 1;
    return good;
}

/* Is this id not among those before it? */
static bool read_once(jb_reader *reader, const cJSON *ids, const cJSON *id)
{
    const cJSON *before = NULL;
    cJSON_ArrayForEach(before, ids) {
        if (before == id) {
            return true;
        }
        if (cJSON_IsString(before) && strcmp(before->valuestring, id->valuestring) == 0) {
            jb_fault(reader, id, "repeated_question", "The question \"%.64s\" stands here twice.",
                     id->valuestring);
            return false;
        }
    }
    return true;
}

static bool read_named(jb_reader *reader, const cJSON *node, jb_contest_round *round)
{
    static const jb_field fields[] = {
        { .name = "bank", .types = JB_IS_STRING, .required = true },
        { .name = "ids", .types = JB_IS_ARRAY, .required = true },
    };
    static const jb_shape shape = {
        .what = "\"questions\"",
        .fields = fields,
        .field_count = 2,
        .x_keys = true,
    };
    const cJSON *values[2];
    bool good = jb_read_object(reader, node, &shape, values);
    good = (!values[0] || jb_read_id(reader, values[0])) && good;
    round->bank = values[0];
    round->ids = values[1];
    if (!values[1] || !jb_read_length(reader, values[1], 1, JB_TURNS_MAX)) {
        return false;
    }
    const cJSON *id = NULL;
    cJSON_ArrayForEach(id, values[1]) {
        good = jb_read_id(reader, id) && read_once(reader, values[1], id) && good;
    }
    round->count = jb_node_length(values[1]);
    return good;
}

static bool read_source(jb_reader *reader, const cJSON *node, const cJSON *const *values,
                        jb_contest_round *round)
{
    if (values[DRAW] && values[QUESTIONS]) {
        jb_fault_key(reader, values[QUESTIONS], "contradiction",
                     "A round has either \"draw\" or \"questions\", not both.");
        return false;
    }
    if (values[DRAW]) {
        return read_draw(reader, values[DRAW], round);
    }
    if (values[QUESTIONS]) {
        return read_named(reader, values[QUESTIONS], round);
    }
    jb_fault(reader, node, "missing_field", "A round needs \"draw\" or \"questions\".");
    return false;
}

static bool read_round_points(jb_reader *reader, const cJSON *node, jb_contest_round *round)
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
    good = (!values[NONE] || jb_read_points(reader, values[NONE], -JB_POINTS_MAX, &round->none)) &&
           good;
    return good;
}

static bool read_speed(jb_reader *reader, const cJSON *node, jb_round_rules *rules)
{
    static const jb_field fields[] = {
        { .name = "kind", .types = JB_IS_STRING, .required = true },
        { .name = "floor", .types = JB_IS_NUMBER },
    };
    static const jb_shape shape = {
        .what = "\"speed\"",
        .fields = fields,
        .field_count = 2,
        .x_keys = true,
    };
    static const char *const none[] = { "none", NULL };
    static const char *const linear[] = { "linear", NULL };
    uint32_t word = 0;
    int64_t floor_percent = 50;
    if (cJSON_IsString(node)) {
        return jb_read_word(reader, node, none, &word);
    }
    const cJSON *values[2];
    if (!jb_read_object(reader, node, &shape, values) ||
        !jb_read_word(reader, values[0], linear, &word) ||
        (values[1] && !jb_read_integer(reader, values[1], 0, 100, &floor_percent))) {
        return false;
    }
    rules->speed = JB_SPEED_LINEAR;
    rules->speed_floor_percent = (uint8_t)floor_percent;
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

static bool read_times(jb_reader *reader, const cJSON *const *values, jb_contest_round *round)
{
    round->rules.intro_ms = 4000;
    round->rules.locked_ms = 1500;
    round->rules.reveal_ms = 8000;
    round->rules.standings_ms = 6000;
    jb_time *const waits[] = { &round->rules.intro_ms, &round->rules.locked_ms,
                               &round->rules.reveal_ms, &round->rules.standings_ms };
    bool good = true;
    for (int i = 0; i < 4; i++) {
        const cJSON *node = values[INTRO_SECONDS + i];
        good = (!node || jb_read_milliseconds(reader, node, WAIT_SECONDS_MAX, waits[i])) && good;
    }
    if (values[READING]) {
        good =
            jb_read_milliseconds(reader, values[READING], WAIT_SECONDS_MAX, &round->reading_ms) &&
            good;
    }
    if (values[SECONDS]) {
        good = jb_read_milliseconds(reader, values[SECONDS], JB_SECONDS_MAX, &round->seconds_ms) &&
               good;
        round->has_seconds = true;
    }
    return good;
}

/* Settings that do not go together. */
static bool check_times(jb_reader *reader, const cJSON *const *values, jb_pace pace,
                        const jb_contest_round *round)
{
    if (!round->has_seconds || round->seconds_ms > 0) {
        return true;
    }
    if (round->rules.speed == JB_SPEED_LINEAR) {
        jb_warn(reader, values[SPEED], "contradiction",
                "Without a time limit (\"seconds\": 0) speed cannot count; all get full points.");
    }
    if (pace == JB_PACE_AUTO) {
        jb_fault(reader, values[SECONDS], "contradiction",
                 "\"pace\" is \"auto\", which needs a time limit; \"seconds\" is 0.");
        return false;
    }
    return true;
}

bool jb_contest_round_read(jb_reader *reader, const cJSON *node, jb_pace pace,
                           jb_contest_round *round)
{
    static const char *const standings[] = {
        [JB_STANDINGS_TURN] = "turn",
        [JB_STANDINGS_ROUND] = "round",
        [JB_STANDINGS_END] = "end",
        [JB_STANDINGS_COUNT] = NULL,
    };
    *round = (jb_contest_round){ .node = node, .kinds = ALL_KINDS, .difficulty = { 1, 5 } };
    const cJSON *values[FIELD_COUNT];
    uint32_t when = JB_STANDINGS_TURN;
    uint32_t before = reader->faults;
    bool good = jb_read_object(reader, node, &round_shape, values);
    if (!cJSON_IsObject(node)) {
        return false;
    }
    good = (!values[FORMAT] || read_format(reader, values[FORMAT])) && good;
    good = (!values[TITLE] || jb_read_map(reader, values[TITLE])) && good;
    good = read_source(reader, node, values, round) && good;
    good = read_times(reader, values, round) && good;
    good = (!values[POINTS] || read_round_points(reader, values[POINTS], round)) && good;
    good = (!values[SPEED] || read_speed(reader, values[SPEED], &round->rules)) && good;
    good = (!values[GRADING] || read_grading(reader, values[GRADING], round)) && good;
    good =
        (!values[STANDINGS] || jb_read_word(reader, values[STANDINGS], standings, &when)) && good;
    good = check_times(reader, values, pace, round) && good;
    round->title = values[TITLE];
    round->has_shuffle = values[SHUFFLE_OPTIONS] != NULL;
    round->shuffle = jb_node_bool(values[SHUFFLE_OPTIONS], true);
    round->rules.format = JB_FORMAT_EVERYONE;
    round->rules.intro = jb_node_bool(values[INTRO], false);
    round->rules.change = jb_node_bool(values[CHANGE], false);
    round->rules.standings = (jb_standings_when)when;
    JB_ASSERT(good == (reader->faults == before));
    return good;
}
