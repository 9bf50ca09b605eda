/*
 * An address from which too many failures come is answered slowly: whoever makes a further one
 * waits for the answer, unheard, and is closed after it. Others behind the same address notice
 * nothing. Those who wait are few: one too many lets the first one go.
 */
#include "net_internal.h"

#include "jinbang/assert.h"

bool jb_held(const jb_connection *connection)
{
    return connection->queue == &connection->net->held;
}

static void let_go(jb_net *net, jb_connection *connection)
{
    JB_ASSERT(connection->queue == &net->held);
    jb_queue_remove(connection);
    if (connection->exchange != NULL && connection->exchange->paused) {
        connection->exchange->paused = false;
        (void)lws_rx_flow_control(connection->wsi, 1);
    }
    (void)lws_callback_on_writable(connection->wsi);
}

void jb_held_add(jb_net *net, jb_connection *connection)
{
    if (connection->closed || jb_held(connection)) {
        return;
    }
    if (net->held.count == JB_HELD_MAX) {
        let_go(net, net->held.first);
    }
    if (connection->exchange != NULL) {
        connection->exchange->paused = true;
        (void)lws_rx_flow_control(connection->wsi, 0);
    }
    jb_queue_add(&net->held, connection, jb_clock_monotonic_ms() + JB_HELD_MS);
}

void jb_held_tick(jb_net *net, jb_time now)
{
    while (net->held.first != NULL && net->held.first->deadline <= now) {
        let_go(net, net->held.first);
    }
}
