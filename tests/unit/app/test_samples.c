/* The sample banks inside the program, and media beside a bank file. */
#include "jb_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder.h"
#include "media_folder.h"
#include "samples.h"

static size_t count_banks(void)
{
    size_t count = 0;
    for (size_t i = 0; i < jb_embedded_count; i++) {
        const char *path = jb_embedded_files[i].path;
        count += strstr(path, ".bank.json") != NULL ? 1 : 0;
        JB_TRUE(jb_embedded_files[i].end > jb_embedded_files[i].start);
    }
    return count;
}

static void every_sample_is_a_bank_without_errors(void **state)
{
    jb_samples samples;
    JB_EQ_I64(jb_samples_load(&samples), JB_OK);
    JB_TRUE(samples.count > 0);
    JB_EQ_SIZE(samples.count, count_banks());
    for (size_t i = 0; i < samples.count; i++) {
        const jb_sample *sample = &samples.items[i];
        JB_TRUE(jb_samples_find(&samples, sample->id) == sample);
        JB_TRUE(strncmp(jb_buffer_text(&sample->described), "\"title\":{", 9) == 0);
    }
    assert_null(jb_samples_find(&samples, "none"));
    jb_samples_finish(&samples);
    jb_samples_finish(&samples);
}

/* Nothing is left out: every file that a sample names is in the program, and its check is passed.
 */
static void samples_have_all_their_media(void **state)
{
    for (size_t i = 0; i < jb_embedded_count; i++) {
        const jb_embedded *file = &jb_embedded_files[i];
        jb_slice bytes = { .bytes = file->start, .size = (size_t)(file->end - file->start) };
        jb_report report;
        jb_bank *bank = NULL;
        if (!strstr(file->path, ".bank.json")) {
            continue;
        }
        jb_report_init(&report);
        JB_EQ_I64(jb_bank_read_with(bytes, &jb_samples_media, &report, &bank), JB_OK);
        JB_EQ_U64(report.problem_count, 0);
        for (uint32_t at = 0; at < jb_bank_media_count(bank); at++) {
            jb_medium_info medium;
            JB_TRUE(jb_bank_medium(bank, at, &medium));
        }
        jb_bank_destroy(bank);
        jb_report_finish(&report);
    }
}

static void a_sample_medium_has_a_limit_like_any_other(void **state)
{
    jb_buffer out;
    jb_buffer_init(&out, 0);
    JB_EQ_I64(jb_samples_media.read(NULL, "none", 100, &out), JB_ERR_NOT_FOUND);
    JB_EQ_I64(jb_samples_media.read(NULL, jb_embedded_files[0].path, 1, &out), JB_ERR_LIMIT);
    jb_buffer_finish(&out);
}

/* ---- beside a file ---- */

static jb_status read_beside(const folder *at, const char *path, size_t size_max, const char *text)
{
    char bank[128];
    jb_media_folder beside;
    jb_buffer out;
    (void)snprintf(bank, sizeof bank, "%s/x.bank.json", at->path);
    jb_buffer_init(&out, 0);
    jb_media_folder_open(&beside, bank);
    jb_status status = beside.source.read(beside.source.user, path, size_max, &out);
    jb_media_folder_close(&beside);
    if (status == JB_OK) {
        JB_EQ_STR(jb_buffer_text(&out), text);
    }
    jb_buffer_finish(&out);
    return status;
}

static void only_regular_files_below_the_bank_are_read(void **state)
{
    const folder *at = *state;
    char path[128];
    (void)snprintf(path, sizeof path, "%s/media", at->path);
    JB_EQ_I64(mkdir(path, 0700), 0);
    (void)folder_file(at, "media/a", "hello");
    (void)folder_file(at, "outside", "no");
    (void)snprintf(path, sizeof path, "%s/media/link", at->path);
    JB_EQ_I64(symlink("../outside", path), 0);
    (void)snprintf(path, sizeof path, "%s/way", at->path);
    JB_EQ_I64(symlink("media", path), 0);
    (void)snprintf(path, sizeof path, "%s/media/pipe", at->path);
    JB_EQ_I64(mkfifo(path, 0600), 0);
    JB_EQ_I64(read_beside(at, "media/a", 5, "hello"), JB_OK);
    JB_EQ_I64(read_beside(at, "media/a", 4, NULL), JB_ERR_LIMIT);
    JB_EQ_I64(read_beside(at, "./media/./a", 5, "hello"), JB_OK);
    JB_EQ_I64(read_beside(at, "media/none", 5, NULL), JB_ERR_NOT_FOUND);
    JB_EQ_I64(read_beside(at, "media/a/b", 5, NULL), JB_ERR_NOT_FOUND);
    JB_EQ_I64(read_beside(at, "media/", 5, NULL), JB_ERR_NOT_FOUND);
    JB_EQ_I64(read_beside(at, "media/../outside", 5, NULL), JB_ERR_NOT_FOUND);
    JB_EQ_I64(read_beside(at, "/etc/hostname", 500, NULL), JB_ERR_NOT_FOUND);
    JB_EQ_I64(read_beside(at, "media", 5, NULL), JB_ERR_IO);
    JB_EQ_I64(read_beside(at, "media/link", 5, NULL), JB_ERR_IO);
    JB_EQ_I64(read_beside(at, "media/pipe", 5, NULL), JB_ERR_IO);
    JB_TRUE(read_beside(at, "way/a", 5, NULL) != JB_OK);
    (void)unlink(path);
    (void)snprintf(path, sizeof path, "%s/way", at->path);
    (void)unlink(path);
    (void)snprintf(path, sizeof path, "%s/media/link", at->path);
    (void)unlink(path);
    (void)snprintf(path, sizeof path, "%s/media/a", at->path);
    (void)unlink(path);
    (void)snprintf(path, sizeof path, "%s/media", at->path);
    JB_EQ_I64(rmdir(path), 0);
}

static void a_folder_that_is_not_there_has_nothing(void **state)
{
    const folder none = { .path = "/nowhere/at/all" };
    JB_EQ_I64(read_beside(&none, "media/a", 5, NULL), JB_ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sample_is_a_bank_without_errors),
        cmocka_unit_test(samples_have_all_their_media),
        cmocka_unit_test(a_sample_medium_has_a_limit_like_any_other),
        cmocka_unit_test_setup_teardown(only_regular_files_below_the_bank_are_read, folder_make,
                                        folder_remove),
        cmocka_unit_test(a_folder_that_is_not_there_has_nothing),
    };
    return JB_RUN(tests);
}
