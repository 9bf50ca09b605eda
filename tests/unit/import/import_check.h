/*
 * What the tests of readers share: a file is read in one line, and what became of it is looked at
 * in the document of our own format.
 */
#ifndef JB_TEST_IMPORT_CHECK_H
#define JB_TEST_IMPORT_CHECK_H

#include "jb_test.h"

#include <cjson/cJSON.h>

#include "jinbang/bank.h"
#include "jinbang/import.h"

/* Reads a file; `format` NULL finds it out. NULL: nothing of it could be used. The report need not
 * be initialised, and is to be finished by the caller in any case. */
jb_bank *import_text(const char *text, const char *format, jb_report *report);
jb_bank *import_bytes(jb_slice bytes, const char *format, jb_report *report);
/* With all that an organizer can say about a file. */
jb_bank *import_with(jb_slice bytes, const jb_import_options *options, jb_report *report);

/* There is exactly one problem of this code at this line (in a table: row). */
void check_problem_at(const jb_report *report, const char *code, uint32_t line, const char *file,
                      int test_line);
#define check_problem(report, code, line)                                                          \
    check_problem_at((report), (code), (line), __FILE__, __LINE__)
/* How many problems there are of this code; of any for NULL. */
uint32_t count_problems(const jb_report *report, const char *code);

/* The document of a bank: to be deleted by cJSON_Delete. */
cJSON *bank_json(const jb_bank *bank);

/* Below `json`, by a path of keys and numbers from 0: "questions.0.stem.en", "answer.correct.1".
 * NULL if there is none. */
const cJSON *json_at(const cJSON *json, const char *path);
/* The string there; a number as "%.15g"; "true" and "false"; NULL if there is nothing. */
const char *json_text(const cJSON *json, const char *path);

/* The only text of a map of languages: "questions.0.stem". */
const char *json_words(const cJSON *json, const char *path);

/* A question as one line, so that a test can say what it expects of it. The text of options, right
 * ones after a *; accepted texts; the blanks of an answer separated by |. Examples:
 *   single: 2 + 2? / 3 / *4          truefalse: Fire is hot. / true
 *   text: Capital? / Paris; paris | France      numeric: Pi? / 3.14 +- 0.01
 *   ordering: First? / 2 a / 1 b      matching: Pairs? / a => 1 / b => 2 / => 3
 * The result is static. */
const char *question_line(const jb_bank *bank, uint32_t index);

#endif
