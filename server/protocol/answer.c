/*
 * Answers on the wire: option ids of the bank, numbers as text, typed blanks. Reading turns them
 * into the engine's numbers and folds typed text, once, here, so that what is compared later is in
 * the log.
 */
#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/decimal.h"
#include "jinbang/text.h"
#include "protocol_internal.h"

/* The number of the item with this id, or JB_NO_ITEM. */
static uint8_t find_item(const jb_item_text *items, uint8_t count, const cJSON *id)
{
    if (!cJSON_IsString(id)) {
        return JB_NO_ITEM;
    }
    jb_slice wanted = jb_slice_of(id->valuestring);
    for (uint8_t i = 0; i < count; i++) {
        if (jb_slice_equal(items[i].id, wanted)) {
            return i;
        }
    }
    return JB_NO_ITEM;
}

static bool read_single(const cJSON *value, const jb_question_text *text, jb_answer *answer)
{
    uint8_t option = find_item(text->options, text->option_count, value);
    if (option == JB_NO_ITEM) {
        return false;
    }
    answer->options = UINT32_C(1) << option;
    return true;
}

static bool read_multiple(const cJSON *value, const jb_question_text *text, jb_answer *answer)
{
    const cJSON *id = NULL;
    cJSON_ArrayForEach(id, value) {
        uint8_t option = find_item(text->options, text->option_count, id);
        if (option == JB_NO_ITEM || (answer->options & (UINT32_C(1) << option))) {
            return false;
        }
        answer->options |= UINT32_C(1) << option;
    }
    return cJSON_IsArray(value) && answer->options != 0;
}

static bool read_numeric(const cJSON *value, jb_answer *answer)
{
    char printed[64];
    jb_slice typed = { 0 };
    if (cJSON_IsString(value)) {
        typed = jb_slice_of(value->valuestring);
    } else if (cJSON_IsNumber(value) && isfinite(value->valuedouble) &&
               fabs(value->valuedouble) < 1e12) {
        /* Six places, because more are not kept; the shortest form is not needed. */
        (void)snprintf(printed, sizeof printed, "%.6f", value->valuedouble);
        typed = jb_slice_of(printed);
    } else {
        return false;
    }
    jb_buffer folded;
    jb_buffer_init(&folded, JB_ANSWER_FOLDED_MAX);
    bool good =
        jb_text_fold(typed, &folded) == JB_OK &&
        jb_decimal_parse(jb_buffer_slice(&folded), JB_DECIMAL_PLACES_MAX, &answer->number) == JB_OK;
    jb_buffer_finish(&folded);
    return good;
}

/* One blank into answer->raw; the blanks are separated by line feeds. */
static bool read_blank(const cJSON *item, jb_answer *answer, jb_buffer *folded)
{
    if (!cJSON_IsString(item)) {
        return false;
    }
    jb_slice typed = jb_slice_of(item->valuestring);
    if (!jb_text_printable(typed) || memchr(typed.bytes, '\n', typed.size)) {
        return false;
    }
    size_t separator = answer->count > 0 ? 1 : 0;
    if (answer->raw_size + separator + typed.size > JB_ANSWER_TEXT_MAX) {
        return false;
    }
    if (separator) {
        answer->raw[answer->raw_size++] = '\n';
        jb_buffer_append_char(folded, '\n');
    }
    memcpy(answer->raw + answer->raw_size, typed.bytes, typed.size);
    answer->raw_size = (uint16_t)(answer->raw_size + typed.size);
    answer->count++;
    return jb_text_fold(typed, folded) == JB_OK;
}

static bool read_text(const cJSON *value, const jb_question_text *text, jb_answer *answer)
{
    if (!cJSON_IsArray(value) || cJSON_GetArraySize(value) != text->blank_count) {
        return false;
    }
    jb_buffer folded;
    jb_buffer_init(&folded, JB_ANSWER_FOLDED_MAX);
    bool good = true;
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, value) {
        good = good && read_blank(item, answer, &folded);
    }
    /* Nothing but separators is no answer. */
    good = good && !folded.failed && folded.size >= text->blank_count;
    if (good) {
        memcpy(answer->folded, jb_buffer_text(&folded), folded.size);
        answer->folded_size = (uint16_t)folded.size;
    }
    jb_buffer_finish(&folded);
    return good;
}

static bool read_ordering(const cJSON *value, const jb_question_text *text, jb_answer *answer)
{
    if (!cJSON_IsArray(value) || cJSON_GetArraySize(value) != text->option_count) {
        return false;
    }
    const cJSON *id = NULL;
    cJSON_ArrayForEach(id, value) {
        answer->items[answer->count++] = find_item(text->options, text->option_count, id);
    }
    return true; /* a permutation: jb_answer_fits looks */
}

static bool read_matching(const cJSON *value, const jb_question_text *text, jb_answer *answer)
{
    memset(answer->items, JB_NO_ITEM, sizeof answer->items);
    answer->count = text->option_count;
    const cJSON *pair = NULL;
    cJSON_ArrayForEach(pair, value) {
        if (!cJSON_IsArray(pair) || cJSON_GetArraySize(pair) != 2) {
            return false;
        }
        uint8_t left = find_item(text->options, text->option_count, cJSON_GetArrayItem(pair, 0));
        uint8_t right = find_item(text->targets, text->target_count, cJSON_GetArrayItem(pair, 1));
        if (left == JB_NO_ITEM || right == JB_NO_ITEM || answer->items[left] != JB_NO_ITEM) {
            return false;
        }
        answer->items[left] = right;
    }
    return cJSON_IsArray(value);
}

bool jb_answer_read(const jb_message *message, const jb_question_text *text, jb_answer *answer)
{
    const cJSON *value = message->answer;
    JB_ASSERT(value != NULL);
    memset(answer, 0, sizeof *answer);
    answer->kind = text->kind;
    switch (text->kind) {
    case JB_KIND_SINGLE:
        return read_single(value, text, answer);
    case JB_KIND_MULTIPLE:
        return read_multiple(value, text, answer);
    case JB_KIND_TRUEFALSE:
        answer->options = cJSON_IsTrue(value) ? 2 : 1;
        return cJSON_IsBool(value);
    case JB_KIND_NUMERIC:
        return read_numeric(value, answer);
    case JB_KIND_TEXT:
        return read_text(value, text, answer);
    case JB_KIND_ORDERING:
        return read_ordering(value, text, answer);
    case JB_KIND_MATCHING:
        return read_matching(value, text, answer);
    case JB_KIND_COUNT:
        break;
    }
    return false;
}

static void write_text(jb_json_out *json, const jb_answer *answer)
{
    jb_json_array(json);
    size_t start = 0;
    for (uint8_t blank = 0; blank < answer->count; blank++) {
        size_t end = start;
        while (end < answer->raw_size && answer->raw[end] != '\n') {
            end++;
        }
        jb_json_slice(json, (jb_slice){ .bytes = answer->raw + start, .size = end - start });
        start = end + 1;
    }
    jb_json_array_end(json);
}

static void write_pairs(jb_json_out *json, const jb_answer *answer, const jb_question_text *text)
{
    jb_json_array(json);
    for (uint8_t i = 0; i < answer->count; i++) {
        if (answer->items[i] == JB_NO_ITEM) {
            continue;
        }
        jb_json_array(json);
        jb_json_slice(json, text->options[i].id);
        jb_json_slice(json, text->targets[answer->items[i]].id);
        jb_json_array_end(json);
    }
    jb_json_array_end(json);
}

static void write_options(jb_json_out *json, const jb_answer *answer, const jb_question_text *text)
{
    if (answer->kind == JB_KIND_MULTIPLE) {
        jb_json_array(json);
    }
    for (uint8_t i = 0; i < text->option_count; i++) {
        if (answer->options & (UINT32_C(1) << i)) {
            jb_json_slice(json, text->options[i].id);
        }
    }
    if (answer->kind == JB_KIND_MULTIPLE) {
        jb_json_array_end(json);
    }
}

void jb_answer_write(jb_json_out *json, const jb_answer *answer, const jb_question_text *text)
{
    switch (answer->kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_MULTIPLE:
        write_options(json, answer, text);
        return;
    case JB_KIND_TRUEFALSE:
        jb_json_bool(json, answer->options == 2);
        return;
    case JB_KIND_NUMERIC: {
        char number[JB_DECIMAL_TEXT_MAX];
        (void)jb_decimal_format(answer->number, JB_DECIMAL_PLACES_MAX, number);
        jb_json_text(json, number);
        return;
    }
    case JB_KIND_TEXT:
        write_text(json, answer);
        return;
    case JB_KIND_ORDERING:
        jb_json_array(json);
        for (uint8_t i = 0; i < answer->count; i++) {
            jb_json_slice(json, text->options[answer->items[i]].id);
        }
        jb_json_array_end(json);
        return;
    case JB_KIND_MATCHING:
        write_pairs(json, answer, text);
        return;
    case JB_KIND_COUNT:
        break;
    }
    jb_json_null(json);
}
