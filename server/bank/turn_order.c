/*
 * The orders in which a turn shows its options and targets. Options marked `fixed` and the last
 * ones the bank wants kept stay where they are; the others change places among themselves. No order
 * gives the answer away: items of an ordering never stand in the right order and targets never
 * beside their own items, as far as anything may move at all.
 */
#include "bank_internal.h"

#include "jinbang/assert.h"

/* Places that may change, in order. Returns how many. */
static uint32_t movable_places(const jb_option *options, uint8_t count, uint8_t keep_last,
                               uint32_t *places)
{
    uint32_t movable = 0;
    for (uint8_t i = 0; i < count; i++) {
        if (!options[i].fixed && i + keep_last < count) {
            places[movable++] = i;
        }
    }
    return movable;
}

/* Lays the options of the movable places out again in a drawn order. */
static void shuffle_places(const uint32_t *places, uint32_t count, jb_random *random,
                           uint8_t *order)
{
    uint32_t drawn[JB_OPTIONS_MAX];
    for (uint32_t i = 0; i < count; i++) {
        drawn[i] = order[places[i]];
    }
    jb_random_shuffle(random, drawn, count);
    for (uint32_t i = 0; i < count; i++) {
        order[places[i]] = (uint8_t)drawn[i];
    }
}

static void swap_first_two(const uint32_t *places, uint8_t *order)
{
    uint8_t first = order[places[0]];
    order[places[0]] = order[places[1]];
    order[places[1]] = first;
}

static bool shows_order(const jb_question *question, const jb_turn_order *order)
{
    for (uint8_t i = 0; i < question->option_count; i++) {
        if (order->options[i] != question->order[i]) {
            return false;
        }
    }
    return true;
}

static bool shows_pairs(const jb_question *question, const jb_turn_order *order)
{
    for (uint8_t i = 0; i < question->option_count; i++) {
        if (i >= question->target_count ||
            order->targets[i] != question->pairs[order->options[i]]) {
            return false;
        }
    }
    return true;
}

void jb_turn_order_make(const jb_question *question, bool shuffle, uint8_t keep_last,
                        jb_random *random, jb_turn_order *order)
{
    uint32_t places[JB_OPTIONS_MAX];
    *order = (jb_turn_order){ 0 };
    for (uint8_t i = 0; i < question->option_count; i++) {
        order->options[i] = i;
    }
    for (uint8_t i = 0; i < question->target_count; i++) {
        order->targets[i] = i;
    }
    uint32_t movable = movable_places(question->options, question->option_count, keep_last, places);
    if (shuffle) {
        shuffle_places(places, movable, random, order->options);
    }
    if (question->kind == JB_KIND_ORDERING && movable >= 2 && shows_order(question, order)) {
        shuffle_places(places, movable, random, order->options);
        if (shows_order(question, order)) {
            swap_first_two(places, order->options);
        }
    }
    if (question->kind != JB_KIND_MATCHING) {
        return;
    }
    movable = movable_places(question->targets, question->target_count, 0, places);
    if (shuffle) {
        shuffle_places(places, movable, random, order->targets);
    }
    if (movable >= 2 && shows_pairs(question, order)) {
        swap_first_two(places, order->targets);
    }
}
