#ifndef JINBANG_FOOTPRINT_H
#define JINBANG_FOOTPRINT_H

#include <stddef.h>
#include <stdint.h>

/*
 * What things take of memory, at most: bytes of the heap, with what malloc() adds. The structs they
 * are of are checked against these numbers where they are defined, a contest as a whole by a test
 * (tests/scale/footprint.c). A contest takes what its file asks for when it is opened, more with
 * each participant up to players_max, and nothing more with time: what happens goes to the disk.
 */
enum {
    JB_FOOTPRINT_BLOCK = 16, /* what malloc() adds to one block, at most */

    /* A connection: its socket, its place among the sessions, its client; its places in the channel
     * and in the queue for the disk, which double. Not libwebsockets' part (about 1,600 bytes) and
     * the kernel's. */
    JB_FOOTPRINT_SOCKET = 80,
    JB_FOOTPRINT_SESSION = 136,
    JB_FOOTPRINT_CLIENT = 144,
    JB_FOOTPRINT_CONNECTION = JB_FOOTPRINT_SOCKET + JB_FOOTPRINT_SESSION + JB_FOOTPRINT_CLIENT +
                              JB_FOOTPRINT_BLOCK + 2 * (4 + 16),
    /* While an ack, an error or a refusal waits for it. */
    JB_FOOTPRINT_REPLIES = 8 * 32 + JB_FOOTPRINT_BLOCK,
    /* One that has been refused with a sentence, has waited to be let in, or is a console. */
    JB_FOOTPRINT_POCKET = 256 + JB_FOOTPRINT_BLOCK,

    /* Somebody who has joined: token, connection, the name's block without its bytes. The list
     * doubles; so do two tables of 16 bytes a row, at three quarters: one row for the token, and
     * three for names, the present one, the whole of one that was numbered, and one given up. */
    JB_FOOTPRINT_PERSON = 72,
    JB_FOOTPRINT_TABLE_ROW = 16,
    JB_FOOTPRINT_JOINED =
        2 * JB_FOOTPRINT_PERSON + 4 * 8 * JB_FOOTPRINT_TABLE_ROW / 3 + 2 * JB_FOOTPRINT_BLOCK,
    /* The smallest of those lists. */
    JB_FOOTPRINT_LISTS = 32 * JB_FOOTPRINT_PERSON + 4 * 64 * JB_FOOTPRINT_TABLE_ROW,

    /* Each of players_max, and each team where teams compete, joined or not. The system gives pages
     * of it only as they are used. */
    JB_FOOTPRINT_SCORE = 152,
    JB_FOOTPRINT_ANSWER = 776, /* the newest one; what became of the others is below */
    JB_FOOTPRINT_SEAT = JB_FOOTPRINT_SCORE + JB_FOOTPRINT_ANSWER + 4 * 4,
    JB_FOOTPRINT_SEAT_TURN = 24, /* and each of the turns */
    JB_FOOTPRINT_TURN = 40,
    JB_FOOTPRINT_TEAM = 2 * 16 + 20 * 16 + 84,
    /* Window contests: instead of answers each of players_max has a paper with its places, and
     * where texts are typed, orders or pairs laid, blocks for them: one for an order or pairs, nine
     * for a text. The system gives pages of all that as they are used. */
    JB_FOOTPRINT_PAPER = 152,
    JB_FOOTPRINT_PLACE = 24,
    JB_FOOTPRINT_BLOCK_TYPED = 32,
    JB_FOOTPRINT_UNIT = 40,
    JB_FOOTPRINT_ENGINE = 168 * 1024, /* of which corrections of keys are nearly all */
    JB_FOOTPRINT_CONTEST = 2048,

    /* Frames that many share: states of player, host and screen, tallies of host and screen, the
     * roster; each as it is shown and as it will be. None is larger than JB_FRAME_OUT_MAX, and a
     * buffer is less than twice what it has to hold. */
    JB_FOOTPRINT_FRAMES = 6 * 2
};

typedef struct jb_footprint {
    uint32_t players_max;
    uint32_t turns;
    uint32_t places;  /* of a paper; 0: a live contest */
    uint32_t blocks;  /* that one paper may take for what is typed or laid */
    uint32_t pool;    /* questions of the largest section */
    uint32_t winners; /* of all lotteries */
    uint32_t teams;
    uint32_t joined;    /* have joined so far, with those who were removed */
    size_t name_bytes;  /* of the longest name */
    size_t frame_bytes; /* of the longest frame, JB_FRAME_OUT_MAX at most */
    size_t plan_bytes;  /* what the plan takes that it was loaded from */
} jb_footprint;

/* The most that such a contest takes, without its connections. */
size_t jb_footprint_contest(const jb_footprint *of);

#endif
