/*
 * Pings while phones answer: how long somebody waits who asks nothing of the disk. The host and one
 * phone after the other send the protocol's own `ping`, whose number comes back with the `pong`.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "drill_internal.h"

enum {
    PING_SIZE = 48,
    NS_OF_MS = 1000000,
    PONGS_MS = 2000
};

static void ping(jb_drill *drill, uint32_t index)
{
    jb_pings *pings = &drill->pings;
    char text[PING_SIZE];
    uint64_t number = pings->sent + 1;
    if (pings->at[number % JB_PINGS_OUT] != 0) {
        return; /* as many are on their way as can be told apart: the next time */
    }
    (void)snprintf(text, sizeof text, "{\"type\":\"ping\",\"t0\":%" PRIu64 "}", number);
    pings->sent = number;
    pings->at[number % JB_PINGS_OUT] = jb_now_ns();
    if (!jb_line_say(drill, index, text)) {
        jb_drill_say(drill, "a ping could not be sent");
    }
}

static bool may_ping(const jb_phone *phone)
{
    return phone->joined && !phone->stalled && phone->line.stage == JB_LINE_OPEN;
}

void jb_pings_send(jb_drill *drill, int64_t now)
{
    jb_pings *pings = &drill->pings;
    if (pings->every_ms == 0 || now < pings->next) {
        return;
    }
    pings->next = now + (int64_t)pings->every_ms * NS_OF_MS;
    uint32_t phone = (uint32_t)jb_random_below(&drill->random, drill->count);
    ping(drill, jb_drill_host_index(drill));
    if (may_ping(&drill->phones[phone])) {
        ping(drill, phone);
    }
}

void jb_pings_heard(jb_drill *drill, uint64_t number, int64_t stamp)
{
    jb_pings *pings = &drill->pings;
    int64_t *at = &pings->at[number % JB_PINGS_OUT];
    if (number < pings->first || number > pings->sent || *at == 0) {
        return;
    }
    if (pings->got < JB_PINGS_MAX) {
        pings->samples[pings->got++] = stamp > *at ? stamp - *at : 0;
    }
    *at = 0;
}

void jb_drill_ping_every(jb_drill *drill, uint32_t ms)
{
    jb_pings *pings = &drill->pings;
    pings->every_ms = ms;
    pings->next = 0;
    pings->first = pings->sent + 1;
    pings->got = 0;
    memset(pings->at, 0, sizeof pings->at);
}

void jb_drill_pings(jb_drill *drill, jb_drill_figures *out)
{
    jb_pings *pings = &drill->pings;
    uint32_t sent = (uint32_t)(pings->sent + 1 - pings->first);
    const int64_t until = jb_now_ns() + (int64_t)PONGS_MS * NS_OF_MS;
    while (pings->got < sent && pings->got < JB_PINGS_MAX && jb_now_ns() < until) {
        (void)jb_line_pump(drill, NS_OF_MS);
    }
    *out = (jb_drill_figures){
        .expected = sent, .done = pings->got, .lost = sent - pings->got, .took_ns = -1, .cpu_ns = -1
    };
    jb_times_of(pings->samples, pings->got, out);
}
