/*
 * `account ...`: who may sign in beside whoever has the admin key. Each of these writes to the
 * database of a data folder, also while a server runs on it, which notices within a second or two.
 * A password is read from the terminal, unseen and twice, or from standard input; on the command
 * line everybody on the machine could read it.
 */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "cli.h"
#include "jinbang/clock.h"
#include "organizers.h"
#include "password.h"

enum {
    LINE_SIZE = JB_PASSWORD_BYTES_MAX + 3 /* room to see that it is too long, and the line's end */
};

/* What one of the commands is about. */
typedef struct account_task {
    const char *directory;
    jb_db *db;
    jb_account_row row; /* of the account, without its texts */
    char name[JB_NAME_BYTES_MAX + 1];
    char fold[JB_FOLD_SIZE];
} account_task;

static int complain(const char *why)
{
    (void)fprintf(stderr, "jinbang: %s\n", why);
    return JB_EXIT_MACHINE;
}

static bool note_row(void *user, const jb_account_row *row)
{
    account_task *task = user;
    task->row = (jb_account_row){ .account = row->account, .disabled = row->disabled };
    (void)snprintf(task->name, sizeof task->name, "%s", row->name);
    return false;
}

static int open_folder(account_task *task, jb_db_mode mode)
{
    jb_buffer why;
    jb_buffer_init(&why, 0);
    const jb_db_options options = { .directory = task->directory, .mode = mode };
    int result = JB_EXIT_FINE;
    if (jb_db_open(&options, &task->db, &why) != JB_OK) {
        result = complain(jb_buffer_text(&why));
    }
    jb_buffer_finish(&why);
    return result;
}

/* Reads what is to be the name of an account, and opens the folder. */
static int begin(account_task *task, const jb_usage *usage, const char *name)
{
    if (jb_account_name(jb_slice_of(name), task->name, task->fold) != JB_OK) {
        return jb_cli_wrong(usage, "a name is 1 to 40 characters, without control characters",
                            NULL);
    }
    return open_folder(task, JB_DB_WRITE);
}

/* ... and finds the account. */
static int find(account_task *task, const jb_usage *usage, const char *name)
{
    char path[PATH_MAX];
    (void)snprintf(path, sizeof path, "%s/jinbang.db", task->directory);
    if (access(path, F_OK) != 0) {
        /* Opening it for writing would make one. */
        (void)fprintf(stderr, "jinbang: there is no %s\n", path);
        return JB_EXIT_MACHINE;
    }
    int result = begin(task, usage, name);
    if (result != JB_EXIT_FINE) {
        return result;
    }
    jb_status status = jb_db_account_find(task->db, jb_slice_of(task->fold), note_row, task);
    if (status == JB_ERR_NOT_FOUND) {
        (void)fprintf(stderr, "jinbang: there is no account %s in %s\n", task->name,
                      task->directory);
        return JB_EXIT_ERRORS;
    }
    return status == JB_OK ? JB_EXIT_FINE : complain(jb_db_why(task->db));
}

/* ---- passwords ---- */

/* One line without its end. False: there is none. */
static bool read_line(char line[LINE_SIZE])
{
    if (!fgets(line, LINE_SIZE, stdin)) {
        return false;
    }
    line[strcspn(line, "\r\n")] = '\0';
    return true;
}

/* The same from a terminal that does not show it. */
static bool ask(const char *prompt, char line[LINE_SIZE])
{
    struct termios before;
    if (tcgetattr(STDIN_FILENO, &before) != 0) {
        return false;
    }
    struct termios unseen = before;
    unseen.c_lflag &= ~(tcflag_t)ECHO;
    (void)fputs(prompt, stderr);
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen);
    bool good = read_line(line);
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    (void)fputs("\n", stderr);
    return good;
}

/* Reads a password and makes of it what is kept. */
static int take_password(char hash[JB_PASSWORD_HASH_SIZE])
{
    char line[LINE_SIZE] = "";
    char again[LINE_SIZE] = "";
    bool terminal = isatty(STDIN_FILENO) != 0;
    bool good = terminal ? ask("password: ", line) && ask("again: ", again) : read_line(line);
    const char *wrong = good ? jb_password_wrong(jb_slice_of(line))
                             : "no password came; it is one line of standard input";
    if (!wrong && terminal && strcmp(line, again) != 0) {
        wrong = "the two are not the same";
    }
    int result = JB_EXIT_FINE;
    if (wrong) {
        (void)fprintf(stderr, "jinbang: %s\n", wrong);
        result = JB_EXIT_ERRORS;
    } else if (jb_password_hash(jb_slice_of(line), hash) != JB_OK) {
        result = complain("there is not enough memory to hash a password");
    }
    jb_password_wipe(line, sizeof line);
    jb_password_wipe(again, sizeof again);
    return result;
}

static int check_role(const jb_usage *usage, const char *role)
{
    if (!role) {
        return jb_cli_wrong(usage, "--role is missing: owner, editor or host", NULL);
    }
    return jb_access_of_role(role) != JB_ACCESS_NOBODY
               ? JB_EXIT_FINE
               : jb_cli_wrong(usage, "unknown role (owner, editor, host)", role);
}

/* ---- the commands ---- */

int jb_command_account_add(int argc, char **argv)
{
    account_task task = { .directory = "jinbang-data" };
    const char *role = NULL;
    const jb_option options[] = {
        { "--role", "R", "owner, editor or host (docs/roles.md)", &role, NULL },
        { "--data", "DIR", "the data folder (jinbang-data)", &task.directory, NULL },
    };
    const jb_usage usage = { "account add",
                             "NAME",
                             "let somebody sign in as an organizer; the "
                             "password is asked for, or read from "
                             "standard input",
                             1,
                             1,
                             options,
                             2 };
    char hash[JB_PASSWORD_HASH_SIZE];
    jb_operands operands;
    int result = jb_cli_parse(&usage, argc, argv, &operands);
    if (result >= 0) {
        return result;
    }
    result = check_role(&usage, role);
    if (result == JB_EXIT_FINE) {
        result = begin(&task, &usage, operands.items[0]);
    }
    if (result == JB_EXIT_FINE) {
        result = take_password(hash);
    }
    if (result == JB_EXIT_FINE) {
        const jb_account_row row = { .name = task.name,
                                     .fold = task.fold,
                                     .role = role,
                                     .password = hash,
                                     .created_at = jb_clock_wall_ms() };
        int64_t account = 0;
        jb_status status = jb_db_account_insert(task.db, &row, &account);
        if (status == JB_ERR_EXISTS) {
            (void)fprintf(stderr, "jinbang: there is an account %s already\n", task.name);
            result = JB_EXIT_ERRORS;
        } else if (status != JB_OK) {
            result = complain(jb_db_why(task.db));
        } else {
            (void)printf("%s may sign in as %s\n", task.name, role);
        }
    }
    jb_db_close(task.db);
    return result;
}

static bool print_row(void *user, const jb_account_row *row)
{
    (void)user;
    (void)printf("%-8s %-8s %s\n", row->role, row->disabled ? "disabled" : "", row->name);
    return true;
}

int jb_command_account_list(int argc, char **argv)
{
    account_task task = { .directory = "jinbang-data" };
    const jb_option options[] = {
        { "--data", "DIR", "the data folder (jinbang-data)", &task.directory, NULL },
    };
    const jb_usage usage = {
        "account list", "", "who may sign in: role, whether disabled, name", 0, 0, options, 1
    };
    jb_operands operands;
    int result = jb_cli_parse(&usage, argc, argv, &operands);
    if (result >= 0) {
        return result;
    }
    result = open_folder(&task, JB_DB_READ);
    if (result == JB_EXIT_FINE && jb_db_account_list(task.db, print_row, NULL) != JB_OK) {
        result = complain(jb_db_why(task.db));
    }
    jb_db_close(task.db);
    return result;
}

/* The commands that change one thing of an account. */
typedef enum account_verb {
    VERB_ROLE,
    VERB_PASSWORD,
    VERB_DISABLE,
    VERB_ENABLE
} account_verb;

static int change(account_task *task, account_verb verb, const char *role)
{
    char hash[JB_PASSWORD_HASH_SIZE];
    jb_account_change wanted = { .disabled = -1 };
    int result = JB_EXIT_FINE;
    if (verb == VERB_ROLE) {
        wanted.role = role;
    } else if (verb == VERB_PASSWORD) {
        result = take_password(hash);
        wanted.password = hash;
    } else {
        wanted.disabled = verb == VERB_DISABLE;
    }
    if (result != JB_EXIT_FINE) {
        return result;
    }
    if (jb_db_account_change(task->db, task->row.account, &wanted) != JB_OK) {
        return complain(jb_db_why(task->db));
    }
    static const char *const said[] = { "has another role", "has a new password",
                                        "may not sign in any more", "may sign in again" };
    (void)printf("%s %s\n", task->name, said[verb]);
    return JB_EXIT_FINE;
}

static int run_change(account_verb verb, const char *command, const char *summary, int argc,
                      char **argv)
{
    account_task task = { .directory = "jinbang-data" };
    const char *role = NULL;
    const jb_option options[] = {
        { "--data", "DIR", "the data folder (jinbang-data)", &task.directory, NULL },
        { "--role", "R", "owner, editor or host (docs/roles.md)", &role, NULL },
    };
    const jb_usage usage = {
        command, "NAME", summary, 1, 1, options, verb == VERB_ROLE ? 2 : 1,
    };
    jb_operands operands;
    int result = jb_cli_parse(&usage, argc, argv, &operands);
    if (result >= 0) {
        return result;
    }
    result = verb == VERB_ROLE ? check_role(&usage, role) : JB_EXIT_FINE;
    if (result == JB_EXIT_FINE) {
        result = find(&task, &usage, operands.items[0]);
    }
    if (result == JB_EXIT_FINE) {
        result = change(&task, verb, role);
    }
    jb_db_close(task.db);
    return result;
}

int jb_command_account_role(int argc, char **argv)
{
    return run_change(VERB_ROLE, "account role", "change what somebody may do, at once", argc,
                      argv);
}

int jb_command_account_password(int argc, char **argv)
{
    return run_change(VERB_PASSWORD, "account password",
                      "give somebody a new password; who is signed in with the old one is out",
                      argc, argv);
}

int jb_command_account_disable(int argc, char **argv)
{
    return run_change(VERB_DISABLE, "account disable",
                      "let somebody in no more; who is signed in is out", argc, argv);
}

int jb_command_account_enable(int argc, char **argv)
{
    return run_change(VERB_ENABLE, "account enable", "let somebody in again, to sign in anew", argc,
                      argv);
}
