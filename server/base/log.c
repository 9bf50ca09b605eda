/*
 * The log: one line a message, control characters replaced so that a line stays a line. Level and
 * sink are process-wide on purpose: threading a logger through every call buys nothing.
 */
#include "jinbang/log.h"

#include <stdarg.h>
#include <stdio.h>

enum {
    LINE_MAX_BYTES = 1000
};

static jb_log_level log_level = JB_LOG_INFO;
static jb_log_sink log_sink;

void jb_log_set_level(jb_log_level level)
{
    log_level = level;
}

void jb_log_set_sink(jb_log_sink sink)
{
    log_sink = sink;
}

static const char *level_name(jb_log_level level)
{
    switch (level) {
    case JB_LOG_ERROR:
        return "error";
    case JB_LOG_WARN:
        return "warn";
    case JB_LOG_INFO:
        return "info";
    case JB_LOG_DEBUG:
        return "debug";
    }
    return "?";
}

void jb_log(jb_log_level level, const char *module, const char *format, ...)
{
    if (level > log_level) {
        return;
    }
    char line[LINE_MAX_BYTES];
    int used = snprintf(line, sizeof line, "%s %s ", level_name(level), module);
    if (used < 0 || (size_t)used >= sizeof line) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(line + used, sizeof line - (size_t)used, format, arguments);
    va_end(arguments);
    for (char *at = line; *at; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7f) {
            *at = '?';
        }
    }
    if (log_sink) {
        log_sink(level, line);
    } else {
        (void)fprintf(stderr, "%s\n", line);
    }
}
