/*
 * The libwebsockets context and its one callback. The loop is ours (libuv), libwebsockets joins it:
 * so timers, the listening socket and wake-ups are plain libuv, and its shutdown can be waited for.
 *
 * What is switched off, and why (docs/decisions/0007): its own pings and per-connection timers,
 * because they stand in one sorted list; permessage-deflate, because it costs 94 KB a phone and
 * breaks the rule that lets us write outside the writable callback; HTTP/2, so that WebSocket stays
 * one code path. rx_buffer_size bounds memory per phone and would, alone, also bound what is sent
 * at once, hence tx_packet_size.
 */
#include "net_internal.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>

#include "jinbang/assert.h"
#include "jinbang/log.h"

enum {
    RX_BUFFER_SIZE = 512,
    RX_BUFFER_WS_SIZE = 128, /* an answer fits; what is longer comes in pieces */
    TX_PACKET_SIZE = JB_SEND_PIECE,
    HEADERS_SIZE = 8192,
    HANDSHAKE_S = JB_HEADERS_MS / 1000,
    CLOSE_ROUNDS_MAX = 100000 /* of the loop, while libwebsockets lets go of its handles */
};

static int callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                    size_t size);

/* The first serves HTTP. Its name has a space so that no client can ask for it as subprotocol. */
static const struct lws_protocols protocols[] = {
    { .name = "http only",
      .callback = callback,
      .rx_buffer_size = RX_BUFFER_SIZE,
      .tx_packet_size = TX_PACKET_SIZE },
    { .name = JB_WS_PROTOCOL,
      .callback = callback,
      .rx_buffer_size = RX_BUFFER_WS_SIZE,
      .tx_packet_size = TX_PACKET_SIZE },
    { .name = NULL },
};

/* No pings and no hanging up by libwebsockets: NULL would mean its defaults. */
static const uint32_t backoff[] = { 1000 };
static const lws_retry_bo_t no_validity = { .retry_ms_table = backoff,
                                            .retry_ms_table_count = 1,
                                            .conceal_count = 1,
                                            .secs_since_valid_ping = 0,
                                            .secs_since_valid_hangup = 0,
                                            .jitter_percent = 20 };

/* On the few responses that libwebsockets words itself. */
static const struct lws_protocol_vhost_options header_nosniff = { .name = "x-content-type-options:",
                                                                  .value = "nosniff" };
static const struct lws_protocol_vhost_options header_csp = {
    .next = &header_nosniff,
    .name = "content-security-policy:",
    .value = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
};
static const struct lws_protocol_vhost_options header_referrer = {
    .next = &header_csp, .name = "referrer-policy:", .value = "no-referrer"
};

static void emit_log(int level, const char *line)
{
    size_t size = strcspn(line, "\n");

    jb_log((level & LLL_ERR) != 0 ? JB_LOG_ERROR : JB_LOG_WARN, "lws", "%.*s", (int)size, line);
}

void jb_queue_add(jb_queue *queue, jb_connection *connection, jb_time deadline)
{
    jb_queue_remove(connection);
    JB_ASSERT(queue->last == NULL || queue->last->deadline <= deadline);
    connection->queue = queue;
    connection->deadline = deadline;
    connection->before = queue->last;
    connection->after = NULL;
    if (queue->last == NULL) {
        queue->first = connection;
    } else {
        queue->last->after = connection;
    }
    queue->last = connection;
    queue->count++;
}

void jb_queue_remove(jb_connection *connection)
{
    jb_queue *queue = connection->queue;

    if (queue == NULL) {
        return;
    }
    if (connection->before == NULL) {
        queue->first = connection->after;
    } else {
        connection->before->after = connection->after;
    }
    if (connection->after == NULL) {
        queue->last = connection->before;
    } else {
        connection->after->before = connection->before;
    }
    connection->queue = NULL;
    queue->count--;
}

void jb_queue_expire(jb_queue *queue, jb_time now)
{
    while (queue->first != NULL && queue->first->deadline <= now) {
        jb_connection *connection = queue->first;

        jb_queue_remove(connection);
        jb_connection_kill(connection);
    }
}

void jb_connection_kill(jb_connection *connection)
{
    if (connection->closed) {
        return;
    }
    connection->closed = true;
    lws_set_timeout(connection->wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_ASYNC);
    /* Its timers are looked at after an event of its own only. */
    lws_cancel_service(connection->net->lws);
}

static jb_seat *seat_of(const jb_connection *connection)
{
    return connection->slot == JB_NO_SLOT ? NULL : &connection->net->seats[connection->slot];
}

static void over(jb_connection *connection)
{
    jb_seat *seat = seat_of(connection);

    connection->closed = true;
    if (seat != NULL) {
        jb_seat_leave(connection->net, seat);
    }
    if (connection->exchange != NULL) {
        jb_exchange_drop(connection->exchange);
    }
    jb_queue_remove(connection);
}

static void destroyed(jb_connection *connection)
{
    over(connection);
    jb_gate_gone(connection);
    lws_set_opaque_user_data(connection->wsi, NULL);
    free(connection);
}

static int established(jb_connection *connection)
{
    jb_net *net = connection->net;
    jb_time now = jb_clock_monotonic_ms();
    jb_seat *seat = NULL;

    jb_gate_pass(connection);
    jb_queue_remove(connection);
    if (net->stopping || !jb_seat_take(net, connection, now)) {
        net->metrics.refused++;
        return -1;
    }
    seat = seat_of(connection);
    jb_seat_ping(net, seat, now);
    net->options.callbacks.on_open(net->options.user, jb_seat_session(net, seat), now);
    return 0;
}

static int copy_header(struct lws *wsi, char *out, size_t size, enum lws_token_indexes token)
{
    out[0] = '\0';
    return lws_hdr_copy(wsi, out, (int)size, token);
}

/* The status with which the handshake is refused, 0 if it is not. */
static int judge_upgrade(jb_connection *connection, const char *upgrade, const char **why)
{
    struct lws *wsi = connection->wsi;
    jb_net *net = connection->net;
    char path[16];
    char host[JB_HOST_MAX + 2];
    char origin[JB_HOST_MAX + 16];
    char list[128];

    *why = "the request line is malformed";
    if (!jb_request_line_whole(wsi)) {
        return HTTP_STATUS_BAD_REQUEST;
    }
    *why = "not a WebSocket handshake";
    if (strcasecmp(upgrade, "websocket") != 0 ||
        copy_header(wsi, list, sizeof(list), WSI_TOKEN_VERSION) <= 0 || strcmp(list, "13") != 0 ||
        lws_hdr_total_length(wsi, WSI_TOKEN_KEY) <= 0) {
        return HTTP_STATUS_BAD_REQUEST;
    }
    *why = "there is no WebSocket here";
    if (copy_header(wsi, path, sizeof(path), WSI_TOKEN_GET_URI) <= 0 ||
        strcmp(path, JB_WS_PATH) != 0) {
        return HTTP_STATUS_NOT_FOUND;
    }
    *why = "the Host header is missing or malformed";
    if (copy_header(wsi, host, sizeof(host), WSI_TOKEN_HOST) <= 0 || !jb_host_valid(host)) {
        return HTTP_STATUS_BAD_REQUEST;
    }
    *why = "another site's page may not connect";
    if (copy_header(wsi, origin, sizeof(origin), WSI_TOKEN_ORIGIN) < 0 ||
        !jb_origin_allowed(net, origin, host)) {
        return HTTP_STATUS_FORBIDDEN;
    }
    *why = "the subprotocol must be " JB_WS_PROTOCOL;
    if (copy_header(wsi, list, sizeof(list), WSI_TOKEN_PROTOCOL) <= 0 ||
        !jb_list_has(list, JB_WS_PROTOCOL)) {
        return HTTP_STATUS_BAD_REQUEST;
    }
    *why = "the server is full";
    if (net->stopping || net->metrics.sessions >= net->seats_max) {
        return HTTP_STATUS_SERVICE_UNAVAILABLE;
    }
    return 0;
}

static int confirm_upgrade(jb_connection *connection, const char *upgrade)
{
    unsigned char room[LWS_PRE + 2048];
    const char *why = NULL;
    int status = judge_upgrade(connection, upgrade, &why);
    jb_buffer text;

    if (status == 0) {
        char forwarded[JB_HEADER_VALUE_MAX];

        if (connection->net->options.trust_proxy && connection->loopback &&
            copy_header(connection->wsi, forwarded, sizeof(forwarded), WSI_TOKEN_X_FORWARDED_FOR) >
                0) {
            (void)jb_address_forwarded(forwarded, &connection->address);
        }
        return 0;
    }
    connection->net->metrics.refused++;
    jb_buffer_init(&text, sizeof(room) - LWS_PRE);
    jb_reply_refusal(&text, connection->net->tls != NULL, status, why);
    if (!text.failed) {
        memcpy(room + LWS_PRE, text.bytes, text.size);
        (void)lws_write(connection->wsi, room + LWS_PRE, text.size, LWS_WRITE_HTTP_HEADERS);
    }
    jb_buffer_finish(&text);
    return -1;
}

static int on_websocket(jb_connection *connection, enum lws_callback_reasons reason, jb_slice in)
{
    jb_seat *seat = seat_of(connection);
    jb_net *net = connection->net;

    if (reason == LWS_CALLBACK_ESTABLISHED) {
        return established(connection);
    }
    if (seat == NULL) {
        /* We have said goodbye. Nothing is sent any more, and the other's goodbye ends it. */
        return reason == LWS_CALLBACK_WS_PEER_INITIATED_CLOSE ? -1 : 0;
    }
    if (reason == LWS_CALLBACK_RECEIVE) {
        jb_message_receive(net, seat, in);
    } else if (reason == LWS_CALLBACK_RECEIVE_PONG) {
        jb_message_pong(net, seat, in);
    } else if (reason == LWS_CALLBACK_SERVER_WRITEABLE) {
        jb_seat_writable(net, seat);
    } else {
        jb_seat_leave(net, seat); /* libwebsockets answers the close frame */
    }
    return 0;
}

/* It was killed, and libwebsockets has read on from it before it looked at its timers. Whatever it
 * makes of that (a handshake, a message) ends it here: a handshake that went through would forget
 * the timer, and the connection would stay for ever and be nobody's. */
static int condemned(jb_connection *connection, enum lws_callback_reasons reason)
{
    switch ((int)reason) {
    case LWS_CALLBACK_CLOSED:
    case LWS_CALLBACK_CLOSED_HTTP:
        over(connection);
        return 0;
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
    case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION:
    case LWS_CALLBACK_ESTABLISHED:
    case LWS_CALLBACK_RECEIVE:
    case LWS_CALLBACK_SERVER_WRITEABLE:
    case LWS_CALLBACK_HTTP:
    case LWS_CALLBACK_HTTP_BODY:
    case LWS_CALLBACK_HTTP_BODY_COMPLETION:
    case LWS_CALLBACK_HTTP_WRITEABLE:
        return -1;
    default:
        return 0;
    }
}

/* The reasons that matter are few among a hundred, so the switch has a default here. */
static int callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                    size_t size)
{
    jb_connection *connection = wsi == NULL ? NULL : lws_get_opaque_user_data(wsi);

    if ((int)reason == LWS_CALLBACK_OPENSSL_LOAD_EXTRA_SERVER_VERIFY_CERTS) {
        jb_net *net = lws_context_user(lws_get_context(wsi));

        jb_tls_serve(net->tls, user); /* the vhost's SSL_CTX */
        return 0;
    }
    if (connection == NULL) {
        return 0; /* the vhost, libwebsockets' own pipe, a socket just being adopted */
    }
    if (connection->closed && reason != LWS_CALLBACK_WSI_DESTROY) {
        return condemned(connection, reason);
    }
    switch ((int)reason) {
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
        return confirm_upgrade(connection, in);
    case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION:
        return strcmp(lws_get_protocol(wsi)->name, JB_WS_PROTOCOL) == 0 ? 0 : -1;
    case LWS_CALLBACK_ESTABLISHED:
    case LWS_CALLBACK_RECEIVE:
    case LWS_CALLBACK_RECEIVE_PONG:
    case LWS_CALLBACK_SERVER_WRITEABLE:
    case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
        return on_websocket(connection, reason, (jb_slice){ in, size });
    case LWS_CALLBACK_HTTP:
        return jb_http_begin(connection);
    case LWS_CALLBACK_HTTP_BODY:
        return jb_http_body(connection, (jb_slice){ in, size });
    case LWS_CALLBACK_HTTP_BODY_COMPLETION:
        return jb_http_body_end(connection);
    case LWS_CALLBACK_HTTP_WRITEABLE:
        return jb_http_writable(connection);
    case LWS_CALLBACK_CLOSED:
    case LWS_CALLBACK_CLOSED_HTTP:
        over(connection);
        return 0;
    case LWS_CALLBACK_WSI_DESTROY:
        destroyed(connection);
        return 0;
    default:
        return 0;
    }
}

/* As many descriptors as we may have, within what libwebsockets' tables are good for. */
static void raise_limit(jb_net *net)
{
    struct rlimit limit = { 0, 0 };
    rlim_t most = JB_DESCRIPTORS_MAX;
    uint32_t usable = 0;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        limit.rlim_cur = limit.rlim_max = 1024;
    }
    if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < most) {
        most = limit.rlim_max;
    }
    limit.rlim_cur = most;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0 && getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        most = limit.rlim_cur;
    }
    usable = most > (rlim_t)JB_DESCRIPTORS_KEPT * 2 ? (uint32_t)most - JB_DESCRIPTORS_KEPT
                                                    : (uint32_t)most / 2;
    net->gate.connections_max = usable;
    net->seats_max = net->options.sessions_max;
    if (net->seats_max == 0) {
        /* Pages must be fetched, too, when all seats are taken. */
        uint32_t pages = usable / 16;
        net->seats_max = usable - (pages < JB_PAGES_KEPT_MAX ? pages : JB_PAGES_KEPT_MAX);
        if (net->seats_max > JB_SESSIONS_DEFAULT_MAX) {
            net->seats_max = JB_SESSIONS_DEFAULT_MAX;
        }
    } else if (net->seats_max > usable) {
        net->seats_max = usable;
    }
}

jb_status jb_context_open(jb_net *net, jb_buffer *why)
{
    void *loops[] = { &net->loop };
    struct lws_context_creation_info info;

    raise_limit(net);
    (void)signal(SIGPIPE, SIG_IGN); /* TLS writes with write(), not send() */
    lws_set_log_level(LLL_ERR | LLL_WARN, emit_log);
    memset(&info, 0, sizeof(info));
    info.port = CONTEXT_PORT_NO_LISTEN_SERVER;
    info.protocols = protocols;
    info.options = LWS_SERVER_OPTION_LIBUV | LWS_SERVER_OPTION_UV_NO_SIGSEGV_SIGFPE_SPIN |
                   LWS_SERVER_OPTION_EXPLICIT_VHOSTS;
    info.user = net;
    info.foreign_loops = loops;
    info.pcontext = &net->lws;
    info.vhost_name = "default";
    info.server_string = "jinbang";
    info.headers = &header_referrer;
    info.retry_and_idle_policy = &no_validity;
    info.timeout_secs = HANDSHAKE_S;
    info.max_http_header_data = HEADERS_SIZE;
    if (net->options.cert != NULL) {
        jb_status status = jb_tls_open(net->options.cert, net->options.key, &net->tls, why);

        if (status != JB_OK) {
            return status;
        }
        info.options |= LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
        info.ssl_cert_filepath = net->options.cert;
        info.ssl_private_key_filepath = net->options.key;
        info.alpn = "http/1.1";
    }
    net->lws = lws_create_context(&info);
    if (net->lws == NULL) {
        jb_buffer_append_text(why, "libwebsockets cannot start; is its libuv part "
                                   "(libwebsockets-evlib-uv) installed?");
        return JB_ERR_IO;
    }
    /* By itself, because a context that fails over its own vhost leaves handles in our loop. */
    net->vhost = lws_create_vhost(net->lws, &info);
    if (net->vhost == NULL) {
        jb_buffer_append_text(why, net->options.cert == NULL
                                       ? "libwebsockets cannot set up its virtual host"
                                       : "the certificate or its key cannot be used");
        return JB_ERR_IO;
    }
    return JB_OK;
}

void jb_context_close(jb_net *net)
{
    int rounds = 0;

    if (net->lws == NULL) {
        return;
    }
    lws_context_destroy(net->lws);
    /* It closes its handles through the loop, then clears the pointer or wants a second call. */
    while (net->lws != NULL && uv_run(&net->loop, UV_RUN_NOWAIT) != 0 &&
           rounds < CLOSE_ROUNDS_MAX) {
        rounds++;
    }
    if (net->lws != NULL) {
        lws_context_destroy(net->lws);
    }
}
