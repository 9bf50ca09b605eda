/*
 * Any bytes as a whole log of a contest of many formats: "KIND AT BODY", a line an entry, from
 * 'created' on. Each entry that is taken could have happened: every invariant holds, but for what
 * the rest of the same command sets right; one that is not taken has changed nothing. What was
 * taken gives the same contest again.
 */
/* jb:length 8192 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/db.h"
#include "jinbang/engine.h"
#include "jinbang/plan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    LINES_MAX = 300,
    CONTEST_PLAYERS = 20 /* an engine for more takes longer to make than to try */
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

static jb_plan *plan;
static jb_rules rules;
static size_t engine_size;

static void make_plan(void)
{
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
    rules = plan->rules;
    rules.players_max = CONTEST_PLAYERS;
    engine_size = jb_engine_size(&rules);
}

static jb_engine *make_engine(void)
{
    void *memory = calloc(1, engine_size);
    JB_ASSERT(memory != NULL);
    return jb_engine_init(memory, engine_size, &rules);
}

/* Void turns have their points taken back by the entries that follow. */
static bool is_half_done(const char *broken)
{
    return strcmp(broken, "a void turn has given something") == 0;
}

/* Tries an entry; true if it was taken. */
static bool apply(jb_engine *engine, const jb_event *event)
{
    uint64_t before = jb_engine_digest(engine);
    jb_status status = jb_engine_apply(engine, event);
    JB_ASSERT(status == JB_OK || status == JB_ERR_CORRUPT);
    JB_ASSERT(status == JB_OK || jb_engine_digest(engine) == before);
    const char *broken = jb_engine_check(engine);
    JB_ASSERT(broken == NULL || is_half_done(broken));
    return status == JB_OK;
}

static bool read_line(char *line, jb_event *event, jb_event_parts *parts)
{
    char *at = strchr(line, ' ');
    char *body = at ? strchr(at + 1, ' ') : NULL;
    if (!body) {
        return false;
    }
    *at++ = '\0';
    *body++ = '\0';
    return jb_event_decode(line, strtoll(at, NULL, 10), body, event, parts) == JB_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static jb_event_parts parts; /* large */
    if (!plan) {
        make_plan();
    }
    jb_engine *engine = make_engine();
    jb_engine *again = make_engine();
    char *text = calloc(1, size + 1);
    JB_ASSERT(text != NULL);
    memcpy(text, data, size);
    char *rest = text;
    for (int lines = 0; *rest != '\0' && lines < LINES_MAX; lines++) {
        jb_event event;
        char *line = rest;
        rest += strcspn(rest, "\n");
        if (*rest == '\n') {
            *rest++ = '\0';
        }
        if (read_line(line, &event, &parts) && apply(engine, &event)) {
            jb_status status = jb_engine_apply(again, &event);
            JB_ASSERT(status == JB_OK);
        }
    }
    JB_ASSERT(jb_engine_digest(engine) == jb_engine_digest(again));
    free(text);
    free(engine);
    free(again);
    return 0;
}
