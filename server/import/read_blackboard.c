/*
 * Blackboard's tab text: a question a line, its kind first, everything separated by tabs. Texts may
 * be HTML. Excel, in which such files are made, puts texts with quotes into quotes.
 */
#include "formats.h"

#include <string.h>

#include "line.h"
#include "markup.h"

enum {
    FIELDS_MAX = 256,
    VARIABLE_MAX = 100 /* bytes of the name of a blank */
};

typedef struct blackboard {
    jb_draft *draft;
    jb_where where;
    jb_slice fields[FIELDS_MAX]; /* as they stand in the line */
    uint32_t count;
    bool too_many;
    jb_buffer texts;               /* of all fields, plain */
    size_t begins[FIELDS_MAX + 1]; /* in `texts` */
    jb_draft_question question;
    jb_draft_medium_ref media[JB_QUESTION_MEDIA_MAX];
    jb_draft_accept accepts[JB_ACCEPT_MAX];
    jb_buffer stem; /* of a question with several blanks */
} blackboard;

typedef struct kind_row {
    const char *name;
    bool (*read)(blackboard *b); /* NULL: cannot be played */
    const char *what;
    uint32_t fields_min;
} kind_row;

/* ---- fields ---- */

static jb_slice text_of(const blackboard *b, uint32_t field)
{
    size_t begin = b->begins[field];
    return (jb_slice){ .bytes = jb_buffer_text(&b->texts) + begin,
                       .size = b->begins[field + 1] - begin };
}

static void take_image(void *user, jb_slice src, jb_slice alt)
{
    blackboard *b = user;
    (void)alt;
    uint32_t medium = jb_draft_medium_at(b->draft, b->where, src);
    if (medium != JB_DRAFT_MEDIA_NONE && b->question.media_count < JB_QUESTION_MEDIA_MAX) {
        b->media[b->question.media_count++].medium = medium;
    }
}

/* Excel's quotes off: "He said ""no""". */
static void unquote(jb_slice field, jb_buffer *out)
{
    bool quoted = field.size >= 2 && field.bytes[0] == '"' && field.bytes[field.size - 1] == '"';
    for (size_t i = 1; quoted && i + 1 < field.size; i++) {
        if (field.bytes[i] == '"') {
            quoted = field.bytes[i + 1] == '"' && i + 2 < field.size;
            i++;
        }
    }
    for (size_t i = quoted; i + quoted < field.size; i++) {
        jb_buffer_append_char(out, field.bytes[i]);
        i += quoted && field.bytes[i] == '"';
    }
}

/* The plain texts of all fields. False: memory has run out. */
static bool make_texts(blackboard *b)
{
    jb_buffer field;
    jb_html_images images = { .image = take_image, .user = b };
    bool good = true;
    jb_buffer_init(&field, 0);
    jb_buffer_clear(&b->texts);
    for (uint32_t i = 0; i < b->count && good; i++) {
        jb_buffer_clear(&field);
        unquote(b->fields[i], &field);
        b->begins[i] = b->texts.size;
        jb_html_text(jb_buffer_slice(&field), &images, &b->texts);
        good = !field.failed && !b->texts.failed;
    }
    b->begins[b->count] = b->texts.size;
    jb_buffer_finish(&field);
    return good;
}

static void split(blackboard *b, jb_slice line)
{
    b->count = 0;
    b->too_many = false;
    for (;;) {
        const char *tab = memchr(line.bytes, '\t', line.size);
        size_t size = tab ? (size_t)(tab - line.bytes) : line.size;
        b->too_many = b->count == FIELDS_MAX;
        if (b->too_many) {
            return;
        }
        b->fields[b->count++] = jb_line_trim(jb_line_head(line, size));
        if (!tab) {
            break;
        }
        line = jb_line_rest(line, size + 1);
    }
    while (b->count > 0 && b->fields[b->count - 1].size == 0) {
        b->count--; /* Excel fills up to the longest row */
    }
}

static bool fault(blackboard *b, const char *code, const char *message)
{
    jb_draft_error(b->draft, b->where, text_of(b, 1), code, "%s", message);
    return false;
}

/* ---- kinds ---- */

/* Pairs of a text and "correct" or "incorrect". *right is how many are. */
static bool read_options(blackboard *b, uint32_t *right)
{
    *right = 0;
    if (b->count % 2 != 0) {
        return fault(
            b, "broken_question",
            "Every option needs the word correct or incorrect behind it, with tabs between.");
    }
    if ((b->count - 2) / 2 > JB_OPTIONS_MAX) {
        return fault(b, "too_many_options", "A question has at most 26 options.");
    }
    for (uint32_t i = 2; i < b->count; i += 2) {
        jb_draft_option *option = &b->question.options[b->question.option_count++];
        jb_slice word = text_of(b, i + 1);
        option->text.text = text_of(b, i);
        option->right = jb_line_is(word, "correct");
        *right += option->right;
        if (!option->right && !jb_line_is(word, "incorrect")) {
            return fault(
                b, "broken_question",
                "Behind an option stands neither correct nor incorrect; write one of these "
                "words.");
        }
    }
    return true;
}

static bool read_single(blackboard *b)
{
    uint32_t right = 0;
    if (!read_options(b, &right)) {
        return false;
    }
    b->question.kind = right > 1 ? JB_KIND_MULTIPLE : JB_KIND_SINGLE;
    if (right > 1) {
        jb_draft_warn(
            b->draft, b->where, text_of(b, 1), "several_right",
            "A question of one choice (MC) has several right options; all of them have to "
            "be chosen. If any of them is right, edit it.");
    }
    return true;
}

static bool read_multiple(blackboard *b)
{
    uint32_t right = 0;
    b->question.kind = JB_KIND_MULTIPLE;
    return read_options(b, &right);
}

static bool read_truefalse(blackboard *b)
{
    jb_slice word = b->count > 2 ? text_of(b, 2) : jb_slice_of("");
    b->question.kind = JB_KIND_TRUEFALSE;
    b->question.truth = jb_line_is(word, "true");
    if (word.size == 0) {
        return fault(b, "no_answer", "The question has no answer; write true or false behind it.");
    }
    return b->question.truth || jb_line_is(word, "false") ||
           fault(b, "unknown_option", "The answer is neither true nor false; write one of these.");
}

static bool read_ordering(blackboard *b)
{
    b->question.kind = JB_KIND_ORDERING;
    if (b->count - 2 > JB_OPTIONS_MAX) {
        return fault(b, "too_many_options", "A question has at most 26 options.");
    }
    for (uint32_t i = 2; i < b->count; i++) {
        uint32_t option = b->question.option_count++;
        b->question.options[option].text.text = text_of(b, i);
        b->question.order[option] = (uint8_t)option;
    }
    return true;
}

/* The number of the target of this text, a new one if there is none such. */
static uint8_t target_of(blackboard *b, jb_slice text)
{
    uint32_t i = 0;
    while (i < b->question.target_count &&
           !jb_slice_equal(b->question.targets[i].text.text, text)) {
        i++;
    }
    if (i == b->question.target_count) {
        b->question.targets[b->question.target_count++].text.text = text;
    }
    return (uint8_t)i;
}

static bool read_matching(blackboard *b)
{
    b->question.kind = JB_KIND_MATCHING;
    if (b->count % 2 != 0) {
        return fault(b, "broken_question",
                     "Every left side needs its right side behind it, with a tab between.");
    }
    if ((b->count - 2) / 2 > JB_OPTIONS_MAX) {
        return fault(b, "too_many_options", "A question has at most 26 pairs.");
    }
    for (uint32_t i = 2; i < b->count; i += 2) {
        uint8_t target = target_of(b, text_of(b, i + 1));
        if (text_of(b, i).size > 0) {
            uint32_t option = b->question.option_count++;
            b->question.options[option].text.text = text_of(b, i);
            b->question.pairs[option] = target;
        }
    }
    return true;
}

static bool accept(blackboard *b, jb_slice text, jb_slice tolerance, uint8_t blank)
{
    if (b->question.accept_count == JB_ACCEPT_MAX) {
        return fault(b, "too_many_answers", "A question has at most 100 accepted answers.");
    }
    b->accepts[b->question.accept_count++] =
        (jb_draft_accept){ .text = text, .tolerance = tolerance, .blank = blank };
    return true;
}

static bool read_numeric(blackboard *b)
{
    b->question.kind = JB_KIND_NUMERIC;
    return accept(b, text_of(b, 2), b->count > 3 ? text_of(b, 3) : jb_slice_of(""), 0);
}

static bool read_blank(blackboard *b)
{
    b->question.kind = JB_KIND_TEXT;
    for (uint32_t i = 2; i < b->count; i++) {
        if (text_of(b, i).size > 0 && !accept(b, text_of(b, i), jb_slice_of(""), 0)) {
            return false;
        }
    }
    return true;
}

/* ---- several blanks ---- */

typedef struct variable {
    uint32_t field; /* its name; answers follow */
    size_t at;      /* of "[name]" in the stem; SIZE_MAX: it is not there */
} variable;

/* Where "[name]" stands in the stem. */
static size_t find_variable(jb_slice stem, jb_slice name)
{
    if (name.size > VARIABLE_MAX) {
        return SIZE_MAX;
    }
    for (size_t i = 0; i + name.size + 2 <= stem.size; i++) {
        if (stem.bytes[i] == '[' && stem.bytes[i + 1 + name.size] == ']' &&
            memcmp(stem.bytes + i + 1, name.bytes, name.size) == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* Variables by their places in the stem; those that are not in it keep their order behind. */
static uint32_t find_variables(const blackboard *b, variable variables[JB_BLANKS_MAX], bool *fits)
{
    uint32_t count = 0;
    bool name = true;
    *fits = true;
    for (uint32_t i = 2; i < b->count; i++) {
        jb_slice text = text_of(b, i);
        if (name && text.size > 0) {
            *fits = *fits && count < JB_BLANKS_MAX;
            if (!*fits) {
                return count;
            }
            variable found = { .field = i, .at = find_variable(text_of(b, 1), text) };
            uint32_t at = count++;
            for (; at > 0 && variables[at - 1].at > found.at; at--) {
                variables[at] = variables[at - 1];
            }
            variables[at] = found;
        }
        name = text.size == 0;
    }
    return count;
}

/* The stem with gaps for its variables; as it is if one is missing or two share a place. */
static void make_stem(blackboard *b, const variable *variables, uint32_t count)
{
    jb_slice stem = text_of(b, 1);
    size_t from = 0;
    bool whole = count > 0;
    for (uint32_t i = 0; i < count; i++) {
        whole = whole && variables[i].at != SIZE_MAX &&
                (i == 0 || variables[i].at != variables[i - 1].at);
    }
    jb_buffer_clear(&b->stem);
    for (uint32_t i = 0; i < count && whole; i++) {
        jb_buffer_append(&b->stem, stem.bytes + from, variables[i].at - from);
        jb_buffer_append_text(&b->stem, "____");
        from = variables[i].at + text_of(b, variables[i].field).size + 2;
    }
    jb_buffer_append(&b->stem, stem.bytes + from, stem.size - from);
    b->question.stem.text = jb_buffer_slice(&b->stem);
}

static bool read_blanks(blackboard *b)
{
    variable variables[JB_BLANKS_MAX];
    bool fits = true;
    uint32_t count = find_variables(b, variables, &fits);
    b->question.kind = JB_KIND_TEXT;
    if (!fits) {
        return fault(b, "too_many_blanks", "A question has at most 20 blanks.");
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t field = variables[i].field + 1;
        if (field >= b->count || text_of(b, field).size == 0) {
            return fault(b, "no_answer", "A blank has no answer; write one behind its name.");
        }
        for (; field < b->count && text_of(b, field).size > 0; field++) {
            if (!accept(b, text_of(b, field), jb_slice_of(""), (uint8_t)i)) {
                return false;
            }
        }
    }
    make_stem(b, variables, count);
    return !b->stem.failed;
}

/* ---- lines ---- */

static const kind_row kinds[] = {
    { "MC", read_single, NULL, 4 },
    { "MA", read_multiple, NULL, 4 },
    { "TF", read_truefalse, NULL, 2 },
    { "ORD", read_ordering, NULL, 3 },
    { "MAT", read_matching, NULL, 4 },
    { "FIB", read_blank, NULL, 3 },
    { "FIB_PLUS", read_blanks, NULL, 3 },
    { "NUM", read_numeric, NULL, 3 },
    { "ESS", NULL, "An essay", 1 },
    { "ES", NULL, "An essay", 1 },
    { "SR", NULL, "A short essay", 1 },
    { "OP", NULL, "An opinion", 1 },
    { "FIL", NULL, "A file to hand in", 1 },
    { "JUMBLED_SENTENCE", NULL, "A jumbled sentence", 1 },
    { "QUIZ_BOWL", NULL, "A quiz bowl question", 1 },
};

static const kind_row *find_kind(jb_slice name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (jb_line_is(name, kinds[i].name)) {
            return &kinds[i];
        }
    }
    return NULL;
}

static void read_question(blackboard *b, const kind_row *kind)
{
    if (b->count < 2 || text_of(b, 1).size == 0) {
        jb_draft_error(b->draft, b->where, jb_slice_of(kind->name), "empty_stem",
                       "The question has no text.");
    } else if (!kind->read) {
        jb_draft_unsupported(b->draft, b->where, text_of(b, 1), "unsupported_kind",
                             "%s (%s) cannot be played; it is left out.", kind->what, kind->name);
    } else if (b->count < kind->fields_min) {
        (void)fault(b, "no_answer",
                    "The question has no answer; write it behind the text, with tabs "
                    "between.");
    } else if (kind->read(b)) {
        jb_draft_add(b->draft, &b->question);
    }
}

static void read_line(blackboard *b, jb_slice line)
{
    split(b, line);
    const kind_row *kind = b->count > 0 ? find_kind(b->fields[0]) : NULL;
    b->question =
        (jb_draft_question){ .where = b->where, .accepts = b->accepts, .media = b->media };
    if (!kind) {
        jb_draft_error(
            b->draft, b->where, line, "unknown_type",
            "The line does not begin with a kind of question that Blackboard has (MC, MA, "
            "TF, ORD, MAT, FIB, FIB_PLUS, NUM ...) and a tab.");
        return;
    }
    if (b->too_many) {
        jb_draft_error(b->draft, b->where, b->fields[1], "too_many_options",
                       "The line has more than %d fields.", FIELDS_MAX);
        return;
    }
    if (make_texts(b)) {
        b->question.stem.text = b->count > 1 ? text_of(b, 1) : jb_slice_of("");
        read_question(b, kind);
    }
}

void jb_read_blackboard(const jb_import_file *file, jb_draft *draft)
{
    jb_lines lines;
    jb_slice line;
    blackboard *b = jb_draft_take(draft, 1, sizeof *b);
    if (!b) {
        return;
    }
    b->draft = draft;
    jb_buffer_init(&b->texts, 0);
    jb_buffer_init(&b->stem, 0);
    jb_lines_init(&lines, jb_import_text(file));
    while (jb_lines_next(&lines, &line) && !jb_draft_failed(draft)) {
        b->where = (jb_where){ .line = lines.number, .column = 1 };
        if (jb_line_trim(line).size > 0) {
            read_line(b, line);
        }
    }
    jb_buffer_finish(&b->stem);
    jb_buffer_finish(&b->texts);
}

/* Most lines begin with a kind and have at least a text and an answer. */
int jb_sniff_blackboard(const jb_import_file *file)
{
    jb_lines lines;
    jb_slice line;
    uint32_t all = 0;
    uint32_t good = 0;
    jb_lines_init(&lines, jb_line_head(jb_import_text(file), JB_SNIFF_BYTES));
    while (jb_lines_next(&lines, &line)) {
        const char *tab = memchr(line.bytes, '\t', line.size);
        all += jb_line_trim(line).size > 0;
        const jb_slice name =
            jb_line_trim(jb_line_head(line, tab ? (size_t)(tab - line.bytes) : 0));
        good += name.size > 0 && name.bytes[0] < 'a' && find_kind(name) != NULL;
    }
    return good > 0 && good * 5 >= all * 3 ? 92 : 0;
}
