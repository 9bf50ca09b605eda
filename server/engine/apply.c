/*
 * The only mutator. Each kind of event first checks that it can follow from the present state, and
 * then changes it; a log that does not hold together is refused at the first entry that cannot be.
 * The same code runs live and in replay.
 */
#include <string.h>

#include "engine_internal.h"
#include "jinbang/assert.h"

/* Who competes, and who watches. */
static void count_competitors(jb_engine *engine)
{
    jb_engine_view *view = &engine->view;
    bool teams = jb_engine_by_teams(engine);
    uint32_t members = 0;
    for (uint32_t i = 0; teams && i < engine->rules->team_count; i++) {
        members += engine->teams[i].members;
    }
    view->seats = teams ? engine->stage.capacity : view->active;
    view->hall = teams ? view->active - members : 0;
}

/* Somebody has come (by = 1) or goes (by = -1) who may, or might, answer the present turn. */
static void count_eligible(jb_engine *engine, uint32_t player, int by)
{
    if (!jb_engine_by_teams(engine) && jb_seat_eligible(engine, player)) {
        engine->view.eligible += (uint32_t)by;
    }
}

/* After everything that can change who may answer, but for those two; a stake does not. */
static void recount_eligible(jb_engine *engine, jb_event_type type)
{
    jb_engine_view *view = &engine->view;
    bool phase = type == JB_EVENT_PHASE || type == JB_EVENT_UNDONE;
    if (view->turn == 0 || (!phase && type < JB_EVENT_BUZZED) || type == JB_EVENT_STAKED) {
        return;
    }
    const jb_format_row *row = jb_engine_row(engine);
    bool all = !jb_format_has_stage(row) && !jb_engine_round(engine)->overtime &&
               !jb_engine_by_teams(engine);
    view->eligible = all ? view->active : jb_eligible_count(engine);
}

static jb_status apply_created(jb_engine *engine, const jb_event *event)
{
    if (engine->view.created) {
        return JB_ERR_CORRUPT;
    }
    engine->view.created = true;
    engine->plan = event->hash;
    engine->admit_switch = true;
    engine->view.approve = engine->rules->approve;
    return JB_OK;
}

static jb_status apply_joined(jb_engine *engine, const jb_event *event)
{
    jb_engine_view *view = &engine->view;
    if (event->player != view->joined + 1 || event->player > engine->rules->players_max ||
        event->team > engine->rules->team_count ||
        (engine->rules->team_required && event->team == 0) || !view->admit ||
        !jb_lineup_knows(engine, event->team, event->member)) {
        return JB_ERR_CORRUPT;
    }
    view->joined++;
    view->active++;
    engine->people.seats[event->player - 1] = (jb_seat){ .status = JB_PLAYER_IN,
                                                         .team = event->team,
                                                         .member = event->member,
                                                         .score = engine->rules->base,
                                                         .shown_score = engine->rules->base,
                                                         .last_right_at = JB_TIME_NONE,
                                                         .fastest_ms = JB_TIME_NONE };
    if (event->team > 0) {
        engine->teams[event->team - 1].members++;
    }
    if (engine->window) {
        jb_window_joined(engine, event->player);
    }
    jb_lineup_join(engine, event->player);
    count_competitors(engine);
    count_eligible(engine, event->player, 1);
    return JB_OK;
}

static jb_status apply_renamed(jb_engine *engine, const jb_event *event)
{
    /* Names are not the engine's: only who may have one is, and whether it is a member's. */
    const jb_seat *player = jb_engine_player(engine, event->player);
    if (!player || player->status != JB_PLAYER_IN ||
        !jb_lineup_knows(engine, player->team, event->member)) {
        return JB_ERR_CORRUPT;
    }
    engine->people.seats[event->player - 1].member = event->member;
    return JB_OK;
}

/* Adds (by = 1) or takes back (by = -1) an answer in the counts of the current turn. */
static void count_answer(jb_engine_view *view, const jb_answer *answer, bool hall, int by)
{
    if (hall) {
        view->hall_answered += (uint32_t)by;
        return;
    }
    view->answered += (uint32_t)by;
    bool has_options = answer->kind == JB_KIND_SINGLE || answer->kind == JB_KIND_MULTIPLE ||
                       answer->kind == JB_KIND_TRUEFALSE;
    for (uint32_t i = 0; has_options && i < JB_OPTIONS_MAX; i++) {
        if (answer->options & (UINT32_C(1) << i)) {
            view->option_counts[i] += (uint32_t)by;
        }
    }
}

/* Takes a player out of everything that is counted (by = -1), or back in (by = 1). Where teams
 * compete what a member has done is the team's and stays. */
static void count_player(jb_engine *engine, uint32_t number, int by)
{
    jb_engine_view *view = &engine->view;
    const jb_seat *player = &engine->people.seats[number - 1];
    bool teams = jb_engine_by_teams(engine);
    view->active += (uint32_t)by;
    if (player->team > 0) {
        engine->teams[player->team - 1].members += (uint32_t)by;
    }
    const jb_answer *answer = jb_engine_answer(engine, number);
    if (answer) {
        count_answer(view, answer, teams, by);
    }
    if (!teams && view->turn > 0 &&
        jb_table_given(engine->compete, view->turn, number)->stake > 0) {
        view->staked += (uint32_t)by;
    }
    if (!teams && view->turn > 0 && player->scored_turn == view->turn && player->scored_correct) {
        view->right += (uint32_t)by;
        if (by > 0) {
            jb_rank_fastest_with(engine, number);
        } else if (view->fastest == number) {
            jb_rank_fastest(engine);
        }
    }
    count_competitors(engine);
}

static jb_status apply_removed(jb_engine *engine, const jb_event *event)
{
    if (!jb_engine_player(engine, event->player)) {
        return JB_ERR_CORRUPT;
    }
    jb_seat *player = &engine->people.seats[event->player - 1];
    if (player->status == JB_PLAYER_BANNED ||
        (player->status == JB_PLAYER_REMOVED && !event->flag)) {
        return JB_ERR_CORRUPT;
    }
    bool was_in = player->status == JB_PLAYER_IN;
    count_eligible(engine, event->player, -1);
    player->status = event->flag ? JB_PLAYER_BANNED : JB_PLAYER_REMOVED;
    engine->view.banned += event->flag;
    if (was_in) {
        count_player(engine, event->player, -1);
    }
    if (!engine->window) {
        jb_undo_removed(engine, event, was_in);
    } else if (was_in) {
        jb_window_removed(engine, event->player);
    }
    return JB_OK;
}

static jb_status apply_admit(jb_engine *engine, const jb_event *event)
{
    if (engine->view.phase == JB_PHASE_FINISHED) {
        return JB_ERR_CORRUPT;
    }
    engine->admit_switch = event->flag;
    return JB_OK;
}

static jb_status apply_approve(jb_engine *engine, const jb_event *event)
{
    if (engine->view.phase == JB_PHASE_FINISHED || engine->view.approve == event->flag) {
        return JB_ERR_CORRUPT;
    }
    engine->view.approve = event->flag;
    return JB_OK;
}

static void begin_turn(jb_engine *engine, uint32_t turn)
{
    jb_engine_view *view = &engine->view;
    view->turn = turn;
    view->answered = 0;
    view->hall_answered = 0;
    view->staked = 0;
    view->right = 0;
    view->turn_void = false;
    view->fastest = 0;
    view->closed_at = JB_TIME_NONE;
    memset(view->option_counts, 0, sizeof view->option_counts);
    engine->scored = 0;
    engine->window_ms = 0;
    jb_schedule_begin(engine);
}

/* When and for how long a question is open; what that opens. */
static void open_turn(jb_engine *engine, const jb_event *event)
{
    jb_engine_view *view = &engine->view;
    view->opens_at = event->at;
    engine->window_ms = event->ends_at == JB_TIME_NONE ? 0 : event->ends_at - event->at;
    engine->played[view->turn - 1].opened_at = event->at;
    jb_stage_open(engine);
}

/* A stretch of time ends with the phase: its seat has had it. */
static void lock_turn(jb_engine *engine, const jb_event *event)
{
    jb_engine_view *view = &engine->view;
    view->closed_at = event->at;
    engine->played[view->turn - 1].window_ms = engine->window_ms;
    view->stage.step = JB_STEP_NONE;
    if (jb_engine_row(engine)->run && view->stage.owner > 0) {
        jb_seat_round_of(engine, view->stage.owner)->over = true;
    }
}

/* What follows from a phase for the ranking and for each player. */
static void note_ranking(jb_engine *engine)
{
    jb_phase phase = engine->view.phase;
    if (phase < JB_PHASE_REVEAL) {
        return;
    }
    if (phase == JB_PHASE_REVEAL) {
        jb_rank_reveal(engine);
    } else if (phase == JB_PHASE_FINISHED) {
        jb_rank_fastest(engine); /* it may end with a verdict, without a reveal */
    }
    jb_rank_update(engine);
    if (phase != JB_PHASE_FINISHED) {
        jb_rank_movement(engine);
    }
    if (phase == JB_PHASE_STANDINGS) {
        jb_rank_standings(engine);
    }
}

static jb_status apply_phase(jb_engine *engine, const jb_event *event)
{
    jb_engine_view *view = &engine->view;
    if (!jb_phase_can_follow(engine, event->phase, event->turn) ||
        (event->ends_at != JB_TIME_NONE && event->ends_at < event->at) ||
        (event->phase == JB_PHASE_REVEAL && jb_scores_missing(engine))) {
        return JB_ERR_CORRUPT;
    }
    jb_undo_phase(engine, event);
    if (event->turn != view->turn) {
        begin_turn(engine, event->turn);
    }
    if (view->stage.step == JB_STEP_WAGER) {
        jb_wager_close(engine);
    }
    view->phase = event->phase;
    view->ends_at = event->ends_at;
    view->paused = false;
    view->left_ms = JB_TIME_NONE;
    if (event->phase == JB_PHASE_READING) {
        view->opens_at = event->ends_at;
    } else if (event->phase == JB_PHASE_OPEN) {
        open_turn(engine, event);
    } else if (event->phase == JB_PHASE_LOCKED) {
        lock_turn(engine, event);
    } else if (event->phase == JB_PHASE_FINISHED) {
        view->stage.step = JB_STEP_NONE; /* a contest may end while another try was possible */
        engine->buzzes.count = 0;
    }
    note_ranking(engine);
    return JB_OK;
}

static jb_status apply_paused(jb_engine *engine, const jb_event *event)
{
    jb_engine_view *view = &engine->view;
    if (view->paused || view->phase == JB_PHASE_LOBBY || view->phase == JB_PHASE_FINISHED ||
        (size_t)event->reason >= JB_PAUSE_COUNT) {
        return JB_ERR_CORRUPT;
    }
    view->paused = true;
    view->reason = event->reason;
    jb_time left = view->ends_at > event->at ? view->ends_at - event->at : 0;
    view->left_ms = view->ends_at == JB_TIME_NONE ? JB_TIME_NONE : left;
    view->ends_at = JB_TIME_NONE;
    engine->paused_at = event->at;
    return JB_OK;
}

static jb_status apply_resumed(jb_engine *engine, const jb_event *event)
{
    jb_engine_view *view = &engine->view;
    if (!view->paused) {
        return JB_ERR_CORRUPT;
    }
    view->paused = false;
    view->ends_at = view->left_ms == JB_TIME_NONE ? JB_TIME_NONE : event->at + view->left_ms;
    view->left_ms = JB_TIME_NONE;
    if (view->phase == JB_PHASE_READING) {
        view->opens_at = view->ends_at;
    } else if (view->phase == JB_PHASE_OPEN) {
        /* As if the question had opened later: nobody's time ran during the pause. */
        view->opens_at += event->at - engine->paused_at;
    }
    return JB_OK;
}

static jb_status apply_extended(jb_engine *engine, const jb_event *event)
{
    jb_engine_view *view = &engine->view;
    jb_time *left = view->paused ? &view->left_ms : &view->ends_at;
    if ((view->phase != JB_PHASE_READING && view->phase != JB_PHASE_OPEN) ||
        *left == JB_TIME_NONE || event->ms <= 0 || event->ms > (jb_time)JB_SECONDS_MAX * 1000 ||
        engine->window_ms > JB_WINDOW_MS_MAX - event->ms) {
        return JB_ERR_CORRUPT;
    }
    *left += event->ms;
    if (view->phase == JB_PHASE_OPEN) {
        engine->window_ms += event->ms;
    } else if (!view->paused) {
        view->opens_at = view->ends_at;
    }
    return JB_OK;
}

/* Could an answer given at this moment have taken this time? */
static bool time_is_possible(const jb_engine *engine, const jb_event *event)
{
    jb_time measured = event->at - engine->view.opens_at;
    return event->at < engine->view.ends_at && event->elapsed_ms >= 0 &&
           event->elapsed_ms <= measured &&
           event->elapsed_ms >= measured - engine->rules->fair_cap_ms;
}

/* Where an answer goes: to the seat it is for, or to the participant in the hall. False: neither
 * may answer now. */
static bool answers_for(jb_engine *engine, const jb_event *event, jb_table **table,
                        uint32_t *number)
{
    bool teams = jb_engine_by_teams(engine);
    uint32_t seat = event->seat;
    if (event->player > 0) {
        const jb_seat *player = jb_engine_player(engine, event->player);
        if (!player || player->status != JB_PLAYER_IN ||
            jb_engine_on_bench(engine, event->player)) {
            return false;
        }
        seat = jb_engine_seat_of(engine, event->player);
    }
    if (event->seat != (teams || event->player == 0 ? seat : 0)) {
        return false;
    }
    *table = seat > 0 ? engine->compete : &engine->people;
    *number = seat > 0 ? seat : event->player;
    return seat > 0 ? jb_engine_may(engine, seat) && (engine->view.stage.step == JB_STEP_NONE ||
                                                      engine->view.stage.step == JB_STEP_ANSWER)
                    : jb_engine_hall_may(engine, event->player);
}

static jb_status apply_answered(jb_engine *engine, const jb_event *event)
{
    jb_engine_view *view = &engine->view;
    jb_table *table = NULL;
    uint32_t number = 0;
    if (view->phase != JB_PHASE_OPEN || view->paused || event->turn != view->turn ||
        view->question == JB_NO_QUESTION || !time_is_possible(engine, event) ||
        !answers_for(engine, event, &table, &number) || !event->answer ||
        !jb_answer_fits(&jb_engine_question(engine)->key, event->answer)) {
        return JB_ERR_CORRUPT;
    }
    bool hall = jb_table_is_hall(engine, table);
    const jb_answer *before = jb_table_answer(engine, table, number);
    jb_undo_answered(engine);
    if (before) {
        count_answer(view, before, hall, -1);
    }
    table->answers[number - 1] = *event->answer;
    table->seats[number - 1].answered_turn = view->turn;
    table->seats[number - 1].elapsed_ms = event->elapsed_ms;
    count_answer(view, event->answer, hall, 1);
    return JB_OK;
}

static bool score_is_right(const jb_engine *engine, const jb_score *given, const jb_score *before)
{
    if (before && (before->hall > given->hall ||
                   (before->hall == given->hall && given->seat <= before->seat))) {
        return false; /* entries stand in the order of seats, then of the hall: none comes twice */
    }
    const jb_table *table = given->hall ? &engine->people : engine->compete;
    if (given->seat == 0 || given->seat > jb_table_count(engine, table) ||
        (given->hall && !jb_engine_by_teams(engine))) {
        return false;
    }
    jb_score expected;
    return jb_score_of(engine, table, given->seat, &expected) &&
           jb_scores_equal(given, &expected) &&
           table->seats[given->seat - 1].scored_turn != engine->view.turn;
}

static jb_status apply_scored(jb_engine *engine, const jb_event *event)
{
    jb_engine_view *view = &engine->view;
    if (view->phase != JB_PHASE_LOCKED || view->paused || view->turn_void ||
        event->turn != view->turn || view->question == JB_NO_QUESTION || event->score_count == 0 ||
        event->score_count > JB_SCORES_PER_EVENT) {
        return JB_ERR_CORRUPT;
    }
    if (engine->scored == 0) {
        jb_steps_update(engine);
    }
    for (uint32_t i = 0; i < event->score_count; i++) {
        if (!score_is_right(engine, &event->scores[i], i > 0 ? &event->scores[i - 1] : NULL)) {
            return JB_ERR_CORRUPT;
        }
    }
    for (uint32_t i = 0; i < event->score_count; i++) {
        jb_entry_answer(engine, &event->scores[i]);
    }
    engine->scored += event->score_count;
    return JB_OK;
}

static jb_status apply_voided(jb_engine *engine, const jb_event *event)
{
    jb_engine_view *view = &engine->view;
    if (!jb_is_asked(view) || view->turn_void || event->turn != view->turn || engine->scored > 0) {
        return JB_ERR_CORRUPT;
    }
    jb_undo_voided(engine, event);
    view->turn_void = true;
    view->stage.step = JB_STEP_NONE;
    engine->buzzes.count = 0;
    engine->played[view->turn - 1].annulled = true;
    engine->revision = (jb_revision){ .type = JB_EVENT_ANNULLED, .turn = view->turn };
    view->closed_at = view->closed_at < event->at ? view->closed_at : event->at;
    return JB_OK;
}

static jb_status apply_undone(jb_engine *engine, const jb_event *event)
{
    jb_event expected;
    if (!jb_undo_event(engine, event->at, &expected) || event->undo != expected.undo ||
        event->player != expected.player || event->turn != expected.turn ||
        event->seat != expected.seat || event->ends_at != expected.ends_at ||
        event->out != expected.out || event->in != expected.in ||
        event->score_count != expected.score_count) {
        return JB_ERR_CORRUPT;
    }
    for (uint32_t i = 0; i < event->score_count; i++) {
        if (!jb_scores_equal(&event->scores[i], &expected.scores[i])) {
            return JB_ERR_CORRUPT;
        }
    }
    if (event->undo == JB_UNDO_REMOVE) {
        jb_seat *player = &engine->people.seats[event->player - 1];
        engine->view.banned -= player->status == JB_PLAYER_BANNED;
        player->status = JB_PLAYER_IN;
        count_player(engine, event->player, 1);
        jb_rank_return(engine, event->player);
    } else if (event->undo == JB_UNDO_SUBSTITUTION) {
        jb_lineup_undo(engine, event);
    } else {
        jb_undo_restore(engine, event);
    }
    engine->view.undo = (jb_undoable){ .what = JB_UNDO_NONE };
    return JB_OK;
}

static jb_status apply_by_type(jb_engine *engine, const jb_event *event)
{
    switch (event->type) {
    case JB_EVENT_CREATED:
        return apply_created(engine, event);
    case JB_EVENT_JOINED:
        return apply_joined(engine, event);
    case JB_EVENT_RENAMED:
        return apply_renamed(engine, event);
    case JB_EVENT_REMOVED:
        return apply_removed(engine, event);
    case JB_EVENT_ADMIT:
        return apply_admit(engine, event);
    case JB_EVENT_APPROVE:
        return apply_approve(engine, event);
    case JB_EVENT_PHASE:
        return apply_phase(engine, event);
    case JB_EVENT_PAUSED:
        return apply_paused(engine, event);
    case JB_EVENT_RESUMED:
        return apply_resumed(engine, event);
    case JB_EVENT_EXTENDED:
        return apply_extended(engine, event);
    case JB_EVENT_ANSWERED:
        return apply_answered(engine, event);
    case JB_EVENT_SCORED:
        return apply_scored(engine, event);
    case JB_EVENT_VOIDED:
        return apply_voided(engine, event);
    case JB_EVENT_UNDONE:
        return apply_undone(engine, event);
    case JB_EVENT_BUZZED:
    case JB_EVENT_WON:
    case JB_EVENT_PICKED:
    case JB_EVENT_NAMED:
    case JB_EVENT_PASSED:
    case JB_EVENT_RULED:
    case JB_EVENT_FOULED:
    case JB_EVENT_MARKED:
    case JB_EVENT_HALL:
        return jb_apply_stage(engine, event);
    case JB_EVENT_STAKED:
        return jb_apply_staked(engine, event);
    case JB_EVENT_ADJUSTED:
    case JB_EVENT_ACCEPTED:
    case JB_EVENT_ANNULLED:
    case JB_EVENT_REVERSED:
    case JB_EVENT_REVISED:
        return jb_apply_revision(engine, event);
    case JB_EVENT_SUBSTITUTED:
        return jb_apply_substituted(engine, event);
    case JB_EVENT_ANNOUNCED:
    case JB_EVENT_DRAWN:
        return jb_apply_lottery(engine, event);
    case JB_EVENT_OPENED:
    case JB_EVENT_SHOWN:
    case JB_EVENT_HANDED_IN:
    case JB_EVENT_SCHEDULED:
    case JB_EVENT_COUNT:
        break;
    }
    return JB_ERR_CORRUPT;
}

/* What a window contest shares with the others. */
static bool is_of_any(jb_event_type type)
{
    return type == JB_EVENT_CREATED || type == JB_EVENT_JOINED || type == JB_EVENT_RENAMED ||
           type == JB_EVENT_REMOVED || type == JB_EVENT_ADMIT || type == JB_EVENT_PAUSED ||
           type == JB_EVENT_ANNOUNCED || type == JB_EVENT_DRAWN;
}

/* While a lottery is announced nothing may change who can win. */
static bool is_frozen(const jb_engine *engine, jb_event_type type)
{
    return engine->announced > 0 && type != JB_EVENT_RENAMED && type != JB_EVENT_DRAWN;
}

/* Who is let in follows from the host's switch, the rule for latecomers and the phase. */
static void update_admit(jb_engine *engine)
{
    jb_engine_view *view = &engine->view;
    bool by_rule =
        engine->window || engine->rules->late == JB_LATE_ANY || view->phase == JB_PHASE_LOBBY;
    view->admit =
        view->created && engine->admit_switch && by_rule && view->phase != JB_PHASE_FINISHED;
}

jb_status jb_engine_apply(jb_engine *engine, const jb_event *event)
{
    if ((event->type != JB_EVENT_CREATED && !engine->view.created) ||
        event->at < engine->event_at || is_frozen(engine, event->type)) {
        return JB_ERR_CORRUPT;
    }
    bool papers = engine->window && !is_of_any(event->type);
    jb_status status = papers ? jb_apply_window(engine, event) : apply_by_type(engine, event);
    if (status != JB_OK) {
        return status;
    }
    engine->event_at = event->at;
    engine->now = event->at > engine->now ? event->at : engine->now;
    engine->before.skipping = event->type == JB_EVENT_VOIDED;
    recount_eligible(engine, event->type);
    update_admit(engine);
    return JB_OK;
}
