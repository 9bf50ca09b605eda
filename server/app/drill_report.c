/*
 * What a drill came to, in words for whoever runs the evening and as JSON for machines.
 */
#include "drill_report.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "jinbang/json_out.h"

enum {
    LINE_SIZE = 400,
    TIME_SIZE = 32
};

void jb_drill_report_init(jb_drill_report *report, uint32_t phones)
{
    const jb_drill_figures none = {
        .first_ns = -1, .half_ns = -1, .p99_ns = -1, .last_ns = -1, .took_ns = -1, .cpu_ns = -1
    };
    *report = (jb_drill_report){ .phones = phones,
                                 .joined = none,
                                 .question = none,
                                 .answers = none,
                                 .results = none,
                                 .back = none };
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

void jb_drill_report_add(jb_drill_figures *all, const jb_drill_figures *step)
{
    all->expected += step->expected;
    all->done += step->done;
    all->lost += step->lost;
    all->wrong += step->wrong;
    all->resumed += step->resumed;
    all->bytes += step->bytes;
    all->first_ns = larger(all->first_ns, step->first_ns);
    all->half_ns = larger(all->half_ns, step->half_ns);
    all->p99_ns = larger(all->p99_ns, step->p99_ns);
    all->last_ns = larger(all->last_ns, step->last_ns);
    all->took_ns = larger(all->took_ns, step->took_ns);
}

uint64_t jb_drill_report_lost(const jb_drill_report *report)
{
    const jb_drill_figures *all[] = { &report->joined, &report->question, &report->answers,
                                      &report->results, &report->back };
    uint64_t lost = 0;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        lost += (uint64_t)all[i]->lost + all[i]->wrong;
    }
    return lost;
}

/* ---- words ---- */

/* As exactly as anybody wants to know it. */
static const char *time_text(int64_t ns, char out[TIME_SIZE])
{
    double ms = (double)ns / 1e6;
    if (ns < 0) {
        (void)snprintf(out, TIME_SIZE, "-");
    } else if (ms < 10) {
        (void)snprintf(out, TIME_SIZE, "%.1f ms", ms);
    } else if (ms < 1000) {
        (void)snprintf(out, TIME_SIZE, "%.0f ms", ms);
    } else {
        (void)snprintf(out, TIME_SIZE, "%.1f s", ms / 1000);
    }
    return out;
}

static void line(jb_buffer *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void line(jb_buffer *out, const char *format, ...)
{
    char text[LINE_SIZE];
    va_list values;
    va_start(values, format);
    (void)vsnprintf(text, sizeof text, format, values);
    va_end(values);
    jb_buffer_append_text(out, text);
    jb_buffer_append_char(out, '\n');
}

void jb_drill_report_text(const jb_drill_report *report, jb_buffer *out)
{
    char a[TIME_SIZE];
    char b[TIME_SIZE];
    char c[TIME_SIZE];
    const jb_drill_figures *answers = &report->answers;
    line(out, "joined     %" PRIu32 " of %" PRIu32 " in %s", report->joined.done,
         report->joined.expected, time_text(report->joined.took_ns, a));
    line(out,
         "question   %" PRIu32 " of %" PRIu32 ": on the first phone after %s, on half of them "
         "after %s, on the last one after %s",
         report->question.done, report->question.expected, time_text(report->question.first_ns, a),
         time_text(report->question.half_ns, b), time_text(report->question.last_ns, c));
    line(out,
         "answers    %" PRIu32 " of %" PRIu32 " safe on disk: half after %s, 99 of 100 after "
         "%s, the slowest after %s",
         answers->done, answers->expected, time_text(answers->half_ns, a),
         time_text(answers->p99_ns, b), time_text(answers->last_ns, c));
    line(out, "results    %" PRIu32 " of %" PRIu32 ", with standings: on the last phone after %s",
         report->results.done, report->results.expected, time_text(report->results.last_ns, a));
    line(out, "reconnect  %" PRIu32 " of %" PRIu32 " back after %s, all cut off at once",
         report->back.done, report->back.expected, time_text(report->back.took_ns, a));
    uint64_t lost = jb_drill_report_lost(report);
    if (lost > 0) {
        line(out, "lost       %" PRIu64 ": %s", lost, report->why);
    } else {
        line(out, "lost       nothing");
    }
    line(out, "\nTimes are the worst of %" PRIu32 " %s.", report->questions,
         report->questions == 1 ? "question" : "questions");
    if (lost == 0) {
        line(out, "%" PRIu32 " phones: question on the last one after %s; nothing was lost.",
             report->phones, time_text(report->question.last_ns, a));
    } else {
        line(out, "%" PRIu32 " phones are too many here, or something is in their way.",
             report->phones);
    }
}

/* ---- JSON ---- */

static void time_member(jb_json_out *json, const char *key, int64_t ns)
{
    char number[TIME_SIZE];
    jb_json_key(json, key);
    if (ns < 0) {
        jb_json_null(json);
        return;
    }
    (void)snprintf(number, sizeof number, "%.3f", (double)ns / 1e6);
    jb_json_raw(json, jb_slice_of(number));
}

static void figures_member(jb_json_out *json, const char *key, const jb_drill_figures *figures)
{
    jb_json_key(json, key);
    jb_json_object(json);
    jb_json_int_member(json, "expected", figures->expected);
    jb_json_int_member(json, "done", figures->done);
    jb_json_int_member(json, "lost", figures->lost);
    jb_json_int_member(json, "wrong", figures->wrong);
    time_member(json, "first_ms", figures->first_ns);
    time_member(json, "half_ms", figures->half_ns);
    time_member(json, "p99_ms", figures->p99_ns);
    time_member(json, "last_ms", figures->last_ns);
    time_member(json, "took_ms", figures->took_ns);
    jb_json_int_member(json, "bytes", (int64_t)figures->bytes);
    jb_json_object_end(json);
}

void jb_drill_report_json(const jb_drill_report *report, jb_buffer *out)
{
    jb_json_out json;
    jb_json_begin(&json, out);
    jb_json_object(&json);
    jb_json_int_member(&json, "phones", report->phones);
    jb_json_int_member(&json, "questions", report->questions);
    figures_member(&json, "joined", &report->joined);
    figures_member(&json, "question", &report->question);
    figures_member(&json, "answers", &report->answers);
    figures_member(&json, "results", &report->results);
    figures_member(&json, "reconnect", &report->back);
    jb_json_int_member(&json, "lost", (int64_t)jb_drill_report_lost(report));
    if (report->why[0] != '\0') {
        jb_json_text_member(&json, "why", report->why);
    }
    jb_json_object_end(&json);
    jb_buffer_append_char(out, '\n');
}
