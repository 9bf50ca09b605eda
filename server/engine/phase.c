/*
 * The order of phases: lobby, [intro], reading, open, locked, reveal, standings, and round again
 * until finished. What comes next is decided here and nowhere else; apply.c asks the same code
 * whether an event of a log can follow.
 */
#include "engine_internal.h"

/* The phase in which the question of a turn is shown, or is to be picked. */
static jb_phase question_begins_with(const jb_engine *engine, uint32_t turn)
{
    const jb_rules *rules = engine->rules;
    const jb_round_rules *round = &rules->rounds[jb_rules_round_of(rules, turn)];
    if (jb_format_row_of(round->format)->right_won == JB_RIGHT_WON_BY_PICK) {
        return JB_PHASE_OPEN; /* what is to be read is not known yet */
    }
    uint32_t question = round->question_first + (turn - 1 - round->turn_first);
    bool reads = rules->questions[question].reading_ms > 0 || round->start == JB_START_HOST;
    return reads ? JB_PHASE_READING : JB_PHASE_OPEN;
}

/* The phase in which a turn begins, coming from this state; finished for turn 0. */
static jb_phase turn_begins_with(const jb_engine *engine, uint32_t turn)
{
    if (turn == 0) {
        return JB_PHASE_FINISHED;
    }
    const jb_rules *rules = engine->rules;
    uint32_t index = jb_rules_round_of(rules, turn);
    const jb_round_rules *round = &rules->rounds[index];
    bool begun = engine->schedule.round == index + 1;
    if (round->intro && !begun) {
        return JB_PHASE_INTRO;
    }
    return jb_wager_opens(engine, turn) ? JB_PHASE_OPEN : question_begins_with(engine, turn);
}

static bool standings_follow(const jb_engine *engine)
{
    uint32_t next = jb_schedule_next(engine, engine->view.turn);
    switch (jb_engine_round(engine)->standings) {
    case JB_STANDINGS_TURN:
        return true;
    case JB_STANDINGS_ROUND:
        return next == 0 || jb_rules_round_of(engine->rules, next) != engine->view.round;
    case JB_STANDINGS_END:
    case JB_STANDINGS_COUNT:
        break;
    }
    return next == 0;
}

bool jb_is_asked(const jb_engine_view *view)
{
    return view->phase == JB_PHASE_READING || view->phase == JB_PHASE_OPEN ||
           view->phase == JB_PHASE_LOCKED;
}

static bool hall_is_done(const jb_engine_view *view, const jb_rules *rules)
{
    return rules->hall != JB_HALL_ALONG || view->hall_answered >= view->hall;
}

bool jb_turn_complete(const jb_engine *engine)
{
    const jb_engine_view *view = &engine->view;
    if (jb_format_is_crowd(jb_engine_row(engine)) && view->stage.step == JB_STEP_NONE) {
        /* Where answers may be changed, having one from everybody does not mean they are done. */
        return !jb_engine_round(engine)->change && view->eligible > 0 &&
               view->answered == view->eligible && hall_is_done(view, engine->rules);
    }
    switch (view->stage.step) {
    case JB_STEP_NONE:
        return true;
    case JB_STEP_BUZZ:
        return jb_eligible_count(engine) == 0;
    case JB_STEP_HALL:
        return view->hall > 0 && view->hall_answered >= view->hall;
    case JB_STEP_WAGER:
        return view->eligible > 0 && view->staked >= view->eligible;
    case JB_STEP_PICK:
    case JB_STEP_CLOSE:
    case JB_STEP_ANSWER:
    case JB_STEP_MARKS:
    case JB_STEP_COUNT:
        break;
    }
    return false;
}

/* The turn that comes after this one, or the end. */
static jb_phase next_turn(const jb_engine *engine, uint32_t *turn)
{
    uint32_t next = jb_schedule_next(engine, engine->view.turn);
    *turn = next > 0 ? next : engine->view.turn;
    return turn_begins_with(engine, next);
}

/* After a void turn the next one begins, or, when that was the last, the final standings. */
static jb_phase after_void(const jb_engine *engine, uint32_t *turn)
{
    jb_phase phase = next_turn(engine, turn);
    return phase == JB_PHASE_FINISHED ? JB_PHASE_STANDINGS : phase;
}

static jb_phase after_reveal(const jb_engine *engine, uint32_t *turn)
{
    return standings_follow(engine) ? JB_PHASE_STANDINGS : next_turn(engine, turn);
}

jb_phase jb_engine_next(const jb_engine *engine, uint32_t *turn)
{
    const jb_engine_view *view = &engine->view;
    *turn = view->turn;
    if (!view->created || view->paused || engine->window) {
        return JB_PHASE_COUNT;
    }
    if (jb_is_asked(view) && view->turn_void) {
        return after_void(engine, turn);
    }
    switch (view->phase) {
    case JB_PHASE_INTRO:
        return turn_begins_with(engine, view->turn);
    case JB_PHASE_READING:
        return JB_PHASE_OPEN;
    case JB_PHASE_OPEN:
        return view->stage.step == JB_STEP_WAGER ? question_begins_with(engine, view->turn)
                                                 : JB_PHASE_LOCKED;
    case JB_PHASE_LOCKED:
        /* Passed without a pick: there is nothing to reveal. */
        return view->question == JB_NO_QUESTION ? after_reveal(engine, turn) : JB_PHASE_REVEAL;
    case JB_PHASE_REVEAL:
        return after_reveal(engine, turn);
    case JB_PHASE_LOBBY:
    case JB_PHASE_STANDINGS:
        return next_turn(engine, turn);
    case JB_PHASE_FINISHED:
    case JB_PHASE_COUNT:
        break;
    }
    return JB_PHASE_COUNT;
}

/* Can the open turn close without anything else being said first? */
static bool can_close(const jb_engine *engine)
{
    switch (engine->view.stage.step) {
    case JB_STEP_NONE:
    case JB_STEP_BUZZ:
    case JB_STEP_HALL:
    case JB_STEP_WAGER:
        return true;
    case JB_STEP_PICK:
    case JB_STEP_CLOSE:
    case JB_STEP_ANSWER:
    case JB_STEP_MARKS:
    case JB_STEP_COUNT:
        break;
    }
    return false;
}

/* In one stretch of time the next question opens as soon as this one is answered. */
static bool runs_on(const jb_engine *engine, jb_phase phase, uint32_t turn)
{
    const jb_engine_view *view = &engine->view;
    return view->phase == JB_PHASE_OPEN && phase == JB_PHASE_OPEN &&
           view->stage.step == JB_STEP_NONE && jb_schedule_run_goes_on(engine) &&
           turn == jb_schedule_next(engine, view->turn);
}

bool jb_phase_can_follow(const jb_engine *engine, jb_phase phase, uint32_t turn)
{
    const jb_engine_view *view = &engine->view;
    if (view->phase == JB_PHASE_FINISHED) {
        return false;
    }
    if (phase == JB_PHASE_FINISHED) {
        /* A turn in which nothing was decided must be void before a contest may end in it. */
        bool decided = view->turn_void || view->stage.ruled > 0 || view->stage.passed;
        return turn == view->turn && (!jb_is_asked(view) || decided);
    }
    if (view->paused) {
        return false;
    }
    if (view->turn_void && phase == JB_PHASE_LOCKED && turn == view->turn &&
        (view->phase == JB_PHASE_READING || view->phase == JB_PHASE_OPEN)) {
        return true;
    }
    if (runs_on(engine, phase, turn)) {
        return true;
    }
    if (view->phase == JB_PHASE_OPEN && !view->turn_void && !can_close(engine)) {
        return false;
    }
    uint32_t next_turn_number = 0;
    jb_phase next = jb_engine_next(engine, &next_turn_number);
    return phase == next && turn == next_turn_number;
}
