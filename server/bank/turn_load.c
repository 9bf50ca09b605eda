/* One turn out of a plan: its rules for the engine, its texts for the views. */
#include "bank_internal.h"

#include <string.h>

#include "jinbang/assert.h"

enum {
    ROUND,
    ID,
    BANK,
    KIND,
    GRADING,
    OPEN_MS,
    READING_MS,
    POINTS,
    VALUE,
    KEY,
    PROMPT,
    MEDIA,
    REVEAL_MEDIA,
    OPTIONS,
    OPTION_ORDER,
    FIXED,
    TARGETS,
    TARGET_ORDER,
    ANSWER,
    EXPLANATION,
    SOURCE,
    HOST_NOTE,
    UNIT,
    FIELD_COUNT
};

static const jb_field turn_fields[] = {
    [ROUND] = { .name = "round", .types = JB_IS_NUMBER, .required = true },
    [ID] = { .name = "id", .types = JB_IS_STRING, .required = true },
    [BANK] = { .name = "bank", .types = JB_IS_STRING },
    [KIND] = { .name = "kind", .types = JB_IS_STRING, .required = true },
    [GRADING] = { .name = "grading", .types = JB_IS_STRING, .required = true },
    [OPEN_MS] = { .name = "open_ms", .types = JB_IS_NUMBER, .required = true },
    [READING_MS] = { .name = "reading_ms", .types = JB_IS_NUMBER, .required = true },
    [POINTS] = { .name = "points", .types = JB_IS_ARRAY, .required = true },
    [VALUE] = { .name = "value", .types = JB_IS_NUMBER },
    [KEY] = { .name = "key", .types = JB_IS_OBJECT, .required = true },
    [PROMPT] = { .name = "prompt", .types = JB_IS_OBJECT, .required = true },
    [MEDIA] = { .name = "media", .types = JB_IS_ARRAY },
    [REVEAL_MEDIA] = { .name = "reveal_media", .types = JB_IS_ARRAY },
    [OPTIONS] = { .name = "options", .types = JB_IS_ARRAY },
    [OPTION_ORDER] = { .name = "option_order", .types = JB_IS_ARRAY },
    [FIXED] = { .name = "fixed", .types = JB_IS_ARRAY },
    [TARGETS] = { .name = "targets", .types = JB_IS_ARRAY },
    [TARGET_ORDER] = { .name = "target_order", .types = JB_IS_ARRAY },
    [ANSWER] = { .name = "answer", .types = JB_IS_ARRAY, .required = true },
    [EXPLANATION] = { .name = "explanation", .types = JB_IS_OBJECT },
    [SOURCE] = { .name = "source", .types = JB_IS_OBJECT },
    [HOST_NOTE] = { .name = "host_note", .types = JB_IS_OBJECT },
    [UNIT] = { .name = "unit", .types = JB_IS_OBJECT },
};

static const jb_shape turn_shape = {
    .what = "A turn",
    .fields = turn_fields,
    .field_count = FIELD_COUNT,
};

/* The index of a name in an enumeration of `count` names. */
static bool find_name(const cJSON *node, const char *(*name_of)(uint32_t), uint32_t count,
                      uint32_t *index)
{
    for (uint32_t i = 0; i < count; i++) {
        if (strcmp(name_of(i), node->valuestring) == 0) {
            *index = i;
            return true;
        }
    }
    return false;
}

static const char *kind_name(uint32_t kind)
{
    return jb_kind_name((jb_kind)kind);
}

static const char *grading_name(uint32_t grading)
{
    return jb_grading_name((jb_grading)grading);
}

static bool load_points(jb_reader *reader, const cJSON *node, jb_question_rules *rules)
{
    return jb_read_length(reader, node, 3, 3) &&
           jb_read_integer(reader, node->child, 0, JB_POINTS_MAX, &rules->points_right) &&
           jb_read_integer(reader, node->child->next, -JB_POINTS_MAX, JB_POINTS_MAX,
                           &rules->points_wrong) &&
           jb_read_integer(reader, node->child->next->next, -JB_POINTS_MAX, JB_POINTS_MAX,
                           &rules->points_none);
}

static bool load_rules(jb_reader *reader, const cJSON *const *values, jb_question_rules *rules)
{
    uint32_t kind = 0;
    uint32_t grading = 0;
    int64_t round = 0;
    if (!jb_read_integer(reader, values[ROUND], 0, JB_ROUNDS_MAX - 1, &round) ||
        !find_name(values[KIND], kind_name, JB_KIND_COUNT, &kind) ||
        !find_name(values[GRADING], grading_name, JB_GRADING_COUNT, &grading) ||
        !jb_grading_fits((jb_grading)grading, (jb_kind)kind) ||
        !jb_read_integer(reader, values[OPEN_MS], 0, (int64_t)JB_SECONDS_MAX * 1000,
                         &rules->open_ms) ||
        !jb_read_integer(reader, values[READING_MS], 0, (int64_t)JB_SECONDS_MAX * 1000,
                         &rules->reading_ms) ||
        !load_points(reader, values[POINTS], rules) ||
        (values[VALUE] &&
         !jb_read_integer(reader, values[VALUE], 1, JB_POINTS_MAX, &rules->value))) {
        return false;
    }
    rules->round = (uint32_t)round;
    rules->key.kind = (jb_kind)kind;
    rules->key.grading = (jb_grading)grading;
    return true;
}

/* Options or targets: their texts, and a full order of them. */
static bool load_list(jb_plan_loader *loader, const cJSON *list, const cJSON *order,
                      const jb_item_text **items, uint8_t numbers[JB_OPTIONS_MAX])
{
    static const jb_field fields[] = {
        { .name = "id", .types = JB_IS_STRING, .required = true },
        { .name = "text", .types = JB_IS_OBJECT },
        { .name = "media", .types = JB_IS_OBJECT },
    };
    static const jb_shape shape = { .what = "An option", .fields = fields, .field_count = 3 };
    jb_reader *reader = &loader->reader;
    if (!order || !jb_read_length(reader, list, 2, JB_OPTIONS_MAX)) {
        return false;
    }
    uint32_t length = jb_node_length(list);
    jb_item_text *texts = jb_plan_take(loader, length, sizeof *texts);
    if (!texts) {
        return false;
    }
    uint32_t count = 0;
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, list) {
        const cJSON *values[3];
        if (!jb_read_object(reader, item, &shape, values) || !jb_read_id(reader, values[0]) ||
            (!values[1] && !values[2]) || (values[1] && !jb_read_map(reader, values[1])) ||
            (values[2] && !jb_turn_load_medium(loader, values[2], false))) {
            return false;
        }
        texts[count].id = jb_node_slice(values[0]);
        for (uint32_t i = 0; i < count; i++) {
            if (jb_slice_equal(texts[i].id, texts[count].id)) {
                return false;
            }
        }
        jb_plan_want(loader, item, &texts[count].json);
        count++;
    }
    *items = texts;
    uint8_t shown = 0;
    return jb_load_items(loader, order, (uint8_t)length, numbers, &shown) && shown == length;
}

static bool load_lists(jb_plan_loader *loader, const cJSON *const *values, jb_key *key,
                       jb_question_text *text)
{
    bool pairs = key->kind == JB_KIND_MATCHING;
    bool none =
        key->kind == JB_KIND_TRUEFALSE || key->kind == JB_KIND_NUMERIC || key->kind == JB_KIND_TEXT;
    if ((values[OPTIONS] == NULL) != none || (values[TARGETS] == NULL) == pairs) {
        return false;
    }
    key->option_count = key->kind == JB_KIND_TRUEFALSE ? 2 : 0;
    if (values[OPTIONS]) {
        if (!load_list(loader, values[OPTIONS], values[OPTION_ORDER], &text->options,
                       text->option_order)) {
            return false;
        }
        text->option_count = (uint8_t)jb_node_length(values[OPTIONS]);
        key->option_count = text->option_count;
    }
    if (values[TARGETS]) {
        if (!load_list(loader, values[TARGETS], values[TARGET_ORDER], &text->targets,
                       text->target_order)) {
            return false;
        }
        text->target_count = (uint8_t)jb_node_length(values[TARGETS]);
        key->target_count = text->target_count;
    }
    return true;
}

/* Options that keep their places in every paper. */
static bool load_fixed(jb_plan_loader *loader, const cJSON *list, jb_question_rules *rules)
{
    uint8_t items[JB_OPTIONS_MAX];
    uint8_t count = 0;
    if (!list) {
        return true;
    }
    if (!jb_load_items(loader, list, rules->key.option_count, items, &count)) {
        return false;
    }
    for (uint8_t i = 0; i < count; i++) {
        rules->fixed |= UINT32_C(1) << items[i];
    }
    return true;
}

bool jb_turn_load(jb_plan_loader *loader, const cJSON *node, jb_question_rules *rules,
                  jb_question_text *text, jb_turn_nodes *nodes)
{
    const cJSON *values[FIELD_COUNT];
    if (!jb_read_object(&loader->reader, node, &turn_shape, values) ||
        !jb_read_id(&loader->reader, values[ID]) || !load_rules(&loader->reader, values, rules) ||
        !load_lists(loader, values, &rules->key, text) ||
        (values[BANK] && !jb_read_id(&loader->reader, values[BANK])) ||
        !load_fixed(loader, values[FIXED], rules) ||
        !jb_turn_load_media(loader, values[MEDIA], &text->media) ||
        !jb_turn_load_media(loader, values[REVEAL_MEDIA], &text->reveal_media) ||
        !jb_key_load(loader, values[KEY], &rules->key)) {
        return false;
    }
    text->kind = rules->key.kind;
    text->question_id = jb_node_slice(values[ID]);
    text->blank_count = rules->key.blank_count;
    jb_slice *const slices[] = { &text->prompt, &text->explanation, &text->source, &text->host_note,
                                 &text->unit };
    static const int maps[] = { PROMPT, EXPLANATION, SOURCE, HOST_NOTE, UNIT };
    for (size_t i = 0; i < sizeof maps / sizeof maps[0]; i++) {
        const cJSON *map = values[maps[i]];
        if (map && !jb_read_map(&loader->reader, map)) {
            return false;
        }
        jb_plan_want(loader, map, slices[i]);
    }
    jb_plan_want(loader, values[ANSWER], &text->answer);
    *nodes = (jb_turn_nodes){ .prompt = values[PROMPT], .bank = values[BANK] };
    return true;
}
