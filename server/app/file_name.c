/* File names that people can tell apart, in a header that may hold ASCII only. */
#include "file_name.h"

#include <stdio.h>
#include <string.h>

#include "jinbang/text.h"

enum {
    TITLE_GRAPHEMES = 60,
    TITLE_BYTES = 180, /* file systems take 255, with date and ending */
    DAY_SIZE = 16
};

/* At most so much of the text, whole characters only. */
static jb_slice cut(jb_slice text)
{
    text.size = jb_text_cut(text, TITLE_GRAPHEMES);
    if (text.size > TITLE_BYTES) {
        text.size = TITLE_BYTES;
        while (text.size > 0 && ((unsigned char)text.bytes[text.size] & 0xc0) == 0x80) {
            text.size--;
        }
    }
    return text;
}

static bool forbidden(unsigned char c)
{
    return c < 0x20 || c == 0x7f || strchr("/\\:*?\"<>|%", c) != NULL;
}

/* As a file system takes it. What begins with a dot is hidden on some. */
static void clean(jb_slice title, jb_buffer *out)
{
    jb_slice text = cut(title);
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        bool first = out->size == 0;
        if (first && (c == '.' || c == ' ')) {
            continue;
        }
        jb_buffer_append_char(out, forbidden(c) ? '-' : (char)c);
    }
    while (out->size > 0 && out->bytes[out->size - 1] == ' ') {
        out->size--;
    }
}

static bool plain(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Letters and digits of ASCII; all that lies between is one blank or dash. */
static void write_plain(jb_slice name, const char *nameless, jb_buffer *out)
{
    size_t before = out->size;
    bool gap = false;
    for (size_t i = 0; i < name.size; i++) {
        unsigned char c = (unsigned char)name.bytes[i];
        if (!plain(c)) {
            gap = true;
            continue;
        }
        if (gap && out->size > before) {
            jb_buffer_append_char(out, ' ');
        }
        gap = false;
        jb_buffer_append_char(out, (char)c);
    }
    if (out->size == before) {
        jb_buffer_append_text(out, nameless);
    }
}

/* Percent-encoded, as RFC 8187 wants it. */
static void write_encoded(jb_slice name, jb_buffer *out)
{
    for (size_t i = 0; i < name.size; i++) {
        unsigned char c = (unsigned char)name.bytes[i];
        char escaped[4];
        if (plain(c) || c == '-' || c == '_' || c == '.') {
            jb_buffer_append_char(out, (char)c);
        } else {
            (void)snprintf(escaped, sizeof escaped, "%%%02X", c);
            jb_buffer_append_text(out, escaped);
        }
    }
}

void jb_file_name_write(jb_slice title, const struct tm *day, const char *extension, jb_buffer *out)
{
    char date[DAY_SIZE];
    const char *nameless = day ? "results" : "questions";
    jb_buffer name;
    jb_buffer_init(&name, 0);
    clean(title, &name);
    if (!day || strftime(date, sizeof date, " %Y-%m-%d", day) == 0) {
        date[0] = '\0';
    }
    jb_buffer_append_text(out, "filename=\"");
    write_plain(jb_buffer_slice(&name), nameless, out);
    jb_buffer_append_text(out, date);
    jb_buffer_append_text(out, ".");
    jb_buffer_append_text(out, extension);
    jb_buffer_append_text(out, "\"; filename*=UTF-8''");
    jb_buffer_append_text(&name, name.size > 0 ? "" : nameless);
    jb_buffer_append_text(&name, date);
    jb_buffer_append_text(&name, ".");
    jb_buffer_append_text(&name, extension);
    write_encoded(jb_buffer_slice(&name), out);
    out->failed = out->failed || name.failed;
    jb_buffer_finish(&name);
}
