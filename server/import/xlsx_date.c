/* Dates and times: days since the end of 1899 (or since 1904), under a format of their own. */
#include "xlsx.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
    DAY_S = 24 * 3600,
    DAYS_MAX = 2958465, /* the end of 9999 */
    DAYS_1904 = 1462,
    LEAP_1900 = 60 /* a day that never was: 29 February 1900 */
};

typedef struct moment {
    int year, month, day, weekday; /* month from 1; weekday 0: Sunday */
    int hour, minute, second;
    int tenths;
    double hours; /* all of them, days included */
    bool half;    /* the format counts to 12 */
} moment;

/* The date of a day counted from 30 December 1899 (after Hinnant, days_from_civil reversed). */
static void set_date(int64_t days, moment *at)
{
    int64_t z = days - 25569 + 719468; /* from 1 March 0000 */
    int64_t era = z / 146097;
    int64_t of_era = z - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153;
    at->day = (int)(of_year - (153 * month + 2) / 5 + 1);
    at->month = (int)(month < 10 ? month + 3 : month - 9);
    at->year = (int)(year + era * 400 + (at->month <= 2));
}

static bool set_moment(double value, bool from_1904, bool tenths, moment *at)
{
    value += from_1904 ? DAYS_1904 : 0;
    if (!(value >= 0) || value >= DAYS_MAX + 1) {
        return false;
    }
    int64_t unit = tenths ? 10 : 1;
    int64_t total = (int64_t)floor(value * DAY_S * (double)unit + 0.5);
    int64_t days = total / (DAY_S * unit);
    int64_t rest = total % (DAY_S * unit);
    at->tenths = (int)(rest % unit);
    rest /= unit;
    at->hour = (int)(rest / 3600);
    at->minute = (int)(rest / 60 % 60);
    at->second = (int)(rest % 60);
    at->hours = (double)days * 24 + at->hour;
    at->weekday = (int)((days + 6) % 7);
    set_date(days < LEAP_1900 ? days + 1 : days, at);
    if (days == LEAP_1900) {
        at->month = 2;
        at->day = 29;
    }
    return true;
}

/* ---- formats ---- */

static void put(jb_buffer *out, int value, int digits)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%0*d", digits, value);
    jb_buffer_append_text(out, text);
}

static void put_name(jb_buffer *out, const char *name, size_t letters)
{
    jb_buffer_append(out, name, letters > 3 ? strlen(name) : 3);
}

/* How often the letter at the beginning stands there. */
static size_t run_of(jb_slice format, size_t at)
{
    size_t size = 1;
    while (at + size < format.size &&
           (format.bytes[at + size] | 0x20) == (format.bytes[at] | 0x20)) {
        size++;
    }
    return size;
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

/* The next letter of a format behind `at` that stands for something. */
static char next_letter(jb_slice format, size_t at)
{
    bool quoted = false;
    for (; at < format.size; at++) {
        char c = lower(format.bytes[at]);
        quoted = c == '"' ? !quoted : quoted;
        if (!quoted && strchr("ymdhs", c)) {
            return c;
        }
    }
    return '\0';
}

static void put_day(const moment *m, size_t size, jb_buffer *out)
{
    static const char *const names[] = { "Sunday",   "Monday", "Tuesday", "Wednesday",
                                         "Thursday", "Friday", "Saturday" };
    if (size >= 3) {
        put_name(out, names[m->weekday], size);
    } else {
        put(out, m->day, (int)size);
    }
}

static void put_month(const moment *m, size_t size, jb_buffer *out)
{
    static const char *const names[] = { "January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December" };
    if (size >= 3) {
        put_name(out, names[m->month - 1], size);
    } else {
        put(out, m->month, (int)size);
    }
}

static void put_weekday(const moment *m, size_t size, jb_buffer *out)
{
    static const char *const names[] = { "日", "一", "二", "三", "四", "五", "六" };
    jb_buffer_append_text(out, size > 3 ? "星期" : "");
    jb_buffer_append_text(out, names[m->weekday]);
}

/* One run of a letter. *last is the letter before it: m behind h is minutes. */
static void put_run(const moment *m, jb_slice format, size_t at, char *last, jb_buffer *out)
{
    char c = lower(format.bytes[at]);
    size_t size = run_of(format, at);
    bool minutes = c == 'm' && size < 3 && (*last == 'h' || next_letter(format, at + size) == 's');
    int width = size > 1 ? 2 : 1;
    if (minutes) {
        put(out, m->minute, width);
    } else if (c == 'm') {
        put_month(m, size, out);
    } else if (c == 'y' || c == 'e') {
        put(out, c == 'y' && size <= 2 ? m->year % 100 : m->year, c == 'y' && size <= 2 ? 2 : 4);
    } else if (c == 'd') {
        put_day(m, size, out);
    } else if (c == 'h') {
        int half = m->hour % 12 == 0 ? 12 : m->hour % 12;
        put(out, m->half ? half : m->hour, width);
    } else if (c == 's') {
        put(out, m->second, width);
    } else {
        put_weekday(m, size, out);
    }
    *last = c;
}

/* [h], [m], [s]: all of them, days included. */
static void put_elapsed(const moment *m, char unit, jb_buffer *out)
{
    char text[32];
    double minutes = m->hours * 60 + m->minute;
    if (unit == 'h' || unit == 'm' || unit == 's') {
        (void)snprintf(text, sizeof text, "%.0f",
                       unit == 'h'   ? m->hours
                       : unit == 'm' ? minutes
                                     : minutes * 60 + m->second);
        jb_buffer_append_text(out, text);
    }
}

static bool begins(jb_slice format, size_t at, const char *word)
{
    size_t size = strlen(word);
    return at + size <= format.size && strncasecmp(format.bytes + at, word, size) == 0;
}

/* AM/PM and what is in brackets, quotes or escaped: its size; 0: nothing of these. */
static size_t put_token(const moment *m, jb_slice format, size_t at, char *last, jb_buffer *out)
{
    static const char *const halves[][3] = { { "AM/PM", "AM", "PM" },
                                             { "A/P", "A", "P" },
                                             { "上午/下午", "上午", "下午" } };
    for (size_t i = 0; i < 3; i++) {
        if (begins(format, at, halves[i][0])) {
            jb_buffer_append_text(out, halves[i][m->hour < 12 ? 1 : 2]);
            return strlen(halves[i][0]);
        }
    }
    char c = format.bytes[at];
    if (c == '"' || c == '[') {
        const char *from = format.bytes + at + 1;
        const char *end = memchr(from, c == '"' ? '"' : ']', format.size - at - 1);
        size_t size = end ? (size_t)(end - from) : format.size - at - 1;
        if (c == '"') {
            jb_buffer_append(out, from, size);
        } else if (size > 0) {
            put_elapsed(m, lower(*from), out);
            *last = (char)(lower(*from) == 's' ? *last : 'h');
        }
        return size + 1 + (end != NULL);
    }
    if ((c == '\\' || c == '_' || c == '*') && at + 1 < format.size) {
        size_t size = 2;
        while (at + size < format.size &&
               ((unsigned char)format.bytes[at + size] & 0xc0U) == 0x80) {
            size++;
        }
        if (c == '\\') {
            jb_buffer_append(out, format.bytes + at + 1, size - 1);
        }
        return size;
    }
    return 0;
}

bool jb_xlsx_date(double value, jb_slice format, bool from_1904, jb_buffer *out)
{
    moment m = { .year = 0 };
    bool tenths = false;
    char last = '\0';
    for (size_t i = 0; i < format.size; i++) {
        tenths = tenths || begins(format, i, "s.0");
        m.half = m.half || begins(format, i, "AM/PM") || begins(format, i, "A/P") ||
                 begins(format, i, "上午/下午");
    }
    if (begins(format, 0, "[$-F800]") || begins(format, 0, "[$-f800]")) {
        format = jb_slice_of("yyyy年m月d日"); /* the system's long date */
    }
    if (!set_moment(value, from_1904, tenths, &m)) {
        return false;
    }
    for (size_t at = 0; at < format.size;) {
        size_t token = put_token(&m, format, at, &last, out);
        char c = lower(format.bytes[at]);
        if (token > 0) {
            at += token;
        } else if (strchr("ymdhse", c) || begins(format, at, "aaa")) {
            put_run(&m, format, at, &last, out);
            at += run_of(format, at);
        } else if (c == '0' && tenths) {
            put(out, m.tenths, 1);
            at += run_of(format, at);
        } else {
            if (c != '@') {
                jb_buffer_append_char(out, format.bytes[at]);
            }
            at++;
        }
    }
    return true;
}
