/* The shared helpers of the writers' tests. */
#include "convert_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/bank_tree.h"

static jb_status read_picture(void *user, const char *path, size_t size_max, jb_buffer *out)
{
    static const char start[] = "media/";
    char *end = NULL;
    (void)user;
    if (strncmp(path, start, sizeof start - 1) != 0) {
        return JB_ERR_NOT_FOUND;
    }
    unsigned long number = strtoul(path + sizeof start - 1, &end, 10);
    if (strcmp(end, ".gif") != 0) {
        return JB_ERR_NOT_FOUND;
    }
    jb_buffer_append_text(out, "GIF89a");
    for (unsigned long i = 0; i < 40 + number; i++) {
        jb_buffer_append_char(out, (char)((number * 31 + i * 7) & 0xff));
    }
    return out->size > size_max ? JB_ERR_LIMIT : JB_OK;
}

const jb_media_source check_media = { .read = read_picture };

static void show(const jb_report *report)
{
    for (uint32_t i = 0; i < report->problem_count; i++) {
        print_error("%u: %s %s\n", report->problems[i].line, report->problems[i].code,
                    report->problems[i].message);
    }
}

jb_bank *check_json(const char *document)
{
    jb_report report;
    jb_bank *bank = NULL;
    jb_report_init(&report);
    JB_EQ_I64(jb_bank_read_with(jb_slice_of(document), &check_media, &report, &bank), JB_OK);
    if (!bank || report.errors) {
        show(&report);
    }
    assert_non_null(bank);
    JB_FALSE(report.errors);
    jb_report_finish(&report);
    return bank;
}

jb_bank *check_document(const char *document)
{
    size_t size = strlen(document);
    char *copy = malloc(size + 1);
    assert_non_null(copy);
    for (size_t i = 0; i <= size; i++) {
        char c = document[i];
        if (c == '\'') {
            c = '"';
        }
        copy[i] = c;
    }
    jb_bank *bank = check_json(copy);
    free(copy);
    return bank;
}

jb_bank *check_bank(const char *questions)
{
    static const char head[] = "{'format':'question-bank','version':1,'title':{'en':'T'},"
                               "'default_language':'en','questions':";
    size_t size = sizeof head + strlen(questions) + 2;
    char *document = malloc(size);
    assert_non_null(document);
    (void)snprintf(document, size, "%s%s}", head, questions);
    jb_bank *bank = check_document(document);
    free(document);
    return bank;
}

char *check_write(const jb_bank *bank, const char *format, const jb_convert_options *options,
                  jb_report *report)
{
    jb_report own;
    jb_buffer out;
    jb_report *used = report ? report : &own;
    jb_report_init(used);
    jb_buffer_init(&out, 0);
    JB_EQ_I64(jb_convert(bank, format, options, used, &out), JB_OK);
    jb_buffer_append_char(&out, '\0');
    char *text = malloc(out.size);
    assert_non_null(text);
    memcpy(text, out.bytes, out.size);
    jb_buffer_finish(&out);
    if (!report) {
        jb_report_finish(&own);
    }
    return text;
}

const jb_problem *check_problem(const jb_report *report, const char *code, uint32_t line)
{
    for (uint32_t i = 0; i < report->problem_count; i++) {
        const jb_problem *problem = &report->problems[i];
        if (strcmp(problem->code, code) == 0 && (line == 0 || problem->line == line)) {
            return problem;
        }
    }
    return NULL;
}

cJSON *check_tree(const jb_bank *bank)
{
    cJSON *tree = cJSON_Duplicate(jb_bank_tree(bank), true);
    cJSON *question = NULL;
    assert_non_null(tree);
    cJSON_ArrayForEach(question, cJSON_GetObjectItemCaseSensitive(tree, "questions")) {
        cJSON *source = cJSON_GetObjectItemCaseSensitive(question, "source");
        cJSON_DeleteItemFromObjectCaseSensitive(source, "imported_from");
        if (source && !source->child) {
            cJSON_DeleteItemFromObjectCaseSensitive(question, "source");
        }
    }
    return tree;
}

void check_equal(const cJSON *actual, const cJSON *expected, const char *what)
{
    if (!cJSON_Compare(actual, expected, true)) {
        char *left = cJSON_PrintUnformatted(actual);
        char *right = cJSON_PrintUnformatted(expected);
        print_error("%s:\n  got  %s\n", what, left ? left : "");
        print_error("  want %s\n", right ? right : "");
        cJSON_free(left);
        cJSON_free(right);
        fail();
    }
}
