/*
 * HTTP requests, from the parsed headers to the last byte of the answer.
 *
 * libwebsockets parses; the fields that matter are copied out (fields.c), the application says
 * whether it wants the body, which is collected within its announced and limited size, and the
 * request is given to the pages or to the application, which may answer at once or later by id. An
 * answer that is there before libwebsockets' callback returns goes out from it, everything else
 * when the socket is writable.
 *
 * While the application has a request, reading from its socket is off, because libwebsockets would
 * leave what comes unread and the loop would spin; whether the client is still there is asked once
 * a second instead.
 *
 * Every exchange stands in one table; its id is a number that is never used again.
 */
/* For POLLRDHUP. */
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

#include "net_internal.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/log.h"

enum {
    FIRST_CAPACITY = 64,
    PIECES_AT_ONCE = 4
};

static bool grow_table(jb_net *net)
{
    uint32_t capacity = net->exchange_capacity == 0 ? FIRST_CAPACITY : net->exchange_capacity * 2;
    jb_exchange **table = realloc((void *)net->exchanges, capacity * sizeof(jb_exchange *));

    if (table == NULL) {
        return false;
    }
    net->exchanges = table;
    net->exchange_capacity = capacity;
    return true;
}

static jb_exchange *create_exchange(jb_connection *connection)
{
    jb_net *net = connection->net;
    jb_exchange *exchange = NULL;

    if (net->exchange_count == net->exchange_capacity && !grow_table(net)) {
        return NULL;
    }
    exchange = calloc(1, sizeof(*exchange));
    if (exchange == NULL) {
        return NULL;
    }
    exchange->connection = connection;
    exchange->address = connection->address;
    exchange->since = jb_clock_monotonic_ms();
    exchange->entry = net->exchange_count;
    exchange->id = ++net->exchange_serial;
    net->exchanges[net->exchange_count++] = exchange;
    connection->exchange = exchange;
    jb_buffer_init(&exchange->text, 0);
    jb_buffer_init(&exchange->body, net->options.body_max);
    jb_buffer_init(&exchange->head, 0);
    jb_buffer_init(&exchange->content, SIZE_MAX);
    return exchange;
}

static void free_exchange(jb_exchange *exchange)
{
    jb_net *net = exchange->connection->net;
    jb_exchange *moved = net->exchanges[net->exchange_count - 1];

    JB_ASSERT(net->exchanges[exchange->entry] == exchange);
    if (exchange->phase == JB_PHASE_SENDING) {
        net->sending--;
    }
    net->exchanges[exchange->entry] = moved;
    moved->entry = exchange->entry;
    net->exchange_count--;
    exchange->connection->exchange = NULL;
    jb_body_drop(exchange->shared);
    jb_buffer_finish(&exchange->content);
    jb_buffer_finish(&exchange->head);
    jb_buffer_finish(&exchange->body);
    jb_buffer_finish(&exchange->text);
    free(exchange);
}

void jb_exchange_drop(jb_exchange *exchange)
{
    jb_net *net = exchange->connection->net;
    uint64_t id = exchange->id;
    bool tell = exchange->phase == JB_PHASE_WAITING && exchange->shown && !net->destroying;

    free_exchange(exchange);
    if (tell && net->options.callbacks.on_request_gone != NULL) {
        net->options.callbacks.on_request_gone(net->options.user, id);
    }
}

void jb_http_close(jb_net *net)
{
    while (net->exchange_count > 0) {
        jb_exchange_drop(net->exchanges[net->exchange_count - 1]);
    }
}

static jb_exchange *find_exchange(const jb_net *net, uint64_t id)
{
    /* From the newest, which is the one when an answer is given at once. Otherwise few are open at
     * a time, and each costs far more than being looked at here. */
    for (uint32_t i = net->exchange_count; i > 0; i--) {
        if (net->exchanges[i - 1]->id == id) {
            return net->exchanges[i - 1];
        }
    }
    return NULL;
}

/* Digits only, and not so many that the number could overflow. */
static bool read_size(const char *text, size_t *size)
{
    size_t length = strlen(text);

    if (length == 0 || length > 15 || strspn(text, "0123456789") != length) {
        return false;
    }
    *size = 0;
    for (size_t i = 0; i < length; i++) {
        *size = *size * 10 + (size_t)(text[i] - '0');
    }
    return true;
}

/* Refuses a request whose end we do not know or do not want to wait for. */
static void refuse(jb_exchange *exchange, int status, const char *code, const char *message)
{
    exchange->keep_alive = false;
    jb_reply_error(exchange, status, code, message);
}

/* Finds out how much body is to come. False: the request has been refused. */
static bool read_framing(jb_exchange *exchange)
{
    struct lws *wsi = exchange->connection->wsi;
    char value[32];
    int size = lws_hdr_copy(wsi, value, (int)sizeof(value), WSI_TOKEN_HTTP_CONTENT_LENGTH);
    bool wanted = lws_hdr_total_length(wsi, WSI_TOKEN_POST_URI) > 0 ||
                  lws_hdr_total_length(wsi, WSI_TOKEN_PUT_URI) > 0 ||
                  lws_hdr_total_length(wsi, WSI_TOKEN_PATCH_URI) > 0;

    if (lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING) > 0) {
        exchange->discarding = true;
        refuse(exchange, 501, "not_implemented", "send the body with Content-Length");
        return false;
    }
    if (size == 0 && wanted) {
        exchange->discarding = true;
        refuse(exchange, 411, "length_required", "Content-Length is missing");
        return false;
    }
    if (size != 0 && (size < 0 || !read_size(value, &exchange->body_size))) {
        exchange->discarding = true;
        refuse(exchange, 400, "bad_request", "Content-Length is not a number");
        return false;
    }
    if (exchange->body_size > exchange->connection->net->options.body_max) {
        exchange->discarding = true;
        refuse(exchange, 413, "too_large", "the body is larger than is accepted here");
        return false;
    }
    return true;
}

static void say_continue(jb_exchange *exchange)
{
    static const char text[] = "HTTP/1.1 100 Continue\r\n\r\n";
    unsigned char room[LWS_PRE + sizeof(text)];
    struct lws *wsi = exchange->connection->wsi;
    char value[32];

    if (lws_hdr_copy(wsi, value, (int)sizeof(value), WSI_TOKEN_HTTP_EXPECT) > 0 &&
        strcasecmp(value, "100-continue") == 0) {
        memcpy(room + LWS_PRE, text, sizeof(text));
        (void)lws_write(wsi, room + LWS_PRE, sizeof(text) - 1, LWS_WRITE_HTTP_HEADERS);
    }
}

/* As the application sees it, with as much body as there is. */
static jb_request request_of(const jb_exchange *exchange)
{
    return (jb_request){
        .id = exchange->id,
        .method = exchange->method,
        .path = jb_exchange_field(exchange, JB_FIELD_PATH),
        .query = jb_exchange_field(exchange, JB_FIELD_QUERY),
        .authorization = jb_exchange_field(exchange, JB_FIELD_AUTHORIZATION),
        .cookie = jb_exchange_field(exchange, JB_FIELD_COOKIE),
        .origin = jb_exchange_field(exchange, JB_FIELD_ORIGIN),
        .host = jb_exchange_field(exchange, JB_FIELD_HOST),
        .if_none_match = jb_exchange_field(exchange, JB_FIELD_IF_NONE_MATCH),
        .own_origin = jb_origin_allowed(exchange->connection->net,
                                        jb_exchange_field(exchange, JB_FIELD_ORIGIN),
                                        jb_exchange_field(exchange, JB_FIELD_HOST)),
        .client = jb_address_stand_in(&exchange->connection->net->addresses, &exchange->address),
        .wants_page = jb_list_has(jb_exchange_field(exchange, JB_FIELD_ACCEPT), "text/html"),
        .body = jb_buffer_slice(&exchange->body)
    };
}

/* Asks, before any of the body is taken, whether it is wanted. False: the request has been answered
 * and its body goes unread; whoever may not send one does not cost memory. */
static bool body_is_wanted(jb_exchange *exchange)
{
    jb_net *net = exchange->connection->net;
    const jb_request request = request_of(exchange);
    bool keep_alive = exchange->keep_alive;
    size_t most = 0;

    exchange->keep_alive = false;
    exchange->discarding = true;
    exchange->phase = JB_PHASE_WAITING;
    if (!jb_pages_serve(net, exchange)) {
        most = net->options.callbacks.on_request_head(net->options.user, &request);
    }
    if (exchange->phase == JB_PHASE_WAITING && exchange->body_size > most) {
        jb_reply_error(exchange, 413, "too_large", "the body is larger than is accepted here");
    }
    if (exchange->phase != JB_PHASE_WAITING) {
        return false;
    }
    exchange->phase = JB_PHASE_BODY;
    exchange->discarding = false;
    exchange->keep_alive = keep_alive;
    return true;
}

/* The request is complete. */
static void dispatch(jb_exchange *exchange)
{
    jb_connection *connection = exchange->connection;
    jb_net *net = connection->net;
    const jb_request request = request_of(exchange);

    lws_set_timeout(connection->wsi, NO_PENDING_TIMEOUT, 0);
    if (jb_pages_serve(net, exchange)) {
        return;
    }
    exchange->phase = JB_PHASE_WAITING;
    exchange->since = jb_clock_monotonic_ms();
    exchange->shown = true;
    net->options.callbacks.on_request(net->options.user, &request);
    /* It may have been answered just now; the exchange is freed by the socket's callbacks only. */
    if (exchange->phase == JB_PHASE_WAITING) {
        exchange->paused = true;
        (void)lws_rx_flow_control(connection->wsi, 0);
    }
}

/* The sentence for a request that must not be acted on, or NULL. */
static const char *what_is_malformed(const jb_exchange *exchange)
{
    const char *query = jb_exchange_field(exchange, JB_FIELD_QUERY);

    /* An escaped line end in the query confuses libwebsockets about what comes after it; here every
     * control character of the query is escaped again, as %00 to %1F. */
    if (!jb_request_line_whole(exchange->connection->wsi) || strstr(query, "%0") != NULL ||
        strstr(query, "%1") != NULL) {
        return "the request line holds control characters";
    }
    return jb_host_valid(jb_exchange_field(exchange, JB_FIELD_HOST))
               ? NULL
               : "the Host header is missing or malformed";
}

static void begin(jb_exchange *exchange)
{
    jb_connection *connection = exchange->connection;

    if (!jb_fields_read(exchange)) {
        exchange->discarding =
            lws_hdr_total_length(connection->wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH) > 0;
        refuse(exchange, 431, "too_large", "the headers are larger than is accepted here");
        return;
    }
    const char *malformed = what_is_malformed(exchange);
    if (malformed != NULL) {
        exchange->discarding =
            lws_hdr_total_length(connection->wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH) > 0;
        refuse(exchange, 400, "bad_request", malformed);
        return;
    }
    if (!read_framing(exchange)) {
        return;
    }
    if (exchange->body_size == 0) {
        dispatch(exchange);
    } else if (body_is_wanted(exchange)) {
        say_continue(exchange);
    }
}

/* One piece of what is left, from the head and the content as if they were one. */
static bool send_piece(jb_exchange *exchange)
{
    unsigned char room[LWS_PRE + JB_SEND_PIECE];
    size_t size = 0;

    if (exchange->sent < exchange->head.size) {
        size = exchange->head.size - exchange->sent;
        size = size < JB_SEND_PIECE ? size : JB_SEND_PIECE;
        memcpy(room + LWS_PRE, exchange->head.bytes + exchange->sent, size);
    }
    if (size < JB_SEND_PIECE && exchange->sent + size >= exchange->head.size) {
        size_t at = exchange->sent + size - exchange->head.size;
        size_t more = exchange->send_size - at;

        more = more < JB_SEND_PIECE - size ? more : JB_SEND_PIECE - size;
        if (more > 0) {
            memcpy(room + LWS_PRE + size, exchange->send + at, more);
        }
        size += more;
    }
    exchange->sent += size;
    return lws_write(exchange->connection->wsi, room + LWS_PRE, size, LWS_WRITE_HTTP) >= 0;
}

static int finish_exchange(jb_exchange *exchange)
{
    jb_connection *connection = exchange->connection;
    jb_time now = jb_clock_monotonic_ms();
    bool keep_alive = exchange->keep_alive && !connection->net->stopping;
    bool discarding = exchange->discarding;

    free_exchange(exchange);
    if (discarding) {
        /* Closing with unread bytes would reset the connection before the answer is read. */
        jb_queue_add(&connection->net->linger, connection, now + JB_LINGER_MS);
        return 0;
    }
    if (!keep_alive || lws_http_transaction_completed(connection->wsi) != 0) {
        return -1;
    }
    /* Ours, because libwebsockets' timers stand in one sorted list. */
    lws_set_timeout(connection->wsi, NO_PENDING_TIMEOUT, 0);
    jb_queue_add(&connection->net->idle, connection, now + JB_IDLE_MS);
    return 0;
}

int jb_http_writable(jb_connection *connection)
{
    jb_exchange *exchange = connection->exchange;
    size_t total = 0;

    if (exchange == NULL || exchange->phase != JB_PHASE_SENDING || jb_held(connection)) {
        return 0;
    }
    total = exchange->head.size + exchange->send_size;
    exchange->since = jb_clock_monotonic_ms();
    for (int i = 0; i < PIECES_AT_ONCE && exchange->sent < total; i++) {
        if (lws_partial_buffered(connection->wsi)) {
            break;
        }
        if (!send_piece(exchange)) {
            return -1;
        }
    }
    if (exchange->sent < total || lws_partial_buffered(connection->wsi)) {
        (void)lws_callback_on_writable(connection->wsi);
        return 0;
    }
    return finish_exchange(exchange);
}

/* Within a callback for the request itself: an answer that is there already goes out at once. */
static int send_at_once(jb_connection *connection)
{
    if (connection->exchange == NULL) {
        return 0;
    }
    connection->exchange->inside = false;
    return jb_http_writable(connection);
}

/* Does libwebsockets wait for a body? Without Content-Length it does after POST, PUT and PATCH. */
static bool expects_body(struct lws *wsi)
{
    return lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH) > 0 ||
           lws_hdr_total_length(wsi, WSI_TOKEN_POST_URI) > 0 ||
           lws_hdr_total_length(wsi, WSI_TOKEN_PUT_URI) > 0 ||
           lws_hdr_total_length(wsi, WSI_TOKEN_PATCH_URI) > 0;
}

/* A request that came together with the one before it lies in a buffer of libwebsockets, which
 * takes the body from where the headers begin, frees what it is still reading, or goes round for
 * ever. So one with a body is never taken from there. All we can ask is whether anybody has
 * something buffered; then the connection is closed without a word, as one that was kept open may
 * be at any time, and who has done nothing wrong sends the request again on a new one. No browser
 * sends before it has the answer, and the first request of a connection is never buffered. */
static bool body_may_be_buffered(const jb_connection *connection)
{
    return connection->used && expects_body(connection->wsi) &&
           lws_service_adjust_timeout(connection->net->lws, 1, 0) == 0;
}

int jb_http_begin(jb_connection *connection)
{
    jb_gate_pass(connection);
    jb_queue_remove(connection);
    if (connection->exchange != NULL || connection->net->stopping ||
        body_may_be_buffered(connection) || create_exchange(connection) == NULL) {
        return -1;
    }
    connection->used = true;
    connection->exchange->inside = true;
    begin(connection->exchange);
    return send_at_once(connection);
}

int jb_http_body(jb_connection *connection, jb_slice piece)
{
    jb_exchange *exchange = connection->exchange;

    if (exchange == NULL || exchange->phase != JB_PHASE_BODY) {
        return 0; /* the rest of what has been refused */
    }
    jb_buffer_append(&exchange->body, piece.bytes, piece.size);
    if (exchange->body.failed) {
        exchange->discarding = true;
        refuse(exchange, 503, "unavailable", "out of memory");
    }
    return 0;
}

int jb_http_body_end(jb_connection *connection)
{
    jb_exchange *exchange = connection->exchange;

    if (exchange == NULL) {
        return connection->queue == &connection->net->linger ? -1 : 0;
    }
    exchange->discarding = false; /* nothing is left to throw away */
    exchange->inside = true;
    if (exchange->phase == JB_PHASE_BODY) {
        dispatch(exchange);
    }
    return send_at_once(connection);
}

/* The client closed its side. Bytes it sent before that may still be unread. */
static bool hung_up(const jb_exchange *exchange)
{
    struct pollfd fd = { .fd = lws_get_socket_fd(exchange->connection->wsi), .events = POLLRDHUP };

    return poll(&fd, 1, 0) > 0 && (fd.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

static jb_time body_time(const jb_exchange *exchange)
{
    return JB_BODY_MS + (jb_time)(exchange->body_size / JB_BODY_RATE) * 1000;
}

void jb_http_tick(jb_net *net, jb_time now)
{
    /* From the end: dropping one moves the last, which has been looked at, into its place. */
    for (uint32_t i = net->exchange_count; i > 0; i--) {
        jb_exchange *exchange = net->exchanges[i - 1];
        jb_connection *connection = exchange->connection;
        bool gone = exchange->phase != JB_PHASE_BODY && hung_up(exchange);

        if (gone || (exchange->phase == JB_PHASE_SENDING && now - exchange->since > JB_STALL_MS)) {
            jb_exchange_drop(exchange);
            jb_connection_kill(connection);
        } else if (exchange->phase == JB_PHASE_BODY &&
                   now - exchange->since > body_time(exchange)) {
            exchange->discarding = true;
            refuse(exchange, 408, "timeout", "the body did not come in time");
        } else if (exchange->phase == JB_PHASE_WAITING && now - exchange->since > JB_ANSWER_MS) {
            jb_log(JB_LOG_ERROR, "net", "a request was never answered");
            refuse(exchange, 503, "unavailable", "no answer in time");
        }
    }
}

void jb_net_respond(jb_net *net, uint64_t request_id, const jb_response *response)
{
    static const char *const caches[] = {
        [JB_CACHE_NONE] = "no-store",
        [JB_CACHE_PRIVATE] = "private, no-cache",
        [JB_CACHE_FOR_EVER] = JB_FOR_EVER,
    };
    jb_exchange *exchange = find_exchange(net, request_id);
    const jb_reply reply = { .status = response->status,
                             .content_type = response->content_type,
                             .body = response->shared != NULL ? jb_body_bytes(response->shared)
                                                              : response->body,
                             .shared = response->shared,
                             .cache = caches[response->cache],
                             .etag = response->etag,
                             .policy = response->policy,
                             .ranges = response->ranges,
                             .disposition = response->disposition,
                             .set_cookie = response->set_cookie,
                             .location = response->location,
                             .allow = response->allow };

    if (exchange == NULL || exchange->phase != JB_PHASE_WAITING) {
        return;
    }
    if (response->page != NULL) {
        jb_pages_give(net, exchange, response->page, response->status);
        return;
    }
    jb_reply_give(exchange, &reply);
}

bool jb_net_request_failure(jb_net *net, uint64_t request_id)
{
    jb_exchange *exchange = find_exchange(net, request_id);

    if (exchange == NULL ||
        !jb_address_failure(&net->addresses, &exchange->address, jb_clock_monotonic_ms())) {
        return false;
    }
    jb_held_add(net, exchange->connection);
    return true;
}
