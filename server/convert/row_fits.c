/* Which questions a row of our table can hold, and what of them it cannot. */
#include "rows.h"

#include <string.h>

enum {
    ROWS_LOSE = JB_LOSE(JB_LOST_HOST_NOTE) | JB_LOSE(JB_LOST_FEEDBACK) | JB_LOSE(JB_LOST_GRADING) |
                JB_LOSE(JB_LOST_TITLE) | JB_LOSE(JB_LOST_WEIGHTS)
};

/* Accepted numbers or forms that give every point; the others are not written, because a table
 * would make them right. */
static bool any_whole(const cJSON *list, bool *dropped)
{
    bool any = false;
    const cJSON *accept = NULL;
    cJSON_ArrayForEach(accept, list) {
        const char *match = jb_string_of(accept, "match");
        bool whole =
            jb_number_of(accept, "weight", 1) == 1 && !(match && strcmp(match, "wildcard") == 0);
        any = any || whole;
        *dropped = *dropped || !whole;
    }
    return any;
}

static bool answers_fit(const jb_view *view, bool *dropped)
{
    const cJSON *blank = NULL;
    bool fit = view->kind != JB_KIND_NUMERIC || any_whole(view->accepts, dropped);
    cJSON_ArrayForEach(blank, view->blanks) {
        fit = any_whole(cJSON_GetObjectItemCaseSensitive(blank, "accept"), dropped) && fit;
    }
    return fit;
}

static bool has(const cJSON *node, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(node, name) != NULL;
}

/* How a typed answer is compared, beyond its forms. */
static bool compares_otherwise(const jb_view *view)
{
    bool found = jb_bool_of(view->answer, "any_order", false) ||
                 jb_bool_of(view->answer, "closest_wins", false) || has(view->answer, "unit") ||
                 has(view->answer, "min") || has(view->answer, "max");
    const cJSON *blank = NULL;
    cJSON_ArrayForEach(blank, view->blanks) {
        found = found || jb_bool_of(blank, "case_sensitive", false) || has(blank, "show") ||
                jb_number_of(blank, "max_edits", 0) > 0;
    }
    return found;
}

/* Media that a row has no place for: those shown later, and those of options. */
static bool loses_media(const jb_view *view)
{
    bool found = false;
    const cJSON *ref = NULL;
    cJSON_ArrayForEach(ref, view->media) {
        const char *place = jb_string_of(ref, "place");
        found = found || (place && strcmp(place, "stem") != 0);
    }
    for (uint8_t i = 0; i < view->option_count; i++) {
        found = found || view->options[i].medium;
    }
    for (uint8_t i = 0; i < view->target_count; i++) {
        found = found || view->targets[i].medium;
    }
    return found;
}

static bool loses_source(const jb_view *view)
{
    return (has(view->source, "url") && has(view->source, "citation")) ||
           has(view->source, "author") || has(view->source, "license") || has(view->source, "date");
}

/* Why it does not fit; NULL: it does. */
static const char *why_not(const jb_writing *w, const jb_view *view, jb_buffer *cell, bool *dropped)
{
    static const jb_column answer = { .field = JB_COLUMN_ANSWER };
    uint32_t cells = view->option_count;
    for (uint8_t i = 0; i < view->option_count; i++) {
        if (!view->options[i].text) {
            return "One of its options is a picture only.";
        }
    }
    for (uint8_t i = 0; i < view->target_count; i++) {
        bool used = false;
        for (uint8_t j = 0; j < view->option_count && !used; j++) {
            used = view->pairs[j] == i;
        }
        cells += used ? 0 : 1;
        if (!view->targets[i].text) {
            return "One of its options is a picture only.";
        }
    }
    if (cells > JB_OPTIONS_MAX) {
        return "It has more pairs and further right sides than there are columns.";
    }
    if (!answers_fit(view, dropped)) {
        return "A table knows neither parts of the points nor * in an answer, and there is no "
               "other answer.";
    }
    jb_row_cell(w, view, &answer, cell);
    return cell->size > JB_CELL_BYTES_MAX ? "Its answers are too long for one cell." : NULL;
}

bool jb_row_fits(jb_writing *w, const jb_view *view)
{
    bool dropped = false;
    jb_buffer cell;
    jb_buffer_init(&cell, 0);
    const char *why = why_not(w, view, &cell, &dropped);
    if (cell.failed) {
        jb_writing_fail(w, JB_ERR_MEMORY);
    }
    jb_buffer_finish(&cell);
    if (why) {
        jb_left_out(w, "%s", why);
        return false;
    }
    if (dropped) {
        jb_cut(w, "Answers that give a part of the points, and those with *, are not written.");
    }
    if (compares_otherwise(view)) {
        jb_cut(w, "How the answer is compared (order, capitals, misspelling, unit, nearest) is "
                  "not written.");
    }
    w->lost[JB_LOST_MEDIA] += loses_media(view) ? 1 : 0;
    w->lost[JB_LOST_SOURCE] += loses_source(view) ? 1 : 0;
    jb_view_lose(w, view, ROWS_LOSE);
    return true;
}
