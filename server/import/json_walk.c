/* See json_walk.h. Every open object or list is a frame; a question is known when it closes. */
#include "json_walk.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draft_internal.h"
#include "jinbang/json_in.h"

enum {
    QUESTION_BYTES_MAX = 1024 * 1024,
    LABEL_BYTES_MAX = 4096,
    KEY_MAX = 40,
    LOOK = 64 * 1024
};

typedef struct frame {
    size_t start;
    jb_where where;
    bool object;
    bool listed;    /* a list of questions, by its name; of an object: in such a list */
    bool asks;      /* has "question" */
    bool holds;     /* has a list of questions, or something that has one */
    bool in_an_ask; /* stands inside a question */
} frame;

typedef struct walk {
    jb_draft *draft;
    const jb_json_walk_handlers *handlers;
    jb_scan scan;
    jb_cursor cursor;
    frame frames[JB_JSON_DEPTH_MAX];
    uint32_t depth;
    char key[KEY_MAX]; /* of the value that comes; "" in a list */
} walk;

bool jb_json_mentions(jb_slice text, const char *word)
{
    const char *at = text.bytes;
    const char *end = text.bytes + (text.size < LOOK ? text.size : LOOK);
    size_t size = strlen(word);
    while (at < end && (*at == ' ' || *at == '\n' || *at == '\t')) {
        at++;
    }
    if (at == end || (*at != '{' && *at != '[')) {
        return false;
    }
    while ((at = memchr(at, '"', (size_t)(end - at))) != NULL) {
        at++;
        if ((size_t)(end - at) > size && memcmp(at, word, size) == 0 && at[size] == '"') {
            return true;
        }
    }
    return false;
}

jb_slice jb_json_text_of(const cJSON *node, char scratch[JB_JSON_SCRATCH])
{
    if (cJSON_IsString(node)) {
        return jb_slice_of(node->valuestring);
    }
    if (cJSON_IsNumber(node)) {
        double value = cJSON_GetNumberValue(node);
        (void)snprintf(scratch, JB_JSON_SCRATCH, "%.15g", value);
        return jb_slice_of(scratch);
    }
    if (cJSON_IsBool(node)) {
        return jb_slice_of(cJSON_IsTrue(node) ? "true" : "false");
    }
    return jb_slice_of("");
}

bool jb_json_number_of(const cJSON *node, double *value)
{
    if (cJSON_IsNumber(node)) {
        *value = cJSON_GetNumberValue(node);
        return isfinite(*value);
    }
    if (!cJSON_IsString(node) || node->valuestring[0] == '\0') {
        return false;
    }
    char *end = NULL;
    double number = strtod(node->valuestring, &end);
    if (*end != '\0' || !isfinite(number)) {
        return false;
    }
    *value = number;
    return true;
}

static bool names_questions(const char *key)
{
    return strcmp(key, "questions") == 0 || strcmp(key, "results") == 0;
}

static jb_slice token_text(const walk *w)
{
    return (jb_slice){ .bytes = w->scan.text.bytes + w->scan.start,
                       .size = w->scan.at - w->scan.start };
}

static jb_where place(walk *w)
{
    jb_cursor_go(&w->cursor, w->scan.start);
    return (jb_where){ .line = w->cursor.line, .column = w->cursor.column };
}

/* Keys with escapes or longer than any that matters are nothing to us. */
static void take_key(walk *w)
{
    jb_slice text = token_text(w);
    const char *end = memchr(text.bytes + 1, '"', text.size - 1);
    size_t size = (size_t)(end - text.bytes) - 1;
    if (size >= sizeof w->key || memchr(text.bytes, '\\', size + 1)) {
        size = 0;
    }
    memcpy(w->key, text.bytes + 1, size);
    w->key[size] = '\0';
    frame *top = &w->frames[w->depth - 1];
    top->asks = top->asks || strcmp(w->key, "question") == 0;
}

static void report_stray(walk *w)
{
    jb_slice text = token_text(w);
    jb_draft_error(w->draft, place(w), text, "broken_question",
                   "A question was expected here and this is none; take it out.");
}

static void open_value(walk *w)
{
    bool object = w->scan.text.bytes[w->scan.start] == '{';
    const frame *parent = w->depth > 0 ? &w->frames[w->depth - 1] : NULL;
    bool in_list = parent && !parent->object && parent->listed;
    w->frames[w->depth++] = (frame){
        .start = w->scan.start,
        .where = place(w),
        .object = object,
        .listed = object ? in_list : names_questions(w->key) || !parent || in_list,
        .in_an_ask = parent && (parent->in_an_ask || (parent->object && parent->asks)),
    };
    w->key[0] = '\0';
}

/* A list at the very top holds questions or quizzes, so that a member without "question" that holds
 * some further down is none itself. */
static void close_value(walk *w)
{
    frame closed = w->frames[--w->depth];
    frame *parent = w->depth > 0 ? &w->frames[w->depth - 1] : NULL;
    bool holds = closed.holds || (!closed.object && closed.listed);
    bool question =
        closed.object && !closed.in_an_ask && (closed.asks || (closed.listed && !closed.holds));
    if (parent) {
        parent->holds = parent->holds || holds || question;
    }
    if (!question) {
        return;
    }
    jb_slice text = { .bytes = w->scan.text.bytes + closed.start,
                      .size = w->scan.at - closed.start };
    if (text.size > QUESTION_BYTES_MAX) {
        jb_draft_error(w->draft, closed.where, jb_slice_of(""), "broken_question",
                       "This question is larger than %d MiB; shorten it.",
                       QUESTION_BYTES_MAX / 1024 / 1024);
        return;
    }
    cJSON *node = cJSON_ParseWithLength(text.bytes, text.size);
    if (!node) {
        w->draft->failed = true;
        return;
    }
    w->handlers->question(w->handlers->user, node, closed.where);
    cJSON_Delete(node);
}

static void take_scalar(walk *w)
{
    const frame *top = w->depth > 0 ? &w->frames[w->depth - 1] : NULL;
    jb_slice text = token_text(w);
    if (top && !top->object && top->listed && !top->in_an_ask) {
        report_stray(w);
    } else if (top && top->object && !top->in_an_ask && w->handlers->label && w->key[0] != '\0' &&
               text.bytes[0] == '"' && text.size <= LABEL_BYTES_MAX) {
        cJSON *node = cJSON_ParseWithLength(text.bytes, text.size);
        if (cJSON_IsString(node)) {
            w->handlers->label(w->handlers->user, w->key, jb_slice_of(node->valuestring), w->depth);
        }
        cJSON_Delete(node);
    }
    w->key[0] = '\0';
}

void jb_json_walk(jb_slice text, jb_draft *draft, const jb_json_walk_handlers *handlers)
{
    walk w = { .draft = draft, .handlers = handlers };
    jb_scan_init(&w.scan, text);
    jb_cursor_init(&w.cursor, text);
    jb_token token = JB_TOKEN_OPEN;
    while (token != JB_TOKEN_END && token != JB_TOKEN_FAULT && !jb_draft_failed(draft)) {
        token = jb_scan_next(&w.scan);
        switch (token) {
        case JB_TOKEN_KEY:
            take_key(&w);
            break;
        case JB_TOKEN_SCALAR:
            take_scalar(&w);
            break;
        case JB_TOKEN_OPEN:
            open_value(&w);
            break;
        case JB_TOKEN_CLOSE:
            close_value(&w);
            break;
        case JB_TOKEN_END:
            break;
        case JB_TOKEN_FAULT:
            jb_draft_error(draft, place(&w), jb_slice_of(""), w.scan.fault_code,
                           "This is not JSON from here on: %s. What stands after it is not read.",
                           w.scan.fault);
            break;
        }
    }
}
