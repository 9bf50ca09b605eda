/* See contest.h. */
#include "contest.h"

#include <stdio.h>
#include <stdlib.h>

#include "jinbang/assert.h"

enum {
    FILE_MAX = 512,
    ANSWERED_WITHIN_MS = 30000,
    RIGHT_IN_TEN = 6
};

static uint64_t mixed(bench_contest *contest)
{
    uint64_t value = contest->mix += UINT64_C(0x9e3779b97f4a7c15);

    value = (value ^ (value >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ (value >> 27)) * UINT64_C(0x94d049bb133111eb);
    return value ^ (value >> 31);
}

void bench_again(bench_contest *contest)
{
    const size_t size = jb_engine_size(&contest->plan->rules);

    free(contest->memory);
    contest->memory = calloc(1, size);
    JB_ASSERT(contest->memory != NULL);
    contest->engine = jb_engine_init(contest->memory, size, &contest->plan->rules);
    contest->now = 0;
}

void bench_open(bench_contest *contest, uint32_t turns, jb_event_sink sink)
{
    char file[FILE_MAX];
    jb_report report;
    const int size =
        snprintf(file, sizeof(file),
                 "{\"title\":{\"en\":\"Bench\"},\"rounds\":[{\"format\":\"everyone\",\"draw\":"
                 "{\"placeholder\":%u},\"seconds\":900,\"points\":100,\"speed\":{\"kind\":"
                 "\"linear\",\"floor\":50}}]}",
                 turns);
    const jb_plan_order order = { .file = { .bytes = file, .size = (size_t)size },
                                  .seed = 1,
                                  .placeholders = true };
    jb_status status = JB_OK;

    *contest = (bench_contest){ .sink = sink };
    jb_buffer_init(&contest->text, 0);
    jb_report_init(&report);
    status = jb_plan_make_as(&order, &report, &contest->text);
    JB_ASSERT(status == JB_OK);
    for (uint32_t i = 0; report.errors && i < report.problem_count; i++) {
        fprintf(stderr, "%s\n", report.problems[i].message);
    }
    JB_ASSERT(!report.errors);
    jb_report_finish(&report);
    status = jb_plan_load(jb_buffer_slice(&contest->text), &contest->plan);
    JB_ASSERT(status == JB_OK);
    bench_again(contest);
}

void bench_close(bench_contest *contest)
{
    free(contest->memory);
    jb_plan_destroy(contest->plan);
    jb_buffer_finish(&contest->text);
}

static void submit(bench_contest *contest, const jb_command *command)
{
    const jb_refusal refusal =
        jb_engine_submit(contest->engine, command, contest->now, contest->sink);

    JB_ASSERT(refusal == JB_ACCEPTED);
}

void bench_create(bench_contest *contest)
{
    const jb_slice plan = jb_buffer_slice(&contest->text);
    jb_command command = { .type = JB_COMMAND_CREATE };

    jb_hash_of(&plan, 1, &command.hash);
    submit(contest, &command);
}

void bench_join(bench_contest *contest, const jb_hash *name)
{
    const jb_command command = { .type = JB_COMMAND_JOIN, .hash = *name };

    contest->now++;
    submit(contest, &command);
}

void bench_next(bench_contest *contest)
{
    const jb_command command = { .type = JB_COMMAND_NEXT };

    submit(contest, &command);
}

void bench_go_to(bench_contest *contest, jb_phase phase, uint32_t turn)
{
    const jb_engine_view *view = jb_engine_look(contest->engine);

    while (view->phase != phase || view->turn != turn) {
        contest->now += 100;
        bench_next(contest);
    }
}

void bench_answers(bench_contest *contest)
{
    const jb_engine_view *view = jb_engine_look(contest->engine);
    const jb_question_rules *question = &contest->plan->rules.questions[view->question];
    const jb_time opened = view->opens_at;
    const uint32_t players = view->joined;

    for (uint32_t player = 1; player <= players; player++) {
        const uint64_t lot = mixed(contest);
        const uint32_t right = question->key.correct;
        const bool knows = lot % 10 < RIGHT_IN_TEN;
        const jb_answer answer = { .kind = question->key.kind,
                                   .options = knows         ? right
                                              : right == 1u ? 2u
                                                            : 1u };
        const jb_command command = { .type = JB_COMMAND_ANSWER,
                                     .player = player,
                                     .turn = view->turn,
                                     .claim_ms = -1,
                                     .answer = &answer };

        contest->now = opened + (jb_time)((uint64_t)ANSWERED_WITHIN_MS * player / players) + 1;
        submit(contest, &command);
    }
    JB_ASSERT(view->phase == JB_PHASE_LOCKED);
}
