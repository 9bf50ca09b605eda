/*
 * What the tests of the writers share: banks written with ' in place of ", banks made by chance,
 * and ways to write and read in one line.
 */
#ifndef JB_TEST_CONVERT_CHECK_H
#define JB_TEST_CONVERT_CHECK_H

#include "jb_test.h"

#include <cjson/cJSON.h>

#include "jinbang/bank.h"
#include "jinbang/convert.h"
#include "jinbang/media.h"

/* A bank of these questions (a JSON array with ' for "), in English; it must have no errors. */
jb_bank *check_bank(const char *questions);
/* The same for a whole document. */
jb_bank *check_document(const char *document);
/* The same for one that is JSON already. */
jb_bank *check_json(const char *document);
/* Writes it; the text belongs to the caller. The report may be NULL. */
char *check_write(const jb_bank *bank, const char *format, const jb_convert_options *options,
                  jb_report *report);
/* The first problem with this code at this line (0: any), or NULL. */
const jb_problem *check_problem(const jb_report *report, const char *code, uint32_t line);

/* Media of any path "media/N.gif": a picture that depends on N. */
extern const jb_media_source check_media;

/* A bank by chance, of all kinds of questions, in one to three languages, with texts that are hard
 * to write in every format. Appends the document. The same seed gives the same bank. */
void random_bank(uint64_t seed, uint32_t questions, jb_buffer *out);

/* The document of a bank, a copy, without what says where questions come from. */
cJSON *check_tree(const jb_bank *bank);
/* Fails with both texts if they are not equal. */
void check_equal(const cJSON *actual, const cJSON *expected, const char *what);

#endif
