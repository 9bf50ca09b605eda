/*
 * Moodle XML. Texts are plain ("plain_text") unless a picture stands with them; then they are HTML,
 * and the picture is a <file> in base64 that the HTML names as @@PLUGINFILE@@. Shares are those
 * that Moodle accepts. Categories are "questions" of their own that say where the next ones go.
 */
#include "convert_internal.h"

#include <stdio.h>
#include <string.h>

#include "jinbang/decimal.h"
#include "jinbang/text.h"

enum {
    MOODLE_LOSES = JB_LOSE(JB_LOST_LANGUAGES) | JB_LOSE(JB_LOST_TIME) |
                   JB_LOSE(JB_LOST_DIFFICULTY) | JB_LOSE(JB_LOST_SOURCE) |
                   JB_LOSE(JB_LOST_HOST_NOTE) | JB_LOSE(JB_LOST_GRADING),
    SHARES_MAX = 10, /* right options: Moodle has shares down to a tenth */
    NAME_MAX = 60    /* characters of a name made of the question's text */
};

static void put(jb_writing *w, const char *text)
{
    jb_buffer_append_text(w->out, text);
}

/* Text in XML. XML cannot hold U+FFFE, U+FFFF and control characters. */
static void put_escaped(jb_writing *w, const char *text)
{
    for (; *text != '\0'; text++) {
        const unsigned char *c = (const unsigned char *)text;
        if (*text == '&') {
            put(w, "&amp;");
        } else if (*text == '<') {
            put(w, "&lt;");
        } else if (*text == '>') {
            put(w, "&gt;");
        } else if (*text == '"') {
            put(w, "&quot;");
        } else if (c[0] == 0xef && c[1] == 0xbf && c[2] >= 0xbe) {
            put(w, "\xef\xbf\xbd");
            text += 2;
        } else if (c[0] >= ' ' || *text == '\n' || *text == '\t') {
            jb_buffer_append_char(w->out, *text);
        }
    }
}

/* The same in HTML in XML: its own marks are escaped twice, lines and runs of spaces kept. */
static void put_html(jb_writing *w, const char *text)
{
    bool space = false;
    for (; *text != '\0'; text++) {
        char one[2] = { *text, '\0' };
        const unsigned char *c = (const unsigned char *)text;
        if (*text == '&' || *text == '<' || *text == '>' || *text == '"') {
            put(w, "&amp;");
            put(w, *text == '&' ? "amp;" : *text == '<' ? "lt;" : *text == '>' ? "gt;" : "quot;");
        } else if (*text == '\n') {
            put(w, "&lt;br&gt;");
        } else if (*text == ' ' && space) {
            put(w, "&amp;#160;");
        } else if (c[0] == 0xef && c[1] == 0xbf && c[2] >= 0xbe) {
            put(w, "\xef\xbf\xbd");
            text += 2;
        } else {
            put_escaped(w, one[0] == '\0' ? "" : one);
        }
        space = *text == ' ';
    }
}

static void put_base64(jb_writing *w, jb_slice bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < bytes.size; i += 3) {
        size_t count = bytes.size - i < 3 ? bytes.size - i : 3;
        uint32_t bits = 0;
        for (size_t j = 0; j < 3; j++) {
            bits = (bits << 8) | (j < count ? (unsigned char)bytes.bytes[i + j] : 0U);
        }
        for (size_t j = 0; j < 4; j++) {
            const char *digit = &digits[(bits >> (18 - 6 * j)) & 63U];
            jb_buffer_append(w->out, j <= count ? digit : "=", 1);
        }
    }
}

/* ---- media ---- */

typedef struct picture {
    const cJSON *entry; /* of the list of media; NULL: there is none */
    char name[80];      /* of the file */
    jb_buffer bytes;
} picture;

static const char *extension_of(const char *mime)
{
    static const char *const known[][2] = {
        { "image/png", ".png" },   { "image/jpeg", ".jpg" },    { "image/webp", ".webp" },
        { "image/gif", ".gif" },   { "image/svg+xml", ".svg" }, { "audio/mpeg", ".mp3" },
        { "audio/ogg", ".ogg" },   { "audio/mp4", ".m4a" },     { "video/mp4", ".mp4" },
        { "video/webm", ".webm" }, { "audio/webm", ".weba" },
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(known[i][0], mime) == 0) {
            return known[i][1];
        }
    }
    return "";
}

/* False: its bytes are not at hand, which has been said. */
static bool take_picture(jb_writing *w, const char *id, picture *taken)
{
    jb_medium_info info;
    const cJSON *entry = jb_view_medium(w, id);
    jb_buffer_init(&taken->bytes, 0);
    taken->entry = entry;
    if (entry && jb_bank_medium_of(w->bank, id, &info)) {
        jb_view_bytes(w, entry, &taken->bytes);
    }
    if (taken->bytes.size == 0) {
        jb_cut(w, "The medium \"%.64s\" is not at hand and was left out.", id);
        jb_buffer_finish(&taken->bytes);
        return false;
    }
    (void)snprintf(taken->name, sizeof taken->name, "%.64s%s", id, extension_of(info.mime));
    return true;
}

/* The element that shows it, in HTML in XML. */
static void put_element(jb_writing *w, const picture *shown)
{
    const char *kind = jb_string_of(shown->entry, "kind");
    const cJSON *alt = cJSON_GetObjectItemCaseSensitive(shown->entry, "alt");
    bool image = kind && strcmp(kind, "image") == 0;
    put(w, "&lt;");
    put(w, image ? "img" : kind);
    put(w, " src=&quot;@@PLUGINFILE@@/");
    put(w, shown->name);
    put(w, "&quot;");
    if (image) {
        put(w, " alt=&quot;");
        put_html(w, alt ? jb_writing_text(w, alt) : "");
        put(w, "&quot;&gt;");
    } else {
        put(w, " controls&gt;&lt;/");
        put(w, kind);
        put(w, "&gt;");
    }
}

static void put_file(jb_writing *w, const picture *shown)
{
    put(w, "<file name=\"");
    put(w, shown->name);
    put(w, "\" path=\"/\" encoding=\"base64\">");
    put_base64(w, jb_buffer_slice(&shown->bytes));
    put(w, "</file>");
}

/* ---- texts ---- */

/* A text and the media with it, `count` ids: behind `open`, which is a tag without its end, come
 * the format, <text> and <file>. */
static void put_rich(jb_writing *w, const char *open, const cJSON *map, const char *const *media,
                     size_t count)
{
    picture pictures[JB_QUESTION_MEDIA_MAX];
    size_t taken = 0;
    const char *text = map ? jb_writing_text(w, map) : "";
    for (size_t i = 0; i < count; i++) {
        taken += take_picture(w, media[i], &pictures[taken]) ? 1 : 0;
    }
    put(w, open);
    put(w, taken > 0 ? " format=\"html\"><text>" : " format=\"plain_text\"><text>");
    if (taken > 0) {
        put(w, "&lt;p&gt;");
        put_html(w, text);
        put(w, "&lt;/p&gt;");
    } else {
        put_escaped(w, text);
    }
    for (size_t i = 0; i < taken; i++) {
        put_element(w, &pictures[i]);
    }
    put(w, "</text>");
    for (size_t i = 0; i < taken; i++) {
        put_file(w, &pictures[i]);
        w->out->failed = w->out->failed || pictures[i].bytes.failed;
        jb_buffer_finish(&pictures[i].bytes);
    }
}

/* Ids of the media that are shown with the question, or with its answer. */
static size_t media_of(const jb_view *view, bool reveal, const char *ids[JB_QUESTION_MEDIA_MAX])
{
    size_t count = 0;
    const cJSON *ref = NULL;
    cJSON_ArrayForEach(ref, view->media) {
        const char *place = jb_string_of(ref, "place");
        bool later = place && strcmp(place, "reveal") == 0;
        if (later == reveal && count < JB_QUESTION_MEDIA_MAX) {
            ids[count++] = jb_string_of(ref, "ref");
        }
    }
    return count;
}

/* ---- answers ---- */

static void put_share(jb_writing *w, double weight)
{
    char share[32];
    bool exact = true;
    put(w, jb_moodle_share(weight, &exact, share));
    if (!exact) {
        jb_cut(w, "A weight became %s %%, the nearest that Moodle knows.", share);
    }
}

static void put_option(jb_writing *w, const jb_view *view, const jb_view_option *option)
{
    const char *mode =
        jb_string_of(cJSON_GetObjectItemCaseSensitive(view->node, "grading"), "mode");
    bool minus = mode && strcmp(mode, "right_minus_wrong") == 0;
    double share = view->kind == JB_KIND_MULTIPLE ? 1.0 / view->right_count : 1;
    double wrong = view->kind != JB_KIND_MULTIPLE ? option->weight : minus ? -share : -1;
    put(w, "    <answer fraction=\"");
    put_share(w, option->right ? share : wrong);
    put_rich(w, "\"", option->text, &option->medium, option->medium ? 1 : 0);
    if (option->feedback) {
        put_rich(w, "<feedback", option->feedback, NULL, 0);
        put(w, "</feedback>");
    }
    put(w, "</answer>\n");
}

static void put_choice(jb_writing *w, const jb_view *view)
{
    bool kept = view->keep_order;
    for (uint8_t i = 0; i < view->option_count; i++) {
        kept = kept || view->options[i].fixed;
    }
    put(w, view->kind == JB_KIND_SINGLE ? "    <single>true</single>\n"
                                        : "    <single>false</single>\n");
    put(w, kept ? "    <shuffleanswers>false</shuffleanswers>\n"
                : "    <shuffleanswers>true</shuffleanswers>\n");
    put(w, "    <answernumbering>abc</answernumbering>\n");
    for (uint8_t i = 0; i < view->option_count; i++) {
        put_option(w, view, &view->options[i]);
    }
}

static void put_plain_answer(jb_writing *w, double weight, const char *text)
{
    put(w, "    <answer fraction=\"");
    put_share(w, weight);
    put(w, "\" format=\"plain_text\"><text>");
    put_escaped(w, text);
    put(w, "</text>");
}

static void put_numbers(jb_writing *w, const jb_view *view)
{
    char tolerance[32];
    const cJSON *accept = NULL;
    cJSON_ArrayForEach(accept, view->accepts) {
        jb_view_tolerance(accept, tolerance);
        put_plain_answer(w, jb_number_of(accept, "weight", 1), jb_string_of(accept, "value"));
        put(w, "<tolerance>");
        put(w, tolerance);
        put(w, "</tolerance></answer>\n");
    }
}

/* In Moodle * stands for anything unless a backslash is before it. */
static void put_forms(jb_writing *w, const jb_view *view)
{
    jb_buffer form;
    const cJSON *accept = NULL;
    const cJSON *blank = view->blanks->child;
    jb_buffer_init(&form, 0);
    put(w, jb_bool_of(blank, "case_sensitive", false) ? "    <usecase>1</usecase>\n"
                                                      : "    <usecase>0</usecase>\n");
    cJSON_ArrayForEach(accept, cJSON_GetObjectItemCaseSensitive(blank, "accept")) {
        const char *match = jb_string_of(accept, "match");
        bool wildcard = match && strcmp(match, "wildcard") == 0;
        jb_buffer_clear(&form);
        for (const char *at = jb_string_of(accept, "text"); *at != '\0'; at++) {
            jb_buffer_append_text(&form, *at == '*' && !wildcard ? "\\" : "");
            jb_buffer_append_char(&form, *at);
        }
        w->out->failed = w->out->failed || form.failed;
        put_plain_answer(w, jb_number_of(accept, "weight", 1), jb_buffer_text(&form));
        put(w, "</answer>\n");
    }
    jb_buffer_finish(&form);
}

/* Moodle shows the right side as HTML, whatever a file says. */
static void put_pair(jb_writing *w, const jb_view_option *left, const jb_view_option *right)
{
    put(w, "    ");
    put_rich(w, "<subquestion", left ? left->text : NULL,
             left && left->medium ? &left->medium : NULL, left && left->medium ? 1 : 0);
    put(w, "<answer format=\"html\"><text>");
    put_html(w, jb_writing_text(w, right->text));
    put(w, "</text></answer></subquestion>\n");
}

static void put_pairs(jb_writing *w, const jb_view *view)
{
    bool used[JB_OPTIONS_MAX] = { false };
    put(w, view->keep_order ? "    <shuffleanswers>false</shuffleanswers>\n"
                            : "    <shuffleanswers>true</shuffleanswers>\n");
    for (uint8_t i = 0; i < view->option_count; i++) {
        put_pair(w, &view->options[i], &view->targets[view->pairs[i]]);
        used[view->pairs[i]] = true;
    }
    for (uint8_t i = 0; i < view->target_count; i++) {
        if (!used[i]) {
            put_pair(w, NULL, &view->targets[i]);
        }
    }
}

/* The right order, numbered; Moodle has no other order to begin with. */
static void put_order(jb_writing *w, const jb_view *view)
{
    for (uint8_t i = 0; i < view->option_count; i++) {
        char place[8];
        const jb_view_option *option = &view->options[view->order[i]];
        (void)snprintf(place, sizeof place, "%d", i + 1);
        put(w, "    <answer fraction=\"");
        put(w, place);
        put_rich(w, "\"", option->text, &option->medium, option->medium ? 1 : 0);
        put(w, "</answer>\n");
    }
}

static void put_answer(jb_writing *w, const jb_view *view)
{
    switch (view->kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_MULTIPLE:
        put_choice(w, view);
        break;
    case JB_KIND_TRUEFALSE:
        put(w, view->truth ? "    <answer fraction=\"100\"><text>true</text></answer>\n"
                             "    <answer fraction=\"0\"><text>false</text></answer>\n"
                           : "    <answer fraction=\"0\"><text>true</text></answer>\n"
                             "    <answer fraction=\"100\"><text>false</text></answer>\n");
        break;
    case JB_KIND_NUMERIC:
        put_numbers(w, view);
        break;
    case JB_KIND_TEXT:
        put_forms(w, view);
        break;
    case JB_KIND_MATCHING:
        put_pairs(w, view);
        break;
    case JB_KIND_ORDERING:
        put_order(w, view);
        break;
    case JB_KIND_COUNT:
        break;
    }
}

/* ---- questions ---- */

/* Why a question does not fit; NULL: it does. */
static const char *why_not(const jb_view *view)
{
    if (view->kind == JB_KIND_TEXT && view->blanks->child->next) {
        return "Moodle's short answer holds one blank, and this question has several.";
    }
    if (view->kind == JB_KIND_MULTIPLE && view->right_count > SHARES_MAX) {
        return "More than ten options are right, and Moodle has no share for so many.";
    }
    for (uint8_t i = 0; i < view->target_count; i++) {
        if (!view->targets[i].text) {
            return "A right side of its pairs is a picture only.";
        }
    }
    return NULL;
}

static void put_name(jb_writing *w, const jb_view *view)
{
    jb_buffer name;
    const char *text = view->title ? view->title : jb_writing_text(w, view->stem);
    size_t size = strlen(text);
    size_t cut = view->title ? size : jb_text_cut(jb_slice_of(text), NAME_MAX);
    jb_buffer_init(&name, 0);
    for (size_t i = 0; i < cut; i++) {
        jb_buffer_append(&name, text[i] == '\n' ? " " : text + i, 1);
    }
    jb_buffer_append_text(&name, cut < size ? "\xe2\x80\xa6" : "");
    put(w, "    <name><text>");
    put_escaped(w, jb_buffer_text(&name));
    put(w, "</text></name>\n");
    w->out->failed = w->out->failed || name.failed;
    jb_buffer_finish(&name);
}

static void put_tags(jb_writing *w, const jb_view *view)
{
    const cJSON *tag = NULL;
    if (!view->tags || !view->tags->child) {
        return;
    }
    put(w, "    <tags>");
    cJSON_ArrayForEach(tag, view->tags) {
        put(w, "<tag><text>");
        put_escaped(w, tag->valuestring);
        put(w, "</text></tag>");
    }
    put(w, "</tags>\n");
}

static void put_grade(jb_writing *w, const jb_view *view)
{
    char grade[JB_DECIMAL_TEXT_MAX];
    (void)jb_decimal_format(view->has_points ? view->points : JB_POINTS_UNIT, 2, grade);
    put(w, "    <defaultgrade>");
    put(w, grade);
    put(w, "</defaultgrade>\n    <penalty>0</penalty>\n    <hidden>0</hidden>\n    <idnumber>");
    put(w, view->id);
    put(w, "</idnumber>\n");
}

/* What of how answers are compared Moodle has no place for. */
static void say_compared(jb_writing *w, const jb_view *view)
{
    if (cJSON_GetObjectItemCaseSensitive(view->answer, "unit") ||
        jb_bool_of(view->answer, "closest_wins", false)) {
        jb_cut(w, "The unit, and that the closest number wins, are not written.");
    }
    if (view->blanks && jb_number_of(view->blanks->child, "max_edits", 0) > 0) {
        jb_cut(w, "Moodle takes no misspelled answer.");
    }
}

static void put_question(jb_writing *w, const jb_view *view)
{
    static const char *const types[JB_KIND_COUNT] = {
        [JB_KIND_SINGLE] = "multichoice",  [JB_KIND_MULTIPLE] = "multichoice",
        [JB_KIND_TRUEFALSE] = "truefalse", [JB_KIND_NUMERIC] = "numerical",
        [JB_KIND_TEXT] = "shortanswer",    [JB_KIND_ORDERING] = "ordering",
        [JB_KIND_MATCHING] = "matching",
    };
    const char *media[JB_QUESTION_MEDIA_MAX];
    size_t count = media_of(view, false, media);
    put(w, "  <question type=\"");
    put(w, types[view->kind]);
    put(w, "\">\n");
    put_name(w, view);
    put_rich(w, "    <questiontext", view->stem, media, count);
    put(w, "</questiontext>\n");
    count = media_of(view, true, media);
    if (view->explanation || count > 0) {
        put_rich(w, "    <generalfeedback", view->explanation, media, count);
        put(w, "</generalfeedback>\n");
    }
    put_grade(w, view);
    put_answer(w, view);
    put_tags(w, view);
    put(w, "  </question>\n");
    say_compared(w, view);
}

static void put_category(jb_writing *w, const char *category)
{
    jb_buffer path;
    jb_buffer_init(&path, 0);
    if (category) {
        jb_buffer_append_char(&path, '/');
        jb_view_category(w, category, "//", "\\", &path);
    }
    put(w, "  <question type=\"category\"><category><text>$course$/top");
    put_escaped(w, jb_buffer_text(&path));
    put(w, "</text></category></question>\n");
    w->out->failed = w->out->failed || path.failed;
    jb_buffer_finish(&path);
}

void jb_write_moodle(jb_writing *w)
{
    jb_view view;
    const char *category = NULL;
    put(w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n");
    while (jb_view_next(w, &view)) {
        const char *why = why_not(&view);
        if (why) {
            jb_left_out(w, "%s", why);
            continue;
        }
        if (jb_view_begins(&view, &category)) {
            put_category(w, category);
        }
        put_question(w, &view);
        jb_view_written(w, &view);
        jb_view_lose(w, &view, MOODLE_LOSES);
    }
    put(w, "</quiz>\n");
}
