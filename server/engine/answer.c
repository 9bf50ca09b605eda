/*
 * Answers: do they fit the question, are two the same. Grading is in grade.c.
 */
#include "jinbang/answer.h"

#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/mix.h"

static uint32_t option_bits(const jb_key *key)
{
    JB_ASSERT(key->option_count <= JB_OPTIONS_MAX);
    return (UINT32_C(1) << key->option_count) - 1;
}

static bool one_bit(uint32_t bits)
{
    return bits != 0 && (bits & (bits - 1)) == 0;
}

static bool is_permutation(const jb_answer *answer, uint8_t count)
{
    uint32_t seen = 0;
    for (uint8_t i = 0; i < count; i++) {
        if (answer->items[i] >= count) {
            return false;
        }
        seen |= UINT32_C(1) << answer->items[i];
    }
    return seen == (UINT32_C(1) << count) - 1;
}

static bool pairs_in_range(const jb_key *key, const jb_answer *answer)
{
    bool any = false;
    for (uint8_t i = 0; i < key->option_count; i++) {
        if (answer->items[i] != JB_NO_ITEM && answer->items[i] >= key->target_count) {
            return false;
        }
        any = any || answer->items[i] != JB_NO_ITEM;
    }
    return any;
}

static uint32_t count_lines(const char *text, uint16_t size)
{
    uint32_t lines = 1;
    for (uint16_t i = 0; i < size; i++) {
        lines += text[i] == '\n';
    }
    return lines;
}

static bool text_fits(const jb_key *key, const jb_answer *answer)
{
    return answer->count == key->blank_count && answer->raw_size <= JB_ANSWER_TEXT_MAX &&
           answer->folded_size <= JB_ANSWER_FOLDED_MAX &&
           count_lines(answer->raw, answer->raw_size) == key->blank_count &&
           count_lines(answer->folded, answer->folded_size) == key->blank_count;
}

bool jb_answer_fits(const jb_key *key, const jb_answer *answer)
{
    if (answer->kind != key->kind) {
        return false;
    }
    switch (key->kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_TRUEFALSE:
        return one_bit(answer->options) && (answer->options & ~option_bits(key)) == 0;
    case JB_KIND_MULTIPLE:
        return answer->options != 0 && (answer->options & ~option_bits(key)) == 0;
    case JB_KIND_NUMERIC:
        return true;
    case JB_KIND_TEXT:
        return text_fits(key, answer);
    case JB_KIND_ORDERING:
        return answer->count == key->option_count && is_permutation(answer, key->option_count);
    case JB_KIND_MATCHING:
        return answer->count == key->option_count && pairs_in_range(key, answer);
    case JB_KIND_COUNT:
        break;
    }
    return false;
}

bool jb_answer_equal(const jb_answer *a, const jb_answer *b)
{
    if (a->kind != b->kind || a->count != b->count) {
        return false;
    }
    switch (a->kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_MULTIPLE:
    case JB_KIND_TRUEFALSE:
        return a->options == b->options;
    case JB_KIND_NUMERIC:
        return a->number == b->number;
    case JB_KIND_TEXT:
        return a->raw_size == b->raw_size && memcmp(a->raw, b->raw, a->raw_size) == 0;
    case JB_KIND_ORDERING:
    case JB_KIND_MATCHING:
        return memcmp(a->items, b->items, a->count) == 0;
    case JB_KIND_COUNT:
        break;
    }
    return false;
}

uint64_t jb_answer_hash(const jb_answer *answer)
{
    uint64_t hash = jb_mix_u64(JB_MIX_START, (uint64_t)answer->kind);
    switch (answer->kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_MULTIPLE:
    case JB_KIND_TRUEFALSE:
        hash = jb_mix_u64(hash, answer->options);
        break;
    case JB_KIND_NUMERIC:
        hash = jb_mix_u64(hash, (uint64_t)answer->number);
        break;
    case JB_KIND_TEXT:
        hash = jb_mix_bytes(hash, answer->folded, answer->folded_size);
        break;
    case JB_KIND_ORDERING:
    case JB_KIND_MATCHING:
        hash = jb_mix_bytes(hash, answer->items, answer->count);
        break;
    case JB_KIND_COUNT:
        break;
    }
    return hash != 0 ? hash : 1;
}
