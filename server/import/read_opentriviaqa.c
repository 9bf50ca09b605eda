/*
 * OpenTriviaQA: "#Q stem", "^ right answer", "A text" to "D text", an empty line. Stems may go over
 * several lines, empty ones among them; whatever stands before the "^" is stem. The right option is
 * the one whose text is that of the "^" line.
 */
#include "formats.h"

#include <string.h>

#include "line.h"

#define LICENSE "CC BY-SA 4.0"
#define SOURCE  "https://github.com/uberspot/OpenTriviaQA"

typedef struct trivia {
    jb_draft *draft;
    bool begun;
    jb_where where;
    jb_slice stem;
    bool has_right; /* a "^" line */
    jb_slice right;
    jb_slice options[JB_OPTIONS_MAX];
    uint32_t count;
    bool closed;         /* an empty line stands below the options */
    uint32_t stray_line; /* the first that belongs to no question; 0: none */
    uint32_t stray_count;
} trivia;

/* ---- a whole question ---- */

/* True and False in either order; *truth says which is right. */
static bool is_truefalse(const trivia *t, const jb_draft_question *question, bool *truth)
{
    if (t->count != 2) {
        return false;
    }
    for (uint32_t i = 0; i < 2; i++) {
        if (jb_line_is(t->options[i], "true") && jb_line_is(t->options[1 - i], "false")) {
            *truth = question->options[i].right;
            return true;
        }
    }
    return false;
}

/* Exactly the same text, else the same but for case and spaces. */
static bool mark_right(const trivia *t, jb_draft_question *question)
{
    bool found = false;
    for (uint32_t i = 0; i < t->count; i++) {
        question->options[i].right = jb_slice_equal(t->options[i], t->right);
        found = found || question->options[i].right;
    }
    for (uint32_t i = 0; i < t->count && !found; i++) {
        question->options[i].right = jb_line_alike(t->options[i], t->right);
        found = question->options[i].right;
    }
    return found;
}

static void add(const trivia *t)
{
    jb_draft_question question = { .where = t->where, .kind = JB_KIND_SINGLE };
    question.stem.text = t->stem;
    question.license = jb_slice_of(LICENSE);
    question.url = jb_slice_of(SOURCE);
    for (uint32_t i = 0; i < t->count; i++) {
        question.options[i].text.text = t->options[i];
    }
    question.option_count = t->count;
    if (!mark_right(t, &question)) {
        jb_draft_error(
            t->draft, t->where, t->stem, "unknown_option",
            "The right answer \"%.*s\" (the line with ^) is none of the options; make the "
            "two texts the same.",
            (int)jb_line_head(t->right, 80).size, t->right.bytes);
        return;
    }
    if (is_truefalse(t, &question, &question.truth)) {
        question.kind = JB_KIND_TRUEFALSE;
        question.option_count = 0;
    }
    jb_draft_add(t->draft, &question);
}

static void finish(trivia *t)
{
    if (!t->begun) {
        return;
    }
    if (!t->has_right || t->right.size == 0) {
        jb_draft_error(
            t->draft, t->where, t->stem, "no_answer",
            "The question has no line with the right answer; add \"^ answer\" below it.");
    } else if (t->stem.size == 0) {
        jb_draft_error(t->draft, t->where, t->right, "empty_stem", "The question has no text.");
    } else if (t->count < 2) {
        jb_draft_error(t->draft, t->where, t->stem, "too_few_options",
                       "The question needs at least two options, as in \"A text\".");
    } else {
        add(t);
    }
    t->begun = false;
}

/* ---- lines ---- */

static void begin(trivia *t, jb_where where, jb_slice stem)
{
    finish(t);
    t->begun = true;
    t->where = where;
    t->stem = stem;
    t->has_right = false;
    t->right = jb_slice_of("");
    t->count = 0;
    t->closed = false;
}

/* An option of the letter that comes now: "B text"; an empty one is the letter alone. */
static bool take_option(trivia *t, jb_slice line)
{
    bool letter = t->count < JB_OPTIONS_MAX && line.size > 0 &&
                  line.bytes[0] == (char)('A' + (int)t->count) &&
                  (line.size == 1 || line.bytes[1] == ' ' || line.bytes[1] == '\t');
    if (!t->has_right || !letter) {
        return false;
    }
    t->options[t->count++] = jb_line_trim(jb_line_rest(line, 1));
    return true;
}

/* A line that goes on with what stands above it. */
static void go_on(trivia *t, jb_slice line, uint32_t number)
{
    jb_slice *text = !t->has_right  ? &t->stem
                     : t->count > 0 ? &t->options[t->count - 1]
                                    : &t->right;
    if (!t->begun || t->closed) {
        t->stray_line = t->stray_count == 0 ? number : t->stray_line;
        t->stray_count++;
        return;
    }
    *text = text->size > 0 ? jb_line_join(*text, line) : line;
}

static void on_line(trivia *t, jb_slice line, uint32_t number)
{
    jb_slice text = jb_line_trim(line);
    jb_where where = { .line = number, .column = 1 };
    if (jb_line_begins(text, "#Q")) {
        begin(t, where, jb_line_trim(jb_line_rest(text, 2)));
    } else if (t->begun && !t->has_right && jb_line_begins(text, "^")) {
        t->has_right = true;
        t->right = jb_line_trim(jb_line_rest(text, 1));
    } else if (text.size == 0) {
        t->closed = t->closed || t->count > 0;
    } else if (!t->closed && take_option(t, text)) {
        return;
    } else {
        go_on(t, text, number);
    }
}

void jb_read_opentriviaqa(const jb_import_file *file, jb_draft *draft)
{
    jb_lines lines;
    jb_slice line;
    trivia t = { .draft = draft };
    jb_lines_init(&lines, jb_import_text(file));
    jb_draft_license(draft, jb_slice_of(LICENSE), jb_slice_of(SOURCE));
    while (jb_lines_next(&lines, &line) && !jb_draft_failed(draft)) {
        on_line(&t, line, lines.number);
    }
    finish(&t);
    if (t.stray_count > 0) {
        jb_draft_warn(draft, (jb_where){ .line = t.stray_line, .column = 1 }, jb_slice_of(""),
                      "stray_text",
                      "%u lines belong to no question and were not read; this is the first. A "
                      "question begins with \"#Q\".",
                      t.stray_count);
    }
}

int jb_sniff_opentriviaqa(const jb_import_file *file)
{
    jb_lines lines;
    jb_slice line;
    uint32_t questions = 0;
    uint32_t right = 0;
    jb_lines_init(&lines, jb_line_head(jb_import_text(file), JB_SNIFF_BYTES));
    while (jb_lines_next(&lines, &line)) {
        questions += jb_line_begins(line, "#Q ");
        right += questions > 0 && jb_line_begins(line, "^ ");
    }
    return questions > 0 && right > 0 ? 98 : 0;
}
