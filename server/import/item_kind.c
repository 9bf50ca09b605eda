/* A question of each kind with options, of an item whose kind is known. */
#include "item_internal.h"

#include <stdio.h>
#include <string.h>

#include "jinbang/text.h"

/* ---- options ---- */

static bool has(jb_slice text, const char *part)
{
    size_t size = strlen(part);
    for (size_t i = 0; i + size <= text.size; i++) {
        if (memcmp(text.bytes + i, part, size) == 0) {
            return true;
        }
    }
    return false;
}

static bool starts(jb_slice text, const char *part)
{
    size_t size = strlen(part);
    return text.size >= size && memcmp(text.bytes, part, size) == 0;
}

/* "All of the above": means the options before it, so it stays last. */
static bool is_closing(jb_slice folded)
{
    static const char *const begin[] = {
        "以上",       "上述",          "都对",         "都不对",    "都是",
        "都不是",     "全部",          "全对",         "前三项",    "all of the",
        "none of",    "all the above", "all of these", "all above", "all are",
        "none above", "neither of",    "both of the",  "任何一项都"
    };
    for (size_t i = 0; i < sizeof begin / sizeof begin[0]; i++) {
        if (starts(folded, begin[i])) {
            return true;
        }
    }
    return has(folded, "of the above");
}

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

/* The size of "和", "、", "and " ... at the beginning; 0: none. */
static size_t joins(jb_slice text)
{
    static const char *const joiners[] = { "和", "与", "及",   "、",  ",",
                                           "&",  "+",  "and ", "or ", "或" };
    for (size_t i = 0; i < sizeof joiners / sizeof joiners[0]; i++) {
        if (starts(text, joiners[i])) {
            return strlen(joiners[i]);
        }
    }
    return 0;
}

/* "A和B", "both A and C": names other options by letters of this question. */
static bool names_letters(jb_slice folded, uint32_t count)
{
    for (size_t i = 0; i < folded.size; i++) {
        char c = folded.bytes[i];
        bool alone = is_letter(c) && (i == 0 || !is_letter(folded.bytes[i - 1])) &&
                     (i + 1 < folded.size && !is_letter(folded.bytes[i + 1]));
        if (!alone || (uint32_t)(c - 'a') >= count) {
            continue;
        }
        jb_slice rest = jb_slice_trim((jb_slice){ folded.bytes + i + 1, folded.size - i - 1 });
        size_t joiner = joins(rest);
        rest = jb_slice_trim((jb_slice){ rest.bytes + joiner, rest.size - joiner });
        bool other = joiner > 0 && rest.size > 0 && is_letter(rest.bytes[0]) &&
                     (uint32_t)(rest.bytes[0] - 'a') < count && rest.bytes[0] != c &&
                     (rest.size == 1 || !is_letter(rest.bytes[1]));
        if (other) {
            return true;
        }
    }
    return false;
}

/* Takes the options that are there into the question, without holes. */
static void take_options(jb_making *making)
{
    jb_draft_question *question = &making->question;
    for (uint32_t i = 0; i < making->option_count; i++) {
        if (!jb_making_has(making, i)) {
            continue;
        }
        jb_draft_option *option = &question->options[question->option_count];
        making->place[i] = (uint8_t)question->option_count++;
        option->text = (jb_draft_text){ .text = making->options[i],
                                        .more = making->item->options[i].more,
                                        .more_count = making->item->options[i].more_count };
        option->medium = making->item->option_media[i];
    }
}

void jb_item_keep_places(jb_draft *draft, jb_draft_question *question)
{
    jb_buffer folded;
    jb_buffer_init(&folded, 0);
    uint32_t count = question->option_count > JB_OPTIONS_MAX ? 0 : question->option_count;
    for (uint32_t i = 0; i < count; i++) {
        jb_buffer_clear(&folded);
        if (jb_text_fold(question->options[i].text.text, &folded) == JB_ERR_MEMORY) {
            jb_draft_fail(draft);
        } else if (names_letters(jb_buffer_slice(&folded), count)) {
            question->keep_order = true;
        } else if (i + 1 == count && is_closing(jb_buffer_slice(&folded))) {
            question->options[i].fixed = true;
        }
    }
    jb_buffer_finish(&folded);
}

/* ---- what an answer names ---- */

static bool fail_named(jb_making *making, jb_named named, const jb_names *names)
{
    jb_slice answer = making->answer;
    if (named == JB_NAMED_MISSING) {
        jb_answer_error(
            making, "unknown_option",
            "The answer is \"%.*s\", but option %c is not there or is empty. Fill it in "
            "or correct the answer.",
            answer.size > 60 ? 60 : (int)answer.size, answer.bytes, names->missing);
    } else {
        jb_answer_error(
            making, "unknown_option",
            "The answer \"%.*s\" is none of the options. Write the letter of an option.",
            answer.size > 90 ? 90 : (int)answer.size, answer.bytes);
    }
    return false;
}

static bool fail_empty(jb_making *making)
{
    jb_answer_error(making, "no_answer", "There is no answer. Write it down.");
    return false;
}

static bool enough_options(jb_making *making)
{
    if (making->filled >= 2) {
        return true;
    }
    jb_draft_error(making->draft, making->item->where, making->stem, "too_few_options",
                   making->filled == 0 ? "The question has no options; it needs at least two."
                                       : "The question has one option; it needs at least two.");
    return false;
}

/* Options that say of themselves that they are right. */
static void take_marked(const jb_making *making, jb_names *names)
{
    for (uint32_t i = 0; i < making->option_count; i++) {
        if ((making->marked & 1U << i) != 0) {
            names->options[names->count++] = (uint8_t)i;
        }
    }
}

bool jb_make_choice(jb_making *making)
{
    jb_names names = { .count = 0 };
    if (!enough_options(making)) {
        return false;
    }
    if (making->answer.size > 0) {
        jb_named named = jb_read_names(making, making->answer, &names);
        if (named != JB_NAMED_FINE) {
            return fail_named(making, named, &names);
        }
    } else {
        take_marked(making, &names);
    }
    if (names.count == 0) {
        return fail_empty(making);
    }
    bool open = making->type.choice || !making->type.known;
    jb_kind kind = open ? names.count > 1 ? JB_KIND_MULTIPLE : JB_KIND_SINGLE : making->type.kind;
    if (kind == JB_KIND_SINGLE && names.count > 1) {
        jb_answer_error(making, "too_many_answers",
                        "A question with one right answer has %u. Correct the answer, or the type.",
                        names.count);
        return false;
    }
    making->question.kind = kind;
    take_options(making);
    for (uint32_t i = 0; i < names.count; i++) {
        making->question.options[making->place[names.options[i]]].right = true;
    }
    jb_item_keep_places(making->draft, &making->question);
    return true;
}

bool jb_make_truth(jb_making *making)
{
    if (making->answer.size == 0) {
        return fail_empty(making);
    }
    int truth = jb_read_truth(making);
    making->question.kind = JB_KIND_TRUEFALSE;
    making->question.truth = truth == 1;
    return truth >= 0;
}

/* ---- ordering ---- */

bool jb_make_ordering(jb_making *making)
{
    jb_names names;
    if (!enough_options(making)) {
        return false;
    }
    if (making->answer.size == 0) {
        return fail_empty(making);
    }
    jb_named named = jb_read_names(making, making->answer, &names);
    if (named != JB_NAMED_FINE) {
        return fail_named(making, named, &names);
    }
    if (names.count != making->filled) {
        jb_answer_error(making, "bad_order",
                        "The answer names %u of %u options. Write all of them in the right order, "
                        "as in CAB.",
                        names.count, making->filled);
        return false;
    }
    making->question.kind = JB_KIND_ORDERING;
    take_options(making);
    for (uint32_t i = 0; i < names.count; i++) {
        making->question.order[i] = making->place[names.options[i]];
    }
    return true;
}

/* ---- matching ---- */

/* "left => right". False: there is no arrow. */
static bool split_pair(jb_slice text, jb_slice *left, jb_slice *right)
{
    static const char *const arrows[] = { "==>", "=>", "-->", "->", "→", "＝＞", "——" };
    for (size_t i = 0; i < sizeof arrows / sizeof arrows[0]; i++) {
        size_t size = strlen(arrows[i]);
        for (size_t at = 0; at + size <= text.size; at++) {
            if (memcmp(text.bytes + at, arrows[i], size) == 0) {
                *left = jb_slice_trim((jb_slice){ text.bytes, at });
                *right = jb_slice_trim((jb_slice){ text.bytes + at + size, text.size - at - size });
                return true;
            }
        }
    }
    return false;
}

bool jb_has_pairs(const jb_making *making)
{
    jb_slice left;
    jb_slice right;
    uint32_t pairs = 0;
    for (uint32_t i = 0; i < making->option_count; i++) {
        pairs += split_pair(making->options[i], &left, &right);
    }
    return pairs >= 2 && pairs == making->filled;
}

/* The target with this text, made if it is new. */
static uint8_t target_of(jb_draft_question *question, jb_slice text)
{
    for (uint32_t i = 0; i < question->target_count; i++) {
        if (jb_slice_equal(question->targets[i].text.text, text)) {
            return (uint8_t)i;
        }
    }
    question->targets[question->target_count].text.text = text;
    return (uint8_t)question->target_count++;
}

/* The right side in the further languages is not kept apart: those of a pair are "left => right",
 * too. */
static bool take_more(jb_making *making, uint32_t option, jb_draft_text *left, jb_draft_text *right)
{
    const jb_item_text *text = &making->item->options[option];
    if (text->more_count == 0) {
        return true;
    }
    jb_draft_tagged *lefts = jb_making_take(making, text->more_count, sizeof *lefts);
    jb_draft_tagged *rights = jb_making_take(making, text->more_count, sizeof *rights);
    for (uint32_t i = 0; lefts && rights && i < text->more_count; i++) {
        lefts[i].language = text->more[i].language;
        rights[i].language = text->more[i].language;
        if (!split_pair(text->more[i].text, &lefts[i].text, &rights[i].text)) {
            return text->more[i].text.size == 0;
        }
    }
    if (!lefts || !rights) {
        return false;
    }
    left->more = lefts;
    left->more_count = text->more_count;
    right->more = rights;
    right->more_count = text->more_count;
    return true;
}

static bool fail_pair(jb_making *making, uint32_t option)
{
    jb_draft_error(making->draft, making->item->options[option].where, making->stem, "bad_pair",
                   "Option %c is no pair. Write both sides with an arrow between them, as in "
                   "\"Japan => Tokyo\".",
                   (char)('A' + option));
    return false;
}

bool jb_make_matching(jb_making *making)
{
    jb_draft_question *question = &making->question;
    if (!enough_options(making)) {
        return false;
    }
    for (uint32_t i = 0; i < making->option_count; i++) {
        jb_slice left;
        jb_slice right;
        jb_draft_text more = { .more_count = 0 };
        if (!jb_making_has(making, i)) {
            continue;
        }
        if (!split_pair(making->options[i], &left, &right) || right.size == 0) {
            return fail_pair(making, i);
        }
        jb_draft_option *option = &question->options[question->option_count];
        uint8_t target = target_of(question, right);
        if (!take_more(making, i, &option->text, &more)) {
            return fail_pair(making, i);
        }
        if (more.more_count > 0) {
            question->targets[target].text.more = more.more;
            question->targets[target].text.more_count = more.more_count;
        }
        if (left.size > 0) { /* without a left side it only distracts */
            option->text.text = left;
            question->pairs[question->option_count++] = target;
        }
    }
    question->kind = JB_KIND_MATCHING;
    return true;
}
