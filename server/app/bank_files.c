/*
 * Banks for `contest check` and `rehearse`: from files, and the samples.
 */
#include "bank_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bank_import.h"
#include "jinbang/bank.h"
#include "jinbang/limits.h"
#include "samples.h"

enum {
    BANKS_MAX = JB_OPERANDS_MAX
};

typedef struct bank_files {
    jb_bank *banks[BANKS_MAX];
    size_t count;
    jb_status status; /* of the samples that were asked for */
} bank_files;

static const char bank_ending[] = ".bank.json";

static int open_file(bank_files *files, const char *path)
{
    const jb_import_options options = { .name = NULL };
    jb_report report;
    jb_bank *bank = NULL;
    jb_report_init(&report);
    int result = jb_import_file(path, &options, &report, &bank);
    if (result < 0 && (!bank || jb_bank_id(bank)[0] == '\0')) {
        (void)fprintf(
            stderr, "jinbang: %s: not a question bank with an id; see jinbang bank check\n", path);
        jb_bank_destroy(bank);
        result = JB_EXIT_ERRORS;
    } else if (result < 0) {
        files->banks[files->count++] = bank;
    }
    jb_report_finish(&report);
    return result;
}

/* -1, or the exit status: it was said on standard error. To be closed in any case. */
static int open_files(bank_files *files, const jb_operands *paths)
{
    *files = (bank_files){ .count = 0 };
    for (size_t i = 0; i < paths->count; i++) {
        int result = open_file(files, paths->items[i]);
        if (result >= 0) {
            return result;
        }
    }
    return -1;
}

static void close_files(bank_files *files)
{
    for (size_t i = 0; i < files->count; i++) {
        jb_bank_destroy(files->banks[i]);
    }
    files->count = 0;
}

/* A sample is in a file of its own id. */
static bool is_sample(const char *path, const char *id)
{
    size_t size = strlen(id);
    return strncmp(path, id, size) == 0 && strcmp(path + size, bank_ending) == 0;
}

/* As jb_bank_find. */
static const jb_bank *find_bank(void *user, const char *id)
{
    bank_files *files = user;
    for (size_t i = 0; i < files->count; i++) {
        if (strcmp(jb_bank_id(files->banks[i]), id) == 0) {
            return files->banks[i];
        }
    }
    for (size_t i = 0; i < jb_embedded_count && files->count < BANKS_MAX; i++) {
        const jb_embedded *file = &jb_embedded_files[i];
        if (!is_sample(file->path, id)) {
            continue;
        }
        jb_report report;
        jb_bank *bank = NULL;
        jb_report_init(&report);
        jb_slice bytes = { .bytes = file->start, .size = (size_t)(file->end - file->start) };
        jb_status status = jb_bank_read_with(bytes, &jb_samples_media, &report, &bank);
        jb_report_finish(&report);
        files->status = status == JB_OK ? files->status : status;
        if (bank) {
            files->banks[files->count++] = bank;
        }
        return bank;
    }
    return NULL;
}

int jb_bank_files_plan(const char *path, const jb_operands *banks, jb_report *report,
                       jb_buffer *plan)
{
    size_t size = 0;
    char *bytes = jb_cli_read_file(path, JB_BANK_BYTES_MAX, &size);
    if (!bytes) {
        return JB_EXIT_MACHINE;
    }
    bank_files files;
    int result = open_files(&files, banks);
    if (result < 0) {
        const jb_plan_order order = { .file = { .bytes = bytes, .size = size },
                                      .find = find_bank,
                                      .user = &files,
                                      .placeholders = banks->count == 0 };
        jb_status status = jb_plan_make_as(&order, report, plan);
        status = status == JB_OK ? files.status : status;
        if (status != JB_OK) {
            (void)fprintf(stderr, "jinbang: %s\n", jb_status_text(status));
            result = JB_EXIT_MACHINE;
        }
    }
    close_files(&files);
    free(bytes);
    return result;
}
