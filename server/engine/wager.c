/*
 * Wagers: before a question is shown, those who may answer it stake points on it. A turn opens with
 * the step of the stakes; the next phase of the same turn, reading or open, closes it, and whoever
 * has said nothing has staked the least. A stake is kept as its number among those that the round
 * allows, in one byte beside what the turn gives the seat: it stands as long as the turn does.
 */
#include "engine_internal.h"

static const jb_wager *wager_of(const jb_engine *engine, uint32_t turn)
{
    return &engine->rules->rounds[jb_rules_round_of(engine->rules, turn)].wager;
}

bool jb_wager_opens(const jb_engine *engine, uint32_t turn)
{
    const jb_stage *stage = &engine->view.stage;
    bool begun = turn == engine->view.turn && (stage->wagered || stage->step == JB_STEP_WAGER);
    return wager_of(engine, turn)->max > 0 && !begun;
}

void jb_wager_close(jb_engine *engine)
{
    jb_stage *stage = &engine->view.stage;
    stage->step = JB_STEP_NONE;
    stage->wagered = true;
    if (stage->owner > 0) {
        (void)jb_engine_stake(engine, engine->view.turn, stage->owner, &stage->value);
    }
}

bool jb_engine_stake(const jb_engine *engine, uint32_t turn, uint32_t seat, int64_t *value)
{
    const jb_given *given = jb_engine_given(engine, turn, seat);
    *value = 0;
    if (!given || wager_of(engine, turn)->max == 0) {
        return false;
    }
    const jb_wager *wager = wager_of(engine, turn);
    int64_t steps = given->stake > 0 ? given->stake - 1 : 0;
    *value = wager->min + wager->step * steps;
    return given->stake > 0;
}

int64_t jb_engine_stake_most(const jb_engine *engine, uint32_t seat)
{
    const jb_wager *wager = &jb_engine_round(engine)->wager;
    const jb_seat *state = jb_engine_seat(engine, seat);
    if (!wager->by_score || !state || state->score >= wager->max) {
        return wager->max;
    }
    if (state->score <= wager->min) {
        return wager->min;
    }
    return state->score - (state->score - wager->min) % wager->step;
}

/* Is this one of the stakes that the seat may make? */
static bool may_stake(const jb_engine *engine, uint32_t seat, int64_t value)
{
    const jb_wager *wager = &jb_engine_round(engine)->wager;
    return value >= wager->min && value <= jb_engine_stake_most(engine, seat) &&
           (value - wager->min) % wager->step == 0;
}

jb_question_rules jb_worth_to(const jb_engine *engine, uint32_t turn, uint32_t seat)
{
    jb_question_rules worth = engine->rules->questions[engine->played[turn - 1].question];
    const jb_wager *wager = wager_of(engine, turn);
    if (wager->max > 0) {
        (void)jb_engine_stake(engine, turn, seat, &worth.points_right);
        worth.points_wrong = -worth.points_right;
        worth.points_none = wager->none_loses ? -worth.points_right : 0;
    }
    return worth;
}

/* Does this event's stake come from whom it names: the host, or a player who acts for the seat? */
static bool comes_from(const jb_engine *engine, const jb_event *event)
{
    const jb_seat *player = jb_engine_player(engine, event->player);
    return event->player == 0 || (player && player->status == JB_PLAYER_IN &&
                                  !jb_engine_on_bench(engine, event->player) &&
                                  jb_engine_seat_of(engine, event->player) == event->seat);
}

jb_status jb_apply_staked(jb_engine *engine, const jb_event *event)
{
    jb_engine_view *view = &engine->view;
    if (view->turn == 0 || event->turn != view->turn || view->stage.step != JB_STEP_WAGER ||
        event->at >= view->ends_at || !jb_engine_may(engine, event->seat) ||
        !comes_from(engine, event) || !may_stake(engine, event->seat, event->value)) {
        return JB_ERR_CORRUPT;
    }
    jb_undo_answered(engine);
    const jb_wager *wager = &jb_engine_round(engine)->wager;
    jb_given *given = jb_table_given(engine->compete, view->turn, event->seat);
    view->staked += given->stake == 0;
    given->stake = (uint8_t)(1 + (event->value - wager->min) / wager->step);
    return JB_OK;
}

/* Can stakes be made in the turn that is meant? */
static jb_refusal in_wager(const jb_engine *engine, uint32_t turn)
{
    const jb_engine_view *view = &engine->view;
    if (view->turn == 0 || turn > view->turn) {
        return JB_REFUSED_BAD_TURN;
    }
    if (turn < view->turn || view->stage.wagered) {
        return JB_REFUSED_LATE;
    }
    bool now = view->phase == JB_PHASE_OPEN && view->stage.step == JB_STEP_WAGER && !view->paused;
    return now ? JB_ACCEPTED : JB_REFUSED_NOT_NOW;
}

jb_refusal jb_decide_wager(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    const jb_engine_view *view = &engine->view;
    uint32_t turn = command->turn > 0 ? command->turn : view->turn;
    uint32_t seat = jb_acting_seat(engine, command, view->stage.owner);
    int64_t before = 0;
    if (turn > 0 && jb_engine_stake(engine, turn, seat, &before) && before == command->value) {
        return JB_ACCEPTED_AGAIN;
    }
    jb_refusal refusal = in_wager(engine, turn);
    if (refusal != JB_ACCEPTED) {
        return refusal;
    }
    if (jb_engine_on_bench(engine, command->player)) {
        return JB_REFUSED_ON_BENCH;
    }
    const jb_seat *state = jb_engine_seat(engine, seat);
    if (!state || state->status != JB_PLAYER_IN) {
        return command->player > 0 ? JB_REFUSED_NOT_YOUR_TURN : JB_REFUSED_NO_SEAT;
    }
    if (!jb_engine_may(engine, seat)) {
        return jb_format_is_crowd(jb_engine_row(engine)) ? JB_REFUSED_BARRED
                                                         : JB_REFUSED_NOT_YOUR_TURN;
    }
    if (!may_stake(engine, seat, command->value)) {
        return JB_REFUSED_BAD_VALUE;
    }
    jb_event event = { .type = JB_EVENT_STAKED,
                       .at = engine->now,
                       .turn = view->turn,
                       .seat = seat,
                       .player = command->player,
                       .value = command->value };
    jb_emit(engine, &event, sink);
    jb_stage_settle(engine, sink);
    return JB_ACCEPTED;
}
