/*
 * ClassQuiz: its .cqa (a gzip member with JSON, then the pictures between marks of four bytes) and
 * the JSON alone. Texts may be HTML.
 */
#include "formats.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/text.h"
#include "json_walk.h"
#include "markup.h"

enum {
    IMAGES_MAX = 1000,
    LOOK = 64 * 1024,
    TEXTS = JB_OPTIONS_MAX + 1,
    NUMBER_MAX = 8
};

#define PICTURES_MARK     "\xc7\xc7\xc7" /* and a NUL: behind the gzip member */
#define PICTURE_MARK      "\xc6\xc6\xc6" /* and a NUL: before each number */
#define PICTURE_DATA_MARK "\xc5\xc5"     /* and a NUL: between number and bytes */

typedef struct image {
    int number; /* of its question, from 0; -1: the cover */
    jb_slice bytes;
} image;

typedef struct reading {
    jb_draft *draft;
    image *images;
    uint32_t image_count;
    jb_buffer texts[TEXTS]; /* reused */
    size_t used;
} reading;

static bool is_gzip(jb_slice bytes)
{
    return bytes.size > 3 && memcmp(bytes.bytes, "\x1f\x8b\x08", 3) == 0;
}

static int likeness(jb_slice text)
{
    bool quiz = jb_json_mentions(text, "questions") && jb_json_mentions(text, "question") &&
                jb_json_mentions(text, "answers");
    bool own = jb_json_mentions(text, "right") || jb_json_mentions(text, "min_correct") ||
               jb_json_mentions(text, "case_sensitive") || jb_json_mentions(text, "cover_image");
    return quiz && own ? 85 : 0;
}

int jb_sniff_classquiz(const jb_import_file *file)
{
    jb_buffer start;
    jb_slice rest;
    if (!is_gzip(file->bytes)) {
        return likeness(jb_import_text(file));
    }
    jb_buffer_init(&start, 0);
    /* More than there is room for still leaves the beginning. */
    jb_unpack_result result = jb_gunzip(file->bytes, LOOK, &start, &rest);
    int sure = result == JB_UNPACK_FINE || result == JB_UNPACK_TOO_LARGE
                   ? likeness(jb_buffer_slice(&start))
                   : 0;
    jb_buffer_finish(&start);
    return sure;
}

/* ---- pictures ---- */

/* The head of a picture at `at`: its number, and where its bytes begin. False: there is none here.
 */
static bool picture_head(jb_slice bytes, size_t at, int *number, size_t *start)
{
    char digits[NUMBER_MAX + 1];
    size_t size = 0;
    if (bytes.size - at < 4 || memcmp(bytes.bytes + at, PICTURE_MARK, 4) != 0) {
        return false;
    }
    for (at += 4; at < bytes.size && size < NUMBER_MAX; at++) {
        char c = bytes.bytes[at];
        if ((c < '0' || c > '9') && !(c == '-' && size == 0)) {
            break;
        }
        digits[size++] = c;
    }
    digits[size] = '\0';
    if (size == 0 || bytes.size - at < 3 || memcmp(bytes.bytes + at, PICTURE_DATA_MARK, 3) != 0) {
        return false;
    }
    *number = (int)strtol(digits, NULL, 10);
    *start = at + 3;
    return true;
}

/* The marks may stand in a picture by chance; only a whole head divides. */
static size_t next_head(jb_slice bytes, size_t at)
{
    int number = 0;
    size_t start = 0;
    while (at < bytes.size) {
        const char *found = memchr(bytes.bytes + at, PICTURE_MARK[0], bytes.size - at);
        if (!found) {
            break;
        }
        at = (size_t)(found - bytes.bytes);
        if (picture_head(bytes, at, &number, &start)) {
            return at;
        }
        at++;
    }
    return bytes.size;
}

static void find_images(reading *r, jb_slice rest)
{
    if (rest.size < 4 || memcmp(rest.bytes, PICTURES_MARK, 4) != 0) {
        return;
    }
    r->images = jb_draft_take(r->draft, IMAGES_MAX, sizeof *r->images);
    size_t at = next_head(rest, 4);
    while (r->images && at < rest.size && r->image_count < IMAGES_MAX) {
        int number = 0;
        size_t start = 0;
        (void)picture_head(rest, at, &number, &start);
        at = next_head(rest, start);
        r->images[r->image_count++] =
            (image){ .number = number,
                     .bytes = { .bytes = rest.bytes + start, .size = at - start } };
    }
}

/* A number points into the file, a text at ClassQuiz's own store or the web. */
static uint32_t medium_of(const reading *r, jb_where where, const cJSON *node)
{
    double number = 0;
    if (!jb_json_number_of(node, &number)) {
        return cJSON_IsString(node) && node->valuestring[0] != '\0'
                   ? jb_draft_medium_at(r->draft, where, jb_slice_of(node->valuestring))
                   : JB_DRAFT_MEDIA_NONE;
    }
    for (uint32_t i = 0; i < r->image_count; i++) {
        if ((double)r->images[i].number == number) {
            char name[40];
            (void)snprintf(name, sizeof name, "picture %d", r->images[i].number);
            return jb_draft_medium(r->draft, where, r->images[i].bytes, jb_slice_of(name),
                                   jb_slice_of(""));
        }
    }
    jb_draft_warn(r->draft, where, jb_slice_of(""), "missing_medium",
                  "The picture of this question is not in the file. The question is taken without "
                  "it.");
    return JB_DRAFT_MEDIA_NONE;
}

/* ---- questions ---- */

static const cJSON *member(const cJSON *node, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(node, name);
}

static jb_slice text_of(reading *r, const cJSON *node)
{
    char scratch[JB_JSON_SCRATCH];
    jb_slice text = jb_json_text_of(node, scratch);
    if (r->used == TEXTS) {
        return jb_slice_of("");
    }
    jb_buffer *out = &r->texts[r->used++];
    jb_buffer_clear(out);
    if (memchr(text.bytes, '<', text.size) || memchr(text.bytes, '&', text.size)) {
        jb_html_text(text, NULL, out);
    } else {
        jb_buffer_append(out, text.bytes, text.size);
    }
    return jb_buffer_slice(out);
}

/* False: reported. */
static bool take_answers(reading *r, const cJSON *node, jb_draft_question *question)
{
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, member(node, "answers")) {
        if (question->option_count == JB_OPTIONS_MAX) {
            jb_draft_error(r->draft, question->where, question->stem.text, "too_many_options",
                           "A question has at most %d answers.", JB_OPTIONS_MAX);
            return false;
        }
        jb_draft_option *option = &question->options[question->option_count++];
        option->text.text = text_of(r, cJSON_IsObject(item) ? member(item, "answer") : item);
        option->right = cJSON_IsTrue(member(item, "right")) != 0;
    }
    return true;
}

/* Empty answers at the end are boxes that nobody filled in. */
static void drop_empty(jb_draft_question *question)
{
    while (question->option_count > 0) {
        const jb_draft_option *last = &question->options[question->option_count - 1];
        if (last->text.text.size > 0 || last->right) {
            break;
        }
        question->option_count--;
    }
}

/* ABCD takes one of the right ones, CHECK wants all of them. */
static void add_choice(reading *r, const cJSON *node, bool check, jb_draft_question *question)
{
    question->kind = check ? JB_KIND_MULTIPLE : JB_KIND_SINGLE;
    if (take_answers(r, node, question)) {
        drop_empty(question);
        jb_draft_add(r->draft, question);
    }
}

static void add_order(reading *r, const cJSON *node, jb_draft_question *question)
{
    question->kind = JB_KIND_ORDERING;
    if (take_answers(r, node, question)) {
        drop_empty(question);
        for (uint32_t i = 0; i < question->option_count; i++) {
            question->order[i] = (uint8_t)i;
        }
        jb_draft_add(r->draft, question);
    }
}

static void add_text(reading *r, const cJSON *node, jb_draft_question *question)
{
    jb_draft_accept accepts[JB_OPTIONS_MAX];
    question->kind = JB_KIND_TEXT;
    if (!take_answers(r, node, question)) {
        return;
    }
    const cJSON *item = NULL;
    uint32_t i = 0;
    cJSON_ArrayForEach(item, member(node, "answers")) {
        accepts[i] = (jb_draft_accept){ .text = question->options[i].text.text };
        question->case_sensitive =
            question->case_sensitive || cJSON_IsTrue(member(item, "case_sensitive"));
        i++;
    }
    question->accepts = accepts;
    question->accept_count = i;
    question->option_count = 0;
    jb_draft_add(r->draft, question);
}

/* From min_correct to max_correct is right: their middle, give or take half the way. */
static void add_range(const reading *r, const cJSON *node, jb_draft_question *question)
{
    char value[JB_JSON_SCRATCH];
    char tolerance[JB_JSON_SCRATCH];
    const cJSON *answers = member(node, "answers");
    double low = 0;
    double high = 0;
    if (!jb_json_number_of(member(answers, "min_correct"), &low) ||
        !jb_json_number_of(member(answers, "max_correct"), &high)) {
        jb_draft_error(r->draft, question->where, question->stem.text, "no_answer",
                       "The range has no \"min_correct\" and \"max_correct\".");
        return;
    }
    if (low > high) {
        jb_draft_error(r->draft, question->where, question->stem.text, "bad_number",
                       "\"min_correct\" is larger than \"max_correct\".");
        return;
    }
    (void)snprintf(value, sizeof value, "%.15g", low + (high - low) / 2);
    (void)snprintf(tolerance, sizeof tolerance, "%.15g", (high - low) / 2);
    const jb_draft_accept accept = { .text = jb_slice_of(value),
                                     .tolerance = jb_slice_of(tolerance) };
    question->kind = JB_KIND_NUMERIC;
    question->accepts = &accept;
    question->accept_count = 1;
    jb_draft_add(r->draft, question);
}

static void dispatch(reading *r, const cJSON *node, jb_draft_question *question)
{
    const cJSON *type = member(node, "type");
    const char *name = cJSON_IsString(type) ? type->valuestring : "ABCD";
    if (strcmp(name, "ABCD") == 0 || strcmp(name, "CHECK") == 0) {
        add_choice(r, node, name[0] == 'C', question);
    } else if (strcmp(name, "RANGE") == 0) {
        add_range(r, node, question);
    } else if (strcmp(name, "TEXT") == 0) {
        add_text(r, node, question);
    } else if (strcmp(name, "ORDER") == 0) {
        add_order(r, node, question);
    } else {
        jb_draft_unsupported(r->draft, question->where, question->stem.text, "unsupported_kind",
                             "Questions of the type %.40s have no right answer and cannot be "
                             "played.",
                             name);
    }
}

static void read_question(void *user, const cJSON *node, jb_where where)
{
    reading *r = user;
    double seconds = 0;
    jb_draft_medium_ref medium = { .medium = JB_DRAFT_MEDIA_NONE };
    jb_draft_question question = { .where = where };
    r->used = 0;
    question.stem.text = text_of(r, member(node, "question"));
    if (jb_json_number_of(member(node, "time"), &seconds) && seconds >= 0 &&
        seconds <= JB_SECONDS_MAX) {
        question.has_time = true;
        question.time_ms = (uint32_t)(seconds * 1000);
    }
    medium.medium = medium_of(r, where, member(node, "image"));
    question.media = &medium;
    question.media_count = medium.medium != JB_DRAFT_MEDIA_NONE ? 1 : 0;
    dispatch(r, node, &question);
}

static void take_label(void *user, const char *key, jb_slice text, uint32_t depth)
{
    reading *r = user;
    if (depth != 1 || (strcmp(key, "title") != 0 && strcmp(key, "description") != 0)) {
        return;
    }
    jb_buffer plain;
    jb_buffer_init(&plain, 0);
    jb_html_text(text, NULL, &plain);
    if (key[0] == 't') {
        jb_draft_title(r->draft, jb_buffer_slice(&plain));
    } else {
        jb_draft_description(r->draft, jb_buffer_slice(&plain));
    }
    jb_buffer_finish(&plain);
}

static void read_json(reading *r, jb_slice text)
{
    const jb_json_walk_handlers handlers = { .question = read_question,
                                             .label = take_label,
                                             .user = r };
    for (size_t i = 0; i < TEXTS; i++) {
        jb_buffer_init(&r->texts[i], 0);
    }
    jb_json_walk(text, r->draft, &handlers);
    for (size_t i = 0; i < TEXTS; i++) {
        jb_buffer_finish(&r->texts[i]);
    }
}

void jb_read_classquiz(const jb_import_file *file, jb_draft *draft)
{
    const jb_where top = { .line = 1, .column = 1 };
    reading r = { .draft = draft };
    jb_buffer text;
    jb_slice rest;
    if (!is_gzip(file->bytes)) {
        read_json(&r, jb_import_text(file));
        return;
    }
    jb_buffer_init(&text, 0);
    jb_unpack_result result = jb_gunzip(file->bytes, JB_BANK_BYTES_MAX, &text, &rest);
    if (result == JB_UNPACK_FINE && jb_utf8_valid(jb_buffer_slice(&text))) {
        find_images(&r, rest);
        read_json(&r, jb_buffer_slice(&text));
    } else {
        jb_draft_error(draft, top, jb_slice_of(""), "damaged_package", "What is in this file %s.",
                       result == JB_UNPACK_FINE ? "is not UTF-8" : jb_unpack_text(result));
    }
    jb_buffer_finish(&text);
}
