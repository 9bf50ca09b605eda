/* Shared strings: runs of different looks are one text, what is read aloud beside it (rPh) is left
 * out. Styles: of each cell style only how numbers are shown. */
#include "xlsx.h"

#include <stdlib.h>
#include <string.h>

enum {
    FIRST = 256,
    STRINGS_MAX = 2000000
};

/* ---- shared strings ---- */

typedef struct strings {
    jb_xlsx *book;
    jb_buffer text; /* of the item so far */
    bool in_item, in_text;
    int phonetic;
} strings;

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

/* "_x000D_": the character; -1: none. */
static int escaped(jb_slice text, size_t at)
{
    int c = 0;
    if (at + 7 > text.size || text.bytes[at] != '_' || text.bytes[at + 1] != 'x' ||
        text.bytes[at + 6] != '_') {
        return -1;
    }
    for (size_t i = at + 2; i < at + 6; i++) {
        int digit = hex(text.bytes[i]);
        if (digit < 0) {
            return -1;
        }
        c = c * 16 + digit;
    }
    return c;
}

/* Control characters are dropped but for tab and line feed. Surrogates stay as they are written. */
void jb_xlsx_unescape(jb_slice text, jb_buffer *out)
{
    for (size_t at = 0; at < text.size; at++) {
        int c = escaped(text, at);
        if (c < 0 || (c >= 0xd800 && c < 0xe000)) {
            jb_buffer_append_char(out, text.bytes[at]);
            continue;
        }
        at += 6;
        if (c >= 0x800) {
            jb_buffer_append_char(out, (char)(0xe0 | c >> 12));
            jb_buffer_append_char(out, (char)(0x80 | (c >> 6 & 0x3f)));
            jb_buffer_append_char(out, (char)(0x80 | (c & 0x3f)));
        } else if (c >= 0x80) {
            jb_buffer_append_char(out, (char)(0xc0 | c >> 6));
            jb_buffer_append_char(out, (char)(0x80 | (c & 0x3f)));
        } else if (c >= ' ' || c == '\t' || c == '\n') {
            jb_buffer_append_char(out, (char)c);
        }
    }
}

static bool open_string(void *user, const char *name, const char *const *attributes, jb_where where)
{
    strings *s = user;
    (void)attributes;
    (void)where;
    if (strcmp(name, "si") == 0) {
        s->in_item = true;
        jb_buffer_clear(&s->text);
    } else if (strcmp(name, "rPh") == 0) {
        s->phonetic++;
    } else if (strcmp(name, "t") == 0) {
        s->in_text = s->in_item && s->phonetic == 0;
    }
    return true;
}

static bool text_of_string(void *user, jb_slice text)
{
    strings *s = user;
    if (s->in_text) {
        jb_buffer_append(&s->text, text.bytes, text.size);
    }
    return true;
}

/* Adds the item. False: no more memory, or too many. */
static bool add_string(strings *s)
{
    jb_xlsx *book = s->book;
    if (book->string_count == book->string_capacity) {
        size_t capacity =
            book->string_capacity == 0 ? FIRST : book->string_capacity + book->string_capacity / 2;
        uint32_t *ends = realloc(book->string_ends, capacity * sizeof *ends);
        if (!ends) {
            return false;
        }
        book->string_ends = ends;
        book->string_capacity = capacity;
    }
    jb_xlsx_unescape(jb_buffer_slice(&s->text), &book->strings);
    book->string_ends[book->string_count++] = (uint32_t)book->strings.size;
    return !book->strings.failed && !s->text.failed && book->string_count < STRINGS_MAX;
}

static bool close_string(void *user, const char *name)
{
    strings *s = user;
    if (strcmp(name, "t") == 0) {
        s->in_text = false;
    } else if (strcmp(name, "rPh") == 0) {
        s->phonetic--;
    } else if (strcmp(name, "si") == 0) {
        s->in_item = false;
        return add_string(s);
    }
    return true;
}

void jb_xlsx_read_strings(jb_xlsx *book)
{
    const jb_xml_handlers handlers = { .open = open_string,
                                       .text = text_of_string,
                                       .close = close_string };
    strings s = { .book = book };
    if (book->strings_path) {
        jb_buffer_init(&s.text, 0);
        (void)jb_xlsx_part(book, book->strings_path, &handlers, &s);
        jb_buffer_finish(&s.text);
    }
}

/* ---- styles ---- */

typedef struct own_format {
    uint32_t id;
    const char *code;
} own_format;

typedef struct styles {
    jb_xlsx *book;
    own_format own[JB_XLSX_FORMATS_MAX];
    uint32_t own_count;
    bool in_cells; /* the styles of cells, not those they are made of */
    size_t capacity;
} styles;

static const char *format_of(const styles *s, uint32_t id)
{
    for (uint32_t i = 0; i < s->own_count; i++) {
        if (s->own[i].id == id) {
            return s->own[i].code;
        }
    }
    return jb_xlsx_builtin(id);
}

static uint32_t number_of(const char *text)
{
    return text ? (uint32_t)strtoul(text, NULL, 10) : 0;
}

static bool add_format(styles *s, const char *id, const char *code)
{
    size_t size = strlen(code);
    char *copy =
        s->own_count < JB_XLSX_FORMATS_MAX ? jb_draft_take(s->book->draft, size + 1, 1) : NULL;
    if (!copy) {
        return !jb_draft_failed(s->book->draft);
    }
    memcpy(copy, code, size + 1);
    s->own[s->own_count++] = (own_format){ .id = number_of(id), .code = copy };
    return true;
}

static bool add_style(styles *s, uint32_t id)
{
    jb_xlsx *book = s->book;
    if (book->format_count == s->capacity) {
        size_t capacity = s->capacity == 0 ? FIRST : s->capacity * 2;
        const char **formats = realloc(book->formats, capacity * sizeof *formats);
        if (!formats) {
            return false;
        }
        book->formats = formats;
        s->capacity = capacity;
    }
    book->formats[book->format_count++] = format_of(s, id);
    return book->format_count < JB_XLSX_STYLES_MAX;
}

static bool open_style(void *user, const char *name, const char *const *attributes, jb_where where)
{
    styles *s = user;
    (void)where;
    const char *id = jb_xml_attribute(attributes, "numFmtId");
    const char *code = jb_xml_attribute(attributes, "formatCode");
    if (strcmp(name, "numFmt") == 0 && id && code) {
        return add_format(s, id, code);
    }
    if (strcmp(name, "cellXfs") == 0) {
        s->in_cells = true;
    } else if (strcmp(name, "xf") == 0 && s->in_cells) {
        return add_style(s, number_of(id));
    }
    return true;
}

static bool close_style(void *user, const char *name)
{
    styles *s = user;
    s->in_cells = s->in_cells && strcmp(name, "cellXfs") != 0;
    return true;
}

void jb_xlsx_read_styles(jb_xlsx *book)
{
    const jb_xml_handlers handlers = { .open = open_style, .close = close_style };
    styles *s = book->styles_path ? jb_draft_take(book->draft, 1, sizeof *s) : NULL;
    if (s) {
        s->book = book;
        (void)jb_xlsx_part(book, book->styles_path, &handlers, s);
    }
}
