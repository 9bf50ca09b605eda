/*
 * Whose turn it is. A round is a row of cells; which seat a cell belongs to follows from the order
 * of seats, computed when the round begins and then frozen (in overtime: when each pass begins, for
 * those still tied). A cell whose seat can no longer play is passed over.
 */
#include "engine_internal.h"
#include "jinbang/assert.h"
#include "jinbang/mix.h"

uint32_t jb_rules_round_of(const jb_rules *rules, uint32_t turn)
{
    JB_ASSERT(turn > 0 && turn <= rules->turn_count);
    uint32_t round = 0;
    while (round + 1 < rules->round_count && rules->rounds[round + 1].turn_first < turn) {
        round++;
    }
    return round;
}

static const jb_format_row *row_of(const jb_engine *engine, uint32_t round)
{
    return jb_format_row_of(engine->rules->rounds[round].format);
}

static bool is_in(const jb_engine *engine, uint32_t seat)
{
    return engine->compete->seats[seat - 1].status == JB_PLAYER_IN;
}

/* The first group of seats that are equal on everything and stand across the end of an award:
 * places first..last (from 1) in the ranking of those who compete. False: nothing is to be decided.
 */
static bool tied_group(const jb_engine *engine, uint32_t *first, uint32_t *last)
{
    const jb_rules *rules = engine->rules;
    const jb_table *table = engine->compete;
    for (uint32_t i = 0; i < rules->award_count; i++) {
        uint32_t end = rules->award_ends[i]; /* between this place and the next */
        if (end >= table->ranked) {
            break;
        }
        uint32_t above = table->ranking[end - 1];
        if (jb_rank_compare(engine, table, above, table->ranking[end]) != 0) {
            continue;
        }
        *first = end;
        while (*first > 1 &&
               jb_rank_compare(engine, table, table->ranking[*first - 2], above) == 0) {
            (*first)--;
        }
        *last = end + 1;
        while (*last < table->ranked &&
               jb_rank_compare(engine, table, above, table->ranking[*last]) == 0) {
            (*last)++;
        }
        return true;
    }
    return false;
}

static bool is_tied_anywhere(const jb_engine *engine)
{
    uint32_t first = 0;
    uint32_t last = 0;
    return tied_group(engine, &first, &last);
}

static bool is_out(const jb_engine *engine, uint32_t seat)
{
    return jb_seat_in_round(engine, seat).out;
}

/* A revival turn is for those who are out. */
static bool is_revival(const jb_engine *engine)
{
    const jb_round_rules *round = jb_engine_round(engine);
    return round->revival > 0 && engine->view.turn == round->turn_first + round->revival;
}

static uint32_t still_in(const jb_engine *engine)
{
    uint32_t count = 0;
    for (uint32_t seat = 1; seat <= jb_table_count(engine, engine->compete); seat++) {
        count += is_in(engine, seat) && !is_out(engine, seat);
    }
    return count;
}

bool jb_seat_eligible(const jb_engine *engine, uint32_t seat)
{
    const jb_engine_view *view = &engine->view;
    if (view->turn == 0 || !jb_engine_seat(engine, seat) || !is_in(engine, seat)) {
        return false;
    }
    const jb_round_rules *round = jb_engine_round(engine);
    jb_seat_round state = jb_seat_in_round(engine, seat);
    if (state.barred || (round->overtime && !state.tied)) {
        return false;
    }
    switch (jb_engine_row(engine)->eligible) {
    case JB_ELIGIBLE_ALL:
        return state.tried_turn != view->turn;
    case JB_ELIGIBLE_SEAT:
        return view->stage.seat == seat || view->stage.owner == seat;
    case JB_ELIGIBLE_IN:
        return state.out == is_revival(engine);
    }
    return false;
}

uint32_t jb_eligible_count(const jb_engine *engine)
{
    uint32_t count = 0;
    for (uint32_t seat = 1; seat <= jb_table_count(engine, engine->compete); seat++) {
        count += jb_seat_eligible(engine, seat);
    }
    return count;
}

/* Turns of each seat in a round with so many seats. */
static uint32_t per_seat(const jb_round_rules *round, uint32_t seats)
{
    if (round->overtime) {
        return 1; /* a pass; then the tied are found anew */
    }
    return round->per_seat > 0 || seats == 0 ? round->per_seat : round->turn_count / seats;
}

/* The seat of a cell (from 0) of the present round; 0: nobody's. */
static uint32_t seat_of_cell(const jb_engine *engine, uint32_t cell)
{
    const jb_schedule *schedule = &engine->schedule;
    const jb_round_rules *round = &engine->rules->rounds[schedule->round - 1];
    if (schedule->count == 0 || cell < schedule->first) {
        return 0;
    }
    uint32_t at = cell - schedule->first;
    uint32_t each = per_seat(round, schedule->count);
    if (at >= each * schedule->count) {
        return 0;
    }
    uint32_t index = round->spread == JB_SPREAD_GROUP ? at / each : at % schedule->count;
    return engine->order[index];
}

/* The member who answers in a cell; 0: any. */
static uint32_t member_of_cell(const jb_engine *engine, uint32_t cell, uint32_t seat)
{
    const jb_round_rules *round = jb_engine_round(engine);
    const uint32_t *members = engine->rules->team_members;
    if (round->speaker != JB_SPEAKER_MEMBER || !jb_engine_by_teams(engine) || !members ||
        members[seat - 1] == 0) {
        return 0;
    }
    uint32_t at = cell - engine->schedule.first;
    uint32_t count = engine->schedule.count;
    uint32_t own = round->spread == JB_SPREAD_GROUP ? at % per_seat(round, count) : at / count;
    return jb_lineup_speaker(engine, seat, own);
}

void jb_schedule_speaker(jb_engine *engine)
{
    jb_engine_view *view = &engine->view;
    uint32_t cell = view->turn - 1 - jb_engine_round(engine)->turn_first;
    view->stage.member = member_of_cell(engine, cell, view->stage.owner);
}

/* In overtime: is this cell the first of a pass, for which the tied are found anew? */
static bool begins_pass(const jb_engine *engine, uint32_t cell)
{
    const jb_schedule *schedule = &engine->schedule;
    bool seats = row_of(engine, schedule->round - 1)->eligible == JB_ELIGIBLE_SEAT;
    return !seats || cell >= schedule->first + schedule->count;
}

/* Can this cell of the present round be played? */
static bool cell_plays(const jb_engine *engine, uint32_t cell)
{
    uint32_t index = engine->schedule.round - 1;
    const jb_round_rules *round = &engine->rules->rounds[index];
    if (round->overtime && begins_pass(engine, cell)) {
        return is_tied_anywhere(engine);
    }
    if (row_of(engine, index)->eligible != JB_ELIGIBLE_SEAT) {
        return true;
    }
    uint32_t seat = seat_of_cell(engine, cell);
    if (seat == 0 || !is_in(engine, seat)) {
        return false;
    }
    jb_seat_round state = jb_seat_in_round(engine, seat);
    return !state.over && !state.barred;
}

/* Turns of a round that have begun and are not void. */
static uint32_t turns_counted(const jb_engine *engine, const jb_round_rules *round)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < round->turn_count; i++) {
        const jb_played *played = &engine->played[round->turn_first + i];
        count += played->begun && !played->annulled;
    }
    return count;
}

static bool round_is_over(const jb_engine *engine)
{
    const jb_round_rules *round = &engine->rules->rounds[engine->schedule.round - 1];
    if (round->limit > 0 && turns_counted(engine, round) >= round->limit) {
        return true;
    }
    return row_of(engine, engine->schedule.round - 1)->eligible == JB_ELIGIBLE_IN &&
           engine->view.phase >= JB_PHASE_REVEAL && round->survivors > 0 &&
           still_in(engine) <= round->survivors;
}

static bool round_can_begin(const jb_engine *engine, uint32_t index)
{
    if (engine->rules->rounds[index].overtime) {
        return is_tied_anywhere(engine);
    }
    bool seats = row_of(engine, index)->eligible == JB_ELIGIBLE_SEAT;
    if (!seats) {
        return true;
    }
    /* Without anybody to take a turn, or with more seats than cells, there is nothing to play. */
    const jb_round_rules *round = &engine->rules->rounds[index];
    return engine->view.seats > 0 && per_seat(round, engine->view.seats) > 0;
}

uint32_t jb_schedule_next(const jb_engine *engine, uint32_t after)
{
    const jb_rules *rules = engine->rules;
    uint32_t turn = after + 1;
    while (turn <= rules->turn_count) {
        uint32_t index = jb_rules_round_of(rules, turn);
        const jb_round_rules *round = &rules->rounds[index];
        uint32_t end = round->turn_first + round->turn_count; /* its last turn */
        if (engine->schedule.round != index + 1) {
            if (round_can_begin(engine, index)) {
                return turn;
            }
            turn = end + 1;
            continue;
        }
        if (round_is_over(engine)) {
            turn = end + 1;
            continue;
        }
        if (cell_plays(engine, turn - 1 - round->turn_first)) {
            return turn;
        }
        turn++;
    }
    return 0;
}

uint64_t jb_lot_of(const jb_engine *engine, jb_time occasion, uint32_t seat)
{
    uint64_t hash = jb_mix_bytes(JB_MIX_START, engine->plan.bytes, JB_HASH_SIZE);
    hash = jb_mix_u64(jb_mix_u64(hash, engine->view.turn), (uint64_t)occasion);
    return jb_mix_u64(hash, seat);
}

/* By the present round's rule; the lower number first where nothing else decides. */
static bool goes_before(const jb_engine *engine, uint32_t a, uint32_t b)
{
    const jb_round_rules *round = jb_engine_round(engine);
    int64_t score_a = engine->compete->seats[a - 1].score;
    int64_t score_b = engine->compete->seats[b - 1].score;
    bool by_score = round->order == JB_ORDER_HIGH_LOW || round->order == JB_ORDER_LOW_HIGH;
    if (by_score && score_a != score_b) {
        return round->order == JB_ORDER_HIGH_LOW ? score_a > score_b : score_a < score_b;
    }
    bool by_lot =
        round->order == JB_ORDER_LOT || (by_score && round->equals == JB_ORDER_EQUALS_LOT);
    uint64_t lot_a = by_lot ? jb_lot_of(engine, 0, a) : 0;
    uint64_t lot_b = by_lot ? jb_lot_of(engine, 0, b) : 0;
    if (lot_a != lot_b) {
        return lot_a < lot_b;
    }
    return round->order == JB_ORDER_REVERSE ? a > b : a < b;
}

static void find_tied(jb_engine *engine)
{
    uint32_t first = 0;
    uint32_t last = 0;
    bool any = tied_group(engine, &first, &last);
    const jb_table *table = engine->compete;
    for (uint32_t i = 0; i < table->ranked; i++) {
        jb_seat_round_of(engine, table->ranking[i])->tied = any && i + 1 >= first && i < last;
    }
}

static void find_order(jb_engine *engine, uint32_t cell)
{
    const jb_round_rules *round = jb_engine_round(engine);
    jb_schedule *schedule = &engine->schedule;
    uint32_t *swap = engine->order;
    engine->order = engine->order_before;
    engine->order_before = swap;
    schedule->orders++;
    schedule->first = cell;
    schedule->count = 0;
    if (round->overtime) {
        find_tied(engine);
    }
    if (jb_engine_row(engine)->eligible != JB_ELIGIBLE_SEAT) {
        return;
    }
    for (uint32_t seat = 1; seat <= jb_table_count(engine, engine->compete); seat++) {
        if (is_in(engine, seat) && (!round->overtime || jb_seat_in_round(engine, seat).tied)) {
            engine->order[schedule->count++] = seat;
        }
    }
    jb_sort(engine, engine->order, schedule->count, engine->scratch, goes_before);
}

void jb_schedule_begin(jb_engine *engine)
{
    jb_engine_view *view = &engine->view;
    view->round = jb_rules_round_of(engine->rules, view->turn);
    const jb_round_rules *round = jb_engine_round(engine);
    uint32_t cell = view->turn - 1 - round->turn_first;
    if (engine->schedule.round != view->round + 1) {
        engine->schedule.round = view->round + 1;
        find_order(engine, cell);
    } else if (round->overtime && begins_pass(engine, cell)) {
        find_order(engine, cell);
    }
    bool picks = jb_engine_row(engine)->right_won == JB_RIGHT_WON_BY_PICK;
    view->question = picks ? JB_NO_QUESTION : round->question_first + cell;
    view->stage = (jb_stage){ .step = JB_STEP_NONE };
    engine->buzzes = (jb_buzzes){ .count = 0 };
    if (jb_engine_row(engine)->eligible == JB_ELIGIBLE_SEAT) {
        uint32_t seat = seat_of_cell(engine, cell);
        view->stage.seat = seat;
        view->stage.owner = seat;
        view->stage.member = member_of_cell(engine, cell, seat);
        if (jb_engine_row(engine)->worth == JB_WORTH_RUNG) {
            uint32_t rung = jb_seat_in_round(engine, seat).rung;
            view->stage.value = round->values[rung < JB_VALUES_MAX ? rung : JB_VALUES_MAX - 1];
        }
    }
    bool seats = jb_engine_row(engine)->eligible == JB_ELIGIBLE_SEAT;
    uint32_t pass = seats ? round->turn_first + engine->schedule.first + 1 : view->turn;
    engine->played[view->turn - 1] = (jb_played){ .begun = true,
                                                  .pass = pass,
                                                  .question = view->question,
                                                  .owner = view->stage.owner,
                                                  .seat = view->stage.seat };
    view->played++;
}

uint32_t jb_schedule_after(const jb_engine *engine, uint32_t seat)
{
    const jb_schedule *schedule = &engine->schedule;
    uint32_t at = 0;
    while (at < schedule->count && engine->order[at] != seat) {
        at++;
    }
    for (uint32_t i = 1; i < schedule->count; i++) {
        uint32_t next = engine->order[(at + i) % schedule->count];
        jb_seat_round state = jb_seat_in_round(engine, next);
        if (is_in(engine, next) && !state.over && !state.barred &&
            state.tried_turn != engine->view.turn) {
            return next;
        }
    }
    return 0;
}

bool jb_schedule_run_goes_on(const jb_engine *engine)
{
    const jb_engine_view *view = &engine->view;
    if (!jb_engine_row(engine)->run) {
        return false;
    }
    uint32_t next = jb_schedule_next(engine, view->turn);
    if (next == 0 || jb_rules_round_of(engine->rules, next) != view->round) {
        return false;
    }
    return seat_of_cell(engine, next - 1 - jb_engine_round(engine)->turn_first) ==
           view->stage.owner;
}

static bool was_asked(const jb_engine *engine, uint32_t question)
{
    for (uint32_t turn = 1; turn <= engine->view.turn; turn++) {
        if (engine->played[turn - 1].begun && engine->played[turn - 1].question == question) {
            return true;
        }
    }
    return false;
}

uint32_t jb_schedule_stock(const jb_engine *engine, int64_t value, uint32_t *left)
{
    const jb_round_rules *round = jb_engine_round(engine);
    uint32_t found = JB_NO_QUESTION;
    *left = 0;
    for (uint32_t i = 0; i < round->question_count; i++) {
        uint32_t question = round->question_first + i;
        if (engine->rules->questions[question].value == value && !was_asked(engine, question)) {
            found = found == JB_NO_QUESTION ? question : found;
            (*left)++;
        }
    }
    return found;
}

uint32_t jb_engine_stock(const jb_engine *engine, int64_t value)
{
    uint32_t left = 0;
    if (engine->view.turn > 0) {
        (void)jb_schedule_stock(engine, value, &left);
    }
    return left;
}

const uint32_t *jb_engine_order(const jb_engine *engine, uint32_t *count)
{
    bool present = engine->view.turn > 0 && engine->schedule.round == engine->view.round + 1;
    *count = present ? engine->schedule.count : 0;
    return engine->order;
}

bool jb_engine_order_stands(const jb_engine *engine, uint32_t round)
{
    const jb_rules *rules = engine->rules;
    if (round >= rules->round_count) {
        return false;
    }
    const jb_round_rules *of = &rules->rounds[round];
    bool by_score = of->order == JB_ORDER_HIGH_LOW || of->order == JB_ORDER_LOW_HIGH;
    bool seats = jb_format_row_of(of->format)->eligible == JB_ELIGIBLE_SEAT;
    for (uint32_t i = 0; seats && by_score && i < of->turn_count; i++) {
        if (engine->played[of->turn_first + i].begun) {
            return true;
        }
    }
    return false;
}
