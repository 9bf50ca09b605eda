/*
 * The final ranking, counted again from nothing but the log: who was in, what each was given, and
 * the tie keys of the contest. Sorted in the plainest way there is.
 */
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

void sim_check_ranking(sim *s, const jb_results *results)
{
    const sim_durable *d = &s->durable;
    const jb_rules *rules = &d->plan->rules;
    uint32_t in = 0;
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
