/*
 * Freezing a contest: the file is read, the banks are found, questions drawn, and everything is
 * written into one document. The seed decides first the draws, the narrowest one first, then the
 * orders of options, in the order of the turns; the same seed, file and banks give the same bytes.
 */
#include "contest_internal.h"

#include <inttypes.h>
#include <stdio.h>

#include "jinbang/assert.h"

/* What the time zone said when the plan was made: a contest never asks it again. */
static void write_window(jb_json_out *json, const jb_window_rules *rules, const jb_zone_span *spans)
{
    jb_json_key(json, "window");
    jb_json_object(json);
    jb_json_int_member(json, "opens_at", rules->opens_at);
    jb_json_int_member(json, "closes_at", rules->closes_at);
    jb_json_key(json, "spans");
    jb_json_array(json);
    for (uint32_t i = 0; i < rules->span_count; i++) {
        jb_json_array(json);
        jb_json_int(json, spans[i].from);
        jb_json_int(json, spans[i].offset_s);
        jb_json_array_end(json);
    }
    jb_json_array_end(json);
    jb_json_object_end(json);
}

/* Draws and writes. False if something was wrong; then what was written is of no use. */
static bool write_plan(jb_reader *reader, const jb_contest *contest, jb_draw *draw,
                       jb_memory *memory, uint64_t seed, jb_buffer *out)
{
    jb_random random;
    jb_random_seed(&random, seed);
    bool drawn = contest->window ? jb_pool_make(reader, contest, draw, memory)
                                 : jb_draw_make(reader, contest, draw, memory, &random);
    if (!drawn) {
        return false;
    }
    jb_languages languages;
    bool good = jb_languages_resolve(reader, contest, draw, &languages);
    char hex[17];
    (void)snprintf(hex, sizeof hex, "%016" PRIx64, seed);
    jb_json_out json;
    jb_json_begin(&json, out);
    jb_json_object(&json);
    jb_json_text_member(&json, "format", "jinbang-plan");
    jb_json_int_member(&json, "version", 1);
    jb_json_text_member(&json, "seed", hex);
    jb_json_key(&json, "contest");
    jb_contest_write(&json, contest, &languages);
    if (contest->window) {
        write_window(&json, &contest->window->rules, contest->window->spans);
    }
    jb_json_key(&json, "questions");
    jb_json_array(&json);
    for (uint32_t i = 0; i < draw->pick_count && out->size <= JB_PLAN_BYTES_MAX; i++) {
        size_t before = out->size;
        good = jb_turn_write(reader, &json, contest, &draw->picks[i], &random) && good;
        draw->picks[i].size = out->size - before;
    }
    jb_json_array_end(&json);
    jb_json_object_end(&json);
    good = jb_contest_check_correct(reader, contest, draw) && good;
    good = (!contest->window || jb_pool_check_size(reader, contest, draw, memory)) && good;
    if (out->size > JB_PLAN_BYTES_MAX) {
        jb_fault_at(reader, 0, "contest_too_large",
                    "All questions together take more than %d MiB; draw fewer of them.",
                    JB_PLAN_BYTES_MAX / (1024 * 1024));
        good = false;
    }
    return good;
}

jb_status jb_plan_make_as(const jb_plan_order *order, jb_report *report, jb_buffer *plan)
{
    JB_ASSERT(order != NULL);
    JB_ASSERT(report != NULL);
    const jb_draw_from from = { order->find, order->user, order->placeholders };
    jb_slice text;
    cJSON *tree = NULL;
    jb_contest contest;
    jb_draw draw = { .pick_count = 0 };
    jb_memory memory = { .blocks = NULL };
    jb_buffer scratch;
    jb_reader reader;
    jb_buffer_init(&scratch, 2 * JB_PLAN_BYTES_MAX); /* too large is a fault, not out of memory */
    jb_reader_init(&reader, report);
    (void)snprintf(report->format, sizeof report->format, "contest");
    jb_read_document(&reader, order->file, JB_CONTEST_BYTES_MAX, &text, &tree);
    reader.tree = tree;
    bool good = tree && jb_contest_read(&reader, tree, &memory, order->placeholders, &contest);
    good = good && (!contest.window || jb_window_zone(&reader, contest.window));
    if (good && (order->find || order->placeholders)) {
        good = jb_draw_banks(&reader, &contest, &from, &memory, &draw) &&
               write_plan(&reader, &contest, &draw, &memory, order->seed, &scratch);
    }
    reader.out_of_memory = reader.out_of_memory || scratch.failed;
    if (tree) {
        jb_reader_locate(&reader, text, tree);
    }
    jb_status status = jb_reader_finish(&reader);
    if (good && status == JB_OK && plan) {
        jb_buffer_append(plan, scratch.bytes, scratch.size);
        status = plan->failed ? JB_ERR_MEMORY : JB_OK;
    }
    jb_buffer_finish(&scratch);
    jb_memory_finish(&memory);
    cJSON_Delete(tree);
    return status;
}

jb_status jb_contest_check(jb_slice file, jb_bank_find find, void *user, jb_report *report)
{
    const jb_plan_order order = { .file = file, .find = find, .user = user };
    return jb_plan_make_as(&order, report, NULL);
}

jb_status jb_plan_make(jb_slice file, jb_bank_find find, void *user, uint64_t seed,
                       jb_report *report, jb_buffer *plan)
{
    JB_ASSERT(find != NULL);
    JB_ASSERT(plan != NULL);
    const jb_plan_order order = { .file = file, .find = find, .user = user, .seed = seed };
    return jb_plan_make_as(&order, report, plan);
}
