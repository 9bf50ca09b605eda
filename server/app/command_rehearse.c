/*
 * `rehearse`: plays a contest file against a script of inputs and prints what that leads to.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bank_files.h"
#include "cli.h"
#include "jinbang/limits.h"
#include "jinbang/plan.h"
#include "rehearsal.h"

typedef struct refusals {
    jb_refusal_row *rows;
    size_t count;
    size_t capacity;
} refusals;

static bool note_refusal(refusals *list, uint32_t line, const jb_refused *refused)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? 2 * list->capacity : 64;
        jb_refusal_row *grown = realloc(list->rows, capacity * sizeof *grown);
        if (!grown) {
            return false;
        }
        list->rows = grown;
        list->capacity = capacity;
    }
    list->rows[list->count++] = (jb_refusal_row){ .line = line, .refused = refused };
    return true;
}

/* A refusal, or a word about something that was left out of account. */
static void say(const char *script, uint32_t line, const jb_refused *refused, const jb_buffer *why)
{
    const char *text = jb_buffer_text(why);
    if (refused) {
        (void)fprintf(stderr, "%s:%u: refused: %s [%s]\n", script, line,
                      why->size > 0 ? text : refused->text, refused->code);
    } else if (why->size > 0) {
        (void)fprintf(stderr, "%s:%u: ignored: no such field here: %s\n", script, line, text);
    }
}

/* All lines. Returns JB_EXIT_FINE, or what went wrong was said on standard error. */
static int play(jb_rehearsal *rehearsal, const char *name, jb_slice script, refusals *list)
{
    jb_slice rest = jb_script_begin(script);
    jb_slice text;
    jb_buffer why;
    jb_buffer_init(&why, 0);
    int result = JB_EXIT_FINE;
    for (uint32_t line = 1; result == JB_EXIT_FINE && jb_script_next(&rest, &text); line++) {
        if (line > JB_SCRIPT_LINES_MAX) {
            (void)fprintf(stderr, "jinbang: %s: more than %d lines\n", name, JB_SCRIPT_LINES_MAX);
            result = JB_EXIT_MACHINE;
            break;
        }
        jb_buffer_clear(&why);
        const jb_refused *refused = jb_rehearsal_line(rehearsal, text, &why);
        say(name, line, refused, &why);
        if (refused && !note_refusal(list, line, refused)) {
            (void)fprintf(stderr, "jinbang: %s\n", jb_status_text(JB_ERR_MEMORY));
            result = JB_EXIT_MACHINE;
        }
        if (rehearsal->broken) {
            (void)fprintf(stderr, "jinbang: %s:%u: the engine contradicts itself: %s\n", name, line,
                          rehearsal->broken);
            result = JB_EXIT_ERRORS;
        }
    }
    jb_buffer_finish(&why);
    if (result == JB_EXIT_FINE && !jb_rehearsal_replays(rehearsal)) {
        (void)fprintf(stderr, "jinbang: %s: replaying the log gives another contest\n", name);
        result = JB_EXIT_ERRORS;
    }
    return result;
}

static void print_result(const jb_rehearsal *rehearsal, const refusals *list, bool json)
{
    jb_buffer out;
    jb_buffer_init(&out, 0);
    if (json) {
        jb_rehearsal_json(rehearsal, list->rows, list->count, &out);
        jb_buffer_append_char(&out, '\n');
    } else {
        jb_rehearsal_table(rehearsal, &out);
    }
    (void)fwrite(jb_buffer_text(&out), 1, out.size, stdout);
    jb_buffer_finish(&out);
}

static int rehearse_plan(jb_slice plan_text, const char *name, jb_slice script, bool json)
{
    int result = JB_EXIT_MACHINE;
    jb_plan *plan = NULL;
    jb_cast cast = { .count = 0 };
    jb_rehearsal rehearsal = { .now = 0 };
    refusals list = { .count = 0 };
    jb_hash hash;
    jb_hash_of(&plan_text, 1, &hash);
    jb_status status = jb_plan_load(plan_text, &plan);
    if (status == JB_OK) {
        status = jb_cast_read(plan, script, &cast);
    }
    if (status == JB_OK) {
        status = jb_rehearsal_open(&rehearsal, plan, &hash, &cast);
    }
    if (status != JB_OK) {
        (void)fprintf(stderr, "jinbang: %s\n", jb_status_text(status));
        goto cleanup;
    }
    result = play(&rehearsal, name, script, &list);
    if (result == JB_EXIT_FINE) {
        jb_rehearsal_reveal(&rehearsal);
        print_result(&rehearsal, &list, json);
    }
cleanup:
    free(list.rows);
    jb_rehearsal_finish(&rehearsal);
    jb_cast_finish(&cast);
    jb_plan_destroy(plan);
    return result;
}

/* Makes the plan of a contest file. Returns -1 to go on, else the exit status. */
static int make_plan(const char *path, const jb_operands *banks, jb_buffer *plan)
{
    jb_report report;
    jb_report_init(&report);
    int result = jb_bank_files_plan(path, banks, &report, plan);
    if (result < 0 && report.errors) {
        jb_buffer text;
        jb_buffer_init(&text, 0);
        jb_report_text(&report, path, &text);
        (void)fwrite(jb_buffer_text(&text), 1, text.size, stderr);
        jb_buffer_finish(&text);
        result = JB_EXIT_ERRORS;
    }
    jb_report_finish(&report);
    return result;
}

int jb_command_rehearse(int argc, char **argv)
{
    bool json = false;
    const char *bank = NULL;
    const jb_option options[] = {
        { "--json", NULL, "print one JSON object", NULL, &json },
        { "--bank", "FILE", "a bank it draws from, once for each; the samples are known", &bank,
          NULL },
    };
    const jb_usage usage = { "rehearse",
                             "CONTEST SCRIPT",
                             "play a contest file against a script (- is standard input)",
                             2,
                             2,
                             options,
                             sizeof options / sizeof options[0] };
    jb_operands files;
    jb_operands banks;
    int result = jb_cli_parse(&usage, argc, argv, &files);
    if (result >= 0) {
        return result;
    }
    jb_cli_all(argc, argv, "--bank", &banks);
    const char *name = files.items[1];
    bool standard = strcmp(name, "-") == 0;
    size_t size = 0;
    char *bytes = jb_cli_read_file(standard ? NULL : name, JB_SCRIPT_FILE_MAX, &size);
    if (!bytes) {
        return JB_EXIT_MACHINE;
    }
    jb_buffer plan;
    jb_buffer_init(&plan, 0);
    result = make_plan(files.items[0], &banks, &plan);
    if (result < 0) {
        result = rehearse_plan(jb_buffer_slice(&plan), standard ? "standard input" : name,
                               (jb_slice){ .bytes = bytes, .size = size }, json);
    }
    jb_buffer_finish(&plan);
    free(bytes);
    return result;
}
