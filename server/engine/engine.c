/*
 * The engine's memory and what others may look at. Deciding is in decide*.c, applying in apply*.c.
 *
 * All arrays lie behind the struct in the caller's memory, which is zeroed; a page of it that no
 * player has reached is never touched, so a contest for 20,000 costs what its players cost.
 */
#include "jinbang/engine.h"

#include <string.h>

#include "engine_internal.h"
#include "jinbang/assert.h"
#include "jinbang/footprint.h"

_Static_assert(sizeof(jb_seat) <= JB_FOOTPRINT_SCORE, "a score takes more");
_Static_assert(sizeof(jb_answer) <= JB_FOOTPRINT_ANSWER, "an answer takes more");
_Static_assert(sizeof(jb_given) <= JB_FOOTPRINT_SEAT_TURN, "a seat's turn takes more");
_Static_assert(sizeof(jb_played) <= JB_FOOTPRINT_TURN, "a turn takes more");
_Static_assert(sizeof(jb_paper) + sizeof(jb_desk) <= JB_FOOTPRINT_PAPER, "a paper takes more");
_Static_assert(sizeof(jb_place) <= JB_FOOTPRINT_PLACE, "a place of a paper takes more");
_Static_assert(sizeof(jb_block) <= JB_FOOTPRINT_BLOCK_TYPED, "a block takes more");
_Static_assert(sizeof(jb_unit) <= JB_FOOTPRINT_UNIT, "a unit takes more");
_Static_assert(sizeof(jb_team) + 2 * sizeof(uint32_t) + JB_MEMBERS_MAX * sizeof(jb_member) +
                       sizeof(jb_lineup) <=
                   JB_FOOTPRINT_TEAM,
               "a team takes more");
_Static_assert(sizeof(struct jb_engine) <= JB_FOOTPRINT_ENGINE, "an engine takes more");

/* Where each array lies; the longest, what was given in each turn, at the end. */
typedef struct layout {
    size_t seats[2], answers[2], ranking[2], given[2];
    size_t scratch, order, order_before, played, teams, team_ranking, team_counted, members,
        lineups, lotteries, winners;
    size_t window, units, pool, papers, desks, places, blocks;
    size_t used; /* so far */
} layout;

static size_t place(layout *at, size_t count, size_t size)
{
    const size_t unit = sizeof(max_align_t);
    size_t offset = at->used;
    at->used += (count * size + unit - 1) / unit * unit;
    return offset;
}

static uint32_t stage_size(const jb_rules *rules)
{
    return rules->seats == JB_SEATS_TEAMS ? rules->team_count : 0;
}

static uint32_t players_limit(const jb_rules *rules)
{
    return rules->window ? JB_WINDOW_PLAYERS_MAX : JB_PLAYERS_MAX;
}

static uint32_t largest_pool(const jb_window_rules *rules)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < rules->section_count; i++) {
        most = rules->sections[i].pool > most ? rules->sections[i].pool : most;
    }
    return most;
}

/* Papers, and what is typed in them: the longest by far, and used up to the last participant. */
static void lay_out_window(layout *at, const jb_rules *rules)
{
    const jb_window_rules *window = rules->window;
    const size_t players = rules->players_max;
    JB_ASSERT(window->paper_count > 0 && window->paper_count <= JB_PAPER_MAX);
    JB_ASSERT(!rules->approve && rules->seats == JB_SEATS_PEOPLE);
    at->window = place(at, 1, sizeof(jb_window));
    at->units = place(at, rules->team_count, sizeof(jb_unit));
    at->pool = place(at, largest_pool(window), sizeof(uint16_t));
    at->papers = place(at, players, sizeof(jb_paper));
    at->desks = place(at, players, sizeof(jb_desk));
    at->places = place(at, players * window->paper_count, sizeof(jb_place));
    at->blocks = place(at, players * jb_paper_blocks(rules), sizeof(jb_block));
}

static layout lay_out(const jb_rules *rules)
{
    JB_ASSERT(rules->players_max > 0 && rules->players_max <= players_limit(rules));
    JB_ASSERT(rules->team_count <= JB_TEAMS_MAX);
    JB_ASSERT(rules->fielded <= JB_MEMBERS_MAX);
    const size_t count[2] = { rules->players_max, stage_size(rules) };
    const size_t most = count[0] > count[1] ? count[0] : count[1];
    layout at = { .used = 0 };
    (void)place(&at, 1, sizeof(jb_engine));
    for (int i = 0; i < 2; i++) {
        at.seats[i] = place(&at, count[i], sizeof(jb_seat));
        at.answers[i] = place(&at, rules->window ? 0 : count[i], sizeof(jb_answer));
        at.ranking[i] = place(&at, count[i], sizeof(uint32_t));
    }
    at.scratch = place(&at, most, sizeof(uint32_t));
    at.order = place(&at, most, sizeof(uint32_t));
    at.order_before = place(&at, most, sizeof(uint32_t));
    at.played = place(&at, rules->turn_count, sizeof(jb_played));
    at.teams = place(&at, rules->team_count, sizeof(jb_team));
    at.team_ranking = place(&at, rules->team_count, sizeof(uint32_t));
    at.team_counted = place(&at, rules->team_count, sizeof(uint32_t));
    size_t members = rules->team_members ? (size_t)rules->team_count * JB_MEMBERS_MAX : 0;
    at.members = place(&at, members, sizeof(jb_member));
    at.lineups = place(&at, rules->fielded > 0 ? rules->team_count : 0, sizeof(jb_lineup));
    size_t winners = 0;
    for (uint32_t i = 0; i < rules->lottery_count; i++) {
        winners += rules->lotteries[i].winners;
    }
    at.lotteries = place(&at, rules->lottery_count, sizeof(jb_lottery));
    at.winners = place(&at, winners, sizeof(uint32_t));
    if (rules->window) {
        lay_out_window(&at, rules);
    }
    at.given[1] = place(&at, count[1] * rules->turn_count, sizeof(jb_given));
    at.given[0] = place(&at, count[0] * rules->turn_count, sizeof(jb_given));
    return at;
}

size_t jb_engine_size(const jb_rules *rules)
{
    return lay_out(rules).used;
}

static void set_table(jb_table *table, unsigned char *memory, const layout *at, int which,
                      uint32_t capacity)
{
    table->seats = (void *)(memory + at->seats[which]);
    table->answers = (void *)(memory + at->answers[which]);
    table->ranking = (void *)(memory + at->ranking[which]);
    table->given = (void *)(memory + at->given[which]);
    table->capacity = capacity;
}

static void set_window(jb_engine *engine, const layout *at)
{
    unsigned char *base = (unsigned char *)engine;
    jb_window *window = (void *)(base + at->window);
    engine->window = window;
    window->units = (void *)(base + at->units);
    window->pool = (void *)(base + at->pool);
    window->papers = (void *)(base + at->papers);
    window->desks = (void *)(base + at->desks);
    window->places = (void *)(base + at->places);
    window->blocks = (void *)(base + at->blocks);
    window->view.opens_at = engine->rules->window->opens_at;
    window->view.closes_at = engine->rules->window->closes_at;
}

/* The window itself has been copied, with pointers that lead to the other's. Of the papers only
 * what has been used is; the rest is zero in both. */
static void copy_window(const jb_engine *engine, jb_engine *copy, const layout *at)
{
    const jb_window *from = engine->window;
    const size_t joined = engine->view.joined;
    set_window(copy, at);
    jb_window *to = copy->window;
    to->view = from->view;
    memcpy(to->papers, from->papers, joined * sizeof *to->papers);
    memcpy(to->desks, from->desks, joined * sizeof *to->desks);
    memcpy(to->places, from->places,
           joined * engine->rules->window->paper_count * sizeof *to->places);
    memcpy(to->blocks, from->blocks, from->blocks_used * sizeof *to->blocks);
}

static void copy_lotteries(const jb_engine *engine, jb_engine *copy)
{
    for (uint32_t i = 0; i < engine->rules->lottery_count; i++) {
        if (engine->lotteries[i].winners) {
            copy->lotteries[i].winners =
                copy->winners + (engine->lotteries[i].winners - engine->winners);
        }
    }
}

jb_engine *jb_engine_init(void *memory, size_t size, const jb_rules *rules)
{
    JB_ASSERT(memory != NULL);
    const layout at = lay_out(rules);
    JB_ASSERT(size >= at.used);
    const uint32_t most = rules->window ? JB_POOL_MAX : JB_TURNS_MAX;
    JB_ASSERT((rules->turn_count > 0) == !rules->window && rules->turn_count <= JB_TURNS_MAX);
    JB_ASSERT(rules->question_count > 0 && rules->question_count <= most);
    unsigned char *base = memory;
    jb_engine *engine = memory;
    engine->rules = rules;
    engine->size = at.used;
    set_table(&engine->people, base, &at, 0, rules->players_max);
    set_table(&engine->stage, base, &at, 1, stage_size(rules));
    engine->compete = rules->seats == JB_SEATS_TEAMS ? &engine->stage : &engine->people;
    engine->scratch = (void *)(base + at.scratch);
    engine->order = (void *)(base + at.order);
    engine->order_before = (void *)(base + at.order_before);
    engine->played = (void *)(base + at.played);
    engine->teams = (void *)(base + at.teams);
    engine->team_ranking = (void *)(base + at.team_ranking);
    engine->team_counted = (void *)(base + at.team_counted);
    engine->members = (void *)(base + at.members);
    engine->lineups = (void *)(base + at.lineups);
    engine->lotteries = (void *)(base + at.lotteries);
    engine->winners = (void *)(base + at.winners);
    if (rules->window) {
        set_window(engine, &at);
    }
    engine->view.ends_at = JB_TIME_NONE;
    engine->view.left_ms = JB_TIME_NONE;
    engine->view.closed_at = JB_TIME_NONE;
    engine->view.question = JB_NO_QUESTION;
    engine->view.seats = engine->stage.capacity;
    for (uint32_t i = 0; i < rules->team_count; i++) {
        engine->team_ranking[i] = i + 1;
    }
    for (uint32_t i = 0; i < engine->stage.capacity; i++) {
        engine->stage.seats[i] = (jb_seat){ .status = JB_PLAYER_IN,
                                            .team = i + 1,
                                            .score = rules->base,
                                            .shown_score = rules->base,
                                            .last_right_at = JB_TIME_NONE,
                                            .fastest_ms = JB_TIME_NONE };
    }
    jb_lineup_begin(engine);
    return engine;
}

jb_engine *jb_engine_copy(const jb_engine *engine, void *memory, size_t size)
{
    const jb_rules *rules = engine->rules;
    jb_engine *copy = jb_engine_init(memory, size, rules);
    const layout at = lay_out(rules);
    /* Two pairs of lists change places as they are sorted. */
    const unsigned char *from = (const unsigned char *)engine;
    unsigned char *to = memory;
    jb_engine pointers = *copy;
    pointers.people.ranking = (void *)(to + ((const unsigned char *)engine->people.ranking - from));
    pointers.stage.ranking = (void *)(to + ((const unsigned char *)engine->stage.ranking - from));
    pointers.scratch = (void *)(to + ((const unsigned char *)engine->scratch - from));
    pointers.order = (void *)(to + ((const unsigned char *)engine->order - from));
    pointers.order_before = (void *)(to + ((const unsigned char *)engine->order_before - from));
    size_t rows = (size_t)engine->view.turn * engine->people.capacity * sizeof(jb_given);
    memcpy(to, from, rules->window ? at.papers : at.given[0] + rows);
    copy->people.seats = pointers.people.seats;
    copy->people.answers = pointers.people.answers;
    copy->people.given = pointers.people.given;
    copy->people.ranking = pointers.people.ranking;
    copy->stage.seats = pointers.stage.seats;
    copy->stage.answers = pointers.stage.answers;
    copy->stage.given = pointers.stage.given;
    copy->stage.ranking = pointers.stage.ranking;
    copy->compete = pointers.compete;
    copy->scratch = pointers.scratch;
    copy->order = pointers.order;
    copy->order_before = pointers.order_before;
    copy->played = pointers.played;
    copy->teams = pointers.teams;
    copy->team_ranking = pointers.team_ranking;
    copy->team_counted = pointers.team_counted;
    copy->members = pointers.members;
    copy->lineups = pointers.lineups;
    copy->lotteries = pointers.lotteries;
    copy->winners = pointers.winners;
    copy_lotteries(engine, copy);
    if (rules->window) {
        copy_window(engine, copy, &at);
    }
    return copy;
}

jb_time jb_engine_deadline(const jb_engine *engine)
{
    if (engine->window) {
        return jb_window_deadline(engine);
    }
    return engine->view.paused ? JB_TIME_NONE : engine->view.ends_at;
}

const jb_rules *jb_engine_rules(const jb_engine *engine)
{
    return engine->rules;
}

const jb_engine_view *jb_engine_look(const jb_engine *engine)
{
    return &engine->view;
}

bool jb_engine_by_teams(const jb_engine *engine)
{
    return engine->compete == &engine->stage;
}

uint32_t jb_table_count(const jb_engine *engine, const jb_table *table)
{
    return table == &engine->people ? engine->view.joined : table->capacity;
}

bool jb_table_is_hall(const jb_engine *engine, const jb_table *table)
{
    return table != engine->compete;
}

const jb_seat *jb_engine_player(const jb_engine *engine, uint32_t player)
{
    return player > 0 && player <= engine->view.joined ? &engine->people.seats[player - 1] : NULL;
}

bool jb_seat_is_in(const jb_engine *engine, uint32_t player)
{
    const jb_seat *seat = jb_engine_player(engine, player);
    return seat && seat->status == JB_PLAYER_IN;
}

const jb_seat *jb_engine_seat(const jb_engine *engine, uint32_t seat)
{
    const jb_table *table = engine->compete;
    return seat > 0 && seat <= jb_table_count(engine, table) ? &table->seats[seat - 1] : NULL;
}

uint32_t jb_engine_seat_of(const jb_engine *engine, uint32_t player)
{
    const jb_seat *state = jb_engine_player(engine, player);
    if (!state) {
        return 0;
    }
    return jb_engine_by_teams(engine) ? state->team : player;
}

const jb_answer *jb_table_answer(const jb_engine *engine, const jb_table *table, uint32_t number)
{
    if (number == 0 || number > jb_table_count(engine, table) || engine->view.turn == 0) {
        return NULL;
    }
    bool answered = table->seats[number - 1].answered_turn == engine->view.turn;
    return answered ? &table->answers[number - 1] : NULL;
}

const jb_answer *jb_engine_answer(const jb_engine *engine, uint32_t player)
{
    return jb_table_answer(engine, &engine->people, player);
}

const jb_answer *jb_engine_seat_answer(const jb_engine *engine, uint32_t seat)
{
    return jb_table_answer(engine, engine->compete, seat);
}

jb_given *jb_table_given(const jb_table *table, uint32_t turn, uint32_t number)
{
    return &table->given[(size_t)(turn - 1) * table->capacity + (number - 1)];
}

const jb_given *jb_engine_given(const jb_engine *engine, uint32_t turn, uint32_t seat)
{
    bool known = turn > 0 && turn <= engine->view.turn && jb_engine_seat(engine, seat) != NULL;
    return known ? jb_table_given(engine->compete, turn, seat) : NULL;
}

const jb_team *jb_engine_team(const jb_engine *engine, uint32_t team)
{
    return team > 0 && team <= engine->rules->team_count ? &engine->teams[team - 1] : NULL;
}

const jb_member *jb_engine_member(const jb_engine *engine, uint32_t team, uint32_t member)
{
    const uint32_t *members = engine->rules->team_members;
    bool known = members && team > 0 && team <= engine->rules->team_count && member > 0 &&
                 member <= members[team - 1];
    return known ? &engine->members[(team - 1) * JB_MEMBERS_MAX + (member - 1)] : NULL;
}

const uint32_t *jb_engine_ranking(const jb_engine *engine, uint32_t *count)
{
    *count = engine->people.ranked;
    return engine->people.ranking;
}

const uint32_t *jb_engine_team_ranking(const jb_engine *engine, uint32_t *count)
{
    *count = engine->rules->team_count;
    return engine->team_ranking;
}

const uint32_t *jb_engine_seat_ranking(const jb_engine *engine, uint32_t *count)
{
    *count = engine->compete->ranked;
    return engine->compete->ranking;
}

bool jb_engine_reveals(const jb_engine *engine)
{
    const jb_engine_view *view = &engine->view;
    return (view->phase == JB_PHASE_REVEAL || view->phase == JB_PHASE_STANDINGS) &&
           !view->turn_void && view->question != JB_NO_QUESTION;
}

uint32_t jb_engine_question_of(const jb_engine *engine, uint32_t turn)
{
    if (turn == 0 || turn > engine->view.turn || !engine->played[turn - 1].begun) {
        return JB_NO_QUESTION;
    }
    return engine->played[turn - 1].question;
}

bool jb_engine_is_void(const jb_engine *engine, uint32_t turn)
{
    return turn > 0 && turn <= engine->view.turn && engine->played[turn - 1].annulled;
}

const jb_question_rules *jb_engine_question(const jb_engine *engine)
{
    JB_ASSERT(engine->view.question < engine->rules->question_count);
    return &engine->rules->questions[engine->view.question];
}

const jb_round_rules *jb_engine_round(const jb_engine *engine)
{
    JB_ASSERT(engine->view.turn > 0);
    return &engine->rules->rounds[engine->view.round];
}

const jb_format_row *jb_engine_row(const jb_engine *engine)
{
    return jb_format_row_of(jb_engine_round(engine)->format);
}

jb_seat_round jb_seat_in_round(const jb_engine *engine, uint32_t seat)
{
    const jb_seat_round *round = &engine->compete->seats[seat - 1].round;
    return round->round == engine->view.round + 1
               ? *round
               : (jb_seat_round){ .round = engine->view.round + 1 };
}

jb_seat_round *jb_seat_round_of(jb_engine *engine, uint32_t seat)
{
    jb_seat_round *round = &engine->compete->seats[seat - 1].round;
    *round = jb_seat_in_round(engine, seat);
    return round;
}

bool jb_engine_eligible(const jb_engine *engine, uint32_t seat)
{
    return jb_seat_eligible(engine, seat);
}

bool jb_engine_may(const jb_engine *engine, uint32_t seat)
{
    const jb_engine_view *view = &engine->view;
    const jb_seat *state = jb_engine_seat(engine, seat);
    if (!state || view->phase != JB_PHASE_OPEN || view->paused || !jb_seat_eligible(engine, seat)) {
        return false;
    }
    const jb_stage *stage = &view->stage;
    switch (stage->step) {
    case JB_STEP_NONE:
        return jb_format_is_crowd(jb_engine_row(engine)) &&
               (state->answered_turn != view->turn || jb_engine_round(engine)->change);
    case JB_STEP_PICK:
        return seat == stage->owner;
    case JB_STEP_BUZZ:
    case JB_STEP_WAGER:
        return true;
    case JB_STEP_CLOSE:
        for (uint32_t i = 0; i < engine->buzzes.count; i++) {
            if (engine->buzzes.list[i].seat == seat) {
                return false;
            }
        }
        return true;
    case JB_STEP_ANSWER:
        return seat == stage->seat;
    case JB_STEP_MARKS:
    case JB_STEP_HALL:
    case JB_STEP_COUNT:
        break;
    }
    return false;
}

bool jb_engine_hall_may(const jb_engine *engine, uint32_t player)
{
    const jb_engine_view *view = &engine->view;
    const jb_seat *state = jb_engine_player(engine, player);
    if (!state || state->status != JB_PLAYER_IN || jb_engine_seat_of(engine, player) > 0 ||
        view->phase != JB_PHASE_OPEN || view->paused || view->question == JB_NO_QUESTION) {
        return false;
    }
    jb_hall_when when = engine->rules->hall;
    jb_step step = view->stage.step;
    bool now = step == JB_STEP_HALL
                   ? when != JB_HALL_NEVER
                   : when == JB_HALL_ALONG && step != JB_STEP_MARKS && step != JB_STEP_WAGER;
    return now && state->answered_turn != view->turn;
}
