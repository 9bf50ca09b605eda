/*
 * Reading the members of a log entry's body, and answers in it; see event_body.h.
 */
#include <string.h>

#include "event_body.h"
#include "jinbang/assert.h"
#include "jinbang/decimal.h"
#include "jinbang/limits.h"
#include "jinbang/text.h"

bool jb_body_exact(const cJSON *item, int64_t low, int64_t high, int64_t *value)
{
    double number;

    JB_ASSERT(low >= -JB_EXACT_MAX && high <= JB_EXACT_MAX);
    if (!cJSON_IsNumber(item)) {
        return false;
    }
    number = item->valuedouble;
    /* Also false for what is not a number at all. */
    if (!(number >= (double)low && number <= (double)high)) {
        return false;
    }
    *value = (int64_t)number;
    return true;
}

bool jb_body_points(const cJSON *item, int64_t most, int64_t *value)
{
    return cJSON_IsString(item) &&
           jb_decimal_parse(jb_slice_of(item->valuestring), 2, value) == JB_OK && *value <= most &&
           *value >= -most;
}

const cJSON *jb_body_member(jb_body *in, const char *key)
{
    const cJSON *item = in->good ? cJSON_GetObjectItemCaseSensitive(in->object, key) : NULL;

    in->good = item != NULL;
    return item;
}

int64_t jb_body_int(jb_body *in, const char *key, int64_t low, int64_t high)
{
    int64_t value = 0;
    const cJSON *item = jb_body_member(in, key);

    in->good = in->good && jb_body_exact(item, low, high, &value);
    return value;
}

bool jb_body_bool(jb_body *in, const char *key)
{
    const cJSON *item = jb_body_member(in, key);

    in->good = in->good && cJSON_IsBool(item);
    return in->good && cJSON_IsTrue(item);
}

const char *jb_body_word(jb_body *in, const char *key)
{
    const cJSON *item = jb_body_member(in, key);

    in->good = in->good && cJSON_IsString(item) && item->valuestring != NULL;
    return in->good ? item->valuestring : "";
}

void jb_body_hash(jb_body *in, const char *key, jb_hash *hash)
{
    const char *hex = jb_body_word(in, key);

    in->good = in->good && jb_hex_decode(jb_slice_of(hex), hash->bytes, JB_HASH_SIZE) == JB_OK;
}

const cJSON *jb_body_array(jb_body *in, const char *key, int low, int high)
{
    const cJSON *array = jb_body_member(in, key);
    int size = in->good && cJSON_IsArray(array) ? cJSON_GetArraySize(array) : -1;

    in->good = in->good && size >= low && size <= high;
    return in->good ? array : NULL;
}

bool jb_body_has(const jb_body *in, const char *key)
{
    return in->good && cJSON_HasObjectItem(in->object, key);
}

int jb_body_choice(jb_body *in, const char *key, const char *(*name)(int value), int count)
{
    const char *word = jb_body_word(in, key);

    for (int value = 0; in->good && value < count; value++) {
        if (strcmp(word, name(value)) == 0) {
            return value;
        }
    }
    in->good = false;
    return 0;
}

/* ---- answers ---- */

static void read_options(jb_body *in, jb_answer *answer)
{
    const cJSON *array = jb_body_array(in, "options", 0, JB_OPTIONS_MAX);
    const cJSON *item;

    cJSON_ArrayForEach(item, array) {
        int64_t option = 0;

        in->good = in->good && jb_body_exact(item, 0, JB_OPTIONS_MAX - 1, &option);
        answer->options |= UINT32_C(1) << option;
    }
}

static void read_number(jb_body *in, jb_answer *answer)
{
    const char *text = jb_body_word(in, "number");

    in->good = in->good &&
               jb_decimal_parse(jb_slice_of(text), JB_DECIMAL_PLACES_MAX, &answer->number) == JB_OK;
}

/* One string a blank, put together as lines. */
static uint8_t read_blanks(jb_body *in, const char *key, char *lines, size_t size_max,
                           uint16_t *lines_size)
{
    const cJSON *array = jb_body_array(in, key, 1, JB_BLANKS_MAX);
    const cJSON *item;
    uint8_t count = 0;
    size_t size = 0;

    cJSON_ArrayForEach(item, array) {
        jb_slice text = jb_slice_of(cJSON_IsString(item) ? item->valuestring : "\n");
        size_t gap = count > 0 ? 1 : 0;

        if (size + gap + text.size > size_max || !jb_utf8_valid(text) ||
            memchr(text.bytes, '\n', text.size) != NULL) {
            in->good = false;
            return 0;
        }
        if (gap > 0) {
            lines[size++] = '\n';
        }
        memcpy(lines + size, text.bytes, text.size);
        size += text.size;
        count++;
    }
    *lines_size = (uint16_t)size;
    return count;
}

static void read_text(jb_body *in, jb_answer *answer)
{
    answer->count = read_blanks(in, "text", answer->raw, sizeof(answer->raw), &answer->raw_size);
    if (!in->good) {
        return;
    }
    if (cJSON_HasObjectItem(in->object, "folded")) {
        uint8_t count =
            read_blanks(in, "folded", answer->folded, sizeof(answer->folded), &answer->folded_size);

        in->good = in->good && count == answer->count;
        return;
    }
    memcpy(answer->folded, answer->raw, answer->raw_size);
    answer->folded_size = answer->raw_size;
}

static void read_order(jb_body *in, jb_answer *answer)
{
    const cJSON *array = jb_body_array(in, "order", 1, JB_OPTIONS_MAX);
    const cJSON *item;

    cJSON_ArrayForEach(item, array) {
        int64_t option = 0;

        in->good = in->good && jb_body_exact(item, 0, JB_OPTIONS_MAX - 1, &option);
        answer->items[answer->count++] = (uint8_t)option;
    }
}

static void read_pairs(jb_body *in, jb_answer *answer)
{
    const cJSON *array;
    const cJSON *pair;

    answer->count = (uint8_t)jb_body_int(in, "of", 1, JB_OPTIONS_MAX);
    memset(answer->items, JB_NO_ITEM, answer->count);
    array = jb_body_array(in, "pairs", 0, answer->count);
    cJSON_ArrayForEach(pair, array) {
        int64_t left = 0;
        int64_t right = 0;

        in->good = in->good && cJSON_IsArray(pair) && cJSON_GetArraySize(pair) == 2 &&
                   jb_body_exact(cJSON_GetArrayItem(pair, 0), 0, answer->count - 1, &left) &&
                   jb_body_exact(cJSON_GetArrayItem(pair, 1), 0, JB_OPTIONS_MAX - 1, &right);
        answer->items[left] = (uint8_t)right;
    }
}

static const char *kind_name(int value)
{
    return jb_kind_name((jb_kind)value);
}

void jb_body_answer(jb_body *in, jb_answer *answer)
{
    const cJSON *object = jb_body_member(in, "answer");
    jb_body inner = { .object = object, .good = in->good && cJSON_IsObject(object) };

    memset(answer, 0, sizeof(*answer));
    answer->kind = (jb_kind)jb_body_choice(&inner, "kind", kind_name, JB_KIND_COUNT);
    switch (answer->kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_MULTIPLE:
    case JB_KIND_TRUEFALSE:
        read_options(&inner, answer);
        break;
    case JB_KIND_NUMERIC:
        read_number(&inner, answer);
        break;
    case JB_KIND_TEXT:
        read_text(&inner, answer);
        break;
    case JB_KIND_ORDERING:
        read_order(&inner, answer);
        break;
    case JB_KIND_MATCHING:
        read_pairs(&inner, answer);
        break;
    case JB_KIND_COUNT:
        break;
    }
    in->good = inner.good;
}
