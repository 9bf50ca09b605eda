/* What counts as right, kind by kind: read and checked against the options. */
#include "bank_internal.h"

#include <inttypes.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/decimal.h"
#include "jinbang/text.h"

/* The largest magnitude jb_decimal can hold: 12 digits and 6 places. */
static const int64_t decimal_max = INT64_C(999999999999999999);

/* A list of option ids as option numbers. False if one is unknown or stands twice. */
static bool read_id_list(jb_reader *reader, const cJSON *list, const jb_question *question,
                         uint8_t *numbers)
{
    if (!jb_read_length(reader, list, 1, question->option_count)) {
        return false;
    }
    bool good = true;
    uint32_t seen = 0;
    uint32_t count = 0;
    const cJSON *node = NULL;
    cJSON_ArrayForEach(node, list) {
        if (!jb_read_id(reader, node)) {
            good = false;
            continue;
        }
        int option = jb_option_find(question->options, question->option_count, node->valuestring);
        if (option < 0) {
            jb_fault(reader, node, "unknown_id", "The question has no option \"%.64s\".",
                     node->valuestring);
            good = false;
        } else if ((seen & (UINT32_C(1) << option)) != 0) {
            jb_fault(reader, node, "duplicate_value", "\"%.64s\" is listed twice.",
                     node->valuestring);
            good = false;
        } else {
            seen |= UINT32_C(1) << option;
            numbers[count++] = (uint8_t)option;
        }
    }
    return good;
}

static bool read_correct(jb_reader *reader, const cJSON *node, jb_question *question)
{
    enum {
        CORRECT,
        SELECT_MIN,
        SELECT_MAX,
        COUNT
    };
    static const jb_field fields[] = {
        [CORRECT] = { .name = "correct", .types = JB_IS_ARRAY, .required = true },
        [SELECT_MIN] = { .name = "select_min", .types = JB_IS_NUMBER },
        [SELECT_MAX] = { .name = "select_max", .types = JB_IS_NUMBER },
    };
    bool single = question->kind == JB_KIND_SINGLE;
    const jb_shape shape = { .what = "\"answer\"",
                             .fields = fields,
                             .field_count = single ? CORRECT + 1 : COUNT };
    const cJSON *values[COUNT] = { NULL };
    uint8_t numbers[JB_OPTIONS_MAX] = { 0 };
    if (!jb_read_object(reader, node, &shape, values) ||
        !read_id_list(reader, values[CORRECT], question, numbers)) {
        return false;
    }
    uint32_t count = jb_node_length(values[CORRECT]);
    for (uint32_t i = 0; i < count; i++) {
        question->correct |= UINT32_C(1) << numbers[i];
    }
    if (single && count == question->option_count) {
        jb_fault(reader, values[CORRECT], "all_correct",
                 "Every option is right; a question needs a wrong one.");
        return false;
    }
    for (int i = SELECT_MIN; i <= SELECT_MAX; i++) {
        if (values[i]) {
            jb_warn(reader, values[i], "unsupported_setting",
                    "How many options may be chosen is not limited.");
        }
    }
    return true;
}

static bool read_truefalse(jb_reader *reader, const cJSON *node, jb_question *question)
{
    static const jb_field fields[] = {
        { .name = "value", .types = JB_IS_BOOL, .required = true },
    };
    static const jb_shape shape = { .what = "\"answer\"", .fields = fields, .field_count = 1 };
    const cJSON *value = NULL;
    if (!jb_read_object(reader, node, &shape, &value)) {
        return false;
    }
    question->correct = jb_node_bool(value, false) ? 2 : 1;
    return true;
}

bool jb_read_accept_number(jb_reader *reader, const cJSON *node, jb_accept_number *number,
                           int64_t *value)
{
    enum {
        VALUE,
        TOLERANCE,
        TOLERANCE_KIND,
        WEIGHT,
        COUNT
    };
    static const jb_field fields[] = {
        [VALUE] = { .name = "value", .types = JB_IS_STRING, .required = true },
        [TOLERANCE] = { .name = "tolerance", .types = JB_IS_STRING },
        [TOLERANCE_KIND] = { .name = "tolerance_kind", .types = JB_IS_STRING },
        [WEIGHT] = { .name = "weight", .types = JB_IS_NUMBER },
    };
    static const jb_shape shape = { .what = "A number", .fields = fields, .field_count = COUNT };
    static const char *const kinds[] = { "absolute", "relative", NULL };
    const cJSON *values[COUNT];
    int64_t tolerance = 0;
    uint32_t relative = 0;
    *number = (jb_accept_number){ .weight = JB_WHOLE };
    bool good = jb_read_object(reader, node, &shape, values) &&
                jb_read_decimal(reader, values[VALUE], value);
    if (values[TOLERANCE]) {
        good = jb_read_decimal(reader, values[TOLERANCE], &tolerance) && good;
        if (tolerance < 0) {
            jb_fault(reader, values[TOLERANCE], "out_of_range",
                     "A tolerance must not be negative.");
            good = false;
        }
    }
    if (values[TOLERANCE_KIND]) {
        good = jb_read_word(reader, values[TOLERANCE_KIND], kinds, &relative) && good;
    }
    if (values[WEIGHT]) {
        good = jb_read_weight(reader, values[WEIGHT], &number->weight) && good;
    }
    if (!good) {
        return false;
    }
    if (relative == 1) {
        int64_t size = *value < 0 ? -*value : *value;
        tolerance = jb_mul_div(size, tolerance, JB_MICRO);
    }
    /* What lies beyond could not be typed: an answer has at most as many digits. */
    tolerance = tolerance > 2 * decimal_max ? 2 * decimal_max : tolerance;
    int64_t low = *value - tolerance;
    int64_t high = *value + tolerance;
    number->low = low < -decimal_max ? -decimal_max : low;
    number->high = high > decimal_max ? decimal_max : high;
    return true;
}

static bool read_numeric(jb_reader *reader, const cJSON *node, jb_question *question)
{
    enum {
        ACCEPT,
        UNIT,
        MIN,
        MAX,
        CLOSEST_WINS,
        COUNT
    };
    static const jb_field fields[] = {
        [ACCEPT] = { .name = "accept", .types = JB_IS_ARRAY, .required = true },
        [UNIT] = { .name = "unit", .types = JB_IS_OBJECT },
        [MIN] = { .name = "min", .types = JB_IS_STRING },
        [MAX] = { .name = "max", .types = JB_IS_STRING },
        [CLOSEST_WINS] = { .name = "closest_wins", .types = JB_IS_BOOL },
    };
    static const jb_shape shape = { .what = "\"answer\"", .fields = fields, .field_count = COUNT };
    const cJSON *values[COUNT];
    if (!jb_read_object(reader, node, &shape, values) ||
        !jb_read_length(reader, values[ACCEPT], 1, JB_ACCEPT_MAX)) {
        return false;
    }
    bool good = true;
    const cJSON *accept = NULL;
    cJSON_ArrayForEach(accept, values[ACCEPT]) {
        jb_accept_number number;
        int64_t value = 0;
        good = jb_read_accept_number(reader, accept, &number, &value) && good;
    }
    for (int i = MIN; i <= MAX; i++) {
        int64_t value = 0;
        if (values[i]) {
            good = jb_read_decimal(reader, values[i], &value) && good;
            jb_warn(reader, values[i], "unsupported_setting",
                    "Numbers outside \"min\" and \"max\" can be typed too.");
        }
    }
    if (jb_node_bool(values[CLOSEST_WINS], false)) {
        jb_warn(reader, values[CLOSEST_WINS], "unsupported_setting",
                "\"closest_wins\" is not played; numbers within the tolerance are right.");
    }
    good = (!values[UNIT] || jb_read_map(reader, values[UNIT])) && good;
    question->unit = values[UNIT];
    question->accepts = values[ACCEPT];
    return good;
}

/* What is left of an accepted text when it is folded must be something, and no more than an answer
 * can be. */
static bool check_folded(jb_reader *reader, const cJSON *text)
{
    jb_buffer folded;
    jb_buffer_init(&folded, 0);
    jb_status status = jb_text_fold(jb_node_slice(text), &folded);
    JB_ASSERT(status != JB_ERR_INVALID);
    size_t size = folded.size;
    jb_buffer_finish(&folded);
    if (status != JB_OK) {
        reader->out_of_memory = true;
    } else if (size == 0) {
        jb_fault(reader, text, "empty_text", "The accepted text is empty.");
    } else if (size > JB_ANSWER_FOLDED_MAX) {
        jb_fault(reader, text, "too_long", "Nobody can type an answer this long.");
    }
    return status != JB_OK || (size > 0 && size <= JB_ANSWER_FOLDED_MAX);
}

bool jb_read_accept(jb_reader *reader, const cJSON *node, jb_accept *accept)
{
    enum {
        TEXT,
        LANG,
        WEIGHT,
        MATCH,
        COUNT
    };
    static const jb_field fields[] = {
        [TEXT] = { .name = "text", .types = JB_IS_STRING, .required = true },
        [LANG] = { .name = "lang", .types = JB_IS_STRING },
        [WEIGHT] = { .name = "weight", .types = JB_IS_NUMBER },
        [MATCH] = { .name = "match", .types = JB_IS_STRING },
    };
    static const jb_shape shape = { .what = "An accepted text",
                                    .fields = fields,
                                    .field_count = COUNT };
    static const char *const matches[] = { "exact", "wildcard", NULL };
    const cJSON *values[COUNT];
    uint32_t match = 0;
    if (!jb_read_object(reader, node, &shape, values) ||
        !jb_read_string(reader, values[TEXT], JB_ANSWER_TEXT_MAX)) {
        return false;
    }
    *accept = (jb_accept){ .text = values[TEXT]->valuestring, .weight = JB_WHOLE };
    bool good = !values[LANG] || jb_read_language(reader, values[LANG]);
    good = (!values[WEIGHT] || jb_read_weight(reader, values[WEIGHT], &accept->weight)) && good;
    good = (!values[MATCH] || jb_read_word(reader, values[MATCH], matches, &match)) && good;
    accept->wildcard = match == 1;
    return check_folded(reader, values[TEXT]) && good;
}

bool jb_read_blank(jb_reader *reader, const cJSON *node, jb_blank_source *blank)
{
    enum {
        ID,
        ACCEPT,
        SHOW,
        CASE_SENSITIVE,
        MAX_EDITS,
        COUNT
    };
    static const jb_field fields[] = {
        [ID] = { .name = "id", .types = JB_IS_STRING },
        [ACCEPT] = { .name = "accept", .types = JB_IS_ARRAY, .required = true },
        [SHOW] = { .name = "show", .types = JB_IS_OBJECT },
        [CASE_SENSITIVE] = { .name = "case_sensitive", .types = JB_IS_BOOL },
        [MAX_EDITS] = { .name = "max_edits", .types = JB_IS_NUMBER },
    };
    static const jb_shape shape = { .what = "A blank", .fields = fields, .field_count = COUNT };
    const cJSON *values[COUNT];
    if (!jb_read_object(reader, node, &shape, values) ||
        !jb_read_length(reader, values[ACCEPT], 1, JB_ACCEPT_MAX)) {
        return false;
    }
    bool good = !values[ID] || jb_read_id(reader, values[ID]);
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, values[ACCEPT]) {
        jb_accept accept;
        good = jb_read_accept(reader, item, &accept) && good;
    }
    int64_t edits = 0;
    if (values[MAX_EDITS]) {
        good = jb_read_integer(reader, values[MAX_EDITS], 0, JB_EDITS_MAX, &edits) && good;
    }
    if (jb_node_bool(values[CASE_SENSITIVE], false)) {
        jb_warn(reader, values[CASE_SENSITIVE], "unsupported_setting",
                "Capital and small letters always count as the same.");
    }
    good = (!values[SHOW] || jb_read_map(reader, values[SHOW])) && good;
    *blank = (jb_blank_source){ .accepts = values[ACCEPT],
                                .show = values[SHOW],
                                .edits_max = (uint8_t)edits };
    return good;
}

static bool read_text(jb_reader *reader, const cJSON *node, jb_question *question)
{
    enum {
        BLANKS,
        ANY_ORDER,
        COUNT
    };
    static const jb_field fields[] = {
        [BLANKS] = { .name = "blanks", .types = JB_IS_ARRAY, .required = true },
        [ANY_ORDER] = { .name = "any_order", .types = JB_IS_BOOL },
    };
    static const jb_shape shape = { .what = "\"answer\"", .fields = fields, .field_count = COUNT };
    const cJSON *values[COUNT];
    if (!jb_read_object(reader, node, &shape, values) ||
        !jb_read_length(reader, values[BLANKS], 1, JB_BLANKS_MAX)) {
        return false;
    }
    bool good = true;
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, values[BLANKS]) {
        jb_blank_source blank;
        good = jb_read_blank(reader, item, &blank) && good;
    }
    question->blanks = values[BLANKS];
    question->any_order = jb_node_bool(values[ANY_ORDER], false);
    return good;
}

static bool read_order(jb_reader *reader, const cJSON *node, jb_question *question)
{
    static const jb_field fields[] = {
        { .name = "order", .types = JB_IS_ARRAY, .required = true },
    };
    static const jb_shape shape = { .what = "\"answer\"", .fields = fields, .field_count = 1 };
    const cJSON *order = NULL;
    if (!jb_read_object(reader, node, &shape, &order) ||
        !read_id_list(reader, order, question, question->order)) {
        return false;
    }
    if (jb_node_length(order) != question->option_count) {
        jb_fault(reader, order, "not_permutation",
                 "\"order\" must name every option once: %" PRIu32 " of %d are there.",
                 jb_node_length(order), question->option_count);
        return false;
    }
    return true;
}

/* One pair [option, target]. */
static bool read_pair(jb_reader *reader, const cJSON *node, jb_question *question, uint32_t *seen)
{
    if (!jb_read_length(reader, node, 2, 2)) {
        return false;
    }
    const cJSON *left = node->child;
    const cJSON *right = left->next;
    if (!jb_read_id(reader, left) || !jb_read_id(reader, right)) {
        return false;
    }
    int option = jb_option_find(question->options, question->option_count, left->valuestring);
    int target = jb_option_find(question->targets, question->target_count, right->valuestring);
    if (option < 0 || target < 0) {
        jb_fault(reader, option < 0 ? left : right, "unknown_id",
                 "The question has no %s \"%.64s\".", option < 0 ? "option" : "target",
                 option < 0 ? left->valuestring : right->valuestring);
        return false;
    }
    if ((*seen & (UINT32_C(1) << option)) != 0) {
        jb_fault(reader, left, "pair_twice", "\"%.64s\" is paired twice.", left->valuestring);
        return false;
    }
    *seen |= UINT32_C(1) << option;
    question->pairs[option] = (uint8_t)target;
    return true;
}

static bool read_pairs(jb_reader *reader, const cJSON *node, jb_question *question)
{
    static const jb_field fields[] = {
        { .name = "pairs", .types = JB_IS_ARRAY, .required = true },
    };
    static const jb_shape shape = { .what = "\"answer\"", .fields = fields, .field_count = 1 };
    const cJSON *pairs = NULL;
    if (!jb_read_object(reader, node, &shape, &pairs) ||
        !jb_read_length(reader, pairs, 2, JB_OPTIONS_MAX)) {
        return false;
    }
    bool good = true;
    uint32_t seen = 0;
    const cJSON *pair = NULL;
    cJSON_ArrayForEach(pair, pairs) {
        good = read_pair(reader, pair, question, &seen) && good;
    }
    for (uint8_t i = 0; good && i < question->option_count; i++) {
        if ((seen & (UINT32_C(1) << i)) == 0) {
            jb_fault(reader, pairs, "pair_missing", "\"%.64s\" is not paired.",
                     question->options[i].id);
            good = false;
        }
    }
    return good;
}

bool jb_read_answer(jb_reader *reader, const cJSON *node, jb_question *question)
{
    switch (question->kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_MULTIPLE:
        return read_correct(reader, node, question);
    case JB_KIND_TRUEFALSE:
        return read_truefalse(reader, node, question);
    case JB_KIND_NUMERIC:
        return read_numeric(reader, node, question);
    case JB_KIND_TEXT:
        return read_text(reader, node, question);
    case JB_KIND_ORDERING:
        return read_order(reader, node, question);
    case JB_KIND_MATCHING:
        return read_pairs(reader, node, question);
    case JB_KIND_COUNT:
        break;
    }
    JB_ASSERT((int)question->kind < JB_KIND_COUNT);
    return false;
}
