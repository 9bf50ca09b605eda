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

/* ---- banks that were kept: their media are elsewhere ---- */

/* Hands out the media of another bank; `user` is that bank. */
static jb_status find_medium(void *user, const jb_hash *hash, jb_buffer *out)
{
    const jb_bank *whole = user;
    jb_medium_info info;
    for (uint32_t i = 0; i < jb_bank_media_count(whole); i++) {
        if (jb_bank_medium(whole, i, &info) && jb_hash_equal(&info.hash, hash)) {
            jb_buffer_append(out, info.bytes.bytes, info.bytes.size);
            return JB_OK;
        }
    }
    return JB_ERR_NOT_FOUND;
}

/* What remains of a bank when its document alone is kept. */
static jb_bank *kept_of(const jb_bank *bank)
{
    jb_report report;
    jb_buffer document;
    jb_bank *kept = NULL;
    jb_buffer_init(&document, 0);
    jb_report_init(&report);
    JB_EQ_I64(jb_bank_write(bank, &document), JB_OK);
    JB_EQ_I64(jb_bank_read_kept(jb_buffer_slice(&document), &report, &kept), JB_OK);
    assert_non_null(kept);
    /* The doctor looks at a bank when it comes, and not each time it is used. */
    JB_EQ_U64(report.problem_count, 0);
    jb_report_finish(&report);
    jb_buffer_finish(&document);
    return kept;
}

static jb_bank *pictures(void)
{
    return check_document(
        "{'format':'question-bank','version':1,'title':{'en':'T'},'default_language':'en',"
        "'media':[{'id':'m1','kind':'image','file':'media/1.gif','alt':{'en':'one'}},"
        "{'id':'m2','kind':'image','file':'media/2.gif','alt':{'en':'two'}}],'questions':["
        "{'id':'q1','type':'truefalse','stem':{'en':'S'},'media':[{'ref':'m1'}],'answer':{'value':"
        "true}},{'id':'q2','type':'single','stem':{'en':'Which?'},'options':[{'id':'a','media':"
        "'m1'},{'id':'b','media':'m2'}],'answer':{'correct':['b']}},{'id':'q3','type':'single',"
        "'stem':{'en':'What?'},'options':[{'id':'a','text':{'en':'x'},'media':'m1'},{'id':'b',"
        "'text':{'en':'y'}}],'answer':{'correct':['b']}}]}");
}

static void media_of_a_kept_bank_are_asked_for(void **state)
{
    jb_report said;
    jb_report report;
    jb_buffer file;
    jb_bank *again = NULL;
    jb_bank *bank = pictures();
    jb_bank *kept = kept_of(bank);
    const jb_convert_options options = { .media = find_medium, .user = bank };
    jb_buffer_init(&file, 0);
    jb_report_init(&said);
    jb_report_init(&report);
    JB_EQ_I64(jb_convert(kept, "qbank", &options, &said, &file), JB_OK);
    JB_EQ_U64(said.problem_count, 0);
    JB_EQ_I64(jb_bank_read(jb_buffer_slice(&file), &report, &again), JB_OK);
    assert_non_null(again);
    JB_EQ_U64(report.problem_count, 0);
    cJSON *expected = check_tree(bank);
    cJSON *actual = check_tree(again);
    check_equal(actual, expected, "kept");
    cJSON_Delete(actual);
    cJSON_Delete(expected);
    jb_bank_destroy(again);
    jb_bank_destroy(kept);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    jb_report_finish(&said);
    jb_buffer_finish(&file);
}

static void a_package_does_not_name_what_it_does_not_hold(void **state)
{
    jb_report said;
    jb_report report;
    jb_buffer file;
    jb_bank *again = NULL;
    jb_bank *bank = pictures();
    jb_bank *kept = kept_of(bank);
    jb_buffer_init(&file, 0);
    jb_report_init(&said);
    jb_report_init(&report);
    JB_EQ_I64(jb_convert(kept, "qbank", NULL, &said, &file), JB_OK);
    JB_EQ_U64(said.question_count, 2);
    assert_non_null(check_problem(&said, "left_out", 2));
    assert_non_null(check_problem(&said, "cut", 1));
    JB_EQ_U64(said.problem_count, 3); /* the question, and two pictures */
    JB_EQ_I64(jb_bank_read(jb_buffer_slice(&file), &report, &again), JB_OK);
    assert_non_null(again);
    JB_EQ_U64(report.problem_count, 0);
    JB_EQ_U64(jb_bank_media_count(again), 0);
    JB_EQ_U64(jb_bank_count(again), 2);
    jb_bank_destroy(again);
    jb_bank_destroy(kept);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    jb_report_finish(&said);
    jb_buffer_finish(&file);
}

/* Nothing is beside it. */
static jb_status find_nothing(void *user, const char *path, size_t size_max, jb_buffer *out)
{
    (void)user;
    (void)path;
    (void)size_max;
    (void)out;
    return JB_ERR_NOT_FOUND;
}

static void a_document_alone_comes_back_without_its_media(void **state)
{
    static const jb_media_source nothing = { .read = find_nothing };
    jb_report report;
    jb_bank *again = NULL;
    jb_bank *bank = pictures();
    char *text = check_write(bank, "json", NULL, NULL);
    jb_report_init(&report);
    JB_EQ_I64(jb_bank_read_with(jb_slice_of(text), &nothing, &report, &again), JB_OK);
    assert_non_null(again);
    /* The one whose options are pictures cannot be asked without them. */
    JB_EQ_U64(report.question_count, 2);
    uint32_t errors = 0;
    for (uint32_t i = 0; i < report.problem_count; i++) {
        errors += report.problems[i].severity != JB_SEVERITY_WARNING;
    }
    JB_EQ_U64(errors, 2);
    JB_EQ_I64(check_problem(&report, "missing_medium", 0)->severity, JB_SEVERITY_WARNING);
    assert_non_null(check_problem(&report, "media_left_out", 0));
    assert_non_null(check_problem(&report, "unsupported_option", 0));
    jb_bank_destroy(again);
    jb_report_finish(&report);
    free(text);
    jb_bank_destroy(bank);
}

static void equal_banks_give_equal_files(void **state)
{
    for (const char *const *format = jb_convert_formats(); *format; format++) {
        jb_buffer files[2];
        for (int i = 0; i < 2; i++) {
            jb_report said;
            jb_bank *bank = bank_of(7);
            jb_buffer_init(&files[i], 0);
            jb_report_init(&said);
            JB_EQ_I64(jb_convert(bank, *format, NULL, &said, &files[i]), JB_OK);
            JB_TRUE(files[i].size > 0);
            jb_report_finish(&said);
            jb_bank_destroy(bank);
        }
        JB_EQ_SIZE(files[0].size, files[1].size);
        JB_EQ_MEM(files[0].bytes, files[1].bytes, files[0].size);
        jb_buffer_finish(&files[0]);
        jb_buffer_finish(&files[1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_formats_come_back_whole),
        cmocka_unit_test(a_package_holds_the_bytes_of_its_media),
        cmocka_unit_test(media_of_a_kept_bank_are_asked_for),
        cmocka_unit_test(a_package_does_not_name_what_it_does_not_hold),
        cmocka_unit_test(a_document_alone_comes_back_without_its_media),
        cmocka_unit_test(equal_banks_give_equal_files),
    };
    return JB_RUN(tests);
}
