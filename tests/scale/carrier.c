/* See carrier.h. */
#include "carrier.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "jinbang/log.h"

enum {
    TEXT_MAX = 1024
};

/* Three questions to choose from, and others that are like the last. */
static const char bank_head[] =
    "{\"format\":\"question-bank\",\"version\":1,\"id\":\"b\",\"title\":{\"en\":\"T\"},"
    "\"default_language\":\"en\",\"questions\":["
    "{\"id\":\"q1\",\"type\":\"single\",\"stem\":{\"en\":\"One?\"},\"options\":["
    "{\"id\":\"a\",\"text\":{\"en\":\"A\"}},{\"id\":\"b\",\"text\":{\"en\":\"B\"}}],"
    "\"answer\":{\"correct\":[\"a\"]}}";

static const char bank_question[] = ",{\"id\":\"q%d\",\"type\":\"truefalse\","
                                    "\"stem\":{\"en\":\"Is it?\"},\"answer\":{\"value\":true}}";

const char carrier_people[] =
    "{'title':{'en':'T'},'players_max':20000,'rounds':[{'format':'everyone',"
    "'questions':{'bank':'b','ids':['q1','q2','q3']},'seconds':600}]}";

static void must(bool good, const char *what)
{
    if (!good) {
        (void)fprintf(stderr, "%s\n", what);
        exit(1);
    }
}

static void *take(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    must(memory != NULL, "no memory");
    return memory;
}

/* ---- what the arena asks for ---- */

carrier_line *carrier_line_of(carrier *c, jb_session session)
{
    carrier_line *line = &c->lines[jb_session_slot(session)];
    must(line->session == session, "a line that is gone");
    return line;
}

static void link_due(void *user, jb_session session, uint32_t bits)
{
    carrier *c = user;
    carrier_line *line = carrier_line_of(c, session);
    line->due |= bits;
    if (!line->listed) {
        line->listed = true;
        c->due[c->due_count++] = session;
    }
}

static void link_due_channel(void *user, jb_channel channel, uint32_t bits)
{
    carrier *c = user;
    for (uint32_t i = 0; i < c->channel_counts[channel]; i++) {
        link_due(c, c->channels[channel][i], bits);
    }
}

static void leave(carrier *c, carrier_line *line)
{
    if (line->channel != JB_CHANNEL_NONE) {
        jb_session *members = c->channels[line->channel];
        jb_session last = members[--c->channel_counts[line->channel]];
        members[line->member] = last;
        c->lines[jb_session_slot(last)].member = line->member;
        line->channel = JB_CHANNEL_NONE;
    }
}

static void link_enter(void *user, jb_session session, jb_channel channel)
{
    carrier *c = user;
    carrier_line *line = carrier_line_of(c, session);
    leave(c, line);
    if (channel != JB_CHANNEL_NONE) {
        if (!c->channels[channel]) {
            c->channels[channel] = take(c->lines_max, sizeof **c->channels);
        }
        line->channel = channel;
        line->member = c->channel_counts[channel]++;
        c->channels[channel][line->member] = session;
    }
}

/* A line that is to be closed is hung up by whoever plays it. */
static void link_close(void *user, jb_session session, uint16_t code, const char *reason)
{
    (void)user;
    (void)session;
    (void)code;
    (void)reason;
}

static void link_message_max(void *user, jb_session session, size_t size)
{
    (void)user;
    (void)session;
    (void)size;
}

static int32_t link_round_trip(void *user, jb_session session)
{
    (void)user;
    (void)session;
    return 20;
}

static bool link_failure(void *user, jb_session session)
{
    (void)user;
    (void)session;
    return false;
}

static void link_timer(void *user, jb_time at)
{
    carrier *c = user;
    c->timer_at = at < c->timer_at ? at : c->timer_at;
}

/* ---- beginning and end ---- */

static const jb_bank *find(void *user, const char *id)
{
    (void)id;
    return user;
}

/* ' is written for ". */
static void append_quoted(jb_buffer *out, const char *text)
{
    for (; *text != '\0'; text++) {
        jb_buffer_append_char(out, (char)(*text == '\'' ? '"' : *text));
    }
}

static void make_bank(carrier *c)
{
    jb_report report;
    jb_buffer text;
    char question[TEXT_MAX];
    jb_report_init(&report);
    jb_buffer_init(&text, 0);
    jb_buffer_append_text(&text, bank_head);
    for (int i = 2; i <= CARRIER_QUESTIONS; i++) {
        (void)snprintf(question, sizeof question, bank_question, i);
        jb_buffer_append_text(&text, question);
    }
    jb_buffer_append_text(&text, "]}");
    must(jb_bank_read(jb_buffer_slice(&text), &report, &c->bank) == JB_OK, "the bank");
    jb_buffer_finish(&text);
    jb_report_finish(&report);
}

static void make_plan(carrier *c, const char *rules, jb_buffer *plan)
{
    jb_report report;
    jb_buffer file;
    jb_report_init(&report);
    jb_buffer_init(&file, 0);
    jb_buffer_init(plan, 0);
    append_quoted(&file, rules);
    must(jb_plan_make(jb_buffer_slice(&file), find, c->bank, 1, &report, plan) == JB_OK,
         "the contest file");
    jb_buffer_finish(&file);
    jb_report_finish(&report);
}

static void start(carrier *c)
{
    jb_store_options options = {
        .db = { .directory = c->directory, .mode = JB_DB_WRITE, .unsafe_fast = true },
        .manual = true
    };
    must(jb_store_open(&options, &c->store, NULL) == JB_OK, "the store");
    jb_arena_options arena = { .store = c->store,
                               .link = { .due = link_due,
                                         .due_channel = link_due_channel,
                                         .enter = link_enter,
                                         .close = link_close,
                                         .message_max = link_message_max,
                                         .round_trip = link_round_trip,
                                         .failure = link_failure,
                                         .timer = link_timer,
                                         .user = c },
                               .sessions_max = c->lines_max,
                               .public_url = "http://h" };
    c->timer_at = JB_TIME_NONE;
    must(jb_arena_create(&arena, &c->arena) == JB_OK, "the arena");
    for (uint32_t i = 0; i < c->lines_max; i++) {
        c->lines[i].channel = JB_CHANNEL_NONE;
        c->free_slots[i] = c->lines_max - 1 - i;
    }
    c->free_count = c->lines_max;
}

static void no_log(jb_log_level level, const char *line)
{
    (void)level;
    (void)line;
}

void carrier_open(carrier *c, uint32_t lines_max, uint32_t rooms_max)
{
    *c = (carrier){ .now = 1000000, .lines_max = lines_max, .rooms_max = rooms_max };
    jb_log_set_sink(no_log);
    c->lines = take(lines_max, sizeof *c->lines);
    c->free_slots = take(lines_max, sizeof *c->free_slots);
    c->due = take(2 * (size_t)lines_max, sizeof *c->due); /* a slot may be taken anew meanwhile */
    c->channels = take(JB_CHANNELS_MAX, sizeof *c->channels);
    c->channel_counts = take(JB_CHANNELS_MAX, sizeof *c->channel_counts);
    c->rooms = take(rooms_max, sizeof *c->rooms);
    (void)snprintf(c->directory, sizeof c->directory, "/tmp/jinbang-scale-XXXXXX");
    must(mkdtemp(c->directory) != NULL, "a folder in /tmp");
    make_bank(c);
    start(c);
}

static void remove_file(const carrier *c, const char *name)
{
    char path[128];
    (void)snprintf(path, sizeof path, "%s/%s", c->directory, name);
    (void)unlink(path);
}

void carrier_close(carrier *c)
{
    jb_store_close(c->store);
    jb_arena_destroy(c->arena);
    jb_buffer_finish(&c->last_plan);
    jb_bank_destroy(c->bank);
    remove_file(c, "jinbang.db");
    remove_file(c, "jinbang.db-wal");
    remove_file(c, "jinbang.db-shm");
    (void)rmdir(c->directory);
    for (uint32_t i = 0; i < JB_CHANNELS_MAX; i++) {
        free(c->channels[i]);
    }
    free(c->channels);
    free(c->channel_counts);
    free(c->lines);
    free(c->free_slots);
    free(c->due);
    free(c->rooms);
    jb_log_set_sink(NULL);
}

typedef struct loading {
    carrier *c;
    jb_db *db;
} loading;

static bool load(void *user, const jb_contest_row *row)
{
    loading *l = user;
    jb_buffer why;
    jb_buffer_init(&why, 0);
    must(jb_arena_load(l->c->arena, l->db, row, l->c->now, &why) == JB_OK, "a contest's log");
    jb_buffer_finish(&why);
    return true;
}

void carrier_restart(carrier *c)
{
    loading l = { .c = c };
    jb_db_options options = { .directory = c->directory, .mode = JB_DB_READ };
    jb_store_crash(c->store);
    jb_arena_destroy(c->arena);
    memset(c->lines, 0, c->lines_max * sizeof *c->lines);
    memset(c->channel_counts, 0, JB_CHANNELS_MAX * sizeof *c->channel_counts);
    c->due_count = 0;
    c->unwritten = 0;
    start(c);
    must(jb_db_open(&options, &l.db, NULL) == JB_OK, "the database");
    for (uint32_t i = 0; i < c->room_count; i++) {
        must(jb_db_contest_get(l.db, c->rooms[i].id, load, &l) == JB_OK, "a contest's row");
        c->rooms[i].host = JB_SESSION_NONE;
    }
    jb_db_close(l.db);
    carrier_settle(c);
}

/* ---- rooms ---- */

typedef struct inserting {
    carrier *c;
    carrier_room *room;
    jb_buffer plan;
} inserting;

static void insert(jb_db *db, void *arg)
{
    inserting *i = arg;
    jb_contest_row row = { .id = i->room->id,
                           .code = i->room->code,
                           .plan = jb_buffer_text(&i->plan),
                           .title = "{\"en\":\"T\"}",
                           .open = true };
    must(jb_db_begin(db) == JB_OK && jb_db_contest_insert(db, &row, &i->room->contest) == JB_OK &&
             jb_db_commit(db) == JB_OK,
         "a new contest");
}

static void nothing(void *arg)
{
    (void)arg;
}

static jb_session watch(carrier *c, const carrier_room *room, jb_role role)
{
    static const unsigned char secret[JB_SECRET_SIZE];
    char key[JB_KEY_SIZE];
    jb_session session = carrier_connect(c);
    jb_arena_key(secret, role, room->id, key);
    carrier_say(c, session, "{'type':'hello','role':'%s','code':'%s','key':'%s'}",
                jb_role_name(role), room->code, key);
    return session;
}

static void watch_room(carrier *c, carrier_room *room)
{
    room->host = watch(c, room, JB_ROLE_HOST);
    room->screen = watch(c, room, JB_ROLE_SCREEN);
    carrier_settle(c);
}

carrier_room *carrier_room_open(carrier *c)
{
    return carrier_room_of(c, carrier_people);
}

carrier_room *carrier_room_of(carrier *c, const char *rules)
{
    must(c->room_count < c->rooms_max, "too many rooms");
    carrier_room *room = &c->rooms[c->room_count++];
    (void)snprintf(room->id, sizeof room->id, "%016x", c->room_count);
    (void)snprintf(room->code, sizeof room->code, "%06u", 100000 + c->room_count);
    inserting i = { .c = c, .room = room };
    make_plan(c, rules, &i.plan);
    jb_job job = { .work = insert, .done = nothing, .arg = &i };
    must(jb_store_run(c->store, &job) == JB_OK, "a job");
    must(jb_store_commit(c->store) == JB_OK, "a commit");
    jb_store_poll(c->store);
    must(jb_arena_add(c->arena, room->contest, room->id, room->code, jb_buffer_slice(&i.plan),
                      c->now) == JB_OK,
         "a room");
    jb_buffer_finish(&c->last_plan);
    c->last_plan = i.plan;
    watch_room(c, room);
    return room;
}

/* ---- lines ---- */

jb_session carrier_connect(carrier *c)
{
    must(c->free_count > 0, "no line is free");
    uint32_t slot = c->free_slots[--c->free_count];
    jb_session session = (jb_session)++c->generation << 32 | slot;
    carrier_line *line = &c->lines[slot];
    line->session = session;
    line->channel = JB_CHANNEL_NONE;
    line->due = 0;
    line->listed = false;
    jb_arena_opened(c->arena, session);
    return session;
}

void carrier_hang_up(carrier *c, jb_session session)
{
    carrier_line *line = carrier_line_of(c, session);
    leave(c, line);
    jb_arena_closed(c->arena, session, c->now);
    line->session = JB_SESSION_NONE;
    c->free_slots[c->free_count++] = jb_session_slot(session);
}

/* Reads what a phone must keep: its number and its token. */
static void note_welcome(carrier_line *line, const char *text)
{
    const char *player = strstr(text, "\"player\":");
    const char *token = strstr(text, "\"token\":\"");
    line->number = player ? (uint32_t)strtoul(player + 9, NULL, 10) : 0;
    if (token) {
        (void)snprintf(line->token, sizeof line->token, "%.*s", (int)strcspn(token + 9, "\""),
                       token + 9);
    }
}

static void note_frame(carrier *c, carrier_line *line, const jb_frame *frame)
{
    const char *text = (const char *)frame->payload;
    c->frames++;
    c->frame_max = frame->size > c->frame_max ? frame->size : c->frame_max;
    if (frame->size > 17 && memcmp(text, "{\"type\":\"welcome\"", 17) == 0) {
        note_welcome(line, text);
    } else if (frame->size > 15 && memcmp(text, "{\"type\":\"error\"", 15) == 0) {
        (void)fprintf(stderr, "%.*s\n", (int)frame->size, text);
        c->errors++;
    }
}

static void send_due(carrier *c)
{
    for (uint32_t i = 0; i < c->due_count; i++) {
        carrier_line *line = &c->lines[jb_session_slot(c->due[i])];
        jb_frame frame = { 0 };
        if (line->session != c->due[i]) {
            continue; /* hung up */
        }
        while (line->due && jb_arena_produce(c->arena, line->session, c->now, &line->due, &frame)) {
            note_frame(c, line, &frame);
        }
        line->due = 0;
        line->listed = false;
    }
    c->due_count = 0;
}

void carrier_settle(carrier *c)
{
    must(jb_store_commit(c->store) == JB_OK, "a commit");
    jb_store_poll(c->store);
    jb_arena_committed(c->arena, c->now);
    send_due(c);
    c->unwritten = 0;
}

void carrier_wait(carrier *c, jb_time ms)
{
    jb_time until = c->now + ms;
    while (c->timer_at <= until) {
        c->now = c->timer_at > c->now ? c->timer_at : c->now;
        c->timer_at = JB_TIME_NONE;
        jb_arena_tick(c->arena, c->now);
        carrier_settle(c);
    }
    c->now = until;
}

void carrier_say(carrier *c, jb_session session, const char *format, ...)
{
    char text[TEXT_MAX];
    va_list args;
    va_start(args, format);
    int size = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    must(size > 0 && size < TEXT_MAX, "a message that is too long");
    for (int i = 0; i < size; i++) {
        text[i] = text[i] == '\'' ? '"' : text[i];
    }
    jb_arena_message(c->arena, session, (jb_slice){ .bytes = text, .size = (size_t)size }, c->now);
    if (++c->unwritten >= CARRIER_BATCH) {
        carrier_settle(c);
    }
}

void carrier_do(carrier *c, carrier_room *room, const char *action)
{
    if (!room->host) {
        watch_room(c, room);
    }
    carrier_say(c, room->host, "{'type':'do','action':'%s'}", action);
    carrier_settle(c);
}
