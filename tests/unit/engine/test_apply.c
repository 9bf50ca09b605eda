/*
 * Applying a log: what cannot follow is refused and changes nothing; what can, gives the same state
 * as the contest that wrote it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "world.h"

/* In each phase (of turn 1 of 2; three players; player 3 was removed), events that cannot follow.
 */
typedef struct bad {
    const char *why;
    jb_phase phase;
    bool paused;
    jb_event event;
} bad;

static const jb_answer right_one = { .kind = JB_KIND_SINGLE, .options = 1 };
static const jb_answer no_option = { .kind = JB_KIND_SINGLE, .options = 16 };

#define PHASE_EVENT(to, of_turn)                                                                   \
    {                                                                                              \
        .type = JB_EVENT_PHASE, .phase = (to), .turn = (of_turn), .ends_at = JB_TIME_NONE          \
    }
#define ANSWER_EVENT(of_player, of_turn, ms, what)                                                 \
    {                                                                                              \
        .type = JB_EVENT_ANSWERED, .player = (of_player), .turn = (of_turn), .elapsed_ms = (ms),   \
        .answer = (what)                                                                           \
    }

static const bad bads[] = {
    { "no such event", JB_PHASE_OPEN, false, { .type = JB_EVENT_COUNT } },
    { "created twice", JB_PHASE_LOBBY, false, { .type = JB_EVENT_CREATED } },
    { "a number left out", JB_PHASE_LOBBY, false, { .type = JB_EVENT_JOINED, .player = 5 } },
    { "a number given twice", JB_PHASE_LOBBY, false, { .type = JB_EVENT_JOINED, .player = 3 } },
    { "number 0", JB_PHASE_LOBBY, false, { .type = JB_EVENT_JOINED } },
    { "no such team", JB_PHASE_LOBBY, false, { .type = JB_EVENT_JOINED, .player = 4, .team = 1 } },
    { "joined after the end", JB_PHASE_FINISHED, false, { .type = JB_EVENT_JOINED, .player = 4 } },
    { "renamed nobody", JB_PHASE_LOBBY, false, { .type = JB_EVENT_RENAMED, .player = 4 } },
    { "renamed who is out", JB_PHASE_OPEN, false, { .type = JB_EVENT_RENAMED, .player = 3 } },
    { "removed nobody", JB_PHASE_LOBBY, false, { .type = JB_EVENT_REMOVED, .player = 4 } },
    { "removed player 0", JB_PHASE_LOBBY, false, { .type = JB_EVENT_REMOVED } },
    { "removed twice", JB_PHASE_OPEN, false, { .type = JB_EVENT_REMOVED, .player = 3 } },
    { "admit after the end", JB_PHASE_FINISHED, false, { .type = JB_EVENT_ADMIT } },
    { "paused in the lobby", JB_PHASE_LOBBY, false, { .type = JB_EVENT_PAUSED } },
    { "paused after the end", JB_PHASE_FINISHED, false, { .type = JB_EVENT_PAUSED } },
    { "paused twice", JB_PHASE_OPEN, true, { .type = JB_EVENT_PAUSED } },
    { "no such reason",
      JB_PHASE_OPEN,
      false,
      { .type = JB_EVENT_PAUSED, .reason = JB_PAUSE_COUNT } },
    { "resumed without a pause", JB_PHASE_OPEN, false, { .type = JB_EVENT_RESUMED } },
    { "extended a reveal", JB_PHASE_REVEAL, false, { .type = JB_EVENT_EXTENDED, .ms = 1000 } },
    { "extended by nothing", JB_PHASE_OPEN, false, { .type = JB_EVENT_EXTENDED } },
    { "extended backwards", JB_PHASE_OPEN, false, { .type = JB_EVENT_EXTENDED, .ms = -1 } },
    { "extended by too much",
      JB_PHASE_OPEN,
      false,
      { .type = JB_EVENT_EXTENDED, .ms = JB_SECONDS_MAX * 1000 + 1 } },
    { "open from the lobby", JB_PHASE_LOBBY, false, PHASE_EVENT(JB_PHASE_OPEN, 1) },
    { "turn 2 first", JB_PHASE_LOBBY, false, PHASE_EVENT(JB_PHASE_INTRO, 2) },
    { "intro again", JB_PHASE_INTRO, false, PHASE_EVENT(JB_PHASE_INTRO, 1) },
    { "reading left out", JB_PHASE_INTRO, false, PHASE_EVENT(JB_PHASE_OPEN, 1) },
    { "locked while reading", JB_PHASE_READING, false, PHASE_EVENT(JB_PHASE_LOCKED, 1) },
    { "opened twice", JB_PHASE_OPEN, false, PHASE_EVENT(JB_PHASE_OPEN, 1) },
    { "revealed while open", JB_PHASE_OPEN, false, PHASE_EVENT(JB_PHASE_REVEAL, 1) },
    { "next turn while open", JB_PHASE_OPEN, false, PHASE_EVENT(JB_PHASE_OPEN, 2) },
    { "another turn locked", JB_PHASE_OPEN, false, PHASE_EVENT(JB_PHASE_LOCKED, 2) },
    { "went on while paused", JB_PHASE_OPEN, true, PHASE_EVENT(JB_PHASE_LOCKED, 1) },
    { "finished without a void", JB_PHASE_OPEN, false, PHASE_EVENT(JB_PHASE_FINISHED, 1) },
    { "finished without a void", JB_PHASE_LOCKED, false, PHASE_EVENT(JB_PHASE_FINISHED, 1) },
    { "revealed without scores", JB_PHASE_LOCKED, false, PHASE_EVENT(JB_PHASE_REVEAL, 1) },
    { "no standings after turn 1", JB_PHASE_REVEAL, false, PHASE_EVENT(JB_PHASE_STANDINGS, 1) },
    { "finished another turn", JB_PHASE_REVEAL, false, PHASE_EVENT(JB_PHASE_FINISHED, 2) },
    { "finished twice", JB_PHASE_FINISHED, false, PHASE_EVENT(JB_PHASE_FINISHED, 1) },
    { "back to the lobby", JB_PHASE_REVEAL, false, PHASE_EVENT(JB_PHASE_LOBBY, 0) },
    { "no such phase", JB_PHASE_OPEN, false, PHASE_EVENT(JB_PHASE_COUNT, 1) },
    { "ends before it begins",
      JB_PHASE_OPEN,
      false,
      { .type = JB_EVENT_PHASE, .phase = JB_PHASE_LOCKED, .turn = 1, .ends_at = 1 } },
    { "answered while reading", JB_PHASE_READING, false, ANSWER_EVENT(2, 1, 0, &right_one) },
    { "answered when locked", JB_PHASE_LOCKED, false, ANSWER_EVENT(2, 1, 0, &right_one) },
    { "answered while paused", JB_PHASE_OPEN, true, ANSWER_EVENT(2, 1, 1000, &right_one) },
    { "answered another turn", JB_PHASE_OPEN, false, ANSWER_EVENT(2, 2, 1000, &right_one) },
    { "answered twice", JB_PHASE_OPEN, false, ANSWER_EVENT(1, 1, 1000, &right_one) },
    { "answered by nobody", JB_PHASE_OPEN, false, ANSWER_EVENT(4, 1, 1000, &right_one) },
    { "answered by who is out", JB_PHASE_OPEN, false, ANSWER_EVENT(3, 1, 1000, &right_one) },
    { "answered nothing", JB_PHASE_OPEN, false, ANSWER_EVENT(2, 1, 1000, NULL) },
    { "answered no option", JB_PHASE_OPEN, false, ANSWER_EVENT(2, 1, 1000, &no_option) },
    { "a time below zero", JB_PHASE_OPEN, false, ANSWER_EVENT(2, 1, -1, &right_one) },
    { "longer than it can be", JB_PHASE_OPEN, false, ANSWER_EVENT(2, 1, 1001, &right_one) },
    { "faster than fair", JB_PHASE_OPEN, false, ANSWER_EVENT(2, 1, 849, &right_one) },
    { "voided in the lobby", JB_PHASE_LOBBY, false, { .type = JB_EVENT_VOIDED } },
    { "voided an intro", JB_PHASE_INTRO, false, { .type = JB_EVENT_VOIDED, .turn = 1 } },
    { "voided when revealed", JB_PHASE_REVEAL, false, { .type = JB_EVENT_VOIDED, .turn = 1 } },
    { "voided another turn", JB_PHASE_OPEN, false, { .type = JB_EVENT_VOIDED, .turn = 2 } },
};

/* Turn 1 in the wanted phase since 1,000 ms; player 1 has answered if it has been open. */
static void bring_to(world *w, jb_phase phase, bool paused)
{
    world_init(w, 2);
    w->rounds[0].intro = true;
    w->turns[0].reading_ms = 5000;
    world_begin(w, 3);
    JB_EQ_I64(world_remove(w, 3, false), JB_ACCEPTED);
    if (phase >= JB_PHASE_OPEN) {
        world_open(w, 1);
        JB_EQ_I64(world_answer(w, 1, 1, 0), JB_ACCEPTED);
    }
    if (phase == JB_PHASE_FINISHED) {
        JB_EQ_I64(world_do(w, JB_COMMAND_FINISH), JB_ACCEPTED);
    } else if (phase != JB_PHASE_LOBBY) {
        world_go(w, phase, 1);
    }
    if (paused) {
        JB_EQ_I64(world_do(w, JB_COMMAND_PAUSE), JB_ACCEPTED);
    }
    w->now += 1000;
}

static void is_refused(world *w, const jb_event *event, const char *why)
{
    uint64_t digest = jb_engine_digest(w->engine);
    jb_status status = jb_engine_apply(w->engine, event);
    if (status != JB_ERR_CORRUPT || jb_engine_digest(w->engine) != digest) {
        print_error("%s\n", why);
    }
    JB_EQ_I64(status, JB_ERR_CORRUPT);
    JB_EQ_U64(jb_engine_digest(w->engine), digest);
    JB_EQ_STR(jb_engine_check(w->engine), NULL);
}

static void event_that_cannot_follow_is_refused(void **state)
{
    for (size_t i = 0; i < sizeof bads / sizeof bads[0]; i++) {
        world w;
        bring_to(&w, bads[i].phase, bads[i].paused);
        jb_event event = bads[i].event;
        event.at = w.now;
        is_refused(&w, &event, bads[i].why);
        world_finish(&w);
    }
}

static void event_that_can_follow_is_taken(void **state)
{
    /* The neighbours of the table above, so that it is not right by accident. */
    const bad goods[] = {
        { "joined", JB_PHASE_LOBBY, false, { .type = JB_EVENT_JOINED, .player = 4 } },
        { "banned who is out",
          JB_PHASE_OPEN,
          false,
          { .type = JB_EVENT_REMOVED, .player = 3, .flag = true } },
        { "paused", JB_PHASE_OPEN, false, { .type = JB_EVENT_PAUSED } },
        { "extended", JB_PHASE_OPEN, false, { .type = JB_EVENT_EXTENDED, .ms = 1 } },
        { "intro", JB_PHASE_LOBBY, false, PHASE_EVENT(JB_PHASE_INTRO, 1) },
        { "locked", JB_PHASE_OPEN, false, PHASE_EVENT(JB_PHASE_LOCKED, 1) },
        { "finished", JB_PHASE_REVEAL, false, PHASE_EVENT(JB_PHASE_FINISHED, 1) },
        { "next turn", JB_PHASE_REVEAL, false, PHASE_EVENT(JB_PHASE_OPEN, 2) },
        { "answered", JB_PHASE_OPEN, false, ANSWER_EVENT(2, 1, 1000, &right_one) },
        { "answered fast", JB_PHASE_OPEN, false, ANSWER_EVENT(2, 1, 850, &right_one) },
        { "voided", JB_PHASE_OPEN, false, { .type = JB_EVENT_VOIDED, .turn = 1 } },
        { "resumed", JB_PHASE_OPEN, true, { .type = JB_EVENT_RESUMED } },
    };
    for (size_t i = 0; i < sizeof goods / sizeof goods[0]; i++) {
        world w;
        bring_to(&w, goods[i].phase, goods[i].paused);
        jb_event event = goods[i].event;
        event.at = w.now;
        JB_EQ_I64(jb_engine_apply(w.engine, &event), JB_OK);
        JB_EQ_STR(jb_engine_check(w.engine), NULL);
        world_finish(&w);
    }
}

static void time_never_goes_back_in_a_log(void **state)
{
    world w;
    bring_to(&w, JB_PHASE_OPEN, false);
    world_wait(&w, 0);
    JB_EQ_I64(world_join(&w, 0), JB_ACCEPTED);
    jb_event event = { .type = JB_EVENT_JOINED, .player = 5, .at = w.now - 1 };
    is_refused(&w, &event, "before the last event");
    event.at = w.now;
    JB_EQ_I64(jb_engine_apply(w.engine, &event), JB_OK);
    world_finish(&w);
}

static void answer_after_the_deadline_is_refused(void **state)
{
    world w;
    bring_to(&w, JB_PHASE_OPEN, false);
    jb_event event = ANSWER_EVENT(2, 1, WORLD_OPEN_MS, &right_one);
    event.at = WORLD_OPEN_MS;
    is_refused(&w, &event, "at the deadline");
    event.elapsed_ms = event.at = WORLD_OPEN_MS - 1;
    JB_EQ_I64(jb_engine_apply(w.engine, &event), JB_OK);
    world_finish(&w);
}

static void log_begins_with_created(void **state)
{
    world w;
    world_init(&w, 1);
    world_begin(&w, 0);
    jb_engine *fresh = world_engine(&w.rules);
    const jb_event join = { .type = JB_EVENT_JOINED, .player = 1 };
    JB_EQ_I64(jb_engine_apply(fresh, &join), JB_ERR_CORRUPT);
    JB_EQ_I64(jb_engine_apply(fresh, &w.events[0]), JB_OK);
    JB_EQ_I64(jb_engine_apply(fresh, &join), JB_OK);
    free(fresh);
    world_finish(&w);
}

static void player_without_the_required_team_is_refused(void **state)
{
    world w;
    world_init(&w, 1);
    w.rules.team_count = 1;
    w.rules.team_required = true;
    world_begin(&w, 0);
    jb_event event = { .type = JB_EVENT_JOINED, .player = 1 };
    is_refused(&w, &event, "no team");
    event.team = 1;
    JB_EQ_I64(jb_engine_apply(w.engine, &event), JB_OK);
    world_finish(&w);
}

/* A contest of three players before its score entries: right, wrong, nothing (-1 point). */
static jb_engine *before_scores(world *w, jb_score scores[3], jb_event *scored)
{
    world_init(w, 1);
    w->rounds[0].speed = JB_SPEED_LINEAR;
    w->turns[0].points_none = -100;
    world_begin(w, 3);
    world_open(w, 1);
    w->now += 5000;
    JB_EQ_I64(world_answer(w, 1, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(world_answer(w, 2, 1, 1), JB_ACCEPTED);
    world_go(w, JB_PHASE_REVEAL, 1);
    const jb_event *last = &w->events[w->event_count - 2];
    JB_EQ_I64(last->type, JB_EVENT_SCORED);
    JB_EQ_U64(last->score_count, 3);
    for (size_t i = 0; i < 3; i++) {
        scores[i] = last->scores[i];
    }
    *scored = *last;
    scored->scores = scores;
    return world_replay(w, w->event_count - 2);
}

typedef enum tamper {
    NOTHING,
    POINTS,
    POINTS_OF_NOTHING,
    ELAPSED,
    CORRECT,
    ANSWERED,
    PLAYER,
    TWICE,
    ORDER,
    ONE_MISSING,
    TURN,
    EMPTY,
    TOO_MANY,
    TAMPER_COUNT
} tamper;

static void tamper_with(tamper how, jb_score scores[3], jb_event *scored)
{
    jb_score swap = scores[0];
    scores[0].points += how == POINTS;
    scores[2].points += how == POINTS_OF_NOTHING ? 100 : 0;
    scores[0].elapsed_ms -= how == ELAPSED;
    scores[1].correct = how == CORRECT;
    scores[2].answered = how == ANSWERED;
    scores[2].seat += how == PLAYER;
    scores[1] = how == TWICE || how == ORDER ? scores[0] : scores[1];
    if (how == ORDER) {
        scores[0] = scores[2];
        scores[2] = swap;
    }
    scored->score_count -= how == ONE_MISSING;
    scored->turn += how == TURN;
    scored->score_count = how == EMPTY ? 0 : scored->score_count;
    scored->score_count = how == TOO_MANY ? JB_SCORES_PER_EVENT + 1 : scored->score_count;
}

static void log_with_a_tampered_score_entry_is_refused(void **state)
{
    for (int how = NOTHING; how < TAMPER_COUNT; how++) {
        world w;
        jb_score scores[3];
        jb_event scored;
        jb_engine *engine = before_scores(&w, scores, &scored);
        tamper_with((tamper)how, scores, &scored);
        uint64_t digest = jb_engine_digest(engine);
        jb_status status = jb_engine_apply(engine, &scored);
        if (how == ONE_MISSING) { /* could still come in a second event: the reveal misses it */
            JB_EQ_I64(status, JB_OK);
            digest = jb_engine_digest(engine);
            status = jb_engine_apply(engine, &w.events[w.event_count - 1]);
        }
        if (how == NOTHING) {
            JB_EQ_I64(status, JB_OK);
            JB_EQ_I64(jb_engine_apply(engine, &scored), JB_ERR_CORRUPT); /* not twice */
            JB_EQ_I64(jb_engine_apply(engine, &w.events[w.event_count - 1]), JB_OK);
            JB_EQ_U64(jb_engine_digest(engine), jb_engine_digest(w.engine));
        } else {
            JB_EQ_I64(status, JB_ERR_CORRUPT);
            JB_EQ_U64(jb_engine_digest(engine), digest);
        }
        free(engine);
        world_finish(&w);
    }
}

static void void_turn_takes_no_scores_and_leads_on(void **state)
{
    world w;
    jb_score scores[3];
    jb_event scored;
    jb_engine *engine = before_scores(&w, scores, &scored);
    const jb_event voided = { .type = JB_EVENT_VOIDED, .turn = 1, .at = w.now };
    JB_EQ_I64(jb_engine_apply(engine, &voided), JB_OK);
    JB_EQ_I64(jb_engine_apply(engine, &voided), JB_ERR_CORRUPT); /* once */
    JB_EQ_I64(jb_engine_apply(engine, &scored), JB_ERR_CORRUPT);
    jb_event reveal = PHASE_EVENT(JB_PHASE_REVEAL, 1);
    reveal.at = w.now;
    JB_EQ_I64(jb_engine_apply(engine, &reveal), JB_ERR_CORRUPT);
    jb_event standings = PHASE_EVENT(JB_PHASE_STANDINGS, 1); /* it was the last turn */
    standings.at = w.now;
    JB_EQ_I64(jb_engine_apply(engine, &standings), JB_OK);
    JB_EQ_STR(jb_engine_check(engine), NULL);
    free(engine);
    world_finish(&w);
}

static void scored_turn_cannot_be_voided(void **state)
{
    world w;
    jb_score scores[3];
    jb_event scored;
    jb_engine *engine = before_scores(&w, scores, &scored);
    JB_EQ_I64(jb_engine_apply(engine, &scored), JB_OK);
    const jb_event voided = { .type = JB_EVENT_VOIDED, .turn = 1, .at = w.now };
    JB_EQ_I64(jb_engine_apply(engine, &voided), JB_ERR_CORRUPT);
    free(engine);
    world_finish(&w);
}

static void digest_sees_every_kind_of_change(void **state)
{
    world w;
    world_init(&w, 2);
    world_begin(&w, 2);
    world_open(&w, 1);
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(world_do(&w, JB_COMMAND_PAUSE), JB_ACCEPTED);
    JB_EQ_I64(world_extend(&w, 1000), JB_ACCEPTED);
    JB_EQ_I64(world_do(&w, JB_COMMAND_RESUME), JB_ACCEPTED);
    world_go(&w, JB_PHASE_FINISHED, 2);
    uint64_t before = 0;
    for (size_t i = 1; i <= w.event_count; i++) {
        jb_engine *engine = world_replay(&w, i);
        JB_FALSE(jb_engine_digest(engine) == before);
        before = jb_engine_digest(engine);
        free(engine);
    }
    JB_EQ_U64(before, jb_engine_digest(w.engine));
    world_finish(&w);
}

/* Two turns; player 1 is right in both, in turn 1 after `ms`. */
static uint64_t digest_after(jb_time ms)
{
    world w;
    world_init(&w, 2);
    world_begin(&w, 2);
    for (uint32_t turn = 1; turn <= 2; turn++) {
        w.now = (jb_time)turn * 100000;
        world_open(&w, turn);
        w.now += turn == 1 ? ms : 500;
        JB_EQ_I64(world_answer(&w, 1, turn, 0), JB_ACCEPTED);
    }
    world_go(&w, JB_PHASE_REVEAL, 2);
    uint64_t digest = jb_engine_digest(w.engine);
    world_finish(&w);
    return digest;
}

static void digest_remembers_times_of_earlier_turns(void **state)
{
    JB_EQ_U64(digest_after(1000), digest_after(1000));
    JB_FALSE(digest_after(1000) == digest_after(1001));
}

/* What a host may take back a second after the act: one of each. */
typedef enum act {
    ACT_NOTHING,
    ACT_LOCK,
    ACT_SKIP,
    ACT_KICK,
    ACT_COUNT
} act;

static void bring_to_act(world *w, act done)
{
    bring_to(w, JB_PHASE_OPEN, false); /* turn 1 of 2; player 3 is out, that was long ago */
    w->now += JB_UNDO_MS;
    JB_EQ_I64(done != ACT_LOCK || world_do(w, JB_COMMAND_LOCK) == JB_ACCEPTED, true);
    JB_EQ_I64(done != ACT_SKIP || world_do(w, JB_COMMAND_SKIP) == JB_ACCEPTED, true);
    JB_EQ_I64(done != ACT_KICK || world_remove(w, 1, true) == JB_ACCEPTED, true);
    w->now += 1000;
}

static jb_event undone_after(const world *w, act done)
{
    jb_event event = { .type = JB_EVENT_UNDONE, .at = w->now, .undo = JB_UNDO_REMOVE, .player = 1 };
    if (done == ACT_LOCK || done == ACT_SKIP) {
        event.undo = done == ACT_LOCK ? JB_UNDO_LOCK : JB_UNDO_SKIP;
        event.player = 0;
        event.turn = 1;
        event.ends_at = WORLD_OPEN_MS + 1000;
    }
    return event;
}

/* Every way in which it can be wrong. */
static void forge_undone(const world *w, const jb_event *right, int way, jb_event *forged)
{
    *forged = *right;
    switch (way) {
    case 0:
        forged->undo = (jb_undo)(right->undo % (JB_UNDO_COUNT - 1) + 1);
        return;
    case 1:
        forged->undo = JB_UNDO_NONE;
        return;
    case 2:
        forged->undo = JB_UNDO_COUNT;
        return;
    case 3:
        forged->player++;
        return;
    case 4:
        forged->player = 3; /* who is out, but not newly */
        return;
    case 5:
        forged->turn++;
        return;
    case 6:
        forged->turn = right->turn > 0 ? 0 : 1;
        return;
    case 7:
        forged->ends_at++;
        return;
    case 8:
        forged->ends_at = JB_TIME_NONE;
        return;
    case 9:
        forged->at = w->now - 1000 + JB_UNDO_MS; /* too late */
        return;
    default:
        forged->at = w->now - 1001; /* before the last entry */
    }
}

static void forged_undoing_is_refused(void **state)
{
    for (int done = ACT_LOCK; done < ACT_COUNT; done++) {
        world w;
        bring_to_act(&w, (act)done);
        jb_event right = undone_after(&w, (act)done);
        for (int way = 0; way <= 10; way++) {
            jb_event forged;
            forge_undone(&w, &right, way, &forged);
            char why[64];
            (void)snprintf(why, sizeof why, "act %d undone in way %d", done, way);
            is_refused(&w, &forged, why);
        }
        JB_EQ_I64(jb_engine_apply(w.engine, &right), JB_OK);
        JB_EQ_STR(jb_engine_check(w.engine), NULL);
        is_refused(&w, &right, "undone twice");
        world_finish(&w);
    }
}

static void undoing_what_was_not_done_is_refused(void **state)
{
    for (int done = ACT_NOTHING; done < ACT_COUNT; done++) {
        for (int undone = ACT_LOCK; undone < ACT_COUNT; undone++) {
            world w;
            bring_to_act(&w, (act)done);
            jb_event event = undone_after(&w, (act)undone);
            if (done != undone) {
                is_refused(&w, &event, "something else was done");
            }
            world_finish(&w);
        }
    }
}

/* Between the entries that one command makes together nothing can have been taken back. */
static void undoing_between_entries_that_belong_together_is_refused(void **state)
{
    for (int removed = 0; removed < 2; removed++) {
        for (int scored = 0; scored < 2; scored++) {
            world w;
            bring_to_act(&w, removed ? ACT_NOTHING : ACT_LOCK);
            if (removed) {
                JB_EQ_I64(world_do(&w, JB_COMMAND_LOCK), JB_ACCEPTED);
                JB_EQ_I64(world_remove(&w, 2, false), JB_ACCEPTED);
            }
            JB_EQ_I64(world_do(&w, scored ? JB_COMMAND_NEXT : JB_COMMAND_SKIP), JB_ACCEPTED);
            jb_event_type last = scored ? JB_EVENT_SCORED : JB_EVENT_VOIDED;
            JB_EQ_I64(w.events[w.event_count - 2].type, last);
            free(w.engine);
            w.engine = world_replay(&w, w.event_count - 1);
            jb_event event = undone_after(&w, removed ? ACT_KICK : ACT_LOCK);
            event.player = removed ? 2 : 0;
            event.ends_at = removed ? 0 : event.ends_at;
            is_refused(&w, &event, "in the middle of a command");
            world_finish(&w);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(event_that_cannot_follow_is_refused),
        cmocka_unit_test(event_that_can_follow_is_taken),
        cmocka_unit_test(time_never_goes_back_in_a_log),
        cmocka_unit_test(answer_after_the_deadline_is_refused),
        cmocka_unit_test(log_begins_with_created),
        cmocka_unit_test(player_without_the_required_team_is_refused),
        cmocka_unit_test(log_with_a_tampered_score_entry_is_refused),
        cmocka_unit_test(void_turn_takes_no_scores_and_leads_on),
        cmocka_unit_test(scored_turn_cannot_be_voided),
        cmocka_unit_test(digest_sees_every_kind_of_change),
        cmocka_unit_test(digest_remembers_times_of_earlier_turns),
        cmocka_unit_test(forged_undoing_is_refused),
        cmocka_unit_test(undoing_what_was_not_done_is_refused),
        cmocka_unit_test(undoing_between_entries_that_belong_together_is_refused),
    };
    return JB_RUN(tests);
}
