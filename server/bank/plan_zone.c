/*
 * From the local times of a window to instants, and from its time zone to the offsets that a plan
 * holds: as far as a contest can reach, with room for a schedule that is changed later.
 */
#include "contest_internal.h"

#include <string.h>

#include "jinbang/assert.h"

#define DAY_MS ((jb_time)24 * 3600 * 1000)

enum {
    DAYS_BEFORE = 31,
    DAYS_AFTER = 400
};

static bool open_zone(jb_reader *reader, const cJSON *name, jb_zone **zone)
{
    jb_status status = jb_zone_open(jb_node_slice(name), zone);
    if (status == JB_ERR_MEMORY) {
        reader->out_of_memory = true;
    } else if (status == JB_ERR_IO) {
        jb_fault(reader, name, "no_time_zones",
                 "This system has no tz database, which contests over days are made with; install "
                 "the package tzdata, or set TZDIR.");
    } else if (status == JB_ERR_NOT_FOUND) {
        jb_fault(reader, name, "unknown_time_zone",
                 "There is no time zone \"%.64s\"; use a name like \"Asia/Shanghai\" or \"UTC\".",
                 name->valuestring);
    } else if (status != JB_OK) {
        jb_fault(reader, name, "unknown_time_zone",
                 "The system's file of the time zone \"%.64s\" cannot be read.", name->valuestring);
    }
    return status == JB_OK;
}

static bool find_instant(jb_reader *reader, const jb_contest_window *window, const jb_zone *zone,
                         jb_window_field field, jb_time *at)
{
    const jb_local_time *local = field == JB_WINDOW_OPENS_AT ? &window->opens : &window->closes;
    if (jb_zone_instant(zone, local, at) == JB_OK) {
        return true;
    }
    jb_clash(reader, window->at[field], window->at[JB_WINDOW_TIME_ZONE], "time_not_there",
             "The clocks are put forward over \"%.40s\", so this time is never there; take one "
             "before or after it.",
             window->at[field]->valuestring);
    return false;
}

static bool check_length(jb_reader *reader, const jb_contest_window *window)
{
    const cJSON *const *at = window->at;
    jb_time length = window->rules.closes_at - window->rules.opens_at;
    if (length <= 0) {
        jb_clash(reader, at[JB_WINDOW_CLOSES_AT], at[JB_WINDOW_OPENS_AT], "closes_before_opening",
                 "The contest closes before it opens; let \"closes_at\" be later.");
        return false;
    }
    if (length > JB_WINDOW_DAYS_MAX * DAY_MS) {
        jb_clash(reader, at[JB_WINDOW_CLOSES_AT], at[JB_WINDOW_OPENS_AT], "window_too_long",
                 "The contest is open for more than %d days; let it close earlier.",
                 JB_WINDOW_DAYS_MAX);
        return false;
    }
    return true;
}

static bool make_spans(jb_reader *reader, const jb_zone *zone, jb_contest_window *window)
{
    jb_time from = window->rules.opens_at - DAYS_BEFORE * DAY_MS;
    jb_time end = window->rules.closes_at + DAYS_AFTER * DAY_MS;
    uint32_t count = 0;
    while (from < end && count < JB_ZONE_SPANS_MAX) {
        window->spans[count++] =
            (jb_zone_span){ .from = from, .offset_s = jb_zone_offset(zone, from) };
        from = jb_zone_next(zone, from);
    }
    window->rules.span_count = count;
    if (from < end) {
        jb_fault(reader, window->at[JB_WINDOW_TIME_ZONE], "unknown_time_zone",
                 "This time zone changes more than %d times around the contest.",
                 JB_ZONE_SPANS_MAX);
        return false;
    }
    return true;
}

bool jb_window_zone(jb_reader *reader, jb_contest_window *window)
{
    jb_zone *zone = NULL;
    if (!open_zone(reader, window->at[JB_WINDOW_TIME_ZONE], &zone)) {
        return false;
    }
    bool good = find_instant(reader, window, zone, JB_WINDOW_OPENS_AT, &window->rules.opens_at);
    good =
        find_instant(reader, window, zone, JB_WINDOW_CLOSES_AT, &window->rules.closes_at) && good;
    good = good && check_length(reader, window) && make_spans(reader, zone, window);
    jb_zone_close(zone);
    return good;
}
