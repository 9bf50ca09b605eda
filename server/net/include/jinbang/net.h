#ifndef JINBANG_NET_H
#define JINBANG_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jinbang/assets.h"
#include "jinbang/buffer.h"
#include "jinbang/clock.h"
#include "jinbang/session.h"
#include "jinbang/status.h"

/*
 * libwebsockets on libuv, behind a small interface: HTTP in and out, WebSocket sessions, due bits.
 * It carries bytes and knows no contest. Everything runs on the one loop thread except
 * jb_net_wake(), which any thread may call.
 *
 * Sending is state, not queues: a session holds a few due bits. Whoever has something to say sets a
 * bit; when the socket can take a frame, on_produce is asked for the current frame of what is due.
 * An outdated frame is never sent and memory is bounded by construction.
 */
typedef struct jb_net jb_net;

typedef enum jb_method {
    JB_GET,
    JB_HEAD,
    JB_POST,
    JB_DELETE,
    JB_PATCH,
    JB_METHOD_OTHER
} jb_method;

/* One HTTP request. Borrowed for the call. */
typedef struct jb_request {
    uint64_t id; /* to answer it */
    jb_method method;
    const char *path;          /* decoded, without the query */
    const char *query;         /* escaped, "" if none */
    const char *authorization; /* headers: "" if absent */
    const char *cookie;
    const char *origin;
    const char *host;
    const char *if_none_match;
    bool wants_page; /* Accept names text/html: a person is waiting */
    /* No page of another site asks: Origin is absent, or names this server (public_url, or what
     * Host says). */
    bool own_origin;
    /* Stands for the client's address as long as this server runs; tells nothing about it. */
    uint64_t client;
    jb_slice body;
} jb_request;

/* A body for many responses at once, so that a picture that a hall asks for in one second is in
 * memory once. Counted; for the loop thread only. */
typedef struct jb_body jb_body;

/* Takes the bytes over and leaves the buffer empty; one user. NULL: no memory, the buffer is as it
 * was. */
jb_body *jb_body_create(jb_buffer *bytes);
/* One user more; returns the same body. */
jb_body *jb_body_keep(jb_body *body);
/* One user less; without any the bytes go. NULL is fine. */
void jb_body_drop(jb_body *body);
jb_slice jb_body_bytes(const jb_body *body);

typedef enum jb_cache {
    JB_CACHE_NONE,    /* no-store */
    JB_CACHE_PRIVATE, /* kept by the browser, to be asked for again each time */
    JB_CACHE_FOR_EVER /* the address says what the content is: kept by anybody for a year */
} jb_cache;

typedef struct jb_response {
    int status;
    const char *content_type; /* NULL: no body */
    jb_slice body;            /* copied */
    jb_body *shared;          /* instead of `body`, not copied; the net counts as a user of it */
    const char *page;         /* instead of a body, an asset: "/lost/index.html"; or NULL */
    const char *disposition;  /* Content-Disposition, or NULL */
    const char *set_cookie;   /* or NULL */
    const char *location;     /* or NULL */
    const char *etag;         /* without quotes, or NULL; If-None-Match then gives 304 by itself */
    const char *allow;        /* of a 405, or NULL */
    const char *policy;       /* Content-Security-Policy instead of the pages' own, or NULL */
    bool ranges; /* a request for one part of the body gets that part (206), by itself */
    jb_cache cache;
} jb_response;

typedef struct jb_net_callbacks {
    /* A WebSocket was opened (subprotocol jinbang.v1, Origin checked). */
    void (*on_open)(void *user, jb_session session, jb_time now);
    /* One whole text message; `now` (monotonic) was read when its last byte was. */
    void (*on_message)(void *user, jb_session session, jb_slice text, jb_time now);
    /* A binary message came. */
    void (*on_binary)(void *user, jb_session session);
    /* Gone, whoever closed it; the session must not be used any more. Comes from the loop, never
     * from within jb_net_close. */
    void (*on_close)(void *user, jb_session session);
    /* What is due can be sent: give one frame and clear its bit in *due. Return false (with the
     * bits cleared that need nothing) if there is nothing to send; then none is due any more.
     * Nothing of jb_net may be called from here except what only asks. */
    bool (*on_produce)(void *user, jb_session session, uint32_t *due, jb_frame *frame);
    /* The session in this slot will be asked for a frame very soon: what that needs may be fetched,
     * and nothing else be done. Or NULL. */
    void (*on_ahead)(void *user, uint32_t slot);
    /* The headers of a request that announces a body, before any of it is taken: returns how many
     * bytes it may have (more is a 413). A request that is not wanted is answered here, by
     * jb_net_respond; its body is thrown away and its connection closed. */
    size_t (*on_request_head)(void *user, const jb_request *request);
    /* A path that is not a page or asset is asked for; the request is complete with its body.
     * Answer by jb_net_respond, now or later. */
    void (*on_request)(void *user, const jb_request *request);
    /* The requester went away before the answer; its id is dead. */
    void (*on_request_gone)(void *user, uint64_t id);
    /* After jb_net_wake(). */
    void (*on_wake)(void *user);
    /* The timer set by jb_net_set_timer, and every second. */
    void (*on_timer)(void *user, jb_time now);
    /* A stop begins (jb_net_stop, a signal): the last moment to set due bits. May be NULL. */
    void (*on_stop)(void *user);
} jb_net_callbacks;

/* A page: GET path -> an asset. */
typedef struct jb_page {
    const char *path;  /* "/screen" */
    const char *asset; /* "/screen/index.html" */
} jb_page;

typedef struct jb_net_options {
    const char *address; /* numeric IPv4 or IPv6 */
    uint16_t port;       /* 0: any free one */
    const char *cert;    /* both or neither */
    const char *key;
    const char *assets;   /* NULL: the embedded ones; else a directory like clients/dist */
    const jb_page *pages; /* borrowed for the life of the net */
    size_t page_count;
    const char *public_url; /* allowed as Origin beside the Host header's own; NULL: none */
    bool trust_proxy;       /* client address from X-Forwarded-For when the peer is loopback */
    uint32_t sessions_max;  /* 0: from the open-file limit */
    size_t message_max;     /* for every session until jb_net_set_message_max */
    size_t body_max;        /* of a request, whatever on_request_head says */
    jb_net_callbacks callbacks;
    void *user;
} jb_net_options;

/* Listens. On failure *out is NULL and `why` holds one sentence (address in use, ...). */
jb_status jb_net_create(const jb_net_options *options, jb_net **out, jb_buffer *why) JB_MUST_CHECK;
void jb_net_destroy(jb_net *net);

/* The port in use. */
uint16_t jb_net_port(const jb_net *net);
uint32_t jb_net_sessions_max(const jb_net *net);

/* Runs the loop until jb_net_stop(). With TLS it looks at the certificate's files once a second and
 * on SIGHUP: new ones that go together serve every handshake from then on, without touching open
 * connections; with others it goes on as it is and says so in the log. */
void jb_net_run(jb_net *net);
/* From any thread or a signal handler: calls on_stop, gives what is due up to a second to go out,
 * closes every session with 1001 and ends jb_net_run. SIGINT and SIGTERM do the same. */
void jb_net_stop(jb_net *net);
/* From any thread: on_wake will be called on the loop thread. Wakes may merge. */
void jb_net_wake(jb_net *net);
/* One timer: on_timer at this monotonic time; JB_TIME_NONE: only the tick of every second. */
void jb_net_set_timer(jb_net *net, jb_time at);

/* Sets due bits and sends at once what can be sent. Safe inside every callback except on_produce.
 */
void jb_net_due(jb_net *net, jb_session session, uint32_t bits);

void jb_net_enter(jb_net *net, jb_session session, jb_channel channel); /* leaves the old one */
/* Sets due bits on every member and sends in slices of 512, going on through the loop, starting at
 * a rotating offset. A new call for the same channel during a walk restarts it with all the bits.
 */
void jb_net_due_channel(jb_net *net, jb_channel channel, uint32_t bits);

/* Sends what is still due, then closes with the code; both on the loop's next pass. No further
 * on_message comes, further due bits are ignored, and it leaves its channel at once. The reason is
 * cut at 123 bytes; NULL is none. */
void jb_net_close(jb_net *net, jb_session session, uint16_t code, const char *reason);
/* Raises the limit for incoming messages of one session (a host). */
void jb_net_set_message_max(jb_net *net, jb_session session, size_t size);
/* Smallest round trip of the session's recent pings in ms; -1: not measured yet. */
int32_t jb_net_round_trip(const jb_net *net, jb_session session);
/* Counts a failure (wrong code, malformed frame) against the session's address. True: that address
 * has had too many in the last minute and is to be turned away: the caller says so and, of a
 * session, closes it; both go out JB_HELD_MS later, and nothing the session says meanwhile is
 * heard. Addresses are kept in memory only, never logged. */
bool jb_net_failure(jb_net *net, jb_session session);
bool jb_net_request_failure(jb_net *net, uint64_t request_id);

/* Answers a request; an id that is gone is ignored. A text that cannot be in a header (a line
 * break) makes it a 500. A request not answered within a minute gets a 503. */
void jb_net_respond(jb_net *net, uint64_t request_id, const jb_response *response);

typedef struct jb_net_metrics {
    uint64_t sessions;
    uint64_t sessions_total;
    uint64_t messages_in;
    uint64_t frames_out;
    uint64_t bytes_out;
    uint64_t waiting; /* accepted sockets not yet handed to the handshake */
    uint64_t closed_slow;
    uint64_t closed_too_large;
    uint64_t closed_flood; /* sent more than a session may */
    uint64_t refused;
} jb_net_metrics;

void jb_net_measure(const jb_net *net, jb_net_metrics *out);

#endif
