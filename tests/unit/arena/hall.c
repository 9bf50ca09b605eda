/* See hall.h. */
/* jb:wrap jb_db_commit */
#include "hall.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "jinbang/log.h"

enum {
    TEXT_MAX = 1024
};

/* ---- a disk that can refuse ---- */

static bool disk_broken;

jb_status __real_jb_db_commit(jb_db *db);
jb_status __wrap_jb_db_commit(jb_db *db);

jb_status __wrap_jb_db_commit(jb_db *db)
{
    return disk_broken ? JB_ERR_IO : __real_jb_db_commit(db);
}

void hall_break_disk(bool broken)
{
    disk_broken = broken;
}

/* ---- the carrier ---- */

hall_seat *hall_seat_of(hall *h, jb_session session)
{
    hall_seat *seat = &h->seats[jb_session_slot(session)];
    JB_TRUE(seat->session == session);
    return seat;
}

static void link_due(void *user, jb_session session, uint32_t bits)
{
    hall_seat_of(user, session)->due |= bits;
}

static void link_due_channel(void *user, jb_channel channel, uint32_t bits)
{
    hall *h = user;
    for (uint32_t i = 0; i < HALL_SESSIONS; i++) {
        if (h->seats[i].session && h->seats[i].channel == channel) {
            h->seats[i].due |= bits;
        }
    }
}

static void link_enter(void *user, jb_session session, jb_channel channel)
{
    hall_seat_of(user, session)->channel = channel;
}

static void link_close(void *user, jb_session session, uint16_t code, const char *reason)
{
    (void)reason;
    hall_seat_of(user, session)->closed = code;
}

static void link_message_max(void *user, jb_session session, size_t size)
{
    hall_seat_of(user, session)->message_max = size;
}

static int32_t link_round_trip(void *user, jb_session session)
{
    (void)session;
    return ((hall *)user)->round_trip;
}

static bool link_failure(void *user, jb_session session)
{
    hall *h = user;
    (void)session;
    return ++h->failures == h->failures_max;
}

static jb_time wall(void *user)
{
    const hall *h = user;
    return h->now + h->wall;
}

static void link_timer(void *user, jb_time at)
{
    ((hall *)user)->timer_at = at;
}

/* ---- beginning and end ---- */

static const char bank_text[] =
    "{\"format\":\"question-bank\",\"version\":1,\"id\":\"b\",\"title\":{\"en\":\"T\"},"
    "\"default_language\":\"en\",\"questions\":["
    "{\"id\":\"q1\",\"type\":\"single\",\"stem\":{\"en\":\"One?\"},\"options\":["
    "{\"id\":\"a\",\"text\":{\"en\":\"A\"}},{\"id\":\"b\",\"text\":{\"en\":\"B\"}}],"
    "\"answer\":{\"correct\":[\"a\"]}},"
    "{\"id\":\"q2\",\"type\":\"single\",\"stem\":{\"en\":\"Two?\"},\"options\":["
    "{\"id\":\"a\",\"text\":{\"en\":\"A\"}},{\"id\":\"b\",\"text\":{\"en\":\"B\"}}],"
    "\"answer\":{\"correct\":[\"a\"]}},"
    "{\"id\":\"q3\",\"type\":\"truefalse\",\"stem\":{\"en\":\"Three?\"},"
    "\"answer\":{\"value\":true}}]}";

static const jb_bank *find(void *user, const char *id)
{
    (void)id;
    return user;
}

#define DRAWS "\"draws\":[{\"title\":{\"en\":\"Bike\"},\"winners\":1}],"

static void write_stage(char file[TEXT_MAX])
{
    (void)snprintf(file, TEXT_MAX,
                   "{\"title\":{\"en\":\"T\"},\"seats\":\"teams\",\"teams\":[\"Red\",\"Blue\"],"
                   "\"rounds\":[{\"format\":\"buzzer\",\"questions\":{\"bank\":\"b\",\"ids\":"
                   "[\"q1\"]},\"seconds\":%d,\"tries\":2},{\"format\":\"judged\",\"judges\":2,"
                   "\"marks\":{\"min\":0,\"max\":10},\"questions\":{\"bank\":\"b\",\"ids\":"
                   "[\"q2\",\"q3\"]}}]}",
                   HALL_SECONDS);
}

static void write_file(char file[TEXT_MAX], unsigned options)
{
    (void)snprintf(file, TEXT_MAX,
                   "{\"title\":{\"en\":\"T\"},%s%s\"players_max\":%d,\"rounds\":["
                   "{\"format\":\"everyone\",\"questions\":{\"bank\":\"b\",\"ids\":[\"q1\"]},"
                   "\"seconds\":%d,\"change\":%s},"
                   "{\"format\":\"everyone\",\"questions\":{\"bank\":\"b\",\"ids\":[\"q2\"]},"
                   "\"seconds\":%d,\"reading\":1}]}",
                   options & HALL_TEAMS ? "\"teams\":[\"Red\",\"Blue\"],\"team_required\":true,"
                                        : "",
                   options & HALL_DRAWS ? DRAWS : "", options & HALL_SMALL ? 2 : 20, HALL_SECONDS,
                   options & HALL_CHANGE ? "true" : "false", HALL_SECONDS);
}

static void write_window(char file[TEXT_MAX], unsigned options)
{
    (void)snprintf(
        file, TEXT_MAX,
        "{\"title\":{\"en\":\"T\"},%s%s\"window\":{\"opens_at\":\"2026-01-01T08:00\","
        "\"closes_at\":\"2026-01-02T08:00\",\"time_zone\":\"UTC\",\"paper\":[{\"bank\":\"b\","
        "\"count\":3}],\"seconds\":1800,\"attempts\":{\"max\":2,\"per_day\":1},\"reveal\":"
        "\"hand_in\",\"entry\":\"%s\"}}",
        options & HALL_TEAMS ? "\"teams\":[\"Red\",\"Blue\"]," : "",
        options & HALL_DRAWS ? DRAWS : "", options & HALL_ROSTER ? "roster" : "open");
}

static void make_plan(hall *h, unsigned options)
{
    char file[TEXT_MAX];
    jb_report report;
    jb_bank *bank = NULL;
    jb_report_init(&report);
    JB_EQ_I64(jb_bank_read(jb_slice_of(bank_text), &report, &bank), JB_OK);
    if (options & HALL_STAGE) {
        write_stage(file);
    } else if (options & HALL_WINDOW) {
        write_window(file, options);
    } else {
        write_file(file, options);
    }
    jb_buffer_init(&h->plan, 0);
    JB_EQ_I64(jb_plan_make(jb_slice_of(file), find, bank, 1, &report, &h->plan), JB_OK);
    JB_FALSE(report.errors);
    jb_report_finish(&report);
    jb_bank_destroy(bank);
}

static void start(hall *h)
{
    jb_store_options options = {
        .db = { .directory = h->directory, .mode = JB_DB_WRITE, .unsafe_fast = true },
        .manual = true
    };
    JB_EQ_I64(jb_store_open(&options, &h->store, NULL), JB_OK);
    jb_arena_options arena = { .store = h->store,
                               .link = { .due = link_due,
                                         .due_channel = link_due_channel,
                                         .enter = link_enter,
                                         .close = link_close,
                                         .message_max = link_message_max,
                                         .round_trip = link_round_trip,
                                         .failure = link_failure,
                                         .timer = link_timer,
                                         .user = h },
                               .sessions_max = HALL_SESSIONS,
                               .wall = wall,
                               .wall_user = h,
                               .public_url = "http://h" };
    h->timer_at = JB_TIME_NONE;
    JB_EQ_I64(jb_arena_create(&arena, &h->arena), JB_OK);
}

static void insert(jb_db *db, void *arg)
{
    hall *h = arg;
    jb_contest_row row = { .id = "0123456789abcdef",
                           .code = HALL_CODE,
                           .plan = jb_buffer_text(&h->plan),
                           .title = "{\"en\":\"T\"}",
                           .open = true };
    JB_EQ_I64(jb_db_begin(db), JB_OK);
    JB_EQ_I64(jb_db_contest_insert(db, &row, &h->contest), JB_OK);
    JB_EQ_I64(jb_db_commit(db), JB_OK);
}

static void nothing(void *arg)
{
    (void)arg;
}

static void no_log(jb_log_level level, const char *line)
{
    (void)level;
    (void)line;
}

void hall_open(hall *h, unsigned options)
{
    *h = (hall){ .now = 1000000, .round_trip = -1, .failures_max = 1000 };
    h->wall = HALL_OPENS - 60000 - h->now;
    h->window = (options & HALL_WINDOW) != 0;
    jb_log_set_sink(no_log);
    disk_broken = false;
    (void)snprintf(h->directory, sizeof h->directory, "/tmp/jinbang-arena-XXXXXX");
    assert_non_null(mkdtemp(h->directory));
    make_plan(h, options);
    start(h);
    jb_job job = { .work = insert, .done = nothing, .arg = h };
    JB_EQ_I64(jb_store_run(h->store, &job), JB_OK);
    JB_EQ_I64(jb_store_commit(h->store), JB_OK);
    jb_store_poll(h->store);
    disk_broken = (options & HALL_ILL) != 0;
    JB_EQ_I64(jb_arena_add(h->arena, h->contest, "0123456789abcdef", HALL_CODE,
                           jb_buffer_slice(&h->plan), h->now),
              JB_OK);
    hall_commit(h);
}

static void remove_file(const hall *h, const char *name)
{
    char path[128];
    (void)snprintf(path, sizeof path, "%s/%s", h->directory, name);
    (void)unlink(path);
}

void hall_close(hall *h)
{
    disk_broken = false;
    jb_store_close(h->store);
    jb_arena_destroy(h->arena);
    jb_buffer_finish(&h->plan);
    remove_file(h, "jinbang.db");
    remove_file(h, "jinbang.db-wal");
    remove_file(h, "jinbang.db-shm");
    (void)rmdir(h->directory);
    jb_log_set_sink(NULL);
}

static bool load(void *user, const jb_contest_row *row)
{
    hall *h = user;
    jb_db *db = NULL;
    jb_db_options options = { .directory = h->directory, .mode = JB_DB_READ };
    jb_buffer why;
    jb_buffer_init(&why, 0);
    JB_EQ_I64(jb_db_open(&options, &db, NULL), JB_OK);
    JB_EQ_I64(jb_arena_load(h->arena, db, row, h->now, &why), JB_OK);
    jb_db_close(db);
    jb_buffer_finish(&why);
    return true;
}

void hall_restart(hall *h, jb_time ms)
{
    jb_db *db = NULL;
    jb_db_options options = { .directory = h->directory, .mode = JB_DB_READ };
    jb_store_crash(h->store);
    jb_arena_destroy(h->arena);
    memset(h->seats, 0, sizeof h->seats);
    h->host = JB_SESSION_NONE;
    h->now += ms;
    start(h);
    JB_EQ_I64(jb_db_open(&options, &db, NULL), JB_OK);
    JB_EQ_I64(jb_db_contest_get(db, HALL_CODE, load, h), JB_OK);
    jb_db_close(db);
    hall_commit(h);
}

/* ---- talking ---- */

jb_session hall_connect(hall *h)
{
    uint32_t slot = 0;
    while (slot < HALL_SESSIONS && h->seats[slot].session) {
        slot++;
    }
    JB_TRUE(slot < HALL_SESSIONS);
    jb_session session = (jb_session)++h->sessions << 32 | slot;
    h->seats[slot] = (hall_seat){ .session = session, .channel = JB_CHANNEL_NONE };
    jb_arena_opened(h->arena, session);
    return session;
}

void hall_hang_up(hall *h, jb_session session)
{
    hall_seat_of(h, session)->session = JB_SESSION_NONE;
    jb_arena_closed(h->arena, session, h->now);
}

void hall_say(hall *h, jb_session session, const char *text)
{
    char frame[TEXT_MAX];
    size_t size = strlen(text);
    JB_TRUE(size < sizeof frame);
    for (size_t i = 0; i < size; i++) {
        frame[i] = text[i] == '\'' ? '"' : text[i];
    }
    jb_arena_message(h->arena, session, (jb_slice){ .bytes = frame, .size = size }, h->now);
    assert_null(jb_arena_check(h->arena));
}

void hall_commit(hall *h)
{
    (void)jb_store_commit(h->store);
    jb_store_poll(h->store);
    jb_arena_committed(h->arena, h->now);
    assert_null(jb_arena_check(h->arena));
}

cJSON *hall_next(hall *h, jb_session session)
{
    hall_seat *seat = hall_seat_of(h, session);
    jb_frame frame = { 0 };
    if (seat->due == 0 || !jb_arena_produce(h->arena, session, h->now, &seat->due, &frame)) {
        seat->due = 0;
        return NULL;
    }
    cJSON *tree = cJSON_ParseWithLength((const char *)frame.payload, frame.size);
    assert_non_null(tree);
    return tree;
}

cJSON *hall_take(hall *h, jb_session session, const char *type)
{
    cJSON *tree = hall_next(h, session);
    while (tree && strcmp(hall_text(tree, "type"), type) != 0) {
        cJSON_Delete(tree);
        tree = hall_next(h, session);
    }
    if (!tree) {
        fail_msg("no %s", type);
    }
    return tree;
}

bool hall_has_none(hall *h, jb_session session, const char *type)
{
    bool none = true;
    for (cJSON *tree = hall_next(h, session); tree; tree = hall_next(h, session)) {
        none = none && strcmp(hall_text(tree, "type"), type) != 0;
        cJSON_Delete(tree);
    }
    return none;
}

void hall_drop_all(hall *h)
{
    for (uint32_t i = 0; i < HALL_SESSIONS; i++) {
        if (h->seats[i].session) {
            (void)hall_has_none(h, h->seats[i].session, "");
        }
    }
}

void hall_refused(hall *h, jb_session session, const char *code)
{
    cJSON *tree = hall_take(h, session, "error");
    JB_EQ_STR(hall_text(tree, "code"), code);
    cJSON_Delete(tree);
}

/* ---- people ---- */

static jb_session join(hall *h, const char *name, const char *team, char token[40])
{
    char text[TEXT_MAX];
    jb_session session = hall_connect(h);
    (void)snprintf(text, sizeof text,
                   "{'type':'hello','role':'player','code':'" HALL_CODE "','name':'%s'%s}", name,
                   team);
    hall_say(h, session, text);
    hall_commit(h);
    cJSON *welcome = hall_take(h, session, "welcome");
    if (token) {
        (void)snprintf(token, 40, "%s", hall_text(welcome, "token"));
    }
    cJSON_Delete(welcome);
    cJSON_Delete(hall_take(h, session, h->window ? "attempt" : "you"));
    return session;
}

jb_session hall_join(hall *h, const char *name, char token[40])
{
    return join(h, name, ",'team':'Red'", token);
}

jb_session hall_join_hall(hall *h, const char *name)
{
    return join(h, name, "", NULL);
}

void hall_hello_token(hall *h, jb_session session, const char *token)
{
    char text[TEXT_MAX];
    (void)snprintf(text, sizeof text,
                   "{'type':'hello','role':'player','code':'" HALL_CODE "','token':'%s'}", token);
    hall_say(h, session, text);
}

jb_session hall_watch(hall *h, jb_role role)
{
    static const unsigned char secret[JB_SECRET_SIZE];
    char key[JB_KEY_SIZE];
    char text[TEXT_MAX];
    jb_session session = hall_connect(h);
    jb_arena_key(secret, role, "0123456789abcdef", key);
    (void)snprintf(text, sizeof text,
                   "{'type':'hello','role':'%s','code':'" HALL_CODE "','key':'%s'}",
                   jb_role_name(role), key);
    hall_say(h, session, text);
    hall_commit(h);
    cJSON_Delete(hall_take(h, session, "welcome"));
    cJSON_Delete(hall_take(h, session, "state"));
    return session;
}

void hall_host_do(hall *h, const char *action)
{
    char text[TEXT_MAX];
    if (!h->host) {
        h->host = hall_watch(h, JB_ROLE_HOST);
    }
    (void)snprintf(text, sizeof text, "{'type':'do','action':'%s'}", action);
    hall_say(h, h->host, text);
    hall_commit(h);
    hall_drop_all(h);
}

void hall_open_turn(hall *h, uint32_t turn)
{
    /* Each turn: open, locked, reveal, standings; the second begins with reading. */
    int steps = turn == 1 ? 1 : 6;
    for (int i = 0; i < steps; i++) {
        h->now += 10;
        hall_host_do(h, "next");
    }
}

void hall_pass(hall *h, jb_time ms)
{
    enum {
        SECOND_MS = 1000
    };
    for (jb_time end = h->now + ms; h->now < end;) {
        h->now = end - h->now > SECOND_MS ? h->now + SECOND_MS : end;
        jb_arena_tick(h->arena, h->now);
        hall_commit(h);
    }
}

jb_session hall_come(hall *h, const char *personal_code)
{
    char text[TEXT_MAX];
    jb_session session = hall_connect(h);
    (void)snprintf(text, sizeof text,
                   "{'type':'hello','role':'player','code':'" HALL_CODE "','personal_code':'%s'}",
                   personal_code);
    hall_say(h, session, text);
    return session;
}

const char *hall_text(const cJSON *tree, const char *key)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(tree, key));
    return text ? text : "";
}

int64_t hall_int(const cJSON *tree, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(tree, key);
    return cJSON_IsNumber(item) ? (int64_t)item->valuedouble : -1;
}
