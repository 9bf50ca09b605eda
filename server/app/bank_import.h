#ifndef JINBANG_BANK_IMPORT_H
#define JINBANG_BANK_IMPORT_H

#include "cli.h"
#include "jinbang/import.h"

/*
 * Question banks of any format on the command line: the options that say how to read them, the same
 * for every command, and the reading of one file.
 */
enum {
    JB_IMPORT_OPTION_ROWS = 6,
    JB_IMPORT_CODES_SIZE = 256
};

typedef struct jb_import_words {
    jb_import_options options;
    const char *code; /* the last --code */
    char codes[JB_IMPORT_CODES_SIZE];
} jb_import_words;

/* The rows of an option table; they point into *words, which must stay where it is. */
void jb_import_option_rows(jb_import_words *words, jb_option rows[JB_IMPORT_OPTION_ROWS]);
/* After jb_cli_parse: takes every --code and looks at the values. -1, or the exit status: it was
 * explained. */
int jb_import_words_check(const jb_usage *usage, int argc, char **argv, jb_import_words *words);

/* Reads the file; its media may stand beside it. -1: the report says what there is to say, *bank is
 * NULL if nothing of it can be used. Else the exit status: it was explained. */
int jb_import_file(const char *path, const jb_import_options *options, jb_report *report,
                   jb_bank **bank);

#endif
