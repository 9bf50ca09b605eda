/* What --listen takes and what not. */
#include "jb_test.h"

#include "server.h"

static void addresses_and_ports_are_taken_apart(void **state)
{
    static const struct {
        const char *listen, *address;
        uint16_t port;
    } rows[] = {
        { "127.0.0.1:0", "127.0.0.1", 0 },
        { "0.0.0.0:65535", "0.0.0.0", 65535 },
        { "[::1]:8080", "::1", 8080 },
        { "::1:8080", "::1", 8080 }, /* the last colon is the port's */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char address[JB_ADDRESS_SIZE];
        uint16_t port = 1;
        JB_TRUE(jb_listen_parse(rows[i].listen, address, &port));
        JB_EQ_STR(address, rows[i].address);
        JB_EQ_U64(port, rows[i].port);
    }
}

static void what_is_no_address_and_port_is_refused(void **state)
{
    static const char *const rows[] = {
        "",
        ":",
        "8080",
        "127.0.0.1",
        "127.0.0.1:",
        ":8080",
        "[]:8080",
        "127.0.0.1:65536",
        "127.0.0.1:-1",
        "127.0.0.1:+80",
        "127.0.0.1: 80",
        "127.0.0.1:80x",
        "127.0.0.1:0x50",
        "1234567890123456789012345678901234567890123456789012345678901234:80"
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char address[JB_ADDRESS_SIZE] = "as it was";
        uint16_t port = 1;
        print_message("%s\n", rows[i]);
        JB_FALSE(jb_listen_parse(rows[i], address, &port));
        JB_EQ_STR(address, "as it was");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_and_ports_are_taken_apart),
        cmocka_unit_test(what_is_no_address_and_port_is_refused),
    };
    return JB_RUN(tests);
}
