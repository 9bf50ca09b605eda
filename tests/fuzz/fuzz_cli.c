/*
 * Any bytes as a command line, a word a line, and as the value of --listen. What is parsed points
 * into the words that were given, never more operands than there may be; what --listen takes reads
 * the same when it is written again.
 */
/* jb:uses app */
/* jb:looks app */
/* jb:length 512 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "jinbang/assert.h"
#include "server.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    WORDS_MAX = 40,
    OPERANDS = 3
};

/* Help and complaints are not what is tried here; libFuzzer keeps its own stream. */
static void be_quiet(void)
{
    static bool quiet;
    if (!quiet) {
        FILE *nowhere = fopen("/dev/null", "w");
        JB_ASSERT(nowhere != NULL);
        stdout = nowhere;
        stderr = nowhere;
        quiet = true;
    }
}

static bool is_within(const char *value, const char *text, size_t size)
{
    return value == NULL || (value >= text && value <= text + size);
}

static void check_listen(const char *value)
{
    char address[JB_ADDRESS_SIZE];
    char again[JB_ADDRESS_SIZE];
    char text[JB_ADDRESS_SIZE + 16];
    uint16_t port = 0;
    uint16_t port_again = 1;
    if (jb_listen_parse(value, address, &port)) {
        JB_ASSERT(address[0] != '\0' && strlen(address) < JB_ADDRESS_SIZE);
        (void)snprintf(text, sizeof text, "[%s]:%u", address, port);
        bool taken = jb_listen_parse(text, again, &port_again);
        JB_ASSERT(taken && strcmp(address, again) == 0 && port == port_again);
    }
}

static void check_line(int argc, char **argv, const char *text, size_t size)
{
    jb_server_config config = { 0 };
    jb_option rows[JB_SERVER_OPTIONS];
    jb_server_option_rows(&config, rows);
    const jb_usage usage = { "serve", "FILE...", "try", 1, OPERANDS, rows, JB_SERVER_OPTIONS };
    jb_operands operands;
    jb_operands values;
    int status = jb_cli_parse(&usage, argc, argv, &operands);
    JB_ASSERT(status == -1 || status == JB_EXIT_FINE || status == JB_EXIT_USAGE);
    jb_cli_all(argc, argv, "--data", &values);
    if (status != -1) {
        return;
    }
    JB_ASSERT(operands.count >= 1 && operands.count <= OPERANDS);
    JB_ASSERT(operands.count <= (size_t)argc);
    for (size_t i = 0; i < operands.count; i++) {
        JB_ASSERT(is_within(operands.items[i], text, size));
    }
    for (int i = 0; i < JB_SERVER_OPTIONS; i++) {
        JB_ASSERT(!rows[i].value || is_within(*rows[i].value, text, size));
    }
    if (config.listen) {
        check_listen(config.listen);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *argv[WORDS_MAX];
    int argc = 0;
    be_quiet();
    char *text = calloc(1, size + 1);
    JB_ASSERT(text != NULL);
    memcpy(text, data, size);
    for (char *at = text; at && argc < WORDS_MAX; argc++) {
        argv[argc] = at;
        at = strchr(at, '\n');
        if (at) {
            *at++ = '\0';
        }
    }
    check_listen(argv[0]);
    check_line(argc, argv, text, size);
    free(text);
    return 0;
}
