/*
 * Reading the members of a log entry's body, and answers in it; see event_body.h.
 */
#include <string.h>

#include "event_body.h"
#include "jinbang/assert.h"
#include "jinbang/decimal.h"
#include "jinbang/limits.h"
#include "jinbang/text.h"

enum {
    EXACT_DIGITS_MAX = 16 /* of JB_EXACT_MAX */
};

/* ---- where a value ends ---- */

/* `at` is behind the opening quote; the end is behind the closing one, or `end`. */
static const char *string_end(const char *at, const char *end)
{
    while (at < end && *at != '"') {
        at += *at == '\\' && end - at > 1 ? 2 : 1;
    }
    return at < end ? at + 1 : end;
}

/* `at` is behind the opening bracket; the end is behind the one that closes it, or `end`. */
static const char *container_end(const char *at, const char *end)
{
    for (uint32_t depth = 1; at < end && depth > 0;) {
        const char c = *at++;

        if (c == '"') {
            at = string_end(at, end);
        } else if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            depth--;
        }
    }
    return at;
}

static const char *value_end(const char *at, const char *end)
{
    if (at == end) {
        return end;
    }
    switch (*at) {
    case '"':
        return string_end(at + 1, end);
    case '{':
    case '[':
        return container_end(at + 1, end);
    default:
        while (at < end && *at != ',' && *at != ']' && *at != '}') {
            at++;
        }
        return at;
    }
}

/* Takes the value at *at and the comma behind it. */
static jb_slice take_value(const char **at, const char *end)
{
    const char *stop = value_end(*at, end);
    jb_slice value = { .bytes = *at, .size = (size_t)(stop - *at) };

    *at = stop < end ? stop + 1 : end;
    return value;
}

static bool is_within(jb_slice text, char open, char close)
{
    return text.size >= 2 && text.bytes[0] == open && text.bytes[text.size - 1] == close;
}

static bool take_member(const char **at, const char *end, jb_body_part *part)
{
    const char *stop = **at == '"' ? string_end(*at + 1, end) : *at;

    if (stop - *at < 2 || stop == end || *stop != ':') {
        return false;
    }
    part->key = (jb_slice){ .bytes = *at + 1, .size = (size_t)(stop - *at) - 2 };
    *at = stop + 1;
    part->value = take_value(at, end);
    return true;
}

void jb_body_open(jb_body *in, jb_slice text)
{
    in->count = 0;
    in->good = is_within(text, '{', '}');
    if (!in->good) {
        return;
    }
    const char *at = text.bytes + 1;
    const char *end = text.bytes + text.size - 1;
    while (at < end && in->good) {
        in->good = in->count < JB_MEMBERS_PER_BODY && take_member(&at, end, &in->parts[in->count]);
        in->count += in->good;
    }
}

bool jb_body_items_of(jb_slice value, jb_body_items *items)
{
    if (!is_within(value, '[', ']')) {
        return false;
    }
    *items = (jb_body_items){ .at = value.bytes + 1, .end = value.bytes + value.size - 1 };
    return true;
}

bool jb_body_next(jb_body_items *items, jb_slice *value)
{
    if (items->at == items->end) {
        return false;
    }
    *value = take_value(&items->at, items->end);
    return true;
}

/* ---- single values ---- */

bool jb_body_exact(jb_slice value, int64_t low, int64_t high, int64_t *number)
{
    int64_t parsed = 0;

    JB_ASSERT(low >= 0 && high <= JB_EXACT_MAX);
    if (value.size == 0 || value.size > EXACT_DIGITS_MAX) {
        return false;
    }
    for (size_t i = 0; i < value.size; i++) {
        if (value.bytes[i] < '0' || value.bytes[i] > '9') {
            return false;
        }
        parsed = parsed * 10 + (value.bytes[i] - '0');
    }
    if (parsed < low || parsed > high) {
        return false;
    }
    *number = parsed;
    return true;
}

/* Without its quotes; escapes stand as they are written. */
static jb_slice inside(jb_slice string)
{
    return (jb_slice){ .bytes = string.bytes + 1, .size = string.size - 2 };
}

static bool is_string(jb_slice value)
{
    return is_within(value, '"', '"');
}

bool jb_body_points(jb_slice value, int64_t most, int64_t *number)
{
    return is_string(value) && jb_decimal_parse(inside(value), 2, number) == JB_OK &&
           *number <= most && *number >= -most;
}

bool jb_body_score(jb_slice row, int64_t most, jb_score *score)
{
    /* seat, elapsed, answered, correct, flags, member */
    static const int64_t low[] = { 1, 0, 0, 0, 0, 0 };
    static const int64_t high[] = { JB_WINDOW_PLAYERS_MAX,         JB_EXACT_MAX,  1, 1,
                                    JB_ROW_HALL | JB_ROW_OVERTIME, JB_MEMBERS_MAX };
    int64_t column[JB_ROW_COLUMNS_MAX - 1] = { 0 };
    jb_body_items items;
    jb_slice value;
    int count = 0;
    bool good = jb_body_items_of(row, &items);

    for (; good && jb_body_next(&items, &value); count++) {
        /* Points stand second. */
        int number = count > 1 ? count - 1 : 0;

        good = count == 1 ? jb_body_points(value, most, &score->points)
                          : count < JB_ROW_COLUMNS_MAX &&
                                jb_body_exact(value, low[number], high[number], &column[number]);
    }
    score->seat = (uint32_t)column[0];
    score->elapsed_ms = column[1];
    score->answered = column[2] == 1;
    score->correct = column[3] == 1;
    score->hall = (column[4] & JB_ROW_HALL) != 0;
    score->overtime = (column[4] & JB_ROW_OVERTIME) != 0;
    score->member = (uint32_t)column[5];
    return good && count >= JB_ROW_COLUMNS;
}

/* What the encoder writes as an escape; 0: it does not write this. *size: of the escape. */
static char unescape(jb_slice escape, size_t *size)
{
    static const char letters[] = "\"\\bfnrt";
    static const char meant[] = "\"\\\b\f\n\r\t";
    const char *letter = escape.size > 1 ? memchr(letters, escape.bytes[1], 7) : NULL;
    unsigned char code = 0;

    *size = 2;
    if (letter != NULL) {
        return meant[letter - letters];
    }
    *size = 6;
    if (escape.size < 6 || memcmp(escape.bytes, "\\u00", 4) != 0 ||
        jb_hex_decode((jb_slice){ .bytes = escape.bytes + 4, .size = 2 }, &code, 1) != JB_OK) {
        return '\0';
    }
    return (char)(code < 0x20 ? code : 0);
}

bool jb_body_text(jb_slice value, char *out, size_t size_max, size_t *size)
{
    size_t used = 0;

    if (!is_string(value)) {
        return false;
    }
    for (jb_slice rest = inside(value); rest.size > 0;) {
        size_t taken = 1;
        const char c = rest.bytes[0] == '\\' ? unescape(rest, &taken) : rest.bytes[0];

        if (c == '\0' || used == size_max) {
            return false;
        }
        out[used++] = c;
        rest = (jb_slice){ .bytes = rest.bytes + taken, .size = rest.size - taken };
    }
    *size = used;
    return jb_utf8_valid((jb_slice){ .bytes = out, .size = used });
}

/* ---- members ---- */

static const jb_body_part *find(const jb_body *in, const char *key)
{
    const size_t size = strlen(key);

    for (uint32_t i = 0; i < in->count; i++) {
        if (in->parts[i].key.size == size && memcmp(in->parts[i].key.bytes, key, size) == 0) {
            return &in->parts[i];
        }
    }
    return NULL;
}

jb_slice jb_body_member(jb_body *in, const char *key)
{
    const jb_body_part *part = in->good ? find(in, key) : NULL;

    in->good = part != NULL;
    return part != NULL ? part->value : (jb_slice){ .bytes = "", .size = 0 };
}

int64_t jb_body_int(jb_body *in, const char *key, int64_t low, int64_t high)
{
    int64_t number = 0;
    const jb_slice value = jb_body_member(in, key);

    in->good = in->good && jb_body_exact(value, low, high, &number);
    return number;
}

bool jb_body_bool(jb_body *in, const char *key)
{
    const jb_slice value = jb_body_member(in, key);
    const bool yes = jb_slice_equal(value, jb_slice_of("true"));

    in->good = in->good && (yes || jb_slice_equal(value, jb_slice_of("false")));
    return in->good && yes;
}

jb_slice jb_body_word(jb_body *in, const char *key)
{
    const jb_slice value = jb_body_member(in, key);

    in->good = in->good && is_string(value);
    return in->good ? inside(value) : (jb_slice){ .bytes = "", .size = 0 };
}

void jb_body_hash(jb_body *in, const char *key, jb_hash *hash)
{
    const jb_slice hex = jb_body_word(in, key);

    in->good = in->good && jb_hex_decode(hex, hash->bytes, JB_HASH_SIZE) == JB_OK;
}

uint64_t jb_body_seed(jb_body *in, const char *key)
{
    const jb_slice hex = jb_body_word(in, key);
    unsigned char bytes[sizeof(uint64_t)] = { 0 };
    uint64_t seed = 0;

    in->good = in->good && jb_hex_decode(hex, bytes, sizeof(bytes)) == JB_OK;
    for (size_t i = 0; i < sizeof(bytes); i++) {
        seed = seed << 8 | bytes[i];
    }
    return in->good ? seed : 0;
}

jb_body_items jb_body_array(jb_body *in, const char *key)
{
    jb_body_items items = { .at = NULL };
    const jb_slice value = jb_body_member(in, key);

    in->good = in->good && jb_body_items_of(value, &items);
    return items;
}

bool jb_body_has(const jb_body *in, const char *key)
{
    return in->good && find(in, key) != NULL;
}

bool jb_body_is_null(const jb_body *in, const char *key)
{
    const jb_body_part *part = in->good ? find(in, key) : NULL;

    return part != NULL && jb_slice_equal(part->value, jb_slice_of("null"));
}

int jb_body_choice(jb_body *in, const char *key, const char *(*name)(int value), int count)
{
    const jb_slice word = jb_body_word(in, key);

    for (int value = 0; in->good && value < count; value++) {
        if (jb_slice_equal(word, jb_slice_of(name(value)))) {
            return value;
        }
    }
    in->good = false;
    return 0;
}

/* ---- answers ---- */

static void read_options(jb_body *in, jb_answer *answer)
{
    jb_body_items items = jb_body_array(in, "options");
    jb_slice value;

    while (in->good && jb_body_next(&items, &value)) {
        int64_t option = 0;

        in->good = jb_body_exact(value, 0, JB_OPTIONS_MAX - 1, &option);
        answer->options |= UINT32_C(1) << option;
    }
}

static void read_number(jb_body *in, jb_answer *answer)
{
    const jb_slice text = jb_body_word(in, "number");

    in->good = in->good && jb_decimal_parse(text, JB_DECIMAL_PLACES_MAX, &answer->number) == JB_OK;
}

/* One string a blank, put together as lines. */
static uint8_t read_blanks(jb_body *in, const char *key, char *lines, size_t size_max,
                           uint16_t *lines_size)
{
    jb_body_items items = jb_body_array(in, key);
    jb_slice value;
    uint8_t count = 0;
    size_t size = 0;

    while (in->good && jb_body_next(&items, &value)) {
        size_t taken = 0;

        if (count == JB_BLANKS_MAX || (count > 0 && size == size_max)) {
            in->good = false;
            break;
        }
        if (count > 0) {
            lines[size++] = '\n';
        }
        in->good = jb_body_text(value, lines + size, size_max - size, &taken) &&
                   memchr(lines + size, '\n', taken) == NULL;
        size += taken;
        count++;
    }
    in->good = in->good && count > 0;
    *lines_size = (uint16_t)size;
    return in->good ? count : 0;
}

static void read_text(jb_body *in, jb_answer *answer)
{
    answer->count = read_blanks(in, "text", answer->raw, sizeof(answer->raw), &answer->raw_size);
    if (!in->good) {
        return;
    }
    if (jb_body_has(in, "folded")) {
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
    jb_body_items items = jb_body_array(in, "order");
    jb_slice value;

    while (in->good && jb_body_next(&items, &value)) {
        int64_t option = 0;

        in->good =
            answer->count < JB_OPTIONS_MAX && jb_body_exact(value, 0, JB_OPTIONS_MAX - 1, &option);
        if (in->good) {
            answer->items[answer->count++] = (uint8_t)option;
        }
    }
    in->good = in->good && answer->count > 0;
}

/* [left, right] */
static bool read_pair(jb_slice pair, jb_answer *answer)
{
    jb_body_items sides;
    jb_slice side[2];
    int64_t left = 0;
    int64_t right = 0;

    if (!jb_body_items_of(pair, &sides) || !jb_body_next(&sides, &side[0]) ||
        !jb_body_next(&sides, &side[1]) || sides.at != sides.end ||
        !jb_body_exact(side[0], 0, answer->count - 1, &left) ||
        !jb_body_exact(side[1], 0, JB_OPTIONS_MAX - 1, &right)) {
        return false;
    }
    answer->items[left] = (uint8_t)right;
    return true;
}

static void read_pairs(jb_body *in, jb_answer *answer)
{
    jb_body_items items;
    jb_slice pair;

    answer->count = (uint8_t)jb_body_int(in, "of", 1, JB_OPTIONS_MAX);
    memset(answer->items, JB_NO_ITEM, answer->count);
    items = jb_body_array(in, "pairs");
    while (in->good && jb_body_next(&items, &pair)) {
        in->good = read_pair(pair, answer);
    }
}

static const char *kind_name(int value)
{
    return jb_kind_name((jb_kind)value);
}

void jb_body_answer(jb_body *in, jb_answer *answer)
{
    const jb_slice object = jb_body_member(in, "answer");
    jb_body inner;

    memset(answer, 0, sizeof(*answer));
    if (!in->good) {
        return;
    }
    jb_body_open(&inner, object);
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
