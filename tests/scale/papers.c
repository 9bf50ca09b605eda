/*
 * What a window contest costs its engine with N participants: opening, answering and handing in one
 * paper while N have theirs, and ranking all of them. Like scale.c: measure() is entered once for
 * each operation, and check.sh compares N with 4 N.
 *
 *     papers N
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "jinbang/assert.h"
#include "jinbang/random.h"
#include "jinbang/window.h"

enum {
    POOL = 300,
    PAPER = 40,
    TEAMS = 50,
    PAPER_MS = 1800 * 1000
};

typedef struct room {
    uint32_t people;
    jb_engine *engine;
    jb_time now;
    jb_random random;
    uint32_t refused;
} room;

typedef struct operation {
    const char *name;
    bool all; /* grows with N, n log n at worst; else not at all */
    void (*run)(room *r);
} operation;

static const jb_section section = { .pool = POOL, .count = PAPER };
static const jb_zone_span span = { .from = 0 };
static const jb_window_rules window = { .opens_at = 1000,
                                        .closes_at = INT64_C(100) * 86400 * 1000,
                                        .spans = &span,
                                        .span_count = 1,
                                        .sections = &section,
                                        .section_count = 1,
                                        .paper_count = PAPER,
                                        .full = PAPER * 1000,
                                        .paper_ms = PAPER_MS,
                                        .attempts_max = 0,
                                        .shuffle_questions = true,
                                        .shuffle_options = true };

static void submit(room *r, const jb_command *command)
{
    r->refused +=
        jb_engine_submit(r->engine, command, r->now, (jb_event_sink){ NULL, NULL }) != JB_ACCEPTED;
}

static void open_paper(room *r, uint32_t player)
{
    r->now++; /* each ends at its own time */
    submit(r, &(jb_command){
                  .type = JB_COMMAND_OPEN, .player = player, .seed = jb_random_next(&r->random) });
}

static void answer(room *r, uint32_t player, uint32_t place)
{
    const jb_answer said = { .kind = JB_KIND_SINGLE,
                             .options = UINT32_C(1) << jb_random_below(&r->random, 4) };
    submit(r, &(jb_command){
                  .type = JB_COMMAND_ANSWER, .player = player, .turn = place, .answer = &said });
}

static void hand_in(room *r, uint32_t player)
{
    r->now++;
    submit(r, &(jb_command){ .type = JB_COMMAND_HAND_IN, .player = player });
}

/* All but the last, who is for the single ones. */
static void join_all(room *r)
{
    for (uint32_t i = 0; i < r->people; i++) {
        submit(r, &(jb_command){ .type = JB_COMMAND_JOIN, .team = 1 + i % TEAMS });
    }
    r->now = window.opens_at;
    submit(r, &(jb_command){ .type = JB_COMMAND_START });
}

static void open_all(room *r)
{
    for (uint32_t player = 1; player < r->people; player++) {
        open_paper(r, player);
    }
}

static void answer_all(room *r)
{
    for (uint32_t player = 1; player < r->people; player++) {
        for (uint32_t place = 1; place <= PAPER; place++) {
            answer(r, player, place);
        }
    }
}

static void open_one(room *r)
{
    open_paper(r, r->people);
}

static void answer_one(room *r)
{
    answer(r, r->people, 7);
}

/* From the middle of the queue. */
static void hand_in_one(room *r)
{
    hand_in(r, r->people / 2);
}

static void pause_all(room *r)
{
    submit(r, &(jb_command){ .type = JB_COMMAND_PAUSE });
    r->now += 60000;
    submit(r, &(jb_command){ .type = JB_COMMAND_RESUME });
}

static void hand_in_half(room *r)
{
    for (uint32_t player = 1; player < r->people / 2; player++) {
        hand_in(r, player);
    }
}

static void rank(room *r)
{
    jb_engine_rank(r->engine);
}

static void rank_again(room *r)
{
    jb_engine_rank(r->engine); /* nothing has changed */
}

static void expire_one(room *r)
{
    const jb_time end = jb_engine_deadline(r->engine);
    r->now = end > r->now ? end : r->now;
    jb_engine_expire(r->engine, r->now, (jb_event_sink){ NULL, NULL });
}

static void close_all(room *r)
{
    submit(r, &(jb_command){ .type = JB_COMMAND_FINISH });
}

static const operation operations[] = {
    { "join", true, join_all },
    { "open-papers", true, open_all },
    { "open-one", false, open_one },
    { "answer-papers", true, answer_all },
    { "answer-one", false, answer_one },
    { "hand-in-one", false, hand_in_one },
    { "pause-and-resume", true, pause_all },
    { "hand-in-half", true, hand_in_half },
    { "rank", true, rank },
    { "rank-again", false, rank_again },
    { "limit-of-one", false, expire_one },
    { "close-and-rank", true, close_all },
};

/* The one function in which instructions are counted. */
__attribute__((noinline)) void measure(const operation *what, room *r);

void measure(const operation *what, room *r)
{
    what->run(r);
}

static double cpu_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void play(room *r)
{
    static jb_question_rules pool[POOL];
    for (uint32_t i = 0; i < POOL; i++) {
        pool[i] =
            (jb_question_rules){ .key = { .kind = JB_KIND_SINGLE, .option_count = 4, .correct = 1 },
                                 .points_right = 1000 };
    }
    const jb_rules rules = { .window = &window,
                             .ties = { JB_TIE_TIME, JB_TIE_FINISH },
                             .tie_count = 2,
                             .players_max = r->people,
                             .team_count = TEAMS,
                             .questions = pool,
                             .question_count = POOL };
    size_t size = jb_engine_size(&rules);
    void *memory = calloc(1, size);
    JB_ASSERT(memory != NULL);
    r->engine = jb_engine_init(memory, size, &rules);
    submit(r, &(jb_command){ .type = JB_COMMAND_CREATE });
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
        double before = cpu_ms();
        measure(&operations[i], r);
        (void)printf("%-22s %-7s %8.2f ms\n", operations[i].name,
                     operations[i].all ? "phones" : "nothing", cpu_ms() - before);
    }
    free(memory);
}

int main(int argc, char **argv)
{
    unsigned long people = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
    if (people < 16 || people > JB_WINDOW_PLAYERS_MAX) {
        (void)fprintf(stderr, "usage: papers N    (16 to %d participants)\n",
                      JB_WINDOW_PLAYERS_MAX);
        return 2;
    }
    room r = { .people = (uint32_t)people };
    jb_random_seed(&r.random, 1);
    play(&r);
    if (r.refused > 0) {
        (void)fprintf(stderr, "%u refusals\n", r.refused);
    }
    return r.refused > 0 ? 1 : 0;
}
