/*
 * Any bytes as a contest file over a small bank, with and without placeholders, and as a plan. A
 * contest without errors gives a plan; a plan that was made must load.
 */
/* jb:length 16384 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/plan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define TITLE "\"title\":{\"en\":\"T\"}"
#define STEM  "\"stem\":{\"en\":\"Q\"}"
#define AB    "{\"id\":\"a\",\"text\":{\"en\":\"A\"}},{\"id\":\"b\",\"text\":{\"en\":\"B\"}}"

static const char bank_text[] =
    "{\"format\":\"question-bank\",\"version\":1,\"id\":\"b\"," TITLE ","
    "\"default_language\":\"en\",\"questions\":["
    "{\"id\":\"q1\",\"type\":\"single\"," STEM ",\"tags\":[\"t\"],\"options\":[" AB "],"
    "\"answer\":{\"correct\":[\"a\"]}},"
    "{\"id\":\"q2\",\"type\":\"multiple\"," STEM ",\"options\":[" AB "],"
    "\"answer\":{\"correct\":[\"a\",\"b\"]}},"
    "{\"id\":\"q3\",\"type\":\"truefalse\"," STEM ",\"answer\":{\"value\":false}},"
    "{\"id\":\"q4\",\"type\":\"numeric\"," STEM ",\"difficulty\":5,"
    "\"answer\":{\"accept\":[{\"value\":\"1.5\",\"tolerance\":\"0.1\"}]}},"
    "{\"id\":\"q5\",\"type\":\"text\"," STEM ",\"time_limit_ms\":0,"
    "\"answer\":{\"blanks\":[{\"accept\":[{\"text\":\"A*\",\"match\":\"wildcard\"}]}]}},"
    "{\"id\":\"q6\",\"type\":\"ordering\"," STEM ",\"options\":[" AB "],"
    "\"answer\":{\"order\":[\"a\",\"b\"]}},"
    "{\"id\":\"q7\",\"type\":\"matching\"," STEM ",\"options\":[" AB "],\"targets\":[" AB "],"
    "\"answer\":{\"pairs\":[[\"a\",\"b\"],[\"b\",\"a\"]]}}]}";

static const jb_bank *find(void *user, const char *id)
{
    const jb_bank *bank = user;
    return strcmp(id, jb_bank_id(bank)) == 0 ? bank : NULL;
}

/* Every question is in one section's pool, and a paper can be drawn from them. */
static void check_window(const jb_rules *rules)
{
    const jb_window_rules *window = rules->window;
    uint32_t next = 0;
    uint32_t paper = 0;
    int64_t full = 0;
    for (uint32_t i = 0; i < window->section_count; i++) {
        const jb_section *section = &window->sections[i];
        JB_ASSERT(section->first == next && section->count >= 1);
        JB_ASSERT(section->count <= section->pool);
        next += section->pool;
        paper += section->count;
        full += section->count * rules->questions[section->first].points_right;
    }
    JB_ASSERT(next == rules->question_count && next <= JB_POOL_MAX);
    JB_ASSERT(paper == window->paper_count && paper <= JB_PAPER_MAX);
    JB_ASSERT(full == window->full);
    JB_ASSERT(window->opens_at < window->closes_at && window->span_count > 0);
    JB_ASSERT(window->spans[0].from < window->opens_at);
    JB_ASSERT(rules->turn_count == 0 && rules->round_count == 0);
}

static void load(jb_slice text, jb_status must_be)
{
    jb_plan *plan = NULL;
    jb_status status = jb_plan_load(text, &plan);
    JB_ASSERT(status == JB_OK || (status == JB_ERR_CORRUPT && must_be != JB_OK));
    JB_ASSERT((plan != NULL) == (status == JB_OK));
    if (plan) {
        jb_buffer rules;
        jb_buffer_init(&rules, 0);
        status = jb_plan_rules_json(plan, &rules);
        JB_ASSERT(status == JB_OK);
        JB_ASSERT(plan->rules.question_count > 0);
        if (plan->rules.window) {
            check_window(&plan->rules);
        } else {
            JB_ASSERT(plan->rules.turn_count > 0);
        }
        jb_buffer_finish(&rules);
    }
    jb_plan_destroy(plan);
}

static void freeze(jb_slice file, jb_bank *bank, bool placeholders)
{
    jb_report report;
    jb_buffer plan;
    jb_report_init(&report);
    jb_buffer_init(&plan, 0);
    const jb_plan_order order = {
        .file = file, .find = find, .user = bank, .seed = 7, .placeholders = placeholders
    };
    jb_status status = jb_plan_make_as(&order, &report, &plan);
    JB_ASSERT(status == JB_OK);
    JB_ASSERT((plan.size == 0) == report.errors);
    if (plan.size > 0) {
        load(jb_buffer_slice(&plan), JB_OK);
    }
    jb_buffer_finish(&plan);
    jb_report_finish(&report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    jb_report report;
    jb_bank *bank = NULL;
    jb_report_init(&report);
    jb_status status = jb_bank_read(jb_slice_of(bank_text), &report, &bank);
    JB_ASSERT(status == JB_OK);
    JB_ASSERT(bank != NULL);
    jb_slice file = { .bytes = (const char *)data, .size = size };
    freeze(file, bank, false);
    freeze(file, bank, true);
    load(file, JB_ERR_CORRUPT);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    return 0;
}
