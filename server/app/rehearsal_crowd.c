/*
 * Generated people: so many join, so many of them take a paper, and the mean of their scores is
 * exactly what the script asks for. Who has how many right, which, and how long they take comes
 * from a seed, so that every run gives the same.
 */
#include <stdlib.h>

#include "jinbang/random.h"
#include "rehearsal.h"

/* Somebody who takes part. */
typedef struct guest {
    uint32_t player;
    uint32_t right; /* questions they get right */
    jb_time ms;     /* when they hand in */
} guest;

typedef struct crowd {
    jb_rehearsal *rehearsal;
    jb_random random;
    guest *guests;
    uint32_t count;
    int64_t worth; /* of one right answer, more than of none */
    int64_t none;  /* of a paper without answers */
} crowd;

/* All questions must be worth the same: only then does a mean say how many are right. */
static bool read_worth(crowd *c)
{
    const jb_rules *rules = &c->rehearsal->rules;
    const jb_question_rules *first = &rules->questions[0];
    for (uint32_t i = 1; i < rules->question_count; i++) {
        const jb_question_rules *question = &rules->questions[i];
        if (question->points_right != first->points_right ||
            question->points_none != first->points_none) {
            return false;
        }
    }
    c->worth = first->points_right - first->points_none;
    c->none = first->points_none * rules->window->paper_count;
    return c->worth > 0;
}

/* As many right answers together as the mean asks for, first evenly, then some give to others.
 * False: no number of right answers has that mean. */
static bool share_out(crowd *c, int64_t mean)
{
    uint32_t most = c->rehearsal->rules.window->paper_count;
    int64_t points = (mean - c->none) * c->count;
    int64_t right = points / c->worth;
    if (points < 0 || points % c->worth != 0 || right > (int64_t)most * c->count) {
        return false;
    }
    for (uint32_t i = 0; i < c->count; i++) {
        c->guests[i].right = (uint32_t)(right / c->count) + (i < (uint32_t)(right % c->count));
    }
    for (uint32_t i = 0; i < 4 * c->count; i++) {
        guest *from = &c->guests[jb_random_below(&c->random, c->count)];
        guest *to = &c->guests[jb_random_below(&c->random, c->count)];
        uint32_t room = most - to->right;
        uint32_t give = (uint32_t)jb_random_below(&c->random, 1 + most / 10);
        give = give < from->right ? give : from->right;
        give = give < room ? give : room;
        from->right -= give;
        to->right += give;
    }
    return true;
}

static int by_time(const void *left, const void *right)
{
    const guest *a = left;
    const guest *b = right;
    if (a->ms != b->ms) {
        return a->ms < b->ms ? -1 : 1;
    }
    return (a->player > b->player) - (a->player < b->player);
}

/* Each has a time of their own within `ms`, and within the paper's. */
static void spread_times(crowd *c, jb_time ms)
{
    jb_time paper_ms = c->rehearsal->rules.window->paper_ms;
    jb_time most = paper_ms > 0 && ms >= paper_ms ? paper_ms - 1 : ms;
    for (uint32_t i = 0; i < c->count; i++) {
        c->guests[i].ms = (jb_time)jb_random_below(&c->random, (uint64_t)most + 1);
    }
    qsort(c->guests, c->count, sizeof *c->guests, by_time);
}

/* Answers a paper with so many right; what is not is wrong, or left where that would cost. */
static jb_refusal fill_in(crowd *c, const guest *who)
{
    const jb_rules *rules = &c->rehearsal->rules;
    uint32_t left = who->right;
    for (uint32_t place = 1; place <= rules->window->paper_count; place++) {
        uint32_t places = rules->window->paper_count - place + 1;
        bool right = jb_random_below(&c->random, places) < left;
        jb_paper_item item;
        jb_answer answer;
        (void)jb_engine_paper_item(c->rehearsal->engine, who->player, place, &item, NULL);
        const jb_question_rules *question = &rules->questions[item.question];
        left -= right;
        if (!right && question->points_wrong != question->points_none) {
            continue;
        }
        if (!jb_answer_make(&question->key, right, &answer)) {
            return JB_REFUSED_BAD_ANSWER;
        }
        jb_refusal refusal = jb_rehearsal_place(c->rehearsal, who->player, place, &answer);
        if (refusal != JB_ACCEPTED) {
            return refusal;
        }
    }
    return JB_ACCEPTED;
}

/* All begin together, and each hands in at their time. */
static jb_refusal take_papers(crowd *c)
{
    jb_time began = c->rehearsal->now;
    jb_refusal refusal = JB_ACCEPTED;
    for (uint32_t i = 0; i < c->count && refusal == JB_ACCEPTED; i++) {
        const jb_command open = { .type = JB_COMMAND_OPEN,
                                  .player = c->guests[i].player,
                                  .seed = jb_random_next(&c->random) };
        refusal = jb_rehearsal_submit(c->rehearsal, &open);
    }
    for (uint32_t i = 0; i < c->count && refusal == JB_ACCEPTED; i++) {
        const jb_command done = { .type = JB_COMMAND_HAND_IN, .player = c->guests[i].player };
        jb_rehearsal_pass(c->rehearsal, began + c->guests[i].ms);
        refusal = fill_in(c, &c->guests[i]);
        if (refusal == JB_ACCEPTED) {
            refusal = jb_rehearsal_submit(c->rehearsal, &done);
        }
    }
    return refusal;
}

static jb_refusal join(crowd *c, uint32_t people, uint32_t team)
{
    jb_refusal refusal = JB_ACCEPTED;
    for (uint32_t i = 0; i < people && refusal == JB_ACCEPTED; i++) {
        const jb_command command = { .type = JB_COMMAND_JOIN, .team = team };
        refusal = jb_rehearsal_submit(c->rehearsal, &command);
        if (i < c->count) {
            c->guests[i].player = c->rehearsal->view->joined;
        }
    }
    return refusal;
}

jb_refusal jb_rehearsal_crowd(jb_rehearsal *rehearsal, const jb_script_line *line)
{
    crowd c = { .rehearsal = rehearsal, .count = line->take_part };
    const jb_engine_view *view = rehearsal->view;
    bool says = line->team.number > 0 || line->team.name.bytes;
    uint32_t team = says ? jb_rehearsal_team(rehearsal, &line->team) : 0;
    if ((says && team == 0) || (!says && rehearsal->rules.team_required)) {
        return JB_REFUSED_BAD_TEAM;
    }
    if (rehearsal->rules.players_max - view->joined < line->people) {
        return JB_REFUSED_FULL;
    }
    if (c.count > 0 && (view->phase != JB_PHASE_OPEN || view->paused)) {
        return view->paused ? JB_REFUSED_NOT_NOW : JB_REFUSED_NOT_OPEN;
    }
    c.guests = calloc(c.count > 0 ? c.count : 1, sizeof *c.guests);
    if (!c.guests) {
        rehearsal->broken = "there is not enough memory";
        return JB_REFUSED_NOT_NOW;
    }
    jb_random_seed(&c.random, line->seed);
    jb_refusal refusal = JB_REFUSED_BAD_VALUE;
    if (c.count == 0 || (read_worth(&c) && share_out(&c, line->mean))) {
        refusal = join(&c, line->people, team);
        spread_times(&c, line->ms);
        refusal = refusal == JB_ACCEPTED ? take_papers(&c) : refusal;
    }
    free(c.guests);
    return refusal;
}
