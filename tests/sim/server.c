/*
 * The server that lives on the simulated disk: the store in manual mode, starts, crashes and
 * restarts, commits, and the contest clock as it must be.
 */
#include <string.h>

#include "jinbang/assert.h"
#include "sim.h"

static bool load(void *user, const jb_contest_row *row)
{
    sim *s = user;
    jb_buffer why;
    jb_buffer_init(&why, 0);
    jb_db *db = NULL;
    jb_db_options options = { .directory = s->directory, .mode = JB_DB_READ };
    jb_status status = jb_db_open(&options, &db, &why);
    if (status == JB_OK) {
        status = jb_arena_load(s->arena, db, row, s->now, &why);
    }
    if (status != JB_OK) {
        sim_fail(s, "the contest cannot be loaded again: %s", jb_buffer_text(&why));
    }
    jb_db_close(db);
    jb_buffer_finish(&why);
    return true;
}

static void insert_contest(jb_db *db, void *arg)
{
    sim *s = arg;
    jb_contest_row row = { .id = s->id,
                           .code = s->code,
                           .plan = jb_buffer_text(&s->plan),
                           .title = "{\"en\":\"Sim\"}",
                           .created_at = 1,
                           .open = true };
    if (jb_db_begin(db) != JB_OK || jb_db_contest_insert(db, &row, &s->contest) != JB_OK ||
        jb_db_commit(db) != JB_OK) {
        sim_fail(s, "no contest: %s", jb_db_why(db));
    }
}

static void nothing(void *arg)
{
    (void)arg;
}

static void first_start(sim *s)
{
    jb_job job = { .work = insert_contest, .done = nothing, .arg = s };
    if (jb_store_run(s->store, &job) != JB_OK || jb_store_commit(s->store) != JB_OK) {
        sim_fail(s, "the store does not begin");
    }
    jb_store_poll(s->store);
    sim_durable_open(s);
    s->clock_base = 0;
    if (jb_arena_add(s->arena, s->contest, s->id, s->code, jb_buffer_slice(&s->plan), s->now) !=
        JB_OK) {
        sim_fail(s, "the plan is not taken");
    }
}

/* A contest that runs must stand still after a restart, until the host resumes. */
static void check_paused(sim *s)
{
    jb_contest_info info;
    if (!jb_arena_find(s->arena, s->id, &info)) {
        sim_fail(s, "the contest is gone");
    }
    if (info.phase != JB_PHASE_LOBBY && info.phase != JB_PHASE_FINISHED && !info.paused) {
        sim_fail(s, "the contest runs on by itself");
    }
}

static void start_again(sim *s)
{
    jb_db *db = NULL;
    jb_db_options options = { .directory = s->directory, .mode = JB_DB_READ };
    sim_durable_connect(s);
    sim_durable_read(s);
    sim_durable_audit(s);
    s->clock_base = sim_durable_clock(s);
    if (jb_db_open(&options, &db, NULL) != JB_OK ||
        jb_db_contest_get(db, s->id, load, s) != JB_OK) {
        sim_fail(s, "the contest is not there any more");
    }
    jb_db_close(db);
    check_paused(s);
}

static void make_arena(sim *s)
{
    jb_arena_options arena = { .store = s->store,
                               .link = sim_link,
                               .sessions_max = SIM_CONNECTIONS_MAX,
                               .boot = s->life + 1,
                               .public_url = "http://sim" };
    arena.link.user = s;
    memcpy(arena.secret, s->secret, sizeof arena.secret);
    jb_status status = jb_arena_create(&arena, &s->arena);
    JB_ASSERT(status == JB_OK);
}

bool sim_server_start(sim *s)
{
    jb_buffer why;
    jb_buffer_init(&why, 0);
    jb_store_options options = {
        .db = { .directory = s->directory, .mode = JB_DB_WRITE, .vfs = SIM_DISK_NAME },
        .manual = true,
    };
    s->disk.broken = false;
    jb_status status = jb_store_open(&options, &s->store, &why);
    if (s->disk.dead) {
        sim_server_crash(s);
        jb_buffer_finish(&why);
        return false;
    }
    if (status != JB_OK) {
        sim_fail(s, "the store does not open: %s", jb_buffer_text(&why));
    }
    jb_buffer_finish(&why);
    make_arena(s);
    s->tick_at = JB_TIME_NONE;
    s->seq_before = s->seq_max;
    s->fault = false;
    s->clock_at = s->now;
    if (s->life++ == 0) {
        first_start(s);
    } else {
        start_again(s);
    }
    s->up = true;
    sim_trace(s, "the server is up");
    sim_step(s);
    return true;
}

/* Nobody frees the jobs of a dead process. For the leak checker's sake they end before it dies, on
 * a disk that takes nothing any more, so that they change nothing. */
static void let_jobs_end(sim *s)
{
    for (int i = 0; i < 3; i++) {
        (void)jb_store_commit(s->store);
        jb_store_poll(s->store);
    }
}

/* What the files hold is taken before the rest of the process is cleared away. */
void sim_server_crash(sim *s)
{
    sim_image images[SIM_FILES];
    bool power = sim_percent(s, 40);
    sim_trace(s, "the server dies%s", power ? "" : ", and the power goes");
    sim_disk_freeze(s, power, images);
    s->disk.dead = true;
    sim_network_drop(s);
    if (s->store) {
        let_jobs_end(s);
        jb_store_crash(s->store);
    }
    jb_arena_destroy(s->arena);
    sim_durable_disconnect(s);
    sim_disk_thaw(s, images);
    s->store = NULL;
    s->arena = NULL;
    s->up = false;
    s->commit_queued = false;
    s->counts.crashes++;
    s->counts.blackouts += !power;
}

void sim_server_stop(sim *s)
{
    sim_network_drop(s);
    jb_store_close(s->store);
    jb_arena_destroy(s->arena);
    s->store = NULL;
    s->arena = NULL;
    s->up = false;
}

jb_time sim_clock(sim *s)
{
    if (s->fault && !jb_store_failed(s->store, NULL)) {
        s->fault = false; /* the host has resumed: it goes on from where it stood */
        s->clock_at = s->now;
    }
    return s->fault ? s->clock_base : s->clock_base + (s->now - s->clock_at);
}

void sim_commit(sim *s)
{
    s->commit_queued = false;
    if (!s->up) {
        return;
    }
    jb_time clock = sim_clock(s);
    bool failed_before = s->fault;
    jb_status status = jb_store_commit(s->store);
    s->counts.commits++;
    if (s->disk.dead) {
        sim_server_crash(s);
        sim_restart_later(s);
        return;
    }
    sim_durable_read(s);
    if (status != JB_OK && !failed_before) {
        sim_trace(s, "the disk refuses");
        s->fault = true; /* the clock stands until the host resumes */
        s->clock_base = clock;
        s->fault_clocks[s->counts.faults++ % 4] = clock;
        for (uint32_t i = 0; i < s->connection_max; i++) {
            /* What waited gets one refusal together; other replies are still on their way. */
            memset(s->connections[i].sent, 0, sizeof s->connections[i].sent);
        }
    }
    jb_store_poll(s->store);
    jb_arena_committed(s->arena, s->now);
    sim_step(s);
    bool all = jb_store_head(s->store) == jb_store_durable(s->store);
    if (all && !s->fault &&
        jb_arena_digest(s->arena, s->id) != jb_engine_digest(s->durable.engine)) {
        sim_fail(s, "everything is on disk, but the live contest is not what the log gives");
    }
}
