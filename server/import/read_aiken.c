/*
 * Aiken, as Moodle reads it: a stem of one line, options "A) ..." or "A. ...", "ANSWER: B". Text is
 * text, not HTML.
 *
 * People write it more loosely, and what is clear is taken with a warning: small letters,
 * "Answer:", several letters, stems and options over several lines, an explanation below the
 * answer. A line below an option that is no option itself belongs to the option if the next letter
 * or the answer follows, and begins the next question if "A" follows.
 */
#include "formats.h"

#include <string.h>

#include "line.h"

enum {
    LETTERS = 26
};

typedef enum line_kind {
    LINE_BLANK,
    LINE_OPTION,
    LINE_ANSWER,
    LINE_TEXT
} line_kind;

typedef struct aiken_line {
    line_kind kind;
    uint32_t number;
    uint32_t column;
    jb_slice text; /* the line; what follows the label or the word */
    int letter;    /* of an option, from 0 */
    bool loose;    /* not as Moodle wants it */
} aiken_line;

typedef struct aiken_option {
    int letter;
    jb_slice text;
} aiken_option;

typedef struct aiken {
    jb_draft *draft;
    jb_lines lines;
    bool begun; /* there is a stem */
    jb_where where;
    jb_slice stem;
    uint32_t stem_lines;
    bool stem_body; /* code or a table stands below the question, after an empty line */
    aiken_option options[LETTERS];
    uint32_t count;
    bool too_many;
    bool has_tail; /* text below the last option */
    jb_where tail_where;
    jb_slice tail;
    uint32_t tail_lines;
    bool blank;  /* the last line was empty */
    int orphans; /* letters of options without a stem that were just reported */
    uint32_t loose_line, loose_count;
} aiken;

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* The size of the sign behind a label; 0: none. */
static size_t sign_size(jb_slice text)
{
    static const char *const wide[] = { "）", "．", "、" };
    if (text.size > 0 && (text.bytes[0] == ')' || text.bytes[0] == '.')) {
        return 1;
    }
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++) {
        if (jb_line_begins(text, wide[i])) {
            return strlen(wide[i]);
        }
    }
    return 0;
}

/* An option, if its letter may come now. A capital may be out of order once there are options
 * ("A B D"); a small letter only begins an option where it is expected. */
static bool read_option(jb_slice text, int expected, aiken_line *out)
{
    char c = (char)(text.size > 1 ? text.bytes[0] : '\0');
    bool small = c >= 'a' && c <= 'z';
    size_t sign = is_capital(c) || small ? sign_size(jb_line_rest(text, 1)) : 0;
    int letter = small ? c - 'a' : c - 'A';
    bool spaced =
        text.size > 1 + sign && (text.bytes[1 + sign] == ' ' || text.bytes[1 + sign] == '\t');
    bool near = !small && expected > 0 && spaced && letter <= expected + 1;
    if (sign == 0 || (letter != expected && !near)) {
        return false;
    }
    out->kind = LINE_OPTION;
    out->letter = letter;
    out->loose = small || sign > 1;
    out->text = jb_line_trim(jb_line_rest(text, 1 + sign));
    return true;
}

static bool read_answer(jb_slice text, aiken_line *out)
{
    bool exact = text.size >= 7 && memcmp(text.bytes, "ANSWER:", 7) == 0;
    if (jb_line_begins(text, "correct ")) {
        text = jb_line_trim(jb_line_rest(text, 8));
    }
    if (!jb_line_begins(text, "answer")) {
        return false;
    }
    text = jb_line_rest(text, 6);
    text = jb_line_trim(jb_line_rest(text, jb_line_begins(text, "s")));
    size_t colon = jb_line_begins(text, ":") ? 1 : jb_line_begins(text, "：") ? strlen("：") : 0;
    if (colon == 0) {
        return false;
    }
    out->kind = LINE_ANSWER;
    out->text = jb_line_trim(jb_line_rest(text, colon));
    out->loose = !exact;
    return true;
}

static aiken_line read_line(jb_slice line, uint32_t number, int expected)
{
    jb_slice text = jb_line_trim(line);
    aiken_line out = { .kind = LINE_TEXT, .number = number, .text = text };
    out.column = jb_column_of(line, (size_t)(text.bytes - line.bytes));
    if (text.size < 2 || jb_line_is_rule(text)) {
        out.kind = LINE_BLANK; /* Moodle skips lines of one character */
    } else if (!read_option(text, expected, &out)) {
        (void)read_answer(text, &out);
    }
    return out;
}

static jb_where place(const aiken_line *line)
{
    return (jb_where){ .line = line->number, .column = line->column };
}

static void forget(aiken *a)
{
    a->begun = false;
    a->count = 0;
    a->too_many = false;
    a->has_tail = false;
}

static void begin(aiken *a, jb_where where, jb_slice stem, uint32_t lines)
{
    forget(a);
    a->begun = true;
    a->where = where;
    a->stem = stem;
    a->stem_lines = lines;
    a->stem_body = false;
}

static void not_finished(aiken *a)
{
    if (a->begun) {
        jb_draft_error(a->draft, a->where, a->stem, "unfinished_question",
                       "The question has no line \"ANSWER: A\"; add it below its options, with the "
                       "letter of the right one.");
    }
    forget(a);
}

static void note_loose(aiken *a, uint32_t line)
{
    a->loose_line = a->loose_count == 0 ? line : a->loose_line;
    a->loose_count++;
}

/* ---- the answer ---- */

/* Which of the options a letter names. -1: none, -2: not clear. */
static int find_option(const aiken *a, int letter)
{
    int found = -1;
    for (uint32_t i = 0; i < a->count; i++) {
        if (a->options[i].letter == letter) {
            found = found == -1 ? (int)i : -2;
        }
    }
    /* Moodle counts: with labels out of order the letter may mean another one there. */
    bool counted = letter < (int)a->count && found >= 0 && found != letter;
    return counted ? -2 : found;
}

static bool is_between(char c)
{
    return c == ',' || c == ';' || c == '/' || c == '&' || c == '+' || c == ' ' || c == '\t';
}

/* The next run of what is no separator; *text moves behind it. */
static jb_slice next_word(jb_slice *text)
{
    for (;;) {
        size_t wide = jb_line_begins(*text, "、") || jb_line_begins(*text, "，") ? 3 : 0;
        if (wide == 0 && (text->size == 0 || !is_between(text->bytes[0]))) {
            break;
        }
        *text = jb_line_rest(*text, wide > 0 ? wide : 1);
    }
    jb_slice word = { .bytes = text->bytes, .size = 0 };
    while (text->size > 0 && !is_between(text->bytes[0]) && !jb_line_begins(*text, "、") &&
           !jb_line_begins(*text, "，")) {
        word.size++;
        *text = jb_line_rest(*text, 1);
    }
    return word;
}

static int letter_of(char c)
{
    return is_capital(c) ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' : -1;
}

/* "ABD", "abd": letters of one case that rise. */
static bool is_run(jb_slice word)
{
    for (size_t i = 0; i < word.size; i++) {
        bool other_case = is_capital(word.bytes[i]) != is_capital(word.bytes[0]);
        if (letter_of(word.bytes[i]) < 0 || other_case ||
            (i > 0 && letter_of(word.bytes[i]) <= letter_of(word.bytes[i - 1]))) {
            return false;
        }
    }
    return word.size > 0;
}

/* Takes the sign off "B)" and "B.Paris". */
static bool take_sign(jb_slice *word)
{
    bool sign =
        word->size > 1 && letter_of(word->bytes[0]) >= 0 && sign_size(jb_line_rest(*word, 1)) > 0;
    word->size = sign ? 1 : word->size;
    return sign;
}

static uint32_t bits_of(jb_slice word)
{
    uint32_t letters = 0;
    for (size_t i = 0; i < word.size; i++) {
        letters |= 1U << letter_of(word.bytes[i]);
    }
    return letters;
}

/* The letters of an answer as bits; 0: there are none, or it is not clear which. "B", "B)", "A, C",
 * "AC", "A and C"; "B because ..." and "B) a dog" are B. *rest: more than letters was written. */
static uint32_t read_letters(jb_slice text, bool *rest)
{
    uint32_t letters = 0;
    uint32_t first = 0;
    uint32_t words = 0;
    bool first_signed = false;
    *rest = false;
    while (text.size > 0) {
        jb_slice word = next_word(&text);
        if (word.size == 0 || (words > 0 && jb_line_is(word, "and"))) {
            continue;
        }
        bool more = word.size > 2; /* than a letter and its sign */
        bool sign = take_sign(&word);
        if (!is_run(word) || (sign && more && words > 0)) {
            *rest = true;
            return words == 1 || first_signed ? first : 0;
        }
        letters |= bits_of(word);
        first = words == 0 ? letters : first;
        first_signed = words == 0 ? sign : first_signed;
        words++;
        if (sign && more) {
            *rest = true;
            return first;
        }
    }
    return letters;
}

/* Marks the right options. False: reported. */
static bool mark_right(aiken *a, const aiken_line *line, jb_draft_question *question)
{
    bool rest = false;
    uint32_t letters = read_letters(line->text, &rest);
    uint32_t right = 0;
    if (letters == 0) {
        jb_draft_error(a->draft, place(line), a->stem,
                       line->text.size > 0 ? "unknown_option" : "no_answer",
                       "The answer \"%.*s\" is not the letter of an option; write one, as in "
                       "\"ANSWER: A\".",
                       (int)jb_line_head(line->text, 40).size, line->text.bytes);
        return false;
    }
    for (int letter = 0; letter < LETTERS; letter++) {
        if ((letters >> letter & 1) == 0) {
            continue;
        }
        int option = find_option(a, letter);
        if (option < 0) {
            jb_draft_error(a->draft, place(line), a->stem, "unknown_option",
                           option == -1 ? "The answer names option %c, which is not there."
                                        : "It is not clear which option %c is: the letters of the "
                                          "options are not in order. Put them in order.",
                           'A' + letter);
            return false;
        }
        question->options[option].right = true;
        right++;
    }
    question->kind = right > 1 ? JB_KIND_MULTIPLE : JB_KIND_SINGLE;
    if (right > 1) {
        jb_draft_warn(a->draft, place(line), a->stem, "several_right",
                      "The answer names several letters, which Aiken does not know; all of them "
                      "have to be chosen.");
    }
    if (rest) {
        note_loose(a, line->number);
    }
    return true;
}

/* "Explanation: ..." is what comes next below the answer. */
static jb_slice read_explanation(aiken *a)
{
    static const char *const words[] = { "explanation", "feedback", "reason", "rationale" };
    jb_slice line;
    jb_slice text = jb_slice_of("");
    jb_lines ahead = a->lines;
    while (text.size == 0 && jb_lines_next(&ahead, &line)) {
        text = jb_line_trim(line);
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t size = strlen(words[i]);
        if (jb_line_begins(text, words[i]) && jb_line_begins(jb_line_rest(text, size), ":")) {
            a->lines = ahead;
            note_loose(a, ahead.number);
            return jb_line_trim(jb_line_rest(text, size + 1));
        }
    }
    return jb_slice_of("");
}

static void add(aiken *a, const aiken_line *line)
{
    jb_draft_question question = { .where = a->where, .stem = { .text = a->stem } };
    for (uint32_t i = 0; i < a->count; i++) {
        question.options[i].text.text = a->options[i].text;
    }
    question.option_count = a->count;
    question.explanation.text = read_explanation(a);
    if (a->stem_lines > 1) {
        jb_draft_warn(a->draft, a->where, a->stem, "several_lines",
                      "The question goes over %u lines, which Aiken does not know; they were taken "
                      "together.",
                      a->stem_lines);
    }
    if (a->too_many) {
        jb_draft_error(a->draft, a->where, a->stem, "too_many_options",
                       "A question has at most 26 options.");
    } else if (a->count < 2) {
        jb_draft_error(a->draft, a->where, a->stem, "too_few_options",
                       "The question needs at least two options, as in \"A) ...\".");
    } else if (mark_right(a, line, &question)) {
        jb_draft_add(a->draft, &question);
    }
}

/* ---- lines ---- */

/* What stands below the last option belongs to it. */
static void keep_tail(aiken *a)
{
    if (a->has_tail) {
        aiken_option *last = &a->options[a->count - 1];
        last->text = last->text.size > 0 ? jb_line_join(last->text, a->tail) : a->tail;
        note_loose(a, a->tail_where.line);
        a->has_tail = false;
    }
}

static void on_option(aiken *a, const aiken_line *line)
{
    if (a->has_tail && line->letter == 0) {
        jb_where where = a->tail_where;
        jb_slice stem = a->tail;
        uint32_t lines = a->tail_lines;
        not_finished(a);
        begin(a, where, stem, lines);
    } else if (a->count > 0 && a->blank && line->letter == 0) {
        not_finished(a);
    }
    keep_tail(a);
    if (!a->begun) {
        if (a->orphans == 0 || line->letter == 0) {
            jb_draft_error(a->draft, place(line), line->text, "empty_stem",
                           "An option stands here without a question above it; write the question "
                           "on the line before its options.");
        }
        a->orphans = line->letter + 1;
        return;
    }
    if (line->loose) {
        note_loose(a, line->number);
    }
    a->too_many = a->too_many || a->count == LETTERS;
    if (!a->too_many) {
        a->options[a->count++] = (aiken_option){ .letter = line->letter, .text = line->text };
    }
}

static void on_answer(aiken *a, const aiken_line *line)
{
    if (!a->begun) {
        if (a->orphans == 0 || a->blank) {
            jb_draft_error(a->draft, place(line), line->text, "empty_stem",
                           "An answer stands here without a question above it.");
        }
        a->orphans = 0;
        return;
    }
    keep_tail(a);
    if (line->loose) {
        note_loose(a, line->number);
    }
    add(a, line);
    forget(a);
}

static bool asks(jb_slice text)
{
    return jb_line_ends(text, "?") || jb_line_ends(text, "？");
}

/* A piece of text begins behind an empty line, and the question above it has no options yet. Code
 * or a table to a question that ends in ? or : is part of it; a further question is none, and what
 * stands above it was not finished. */
static bool is_body(const aiken *a, const aiken_line *line)
{
    jb_slice next;
    jb_slice last = line->text;
    jb_lines ahead = a->lines;
    if (jb_line_ends(a->stem, ":") || jb_line_ends(a->stem, "：")) {
        return true;
    }
    if (!a->stem_body && !asks(a->stem)) {
        return false;
    }
    while (jb_lines_next(&ahead, &next)) {
        aiken_line read = read_line(next, ahead.number, 0);
        if (read.kind != LINE_TEXT) {
            break;
        }
        last = read.text;
    }
    return !asks(last);
}

static void on_text(aiken *a, const aiken_line *line)
{
    if (a->begun && a->blank && (a->count > 0 || !is_body(a, line))) {
        not_finished(a);
    }
    a->stem_body = a->stem_body || (a->begun && a->blank);
    a->orphans = 0;
    if (!a->begun) {
        begin(a, place(line), line->text, 1);
    } else if (a->count == 0) {
        a->stem = jb_line_join(a->stem, line->text);
        a->stem_lines++;
    } else if (a->has_tail) {
        a->tail = jb_line_join(a->tail, line->text);
        a->tail_lines++;
    } else {
        a->has_tail = true;
        a->tail_where = place(line);
        a->tail = line->text;
        a->tail_lines = 1;
    }
}

/* The letter that may come now. */
static int expected(const aiken *a)
{
    return a->count > 0 ? a->options[a->count - 1].letter + 1 : a->begun ? 0 : a->orphans;
}

void jb_read_aiken(const jb_import_file *file, jb_draft *draft)
{
    jb_slice line;
    aiken a = { .draft = draft };
    jb_lines_init(&a.lines, jb_import_text(file));
    while (jb_lines_next(&a.lines, &line) && !jb_draft_failed(draft)) {
        aiken_line read = read_line(line, a.lines.number, expected(&a));
        if (read.kind == LINE_OPTION) {
            on_option(&a, &read);
        } else if (read.kind == LINE_ANSWER) {
            on_answer(&a, &read);
        } else if (read.kind == LINE_TEXT) {
            on_text(&a, &read);
        }
        a.blank = read.kind == LINE_BLANK;
    }
    not_finished(&a);
    if (a.loose_count > 0) {
        jb_draft_warn(
            draft, (jb_where){ .line = a.loose_line, .column = 1 }, jb_slice_of(""), "loose_form",
            "%u lines are not as Aiken has them (small letters, \"Answer:\", text below an "
            "option or the answer); this is the first. They were understood; look at the "
            "questions.",
            a.loose_count);
    }
}

/* ---- is it Aiken? ---- */

typedef struct aiken_signs {
    uint32_t answers; /* lines */
    uint32_t whole;   /* of them letters below two options and more */
    uint32_t exact;   /* of these "ANSWER:" as Moodle wants it */
    uint32_t words;   /* answers that are no letter, without options: "ANSWER: true" */
    uint32_t labels, texts;
    uint32_t other; /* lines that Aiken never has: 答案：, a stem with （√） */
} aiken_signs;

static bool is_other(jb_slice text)
{
    static const char *const marks[] = { "√", "×", "✓", "✗" };
    if (jb_line_begins(text, "答案") || jb_line_begins(text, "【答案】")) {
        return true;
    }
    while (jb_line_ends(text, ")") || jb_line_ends(text, "）") || jb_line_ends(text, " ")) {
        text.size -= jb_line_ends(text, "）") ? strlen("）") : 1;
    }
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (jb_line_ends(text, marks[i])) {
            return true;
        }
    }
    return false;
}

static aiken_signs count_signs(jb_slice text)
{
    aiken_signs signs = { 0 };
    jb_lines lines;
    jb_slice line;
    int options = 0;
    jb_lines_init(&lines, text);
    while (jb_lines_next(&lines, &line)) {
        bool rest = false;
        aiken_line read = read_line(line, lines.number, options);
        if (read.kind == LINE_OPTION) {
            options = read.letter + 1;
            signs.labels++;
        } else if (read.kind == LINE_ANSWER) {
            bool letter = read_letters(read.text, &rest) != 0;
            bool whole = letter && options >= 2;
            signs.answers++;
            signs.whole += whole;
            signs.exact += whole && !read.loose;
            signs.words += !letter && options == 0;
            options = 0;
        } else if (read.kind == LINE_TEXT) {
            signs.texts++;
            signs.other += is_other(read.text);
        }
    }
    return signs;
}

/* Typed questions of several kinds hold such lines, too, and have their own reader. */
int jb_sniff_aiken(const jb_import_file *file)
{
    aiken_signs signs = count_signs(jb_line_head(jb_import_text(file), JB_SNIFF_BYTES));
    if (signs.other > signs.whole || signs.labels == 0 || signs.answers == 0) {
        return 0;
    }
    if (signs.whole == 0) {
        return signs.other == 0 ? 25 : 0; /* every question may be broken */
    }
    bool pure = signs.exact * 2 >= signs.answers && signs.words * 2 <= signs.exact &&
                signs.other == 0 && signs.texts <= signs.answers * 3;
    return pure ? 97 : signs.whole * 2 >= signs.answers ? 95 : 60;
}
