/*
 * What the files of this module share.
 *
 *   net.c      life of a jb_net: loop, timers, signals, stop        gate.c     accepting sockets
 *   context.c  the libwebsockets context, its callback, its log     session.c  WebSocket sessions
 *   channel.c  sets of sessions and walks over them                 message.c  what they send us
 *   http.c     requests: headers, body, answer to the application   reply.c    responses
 *   fields.c   what the headers of a request say                    body.c     shared bodies
 *   pages.c    pages and assets                                     folder.c   ... from a directory
 *   headers.c  Host, Origin, Accept-Encoding and the like           address.c  failures by address
 *   flow.c     what one session may send                            held.c     who failed too often
 *   tls.c      the certificate and its renewal
 *
 * A jb_connection is one accepted socket from the moment libwebsockets has it until it destroys it.
 * While it speaks HTTP it has at most one jb_exchange; once upgraded it has a slot among the
 * sessions, which it leaves when either side decides to close, long before the socket is gone.
 */
#ifndef JINBANG_NET_INTERNAL_H
#define JINBANG_NET_INTERNAL_H

#include <stdatomic.h>
#include <sys/socket.h>

#include <libwebsockets.h>
#include <uv.h>

#include "jinbang/footprint.h"
#include "jinbang/net.h"
#include "jinbang/round_trip.h"

enum {
    JB_GATE_INSIDE_MAX = 128, /* sockets within libwebsockets that have not spoken yet */
    JB_GATE_HOLD_MS = 2000,   /* how long one of them keeps its place without speaking */
    JB_GATE_PRESSED_MS = 100, /* and how long it does while others wait */
    JB_GATE_WAIT_MS = 10000,  /* how long a socket may wait to get in */
    JB_GATE_TAKE_MAX = 4096,  /* sockets taken from the kernel in one pass */
    JB_SOCKET_SEND_BUFFER = 32768,
    JB_WALK_SLICE = 512,
    JB_BEAT_MS = 100,
    JB_PING_BEATS = 100, /* a session is pinged every so many beats */
    JB_PING_LOST_MS = 45000,
    JB_PING_SIZE = 8,
    JB_SLOW_MS = 15000,
    JB_LINGER_MS = 3000,  /* for the other side to answer our close frame */
    JB_IDLE_MS = 15000,   /* for the next request on a kept connection */
    JB_ANSWER_MS = 60000, /* for the application to answer a request */
    JB_STALL_MS = 15000,  /* for a reader of a response that takes nothing */
    JB_STOP_MS = 1000,
    JB_STOP_STEP_MS = 20,
    JB_REASON_MAX = 123,          /* bytes, from RFC 6455 */
    JB_DESCRIPTORS_MAX = 1 << 20, /* libwebsockets' tables grow with the limit */
    JB_DESCRIPTORS_KEPT = 64,     /* for the database, the log, ... */
    JB_PAGES_KEPT_MAX = 512, /* files, of a sixteenth, that are for pages and not for sessions */
    JB_SESSIONS_DEFAULT_MAX = 100000,
    JB_HEADER_VALUE_MAX = 4096,
    JB_HOST_MAX = 255,
    JB_SEND_PIECE = 16384,
    JB_FILE_MAX = 16 * 1024 * 1024,
    JB_FAILURES_PER_MINUTE = 600, /* a hall of 10,000 behind one address mistypes that often */
    JB_ADDRESSES_MAX = 4096,
    JB_HELD_MS = 2000,  /* an address with too many failures waits that long for each further one */
    JB_HELD_MAX = 1024, /* who waits so, at most; one more lets the first go */
    JB_HEADERS_MS = 10000, /* for the headers of a request, or of a handshake */
    JB_BODY_MS = 10000,    /* for a body, and 1 s more for each JB_BODY_RATE of it */
    JB_BODY_RATE = 16384,
    JB_GATE_OVER = 32,       /* sockets beyond the limit while one that says nothing is ended */
    JB_MESSAGES_RATE = 50,   /* messages of one session in a second, in the long run */
    JB_MESSAGES_BURST = 500, /* and how many it may send at once */
    JB_RECEIVED_MAX = 512    /* bytes between two pings, in messages of the largest size */
};

_Static_assert(JB_FRAME_HEADROOM >= LWS_PRE, "libwebsockets needs more room before a frame");

#define JB_NO_SLOT     UINT32_MAX
#define JB_WS_PATH     "/ws"
#define JB_WS_PROTOCOL "jinbang.v1"
/* Cache-Control of what lies at an address that says what it is. */
#define JB_FOR_EVER "public, max-age=31536000, immutable"

/* An IPv4 address as ::ffff:a.b.c.d; of an IPv6 address the first 64 bits. */
typedef struct jb_address {
    unsigned char bytes[16];
} jb_address;

typedef struct jb_address_row {
    jb_address address;
    int64_t minute;  /* the one `now` counts in */
    uint32_t before; /* failures in the minute before it */
    uint32_t now;
} jb_address_row;

typedef struct jb_addresses {
    jb_address_row *rows; /* JB_ADDRESSES_MAX */
    uint64_t seed;        /* so that nobody can choose addresses that collide */
} jb_addresses;

typedef struct jb_connection jb_connection;
typedef struct jb_exchange jb_exchange;

/* First in, first out; all entries wait equally long, so the first is the first to be due. */
typedef struct jb_queue {
    jb_connection *first;
    jb_connection *last;
    uint32_t count;
} jb_queue;

struct jb_connection {
    jb_net *net;
    struct lws *wsi;
    jb_exchange *exchange; /* NULL: none */
    jb_queue *queue;       /* the one it waits in, or NULL */
    jb_connection *before;
    jb_connection *after;
    jb_time deadline; /* in the queue */
    uint32_t slot;    /* among the sessions, or JB_NO_SLOT */
    jb_address address;
    bool loopback;
    bool gated;  /* counts as inside the gate */
    bool used;   /* it has had a request: the next may have come together with that */
    bool closed; /* libwebsockets said so; only its destruction is to come */
};

typedef struct jb_seat {
    /* What a push looks at, together: it looks at every seat of a hall. */
    jb_connection *connection; /* NULL: free */
    uint32_t generation;
    uint32_t due;
    jb_channel channel;
    uint32_t place; /* in the channel */
    uint32_t walk;  /* number of the channel's walk that was here last */
    bool stuck;
    bool producing;
    bool leaving; /* to be closed: takes no more messages and no new bits */
    bool listed;  /* the slot stands in the list of those leaving */
    bool broken;  /* a write failed: nothing more can be sent */
    uint32_t next_free;
    uint32_t stuck_prev; /* in the list of those with something due that does not fit */
    uint32_t stuck_next;
    jb_time stuck_since;
    jb_time heard;      /* when anything last came */
    jb_time pinged;     /* stamp of the ping that is out, or JB_TIME_NONE */
    jb_time paid_until; /* what it has sent is paid for by then; flow.c */
    uint64_t received;  /* bytes of the socket, at the last ping */
    jb_buffer *message; /* fragments so far; NULL: none */
    size_t message_max;
    char *close_reason; /* owned, or NULL */
    uint16_t close_code;
    jb_round_trip trips;
} jb_seat;

_Static_assert(sizeof(jb_connection) <= JB_FOOTPRINT_SOCKET, "a socket takes more");
_Static_assert(sizeof(jb_seat) <= JB_FOOTPRINT_SESSION, "a session takes more");

typedef struct jb_room {
    uint32_t *slots;
    uint32_t count;
    uint32_t capacity;
    uint32_t turn; /* where the last walk started, as a fraction of 2^32 */
    /* the walk in progress */
    uint32_t walk; /* its number */
    uint32_t bits;
    uint32_t start;
    uint32_t at;
    bool wrapped; /* past the end, now going from 0 to start */
    bool walking;
    jb_channel next; /* in the list of channels being walked */
} jb_room;

typedef struct jb_waiting {
    int fd;
    bool loopback;
    jb_address address;
    jb_time since;
} jb_waiting;

typedef struct jb_gate {
    int listener;
    int spare;           /* given up to turn somebody away when descriptors run out */
    jb_waiting *waiting; /* ring */
    uint32_t capacity;
    uint32_t first;
    uint32_t count;
    uint32_t inside;
    jb_queue silent; /* those inside */
    jb_queue mute;   /* those who gave up their place and have still not spoken */
    uint32_t connections;
    uint32_t connections_max;
} jb_gate;

typedef enum jb_phase {
    JB_PHASE_BODY,    /* more of the request is to come */
    JB_PHASE_WAITING, /* the application has it */
    JB_PHASE_SENDING
} jb_phase;

typedef enum jb_field {
    JB_FIELD_PATH,
    JB_FIELD_QUERY,
    JB_FIELD_AUTHORIZATION,
    JB_FIELD_COOKIE,
    JB_FIELD_ORIGIN,
    JB_FIELD_HOST,
    JB_FIELD_IF_NONE_MATCH,
    JB_FIELD_RANGE,
    JB_FIELD_IF_RANGE,
    JB_FIELD_ACCEPT,
    JB_FIELD_COUNT
} jb_field;

struct jb_exchange {
    jb_connection *connection;
    uint64_t id;
    uint32_t entry; /* in the table */
    jb_phase phase;
    jb_method method;
    jb_time since; /* begin of the phase, or last progress in it */
    bool keep_alive;
    bool gzip;          /* the client takes it */
    bool inside;        /* within a callback for the request, which will send by itself */
    bool shown;         /* the application knows the id */
    bool paused;        /* reading is off */
    bool discarding;    /* the answer is given, the rest of the body is thrown away */
    jb_address address; /* the client's, which a proxy may have told */
    size_t body_size;   /* announced */
    jb_buffer body;
    jb_buffer text; /* the fields, each with its NUL */
    size_t fields[JB_FIELD_COUNT];
    jb_buffer head;    /* of the response */
    jb_buffer content; /* of the response, if it had to be copied */
    jb_body *shared;   /* of the response, or NULL */
    const char *send;  /* content, shared, or bytes that live as long as the program */
    size_t send_size;
    size_t sent; /* of head and content together */
};

/* A response in the making. Texts are borrowed for the call. */
typedef struct jb_reply {
    int status;
    const char *content_type; /* NULL: no body */
    jb_slice body;
    jb_body *shared;         /* instead of body, or NULL */
    bool body_lasting;       /* lives as long as the program: not copied */
    bool body_gzip;          /* is gzip already, and the client takes it */
    const char *cache;       /* Cache-Control */
    const char *etag;        /* without quotes, or NULL */
    const char *disposition; /* or NULL, as all that follow */
    const char *set_cookie;
    const char *location;
    const char *allow;
    const char *part;   /* Content-Range, set on the way */
    const char *policy; /* Content-Security-Policy, or NULL for the pages' own */
    bool ranges;        /* parts of the body may be asked for */
} jb_reply;

typedef struct jb_tls jb_tls;

struct jb_net {
    uv_loop_t loop;
    uv_poll_t listener;
    uv_idle_t work;
    uv_async_t wake;
    uv_timer_t tick; /* every second */
    uv_timer_t beat; /* every JB_BEAT_MS */
    uv_timer_t timer;
    uv_timer_t stop;
    uv_signal_t signals[2];
    uv_signal_t reload; /* SIGHUP */
    struct lws_context *lws;
    struct lws_vhost *vhost;
    bool loop_open;
    bool handles_open;
    bool stopping;
    bool destroying;
    atomic_bool wake_asked;
    atomic_bool stop_asked;
    jb_time stop_at;
    jb_time slow_ms; /* JB_SLOW_MS, less in tests */
    uint32_t beats;  /* below JB_PING_BEATS */
    uint16_t port;

    jb_net_options options; /* its texts point into `owned` */
    jb_buffer owned;
    int folder;                /* of assets, or -1 */
    const char *public_origin; /* of public_url, or NULL */
    size_t public_origin_size;

    jb_gate gate;
    jb_queue idle;   /* kept HTTP connections without a request */
    jb_queue linger; /* those we have closed, until they are gone */
    jb_queue held;   /* those who are to wait for the answer to their failure */

    jb_seat *seats;
    uint32_t seats_max;
    uint32_t seats_used; /* slots below this have been in use at some time */
    uint32_t free_first;
    uint32_t stuck_first;
    uint32_t stuck_last;
    uint32_t *leaving; /* slots of sessions to be closed from the loop */
    uint32_t leaving_count;

    jb_room *rooms; /* JB_CHANNELS_MAX */
    jb_channel walk_first;
    jb_channel walk_last;

    jb_exchange **exchanges; /* all, in no order */
    uint32_t exchange_capacity;
    uint32_t exchange_count;
    uint64_t exchange_serial;
    uint32_t sending;

    jb_addresses addresses;
    jb_tls *tls; /* NULL: plain HTTP */
    jb_net_metrics metrics;
};

/* net.c */
/* Something waits for the loop's next pass. */
void jb_net_work(jb_net *net);

/* tls.c: the certificate, and when it is read again. */
/* JB_ERR_INVALID: the files do not go together; `why` says it. */
jb_status jb_tls_open(const char *cert, const char *key, jb_tls **out,
                      jb_buffer *why) JB_MUST_CHECK;
void jb_tls_close(jb_tls *tls); /* NULL is fine */
/* Handshakes of the SSL_CTX take the certificate from here, whichever it is then. */
void jb_tls_serve(jb_tls *tls, void *ssl_ctx);
/* Once a second: reads files that have changed and have stood still since the last look. */
void jb_tls_look(jb_tls *tls);
/* Reads the files now, changed or not. */
void jb_tls_reload(jb_tls *tls);

/* context.c */
jb_status jb_context_open(jb_net *net, jb_buffer *why) JB_MUST_CHECK;
void jb_context_close(jb_net *net);
/* Closes the socket from the loop, at once and without further words. */
void jb_connection_kill(jb_connection *connection);
void jb_queue_add(jb_queue *queue, jb_connection *connection, jb_time deadline);
void jb_queue_remove(jb_connection *connection);
/* Kills all whose time is up. */
void jb_queue_expire(jb_queue *queue, jb_time now);

/* gate.c */
jb_status jb_gate_open(jb_net *net, jb_buffer *why) JB_MUST_CHECK;
void jb_gate_close(jb_net *net);
void jb_gate_take(jb_net *net);
/* Lets in who may. True if somebody still waits for a place that is free. */
void jb_gate_pump(jb_net *net, jb_time now);
void jb_gate_tick(jb_net *net, jb_time now);
/* The connection has spoken (or died): its place is free. */
void jb_gate_pass(jb_connection *connection);
void jb_gate_gone(jb_connection *connection);

/* session.c */
jb_status jb_sessions_open(jb_net *net) JB_MUST_CHECK;
void jb_sessions_close(jb_net *net);
/* NULL if the session is gone. */
jb_seat *jb_seat_find(jb_net *net, jb_session session);
jb_session jb_seat_session(const jb_net *net, const jb_seat *seat);
uint32_t jb_seat_slot(const jb_net *net, const jb_seat *seat);
/* False: all seats are taken. */
bool jb_seat_take(jb_net *net, jb_connection *connection, jb_time now);
/* Ends the session: on_close is called. The connection goes on without it. */
void jb_seat_leave(jb_net *net, jb_seat *seat);
/* Sends what is due as far as it fits; asks to be called again for the rest. */
void jb_seat_flush(jb_net *net, jb_seat *seat);
/* The socket takes something again. */
void jb_seat_writable(jb_net *net, jb_seat *seat);
/* Adds bits without sending anything now. */
void jb_seat_due_later(jb_net *net, jb_seat *seat, uint32_t bits);
void jb_seat_close(jb_net *net, jb_seat *seat, uint16_t code, const char *reason);
/* It sends more than a session may: closed with 1008, and a failure of its address. */
void jb_seat_flood(jb_net *net, jb_seat *seat);
void jb_seat_ping(jb_net *net, jb_seat *seat, jb_time now);
void jb_sessions_work(jb_net *net);
void jb_sessions_tick(jb_net *net, jb_time now);
/* Pings the next part of the sessions, and hangs up on those that have fallen silent. */
void jb_sessions_beat(jb_net *net, jb_time now);

/* flow.c */
/* One more message or empty piece of one. False: more than a session may send. */
bool jb_flow_take(jb_seat *seat, jb_time now);
/* Looked at before every ping. False: more bytes have come since the last than a session may send,
 * whatever they were. */
bool jb_flow_bytes(jb_seat *seat, int fd);

/* held.c */
bool jb_held(const jb_connection *connection);
/* Nothing is sent to it, and nothing that it says is heard, for JB_HELD_MS. */
void jb_held_add(jb_net *net, jb_connection *connection);
void jb_held_tick(jb_net *net, jb_time now);

/* message.c */
/* Forgets the fragments of a message. */
void jb_message_drop(jb_seat *seat);
void jb_message_receive(jb_net *net, jb_seat *seat, jb_slice piece);
void jb_message_pong(jb_net *net, jb_seat *seat, jb_slice payload);

/* channel.c */
jb_status jb_channels_open(jb_net *net) JB_MUST_CHECK;
void jb_channels_close(jb_net *net);
void jb_channel_leave(jb_net *net, jb_seat *seat);
/* One slice of one walk. True if there is more to do. */
bool jb_channels_work(jb_net *net);

/* http.c */
/* Each returns what the callback of libwebsockets is to return. */
int jb_http_begin(jb_connection *connection);
int jb_http_body(jb_connection *connection, jb_slice piece);
int jb_http_body_end(jb_connection *connection);
int jb_http_writable(jb_connection *connection);
/* The connection or the program ends: the application is told if it still has the request. */
void jb_exchange_drop(jb_exchange *exchange);
void jb_http_tick(jb_net *net, jb_time now);
void jb_http_close(jb_net *net);

/* fields.c */
/* Copies what later code wants to know. False if something is longer than it may be. */
bool jb_fields_read(jb_exchange *exchange);
const char *jb_exchange_field(const jb_exchange *exchange, jb_field field);

/* reply.c */
/* Prepares the response and asks for the socket. */
void jb_reply_give(jb_exchange *exchange, const jb_reply *asked);
/* An error of HTTP itself, as the API words errors. */
void jb_reply_error(jb_exchange *exchange, int status, const char *code, const char *message);
/* A whole response without an exchange, for a handshake that is refused. */
void jb_reply_refusal(jb_buffer *out, bool tls, int status, const char *message);

/* pages.c */
/* True if the path is a page or an asset and the exchange has been answered. */
bool jb_pages_serve(jb_net *net, jb_exchange *exchange);
/* Answers with an asset, whatever was asked for. */
void jb_pages_give(jb_net *net, jb_exchange *exchange, const char *asset, int status);

/* folder.c */
jb_status jb_folder_open(jb_net *net, jb_buffer *why) JB_MUST_CHECK;
/* JB_ERR_NOT_FOUND: no such file, or not a path that may be asked for. The tag is 16 digits and a
 * NUL; the type lives as long as the program. */
jb_status jb_folder_read(const jb_net *net, const char *path, jb_buffer *content, char tag[17],
                         const char **type) JB_MUST_CHECK;

/* headers.c */
bool jb_host_valid(const char *host);
bool jb_value_valid(const char *value);
/* Of "https://host:8443/x" the first 17 bytes; false if it is not such a URL. */
bool jb_url_origin(const char *url, size_t *size);
bool jb_origin_allowed(const jb_net *net, const char *origin, const char *host);
/* In a comma-separated list of names, compared without regard to case. */
bool jb_list_has(const char *list, const char *name);
/* Did the request line end where the client ended it? */
bool jb_request_line_whole(struct lws *wsi);
bool jb_accepts_gzip(const char *accept_encoding);
/* If-None-Match against a tag without quotes. */
bool jb_tag_matches(const char *if_none_match, const char *tag);
/* A Range header for one part of `size` bytes: where it begins and how long it is, at least one
 * byte. False: anything else, for which the whole is the answer. */
bool jb_range_read(const char *range, size_t size, size_t *start, size_t *length);

/* address.c */
jb_status jb_addresses_open(jb_addresses *addresses) JB_MUST_CHECK;
void jb_addresses_close(jb_addresses *addresses);
/* False if it is neither IPv4 nor IPv6. */
bool jb_address_of(const struct sockaddr *from, jb_address *address, bool *loopback);
bool jb_address_parse(jb_slice text, jb_address *address);
/* The last entry of an X-Forwarded-For list; false if it is not an address. */
bool jb_address_forwarded(const char *header, jb_address *address);
/* A number for the address that says nothing about it. */
uint64_t jb_address_stand_in(const jb_addresses *addresses, const jb_address *address);
/* Counts one failure; true if there have been too many in the last minute. */
bool jb_address_failure(jb_addresses *addresses, const jb_address *address, jb_time now);

#endif
