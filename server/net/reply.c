/*
 * Responses: the status line, the headers and where the body comes from. The security headers are
 * on every one of them. A value that could end its header line (or would be absurdly long) makes
 * the whole response a 500, whatever it was meant to be.
 */
#include "net_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/json_out.h"
#include "jinbang/log.h"

static const struct {
    int status;
    const char *reason;
} reasons[] = {
    { 200, "OK" },
    { 201, "Created" },
    { 202, "Accepted" },
    { 204, "No Content" },
    { 206, "Partial Content" },
    { 301, "Moved Permanently" },
    { 302, "Found" },
    { 303, "See Other" },
    { 304, "Not Modified" },
    { 307, "Temporary Redirect" },
    { 308, "Permanent Redirect" },
    { 400, "Bad Request" },
    { 401, "Unauthorized" },
    { 403, "Forbidden" },
    { 404, "Not Found" },
    { 405, "Method Not Allowed" },
    { 409, "Conflict" },
    { 410, "Gone" },
    { 411, "Length Required" },
    { 413, "Content Too Large" },
    { 415, "Unsupported Media Type" },
    { 422, "Unprocessable Content" },
    { 429, "Too Many Requests" },
    { 431, "Request Header Fields Too Large" },
    { 500, "Internal Server Error" },
    { 501, "Not Implemented" },
    { 503, "Service Unavailable" },
};

static void put_header(jb_buffer *out, const char *name, const char *value)
{
    if (value == NULL) {
        return;
    }
    jb_buffer_append_text(out, name);
    jb_buffer_append_text(out, ": ");
    jb_buffer_append_text(out, value);
    jb_buffer_append_text(out, "\r\n");
}

/* 'self' does not cover WebSockets in older Safari, so the host is named too. */
static void put_page_policy(jb_buffer *out, const char *host)
{
    jb_buffer_append_text(out, "Content-Security-Policy: default-src 'none'; script-src 'self'; "
                               "style-src 'self'; img-src 'self' data:; font-src 'self'; "
                               "media-src 'self'; connect-src 'self'");
    if (host != NULL && jb_host_valid(host)) {
        jb_buffer_append_text(out, " ws://");
        jb_buffer_append_text(out, host);
        jb_buffer_append_text(out, " wss://");
        jb_buffer_append_text(out, host);
    }
    jb_buffer_append_text(out, "; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
                               "frame-ancestors 'none'\r\n");
}

/* The headers that are on every response; `policy` NULL: that of the pages. Only where TLS is ours
 * do we say that there will be no other way: half a year, and no word about other hosts. */
static void put_policies(jb_buffer *out, const char *policy, const char *host, bool tls)
{
    put_header(out, "Strict-Transport-Security", tls ? "max-age=15768000" : NULL);
    if (policy != NULL) {
        put_header(out, "Content-Security-Policy", policy);
    } else {
        put_page_policy(out, host);
    }
    jb_buffer_append_text(out, "X-Content-Type-Options: nosniff\r\n"
                               "Referrer-Policy: no-referrer\r\n"
                               "Cross-Origin-Opener-Policy: same-origin\r\n"
                               "Cross-Origin-Resource-Policy: same-origin\r\n"
                               "Permissions-Policy: camera=(), geolocation=(), microphone=(), "
                               "payment=(), usb=()\r\n");
}

static void put_status(jb_buffer *out, int status)
{
    const char *reason = "Status";
    char line[64];

    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
        if (reasons[i].status == status) {
            reason = reasons[i].reason;
        }
    }
    (void)snprintf(line, sizeof(line), "HTTP/1.1 %d %s\r\n", status, reason);
    jb_buffer_append_text(out, line);
}

static bool values_valid(const jb_reply *reply)
{
    const char *values[] = { reply->content_type, reply->cache,    reply->etag,  reply->disposition,
                             reply->set_cookie,   reply->location, reply->allow, reply->policy };

    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        if (values[i] != NULL && !jb_value_valid(values[i])) {
            return false;
        }
    }
    return reply->etag == NULL || strchr(reply->etag, '"') == NULL;
}

static void put_head(jb_exchange *exchange, const jb_reply *reply, bool body)
{
    jb_buffer *out = &exchange->head;
    char line[96];

    put_status(out, reply->status);
    put_policies(out, reply->policy, jb_exchange_field(exchange, JB_FIELD_HOST),
                 exchange->connection->net->tls != NULL);
    if (body) {
        put_header(out, "Content-Type", reply->content_type);
        put_header(out, "Content-Encoding", reply->body_gzip ? "gzip" : NULL);
    }
    if (reply->status != 204 && reply->status != 304) {
        (void)snprintf(line, sizeof(line), "%zu", body ? reply->body.size : 0);
        put_header(out, "Content-Length", line);
    }
    put_header(out, "Content-Range", body ? reply->part : NULL);
    put_header(out, "Accept-Ranges", reply->ranges ? "bytes" : NULL);
    put_header(out, "Cache-Control", reply->cache);
    if (reply->etag != NULL) {
        (void)snprintf(line, sizeof(line), "\"%.64s\"", reply->etag);
        put_header(out, "ETag", line);
        put_header(out, "Vary", "Accept-Encoding");
    }
    put_header(out, "Content-Disposition", body ? reply->disposition : NULL);
    put_header(out, "Set-Cookie", reply->set_cookie);
    put_header(out, "Location", reply->location);
    put_header(out, "Allow", reply->allow);
    put_header(out, "Connection", exchange->keep_alive ? NULL : "close");
    jb_buffer_append_text(out, "\r\n");
}

static void start_sending(jb_exchange *exchange)
{
    jb_connection *connection = exchange->connection;

    exchange->phase = JB_PHASE_SENDING;
    exchange->since = jb_clock_monotonic_ms();
    connection->net->sending++;
    if (exchange->paused && !jb_held(connection)) {
        exchange->paused = false;
        (void)lws_rx_flow_control(connection->wsi, 1);
    }
    if (!exchange->inside) {
        (void)lws_callback_on_writable(connection->wsi);
    }
}

/* One part of the body, if that is what is asked for and may be. */
static void take_part(const jb_exchange *exchange, jb_reply *reply, char *text, size_t text_size)
{
    const char *condition = jb_exchange_field(exchange, JB_FIELD_IF_RANGE);
    size_t size = reply->body.size;
    size_t start = 0;
    size_t length = 0;

    if (!reply->ranges || reply->status != 200 || exchange->method != JB_GET ||
        (condition[0] != '\0' &&
         (reply->etag == NULL || !jb_tag_matches(condition, reply->etag))) ||
        !jb_range_read(jb_exchange_field(exchange, JB_FIELD_RANGE), size, &start, &length)) {
        return;
    }
    (void)snprintf(text, text_size, "bytes %zu-%zu/%zu", start, start + length - 1, size);
    reply->status = 206;
    reply->part = text;
    reply->body = (jb_slice){ .bytes = reply->body.bytes + start, .size = length };
}

/* Makes the body last until it has been sent. False: no memory. */
static bool take_body(jb_exchange *exchange, const jb_reply *reply)
{
    exchange->send_size = reply->body.size;
    if (reply->body_lasting) {
        exchange->send = reply->body.bytes;
    } else if (reply->shared != NULL) {
        exchange->shared = jb_body_keep(reply->shared);
        exchange->send = reply->body.bytes;
    } else {
        jb_buffer_append(&exchange->content, reply->body.bytes, reply->body.size);
        exchange->send = exchange->content.bytes;
    }
    if (exchange->content.failed) {
        exchange->send_size = 0;
    }
    return !exchange->content.failed;
}

void jb_reply_give(jb_exchange *exchange, const jb_reply *asked)
{
    static const jb_reply broken = { .status = 500, .cache = "no-store" };
    jb_reply reply = *asked;
    char part[72];
    bool body = false;

    JB_ASSERT(exchange->phase != JB_PHASE_SENDING);
    if (!values_valid(&reply)) {
        jb_log(JB_LOG_ERROR, "net", "a response had a malformed header status=%d", reply.status);
        reply = broken;
    }
    if (reply.etag != NULL && reply.status == 200 &&
        jb_tag_matches(jb_exchange_field(exchange, JB_FIELD_IF_NONE_MATCH), reply.etag)) {
        reply.status = 304;
        reply.content_type = NULL;
    }
    take_part(exchange, &reply, part, sizeof(part));
    body = reply.content_type != NULL && reply.status != 204 && reply.status != 304;
    if (body && exchange->method != JB_HEAD && !take_body(exchange, &reply)) {
        reply = broken;
        body = false;
    }
    put_head(exchange, &reply, body);
    if (exchange->head.failed) {
        /* Not even a short text fits into memory: nothing is sent, and the connection ends. */
        exchange->head.size = 0;
        exchange->send_size = 0;
        exchange->keep_alive = false;
    }
    start_sending(exchange);
}

void jb_reply_error(jb_exchange *exchange, int status, const char *code, const char *message)
{
    jb_buffer text;
    jb_json_out json;
    jb_reply reply = { .status = status, .content_type = "application/json", .cache = "no-store" };

    jb_buffer_init(&text, 0);
    jb_json_begin(&json, &text);
    jb_json_object(&json);
    jb_json_key(&json, "error");
    jb_json_object(&json);
    jb_json_text_member(&json, "code", code);
    jb_json_text_member(&json, "message", message);
    jb_json_object_end(&json);
    jb_json_object_end(&json);
    reply.body = jb_buffer_slice(&text);
    reply.allow = status == 405 ? "GET, HEAD" : NULL;
    jb_reply_give(exchange, &reply);
    jb_buffer_finish(&text);
}

void jb_reply_refusal(jb_buffer *out, bool tls, int status, const char *message)
{
    char line[64];

    put_status(out, status);
    put_policies(out, NULL, NULL, tls);
    (void)snprintf(line, sizeof(line), "%zu", strlen(message));
    put_header(out, "Content-Type", "text/plain; charset=utf-8");
    put_header(out, "Content-Length", line);
    put_header(out, "Cache-Control", "no-store");
    put_header(out, "Connection", "close");
    jb_buffer_append_text(out, "\r\n");
    jb_buffer_append_text(out, message);
}
