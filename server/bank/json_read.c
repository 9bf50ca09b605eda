/*
 * Checked access to a cJSON tree. Every function reports what is wrong, with the place and what to
 * do, and returns false; what it returns true for can be used without looking again.
 */
#include "bank_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/decimal.h"
#include "jinbang/text.h"

uint32_t jb_node_length(const cJSON *array)
{
    uint32_t count = 0;
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, array) {
        count++;
    }
    return count;
}

bool jb_node_bool(const cJSON *node, bool fallback)
{
    return node ? cJSON_IsTrue(node) != 0 : fallback;
}

jb_slice jb_node_slice(const cJSON *string)
{
    JB_ASSERT(cJSON_IsString(string));
    return jb_slice_of(string->valuestring);
}

static uint8_t type_of(const cJSON *node)
{
    if (cJSON_IsString(node)) {
        return JB_IS_STRING;
    }
    if (cJSON_IsNumber(node)) {
        return JB_IS_NUMBER;
    }
    if (cJSON_IsBool(node)) {
        return JB_IS_BOOL;
    }
    if (cJSON_IsArray(node)) {
        return JB_IS_ARRAY;
    }
    return cJSON_IsObject(node) ? JB_IS_OBJECT : 0;
}

/* "a text or a list" */
static void name_types(uint8_t types, char *out, size_t size)
{
    static const char *const names[] = { "a text in quotation marks", "a number", "true or false",
                                         "a list in [ ]", "an object in { }" };
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if ((types & (1U << i)) != 0 && used < size) {
            int written =
                snprintf(out + used, size - used, "%s%s", used > 0 ? " or " : "", names[i]);
            used += written > 0 ? (size_t)written : 0;
        }
    }
}

static bool has_type(jb_reader *reader, const cJSON *node, uint8_t types)
{
    if ((type_of(node) & types) != 0) {
        return true;
    }
    char wanted[120];
    name_types(types, wanted, sizeof wanted);
    if (node->string) {
        jb_fault(reader, node, "wrong_type", "\"%.60s\" must be %s.", node->string, wanted);
    } else {
        jb_fault(reader, node, "wrong_type", "This must be %s.", wanted);
    }
    return false;
}

static uint32_t field_of(const jb_shape *shape, const char *name)
{
    uint32_t i = 0;
    while (i < shape->field_count && strcmp(shape->fields[i].name, name) != 0) {
        i++;
    }
    return i;
}

static void read_member(jb_reader *reader, const cJSON *parent, const cJSON *member,
                        const jb_shape *shape, const cJSON **values, uint64_t *seen)
{
    uint32_t field = field_of(shape, member->string);
    if (field == shape->field_count) {
        if (!shape->x_keys || strncmp(member->string, "x-", 2) != 0) {
            jb_fault_key(reader, member, "unknown_key",
                         "%s has no \"%.60s\"; check the spelling%s.", shape->what, member->string,
                         shape->x_keys ? ", or begin the name with \"x-\"" : "");
        }
        return;
    }
    if ((*seen & (UINT64_C(1) << field)) != 0) {
        jb_clash_keys(reader, member, cJSON_GetObjectItemCaseSensitive(parent, member->string),
                      "duplicate_key", "\"%.60s\" stands here twice.", member->string);
        return;
    }
    *seen |= UINT64_C(1) << field;
    if (has_type(reader, member, shape->fields[field].types)) {
        values[field] = member;
    }
}

bool jb_read_object(jb_reader *reader, const cJSON *node, const jb_shape *shape,
                    const cJSON **values)
{
    JB_ASSERT(shape->field_count <= 64);
    uint32_t before = reader->faults;
    for (uint32_t i = 0; i < shape->field_count; i++) {
        values[i] = NULL;
    }
    if (!has_type(reader, node, JB_IS_OBJECT)) {
        return false;
    }
    uint64_t seen = 0;
    const cJSON *member = NULL;
    cJSON_ArrayForEach(member, node) {
        read_member(reader, node, member, shape, values, &seen);
    }
    for (uint32_t i = 0; i < shape->field_count; i++) {
        if (shape->fields[i].required && (seen & (UINT64_C(1) << i)) == 0) {
            jb_fault(reader, node, "missing_field", "%s needs \"%s\".", shape->what,
                     shape->fields[i].name);
        }
    }
    return reader->faults == before;
}

/* What a message calls a node: its key, or "this". */
static const char *name_of(const cJSON *node)
{
    return node->string ? node->string : "this";
}

static bool number_in(jb_reader *reader, const cJSON *node, int places, const int64_t range[2],
                      double value)
{
    if (value >= (double)range[0] && value <= (double)range[1]) {
        return true;
    }
    char low[JB_DECIMAL_TEXT_MAX];
    char high[JB_DECIMAL_TEXT_MAX];
    (void)jb_decimal_format(range[0], places, low);
    (void)jb_decimal_format(range[1], places, high);
    jb_fault(reader, node, "out_of_range", "\"%.60s\" must be from %s to %s.", name_of(node), low,
             high);
    return false;
}

bool jb_read_scaled(jb_reader *reader, const cJSON *node, int places, const int64_t range[2],
                    int64_t *value)
{
    if (!has_type(reader, node, JB_IS_NUMBER)) {
        return false;
    }
    double scale = 1;
    for (int i = 0; i < places; i++) {
        scale *= 10;
    }
    double number = cJSON_GetNumberValue(node);
    if (!number_in(reader, node, places, range, number * scale)) {
        return false;
    }
    /* A decimal of so few places is the double nearest to an integer divided by the scale. */
    int64_t rounded = (int64_t)(number * scale + (number < 0 ? -0.5 : 0.5));
    if ((double)rounded / scale != number) {
        jb_fault(reader, node, "too_precise", "\"%.60s\" may have at most %d decimals.",
                 name_of(node), places);
        return false;
    }
    *value = rounded;
    return true;
}

bool jb_read_integer(jb_reader *reader, const cJSON *node, int64_t low, int64_t high,
                     int64_t *value)
{
    if (!has_type(reader, node, JB_IS_NUMBER)) {
        return false;
    }
    double number = cJSON_GetNumberValue(node);
    if (!number_in(reader, node, 0, (const int64_t[]){ low, high }, number)) {
        return false;
    }
    if ((double)(int64_t)number != number) {
        jb_fault(reader, node, "not_integer", "\"%.60s\" must be a whole number.", name_of(node));
        return false;
    }
    *value = (int64_t)number;
    return true;
}

bool jb_read_decimal(jb_reader *reader, const cJSON *node, int64_t *value)
{
    if (!has_type(reader, node, JB_IS_STRING)) {
        return false;
    }
    jb_status status = jb_decimal_parse(jb_node_slice(node), JB_DECIMAL_PLACES_MAX, value);
    if (status == JB_OK) {
        return true;
    }
    if (status == JB_ERR_LIMIT) {
        jb_fault(reader, node, "out_of_range",
                 "A number may have %d digits before the point and %d after it.",
                 JB_DECIMAL_DIGITS_MAX, JB_DECIMAL_PLACES_MAX);
    } else {
        jb_fault(reader, node, "bad_number",
                 "Write the number with digits and a point, such as \"3.14\": no spaces, commas or "
                 "units.");
    }
    return false;
}

bool jb_read_word(jb_reader *reader, const cJSON *node, const char *const *words, uint32_t *index)
{
    if (!has_type(reader, node, JB_IS_STRING)) {
        return false;
    }
    char list[160] = "";
    size_t used = 0;
    for (uint32_t i = 0; words[i] != NULL; i++) {
        if (strcmp(words[i], node->valuestring) == 0) {
            *index = i;
            return true;
        }
        if (used < sizeof list) {
            int written = snprintf(list + used, sizeof list - used, "%s\"%s\"",
                                   used > 0 ? ", " : "", words[i]);
            used += written > 0 ? (size_t)written : 0;
        }
    }
    jb_fault(reader, node, "unknown_value", "\"%.40s\" is none of %s.", node->valuestring, list);
    return false;
}

bool jb_read_name(jb_reader *reader, const cJSON *node, jb_name_of word_of, uint32_t *index)
{
    const char *words[JB_WORDS_MAX + 1] = { NULL };
    for (uint32_t i = 0; i < JB_WORDS_MAX; i++) {
        words[i] = word_of(i);
        if (!words[i]) {
            break;
        }
    }
    return jb_read_word(reader, node, words, index);
}

static bool is_alnum(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool jb_read_id(jb_reader *reader, const cJSON *node)
{
    if (!has_type(reader, node, JB_IS_STRING)) {
        return false;
    }
    const char *id = node->valuestring;
    size_t size = strlen(id);
    bool good = size >= 1 && size <= JB_ID_MAX && is_alnum(id[0]);
    for (size_t i = 0; good && i < size; i++) {
        good = is_alnum(id[i]) || strchr("._-", id[i]) != NULL;
    }
    if (!good) {
        jb_fault(reader, node, "bad_id",
                 "\"%.70s\" is not an id: 1 to %d letters a-z, digits, \".\", \"_\" or \"-\", "
                 "beginning with a letter or digit.",
                 id, JB_ID_MAX);
    }
    return good;
}

/* A BCP 47 tag such as zh-Hans: 2 or 3 letters, then parts of 2 to 8 letters or digits. */
static bool is_language(const char *tag)
{
    size_t size = strlen(tag);
    size_t part = strcspn(tag, "-");
    bool good = size <= JB_LANG_TAG_MAX && (part == 2 || part == 3);
    for (size_t i = 0; good && i < part; i++) {
        good = is_alnum(tag[i]) && (tag[i] < '0' || tag[i] > '9');
    }
    size_t at = part;
    while (good && at < size) {
        at++;
        part = strcspn(tag + at, "-");
        good = part >= 2 && part <= 8;
        for (size_t i = 0; good && i < part; i++) {
            good = is_alnum(tag[at + i]);
        }
        at += part;
    }
    return good;
}

bool jb_read_language(jb_reader *reader, const cJSON *node)
{
    if (!has_type(reader, node, JB_IS_STRING)) {
        return false;
    }
    if (!is_language(node->valuestring)) {
        jb_fault(reader, node, "bad_language",
                 "\"%.60s\" is not a language tag such as \"en\" or \"zh-Hans\".",
                 node->valuestring);
        return false;
    }
    return true;
}

bool jb_read_length(jb_reader *reader, const cJSON *node, uint32_t low, uint32_t high)
{
    if (!has_type(reader, node, JB_IS_ARRAY)) {
        return false;
    }
    uint32_t count = jb_node_length(node);
    if (count < low) {
        jb_fault(reader, node, "too_few",
                 "\"%.60s\" needs at least %" PRIu32 "; it has %" PRIu32 ".", name_of(node), low,
                 count);
    } else if (count > high) {
        jb_fault(reader, node, "too_many",
                 "\"%.60s\" may have at most %" PRIu32 "; it has %" PRIu32 ".", name_of(node), high,
                 count);
    }
    return count >= low && count <= high;
}

const cJSON *jb_equal_before(const cJSON *list, const cJSON *item)
{
    const cJSON *other = NULL;
    cJSON_ArrayForEach(other, list) {
        if (other == item) {
            return NULL;
        }
        if (cJSON_IsString(other) && strcmp(other->valuestring, item->valuestring) == 0) {
            return other;
        }
    }
    return NULL;
}

bool jb_read_languages(jb_reader *reader, const cJSON *node)
{
    if (!jb_read_length(reader, node, 1, JB_LANGUAGES_MAX)) {
        return false;
    }
    uint32_t before = reader->faults;
    const cJSON *tag = NULL;
    cJSON_ArrayForEach(tag, node) {
        const cJSON *before_it = cJSON_IsString(tag) ? jb_equal_before(node, tag) : NULL;
        if (jb_read_language(reader, tag) && before_it) {
            jb_clash(reader, tag, before_it, "duplicate_value", "\"%.40s\" is listed twice.",
                     tag->valuestring);
        }
    }
    return reader->faults == before;
}

bool jb_read_string(jb_reader *reader, const cJSON *node, size_t bytes_max)
{
    if (!has_type(reader, node, JB_IS_STRING)) {
        return false;
    }
    jb_slice text = jb_node_slice(node);
    if (!jb_text_printable(text)) {
        jb_fault(reader, node, "control_character",
                 "The text holds a control character; take it out.");
        return false;
    }
    if (text.size > bytes_max) {
        jb_fault(reader, node, "too_long", "The text has %zu bytes; %zu are the most.", text.size,
                 bytes_max);
        return false;
    }
    return true;
}

static bool read_shown(jb_reader *reader, const cJSON *node)
{
    if (!jb_read_string(reader, node, JB_TEXT_BYTES_MAX)) {
        return false;
    }
    if (jb_text_folds_empty(reader, node->valuestring)) {
        jb_fault(reader, node, "empty_text", "The text is empty.");
        return false;
    }
    return true;
}

bool jb_read_tags(jb_reader *reader, const cJSON *node)
{
    if (!jb_read_length(reader, node, 0, JB_TAGS_MAX)) {
        return false;
    }
    uint32_t before = reader->faults;
    const cJSON *tag = NULL;
    cJSON_ArrayForEach(tag, node) {
        const cJSON *before_it = cJSON_IsString(tag) ? jb_equal_before(node, tag) : NULL;
        if (jb_read_string(reader, tag, 400) && read_shown(reader, tag) && before_it) {
            jb_clash(reader, tag, before_it, "duplicate_value", "\"%.60s\" is listed twice.",
                     tag->valuestring);
        }
    }
    return reader->faults == before;
}

bool jb_read_map(jb_reader *reader, const cJSON *node)
{
    if (!has_type(reader, node, JB_IS_OBJECT)) {
        return false;
    }
    uint32_t before = reader->faults;
    uint32_t count = jb_node_length(node);
    if (count == 0) {
        jb_fault(reader, node, "empty_text", "\"%.60s\" has no text in any language.",
                 name_of(node));
        return false;
    }
    if (count > JB_LANGUAGES_MAX) {
        jb_fault(reader, node, "too_many", "At most %d languages.", JB_LANGUAGES_MAX);
        return false;
    }
    const cJSON *text = NULL;
    cJSON_ArrayForEach(text, node) {
        if (!is_language(text->string)) {
            jb_fault_key(reader, text, "bad_language",
                         "\"%.60s\" is not a language tag such as \"en\" or \"zh-Hans\".",
                         text->string);
        } else if (jb_map_exact(node, text->string) != text) {
            jb_fault_key(reader, text, "duplicate_key", "\"%.60s\" stands here twice.",
                         text->string);
        } else {
            (void)read_shown(reader, text);
        }
    }
    return reader->faults == before;
}
