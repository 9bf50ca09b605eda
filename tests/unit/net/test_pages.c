/*
 * Embedded assets, with a table of our own in place of the built clients.
 *
 * jb:wrap jb_assets_find
 */
#include "client.h"
#include "host.h"
#include "jb_test.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net_internal.h"

/* "let jinbang;", as gzip -9 -n packs it. */
static const unsigned char packed[] = {
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xcb, 0x49, 0x2d, 0x51, 0xc8, 0xca,
    0xcc, 0x4b, 0x4a, 0xcc, 0x4b, 0xb7, 0x06, 0x00, 0x97, 0xe7, 0x30, 0xde, 0x0c, 0x00, 0x00, 0x00,
};
static const unsigned char damaged[] = { 0x1f, 0x8b, 0x08, 0x00, 0x00 };

static const jb_asset assets[] = {
    { .path = "/assets/a-1f.js",
      .mime = "text/javascript; charset=utf-8",
      .etag = "0123456789abcdef",
      .gzip = packed,
      .gzip_size = sizeof(packed),
      .immutable = true },
    { .path = "/play/index.html",
      .mime = "text/html; charset=utf-8",
      .etag = "fedcba9876543210",
      .gzip = packed,
      .gzip_size = sizeof(packed) },
    { .path = "/assets/damaged.js",
      .mime = "text/javascript; charset=utf-8",
      .etag = "0000000000000000",
      .gzip = damaged,
      .gzip_size = sizeof(damaged) },
};

/* NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp): the linker's name */
const jb_asset *__wrap_jb_assets_find(const char *path);
const jb_asset *__wrap_jb_assets_find(const char *path)
{
    for (size_t i = 0; i < sizeof(assets) / sizeof(assets[0]); i++) {
        if (strcmp(assets[i].path, path) == 0) {
            return &assets[i];
        }
    }
    return NULL;
}
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

static const jb_page pages[] = {
    { .path = "/", .asset = "/play/index.html" },
    { .path = "/gone", .asset = "/gone.html" },
};

static void with_pages(jb_net_options *options)
{
    options->pages = pages;
    options->page_count = sizeof(pages) / sizeof(pages[0]);
}

static void assets_go_out_packed_and_may_be_kept_for_ever(void **state)
{
    host *h = host_start(with_pages);
    client_reply *reply = malloc(sizeof(*reply));
    int fd = client_connect(host_port(h));

    client_ask(fd, "GET /assets/a-1f.js HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip, br\r\n\r\n",
               reply);
    JB_EQ_I64(reply->status, 200);
    JB_EQ_SIZE(reply->size, sizeof(packed));
    JB_EQ_MEM(reply->body, packed, sizeof(packed));
    JB_TRUE(client_reply_has(reply, "Content-Encoding: gzip"));
    JB_TRUE(client_reply_has(reply, "Vary: Accept-Encoding"));
    JB_TRUE(client_reply_has(reply, "Cache-Control: public, max-age=31536000, immutable"));
    JB_TRUE(client_reply_has(reply, "ETag: \"0123456789abcdef\""));
    JB_TRUE(client_reply_has(reply, "Content-Type: text/javascript; charset=utf-8"));

    client_ask(fd,
               "GET /assets/a-1f.js HTTP/1.1\r\nHost: a\r\n"
               "If-None-Match: \"0123456789abcdef\"\r\n\r\n",
               reply);
    JB_EQ_I64(reply->status, 304);
    JB_TRUE(strstr(reply->head, "Content-Encoding") == NULL);
    client_ask(fd, "GET /assets/other.js HTTP/1.1\r\nHost: a\r\n\r\n", reply);
    JB_EQ_I64(reply->status, 404);
    client_ask(fd, "GET /gone HTTP/1.1\r\nHost: a\r\n\r\n", reply);
    JB_EQ_I64(reply->status, 404);
    (void)close(fd);
    free(reply);
    host_stop(h);
}

static void pages_go_out_plain_to_who_takes_no_gzip(void **state)
{
    host *h = host_start(with_pages);
    client_reply *reply = malloc(sizeof(*reply));
    int fd = client_connect(host_port(h));

    client_ask(fd, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", reply);
    JB_EQ_STR(reply->body, "let jinbang;");
    JB_TRUE(strstr(reply->head, "Content-Encoding") == NULL);
    JB_TRUE(client_reply_has(reply, "Cache-Control: no-cache"));
    client_ask(fd, "HEAD / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip;q=0\r\n\r\n", reply);
    JB_TRUE(client_reply_has(reply, "Content-Length: 12"));
    client_ask(fd, "GET /assets/damaged.js HTTP/1.1\r\nHost: a\r\n\r\n", reply);
    JB_EQ_I64(reply->status, 500);
    (void)close(fd);
    free(reply);
    host_stop(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(assets_go_out_packed_and_may_be_kept_for_ever),
        cmocka_unit_test(pages_go_out_plain_to_who_takes_no_gzip),
    };
    return JB_RUN(tests);
}
