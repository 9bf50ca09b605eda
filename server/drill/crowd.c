/*
 * The phones: what they hear, and waiting until all have heard it.
 *
 * A step names what it waits for; each phone's message that is it counts once. A phone whose
 * connection ends, or that is refused, is given up at once, so that a step ends when nothing more
 * can come, and only what should have come and did not makes it wait.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "drill_internal.h"

enum {
    HELLO_SIZE = 160,
    NS_OF_MS = 1000000
};

/* ---- what is waited for ---- */

static void arrived(jb_drill *drill, jb_phone *phone, int64_t stamp)
{
    jb_wait *wait = &drill->wait;
    if (!phone->awaited || phone->got || phone->failed) {
        return;
    }
    int64_t time = stamp - (wait->from_phone ? phone->sent : wait->since);
    phone->got = true;
    phone->came = stamp;
    drill->samples[wait->got++] = time > 0 ? time : 0;
    wait->last = stamp > wait->last ? stamp : wait->last;
}

static void give_up(jb_drill *drill, jb_phone *phone)
{
    if (phone->awaited && !phone->got && !phone->failed) {
        phone->failed = true;
        drill->wait.failed++;
    }
}

void jb_wait_begin(jb_drill *drill, jb_wait_for what, uint32_t turn)
{
    drill->wait = (jb_wait){ .what = what, .turn = turn, .begun = jb_now_ns() };
    drill->wait.since = drill->wait.begun;
    for (uint32_t i = 0; i < drill->count; i++) {
        jb_phone *phone = &drill->phones[i];
        bool here = phone->line.stage == JB_LINE_OPEN;
        bool joins = what == JB_WAIT_JOINED;
        phone->awaited = !phone->stalled && (joins ? phone->line.fd < 0 : phone->joined);
        phone->got = false;
        phone->failed = phone->awaited && !joins && !here;
        drill->wait.expected += phone->awaited;
        drill->wait.failed += phone->failed;
    }
}

bool jb_wait_over(const jb_drill *drill)
{
    return drill->wait.got + drill->wait.failed >= drill->wait.expected;
}

void jb_wait_look(jb_drill *drill, bool lazy)
{
    if (!lazy || drill->lazy_ms == 0) {
        (void)jb_line_pump(drill, NS_OF_MS);
        return;
    }
    struct timespec nap = { .tv_sec = drill->lazy_ms / 1000,
                            .tv_nsec = (long)(drill->lazy_ms % 1000) * NS_OF_MS };
    (void)nanosleep(&nap, NULL);
    while (jb_line_pump(drill, 0) > 0) {
        /* all there is */
    }
}

void jb_wait_all(jb_drill *drill, bool lazy)
{
    const int64_t patience = (int64_t)drill->patience_ms * NS_OF_MS;
    int64_t until = jb_now_ns() + patience;
    uint32_t got = drill->wait.got;
    while (!jb_wait_over(drill) && jb_now_ns() < until) {
        jb_wait_look(drill, lazy);
        if (drill->wait.got != got) {
            got = drill->wait.got;
            until = jb_now_ns() + patience;
        }
    }
    if (!jb_wait_over(drill)) {
        jb_drill_say(drill, "%" PRIu32 " phones waited in vain for %" PRIu32 " ms",
                     drill->wait.expected - drill->wait.got - drill->wait.failed,
                     drill->patience_ms);
    }
}

void jb_wait_ms(jb_drill *drill, uint32_t ms)
{
    const int64_t until = jb_now_ns() + (int64_t)ms * NS_OF_MS;
    for (int64_t left = until - jb_now_ns(); left > 0; left = until - jb_now_ns()) {
        (void)jb_line_pump(drill, left);
    }
}

void jb_wait_quiet(jb_drill *drill)
{
    const int64_t most = jb_now_ns() + (int64_t)JB_QUIET_MOST_MS * NS_OF_MS;
    uint64_t before = 0;
    do {
        before = drill->bytes;
        jb_wait_ms(drill, JB_QUIET_MS);
    } while (drill->bytes != before && jb_now_ns() < most);
}

/* ---- figures ---- */

static int by_time(const void *a, const void *b)
{
    const int64_t *x = a;
    const int64_t *y = b;
    return (*x > *y) - (*x < *y);
}

void jb_times_of(int64_t *times, uint32_t count, jb_drill_figures *out)
{
    out->first_ns = out->half_ns = out->p99_ns = out->last_ns = -1;
    if (count > 0) {
        qsort(times, count, sizeof *times, by_time);
        out->first_ns = times[0];
        out->half_ns = times[(count - 1) / 2];
        out->p99_ns = times[(uint64_t)(count - 1) * 99 / 100];
        out->last_ns = times[count - 1];
    }
}

void jb_step_begin(jb_drill *drill)
{
    if (drill->why_read) {
        drill->why[0] = '\0';
        drill->why_read = false;
    }
}

void jb_step_bytes(jb_drill *drill, jb_drill_figures *out)
{
    out->bytes = drill->bytes;
    drill->bytes = 0;
}

void jb_wait_figures(jb_drill *drill, int64_t cpu_before, jb_drill_figures *out)
{
    const jb_wait *wait = &drill->wait;
    jb_wait_ms(drill, JB_SETTLE_MS);
    int64_t cpu = jb_process_cpu(drill->pid);
    *out = (jb_drill_figures){ .expected = wait->expected,
                               .done = wait->got,
                               .lost = wait->expected - wait->got,
                               .wrong = wait->wrong,
                               .took_ns = wait->got > 0 ? wait->last - wait->begun : -1,
                               .cpu_ns = cpu < 0 || cpu_before < 0 ? -1 : cpu - cpu_before };
    jb_times_of(drill->samples, wait->got, out);
}

/* ---- what phones hear ---- */

void jb_crowd_upgraded(jb_drill *drill, uint32_t index)
{
    const jb_phone *phone = &drill->phones[index];
    char hello[HELLO_SIZE];
    if (phone->token[0] != '\0') {
        (void)snprintf(hello, sizeof hello,
                       "{\"type\":\"hello\",\"role\":\"player\",\"code\":\"%s\",\"token\":\"%s\"}",
                       drill->code, phone->token);
    } else {
        (void)snprintf(hello, sizeof hello,
                       "{\"type\":\"hello\",\"role\":\"player\",\"code\":\"%s\",\"name\":\"Phone "
                       "%" PRIu32 "\"}",
                       drill->code, index + 1);
    }
    (void)jb_line_say(drill, index, hello);
}

static void heard_you(jb_drill *drill, jb_phone *phone, const jb_mark *mark, int64_t stamp)
{
    jb_wait *wait = &drill->wait;
    if (!phone->joined) {
        phone->joined = true;
        if (wait->what == JB_WAIT_JOINED) {
            arrived(drill, phone, stamp);
        }
        return;
    }
    if (wait->what == JB_WAIT_RESULT && mark->graded && mark->turn == wait->turn) {
        bool missed = phone->acked == mark->turn && !mark->answered;
        if (missed && phone->awaited && !phone->got) {
            jb_drill_say(drill, "an answer was acknowledged, and is not in the result");
            wait->wrong++;
        }
        arrived(drill, phone, stamp);
    }
}

static void heard_state(jb_drill *drill, jb_phone *phone, const jb_mark *mark, int64_t stamp)
{
    if (!mark->open || !mark->asked) {
        return;
    }
    if (mark->turn != phone->shown_turn) {
        phone->shown = stamp;
        phone->shown_turn = mark->turn;
    }
    if (drill->wait.what == JB_WAIT_QUESTION && mark->turn > drill->wait.turn) {
        arrived(drill, phone, stamp);
    }
}

static void heard_refusal(jb_drill *drill, uint32_t index, const char *what, jb_slice word)
{
    jb_phone *phone = &drill->phones[index];
    jb_drill_say(drill, "%s: %.*s", what, (int)word.size, word.bytes);
    give_up(drill, phone);
    if (!phone->joined) {
        jb_line_cut(drill, index);
    }
}

void jb_crowd_heard(jb_drill *drill, uint32_t index, jb_slice text, int64_t stamp)
{
    jb_phone *phone = &drill->phones[index];
    jb_mark mark;
    jb_mark_read(text, &mark);
    switch (mark.type) {
    case JB_MARK_WELCOME:
        if (mark.word.size == JB_DRILL_TOKEN_SIZE - 1) {
            memcpy(phone->token, mark.word.bytes, mark.word.size);
        }
        break;
    case JB_MARK_STATE:
        heard_state(drill, phone, &mark, stamp);
        break;
    case JB_MARK_YOU:
        heard_you(drill, phone, &mark, stamp);
        break;
    case JB_MARK_ACK:
        phone->acked = mark.turn;
        if (drill->wait.what == JB_WAIT_ACK && mark.turn == drill->wait.turn) {
            arrived(drill, phone, stamp);
        }
        break;
    case JB_MARK_PONG:
        jb_pings_heard(drill, mark.t0, stamp);
        break;
    case JB_MARK_RAW:
        if (drill->wait.what == JB_WAIT_RAW) {
            arrived(drill, phone, stamp);
        }
        break;
    case JB_MARK_ERROR:
        heard_refusal(drill, index, "the server refused", mark.word);
        break;
    case JB_MARK_WAITING:
        heard_refusal(drill, index, "the host must let people in", jb_slice_of("approve"));
        break;
    case JB_MARK_BYE:
        jb_drill_say(drill, "the server said goodbye: %.*s", (int)mark.word.size, mark.word.bytes);
        break;
    case JB_MARK_OTHER:
        break;
    }
}

void jb_crowd_gone(jb_drill *drill, uint32_t index)
{
    give_up(drill, &drill->phones[index]);
}
