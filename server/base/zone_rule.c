/*
 * The footer of a zone file: what holds after its last transition, for all time, as a POSIX TZ
 * string such as "CET-1CEST,M3.5.0,M10.5.0/3". Offsets in it count westward, so their signs are
 * turned around here. RFC 8536 lets times of a change lie up to a week before or after their day.
 */
#include "zone_internal.h"

#include "jinbang/assert.h"

/* What is left to read. */
typedef struct cursor {
    const char *at;
    const char *end;
} cursor;

static char peek(const cursor *in)
{
    return in->at < in->end ? *in->at : '\0';
}

static bool take(cursor *in, char wanted)
{
    if (in->at < in->end && *in->at == wanted) {
        in->at++;
        return true;
    }
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool read_number(cursor *in, int low, int high, int *value)
{
    int number = 0;
    if (!is_digit(peek(in))) {
        return false;
    }
    while (is_digit(peek(in))) {
        number = number * 10 + (*in->at++ - '0');
        if (number > high) {
            return false;
        }
    }
    *value = number;
    return number >= low;
}

/* The name of an offset, which nobody is shown. */
static bool skip_name(cursor *in)
{
    enum {
        NAME_MIN = 3
    };
    int length = 0;
    if (take(in, '<')) {
        while (is_letter(peek(in)) || is_digit(peek(in)) || peek(in) == '+' || peek(in) == '-') {
            in->at++;
            length++;
        }
        return length >= NAME_MIN && take(in, '>');
    }
    while (is_letter(peek(in))) {
        in->at++;
        length++;
    }
    return length >= NAME_MIN;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool read_time(cursor *in, int hours_max, int32_t *seconds)
{
    int sign = take(in, '-') ? -1 : 1;
    int hours = 0;
    int minutes = 0;
    int rest = 0;
    if (sign > 0) {
        (void)take(in, '+');
    }
    if (!read_number(in, 0, hours_max, &hours) ||
        (take(in, ':') && (!read_number(in, 0, 59, &minutes) ||
                           (take(in, ':') && !read_number(in, 0, 59, &rest))))) {
        return false;
    }
    *seconds = sign * (hours * 3600 + minutes * 60 + rest);
    return true;
}

/* Westward in the text, eastward here. */
static bool read_offset(cursor *in, int32_t *offset)
{
    int32_t west = 0;
    if (!read_time(in, 24, &west)) {
        return false;
    }
    *offset = -west;
    return true;
}

static bool read_date(cursor *in, jb_zone_date *date)
{
    enum {
        HOURS_MAX = 167
    };
    *date = (jb_zone_date){ .time_s = 2 * 3600 };
    bool good = false;
    if (take(in, 'M')) {
        date->kind = JB_ZONE_DATE_WEEKDAY;
        good = read_number(in, 1, 12, &date->month) && take(in, '.') &&
               read_number(in, 1, 5, &date->week) && take(in, '.') &&
               read_number(in, 0, 6, &date->weekday);
    } else if (take(in, 'J')) {
        date->kind = JB_ZONE_DATE_JULIAN;
        good = read_number(in, 1, 365, &date->day);
    } else {
        date->kind = JB_ZONE_DATE_DAY;
        good = read_number(in, 0, 365, &date->day);
    }
    return good && (!take(in, '/') || read_time(in, HOURS_MAX, &date->time_s));
}

jb_status jb_zone_rule_read(jb_slice text, jb_zone_rule *rule)
{
    cursor in = { .at = text.bytes, .end = text.bytes + text.size };
    jb_zone_rule read = { .has_summer = false };
    if (!skip_name(&in) || !read_offset(&in, &read.standard)) {
        return JB_ERR_CORRUPT;
    }
    if (in.at < in.end) {
        read.has_summer = true;
        if (!skip_name(&in)) {
            return JB_ERR_CORRUPT;
        }
        read.summer = read.standard + 3600;
        if (peek(&in) != ',' && !read_offset(&in, &read.summer)) {
            return JB_ERR_CORRUPT;
        }
        if (!take(&in, ',') || !read_date(&in, &read.begin) || !take(&in, ',') ||
            !read_date(&in, &read.end) || in.at < in.end) {
            return JB_ERR_CORRUPT;
        }
    }
    *rule = read;
    return JB_OK;
}

/* Days since 1970 of the date in a year. */
static int64_t date_in(const jb_zone_date *date, int64_t year)
{
    enum {
        EPOCH_WEEKDAY = 4, /* a Thursday */
        MARCH_FIRST = 60   /* of a year without 29 February, from 1 */
    };
    int64_t first = jb_days_of(year, 1, 1);
    if (date->kind == JB_ZONE_DATE_DAY) {
        return first + date->day;
    }
    if (date->kind == JB_ZONE_DATE_JULIAN) {
        return first + date->day - 1 + (jb_leap_year(year) && date->day >= MARCH_FIRST);
    }
    first = jb_days_of(year, date->month, 1);
    int64_t weekday = first + EPOCH_WEEKDAY - jb_floor_div(first + EPOCH_WEEKDAY, 7) * 7;
    int64_t day = (date->weekday - weekday + 7) % 7 + 7 * (int64_t)(date->week - 1);
    return first + (day < jb_month_days(year, date->month) ? day : day - 7);
}

/* When summer time begins in a year, or ends. */
static int64_t change_in(const jb_zone_rule *rule, int64_t year, bool begins)
{
    const jb_zone_date *date = begins ? &rule->begin : &rule->end;
    return date_in(date, year) * JB_DAY_S + date->time_s - (begins ? rule->standard : rule->summer);
}

static int64_t year_at(const jb_zone_rule *rule, int64_t at)
{
    return jb_year_of_days(jb_floor_div(at + rule->standard, JB_DAY_S));
}

/* The newest change decides. Where summer time ends in the instant in which it begins, it goes on:
 * that is how summer time all year round is written. */
int32_t jb_zone_rule_offset(const jb_zone_rule *rule, int64_t at)
{
    if (!rule->has_summer) {
        return rule->standard;
    }
    int64_t year = year_at(rule, at);
    int64_t newest = INT64_MIN;
    int32_t offset = rule->standard;
    for (int64_t y = year - 2; y <= year + 1; y++) {
        int64_t end = change_in(rule, y, false);
        int64_t begin = change_in(rule, y, true);
        if (end <= at && end > newest) {
            newest = end;
            offset = rule->standard;
        }
        if (begin <= at && begin >= newest) {
            newest = begin;
            offset = rule->summer;
        }
    }
    return offset;
}

/* The first change after `at`, whether it changes anything or not. */
static int64_t change_after(const jb_zone_rule *rule, int64_t at)
{
    int64_t year = year_at(rule, at);
    int64_t first = INT64_MAX;
    for (int64_t y = year - 1; y <= year + 2; y++) {
        for (int begins = 0; begins < 2; begins++) {
            int64_t change = change_in(rule, y, begins == 1);
            first = change > at && change < first ? change : first;
        }
    }
    return first;
}

int64_t jb_zone_rule_next(const jb_zone_rule *rule, int64_t at)
{
    enum {
        CHANGES = 8 /* of four years: if none of them changes the offset, none ever does */
    };
    if (!rule->has_summer) {
        return INT64_MAX;
    }
    int32_t offset = jb_zone_rule_offset(rule, at);
    int64_t change = at;
    for (int i = 0; i < CHANGES; i++) {
        change = change_after(rule, change);
        JB_ASSERT(change != INT64_MAX);
        if (jb_zone_rule_offset(rule, change) != offset) {
            return change;
        }
    }
    return INT64_MAX;
}
