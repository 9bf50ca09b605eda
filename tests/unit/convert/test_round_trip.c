/*
 * What is written comes back: banks by chance through our own formats and back are equal, and the
 * formats of others give the same questions with the same right answers.
 */
#include "convert_check.h"

#include <stdlib.h>
#include <string.h>

enum {
    SEEDS = 40,
    QUESTIONS = 14
};

static jb_bank *bank_of(uint64_t seed)
{
    jb_buffer document;
    jb_buffer_init(&document, 0);
    random_bank(seed, QUESTIONS, &document);
    jb_bank *bank = check_json(jb_buffer_text(&document));
    JB_EQ_U64(jb_bank_count(bank), QUESTIONS);
    jb_buffer_finish(&document);
    return bank;
}

/* Writes the bank and reads it again. */
static jb_bank *there_and_back(const jb_bank *bank, const char *format, jb_report *said)
{
    jb_report report;
    jb_buffer file;
    jb_bank *again = NULL;
    jb_buffer_init(&file, 0);
    jb_report_init(said);
    JB_EQ_I64(jb_convert(bank, format, NULL, said, &file), JB_OK);
    jb_report_init(&report);
    JB_EQ_I64(jb_bank_read_with(jb_buffer_slice(&file), &check_media, &report, &again), JB_OK);
    assert_non_null(again);
    JB_FALSE(report.errors);
    jb_report_finish(&report);
    jb_buffer_finish(&file);
    return again;
}

static void own_formats_come_back_whole(void **state)
{
    static const char *const formats[] = { "json", "qbank" };
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        jb_bank *bank = bank_of(seed);
        cJSON *expected = check_tree(bank);
        for (size_t i = 0; i < 2; i++) {
            jb_report said;
            jb_bank *again = there_and_back(bank, formats[i], &said);
            JB_EQ_U64(said.question_count, QUESTIONS);
            JB_FALSE(said.errors);
            cJSON *tree = check_tree(again);
            check_equal(tree, expected, formats[i]);
            cJSON_Delete(tree);
            jb_bank_destroy(again);
            jb_report_finish(&said);
        }
        cJSON_Delete(expected);
        jb_bank_destroy(bank);
    }
}

static void a_package_holds_the_bytes_of_its_media(void **state)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        jb_report said;
        jb_bank *bank = bank_of(seed);
        jb_bank *again = there_and_back(bank, "qbank", &said);
        JB_EQ_U64(said.problem_count, 0);
        JB_EQ_U64(jb_bank_media_count(again), jb_bank_media_count(bank));
        for (uint32_t i = 0; i < jb_bank_media_count(bank); i++) {
            jb_medium_info first;
            jb_medium_info second;
            JB_TRUE(jb_bank_medium(bank, i, &first));
            JB_TRUE(jb_bank_medium(again, i, &second));
            JB_TRUE(jb_slice_equal(first.bytes, second.bytes));
        }
        jb_report_finish(&said);
        jb_bank_destroy(again);
        jb_bank_destroy(bank);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_formats_come_back_whole),
        cmocka_unit_test(a_package_holds_the_bytes_of_its_media),
    };
    return JB_RUN(tests);
}
