/*
 * The ranking: a total order, so that the same log gives the same list everywhere. Score first,
 * then the contest's tie keys; players equal on all of them share a rank and stand in the order of
 * their numbers. Sorted by a bottom-up merge in memory the engine already has.
 */
#include <string.h>

#include "engine_internal.h"
#include "jinbang/assert.h"
#include "jinbang/decimal.h"

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* What overtime has given a seat in a turn. */
static int64_t overtime_in(const jb_table *table, uint32_t turn, uint32_t number)
{
    const jb_given *given = jb_table_given(table, turn, number);
    return (int64_t)given->points + given->foul_points;
}

/* Pass by pass: one decides only among those whom the ones before have left tied, and so lifts
 * nobody past a seat that did not play in it. */
static int compare_playoff(const jb_engine *engine, uint32_t a, uint32_t b)
{
    const jb_rules *rules = engine->rules;
    for (uint32_t i = 0; i < rules->round_count && engine->view.turn > 0; i++) {
        const jb_round_rules *round = &rules->rounds[i];
        uint32_t end = round->turn_first + round->turn_count;
        uint32_t pass = 0;
        int64_t ahead = 0;
        for (uint32_t turn = round->turn_first + 1; round->overtime && turn <= end; turn++) {
            const jb_played *played = &engine->played[turn - 1];
            if (turn > engine->view.turn || (played->begun && played->pass != pass && ahead != 0)) {
                break;
            }
            pass = played->begun ? played->pass : pass;
            ahead += overtime_in(engine->compete, turn, a) - overtime_in(engine->compete, turn, b);
        }
        if (ahead != 0) {
            return ahead > 0 ? -1 : 1;
        }
    }
    return 0;
}

static int compare_tie(jb_tie tie, const jb_seat *a, const jb_seat *b)
{
    switch (tie) {
    case JB_TIE_TIME:
        return compare(a->time_ms, b->time_ms);
    case JB_TIE_CORRECT:
        return compare(b->correct, a->correct);
    case JB_TIE_LAST:
        return compare(a->last_right_at, b->last_right_at);
    case JB_TIE_PLAYOFF: /* compare_playoff */
    case JB_TIE_FINISH:  /* compare_finish */
    case JB_TIE_COUNT:
        break;
    }
    return 0;
}

/* Who handed in the last paper that counts earlier. */
static int compare_finish(const jb_engine *engine, uint32_t a, uint32_t b)
{
    const jb_paper *papers = engine->window ? engine->window->papers : NULL;
    return papers ? compare(papers[a - 1].finished_at, papers[b - 1].finished_at) : 0;
}

int jb_rank_compare(const jb_engine *engine, const jb_table *table, uint32_t a, uint32_t b)
{
    const jb_rules *rules = engine->rules;
    const jb_seat *seat_a = &table->seats[a - 1];
    const jb_seat *seat_b = &table->seats[b - 1];
    int order = compare(seat_b->score, seat_a->score);
    for (uint8_t i = 0; i < rules->tie_count && order == 0; i++) {
        if (rules->ties[i] == JB_TIE_FINISH) {
            order = compare_finish(engine, a, b);
        } else if (rules->ties[i] != JB_TIE_PLAYOFF) {
            order = compare_tie(rules->ties[i], seat_a, seat_b);
        } else if (table == engine->compete) { /* the hall plays none */
            order = compare_playoff(engine, a, b);
        }
    }
    return order;
}

/* Merges two neighbouring sorted runs of `from` into `to`. Runs that follow on each other are only
 * copied, so that what is in order already costs one comparison a run. */
static void merge_runs(const jb_engine *engine, const uint32_t *from, uint32_t *to,
                       const uint32_t bounds[3], jb_before_fn before)
{
    uint32_t left = bounds[0];
    uint32_t right = bounds[1];
    if (right >= bounds[2] || before(engine, from[right - 1], from[right])) {
        memcpy(to + left, from + left, (bounds[2] - left) * sizeof *to);
        return;
    }
    for (uint32_t out = bounds[0]; out < bounds[2]; out++) {
        bool take_left =
            left < bounds[1] && (right >= bounds[2] || before(engine, from[left], from[right]));
        to[out] = take_left ? from[left++] : from[right++];
    }
}

void jb_sort(const jb_engine *engine, uint32_t *list, uint32_t count, uint32_t *spare,
             jb_before_fn before)
{
    uint32_t *from = list;
    uint32_t *to = spare;
    for (uint32_t width = 1; width < count; width *= 2) {
        for (uint32_t start = 0; start < count; start += 2 * width) {
            uint32_t middle = start + width < count ? start + width : count;
            uint32_t end = middle + width < count ? middle + width : count;
            merge_runs(engine, from, to, (const uint32_t[3]){ start, middle, end }, before);
        }
        uint32_t *swap = from;
        from = to;
        to = swap;
    }
    for (uint32_t i = 0; from != list && i < count; i++) {
        list[i] = from[i];
    }
}

static bool stands_before(const jb_engine *engine, const jb_table *table, uint32_t a, uint32_t b)
{
    int order = jb_rank_compare(engine, table, a, b);
    return order < 0 || (order == 0 && a < b);
}

static bool person_before(const jb_engine *engine, uint32_t a, uint32_t b)
{
    return stands_before(engine, &engine->people, a, b);
}

static bool team_before(const jb_engine *engine, uint32_t a, uint32_t b)
{
    return stands_before(engine, &engine->stage, a, b);
}

/* Where teams compete their members are not ranked by themselves: only the hall is. In a window
 * contest who has handed in no paper has no rank. */
static bool is_ranked(const jb_engine *engine, const jb_table *table, uint32_t number)
{
    const jb_seat *seat = &table->seats[number - 1];
    return seat->status == JB_PLAYER_IN && (table == engine->compete || seat->team == 0) &&
           (!engine->window || engine->window->papers[number - 1].papers > 0);
}

/* Who is to be ranked: first those who were, in their order, so that little is left to sort when
 * few scores have changed; then who is new. */
static uint32_t gather_ranked(const jb_engine *engine, jb_table *table)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < table->ranked; i++) {
        uint32_t number = table->ranking[i];
        jb_seat *seat = &table->seats[number - 1];
        if (is_ranked(engine, table, number)) {
            table->ranking[count++] = number;
        } else {
            seat->rank = 0;
            seat->place = 0;
        }
    }
    for (uint32_t number = 1; number <= jb_table_count(engine, table); number++) {
        const jb_seat *seat = &table->seats[number - 1];
        if (seat->place == 0 && is_ranked(engine, table, number)) {
            table->ranking[count++] = number;
        }
    }
    return count;
}

static void rank_table(jb_engine *engine, jb_table *table, jb_before_fn before)
{
    uint32_t count = gather_ranked(engine, table);
    jb_sort(engine, table->ranking, count, engine->scratch, before);
    table->ranked = count;
    for (uint32_t i = 0; i < count; i++) {
        jb_seat *seat = &table->seats[table->ranking[i] - 1];
        uint32_t above = i > 0 ? table->ranking[i - 1] : 0;
        bool shared = above > 0 && jb_rank_compare(engine, table, above, table->ranking[i]) == 0;
        seat->rank = shared ? table->seats[above - 1].rank : i + 1;
        seat->place = i + 1;
    }
}

/* What the members' scores are divided by; 0: nothing to divide, the score is 0. */
static int64_t team_divisor(const jb_rules *rules, uint32_t team, const jb_team *state)
{
    switch (rules->team_score) {
    case JB_TEAM_SCORE_SUM:
    case JB_TEAM_SCORE_BEST:
        return 1;
    case JB_TEAM_SCORE_MEAN:
        return state->members;
    case JB_TEAM_SCORE_TURNOUT: {
        /* A roster that turned out too small must not lift a mean above its members. */
        uint32_t roster = rules->team_rosters ? rules->team_rosters[team - 1] : 0;
        return roster > state->members ? roster : state->members;
    }
    case JB_TEAM_SCORE_WEIGHTED:
    case JB_TEAM_SCORE_COUNT:
        break;
    }
    return 0;
}

static void score_teams(jb_engine *engine)
{
    const jb_rules *rules = engine->rules;
    for (uint32_t i = 0; i < rules->team_count; i++) {
        engine->teams[i].score = 0;
        engine->team_counted[i] = 0;
    }
    const jb_table *people = &engine->people;
    for (uint32_t i = 0; i < people->ranked; i++) { /* best first: "best k" is the first k */
        const jb_seat *player = &people->seats[people->ranking[i] - 1];
        if (player->team == 0) {
            continue;
        }
        uint32_t *counted = &engine->team_counted[player->team - 1];
        if (rules->team_score != JB_TEAM_SCORE_BEST || *counted < rules->team_best) {
            engine->teams[player->team - 1].score += player->score;
            (*counted)++;
        }
    }
    for (uint32_t team = 1; team <= rules->team_count; team++) {
        jb_team *state = &engine->teams[team - 1];
        int64_t divisor = team_divisor(rules, team, state);
        state->score = divisor > 0 ? jb_mul_div(state->score, 1, divisor) : 0;
    }
}

/* Without anybody who has joined or, in a window contest, taken part. */
static bool is_empty(const jb_engine *engine, uint32_t team)
{
    return engine->window ? engine->window->units[team - 1].took_part == 0
                          : engine->teams[team - 1].members == 0;
}

/* Below 0: a stands before b. Teams without members come last and share the last rank. */
static int compare_teams(const jb_engine *engine, uint32_t a, uint32_t b)
{
    int order = compare(is_empty(engine, a), is_empty(engine, b));
    return order != 0 ? order : compare(engine->teams[b - 1].score, engine->teams[a - 1].score);
}

/* Insertion: there are at most JB_TEAMS_MAX teams and they hardly move. */
static void rank_teams(jb_engine *engine)
{
    uint32_t count = engine->rules->team_count;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t team = i + 1;
        uint32_t at = i;
        while (at > 0 && compare_teams(engine, team, engine->team_ranking[at - 1]) < 0) {
            engine->team_ranking[at] = engine->team_ranking[at - 1];
            at--;
        }
        engine->team_ranking[at] = team;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t team = engine->team_ranking[i];
        uint32_t before = i > 0 ? engine->team_ranking[i - 1] : 0;
        bool shared = before > 0 && compare_teams(engine, before, team) == 0;
        engine->teams[team - 1].rank = shared ? engine->teams[before - 1].rank : i + 1;
    }
}

/* Where teams compete their ranking is that of their seats. */
static void copy_teams(jb_engine *engine)
{
    for (uint32_t i = 0; i < engine->stage.ranked; i++) {
        uint32_t team = engine->stage.ranking[i];
        engine->team_ranking[i] = team;
        engine->teams[team - 1].score = engine->stage.seats[team - 1].score;
        engine->teams[team - 1].rank = engine->stage.seats[team - 1].rank;
    }
}

void jb_rank_update(jb_engine *engine)
{
    rank_table(engine, &engine->people, person_before);
    if (jb_engine_by_teams(engine)) {
        rank_table(engine, &engine->stage, team_before);
        copy_teams(engine);
        return;
    }
    if (engine->window) {
        jb_units_update(engine);
    } else {
        score_teams(engine);
    }
    rank_teams(engine);
}

void jb_engine_rank(jb_engine *engine)
{
    if (engine->window && engine->window->stale) {
        jb_rank_update(engine);
        engine->window->stale = false;
    }
}

void jb_rank_touch(jb_engine *engine)
{
    jb_phase phase = engine->view.phase;
    if (engine->window) {
        engine->window->stale = true; /* ranked when it is asked for */
        return;
    }
    jb_rank_update(engine);
    if (phase == JB_PHASE_REVEAL) {
        jb_rank_movement(engine);
    } else if (phase == JB_PHASE_STANDINGS) {
        jb_rank_movement(engine);
        jb_rank_standings(engine);
    }
}

static bool was_right(const jb_engine *engine, const jb_seat *seat)
{
    return seat->status == JB_PLAYER_IN && seat->scored_turn == engine->view.turn &&
           seat->scored_correct;
}

void jb_rank_fastest(jb_engine *engine)
{
    jb_engine_view *view = &engine->view;
    const jb_table *table = engine->compete;
    view->fastest = 0;
    if (view->phase < JB_PHASE_REVEAL) {
        return;
    }
    for (uint32_t number = 1; number <= jb_table_count(engine, table); number++) {
        const jb_seat *seat = &table->seats[number - 1];
        const jb_seat *best = view->fastest > 0 ? &table->seats[view->fastest - 1] : NULL;
        if (was_right(engine, seat) && (!best || seat->elapsed_ms < best->elapsed_ms)) {
            view->fastest = number;
        }
    }
}

/* Who erred is out, unless that were everybody; who is out and was right is in again. */
static void put_out(jb_engine *engine)
{
    uint32_t count = jb_table_count(engine, engine->compete);
    for (uint32_t seat = 1; seat <= count && engine->view.right > 0; seat++) {
        if (jb_seat_eligible(engine, seat)) {
            /* Written once for each: what is eligible afterwards is another matter. */
            jb_seat_round_of(engine, seat)->out =
                !was_right(engine, &engine->compete->seats[seat - 1]);
        }
    }
}

void jb_rank_fastest_with(jb_engine *engine, uint32_t number)
{
    const jb_table *table = engine->compete;
    uint32_t fastest = engine->view.fastest;
    const jb_seat *seat = &table->seats[number - 1];
    if (engine->view.phase < JB_PHASE_REVEAL || !was_right(engine, seat)) {
        return;
    }
    const jb_seat *best = fastest > 0 ? &table->seats[fastest - 1] : NULL;
    if (!best || seat->elapsed_ms < best->elapsed_ms ||
        (seat->elapsed_ms == best->elapsed_ms && number < fastest)) {
        engine->view.fastest = number;
    }
}

void jb_rank_reveal(jb_engine *engine)
{
    jb_table *hall = jb_engine_by_teams(engine) ? &engine->people : NULL;
    bool crowd = jb_format_is_crowd(jb_engine_row(engine));
    for (uint32_t seat = 1; crowd && seat <= jb_table_count(engine, engine->compete); seat++) {
        /* For who is out nothing was asked: a streak is as it was. */
        if (jb_seat_eligible(engine, seat)) {
            jb_entry_asked(engine, engine->compete, seat,
                           was_right(engine, &engine->compete->seats[seat - 1]));
        }
    }
    for (uint32_t number = 1; hall && number <= engine->view.joined; number++) {
        const jb_seat *player = &hall->seats[number - 1];
        bool asked = engine->rules->hall == JB_HALL_ALONG || engine->view.stage.hall;
        if (asked && player->status == JB_PLAYER_IN && player->team == 0) {
            jb_entry_asked(engine, hall, number, was_right(engine, player));
        }
    }
    if (crowd && jb_engine_row(engine)->on_wrong == JB_ON_WRONG_OUT) {
        put_out(engine);
    }
    jb_rank_fastest(engine);
}

static void note_movement(jb_seat *seat)
{
    seat->moved = seat->shown_rank > 0 ? (int32_t)seat->shown_rank - (int32_t)seat->rank : 0;
    seat->gained = seat->score - seat->shown_score;
}

static void move_table(jb_table *table)
{
    for (uint32_t i = 0; i < table->ranked; i++) {
        note_movement(&table->seats[table->ranking[i] - 1]);
    }
}

void jb_rank_movement(jb_engine *engine)
{
    move_table(&engine->people);
    move_table(&engine->stage);
}

static void show_table(jb_table *table)
{
    for (uint32_t i = 0; i < table->ranked; i++) {
        jb_seat *seat = &table->seats[table->ranking[i] - 1];
        seat->shown_rank = seat->rank;
        seat->shown_score = seat->score;
    }
}

void jb_rank_standings(jb_engine *engine)
{
    show_table(&engine->people);
    show_table(&engine->stage);
}

void jb_rank_return(jb_engine *engine, uint32_t player)
{
    jb_phase phase = engine->view.phase;
    if (phase < JB_PHASE_REVEAL || engine->people.seats[player - 1].rank > 0) {
        return; /* the next reveal makes a ranking anyway, or this one still has the place */
    }
    jb_rank_update(engine);
    note_movement(&engine->people.seats[player - 1]);
    if (phase == JB_PHASE_REVEAL) {
        jb_rank_movement(engine);
    } else if (phase == JB_PHASE_STANDINGS) {
        jb_rank_standings(engine); /* what the others had won they have been shown */
    }
}
