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
#include "stage_contest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    LINES_MAX = 300,
    CONTEST_PLAYERS = 20 /* an engine for more takes longer to make than to try */
};

static jb_plan *plan;
static jb_rules rules;
static size_t engine_size;

static void make_plan(void)
{
    plan = make_stage_plan();
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
