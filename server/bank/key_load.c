/*
 * The key of a turn out of a plan. A plan comes from a database that may have been damaged, so
 * nothing is taken for granted: every number is in range, every list has its length.
 */
#include "bank_internal.h"

#include <string.h>

#include "jinbang/assert.h"

bool jb_load_items(jb_plan_loader *loader, const cJSON *node, uint8_t bound, uint8_t *items,
                   uint8_t *count)
{
    if (!jb_read_length(&loader->reader, node, 1, JB_OPTIONS_MAX)) {
        return false;
    }
    uint32_t seen = 0;
    *count = 0;
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, node) {
        int64_t value = 0;
        if (!jb_read_integer(&loader->reader, item, 0, bound - 1, &value) ||
            (seen & (UINT32_C(1) << value)) != 0) {
            return false;
        }
        seen |= UINT32_C(1) << value;
        items[(*count)++] = (uint8_t)value;
    }
    return true;
}

static bool load_weight(jb_plan_loader *loader, const cJSON *node, int32_t *weight)
{
    int64_t value = 0;
    if (!jb_read_integer(&loader->reader, node, 0, JB_WHOLE, &value)) {
        return false;
    }
    *weight = (int32_t)value;
    return true;
}

static bool load_weights(jb_plan_loader *loader, const cJSON *node, jb_key *key)
{
    if (!jb_read_length(&loader->reader, node, key->option_count, key->option_count)) {
        return false;
    }
    int32_t *weights = jb_plan_take(loader, key->option_count, sizeof *weights);
    if (!weights) {
        return false;
    }
    uint32_t count = 0;
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, node) {
        if (!load_weight(loader, item, &weights[count++])) {
            return false;
        }
    }
    key->weights = weights;
    return true;
}

static bool load_correct(jb_plan_loader *loader, const cJSON *node, jb_key *key)
{
    static const jb_field fields[] = {
        { .name = "correct", .types = JB_IS_ARRAY, .required = true },
        { .name = "weights", .types = JB_IS_ARRAY },
    };
    const jb_shape shape = {
        .what = "A key",
        .fields = fields,
        .field_count = key->kind == JB_KIND_SINGLE ? 2 : 1,
    };
    const cJSON *values[2] = { NULL, NULL };
    uint8_t items[JB_OPTIONS_MAX];
    uint8_t count = 0;
    if (!jb_read_object(&loader->reader, node, &shape, values) ||
        !jb_load_items(loader, values[0], key->option_count, items, &count) ||
        (key->kind == JB_KIND_TRUEFALSE && count != 1)) {
        return false;
    }
    for (uint8_t i = 0; i < count; i++) {
        key->correct |= UINT32_C(1) << items[i];
    }
    return !values[1] || load_weights(loader, values[1], key);
}

static bool load_numbers(jb_plan_loader *loader, const cJSON *node, jb_key *key)
{
    static const jb_field fields[] = {
        { .name = "numbers", .types = JB_IS_ARRAY, .required = true },
    };
    static const jb_shape shape = { .what = "A key", .fields = fields, .field_count = 1 };
    jb_reader *reader = &loader->reader;
    const cJSON *list = NULL;
    if (!jb_read_object(reader, node, &shape, &list) ||
        !jb_read_length(reader, list, 1, JB_ACCEPT_MAX)) {
        return false;
    }
    jb_accept_number *numbers = jb_plan_take(loader, jb_node_length(list), sizeof *numbers);
    if (!numbers) {
        return false;
    }
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, list) {
        jb_accept_number *number = &numbers[key->number_count++];
        if (!jb_read_length(reader, item, 3, 3) ||
            !jb_read_decimal(reader, item->child, &number->low) ||
            !jb_read_decimal(reader, item->child->next, &number->high) ||
            !load_weight(loader, item->child->next->next, &number->weight) ||
            number->low > number->high) {
            return false;
        }
    }
    key->numbers = numbers;
    return true;
}

static bool load_accepts(jb_plan_loader *loader, const cJSON *list, jb_blank *blank)
{
    jb_reader *reader = &loader->reader;
    if (!jb_read_length(reader, list, 1, JB_ACCEPT_MAX)) {
        return false;
    }
    jb_accept_text *accepts = jb_plan_take(loader, jb_node_length(list), sizeof *accepts);
    if (!accepts) {
        return false;
    }
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, list) {
        jb_accept_text *accept = &accepts[blank->accept_count++];
        if (!jb_read_length(reader, item, 3, 3)) {
            return false;
        }
        const cJSON *text = item->child;
        const cJSON *wildcard = text->next->next;
        if (!jb_read_string(reader, text, JB_ANSWER_FOLDED_MAX) || text->valuestring[0] == '\0' ||
            !load_weight(loader, text->next, &accept->weight) || !cJSON_IsBool(wildcard)) {
            return false;
        }
        accept->folded = jb_node_slice(text);
        accept->wildcard = jb_node_bool(wildcard, false);
    }
    blank->accepts = accepts;
    return true;
}

static bool load_blank(jb_plan_loader *loader, const cJSON *node, jb_blank *blank)
{
    static const jb_field fields[] = {
        { .name = "edits", .types = JB_IS_NUMBER, .required = true },
        { .name = "accepts", .types = JB_IS_ARRAY, .required = true },
    };
    static const jb_shape shape = { .what = "A blank", .fields = fields, .field_count = 2 };
    const cJSON *values[2];
    int64_t edits = 0;
    if (!jb_read_object(&loader->reader, node, &shape, values) ||
        !jb_read_integer(&loader->reader, values[0], 0, JB_EDITS_MAX, &edits)) {
        return false;
    }
    blank->edits_max = (uint8_t)edits;
    return load_accepts(loader, values[1], blank);
}

static bool load_blanks(jb_plan_loader *loader, const cJSON *node, jb_key *key)
{
    static const jb_field fields[] = {
        { .name = "any_order", .types = JB_IS_BOOL, .required = true },
        { .name = "blanks", .types = JB_IS_ARRAY, .required = true },
    };
    static const jb_shape shape = { .what = "A key", .fields = fields, .field_count = 2 };
    const cJSON *values[2];
    if (!jb_read_object(&loader->reader, node, &shape, values) ||
        !jb_read_length(&loader->reader, values[1], 1, JB_BLANKS_MAX)) {
        return false;
    }
    jb_blank *blanks = jb_plan_take(loader, jb_node_length(values[1]), sizeof *blanks);
    if (!blanks) {
        return false;
    }
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, values[1]) {
        if (!load_blank(loader, item, &blanks[key->blank_count++])) {
            return false;
        }
    }
    key->blanks = blanks;
    key->any_order = jb_node_bool(values[0], false);
    return true;
}

static bool load_order(jb_plan_loader *loader, const cJSON *node, jb_key *key)
{
    static const jb_field fields[] = {
        { .name = "order", .types = JB_IS_ARRAY, .required = true },
    };
    static const jb_shape shape = { .what = "A key", .fields = fields, .field_count = 1 };
    const cJSON *order = NULL;
    uint8_t count = 0;
    return jb_read_object(&loader->reader, node, &shape, &order) &&
           jb_load_items(loader, order, key->option_count, key->order, &count) &&
           count == key->option_count;
}

static bool load_pairs(jb_plan_loader *loader, const cJSON *node, jb_key *key)
{
    static const jb_field fields[] = {
        { .name = "pairs", .types = JB_IS_ARRAY, .required = true },
    };
    static const jb_shape shape = { .what = "A key", .fields = fields, .field_count = 1 };
    const cJSON *pairs = NULL;
    if (!jb_read_object(&loader->reader, node, &shape, &pairs) ||
        !jb_read_length(&loader->reader, pairs, key->option_count, key->option_count)) {
        return false;
    }
    uint32_t count = 0;
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, pairs) {
        int64_t target = 0;
        if (!jb_read_integer(&loader->reader, item, 0, key->target_count - 1, &target)) {
            return false;
        }
        key->pairs[count++] = (uint8_t)target;
    }
    return true;
}

bool jb_key_load(jb_plan_loader *loader, const cJSON *node, jb_key *key)
{
    switch (key->kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_MULTIPLE:
    case JB_KIND_TRUEFALSE:
        return load_correct(loader, node, key);
    case JB_KIND_NUMERIC:
        return load_numbers(loader, node, key);
    case JB_KIND_TEXT:
        return load_blanks(loader, node, key);
    case JB_KIND_ORDERING:
        return load_order(loader, node, key);
    case JB_KIND_MATCHING:
        return load_pairs(loader, node, key);
    case JB_KIND_COUNT:
        break;
    }
    JB_ASSERT((int)key->kind < JB_KIND_COUNT);
    return false;
}
