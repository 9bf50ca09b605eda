/* What a writer has to say about what its format cannot hold. */
#include "convert_internal.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void add(jb_writing *w, jb_severity severity, const char *code, bool whole,
                const char *message)
{
    jb_problem problem = { .line = whole || w->number == 0 ? 1 : w->number,
                           .column = 1,
                           .severity = severity };
    (void)snprintf(problem.code, sizeof problem.code, "%s", code);
    (void)snprintf(problem.message, sizeof problem.message, "%s", message);
    if (!whole && w->excerpt) {
        (void)snprintf(problem.excerpt, sizeof problem.excerpt, "%s", w->excerpt);
    }
    if (jb_report_add(w->report, &problem) != JB_OK) {
        jb_writing_fail(w, JB_ERR_MEMORY);
    }
}

void jb_left_out(jb_writing *w, const char *format, ...)
{
    char message[JB_PROBLEM_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    add(w, JB_SEVERITY_UNSUPPORTED, "left_out", false, message);
}

void jb_cut(jb_writing *w, const char *format, ...)
{
    char message[JB_PROBLEM_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    add(w, JB_SEVERITY_WARNING, "cut", false, message);
}

void jb_cut_whole(jb_writing *w, const char *format, ...)
{
    char message[JB_PROBLEM_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    add(w, JB_SEVERITY_WARNING, "cut", true, message);
}

void jb_say_lost(jb_writing *w)
{
    static const char *const names[JB_LOST_COUNT] = {
        [JB_LOST_LANGUAGES] = "further languages",
        [JB_LOST_POINTS] = "points",
        [JB_LOST_TIME] = "time limits",
        [JB_LOST_DIFFICULTY] = "difficulty",
        [JB_LOST_CATEGORY] = "categories",
        [JB_LOST_TAGS] = "tags",
        [JB_LOST_SOURCE] = "sources",
        [JB_LOST_EXPLANATION] = "explanations",
        [JB_LOST_HOST_NOTE] = "notes for the host",
        [JB_LOST_MEDIA] = "pictures, sound and film",
        [JB_LOST_ORDER] = "which options keep their place",
        [JB_LOST_FEEDBACK] = "feedback of options",
        [JB_LOST_GRADING] = "grading",
        [JB_LOST_TITLE] = "titles of questions",
        [JB_LOST_WEIGHTS] = "weights of options",
    };
    char list[JB_PROBLEM_MESSAGE_SIZE - 80] = "";
    size_t size = 0;
    for (int i = 0; i < JB_LOST_COUNT; i++) {
        if (w->lost[i] == 0) {
            continue;
        }
        int more = snprintf(list + size, sizeof list - size, "%s%s (%" PRIu32 ")",
                            size > 0 ? ", " : "", names[i], w->lost[i]);
        size += more > 0 && (size_t)more < sizeof list - size ? (size_t)more : 0;
    }
    if (size > 0) {
        jb_cut_whole(w, "%s has no place for these; the number of questions that have them: %s.",
                     w->holds_no, list);
    }
}
