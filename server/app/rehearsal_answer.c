/*
 * Answers made from a key: what somebody would say who is right, or wrong. Candidates are tried
 * against the engine's own grading, so that nothing about what counts as right stands here.
 */
#include <string.h>

#include "jinbang/limits.h"
#include "rehearsal.h"

/* The best or the worst candidate so far. */
typedef struct choice {
    const jb_key *key;
    bool right;
    bool found;
    jb_share share;
    jb_answer answer;
} choice;

/* Is a / b less than c / d? */
static bool is_less(jb_share a, jb_share b)
{
    return a.num * b.den < b.num * a.den;
}

static void consider(choice *best, const jb_answer *candidate)
{
    if (!jb_answer_fits(best->key, candidate)) {
        return;
    }
    jb_share share = jb_answer_grade(best->key, candidate);
    bool better = best->right ? is_less(best->share, share) : is_less(share, best->share);
    if (!best->found || better) {
        best->found = true;
        best->share = share;
        best->answer = *candidate;
    }
}

/* Each option by itself, the right set and its complement. */
static void try_options(choice *best)
{
    const jb_key *key = best->key;
    jb_answer answer = { .kind = key->kind };
    for (uint8_t i = 0; i < key->option_count; i++) {
        answer.options = UINT32_C(1) << i;
        consider(best, &answer);
    }
    if (key->kind == JB_KIND_MULTIPLE) {
        uint32_t all = (UINT32_C(1) << key->option_count) - 1;
        answer.options = key->correct;
        consider(best, &answer);
        answer.options = all & ~key->correct;
        consider(best, &answer);
        answer.options = all;
        consider(best, &answer);
    }
}

static void try_numbers(choice *best)
{
    const jb_key *key = best->key;
    jb_answer answer = { .kind = JB_KIND_NUMERIC };
    for (uint32_t i = 0; i < key->number_count; i++) {
        const int64_t tries[] = { key->numbers[i].low, key->numbers[i].high,
                                  key->numbers[i].low - 1, key->numbers[i].high + 1 };
        for (size_t j = 0; j < sizeof tries / sizeof tries[0]; j++) {
            answer.number = tries[j];
            consider(best, &answer);
        }
    }
}

static void append_blank(jb_answer *answer, const char *bytes, size_t size)
{
    size_t separator = answer->count > 0 ? 1 : 0;
    if (answer->folded_size + separator + size > JB_ANSWER_TEXT_MAX) {
        answer->count = JB_BLANKS_MAX + 1; /* too long to be typed: it will not fit */
        return;
    }
    if (separator) {
        answer->folded[answer->folded_size++] = '\n';
    }
    memcpy(answer->folded + answer->folded_size, bytes, size);
    answer->folded_size = (uint16_t)(answer->folded_size + size);
    answer->count++;
}

/* What fits a pattern: stars stand for nothing. */
static size_t without_stars(const jb_accept_text *accept, char out[JB_ANSWER_TEXT_MAX])
{
    size_t size = 0;
    for (size_t i = 0; i < accept->folded.size && size < JB_ANSWER_TEXT_MAX; i++) {
        if (!accept->wildcard || accept->folded.bytes[i] != '*') {
            out[size++] = accept->folded.bytes[i];
        }
    }
    if (size == 0) {
        out[size++] = 'x';
    }
    return size;
}

/* The n-th variant of each blank that has so many, else its best one. */
static void try_variant(choice *best, uint32_t variant)
{
    static const char nonsense[] = "~~~~~~~~~~"; /* further from anything than typing errors go */
    const jb_key *key = best->key;
    jb_answer answer = { .kind = JB_KIND_TEXT };
    for (uint8_t i = 0; i < key->blank_count && answer.count <= JB_BLANKS_MAX; i++) {
        const jb_blank *blank = &key->blanks[i];
        uint32_t at = 0;
        for (uint32_t j = 1; j < blank->accept_count; j++) {
            at = blank->accepts[j].weight > blank->accepts[at].weight ? j : at;
        }
        at = variant < blank->accept_count ? variant : at;
        char typed[JB_ANSWER_TEXT_MAX];
        if (!best->right || blank->accept_count == 0) {
            append_blank(&answer, nonsense, sizeof nonsense - 1);
        } else {
            append_blank(&answer, typed, without_stars(&blank->accepts[at], typed));
        }
    }
    memcpy(answer.raw, answer.folded, answer.folded_size);
    answer.raw_size = answer.folded_size;
    consider(best, &answer);
}

static void try_texts(choice *best)
{
    for (uint32_t variant = 0; variant <= JB_ACCEPT_MAX; variant++) {
        try_variant(best, variant);
        if (!best->right || (best->found && best->share.num == best->share.den)) {
            return;
        }
    }
}

/* The right places, and all moved on by one. */
static void try_items(choice *best)
{
    const jb_key *key = best->key;
    jb_answer answer = { .kind = key->kind, .count = key->option_count };
    bool ordering = key->kind == JB_KIND_ORDERING;
    for (uint8_t by = 0; by < 2; by++) {
        for (uint8_t i = 0; i < key->option_count; i++) {
            uint8_t moved = (uint8_t)((key->pairs[i] + by) % (ordering ? 1 : key->target_count));
            answer.items[i] = ordering ? key->order[(i + by) % key->option_count] : moved;
        }
        consider(best, &answer);
    }
}

bool jb_answer_make(const jb_key *key, bool right, jb_answer *answer)
{
    choice best = { .key = key, .right = right };
    switch (key->kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_MULTIPLE:
    case JB_KIND_TRUEFALSE:
        try_options(&best);
        break;
    case JB_KIND_NUMERIC:
        try_numbers(&best);
        break;
    case JB_KIND_TEXT:
        try_texts(&best);
        break;
    case JB_KIND_ORDERING:
    case JB_KIND_MATCHING:
        try_items(&best);
        break;
    case JB_KIND_COUNT:
        break;
    }
    /* Who is right is so entirely; who is wrong is so as far as the question lets them. */
    bool good = best.found && (right == (best.share.num == best.share.den));
    if (good) {
        *answer = best.answer;
    }
    return good;
}
