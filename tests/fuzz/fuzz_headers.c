/*
 * Any bytes as the value of an HTTP header, each reader in turn: Host, Origin, Range,
 * Accept-Encoding, If-None-Match, X-Forwarded-For, lists. The first line is the value, the second
 * what it is compared with. What a reader takes is within its bounds, and no Origin is let in but
 * the server's own.
 */
/* jb:looks net */
/* jb:length 512 */
#define _GNU_SOURCE /* strcasestr */
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "jinbang/assert.h"
#include "net_internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_origin(const char *origin, const char *host)
{
    static const char own[] = "https://quiz.example";
    jb_net net = { .public_origin = own, .public_origin_size = sizeof own - 1 };
    bool allowed = jb_origin_allowed(&net, origin, host);
    const char *after = strstr(origin, "://");
    bool fits_host = host[0] != '\0' && after && strcasecmp(after + 3, host) == 0;
    JB_ASSERT(!allowed || origin[0] == '\0' || fits_host || strcasecmp(origin, own) == 0);
    net.public_origin = NULL;
    JB_ASSERT(!jb_origin_allowed(&net, origin, "") || origin[0] == '\0');
    size_t size = 0;
    if (jb_url_origin(origin, &size)) {
        JB_ASSERT(size > 7 && size <= strlen(origin));
        JB_ASSERT(origin[size] == '\0' || strchr("/?#", origin[size]) != NULL);
        JB_ASSERT(strcspn(origin + 8, "/?#") + 8 >= size);
    }
}

static void check_range(const char *range)
{
    static const size_t sizes[] = { 0, 1, 10, 1000000 };
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        size_t start = 0;
        size_t length = 0;
        if (jb_range_read(range, sizes[i], &start, &length)) {
            JB_ASSERT(length > 0 && start < sizes[i] && length <= sizes[i] - start);
            char again[64];
            size_t start_again = 0;
            size_t length_again = 0;
            (void)snprintf(again, sizeof again, "bytes=%zu-%zu", start, start + length - 1);
            bool taken = jb_range_read(again, sizes[i], &start_again, &length_again);
            JB_ASSERT(taken && start_again == start && length_again == length);
        }
    }
}

/* The address as text reads as the same address. */
static void check_address(const char *value)
{
    jb_address address = { { 0 } };
    jb_address again = { { 0 } };
    char text[INET6_ADDRSTRLEN];
    if (jb_address_parse(jb_slice_of(value), &address)) {
        JB_ASSERT(inet_ntop(AF_INET6, address.bytes, text, sizeof text) != NULL);
        bool taken = jb_address_parse(jb_slice_of(text), &again);
        JB_ASSERT(taken && memcmp(&address, &again, sizeof address) == 0);
        JB_ASSERT(strchr(value, ',') == NULL);
        taken = jb_address_forwarded(value, &again);
        JB_ASSERT(taken && memcmp(&address, &again, sizeof address) == 0);
    }
    if (jb_address_forwarded(value, &address)) {
        JB_ASSERT(inet_ntop(AF_INET6, address.bytes, text, sizeof text) != NULL);
    }
}

/* A list with an entry more holds all that it held. */
static void check_lists(const char *list, const char *name)
{
    size_t size = strlen(list) + strlen(name) + 8;
    char *longer = malloc(size);
    JB_ASSERT(longer != NULL);
    (void)snprintf(longer, size, "%s, %s", list, name);
    bool plain = name[0] != '\0' && strpbrk(name, ", \t\"") == NULL;
    JB_ASSERT(!plain || jb_list_has(longer, name));
    JB_ASSERT(!jb_list_has(list, name) || !plain || strcasestr(list, name) != NULL);
    (void)snprintf(longer, size, "%s,\"%s\"", list, name);
    JB_ASSERT(!plain || jb_tag_matches(longer, name));
    (void)snprintf(longer, size, "gzip,%s", list);
    JB_ASSERT(jb_accepts_gzip(longer));
    (void)snprintf(longer, size, "gzip;q=0");
    JB_ASSERT(!jb_accepts_gzip(longer));
    (void)jb_accepts_gzip(list);
    free(longer);
}

static void check_host(const char *host)
{
    if (jb_host_valid(host)) {
        JB_ASSERT(jb_value_valid(host));
        JB_ASSERT(strpbrk(host, " ;,'\"\r\n\t<>*") == NULL);
    }
    if (jb_value_valid(host)) {
        JB_ASSERT(strpbrk(host, "\r\n") == NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *value = calloc(1, size + 1);
    JB_ASSERT(value != NULL);
    memcpy(value, data, size);
    char *second = strchr(value, '\n');
    if (second) {
        *second++ = '\0';
    }
    const char *other = second ? second : "";
    check_host(value);
    check_origin(value, other);
    check_range(value);
    check_address(value);
    check_lists(value, other);
    free(value);
    return 0;
}
