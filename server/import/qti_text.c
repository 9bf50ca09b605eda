/*
 * Texts of QTI as HTML again: what HTML knows keeps its tag, a formula of MathML becomes a line
 * that can be read, and the rest only keeps words apart.
 */
#include <string.h>

#include "qti.h"

/* What an element of MathML does with its parts. */
typedef enum math {
    MATH_NONE, /* not in a formula */
    MATH_ROW,
    MATH_GROUP, /* in brackets if it has more than one part */
    MATH_FRACTION,
    MATH_RAISED,
    MATH_LOWERED,
    MATH_BOTH, /* lowered, then raised */
    MATH_ROOT,
    MATH_FENCED,
    MATH_CELL,
    MATH_TOKEN
} math;

static const struct {
    const char *name;
    math math;
} formulas[] = {
    { "math", MATH_ROW },       { "mfenced", MATH_FENCED },  { "mfrac", MATH_FRACTION },
    { "mi", MATH_TOKEN },       { "mn", MATH_TOKEN },        { "mo", MATH_TOKEN },
    { "mover", MATH_RAISED },   { "mroot", MATH_ROOT },      { "ms", MATH_TOKEN },
    { "msqrt", MATH_ROOT },     { "msub", MATH_LOWERED },    { "msubsup", MATH_BOTH },
    { "msup", MATH_RAISED },    { "mtd", MATH_CELL },        { "mtext", MATH_TOKEN },
    { "munder", MATH_LOWERED }, { "munderover", MATH_BOTH },
};

/* Elements that are dropped with what they hold. */
static const char *const dropped[] = { "annotation", "annotation-xml", "rp",         "script",
                                       "style",      "stylesheet",     "source-code" };

/* Elements that HTML has a tag for; `a` and spans hold words like any other. */
static const char *const kept[] = {
    "a",       "abbr",  "article",    "aside",  "b",      "big",  "blockquote", "br",
    "caption", "cite",  "code",       "col",    "dd",     "dfn",  "div",        "dl",
    "dt",      "em",    "figcaption", "figure", "footer", "h1",   "h2",         "h3",
    "h4",      "h5",    "h6",         "header", "hr",     "i",    "kbd",        "li",
    "nav",     "ol",    "p",          "pre",    "q",      "ruby", "s",          "samp",
    "section", "small", "span",       "strong", "sub",    "sup",  "table",      "tbody",
    "td",      "tfoot", "th",         "thead",  "tr",     "tt",   "u",          "ul",
    "var",
};

static bool is_one_of(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_kept(const char *name)
{
    return is_one_of(name, kept, sizeof kept / sizeof kept[0]);
}

static math math_of(const char *name, math around)
{
    for (size_t i = 0; i < sizeof formulas / sizeof formulas[0]; i++) {
        if (strcmp(formulas[i].name, name) == 0 &&
            (around != MATH_NONE || strcmp(name, "math") == 0)) {
            return formulas[i].math;
        }
    }
    bool group = around == MATH_FRACTION || around == MATH_RAISED || around == MATH_LOWERED ||
                 around == MATH_BOTH;
    return around == MATH_NONE ? MATH_NONE : group ? MATH_GROUP : MATH_ROW;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Keeps words apart: a space, if letters stand on both sides of the place where `apart` was set. */
static void keep_apart(jb_qti_text *text, char next)
{
    char last = text->html.size > 0 ? text->html.bytes[text->html.size - 1] : ' ';
    if (text->apart && is_word(next) && (is_word(last) || last == ')')) {
        jb_buffer_append_char(&text->html, ' ');
    }
    text->apart = false;
}

/* Words that hold nothing to escape. */
static void append(jb_qti_text *text, const char *words)
{
    if (words[0] != '\0') {
        keep_apart(text, words[0]);
        jb_buffer_append_text(&text->html, words);
    }
}

static void append_escaped(jb_buffer *out, jb_slice words)
{
    for (size_t i = 0; i < words.size; i++) {
        switch (words.bytes[i]) {
        case '&':
            jb_buffer_append_text(out, "&amp;");
            break;
        case '<':
            jb_buffer_append_text(out, "&lt;");
            break;
        case '>':
            jb_buffer_append_text(out, "&gt;");
            break;
        case '"':
            jb_buffer_append_text(out, "&quot;");
            break;
        default:
            jb_buffer_append_char(out, words.bytes[i]);
        }
    }
}

/* A picture, a sound or a film. */
static void append_medium(jb_qti_text *text, const char *src, const char *alt)
{
    if (!src) {
        return;
    }
    append(text, "<img src=\"");
    append_escaped(&text->html, jb_slice_of(src));
    append(text, "\" alt=\"");
    append_escaped(&text->html, jb_slice_of(alt ? alt : ""));
    append(text, "\">");
}

/* What stands between the parts of the formula around, before the part with this number. */
static const char *between(math around, uint32_t number)
{
    if (number == 0) {
        return "";
    }
    switch (around) {
    case MATH_FRACTION:
        return "/";
    case MATH_RAISED:
        return "^";
    case MATH_LOWERED:
        return "_";
    case MATH_BOTH:
        return number == 1 ? "_" : "^";
    case MATH_FENCED:
        return ",";
    case MATH_NONE:
    case MATH_ROW:
    case MATH_GROUP:
    case MATH_ROOT:
    case MATH_CELL:
    case MATH_TOKEN:
        break;
    }
    return "";
}

static void open_math(jb_qti_text *text, math own, math around)
{
    uint8_t *number = &text->children[text->depth - 1];
    text->apart = text->apart || around == MATH_NONE;
    append(text, between(around, *number));
    *number = (uint8_t)(*number < UINT8_MAX ? *number + 1 : *number);
    bool bracket = own == MATH_GROUP || own == MATH_FENCED ||
                   (own == MATH_FRACTION && around != MATH_ROW && around != MATH_NONE);
    append(text, own == MATH_ROOT ? "\xe2\x88\x9a(" : bracket ? "(" : "");
}

static void close_math(jb_qti_text *text, math own, math around)
{
    bool bracket = own == MATH_GROUP || own == MATH_FENCED || own == MATH_ROOT ||
                   (own == MATH_FRACTION && around != MATH_ROW && around != MATH_NONE);
    append(text, bracket ? ")" : "");
    text->apart = text->apart || around == MATH_NONE || own == MATH_CELL;
}

void jb_qti_text_open(jb_qti_text *text, const char *name, const char *const *attributes)
{
    math around = (math)text->math[text->depth];
    if (text->depth == JB_XML_DEPTH_MAX) {
        return;
    }
    uint32_t depth = ++text->depth;
    math own = math_of(name, around);
    text->math[depth] = (uint8_t)own;
    text->children[depth] = 0;
    if (text->hidden > 0) {
        return;
    }
    if (is_one_of(name, dropped, sizeof dropped / sizeof dropped[0])) {
        text->hidden = depth;
    } else if (own != MATH_NONE) {
        open_math(text, own, around);
    } else if (strcmp(name, "img") == 0 || strcmp(name, "image") == 0) {
        const char *src = jb_xml_attribute(attributes, "src");
        append_medium(text, src ? src : jb_xml_attribute(attributes, "href"),
                      jb_xml_attribute(attributes, "alt"));
    } else if (strcmp(name, "object") == 0) {
        append_medium(text, jb_xml_attribute(attributes, "data"),
                      jb_xml_attribute(attributes, "label"));
    } else if (strcmp(name, "audio") == 0 || strcmp(name, "video") == 0 ||
               strcmp(name, "source") == 0) {
        append_medium(text, jb_xml_attribute(attributes, "src"), NULL);
    } else if (strcmp(name, "rt") == 0) {
        append(text, "(");
    } else if (is_kept(name)) {
        append(text, "<");
        append(text, name);
        append(text, ">");
    } else {
        text->apart = true;
    }
}

void jb_qti_text_gap(jb_qti_text *text)
{
    text->apart = true;
    append(text, "_____");
    text->apart = true;
}

void jb_qti_text_add(jb_qti_text *text, jb_slice words)
{
    if (text->hidden > 0) {
        return;
    }
    if (text->math[text->depth] != MATH_NONE) {
        words = jb_pieces_trim(words);
    }
    if (words.size > 0) {
        keep_apart(text, words.bytes[0]);
    }
    append_escaped(&text->html, words);
}

void jb_qti_text_close(jb_qti_text *text, const char *name)
{
    if (text->depth == 0) {
        return;
    }
    uint32_t depth = text->depth--;
    math own = (math)text->math[depth];
    if (text->hidden > 0) {
        text->hidden = text->hidden == depth ? 0 : text->hidden;
    } else if (own != MATH_NONE) {
        close_math(text, own, (math)text->math[depth - 1]);
    } else if (strcmp(name, "rt") == 0) {
        append(text, ")");
    } else if (strcmp(name, "br") == 0 || strcmp(name, "hr") == 0 || strcmp(name, "col") == 0) {
        return; /* has no end */
    } else if (is_kept(name)) {
        append(text, "</");
        append(text, name);
        append(text, ">");
    } else {
        text->apart = true;
    }
}

void jb_qti_text_html(jb_qti_text *text, jb_slice html)
{
    if (text->hidden == 0) {
        jb_buffer_append(&text->html, html.bytes, html.size);
    }
}

void jb_qti_text_plain(jb_qti_text *text, jb_slice plain)
{
    for (size_t at = 0; at < plain.size && text->hidden == 0; at = jb_line_next(plain, at)) {
        append_escaped(&text->html, jb_line_from(plain, at));
        append(text, jb_line_next(plain, at) < plain.size ? "<br>" : "");
    }
}

jb_slice jb_qti_text_take(jb_qti_text *text, jb_pieces *pieces)
{
    if (text->html.failed) {
        jb_draft_fail(pieces->draft);
    }
    jb_slice html = jb_pieces_copy(pieces, jb_buffer_slice(&text->html));
    jb_buffer_clear(&text->html);
    text->apart = false;
    return html;
}
