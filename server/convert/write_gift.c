/*
 * GIFT as Moodle reads it. Every text is escaped, line feeds too, so that no blank line ends a
 * question; the stem says [plain], so that nothing in it is taken for HTML. What Moodle would read
 * in another way than it is meant ("->" in a short answer) is left out and said.
 */
#include "convert_internal.h"

#include <stdio.h>
#include <string.h>

enum {
    GIFT_LOSES = JB_LOSE(JB_LOST_LANGUAGES) | JB_LOSE(JB_LOST_POINTS) | JB_LOSE(JB_LOST_TIME) |
                 JB_LOSE(JB_LOST_DIFFICULTY) | JB_LOSE(JB_LOST_SOURCE) |
                 JB_LOSE(JB_LOST_HOST_NOTE) | JB_LOSE(JB_LOST_MEDIA) | JB_LOSE(JB_LOST_ORDER) |
                 JB_LOSE(JB_LOST_GRADING),
    SHARES_MAX = 10 /* right options: Moodle has shares down to a tenth */
};

static void append_escaped(const char *text, jb_buffer *out)
{
    for (; *text != '\0'; text++) {
        if (*text == '\n') {
            jb_buffer_append_text(out, "\\n");
            continue;
        }
        if (strchr("\\~=#{}:", *text)) {
            jb_buffer_append_char(out, '\\');
        }
        jb_buffer_append_char(out, *text);
    }
}

/* A text that may say its own format; behind it a % is no weight. */
static void append_formatted(const char *text, jb_buffer *out)
{
    jb_buffer_append_text(out, text[0] == '[' || text[0] == '%' ? "[plain]" : "");
    append_escaped(text, out);
}

static void append_feedback(const jb_writing *w, const cJSON *map)
{
    if (map) {
        jb_buffer_append_text(w->out, " #");
        append_formatted(jb_writing_text(w, map), w->out);
    }
}

/* "%50%"; says when Moodle has no such share. */
static void append_share(jb_writing *w, double weight)
{
    char share[32];
    bool exact = true;
    jb_buffer_append_char(w->out, '%');
    jb_buffer_append_text(w->out, jb_moodle_share(weight, &exact, share));
    jb_buffer_append_char(w->out, '%');
    if (!exact) {
        jb_cut(w, "A weight became %s %%, the nearest that Moodle knows.", share);
    }
}

/* ---- answers ---- */

static void write_option(jb_writing *w, const jb_view *view, const jb_view_option *option)
{
    const char *text = jb_writing_text(w, option->text);
    jb_buffer_append_char(w->out, '\n');
    if (view->kind == JB_KIND_MULTIPLE) {
        const char *mode =
            jb_string_of(cJSON_GetObjectItemCaseSensitive(view->node, "grading"), "mode");
        bool minus = mode && strcmp(mode, "right_minus_wrong") == 0;
        double share = 1.0 / view->right_count;
        jb_buffer_append_char(w->out, '~');
        append_share(w, option->right ? share : minus ? -share : -1);
    } else if (option->right) {
        jb_buffer_append_char(w->out, '=');
    } else {
        jb_buffer_append_char(w->out, '~');
        if (option->weight != 0) {
            append_share(w, option->weight);
        }
    }
    append_formatted(text, w->out);
    append_feedback(w, option->feedback);
}

static void write_numbers(jb_writing *w, const jb_view *view)
{
    char tolerance[32];
    bool several = view->accepts->child->next != NULL;
    const cJSON *accept = NULL;
    jb_buffer_append_char(w->out, '#');
    cJSON_ArrayForEach(accept, view->accepts) {
        double weight = jb_number_of(accept, "weight", 1);
        jb_buffer_append_text(w->out, several || weight != 1 ? "\n=" : "");
        if (weight != 1) {
            append_share(w, weight);
        }
        jb_view_tolerance(accept, tolerance);
        jb_buffer_append_text(w->out, jb_string_of(accept, "value"));
        jb_buffer_append_char(w->out, ':');
        jb_buffer_append_text(w->out, tolerance);
    }
}

/* A form of a short answer; in Moodle * stands for anything unless it is escaped. */
static void write_form(jb_writing *w, const cJSON *accept)
{
    const char *text = jb_string_of(accept, "text");
    const char *match = jb_string_of(accept, "match");
    bool wildcard = match && strcmp(match, "wildcard") == 0;
    double weight = jb_number_of(accept, "weight", 1);
    jb_buffer_append_text(w->out, "\n=");
    if (weight != 1 || text[0] == '%') {
        append_share(w, weight);
    }
    for (const char *at = text; *at != '\0'; at++) {
        char one[2] = { *at, '\0' };
        jb_buffer_append_text(w->out, *at == '*' && !wildcard ? "\\\\" : "");
        append_escaped(one, w->out);
    }
}

static void write_forms(jb_writing *w, const jb_view *view)
{
    const cJSON *blank = view->blanks->child;
    const cJSON *accept = NULL;
    cJSON_ArrayForEach(accept, cJSON_GetObjectItemCaseSensitive(blank, "accept")) {
        write_form(w, accept);
    }
    if (jb_bool_of(blank, "case_sensitive", false) || jb_number_of(blank, "max_edits", 0) > 0) {
        jb_cut(w, "Moodle takes capital and small letters for the same, and no misspelling.");
    }
}

static void write_pair(jb_writing *w, const jb_view_option *left, const jb_view_option *right)
{
    jb_buffer_append_text(w->out, "\n=");
    if (left) {
        append_formatted(jb_writing_text(w, left->text), w->out);
    }
    jb_buffer_append_text(w->out, " -> ");
    append_escaped(jb_writing_text(w, right->text), w->out);
}

static void write_pairs(jb_writing *w, const jb_view *view)
{
    bool used[JB_OPTIONS_MAX] = { false };
    for (uint8_t i = 0; i < view->option_count; i++) {
        write_pair(w, &view->options[i], &view->targets[view->pairs[i]]);
        used[view->pairs[i]] = true;
    }
    for (uint8_t i = 0; i < view->target_count; i++) {
        if (!used[i]) {
            write_pair(w, NULL, &view->targets[i]);
        }
    }
}

static void write_answer(jb_writing *w, const jb_view *view)
{
    switch (view->kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_MULTIPLE:
        for (uint8_t i = 0; i < view->option_count; i++) {
            write_option(w, view, &view->options[i]);
        }
        break;
    case JB_KIND_TRUEFALSE:
        jb_buffer_append_text(w->out, view->truth ? "TRUE" : "FALSE");
        break;
    case JB_KIND_NUMERIC:
        write_numbers(w, view);
        break;
    case JB_KIND_TEXT:
        write_forms(w, view);
        break;
    case JB_KIND_MATCHING:
        write_pairs(w, view);
        break;
    case JB_KIND_ORDERING:
    case JB_KIND_COUNT:
        break;
    }
}

/* ---- questions ---- */

/* "[html]" and the like at the beginning, where GIFT has no way to say that they are text. */
static bool begins_with_format(const char *text)
{
    static const char *const formats[] = { "[html]", "[markdown]", "[plain]", "[moodle]" };
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (strncmp(text, formats[i], strlen(formats[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* A form of a short answer that would be read as something else. */
static bool any_form_misleads(const jb_view *view)
{
    const cJSON *accept = NULL;
    cJSON_ArrayForEach(accept, cJSON_GetObjectItemCaseSensitive(view->blanks->child, "accept")) {
        const char *text = jb_string_of(accept, "text");
        if (strstr(text, "->") || begins_with_format(text)) {
            return true;
        }
    }
    return false;
}

/* Why a question does not fit; NULL: it does. */
static const char *why_not(const jb_writing *w, const jb_view *view)
{
    if (view->kind == JB_KIND_ORDERING) {
        return "GIFT has no questions of order.";
    }
    if (view->kind == JB_KIND_TEXT && view->blanks->child->next) {
        return "GIFT holds one blank, and this question has several.";
    }
    if (view->kind == JB_KIND_TEXT && any_form_misleads(view)) {
        return "An answer with \"->\" would make it a matching in GIFT, and one with [html] before "
               "it "
               "would lose that.";
    }
    if (view->kind == JB_KIND_MULTIPLE && view->right_count > SHARES_MAX) {
        return "More than ten options are right, and Moodle has no share for so many.";
    }
    for (uint8_t i = 0; i < view->target_count; i++) {
        if (!view->targets[i].text) {
            return "One of its options is a picture only.";
        }
        if (begins_with_format(jb_writing_text(w, view->targets[i].text))) {
            return "The right side of a pair would be taken for the name of a format.";
        }
    }
    for (uint8_t i = 0; i < view->option_count; i++) {
        const cJSON *text = view->options[i].text;
        if (!text) {
            return "One of its options is a picture only.";
        }
        if (view->kind == JB_KIND_MATCHING && strstr(jb_writing_text(w, text), "->")) {
            return "\"->\" in the left side of a pair would divide it in GIFT.";
        }
    }
    return NULL;
}

/* Tags may not hold < > and `, which Moodle does not take in them. */
static void write_comment(jb_writing *w, const jb_view *view)
{
    const cJSON *tag = NULL;
    jb_buffer_append_text(w->out, "// [id:");
    jb_buffer_append_text(w->out, view->id);
    jb_buffer_append_char(w->out, ']');
    cJSON_ArrayForEach(tag, view->tags) {
        if (strpbrk(tag->valuestring, "<>`\n\t")) {
            jb_cut(w, "Moodle does not take the tag \"%.80s\".", tag->valuestring);
            continue;
        }
        jb_buffer_append_text(w->out, " [tag:");
        for (const char *at = tag->valuestring; *at != '\0'; at++) {
            jb_buffer_append_text(w->out, *at == ']' ? "\\" : "");
            jb_buffer_append_char(w->out, *at);
        }
        jb_buffer_append_char(w->out, ']');
    }
    jb_buffer_append_char(w->out, '\n');
}

static void write_question(jb_writing *w, const jb_view *view)
{
    jb_buffer *out = w->out;
    write_comment(w, view);
    if (view->title) {
        jb_buffer_append_text(out, "::");
        append_escaped(view->title, out);
        jb_buffer_append_text(out, "::");
    }
    jb_buffer_append_text(out, "[plain]");
    append_escaped(jb_writing_text(w, view->stem), out);
    jb_buffer_append_text(out, " {");
    write_answer(w, view);
    if (view->explanation) {
        jb_buffer_append_text(out, "\n####");
        append_formatted(jb_writing_text(w, view->explanation), out);
    }
    jb_buffer_append_text(out, view->explanation || view->option_count > 0 ? "\n}\n\n" : "}\n\n");
    if (cJSON_GetObjectItemCaseSensitive(view->answer, "unit") ||
        jb_bool_of(view->answer, "closest_wins", false)) {
        jb_cut(w, "The unit, and that the closest number wins, have no place in GIFT.");
    }
}

/* Moodle puts what follows into this category; "top" alone is none. */
static void write_category(jb_writing *w, const char *category)
{
    jb_buffer_append_text(w->out, "$CATEGORY: $course$/top");
    if (category) {
        jb_buffer_append_char(w->out, '/');
        jb_view_category(w, category, "//", "\\", w->out);
    }
    jb_buffer_append_text(w->out, "\n\n");
}

void jb_write_gift(jb_writing *w)
{
    jb_view view;
    const char *category = NULL;
    while (jb_view_next(w, &view)) {
        const char *why = why_not(w, &view);
        if (why) {
            jb_left_out(w, "%s", why);
            continue;
        }
        if (jb_view_begins(&view, &category)) {
            write_category(w, category);
        }
        write_question(w, &view);
        jb_view_written(w, &view);
        jb_view_lose(w, &view, GIFT_LOSES);
    }
}
