/*
 * GIFT, the text format of Moodle, read as Moodle reads it: blocks between blank lines, in a block
 * title, stem, answers in braces, and what follows them. Where Moodle would make nonsense of what
 * people write (blank lines within braces, two questions without a blank line between them, braces
 * of a formula) and it is certain what was meant, that is read; else it is reported.
 */
#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "formats.h"
#include "gift.h"

enum {
    TAGS_MAX = 32,
    CLOZE_SIZE = 32, /* in which the kind of a gap is named */
    SNIFF_MAX = 64 * 1024,
    NEAR = 300 /* bytes that answers are looked for in */
};

/* ---- lines ---- */

static bool is_blank(jb_slice line)
{
    return jb_pieces_trim(line).size == 0;
}

static bool is_comment(jb_slice line)
{
    return jb_slice_begins(jb_pieces_trim(line), "//");
}

static bool is_category(jb_slice line)
{
    return jb_slice_begins(jb_pieces_trim(line), "$CATEGORY:");
}

static bool begins_block(jb_slice line)
{
    return is_category(line) || jb_slice_begins(jb_pieces_trim(line), "::");
}

/* Does the brace open a gap of a cloze question? */
static bool begins_cloze(jb_slice line, size_t brace)
{
    size_t end = line.size - brace > CLOZE_SIZE ? brace + CLOZE_SIZE : line.size;
    return jb_gift_is_cloze(jb_slice_part(line, brace + 1, end));
}

/* What a stretch of lines up to the next blank one holds; comments do not count. */
typedef struct stretch {
    jb_slice first;    /* its first line, a comment too */
    bool opens, shuts; /* unescaped braces */
    bool opens_first;
    bool cloze;
} stretch;

static size_t look_at(jb_slice text, size_t at, stretch *out)
{
    *out = (stretch){ .first = jb_line_from(text, at) };
    for (; at < text.size && !is_blank(jb_line_from(text, at)); at = jb_line_next(text, at)) {
        jb_slice line = jb_line_from(text, at);
        size_t size = is_comment(line) ? 0 : line.size;
        for (size_t i = 0; i < size; i++) {
            if (line.bytes[i] == '\\') {
                i++;
                continue;
            }
            out->opens_first = out->opens_first || (line.bytes[i] == '{' && !out->shuts);
            out->opens = out->opens || line.bytes[i] == '{';
            out->cloze = out->cloze || (line.bytes[i] == '{' && begins_cloze(line, i));
            out->shuts = out->shuts || line.bytes[i] == '}';
        }
    }
    return at;
}

/* Has every question of the file a title? Then a stretch without one belongs to what stands before
 * it. */
static bool titles_everywhere(jb_slice text)
{
    uint32_t titled = 0;
    bool open = false; /* the stretch before had a title, and no braces or gaps of a cloze */
    stretch piece;
    for (size_t at = 0; at < text.size;) {
        if (is_blank(jb_line_from(text, at))) {
            at = jb_line_next(text, at);
            continue;
        }
        at = look_at(text, at, &piece);
        while ((is_comment(piece.first) || is_category(piece.first)) &&
               piece.first.bytes + piece.first.size < text.bytes + at) {
            size_t next = jb_line_next(text, (size_t)(piece.first.bytes - text.bytes));
            piece.first = jb_line_from(text, next);
        }
        bool title = jb_slice_begins(jb_pieces_trim(piece.first), "::");
        if (piece.opens && !title && !open) {
            return false;
        }
        titled += piece.opens && title;
        open = (title && !piece.opens) || ((title || open) && piece.cloze);
    }
    return titled >= 2;
}

/* ---- comments ---- */

/* "[id:x]" and "[tag:y]" in a comment before a question. */
static void read_comment(jb_gift_reading *reading, jb_slice line)
{
    for (size_t at = jb_slice_find(line, 0, '['); at < line.size;
         at = jb_slice_find(line, at + 1, '[')) {
        jb_slice rest = jb_slice_part(line, at, line.size);
        size_t end = jb_slice_find(rest, 0, ']');
        if (end == rest.size) {
            return;
        }
        if (jb_slice_begins(rest, "[id:")) {
            reading->id = jb_pieces_trim(jb_slice_part(rest, 4, end));
        } else if (jb_slice_begins(rest, "[tag:") && reading->tag_count < TAGS_MAX) {
            reading->tags[reading->tag_count++] = jb_pieces_trim(jb_slice_part(rest, 5, end));
        }
    }
}

/* ---- escapes ---- */

static char escaped(char c)
{
    switch (c) {
    case ':':
        return JB_GIFT_COLON;
    case '#':
        return JB_GIFT_HASH;
    case '=':
        return JB_GIFT_EQUALS;
    case '{':
        return JB_GIFT_OPEN;
    case '}':
        return JB_GIFT_CLOSE;
    case '~':
        return JB_GIFT_TILDE;
    case 'n':
        return JB_GIFT_LINE;
    case '\\':
        return '\\';
    default:
        return '\0';
    }
}

/* "\neq" of a formula is no line end. */
static bool is_formula(jb_slice rest)
{
    static const char *const words[] = { "neq", "nabla", "notin", "neg" };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t size = strlen(words[i]);
        char next = rest.size > size ? rest.bytes[size] : ' ';
        bool letter = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
        if (jb_slice_begins(rest, words[i]) && !letter) {
            return true;
        }
    }
    return false;
}

/* A mark that belongs to HTML: class="x", href="#", &#39; */
static char mark_of_html(jb_slice line, size_t i, bool tag)
{
    char next = i + 1 < line.size ? line.bytes[i + 1] : '\0';
    bool entity = line.bytes[i] == '#' && i > 0 && line.bytes[i - 1] == '&' &&
                  ((next >= '0' && next <= '9') || next == 'x');
    bool value = line.bytes[i] == '=' && (next == '"' || next == '\'');
    if (entity || (tag && (value || line.bytes[i] == '#' || line.bytes[i] == '~'))) {
        return escaped(line.bytes[i]);
    }
    return '\0';
}

/* Appends a line to the block, escapes made single bytes. */
static void append_line(jb_buffer *block, jb_slice line)
{
    bool tag = false;
    size_t last = line.size; /* behind the last > */
    while (last > 0 && line.bytes[last - 1] != '>') {
        last--;
    }
    for (size_t i = 0; i < line.size; i++) {
        char c = line.bytes[i];
        char next = i + 1 < line.size ? line.bytes[i + 1] : '\0';
        jb_slice rest = jb_slice_part(line, i + 1 < line.size ? i + 1 : line.size, line.size);
        char mark = c == '\\' && !is_formula(rest) ? escaped(next) : '\0';
        bool letter = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
        if (mark != '\0') {
            i++;
        } else if (c == '<' && letter) {
            tag = i < last;
        } else if (c == '>') {
            tag = false;
        } else {
            mark = mark_of_html(line, i, tag);
        }
        mark = mark == '\0' && (unsigned char)c < 0x20 ? ' ' : mark;
        jb_buffer_append_char(block, mark != '\0' ? mark : c);
    }
    jb_buffer_append_char(block, '\n');
}

/* ---- blocks ---- */

static uint32_t count_lines(jb_slice text)
{
    uint32_t lines = 0;
    for (size_t i = 0; i < text.size; i++) {
        lines += text.bytes[i] == '\n';
    }
    return lines;
}

static void skip_blank(jb_gift_reading *reading, jb_slice *text)
{
    while (text->size > 0 && strchr(" \n", text->bytes[0]) != NULL) {
        reading->where.line += text->bytes[0] == '\n';
        text->bytes++;
        text->size--;
    }
}

static void read_block(jb_gift_reading *reading)
{
    jb_slice text = jb_buffer_slice(&reading->block);
    skip_blank(reading, &text);
    while (text.size > 0 && !jb_draft_failed(reading->draft)) {
        const char *begin = text.bytes;
        uint32_t line = reading->where.line;
        jb_gift_question(reading, &text);
        reading->where.line =
            line + count_lines((jb_slice){ .bytes = begin, .size = (size_t)(text.bytes - begin) });
        skip_blank(reading, &text);
        reading->id = jb_slice_of("");
        reading->tag_count = 0;
    }
}

/* "$CATEGORY: $course$/top/Rivers" */
static void read_category(jb_gift_reading *reading, jb_slice line)
{
    jb_slice path = jb_pieces_category(jb_slice_part(line, 10, line.size));
    jb_buffer_clear(&reading->category);
    jb_buffer_append(&reading->category, path.bytes, path.size);
}

/* What a block has so far. */
typedef struct block_state {
    uint32_t depth;
    uint32_t groups;
    bool titled;
    bool whole_title; /* which ends in the line it begins in */
    bool cloze;
    char last; /* the last character that is not white space */
} block_state;

static void count_braces(block_state *state, jb_slice line)
{
    for (size_t i = 0; i < line.size; i++) {
        char c = line.bytes[i];
        state->depth += c == '{';
        state->cloze = state->cloze || (c == '{' && begins_cloze(line, i));
        if (c == '}' && state->depth > 0) {
            state->groups += --state->depth == 0;
        }
        state->last = c > ' ' ? c : state->last;
    }
}

/* Does the question go on behind the blank lines, at `at`? */
static bool goes_on(const jb_gift_reading *reading, const block_state *state, size_t at)
{
    stretch next;
    if (at >= reading->text.size || begins_block(jb_line_from(reading->text, at))) {
        return false;
    }
    (void)look_at(reading->text, at, &next);
    jb_slice first = jb_pieces_trim(next.first);
    if (state->depth > 0) {
        bool answer = strchr("=~}#", first.bytes[0]) != NULL;
        return state->last != '}' && (answer || !next.opens_first);
    }
    if (is_comment(first) || (state->groups > 0 && !(state->titled && state->cloze))) {
        return false;
    }
    return first.bytes[0] == '{' || (state->titled && (state->cloze || reading->all_titled));
}

/* Where the first line that is not blank begins. */
static size_t skip_blank_lines(jb_slice text, size_t at)
{
    while (at < text.size && is_blank(jb_line_from(text, at))) {
        at = jb_line_next(text, at);
    }
    return at;
}

/* Takes blank lines into the block as such. False: the block ends before them. */
static bool take_blank(jb_gift_reading *reading, const block_state *state)
{
    size_t end = skip_blank_lines(reading->text, reading->at);
    if (!goes_on(reading, state, end)) {
        return false;
    }
    for (; reading->at < end; reading->at = jb_line_next(reading->text, reading->at)) {
        jb_buffer_append_char(&reading->block, '\n');
        reading->line++;
    }
    return true;
}

/* "::Title::", whole in this line */
static bool has_title(jb_slice line)
{
    line = jb_pieces_trim(line);
    for (size_t i = 3; jb_slice_begins(line, "::") && i + 2 <= line.size; i++) {
        if (line.bytes[i] == ':' && line.bytes[i + 1] == ':') {
            return true;
        }
    }
    return false;
}

/* Does the line, not the first of its block, begin another one? */
static bool ends_block(const block_state *state, jb_slice line)
{
    bool done = state->depth == 0 && state->groups > 0;
    bool text = state->whole_title && state->groups == 0 && has_title(line); /* without answers */
    return (begins_block(line) && (done || state->depth > 0 || text)) || (is_comment(line) && done);
}

/* Adds lines to the block as long as they belong to it. */
static void fill_block(jb_gift_reading *reading)
{
    jb_slice text = reading->text;
    block_state state = { .titled = begins_block(jb_line_from(text, reading->at)),
                          .whole_title = has_title(jb_line_from(text, reading->at)) };
    for (bool first = true; reading->at < text.size; first = false) {
        jb_slice line = jb_line_from(text, reading->at);
        if (is_blank(line)) {
            if (!take_blank(reading, &state)) {
                return;
            }
            continue;
        }
        if (!first && ends_block(&state, line)) {
            return;
        }
        size_t before = reading->block.size;
        append_line(&reading->block, is_comment(line) ? jb_slice_of("") : line);
        count_braces(&state,
                     jb_slice_part(jb_buffer_slice(&reading->block), before, reading->block.size));
        reading->at = jb_line_next(text, reading->at);
        reading->line++;
    }
}

/* The next block, with the comments before it. */
static void take_block(jb_gift_reading *reading)
{
    jb_buffer_clear(&reading->block);
    reading->id = jb_slice_of("");
    reading->tag_count = 0;
    while (reading->at < reading->text.size) {
        jb_slice line = jb_line_from(reading->text, reading->at);
        if (is_blank(line)) {
            reading->id = jb_slice_of("");
            reading->tag_count = 0;
        } else if (is_comment(line)) {
            read_comment(reading, line);
        } else if (is_category(line)) {
            read_category(reading, jb_pieces_trim(line));
        } else {
            reading->where = (jb_where){ .line = reading->line, .column = 1 };
            fill_block(reading);
            return;
        }
        reading->at = jb_line_next(reading->text, reading->at);
        reading->line++;
    }
}

void jb_read_gift(const jb_import_file *file, jb_draft *draft)
{
    jb_gift_reading reading = { .draft = draft, .text = jb_import_text(file), .line = 1 };
    reading.tags = jb_draft_take(draft, TAGS_MAX, sizeof *reading.tags);
    reading.all_titled = titles_everywhere(reading.text);
    jb_buffer_init(&reading.block, 0);
    jb_buffer_init(&reading.category, JB_TEXT_BYTES_MAX);
    jb_pieces_init(&reading.pieces, draft);
    while (reading.at < reading.text.size && !jb_draft_failed(draft)) {
        take_block(&reading);
        if (reading.block.failed || reading.category.failed) {
            jb_draft_fail(draft);
        }
        if (!jb_draft_failed(draft)) {
            read_block(&reading);
        }
    }
    jb_pieces_finish(&reading.pieces);
    jb_buffer_finish(&reading.block);
    jb_buffer_finish(&reading.category);
}

/* ---- sniffing ---- */

/* Answers as only GIFT writes them: {=, {~, {#5, {T}. */
static bool is_certain(jb_slice text, size_t open)
{
    size_t end = text.size - open > NEAR ? open + NEAR : text.size;
    jb_slice rest = jb_pieces_trim(jb_slice_part(text, open + 1, end));
    size_t shut = jb_slice_find(rest, 0, '}');
    if (shut == rest.size) {
        return false;
    }
    char first = rest.bytes[0];
    if (first == '#') {
        jb_slice number = jb_pieces_trim(jb_slice_part(rest, 1, rest.size));
        return strchr("=-0123456789", number.bytes[0]) != NULL;
    }
    return first == '=' || first == '~' || jb_gift_truth(jb_slice_part(rest, 0, shut)) >= 0;
}

/* XML and JSON begin so. */
static bool begins_otherwise(jb_slice text)
{
    text = jb_pieces_trim(text);
    char first = text.size > 0 ? text.bytes[0] : '<';
    char next = text.size > 1 ? text.bytes[1] : ' ';
    bool letter = next >= 'a' && next <= 'z'; /* "[html]" */
    return first == '<' || (first == '[' && !letter) ||
           (first == '{' && strchr("=~#TF", next) == NULL);
}

int jb_sniff_gift(const jb_import_file *file)
{
    jb_slice text = jb_import_text(file);
    uint32_t braces = 0;
    uint32_t certain = 0;
    uint32_t titles = 0;
    text.size = text.size > SNIFF_MAX ? SNIFF_MAX : text.size;
    size_t start = skip_blank_lines(text, 0);
    if (begins_otherwise(jb_line_from(text, start))) {
        return 0;
    }
    for (size_t at = start; at < text.size; at = jb_line_next(text, at)) {
        jb_slice line = jb_pieces_trim(jb_line_from(text, at));
        bool title = jb_slice_begins(line, "::") || jb_slice_begins(line, "\"::");
        titles += (title && line.size > 4) || jb_slice_begins(line, "$CATEGORY:");
        for (size_t i = 0; i < line.size && !is_comment(line); i++) {
            bool open = line.bytes[i] == '{' && (i == 0 || line.bytes[i - 1] != '\\');
            braces += open;
            certain += open && is_certain(text, (size_t)(line.bytes + i - text.bytes));
        }
    }
    if (certain > 0 && certain * 2 >= braces) {
        return titles > 0 ? 95 : 85;
    }
    return titles > 0 && titles * 2 >= braces ? 60 : 0;
}
