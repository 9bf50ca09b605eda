/*
 * HTTP against a running net: requests, answers now and later, pages and assets, limits.
 */
#include "client.h"
#include "host.h"
#include "jb_test.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "net_internal.h"

#define GET(path) "GET " path " HTTP/1.1\r\nHost: quiz.test\r\n\r\n"

static void check_security(const client_reply *reply)
{
    JB_TRUE(strstr(reply->head, "\r\nContent-Security-Policy: default-src 'none'; "
                                "script-src 'self'; style-src 'self'; img-src 'self' data:; "
                                "font-src 'self'; media-src 'self'; connect-src 'self'") != NULL);
    JB_TRUE(strstr(reply->head,
                   "base-uri 'none'; form-action 'self'; frame-ancestors 'none'\r\n") != NULL);
    JB_TRUE(client_reply_has(reply, "X-Content-Type-Options: nosniff"));
    JB_TRUE(client_reply_has(reply, "Referrer-Policy: no-referrer"));
    JB_TRUE(client_reply_has(reply, "Cross-Origin-Opener-Policy: same-origin"));
    JB_TRUE(strstr(reply->head, "\r\nPermissions-Policy: ") != NULL);
}

/* Asks on a connection of its own. */
static void ask(host *h, const char *request, client_reply *reply)
{
    int fd = client_connect(host_port(h));

    client_ask(fd, request, reply);
    check_security(reply);
    (void)close(fd);
}

static void request_arrives_with_all_its_parts(void **state)
{
    host *h = host_start(NULL);
    client_reply *reply = malloc(sizeof(*reply));

    ask(h,
        "POST /api/banks?name=%E6%96%87+a%26b%3Dc&format=csv HTTP/1.1\r\nHost: quiz.test:81\r\n"
        "Authorization: Bearer k\r\nCookie: a=b; c=d\r\nContent-Length: 5\r\n\r\nhello",
        reply);
    JB_EQ_I64(reply->status, 200);
    JB_EQ_STR(reply->body, "POST /api/banks ?name=%E6%96%87%20a%26b%3Dc&format=csv auth=Bearer k "
                           "cookie=a=b; c=d host=quiz.test:81 body=hello");
    JB_TRUE(strstr(reply->head, "connect-src 'self' ws://quiz.test:81 wss://quiz.test:81;") !=
            NULL);
    JB_TRUE(client_reply_has(reply, "Cache-Control: no-store"));
    JB_TRUE(strstr(reply->head, "lws") == NULL && strstr(reply->head, "libwebsockets") == NULL);

    ask(h, GET("/482913"), reply);
    JB_EQ_STR(reply->body, "GET /482913 ? auth= cookie= host=quiz.test body=");
    ask(h, GET("/missing"), reply);
    JB_EQ_I64(reply->status, 404);
    ask(h, "DELETE /x HTTP/1.1\r\nHost: a\r\n\r\n", reply);
    JB_EQ_STR(reply->body, "DELETE /x ? auth= cookie= host=a body=");
    ask(h, "PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", reply);
    JB_EQ_STR(reply->body, "OTHER /x ? auth= cookie= host=a body=");
    ask(h, "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", reply);
    JB_EQ_STR(reply->body, "POST /x ? auth= cookie= host=a body=");
    ask(h, "HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n", reply);
    JB_EQ_I64(reply->status, 200);
    JB_TRUE(client_reply_has(reply, "Content-Length: 36"));
    JB_EQ_U64(h->requests, 7);
    free(reply);
    host_stop(h);
}

static void one_connection_serves_many_requests(void **state)
{
    host *h = host_start(NULL);
    client_reply *reply = malloc(sizeof(*reply));
    int fd = client_connect(host_port(h));

    for (int i = 0; i < 20; i++) {
        client_ask(fd, GET("/x"), reply);
        JB_EQ_I64(reply->status, 200);
        client_ask(fd, "HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n", reply);
        JB_EQ_I64(reply->status, 200);
        client_ask(fd, "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", reply);
        JB_EQ_I64(reply->status, 200);
        client_ask(fd, "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", reply);
        JB_EQ_I64(reply->status, 200);
    }
    /* Sent without waiting in between. */
    client_send_text(fd, GET("/one") GET("/two") GET("/three"));
    client_read_reply(fd, false, reply);
    JB_TRUE(strstr(reply->body, "/one") != NULL);
    client_read_reply(fd, false, reply);
    JB_TRUE(strstr(reply->body, "/two") != NULL);
    client_read_reply(fd, false, reply);
    JB_TRUE(strstr(reply->body, "/three") != NULL);
    client_ask(fd, "GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", reply);
    JB_TRUE(client_reply_has(reply, "Connection: close"));
    client_read_reply(fd, false, reply);
    JB_EQ_I64(reply->status, 0);
    (void)close(fd);
    free(reply);
    host_stop(h);
}

static bool has_later(host *h, void *argument)
{
    (void)argument;
    return h->later != 0;
}

static bool is_gone(host *h, void *argument)
{
    return h->gone == *(size_t *)argument;
}

static bool was_asked(host *h, void *argument)
{
    return h->requests == *(size_t *)argument;
}

static void answer_may_come_later_or_never(void **state)
{
    host *h = host_start(NULL);
    client_reply *reply = malloc(sizeof(*reply));
    int fd = client_connect(host_port(h));
    size_t count = 1;

    client_send_text(fd, GET("/later") GET("/next"));
    host_until(h, has_later, NULL);
    host_answer(h, "at last");
    client_read_reply(fd, false, reply);
    JB_EQ_STR(reply->body, "at last");
    host_answer(h, "again"); /* the id is dead */
    client_read_reply(fd, false, reply);
    JB_TRUE(strstr(reply->body, "/next") != NULL);
    JB_EQ_SIZE(h->gone, 0);

    client_send_text(fd, GET("/never"));
    count = 3;
    host_until(h, was_asked, &count);
    (void)close(fd);
    count = 1;
    host_until(h, is_gone, &count);

    fd = client_connect(host_port(h));
    client_send_text(fd, GET("/never"));
    count = 4;
    host_until(h, was_asked, &count);
    free(reply);
    host_stop(h); /* gone with the server */
    (void)close(fd);
}

static void big_answer_arrives_in_pieces_even_to_a_slow_reader(void **state)
{
    host *h = host_start(NULL);
    client_reply *reply = malloc(sizeof(*reply));
    int fd = client_connect_narrow(host_port(h));

    h->big = 900000;
    for (size_t i = 0; i < h->big; i++) {
        h->shared[i] = (unsigned char)(i * 31 % 251);
    }
    client_ask(fd, GET("/big"), reply);
    JB_EQ_SIZE(reply->size, h->big);
    JB_EQ_MEM(reply->body, h->shared, h->big);
    client_ask(fd, GET("/x"), reply);
    JB_EQ_I64(reply->status, 200);
    (void)close(fd);
    free(reply);
    host_stop(h);
}

static void body_is_limited_and_its_length_must_be_told(void **state)
{
    host *h = host_start(NULL);
    client_reply *reply = malloc(sizeof(*reply));
    char *body = malloc(100001);
    int fd = client_connect(host_port(h));

    memset(body, 'b', 100001);
    client_send_text(fd, "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
    client_send(fd, body, 100000);
    client_read_reply(fd, false, reply);
    JB_EQ_I64(reply->status, 200);
    client_send_text(fd, "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 100001\r\n\r\n");
    client_send(fd, body, 100001);
    client_read_reply(fd, false, reply);
    JB_EQ_I64(reply->status, 413);
    JB_EQ_STR(reply->body, "{\"error\":{\"code\":\"too_large\",\"message\":"
                           "\"the body is larger than is accepted here\"}}");
    check_security(reply);
    client_read_reply(fd, false, reply);
    JB_EQ_I64(reply->status, 0);
    (void)close(fd);

    fd = client_connect(host_port(h));
    client_send_text(fd, "POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                         "Content-Length: 3\r\n\r\n");
    client_read_reply(fd, true, reply);
    JB_EQ_I64(reply->status, 100);
    client_send_text(fd, "abc");
    client_read_reply(fd, false, reply);
    JB_EQ_I64(reply->status, 200);
    (void)close(fd);

    ask(h, "POST /x HTTP/1.1\r\nHost: a\r\n\r\n", reply);
    JB_EQ_I64(reply->status, 411);
    ask(h, "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", reply);
    JB_EQ_I64(reply->status, 501);
    ask(h, "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", reply);
    JB_EQ_I64(reply->status, 400);
    ask(h, "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1e3\r\n\r\n", reply);
    JB_EQ_I64(reply->status, 400);
    JB_EQ_SIZE(h->requests, 2);
    free(body);
    free(reply);
    host_stop(h);
}

static void a_body_nobody_wants_is_refused_before_it_comes(void **state)
{
    host *h = host_start(NULL);
    client_reply *reply = malloc(sizeof(*reply));
    char *body = calloc(1, 100000);
    int fd = client_connect(host_port(h));

    client_ask(fd, "POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n", reply);
    JB_EQ_I64(reply->status, 401);
    JB_TRUE(client_reply_has(reply, "Connection: close"));
    check_security(reply);
    /* What comes all the same is thrown away, and is not the next request. */
    client_send(fd, body, 100000);
    client_send_text(fd, GET("/x"));
    client_read_reply(fd, false, reply);
    JB_EQ_I64(reply->status, 0);
    (void)close(fd);
    ask(h,
        "POST /refused HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
        "Content-Length: 5\r\n\r\n",
        reply);
    JB_EQ_I64(reply->status, 401);
    ask(h, "POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n", reply);
    JB_EQ_I64(reply->status, 413);
    ask(h, "POST /assets/a.js HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n", reply);
    JB_EQ_I64(reply->status, 405);
    JB_EQ_SIZE(h->heads, 3);
    JB_EQ_SIZE(h->requests, 0);
    ask(h, "POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", reply);
    JB_EQ_STR(reply->body, "POST /small ? auth= cookie= host=a body=abc");
    ask(h, "DELETE /small HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", reply);
    JB_EQ_I64(reply->status, 200);
    ask(h, "GET /small HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", reply);
    JB_EQ_I64(reply->status, 200);
    JB_EQ_SIZE(h->heads, 6);
    JB_EQ_SIZE(h->requests, 3);
    free(body);
    free(reply);
    host_stop(h);
}

static void malformed_requests_and_responses_do_no_harm(void **state)
{
    host *h = host_start(NULL);
    client_reply *reply = malloc(sizeof(*reply));
    int fd = -1;

    ask(h, "GET /x HTTP/1.1\r\n\r\n", reply);
    JB_EQ_I64(reply->status, 400);
    ask(h, "GET /x HTTP/1.1\r\nHost: a'; script-src *\r\n\r\n", reply);
    JB_EQ_I64(reply->status, 400);
    JB_TRUE(strstr(reply->head, "script-src *") == NULL);
    /* An escaped line end must not cut the line short and swallow the next header. */
    ask(h, "GET /x?a=%0a HTTP/1.1\r\nOrigin: http://elsewhere\r\nHost: a\r\n\r\n", reply);
    JB_EQ_I64(reply->status, 400);
    ask(h, "GET /x?a=%0db&c=1 HTTP/1.1\r\nHost: a\r\n\r\n", reply);
    JB_EQ_I64(reply->status, 400);
    ask(h, GET("/header"), reply);
    JB_EQ_I64(reply->status, 500);
    JB_TRUE(strstr(reply->head, "Set-Cookie") == NULL);
    fd = client_connect(host_port(h));
    client_ask(fd, "nonsense\r\n\r\n", reply);
    JB_TRUE(reply->status == 0 || reply->status >= 400);
    (void)close(fd);
    ask(h, GET("/x"), reply);
    JB_EQ_I64(reply->status, 200);
    free(reply);
    host_stop(h);
}

/* Fails until it is turned away. Counting is by minute: where one ends meanwhile it takes more. */
static void fail_too_often(int fd, const char *request, client_reply *reply)
{
    int failures = 0;

    do {
        client_ask(fd, request, reply);
        failures++;
    } while (reply->status == 401 && failures < 3 * JB_FAILURES_PER_MINUTE);
    JB_EQ_I64(reply->status, 429);
    JB_TRUE(failures > JB_FAILURES_PER_MINUTE);
}

static void more_failures_than_the_limit_are_turned_away(void **state)
{
    host *h = host_start(NULL);
    client_reply *reply = malloc(sizeof(*reply));
    int fd = client_connect(host_port(h));

    fail_too_often(fd, GET("/fail"), reply);
    (void)close(fd);
    free(reply);
    host_stop(h);
}

static void behind_a_proxy(jb_net_options *options)
{
    options->trust_proxy = true;
}

static void proxy_tells_whose_failures_they_are(void **state)
{
    host *h = host_start(behind_a_proxy);
    client_reply *reply = malloc(sizeof(*reply));
    int fd = client_connect(host_port(h));

    fail_too_often(
        fd, "GET /fail HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 1.1.1.1, 10.0.0.9\r\n\r\n", reply);
    client_ask(fd, "GET /fail HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 10.0.0.8\r\n\r\n", reply);
    JB_EQ_I64(reply->status, 401);
    (void)close(fd);
    free(reply);
    host_stop(h);
}

static void tags_save_the_body(void **state)
{
    host *h = host_start(NULL);
    client_reply *reply = malloc(sizeof(*reply));

    ask(h, GET("/tag"), reply);
    JB_TRUE(client_reply_has(reply, "ETag: \"abc\""));
    JB_EQ_STR(reply->body, "tagged");
    ask(h, "GET /tag HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"x\", \"abc\"\r\n\r\n", reply);
    JB_EQ_I64(reply->status, 304);
    JB_EQ_SIZE(reply->size, 0);
    free(reply);
    host_stop(h);
}

static const jb_page pages[] = {
    { .path = "/", .asset = "/index.html" },
    { .path = "/screen", .asset = "/screen/index.html" },
};

/* A directory like clients/dist, with things in it and beside it that must not be had. */
static char folder[256];

static void write_file(const char *name, const char *text)
{
    char path[512];
    FILE *file = NULL;

    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    file = fopen(path, "w");
    JB_TRUE(file != NULL);
    (void)fputs(text, file);
    (void)fclose(file);
}

static void make_folder(const char *name)
{
    char path[512];

    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    JB_EQ_I64(mkdir(path, 0700), 0);
}

static const char *const made[] = { "secret.txt",        "dist/index.html",
                                    "dist/.hidden.js",   "dist/assets/a.js",
                                    "dist/assets/.a.js", "dist/assets/link.txt",
                                    "dist/assets/up",    "dist/assets",
                                    "dist/screen",       "dist" };

static void make_dist(void)
{
    char link[512];
    char target[512];

    (void)snprintf(folder, sizeof(folder), "/tmp/jb-net-XXXXXX");
    JB_TRUE(mkdtemp(folder) != NULL);
    make_folder("dist");
    make_folder("dist/assets");
    make_folder("dist/screen");
    write_file("secret.txt", "secret");
    write_file("dist/index.html", "<p>page");
    write_file("dist/.hidden.js", "hidden");
    write_file("dist/assets/a.js", "let a;");
    write_file("dist/assets/.a.js", "hidden");
    (void)snprintf(link, sizeof(link), "%s/dist/assets/link.txt", folder);
    (void)snprintf(target, sizeof(target), "%s/secret.txt", folder);
    JB_EQ_I64(symlink(target, link), 0);
    (void)snprintf(link, sizeof(link), "%s/dist/assets/up", folder);
    JB_EQ_I64(symlink("../..", link), 0);
}

static void remove_dist(void)
{
    char path[512];

    for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", folder, made[i]);
        (void)remove(path);
    }
    (void)remove(folder);
}

static void from_folder(jb_net_options *options)
{
    static char path[512];

    (void)snprintf(path, sizeof(path), "%s/dist", folder);
    options->assets = path;
    options->pages = pages;
    options->page_count = 2;
}

static void pages_come_from_a_folder_and_nothing_else_does(void **state)
{
    static const char *const escapes[] = {
        "/assets/../../secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "/assets/up/secret.txt",
        "/assets/link.txt",
        "/assets/.a.js",
        "/assets/",
        "/assets",
        "/assets//etc/passwd",
        "/assets/..\\..\\secret.txt",
        "/assets/a.js/",
        "/assets/a.js%00.html",
        "/assets/../.hidden.js",
        "/assets/....//secret.txt",
    };
    host *h = NULL;
    client_reply *reply = malloc(sizeof(*reply));
    char request[512];

    make_dist();
    h = host_start(from_folder);
    ask(h, GET("/"), reply);
    JB_EQ_I64(reply->status, 200);
    JB_EQ_STR(reply->body, "<p>page");
    JB_TRUE(client_reply_has(reply, "Content-Type: text/html; charset=utf-8"));
    JB_TRUE(client_reply_has(reply, "Cache-Control: no-cache"));
    ask(h, GET("/?code=482913"), reply);
    JB_EQ_STR(reply->body, "<p>page");
    ask(h, GET("/assets/a.js"), reply);
    JB_EQ_STR(reply->body, "let a;");
    JB_TRUE(client_reply_has(reply, "Content-Type: text/javascript; charset=utf-8"));
    ask(h, GET("/screen"), reply); /* in the table, not in the folder */
    JB_EQ_I64(reply->status, 404);
    for (size_t i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++) {
        int fd = client_connect(host_port(h));

        (void)snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\nHost: a\r\n\r\n", escapes[i]);
        client_ask(fd, request, reply);
        JB_TRUE(strstr(reply->body, "secret\n") == NULL && strcmp(reply->body, "secret") != 0);
        JB_TRUE(strcmp(reply->body, "hidden") != 0 && strstr(reply->body, "root:") == NULL);
        (void)close(fd);
    }
    free(reply);
    host_stop(h);
    remove_dist();
}

static void pages_answer_head_and_tags_and_refuse_other_methods(void **state)
{
    host *h = NULL;
    client_reply *reply = malloc(sizeof(*reply));
    char request[256];
    char tag[64] = "";

    make_dist();
    h = host_start(from_folder);
    ask(h, "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", reply);
    JB_EQ_I64(reply->status, 200);
    JB_TRUE(client_reply_has(reply, "Content-Length: 7"));
    JB_TRUE(strstr(reply->head, "\r\nETag: \"") != NULL);
    (void)snprintf(tag, sizeof(tag), "%.18s", strstr(reply->head, "ETag: ") + 6);
    (void)snprintf(request, sizeof(request),
                   "GET / HTTP/1.1\r\nHost: a\r\nIf-None-Match: %s\r\n\r\n", tag);
    ask(h, request, reply);
    JB_EQ_I64(reply->status, 304);
    ask(h, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx", reply);
    JB_EQ_I64(reply->status, 405);
    JB_TRUE(client_reply_has(reply, "Allow: GET, HEAD"));
    JB_EQ_SIZE(h->requests, 0);
    free(reply);
    host_stop(h);
    remove_dist();
}

static bool has_no_exchange(host *h, void *argument)
{
    (void)argument;
    return h->net->exchange_count == 0;
}

static void reader_that_hangs_up_in_the_middle_is_let_go(void **state)
{
    host *h = host_start(NULL);
    int fd = client_connect_narrow(host_port(h));
    char some[10];
    ssize_t got = 0;

    h->big = 900000;
    client_send_text(fd, GET("/big"));
    do {
        got = recv(fd, some, sizeof(some), 0);
    } while (got < 0 && errno == EINTR);
    JB_EQ_I64(got, 10);
    (void)shutdown(fd, SHUT_WR); /* and does not read on */
    host_until(h, has_no_exchange, NULL);
    (void)close(fd);
    host_stop(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(request_arrives_with_all_its_parts),
        cmocka_unit_test(one_connection_serves_many_requests),
        cmocka_unit_test(answer_may_come_later_or_never),
        cmocka_unit_test(big_answer_arrives_in_pieces_even_to_a_slow_reader),
        cmocka_unit_test(body_is_limited_and_its_length_must_be_told),
        cmocka_unit_test(a_body_nobody_wants_is_refused_before_it_comes),
        cmocka_unit_test(malformed_requests_and_responses_do_no_harm),
        cmocka_unit_test(more_failures_than_the_limit_are_turned_away),
        cmocka_unit_test(proxy_tells_whose_failures_they_are),
        cmocka_unit_test(tags_save_the_body),
        cmocka_unit_test(pages_come_from_a_folder_and_nothing_else_does),
        cmocka_unit_test(pages_answer_head_and_tags_and_refuse_other_methods),
        cmocka_unit_test(reader_that_hangs_up_in_the_middle_is_let_go),
    };
    return JB_RUN(tests);
}
