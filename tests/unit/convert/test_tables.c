/*
 * Banks by chance through the files of others and back: our tables give what a table holds, GIFT
 * and Moodle XML the same questions with the same right answers.
 */
#include "project.h"

#include <stdlib.h>
#include <string.h>

#include "jinbang/import.h"

enum {
    SEEDS = 30, /* JB_SEEDS asks for more */
    QUESTIONS = 14
};

static uint64_t seeds(void)
{
    const char *wanted = getenv("JB_SEEDS"); /* NOLINT(concurrency-mt-unsafe): one thread */
    return wanted ? strtoull(wanted, NULL, 10) : SEEDS;
}

/* Writes the bank and imports what was written. */
static jb_bank *there_and_back(const jb_bank *bank, const char *format,
                               const jb_convert_options *options, jb_report *said)
{
    static const jb_import_options import = { .language = "en", .media = &check_media };
    jb_report report;
    jb_buffer file;
    jb_bank *again = NULL;
    jb_buffer_init(&file, 0);
    jb_report_init(said);
    jb_report_init(&report);
    JB_EQ_I64(jb_convert(bank, format, options, said, &file), JB_OK);
    JB_EQ_I64(jb_import(jb_buffer_slice(&file), &import, &report, &again), JB_OK);
    if (!again || report.errors || report.question_count != said->question_count) {
        for (uint32_t i = 0; i < report.problem_count; i++) {
            print_error("%u:%u: %s %s\n", report.problems[i].line, report.problems[i].column,
                        report.problems[i].code, report.problems[i].message);
        }
        print_error("%s\n", jb_buffer_text(&file));
    }
    JB_EQ_STR(report.format, format);
    assert_non_null(again);
    JB_FALSE(report.errors);
    JB_EQ_U64(report.question_count, said->question_count);
    jb_report_finish(&report);
    jb_buffer_finish(&file);
    return again;
}

static jb_bank *bank_of(uint64_t seed)
{
    jb_buffer document;
    jb_buffer_init(&document, 0);
    random_bank(seed, QUESTIONS, &document);
    jb_bank *bank = check_json(jb_buffer_text(&document));
    jb_buffer_finish(&document);
    return bank;
}

static void check_table(const char *format)
{
    for (uint64_t seed = 1; seed <= seeds(); seed++) {
        jb_report said;
        jb_convert_options options = { .chinese = seed % 2 == 0 };
        jb_bank *bank = bank_of(seed);
        jb_bank *again = there_and_back(bank, format, &options, &said);
        JB_EQ_U64(said.question_count, QUESTIONS);
        cJSON *tree = check_tree(bank);
        cJSON *tree_again = check_tree(again);
        cJSON *expected = project_table(tree);
        cJSON *actual = project_table(tree_again);
        for (int i = 0; i < QUESTIONS; i++) {
            check_equal(cJSON_GetArrayItem(actual, i), cJSON_GetArrayItem(expected, i), format);
        }
        cJSON_Delete(actual);
        cJSON_Delete(expected);
        cJSON_Delete(tree_again);
        cJSON_Delete(tree);
        jb_report_finish(&said);
        jb_bank_destroy(again);
        jb_bank_destroy(bank);
    }
}

static void csv_comes_back_as_a_table_holds_it(void **state)
{
    check_table("csv");
}

static void xlsx_comes_back_as_a_table_holds_it(void **state)
{
    check_table("xlsx");
}

static void check_essence(const char *format)
{
    for (uint64_t seed = 1; seed <= seeds(); seed++) {
        jb_report said;
        jb_bank *bank = bank_of(seed);
        jb_bank *again = there_and_back(bank, format, NULL, &said);
        cJSON *tree = check_tree(bank);
        cJSON *tree_again = check_tree(again);
        cJSON *expected = project_essence(tree, &said);
        cJSON *actual = project_essence(tree_again, NULL);
        JB_TRUE(said.question_count > QUESTIONS / 2);
        JB_EQ_I64(cJSON_GetArraySize(expected), said.question_count);
        for (int i = 0; i < (int)said.question_count; i++) {
            check_equal(cJSON_GetArrayItem(actual, i), cJSON_GetArrayItem(expected, i), format);
        }
        cJSON_Delete(actual);
        cJSON_Delete(expected);
        cJSON_Delete(tree_again);
        cJSON_Delete(tree);
        jb_report_finish(&said);
        jb_bank_destroy(again);
        jb_bank_destroy(bank);
    }
}

static void gift_comes_back_with_the_same_answers(void **state)
{
    check_essence("gift");
}

static void moodle_comes_back_with_the_same_answers(void **state)
{
    check_essence("moodle-xml");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_comes_back_as_a_table_holds_it),
        cmocka_unit_test(xlsx_comes_back_as_a_table_holds_it),
        cmocka_unit_test(gift_comes_back_with_the_same_answers),
        cmocka_unit_test(moodle_comes_back_with_the_same_answers),
    };
    return JB_RUN(tests);
}
