/*
 * The order of phases: lobby, [intro], reading, open, locked, reveal, standings, and round again
 * until finished. What comes next is decided here and nowhere else; apply.c asks the same code
 * whether an event of a log can follow.
 */
#include "engine_internal.h"

jb_phase jb_turn_begins_with(const jb_rules *rules, uint32_t turn, jb_phase from)
{
    if (turn > rules->turn_count) {
        return JB_PHASE_FINISHED;
    }
    const jb_question_rules *next = &rules->questions[turn - 1];
    const jb_round_rules *round = &rules->rounds[next->round];
    if (round->intro && round->turn_first == turn - 1 && from != JB_PHASE_INTRO) {
        return JB_PHASE_INTRO;
    }
    return next->reading_ms > 0 ? JB_PHASE_READING : JB_PHASE_OPEN;
}

static bool standings_follow(const jb_engine *engine)
{
    const jb_round_rules *round = jb_engine_round(engine);
    uint32_t turn = engine->view.turn;
    bool last = turn == engine->rules->turn_count;
    switch (round->standings) {
    case JB_STANDINGS_TURN:
        return true;
    case JB_STANDINGS_ROUND:
        return last || turn == round->turn_first + round->turn_count;
    case JB_STANDINGS_END:
    case JB_STANDINGS_COUNT:
        break;
    }
    return last;
}

bool jb_is_asked(const jb_engine_view *view)
{
    return view->phase == JB_PHASE_READING || view->phase == JB_PHASE_OPEN ||
           view->phase == JB_PHASE_LOCKED;
}

bool jb_turn_complete(const jb_engine *engine)
{
    const jb_round_rules *round = jb_engine_round(engine);
    return jb_format_complete(jb_format_row_of(round->format), &engine->view, round->change);
}

jb_phase jb_engine_next(const jb_engine *engine, uint32_t *turn)
{
    const jb_engine_view *view = &engine->view;
    *turn = view->turn;
    if (!view->created || view->paused) {
        return JB_PHASE_COUNT;
    }
    switch (view->phase) {
    case JB_PHASE_INTRO:
        return jb_turn_begins_with(engine->rules, view->turn, view->phase);
    case JB_PHASE_READING:
        return JB_PHASE_OPEN;
    case JB_PHASE_OPEN:
        return JB_PHASE_LOCKED;
    case JB_PHASE_LOCKED:
        return JB_PHASE_REVEAL;
    case JB_PHASE_REVEAL:
        if (standings_follow(engine)) {
            return JB_PHASE_STANDINGS;
        }
        break;
    case JB_PHASE_LOBBY:
    case JB_PHASE_STANDINGS:
        break;
    case JB_PHASE_FINISHED:
    case JB_PHASE_COUNT:
        return JB_PHASE_COUNT;
    }
    jb_phase phase = jb_turn_begins_with(engine->rules, view->turn + 1, view->phase);
    *turn = phase == JB_PHASE_FINISHED ? view->turn : view->turn + 1;
    return phase;
}

/* After a skip: the next turn begins, or, when that was the last, the final standings. */
static bool follows_void(const jb_engine *engine, jb_phase phase, uint32_t turn)
{
    const jb_engine_view *view = &engine->view;
    jb_phase begins = jb_turn_begins_with(engine->rules, view->turn + 1, view->phase);
    if (begins == JB_PHASE_FINISHED) {
        return phase == JB_PHASE_STANDINGS && turn == view->turn;
    }
    return phase == begins && turn == view->turn + 1;
}

bool jb_phase_can_follow(const jb_engine *engine, jb_phase phase, uint32_t turn)
{
    const jb_engine_view *view = &engine->view;
    bool asked = jb_is_asked(view);
    if (view->phase == JB_PHASE_FINISHED) {
        return false;
    }
    if (phase == JB_PHASE_FINISHED) {
        /* A turn that has not been revealed must be void before a contest may end in it. */
        return turn == view->turn && (!asked || view->turn_void);
    }
    if (view->paused) {
        return false;
    }
    if (asked && view->turn_void) {
        return follows_void(engine, phase, turn);
    }
    uint32_t next_turn = 0;
    jb_phase next = jb_engine_next(engine, &next_turn);
    return phase == next && turn == next_turn;
}
