/*
 * How fair is fair time? Duels at the buzzer between two phones whose true times are known, over
 * delays like those of a hall full of Wi-Fi and mobile phones: the reckoning is the server's own,
 * from the ring of round trips (base) to the engine that decides who was first. Prints the tables
 * of docs/fairness.md and compares them with it; what must hold of them is asserted.
 *
 * usage: sim_fairness            the tables; fails if one of them is not what the document says
 *        sim_fairness --print    only the tables
 *
 * No function of the mathematical library is used: the same numbers everywhere.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/answer.h"
#include "jinbang/assert.h"
#include "jinbang/engine.h"
#include "jinbang/random.h"
#include "jinbang/round_trip.h"

enum {
    DUELS = 20000,
    CAP_MS = 150,       /* fair_cap_ms, as it is by default */
    OPENED_FROM = 1000, /* lots are drawn by when it opened */
    OPENED_WITHIN = 1000000,
    LINES_MAX = 64,
    LINE_MAX = 200
};

static jb_random chance;

/* ---- numbers by chance ---- */

static double uniform(void)
{
    return ((double)(jb_random_next(&chance) >> 11) + 0.5) / 9007199254740992.0;
}

static bool happens(double share)
{
    return uniform() < share;
}

/* e^x for small x: (1 + x/4096)^4096. */
static double power_of_e(double x)
{
    double value = 1 + x / 4096;
    for (int i = 0; i < 12; i++) {
        value *= value;
    }
    return value;
}

/* Twelve uniform numbers make a normal one, near enough. */
static double lognormal(double median, double sigma)
{
    double sum = -6;
    for (int i = 0; i < 12; i++) {
        sum += uniform();
    }
    return median * power_of_e(sigma * sum);
}

/* ---- the way to a phone ---- */

typedef struct kind_of_way {
    double base, base_spread;     /* of one way, ms: the same for all frames of a phone */
    double jitter, jitter_spread; /* of each frame */
    double tail;                  /* share of frames that are sent again and again */
    double burst, burst_ms;       /* share of time in which all is held up, and for how long */
    double slope;                 /* how much longer the way up is than the way down */
} kind_of_way;

static const kind_of_way calm = { 4, 0.4, 2, 0.7, 0.005, 0.005, 40, 1.2 };
static const kind_of_way crowded = { 8, 0.6, 6, 1.0, 0.03, 0.06, 120, 1.5 };
static const kind_of_way mobile = { 35, 0.4, 10, 0.8, 0.02, 0.02, 100, 1.3 };
static const kind_of_way remote = { 90, 0.5, 12, 0.9, 0.03, 0.03, 150, 1.3 };

typedef struct phone {
    const kind_of_way *kind;
    double up, down; /* the least that a frame takes */
    jb_round_trip trips;
} phone;

static double frame_takes(const phone *one, double least)
{
    const kind_of_way *kind = one->kind;
    double ms = least + lognormal(kind->jitter, kind->jitter_spread);
    if (happens(kind->tail)) {
        double again = 20 / uniform(); /* no mean: some are held up for seconds */
        ms += again < 3000 ? again : 3000;
    }
    if (happens(kind->burst)) {
        ms += kind->burst_ms * (0.5 + 1.5 * uniform());
    }
    return ms;
}

static void meet(phone *one, const kind_of_way *kind, double pong_held_ms)
{
    double way = lognormal(kind->base, kind->base_spread);
    double slope = lognormal(kind->slope, 0.4);
    *one = (phone){ .kind = kind, .up = way * slope, .down = way };
    for (int i = 0; i < JB_ROUND_TRIP_SAMPLES; i++) {
        double ms = frame_takes(one, one->down) + pong_held_ms + frame_takes(one, one->up);
        jb_round_trip_add(&one->trips, (jb_time)ms);
    }
}

/* ---- a duel ---- */

typedef struct press {
    double true_ms; /* after the signal that this person saw */
    jb_time arrives_ms;
    jb_time credit_ms;
    jb_time claim_ms;
} press;

typedef struct verdict {
    uint32_t won; /* 1, 2; 0: all again */
    bool too_close;
} verdict;

typedef struct duel {
    void *memory;
    size_t size;
    jb_round_rules round;
    jb_question_rules question;
    jb_rules rules;
    jb_time opened_at;
    jb_time judged[3];
    verdict result;
} duel;

static void take_event(void *user, const jb_event *event)
{
    duel *all = user;
    if (event->type == JB_EVENT_BUZZED) {
        all->judged[event->seat] = event->elapsed_ms;
    } else if (event->type == JB_EVENT_WON) {
        all->result.won = event->seat;
    }
}

static void make_duel(duel *all)
{
    *all = (duel){
        .round = { .format = JB_FORMAT_BUZZER, .turn_count = 1, .question_count = 1, .tries = 1 },
        .question = { .key = { .kind = JB_KIND_SINGLE, .option_count = 4, .correct = 1 },
                      .open_ms = 20000,
                      .points_right = 1000 },
        .rules = { .pace = JB_PACE_HOST,
                   .late = JB_LATE_ANY,
                   .players_max = 2,
                   .round_count = 1,
                   .turn_count = 1,
                   .question_count = 1 }
    };
    all->rules.rounds = &all->round;
    all->rules.questions = &all->question;
    all->size = jb_engine_size(&all->rules);
    all->memory = malloc(all->size);
    JB_ASSERT(all->memory != NULL);
}

static void submit(duel *all, jb_engine *engine, jb_command command, jb_time at)
{
    jb_event_sink sink = { .emit = take_event, .user = all };
    (void)jb_engine_submit(engine, &command, at, sink);
}

static jb_engine *begin_duel(duel *all)
{
    memset(all->memory, 0, all->size);
    memset(all->judged, 0, sizeof all->judged);
    all->result = (verdict){ 0 };
    all->opened_at = OPENED_FROM + (jb_time)jb_random_below(&chance, OPENED_WITHIN);
    jb_engine *engine = jb_engine_init(all->memory, all->size, &all->rules);
    submit(all, engine, (jb_command){ .type = JB_COMMAND_CREATE }, 0);
    submit(all, engine, (jb_command){ .type = JB_COMMAND_JOIN }, 0);
    submit(all, engine, (jb_command){ .type = JB_COMMAND_JOIN }, 0);
    submit(all, engine, (jb_command){ .type = JB_COMMAND_START }, all->opened_at);
    JB_ASSERT(jb_engine_look(engine)->phase == JB_PHASE_OPEN);
    return engine;
}

static verdict fight(duel *all, const press presses[2], jb_time cap, jb_too_close rule)
{
    all->rules.fair_cap_ms = cap;
    all->round.too_close = rule;
    jb_engine *engine = begin_duel(all);
    uint32_t first = presses[1].arrives_ms < presses[0].arrives_ms;
    for (uint32_t i = 0; i < 2; i++) {
        uint32_t who = (first + i) % 2;
        const press *one = &presses[who];
        submit(all, engine,
               (jb_command){ .type = JB_COMMAND_BUZZ,
                             .player = who + 1,
                             .turn = 1,
                             .credit_ms = one->credit_ms,
                             .claim_ms = one->claim_ms },
               all->opened_at + one->arrives_ms);
    }
    jb_event_sink sink = { .emit = take_event, .user = all };
    jb_engine_expire(
        engine, all->opened_at + presses[0].arrives_ms + presses[1].arrives_ms + 2 * cap + 1, sink);
    all->result.too_close = jb_engine_look(engine)->stage.too_close;
    return all->result;
}

/* The time that an answer or a buzz is given, as the engine reckons it. */
static jb_time judged_time(const press *one, jb_time cap)
{
    jb_time credit = one->credit_ms < cap ? one->credit_ms : cap;
    return jb_fair_time(one->arrives_ms, credit, one->claim_ms);
}

/* How somebody reacts. */
static double reaction(void)
{
    return 180 + lognormal(140, 0.35);
}

/* `by_phone`: the question appears on the phone; else on the wall, for all at once. */
static press honest(const phone *one, bool by_phone)
{
    double true_ms = reaction();
    double shown = frame_takes(one, one->down);
    double pressed = by_phone ? shown + true_ms : true_ms;
    double claim = pressed - shown; /* since the phone has shown it */
    double arrives = pressed + frame_takes(one, one->up);
    return (press){ .true_ms = true_ms,
                    .arrives_ms = (jb_time)(arrives + 0.5),
                    .credit_ms = jb_round_trip_credit(jb_round_trip_least(&one->trips)),
                    .claim_ms = claim >= 0 ? (jb_time)(claim + 0.5) : -1 };
}

/* ---- what is printed ---- */

static char lines[LINES_MAX][LINE_MAX];
static size_t line_count;

__attribute__((format(printf, 1, 2))) static void say(const char *format, ...)
{
    JB_ASSERT(line_count < LINES_MAX);
    va_list list;
    va_start(list, format);
    (void)vsnprintf(lines[line_count], LINE_MAX, format, list);
    va_end(list);
    (void)printf("%s\n", lines[line_count++]);
}

static void must(bool holds, const char *what)
{
    if (!holds) {
        (void)fprintf(stderr, "fairness: this does not hold: %s\n", what);
        exit(EXIT_FAILURE);
    }
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static double quantile(double *values, size_t count, double share)
{
    qsort(values, count, sizeof *values, by_size);
    return values[(size_t)(share * (double)(count - 1))];
}

/* ---- honest people ---- */

typedef struct room {
    const char *name;
    const kind_of_way *kinds[4]; /* of equal shares */
    bool by_phone;
} room;

static const room rooms[] = {
    { "a quiet Wi-Fi", { &calm, &calm, &calm, &calm }, false },
    { "a crowded Wi-Fi", { &crowded, &crowded, &crowded, &crowded }, false },
    { "Wi-Fi and mobile", { &crowded, &crowded, &mobile, &mobile }, false },
    { "a hall and guests far away", { &crowded, &crowded, &crowded, &remote }, false },
    { "Wi-Fi and mobile, question on the phone", { &crowded, &crowded, &mobile, &mobile }, true },
};

typedef struct figures {
    double middle, p95, p99; /* of how much one was favoured over the other, ms */
    double wrong;            /* the slower one has the better time, percent */
    double wrong_clear;      /* of those at least 50 ms apart */
} figures;

static const kind_of_way *some_kind(const room *in)
{
    return in->kinds[jb_random_below(&chance, 4)];
}

/* Which of the two has the better time, and is that the one who was quicker? */
static figures measure(const room *in, jb_time cap)
{
    static double favours[DUELS];
    size_t wrong = 0;
    size_t clear = 0;
    size_t wrong_clear = 0;
    jb_random_seed(&chance, 1); /* the same people for every rule */
    for (size_t i = 0; i < DUELS; i++) {
        phone phones[2];
        press presses[2];
        jb_time judged[2];
        for (int k = 0; k < 2; k++) {
            meet(&phones[k], some_kind(in), 0);
            presses[k] = honest(&phones[k], in->by_phone);
            judged[k] = judged_time(&presses[k], cap);
        }
        double apart = presses[0].true_ms - presses[1].true_ms;
        double favour = (double)(judged[0] - judged[1]) - apart;
        bool turned = apart * (double)(judged[0] - judged[1]) <= 0;
        bool far = apart > 50 || apart < -50;
        favours[i] = favour < 0 ? -favour : favour;
        wrong += turned;
        clear += far;
        wrong_clear += far && turned;
    }
    return (figures){ .middle = quantile(favours, DUELS, 0.5),
                      .p95 = quantile(favours, DUELS, 0.95),
                      .p99 = quantile(favours, DUELS, 0.99),
                      .wrong = 100 * (double)wrong / DUELS,
                      .wrong_clear = 100 * (double)wrong_clear / (double)clear };
}

static void tell_times(void)
{
    say("| room | fair time | half are off by | 95 %% | 99 %% | wrong order | of those 50 ms apart "
        "|");
    say("| --- | --- | --- | --- | --- | --- | --- |");
    for (size_t i = 0; i < sizeof rooms / sizeof rooms[0]; i++) {
        figures off = measure(&rooms[i], 0);
        figures on = measure(&rooms[i], CAP_MS);
        const figures *both[] = { &off, &on };
        for (int k = 0; k < 2; k++) {
            say("| %s | %s | %.0f ms | %.0f ms | %.0f ms | %.1f %% | %.1f %% |",
                k == 0 ? rooms[i].name : "", k == 0 ? "off" : "on", both[k]->middle, both[k]->p95,
                both[k]->p99, both[k]->wrong, both[k]->wrong_clear);
        }
        must(on.middle <= off.middle && on.wrong <= off.wrong && on.p95 <= off.p95,
             "fair time is no worse in any room");
        must(i < 2 || (on.middle < 0.8 * off.middle && on.wrong < 0.85 * off.wrong),
             "where ways differ fair time takes away a good part of what is unfair");
    }
    say("%s", "");
}

/* ---- at the buzzer ---- */

static void tell_rules(duel *all)
{
    static const jb_too_close rules[] = { JB_TOO_CLOSE_FIRST, JB_TOO_CLOSE_LOT,
                                          JB_TOO_CLOSE_AGAIN };
    say("| room | fair time | `too_close` | for the rule to decide | the slower one has won |");
    say("| --- | --- | --- | --- | --- |");
    for (size_t i = 0; i < 8; i++) {
        const room *in = &rooms[i < 4 ? 1 : 2];
        jb_time cap = i % 4 == 0 ? 0 : CAP_MS;
        jb_too_close rule = rules[i % 4 == 0 ? 0 : i % 4 - 1];
        size_t close = 0;
        size_t decided = 0;
        size_t wrong = 0;
        jb_random_seed(&chance, 2);
        for (size_t k = 0; k < DUELS; k++) {
            phone phones[2];
            press presses[2];
            for (int j = 0; j < 2; j++) {
                meet(&phones[j], some_kind(in), 0);
                presses[j] = honest(&phones[j], false);
            }
            verdict result = fight(all, presses, cap, rule);
            uint32_t quicker = presses[1].true_ms < presses[0].true_ms ? 2 : 1;
            must(all->judged[0] == 0 &&
                     (all->judged[1] == 0 || all->judged[1] == judged_time(&presses[0], cap)),
                 "the engine gives the time that is measured here");
            close += result.too_close;
            decided += result.won > 0;
            wrong += result.won > 0 && result.won != quicker;
        }
        say("| %s | %s | `%s` | %.1f %% | %.1f %% of %.1f %% |", i % 4 == 0 ? in->name : "",
            cap == 0 ? "off" : "on", jb_too_close_name(rule), 100 * (double)close / DUELS,
            100 * (double)wrong / (double)decided, 100 * (double)decided / DUELS);
    }
    say("%s", "");
}

/* ---- a cheat ---- */

typedef struct trick {
    const char *name;
    double pong_held_ms;
    int claims; /* 0: the truth; 1: that no time has passed; 2: the least that may be believed */
} trick;

static const trick tricks[] = {
    { "none", 0, 0 },
    { "claims that no time has passed", 0, 1 },
    { "claims just what could be true", 0, 2 },
    { "answers pings 50 ms late", 50, 0 },
    { "the same, and claims nothing but that", 50, 2 },
    { "answers pings 5 s late", 5000, 0 },
    { "the same, and claims nothing but that", 5000, 2 },
};

typedef struct gain {
    double middle, most; /* ms better than without the trick */
    double order;        /* has the better time, percent */
    double wins[3];      /* at the buzzer, percent of those decided */
} gain;

static gain try_trick(duel *all, const trick *how, jb_time cap)
{
    static double gains[DUELS];
    gain sum = { 0 };
    size_t won[3] = { 0 };
    size_t decided[3] = { 0 };
    size_t better = 0;
    for (size_t i = 0; i < DUELS; i++) {
        phone phones[2];
        press presses[2];
        jb_random_seed(&chance, 100 + i); /* the same duel for every trick */
        meet(&phones[0], some_kind(&rooms[1]), 0);
        meet(&phones[1], some_kind(&rooms[1]), 0);
        presses[0] = honest(&phones[0], false);
        presses[1] = honest(&phones[1], false);
        jb_time plain = judged_time(&presses[0], cap);
        for (int k = 0; k < JB_ROUND_TRIP_SAMPLES; k++) {
            phones[0].trips.samples[k] += (uint16_t)how->pong_held_ms;
        }
        presses[0].credit_ms = jb_round_trip_credit(jb_round_trip_least(&phones[0].trips));
        jb_time credit = presses[0].credit_ms < cap ? presses[0].credit_ms : cap;
        presses[0].claim_ms = how->claims == 0   ? presses[0].claim_ms
                              : how->claims == 1 ? 0
                                                 : presses[0].arrives_ms - credit;
        jb_time judged = judged_time(&presses[0], cap);
        gains[i] = (double)(plain - judged);
        sum.most = gains[i] > sum.most ? gains[i] : sum.most;
        better += judged < judged_time(&presses[1], cap);
        for (int rule = JB_TOO_CLOSE_FIRST; rule <= JB_TOO_CLOSE_AGAIN; rule++) {
            verdict result = fight(all, presses, cap, (jb_too_close)rule);
            decided[rule] += result.won > 0;
            won[rule] += result.won == 1;
        }
        must(judged >= presses[0].arrives_ms - cap, "nobody gets more than the cap");
        must(judged >= presses[0].arrives_ms - credit, "nobody gains more by what they claim");
    }
    sum.middle = quantile(gains, DUELS, 0.5);
    sum.order = 100 * (double)better / DUELS;
    for (int rule = 0; rule < 3; rule++) {
        sum.wins[rule] = 100 * (double)won[rule] / (double)decided[rule];
    }
    return sum;
}

static void tell_tricks(duel *all)
{
    static const jb_time caps[] = { CAP_MS, 50 };
    say("| `fair_cap_ms` | trick | gains, middle | at most | better time | `first` | `lot` | "
        "`again` |");
    say("| --- | --- | --- | --- | --- | --- | --- | --- |");
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; i < sizeof tricks / sizeof tricks[0]; i++) {
            gain got = try_trick(all, &tricks[i], caps[k]);
            say("| %lld | %s | %.0f ms | %.0f ms | %.1f %% | %.1f %% | %.1f %% | %.1f %% |",
                (long long)caps[k], tricks[i].name, got.middle, got.most, got.order, got.wins[0],
                got.wins[1], got.wins[2]);
            must(got.most <= (double)caps[k], "the best trick gains no more than the cap");
            must(got.wins[JB_TOO_CLOSE_FIRST] < 51.5, "with `first` no trick wins a duel");
            must(tricks[i].pong_held_ms > 0 || got.middle <= 0, "a claim alone gains nothing");
        }
    }
}

/* ---- the document ---- */

static void compare_with_document(void)
{
    const char *root = getenv("JB_SOURCE_DIR");
    char path[1024];
    char text[LINE_MAX];
    size_t found = 0;
    (void)snprintf(path, sizeof path, "%s/docs/fairness.md", root ? root : ".");
    FILE *file = fopen(path, "r");
    must(file != NULL, "docs/fairness.md is there");
    while (file && found < line_count && fgets(text, sizeof text, file)) {
        text[strcspn(text, "\n")] = '\0';
        if (lines[found][0] == '\0') {
            found++;
        }
        found += strcmp(text, lines[found]) == 0;
    }
    if (found < line_count) {
        (void)fprintf(stderr, "fairness: docs/fairness.md does not say: %s\n", lines[found]);
        exit(EXIT_FAILURE);
    }
    (void)fclose(file);
}

int main(int argc, char **argv)
{
    duel all;
    make_duel(&all);
    tell_times();
    tell_rules(&all);
    tell_tricks(&all);
    free(all.memory);
    if (argc < 2 || strcmp(argv[1], "--print") != 0) {
        compare_with_document();
    }
    return EXIT_SUCCESS;
}
