/*
 * The window of a plan: what its contest file says, and beside it the instants and offsets that
 * were looked up when the plan was made. The pool of each section follows from its questions, which
 * lie section by section.
 */
#include "contest_internal.h"

#include "jinbang/assert.h"

static bool load_span(jb_reader *reader, const cJSON *node, jb_zone_span *span)
{
    int64_t offset = 0;
    if (!jb_read_length(reader, node, 2, 2) ||
        !jb_read_integer(reader, node->child, -JB_ZONE_TIME_MAX, JB_ZONE_TIME_MAX, &span->from) ||
        !jb_read_integer(reader, node->child->next, -JB_ZONE_OFFSET_MAX, JB_ZONE_OFFSET_MAX,
                         &offset)) {
        return false;
    }
    span->offset_s = (int32_t)offset;
    return true;
}

static bool load_spans(jb_plan_loader *loader, const cJSON *list, jb_window_rules *rules)
{
    jb_reader *reader = &loader->reader;
    if (!jb_read_length(reader, list, 1, JB_ZONE_SPANS_MAX)) {
        return false;
    }
    jb_zone_span *spans = jb_plan_take(loader, jb_node_length(list), sizeof *spans);
    if (!spans) {
        return false;
    }
    uint32_t count = 0;
    const cJSON *node = NULL;
    cJSON_ArrayForEach(node, list) {
        if (!load_span(reader, node, &spans[count]) ||
            (count > 0 && spans[count].from <= spans[count - 1].from)) {
            return false;
        }
        count++;
    }
    rules->spans = spans;
    rules->span_count = count;
    return spans[0].from < rules->opens_at;
}

static bool load_times(jb_plan_loader *loader, const cJSON *node, jb_window_rules *rules)
{
    enum {
        OPENS_AT,
        CLOSES_AT,
        SPANS,
        COUNT
    };
    static const jb_field fields[] = {
        [OPENS_AT] = { .name = "opens_at", .types = JB_IS_NUMBER, .required = true },
        [CLOSES_AT] = { .name = "closes_at", .types = JB_IS_NUMBER, .required = true },
        [SPANS] = { .name = "spans", .types = JB_IS_ARRAY, .required = true },
    };
    static const jb_shape shape = { .what = "A window", .fields = fields, .field_count = COUNT };
    const cJSON *values[COUNT];
    jb_reader *reader = &loader->reader;
    return jb_read_object(reader, node, &shape, values) &&
           jb_read_integer(reader, values[OPENS_AT], 0, JB_ZONE_TIME_MAX, &rules->opens_at) &&
           jb_read_integer(reader, values[CLOSES_AT], rules->opens_at + 1, JB_ZONE_TIME_MAX,
                           &rules->closes_at) &&
           load_spans(loader, values[SPANS], rules);
}

bool jb_plan_load_window(jb_plan_loader *loader, const jb_contest *contest, const cJSON *node,
                         const cJSON *questions, jb_section *sections, jb_plan *plan)
{
    jb_window_rules *rules = jb_plan_take(loader, 1, sizeof *rules);
    if (!rules || !node || !jb_read_length(&loader->reader, questions, 1, JB_POOL_MAX)) {
        return false;
    }
    *rules = contest->window->rules;
    for (uint32_t i = 0; i < contest->round_count; i++) {
        sections[i] = (jb_section){ .count = contest->rounds[i].count };
    }
    rules->sections = sections;
    plan->rules.window = rules;
    plan->rules.question_count = jb_node_length(questions);
    plan->time_zone = jb_node_slice(contest->window->at[JB_WINDOW_TIME_ZONE]);
    return load_times(loader, node, rules);
}

bool jb_plan_fill_sections(const jb_contest *contest, const jb_question_rules *questions,
                           uint32_t count, jb_section *sections)
{
    for (uint32_t i = 0; i < count; i++) {
        const jb_question_rules *question = &questions[i];
        if (question->round >= contest->round_count) {
            return false;
        }
        const jb_contest_round *worth = &contest->rounds[question->round];
        jb_section *section = &sections[question->round];
        if (section->pool == 0) {
            section->first = i;
        }
        if (section->first + section->pool != i || question->points_right != worth->right ||
            question->points_wrong != worth->wrong || question->points_none != worth->none ||
            question->open_ms != worth->seconds_ms || question->reading_ms != 0 ||
            question->value != 0) {
            return false;
        }
        section->pool++;
    }
    for (uint32_t i = 0; i < contest->round_count; i++) {
        if (sections[i].pool < sections[i].count) {
            return false;
        }
    }
    return true;
}
