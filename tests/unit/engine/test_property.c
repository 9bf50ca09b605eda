/*
 * Random contests played by random commands. After every step the invariants hold, the engine
 * agrees with a plain model built from the events alone, and a refusal has changed nothing; at the
 * end the log is replayed and gives the same state at every step.
 *
 * A failure prints its seed; JB_SEED=n runs that script alone.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "chance.h"
#include "model.h"
#include "world.h"

enum {
    SCRIPTS = 6000,
    STEPS = 100
};

typedef struct run {
    uint64_t seed;
    int step;
    int steps;
    jb_time latest; /* what the engine takes a smaller time for */
    jb_random random;
    chance_contest contest;
    world w;         /* the engine under test and its log */
    jb_engine *twin; /* gets the same commands, but expires deadlines in a call of its own */
    model m;
    const char *wrong; /* what the model found in an event */
    size_t events_at[STEPS + 1];
    uint64_t digest_at[STEPS + 1];
} run;

/* What all scripts together have met: a test of nothing must not pass. */
typedef struct census {
    uint64_t events[JB_EVENT_COUNT];
    uint64_t refusals[JB_REFUSAL_COUNT];
    uint64_t undone[JB_UNDO_COUNT];
    uint64_t finished;
    uint64_t forged_refused;
    uint64_t forged_taken;
} census;

static void holds(const run *r, bool condition, const char *what)
{
    if (!condition) {
        print_error("JB_SEED=%" PRIu64 ", step %d: %s\n", r->seed, r->step, what);
        fail();
    }
}

static void says_nothing(const run *r, const char *wrong, const char *what)
{
    if (wrong) {
        print_error("%s: %s\n", what, wrong);
    }
    holds(r, wrong == NULL, what);
}

static void take_event(void *user, const jb_event *event)
{
    run *r = user;
    world_record(&r->w, event);
    const char *wrong = model_event(&r->m, event);
    r->wrong = r->wrong ? r->wrong : wrong;
}

static void submit(run *r, const jb_command *command, census *seen)
{
    const jb_event_sink sink = { .emit = take_event, .user = r };
    const jb_event_sink nowhere = { .emit = NULL };
    size_t events = r->w.event_count;
    jb_refusal refusal = jb_engine_submit(r->w.engine, command, r->w.now, sink);
    seen->refusals[refusal]++;

    jb_engine_expire(r->twin, r->w.now, nowhere);
    uint64_t expired = jb_engine_digest(r->twin);
    jb_refusal again = jb_engine_submit(r->twin, command, r->w.now, nowhere);
    uint64_t digest = jb_engine_digest(r->w.engine);
    holds(r, again == refusal, "the twin decides otherwise");
    holds(r, jb_engine_digest(r->twin) == digest, "the twin is in another state");
    if (refusal != JB_ACCEPTED) {
        holds(r, digest == expired, "a refusal changed something");
    }
    for (size_t i = events; i < r->w.event_count; i++) {
        seen->events[r->w.events[i].type]++;
        seen->undone[r->w.events[i].undo]++;
    }
}

static void step(run *r, census *seen)
{
    const jb_event_sink sink = { .emit = take_event, .user = r };
    jb_answer answer;
    jb_command command = chance_command(r->w.engine, &r->random, &answer);
    jb_time now = chance_time(r->w.engine, r->w.now, &r->random);
    r->w.now = now > 0 ? now : 0;
    uint32_t next_turn = 0;
    jb_phase next = jb_engine_next(r->w.engine, &next_turn);
    r->latest = r->w.now > r->latest ? r->w.now : r->latest;
    bool due = jb_engine_deadline(r->w.engine) <= r->latest;
    if (chance_of(&r->random, 20)) {
        jb_engine_expire(r->w.engine, r->w.now, sink);
        jb_engine_expire(r->twin, r->w.now, (jb_event_sink){ .emit = NULL });
    } else {
        submit(r, &command, seen);
        if (command.type == JB_COMMAND_NEXT && !due && next != JB_PHASE_COUNT) {
            const jb_engine_view *view = jb_engine_look(r->w.engine);
            holds(r, view->phase == next && view->turn == next_turn, "next went elsewhere");
        }
    }
    says_nothing(r, r->wrong, "an event");
    says_nothing(r, jb_engine_check(r->w.engine), "an invariant");
    says_nothing(r, model_compare(&r->m, r->w.engine), "engine and model differ");
    holds(r, jb_engine_digest(r->twin) == jb_engine_digest(r->w.engine), "the twin differs");
    jb_time deadline = jb_engine_deadline(r->w.engine);
    holds(r, deadline == JB_TIME_NONE || deadline >= 0, "a deadline before time began");
}

/* Replays the log: what stood after each step stands there again. */
static void replay(run *r)
{
    jb_engine *engine = world_engine(&r->contest.rules);
    size_t applied = 0;
    for (int i = 0; i <= r->steps; i++) {
        r->step = i;
        for (; applied < r->events_at[i]; applied++) {
            jb_status status = jb_engine_apply(engine, &r->w.events[applied]);
            holds(r, status == JB_OK, "an event of the log was refused in replay");
        }
        holds(r, jb_engine_digest(engine) == r->digest_at[i], "replay gave another state");
    }
    free(engine);
}

/* An event that may or may not follow: one of the log, somewhat changed. */
static jb_event forge(run *r, const jb_engine *engine, jb_time at)
{
    jb_event event = r->w.events[chance_below(&r->random, (uint32_t)r->w.event_count)];
    event.at = chance_of(&r->random, 80) ? at : event.at;
    if (chance_of(&r->random, 60)) {
        event.turn = jb_engine_look(engine)->turn + chance_below(&r->random, 2);
    }
    if (chance_of(&r->random, 50)) {
        event.player = chance_below(&r->random, CHANCE_PLAYERS + 2);
    }
    if (chance_of(&r->random, 30)) {
        event.phase = (jb_phase)chance_below(&r->random, JB_PHASE_COUNT + 1);
    }
    if (chance_of(&r->random, 30)) {
        event.undo = (jb_undo)chance_below(&r->random, JB_UNDO_COUNT + 1);
    }
    return event;
}

/* Forged events somewhere in the middle: refused ones change nothing, the others break nothing. */
static void apply_forged(run *r, census *seen)
{
    r->step = (int)chance_below(&r->random, (uint32_t)r->steps + 1);
    size_t count = r->events_at[r->step];
    jb_engine *engine = world_replay(&r->w, count);
    for (int i = 0; i < 20; i++) {
        jb_event event = forge(r, engine, r->w.events[count - 1].at);
        uint64_t digest = jb_engine_digest(engine);
        if (jb_engine_apply(engine, &event) == JB_OK) {
            seen->forged_taken++;
            says_nothing(r, jb_engine_check(engine), "an invariant after a forged event");
        } else {
            seen->forged_refused++;
            holds(r, jb_engine_digest(engine) == digest, "a refused event changed something");
        }
    }
    free(engine);
}

static void play(uint64_t seed, census *seen)
{
    static run r;
    const jb_command create = { .type = JB_COMMAND_CREATE };
    r = (run){ .seed = seed };
    jb_random_seed(&r.random, seed);
    chance_make(&r.contest, &r.random);
    model_init(&r.m, &r.contest.rules);
    r.w.rules = r.contest.rules;
    r.w.engine = world_engine(&r.contest.rules);
    r.twin = world_engine(&r.contest.rules);
    submit(&r, &create, seen);
    r.events_at[0] = r.w.event_count;
    r.digest_at[0] = jb_engine_digest(r.w.engine);
    bool finished = false;
    for (r.step = 1; r.step <= STEPS && !(finished && chance_of(&r.random, 20)); r.step++) {
        step(&r, seen);
        r.steps = r.step;
        r.events_at[r.step] = r.w.event_count;
        r.digest_at[r.step] = jb_engine_digest(r.w.engine);
        finished = jb_engine_look(r.w.engine)->phase == JB_PHASE_FINISHED;
    }
    seen->finished += finished;
    replay(&r);
    apply_forged(&r, seen);
    free(r.twin);
    world_finish(&r.w);
}

static void random_contests_keep_every_promise(void **state)
{
    static census seen;
    const char *chosen = getenv("JB_SEED"); /* NOLINT(concurrency-mt-unsafe): one thread */
    if (chosen) {
        play(strtoull(chosen, NULL, 10), &seen);
        return;
    }
    for (uint64_t seed = 1; seed <= SCRIPTS; seed++) {
        play(seed, &seen);
    }
    for (int type = 0; type <= JB_EVENT_UNDONE; type++) {
        print_message("%s %" PRIu64 "\n", jb_event_name((jb_event_type)type), seen.events[type]);
        JB_TRUE(seen.events[type] >= SCRIPTS / 20);
    }
    for (int refusal = 0; refusal <= JB_REFUSED_FULL; refusal++) {
        print_message("refusal %d: %" PRIu64 "\n", refusal, seen.refusals[refusal]);
        JB_TRUE(seen.refusals[refusal] >= SCRIPTS / 20);
    }
    for (int what = JB_UNDO_LOCK; what <= JB_UNDO_REMOVE; what++) {
        print_message("undone %s %" PRIu64 "\n", jb_undo_name((jb_undo)what), seen.undone[what]);
        JB_TRUE(seen.undone[what] >= SCRIPTS / 20);
    }
    print_message("finished %" PRIu64 ", forged: taken %" PRIu64 ", refused %" PRIu64 "\n",
                  seen.finished, seen.forged_taken, seen.forged_refused);
    JB_TRUE(seen.finished >= SCRIPTS / 20);
    JB_TRUE(seen.finished < SCRIPTS);
    JB_TRUE(seen.forged_taken >= SCRIPTS / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_contests_keep_every_promise),
    };
    return JB_RUN(tests);
}
