/*
 * Text from outside: what is let in, how names are kept, how typed answers are compared. Unicode
 * itself is libunistring's work; here stands only what we want of it.
 *
 * Folding goes NFKC + case folding first and cleans the white space afterwards, because NFKC turns
 * the ideographic space and the no-break space into plain spaces.
 */
#include "jinbang/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <unigbrk.h>
#include <uninorm.h>
#include <unistr.h>

#include "jinbang/assert.h"
#include "jinbang/limits.h"

enum {
    GRAPHEME_BYTES = 32 /* that a character may have on average in a text that is cut */
};

bool jb_utf8_valid(jb_slice text)
{
    if (text.size == 0) {
        return true;
    }
    return u8_check((const uint8_t *)text.bytes, text.size) == NULL &&
           memchr(text.bytes, '\0', text.size) == NULL;
}

/* u8_grapheme_next would do without memory, but it looks at two characters at a time and takes
 * flags and joined emoji apart. */
size_t jb_text_graphemes(jb_slice text)
{
    char *breaks = text.size > 0 ? malloc(text.size) : NULL;
    if (!breaks) {
        return text.size; /* the most that it can be */
    }
    u8_grapheme_breaks((const uint8_t *)text.bytes, text.size, breaks);
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        count += breaks[i] != 0;
    }
    free(breaks);
    return count;
}

/* Where a character begins can be told from what stands before it and from itself, so that no more
 * of the text has to be looked at than one character behind the limit. */
size_t jb_text_cut(jb_slice text, size_t graphemes)
{
    const uint8_t *bytes = (const uint8_t *)text.bytes;
    size_t limit = graphemes * GRAPHEME_BYTES;
    size_t look = text.size;
    if (limit < text.size) {
        for (; limit > 0 && (bytes[limit] & 0xc0) == 0x80; limit--) {
        }
        look = limit + (size_t)u8_mblen(bytes + limit, text.size - limit);
    }
    char *breaks = look > 0 ? malloc(look) : NULL;
    if (!breaks) {
        return 0;
    }
    u8_grapheme_breaks(bytes, look, breaks);
    size_t count = 0;
    size_t cut = 0;
    for (size_t i = 0; i < look && i <= limit && count <= graphemes; i++) {
        count += breaks[i] != 0;
        cut = breaks[i] ? i : cut;
    }
    free(breaks);
    return look == text.size && look <= limit && count <= graphemes ? text.size : cut;
}

/* Characters that turn the reading direction of what follows, or hide: in a name they would let
 * one person's name rearrange the line it stands in. */
static bool is_direction_control(ucs4_t c)
{
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e ||
           c == 0x200f || c == 0x061c;
}

static bool is_space(ucs4_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0x0b || c == 0x0c ||
           c == 0x2800 || /* a pattern of braille without dots */
           uc_is_property_white_space(c);
}

/* What nobody sees but what belongs to the character before it: joiners (emoji, Persian, Hindi),
 * variation selectors, the letters of a flag. */
static bool joins(ucs4_t c)
{
    return c == 0x200c || c == 0x200d || (c >= 0xfe00 && c <= 0xfe0f) ||
           (c >= 0x180b && c <= 0x180f) || (c >= 0xe0020 && c <= 0xe007f) ||
           (c >= 0xe0100 && c <= 0xe01ef);
}

/* Zero width, soft hyphen, variation selectors and their like: nothing a reader sees. */
static bool is_invisible(ucs4_t c)
{
    return uc_is_property_default_ignorable_code_point(c) ||
           uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Cf | UC_CATEGORY_MASK_Cc);
}

static void append_character(jb_buffer *out, ucs4_t c)
{
    uint8_t bytes[6];
    int size = u8_uctomb(bytes, c, (ptrdiff_t)sizeof bytes);
    JB_ASSERT(size > 0);
    jb_buffer_append(out, bytes, (size_t)size);
}

/* One more of its kind on the same character than a name may have? What is invisible and joins
 * nothing is always too much. */
static bool is_too_much(ucs4_t c, bool hidden, unsigned *marks, unsigned *joiners)
{
    bool mark = uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Mn | UC_CATEGORY_MASK_Me);
    if (!hidden && !mark) {
        *marks = 0;
        *joiners = 0;
        return false;
    }
    if (hidden) {
        return !joins(c) || ++*joiners > JB_NAME_JOINERS_MAX;
    }
    return ++*marks > JB_NAME_MARKS_MAX;
}

/* Copies without leading, trailing and repeated white space; `drop_invisible` leaves out format
 * characters too, else those that a name needs are kept. Returns how many visible characters were
 * copied. */
static size_t append_tidy(jb_slice text, bool drop_invisible, jb_buffer *out)
{
    const uint8_t *at = (const uint8_t *)text.bytes;
    size_t left = text.size;
    size_t visible = 0;
    bool space = false;
    unsigned marks = 0;
    unsigned joiners = 0;
    while (left > 0) {
        ucs4_t c = 0;
        int size = u8_mbtouc(&c, at, left);
        at += size;
        left -= (size_t)size;
        if (is_space(c)) {
            space = visible > 0;
            continue;
        }
        bool hidden = is_invisible(c);
        if (drop_invisible ? hidden : is_too_much(c, hidden, &marks, &joiners)) {
            continue;
        }
        if (space) {
            jb_buffer_append_char(out, ' ');
            space = false;
        }
        append_character(out, c);
        visible += !hidden;
    }
    return visible;
}

/* Control and direction characters anywhere in the text? White space is judged by the caller. */
static bool has_control(jb_slice text)
{
    const uint8_t *at = (const uint8_t *)text.bytes;
    size_t left = text.size;
    while (left > 0) {
        ucs4_t c = 0;
        int size = u8_mbtouc(&c, at, left);
        at += size;
        left -= (size_t)size;
        if (is_direction_control(c) ||
            uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Zl |
                                                    UC_CATEGORY_MASK_Zp | UC_CATEGORY_MASK_Co)) {
            return true;
        }
    }
    return false;
}

/* One line of text for people; without a visible character it is JB_OK and empty. */
static jb_status clean_line(jb_slice text, size_t graphemes_max, size_t bytes_max, jb_buffer *out)
{
    jb_buffer_clear(out);
    if (text.size > bytes_max) {
        return JB_ERR_LIMIT;
    }
    if (!jb_utf8_valid(text) || has_control(text)) {
        return JB_ERR_INVALID;
    }
    if (text.size == 0) {
        return JB_OK;
    }
    size_t size = 0;
    uint8_t *composed =
        u8_normalize(UNINORM_NFC, (const uint8_t *)text.bytes, text.size, NULL, &size);
    if (!composed) {
        return JB_ERR_MEMORY;
    }
    size_t visible =
        append_tidy((jb_slice){ .bytes = (const char *)composed, .size = size }, false, out);
    free(composed);
    jb_status status = out->failed ? JB_ERR_MEMORY : JB_OK;
    if (status == JB_OK &&
        (jb_text_graphemes(jb_buffer_slice(out)) > graphemes_max || out->size > bytes_max)) {
        status = JB_ERR_LIMIT;
    }
    if (status != JB_OK || visible == 0) {
        jb_buffer_clear(out);
    }
    return status;
}

jb_status jb_name_clean(jb_slice name, jb_buffer *out)
{
    jb_status status = clean_line(name, JB_NAME_GRAPHEMES_MAX, JB_NAME_BYTES_MAX, out);
    return status == JB_OK && out->size == 0 ? JB_ERR_INVALID : status;
}

jb_status jb_message_clean(jb_slice message, jb_buffer *out)
{
    return clean_line(message, JB_MESSAGE_GRAPHEMES_MAX, JB_MESSAGE_BYTES_MAX, out);
}

/* Invisible characters are dropped here already: left between a letter and its accent, they would
 * keep the two from being composed. */
static void append_mapped(jb_slice text, jb_buffer *out)
{
    const uint8_t *at = (const uint8_t *)text.bytes;
    size_t left = text.size;
    while (left > 0) {
        ucs4_t c = 0;
        int size = u8_mbtouc(&c, at, left);
        at += size;
        left -= (size_t)size;
        if (is_space(c) || !is_invisible(c)) {
            append_character(out, jb_text_radical(c));
        }
    }
}

jb_status jb_text_fold(jb_slice text, jb_buffer *out)
{
    if (!jb_utf8_valid(text)) {
        return JB_ERR_INVALID;
    }
    jb_buffer mapped;
    jb_buffer_init(&mapped, 0);
    append_mapped(text, &mapped);
    size_t size = 0;
    uint8_t *folded = NULL;
    jb_status status = mapped.failed ? JB_ERR_MEMORY : JB_OK;
    if (mapped.failed || mapped.size == 0) {
        goto cleanup;
    }
    status = JB_ERR_MEMORY;
    folded =
        u8_casefold((const uint8_t *)mapped.bytes, mapped.size, NULL, UNINORM_NFKC, NULL, &size);
    if (!folded) {
        goto cleanup;
    }
    (void)append_tidy((jb_slice){ .bytes = (const char *)folded, .size = size }, true, out);
    status = out->failed ? JB_ERR_MEMORY : JB_OK;
cleanup:
    free(folded);
    jb_buffer_finish(&mapped);
    return status;
}

bool jb_text_printable(jb_slice text)
{
    if (!jb_utf8_valid(text)) {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        if ((c < 0x20 && c != '\t' && c != '\n') || c == 0x7f) {
            return false;
        }
    }
    return true;
}
