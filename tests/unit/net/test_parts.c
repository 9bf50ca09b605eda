/* Bodies that responses share, and parts of them. */
#include "client.h"
#include "host.h"
#include "jb_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    SIZE = 100000,
    PHONES = 40
};

static host *start(void)
{
    host *h = host_start(NULL);

    for (size_t i = 0; i < SIZE; i++) {
        h->shared[i] = (unsigned char)('a' + i % 26);
    }
    h->big = SIZE;
    return h;
}

static void ask(host *h, const char *method, const char *headers, client_reply *reply)
{
    char request[512];
    int fd = client_connect(host_port(h));

    (void)snprintf(request, sizeof(request), "%s /parts HTTP/1.1\r\nHost: a\r\n%s\r\n", method,
                   headers);
    client_ask(fd, request, reply);
    (void)close(fd);
}

static void a_shared_body_is_sent_whole_with_its_headers(void **state)
{
    host *h = start();
    client_reply *reply = malloc(sizeof(*reply));

    ask(h, "GET", "", reply);
    JB_EQ_I64(reply->status, 200);
    JB_EQ_SIZE(reply->size, SIZE);
    JB_EQ_MEM(reply->body, h->shared, SIZE);
    JB_TRUE(client_reply_has(reply, "Content-Type: audio/mpeg"));
    JB_TRUE(client_reply_has(reply, "Accept-Ranges: bytes"));
    JB_TRUE(client_reply_has(reply, "Cache-Control: public, max-age=31536000, immutable"));
    JB_TRUE(client_reply_has(reply, "Content-Security-Policy: default-src 'none'; sandbox"));
    JB_TRUE(client_reply_has(reply, "X-Content-Type-Options: nosniff"));
    JB_TRUE(client_reply_has(reply, "ETag: \"abc\""));
    JB_TRUE(strstr(reply->head, "script-src") == NULL);
    ask(h, "HEAD", "Range: bytes=0-4\r\n", reply);
    JB_EQ_I64(reply->status, 200);
    JB_TRUE(client_reply_has(reply, "Content-Length: 100000"));
    ask(h, "GET", "If-None-Match: \"abc\"\r\nRange: bytes=0-4\r\n", reply);
    JB_EQ_I64(reply->status, 304);
    JB_EQ_SIZE(reply->size, 0);
    free(reply);
    host_stop(h);
}

static void a_part_is_sent_as_a_part(void **state)
{
    host *h = start();
    client_reply *reply = malloc(sizeof(*reply));

    ask(h, "GET", "Range: bytes=26-28\r\n", reply);
    JB_EQ_I64(reply->status, 206);
    JB_EQ_STR(reply->body, "abc");
    JB_TRUE(client_reply_has(reply, "Content-Range: bytes 26-28/100000"));
    JB_TRUE(client_reply_has(reply, "Content-Length: 3"));
    ask(h, "GET", "Range: bytes=-50000\r\nIf-Range: \"abc\"\r\n", reply);
    JB_EQ_I64(reply->status, 206);
    JB_EQ_SIZE(reply->size, 50000);
    JB_EQ_MEM(reply->body, h->shared + 50000, 50000);
    JB_TRUE(client_reply_has(reply, "Content-Range: bytes 50000-99999/100000"));
    ask(h, "GET", "Range: bytes=0-4\r\nIf-Range: \"old\"\r\n", reply);
    JB_EQ_I64(reply->status, 200);
    JB_EQ_SIZE(reply->size, SIZE);
    ask(h, "GET", "Range: bytes=100000-\r\n", reply);
    JB_EQ_I64(reply->status, 200);
    JB_TRUE(strstr(reply->head, "Content-Range") == NULL);
    free(reply);
    host_stop(h);
}

/* Each connection holds the body until it has read it or is gone; the sanitizer counts. */
static void many_may_leave_before_they_have_read(void **state)
{
    host *h = start();
    client_reply *reply = malloc(sizeof(*reply));
    int fds[PHONES];

    for (int i = 0; i < PHONES; i++) {
        fds[i] = client_connect_narrow(host_port(h));
        client_send_text(fds[i], "GET /parts HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    for (int i = 0; i < PHONES; i += 2) {
        (void)close(fds[i]);
    }
    for (int i = 1; i < PHONES; i += 2) {
        client_read_reply(fds[i], false, reply);
        JB_EQ_I64(reply->status, 200);
        JB_EQ_SIZE(reply->size, SIZE);
        (void)close(fds[i]);
    }
    free(reply);
    host_stop(h);
}

static void a_body_is_freed_with_its_last_user(void **state)
{
    jb_buffer bytes;
    jb_body *body;

    jb_buffer_init(&bytes, 0);
    jb_buffer_append_text(&bytes, "hello");
    body = jb_body_create(&bytes);
    JB_EQ_SIZE(bytes.size, 0);
    jb_buffer_append_text(&bytes, "another");
    JB_TRUE(jb_body_keep(body) == body);
    jb_body_drop(body);
    JB_TRUE(jb_slice_equal(jb_body_bytes(body), jb_slice_of("hello")));
    jb_body_drop(body);
    jb_body_drop(NULL);
    jb_buffer_finish(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_shared_body_is_sent_whole_with_its_headers),
        cmocka_unit_test(a_part_is_sent_as_a_part),
        cmocka_unit_test(many_may_leave_before_they_have_read),
        cmocka_unit_test(a_body_is_freed_with_its_last_user),
    };

    return JB_RUN(tests);
}
