/*
 * jb-floor: the cheapest server that the bench's generator cannot tell from the product, to see
 * what the kernel alone costs. One thread, bare epoll, one send() for each message, canned texts of
 * the sizes that the product sends. It stores nothing, knows no contest, believes any code, key and
 * token, and gives everybody the next number.
 *
 * It answers hello with welcome, state and (to a player) you; an answer with an ack; a ping with a
 * pong; and the host's start and next with the next phase's state for everybody, at the reveal and
 * the standings with a you for each player after it. When all players have answered it locks, as
 * the product does.
 *
 * Nothing is queued. A socket that takes nothing misses the message, and one that took a part of it
 * is broken from then on; both are counted and told at the end (SIGTERM), because a figure taken
 * while that happened is none.
 *
 * One line on stdout when it is ready: listening on http://127.0.0.1:PORT
 */
#define _GNU_SOURCE /* accept4, memmem */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "wire.h"

enum {
    EVENTS = 512,
    READ_SIZE = 16384,
    TEXT_MAX = 65536,
    SEND_BUFFER = 32768, /* as the product's sockets have */
};

typedef enum role {
    ROLE_NONE,
    ROLE_PLAYER,
    ROLE_HOST,
    ROLE_SCREEN
} role;
typedef enum phase {
    LOBBY,
    OPEN,
    LOCKED,
    REVEAL,
    STANDINGS,
    PHASES
} phase;

/* What is sent to players, and how long the product's text is. */
enum {
    WELCOME = PHASES,
    YOU_FIRST,
    YOU_REVEAL,
    YOU_STANDINGS,
    TEXTS
};

typedef struct person {
    int fd;
    role role;
    bool upgraded;
    bool broken;
    uint32_t number;
    uint32_t place; /* in the list of its role */
    uint32_t answered;
    uint32_t carried; /* bytes of an unfinished frame or request */
    unsigned char *carry;
} person;

typedef struct list {
    person **all;
    uint32_t count;
} list;

typedef struct floor_server {
    int listener;
    int events;
    list players;
    list desks; /* host and screens */
    phase phase;
    uint32_t turn;
    uint32_t seq;
    uint32_t answered;
    uint32_t numbers;
    uint32_t start; /* where the next push begins */
    uint64_t missed;
    size_t sizes[TEXTS];
} floor_server;

static const char *const phase_names[PHASES] = { "lobby", "open", "locked", "reveal", "standings" };
static const char *const next_names[PHASES] = { "start", "lock", "reveal", "standings",
                                                "question" };

static volatile sig_atomic_t ended;

static void on_signal(int number)
{
    (void)number;
    ended = 1;
}

static void fail(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

/* ---- frames ---- */

static void send_bytes(floor_server *server, person *to, const unsigned char *bytes, size_t size)
{
    ssize_t sent = 0;

    if (to->broken) {
        return;
    }
    sent = send(to->fd, bytes, size, MSG_NOSIGNAL);
    if (sent != (ssize_t)size) {
        server->missed++;
        to->broken = sent > 0;
    }
}

static void send_text(floor_server *server, person *to, unsigned char *text, size_t size)
{
    size_t whole = 0;
    const unsigned char *frame = wire_head(text, size, &whole);

    send_bytes(server, to, frame, whole);
}

/* Ends an object at `used` so that it is `size` long, if it is not already longer. */
static size_t pad(unsigned char *text, size_t used, size_t size)
{
    static const char begin[] = ",\"pad\":\"";

    if (used + sizeof(begin) + 2 <= size) {
        memcpy(text + used, begin, sizeof(begin) - 1);
        used += sizeof(begin) - 1;
        memset(text + used, 'x', size - used - 2);
        used = size - 2;
        text[used++] = '"';
    }
    text[used++] = '}';
    return used;
}

static size_t make_state(const floor_server *server, bool desk, unsigned char *text)
{
    int used =
        snprintf((char *)text, TEXT_MAX,
                 "{\"type\":\"state\",\"seq\":%u,\"now\":0,\"phase\":\"%s\",\"paused\":false,"
                 "\"players\":%u,\"admit\":true",
                 server->seq, phase_names[server->phase], server->players.count);
    size_t size = (size_t)used;

    if (server->phase != LOBBY) {
        size += (size_t)snprintf((char *)text + size, TEXT_MAX - size,
                                 ",\"round\":{\"n\":1,\"of\":1,\"format\":\"everyone\"},"
                                 "\"question\":{\"turn\":%u,\"n\":%u,\"of\":9999,\"kind\":"
                                 "\"single\",\"options\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":"
                                 "\"c\"},{\"id\":\"d\"}]}",
                                 server->turn, server->turn);
    }
    if (server->phase >= REVEAL) {
        size += (size_t)snprintf((char *)text + size, TEXT_MAX - size, ",\"answer\":[\"a\"]");
    }
    if (desk) {
        size += (size_t)snprintf((char *)text + size, TEXT_MAX - size,
                                 ",\"next\":\"%s\",\"acting\":true", next_names[server->phase]);
    }
    return pad(text, size, desk ? 0 : server->sizes[server->phase]);
}

static size_t make_you(const floor_server *server, const person *who, unsigned char *text)
{
    const bool told = server->phase >= REVEAL;
    const size_t wanted = !told                     ? server->sizes[YOU_FIRST]
                          : server->phase == REVEAL ? server->sizes[YOU_REVEAL]
                                                    : server->sizes[YOU_STANDINGS];
    int used =
        snprintf((char *)text, TEXT_MAX,
                 "{\"type\":\"you\",\"player\":%u,\"score\":%u,\"rank\":%u,\"of\":%u", who->number,
                 server->turn * 10, told ? who->number : 0, told ? server->players.count : 0);
    size_t size = (size_t)used;

    if (server->phase != LOBBY) {
        size +=
            (size_t)snprintf((char *)text + size, TEXT_MAX - size, ",\"turn\":%u,\"answered\":%s",
                             server->turn, who->answered == server->turn ? "true" : "false");
    }
    if (told) {
        size += (size_t)snprintf((char *)text + size, TEXT_MAX - size,
                                 ",\"answer\":\"a\",\"elapsed\":1234,\"correct\":true,"
                                 "\"points\":10");
    }
    return pad(text, size, wanted);
}

/* ---- what is said ---- */

static void push(floor_server *server)
{
    static unsigned char common[WIRE_HEAD + TEXT_MAX];
    static unsigned char own[WIRE_HEAD + TEXT_MAX];
    const list *players = &server->players;
    const bool personal = server->phase >= REVEAL;
    unsigned char *frame = NULL;
    size_t size = make_state(server, true, common + WIRE_HEAD);
    size_t whole = 0;

    for (uint32_t i = 0; i < server->desks.count; i++) {
        send_text(server, server->desks.all[i], common + WIRE_HEAD, size);
    }
    size = make_state(server, false, common + WIRE_HEAD);
    frame = wire_head(common + WIRE_HEAD, size, &whole);
    server->start += UINT32_C(2654435769);
    for (uint32_t i = 0, at = (uint32_t)((uint64_t)server->start * players->count >> 32);
         i < players->count; i++, at++) {
        person *player = players->all[at < players->count ? at : at - players->count];

        send_bytes(server, player, frame, whole);
        if (personal) {
            send_text(server, player, own + WIRE_HEAD, make_you(server, player, own + WIRE_HEAD));
        }
    }
}

static void go_on(floor_server *server)
{
    if (server->phase == LOBBY || server->phase == STANDINGS) {
        server->phase = OPEN;
        server->turn++;
        server->answered = 0;
    } else {
        server->phase++;
    }
    server->seq++;
    push(server);
}

static bool has(const unsigned char *text, size_t size, const char *mark)
{
    return memmem(text, size, mark, strlen(mark)) != NULL;
}

/* The digits after a mark; 0 without it. */
static unsigned long number_after(const unsigned char *text, size_t size, const char *mark)
{
    const unsigned char *at = memmem(text, size, mark, strlen(mark));
    unsigned long value = 0;

    if (at == NULL) {
        return 0;
    }
    for (at += strlen(mark); at < text + size && *at >= '0' && *at <= '9'; at++) {
        value = value * 10 + (unsigned long)(*at - '0');
    }
    return value;
}

static void add(list *to, person *who)
{
    who->place = to->count;
    to->all[to->count++] = who;
}

static void greet(floor_server *server, person *who, const unsigned char *hello, size_t size)
{
    static const char *const names[] = { "", "player", "host", "screen" };
    static unsigned char text[WIRE_HEAD + TEXT_MAX];
    size_t used = 0;

    if (who->role != ROLE_NONE) {
        return;
    }
    who->role = has(hello, size, "\"role\":\"host\"")     ? ROLE_HOST
                : has(hello, size, "\"role\":\"screen\"") ? ROLE_SCREEN
                                                          : ROLE_PLAYER;
    add(who->role == ROLE_PLAYER ? &server->players : &server->desks, who);
    who->number = who->role == ROLE_PLAYER ? ++server->numbers : 0;
    used = (size_t)snprintf((char *)text + WIRE_HEAD, TEXT_MAX,
                            "{\"type\":\"welcome\",\"role\":\"%s\"", names[who->role]);
    if (who->role == ROLE_PLAYER) {
        used += (size_t)snprintf((char *)text + WIRE_HEAD + used, TEXT_MAX - used,
                                 ",\"player\":%u,\"token\":\"%032x\",\"name\":\"-\"", who->number,
                                 who->number);
    }
    used = pad(text + WIRE_HEAD, used, server->sizes[WELCOME]);
    send_text(server, who, text + WIRE_HEAD, used);
    send_text(server, who, text + WIRE_HEAD,
              make_state(server, who->role != ROLE_PLAYER, text + WIRE_HEAD));
    if (who->role == ROLE_PLAYER) {
        send_text(server, who, text + WIRE_HEAD, make_you(server, who, text + WIRE_HEAD));
    }
}

static void take_answer(floor_server *server, person *from, uint32_t turn)
{
    unsigned char text[WIRE_HEAD + 128];
    int used = snprintf((char *)text + WIRE_HEAD, sizeof(text) - WIRE_HEAD,
                        "{\"type\":\"ack\",\"turn\":%u,\"elapsed\":1234}", turn);

    send_text(server, from, text + WIRE_HEAD, (size_t)used);
    if (server->phase != OPEN || turn != server->turn || from->answered == turn) {
        return;
    }
    from->answered = turn;
    if (++server->answered == server->players.count) {
        go_on(server);
    }
}

static void take_message(floor_server *server, person *from, const unsigned char *text, size_t size)
{
    if (has(text, size, "\"type\":\"answer\"")) {
        take_answer(server, from, (uint32_t)number_after(text, size, "\"turn\":"));
    } else if (has(text, size, "\"type\":\"ping\"")) {
        unsigned char pong[WIRE_HEAD + 128];
        int used = snprintf((char *)pong + WIRE_HEAD, sizeof(pong) - WIRE_HEAD,
                            "{\"type\":\"pong\",\"t0\":%lu,\"t1\":0}",
                            number_after(text, size, "\"t0\":"));

        send_text(server, from, pong + WIRE_HEAD, (size_t)used);
    } else if (has(text, size, "\"type\":\"hello\"")) {
        greet(server, from, text, size);
    } else if (from->role == ROLE_HOST && (has(text, size, "\"action\":\"next\"") ||
                                           has(text, size, "\"action\":\"start\""))) {
        go_on(server);
    }
}

/* ---- connections ---- */

static void leave(floor_server *server, person *who)
{
    list *from = who->role == ROLE_PLAYER ? &server->players : &server->desks;

    if (who->role != ROLE_NONE) {
        person *last = from->all[--from->count];

        from->all[who->place] = last;
        last->place = who->place;
    }
    (void)close(who->fd);
    free(who->carry);
    free(who);
}

static bool upgrade(floor_server *server, person *who, const char *request)
{
    char reply[WIRE_REPLY_MAX];
    const size_t size = wire_accept(request, reply);

    send_bytes(server, who, (const unsigned char *)reply, size);
    who->upgraded = true;
    return size > 0;
}

/* One frame at `bytes`. Its length; 0: it is not whole yet; -1: the connection is over. */
static long take_frame(floor_server *server, person *who, unsigned char *bytes, size_t size)
{
    wire_frame frame;
    const long whole = wire_read(bytes, size, &frame);

    if (whole > 0 && frame.opcode == WIRE_TEXT) {
        take_message(server, who, frame.text, frame.size);
    }
    return whole > 0 && frame.opcode == WIRE_CLOSE ? -1 : whole;
}

/* What came last and was no whole frame is kept for the next time. */
static bool keep(person *who, const unsigned char *bytes, size_t size)
{
    if (size > WIRE_FRAME_MAX) {
        return false;
    }
    if (size > 0) {
        if (who->carry == NULL && (who->carry = malloc(WIRE_FRAME_MAX)) == NULL) {
            return false;
        }
        memcpy(who->carry, bytes, size);
    }
    who->carried = (uint32_t)size;
    return true;
}

static void read_from(floor_server *server, person *who)
{
    static unsigned char bytes[WIRE_FRAME_MAX + READ_SIZE + 1];
    ssize_t came = 0;
    size_t size = who->carried;
    size_t at = 0;
    long step = 1;

    if (size > 0) {
        memcpy(bytes, who->carry, size);
    }
    came = recv(who->fd, bytes + size, READ_SIZE, 0);
    if (came <= 0) {
        if (came == 0 || (errno != EAGAIN && errno != EINTR)) {
            leave(server, who);
        }
        return;
    }
    size += (size_t)came;
    if (!who->upgraded) {
        const unsigned char *end = memmem(bytes, size, "\r\n\r\n", 4);

        if (end != NULL) {
            at = (size_t)(end - bytes) + 4;
            bytes[at - 1] = '\0';
            step = upgrade(server, who, (const char *)bytes) ? 1 : -1;
        } else {
            step = 0;
        }
    }
    while (step > 0 && at < size) {
        step = take_frame(server, who, bytes + at, size - at);
        at += step > 0 ? (size_t)step : 0;
    }
    if (step < 0 || !keep(who, bytes + at, size - at)) {
        leave(server, who);
    }
}

static void accept_all(floor_server *server)
{
    const int one = 1;
    int fd = 0;

    while ((fd = accept4(server->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        person *who = calloc(1, sizeof(*who));
        struct epoll_event event = { .events = EPOLLIN, .data.ptr = who };

        if (who == NULL) {
            fail("memory");
        }
        who->fd = fd;
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
        if (epoll_ctl(server->events, EPOLL_CTL_ADD, fd, &event) != 0) {
            fail("epoll_ctl");
        }
    }
}

/* ---- beginning and end ---- */

static void open_listener(floor_server *server, const char *address)
{
    const int one = 1;
    const int buffer = SEND_BUFFER;
    const char *colon = strrchr(address, ':');
    struct sockaddr_in at = { .sin_family = AF_INET };
    socklen_t size = sizeof(at);
    struct epoll_event event = { .events = EPOLLIN };
    char host[64];

    if (colon == NULL || (size_t)(colon - address) >= sizeof(host)) {
        fprintf(stderr, "jb-floor: --listen wants ADDRESS:PORT\n");
        exit(2);
    }
    memcpy(host, address, (size_t)(colon - address));
    host[colon - address] = '\0';
    at.sin_port = htons((uint16_t)strtoul(colon + 1, NULL, 10));
    if (inet_pton(AF_INET, host, &at.sin_addr) != 1) {
        fprintf(stderr, "jb-floor: %s is no IPv4 address\n", host);
        exit(2);
    }
    server->listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    server->events = epoll_create1(EPOLL_CLOEXEC);
    if (server->listener < 0 || server->events < 0 ||
        setsockopt(server->listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) != 0 ||
        setsockopt(server->listener, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof(buffer)) != 0 ||
        bind(server->listener, (const struct sockaddr *)&at, sizeof(at)) != 0 ||
        listen(server->listener, SOMAXCONN) != 0 ||
        getsockname(server->listener, (struct sockaddr *)&at, &size) != 0 ||
        epoll_ctl(server->events, EPOLL_CTL_ADD, server->listener, &event) != 0) {
        fail("listen");
    }
    printf("listening on http://%s:%u\n", host, (unsigned)ntohs(at.sin_port));
    (void)fflush(stdout);
}

static void read_sizes(floor_server *server, const char *text)
{
    char *end = NULL;

    for (int i = 0; i < TEXTS; i++, text = end + 1) {
        server->sizes[i] = strtoul(text, &end, 10);
        if (end == text || server->sizes[i] > TEXT_MAX || *end != (i + 1 < TEXTS ? ',' : '\0')) {
            fprintf(stderr, "jb-floor: --sizes wants %d numbers with commas between them\n", TEXTS);
            exit(2);
        }
    }
}

static void prepare(floor_server *server, int count, char **words)
{
    struct sigaction action = { .sa_handler = on_signal };
    struct rlimit files;
    const char *address = "127.0.0.1:0";

    /* Of a contest with the sample questions of the integration tests. */
    read_sizes(server, "90,588,556,802,970,339,65,165,256");
    for (int i = 1; i < count; i += 2) {
        if (i + 1 < count && strcmp(words[i], "--listen") == 0) {
            address = words[i + 1];
        } else if (i + 1 < count && strcmp(words[i], "--sizes") == 0) {
            read_sizes(server, words[i + 1]);
        } else {
            fprintf(stderr,
                    "usage: jb-floor [--listen ADDRESS:PORT] [--sizes BYTES,...]\n"
                    "sizes: state of lobby, open, locked, reveal, standings; welcome; you at "
                    "first, reveal, standings\n");
            exit(2);
        }
    }
    if (getrlimit(RLIMIT_NOFILE, &files) != 0) {
        fail("getrlimit");
    }
    files.rlim_cur = files.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &files);
    server->players.all = calloc(files.rlim_cur, sizeof(person *));
    server->desks.all = calloc(files.rlim_cur, sizeof(person *));
    if (server->players.all == NULL || server->desks.all == NULL) {
        fail("memory");
    }
    (void)sigaction(SIGTERM, &action, NULL);
    (void)sigaction(SIGINT, &action, NULL);
    open_listener(server, address);
}

int main(int count, char **words)
{
    static floor_server server;
    static struct epoll_event events[EVENTS];

    prepare(&server, count, words);
    while (!ended) {
        int ready = epoll_wait(server.events, events, EVENTS, -1);

        for (int i = 0; i < ready; i++) {
            if (events[i].data.ptr == NULL) {
                accept_all(&server);
            } else {
                read_from(&server, events[i].data.ptr);
            }
        }
    }
    fprintf(stderr, "jb-floor: %llu messages were not taken\n", (unsigned long long)server.missed);
    return EXIT_SUCCESS;
}
