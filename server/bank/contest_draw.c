/*
 * Where a round's questions come from: drawn out of one bank or several, named, drawn for each
 * value apart, or placeholders. How many there are follows from the seats where teams take turns,
 * and from the draw otherwise; so do the cells of the round's schedule.
 */
#include "contest_internal.h"

#include <inttypes.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/decimal.h"

static const char *kind_name(uint32_t kind)
{
    return jb_kind_name((jb_kind)kind);
}

static bool read_kinds(jb_reader *reader, const cJSON *node, uint32_t *kinds)
{
    if (!jb_read_length(reader, node, 1, JB_KIND_COUNT)) {
        return false;
    }
    bool good = true;
    *kinds = 0;
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, node) {
        uint32_t kind = 0;
        if (!jb_read_name(reader, item, kind_name, &kind)) {
            good = false;
        } else if ((*kinds & (1U << kind)) != 0) {
            jb_clash(reader, item, jb_equal_before(node, item), "duplicate_value",
                     "\"%s\" is listed twice.", item->valuestring);
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
        jb_clash(reader, node, node->child, "contradiction",
                 "The lower difficulty must stand first.");
        return false;
    }
    difficulty[0] = (uint8_t)low;
    difficulty[1] = (uint8_t)high;
    return true;
}

/* A draw of nothing in particular, for a file that does not say where its questions come from. */
jb_contest_draw jb_contest_draw_any(const cJSON *node)
{
    return (jb_contest_draw){ .node = node, .kinds = JB_ALL_KINDS, .difficulty = { 1, 5 } };
}

bool jb_contest_filter_read(jb_reader *reader, const cJSON *tags, const cJSON *kinds,
                            const cJSON *difficulty, jb_contest_draw *draw)
{
    bool good =
        !tags || (jb_read_length(reader, tags, 1, JB_TAGS_MAX) && jb_read_tags(reader, tags));
    good = (!kinds || read_kinds(reader, kinds, &draw->kinds)) && good;
    good = (!difficulty || read_difficulty(reader, difficulty, draw->difficulty)) && good;
    draw->tags = tags;
    return good;
}

enum {
    DRAW_BANK,
    DRAW_COUNT,
    DRAW_TAGS,
    DRAW_KINDS,
    DRAW_DIFFICULTY,
    DRAW_ORDER,
    DRAW_PLACEHOLDER,
    DRAW_FIELD_COUNT
};

/* Placeholders come from no bank. */
static bool check_placeholder(jb_reader *reader, const cJSON *const *values)
{
    bool good = true;
    for (int i = 0; i < DRAW_PLACEHOLDER; i++) {
        if (values[i]) {
            jb_clash(reader, values[i], values[DRAW_PLACEHOLDER], "two_sources",
                     "Placeholders come from no bank; leave either \"placeholder\" or \"%s\" out.",
                     values[i]->string);
            good = false;
        }
    }
    return good;
}

static bool read_draw(jb_reader *reader, const cJSON *node, jb_contest_draw *draw)
{
    static const jb_field fields[] = {
        [DRAW_BANK] = { .name = "bank", .types = JB_IS_STRING },
        [DRAW_COUNT] = { .name = "count", .types = JB_IS_NUMBER },
        [DRAW_TAGS] = { .name = "tags", .types = JB_IS_ARRAY },
        [DRAW_KINDS] = { .name = "kinds", .types = JB_IS_ARRAY },
        [DRAW_DIFFICULTY] = { .name = "difficulty", .types = JB_IS_ARRAY },
        [DRAW_ORDER] = { .name = "order", .types = JB_IS_STRING },
        [DRAW_PLACEHOLDER] = { .name = "placeholder", .types = JB_IS_NUMBER },
    };
    static const jb_shape shape = {
        .what = "\"draw\"",
        .fields = fields,
        .field_count = DRAW_FIELD_COUNT,
        .x_keys = true,
    };
    static const char *const orders[] = { "lot", "bank", NULL };
    const cJSON *values[DRAW_FIELD_COUNT];
    uint32_t before = reader->faults;
    bool good = jb_read_object(reader, node, &shape, values);
    uint32_t order = 0;
    int64_t count = 0;
    *draw = jb_contest_draw_any(node);
    draw->count_node = values[DRAW_PLACEHOLDER] ? values[DRAW_PLACEHOLDER] : values[DRAW_COUNT];
    if (values[DRAW_PLACEHOLDER]) {
        good = check_placeholder(reader, values) && good;
    } else if (!values[DRAW_BANK] && reader->faults == before) {
        jb_fault(reader, node, "missing_field", "\"draw\" needs \"bank\".");
        good = false;
    }
    good = (!values[DRAW_BANK] || jb_read_id(reader, values[DRAW_BANK])) && good;
    good =
        (!draw->count_node || jb_read_integer(reader, draw->count_node, 1, JB_TURNS_MAX, &count)) &&
        good;
    good = jb_contest_filter_read(reader, values[DRAW_TAGS], values[DRAW_KINDS],
                                  values[DRAW_DIFFICULTY], draw) &&
           good;
    good =
        (!values[DRAW_ORDER] || jb_read_word(reader, values[DRAW_ORDER], orders, &order)) && good;
    draw->bank = values[DRAW_BANK];
    draw->count = (uint32_t)count;
    draw->in_bank_order = order == 1;
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
            jb_clash(reader, id, before, "repeated_question",
                     "The question \"%.64s\" stands here twice.", id->valuestring);
            return false;
        }
    }
    return true;
}

static bool read_named(jb_reader *reader, const cJSON *node, jb_contest_draw *draw)
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
    *draw = jb_contest_draw_any(node);
    bool good = jb_read_object(reader, node, &shape, values);
    good = (!values[0] || jb_read_id(reader, values[0])) && good;
    draw->bank = values[0];
    draw->ids = values[1];
    draw->count_node = values[1];
    if (!values[1] || !jb_read_length(reader, values[1], 1, JB_TURNS_MAX)) {
        return false;
    }
    const cJSON *id = NULL;
    cJSON_ArrayForEach(id, values[1]) {
        good = jb_read_id(reader, id) && read_once(reader, values[1], id) && good;
    }
    draw->count = jb_node_length(values[1]);
    return good;
}

static bool take_draws(jb_reader *reader, const jb_round_context *context, uint32_t count,
                       jb_contest_round *round)
{
    round->draws = jb_memory_take(context->memory, count, sizeof *round->draws);
    reader->out_of_memory = reader->out_of_memory || !round->draws;
    round->draw_count = round->draws ? count : 0;
    return round->draws != NULL;
}

static bool read_list(jb_reader *reader, const jb_round_context *context, const cJSON *list,
                      jb_contest_round *round)
{
    if (!jb_read_length(reader, list, 1, JB_DRAWS_MAX) ||
        !take_draws(reader, context, jb_node_length(list), round)) {
        return false;
    }
    bool good = true;
    uint32_t count = 0;
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, list) {
        good = read_draw(reader, item, &round->draws[count++]) && good;
    }
    return good;
}

/* The number of the value that a member of "by_value" is named after. */
static bool find_value(jb_reader *reader, const cJSON *member, const jb_contest_round *round,
                       uint32_t *index)
{
    const cJSON *list = round->at[JB_SETTING_VALUES];
    int64_t value = 0;
    bool number = jb_decimal_parse(jb_slice_of(member->string), 2, &value) == JB_OK;
    for (uint32_t i = 0; number && i < round->rules.value_count; i++) {
        if (round->rules.values[i] == value) {
            *index = i;
            return true;
        }
    }
    jb_clash(reader, member, list ? list : round->at[JB_SETTING_FORMAT], "by_value_unknown",
             "\"%.20s\" is none of the round's values; name the draws after \"values\".",
             member->string);
    return false;
}

static bool read_by_value(jb_reader *reader, const jb_round_context *context, const cJSON *object,
                          jb_contest_round *round)
{
    uint32_t wanted = round->rules.value_count;
    if (!take_draws(reader, context, wanted, round)) {
        return false;
    }
    bool good = true;
    const cJSON *member = NULL;
    cJSON_ArrayForEach(member, object) {
        uint32_t index = 0;
        if (!find_value(reader, member, round, &index)) {
            good = false;
        } else if (round->draws[index].node) {
            jb_clash(reader, member, round->draws[index].node, "two_values",
                     "Two draws for one value; leave one of them out.");
            good = false;
        } else {
            good = read_draw(reader, member, &round->draws[index]) && good;
            round->draws[index].value = round->rules.values[index];
        }
    }
    const cJSON *list = round->at[JB_SETTING_VALUES];
    for (uint32_t i = 0; i < wanted && good; i++) {
        if (!round->draws[i].node) {
            jb_clash(reader, object, list ? cJSON_GetArrayItem(list, (int)i) : object,
                     "by_value_missing",
                     "\"by_value\" has no draw for value number %" PRIu32
                     " of the round; add one, each value once.",
                     i + 1);
            good = false;
        }
    }
    return good;
}

static bool read_source(jb_reader *reader, const jb_round_context *context, jb_contest_round *round)
{
    static const jb_setting sources[] = { JB_SETTING_DRAW, JB_SETTING_QUESTIONS,
                                          JB_SETTING_BY_VALUE };
    const cJSON *first = NULL;
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        const cJSON *node = round->at[sources[i]];
        if (node && first) {
            jb_clash(reader, node, first, "two_sources",
                     "The round's questions come from \"%s\" and from \"%s\"; leave one of them "
                     "out.",
                     node->string, first->string);
            return false;
        }
        first = node ? node : first;
    }
    if (first && first == round->at[JB_SETTING_BY_VALUE]) {
        return jb_setting_fits(JB_SETTING_BY_VALUE, round->rules.format) &&
               read_by_value(reader, context, first, round);
    }
    if (first && cJSON_IsArray(first)) {
        return read_list(reader, context, first, round);
    }
    if (!first && !context->placeholders) {
        jb_fault(reader, round->node, "missing_field", "A round needs \"draw\" or \"questions\".");
        return false;
    }
    if (!take_draws(reader, context, 1, round)) {
        return false;
    }
    if (!first) {
        jb_warn(reader, round->node, "placeholder_questions",
                "The round does not say where its questions come from; placeholders stand in.");
        round->draws[0] = jb_contest_draw_any(round->node);
        return true;
    }
    return first == round->at[JB_SETTING_QUESTIONS] ? read_named(reader, first, round->draws)
                                                    : read_draw(reader, first, round->draws);
}

/* ---- how many ---- */

/* Where the number of seats comes from, for messages. */
static const cJSON *turns_node(const jb_contest_round *round)
{
    const cJSON *per_seat = round->at[JB_SETTING_PER_SEAT];
    return per_seat ? per_seat : round->at[JB_SETTING_FORMAT];
}

/* Questions that the draws state; *open is the one that leaves it to the rest. */
static bool count_stated(jb_reader *reader, const jb_contest_round *round, uint32_t *stated,
                         jb_contest_draw **open)
{
    *stated = 0;
    *open = NULL;
    for (uint32_t i = 0; i < round->draw_count; i++) {
        jb_contest_draw *draw = &round->draws[i];
        *stated += draw->count;
        if (draw->count_node) {
            continue;
        }
        if (*open) {
            jb_clash(reader, draw->node, (*open)->node, "missing_count",
                     "Two draws leave their \"count\" to the rest of the round; state one.");
            return false;
        }
        *open = draw;
    }
    return true;
}

/* A menu's stock: as stated, what the draw gives for each value, or a question a turn. */
static bool settle_stock(jb_reader *reader, const jb_round_context *context, uint32_t stated,
                         jb_contest_round *round)
{
    jb_round_rules *rules = &round->rules;
    if (rules->stock > 0) {
        return true;
    }
    if (stated > 0 && stated % rules->value_count != 0) {
        const cJSON *values = round->at[JB_SETTING_VALUES];
        jb_clash(reader, round->draws[0].node, values ? values : round->at[JB_SETTING_FORMAT],
                 "stock_not_even",
                 "%" PRIu32 " questions cannot be shared out evenly among %d values; draw as many "
                 "of each.",
                 stated, rules->value_count);
        return false;
    }
    rules->stock = stated > 0 ? stated / rules->value_count : rules->per_seat * context->team_count;
    if (rules->stock == 0) {
        jb_fault(reader, round->node, "missing_field",
                 "A menu needs \"stock\": how many questions of each value there are.");
    }
    return rules->stock > 0;
}

/* How many questions the seats need; 0: as many as the draw gives. Settles per_seat and stock. */
static bool settle_seats(jb_reader *reader, const jb_round_context *context, uint32_t stated,
                         jb_contest_round *round, uint32_t *needed)
{
    jb_round_rules *rules = &round->rules;
    uint32_t teams = context->team_count;
    *needed = 0;
    if (!jb_setting_fits(JB_SETTING_PER_SEAT, rules->format)) {
        return true;
    }
    const jb_format_row *row = jb_format_row_of(rules->format);
    if (row->worth == JB_WORTH_RUNG) {
        if (rules->per_seat > 0 && rules->per_seat != rules->value_count) {
            const cJSON *values = round->at[JB_SETTING_VALUES];
            jb_clash(reader, round->at[JB_SETTING_PER_SEAT],
                     values ? values : round->at[JB_SETTING_FORMAT], "two_values",
                     "A climb has one question a rung: %d by \"values\", %" PRIu32
                     " by \"per_seat\". Leave \"per_seat\" out.",
                     rules->value_count, rules->per_seat);
            return false;
        }
        rules->per_seat = rules->value_count;
    }
    bool menu = row->right_won == JB_RIGHT_WON_BY_PICK;
    if (rules->per_seat == 0 && teams > 0) {
        rules->per_seat = menu || stated < teams ? 1 : stated / teams;
    }
    if (menu) {
        bool good = settle_stock(reader, context, stated, round);
        *needed = good ? rules->stock * rules->value_count : 0;
        return good;
    }
    *needed = rules->per_seat * teams;
    return true;
}

/* What each draw of "by_value" gives: the same number of every value. */
static bool settle_each(jb_reader *reader, const jb_contest_round *round, uint32_t each)
{
    bool good = true;
    for (uint32_t i = 0; i < round->draw_count; i++) {
        jb_contest_draw *draw = &round->draws[i];
        if (draw->count_node && draw->count != each) {
            const cJSON *stock = round->at[JB_SETTING_STOCK];
            jb_clash(reader, draw->count_node, stock ? stock : turns_node(round), "two_values",
                     "This draw has %" PRIu32 " questions, but the round needs %" PRIu32
                     " of each value; leave \"count\" out.",
                     draw->count, each);
            good = false;
        }
        draw->count = each;
    }
    return good;
}

/* The questions that are drawn against those that the seats need. */
static bool compare(jb_reader *reader, const jb_contest_round *round, uint32_t drawn,
                    uint32_t needed)
{
    const jb_contest_draw *draw = &round->draws[0];
    const cJSON *place = draw->count_node ? draw->count_node : draw->node;
    const cJSON *stock = round->at[JB_SETTING_STOCK];
    if (needed == 0 || drawn == needed) {
        return true;
    }
    if (jb_format_row_of(round->rules.format)->right_won == JB_RIGHT_WON_BY_PICK) {
        jb_clash(reader, place, stock ? stock : turns_node(round), "two_values",
                 "The round draws %" PRIu32 " questions, but a stock of %" PRIu32
                 " each of %d values is %" PRIu32 ". Leave \"count\" out.",
                 drawn, round->rules.stock, round->rules.value_count, needed);
        return false;
    }
    if (drawn < needed) {
        jb_clash(reader, place, turns_node(round), "too_few_for_seats",
                 "The turns of all seats need %" PRIu32 " questions, but the round has %" PRIu32
                 "; draw more, or give each seat fewer.",
                 needed, drawn);
        return false;
    }
    jb_clash_warn(reader, place, turns_node(round), "questions_left_over",
                  "The turns of all seats need %" PRIu32 " questions; %" PRIu32
                  " more are never asked.",
                  needed, drawn - needed);
    return true;
}

static bool settle_counts(jb_reader *reader, const jb_round_context *context,
                          jb_contest_round *round)
{
    uint32_t stated = 0;
    uint32_t needed = 0;
    jb_contest_draw *open = NULL;
    bool by_value = round->at[JB_SETTING_BY_VALUE] != NULL;
    if ((!by_value && !count_stated(reader, round, &stated, &open))) {
        return false;
    }
    if (by_value) {
        stated = round->draws[0].count * round->rules.value_count;
    }
    if (!settle_seats(reader, context, open ? 0 : stated, round, &needed)) {
        return false;
    }
    if (by_value) {
        uint32_t total = needed > 0 ? needed : stated;
        if (total == 0) {
            jb_fault(reader, round->draws[0].node, "missing_field", "\"draw\" needs \"count\".");
            return false;
        }
        round->count = total;
        return settle_each(reader, round, total / round->rules.value_count);
    }
    if (open && needed == 0 && open->node == round->node) {
        needed = JB_PLACEHOLDERS_MAX;
    }
    if (open && needed == 0) {
        jb_fault(reader, open->node, "missing_field", "\"draw\" needs \"count\".");
        return false;
    }
    if (open && needed <= stated) {
        jb_clash(reader, open->node, turns_node(round), "questions_left_over",
                 "The other draws have all %" PRIu32 " questions that the seats need; take this "
                 "one out.",
                 needed);
        return false;
    }
    if (open) {
        open->count = needed - stated;
        stated = needed;
    }
    round->count = stated;
    return compare(reader, round, stated, needed);
}

bool jb_contest_draws_read(jb_reader *reader, const jb_round_context *context,
                           jb_contest_round *round)
{
    if (!read_source(reader, context, round) || !settle_counts(reader, context, round)) {
        return false;
    }
    jb_round_rules *rules = &round->rules;
    bool turns = context->team_count > 0 && jb_setting_fits(JB_SETTING_PER_SEAT, rules->format);
    round->cells = turns ? rules->per_seat * context->team_count : round->count;
    return true;
}
