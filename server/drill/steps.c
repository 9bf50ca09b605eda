/*
 * The steps of a contest, one after the other, and what is done to the phones in between. Each
 * notes the server's CPU time before it begins and again when the server has been quiet for a
 * moment.
 */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drill_internal.h"

enum {
    PRESSES_MAX = 20,
    STALLED_BUFFER = 4096,
    READING_BUFFER = 131072,
    NS_OF_MS = 1000000
};

/* ---- joining ---- */

static void give_up_start(jb_drill *drill, jb_phone *phone)
{
    phone->failed = true;
    drill->wait.failed++;
}

/* Begins to connect as many as may be under way; those not begun yet are from `*next` on. */
static void start_some(jb_drill *drill, uint32_t in_flight, uint32_t *next, uint32_t *started,
                       jb_drill_figures *out)
{
    uint32_t most = in_flight > 0 ? in_flight : drill->count;
    for (; *next < drill->count; (*next)++) {
        jb_phone *phone = &drill->phones[*next];
        if (*started - drill->wait.got - drill->wait.failed >= most) {
            return;
        }
        if (!phone->awaited) {
            continue;
        }
        (*started)++;
        phone->joined = false;
        phone->sent = jb_now_ns();
        out->resumed += phone->token[0] != '\0';
        if (!jb_line_connect(drill, *next)) {
            give_up_start(drill, phone);
        }
    }
}

jb_status jb_drill_join(jb_drill *drill, uint32_t in_flight, jb_drill_figures *out)
{
    uint32_t next = 0;
    uint32_t started = 0;
    jb_drill_figures begun = { .resumed = 0 };
    jb_step_begin(drill);
    jb_status status = jb_drill_open_desk(drill);
    if (status != JB_OK) {
        return status;
    }
    int64_t cpu = jb_process_cpu(drill->pid);
    jb_wait_begin(drill, JB_WAIT_JOINED, 0);
    drill->wait.from_phone = true;
    const int64_t patience = (int64_t)drill->patience_ms * NS_OF_MS;
    int64_t until = jb_now_ns() + patience;
    while (next < drill->count && jb_drill_goes_on(drill, until)) {
        uint32_t before = started;
        start_some(drill, in_flight, &next, &started, &begun);
        (void)jb_line_pump(drill, NS_OF_MS);
        until = started != before ? jb_now_ns() + patience : until;
    }
    jb_wait_all(drill, false);
    jb_wait_figures(drill, cpu, out);
    jb_step_bytes(drill, out);
    out->resumed = begun.resumed;
    return JB_OK;
}

uint32_t jb_drill_drop(jb_drill *drill)
{
    uint32_t dropped = 0;
    jb_step_begin(drill);
    drill->wait = (jb_wait){ .what = JB_WAIT_NOTHING };
    for (uint32_t i = 0; i < drill->count; i++) {
        dropped += drill->phones[i].line.fd >= 0;
        jb_line_cut(drill, i);
        drill->phones[i].joined = false;
        drill->phones[i].stalled = false;
    }
    jb_wait_ms(drill, JB_SETTLE_MS);
    return dropped;
}

/* ---- reading or not ---- */

static void set_receive_buffer(const jb_phone *phone, int size)
{
    if (phone->line.fd >= 0) {
        (void)setsockopt(phone->line.fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    }
}

uint32_t jb_drill_stall(jb_drill *drill, double part, uint32_t *closed)
{
    uint32_t count = 0;
    jb_step_begin(drill);
    drill->wait = (jb_wait){ .what = JB_WAIT_NOTHING };
    *closed = 0;
    for (uint32_t i = 0; i < drill->count; i++) {
        jb_phone *phone = &drill->phones[i];
        bool was = phone->stalled;
        phone->stalled = (uint32_t)((i + 1) * part) > (uint32_t)(i * part);
        count += phone->stalled;
        if (phone->stalled && !was) {
            set_receive_buffer(phone, STALLED_BUFFER);
        } else if (was && !phone->stalled) {
            set_receive_buffer(phone, READING_BUFFER);
            jb_line_read(drill, i, true);
        }
    }
    jb_wait_quiet(drill);
    for (uint32_t i = 0; i < drill->count; i++) {
        jb_phone *phone = &drill->phones[i];
        if (phone->joined && !phone->stalled && phone->line.fd < 0) {
            phone->joined = false;
            (*closed)++;
        }
    }
    return count;
}

/* ---- a question ---- */

static int by_arrival(const void *a, const void *b)
{
    const jb_came *x = a;
    const jb_came *y = b;
    return (x->at > y->at) - (x->at < y->at);
}

/* Each phone's place in the order in which this question came to them all. */
static void note_places(jb_drill *drill)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < drill->count; i++) {
        if (drill->phones[i].awaited && drill->phones[i].got) {
            drill->arrivals[count++] = (jb_came){ .at = drill->phones[i].came, .phone = i };
        }
    }
    qsort(drill->arrivals, count, sizeof *drill->arrivals, by_arrival);
    for (uint32_t i = 0; i < count; i++) {
        jb_phone *phone = &drill->phones[drill->arrivals[i].phone];
        phone->places += count > 1 ? (double)i / (double)(count - 1) : 0.5;
        phone->places_count++;
    }
    drill->questions++;
}

static bool question_is_open(const jb_drill *drill)
{
    return jb_desk_is(drill, "open") && drill->desk.turn > drill->turn;
}

static bool none_left(const jb_drill *drill)
{
    return drill->desk.next[0] == '\0' || strcmp(drill->desk.next, "finish") == 0;
}

jb_status jb_drill_question(jb_drill *drill, jb_drill_figures *out)
{
    int64_t cpu = -1;
    jb_step_begin(drill);
    for (int i = 0; i < PRESSES_MAX && !question_is_open(drill); i++) {
        if (none_left(drill)) {
            jb_drill_say(drill, "the contest has no question left");
            return JB_ERR_NOT_FOUND;
        }
        jb_wait_begin(drill, JB_WAIT_QUESTION, drill->turn);
        jb_status status = jb_desk_next(drill, &cpu);
        if (status != JB_OK) {
            return status;
        }
    }
    if (!question_is_open(drill) || !drill->desk.everyone || drill->desk.variant_count == 0) {
        jb_drill_say(drill, "no question comes that everybody answers");
        return JB_ERR_INVALID;
    }
    jb_wait_all(drill, true);
    drill->turn = drill->desk.turn;
    note_places(drill);
    jb_wait_figures(drill, cpu, out);
    jb_step_bytes(drill, out);
    return JB_OK;
}

/* ---- answers ---- */

static void send_answer(jb_drill *drill, uint32_t index)
{
    const jb_desk *desk = &drill->desk;
    jb_phone *phone = &drill->phones[index];
    char text[JB_WIRE_SEND_MAX];
    int64_t now = jb_now_ns();
    int64_t elapsed = phone->shown_turn == drill->turn ? (now - phone->shown) / NS_OF_MS : 0;
    uint32_t choice = (uint32_t)jb_random_below(&drill->random, desk->variant_count);
    if (!phone->awaited || phone->failed) {
        return;
    }
    int size =
        snprintf(text, sizeof text,
                 "{\"type\":\"answer\",\"turn\":%" PRIu32 ",\"answer\":%s,\"elapsed\":%" PRId64 "}",
                 drill->turn, desk->variants[choice], elapsed > 0 ? elapsed : 0);
    phone->sent = now;
    (void)jb_line_send(drill, index, (jb_slice){ .bytes = text, .size = (size_t)size });
}

/* Everybody who is to answer, in random order. */
static uint32_t line_up(jb_drill *drill)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < drill->count; i++) {
        if (drill->phones[i].awaited && !drill->phones[i].failed) {
            drill->order[count++] = i;
        }
    }
    jb_random_shuffle(&drill->random, drill->order, count);
    return count;
}

enum {
    BURST = 64,
    GAP_NS = 50000
};

/* Each at its moment, behind a short way if this program was held up. */
static void answer_spread(jb_drill *drill, uint32_t count, uint32_t over_ms)
{
    const int64_t begin = jb_now_ns();
    const double over = (double)(over_ms > 0 ? over_ms : 1) * NS_OF_MS;
    uint32_t sent = 0;
    while (sent < count && !drill->stopped) {
        int64_t now = jb_now_ns();
        double due = (double)(now - begin) / over * count;
        uint32_t upto = due < count ? (uint32_t)due : count;
        for (int i = 0; sent < upto && i < BURST; i++) {
            send_answer(drill, drill->order[sent++]);
        }
        jb_pings_send(drill, now);
        (void)jb_line_pump(drill, sent < upto ? 0 : GAP_NS);
    }
}

/* Until all but so many have come or will not. */
static void wait_for_acks(jb_drill *drill, uint32_t but)
{
    const int64_t patience = (int64_t)drill->patience_ms * NS_OF_MS;
    uint32_t got = drill->wait.got;
    int64_t until = jb_now_ns() + patience;
    while (drill->wait.got + drill->wait.failed + but < drill->wait.expected &&
           jb_drill_goes_on(drill, until)) {
        jb_pings_send(drill, jb_now_ns());
        (void)jb_line_pump(drill, NS_OF_MS);
        if (drill->wait.got != got) {
            got = drill->wait.got;
            until = jb_now_ns() + patience;
        }
    }
}

/* What has not come by now is lost: nobody waits for it a second time. */
static void give_up_others(jb_drill *drill, uint32_t count)
{
    uint32_t missing = 0;
    for (uint32_t i = 0; i < count; i++) {
        jb_phone *phone = &drill->phones[drill->order[i]];
        if (!phone->got && !phone->failed) {
            phone->failed = true;
            missing++;
        }
    }
    drill->wait.failed += missing;
    if (missing > 0) {
        jb_drill_say(drill, "%" PRIu32 " phones waited in vain for an ack", missing);
    }
}

jb_status jb_drill_answers(jb_drill *drill, uint32_t over_ms, jb_drill_figures *out)
{
    jb_step_begin(drill);
    if (drill->turn == 0 || !jb_desk_is(drill, "open") || drill->desk.variant_turn != drill->turn) {
        jb_drill_say(drill, "no question is open");
        return JB_ERR_INVALID;
    }
    jb_wait_quiet(drill);
    jb_wait_begin(drill, JB_WAIT_ACK, drill->turn);
    drill->wait.from_phone = true;
    uint32_t count = line_up(drill);
    uint32_t held = count > 1 ? 1 : 0;
    int64_t cpu = jb_process_cpu(drill->pid);
    answer_spread(drill, count - held, over_ms);
    wait_for_acks(drill, held);
    give_up_others(drill, count - held);
    jb_wait_figures(drill, cpu, out);
    if (held > 0) {
        send_answer(drill, drill->order[count - 1]);
        jb_wait_all(drill, false);
        jb_wait_quiet(drill);
    }
    out->done = drill->wait.got;
    out->lost = out->expected - out->done;
    jb_step_bytes(drill, out);
    return JB_OK;
}

/* ---- results ---- */

static jb_status tell_results(jb_drill *drill, const char *phase, jb_drill_figures *out)
{
    int64_t cpu = -1;
    for (int i = 0; i < PRESSES_MAX && !jb_desk_is(drill, phase); i++) {
        if (jb_desk_is(drill, "standings") || jb_desk_is(drill, "finished")) {
            break;
        }
        jb_wait_begin(drill, JB_WAIT_RESULT, drill->turn);
        jb_status status = jb_desk_next(drill, &cpu);
        if (status != JB_OK) {
            return status;
        }
    }
    if (!jb_desk_is(drill, phase)) {
        jb_drill_say(drill, "the contest went on without a %s", phase);
        return JB_ERR_BUSY;
    }
    jb_wait_all(drill, true);
    jb_wait_figures(drill, cpu, out);
    return JB_OK;
}

jb_status jb_drill_results(jb_drill *drill, jb_drill_figures *reveal, jb_drill_figures *standings)
{
    jb_step_begin(drill);
    *standings = (jb_drill_figures){ .first_ns = -1, .half_ns = -1, .p99_ns = -1, .last_ns = -1 };
    standings->took_ns = standings->cpu_ns = -1;
    jb_status status = drill->turn > 0 ? JB_OK : JB_ERR_INVALID;
    if (status == JB_OK && jb_desk_is(drill, "reveal")) {
        status = JB_ERR_INVALID;
    }
    if (status != JB_OK) {
        jb_drill_say(drill, "there is no question to reveal");
        return status;
    }
    status = tell_results(drill, "reveal", reveal);
    if (status == JB_OK && strcmp(drill->desk.next, "standings") == 0) {
        status = tell_results(drill, "standings", standings);
    }
    jb_step_bytes(drill, reveal);
    return status;
}

static jb_status end(jb_drill *drill)
{
    jb_status status = jb_drill_open_desk(drill);
    drill->wait = (jb_wait){ .what = JB_WAIT_NOTHING };
    /* The contest may have gone on by itself in between: then once more. */
    for (int i = 0; i < PRESSES_MAX && status == JB_OK && !jb_desk_is(drill, "finished"); i++) {
        status = jb_desk_do(drill, "finish");
    }
    jb_wait_quiet(drill);
    return status;
}

jb_status jb_drill_end(jb_drill *drill)
{
    bool stopped = drill->stopped;
    jb_step_begin(drill);
    drill->stopped = false; /* a contest that was stopped in the middle must be ended, too */
    jb_status status = end(drill);
    drill->stopped = drill->stopped || stopped;
    return status;
}

/* ---- other figures ---- */

void jb_drill_idle(jb_drill *drill, uint32_t ms, jb_drill_process *out)
{
    jb_step_begin(drill);
    jb_wait_quiet(drill);
    int64_t cpu = jb_process_cpu(drill->pid);
    int64_t begin = jb_now_ns();
    jb_wait_ms(drill, ms);
    jb_process_look(drill->pid, out);
    int64_t after = jb_process_cpu(drill->pid);
    out->took_ns = jb_now_ns() - begin;
    out->cpu_ns = cpu < 0 || after < 0 ? -1 : after - cpu;
}

void jb_drill_ramp_now(const jb_drill *drill, jb_drill_ramp *out)
{
    uint32_t phones = 0;
    uint32_t near = 0;
    uint32_t nearest = 0;
    for (uint32_t i = 0; i < drill->count; i++) {
        const jb_phone *phone = &drill->phones[i];
        if (phone->places_count > 0) {
            double mean = phone->places / phone->places_count;
            phones++;
            near += mean >= 0.40 && mean <= 0.60;
            nearest += mean >= 0.45 && mean <= 0.55;
        }
    }
    out->questions = drill->questions;
    out->within_40_60 = phones > 0 ? (double)near / phones : 0;
    out->within_45_55 = phones > 0 ? (double)nearest / phones : 0;
}

jb_status jb_drill_raw(jb_drill *drill, jb_drill_figures *out)
{
    jb_step_begin(drill);
    if (drill->pid <= 0) {
        jb_drill_say(drill, "the server's process is not known");
        return JB_ERR_INVALID;
    }
    jb_wait_quiet(drill);
    jb_wait_begin(drill, JB_WAIT_RAW, 0);
    int64_t cpu = jb_process_cpu(drill->pid);
    drill->wait.since = jb_now_ns();
    if (kill(drill->pid, SIGUSR2) != 0) {
        jb_drill_say(drill, "the signal could not be sent: %s", strerror(errno));
        return JB_ERR_INVALID;
    }
    jb_wait_all(drill, true);
    jb_wait_figures(drill, cpu, out);
    jb_step_bytes(drill, out);
    return JB_OK;
}
