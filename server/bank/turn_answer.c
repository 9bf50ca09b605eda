/*
 * The key of a turn, resolved and folded, and the accepted answers as people are shown them. All
 * folding happens here, once: a plan holds folded texts, so loading it never folds.
 */
#include "contest_internal.h"

#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/decimal.h"
#include "jinbang/text.h"

static void write_millionths(jb_json_out *json, int64_t value)
{
    char text[JB_DECIMAL_TEXT_MAX];
    (void)jb_decimal_format(value, JB_DECIMAL_PLACES_MAX, text);
    jb_json_text(json, text);
}

static void write_items(jb_json_out *json, const char *key, const uint8_t *items, uint8_t count)
{
    jb_json_key(json, key);
    jb_json_array(json);
    for (uint8_t i = 0; i < count; i++) {
        jb_json_int(json, items[i]);
    }
    jb_json_array_end(json);
}

static void write_weights(jb_json_out *json, const jb_question *question)
{
    bool stated = false;
    for (uint8_t i = 0; i < question->option_count; i++) {
        stated = stated || question->options[i].has_weight;
    }
    if (question->kind != JB_KIND_SINGLE || !stated) {
        return;
    }
    jb_json_key(json, "weights");
    jb_json_array(json);
    for (uint8_t i = 0; i < question->option_count; i++) {
        const jb_option *option = &question->options[i];
        bool right = (question->correct & (UINT32_C(1) << i)) != 0;
        jb_json_int(json, option->has_weight ? option->weight : right ? JB_WHOLE : 0);
    }
    jb_json_array_end(json);
}

static void write_numbers(jb_reader *reader, jb_json_out *json, const jb_question *question)
{
    jb_json_key(json, "numbers");
    jb_json_array(json);
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, question->accepts) {
        jb_accept_number number;
        int64_t value = 0;
        bool good = jb_read_accept_number(reader, item, &number, &value);
        JB_ASSERT(good);
        jb_json_array(json);
        write_millionths(json, number.low);
        write_millionths(json, number.high);
        jb_json_int(json, number.weight);
        jb_json_array_end(json);
    }
    jb_json_array_end(json);
}

static void write_accept(jb_reader *reader, jb_json_out *json, const cJSON *item)
{
    jb_accept accept;
    bool good = jb_read_accept(reader, item, &accept);
    JB_ASSERT(good);
    jb_buffer folded;
    jb_buffer_init(&folded, 0);
    jb_status status = jb_text_fold(jb_slice_of(accept.text), &folded);
    JB_ASSERT(status != JB_ERR_INVALID);
    reader->out_of_memory = reader->out_of_memory || status != JB_OK;
    jb_json_array(json);
    jb_json_slice(json, jb_buffer_slice(&folded));
    jb_json_int(json, accept.weight);
    jb_json_bool(json, accept.wildcard);
    jb_json_array_end(json);
    jb_buffer_finish(&folded);
}

static void write_blanks(jb_reader *reader, jb_json_out *json, const jb_question *question)
{
    jb_json_bool_member(json, "any_order", question->any_order);
    jb_json_key(json, "blanks");
    jb_json_array(json);
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, question->blanks) {
        jb_blank_source blank;
        bool good = jb_read_blank(reader, item, &blank);
        JB_ASSERT(good);
        jb_json_object(json);
        jb_json_int_member(json, "edits", blank.edits_max);
        jb_json_key(json, "accepts");
        jb_json_array(json);
        const cJSON *accept = NULL;
        cJSON_ArrayForEach(accept, blank.accepts) {
            write_accept(reader, json, accept);
        }
        jb_json_array_end(json);
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
}

void jb_turn_write_key(jb_reader *reader, jb_json_out *json, const jb_question *question)
{
    uint8_t correct[JB_OPTIONS_MAX];
    uint8_t count = 0;
    for (int i = 0; i < JB_OPTIONS_MAX; i++) {
        if ((question->correct & (UINT32_C(1) << i)) != 0) {
            correct[count++] = (uint8_t)i;
        }
    }
    jb_json_object(json);
    switch (question->kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_MULTIPLE:
    case JB_KIND_TRUEFALSE:
        write_items(json, "correct", correct, count);
        write_weights(json, question);
        break;
    case JB_KIND_NUMERIC:
        write_numbers(reader, json, question);
        break;
    case JB_KIND_TEXT:
        write_blanks(reader, json, question);
        break;
    case JB_KIND_ORDERING:
        write_items(json, "order", question->order, question->option_count);
        break;
    case JB_KIND_MATCHING:
        write_items(json, "pairs", question->pairs, question->option_count);
        break;
    case JB_KIND_COUNT:
        JB_ASSERT((int)question->kind < JB_KIND_COUNT);
        break;
    }
    jb_json_object_end(json);
}

/* The accepted spellings of a blank: the one meant for showing first. */
static void write_spellings(jb_reader *reader, jb_json_out *json, const cJSON *item,
                            const char *default_language)
{
    jb_blank_source blank;
    bool good = jb_read_blank(reader, item, &blank);
    JB_ASSERT(good);
    const char *shown =
        blank.show ? jb_map_text(blank.show, default_language, "")->valuestring : NULL;
    jb_json_array(json);
    if (shown) {
        jb_json_text(json, shown);
    }
    const cJSON *node = NULL;
    cJSON_ArrayForEach(node, blank.accepts) {
        jb_accept accept;
        good = jb_read_accept(reader, node, &accept);
        JB_ASSERT(good);
        if (accept.weight > 0 && (!shown || strcmp(shown, accept.text) != 0)) {
            jb_json_text(json, accept.text);
        }
    }
    jb_json_array_end(json);
}

static void write_values(jb_reader *reader, jb_json_out *json, const jb_question *question)
{
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, question->accepts) {
        jb_accept_number number;
        int64_t value = 0;
        bool good = jb_read_accept_number(reader, item, &number, &value);
        JB_ASSERT(good);
        if (number.weight > 0) {
            write_millionths(json, value);
        }
    }
}

static void write_pairs(jb_json_out *json, const jb_question *question)
{
    for (uint8_t i = 0; i < question->option_count; i++) {
        jb_json_array(json);
        jb_json_text(json, question->options[i].id);
        jb_json_text(json, question->targets[question->pairs[i]].id);
        jb_json_array_end(json);
    }
}

void jb_turn_write_answer(jb_reader *reader, jb_json_out *json, const jb_question *question,
                          const char *default_language)
{
    const cJSON *item = NULL;
    jb_json_array(json);
    switch (question->kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_MULTIPLE:
        for (uint8_t i = 0; i < question->option_count; i++) {
            if ((question->correct & (UINT32_C(1) << i)) != 0) {
                jb_json_text(json, question->options[i].id);
            }
        }
        break;
    case JB_KIND_TRUEFALSE:
        jb_json_bool(json, question->correct == 2);
        break;
    case JB_KIND_NUMERIC:
        write_values(reader, json, question);
        break;
    case JB_KIND_TEXT:
        cJSON_ArrayForEach(item, question->blanks) {
            write_spellings(reader, json, item, default_language);
        }
        break;
    case JB_KIND_ORDERING:
        for (uint8_t i = 0; i < question->option_count; i++) {
            jb_json_text(json, question->options[question->order[i]].id);
        }
        break;
    case JB_KIND_MATCHING:
        write_pairs(json, question);
        break;
    case JB_KIND_COUNT:
        JB_ASSERT((int)question->kind < JB_KIND_COUNT);
        break;
    }
    jb_json_array_end(json);
}
