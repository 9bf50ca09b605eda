/*
 * Texts of a question with the pictures in them. A picture is looked for in the file itself, then
 * beside it or in its package; one on the web is reported and never fetched.
 */
#include "pieces.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "item.h"
#include "jinbang/assert.h"
#include "jinbang/unpack.h"
#include "markup.h"

enum {
    NAME_SIZE = 16 /* of a tag or entity that is looked at */
};

/* ---- slices ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

jb_slice jb_pieces_trim(jb_slice text)
{
    while (text.size > 0 && is_blank(text.bytes[0])) {
        text.bytes++;
        text.size--;
    }
    while (text.size > 0 && is_blank(text.bytes[text.size - 1])) {
        text.size--;
    }
    return text;
}

bool jb_slice_begins(jb_slice text, const char *with)
{
    size_t size = strlen(with);
    return text.size >= size && memcmp(text.bytes, with, size) == 0;
}

size_t jb_slice_find(jb_slice text, size_t from, char c)
{
    const char *at = from < text.size ? memchr(text.bytes + from, c, text.size - from) : NULL;
    return at ? (size_t)(at - text.bytes) : text.size;
}

jb_slice jb_slice_part(jb_slice text, size_t from, size_t to)
{
    JB_ASSERT(from <= to && to <= text.size);
    return (jb_slice){ .bytes = text.bytes + from, .size = to - from };
}

void jb_slice_string(jb_slice text, char *out, size_t out_size)
{
    size_t size = text.size < out_size ? text.size : out_size - 1;
    if (size > 0) {
        memcpy(out, text.bytes, size);
    }
    out[size] = '\0';
}

jb_slice jb_line_from(jb_slice text, size_t at)
{
    return jb_slice_part(text, at, jb_slice_find(text, at, '\n'));
}

size_t jb_line_next(jb_slice text, size_t at)
{
    size_t end = jb_slice_find(text, at, '\n');
    return end < text.size ? end + 1 : end;
}

/* ---- memory ---- */

void jb_pieces_init(jb_pieces *pieces, jb_draft *draft)
{
    *pieces = (jb_pieces){ .draft = draft };
}

void jb_pieces_begin(jb_pieces *pieces, jb_where where)
{
    jb_memory_finish(&pieces->memory);
    pieces->where = where;
    pieces->media_count = 0;
    pieces->seen = JB_DRAFT_MEDIA_NONE;
}

void jb_pieces_finish(jb_pieces *pieces)
{
    jb_memory_finish(&pieces->memory);
}

void *jb_pieces_take(jb_pieces *pieces, size_t count, size_t size)
{
    void *memory = jb_memory_take(&pieces->memory, count, size);
    if (!memory) {
        jb_draft_fail(pieces->draft);
    }
    return memory;
}

jb_slice jb_pieces_copy(jb_pieces *pieces, jb_slice text)
{
    char *copy = text.size > 0 ? jb_pieces_take(pieces, text.size, 1) : NULL;
    if (!copy) {
        return jb_slice_of("");
    }
    memcpy(copy, text.bytes, text.size);
    return (jb_slice){ .bytes = copy, .size = text.size };
}

/* ---- pictures ---- */

/* "my%20picture.png" */
static jb_slice decode_percent(jb_pieces *pieces, jb_slice path)
{
    static const char digits[] = "0123456789abcdef";
    char *out = jb_pieces_take(pieces, path.size + 1, 1);
    size_t size = 0;
    if (!out) {
        return jb_slice_of("");
    }
    for (size_t i = 0; i < path.size; i++) {
        const char *high = NULL;
        const char *low = NULL;
        if (path.bytes[i] == '%' && i + 2 < path.size) {
            high = memchr(digits, path.bytes[i + 1] | 0x20, 16);
            low = memchr(digits, path.bytes[i + 2] | 0x20, 16);
        }
        if (high && low && high + (low - digits) != digits) {
            out[size++] = (char)((high - digits) * 16 + (low - digits));
            i += 2;
        } else {
            out[size++] = path.bytes[i];
        }
    }
    return (jb_slice){ .bytes = out, .size = size };
}

/* "data:image/png;base64,..." */
static uint32_t take_data(jb_pieces *pieces, jb_slice src, jb_slice alt)
{
    size_t comma = jb_slice_find(src, 0, ',');
    jb_slice head = jb_slice_part(src, 0, comma);
    jb_buffer bytes;
    jb_buffer_init(&bytes, JB_SOUND_BYTES_MAX);
    uint32_t number = JB_DRAFT_MEDIA_NONE;
    jb_unpack_result result = JB_UNPACK_DAMAGED;
    if (comma < src.size && head.size > 7 &&
        memcmp(head.bytes + head.size - 7, ";base64", 7) == 0) {
        result =
            jb_base64_decode(jb_slice_part(src, comma + 1, src.size), JB_SOUND_BYTES_MAX, &bytes);
    }
    if (result == JB_UNPACK_FINE) {
        number = jb_draft_medium(pieces->draft, pieces->where, jb_buffer_slice(&bytes), head, alt);
    } else if (result == JB_UNPACK_MEMORY) {
        jb_draft_fail(pieces->draft);
    } else {
        jb_draft_warn(pieces->draft, pieces->where, head, "unusable_medium",
                      "A picture that is written into the text cannot be read. The question is "
                      "taken without it; save it as PNG or JPEG.");
    }
    jb_buffer_finish(&bytes);
    return number;
}

static uint32_t find_picture(jb_pieces *pieces, jb_slice src, jb_slice alt)
{
    static const char own[] = "@@PLUGINFILE@@/";
    bool known = false;
    src = jb_pieces_trim(src);
    if (src.size > 5 && strncasecmp(src.bytes, "data:", 5) == 0) {
        return take_data(pieces, src, alt);
    }
    jb_slice path = jb_slice_begins(src, own) ? jb_slice_part(src, sizeof own - 1, src.size) : src;
    path = decode_percent(pieces, path);
    uint32_t number = JB_DRAFT_MEDIA_NONE;
    if (pieces->find) {
        number = pieces->find(pieces->user, path, alt, &known);
    }
    return known ? number : jb_draft_medium_at(pieces->draft, pieces->where, path);
}

static void add_medium(jb_pieces *pieces, uint32_t number, bool reveal)
{
    for (uint32_t i = 0; i < pieces->media_count; i++) {
        if (pieces->media[i].medium == number) {
            return;
        }
    }
    if (pieces->media_count == JB_QUESTION_MEDIA_MAX) {
        jb_draft_warn(pieces->draft, pieces->where, jb_slice_of(""), "many_media",
                      "A question has at most %d pictures; the rest is left out.",
                      JB_QUESTION_MEDIA_MAX);
        return;
    }
    pieces->media[pieces->media_count++] =
        (jb_draft_medium_ref){ .medium = number, .reveal = reveal };
}

typedef enum picture_use {
    PICTURES_LEFT,    /* words only */
    PICTURES_FIRST,   /* of an option: the first is taken */
    PICTURES_SHOWN,   /* with the question */
    PICTURES_REVEALED /* with the answer */
} picture_use;

typedef struct picture_reading {
    jb_pieces *pieces;
    picture_use use;
} picture_reading;

static void on_image(void *user, jb_slice src, jb_slice alt)
{
    picture_reading *reading = user;
    jb_pieces *pieces = reading->pieces;
    bool shown = reading->use == PICTURES_SHOWN || reading->use == PICTURES_REVEALED;
    if (src.size == 0 || reading->use == PICTURES_LEFT || jb_draft_failed(pieces->draft)) {
        return;
    }
    if (!shown && pieces->seen != JB_DRAFT_MEDIA_NONE) {
        jb_draft_warn(pieces->draft, pieces->where, src, "many_media",
                      "An option shows one picture; a further one is left out.");
        return;
    }
    uint32_t number = find_picture(pieces, src, alt);
    pieces->seen = pieces->seen == JB_DRAFT_MEDIA_NONE ? number : pieces->seen;
    if (shown && number != JB_DRAFT_MEDIA_NONE) {
        add_medium(pieces, number, reading->use == PICTURES_REVEALED);
    }
}

void jb_pieces_show(jb_pieces *pieces, jb_slice name, bool reveal)
{
    bool known = false;
    jb_slice path = decode_percent(pieces, name);
    uint32_t number = pieces->find(pieces->user, path, jb_slice_of(""), &known);
    if (number != JB_DRAFT_MEDIA_NONE) {
        add_medium(pieces, number, reveal);
    }
}

/* ---- texts ---- */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The name that begins at `at`, in small letters; "" if none does. */
static void read_name(jb_slice text, size_t at, char name[NAME_SIZE])
{
    size_t size = 0;
    while (at + size < text.size && size + 1 < NAME_SIZE &&
           (is_letter(text.bytes[at + size]) ||
            (size > 0 && text.bytes[at + size] >= '0' && text.bytes[at + size] <= '9'))) {
        char c = text.bytes[at + size];
        name[size++] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
    }
    name[size] = '\0';
}

/* Where a byte last stands; 0: nowhere. */
static size_t find_last(jb_slice text, char c)
{
    size_t at = text.size;
    while (at > 0 && text.bytes[at - 1] != c) {
        at--;
    }
    return at > 0 ? at - 1 : 0;
}

/* Tags that mean something, not ones that are written about: one is closed, or never needs to be,
 * and the text is more than a tag. */
bool jb_pieces_looks_html(jb_slice text)
{
    static const char *const lone[] = { "br", "img", "p", "hr", "div", "span", "sub", "sup" };
    char name[NAME_SIZE];
    size_t last = find_last(text, '>');
    bool more =
        text.size == 0 || text.bytes[0] != '<' || jb_slice_find(text, 0, '>') + 1 < text.size;
    for (size_t at = jb_slice_find(text, 0, '<'); at < last;
         at = jb_slice_find(text, at + 1, '<')) {
        bool closing = text.bytes[at + 1] == '/';
        read_name(text, at + 1 + closing, name);
        if (closing && name[0] != '\0' && more) {
            return true;
        }
        for (size_t i = 0; i < sizeof lone / sizeof lone[0]; i++) {
            if (strcmp(name, lone[i]) == 0 && (more || strcmp(name, "img") == 0)) {
                return true;
            }
        }
    }
    return false;
}

static jb_slice make_plain(jb_pieces *pieces, jb_slice text, jb_form form, picture_use use)
{
    picture_reading reading = { .pieces = pieces, .use = use };
    const jb_html_images images = { .image = on_image, .user = &reading };
    pieces->seen = JB_DRAFT_MEDIA_NONE;
    text = jb_pieces_trim(text);
    if (form == JB_FORM_PLAIN || text.size == 0) {
        return text;
    }
    jb_buffer out;
    jb_buffer_init(&out, 0);
    bool html = form == JB_FORM_HTML || jb_pieces_looks_html(text);
    if (html) {
        jb_html_text(text, &images, &out);
    } else {
        jb_html_entities(text, &out);
    }
    if (out.failed) {
        jb_draft_fail(pieces->draft);
    }
    /* Nothing is left: it was about the tags ("<table>"), unless it was a picture. */
    bool gone = jb_pieces_trim(jb_buffer_slice(&out)).size == 0 && form != JB_FORM_HTML &&
                pieces->seen == JB_DRAFT_MEDIA_NONE;
    jb_slice plain = gone ? text : jb_pieces_trim(jb_pieces_copy(pieces, jb_buffer_slice(&out)));
    jb_buffer_finish(&out);
    return plain;
}

jb_slice jb_pieces_text(jb_pieces *pieces, jb_slice text, jb_form form)
{
    return make_plain(pieces, text, form, PICTURES_LEFT);
}

jb_slice jb_pieces_shown(jb_pieces *pieces, jb_slice text, jb_form form, bool reveal)
{
    return make_plain(pieces, text, form, reveal ? PICTURES_REVEALED : PICTURES_SHOWN);
}

void jb_pieces_option(jb_pieces *pieces, jb_slice text, jb_form form, jb_draft_option *option)
{
    option->text.text = make_plain(pieces, text, form, PICTURES_FIRST);
    option->medium = pieces->seen;
}

void jb_pieces_give(const jb_pieces *pieces, jb_draft_question *question)
{
    question->media = pieces->media;
    question->media_count = pieces->media_count;
}

void jb_pieces_weights(const jb_pieces *pieces, jb_draft_question *question)
{
    double sum = 0;
    double least = 2;
    double most = 0;
    uint32_t count = question->option_count > JB_OPTIONS_MAX ? 0 : question->option_count;
    for (uint32_t i = 0; i < count; i++) {
        const jb_draft_option *option = &question->options[i];
        if (option->right) {
            sum += option->weight;
            least = option->weight < least ? option->weight : least;
            most = option->weight > most ? option->weight : most;
        }
    }
    bool equal = most - least < 0.02; /* 33.33, 33.33 and 33.34 */
    for (uint32_t i = 0; i < count; i++) {
        question->options[i].has_weight = question->options[i].has_weight && !equal;
    }
    if (sum > 0 && fabs(sum - 1) > 0.02) {
        jb_draft_warn(pieces->draft, question->where, question->stem.text, "weights_sum",
                      "The weights of the right options make %.0f%%, not 100%%. Every option with "
                      "a positive weight was taken for right; look whether that is so.",
                      sum * 100);
    }
}

uint32_t jb_pieces_target(jb_draft_question *question, jb_slice text)
{
    uint32_t i = 0;
    uint32_t count =
        question->target_count < JB_OPTIONS_MAX ? question->target_count : JB_OPTIONS_MAX;
    while (i < count && !jb_slice_equal(question->targets[i].text.text, text)) {
        i++;
    }
    if (i == question->target_count) {
        if (i < JB_OPTIONS_MAX) {
            question->targets[i] = (jb_draft_option){ .text = { .text = text } };
        }
        question->target_count++;
    }
    return i;
}

jb_slice jb_pieces_stars(jb_pieces *pieces, jb_slice text, bool *wildcard)
{
    char *out = jb_pieces_take(pieces, text.size + 1, 1);
    size_t size = 0;
    *wildcard = false;
    for (size_t i = 0; out && i < text.size; i++) {
        bool escaped = text.bytes[i] == '\\' && i + 1 < text.size && text.bytes[i + 1] == '*';
        i += escaped;
        *wildcard = *wildcard || (!escaped && text.bytes[i] == '*');
        out[size++] = text.bytes[i];
    }
    return (jb_slice){ .bytes = out ? out : "", .size = size };
}

jb_slice jb_pieces_category(jb_slice path)
{
    static const char *const roots[] = { "$course$", "$system$", "$module$", "$cat1$", "top" };
    path = jb_pieces_trim(path);
    for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++) {
        size_t size = strlen(roots[i]);
        bool whole = path.size == size || (path.size > size && path.bytes[size] == '/');
        if (whole && jb_slice_begins(path, roots[i])) {
            path = jb_slice_part(path, path.size == size ? size : size + 1, path.size);
        }
    }
    return path;
}

void jb_pieces_labels(jb_draft_question *question)
{
    jb_slice rests[JB_OPTIONS_MAX];
    uint32_t count = question->option_count;
    bool all = count >= 2 && count <= JB_OPTIONS_MAX;
    for (uint32_t i = 0; all && i < count; i++) {
        all = jb_option_label(question->options[i].text.text, &rests[i]) == (int)i &&
              rests[i].size > 0;
    }
    for (uint32_t i = 0; all && i < count; i++) {
        question->options[i].text.text = rests[i];
    }
}
