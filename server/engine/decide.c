/*
 * Deciding: a command, or time passing, becomes events or a refusal. Nothing here changes the
 * contest; every event goes through jb_engine_apply and then to the sink.
 */
#include "engine_internal.h"
#include "jinbang/assert.h"

static void emit(jb_engine *engine, const jb_event *event, jb_event_sink sink)
{
    jb_status status = jb_engine_apply(engine, event);
    JB_ASSERT(status == JB_OK); /* what is decided here can always follow */
    if (sink.emit) {
        sink.emit(sink.user, event);
    }
}

/* How long a phase lasts by itself; JB_TIME_NONE: until somebody acts. */
static jb_time phase_length(const jb_engine *engine, jb_phase phase, uint32_t turn)
{
    const jb_rules *rules = engine->rules;
    if (turn == 0) {
        return JB_TIME_NONE;
    }
    const jb_question_rules *turn_rules = &rules->questions[turn - 1];
    const jb_round_rules *round = &rules->rounds[turn_rules->round];
    bool automatic = rules->pace == JB_PACE_AUTO;
    switch (phase) {
    case JB_PHASE_READING:
        return turn_rules->reading_ms;
    case JB_PHASE_OPEN:
        return turn_rules->open_ms > 0 ? turn_rules->open_ms : JB_TIME_NONE;
    case JB_PHASE_INTRO:
        return automatic ? round->intro_ms : JB_TIME_NONE;
    case JB_PHASE_LOCKED:
        return automatic ? round->locked_ms : JB_TIME_NONE;
    case JB_PHASE_REVEAL:
        return automatic ? round->reveal_ms : JB_TIME_NONE;
    case JB_PHASE_STANDINGS:
        return automatic ? round->standings_ms : JB_TIME_NONE;
    case JB_PHASE_LOBBY:
    case JB_PHASE_FINISHED:
    case JB_PHASE_COUNT:
        break;
    }
    return JB_TIME_NONE;
}

/* The score entries of the turn, a bounded number an event. */
static void emit_scores(jb_engine *engine, jb_time at, jb_event_sink sink)
{
    jb_event event = {
        .type = JB_EVENT_SCORED, .at = at, .turn = engine->view.turn, .scores = engine->scores
    };
    for (uint32_t player = 1; player <= engine->view.joined; player++) {
        if (jb_score_of(engine, player, &engine->scores[event.score_count])) {
            event.score_count++;
        }
        bool last = player == engine->view.joined;
        if (event.score_count == JB_SCORES_PER_EVENT || (last && event.score_count > 0)) {
            emit(engine, &event, sink);
            event.score_count = 0;
        }
    }
}

static void go(jb_engine *engine, jb_phase phase, uint32_t turn, jb_time at, jb_event_sink sink)
{
    if (phase == JB_PHASE_REVEAL) {
        emit_scores(engine, at, sink);
    }
    jb_time length = phase_length(engine, phase, turn);
    jb_event event = { .type = JB_EVENT_PHASE,
                       .at = at,
                       .phase = phase,
                       .turn = turn,
                       .ends_at = length == JB_TIME_NONE ? JB_TIME_NONE : at + length };
    emit(engine, &event, sink);
}

static jb_refusal go_next(jb_engine *engine, jb_time at, jb_event_sink sink)
{
    uint32_t turn = 0;
    jb_phase phase = jb_engine_next(engine, &turn);
    if (phase == JB_PHASE_COUNT) {
        return JB_REFUSED_NOT_NOW;
    }
    go(engine, phase, turn, at, sink);
    return JB_ACCEPTED;
}

void jb_engine_expire(jb_engine *engine, jb_time now, jb_event_sink sink)
{
    engine->now = now > engine->now ? now : engine->now;
    while (jb_engine_deadline(engine) <= engine->now) {
        /* A question closes at its deadline. What begins a new time begins it now: were it dated
         * back, a stall of the process could open and close a question that nobody saw. */
        bool closing = engine->view.phase == JB_PHASE_OPEN;
        jb_time at = closing ? engine->view.ends_at : engine->now;
        at = at > engine->event_at ? at : engine->event_at;
        jb_refusal refusal = go_next(engine, at, sink);
        JB_ASSERT(refusal == JB_ACCEPTED);
    }
}

static void close_if_complete(jb_engine *engine, jb_event_sink sink)
{
    const jb_engine_view *view = &engine->view;
    if (view->phase == JB_PHASE_OPEN && !view->paused && jb_turn_complete(engine)) {
        go(engine, JB_PHASE_LOCKED, view->turn, engine->now, sink);
    }
}

static jb_refusal create(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    if (engine->view.created) {
        return JB_REFUSED_NOT_NOW;
    }
    jb_event event = { .type = JB_EVENT_CREATED, .at = engine->now, .hash = command->hash };
    emit(engine, &event, sink);
    return JB_ACCEPTED;
}

static jb_refusal join(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    const jb_rules *rules = engine->rules;
    if (!engine->view.admit) {
        return JB_REFUSED_JOIN_CLOSED;
    }
    if (command->team > rules->team_count || (rules->team_required && command->team == 0)) {
        return JB_REFUSED_BAD_TEAM;
    }
    if (engine->view.joined == rules->players_max) {
        return JB_REFUSED_FULL;
    }
    jb_event event = { .type = JB_EVENT_JOINED,
                       .at = engine->now,
                       .player = engine->view.joined + 1,
                       .team = command->team,
                       .hash = command->hash };
    emit(engine, &event, sink);
    return JB_ACCEPTED;
}

static jb_refusal rename_player(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    const jb_seat *player = jb_engine_player(engine, command->player);
    if (!player || player->status != JB_PLAYER_IN) {
        return JB_REFUSED_NO_PLAYER;
    }
    jb_event event = { .type = JB_EVENT_RENAMED,
                       .at = engine->now,
                       .player = command->player,
                       .hash = command->hash };
    emit(engine, &event, sink);
    return JB_ACCEPTED;
}

static jb_refusal remove_player(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    const jb_seat *player = jb_engine_player(engine, command->player);
    if (!player || player->status == JB_PLAYER_BANNED ||
        (player->status == JB_PLAYER_REMOVED && !command->flag)) {
        return JB_REFUSED_NO_PLAYER;
    }
    jb_event event = { .type = JB_EVENT_REMOVED,
                       .at = engine->now,
                       .player = command->player,
                       .flag = command->flag };
    emit(engine, &event, sink);
    close_if_complete(engine, sink);
    return JB_ACCEPTED;
}

static jb_refusal admit(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    if (engine->view.phase == JB_PHASE_FINISHED) {
        return JB_REFUSED_NOT_NOW;
    }
    if (command->flag != engine->admit_switch) {
        jb_event event = { .type = JB_EVENT_ADMIT, .at = engine->now, .flag = command->flag };
        emit(engine, &event, sink);
    }
    return JB_ACCEPTED;
}

static bool is_running(const jb_engine_view *view)
{
    return view->phase != JB_PHASE_LOBBY && view->phase != JB_PHASE_FINISHED;
}

static jb_refusal pause_contest(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    if (!is_running(&engine->view) || engine->view.paused) {
        return JB_REFUSED_NOT_NOW;
    }
    jb_event event = { .type = JB_EVENT_PAUSED, .at = engine->now, .reason = command->reason };
    emit(engine, &event, sink);
    return JB_ACCEPTED;
}

static jb_refusal resume_contest(jb_engine *engine, jb_event_sink sink)
{
    if (!engine->view.paused) {
        return JB_REFUSED_NOT_NOW;
    }
    jb_event event = { .type = JB_EVENT_RESUMED, .at = engine->now };
    emit(engine, &event, sink);
    close_if_complete(engine, sink); /* the last one waited for may have left meanwhile */
    return JB_ACCEPTED;
}

static jb_refusal extend(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    const jb_engine_view *view = &engine->view;
    if (command->ms <= 0 || command->ms > (jb_time)JB_SECONDS_MAX * 1000) {
        return JB_REFUSED_BAD_FIELD;
    }
    jb_time left = view->paused ? view->left_ms : view->ends_at;
    bool runs = view->phase == JB_PHASE_READING || view->phase == JB_PHASE_OPEN;
    if (!runs || left == JB_TIME_NONE || engine->window_ms > JB_WINDOW_MS_MAX - command->ms) {
        return JB_REFUSED_NOT_NOW;
    }
    jb_event event = { .type = JB_EVENT_EXTENDED, .at = engine->now, .ms = command->ms };
    emit(engine, &event, sink);
    return JB_ACCEPTED;
}

static jb_refusal lock(jb_engine *engine, jb_event_sink sink)
{
    if (engine->view.phase != JB_PHASE_OPEN || engine->view.paused) {
        return JB_REFUSED_NOT_NOW;
    }
    return go_next(engine, engine->now, sink);
}

static void void_turn(jb_engine *engine, jb_event_sink sink)
{
    jb_event event = { .type = JB_EVENT_VOIDED, .at = engine->now, .turn = engine->view.turn };
    emit(engine, &event, sink);
}

static jb_refusal skip(jb_engine *engine, jb_event_sink sink)
{
    const jb_engine_view *view = &engine->view;
    if (!jb_is_asked(view) || view->paused) {
        return JB_REFUSED_NOT_NOW;
    }
    void_turn(engine, sink);
    uint32_t turn = view->turn + 1;
    jb_phase phase = jb_turn_begins_with(engine->rules, turn, view->phase);
    if (phase == JB_PHASE_FINISHED) {
        phase = JB_PHASE_STANDINGS; /* people want to see how it ended */
        turn = view->turn;
    }
    go(engine, phase, turn, engine->now, sink);
    return JB_ACCEPTED;
}

static jb_refusal finish(jb_engine *engine, jb_event_sink sink)
{
    const jb_engine_view *view = &engine->view;
    if (view->phase == JB_PHASE_FINISHED) {
        return JB_REFUSED_NOT_NOW;
    }
    if (jb_is_asked(view)) {
        void_turn(engine, sink);
    }
    go(engine, JB_PHASE_FINISHED, view->turn, engine->now, sink);
    return JB_ACCEPTED;
}

/* Nothing follows from it by itself: what was closed early still waits for somebody. */
static jb_refusal undo(jb_engine *engine, jb_event_sink sink)
{
    jb_event event;
    if (!jb_undo_event(engine, engine->now, &event)) {
        return JB_REFUSED_NOT_NOW;
    }
    emit(engine, &event, sink);
    return JB_ACCEPTED;
}

static jb_refusal start(jb_engine *engine, jb_event_sink sink)
{
    if (engine->view.phase != JB_PHASE_LOBBY) {
        return JB_REFUSED_NOT_NOW;
    }
    return go_next(engine, engine->now, sink);
}

/* Whether an answer for this turn can be taken at all; JB_ACCEPTED: look on. */
static jb_refusal answer_in_time(const jb_engine_view *view, uint32_t turn)
{
    if (turn == 0 || turn > view->turn) {
        return JB_REFUSED_BAD_TURN;
    }
    if (turn < view->turn) {
        return JB_REFUSED_LATE;
    }
    if (view->phase == JB_PHASE_INTRO || view->phase == JB_PHASE_READING) {
        return JB_REFUSED_NOT_NOW;
    }
    if (view->phase != JB_PHASE_OPEN) {
        return JB_REFUSED_LATE;
    }
    return view->paused ? JB_REFUSED_NOT_NOW : JB_ACCEPTED;
}

/* Is this what is counted for the player already? Where answers may be changed, only the same one
 * is: a change that comes too late must not look as if it had been taken. */
static bool is_repeat(const jb_engine *engine, const jb_command *command)
{
    const jb_rules *rules = engine->rules;
    if (command->turn == 0 || engine->players[command->player - 1].answered_turn != command->turn) {
        return false;
    }
    return !rules->rounds[rules->questions[command->turn - 1].round].change ||
           jb_answer_equal(&engine->answers[command->player - 1], command->answer);
}

static jb_refusal answer(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    const jb_engine_view *view = &engine->view;
    const jb_seat *player = jb_engine_player(engine, command->player);
    if (!player || player->status != JB_PLAYER_IN) {
        return JB_REFUSED_NO_PLAYER;
    }
    if (is_repeat(engine, command)) {
        return JB_ACCEPTED_AGAIN;
    }
    jb_refusal refusal = answer_in_time(view, command->turn);
    if (refusal != JB_ACCEPTED) {
        return refusal;
    }
    if (!jb_answer_fits(&jb_engine_turn(engine)->key, command->answer)) {
        return JB_REFUSED_BAD_ANSWER;
    }
    jb_time cap = engine->rules->fair_cap_ms;
    jb_time credit = command->credit_ms < cap ? command->credit_ms : cap;
    jb_event event = { .type = JB_EVENT_ANSWERED,
                       .at = engine->now,
                       .player = command->player,
                       .turn = command->turn,
                       .answer = command->answer,
                       .elapsed_ms = jb_fair_time(engine->now - view->opens_at,
                                                  credit > 0 ? credit : 0, command->claim_ms) };
    emit(engine, &event, sink);
    close_if_complete(engine, sink);
    return JB_ACCEPTED;
}

jb_refusal jb_engine_submit(jb_engine *engine, const jb_command *command, jb_time now,
                            jb_event_sink sink)
{
    jb_engine_expire(engine, now, sink);
    JB_ASSERT(engine->view.created || command->type == JB_COMMAND_CREATE);
    switch (command->type) {
    case JB_COMMAND_CREATE:
        return create(engine, command, sink);
    case JB_COMMAND_JOIN:
        return join(engine, command, sink);
    case JB_COMMAND_RENAME:
        return rename_player(engine, command, sink);
    case JB_COMMAND_REMOVE:
        return remove_player(engine, command, sink);
    case JB_COMMAND_ADMIT:
        return admit(engine, command, sink);
    case JB_COMMAND_START:
        return start(engine, sink);
    case JB_COMMAND_NEXT:
        return go_next(engine, engine->now, sink);
    case JB_COMMAND_PAUSE:
        return pause_contest(engine, command, sink);
    case JB_COMMAND_RESUME:
        return resume_contest(engine, sink);
    case JB_COMMAND_EXTEND:
        return extend(engine, command, sink);
    case JB_COMMAND_LOCK:
        return lock(engine, sink);
    case JB_COMMAND_SKIP:
        return skip(engine, sink);
    case JB_COMMAND_UNDO:
        return undo(engine, sink);
    case JB_COMMAND_FINISH:
        return finish(engine, sink);
    case JB_COMMAND_ANSWER:
        return answer(engine, command, sink);
    case JB_COMMAND_BUZZ:
    case JB_COMMAND_PICK:
    case JB_COMMAND_NAME:
    case JB_COMMAND_PASS:
    case JB_COMMAND_VERDICT:
    case JB_COMMAND_FOUL:
    case JB_COMMAND_MARK:
    case JB_COMMAND_HALL:
    case JB_COMMAND_ADJUST:
    case JB_COMMAND_ACCEPT:
    case JB_COMMAND_VOID:
    case JB_COMMAND_REVERSE:
    case JB_COMMAND_COUNT:
        break;
    }
    return JB_REFUSED_BAD_FIELD;
}
