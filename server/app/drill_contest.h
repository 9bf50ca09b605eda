#ifndef JINBANG_DRILL_CONTEST_H
#define JINBANG_DRILL_CONTEST_H

#include <stdint.h>

#include "jinbang/buffer.h"
#include "jinbang/status.h"

/*
 * The contest that a drill makes for itself through the server's HTTP interface, as an organizer's
 * page would, and removes again: questions of its own, so that no bank need be there.
 */
enum {
    JB_DRILL_ID_SIZE = 64,
    JB_DRILL_KEY_SIZE = 80,
    JB_DRILL_HOST_SIZE = 256,
    JB_DRILL_PORT_SIZE = 6
};

/* Where the server is. */
typedef struct jb_drill_server {
    char host[JB_DRILL_HOST_SIZE];
    char port[JB_DRILL_PORT_SIZE];
    char key[JB_DRILL_KEY_SIZE]; /* the organizer's; "": not known */
} jb_drill_server;

typedef struct jb_drill_contest {
    char bank[JB_DRILL_ID_SIZE]; /* "": none was made */
    char id[JB_DRILL_ID_SIZE];   /* the same */
    char code[JB_DRILL_ID_SIZE];
    char host_key[JB_DRILL_KEY_SIZE];
    char screen_key[JB_DRILL_KEY_SIZE]; /* "": none */
} jb_drill_contest;

/* http://HOST:PORT, a / after it, IPv6 in brackets; without a port 80. False: it is not that. */
bool jb_drill_url(const char *url, jb_drill_server *out);

/* On failure what was made so far is in `out`, to be removed, and `why` has a sentence. */
jb_status jb_drill_contest_make(const jb_drill_server *server, uint32_t questions, uint32_t players,
                                jb_drill_contest *out, jb_buffer *why) JB_MUST_CHECK;

/* The contest with its people and results, then the bank. What is not there is not asked for. */
jb_status jb_drill_contest_remove(const jb_drill_server *server, jb_drill_contest *contest,
                                  jb_buffer *why) JB_MUST_CHECK;

#endif
