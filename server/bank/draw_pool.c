/*
 * The pool of a window contest: every question that a section of the paper may draw. Papers are
 * drawn out of it one by one, so no question may belong to two sections; it belongs to the first
 * that it fits.
 */
#include "contest_internal.h"

#include <inttypes.h>
#include <stdlib.h>

#include "jinbang/assert.h"

enum {
    /* A frame has what its owner has answered besides. */
    PAPER_BYTES_MAX = JB_FRAME_OUT_MAX - JB_PAPER_MAX * JB_ANSWER_TEXT_MAX * 2
};

_Static_assert(JB_SECTIONS_MAX < UINT8_MAX, "an owner is one byte");

/* Whose question each question of a bank is: the number of a section from 1, 0: nobody's. Sections
 * of one bank share a list. */
static bool make_owners(const jb_draw *draw, jb_memory *memory, uint8_t **owners)
{
    for (uint32_t i = 0; i < draw->place_count; i++) {
        uint32_t same = 0;
        while (draw->places[same].bank != draw->places[i].bank) {
            same++;
        }
        uint32_t count = draw->places[i].bank ? draw->places[i].bank->count : 0;
        owners[i] = same < i ? owners[same] : jb_memory_take(memory, count, sizeof *owners[i]);
        if (!owners[i]) {
            return false;
        }
    }
    return true;
}

/* Takes what fits and is nobody's yet. Returns how many. */
static uint32_t claim(const jb_draw_place *place, uint32_t section, uint8_t *owners)
{
    uint32_t count = 0;
    if (!place->bank) {
        return place->draw->pool > 0 ? place->draw->pool : place->draw->count;
    }
    for (uint32_t i = 0; i < place->bank->count; i++) {
        if (owners[i] == 0 && jb_draw_fits(place->draw, &place->bank->entries[i])) {
            owners[i] = (uint8_t)(section + 1);
            count++;
        }
    }
    return count;
}

static void fault_too_few(jb_reader *reader, const jb_draw *draw, uint32_t section,
                          const uint8_t *owners, uint32_t left)
{
    const jb_draw_place *place = &draw->places[section];
    const char *bank = place->draw->bank->valuestring;
    uint32_t fitting = 0;
    uint8_t other = 0;
    for (uint32_t i = 0; i < place->bank->count; i++) {
        if (jb_draw_fits(place->draw, &place->bank->entries[i])) {
            fitting++;
            other = other == 0 && owners[i] != section + 1 ? owners[i] : other;
        }
    }
    if (other > 0) {
        jb_clash(reader, place->draw->count_node, draw->places[other - 1].draw->node,
                 "too_few_questions",
                 "Section %" PRIu32 " of the paper asks for %" PRIu32 " questions; %" PRIu32
                 " fit in the bank \"%.64s\", but only %" PRIu32
                 " of them do not belong to a section before it. Ask for fewer, or tell the "
                 "sections apart.",
                 section + 1, place->draw->count, fitting, bank, left);
        return;
    }
    jb_clash(reader, place->draw->count_node, place->draw->bank, "too_few_questions",
             "Section %" PRIu32 " of the paper asks for %" PRIu32 " questions, but only %" PRIu32
             " fit in the bank \"%.64s\".",
             section + 1, place->draw->count, left, bank);
}

static void fill(const jb_draw_place *place, uint32_t section, uint32_t pool, const uint8_t *owners,
                 jb_pick *picks)
{
    jb_pick pick = { .bank = place->bank, .round = section, .draw = place->draw };
    uint32_t question = 0;
    for (uint32_t i = 0; i < pool; i++, question++) {
        while (place->bank && owners[question] != section + 1) {
            question++;
        }
        pick.question = question;
        picks[i] = pick;
    }
}

bool jb_pool_make(jb_reader *reader, const jb_contest *contest, jb_draw *draw, jb_memory *memory)
{
    JB_ASSERT(draw->place_count == contest->round_count);
    uint8_t *owners[JB_SECTIONS_MAX];
    uint32_t pools[JB_SECTIONS_MAX];
    if (!make_owners(draw, memory, owners)) {
        reader->out_of_memory = true;
        return false;
    }
    bool good = true;
    uint32_t total = 0;
    for (uint32_t i = 0; i < draw->place_count; i++) {
        jb_draw_place *place = &draw->places[i];
        pools[i] = claim(place, i, owners[i]);
        place->first = total;
        total += pools[i];
        if (pools[i] < place->draw->count) {
            fault_too_few(reader, draw, i, owners[i], pools[i]);
            good = false;
        }
    }
    if (total > JB_POOL_MAX) {
        jb_fault(reader, contest->window->at[JB_WINDOW_PAPER], "too_many",
                 "%" PRIu32 " questions fit the sections of the paper; %d are the most to draw "
                 "from. Narrow them down by \"tags\", \"kinds\" or \"difficulty\".",
                 total, JB_POOL_MAX);
        good = false;
    }
    if (!good) {
        return false;
    }
    draw->picks = jb_memory_take(memory, total, sizeof *draw->picks);
    if (!draw->picks) {
        reader->out_of_memory = true;
        return false;
    }
    draw->pick_count = total;
    for (uint32_t i = 0; i < draw->place_count; i++) {
        fill(&draw->places[i], i, pools[i], owners[i], draw->picks + draw->places[i].first);
    }
    return true;
}

static int longer_first(const void *a, const void *b)
{
    size_t one = *(const size_t *)a;
    size_t other = *(const size_t *)b;
    return one < other ? 1 : one > other ? -1 : 0;
}

bool jb_pool_check_size(jb_reader *reader, const jb_contest *contest, const jb_draw *draw,
                        jb_memory *memory)
{
    size_t *sizes = jb_memory_take(memory, draw->pick_count, sizeof *sizes);
    size_t paper = 0;
    if (!sizes) {
        reader->out_of_memory = true;
        return false;
    }
    for (uint32_t begin = 0, end = 0; begin < draw->pick_count; begin = end) {
        uint32_t round = draw->picks[begin].round;
        while (end < draw->pick_count && draw->picks[end].round == round) {
            sizes[end] = draw->picks[end].size;
            end++;
        }
        qsort(sizes + begin, end - begin, sizeof *sizes, longer_first);
        for (uint32_t i = 0; i < contest->rounds[round].count && begin + i < end; i++) {
            paper += sizes[begin + i];
        }
    }
    if (paper > PAPER_BYTES_MAX) {
        jb_fault(
            reader, contest->window->at[JB_WINDOW_PAPER], "paper_too_large",
            "A paper can be %zu KiB long, with its longest questions; %d KiB are the most that is "
            "sent to a phone. Ask for fewer questions, or leave the long ones out.",
            paper / 1024, PAPER_BYTES_MAX / 1024);
        return false;
    }
    return true;
}
