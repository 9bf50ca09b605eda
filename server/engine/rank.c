/*
 * The ranking: a total order, so that the same log gives the same list everywhere. Score first,
 * then the contest's tie keys; players equal on all of them share a rank and stand in the order of
 * their numbers. Sorted by a bottom-up merge in memory the engine already has.
 */
#include "engine_internal.h"
#include "jinbang/assert.h"
#include "jinbang/decimal.h"

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
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
    case JB_TIE_PLAYOFF:
        return compare(b->overtime, a->overtime);
    case JB_TIE_COUNT:
        break;
    }
    return 0;
}

int jb_rank_compare(const jb_rules *rules, const jb_seat *a, const jb_seat *b)
{
    int order = compare(b->score, a->score);
    for (uint8_t i = 0; i < rules->tie_count && order == 0; i++) {
        order = compare_tie(rules->ties[i], a, b);
    }
    return order;
}

static bool stands_before(const jb_engine *engine, uint32_t a, uint32_t b)
{
    int order = jb_rank_compare(engine->rules, &engine->players[a - 1], &engine->players[b - 1]);
    return order < 0 || (order == 0 && a < b);
}

/* Merges two neighbouring sorted runs of `from` into `to`. */
static void merge_runs(const jb_engine *engine, const uint32_t *from, uint32_t *to,
                       const uint32_t bounds[3])
{
    uint32_t left = bounds[0];
    uint32_t right = bounds[1];
    for (uint32_t out = bounds[0]; out < bounds[2]; out++) {
        bool take_left = left < bounds[1] &&
                         (right >= bounds[2] || stands_before(engine, from[left], from[right]));
        to[out] = take_left ? from[left++] : from[right++];
    }
}

static void sort_ranking(jb_engine *engine, uint32_t count)
{
    uint32_t *from = engine->ranking;
    uint32_t *to = engine->scratch;
    for (uint32_t width = 1; width < count; width *= 2) {
        for (uint32_t start = 0; start < count; start += 2 * width) {
            uint32_t middle = start + width < count ? start + width : count;
            uint32_t end = middle + width < count ? middle + width : count;
            merge_runs(engine, from, to, (const uint32_t[3]){ start, middle, end });
        }
        uint32_t *swap = from;
        from = to;
        to = swap;
    }
    engine->ranking = from;
    engine->scratch = to;
}

static void rank_players(jb_engine *engine)
{
    uint32_t count = 0;
    for (uint32_t number = 1; number <= engine->view.joined; number++) {
        engine->players[number - 1].rank = 0;
        engine->players[number - 1].place = 0;
        if (engine->players[number - 1].status == JB_PLAYER_IN) {
            engine->ranking[count++] = number;
        }
    }
    sort_ranking(engine, count);
    engine->ranked = count;
    for (uint32_t i = 0; i < count; i++) {
        jb_seat *player = &engine->players[engine->ranking[i] - 1];
        const jb_seat *before = i > 0 ? &engine->players[engine->ranking[i - 1] - 1] : NULL;
        bool shared = before && jb_rank_compare(engine->rules, before, player) == 0;
        player->rank = shared ? before->rank : i + 1;
        player->place = i + 1;
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
    for (uint32_t i = 0; i < engine->ranked;
         i++) { /* best first, so that "best k" is the first k */
        const jb_seat *player = &engine->players[engine->ranking[i] - 1];
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

/* Below 0: a stands before b. Teams without members come last and share the last rank. */
static int compare_teams(const jb_team *a, const jb_team *b)
{
    int order = compare(a->members == 0, b->members == 0);
    return order != 0 ? order : compare(b->score, a->score);
}

/* Insertion: there are at most JB_TEAMS_MAX teams and they hardly move. */
static void rank_teams(jb_engine *engine)
{
    uint32_t count = engine->rules->team_count;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t team = i + 1;
        uint32_t at = i;
        while (at > 0 && compare_teams(&engine->teams[team - 1],
                                       &engine->teams[engine->team_ranking[at - 1] - 1]) < 0) {
            engine->team_ranking[at] = engine->team_ranking[at - 1];
            at--;
        }
        engine->team_ranking[at] = team;
    }
    for (uint32_t i = 0; i < count; i++) {
        jb_team *team = &engine->teams[engine->team_ranking[i] - 1];
        const jb_team *before = i > 0 ? &engine->teams[engine->team_ranking[i - 1] - 1] : NULL;
        bool shared = before && compare_teams(before, team) == 0;
        team->rank = shared ? before->rank : i + 1;
    }
}

void jb_rank_update(jb_engine *engine)
{
    rank_players(engine);
    score_teams(engine);
    rank_teams(engine);
}

static bool was_right(const jb_engine *engine, const jb_seat *player)
{
    return player->status == JB_PLAYER_IN && player->scored_turn == engine->view.turn &&
           player->scored_correct;
}

void jb_rank_fastest(jb_engine *engine)
{
    jb_engine_view *view = &engine->view;
    view->fastest = 0;
    if (view->phase < JB_PHASE_REVEAL) {
        return;
    }
    for (uint32_t number = 1; number <= view->joined; number++) {
        const jb_seat *player = &engine->players[number - 1];
        const jb_seat *best = view->fastest > 0 ? &engine->players[view->fastest - 1] : NULL;
        if (was_right(engine, player) && (!best || player->elapsed_ms < best->elapsed_ms)) {
            view->fastest = number;
        }
    }
}

void jb_rank_reveal(jb_engine *engine)
{
    for (uint32_t number = 1; number <= engine->view.joined; number++) {
        jb_seat *player = &engine->players[number - 1];
        if (player->status != JB_PLAYER_IN) {
            continue; /* for who is out nothing was asked: a streak is as it was */
        }
        player->asked++;
        player->streak = was_right(engine, player) ? player->streak + 1 : 0;
        if (player->streak > player->best_streak) {
            player->best_streak = player->streak;
        }
    }
    jb_rank_fastest(engine);
}

static void note_movement(jb_seat *player)
{
    player->moved =
        player->shown_rank > 0 ? (int32_t)player->shown_rank - (int32_t)player->rank : 0;
    player->gained = player->score - player->shown_score;
}

void jb_rank_movement(jb_engine *engine)
{
    for (uint32_t i = 0; i < engine->ranked; i++) {
        note_movement(&engine->players[engine->ranking[i] - 1]);
    }
}

void jb_rank_standings(jb_engine *engine)
{
    for (uint32_t i = 0; i < engine->ranked; i++) {
        jb_seat *player = &engine->players[engine->ranking[i] - 1];
        player->shown_rank = player->rank;
        player->shown_score = player->score;
    }
}

void jb_rank_return(jb_engine *engine, uint32_t player)
{
    jb_phase phase = engine->view.phase;
    if (phase < JB_PHASE_REVEAL || engine->players[player - 1].rank > 0) {
        return; /* the next reveal makes a ranking anyway, or this one still has the place */
    }
    jb_rank_update(engine);
    note_movement(&engine->players[player - 1]);
    if (phase == JB_PHASE_REVEAL) {
        jb_rank_movement(engine);
    } else if (phase == JB_PHASE_STANDINGS) {
        jb_rank_standings(engine); /* what the others had won they have been shown */
    }
}
