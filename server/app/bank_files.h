#ifndef JINBANG_BANK_FILES_H
#define JINBANG_BANK_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "cli.h"
#include "jinbang/plan.h"

/*
 * The banks that a command looks up without a database: files named on the command line, then the
 * sample banks inside the program, each under its own id. A sample is read when it is asked for.
 */
enum {
    JB_BANK_FILES_MAX = JB_OPERANDS_MAX
};

typedef struct jb_bank_files {
    jb_bank *banks[JB_BANK_FILES_MAX];
    size_t count;
    jb_status status; /* of the samples that were asked for */
} jb_bank_files;

/* Reads the files. Returns -1 to go on, else the exit status: one cannot be read, or has no
 * question that can be played; it was said on standard error. Finish it in any case. */
int jb_bank_files_open(jb_bank_files *files, const jb_operands *paths);
void jb_bank_files_finish(jb_bank_files *files);
/* As jb_bank_find; user is the jb_bank_files. */
const jb_bank *jb_bank_files_find(void *user, const char *id);

/* Makes the plan of a contest file that draws from these banks; without any named, what is not at
 * hand is stood in for. `plan` may be NULL: the file is only checked. Returns -1 when the report
 * says what there is to say, else the exit status: it was said on standard error. */
int jb_bank_files_plan(const char *path, const jb_operands *banks, jb_report *report,
                       jb_buffer *plan);

#endif
