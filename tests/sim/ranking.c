/*
 * The final ranking, counted again from nothing but the log: who was in, what each was given, and
 * the tie keys of the contest. Sorted in the plainest way there is.
 */
#include <string.h>

#include "jinbang/results.h"
#include "sim.h"

/* Below 0: a stands before b. 0: they share a rank. */
static int compare(const jb_rules *rules, const sim_person *a, const sim_person *b)
{
    if (a->score != b->score) {
        return a->score > b->score ? -1 : 1;
    }
    for (uint8_t i = 0; i < rules->tie_count; i++) {
        int64_t x = rules->ties[i] == JB_TIE_TIME      ? a->time_ms
                    : rules->ties[i] == JB_TIE_CORRECT ? -(int64_t)a->correct
                                                       : a->last_right_at;
        int64_t y = rules->ties[i] == JB_TIE_TIME      ? b->time_ms
                    : rules->ties[i] == JB_TIE_CORRECT ? -(int64_t)b->correct
                                                       : b->last_right_at;
        if (x != y) {
            return x < y ? -1 : 1;
        }
    }
    return 0;
}

/* The sum of a team's best, picked one after the other. */
static int64_t sum_best(const sim_durable *d, uint32_t team, uint32_t best)
{
    static bool counted[SIM_PLAYERS_MAX + 1];
    int64_t sum = 0;
    memset(counted, 0, sizeof counted);
    for (uint32_t i = 0; i < best; i++) {
        uint32_t found = 0;
        for (uint32_t number = 1; number <= SIM_PLAYERS_MAX; number++) {
            const sim_person *person = &d->persons[number];
            if (person->in_at_end && person->team == team && !counted[number] &&
                (found == 0 || person->score > d->persons[found].score)) {
                found = number;
            }
        }
        if (found == 0) {
            break;
        }
        counted[found] = true;
        sum += d->persons[found].score;
    }
    return sum;
}

static int64_t team_score(const sim_durable *d, uint32_t team, uint32_t *members)
{
    const jb_rules *rules = &d->plan->rules;
    int64_t roster = rules->team_rosters ? rules->team_rosters[team - 1] : 0;
    *members = 0;
    for (uint32_t number = 1; number <= SIM_PLAYERS_MAX; number++) {
        *members += d->persons[number].in_at_end && d->persons[number].team == team;
    }
    bool best = rules->team_score == JB_TEAM_SCORE_BEST;
    int64_t sum = sum_best(d, team, best ? rules->team_best : SIM_PLAYERS_MAX);
    int64_t by = 1;
    if (rules->team_score == JB_TEAM_SCORE_MEAN) {
        by = *members;
    } else if (rules->team_score == JB_TEAM_SCORE_TURNOUT) {
        by = roster > *members ? roster : *members;
    }
    int64_t size = sum < 0 ? -sum : sum;
    int64_t share = by > 0 ? (2 * size + by) / (2 * by) : 0; /* half away from zero */
    return sum < 0 ? -share : share;
}

static void check_teams(const sim *s, const jb_results *results)
{
    const sim_durable *d = &s->durable;
    for (uint32_t i = 0; i < results->team_count; i++) {
        const jb_result_team *row = &results->teams[i];
        uint32_t members = 0;
        int64_t score = team_score(d, row->team, &members);
        uint32_t rank = 1;
        for (uint32_t team = 1; team <= results->team_count; team++) {
            uint32_t others = 0;
            int64_t other = team_score(d, team, &others);
            bool fuller = others > 0 && members == 0;
            rank += fuller || ((others > 0) == (members > 0) && other > score);
        }
        if (row->score != score || row->rank != rank) {
            sim_fail(s, "team %u has score %lld and rank %u, not %lld and %u", row->team,
                     (long long)row->score, row->rank, (long long)score, rank);
        }
    }
}

void sim_check_ranking(sim *s, const jb_results *results)
{
    const sim_durable *d = &s->durable;
    const jb_rules *rules = &d->plan->rules;
    uint32_t in = 0;
    check_teams(s, results);
    for (uint32_t number = 1; number <= SIM_PLAYERS_MAX; number++) {
        in += d->persons[number].in;
    }
    if (results->participant_count != in || !results->finished) {
        sim_fail(s, "the results list %u of %u players", results->participant_count, in);
    }
    for (uint32_t i = 0; i < in; i++) {
        const jb_result_participant *row = &results->participants[i];
        const sim_person *person = &d->persons[row->player];
        uint32_t better = 0;
        uint32_t before = 0;
        for (uint32_t number = 1; number <= SIM_PLAYERS_MAX; number++) {
            const sim_person *other = &d->persons[number];
            int order = other->in_at_end ? compare(rules, other, person) : 1;
            bool ahead = order < 0 || (order == 0 && number < row->player);
            better += order < 0;
            before += other->in && ahead;
        }
        if (row->rank != better + 1 || before != i || row->score != person->score ||
            row->correct != person->correct || row->time_ms != person->time_ms) {
            sim_fail(s, "player %u is at place %u with rank %u and score %lld, not %u, %u and %lld",
                     row->player, i, row->rank, (long long)row->score, before, better + 1,
                     (long long)person->score);
        }
    }
}
