/*
 * Aiken: single choice only, a line for the stem, a line for each option, "ANSWER: B". A line that
 * looks like an option or an answer cannot be a stem.
 */
#include "convert_internal.h"

#include <string.h>
#include <strings.h>

enum {
    AIKEN_LOSES = JB_LOSE(JB_LOST_LANGUAGES) | JB_LOSE(JB_LOST_POINTS) | JB_LOSE(JB_LOST_TIME) |
                  JB_LOSE(JB_LOST_DIFFICULTY) | JB_LOSE(JB_LOST_CATEGORY) | JB_LOSE(JB_LOST_TAGS) |
                  JB_LOSE(JB_LOST_SOURCE) | JB_LOSE(JB_LOST_EXPLANATION) |
                  JB_LOSE(JB_LOST_HOST_NOTE) | JB_LOSE(JB_LOST_MEDIA) | JB_LOSE(JB_LOST_ORDER) |
                  JB_LOSE(JB_LOST_FEEDBACK) | JB_LOSE(JB_LOST_GRADING) | JB_LOSE(JB_LOST_TITLE) |
                  JB_LOSE(JB_LOST_WEIGHTS)
};

/* A text on one line. */
static void append_line(const char *text, jb_buffer *out)
{
    for (; *text != '\0'; text++) {
        jb_buffer_append(out, *text == '\n' || *text == '\t' ? " " : text, 1);
    }
}

static bool looks_like_option(const char *text)
{
    bool letter = (text[0] >= 'A' && text[0] <= 'Z') || (text[0] >= 'a' && text[0] <= 'z');
    return letter && (text[1] == '.' || text[1] == ')');
}

static bool starts_word(const char *text, const char *word)
{
    return strncasecmp(text, word, strlen(word)) == 0;
}

/* Why a question does not fit; NULL: it does. */
static const char *why_not(const jb_writing *w, const jb_view *view)
{
    if (view->kind != JB_KIND_SINGLE) {
        return "Aiken holds questions with one right option only.";
    }
    if (view->right_count != 1) {
        return "Several options are right, and Aiken holds one.";
    }
    const char *stem = jb_writing_text(w, view->stem);
    if (looks_like_option(stem) || starts_word(stem, "ANSWER:") || strlen(stem) < 2) {
        return "The question's text would be taken for an option or an answer.";
    }
    for (uint8_t i = 0; i < view->option_count; i++) {
        if (!view->options[i].text) {
            return "One of its options is a picture only.";
        }
    }
    return NULL;
}

static void write_question(jb_writing *w, const jb_view *view)
{
    uint8_t answer = 0;
    append_line(jb_writing_text(w, view->stem), w->out);
    jb_buffer_append_char(w->out, '\n');
    for (uint8_t i = 0; i < view->option_count; i++) {
        jb_buffer_append_char(w->out, (char)('A' + i));
        jb_buffer_append_text(w->out, ". ");
        append_line(jb_writing_text(w, view->options[i].text), w->out);
        jb_buffer_append_char(w->out, '\n');
        answer = view->options[i].right ? i : answer;
    }
    jb_buffer_append_text(w->out, "ANSWER: ");
    jb_buffer_append_char(w->out, (char)('A' + answer));
    jb_buffer_append_text(w->out, "\n\n");
}

void jb_write_aiken(jb_writing *w)
{
    jb_view view;
    while (jb_view_next(w, &view)) {
        const char *why = why_not(w, &view);
        if (why) {
            jb_left_out(w, "%s", why);
            continue;
        }
        write_question(w, &view);
        jb_view_written(w, &view);
        jb_view_lose(w, &view, AIKEN_LOSES);
    }
}
