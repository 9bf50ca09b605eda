#ifndef JINBANG_ZONE_INTERNAL_H
#define JINBANG_ZONE_INTERNAL_H

/*
 * Time zones inside the base module. Everything here counts whole seconds since 1970; offsets are
 * what local time is ahead of UTC.
 */

#include <stdbool.h>
#include <stdint.h>

#include "jinbang/zone.h"

enum {
    JB_DAY_S = 24 * 3600,
    JB_ZONE_YEAR_MAX = 2999
};

/* Division that rounds down, for times before 1970. */
int64_t jb_floor_div(int64_t a, int64_t b);
/* Days since 1970-01-01 of a date; any year. */
int64_t jb_days_of(int64_t year, int month, int day);
int jb_month_days(int64_t year, int month);
bool jb_leap_year(int64_t year);
int64_t jb_year_of_days(int64_t days);

/* ---- zone_rule.c: the footer of a zone file, a POSIX TZ string ---- */

/* When summer time begins or ends in every year. */
typedef enum jb_zone_date_kind {
    JB_ZONE_DATE_WEEKDAY, /* Mm.w.d: the w-th weekday of a month, 5: the last */
    JB_ZONE_DATE_JULIAN,  /* Jn: day 1 to 365, 29 February is never counted */
    JB_ZONE_DATE_DAY      /* n: day 0 to 365 */
} jb_zone_date_kind;

typedef struct jb_zone_date {
    jb_zone_date_kind kind;
    int month, week, weekday;
    int day;
    int32_t time_s; /* local time of that day; may be before or after it */
} jb_zone_date;

typedef struct jb_zone_rule {
    int32_t standard;
    int32_t summer;
    bool has_summer;
    jb_zone_date begin, end;
} jb_zone_rule;

/* JB_ERR_CORRUPT: not such a text. */
jb_status jb_zone_rule_read(jb_slice text, jb_zone_rule *rule) JB_MUST_CHECK;
int32_t jb_zone_rule_offset(const jb_zone_rule *rule, int64_t at);
/* The first second after `at` with another offset; INT64_MAX: never. */
int64_t jb_zone_rule_next(const jb_zone_rule *rule, int64_t at);

#endif
