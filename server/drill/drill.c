/*
 * Making a hall and taking it down: room for everybody, and whether this machine has enough files
 * and ports for them, which is asked before and not found out in the middle.
 */
#include "jinbang/drill.h"

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "drill_internal.h"
#include "jinbang/assert.h"

enum {
    FILES_KEPT = 24, /* for everything but phones */
    PATIENCE_MS = 30000,
    LOOPBACK_NET = 127,
    PORTS_KEPT = 100,
    TEXT_SIZE = 256
};

void jb_drill_say(jb_drill *drill, const char *format, ...)
{
    va_list values;
    if (drill->why[0] != '\0') {
        return;
    }
    va_start(values, format);
    (void)vsnprintf(drill->why, sizeof drill->why, format, values);
    va_end(values);
    drill->why_read = false;
}

const char *jb_drill_why(jb_drill *drill)
{
    drill->why_read = true;
    return drill->why;
}

uint32_t jb_drill_host_index(const jb_drill *drill)
{
    return drill->count;
}

uint32_t jb_drill_screen_index(const jb_drill *drill)
{
    return drill->count + 1;
}

jb_phone *jb_drill_phone(jb_drill *drill, uint32_t index)
{
    return index < drill->count ? &drill->phones[index] : NULL;
}

jb_line *jb_drill_line(jb_drill *drill, uint32_t index)
{
    JB_ASSERT(index < drill->count + 2);
    if (index < drill->count) {
        return &drill->phones[index].line;
    }
    return index == drill->count ? &drill->desk.host : &drill->desk.screen;
}

/* ---- what this machine has ---- */

static jb_status check_files(uint32_t phones, jb_buffer *why)
{
    struct rlimit limit;
    char text[TEXT_SIZE];
    rlim_t needed = (rlim_t)phones + FILES_KEPT;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        jb_buffer_append_text(why, "the limit of open files cannot be read");
        return JB_ERR_IO;
    }
    if (limit.rlim_cur < needed && limit.rlim_max >= needed) {
        limit.rlim_cur = limit.rlim_max;
        if (setrlimit(RLIMIT_NOFILE, &limit) == 0) {
            return JB_OK;
        }
    }
    if (limit.rlim_cur >= needed) {
        return JB_OK;
    }
    (void)snprintf(text, sizeof text,
                   "%" PRIu32 " phones need %ju open files, and this process may have %ju "
                   "(ulimit -n); with these it can be %ju phones",
                   phones, (uintmax_t)needed, (uintmax_t)limit.rlim_max,
                   (uintmax_t)(limit.rlim_max > FILES_KEPT ? limit.rlim_max - FILES_KEPT : 0));
    jb_buffer_append_text(why, text);
    return JB_ERR_LIMIT;
}

static uint32_t ports_of_machine(void)
{
    uint32_t first = 0;
    uint32_t last = 0;
    FILE *file = fopen("/proc/sys/net/ipv4/ip_local_port_range", "r");
    if (file) {
        if (fscanf(file, "%" SCNu32 " %" SCNu32, &first, &last) != 2) {
            first = last = 0;
        }
        (void)fclose(file);
    }
    return last > first + PORTS_KEPT ? last - first - PORTS_KEPT : UINT32_MAX;
}

/* On loopback phones come from several addresses where they are many; elsewhere there is one. */
static jb_status choose_sources(jb_drill *drill, jb_buffer *why)
{
    char text[TEXT_SIZE];
    const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)&drill->address;
    uint32_t ports = ports_of_machine();
    bool loopback =
        drill->address.ss_family == AF_INET && ntohl(v4->sin_addr.s_addr) >> 24 == LOOPBACK_NET;
    if (loopback) {
        uint32_t each = ports < JB_PHONES_OF_SOURCE ? ports : (uint32_t)JB_PHONES_OF_SOURCE;
        drill->sources = drill->count > each ? drill->count / each + 1 : 0;
    } else if (drill->count > ports) {
        (void)snprintf(text, sizeof text,
                       "%" PRIu32 " phones need as many ports, and this machine gives %" PRIu32
                       " to one server (net.ipv4.ip_local_port_range)",
                       drill->count, ports);
        jb_buffer_append_text(why, text);
        return JB_ERR_LIMIT;
    }
    return JB_OK;
}

static jb_status find_server(jb_drill *drill, const jb_drill_options *options, jb_buffer *why)
{
    const struct addrinfo hints = { .ai_family = AF_UNSPEC,
                                    .ai_socktype = SOCK_STREAM,
                                    .ai_flags = AI_NUMERICSERV };
    struct addrinfo *found = NULL;
    int failed = getaddrinfo(options->host, options->port, &hints, &found);
    if (failed != 0 || !found || found->ai_addrlen > sizeof drill->address) {
        jb_buffer_append_text(why, options->host);
        jb_buffer_append_text(why, ": ");
        jb_buffer_append_text(why, failed != 0 ? gai_strerror(failed) : "no address");
        if (found) {
            freeaddrinfo(found);
        }
        return JB_ERR_NOT_FOUND;
    }
    memcpy(&drill->address, found->ai_addr, found->ai_addrlen);
    drill->address_size = found->ai_addrlen;
    freeaddrinfo(found);
    bool bare = strchr(options->host, ':') != NULL; /* IPv6 stands in brackets */
    char authority[TEXT_SIZE];
    (void)snprintf(authority, sizeof authority, "%s%s%s:%s", bare ? "[" : "", options->host,
                   bare ? "]" : "", options->port);
    jb_wire_ask(authority, &drill->request);
    return drill->request.failed ? JB_ERR_MEMORY : JB_OK;
}

/* ---- making ---- */

static jb_status make_room(jb_drill *drill, const jb_drill_options *options)
{
    drill->code = strdup(options->code);
    drill->host_key = strdup(options->host_key);
    drill->screen_key = options->screen_key ? strdup(options->screen_key) : NULL;
    drill->phones = calloc(drill->count, sizeof *drill->phones);
    drill->order = calloc(drill->count, sizeof *drill->order);
    drill->arrivals = calloc(drill->count, sizeof *drill->arrivals);
    drill->samples = calloc(drill->count, sizeof *drill->samples);
    drill->pings.samples = calloc(JB_PINGS_MAX, sizeof *drill->pings.samples);
    if (!drill->code || !drill->host_key || (options->screen_key && !drill->screen_key) ||
        !drill->phones || !drill->order || !drill->arrivals || !drill->samples ||
        !drill->pings.samples) {
        return JB_ERR_MEMORY;
    }
    for (uint32_t i = 0; i < drill->count; i++) {
        drill->phones[i].line.fd = -1;
    }
    return JB_OK;
}

jb_status jb_drill_create(const jb_drill_options *options, jb_drill **out, jb_buffer *why)
{
    JB_ASSERT(options->phones > 0 && options->phones <= JB_DRILL_PHONES_MAX);
    jb_status status = check_files(options->phones, why);
    if (status != JB_OK) {
        return status;
    }
    jb_drill *drill = calloc(1, sizeof *drill);
    if (!drill) {
        return JB_ERR_MEMORY;
    }
    drill->count = options->phones;
    drill->pid = options->pid;
    drill->lazy_ms = options->lazy_ms;
    drill->patience_ms = options->patience_ms > 0 ? options->patience_ms : (uint32_t)PATIENCE_MS;
    drill->desk.host.fd = drill->desk.screen.fd = -1;
    drill->pings.first = 1;
    jb_buffer_init(&drill->request, 0);
    jb_random_seed(&drill->random, options->seed);
    drill->mask = (uint32_t)jb_random_next(&drill->random) | 1;
    drill->poll = epoll_create1(EPOLL_CLOEXEC);
    status = make_room(drill, options);
    if (status == JB_OK && drill->poll < 0) {
        jb_buffer_append_text(why, strerror(errno));
        status = JB_ERR_IO;
    }
    if (status == JB_OK) {
        status = find_server(drill, options, why);
    }
    if (status == JB_OK) {
        status = choose_sources(drill, why);
    }
    if (status != JB_OK) {
        jb_drill_destroy(drill);
        return status;
    }
    *out = drill;
    return JB_OK;
}

void jb_drill_destroy(jb_drill *drill)
{
    if (!drill) {
        return;
    }
    for (uint32_t i = 0; drill->phones && i < drill->count; i++) {
        jb_line_cut(drill, i);
        free(drill->phones[i].line.part);
    }
    jb_line_cut(drill, jb_drill_host_index(drill));
    jb_line_cut(drill, jb_drill_screen_index(drill));
    free(drill->desk.host.part);
    free(drill->desk.screen.part);
    if (drill->poll >= 0) {
        (void)close(drill->poll);
    }
    jb_buffer_finish(&drill->request);
    free(drill->phones);
    free(drill->order);
    free(drill->arrivals);
    free(drill->samples);
    free(drill->pings.samples);
    free(drill->code);
    free(drill->host_key);
    free(drill->screen_key);
    free(drill);
}
