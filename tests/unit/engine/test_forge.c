/*
 * Forged logs. Contests of every format are played with random commands; then each entry of the log
 * is forged in every field, or put where it does not belong, and applied to the engine as it stood.
 * A forged entry is either refused, and nothing has changed, or it could have happened, and every
 * invariant holds. No entry with other points than the rules give is ever taken.
 */
#include "world.h"

#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "jinbang/format.h"
#include "stage_hands.h"

enum {
    CONTESTS = 10, /* of each format */
    STEPS = 90,
    TURNS = 5,
    FORGERIES = 30, /* of each entry */
    BORROWED = 6    /* other entries of the log in its place */
};

typedef struct forger {
    world w;
    jb_random random;
    jb_engine *engine; /* goes along the log */
    jb_engine *copy;   /* what is forged is tried on it */
    size_t size;
    uint64_t taken, refused;
} forger;

/* A forged entry and what it points at. */
typedef struct forgery {
    jb_event event;
    jb_answer answer;
    jb_score scores[JB_SCORES_PER_EVENT + 1];
    bool points; /* an entry gives something else, or somebody else gets it */
} forgery;

#define BELOW(f, bound)   chance_below(&(f)->random, (bound))
#define OFTEN(f, percent) chance_of(&(f)->random, (percent))

/* ---- contests ---- */

static void vary_round(forger *f, jb_round_rules *round)
{
    round->start = (jb_start)BELOW(f, JB_START_COUNT);
    round->buzz_ms = OFTEN(f, 50) ? 3000 : 0;
    round->run_ms = 6000;
    round->begin_ms = 1000;
    round->tries = 1 + BELOW(f, 3);
    round->fallback = (jb_fallback)BELOW(f, JB_FALLBACK_COUNT);
    round->too_close = (jb_too_close)BELOW(f, JB_TOO_CLOSE_COUNT);
    round->early = (jb_early)BELOW(f, JB_EARLY_COUNT);
    round->fouls[0] = (jb_foul_row){ .count = 1, .points = -500 };
    round->fouls[1] = (jb_foul_row){ .count = 2, .points = -500, .bar = true };
    round->foul_count = (uint8_t)BELOW(f, 3);
    round->help_points = OFTEN(f, 50) ? -200 : 0;
    round->late_forfeits_round = OFTEN(f, 30);
    round->may_name = OFTEN(f, 60);
    round->distinct_values = OFTEN(f, 50);
    round->value_count = TURNS;
    for (uint8_t i = 0; i < TURNS; i++) {
        round->values[i] = 500 * (i + 1);
    }
    round->stock = 1;
    round->safe = BELOW(f, 8);
    round->survivors = 1;
    round->revival = OFTEN(f, 30) ? 2 : 0;
    round->judges = 1 + BELOW(f, 3);
    round->mark_max = 1000;
    round->change = OFTEN(f, 30);
    round->has_cap = OFTEN(f, 30);
    round->cap = 1500;
    round->speaker = (jb_speaker)BELOW(f, JB_SPEAKER_COUNT);
    round->answer_by = (jb_answer_by)BELOW(f, JB_ANSWER_BY_COUNT);
    bool stakes = jb_format_is_crowd(jb_format_row_of(round->format)) ||
                  jb_format_row_of(round->format)->right_won == JB_RIGHT_WON_BY_TURN;
    if (stakes && OFTEN(f, 50)) {
        round->wager = (jb_wager){ .min = 0, .max = 1000, .step = 100, .ms = 2000 };
    }
    round->speed = (jb_speed)BELOW(f, JB_SPEED_COUNT);
    round->speed_floor_percent = 50;
    round->steps[0] = 1000;
    round->steps[1] = 400;
    round->step_count = 2;
}

static void make_contest(forger *f, jb_format format, uint64_t seed)
{
    static uint32_t members[TEAMS] = { 2, 3, 2 };
    jb_random_seed(&f->random, seed);
    jb_round_rules *round = stage_init(&f->w, format, TURNS);
    vary_round(f, round);
    jb_rules *rules = &f->w.rules;
    if (OFTEN(f, 25)) {
        rules->seats = JB_SEATS_PEOPLE;
    }
    rules->hall = (jb_hall_when)BELOW(f, JB_HALL_COUNT);
    rules->has_floor = OFTEN(f, 20);
    rules->team_members = OFTEN(f, 50) ? members : NULL;
    for (uint32_t i = 0; i < TURNS; i++) {
        f->w.turns[i].value = format == JB_FORMAT_RISK ? round->values[i] : 0;
        f->w.turns[i].key.kind = JB_KIND_MULTIPLE;
        f->w.turns[i].key.correct = 3;
        f->w.turns[i].key.grading = JB_GRADING_SUBSET_HALF;
    }
}

static void do_something(forger *f)
{
    static const jb_command_type often[] = {
        JB_COMMAND_ANSWER, JB_COMMAND_BUZZ,    JB_COMMAND_BUZZ,  JB_COMMAND_PICK, JB_COMMAND_NEXT,
        JB_COMMAND_NEXT,   JB_COMMAND_VERDICT, JB_COMMAND_MARK,  JB_COMMAND_PASS, JB_COMMAND_NAME,
        JB_COMMAND_HALL,   JB_COMMAND_FOUL,    JB_COMMAND_WAGER,
    };
    const jb_engine_view *view = f->w.view;
    const jb_answer answer = { .kind = JB_KIND_MULTIPLE, .options = 1 + BELOW(f, 15) };
    jb_command command = { .type = OFTEN(f, 75) ? often[BELOW(f, sizeof often / sizeof often[0])]
                                                : (jb_command_type)BELOW(f, JB_COMMAND_COUNT),
                           .player = OFTEN(f, 50) ? 1 + BELOW(f, view->joined + 1) : 0,
                           .team = BELOW(f, TEAMS + 1),
                           .turn = OFTEN(f, 85) ? view->turn : BELOW(f, view->turn + 2),
                           .flag = OFTEN(f, 20),
                           .ms = 500,
                           .credit_ms = (jb_time)BELOW(f, 150),
                           .claim_ms = -1,
                           .seat = OFTEN(f, 60) ? view->stage.seat : BELOW(f, 6),
                           .other = BELOW(f, 6),
                           .judge = BELOW(f, 4),
                           .value = 500 * (int64_t)BELOW(f, 6),
                           .verdict = (jb_verdict)BELOW(f, JB_VERDICT_COUNT),
                           .foul = (jb_foul)BELOW(f, JB_FOUL_COUNT),
                           .answer = &answer };
    if (command.type == JB_COMMAND_FINISH) {
        return;
    }
    if (command.type == JB_COMMAND_ADJUST) {
        command.text = jb_slice_of("the jury");
    }
    (void)world_submit(&f->w, &command);
}

static void play(forger *f)
{
    world_begin(&f->w, 0);
    for (uint32_t i = 0; i < 5; i++) {
        (void)world_join(&f->w, f->w.rules.team_count > 0 ? i % (TEAMS + 1) : 0);
    }
    (void)world_do(&f->w, JB_COMMAND_START);
    for (int i = 0; i < STEPS && f->w.view->phase != JB_PHASE_FINISHED; i++) {
        world_wait(&f->w, OFTEN(f, 70) ? BELOW(f, 60) : BELOW(f, 3000));
        do_something(f);
    }
    (void)world_do(&f->w, JB_COMMAND_FINISH);
}

/* ---- forging ---- */

static uint32_t other_number(forger *f, uint32_t number)
{
    const uint32_t numbers[] = { number + 1, number - 1, 0, UINT32_MAX, 1 + BELOW(f, 6) };
    return numbers[BELOW(f, sizeof numbers / sizeof numbers[0])];
}

static jb_time other_time(forger *f, jb_time time)
{
    const jb_time times[] = {
        time == JB_TIME_NONE ? 0 : time + 1, time - 1, 0, -1, 100000, JB_TIME_NONE
    };
    return times[BELOW(f, sizeof times / sizeof times[0])];
}

static int64_t other_value(forger *f, int64_t value)
{
    const int64_t values[] = { value + 1, -value, 0, JB_POINTS_MAX + 1, -JB_POINTS_MAX - 1 };
    return values[BELOW(f, sizeof values / sizeof values[0])];
}

static void forge_number(forger *f, jb_event *event)
{
    uint32_t *const numbers[] = { &event->player, &event->team,  &event->turn,    &event->seat,
                                  &event->other,  &event->judge, &event->question };
    uint32_t *number = numbers[BELOW(f, sizeof numbers / sizeof numbers[0])];
    *number = other_number(f, *number);
}

static void forge_word(forger *f, jb_event *event)
{
    switch (BELOW(f, 7)) {
    case 0:
        event->verdict = (jb_verdict)BELOW(f, JB_VERDICT_COUNT + 1);
        return;
    case 1:
        event->foul = (jb_foul)BELOW(f, JB_FOUL_COUNT + 1);
        return;
    case 2:
        event->phase = (jb_phase)BELOW(f, JB_PHASE_COUNT + 1);
        return;
    case 3:
        event->undo = (jb_undo)BELOW(f, JB_UNDO_COUNT);
        return;
    case 4:
        event->flag = !event->flag;
        return;
    case 5:
        event->value = other_value(f, event->value);
        return;
    default:
        event->type = (jb_event_type)BELOW(f, JB_EVENT_COUNT);
        return;
    }
}

static void forge_time(forger *f, jb_event *event)
{
    jb_time *const times[] = { &event->ms, &event->ends_at, &event->elapsed_ms };
    jb_time *time = times[BELOW(f, 3)];
    *time = other_time(f, *time);
}

static void forge_answer(forger *f, forgery *forged)
{
    forged->answer = forged->event.answer ? *forged->event.answer : (jb_answer){ 0 };
    forged->answer.options = OFTEN(f, 50) ? 0 : 1U << 20;
    forged->answer.kind = OFTEN(f, 50) ? forged->answer.kind : JB_KIND_NUMERIC;
    forged->event.answer = OFTEN(f, 30) ? NULL : &forged->answer;
}

/* Another number of entries. */
static void forge_count(forger *f, forgery *forged)
{
    jb_event *event = &forged->event;
    uint32_t count = event->score_count;
    if (OFTEN(f, 50) && count > 0) {
        event->score_count = OFTEN(f, 50) ? 0 : count - 1;
    } else {
        forged->scores[count] = count > 0 ? forged->scores[OFTEN(f, 50) ? 0 : count - 1]
                                          : (jb_score){ .seat = 1 + BELOW(f, 3), .points = 1000 };
        event->score_count = count + 1;
    }
}

static void forge_score(forger *f, forgery *forged)
{
    jb_event *event = &forged->event;
    memcpy(forged->scores, event->scores, event->score_count * sizeof *event->scores);
    event->scores = forged->scores;
    uint32_t what = BELOW(f, 9);
    if (event->score_count == 0 || what == 0) {
        forge_count(f, forged);
        return;
    }
    jb_score *score = &forged->scores[BELOW(f, event->score_count)];
    const jb_score before = *score;
    switch (what) {
    case 1:
        score->seat = other_number(f, score->seat);
        forged->points = score->seat != before.seat && before.points != 0;
        break;
    case 2:
        score->elapsed_ms = other_time(f, score->elapsed_ms);
        break;
    case 3:
        score->answered = !score->answered;
        break;
    case 4:
        score->correct = !score->correct;
        break;
    case 5:
        score->hall = !score->hall;
        break;
    case 6:
        score->overtime = !score->overtime;
        break;
    case 7:
        score->member = other_number(f, score->member);
        break;
    default:
        score->points = other_value(f, score->points);
        forged->points = score->points != before.points;
        break;
    }
}

static void forge(forger *f, const jb_event *right, forgery *forged)
{
    static const jb_score none;
    *forged = (forgery){ .event = *right };
    if (!right->scores) {
        forged->event.scores = &none;
    }
    switch (BELOW(f, 6)) {
    case 0:
    case 1:
        forge_number(f, &forged->event);
        break;
    case 2:
        forge_word(f, &forged->event);
        break;
    case 3:
        forge_time(f, &forged->event);
        break;
    case 4:
        forge_answer(f, forged);
        break;
    default:
        forge_score(f, forged);
        break;
    }
}

/* ---- trying ---- */

/* For who reads a failure. */
static void say_forged(const jb_event *event)
{
    print_message("'%s' turn %u seat %u player %u verdict %d phase %d undo %d, %u entries\n",
                  jb_event_name(event->type), event->turn, event->seat, event->player,
                  (int)event->verdict, (int)event->phase, (int)event->undo, event->score_count);
}

/* What a turn had given is taken back by the entries that follow 'annulled' or 'voided' in the same
 * command. */
static bool is_half_done(const forger *f, const jb_event *event, const char *broken)
{
    bool within = event->type == JB_EVENT_ANNULLED || event->type == JB_EVENT_VOIDED ||
                  jb_engine_check(f->engine) != NULL;
    return within && strcmp(broken, "a void turn has given something") == 0;
}

/* Applies it to the copy, which is afterwards as it was. True: it was taken. */
static bool try_event(forger *f, const jb_event *event)
{
    uint64_t before = jb_engine_digest(f->copy);
    jb_status status = jb_engine_apply(f->copy, event);
    const char *broken = jb_engine_check(f->copy);
    if (broken && !is_half_done(f, event, broken)) {
        say_forged(event);
        fail_msg("%s", broken);
    }
    if (status != JB_OK) {
        JB_EQ_I64(status, JB_ERR_CORRUPT);
        JB_EQ_U64(jb_engine_digest(f->copy), before);
        f->refused++;
        return false;
    }
    f->taken++;
    f->copy = jb_engine_copy(f->engine, f->copy, f->size);
    return true;
}

static void forge_entry(forger *f, size_t at)
{
    static forgery forged; /* large */
    const jb_event *right = &f->w.events[at];
    for (int i = 0; i < FORGERIES; i++) {
        forge(f, right, &forged);
        bool taken = try_event(f, &forged.event);
        /* Of an adjustment the host alone says what it is worth, and to whom. */
        bool free = right->type == JB_EVENT_ADJUSTED;
        if (taken && forged.points && !free) {
            fail_msg("other points in a '%s' were taken", jb_event_name(right->type));
        }
    }
    for (int i = 0; i < BORROWED; i++) {
        jb_event borrowed = f->w.events[BELOW(f, (uint32_t)f->w.event_count)];
        borrowed.at = right->at;
        (void)try_event(f, &borrowed);
    }
}

static void forge_log(forger *f)
{
    f->size = jb_engine_size(&f->w.rules);
    f->engine = world_engine(&f->w.rules);
    f->copy = world_engine(&f->w.rules);
    f->copy = jb_engine_copy(f->engine, f->copy, f->size);
    for (size_t at = 0; at < f->w.event_count; at++) {
        forge_entry(f, at);
        JB_EQ_I64(jb_engine_apply(f->engine, &f->w.events[at]), JB_OK);
        f->copy = jb_engine_copy(f->engine, f->copy, f->size);
    }
    JB_EQ_U64(jb_engine_digest(f->engine), jb_engine_digest(f->w.engine));
    free(f->engine);
    free(f->copy);
}

static void a_forged_entry_is_refused_or_could_have_happened(void **state)
{
    uint64_t taken = 0;
    uint64_t refused = 0;
    for (uint32_t format = 0; format < JB_FORMAT_COUNT; format++) {
        for (uint64_t contest = 1; contest <= CONTESTS; contest++) {
            static forger f;
            f = (forger){ .taken = 0 };
            make_contest(&f, (jb_format)format, contest * 100 + format);
            play(&f);
            forge_log(&f);
            world_finish(&f.w);
            taken += f.taken;
            refused += f.refused;
        }
    }
    print_message("forged: %llu refused, %llu taken\n", (unsigned long long)refused,
                  (unsigned long long)taken);
    JB_TRUE(refused > 10000);
    JB_TRUE(taken > 1000);
}

/* Applies a log up to what is forged in it; what is forged must be refused. */
static void refuse_at(const world *w, size_t at, const jb_event *forged)
{
    jb_engine *engine = world_replay(w, at);
    JB_EQ_I64(jb_engine_apply(engine, forged), JB_ERR_CORRUPT);
    free(engine);
}

static size_t place_of(const world *w, jb_event_type type)
{
    const jb_event *found = world_last(w, type);
    assert_non_null(found);
    return (size_t)(found - w->events);
}

/* What a device has answered is judged by the key, not by what the entry says; no points tell the
 * verdicts apart here. */
static void a_verdict_by_the_key_is_the_one_that_the_answer_gets(void **state)
{
    world w;
    (void)stage_init(&w, JB_FORMAT_TURN, 3);
    w.turns[0].points_right = 0;
    w.turns[0].points_wrong = 0;
    stage_begin(&w, JB_PHASE_OPEN);
    w.now += 700;
    JB_EQ_I64(world_answer(&w, 1, 1, 1), JB_ACCEPTED);
    const size_t ruled = place_of(&w, JB_EVENT_RULED);
    const size_t answered = place_of(&w, JB_EVENT_ANSWERED);
    JB_TRUE(w.events[ruled].flag);
    JB_EQ_I64(w.events[ruled].verdict, JB_VERDICT_WRONG);
    JB_EQ_U64(answered + 1, ruled);

    jb_event forged = w.events[ruled];
    jb_score score = forged.scores[0];
    forged.scores = &score;
    forged.verdict = JB_VERDICT_RIGHT;
    score.correct = true;
    refuse_at(&w, ruled, &forged);
    forged = w.events[ruled];
    score = forged.scores[0];
    forged.scores = &score;
    forged.elapsed_ms = 1;
    score.elapsed_ms = 1;
    refuse_at(&w, ruled, &forged);
    refuse_at(&w, answered, &w.events[ruled]); /* without the answer */

    jb_engine *engine = world_replay(&w, answered);
    const jb_answer right = world_single(0);
    jb_event answer = w.events[answered];
    answer.answer = &right;
    JB_EQ_I64(jb_engine_apply(engine, &answer), JB_OK);
    JB_EQ_I64(jb_engine_apply(engine, &w.events[ruled]), JB_ERR_CORRUPT);
    free(engine);
    world_finish(&w);
}

/* An adjustment gives points and nothing else. */
static void an_adjustment_has_no_time(void **state)
{
    world w;
    (void)stage_init(&w, JB_FORMAT_TURN, 3);
    stage_begin(&w, JB_PHASE_OPEN);
    JB_EQ_I64(world_submit(&w, &(jb_command){ .type = JB_COMMAND_ADJUST,
                                              .seat = 1,
                                              .value = 500,
                                              .text = jb_slice_of("the jury") }),
              JB_ACCEPTED);
    const size_t at = place_of(&w, JB_EVENT_ADJUSTED);
    jb_event forged = w.events[at];
    jb_score score = forged.scores[0];
    score.elapsed_ms = 1;
    forged.scores = &score;
    refuse_at(&w, at, &forged);
    world_finish(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_forged_entry_is_refused_or_could_have_happened),
        cmocka_unit_test(a_verdict_by_the_key_is_the_one_that_the_answer_gets),
        cmocka_unit_test(an_adjustment_has_no_time),
    };
    return JB_RUN(tests);
}
