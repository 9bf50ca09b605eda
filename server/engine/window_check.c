/*
 * What must always be true of a window contest, and what its state is as one number.
 */
#include "engine_internal.h"
#include "jinbang/mix.h"

typedef struct tally {
    uint32_t active;
    uint32_t banned;
    uint32_t in_teams;
    uint32_t open;
    uint32_t took_part;
    uint64_t handed_in;
    int64_t score;
} tally;

/* What the places say together is what the paper says. */
static const char *check_places(const jb_engine *engine, uint32_t player)
{
    const jb_paper *paper = &engine->window->papers[player - 1];
    const jb_place *places = jb_places_of(engine, player);
    uint32_t answered = 0;
    uint32_t correct = 0;
    int64_t score = 0;
    for (uint32_t i = 0; i < engine->rules->window->paper_count; i++) {
        if (places[i].question >= engine->rules->question_count) {
            return "a paper asks what is in no pool";
        }
        if (!places[i].answered && (places[i].correct || places[i].points != 0)) {
            return "a place gives something without an answer";
        }
        bool none = !places[i].answered && paper->state == JB_PAPER_HANDED_IN;
        answered += places[i].answered;
        correct += places[i].correct;
        score += places[i].points;
        score += none ? engine->rules->questions[places[i].question].points_none : 0;
    }
    bool same = answered == paper->answered && correct == paper->correct && score == paper->score;
    return same ? NULL : "a paper is not what its places add up to";
}

static const char *check_paper(const jb_engine *engine, uint32_t player)
{
    const jb_window_rules *rules = engine->rules->window;
    const jb_paper *paper = &engine->window->papers[player - 1];
    bool open = paper->state == JB_PAPER_OPEN;
    if ((paper->state == JB_PAPER_NONE) != (paper->attempts == 0) ||
        paper->attempts != paper->papers + open || paper->attempt != paper->attempts) {
        return "papers that were begun and that were handed in do not agree";
    }
    if ((rules->attempts_max > 0 && paper->attempts > rules->attempts_max) ||
        (rules->attempts_per_day > 0 && paper->day_attempts > rules->attempts_per_day) ||
        paper->day_attempts > paper->attempts) {
        return "somebody has begun too many papers";
    }
    if (paper->shown > rules->paper_count || (rules->question_ms == 0 && paper->shown > 0)) {
        return "a question is shown that is not in the paper";
    }
    if ((paper->papers > 0) != (paper->finished_at != JB_TIME_NONE) ||
        (paper->state == JB_PAPER_HANDED_IN) != (paper->handed_in_at != JB_TIME_NONE)) {
        return "a paper was handed in at no time";
    }
    return paper->attempts > 0 ? check_places(engine, player) : NULL;
}

static const char *check_person(const jb_engine *engine, uint32_t player, tally *sum)
{
    const jb_seat *seat = &engine->people.seats[player - 1];
    const jb_paper *paper = &engine->window->papers[player - 1];
    const jb_paper_worth *counted = &engine->window->desks[player - 1].counted;
    sum->score += seat->score - engine->rules->base;
    sum->handed_in += paper->papers;
    sum->open += paper->state == JB_PAPER_OPEN;
    sum->banned += seat->status == JB_PLAYER_BANNED;
    if (seat->status == JB_PLAYER_ABSENT) {
        return "a number was given to nobody";
    }
    if (seat->team > engine->rules->team_count) {
        return "a player is in a team that does not exist";
    }
    if (seat->time_ms != counted->time_ms || seat->correct != counted->correct) {
        return "what ties are broken by is not of the papers that count";
    }
    if (seat->status == JB_PLAYER_IN) {
        sum->active++;
        sum->in_teams += seat->team > 0;
        sum->took_part += paper->papers > 0;
    }
    return check_paper(engine, player);
}

/* The open papers, each once, in the order of their ends. */
static const char *check_queue(const jb_engine *engine)
{
    const jb_window *window = engine->window;
    uint32_t count = 0;
    uint32_t before = 0;
    for (uint32_t player = window->first; player > 0; player = window->desks[player - 1].next) {
        const jb_paper *paper = jb_engine_paper(engine, player);
        if (!paper || paper->state != JB_PAPER_OPEN || count == window->view.open ||
            window->desks[player - 1].prev != before) {
            return "the queue of open papers is broken";
        }
        if (before > 0 && window->papers[before - 1].ends_at > paper->ends_at) {
            return "open papers are not in the order of their ends";
        }
        count++;
        before = player;
    }
    return count == window->view.open && before == window->last
               ? NULL
               : "the queue of open papers is not whole";
}

static const char *check_phase(const jb_engine *engine)
{
    const jb_engine_view *view = &engine->view;
    const jb_window *window = engine->window;
    if (view->phase != JB_PHASE_LOBBY && view->phase != JB_PHASE_OPEN &&
        view->phase != JB_PHASE_FINISHED) {
        return "no such phase";
    }
    if (view->turn != 0 || view->ends_at != JB_TIME_NONE || view->left_ms != JB_TIME_NONE) {
        return "a turn or a timer of a live contest";
    }
    if ((view->paused || window->closing) && view->phase != JB_PHASE_OPEN) {
        return "paused or closing while it is not open";
    }
    if (window->view.open > 0 && view->phase != JB_PHASE_OPEN) {
        return "an open paper in a contest that is not open";
    }
    if (window->view.opens_at >= window->view.closes_at) {
        return "it closes before it opens";
    }
    return engine->event_at > engine->now ? "an event from the future" : NULL;
}

static const char *check_ranking(const jb_engine *engine)
{
    const jb_table *people = &engine->people;
    for (uint32_t i = 0; i < people->ranked; i++) {
        uint32_t number = people->ranking[i];
        if (number == 0 || number > engine->view.joined ||
            people->seats[number - 1].place != i + 1) {
            return "a place is not where the ranking has it";
        }
        if (i == 0 || engine->window->stale) {
            continue;
        }
        uint32_t above = people->ranking[i - 1];
        int order = jb_rank_compare(engine, people, above, number);
        bool shared = people->seats[above - 1].rank == people->seats[number - 1].rank;
        if (order > 0 || (order == 0 && above >= number) || (order == 0) != shared) {
            return "a rank does not follow from score and ties";
        }
    }
    return engine->window->stale || people->ranked == engine->window->view.took_part
               ? NULL
               : "not everybody who took part is ranked";
}

static const char *check_sums(const jb_engine *engine, const tally *sum)
{
    const jb_engine_view *view = &engine->view;
    const jb_window_view *window = &engine->window->view;
    uint32_t members = 0;
    for (uint32_t i = 0; i < engine->rules->team_count; i++) {
        members += engine->teams[i].members;
    }
    if (sum->score != engine->points_logged) {
        return "scores are not base plus the sum of the logged entries";
    }
    if (sum->active != view->active || sum->banned != view->banned || sum->in_teams != members) {
        return "the number of players or members is wrong";
    }
    if (sum->open != window->open || sum->handed_in != window->handed_in ||
        sum->took_part != window->took_part) {
        return "the number of papers is wrong";
    }
    return NULL;
}

const char *jb_window_check(const jb_engine *engine)
{
    tally sum = { 0 };
    const char *broken = check_phase(engine);
    for (uint32_t player = 1; player <= engine->view.joined && !broken; player++) {
        broken = check_person(engine, player, &sum);
    }
    if (!broken) {
        broken = check_sums(engine, &sum);
    }
    if (!broken) {
        broken = check_queue(engine);
    }
    return broken ? broken : check_ranking(engine);
}

/* ---- the digest ---- */

static uint64_t mix_answer(uint64_t hash, const jb_engine *engine, const jb_place *place)
{
    jb_answer answer;
    jb_place_read(engine, place, &answer);
    hash = jb_mix_u64(hash, answer.options);
    hash = jb_mix_u64(hash, (uint64_t)answer.number);
    hash = jb_mix_bytes(hash, answer.items, answer.count);
    return jb_mix_bytes(hash, answer.raw, answer.raw_size);
}

static uint64_t mix_paper(uint64_t hash, const jb_engine *engine, uint32_t player)
{
    const jb_paper *paper = &engine->window->papers[player - 1];
    const jb_paper_worth *counted = &engine->window->desks[player - 1].counted;
    const uint64_t words[] = { (uint64_t)paper->state,
                               paper->attempt,
                               paper->seed,
                               (uint64_t)paper->started_at,
                               (uint64_t)paper->ends_at,
                               (uint64_t)paper->handed_in_at,
                               (uint64_t)paper->why,
                               paper->shown,
                               (uint64_t)paper->shown_at,
                               (uint64_t)paper->score,
                               paper->papers,
                               (uint64_t)(int64_t)paper->day,
                               paper->day_attempts,
                               (uint64_t)paper->best,
                               (uint64_t)paper->finished_at,
                               (uint64_t)counted->score,
                               (uint64_t)counted->time_ms,
                               counted->correct };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        hash = jb_mix_u64(hash, words[i]);
    }
    const jb_place *places = jb_places_of(engine, player);
    for (uint32_t i = 0; paper->attempt > 0 && i < engine->rules->window->paper_count; i++) {
        hash = jb_mix_u64(hash, (uint64_t)places[i].question << 1 | places[i].answered);
        if (places[i].answered) {
            hash = jb_mix_u64(hash, (uint64_t)(int64_t)places[i].points);
            hash = jb_mix_u64(hash, (uint64_t)places[i].elapsed_ms);
            hash = mix_answer(hash, engine, &places[i]);
        }
    }
    return hash;
}

uint64_t jb_window_mix(uint64_t hash, const jb_engine *engine)
{
    const jb_window *window = engine->window;
    hash = jb_mix_u64(hash, (uint64_t)window->view.opens_at);
    hash = jb_mix_u64(hash, (uint64_t)window->view.closes_at);
    hash = jb_mix_u64(hash, window->closing);
    hash = jb_mix_u64(hash, window->view.handed_in);
    for (uint32_t player = 1; player <= engine->view.joined; player++) {
        const jb_seat *seat = &engine->people.seats[player - 1];
        hash = jb_mix_u64(hash, (uint64_t)seat->status);
        hash = jb_mix_u64(hash, seat->team);
        hash = jb_mix_u64(hash, seat->member);
        hash = jb_mix_u64(hash, (uint64_t)seat->score);
        hash = mix_paper(hash, engine, player);
    }
    for (uint32_t player = window->first; player > 0; player = window->desks[player - 1].next) {
        hash = jb_mix_u64(hash, player);
    }
    return hash;
}
