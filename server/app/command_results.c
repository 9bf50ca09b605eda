/*
 * `results` and `verify`: what a data folder says about a contest, and whether it can be believed.
 * Both only read, and work beside a running server.
 */
#include <errno.h>
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

static int write_out(const char *path, const jb_buffer *out)
{
    FILE *file = path ? fopen(path, "wb") : stdout;
    if (!file) {
        (void)fprintf(stderr, "jinbang: cannot write %s: %s\n", path, strerror(errno));
        return JB_EXIT_MACHINE;
    }
    bool good = fwrite(jb_buffer_text(out), 1, out->size, file) == out->size;
    good = (path ? fclose(file) : fflush(file)) == 0 && good;
    if (!good) {
        (void)fprintf(stderr, "jinbang: cannot write %s\n", path ? path : "standard output");
    }
    return good ? JB_EXIT_FINE : JB_EXIT_MACHINE;
}

static int check_format(const jb_usage *usage, const char *name, bool answers, const char *path)
{
    jb_export_format format = jb_export_find(name);
    if (format == JB_EXPORT_COUNT) {
        return jb_cli_wrong(usage, "unknown format (csv, json, xlsx)", name);
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
        { "--format", "F", "csv, json or xlsx (csv)", &format, NULL },
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
        result = write_out(path, &out);
    }
    jb_buffer_finish(&why);
    jb_buffer_finish(&out);
    jb_contest_data_finish(&data);
    jb_db_close(db);
    return result;
}

typedef struct jb_proof {
    bool good;
    bool compared; /* there was a stored ranking to compare with */
    uint32_t erased;
    jb_log_head head;
    bool finished;
    uint32_t participants;
} jb_proof;

static jb_status verify(jb_db *db, const jb_contest_data *data, jb_proof *verdict, jb_buffer *why)
{
    jb_results *results = NULL;
    jb_status status = jb_contest_data_results(db, data, JB_RESULTS_RANKING, &results, why);
    if (status == JB_OK) {
        verdict->head = results->head;
        verdict->finished = results->finished;
        verdict->participants = results->participant_count;
        status = jb_results_compare(db, data->contest, results, why);
        verdict->compared = status == JB_OK;
        if (status == JB_ERR_NOT_FOUND && data->finished_at == 0) {
            jb_buffer_clear(why);
            status = JB_OK; /* still running: nothing to compare with yet */
        }
    }
    if (status == JB_OK) {
        status = jb_contest_data_check_sums(db, data, results, why);
    }
    if (status == JB_OK) {
        status = jb_results_check_names(db, data->contest, &verdict->erased, why);
    }
    jb_results_destroy(results);
    verdict->good = status == JB_OK;
    return status;
}

static void print_verdict(const jb_contest_data *data, const jb_proof *verdict, const char *why,
                          bool json)
{
    char head[JB_HASH_HEX_SIZE];
    jb_hex_encode(verdict->head.hash.bytes, JB_HASH_SIZE, head);
    if (!json && verdict->good) {
        (void)printf("contest %s: %llu log entries, the chain holds, every invariant holds,\n"
                     "every score is the sum of its entries, %s\nhead %s\n",
                     data->id, (unsigned long long)verdict->head.seq,
                     verdict->compared ? "the stored ranking follows from the log."
                                       : "it is not finished: there is no ranking stored yet.",
                     head);
    } else if (!json) {
        (void)printf("contest %s: NOT proved: %s\n", data->id, why);
    }
    if (!json) {
        return;
    }
    jb_buffer out;
    jb_json_out writer;
    jb_buffer_init(&out, 0);
    jb_json_begin(&writer, &out);
    jb_json_object(&writer);
    jb_json_text_member(&writer, "contest", data->id);
    jb_json_bool_member(&writer, "ok", verdict->good);
    jb_json_int_member(&writer, "events", (int64_t)verdict->head.seq);
    jb_json_text_member(&writer, "head", head);
    jb_json_bool_member(&writer, "finished", verdict->finished);
    jb_json_bool_member(&writer, "ranking_compared", verdict->compared);
    jb_json_int_member(&writer, "participants", verdict->participants);
    jb_json_int_member(&writer, "names_erased", verdict->erased);
    if (!verdict->good) {
        jb_json_text_member(&writer, "why", why);
    }
    jb_json_object_end(&writer);
    (void)printf("%s\n", jb_buffer_text(&out));
    jb_buffer_finish(&out);
}

int jb_command_verify(int argc, char **argv)
{
    const char *directory = "jinbang-data";
    bool json = false;
    const jb_option options[] = {
        { "--data", "DIR", "the data folder (jinbang-data)", &directory, NULL },
        { "--json", NULL, "print one JSON object", NULL, &json },
    };
    const jb_usage usage = { "verify",
                             "CONTEST",
                             "replay a contest's log: chain, invariants, sums, ranking",
                             1,
                             1,
                             options,
                             sizeof options / sizeof options[0] };
    jb_operands operands;
    int result = jb_cli_parse(&usage, argc, argv, &operands);
    if (result >= 0) {
        return result;
    }
    jb_db *db = NULL;
    jb_contest_data data;
    result = open_contest(directory, operands.items[0], &db, &data);
    if (result != JB_EXIT_FINE) {
        return result;
    }
    jb_buffer why;
    jb_buffer_init(&why, 0);
    jb_proof verdict = { 0 };
    jb_status status = verify(db, &data, &verdict, &why);
    const char *reason = why.size > 0 ? jb_buffer_text(&why) : jb_db_why(db);
    print_verdict(&data, &verdict, reason, json);
    result = status == JB_OK ? JB_EXIT_FINE
             : status == JB_ERR_IO || status == JB_ERR_MEMORY || status == JB_ERR_BUSY
                 ? JB_EXIT_MACHINE
                 : JB_EXIT_ERRORS;
    jb_buffer_finish(&why);
    jb_contest_data_finish(&data);
    jb_db_close(db);
    return result;
}
