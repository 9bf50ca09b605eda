/*
 * Grading and points. All of it is integer arithmetic; a share stays a fraction until the points
 * are rounded, once, half away from zero (contest-model, "Scoring rules").
 */
#include <string.h>

#include "jinbang/answer.h"
#include "jinbang/assert.h"
#include "jinbang/decimal.h"
#include "match.h"

static jb_share nothing(void)
{
    return (jb_share){ .num = 0, .den = 1 };
}

static jb_share whole_if(bool right)
{
    return (jb_share){ .num = right ? 1 : 0, .den = 1 };
}

static jb_share of_whole(int64_t parts_per_million)
{
    return (jb_share){ .num = parts_per_million > 0 ? parts_per_million : 0, .den = JB_WHOLE };
}

static int64_t bit_count(uint32_t bits)
{
    int64_t count = 0;
    for (; bits; bits &= bits - 1) {
        count++;
    }
    return count;
}

static jb_share grade_single(const jb_key *key, const jb_answer *answer)
{
    if (!key->weights) {
        return whole_if((answer->options & key->correct) != 0);
    }
    for (uint8_t i = 0; i < key->option_count; i++) {
        if (answer->options == UINT32_C(1) << i) {
            return of_whole(key->weights[i]);
        }
    }
    return nothing();
}

static jb_share grade_multiple(const jb_key *key, const jb_answer *answer)
{
    int64_t right = bit_count(answer->options & key->correct);
    int64_t wrong = bit_count(answer->options & ~key->correct);
    int64_t all = bit_count(key->correct);
    JB_ASSERT(all > 0);
    if (right == all && wrong == 0) {
        return whole_if(true);
    }
    switch (key->grading) {
    case JB_GRADING_ALL_OR_NOTHING:
        return nothing();
    case JB_GRADING_SUBSET_HALF:
        return wrong == 0 && right > 0 ? (jb_share){ .num = 1, .den = 2 } : nothing();
    case JB_GRADING_RIGHT_MINUS_WRONG:
    case JB_GRADING_PER_PART: /* the parts of a set are its options: a wrong one undoes a right */
        return right > wrong ? (jb_share){ .num = right - wrong, .den = all } : nothing();
    case JB_GRADING_COUNT:
        break;
    }
    return nothing();
}

static jb_share grade_numeric(const jb_key *key, const jb_answer *answer)
{
    int32_t best = 0;
    for (uint32_t i = 0; i < key->number_count; i++) {
        const jb_accept_number *accept = &key->numbers[i];
        if (answer->number >= accept->low && answer->number <= accept->high &&
            accept->weight > best) {
            best = accept->weight;
        }
    }
    return of_whole(best);
}

/* Ordering and matching: the right item at each place. */
static jb_share grade_items(const jb_key *key, const uint8_t *right_items, const jb_answer *answer)
{
    int64_t right = 0;
    for (uint8_t i = 0; i < key->option_count; i++) {
        right += answer->items[i] == right_items[i];
    }
    if (key->grading == JB_GRADING_PER_PART) {
        return (jb_share){ .num = right, .den = key->option_count };
    }
    return whole_if(right == key->option_count);
}

typedef struct blank_weights {
    uint8_t count;
    int32_t of[JB_BLANKS_MAX][JB_BLANKS_MAX]; /* [given][blank], parts per million */
} blank_weights;

static void weigh_blanks(const jb_key *key, const jb_answer *answer, blank_weights *weights)
{
    weights->count = key->blank_count;
    size_t start = 0;
    for (uint8_t given = 0; given < key->blank_count; given++) {
        size_t end = start;
        while (end < answer->folded_size && answer->folded[end] != '\n') {
            end++;
        }
        jb_slice text = { .bytes = answer->folded + start, .size = end - start };
        for (uint8_t blank = 0; blank < key->blank_count; blank++) {
            bool wanted = key->any_order || blank == given;
            weights->of[given][blank] = wanted ? jb_match_blank(&key->blanks[blank], text) : 0;
        }
        start = end + 1;
    }
}

/* Finds a blank for one given text, moving texts placed before to other blanks where that makes
 * room: the augmenting path of bipartite matching, breadth first. */
static void place_text(const blank_weights *weights, uint8_t text, uint8_t text_in[JB_BLANKS_MAX])
{
    uint8_t queue[JB_BLANKS_MAX];
    uint8_t from[JB_BLANKS_MAX]; /* the text that reached this blank */
    uint8_t blank_of[JB_BLANKS_MAX + 1];
    bool seen[JB_BLANKS_MAX] = { false };
    uint8_t head = 0;
    uint8_t tail = 0;
    memset(blank_of, JB_NO_ITEM, sizeof blank_of);
    for (uint8_t blank = 0; blank < weights->count; blank++) {
        if (text_in[blank] != JB_NO_ITEM) {
            blank_of[text_in[blank]] = blank;
        }
    }
    queue[tail++] = text;
    while (head < tail) {
        uint8_t current = queue[head++];
        for (uint8_t blank = 0; blank < weights->count; blank++) {
            if (seen[blank] || weights->of[current][blank] == 0) {
                continue;
            }
            seen[blank] = true;
            from[blank] = current;
            if (text_in[blank] != JB_NO_ITEM) {
                queue[tail++] = text_in[blank];
                continue;
            }
            /* A free blank: move everybody on the way one blank on. */
            for (uint8_t free_blank = blank; free_blank != JB_NO_ITEM;) {
                uint8_t mover = from[free_blank];
                uint8_t left = blank_of[mover];
                text_in[free_blank] = mover;
                free_blank = mover == text ? JB_NO_ITEM : left;
            }
            return;
        }
    }
}

static jb_share grade_text(const jb_key *key, const jb_answer *answer)
{
    blank_weights weights;
    weigh_blanks(key, answer, &weights);
    uint8_t text_in[JB_BLANKS_MAX];
    memset(text_in, JB_NO_ITEM, sizeof text_in);
    for (uint8_t text = 0; text < key->blank_count; text++) {
        place_text(&weights, text, text_in);
    }
    int64_t sum = 0;
    int64_t least = JB_WHOLE;
    for (uint8_t blank = 0; blank < key->blank_count; blank++) {
        int64_t weight = text_in[blank] == JB_NO_ITEM ? 0 : weights.of[text_in[blank]][blank];
        sum += weight;
        least = weight < least ? weight : least;
    }
    if (key->grading == JB_GRADING_PER_PART) {
        return (jb_share){ .num = sum, .den = (int64_t)JB_WHOLE * key->blank_count };
    }
    /* All or nothing: a blank that earns half makes the whole answer a half. */
    return of_whole(least);
}

jb_share jb_answer_grade(const jb_key *key, const jb_answer *answer)
{
    JB_ASSERT(jb_answer_fits(key, answer));
    switch (key->kind) {
    case JB_KIND_SINGLE:
        return grade_single(key, answer);
    case JB_KIND_MULTIPLE:
        return grade_multiple(key, answer);
    case JB_KIND_TRUEFALSE:
        return whole_if(answer->options == key->correct);
    case JB_KIND_NUMERIC:
        return grade_numeric(key, answer);
    case JB_KIND_TEXT:
        return grade_text(key, answer);
    case JB_KIND_ORDERING:
        return grade_items(key, key->order, answer);
    case JB_KIND_MATCHING:
        return grade_items(key, key->pairs, answer);
    case JB_KIND_COUNT:
        break;
    }
    return nothing();
}

int64_t jb_points_for(const jb_question_rules *turn, const jb_round_rules *round, jb_share share,
                      jb_time elapsed_ms, jb_time window_ms)
{
    JB_ASSERT(share.den > 0);
    JB_ASSERT(share.num >= 0 && share.num <= share.den);
    if (share.num == 0) {
        return turn->points_wrong;
    }
    int64_t full = turn->points_right * share.num;
    if (round->speed == JB_SPEED_NONE || window_ms <= 0) {
        return jb_mul_div(full, 1, share.den);
    }
    jb_time used = elapsed_ms < 0 ? 0 : elapsed_ms;
    jb_time left = used < window_ms ? window_ms - used : 0;
    int64_t floor = round->speed_floor_percent;
    int64_t part = floor * window_ms + (100 - floor) * left; /* of 100 * window */
    return jb_mul_div(full, part, share.den * 100 * window_ms);
}

jb_time jb_fair_time(jb_time measured_ms, jb_time credit_ms, jb_time claim_ms)
{
    jb_time measured = measured_ms > 0 ? measured_ms : 0;
    jb_time earliest = measured > credit_ms ? measured - credit_ms : 0;
    return claim_ms >= earliest && claim_ms <= measured ? claim_ms : earliest;
}
