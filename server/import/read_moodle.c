/*
 * Moodle XML: its elements. A text may stand in <text> or directly in its element, as CDATA,
 * escaped or as elements of its own; each is kept as it is until its question is whole.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "formats.h"
#include "markup.h"
#include "moodle.h"

#include "jinbang/unpack.h"

enum {
    SNIFF_MAX = 64 * 1024,
    NUMBER_SIZE = 40
};

/* Elements that mean something; `ELEMENT_OTHER` is any other. */
typedef enum element {
    ELEMENT_OTHER,
    ELEMENT_ANSWER,
    ELEMENT_CATEGORY,
    ELEMENT_FEEDBACK,
    ELEMENT_FILE,
    ELEMENT_GENERAL,
    ELEMENT_GRADE,
    ELEMENT_ID,
    ELEMENT_IMAGE, /* of Moodle 1 */
    ELEMENT_IMAGE_BYTES,
    ELEMENT_MULTIPLIER,
    ELEMENT_NAME,
    ELEMENT_QUESTION,
    ELEMENT_SHUFFLE,
    ELEMENT_SINGLE,
    ELEMENT_STEM,
    ELEMENT_SUBQUESTION,
    ELEMENT_TAG,
    ELEMENT_TEXT,
    ELEMENT_TOLERANCE,
    ELEMENT_UNIT,
    ELEMENT_USECASE
} element;

static const struct {
    const char *name;
    element element;
} elements[] = {
    { "answer", ELEMENT_ANSWER },
    { "category", ELEMENT_CATEGORY },
    { "feedback", ELEMENT_FEEDBACK },
    { "file", ELEMENT_FILE },
    { "generalfeedback", ELEMENT_GENERAL },
    { "defaultgrade", ELEMENT_GRADE },
    { "idnumber", ELEMENT_ID },
    { "image", ELEMENT_IMAGE },
    { "image_base64", ELEMENT_IMAGE_BYTES },
    { "multiplier", ELEMENT_MULTIPLIER },
    { "name", ELEMENT_NAME },
    { "question", ELEMENT_QUESTION },
    { "shuffleanswers", ELEMENT_SHUFFLE },
    { "single", ELEMENT_SINGLE },
    { "questiontext", ELEMENT_STEM },
    { "subquestion", ELEMENT_SUBQUESTION },
    { "tag", ELEMENT_TAG },
    { "text", ELEMENT_TEXT },
    { "tolerance", ELEMENT_TOLERANCE },
    { "unit_name", ELEMENT_UNIT },
    { "usecase", ELEMENT_USECASE },
};

typedef struct moodle_reading {
    jb_draft *draft;
    jb_pieces pieces;
    jb_moodle_question question;
    bool inside;  /* a question */
    bool wrapped; /* its text is made of elements */
    element open[JB_XML_DEPTH_MAX + 1];
    uint32_t depth;
    uint32_t text_depth; /* of the <text> that is open; 0: none is */
    uint32_t area;       /* of the element that was opened last */
    jb_form forms[JB_XML_DEPTH_MAX + 1];
    uint32_t areas[JB_XML_DEPTH_MAX + 1];
    jb_buffer text;
    jb_buffer category;
    jb_slice file_name, old_image;
    double multiplier;
} moodle_reading;

static element element_of(const char *name)
{
    for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++) {
        if (strcmp(elements[i].name, name) == 0) {
            return elements[i].element;
        }
    }
    return ELEMENT_OTHER;
}

static jb_form form_of(const char *name, jb_form inherited)
{
    static const struct {
        const char *name;
        jb_form form;
    } forms[] = { { "html", JB_FORM_HTML },
                  { "plain_text", JB_FORM_PLAIN },
                  { "markdown", JB_FORM_MARKDOWN },
                  { "moodle_auto_format", JB_FORM_AUTO } };
    for (size_t i = 0; name && i < sizeof forms / sizeof forms[0]; i++) {
        if (strcmp(forms[i].name, name) == 0) {
            return forms[i].form;
        }
    }
    return inherited;
}

static double number_of(jb_slice text)
{
    char copy[NUMBER_SIZE];
    jb_slice_string(text, copy, sizeof copy);
    char *stop = copy;
    double number = strtod(copy, &stop);
    return stop > copy && number >= -1e6 && number <= 1e6 ? number : 0;
}

/* ---- questions ---- */

static void begin_question(moodle_reading *reading, const char *const *attributes, jb_where where)
{
    const char *type = jb_xml_attribute(attributes, "type");
    jb_pieces *pieces = &reading->pieces;
    jb_pieces_begin(pieces, where);
    reading->question = (jb_moodle_question){
        .where = where,
        .type = jb_pieces_copy(pieces, jb_slice_of(type ? type : "")),
        .answers = jb_pieces_take(pieces, JB_MOODLE_ANSWERS_MAX, sizeof(jb_moodle_answer)),
        .files = jb_pieces_take(pieces, JB_MOODLE_FILES_MAX, sizeof(jb_moodle_file)),
        .tags = jb_pieces_take(pieces, JB_MOODLE_TAGS_MAX, sizeof(jb_slice)),
    };
    reading->inside = !jb_draft_failed(reading->draft);
    reading->old_image = jb_slice_of("");
    reading->multiplier = 1;
    reading->area = 0;
}

static void end_question(moodle_reading *reading)
{
    reading->inside = false;
    if (!jb_slice_equal(reading->question.type, jb_slice_of("category"))) {
        jb_moodle_add(&reading->pieces, &reading->question, jb_buffer_slice(&reading->category));
    }
}

/* The answer whose element is open; NULL: it is one too many. */
static jb_moodle_answer *last_answer(moodle_reading *reading)
{
    uint32_t count = reading->question.answer_count;
    return count > 0 && count <= JB_MOODLE_ANSWERS_MAX ? &reading->question.answers[count - 1]
                                                       : NULL;
}

static void begin_answer(moodle_reading *reading, const char *const *attributes)
{
    const char *fraction = jb_xml_attribute(attributes, "fraction");
    reading->question.answer_count++;
    jb_moodle_answer *answer = last_answer(reading);
    if (answer) {
        *answer = (jb_moodle_answer){ .fraction = fraction ? number_of(jb_slice_of(fraction)) : 0 };
    }
}

/* ---- files ---- */

static void take_file(moodle_reading *reading, jb_slice name, jb_slice text)
{
    jb_moodle_question *question = &reading->question;
    jb_buffer bytes;
    if (question->file_count == JB_MOODLE_FILES_MAX) {
        jb_draft_warn(reading->draft, question->where, name, "many_media",
                      "A question of a file may have %d files; the rest is left out.",
                      JB_MOODLE_FILES_MAX);
        return;
    }
    jb_buffer_init(&bytes, JB_SOUND_BYTES_MAX);
    jb_unpack_result result = jb_base64_decode(text, JB_SOUND_BYTES_MAX, &bytes);
    if (result == JB_UNPACK_MEMORY) {
        jb_draft_fail(reading->draft);
    } else if (result != JB_UNPACK_FINE) {
        jb_draft_warn(reading->draft, question->where, name, "unusable_medium",
                      "The file \"%.*s\" %s. The question is taken without it.",
                      name.size > 100 ? 100 : (int)name.size, name.bytes, jb_unpack_text(result));
    } else {
        question->files[question->file_count++] =
            (jb_moodle_file){ .name = name,
                              .bytes = jb_pieces_copy(&reading->pieces, jb_buffer_slice(&bytes)),
                              .area = reading->areas[reading->depth] };
    }
    jb_buffer_finish(&bytes);
}

/* path="/sub/" name="x.png" */
static void begin_file(moodle_reading *reading, const char *const *attributes)
{
    const char *name = jb_xml_attribute(attributes, "name");
    const char *path = jb_xml_attribute(attributes, "path");
    jb_buffer whole;
    jb_buffer_init(&whole, 0);
    jb_buffer_append_text(&whole, path && path[0] == '/' ? path + 1 : "");
    jb_buffer_append_text(&whole, name ? name : "");
    reading->file_name = jb_pieces_copy(&reading->pieces, jb_buffer_slice(&whole));
    if (whole.failed) {
        jb_draft_fail(reading->draft);
    }
    jb_buffer_finish(&whole);
}

/* A picture of Moodle 1: shown with the stem, which does not name it. */
static void take_old_image(moodle_reading *reading, jb_slice text)
{
    jb_slice name = reading->old_image.size > 0 ? reading->old_image : jb_slice_of("image");
    jb_moodle_question *question = &reading->question;
    uint32_t before = question->file_count;
    take_file(reading, name, text);
    if (question->file_count == before) {
        return;
    }
    uint32_t number = jb_draft_medium(reading->draft, question->where,
                                      question->files[before].bytes, name, jb_slice_of(""));
    if (number != JB_DRAFT_MEDIA_NONE && reading->pieces.media_count < JB_QUESTION_MEDIA_MAX) {
        reading->pieces.media[reading->pieces.media_count++] =
            (jb_draft_medium_ref){ .medium = number };
    }
}

/* ---- texts ---- */

/* Where the text of an element belongs; NULL: nowhere. `parent` is the element around it. */
static jb_moodle_text *place_of(moodle_reading *reading, element owner, element parent)
{
    jb_moodle_question *question = &reading->question;
    jb_moodle_answer *answer = last_answer(reading);
    if (owner == ELEMENT_NAME) {
        return parent == ELEMENT_QUESTION ? &question->name : NULL;
    }
    if (owner == ELEMENT_STEM) {
        return &question->stem;
    }
    if (owner == ELEMENT_GENERAL) {
        return &question->general;
    }
    if (owner == ELEMENT_ANSWER && answer) {
        return parent == ELEMENT_SUBQUESTION ? &answer->right : &answer->text;
    }
    if (owner == ELEMENT_SUBQUESTION && answer) {
        return &answer->text;
    }
    return owner == ELEMENT_FEEDBACK && parent == ELEMENT_ANSWER && answer ? &answer->feedback
                                                                           : NULL;
}

static bool is_yes(jb_slice text)
{
    return (text.size == 4 && strncasecmp(text.bytes, "true", 4) == 0) ||
           jb_slice_equal(text, jb_slice_of("1"));
}

/* The value of an element that is not a text. */
static void take_value(moodle_reading *reading, element owner, jb_slice text)
{
    jb_moodle_question *question = &reading->question;
    jb_moodle_answer *answer = last_answer(reading);
    jb_pieces *pieces = &reading->pieces;
    if (owner == ELEMENT_CATEGORY) {
        text = jb_pieces_category(text);
        jb_buffer_clear(&reading->category);
        jb_buffer_append(&reading->category, text.bytes, text.size);
    } else if (owner == ELEMENT_GRADE) {
        question->grade = jb_pieces_copy(pieces, text);
    } else if (owner == ELEMENT_ID) {
        question->id = jb_pieces_copy(pieces, text);
    } else if (owner == ELEMENT_SINGLE) {
        question->several = text.size > 0 && !is_yes(text);
    } else if (owner == ELEMENT_SHUFFLE) {
        question->keep_order = text.size > 0 && !is_yes(text);
    } else if (owner == ELEMENT_USECASE) {
        question->case_sensitive = is_yes(text);
    } else if (owner == ELEMENT_TOLERANCE && answer) {
        answer->tolerance = jb_pieces_copy(pieces, text);
    } else if (owner == ELEMENT_UNIT) {
        bool first = reading->multiplier == 1 && question->unit.size == 0;
        question->unit = first ? jb_pieces_copy(pieces, text) : question->unit;
        reading->multiplier = 1;
    } else if (owner == ELEMENT_MULTIPLIER) {
        reading->multiplier = number_of(text); /* 1: the unit that answers are in */
    } else if (owner == ELEMENT_TAG && question->tag_count < JB_MOODLE_TAGS_MAX) {
        question->tags[question->tag_count++] = jb_pieces_copy(pieces, text);
    } else if (owner == ELEMENT_FILE) {
        take_file(reading, reading->file_name, text);
    } else if (owner == ELEMENT_IMAGE) {
        reading->old_image = jb_pieces_copy(pieces, text);
    } else if (owner == ELEMENT_IMAGE_BYTES && text.size > 0) {
        take_old_image(reading, text);
    }
}

/* What has been collected belongs to the element at this depth. */
static void give_text(moodle_reading *reading, uint32_t depth)
{
    jb_slice text = jb_pieces_trim(jb_buffer_slice(&reading->text));
    element owner = reading->open[depth];
    element parent = depth > 0 ? reading->open[depth - 1] : ELEMENT_OTHER;
    if (text.size > 0 && reading->inside) {
        jb_moodle_text *place = place_of(reading, owner, parent);
        if (place && place->text.size == 0) {
            *place =
                (jb_moodle_text){ .text = jb_pieces_copy(&reading->pieces, text),
                                  .form = reading->wrapped ? JB_FORM_HTML : reading->forms[depth],
                                  .area = reading->areas[depth] };
        } else if (!place) {
            take_value(reading, owner, text);
        }
    }
    reading->wrapped = false;
    jb_buffer_clear(&reading->text);
}

/* ---- events ---- */

static void append_escaped(jb_buffer *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '"') {
            jb_buffer_append_text(out, "&quot;");
        } else if (*text == '&') {
            jb_buffer_append_text(out, "&amp;");
        } else {
            jb_buffer_append_char(out, *text);
        }
    }
}

/* An element within a text: a tag of it again. */
static void append_tag(moodle_reading *reading, const char *name, const char *const *attributes)
{
    static const char *const kept[] = { "src", "alt", "href" };
    jb_buffer_append_char(&reading->text, '<');
    jb_buffer_append_text(&reading->text, name);
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        const char *value = jb_xml_attribute(attributes, kept[i]);
        if (value) {
            jb_buffer_append_char(&reading->text, ' ');
            jb_buffer_append_text(&reading->text, kept[i]);
            jb_buffer_append_text(&reading->text, "=\"");
            append_escaped(&reading->text, value);
            jb_buffer_append_char(&reading->text, '"');
        }
    }
    jb_buffer_append_char(&reading->text, '>');
    reading->wrapped = true;
}

static bool may_go_on(const moodle_reading *reading)
{
    return !reading->text.failed && !reading->category.failed && !jb_draft_failed(reading->draft);
}

static bool on_open(void *user, const char *name, const char *const *attributes, jb_where where)
{
    moodle_reading *reading = user;
    element own = reading->text_depth > 0 ? ELEMENT_OTHER : element_of(name);
    if (reading->text_depth > 0) {
        append_tag(reading, name, attributes);
    } else {
        give_text(reading, reading->depth);
    }
    own = own == ELEMENT_QUESTION && reading->inside ? ELEMENT_OTHER : own;
    if (own == ELEMENT_QUESTION) {
        begin_question(reading, attributes, where);
    }
    uint32_t depth = ++reading->depth;
    bool holds = own == ELEMENT_STEM || own == ELEMENT_ANSWER || own == ELEMENT_FEEDBACK ||
                 own == ELEMENT_GENERAL || own == ELEMENT_SUBQUESTION;
    reading->area += holds;
    reading->open[depth] = own;
    reading->forms[depth] =
        form_of(jb_xml_attribute(attributes, "format"), reading->forms[depth - 1]);
    reading->areas[depth] = holds ? reading->area : reading->areas[depth - 1];
    if (reading->inside &&
        (own == ELEMENT_SUBQUESTION ||
         (own == ELEMENT_ANSWER && reading->open[depth - 1] != ELEMENT_SUBQUESTION))) {
        begin_answer(reading, attributes);
    } else if (reading->inside && own == ELEMENT_FILE) {
        begin_file(reading, attributes);
    } else if (own == ELEMENT_TEXT) {
        reading->text_depth = depth;
    }
    return may_go_on(reading);
}

static bool on_text(void *user, jb_slice text)
{
    moodle_reading *reading = user;
    if (reading->inside) {
        jb_buffer_append(&reading->text, text.bytes, text.size);
    }
    return may_go_on(reading);
}

static bool on_close(void *user, const char *name)
{
    moodle_reading *reading = user;
    element own = reading->open[reading->depth];
    if (reading->text_depth == reading->depth) {
        give_text(reading, reading->depth - 1);
        reading->text_depth = 0;
    } else if (reading->text_depth > 0) {
        jb_buffer_append_text(&reading->text, "</");
        jb_buffer_append_text(&reading->text, name);
        jb_buffer_append_char(&reading->text, '>');
    } else {
        give_text(reading, reading->depth);
    }
    reading->depth--;
    if (own == ELEMENT_QUESTION) {
        end_question(reading);
    }
    return may_go_on(reading);
}

void jb_read_moodle(const jb_import_file *file, jb_draft *draft)
{
    static const jb_xml_handlers handlers = { .open = on_open, .text = on_text, .close = on_close };
    moodle_reading *reading = jb_draft_take(draft, 1, sizeof *reading);
    jb_where where = { 0 };
    const char *why = "";
    if (!reading) {
        return;
    }
    reading->draft = draft;
    jb_pieces_init(&reading->pieces, draft);
    jb_buffer_init(&reading->text, 0);
    jb_buffer_init(&reading->category, JB_TEXT_BYTES_MAX);
    jb_xml_result result = jb_xml_read(jb_import_text(file), &handlers, reading, &where, &why);
    if (result == JB_XML_MEMORY || result == JB_XML_STOPPED) {
        jb_draft_fail(draft);
    } else if (result != JB_XML_FINE) {
        jb_draft_error(draft, where, jb_slice_of(""), jb_xml_code(result),
                       "The file cannot be read further than this: %s What stands before was read.",
                       why);
    }
    jb_pieces_finish(&reading->pieces);
    jb_buffer_finish(&reading->text);
    jb_buffer_finish(&reading->category);
}

int jb_sniff_moodle(const jb_import_file *file)
{
    char root[JB_XML_ROOT_SIZE];
    jb_slice text = jb_import_text(file);
    text.size = text.size > SNIFF_MAX ? SNIFF_MAX : text.size;
    jb_xml_root(text, root);
    return strcmp(root, "quiz") == 0 ? 100 : 0;
}
