#ifndef JINBANG_FUZZ_STAGE_CONTEST_H
#define JINBANG_FUZZ_STAGE_CONTEST_H

/* A short contest of teams with many formats, for targets that play one. */

#include "jinbang/assert.h"
#include "jinbang/plan.h"

static const char stage_contest[] =
    "{\"title\":{\"en\":\"T\"},\"seats\":\"teams\",\"teams\":[\"A\",{\"name\":{\"en\":\"B\",\"zh\":"
    "\"乙\"}},\"C\"],"
    "\"tie\":[\"playoff\"],\"rounds\":["
    "{\"format\":\"turn\",\"draw\":{\"placeholder\":3},\"per_seat\":1,\"seconds\":20,\"intro\":"
    "true},"
    "{\"format\":\"buzzer\",\"draw\":{\"placeholder\":3},\"start\":\"host\",\"buzz_seconds\":10,"
    "\"early\":{\"then\":\"out\",\"points\":-5},\"tries\":2,\"fallback\":\"hall\"},"
    "{\"format\":\"risk\",\"by_value\":{\"10\":{\"placeholder\":2},\"20\":{\"placeholder\":2}},"
    "\"values\":[10,20],"
    "\"stock\":2,\"per_seat\":1,\"may_name\":true},"
    "{\"format\":\"everyone\",\"draw\":{\"placeholder\":2},\"seconds\":20},"
    "{\"format\":\"buzzer\",\"draw\":{\"placeholder\":4},\"overtime\":true}]}";

/* Belongs to the caller. */
static jb_plan *make_plan_of(const char *file)
{
    jb_plan *plan = NULL;
    jb_buffer bytes;
    jb_report report;
    jb_buffer_init(&bytes, 0);
    jb_report_init(&report);
    const jb_plan_order order = { .file = jb_slice_of(file), .placeholders = true };
    jb_status status = jb_plan_make_as(&order, &report, &bytes);
    JB_ASSERT(status == JB_OK && !report.errors);
    status = jb_plan_load(jb_buffer_slice(&bytes), &plan);
    JB_ASSERT(status == JB_OK);
    jb_report_finish(&report);
    jb_buffer_finish(&bytes);
    return plan;
}

static jb_plan *make_stage_plan(void)
{
    return make_plan_of(stage_contest);
}

#endif
