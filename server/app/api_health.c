/*
 * Liveness, and figures in Prometheus' text format. No names, no codes.
 */
#include <inttypes.h>
#include <stdio.h>

#include "api.h"

void jb_api_health(jb_call *call)
{
    bool failed = jb_store_failed(call->server->store, NULL);
    call->status = failed ? 503 : 200;
    jb_buffer_append_text(&call->body,
                          failed ? "{\"status\":\"store_failed\"}\n" : "{\"status\":\"ok\"}\n");
}

typedef struct jb_figure {
    const char *name;
    const char *type;
    const char *help;
    uint64_t value;
} jb_figure;

static void write_figure(jb_buffer *out, const jb_figure *figure)
{
    char line[256];
    (void)snprintf(
        line, sizeof line, "# HELP jinbang_%s %s\n# TYPE jinbang_%s %s\njinbang_%s %" PRIu64 "\n",
        figure->name, figure->help, figure->name, figure->type, figure->name, figure->value);
    jb_buffer_append_text(out, line);
}

void jb_api_metrics(jb_call *call)
{
    jb_net_metrics net;
    jb_arena_metrics arena;
    jb_store_metrics store;
    jb_net_measure(call->server->net, &net);
    jb_arena_measure(call->server->arena, &arena);
    jb_store_measure(call->server->store, &store);
    const jb_figure figures[] = {
        { "sessions", "gauge", "Open WebSocket sessions.", net.sessions },
        { "sessions_total", "counter", "WebSocket sessions ever opened.", net.sessions_total },
        { "messages_in_total", "counter", "Messages received.", net.messages_in },
        { "frames_out_total", "counter", "Frames sent.", net.frames_out },
        { "bytes_out_total", "counter", "Bytes of frames sent.", net.bytes_out },
        { "accept_waiting", "gauge", "Sockets waiting for the handshake.", net.waiting },
        { "closed_slow_total", "counter", "Sessions closed for not reading.", net.closed_slow },
        { "closed_too_large_total", "counter", "Sessions closed for too large a message.",
          net.closed_too_large },
        { "closed_flood_total", "counter", "Sessions closed for sending too much.",
          net.closed_flood },
        { "refused_total", "counter", "Connections refused.", net.refused },
        { "contests", "gauge", "Live contests.", arena.contests },
        { "players_online", "gauge", "Players connected.", arena.players_online },
        { "answers_total", "counter", "Answers accepted.", arena.answers },
        { "acks_total", "counter", "Acknowledgements sent.", arena.acks },
        { "errors_total", "counter", "Errors sent to clients.", arena.errors },
        { "store_failed", "gauge", "1 while the store refuses writes.", arena.store_failed },
        { "commits_total", "counter", "Transactions committed.", store.commits },
        { "records_total", "counter", "Records committed.", store.records },
        { "commit_microseconds_total", "counter", "Time spent committing.", store.commit_us_total },
        { "commit_microseconds_max", "gauge", "Longest commit.", store.commit_us_max },
    };
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
        write_figure(&call->body, &figures[i]);
    }
    call->content_type = "text/plain; version=0.0.4; charset=utf-8";
}
