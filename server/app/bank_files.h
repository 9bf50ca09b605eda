#ifndef JINBANG_BANK_FILES_H
#define JINBANG_BANK_FILES_H

#include "cli.h"
#include "jinbang/plan.h"

/*
 * The banks that a command looks up without a database: files named on the command line, then the
 * sample banks inside the program, each under its own id. A sample is read when it is asked for.
 */

/* Makes the plan of a contest file that draws from these banks; without any named, what is not at
 * hand is stood in for. `plan` may be NULL: the file is only checked. Returns -1 when the report
 * says what there is to say, else the exit status: it was said on standard error. */
int jb_bank_files_plan(const char *path, const jb_operands *banks, jb_report *report,
                       jb_buffer *plan);

#endif
