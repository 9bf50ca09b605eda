/*
 * Any bytes as the head of a request as libwebsockets hands it over: the request line's target, the
 * pieces of its query, the header fields. The first line is "METHOD PATH?PIECE&PIECE", each further
 * one "Name: value". Every field that is kept is a text of its own, and the query that is put
 * together from decoded pieces comes apart into the same pieces again.
 */
/* jb:looks net */
/* jb:wrap lws_hdr_total_length lws_hdr_copy lws_hdr_copy_fragment */
/* jb:length 2048 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "net_internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    PIECES = 64
};

static struct {
    jb_slice values[WSI_TOKEN_COUNT]; /* bytes NULL: not there */
    jb_slice pieces[PIECES];
    size_t piece_count;
} head;

int __wrap_lws_hdr_total_length(struct lws *wsi, enum lws_token_indexes token);
int __wrap_lws_hdr_copy(struct lws *wsi, char *to, int size, enum lws_token_indexes token);
int __wrap_lws_hdr_copy_fragment(struct lws *wsi, char *to, int size, enum lws_token_indexes token,
                                 int at);

static int copy(jb_slice value, char *to, int size)
{
    if (value.size >= (size_t)size) {
        return -1;
    }
    if (value.size > 0) {
        memcpy(to, value.bytes, value.size);
    }
    to[value.size] = '\0';
    return (int)value.size;
}

int __wrap_lws_hdr_total_length(struct lws *wsi, enum lws_token_indexes token)
{
    (void)wsi;
    return (int)head.values[token].size;
}

int __wrap_lws_hdr_copy(struct lws *wsi, char *to, int size, enum lws_token_indexes token)
{
    (void)wsi;
    to[0] = '\0';
    return copy(head.values[token], to, size);
}

int __wrap_lws_hdr_copy_fragment(struct lws *wsi, char *to, int size, enum lws_token_indexes token,
                                 int at)
{
    (void)wsi;
    JB_ASSERT(token == WSI_TOKEN_HTTP_URI_ARGS);
    return (size_t)at < head.piece_count ? copy(head.pieces[at], to, size) : -1;
}

static const struct {
    const char *name;
    enum lws_token_indexes token;
} names[] = {
    { "GET ", WSI_TOKEN_GET_URI },
    { "HEAD ", WSI_TOKEN_HEAD_URI },
    { "POST ", WSI_TOKEN_POST_URI },
    { "DELETE ", WSI_TOKEN_DELETE_URI },
    { "PUT ", WSI_TOKEN_PUT_URI },
    { "PATCH ", WSI_TOKEN_PATCH_URI },
    { "Version: ", WSI_TOKEN_HTTP },
    { "Authorization: ", WSI_TOKEN_HTTP_AUTHORIZATION },
    { "Cookie: ", WSI_TOKEN_HTTP_COOKIE },
    { "Origin: ", WSI_TOKEN_ORIGIN },
    { "Host: ", WSI_TOKEN_HOST },
    { "If-None-Match: ", WSI_TOKEN_HTTP_IF_NONE_MATCH },
    { "Range: ", WSI_TOKEN_HTTP_RANGE },
    { "If-Range: ", WSI_TOKEN_HTTP_IF_RANGE },
    { "Accept: ", WSI_TOKEN_HTTP_ACCEPT },
    { "Accept-Encoding: ", WSI_TOKEN_HTTP_ACCEPT_ENCODING },
    { "Connection: ", WSI_TOKEN_CONNECTION },
    { "X-Forwarded-For: ", WSI_TOKEN_X_FORWARDED_FOR },
};

static jb_slice part(const char *start, const char *end)
{
    return (jb_slice){ .bytes = start, .size = (size_t)(end - start) };
}

static void take_pieces(jb_slice query)
{
    const char *end = query.bytes + query.size;
    for (const char *at = query.bytes; at < end && head.piece_count < PIECES;) {
        const char *stop = memchr(at, '&', (size_t)(end - at));
        stop = stop ? stop : end;
        head.pieces[head.piece_count++] = part(at, stop);
        at = stop + 1;
    }
}

static void take_line(const char *start, const char *end)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t size = strlen(names[i].name);
        if ((size_t)(end - start) < size || memcmp(start, names[i].name, size) != 0) {
            continue;
        }
        jb_slice value = part(start + size, end);
        const char *question = i < 5 ? memchr(value.bytes, '?', value.size) : NULL;
        if (question) {
            take_pieces(part(question + 1, end));
            value.size = (size_t)(question - value.bytes);
        }
        head.values[names[i].token] = value;
        return;
    }
}

static void take_head(const char *text, size_t size)
{
    const char *end = text + size;
    memset(&head, 0, sizeof head);
    for (const char *at = text; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop ? stop : end;
        take_line(at, stop);
        at = stop + 1;
    }
}

static size_t decode(const char *text, size_t size, char *out)
{
    size_t used = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned value = (unsigned char)text[i];
        if (text[i] == '%') {
            JB_ASSERT(i + 2 < size);
            char digits[3] = { text[i + 1], text[i + 2], '\0' };
            value = (unsigned)strtoul(digits, NULL, 16);
            i += 2;
        }
        out[used++] = (char)value;
    }
    return used;
}

/* Only what needs no escaping stands in it, and it comes apart into what was put together. */
static void check_query(const char *query)
{
    char out[JB_HEADER_VALUE_MAX];
    const char *at = query;
    JB_ASSERT(
        strspn(query, "-._~%=&ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") ==
        strlen(query));
    for (size_t i = 0; i < head.piece_count; i++) {
        size_t size = strcspn(at, "&");
        size_t decoded = decode(at, size, out);
        JB_ASSERT(decoded == head.pieces[i].size);
        JB_ASSERT(decoded == 0 || memcmp(out, head.pieces[i].bytes, decoded) == 0);
        at += size;
        JB_ASSERT(*at == (i + 1 < head.piece_count ? '&' : '\0'));
        at += *at == '&';
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static jb_net net = { .options = { .trust_proxy = true } };
    jb_connection connection = { .net = &net, .loopback = true };
    jb_exchange exchange = { .connection = &connection };
    take_head((const char *)data, size);
    jb_buffer_init(&exchange.text, 0);
    bool good = jb_fields_read(&exchange);
    for (int i = 0; i < JB_FIELD_COUNT; i++) {
        const char *value = jb_exchange_field(&exchange, (jb_field)i);
        JB_ASSERT(strlen(value) < 2 * JB_HEADER_VALUE_MAX);
        JB_ASSERT(value + strlen(value) <= exchange.text.bytes + exchange.text.size);
    }
    if (good) {
        check_query(jb_exchange_field(&exchange, JB_FIELD_QUERY));
        (void)jb_request_line_whole(connection.wsi);
    }
    JB_ASSERT(strlen(jb_exchange_field(&exchange, JB_FIELD_PATH)) < JB_HEADER_VALUE_MAX);
    jb_buffer_finish(&exchange.text);
    return 0;
}
