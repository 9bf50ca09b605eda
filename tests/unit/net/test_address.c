/*
 * Counting failures by address: the sliding minute, networks, forwarded headers, bounded memory.
 */
#include "jb_test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "net_internal.h"

static jb_address parsed(const char *text)
{
    jb_address address;

    JB_TRUE(jb_address_parse(jb_slice_of(text), &address));
    return address;
}

/* How many failures at this time it takes until there have been too many. */
static int until_too_many(jb_addresses *addresses, const char *text, jb_time now)
{
    jb_address address = parsed(text);

    for (int i = 1; i < 10 * JB_FAILURES_PER_MINUTE; i++) {
        if (jb_address_failure(addresses, &address, now)) {
            return i;
        }
    }
    return 0;
}

static void more_than_the_limit_in_a_minute_are_too_many(void **state)
{
    jb_addresses addresses;

    JB_EQ_I64(jb_addresses_open(&addresses), JB_OK);
    JB_EQ_I64(until_too_many(&addresses, "10.0.0.1", 1000), JB_FAILURES_PER_MINUTE + 1);
    JB_EQ_I64(until_too_many(&addresses, "10.0.0.1", 1000), 1);
    JB_EQ_I64(until_too_many(&addresses, "10.0.0.2", 1000), JB_FAILURES_PER_MINUTE + 1);
    /* Half a minute into the next one, half of the limit and two still count. */
    JB_EQ_I64(until_too_many(&addresses, "10.0.0.1", 90000), JB_FAILURES_PER_MINUTE / 2);
    JB_EQ_I64(until_too_many(&addresses, "10.0.0.2", 240000), JB_FAILURES_PER_MINUTE + 1);
    jb_addresses_close(&addresses);
}

static void ipv6_counts_by_network_and_ipv4_by_address(void **state)
{
    jb_address a = parsed("2001:db8:1:2:3:4:5:6");
    jb_address b = parsed("2001:db8:1:2:ffff::1");
    jb_address c = parsed("2001:db8:1:3::1");
    jb_address d = parsed("::ffff:10.1.2.3");
    jb_address e = parsed("10.1.2.3");

    JB_EQ_MEM(a.bytes, b.bytes, sizeof(a.bytes));
    JB_TRUE(memcmp(a.bytes, c.bytes, sizeof(a.bytes)) != 0);
    JB_EQ_MEM(d.bytes, e.bytes, sizeof(d.bytes));
}

static void only_the_last_forwarded_entry_counts(void **state)
{
    jb_address expected = parsed("10.0.0.9");
    jb_address found;

    JB_TRUE(jb_address_forwarded("1.2.3.4, 5.6.7.8 ,\t10.0.0.9 ", &found));
    JB_EQ_MEM(found.bytes, expected.bytes, sizeof(found.bytes));
    JB_TRUE(jb_address_forwarded("10.0.0.9", &found));
    JB_FALSE(jb_address_forwarded("", &found));
    JB_FALSE(jb_address_forwarded("10.0.0.9,", &found));
    JB_FALSE(jb_address_forwarded("unknown", &found));
    JB_FALSE(jb_address_forwarded("10.0.0.9:1234", &found));
}

static void loopback_is_recognized(void **state)
{
    struct sockaddr_in v4 = { .sin_family = AF_INET };
    struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT };
    struct sockaddr other = { .sa_family = AF_UNIX };
    jb_address address;
    bool loopback = false;

    v4.sin_addr.s_addr = htonl(0x7f010203);
    JB_TRUE(jb_address_of((const struct sockaddr *)&v4, &address, &loopback));
    JB_TRUE(loopback);
    v4.sin_addr.s_addr = htonl(0x0a000001);
    JB_TRUE(jb_address_of((const struct sockaddr *)&v4, &address, &loopback));
    JB_FALSE(loopback);
    JB_TRUE(jb_address_of((const struct sockaddr *)&v6, &address, &loopback));
    JB_TRUE(loopback);
    JB_FALSE(jb_address_of(&other, &address, &loopback));
}

static void a_flood_of_addresses_does_not_wipe_out_a_guesser(void **state)
{
    jb_addresses addresses;
    jb_address guesser = parsed("10.0.0.1");

    JB_EQ_I64(jb_addresses_open(&addresses), JB_OK);
    JB_EQ_I64(until_too_many(&addresses, "10.0.0.1", 1000), JB_FAILURES_PER_MINUTE + 1);
    for (uint32_t i = 0; i < 100000; i++) {
        jb_address one = guesser;

        one.bytes[12] = 11;
        one.bytes[13] = (unsigned char)(i >> 16);
        one.bytes[14] = (unsigned char)(i >> 8 & 0xff);
        one.bytes[15] = (unsigned char)(i & 0xff);
        JB_FALSE(jb_address_failure(&addresses, &one, 1000));
    }
    JB_TRUE(jb_address_failure(&addresses, &guesser, 1000));
    jb_addresses_close(&addresses);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(more_than_the_limit_in_a_minute_are_too_many),
        cmocka_unit_test(ipv6_counts_by_network_and_ipv4_by_address),
        cmocka_unit_test(only_the_last_forwarded_entry_counts),
        cmocka_unit_test(loopback_is_recognized),
        cmocka_unit_test(a_flood_of_addresses_does_not_wipe_out_a_guesser),
    };
    return JB_RUN(tests);
}
