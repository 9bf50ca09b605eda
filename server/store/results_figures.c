/* Figures of a question, of live contests and of papers alike. */
#include <stdlib.h>

#include "results_replay.h"

bool jb_has_options(jb_kind kind)
{
    return kind == JB_KIND_SINGLE || kind == JB_KIND_MULTIPLE || kind == JB_KIND_TRUEFALSE;
}

/* Wrong is what earns nothing. */
static bool is_wrong(const jb_key *key, uint32_t option)
{
    if (key->kind == JB_KIND_SINGLE && key->weights != NULL) {
        return key->weights[option] <= 0;
    }
    return (key->correct >> option & 1) == 0;
}

static int compare_times(const void *left, const void *right)
{
    const jb_time a = *(const jb_time *)left;
    const jb_time b = *(const jb_time *)right;

    return (a > b) - (a < b);
}

/* The middle one, or the mean of the two in the middle, rounded up. There is at least one. */
jb_time jb_median_of(jb_time *times, uint32_t count)
{
    qsort(times, count, sizeof(*times), compare_times);
    if (count % 2 == 1) {
        return times[count / 2];
    }
    return (times[count / 2 - 1] + times[count / 2] + 1) / 2;
}

int32_t jb_wrong_most(const uint32_t *counts, const jb_key *key)
{
    int32_t most = -1;

    for (uint32_t i = 0; jb_has_options(key->kind) && i < key->option_count; i++) {
        if (is_wrong(key, i) && counts[i] > (most < 0 ? 0 : counts[most])) {
            most = (int32_t)i;
        }
    }
    return most;
}
