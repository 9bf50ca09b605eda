/*
 * `backup` and `restore`: a data folder copied whole and proved, beside a running server, and the
 * way back.
 */
#include <stdio.h>

#include "cli.h"
#include "vault.h"

enum {
    STARTS_SINCE = 1000 /* more than there can have been of a server since its backup */
};

static int copy(const jb_vault_order *order, const char *what)
{
    jb_vault_report report = { 0 };
    jb_buffer why;
    jb_buffer_init(&why, 0);
    jb_buffer_init(&report.problems, 0);
    jb_status status = jb_vault_copy(order, &report, &why);
    int result = status == JB_ERR_EXISTS || report.broken > 0 ? JB_EXIT_ERRORS : JB_EXIT_MACHINE;
    (void)fputs(jb_buffer_text(&report.problems), stderr);
    if (status != JB_OK) {
        (void)fprintf(stderr, "jinbang: nothing was put at %s: %s\n", order->to,
                      jb_buffer_text(&why));
    } else {
        (void)printf("%s %s: %u contests, %u of them proved\n", what, order->to, report.contests,
                     report.contests - report.broken);
        /* It is in place, and somebody has to know. */
        result = report.broken > 0 ? JB_EXIT_ERRORS : JB_EXIT_FINE;
    }
    jb_buffer_finish(&report.problems);
    jb_buffer_finish(&why);
    return result;
}

int jb_command_backup(int argc, char **argv)
{
    const char *directory = "jinbang-data";
    const jb_option options[] = {
        { "--data", "DIR", "the data folder (jinbang-data); a server may be running on it",
          &directory, NULL },
    };
    const jb_usage usage = { "backup",
                             "TO",
                             "copy a data folder with its keys, and prove the copy",
                             1,
                             1,
                             options,
                             sizeof options / sizeof options[0] };
    jb_operands operands;
    int result = jb_cli_parse(&usage, argc, argv, &operands);
    if (result >= 0) {
        return result;
    }
    /* A contest that is broken in the original must not keep the others from being saved. */
    const jb_vault_order order = { .from = directory,
                                   .to = operands.items[0],
                                   .even_broken = true };
    return copy(&order, "backup in");
}

int jb_command_restore(int argc, char **argv)
{
    const char *directory = "jinbang-data";
    bool even_broken = false;
    const jb_option options[] = {
        { "--data", "DIR", "the data folder to make (jinbang-data); it must be empty or not exist",
          &directory, NULL },
        { "--even-broken", NULL, "although contests in it cannot be proved", NULL, &even_broken },
    };
    const jb_usage usage = { "restore",
                             "FROM",
                             "make a data folder from a backup, if that holds",
                             1,
                             1,
                             options,
                             sizeof options / sizeof options[0] };
    jb_operands operands;
    int result = jb_cli_parse(&usage, argc, argv, &operands);
    if (result >= 0) {
        return result;
    }
    const jb_vault_order order = { .from = operands.items[0],
                                   .to = directory,
                                   .even_broken = even_broken,
                                   .starts_on = STARTS_SINCE };
    return copy(&order, "restored to");
}
