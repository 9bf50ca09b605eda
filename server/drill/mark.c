/*
 * Which message this is, see mark.h: the first word says its type, and what else is looked for
 * stands where our server writes it, near the front.
 */
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp): memmem */

#include "mark.h"

#include <string.h>

enum {
    WORD_MAX = 64,
    DIGITS_MAX = 18
};

static const struct {
    const char *name;
    jb_mark_type type;
} types[] = {
    { "state\"", JB_MARK_STATE },     { "you\"", JB_MARK_YOU },         { "ack\"", JB_MARK_ACK },
    { "welcome\"", JB_MARK_WELCOME }, { "error\"", JB_MARK_ERROR },     { "bye\"", JB_MARK_BYE },
    { "pong\"", JB_MARK_PONG },       { "waiting\"", JB_MARK_WAITING }, { "raw\"", JB_MARK_RAW },
};

static jb_mark_type type_of(jb_slice text)
{
    static const char start[] = "{\"type\":\"";
    size_t begin = sizeof start - 1;
    if (text.size < begin || memcmp(text.bytes, start, begin) != 0) {
        return JB_MARK_OTHER;
    }
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        size_t size = strlen(types[i].name);
        if (text.size - begin >= size && memcmp(text.bytes + begin, types[i].name, size) == 0) {
            return types[i].type;
        }
    }
    return JB_MARK_OTHER;
}

/* What follows these words; size 0: they are not there, or nothing follows. */
static jb_slice after(jb_slice text, const char *words)
{
    size_t size = strlen(words);
    const char *found = text.size > 0 ? memmem(text.bytes, text.size, words, size) : NULL;
    const char *end = text.bytes + text.size;
    if (!found) {
        return (jb_slice){ .bytes = text.bytes, .size = 0 };
    }
    return (jb_slice){ .bytes = found + size, .size = (size_t)(end - found) - size };
}

/* The whole number at the beginning; 0 if there is none. */
static uint64_t number(jb_slice text)
{
    uint64_t value = 0;
    for (size_t i = 0; i < text.size && i < DIGITS_MAX; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9') {
            break;
        }
        value = 10 * value + (uint64_t)(text.bytes[i] - '0');
    }
    return value;
}

/* Up to the next quotation mark; size 0: it is too far. */
static jb_slice word(jb_slice text)
{
    size_t most = text.size < WORD_MAX ? text.size : WORD_MAX;
    const char *end = most > 0 ? memchr(text.bytes, '"', most) : NULL;
    return (jb_slice){ .bytes = text.bytes, .size = end ? (size_t)(end - text.bytes) : 0 };
}

static bool begins(jb_slice text, const char *words)
{
    size_t size = strlen(words);
    return text.size >= size && memcmp(text.bytes, words, size) == 0;
}

static uint32_t turn_of(jb_slice text)
{
    uint64_t turn = number(text);
    return turn <= UINT32_MAX ? (uint32_t)turn : 0;
}

static void read_state(jb_slice text, jb_mark *out)
{
    jb_slice question = after(text, "\"question\":{\"turn\":");
    out->open = begins(after(text, "\"phase\":"), "\"open\"");
    out->asked = question.size > 0;
    out->turn = turn_of(question);
}

static void read_you(jb_slice text, jb_mark *out)
{
    out->turn = turn_of(after(text, "\"turn\":"));
    out->answered = begins(after(text, "\"answered\":"), "true");
    out->graded = after(text, "\"correct\":").size > 0;
}

void jb_mark_read(jb_slice text, jb_mark *out)
{
    *out = (jb_mark){ .type = type_of(text), .word = { .bytes = "", .size = 0 } };
    switch (out->type) {
    case JB_MARK_STATE:
        read_state(text, out);
        break;
    case JB_MARK_YOU:
        read_you(text, out);
        break;
    case JB_MARK_ACK:
        out->turn = turn_of(after(text, "\"turn\":"));
        break;
    case JB_MARK_WELCOME:
        out->word = word(after(text, "\"token\":\""));
        break;
    case JB_MARK_ERROR:
        out->word = word(after(text, "\"code\":\""));
        break;
    case JB_MARK_BYE:
        out->word = word(after(text, "\"reason\":\""));
        break;
    case JB_MARK_PONG:
        out->t0 = number(after(text, "\"t0\":"));
        break;
    case JB_MARK_OTHER:
    case JB_MARK_WAITING:
    case JB_MARK_RAW:
        break;
    }
}
