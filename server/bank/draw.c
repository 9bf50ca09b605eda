/*
 * Which questions are asked: named ones first, so that no draw takes them, then the draws, those
 * with the least to choose from first. No question is asked twice in one contest.
 */
#include "bank_internal.h"

#include <inttypes.h>
#include <string.h>

#include "jinbang/assert.h"

bool jb_draw_banks(jb_reader *reader, const jb_contest *contest, jb_bank_find find, void *user,
                   jb_draw *draw)
{
    bool good = true;
    for (uint32_t i = 0; i < contest->round_count; i++) {
        const cJSON *id = contest->rounds[i].bank;
        draw->banks[i] = find(user, id->valuestring);
        if (!draw->banks[i]) {
            jb_fault(reader, id, "no_bank", "There is no question bank \"%.64s\".",
                     id->valuestring);
            good = false;
        }
    }
    return good;
}

/* Flags "already asked" for the questions of each round's bank; rounds of one bank share them. */
static bool make_flags(const jb_contest *contest, const jb_draw *draw, jb_memory *memory,
                       bool **flags)
{
    for (uint32_t i = 0; i < contest->round_count; i++) {
        uint32_t same = 0;
        while (draw->banks[same] != draw->banks[i]) {
            same++;
        }
        flags[i] = same < i ? flags[same]
                            : jb_memory_take(memory, draw->banks[i]->count, sizeof *flags[i]);
        if (!flags[i]) {
            return false;
        }
    }
    return true;
}

static bool pick_named(jb_reader *reader, const jb_contest_round *round, const jb_bank *bank,
                       bool *asked, jb_pick *picks)
{
    bool good = true;
    uint32_t count = 0;
    const cJSON *id = NULL;
    cJSON_ArrayForEach(id, round->ids) {
        uint32_t question = jb_id_set_find(&bank->ids, id->valuestring);
        if (question == JB_ID_NONE) {
            jb_fault(reader, id, "unknown_id",
                     "The bank \"%.64s\" has no question \"%.64s\" that can be played.",
                     round->bank->valuestring, id->valuestring);
            good = false;
            continue;
        }
        if (asked[question]) {
            jb_fault(reader, id, "repeated_question",
                     "The question \"%.64s\" is asked twice in this contest.", id->valuestring);
            good = false;
            continue;
        }
        if (bank->entries[question].retired) {
            jb_warn(reader, id, "retired_question", "The question \"%.64s\" is marked as retired.",
                    id->valuestring);
        }
        asked[question] = true;
        picks[count++].question = question;
    }
    return good;
}

static bool has_tag(const jb_entry *entry, const cJSON *wanted)
{
    const cJSON *tag = NULL;
    cJSON_ArrayForEach(tag, entry->tags) {
        const cJSON *other = NULL;
        cJSON_ArrayForEach(other, wanted) {
            if (strcmp(tag->valuestring, other->valuestring) == 0) {
                return true;
            }
        }
    }
    return false;
}

static bool fits(const jb_contest_round *round, const jb_entry *entry)
{
    return !entry->retired && (round->kinds & (1U << entry->kind)) != 0 &&
           entry->difficulty >= round->difficulty[0] && entry->difficulty <= round->difficulty[1] &&
           (!round->tags || has_tag(entry, round->tags));
}

/* What a draw draws from. */
typedef struct draw_pool {
    const jb_bank *bank;
    bool *asked;
    uint32_t *candidates; /* room for every question of the bank */
} draw_pool;

static bool pick_drawn(jb_reader *reader, const jb_contest_round *round, const draw_pool *pool,
                       jb_pick *picks, jb_random *random)
{
    const jb_bank *bank = pool->bank;
    bool *asked = pool->asked;
    uint32_t *candidates = pool->candidates;
    uint32_t count = 0;
    for (uint32_t i = 0; i < bank->count; i++) {
        if (!asked[i] && fits(round, &bank->entries[i])) {
            candidates[count++] = i;
        }
    }
    if (count < round->count) {
        jb_fault(reader, round->count_node, "too_few_questions",
                 "The draw asks for %" PRIu32 " questions, but only %" PRIu32
                 " that fit are left in the bank \"%.64s\".",
                 round->count, count, round->bank->valuestring);
        return false;
    }
    if (!round->in_bank_order) {
        jb_random_shuffle(random, candidates, count);
    }
    for (uint32_t i = 0; i < round->count; i++) {
        asked[candidates[i]] = true;
        picks[i].question = candidates[i];
    }
    return true;
}

static uint32_t count_fitting(const jb_contest_round *round, const jb_bank *bank, const bool *asked)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < bank->count; i++) {
        count += !asked[i] && fits(round, &bank->entries[i]);
    }
    return count;
}

/* Puts the numbers of the rounds that draw into `order`, those with the least to choose from first:
 * a round that may take anything must not take by lot the few that another one needs. Equal ones
 * keep the order of the contest. Returns how many there are. */
static uint32_t order_draws(const jb_contest *contest, const jb_draw *draw, bool *const *asked,
                            uint32_t order[JB_ROUNDS_MAX])
{
    uint32_t choices[JB_ROUNDS_MAX];
    uint32_t count = 0;
    for (uint32_t i = 0; i < contest->round_count; i++) {
        const jb_contest_round *round = &contest->rounds[i];
        if (round->ids) {
            continue;
        }
        uint32_t fitting = count_fitting(round, draw->banks[i], asked[i]);
        uint32_t at = count++;
        for (; at > 0 && choices[at - 1] > fitting; at--) {
            choices[at] = choices[at - 1];
            order[at] = order[at - 1];
        }
        choices[at] = fitting;
        order[at] = i;
    }
    return count;
}

bool jb_draw_make(jb_reader *reader, const jb_contest *contest, jb_draw *draw, jb_memory *memory,
                  jb_random *random)
{
    bool *asked[JB_ROUNDS_MAX];
    uint32_t first[JB_ROUNDS_MAX];
    uint32_t bank_max = 0;
    draw->pick_count = 0;
    for (uint32_t i = 0; i < contest->round_count; i++) {
        first[i] = draw->pick_count;
        draw->pick_count += contest->rounds[i].count;
        bank_max = draw->banks[i]->count > bank_max ? draw->banks[i]->count : bank_max;
    }
    JB_ASSERT(draw->pick_count <= JB_TURNS_MAX);
    draw->picks = jb_memory_take(memory, draw->pick_count, sizeof *draw->picks);
    uint32_t *candidates = jb_memory_take(memory, bank_max, sizeof *candidates);
    if (!draw->picks || !candidates || !make_flags(contest, draw, memory, asked)) {
        reader->out_of_memory = true;
        return false;
    }
    bool good = true;
    for (uint32_t i = 0; i < contest->round_count; i++) {
        const jb_contest_round *round = &contest->rounds[i];
        if (round->ids) {
            good =
                pick_named(reader, round, draw->banks[i], asked[i], draw->picks + first[i]) && good;
        }
    }
    uint32_t order[JB_ROUNDS_MAX];
    uint32_t draws = order_draws(contest, draw, asked, order);
    for (uint32_t n = 0; n < draws; n++) {
        uint32_t i = order[n];
        const draw_pool pool = { .bank = draw->banks[i],
                                 .asked = asked[i],
                                 .candidates = candidates };
        good =
            pick_drawn(reader, &contest->rounds[i], &pool, draw->picks + first[i], random) && good;
    }
    for (uint32_t i = 0; i < contest->round_count; i++) {
        for (uint32_t j = 0; j < contest->rounds[i].count; j++) {
            draw->picks[first[i] + j].bank = draw->banks[i];
            draw->picks[first[i] + j].round = i;
        }
    }
    return good;
}
