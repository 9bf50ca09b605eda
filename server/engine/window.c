/*
 * Window contests: what their rules say, and what others may look at.
 */
#include "jinbang/window.h"

#include "engine_internal.h"
#include "jinbang/assert.h"

enum {
    DAY_S = 24 * 60 * 60
};

int32_t jb_window_day(const jb_window_rules *rules, jb_time at)
{
    int64_t offset = rules->span_count > 0 ? rules->spans[0].offset_s : 0;
    for (uint32_t i = 1; i < rules->span_count && rules->spans[i].from <= at; i++) {
        offset = rules->spans[i].offset_s;
    }
    int64_t local = at / 1000 + offset;
    return (int32_t)(local >= 0 ? local / DAY_S : -((-local + DAY_S - 1) / DAY_S));
}

bool jb_window_changes(const jb_window_rules *rules)
{
    return rules->change && rules->question_ms == 0 && rules->reveal != JB_REVEAL_AT_ONCE;
}

/* ---- what has been ---- */

void jb_window_joined(jb_engine *engine, uint32_t player)
{
    engine->window->papers[player - 1] = (jb_paper){ .ends_at = JB_TIME_NONE,
                                                     .handed_in_at = JB_TIME_NONE,
                                                     .finished_at = JB_TIME_NONE };
}

void jb_window_removed(jb_engine *engine, uint32_t player)
{
    jb_window *window = engine->window;
    window->view.took_part -= window->papers[player - 1].papers > 0;
    window->stale = true;
}

const jb_paper *jb_engine_paper(const jb_engine *engine, uint32_t player)
{
    return engine->window && jb_engine_player(engine, player) ? &engine->window->papers[player - 1]
                                                              : NULL;
}

const jb_window_view *jb_engine_window(const jb_engine *engine)
{
    return engine->window ? &engine->window->view : NULL;
}

const jb_unit *jb_engine_unit(const jb_engine *engine, uint32_t team)
{
    bool known = engine->window && team > 0 && team <= engine->rules->team_count;
    return known ? &engine->window->units[team - 1] : NULL;
}

/* ---- what may be done ---- */

/* Begun on that day. */
static uint32_t begun_on(const jb_paper *paper, int32_t day)
{
    return paper->attempts > 0 && paper->day == day ? paper->day_attempts : 0;
}

jb_refusal jb_window_may_open(const jb_engine *engine, uint32_t player, jb_time at)
{
    const jb_seat *seat = jb_engine_player(engine, player);
    const jb_window_rules *rules = engine->rules->window;
    if (!seat || seat->status != JB_PLAYER_IN) {
        return JB_REFUSED_NO_PLAYER;
    }
    if (engine->view.phase != JB_PHASE_OPEN || engine->window->closing) {
        return JB_REFUSED_NOT_OPEN;
    }
    if (engine->view.paused) {
        return JB_REFUSED_NOT_NOW;
    }
    const jb_paper *paper = &engine->window->papers[player - 1];
    if (paper->state == JB_PAPER_OPEN) {
        return JB_REFUSED_NO_PAPER;
    }
    if (rules->attempts_max > 0 && paper->attempts >= rules->attempts_max) {
        return JB_REFUSED_NO_ATTEMPTS;
    }
    bool today = rules->attempts_per_day == 0 ||
                 begun_on(paper, jb_window_day(rules, at)) < rules->attempts_per_day;
    return today ? JB_ACCEPTED : JB_REFUSED_NO_ATTEMPTS_TODAY;
}

jb_refusal jb_engine_may_open(const jb_engine *engine, uint32_t player)
{
    return engine->window ? jb_window_may_open(engine, player, engine->now) : JB_REFUSED_NOT_NOW;
}

uint32_t jb_engine_attempts_left(const jb_engine *engine, uint32_t player, uint32_t *today)
{
    const jb_paper *paper = jb_engine_paper(engine, player);
    *today = 0;
    if (!paper) {
        return 0;
    }
    const jb_window_rules *rules = engine->rules->window;
    uint32_t left = rules->attempts_max > 0 ? rules->attempts_max - paper->attempts : UINT32_MAX;
    uint32_t begun = begun_on(paper, jb_window_day(rules, engine->now));
    uint32_t day_left = rules->attempts_per_day > 0 ? rules->attempts_per_day - begun : UINT32_MAX;
    *today = day_left < left ? day_left : left;
    return left;
}

jb_time jb_window_since(const jb_engine *engine, uint32_t player)
{
    const jb_paper *paper = &engine->window->papers[player - 1];
    return engine->rules->window->question_ms > 0 ? paper->shown_at : paper->started_at;
}

jb_time jb_window_closes(const jb_engine *engine, uint32_t player, uint32_t place)
{
    const jb_paper *paper = &engine->window->papers[player - 1];
    uint32_t question = jb_places_of(engine, player)[place - 1].question;
    jb_time open_ms = engine->rules->questions[question].open_ms;
    bool timed = engine->rules->window->question_ms > 0 && open_ms > 0;
    jb_time closes = timed ? paper->shown_at + open_ms : JB_TIME_NONE;
    return closes < paper->ends_at ? closes : paper->ends_at;
}

jb_time jb_engine_paper_closes(const jb_engine *engine, uint32_t player)
{
    const jb_paper *paper = jb_engine_paper(engine, player);
    bool shows = paper && paper->state == JB_PAPER_OPEN && paper->shown > 0;
    return shows ? jb_window_closes(engine, player, paper->shown) : JB_TIME_NONE;
}

bool jb_window_takes(const jb_engine *engine, uint32_t player, uint32_t place, jb_time at)
{
    const jb_paper *paper = &engine->window->papers[player - 1];
    const jb_window_rules *rules = engine->rules->window;
    bool running = engine->view.phase == JB_PHASE_OPEN && !engine->view.paused &&
                   !engine->window->closing && paper->state == JB_PAPER_OPEN;
    return running && place > 0 && place <= rules->paper_count &&
           (rules->question_ms == 0 || place == paper->shown) &&
           at < jb_window_closes(engine, player, place);
}

bool jb_engine_paper_reveals(const jb_engine *engine, uint32_t player, uint32_t place)
{
    const jb_paper *paper = jb_engine_paper(engine, player);
    const jb_window_rules *rules = engine->rules->window;
    if (!paper || paper->attempt == 0 || place == 0 || place > rules->paper_count) {
        return false;
    }
    bool done = paper->state == JB_PAPER_HANDED_IN;
    switch (rules->reveal) {
    case JB_REVEAL_AT_ONCE:
        return done || place < paper->shown || jb_places_of(engine, player)[place - 1].answered;
    case JB_REVEAL_HAND_IN:
        return done;
    case JB_REVEAL_CLOSE:
    case JB_REVEAL_COUNT:
        break;
    }
    return engine->view.phase == JB_PHASE_FINISHED;
}

bool jb_window_schedules(const jb_engine *engine, jb_time opens_at, jb_time closes_at, jb_time at)
{
    const jb_window_view *view = &engine->window->view;
    jb_phase phase = engine->view.phase;
    bool opens = phase == JB_PHASE_LOBBY ||
                 (phase == JB_PHASE_OPEN && !engine->window->closing && opens_at == view->opens_at);
    return opens && opens_at >= 0 && opens_at < closes_at && closes_at > at &&
           closes_at - opens_at <= (jb_time)JB_WINDOW_DAYS_MAX * DAY_S * 1000;
}

/* ---- what counts ---- */

static bool is_better(const jb_paper_worth *paper, const jb_paper_worth *than)
{
    return paper->score > than->score ||
           (paper->score == than->score && paper->time_ms < than->time_ms);
}

jb_paper_worth jb_window_counted(const jb_engine *engine, uint32_t player,
                                 const jb_paper_worth *paper)
{
    const jb_paper_worth *before = &engine->window->desks[player - 1].counted;
    bool first = engine->window->papers[player - 1].papers == 0;
    switch (engine->rules->window->attempts) {
    case JB_ATTEMPTS_BEST:
        return first || is_better(paper, before) ? *paper : *before;
    case JB_ATTEMPTS_FIRST:
        return first ? *paper : *before;
    case JB_ATTEMPTS_SUM:
        return (jb_paper_worth){ .score = before->score + paper->score,
                                 .time_ms = before->time_ms + paper->time_ms,
                                 .correct = before->correct + paper->correct };
    case JB_ATTEMPTS_LAST:
    case JB_ATTEMPTS_COUNT:
        break;
    }
    return *paper;
}

jb_event jb_window_hand_in(const jb_engine *engine, uint32_t player, jb_hand_in why, jb_time at,
                           jb_score *score)
{
    const jb_paper *paper = &engine->window->papers[player - 1];
    jb_time end = at < paper->ends_at ? at : paper->ends_at;
    const jb_paper_worth worth = { .score = jb_paper_score(engine, player),
                                   .time_ms = end - paper->started_at,
                                   .correct = paper->correct };
    const jb_paper_worth counted = jb_window_counted(engine, player, &worth);
    *score = (jb_score){ .seat = player,
                         .points = counted.score - engine->window->desks[player - 1].counted.score,
                         .elapsed_ms = worth.time_ms,
                         .answered = paper->answered > 0,
                         .correct = paper->correct == engine->rules->window->paper_count };
    return (jb_event){ .type = JB_EVENT_HANDED_IN,
                       .at = at,
                       .player = player,
                       .attempt = paper->attempt,
                       .hand_in = (uint8_t)why,
                       .value = worth.score,
                       .scores = score,
                       .score_count = 1 };
}
