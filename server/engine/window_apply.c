/*
 * Events of window contests: each is checked against the state, and then changes it. Open papers
 * stand in a queue in the order of their ends. All have the same time and a pause moves all of them
 * alike, so the newest is always the last.
 */
#include "engine_internal.h"
#include "jinbang/assert.h"

/* Room for a paper's time after it. */
#define AT_MAX (JB_TIME_NONE / 2)

static bool is_running(const jb_engine *engine)
{
    return engine->view.phase == JB_PHASE_OPEN && !engine->view.paused;
}

static void enter_queue(jb_window *window, uint32_t player)
{
    jb_desk *desk = &window->desks[player - 1];
    desk->prev = window->last;
    desk->next = 0;
    if (window->last > 0) {
        window->desks[window->last - 1].next = player;
    } else {
        window->first = player;
    }
    window->last = player;
    window->view.open++;
}

static void leave_queue(jb_window *window, uint32_t player)
{
    jb_desk *desk = &window->desks[player - 1];
    if (desk->prev > 0) {
        window->desks[desk->prev - 1].next = desk->next;
    } else {
        window->first = desk->next;
    }
    if (desk->next > 0) {
        window->desks[desk->next - 1].prev = desk->prev;
    } else {
        window->last = desk->prev;
    }
    desk->prev = 0;
    desk->next = 0;
    window->view.open--;
}

/* ---- the contest ---- */

static jb_status apply_phase(jb_engine *engine, const jb_event *event)
{
    jb_engine_view *view = &engine->view;
    bool opens = event->phase == JB_PHASE_OPEN && view->phase == JB_PHASE_LOBBY;
    bool closes = event->phase == JB_PHASE_FINISHED && view->phase != JB_PHASE_FINISHED &&
                  !view->paused && engine->window->view.open == 0;
    if (event->turn != 0 || event->ends_at != JB_TIME_NONE || (!opens && !closes)) {
        return JB_ERR_CORRUPT;
    }
    view->phase = event->phase;
    if (opens) {
        view->opens_at = event->at;
    } else {
        view->closed_at = event->at;
        engine->window->closing = false;
        jb_engine_rank(engine);
    }
    return JB_OK;
}

/* As if every paper and every question had begun later: nobody's time ran during the pause. */
static jb_status apply_resumed(jb_engine *engine, const jb_event *event)
{
    jb_window *window = engine->window;
    if (!engine->view.paused) {
        return JB_ERR_CORRUPT;
    }
    jb_time by = event->at - engine->paused_at;
    engine->view.paused = false;
    for (uint32_t player = window->first; player > 0; player = window->desks[player - 1].next) {
        jb_paper *paper = &window->papers[player - 1];
        paper->started_at += by;
        paper->shown_at += paper->shown > 0 ? by : 0;
        paper->ends_at += paper->ends_at != JB_TIME_NONE ? by : 0;
    }
    return JB_OK;
}

static jb_status apply_scheduled(jb_engine *engine, const jb_event *event)
{
    jb_window_view *view = &engine->window->view;
    if (!jb_window_schedules(engine, event->ms, event->ends_at, event->at) ||
        (event->ms == view->opens_at && event->ends_at == view->closes_at)) {
        return JB_ERR_CORRUPT;
    }
    view->opens_at = event->ms;
    view->closes_at = event->ends_at;
    return JB_OK;
}

/* ---- papers ---- */

static jb_status apply_opened(jb_engine *engine, const jb_event *event)
{
    jb_window *window = engine->window;
    const jb_window_rules *rules = engine->rules->window;
    jb_time ends_at = rules->paper_ms > 0 ? event->at + rules->paper_ms : JB_TIME_NONE;
    if (jb_window_may_open(engine, event->player, event->at) != JB_ACCEPTED ||
        event->attempt != window->papers[event->player - 1].attempts + 1 ||
        event->ends_at != ends_at) {
        return JB_ERR_CORRUPT;
    }
    jb_paper *paper = &window->papers[event->player - 1];
    jb_paper_draw(engine, event->player, event->seed);
    int32_t day = jb_window_day(rules, event->at);
    paper->day_attempts = paper->attempts > 0 && paper->day == day ? paper->day_attempts + 1 : 1;
    paper->day = day;
    paper->attempts++;
    paper->state = JB_PAPER_OPEN;
    paper->attempt = event->attempt;
    paper->seed = event->seed;
    paper->started_at = event->at;
    paper->ends_at = ends_at;
    paper->handed_in_at = JB_TIME_NONE;
    paper->shown = 0;
    paper->shown_at = 0;
    paper->answered = 0;
    paper->correct = 0;
    paper->score = 0;
    enter_queue(window, event->player);
    return JB_OK;
}

static jb_status apply_shown(jb_engine *engine, const jb_event *event)
{
    const jb_window_rules *rules = engine->rules->window;
    if (!is_running(engine) || engine->window->closing || !jb_seat_is_in(engine, event->player) ||
        rules->question_ms == 0) {
        return JB_ERR_CORRUPT;
    }
    jb_paper *paper = &engine->window->papers[event->player - 1];
    if (paper->state != JB_PAPER_OPEN || event->turn != paper->shown + 1 ||
        event->turn > rules->paper_count || event->at >= paper->ends_at) {
        return JB_ERR_CORRUPT;
    }
    paper->shown = event->turn;
    paper->shown_at = event->at;
    return JB_OK;
}

static jb_status apply_answered(jb_engine *engine, const jb_event *event)
{
    if (!jb_seat_is_in(engine, event->player) || event->seat != 0 ||
        !jb_window_takes(engine, event->player, event->turn, event->at)) {
        return JB_ERR_CORRUPT;
    }
    jb_paper *paper = &engine->window->papers[event->player - 1];
    jb_place *place = &jb_places_of(engine, event->player)[event->turn - 1];
    const jb_question_rules *question = &engine->rules->questions[place->question];
    if ((place->answered && !jb_window_changes(engine->rules->window)) || !event->answer ||
        !jb_answer_fits(&question->key, event->answer) ||
        event->elapsed_ms != event->at - jb_window_since(engine, event->player)) {
        return JB_ERR_CORRUPT;
    }
    if (place->answered) {
        paper->answered--;
        paper->correct -= place->correct;
        paper->score -= place->points;
    }
    bool correct = false;
    int64_t points = jb_paper_points(question, event->answer, &correct);
    jb_place_keep(engine, place, event->answer);
    place->points = (int32_t)points;
    place->correct = correct;
    place->elapsed_ms = event->elapsed_ms;
    paper->answered++;
    paper->correct += correct;
    paper->score += points;
    return JB_OK;
}

/* Can an open paper be handed in for this reason at that time? By time only the first one's turn
 * has come. */
static bool why_is_possible(const jb_engine *engine, const jb_event *event)
{
    const jb_window *window = engine->window;
    const jb_paper *paper = &window->papers[event->player - 1];
    switch ((jb_hand_in)event->hand_in) {
    case JB_HAND_IN_OWN:
        return !window->closing && jb_seat_is_in(engine, event->player) &&
               event->at < paper->ends_at;
    case JB_HAND_IN_LIMIT:
        return !window->closing && event->player == window->first && event->at >= paper->ends_at;
    case JB_HAND_IN_CLOSE:
        return event->player == window->first;
    case JB_HAND_IN_COUNT:
        break;
    }
    return false;
}

static jb_status apply_handed_in(jb_engine *engine, const jb_event *event)
{
    jb_window *window = engine->window;
    if (!is_running(engine) || !jb_engine_player(engine, event->player) ||
        event->hand_in >= JB_HAND_IN_COUNT) {
        return JB_ERR_CORRUPT;
    }
    jb_paper *paper = &window->papers[event->player - 1];
    jb_score score;
    if (paper->state != JB_PAPER_OPEN || !why_is_possible(engine, event)) {
        return JB_ERR_CORRUPT;
    }
    jb_event expected =
        jb_window_hand_in(engine, event->player, (jb_hand_in)event->hand_in, event->at, &score);
    if (event->attempt != expected.attempt || event->value != expected.value ||
        event->score_count != 1 || !jb_scores_equal(&event->scores[0], &score)) {
        return JB_ERR_CORRUPT;
    }
    const jb_paper_worth worth = { .score = event->value,
                                   .time_ms = score.elapsed_ms,
                                   .correct = paper->correct };
    jb_desk *desk = &window->desks[event->player - 1];
    const jb_paper_worth counted = jb_window_counted(engine, event->player, &worth);
    jb_attempts rule = engine->rules->window->attempts;
    bool counts = paper->papers == 0 || rule == JB_ATTEMPTS_SUM || rule == JB_ATTEMPTS_LAST ||
                  counted.score != desk->counted.score || counted.time_ms != desk->counted.time_ms;
    desk->counted = counted;
    leave_queue(window, event->player);
    paper->state = JB_PAPER_HANDED_IN;
    paper->handed_in_at = event->at;
    paper->why = (jb_hand_in)event->hand_in;
    paper->score = worth.score;
    paper->best = paper->papers == 0 || worth.score > paper->best ? worth.score : paper->best;
    paper->finished_at = counts ? event->at : paper->finished_at;
    jb_seat *seat = &engine->people.seats[event->player - 1];
    window->view.took_part += paper->papers == 0 && seat->status == JB_PLAYER_IN;
    window->view.handed_in++;
    window->closing = window->closing || paper->why == JB_HAND_IN_CLOSE;
    window->stale = true;
    paper->papers++;
    seat->time_ms = counted.time_ms;
    seat->correct = counted.correct;
    jb_entry_plain(engine, &score);
    return JB_OK;
}

jb_status jb_apply_window(jb_engine *engine, const jb_event *event)
{
    if (event->at > AT_MAX) {
        return JB_ERR_CORRUPT;
    }
    /* No switch: most kinds are no event of a window contest. */
    if (event->type == JB_EVENT_ANSWERED) {
        return apply_answered(engine, event);
    }
    if (event->type == JB_EVENT_OPENED) {
        return apply_opened(engine, event);
    }
    if (event->type == JB_EVENT_SHOWN) {
        return apply_shown(engine, event);
    }
    if (event->type == JB_EVENT_HANDED_IN) {
        return apply_handed_in(engine, event);
    }
    if (event->type == JB_EVENT_PHASE) {
        return apply_phase(engine, event);
    }
    if (event->type == JB_EVENT_RESUMED) {
        return apply_resumed(engine, event);
    }
    if (event->type == JB_EVENT_SCHEDULED) {
        return apply_scheduled(engine, event);
    }
    return event->type == JB_EVENT_ADJUSTED ? jb_apply_revision(engine, event) : JB_ERR_CORRUPT;
}
