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
#include "jinbang/limits.h"
#include "jinbang/text.h"
#include "protocol_internal.h"

typedef enum field_kind {
    FIELD_TEXT,
    FIELD_INT,
    FIELD_BOOL,
    FIELD_NUMBER,
    FIELD_MS, /* a duration: phones measure fractions of a millisecond, which are cut off */
    FIELD_ANY
} field_kind;

typedef struct field_row {
    const char *name;
    field_kind kind;
    bool required;
    size_t offset;
    int64_t min, max; /* integers: value; text: bytes */
} field_row;

#define AT(member) offsetof(jb_message, member)
#define TURN                                                                                       \
    {                                                                                              \
        "turn", FIELD_INT, true, AT(turn), 0, INT32_MAX                                            \
    }

static const field_row hello_fields[] = {
    { "code", FIELD_TEXT, true, AT(code), 1, 32 },
    { "name", FIELD_TEXT, false, AT(name), 0, JB_FRAME_PLAYER_MAX },
    { "team", FIELD_TEXT, false, AT(team), 0, JB_FRAME_PLAYER_MAX },
    { "lang", FIELD_TEXT, false, AT(lang), 0, JB_LANG_TAG_MAX },
    { "key", FIELD_TEXT, false, AT(key), 0, 128 },
    { "token", FIELD_TEXT, false, AT(token), 0, 128 },
};
static const field_row answer_fields[] = {
    TURN,
    { "answer", FIELD_ANY, true, AT(answer), 0, 0 },
    { "elapsed", FIELD_MS, false, AT(elapsed), 0, INT32_MAX },
};
static const field_row ping_fields[] = {
    { "t0", FIELD_NUMBER, true, AT(t0), 0, 0 },
};
static const field_row do_fields[] = {
    { "seq", FIELD_INT, false, AT(seq), 0, INT64_C(1) << 53 },
    { "ms", FIELD_INT, false, AT(ms), 1, JB_SECONDS_MAX * 1000 },
    { "player", FIELD_INT, false, AT(player), 1, INT32_MAX },
    { "name", FIELD_TEXT, false, AT(name), 0, JB_FRAME_PLAYER_MAX },
    { "on", FIELD_BOOL, false, AT(on), 0, 0 },
    { "text", FIELD_TEXT, false, AT(text), 0, JB_FRAME_HOST_MAX },
};
static const field_row turn_fields[] = { TURN };

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
    [JB_MESSAGE_BUZZ] = ROW(turn_fields),   [JB_MESSAGE_PASS] = ROW(turn_fields),
    [JB_MESSAGE_PICK] = ROW(turn_fields),   [JB_MESSAGE_WAGER] = ROW(turn_fields),
    [JB_MESSAGE_MARK] = ROW(turn_fields),   [JB_MESSAGE_NAME] = ROW(turn_fields),
};
_Static_assert(sizeof rows / sizeof rows[0] == JB_MESSAGE_COUNT, "a row each");

/* What an action cannot do without. */
typedef enum action_need {
    NEEDS_NOTHING,
    NEEDS_MS,
    NEEDS_ON,
    NEEDS_PLAYER,
    NEEDS_NAME,
    NEEDS_TEXT
} action_need;

static const action_need needs[] = {
    [JB_ACTION_START] = NEEDS_NOTHING,  [JB_ACTION_NEXT] = NEEDS_NOTHING,
    [JB_ACTION_PAUSE] = NEEDS_NOTHING,  [JB_ACTION_RESUME] = NEEDS_NOTHING,
    [JB_ACTION_EXTEND] = NEEDS_MS,      [JB_ACTION_LOCK] = NEEDS_NOTHING,
    [JB_ACTION_SKIP] = NEEDS_NOTHING,   [JB_ACTION_ADMIT] = NEEDS_ON,
    [JB_ACTION_KICK] = NEEDS_PLAYER,    [JB_ACTION_BAN] = NEEDS_PLAYER,
    [JB_ACTION_RENAME] = NEEDS_NAME,    [JB_ACTION_UNDO] = NEEDS_NOTHING,
    [JB_ACTION_BLANK] = NEEDS_ON,       [JB_ACTION_MESSAGE] = NEEDS_TEXT,
    [JB_ACTION_FINISH] = NEEDS_NOTHING,
};
_Static_assert(sizeof needs / sizeof needs[0] == JB_ACTION_COUNT, "a row each");

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

static bool store(const field_row *field, const cJSON *item, jb_message *message)
{
    void *at = (char *)message + field->offset;
    switch (field->kind) {
    case FIELD_TEXT:
        return store_text(field, item, at);
    case FIELD_INT:
    case FIELD_MS:
        return store_int(field, item, at);
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
    if (is_player && !message->name.bytes && !message->token.bytes) {
        return bad_field(why, "name", " is missing (or token, to come back).");
    }
    return !is_player && !message->key.bytes ? bad_field(why, "key", " is missing.")
                                             : JB_ERROR_NONE;
}

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
    switch (needs[message->action]) {
    case NEEDS_NOTHING:
        return JB_ERROR_NONE;
    case NEEDS_MS:
        return message->ms > 0 ? JB_ERROR_NONE : bad_field(why, "ms", " is missing.");
    case NEEDS_ON:
        return cJSON_IsBool(cJSON_GetObjectItemCaseSensitive(tree, "on"))
                   ? JB_ERROR_NONE
                   : bad_field(why, "on", " is missing.");
    case NEEDS_TEXT:
        return message->text.bytes ? JB_ERROR_NONE : bad_field(why, "text", " is missing.");
    case NEEDS_NAME:
        if (!message->name.bytes) {
            return bad_field(why, "name", " is missing.");
        }
        return message->player > 0 ? JB_ERROR_NONE : bad_field(why, "player", " is missing.");
    case NEEDS_PLAYER:
        return message->player > 0 ? JB_ERROR_NONE : bad_field(why, "player", " is missing.");
    }
    return JB_ERROR_BAD_FIELD;
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
    *message = (jb_message){ .type = JB_MESSAGE_COUNT, .elapsed = -1, .seq = -1 };
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
