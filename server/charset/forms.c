/*
 * The form in which text is kept, and the one in which it is parsed. One walk over the characters
 * does both: each is dropped, made a space or a line end, or written, mapped to its usual form. The
 * kept form is then composed (NFC) if anything in it can be; the parsed form is not, so that each
 * of its characters stands for one of the text.
 */
#include <stdlib.h>
#include <string.h>
#include <uninorm.h>
#include <unistr.h>

#include "jinbang/assert.h"
#include "jinbang/charset.h"
#include "jinbang/text.h"

typedef struct text_form {
    jb_buffer *out;
    size_t start;      /* of the form in `out` */
    uint32_t *offsets; /* NULL: not asked for */
    bool narrow;       /* full-width ASCII is made ASCII */
    bool composable;   /* something may have to be composed */
} text_form;

static bool is_line_end(ucs4_t c)
{
    return c == '\n' || c == '\v' || c == '\f' || c == '\r' || c == 0x85 || c == 0x2028 ||
           c == 0x2029;
}

static bool is_space(ucs4_t c)
{
    return c == ' ' || c == '\t' || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
           c == 0x202f || c == 0x205f || c == 0x3000;
}

/* What nobody sees and what nothing needs. Joiners, variation selectors and the marks of reading
 * direction that the writers of Hebrew and Arabic use stay. */
static bool is_dropped(ucs4_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x200b ||
           (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
           (c >= 0xfff0 && c <= 0xfffc) || (c & 0xfffe) == 0xfffe;
}

/* Characters of compatibility that are one usual character each: U+F900.., ohm, angstrom. */
static ucs4_t usual(ucs4_t c)
{
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    if (c < 0x2000 || (c >= 0x3000 && c < 0xf900)) {
        return c;
    }
    if (c < 0x3000 && c >= 0x2e80) {
        return jb_text_radical(c);
    }
    return uc_canonical_decomposition(c, parts) == 1 ? parts[0] : c;
}

static ucs4_t narrow(ucs4_t c)
{
    return c >= 0xff01 && c <= 0xff5e ? c - 0xff01 + '!' : c;
}

/* Can normalising change this character, or join it with its neighbour? No for all but a few of
 * those that texts are written in. */
static bool is_composable(ucs4_t c)
{
    return c >= 0x300 && !(c >= 0x4e00 && c < 0xa000) && !(c >= 0x2000 && c < 0x2100) &&
           !(c >= 0x3000 && c < 0x3020) && !(c >= 0xff00 && c < 0xfff0) &&
           !(c >= 0x400 && c < 0x480);
}

static void write_bytes(text_form *form, const void *bytes, size_t size, size_t offset)
{
    size_t at = form->out->size - form->start;
    jb_buffer_append(form->out, bytes, size);
    if (form->offsets && !form->out->failed) {
        for (size_t i = 0; i < size; i++) {
            form->offsets[at + i] = (uint32_t)offset;
        }
    }
}

static char last_of(const text_form *form)
{
    return (char)(form->out->size > form->start ? form->out->bytes[form->out->size - 1] : '\n');
}

static void take_back(text_form *form, const char *characters)
{
    while (form->out->size > form->start &&
           strchr(characters, form->out->bytes[form->out->size - 1])) {
        form->out->bytes[--form->out->size] = '\0';
    }
}

/* An empty form begins as if after a line end, so that nothing leads it. */
static void write_line_end(text_form *form, size_t offset)
{
    take_back(form, " ");
    size_t size = form->out->size - form->start;
    bool empty_line = size < 2 || memcmp(form->out->bytes + form->out->size - 2, "\n\n", 2) == 0;
    if (size > 0 && !(last_of(form) == '\n' && empty_line)) {
        write_bytes(form, "\n", 1, offset);
    }
}

static void write_character(text_form *form, ucs4_t c, size_t offset)
{
    uint8_t bytes[8];
    ucs4_t mapped = form->narrow ? narrow(usual(c)) : usual(c);
    int size = u8_uctomb(bytes, mapped, (ptrdiff_t)sizeof bytes);
    JB_ASSERT(size > 0);
    form->composable = form->composable || is_composable(mapped);
    write_bytes(form, bytes, (size_t)size, offset);
}

static void walk(text_form *form, jb_slice text)
{
    const uint8_t *bytes = (const uint8_t *)text.bytes;
    size_t end = 0; /* of the last character that was written */
    for (size_t at = 0; at < text.size;) {
        ucs4_t c = 0;
        size_t size = (size_t)u8_mbtouc(&c, bytes + at, text.size - at);
        if (is_line_end(c)) {
            bool crlf = c == '\n' && at > 0 && bytes[at - 1] == '\r';
            if (!crlf) {
                write_line_end(form, at);
            }
        } else if (is_space(c)) {
            if (last_of(form) != '\n') {
                write_bytes(form, " ", 1, at);
            }
        } else if (!is_dropped(c)) {
            write_character(form, c, at);
            end = at + size;
        }
        at += size;
    }
    take_back(form, " \n");
    if (form->offsets && !form->out->failed) {
        form->offsets[form->out->size - form->start] = (uint32_t)end;
    }
}

/* Brings what was written into NFC. */
static jb_status compose(text_form *form)
{
    size_t size = 0;
    uint8_t *composed = u8_normalize(UNINORM_NFC, (const uint8_t *)form->out->bytes + form->start,
                                     form->out->size - form->start, NULL, &size);
    if (!composed) {
        return JB_ERR_MEMORY;
    }
    form->out->size = form->start;
    jb_buffer_append(form->out, composed, size);
    free(composed);
    return JB_OK;
}

jb_status jb_text_tidy(jb_slice text, jb_buffer *out)
{
    if (!jb_utf8_valid(text)) {
        return JB_ERR_INVALID;
    }
    text_form form = { .out = out, .start = out->size };
    walk(&form, text);
    jb_status status = JB_OK;
    if (form.composable && !out->failed) {
        status = compose(&form);
    }
    return out->failed ? JB_ERR_MEMORY : status;
}

jb_status jb_text_plain(jb_slice text, jb_buffer *out, uint32_t *offsets)
{
    if (!jb_utf8_valid(text)) {
        return JB_ERR_INVALID;
    }
    text_form form = { .out = out, .start = out->size, .narrow = true };
    form.offsets = offsets;
    walk(&form, text);
    return out->failed ? JB_ERR_MEMORY : JB_OK;
}

size_t jb_text_plain_max(jb_slice text)
{
    return text.size + text.size / 3 + 2; /* a few ideographs of three bytes become such of four */
}
