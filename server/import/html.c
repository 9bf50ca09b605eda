/*
 * HTML as plain text, in one pass. A tag is what begins with a name that HTML has and is closed;
 * anything else that begins with < is text, because questions hold "a < b" and "#include
 * <stdio.h>".
 *
 * Linear: a tag ends at the first > outside of quotes, and is none if another < comes first. Which
 * quotes are open when two such searches pass the same place differs between them, so that no more
 * than three pass any place. What is not found up to the end of the text is not searched for again.
 */
#include "html.h"

#include <stdlib.h>
#include <string.h>

enum {
    NAME_SIZE = 16,
    LETTERS = 26,
    SOFT_HYPHEN = 0xad,
    NO_BREAK_SPACE = 0xa0
};

typedef enum html_part {
    PART_INLINE,
    PART_BLOCK, /* on lines of its own */
    PART_BREAK,
    PART_ITEM,
    PART_CELL,
    PART_RAISED,
    PART_LOWERED,
    PART_PRE,
    PART_HIDDEN, /* dropped with what it holds */
    PART_IMAGE
} html_part;

typedef struct html_element {
    char name[NAME_SIZE];
    html_part part;
} html_element;

/* In the order of strcmp. */
static const html_element elements[] = {
    { "a", PART_INLINE },          { "abbr", PART_INLINE },       { "acronym", PART_INLINE },
    { "address", PART_BLOCK },     { "annotation", PART_INLINE }, { "area", PART_INLINE },
    { "article", PART_BLOCK },     { "aside", PART_BLOCK },       { "audio", PART_INLINE },
    { "b", PART_INLINE },          { "bdi", PART_INLINE },        { "bdo", PART_INLINE },
    { "big", PART_INLINE },        { "blockquote", PART_BLOCK },  { "body", PART_BLOCK },
    { "br", PART_BREAK },          { "button", PART_INLINE },     { "canvas", PART_INLINE },
    { "caption", PART_BLOCK },     { "center", PART_BLOCK },      { "cite", PART_INLINE },
    { "code", PART_INLINE },       { "col", PART_INLINE },        { "colgroup", PART_INLINE },
    { "dd", PART_BLOCK },          { "del", PART_INLINE },        { "details", PART_BLOCK },
    { "dfn", PART_INLINE },        { "div", PART_BLOCK },         { "dl", PART_BLOCK },
    { "dt", PART_BLOCK },          { "em", PART_INLINE },         { "embed", PART_INLINE },
    { "fieldset", PART_BLOCK },    { "figcaption", PART_BLOCK },  { "figure", PART_BLOCK },
    { "font", PART_INLINE },       { "footer", PART_BLOCK },      { "form", PART_BLOCK },
    { "h1", PART_BLOCK },          { "h2", PART_BLOCK },          { "h3", PART_BLOCK },
    { "h4", PART_BLOCK },          { "h5", PART_BLOCK },          { "h6", PART_BLOCK },
    { "head", PART_BLOCK },        { "header", PART_BLOCK },      { "hr", PART_BLOCK },
    { "html", PART_BLOCK },        { "i", PART_INLINE },          { "iframe", PART_INLINE },
    { "img", PART_IMAGE },         { "input", PART_INLINE },      { "ins", PART_INLINE },
    { "kbd", PART_INLINE },        { "label", PART_INLINE },      { "legend", PART_BLOCK },
    { "li", PART_ITEM },           { "link", PART_INLINE },       { "main", PART_BLOCK },
    { "map", PART_INLINE },        { "mark", PART_INLINE },       { "math", PART_INLINE },
    { "menu", PART_BLOCK },        { "meta", PART_INLINE },       { "mfenced", PART_INLINE },
    { "mfrac", PART_INLINE },      { "mi", PART_INLINE },         { "mn", PART_INLINE },
    { "mo", PART_INLINE },         { "mover", PART_INLINE },      { "mroot", PART_INLINE },
    { "mrow", PART_INLINE },       { "mspace", PART_CELL },       { "msqrt", PART_INLINE },
    { "mstyle", PART_INLINE },     { "msub", PART_INLINE },       { "msubsup", PART_INLINE },
    { "msup", PART_INLINE },       { "mtable", PART_BLOCK },      { "mtd", PART_CELL },
    { "mtext", PART_INLINE },      { "mtr", PART_BLOCK },         { "munder", PART_INLINE },
    { "munderover", PART_INLINE }, { "nav", PART_BLOCK },         { "nobr", PART_INLINE },
    { "noscript", PART_INLINE },   { "object", PART_INLINE },     { "ol", PART_BLOCK },
    { "option", PART_BLOCK },      { "p", PART_BLOCK },           { "param", PART_INLINE },
    { "picture", PART_INLINE },    { "pre", PART_PRE },           { "q", PART_INLINE },
    { "rb", PART_INLINE },         { "rp", PART_INLINE },         { "rt", PART_INLINE },
    { "rtc", PART_INLINE },        { "ruby", PART_INLINE },       { "s", PART_INLINE },
    { "samp", PART_INLINE },       { "script", PART_HIDDEN },     { "section", PART_BLOCK },
    { "select", PART_INLINE },     { "semantics", PART_INLINE },  { "small", PART_INLINE },
    { "source", PART_INLINE },     { "span", PART_INLINE },       { "strike", PART_INLINE },
    { "strong", PART_INLINE },     { "style", PART_HIDDEN },      { "sub", PART_LOWERED },
    { "summary", PART_BLOCK },     { "sup", PART_RAISED },        { "svg", PART_INLINE },
    { "table", PART_BLOCK },       { "tbody", PART_BLOCK },       { "td", PART_CELL },
    { "template", PART_HIDDEN },   { "textarea", PART_INLINE },   { "tfoot", PART_BLOCK },
    { "th", PART_CELL },           { "thead", PART_BLOCK },       { "time", PART_INLINE },
    { "tr", PART_BLOCK },          { "track", PART_INLINE },      { "tt", PART_INLINE },
    { "u", PART_INLINE },          { "ul", PART_BLOCK },          { "var", PART_INLINE },
    { "video", PART_INLINE },      { "wbr", PART_INLINE },
};

typedef struct html_tag {
    html_element element; /* its name as HTML has it */
    bool closes;
    size_t size; /* from < to > */
    jb_slice src, alt;
} html_tag;

typedef struct html_reading {
    jb_slice text;
    size_t at;
    jb_buffer *out;
    size_t start; /* of what is written */
    const jb_html_images *images;
    bool space; /* white space stands before what comes */
    uint32_t pre;
    char small;      /* '^' or '_': one is open; '\0': none */
    size_t small_at; /* what it holds begins here */
    /* There is none of these from here on. */
    bool no_end, no_comment_end, no_double, no_single;
    bool no_hidden_end[LETTERS]; /* by the second letter of what is hidden: script, style, template
                                  */
} html_reading;

static char peek(const html_reading *html, size_t at)
{
    return at < html->text.size ? html->text.bytes[at] : '\0';
}

static bool is_white(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* Ends a name or a value of an attribute. */
static bool is_end(char c)
{
    return is_white(c) || c == '>' || c == '<' || c == '"' || c == '\'';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* ---- writing ---- */

static bool fresh(const html_reading *html)
{
    return html->out->size == html->start || html->out->bytes[html->out->size - 1] == '\n';
}

static void begin_text(html_reading *html)
{
    size_t size = html->out->size;
    if (html->space && !fresh(html) && html->out->bytes[size - 1] != ' ') {
        jb_buffer_append_char(html->out, ' ');
    }
    html->space = false;
}

static void begin_line(html_reading *html)
{
    if (!fresh(html)) {
        jb_buffer_append_char(html->out, '\n');
    }
    html->space = false;
}

static void write_break(html_reading *html)
{
    if (html->out->size > html->start) {
        jb_buffer_append_char(html->out, '\n');
    }
    html->space = false;
}

/* Text without tags and entities. */
static void write_run(html_reading *html, const char *bytes, size_t size)
{
    size_t i = 0;
    if (html->pre > 0) {
        jb_buffer_append(html->out, bytes, size);
        return;
    }
    while (i < size) {
        size_t from = i;
        while (i < size && !is_white(bytes[i])) {
            i++;
        }
        if (i > from) {
            begin_text(html);
            jb_buffer_append(html->out, bytes + from, i - from);
        }
        html->space = html->space || i < size;
        while (i < size && is_white(bytes[i])) {
            i++;
        }
    }
}

static void write_entity(html_reading *html)
{
    uint32_t character = 0;
    const jb_slice rest = { html->text.bytes + html->at, html->text.size - html->at };
    size_t size = jb_html_entity(rest, &character);
    if (size == 0) {
        write_run(html, "&", 1);
        html->at++;
        return;
    }
    html->at += size;
    if (character == SOFT_HYPHEN) {
        return;
    }
    begin_text(html);
    jb_html_append(html->out, character == NO_BREAK_SPACE ? ' ' : character);
}

/* ---- raised and lowered ---- */

/* Does x^(n+1) need its parentheses? */
static bool is_compound(jb_slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        char c = text.bytes[i];
        bool sign = i == 0 && (c == '-' || c == '+');
        bool plain = is_letter(c) || (c >= '0' && c <= '9') || c == '.' || (c & 0x80) != 0;
        if (!sign && !plain) {
            return true;
        }
    }
    return false;
}

static void close_small(html_reading *html)
{
    jb_buffer *out = html->out;
    if (html->small == '\0' || out->failed) {
        return;
    }
    html->small = '\0';
    jb_slice held = { out->bytes + html->small_at, out->size - html->small_at };
    if (held.size == 0) {
        out->bytes[--out->size] = '\0'; /* the sign alone */
        return;
    }
    if (is_compound(held) && held.bytes[0] != '(') {
        jb_buffer_append_text(out, "()");
        if (!out->failed) {
            char *from = out->bytes + html->small_at;
            memmove(from + 1, from, held.size);
            from[0] = '(';
        }
    }
}

static void open_small(html_reading *html, char sign)
{
    close_small(html);
    begin_text(html);
    jb_buffer_append_char(html->out, sign);
    html->small = sign;
    html->small_at = html->out->size;
}

/* ---- tags ---- */

static int compare(const void *name, const void *row)
{
    return strcmp(name, ((const html_element *)row)->name);
}

/* <o:p> of Office, <m:math>; but <std::string> is text. */
static const html_element *prefixed(const char *name)
{
    static const html_element any = { "o:p", PART_INLINE };
    static const char *const prefixes[] = { "o:", "w:", "v:", "m:", "mml:", "st1:" };
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        size_t size = strlen(prefixes[i]);
        if (strncmp(name, prefixes[i], size) == 0 && is_letter(name[size])) {
            return &any;
        }
    }
    return NULL;
}

/* The element whose name stands here; NULL: HTML has none of this name. */
static const html_element *read_name(const html_reading *html, size_t *at)
{
    char name[NAME_SIZE];
    size_t size = 0;
    while (size + 1 < sizeof name) {
        char c = peek(html, *at + size);
        if (!is_letter(c) && !(size > 0 && ((c >= '0' && c <= '9') || c == ':'))) {
            break;
        }
        name[size++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    name[size] = '\0';
    *at += size;
    char after = peek(html, *at);
    if (size == 0 || !(is_white(after) || after == '/' || after == '>')) {
        return NULL;
    }
    if (strchr(name, ':')) {
        return prefixed(name);
    }
    return bsearch(name, elements, sizeof elements / sizeof elements[0], sizeof elements[0],
                   compare);
}

/* Where the text in quotes ends that begins at `at`; 0: nowhere, the quote is a character like any
 * other. */
static size_t quote_end(html_reading *html, size_t at)
{
    char quote = peek(html, at);
    bool *none = quote == '"' ? &html->no_double : &html->no_single;
    const char *end =
        *none ? NULL : memchr(html->text.bytes + at + 1, quote, html->text.size - at - 1);
    *none = end == NULL;
    return end ? (size_t)(end - html->text.bytes) : 0;
}

static bool name_is(jb_slice name, const char *small)
{
    size_t size = strlen(small);
    for (size_t i = 0; i < size && size == name.size; i++) {
        if ((name.bytes[i] | 0x20) != small[i]) {
            return false;
        }
    }
    return size == name.size;
}

static void take_attribute(html_tag *tag, jb_slice name, jb_slice value)
{
    if (name_is(name, "src")) {
        tag->src = value;
    } else if (name_is(name, "alt")) {
        tag->alt = value;
    }
}

/* One attribute; *at moves behind it. False: this cannot be a tag: "a<b and c>d". */
static bool read_attribute(html_reading *html, size_t *at, html_tag *tag)
{
    size_t from = *at;
    const char *bytes = html->text.bytes;
    while (*at < html->text.size && !is_end(bytes[*at]) && bytes[*at] != '=' &&
           !(bytes[*at] == '/' && peek(html, *at + 1) == '>')) {
        (*at)++;
    }
    jb_slice name = { bytes + from, *at - from };
    while (is_white(peek(html, *at))) {
        (*at)++;
    }
    bool valued = peek(html, *at) == '=';
    *at += valued;
    while (valued && is_white(peek(html, *at))) {
        (*at)++;
    }
    size_t value = *at;
    char quote = peek(html, *at);
    size_t end = quote == '"' || quote == '\'' ? quote_end(html, *at) : 0;
    if (end > 0) {
        take_attribute(tag, name, (jb_slice){ bytes + value + 1, end - value - 1 });
        *at = end + 1;
        return true;
    }
    *at += quote == '"' || quote == '\'';
    while (valued && *at < html->text.size && !is_end(bytes[*at])) {
        (*at)++;
    }
    if (valued) {
        take_attribute(tag, name, (jb_slice){ bytes + value, *at - value });
    }
    return valued || tag->element.name[1] != '\0';
}

/* The tag that begins at <. False: it is text. */
static bool read_tag(html_reading *html, html_tag *tag)
{
    size_t at = html->at + 1;
    tag->closes = peek(html, at) == '/';
    at += tag->closes;
    const html_element *element = html->no_end ? NULL : read_name(html, &at);
    if (!element) {
        return false;
    }
    tag->element = *element;
    while (at < html->text.size) {
        char c = html->text.bytes[at];
        if (c == '>') {
            tag->size = at + 1 - html->at;
            return true;
        }
        if (c == '<') {
            return false;
        }
        if (is_white(c) || c == '/') {
            at++;
        } else if (!read_attribute(html, &at, tag)) {
            return false;
        }
    }
    html->no_end = true;
    return false;
}

/* Moves to the closing tag of what is not shown; stays if there is none. */
static void skip_hidden(html_reading *html, const char *name)
{
    size_t size = strlen(name);
    const char *at = html->text.bytes + html->at;
    const char *end = html->text.bytes + html->text.size;
    bool *none = &html->no_hidden_end[name[1] - 'a'];
    while (!*none && (at = memchr(at, '<', (size_t)(end - at))) != NULL) {
        if ((size_t)(end - at) > size + 2 && at[1] == '/' &&
            name_is((jb_slice){ at + 2, size }, name)) {
            html->at = (size_t)(at - html->text.bytes);
            return;
        }
        at++;
    }
    *none = true;
}

static void tell_image(const html_reading *html, const html_tag *tag)
{
    jb_buffer src;
    jb_buffer alt;
    if (!html->images || !html->images->image) {
        return;
    }
    jb_buffer_init(&src, 0);
    jb_buffer_init(&alt, 0);
    jb_html_entities(tag->src, &src);
    jb_html_entities(tag->alt, &alt);
    html->images->image(html->images->user, jb_buffer_slice(&src), jb_buffer_slice(&alt));
    html->out->failed = html->out->failed || src.failed || alt.failed;
    jb_buffer_finish(&alt);
    jb_buffer_finish(&src);
}

static void write_tag(html_reading *html, const html_tag *tag)
{
    html_part part = tag->element.part;
    if (part != PART_INLINE && part != PART_IMAGE) {
        close_small(html);
    }
    switch (part) {
    case PART_INLINE:
        break;
    case PART_BLOCK:
        begin_line(html);
        break;
    case PART_BREAK:
        write_break(html);
        break;
    case PART_ITEM:
        begin_line(html);
        if (!tag->closes) {
            jb_buffer_append_text(html->out, "• ");
        }
        break;
    case PART_CELL:
        html->space = true;
        break;
    case PART_RAISED:
    case PART_LOWERED:
        if (!tag->closes) {
            open_small(html, part == PART_RAISED ? '^' : '_');
        }
        break;
    case PART_PRE:
        begin_line(html);
        html->pre += !tag->closes;
        html->pre -= tag->closes && html->pre > 0;
        break;
    case PART_HIDDEN:
        if (!tag->closes) {
            skip_hidden(html, tag->element.name);
        }
        break;
    case PART_IMAGE:
        tell_image(html, tag);
        break;
    }
}

/* Comments, <!DOCTYPE ...> and <?xml ...?>. False: it is not closed, and text. */
static bool skip_comment(html_reading *html)
{
    const char *from = html->text.bytes + html->at;
    size_t left = html->text.size - html->at;
    bool comment = left >= 4 && memcmp(from, "<!--", 4) == 0;
    if (comment ? html->no_comment_end : html->no_end) {
        return false;
    }
    const char *end = from + 1;
    do {
        end = memchr(end + 1, '>', left - (size_t)(end + 1 - from));
    } while (comment && end && (memcmp(end - 2, "--", 2) != 0 || end - from < 5));
    if (end) {
        html->at += (size_t)(end - from) + 1;
    } else if (comment) {
        html->no_comment_end = true;
    } else {
        html->no_end = true;
    }
    return end != NULL;
}

static void read_markup(html_reading *html)
{
    html_tag tag = { .src = { "", 0 }, .alt = { "", 0 } };
    char next = peek(html, html->at + 1);
    if (next == '!' || next == '?') {
        if (skip_comment(html)) {
            return;
        }
    } else if (read_tag(html, &tag)) {
        html->at += tag.size;
        write_tag(html, &tag);
        return;
    }
    write_run(html, "<", 1);
    html->at++;
}

void jb_html_text(jb_slice text, const jb_html_images *images, jb_buffer *out)
{
    html_reading html = { .text = text, .out = out, .start = out->size, .images = images };
    while (html.at < text.size) {
        size_t from = html.at;
        while (html.at < text.size && text.bytes[html.at] != '<' && text.bytes[html.at] != '&') {
            html.at++;
        }
        write_run(&html, text.bytes + from, html.at - from);
        if (html.at < text.size && text.bytes[html.at] == '<') {
            read_markup(&html);
        } else if (html.at < text.size) {
            write_entity(&html);
        }
    }
    close_small(&html);
    while (out->size > html.start && strchr(" \n", out->bytes[out->size - 1])) {
        out->bytes[--out->size] = '\0';
    }
}
