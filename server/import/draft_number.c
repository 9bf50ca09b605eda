/* Numbers as people write them, as decimal strings that our format takes. */
#include "draft_internal.h"

#include <string.h>

#include "jinbang/charset.h"
#include "jinbang/decimal.h"

enum {
    DIGITS_MAX = 40,
    EXPONENT_MAX = 12
};

/* Digits of a number without its sign and the place of the point among them. */
typedef struct digits {
    char digit[DIGITS_MAX];
    int count;
    int point; /* digits before it */
} digits;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* What stands between the digits: one comma or point is the decimal one; a comma before exactly
 * three digits could be either, unless the number begins with 0. Two kinds, or one kind twice, with
 * groups of three: thousands. */
static bool read_digits(jb_slice text, digits *out)
{
    int commas = 0;
    int points = 0;
    size_t last = 0;
    for (size_t i = 0; i < text.size; i++) {
        commas += text.bytes[i] == ',';
        points += text.bytes[i] == '.';
        last = text.bytes[i] == ',' || text.bytes[i] == '.' ? i : last;
    }
    bool separated = commas + points > 0;
    size_t after = separated ? text.size - last - 1 : 0;
    bool grouped = commas > 1 || points > 1; /* 1,234,567: no decimal point */
    if (commas > 1 && points > 1) {
        return false;
    }
    bool unsure = commas == 1 && points == 0 && after == 3 && text.bytes[0] != '0';
    if (unsure ||
        (grouped && commas > 0 && points > 0 && text.bytes[last] == (commas > 1 ? ',' : '.'))) {
        return false;
    }
    bool decimal = separated && (!grouped || (commas > 0 && points > 0));
    out->point = -1;
    size_t group = 0;
    bool first = true;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.bytes[i];
        if (is_digit(c)) {
            if (out->count == DIGITS_MAX) {
                return false;
            }
            out->digit[out->count++] = c;
            group++;
            continue;
        }
        if (c != ',' && c != '.') {
            return false;
        }
        bool thousands = (grouped || (commas > 0 && points > 0)) && !(decimal && i == last);
        if ((thousands || (decimal && i == last && !first)) &&
            (first ? group == 0 || group > 3 : group != 3)) {
            return false;
        }
        first = false;
        group = 0;
        if (decimal && i == last) {
            out->point = out->count;
        }
    }
    if (grouped && !decimal && group != 3) {
        return false;
    }
    out->point = out->point < 0 ? out->count : out->point;
    return out->count > 0;
}

/* Writes 10^exponent times the digits, with at most six places, rounded half away from zero. */
static bool write_digits(digits *d, bool negative, int exponent, char out[JB_DRAFT_NUMBER_SIZE],
                         bool *rounded)
{
    char all[1 + DIGITS_MAX + 2 * EXPONENT_MAX + JB_DECIMAL_PLACES_MAX + 2];
    int point = d->point + exponent;
    int size = 0;
    all[size++] = '0'; /* for a carry */
    for (int i = point; i < 0; i++) {
        all[size++] = '0';
    }
    int whole = 1 + (point > 0 ? point : 0);
    for (int i = 0; i < d->count; i++) {
        all[size++] = d->digit[i];
    }
    while (size < whole + JB_DECIMAL_PLACES_MAX) {
        all[size++] = '0';
    }
    bool up = size > whole + JB_DECIMAL_PLACES_MAX && all[whole + JB_DECIMAL_PLACES_MAX] >= '5';
    for (int i = whole + JB_DECIMAL_PLACES_MAX; i < size; i++) {
        *rounded = *rounded || all[i] != '0';
    }
    size = whole + JB_DECIMAL_PLACES_MAX;
    for (int i = size - 1; up && i >= 0; i--) {
        up = all[i] == '9';
        all[i] = up ? '0' : (char)(all[i] + 1);
    }
    int first = 0;
    while (first < whole - 1 && all[first] == '0') {
        first++;
    }
    while (size > whole && all[size - 1] == '0') {
        size--;
    }
    if (whole - first > JB_DECIMAL_DIGITS_MAX) {
        return false;
    }
    int at = 0;
    bool zero = size == whole && whole - first == 1 && all[first] == '0';
    if (negative && !zero) {
        out[at++] = '-';
    }
    for (int i = first; i < size; i++) {
        if (i == whole) {
            out[at++] = '.';
        }
        out[at++] = all[i];
    }
    out[at] = '\0';
    return true;
}

/* "e-3" at the end; *size becomes what stands before it. */
static bool read_exponent(jb_slice text, size_t *size, int *exponent)
{
    const char *e = memchr(text.bytes, 'e', text.size);
    e = e ? e : memchr(text.bytes, 'E', text.size);
    if (!e) {
        return true;
    }
    size_t at = (size_t)(e - text.bytes) + 1;
    *size = at - 1;
    bool negative = at < text.size && text.bytes[at] == '-';
    at += at < text.size && (text.bytes[at] == '-' || text.bytes[at] == '+');
    if (at == text.size) {
        return false;
    }
    for (; at < text.size; at++) {
        if (!is_digit(text.bytes[at]) || *exponent > EXPONENT_MAX) {
            return false;
        }
        *exponent = *exponent * 10 + (text.bytes[at] - '0');
    }
    *exponent = negative ? -*exponent : *exponent;
    return *exponent >= -EXPONENT_MAX && *exponent <= EXPONENT_MAX;
}

/* Minus signs of other kinds (U+2212, U+2013, U+FF0D) as a hyphen; spaces between digits dropped.
 */
static size_t make_plain(jb_slice text, char *out, size_t out_size)
{
    size_t size = 0;
    for (size_t i = 0; i < text.size && size + 1 < out_size; i++) {
        bool minus = i + 2 < text.size && (memcmp(text.bytes + i, "\xe2\x88\x92", 3) == 0 ||
                                           memcmp(text.bytes + i, "\xe2\x80\x93", 3) == 0 ||
                                           memcmp(text.bytes + i, "\xef\xbc\x8d", 3) == 0);
        if (minus) {
            out[size++] = '-';
            i += 2;
        } else if (text.bytes[i] != ' ') {
            out[size++] = text.bytes[i];
        }
    }
    return size;
}

bool jb_draft_number(jb_slice text, char out[JB_DRAFT_NUMBER_SIZE], bool *rounded)
{
    char plain[80];
    jb_buffer forms;
    jb_buffer_init(&forms, 0);
    bool good = text.size > 0 && text.size < sizeof plain * 2 &&
                jb_text_plain(text, &forms, NULL) == JB_OK && forms.size < sizeof plain;
    size_t size = good ? make_plain(jb_buffer_slice(&forms), plain, sizeof plain) : 0;
    jb_buffer_finish(&forms);
    *rounded = false;
    bool negative = size > 0 && plain[0] == '-';
    size_t skip = size > 0 && (plain[0] == '-' || plain[0] == '+');
    jb_slice rest = { .bytes = plain + skip, .size = size - skip };
    int exponent = 0;
    digits found = { 0 };
    return good && rest.size > 0 && read_exponent(rest, &rest.size, &exponent) && rest.size > 0 &&
           read_digits(rest, &found) && write_digits(&found, negative, exponent, out, rounded);
}
