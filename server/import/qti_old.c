/*
 * QTI 1.2 as Canvas, Respondus and Blackboard write it: questestinterop with items, whose right
 * answers are the values of the conditions that give points.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "qti.h"

enum {
    WORD_SIZE = 48
};

typedef enum sink {
    SINK_NONE,
    SINK_STEM,
    SINK_LABEL, /* of an interaction: what stands before its choices */
    SINK_CHOICE,
    SINK_FEEDBACK,
    SINK_COUNT
} sink;

typedef enum element {
    ELEMENT_OTHER,
    ELEMENT_CHOICE,
    ELEMENT_CONDITION,
    ELEMENT_ENTRY,
    ELEMENT_EQUAL,
    ELEMENT_FEEDBACK,
    ELEMENT_FIB,
    ELEMENT_FIELD_ENTRY,
    ELEMENT_FIELD_LABEL,
    ELEMENT_HIGH,
    ELEMENT_ITEM,
    ELEMENT_ITEM_TYPE,
    ELEMENT_LOW,
    ELEMENT_NOT,
    ELEMENT_PICTURE,
    ELEMENT_PRESENTATION,
    ELEMENT_RENDER,
    ELEMENT_RENDER_OTHER,
    ELEMENT_RESPONSE,
    ELEMENT_RESPONSE_OTHER,
    ELEMENT_SCORE,
    ELEMENT_WORDS
} element;

static const struct {
    const char *name;
    element element;
} elements[] = {
    { "fieldentry", ELEMENT_FIELD_ENTRY },
    { "fieldlabel", ELEMENT_FIELD_LABEL },
    { "item", ELEMENT_ITEM },
    { "itemfeedback", ELEMENT_FEEDBACK },
    { "mataudio", ELEMENT_PICTURE },
    { "matemtext", ELEMENT_WORDS },
    { "matimage", ELEMENT_PICTURE },
    { "mattext", ELEMENT_WORDS },
    { "matvideo", ELEMENT_PICTURE },
    { "not", ELEMENT_NOT },
    { "presentation", ELEMENT_PRESENTATION },
    { "qmd_itemtype", ELEMENT_ITEM_TYPE },
    { "render_choice", ELEMENT_RENDER },
    { "render_fib", ELEMENT_FIB },
    { "render_hotspot", ELEMENT_RENDER_OTHER },
    { "render_slider", ELEMENT_RENDER_OTHER },
    { "respcondition", ELEMENT_CONDITION },
    { "response_grp", ELEMENT_RESPONSE_OTHER },
    { "response_label", ELEMENT_CHOICE },
    { "response_lid", ELEMENT_RESPONSE },
    { "response_num", ELEMENT_ENTRY },
    { "response_str", ELEMENT_ENTRY },
    { "response_xy", ELEMENT_RESPONSE_OTHER },
    { "setvar", ELEMENT_SCORE },
    { "varequal", ELEMENT_EQUAL },
    { "vargt", ELEMENT_LOW },
    { "vargte", ELEMENT_LOW },
    { "varlt", ELEMENT_HIGH },
    { "varlte", ELEMENT_HIGH },
};

typedef struct old_reading {
    jb_qti_reading *base;
    bool inside;
    jb_qti_text texts[SINK_COUNT];
    jb_buffer words; /* of the element that is open */
    uint8_t open[JB_XML_DEPTH_MAX + 1];
    uint8_t sinks[JB_XML_DEPTH_MAX + 1];
    uint32_t depth;
    uint32_t words_depth; /* of a <mattext>; 0: none is open */
    bool html;            /* it says so, or holds elements */
    bool plain;           /* it says so */
    char field[WORD_SIZE];
    jb_slice response; /* that a value is about */
    jb_qti_interaction *interaction;
    jb_qti_choice *choice;
    uint32_t nots;
    /* The condition that is open. */
    uint32_t first_value;
    bool scored, titled_right, ranged;
    double score, low, high;
    jb_slice feedback_id;
} old_reading;

static element element_of(const char *name)
{
    for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++) {
        if (strcmp(elements[i].name, name) == 0) {
            return elements[i].element;
        }
    }
    return ELEMENT_OTHER;
}

static jb_slice copy_of(old_reading *reading, const char *text)
{
    return jb_pieces_copy(&reading->base->pieces, jb_pieces_trim(jb_slice_of(text ? text : "")));
}

/* What the open element holds, as a string. */
static const char *word(const old_reading *reading, char out[WORD_SIZE])
{
    jb_slice_string(jb_pieces_trim(jb_buffer_slice(&reading->words)), out, WORD_SIZE);
    return out;
}

/* ---- what elements mean ---- */

static void begin_item(old_reading *reading, const char *const *attributes, jb_where where)
{
    jb_qti_begin(reading->base, where);
    jb_qti_item *item = &reading->base->item;
    item->old = true;
    item->id = copy_of(reading, jb_xml_attribute(attributes, "ident"));
    item->title = copy_of(reading, jb_xml_attribute(attributes, "title"));
    reading->inside = !jb_draft_failed(reading->base->draft);
    reading->interaction = NULL;
    reading->choice = NULL;
    reading->nots = 0;
    reading->words_depth = 0;
    reading->field[0] = '\0';
    for (int i = 0; i < SINK_COUNT; i++) {
        jb_buffer_clear(&reading->texts[i].html);
    }
}

static void begin_response(old_reading *reading, element own, const char *name,
                           const char *const *attributes)
{
    jb_qti_item *item = &reading->base->item;
    const char *cardinality = jb_xml_attribute(attributes, "rcardinality");
    jb_qti_interaction *interaction = jb_qti_add_interaction(reading->base);
    reading->interaction = interaction;
    if (!interaction || item->response_count == JB_QTI_RESPONSES_MAX) {
        return;
    }
    interaction->response = copy_of(reading, jb_xml_attribute(attributes, "ident"));
    interaction->name = copy_of(reading, name);
    interaction->one = !cardinality || strcasecmp(cardinality, "Multiple") != 0;
    interaction->kind = own == ELEMENT_RESPONSE ? JB_QTI_CHOICE
                        : own == ELEMENT_ENTRY  ? JB_QTI_ENTRY
                                                : JB_QTI_OTHER;
    if (own == ELEMENT_RESPONSE && cardinality && strcasecmp(cardinality, "Ordered") == 0) {
        interaction->kind = JB_QTI_OTHER;
    }
    item->responses[item->response_count++] =
        (jb_qti_response){ .id = interaction->response,
                           .several = !interaction->one,
                           .number = strcmp(name, "response_num") == 0 };
}

static void begin_render(old_reading *reading, element own, const char *const *attributes)
{
    jb_qti_item *item = &reading->base->item;
    const char *type = jb_xml_attribute(attributes, "fibtype");
    const char *shuffle = jb_xml_attribute(attributes, "shuffle");
    if (!reading->interaction || item->response_count == 0) {
        return;
    }
    if (own == ELEMENT_RENDER_OTHER) {
        reading->interaction->kind = JB_QTI_OTHER;
    } else if (own == ELEMENT_FIB) {
        reading->interaction->kind = JB_QTI_ENTRY;
        jb_qti_response *response = &item->responses[item->response_count - 1];
        response->number =
            response->number ||
            (type && (strcasecmp(type, "Decimal") == 0 || strcasecmp(type, "Integer") == 0));
    } else {
        reading->interaction->keep_order = shuffle && strcasecmp(shuffle, "No") == 0;
        reading->interaction->label =
            jb_qti_text_take(&reading->texts[SINK_LABEL], &reading->base->pieces);
    }
}

static void begin_choice(old_reading *reading, const char *const *attributes)
{
    const jb_qti_item *item = &reading->base->item;
    const char *shuffle = jb_xml_attribute(attributes, "rshuffle");
    reading->choice = jb_qti_add_choice(reading->base);
    if (reading->choice) {
        *reading->choice = (jb_qti_choice){
            .interaction = item->interaction_count > 0 ? item->interaction_count - 1 : 0,
            .id = copy_of(reading, jb_xml_attribute(attributes, "ident")),
            .fixed = shuffle && strcasecmp(shuffle, "No") == 0,
        };
    }
}

static void begin_condition(old_reading *reading, const char *const *attributes)
{
    const char *title = jb_xml_attribute(attributes, "title");
    reading->first_value = reading->base->item.value_count;
    reading->scored = false;
    reading->ranged = false;
    reading->score = 0;
    reading->low = 0;
    reading->high = 0;
    reading->titled_right = title && strcasecmp(title, "correct") == 0;
}

/* The values of a condition that gives points are right ones; those of any other are not. */
static void end_condition(old_reading *reading)
{
    jb_qti_item *item = &reading->base->item;
    double worth = reading->scored ? reading->score : reading->titled_right ? 1 : 0;
    uint32_t first = reading->first_value;
    if (reading->ranged && worth > 0 && first == item->value_count) {
        jb_qti_value *value = jb_qti_add_value(reading->base);
        if (value) {
            value->response = reading->response;
        }
    }
    if (worth <= 0) {
        item->value_count = first < item->value_count ? first : item->value_count;
        return;
    }
    for (uint32_t i = first; i < item->value_count && i < JB_QTI_VALUES_MAX; i++) {
        item->values[i].weight = worth;
        item->values[i].mapped = true;
        item->values[i].has_range = reading->ranged;
        item->values[i].low = reading->low;
        item->values[i].high = reading->high;
    }
}

static void take_value(old_reading *reading)
{
    jb_qti_value *value = reading->nots > 0 ? NULL : jb_qti_add_value(reading->base);
    if (value) {
        value->response = reading->response;
        value->text = jb_pieces_copy(&reading->base->pieces,
                                     jb_pieces_trim(jb_buffer_slice(&reading->words)));
    }
}

static void take_score(old_reading *reading)
{
    char text[WORD_SIZE];
    double score = jb_qti_number(word(reading, text), 0);
    score = strstr(text, "max") ? 1 : score; /* "SCORE.max" */
    reading->score = reading->scored && reading->score > score ? reading->score : score;
    reading->scored = true;
}

static void take_field(old_reading *reading)
{
    char text[WORD_SIZE];
    jb_qti_item *item = &reading->base->item;
    (void)word(reading, text);
    if (strcmp(reading->field, "question_type") == 0 ||
        strcmp(reading->field, "qmd_itemtype") == 0) {
        item->kind = copy_of(reading, text);
    } else if (strcmp(reading->field, "points_possible") == 0 ||
               strcmp(reading->field, "qmd_weighting") == 0) {
        item->points = jb_qti_number(text, 0);
    }
}

/* Feedback is named after what it is about: "general_fb", "correct_fb", "1234_fb" of a choice. */
static void end_feedback(old_reading *reading)
{
    jb_qti_item *item = &reading->base->item;
    jb_slice id = reading->feedback_id;
    jb_slice html = jb_qti_text_take(&reading->texts[SINK_FEEDBACK], &reading->base->pieces);
    if (jb_slice_begins(id, "general") || jb_slice_begins(id, "solution")) {
        item->feedback = html;
    }
    if (id.size > 3 && memcmp(id.bytes + id.size - 3, "_fb", 3) == 0) {
        id.size -= 3;
    }
    for (uint32_t i = 0; i < item->choice_count && i < JB_QTI_CHOICES_MAX; i++) {
        if (jb_slice_equal(item->choices[i].id, id)) {
            item->choices[i].feedback = html;
            return;
        }
    }
}

static void end_item(old_reading *reading)
{
    jb_qti_item *item = &reading->base->item;
    item->stem = jb_qti_text_take(&reading->texts[SINK_STEM], &reading->base->pieces);
    reading->inside = false;
    jb_qti_add(reading->base);
}

/* ---- words ---- */

static void begin_words(old_reading *reading, const char *const *attributes)
{
    const char *type = jb_xml_attribute(attributes, "texttype");
    reading->words_depth = reading->depth;
    reading->html = type && strstr(type, "html");
    reading->plain = type && strstr(type, "plain");
}

static void end_words(old_reading *reading)
{
    jb_qti_text *text = &reading->texts[reading->sinks[reading->depth]];
    jb_slice words = jb_buffer_slice(&reading->words);
    reading->words_depth = 0;
    if (reading->sinks[reading->depth] == SINK_NONE) {
        return;
    }
    jb_qti_text_html(text, jb_slice_of("<div>"));
    if (reading->html || (!reading->plain && jb_pieces_looks_html(words))) {
        jb_qti_text_html(text, words);
    } else {
        jb_qti_text_plain(text, words);
    }
    jb_qti_text_html(text, jb_slice_of("</div>"));
}

/* A picture as an element of HTML. */
static void take_picture(old_reading *reading, const char *const *attributes, sink into)
{
    const char *uri = jb_xml_attribute(attributes, "uri");
    const char *label = jb_xml_attribute(attributes, "label");
    const char *own[] = { "src", uri ? uri : "", "alt", label ? label : "", NULL };
    if (into != SINK_NONE && uri) {
        jb_qti_text_open(&reading->texts[into], "img", own);
        jb_qti_text_close(&reading->texts[into], "img");
    }
}

/* An element within words: its tag again, with what a picture needs. */
static void append_tag(old_reading *reading, const char *name, const char *const *attributes)
{
    const char *src = jb_xml_attribute(attributes, "src");
    jb_buffer_append_char(&reading->words, '<');
    jb_buffer_append_text(&reading->words, name);
    if (src && !strchr(src, '"')) {
        jb_buffer_append_text(&reading->words, " src=\"");
        jb_buffer_append_text(&reading->words, src);
        jb_buffer_append_char(&reading->words, '"');
    }
    jb_buffer_append_char(&reading->words, '>');
    reading->html = true;
}

/* ---- events ---- */

static sink sink_of(element own, sink around)
{
    return own == ELEMENT_PRESENTATION ? SINK_STEM
           : own == ELEMENT_RESPONSE   ? SINK_LABEL
           : own == ELEMENT_CHOICE     ? SINK_CHOICE
           : own == ELEMENT_FEEDBACK   ? SINK_FEEDBACK
                                       : around;
}

static void begin_element(old_reading *reading, element own, const char *name,
                          const char *const *attributes)
{
    if (own == ELEMENT_RESPONSE || own == ELEMENT_ENTRY || own == ELEMENT_RESPONSE_OTHER) {
        begin_response(reading, own, name, attributes);
    } else if (own == ELEMENT_RENDER || own == ELEMENT_FIB || own == ELEMENT_RENDER_OTHER) {
        begin_render(reading, own, attributes);
    } else if (own == ELEMENT_CHOICE) {
        begin_choice(reading, attributes);
    } else if (own == ELEMENT_CONDITION) {
        begin_condition(reading, attributes);
    } else if (own == ELEMENT_NOT) {
        reading->nots++;
    } else if (own == ELEMENT_EQUAL || own == ELEMENT_LOW || own == ELEMENT_HIGH) {
        reading->response = copy_of(reading, jb_xml_attribute(attributes, "respident"));
    } else if (own == ELEMENT_FEEDBACK) {
        reading->feedback_id = copy_of(reading, jb_xml_attribute(attributes, "ident"));
    } else if (own == ELEMENT_WORDS) {
        begin_words(reading, attributes);
    } else if (own == ELEMENT_PICTURE) {
        take_picture(reading, attributes, (sink)reading->sinks[reading->depth]);
    }
}

static bool on_open(void *user, const char *name, const char *const *attributes, jb_where where)
{
    old_reading *reading = user;
    uint32_t depth = ++reading->depth;
    element own = reading->words_depth > 0 ? ELEMENT_OTHER : element_of(name);
    reading->open[depth] = (uint8_t)own;
    if (reading->words_depth > 0) {
        append_tag(reading, name, attributes);
        reading->sinks[depth] = reading->sinks[depth - 1];
        return true;
    }
    if (own == ELEMENT_ITEM && !reading->inside) {
        begin_item(reading, attributes, where);
        reading->sinks[depth] = SINK_NONE;
        return !jb_draft_failed(reading->base->draft);
    }
    reading->sinks[depth] = (uint8_t)sink_of(own, (sink)reading->sinks[depth - 1]);
    jb_buffer_clear(&reading->words);
    if (reading->inside) {
        begin_element(reading, own, name, attributes);
    }
    return !jb_draft_failed(reading->base->draft);
}

static bool on_text(void *user, jb_slice text)
{
    old_reading *reading = user;
    if (reading->inside) {
        jb_buffer_append(&reading->words, text.bytes, text.size);
    }
    return !reading->words.failed;
}

static void end_element(old_reading *reading, element own)
{
    char text[WORD_SIZE];
    if (own == ELEMENT_CONDITION) {
        end_condition(reading);
    } else if (own == ELEMENT_NOT) {
        reading->nots -= reading->nots > 0;
    } else if (own == ELEMENT_EQUAL) {
        take_value(reading);
    } else if (own == ELEMENT_LOW && reading->nots == 0) {
        reading->low = jb_qti_number(word(reading, text), 0);
        reading->ranged = true;
    } else if (own == ELEMENT_HIGH && reading->nots == 0) {
        reading->high = jb_qti_number(word(reading, text), 0);
    } else if (own == ELEMENT_SCORE) {
        take_score(reading);
    } else if (own == ELEMENT_FIELD_LABEL) {
        (void)word(reading, reading->field);
    } else if (own == ELEMENT_FIELD_ENTRY) {
        take_field(reading);
    } else if (own == ELEMENT_ITEM_TYPE) {
        memcpy(reading->field, "qmd_itemtype", sizeof "qmd_itemtype");
        take_field(reading);
    } else if (own == ELEMENT_FEEDBACK) {
        end_feedback(reading);
    } else if (own == ELEMENT_CHOICE && reading->choice) {
        reading->choice->html =
            jb_qti_text_take(&reading->texts[SINK_CHOICE], &reading->base->pieces);
        reading->choice = NULL;
    } else if (own == ELEMENT_ITEM) {
        end_item(reading);
    }
}

static bool on_close(void *user, const char *name)
{
    old_reading *reading = user;
    element own = (element)reading->open[reading->depth];
    if (reading->words_depth > 0 && reading->words_depth != reading->depth) {
        jb_buffer_append_text(&reading->words, "</");
        jb_buffer_append_text(&reading->words, name);
        jb_buffer_append_char(&reading->words, '>');
    } else if (reading->words_depth > 0) {
        end_words(reading);
        jb_buffer_clear(&reading->words);
    } else if (reading->inside) {
        end_element(reading, own);
        jb_buffer_clear(&reading->words);
    }
    reading->depth--;
    return !reading->words.failed && !jb_draft_failed(reading->base->draft);
}

jb_xml_result jb_qti_read_old(jb_qti_reading *base, jb_slice document, jb_where *where,
                              const char **why)
{
    static const jb_xml_handlers handlers = { .open = on_open, .text = on_text, .close = on_close };
    old_reading *reading = calloc(1, sizeof *reading);
    *why = "Memory ran out.";
    if (!reading) {
        return JB_XML_MEMORY;
    }
    reading->base = base;
    jb_buffer_init(&reading->words, 0);
    for (int i = 0; i < SINK_COUNT; i++) {
        jb_buffer_init(&reading->texts[i].html, 0);
    }
    jb_xml_result result = jb_xml_read(document, &handlers, reading, where, why);
    for (int i = 0; i < SINK_COUNT; i++) {
        jb_buffer_finish(&reading->texts[i].html);
    }
    jb_buffer_finish(&reading->words);
    free(reading);
    return result;
}
