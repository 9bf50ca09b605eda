/*
 * Which questions are asked: named ones first, so that no draw takes them, then the draws, those
 * with the least to choose from first. No question is asked twice in one contest. Where a bank is
 * not at hand placeholders may stand in.
 */
#include "contest_internal.h"

#include <inttypes.h>
#include <string.h>

#include "jinbang/assert.h"

/* The bank of one draw; NULL: placeholders. False: it is not there. */
static bool find_bank(jb_reader *reader, const jb_contest_draw *draw, const jb_draw_from *from,
                      const jb_bank **bank)
{
    *bank = NULL;
    if (!draw->bank) {
        return true;
    }
    *bank = from->find ? from->find(from->user, draw->bank->valuestring) : NULL;
    if (*bank) {
        return true;
    }
    if (!from->placeholders) {
        jb_fault(reader, draw->bank, "no_bank", "There is no question bank \"%.64s\".",
                 draw->bank->valuestring);
        return false;
    }
    jb_warn(reader, draw->bank, "placeholder_questions",
            "The question bank \"%.64s\" is not at hand; placeholders stand in for its questions.",
            draw->bank->valuestring);
    return true;
}

/* The places of a ladder's draws lie rung by rung, so that each climb has one question of each; all
 * others lie one after the other. */
static void place_round(const jb_contest_round *round, uint32_t index, uint32_t first,
                        jb_draw_place *places)
{
    bool rungs = jb_format_row_of(round->rules.format)->worth == JB_WORTH_RUNG;
    bool woven = rungs && round->at[JB_SETTING_BY_VALUE] != NULL;
    for (uint32_t i = 0; i < round->draw_count; i++) {
        places[i] = (jb_draw_place){ .draw = &round->draws[i],
                                     .round = index,
                                     .first = first,
                                     .stride = woven ? round->draw_count : 1 };
        first += woven ? 1 : round->draws[i].count;
    }
}

bool jb_draw_banks(jb_reader *reader, const jb_contest *contest, const jb_draw_from *from,
                   jb_memory *memory, jb_draw *draw)
{
    *draw = (jb_draw){ .places = NULL };
    uint32_t count = 0;
    for (uint32_t i = 0; i < contest->round_count; i++) {
        count += contest->rounds[i].draw_count;
    }
    draw->places = jb_memory_take(memory, count, sizeof *draw->places);
    if (!draw->places) {
        reader->out_of_memory = true;
        return false;
    }
    for (uint32_t i = 0; i < contest->round_count; i++) {
        place_round(&contest->rounds[i], i, draw->pick_count, draw->places + draw->place_count);
        draw->place_count += contest->rounds[i].draw_count;
        draw->pick_count += contest->rounds[i].count;
    }
    bool good = true;
    for (uint32_t i = 0; i < draw->place_count; i++) {
        jb_draw_place *place = &draw->places[i];
        good = find_bank(reader, place->draw, from, &place->bank) && good;
    }
    return good;
}

/* Flags "already asked" for the questions of each place's bank; places of one bank share them. */
static bool make_flags(const jb_draw *draw, jb_memory *memory, bool **flags)
{
    for (uint32_t i = 0; i < draw->place_count; i++) {
        uint32_t same = 0;
        while (draw->places[same].bank != draw->places[i].bank) {
            same++;
        }
        uint32_t count = draw->places[i].bank ? draw->places[i].bank->count : 0;
        flags[i] = same < i ? flags[same] : jb_memory_take(memory, count, sizeof *flags[i]);
        if (!flags[i]) {
            return false;
        }
    }
    return true;
}

/* The j-th question of a place. */
static jb_pick *pick_at(const jb_draw *draw, const jb_draw_place *place, uint32_t j)
{
    return &draw->picks[place->first + j * place->stride];
}

/* Where a question of this place is named before: in another place of the same bank. */
static const cJSON *named_before(const jb_draw *draw, const jb_draw_place *place, const char *id)
{
    for (uint32_t i = 0; i < draw->place_count; i++) {
        const jb_draw_place *other = &draw->places[i];
        const cJSON *item = NULL;
        if (other == place) {
            break;
        }
        if (other->bank != place->bank) {
            continue;
        }
        cJSON_ArrayForEach(item, other->draw->ids) {
            if (strcmp(item->valuestring, id) == 0) {
                return item;
            }
        }
    }
    return place->draw->node;
}

static bool pick_named(jb_reader *reader, const jb_draw *draw, const jb_draw_place *place,
                       bool *asked)
{
    const jb_bank *bank = place->bank;
    bool good = true;
    uint32_t count = 0;
    const cJSON *id = NULL;
    cJSON_ArrayForEach(id, place->draw->ids) {
        uint32_t question = jb_id_set_find(&bank->ids, id->valuestring);
        if (question == JB_ID_NONE) {
            jb_fault(reader, id, "unknown_id",
                     "The bank \"%.64s\" has no question \"%.64s\" that can be played.",
                     place->draw->bank->valuestring, id->valuestring);
            good = false;
            continue;
        }
        if (asked[question]) {
            jb_clash(reader, id, named_before(draw, place, id->valuestring), "repeated_question",
                     "The question \"%.64s\" is asked twice in this contest.", id->valuestring);
            good = false;
            continue;
        }
        if (bank->entries[question].retired) {
            jb_warn(reader, id, "retired_question", "The question \"%.64s\" is marked as retired.",
                    id->valuestring);
        }
        asked[question] = true;
        pick_at(draw, place, count++)->question = question;
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

bool jb_draw_fits(const jb_contest_draw *draw, const jb_entry *entry)
{
    return !entry->retired && (draw->kinds & (1U << entry->kind)) != 0 &&
           entry->difficulty >= draw->difficulty[0] && entry->difficulty <= draw->difficulty[1] &&
           (!draw->tags || has_tag(entry, draw->tags));
}

static uint32_t count_fitting(const jb_draw_place *place, const bool *asked)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < place->bank->count; i++) {
        count += !asked[i] && jb_draw_fits(place->draw, &place->bank->entries[i]);
    }
    return count;
}

/* What draws work with. */
typedef struct draw_desk {
    jb_draw *draw;
    bool **asked;         /* of each place */
    uint32_t *candidates; /* room for every question of a bank */
    uint32_t *order;      /* room for every place */
    uint32_t *choices;    /* the same */
    jb_random *random;
} draw_desk;

/* Too few are left: because another draw takes them, or because there are no more. */
static void fault_too_few(jb_reader *reader, const draw_desk *desk, uint32_t number, uint32_t left)
{
    const jb_draw_place *place = &desk->draw->places[number];
    const jb_contest_draw *draw = place->draw;
    const cJSON *node = draw->count_node ? draw->count_node : draw->node;
    uint32_t fitting = 0;
    for (uint32_t i = 0; i < place->bank->count; i++) {
        fitting += jb_draw_fits(draw, &place->bank->entries[i]);
    }
    for (uint32_t i = 0; i < desk->draw->place_count && fitting >= draw->count; i++) {
        const jb_draw_place *other = &desk->draw->places[i];
        if (i != number && other->bank == place->bank) {
            jb_clash(reader, node, other->draw->node, "too_few_questions",
                     "The draw asks for %" PRIu32 " questions; %" PRIu32
                     " fit in the bank \"%.64s\", but only %" PRIu32
                     " of them are left by the other draws. Draw fewer, or from another bank.",
                     draw->count, fitting, draw->bank->valuestring, left);
            return;
        }
    }
    jb_clash(reader, node, draw->bank, "too_few_questions",
             "The draw asks for %" PRIu32 " questions, but only %" PRIu32
             " that fit are left in the bank \"%.64s\".",
             draw->count, left, draw->bank->valuestring);
}

static bool pick_drawn(jb_reader *reader, const draw_desk *desk, uint32_t number)
{
    const jb_draw_place *place = &desk->draw->places[number];
    const jb_contest_draw *draw = place->draw;
    bool *asked = desk->asked[number];
    uint32_t count = 0;
    for (uint32_t i = 0; i < place->bank->count; i++) {
        if (!asked[i] && jb_draw_fits(draw, &place->bank->entries[i])) {
            desk->candidates[count++] = i;
        }
    }
    if (count < draw->count) {
        fault_too_few(reader, desk, number, count);
        return false;
    }
    if (!draw->in_bank_order) {
        jb_random_shuffle(desk->random, desk->candidates, count);
    }
    for (uint32_t i = 0; i < draw->count; i++) {
        asked[desk->candidates[i]] = true;
        pick_at(desk->draw, place, i)->question = desk->candidates[i];
    }
    return true;
}

/* Puts the numbers of the places that draw into the desk's order, those with the least to choose
 * from first: one that may take anything must not take by lot the few that another one needs. Equal
 * ones keep the order of the contest. Returns how many there are. */
static uint32_t order_draws(const draw_desk *desk)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < desk->draw->place_count; i++) {
        const jb_draw_place *place = &desk->draw->places[i];
        if (!place->bank || place->draw->ids) {
            continue;
        }
        uint32_t fitting = count_fitting(place, desk->asked[i]);
        uint32_t at = count++;
        for (; at > 0 && desk->choices[at - 1] > fitting; at--) {
            desk->choices[at] = desk->choices[at - 1];
            desk->order[at] = desk->order[at - 1];
        }
        desk->choices[at] = fitting;
        desk->order[at] = i;
    }
    return count;
}

/* What each pick is, before its question is known: placeholders are numbered in their round. */
static void label_picks(const jb_contest *contest, const jb_draw *draw)
{
    uint32_t first = 0;
    for (uint32_t i = 0; i < draw->place_count; i++) {
        const jb_draw_place *place = &draw->places[i];
        const jb_contest_round *round = &contest->rounds[place->round];
        bool menu = jb_format_row_of(round->rules.format)->right_won == JB_RIGHT_WON_BY_PICK;
        if (place->draw == round->draws) {
            first = place->first;
        }
        for (uint32_t j = 0; j < place->draw->count; j++) {
            jb_pick *pick = pick_at(draw, place, j);
            uint32_t number = (uint32_t)(pick - draw->picks) - first;
            *pick = (jb_pick){
                .bank = place->bank, .question = number, .round = place->round, .draw = place->draw
            };
            if (menu) {
                pick->value = round->rules.values[number / round->rules.stock];
            }
        }
    }
}

static bool open_desk(draw_desk *desk, jb_memory *memory)
{
    jb_draw *draw = desk->draw;
    uint32_t bank_max = 0;
    for (uint32_t i = 0; i < draw->place_count; i++) {
        const jb_bank *bank = draw->places[i].bank;
        bank_max = bank && bank->count > bank_max ? bank->count : bank_max;
    }
    draw->picks = jb_memory_take(memory, draw->pick_count, sizeof *draw->picks);
    desk->asked = jb_memory_take(memory, draw->place_count, sizeof *desk->asked);
    desk->candidates = jb_memory_take(memory, bank_max, sizeof *desk->candidates);
    desk->order = jb_memory_take(memory, draw->place_count, sizeof *desk->order);
    desk->choices = jb_memory_take(memory, draw->place_count, sizeof *desk->choices);
    return draw->picks && desk->asked && desk->candidates && desk->order && desk->choices &&
           make_flags(draw, memory, desk->asked);
}

bool jb_draw_make(jb_reader *reader, const jb_contest *contest, jb_draw *draw, jb_memory *memory,
                  jb_random *random)
{
    draw_desk desk = { .draw = draw, .random = random };
    JB_ASSERT(draw->pick_count <= JB_TURNS_MAX);
    if (!open_desk(&desk, memory)) {
        reader->out_of_memory = true;
        return false;
    }
    label_picks(contest, draw);
    bool good = true;
    for (uint32_t i = 0; i < draw->place_count; i++) {
        const jb_draw_place *place = &draw->places[i];
        if (place->bank && place->draw->ids) {
            good = pick_named(reader, draw, place, desk.asked[i]) && good;
        }
    }
    uint32_t draws = order_draws(&desk);
    for (uint32_t n = 0; n < draws; n++) {
        good = pick_drawn(reader, &desk, desk.order[n]) && good;
    }
    return good;
}
