/*
 * Deciding what happens on the stage. Commands come from phones (the seat follows from the player)
 * or from the host (player 0, seat given); both go the same way.
 */
#include "engine_internal.h"
#include "jinbang/assert.h"

uint32_t jb_acting_seat(const jb_engine *engine, const jb_command *command, uint32_t by_default)
{
    if (command->player > 0) {
        const jb_seat *player = jb_engine_player(engine, command->player);
        return player && player->status == JB_PLAYER_IN ? jb_engine_seat_of(engine, command->player)
                                                        : 0;
    }
    return command->seat > 0 ? command->seat : by_default;
}

/* Is this the turn that is being played, and can anything be done in it? */
static jb_refusal in_turn(const jb_engine *engine, const jb_command *command)
{
    const jb_engine_view *view = &engine->view;
    if (view->turn == 0 || command->turn > view->turn) {
        return JB_REFUSED_BAD_TURN;
    }
    if (command->turn > 0 && command->turn < view->turn) {
        return JB_REFUSED_LATE;
    }
    if (view->paused || view->turn_void || !jb_is_asked(view)) {
        return JB_REFUSED_NOT_NOW;
    }
    return JB_ACCEPTED;
}

static jb_refusal in_step(const jb_engine *engine, const jb_command *command)
{
    jb_refusal refusal = in_turn(engine, command);
    if (refusal == JB_ACCEPTED && engine->view.phase != JB_PHASE_OPEN) {
        return engine->view.phase == JB_PHASE_LOCKED ? JB_REFUSED_LATE : JB_REFUSED_NOT_NOW;
    }
    return refusal;
}

static jb_event event_of(const jb_engine *engine, jb_event_type type, jb_time at, uint32_t seat)
{
    return (jb_event){
        .type = type, .at = at, .turn = engine->view.turn, .seat = seat, .ends_at = JB_TIME_NONE
    };
}

static jb_time after(jb_time at, jb_time length)
{
    return length > 0 ? at + length : JB_TIME_NONE;
}

/* The turn is void for all: it stays on the wall until the host goes on. */
static void make_void(jb_engine *engine, jb_event_sink sink)
{
    jb_void_turn(engine, sink);
    if (engine->view.phase != JB_PHASE_LOCKED) {
        jb_go(engine, JB_PHASE_LOCKED, engine->view.turn, engine->now, sink);
    }
}

static void fall_to_hall(jb_engine *engine, jb_time at, jb_event_sink sink)
{
    jb_event event = event_of(engine, JB_EVENT_HALL, at, 0);
    event.ends_at = after(at, engine->rules->hall_ms);
    jb_emit(engine, &event, sink);
}

/* Is there a hall that could answer what the stage has not solved? */
static bool hall_waits(const jb_engine *engine)
{
    const jb_engine_view *view = &engine->view;
    return jb_engine_by_teams(engine) && engine->rules->hall != JB_HALL_NEVER && view->hall > 0 &&
           !view->stage.hall && view->right == 0 && view->question != JB_NO_QUESTION;
}

void jb_stage_settle(jb_engine *engine, jb_event_sink sink)
{
    const jb_engine_view *view = &engine->view;
    if (view->phase != JB_PHASE_OPEN || view->paused || !jb_turn_complete(engine)) {
        return;
    }
    if (view->stage.step == JB_STEP_WAGER) {
        uint32_t turn = 0;
        jb_phase phase = jb_engine_next(engine, &turn);
        jb_go(engine, phase, turn, engine->now, sink);
        return;
    }
    bool unsolved = !jb_format_is_crowd(jb_engine_row(engine)) && !view->stage.passed &&
                    view->stage.verdict != JB_VERDICT_PARTIAL;
    if (unsolved && jb_engine_round(engine)->fallback == JB_FALLBACK_HALL && hall_waits(engine)) {
        fall_to_hall(engine, engine->now, sink);
        return;
    }
    if (view->stage.step == JB_STEP_NONE && jb_schedule_run_goes_on(engine)) {
        jb_go(engine, JB_PHASE_OPEN, jb_schedule_next(engine, view->turn), engine->now, sink);
        return;
    }
    jb_go(engine, JB_PHASE_LOCKED, view->turn, engine->now, sink);
}

/* Rules the answer of the seat that answers. */
static void rule(jb_engine *engine, jb_event *event, jb_event_sink sink)
{
    const jb_round_rules *round = jb_engine_round(engine);
    bool buzz = jb_engine_row(engine)->right_won == JB_RIGHT_WON_BY_BUZZ;
    event->scores = engine->scores;
    event->score_count = jb_verdict_scores(engine, event, engine->scores);
    event->ends_at = after(event->at, buzz ? round->buzz_ms : jb_engine_question(engine)->open_ms);
    jb_emit(engine, event, sink);
}

static jb_time since_open(const jb_engine *engine, jb_time at)
{
    return at > engine->view.opens_at ? at - engine->view.opens_at : 0;
}

static void rule_none(jb_engine *engine, jb_time at, jb_event_sink sink)
{
    jb_event event = event_of(engine, JB_EVENT_RULED, at, engine->view.stage.seat);
    event.verdict = JB_VERDICT_NONE;
    rule(engine, &event, sink);
}

static void rule_marks(jb_engine *engine, jb_time at, jb_event_sink sink)
{
    jb_event event = event_of(engine, JB_EVENT_RULED, at, engine->view.stage.seat);
    event.verdict = engine->view.stage.marked != 0 ? JB_VERDICT_PARTIAL : JB_VERDICT_NONE;
    event.value = jb_stage_mean(engine);
    rule(engine, &event, sink);
}

/* The buzz is weighed: somebody has won the right to answer, or all buzz again. */
static void decide_buzz(jb_engine *engine, jb_time at, jb_event_sink sink)
{
    uint32_t seat = jb_stage_winner(engine);
    jb_event event = event_of(engine, JB_EVENT_WON, at, seat);
    event.ends_at = after(at, seat > 0 ? jb_engine_question(engine)->open_ms
                                       : jb_engine_round(engine)->buzz_ms);
    jb_emit(engine, &event, sink);
}

bool jb_stage_close(jb_engine *engine, jb_time at, jb_event_sink sink)
{
    jb_event event = event_of(engine, JB_EVENT_PASSED, at, engine->view.stage.owner);
    switch (engine->view.stage.step) {
    case JB_STEP_PICK:
        jb_emit(engine, &event, sink);
        break;
    case JB_STEP_CLOSE:
        decide_buzz(engine, at, sink);
        break;
    case JB_STEP_ANSWER:
        rule_none(engine, at, sink);
        break;
    case JB_STEP_MARKS:
        rule_marks(engine, at, sink);
        break;
    case JB_STEP_BUZZ:
        /* Nobody has buzzed in time. */
        if (jb_engine_round(engine)->fallback != JB_FALLBACK_HALL || !hall_waits(engine)) {
            return false;
        }
        fall_to_hall(engine, at, sink);
        break;
    case JB_STEP_NONE:
    case JB_STEP_HALL:
    case JB_STEP_WAGER:
    case JB_STEP_COUNT:
        return false;
    }
    return true;
}

static jb_refusal foul(jb_engine *engine, uint32_t seat, jb_foul kind, jb_event_sink sink)
{
    const jb_round_rules *round = jb_engine_round(engine);
    jb_event event = event_of(engine, JB_EVENT_FOULED, engine->now, seat);
    event.foul = kind;
    event.ends_at = after(engine->now, round->buzz_ms);
    engine->scores[0] = jb_plain_score(engine, seat, jb_foul_points(engine, seat, kind));
    event.scores = engine->scores;
    event.score_count = engine->scores[0].points != 0;
    jb_emit(engine, &event, sink);
    if (kind == JB_FOUL_EARLY && round->early == JB_EARLY_VOID) {
        make_void(engine, sink);
    } else if (kind == JB_FOUL_EARLY && round->early == JB_EARLY_HALL &&
               (engine->view.stage.step == JB_STEP_NONE ||
                engine->view.stage.step == JB_STEP_BUZZ)) {
        if (engine->view.phase == JB_PHASE_READING) {
            jb_go(engine, JB_PHASE_OPEN, engine->view.turn, engine->now, sink);
        }
        if (hall_waits(engine)) {
            fall_to_hall(engine, engine->now, sink);
        } else {
            make_void(engine, sink);
        }
    } else {
        jb_stage_settle(engine, sink);
    }
    return JB_ACCEPTED;
}

static jb_refusal why_not_buzz(const jb_engine *engine, uint32_t seat)
{
    jb_seat_round state = jb_seat_in_round(engine, seat);
    bool out = state.barred || state.tried_turn == engine->view.turn ||
               (jb_engine_round(engine)->overtime && !state.tied);
    return out ? JB_REFUSED_BARRED : JB_ACCEPTED;
}

static jb_refusal buzz(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    jb_engine_view *view = &engine->view;
    uint32_t seat = jb_acting_seat(engine, command, 0);
    jb_refusal refusal = in_turn(engine, command);
    if (refusal != JB_ACCEPTED) {
        return refusal;
    }
    const jb_seat *state = jb_engine_seat(engine, seat);
    if (!state || state->status != JB_PLAYER_IN) {
        return command->player > 0 ? JB_REFUSED_NOT_YOUR_TURN : JB_REFUSED_NO_SEAT;
    }
    const jb_round_rules *round = jb_engine_round(engine);
    if (jb_engine_row(engine)->right_won != JB_RIGHT_WON_BY_BUZZ) {
        return JB_REFUSED_NOT_NOW;
    }
    refusal = why_not_buzz(engine, seat);
    if (refusal != JB_ACCEPTED) {
        return refusal;
    }
    if (view->phase == JB_PHASE_READING) {
        if (round->early == JB_EARLY_BLOCKED) {
            return JB_REFUSED_BLOCKED;
        }
        if (round->early != JB_EARLY_ALLOWED) {
            return foul(engine, seat, JB_FOUL_EARLY, sink);
        }
        jb_go(engine, JB_PHASE_OPEN, view->turn, engine->now, sink);
    }
    bool weighed = view->stage.step == JB_STEP_BUZZ || view->stage.step == JB_STEP_CLOSE;
    if (view->phase != JB_PHASE_OPEN || !weighed) {
        return JB_REFUSED_LATE;
    }
    if (!jb_engine_may(engine, seat)) {
        return JB_ACCEPTED_AGAIN;
    }
    jb_time cap = engine->rules->fair_cap_ms;
    jb_time credit = command->credit_ms < cap ? command->credit_ms : cap;
    credit = command->player > 0 && credit > 0 ? credit : 0;
    jb_event event = event_of(engine, JB_EVENT_BUZZED, engine->now, seat);
    event.player = command->player;
    event.ms = credit;
    event.elapsed_ms = jb_fair_time(since_open(engine, engine->now), credit,
                                    command->player > 0 ? command->claim_ms : -1);
    if (jb_stage_place(engine, event.elapsed_ms) == JB_CONTENDERS_MAX) {
        return JB_REFUSED_LATE; /* so many were earlier */
    }
    jb_emit(engine, &event, sink);
    /* The host's own key is at the wall: nothing earlier is on its way to it. */
    if ((command->player == 0 && engine->buzzes.count == 1) || view->ends_at <= engine->now) {
        decide_buzz(engine, engine->now, sink);
    }
    return JB_ACCEPTED;
}

static jb_refusal pick(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    const jb_engine_view *view = &engine->view;
    jb_refusal refusal = in_step(engine, command);
    if (refusal != JB_ACCEPTED) {
        return refusal;
    }
    if (view->stage.step != JB_STEP_PICK) {
        return JB_REFUSED_NOT_NOW;
    }
    uint32_t seat = jb_acting_seat(engine, command, view->stage.owner);
    if (seat != view->stage.owner) {
        return JB_REFUSED_NOT_YOUR_TURN;
    }
    const jb_round_rules *round = jb_engine_round(engine);
    uint32_t index = 0;
    while (index < round->value_count && round->values[index] != command->value) {
        index++;
    }
    if (index == round->value_count) {
        return JB_REFUSED_BAD_VALUE;
    }
    uint32_t left = 0;
    uint32_t question = jb_schedule_stock(engine, command->value, &left);
    bool taken = (jb_seat_in_round(engine, seat).taken >> index) & 1U;
    if (left == 0 || (round->distinct_values && taken)) {
        return JB_REFUSED_VALUE_TAKEN;
    }
    const jb_question_rules *rules = &engine->rules->questions[question];
    jb_event event = event_of(engine, JB_EVENT_PICKED, engine->now, seat);
    event.value = command->value;
    event.question = question;
    event.ends_at =
        rules->open_ms > 0 ? engine->now + rules->reading_ms + rules->open_ms : JB_TIME_NONE;
    jb_emit(engine, &event, sink);
    return JB_ACCEPTED;
}

static jb_refusal name(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    const jb_stage *stage = &engine->view.stage;
    jb_refusal refusal = in_step(engine, command);
    if (refusal != JB_ACCEPTED) {
        return refusal;
    }
    bool before_answer = stage->step == JB_STEP_PICK || stage->step == JB_STEP_ANSWER;
    if (!before_answer || !jb_engine_round(engine)->may_name || stage->seat != stage->owner) {
        return JB_REFUSED_NOT_NOW;
    }
    uint32_t seat = jb_acting_seat(engine, command, stage->owner);
    if (seat != stage->owner) {
        return JB_REFUSED_NOT_YOUR_TURN;
    }
    const jb_seat *other = jb_engine_seat(engine, command->other);
    bool plays = other && other->status == JB_PLAYER_IN && command->other != seat &&
                 jb_seat_in_round(engine, command->other).tried_turn != engine->view.turn;
    if (!plays ||
        (jb_engine_round(engine)->overtime && !jb_seat_in_round(engine, command->other).tied)) {
        return JB_REFUSED_NO_SEAT;
    }
    jb_event event = event_of(engine, JB_EVENT_NAMED, engine->now, seat);
    event.other = command->other;
    jb_emit(engine, &event, sink);
    return JB_ACCEPTED;
}

static jb_refusal pass(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    const jb_stage *stage = &engine->view.stage;
    jb_refusal refusal = in_step(engine, command);
    if (refusal != JB_ACCEPTED) {
        return refusal;
    }
    const jb_format_row *row = jb_engine_row(engine);
    bool stops = stage->step == JB_STEP_ANSWER && (row->worth == JB_WORTH_RUNG || row->run);
    if (stage->step != JB_STEP_PICK && !stops) {
        return JB_REFUSED_NOT_NOW;
    }
    uint32_t seat = jb_acting_seat(engine, command, stage->owner);
    if (seat != stage->owner) {
        return JB_REFUSED_NOT_YOUR_TURN;
    }
    jb_event event = event_of(engine, JB_EVENT_PASSED, engine->now, seat);
    jb_emit(engine, &event, sink);
    jb_stage_settle(engine, sink);
    return JB_ACCEPTED;
}

static jb_refusal verdict(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    jb_engine_view *view = &engine->view;
    jb_refusal refusal = in_step(engine, command);
    if (refusal != JB_ACCEPTED) {
        return refusal;
    }
    if ((size_t)command->verdict >= JB_VERDICT_COUNT || command->value > JB_POINTS_MAX ||
        command->value < -JB_POINTS_MAX) {
        return JB_REFUSED_BAD_FIELD;
    }
    uint32_t winner = view->stage.step == JB_STEP_CLOSE ? jb_stage_winner(engine) : 0;
    if (winner > 0 && (command->seat == 0 || command->seat == winner)) {
        decide_buzz(engine, engine->now, sink); /* the host has heard who was first */
    }
    if (view->stage.step != JB_STEP_ANSWER) {
        return JB_REFUSED_NOT_NOW;
    }
    if (command->seat > 0 && command->seat != view->stage.seat) {
        return JB_REFUSED_NOT_YOUR_TURN;
    }
    jb_event event = event_of(engine, JB_EVENT_RULED, engine->now, view->stage.seat);
    event.verdict = command->verdict;
    event.value = command->verdict == JB_VERDICT_PARTIAL ? command->value : 0;
    event.elapsed_ms = command->verdict == JB_VERDICT_NONE ? 0 : since_open(engine, engine->now);
    rule(engine, &event, sink);
    jb_stage_settle(engine, sink);
    return JB_ACCEPTED;
}

void jb_stage_answered(jb_engine *engine, uint32_t seat, jb_event_sink sink)
{
    const jb_engine_view *view = &engine->view;
    if (view->stage.step != JB_STEP_ANSWER || seat != view->stage.seat) {
        return;
    }
    const jb_answer *answer = jb_engine_seat_answer(engine, seat);
    JB_ASSERT(answer != NULL);
    jb_event event = event_of(engine, JB_EVENT_RULED, engine->now, seat);
    event.flag = true;
    event.elapsed_ms = jb_engine_seat(engine, seat)->elapsed_ms;
    event.verdict = jb_verdict_by_key(engine, seat, answer, &event.value);
    rule(engine, &event, sink);
}

/* Whose question it is can lose it, once: while they answer, or while it is read to them. */
static bool may_lose(const jb_engine *engine, uint32_t seat)
{
    bool reads = engine->view.phase == JB_PHASE_READING &&
                 jb_engine_row(engine)->right_won == JB_RIGHT_WON_BY_TURN;
    return (reads || engine->view.stage.step == JB_STEP_ANSWER) &&
           jb_seat_in_round(engine, seat).tried_turn != engine->view.turn;
}

/* A hint may be noticed when the verdict has been given: then the verdict falls, and the answer
 * with it. */
static bool take_verdict_back(jb_engine *engine, uint32_t seat, jb_event_sink sink)
{
    jb_event event;
    const jb_undoable *undo = &engine->view.undo;
    const jb_before *before = &engine->before;
    if (undo->what != JB_UNDO_VERDICT || undo->seat != seat ||
        before->stage.step != JB_STEP_ANSWER || before->round.tried_turn == before->turn ||
        !jb_undo_event(engine, engine->now, &event)) {
        return false;
    }
    jb_emit(engine, &event, sink);
    return true;
}

static jb_refusal call_foul(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    const jb_engine_view *view = &engine->view;
    jb_refusal refusal = in_turn(engine, command);
    if (refusal != JB_ACCEPTED) {
        return refusal;
    }
    if ((size_t)command->foul >= JB_FOUL_COUNT) {
        return JB_REFUSED_BAD_FIELD;
    }
    uint32_t answered = view->phase == JB_PHASE_LOCKED ? view->stage.ruled : view->stage.seat;
    uint32_t seat = command->seat > 0 ? command->seat : answered;
    const jb_seat *state = jb_engine_seat(engine, seat);
    if (!state || state->status != JB_PLAYER_IN) {
        return JB_REFUSED_NO_SEAT;
    }
    if (command->foul == JB_FOUL_HELP && jb_engine_round(engine)->help_allowed) {
        return JB_REFUSED_NOT_NOW; /* here only: one that stands in a log is replayed */
    }
    if (view->phase == JB_PHASE_LOCKED &&
        (command->foul != JB_FOUL_HELP || !take_verdict_back(engine, seat, sink))) {
        return JB_REFUSED_LATE;
    }
    bool buzzer = jb_engine_row(engine)->right_won == JB_RIGHT_WON_BY_BUZZ;
    if (command->foul == JB_FOUL_EARLY) {
        /* While buzzes are weighed, for a moment, one that is out could still win. */
        return !buzzer || view->stage.step == JB_STEP_CLOSE ? JB_REFUSED_NOT_NOW
               : why_not_buzz(engine, seat) != JB_ACCEPTED
                   ? JB_REFUSED_BARRED
                   : foul(engine, seat, command->foul, sink);
    }
    if (seat != view->stage.seat) {
        return JB_REFUSED_NOT_YOUR_TURN;
    }
    return may_lose(engine, seat) ? foul(engine, seat, command->foul, sink) : JB_REFUSED_NOT_NOW;
}

static jb_refusal mark(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    const jb_stage *stage = &engine->view.stage;
    jb_refusal refusal = in_step(engine, command);
    if (refusal != JB_ACCEPTED) {
        return refusal;
    }
    const jb_round_rules *round = jb_engine_round(engine);
    if (stage->step != JB_STEP_MARKS) {
        return JB_REFUSED_NOT_NOW;
    }
    if (command->judge == 0 || command->judge > round->judges) {
        return JB_REFUSED_BAD_FIELD;
    }
    if (command->value < round->mark_min || command->value > round->mark_max) {
        return JB_REFUSED_BAD_VALUE;
    }
    if (command->seat > 0 && command->seat != stage->seat) {
        return JB_REFUSED_NOT_YOUR_TURN;
    }
    jb_event event = event_of(engine, JB_EVENT_MARKED, engine->now, stage->seat);
    event.judge = command->judge;
    event.value = command->value;
    jb_emit(engine, &event, sink);
    if (stage->marked == (UINT32_C(1) << round->judges) - 1) {
        rule_marks(engine, engine->now, sink);
        jb_stage_settle(engine, sink);
    }
    return JB_ACCEPTED;
}

static jb_refusal hall(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    const jb_engine_view *view = &engine->view;
    jb_refusal refusal = in_turn(engine, command);
    if (refusal != JB_ACCEPTED) {
        return refusal;
    }
    bool over = view->phase == JB_PHASE_LOCKED ||
                (view->phase == JB_PHASE_OPEN && view->stage.step == JB_STEP_BUZZ);
    bool possible = jb_engine_by_teams(engine) && engine->rules->hall != JB_HALL_NEVER &&
                    !view->stage.hall && view->right == 0 && engine->scored == 0 &&
                    view->question != JB_NO_QUESTION;
    if (!over || !possible) {
        return JB_REFUSED_NOT_NOW;
    }
    fall_to_hall(engine, engine->now, sink);
    return JB_ACCEPTED;
}

jb_refusal jb_decide_stage(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    typedef jb_refusal (*decide_fn)(jb_engine *, const jb_command *, jb_event_sink);
    static const decide_fn decide[JB_COMMAND_COUNT] = {
        [JB_COMMAND_BUZZ] = buzz, [JB_COMMAND_PICK] = pick,       [JB_COMMAND_NAME] = name,
        [JB_COMMAND_PASS] = pass, [JB_COMMAND_VERDICT] = verdict, [JB_COMMAND_FOUL] = call_foul,
        [JB_COMMAND_MARK] = mark, [JB_COMMAND_HALL] = hall,
    };
    JB_ASSERT(decide[command->type] != NULL);
    if (jb_engine_on_bench(engine, command->player)) {
        return JB_REFUSED_ON_BENCH;
    }
    return decide[command->type](engine, command, sink);
}
