/*
 * Creating a net: what can be wrong is told in a sentence, and nothing is left behind.
 */
#include "client.h"
#include "host.h"
#include "jb_test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void with_address(const char *address, uint16_t port, const char *cert, const char *expected)
{
    const jb_net_options options = { .address = address,
                                     .port = port,
                                     .cert = cert,
                                     .key = cert,
                                     .message_max = 100,
                                     .callbacks = host_callbacks() };
    jb_net *net = NULL;
    jb_buffer why;

    jb_buffer_init(&why, 0);
    JB_TRUE(jb_net_create(&options, &net, &why) != JB_OK);
    JB_TRUE(net == NULL);
    if (strstr(jb_buffer_text(&why), expected) == NULL) {
        JB_EQ_STR(jb_buffer_text(&why), expected);
    }
    jb_buffer_finish(&why);
}

static void what_is_wrong_is_said(void **state)
{
    host *h = host_start(NULL);

    with_address("localhost", 0, NULL,
                 "--listen wants a numeric IPv4 or IPv6 address, not localhost");
    with_address("127.0.0.1", host_port(h), NULL, "address already in use");
    with_address("127.0.0.1", 0, "/nonexistent/cert.pem", "certificate");
    host_stop(h);
}

static void on_ipv6(jb_net_options *options)
{
    options->address = "::1";
}

static void ipv6_is_served(void **state)
{
    struct sockaddr_in6 to = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT };
    int fd = socket(AF_INET6, SOCK_STREAM, 0);
    client_reply *reply = NULL;
    host *h = NULL;

    if (fd < 0 || bind(fd, (const struct sockaddr *)&to, sizeof(to)) != 0) {
        (void)close(fd);
        skip(); /* a machine without IPv6 */
    }
    (void)close(fd);
    h = host_start(on_ipv6);
    reply = malloc(sizeof(*reply));
    fd = socket(AF_INET6, SOCK_STREAM, 0);
    to.sin6_port = htons(host_port(h));
    JB_EQ_I64(connect(fd, (const struct sockaddr *)&to, sizeof(to)), 0);
    client_ask(fd, "GET /x HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", reply);
    JB_EQ_I64(reply->status, 200);
    (void)close(fd);
    free(reply);
    host_stop(h);
}

static void stopping_twice_is_fine(void **state)
{
    host *h = host_start(NULL);
    int fd = client_open(host_port(h));

    jb_net_stop(h->net);
    jb_net_stop(h->net);
    (void)close(fd);
    host_stop(h);
}

static void terminate_is_an_orderly_stop(void **state)
{
    host *h = host_start(NULL);
    int fd = client_open(host_port(h));

    host_until_sessions(h, 1);
    (void)raise(SIGTERM);
    JB_EQ_I64(client_close_code(fd), 1001);
    (void)close(fd);
    host_stop(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_wrong_is_said),
        cmocka_unit_test(ipv6_is_served),
        cmocka_unit_test(stopping_twice_is_fine),
        cmocka_unit_test(terminate_is_an_orderly_stop),
    };
    return JB_RUN(tests);
}
