/*
 * Deciding: a command, or time passing, becomes events or a refusal. Nothing here changes the
 * contest; every event goes through jb_engine_apply and then to the sink.
 */
#include "engine_internal.h"
#include "jinbang/assert.h"

void jb_emit(jb_engine *engine, const jb_event *event, jb_event_sink sink)
{
    jb_status status = jb_engine_apply(engine, event);
    JB_ASSERT(status == JB_OK); /* what is decided here can always follow */
    if (sink.emit) {
        sink.emit(sink.user, event);
    }
}

/* How long an open turn waits by itself for its first step. */
static jb_time open_length(const jb_engine *engine, const jb_round_rules *round, uint32_t turn)
{
    if (jb_wager_opens(engine, turn)) {
        return round->wager.ms;
    }
    switch (jb_format_row_of(round->format)->right_won) {
    case JB_RIGHT_WON_BY_BUZZ:
        return round->buzz_ms;
    case JB_RIGHT_WON_BY_PICK:
    case JB_RIGHT_WON_BY_MARKS:
        return 0;
    case JB_RIGHT_WON_BY_OPENING:
    case JB_RIGHT_WON_BY_TURN:
        break;
    }
    if (jb_format_row_of(round->format)->run) {
        return round->run_ms;
    }
    uint32_t question = round->question_first + (turn - 1 - round->turn_first);
    return engine->rules->questions[question].open_ms;
}

/* How long a phase lasts by itself; JB_TIME_NONE: until somebody acts. */
static jb_time phase_length(const jb_engine *engine, jb_phase phase, uint32_t turn)
{
    const jb_rules *rules = engine->rules;
    if (turn == 0) {
        return JB_TIME_NONE;
    }
    const jb_round_rules *round = &rules->rounds[jb_rules_round_of(rules, turn)];
    bool automatic = rules->pace == JB_PACE_AUTO;
    switch (phase) {
    case JB_PHASE_READING: {
        uint32_t question = round->question_first + (turn - 1 - round->turn_first);
        return round->start == JB_START_HOST ? JB_TIME_NONE : rules->questions[question].reading_ms;
    }
    case JB_PHASE_OPEN: {
        jb_time length = open_length(engine, round, turn);
        return length > 0 ? length : JB_TIME_NONE;
    }
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

static void emit_table_scores(jb_engine *engine, const jb_table *table, jb_event *event,
                              jb_event_sink sink)
{
    for (uint32_t number = 1; number <= jb_table_count(engine, table); number++) {
        if (!jb_score_of(engine, table, number, &engine->scores[event->score_count])) {
            continue;
        }
        event->score_count++;
        if (event->score_count == JB_SCORES_PER_EVENT) {
            jb_emit(engine, event, sink);
            event->score_count = 0;
        }
    }
}

/* The score entries of the turn, a bounded number an event: of who competes, then of the hall. */
static void emit_scores(jb_engine *engine, jb_time at, jb_event_sink sink)
{
    jb_event event = {
        .type = JB_EVENT_SCORED, .at = at, .turn = engine->view.turn, .scores = engine->scores
    };
    jb_steps_update(engine);
    emit_table_scores(engine, engine->compete, &event, sink);
    if (jb_engine_by_teams(engine)) {
        emit_table_scores(engine, &engine->people, &event, sink);
    }
    if (event.score_count > 0) {
        jb_emit(engine, &event, sink);
    }
}

void jb_go(jb_engine *engine, jb_phase phase, uint32_t turn, jb_time at, jb_event_sink sink)
{
    if (phase == JB_PHASE_REVEAL) {
        emit_scores(engine, at, sink);
    }
    const jb_engine_view *view = &engine->view;
    /* The next question of one stretch of time opens with what is left of it. */
    bool runs_on =
        phase == JB_PHASE_OPEN && view->phase == JB_PHASE_OPEN && view->stage.step != JB_STEP_WAGER;
    jb_time length = phase_length(engine, phase, turn);
    jb_time ends_at = length == JB_TIME_NONE ? JB_TIME_NONE : at + length;
    jb_event event = { .type = JB_EVENT_PHASE,
                       .at = at,
                       .phase = phase,
                       .turn = turn,
                       .ends_at = runs_on ? view->ends_at : ends_at };
    jb_emit(engine, &event, sink);
}

/* What the turn waits for comes to its end, and with it perhaps the turn: a stretch of time is over
 * for good, elsewhere somebody else may have another try. */
static bool end_step(jb_engine *engine, jb_time at, jb_event_sink sink)
{
    if (engine->view.phase != JB_PHASE_OPEN || !jb_stage_close(engine, at, sink)) {
        return false;
    }
    if (jb_engine_row(engine)->run && engine->view.stage.step == JB_STEP_NONE) {
        jb_go(engine, JB_PHASE_LOCKED, engine->view.turn, at, sink);
    } else {
        jb_stage_settle(engine, sink);
    }
    return true;
}

static jb_refusal go_next(jb_engine *engine, jb_time at, jb_event_sink sink)
{
    if (!engine->view.paused && end_step(engine, at, sink)) {
        return JB_ACCEPTED;
    }
    uint32_t turn = 0;
    jb_phase phase = jb_engine_next(engine, &turn);
    if (phase == JB_PHASE_COUNT) {
        return JB_REFUSED_NOT_NOW;
    }
    jb_go(engine, phase, turn, at, sink);
    jb_stage_settle(engine, sink); /* who could act may have lost that while it was read */
    return JB_ACCEPTED;
}

void jb_engine_expire(jb_engine *engine, jb_time now, jb_event_sink sink)
{
    engine->now = now > engine->now ? now : engine->now;
    if (engine->window) {
        jb_window_expire(engine, sink);
        return;
    }
    while (jb_engine_deadline(engine) <= engine->now) {
        /* A question closes at its deadline. What begins a new time begins it now: were it dated
         * back, a stall of the process could open and close a question that nobody saw. */
        const jb_engine_view *view = &engine->view;
        bool closing = view->phase == JB_PHASE_OPEN && view->stage.step != JB_STEP_WAGER;
        jb_time at = closing ? engine->view.ends_at : engine->now;
        at = at > engine->event_at ? at : engine->event_at;
        jb_refusal refusal = go_next(engine, at, sink);
        JB_ASSERT(refusal == JB_ACCEPTED);
    }
}

static jb_refusal create(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    if (engine->view.created) {
        return JB_REFUSED_NOT_NOW;
    }
    jb_event event = { .type = JB_EVENT_CREATED, .at = engine->now, .hash = command->hash };
    jb_emit(engine, &event, sink);
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
    if (!jb_lineup_knows(engine, command->team, command->member)) {
        return JB_REFUSED_BAD_FIELD;
    }
    if (engine->view.joined == rules->players_max) {
        return JB_REFUSED_FULL;
    }
    jb_event event = { .type = JB_EVENT_JOINED,
                       .at = engine->now,
                       .player = engine->view.joined + 1,
                       .team = command->team,
                       .member = command->member,
                       .hash = command->hash };
    jb_emit(engine, &event, sink);
    return JB_ACCEPTED;
}

static jb_refusal rename_player(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    const jb_seat *player = jb_engine_player(engine, command->player);
    if (!player || player->status != JB_PLAYER_IN) {
        return JB_REFUSED_NO_PLAYER;
    }
    if (!jb_lineup_knows(engine, player->team, command->member)) {
        return JB_REFUSED_BAD_FIELD;
    }
    jb_event event = { .type = JB_EVENT_RENAMED,
                       .at = engine->now,
                       .player = command->player,
                       .member = command->member,
                       .hash = command->hash };
    jb_emit(engine, &event, sink);
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
    jb_emit(engine, &event, sink);
    if (!engine->window) {
        jb_stage_settle(engine, sink);
    }
    return JB_ACCEPTED;
}

static jb_refusal admit(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    if (engine->view.phase == JB_PHASE_FINISHED) {
        return JB_REFUSED_NOT_NOW;
    }
    if (command->flag != engine->admit_switch) {
        jb_event event = { .type = JB_EVENT_ADMIT, .at = engine->now, .flag = command->flag };
        jb_emit(engine, &event, sink);
    }
    return JB_ACCEPTED;
}

static jb_refusal approve(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    if (engine->view.phase == JB_PHASE_FINISHED) {
        return JB_REFUSED_NOT_NOW;
    }
    if (command->flag != engine->view.approve) {
        jb_event event = { .type = JB_EVENT_APPROVE, .at = engine->now, .flag = command->flag };
        jb_emit(engine, &event, sink);
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
    jb_emit(engine, &event, sink);
    return JB_ACCEPTED;
}

static jb_refusal resume_contest(jb_engine *engine, jb_event_sink sink)
{
    if (!engine->view.paused) {
        return JB_REFUSED_NOT_NOW;
    }
    jb_event event = { .type = JB_EVENT_RESUMED, .at = engine->now };
    jb_emit(engine, &event, sink);
    jb_stage_settle(engine, sink); /* the last one waited for may have left meanwhile */
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
    jb_emit(engine, &event, sink);
    return JB_ACCEPTED;
}

static jb_refusal lock(jb_engine *engine, jb_event_sink sink)
{
    if (engine->view.phase != JB_PHASE_OPEN || engine->view.paused) {
        return JB_REFUSED_NOT_NOW;
    }
    return go_next(engine, engine->now, sink);
}

void jb_void_turn(jb_engine *engine, jb_event_sink sink)
{
    jb_event event = { .type = JB_EVENT_VOIDED, .at = engine->now, .turn = engine->view.turn };
    jb_emit(engine, &event, sink);
    jb_emit_revised(engine, sink);
}

static jb_refusal skip(jb_engine *engine, jb_event_sink sink)
{
    const jb_engine_view *view = &engine->view;
    if (!jb_is_asked(view) || view->paused) {
        return JB_REFUSED_NOT_NOW;
    }
    if (!view->turn_void) {
        jb_void_turn(engine, sink);
    }
    uint32_t turn = 0;
    jb_phase phase = jb_engine_next(engine, &turn);
    jb_go(engine, phase, turn, engine->now, sink);
    return JB_ACCEPTED;
}

static jb_refusal finish(jb_engine *engine, jb_event_sink sink)
{
    const jb_engine_view *view = &engine->view;
    if (view->phase == JB_PHASE_FINISHED) {
        return JB_REFUSED_NOT_NOW;
    }
    /* A question that has closed is scored, and what a verdict has decided stands; one that is
     * still being asked gives nothing. */
    bool closed =
        view->phase == JB_PHASE_LOCKED && !view->turn_void && view->question != JB_NO_QUESTION;
    bool decided = view->turn_void || view->stage.ruled > 0 || view->stage.passed;
    if (closed && view->paused) {
        jb_event event = { .type = JB_EVENT_RESUMED, .at = engine->now };
        jb_emit(engine, &event, sink);
    }
    if (closed) {
        jb_go(engine, JB_PHASE_REVEAL, view->turn, engine->now, sink);
    } else if (jb_is_asked(view) && !decided) {
        jb_void_turn(engine, sink);
    }
    jb_go(engine, JB_PHASE_FINISHED, view->turn, engine->now, sink);
    return JB_ACCEPTED;
}

/* Nothing follows from it by itself: what was closed early still waits for somebody. */
static jb_refusal undo(jb_engine *engine, jb_event_sink sink)
{
    jb_event event;
    if (!jb_undo_event(engine, engine->now, &event)) {
        return JB_REFUSED_NOT_NOW;
    }
    jb_emit(engine, &event, sink);
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

/* Is this what is counted already? Where answers may be changed, only the same one is: a change
 * that comes too late must not look as if it had been taken. */
static bool is_repeat(const jb_engine *engine, const jb_table *table, uint32_t number,
                      const jb_command *command)
{
    if (command->turn == 0 || table->seats[number - 1].answered_turn != command->turn) {
        return false;
    }
    const jb_rules *rules = engine->rules;
    return !rules->rounds[jb_rules_round_of(rules, command->turn)].change ||
           jb_answer_equal(&table->answers[number - 1], command->answer);
}

/* Why a seat, or a participant in the hall, may not answer the open question. */
static jb_refusal why_not_answer(const jb_engine *engine, uint32_t seat, uint32_t player)
{
    const jb_stage *stage = &engine->view.stage;
    if (seat == 0) {
        return jb_engine_hall_may(engine, player) ? JB_ACCEPTED : JB_REFUSED_NOT_YOUR_TURN;
    }
    bool answers = stage->step == JB_STEP_ANSWER ||
                   (stage->step == JB_STEP_NONE && jb_format_is_crowd(jb_engine_row(engine)));
    if (!answers || engine->view.question == JB_NO_QUESTION) {
        return stage->step == JB_STEP_HALL ? JB_REFUSED_NOT_YOUR_TURN : JB_REFUSED_NOT_NOW;
    }
    if (jb_engine_may(engine, seat)) {
        bool mouth = jb_engine_round(engine)->answer_by == JB_ANSWER_BY_MOUTH && player > 0;
        return mouth ? JB_REFUSED_NOT_NOW : JB_ACCEPTED;
    }
    return jb_format_is_crowd(jb_engine_row(engine)) ? JB_REFUSED_BARRED : JB_REFUSED_NOT_YOUR_TURN;
}

static jb_refusal answer(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    const jb_engine_view *view = &engine->view;
    uint32_t seat = command->seat; /* entered by the host */
    if (command->player > 0 || seat == 0) {
        const jb_seat *player = jb_engine_player(engine, command->player);
        if (!player || player->status != JB_PLAYER_IN) {
            return JB_REFUSED_NO_PLAYER;
        }
        seat = jb_engine_seat_of(engine, command->player);
    }
    if (seat > 0 && !jb_engine_seat(engine, seat)) {
        return JB_REFUSED_NO_SEAT;
    }
    jb_refusal refusal = answer_in_time(view, command->turn);
    if (refusal == JB_ACCEPTED && jb_engine_on_bench(engine, command->player)) {
        return JB_REFUSED_ON_BENCH;
    }
    const jb_table *table = seat > 0 ? engine->compete : &engine->people;
    if (is_repeat(engine, table, seat > 0 ? seat : command->player, command)) {
        return JB_ACCEPTED_AGAIN;
    }
    if (refusal == JB_ACCEPTED) {
        refusal = why_not_answer(engine, seat, command->player);
    }
    if (refusal != JB_ACCEPTED) {
        return refusal;
    }
    if (!jb_answer_fits(&jb_engine_question(engine)->key, command->answer)) {
        return JB_REFUSED_BAD_ANSWER;
    }
    jb_time cap = engine->rules->fair_cap_ms;
    jb_time credit = command->credit_ms < cap ? command->credit_ms : cap;
    jb_event event = { .type = JB_EVENT_ANSWERED,
                       .at = engine->now,
                       .player = command->player,
                       .seat = jb_engine_by_teams(engine) || command->player == 0 ? seat : 0,
                       .turn = command->turn,
                       .answer = command->answer,
                       .elapsed_ms = jb_fair_time(engine->now - view->opens_at,
                                                  credit > 0 ? credit : 0, command->claim_ms) };
    jb_emit(engine, &event, sink);
    jb_stage_answered(engine, seat, sink);
    jb_stage_settle(engine, sink);
    return JB_ACCEPTED;
}

/* What a window contest shares with the others. */
static bool is_of_any(jb_command_type type)
{
    return type == JB_COMMAND_CREATE || type == JB_COMMAND_JOIN || type == JB_COMMAND_RENAME ||
           type == JB_COMMAND_REMOVE || type == JB_COMMAND_ADMIT || type == JB_COMMAND_PAUSE ||
           type == JB_COMMAND_ANNOUNCE || type == JB_COMMAND_DRAW;
}

static jb_refusal decide(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
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
    case JB_COMMAND_APPROVE:
        return approve(engine, command, sink);
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
        return jb_decide_stage(engine, command, sink);
    case JB_COMMAND_WAGER:
        return jb_decide_wager(engine, command, sink);
    case JB_COMMAND_ADJUST:
    case JB_COMMAND_ACCEPT:
    case JB_COMMAND_VOID:
    case JB_COMMAND_REVERSE:
        return jb_decide_revision(engine, command, sink);
    case JB_COMMAND_SUBSTITUTE:
        return jb_decide_substitute(engine, command, sink);
    case JB_COMMAND_ANNOUNCE:
    case JB_COMMAND_DRAW:
        return jb_decide_lottery(engine, command, sink);
    case JB_COMMAND_OPEN:
    case JB_COMMAND_HAND_IN:
    case JB_COMMAND_SCHEDULE:
    case JB_COMMAND_COUNT:
        break;
    }
    return JB_REFUSED_BAD_FIELD;
}

jb_refusal jb_engine_submit(jb_engine *engine, const jb_command *command, jb_time now,
                            jb_event_sink sink)
{
    jb_engine_expire(engine, now, sink);
    JB_ASSERT(engine->view.created || command->type == JB_COMMAND_CREATE);
    /* While a lottery is announced nothing may change who can win. */
    if (engine->announced > 0 && command->type != JB_COMMAND_RENAME &&
        command->type != JB_COMMAND_DRAW) {
        return JB_REFUSED_NOT_NOW;
    }
    return engine->window && !is_of_any(command->type) ? jb_decide_window(engine, command, sink)
                                                       : decide(engine, command, sink);
}
