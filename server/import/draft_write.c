/*
 * One question as one line of a document of our format. Texts are tidied here, so that no reader
 * needs to; what cannot be written is reported, and the line is dropped by the caller.
 */
#include "draft_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/charset.h"
#include "jinbang/text.h"

enum {
    HOLES_FIRST = 256,
    TITLE_MAX = 255,
    TAG_MAX = 100,
    TAGS_MAX = 100,
    LABEL_MAX = 200,
    URL_MAX = 2000
};

/* What writing one question needs at hand. */
typedef struct writing {
    jb_draft *draft;
    const jb_draft_question *question;
    jb_json_out json;
    bool good;
} writing;

/* The key of a text map: a language, or (NULL) the file's own, which is known at the end only and
 * filled in then. */
static void write_language(jb_draft *draft, jb_json_out *json, const char *language)
{
    if (language) {
        jb_json_key_slice(json, jb_slice_of(language));
        return;
    }
    if (draft->hole_count == draft->hole_capacity) {
        size_t capacity = draft->hole_capacity == 0 ? HOLES_FIRST : draft->hole_capacity * 2;
        size_t *holes = realloc(draft->holes, capacity * sizeof *holes);
        if (!holes) {
            draft->failed = true;
            return;
        }
        draft->holes = holes;
        draft->hole_capacity = capacity;
    }
    jb_json_key(json, "");
    draft->holes[draft->hole_count++] = draft->questions.size - 2; /* before `":` */
}

static void fail(writing *w, const char *code, const char *message)
{
    jb_draft_error(w->draft, w->question->where, w->question->stem.text, code, "%s", message);
    w->good = false;
}

/* A tidy copy of a text in the scratch buffer; empty if there is nothing left of it. */
static jb_slice tidy(writing *w, jb_slice text)
{
    jb_buffer *scratch = &w->draft->scratch;
    jb_buffer_clear(scratch);
    jb_status status = jb_text_tidy(text, scratch);
    w->draft->failed = w->draft->failed || status == JB_ERR_MEMORY;
    return status == JB_OK ? jb_buffer_slice(scratch) : jb_slice_of("");
}

/* The first `characters` of a text that is already tidy. */
static jb_slice cut(jb_slice text, size_t characters)
{
    text.size = jb_text_cut(text, characters);
    return text;
}

/* {"en":"..."}. False: there is no text in any language, and nothing is written. */
static bool write_map(writing *w, const char *key, const jb_draft_text *text)
{
    bool any = false;
    for (uint32_t i = 0; i <= text->more_count; i++) {
        jb_slice words = tidy(w, i == 0 ? text->text : text->more[i - 1].text);
        if (words.size == 0) {
            continue;
        }
        if (words.size > JB_TEXT_BYTES_MAX) {
            fail(w, "text_too_long", "A text of this question is too long; shorten it.");
            words = jb_slice_of("-");
        }
        if (!any && key) {
            jb_json_key(&w->json, key);
        }
        if (!any) {
            jb_json_object(&w->json);
        }
        any = true;
        write_language(w->draft, &w->json, i == 0 ? NULL : text->more[i - 1].language);
        jb_json_slice(&w->json, words);
    }
    if (any) {
        jb_json_object_end(&w->json);
    }
    return any;
}

static void write_number(writing *w, const char *key, double value)
{
    char text[40];
    (void)snprintf(text, sizeof text, "%.6f", value);
    size_t size = strlen(text);
    while (text[size - 1] == '0') {
        size--;
    }
    size -= text[size - 1] == '.';
    jb_json_raw_member(&w->json, key, (jb_slice){ .bytes = text, .size = size });
}

/* ---- options ---- */

static void write_options(writing *w, const char *key, char prefix, const jb_draft_option *options,
                          uint32_t count)
{
    char id[16];
    jb_json_key(&w->json, key);
    jb_json_array(&w->json);
    for (uint32_t i = 0; i < count; i++) {
        const jb_draft_option *option = &options[i];
        jb_json_object(&w->json);
        if (prefix) {
            (void)snprintf(id, sizeof id, "%c%u", prefix, i + 1);
        } else {
            (void)snprintf(id, sizeof id, "%c", (char)('a' + i));
        }
        jb_json_text_member(&w->json, "id", id);
        bool text = write_map(w, "text", &option->text);
        if (option->medium != JB_DRAFT_MEDIA_NONE) {
            (void)snprintf(id, sizeof id, "m%u", option->medium);
            jb_json_text_member(&w->json, "media", id);
        } else if (!text) {
            fail(w, "empty_option", "An option has no text; fill it in or take it out.");
        }
        if (option->fixed) {
            jb_json_bool_member(&w->json, "fixed", true);
        }
        if (option->has_weight && option->weight >= -1 && option->weight <= 1) {
            write_number(w, "weight", option->weight);
        }
        (void)write_map(w, "feedback", &option->feedback);
        jb_json_object_end(&w->json);
    }
    jb_json_array_end(&w->json);
}

static void write_letter(writing *w, uint8_t option)
{
    char id[2] = { (char)('a' + option), '\0' };
    jb_json_text(&w->json, id);
}

/* Option ids in the form of their kind. */
static void write_choice(writing *w)
{
    const jb_draft_question *question = w->question;
    uint32_t right = 0;
    jb_json_key(&w->json, "correct");
    jb_json_array(&w->json);
    for (uint32_t i = 0; i < question->option_count; i++) {
        if (question->options[i].right) {
            write_letter(w, (uint8_t)i);
            right++;
        }
    }
    jb_json_array_end(&w->json);
    if (right == 0) {
        fail(w, "no_answer", "No option is marked as right; mark one.");
    }
}

static void write_order(writing *w)
{
    jb_json_key(&w->json, "order");
    jb_json_array(&w->json);
    for (uint32_t i = 0; i < w->question->option_count; i++) {
        write_letter(w, w->question->order[i]);
    }
    jb_json_array_end(&w->json);
}

static void write_pairs(writing *w)
{
    char target[16];
    jb_json_key(&w->json, "pairs");
    jb_json_array(&w->json);
    for (uint32_t i = 0; i < w->question->option_count; i++) {
        jb_json_array(&w->json);
        write_letter(w, (uint8_t)i);
        (void)snprintf(target, sizeof target, "t%u", w->question->pairs[i] + 1U);
        jb_json_text(&w->json, target);
        jb_json_array_end(&w->json);
    }
    jb_json_array_end(&w->json);
}

/* ---- typed answers ---- */

static void write_weight(writing *w, double weight)
{
    if (weight != 0 && weight != 1 && weight >= -1 && weight <= 1) {
        write_number(w, "weight", weight);
    }
}

static void write_numbers(writing *w)
{
    const jb_draft_question *question = w->question;
    char number[JB_DRAFT_NUMBER_SIZE];
    bool rounded = false;
    jb_json_key(&w->json, "accept");
    jb_json_array(&w->json);
    for (uint32_t i = 0; i < question->accept_count; i++) {
        const jb_draft_accept *accept = &question->accepts[i];
        bool more = false;
        jb_json_object(&w->json);
        if (jb_draft_number(accept->text, number, &more)) {
            jb_json_text_member(&w->json, "value", number);
        } else {
            fail(w, "bad_number",
                 "The answer is not a number that can be read for certain; write it with a point, "
                 "as 3.14, with at most 12 digits before it.");
        }
        rounded = rounded || more;
        if (accept->tolerance.size > 0) {
            if (jb_draft_number(accept->tolerance, number, &more) && number[0] != '-') {
                jb_json_text_member(&w->json, "tolerance", number);
            } else {
                fail(w, "bad_number", "The tolerance is not a number from 0 on.");
            }
        }
        write_weight(w, accept->weight);
        jb_json_object_end(&w->json);
    }
    jb_json_array_end(&w->json);
    if (question->accept_count == 0) {
        fail(w, "no_answer", "The question has no answer.");
    }
    if (rounded && w->good) {
        jb_draft_warn(w->draft, question->where, question->stem.text, "rounded_number",
                      "The answer has more than six decimals; it was rounded.");
    }
    (void)write_map(w, "unit", &question->unit);
}

static void write_accepts(writing *w, uint8_t blank)
{
    const jb_draft_question *question = w->question;
    uint32_t count = 0;
    jb_json_key(&w->json, "accept");
    jb_json_array(&w->json);
    for (uint32_t i = 0; i < question->accept_count; i++) {
        const jb_draft_accept *accept = &question->accepts[i];
        jb_slice text = accept->blank == blank ? tidy(w, accept->text) : jb_slice_of("");
        if (text.size == 0 || count == JB_ACCEPT_MAX) {
            continue;
        }
        count++;
        jb_json_object(&w->json);
        jb_json_slice_member(&w->json, "text", text);
        write_weight(w, accept->weight);
        if (accept->wildcard) {
            jb_json_text_member(&w->json, "match", "wildcard");
        }
        jb_json_object_end(&w->json);
    }
    jb_json_array_end(&w->json);
    if (count == 0) {
        fail(w, "no_answer", "A blank has no answer.");
    }
}

static void write_blanks(writing *w)
{
    const jb_draft_question *question = w->question;
    uint32_t blanks = 0;
    for (uint32_t i = 0; i < question->accept_count; i++) {
        uint32_t count = question->accepts[i].blank + 1U;
        blanks = count > blanks ? count : blanks;
    }
    jb_json_key(&w->json, "blanks");
    jb_json_array(&w->json);
    for (uint32_t i = 0; i < blanks && w->good; i++) {
        jb_json_object(&w->json);
        write_accepts(w, (uint8_t)i);
        if (question->case_sensitive) {
            jb_json_bool_member(&w->json, "case_sensitive", true);
        }
        jb_json_object_end(&w->json);
    }
    jb_json_array_end(&w->json);
    if (question->any_order) {
        jb_json_bool_member(&w->json, "any_order", true);
    }
    if (blanks == 0) {
        fail(w, "no_answer", "The question has no answer.");
    }
}

static void write_answer(writing *w)
{
    const jb_draft_question *question = w->question;
    bool options = question->kind == JB_KIND_SINGLE || question->kind == JB_KIND_MULTIPLE ||
                   question->kind == JB_KIND_ORDERING || question->kind == JB_KIND_MATCHING;
    if (question->option_count > JB_OPTIONS_MAX || question->target_count > JB_OPTIONS_MAX) {
        fail(w, "too_many_options", "A question has at most 26 options.");
        return;
    }
    if (options && question->option_count < 2) {
        fail(w, "too_few_options", "The question needs at least two options.");
        return;
    }
    if (options) {
        write_options(w, "options", '\0', question->options, question->option_count);
    }
    if (question->kind == JB_KIND_MATCHING) {
        write_options(w, "targets", 't', question->targets, question->target_count);
    }
    jb_json_key(&w->json, "answer");
    jb_json_object(&w->json);
    switch (question->kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_MULTIPLE:
        write_choice(w);
        break;
    case JB_KIND_TRUEFALSE:
        jb_json_bool_member(&w->json, "value", question->truth);
        break;
    case JB_KIND_NUMERIC:
        write_numbers(w);
        break;
    case JB_KIND_TEXT:
        write_blanks(w);
        break;
    case JB_KIND_ORDERING:
        write_order(w);
        break;
    case JB_KIND_MATCHING:
        write_pairs(w);
        break;
    case JB_KIND_COUNT:
        JB_ASSERT(question->kind < JB_KIND_COUNT);
        break;
    }
    jb_json_object_end(&w->json);
}

/* ---- what describes a question ---- */

static void write_media(writing *w)
{
    char id[16];
    const jb_draft_question *question = w->question;
    if (question->media_count == 0) {
        return;
    }
    jb_json_key(&w->json, "media");
    jb_json_array(&w->json);
    for (uint32_t i = 0; i < question->media_count && i < JB_QUESTION_MEDIA_MAX; i++) {
        if (question->media[i].medium == JB_DRAFT_MEDIA_NONE) {
            continue;
        }
        (void)snprintf(id, sizeof id, "m%u", question->media[i].medium);
        jb_json_object(&w->json);
        jb_json_text_member(&w->json, "ref", id);
        if (question->media[i].reveal) {
            jb_json_text_member(&w->json, "place", "reveal");
        }
        jb_json_object_end(&w->json);
    }
    jb_json_array_end(&w->json);
}

static void write_tags(writing *w)
{
    const jb_draft_question *question = w->question;
    uint32_t count = question->tag_count > TAGS_MAX ? TAGS_MAX : question->tag_count;
    if (count == 0) {
        return;
    }
    jb_json_key(&w->json, "tags");
    jb_json_array(&w->json);
    for (uint32_t i = 0; i < count; i++) {
        bool seen = false;
        for (uint32_t j = 0; j < i && !seen; j++) {
            seen = jb_slice_equal(question->tags[i], question->tags[j]);
        }
        jb_slice tag = seen ? jb_slice_of("") : cut(tidy(w, question->tags[i]), TAG_MAX);
        if (tag.size > 0) {
            jb_json_slice(&w->json, tag);
        }
    }
    jb_json_array_end(&w->json);
}

/* Appends a member if the text is not empty. */
static void write_label(writing *w, const char *key, jb_slice text, size_t characters)
{
    jb_slice label = cut(tidy(w, text), characters);
    if (label.size > 0) {
        jb_json_slice_member(&w->json, key, label);
    }
}

static void write_source(writing *w)
{
    const jb_draft_question *question = w->question;
    const jb_draft_text citation = { .text = question->citation };
    const jb_import_options *options = w->draft->options;
    jb_json_key(&w->json, "source");
    jb_json_object(&w->json);
    (void)write_map(w, "citation", &citation);
    write_label(w, "url", question->url, URL_MAX);
    write_label(w, "author", question->author, LABEL_MAX);
    write_label(w, "license", question->license, LABEL_MAX);
    jb_json_key(&w->json, "imported_from");
    jb_json_object(&w->json);
    jb_json_text_member(&w->json, "format", w->draft->format);
    if (options->name && options->name[0] != '\0') {
        write_label(w, "file", jb_slice_of(options->name), LABEL_MAX);
    }
    if (question->where.line > 0) {
        jb_json_int_member(&w->json, w->draft->report->rows ? "row" : "line", question->where.line);
    }
    write_label(w, "id", question->id, LABEL_MAX);
    jb_json_object_end(&w->json);
    jb_json_object_end(&w->json);
}

static void write_settings(writing *w)
{
    const jb_draft_question *question = w->question;
    if (question->has_difficulty && question->difficulty >= 1 && question->difficulty <= 5) {
        jb_json_int_member(&w->json, "difficulty", question->difficulty);
    }
    if (question->has_points && question->points >= 0 && question->points <= 1000000) {
        write_number(w, "points", round(question->points * 100) / 100);
    }
    if (question->has_time && question->time_ms <= JB_SECONDS_MAX * 1000) {
        jb_json_int_member(&w->json, "time_limit_ms", question->time_ms);
    }
    if (question->keep_order) {
        jb_json_key(&w->json, "shuffle");
        jb_json_object(&w->json);
        jb_json_bool_member(&w->json, "options", false);
        jb_json_object_end(&w->json);
    }
}

bool jb_draft_write(jb_draft *draft, const jb_draft_question *question, const char *id)
{
    char category[16];
    writing w = { .draft = draft, .question = question, .good = true };
    jb_json_begin(&w.json, &draft->questions);
    jb_json_object(&w.json);
    jb_json_text_member(&w.json, "id", id);
    jb_json_text_member(&w.json, "type", jb_kind_name(question->kind));
    write_label(&w, "title", question->title, TITLE_MAX);
    if (!write_map(&w, "stem", &question->stem)) {
        fail(&w, "empty_stem", "The question has no text.");
        return false;
    }
    write_media(&w);
    if (jb_draft_category(draft, question->category, category)[0] != '\0') {
        jb_json_text_member(&w.json, "category", category);
    }
    write_tags(&w);
    write_settings(&w);
    (void)write_map(&w, "explanation", &question->explanation);
    (void)write_map(&w, "host_note", &question->host_note);
    write_source(&w);
    write_answer(&w);
    jb_json_object_end(&w.json);
    jb_buffer_append_text(&draft->questions, ",\n");
    return w.good;
}
