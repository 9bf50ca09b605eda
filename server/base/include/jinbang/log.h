#ifndef JINBANG_LOG_H
#define JINBANG_LOG_H

/*
 * One line a message on standard error: "level module text key=value". ERROR: someone must act.
 * WARN: unexpected, handled. INFO: start, stop, milestones. DEBUG: off by default. Never tokens,
 * keys, names of people, or an answer before its reveal. The level and the sink are the program's
 * only mutable globals beside the signal flag (docs/style.md).
 */
typedef enum jb_log_level {
    JB_LOG_ERROR,
    JB_LOG_WARN,
    JB_LOG_INFO,
    JB_LOG_DEBUG
} jb_log_level;

typedef void (*jb_log_sink)(jb_log_level level, const char *line);

void jb_log_set_level(jb_log_level level);
/* NULL restores standard error. */
void jb_log_set_sink(jb_log_sink sink);

/* Control characters in the result become "?"; a line is cut at 1,000 bytes. */
void jb_log(jb_log_level level, const char *module, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
