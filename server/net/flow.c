/*
 * What one session may send. Messages are paid for: each costs a fraction of a second, and whoever
 * is too far ahead of the clock is closed. What never becomes a message (pings, pieces of nothing,
 * halves of frames) is seen in the bytes that the kernel has counted for the socket, looked at
 * whenever the session is pinged; until then it costs the others little, because libwebsockets
 * reads 512 bytes of each socket in turn.
 */
#include <linux/tcp.h>
#include <string.h>

#include "net_internal.h"

enum {
    SECOND_MS = 1000,
    MESSAGE_MS = SECOND_MS / JB_MESSAGES_RATE,
    AHEAD_MS = JB_MESSAGES_BURST * MESSAGE_MS
};

bool jb_flow_take(jb_seat *seat, jb_time now)
{
    seat->paid_until = (seat->paid_until > now ? seat->paid_until : now) + MESSAGE_MS;
    return seat->paid_until - now <= AHEAD_MS;
}

bool jb_flow_bytes(jb_seat *seat, int fd)
{
    struct tcp_info info;
    socklen_t size = sizeof(info);
    uint64_t before = seat->received;

    memset(&info, 0, sizeof(info));
    if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) {
        return true; /* not a TCP socket */
    }
    seat->received = info.tcpi_bytes_received;
    return before == 0 || seat->received - before <= JB_RECEIVED_MAX * seat->message_max;
}
