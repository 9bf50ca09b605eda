/*
 * Numbers as a spreadsheet shows them. A format has sections for positive, negative and zero; a
 * section is a date, a share of a hundred, or digits with text around them. Digits are never lost:
 * where a format would round, the shortest number that is the same is shown, because options that
 * differ in a digit must stay different.
 */
#include "xlsx.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    AROUND_MAX = 64,  /* bytes of text before and behind the digits */
    DIGITS_MAX = 400, /* of a number written out */
    PLACES_MAX = 15
};

const char *jb_xlsx_builtin(uint32_t id)
{
    static const char *const codes[] = {
        [1] = "0",
        [2] = "0.00",
        [3] = "#,##0",
        [4] = "#,##0.00",
        [9] = "0%",
        [10] = "0.00%",
        [14] = "yyyy/m/d",
        [15] = "d-mmm-yy",
        [16] = "d-mmm",
        [17] = "mmm-yy",
        [18] = "h:mm AM/PM",
        [19] = "h:mm:ss AM/PM",
        [20] = "h:mm",
        [21] = "h:mm:ss",
        [22] = "yyyy/m/d h:mm",
        [27] = "yyyy年m月",
        [28] = "m月d日",
        [29] = "m月d日",
        [30] = "m/d/yy",
        [31] = "yyyy年m月d日",
        [32] = "h时mm分",
        [33] = "h时mm分ss秒",
        [34] = "上午/下午h时mm分",
        [35] = "上午/下午h时mm分ss秒",
        [36] = "yyyy年m月",
        [37] = "#,##0",
        [38] = "#,##0",
        [39] = "#,##0.00",
        [40] = "#,##0.00",
        [45] = "mm:ss",
        [46] = "[h]:mm:ss",
        [47] = "mm:ss.0",
        [50] = "yyyy年m月",
        [51] = "m月d日",
        [52] = "yyyy年m月",
        [53] = "m月d日",
        [54] = "m月d日",
        [55] = "上午/下午h时mm分",
        [56] = "上午/下午h时mm分ss秒",
        [57] = "yyyy年m月",
        [58] = "m月d日",
    };
    bool known = id < sizeof codes / sizeof codes[0] && codes[id];
    return known ? codes[id] : "General";
}

/* ---- digits ---- */

/* The shortest number that reads back equal, in at most 15 digits as programs show it, without
 * exponent if that is not too long. */
static void put_general(double value, jb_buffer *out)
{
    char text[DIGITS_MAX];
    (void)snprintf(text, sizeof text, "%.15g", value);
    const char *e = strchr(text, 'e');
    int exponent = e ? (int)strtol(e + 1, NULL, 10) : 0;
    if (e && exponent > 0 && exponent < 21) {
        (void)snprintf(text, sizeof text, "%.0f", value);
    } else if (e && exponent < 0 && exponent > -20) {
        (void)snprintf(text, sizeof text, "%.*f", 14 - exponent, value);
        size_t size = strlen(text);
        while (text[size - 1] == '0') {
            size--;
        }
        text[size] = '\0';
    }
    jb_buffer_append_text(out, text);
}

/* Digits of a section: "#,##0.00". */
typedef struct pattern {
    char before[AROUND_MAX];
    char behind[AROUND_MAX];
    int whole;  /* zeros before the point: at least so many digits */
    int places; /* behind it */
    bool any;   /* there are digits */
    bool general;
    bool commas;
    bool percent;
    bool point;
    bool odd; /* fractions, exponents, text among digits: shown as General */
} pattern;

static void put_literal(pattern *p, const char *text, size_t size)
{
    char *side = p->any ? p->behind : p->before;
    size_t used = strlen(side);
    if (used + size < AROUND_MAX) {
        memcpy(side + used, text, size);
        side[used + size] = '\0';
    }
}

static void put_digit(pattern *p, char c)
{
    p->odd = p->odd || p->behind[0] != '\0';
    p->any = true;
    p->places += p->point;
    p->whole += !p->point && c == '0';
}

/* "quoted", \x, [Red], _x, *x: the size of such a token; 0: it is none. Its text is a literal. */
static size_t take_token(pattern *p, const char *at, size_t left)
{
    if (*at == '"' || *at == '[') {
        const char *end = memchr(at + 1, *at == '"' ? '"' : ']', left - 1);
        size_t size = end ? (size_t)(end - at) + 1 : left;
        if (*at == '"') {
            put_literal(p, at + 1, size - 1 - (end != NULL));
        } else if (size > 3 && at[1] == '$') { /* [$€-407]: a currency */
            const char *dash = memchr(at, '-', size);
            put_literal(p, at + 2, (size_t)((dash ? dash : at + size - 1) - at) - 2);
        }
        return size;
    }
    if ((*at == '\\' || *at == '_' || *at == '*') && left > 1) {
        size_t whole = 2;
        while (whole < left && ((unsigned char)at[whole] & 0xc0U) == 0x80) {
            whole++;
        }
        if (*at == '\\') {
            put_literal(p, at + 1, whole - 1);
        }
        return whole;
    }
    if (left >= 7 && strncasecmp(at, "General", 7) == 0) {
        p->any = true;
        p->general = true;
        return 7;
    }
    return 0;
}

static void read_pattern(jb_slice section, pattern *p)
{
    for (size_t i = 0; i < section.size;) {
        const char *at = section.bytes + i;
        size_t token = take_token(p, at, section.size - i);
        if (token > 0) {
            i += token;
            continue;
        }
        if (*at == '0' || *at == '#' || *at == '?') {
            put_digit(p, *at);
        } else if (*at == '.') {
            p->point = true;
        } else if (*at == ',') {
            p->commas = true;
        } else if (*at == '%') {
            p->percent = true;
            put_literal(p, "%", 1);
        } else if (*at == 'E' || *at == 'e' || (*at == '/' && p->any)) {
            p->odd = true;
        } else if (*at != '@') {
            put_literal(p, at, 1);
        }
        i++;
    }
}

static void put_commas(const char *digits, jb_buffer *out)
{
    size_t whole = strspn(digits, "0123456789");
    for (size_t i = 0; digits[i]; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0) {
            jb_buffer_append_char(out, ',');
        }
        jb_buffer_append_char(out, digits[i]);
    }
}

/* The digits of a value that is not negative. */
static void put_pattern(double value, const pattern *p, jb_buffer *out)
{
    char text[DIGITS_MAX];
    int places = p->places > PLACES_MAX ? PLACES_MAX : p->places;
    (void)snprintf(text, sizeof text, "%.*f", places, value);
    double shown = strtod(text, NULL);
    if (p->general || p->odd || value >= 1e15 || fabs(shown - value) > value * 1e-14) {
        put_general(value, out);
        return;
    }
    size_t whole = strcspn(text, ".");
    for (int i = (int)whole; i < p->whole && i < PLACES_MAX; i++) {
        jb_buffer_append_char(out, '0');
    }
    if (p->commas) {
        put_commas(text, out);
    } else {
        jb_buffer_append_text(out, text);
    }
}

/* ---- sections ---- */

static bool is_date(jb_slice section)
{
    pattern ignored = { .any = false };
    for (size_t i = 0; i < section.size;) {
        const char *at = section.bytes + i;
        size_t left = section.size - i;
        if (*at == '[' && left > 2 && strchr("hHmMsS", at[1]) && strchr("hHmMsS]", at[2])) {
            return true; /* [h]: hours that pass 24 */
        }
        size_t token = take_token(&ignored, at, left);
        if (token == 0 && strchr("yYmMdDhHsS", *at)) {
            return true;
        }
        if (token == 0 && left >= 3 && strncasecmp(at, "aaa", 3) == 0) {
            return true;
        }
        i += token > 0 ? token : 1;
    }
    return false;
}

/* Sections are separated by ; outside of quotes. Returns how many there are, at most 4. */
static int split_sections(const char *format, jb_slice sections[4])
{
    int count = 0;
    bool quoted = false;
    const char *start = format;
    for (const char *at = format;; at++) {
        quoted = *at == '"' ? !quoted : quoted;
        bool escaped = *at == '\\' && at[1] != '\0';
        if (*at == '\0' || (*at == ';' && !quoted)) {
            sections[count++] = (jb_slice){ start, (size_t)(at - start) };
            start = at + 1;
        }
        if (*at == '\0' || count == 4) {
            return count;
        }
        at += escaped;
    }
}

void jb_xlsx_number(double value, const char *format, bool from_1904, jb_buffer *out)
{
    jb_slice sections[4];
    int count = split_sections(format, sections);
    int chosen = value < 0 && count > 1 ? 1 : value == 0 && count > 2 ? 2 : 0;
    jb_slice section = sections[chosen];
    if (is_date(section) && jb_xlsx_date(value, section, from_1904, out)) {
        return;
    }
    pattern p = { .any = false };
    read_pattern(section, &p);
    bool own_sign = chosen == 1; /* the section for negative numbers has its sign in its text */
    double size = fabs(value);
    if (!p.any || is_date(section)) {
        put_general(value, out);
        return;
    }
    if (p.percent) {
        char text[DIGITS_MAX];
        (void)snprintf(text, sizeof text, "%.15g", size * 100);
        size = strtod(text, NULL);
    }
    if (value < 0 && !own_sign) {
        jb_buffer_append_char(out, '-');
    }
    bool plain = p.odd && !p.percent;
    if (!plain) {
        jb_buffer_append_text(out, p.before);
    }
    put_pattern(size, &p, out);
    if (plain) {
        return;
    }
    jb_buffer_append_text(out, p.behind);
}
