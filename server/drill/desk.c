/*
 * Host and screen. The host's state is read whole, because it says what to press next; of the
 * screen it only matters that it is there, since what it is sent is part of the work.
 */
#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "drill_internal.h"

enum {
    DO_SIZE = 120,
    NS_OF_MS = 1000000
};

void jb_desk_upgraded(jb_drill *drill, uint32_t index)
{
    bool host = index == jb_drill_host_index(drill);
    char hello[JB_WIRE_SEND_MAX];
    int size = snprintf(
        hello, sizeof hello, "{\"type\":\"hello\",\"role\":\"%s\",\"code\":\"%s\",\"key\":\"%s\"}",
        host ? "host" : "screen", drill->code, host ? drill->host_key : drill->screen_key);
    if (size > 0 && (size_t)size < sizeof hello) {
        (void)jb_line_say(drill, index, hello);
    }
}

static void copy_word(char out[JB_WORD_SIZE], const cJSON *tree, const char *key)
{
    const char *word = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(tree, key));
    (void)snprintf(out, JB_WORD_SIZE, "%s", word ? word : "");
}

static double number_of(const cJSON *tree, const char *key)
{
    const cJSON *number = cJSON_GetObjectItemCaseSensitive(tree, key);
    return cJSON_IsNumber(number) && number->valuedouble >= 0 ? number->valuedouble : 0;
}

static void take_state(jb_drill *drill, const cJSON *state)
{
    jb_desk *desk = &drill->desk;
    const cJSON *round = cJSON_GetObjectItemCaseSensitive(state, "round");
    const cJSON *question = cJSON_GetObjectItemCaseSensitive(state, "question");
    const char *format = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(round, "format"));
    desk->seq = (uint64_t)number_of(state, "seq");
    desk->players = (uint32_t)number_of(state, "players");
    desk->turn = (uint32_t)number_of(question, "turn");
    desk->paused = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(state, "paused"));
    desk->over_days = cJSON_HasObjectItem(state, "window") != 0;
    desk->everyone = format && strcmp(format, "everyone") == 0;
    copy_word(desk->phase, state, "phase");
    copy_word(desk->next, state, "next");
    if (question && strcmp(desk->phase, "open") == 0 && desk->variant_turn != desk->turn) {
        desk->variant_count = jb_variants_of(state, desk->variants);
        desk->variant_turn = desk->turn;
    }
}

static void host_heard(jb_drill *drill, const jb_mark *mark, jb_slice text, int64_t stamp)
{
    jb_desk *desk = &drill->desk;
    if (mark->type == JB_MARK_STATE) {
        cJSON *state = cJSON_ParseWithLength(text.bytes, text.size);
        if (state) {
            take_state(drill, state);
            desk->host_in = true;
        }
        cJSON_Delete(state);
    } else if (mark->type == JB_MARK_PONG) {
        jb_pings_heard(drill, mark->t0, stamp);
    } else if (mark->type == JB_MARK_ERROR && desk->host_in) {
        /* The contest went on by itself; the state that follows says where it is. */
        bool stale = jb_slice_equal(mark->word, jb_slice_of("stale"));
        desk->refused = !stale;
        if (!stale) {
            jb_drill_say(drill, "the host was refused: %.*s", (int)mark->word.size,
                         mark->word.bytes);
        }
    }
}

void jb_desk_heard(jb_drill *drill, uint32_t index, jb_slice text, int64_t stamp)
{
    bool host = index == jb_drill_host_index(drill);
    bool in = host ? drill->desk.host_in : drill->desk.screen_in;
    jb_mark mark;
    jb_mark_read(text, &mark);
    if (mark.type == JB_MARK_ERROR && !in) {
        jb_drill_say(drill, "the %s was refused: %.*s", host ? "host" : "screen",
                     (int)mark.word.size, mark.word.bytes);
        jb_line_cut(drill, index);
        return;
    }
    if (mark.type == JB_MARK_BYE) {
        jb_drill_say(drill, "the server said goodbye to the %s: %.*s", host ? "host" : "screen",
                     (int)mark.word.size, mark.word.bytes);
    }
    if (host) {
        host_heard(drill, &mark, text, stamp);
    } else if (mark.type == JB_MARK_STATE) {
        drill->desk.screen_in = true;
    }
}

void jb_desk_gone(jb_drill *drill, uint32_t index)
{
    if (index == jb_drill_host_index(drill)) {
        drill->desk.host_in = false;
    } else {
        drill->desk.screen_in = false;
    }
}

static bool is_open(const jb_drill *drill)
{
    return drill->desk.host_in && (!drill->screen_key || drill->desk.screen_in);
}

static bool is_coming(const jb_drill *drill)
{
    return (drill->desk.host_in || drill->desk.host.fd >= 0) &&
           (!drill->screen_key || drill->desk.screen_in || drill->desk.screen.fd >= 0);
}

jb_status jb_drill_open_desk(jb_drill *drill)
{
    const int64_t until = jb_now_ns() + (int64_t)drill->patience_ms * NS_OF_MS;
    if (is_open(drill)) {
        return JB_OK;
    }
    if (drill->desk.host.fd < 0 && !jb_line_connect(drill, jb_drill_host_index(drill))) {
        return JB_ERR_IO;
    }
    if (drill->screen_key && drill->desk.screen.fd < 0 &&
        !jb_line_connect(drill, jb_drill_screen_index(drill))) {
        return JB_ERR_IO;
    }
    while (!is_open(drill) && is_coming(drill) && jb_drill_goes_on(drill, until)) {
        (void)jb_line_pump(drill, NS_OF_MS);
    }
    if (!is_open(drill)) {
        jb_drill_say(drill, "the host or the screen does not get in");
        return JB_ERR_INVALID;
    }
    return JB_OK;
}

bool jb_desk_is(const jb_drill *drill, const char *phase)
{
    return strcmp(drill->desk.phase, phase) == 0;
}

/* Where the contest is, to see that it has gone on. */
typedef struct place {
    char phase[JB_WORD_SIZE];
    uint32_t turn;
    bool paused;
} place;

static place place_of(const jb_desk *desk)
{
    place here = { .turn = desk->turn, .paused = desk->paused };
    memcpy(here.phase, desk->phase, sizeof here.phase);
    return here;
}

static bool same(const place *a, const place *b)
{
    return strcmp(a->phase, b->phase) == 0 && a->turn == b->turn && a->paused == b->paused;
}

jb_status jb_desk_do(jb_drill *drill, const char *action)
{
    jb_desk *desk = &drill->desk;
    const int64_t until = jb_now_ns() + (int64_t)drill->patience_ms * NS_OF_MS;
    const place before = place_of(desk);
    place here = before;
    char text[DO_SIZE];
    (void)snprintf(text, sizeof text, "{\"type\":\"do\",\"action\":\"%s\",\"seq\":%" PRIu64 "}",
                   action, desk->seq);
    desk->refused = false;
    drill->wait.since = jb_now_ns();
    if (!desk->host_in || !jb_line_say(drill, jb_drill_host_index(drill), text)) {
        jb_drill_say(drill, "there is no host any more");
        return JB_ERR_INVALID;
    }
    while (same(&here, &before) && !desk->refused && desk->host_in &&
           jb_drill_goes_on(drill, until)) {
        jb_wait_look(drill, true);
        here = place_of(desk);
    }
    if (same(&here, &before)) {
        jb_drill_say(drill, "nothing came of the host's \"%s\"", action);
        return desk->host_in ? JB_ERR_BUSY : JB_ERR_INVALID;
    }
    return JB_OK;
}

jb_status jb_desk_next(jb_drill *drill, int64_t *cpu_before)
{
    if (drill->desk.paused) {
        jb_status status = jb_desk_do(drill, "resume");
        if (status != JB_OK) {
            return status;
        }
    }
    jb_wait_quiet(drill);
    *cpu_before = jb_process_cpu(drill->pid);
    return jb_desk_do(drill, "next");
}

uint32_t jb_drill_players(const jb_drill *drill)
{
    return drill->desk.players;
}

bool jb_drill_over_days(const jb_drill *drill)
{
    return drill->desk.over_days;
}

bool jb_drill_in_lobby(const jb_drill *drill)
{
    return jb_desk_is(drill, "lobby");
}
