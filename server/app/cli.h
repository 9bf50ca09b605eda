#ifndef JINBANG_CLI_H
#define JINBANG_CLI_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The command line as tables: every command and option is one row, and parsing, checking and --help
 * all come from it. Exit status as in docs/protocol.md's companion, the command line reference.
 */
enum {
    JB_EXIT_FINE = 0,
    JB_EXIT_ERRORS = 1,
    JB_EXIT_USAGE = 2,
    JB_EXIT_MACHINE = 3
};

enum {
    JB_OPERANDS_MAX = 64
};

/* One option. With `value` it takes an argument, called `argument` in the help; else it is a
 * switch. */
typedef struct jb_option {
    const char *name; /* "--listen" */
    const char *argument;
    const char *help;
    const char **value;
    bool *flag;
} jb_option;

typedef struct jb_operands {
    const char *items[JB_OPERANDS_MAX];
    size_t count;
} jb_operands;

typedef struct jb_usage {
    const char *command;  /* "bank check" */
    const char *operands; /* "FILE..." or "" */
    const char *summary;
    size_t operands_min;
    size_t operands_max;
    const jb_option *options;
    size_t option_count;
} jb_usage;

/* Reads the arguments after the command's name. Returns -1 to go on, else the exit status: help was
 * asked for and printed, or the usage is wrong and was explained on standard error. */
int jb_cli_parse(const jb_usage *usage, int argc, char **argv, jb_operands *operands);

/* The arguments of an option that may stand there several times, in order. After jb_cli_parse,
 * whose row of that option keeps only the last. More than JB_OPERANDS_MAX are left out. */
void jb_cli_all(int argc, char **argv, const char *name, jb_operands *values);

/* Explains a wrong use on standard error. Returns JB_EXIT_USAGE. */
int jb_cli_wrong(const jb_usage *usage, const char *what, const char *word);

/* Reads a whole file, or with NULL standard input (at most `size_max` bytes), into malloc'ed memory
 * with a final NUL. NULL: one sentence was printed on standard error. */
char *jb_cli_read_file(const char *path, size_t size_max, size_t *size);
/* The same for a file of any length: what comes after the first `size_max` bytes is not read. */
char *jb_cli_read_start(const char *path, size_t size_max, size_t *size);

/* Writes bytes to a file, or with NULL to standard output. Returns JB_EXIT_FINE, or
 * JB_EXIT_MACHINE: one sentence was printed on standard error. */
int jb_cli_write_file(const char *path, const char *bytes, size_t size);

/* The commands (command_*.c, serve.c). Each returns the exit status. */
int jb_command_serve(int argc, char **argv);
int jb_command_demo(int argc, char **argv);
int jb_command_bank_check(int argc, char **argv);
int jb_command_bank_convert(int argc, char **argv);
int jb_command_contest_check(int argc, char **argv);
int jb_command_rehearse(int argc, char **argv);
int jb_command_drill(int argc, char **argv);
int jb_command_results(int argc, char **argv);
int jb_command_verify(int argc, char **argv);
int jb_command_backup(int argc, char **argv);
int jb_command_restore(int argc, char **argv);
int jb_command_erase(int argc, char **argv);
int jb_command_account_add(int argc, char **argv);
int jb_command_account_list(int argc, char **argv);
int jb_command_account_role(int argc, char **argv);
int jb_command_account_password(int argc, char **argv);
int jb_command_account_disable(int argc, char **argv);
int jb_command_account_enable(int argc, char **argv);

/* All of it: argv[0] is the program. */
int jb_cli_run(int argc, char **argv);

#endif
