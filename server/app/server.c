/*
 * Wiring: the carrier's callbacks go to the arena, the arena's wishes to the carrier, the store's
 * wake-ups to the loop. Nothing is decided here.
 */
#include "api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "jinbang/clock.h"
#include "jinbang/limits.h"
#include "jinbang/log.h"
#include "standing.h"

enum {
    CLOSE_AFTER_DAYS = 1,
    CLOSE_WINDOW_AFTER_DAYS = 30, /* people come back to see what was right, and who has won */
    HTTP_BODY_MAX = JB_PACKAGE_BYTES_MAX + 1
};

static const jb_page pages[] = {
    { "/", "/play/index.html" },
    { "/screen", "/screen/index.html" },
    { "/organize", "/organize/index.html" },
    { "/host", "/host/index.html" },
    { "/judge", "/judge/index.html" },
    { "/unit", "/unit/index.html" },
    { "/report", "/report/index.html" },
    { "/certificates", "/certificates/index.html" },
    { "/confirm", "/confirm/index.html" },
    { "/study", "/study/index.html" },
    { "/study-worker.js", "/study/worker.js" },
};

void jb_server_option_rows(jb_server_config *config, jb_option rows[JB_SERVER_OPTIONS])
{
    const jb_option all[JB_SERVER_OPTIONS] = {
        { "--listen", "ADDR:PORT", "where to listen; port 0 takes a free one", &config->listen,
          NULL },
        { "--data", "DIR", "the data folder (jinbang-data)", &config->data, NULL },
        { "--cert", "F", "TLS certificate chain, PEM", &config->cert, NULL },
        { "--key", "F", "TLS private key, PEM", &config->key, NULL },
        { "--public-url", "URL", "what links and QR codes show", &config->public_url, NULL },
        { "--assets", "DIR", "serve the pages from this folder (development)", &config->assets,
          NULL },
        { "--erase-names-after", "DAYS", "erase people's names so long after a contest's end",
          &config->erase_names_after, NULL },
        { "--name-words", "F", "words that no participant's name may hold, one a line",
          &config->name_words, NULL },
        { "--trust-proxy", NULL, "take client addresses from a proxy on this machine", NULL,
          &config->trust_proxy },
    };
    memcpy(rows, all, sizeof all);
}

/* ---- net to arena ---- */

static void on_open(void *user, jb_session session, jb_time now)
{
    jb_server *server = user;
    (void)now;
    jb_arena_opened(server->arena, session);
}

static void on_message(void *user, jb_session session, jb_slice text, jb_time now)
{
    jb_server *server = user;
    jb_arena_message(server->arena, session, text, now);
}

static void on_binary(void *user, jb_session session)
{
    jb_server *server = user;
    jb_arena_binary(server->arena, session);
}

static void on_close(void *user, jb_session session)
{
    jb_server *server = user;
    jb_arena_closed(server->arena, session, jb_clock_monotonic_ms());
}

static bool on_produce(void *user, jb_session session, uint32_t *due, jb_frame *frame)
{
    jb_server *server = user;
    return jb_arena_produce(server->arena, session, jb_clock_monotonic_ms(), due, frame);
}

static void on_ahead(void *user, uint32_t slot)
{
    const jb_server *server = user;
    jb_arena_ahead(server->arena, slot);
}

static size_t on_request_head(void *user, const jb_request *request)
{
    return jb_api_body_max(user, request);
}

static void on_request(void *user, const jb_request *request)
{
    jb_api_request(user, request);
}

static void on_request_gone(void *user, uint64_t id)
{
    /* An answer to it will find nobody; what was asked for is done all the same. */
    (void)user;
    (void)id;
}

static void on_wake(void *user)
{
    jb_server *server = user;
    jb_store_poll(server->store);
    jb_clerk_poll(server->clerk);
    jb_arena_committed(server->arena, jb_clock_monotonic_ms());
}

static void on_timer(void *user, jb_time now)
{
    jb_server *server = user;
    jb_retention_tick(server, now);
    jb_api_account_look(server, now);
    jb_arena_tick(server->arena, now);
}

static void on_stop(void *user)
{
    jb_server *server = user;
    jb_arena_shutdown(server->arena);
}

/* ---- arena to net ---- */

static void link_due(void *user, jb_session session, uint32_t bits)
{
    jb_server *server = user;
    jb_net_due(server->net, session, bits);
}

static void link_due_channel(void *user, jb_channel channel, uint32_t bits)
{
    jb_server *server = user;
    if (server->net) { /* contests are loaded before the net is there */
        jb_net_due_channel(server->net, channel, bits);
    }
}

static void link_enter(void *user, jb_session session, jb_channel channel)
{
    jb_server *server = user;
    jb_net_enter(server->net, session, channel);
}

static void link_close(void *user, jb_session session, uint16_t code, const char *reason)
{
    jb_server *server = user;
    jb_net_close(server->net, session, code, reason);
}

static void link_message_max(void *user, jb_session session, size_t size)
{
    jb_server *server = user;
    jb_net_set_message_max(server->net, session, size);
}

static int32_t link_round_trip(void *user, jb_session session)
{
    jb_server *server = user;
    return jb_net_round_trip(server->net, session);
}

static bool link_failure(void *user, jb_session session)
{
    jb_server *server = user;
    return jb_net_failure(server->net, session);
}

static void link_timer(void *user, jb_time at)
{
    jb_server *server = user;
    if (server->net) {
        jb_net_set_timer(server->net, at);
    }
}

static jb_time wall_clock(void *user)
{
    (void)user;
    return jb_clock_wall_ms();
}

static void wake(void *user)
{
    jb_server *server = user;
    if (server->net) {
        jb_net_wake(server->net);
    }
}

/* ---- starting ---- */

void jb_server_link(const jb_server *server, jb_role role, const char *id, const char *code,
                    jb_buffer *out)
{
    jb_buffer_append_text(out, server->public_url);
    jb_buffer_append_char(out, '/');
    if (role == JB_ROLE_PLAYER) {
        jb_buffer_append_text(out, code);
        return;
    }
    char key[JB_KEY_SIZE];
    jb_arena_key(server->secret, role, id, key);
    jb_buffer_append_text(out, jb_role_name(role));
    jb_buffer_append_char(out, '#');
    jb_buffer_append_text(out, code);
    jb_buffer_append_char(out, '.');
    jb_buffer_append_text(out, key);
}

jb_status jb_server_organizer_link(const jb_server *server, const char *directory, jb_buffer *out,
                                   jb_buffer *why)
{
    char key[JB_ORGANIZER_KEY_SIZE];
    jb_status status = jb_keys_organizer(directory, key, why);
    if (status != JB_OK) {
        return status;
    }
    jb_buffer_append_text(out, server->public_url);
    jb_buffer_append_text(out, "/organize#");
    jb_buffer_append_text(out, key);
    return out->failed ? JB_ERR_MEMORY : JB_OK;
}

/* The contests whose codes lead somewhere. */
typedef struct jb_open_contests {
    int64_t *keys;
    char (*ids)[JB_CONTEST_ID_SIZE];
    size_t count;
    jb_time close_before;         /* wall clock: finished earlier than this gives its code back */
    jb_time close_windows_before; /* the same of window contests */
    int64_t *old;
    size_t old_count;
    bool failed;
} jb_open_contests;

static bool note_contest(void *user, const jb_contest_row *row)
{
    jb_open_contests *open = user;
    if (!row->open) {
        return true;
    }
    if (strlen(row->id) >= JB_CONTEST_ID_SIZE) {
        jb_log(JB_LOG_ERROR, "app", "contest=%.20s... left out: its id is none that was given",
               row->id);
        return true;
    }
    jb_time before = row->opens_at > 0 ? open->close_windows_before : open->close_before;
    if (row->finished_at > 0 && row->finished_at < before) {
        int64_t *old = realloc(open->old, (open->old_count + 1) * sizeof *old);
        open->failed = open->failed || !old;
        if (old) {
            open->old = old;
            open->old[open->old_count++] = row->contest;
        }
        return !open->failed;
    }
    char(*ids)[JB_CONTEST_ID_SIZE] = realloc(open->ids, (open->count + 1) * sizeof *ids);
    open->failed = !ids;
    if (ids) {
        open->ids = ids;
        (void)snprintf(open->ids[open->count++], JB_CONTEST_ID_SIZE, "%s", row->id);
    }
    return !open->failed;
}

typedef struct jb_loading {
    jb_server *server;
    jb_db *db;
    jb_status status;
} jb_loading;

static bool load_contest(void *user, const jb_contest_row *row)
{
    jb_loading *loading = user;
    jb_buffer why;
    jb_buffer_init(&why, 0);
    jb_status status =
        jb_arena_load(loading->server->arena, loading->db, row, jb_clock_monotonic_ms(), &why);
    if (status != JB_OK) {
        /* One broken contest must not keep the others from going on. */
        jb_log(JB_LOG_ERROR, "app", "contest=%s left out: %s; jinbang verify tells more", row->id,
               jb_buffer_text(&why));
    }
    jb_buffer_finish(&why);
    return false;
}

static bool load_session(void *user, const jb_session_row *row)
{
    jb_server *server = user;
    jb_organizers_enter(&server->organizers, row);
    return true;
}

/* What a crash left of contests that are gone. */
static jb_status purge_gone(jb_db *db)
{
    enum {
        ENTRIES_AT_ONCE = 10000
    };
    int64_t contest = 0;
    bool more = false;
    jb_status status = jb_db_contest_gone(db, &contest);
    while (status == JB_OK) {
        status = jb_db_contest_purge(db, contest, ENTRIES_AT_ONCE, &more);
        if (status == JB_OK && !more) {
            status = jb_db_contest_gone(db, &contest);
        }
    }
    return status == JB_ERR_NOT_FOUND ? JB_OK : status;
}

static jb_status load_organizers(jb_server *server, jb_db *db, jb_time now)
{
    jb_accounts accounts;
    jb_status status = jb_accounts_read(db, &accounts);
    if (status == JB_OK) {
        jb_organizers_update(&server->organizers, &accounts);
        status = jb_db_session_list(db, now, load_session, server);
    }
    return status;
}

/* Brings back what the store holds: open contests and signed-in organizers. */
static jb_status load_all(jb_server *server, jb_db *db)
{
    const jb_time day_ms = (jb_time)24 * 60 * 60 * 1000;
    jb_time now = jb_clock_wall_ms();
    jb_open_contests open = { .close_before = now - CLOSE_AFTER_DAYS * day_ms,
                              .close_windows_before = now - CLOSE_WINDOW_AFTER_DAYS * day_ms };
    jb_status status = purge_gone(db);
    if (status == JB_OK) {
        status = jb_db_contest_list(db, note_contest, &open);
    }
    for (size_t i = 0; i < open.old_count && status == JB_OK; i++) {
        status = jb_db_contest_close(db, open.old[i]);
    }
    for (size_t i = 0; i < open.count && status == JB_OK; i++) {
        jb_loading loading = { .server = server, .db = db };
        status = jb_db_contest_get(db, open.ids[i], load_contest, &loading);
    }
    if (status == JB_OK) {
        status = load_organizers(server, db, now);
    }
    free(open.ids);
    free(open.old);
    return open.failed ? JB_ERR_MEMORY : status;
}

static jb_status start_net(jb_server *server, const jb_server_config *config, const char *address,
                           uint16_t port, jb_buffer *why)
{
    jb_net_options options = {
        .address = address,
        .port = port,
        .cert = config->cert,
        .key = config->key,
        .assets = config->assets,
        .pages = pages,
        .page_count = sizeof pages / sizeof pages[0],
        .public_url = config->public_url,
        .trust_proxy = config->trust_proxy,
        .message_max = JB_FRAME_PLAYER_MAX,
        .body_max = HTTP_BODY_MAX,
        .callbacks = { .on_open = on_open,
                       .on_message = on_message,
                       .on_binary = on_binary,
                       .on_close = on_close,
                       .on_produce = on_produce,
                       .on_ahead = on_ahead,
                       .on_request_head = on_request_head,
                       .on_request = on_request,
                       .on_request_gone = on_request_gone,
                       .on_wake = on_wake,
                       .on_timer = on_timer,
                       .on_stop = on_stop },
        .user = server,
    };
    return jb_net_create(&options, &server->net, why);
}

static jb_status start_arena(jb_server *server, uint64_t starts)
{
    jb_arena_options options = {
        .store = server->store,
        .link = { .due = link_due,
                  .due_channel = link_due_channel,
                  .enter = link_enter,
                  .close = link_close,
                  .message_max = link_message_max,
                  .round_trip = link_round_trip,
                  .failure = link_failure,
                  .timer = link_timer,
                  .user = server },
        .sessions_max = jb_net_sessions_max(server->net),
        .wall = wall_clock,
        .boot = starts,
        .words = server->words,
    };
    memcpy(options.secret, server->secret, sizeof options.secret);
    return jb_arena_create(&options, &server->arena);
}

static void set_public_url(jb_server *server, const jb_server_config *config, const char *address)
{
    bool v6 = strchr(address, ':') != NULL;
    bool all = strcmp(address, "0.0.0.0") == 0 || strcmp(address, "::") == 0;
    char lan[JB_ADDRESS_SIZE] = "127.0.0.1";
    if (all && !jb_lan_address(lan)) {
        jb_log(JB_LOG_WARN, "app", "no network address found: links work on this machine only");
    }
    const char *shown = all ? lan : address;
    server->secure = config->cert != NULL;
    if (config->public_url) {
        size_t size = strlen(config->public_url);
        bool slash = size > 0 && config->public_url[size - 1] == '/';
        (void)snprintf(server->public_url, sizeof server->public_url, "%.*s",
                       (int)(slash ? size - 1 : size), config->public_url);
        server->secure = server->secure || strncmp(config->public_url, "https://", 8) == 0;
    } else {
        bool brackets = v6 && strchr(shown, ':');
        (void)snprintf(server->public_url, sizeof server->public_url, "%s://%s%s%s:%u",
                       config->cert ? "https" : "http", brackets ? "[" : "", shown,
                       brackets ? "]" : "", jb_net_port(server->net));
    }
    jb_api_name_cookie(server);
    jb_arena_set_public_url(server->arena, server->public_url);
}

/* At the first start, so that somebody can sign in at all; later the key file says it. */
static void announce_organizer(const jb_server *server, const jb_server_config *config)
{
    jb_buffer link;
    jb_buffer why;
    jb_buffer_init(&link, 0);
    jb_buffer_init(&why, 0);
    if (jb_server_organizer_link(server, config->data, &link, &why) == JB_OK) {
        (void)printf("%-8s %s\n"
                     "Whoever has this link is the organizer. It is not shown again; the key is in "
                     "%s/admin.key.\n",
                     "organize", jb_buffer_text(&link), config->data);
    } else {
        (void)fprintf(stderr, "jinbang: %s\n", jb_buffer_text(&why));
    }
    jb_buffer_finish(&link);
    jb_buffer_finish(&why);
}

static void announce(const jb_server *server, const jb_server_config *config, const char *address,
                     bool to_organizer)
{
    bool v6 = strchr(address, ':') != NULL;
    (void)printf("listening on %s://%s%s%s:%u\n", config->cert ? "https" : "http", v6 ? "[" : "",
                 address, v6 ? "]" : "", jb_net_port(server->net));
    if (to_organizer) {
        announce_organizer(server, config);
    }
    (void)fflush(stdout);
}

static jb_status load_words(jb_server *server, const jb_server_config *config, jb_buffer *why)
{
    size_t size = 0;
    char *bytes = NULL;
    jb_status status = JB_OK;
    if (!config->name_words) {
        return JB_OK;
    }
    bytes = jb_cli_read_file(config->name_words, JB_NAME_WORDS_BYTES_MAX, &size);
    status = bytes ? jb_words_create((jb_slice){ bytes, size }, &server->words) : JB_ERR_IO;
    if (status != JB_OK) {
        jb_buffer_append_text(why, "--name-words: ");
        jb_buffer_append_text(why, config->name_words);
        jb_buffer_append_text(why,
                              bytes ? " is not UTF-8 text" : " cannot be read, or is too large");
    }
    free(bytes);
    return status;
}

static int fail(const char *why)
{
    (void)fprintf(stderr, "jinbang: %s\n", why);
    return JB_EXIT_MACHINE;
}

/* What can be said before anything is touched. JB_EXIT_FINE, or the exit status; it was explained.
 */
static int check_config(const jb_server_config *config, char address[JB_ADDRESS_SIZE],
                        uint16_t *port, jb_retention *retention)
{
    if (!jb_listen_parse(config->listen, address, port)) {
        (void)fprintf(stderr, "jinbang: --listen wants ADDR:PORT, not %s\n", config->listen);
        return JB_EXIT_USAGE;
    }
    if (!config->cert != !config->key) {
        (void)fprintf(stderr, "jinbang: --cert and --key go together\n");
        return JB_EXIT_USAGE;
    }
    if (jb_retention_read(config->erase_names_after, retention) != JB_OK) {
        (void)fprintf(stderr, "jinbang: --erase-names-after wants a number of days, not %s\n",
                      config->erase_names_after);
        return JB_EXIT_USAGE;
    }
    return JB_EXIT_FINE;
}

int jb_server_run(const jb_server_config *config, jb_server_ready ready, void *user)
{
    char address[JB_ADDRESS_SIZE];
    uint16_t port = 0;
    jb_server server = { 0 };
    int result = check_config(config, address, &port, &server.retention);
    if (result != JB_EXIT_FINE) {
        return result;
    }
    bool first_start = false;
    jb_db *db = NULL;
    jb_buffer why;
    jb_buffer_init(&why, 0);
    jb_db_options db_options = { .directory = config->data, .mode = JB_DB_WRITE };
    jb_store_options store_options = { .db = db_options, .wake = wake, .user = &server };
    int lock = -1;
    uint64_t starts = 0;
    /* The lock before anything is written: another server may be at work there. */
    if (jb_db_make_folder(config->data, &why) != JB_OK ||
        jb_keys_lock(config->data, &lock, &why) != JB_OK ||
        jb_db_open(&db_options, &db, &why) != JB_OK ||
        jb_keys_load(config->data, &server, &first_start, &why) != JB_OK ||
        jb_keys_count_start(config->data, &starts, &why) != JB_OK ||
        start_net(&server, config, address, port, &why) != JB_OK ||
        jb_store_open(&store_options, &server.store, &why) != JB_OK ||
        jb_clerk_open(config->data, wake, &server, &server.clerk, &why) != JB_OK ||
        load_words(&server, config, &why) != JB_OK) {
        result = fail(jb_buffer_text(&why));
        goto cleanup;
    }
    server.media = jb_media_cache_create(JB_MEDIA_CACHE_BYTES);
    if (!server.media || jb_samples_load(&server.samples) != JB_OK ||
        start_arena(&server, starts) != JB_OK) {
        result = fail("out of memory");
        goto cleanup;
    }
    set_public_url(&server, config, address);
    if (load_all(&server, db) != JB_OK) {
        result = fail(jb_db_why(db));
        goto cleanup;
    }
    jb_db_close(db);
    db = NULL;
    announce(&server, config, address, first_start && !ready);
    if (ready && ready(&server, user) != JB_OK) {
        result = JB_EXIT_MACHINE;
        goto cleanup;
    }
    jb_net_wake(server.net); /* what the loading of contests made durable */
    jb_net_run(server.net);
cleanup:
    jb_db_close(db);
    jb_clerk_close(server.clerk);
    jb_standing_destroy(server.standing);
    jb_store_close(server.store);
    jb_net_destroy(server.net);
    jb_arena_destroy(server.arena);
    jb_media_cache_destroy(server.media);
    jb_samples_finish(&server.samples);
    jb_words_destroy(server.words);
    jb_organizers_finish(&server.organizers);
    jb_buffer_finish(&why);
    if (lock >= 0) {
        (void)close(lock);
    }
    return result;
}

int jb_command_serve(int argc, char **argv)
{
    jb_server_config config = { .listen = "127.0.0.1:8080", .data = "jinbang-data" };
    jb_option options[JB_SERVER_OPTIONS];
    jb_server_option_rows(&config, options);
    const jb_usage usage = { "serve", "", "run the server", 0, 0, options, JB_SERVER_OPTIONS };
    jb_operands operands;
    int result = jb_cli_parse(&usage, argc, argv, &operands);
    return result >= 0 ? result : jb_server_run(&config, NULL, NULL);
}
