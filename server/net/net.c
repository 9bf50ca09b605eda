/*
 * A jb_net from creation to destruction: its loop, its timers, its signals, and the orderly stop.
 *
 * Work that must not be done where it is noticed (inside a callback of libwebsockets or of the
 * application) is done on the loop's next pass by an idle handle, which exists only while there is
 * such work and makes the loop look at its sockets without waiting. That is also how a walk over a
 * large channel yields: no system call, and answers that came in meanwhile are read in between.
 */
#include "net_internal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "jinbang/assert.h"
#include "jinbang/log.h"

enum {
    TICK_MS = 1000,
    CLOSE_GOING_AWAY = 1001,
    HANDLES = 10
};

static const int stop_signals[] = { SIGINT, SIGTERM };

static void on_work(uv_idle_t *handle)
{
    jb_net *net = handle->data;
    bool more = false;

    jb_gate_pump(net, jb_clock_monotonic_ms());
    jb_sessions_work(net);
    more = jb_channels_work(net);
    if (!more && net->leaving_count == 0) {
        (void)uv_idle_stop(handle);
    }
}

void jb_net_work(jb_net *net)
{
    if (!net->destroying) {
        (void)uv_idle_start(&net->work, on_work);
    }
}

static void on_listener(uv_poll_t *handle, int status, int events)
{
    jb_net *net = handle->data;

    (void)events;
    if (status == 0 && !net->stopping) {
        jb_gate_take(net);
    }
}

static void on_tick(uv_timer_t *handle)
{
    jb_net *net = handle->data;
    jb_time now = jb_clock_monotonic_ms();

    if (net->tls != NULL) {
        jb_tls_look(net->tls);
    }
    jb_gate_tick(net, now);
    jb_sessions_tick(net, now);
    jb_http_tick(net, now);
    jb_held_tick(net, now);
    jb_queue_expire(&net->idle, now);
    jb_queue_expire(&net->linger, now);
    net->options.callbacks.on_timer(net->options.user, now);
}

static void on_beat(uv_timer_t *handle)
{
    jb_net *net = handle->data;
    jb_time now = jb_clock_monotonic_ms();

    jb_gate_pump(net, now);
    jb_sessions_beat(net, now);
}

static void on_timer(uv_timer_t *handle)
{
    jb_net *net = handle->data;

    net->options.callbacks.on_timer(net->options.user, jb_clock_monotonic_ms());
}

/* Ends the loop: whoever is still here is told nothing more. */
static void finish_stop(jb_net *net)
{
    (void)uv_timer_stop(&net->stop);
    for (uint32_t slot = 0; slot < net->seats_used; slot++) {
        if (net->seats[slot].connection != NULL) {
            jb_seat_leave(net, &net->seats[slot]);
        }
    }
    jb_http_close(net);
    uv_stop(&net->loop);
}

static void on_stop_step(uv_timer_t *handle)
{
    jb_net *net = handle->data;
    bool quiet = net->metrics.sessions == 0 && net->linger.first == NULL && net->sending == 0;

    if (quiet || jb_clock_monotonic_ms() >= net->stop_at) {
        finish_stop(net);
    }
}

static void begin_stop(jb_net *net)
{
    if (net->stopping) {
        net->stop_at = 0; /* asked twice: no more patience */
        return;
    }
    net->stopping = true;
    net->stop_at = jb_clock_monotonic_ms() + JB_STOP_MS;
    (void)uv_poll_stop(&net->listener);
    if (net->options.callbacks.on_stop != NULL) {
        net->options.callbacks.on_stop(net->options.user);
    }
    for (uint32_t slot = 0; slot < net->seats_used; slot++) {
        if (net->seats[slot].connection != NULL) {
            jb_seat_close(net, &net->seats[slot], CLOSE_GOING_AWAY, "the server stops");
        }
    }
    (void)uv_timer_start(&net->stop, on_stop_step, 0, JB_STOP_STEP_MS);
}

static void on_wake(uv_async_t *handle)
{
    jb_net *net = handle->data;

    if (atomic_exchange(&net->wake_asked, false)) {
        net->options.callbacks.on_wake(net->options.user);
    }
    if (atomic_exchange(&net->stop_asked, false)) {
        begin_stop(net);
    }
}

static void on_signal(uv_signal_t *handle, int number)
{
    jb_net *net = handle->data;

    jb_log(JB_LOG_INFO, "net", "stopping signal=%d", number);
    begin_stop(net);
}

static void on_reload(uv_signal_t *handle, int number)
{
    jb_net *net = handle->data;

    (void)number;
    if (net->tls != NULL) {
        jb_tls_reload(net->tls);
    } else {
        jb_log(JB_LOG_INFO, "net", "there is no certificate to read again");
    }
}

static jb_status open_handles(jb_net *net)
{
    bool good = uv_poll_init(&net->loop, &net->listener, net->gate.listener) == 0;

    if (!good) {
        return JB_ERR_IO;
    }
    /* These cannot fail once the loop exists, except the first for want of a descriptor. */
    if (uv_async_init(&net->loop, &net->wake, on_wake) != 0) {
        uv_close((uv_handle_t *)&net->listener, NULL);
        return JB_ERR_IO;
    }
    (void)uv_idle_init(&net->loop, &net->work);
    (void)uv_timer_init(&net->loop, &net->tick);
    (void)uv_timer_init(&net->loop, &net->beat);
    (void)uv_timer_init(&net->loop, &net->timer);
    (void)uv_timer_init(&net->loop, &net->stop);
    net->listener.data = net;
    net->wake.data = net;
    net->work.data = net;
    net->tick.data = net;
    net->beat.data = net;
    net->timer.data = net;
    net->stop.data = net;
    for (size_t i = 0; i < 2; i++) {
        (void)uv_signal_init(&net->loop, &net->signals[i]);
        net->signals[i].data = net;
        (void)uv_signal_start(&net->signals[i], on_signal, stop_signals[i]);
    }
    (void)uv_signal_init(&net->loop, &net->reload);
    net->reload.data = net;
    (void)uv_signal_start(&net->reload, on_reload, SIGHUP);
    net->handles_open = true;
    (void)uv_timer_start(&net->tick, on_tick, TICK_MS, TICK_MS);
    (void)uv_timer_start(&net->beat, on_beat, JB_BEAT_MS, JB_BEAT_MS);
    return uv_poll_start(&net->listener, UV_READABLE, on_listener) == 0 ? JB_OK : JB_ERR_IO;
}

static void close_handles(jb_net *net)
{
    uv_handle_t *handles[HANDLES] = {
        (uv_handle_t *)&net->listener,   (uv_handle_t *)&net->work,
        (uv_handle_t *)&net->wake,       (uv_handle_t *)&net->tick,
        (uv_handle_t *)&net->beat,       (uv_handle_t *)&net->timer,
        (uv_handle_t *)&net->stop,       (uv_handle_t *)&net->signals[0],
        (uv_handle_t *)&net->signals[1], (uv_handle_t *)&net->reload,
    };

    for (size_t i = 0; net->handles_open && i < HANDLES; i++) {
        uv_close(handles[i], NULL);
    }
    net->handles_open = false;
}

/* Keeps copies of the texts, so that the caller's may go. */
static jb_status copy_options(jb_net *net, const jb_net_options *options)
{
    const char *texts[] = { options->address, options->cert, options->key, options->assets,
                            options->public_url };
    const char **places[] = { &net->options.address, &net->options.cert, &net->options.key,
                              &net->options.assets, &net->options.public_url };
    size_t at[sizeof(texts) / sizeof(texts[0])];
    size_t count = sizeof(texts) / sizeof(texts[0]);

    net->options = *options;
    for (size_t i = 0; i < count; i++) {
        at[i] = net->owned.size;
        if (texts[i] != NULL) {
            jb_buffer_append(&net->owned, texts[i], strlen(texts[i]) + 1);
        }
    }
    if (net->owned.failed) {
        return JB_ERR_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        *places[i] = texts[i] == NULL ? NULL : net->owned.bytes + at[i];
    }
    if (net->options.public_url != NULL &&
        jb_url_origin(net->options.public_url, &net->public_origin_size)) {
        net->public_origin = net->options.public_url;
    }
    return JB_OK;
}

static jb_status open_all(jb_net *net, const jb_net_options *options, jb_buffer *why)
{
    jb_status status = copy_options(net, options);

    if (status == JB_OK) {
        status = jb_gate_open(net, why);
    }
    if (status == JB_OK) {
        status = jb_folder_open(net, why);
    }
    if (status == JB_OK) {
        status = jb_addresses_open(&net->addresses);
    }
    if (status == JB_OK) {
        status = jb_channels_open(net);
    }
    if (status == JB_OK) {
        status = uv_loop_init(&net->loop) == 0 ? JB_OK : JB_ERR_IO;
        net->loop_open = status == JB_OK;
    }
    if (status == JB_OK) {
        status = jb_context_open(net, why);
    }
    if (status == JB_OK) {
        status = jb_sessions_open(net);
    }
    if (status == JB_OK) {
        status = open_handles(net);
    }
    return status;
}

jb_status jb_net_create(const jb_net_options *options, jb_net **out, jb_buffer *why)
{
    jb_status status = JB_OK;
    jb_net *net = NULL;

    JB_ASSERT(options->address != NULL);
    JB_ASSERT((options->cert == NULL) == (options->key == NULL));
    JB_ASSERT(options->callbacks.on_open != NULL && options->callbacks.on_message != NULL);
    JB_ASSERT(options->callbacks.on_close != NULL && options->callbacks.on_produce != NULL);
    *out = NULL;
    net = calloc(1, sizeof(*net));
    if (net == NULL) {
        jb_buffer_append_text(why, "out of memory");
        return JB_ERR_MEMORY;
    }
    net->folder = -1;
    net->slow_ms = JB_SLOW_MS;
    net->gate.listener = -1;
    net->gate.spare = -1;
    atomic_init(&net->wake_asked, false);
    atomic_init(&net->stop_asked, false);
    jb_buffer_init(&net->owned, 0);
    status = open_all(net, options, why);
    if (status != JB_OK) {
        if (why->size == 0) {
            jb_buffer_append_text(why, jb_status_text(status));
        }
        jb_net_destroy(net);
        return status;
    }
    *out = net;
    return JB_OK;
}

void jb_net_destroy(jb_net *net)
{
    if (net == NULL) {
        return;
    }
    net->destroying = true;
    close_handles(net);
    jb_context_close(net);
    if (net->loop_open) {
        (void)uv_run(&net->loop, UV_RUN_DEFAULT); /* our handles' close callbacks */
        if (uv_loop_close(&net->loop) != 0) {
            jb_log(JB_LOG_WARN, "net", "the loop still has handles");
        }
    }
    jb_gate_close(net);
    jb_http_close(net);
    free(net->exchanges);
    jb_channels_close(net);
    jb_sessions_close(net);
    jb_addresses_close(&net->addresses);
    jb_tls_close(net->tls);
    if (net->folder >= 0) {
        (void)close(net->folder);
    }
    jb_buffer_finish(&net->owned);
    free(net);
}

uint16_t jb_net_port(const jb_net *net)
{
    return net->port;
}

uint32_t jb_net_sessions_max(const jb_net *net)
{
    return net->seats_max;
}

void jb_net_run(jb_net *net)
{
    (void)uv_run(&net->loop, UV_RUN_DEFAULT);
}

void jb_net_stop(jb_net *net)
{
    atomic_store(&net->stop_asked, true);
    (void)uv_async_send(&net->wake);
}

void jb_net_wake(jb_net *net)
{
    atomic_store(&net->wake_asked, true);
    (void)uv_async_send(&net->wake);
}

void jb_net_set_timer(jb_net *net, jb_time at)
{
    jb_time now = jb_clock_monotonic_ms();

    if (at == JB_TIME_NONE) {
        (void)uv_timer_stop(&net->timer);
        return;
    }
    uv_update_time(&net->loop); /* it is from the loop's last pass, and the delay counts from it */
    (void)uv_timer_start(&net->timer, on_timer, at > now ? (uint64_t)(at - now) : 0, 0);
}

void jb_net_measure(const jb_net *net, jb_net_metrics *out)
{
    *out = net->metrics;
    out->waiting = net->gate.count;
}
