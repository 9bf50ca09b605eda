/*
 * Time zones: offsets, changes, and instants of local times that are there once, twice or never,
 * out of the system's tz database; and files that are damaged, made here.
 */
#include <stdlib.h>
#include <string.h>

#include "jb_test.h"
#include "jinbang/zone.h"
#include "zone_internal.h"

static jb_zone *open_zone(const char *name)
{
    jb_zone *zone = NULL;
    jb_status status = jb_zone_open(jb_slice_of(name), &zone);
    if (status != JB_OK) {
        fail_msg("%s: %s", name, jb_status_text(status));
    }
    return zone;
}

static jb_local_time local(const char *text)
{
    jb_local_time out = { 0 };
    JB_EQ_I64(jb_local_time_read(jb_slice_of(text), &out), JB_OK);
    return out;
}

static jb_time utc(const char *text)
{
    jb_local_time at = local(text);
    return ((jb_time)jb_local_day(&at) * JB_DAY_S + at.hour * 3600 + at.minute * 60 + at.second) *
           1000;
}

/* The instant of a local time; JB_TIME_NONE: there is none. */
static jb_time instant(const jb_zone *zone, const char *text)
{
    jb_local_time wall = local(text);
    jb_time out = JB_TIME_NONE;
    jb_status status = jb_zone_instant(zone, &wall, &out);
    JB_TRUE(status == (out == JB_TIME_NONE ? JB_ERR_INVALID : JB_OK));
    return out;
}

static void shanghai_is_eight_hours_ahead_for_ever(void **state)
{
    jb_zone *zone = open_zone("Asia/Shanghai");
    JB_EQ_I64(jb_zone_offset(zone, utc("2026-12-01T00:00")), 8 * 3600);
    JB_EQ_I64(jb_zone_offset(zone, utc("2999-07-01T00:00")), 8 * 3600);
    JB_EQ_I64(instant(zone, "2026-12-01T08:00"), utc("2026-12-01T00:00"));
    JB_EQ_I64(jb_zone_next(zone, utc("2026-12-01T00:00")), JB_TIME_NONE);
    /* It had summer time once. */
    JB_EQ_I64(jb_zone_offset(zone, utc("1988-07-01T00:00")), 9 * 3600);
    JB_EQ_I64(jb_zone_next(zone, utc("1988-07-01T00:00")), utc("1988-09-10T17:00"));
    jb_zone_close(zone);
}

static void berlin_has_a_gap_and_a_double_hour(void **state)
{
    jb_zone *zone = open_zone("Europe/Berlin");
    JB_EQ_I64(instant(zone, "2027-03-28T01:59:59"), utc("2027-03-28T00:59:59"));
    JB_EQ_I64(instant(zone, "2027-03-28T02:00"), JB_TIME_NONE);
    JB_EQ_I64(instant(zone, "2027-03-28T02:59:59"), JB_TIME_NONE);
    JB_EQ_I64(instant(zone, "2027-03-28T03:00"), utc("2027-03-28T01:00"));
    JB_EQ_I64(instant(zone, "2026-10-25T02:30"), utc("2026-10-25T00:30")); /* the first of two */
    JB_EQ_I64(instant(zone, "2026-10-25T03:00"), utc("2026-10-25T02:00"));
    JB_EQ_I64(jb_zone_offset(zone, utc("2026-10-25T01:00") - 1), 7200);
    JB_EQ_I64(jb_zone_offset(zone, utc("2026-10-25T01:00")), 3600);
    JB_EQ_I64(jb_zone_next(zone, utc("2026-10-25T01:00") - 1), utc("2026-10-25T01:00"));
    JB_EQ_I64(jb_zone_next(zone, utc("2026-10-25T01:00")), utc("2027-03-28T01:00"));
    jb_zone_close(zone);
}

static void new_york_and_kathmandu_are_where_they_are(void **state)
{
    jb_zone *zone = open_zone("America/New_York");
    JB_EQ_I64(instant(zone, "2026-11-01T01:30"), utc("2026-11-01T05:30"));
    JB_EQ_I64(instant(zone, "2026-03-08T02:30"), JB_TIME_NONE);
    JB_EQ_I64(instant(zone, "2026-01-15T12:00"), utc("2026-01-15T17:00"));
    JB_EQ_I64(instant(zone, "2026-07-15T12:00"), utc("2026-07-15T16:00"));
    jb_zone_close(zone);
    zone = open_zone("Asia/Kathmandu");
    JB_EQ_I64(instant(zone, "2026-12-01T08:00"), utc("2026-12-01T02:15"));
    jb_zone_close(zone);
    zone = open_zone("UTC");
    JB_EQ_I64(instant(zone, "1970-01-01T00:00"), 0);
    JB_EQ_I64(jb_zone_next(zone, 0), JB_TIME_NONE);
    jb_zone_close(zone);
}

static void the_far_future_follows_the_footer(void **state)
{
    jb_zone *zone = open_zone("Europe/Berlin");
    JB_EQ_I64(jb_zone_offset(zone, utc("2500-07-01T00:00")), 7200);
    JB_EQ_I64(jb_zone_offset(zone, utc("2500-01-01T00:00")), 3600);
    JB_EQ_I64(jb_zone_next(zone, utc("2500-01-01T00:00")), utc("2500-03-28T01:00"));
    /* Beyond the last year it stays as it was. */
    JB_EQ_I64(jb_zone_offset(zone, JB_TIME_NONE), 3600);
    JB_EQ_I64(jb_zone_next(zone, JB_TIME_NONE), JB_TIME_NONE);
    jb_zone_close(zone);
    /* The whole of summer south of the equator, over the turn of the year. */
    zone = open_zone("Australia/Sydney");
    JB_EQ_I64(jb_zone_offset(zone, utc("2400-01-01T00:00")), 11 * 3600);
    JB_EQ_I64(jb_zone_offset(zone, utc("2400-07-01T00:00")), 10 * 3600);
    jb_zone_close(zone);
}

static void a_day_that_was_left_out_is_never_there(void **state)
{
    jb_zone *zone = open_zone("Pacific/Apia"); /* 30 December 2011 */
    JB_EQ_I64(instant(zone, "2011-12-30T12:00"), JB_TIME_NONE);
    JB_EQ_I64(instant(zone, "2011-12-29T23:59:59"), utc("2011-12-30T09:59:59"));
    JB_EQ_I64(instant(zone, "2011-12-31T00:00"), utc("2011-12-30T10:00"));
    jb_zone_close(zone);
}

static void only_names_of_zones_are_opened(void **state)
{
    static const char *const names[] = {
        "",         "../../etc/passwd", "/etc/passwd",  "Asia/../UTC",         "Asia//Shanghai",
        "Europe",   "Europe/",          "Nowhere/City", "right/Asia/Shanghai", "localtime",
        "zone.tab", "Asia/Shanghai\n",  "A\xcc\x80",    "Asia/Shanghai "
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        jb_zone *zone = NULL;
        JB_EQ_I64(jb_zone_open(jb_slice_of(names[i]), &zone), JB_ERR_NOT_FOUND);
        assert_null(zone);
    }
    char longest[66];
    memset(longest, 'A', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    jb_zone *zone = NULL;
    JB_EQ_I64(jb_zone_open(jb_slice_of(longest), &zone), JB_ERR_NOT_FOUND);
}

static void a_system_without_zones_says_so(void **state)
{
    jb_zone *zone = NULL;
    JB_EQ_I64(setenv("TZDIR", "/nowhere/zoneinfo", 1), 0);
    JB_EQ_I64(jb_zone_open(jb_slice_of("UTC"), &zone), JB_ERR_IO);
    JB_EQ_I64(unsetenv("TZDIR"), 0);
    assert_null(zone);
}

static void local_times_are_days_of_the_calendar(void **state)
{
    static const char *const wrong[] = {
        "",
        "2026-12-01",
        "2026-12-01 08:00",
        "2026-12-01T8:00",
        "2026-12-01T08:00Z",
        "2026-12-01T08:00:60",
        "2026-12-01T24:00",
        "2026-12-01T08:60",
        "2026-13-01T08:00",
        "2026-00-01T08:00",
        "2026-02-29T08:00",
        "2026-04-31T08:00",
        "2026-04-00T08:00",
        "1969-12-31T23:59",
        "3000-01-01T00:00",
        "+026-12-01T08:00",
        "2026-12-01T08:00:0 ",
    };
    jb_local_time out = { .year = 1 };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        JB_EQ_I64(jb_local_time_read(jb_slice_of(wrong[i]), &out), JB_ERR_INVALID);
        JB_EQ_I64(out.year, 1);
    }
    out = local("2028-02-29T23:59:58");
    JB_EQ_I64(out.year, 2028);
    JB_EQ_I64(out.month, 2);
    JB_EQ_I64(out.day, 29);
    JB_EQ_I64(out.hour, 23);
    JB_EQ_I64(out.minute, 59);
    JB_EQ_I64(out.second, 58);
    /* Every day there is, one after the other. */
    int32_t day = 0;
    for (int year = 1970; year <= JB_ZONE_YEAR_MAX; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int d = 1; d <= jb_month_days(year, month); d++, day++) {
                jb_local_time got;
                jb_local_of((jb_time)day * JB_DAY_S * 1000 + 999, 0, &got);
                JB_TRUE(got.year == year && got.month == month && got.day == d && got.hour == 0);
                JB_EQ_I64(jb_local_day(&got), day);
            }
        }
    }
    jb_local_of(-1, 3600, &out);
    JB_EQ_I64(out.hour, 0);
    JB_EQ_I64(out.minute, 59);
    jb_local_of(0, -1, &out);
    JB_EQ_I64(out.year, 1969);
    JB_EQ_I64(out.second, 59);
}

/* ---- rules of footers ---- */

static void footers_are_read_as_posix_writes_them(void **state)
{
    static const struct {
        const char *text;
        int32_t winter, summer; /* on 1 January and 1 July 2100, UTC */
    } good[] = {
        { "CST-8", 28800, 28800 },
        { "<+0545>-5:45", 20700, 20700 },
        { "CET-1CEST,M3.5.0,M10.5.0/3", 3600, 7200 },
        { "EST5EDT,M3.2.0,M11.1.0", -18000, -14400 },
        { "IST-1GMT0,M10.5.0,M3.5.0/1", 0, 3600 },
        { "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", -7200, -3600 },
        { "XXX3EDT4,0/0,J365/23", -14400, -14400 }, /* summer time all year round */
        { "AEST-10AEDT,J300,J60", 39600, 36000 },
        { "XXX-1:30:15", 5415, 5415 },
        { "XXX+24", -86400, -86400 },
        { "AAA0BBB,M6.1.0/167,M7.1.0/-167", 0, 0 },
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        jb_zone_rule rule;
        JB_EQ_I64(jb_zone_rule_read(jb_slice_of(good[i].text), &rule), JB_OK);
        JB_EQ_I64(jb_zone_rule_offset(&rule, utc("2100-01-01T00:00") / 1000), good[i].winter);
        JB_EQ_I64(jb_zone_rule_offset(&rule, utc("2100-07-01T00:00") / 1000), good[i].summer);
    }
    static const char *const wrong[] = { "",
                                         "CST",
                                         "CS-8",
                                         "<CS>-8",
                                         "<CST-8",
                                         "CST-25",
                                         "CST-8:60",
                                         "CST-8 ",
                                         "CET-1CEST",
                                         "CET-1CEST,M3.5.0",
                                         "CET-1CEST,M13.5.0,M10.5.0",
                                         "CET-1CEST,M3.6.0,M10.5.0",
                                         "CET-1CEST,M3.5.7,M10.5.0",
                                         "CET-1CEST,M3.5.0,M10.5.0/168",
                                         "CET-1CEST,J0,J365",
                                         "CET-1CEST,0,366",
                                         "CET-1CEST,M3.5.0,M10.5.0,",
                                         "CET-99999999999999999999" };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        jb_zone_rule rule;
        JB_EQ_I64(jb_zone_rule_read(jb_slice_of(wrong[i]), &rule), JB_ERR_CORRUPT);
    }
}

static void day_numbers_count_leap_days_or_not(void **state)
{
    jb_zone_rule rule;
    JB_EQ_I64(jb_zone_rule_read(jb_slice_of("AAA0BBB,J60/0,J300/0"), &rule), JB_OK);
    JB_EQ_I64(jb_zone_rule_next(&rule, utc("2028-01-01T00:00") / 1000) * 1000,
              utc("2028-03-01T00:00"));
    JB_EQ_I64(jb_zone_rule_next(&rule, utc("2027-01-01T00:00") / 1000) * 1000,
              utc("2027-03-01T00:00"));
    JB_EQ_I64(jb_zone_rule_read(jb_slice_of("AAA0BBB,59/0,300/0"), &rule), JB_OK);
    JB_EQ_I64(jb_zone_rule_next(&rule, utc("2028-01-01T00:00") / 1000) * 1000,
              utc("2028-02-29T00:00"));
    JB_EQ_I64(jb_zone_rule_next(&rule, utc("2027-01-01T00:00") / 1000) * 1000,
              utc("2027-03-01T00:00"));
    JB_EQ_I64(jb_zone_rule_read(jb_slice_of("XXX3EDT4,0/0,J365/23"), &rule), JB_OK);
    JB_EQ_I64(jb_zone_rule_next(&rule, utc("2028-01-01T00:00") / 1000), INT64_MAX);
}

/* ---- files ---- */

/* A version 2 file: an empty first part, one change to +1:00 in 1980, a footer. */
static size_t make_file(unsigned char bytes[256])
{
    static const unsigned char first[] = { 'T', 'Z', 'i', 'f', '2', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                           0,   0,   0,   0,   0,   0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                           0,   0,   0,   0,   0,   0, 0, 0, 0, 1, 0, 0, 0, 1 };
    static const unsigned char empty[] = { 0, 0, 0, 0, 0, 0, 0 };
    static const unsigned char second[] = { 'T', 'Z', 'i', 'f', '2', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                            0,   0,   0,   0,   0,   0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                            0,   0,   0,   0,   0,   1, 0, 0, 0, 2, 0, 0, 0, 4 };
    static const unsigned char block[] = { 0, 0, 0, 0, 0x12, 0xce, 0xa6, 0, 1,   0,   0,   0, 0,
                                           0, 0, 0, 0, 0xe,  0x10, 0,    0, 'A', 'A', 'A', 0 };
    static const char footer[] = "\nAAA-1\n";
    size_t size = 0;
    memcpy(bytes + size, first, sizeof first);
    size += sizeof first;
    memcpy(bytes + size, empty, sizeof empty);
    size += sizeof empty;
    memcpy(bytes + size, second, sizeof second);
    size += sizeof second;
    memcpy(bytes + size, block, sizeof block);
    size += sizeof block;
    memcpy(bytes + size, footer, sizeof footer - 1);
    return size + sizeof footer - 1;
}

static jb_status parse(const unsigned char *bytes, size_t size, jb_zone **zone)
{
    /* Exactly as many bytes as there are, so that a read too far is seen. */
    char *copy = malloc(size + 1);
    assert_non_null(copy);
    memcpy(copy, bytes, size);
    jb_status status = jb_zone_parse((jb_slice){ .bytes = copy, .size = size }, zone);
    free(copy);
    return status;
}

static void a_file_is_read_up_to_its_last_byte(void **state)
{
    unsigned char bytes[256];
    size_t size = make_file(bytes);
    jb_zone *zone = NULL;
    JB_EQ_I64(parse(bytes, size, &zone), JB_OK);
    JB_EQ_I64(jb_zone_offset(zone, utc("1979-12-31T23:59:59")), 0);
    JB_EQ_I64(jb_zone_next(zone, utc("1979-12-31T23:59:59")), utc("1980-01-01T00:00"));
    JB_EQ_I64(jb_zone_offset(zone, utc("1980-01-01T00:00")), 3600);
    JB_EQ_I64(jb_zone_offset(zone, utc("2500-01-01T00:00")), 3600);
    jb_zone_close(zone);
    for (size_t cut = 0; cut < size; cut++) {
        zone = NULL;
        JB_EQ_I64(parse(bytes, cut, &zone), JB_ERR_CORRUPT);
        assert_null(zone);
    }
}

static void damaged_files_are_refused(void **state)
{
    enum {
        SECOND = 44 + 7,
        BLOCK = SECOND + 44
    };
    static const struct {
        size_t place;
        unsigned char value;
    } damage[] = {
        { 0, 'X' },             /* the mark */
        { 4, '1' },             /* a version nobody knows */
        { 4, '3' },             /* not that of the second part */
        { SECOND + 31, 1 },     /* leap seconds */
        { SECOND + 39, 0 },     /* no types */
        { SECOND + 38, 2 },     /* more types than can be */
        { SECOND + 32, 0x7f },  /* more changes than bytes */
        { SECOND + 40, 0xff },  /* more names than bytes */
        { SECOND + 23, 1 },     /* marks of some types, not of all */
        { SECOND + 27, 1 },     /* the same */
        { BLOCK + 8, 2 },       /* a type that is not there */
        { BLOCK + 9, 0x7f },    /* an offset of years */
        { BLOCK + 13, 2 },      /* neither summer nor winter */
        { BLOCK + 14, 4 },      /* a name that is not there */
        { BLOCK + 25, 'x' },    /* a footer without its line */
        { BLOCK + 26, 'x' + 1 } /* fine: a name of three letters stays one */
    };
    size_t count = sizeof damage / sizeof damage[0];
    for (size_t i = 0; i < count; i++) {
        unsigned char bytes[256];
        size_t size = make_file(bytes);
        jb_zone *zone = NULL;
        bytes[damage[i].place] = damage[i].value;
        jb_status status = parse(bytes, size, &zone);
        if (status != (i + 1 < count ? JB_ERR_CORRUPT : JB_OK)) {
            fail_msg("damage %zu: %s", i, jb_status_text(status));
        }
        jb_zone_close(zone);
    }
}

static void changes_out_of_order_are_refused(void **state)
{
    /* Version 1: two changes at the same second. */
    unsigned char bytes[44 + 2 * 5 + 6 + 1] = { 'T', 'Z', 'i', 'f' };
    bytes[35] = 2; /* changes */
    bytes[39] = 1; /* types */
    bytes[43] = 1; /* bytes of names */
    bytes[47] = 5;
    bytes[51] = 6;
    jb_zone *zone = NULL;
    JB_EQ_I64(parse(bytes, sizeof bytes, &zone), JB_OK);
    JB_EQ_I64(jb_zone_next(zone, 0), JB_TIME_NONE); /* both are to the offset it has */
    jb_zone_close(zone);
    zone = NULL;
    bytes[51] = 5;
    JB_EQ_I64(parse(bytes, sizeof bytes, &zone), JB_ERR_CORRUPT);
    assert_null(zone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shanghai_is_eight_hours_ahead_for_ever),
        cmocka_unit_test(berlin_has_a_gap_and_a_double_hour),
        cmocka_unit_test(new_york_and_kathmandu_are_where_they_are),
        cmocka_unit_test(the_far_future_follows_the_footer),
        cmocka_unit_test(a_day_that_was_left_out_is_never_there),
        cmocka_unit_test(only_names_of_zones_are_opened),
        cmocka_unit_test(a_system_without_zones_says_so),
        cmocka_unit_test(local_times_are_days_of_the_calendar),
        cmocka_unit_test(footers_are_read_as_posix_writes_them),
        cmocka_unit_test(day_numbers_count_leap_days_or_not),
        cmocka_unit_test(a_file_is_read_up_to_its_last_byte),
        cmocka_unit_test(damaged_files_are_refused),
        cmocka_unit_test(changes_out_of_order_are_refused),
    };
    return JB_RUN(tests);
}
