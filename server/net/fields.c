/*
 * What the headers of a request say that matters here, copied out of libwebsockets: method, path,
 * query and some header fields, each a text of its own within the exchange.
 */
#include "net_internal.h"

#include <stdio.h>
#include <string.h>

enum {
    QUERY_MAX = 8192
};

static const struct {
    enum lws_token_indexes token;
    jb_method method;
} methods[] = {
    { WSI_TOKEN_GET_URI, JB_GET },
    { WSI_TOKEN_HEAD_URI, JB_HEAD },
    { WSI_TOKEN_POST_URI, JB_POST },
    { WSI_TOKEN_DELETE_URI, JB_DELETE },
    { WSI_TOKEN_PUT_URI, JB_METHOD_OTHER },
    { WSI_TOKEN_PATCH_URI, JB_PATCH },
    { WSI_TOKEN_OPTIONS_URI, JB_METHOD_OTHER },
};

static const struct {
    jb_field field;
    enum lws_token_indexes token;
} headers[] = {
    { JB_FIELD_AUTHORIZATION, WSI_TOKEN_HTTP_AUTHORIZATION },
    { JB_FIELD_COOKIE, WSI_TOKEN_HTTP_COOKIE },
    { JB_FIELD_ORIGIN, WSI_TOKEN_ORIGIN },
    { JB_FIELD_HOST, WSI_TOKEN_HOST },
    { JB_FIELD_IF_NONE_MATCH, WSI_TOKEN_HTTP_IF_NONE_MATCH },
    { JB_FIELD_RANGE, WSI_TOKEN_HTTP_RANGE },
    { JB_FIELD_IF_RANGE, WSI_TOKEN_HTTP_IF_RANGE },
    { JB_FIELD_ACCEPT, WSI_TOKEN_HTTP_ACCEPT },
};

const char *jb_exchange_field(const jb_exchange *exchange, jb_field field)
{
    return exchange->text.failed ? "" : exchange->text.bytes + exchange->fields[field];
}

/* Appends a field with its NUL. */
static void keep(jb_exchange *exchange, jb_field field, const char *value, size_t size)
{
    exchange->fields[field] = exchange->text.size;
    jb_buffer_append(&exchange->text, value, size);
    jb_buffer_append_char(&exchange->text, '\0');
}

/* libwebsockets has taken the query apart and decoded it; the one escaping that is left is ours, so
 * that "&" and "=" within a value stay apart from those between values. */
static bool keep_query(jb_exchange *exchange, struct lws *wsi)
{
    static const char plain[] =
        "-._~abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    char piece[JB_HEADER_VALUE_MAX];
    jb_buffer query;
    bool good = true;

    jb_buffer_init(&query, QUERY_MAX);
    for (int i = 0; i < WSI_TOKEN_COUNT; i++) {
        int size =
            lws_hdr_copy_fragment(wsi, piece, (int)sizeof(piece), WSI_TOKEN_HTTP_URI_ARGS, i);
        bool named = false;

        if (size < 0) {
            break;
        }
        if (i > 0) {
            jb_buffer_append_char(&query, '&');
        }
        for (int at = 0; at < size; at++) {
            unsigned char c = (unsigned char)piece[at];
            char escaped[4];

            if (c != '\0' && (strchr(plain, c) != NULL || (c == '=' && !named))) {
                jb_buffer_append_char(&query, (char)c);
                named = named || c == '=';
            } else {
                (void)snprintf(escaped, sizeof(escaped), "%%%02X", c);
                jb_buffer_append_text(&query, escaped);
            }
        }
    }
    good = !query.failed;
    keep(exchange, JB_FIELD_QUERY, jb_buffer_text(&query), query.size);
    jb_buffer_finish(&query);
    return good;
}

static void find_method(jb_exchange *exchange, struct lws *wsi)
{
    char path[JB_HEADER_VALUE_MAX];
    int size = 0;

    exchange->method = JB_METHOD_OTHER;
    path[0] = '\0';
    for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
        if (lws_hdr_total_length(wsi, methods[i].token) > 0) {
            exchange->method = methods[i].method;
            size = lws_hdr_copy(wsi, path, (int)sizeof(path), methods[i].token);
            break;
        }
    }
    /* Too long, or with a NUL in it: "" is no page and no route. */
    if (size < 0 || strlen(path) != (size_t)size) {
        path[0] = '\0';
    }
    keep(exchange, JB_FIELD_PATH, path, strlen(path));
}

bool jb_fields_read(jb_exchange *exchange)
{
    struct lws *wsi = exchange->connection->wsi;
    char value[JB_HEADER_VALUE_MAX];
    bool good = true;

    find_method(exchange, wsi);
    good = keep_query(exchange, wsi);
    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
        int size = lws_hdr_copy(wsi, value, (int)sizeof(value), headers[i].token);

        good = good && size >= 0;
        keep(exchange, headers[i].field, value, size > 0 ? strnlen(value, (size_t)size) : 0);
    }
    if (lws_hdr_copy(wsi, value, (int)sizeof(value), WSI_TOKEN_HTTP_ACCEPT_ENCODING) > 0) {
        exchange->gzip = jb_accepts_gzip(value);
    }
    if (lws_hdr_copy(wsi, value, (int)sizeof(value), WSI_TOKEN_HTTP) > 0) {
        exchange->keep_alive = strcmp(value, "HTTP/1.1") == 0;
    }
    if (lws_hdr_copy(wsi, value, (int)sizeof(value), WSI_TOKEN_CONNECTION) > 0) {
        exchange->keep_alive = exchange->keep_alive && !jb_list_has(value, "close");
    }
    if (exchange->connection->net->options.trust_proxy && exchange->connection->loopback &&
        lws_hdr_copy(wsi, value, (int)sizeof(value), WSI_TOKEN_X_FORWARDED_FOR) > 0) {
        (void)jb_address_forwarded(value, &exchange->address);
    }
    return good && !exchange->text.failed;
}
