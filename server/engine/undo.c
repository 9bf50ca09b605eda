/*
 * Taking back. The newest early close, skip, removal or substitution can be undone for JB_UNDO_MS;
 * what it takes to do so is kept from the event on, one level deep. Which event undoes is made
 * here, for deciding and for applying alike: a log's `undone` must be exactly that one.
 */
#include <string.h>

#include "engine_internal.h"
#include "jinbang/assert.h"

static void offer(jb_engine *engine, jb_undo what, const jb_event *event)
{
    engine->view.undo = (jb_undoable){ .what = what,
                                       .until = event->at + JB_UNDO_MS,
                                       .player = what == JB_UNDO_REMOVE ? event->player : 0 };
}

static void forget(jb_engine *engine)
{
    engine->view.undo = (jb_undoable){ .what = JB_UNDO_NONE };
}

static void keep(jb_engine *engine, jb_time at)
{
    const jb_engine_view *view = &engine->view;
    jb_time left = view->ends_at > at ? view->ends_at - at : 0;
    engine->before = (jb_before){ .phase = view->phase,
                                  .turn = view->turn,
                                  .question = view->question,
                                  .at = at,
                                  .left_ms = view->ends_at == JB_TIME_NONE ? JB_TIME_NONE : left,
                                  .opens_at = view->opens_at,
                                  .closed_at = view->closed_at,
                                  .window_ms = engine->window_ms,
                                  .answered = view->answered,
                                  .hall_answered = view->hall_answered,
                                  .staked = view->staked,
                                  .stage = view->stage,
                                  .buzzes = engine->buzzes,
                                  .schedule = engine->schedule };
    memcpy(engine->before.option_counts, view->option_counts, sizeof view->option_counts);
}

/* A question closes by itself at its deadline, and at the moment everything is in; whenever it
 * closes otherwise the host has done it. */
static bool closes_early(const jb_engine *engine, const jb_event *event)
{
    const jb_engine_view *view = &engine->view;
    return event->phase == JB_PHASE_LOCKED && event->at < view->ends_at && !view->turn_void &&
           !jb_turn_complete(engine);
}

void jb_undo_phase(jb_engine *engine, const jb_event *event)
{
    const jb_engine_view *view = &engine->view;
    jb_undo what = view->undo.what;
    if (closes_early(engine, event)) {
        keep(engine, event->at);
        offer(engine, JB_UNDO_LOCK, event);
    } else if (jb_is_asked(view) && view->turn_void && event->phase != JB_PHASE_FINISHED) {
        /* Kept when it became void. What it had given is not given back: then it stays void. */
        bool whole = view->stage.ruled == 0 && view->stage.fouled == 0;
        if (whole && engine->before.skipping && event->phase != JB_PHASE_LOCKED) {
            offer(engine, JB_UNDO_SKIP, event);
        }
    } else if (what == JB_UNDO_VERDICT) {
        if (event->turn != view->turn || event->phase == JB_PHASE_FINISHED) {
            forget(engine);
        }
    } else if (what == JB_UNDO_LOCK || (what == JB_UNDO_SKIP && event->phase >= JB_PHASE_LOCKED)) {
        forget(engine);
    } else if (what == JB_UNDO_SUBSTITUTION && event->phase != JB_PHASE_STANDINGS &&
               event->phase != JB_PHASE_INTRO) {
        forget(engine);
    }
}

void jb_undo_voided(jb_engine *engine, const jb_event *event)
{
    keep(engine, event->at);
    engine->before.skipping = true;
    if (engine->view.undo.what != JB_UNDO_REMOVE) {
        forget(engine);
    }
}

void jb_undo_forget(jb_engine *engine)
{
    forget(engine);
}

void jb_undo_ruled(jb_engine *engine, const jb_event *event)
{
    keep(engine, event->at);
    jb_before *before = &engine->before;
    if (before->left_ms == 0) {
        before->left_ms =
            JB_TIME_NONE; /* time had run out: taken back, it is for the host to say */
    }
    before->round = jb_seat_in_round(engine, event->seat);
    before->score_count = event->score_count;
    for (uint32_t i = 0; i < event->score_count; i++) {
        before->scores[i] = event->scores[i];
    }
    engine->view.undo =
        (jb_undoable){ .what = JB_UNDO_VERDICT, .until = JB_TIME_NONE, .seat = event->seat };
}

void jb_undo_answered(jb_engine *engine)
{
    if (engine->view.undo.what == JB_UNDO_SKIP) {
        forget(engine);
    }
}

void jb_undo_removed(jb_engine *engine, const jb_event *event, bool was_in)
{
    if (was_in) {
        offer(engine, JB_UNDO_REMOVE, event);
    } else {
        forget(engine); /* banned who was out already: that is not taken back */
    }
}

void jb_undo_substituted(jb_engine *engine, const jb_event *event, bool counted)
{
    offer(engine, JB_UNDO_SUBSTITUTION, event);
    engine->view.undo.seat = event->seat;
    engine->view.undo.out = event->out;
    engine->view.undo.in = event->in;
    engine->view.undo.counted = counted;
}

/* Between entries that belong together nothing is taken back: a void turn that has not been left,
 * scores that have not been revealed. */
static bool is_between(const jb_engine *engine)
{
    const jb_engine_view *view = &engine->view;
    bool verdict = view->undo.what == JB_UNDO_VERDICT;
    return jb_is_asked(view) && (view->turn_void || (engine->scored > 0 && !verdict));
}

bool jb_undo_event(const jb_engine *engine, jb_time at, jb_event *event)
{
    const jb_engine_view *view = &engine->view;
    const jb_before *before = &engine->before;
    const jb_undoable *undo = &view->undo;
    if (undo->what == JB_UNDO_NONE || at >= undo->until || is_between(engine)) {
        return false;
    }
    *event = (jb_event){ .type = JB_EVENT_UNDONE, .at = at, .undo = undo->what };
    if (undo->what == JB_UNDO_REMOVE) {
        event->player = undo->player;
        return true;
    }
    if (undo->what == JB_UNDO_SUBSTITUTION) {
        event->seat = undo->seat;
        event->out = undo->out;
        event->in = undo->in;
        return true;
    }
    event->turn = before->turn;
    if (undo->what == JB_UNDO_VERDICT) {
        event->seat = undo->seat;
        event->scores = engine->before.scores; /* what is taken back, as it was given */
        event->score_count = before->score_count;
    }
    bool runs = !view->paused && before->left_ms != JB_TIME_NONE;
    event->ends_at = runs ? at + before->left_ms : JB_TIME_NONE;
    return true;
}

/* What a verdict gave is taken back. A device's answer stays: the next verdict is the host's. */
static void take_back(jb_engine *engine)
{
    const jb_before *before = &engine->before;
    uint32_t seat = engine->view.undo.seat;
    *jb_seat_round_of(engine, seat) = before->round;
    for (uint32_t i = 0; i < before->score_count; i++) {
        jb_entry_undo(engine, &before->scores[i]);
        jb_given *given = jb_table_given(engine->compete, before->turn, before->scores[i].seat);
        *given = (jb_given){ .points = given->points,
                             .foul_points = given->foul_points,
                             .stake = given->stake };
        jb_entry_recount(engine, engine->compete, before->scores[i].seat);
    }
    engine->compete->seats[seat - 1].scored_turn = 0;
    engine->compete->seats[seat - 1].scored_points = 0;
    engine->compete->seats[seat - 1].scored_correct = false;
}

/* Who else was right in this turn: a jury may have accepted an earlier try. */
static uint32_t count_right(const jb_engine *engine)
{
    uint32_t count = 0;
    for (uint32_t n = 1; n <= jb_table_count(engine, engine->compete); n++) {
        const jb_seat *seat = &engine->compete->seats[n - 1];
        count += seat->status == JB_PLAYER_IN && seat->scored_turn == engine->view.turn &&
                 seat->scored_correct;
    }
    return count;
}

void jb_undo_restore(jb_engine *engine, const jb_event *event)
{
    jb_engine_view *view = &engine->view;
    const jb_before *before = &engine->before;
    JB_ASSERT(event->turn == before->turn);
    bool verdict = event->undo == JB_UNDO_VERDICT;
    if (verdict) {
        take_back(engine);
    }
    if (view->turn != before->turn) {
        engine->played[view->turn - 1] = (jb_played){ .begun = false };
        view->played--;
        if (engine->schedule.orders != before->schedule.orders) {
            uint32_t *swap = engine->order;
            engine->order = engine->order_before;
            engine->order_before = swap;
        }
    }
    engine->schedule = before->schedule;
    engine->buzzes = before->buzzes;
    engine->played[before->turn - 1].annulled = false;
    engine->played[before->turn - 1].question = before->question;
    engine->played[before->turn - 1].owner = before->stage.owner;
    engine->played[before->turn - 1].seat = before->stage.seat;
    engine->revision = (jb_revision){ .type = JB_EVENT_COUNT };
    view->phase = before->phase;
    view->turn = before->turn;
    view->question = before->question;
    view->round = jb_rules_round_of(engine->rules, view->turn);
    view->stage = before->stage;
    view->ends_at = event->ends_at;
    view->left_ms = view->paused ? before->left_ms : JB_TIME_NONE;
    view->opens_at = before->opens_at;
    if (view->phase == JB_PHASE_READING && !view->paused) {
        view->opens_at = event->ends_at;
    } else if (view->phase == JB_PHASE_OPEN) {
        /* As after a pause: nobody's time ran. A pause that goes on is counted from now. */
        view->opens_at += event->at - before->at;
    }
    engine->paused_at = view->paused ? event->at : engine->paused_at;
    view->closed_at = before->closed_at;
    view->turn_void = false;
    if (!verdict) { /* after a verdict the hall may have gone on answering: that stays */
        view->answered = before->answered;
        view->hall_answered = before->hall_answered;
        view->staked = before->staked;
        memcpy(view->option_counts, before->option_counts, sizeof view->option_counts);
    }
    view->right = count_right(engine);
    view->fastest = 0;
    engine->window_ms = before->window_ms;
    engine->scored = 0;
    if (verdict) {
        jb_rank_update(engine);
    }
}
