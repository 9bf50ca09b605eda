/*
 * Forged logs of window contests. Random contests are played; then each entry is forged in every
 * field, or put where it does not belong, and applied to the engine as it stood. A forged entry is
 * refused, and nothing has changed, or it could have happened, and every invariant holds. No paper
 * with another score than its answers give, and no winner who may not win, is ever taken.
 */
#include <stdlib.h>
#include <string.h>

#include "wide_model.h"
#include "wide_play.h"

enum {
    CONTESTS = 30,
    STEPS = 120,
    FORGERIES = 25, /* of each entry */
    BORROWED = 5    /* other entries of the log in its place */
};

typedef struct forger {
    wide c;
    jb_random random;
    jb_engine *engine; /* goes along the log */
    jb_engine *copy;   /* what is forged is tried on it */
    size_t size;
    uint64_t taken, refused;
} forger;

typedef struct forgery {
    jb_event event;
    jb_answer answer;
    jb_score score;
    uint32_t winners[WIDE_LOTTERIES_MAX + 1];
    bool never; /* such an entry cannot be right */
} forgery;

#define BELOW(f, bound)   chance_below(&(f)->random, (bound))
#define OFTEN(f, percent) chance_of(&(f)->random, (percent))

static void play(forger *f)
{
    wide_kept kept;
    wide_make(&f->c, &f->random);
    world_begin(&f->c.w, 4);
    f->c.w.now = WIDE_OPENS;
    (void)world_do(&f->c.w, JB_COMMAND_START);
    for (int i = 0; i < STEPS; i++) {
        world_wait(&f->c.w, wide_pause(f->c.w.engine, f->c.w.now, &f->random));
        const jb_command command = wide_command(f->c.w.engine, &f->random, &kept);
        (void)world_submit(&f->c.w, &command);
    }
    (void)world_do(&f->c.w, JB_COMMAND_FINISH);
}

/* ---- forging ---- */

static uint32_t other_number(forger *f, uint32_t number)
{
    const uint32_t numbers[] = { number + 1, number - 1, 0, UINT32_MAX, 1 + BELOW(f, 6) };
    return numbers[BELOW(f, 5)];
}

static jb_time other_time(forger *f, jb_time time)
{
    const jb_time times[] = { time == JB_TIME_NONE ? 0 : time + 1, time - 1, 0, -1, JB_TIME_NONE };
    return times[BELOW(f, 5)];
}

static void forge_number(forger *f, jb_event *event)
{
    uint32_t *const numbers[] = { &event->player, &event->turn,    &event->seat,
                                  &event->draw,   &event->attempt, &event->team };
    uint32_t *number = numbers[BELOW(f, 6)];
    *number = other_number(f, *number);
}

static void forge_time(forger *f, forgery *forged)
{
    jb_event *event = &forged->event;
    jb_time *const times[] = { &event->at, &event->ms, &event->ends_at, &event->elapsed_ms };
    uint32_t which = BELOW(f, 4);
    jb_time before = *times[which];
    *times[which] = other_time(f, before);
    bool changed = *times[which] != before;
    forged->never = changed && ((which == 2 && event->type == JB_EVENT_OPENED) ||
                                (which == 3 && event->type == JB_EVENT_ANSWERED));
}

static void forge_word(forger *f, jb_event *event)
{
    switch (BELOW(f, 5)) {
    case 0:
        event->phase = (jb_phase)BELOW(f, JB_PHASE_COUNT + 1);
        return;
    case 1:
        event->hand_in = (uint8_t)BELOW(f, JB_HAND_IN_COUNT + 1);
        return;
    case 2:
        event->flag = !event->flag;
        return;
    case 3:
        event->seed += 1;
        return;
    default:
        event->type = (jb_event_type)BELOW(f, JB_EVENT_COUNT);
        return;
    }
}

static void forge_answer(forger *f, forgery *forged)
{
    static const jb_answer none = { .kind = JB_KIND_SINGLE };
    forged->answer = forged->event.answer ? *forged->event.answer : none;
    forged->answer.options = OFTEN(f, 50) ? 0 : 1U << 20;
    forged->answer.kind = OFTEN(f, 50) ? forged->answer.kind : JB_KIND_NUMERIC;
    forged->event.answer = OFTEN(f, 30) ? NULL : &forged->answer;
    forged->never = forged->event.type == JB_EVENT_ANSWERED;
}

/* What a paper is worth, and what it adds. */
static void forge_score(forger *f, forgery *forged)
{
    jb_event *event = &forged->event;
    const int64_t values[] = { 1, -1, 100, -100, JB_POINTS_MAX };
    bool paper = event->type == JB_EVENT_HANDED_IN;
    if (!event->scores || event->score_count != 1 || BELOW(f, 8) == 0) {
        event->score_count = event->scores ? 0 : event->score_count;
        event->value += values[BELOW(f, 5)];
        forged->never = paper || event->type == JB_EVENT_ANNOUNCED;
        return;
    }
    forged->score = event->scores[0];
    event->scores = &forged->score;
    switch (BELOW(f, 6)) {
    case 0:
        forged->score.seat = 1 + forged->score.seat % MODEL_PLAYERS;
        break;
    case 1:
        forged->score.elapsed_ms += 1;
        break;
    case 2:
        forged->score.answered = !forged->score.answered;
        break;
    case 3:
        forged->score.correct = !forged->score.correct;
        break;
    case 4:
        forged->score.overtime = !forged->score.overtime;
        break;
    default:
        forged->score.points += values[BELOW(f, 5)];
        break;
    }
    forged->never = paper;
}

static void forge_winners(forger *f, forgery *forged)
{
    jb_event *event = &forged->event;
    if (event->type != JB_EVENT_DRAWN) {
        event->type = JB_EVENT_DRAWN;
        event->winners = forged->winners;
        return;
    }
    memcpy(forged->winners, event->winners, event->winner_count * sizeof *event->winners);
    event->winners = forged->winners;
    uint32_t what = BELOW(f, 3);
    if (event->winner_count == 0 || what == 0) {
        forged->winners[event->winner_count++] = 1 + BELOW(f, MODEL_PLAYERS);
    } else if (what == 1) {
        event->winner_count--;
    } else {
        forged->winners[0] = event->winner_count > 1 ? forged->winners[1] : 0;
    }
    forged->never = true;
}

static void forge(forger *f, const jb_event *right, forgery *forged)
{
    *forged = (forgery){ .event = *right };
    switch (BELOW(f, 7)) {
    case 0:
    case 1:
        forge_number(f, &forged->event);
        break;
    case 2:
        forge_time(f, forged);
        break;
    case 3:
        forge_word(f, &forged->event);
        break;
    case 4:
        forge_answer(f, forged);
        break;
    case 5:
        forge_score(f, forged);
        break;
    default:
        forge_winners(f, forged);
        break;
    }
}

/* ---- trying ---- */

static void try_forged(forger *f, const jb_event *event, bool never)
{
    memset((void *)f->copy, 0, f->size);
    f->copy = jb_engine_copy(f->engine, (void *)f->copy, f->size);
    uint64_t before = jb_engine_digest(f->copy);
    JB_EQ_U64(before, jb_engine_digest(f->engine));
    jb_status status = jb_engine_apply(f->copy, event);
    if (status == JB_OK && never) {
        print_message("'%s' of player %u\n", jb_event_name(event->type), event->player);
        fail_msg("a forged entry was taken");
    }
    f->taken += status == JB_OK;
    f->refused += status != JB_OK;
    JB_TRUE(status == JB_OK || status == JB_ERR_CORRUPT);
    if (status != JB_OK) {
        JB_EQ_U64(jb_engine_digest(f->copy), before);
    }
    JB_EQ_STR(jb_engine_check(f->copy), NULL);
}

static void forge_all(forger *f)
{
    const world *w = &f->c.w;
    forgery forged;
    for (size_t i = 0; i < w->event_count; i++) {
        for (int k = 0; k < FORGERIES; k++) {
            forge(f, &w->events[i], &forged);
            try_forged(f, &forged.event, forged.never);
        }
        for (int k = 0; k < BORROWED; k++) {
            jb_event borrowed = w->events[BELOW(f, (uint32_t)w->event_count)];
            borrowed.at = OFTEN(f, 80) ? w->events[i].at : borrowed.at;
            try_forged(f, &borrowed, false);
        }
        JB_EQ_I64(jb_engine_apply(f->engine, &w->events[i]), JB_OK);
    }
    JB_EQ_U64(jb_engine_digest(f->engine), jb_engine_digest(w->engine));
}

static void forged_entries_are_refused_or_could_have_happened(void **state)
{
    forger *f = calloc(1, sizeof *f);
    for (uint64_t seed = 1; seed <= CONTESTS; seed++) {
        jb_random_seed(&f->random, seed);
        play(f);
        f->engine = world_engine(&f->c.w.rules);
        f->copy = world_engine(&f->c.w.rules);
        f->size = jb_engine_size(&f->c.w.rules);
        forge_all(f);
        free((void *)f->copy);
        free((void *)f->engine);
        wide_finish(&f->c);
    }
    print_message("taken %llu, refused %llu\n", (unsigned long long)f->taken,
                  (unsigned long long)f->refused);
    JB_TRUE(f->taken > 1000 && f->refused > 5000);
    free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forged_entries_are_refused_or_could_have_happened),
    };
    return JB_RUN(tests);
}
