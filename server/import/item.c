/*
 * Decides what an item is. First its parts are made plain: the mark of a kind and the answer leave
 * the stem, labels leave the options. Then its kind: what the type word says, else what the options
 * and the answer say. Then the question of that kind is made (item_kind.c, item_text.c), or it is
 * said why not.
 */
#include "item_internal.h"

#include <string.h>

enum {
    GLUED_MIN = 2
};

/* ---- parts ---- */

/* Bytes that live as long as the making. */
static jb_slice keep(jb_making *making, const jb_buffer *text)
{
    char *copy = text->size > 0 ? jb_making_take(making, text->size, 1) : NULL;
    if (!copy) {
        return jb_slice_of("");
    }
    memcpy(copy, text->bytes, text->size);
    return (jb_slice){ copy, text->size };
}

/* "甲（正确答案）": an option that says of itself that it is right. */
static bool cut_mark(jb_slice *option)
{
    static const char *const marks[] = {
        "（正确答案）", "(正确答案)", "【正确答案】", "[正确答案]",
        "（正确）",     "(正确)",     "(correct)",    "[correct]"
    };
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        size_t size = strlen(marks[i]);
        if (option->size > size &&
            memcmp(option->bytes + option->size - size, marks[i], size) == 0) {
            option->size -= size;
            *option = jb_slice_trim(*option);
            return true;
        }
    }
    return false;
}

static void take_parts(jb_making *making, const jb_slice *parts, uint32_t count)
{
    making->option_count = count;
    for (uint32_t i = 0; i < count; i++) {
        making->options[i] = parts[i];
    }
}

/* All options carry the letter of their place, so it is a label. "A型血" is text: where letters are
 * glued to the text, what is left must differ. */
static void strip_labels(jb_making *making, bool glued)
{
    jb_slice rest[JB_OPTIONS_MAX];
    uint32_t count = 0;
    bool differ = false;
    const jb_slice *last = NULL;
    for (uint32_t i = 0; i < making->option_count; i++) {
        rest[i] = making->options[i];
        if (making->options[i].size == 0) {
            continue;
        }
        int label = glued ? jb_option_label_glued(making->options[i], &rest[i])
                          : jb_option_label(making->options[i], &rest[i]);
        if (label != (int)i) {
            return;
        }
        rest[i] = jb_slice_trim(rest[i]);
        differ = differ || (last && !jb_slice_equal(*last, rest[i]));
        last = &rest[i];
        count++;
    }
    if (count >= GLUED_MIN && (differ || !glued)) {
        take_parts(making, rest, making->option_count);
    }
}

/* "对/错", "Y|N": both options of a truth in one cell. */
static void split_truth(jb_making *making)
{
    if (making->filled != 1 || making->options[0].size == 0) {
        return;
    }
    jb_slice text = making->options[0];
    for (size_t i = 1; i + 1 < text.size; i++) {
        if (text.bytes[i] != '/' && text.bytes[i] != '|') {
            continue;
        }
        const jb_slice parts[2] = { jb_slice_trim((jb_slice){ text.bytes, i }),
                                    jb_slice_trim(
                                        (jb_slice){ text.bytes + i + 1, text.size - i - 1 }) };
        if (jb_truth_word(parts[0]) >= 0 && jb_truth_word(parts[1]) >= 0) {
            take_parts(making, parts, 2);
        }
        return;
    }
}

static void count_filled(jb_making *making)
{
    making->filled = 0;
    for (uint32_t i = 0; i < making->option_count; i++) {
        making->filled += jb_making_has(making, i);
    }
}

static void take_options(jb_making *making)
{
    const jb_item *item = making->item;
    making->option_count = item->option_count;
    for (uint32_t i = 0; i < item->option_count; i++) {
        making->options[i] = jb_slice_trim(item->options[i].text);
        if (cut_mark(&making->options[i])) {
            making->marked |= 1U << i;
        }
    }
    count_filled(making);
    if (!item->labels_stripped) {
        strip_labels(making, false);
        strip_labels(making, true);
    }
    split_truth(making);
    count_filled(making);
}

/* Options that stand in the stem: "Which? A. one B. two". */
static void take_from_stem(jb_making *making)
{
    jb_slice before;
    jb_slice parts[JB_OPTIONS_MAX];
    uint32_t count = making->filled == 0 ? jb_labelled_parts(making->stem, &before, parts) : 0;
    if (count == 0 || before.size == 0) {
        return;
    }
    making->stem = before;
    take_parts(making, parts, count);
    for (uint32_t i = 0; i < count; i++) {
        if (cut_mark(&making->options[i])) {
            making->marked |= 1U << i;
        }
    }
    count_filled(making);
}

/* The mark of a kind at the stem's beginning goes; it says more than a section does. */
static void take_type(jb_making *making)
{
    const jb_item *item = making->item;
    jb_type_word mark;
    jb_slice rest;
    making->type = jb_type_word_of(item->type.text);
    bool weak = !making->type.known || item->section_type;
    if (jb_stem_mark(making->stem, &mark, &rest)) {
        making->stem = rest;
        making->type = weak ? mark : making->type;
    } else if (!making->type.known && jb_stem_mark_last(making->stem, &mark)) {
        making->type = mark;
    }
}

/* ---- the answer in the stem ---- */

/* What is in the stem and in the answer is the same: "D" and "D.", "√" and "对". */
static bool agrees(jb_making *making, jb_slice found)
{
    int truth = jb_truth_word(found);
    if (truth >= 0 && truth == jb_truth_word(making->answer)) {
        return true;
    }
    jb_names a;
    jb_names b;
    jb_slice first = jb_making_fold(making, found);
    jb_slice second = jb_making_fold(making, making->answer);
    if (jb_slice_equal(first, second)) {
        return true;
    }
    return making->filled > 0 && jb_read_names(making, found, &a) == JB_NAMED_FINE &&
           jb_read_names(making, making->answer, &b) == JB_NAMED_FINE && a.count == b.count &&
           memcmp(a.options, b.options, a.count) == 0;
}

static void take_stem_answer(jb_making *making)
{
    jb_buffer blank;
    jb_slice found;
    jb_buffer_init(&blank, 0);
    bool choice = making->type.kind != JB_KIND_TEXT || !making->type.known;
    if (choice && jb_stem_answer(making->stem, &blank, &found)) {
        bool own = making->answer.size == 0 && making->marked == 0;
        if (own) {
            making->answer = found;
            making->answer_where = making->item->stem.where;
        }
        if (own || (making->answer.size > 0 && agrees(making, found))) {
            making->stem = keep(making, &blank);
        }
    } else if (making->answer.size > 0 &&
               jb_stem_blank_text(making->stem, jb_making_fold(making, making->answer), &blank)) {
        making->stem = keep(making, &blank);
    }
    jb_buffer_finish(&blank);
}

/* ---- the kind ---- */

/* Exactly one option says true and one false, and there are no others. */
static bool truth_options(const jb_making *making)
{
    uint32_t trues = 0;
    uint32_t falses = 0;
    jb_truth_options(making, &trues, &falses);
    return making->filled == 2 && trues == 1 && falses == 1;
}

/* "y" and "n" alone are answers, too. */
static bool is_truth(jb_slice answer)
{
    bool letter =
        answer.size == 1 && (answer.bytes[0] | 0x20) != 't' && (answer.bytes[0] | 0x20) != 'f';
    return !letter && jb_truth_word(answer) >= 0;
}

static bool make_open(jb_making *making)
{
    const jb_item *item = making->item;
    bool word = item->type.text.size > 0 && !making->type.known;
    if (truth_options(making)) {
        return jb_make_truth(making);
    }
    if (making->filled > 0) {
        return making->answer.size == 0 && jb_has_pairs(making) ? jb_make_matching(making)
                                                                : jb_make_choice(making);
    }
    if (is_truth(making->answer)) {
        return jb_make_truth(making);
    }
    if (word) {
        jb_draft_error(making->draft, item->type.where, making->stem, "unknown_type",
                       "\"%.*s\" is not known as a kind of question, and without options nothing "
                       "else says it. Write 单选题, 多选题, 判断题, 填空题 or single, multiple, "
                       "truefalse, text.",
                       item->type.text.size > 60 ? 60 : (int)item->type.text.size,
                       item->type.text.bytes);
        return false;
    }
    return jb_only_letters(making, making->answer) ? jb_make_choice(making) : jb_make_text(making);
}

/* The kind is told, but options and answer are those of a choice: a judge question with options of
 * its own, a gap to be filled with one of the options. */
static bool is_choice(jb_making *making)
{
    jb_names names;
    if (making->filled < 2 || making->item->blanks_in_options ||
        (making->type.kind == JB_KIND_TRUEFALSE &&
         (truth_options(making) || jb_truth_word(making->answer) >= 0))) {
        return false;
    }
    return jb_only_letters(making, making->answer) &&
           jb_read_names(making, making->answer, &names) == JB_NAMED_FINE && names.count == 1;
}

static bool make_kind(jb_making *making)
{
    jb_kind kind = making->type.kind;
    bool choice = kind == JB_KIND_SINGLE || kind == JB_KIND_MULTIPLE;
    if (!making->type.known) {
        return make_open(making);
    }
    /* What a section says of its questions is not always true of each. */
    if (choice && making->item->section_type && making->filled == 0 && is_truth(making->answer)) {
        return jb_make_truth(making);
    }
    if ((kind == JB_KIND_TRUEFALSE || kind == JB_KIND_TEXT) && is_choice(making)) {
        making->type = (jb_type_word){ 0 };
        return jb_make_choice(making);
    }
    switch (kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_MULTIPLE:
        return jb_make_choice(making);
    case JB_KIND_TRUEFALSE:
        return jb_make_truth(making);
    case JB_KIND_NUMERIC:
        return jb_make_numeric(making);
    case JB_KIND_TEXT:
        return jb_make_text(making);
    case JB_KIND_ORDERING:
        return jb_make_ordering(making);
    case JB_KIND_MATCHING:
        return jb_make_matching(making);
    case JB_KIND_COUNT:
        break;
    }
    return false;
}

/* ---- all of it ---- */

static void fill(jb_making *making)
{
    const jb_item *item = making->item;
    jb_draft_question *question = &making->question;
    question->where = item->where;
    question->id = jb_slice_trim(item->id);
    question->stem = (jb_draft_text){ .text = making->stem,
                                      .more = item->stem.more,
                                      .more_count = item->stem.more_count };
    question->explanation = (jb_draft_text){ .text = item->explanation.text,
                                             .more = item->explanation.more,
                                             .more_count = item->explanation.more_count };
    question->category = item->category.text;
    question->media = item->media;
    question->media_count = item->media_count;
}

static void say_type(jb_making *making)
{
    const jb_item_text *type = &making->item->type;
    if (jb_slice_trim(type->text).size > 0 && !making->type.known && !making->item->said_type) {
        jb_draft_warn(
            making->draft, type->where, making->stem, "unknown_type",
            "\"%.*s\" is not known as a kind of question; what options and answer say was "
            "taken.",
            type->text.size > 60 ? 60 : (int)type->text.size, type->text.bytes);
    }
}

static bool supported(jb_making *making)
{
    const jb_item *item = making->item;
    if (!making->type.known || making->type.supported) {
        return true;
    }
    jb_slice word = jb_slice_trim(item->type.text);
    jb_draft_unsupported(making->draft, item->where, making->stem, "unsupported_kind",
                         "A question of this kind (%.*s) cannot be played: nobody but a person "
                         "could mark its answers.",
                         word.size > 60 ? 60 : (int)word.size, word.bytes);
    return false;
}

/* Texts that were left out are empty texts. */
static void fill_texts(jb_item *item)
{
    jb_item_text *const texts[] = { &item->type,       &item->stem,   &item->answer,
                                    &item->tolerance,  &item->points, &item->explanation,
                                    &item->time_s,     &item->source, &item->difficulty,
                                    &item->keep_order, &item->tags,   &item->category };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        texts[i]->text.bytes = texts[i]->text.bytes ? texts[i]->text.bytes : "";
    }
    for (uint32_t i = 0; i < JB_OPTIONS_MAX; i++) {
        jb_slice *text = &item->options[i].text;
        text->bytes = text->bytes ? text->bytes : "";
    }
    item->id.bytes = item->id.bytes ? item->id.bytes : "";
}

void jb_item_add(jb_draft *draft, const jb_item *given)
{
    jb_item copy = *given;
    const jb_item *item = &copy;
    fill_texts(&copy);
    jb_making making = { .draft = draft, .item = item };
    making.stem = jb_slice_trim(item->stem.text);
    making.answer = jb_slice_trim(item->answer.text);
    making.answer_where = item->answer.where.line > 0 ? item->answer.where : item->where;
    if (making.stem.size == 0 && item->media_count == 0) {
        jb_draft_error(draft, item->where, making.answer, "empty_stem",
                       "The question has no text. Write it down.");
        return;
    }
    take_options(&making);
    take_type(&making);
    if (jb_making_moved(&making) && jb_difficulty_word(item->difficulty.text) == 0) {
        jb_answer_error(&making, "shifted_row", "The cells of this row have moved.");
    } else if (supported(&making)) {
        bool choice = making.type.kind == JB_KIND_SINGLE || making.type.kind == JB_KIND_MULTIPLE;
        if (making.type.known ? choice : jb_only_letters(&making, making.answer)) {
            take_from_stem(&making);
        }
        take_stem_answer(&making);
        fill(&making);
        if (make_kind(&making)) {
            making.question.stem.text = making.stem;
            jb_make_settings(&making);
            say_type(&making);
            jb_draft_add(draft, &making.question);
        }
    }
    jb_memory_finish(&making.memory);
}
