/*
 * What the tests of the bank module share: documents written with ' in place of ", a mark for the
 * place where a problem is expected, and ways to read a bank or freeze a contest in one line.
 */
#ifndef JB_TEST_BANK_FIXTURES_H
#define JB_TEST_BANK_FIXTURES_H

#include "jb_test.h"

#include "jinbang/bank.h"
#include "jinbang/plan.h"

/* The example of the format's description: every kind of question once. */
extern const char fixture_example[];

/* A document ready to be read, and where its marks '@' and '^' stood. */
typedef struct fixture_text {
    char *bytes;
    size_t size;
    uint32_t line;
    uint32_t column;
    uint32_t other_line; /* of '^'; 0: there was none */
    uint32_t other_column;
} fixture_text;

/* Copies, ' becoming ", taking out the first '@' and the first '^' and remembering their places. */
fixture_text fixture_json(const char *text);
void fixture_free(fixture_text *text);

/* Reads a bank that must have no errors. */
jb_bank *fixture_bank(const char *text);

/* The first problem with this code, or NULL. */
const jb_problem *fixture_problem(const jb_report *report, const char *code);

/* A shelf of banks for draws. */
typedef struct fixture_shelf {
    jb_bank *banks[4];
    uint32_t count;
} fixture_shelf;

const jb_bank *fixture_find(void *user, const char *id);
void fixture_shelf_finish(fixture_shelf *shelf);

/* Freezes a contest that must have no errors; the text belongs to the caller. */
void fixture_plan(const char *contest, fixture_shelf *shelf, uint64_t seed, jb_buffer *plan);
/* The same, loaded. */
jb_plan *fixture_load(const char *contest, fixture_shelf *shelf, uint64_t seed);

/* Is the slice this text (with ' for ")? */
void fixture_slice_is(jb_slice slice, const char *text, const char *file, int line);
#define FIXTURE_SLICE(slice, text) fixture_slice_is((slice), (text), __FILE__, __LINE__)

/* Checks a contest file against the shelf and expects one problem, of this code and severity, at
 * the marks; none for NULL. */
void fixture_contest_problem(const char *document, fixture_shelf *shelf, const char *code,
                             jb_severity severity);

#endif
