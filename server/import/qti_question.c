/*
 * What an item of QTI means. Right answers are those that the item calls correct, else those of its
 * mapping that are worth something; where one is to be chosen, those worth most.
 */
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "item.h"
#include "qti.h"

enum {
    SHOWN = 60, /* bytes of a name in a message */
    MESSAGE_SIZE = 300
};

/* ---- items ---- */

void jb_qti_begin(jb_qti_reading *reading, jb_where where)
{
    jb_pieces *pieces = &reading->pieces;
    jb_pieces_begin(pieces, where);
    reading->items++;
    /* One more of each than is kept: the spare one. */
    reading->item = (jb_qti_item){
        .where = where,
        .interactions =
            jb_pieces_take(pieces, JB_QTI_INTERACTIONS_MAX + 1, sizeof(jb_qti_interaction)),
        .choices = jb_pieces_take(pieces, JB_QTI_CHOICES_MAX + 1, sizeof(jb_qti_choice)),
        .values = jb_pieces_take(pieces, JB_QTI_VALUES_MAX + 1, sizeof(jb_qti_value)),
        .responses = jb_pieces_take(pieces, JB_QTI_RESPONSES_MAX, sizeof(jb_qti_response)),
    };
}

/* The number of the next element; past the limit always that of the spare one. */
static uint32_t next_of(jb_qti_item *item, uint32_t *count, uint32_t max)
{
    if (*count == max) {
        item->too_many = true;
        return max;
    }
    return (*count)++;
}

jb_qti_interaction *jb_qti_add_interaction(jb_qti_reading *reading)
{
    jb_qti_item *item = &reading->item;
    uint32_t i = next_of(item, &item->interaction_count, JB_QTI_INTERACTIONS_MAX);
    return item->interactions ? &item->interactions[i] : NULL;
}

jb_qti_choice *jb_qti_add_choice(jb_qti_reading *reading)
{
    jb_qti_item *item = &reading->item;
    uint32_t i = next_of(item, &item->choice_count, JB_QTI_CHOICES_MAX);
    return item->choices ? &item->choices[i] : NULL;
}

jb_qti_value *jb_qti_add_value(jb_qti_reading *reading)
{
    jb_qti_item *item = &reading->item;
    uint32_t i = next_of(item, &item->value_count, JB_QTI_VALUES_MAX);
    if (!item->values) {
        return NULL;
    }
    item->values[i] = (jb_qti_value){ 0 };
    return &item->values[i];
}

double jb_qti_number(const char *text, double otherwise)
{
    char *stop = NULL;
    double number = strtod(text, &stop);
    return stop > text && number >= -1e12 && number <= 1e12 ? number : otherwise;
}

/* ---- problems ---- */

void jb_qti_say(const jb_qti_making *m, bool unsupported, const char *code, const char *format, ...)
{
    char message[MESSAGE_SIZE];
    const char *file = m->reading->file;
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (unsupported) {
        jb_draft_unsupported(m->reading->draft, m->item->where, m->question->stem.text, code,
                             "%s%s%s", file, file[0] != '\0' ? ": " : "", message);
    } else {
        jb_draft_error(m->reading->draft, m->item->where, m->question->stem.text, code, "%s%s%s",
                       file, file[0] != '\0' ? ": " : "", message);
    }
}

static int shown(jb_slice text)
{
    return text.size > SHOWN ? SHOWN : (int)text.size;
}

/* ---- values ---- */

const jb_qti_response *jb_qti_response_of(const jb_qti_making *m,
                                          const jb_qti_interaction *interaction)
{
    for (uint32_t i = 0; i < m->item->response_count; i++) {
        if (jb_slice_equal(m->item->responses[i].id, interaction->response)) {
            return &m->item->responses[i];
        }
    }
    return NULL;
}

bool jb_qti_is_about(const jb_qti_value *value, const jb_qti_interaction *interaction)
{
    return jb_slice_equal(value->response, interaction->response);
}

/* Are there answers that are called correct? Else the mapping tells. */
static bool has_correct(const jb_qti_making *m, const jb_qti_interaction *interaction)
{
    for (uint32_t i = 0; i < m->item->value_count; i++) {
        if (jb_qti_is_about(&m->item->values[i], interaction) && !m->item->values[i].mapped) {
            return true;
        }
    }
    return false;
}

double jb_qti_most_worth(const jb_qti_making *m, const jb_qti_interaction *interaction)
{
    double most = 0;
    for (uint32_t i = 0; i < m->item->value_count; i++) {
        const jb_qti_value *value = &m->item->values[i];
        bool more = jb_qti_is_about(value, interaction) && value->mapped && value->weight > most;
        most = more ? value->weight : most;
    }
    return most;
}

/* ---- choice ---- */

/* The option of a choice's id; -1: there is none. */
static int find_option(const jb_qti_making *m, uint32_t interaction, uint32_t set, jb_slice id)
{
    int option = 0;
    for (uint32_t i = 0; i < m->item->choice_count; i++) {
        const jb_qti_choice *choice = &m->item->choices[i];
        if (choice->interaction != interaction || choice->set != set) {
            continue;
        }
        if (jb_slice_equal(choice->id, id)) {
            return option < JB_OPTIONS_MAX ? option : -1;
        }
        option++;
    }
    return -1;
}

/* The choices of an interaction as options; more than fit are counted. */
static uint32_t read_options(const jb_qti_making *m, uint32_t interaction, uint32_t set,
                             jb_draft_option *options)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < m->item->choice_count; i++) {
        const jb_qti_choice *choice = &m->item->choices[i];
        if (choice->interaction != interaction || choice->set != set) {
            continue;
        }
        if (count < JB_OPTIONS_MAX) {
            jb_draft_option *option = &options[count];
            *option = (jb_draft_option){ .fixed = choice->fixed };
            jb_pieces_option(m->pieces, choice->html, JB_FORM_HTML, option);
            option->feedback.text = jb_pieces_text(m->pieces, choice->feedback, JB_FORM_HTML);
        }
        count++;
    }
    return count;
}

/* Marks the right options. False: it was reported. */
static bool mark_right(const jb_qti_making *m, uint32_t index, bool several, uint32_t *right)
{
    const jb_qti_interaction *interaction = &m->item->interactions[index];
    bool correct = has_correct(m, interaction);
    double most = jb_qti_most_worth(m, interaction);
    for (uint32_t i = 0; i < m->item->value_count; i++) {
        const jb_qti_value *value = &m->item->values[i];
        if (!jb_qti_is_about(value, interaction) || (value->mapped && value->weight == 0)) {
            continue;
        }
        int number = find_option(m, index, 0, value->text);
        bool is_right = value->mapped
                            ? !correct && value->weight > 0 && (several || value->weight >= most)
                            : true;
        if (number < 0 && is_right && value->text.size > 0) {
            jb_qti_say(m, false, "unknown_option",
                       "The right answer \"%.*s\" is none of the choices; correct its identifier.",
                       shown(value->text), value->text.bytes);
            return false;
        }
        jb_draft_option *option = number >= 0 ? &m->question->options[number] : NULL;
        if (option && is_right) {
            *right += !option->right;
            option->right = true;
        }
        if (option && value->mapped && most > 0 && !several) {
            option->weight = value->weight / most;
            option->has_weight = fabs(option->weight) <= 1;
        }
    }
    for (uint32_t i = 0; i < m->question->option_count && i < JB_OPTIONS_MAX; i++) {
        jb_draft_option *option = &m->question->options[i];
        option->has_weight = option->has_weight && !option->right;
    }
    return true;
}

bool jb_qti_is_word(jb_slice text, const char *word)
{
    return text.size == strlen(word) && strncasecmp(text.bytes, word, text.size) == 0;
}

/* Two options that are true and false: *truth is which is right. */
static bool is_truth(const jb_qti_making *m, bool *truth)
{
    const jb_draft_option *options = m->question->options;
    if (!m->item->old || m->question->option_count != 2) {
        return false;
    }
    for (int i = 0; i < 2; i++) {
        if (jb_qti_is_word(options[i].text.text, "true") &&
            jb_qti_is_word(options[1 - i].text.text, "false")) {
            *truth = options[i].right;
            return options[i].right != options[1 - i].right;
        }
    }
    return false;
}

static void add_choice(const jb_qti_making *m, uint32_t index)
{
    const jb_qti_interaction *interaction = &m->item->interactions[index];
    const jb_qti_response *response = jb_qti_response_of(m, interaction);
    jb_draft_question *question = m->question;
    bool several = response && response->several;
    uint32_t right = 0;
    question->option_count = read_options(m, index, 0, question->options);
    if (!mark_right(m, index, several, &right)) {
        return;
    }
    if (right == 0) {
        jb_qti_say(m, false, "no_answer", "The item does not say which choice is right.");
        return;
    }
    question->kind = several && (!interaction->one || m->item->old || right > 1) ? JB_KIND_MULTIPLE
                                                                                 : JB_KIND_SINGLE;
    question->keep_order = interaction->keep_order;
    jb_item_keep_places(m->reading->draft, question);
    jb_pieces_labels(question);
    if (is_truth(m, &question->truth)) {
        question->kind = JB_KIND_TRUEFALSE;
        question->option_count = 0;
    }
    jb_draft_add(m->reading->draft, question);
}

/* ---- order, match ---- */

static void add_order(const jb_qti_making *m, uint32_t index)
{
    const jb_qti_interaction *interaction = &m->item->interactions[index];
    jb_draft_question *question = m->question;
    uint32_t seen = 0;
    uint32_t count = 0;
    question->kind = JB_KIND_ORDERING;
    question->option_count = read_options(m, index, 0, question->options);
    for (uint32_t i = 0; i < m->item->value_count; i++) {
        const jb_qti_value *value = &m->item->values[i];
        if (!jb_qti_is_about(value, interaction) || value->mapped) {
            continue;
        }
        int option = find_option(m, index, 0, value->text);
        if (option < 0 || (seen & (UINT32_C(1) << option)) != 0 || count == JB_OPTIONS_MAX) {
            count = UINT32_MAX;
            break;
        }
        seen |= UINT32_C(1) << option;
        question->order[count++] = (uint8_t)option;
    }
    if (count != question->option_count) {
        jb_qti_say(m, false, count == 0 ? "no_answer" : "broken_question",
                   "The right order does not name every choice once.");
        return;
    }
    jb_draft_add(m->reading->draft, question);
}

/* "A B": *left and *right are its parts. */
static bool split_pair(jb_slice pair, jb_slice *left, jb_slice *right)
{
    size_t space = jb_slice_find(pair, 0, ' ');
    *left = jb_slice_part(pair, 0, space);
    *right = jb_pieces_trim(jb_slice_part(pair, space, pair.size));
    return space < pair.size && right->size > 0;
}

/* Pairs with set `left` on the left side. False: one of it has no partner, or several. */
static bool read_pairs(const jb_qti_making *m, uint32_t index, uint32_t left_set)
{
    const jb_qti_interaction *interaction = &m->item->interactions[index];
    bool correct = has_correct(m, interaction);
    jb_draft_question *question = m->question;
    uint32_t seen = 0;
    uint32_t count = 0;
    for (uint32_t i = 0; i < m->item->value_count; i++) {
        const jb_qti_value *value = &m->item->values[i];
        jb_slice sides[2];
        if (!jb_qti_is_about(value, interaction) || value->mapped == correct ||
            value->weight <= 0) {
            continue;
        }
        int option = -1;
        int target = -1;
        if (split_pair(value->text, &sides[0], &sides[1])) {
            option = find_option(m, index, left_set, sides[left_set]);
            target = find_option(m, index, 1 - left_set, sides[1 - left_set]);
        }
        if (option < 0 || target < 0 || (seen & (UINT32_C(1) << option)) != 0) {
            return false;
        }
        seen |= UINT32_C(1) << option;
        question->pairs[option] = (uint8_t)target;
        count++;
    }
    question->option_count = read_options(m, index, left_set, question->options);
    question->target_count = read_options(m, index, 1 - left_set, question->targets);
    return count == question->option_count;
}

static void add_match(const jb_qti_making *m, uint32_t index)
{
    m->question->kind = JB_KIND_MATCHING;
    if (!read_pairs(m, index, 0) && !read_pairs(m, index, 1)) {
        jb_qti_say(
            m, true, "unsupported_kind",
            "A table in which one side has several partners, or none, cannot be played; make a "
            "question of each row.");
        return;
    }
    jb_draft_add(m->reading->draft, m->question);
}

/* Version 1.2: each interaction is a left side with the same choices. False: it is not so. */
static bool make_matching(const jb_qti_making *m)
{
    jb_draft_question *question = m->question;
    const jb_qti_item *item = m->item;
    question->kind = JB_KIND_MATCHING;
    for (uint32_t i = 0; i < item->interaction_count; i++) {
        const jb_qti_interaction *interaction = &item->interactions[i];
        const jb_qti_value *right = NULL;
        for (uint32_t j = 0; j < item->value_count && !right; j++) {
            right = jb_qti_is_about(&item->values[j], interaction) ? &item->values[j] : NULL;
        }
        jb_slice answer = jb_slice_of("");
        for (uint32_t j = 0; j < item->choice_count; j++) {
            const jb_qti_choice *choice = &item->choices[j];
            if (choice->interaction == i) {
                jb_slice text = jb_pieces_text(m->pieces, choice->html, JB_FORM_HTML);
                (void)jb_pieces_target(question, text);
                bool is_right = right && jb_slice_equal(choice->id, right->text);
                answer = is_right ? text : answer;
            }
        }
        jb_draft_option option = { 0 };
        jb_pieces_option(m->pieces, interaction->label, JB_FORM_HTML, &option);
        if (interaction->kind != JB_QTI_CHOICE || answer.size == 0 || i >= JB_OPTIONS_MAX ||
            option.text.text.size == 0) {
            return false;
        }
        question->options[i] = option;
        question->pairs[i] = (uint8_t)jb_pieces_target(question, answer);
        question->option_count++;
    }
    return true;
}

/* ---- all ---- */

/* Kinds that version 1.2 names and that cannot be played, whatever is in them. */
static const char *unsupported_kind(const jb_qti_item *item)
{
    static const struct {
        const char *kind;
        const char *why;
    } kinds[] = {
        { "essay_question", "An essay cannot be played: nobody but a person can mark it." },
        { "Essay", "An essay cannot be played: nobody but a person can mark it." },
        { "file_upload_question", "A file to hand in cannot be played." },
        { "text_only_question", "This is a text without a question." },
        { "calculated_question", "A question with made-up numbers cannot be played." },
        { "fill_in_multiple_blanks_question",
          "A text with several blanks cannot be played; make a question of each." },
        { "multiple_dropdowns_question",
          "A text with words to choose cannot be played; make a question of each gap." },
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (jb_qti_is_word(item->kind, kinds[i].kind)) {
            return kinds[i].why;
        }
    }
    return item->unsupported;
}

static const char *why_not(const jb_qti_item *item)
{
    const char *why = unsupported_kind(item);
    if (!why && item->too_many) {
        return "It has more parts than a question can have.";
    }
    return why ? why : item->interaction_count == 0 ? "It is a text without a question." : NULL;
}

static bool all_of(const jb_qti_item *item, jb_qti_kind kind)
{
    for (uint32_t i = 0; i < item->interaction_count; i++) {
        if (item->interactions[i].kind != kind) {
            return false;
        }
    }
    return true;
}

static void add_item(const jb_qti_making *m)
{
    const jb_qti_item *item = m->item;
    const char *why = why_not(item);
    if (why) {
        jb_qti_say(m, true, "unsupported_kind", "%s", why);
        return;
    }
    for (uint32_t i = 0; i < item->interaction_count; i++) {
        if (item->interactions[i].kind == JB_QTI_OTHER) {
            jb_slice name = item->interactions[i].name;
            bool essay = jb_qti_is_word(name, "extendedTextInteraction");
            jb_qti_say(m, true, "unsupported_kind", "%s (%.*s) cannot be played.",
                       essay ? "An essay" : "This kind of question", shown(name), name.bytes);
            return;
        }
    }
    if (all_of(item, JB_QTI_ENTRY) && item->interaction_count <= JB_BLANKS_MAX) {
        jb_qti_add_entry(m);
    } else if (item->interaction_count > 1) {
        if (item->old && make_matching(m)) {
            jb_draft_add(m->reading->draft, m->question);
            return;
        }
        jb_qti_say(m, true, "unsupported_kind",
                   "Several questions in one item cannot be played; make an item of each.");
    } else if (item->interactions[0].kind == JB_QTI_ORDER) {
        add_order(m, 0);
    } else if (item->interactions[0].kind == JB_QTI_MATCH) {
        add_match(m, 0);
    } else {
        add_choice(m, 0);
    }
}

void jb_qti_add(jb_qti_reading *reading)
{
    jb_pieces *pieces = &reading->pieces;
    const jb_qti_item *item = &reading->item;
    jb_draft_question question = { .where = item->where, .id = item->id };
    const jb_qti_making m = {
        .reading = reading, .pieces = pieces, .item = item, .question = &question
    };
    if (jb_draft_failed(reading->draft)) {
        return;
    }
    question.title = jb_pieces_text(pieces, item->title, JB_FORM_PLAIN);
    question.stem.text = jb_pieces_shown(pieces, item->stem, JB_FORM_HTML, false);
    if (question.stem.text.size == 0) {
        question.stem.text = question.title;
    }
    question.explanation.text = jb_pieces_shown(pieces, item->feedback, JB_FORM_HTML, true);
    question.has_points = item->points > 0;
    question.points = item->points;
    jb_pieces_give(pieces, &question);
    add_item(&m);
}
