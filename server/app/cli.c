/*
 * Parsing by table, help from the same table, and the list of commands. Messages go to standard
 * error, data and asked-for help to standard output.
 */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"

enum {
    HELP_WIDTH = 26
};

typedef struct jb_command {
    const char *group; /* NULL: a command by itself */
    const char *name;
    const char *summary;
    int (*run)(int argc, char **argv);
} jb_command;

static const jb_command commands[] = {
    { NULL, "serve", "run the server", jb_command_serve },
    { NULL, "demo", "run a server with a sample bank and a contest", jb_command_demo },
    { "bank", "check", "check question banks", jb_command_bank_check },
    { "bank", "convert", "write a question bank in another format", jb_command_bank_convert },
    { "contest", "check", "check a contest file", jb_command_contest_check },
    { NULL, "rehearse", "play a contest file against a script of inputs", jb_command_rehearse },
    { NULL, "drill", "try a running server with many phones", jb_command_drill },
    { NULL, "results", "write the results of a contest", jb_command_results },
    { NULL, "verify", "prove a contest's log and ranking", jb_command_verify },
    { NULL, "backup", "copy a data folder, also of a running server", jb_command_backup },
    { NULL, "restore", "make a data folder from a backup", jb_command_restore },
    { NULL, "erase", "erase the names of a contest's people, or the contest", jb_command_erase },
    { "account", "add", "let somebody sign in as an organizer", jb_command_account_add },
    { "account", "list", "who may sign in", jb_command_account_list },
    { "account", "role", "change what somebody may do", jb_command_account_role },
    { "account", "password", "give somebody a new password", jb_command_account_password },
    { "account", "disable", "let somebody in no more", jb_command_account_disable },
    { "account", "enable", "let somebody in again", jb_command_account_enable },
};

static void print_row(FILE *out, const char *left, const char *argument, const char *help)
{
    int used = fprintf(out, "  %s%s%s", left, argument ? " " : "", argument ? argument : "");
    int gap = used > 0 && used < HELP_WIDTH ? HELP_WIDTH - used : 2;
    (void)fprintf(out, "%*s%s\n", gap, "", help);
}

static void print_help(const jb_usage *usage)
{
    (void)printf("jinbang %s: %s\n\nusage: jinbang %s%s%s%s\n", usage->command, usage->summary,
                 usage->command, usage->operands[0] ? " " : "", usage->operands,
                 usage->option_count ? " [options]" : "");
    (void)printf("\noptions:\n");
    for (size_t i = 0; i < usage->option_count; i++) {
        const jb_option *option = &usage->options[i];
        print_row(stdout, option->name, option->argument, option->help);
    }
    print_row(stdout, "--help", NULL, "print this and stop");
}

int jb_cli_wrong(const jb_usage *usage, const char *what, const char *word)
{
    (void)fprintf(stderr, "jinbang %s: %s%s%s\n", usage->command, what, word ? ": " : "",
                  word ? word : "");
    (void)fprintf(stderr, "See jinbang %s --help.\n", usage->command);
    return JB_EXIT_USAGE;
}

static const jb_option *find_option(const jb_usage *usage, const char *word, size_t size)
{
    for (size_t i = 0; i < usage->option_count; i++) {
        const jb_option *option = &usage->options[i];
        if (strlen(option->name) == size && memcmp(option->name, word, size) == 0) {
            return option;
        }
    }
    return NULL;
}

/* Takes the option at argv[*at] and, if it has one, its argument. */
static int take_option(const jb_usage *usage, int argc, char **argv, int *at)
{
    const char *word = argv[*at];
    const char *equals = strchr(word, '=');
    size_t size = equals ? (size_t)(equals - word) : strlen(word);
    const jb_option *option = find_option(usage, word, size);
    if (!option) {
        return jb_cli_wrong(usage, "unknown option", word);
    }
    if (option->flag) {
        if (equals) {
            return jb_cli_wrong(usage, "this option takes no argument", word);
        }
        *option->flag = true;
        return -1;
    }
    if (!equals && *at + 1 == argc) {
        return jb_cli_wrong(usage, "this option needs an argument", word);
    }
    *option->value = equals ? equals + 1 : argv[++*at];
    return -1;
}

int jb_cli_parse(const jb_usage *usage, int argc, char **argv, jb_operands *operands)
{
    bool options_end = false;
    operands->count = 0;
    for (int at = 0; at < argc; at++) {
        const char *word = argv[at];
        if (!options_end && strcmp(word, "--help") == 0) {
            print_help(usage);
            return JB_EXIT_FINE;
        }
        if (!options_end && strcmp(word, "--") == 0) {
            options_end = true;
            continue;
        }
        if (!options_end && word[0] == '-' && word[1] != '\0') {
            int status = take_option(usage, argc, argv, &at);
            if (status >= 0) {
                return status;
            }
            continue;
        }
        if (operands->count == usage->operands_max) {
            return jb_cli_wrong(usage, "too many arguments", word);
        }
        operands->items[operands->count++] = word;
    }
    if (operands->count < usage->operands_min) {
        return jb_cli_wrong(usage, "missing argument", usage->operands);
    }
    return -1;
}

void jb_cli_all(int argc, char **argv, const char *name, jb_operands *values)
{
    size_t size = strlen(name);
    values->count = 0;
    for (int at = 0; at < argc && values->count < JB_OPERANDS_MAX; at++) {
        if (strcmp(argv[at], "--") == 0) {
            break;
        }
        if (strncmp(argv[at], name, size) == 0 && argv[at][size] == '=') {
            values->items[values->count++] = argv[at] + size + 1;
        } else if (strcmp(argv[at], name) == 0 && at + 1 < argc) {
            values->items[values->count++] = argv[++at];
        }
    }
}

/* Reads until the end or until there are more than size_max bytes. NULL: explained. */
static char *read_up_to(const char *path, size_t size_max, size_t *size)
{
    char *bytes = NULL;
    size_t used = 0;
    size_t capacity = 0;
    FILE *file = path ? fopen(path, "rb") : stdin;
    if (!file) {
        (void)fprintf(stderr, "jinbang: cannot open %s: %s\n", path, strerror(errno));
        return NULL;
    }
    for (;;) {
        if (used + 1 >= capacity) {
            capacity = capacity ? capacity * 2 : 65536;
            char *grown = realloc(bytes, capacity);
            if (!grown) {
                break;
            }
            bytes = grown;
        }
        size_t room = capacity - used - 1;
        size_t wanted = size_max + 1 - used;
        size_t got = fread(bytes + used, 1, room < wanted ? room : wanted, file);
        used += got;
        if (got == 0 || used > size_max) {
            break;
        }
    }
    if (ferror(file) || !bytes) {
        (void)fprintf(stderr, "jinbang: cannot read %s: %s\n", path ? path : "standard input",
                      strerror(errno));
        free(bytes);
        bytes = NULL;
    } else {
        bytes[used] = '\0';
        *size = used;
    }
    if (path) {
        (void)fclose(file);
    }
    return bytes;
}

char *jb_cli_read_file(const char *path, size_t size_max, size_t *size)
{
    char *bytes = read_up_to(path, size_max, size);
    if (bytes && *size > size_max) {
        (void)fprintf(stderr, "jinbang: cannot read %s: the file is too large\n",
                      path ? path : "standard input");
        free(bytes);
        bytes = NULL;
    }
    return bytes;
}

char *jb_cli_read_start(const char *path, size_t size_max, size_t *size)
{
    return read_up_to(path, size_max - 1, size);
}

int jb_cli_write_file(const char *path, const char *bytes, size_t size)
{
    FILE *file = path ? fopen(path, "wb") : stdout;
    if (!file) {
        (void)fprintf(stderr, "jinbang: cannot write %s: %s\n", path, strerror(errno));
        return JB_EXIT_MACHINE;
    }
    bool good = fwrite(bytes, 1, size, file) == size;
    good = (path ? fclose(file) : fflush(file)) == 0 && good;
    if (!good) {
        (void)fprintf(stderr, "jinbang: cannot write %s\n", path ? path : "standard output");
    }
    return good ? JB_EXIT_FINE : JB_EXIT_MACHINE;
}

static void print_commands(FILE *out)
{
    (void)fprintf(out,
                  "jinbang %s: a live knowledge-contest engine\n\nusage: jinbang COMMAND "
                  "[options]\n\ncommands:\n",
                  JB_VERSION);
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        char name[HELP_WIDTH];
        (void)snprintf(name, sizeof name, "%s%s%s", commands[i].group ? commands[i].group : "",
                       commands[i].group ? " " : "", commands[i].name);
        print_row(out, name, NULL, commands[i].summary);
    }
    (void)fprintf(out, "\njinbang COMMAND --help tells more; jinbang --version the version.\n");
}

int jb_cli_run(int argc, char **argv)
{
    if (argc < 2) {
        print_commands(stderr);
        return JB_EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0) {
        print_commands(stdout);
        return JB_EXIT_FINE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        (void)printf("jinbang %s\n", JB_VERSION);
        return JB_EXIT_FINE;
    }
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        const jb_command *command = &commands[i];
        int words = command->group ? 2 : 1;
        if (argc > words && (!command->group || strcmp(argv[1], command->group) == 0) &&
            strcmp(argv[words], command->name) == 0) {
            return command->run(argc - words - 1, argv + words + 1);
        }
    }
    (void)fprintf(stderr, "jinbang: unknown command: %s\nSee jinbang --help.\n", argv[1]);
    return JB_EXIT_USAGE;
}
