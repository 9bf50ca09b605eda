/*
 * jb-load: the driver of the bench. A hall of phones (jinbang/drill.h) that does what it is told,
 * one command a line on standard input, and says in one line of JSON on standard output what came
 * of it.
 *
 *   join [IN_FLIGHT]  all that are not connected join; with their tokens, if they have them
 *   question          the host goes on until the next question is open
 *   answers SECONDS   every phone answers once, spread over the time
 *   results           the host goes on to the reveal, and to standings where there are some
 *   idle [MS]         nothing for a moment (300 ms), then what the process holds
 *   others MS         figures of the pings so far; from now on pings during `answers` (0: none)
 *   stall PART        that part of the phones does not read any more; 0: all read again
 *   drop              all phones are cut off
 *   ramp              where phones stand in the order of delivery
 *   raw               SIGUSR2 to the server, and counts the frames that come
 *   end               the host ends the contest
 *   leave             ends
 *
 * A command that could not be done says {"do":...,"error":"..."}; "why" is the first reason of a
 * loss. Exit status 0: all was done, 1: something was not, 2: wrong use.
 */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "jinbang/drill.h"
#include "jinbang/json_out.h"

enum {
    LINE_SIZE = 256,
    WORD_SIZE = 32,
    NUMBER_SIZE = 40,
    IDLE_MS = 300,
    LISTEN_MS = 3000,
    LAZY_MS = 5,
    ADDRESS_SIZE = 256
};

typedef struct settings {
    jb_drill_options options;
    char address[ADDRESS_SIZE];
} settings;

/* ---- JSON ---- */

static void real_member(jb_json_out *json, const char *key, double value)
{
    char number[NUMBER_SIZE];
    (void)snprintf(number, sizeof number, "%.4f", value);
    jb_json_raw_member(json, key, jb_slice_of(number));
}

static void ms_member(jb_json_out *json, const char *key, int64_t ns)
{
    if (ns >= 0) {
        real_member(json, key, (double)ns / 1e6);
    } else {
        jb_json_key(json, key);
        jb_json_null(json);
    }
}

/* The server's CPU for each that was done. */
static void cpu_member(jb_json_out *json, const char *key, const jb_drill_figures *figures)
{
    if (figures->cpu_ns >= 0 && figures->done > 0) {
        real_member(json, key, (double)figures->cpu_ns / 1e3 / figures->done);
    } else {
        jb_json_key(json, key);
        jb_json_null(json);
    }
}

/* ---- what is done ---- */

typedef struct driver {
    jb_drill *drill;
    uint32_t phones;
    bool failed;
} driver;

static jb_status do_join(driver *self, double value, jb_json_out *json)
{
    jb_drill_figures got;
    jb_status status = jb_drill_join(self->drill, (uint32_t)value, &got);
    if (status == JB_OK) {
        jb_json_int_member(json, "phones", got.done);
        jb_json_int_member(json, "lost", got.lost);
        jb_json_int_member(json, "resumed", got.resumed);
        real_member(json, "seconds", (double)got.took_ns / 1e9);
        ms_member(json, "half_ms", got.half_ns);
        ms_member(json, "p99_ms", got.p99_ns);
        ms_member(json, "last_ms", got.last_ns);
        cpu_member(json, "cpu_us", &got);
        jb_json_int_member(json, "bytes_in", (int64_t)got.bytes);
    }
    return status;
}

static void delivered(jb_json_out *json, const jb_drill_figures *got)
{
    jb_json_int_member(json, "delivered", got->done);
    jb_json_int_member(json, "lost", got->lost);
    ms_member(json, "first_ms", got->first_ns);
    ms_member(json, "half_ms", got->half_ns);
    ms_member(json, "p99_ms", got->p99_ns);
    ms_member(json, "last_ms", got->last_ns);
    cpu_member(json, "cpu_us", got);
    jb_json_int_member(json, "bytes", (int64_t)got->bytes);
}

static jb_status do_question(driver *self, double value, jb_json_out *json)
{
    jb_drill_figures got;
    (void)value;
    jb_status status = jb_drill_question(self->drill, &got);
    if (status == JB_OK) {
        delivered(json, &got);
    }
    return status;
}

static jb_status do_raw(driver *self, double value, jb_json_out *json)
{
    jb_drill_figures got;
    (void)value;
    jb_status status = jb_drill_raw(self->drill, &got);
    if (status == JB_OK) {
        delivered(json, &got);
    }
    return status;
}

static void write_pings(driver *self, jb_json_out *json)
{
    jb_drill_figures pings;
    jb_drill_pings(self->drill, &pings);
    jb_json_int_member(json, "pings", pings.done);
    jb_json_int_member(json, "pings_lost", pings.lost);
    ms_member(json, "ping_p50_ms", pings.half_ns);
    ms_member(json, "ping_p99_ms", pings.p99_ns);
    ms_member(json, "ping_max_ms", pings.last_ns);
}

static jb_status do_answers(driver *self, double value, jb_json_out *json)
{
    jb_drill_figures got;
    jb_status status = jb_drill_answers(self->drill, (uint32_t)(value * 1000), &got);
    if (status == JB_OK) {
        jb_json_int_member(json, "sent", got.expected);
        jb_json_int_member(json, "acked", got.done);
        jb_json_int_member(json, "lost", got.lost);
        ms_member(json, "p50_ms", got.half_ns);
        ms_member(json, "p99_ms", got.p99_ns);
        ms_member(json, "max_ms", got.last_ns);
        real_member(json, "seconds", (double)got.took_ns / 1e9);
        cpu_member(json, "cpu_us", &got);
        jb_json_int_member(json, "bytes", (int64_t)got.bytes);
        write_pings(self, json);
    }
    return status;
}

static jb_status do_others(driver *self, double value, jb_json_out *json)
{
    write_pings(self, json);
    jb_drill_ping_every(self->drill, (uint32_t)value);
    return JB_OK;
}

static jb_status do_results(driver *self, double value, jb_json_out *json)
{
    jb_drill_figures reveal;
    jb_drill_figures standings;
    (void)value;
    jb_status status = jb_drill_results(self->drill, &reveal, &standings);
    if (status == JB_OK) {
        delivered(json, &reveal);
        jb_json_int_member(json, "wrong", reveal.wrong + standings.wrong);
        jb_json_int_member(json, "standings_delivered", standings.done);
        jb_json_int_member(json, "standings_lost", standings.lost);
        ms_member(json, "standings_last_ms", standings.last_ns);
        cpu_member(json, "standings_cpu_us", &standings);
    }
    return status;
}

static jb_status do_idle(driver *self, double value, jb_json_out *json)
{
    jb_drill_process got;
    jb_drill_idle(self->drill, value > 0 ? (uint32_t)value : (uint32_t)IDLE_MS, &got);
    jb_json_int_member(json, "rss_kib", got.rss_kib);
    jb_json_int_member(json, "open_files", got.open_files);
    ms_member(json, "cpu_ms", got.cpu_ns);
    ms_member(json, "took_ms", got.took_ns);
    return JB_OK;
}

static jb_status do_stall(driver *self, double value, jb_json_out *json)
{
    uint32_t closed = 0;
    uint32_t stalled = jb_drill_stall(self->drill, value, &closed);
    jb_json_int_member(json, "stalled", stalled);
    jb_json_int_member(json, "closed", closed);
    return JB_OK;
}

static jb_status do_drop(driver *self, double value, jb_json_out *json)
{
    (void)value;
    jb_json_int_member(json, "dropped", jb_drill_drop(self->drill));
    return JB_OK;
}

static jb_status do_ramp(driver *self, double value, jb_json_out *json)
{
    jb_drill_ramp got;
    (void)value;
    jb_drill_ramp_now(self->drill, &got);
    real_member(json, "within_40_60", got.within_40_60);
    real_member(json, "within_45_55", got.within_45_55);
    jb_json_int_member(json, "questions", got.questions);
    return JB_OK;
}

static jb_status do_end(driver *self, double value, jb_json_out *json)
{
    (void)value;
    (void)json;
    return jb_drill_end(self->drill);
}

static const struct {
    const char *name;
    jb_status (*run)(driver *self, double value, jb_json_out *json);
    double least, most; /* of its argument */
    bool needs;         /* one */
} commands[] = {
    { "join", do_join, 0, JB_DRILL_PHONES_MAX, false },
    { "question", do_question, 0, 0, false },
    { "answers", do_answers, 0, 600, true },
    { "results", do_results, 0, 0, false },
    { "idle", do_idle, 0, 60000, false },
    { "others", do_others, 0, 60000, true },
    { "stall", do_stall, 0, 1, true },
    { "drop", do_drop, 0, 0, false },
    { "ramp", do_ramp, 0, 0, false },
    { "raw", do_raw, 0, 0, false },
    { "end", do_end, 0, 0, false },
};

static void print(const jb_buffer *line)
{
    (void)printf("%s\n", jb_buffer_text(line));
    (void)fflush(stdout);
}

static void answer_error(driver *self, const char *name, const char *error)
{
    jb_buffer line;
    jb_json_out json;
    jb_buffer_init(&line, 0);
    jb_json_begin(&json, &line);
    jb_json_object(&json);
    jb_json_text_member(&json, "do", name);
    jb_json_text_member(&json, "error", error);
    jb_json_object_end(&json);
    print(&line);
    jb_buffer_finish(&line);
    self->failed = true;
}

static void run_command(driver *self, size_t at, double value)
{
    jb_buffer line;
    jb_json_out json;
    jb_buffer_init(&line, 0);
    jb_json_begin(&json, &line);
    jb_json_object(&json);
    jb_json_text_member(&json, "do", commands[at].name);
    jb_status status = commands[at].run(self, value, &json);
    const char *why = jb_drill_why(self->drill);
    if (status == JB_OK) {
        if (why[0] != '\0') {
            jb_json_text_member(&json, "why", why);
        }
        jb_json_object_end(&json);
        print(&line);
    } else {
        answer_error(self, commands[at].name, why[0] != '\0' ? why : jb_status_text(status));
    }
    jb_buffer_finish(&line);
}

/* False: there is no more to do. */
static bool take_line(driver *self, char *line)
{
    char name[WORD_SIZE];
    double value = 0;
    int words = sscanf(line, "%31s %lf", name, &value);
    if (words < 1) {
        return true;
    }
    if (strcmp(name, "leave") == 0) {
        return false;
    }
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (strcmp(commands[i].name, name) == 0) {
            if ((commands[i].needs && words < 2) || !(value >= commands[i].least) ||
                !(value <= commands[i].most)) {
                answer_error(self, name, "it needs a number in its range");
            } else {
                run_command(self, i, value);
            }
            return true;
        }
    }
    answer_error(self, name, "no such command");
    return true;
}

/* The next line, however long it takes. Meanwhile phones answer the server's pings, or it would
 * hang up on them. False: there is none. */
static bool next_line(driver *self, char line[LINE_SIZE])
{
    struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
    jb_drill_process nothing;
    while (poll(&input, 1, LISTEN_MS) == 0) {
        jb_drill_idle(self->drill, 0, &nothing);
    }
    return fgets(line, LINE_SIZE, stdin) != NULL;
}

/* ---- the command line ---- */

static bool number(const char *text, uint64_t least, uint64_t most, uint64_t *out)
{
    char *end = NULL;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || text[0] == '-' || value < least ||
        value > most) {
        return false;
    }
    *out = value;
    return true;
}

static bool take_address(settings *set, const char *text)
{
    char *colon = NULL;
    int size = snprintf(set->address, sizeof set->address, "%s", text);
    colon = strrchr(set->address, ':');
    if (size < 0 || (size_t)size >= sizeof set->address || !colon || colon == set->address) {
        return false;
    }
    *colon = '\0';
    set->options.host = set->address;
    set->options.port = colon + 1;
    return true;
}

static bool take_option(settings *set, const char *name, const char *text)
{
    jb_drill_options *options = &set->options;
    uint64_t value = 0;
    if (strcmp(name, "--address") == 0) {
        return take_address(set, text);
    } else if (strcmp(name, "--code") == 0) {
        options->code = text;
    } else if (strcmp(name, "--host-key") == 0) {
        options->host_key = text;
    } else if (strcmp(name, "--screen-key") == 0) {
        options->screen_key = text;
    } else if (strcmp(name, "--phones") == 0 && number(text, 1, JB_DRILL_PHONES_MAX, &value)) {
        options->phones = (uint32_t)value;
    } else if (strcmp(name, "--pid") == 0 && number(text, 1, INT32_MAX, &value)) {
        options->pid = (int32_t)value;
    } else if (strcmp(name, "--patience-ms") == 0 && number(text, 1, 600000, &value)) {
        options->patience_ms = (uint32_t)value;
    } else if (strcmp(name, "--lazy-ms") == 0 && number(text, 0, 1000, &value)) {
        options->lazy_ms = (uint32_t)value;
    } else if (strcmp(name, "--seed") == 0 && number(text, 0, UINT64_MAX, &value)) {
        options->seed = value;
    } else {
        return false;
    }
    return true;
}

static bool take_arguments(settings *set, int argc, char **argv)
{
    for (int i = 1; i < argc; i += 2) {
        if (i + 1 == argc || !take_option(set, argv[i], argv[i + 1])) {
            (void)fprintf(stderr, "jb-load: wrong: %s\n", argv[i]);
            return false;
        }
    }
    return set->options.host && set->options.code && set->options.host_key &&
           set->options.phones > 0;
}

int main(int argc, char **argv)
{
    settings set = { .options = { .seed = 1, .lazy_ms = LAZY_MS, .stop_file = -1 } };
    driver self = { .failed = false };
    char line[LINE_SIZE];
    jb_buffer why;
    if (!take_arguments(&set, argc, argv)) {
        (void)fprintf(stderr,
                      "usage: jb-load --address HOST:PORT --code CODE --host-key KEY --phones N\n"
                      "  [--screen-key KEY] [--pid PID] [--patience-ms MS] [--lazy-ms MS] [--seed "
                      "N]\n");
        return 2;
    }
    jb_buffer_init(&why, 0);
    /* Whether there is a line is asked of the file, so none may be kept from it. */
    (void)setvbuf(stdin, NULL, _IONBF, 0);
    jb_status status = jb_drill_create(&set.options, &self.drill, &why);
    if (status != JB_OK) {
        (void)fprintf(stderr, "jb-load: %s\n",
                      why.size > 0 ? jb_buffer_text(&why) : jb_status_text(status));
        jb_buffer_finish(&why);
        return 1;
    }
    self.phones = set.options.phones;
    (void)setvbuf(stdin, NULL, _IONBF, 0); /* what poll does not see would wait */
    while (next_line(&self, line) && take_line(&self, line)) {
        /* the next */
    }
    jb_drill_destroy(self.drill);
    jb_buffer_finish(&why);
    return self.failed ? 1 : 0;
}
