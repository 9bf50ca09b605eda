#ifndef JINBANG_SESSION_H
#define JINBANG_SESSION_H

#include <stddef.h>
#include <stdint.h>

/*
 * The words that whoever carries bytes (net, or the simulated network of the tests) and whoever
 * gives them meaning (arena) share. A session is one connection, never a person.
 */

/* Slot in the low 32 bits (dense, reused), generation in the high ones. 0: none. */
typedef uint64_t jb_session;
#define JB_SESSION_NONE UINT64_C(0)

static inline uint32_t jb_session_slot(jb_session session)
{
    return (uint32_t)session;
}

/* A set of sessions that is sent to together (a contest's players, say). */
typedef uint32_t jb_channel;
#define JB_CHANNEL_NONE UINT32_MAX
enum {
    JB_CHANNELS_MAX = 4096
};

/* Bytes that must be writable before a frame's payload: the WebSocket header is put there. */
enum {
    JB_FRAME_HEADROOM = 64
};

/* A text frame to send. May be shared by any number of sessions. */
typedef struct jb_frame {
    unsigned char *payload; /* JB_FRAME_HEADROOM writable bytes stand before it */
    size_t size;
} jb_frame;

#endif
