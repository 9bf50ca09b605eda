/*
 * Comparing a typed answer, already folded, with the accepted variants of a blank: exactly, with
 * wildcards, or within a number of edits. Works on bytes where that is enough and on code points
 * where a person counts characters.
 */
#include "match.h"

#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/limits.h"

/* '*' in the pattern stands for any run, also an empty one. Backtracks to the last star only,
 * which is enough because an earlier star can always match less. */
static bool match_wildcard(jb_slice pattern, jb_slice text)
{
    size_t p = 0;
    size_t t = 0;
    size_t star = SIZE_MAX;
    size_t resume = 0;
    while (t < text.size) {
        if (p < pattern.size && pattern.bytes[p] == '*') {
            star = p++;
            resume = t;
        } else if (p < pattern.size && pattern.bytes[p] == text.bytes[t]) {
            p++;
            t++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size && pattern.bytes[p] == '*') {
        p++;
    }
    return p == pattern.size;
}

enum {
    POINTS_MAX = JB_ANSWER_FOLDED_MAX
};

/* Code points of valid UTF-8; at most POINTS_MAX. Returns SIZE_MAX if there are more. */
static size_t code_points(jb_slice text, uint32_t out[POINTS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        if ((c & 0xc0U) == 0x80U && count > 0) {
            out[count - 1] = (out[count - 1] << 6) | (c & 0x3fU);
            continue;
        }
        if (count == POINTS_MAX) {
            return SIZE_MAX;
        }
        out[count++] = c;
    }
    return count;
}

static uint16_t smallest(uint16_t a, uint16_t b, uint16_t c)
{
    uint16_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* Is the Levenshtein distance at most `edits_max`? */
static bool within_edits(jb_slice a, jb_slice b, uint8_t edits_max)
{
    uint32_t left[POINTS_MAX];
    uint32_t right[POINTS_MAX];
    size_t left_count = code_points(a, left);
    size_t right_count = code_points(b, right);
    if (left_count == SIZE_MAX || right_count == SIZE_MAX) {
        return false;
    }
    uint16_t row[POINTS_MAX + 1];
    for (size_t j = 0; j <= right_count; j++) {
        row[j] = (uint16_t)j;
    }
    for (size_t i = 1; i <= left_count; i++) {
        uint16_t diagonal = row[0];
        row[0] = (uint16_t)i;
        for (size_t j = 1; j <= right_count; j++) {
            uint16_t above = row[j];
            uint16_t changed = (uint16_t)(diagonal + (left[i - 1] != right[j - 1]));
            row[j] = smallest((uint16_t)(above + 1), (uint16_t)(row[j - 1] + 1), changed);
            diagonal = above;
        }
    }
    return row[right_count] <= edits_max;
}

static bool matches(const jb_blank *blank, const jb_accept_text *accept, jb_slice folded)
{
    if (accept->wildcard) {
        return match_wildcard(accept->folded, folded);
    }
    if (accept->folded.size == folded.size &&
        (folded.size == 0 || memcmp(accept->folded.bytes, folded.bytes, folded.size) == 0)) {
        return true;
    }
    return blank->edits_max > 0 && within_edits(accept->folded, folded, blank->edits_max);
}

int32_t jb_match_blank(const jb_blank *blank, jb_slice folded)
{
    int32_t best = 0;
    if (folded.size == 0) {
        return 0;
    }
    for (uint32_t i = 0; i < blank->accept_count; i++) {
        const jb_accept_text *accept = &blank->accepts[i];
        if (accept->weight > best && matches(blank, accept, folded)) {
            best = accept->weight;
        }
    }
    JB_ASSERT(best <= JB_WHOLE);
    return best;
}
