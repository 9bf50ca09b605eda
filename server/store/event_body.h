#ifndef JB_EVENT_BODY_H
#define JB_EVENT_BODY_H

/*
 * What the two directions of the event codec share, and how a body is read: member by member, by
 * name, each within its bounds. After the first failure nothing is read any more, and every value
 * is 0 or empty.
 *
 * Values are slices of the body's own text: a log has millions of them, and nothing is allocated
 * for any. Reading is lenient about what is between the values, for the decoder compares the whole
 * text with what the event is written as.
 */

#include <stdbool.h>
#include <stdint.h>

#include "jinbang/answer.h"
#include "jinbang/event.h"
#include "jinbang/hash.h"
#include "jinbang/limits.h"

/* Columns of a score entry, and what the sixth says. */
enum {
    JB_ROW_COLUMNS = 5,
    JB_ROW_COLUMNS_MAX = 7,
    JB_ROW_HALL = 1,
    JB_ROW_OVERTIME = 2
};

/* Other programs keep numbers of JSON as doubles; up to here every integer is itself. Contest
 * clocks, in milliseconds, reach it after 285,000 years. */
#define JB_EXACT_MAX (INT64_C(1) << 53)

/* What a paper can be worth. */
#define JB_PAPER_POINTS_MAX ((int64_t)JB_PAPER_MAX * JB_POINTS_MAX)

enum {
    JB_MEMBERS_PER_BODY = 12 /* no event has more */
};

typedef struct jb_body_part {
    jb_slice key;
    jb_slice value; /* as it is written; a string with its quotes */
} jb_body_part;

/* An object. */
typedef struct jb_body {
    jb_body_part parts[JB_MEMBERS_PER_BODY];
    uint32_t count;
    bool good;
} jb_body;

/* What is left of an array. */
typedef struct jb_body_items {
    const char *at;
    const char *end;
} jb_body_items;

/* The members of an object that is written so. Not good: it is none, or has too many. */
void jb_body_open(jb_body *in, jb_slice text);

/* False: not a whole number within the bounds, which are not below 0. */
bool jb_body_exact(jb_slice value, int64_t low, int64_t high, int64_t *number);
/* False: not a string with a number of hundredths within the bounds, either way. */
bool jb_body_points(jb_slice value, int64_t most, int64_t *number);
/* An entry of scores; its points are at most `most`, either way. */
bool jb_body_score(jb_slice row, int64_t most, jb_score *score);
/* The characters of a string, without a NUL. False: it is none, or longer than size_max bytes, or
 * no UTF-8. */
bool jb_body_text(jb_slice value, char *out, size_t size_max, size_t *size);
/* False: not an array. */
bool jb_body_items_of(jb_slice value, jb_body_items *items);
/* False: there is none left. */
bool jb_body_next(jb_body_items *items, jb_slice *value);

/* Each makes in->good false if the member is not there or not what it should be. */
jb_slice jb_body_member(jb_body *in, const char *key);
int64_t jb_body_int(jb_body *in, const char *key, int64_t low, int64_t high);
bool jb_body_bool(jb_body *in, const char *key);
/* A string that is written without escapes, without its quotes; or an empty one. */
jb_slice jb_body_word(jb_body *in, const char *key);
void jb_body_hash(jb_body *in, const char *key, jb_hash *hash);
uint64_t jb_body_seed(jb_body *in, const char *key); /* 16 hexadecimal digits */
jb_body_items jb_body_array(jb_body *in, const char *key);
/* The number of the word among `count` that `name` gives; 0 if it is none of them. */
int jb_body_choice(jb_body *in, const char *key, const char *(*name)(int value), int count);
bool jb_body_has(const jb_body *in, const char *key);
bool jb_body_is_null(const jb_body *in, const char *key);

/* The member "answer". */
void jb_body_answer(jb_body *in, jb_answer *answer);

#endif
