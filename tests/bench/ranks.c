/*
 * jb-ranks PHONES...: what the engine takes, once everybody has answered, to score a question, rank
 * everybody and make up the standings. For each number of phones one line of JSON: medians of
 * processor time over the turns, in microseconds, of opening the question, of what one answer
 * takes, of the reveal (scores, ranks), of the standings, and of the last two together.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "contest.h"
#include "jinbang/assert.h"

enum {
    TURNS = 9,
    PHONES_MAX = JB_PLAYERS_MAX
};

static void forget(void *user, const jb_event *event)
{
    (void)user;
    (void)event;
}

static double cpu_us(void)
{
    struct timespec time;

    JB_ASSERT(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;

    return (*x > *y) - (*x < *y);
}

static double median(double *values)
{
    qsort(values, TURNS, sizeof(*values), compare);
    return values[TURNS / 2];
}

static void measure(uint32_t phones)
{
    const jb_event_sink sink = { .emit = forget };
    bench_contest contest;
    jb_hash name = { { 0 } };
    double opening[TURNS];
    double answer[TURNS];
    double reveal[TURNS];
    double standings[TURNS];
    double both[TURNS];

    bench_open(&contest, TURNS, sink);
    bench_create(&contest);
    for (uint32_t i = 0; i < phones; i++) {
        bench_join(&contest, &name);
    }
    for (uint32_t turn = 1; turn <= TURNS; turn++) {
        double at = 0;

        at = cpu_us();
        bench_go_to(&contest, JB_PHASE_OPEN, turn);
        opening[turn - 1] = cpu_us() - at;
        at = cpu_us();
        bench_answers(&contest);
        answer[turn - 1] = (cpu_us() - at) / phones;
        at = cpu_us();
        bench_next(&contest);
        reveal[turn - 1] = cpu_us() - at;
        at = cpu_us();
        bench_next(&contest);
        standings[turn - 1] = cpu_us() - at;
        both[turn - 1] = reveal[turn - 1] + standings[turn - 1];
        JB_ASSERT(jb_engine_look(contest.engine)->phase == JB_PHASE_STANDINGS);
    }
    printf("{\"phones\":%u,\"open_us\":%.0f,\"answer_us\":%.3f,\"reveal_us\":%.0f,\"standings_us\":"
           "%.0f,"
           "\"both_us\":%.0f,\"engine_bytes\":%zu}\n",
           phones, median(opening), median(answer), median(reveal), median(standings), median(both),
           jb_engine_size(&contest.plan->rules));
    bench_close(&contest);
}

int main(int count, char **words)
{
    if (count < 2) {
        fprintf(stderr, "usage: jb-ranks PHONES...\n");
        return 2;
    }
    for (int i = 1; i < count; i++) {
        const unsigned long phones = strtoul(words[i], NULL, 10);

        if (phones == 0 || phones > PHONES_MAX) {
            fprintf(stderr, "jb-ranks: from 1 to %d phones\n", PHONES_MAX);
            return 2;
        }
        measure((uint32_t)phones);
    }
    return EXIT_SUCCESS;
}
