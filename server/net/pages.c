/*
 * Pages (a table of the application's: path to asset) and everything below /assets/, embedded in
 * the program as gzip or read from a directory while the web clients are being worked on. The names
 * of assets carry a hash of their content and may be kept for ever; pages are asked for again each
 * time, which costs a 304. For a client that does not take gzip the bytes are inflated.
 */
#include "net_internal.h"

#include <string.h>
#include <zlib.h>

#include "jinbang/assert.h"
#include "jinbang/log.h"

#define ASSETS_PREFIX "/assets/"

enum {
    INFLATE_PIECE = 16384,
    GZIP_WINDOW = 15 + 16
};

static const char *const for_ever = JB_FOR_EVER;
static const char *const ask_again = "no-cache";

/* Appends the content of one gzip stream; false if it is damaged or too large. */
static bool unpack(const jb_asset *asset, jb_buffer *out)
{
    unsigned char piece[INFLATE_PIECE];
    z_stream stream;
    int result = Z_OK;

    memset(&stream, 0, sizeof(stream));
    /* zlib only reads through this pointer; its type is from before const. */
    memcpy(&stream.next_in, &asset->gzip, sizeof(stream.next_in));
    stream.avail_in = (uInt)asset->gzip_size;
    if (inflateInit2(&stream, GZIP_WINDOW) != Z_OK) {
        return false;
    }
    while (result == Z_OK) {
        stream.next_out = piece;
        stream.avail_out = sizeof(piece);
        result = inflate(&stream, Z_NO_FLUSH);
        jb_buffer_append(out, piece, sizeof(piece) - stream.avail_out);
    }
    (void)inflateEnd(&stream);
    return result == Z_STREAM_END && !out->failed;
}

/* Only what was found where it was asked for may be kept. */
static void set_status(jb_reply *reply, int status)
{
    reply->status = status;
    if (status != 200) {
        reply->cache = "no-store";
        reply->etag = NULL;
    }
}

static void serve_embedded(jb_exchange *exchange, const jb_asset *asset, int status)
{
    jb_reply reply = { .content_type = asset->mime,
                       .cache = asset->immutable ? for_ever : ask_again,
                       .etag = asset->etag };
    jb_buffer plain;

    set_status(&reply, status);
    if (exchange->gzip) {
        reply.body = (jb_slice){ (const char *)asset->gzip, asset->gzip_size };
        reply.body_lasting = true;
        reply.body_gzip = true;
        jb_reply_give(exchange, &reply);
        return;
    }
    jb_buffer_init(&plain, JB_FILE_MAX);
    if (unpack(asset, &plain)) {
        reply.body = jb_buffer_slice(&plain);
        jb_reply_give(exchange, &reply);
    } else {
        jb_log(JB_LOG_ERROR, "net", "an embedded file cannot be unpacked path=%s", asset->path);
        jb_reply_error(exchange, 500, "internal", "this file cannot be read");
    }
    jb_buffer_finish(&plain);
}

static void serve_file(jb_net *net, jb_exchange *exchange, const char *path, int status)
{
    jb_buffer content;
    char tag[17];
    jb_reply reply = { .cache = ask_again, .etag = tag };

    set_status(&reply, status);
    jb_buffer_init(&content, JB_FILE_MAX);
    if (jb_folder_read(net, path, &content, tag, &reply.content_type) == JB_OK) {
        reply.body = jb_buffer_slice(&content);
        jb_reply_give(exchange, &reply);
    } else {
        jb_reply_error(exchange, 404, "not_found", "there is no such file");
    }
    jb_buffer_finish(&content);
}

/* The asset that a path stands for, or NULL if it is none of our business. */
static const char *asset_path(const jb_net *net, const char *path)
{
    for (size_t i = 0; i < net->options.page_count; i++) {
        if (strcmp(net->options.pages[i].path, path) == 0) {
            return net->options.pages[i].asset;
        }
    }
    return strncmp(path, ASSETS_PREFIX, strlen(ASSETS_PREFIX)) == 0 ? path : NULL;
}

void jb_pages_give(jb_net *net, jb_exchange *exchange, const char *asset, int status)
{
    if (net->folder >= 0) {
        serve_file(net, exchange, asset, status);
        return;
    }
    const jb_asset *found = jb_assets_find(asset);
    if (found == NULL) {
        jb_reply_error(exchange, 404, "not_found", "there is no such file");
    } else {
        serve_embedded(exchange, found, status);
    }
}

bool jb_pages_serve(jb_net *net, jb_exchange *exchange)
{
    const char *path = asset_path(net, jb_exchange_field(exchange, JB_FIELD_PATH));

    if (path == NULL) {
        return false;
    }
    if (exchange->method != JB_GET && exchange->method != JB_HEAD) {
        jb_reply_error(exchange, 405, "method_not_allowed", "only GET and HEAD are possible here");
        return true;
    }
    jb_pages_give(net, exchange, path, 200);
    return true;
}
