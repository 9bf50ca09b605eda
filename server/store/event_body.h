#ifndef JB_EVENT_BODY_H
#define JB_EVENT_BODY_H

/*
 * What the two directions of the event codec share, and how a body is read: member by member, by
 * name, each within its bounds. After the first failure nothing is read any more, and every value
 * is 0 or empty.
 */

#include <stdbool.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "jinbang/answer.h"
#include "jinbang/event.h"
#include "jinbang/hash.h"

/* Columns of a score entry, and what the sixth says. */
enum {
    JB_ROW_COLUMNS = 5,
    JB_ROW_COLUMNS_MAX = 7,
    JB_ROW_HALL = 1,
    JB_ROW_OVERTIME = 2
};

/* cJSON keeps numbers as doubles; up to here every integer is itself. Contest clocks, in
 * milliseconds, reach it after 285,000 years. */
#define JB_EXACT_MAX (INT64_C(1) << 53)

typedef struct jb_body {
    const cJSON *object;
    bool good;
} jb_body;

/* False: not a whole number within the bounds. */
bool jb_body_exact(const cJSON *item, int64_t low, int64_t high, int64_t *value);
/* False: not a string with a number of hundredths within the bounds, either way. */
bool jb_body_points(const cJSON *item, int64_t most, int64_t *value);

/* Each makes in->good false if the member is not there or not what it should be. */
const cJSON *jb_body_member(jb_body *in, const char *key);
int64_t jb_body_int(jb_body *in, const char *key, int64_t low, int64_t high);
bool jb_body_bool(jb_body *in, const char *key);
const char *jb_body_word(jb_body *in, const char *key);
void jb_body_hash(jb_body *in, const char *key, jb_hash *hash);
/* An array of at least `low` and at most `high` items. */
const cJSON *jb_body_array(jb_body *in, const char *key, int low, int high);
/* The number of the word among `count` that `name` gives; 0 if it is none of them. */
int jb_body_choice(jb_body *in, const char *key, const char *(*name)(int value), int count);
bool jb_body_has(const jb_body *in, const char *key);

/* The member "answer". */
void jb_body_answer(jb_body *in, jb_answer *answer);

#endif
