/*
 * The paper of a window contest: sections, each so many questions out of a pool. What the questions
 * of a section are worth and how they are graded is kept as a round keeps it; all are worth the
 * same, whatever the bank says.
 */
#include "contest_internal.h"

#include <inttypes.h>

#include "jinbang/assert.h"

enum {
    BANK,
    COUNT,
    TAGS,
    KINDS,
    DIFFICULTY,
    PLACEHOLDER,
    POINTS,
    FIELD_COUNT
};

/* Placeholders fit everything, and there are as many as are asked for. */
static bool check_source(jb_reader *reader, const cJSON *node, const cJSON *const *values)
{
    static const int of_banks[] = { BANK, TAGS, KINDS, DIFFICULTY };
    bool good = true;
    if (!values[PLACEHOLDER]) {
        if (!values[BANK]) {
            jb_fault(reader, node, "missing_field", "A section of the paper needs \"bank\".");
        }
        return values[BANK] != NULL;
    }
    for (size_t i = 0; i < sizeof of_banks / sizeof of_banks[0]; i++) {
        const cJSON *other = values[of_banks[i]];
        if (other) {
            jb_clash(reader, other, values[PLACEHOLDER], "two_sources",
                     "Placeholders come from no bank; leave either \"placeholder\" or \"%s\" out.",
                     other->string);
            good = false;
        }
    }
    return good;
}

static bool read_counts(jb_reader *reader, const cJSON *const *values, jb_contest_draw *draw)
{
    int64_t count = 0;
    int64_t pool = 0;
    bool good = !values[COUNT] || jb_read_integer(reader, values[COUNT], 1, JB_PAPER_MAX, &count);
    good = (!values[PLACEHOLDER] ||
            jb_read_integer(reader, values[PLACEHOLDER], 1, JB_POOL_MAX, &pool)) &&
           good;
    draw->count_node = values[COUNT];
    draw->count = (uint32_t)count;
    draw->pool = (uint32_t)pool;
    if (good && values[PLACEHOLDER] && pool < count) {
        jb_clash(reader, values[COUNT], values[PLACEHOLDER], "too_few_questions",
                 "The section asks for %" PRId64 " questions out of %" PRId64
                 "; ask for fewer, or make the pool larger.",
                 count, pool);
        return false;
    }
    return good;
}

static bool read_section(jb_reader *reader, const cJSON *node, const jb_contest_window *window,
                         jb_contest_round *section)
{
    static const jb_field fields[] = {
        [BANK] = { .name = "bank", .types = JB_IS_STRING },
        [COUNT] = { .name = "count", .types = JB_IS_NUMBER, .required = true },
        [TAGS] = { .name = "tags", .types = JB_IS_ARRAY },
        [KINDS] = { .name = "kinds", .types = JB_IS_ARRAY },
        [DIFFICULTY] = { .name = "difficulty", .types = JB_IS_ARRAY },
        [PLACEHOLDER] = { .name = "placeholder", .types = JB_IS_NUMBER },
        [POINTS] = { .name = "points", .types = JB_IS_NUMBER },
    };
    static const jb_shape shape = {
        .what = "A section of the paper",
        .fields = fields,
        .field_count = FIELD_COUNT,
        .x_keys = true,
    };
    const cJSON *values[FIELD_COUNT];
    uint32_t before = reader->faults;
    bool good = jb_read_object(reader, node, &shape, values);
    jb_contest_draw *draw = section->draws;
    *section = window->worth;
    section->node = node;
    section->draws = draw;
    section->draw_count = 1;
    *draw = jb_contest_draw_any(node);
    draw->bank = values[BANK];
    good = (reader->faults > before || check_source(reader, node, values)) && good;
    good = (!values[BANK] || jb_read_id(reader, values[BANK])) && good;
    good = jb_contest_filter_read(reader, values[TAGS], values[KINDS], values[DIFFICULTY], draw) &&
           good;
    good = read_counts(reader, values, draw) && good;
    if (values[POINTS]) {
        good = jb_contest_worth_read(reader, values[POINTS], NULL, section) && good;
        section->at[JB_SETTING_POINTS] = values[POINTS];
    }
    section->count = draw->count;
    return good;
}

static bool take_sections(jb_reader *reader, jb_memory *memory, uint32_t count, jb_contest *contest)
{
    contest->rounds = jb_memory_take(memory, count, sizeof *contest->rounds);
    jb_contest_draw *draws = jb_memory_take(memory, count, sizeof *draws);
    if (!contest->rounds || !draws) {
        reader->out_of_memory = true;
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        contest->rounds[i] = (jb_contest_round){ .draws = &draws[i], .draw_count = 1 };
    }
    return true;
}

/* What a section's own points do not say otherwise. The format is the first one, in which everybody
 * answers. */
static bool read_worth(jb_reader *reader, jb_contest_window *window)
{
    const cJSON *points = window->at[JB_WINDOW_POINTS];
    window->worth = (jb_contest_round){
        .has_right = true,
        .right = 10 * JB_POINTS_UNIT,
        .has_seconds = true,
        .seconds_ms = window->rules.question_ms,
        .has_shuffle = window->at[JB_WINDOW_SHUFFLE_OPTIONS] != NULL,
        .shuffle = window->rules.shuffle_options,
    };
    window->worth.at[JB_SETTING_POINTS] = points;
    window->worth.at[JB_SETTING_FORMAT] = window->at[JB_WINDOW_PAPER];
    return jb_contest_worth_read(reader, points, window->at[JB_WINDOW_GRADING], &window->worth);
}

bool jb_contest_paper_read(jb_reader *reader, jb_memory *memory, jb_contest *contest)
{
    jb_contest_window *window = contest->window;
    const cJSON *list = window->at[JB_WINDOW_PAPER];
    if (!jb_read_length(reader, list, 1, JB_SECTIONS_MAX) ||
        !take_sections(reader, memory, jb_node_length(list), contest)) {
        return false;
    }
    bool good = read_worth(reader, window);
    const cJSON *node = NULL;
    cJSON_ArrayForEach(node, list) {
        jb_contest_round *section = &contest->rounds[contest->round_count++];
        good = read_section(reader, node, window, section) && good;
        window->rules.paper_count += section->count;
        window->rules.full += section->right * section->count;
    }
    window->rules.section_count = contest->round_count;
    if (window->rules.paper_count > JB_PAPER_MAX) {
        jb_fault(reader, list, "too_many",
                 "The sections have %" PRIu32 " questions together; %d are the most of a paper.",
                 window->rules.paper_count, JB_PAPER_MAX);
        good = false;
    }
    return good;
}
