/*
 * Applying what happens on the stage: buzzes, picks, verdicts, fouls, marks. One function an event;
 * each checks that the event can follow, then changes the state.
 */
#include "engine_internal.h"
#include "jinbang/decimal.h"

/* A step of the present turn begins, with its own clock. */
static void begin_step(jb_engine *engine, jb_step step, jb_time at, jb_time ends_at)
{
    jb_engine_view *view = &engine->view;
    view->stage.step = step;
    view->opens_at = at;
    view->ends_at = ends_at;
    engine->window_ms = ends_at == JB_TIME_NONE ? 0 : ends_at - at;
    engine->played[view->turn - 1].opened_at = at;
}

static bool is_open(const jb_engine *engine, const jb_event *event)
{
    const jb_engine_view *view = &engine->view;
    return view->phase == JB_PHASE_OPEN && !view->paused && !view->turn_void &&
           event->turn == view->turn &&
           (event->ends_at == JB_TIME_NONE || event->ends_at >= event->at);
}

void jb_stage_open(jb_engine *engine)
{
    jb_stage *stage = &engine->view.stage;
    if (jb_wager_opens(engine, engine->view.turn)) {
        stage->step = JB_STEP_WAGER;
        return;
    }
    stage->step = jb_format_first_step(jb_engine_row(engine));
    if (stage->step == JB_STEP_ANSWER &&
        jb_seat_in_round(engine, stage->seat).tried_turn == engine->view.turn) {
        stage->tries++; /* a foul while it was read has cost the seat its question */
        stage->step = JB_STEP_NONE;
    }
}

static bool has_buzzed(const jb_engine *engine, uint32_t seat)
{
    for (uint32_t i = 0; i < engine->buzzes.count; i++) {
        if (engine->buzzes.list[i].seat == seat) {
            return true;
        }
    }
    return false;
}

uint32_t jb_stage_place(const jb_engine *engine, jb_time fair_ms)
{
    const jb_buzzes *buzzes = &engine->buzzes;
    if (buzzes->count < JB_CONTENDERS_MAX) {
        return buzzes->count;
    }
    uint32_t last = 0;
    for (uint32_t i = 1; i < buzzes->count; i++) {
        last = buzzes->list[i].fair_ms >= buzzes->list[last].fair_ms ? i : last;
    }
    return fair_ms < buzzes->list[last].fair_ms ? last : JB_CONTENDERS_MAX;
}

/* The list stays in the order of arrival: whom an earlier one displaces goes, the others move up.
 */
static void add_buzz(jb_buzzes *buzzes, uint32_t place, const jb_contender *one)
{
    for (uint32_t i = place; i + 1 < buzzes->count; i++) {
        buzzes->list[i] = buzzes->list[i + 1];
    }
    buzzes->count -= place < buzzes->count;
    buzzes->list[buzzes->count++] = *one;
}

/* The first and the second by fair time; of equal ones, who arrived first. */
static void weigh(const jb_buzzes *buzzes, uint32_t *first, uint32_t *second)
{
    *first = 0;
    *second = JB_CONTENDERS_MAX;
    for (uint32_t i = 1; i < buzzes->count; i++) {
        if (buzzes->list[i].fair_ms < buzzes->list[*first].fair_ms) {
            *second = *first;
            *first = i;
        } else if (*second == JB_CONTENDERS_MAX ||
                   buzzes->list[i].fair_ms < buzzes->list[*second].fair_ms) {
            *second = i;
        }
    }
}

/* Could this one have been the first: was nobody earlier for certain? Who has been removed since
 * does not count. */
static bool may_be_first(const jb_engine *engine, uint32_t at)
{
    const jb_buzzes *buzzes = &engine->buzzes;
    const jb_contender *one = &buzzes->list[at];
    if (jb_engine_seat(engine, one->seat)->status != JB_PLAYER_IN) {
        return false;
    }
    for (uint32_t i = 0; i < buzzes->count; i++) {
        const jb_contender *other = &buzzes->list[i];
        bool in = jb_engine_seat(engine, other->seat)->status == JB_PLAYER_IN;
        if (i != at && in && one->fair_ms - other->fair_ms > one->off_ms + other->off_ms) {
            return false;
        }
    }
    return true;
}

static void note_margin(jb_engine *engine)
{
    jb_stage *stage = &engine->view.stage;
    const jb_buzzes *buzzes = &engine->buzzes;
    uint32_t first = 0;
    uint32_t second = 0;
    weigh(buzzes, &first, &second);
    bool alone = second == JB_CONTENDERS_MAX;
    stage->buzz_seat = buzzes->list[first].seat;
    stage->buzz_ms = buzzes->list[first].fair_ms;
    stage->buzz_second = alone ? 0 : buzzes->list[second].seat;
    stage->margin_ms = alone ? 0 : buzzes->list[second].fair_ms - buzzes->list[first].fair_ms;
    stage->uncertainty_ms = alone ? 0 : buzzes->list[first].off_ms + buzzes->list[second].off_ms;
    uint32_t count = 0;
    for (uint32_t i = 0; i < buzzes->count; i++) {
        count += may_be_first(engine, i);
    }
    stage->too_close = count > 1;
}

static jb_status apply_buzzed(jb_engine *engine, const jb_event *event)
{
    jb_engine_view *view = &engine->view;
    jb_step step = view->stage.step;
    jb_time measured = event->at - view->opens_at;
    uint32_t place = jb_stage_place(engine, event->elapsed_ms);
    if (!is_open(engine, event) || (step != JB_STEP_BUZZ && step != JB_STEP_CLOSE) ||
        !jb_seat_eligible(engine, event->seat) || has_buzzed(engine, event->seat) ||
        jb_engine_on_bench(engine, event->player) || place == JB_CONTENDERS_MAX || event->ms < 0 ||
        event->ms > engine->rules->fair_cap_ms || event->elapsed_ms < 0 ||
        event->elapsed_ms > measured || event->elapsed_ms < measured - engine->rules->fair_cap_ms) {
        return JB_ERR_CORRUPT;
    }
    jb_undo_forget(engine);
    const jb_contender one = { .seat = event->seat,
                               .fair_ms = event->elapsed_ms,
                               .off_ms = event->ms };
    add_buzz(&engine->buzzes, place, &one);
    note_margin(engine);
    view->stage.step = JB_STEP_CLOSE;
    /* Until then a buzz that was earlier could still be on its way. */
    view->ends_at = view->opens_at + view->stage.buzz_ms + engine->rules->fair_cap_ms;
    view->ends_at = view->ends_at > event->at ? view->ends_at : event->at;
    return JB_OK;
}

/* Who has won the buzz; 0: too close, or whoever buzzed has been removed: all again. */
uint32_t jb_stage_winner(const jb_engine *engine)
{
    const jb_buzzes *buzzes = &engine->buzzes;
    jb_too_close rule = jb_engine_round(engine)->too_close;
    jb_time opened = engine->view.opens_at;
    uint32_t won = 0;
    for (uint32_t i = 0; i < buzzes->count; i++) {
        uint32_t seat = buzzes->list[i].seat;
        if (!may_be_first(engine, i)) {
            continue;
        }
        if (won > 0 && rule == JB_TOO_CLOSE_AGAIN) {
            return 0;
        }
        bool by_lot = rule == JB_TOO_CLOSE_LOT &&
                      jb_lot_of(engine, opened, seat) < jb_lot_of(engine, opened, won);
        won = won == 0 || by_lot ? seat : won; /* in the order of arrival */
    }
    return won;
}

static jb_status apply_won(jb_engine *engine, const jb_event *event)
{
    jb_engine_view *view = &engine->view;
    if (!is_open(engine, event) || view->stage.step != JB_STEP_CLOSE ||
        event->seat != jb_stage_winner(engine)) {
        return JB_ERR_CORRUPT;
    }
    engine->buzzes.count = 0;
    if (event->seat == 0) {
        begin_step(engine, JB_STEP_BUZZ, event->at, event->ends_at);
        return JB_OK;
    }
    view->stage.seat = event->seat;
    view->stage.owner = event->seat;
    engine->played[view->turn - 1].seat = event->seat;
    engine->played[view->turn - 1].owner = event->seat;
    begin_step(engine, JB_STEP_ANSWER, event->at, event->ends_at);
    return JB_OK;
}

static bool knows_value(const jb_round_rules *round, int64_t value, uint32_t *index)
{
    for (uint32_t i = 0; i < round->value_count; i++) {
        if (round->values[i] == value) {
            *index = i;
            return true;
        }
    }
    return false;
}

static jb_status apply_picked(jb_engine *engine, const jb_event *event)
{
    jb_engine_view *view = &engine->view;
    const jb_round_rules *round = jb_engine_round(engine);
    uint32_t index = 0;
    uint32_t left = 0;
    if (!is_open(engine, event) || view->stage.step != JB_STEP_PICK ||
        event->seat != view->stage.owner || !knows_value(round, event->value, &index) ||
        event->question != jb_schedule_stock(engine, event->value, &left) || left == 0) {
        return JB_ERR_CORRUPT;
    }
    jb_seat_round *state = jb_seat_round_of(engine, event->seat);
    if (round->distinct_values && ((state->taken >> index) & 1U)) {
        return JB_ERR_CORRUPT;
    }
    jb_undo_forget(engine);
    state->taken |= UINT32_C(1) << index;
    view->stage.value = event->value;
    view->question = event->question;
    engine->played[view->turn - 1].question = event->question;
    begin_step(engine, JB_STEP_ANSWER, event->at, event->ends_at);
    return JB_OK;
}

static jb_status apply_named(jb_engine *engine, const jb_event *event)
{
    jb_engine_view *view = &engine->view;
    const jb_seat *other = jb_engine_seat(engine, event->other);
    bool before_answer = view->stage.step == JB_STEP_PICK || view->stage.step == JB_STEP_ANSWER;
    if (!is_open(engine, event) || !before_answer || event->seat != view->stage.owner || !other ||
        other->status != JB_PLAYER_IN || !jb_engine_round(engine)->may_name ||
        view->stage.seat != view->stage.owner || event->other == event->seat ||
        jb_seat_in_round(engine, event->other).tried_turn == view->turn ||
        (jb_engine_round(engine)->overtime && !jb_seat_in_round(engine, event->other).tied)) {
        return JB_ERR_CORRUPT;
    }
    jb_undo_forget(engine);
    view->stage.seat = event->other;
    view->stage.member = 0;
    engine->played[view->turn - 1].seat = event->other;
    return JB_OK;
}

static jb_status apply_passed(jb_engine *engine, const jb_event *event)
{
    jb_engine_view *view = &engine->view;
    const jb_format_row *row = jb_engine_row(engine);
    bool pick = view->stage.step == JB_STEP_PICK;
    bool stop = view->stage.step == JB_STEP_ANSWER && (row->worth == JB_WORTH_RUNG || row->run);
    if (!is_open(engine, event) || (!pick && !stop) || event->seat != view->stage.owner) {
        return JB_ERR_CORRUPT;
    }
    jb_undo_forget(engine);
    view->stage.passed = true;
    view->stage.step = JB_STEP_NONE;
    if (row->worth == JB_WORTH_RUNG) {
        jb_seat_round_of(engine, event->seat)->over = true;
    }
    return JB_OK;
}

/* May somebody else try after this verdict? */
static bool another_try(const jb_engine *engine, const jb_event *ruled)
{
    const jb_round_rules *round = jb_engine_round(engine);
    bool failed = ruled->verdict == JB_VERDICT_WRONG || ruled->verdict == JB_VERDICT_NONE;
    return failed && jb_engine_row(engine)->on_wrong == JB_ON_WRONG_NEXT &&
           engine->view.stage.tries < round->tries;
}

/* The question is still to be solved: whoever may try next does. */
static void pass_on(jb_engine *engine, const jb_event *event)
{
    jb_engine_view *view = &engine->view;
    bool buzz = jb_engine_row(engine)->right_won == JB_RIGHT_WON_BY_BUZZ;
    if (buzz && jb_eligible_count(engine) > 0) {
        view->stage.seat = 0;
        view->stage.owner = 0;
        begin_step(engine, JB_STEP_BUZZ, event->at, event->ends_at);
        return;
    }
    uint32_t next = buzz ? 0 : jb_schedule_after(engine, view->stage.seat);
    if (next == 0) {
        view->stage.step = JB_STEP_NONE;
        return;
    }
    view->stage.seat = next;
    view->stage.owner = next;
    view->stage.member = 0;
    begin_step(engine, JB_STEP_ANSWER, event->at, event->ends_at);
}

static void climb(jb_engine *engine, const jb_event *event)
{
    if (jb_engine_row(engine)->on_wrong != JB_ON_WRONG_FALL) {
        return;
    }
    jb_seat_round *state = jb_seat_round_of(engine, event->seat);
    bool right = event->verdict == JB_VERDICT_RIGHT;
    state->rung += right;
    state->over = !right || state->rung == jb_engine_round(engine)->value_count;
}

static bool scores_are(const jb_event *event, const jb_score *expected, uint32_t count)
{
    bool same = event->score_count == count;
    for (uint32_t i = 0; same && i < count; i++) {
        same = jb_scores_equal(&event->scores[i], &expected[i]);
    }
    return same;
}

static int popcount(uint32_t bits)
{
    int count = 0;
    for (; bits != 0; bits &= bits - 1) {
        count++;
    }
    return count;
}

int64_t jb_stage_mean(const jb_engine *engine)
{
    const jb_stage *stage = &engine->view.stage;
    int64_t sum = 0;
    int64_t low = INT64_MAX;
    int64_t high = INT64_MIN;
    int count = popcount(stage->marked);
    for (uint32_t i = 0; i < JB_JUDGES_MAX; i++) {
        if ((stage->marked >> i) & 1U) {
            int64_t mark = stage->marks[i];
            sum += mark;
            low = mark < low ? mark : low;
            high = mark > high ? mark : high;
        }
    }
    if (count == 0) {
        return 0;
    }
    if (jb_engine_round(engine)->trimmed && count >= 3) {
        return jb_mul_div(sum - low - high, 1, count - 2);
    }
    return jb_mul_div(sum, 1, count);
}

/* Is it the judges who have spoken, and is this what they say? */
static bool fits_step(const jb_engine *engine, const jb_event *ruled)
{
    const jb_stage *stage = &engine->view.stage;
    if (stage->step == JB_STEP_ANSWER) {
        return true;
    }
    jb_verdict verdict = stage->marked != 0 ? JB_VERDICT_PARTIAL : JB_VERDICT_NONE;
    return stage->step == JB_STEP_MARKS && ruled->verdict == verdict &&
           ruled->value == jb_stage_mean(engine);
}

/* A verdict by the key is given anew, from the answer that stands in the log. */
static bool follows_answer(const jb_engine *engine, const jb_event *ruled)
{
    const jb_answer *answer = jb_engine_seat_answer(engine, ruled->seat);
    int64_t points = 0;
    if (!ruled->flag) {
        return true;
    }
    return answer && engine->view.stage.step == JB_STEP_ANSWER &&
           ruled->elapsed_ms == jb_engine_seat(engine, ruled->seat)->elapsed_ms &&
           ruled->verdict == jb_verdict_by_key(engine, ruled->seat, answer, &points) &&
           ruled->value == points;
}

static jb_status apply_ruled(jb_engine *engine, const jb_event *event)
{
    jb_engine_view *view = &engine->view;
    jb_stage *stage = &view->stage;
    jb_score expected[2];
    if (!is_open(engine, event) || !fits_step(engine, event) || event->seat != stage->seat ||
        !follows_answer(engine, event) || event->seat == 0 ||
        (size_t)event->verdict >= JB_VERDICT_COUNT || event->elapsed_ms < 0 ||
        event->value > JB_POINTS_MAX || event->value < -JB_POINTS_MAX ||
        !scores_are(event, expected, jb_verdict_scores(engine, event, expected))) {
        return JB_ERR_CORRUPT;
    }
    jb_undo_ruled(engine, event);
    engine->played[view->turn - 1].seat = event->seat;
    engine->played[view->turn - 1].owner = stage->owner;
    for (uint32_t i = 0; i < event->score_count; i++) {
        jb_entry_answer(engine, &event->scores[i]);
    }
    bool right = event->verdict == JB_VERDICT_RIGHT;
    jb_table_given(engine->compete, view->turn, event->seat)->verdict = (uint8_t)event->verdict;
    jb_entry_asked(engine, engine->compete, event->seat, right);
    stage->ruled = event->seat;
    stage->verdict = event->verdict;
    stage->points = event->scores[0].points;
    stage->tries++;
    jb_seat_round_of(engine, event->seat)->tried_turn = view->turn;
    climb(engine, event);
    if (another_try(engine, event)) {
        pass_on(engine, event);
    } else {
        stage->step = JB_STEP_NONE;
    }
    jb_rank_touch(engine);
    return JB_OK;
}

static const jb_foul_row *foul_row_of(const jb_round_rules *round, uint32_t count)
{
    const jb_foul_row *found = NULL;
    for (uint8_t i = 0; i < round->foul_count && round->fouls[i].count <= count; i++) {
        found = &round->fouls[i];
    }
    return found;
}

int64_t jb_foul_points(const jb_engine *engine, uint32_t seat, jb_foul foul)
{
    const jb_round_rules *round = jb_engine_round(engine);
    if (foul == JB_FOUL_HELP) {
        return round->help_points;
    }
    if (foul == JB_FOUL_EARLY) {
        const jb_foul_row *row = foul_row_of(round, jb_seat_in_round(engine, seat).fouls + 1);
        return row ? row->points : 0;
    }
    bool answering = engine->view.question != JB_NO_QUESTION && !round->late_forfeits_round;
    return answering ? jb_worth_to(engine, engine->view.turn, seat).points_none : 0;
}

/* The seat can no longer try this question; if it was answering, nobody does for now. */
static void lose_turn(jb_engine *engine, const jb_event *event)
{
    jb_stage *stage = &engine->view.stage;
    jb_seat_round_of(engine, event->seat)->tried_turn = engine->view.turn;
    if (stage->step == JB_STEP_ANSWER && stage->seat == event->seat) {
        stage->tries++;
        stage->step = JB_STEP_NONE;
    }
}

static void apply_early(jb_engine *engine, const jb_event *event)
{
    const jb_round_rules *round = jb_engine_round(engine);
    jb_seat_round *state = jb_seat_round_of(engine, event->seat);
    state->fouls++;
    const jb_foul_row *row = foul_row_of(round, state->fouls);
    state->barred = state->barred || (row && row->bar);
    bool deduct = round->early == JB_EARLY_DEDUCT;
    if (deduct && !state->barred) {
        return;
    }
    lose_turn(engine, event);
    bool others = (deduct || round->early == JB_EARLY_OUT) && engine->view.phase == JB_PHASE_OPEN &&
                  engine->view.stage.step == JB_STEP_NONE &&
                  engine->view.stage.tries < round->tries;
    if (others) {
        pass_on(engine, event);
    }
}

static jb_status apply_fouled(jb_engine *engine, const jb_event *event)
{
    jb_engine_view *view = &engine->view;
    const jb_seat *seat = jb_engine_seat(engine, event->seat);
    bool now = view->phase == JB_PHASE_READING || view->phase == JB_PHASE_OPEN;
    if (!now || view->paused || view->turn_void || event->turn != view->turn || !seat ||
        seat->status != JB_PLAYER_IN || (size_t)event->foul >= JB_FOUL_COUNT) {
        return JB_ERR_CORRUPT;
    }
    int64_t points = jb_foul_points(engine, event->seat, event->foul);
    jb_score expected = jb_plain_score(engine, event->seat, points);
    if (!scores_are(event, &expected, expected.points != 0)) {
        return JB_ERR_CORRUPT;
    }
    jb_undo_forget(engine);
    view->stage.fouled = event->seat;
    view->stage.foul = event->foul;
    view->stage.foul_points = expected.points;
    if (event->foul == JB_FOUL_EARLY) {
        apply_early(engine, event);
    } else {
        lose_turn(engine, event);
    }
    if (event->foul == JB_FOUL_LATE && jb_engine_round(engine)->late_forfeits_round) {
        jb_seat_round_of(engine, event->seat)->over = true;
    }
    if (event->score_count > 0) {
        jb_table_given(engine->compete, view->turn, event->seat)->foul_points +=
            (int32_t)event->scores[0].points;
        jb_entry_plain(engine, &event->scores[0]);
        jb_rank_touch(engine);
    }
    return JB_OK;
}

static jb_status apply_marked(jb_engine *engine, const jb_event *event)
{
    jb_engine_view *view = &engine->view;
    const jb_round_rules *round = jb_engine_round(engine);
    if (!is_open(engine, event) || view->stage.step != JB_STEP_MARKS ||
        event->seat != view->stage.seat || event->judge == 0 || event->judge > round->judges ||
        event->value < round->mark_min || event->value > round->mark_max) {
        return JB_ERR_CORRUPT;
    }
    jb_undo_forget(engine);
    view->stage.marks[event->judge - 1] = event->value;
    view->stage.marked |= UINT32_C(1) << (event->judge - 1);
    return JB_OK;
}

static jb_status apply_hall(jb_engine *engine, const jb_event *event)
{
    jb_engine_view *view = &engine->view;
    bool unsolved = view->phase == JB_PHASE_LOCKED ||
                    (view->phase == JB_PHASE_OPEN &&
                     (view->stage.step == JB_STEP_NONE || view->stage.step == JB_STEP_BUZZ));
    if (!unsolved || view->paused || view->turn_void || event->turn != view->turn ||
        !jb_engine_by_teams(engine) || engine->rules->hall == JB_HALL_NEVER || view->stage.hall ||
        view->question == JB_NO_QUESTION || view->right > 0 || engine->scored > 0 ||
        (event->ends_at != JB_TIME_NONE && event->ends_at < event->at)) {
        return JB_ERR_CORRUPT;
    }
    jb_undo_forget(engine);
    view->phase = JB_PHASE_OPEN;
    view->stage.hall = true;
    view->stage.seat = 0;
    view->closed_at = JB_TIME_NONE;
    begin_step(engine, JB_STEP_HALL, event->at, event->ends_at);
    return JB_OK;
}

jb_status jb_apply_stage(jb_engine *engine, const jb_event *event)
{
    if (engine->view.turn == 0) {
        return JB_ERR_CORRUPT;
    }
    switch (event->type) {
    case JB_EVENT_BUZZED:
        return apply_buzzed(engine, event);
    case JB_EVENT_WON:
        return apply_won(engine, event);
    case JB_EVENT_PICKED:
        return apply_picked(engine, event);
    case JB_EVENT_NAMED:
        return apply_named(engine, event);
    case JB_EVENT_PASSED:
        return apply_passed(engine, event);
    case JB_EVENT_RULED:
        return apply_ruled(engine, event);
    case JB_EVENT_FOULED:
        return apply_fouled(engine, event);
    case JB_EVENT_MARKED:
        return apply_marked(engine, event);
    case JB_EVENT_HALL:
        return apply_hall(engine, event);
    case JB_EVENT_CREATED:
    case JB_EVENT_JOINED:
    case JB_EVENT_RENAMED:
    case JB_EVENT_REMOVED:
    case JB_EVENT_ADMIT:
    case JB_EVENT_PHASE:
    case JB_EVENT_PAUSED:
    case JB_EVENT_RESUMED:
    case JB_EVENT_EXTENDED:
    case JB_EVENT_ANSWERED:
    case JB_EVENT_SCORED:
    case JB_EVENT_VOIDED:
    case JB_EVENT_UNDONE:
    case JB_EVENT_ADJUSTED:
    case JB_EVENT_ACCEPTED:
    case JB_EVENT_ANNULLED:
    case JB_EVENT_REVERSED:
    case JB_EVENT_REVISED:
    case JB_EVENT_APPROVE:
    case JB_EVENT_STAKED:
    case JB_EVENT_SUBSTITUTED:
    case JB_EVENT_OPENED:
    case JB_EVENT_SHOWN:
    case JB_EVENT_HANDED_IN:
    case JB_EVENT_SCHEDULED:
    case JB_EVENT_ANNOUNCED:
    case JB_EVENT_DRAWN:
    case JB_EVENT_COUNT:
        break;
    }
    return JB_ERR_CORRUPT;
}
