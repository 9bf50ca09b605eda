/*
 * See host.h. What the tests look at belongs to the loop thread and is only read in jobs.
 */
#include "host.h"

#include "jb_test.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "net_internal.h"

static void opened(void *user, jb_session session, jb_time now)
{
    host *h = user;

    (void)now;
    JB_ASSERT(jb_session_slot(session) < HOST_SLOTS);
    h->sessions[jb_session_slot(session)] = session;
    h->opened++;
}

static void message(void *user, jb_session session, jb_slice text, jb_time now)
{
    host *h = user;
    char copy[64] = "";

    JB_ASSERT(now <= jb_clock_monotonic_ms());
    JB_ASSERT(text.size <= HOST_TEXT);
    if (text.size < sizeof(copy)) {
        memcpy(copy, text.bytes, text.size);
    }
    memcpy(h->last, text.bytes, text.size);
    h->last_size = text.size;
    jb_net_due(h->net, session, BIT_ECHO);
    if (strncmp(copy, "close ", 6) == 0) {
        jb_net_close(h->net, session, (uint16_t)strtol(copy + 6, NULL, 10), "as you wish");
    } else if (strncmp(copy, "enter ", 6) == 0) {
        jb_net_enter(h->net, session, (jb_channel)strtoul(copy + 6, NULL, 10));
    } else if (strncmp(copy, "max ", 4) == 0) {
        jb_net_set_message_max(h->net, session, strtoul(copy + 4, NULL, 10));
    }
}

static void binary(void *user, jb_session session)
{
    host *h = user;

    (void)session;
    h->binaries++;
}

static void closed(void *user, jb_session session)
{
    host *h = user;

    JB_ASSERT(h->sessions[jb_session_slot(session)] == session);
    h->sessions[jb_session_slot(session)] = JB_SESSION_NONE;
    h->closed++;
}

static void ahead(void *user, uint32_t slot)
{
    host *h = user;

    JB_TRUE(slot < HOST_SLOTS);
    h->ahead[slot]++;
}

static bool produce(void *user, jb_session session, uint32_t *due, jb_frame *frame)
{
    host *h = user;

    (void)session;
    h->produced++;
    frame->payload = h->own + JB_FRAME_HEADROOM;
    if ((*due & BIT_ECHO) != 0) {
        *due &= ~(uint32_t)BIT_ECHO;
        memcpy(frame->payload, h->last, h->last_size);
        frame->size = h->last_size;
        return true;
    }
    if ((*due & BIT_SHARED) != 0) {
        *due &= ~(uint32_t)BIT_SHARED;
        frame->payload = h->shared + JB_FRAME_HEADROOM;
        frame->size = h->shared_size;
        return true;
    }
    if ((*due & BIT_NUMBER) != 0) {
        *due &= ~(uint32_t)BIT_NUMBER;
        /* Long enough that a few fill a socket, and recognizable from end to end. */
        memset(frame->payload, 'a' + (int)(h->number % 26), 3000);
        (void)snprintf((char *)frame->payload, 16, "%08u", h->number);
        frame->payload[8] = 'x';
        frame->size = 3000;
        return true;
    }
    *due = 0;
    return false;
}

static void respond(host *h, uint64_t id, int status, const char *body)
{
    const jb_response response = { .status = status,
                                   .content_type = "text/plain; charset=utf-8",
                                   .body = jb_slice_of(body),
                                   .etag = strcmp(body, "tagged") == 0 ? "abc" : NULL };

    jb_net_respond(h->net, id, &response);
}

/* `big` bytes of a body that is shared, parts of which may be asked for; nobody else keeps it. */
static void respond_parts(host *h, uint64_t id)
{
    jb_buffer bytes;
    jb_body *body;

    jb_buffer_init(&bytes, 0);
    jb_buffer_append(&bytes, h->shared, h->big);
    body = jb_body_create(&bytes);
    JB_ASSERT(body != NULL);
    const jb_response response = { .status = 200,
                                   .content_type = "audio/mpeg",
                                   .shared = body,
                                   .etag = "abc",
                                   .policy = "default-src 'none'; sandbox",
                                   .ranges = true,
                                   .cache = JB_CACHE_FOR_EVER };

    jb_net_respond(h->net, id, &response);
    jb_body_drop(body);
}

static const char *const method_names[] = { "GET", "HEAD", "POST", "DELETE", "PATCH", "OTHER" };

static size_t request_head(void *user, const jb_request *r)
{
    host *h = user;

    JB_ASSERT(r->body.size == 0);
    h->heads++;
    if (strcmp(r->path, "/refused") == 0) {
        respond(h, r->id, jb_net_request_failure(h->net, r->id) ? 429 : 401, "no");
    }
    return strcmp(r->path, "/small") == 0 ? 3 : SIZE_MAX;
}

static void request(void *user, const jb_request *r)
{
    host *h = user;
    char text[1024];

    h->requests++;
    if (strcmp(r->path, "/later") == 0) {
        h->later = r->id;
    } else if (strcmp(r->path, "/never") == 0) {
        h->later = 0;
    } else if (strcmp(r->path, "/header") == 0) {
        const jb_response bad = { .status = 302, .location = "/x\r\nSet-Cookie: a=b" };

        jb_net_respond(h->net, r->id, &bad);
    } else if (strcmp(r->path, "/big") == 0) {
        const jb_response big = { .status = 200,
                                  .content_type = "application/octet-stream",
                                  .body = { (const char *)h->shared, h->big } };

        jb_net_respond(h->net, r->id, &big);
    } else if (strcmp(r->path, "/parts") == 0) {
        respond_parts(h, r->id);
    } else if (strcmp(r->path, "/tag") == 0) {
        respond(h, r->id, 200, "tagged");
    } else if (strcmp(r->path, "/fail") == 0) {
        respond(h, r->id, jb_net_request_failure(h->net, r->id) ? 429 : 401, "no");
    } else {
        (void)snprintf(text, sizeof(text), "%s %s ?%s auth=%s cookie=%s host=%s body=%.*s",
                       method_names[r->method], r->path, r->query, r->authorization, r->cookie,
                       r->host, (int)(r->body.size < 200 ? r->body.size : 200), r->body.bytes);
        respond(h, r->id, strcmp(r->path, "/missing") == 0 ? 404 : 200, text);
    }
}

static void request_gone(void *user, uint64_t id)
{
    host *h = user;

    (void)id;
    h->gone++;
}

static void woken(void *user)
{
    host *h = user;

    (void)pthread_mutex_lock(&h->mutex);
    if (h->job != NULL) {
        h->job(h, h->argument);
        h->job = NULL;
        (void)pthread_cond_signal(&h->done);
    }
    (void)pthread_mutex_unlock(&h->mutex);
}

static void timer(void *user, jb_time now)
{
    host *h = user;

    if (h->timer_at == 0 && h->timer_for != 0 && now >= h->timer_for) {
        h->timer_at = now;
    }
}

static void stopping(void *user)
{
    host *h = user;

    h->stops++;
}

static void *run(void *argument)
{
    host *h = argument;

    jb_net_run(h->net);
    return NULL;
}

jb_net_callbacks host_callbacks(void)
{
    return (jb_net_callbacks){ .on_open = opened,
                               .on_message = message,
                               .on_binary = binary,
                               .on_close = closed,
                               .on_produce = produce,
                               .on_ahead = ahead,
                               .on_request_head = request_head,
                               .on_request = request,
                               .on_request_gone = request_gone,
                               .on_wake = woken,
                               .on_timer = timer,
                               .on_stop = stopping };
}

host *host_start(void (*adapt)(jb_net_options *options))
{
    host *h = calloc(1, sizeof(*h));
    jb_buffer why;
    jb_net_options options = { .address = "127.0.0.1",
                               .message_max = 4096,
                               .body_max = 100000,
                               .user = h,
                               .callbacks = host_callbacks() };

    JB_TRUE(h != NULL);
    h->shared = calloc(1, JB_FRAME_HEADROOM + HOST_TEXT * 8);
    h->own = calloc(1, JB_FRAME_HEADROOM + HOST_TEXT);
    h->last = calloc(1, HOST_TEXT);
    JB_TRUE(h->shared != NULL && h->own != NULL && h->last != NULL);
    (void)pthread_mutex_init(&h->mutex, NULL);
    (void)pthread_cond_init(&h->done, NULL);
    if (adapt != NULL) {
        adapt(&options);
    }
    jb_buffer_init(&why, 0);
    if (jb_net_create(&options, &h->net, &why) != JB_OK) {
        fail_msg("no net: %s", jb_buffer_text(&why));
    }
    jb_buffer_finish(&why);
    JB_EQ_I64(pthread_create(&h->thread, NULL, run, h), 0);
    return h;
}

void host_stop(host *h)
{
    jb_net_stop(h->net);
    (void)pthread_join(h->thread, NULL);
    JB_EQ_SIZE(h->closed, h->opened);
    JB_EQ_SIZE(h->stops, 1);
    jb_net_destroy(h->net);
    (void)pthread_cond_destroy(&h->done);
    (void)pthread_mutex_destroy(&h->mutex);
    free(h->last);
    free(h->own);
    free(h->shared);
    free(h);
}

uint16_t host_port(const host *h)
{
    return jb_net_port(h->net);
}

void host_do(host *h, host_job job, void *argument)
{
    (void)pthread_mutex_lock(&h->mutex);
    h->job = job;
    h->argument = argument;
    jb_net_wake(h->net);
    while (h->job != NULL) {
        (void)pthread_cond_wait(&h->done, &h->mutex);
    }
    (void)pthread_mutex_unlock(&h->mutex);
}

struct question {
    bool (*ready)(host *h, void *argument);
    void *argument;
    bool answer;
};

static void put_question(host *h, void *argument)
{
    struct question *q = argument;

    q->answer = q->ready(h, q->argument);
}

void host_until(host *h, bool (*ready)(host *h, void *argument), void *argument)
{
    jb_time deadline = jb_clock_monotonic_ms() + 10000;
    struct question q = { .ready = ready, .argument = argument };

    for (;;) {
        host_do(h, put_question, &q);
        if (q.answer) {
            return;
        }
        if (jb_clock_monotonic_ms() > deadline) {
            fail_msg("what the test waits for did not happen in ten seconds");
        }
        (void)poll(NULL, 0, 1);
    }
}

static bool sessions_are(host *h, void *argument)
{
    return h->opened - h->closed == *(size_t *)argument;
}

void host_until_sessions(host *h, size_t count)
{
    host_until(h, sessions_are, &count);
}

static void answer(host *h, void *argument)
{
    respond(h, h->later, 200, argument);
}

void host_answer(host *h, const char *body)
{
    char copy[256];

    (void)snprintf(copy, sizeof(copy), "%s", body);
    host_do(h, answer, copy);
}

static void measure(host *h, void *argument)
{
    jb_net_measure(h->net, argument);
}

jb_net_metrics host_metrics(host *h)
{
    jb_net_metrics metrics;

    host_do(h, measure, &metrics);
    return metrics;
}
