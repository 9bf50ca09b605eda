/*
 * Items of QTI 2 and 3: their elements. Names of version 3 ("qti-choice-interaction") are made
 * those of version 2. Words go where the nearest element that has a place for them says: into the
 * stem, a choice, its feedback, or nowhere.
 */
#include <stdlib.h>
#include <string.h>

#include "qti.h"

enum {
    NAME_SIZE = 48
};

typedef enum sink {
    SINK_NONE,
    SINK_STEM,
    SINK_CHOICE,
    SINK_FEEDBACK, /* of a choice */
    SINK_MODAL,    /* said afterwards */
    SINK_VALUE,
    SINK_COUNT
} sink;

typedef enum element {
    ELEMENT_OTHER,
    ELEMENT_BODY,
    ELEMENT_CHOICE,
    ELEMENT_CORRECT,
    ELEMENT_EQUAL,
    ELEMENT_FEEDBACK,
    ELEMENT_INTERACTION,
    ELEMENT_ITEM,
    ELEMENT_MAPPED,
    ELEMENT_MODAL,
    ELEMENT_PROMPT,
    ELEMENT_RESPONSE,
    ELEMENT_RUBRIC,
    ELEMENT_SET,
    ELEMENT_TEMPLATE,
    ELEMENT_VALUE
} element;

static const struct {
    const char *name;
    element element;
} elements[] = {
    { "assessmentItem", ELEMENT_ITEM },
    { "correctResponse", ELEMENT_CORRECT },
    { "equal", ELEMENT_EQUAL },
    { "feedbackBlock", ELEMENT_FEEDBACK },
    { "feedbackInline", ELEMENT_FEEDBACK },
    { "inlineChoice", ELEMENT_CHOICE },
    { "itemBody", ELEMENT_BODY },
    { "mapEntry", ELEMENT_MAPPED },
    { "modalFeedback", ELEMENT_MODAL },
    { "prompt", ELEMENT_PROMPT },
    { "responseDeclaration", ELEMENT_RESPONSE },
    { "rubricBlock", ELEMENT_RUBRIC },
    { "simpleAssociableChoice", ELEMENT_CHOICE },
    { "simpleChoice", ELEMENT_CHOICE },
    { "simpleMatchSet", ELEMENT_SET },
    { "templateDeclaration", ELEMENT_TEMPLATE },
    { "value", ELEMENT_VALUE },
};

static const struct {
    const char *name;
    jb_qti_kind kind;
} interactions[] = {
    { "choiceInteraction", JB_QTI_CHOICE },   { "inlineChoiceInteraction", JB_QTI_INLINE },
    { "matchInteraction", JB_QTI_MATCH },     { "orderInteraction", JB_QTI_ORDER },
    { "textEntryInteraction", JB_QTI_ENTRY },
};

typedef struct item_reading {
    jb_qti_reading *base;
    bool inside; /* an item */
    jb_qti_text texts[SINK_COUNT];
    uint8_t open[JB_XML_DEPTH_MAX + 1];
    uint8_t sinks[JB_XML_DEPTH_MAX + 1];  /* where words of the open elements go */
    uint8_t tagged[JB_XML_DEPTH_MAX + 1]; /* the sink that was told of the element itself */
    uint32_t depth;
    uint32_t sets; /* of the match that is open */
    jb_qti_choice *choice;
    jb_slice modal_id;
    uint32_t modals;
    int modal_rank; /* of the one that was kept */
} item_reading;

/* ---- names ---- */

/* "qti-choice-interaction" as "choiceInteraction". */
static void make_name(const char *name, char out[NAME_SIZE])
{
    bool third = strncmp(name, "qti-", 4) == 0;
    size_t size = 0;
    for (size_t i = third ? 4 : 0; name[i] != '\0' && size + 1 < NAME_SIZE; i++) {
        bool hyphen = third && name[i] == '-' && name[i + 1] >= 'a' && name[i + 1] <= 'z';
        out[size++] = hyphen ? (char)(name[i + 1] & ~0x20) : name[i];
        i += hyphen;
    }
    out[size] = '\0';
}

/* The value of an attribute by its name of version 2 or 3. */
static const char *value_of(const char *const *attributes, const char *second, const char *third)
{
    const char *value = jb_xml_attribute(attributes, second);
    return value ? value : jb_xml_attribute(attributes, third);
}

static jb_slice copy_of(item_reading *reading, const char *text)
{
    return jb_pieces_copy(&reading->base->pieces, jb_pieces_trim(jb_slice_of(text ? text : "")));
}

static bool is_word(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

static bool ends_with(const char *text, const char *end)
{
    size_t size = strlen(text);
    return size >= strlen(end) && strcmp(text + size - strlen(end), end) == 0;
}

static element element_of(const char *name)
{
    for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++) {
        if (strcmp(elements[i].name, name) == 0) {
            return elements[i].element;
        }
    }
    return ends_with(name, "Interaction") ? ELEMENT_INTERACTION : ELEMENT_OTHER;
}

/* ---- what elements mean ---- */

static void begin_item(item_reading *reading, const char *const *attributes, jb_where where)
{
    jb_qti_begin(reading->base, where);
    jb_qti_item *item = &reading->base->item;
    item->id = copy_of(reading, jb_xml_attribute(attributes, "identifier"));
    item->title = copy_of(reading, jb_xml_attribute(attributes, "title"));
    if (is_word(jb_xml_attribute(attributes, "adaptive"), "true")) {
        item->unsupported = "It is adaptive: what it asks depends on earlier answers.";
    }
    reading->inside = !jb_draft_failed(reading->base->draft);
    reading->modals = 0;
    reading->modal_rank = 0;
    reading->choice = NULL;
    for (int i = 0; i < SINK_COUNT; i++) {
        jb_buffer_clear(&reading->texts[i].html);
    }
}

static void begin_response(item_reading *reading, const char *const *attributes)
{
    jb_qti_item *item = &reading->base->item;
    const char *cardinality = jb_xml_attribute(attributes, "cardinality");
    const char *type = value_of(attributes, "baseType", "base-type");
    if (item->response_count == JB_QTI_RESPONSES_MAX) {
        item->too_many = true;
        return;
    }
    item->responses[item->response_count++] =
        (jb_qti_response){ .id = copy_of(reading, jb_xml_attribute(attributes, "identifier")),
                           .several = is_word(cardinality, "multiple"),
                           .ordered = is_word(cardinality, "ordered"),
                           .number = is_word(type, "integer") || is_word(type, "float") };
}

static jb_slice last_response(const jb_qti_item *item)
{
    return item->response_count > 0 ? item->responses[item->response_count - 1].id
                                    : jb_slice_of("");
}

static void take_mapped(item_reading *reading, const char *const *attributes)
{
    jb_qti_value *value = jb_qti_add_value(reading->base);
    if (value) {
        const char *worth = value_of(attributes, "mappedValue", "mapped-value");
        value->response = last_response(&reading->base->item);
        value->text = copy_of(reading, value_of(attributes, "mapKey", "map-key"));
        value->weight = worth ? jb_qti_number(worth, 0) : 0;
        value->mapped = true;
    }
}

static void begin_interaction(item_reading *reading, const char *name,
                              const char *const *attributes)
{
    jb_qti_interaction *interaction = jb_qti_add_interaction(reading->base);
    const char *most = value_of(attributes, "maxChoices", "max-choices");
    if (!interaction) {
        return;
    }
    interaction->kind = JB_QTI_OTHER;
    for (size_t i = 0; i < sizeof interactions / sizeof interactions[0]; i++) {
        if (strcmp(interactions[i].name, name) == 0) {
            interaction->kind = interactions[i].kind;
        }
    }
    interaction->name = copy_of(reading, name);
    interaction->response =
        copy_of(reading, value_of(attributes, "responseIdentifier", "response-identifier"));
    interaction->one = !most || strcmp(most, "1") == 0;
    interaction->keep_order = is_word(jb_xml_attribute(attributes, "shuffle"), "false");
    reading->sets = 0;
    if (interaction->kind == JB_QTI_ENTRY || interaction->kind == JB_QTI_INLINE) {
        jb_qti_text_gap(&reading->texts[SINK_STEM]);
    }
}

static void begin_choice(item_reading *reading, const char *const *attributes)
{
    jb_qti_item *item = &reading->base->item;
    reading->choice = jb_qti_add_choice(reading->base);
    if (reading->choice) {
        *reading->choice = (jb_qti_choice){
            .interaction = item->interaction_count > 0 ? item->interaction_count - 1 : 0,
            .set = reading->sets > 0 ? reading->sets - 1 : 0,
            .id = copy_of(reading, jb_xml_attribute(attributes, "identifier")),
            .fixed = is_word(jb_xml_attribute(attributes, "fixed"), "true"),
        };
    }
}

/* How much a feedback that is said afterwards is an explanation. */
static int rank_of(const item_reading *reading)
{
    static const char *const general[] = { "general", "solution", "explanation", "SOLUTION" };
    const jb_qti_item *item = &reading->base->item;
    char id[NAME_SIZE];
    jb_slice_string(reading->modal_id, id, sizeof id);
    for (size_t i = 0; i < sizeof general / sizeof general[0]; i++) {
        if (strstr(id, general[i])) {
            return 3;
        }
    }
    bool right = (strstr(id, "correct") || strstr(id, "Correct")) && !strstr(id, "ncorrect");
    for (uint32_t i = 0; i < item->value_count && i < JB_QTI_VALUES_MAX; i++) {
        right = right || (!item->values[i].mapped &&
                          jb_slice_equal(item->values[i].text, reading->modal_id));
    }
    return right ? 2 : 1;
}

static void end_modal(item_reading *reading)
{
    jb_qti_item *item = &reading->base->item;
    jb_slice html = jb_qti_text_take(&reading->texts[SINK_MODAL], &reading->base->pieces);
    int rank = rank_of(reading);
    reading->modals++;
    if (rank > reading->modal_rank) {
        reading->modal_rank = rank;
        item->feedback = html;
    }
}

static void end_value(item_reading *reading)
{
    jb_buffer *text = &reading->texts[SINK_VALUE].html;
    jb_qti_value *value = jb_qti_add_value(reading->base);
    if (value) {
        value->response = last_response(&reading->base->item);
        value->text = jb_pieces_copy(&reading->base->pieces, jb_pieces_trim(jb_buffer_slice(text)));
        value->weight = 1;
    }
    jb_buffer_clear(text);
}

static void end_item(item_reading *reading)
{
    jb_qti_item *item = &reading->base->item;
    item->stem = jb_qti_text_take(&reading->texts[SINK_STEM], &reading->base->pieces);
    if (reading->modals > 1 && reading->modal_rank < 2) {
        item->feedback = jb_slice_of(""); /* nobody knows which of them */
    }
    reading->inside = false;
    jb_qti_add(reading->base);
}

static void take_tolerance(item_reading *reading, const char *const *attributes)
{
    jb_qti_item *item = &reading->base->item;
    const char *tolerance = jb_xml_attribute(attributes, "tolerance");
    const char *mode = value_of(attributes, "toleranceMode", "tolerance-mode");
    if (tolerance && mode && strcmp(mode, "exact") != 0) {
        item->tolerance = jb_qti_number(tolerance, 0);
        item->relative = strcmp(mode, "relative") == 0;
    }
}

/* ---- events ---- */

/* Where the words in an element go that means something; `around` is where those around it go. */
static sink sink_of(const item_reading *reading, element own, const char *const *attributes,
                    sink around)
{
    const char *view = jb_xml_attribute(attributes, "view");
    element parent = (element)reading->open[reading->depth - 1];
    switch (own) {
    case ELEMENT_BODY:
        return SINK_STEM;
    case ELEMENT_CHOICE:
        return SINK_CHOICE;
    case ELEMENT_FEEDBACK:
        return around == SINK_CHOICE ? SINK_FEEDBACK : SINK_NONE;
    case ELEMENT_MODAL:
        return SINK_MODAL;
    case ELEMENT_RUBRIC:
        return view && strstr(view, "candidate") ? around : SINK_NONE;
    case ELEMENT_VALUE:
        return parent == ELEMENT_CORRECT ? SINK_VALUE : SINK_NONE;
    case ELEMENT_OTHER:
    case ELEMENT_CORRECT:
    case ELEMENT_EQUAL:
    case ELEMENT_INTERACTION:
    case ELEMENT_ITEM:
    case ELEMENT_MAPPED:
    case ELEMENT_PROMPT:
    case ELEMENT_RESPONSE:
    case ELEMENT_SET:
    case ELEMENT_TEMPLATE:
        break;
    }
    return around;
}

static void begin_element(item_reading *reading, element own, const char *name,
                          const char *const *attributes)
{
    if (own == ELEMENT_RESPONSE) {
        begin_response(reading, attributes);
    } else if (own == ELEMENT_MAPPED) {
        take_mapped(reading, attributes);
    } else if (own == ELEMENT_INTERACTION) {
        begin_interaction(reading, name, attributes);
    } else if (own == ELEMENT_CHOICE) {
        begin_choice(reading, attributes);
    } else if (own == ELEMENT_SET) {
        reading->sets++;
    } else if (own == ELEMENT_MODAL) {
        reading->modal_id = copy_of(reading, jb_xml_attribute(attributes, "identifier"));
    } else if (own == ELEMENT_EQUAL) {
        take_tolerance(reading, attributes);
    } else if (own == ELEMENT_TEMPLATE) {
        reading->base->item.unsupported = "It is a template: its texts are made up when it is "
                                          "shown.";
    }
}

static bool on_open(void *user, const char *name, const char *const *attributes, jb_where where)
{
    static const char *const none[] = { NULL };
    item_reading *reading = user;
    char own_name[NAME_SIZE];
    make_name(name, own_name);
    element own = element_of(own_name);
    uint32_t depth = ++reading->depth;
    if (own == ELEMENT_ITEM && !reading->inside) {
        begin_item(reading, attributes, where);
        reading->sinks[depth - 1] = SINK_NONE;
    }
    sink around = (sink)reading->sinks[depth - 1];
    reading->open[depth] = (uint8_t)own;
    reading->tagged[depth] = SINK_NONE;
    reading->sinks[depth] = (uint8_t)SINK_NONE;
    if (!reading->inside) {
        return true;
    }
    sink into = sink_of(reading, own, attributes, around);
    reading->sinks[depth] = (uint8_t)into;
    if (own != ELEMENT_OTHER) {
        begin_element(reading, own, own_name, attributes);
    }
    bool block = own == ELEMENT_PROMPT || own == ELEMENT_RUBRIC;
    if (into != SINK_NONE && into == around && (own == ELEMENT_OTHER || block)) {
        jb_qti_text_open(&reading->texts[into], block ? "p" : name, block ? none : attributes);
        reading->tagged[depth] = (uint8_t)into;
    }
    return !jb_draft_failed(reading->base->draft);
}

static bool on_text(void *user, jb_slice text)
{
    item_reading *reading = user;
    sink into = (sink)reading->sinks[reading->depth];
    if (into == SINK_VALUE) {
        jb_buffer_append(&reading->texts[into].html, text.bytes, text.size);
    } else if (reading->inside && into != SINK_NONE) {
        jb_qti_text_add(&reading->texts[into], text);
    }
    return !jb_draft_failed(reading->base->draft);
}

static bool on_close(void *user, const char *name)
{
    item_reading *reading = user;
    uint32_t depth = reading->depth--;
    element own = (element)reading->open[depth];
    jb_pieces *pieces = &reading->base->pieces;
    if (!reading->inside) {
        return true;
    }
    if (reading->tagged[depth] != SINK_NONE) {
        bool block = own == ELEMENT_PROMPT || own == ELEMENT_RUBRIC;
        jb_qti_text_close(&reading->texts[reading->tagged[depth]], block ? "p" : name);
    } else if (own == ELEMENT_CHOICE && reading->choice) {
        reading->choice->html = jb_qti_text_take(&reading->texts[SINK_CHOICE], pieces);
        reading->choice->feedback = jb_qti_text_take(&reading->texts[SINK_FEEDBACK], pieces);
        reading->choice = NULL;
    } else if (own == ELEMENT_MODAL) {
        end_modal(reading);
    } else if (own == ELEMENT_VALUE && reading->sinks[depth] == SINK_VALUE) {
        end_value(reading);
    } else if (own == ELEMENT_ITEM) {
        end_item(reading);
    }
    return !jb_draft_failed(reading->base->draft);
}

jb_xml_result jb_qti_read_items(jb_qti_reading *base, jb_slice document, jb_where *where,
                                const char **why)
{
    static const jb_xml_handlers handlers = { .open = on_open, .text = on_text, .close = on_close };
    item_reading *reading = calloc(1, sizeof *reading);
    *why = "Memory ran out.";
    if (!reading) {
        return JB_XML_MEMORY;
    }
    reading->base = base;
    for (int i = 0; i < SINK_COUNT; i++) {
        jb_buffer_init(&reading->texts[i].html, 0);
    }
    jb_xml_result result = jb_xml_read(document, &handlers, reading, where, why);
    for (int i = 0; i < SINK_COUNT; i++) {
        jb_buffer_finish(&reading->texts[i].html);
    }
    free(reading);
    return result;
}
