/*
 * Dates and times of day as people write them, and the days since 1970 that they are. The calendar
 * is the Gregorian one throughout; the arithmetic counts years from March, so that a leap day is
 * the last day of its year.
 */
#include "zone_internal.h"

#include "jinbang/assert.h"

enum {
    ERA_YEARS = 400,
    ERA_DAYS = 146097,
    EPOCH_DAYS = 719468 /* from 0000-03-01 to 1970-01-01 */
};

int64_t jb_floor_div(int64_t a, int64_t b)
{
    JB_ASSERT(b > 0);
    return a >= 0 ? a / b : -((b - 1 - a) / b);
}

bool jb_leap_year(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int jb_month_days(int64_t year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    JB_ASSERT(month >= 1 && month <= 12);
    return month == 2 && jb_leap_year(year) ? 29 : days[month - 1];
}

int64_t jb_days_of(int64_t year, int month, int day)
{
    int64_t y = month > 2 ? year : year - 1;
    int64_t era = jb_floor_div(y, ERA_YEARS);
    int64_t in_era = y - era * ERA_YEARS;
    int64_t in_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * ERA_DAYS + in_era * 365 + in_era / 4 - in_era / 100 + in_year - EPOCH_DAYS;
}

/* Year, month and day of a number of days. */
static void date_of(int64_t days, int64_t *year, int *month, int *day)
{
    int64_t z = days + EPOCH_DAYS;
    int64_t era = jb_floor_div(z, ERA_DAYS);
    int64_t in_era = z - era * ERA_DAYS;
    int64_t y = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t in_year = in_era - (365 * y + y / 4 - y / 100);
    int64_t m = (5 * in_year + 2) / 153;
    *day = (int)(in_year - (153 * m + 2) / 5 + 1);
    *month = (int)(m < 10 ? m + 3 : m - 9);
    *year = y + era * ERA_YEARS + (*month <= 2);
}

int64_t jb_year_of_days(int64_t days)
{
    int64_t year = 0;
    int month = 0;
    int day = 0;
    date_of(days, &year, &month, &day);
    return year;
}

/* The number that digits [from, from + count) of the text are; -1: not all are digits. */
static int number_at(jb_slice text, size_t from, size_t count)
{
    int value = 0;
    for (size_t i = from; i < from + count; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9') {
            return -1;
        }
        value = value * 10 + (text.bytes[i] - '0');
    }
    return value;
}

static bool in_range(int value, int low, int high)
{
    return value >= low && value <= high;
}

jb_status jb_local_time_read(jb_slice text, jb_local_time *out)
{
    enum {
        SHORT = 16, /* 2026-12-01T08:00 */
        LONG = 19   /* 2026-12-01T08:00:00 */
    };
    if ((text.size != SHORT && text.size != LONG) || text.bytes[4] != '-' || text.bytes[7] != '-' ||
        text.bytes[10] != 'T' || text.bytes[13] != ':' ||
        (text.size == LONG && text.bytes[16] != ':')) {
        return JB_ERR_INVALID;
    }
    int year = number_at(text, 0, 4);
    int month = number_at(text, 5, 2);
    int day = number_at(text, 8, 2);
    int hour = number_at(text, 11, 2);
    int minute = number_at(text, 14, 2);
    int second = text.size == LONG ? number_at(text, 17, 2) : 0;
    if (!in_range(year, 1970, JB_ZONE_YEAR_MAX) || !in_range(month, 1, 12) ||
        !in_range(day, 1, jb_month_days(year, month)) || !in_range(hour, 0, 23) ||
        !in_range(minute, 0, 59) || !in_range(second, 0, 59)) {
        return JB_ERR_INVALID;
    }
    *out = (jb_local_time){ .year = year,
                            .month = (uint8_t)month,
                            .day = (uint8_t)day,
                            .hour = (uint8_t)hour,
                            .minute = (uint8_t)minute,
                            .second = (uint8_t)second };
    return JB_OK;
}

int32_t jb_local_day(const jb_local_time *local)
{
    return (int32_t)jb_days_of(local->year, local->month, local->day);
}

void jb_local_of(jb_time at, int32_t offset_s, jb_local_time *out)
{
    JB_ASSERT(at > -JB_ZONE_TIME_MAX && at < JB_ZONE_TIME_MAX);
    JB_ASSERT(offset_s >= -JB_ZONE_OFFSET_MAX && offset_s <= JB_ZONE_OFFSET_MAX);
    int64_t seconds = jb_floor_div(at, 1000) + offset_s;
    int64_t days = jb_floor_div(seconds, JB_DAY_S);
    int64_t year = 0;
    int month = 0;
    int day = 0;
    date_of(days, &year, &month, &day);
    int rest = (int)(seconds - days * JB_DAY_S);
    *out = (jb_local_time){ .year = (int32_t)year,
                            .month = (uint8_t)month,
                            .day = (uint8_t)day,
                            .hour = (uint8_t)(rest / 3600),
                            .minute = (uint8_t)(rest / 60 % 60),
                            .second = (uint8_t)(rest % 60) };
}
