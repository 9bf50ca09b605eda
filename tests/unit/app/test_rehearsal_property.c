/*
 * Thousands of random contest files with random scripts, the whole way: text, plan, engine. After
 * every line: the engine's invariants hold and the log replays (the rehearsal looks itself); a
 * score is the base and what was given in each turn; a barred seat wins no buzz; the order of a
 * round is what it was; overtime moves only who plays in it; a line that was refused has changed
 * nothing. JB_SEED=n plays one of them and prints it.
 */
#include "jb_test.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/message.h"
#include "jinbang/plan.h"
#include "rehearsal.h"
#include "rehearsal_chance.h"

enum {
    CONTESTS = 1500,
    LINES = 70,
    SEATS_MAX = 16
};

/* What must stay, or follow from what was. */
typedef struct memory {
    uint32_t round; /* index + 1 whose order stands here */
    uint32_t order[SEATS_MAX];
    uint32_t order_count;
    int64_t adjusted[SEATS_MAX + 1];
    uint32_t turn;
    bool overtime;        /* these ranks stood when the present pass of overtime began */
    uint32_t pass_played; /* turns played until then */
    uint32_t ranks[SEATS_MAX + 1];
    bool tied[SEATS_MAX + 1];
} memory;

typedef struct census {
    uint64_t taken[JB_SCRIPT_DO_COUNT];
    uint64_t refused;
    uint64_t overtime; /* lines in which overtime was played */
    uint64_t finished;
} census;

static uint64_t current_seed;

/* Base, and what each turn has given; overtime is not in it. */
static void look_at_scores(const jb_rehearsal *r, const memory *m)
{
    const jb_rules *rules = &r->rules;
    for (uint32_t seat = 1; seat <= r->view->seats; seat++) {
        int64_t sum = rules->base + m->adjusted[seat];
        for (uint32_t turn = 1; turn <= r->view->turn; turn++) {
            const jb_given *given = jb_engine_given(r->engine, turn, seat);
            bool overtime = rules->rounds[jb_rules_round_of(rules, turn)].overtime;
            sum += overtime ? 0 : given->points + given->foul_points;
            JB_TRUE(!jb_engine_is_void(r->engine, turn) || given->points == 0);
        }
        JB_EQ_I64(jb_engine_seat(r->engine, seat)->score, sum);
    }
}

static void look_at_order(const jb_rehearsal *r, memory *m)
{
    uint32_t count = 0;
    const uint32_t *order = jb_engine_order(r->engine, &count);
    const jb_round_rules *round = &r->rules.rounds[r->view->round];
    if (r->view->turn == 0 || round->overtime) {
        return; /* each pass of overtime has its own */
    }
    if (m->round == r->view->round + 1) {
        JB_EQ_U64(count, m->order_count);
        JB_EQ_MEM(order, m->order, count * sizeof *order);
    }
    JB_TRUE(count <= SEATS_MAX);
    m->round = r->view->round + 1;
    m->order_count = count;
    for (uint32_t i = 0; i < count; i++) {
        m->order[i] = order[i];
    }
}

static const jb_seat *seat_of(const jb_rehearsal *r, uint32_t seat)
{
    return jb_engine_seat(r->engine, seat);
}

/* The turns of a pass: of overtime in which seats take turns, one of each. */
static uint32_t pass_length(const jb_rehearsal *r, bool *first)
{
    uint32_t count = 0;
    const uint32_t *order = jb_engine_order(r->engine, &count);
    *first = count == 0 || r->view->stage.owner == order[0];
    return count > 0 ? count : 1;
}

static void remember_ranks(const jb_rehearsal *r, memory *m)
{
    m->overtime = true;
    m->pass_played = r->view->played;
    for (uint32_t seat = 1; seat <= r->view->seats; seat++) {
        m->ranks[seat] = seat_of(r, seat)->rank;
        m->tied[seat] =
            seat_of(r, seat)->round.round == r->view->round + 1 && seat_of(r, seat)->round.tied;
    }
}

/* Of two seats that do not both play, who stood before the other still does. (A correction in the
 * middle of a pass makes other ties than those it is played for.) */
static void look_at_overtime(const jb_rehearsal *r, memory *m, bool revised)
{
    bool first = false;
    bool begins = r->view->turn != m->turn;
    m->turn = r->view->turn;
    if (revised || r->view->turn == 0 || r->view->phase == JB_PHASE_FINISHED ||
        !r->rules.rounds[r->view->round].overtime) {
        m->overtime = false;
        return;
    }
    uint32_t length = pass_length(r, &first);
    if (begins && first) {
        remember_ranks(r, m);
    }
    if (begins && r->view->played - m->pass_played >= length) {
        m->overtime = false; /* in the middle of a pass that began unseen */
    }
    for (uint32_t a = 1; m->overtime && a <= r->view->seats; a++) {
        for (uint32_t b = 1; b <= r->view->seats; b++) {
            bool apart = m->ranks[a] < m->ranks[b] && !(m->tied[a] && m->tied[b]);
            JB_TRUE(!apart || seat_of(r, a)->rank < seat_of(r, b)->rank);
        }
    }
}

static bool is_barred(const jb_rehearsal *r, uint32_t seat)
{
    const jb_seat *state = seat_of(r, seat);
    return state && state->round.round == r->view->round + 1 && state->round.barred;
}

static bool revises(const jb_script_line *line)
{
    return line->what == JB_SCRIPT_ADJUST || line->what == JB_SCRIPT_VOID ||
           line->what == JB_SCRIPT_REVERSE || line->what == JB_SCRIPT_ACCEPT ||
           line->what == JB_SCRIPT_UNDO;
}

static bool is_of_the_wire(const char *code)
{
    bool found = false;
    for (int i = JB_ERROR_NONE + 1; i < JB_ERROR_COUNT; i++) {
        found = found || strcmp(jb_error_name((jb_error)i), code) == 0;
    }
    return found;
}

/* One line: makes it, and looks at everything. */
static void make_line(jb_rehearsal *r, jb_slice text, memory *m, census *seen)
{
    jb_buffer why;
    jb_script_line line;
    int64_t scores[SEATS_MAX + 1] = { 0 };
    jb_buffer_init(&why, 0);
    bool read = jb_script_read(text, &line, &why) == JB_SCRIPT_FINE;
    uint64_t before = jb_engine_digest(r->engine);
    uint32_t turn = r->view->turn;
    uint32_t won = r->view->stage.buzz_seat;
    for (uint32_t seat = 1; seat <= r->view->seats; seat++) {
        scores[seat] = seat_of(r, seat)->score;
    }
    const jb_refused *refused = jb_rehearsal_line(r, text, &why);
    JB_EQ_STR(r->broken, NULL);
    JB_TRUE(jb_rehearsal_replays(r));
    seen->refused += refused != NULL;
    if (refused) {
        JB_EQ_U64(jb_engine_digest(r->engine), before);
        JB_TRUE(is_of_the_wire(refused->code) || strcmp(refused->code, "unknown_do") == 0);
        JB_TRUE(refused->text[0] != '\0');
    }
    if (read) {
        seen->taken[line.what] += refused == NULL;
        for (uint32_t seat = 1; line.what == JB_SCRIPT_ADJUST && seat <= r->view->seats; seat++) {
            m->adjusted[seat] += seat_of(r, seat)->score - scores[seat];
        }
    }
    uint32_t now = r->view->stage.buzz_seat;
    JB_TRUE(now == 0 || (now == won && turn == r->view->turn) || !is_barred(r, now));
    look_at_scores(r, m);
    look_at_order(r, m);
    look_at_overtime(r, m, read && revises(&line));
    seen->overtime += m->overtime;
    if (read) {
        jb_script_finish(&line);
    }
    jb_buffer_finish(&why);
}

static jb_plan *make_plan(jb_random *random, bool print)
{
    jb_buffer file;
    jb_buffer bytes;
    jb_report report;
    jb_plan *plan = NULL;
    jb_buffer_init(&file, 0);
    jb_buffer_init(&bytes, 0);
    jb_report_init(&report);
    chance_contest_file(random, &file);
    if (print) {
        print_message("%s\n", jb_buffer_text(&file));
    }
    const jb_plan_order order = { .file = jb_buffer_slice(&file),
                                  .seed = jb_random_next(random),
                                  .placeholders = true };
    JB_EQ_I64(jb_plan_make_as(&order, &report, &bytes), JB_OK);
    for (uint32_t i = 0; report.errors && i < report.problem_count; i++) {
        print_message("%s\n", report.problems[i].message);
    }
    JB_FALSE(report.errors);
    JB_EQ_I64(jb_plan_load(jb_buffer_slice(&bytes), &plan), JB_OK);
    jb_report_finish(&report);
    jb_buffer_finish(&bytes);
    jb_buffer_finish(&file);
    return plan;
}

static void play(uint64_t seed, bool print, census *seen)
{
    static const char people[] = "{\"do\":\"turn\",\"seat\":5}\n{\"do\":\"turn\",\"seat\":\"Zoe\"}";
    static const char hall[] = "{\"do\":\"answer\",\"person\":2,\"is\":\"none\"}";
    jb_random random;
    jb_cast cast;
    jb_rehearsal r;
    memory m = { .round = 0 };
    jb_hash hash = { { 7 } };
    jb_random_seed(&random, seed);
    jb_plan *plan = make_plan(&random, print);
    bool teams = plan->rules.seats == JB_SEATS_TEAMS;
    JB_EQ_I64(jb_cast_read(plan, jb_slice_of(teams ? hall : people), &cast), JB_OK);
    JB_EQ_I64(jb_rehearsal_open(&r, plan, &hash, &cast), JB_OK);
    jb_buffer line;
    jb_buffer_init(&line, 0);
    for (int i = 0; i < LINES && r.view->phase != JB_PHASE_FINISHED; i++) {
        jb_buffer_clear(&line);
        chance_line(&random, &r, &line);
        if (print) {
            print_message("%s\n", jb_buffer_text(&line));
        }
        make_line(&r, jb_buffer_slice(&line), &m, seen);
    }
    seen->finished += r.view->phase == JB_PHASE_FINISHED;
    jb_buffer_finish(&line);
    jb_rehearsal_finish(&r);
    jb_cast_finish(&cast);
    jb_plan_destroy(plan);
}

static void random_rehearsals_keep_every_promise(void **state)
{
    static census seen;
    const char *chosen = getenv("JB_SEED"); /* NOLINT(concurrency-mt-unsafe): one thread */
    if (chosen) {
        play(strtoull(chosen, NULL, 10), true, &seen);
        return;
    }
    for (uint64_t seed = 1; seed <= CONTESTS; seed++) {
        current_seed = seed;
        play(seed, false, &seen);
    }
    for (int what = 0; what < JB_SCRIPT_DO_COUNT; what++) {
        print_message("%s %" PRIu64 "\n", jb_script_do_name((jb_script_do)what), seen.taken[what]);
    }
    print_message("refused %" PRIu64 ", lines of overtime %" PRIu64 ", finished %" PRIu64 "\n",
                  seen.refused, seen.overtime, seen.finished);
    for (int what = JB_SCRIPT_TURN; what <= JB_SCRIPT_REVERSE; what++) {
        JB_TRUE(seen.taken[what] >= CONTESTS / 40);
    }
    JB_TRUE(seen.overtime >= CONTESTS / 4);
    JB_TRUE(seen.finished >= CONTESTS / 40);
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
        cmocka_unit_test_teardown(random_rehearsals_keep_every_promise, say_seed),
    };
    return JB_RUN(tests);
}
