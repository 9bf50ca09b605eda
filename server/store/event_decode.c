/*
 * Log entries back into events. The file is not trusted: every member is looked up by name, checked
 * for kind and range, and at the end the event is encoded again and compared with the text byte for
 * byte. That one comparison refuses everything else a text could hold: members nobody knows, or
 * twice, other spellings of a number, white space, hidden characters.
 */
#include <string.h>

#include <cjson/cJSON.h>

#include "jinbang/assert.h"
#include "jinbang/db.h"
#include "jinbang/decimal.h"
#include "jinbang/text.h"
#include "store_internal.h"

/* cJSON keeps numbers as doubles; up to here every integer is itself. Contest clocks, in
 * milliseconds, reach it after 285,000 years. */
static const int64_t exact_max = INT64_C(1) << 53;

/* The object being read. After the first failure nothing is read any more. */
typedef struct reader {
    const cJSON *object;
    bool good;
} reader;

static bool exact_int(const cJSON *item, int64_t low, int64_t high, int64_t *value)
{
    double number;

    JB_ASSERT(low >= -exact_max && high <= exact_max);
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

static const cJSON *member(reader *in, const char *key)
{
    const cJSON *item = in->good ? cJSON_GetObjectItemCaseSensitive(in->object, key) : NULL;

    in->good = item != NULL;
    return item;
}

static int64_t read_int(reader *in, const char *key, int64_t low, int64_t high)
{
    int64_t value = 0;
    const cJSON *item = member(in, key);

    in->good = in->good && exact_int(item, low, high, &value);
    return value;
}

static uint32_t read_player(reader *in)
{
    return (uint32_t)read_int(in, "player", 1, JB_PLAYERS_MAX);
}

static uint32_t read_turn(reader *in, int64_t low)
{
    return (uint32_t)read_int(in, "turn", low, JB_TURNS_MAX);
}

static bool read_bool(reader *in, const char *key)
{
    const cJSON *item = member(in, key);

    in->good = in->good && cJSON_IsBool(item);
    return in->good && cJSON_IsTrue(item);
}

static const char *read_word(reader *in, const char *key)
{
    const cJSON *item = member(in, key);

    in->good = in->good && cJSON_IsString(item) && item->valuestring != NULL;
    return in->good ? item->valuestring : "";
}

static void read_hash(reader *in, const char *key, jb_hash *hash)
{
    const char *hex = read_word(in, key);

    in->good = in->good && jb_hex_decode(jb_slice_of(hex), hash->bytes, JB_HASH_SIZE) == JB_OK;
}

/* The array under a key, with at least `low` and at most `high` items. */
static const cJSON *read_array(reader *in, const char *key, int low, int high)
{
    const cJSON *array = member(in, key);
    int size = in->good && cJSON_IsArray(array) ? cJSON_GetArraySize(array) : -1;

    in->good = in->good && size >= low && size <= high;
    return in->good ? array : NULL;
}

/* ---- answers ---- */

static void read_options(reader *in, jb_answer *answer)
{
    const cJSON *array = read_array(in, "options", 0, JB_OPTIONS_MAX);
    const cJSON *item;

    cJSON_ArrayForEach(item, array) {
        int64_t option = 0;

        in->good = in->good && exact_int(item, 0, JB_OPTIONS_MAX - 1, &option);
        answer->options |= UINT32_C(1) << option;
    }
}

static void read_number(reader *in, jb_answer *answer)
{
    const char *text = read_word(in, "number");

    in->good = in->good &&
               jb_decimal_parse(jb_slice_of(text), JB_DECIMAL_PLACES_MAX, &answer->number) == JB_OK;
}

/* One string a blank, put together as lines. */
static uint8_t read_blanks(reader *in, const char *key, char *lines, size_t size_max,
                           uint16_t *lines_size)
{
    const cJSON *array = read_array(in, key, 1, JB_BLANKS_MAX);
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

static void read_text(reader *in, jb_answer *answer)
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

static void read_order(reader *in, jb_answer *answer)
{
    const cJSON *array = read_array(in, "order", 1, JB_OPTIONS_MAX);
    const cJSON *item;

    cJSON_ArrayForEach(item, array) {
        int64_t option = 0;

        in->good = in->good && exact_int(item, 0, JB_OPTIONS_MAX - 1, &option);
        answer->items[answer->count++] = (uint8_t)option;
    }
}

static void read_pairs(reader *in, jb_answer *answer)
{
    const cJSON *array;
    const cJSON *pair;

    answer->count = (uint8_t)read_int(in, "of", 1, JB_OPTIONS_MAX);
    memset(answer->items, JB_NO_ITEM, answer->count);
    array = read_array(in, "pairs", 0, answer->count);
    cJSON_ArrayForEach(pair, array) {
        int64_t left = 0;
        int64_t right = 0;

        in->good = in->good && cJSON_IsArray(pair) && cJSON_GetArraySize(pair) == 2 &&
                   exact_int(cJSON_GetArrayItem(pair, 0), 0, answer->count - 1, &left) &&
                   exact_int(cJSON_GetArrayItem(pair, 1), 0, JB_OPTIONS_MAX - 1, &right);
        answer->items[left] = (uint8_t)right;
    }
}

static jb_kind read_kind(reader *in)
{
    const char *word = read_word(in, "kind");

    for (jb_kind kind = 0; in->good && kind < JB_KIND_COUNT; kind++) {
        if (strcmp(word, jb_kind_name(kind)) == 0) {
            return kind;
        }
    }
    in->good = false;
    return JB_KIND_COUNT;
}

static void read_answer(reader *in, jb_answer *answer)
{
    const cJSON *object = member(in, "answer");
    reader inner = { .object = object, .good = in->good && cJSON_IsObject(object) };

    memset(answer, 0, sizeof(*answer));
    answer->kind = read_kind(&inner);
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

/* ---- events ---- */

static bool read_score(const cJSON *row, jb_score *score)
{
    int64_t player = 0;
    int64_t elapsed = 0;
    int64_t answered = 0;
    int64_t correct = 0;
    const cJSON *points = cJSON_GetArrayItem(row, 1);

    if (!cJSON_IsArray(row) || cJSON_GetArraySize(row) != 5 || !cJSON_IsString(points) ||
        !exact_int(cJSON_GetArrayItem(row, 0), 1, JB_PLAYERS_MAX, &player) ||
        jb_decimal_parse(jb_slice_of(points->valuestring), 2, &score->points) != JB_OK ||
        !exact_int(cJSON_GetArrayItem(row, 2), 0, exact_max, &elapsed) ||
        !exact_int(cJSON_GetArrayItem(row, 3), 0, 1, &answered) ||
        !exact_int(cJSON_GetArrayItem(row, 4), 0, 1, &correct)) {
        return false;
    }
    score->seat = (uint32_t)player;
    score->elapsed_ms = elapsed;
    score->answered = answered == 1;
    score->correct = correct == 1;
    return true;
}

static void read_scores(reader *in, jb_event *event, jb_score *scores)
{
    const cJSON *array = read_array(in, "scores", 0, JB_SCORES_PER_EVENT);
    const cJSON *row;

    memset(scores, 0, JB_SCORES_PER_EVENT * sizeof(scores[0]));
    event->scores = scores;
    cJSON_ArrayForEach(row, array) {
        in->good = in->good && read_score(row, &scores[event->score_count]);
        event->score_count++;
    }
}

static void read_joined(reader *in, jb_event *event)
{
    event->player = read_player(in);
    if (in->good && cJSON_HasObjectItem(in->object, "team")) {
        event->team = (uint32_t)read_int(in, "team", 1, JB_TEAMS_MAX);
    }
    read_hash(in, "name", &event->hash);
}

static jb_time read_ends_at(reader *in)
{
    if (cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(in->object, "ends_at"))) {
        return JB_TIME_NONE;
    }
    return read_int(in, "ends_at", 0, exact_max);
}

static void read_phase(reader *in, jb_event *event)
{
    const char *word = read_word(in, "phase");
    bool known = false;

    for (jb_phase phase = 0; phase < JB_PHASE_COUNT; phase++) {
        if (strcmp(word, jb_phase_name(phase)) == 0) {
            event->phase = phase;
            known = true;
        }
    }
    in->good = in->good && known;
    event->turn = read_turn(in, 0);
    event->ends_at = read_ends_at(in);
}

static void read_undone(reader *in, jb_event *event)
{
    const char *word = read_word(in, "what");

    for (jb_undo what = JB_UNDO_LOCK; what < JB_UNDO_COUNT; what++) {
        if (strcmp(word, jb_undo_name(what)) == 0) {
            event->undo = what;
        }
    }
    in->good = in->good && event->undo != JB_UNDO_NONE;
    if (event->undo == JB_UNDO_REMOVE) {
        event->player = read_player(in);
    } else {
        event->turn = read_turn(in, 1);
        event->ends_at = read_ends_at(in);
    }
}

static void read_paused(reader *in, jb_event *event)
{
    const char *word = read_word(in, "reason");
    bool known = false;

    for (jb_pause_reason reason = 0; reason < JB_PAUSE_COUNT; reason++) {
        if (strcmp(word, jb_pause_reason_name(reason)) == 0) {
            event->reason = reason;
            known = true;
        }
    }
    in->good = in->good && known;
}

static void read_answered(reader *in, jb_event *event, jb_answer *answer)
{
    event->player = read_player(in);
    event->turn = read_turn(in, 1);
    event->elapsed_ms = read_int(in, "elapsed", 0, exact_max);
    event->answer = answer;
    read_answer(in, answer);
}

static void read_event(reader *in, jb_event *event, jb_answer *answer, jb_score *scores)
{
    switch (event->type) {
    case JB_EVENT_CREATED:
        read_hash(in, "plan", &event->hash);
        break;
    case JB_EVENT_JOINED:
        read_joined(in, event);
        break;
    case JB_EVENT_RENAMED:
        event->player = read_player(in);
        read_hash(in, "name", &event->hash);
        break;
    case JB_EVENT_REMOVED:
        event->player = read_player(in);
        event->flag = read_bool(in, "banned");
        break;
    case JB_EVENT_ADMIT:
        event->flag = read_bool(in, "on");
        break;
    case JB_EVENT_PHASE:
        read_phase(in, event);
        break;
    case JB_EVENT_PAUSED:
        read_paused(in, event);
        break;
    case JB_EVENT_RESUMED:
        break;
    case JB_EVENT_EXTENDED:
        event->ms = read_int(in, "ms", 1, (int64_t)JB_SECONDS_MAX * 1000);
        break;
    case JB_EVENT_ANSWERED:
        read_answered(in, event, answer);
        break;
    case JB_EVENT_SCORED:
        event->turn = read_turn(in, 1);
        read_scores(in, event, scores);
        break;
    case JB_EVENT_VOIDED:
        event->turn = read_turn(in, 1);
        break;
    case JB_EVENT_UNDONE:
        read_undone(in, event);
        break;
    case JB_EVENT_BUZZED:
    case JB_EVENT_WON:
    case JB_EVENT_PICKED:
    case JB_EVENT_NAMED:
    case JB_EVENT_PASSED:
    case JB_EVENT_RULED:
    case JB_EVENT_FOULED:
    case JB_EVENT_MARKED:
    case JB_EVENT_HALL:
    case JB_EVENT_ADJUSTED:
    case JB_EVENT_ACCEPTED:
    case JB_EVENT_ANNULLED:
    case JB_EVENT_REVERSED:
    case JB_EVENT_REVISED:
    case JB_EVENT_COUNT:
        break;
    }
}

static jb_event_type type_of(const char *kind)
{
    jb_event_type type = 0;

    while (type < JB_EVENT_COUNT && strcmp(kind, jb_event_name(type)) != 0) {
        type++;
    }
    return type;
}

/* The event must be written exactly as this text. */
static jb_status check_spelling(const jb_event *event, const char *body)
{
    jb_buffer again;
    jb_status status = JB_OK;

    jb_buffer_init(&again, JB_BODY_SIZE_MAX);
    jb_event_encode(event, &again);
    if (again.failed) {
        status = JB_ERR_MEMORY;
    } else if (strcmp(jb_buffer_text(&again), body) != 0) {
        status = JB_ERR_CORRUPT;
    }
    jb_buffer_finish(&again);
    return status;
}

jb_status jb_event_decode(const char *kind, jb_time at, const char *body, jb_event *event,
                          jb_answer *answer, jb_score *scores)
{
    jb_event made = { .type = type_of(kind), .at = at };
    jb_status status;
    cJSON *root;
    reader in;

    if (made.type == JB_EVENT_COUNT || at < 0 || at > exact_max ||
        strlen(body) > JB_BODY_SIZE_MAX) {
        return JB_ERR_CORRUPT;
    }
    root = cJSON_Parse(body);
    in = (reader){ .object = root, .good = cJSON_IsObject(root) };
    read_event(&in, &made, answer, scores);
    cJSON_Delete(root);
    if (!in.good) {
        return JB_ERR_CORRUPT;
    }
    status = check_spelling(&made, body);
    if (status == JB_OK) {
        *event = made;
    }
    return status;
}
