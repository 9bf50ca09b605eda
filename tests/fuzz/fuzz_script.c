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
#include "stage_contest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    LINES_MAX = 64 /* more of the same finds nothing more */
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const jb_hash hash = { { 1 } };
    static jb_plan *plan; /* made once: making it is not what is tried here */
    plan = plan ? plan : make_stage_plan();
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
