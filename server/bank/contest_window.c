/*
 * "window" of a contest file: when a contest is open, what paper everybody gets, how often, and
 * what is shown when. It stands in place of rounds. Local times stay as they are written: a time
 * zone is looked up when a plan is made (plan_zone.c), and never again.
 */
#include "contest_internal.h"

#include "jinbang/assert.h"

enum {
    ATTEMPTS_MAX = 1000
};

static const jb_field window_fields[] = {
    [JB_WINDOW_OPENS_AT] = { .name = "opens_at", .types = JB_IS_STRING, .required = true },
    [JB_WINDOW_CLOSES_AT] = { .name = "closes_at", .types = JB_IS_STRING, .required = true },
    [JB_WINDOW_TIME_ZONE] = { .name = "time_zone", .types = JB_IS_STRING, .required = true },
    [JB_WINDOW_PAPER] = { .name = "paper", .types = JB_IS_ARRAY, .required = true },
    [JB_WINDOW_POINTS] = { .name = "points", .types = JB_IS_NUMBER | JB_IS_OBJECT },
    [JB_WINDOW_GRADING] = { .name = "grading", .types = JB_IS_OBJECT },
    [JB_WINDOW_SECONDS] = { .name = "seconds", .types = JB_IS_NUMBER },
    [JB_WINDOW_QUESTION_SECONDS] = { .name = "question_seconds", .types = JB_IS_NUMBER },
    [JB_WINDOW_ATTEMPTS] = { .name = "attempts", .types = JB_IS_OBJECT },
    [JB_WINDOW_REVEAL] = { .name = "reveal", .types = JB_IS_STRING },
    [JB_WINDOW_CHANGE] = { .name = "change", .types = JB_IS_BOOL },
    [JB_WINDOW_SHUFFLE_QUESTIONS] = { .name = "shuffle_questions", .types = JB_IS_BOOL },
    [JB_WINDOW_SHUFFLE_OPTIONS] = { .name = "shuffle_options", .types = JB_IS_BOOL },
    [JB_WINDOW_ENTRY] = { .name = "entry", .types = JB_IS_STRING },
    [JB_WINDOW_STUDY] = { .name = "study", .types = JB_IS_BOOL },
    [JB_WINDOW_PASS] = { .name = "pass", .types = JB_IS_NUMBER },
};

_Static_assert(sizeof window_fields / sizeof window_fields[0] == JB_WINDOW_FIELD_COUNT,
               "a row each");

static const jb_shape window_shape = {
    .what = "\"window\"",
    .fields = window_fields,
    .field_count = JB_WINDOW_FIELD_COUNT,
    .x_keys = true,
};

static const char *attempts_name(uint32_t value)
{
    return jb_attempts_name((jb_attempts)value);
}

static const char *reveal_name(uint32_t value)
{
    return jb_reveal_when_name((jb_reveal_when)value);
}

static const char *entry_name(uint32_t value)
{
    return jb_entry_by_name((jb_entry_by)value);
}

static bool read_time(jb_reader *reader, const cJSON *node, jb_local_time *out)
{
    if (jb_local_time_read(jb_node_slice(node), out) == JB_OK) {
        return true;
    }
    jb_fault(
        reader, node, "bad_time",
        "\"%.40s\" is no time; write it like \"2026-12-01T08:00\", in the contest's time zone.",
        node->valuestring);
    return false;
}

/* At least a second, which a time of 0 would not be. */
static bool read_limit(jb_reader *reader, const cJSON *node, int64_t seconds_max, jb_time *value)
{
    if (!jb_read_milliseconds(reader, node, seconds_max, value)) {
        return false;
    }
    if (*value < 1000) {
        jb_fault(reader, node, "out_of_range",
                 "\"%s\" must be at least 1; without it there is no "
                 "such limit.",
                 node->string);
        return false;
    }
    return true;
}

static bool check_attempts(jb_reader *reader, const cJSON *max, const cJSON *per_day,
                           const cJSON *count, const jb_contest_window *window)
{
    const jb_window_rules *rules = &window->rules;
    const cJSON *place = max ? max : window->at[JB_WINDOW_ATTEMPTS];
    bool good = true;
    if (count && rules->attempts_max == 1) {
        jb_clash(reader, count, place, "setting_not_used",
                 "Everybody has one paper, so \"count\" does nothing; raise \"max\", or take it "
                 "out.");
        good = false;
    }
    if (per_day && rules->attempts_max > 0 && rules->attempts_per_day >= rules->attempts_max) {
        jb_clash(reader, per_day, place, "setting_not_used",
                 "Nobody has more papers than \"max\", so \"per_day\" does nothing; lower it, or "
                 "raise \"max\".");
        good = false;
    }
    return good;
}

static bool read_attempts(jb_reader *reader, const cJSON *node, jb_contest_window *window)
{
    enum {
        MAX,
        PER_DAY,
        COUNTED,
        COUNT
    };
    static const jb_field fields[] = {
        [MAX] = { .name = "max", .types = JB_IS_NUMBER },
        [PER_DAY] = { .name = "per_day", .types = JB_IS_NUMBER },
        [COUNTED] = { .name = "count", .types = JB_IS_STRING },
    };
    static const jb_shape shape = {
        .what = "\"attempts\"",
        .fields = fields,
        .field_count = COUNT,
        .x_keys = true,
    };
    const cJSON *values[COUNT];
    int64_t per_day = 0;
    uint32_t counted = JB_ATTEMPTS_BEST;
    bool good = jb_read_object(reader, node, &shape, values);
    good =
        (!values[PER_DAY] || jb_read_integer(reader, values[PER_DAY], 1, ATTEMPTS_MAX, &per_day)) &&
        good;
    /* Where days have a limit, they are the only one unless the file says otherwise. */
    int64_t most = per_day > 0 ? 0 : 1;
    good = (!values[MAX] || jb_read_integer(reader, values[MAX], 0, ATTEMPTS_MAX, &most)) && good;
    good = (!values[COUNTED] || jb_read_name(reader, values[COUNTED], attempts_name, &counted)) &&
           good;
    window->rules.attempts_max = (uint32_t)most;
    window->rules.attempts_per_day = (uint32_t)per_day;
    window->rules.attempts = (jb_attempts)counted;
    window->attempts_max = values[MAX];
    return good && check_attempts(reader, values[MAX], values[PER_DAY], values[COUNTED], window);
}

static bool read_times(jb_reader *reader, jb_contest_window *window)
{
    const cJSON *const *at = window->at;
    jb_window_rules *rules = &window->rules;
    const cJSON *each = at[JB_WINDOW_QUESTION_SECONDS];
    bool good =
        !at[JB_WINDOW_OPENS_AT] || read_time(reader, at[JB_WINDOW_OPENS_AT], &window->opens);
    good =
        (!at[JB_WINDOW_CLOSES_AT] || read_time(reader, at[JB_WINDOW_CLOSES_AT], &window->closes)) &&
        good;
    good = (!at[JB_WINDOW_SECONDS] ||
            read_limit(reader, at[JB_WINDOW_SECONDS], JB_WINDOW_MS_MAX / 1000, &rules->paper_ms)) &&
           good;
    return (!each || read_limit(reader, each, JB_SECONDS_MAX, &rules->question_ms)) && good;
}

/* An answer that is final cannot be changed. */
static bool settle_change(jb_reader *reader, jb_contest_window *window)
{
    const cJSON *change = window->at[JB_WINDOW_CHANGE];
    const cJSON *because = window->at[JB_WINDOW_QUESTION_SECONDS];
    if (!because && window->rules.reveal == JB_REVEAL_AT_ONCE) {
        because = window->at[JB_WINDOW_REVEAL];
    }
    window->rules.change = !because && jb_node_bool(change, true);
    if (because && jb_node_bool(change, false)) {
        jb_clash(reader, change, because, "setting_not_used",
                 "An answer is final here: its question is left behind, or what was right is shown "
                 "at once. Take \"change\" out.");
        return false;
    }
    return true;
}

static bool read_words(jb_reader *reader, jb_contest_window *window)
{
    const cJSON *const *at = window->at;
    uint32_t reveal = JB_REVEAL_CLOSE;
    uint32_t entry = JB_ENTRY_OPEN;
    bool good =
        !at[JB_WINDOW_REVEAL] || jb_read_name(reader, at[JB_WINDOW_REVEAL], reveal_name, &reveal);
    good =
        (!at[JB_WINDOW_ENTRY] || jb_read_name(reader, at[JB_WINDOW_ENTRY], entry_name, &entry)) &&
        good;
    window->rules.reveal = (jb_reveal_when)reveal;
    window->rules.entry = (jb_entry_by)entry;
    return good;
}

bool jb_contest_window_read(jb_reader *reader, const cJSON *node, jb_memory *memory,
                            jb_contest *contest)
{
    jb_contest_window *window = jb_memory_take(memory, 1, sizeof *window);
    if (!window) {
        reader->out_of_memory = true;
        return false;
    }
    *window = (jb_contest_window){ .node = node };
    contest->window = window;
    const cJSON **at = window->at;
    jb_window_rules *rules = &window->rules;
    bool good = jb_read_object(reader, node, &window_shape, at);
    good = read_times(reader, window) && good;
    good = read_words(reader, window) && good;
    rules->attempts_max = 1;
    if (at[JB_WINDOW_ATTEMPTS]) {
        good = read_attempts(reader, at[JB_WINDOW_ATTEMPTS], window) && good;
    }
    good = settle_change(reader, window) && good;
    rules->shuffle_questions = jb_node_bool(at[JB_WINDOW_SHUFFLE_QUESTIONS], true);
    rules->shuffle_options = jb_node_bool(at[JB_WINDOW_SHUFFLE_OPTIONS], true);
    rules->study = jb_node_bool(at[JB_WINDOW_STUDY], false);
    if (at[JB_WINDOW_PASS]) {
        good = jb_read_points(reader, at[JB_WINDOW_PASS], 0, &rules->pass) && good;
        rules->has_pass = true;
    }
    return (!at[JB_WINDOW_PAPER] || jb_contest_paper_read(reader, memory, contest)) && good;
}
