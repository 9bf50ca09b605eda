/*
 * Anki's "notes in plain text": lines such as "#separator:tab" and "#html:true" first, then records
 * as in CSV: front, back, and columns of their own for tags, decks, note types and ids as the first
 * lines say. A note becomes a question with a typed answer. Clozes cannot be played.
 */
#include "formats.h"

#include <string.h>

#include "line.h"
#include "markup.h"

enum {
    FIELDS_MAX = 64,
    TAGS_MAX = 64,
    NOTES_MIN = 3 /* lines of a front and a back that make a file of notes */
};

/* What a column of its own holds. */
typedef enum column_use {
    USE_FIELD,
    USE_TAGS,
    USE_DECK,
    USE_ID,
    USE_NONE,
    USE_COUNT
} column_use;

typedef struct anki {
    jb_draft *draft;
    jb_slice text;
    size_t at;
    uint32_t line;
    char separator;
    bool html;
    bool no_quote; /* no further " in the text */
    column_use uses[FIELDS_MAX];
    jb_slice deck, tags; /* of all notes */
    jb_where where;
    jb_buffer texts; /* of all fields of a record, without quotes */
    size_t begins[FIELDS_MAX + 1];
    uint32_t count;
    jb_buffer plain; /* front, back and the rest, one after the other */
    jb_buffer path;
    jb_draft_medium_ref media[JB_QUESTION_MEDIA_MAX];
    uint32_t media_count;
    bool reveal; /* pictures belong to the answer */
} anki;

static char peek(const anki *a, size_t at)
{
    return (char)(at < a->text.size ? a->text.bytes[at] : '\0');
}

/* ---- the first lines ---- */

static char separator_of(jb_slice name)
{
    static const struct {
        const char *name;
        char separator;
    } known[] = { { "tab", '\t' }, { "comma", ',' }, { "semicolon", ';' }, { "space", ' ' },
                  { "pipe", '|' }, { "colon", ':' }, { "\\t", '\t' } };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (jb_line_is(name, known[i].name)) {
            return known[i].separator;
        }
    }
    return (char)(name.size == 1 ? name.bytes[0] : '\t');
}

/* The number of a column from 1; 0: none that can be. */
static uint32_t number_of(jb_slice text)
{
    uint32_t number = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9' || number > FIELDS_MAX) {
            return 0;
        }
        number = number * 10 + (uint32_t)(text.bytes[i] - '0');
    }
    return number <= FIELDS_MAX ? number : 0;
}

/* "#columns:Front\tBack\tTags": the names tell what is no text. */
static void read_columns(anki *a, jb_slice names)
{
    static const struct {
        const char *name;
        column_use use;
    } known[] = { { "tags", USE_TAGS },
                  { "deck", USE_DECK },
                  { "guid", USE_ID },
                  { "notetype", USE_NONE },
                  { "note type", USE_NONE } };
    for (uint32_t i = 0; i < FIELDS_MAX && names.size > 0; i++) {
        const char *end = memchr(names.bytes, a->separator, names.size);
        size_t size = end ? (size_t)(end - names.bytes) : names.size;
        jb_slice name = jb_line_trim(jb_line_head(names, size));
        for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
            if (jb_line_is(name, known[k].name)) {
                a->uses[i] = known[k].use;
            }
        }
        names = jb_line_rest(names, size + (end != NULL));
    }
}

static void read_header(anki *a, jb_slice line)
{
    static const struct {
        const char *key;
        column_use use;
    } columns[] = { { "tags column", USE_TAGS },
                    { "deck column", USE_DECK },
                    { "guid column", USE_ID },
                    { "notetype column", USE_NONE } };
    const char *colon = memchr(line.bytes, ':', line.size);
    if (!colon) {
        return;
    }
    jb_slice key = jb_line_trim(jb_line_head(line, (size_t)(colon - line.bytes)));
    jb_slice raw = jb_line_rest(line, (size_t)(colon - line.bytes) + 1);
    jb_slice value = jb_line_trim(raw);
    if (jb_line_is(key, "separator")) {
        a->separator = separator_of(value.size > 0 ? value : jb_line_head(raw, 1));
    } else if (jb_line_is(key, "html")) {
        a->html = !jb_line_is(value, "false");
    } else if (jb_line_is(key, "deck")) {
        a->deck = value;
    } else if (jb_line_is(key, "tags")) {
        a->tags = value;
    } else if (jb_line_is(key, "columns")) {
        read_columns(a, value);
    }
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        uint32_t number = jb_line_is(key, columns[i].key) ? number_of(value) : 0;
        if (number > 0) {
            a->uses[number - 1] = columns[i].use;
        }
    }
}

/* ---- records ---- */

/* The line that begins here, without its end; moves behind it. */
static jb_slice take_line(anki *a)
{
    const char *from = a->text.bytes + a->at;
    size_t left = a->text.size - a->at;
    const char *end = memchr(from, '\n', left);
    size_t size = end ? (size_t)(end - from) : left;
    a->at += size + (end != NULL);
    a->line++;
    return (jb_slice){ .bytes = from, .size = size };
}

/* Where the quote ends that begins here: at the first " that stands alone. 0: nowhere. */
static size_t quote_end(anki *a)
{
    size_t at = a->at + 1;
    while (!a->no_quote && at < a->text.size) {
        const char *quote = memchr(a->text.bytes + at, '"', a->text.size - at);
        if (!quote) {
            break;
        }
        at = (size_t)(quote - a->text.bytes);
        if (peek(a, at + 1) != '"') {
            return at;
        }
        at += 2;
    }
    a->no_quote = true;
    return 0;
}

/* A field in quotes, which may go over lines. Without an end the quote is a character like any
 * other. */
static void read_quoted(anki *a)
{
    size_t end = quote_end(a);
    if (end == 0) {
        return;
    }
    for (a->at++; a->at < end; a->at++) {
        char c = a->text.bytes[a->at];
        a->at += c == '"';
        a->line += c == '\n';
        jb_buffer_append_char(&a->texts, c);
    }
    a->at = end + 1;
}

/* False: it was the last of the record. */
static bool read_field(anki *a)
{
    if (a->count < FIELDS_MAX) {
        a->begins[a->count++] = a->texts.size;
    }
    if (peek(a, a->at) == '"') {
        read_quoted(a);
    }
    size_t from = a->at;
    while (a->at < a->text.size && a->text.bytes[a->at] != '\n' &&
           a->text.bytes[a->at] != a->separator) {
        a->at++;
    }
    jb_buffer_append(&a->texts, a->text.bytes + from, a->at - from);
    bool more = peek(a, a->at) == a->separator && a->separator != '\n' && a->at < a->text.size;
    a->line += !more;
    a->at += a->at < a->text.size;
    return more;
}

static void read_record(anki *a)
{
    a->count = 0;
    jb_buffer_clear(&a->texts);
    a->where = (jb_where){ .line = a->line + 1, .column = 1 };
    while (read_field(a)) {
    }
    a->begins[a->count] = a->texts.size;
}

static jb_slice field_of(const anki *a, uint32_t field)
{
    size_t begin = a->begins[field];
    return jb_line_trim((jb_slice){ .bytes = jb_buffer_text(&a->texts) + begin,
                                    .size = a->begins[field + 1] - begin });
}

/* ---- notes ---- */

static void take_medium(anki *a, jb_slice path)
{
    uint32_t medium = jb_draft_medium_at(a->draft, a->where, path);
    if (medium != JB_DRAFT_MEDIA_NONE && a->media_count < JB_QUESTION_MEDIA_MAX) {
        a->media[a->media_count++] = (jb_draft_medium_ref){ .medium = medium, .reveal = a->reveal };
    }
}

static void take_image(void *user, jb_slice src, jb_slice alt)
{
    (void)alt;
    take_medium(user, src);
}

/* Appends a text without its "[sound:name.mp3]". */
static void append_silent(anki *a, jb_slice text, jb_buffer *out)
{
    size_t i = 0;
    bool closed = true; /* there may be a ] further on */
    while (i < text.size) {
        jb_slice rest = jb_line_rest(text, i);
        const char *end =
            closed && jb_line_begins(rest, "[sound:") ? memchr(rest.bytes, ']', rest.size) : NULL;
        if (end) {
            size_t size = (size_t)(end - rest.bytes);
            take_medium(a, (jb_slice){ .bytes = rest.bytes + 7, .size = size - 7 });
            i += size + 1;
            continue;
        }
        closed = closed && !jb_line_begins(rest, "[sound:");
        jb_buffer_append_char(out, text.bytes[i++]);
    }
}

/* Appends the plain text of a field to `plain`; returns its size there. */
static size_t make_plain(anki *a, jb_slice field, bool reveal)
{
    jb_buffer silent;
    jb_html_images images = { .image = take_image, .user = a };
    size_t before = a->plain.size;
    a->reveal = reveal;
    jb_buffer_init(&silent, 0);
    append_silent(a, field, &silent);
    if (a->html) {
        jb_html_text(jb_buffer_slice(&silent), &images, &a->plain);
    } else {
        jb_buffer_append(&a->plain, jb_buffer_text(&silent), silent.size);
    }
    a->plain.failed = a->plain.failed || silent.failed;
    jb_buffer_finish(&silent);
    return a->plain.size - before;
}

/* "A::B" as the path "A/B". */
static jb_slice deck_path(anki *a, jb_slice deck)
{
    jb_buffer_clear(&a->path);
    for (size_t i = 0; i < deck.size; i++) {
        if (deck.bytes[i] == ':' && i + 1 < deck.size && deck.bytes[i + 1] == ':') {
            jb_buffer_append_char(&a->path, '/');
            i++;
            continue;
        }
        if (deck.bytes[i] == '/') {
            jb_buffer_append_char(&a->path, '\\');
        }
        jb_buffer_append_char(&a->path, deck.bytes[i]);
    }
    return jb_buffer_slice(&a->path);
}

static uint32_t split_tags(jb_slice text, jb_slice tags[TAGS_MAX], uint32_t count)
{
    size_t i = 0;
    while (i < text.size && count < TAGS_MAX) {
        size_t from = i;
        while (i < text.size && text.bytes[i] != ' ') {
            i++;
        }
        if (i > from) {
            tags[count++] = (jb_slice){ .bytes = text.bytes + from, .size = i - from };
        }
        i++;
    }
    return count;
}

static bool is_cloze(jb_slice text)
{
    for (size_t i = 0; i + 4 < text.size; i++) {
        if (memcmp(text.bytes + i, "{{c", 3) == 0 && text.bytes[i + 3] >= '0' &&
            text.bytes[i + 3] <= '9') {
            return true;
        }
    }
    return false;
}

/* The fields that are text: front, back and others, by their numbers. */
static uint32_t find_texts(const anki *a, uint32_t fields[FIELDS_MAX])
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < a->count; i++) {
        if (a->uses[i] == USE_FIELD) {
            fields[count++] = i;
        }
    }
    return count;
}

static jb_slice used_for(const anki *a, column_use use)
{
    for (uint32_t i = 0; i < a->count; i++) {
        if (a->uses[i] == use) {
            return field_of(a, i);
        }
    }
    return jb_slice_of("");
}

/* Front, back and the rest as plain texts that lie one after the other. */
typedef struct note {
    size_t front, back, more; /* bytes of each */
} note;

static note make_note(anki *a, const uint32_t *fields, uint32_t count)
{
    note out = { 0 };
    a->media_count = 0;
    jb_buffer_clear(&a->plain);
    out.front = make_plain(a, field_of(a, fields[0]), false);
    out.back = count > 1 ? make_plain(a, field_of(a, fields[1]), true) : 0;
    for (uint32_t i = 2; i < count; i++) {
        if (out.more > 0) {
            jb_buffer_append_char(&a->plain, '\n');
            out.more++;
        }
        out.more += make_plain(a, field_of(a, fields[i]), true);
    }
    return out;
}

static void add_note(anki *a)
{
    uint32_t fields[FIELDS_MAX];
    jb_slice tags[TAGS_MAX];
    uint32_t count = find_texts(a, fields);
    if (count == 0) {
        jb_draft_error(a->draft, a->where, jb_slice_of(""), "empty_stem", "The note has no text.");
        return;
    }
    note sizes = make_note(a, fields, count);
    const char *plain = jb_buffer_text(&a->plain);
    const jb_slice front = jb_line_trim((jb_slice){ plain, sizes.front });
    const jb_slice back = jb_line_trim((jb_slice){ plain + sizes.front, sizes.back });
    const jb_slice deck = used_for(a, USE_DECK);
    const jb_draft_accept accept = { .text = back };
    jb_draft_question question = { .where = a->where,
                                   .kind = JB_KIND_TEXT,
                                   .id = used_for(a, USE_ID),
                                   .accepts = &accept,
                                   .accept_count = 1,
                                   .tags = tags,
                                   .media = a->media,
                                   .media_count = a->media_count };
    question.stem.text = front;
    question.explanation.text = (jb_slice){ plain + sizes.front + sizes.back, sizes.more };
    question.category = deck_path(a, deck.size > 0 ? deck : a->deck);
    question.tag_count = split_tags(used_for(a, USE_TAGS), tags, split_tags(a->tags, tags, 0));
    if (a->texts.failed || a->plain.failed || a->path.failed) {
        jb_draft_error(a->draft, a->where, jb_slice_of(""), "text_too_long",
                       "The note is too long to be read; shorten it.");
    } else if (is_cloze(front) || is_cloze(back)) {
        jb_draft_unsupported(a->draft, a->where, front, "unsupported_kind",
                             "A cloze cannot be played; it is left out.");
    } else if (front.size > 0 && back.size == 0) {
        jb_draft_error(a->draft, a->where, front, "no_answer", "The note has no back: no answer.");
    } else if (back.size > JB_ANSWER_TEXT_MAX) {
        jb_draft_error(a->draft, a->where, front, "answer_too_long",
                       "The back of the note is too long to be typed as an answer; shorten it, or "
                       "make it a question with options.");
    } else {
        jb_draft_add(a->draft, &question);
    }
}

void jb_read_anki(const jb_import_file *file, jb_draft *draft)
{
    anki *a = jb_draft_take(draft, 1, sizeof *a);
    if (!a) {
        return;
    }
    a->draft = draft;
    a->text = jb_import_text(file);
    a->separator = '\t';
    a->html = true;
    jb_buffer_init(&a->texts, 0);
    jb_buffer_init(&a->plain, 0);
    jb_buffer_init(&a->path, 0);
    bool records = false;
    bool header = false;
    while (a->at < a->text.size && !jb_draft_failed(draft)) {
        char c = a->text.bytes[a->at];
        if (c == '#') { /* further down a comment */
            jb_slice line = take_line(a);
            header = header || !records;
            if (!records) {
                read_header(a, jb_line_rest(line, 1));
            }
        } else if (c == '\n') {
            (void)take_line(a);
        } else {
            records = true;
            read_record(a);
            add_note(a);
        }
    }
    if (records && !header) {
        jb_draft_warn(draft, (jb_where){ 1, 1 }, jb_slice_of(""), "guessed_columns",
                      "There is no header: the first column was taken for the question and the "
                      "second for the answer that is typed. Look at the first questions.");
    }
    jb_buffer_finish(&a->path);
    jb_buffer_finish(&a->plain);
    jb_buffer_finish(&a->texts);
}

/* Older exports have no header: every line is a front, a tab and a back. A back of one letter or
 * digit is the answer of another kind of question. */
static bool fronts_and_backs(jb_slice text)
{
    jb_lines lines;
    jb_slice line;
    uint32_t notes = 0;
    uint32_t marks = 0;
    jb_lines_init(&lines, text);
    while (jb_lines_next(&lines, &line)) {
        jb_slice trimmed = jb_line_trim(line);
        if (trimmed.size == 0) {
            continue;
        }
        const char *tab = memchr(trimmed.bytes, '\t', trimmed.size);
        size_t front = tab ? (size_t)(tab - trimmed.bytes) : 0;
        jb_slice back = jb_line_rest(trimmed, front + (tab ? 1 : 0));
        if (front == 0 || line.bytes[0] == '\t' || memchr(back.bytes, '\t', back.size) != NULL) {
            return false;
        }
        notes++;
        marks += back.size == 1;
    }
    return notes >= NOTES_MIN && marks * 2 < notes;
}

/* The first lines tell. */
int jb_sniff_anki(const jb_import_file *file)
{
    static const char *const keys[] = {
        "#separator:",   "#html:",     "#tags column:", "#deck column:", "#notetype column:",
        "#guid column:", "#notetype:", "#deck:",        "#columns:"
    };
    jb_lines lines;
    jb_slice line;
    jb_slice head = jb_line_head(jb_import_text(file), JB_SNIFF_BYTES);
    jb_lines_init(&lines, head);
    while (jb_lines_next(&lines, &line)) {
        jb_slice text = jb_line_trim(line);
        for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
            if (jb_line_begins(text, keys[i])) {
                return 97;
            }
        }
        if (text.size > 0 && text.bytes[0] != '#') {
            return fronts_and_backs(head) ? 22 : 0;
        }
    }
    return 0;
}
