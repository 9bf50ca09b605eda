#ifndef JB_BENCH_CONTEST_H
#define JB_BENCH_CONTEST_H

#include "jinbang/buffer.h"
#include "jinbang/engine.h"
#include "jinbang/plan.h"

/*
 * A contest of the real engine under a real plan, played by the bench's programs without a server:
 * so many turns of one question with four options, a quarter of an hour each, points that fall with
 * time. Everything goes to the sink. Whatever cannot be is an assertion.
 */
typedef struct bench_contest {
    jb_buffer text; /* the plan */
    jb_plan *plan;
    void *memory;
    jb_engine *engine;
    jb_event_sink sink;
    jb_time now;
    uint64_t mix; /* decides what is answered, and when */
} bench_contest;

void bench_open(bench_contest *contest, uint32_t turns, jb_event_sink sink);
void bench_close(bench_contest *contest);
/* Another contest under the same plan. */
void bench_again(bench_contest *contest);

/* The first event; ties the log to the plan. */
void bench_create(bench_contest *contest);
void bench_join(bench_contest *contest, const jb_hash *name);
void bench_next(bench_contest *contest);
/* On to this phase of this turn. */
void bench_go_to(bench_contest *contest, jb_phase phase, uint32_t turn);
/* Everybody answers within half a minute: six in ten what is right. Then the turn is locked. */
void bench_answers(bench_contest *contest);

#endif
