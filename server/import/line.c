/*
 * Small things about lines of text.
 */
#include "line.h"

#include <string.h>

#include "jinbang/text.h"

/* The size of the white space that begins (or ends) here; 0: none does. */
static size_t white_at(const char *bytes, size_t left)
{
    static const char *const wide[] = { "\xc2\xa0", "\xe3\x80\x80", "\xef\xbb\xbf",
                                        "\xe2\x80\x8b" };
    if (left > 0 && bytes[0] != '\0' && strchr(" \t\n\r\v\f", bytes[0])) {
        return 1;
    }
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++) {
        size_t size = strlen(wide[i]);
        if (left >= size && memcmp(bytes, wide[i], size) == 0) {
            return size;
        }
    }
    return 0;
}

jb_slice jb_line_trim(jb_slice text)
{
    size_t size = 0;
    while ((size = white_at(text.bytes, text.size)) > 0) {
        text = jb_line_rest(text, size);
    }
    for (size_t back = 1; back <= 3 && back <= text.size; back++) {
        if (white_at(text.bytes + text.size - back, back) == back) {
            text.size -= back;
            back = 0;
        }
    }
    return text;
}

jb_slice jb_line_rest(jb_slice text, size_t size)
{
    return (jb_slice){ .bytes = text.bytes + size, .size = text.size - size };
}

jb_slice jb_line_head(jb_slice text, size_t size)
{
    text.size = text.size < size ? text.size : size;
    return text;
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

bool jb_line_begins(jb_slice text, const char *word)
{
    size_t size = strlen(word);
    for (size_t i = 0; i < size; i++) {
        if (i >= text.size || lower(text.bytes[i]) != lower(word[i])) {
            return false;
        }
    }
    return true;
}

bool jb_line_is(jb_slice text, const char *word)
{
    return text.size == strlen(word) && jb_line_begins(text, word);
}

bool jb_line_ends(jb_slice text, const char *sign)
{
    size_t size = strlen(sign);
    return text.size >= size && memcmp(text.bytes + text.size - size, sign, size) == 0;
}

bool jb_line_is_rule(jb_slice text)
{
    size_t same = 0;
    while (same < text.size && text.bytes[same] == text.bytes[0]) {
        same++;
    }
    return same == text.size && text.size >= 3 && strchr("-=*_#~", text.bytes[0]) != NULL;
}

jb_slice jb_line_join(jb_slice first, jb_slice last)
{
    return (jb_slice){ .bytes = first.bytes,
                       .size = (size_t)(last.bytes + last.size - first.bytes) };
}

bool jb_line_alike(jb_slice a, jb_slice b)
{
    jb_buffer left;
    jb_buffer right;
    jb_buffer_init(&left, 0);
    jb_buffer_init(&right, 0);
    bool alike = jb_text_fold(a, &left) == JB_OK && jb_text_fold(b, &right) == JB_OK &&
                 jb_slice_equal(jb_buffer_slice(&left), jb_buffer_slice(&right));
    jb_buffer_finish(&left);
    jb_buffer_finish(&right);
    return alike;
}
