#ifndef JINBANG_IMPORT_QTI_H
#define JINBANG_IMPORT_QTI_H

/*
 * What the files of the QTI reader share: read_qti.c (packages), qti_item.c (items of version 2 and
 * 3), qti_old.c (version 1.2), qti_text.c (their texts), qti_question.c (what an item means).
 */

#include "markup.h"
#include "pieces.h"

enum {
    JB_QTI_INTERACTIONS_MAX = 32,
    JB_QTI_CHOICES_MAX = 256,
    JB_QTI_VALUES_MAX = 256,
    JB_QTI_RESPONSES_MAX = 32
};

typedef enum jb_qti_kind {
    JB_QTI_CHOICE,
    JB_QTI_INLINE, /* a choice within the text */
    JB_QTI_ORDER,
    JB_QTI_MATCH,
    JB_QTI_ENTRY,
    JB_QTI_OTHER /* cannot be played */
} jb_qti_kind;

typedef struct jb_qti_interaction {
    jb_qti_kind kind;
    jb_slice response;
    jb_slice name;  /* of JB_QTI_OTHER: "hotspotInteraction" */
    jb_slice label; /* version 1.2: what stands before its choices, HTML */
    bool one;       /* at most one choice */
    bool keep_order;
} jb_qti_interaction;

typedef struct jb_qti_choice {
    uint32_t interaction;
    uint32_t set; /* of a match: 0 left, 1 right */
    jb_slice id;
    jb_slice html;
    jb_slice feedback;
    bool fixed;
} jb_qti_choice;

/* A right answer, or an accepted one and what it is worth. */
typedef struct jb_qti_value {
    jb_slice response;
    jb_slice text;
    double weight;  /* 1 is all */
    bool mapped;    /* it is from a mapping, not from the right answers */
    bool has_range; /* version 1.2: at least `low`, at most `high` */
    double low, high;
} jb_qti_value;

typedef struct jb_qti_response {
    jb_slice id;
    bool several; /* cardinality multiple */
    bool ordered;
    bool number; /* integer or float */
} jb_qti_response;

typedef struct jb_qti_item {
    jb_where where;
    bool old; /* version 1.2 */
    jb_slice id, title;
    jb_slice kind;           /* version 1.2: "essay_question", if it says so */
    const char *unsupported; /* why it cannot be played whatever is in it; NULL */
    double points;           /* 0: it does not say */
    jb_slice stem;           /* HTML */
    jb_slice feedback;       /* HTML: said to everybody */
    jb_qti_interaction *interactions;
    uint32_t interaction_count;
    jb_qti_choice *choices;
    uint32_t choice_count;
    jb_qti_value *values;
    uint32_t value_count;
    jb_qti_response *responses;
    uint32_t response_count;
    bool too_many; /* something was more than is kept */
    double tolerance;
    bool relative; /* the tolerance is in percent */
} jb_qti_item;

/* ---- qti_text.c ---- */

/* A text that is put together of elements, as HTML. MathML becomes a line ("(a)/(b)"), ruby gets
 * brackets, and elements that HTML has no name for keep words apart, so that nothing is glued
 * together. */
typedef struct jb_qti_text {
    jb_buffer html;
    uint8_t math[JB_XML_DEPTH_MAX + 1];     /* what the open elements are in MathML */
    uint8_t children[JB_XML_DEPTH_MAX + 1]; /* how many each has had, up to 255 */
    uint32_t depth;
    bool apart;      /* what comes next is another word */
    uint32_t hidden; /* depth of the element that is dropped with what it holds; 0: none */
} jb_qti_text;

void jb_qti_text_open(jb_qti_text *text, const char *name, const char *const *attributes);
void jb_qti_text_add(jb_qti_text *text, jb_slice words);
void jb_qti_text_close(jb_qti_text *text, const char *name);
/* What is to be filled in. */
void jb_qti_text_gap(jb_qti_text *text);
/* HTML as it is, or plain text made HTML. */
void jb_qti_text_html(jb_qti_text *text, jb_slice html);
void jb_qti_text_plain(jb_qti_text *text, jb_slice plain);
/* Takes what has been put together, and begins anew. */
jb_slice jb_qti_text_take(jb_qti_text *text, jb_pieces *pieces);

/* ---- items ---- */

/* Where an item is read and what it says is put. */
typedef struct jb_qti_reading {
    jb_draft *draft;
    jb_pieces pieces;
    const char *file; /* name of the entry that is being read; "" for a file alone */
    jb_qti_item item;
    uint32_t items; /* found so far in this file */
} jb_qti_reading;

/* Begins an item: all of its arrays are in the pieces. */
void jb_qti_begin(jb_qti_reading *reading, jb_where where);
/* The next of each, zeroed; a spare one past the limit. Never NULL while memory lasts. */
jb_qti_interaction *jb_qti_add_interaction(jb_qti_reading *reading);
jb_qti_choice *jb_qti_add_choice(jb_qti_reading *reading);
jb_qti_value *jb_qti_add_value(jb_qti_reading *reading);
/* Adds the item to the draft, or says why not. */
void jb_qti_add(jb_qti_reading *reading);

/* How an item's problems are said (qti_question.c). */
typedef struct jb_qti_making {
    jb_qti_reading *reading;
    jb_pieces *pieces;
    const jb_qti_item *item;
    jb_draft_question *question;
} jb_qti_making;

/* In a package the place is one in the file of the item, so the message names it. */
void jb_qti_say(const jb_qti_making *m, bool unsupported, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The declaration of an interaction's response; NULL: there is none. */
const jb_qti_response *jb_qti_response_of(const jb_qti_making *m,
                                          const jb_qti_interaction *interaction);
bool jb_qti_is_about(const jb_qti_value *value, const jb_qti_interaction *interaction);
/* What the best of its mapped values is worth; 0: there is none. */
double jb_qti_most_worth(const jb_qti_making *m, const jb_qti_interaction *interaction);
bool jb_qti_is_word(jb_slice text, const char *word); /* without regard to case */
/* qti_entry.c: all interactions are entries. */
void jb_qti_add_entry(const jb_qti_making *m);

/* Read a whole file and add its items. */
jb_xml_result jb_qti_read_items(jb_qti_reading *reading, jb_slice document, jb_where *where,
                                const char **why);
jb_xml_result jb_qti_read_old(jb_qti_reading *reading, jb_slice document, jb_where *where,
                              const char **why);

/* A number in a text; `otherwise` if it is none. */
double jb_qti_number(const char *text, double otherwise);

#endif
