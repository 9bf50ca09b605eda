/*
 * Papers: which questions one holds, and what was answered. Drawn from a seed by a shuffle that
 * stops after as many as are needed, so that a paper costs its own length and not the pool's.
 * Answers are kept small: of most kinds in the place itself, of the others in blocks that are used
 * again.
 */
#include <string.h>

#include "engine_internal.h"
#include "jinbang/assert.h"
#include "jinbang/decimal.h"
#include "jinbang/mix.h"
#include "jinbang/random.h"

_Static_assert(JB_POOL_MAX <= UINT16_MAX, "a question's index does not fit a place");
_Static_assert(JB_ANSWER_TEXT_MAX <= UINT8_MAX, "a typed answer's size does not fit a place");
_Static_assert((int)JB_OPTIONS_MAX <= (int)JB_BLOCK_BYTES, "an order does not fit a block");
_Static_assert(JB_POINTS_MAX <= INT32_MAX, "points do not fit a place");

jb_place *jb_places_of(const jb_engine *engine, uint32_t player)
{
    return &engine->window->places[(size_t)(player - 1) * engine->rules->window->paper_count];
}

size_t jb_paper_blocks(const jb_rules *rules)
{
    const jb_window_rules *window = rules->window;
    size_t blocks = 0;
    for (uint32_t i = 0; i < window->section_count; i++) {
        const jb_section *section = &window->sections[i];
        uint32_t left = section->count;
        uint32_t typed = 0;
        uint32_t laid = 0; /* ordered or paired */
        for (uint32_t q = 0; q < section->pool; q++) {
            jb_kind kind = rules->questions[section->first + q].key.kind;
            typed += kind == JB_KIND_TEXT;
            laid += kind == JB_KIND_ORDERING || kind == JB_KIND_MATCHING;
        }
        typed = typed < left ? typed : left;
        left -= typed;
        blocks += (size_t)typed * JB_BLOCKS_A_TEXT + (laid < left ? laid : left);
    }
    return blocks;
}

/* ---- drawing ---- */

static uint32_t at_place(const uint16_t *pool, uint32_t place)
{
    return pool[place] > 0 ? pool[place] - 1U : place;
}

static void sort_places(jb_place *places, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        jb_place place = places[i];
        uint32_t at = i;
        for (; at > 0 && places[at - 1].question > place.question; at--) {
            places[at] = places[at - 1];
        }
        places[at] = place;
    }
}

/* The first steps of a shuffle of the pool. Entries of `pool` are one more than what has moved
 * there, and 0 where nothing has. */
static void draw_section(const jb_section *section, jb_random *random, uint16_t *pool,
                         jb_place *places)
{
    uint16_t moved[JB_PAPER_MAX];
    for (uint32_t i = 0; i < section->count; i++) {
        uint32_t from = i + (uint32_t)jb_random_below(random, section->pool - i);
        places[i].question = (uint16_t)(section->first + at_place(pool, from));
        pool[from] = (uint16_t)(at_place(pool, i) + 1);
        moved[i] = (uint16_t)from;
    }
    for (uint32_t i = 0; i < section->count; i++) {
        pool[moved[i]] = 0;
    }
}

static bool has_block(jb_kind kind)
{
    return kind == JB_KIND_TEXT || kind == JB_KIND_ORDERING || kind == JB_KIND_MATCHING;
}

static void forget(jb_engine *engine, jb_place *place)
{
    jb_window *window = engine->window;
    if (!place->answered || !has_block(engine->rules->questions[place->question].key.kind)) {
        return;
    }
    uint32_t last = place->said.block;
    while (window->blocks[last - 1].next > 0) {
        last = window->blocks[last - 1].next;
    }
    window->blocks[last - 1].next = window->block_free;
    window->block_free = place->said.block;
}

void jb_paper_draw(jb_engine *engine, uint32_t player, uint64_t seed)
{
    const jb_window_rules *rules = engine->rules->window;
    jb_place *places = jb_places_of(engine, player);
    jb_random random;
    jb_random_seed(&random, seed);
    for (uint32_t i = 0; engine->window->papers[player - 1].attempt > 0 && i < rules->paper_count;
         i++) {
        forget(engine, &places[i]);
    }
    memset(places, 0, rules->paper_count * sizeof *places);
    for (uint32_t i = 0; i < rules->section_count; i++) {
        draw_section(&rules->sections[i], &random, engine->window->pool, places);
        if (!rules->shuffle_questions) {
            sort_places(places, rules->sections[i].count);
        }
        places += rules->sections[i].count;
    }
}

/* ---- options ---- */

static bool is_identical(const uint8_t *a, const uint8_t *b, uint32_t count)
{
    return memcmp(a, b, count) == 0;
}

/* The order of options at a place: what is not fixed changes places. An ordering is always
 * shuffled, and never shown as it is right. */
static void order_options(const jb_engine *engine, uint64_t seed, uint32_t place,
                          const jb_question_rules *question, uint8_t *order)
{
    const jb_key *key = &question->key;
    uint32_t movable[JB_OPTIONS_MAX];
    uint32_t drawn[JB_OPTIONS_MAX];
    uint32_t count = 0;
    for (uint8_t i = 0; i < key->option_count; i++) {
        order[i] = i;
        if (((question->fixed >> i) & 1U) == 0) {
            movable[count] = i;
            drawn[count++] = i;
        }
    }
    bool shuffles = (engine->rules->window->shuffle_options && key->kind != JB_KIND_TRUEFALSE) ||
                    key->kind == JB_KIND_ORDERING;
    if (!shuffles) {
        return;
    }
    jb_random random;
    jb_random_seed(&random, jb_mix_u64(seed, place));
    jb_random_shuffle(&random, drawn, count);
    for (uint32_t i = 0; i < count; i++) {
        order[movable[i]] = (uint8_t)drawn[i];
    }
    if (key->kind == JB_KIND_ORDERING && count >= 2 &&
        is_identical(order, key->order, key->option_count)) {
        uint8_t first = order[movable[0]];
        order[movable[0]] = order[movable[1]];
        order[movable[1]] = first;
    }
}

/* ---- answers ---- */

static uint32_t take_block(jb_window *window)
{
    uint32_t block = window->block_free;
    if (block > 0) {
        window->block_free = window->blocks[block - 1].next;
        return block;
    }
    return ++window->blocks_used;
}

/* At least one block, so that what is empty has a place, too. */
static uint32_t keep_bytes(jb_window *window, const void *bytes, size_t size)
{
    const unsigned char *from = bytes;
    uint32_t first = 0;
    uint32_t *link = &first;
    do {
        size_t part = size < JB_BLOCK_BYTES ? size : JB_BLOCK_BYTES;
        *link = take_block(window);
        jb_block *block = &window->blocks[*link - 1];
        memcpy(block->bytes, from, part);
        from += part;
        size -= part;
        link = &block->next;
    } while (size > 0);
    *link = 0;
    return first;
}

static void read_bytes(const jb_window *window, uint32_t block, void *bytes, size_t size)
{
    unsigned char *to = bytes;
    for (; size > 0; block = window->blocks[block - 1].next) {
        size_t part = size < JB_BLOCK_BYTES ? size : JB_BLOCK_BYTES;
        memcpy(to, window->blocks[block - 1].bytes, part);
        to += part;
        size -= part;
    }
}

void jb_place_keep(jb_engine *engine, jb_place *place, const jb_answer *answer)
{
    forget(engine, place);
    place->text_size = 0;
    switch (answer->kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_MULTIPLE:
    case JB_KIND_TRUEFALSE:
        place->said.options = answer->options;
        break;
    case JB_KIND_NUMERIC:
        place->said.number = answer->number;
        break;
    case JB_KIND_TEXT:
        place->text_size = (uint8_t)answer->raw_size;
        place->said.block = keep_bytes(engine->window, answer->raw, answer->raw_size);
        break;
    case JB_KIND_ORDERING:
    case JB_KIND_MATCHING:
        place->said.block = keep_bytes(engine->window, answer->items, answer->count);
        break;
    case JB_KIND_COUNT:
        break;
    }
    place->answered = true;
}

void jb_place_read(const jb_engine *engine, const jb_place *place, jb_answer *answer)
{
    const jb_key *key = &engine->rules->questions[place->question].key;
    memset(answer, 0, sizeof *answer);
    answer->kind = key->kind;
    switch (key->kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_MULTIPLE:
    case JB_KIND_TRUEFALSE:
        answer->options = place->said.options;
        break;
    case JB_KIND_NUMERIC:
        answer->number = place->said.number;
        break;
    case JB_KIND_TEXT:
        answer->count = key->blank_count;
        answer->raw_size = place->text_size;
        read_bytes(engine->window, place->said.block, answer->raw, answer->raw_size);
        break;
    case JB_KIND_ORDERING:
    case JB_KIND_MATCHING:
        answer->count = key->option_count;
        read_bytes(engine->window, place->said.block, answer->items, answer->count);
        break;
    case JB_KIND_COUNT:
        break;
    }
}

bool jb_place_says(const jb_engine *engine, const jb_place *place, const jb_answer *answer)
{
    jb_answer kept;
    if (!place->answered) {
        return false;
    }
    jb_place_read(engine, place, &kept);
    return jb_answer_equal(&kept, answer);
}

int64_t jb_paper_points(const jb_question_rules *question, const jb_answer *answer, bool *correct)
{
    jb_share share = jb_answer_grade(&question->key, answer);
    *correct = share.num == share.den;
    return share.num == 0 ? question->points_wrong
                          : jb_mul_div(question->points_right, share.num, share.den);
}

int64_t jb_paper_score(const jb_engine *engine, uint32_t player)
{
    const jb_place *places = jb_places_of(engine, player);
    int64_t score = engine->window->papers[player - 1].score;
    for (uint32_t i = 0; i < engine->rules->window->paper_count; i++) {
        const jb_question_rules *question = &engine->rules->questions[places[i].question];
        score += places[i].answered ? 0 : question->points_none;
    }
    return score;
}

bool jb_engine_paper_item(const jb_engine *engine, uint32_t player, uint32_t place,
                          jb_paper_item *item, jb_answer *answer)
{
    const jb_paper *paper = jb_engine_paper(engine, player);
    if (!paper || paper->attempt == 0 || place == 0 || place > engine->rules->window->paper_count) {
        return false;
    }
    const jb_place *at = &jb_places_of(engine, player)[place - 1];
    *item = (jb_paper_item){ .question = at->question,
                             .answered = at->answered,
                             .correct = at->correct,
                             .points = at->points,
                             .elapsed_ms = at->elapsed_ms };
    order_options(engine, paper->seed, place, &engine->rules->questions[at->question], item->order);
    if (answer && at->answered) {
        jb_place_read(engine, at, answer);
    }
    return true;
}
