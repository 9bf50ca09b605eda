/*
 * Plays simulated contests, one a seed, until one of them is wrong or there are no seeds left.
 *
 * usage: sim_contest [--seeds A-B | --seed N | --forever]
 *
 * By default 200 seeds from JB_SEED_BASE (1) on, or as many as JB_SEEDS says, or, if JB_CPU_SECONDS
 * is given, for that long. JB_SEED=N plays one seed alone: that is what a failure asks for. The
 * order of the seeds is always the same.
 */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "jinbang/assert.h"
#include "jinbang/log.h"
#include "sim.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SLOW_BUILD
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(SLOW_BUILD)
#define SANITIZED
enum {
    SEEDS_DEFAULT = 60
};
#else
enum {
    SEEDS_DEFAULT = 200
};
#endif

enum {
    SEEDS_ENOUGH = 200 /* so many meet everything */
};

/* The one being played, for an assertion that fails in the middle of it: its hook knows nothing. */
static uint64_t playing;
static const char *program = "sim_contest";

static void tell_seed(uint64_t seed)
{
    sim_disk_clear();
    (void)fflush(stdout);
    (void)fprintf(stderr, "seed %llu; again with: JB_SEED=%llu %s\n", (unsigned long long)seed,
                  (unsigned long long)seed, program);
    (void)fflush(stderr);
}

void sim_fail(const sim *s, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)fprintf(stderr, "sim: at %lld ms, life %u: ", (long long)s->now, s->life);
    (void)vfprintf(stderr, format, arguments);
    (void)fprintf(stderr, "\n");
    va_end(arguments);
    tell_seed(s->seed);
    _Exit(EXIT_FAILURE);
}

static void assertion_failed(const char *expression, const char *file, int line)
{
    (void)fprintf(stderr, "sim: %s:%d: assertion failed: %s\n", file, line, expression);
    tell_seed(playing);
    abort();
}

#ifndef SANITIZED
/* Where no sanitizer tells more: which seed it was, and then it dies of what it was about to. */
static void died(int number)
{
    (void)fprintf(stderr, "sim: signal %d\n", number);
    tell_seed(playing);
}
#endif

/* A sanitizer tells more by itself. */
static void watch_signals(void)
{
#ifndef SANITIZED
    static const int numbers[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL };
    struct sigaction action = { .sa_handler = died, .sa_flags = (int)SA_RESETHAND };
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        (void)sigaction(numbers[i], &action, NULL);
    }
#endif
}

static double cpu_seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

typedef struct seeds {
    uint64_t first, last;
    double seconds; /* 0: no limit */
} seeds;

static bool read_number(const char *text, uint64_t *value)
{
    char *end = NULL;
    errno = 0;
    *value = text ? strtoull(text, &end, 10) : 0;
    return text && end != text && errno == 0 && (*end == '\0' || *end == '-');
}

static bool read_plan(int argc, char **argv, seeds *out)
{
    uint64_t value = 0;
    *out = (seeds){ .first = 1 };
    if (read_number(getenv("JB_SEED_BASE"), &value)) {
        out->first = value;
    }
    out->last = out->first + SEEDS_DEFAULT - 1;
    if (read_number(getenv("JB_SEEDS"), &value) && value > 0) {
        out->last = out->first + value - 1;
    }
    if (read_number(getenv("JB_CPU_SECONDS"), &value)) {
        out->seconds = (double)value;
        out->last = UINT64_MAX - 1;
    }
    if (read_number(getenv("JB_SEED"), &value)) {
        out->first = value;
        out->last = value;
    }
    if (argc == 1) {
        return true;
    }
    if (argc == 2 && strcmp(argv[1], "--forever") == 0) {
        out->last = UINT64_MAX - 1;
        return true;
    }
    if (argc == 3 && strcmp(argv[1], "--seed") == 0 && read_number(argv[2], &out->first)) {
        out->last = out->first;
        return true;
    }
    const char *dash = argc == 3 ? strchr(argv[2], '-') : NULL;
    return dash && strcmp(argv[1], "--seeds") == 0 && read_number(argv[2], &out->first) &&
           read_number(dash + 1, &out->last) && out->first <= out->last;
}

static void quiet_log(jb_log_level level, const char *line)
{
    (void)level;
    (void)line;
}

/* Every kind of entry that the log of a live contest can hold. */
static bool met_stages(const sim_counts *counts)
{
    bool met = counts->previews > 0;
    (void)printf("with a stage %llu, previews and papers %llu; entries:",
                 (unsigned long long)counts->stages, (unsigned long long)counts->previews);
    for (int type = JB_EVENT_CREATED; type < JB_EVENT_OPENED; type++) {
        (void)printf(" %s %llu", jb_event_name((jb_event_type)type),
                     (unsigned long long)counts->events[type]);
        met = met && counts->events[type] > 0;
    }
    (void)printf("\n");
    return met;
}

/* What is rare in one contest must be met in many, or it was not tried. */
static bool met_everything(const sim_counts *counts, uint64_t played)
{
    bool met = counts->returned > 0 && counts->notices > 0 && counts->blanks > 0 &&
               counts->halls > 0 && counts->looks > 0 && counts->twice > 0 &&
               counts->blackouts > 0 && counts->died_at[SIM_WRITE] > 0 &&
               counts->died_at[SIM_SYNC] > 0;
    (void)printf("undone:");
    for (int what = JB_UNDO_LOCK; what < JB_UNDO_COUNT; what++) {
        (void)printf(" %s %llu,", jb_undo_name((jb_undo)what),
                     (unsigned long long)counts->undone[what]);
        met = met && counts->undone[what] > 0;
    }
    (void)printf(" came back %llu; frames with a notice %llu, for a blank wall %llu\n",
                 (unsigned long long)counts->returned, (unsigned long long)counts->notices,
                 (unsigned long long)counts->blanks);
    met = met_stages(counts) && met;
    return met || played < SEEDS_ENOUGH;
}

static void tell_figures(const sim_counts *counts, uint64_t played, double seconds)
{
    double minutes = seconds > 0 ? seconds / 60 : 1;
    uint64_t entries = 0;
    for (int type = JB_EVENT_CREATED; type < JB_EVENT_COUNT; type++) {
        entries += counts->events[type];
    }
    (void)printf("%llu contests (%llu with a hall of %u and more), %llu turns, %llu entries, "
                 "%llu frames, %llu answers (%llu messages sent twice), %llu late, %llu replaced\n",
                 (unsigned long long)played, (unsigned long long)counts->halls, 200U,
                 (unsigned long long)counts->turns, (unsigned long long)entries,
                 (unsigned long long)counts->frames, (unsigned long long)counts->answers,
                 (unsigned long long)counts->twice, (unsigned long long)counts->late,
                 (unsigned long long)counts->replaced);
    (void)printf("%llu commits, %llu disk faults, %llu crashes: %llu without power, %llu in a "
                 "write, %llu in a sync, %llu in a truncation or deletion; %llu looks at a view\n",
                 (unsigned long long)counts->commits, (unsigned long long)counts->faults,
                 (unsigned long long)counts->crashes, (unsigned long long)counts->blackouts,
                 (unsigned long long)counts->died_at[SIM_WRITE],
                 (unsigned long long)counts->died_at[SIM_SYNC],
                 (unsigned long long)(counts->died_at[SIM_TRUNCATE] + counts->died_at[SIM_DELETE]),
                 (unsigned long long)counts->looks);
    (void)printf("in a minute of CPU: %.0f contests, %.0f entries, %.0f frames\n",
                 (double)played / minutes, (double)entries / minutes,
                 (double)counts->frames / minutes);
}

int main(int argc, char **argv)
{
    seeds plan;
    sim_counts counts = { 0 };
    uint64_t played = 0;
    program = argv[0];
    if (!read_plan(argc, argv, &plan)) {
        (void)fprintf(stderr, "usage: %s [--seeds A-B | --seed N | --forever]\n", argv[0]);
        return 2;
    }
    jb_assert_set_hook(assertion_failed);
    watch_signals();
    if (!getenv("JB_SIM_LOG")) {
        jb_log_set_sink(quiet_log);
    }
    double began = cpu_seconds();
    for (uint64_t seed = plan.first; seed <= plan.last; seed++) {
        if (plan.seconds > 0 && cpu_seconds() - began >= plan.seconds) {
            break;
        }
        playing = seed;
        sim_play(seed, &counts);
        played++;
    }
    tell_figures(&counts, played, cpu_seconds() - began);
    return met_everything(&counts, played) ? EXIT_SUCCESS : EXIT_FAILURE;
}
