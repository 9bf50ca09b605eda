/*
 * What a text looks like: a skeleton that is the same for two texts which people take for one
 * another. Folding (jb_text_fold) brings width, case and style together; then letters are taken
 * apart from their accents, and what looks like a Latin letter becomes one. The table is the part
 * of Unicode's confusables.txt that a keyboard or a character picker gives: Cyrillic, Greek,
 * Armenian and Cherokee letters, small capitals, and kana that look like ideographs. Capitals are
 * mapped first, because some look like another letter than their small form does (Greek eta).
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <uninorm.h>
#include <unistr.h>

#include "jinbang/assert.h"
#include "jinbang/text.h"

typedef struct look {
    const char *from; /* letters, in UTF-8 */
    const char *to;   /* as many in ASCII, or one for all */
} look;

static const look capitals[] = {
    { "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ", "ABEZHIKMNOPTYXC" },
    { "АВЕЅІЈКМНОРСТУХԚԜӀҮ", "ABESIJKMHOPCTYXQWIY" },
    { "ᎪᏴᏟᎠᎬᎻᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃᏀ", "ABCDEHJKLMPRSTVWZG" },
};

static const look small[] = {
    { "αικνορυχγηωτϲϳ", "aikvopuxynwtcj" },
    { "авеѕіјкморсухһԁԛԝӏпгьѵүзтн", "abesijkmopcyxhdqwinrbvy3th" },
    { "օոսհցզյ", "onuhgqj" },
    { "ıɩɑɡᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "iiagabcdeghijklmnoprstuvwyz" },
    { "ニカロトエタハヘベペ〇", "二力口卜工夕八へべぺo" },
    { "l1|0", "iiio" },
};

enum {
    SMALL_ASCII = 5 /* the row of `small` for what a plain keyboard has */
};

/* The letter that stands at the same place in the other text; 0: none. */
static ucs4_t across(const look *row, ucs4_t c)
{
    const uint8_t *from = (const uint8_t *)row->from;
    const uint8_t *to = (const uint8_t *)row->to;
    size_t from_left = strlen(row->from);
    size_t to_left = strlen(row->to);
    while (from_left > 0 && to_left > 0) {
        ucs4_t a = 0;
        ucs4_t b = 0;
        int a_size = u8_mbtouc(&a, from, from_left);
        int b_size = u8_mbtouc(&b, to, to_left);
        if (a == c) {
            return b;
        }
        from += a_size;
        from_left -= (size_t)a_size;
        to += b_size;
        to_left -= (size_t)b_size;
    }
    JB_ASSERT(from_left == 0 && to_left == 0);
    return 0;
}

/* Most letters of most names are in no row, and need not be looked for: ideographs, and what a
 * plain keyboard has but for the last row of `small`. */
static bool is_plain(ucs4_t c)
{
    return (c >= 0x3400 && c <= 0x9FFF) ||
           (c < 0x80 && c != 'l' && c != '1' && c != '|' && c != '0');
}

static ucs4_t mapped(const look *rows, size_t count, ucs4_t c)
{
    if (is_plain(c)) {
        return c;
    }
    for (size_t i = 0; i < count; i++) {
        ucs4_t to = across(&rows[i], c);
        if (to) {
            return to;
        }
    }
    return c;
}

/* Appends the text with each letter mapped. */
static void append_mapped(const uint8_t *at, size_t left, const look *rows, size_t count,
                          jb_buffer *out)
{
    while (left > 0) {
        uint8_t bytes[6];
        ucs4_t c = 0;
        int size = u8_mbtouc(&c, at, left);
        at += size;
        left -= (size_t)size;
        size = u8_uctomb(bytes, mapped(rows, count, c), (ptrdiff_t)sizeof bytes);
        JB_ASSERT(size > 0);
        jb_buffer_append(out, bytes, (size_t)size);
    }
}

/* Two letters that look like one. */
static void join_letters(jb_buffer *text)
{
    size_t kept = 0;
    for (size_t i = 0; i < text->size; i++) {
        char c = text->bytes[i];
        char before = kept > 0 ? text->bytes[kept - 1] : '\0';
        if (before == 'r' && c == 'n') {
            text->bytes[kept - 1] = 'm';
        } else if (before == 'v' && c == 'v') {
            text->bytes[kept - 1] = 'w';
        } else {
            text->bytes[kept++] = c;
        }
    }
    text->size = kept;
}

/* An ideograph that folding leaves as it is: U+3400 to U+9FFF, less the hexagrams. */
static bool is_ideograph(const unsigned char *at, size_t left)
{
    return left >= 3 && at[0] >= 0xe3 && at[0] <= 0xe9 && (at[0] > 0xe3 || at[1] >= 0x90) &&
           !(at[0] == 0xe4 && at[1] == 0xb7);
}

/* Nearly every name is written in printable ASCII and ideographs. They fold into themselves and
 * small letters, and what is above comes down to the last row of `small`. False: the text has
 * others. */
static bool append_simple(jb_slice text, jb_buffer *out)
{
    bool space = false;
    for (size_t i = 0; i < text.size; i++) {
        const unsigned char *at = (const unsigned char *)text.bytes + i;
        bool ideograph = is_ideograph(at, text.size - i);
        if (!ideograph && (*at < ' ' || *at > '~')) {
            return false;
        }
        if (*at == ' ') {
            space = out->size > 0;
            continue;
        }
        if (space) {
            jb_buffer_append_char(out, ' ');
            space = false;
        }
        if (ideograph) {
            jb_buffer_append(out, at, 3);
            i += 2;
            continue;
        }
        char c = (char)(*at >= 'A' && *at <= 'Z' ? *at + 32 : *at);
        jb_buffer_append_char(out, (char)mapped(&small[SMALL_ASCII], 1, (ucs4_t)c));
    }
    return true;
}

jb_status jb_text_skeleton(jb_slice text, jb_buffer *out)
{
    if (!jb_utf8_valid(text)) {
        return JB_ERR_INVALID;
    }
    jb_buffer_clear(out);
    if (append_simple(text, out)) {
        join_letters(out);
        return out->failed ? JB_ERR_MEMORY : JB_OK;
    }
    jb_buffer upper;
    jb_buffer folded;
    size_t size = 0;
    uint8_t *apart = NULL;
    jb_buffer_init(&upper, 0);
    jb_buffer_init(&folded, 0);
    jb_buffer_clear(out);
    append_mapped((const uint8_t *)text.bytes, text.size, capitals,
                  sizeof capitals / sizeof capitals[0], &upper);
    jb_status status =
        upper.failed ? JB_ERR_MEMORY : jb_text_fold(jb_buffer_slice(&upper), &folded);
    if (status != JB_OK || folded.size == 0) {
        goto cleanup;
    }
    apart = u8_normalize(UNINORM_NFKD, (const uint8_t *)folded.bytes, folded.size, NULL, &size);
    if (!apart) {
        status = JB_ERR_MEMORY;
        goto cleanup;
    }
    append_mapped(apart, size, small, sizeof small / sizeof small[0], out);
    status = out->failed ? JB_ERR_MEMORY : JB_OK;
    if (status == JB_OK) {
        join_letters(out);
    }
cleanup:
    free(apart);
    jb_buffer_finish(&folded);
    jb_buffer_finish(&upper);
    return status;
}
