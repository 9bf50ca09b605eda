/* A question of a bank taken apart, so that writers need not look into the tree. */
#include "convert_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/decimal.h"
#include "jinbang/hash.h"

enum {
    CATEGORY_LEVELS_MAX = 64
};

static const cJSON *member(const cJSON *node, const char *name)
{
    return node ? cJSON_GetObjectItemCaseSensitive(node, name) : NULL;
}

const char *jb_string_of(const cJSON *node, const char *name)
{
    const cJSON *value = member(node, name);
    return cJSON_IsString(value) ? value->valuestring : NULL;
}

double jb_number_of(const cJSON *node, const char *name, double fallback)
{
    const cJSON *value = member(node, name);
    return cJSON_IsNumber(value) ? cJSON_GetNumberValue(value) : fallback;
}

bool jb_bool_of(const cJSON *node, const char *name, bool fallback)
{
    const cJSON *value = member(node, name);
    return cJSON_IsBool(value) ? cJSON_IsTrue(value) : fallback;
}

/* ---- options and answers ---- */

static uint8_t read_options(const cJSON *list, jb_view_option *options)
{
    uint8_t count = 0;
    const cJSON *node = NULL;
    cJSON_ArrayForEach(node, list) {
        JB_ASSERT(count < JB_OPTIONS_MAX);
        options[count++] = (jb_view_option){ .id = jb_string_of(node, "id"),
                                             .text = member(node, "text"),
                                             .medium = jb_string_of(node, "media"),
                                             .feedback = member(node, "feedback"),
                                             .fixed = jb_bool_of(node, "fixed", false),
                                             .has_weight = member(node, "weight") != NULL,
                                             .weight = jb_number_of(node, "weight", 0) };
    }
    return count;
}

static uint8_t find(const jb_view_option *options, uint8_t count, const cJSON *id)
{
    JB_ASSERT(id != NULL && id->valuestring != NULL);
    uint8_t at = 0;
    while (at < count && strcmp(options[at].id, id->valuestring) != 0) {
        at++;
    }
    JB_ASSERT(at < count);
    return at;
}

static void read_answer(jb_view *view)
{
    const cJSON *node = NULL;
    const cJSON *correct = member(view->answer, "correct");
    const cJSON *order = member(view->answer, "order");
    const cJSON *pairs = member(view->answer, "pairs");
    uint8_t place = 0;
    cJSON_ArrayForEach(node, correct) {
        view->options[find(view->options, view->option_count, node)].right = true;
        view->right_count++;
    }
    cJSON_ArrayForEach(node, order) {
        view->order[place++] = find(view->options, view->option_count, node);
    }
    cJSON_ArrayForEach(node, pairs) {
        const cJSON *pair = node->child;
        JB_ASSERT(pair != NULL);
        uint8_t left = find(view->options, view->option_count, pair);
        view->pairs[left] = find(view->targets, view->target_count, pair->next);
    }
    view->truth = jb_bool_of(view->answer, "value", false);
    view->accepts = member(view->answer, "accept");
    view->blanks = member(view->answer, "blanks");
}

/* ---- settings: the question's, else the bank's ---- */

static void read_settings(const jb_writing *w, jb_view *view)
{
    const cJSON *defaults = member(w->tree, "defaults");
    const cJSON *own = member(view->node, "shuffle");
    const cJSON *general = member(defaults, "shuffle");
    double points = jb_number_of(view->node, "points", jb_number_of(defaults, "points", -1));
    double time =
        jb_number_of(view->node, "time_limit_ms", jb_number_of(defaults, "time_limit_ms", -1));
    view->has_points = points >= 0 && jb_decimal_hundredths(points, &view->points);
    view->has_time = time >= 0;
    view->time_ms = time >= 0 ? (uint32_t)time : 0;
    view->difficulty = (uint8_t)jb_number_of(view->node, "difficulty", 0);
    view->keep_order = !jb_bool_of(own, "options", jb_bool_of(general, "options", true));
    double last = jb_number_of(own, "keep_last", jb_number_of(general, "keep_last", 0));
    view->keep_last = (uint8_t)last;
    view->grading = member(view->node, "grading") != NULL;
}

static jb_kind kind_of(const char *name)
{
    jb_kind kind = JB_KIND_SINGLE;
    while (kind < JB_KIND_COUNT && strcmp(jb_kind_name(kind), name) != 0) {
        kind++;
    }
    JB_ASSERT(kind < JB_KIND_COUNT);
    return kind;
}

bool jb_view_next(jb_writing *w, jb_view *view)
{
    const cJSON *questions = member(w->tree, "questions");
    w->next = w->number == 0 ? questions->child : w->next;
    if (!w->next || w->status != JB_OK) {
        return false;
    }
    const cJSON *node = w->next;
    w->next = node->next;
    w->number++;
    *view = (jb_view){ .node = node,
                       .id = jb_string_of(node, "id"),
                       .kind = kind_of(jb_string_of(node, "type")),
                       .title = jb_string_of(node, "title"),
                       .stem = member(node, "stem"),
                       .explanation = member(node, "explanation"),
                       .host_note = member(node, "host_note"),
                       .tags = member(node, "tags"),
                       .media = member(node, "media"),
                       .source = member(node, "source"),
                       .category = jb_string_of(node, "category"),
                       .answer = member(node, "answer") };
    w->excerpt = jb_writing_text(w, view->stem);
    view->option_count = read_options(member(node, "options"), view->options);
    view->target_count = read_options(member(node, "targets"), view->targets);
    read_answer(view);
    read_settings(w, view);
    return true;
}

bool jb_view_begins(const jb_view *view, const char **category)
{
    bool same = *category == view->category ||
                (*category && view->category && strcmp(*category, view->category) == 0);
    *category = view->category;
    return !same;
}

void jb_view_written(jb_writing *w, const jb_view *view)
{
    w->report->question_count++;
    w->report->by_kind[view->kind]++;
}

static bool has_more_languages(const cJSON *map)
{
    return map && map->child && map->child->next;
}

/* Does a source say more than where the question was imported from? */
static bool says_source(const cJSON *source)
{
    const cJSON *node = NULL;
    cJSON_ArrayForEach(node, source) {
        if (strcmp(node->string, "imported_from") != 0) {
            return true;
        }
    }
    return false;
}

void jb_view_lose(jb_writing *w, const jb_view *view, uint32_t things)
{
    bool feedback = false;
    bool fixed = view->keep_order || view->keep_last > 0;
    bool media = view->media && view->media->child;
    bool weights = false;
    for (uint8_t i = 0; i < view->option_count; i++) {
        feedback = feedback || view->options[i].feedback;
        fixed = fixed || view->options[i].fixed;
        media = media || view->options[i].medium;
        weights = weights || view->options[i].has_weight;
    }
    const bool has[JB_LOST_COUNT] = {
        [JB_LOST_LANGUAGES] = has_more_languages(view->stem),
        [JB_LOST_POINTS] = view->has_points,
        [JB_LOST_TIME] = view->has_time,
        [JB_LOST_DIFFICULTY] = view->difficulty > 0,
        [JB_LOST_CATEGORY] = view->category != NULL,
        [JB_LOST_TAGS] = view->tags && view->tags->child,
        [JB_LOST_SOURCE] = says_source(view->source),
        [JB_LOST_EXPLANATION] = view->explanation != NULL,
        [JB_LOST_HOST_NOTE] = view->host_note != NULL,
        [JB_LOST_MEDIA] = media,
        [JB_LOST_ORDER] = fixed,
        [JB_LOST_FEEDBACK] = feedback,
        [JB_LOST_GRADING] = view->grading,
        [JB_LOST_TITLE] = view->title != NULL,
        [JB_LOST_WEIGHTS] = weights,
    };
    for (int i = 0; i < JB_LOST_COUNT; i++) {
        w->lost[i] += (things & JB_LOSE(i)) != 0 && has[i] ? 1 : 0;
    }
}

/* ---- categories ---- */

static const cJSON *entry_of(const cJSON *list, const char *id)
{
    const cJSON *node = NULL;
    cJSON_ArrayForEach(node, list) {
        const char *own = jb_string_of(node, "id");
        if (own && strcmp(own, id) == 0) {
            return node;
        }
    }
    return NULL;
}

void jb_view_category(const jb_writing *w, const char *id, const char *slash, const char *backslash,
                      jb_buffer *out)
{
    const cJSON *path[CATEGORY_LEVELS_MAX];
    size_t count = 0;
    const cJSON *list = member(w->tree, "categories");
    for (const char *at = id; at && count < CATEGORY_LEVELS_MAX;) {
        const cJSON *node = entry_of(list, at);
        at = node ? jb_string_of(node, "parent") : NULL;
        if (node) {
            path[count++] = node;
        }
    }
    for (size_t i = count; i > 0; i--) {
        jb_buffer_append_text(out, i < count ? "/" : "");
        const char *text = jb_writing_text(w, member(path[i - 1], "title"));
        for (; *text != '\0'; text++) {
            if (*text == '/') {
                jb_buffer_append_text(out, slash);
            } else if (*text == '\\') {
                jb_buffer_append_text(out, backslash);
            } else {
                jb_buffer_append(out, *text == '\n' ? " " : text, 1);
            }
        }
    }
}

/* ---- media ---- */

const cJSON *jb_view_medium(const jb_writing *w, const char *id)
{
    return entry_of(member(w->tree, "media"), id);
}

void jb_view_bytes(jb_writing *w, const cJSON *medium, jb_buffer *out)
{
    jb_medium_info info;
    jb_buffer_clear(out);
    if (!jb_bank_medium_of(w->bank, jb_string_of(medium, "id"), &info)) {
        return;
    }
    if (info.bytes.size > 0) {
        jb_buffer_append(out, info.bytes.bytes, info.bytes.size);
    } else if (w->options->media) {
        jb_status status = w->options->media(w->options->user, &info.hash, out);
        if (status != JB_OK) {
            jb_buffer_clear(out);
            if (status != JB_ERR_NOT_FOUND) {
                jb_writing_fail(w, status);
            }
        }
    }
    if (out->failed) {
        jb_writing_fail(w, JB_ERR_MEMORY);
    }
}

/* ---- numbers ---- */

void jb_view_tolerance(const cJSON *accept, char out[32])
{
    int64_t value = 0;
    int64_t tolerance = 0;
    const char *text = jb_string_of(accept, "tolerance");
    const char *kind = jb_string_of(accept, "tolerance_kind");
    const char *number = jb_string_of(accept, "value");
    jb_status status =
        jb_decimal_parse(jb_slice_of(text ? text : "0"), JB_DECIMAL_PLACES_MAX, &tolerance);
    JB_ASSERT(status == JB_OK);
    if (kind && strcmp(kind, "relative") == 0) {
        status = jb_decimal_parse(jb_slice_of(number), JB_DECIMAL_PLACES_MAX, &value);
        JB_ASSERT(status == JB_OK);
        tolerance = jb_mul_div(value < 0 ? -value : value, tolerance, JB_MICRO);
    }
    char shown[JB_DECIMAL_TEXT_MAX];
    (void)jb_decimal_format(tolerance, JB_DECIMAL_PLACES_MAX, shown);
    (void)snprintf(out, 32, "%s", shown);
}

const char *jb_moodle_share(double weight, bool *exact, char out[32])
{
    /* Whole 10^-5 of a percent. */
    static const int32_t shares[] = {
        10000000, 9000000, 8333333, 8000000, 7500000, 7000000, 6666667,
        6000000,  5000000, 4000000, 3333333, 3000000, 2500000, 2000000,
        1666667,  1428571, 1250000, 1111111, 1000000, 500000,  0,
    };
    int32_t wanted = (int32_t)((weight < 0 ? -weight : weight) * 10000000 + 0.5);
    int32_t best = shares[0];
    for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++) {
        if (abs(shares[i] - wanted) < abs(best - wanted)) {
            best = shares[i];
        }
    }
    *exact = abs(best - wanted) <= 10; /* weights have six decimals */
    char shown[JB_DECIMAL_TEXT_MAX];
    (void)jb_decimal_format(weight < 0 ? -best : best, 5, shown);
    (void)snprintf(out, 32, "%s", shown);
    return out;
}
