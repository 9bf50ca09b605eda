/*
 * The engine's memory and what others may look at. Deciding is in decide.c, applying in apply.c.
 *
 * All arrays lie behind the struct in the caller's memory, which is zeroed; a page of it that no
 * player has reached is never touched, so a contest for 20,000 costs what its players cost.
 */
#include "jinbang/engine.h"

#include <string.h>

#include "engine_internal.h"
#include "jinbang/assert.h"

static size_t aligned(size_t size)
{
    const size_t unit = sizeof(max_align_t);
    return (size + unit - 1) / unit * unit;
}

size_t jb_engine_size(const jb_rules *rules)
{
    JB_ASSERT(rules->players_max > 0 && rules->players_max <= JB_PLAYERS_MAX);
    JB_ASSERT(rules->team_count <= JB_TEAMS_MAX);
    return aligned(sizeof(jb_engine)) + aligned(rules->players_max * sizeof(jb_seat)) +
           aligned(rules->players_max * sizeof(jb_answer)) +
           2 * aligned(rules->players_max * sizeof(uint32_t)) +
           aligned(rules->team_count * sizeof(jb_team)) +
           2 * aligned(rules->team_count * sizeof(uint32_t));
}

static void *take(unsigned char **at, size_t size)
{
    unsigned char *taken = *at;
    *at += aligned(size);
    return taken;
}

jb_engine *jb_engine_init(void *memory, size_t size, const jb_rules *rules)
{
    JB_ASSERT(memory != NULL);
    JB_ASSERT(size >= jb_engine_size(rules));
    JB_ASSERT(rules->turn_count > 0 && rules->turn_count <= JB_TURNS_MAX);
    unsigned char *at = memory;
    jb_engine *engine = take(&at, sizeof(jb_engine));
    engine->rules = rules;
    engine->players = take(&at, rules->players_max * sizeof(jb_seat));
    engine->answers = take(&at, rules->players_max * sizeof(jb_answer));
    engine->ranking = take(&at, rules->players_max * sizeof(uint32_t));
    engine->scratch = take(&at, rules->players_max * sizeof(uint32_t));
    engine->teams = take(&at, rules->team_count * sizeof(jb_team));
    engine->team_ranking = take(&at, rules->team_count * sizeof(uint32_t));
    engine->team_counted = take(&at, rules->team_count * sizeof(uint32_t));
    engine->view.ends_at = JB_TIME_NONE;
    engine->view.left_ms = JB_TIME_NONE;
    engine->view.closed_at = JB_TIME_NONE;
    for (uint32_t i = 0; i < rules->team_count; i++) {
        engine->team_ranking[i] = i + 1;
    }
    return engine;
}

jb_time jb_engine_deadline(const jb_engine *engine)
{
    return engine->view.paused ? JB_TIME_NONE : engine->view.ends_at;
}

const jb_rules *jb_engine_rules(const jb_engine *engine)
{
    return engine->rules;
}

const jb_engine_view *jb_engine_look(const jb_engine *engine)
{
    return &engine->view;
}

const jb_seat *jb_engine_player(const jb_engine *engine, uint32_t player)
{
    return player > 0 && player <= engine->view.joined ? &engine->players[player - 1] : NULL;
}

const jb_answer *jb_engine_answer(const jb_engine *engine, uint32_t player)
{
    const jb_seat *state = jb_engine_player(engine, player);
    bool answered = state && engine->view.turn > 0 && state->answered_turn == engine->view.turn;
    return answered ? &engine->answers[player - 1] : NULL;
}

const jb_team *jb_engine_team(const jb_engine *engine, uint32_t team)
{
    return team > 0 && team <= engine->rules->team_count ? &engine->teams[team - 1] : NULL;
}

const uint32_t *jb_engine_ranking(const jb_engine *engine, uint32_t *count)
{
    *count = engine->ranked;
    return engine->ranking;
}

const uint32_t *jb_engine_team_ranking(const jb_engine *engine, uint32_t *count)
{
    *count = engine->rules->team_count;
    return engine->team_ranking;
}

bool jb_engine_reveals(const jb_engine *engine)
{
    const jb_engine_view *view = &engine->view;
    return (view->phase == JB_PHASE_REVEAL || view->phase == JB_PHASE_STANDINGS) &&
           !view->turn_void;
}

const jb_question_rules *jb_engine_turn(const jb_engine *engine)
{
    JB_ASSERT(engine->view.turn > 0);
    JB_ASSERT(engine->view.turn <= engine->rules->turn_count);
    return &engine->rules->questions[engine->view.turn - 1];
}

const jb_round_rules *jb_engine_round(const jb_engine *engine)
{
    return &engine->rules->rounds[jb_engine_turn(engine)->round];
}
