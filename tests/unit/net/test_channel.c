/*
 * Channels: everybody in one gets the frame exactly once, whoever leaves or enters meanwhile.
 */
#include "client.h"
#include "host.h"
#include "jb_test.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net_internal.h"

enum {
    MANY = 600,
    CHANNEL = 7
};

static int *open_many(host *h, size_t count, const char *enter)
{
    int *fds = calloc(count, sizeof(*fds));
    client_frame *frame = malloc(sizeof(*frame));

    for (size_t i = 0; i < count; i++) {
        fds[i] = client_open(host_port(h));
        client_text(fds[i], enter);
    }
    for (size_t i = 0; i < count; i++) {
        client_frame_read(fds[i], frame);
        JB_EQ_STR((char *)frame->payload, enter);
    }
    free(frame);
    return fds;
}

static void close_many(int *fds, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (fds[i] >= 0) {
            (void)close(fds[i]);
        }
    }
    free(fds);
}

/* Lets the first member leave that the walk has (or has not) reached. */
static void let_leave(host *h, bool reached)
{
    jb_room *room = &h->net->rooms[CHANNEL];

    for (uint32_t i = 0; i < room->count; i++) {
        const jb_seat *seat = &h->net->seats[room->slots[i]];

        if ((seat->walk == room->walk) == reached) {
            jb_net_enter(h->net, jb_seat_session(h->net, seat), JB_CHANNEL_NONE);
            return;
        }
    }
}

/* Starts a walk and lets two of those leave that it has not reached, and two that it has. */
static void broadcast_and_leave(host *h, void *argument)
{
    (void)argument;
    h->shared_size = 600;
    memset(h->shared + JB_FRAME_HEADROOM, 's', 600);
    jb_net_due_channel(h->net, CHANNEL, BIT_SHARED);
    JB_TRUE(h->net->rooms[CHANNEL].walking); /* 512 of 600 are done */
    for (int i = 0; i < 2; i++) {
        let_leave(h, true);
        let_leave(h, false);
    }
}

static bool walk_is_over(host *h, void *argument)
{
    (void)argument;
    return !h->net->rooms[CHANNEL].walking;
}

/* Frames waiting at the client, read until a mark that was sent to it afterwards. */
static int count_shared(int fd, client_frame *frame)
{
    int count = 0;

    client_text(fd, "mark");
    for (;;) {
        client_frame_read(fd, frame);
        JB_EQ_I64(frame->opcode, OP_TEXT);
        if (frame->size == 4) {
            return count;
        }
        JB_EQ_SIZE(frame->size, 600);
        count++;
    }
}

static void members_leaving_during_a_walk_lose_nobody_elses_frame(void **state)
{
    host *h = host_start(NULL);
    int *fds = open_many(h, MANY, "enter 7");
    client_frame *frame = malloc(sizeof(*frame));
    int reached = 0;

    for (int round = 0; round < 5; round++) {
        int others = 0;

        host_do(h, broadcast_and_leave, NULL);
        host_until(h, walk_is_over, NULL);
        reached = 0;
        for (size_t i = 0; i < MANY; i++) {
            int count = count_shared(fds[i], frame);

            JB_TRUE(count <= 1);
            reached += count;
        }
        others = MANY - 4 * round; /* members when the round began; two left unreached */
        JB_EQ_I64(reached, others - 2);
        if (others - 4 <= JB_WALK_SLICE) {
            break;
        }
    }
    free(frame);
    close_many(fds, MANY);
    host_stop(h);
}

static void broadcast(host *h, void *argument)
{
    h->shared_size = 600;
    memset(h->shared + JB_FRAME_HEADROOM, 's', 600);
    jb_net_due_channel(h->net, *(jb_channel *)argument, BIT_SHARED);
}

/* The first two of a walk, and of its part before the start, are there before they can be
 * announced. */
static void a_walk_announces_whom_it_comes_to(void **state)
{
    host *h = host_start(NULL);
    int *fds = open_many(h, MANY, "enter 7");
    client_frame *frame = malloc(sizeof(*frame));
    jb_channel channel = CHANNEL;
    uint32_t announced = 0;

    host_do(h, broadcast, &channel);
    host_until(h, walk_is_over, NULL);
    for (size_t i = 0; i < MANY; i++) {
        JB_EQ_I64(count_shared(fds[i], frame), 1);
    }
    for (size_t slot = 0; slot < HOST_SLOTS; slot++) {
        JB_TRUE(h->ahead[slot] <= (slot < MANY ? 1 : 0));
        announced += h->ahead[slot];
    }
    JB_TRUE(announced >= MANY - 4);
    free(frame);
    close_many(fds, MANY);
    host_stop(h);
}

static bool two_are_missing(host *h, void *argument)
{
    (void)argument;
    return h->net->rooms[CHANNEL].count == MANY - 2;
}

static void sockets_closing_during_a_walk_lose_nobody_elses_frame(void **state)
{
    host *h = host_start(NULL);
    int *fds = open_many(h, MANY, "enter 7");
    client_frame *frame = malloc(sizeof(*frame));
    jb_channel channel = CHANNEL;

    (void)close(fds[3]);
    (void)close(fds[599]);
    fds[3] = fds[599] = -1;
    host_do(h, broadcast, &channel);
    host_until(h, walk_is_over, NULL);
    for (size_t i = 0; i < MANY; i++) {
        JB_EQ_I64(fds[i] < 0 ? 1 : count_shared(fds[i], frame), 1);
    }
    host_until_sessions(h, MANY - 2);
    host_until(h, two_are_missing, NULL);
    free(frame);
    close_many(fds, MANY);
    host_stop(h);
}

static void restart_and_two(host *h, void *argument)
{
    jb_channel one = 1;
    jb_channel two = 2;

    (void)argument;
    broadcast(h, &one);
    broadcast(h, &two);
    jb_net_due_channel(h->net, 1, BIT_NUMBER); /* while 1 is being walked */
}

static bool walks_are_over(host *h, void *argument)
{
    (void)argument;
    return !h->net->rooms[1].walking && !h->net->rooms[2].walking;
}

static void several_walks_go_on_side_by_side_and_a_restart_has_all_bits(void **state)
{
    host *h = host_start(NULL);
    int *ones = open_many(h, MANY, "enter 1");
    int *twos = open_many(h, MANY, "enter 2");
    client_frame *frame = malloc(sizeof(*frame));
    bool numbered = false;
    bool shared = false;

    host_do(h, restart_and_two, NULL);
    host_until(h, walks_are_over, NULL);
    for (size_t i = 0; i < MANY; i++) {
        JB_EQ_I64(count_shared(twos[i], frame), 1);
        /* Those reached before the restart have the shared frame a second time. */
        client_text(ones[i], "mark");
        numbered = shared = false;
        do {
            client_frame_read(ones[i], frame);
            numbered = numbered || frame->size == 3000;
            shared = shared || frame->size == 600;
        } while (frame->size != 4);
        JB_TRUE(numbered && shared);
    }
    free(frame);
    close_many(ones, MANY);
    close_many(twos, MANY);
    host_stop(h);
}

static void empty_and_left_channels_are_harmless(void **state)
{
    host *h = host_start(NULL);
    jb_channel channel = JB_CHANNELS_MAX - 1;
    int fd = client_open(host_port(h));
    client_frame *frame = malloc(sizeof(*frame));

    host_do(h, broadcast, &channel);
    client_text(fd, "enter 4095");
    client_frame_read(fd, frame);
    host_do(h, broadcast, &channel);
    client_frame_read(fd, frame);
    JB_EQ_SIZE(frame->size, 600);
    client_text(fd, "enter 5");
    client_frame_read(fd, frame);
    host_do(h, broadcast, &channel);
    JB_EQ_I64(count_shared(fd, frame), 0);
    (void)close(fd);
    host_until_sessions(h, 0);
    channel = 5;
    host_do(h, broadcast, &channel);
    free(frame);
    host_stop(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_leaving_during_a_walk_lose_nobody_elses_frame),
        cmocka_unit_test(a_walk_announces_whom_it_comes_to),
        cmocka_unit_test(sockets_closing_during_a_walk_lose_nobody_elses_frame),
        cmocka_unit_test(several_walks_go_on_side_by_side_and_a_restart_has_all_bits),
        cmocka_unit_test(empty_and_left_channels_are_harmless),
    };
    return JB_RUN(tests);
}
