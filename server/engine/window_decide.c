/*
 * Commands of window contests, and time passing in them, become events or refusals.
 */
#include "engine_internal.h"
#include "jinbang/assert.h"

jb_time jb_window_deadline(const jb_engine *engine)
{
    const jb_window *window = engine->window;
    bool runs = engine->view.phase == JB_PHASE_OPEN && !engine->view.paused && !window->closing;
    return runs && window->first > 0 ? window->papers[window->first - 1].ends_at : JB_TIME_NONE;
}

static void hand_in_for(jb_engine *engine, uint32_t player, jb_hand_in why, jb_time at,
                        jb_event_sink sink)
{
    jb_event event = jb_window_hand_in(engine, player, why, at, &engine->scores[0]);
    jb_emit(engine, &event, sink);
}

void jb_window_expire(jb_engine *engine, jb_event_sink sink)
{
    while (jb_window_deadline(engine) <= engine->now) {
        jb_time end = jb_window_deadline(engine);
        hand_in_for(engine, engine->window->first, JB_HAND_IN_LIMIT,
                    end > engine->event_at ? end : engine->event_at, sink);
    }
}

static void emit_phase(jb_engine *engine, jb_phase phase, jb_event_sink sink)
{
    jb_event event = {
        .type = JB_EVENT_PHASE, .at = engine->now, .phase = phase, .ends_at = JB_TIME_NONE
    };
    jb_emit(engine, &event, sink);
}

static jb_refusal open_contest(jb_engine *engine, jb_event_sink sink)
{
    if (engine->view.phase != JB_PHASE_LOBBY) {
        return JB_REFUSED_NOT_NOW;
    }
    emit_phase(engine, JB_PHASE_OPEN, sink);
    return JB_ACCEPTED;
}

static jb_refusal resume_contest(jb_engine *engine, jb_event_sink sink)
{
    if (!engine->view.paused) {
        return JB_REFUSED_NOT_NOW;
    }
    jb_event event = { .type = JB_EVENT_RESUMED, .at = engine->now };
    jb_emit(engine, &event, sink);
    return JB_ACCEPTED;
}

/* Everything that was answered counts. */
static jb_refusal close_contest(jb_engine *engine, jb_event_sink sink)
{
    if (engine->view.phase == JB_PHASE_FINISHED) {
        return JB_REFUSED_NOT_NOW;
    }
    (void)resume_contest(engine, sink);
    while (engine->window->first > 0) {
        hand_in_for(engine, engine->window->first, JB_HAND_IN_CLOSE, engine->now, sink);
    }
    emit_phase(engine, JB_PHASE_FINISHED, sink);
    return JB_ACCEPTED;
}

static jb_refusal schedule(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    const jb_window_view *view = &engine->window->view;
    if (engine->view.phase == JB_PHASE_FINISHED || engine->window->closing) {
        return JB_REFUSED_NOT_NOW;
    }
    if (command->ms == view->opens_at && command->until == view->closes_at) {
        return JB_REFUSED_NO_CHANGE;
    }
    if (!jb_window_schedules(engine, command->ms, command->until, engine->now)) {
        return JB_REFUSED_BAD_FIELD;
    }
    jb_event event = {
        .type = JB_EVENT_SCHEDULED, .at = engine->now, .ms = command->ms, .ends_at = command->until
    };
    jb_emit(engine, &event, sink);
    return JB_ACCEPTED;
}

/* ---- papers ---- */

static jb_refusal open_paper(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    jb_refusal refusal = jb_engine_may_open(engine, command->player);
    if (refusal != JB_ACCEPTED) {
        return refusal;
    }
    jb_time paper_ms = engine->rules->window->paper_ms;
    jb_event event = { .type = JB_EVENT_OPENED,
                       .at = engine->now,
                       .player = command->player,
                       .attempt = engine->window->papers[command->player - 1].attempts + 1,
                       .seed = command->seed,
                       .ends_at = paper_ms > 0 ? engine->now + paper_ms : JB_TIME_NONE };
    jb_emit(engine, &event, sink);
    return JB_ACCEPTED;
}

/* Whether something can be done with this participant's paper; JB_ACCEPTED: look on. */
static jb_refusal paper_in_hand(const jb_engine *engine, const jb_paper *paper)
{
    if (paper->state != JB_PAPER_OPEN) {
        bool late = paper->state == JB_PAPER_HANDED_IN && paper->why != JB_HAND_IN_OWN;
        return late ? JB_REFUSED_LATE : JB_REFUSED_NO_PAPER;
    }
    if (engine->view.paused) {
        return JB_REFUSED_NOT_NOW;
    }
    return engine->window->closing ? JB_REFUSED_LATE : JB_ACCEPTED;
}

static jb_refusal show(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    const jb_window_rules *rules = engine->rules->window;
    const jb_paper *paper = &engine->window->papers[command->player - 1];
    jb_refusal refusal = paper_in_hand(engine, paper);
    if (refusal != JB_ACCEPTED) {
        return refusal == JB_REFUSED_LATE ? JB_REFUSED_NO_PAPER : refusal;
    }
    if (rules->question_ms > 0 && command->turn == paper->shown) {
        return JB_ACCEPTED_AGAIN;
    }
    if (rules->question_ms == 0 || command->turn != paper->shown + 1 ||
        command->turn > rules->paper_count) {
        return JB_REFUSED_BAD_TURN;
    }
    jb_event event = {
        .type = JB_EVENT_SHOWN, .at = engine->now, .player = command->player, .turn = command->turn
    };
    jb_emit(engine, &event, sink);
    return JB_ACCEPTED;
}

/* Is this what is counted already? Where answers may be changed only the same one is: a change that
 * comes too late must not look as if it had been taken. */
static bool is_repeat(const jb_engine *engine, const jb_command *command)
{
    const jb_place *place = &jb_places_of(engine, command->player)[command->turn - 1];
    return place->answered && (!jb_window_changes(engine->rules->window) ||
                               jb_place_says(engine, place, command->answer));
}

static jb_refusal why_not_answer(const jb_engine *engine, const jb_command *command)
{
    const jb_window_rules *rules = engine->rules->window;
    const jb_paper *paper = &engine->window->papers[command->player - 1];
    if (command->turn == 0 || command->turn > rules->paper_count) {
        return JB_REFUSED_BAD_TURN;
    }
    if (paper->attempt == 0) {
        return JB_REFUSED_NO_PAPER;
    }
    if (is_repeat(engine, command)) {
        return JB_ACCEPTED_AGAIN;
    }
    jb_refusal refusal = paper_in_hand(engine, paper);
    if (refusal != JB_ACCEPTED) {
        return refusal;
    }
    if (rules->question_ms > 0 && command->turn > paper->shown) {
        return JB_REFUSED_BAD_TURN;
    }
    if (!jb_window_takes(engine, command->player, command->turn, engine->now)) {
        return JB_REFUSED_LATE;
    }
    uint32_t question = jb_places_of(engine, command->player)[command->turn - 1].question;
    bool fits = jb_answer_fits(&engine->rules->questions[question].key, command->answer);
    return fits ? JB_ACCEPTED : JB_REFUSED_BAD_ANSWER;
}

static jb_refusal answer(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    jb_refusal refusal = why_not_answer(engine, command);
    if (refusal != JB_ACCEPTED) {
        return refusal;
    }
    jb_event event = { .type = JB_EVENT_ANSWERED,
                       .at = engine->now,
                       .player = command->player,
                       .turn = command->turn,
                       .answer = command->answer,
                       .elapsed_ms = engine->now - jb_window_since(engine, command->player) };
    jb_emit(engine, &event, sink);
    return JB_ACCEPTED;
}

static jb_refusal hand_in(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    jb_refusal refusal = paper_in_hand(engine, &engine->window->papers[command->player - 1]);
    if (refusal != JB_ACCEPTED) {
        return refusal == JB_REFUSED_LATE ? JB_REFUSED_NO_PAPER : refusal;
    }
    hand_in_for(engine, command->player, JB_HAND_IN_OWN, engine->now, sink);
    return JB_ACCEPTED;
}

static bool is_of_paper(jb_command_type type)
{
    return type == JB_COMMAND_OPEN || type == JB_COMMAND_ANSWER || type == JB_COMMAND_HAND_IN;
}

static jb_refusal decide_paper(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    const jb_seat *seat = jb_engine_player(engine, command->player);
    if (!seat || seat->status != JB_PLAYER_IN) {
        return JB_REFUSED_NO_PLAYER;
    }
    if (command->type == JB_COMMAND_ANSWER) {
        return answer(engine, command, sink);
    }
    if (command->type == JB_COMMAND_HAND_IN) {
        return hand_in(engine, command, sink);
    }
    return command->turn > 0 ? show(engine, command, sink) : open_paper(engine, command, sink);
}

jb_refusal jb_decide_window(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    /* No switch: most commands have no place in a window contest. */
    if (is_of_paper(command->type)) {
        return decide_paper(engine, command, sink);
    }
    if (command->type == JB_COMMAND_START) {
        return open_contest(engine, sink);
    }
    if (command->type == JB_COMMAND_FINISH) {
        return close_contest(engine, sink);
    }
    if (command->type == JB_COMMAND_RESUME) {
        return resume_contest(engine, sink);
    }
    if (command->type == JB_COMMAND_SCHEDULE) {
        return schedule(engine, command, sink);
    }
    return command->type == JB_COMMAND_ADJUST ? jb_decide_revision(engine, command, sink)
                                              : JB_REFUSED_NOT_NOW;
}
