/*
 * Rows of our own tables, see item_exact.h. The grammar of their cells is that of
 * server/convert/rows.c and of docs/import.md.
 */
#include "item_exact.h"

#include <string.h>

#include "jinbang/decimal.h"
#include "jinbang/memory.h"

enum {
    ACCEPTS_MAX = JB_BLANKS_MAX * JB_ACCEPT_MAX,
    TAGS_MAX = 100
};

typedef struct exact {
    const jb_item *item;
    jb_draft_question question;
    jb_memory memory;
} exact;

static jb_slice trim(jb_slice text)
{
    if (text.size == 0) {
        return jb_slice_of("");
    }
    while (text.size > 0 && (unsigned char)text.bytes[0] <= ' ') {
        text.bytes++;
        text.size--;
    }
    while (text.size > 0 && (unsigned char)text.bytes[text.size - 1] <= ' ') {
        text.size--;
    }
    return text;
}

static bool is(jb_slice text, const char *word)
{
    return jb_slice_equal(text, jb_slice_of(word));
}

/* ---- lists ---- */

/* The bytes before the next mark, of which none has a backslash before it; *rest is what follows
 * the mark. False: there is no such mark, and *part is all of it. */
static bool cut_at(jb_slice text, const char *mark, jb_slice *part, jb_slice *rest)
{
    size_t size = strlen(mark);
    for (size_t i = 0; i + size <= text.size; i++) {
        if (text.bytes[i] == '\\') {
            i++; /* what follows is meant as it stands */
        } else if (memcmp(text.bytes + i, mark, size) == 0) {
            *part = (jb_slice){ .bytes = text.bytes, .size = i };
            *rest = (jb_slice){ .bytes = text.bytes + i + size, .size = text.size - i - size };
            return true;
        }
    }
    *part = text;
    *rest = (jb_slice){ .bytes = text.bytes + text.size, .size = 0 };
    return false;
}

/* Without its backslashes; each takes what follows it as it stands. */
static jb_slice plain(exact *x, jb_slice text)
{
    text = trim(text);
    if (text.size == 0 || !memchr(text.bytes, '\\', text.size)) {
        return text;
    }
    char *copy = jb_memory_take(&x->memory, text.size + 1, 1);
    size_t size = 0;
    for (size_t i = 0; copy && i < text.size; i++) {
        i += text.bytes[i] == '\\' && i + 1 < text.size ? 1 : 0;
        copy[size++] = text.bytes[i];
    }
    return copy ? (jb_slice){ .bytes = copy, .size = size } : jb_slice_of("");
}

/* ---- options ---- */

static jb_draft_text text_of(const jb_item_text *text)
{
    return (
        jb_draft_text){ .text = text->text, .more = text->more, .more_count = text->more_count };
}

static bool take_options(exact *x)
{
    for (uint32_t i = 0; i < x->item->option_count; i++) {
        if (x->item->options[i].text.size == 0) {
            return false;
        }
        x->question.options[i].text = text_of(&x->item->options[i]);
        x->question.options[i].medium = x->item->option_media[i];
    }
    x->question.option_count = x->item->option_count;
    return x->question.option_count >= 2;
}

/* "ACD": numbers of options, each once. */
static bool take_letters(const exact *x, jb_slice text, uint8_t *letters, uint32_t *count)
{
    uint32_t seen = 0;
    *count = 0;
    text = trim(text);
    for (size_t i = 0; i < text.size; i++) {
        unsigned letter = (unsigned)(unsigned char)text.bytes[i] - 'A';
        if (letter >= x->question.option_count || (seen & (1U << letter)) != 0) {
            return false;
        }
        seen |= 1U << letter;
        letters[(*count)++] = (uint8_t)letter;
    }
    return *count > 0;
}

static bool take_choice(exact *x)
{
    uint8_t letters[JB_OPTIONS_MAX];
    uint32_t count = 0;
    if (!take_options(x) || !take_letters(x, x->item->answer.text, letters, &count)) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        x->question.options[letters[i]].right = true;
    }
    return true;
}

static bool take_order(exact *x)
{
    uint32_t count = 0;
    return take_options(x) && take_letters(x, x->item->answer.text, x->question.order, &count) &&
           count == x->question.option_count;
}

/* Both sides of "left => right". */
static bool cut_pair(exact *x, jb_slice text, jb_slice *left, jb_slice *right)
{
    jb_slice first;
    jb_slice second;
    if (!cut_at(trim(text), "=>", &first, &second)) {
        return false;
    }
    *left = plain(x, first);
    *right = plain(x, second);
    return right->size > 0;
}

/* The target with this text, made if it is new. */
static uint32_t target_of(exact *x, jb_slice text)
{
    uint32_t i = 0;
    while (i < x->question.target_count &&
           !jb_slice_equal(x->question.targets[i].text.text, text)) {
        i++;
    }
    if (i == x->question.target_count) {
        x->question.targets[x->question.target_count++].text.text = text;
    }
    return i;
}

/* The same pair in the further languages. */
static bool take_more(exact *x, const jb_item_text *cell, jb_draft_text *left, jb_draft_text *right)
{
    jb_draft_tagged *lefts = jb_memory_take(&x->memory, cell->more_count, sizeof(jb_draft_tagged));
    jb_draft_tagged *rights = jb_memory_take(&x->memory, cell->more_count, sizeof(jb_draft_tagged));
    uint32_t count = 0;
    for (uint32_t i = 0; lefts && rights && i < cell->more_count; i++) {
        if (cell->more[i].text.size == 0) {
            continue;
        }
        lefts[count].language = cell->more[i].language;
        rights[count].language = cell->more[i].language;
        if (!cut_pair(x, cell->more[i].text, &lefts[count].text, &rights[count].text)) {
            return false;
        }
        count++;
    }
    left->more = lefts;
    left->more_count = count;
    if (right->more_count == 0) {
        right->more = rights;
        right->more_count = count;
    }
    return lefts && rights;
}

static bool take_pairs(exact *x)
{
    jb_draft_question *question = &x->question;
    for (uint32_t i = 0; i < x->item->option_count; i++) {
        jb_slice left;
        jb_slice right;
        const jb_item_text *cell = &x->item->options[i];
        if (!cut_pair(x, cell->text, &left, &right)) {
            return false;
        }
        uint32_t target = target_of(x, right);
        jb_draft_text shown = { .text = left };
        if (!take_more(x, cell, &shown, &question->targets[target].text)) {
            return false;
        }
        if (left.size > 0) {
            question->pairs[question->option_count] = (uint8_t)target;
            question->options[question->option_count++].text = shown;
        }
    }
    return question->option_count >= 2 && question->target_count >= 2;
}

/* ---- typed answers ---- */

static jb_draft_accept *room_for_accepts(exact *x, jb_slice text)
{
    size_t count = 1;
    for (size_t i = 0; i < text.size; i++) {
        count += text.bytes[i] == ';' || text.bytes[i] == '|';
    }
    jb_draft_accept *accepts =
        count <= ACCEPTS_MAX ? jb_memory_take(&x->memory, count, sizeof *accepts) : NULL;
    x->question.accepts = accepts;
    return accepts;
}

/* "3.142;3.14" and, for each or for all, "0.0005;0". */
static bool take_numbers(exact *x)
{
    jb_slice values = trim(x->item->answer.text);
    jb_slice tolerances = trim(x->item->tolerance.text);
    jb_slice part;
    jb_draft_accept *accepts = room_for_accepts(x, values);
    bool more = true;
    while (accepts && more) {
        more = cut_at(values, ";", &part, &values);
        jb_draft_accept *accept = &accepts[x->question.accept_count++];
        accept->text = trim(part);
        if (cut_at(tolerances, ";", &part, &tolerances) || part.size > 0) {
            accept->tolerance = trim(part);
        }
        if (accept->text.size == 0) {
            return false;
        }
    }
    return accepts != NULL;
}

/* "a;b|c": blanks and their forms. */
static bool take_forms(exact *x)
{
    jb_slice blanks = trim(x->item->answer.text);
    jb_slice forms;
    jb_slice form;
    jb_draft_accept *accepts = room_for_accepts(x, blanks);
    bool more = true;
    for (uint8_t blank = 0; accepts && more; blank++) {
        more = cut_at(blanks, "|", &forms, &blanks);
        for (bool again = true; again;) {
            again = cut_at(forms, ";", &form, &forms);
            jb_draft_accept *accept = &accepts[x->question.accept_count++];
            accept->text = plain(x, form);
            accept->blank = blank;
            if (accept->text.size == 0 || blank >= JB_BLANKS_MAX) {
                return false;
            }
        }
    }
    return accepts != NULL;
}

/* ---- what stands beside ---- */

/* A number of so many places; *has tells whether there is one. False: it is none. */
static bool take_number(const jb_item_text *cell, int places, int64_t *value, bool *has)
{
    jb_slice text = trim(cell->text);
    *has = text.size > 0;
    return !*has || (jb_decimal_parse(text, places, value) == JB_OK && *value >= 0);
}

static bool take_settings(exact *x)
{
    int64_t points = 0;
    int64_t time = 0;
    int64_t difficulty = 0;
    jb_draft_question *question = &x->question;
    bool good = take_number(&x->item->points, 2, &points, &question->has_points) &&
                take_number(&x->item->time_s, 3, &time, &question->has_time) &&
                take_number(&x->item->difficulty, 0, &difficulty, &question->has_difficulty) &&
                points <= JB_POINTS_MAX && time <= (int64_t)JB_SECONDS_MAX * 1000 &&
                difficulty <= 5;
    question->points = (double)points / JB_POINTS_UNIT;
    question->time_ms = good ? (uint32_t)time : 0;
    question->difficulty = good ? (uint8_t)difficulty : 0;
    return good;
}

static bool take_keep_order(exact *x)
{
    uint8_t letters[JB_OPTIONS_MAX];
    uint32_t count = 0;
    jb_slice text = trim(x->item->keep_order.text);
    uint32_t options = x->question.option_count;
    if (text.size == 0) {
        return true;
    }
    if (is(text, "all") || is(text, "全部")) {
        x->question.keep_order = true;
        return true;
    }
    if ((is(text, "last") || is(text, "末项")) && options > 0) {
        x->question.options[options - 1].fixed = true;
        return true;
    }
    if (!take_letters(x, text, letters, &count)) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        x->question.options[letters[i]].fixed = true;
    }
    return true;
}

static bool take_tags(exact *x)
{
    jb_slice rest = trim(x->item->tags.text);
    jb_slice part;
    jb_slice *tags = jb_memory_take(&x->memory, TAGS_MAX, sizeof *tags);
    bool more = rest.size > 0;
    while (tags && more && x->question.tag_count < TAGS_MAX) {
        more = cut_at(rest, ";", &part, &rest);
        tags[x->question.tag_count++] = plain(x, part);
    }
    x->question.tags = tags;
    return tags && !more;
}

static void take_texts(exact *x)
{
    jb_slice source = trim(x->item->source.text);
    bool url = (source.size > 7 && memcmp(source.bytes, "http://", 7) == 0) ||
               (source.size > 8 && memcmp(source.bytes, "https://", 8) == 0);
    x->question.where = x->item->where;
    x->question.id = trim(x->item->id);
    x->question.stem = text_of(&x->item->stem);
    x->question.explanation = text_of(&x->item->explanation);
    x->question.category = x->item->category.text;
    x->question.media = x->item->media;
    x->question.media_count = x->item->media_count;
    x->question.url = url ? source : jb_slice_of("");
    x->question.citation = url ? jb_slice_of("") : source;
}

static bool take_answer(exact *x)
{
    switch (x->question.kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_MULTIPLE:
        return take_choice(x);
    case JB_KIND_TRUEFALSE: {
        int truth = jb_truth_word(trim(x->item->answer.text));
        x->question.truth = truth == 1;
        return truth >= 0;
    }
    case JB_KIND_NUMERIC:
        return take_numbers(x);
    case JB_KIND_TEXT:
        return take_forms(x);
    case JB_KIND_ORDERING:
        return take_order(x);
    case JB_KIND_MATCHING:
        return take_pairs(x);
    case JB_KIND_COUNT:
        break;
    }
    return false;
}

bool jb_item_exact(jb_draft *draft, const jb_item *item)
{
    exact x = { .item = item };
    jb_type_word type = jb_type_word_of(trim(item->type.text));
    bool good = type.known && type.supported && !type.choice && trim(item->stem.text).size > 0;
    x.question.kind = type.kind;
    good = good && take_answer(&x) && take_settings(&x) && take_keep_order(&x) && take_tags(&x);
    if (good) {
        take_texts(&x);
        jb_draft_add(draft, &x.question);
    }
    jb_memory_finish(&x.memory);
    return good;
}
