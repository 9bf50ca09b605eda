/*
 * Channels: sets of sessions that are sent to together. A set is a dense array of slots; leaving
 * moves the last one into the gap.
 *
 * A walk visits every member in slices of JB_WALK_SLICE and goes on from the loop's next pass, so
 * that a question to twenty thousand phones does not keep answers waiting. It starts each time at
 * another member and wraps around, so that nobody is always last. Members may leave meanwhile: the
 * one that is moved into the gap may come from the part not visited yet to the part already passed,
 * and is then given its bits at once; one that is moved the other way is known by the number of the
 * walk that was there last. Whoever enters during a walk is not part of it.
 */
#include "net_internal.h"

#include <stddef.h>
#include <stdlib.h>

#include "jinbang/assert.h"
#include "jinbang/fetch.h"

enum {
    FIRST_CAPACITY = 16,
    CLOSE_TRY_LATER = 1013,
    /* How many places ahead of the one that is sent to its memory is fetched. */
    AHEAD_SEAT = 3,
    AHEAD_CONNECTION = 2,
    AHEAD_SOCKET = 1,
    SOCKET_SIZE = 832 /* about what libwebsockets keeps of a socket; more or less does no harm */
};

/* 2^32 divided by the golden ratio: successive starts spread evenly over any number of members. */
#define GOLDEN UINT32_C(2654435769)

jb_status jb_channels_open(jb_net *net)
{
    net->walk_first = JB_CHANNEL_NONE;
    net->walk_last = JB_CHANNEL_NONE;
    net->rooms = calloc(JB_CHANNELS_MAX, sizeof(*net->rooms));
    return net->rooms == NULL ? JB_ERR_MEMORY : JB_OK;
}

void jb_channels_close(jb_net *net)
{
    for (size_t i = 0; net->rooms != NULL && i < JB_CHANNELS_MAX; i++) {
        free(net->rooms[i].slots);
    }
    free(net->rooms);
    net->rooms = NULL;
}

/* Has the walk gone over this place already? */
static bool passed(const jb_room *room, uint32_t place)
{
    if (room->wrapped) {
        return place >= room->start || place < room->at;
    }
    return place >= room->start && place < room->at;
}

void jb_channel_leave(jb_net *net, jb_seat *seat)
{
    jb_room *room = NULL;
    uint32_t place = seat->place;
    jb_seat *moved = NULL;

    if (seat->channel == JB_CHANNEL_NONE) {
        return;
    }
    room = &net->rooms[seat->channel];
    JB_ASSERT(place < room->count);
    JB_ASSERT(room->slots[place] == jb_seat_slot(net, seat));
    seat->channel = JB_CHANNEL_NONE;
    room->count--;
    if (place == room->count) {
        return;
    }
    room->slots[place] = room->slots[room->count];
    moved = &net->seats[room->slots[place]];
    moved->place = place;
    if (room->walking && moved->walk != room->walk && passed(room, place)) {
        moved->walk = room->walk;
        jb_seat_due_later(net, moved, room->bits);
    }
}

void jb_net_enter(jb_net *net, jb_session session, jb_channel channel)
{
    jb_seat *seat = jb_seat_find(net, session);
    jb_room *room = NULL;

    if (seat == NULL || seat->leaving || seat->channel == channel) {
        return;
    }
    jb_channel_leave(net, seat);
    if (channel == JB_CHANNEL_NONE) {
        return;
    }
    JB_ASSERT(channel < JB_CHANNELS_MAX);
    room = &net->rooms[channel];
    if (room->count == room->capacity) {
        uint32_t capacity = room->capacity == 0 ? FIRST_CAPACITY : room->capacity * 2;
        uint32_t *slots = realloc(room->slots, capacity * sizeof(*slots));

        /* A member that cannot be reached is worse than none: it may come back. */
        if (slots == NULL) {
            jb_seat_close(net, seat, CLOSE_TRY_LATER, "out of memory");
            return;
        }
        room->slots = slots;
        room->capacity = capacity;
    }
    seat->channel = channel;
    seat->place = room->count;
    seat->walk = room->walk;
    room->slots[room->count++] = jb_seat_slot(net, seat);
}

/*
 * The kernel's work for one message pushes what belongs to the next out of the caches, and each of
 * these looks costs a tenth of a microsecond then: the seat, its connection, the application's
 * part, what libwebsockets keeps of the socket. Each leads to the next, so they are asked for one
 * place after the other, while the kernel works for those in front.
 */
static void look_ahead(const jb_net *net, const jb_room *room, uint32_t at, uint32_t end)
{
    const uint32_t left = end - at;
    const uint32_t *slots = room->slots + at;

    if (left > AHEAD_SEAT) {
        jb_fetch(&net->seats[slots[AHEAD_SEAT]], offsetof(jb_seat, next_free));
    }
    if (left > AHEAD_CONNECTION) {
        const uint32_t slot = slots[AHEAD_CONNECTION];

        jb_fetch(net->seats[slot].connection, offsetof(jb_connection, before));
        if (net->options.callbacks.on_ahead != NULL) {
            net->options.callbacks.on_ahead(net->options.user, slot);
        }
    }
    if (left > AHEAD_SOCKET) {
        jb_fetch(net->seats[slots[AHEAD_SOCKET]].connection->wsi, SOCKET_SIZE);
    }
}

static void visit(jb_net *net, jb_room *room, uint32_t place)
{
    jb_seat *seat = &net->seats[room->slots[place]];

    if (seat->walk == room->walk) {
        return;
    }
    seat->walk = room->walk;
    if (!seat->leaving) {
        seat->due |= room->bits;
        jb_seat_flush(net, seat);
    }
}

/* One slice. True if the walk goes on. */
static bool walk_on(jb_net *net, jb_channel channel)
{
    jb_room *room = &net->rooms[channel];

    for (int i = 0; i < JB_WALK_SLICE; i++) {
        uint32_t end = room->wrapped && room->start < room->count ? room->start : room->count;

        if (room->at >= end) {
            if (room->wrapped) {
                return false;
            }
            room->wrapped = true;
            room->at = 0;
            continue;
        }
        look_ahead(net, room, room->at, end);
        visit(net, room, room->at++);
    }
    return true;
}

static void add_to_walks(jb_net *net, jb_channel channel)
{
    net->rooms[channel].next = JB_CHANNEL_NONE;
    if (net->walk_last == JB_CHANNEL_NONE) {
        net->walk_first = channel;
    } else {
        net->rooms[net->walk_last].next = channel;
    }
    net->walk_last = channel;
}

void jb_net_due_channel(jb_net *net, jb_channel channel, uint32_t bits)
{
    jb_room *room = NULL;
    bool was_walking = false;

    JB_ASSERT(channel < JB_CHANNELS_MAX);
    room = &net->rooms[channel];
    if (room->count == 0) {
        return;
    }
    was_walking = room->walking;
    room->bits = was_walking ? room->bits | bits : bits;
    room->walk++;
    room->turn += GOLDEN;
    room->start = (uint32_t)((uint64_t)room->turn * room->count >> 32);
    room->at = room->start;
    room->wrapped = false;
    room->walking = true;
    if (was_walking) {
        return; /* it is in the list, and goes on from there with the new start */
    }
    room->walking = walk_on(net, channel);
    if (room->walking) {
        add_to_walks(net, channel);
        jb_net_work(net);
    }
}

bool jb_channels_work(jb_net *net)
{
    jb_channel channel = net->walk_first;

    if (channel == JB_CHANNEL_NONE) {
        return false;
    }
    net->walk_first = net->rooms[channel].next;
    if (net->walk_first == JB_CHANNEL_NONE) {
        net->walk_last = JB_CHANNEL_NONE;
    }
    /* Others wait too: the one that has had its slice goes to the end. */
    if (walk_on(net, channel)) {
        add_to_walks(net, channel);
    } else {
        net->rooms[channel].walking = false;
    }
    return net->walk_first != JB_CHANNEL_NONE;
}
