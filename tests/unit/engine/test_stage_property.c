/*
 * Thousands of random contests over all formats, with random commands by phones and hosts. After
 * every step: the engine's invariants; every score is the base plus the sum of the logged entries;
 * a void turn has given nothing; a barred seat wins no buzz; the order of a round stays what it
 * was; who is on the bench does nothing for the team, and no team substitutes more often than it
 * may. At the end the log replays to the same state. JB_SEED=n plays one of them.
 */
#include "world.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "jinbang/random.h"

enum {
    SCRIPTS = 3000,
    STEPS = 160,
    PEOPLE = 8,
    SEATS_MAX = 8,
    FIELDED_MAX = 2
};

typedef struct script {
    world w;
    jb_random random;
    uint32_t members[WORLD_TEAMS_MAX];
    size_t seen;                    /* events looked at */
    int64_t sums[2][SEATS_MAX + 1]; /* all entries, by table: competing, hall */
    int64_t turns[2][WORLD_TURNS_MAX + 1][SEATS_MAX + 1]; /* entries that answers have earned */
    int64_t stakes[WORLD_TURNS_MAX + 1][SEATS_MAX + 1];   /* 1 + the last; 0: none */
    bool judged[WORLD_TURNS_MAX + 1];                     /* the host has given points for a part */
    uint32_t order[WORLD_ROUNDS_MAX][SEATS_MAX];
    uint32_t order_count[WORLD_ROUNDS_MAX];
    bool barred[SEATS_MAX + 1];
    uint32_t lineup[SEATS_MAX + 1][FIELDED_MAX]; /* as the events say */
    uint32_t used[SEATS_MAX + 1];
    bool gone[PEOPLE + 1]; /* removed */
    bool counted;          /* of the last substitution */
    bool asked;            /* a question was on the wall when the last command came */
    uint64_t events[JB_EVENT_COUNT];
    uint64_t refusals[JB_REFUSAL_COUNT];
    uint64_t undone;
} script;

static uint64_t current_seed; /* of the contest that is played, for who reads a failure */

typedef struct census {
    uint64_t events[JB_EVENT_COUNT];
    uint64_t refusals[JB_REFUSAL_COUNT];
    uint64_t finished;
    uint64_t undone;
} census;

#define BELOW(s, bound)   chance_below(&(s)->random, (bound))
#define OFTEN(s, percent) chance_of(&(s)->random, (percent))

static void make_values(script *s, jb_round_rules *round)
{
    round->value_count = (uint8_t)(1 + BELOW(s, 3));
    for (uint8_t i = 0; i < round->value_count; i++) {
        round->values[i] = 1000 * (i + 1);
    }
    round->stock = 1 + BELOW(s, 3);
    round->safe = BELOW(s, 8);
}

static void make_fouls(script *s, jb_round_rules *round)
{
    round->early = (jb_early)BELOW(s, JB_EARLY_COUNT);
    round->foul_count = (uint8_t)BELOW(s, 4);
    for (uint8_t i = 0; i < round->foul_count; i++) {
        round->fouls[i] = (jb_foul_row){ .count = i + 1U,
                                         .points = -500 * (int64_t)BELOW(s, 3),
                                         .bar = i > 0 && OFTEN(s, 50) };
    }
    round->help_points = OFTEN(s, 50) ? -200 : 0;
    round->begin_ms = 1000;
    round->late_forfeits_round = OFTEN(s, 50);
}

/* Where seats stake points, that is what an answer is worth, and nobody else has another try. */
static void make_wager(script *s, jb_round_rules *round)
{
    bool fits = round->format == JB_FORMAT_EVERYONE || round->format == JB_FORMAT_TURN;
    if (!fits || OFTEN(s, 40)) {
        return;
    }
    round->wager = (jb_wager){ .min = 500 * (int64_t)BELOW(s, 2),
                               .max = 2500,
                               .step = 500,
                               .ms = OFTEN(s, 70) ? 1500 : 0,
                               .by_score = OFTEN(s, 40),
                               .none_loses = OFTEN(s, 40) };
    round->speed = JB_SPEED_NONE;
    round->streak_bonus = 0;
    round->tries = 1;
}

static void make_questions(script *s, uint32_t index)
{
    const jb_round_rules *round = &s->w.rounds[index];
    for (uint32_t i = 0; i < round->question_count; i++) {
        s->w.turns[round->question_first + i] = (jb_question_rules){
            .key = { .kind = JB_KIND_MULTIPLE,
                     .grading = JB_GRADING_SUBSET_HALF,
                     .option_count = 3,
                     .correct = 3 },
            .round = index,
            .reading_ms = OFTEN(s, 40) ? 500 : 0,
            .open_ms = OFTEN(s, 70) ? 2000 : 0,
            .points_right = 1000,
            .points_wrong = OFTEN(s, 40) ? -1000 : 0,
            .points_none = OFTEN(s, 30) ? -300 : 0,
            .value = round->format == JB_FORMAT_RISK ? round->values[i % round->value_count] : 0,
        };
    }
}

static void make_round(script *s, uint32_t index, uint32_t *turns, uint32_t *questions)
{
    jb_round_rules *round = &s->w.rounds[index];
    uint32_t count = 1 + BELOW(s, 6);
    *round = (jb_round_rules){
        .format = (jb_format)BELOW(s, JB_FORMAT_COUNT),
        .turn_first = *turns,
        .turn_count = count,
        .question_first = *questions,
        .question_count = count,
        .intro = OFTEN(s, 30),
        .change = OFTEN(s, 20),
        .speed = (jb_speed)BELOW(s, JB_SPEED_COUNT),
        .speed_floor_percent = 50,
        .speed_bonus = 90,
        .steps = { 1000, 600, 300 },
        .step_count = 3,
        .streak_bonus = OFTEN(s, 30) ? 100 : 0,
        .streak_max = 250,
        .standings = (jb_standings_when)BELOW(s, JB_STANDINGS_COUNT),
        .order = (jb_order)BELOW(s, JB_ORDER_COUNT),
        .equals = (jb_order_equals)BELOW(s, JB_ORDER_EQUALS_COUNT),
        .spread = (jb_spread)BELOW(s, JB_SPREAD_COUNT),
        .per_seat = OFTEN(s, 30) ? 1 : 0,
        .speaker = (jb_speaker)BELOW(s, JB_SPEAKER_COUNT),
        .answer_by = (jb_answer_by)BELOW(s, JB_ANSWER_BY_COUNT),
        .limit = OFTEN(s, 20) ? 2 : 0,
        .has_cap = OFTEN(s, 25),
        .cap = 1500,
        .start = (jb_start)BELOW(s, JB_START_COUNT),
        .buzz_ms = OFTEN(s, 50) ? 3000 : 0,
        .run_ms = 6000,
        .tries = 1 + BELOW(s, 3),
        .fallback = (jb_fallback)BELOW(s, JB_FALLBACK_COUNT),
        .too_close = (jb_too_close)BELOW(s, JB_TOO_CLOSE_COUNT),
        .distinct_values = OFTEN(s, 50),
        .may_name = OFTEN(s, 50),
        .wrong_zero = OFTEN(s, 30),
        .survivors = 1 + BELOW(s, 2),
        .revival = OFTEN(s, 30) ? 2 : 0,
        .judges = 1 + BELOW(s, 4),
        .mark_min = 0,
        .mark_max = 1000,
        .trimmed = OFTEN(s, 50),
    };
    make_values(s, round);
    make_fouls(s, round);
    make_wager(s, round);
    if (round->format == JB_FORMAT_LADDER && round->value_count < count) {
        round->value_count = (uint8_t)count;
        for (uint8_t i = 0; i < count; i++) {
            round->values[i] = 500 * (i + 1);
        }
    }
    if (round->format == JB_FORMAT_RISK) {
        uint32_t stock = round->stock * round->value_count;
        round->question_count = stock > count ? stock : count;
    }
    make_questions(s, index);
    *turns += count;
    *questions += round->question_count;
}

static void make_rules(script *s)
{
    jb_rules *rules = &s->w.rules;
    world_init(&s->w, 1);
    rules->seats = (jb_seats)BELOW(s, JB_SEATS_COUNT);
    rules->team_count = rules->seats == JB_SEATS_TEAMS || OFTEN(s, 30) ? 2 + BELOW(s, 3) : 0;
    for (uint32_t i = 0; i < rules->team_count; i++) {
        s->members[i] = BELOW(s, 4);
    }
    rules->team_members = OFTEN(s, 60) ? s->members : NULL;
    rules->fielded = rules->seats == JB_SEATS_TEAMS && OFTEN(s, 40) ? 1 + BELOW(s, FIELDED_MAX) : 0;
    rules->substitutions = BELOW(s, 4);
    rules->substitute_when = (jb_substitute)BELOW(s, JB_SUBSTITUTE_COUNT);
    rules->pace = OFTEN(s, 20) ? JB_PACE_AUTO : JB_PACE_HOST;
    rules->base = OFTEN(s, 50) ? 10000 : 0;
    rules->has_floor = OFTEN(s, 20);
    rules->floor = 0;
    rules->hall = (jb_hall_when)BELOW(s, JB_HALL_COUNT);
    rules->hall_right = 1000;
    rules->hall_ms = OFTEN(s, 50) ? 1500 : 0;
    rules->players_max = PEOPLE;
    rules->round_count = 1 + BELOW(s, 4);
    uint32_t turns = 0;
    uint32_t questions = 0;
    for (uint32_t i = 0; i < rules->round_count; i++) {
        make_round(s, i, &turns, &questions);
    }
    if (OFTEN(s, 40)) {
        jb_round_rules *last = &s->w.rounds[rules->round_count - 1];
        last->overtime = last->format != JB_FORMAT_SURVIVAL && last->format != JB_FORMAT_LADDER &&
                         last->format != JB_FORMAT_RUSH;
        rules->ties[rules->tie_count++] = JB_TIE_PLAYOFF;
        rules->award_ends[0] = 1;
        rules->award_ends[1] = 3;
        rules->award_count = 2;
    }
    rules->turn_count = turns;
    rules->question_count = questions;
}

static uint32_t seat_count(const script *s)
{
    return s->w.rules.seats == JB_SEATS_TEAMS ? s->w.rules.team_count : s->w.view->joined;
}

static void count_entries(script *s, const jb_event *event)
{
    bool back = event->type == JB_EVENT_UNDONE;
    bool answers = event->type == JB_EVENT_SCORED || event->type == JB_EVENT_RULED ||
                   event->type == JB_EVENT_REVISED || back;
    for (uint32_t i = 0; i < event->score_count; i++) {
        const jb_score *score = &event->scores[i];
        int64_t points = back ? -score->points : score->points;
        if (!score->overtime) {
            s->sums[score->hall][score->seat] += points;
        }
        if (answers) {
            s->turns[score->hall][event->turn][score->seat] += points;
        }
    }
}

static uint32_t named(const script *s, uint32_t team)
{
    return s->w.rules.team_members ? s->members[team - 1] : 0;
}

/* Puts a number in the place of another, which must be there. */
static void swap(script *s, uint32_t team, uint32_t out, uint32_t in)
{
    for (uint32_t i = 0; i < s->w.rules.fielded; i++) {
        JB_TRUE(s->lineup[team][i] != in || in == 0);
    }
    for (uint32_t i = 0; i < s->w.rules.fielded; i++) {
        if (s->lineup[team][i] == out) {
            s->lineup[team][i] = in;
            return;
        }
    }
    fail_msg("%u does not play for team %u", out, team);
}

static bool in_lineup(const script *s, uint32_t team, uint32_t number)
{
    for (uint32_t i = 0; i < s->w.rules.fielded; i++) {
        if (s->lineup[team][i] == number) {
            return true;
        }
    }
    return false;
}

static void begin_lineups(script *s)
{
    for (uint32_t team = 1; team <= s->w.rules.team_count; team++) {
        for (uint32_t i = 0; i < s->w.rules.fielded && i < named(s, team); i++) {
            s->lineup[team][i] = i + 1;
        }
    }
}

/* Who plays, by the events alone, and that nobody else acts. */
static void follow_lineups(script *s, const jb_event *event)
{
    const jb_seat *player = jb_engine_player(s->w.engine, event->player);
    uint32_t team = player ? player->team : 0;
    bool team_acts = event->type == JB_EVENT_ANSWERED || event->type == JB_EVENT_BUZZED ||
                     event->type == JB_EVENT_STAKED;
    if (event->type == JB_EVENT_JOINED && team > 0 && named(s, team) == 0 &&
        in_lineup(s, team, 0)) {
        swap(s, team, 0, event->player);
    } else if (event->type == JB_EVENT_REMOVED) {
        s->gone[event->player] = true;
    } else if (event->type == JB_EVENT_UNDONE && event->undo == JB_UNDO_REMOVE) {
        s->gone[event->player] = false;
    } else if (event->type == JB_EVENT_SUBSTITUTED) {
        JB_FALSE(s->asked);
        swap(s, event->seat, event->out, event->in);
        s->counted = named(s, event->seat) > 0 || !s->gone[event->out];
        s->used[event->seat] += s->counted;
        JB_TRUE(s->used[event->seat] <= s->w.rules.substitutions);
    } else if (event->type == JB_EVENT_UNDONE && event->undo == JB_UNDO_SUBSTITUTION) {
        swap(s, event->seat, event->in, event->out);
        s->used[event->seat] -= s->counted;
    } else if (team_acts && team > 0) {
        JB_TRUE(in_lineup(s, team, named(s, team) > 0 ? player->member : event->player));
    }
}

static void look_at_lineups(const script *s)
{
    for (uint32_t team = 1; team <= s->w.rules.team_count && s->w.rules.fielded > 0; team++) {
        const jb_lineup *lineup = jb_engine_lineup(s->w.engine, team);
        JB_EQ_U64(lineup->used, s->used[team]);
        for (uint32_t i = 0; i < s->w.rules.fielded; i++) {
            JB_EQ_U64(lineup->places[i], s->lineup[team][i]);
        }
    }
}

/* What the log says of stakes, without the engine: nobody wins or loses more than they have put. */
static void note_stake(script *s, const jb_event *event)
{
    bool verdict = event->type == JB_EVENT_RULED || event->type == JB_EVENT_REVERSED;
    if (event->type == JB_EVENT_STAKED) {
        s->stakes[event->turn][event->seat] = 1 + event->value;
    } else if (verdict && !event->flag && event->verdict == JB_VERDICT_PARTIAL) {
        s->judged[event->turn] = true;
    }
}

static void look_at_stakes(const script *s)
{
    for (uint32_t turn = 1; turn <= s->w.view->turn; turn++) {
        const jb_wager *wager = &s->w.rounds[jb_rules_round_of(&s->w.rules, turn)].wager;
        for (uint32_t n = 1; wager->max > 0 && !s->judged[turn] && n <= SEATS_MAX; n++) {
            int64_t staked = s->stakes[turn][n] > 0 ? s->stakes[turn][n] - 1 : wager->min;
            JB_TRUE(s->turns[0][turn][n] <= staked && s->turns[0][turn][n] >= -staked);
        }
    }
}

static void look_at_events(script *s)
{
    for (; s->seen < s->w.event_count; s->seen++) {
        const jb_event *event = &s->w.events[s->seen];
        s->events[event->type]++;
        s->undone += event->type == JB_EVENT_UNDONE && event->undo == JB_UNDO_VERDICT;
        count_entries(s, event);
        note_stake(s, event);
        if (s->w.rules.fielded > 0) {
            follow_lineups(s, event);
        }
        if (event->type == JB_EVENT_UNDONE && event->undo == JB_UNDO_SKIP) {
            /* A round that had only begun will begin anew. */
            for (uint32_t i = s->w.view->round + 1; i < WORLD_ROUNDS_MAX; i++) {
                s->order_count[i] = 0;
            }
        }
        if (event->type == JB_EVENT_WON && event->seat > 0) {
            JB_FALSE(s->barred[event->seat]);
        }
    }
    look_at_stakes(s);
    look_at_lineups(s);
    bool teams = s->w.rules.seats == JB_SEATS_TEAMS;
    for (uint32_t n = 1; n <= seat_count(s); n++) {
        const jb_seat *seat = jb_engine_seat(s->w.engine, n);
        JB_EQ_I64(seat->score, s->w.rules.base + s->sums[0][n]);
        s->barred[n] = seat->round.round == s->w.view->round + 1 && seat->round.barred;
    }
    for (uint32_t n = 1; teams && n <= s->w.view->joined; n++) {
        JB_EQ_I64(jb_engine_player(s->w.engine, n)->score, s->w.rules.base + s->sums[1][n]);
    }
    for (uint32_t turn = 1; turn <= s->w.view->turn; turn++) {
        for (uint32_t n = 1; jb_engine_is_void(s->w.engine, turn) && n <= SEATS_MAX; n++) {
            JB_EQ_I64(s->turns[0][turn][n], 0);
            JB_EQ_I64(s->turns[1][turn][n], 0);
        }
    }
}

static void look_at_order(script *s)
{
    uint32_t round = s->w.view->round;
    uint32_t count = 0;
    const uint32_t *order = jb_engine_order(s->w.engine, &count);
    if (count == 0 || s->w.rounds[round].overtime) {
        return;
    }
    if (s->order_count[round] == 0) {
        s->order_count[round] = count;
        memcpy(s->order[round], order, count * sizeof *order);
    }
    JB_EQ_U64(s->order_count[round], count);
    JB_EQ_I64(memcmp(s->order[round], order, count * sizeof *order), 0);
}

static jb_answer random_answer(script *s)
{
    return (jb_answer){ .kind = JB_KIND_MULTIPLE, .options = 1 + BELOW(s, 7) };
}

static jb_command_type random_type(script *s)
{
    static const jb_command_type often[] = {
        JB_COMMAND_ANSWER,  JB_COMMAND_ANSWER,  JB_COMMAND_BUZZ, JB_COMMAND_BUZZ,
        JB_COMMAND_PICK,    JB_COMMAND_PICK,    JB_COMMAND_NEXT, JB_COMMAND_NEXT,
        JB_COMMAND_VERDICT, JB_COMMAND_VERDICT, JB_COMMAND_MARK, JB_COMMAND_MARK,
        JB_COMMAND_PASS,    JB_COMMAND_NAME,    JB_COMMAND_HALL, JB_COMMAND_FOUL,
    };
    static const jb_command_type seldom[] = {
        JB_COMMAND_JOIN,    JB_COMMAND_REMOVE, JB_COMMAND_PAUSE, JB_COMMAND_RESUME,
        JB_COMMAND_RESUME,  JB_COMMAND_LOCK,   JB_COMMAND_SKIP,  JB_COMMAND_UNDO,
        JB_COMMAND_UNDO,    JB_COMMAND_EXTEND, JB_COMMAND_VOID,  JB_COMMAND_ACCEPT,
        JB_COMMAND_REVERSE, JB_COMMAND_ADJUST,
    };
    if (s->w.view->stage.step == JB_STEP_WAGER && OFTEN(s, 50)) {
        return JB_COMMAND_WAGER;
    }
    return OFTEN(s, 80) ? often[BELOW(s, sizeof often / sizeof often[0])]
                        : seldom[BELOW(s, sizeof seldom / sizeof seldom[0])];
}

/* Whose name a new one has, and often a substitution that could be. */
static void choose_members(script *s, jb_command *command)
{
    uint32_t team = command->team;
    if (command->type == JB_COMMAND_JOIN && team > 0 && named(s, team) > 0) {
        command->member = BELOW(s, named(s, team) + 1);
    }
    if (OFTEN(s, 10)) {
        command->type = JB_COMMAND_SUBSTITUTE;
        command->seat = 1 + BELOW(s, s->w.rules.team_count);
        command->out = s->lineup[command->seat][BELOW(s, s->w.rules.fielded)];
        command->in = BELOW(s, PEOPLE);
        for (int i = 0; i < 4 && !jb_engine_is_reserve(s->w.engine, command->seat, command->in);
             i++) {
            command->in = BELOW(s, PEOPLE);
        }
    }
}

static void do_something(script *s)
{
    const jb_engine_view *view = s->w.view;
    jb_answer answer = random_answer(s);
    uint32_t seats = seat_count(s);
    bool phone = OFTEN(s, 50) && view->joined > 0;
    uint32_t seat = OFTEN(s, 60) && view->stage.seat > 0 ? view->stage.seat : BELOW(s, seats + 2);
    jb_command command = {
        .type = random_type(s),
        .player = phone ? 1 + BELOW(s, view->joined + 1) : 0,
        .team = s->w.rules.team_count > 0 ? BELOW(s, s->w.rules.team_count + 1) : 0,
        .turn = OFTEN(s, 85) ? view->turn : BELOW(s, view->turn + 2),
        .flag = OFTEN(s, 20),
        .ms = 500,
        .credit_ms = (jb_time)BELOW(s, 200),
        .claim_ms = -1,
        .seat = seat,
        .other = BELOW(s, seats + 2),
        .judge = BELOW(s, 5),
        .value = 500 * (int64_t)BELOW(s, 7),
        .verdict = (jb_verdict)BELOW(s, JB_VERDICT_COUNT),
        .foul = (jb_foul)BELOW(s, JB_FOUL_COUNT),
        .answer = &answer,
    };
    if (s->w.rules.fielded > 0) {
        choose_members(s, &command);
    }
    s->asked = view->phase == JB_PHASE_READING || view->phase == JB_PHASE_OPEN ||
               view->phase == JB_PHASE_LOCKED;
    if (command.type == JB_COMMAND_ADJUST) {
        command.value -= 1500;
        command.text = jb_slice_of("the jury");
    }
    jb_refusal refusal = world_submit(&s->w, &command);
    s->refusals[refusal]++;
}

static void check_replay(script *s)
{
    size_t size = jb_engine_size(&s->w.rules);
    void *memory = calloc(1, size);
    JB_TRUE(memory != NULL);
    jb_engine *copy = jb_engine_copy(s->w.engine, memory, size);
    JB_EQ_U64(jb_engine_digest(copy), jb_engine_digest(s->w.engine));
    jb_engine *replayed = world_replay(&s->w, s->w.event_count);
    JB_EQ_U64(jb_engine_digest(replayed), jb_engine_digest(s->w.engine));
    JB_EQ_STR(jb_engine_check(replayed), NULL);
    free(replayed);
    free(memory);
}

static void play(uint64_t seed, census *seen)
{
    static script s;
    s = (script){ .seen = 0 };
    jb_random_seed(&s.random, seed);
    make_rules(&s);
    world_begin(&s.w, 0);
    begin_lineups(&s);
    for (uint32_t i = 0; i < PEOPLE - 2; i++) {
        jb_command join = { .type = JB_COMMAND_JOIN };
        join.team = s.w.rules.team_count > 0 ? BELOW(&s, s.w.rules.team_count + 1) : 0;
        if (s.w.rules.fielded > 0 && join.team > 0) {
            join.member = BELOW(&s, named(&s, join.team) + 1);
        }
        JB_EQ_I64(world_submit(&s.w, &join), JB_ACCEPTED);
    }
    (void)world_do(&s.w, JB_COMMAND_START);
    for (int step = 0; step < STEPS && s.w.view->phase != JB_PHASE_FINISHED; step++) {
        world_wait(&s.w, OFTEN(&s, 70) ? BELOW(&s, 60) : BELOW(&s, 2500));
        look_at_events(&s);
        do_something(&s);
        look_at_events(&s);
        look_at_order(&s);
        if (step == STEPS / 2) {
            check_replay(&s);
        }
    }
    check_replay(&s);
    seen->finished += s.w.view->phase == JB_PHASE_FINISHED;
    seen->undone += s.undone;
    for (int i = 0; i < JB_EVENT_COUNT; i++) {
        seen->events[i] += s.events[i];
    }
    for (int i = 0; i < JB_REFUSAL_COUNT; i++) {
        seen->refusals[i] += s.refusals[i];
    }
    world_finish(&s.w);
}

static void random_stages_keep_every_promise(void **state)
{
    static census seen;
    const char *chosen = getenv("JB_SEED"); /* NOLINT(concurrency-mt-unsafe): one thread */
    if (chosen) {
        play(strtoull(chosen, NULL, 10), &seen);
        return;
    }
    for (uint64_t seed = 1; seed <= SCRIPTS; seed++) {
        current_seed = seed;
        play(seed, &seen);
    }
    for (int type = 0; type < JB_EVENT_COUNT; type++) {
        print_message("%s %" PRIu64 "\n", jb_event_name((jb_event_type)type), seen.events[type]);
    }
    for (int refusal = 0; refusal < JB_REFUSAL_COUNT; refusal++) {
        print_message("refusal %d: %" PRIu64 "\n", refusal, seen.refusals[refusal]);
    }
    print_message("verdicts undone %" PRIu64 ", finished %" PRIu64 "\n", seen.undone,
                  seen.finished);
    for (int type = JB_EVENT_BUZZED; type <= JB_EVENT_REVISED; type++) {
        JB_TRUE(seen.events[type] >= SCRIPTS / 40);
    }
    JB_TRUE(seen.undone >= SCRIPTS / 40);
    for (int refusal = JB_REFUSED_ON_BENCH; refusal <= JB_REFUSED_NOT_FIELDED; refusal++) {
        JB_TRUE(seen.refusals[refusal] >= SCRIPTS / 100);
    }
}

/* A failure jumps out of the test: this says which contest it was. */
static int say_seed(void **state)
{
    print_message("last contest: JB_SEED=%" PRIu64 "\n", current_seed);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(random_stages_keep_every_promise, say_seed),
    };
    return JB_RUN(tests);
}
