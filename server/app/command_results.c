/*
 * `results`: what a data folder says about a contest. Only reads, and works beside a running
 * server.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "contest_data.h"
#include "jinbang/json_out.h"

/* Opens the folder and finds the contest. JB_EXIT_FINE, or the exit status; it was explained. */
static int open_contest(const char *directory, const char *id, jb_db **db, jb_contest_data *data)
{
    jb_buffer why;
    jb_buffer_init(&why, 0);
    jb_db_options options = { .directory = directory, .mode = JB_DB_READ };
    int result = JB_EXIT_FINE;
    jb_status status = jb_db_open(&options, db, &why);
    if (status != JB_OK) {
        (void)fprintf(stderr, "jinbang: %s\n", jb_buffer_text(&why));
        result = JB_EXIT_MACHINE;
        goto cleanup;
    }
    status = jb_contest_data_read(*db, id, data);
    if (status == JB_ERR_NOT_FOUND) {
        (void)fprintf(stderr, "jinbang: there is no contest %s in %s\n", id, directory);
        result = JB_EXIT_ERRORS;
    } else if (status == JB_ERR_CORRUPT) {
        (void)fprintf(stderr, "jinbang: the plan of contest %s cannot be read\n", id);
        result = JB_EXIT_ERRORS;
    } else if (status != JB_OK) {
        (void)fprintf(stderr, "jinbang: %s\n", jb_db_why(*db));
        result = JB_EXIT_MACHINE;
    }
    if (result != JB_EXIT_FINE) {
        jb_db_close(*db);
        *db = NULL;
    }
cleanup:
    jb_buffer_finish(&why);
    return result;
}

static int check_format(const jb_usage *usage, const char *name, bool answers, const char *path)
{
    jb_export_format format = jb_export_find(name);
    if (format == JB_EXPORT_COUNT) {
        return jb_cli_wrong(usage, "unknown format (csv, json, xlsx, log)", name);
    }
    if (answers && format == JB_EXPORT_CSV) {
        return jb_cli_wrong(usage, "a table has no place for answers; take json or xlsx", NULL);
    }
    if (format == JB_EXPORT_XLSX && !path && isatty(STDOUT_FILENO)) {
        return jb_cli_wrong(usage, "a workbook is not for a terminal; name a file with -o", NULL);
    }
    return JB_EXIT_FINE;
}

int jb_command_results(int argc, char **argv)
{
    const char *directory = "jinbang-data";
    const char *format = "csv";
    const char *path = NULL;
    bool answers = false;
    const jb_option options[] = {
        { "--data", "DIR", "the data folder (jinbang-data)", &directory, NULL },
        { "--format", "F", "csv, json, xlsx or log (csv)", &format, NULL },
        { "--answers", NULL, "json: with what everybody answered", NULL, &answers },
        { "-o", "OUT", "write to this file, not to standard output", &path, NULL },
    };
    const jb_usage usage = { "results", "CONTEST", "write the results of a contest",  1,
                             1,         options,   sizeof options / sizeof options[0] };
    jb_operands operands;
    int result = jb_cli_parse(&usage, argc, argv, &operands);
    if (result >= 0) {
        return result;
    }
    result = check_format(&usage, format, answers, path);
    if (result != JB_EXIT_FINE) {
        return result;
    }
    jb_db *db = NULL;
    jb_contest_data data;
    result = open_contest(directory, operands.items[0], &db, &data);
    if (result != JB_EXIT_FINE) {
        return result;
    }
    jb_buffer out;
    jb_buffer why;
    jb_buffer_init(&out, JB_EXPORT_BYTES_MAX);
    jb_buffer_init(&why, 0);
    jb_status status =
        jb_contest_data_export(db, &data, jb_export_find(format), answers, &out, &why);
    if (status != JB_OK) {
        (void)fprintf(stderr, "jinbang: %s\n", why.size > 0 ? jb_buffer_text(&why) : jb_db_why(db));
        result = status == JB_ERR_CORRUPT ? JB_EXIT_ERRORS : JB_EXIT_MACHINE;
    } else {
        result = jb_cli_write_file(path, jb_buffer_text(&out), out.size);
    }
    jb_buffer_finish(&why);
    jb_buffer_finish(&out);
    jb_contest_data_finish(&data);
    jb_db_close(db);
    return result;
}
