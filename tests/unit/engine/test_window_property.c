/*
 * Random window contests against the plain model: every command is taken or refused as the model
 * says, every score, time, rank and unit is the model's, the invariants hold after every step, a
 * refusal changes nothing, and the log leads to the same state again.
 *
 * A failure prints its seed; JB_SEED=n runs that script alone.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "wide_model.h"
#include "wide_play.h"

enum {
    SCRIPTS = 1000,
    STEPS = 120
};

typedef struct run {
    uint64_t seed;
    int step;
    jb_random random;
    wide c;
    plain m;
} run;

/* What all scripts together have met: a test of nothing must not pass. */
typedef struct census {
    uint64_t events[JB_EVENT_COUNT];
    uint64_t refusals[JB_REFUSAL_COUNT];
    uint64_t why[JB_HAND_IN_COUNT];
    uint64_t finished;
} census;

static void holds(const run *r, bool condition, const char *what)
{
    if (!condition) {
        print_error("JB_SEED=%" PRIu64 ", step %d: %s\n", r->seed, r->step, what);
        fail();
    }
}

static bool is_lottery(jb_command_type type)
{
    return type == JB_COMMAND_ANNOUNCE || type == JB_COMMAND_DRAW;
}

/* Between announcement and draw the model does not play on. */
static bool is_announced(const jb_engine *engine)
{
    for (uint32_t i = 0; i < 2; i++) {
        const jb_lottery *lottery = jb_engine_lottery(engine, i);
        if (lottery->announced && !lottery->drawn) {
            return true;
        }
    }
    return false;
}

static void step(run *r, census *seen)
{
    world *w = &r->c.w;
    wide_kept kept;
    w->now += wide_pause(w->engine, w->now, &r->random);
    world_wait(w, 0);
    plain_time(&r->m, w->now);
    const jb_command command = wide_command(w->engine, &r->random, &kept);
    bool frozen = is_announced(w->engine);
    uint64_t before = jb_engine_digest(w->engine);
    jb_refusal refusal = world_submit(w, &command);
    seen->refusals[refusal]++;
    holds(r, refusal == JB_ACCEPTED || jb_engine_digest(w->engine) == before,
          "a refusal changed something");
    if (!frozen && !is_lottery(command.type)) {
        plain_verdict verdict = plain_command(&r->m, w->engine, &command);
        plain_verdict real = refusal == JB_ACCEPTED         ? MODEL_TAKES
                             : refusal == JB_ACCEPTED_AGAIN ? MODEL_AGAIN
                                                            : MODEL_REFUSES;
        if (verdict != real) {
            print_message("command %d of player %u, turn %u: refusal %d\n", (int)command.type,
                          command.player, command.turn, (int)refusal);
        }
        holds(r, verdict == real, "the model decides otherwise");
    }
    const char *wrong = plain_compare(&r->m, w->engine);
    holds(r, wrong == NULL, wrong);
    holds(r, jb_engine_check(w->engine) == NULL, "an invariant, once it is ranked");
}

static void play(run *r, census *seen)
{
    jb_random_seed(&r->random, r->seed);
    wide_make(&r->c, &r->random);
    world_begin(&r->c.w, 0);
    r->m = (plain){ .rules = &r->c.w.rules, .now = r->c.w.now };
    r->c.w.now = WIDE_OPENS;
    for (r->step = 0; r->step < STEPS; r->step++) {
        if (r->step == 1) {
            const jb_command start = { .type = JB_COMMAND_START };
            bool taken = world_submit(&r->c.w, &start) == JB_ACCEPTED;
            holds(r, taken == (plain_command(&r->m, r->c.w.engine, &start) == MODEL_TAKES),
                  "the model opens it otherwise");
        }
        step(r, seen);
    }
    for (size_t i = 0; i < r->c.w.event_count; i++) {
        const jb_event *event = &r->c.w.events[i];
        seen->events[event->type]++;
        seen->why[event->hand_in] += event->type == JB_EVENT_HANDED_IN;
    }
    seen->finished += r->c.w.view->phase == JB_PHASE_FINISHED;
    jb_engine *replayed = world_replay(&r->c.w, r->c.w.event_count);
    holds(r, jb_engine_digest(replayed) == jb_engine_digest(r->c.w.engine),
          "the log leads elsewhere");
    free(replayed);
    wide_finish(&r->c);
}

static void all_has_been_met(const census *seen)
{
    static const jb_event_type events[] = { JB_EVENT_OPENED,   JB_EVENT_SHOWN,
                                            JB_EVENT_ANSWERED, JB_EVENT_HANDED_IN,
                                            JB_EVENT_PAUSED,   JB_EVENT_RESUMED,
                                            JB_EVENT_ADJUSTED, JB_EVENT_ANNOUNCED,
                                            JB_EVENT_DRAWN,    JB_EVENT_REMOVED };
    static const jb_refusal refusals[] = { JB_ACCEPTED_AGAIN,     JB_REFUSED_LATE,
                                           JB_REFUSED_NO_PAPER,   JB_REFUSED_NO_ATTEMPTS,
                                           JB_REFUSED_NOT_OPEN,   JB_REFUSED_NO_ATTEMPTS_TODAY,
                                           JB_REFUSED_BAD_ANSWER, JB_REFUSED_NO_PLAYER };
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++) {
        JB_TRUE(seen->events[events[i]] > 10);
    }
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        JB_TRUE(seen->refusals[refusals[i]] > 10);
    }
    for (int i = 0; i < JB_HAND_IN_COUNT; i++) {
        JB_TRUE(seen->why[i] > 10);
    }
    JB_TRUE(seen->finished > 100);
}

static void random_contests_are_as_the_model_says(void **state)
{
    const char *given = getenv("JB_SEED"); /* NOLINT(concurrency-mt-unsafe): one thread */
    run *r = calloc(1, sizeof *r);
    census seen = { .finished = 0 };
    if (given) {
        r->seed = strtoull(given, NULL, 10);
        play(r, &seen);
        free(r);
        return;
    }
    for (r->seed = 1; r->seed <= SCRIPTS; r->seed++) {
        play(r, &seen);
    }
    all_has_been_met(&seen);
    free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_contests_are_as_the_model_says),
    };
    return JB_RUN(tests);
}
