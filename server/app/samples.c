/* The sample banks inside the program: found in the embedded files by their ending, read once. */
#include "samples.h"

#include <stdlib.h>
#include <string.h>

#include "jinbang/json_out.h"
#include "jinbang/log.h"

#define BANK_ENDING ".bank.json"

static jb_slice bytes_of(const jb_embedded *file)
{
    return (jb_slice){ .bytes = file->start, .size = (size_t)(file->end - file->start) };
}

static jb_status read_embedded(void *user, const char *path, size_t size_max, jb_buffer *out)
{
    (void)user;
    for (size_t i = 0; i < jb_embedded_count; i++) {
        if (strcmp(jb_embedded_files[i].path, path) == 0) {
            jb_slice bytes = bytes_of(&jb_embedded_files[i]);
            if (bytes.size > size_max) {
                return JB_ERR_LIMIT;
            }
            jb_buffer_append(out, bytes.bytes, bytes.size);
            return out->failed ? JB_ERR_MEMORY : JB_OK;
        }
    }
    return JB_ERR_NOT_FOUND;
}

const jb_media_source jb_samples_media = { .read = read_embedded };

static bool is_bank(const char *path)
{
    size_t size = strlen(path);
    size_t ending = strlen(BANK_ENDING);
    return size > ending && strcmp(path + size - ending, BANK_ENDING) == 0 && !strchr(path, '/');
}

/* One that is not as it must be is a mistake of whoever built the program; the tests find it. The
 * server can do without it. */
static jb_status load(jb_samples *samples, const jb_embedded *file)
{
    jb_report report;
    jb_bank *bank = NULL;
    jb_json_out json;
    jb_report_init(&report);
    jb_status status = jb_bank_read_with(bytes_of(file), &jb_samples_media, &report, &bank);
    const char *id = status == JB_OK && bank && !report.errors ? jb_bank_id(bank) : "";
    if (status == JB_OK && (id[0] == '\0' || jb_samples_find(samples, id))) {
        jb_log(JB_LOG_ERROR, "app", "a sample bank is left out path=%s", file->path);
    } else if (status == JB_OK) {
        jb_sample *sample = &samples->items[samples->count++];
        sample->file = bytes_of(file);
        sample->id = strdup(id);
        jb_buffer_init(&sample->described, 0);
        jb_json_begin(&json, &sample->described);
        jb_bank_describe(bank, &json);
        status = sample->id && !sample->described.failed ? JB_OK : JB_ERR_MEMORY;
    }
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    return status;
}

jb_status jb_samples_load(jb_samples *samples)
{
    jb_status status = JB_OK;
    *samples = (jb_samples){ .items = calloc(jb_embedded_count + 1, sizeof(jb_sample)) };
    if (!samples->items) {
        return JB_ERR_MEMORY;
    }
    for (size_t i = 0; i < jb_embedded_count && status == JB_OK; i++) {
        if (is_bank(jb_embedded_files[i].path)) {
            status = load(samples, &jb_embedded_files[i]);
        }
    }
    if (status != JB_OK) {
        jb_samples_finish(samples);
    }
    return status;
}

void jb_samples_finish(jb_samples *samples)
{
    for (size_t i = 0; i < samples->count; i++) {
        free(samples->items[i].id);
        jb_buffer_finish(&samples->items[i].described);
    }
    free(samples->items);
    *samples = (jb_samples){ .items = NULL };
}

const jb_sample *jb_samples_find(const jb_samples *samples, const char *id)
{
    for (size_t i = 0; i < samples->count; i++) {
        if (strcmp(samples->items[i].id, id) == 0) {
            return &samples->items[i];
        }
    }
    return NULL;
}
