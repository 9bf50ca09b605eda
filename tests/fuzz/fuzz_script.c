/*
 * Any bytes as a rehearsal script. Every line is read and played, in a contest of turns and in one
 * over days: whatever it says, the engine's
 * invariants hold, and its log replays to the same contest.
 */
/* jb:length 4096 */
/* jb:copies 100 */
/* jb:uses app */
/* jb:looks app */
#include <stdint.h>
#include <stdlib.h>

#include "jinbang/assert.h"
#include "jinbang/plan.h"
#include "rehearsal.h"
#include "stage_contest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    LINES_MAX = 64,  /* more of the same finds nothing more */
    PEOPLE_MAX = 100 /* the same */
};

static const char window_contest[] =
    "{\"title\":{\"en\":\"T\"},\"teams\":[{\"name\":\"A\",\"roster\":4},{\"name\":\"B\",\"roster\":"
    "9}],"
    "\"team_score\":{\"weights\":{\"turnout\":50,\"mean\":50}},"
    "\"awards\":[{\"title\":{\"en\":\"First\"},\"places\":1}],"
    "\"draws\":[{\"title\":{\"en\":\"Draw\"},\"winners\":2,\"at_least\":2}],"
    "\"window\":{\"opens_at\":\"2026-12-01T08:00\",\"closes_at\":\"2026-12-05T22:00\","
    "\"time_zone\":\"UTC\",\"paper\":[{\"placeholder\":6,\"count\":3}],\"points\":2,"
    "\"seconds\":60,\"attempts\":{\"max\":3,\"per_day\":2}}}";

static void play(const jb_plan *plan, jb_slice script)
{
    const jb_hash hash = { { 1 } };
    jb_cast cast;
    jb_rehearsal rehearsal;
    jb_buffer why;
    jb_buffer_init(&why, 0);
    jb_status status = jb_cast_read(plan, script, &cast);
    JB_ASSERT(status == JB_OK);
    if (cast.count + cast.crowd <= PEOPLE_MAX) {
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
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static jb_plan *plans[2]; /* made once: making them is not what is tried here */
    const jb_slice script = { .bytes = (const char *)data, .size = size };
    plans[0] = plans[0] ? plans[0] : make_stage_plan();
    plans[1] = plans[1] ? plans[1] : make_plan_of(window_contest);
    play(plans[0], script);
    play(plans[1], script);
    return 0;
}
