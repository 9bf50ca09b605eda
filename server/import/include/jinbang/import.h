#ifndef JINBANG_IMPORT_H
#define JINBANG_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jinbang/bank.h"
#include "jinbang/buffer.h"
#include "jinbang/media.h"
#include "jinbang/status.h"

/*
 * Banks of every format that can be read (docs/import.md). A file's format is found in its bytes,
 * never in its name. Its reader makes a draft; the draft is written as a document of our own format
 * and read by the one reader of banks, so that every rule of a bank is checked in one place;
 * problems get the line and column (in a table: row and column) of the file they are about.
 */

/* What an organizer says about a file. All of it may be left out (zero, NULL). */
typedef struct jb_import_options {
    const char *name;     /* of the file: imported_from, and the title of a bank that has none */
    const char *format;   /* one of jb_import_formats(); NULL: found out */
    const char *encoding; /* a name that jb_encoding_of() knows; NULL: found out */
    const char *language; /* BCP 47 tag of texts that do not say theirs; NULL: by their script */
    const char *sheet;    /* the name of a sheet; NULL: the first that looks like questions */
    /* What the columns of a table are, as in "A=stem,B=option_a,E=answer,F=" (F is not used); it
     * overrides what the header says. Fields: those of the template (docs/import.md). */
    const char *columns;
    /* What codes of true/false answers mean: "1=true,0=false". The other of a pair follows. */
    const char *codes;
    const jb_media_source *media; /* where a plain file finds its pictures; NULL: nowhere */
} jb_import_options;

/* False: *why is a static English sentence about the first thing that is not right. */
bool jb_import_options_good(const jb_import_options *options, const char **why);

/* Names of the formats that can be read, ended by NULL: "json", "csv", "xlsx", "gift" ... */
const char *const *jb_import_formats(void);

/* What a column of a table can be, ended by NULL: "stem", "type", "option_a" ... */
const char *const *jb_import_fields(void);

/* As jb_bank_read: *out is NULL if nothing of it can be used, the report says why; JB_ERR_MEMORY is
 * the only failure. The options must be good. */
jb_status jb_import(jb_slice file, const jb_import_options *options, jb_report *report,
                    jb_bank **out) JB_MUST_CHECK;

#endif
