/*
 * Kahoot's template: help in rows 1 to 7, the header in row 8, columns B to H. It has room for
 * short texts, four options and certain times only; what is cut is said.
 */
#include "book.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/text.h"

enum {
    KAHOOT_LOSES = JB_LOSE(JB_LOST_LANGUAGES) | JB_LOSE(JB_LOST_POINTS) |
                   JB_LOSE(JB_LOST_DIFFICULTY) | JB_LOSE(JB_LOST_CATEGORY) | JB_LOSE(JB_LOST_TAGS) |
                   JB_LOSE(JB_LOST_SOURCE) | JB_LOSE(JB_LOST_EXPLANATION) |
                   JB_LOSE(JB_LOST_HOST_NOTE) | JB_LOSE(JB_LOST_MEDIA) | JB_LOSE(JB_LOST_ORDER) |
                   JB_LOSE(JB_LOST_FEEDBACK) | JB_LOSE(JB_LOST_GRADING) | JB_LOSE(JB_LOST_TITLE) |
                   JB_LOSE(JB_LOST_WEIGHTS),
    STEM_MAX = 120,
    OPTION_MAX = 75,
    OPTIONS = 4,
    HEADER_ROW = 7, /* from 0 */
    TIME_USUAL = 20
};

static const uint32_t times[] = { 5, 10, 20, 30, 60, 90, 120, 240 };

static const char *const headers[] = {
    "Question - max 120 characters",
    "Answer 1 - max 75 characters",
    "Answer 2 - max 75 characters",
    "Answer 3 - max 75 characters",
    "Answer 4 - max 75 characters",
    "Time limit (sec) \xe2\x80\x93 5, 10, 20, 30, 60, 90, 120, or 240 secs",
    "Correct answer(s) - choose at least one",
};

/* A question as a row of theirs. */
typedef struct kahoot {
    jb_buffer stem;
    jb_buffer options[OPTIONS];
    uint8_t option_count;
    char right[OPTIONS * 2 + 1];
    uint32_t seconds;
} kahoot;

/* Appends at most so many characters, the last of them … where it was cut. True: it was. */
static bool append_cut(const char *text, size_t characters, jb_buffer *out)
{
    size_t size = strlen(text);
    size_t whole = jb_text_cut((jb_slice){ .bytes = text, .size = size }, characters);
    bool cut = whole < size;
    size = cut ? jb_text_cut((jb_slice){ .bytes = text, .size = size }, characters - 1) : size;
    jb_buffer_append(out, text, size);
    jb_buffer_append_text(out, cut ? "\xe2\x80\xa6" : "");
    return cut;
}

static void set_time(jb_writing *w, const jb_view *view, kahoot *k)
{
    size_t count = sizeof times / sizeof times[0];
    size_t i = 0;
    k->seconds = TIME_USUAL;
    if (!view->has_time) {
        return;
    }
    while (i + 1 < count && times[i] * 1000 < view->time_ms) {
        i++;
    }
    k->seconds = times[view->time_ms == 0 ? count - 1 : i];
    if (k->seconds * 1000 != view->time_ms) {
        jb_cut(w,
               "The time limit became %" PRIu32 " s; Kahoot has 5, 10, 20, 30, 60, 90, 120 and "
               "240 s.",
               k->seconds);
    }
}

static void add_option(jb_writing *w, kahoot *k, const char *text, bool right)
{
    jb_buffer *option = &k->options[k->option_count++];
    jb_buffer_clear(option);
    if (append_cut(text, OPTION_MAX, option)) {
        jb_cut(w, "Option %d was cut to %d characters.", k->option_count, OPTION_MAX);
    }
    if (right) {
        size_t size = strlen(k->right);
        (void)snprintf(k->right + size, sizeof k->right - size, "%s%d", size > 0 ? "," : "",
                       k->option_count);
    }
}

/* All that are right, and of the wrong ones as many as there is room for. */
static void set_options(jb_writing *w, const jb_view *view, kahoot *k)
{
    uint8_t wrong = (uint8_t)(OPTIONS - view->right_count);
    uint8_t left = 0;
    for (uint8_t i = 0; i < view->option_count; i++) {
        const jb_view_option *option = &view->options[i];
        if (!option->right && wrong == 0) {
            left++;
            continue;
        }
        wrong = option->right ? wrong : (uint8_t)(wrong - 1);
        add_option(w, k, jb_writing_text(w, option->text), option->right);
    }
    if (left > 0) {
        jb_cut(w, "Wrong options left out: %d; Kahoot has room for %d options.", left, OPTIONS);
    }
}

static bool options_differ(const kahoot *k)
{
    for (uint8_t i = 0; i < k->option_count; i++) {
        for (uint8_t j = 0; j < i; j++) {
            if (jb_slice_equal(jb_buffer_slice(&k->options[i]), jb_buffer_slice(&k->options[j]))) {
                return false;
            }
        }
    }
    return true;
}

/* Why a question does not fit; NULL: it does. */
static const char *why_not(const jb_view *view)
{
    if (view->kind != JB_KIND_SINGLE && view->kind != JB_KIND_MULTIPLE &&
        view->kind != JB_KIND_TRUEFALSE) {
        return "Kahoot's table holds questions with options to choose from only.";
    }
    if (view->right_count > OPTIONS) {
        return "More than four options are right, and Kahoot has room for four.";
    }
    for (uint8_t i = 0; i < view->option_count; i++) {
        if (!view->options[i].text) {
            return "One of its options is a picture only.";
        }
    }
    return NULL;
}

/* False: it was left out, which has been said. */
static bool take(jb_writing *w, const jb_view *view, kahoot *k)
{
    const char *why = why_not(view);
    jb_buffer_clear(&k->stem);
    k->option_count = 0;
    k->right[0] = '\0';
    if (!why && view->kind == JB_KIND_TRUEFALSE) {
        bool han = strncmp(w->language, "zh", 2) == 0;
        add_option(w, k, han ? "正确" : "True", view->truth);
        add_option(w, k, han ? "错误" : "False", !view->truth);
    } else if (!why) {
        set_options(w, view, k);
        why = options_differ(k) ? NULL : "Two of its options are equal, or would be when cut.";
    }
    if (why) {
        jb_left_out(w, "%s", why);
        return false;
    }
    if (append_cut(jb_writing_text(w, view->stem), STEM_MAX, &k->stem)) {
        jb_cut(w, "The question was cut to %d characters.", STEM_MAX);
    }
    set_time(w, view, k);
    return true;
}

static void write_row(jb_book *book, lxw_row_t row, const kahoot *k)
{
    jb_book_number(book, row, 0, row - HEADER_ROW);
    jb_book_text(book, row, 1, jb_buffer_slice(&k->stem), book->text);
    for (uint8_t i = 0; i < k->option_count; i++) {
        jb_book_text(book, row, 2U + i, jb_buffer_slice(&k->options[i]), book->text);
    }
    jb_book_number(book, row, 2 + OPTIONS, k->seconds);
    jb_book_text(book, row, 3 + OPTIONS, jb_slice_of(k->right), book->text);
}

static void write_head(const jb_writing *w, jb_book *book)
{
    const cJSON *title = cJSON_GetObjectItemCaseSensitive(w->tree, "title");
    jb_book_sheet(book, "Sheet1");
    for (uint32_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        jb_book_width(book, i + 1, i == 0 ? 60 : 26, NULL);
    }
    jb_book_text(book, 1, 1, jb_slice_of(jb_writing_text(w, title)), book->help);
    for (uint32_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        jb_book_text(book, HEADER_ROW, i + 1, jb_slice_of(headers[i]), book->header);
    }
}

static void write_rows(void *user, jb_book *book)
{
    jb_writing *w = user;
    jb_view view;
    kahoot k = { .option_count = 0 };
    lxw_row_t row = HEADER_ROW + 1;
    jb_buffer_init(&k.stem, 0);
    for (int i = 0; i < OPTIONS; i++) {
        jb_buffer_init(&k.options[i], 0);
    }
    write_head(w, book);
    while (jb_view_next(w, &view)) {
        if (!take(w, &view, &k)) {
            continue;
        }
        write_row(book, row++, &k);
        jb_view_written(w, &view);
        jb_view_lose(w, &view, KAHOOT_LOSES);
    }
    for (int i = 0; i < OPTIONS; i++) {
        book->out_of_memory = book->out_of_memory || k.options[i].failed;
        jb_buffer_finish(&k.options[i]);
    }
    book->out_of_memory = book->out_of_memory || k.stem.failed;
    jb_buffer_finish(&k.stem);
}

void jb_write_kahoot(jb_writing *w)
{
    jb_writing_fail(w, jb_book_make(write_rows, w, w->out));
}
