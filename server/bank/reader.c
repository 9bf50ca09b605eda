/*
 * The reader collects problems while a document is checked. A problem remembers the node it is
 * about; when the check is done one walk over the text turns all nodes into lines and columns, and
 * the problems are put into the order of the text. Without a report the reader only counts, for
 * reading again what was found good before.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bank_internal.h"

#include "jinbang/assert.h"
#include "jinbang/text.h"

enum {
    PROBLEMS_FIRST = 16
};

void jb_reader_init(jb_reader *reader, jb_report *report)
{
    JB_ASSERT(report == NULL || report->problem_count == 0);
    *reader = (jb_reader){ .report = report };
}

/* Room for the places of one more: both arrays grow at 16, 32, 64, ... problems. */
static bool reserve(jb_reader *reader)
{
    uint32_t count = reader->report->problem_count;
    bool full = count == 0 || (count >= PROBLEMS_FIRST && (count & (count - 1)) == 0);
    if (!full) {
        return true;
    }
    size_t capacity = count == 0 ? PROBLEMS_FIRST : (size_t)count * 2;
    jb_place *places = realloc(reader->places, capacity * sizeof *places);
    if (!places) {
        return false;
    }
    reader->places = places;
    jb_place *others = realloc(reader->others, capacity * sizeof *others);
    if (!others) {
        return false;
    }
    reader->others = others;
    return true;
}

static void add(jb_reader *reader, jb_severity severity, jb_place place, const char *code,
                const char *message)
{
    if (severity != JB_SEVERITY_WARNING) {
        reader->faults++;
    }
    jb_report *report = reader->report;
    if (!report) {
        return;
    }
    uint32_t index = report->problem_count;
    jb_problem problem = { .line = 1, .column = 1, .severity = severity };
    (void)snprintf(problem.code, sizeof problem.code, "%s", code);
    (void)snprintf(problem.message, sizeof problem.message, "%s", message);
    if ((index < JB_PROBLEMS_MAX && !reserve(reader)) || jb_report_add(report, &problem) != JB_OK) {
        reader->out_of_memory = true;
    } else if (report->problem_count > index) {
        place.index = index;
        reader->places[index] = place;
    }
}

/* A problem of two places. */
static void add_pair(jb_reader *reader, jb_severity severity, const cJSON *const places[2],
                     bool at_key, const char *code, const char *text)
{
    char message[JB_PROBLEM_MESSAGE_SIZE + 2 * JB_POINTER_SIZE + 8];
    char pointers[2][JB_POINTER_SIZE] = { "", "" };
    uint32_t before = reader->report ? reader->report->problem_count : 0;
    /* Finding a node takes a walk, so not for problems that are only counted. */
    if (reader->report && reader->tree && before < JB_PROBLEMS_MAX) {
        jb_pointer_of(reader->tree, places[0], pointers[0]);
        jb_pointer_of(reader->tree, places[1], pointers[1]);
    }
    (void)snprintf(message, sizeof message, "%s (%s, %s)", text,
                   pointers[0][0] ? pointers[0] : "the whole file",
                   pointers[1][0] ? pointers[1] : "the whole file");
    jb_place place = { .node = places[0], .at_key = at_key };
    add(reader, severity, place, code, reader->tree ? message : text);
    if (reader->report && reader->report->problem_count > before) {
        place = (jb_place){ .node = places[1], .index = before, .at_key = at_key };
        reader->others[reader->other_count++] = place;
    }
}

void jb_clash(jb_reader *reader, const cJSON *node, const cJSON *other, const char *code,
              const char *format, ...)
{
    char message[JB_PROBLEM_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    add_pair(reader, JB_SEVERITY_ERROR, (const cJSON *const[]){ node, other }, false, code,
             message);
}

void jb_clash_keys(jb_reader *reader, const cJSON *node, const cJSON *other, const char *code,
                   const char *format, ...)
{
    char message[JB_PROBLEM_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    add_pair(reader, JB_SEVERITY_ERROR, (const cJSON *const[]){ node, other }, true, code, message);
}

void jb_clash_warn(jb_reader *reader, const cJSON *node, const cJSON *other, const char *code,
                   const char *format, ...)
{
    char message[JB_PROBLEM_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    add_pair(reader, JB_SEVERITY_WARNING, (const cJSON *const[]){ node, other }, false, code,
             message);
}

void jb_fault(jb_reader *reader, const cJSON *node, const char *code, const char *format, ...)
{
    char message[JB_PROBLEM_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    add(reader, JB_SEVERITY_ERROR, (jb_place){ .node = node }, code, message);
}

void jb_fault_key(jb_reader *reader, const cJSON *node, const char *code, const char *format, ...)
{
    char message[JB_PROBLEM_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    add(reader, JB_SEVERITY_ERROR, (jb_place){ .node = node, .at_key = true }, code, message);
}

void jb_fault_at(jb_reader *reader, size_t offset, const char *code, const char *format, ...)
{
    char message[JB_PROBLEM_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    add(reader, JB_SEVERITY_ERROR, (jb_place){ .start = offset }, code, message);
}

void jb_unsupported(jb_reader *reader, const cJSON *node, const char *code, const char *format, ...)
{
    char message[JB_PROBLEM_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    add(reader, JB_SEVERITY_UNSUPPORTED, (jb_place){ .node = node }, code, message);
}

void jb_warn(jb_reader *reader, const cJSON *node, const char *code, const char *format, ...)
{
    char message[JB_PROBLEM_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    add(reader, JB_SEVERITY_WARNING, (jb_place){ .node = node }, code, message);
}

static int by_offset(const void *a, const void *b)
{
    const jb_place *left = a;
    const jb_place *right = b;
    if (left->start != right->start) {
        return left->start < right->start ? -1 : 1;
    }
    return (left->index > right->index) - (left->index < right->index);
}

/* Puts places into the order of the text, each at what it is told of: its key or its value. */
static void sort_places(jb_place *places, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        places[i].start = places[i].at_key ? places[i].key : places[i].start;
    }
    if (count > 0) {
        qsort(places, count, sizeof *places, by_offset);
    }
}

/* The lines of the other places. The problems have not been sorted yet. */
static void locate_others(jb_reader *reader, jb_slice text, const cJSON *tree)
{
    jb_cursor cursor;
    jb_cursor_init(&cursor, text);
    jb_locate(text, tree, reader->others, reader->other_count);
    sort_places(reader->others, reader->other_count);
    for (uint32_t i = 0; i < reader->other_count; i++) {
        jb_cursor_go(&cursor, reader->others[i].start);
        jb_problem *problem = &reader->report->problems[reader->others[i].index];
        problem->other_line = cursor.line;
        problem->other_column = cursor.column;
    }
}

void jb_reader_locate(jb_reader *reader, jb_slice text, const cJSON *tree)
{
    jb_report *report = reader->report;
    if (!report || report->problem_count == 0) {
        return;
    }
    uint32_t count = report->problem_count;
    jb_problem *sorted = calloc(count, sizeof *sorted);
    if (!sorted) {
        reader->out_of_memory = true;
        return;
    }
    if (tree) {
        jb_locate(text, tree, reader->places, count);
        locate_others(reader, text, tree);
    }
    sort_places(reader->places, count);
    jb_cursor cursor;
    jb_cursor_init(&cursor, text);
    for (uint32_t i = 0; i < count; i++) {
        jb_cursor_go(&cursor, reader->places[i].start);
        sorted[i] = report->problems[reader->places[i].index];
        sorted[i].line = cursor.line;
        sorted[i].column = cursor.column;
    }
    free(report->problems);
    report->problems = sorted;
}

jb_status jb_reader_finish(jb_reader *reader)
{
    free(reader->places);
    reader->places = NULL;
    free(reader->others);
    reader->others = NULL;
    return reader->out_of_memory ? JB_ERR_MEMORY : JB_OK;
}
