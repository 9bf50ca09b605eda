/*
 * Reading frames. Each message is a row with its fields; a field says its JSON type, whether it
 * must be there, its range, and where in jb_message it goes. Fields that are not listed are
 * ignored, so that newer clients can talk to an older server.
 */
#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/decimal.h"
#include "jinbang/limits.h"
#include "jinbang/text.h"
#include "protocol_internal.h"

typedef enum field_kind {
    FIELD_TEXT,
    FIELD_INT,
    FIELD_BOOL,
    FIELD_NUMBER,
    FIELD_MS,         /* a duration: phones measure fractions of a millisecond, which are cut off */
    FIELD_HUNDREDTHS, /* points: at most two decimals, kept whole */
    FIELD_VERDICT,
    FIELD_FOUL,
    FIELD_ANY
} field_kind;

typedef struct field_row {
    const char *name;
    field_kind kind;
    bool required;
    size_t offset;
    int64_t min, max; /* numbers: as they are kept; text: bytes */
} field_row;

#define AT(member) offsetof(jb_message, member)
/* What is not in the frame. */
#define NOTHING .elapsed = -1, .seq = -1, .verdict = JB_VERDICT_COUNT, .foul = JB_FOUL_COUNT
#define TURN                                                                                       \
    {                                                                                              \
        "turn", FIELD_INT, true, AT(turn), 0, INT32_MAX                                            \
    }

/* 0 means the present one to the engine: a phone says which it means. */
/* Window contests: the paper it is meant for. */
#define ATTEMPT                                                                                    \
    {                                                                                              \
        "attempt", FIELD_INT, false, AT(attempt), 1, INT32_MAX                                     \
    }
#define STAGE_TURN                                                                                 \
    {                                                                                              \
        "turn", FIELD_INT, true, AT(turn), 1, INT32_MAX                                            \
    }

/* Integers up to here are themselves in every program that reads JSON; instants up to there are
 * written with as many digits as those of today and some more. */
#define EXACT_MAX   (INT64_C(1) << 53)
#define INSTANT_MAX (EXACT_MAX / 2)

static const field_row hello_fields[] = {
    { "code", FIELD_TEXT, true, AT(code), 1, 32 },
    { "name", FIELD_TEXT, false, AT(name), 0, JB_FRAME_PLAYER_MAX },
    { "team", FIELD_TEXT, false, AT(team), 0, JB_FRAME_PLAYER_MAX },
    { "lang", FIELD_TEXT, false, AT(lang), 0, JB_LANG_TAG_MAX },
    { "key", FIELD_TEXT, false, AT(key), 0, 128 },
    { "token", FIELD_TEXT, false, AT(token), 0, 128 },
    { "judge", FIELD_INT, false, AT(judge), 1, JB_JUDGES_MAX },
    { "personal_code", FIELD_TEXT, false, AT(personal_code), 1, 128 },
};
static const field_row answer_fields[] = {
    TURN,
    { "answer", FIELD_ANY, true, AT(answer), 0, 0 },
    { "elapsed", FIELD_MS, false, AT(elapsed), 0, INT32_MAX },
    ATTEMPT,
};
static const field_row ping_fields[] = {
    { "t0", FIELD_NUMBER, true, AT(t0), 0, 0 },
};
static const field_row do_fields[] = {
    { "seq", FIELD_INT, false, AT(seq), 0, EXACT_MAX },
    { "ms", FIELD_INT, false, AT(ms), 1, JB_SECONDS_MAX * 1000 },
    { "player", FIELD_INT, false, AT(player), 1, INT32_MAX },
    { "name", FIELD_TEXT, false, AT(name), 0, JB_FRAME_PLAYER_MAX },
    { "who", FIELD_INT, false, AT(who), 1, INT32_MAX },
    { "on", FIELD_BOOL, false, AT(on), 0, 0 },
    { "text", FIELD_TEXT, false, AT(text), 0, JB_FRAME_HOST_MAX },
    { "turn", FIELD_INT, false, AT(turn), 1, INT32_MAX },
    { "seat", FIELD_INT, false, AT(seat), 1, INT32_MAX },
    { "other", FIELD_INT, false, AT(other), 1, INT32_MAX },
    { "out", FIELD_INT, false, AT(out), 1, INT32_MAX },
    { "in", FIELD_INT, false, AT(in), 1, INT32_MAX },
    { "judge", FIELD_INT, false, AT(judge), 1, JB_JUDGES_MAX },
    { "value", FIELD_HUNDREDTHS, false, AT(value), 0, 0 },
    { "points", FIELD_HUNDREDTHS, false, AT(value), 0, 0 },
    { "is", FIELD_VERDICT, false, AT(verdict), 0, 0 },
    { "kind", FIELD_FOUL, false, AT(foul), 0, 0 },
    { "reason", FIELD_TEXT, false, AT(reason), 1, JB_MESSAGE_BYTES_MAX },
    { "from", FIELD_INT, false, AT(from), 1, INT32_MAX },
    { "hall", FIELD_BOOL, false, AT(hall), 0, 0 },
    { "only", FIELD_BOOL, false, AT(only), 0, 0 },
    { "answer", FIELD_ANY, false, AT(answer), 0, 0 },
    { "opens_at", FIELD_INT, false, AT(opens_at), 0, INSTANT_MAX },
    { "closes_at", FIELD_INT, false, AT(closes_at), 0, INSTANT_MAX },
    { "draw", FIELD_INT, false, AT(draw), 1, JB_LOTTERIES_MAX },
};
static const field_row open_fields[] = {
    { "turn", FIELD_INT, false, AT(turn), 1, INT32_MAX },
    ATTEMPT,
};
static const field_row hand_in_fields[] = { ATTEMPT };
static const field_row turn_fields[] = { STAGE_TURN };
static const field_row buzz_fields[] = {
    STAGE_TURN,
    { "elapsed", FIELD_MS, false, AT(elapsed), 0, INT32_MAX },
};
static const field_row pick_fields[] = {
    STAGE_TURN,
    { "value", FIELD_HUNDREDTHS, true, AT(value), 0, 0 },
};
static const field_row mark_fields[] = {
    STAGE_TURN,
    { "value", FIELD_HUNDREDTHS, true, AT(value), 0, 0 },
    { "seat", FIELD_INT, false, AT(seat), 1, INT32_MAX },
};
static const field_row name_fields[] = {
    STAGE_TURN,
    { "other", FIELD_INT, true, AT(other), 1, INT32_MAX },
};

typedef struct message_row {
    const field_row *fields;
    size_t count;
} message_row;

#define ROW(table)                                                                                 \
    {                                                                                              \
        (table), sizeof(table) / sizeof((table)[0])                                                \
    }

static const message_row rows[] = {
    [JB_MESSAGE_HELLO] = ROW(hello_fields), [JB_MESSAGE_ANSWER] = ROW(answer_fields),
    [JB_MESSAGE_PING] = ROW(ping_fields),   [JB_MESSAGE_DO] = ROW(do_fields),
    [JB_MESSAGE_BUZZ] = ROW(buzz_fields),   [JB_MESSAGE_PASS] = ROW(turn_fields),
    [JB_MESSAGE_PICK] = ROW(pick_fields),   [JB_MESSAGE_WAGER] = ROW(pick_fields),
    [JB_MESSAGE_MARK] = ROW(mark_fields),   [JB_MESSAGE_NAME] = ROW(name_fields),
    [JB_MESSAGE_OPEN] = ROW(open_fields),   [JB_MESSAGE_HAND_IN] = ROW(hand_in_fields),
};
_Static_assert(sizeof rows / sizeof rows[0] == JB_MESSAGE_COUNT, "a row each");

enum {
    NEEDS_MAX = 3
};

/* The fields that an action cannot do without. */
static const char *const needs[JB_ACTION_COUNT][NEEDS_MAX] = {
    [JB_ACTION_EXTEND] = { "ms" },
    [JB_ACTION_ADMIT] = { "on" },
    [JB_ACTION_APPROVE] = { "on" },
    [JB_ACTION_LET] = { "on" },
    [JB_ACTION_KICK] = { "player" },
    [JB_ACTION_BAN] = { "player" },
    [JB_ACTION_RENAME] = { "name", "player" },
    [JB_ACTION_BLANK] = { "on" },
    [JB_ACTION_MESSAGE] = { "text" },
    [JB_ACTION_PREVIEW] = { "of" },
    [JB_ACTION_VERDICT] = { "is" },
    [JB_ACTION_FOUL] = { "seat", "kind" },
    [JB_ACTION_BUZZ] = { "seat" },
    [JB_ACTION_PICK] = { "value" },
    [JB_ACTION_NAME] = { "other" },
    [JB_ACTION_MARK] = { "judge", "value" },
    [JB_ACTION_WAGER] = { "value" },
    [JB_ACTION_ADJUST] = { "seat", "points", "reason" },
    [JB_ACTION_ACCEPT] = { "turn", "answer" },
    [JB_ACTION_VOID] = { "turn" },
    [JB_ACTION_REVERSE] = { "turn", "seat", "is" },
    [JB_ACTION_SUBSTITUTE] = { "seat", "out", "in" },
    [JB_ACTION_SCHEDULE] = { "opens_at", "closes_at" },
    [JB_ACTION_ANNOUNCE] = { "draw", "text" },
    [JB_ACTION_DRAW] = { "draw", "text" },
};

static jb_error bad_field(jb_buffer *why, const char *name, const char *what)
{
    jb_buffer_append_text(why, "The field ");
    jb_buffer_append_text(why, name);
    jb_buffer_append_text(why, what);
    return JB_ERROR_BAD_FIELD;
}

static bool store_text(const field_row *field, const cJSON *item, void *at)
{
    if (!cJSON_IsString(item)) {
        return false;
    }
    jb_slice text = jb_slice_of(item->valuestring);
    bool fits = (int64_t)text.size >= field->min && (int64_t)text.size <= field->max;
    memcpy(at, &text, sizeof text);
    return fits;
}

static bool store_int(const field_row *field, const cJSON *item, void *at)
{
    if (!cJSON_IsNumber(item)) {
        return false;
    }
    double number = item->valuedouble;
    if (!(number >= (double)field->min && number <= (double)field->max)) {
        return false;
    }
    int64_t value = (int64_t)number;
    if (field->kind == FIELD_INT && (double)value < number) {
        return false;
    }
    memcpy(at, &value, sizeof value);
    return true;
}

/* Whole hundredths, within JB_POINTS_MAX. */
static bool store_hundredths(const cJSON *item, void *at)
{
    int64_t value = 0;
    if (!cJSON_IsNumber(item) || !jb_decimal_hundredths(item->valuedouble, &value)) {
        return false;
    }
    memcpy(at, &value, sizeof value);
    return true;
}

static bool store_verdict(const cJSON *item, void *at)
{
    for (int i = 0; cJSON_IsString(item) && i < JB_VERDICT_COUNT; i++) {
        jb_verdict verdict = (jb_verdict)i;
        if (strcmp(item->valuestring, jb_verdict_name(verdict)) == 0) {
            memcpy(at, &verdict, sizeof verdict);
            return true;
        }
    }
    return false;
}

static bool store_foul(const cJSON *item, void *at)
{
    for (int i = 0; cJSON_IsString(item) && i < JB_FOUL_COUNT; i++) {
        jb_foul foul = (jb_foul)i;
        if (strcmp(item->valuestring, jb_foul_name(foul)) == 0) {
            memcpy(at, &foul, sizeof foul);
            return true;
        }
    }
    return false;
}

static bool store(const field_row *field, const cJSON *item, jb_message *message)
{
    void *at = (char *)message + field->offset;
    switch (field->kind) {
    case FIELD_TEXT:
        return store_text(field, item, at);
    case FIELD_INT:
    case FIELD_MS:
        return store_int(field, item, at);
    case FIELD_HUNDREDTHS:
        return store_hundredths(item, at);
    case FIELD_VERDICT:
        return store_verdict(item, at);
    case FIELD_FOUL:
        return store_foul(item, at);
    case FIELD_BOOL: {
        bool value = cJSON_IsTrue(item);
        memcpy(at, &value, sizeof value);
        return cJSON_IsBool(item);
    }
    case FIELD_NUMBER:
        memcpy(at, &item->valuedouble, sizeof item->valuedouble);
        return cJSON_IsNumber(item) && isfinite(item->valuedouble);
    case FIELD_ANY:
        memcpy(at, &item, sizeof item);
        return true;
    }
    return false;
}

static jb_error read_fields(const cJSON *tree, jb_message *message, jb_buffer *why)
{
    const message_row *row = &rows[message->type];
    for (size_t i = 0; i < row->count; i++) {
        const field_row *field = &row->fields[i];
        const cJSON *item = cJSON_GetObjectItemCaseSensitive(tree, field->name);
        if (!item || (cJSON_IsNull(item) && !field->required)) {
            if (field->required) {
                return bad_field(why, field->name, " is missing.");
            }
            continue;
        }
        if (!store(field, item, message)) {
            return bad_field(why, field->name, " has the wrong type or is out of range.");
        }
    }
    return JB_ERROR_NONE;
}

static jb_error read_role(const cJSON *tree, jb_message *message, jb_buffer *why)
{
    const cJSON *role = cJSON_GetObjectItemCaseSensitive(tree, "role");
    if (cJSON_IsString(role)) {
        for (int i = JB_ROLE_PLAYER; i < JB_ROLE_COUNT; i++) {
            if (strcmp(role->valuestring, jb_role_name((jb_role)i)) == 0) {
                message->role = (jb_role)i;
            }
        }
    }
    if (message->role == JB_ROLE_NONE) {
        return bad_field(why, "role", " must be player, host, screen or judge.");
    }
    bool is_player = message->role == JB_ROLE_PLAYER;
    if (is_player && !message->name.bytes && !message->token.bytes &&
        !message->personal_code.bytes) {
        return bad_field(why, "name", " is missing (or token, to come back).");
    }
    return !is_player && !message->key.bytes ? bad_field(why, "key", " is missing.")
                                             : JB_ERROR_NONE;
}

static bool is_there(const cJSON *tree, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(tree, name);
    return item && !cJSON_IsNull(item);
}

/* Which action, and whether it has what it needs. */
static jb_error read_action(const cJSON *tree, jb_message *message, jb_buffer *why)
{
    const cJSON *action = cJSON_GetObjectItemCaseSensitive(tree, "action");
    if (!cJSON_IsString(action)) {
        return bad_field(why, "action", " is missing.");
    }
    message->action = JB_ACTION_COUNT;
    for (int i = 0; i < JB_ACTION_COUNT; i++) {
        if (strcmp(action->valuestring, jb_action_name((jb_action)i)) == 0) {
            message->action = (jb_action)i;
        }
    }
    if (message->action == JB_ACTION_COUNT) {
        return JB_ERROR_UNKNOWN_ACTION;
    }
    for (size_t i = 0; i < NEEDS_MAX && needs[message->action][i]; i++) {
        if (!is_there(tree, needs[message->action][i])) {
            return bad_field(why, needs[message->action][i], " is missing.");
        }
    }
    bool rules = message->action == JB_ACTION_VERDICT || message->action == JB_ACTION_REVERSE;
    bool partial = message->verdict == JB_VERDICT_PARTIAL;
    if (rules && is_there(tree, "points") != partial) {
        return bad_field(why, "points", partial ? " is missing." : " goes with partial only.");
    }
    return JB_ERROR_NONE;
}

/* A preview holds the action it asks about. */
static jb_error read_previewed(const cJSON *tree, jb_message *message, jb_buffer *why)
{
    const cJSON *of = cJSON_GetObjectItemCaseSensitive(tree, "of");
    int64_t seq = message->seq;
    if (!cJSON_IsObject(of)) {
        return bad_field(why, "of", " has the wrong type or is out of range.");
    }
    *message = (jb_message){ .type = JB_MESSAGE_DO, NOTHING };
    jb_error error = read_fields(of, message, why);
    if (error == JB_ERROR_NONE) {
        error = read_action(of, message, why);
    }
    message->seq = seq;
    message->preview = true;
    bool correction = message->action >= JB_ACTION_ADJUST && message->action <= JB_ACTION_REVERSE;
    return error == JB_ERROR_NONE && !correction
               ? bad_field(why, "of", " must be adjust, accept, void or reverse.")
               : error;
}

static jb_message_type type_of(const cJSON *type)
{
    for (int i = 0; i < JB_MESSAGE_COUNT; i++) {
        if (strcmp(type->valuestring, jb_message_name((jb_message_type)i)) == 0) {
            return (jb_message_type)i;
        }
    }
    return JB_MESSAGE_COUNT;
}

static jb_error read_message(const cJSON *tree, jb_message *message, jb_buffer *why)
{
    const cJSON *type = cJSON_GetObjectItemCaseSensitive(tree, "type");
    if (!cJSON_IsObject(tree) || !cJSON_IsString(type)) {
        return JB_ERROR_MALFORMED;
    }
    message->type = type_of(type);
    if (message->type == JB_MESSAGE_COUNT) {
        return JB_ERROR_UNKNOWN_TYPE;
    }
    jb_error error = read_fields(tree, message, why);
    if (error == JB_ERROR_NONE && message->type == JB_MESSAGE_HELLO) {
        error = read_role(tree, message, why);
    }
    if (error == JB_ERROR_NONE && message->type == JB_MESSAGE_DO) {
        error = read_action(tree, message, why);
    }
    if (error == JB_ERROR_NONE && message->action == JB_ACTION_PREVIEW) {
        error = read_previewed(tree, message, why);
    }
    return error;
}

/* The frame is not NUL-terminated: nothing may look past its end. */
static bool only_spaces(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n')) {
        at++;
    }
    return at == end;
}

/* Where the next escaped NUL's last digit stands, or frame.size. A backslash can stand only inside
 * a text, so the frame need not be parsed for this. */
static size_t find_escaped_nul(jb_slice frame, size_t at)
{
    static const char nul[] = "u0000";
    for (; at + sizeof nul - 1 < frame.size; at++) {
        if (frame.bytes[at] != '\\') {
            continue;
        }
        at++;
        if (memcmp(frame.bytes + at, nul, sizeof nul - 1) == 0) {
            return at + sizeof nul - 2;
        }
    }
    return frame.size;
}

/* An escaped NUL would end a text early for everybody who takes it for a C string. It is read as
 * U+0001 instead, which is refused wherever a NUL is to be. */
static cJSON *parse_tame(jb_slice frame, size_t nul, const char **end)
{
    char *copy = malloc(frame.size);
    if (!copy) {
        return NULL;
    }
    memcpy(copy, frame.bytes, frame.size);
    for (; nul < frame.size; nul = find_escaped_nul(frame, nul + 1)) {
        copy[nul] = '1';
    }
    cJSON *tree = cJSON_ParseWithLengthOpts(copy, frame.size, end, false);
    *end = tree ? frame.bytes + (*end - copy) : NULL;
    free(copy);
    return tree;
}

static cJSON *parse(jb_slice frame, const char **end)
{
    size_t nul = find_escaped_nul(frame, 0);
    return nul == frame.size ? cJSON_ParseWithLengthOpts(frame.bytes, frame.size, end, false)
                             : parse_tame(frame, nul, end);
}

jb_error jb_message_decode(jb_slice frame, jb_message *message, jb_buffer *why)
{
    *message = (jb_message){ .type = JB_MESSAGE_COUNT, NOTHING };
    if (!jb_utf8_valid(frame)) {
        return JB_ERROR_MALFORMED;
    }
    const char *end = NULL;
    cJSON *tree = parse(frame, &end);
    if (!tree) {
        return JB_ERROR_MALFORMED;
    }
    jb_error error = JB_ERROR_MALFORMED;
    if (only_spaces(end, frame.bytes + frame.size)) {
        error = read_message(tree, message, why);
    }
    if (error == JB_ERROR_NONE) {
        message->tree = tree;
    } else {
        cJSON_Delete(tree);
    }
    return error;
}

void jb_message_finish(jb_message *message)
{
    cJSON_Delete(message->tree);
    message->tree = NULL;
}
