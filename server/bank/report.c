/*
 * The report on a file: what was recognised, how many good questions of each kind, every problem.
 * Written as the object of `bank check --json` and as lines for people.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "bank_internal.h"

#include "jinbang/assert.h"

void jb_report_init(jb_report *report)
{
    *report = (jb_report){ 0 };
}

void jb_report_finish(jb_report *report)
{
    free(report->problems);
    *report = (jb_report){ 0 };
}

static const char *severity_name(jb_severity severity)
{
    switch (severity) {
    case JB_SEVERITY_ERROR:
        return "error";
    case JB_SEVERITY_WARNING:
        return "warning";
    case JB_SEVERITY_UNSUPPORTED:
        return "unsupported";
    }
    JB_ASSERT((int)severity <= JB_SEVERITY_UNSUPPORTED);
    return "";
}

static void write_text_or_null(jb_json_out *json, const char *key, const char *text)
{
    jb_json_key(json, key);
    if (text[0] != '\0') {
        jb_json_text(json, text);
    } else {
        jb_json_null(json);
    }
}

static void write_problem(jb_json_out *json, const jb_problem *problem)
{
    jb_json_object(json);
    jb_json_int_member(json, "line", problem->line);
    jb_json_int_member(json, "column", problem->column);
    jb_json_text_member(json, "severity", severity_name(problem->severity));
    jb_json_text_member(json, "code", problem->code);
    jb_json_text_member(json, "message", problem->message);
    if (problem->other_line > 0) {
        jb_json_key(json, "other");
        jb_json_object(json);
        jb_json_int_member(json, "line", problem->other_line);
        jb_json_int_member(json, "column", problem->other_column);
        jb_json_object_end(json);
    }
    jb_json_object_end(json);
}

void jb_report_problems_json(const jb_report *report, jb_json_out *json)
{
    jb_json_array(json);
    for (uint32_t i = 0; i < report->problem_count; i++) {
        write_problem(json, &report->problems[i]);
    }
    jb_json_array_end(json);
}

void jb_report_json(const jb_report *report, const char *file, const char *id, jb_buffer *out)
{
    jb_json_out json;
    jb_json_begin(&json, out);
    jb_json_object(&json);
    if (id) {
        jb_json_text_member(&json, "id", id);
    }
    jb_json_text_member(&json, "file", file);
    write_text_or_null(&json, "format", report->format);
    write_text_or_null(&json, "encoding", report->encoding);
    jb_json_int_member(&json, "questions", report->question_count);
    jb_json_key(&json, "by_kind");
    jb_json_object(&json);
    for (int kind = 0; kind < JB_KIND_COUNT; kind++) {
        jb_json_int_member(&json, jb_kind_name((jb_kind)kind), report->by_kind[kind]);
    }
    jb_json_object_end(&json);
    jb_json_key(&json, "problems");
    jb_report_problems_json(report, &json);
    if (report->problems_left_out > 0) {
        jb_json_int_member(&json, "problems_left_out", report->problems_left_out);
    }
    jb_json_object_end(&json);
}

void jb_report_text(const jb_report *report, const char *file, jb_buffer *out)
{
    for (uint32_t i = 0; i < report->problem_count; i++) {
        const jb_problem *problem = &report->problems[i];
        char at[32];
        (void)snprintf(at, sizeof at, ":%" PRIu32 ":%" PRIu32 ": ", problem->line, problem->column);
        jb_buffer_append_text(out, file);
        jb_buffer_append_text(out, at);
        jb_buffer_append_text(out, severity_name(problem->severity));
        jb_buffer_append_text(out, ": ");
        jb_buffer_append_text(out, problem->message);
        if (problem->other_line > 0) {
            (void)snprintf(at, sizeof at, "; see %" PRIu32 ":%" PRIu32, problem->other_line,
                           problem->other_column);
            jb_buffer_append_text(out, at);
        }
        jb_buffer_append_text(out, " [");
        jb_buffer_append_text(out, problem->code);
        jb_buffer_append_text(out, "]\n");
    }
    if (report->problems_left_out > 0) {
        char line[64];
        (void)snprintf(line, sizeof line, ": %" PRIu32 " more problems are not listed\n",
                       report->problems_left_out);
        jb_buffer_append_text(out, file);
        jb_buffer_append_text(out, line);
    }
}
