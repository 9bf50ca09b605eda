/*
 * GIFT: one question of a block: which braces hold the answers, its title, its stem with a gap
 * where the answers stood, what is said to everybody.
 */
#include <string.h>
#include <strings.h>

#include "gift.h"

enum {
    GROUPS_MAX = 32, /* pairs of braces in one block that are told apart */
    CLOZE_WORD_MAX = 24
};

jb_slice jb_gift_decode(jb_gift_reading *reading, jb_slice text, jb_form *form)
{
    static const char characters[] = "\0:#={}~\n";
    static const struct {
        const char *name;
        jb_form form;
    } forms[] = { { "[html]", JB_FORM_HTML },
                  { "[markdown]", JB_FORM_MARKDOWN },
                  { "[plain]", JB_FORM_PLAIN },
                  { "[moodle]", JB_FORM_AUTO } };
    text = jb_pieces_trim(text);
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        size_t size = strlen(forms[i].name);
        if (text.size >= size && strncasecmp(text.bytes, forms[i].name, size) == 0) {
            *form = forms[i].form;
            text = jb_slice_part(text, size, text.size);
            break;
        }
    }
    char *out = jb_pieces_take(&reading->pieces, text.size + 1, 1);
    size_t size = 0;
    for (size_t i = 0; out && i < text.size; i++) {
        char c = text.bytes[i];
        out[size++] = c > 0 && c <= JB_GIFT_LINE ? characters[(int)c] : c;
    }
    return jb_pieces_trim((jb_slice){ .bytes = out ? out : "", .size = size });
}

/* ---- groups ---- */

/* A pair of braces in a block; offsets of the braces themselves. */
typedef struct group {
    size_t open, shut;
} group;

/* Pairs that are not within another; no further than GROUPS_MAX of them, so that a block of many
 * questions is not looked through by each. False: they do not match. */
static bool find_groups(jb_slice text, group *groups, uint32_t *count)
{
    uint32_t depth = 0;
    *count = 0;
    for (size_t i = 0; i < text.size && *count < GROUPS_MAX; i++) {
        if (text.bytes[i] == '{' && depth++ == 0) {
            groups[*count].open = i;
        } else if (text.bytes[i] == '}') {
            if (depth == 0) {
                return false;
            }
            if (--depth == 0) {
                groups[(*count)++].shut = i;
            }
        }
    }
    return depth == 0;
}

static jb_slice inside(jb_slice text, group braces)
{
    return jb_pieces_trim(jb_slice_part(text, braces.open + 1, braces.shut));
}

/* Braces that hold answers for certain, not a formula. */
static bool is_answer(jb_slice answers)
{
    answers = jb_pieces_trim(answers);
    bool marked = answers.size > 0 && strchr("=~#", answers.bytes[0]) != NULL;
    return answers.size == 0 || marked || jb_gift_truth(answers) >= 0;
}

/* "1:MULTICHOICE:...": a question of Moodle's that holds others. */
bool jb_gift_is_cloze(jb_slice answers)
{
    size_t at = 0;
    answers = jb_pieces_trim(answers);
    while (at < answers.size && answers.bytes[at] >= '0' && answers.bytes[at] <= '9') {
        at++;
    }
    size_t end = jb_slice_find(answers, at + 1, ':');
    if (at >= answers.size || answers.bytes[at] != ':' || end == answers.size || end == at + 1 ||
        end - at > CLOZE_WORD_MAX) {
        return false;
    }
    for (size_t i = at + 1; i < end; i++) {
        char c = answers.bytes[i];
        if ((c < 'A' || c > 'Z') && c != '_') {
            return false;
        }
    }
    return true;
}

/* ---- one question ---- */

/* The beginning of a text that is no question, as people know it. */
static jb_slice excerpt_of(jb_gift_reading *reading, jb_slice text)
{
    jb_form form = JB_FORM_AUTO;
    text = jb_gift_decode(reading, text, &form);
    return jb_pieces_text(&reading->pieces, text, form);
}

static void say_broken(jb_gift_reading *reading, jb_slice text, const char *code,
                       const char *message)
{
    jb_draft_error(reading->draft, reading->where, excerpt_of(reading, text), code, "%s", message);
}

/* Takes "::title::" off. */
static jb_slice take_title(jb_gift_reading *reading, jb_slice *text)
{
    jb_form form = JB_FORM_PLAIN;
    if (jb_slice_begins(*text, "\"::")) { /* a line of a program's source */
        *text = jb_slice_part(*text, 1, text->size);
    }
    if (!jb_slice_begins(*text, "::")) {
        return jb_slice_of("");
    }
    for (size_t end = jb_slice_find(*text, 2, ':'); end + 1 < text->size;
         end = jb_slice_find(*text, end + 1, ':')) {
        if (text->bytes[end + 1] == ':') {
            jb_slice title = jb_slice_part(*text, 2, end);
            *text = jb_pieces_trim(jb_slice_part(*text, end + 2, text->size));
            return jb_gift_decode(reading, title, &form);
        }
    }
    *text = jb_pieces_trim(jb_slice_part(*text, 2, text->size));
    return jb_slice_of("");
}

/* What is left of a program's source behind the brace: `";` */
static bool is_rest_of_code(jb_slice tail)
{
    for (size_t i = 0; i < tail.size; i++) {
        if (strchr("\"';,`)", tail.bytes[i]) == NULL) {
            return false;
        }
    }
    return true;
}

static bool is_punctuation(jb_slice tail)
{
    for (size_t i = 0; i < tail.size; i++) {
        if (strchr(".?!:", tail.bytes[i]) == NULL) {
            return false;
        }
    }
    return true;
}

/* The stem: a gap where the answers stood, if anything follows them. */
static jb_slice make_stem(jb_gift_reading *reading, jb_slice text, group braces, bool statement)
{
    jb_slice before = jb_slice_part(text, 0, braces.open);
    jb_slice tail = jb_pieces_trim(jb_slice_part(text, braces.shut + 1, text.size));
    if (is_rest_of_code(tail)) {
        return before;
    }
    bool gap = !statement || !is_punctuation(tail);
    before = gap ? before : jb_pieces_trim(before);
    jb_slice after = jb_slice_part(text, braces.shut + 1, text.size);
    char *stem = jb_pieces_take(&reading->pieces, before.size + after.size + 5, 1);
    if (!stem) {
        return before;
    }
    memcpy(stem, before.bytes, before.size);
    memcpy(stem + before.size, "_____", 5);
    size_t size = before.size + (gap ? 5 : 0);
    memcpy(stem + size, after.bytes, after.size);
    return (jb_slice){ .bytes = stem, .size = size + after.size };
}

/* Takes "####general feedback" off the answers. */
static jb_slice take_general(jb_slice *answers)
{
    for (size_t i = answers->size; i >= 4; i--) {
        if (memcmp(answers->bytes + i - 4, "####", 4) == 0) {
            jb_slice general = jb_slice_part(*answers, i, answers->size);
            *answers = jb_pieces_trim(jb_slice_part(*answers, 0, i - 4));
            return general;
        }
    }
    return jb_slice_of("");
}

/* All but the answers. `stem` still has its escapes; *form is what it says, or stays. */
static jb_draft_question begin_question(jb_gift_reading *reading, jb_slice stem, jb_slice title,
                                        jb_form *form)
{
    jb_draft_question question = { .where = reading->where,
                                   .title = title,
                                   .id = reading->id,
                                   .tags = reading->tags,
                                   .tag_count = reading->tag_count,
                                   .category = jb_buffer_slice(&reading->category) };
    stem = jb_gift_decode(reading, stem, form);
    question.stem.text = jb_pieces_shown(&reading->pieces, stem, *form, false);
    if (question.stem.text.size == 0) {
        question.stem.text = title; /* people write the question into it */
    }
    return question;
}

static void read_answers(jb_gift_reading *reading, jb_slice text, group braces, jb_slice title)
{
    jb_form form = JB_FORM_AUTO;
    jb_slice answers = inside(text, braces);
    jb_slice general = take_general(&answers);
    bool truth = jb_gift_truth(answers) >= 0;
    jb_slice stem = make_stem(reading, text, braces, truth);
    jb_draft_question question = begin_question(reading, stem, title, &form);
    jb_form own = form;
    general = jb_gift_decode(reading, general, &own);
    question.explanation.text = jb_pieces_shown(&reading->pieces, general, own, true);
    jb_pieces_give(&reading->pieces, &question);
    if (jb_gift_is_cloze(answers)) {
        jb_draft_unsupported(reading->draft, reading->where, question.stem.text, "unsupported_kind",
                             "A cloze question cannot be played; make a question of each gap.");
    } else if (answers.size == 0) {
        jb_draft_unsupported(reading->draft, reading->where, question.stem.text, "unsupported_kind",
                             "An essay cannot be played, and this question has no answers; write "
                             "them into the braces.");
    } else {
        jb_gift_answers(reading, answers, form, &question);
    }
}

/* A text with several gaps: every pair of braces holds what is to be typed there. Moodle knows only
 * one, but there is no doubt what it means. */
static bool is_gap_text(jb_slice text, const group *groups, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        jb_slice answers = inside(text, groups[i]);
        bool arrow = false;
        for (size_t j = 0; j + 1 < answers.size; j++) {
            arrow = arrow || (answers.bytes[j] == '-' && answers.bytes[j + 1] == '>');
        }
        if (answers.size < 2 || answers.bytes[0] != '=' || arrow ||
            jb_slice_find(answers, 0, '~') < answers.size) {
            return false;
        }
    }
    return count > 1 && count <= JB_BLANKS_MAX;
}

static void read_gaps(jb_gift_reading *reading, jb_slice text, const group *groups, uint32_t count,
                      jb_slice title)
{
    static const char gap[] = "_____";
    jb_form form = JB_FORM_AUTO;
    jb_slice gaps[GROUPS_MAX];
    char *stem = jb_pieces_take(&reading->pieces, text.size + count * sizeof gap, 1);
    size_t size = 0;
    size_t from = 0;
    if (!stem) {
        return;
    }
    for (uint32_t i = 0; i <= count; i++) {
        size_t to = i < count ? groups[i].open : text.size;
        memcpy(stem + size, text.bytes + from, to - from);
        size += to - from;
        if (i < count) {
            memcpy(stem + size, gap, sizeof gap - 1);
            size += sizeof gap - 1;
            from = groups[i].shut + 1;
            gaps[i] = inside(text, groups[i]);
        }
    }
    jb_draft_question question =
        begin_question(reading, (jb_slice){ .bytes = stem, .size = size }, title, &form);
    jb_pieces_give(&reading->pieces, &question);
    jb_gift_gaps(reading, gaps, count, form, &question);
}

/* How much of the text is its first question: all of it, unless a line that ends with its answers
 * is followed by another question with answers of its own. */
static size_t first_question(jb_slice text, const group *groups, uint32_t count)
{
    for (uint32_t i = 0; i + 1 < count; i++) {
        jb_slice rest = jb_line_from(text, groups[i].shut + 1);
        size_t next = jb_line_next(text, groups[i].shut + 1);
        bool own_line = groups[i + 1].open >= next;
        if (!is_answer(inside(text, groups[i])) || !is_rest_of_code(jb_pieces_trim(rest)) ||
            !own_line) {
            continue;
        }
        for (uint32_t j = i + 1; j < count; j++) {
            if (is_answer(inside(text, groups[j]))) {
                return next;
            }
        }
    }
    return text.size;
}

/* The braces that hold the answers. False: it was reported. */
static bool choose_group(jb_gift_reading *reading, jb_slice text, const group *groups,
                         uint32_t count, group *out)
{
    uint32_t answers = 0;
    *out = groups[0];
    for (uint32_t i = 0; i < count; i++) {
        if (jb_gift_is_cloze(inside(text, groups[i]))) {
            *out = groups[i];
            return true;
        }
        if (is_answer(inside(text, groups[i]))) {
            *out = groups[i];
            answers++;
        }
    }
    if (count > 1 && answers != 1) {
        say_broken(
            reading, text, "broken_question",
            "It is not clear which braces hold the answers; write \\{ and \\} for those that "
            "do not, and a blank line between questions.");
        return false;
    }
    return true;
}

/* Braces that do not match: Moodle takes the first of each, which may be right all the same. */
static bool first_braces(jb_slice text, group *out)
{
    *out = (group){ .open = jb_slice_find(text, 0, '{'), .shut = jb_slice_find(text, 0, '}') };
    return out->open < out->shut && out->shut < text.size && is_answer(inside(text, *out)) &&
           jb_slice_find(text, out->shut, '{') == text.size &&
           jb_slice_find(text, out->shut + 1, '}') == text.size;
}

/* Reads a question whose braces match, without its title. */
static void read_matched(jb_gift_reading *reading, jb_slice text, jb_slice title)
{
    group groups[GROUPS_MAX];
    group braces = { 0, 0 };
    uint32_t count = 0;
    (void)find_groups(text, groups, &count);
    if (count == 0) {
        jb_draft_unsupported(reading->draft, reading->where, excerpt_of(reading, text),
                             "unsupported_kind",
                             "This is a text without answers, not a question; answers stand in "
                             "braces: {=right ~wrong}.");
    } else if (is_gap_text(text, groups, count)) {
        read_gaps(reading, text, groups, count, title);
    } else if (choose_group(reading, text, groups, count, &braces)) {
        read_answers(reading, text, braces, title);
    }
}

void jb_gift_question(jb_gift_reading *reading, jb_slice *text)
{
    group groups[GROUPS_MAX];
    group braces = { 0, 0 };
    uint32_t count = 0;
    jb_slice whole = *text;
    bool matched = find_groups(whole, groups, &count);
    bool gaps = matched && jb_slice_begins(whole, "::") && is_gap_text(whole, groups, count);
    size_t size = matched && !gaps ? first_question(whole, groups, count) : whole.size;
    *text = jb_slice_part(whole, size, whole.size);
    whole.size = size;
    jb_slice own = jb_pieces_trim(whole);
    jb_pieces_begin(&reading->pieces, reading->where);
    jb_slice title = take_title(reading, &own);
    if (matched) {
        read_matched(reading, own, title);
    } else if (first_braces(own, &braces)) {
        read_answers(reading, own, braces, title);
    } else {
        say_broken(reading, own,
                   jb_slice_find(own, 0, '}') == own.size ? "unfinished_question"
                                                          : "broken_question",
                   "The braces { and } do not match; close the answers with }, and write \\{ and "
                   "\\} within texts.");
    }
}
