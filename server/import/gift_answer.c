/*
 * GIFT: what stands between the braces, by kind and in Moodle's order: a number if it begins with
 * #, a choice if there is a ~, pairs if there are = and ->, true or false, else typed text. A text
 * with weight 0 is only there for its feedback and is no answer.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "gift.h"
#include "jinbang/decimal.h"

#include "draft_internal.h"
#include "item.h"

enum {
    PARTS_MAX = 200, /* of one question; further ones are not looked at */
    WEIGHT_SIZE = 16
};

/* "=%50%text#feedback" */
typedef struct part {
    char mark; /* '=', '~', or 0: text before the first mark */
    jb_slice text;
    jb_slice feedback;
    bool has_weight;
    double weight; /* 1 is 100% */
} part;

/* ---- parts ---- */

/* "%-33.333%" at the beginning is taken off. */
static void take_weight(part *piece)
{
    char text[WEIGHT_SIZE];
    jb_slice rest = piece->text;
    size_t end = jb_slice_find(rest, 1, '%');
    if (rest.size == 0 || rest.bytes[0] != '%' || end == rest.size || end < 2 ||
        end - 1 >= WEIGHT_SIZE) {
        return;
    }
    memcpy(text, rest.bytes + 1, end - 1);
    text[end - 1] = '\0';
    if (strspn(text, "-.0123456789") != end - 1) {
        return;
    }
    char *stop = NULL;
    double percent = strtod(text, &stop);
    if (*stop == '\0' && percent >= -100 && percent <= 100) {
        piece->has_weight = true;
        piece->weight = percent / 100;
        piece->text = jb_pieces_trim(jb_slice_part(rest, end + 1, rest.size));
    }
}

static part make_part(char mark, jb_slice text)
{
    part piece = { .mark = mark, .text = jb_pieces_trim(text) };
    take_weight(&piece);
    size_t hash = jb_slice_find(piece.text, 0, '#');
    if (hash < piece.text.size) {
        piece.feedback = jb_pieces_trim(jb_slice_part(piece.text, hash + 1, piece.text.size));
        piece.text = jb_pieces_trim(jb_slice_part(piece.text, 0, hash));
    }
    return piece;
}

static bool is_mark(char c, const char *marks)
{
    return c != '\0' && strchr(marks, c) != NULL;
}

/* Splits before each mark. "~=right" is one part; one before the first mark counts if it is not
 * empty. */
static uint32_t split(jb_gift_reading *reading, jb_slice answers, const char *marks, part **out)
{
    uint32_t count = 0;
    part *parts = jb_pieces_take(&reading->pieces, PARTS_MAX, sizeof *parts);
    size_t from = 0;
    char mark = '\0';
    for (size_t i = 0; parts && i <= answers.size && count < PARTS_MAX; i++) {
        if (i < answers.size && !is_mark(answers.bytes[i], marks)) {
            continue;
        }
        jb_slice text = jb_pieces_trim(jb_slice_part(answers, from, i));
        bool doubled = mark == '~' && text.size == 0 && i < answers.size && answers.bytes[i] == '=';
        if (!doubled && (mark != '\0' || text.size > 0)) {
            parts[count++] = make_part(mark, text);
        }
        mark = i < answers.size ? answers.bytes[i] : '\0';
        from = i + 1;
    }
    *out = parts;
    return count;
}

static jb_slice feedback_of(jb_gift_reading *reading, const part *piece, jb_form form)
{
    return jb_pieces_text(&reading->pieces, jb_gift_decode(reading, piece->feedback, &form), form);
}

/* What is said to an answer becomes the explanation where nothing else is. */
static void explain(jb_gift_reading *reading, const part *piece, jb_form form,
                    jb_draft_question *question)
{
    if (question->explanation.text.size == 0) {
        question->explanation.text = feedback_of(reading, piece, form);
    }
}

/* ---- choice ---- */

/* False: it is empty and no option. */
static bool read_option(jb_gift_reading *reading, const part *piece, jb_form form,
                        jb_draft_option *option)
{
    *option = (jb_draft_option){ 0 };
    jb_form own = form;
    jb_slice text = jb_gift_decode(reading, piece->text, &own);
    jb_pieces_option(&reading->pieces, text, own, option);
    option->feedback.text = feedback_of(reading, piece, form);
    option->has_weight = piece->has_weight && piece->mark != '=';
    option->weight = piece->weight;
    return option->text.text.size > 0 || option->medium != JB_DRAFT_MEDIA_NONE;
}

static void read_choice(jb_gift_reading *reading, jb_slice answers, jb_form form,
                        jb_draft_question *question)
{
    part *parts = NULL;
    bool right_empty = false;
    bool single = jb_slice_find(answers, 0, '=') < answers.size;
    uint32_t count = split(reading, answers, "~=", &parts);
    question->kind = single ? JB_KIND_SINGLE : JB_KIND_MULTIPLE;
    for (uint32_t i = 0; i < count; i++) {
        jb_draft_option option;
        bool right = single ? parts[i].mark == '=' : parts[i].weight > 0;
        if (!read_option(reading, &parts[i], form, &option)) {
            right_empty = right_empty || right;
            continue;
        }
        option.right = right;
        if (question->option_count < JB_OPTIONS_MAX) {
            question->options[question->option_count] = option;
        }
        question->option_count += question->option_count <= JB_OPTIONS_MAX;
    }
    if (right_empty) {
        jb_draft_error(reading->draft, question->where, question->stem.text, "empty_option",
                       "The right option is empty; write it behind its mark. A = within a text is "
                       "written \\=.");
        return;
    }
    if (!single) {
        jb_pieces_weights(&reading->pieces, question);
    }
    jb_item_keep_places(reading->draft, question);
    jb_pieces_labels(question);
    jb_draft_add(reading->draft, question);
}

/* ---- matching ---- */

static size_t find_arrow(jb_slice text)
{
    for (size_t i = 0; i + 1 < text.size; i++) {
        if (text.bytes[i] == '-' && text.bytes[i + 1] == '>') {
            return i;
        }
    }
    return text.size;
}

static bool read_pair(jb_gift_reading *reading, const part *piece, jb_form form,
                      jb_draft_question *question)
{
    jb_form own = form;
    size_t arrow = find_arrow(piece->text);
    if (arrow == piece->text.size) {
        return false;
    }
    jb_slice left = jb_gift_decode(reading, jb_slice_part(piece->text, 0, arrow), &own);
    jb_slice right = jb_slice_part(piece->text, arrow + 2, piece->text.size);
    jb_draft_option option = { 0 };
    jb_pieces_option(&reading->pieces, left, own, &option);
    own = form;
    right = jb_gift_decode(reading, right, &own);
    right = jb_pieces_text(&reading->pieces, right, own);
    if (right.size == 0) {
        return false;
    }
    uint32_t target = jb_pieces_target(question, right);
    if (option.text.text.size == 0 && option.medium == JB_DRAFT_MEDIA_NONE) {
        return true; /* only there to mislead */
    }
    if (question->option_count < JB_OPTIONS_MAX) {
        question->options[question->option_count] = option;
        question->pairs[question->option_count] = (uint8_t)target;
    }
    question->option_count += question->option_count <= JB_OPTIONS_MAX;
    return true;
}

static void read_matching(jb_gift_reading *reading, jb_slice answers, jb_form form,
                          jb_draft_question *question)
{
    part *parts = NULL;
    uint32_t count = split(reading, answers, "=", &parts);
    question->kind = JB_KIND_MATCHING;
    for (uint32_t i = 0; i < count; i++) {
        if (!read_pair(reading, &parts[i], form, question)) {
            jb_draft_error(
                reading->draft, question->where, question->stem.text, "broken_question",
                "Pair %" PRIu32 " is not written as =left -> right; add what is missing.", i + 1);
            return;
        }
    }
    if (question->option_count < 2 || question->target_count < 2) {
        jb_draft_error(reading->draft, question->where, question->stem.text, "too_few_options",
                       "The question needs at least two pairs with different right sides.");
        return;
    }
    jb_draft_add(reading->draft, question);
}

/* ---- numbers ---- */

static size_t find_range(jb_slice text)
{
    for (size_t i = 1; i + 1 < text.size; i++) {
        if (text.bytes[i] == '.' && text.bytes[i + 1] == '.') {
            return i;
        }
    }
    return text.size;
}

static bool to_micro(jb_slice text, int64_t *value)
{
    char number[JB_DRAFT_NUMBER_SIZE];
    bool rounded = false;
    return jb_draft_number(jb_pieces_trim(text), number, &rounded) &&
           jb_decimal_parse(jb_slice_of(number), JB_DECIMAL_PLACES_MAX, value) == JB_OK;
}

static jb_slice micro_text(jb_gift_reading *reading, int64_t value)
{
    char *text = jb_pieces_take(&reading->pieces, JB_DECIMAL_TEXT_MAX, 1);
    size_t size = text ? jb_decimal_format(value, JB_DECIMAL_PLACES_MAX, text) : 0;
    return (jb_slice){ .bytes = text ? text : "", .size = size };
}

/* "1822:2", "3.141..3.142" or "5". A wrong number is left for the draft to report. */
static void read_number(jb_gift_reading *reading, jb_slice text, jb_draft_accept *accept)
{
    int64_t low = 0;
    int64_t high = 0;
    size_t range = find_range(text);
    size_t colon = jb_slice_find(text, 0, ':');
    if (range < text.size && to_micro(jb_slice_part(text, 0, range), &low) &&
        to_micro(jb_slice_part(text, range + 2, text.size), &high) && low <= high) {
        int64_t middle = low + (high - low) / 2;
        accept->text = micro_text(reading, middle);
        accept->tolerance = micro_text(reading, high - middle);
    } else if (range == text.size && colon < text.size) {
        accept->text = jb_pieces_trim(jb_slice_part(text, 0, colon));
        accept->tolerance = jb_pieces_trim(jb_slice_part(text, colon + 1, text.size));
    } else {
        accept->text = text;
    }
}

static void read_numeric(jb_gift_reading *reading, jb_slice answers, jb_form form,
                         jb_draft_question *question)
{
    part *parts = NULL;
    jb_form plain = JB_FORM_PLAIN;
    question->kind = JB_KIND_NUMERIC;
    jb_slice numbers = jb_slice_part(answers, 1, answers.size);
    numbers.size = jb_slice_find(numbers, 0, '~'); /* what follows is for wrong answers */
    uint32_t count = split(reading, numbers, "=", &parts);
    jb_draft_accept *accepts = jb_pieces_take(&reading->pieces, count + 1, sizeof *accepts);
    uint32_t good = 0;
    for (uint32_t i = 0; accepts && i < count; i++) {
        jb_slice text = jb_gift_decode(reading, parts[i].text, &plain);
        bool any = text.size == 0 || jb_slice_equal(text, jb_slice_of("*"));
        if (any || (parts[i].has_weight && parts[i].weight <= 0)) {
            continue;
        }
        accepts[good].weight = parts[i].weight;
        read_number(reading, text, &accepts[good++]);
        explain(reading, &parts[i], form, question);
    }
    question->accepts = accepts;
    question->accept_count = accepts ? good : 0;
    jb_draft_add(reading->draft, question);
}

/* ---- true or false, text ---- */

int jb_gift_truth(jb_slice answers)
{
    static const char *const words[] = { "F", "FALSE", "T", "TRUE" };
    jb_slice word = jb_pieces_trim(jb_slice_part(answers, 0, jb_slice_find(answers, 0, '#')));
    for (int i = 0; i < 4; i++) {
        if (jb_slice_equal(word, jb_slice_of(words[i]))) {
            return i >= 2;
        }
    }
    return -1;
}

/* "T#for the wrong#for the right" */
static void read_truth(jb_gift_reading *reading, jb_slice answers, jb_form form,
                       jb_draft_question *question)
{
    part wrong = make_part('\0', answers);
    part right = { .mark = '\0' };
    size_t hash = jb_slice_find(wrong.feedback, 0, '#');
    if (hash < wrong.feedback.size) {
        right.feedback =
            jb_pieces_trim(jb_slice_part(wrong.feedback, hash + 1, wrong.feedback.size));
        wrong.feedback = jb_pieces_trim(jb_slice_part(wrong.feedback, 0, hash));
    }
    question->kind = JB_KIND_TRUEFALSE;
    question->truth = jb_gift_truth(answers) == 1;
    explain(reading, &right, form, question);
    explain(reading, &wrong, form, question);
    jb_draft_add(reading->draft, question);
}

/* "TRUE FALSE": the right one was not left. */
static bool is_both(jb_slice answers)
{
    static const char *const pairs[] = { "TRUE FALSE", "FALSE TRUE", "T F",       "F T",
                                         "TRUE/FALSE", "T/F",        "TRUE|FALSE" };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (jb_slice_equal(answers, jb_slice_of(pairs[i]))) {
            return true;
        }
    }
    return false;
}

/* What one gap accepts; returns how many. */
static uint32_t read_accepts(jb_gift_reading *reading, const part *parts, uint32_t count,
                             jb_form form, jb_draft_accept *accepts)
{
    uint32_t good = 0;
    for (uint32_t i = 0; i < count; i++) {
        jb_form own = form;
        jb_slice text = jb_gift_decode(reading, parts[i].text, &own);
        text = jb_pieces_text(&reading->pieces, text, own);
        if (text.size == 0 || (parts[i].has_weight && parts[i].weight <= 0)) {
            continue;
        }
        accepts[good].weight = parts[i].weight;
        accepts[good].text = jb_pieces_stars(&reading->pieces, text, &accepts[good].wildcard);
        good++;
    }
    return good;
}

static void read_text(jb_gift_reading *reading, jb_slice answers, jb_form form,
                      jb_draft_question *question)
{
    part *parts = NULL;
    bool open = false; /* anything is right */
    question->kind = JB_KIND_TEXT;
    uint32_t count = split(reading, answers, "=", &parts);
    jb_draft_accept *accepts = jb_pieces_take(&reading->pieces, count + 1, sizeof *accepts);
    if (!accepts) {
        return;
    }
    question->accepts = accepts;
    question->accept_count = read_accepts(reading, parts, count, form, accepts);
    for (uint32_t i = 0; i < question->accept_count; i++) {
        open = open || (accepts[i].wildcard && accepts[i].text.size == 1);
    }
    for (uint32_t i = 0; i < count; i++) {
        bool right = !parts[i].has_weight || parts[i].weight > 0;
        if (right) {
            explain(reading, &parts[i], form, question);
        }
    }
    if (open) {
        jb_draft_unsupported(reading->draft, question->where, question->stem.text,
                             "unsupported_kind",
                             "Every answer to this question is right (*), so it cannot be played; "
                             "write the answers that are.");
    } else if (is_both(jb_pieces_trim(answers))) {
        jb_draft_error(reading->draft, question->where, question->stem.text, "no_answer",
                       "Both true and false stand in the braces; leave the right one: {TRUE} or "
                       "{FALSE}.");
    } else {
        jb_draft_add(reading->draft, question);
    }
}

void jb_gift_gaps(jb_gift_reading *reading, const jb_slice *gaps, uint32_t count, jb_form form,
                  jb_draft_question *question)
{
    jb_draft_accept *accepts =
        jb_pieces_take(&reading->pieces, (size_t)count * PARTS_MAX, sizeof *accepts);
    question->kind = JB_KIND_TEXT;
    question->accepts = accepts;
    for (uint32_t i = 0; accepts && i < count; i++) {
        part *parts = NULL;
        uint32_t part_count = split(reading, gaps[i], "=", &parts);
        jb_draft_accept *first = accepts + question->accept_count;
        uint32_t good = read_accepts(reading, parts, part_count, form, first);
        for (uint32_t j = 0; j < good; j++) {
            first[j].blank = (uint8_t)i;
        }
        question->accept_count += good;
    }
    if (accepts) {
        jb_draft_add(reading->draft, question);
    }
}

void jb_gift_answers(jb_gift_reading *reading, jb_slice answers, jb_form form,
                     jb_draft_question *question)
{
    answers = jb_pieces_trim(answers);
    if (answers.size > 0 && answers.bytes[0] == '#') {
        read_numeric(reading, answers, form, question);
    } else if (jb_slice_find(answers, 0, '~') < answers.size) {
        read_choice(reading, answers, form, question);
    } else if (jb_slice_find(answers, 0, '=') < answers.size &&
               find_arrow(answers) < answers.size) {
        read_matching(reading, answers, form, question);
    } else if (jb_gift_truth(answers) >= 0) {
        read_truth(reading, answers, form, question);
    } else {
        read_text(reading, answers, form, question);
    }
}
