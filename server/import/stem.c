/* What stems and options carry besides their text: labels, marks of their kind, answers. */
#include "item_internal.h"

#include <string.h>

#include "jinbang/text.h"

enum {
    MARK_MAX = 60, /* bytes between brackets that may be an answer or a mark */
    ANSWER_LETTERS_MAX = 8
};

/* ---- characters ---- */

uint32_t jb_plain_next(jb_slice *rest)
{
    if (rest->size == 0) {
        return 0;
    }
    const unsigned char *at = (const unsigned char *)rest->bytes;
    size_t size = at[0] < 0x80 ? 1 : at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
    size = size > rest->size ? rest->size : size;
    uint32_t c = size == 1 ? at[0] : at[0] & (0xffU >> (size + 1));
    for (size_t i = 1; i < size; i++) {
        c = c << 6 | (at[i] & 0x3fU);
    }
    rest->bytes += size;
    rest->size -= size;
    if (c >= 0xff01 && c <= 0xff5e) {
        return c - 0xff01 + '!';
    }
    return c == 0x3000 || c == 0xa0 || c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
}

jb_slice jb_slice_trim(jb_slice text)
{
    jb_slice rest = text;
    size_t start = text.size;
    size_t end = 0;
    while (rest.size > 0) {
        size_t at = text.size - rest.size;
        uint32_t c = jb_plain_next(&rest);
        if (c != ' ' && c != 0xfeff && c != 0x200b) {
            start = start < at ? start : at;
            end = text.size - rest.size;
        }
    }
    return start < end ? (jb_slice){ text.bytes + start, end - start }
                       : (jb_slice){ text.bytes, 0 };
}

/* Without white space before it. */
static jb_slice skip_space(jb_slice text)
{
    jb_slice next = text;
    while (next.size > 0 && jb_plain_next(&next) == ' ') {
        text = next;
    }
    return text;
}

static bool is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int letter_number(uint32_t c)
{
    return (int)(c >= 'a' ? c - 'a' : c - 'A');
}

static bool opens(uint32_t c)
{
    return c == '(' || c == '[' || c == 0x3010 || c == 0x3014 || c == '{';
}

static bool closes(uint32_t c)
{
    return c == ')' || c == ']' || c == 0x3011 || c == 0x3015 || c == '}';
}

/* ---- labels ---- */

static int label_of(jb_slice text, bool glued, jb_slice *rest)
{
    jb_slice at = skip_space(text);
    uint32_t c = jb_plain_next(&at);
    bool bracket = opens(c);
    c = bracket ? jb_plain_next(&at) : c;
    if (!is_letter(c)) {
        return -1;
    }
    int label = letter_number(c);
    jb_slice behind = at;
    uint32_t next = jb_plain_next(&behind);
    bool ends = next == '.' || next == ')' || next == ':' || next == 0x3001 || next == ']' ||
                next == 0x3011 || next == 0xff61 || next == 0x3002 || next == 0xb7;
    behind = skip_space(behind);
    jb_slice sign = behind;
    uint32_t first = jb_plain_next(&sign);
    bool apart = next == ' ' && first != 0 && first != '=' && first != '-' && first != 0x2192;
    if (bracket ? closes(next) : ends || apart) {
        *rest = behind;
        return label;
    }
    if (glued && !bracket && ((next >= 0x80 && next != 0x2192) || (next >= '0' && next <= '9'))) {
        *rest = at;
        return label;
    }
    return -1;
}

int jb_option_label(jb_slice text, jb_slice *rest)
{
    return label_of(text, false, rest);
}

int jb_option_label_glued(jb_slice text, jb_slice *rest)
{
    return label_of(text, true, rest);
}

uint32_t jb_labelled_parts(jb_slice text, jb_slice *before, jb_slice parts[JB_OPTIONS_MAX])
{
    uint32_t count = 0;
    bool open = true; /* a label may begin here */
    const char *end = text.bytes + text.size;
    jb_slice rest = text;
    while (rest.size > 0) {
        jb_slice from = rest;
        jb_slice behind;
        uint32_t c = jb_plain_next(&rest);
        if (open && count < JB_OPTIONS_MAX && (is_letter(c) || opens(c)) &&
            jb_option_label(from, &behind) == (int)count && (c != ' ')) {
            if (count == 0) {
                *before =
                    jb_slice_trim((jb_slice){ text.bytes, (size_t)(from.bytes - text.bytes) });
            } else {
                parts[count - 1].size = (size_t)(from.bytes - parts[count - 1].bytes);
            }
            parts[count++] = behind;
            rest = (jb_slice){ behind.bytes, (size_t)(end - behind.bytes) };
            open = false;
            continue;
        }
        open = c == ' ' || c == ';' || c == '|' || c == ',' || c == 0x3002 || c == '?' ||
               c == ')' || c == 0x3001;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (i + 1 == count) {
            parts[i].size = (size_t)(end - parts[i].bytes);
        }
        parts[i] = jb_slice_trim(parts[i]);
        while (parts[i].size > 1 && strchr(";|,", parts[i].bytes[parts[i].size - 1])) {
            parts[i].size--;
        }
    }
    return count >= 2 ? count : 0;
}

/* ---- marks of a kind ---- */

/* The text between a bracket at the beginning and its end. */
static bool bracketed(jb_slice text, jb_slice *inside, jb_slice *rest)
{
    jb_slice at = text;
    if (!opens(jb_plain_next(&at))) {
        return false;
    }
    *inside = (jb_slice){ at.bytes, 0 };
    while (at.size > 0 && inside->size <= MARK_MAX) {
        size_t left = at.size;
        if (closes(jb_plain_next(&at))) {
            *rest = at;
            return true;
        }
        inside->size += left - at.size;
    }
    return false;
}

bool jb_stem_mark(jb_slice stem, jb_type_word *type, jb_slice *rest)
{
    jb_slice inside;
    jb_slice behind;
    if (!bracketed(jb_slice_trim(stem), &inside, &behind)) {
        return false;
    }
    jb_type_word word = jb_type_word_of(inside);
    behind = jb_slice_trim(behind);
    if (!word.known || behind.size == 0) {
        return false;
    }
    *type = word;
    *rest = behind;
    return true;
}

/* Brackets are at most MARK_MAX bytes before the end. */
bool jb_stem_mark_last(jb_slice stem, jb_type_word *type)
{
    jb_slice text = jb_slice_trim(stem);
    jb_slice inside;
    jb_slice behind;
    size_t start = text.size > MARK_MAX ? text.size - MARK_MAX : 0;
    for (size_t i = start; i < text.size; i++) {
        bool whole = ((unsigned char)text.bytes[i] & 0xc0U) != 0x80;
        if (whole && bracketed((jb_slice){ text.bytes + i, text.size - i }, &inside, &behind) &&
            behind.size == 0) {
            jb_type_word word = jb_type_word_of(inside);
            if (word.known) {
                *type = word;
                return true;
            }
        }
    }
    return false;
}

/* ---- answers ---- */

/* "D", "A B D", "A、B": capital letters, each once; "√", "对": truth. */
static bool is_answer(jb_slice inside)
{
    uint32_t seen = 0;
    int count = 0;
    jb_slice rest = jb_slice_trim(inside);
    if (rest.size == 0) {
        return false;
    }
    bool plain = true;
    for (jb_slice at = rest; at.size > 0;) {
        uint32_t c = jb_plain_next(&at);
        if (c >= 'A' && c <= 'Z') {
            uint32_t bit = 1U << (c - 'A');
            plain = plain && (seen & bit) == 0 && c <= 'H';
            seen |= bit;
            count++;
        } else {
            plain = plain && (c == ' ' || c == ',' || c == 0x3001 || c == ';' || c == '/');
        }
    }
    if (plain && count > 0 && count <= ANSWER_LETTERS_MAX) {
        return true;
    }
    unsigned char first = (unsigned char)rest.bytes[0];
    return (first >= 0x80 || rest.size == 1) && jb_truth_word(rest) >= 0;
}

/* Only what ends sentences follows. */
static bool at_end(jb_slice rest)
{
    while (rest.size > 0) {
        uint32_t c = jb_plain_next(&rest);
        if (c != ' ' && c != '.' && c != '?' && c != 0x3002 && c != ':' && c != '!' && c != ';' &&
            c != ',' && c != '_') {
            return false;
        }
    }
    return true;
}

/* The bracket that holds an answer: the one at the end, else one with white space in it, else the
 * last. */
bool jb_stem_answer(jb_slice stem, jb_buffer *out, jb_slice *answer)
{
    jb_slice found = { .size = 0 };
    int found_rank = 0;
    jb_slice inside;
    jb_slice behind;
    for (jb_slice rest = stem; rest.size > 0;) {
        jb_slice from = rest;
        if (!opens(jb_plain_next(&rest)) || !bracketed(from, &inside, &behind) ||
            !is_answer(inside)) {
            continue;
        }
        jb_slice core = jb_slice_trim(inside);
        int rank = at_end(behind) ? 3 : core.size < inside.size ? 2 : 1;
        if (rank >= found_rank) {
            found_rank = rank;
            found = inside;
        }
    }
    if (found_rank == 0) {
        return false;
    }
    *answer = jb_slice_trim(found);
    jb_buffer_append(out, stem.bytes, (size_t)(found.bytes - stem.bytes));
    jb_buffer_append_char(out, ' ');
    const char *end = found.bytes + found.size;
    jb_buffer_append(out, end, (size_t)(stem.bytes + stem.size - end));
    return true;
}

/* Is this, folded, the text? */
static bool same_folded(jb_slice part, jb_slice text)
{
    jb_buffer folded;
    jb_buffer_init(&folded, 0);
    bool same = jb_text_fold(part, &folded) == JB_OK && folded.size > 0 &&
                jb_slice_equal(jb_slice_trim(jb_buffer_slice(&folded)), text);
    jb_buffer_finish(&folded);
    return same;
}

bool jb_stem_blank_text(jb_slice stem, jb_slice text, jb_buffer *out)
{
    bool any = false;
    const char *copied = stem.bytes;
    const char *end = stem.bytes + stem.size;
    jb_slice inside;
    jb_slice behind;
    for (jb_slice rest = stem; rest.size > 0 && text.size > 0;) {
        jb_slice from = rest;
        if (!opens(jb_plain_next(&rest)) || !bracketed(from, &inside, &behind) ||
            !same_folded(inside, text)) {
            continue;
        }
        any = true;
        jb_buffer_append(out, copied, (size_t)(inside.bytes - copied));
        jb_buffer_append_char(out, ' ');
        copied = inside.bytes + inside.size;
        rest = behind;
    }
    if (any) {
        jb_buffer_append(out, copied, (size_t)(end - copied));
    }
    return any;
}
