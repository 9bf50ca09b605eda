/*
 * QTI: answers that are typed, texts and numbers. What is accepted are the answers an item calls
 * correct, and those of its mapping for what they are worth.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "qti.h"

enum {
    NUMBER_SIZE = 40
};

static jb_slice number_text(const jb_qti_making *m, double number)
{
    char *text = jb_pieces_take(m->pieces, NUMBER_SIZE, 1);
    if (!text) {
        return jb_slice_of("");
    }
    (void)snprintf(text, NUMBER_SIZE, "%.6f", number);
    size_t size = strlen(text);
    while (text[size - 1] == '0') {
        size--;
    }
    size -= text[size - 1] == '.';
    return (jb_slice){ .bytes = text, .size = size };
}

static void read_number(const jb_qti_making *m, const jb_qti_value *value, jb_draft_accept *accept)
{
    char text[NUMBER_SIZE];
    jb_slice_string(value->text, text, sizeof text);
    double number = jb_qti_number(text, 0);
    accept->text = value->text;
    if (value->has_range && value->text.size == 0) {
        accept->text = number_text(m, (value->low + value->high) / 2);
        accept->tolerance = number_text(m, fabs(value->high - value->low) / 2);
    } else if (value->has_range) {
        double under = fabs(number - value->low);
        double over = fabs(value->high - number);
        accept->tolerance = number_text(m, under > over ? under : over);
    } else if (m->item->tolerance > 0) {
        double part =
            m->item->relative ? fabs(number) * m->item->tolerance / 100 : m->item->tolerance;
        accept->tolerance = number_text(m, part);
    }
}

/* Adds what is accepted for one interaction; returns how many there are then. */
static uint32_t read_accepts(const jb_qti_making *m, uint32_t index, uint8_t blank,
                             jb_draft_accept *accepts, uint32_t count)
{
    const jb_qti_interaction *interaction = &m->item->interactions[index];
    const jb_qti_response *response = jb_qti_response_of(m, interaction);
    double most = jb_qti_most_worth(m, interaction);
    uint32_t first = count;
    for (uint32_t i = 0; i < m->item->value_count; i++) {
        const jb_qti_value *value = &m->item->values[i];
        bool twice = false;
        if (!jb_qti_is_about(value, interaction) || value->weight <= 0 ||
            (value->text.size == 0 && !value->has_range)) {
            continue;
        }
        for (uint32_t j = first; j < count && !twice; j++) {
            twice = jb_slice_equal(accepts[j].text, value->text);
        }
        if (twice) {
            continue;
        }
        accepts[count] =
            (jb_draft_accept){ .blank = blank, .weight = value->mapped ? value->weight / most : 1 };
        if ((response && response->number) || value->has_range) {
            read_number(m, value, &accepts[count]);
        } else {
            accepts[count].text = value->text;
        }
        count++;
    }
    return count;
}

/* A gap that stands alone behind the question says nothing. */
static void cut_gap(jb_slice *stem)
{
    static const char gap[] = "_____";
    size_t size = sizeof gap - 1;
    if (stem->size <= size || memcmp(stem->bytes + stem->size - size, gap, size) != 0) {
        return;
    }
    jb_slice rest = jb_slice_part(*stem, 0, stem->size - size);
    jb_slice before = jb_pieces_trim(rest);
    if (before.size > 0 && (rest.bytes[rest.size - 1] == '\n' ||
                            strchr("?:", before.bytes[before.size - 1]) != NULL)) {
        *stem = before;
    }
}

void jb_qti_add_entry(const jb_qti_making *m)
{
    const jb_qti_item *item = m->item;
    jb_draft_question *question = m->question;
    const jb_qti_response *response = jb_qti_response_of(m, &item->interactions[0]);
    jb_draft_accept *accepts = jb_pieces_take(m->pieces, item->value_count + 1U, sizeof *accepts);
    uint32_t count = 0;
    bool number = response && response->number;
    for (uint32_t i = 0; accepts && i < item->interaction_count; i++) {
        uint32_t before = count;
        count = read_accepts(m, i, (uint8_t)i, accepts, count);
        if (count == before) {
            jb_qti_say(m, item->old, item->old ? "unsupported_kind" : "no_answer",
                       item->old
                           ? "No answer is named, so only a person could mark it, as an essay; "
                             "write the answers that are right."
                           : "The item does not say what the right answer is.");
            return;
        }
        number = number || (item->old && accepts[before].tolerance.size > 0);
    }
    number = number || jb_qti_is_word(item->kind, "numerical_question");
    if (number && item->interaction_count > 1) {
        jb_qti_say(m, true, "unsupported_kind",
                   "Several numbers in one question cannot be played; make a question of each.");
        return;
    }
    if (item->interaction_count == 1) {
        cut_gap(&question->stem.text);
    }
    question->kind = number ? JB_KIND_NUMERIC : JB_KIND_TEXT;
    question->accepts = accepts;
    question->accept_count = count;
    if (accepts) {
        jb_draft_add(m->reading->draft, question);
    }
}
