/*
 * Gathers lines into questions. A line begins a question, an option or a key, or it continues what
 * is before it; numbers are only hints. Where a line could be either, the lines that come are
 * looked at: text is followed by options or an answer if it is a question.
 */
#include "chinese_internal.h"

#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"

enum {
    FIRST = 64,
    AHEAD_LINES = 14,       /* that are looked at to see whether a question begins */
    LINE_QUESTIONS_MAX = 2, /* that one line begins */
    JUMP_MAX = 300,         /* numbers that may be left out between two questions */
    EXPLAINS_MIN = 24       /* bytes of a line that can be an explanation that does not say so */
};

void *jb_cn_more(cn_reader *reader, void *items, uint32_t count, size_t *capacity, size_t size)
{
    if (count < *capacity) {
        return items;
    }
    size_t wanted = *capacity == 0 ? FIRST : *capacity * 2;
    void *more = realloc(items, wanted * size);
    if (!more) {
        reader->failed = true;
        return NULL;
    }
    *capacity = wanted;
    return more;
}

static cn_question *now(cn_reader *reader)
{
    JB_ASSERT(reader->question_count > 0);
    return &reader->questions[reader->question_count - 1];
}

static uint32_t letters_of(const cn_question *question)
{
    uint32_t count = 0;
    for (uint32_t bits = question->letters; bits != 0; bits &= bits - 1) {
        count++;
    }
    return count;
}

bool jb_cn_closed(cn_reader *reader)
{
    const cn_question *question = now(reader);
    return question->answered || reader->stem_answered || letters_of(question) >= 2 ||
           question->truth;
}

static bool after_blank(const cn_reader *reader, uint32_t index)
{
    return reader->lines.items[index].after_blank && !reader->lines.spaced;
}

/* ---- questions ---- */

void jb_cn_begin(cn_reader *reader, uint32_t index, uint32_t number)
{
    JB_ASSERT(reader->question_count < CN_QUESTIONS_MAX); /* the walk over the lines sees to it */
    cn_question *questions = jb_cn_more(reader, reader->questions, reader->question_count,
                                        &reader->question_capacity, sizeof *questions);
    if (!questions) {
        return;
    }
    reader->questions = questions;
    if (number > 0 && number <= reader->last_number &&
        (number == 1 || number + 1 < reader->last_number)) {
        reader->group++;
    }
    reader->last_number = number > 0 ? number : reader->last_number;
    questions[reader->question_count++] = (cn_question){ .first = reader->fragment_count,
                                                         .line = reader->lines.items[index].number,
                                                         .number = number,
                                                         .section = reader->section,
                                                         .category = reader->category,
                                                         .group = reader->group };
    reader->open = true;
    reader->role = CN_STEM;
    reader->next_letter = 0;
    reader->waiting = false;
    reader->done = false;
    reader->stem_answered = false;
    reader->needs_stem = true;
    reader->tail = 0;
}

void jb_cn_stray(cn_reader *reader, uint32_t index)
{
    if (reader->question_count > 0) {
        reader->stray_line = reader->stray == 0 ? index : reader->stray_line;
        reader->stray++;
    }
}

/* ---- looking ahead ---- */

/* Does the text of a line itself hold options or an answer? */
static bool speaks(cn_reader *reader, uint32_t index)
{
    cn_key key;
    cn_option first = { .letter = 0 };
    cn_option second = { .letter = 1 };
    if (!jb_cn_view_set(&reader->ahead, &reader->lines, index)) {
        reader->failed = true;
        return false;
    }
    const char *text = jb_buffer_text(&reader->ahead.plain);
    size_t size = reader->ahead.plain.size;
    size_t a = jb_cn_find_label(text, 0, size, &first, false);
    if (a < size && jb_cn_find_label(text, a + 1, size, &second, false) < size) {
        return true;
    }
    return jb_cn_answered(text) ||
           (jb_cn_key_within(text, 0, false, &key) && key.role == CN_ANSWER);
}

/* Do options or an answer come before anything else begins? */
static bool starts_block(cn_reader *reader, uint32_t index)
{
    const cn_lines *lines = &reader->lines;
    uint32_t end = index + AHEAD_LINES < lines->count ? index + AHEAD_LINES : lines->count;
    if (speaks(reader, index)) {
        return true;
    }
    for (uint32_t i = index + 1; i < end; i++) {
        const cn_line *line = &lines->items[i];
        bool gap = after_blank(reader, i) && i > index + 1;
        switch ((cn_kind)line->kind) {
        case CN_LINE_OPTION:
            if (line->value == 0) {
                return true;
            }
            break;
        case CN_LINE_KEY:
            if (line->value == CN_ANSWER || line->value == CN_IGNORED) {
                return true;
            }
            if (line->value == CN_STEM || line->value == CN_TYPE) {
                return false;
            }
            break;
        case CN_LINE_NUMBER:
            if (line->style != CN_STYLE_CIRCLED && line->style != CN_STYLE_BARE &&
                line->style != CN_STYLE_BRACKET) {
                return false;
            }
            break;
        case CN_LINE_SECTION:
        case CN_LINE_CHAPTER:
        case CN_LINE_HEADING:
        case CN_LINE_RULE:
        case CN_LINE_LIST:
            return false;
        case CN_LINE_TEXT:
            if (gap) {
                return false;
            }
            break;
        case CN_LINE_FENCE:
        case CN_LINE_PAGE:
        case CN_LINE_REPEATED:
            break;
        }
    }
    return false;
}

/* ---- numbers ---- */

/* A number where nothing is open. */
static bool starts_first(cn_reader *reader, uint32_t index, const cn_number *number)
{
    uint32_t expected = reader->last_number + 1;
    switch (number->style) {
    case CN_STYLE_NONE:
        return false;
    case CN_STYLE_BARE:
        return (number->value == expected || number->value == 1) && starts_block(reader, index);
    case CN_STYLE_CIRCLED:
        return reader->style == CN_STYLE_CIRCLED || number->value == expected;
    case CN_STYLE_PLAIN:
        return !number->decimal || number->value == expected || starts_block(reader, index);
    case CN_STYLE_BRACKET:
    case CN_STYLE_WORD:
    case CN_STYLE_TYPE:
        return true;
    }
    return false;
}

/* A number behind a stem that has neither options nor an answer yet: another question, or a
 * statement of this one. */
static bool starts_after_stem(cn_reader *reader, uint32_t index, const cn_number *number)
{
    uint32_t expected = reader->last_number + 1;
    bool blank = after_blank(reader, index);
    if (number->style != reader->style) {
        return blank && reader->style == CN_STYLE_NONE && starts_block(reader, index);
    }
    if (number->value >= expected) {
        return number->value <= expected + JUMP_MAX;
    }
    return blank && starts_block(reader, index);
}

static bool starts_question(cn_reader *reader, uint32_t index, const cn_number *number)
{
    uint32_t expected = reader->last_number + 1;
    bool same = number->style == reader->style;
    if (!reader->open) {
        return starts_first(reader, index, number);
    }
    if (number->style == CN_STYLE_TYPE || (reader->needs_stem && now(reader)->number == 0)) {
        return true;
    }
    if (reader->needs_stem || (number->decimal && number->value != expected)) {
        return false;
    }
    if (number->style == CN_STYLE_BARE) {
        return jb_cn_closed(reader) && number->value == expected && starts_block(reader, index);
    }
    if (number->style == CN_STYLE_CIRCLED && !same) {
        return false;
    }
    if (!jb_cn_closed(reader)) {
        return starts_after_stem(reader, index, number);
    }
    bool talking = reader->role == CN_EXPLANATION || (reader->role == CN_ANSWER && !reader->done);
    bool near = number->value >= expected && number->value <= expected + JUMP_MAX;
    bool explains = reader->role == CN_EXPLANATION; /* which may hold numbers itself */
    if (same && ((number->value == expected && !explains) || (!talking && near))) {
        return true;
    }
    return starts_block(reader, index);
}

static void take_number(cn_reader *reader, uint32_t index, const cn_number *number)
{
    size_t lead = reader->view.lead;
    bool reuse = reader->open && reader->needs_stem && now(reader)->number == 0;
    if (reuse) {
        now(reader)->number = number->value;
        reader->last_number = number->value > 0 ? number->value : reader->last_number;
    } else {
        jb_cn_begin(reader, index, number->value);
    }
    if (reader->failed) {
        return;
    }
    reader->style = number->style != CN_STYLE_TYPE ? number->style : reader->style;
    if (number->type_to > number->type_from) {
        jb_cn_add_fragment(reader, lead + number->type_from, lead + number->type_to, CN_TYPE);
    }
    if (number->answer_to > number->answer_from) {
        jb_cn_add_fragment(reader, lead + number->answer_from, lead + number->answer_to, CN_ANSWER);
        now(reader)->answered = true;
    }
    reader->role = CN_STEM;
    if (number->opener > 0) {
        const char *text = jb_buffer_text(&reader->view.plain) + lead + number->opener;
        jb_cn_add_fragment(reader, lead + number->opener, lead + number->opener + jb_cn_char(text),
                           CN_STEM);
        jb_cn_take(reader, index, lead + number->end, CN_STEM);
        return;
    }
    jb_cn_take(reader, index, lead + number->end, CN_STEM);
}

/* ---- options ---- */

/* The next line that is not dropped; the count of lines if there is none. */
static uint32_t next_line(const cn_reader *reader, uint32_t index)
{
    const cn_lines *lines = &reader->lines;
    uint32_t next = index + 1;
    while (next < lines->count && (lines->items[next].kind == CN_LINE_REPEATED ||
                                   lines->items[next].kind == CN_LINE_PAGE)) {
        next++;
    }
    return next;
}

/* A weak first label: the second must follow, in this line or at the beginning of the next ones. */
static bool has_second(cn_reader *reader, uint32_t index, const cn_option *option)
{
    const cn_lines *lines = &reader->lines;
    const char *text = jb_buffer_text(&reader->view.plain) + reader->view.lead;
    cn_option second = *option;
    second.letter++;
    size_t size = strlen(text);
    if (jb_cn_find_label(text, option->end, size, &second, false) < size) {
        return true;
    }
    for (uint32_t i = next_line(reader, index), n = 0; i < lines->count && n < 3; n++) {
        if (lines->items[i].kind == CN_LINE_OPTION) {
            return lines->items[i].value == (uint32_t)second.letter;
        }
        if (lines->items[i].kind != CN_LINE_TEXT) {
            return false;
        }
        i = next_line(reader, i);
    }
    return false;
}

/* The lines behind the last option are the stem of a question without a number. */
static void split_tail(cn_reader *reader, uint32_t index)
{
    uint32_t from = reader->tail - 1;
    cn_question *question = now(reader);
    reader->fragment_count = reader->tail_fragment;
    question->count = reader->fragment_count - question->first;
    jb_cn_begin(reader, from, 0);
    for (uint32_t i = from; i < index && !reader->failed; i++) {
        cn_kind kind = (cn_kind)reader->lines.items[i].kind;
        if (kind == CN_LINE_REPEATED || kind == CN_LINE_PAGE) {
            continue;
        }
        reader->failed = !jb_cn_view_set(&reader->view, &reader->lines, i);
        if (!reader->failed) {
            jb_cn_take(reader, i, reader->view.lead, CN_STEM);
        }
    }
    reader->failed = reader->failed || !jb_cn_view_set(&reader->view, &reader->lines, index);
}

static bool take_option(cn_reader *reader, uint32_t index, const cn_option *option)
{
    if (!reader->open || reader->needs_stem) {
        return false;
    }
    cn_question *question = now(reader);
    bool weak = option->strength != CN_STRONG;
    if (option->truth) {
        question->truth = question->letters == 0;
        reader->role = CN_OPTION;
        reader->option = (uint8_t)option->letter;
        return question->truth;
    }
    if (question->answered && reader->next_letter > 0) {
        return false; /* an option behind the answer is none */
    }
    if (option->letter == 0 && reader->next_letter >= 2 && reader->tail > 0 &&
        (!weak || has_second(reader, index, option))) {
        split_tail(reader, index);
    } else if (option->letter == 0 && reader->next_letter == 0) {
        const char *text = jb_buffer_text(&reader->view.plain) + reader->view.lead;
        bool list = option->strength == CN_STRONG && !has_second(reader, index, option) &&
                    text[option->end] >= 'A' && text[option->end] <= 'Z';
        if ((weak && !has_second(reader, index, option)) || list) {
            return false;
        }
    } else if (weak && (option->letter != reader->next_letter ||
                        option->strength > reader->like.strength)) {
        return false;
    }
    if (option->letter > reader->next_letter + 2 || option->letter >= JB_OPTIONS_MAX ||
        (option->letter > reader->next_letter && reader->next_letter == 0)) {
        return false;
    }
    if (reader->next_letter == 0) {
        reader->like = *option;
    }
    jb_cn_take_options(reader, index, reader->view.lead, option);
    reader->tail = 0;
    return true;
}

/* ---- text ---- */

static void keep_tail(cn_reader *reader, uint32_t index)
{
    if (reader->role == CN_OPTION && (reader->tail == 0 || after_blank(reader, index))) {
        reader->tail = index + 1;
        reader->tail_fragment = reader->fragment_count;
        reader->apart = true;
    }
}

/* Text behind an answer that is whole. */
static void take_behind(cn_reader *reader, uint32_t index)
{
    size_t size = reader->view.plain.size - reader->view.lead;
    if (starts_block(reader, index)) {
        jb_cn_begin(reader, index, 0);
        if (!reader->failed) {
            jb_cn_take(reader, index, reader->view.lead, CN_STEM);
        }
    } else if (size >= EXPLAINS_MIN) {
        jb_cn_take(reader, index, reader->view.lead, CN_EXPLANATION);
    } else {
        jb_cn_stray(reader, index);
    }
}

void jb_cn_take_text(cn_reader *reader, uint32_t index)
{
    size_t lead = reader->view.lead;
    bool blank = after_blank(reader, index);
    if (reader->question_count > 0 && jb_cn_list_in_line(reader)) {
        return;
    }
    if (!reader->open) {
        if (!starts_block(reader, index)) {
            jb_cn_stray(reader, index);
            return;
        }
        jb_cn_begin(reader, index, 0);
    } else if (!reader->needs_stem && !reader->waiting) {
        bool talk = reader->role == CN_EXPLANATION;
        bool options = reader->role == CN_OPTION && now(reader)->letters != 0;
        const cn_line *before = index > 0 ? &reader->lines.items[index - 1] : NULL;
        bool key = before && before->kind == CN_LINE_KEY && before->alone;
        if (key && reader->role > CN_EXPLANATION && reader->role != CN_IGNORED) {
            jb_cn_take(reader, index, 0, reader->role); /* what the key in the line above is */
            return;
        }
        if ((reader->role == CN_ANSWER && reader->done) || reader->role > CN_EXPLANATION) {
            take_behind(reader, index);
            return;
        }
        if ((blank && (talk || options || reader->role == CN_ANSWER) &&
             starts_block(reader, index)) ||
            (reader->role == CN_STEM && reader->stem_answered &&
             (speaks(reader, index) || (blank && starts_block(reader, index))))) {
            jb_cn_begin(reader, index, 0);
        } else if (reader->role == CN_OPTION) {
            keep_tail(reader, index);
        }
    }
    if (!reader->failed) {
        jb_cn_take(reader, index, reader->role == CN_STEM ? lead : 0, reader->role);
    }
}

/* ---- lines ---- */

/* A mark that is one only if it fits. */
static bool take_mark(cn_reader *reader, uint32_t index)
{
    const char *text = jb_buffer_text(&reader->view.plain) + reader->view.lead;
    cn_number number;
    cn_option option;
    cn_kind kind = (cn_kind)reader->lines.items[index].kind;
    if (kind == CN_LINE_OPTION && jb_cn_option(text, &option)) {
        return take_option(reader, index, &option);
    }
    if (kind == CN_LINE_NUMBER && jb_cn_number(text, &number) &&
        starts_question(reader, index, &number)) {
        take_number(reader, index, &number);
        return true;
    }
    return false;
}

/* Behind a key without a value: is the line another question, so that the answer is missing? */
static bool leaves_out(cn_reader *reader, uint32_t index)
{
    const cn_lines *lines = &reader->lines;
    const cn_line *line = &lines->items[index];
    if (line->kind == CN_LINE_NUMBER) {
        return (cn_style)line->style == reader->style && starts_block(reader, index);
    }
    return line->kind == CN_LINE_TEXT && after_blank(reader, index) && index + 1 < lines->count &&
           !lines->items[index + 1].after_blank && starts_block(reader, index);
}

static void take_line(cn_reader *reader, uint32_t index)
{
    cn_key key;
    cn_kind kind = (cn_kind)reader->lines.items[index].kind;
    bool value = kind == CN_LINE_TEXT || kind == CN_LINE_OPTION || kind == CN_LINE_NUMBER;
    if (reader->open && reader->waiting && value && leaves_out(reader, index)) {
        reader->waiting = false;
    }
    if (reader->open && reader->waiting && value) {
        jb_cn_take(reader, index, reader->view.lead, CN_ANSWER);
        return;
    }
    switch (kind) {
    case CN_LINE_NUMBER:
    case CN_LINE_OPTION:
        if (!take_mark(reader, index)) {
            jb_cn_take_text(reader, index);
        }
        break;
    case CN_LINE_TEXT:
        jb_cn_take_text(reader, index);
        break;
    case CN_LINE_KEY:
        if (jb_cn_key_at(jb_buffer_text(&reader->view.plain) + reader->view.lead, &key)) {
            jb_cn_take_key(reader, index, &key);
        }
        break;
    case CN_LINE_LIST:
        jb_cn_take_list(reader, index);
        break;
    case CN_LINE_SECTION:
        jb_cn_take_section(reader);
        break;
    case CN_LINE_CHAPTER:
        jb_cn_take_chapter(reader, index);
        break;
    case CN_LINE_HEADING:
        jb_cn_take_heading(reader, index);
        break;
    case CN_LINE_RULE:
        reader->open = reader->open && !jb_cn_closed(reader);
        break;
    case CN_LINE_FENCE:
        if (reader->open) {
            jb_cn_add_code(reader);
        }
        break;
    case CN_LINE_PAGE:
    case CN_LINE_REPEATED:
        break;
    }
}

static void say_full(cn_reader *reader, uint32_t index)
{
    if (reader->draft) {
        jb_draft_error(reader->draft, (jb_where){ .line = reader->lines.items[index].number },
                       jb_slice_of(""), "too_many_questions",
                       "There are more questions than a bank holds; the rest is left out. Split "
                       "the file.");
    }
}

bool jb_cn_read(cn_reader *reader, jb_slice text)
{
    jb_buffer_init(&reader->names, 0);
    jb_buffer_init(&reader->path, 0);
    jb_cn_view_init(&reader->view);
    jb_cn_view_init(&reader->ahead);
    reader->failed = !jb_cn_lines_read(&reader->lines, text, reader->draft);
    for (uint32_t i = 0; i < reader->lines.count && !reader->failed; i++) {
        if (reader->question_count + LINE_QUESTIONS_MAX > CN_QUESTIONS_MAX) {
            say_full(reader, i);
            break;
        }
        reader->failed = !jb_cn_view_set(&reader->view, &reader->lines, i);
        if (!reader->failed && reader->in_list) {
            reader->in_list = jb_cn_list_line(reader, i);
            if (reader->in_list) {
                continue;
            }
            reader->open = false;
        }
        if (!reader->failed) {
            take_line(reader, i);
        }
    }
    if (!reader->failed) {
        jb_cn_list_match(reader);
    }
    return !reader->failed;
}

void jb_cn_finish(cn_reader *reader)
{
    free(reader->fragments);
    free(reader->questions);
    free(reader->sections);
    free(reader->entries);
    free(reader->lists);
    free(reader->categories);
    jb_buffer_finish(&reader->names);
    jb_buffer_finish(&reader->path);
    jb_cn_view_finish(&reader->view);
    jb_cn_view_finish(&reader->ahead);
    jb_cn_lines_finish(&reader->lines);
}
