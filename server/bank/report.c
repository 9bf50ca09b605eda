/*
 * The report on a file: what was recognised, how many good questions of each kind, every problem.
 * Written as the object of `bank check --json` and as lines for people.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bank_internal.h"

#include "jinbang/assert.h"
#include "jinbang/text.h"

enum {
    PROBLEMS_FIRST = 16
};

void jb_report_init(jb_report *report)
{
    *report = (jb_report){ 0 };
    jb_buffer_init(&report->table, 0);
}

void jb_report_finish(jb_report *report)
{
    free(report->problems);
    jb_buffer_finish(&report->table);
    jb_report_init(report);
}

/* Room for one more: the array grows at 16, 32, 64, ... problems. */
static bool reserve(jb_report *report)
{
    uint32_t count = report->problem_count;
    bool full = count == 0 || (count >= PROBLEMS_FIRST && (count & (count - 1)) == 0);
    if (!full) {
        return true;
    }
    size_t capacity = count == 0 ? PROBLEMS_FIRST : (size_t)count * 2;
    jb_problem *problems = realloc(report->problems, capacity * sizeof *problems);
    if (!problems) {
        return false;
    }
    report->problems = problems;
    return true;
}

/* Makes a cut-off text whole UTF-8 again and takes out what would disturb a terminal. */
static void tidy_text(char *text)
{
    size_t size = strlen(text);
    while (size > 0 && !jb_utf8_valid((jb_slice){ .bytes = text, .size = size })) {
        size--;
    }
    text[size] = '\0';
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        unsigned char next = (unsigned char)text[i + 1];
        if (c < 0x20 || c == 0x7f) {
            text[i] = '?';
        } else if (c == 0xc2 && next < 0xa0) {
            text[i] = '?';
            text[i + 1] = '?';
        }
    }
}

jb_status jb_report_add(jb_report *report, const jb_problem *problem)
{
    report->errors = report->errors || problem->severity != JB_SEVERITY_WARNING;
    if (report->problem_count == JB_PROBLEMS_MAX) {
        report->problems_left_out++;
        return JB_OK;
    }
    if (!reserve(report)) {
        return JB_ERR_MEMORY;
    }
    jb_problem *kept = &report->problems[report->problem_count++];
    *kept = *problem;
    tidy_text(kept->message);
    tidy_text(kept->excerpt);
    return JB_OK;
}

static int by_place(const jb_problem *left, const jb_problem *right)
{
    if (left->line != right->line) {
        return left->line < right->line ? -1 : 1;
    }
    return (left->column > right->column) - (left->column < right->column);
}

/* An insertion sort, which keeps what is equal in order: problems come nearly sorted, and there are
 * at most JB_PROBLEMS_MAX. */
void jb_report_sort(jb_report *report)
{
    for (uint32_t i = 1; i < report->problem_count; i++) {
        jb_problem moving = report->problems[i];
        uint32_t at = i;
        while (at > 0 && by_place(&report->problems[at - 1], &moving) > 0) {
            at--;
        }
        memmove(&report->problems[at + 1], &report->problems[at], (size_t)(i - at) * sizeof moving);
        report->problems[at] = moving;
    }
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
    if (problem->excerpt[0] != '\0') {
        jb_json_text_member(json, "excerpt", problem->excerpt);
    }
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

/* What a page needs to ask back: places, codes without a meaning, the table. */
static void write_understood(const jb_report *report, jb_json_out *json)
{
    if (report->rows) {
        jb_json_bool_member(json, "rows", true);
    }
    if (report->ask_count > 0) {
        jb_json_key(json, "asks");
        jb_json_array(json);
        for (uint32_t i = 0; i < report->ask_count; i++) {
            jb_json_object(json);
            jb_json_text_member(json, "code", report->asks[i].code);
            jb_json_int_member(json, "count", report->asks[i].count);
            jb_json_int_member(json, "line", report->asks[i].line);
            jb_json_object_end(json);
        }
        jb_json_array_end(json);
    }
    if (report->table.size > 0) {
        jb_json_raw_member(json, "table", jb_buffer_slice(&report->table));
    }
}

void jb_report_members(const jb_report *report, const char *file, const char *id, jb_json_out *json)
{
    if (id) {
        jb_json_text_member(json, "id", id);
    }
    jb_json_text_member(json, "file", file);
    write_text_or_null(json, "format", report->format);
    write_text_or_null(json, "encoding", report->encoding);
    if (report->language[0] != '\0') {
        jb_json_text_member(json, "language", report->language);
    }
    jb_json_int_member(json, "questions", report->question_count);
    jb_json_key(json, "by_kind");
    jb_json_object(json);
    for (int kind = 0; kind < JB_KIND_COUNT; kind++) {
        jb_json_int_member(json, jb_kind_name((jb_kind)kind), report->by_kind[kind]);
    }
    jb_json_object_end(json);
    jb_json_key(json, "problems");
    jb_report_problems_json(report, json);
    if (report->problems_left_out > 0) {
        jb_json_int_member(json, "problems_left_out", report->problems_left_out);
    }
    write_understood(report, json);
}

void jb_report_json(const jb_report *report, const char *file, const char *id, jb_buffer *out)
{
    jb_json_out json;
    jb_json_begin(&json, out);
    jb_json_object(&json);
    jb_report_members(report, file, id, &json);
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
        if (problem->excerpt[0] != '\0') {
            jb_buffer_append_text(out, " (");
            jb_buffer_append_text(out, problem->excerpt);
            jb_buffer_append_char(out, ')');
        }
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
