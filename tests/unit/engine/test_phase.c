/*
 * The order of phases: every command in every phase, the host's pace and the automatic one, and
 * what deadlines do.
 */
#include "world.h"

static void next_is_announced_and_then_done(world *w, jb_phase phase, uint32_t turn)
{
    uint32_t next_turn = 99;
    JB_EQ_STR(jb_phase_name(jb_engine_next(w->engine, &next_turn)), jb_phase_name(phase));
    JB_EQ_U64(next_turn, turn);
    JB_EQ_I64(world_do(w, JB_COMMAND_NEXT), JB_ACCEPTED);
    WORLD_IS(*w, phase, turn);
}

static void host_walks_through_every_phase(void **state)
{
    world w;
    world_init(&w, 2);
    w.rounds[0].intro = true;
    w.rounds[0].standings = JB_STANDINGS_TURN;
    w.turns[0].reading_ms = 5000;
    world_begin(&w, 2);
    const struct {
        jb_phase phase;
        uint32_t turn;
    } steps[] = {
        { JB_PHASE_INTRO, 1 },     { JB_PHASE_READING, 1 },  { JB_PHASE_OPEN, 1 },
        { JB_PHASE_LOCKED, 1 },    { JB_PHASE_REVEAL, 1 },   { JB_PHASE_STANDINGS, 1 },
        { JB_PHASE_OPEN, 2 },      { JB_PHASE_LOCKED, 2 },   { JB_PHASE_REVEAL, 2 },
        { JB_PHASE_STANDINGS, 2 }, { JB_PHASE_FINISHED, 2 },
    };
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        next_is_announced_and_then_done(&w, steps[i].phase, steps[i].turn);
    }
    uint32_t turn = 0;
    JB_EQ_I64(jb_engine_next(w.engine, &turn), JB_PHASE_COUNT);
    JB_EQ_I64(world_do(&w, JB_COMMAND_NEXT), JB_REFUSED_NOT_NOW);
    world_finish(&w);
}

static void intro_comes_once_a_round(void **state)
{
    world w;
    world_init(&w, 4);
    w.rounds[0].intro = true;
    world_rounds_of(&w, 2);
    w.turns[2].reading_ms = 1000;
    world_begin(&w, 1);
    const bool intro[] = { true, false, true, false };
    for (uint32_t turn = 1; turn <= 4; turn++) {
        JB_EQ_I64(world_do(&w, turn == 1 ? JB_COMMAND_START : JB_COMMAND_NEXT), JB_ACCEPTED);
        JB_EQ_I64(w.view->phase == JB_PHASE_INTRO, intro[turn - 1]);
        JB_EQ_U64(w.view->turn, turn);
        JB_EQ_U64(w.view->round, (turn - 1) / 2);
        if (intro[turn - 1]) {
            JB_EQ_I64(world_do(&w, JB_COMMAND_NEXT), JB_ACCEPTED);
        }
        WORLD_IS(w, (turn == 3 ? JB_PHASE_READING : JB_PHASE_OPEN), turn);
        world_go(&w, turn % 2 == 1 ? JB_PHASE_REVEAL : JB_PHASE_STANDINGS, turn);
    }
    world_finish(&w);
}

/* Which of four turns, in rounds of two, are followed by standings? */
static void standings_after(jb_standings_when when, const bool wanted[4])
{
    world w;
    world_init(&w, 4);
    w.rounds[0].standings = when;
    world_rounds_of(&w, 2);
    world_begin(&w, 1);
    for (uint32_t turn = 1; turn <= 4; turn++) {
        world_go(&w, JB_PHASE_REVEAL, turn);
        JB_EQ_I64(world_do(&w, JB_COMMAND_NEXT), JB_ACCEPTED);
        JB_EQ_I64(w.view->phase == JB_PHASE_STANDINGS, wanted[turn - 1]);
    }
    JB_EQ_I64(world_do(&w, JB_COMMAND_NEXT), JB_ACCEPTED);
    WORLD_IS(w, JB_PHASE_FINISHED, 4);
    world_finish(&w);
}

static void standings_come_when_the_round_says(void **state)
{
    standings_after(JB_STANDINGS_TURN, (const bool[4]){ true, true, true, true });
    standings_after(JB_STANDINGS_ROUND, (const bool[4]){ false, true, false, true });
    standings_after(JB_STANDINGS_END, (const bool[4]){ false, false, false, true });
}

/* One row of what a command does in each phase of turn 1 (the lobby: turn 0). */
typedef struct row {
    jb_command_type command;
    int64_t refusal[JB_PHASE_COUNT];
    jb_phase after[JB_PHASE_COUNT]; /* where it leads; the lobby: it stays */
} row;

enum {
    OK = JB_ACCEPTED,
    NO = JB_REFUSED_NOT_NOW,
    LA = JB_REFUSED_LATE,
    BT = JB_REFUSED_BAD_TURN,
    JC = JB_REFUSED_JOIN_CLOSED
};

#define STAYS                                                                                      \
    {                                                                                              \
        JB_PHASE_LOBBY                                                                             \
    }

/* lobby, intro, reading, open, locked, reveal, standings, finished; the rules are below. */
static const row running_rows[] = {
    { JB_COMMAND_CREATE, { NO, NO, NO, NO, NO, NO, NO, NO }, STAYS },
    { JB_COMMAND_JOIN, { OK, OK, OK, OK, OK, OK, OK, JC }, STAYS },
    { JB_COMMAND_RENAME, { OK, OK, OK, OK, OK, OK, OK, OK }, STAYS },
    { JB_COMMAND_REMOVE, { OK, OK, OK, OK, OK, OK, OK, OK }, STAYS },
    { JB_COMMAND_ADMIT, { OK, OK, OK, OK, OK, OK, OK, NO }, STAYS },
    { JB_COMMAND_START, { OK, NO, NO, NO, NO, NO, NO, NO }, { JB_PHASE_INTRO } },
    { JB_COMMAND_NEXT,
      { OK, OK, OK, OK, OK, OK, OK, NO },
      { JB_PHASE_INTRO, JB_PHASE_READING, JB_PHASE_OPEN, JB_PHASE_LOCKED, JB_PHASE_REVEAL,
        JB_PHASE_STANDINGS, JB_PHASE_READING } },
    { JB_COMMAND_PAUSE, { NO, OK, OK, OK, OK, OK, OK, NO }, STAYS },
    { JB_COMMAND_RESUME, { NO, NO, NO, NO, NO, NO, NO, NO }, STAYS },
    { JB_COMMAND_EXTEND, { NO, NO, OK, OK, NO, NO, NO, NO }, STAYS },
    { JB_COMMAND_LOCK, { NO, NO, NO, OK, NO, NO, NO, NO }, { [JB_PHASE_OPEN] = JB_PHASE_LOCKED } },
    { JB_COMMAND_SKIP,
      { NO, NO, OK, OK, OK, NO, NO, NO },
      { [JB_PHASE_READING] = JB_PHASE_READING,
        [JB_PHASE_OPEN] = JB_PHASE_READING,
        [JB_PHASE_LOCKED] = JB_PHASE_READING } },
    { JB_COMMAND_UNDO,
      { NO, NO, NO, NO, OK, NO, NO, NO },
      { 0, 0, 0, 0, JB_PHASE_OPEN } }, /* the host has closed it early */
    { JB_COMMAND_FINISH,
      { OK, OK, OK, OK, OK, OK, OK, NO },
      { JB_PHASE_FINISHED, JB_PHASE_FINISHED, JB_PHASE_FINISHED, JB_PHASE_FINISHED,
        JB_PHASE_FINISHED, JB_PHASE_FINISHED, JB_PHASE_FINISHED } },
    { JB_COMMAND_ANSWER, { BT, NO, NO, OK, LA, LA, LA, LA }, STAYS },
};

/* The same while paused; the lobby and the end cannot be paused. */
static const row paused_rows[] = {
    { JB_COMMAND_CREATE, { 0, NO, NO, NO, NO, NO, NO, 0 }, STAYS },
    { JB_COMMAND_JOIN, { 0, OK, OK, OK, OK, OK, OK, 0 }, STAYS },
    { JB_COMMAND_RENAME, { 0, OK, OK, OK, OK, OK, OK, 0 }, STAYS },
    { JB_COMMAND_REMOVE, { 0, OK, OK, OK, OK, OK, OK, 0 }, STAYS },
    { JB_COMMAND_ADMIT, { 0, OK, OK, OK, OK, OK, OK, 0 }, STAYS },
    { JB_COMMAND_START, { 0, NO, NO, NO, NO, NO, NO, 0 }, STAYS },
    { JB_COMMAND_NEXT, { 0, NO, NO, NO, NO, NO, NO, 0 }, STAYS },
    { JB_COMMAND_PAUSE, { 0, NO, NO, NO, NO, NO, NO, 0 }, STAYS },
    { JB_COMMAND_RESUME, { 0, OK, OK, OK, OK, OK, OK, 0 }, STAYS },
    { JB_COMMAND_EXTEND, { 0, NO, OK, OK, NO, NO, NO, 0 }, STAYS },
    { JB_COMMAND_LOCK, { 0, NO, NO, NO, NO, NO, NO, 0 }, STAYS },
    { JB_COMMAND_SKIP, { 0, NO, NO, NO, NO, NO, NO, 0 }, STAYS },
    { JB_COMMAND_UNDO,
      { 0, NO, NO, NO, OK, NO, NO, 0 },
      { 0, 0, 0, 0, JB_PHASE_OPEN } }, /* the host has closed it early */
    { JB_COMMAND_FINISH,
      { 0, OK, OK, OK, OK, OK, OK, 0 },
      { 0, JB_PHASE_FINISHED, JB_PHASE_FINISHED, JB_PHASE_FINISHED, JB_PHASE_FINISHED,
        JB_PHASE_FINISHED, JB_PHASE_FINISHED } },
    { JB_COMMAND_ANSWER, { 0, NO, NO, NO, LA, LA, LA, 0 }, STAYS },
};

static void try_command(const row *tried, jb_phase phase, bool paused)
{
    world w;
    world_init(&w, 2);
    w.rounds[0].intro = true;
    w.rounds[0].standings = JB_STANDINGS_TURN;
    w.turns[0].reading_ms = w.turns[1].reading_ms = 5000;
    world_begin(&w, 3);
    bool finished = phase == JB_PHASE_FINISHED;
    world_go(&w, finished ? JB_PHASE_STANDINGS : phase, phase == JB_PHASE_LOBBY ? 0 : 1);
    if (finished || paused) {
        jb_command_type type = finished ? JB_COMMAND_FINISH : JB_COMMAND_PAUSE;
        JB_EQ_I64(world_do(&w, type), JB_ACCEPTED);
    }
    w.now += 1000;
    uint32_t turn_before = w.view->turn;
    uint64_t digest = jb_engine_digest(w.engine);
    size_t events = w.event_count;
    jb_answer answer = world_single(1);
    jb_command command = { .type = tried->command,
                           .player = 1,
                           .turn = 1,
                           .ms = 1000,
                           .claim_ms = -1,
                           .answer = &answer };
    jb_refusal refusal = world_submit(&w, &command);
    if (refusal != tried->refusal[phase]) {
        print_error("command %d in %s%s\n", (int)tried->command, jb_phase_name(phase),
                    paused ? ", paused" : "");
    }
    JB_EQ_I64(refusal, tried->refusal[phase]);
    JB_EQ_I64(w.event_count > events, refusal == JB_ACCEPTED);
    JB_EQ_I64(jb_engine_digest(w.engine) == digest, refusal != JB_ACCEPTED);
    if (tried->after[phase] == JB_PHASE_LOBBY) {
        WORLD_IS(w, phase, turn_before);
    } else {
        JB_EQ_STR(jb_phase_name(w.view->phase), jb_phase_name(tried->after[phase]));
    }
    world_finish(&w);
}

static void host_asks_to_let_in_until_the_end(void **state)
{
    world w;
    world_init(&w, 2);
    w.rounds[0].intro = true;
    w.rounds[0].standings = JB_STANDINGS_TURN;
    w.turns[0].reading_ms = w.turns[1].reading_ms = 5000;
    world_begin(&w, 1);
    JB_TRUE(!w.view->approve);
    for (int phase = JB_PHASE_LOBBY; phase <= JB_PHASE_FINISHED; phase++) {
        const jb_command command = { .type = JB_COMMAND_APPROVE, .flag = phase % 2 == 0 };
        size_t events = w.event_count;
        bool over = phase == JB_PHASE_FINISHED;
        if (over) {
            JB_EQ_I64(world_do(&w, JB_COMMAND_FINISH), JB_ACCEPTED);
            events = w.event_count;
        } else {
            world_go(&w, (jb_phase)phase, phase == JB_PHASE_LOBBY ? 0 : 1);
            events = w.event_count;
        }
        JB_EQ_I64(world_submit(&w, &command), over ? JB_REFUSED_NOT_NOW : JB_ACCEPTED);
        JB_EQ_SIZE(w.event_count, events + (over ? 0 : 1));
        JB_EQ_I64(w.view->approve, over ? phase % 2 == 1 : command.flag);
        if (!over) { /* the same again is no news */
            JB_EQ_I64(world_submit(&w, &command), JB_ACCEPTED);
            JB_EQ_SIZE(w.event_count, events + 1);
        }
    }
    world_finish(&w);
}

static void every_command_in_every_phase(void **state)
{
    for (size_t i = 0; i <= JB_COMMAND_ANSWER; i++) {
        JB_EQ_I64(running_rows[i].command, (int64_t)i);
        for (int phase = 0; phase < JB_PHASE_COUNT; phase++) {
            try_command(&running_rows[i], (jb_phase)phase, false);
        }
    }
}

static void every_command_in_every_phase_while_paused(void **state)
{
    for (size_t i = 0; i <= JB_COMMAND_ANSWER; i++) {
        JB_EQ_I64(paused_rows[i].command, (int64_t)i);
        for (int phase = JB_PHASE_INTRO; phase < JB_PHASE_FINISHED; phase++) {
            try_command(&paused_rows[i], (jb_phase)phase, true);
        }
    }
}

static void command_out_of_range_is_refused(void **state)
{
    world w;
    world_init(&w, 1);
    world_begin(&w, 1);
    JB_EQ_I64(world_do(&w, JB_COMMAND_COUNT), JB_REFUSED_BAD_FIELD);
    world_finish(&w);
}

static void nothing_can_come_before_create(void **state)
{
    world w;
    world_init(&w, 1);
    w.engine = world_engine(&w.rules);
    w.view = jb_engine_look(w.engine);
    JB_FALSE(w.view->created);
    JB_FALSE(w.view->admit);
    uint32_t turn = 9;
    JB_EQ_I64(jb_engine_next(w.engine, &turn), JB_PHASE_COUNT);
    JB_EQ_I64(jb_engine_deadline(w.engine), JB_TIME_NONE);
    expect_assert_failure(world_do(&w, JB_COMMAND_JOIN));
    world_finish(&w);
}

static void reading_opens_by_itself_on_the_hosts_pace_too(void **state)
{
    world w;
    world_init(&w, 1);
    w.turns[0].reading_ms = 3000;
    world_begin(&w, 1);
    w.now = 500;
    world_go(&w, JB_PHASE_READING, 1);
    JB_EQ_I64(w.view->opens_at, 3500);
    JB_EQ_I64(jb_engine_deadline(w.engine), 3500);
    world_wait(&w, 2999);
    WORLD_IS(w, JB_PHASE_READING, 1);
    world_wait(&w, 1);
    WORLD_IS(w, JB_PHASE_OPEN, 1);
    JB_EQ_I64(w.view->opens_at, 3500);
    JB_EQ_I64(w.view->ends_at, 3500 + WORLD_OPEN_MS);
    world_finish(&w);
}

static void host_may_open_before_reading_is_over(void **state)
{
    world w;
    world_init(&w, 1);
    w.turns[0].reading_ms = 3000;
    world_begin(&w, 1);
    world_go(&w, JB_PHASE_READING, 1);
    world_wait(&w, 1000);
    world_go(&w, JB_PHASE_OPEN, 1);
    JB_EQ_I64(w.view->opens_at, 1000);
    JB_EQ_I64(jb_engine_deadline(w.engine), 1000 + WORLD_OPEN_MS);
    world_finish(&w);
}

static void on_the_hosts_pace_only_questions_have_timers(void **state)
{
    world w;
    world_init(&w, 1);
    w.rounds[0].intro = true;
    w.rounds[0].intro_ms = w.rounds[0].locked_ms = 1000;
    w.rounds[0].reveal_ms = w.rounds[0].standings_ms = 1000;
    world_begin(&w, 1);
    for (int i = 0; i < 6; i++) {
        jb_time deadline = jb_engine_deadline(w.engine);
        JB_EQ_I64(deadline != JB_TIME_NONE, w.view->phase == JB_PHASE_OPEN);
        JB_EQ_I64(world_do(&w, JB_COMMAND_NEXT), JB_ACCEPTED);
    }
    WORLD_IS(w, JB_PHASE_FINISHED, 1);
    JB_EQ_I64(jb_engine_deadline(w.engine), JB_TIME_NONE);
    world_finish(&w);
}

static void automatic_pace_needs_nobody_after_the_start(void **state)
{
    world w;
    world_init(&w, 2);
    w.rules.pace = JB_PACE_AUTO;
    w.rounds[0] = (jb_round_rules){ .turn_count = 2,
                                    .question_count = 2,
                                    .intro = true,
                                    .standings = JB_STANDINGS_ROUND,
                                    .intro_ms = 100,
                                    .locked_ms = 200,
                                    .reveal_ms = 300,
                                    .standings_ms = 400 };
    w.turns[0].reading_ms = 50;
    w.turns[0].open_ms = w.turns[1].open_ms = 1000;
    world_begin(&w, 1);
    world_wait(&w, 5000);
    WORLD_IS(w, JB_PHASE_LOBBY, 0); /* the lobby has no timer: somebody starts the contest */
    w.now = 10000;
    JB_EQ_I64(world_do(&w, JB_COMMAND_START), JB_ACCEPTED);
    const struct {
        jb_phase phase;
        uint32_t turn;
        jb_time ends_at;
    } steps[] = {
        { JB_PHASE_INTRO, 1, 10100 },     { JB_PHASE_READING, 1, 10150 },
        { JB_PHASE_OPEN, 1, 11150 },      { JB_PHASE_LOCKED, 1, 11350 },
        { JB_PHASE_REVEAL, 1, 11650 },    { JB_PHASE_OPEN, 2, 12650 },
        { JB_PHASE_LOCKED, 2, 12850 },    { JB_PHASE_REVEAL, 2, 13150 },
        { JB_PHASE_STANDINGS, 2, 13550 }, { JB_PHASE_FINISHED, 2, JB_TIME_NONE },
    };
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        WORLD_IS(w, steps[i].phase, steps[i].turn);
        JB_EQ_I64(jb_engine_deadline(w.engine), steps[i].ends_at);
        if (steps[i].ends_at != JB_TIME_NONE) {
            world_wait(&w, steps[i].ends_at - 1 - w.now);
            WORLD_IS(w, steps[i].phase, steps[i].turn);
            world_wait(&w, 1);
        }
    }
    world_finish(&w);
}

static void automatic_phases_without_length_pass_at_once(void **state)
{
    world w;
    world_init(&w, 1);
    w.rules.pace = JB_PACE_AUTO;
    w.rounds[0].intro = true;
    world_begin(&w, 1);
    JB_EQ_I64(world_do(&w, JB_COMMAND_START), JB_ACCEPTED);
    world_wait(&w, 0);
    WORLD_IS(w, JB_PHASE_OPEN, 1);
    world_wait(&w, WORLD_OPEN_MS);
    WORLD_IS(w, JB_PHASE_FINISHED, 1);
    world_finish(&w);
}

static void question_closes_at_its_deadline_however_late_it_is_noticed(void **state)
{
    world w;
    world_init(&w, 1);
    world_begin(&w, 1);
    world_open(&w, 1);
    world_wait(&w, WORLD_OPEN_MS + 7000);
    WORLD_IS(w, JB_PHASE_LOCKED, 1);
    JB_EQ_I64(world_last(&w, JB_EVENT_PHASE)->at, WORLD_OPEN_MS);
    world_finish(&w);
}

static void stalled_process_skips_no_question(void **state)
{
    world w;
    world_init(&w, 2);
    w.rules.pace = JB_PACE_AUTO;
    w.rounds[0].locked_ms = w.rounds[0].reveal_ms = 1000;
    w.turns[1].reading_ms = 2000;
    world_begin(&w, 1);
    world_open(&w, 1);
    world_wait(&w, 1000000); /* long enough for all of both turns */
    WORLD_IS(w, JB_PHASE_REVEAL, 1);
    JB_EQ_I64(w.events[w.event_count - 2].phase, JB_PHASE_LOCKED);
    JB_EQ_I64(w.events[w.event_count - 2].at, WORLD_OPEN_MS);
    JB_EQ_I64(jb_engine_deadline(w.engine), 1000000 + 1000);
    world_wait(&w, 500000); /* and again */
    WORLD_IS(w, JB_PHASE_READING, 2);
    JB_EQ_I64(jb_engine_deadline(w.engine), 1500000 + 2000);
    world_wait(&w, 300000);
    WORLD_IS(w, JB_PHASE_OPEN, 2);
    JB_EQ_I64(jb_engine_deadline(w.engine), 1800000 + WORLD_OPEN_MS);
    world_finish(&w);
}

static void stall_during_reading_leaves_the_whole_answer_time(void **state)
{
    world w;
    world_init(&w, 1);
    w.turns[0].reading_ms = 2000;
    world_begin(&w, 1);
    world_go(&w, JB_PHASE_READING, 1);
    world_wait(&w, 90000);
    WORLD_IS(w, JB_PHASE_OPEN, 1);
    JB_EQ_I64(w.view->opens_at, 90000);
    JB_EQ_I64(jb_engine_deadline(w.engine), 90000 + WORLD_OPEN_MS);
    world_finish(&w);
}

static void clock_never_goes_back(void **state)
{
    world w;
    world_init(&w, 1);
    world_begin(&w, 1);
    w.now = 5000;
    world_open(&w, 1);
    w.now = 100;
    JB_EQ_I64(world_answer(&w, 1, 1, 0), JB_ACCEPTED);
    JB_EQ_I64(world_last(&w, JB_EVENT_ANSWERED)->at, 5000);
    JB_EQ_I64(world_last(&w, JB_EVENT_ANSWERED)->elapsed_ms, 0);
    world_wait(&w, 0);
    JB_EQ_STR(jb_engine_check(w.engine), NULL);
    world_finish(&w);
}

static void answer_is_revealed_at_reveal_and_standings_only(void **state)
{
    world w;
    world_init(&w, 1);
    w.rounds[0].intro = true;
    w.turns[0].reading_ms = 1000;
    world_begin(&w, 1);
    for (int i = 0; i < 8; i++) {
        bool reveals = w.view->phase == JB_PHASE_REVEAL || w.view->phase == JB_PHASE_STANDINGS;
        JB_EQ_I64(jb_engine_reveals(w.engine), reveals);
        (void)world_do(&w, JB_COMMAND_NEXT);
    }
    world_finish(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(host_walks_through_every_phase),
        cmocka_unit_test(intro_comes_once_a_round),
        cmocka_unit_test(standings_come_when_the_round_says),
        cmocka_unit_test(host_asks_to_let_in_until_the_end),
        cmocka_unit_test(every_command_in_every_phase),
        cmocka_unit_test(every_command_in_every_phase_while_paused),
        cmocka_unit_test(command_out_of_range_is_refused),
        cmocka_unit_test(nothing_can_come_before_create),
        cmocka_unit_test(reading_opens_by_itself_on_the_hosts_pace_too),
        cmocka_unit_test(host_may_open_before_reading_is_over),
        cmocka_unit_test(on_the_hosts_pace_only_questions_have_timers),
        cmocka_unit_test(automatic_pace_needs_nobody_after_the_start),
        cmocka_unit_test(automatic_phases_without_length_pass_at_once),
        cmocka_unit_test(question_closes_at_its_deadline_however_late_it_is_noticed),
        cmocka_unit_test(stalled_process_skips_no_question),
        cmocka_unit_test(stall_during_reading_leaves_the_whole_answer_time),
        cmocka_unit_test(clock_never_goes_back),
        cmocka_unit_test(answer_is_revealed_at_reveal_and_standings_only),
    };
    return JB_RUN(tests);
}
