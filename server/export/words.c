/*
 * Questions and answers in words: option texts in the contest's default language, found once for
 * every question, and answers put together from them. Blanks stand apart with strokes, what is one
 * of several with vertical bars, orders with arrows, pairs with dashes.
 */
#include "export_internal.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/decimal.h"

static const char blank_mark[] = " / ";
static const char either_mark[] = " | ";
static const char order_mark[] = " → ";
static const char pair_mark[] = " – ";

/* The text of a map in a language or its parents ("zh-Hans", "zh"), else any. */
static const char *map_text(const cJSON *map, const char *language)
{
    char tag[JB_LANG_TAG_MAX + 1];
    (void)snprintf(tag, sizeof tag, "%s", language);
    for (;;) {
        const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(map, tag));
        char *dash = strrchr(tag, '-');
        if (text || !dash) {
            return text || !map || !map->child ? text : cJSON_GetStringValue(map->child);
        }
        *dash = '\0';
    }
}

void jb_words_map(const jb_words *words, jb_slice map, jb_buffer *out)
{
    cJSON *tree = map.size > 0 ? cJSON_ParseWithLength(map.bytes, map.size) : NULL;
    const char *text = map_text(tree, words->language);
    jb_buffer_append_text(out, text ? text : "");
    cJSON_Delete(tree);
}

void jb_words_round(const jb_words *words, uint32_t round, jb_buffer *out)
{
    jb_slice title = words->plan->round_titles[round];
    cJSON *map = title.size > 0 ? cJSON_ParseWithLength(title.bytes, title.size) : NULL;
    const char *text = map_text(map, words->language);
    char number[32];
    (void)snprintf(number, sizeof number, words->tongue == JB_TONGUE_ZH ? "第 %u 轮" : "Round %u",
                   round + 1);
    jb_buffer_append_text(out, text ? text : number);
    cJSON_Delete(map);
}

/* The text of an option; of one that is only a picture what is said in its place, else its id. */
static char *item_text(const jb_item_text *item, const char *language)
{
    cJSON *tree = cJSON_ParseWithLength(item->json.bytes, item->json.size);
    const cJSON *media = cJSON_GetObjectItemCaseSensitive(tree, "media");
    const char *text = map_text(cJSON_GetObjectItemCaseSensitive(tree, "text"), language);
    if (!text) {
        text = map_text(cJSON_GetObjectItemCaseSensitive(media, "alt"), language);
    }
    char *copy = text ? strdup(text) : strndup(item->id.bytes, item->id.size);
    cJSON_Delete(tree);
    return copy;
}

static bool read_items(const jb_item_text *items, uint8_t count, const char *language, char **texts)
{
    bool good = true;
    for (uint8_t i = 0; i < count; i++) {
        texts[i] = item_text(&items[i], language);
        good = good && texts[i] != NULL;
    }
    return good;
}

jb_status jb_words_open(const jb_plan *plan, jb_words *words)
{
    bool good = true;
    *words =
        (jb_words){ .plan = plan,
                    .questions = calloc(plan->rules.question_count, sizeof *words->questions) };
    if (!words->questions) {
        return JB_ERR_MEMORY;
    }
    /* A JSON string of a language tag: nothing in it is escaped. */
    JB_ASSERT(plan->default_language.size >= 2);
    (void)snprintf(words->language, sizeof words->language, "%.*s",
                   (int)(plan->default_language.size - 2), plan->default_language.bytes + 1);
    words->tongue = jb_tongue_of(jb_slice_of(words->language));
    for (uint32_t i = 0; i < plan->rules.question_count && good; i++) {
        const jb_question_text *text = &plan->texts[i];
        good = read_items(text->options, text->option_count, words->language,
                          words->questions[i].options) &&
               read_items(text->targets, text->target_count, words->language,
                          words->questions[i].targets);
    }
    return good ? JB_OK : JB_ERR_MEMORY;
}

void jb_words_close(jb_words *words)
{
    for (uint32_t q = 0; words->questions && q < words->plan->rules.question_count; q++) {
        for (uint32_t i = 0; i < JB_OPTIONS_MAX; i++) {
            free(words->questions[q].options[i]);
            free(words->questions[q].targets[i]);
        }
    }
    free(words->questions);
    *words = (jb_words){ 0 };
}

const char *jb_word(const jb_words *words, jb_label label)
{
    return jb_label_text(words->tongue, label);
}

const char *jb_words_option(const jb_words *words, uint32_t question, uint32_t option)
{
    JB_ASSERT(option < JB_OPTIONS_MAX);
    if (words->plan->texts[question].kind == JB_KIND_TRUEFALSE) {
        return jb_word(words, option == 1 ? JB_LABEL_TRUE : JB_LABEL_FALSE);
    }
    return words->questions[question].options[option];
}

/* ---- what was answered ---- */

static void add(jb_buffer *out, bool first, const char *mark, const char *text)
{
    jb_buffer_append_text(out, first ? "" : mark);
    jb_buffer_append_text(out, text);
}

static void write_chosen(const jb_words *words, uint32_t question, const jb_answer *answer,
                         jb_buffer *out)
{
    bool first = true;
    for (uint32_t i = 0; i < JB_OPTIONS_MAX; i++) {
        if (answer->options >> i & 1) {
            add(out, first, jb_word(words, JB_LABEL_LIST_MARK),
                jb_words_option(words, question, i));
            first = false;
        }
    }
}

static void write_items(const jb_words *words, uint32_t question, const jb_answer *answer,
                        jb_buffer *out)
{
    const jb_question_words *texts = &words->questions[question];
    bool pairs = answer->kind == JB_KIND_MATCHING;
    bool first = true;
    for (uint8_t i = 0; i < answer->count; i++) {
        if (pairs && answer->items[i] == JB_NO_ITEM) {
            continue;
        }
        add(out, first, pairs ? jb_word(words, JB_LABEL_LIST_MARK) : order_mark,
            texts->options[pairs ? i : answer->items[i]]);
        if (pairs) {
            add(out, false, pair_mark, texts->targets[answer->items[i]]);
        }
        first = false;
    }
}

static void write_typed(const jb_answer *answer, jb_buffer *out)
{
    for (uint16_t i = 0; i < answer->raw_size; i++) {
        if (answer->raw[i] == '\n') {
            jb_buffer_append_text(out, blank_mark);
        } else {
            jb_buffer_append_char(out, answer->raw[i]);
        }
    }
}

void jb_words_answer(const jb_words *words, uint32_t question, const jb_answer *answer,
                     jb_buffer *out)
{
    char number[JB_DECIMAL_TEXT_MAX];
    switch (answer->kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_MULTIPLE:
    case JB_KIND_TRUEFALSE:
        write_chosen(words, question, answer, out);
        return;
    case JB_KIND_NUMERIC:
        (void)jb_decimal_format(answer->number, JB_DECIMAL_PLACES_MAX, number);
        jb_buffer_append_text(out, number);
        return;
    case JB_KIND_TEXT:
        write_typed(answer, out);
        return;
    case JB_KIND_ORDERING:
    case JB_KIND_MATCHING:
        write_items(words, question, answer, out);
        return;
    case JB_KIND_COUNT:
        break;
    }
    JB_ASSERT((int)answer->kind < JB_KIND_COUNT);
}

/* ---- what was right ---- */

static const char *text_of_id(const jb_item_text *items, char *const *texts, uint8_t count,
                              const cJSON *id)
{
    for (uint8_t i = 0; i < count; i++) {
        if (cJSON_IsString(id) && jb_slice_equal(items[i].id, jb_slice_of(id->valuestring))) {
            return texts[i];
        }
    }
    return "";
}

/* One of the list of accepted answers (docs/protocol.md, `answer`). */
static void write_accepted(const jb_words *words, uint32_t question, const cJSON *item,
                           jb_buffer *out)
{
    const jb_question_text *text = &words->plan->texts[question];
    const jb_question_words *texts = &words->questions[question];
    const cJSON *spelling = NULL;
    if (cJSON_IsBool(item)) {
        jb_buffer_append_text(out, jb_words_option(words, question, cJSON_IsTrue(item) ? 1 : 0));
    } else if (text->kind == JB_KIND_NUMERIC) {
        jb_buffer_append_text(out, cJSON_IsString(item) ? item->valuestring : "");
    } else if (text->kind == JB_KIND_TEXT) {
        cJSON_ArrayForEach(spelling, item) {
            add(out, spelling == item->child, either_mark,
                cJSON_IsString(spelling) ? spelling->valuestring : "");
        }
    } else if (text->kind == JB_KIND_MATCHING) {
        add(out, true, "",
            text_of_id(text->options, texts->options, text->option_count, item->child));
        add(out, false, pair_mark,
            text_of_id(text->targets, texts->targets, text->target_count,
                       item->child ? item->child->next : NULL));
    } else {
        add(out, true, "", text_of_id(text->options, texts->options, text->option_count, item));
    }
}

void jb_words_right(const jb_words *words, uint32_t question, jb_buffer *out)
{
    static const char *const marks[JB_KIND_COUNT] = {
        [JB_KIND_SINGLE] = either_mark,  [JB_KIND_TRUEFALSE] = either_mark,
        [JB_KIND_NUMERIC] = either_mark, [JB_KIND_TEXT] = blank_mark,
        [JB_KIND_ORDERING] = order_mark,
    };
    const jb_question_text *text = &words->plan->texts[question];
    const char *mark = marks[text->kind];
    cJSON *list = cJSON_ParseWithLength(text->answer.bytes, text->answer.size);
    const cJSON *item = NULL;
    bool first = true;
    out->failed = out->failed || !list;
    cJSON_ArrayForEach(item, list) {
        add(out, first, mark ? mark : jb_word(words, JB_LABEL_LIST_MARK), "");
        write_accepted(words, question, item, out);
        first = false;
    }
    cJSON_Delete(list);
}
