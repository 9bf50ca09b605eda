/*
 * Any bytes as a rehearsal script. Every line is read and played: whatever it says, the engine's
 * invariants hold, and its log replays to the same contest.
 */
/* jb:length 4096 */
/* jb:uses app */
/* jb:looks app */
#include <stdint.h>
#include <stdlib.h>

#include "jinbang/assert.h"
#include "jinbang/plan.h"
#include "rehearsal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    LINES_MAX = 64 /* more of the same finds nothing more */
};

static const char contest[] =
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

static jb_plan *make_plan(void)
{
    jb_plan *plan = NULL;
    jb_buffer bytes;
    jb_report report;
    jb_buffer_init(&bytes, 0);
    jb_report_init(&report);
    const jb_plan_order order = { .file = jb_slice_of(contest), .placeholders = true };
    jb_status status = jb_plan_make_as(&order, &report, &bytes);
    JB_ASSERT(status == JB_OK && !report.errors);
    status = jb_plan_load(jb_buffer_slice(&bytes), &plan);
    JB_ASSERT(status == JB_OK);
    jb_report_finish(&report);
    jb_buffer_finish(&bytes);
    return plan;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const jb_hash hash = { { 1 } };
    static jb_plan *plan; /* made once: making it is not what is tried here */
    plan = plan ? plan : make_plan();
    jb_cast cast;
    jb_rehearsal rehearsal;
    jb_buffer why;
    jb_slice script = { .bytes = (const char *)data, .size = size };
    jb_buffer_init(&why, 0);
    jb_status status = jb_cast_read(plan, script, &cast);
    JB_ASSERT(status == JB_OK);
    if (cast.count <= 100) {
        status = jb_rehearsal_open(&rehearsal, plan, &hash, &cast);
        JB_ASSERT(status == JB_OK);
        jb_slice rest = jb_script_begin(script);
        jb_slice line;
        for (int i = 0; i < LINES_MAX && jb_script_next(&rest, &line); i++) {
            jb_buffer_clear(&why);
            const jb_refused *refused = jb_rehearsal_line(&rehearsal, line, &why);
            JB_ASSERT(!refused || refused->code[0] != '\0');
            JB_ASSERT(rehearsal.broken == NULL);
        }
        JB_ASSERT(jb_rehearsal_replays(&rehearsal));
        jb_rehearsal_finish(&rehearsal);
    }
    jb_cast_finish(&cast);
    jb_buffer_finish(&why);
    return 0;
}
