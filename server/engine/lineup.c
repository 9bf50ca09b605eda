/*
 * Who plays for a team that has reserves: the lineup with which it begins, substitutions, and who
 * is on the bench. In a team whose members the rules name they have their numbers, and play
 * whoever's phone is here; in another one participants do, in the order in which they have joined.
 */
#include "engine_internal.h"

static bool has_reserves(const jb_engine *engine)
{
    return engine->rules->fielded > 0 && jb_engine_by_teams(engine);
}

/* The members whom the rules name in a team. */
static uint32_t named(const jb_engine *engine, uint32_t team)
{
    const uint32_t *members = engine->rules->team_members;
    return members ? members[team - 1] : 0;
}

const jb_lineup *jb_engine_lineup(const jb_engine *engine, uint32_t seat)
{
    bool known = has_reserves(engine) && seat > 0 && seat <= engine->rules->team_count;
    return known ? &engine->lineups[seat - 1] : NULL;
}

/* The place of a number in the lineup; `fielded`: it has none. */
static uint32_t place_of(const jb_engine *engine, const jb_lineup *lineup, uint32_t number)
{
    uint32_t place = 0;
    while (place < engine->rules->fielded && lineup->places[place] != number) {
        place++;
    }
    return place;
}

static bool plays(const jb_engine *engine, const jb_lineup *lineup, uint32_t number)
{
    return number > 0 && place_of(engine, lineup, number) < engine->rules->fielded;
}

void jb_lineup_begin(jb_engine *engine)
{
    for (uint32_t team = 1; has_reserves(engine) && team <= engine->rules->team_count; team++) {
        jb_lineup *lineup = &engine->lineups[team - 1];
        *lineup = (jb_lineup){ .used = 0 };
        for (uint32_t i = 0; i < engine->rules->fielded && i < named(engine, team); i++) {
            lineup->places[i] = i + 1;
        }
    }
}

bool jb_lineup_knows(const jb_engine *engine, uint32_t team, uint32_t member)
{
    return member == 0 || (has_reserves(engine) && team > 0 && member <= named(engine, team));
}

void jb_lineup_join(jb_engine *engine, uint32_t player)
{
    uint32_t team = engine->people.seats[player - 1].team;
    if (!has_reserves(engine) || team == 0 || named(engine, team) > 0) {
        return;
    }
    jb_lineup *lineup = &engine->lineups[team - 1];
    uint32_t place = place_of(engine, lineup, 0);
    if (place < engine->rules->fielded) {
        lineup->places[place] = player;
    }
}

bool jb_engine_on_bench(const jb_engine *engine, uint32_t player)
{
    const jb_seat *state = jb_engine_player(engine, player);
    if (!has_reserves(engine) || !state || state->team == 0) {
        return false;
    }
    uint32_t number = named(engine, state->team) > 0 ? state->member : player;
    return !plays(engine, &engine->lineups[state->team - 1], number);
}

bool jb_engine_is_reserve(const jb_engine *engine, uint32_t seat, uint32_t number)
{
    const jb_lineup *lineup = jb_engine_lineup(engine, seat);
    if (!lineup || number == 0) {
        return false;
    }
    const jb_seat *player = jb_engine_player(engine, number);
    bool member = named(engine, seat) > 0
                      ? number <= named(engine, seat)
                      : player && player->status == JB_PLAYER_IN && player->team == seat;
    return member && !plays(engine, lineup, number);
}

bool jb_engine_is_gone(const jb_engine *engine, uint32_t seat, uint32_t number)
{
    const jb_seat *player = named(engine, seat) > 0 ? NULL : jb_engine_player(engine, number);
    return player && player->status != JB_PLAYER_IN;
}

uint32_t jb_lineup_speaker(const jb_engine *engine, uint32_t team, uint32_t turn)
{
    uint32_t members = named(engine, team);
    if (!has_reserves(engine)) {
        return 1 + turn % members;
    }
    uint32_t count = members < engine->rules->fielded ? members : engine->rules->fielded;
    return engine->lineups[team - 1].places[turn % count];
}

/* Is no question being asked, and does another turn follow? */
static bool between_turns(const jb_engine *engine)
{
    switch (engine->view.phase) {
    case JB_PHASE_LOBBY:
    case JB_PHASE_INTRO:
        return true;
    case JB_PHASE_REVEAL:
    case JB_PHASE_STANDINGS:
        return jb_schedule_next(engine, engine->view.turn) > 0;
    case JB_PHASE_READING:
    case JB_PHASE_OPEN:
    case JB_PHASE_LOCKED:
    case JB_PHASE_FINISHED:
    case JB_PHASE_COUNT:
        break;
    }
    return false;
}

static bool between_rounds(const jb_engine *engine)
{
    const jb_engine_view *view = &engine->view;
    if (view->phase == JB_PHASE_LOBBY || view->phase == JB_PHASE_INTRO) {
        return true;
    }
    uint32_t next = jb_schedule_next(engine, view->turn);
    return next > 0 && jb_rules_round_of(engine->rules, next) != view->round;
}

jb_refusal jb_engine_substitute_when(const jb_engine *engine)
{
    if (!has_reserves(engine) || !between_turns(engine)) {
        return JB_REFUSED_NOT_NOW;
    }
    bool rounds = engine->rules->substitute_when == JB_SUBSTITUTE_ROUNDS;
    return rounds && !between_rounds(engine) ? JB_REFUSED_NOT_BETWEEN_ROUNDS : JB_ACCEPTED;
}

/* Whoever was removed is replaced between any two turns, and that is not counted. */
static jb_refusal why_not(const jb_engine *engine, uint32_t seat, uint32_t out, uint32_t in)
{
    const jb_lineup *lineup = jb_engine_lineup(engine, seat);
    if (!lineup) {
        return has_reserves(engine) ? JB_REFUSED_NO_SEAT : JB_REFUSED_NOT_NOW;
    }
    if (!plays(engine, lineup, out)) {
        return JB_REFUSED_NOT_FIELDED;
    }
    if (!jb_engine_is_reserve(engine, seat, in)) {
        return JB_REFUSED_NOT_ON_BENCH;
    }
    bool gone = jb_engine_is_gone(engine, seat, out);
    jb_refusal when = jb_engine_substitute_when(engine);
    if (when == JB_REFUSED_NOT_NOW || (when != JB_ACCEPTED && !gone)) {
        return when;
    }
    return gone || lineup->used < engine->rules->substitutions ? JB_ACCEPTED
                                                               : JB_REFUSED_NO_SUBSTITUTIONS;
}

jb_refusal jb_decide_substitute(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    jb_refusal refusal = why_not(engine, command->seat, command->out, command->in);
    if (refusal != JB_ACCEPTED) {
        return refusal;
    }
    jb_event event = { .type = JB_EVENT_SUBSTITUTED,
                       .at = engine->now,
                       .turn = engine->view.turn,
                       .seat = command->seat,
                       .out = command->out,
                       .in = command->in };
    jb_emit(engine, &event, sink);
    return JB_ACCEPTED;
}

static void swap(jb_engine *engine, uint32_t seat, uint32_t out, uint32_t in)
{
    jb_lineup *lineup = &engine->lineups[seat - 1];
    lineup->places[place_of(engine, lineup, out)] = in;
    if (engine->view.phase == JB_PHASE_INTRO && engine->view.stage.owner == seat) {
        jb_schedule_speaker(engine);
    }
}

jb_status jb_apply_substituted(jb_engine *engine, const jb_event *event)
{
    if (event->turn != engine->view.turn ||
        why_not(engine, event->seat, event->out, event->in) != JB_ACCEPTED) {
        return JB_ERR_CORRUPT;
    }
    bool counted = !jb_engine_is_gone(engine, event->seat, event->out);
    engine->lineups[event->seat - 1].used += counted;
    swap(engine, event->seat, event->out, event->in);
    jb_undo_substituted(engine, event, counted);
    return JB_OK;
}

void jb_lineup_undo(jb_engine *engine, const jb_event *event)
{
    engine->lineups[event->seat - 1].used -= engine->view.undo.counted;
    swap(engine, event->seat, event->in, event->out);
}

/* Does a number that plays belong to the team, and does it play once? */
static const char *check_place(const jb_engine *engine, uint32_t team, uint32_t place)
{
    const jb_lineup *lineup = &engine->lineups[team - 1];
    uint32_t number = lineup->places[place];
    uint32_t members = named(engine, team);
    const jb_seat *player = jb_engine_player(engine, number);
    if (number == 0) {
        return NULL;
    }
    if (members > 0 ? number > members : !player || player->team != team) {
        return "somebody plays for a team who is not in it";
    }
    return place_of(engine, lineup, number) == place ? NULL : "somebody plays twice";
}

const char *jb_lineup_check(const jb_engine *engine)
{
    for (uint32_t team = 1; has_reserves(engine) && team <= engine->rules->team_count; team++) {
        const char *broken = NULL;
        for (uint32_t place = 0; place < engine->rules->fielded && !broken; place++) {
            broken = check_place(engine, team, place);
        }
        if (engine->lineups[team - 1].used > engine->rules->substitutions) {
            broken = "a team has substituted too often";
        }
        if (broken) {
            return broken;
        }
    }
    for (uint32_t player = 1; has_reserves(engine) && player <= engine->view.joined; player++) {
        uint32_t team = engine->people.seats[player - 1].team;
        if (team > 0 && named(engine, team) == 0 && jb_engine_on_bench(engine, player) &&
            place_of(engine, &engine->lineups[team - 1], 0) < engine->rules->fielded) {
            return "a place is free, and somebody is on the bench";
        }
    }
    return NULL;
}
