#ifndef JINBANG_CONVERT_H
#define JINBANG_CONVERT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jinbang/bank.h"
#include "jinbang/buffer.h"
#include "jinbang/hash.h"
#include "jinbang/status.h"

/*
 * Banks written in the formats of others (docs/import.md). What a format cannot hold is said, as
 * problems of the report: "left_out" (unsupported) for a question, "cut" (warning) for a part of
 * one. Their line is the question's number in the bank, from 1.
 */

enum {
    JB_CONVERT_BYTES_MAX = 128 * 1024 * 1024 /* of a file that is written */
};

/* Names, ended by NULL: "json", "qbank" (zip with media), "csv", "xlsx", "gift", "moodle-xml",
 * "aiken", "kahoot". */
const char *const *jb_convert_formats(void);
/* Of a name above: what a file ends with, with the dot (".xlsx"), and its Content-Type. NULL: not a
 * format. */
const char *jb_convert_extension(const char *format);
const char *jb_convert_type(const char *format);

typedef struct jb_convert_options {
    const char *language; /* for formats of one language; NULL: the bank's default language */
    bool chinese;         /* headers of tables in Chinese instead of English */
    /* Where the bytes of media are if the bank was read from what is kept (jb_bank_read_kept): by
     * their hash, appended to `out`. JB_ERR_NOT_FOUND: not there, and the medium is left out. NULL:
     * nowhere. */
    jb_status (*media)(void *user, const jb_hash *hash, jb_buffer *out);
    void *user;
} jb_convert_options;

/* Appends the file to `out`. `options` may be NULL. The report must be as jb_report_init leaves it.
 * JB_ERR_NOT_FOUND: no such format; JB_ERR_IO: a temporary file could not be written;
 * JB_ERR_MEMORY. A format that none of the questions fits gives an error in the report and an empty
 * file. */
jb_status jb_convert(const jb_bank *bank, const char *format, const jb_convert_options *options,
                     jb_report *report, jb_buffer *out) JB_MUST_CHECK;

/* The organizers' templates: "csv" or "xlsx", English or Chinese, with one example of each kind. */
jb_status jb_convert_template(const char *format, bool chinese, jb_buffer *out) JB_MUST_CHECK;

#endif
