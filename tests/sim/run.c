/*
 * One contest from the first start of its server to the last look at its results: the loop over the
 * queue, the troubles, and what must be true when everything has come to rest.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/results.h"
#include "sim.h"

enum {
    STAGE_PHONES_MIN = 6,
    STAGE_PHONES_MAX = 24,
    PHONES_MIN = 20,
    PHONES_MAX = 60,
    HALL_MIN = 200, /* one contest in so many is a hall full of people */
    HALL_EVERY = 50,
    ERASE_EVERY = 4, /* names are erased at the end of one in so many */
    HALL_LOUD_MS = 90000,
    LOOK_EVERY_MS = 2000,
    LOUD_MS = 240000, /* of play before everybody is asked to end it */
    QUIET_MS = 60000,
    COMMIT_LATE_MS = 2500
};

int64_t sim_between(sim *s, int64_t low, int64_t high)
{
    JB_ASSERT(low <= high);
    return low + (int64_t)jb_random_below(&s->random, (uint64_t)(high - low) + 1);
}

bool sim_percent(sim *s, int64_t percent)
{
    return sim_between(s, 0, 99) < percent;
}

bool sim_mischief(const sim *s)
{
    return !s->quiet && !(s->limits.off & SIM_MISCHIEF_OFF);
}

void sim_trace(sim *s, const char *format, ...)
{
    va_list arguments;
    if (s->traced) {
        va_start(arguments, format);
        (void)printf("%9lld ", (long long)(s->now - s->began_at));
        (void)vprintf(format, arguments);
        (void)printf("\n");
        va_end(arguments);
    }
}

void sim_step(sim *s)
{
    if (!s->up) {
        return;
    }
    (void)sim_clock(s); /* notices that it goes on again */
    const char *broken = jb_arena_check(s->arena);
    if (broken) {
        sim_fail(s, "an invariant is broken: %s", broken);
    }
    if (!s->commit_queued) {
        s->commit_queued = true;
        bool slow = !s->quiet && sim_percent(s, (int64_t)s->commit_slow_percent);
        bool idle = jb_store_head(s->store) == jb_store_durable(s->store); /* but for jobs */
        jb_time wait = idle ? sim_between(s, 50, 1500) : sim_between(s, 1, 25);
        wait = slow ? sim_between(s, 1, COMMIT_LATE_MS) : wait;
        sim_queue_put(&s->queue, (sim_job){ .at = s->now + wait, .action = SIM_COMMIT });
    }
}

/* ---- troubles ---- */

static void next_trouble(sim *s)
{
    if (s->trouble) {
        sim_queue_put(&s->queue, (sim_job){ .at = s->now + sim_between(s, 500, 40000),
                                            .action = SIM_TROUBLE });
    }
}

void sim_restart_later(sim *s)
{
    sim_queue_put(&s->queue,
                  (sim_job){ .at = s->now + sim_between(s, 100, 30000), .action = SIM_RESTART });
}

void sim_break_disk(sim *s)
{
    if (s->disk.broken) {
        return;
    }
    static const int codes[] = { SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC };
    s->disk.broken = true;
    s->disk.writes_left = (int)sim_between(s, 0, 4);
    s->disk.code = codes[sim_between(s, 0, 2)];
    s->disk.halves = sim_percent(s, 50);
    s->disk.once = sim_percent(s, 30);
    sim_queue_put(&s->queue,
                  (sim_job){ .at = s->now + sim_between(s, 10, 8000), .action = SIM_REPAIR });
}

static void make_trouble(sim *s)
{
    int64_t chance = sim_between(s, 0, 99);
    if (s->quiet) {
        return;
    }
    next_trouble(s);
    if (!s->up) {
        return;
    }
    if (chance < 25) {
        sim_server_crash(s);
        sim_restart_later(s);
    } else if (chance < 60) {
        s->disk.dies_in = (int)sim_between(s, 1, sim_percent(s, 70) ? 12 : 60);
    } else {
        sim_break_disk(s);
    }
}

/* Sometimes it dies again while it comes up. */
static void restart(sim *s)
{
    if (!s->quiet && sim_percent(s, 15)) {
        s->disk.dies_in = (int)sim_between(s, 1, 20);
    }
    if (!sim_server_start(s)) {
        sim_restart_later(s);
    }
}

/* ---- the loop ---- */

static void look_later(sim *s)
{
    sim_queue_put(&s->queue,
                  (sim_job){ .at = s->now + sim_between(s, 1, LOOK_EVERY_MS), .action = SIM_LOOK });
}

static void tick(sim *s, uint64_t stamp)
{
    if (s->up && s->tick_at == (jb_time)stamp) {
        s->tick_at = JB_TIME_NONE;
        jb_arena_tick(s->arena, s->now);
        sim_step(s);
    }
}

static void do_job(sim *s, sim_job *job)
{
    switch (job->action) {
    case SIM_CLIENT:
        if (s->clients[job->who].wake_stamp == job->stamp && !s->clients[job->who].gone) {
            if (job->who < SIM_PHONE_FIRST) {
                sim_host_wake(s, job->who);
            } else if (s->clients[job->who].role == JB_ROLE_PLAYER) {
                sim_phone_wake(s, job->who);
            } else {
                sim_stage_desk_wake(s, job->who);
            }
        }
        return;
    case SIM_COMMIT:
        sim_commit(s);
        return;
    case SIM_TICK:
        tick(s, job->stamp);
        return;
    case SIM_TROUBLE:
        make_trouble(s);
        return;
    case SIM_RESTART:
        restart(s);
        return;
    case SIM_REPAIR:
        s->disk.broken = false;
        return;
    case SIM_LOOK:
        sim_look(s);
        look_later(s);
        return;
    case SIM_UP:
    case SIM_DOWN:
    case SIM_GONE:
    case SIM_HANGUP:
    case SIM_WRITABLE:
    case SIM_LEAVE:
        sim_network_job(s, job);
        return;
    }
}

static void run_until(sim *s, jb_time until, bool end_early)
{
    sim_job job;
    while (sim_queue_take(&s->queue, &job)) {
        JB_ASSERT(job.at >= s->now);
        s->now = job.at;
        do_job(s, &job);
        sim_job_finish(&job);
        if (s->now >= until ||
            (end_early && jb_engine_look(s->durable.engine)->phase == JB_PHASE_FINISHED)) {
            return;
        }
    }
}

/* ---- the end ---- */

static void check_client(sim *s, uint32_t index)
{
    const sim_client *client = &s->clients[index];
    const sim_connection *connection = sim_connection_of(s, client->session);
    if (client->gone) {
        return;
    }
    if (!connection || !client->welcomed || !client->seen_state) {
        sim_fail(s, "client %u is not in after a minute of rest", index);
    }
    uint32_t active = jb_engine_look(s->durable.engine)->active;
    if (client->phase != JB_PHASE_FINISHED || client->paused ||
        (client->players != active &&
         (client->role == JB_ROLE_HOST || client->role == JB_ROLE_SCREEN))) {
        sim_fail(s, "client %u sees phase %d, paused %d, %u players of %u", index,
                 (int)client->phase, client->paused, client->players, active);
    }
    if (client->role != JB_ROLE_PLAYER) {
        if (!client->head_seen && client->role != JB_ROLE_JUDGE) {
            sim_fail(s, "client %u does not see the head of the log", index);
        }
        return;
    }
    const jb_seat *player = sim_own(s, client->player);
    int64_t expected = sim_own_score(s, client->player);
    int64_t score = (int64_t)(client->score * 100 + (client->score < 0 ? -0.5 : 0.5));
    if (!client->seen_you || score != expected || client->rank != player->rank) {
        sim_fail(s, "player %u sees score %lld and rank %u, it is %lld and %u", client->player,
                 (long long)score, client->rank, (long long)expected, player->rank);
    }
}

static bool keep_row(void *user, const jb_contest_row *row)
{
    sim *s = user;
    jb_db *db = NULL;
    jb_results *results = NULL;
    jb_buffer why;
    uint32_t erased = 0;
    jb_buffer_init(&why, 0);
    jb_db_options options = { .directory = s->directory, .mode = JB_DB_READ };
    jb_status status = jb_db_open(&options, &db, &why);
    if (status == JB_OK) {
        status = jb_results_build(db, row, &s->durable.plan->rules, &results, &why);
    }
    if (status == JB_OK) {
        status = jb_results_compare(db, s->contest, results, &why);
    }
    if (status == JB_OK) {
        status = jb_results_check_names(db, s->contest, &erased, &why);
    }
    uint32_t nameless = s->erased ? jb_engine_look(s->durable.engine)->joined : 0;
    if (status != JB_OK || erased != nameless) {
        sim_fail(s, "the results do not hold, with %u of %u names erased: %s", erased, nameless,
                 jb_buffer_text(&why));
    }
    if (s->staged) {
        sim_stage_check_results(s, results);
    } else {
        sim_check_ranking(s, results);
    }
    jb_results_destroy(results);
    jb_db_close(db);
    jb_buffer_finish(&why);
    return true;
}

static void check_results(sim *s)
{
    jb_db *db = NULL;
    jb_db_options options = { .directory = s->directory, .mode = JB_DB_READ };
    if (jb_db_open(&options, &db, NULL) != JB_OK ||
        jb_db_contest_get(db, s->id, keep_row, s) != JB_OK) {
        sim_fail(s, "the contest is not in the catalog");
    }
    jb_db_close(db);
}

/* Years later nobody's name is in the files, and what the log says of the contest still holds. */
static void erase(sim *s)
{
    jb_db *db = NULL;
    jb_db_options options = { .directory = s->directory,
                              .mode = JB_DB_WRITE,
                              .vfs = SIM_DISK_NAME };
    if (jb_db_open(&options, &db, NULL) != JB_OK ||
        jb_db_participant_erase(db, s->contest) != JB_OK) {
        sim_fail(s, "the names cannot be erased: %s", db ? jb_db_why(db) : "no database");
    }
    jb_db_close(db);
    s->erased = true;
    const char *name = sim_disk_holds((const char *const[]){ "Player ", "Renamed ", NULL });
    if (name) {
        sim_fail(s, "the names are erased, and `%s` is still in the files", name);
    }
    check_results(s);
    sim_durable_audit(s);
}

void sim_check_end(sim *s)
{
    if (jb_engine_look(s->durable.engine)->phase != JB_PHASE_FINISHED) {
        sim_fail(s, "the contest does not end");
    }
    for (uint32_t i = 0; i < s->client_count; i++) {
        check_client(s, i);
    }
    sim_durable_audit(s);
    check_results(s);
}

/* ---- the beginning ---- */

static uint64_t number_from(const char *name)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : 0;
}

static void read_limits(sim_limits *limits)
{
    static const struct {
        const char *word;
        uint32_t off;
    } words[] = { { "trouble", SIM_TROUBLE_OFF },
                  { "slow", SIM_SLOW_OFF },
                  { "mischief", SIM_MISCHIEF_OFF },
                  { "desks", SIM_DESKS_OFF } };
    const char *without = getenv("JB_SIM_WITHOUT");
    for (size_t i = 0; without && i < sizeof words / sizeof words[0]; i++) {
        limits->off |= strstr(without, words[i].word) ? words[i].off : 0;
    }
    limits->phones = (uint32_t)number_from("JB_SIM_PHONES");
    limits->variant = number_from("JB_SIM_VARIANT");
}

static void invite(sim *s)
{
    static const char *const names[] = { "Zo\xc3\xab",       "zo\xc3\xab",    "\xe7\x94\xb2",
                                         "<b>\\\"x\\\"</b>", "O'Neil & \\\\", "  Ann   Lee " };
    int64_t least = s->staged ? STAGE_PHONES_MIN : s->hall ? HALL_MIN : PHONES_MIN;
    int64_t most = s->staged ? STAGE_PHONES_MAX : s->hall ? SIM_PHONES_MAX : PHONES_MAX;
    uint32_t phones = (uint32_t)sim_between(s, least, most);
    uint32_t desks = s->staged ? SIM_DESKS_MAX : sim_percent(s, 30); /* or a second host alone */
    phones = s->limits.phones > 0 && s->limits.phones < phones ? s->limits.phones : phones;
    desks = s->limits.off & SIM_DESKS_OFF ? 0 : desks;
    uint32_t desk_first = SIM_PHONE_FIRST + phones;
    s->client_count = desk_first + desks;
    for (uint32_t i = 0; i < s->client_count; i++) {
        sim_client *client = &s->clients[i];
        client->role = i == SIM_HOST || i == desk_first ? JB_ROLE_HOST
                       : i == SIM_SCREEN                ? JB_ROLE_SCREEN
                       : i > desk_first                 ? JB_ROLE_JUDGE
                                                        : JB_ROLE_PLAYER;
        if (sim_percent(s, 20)) {
            (void)snprintf(client->name, sizeof client->name, "%s", names[sim_between(s, 0, 5)]);
        } else {
            (void)snprintf(client->name, sizeof client->name, "Player %u", i);
        }
        bool late = client->role == JB_ROLE_PLAYER && sim_percent(s, 20);
        sim_wake_in(s, i, sim_between(s, 0, late ? 60000 : 3000));
    }
}

static void begin(sim *s, uint64_t seed)
{
    s->seed = seed;
    read_limits(&s->limits);
    s->staged = seed % 3 == 0;
    s->hall = seed % HALL_EVERY == 1 && !s->staged;
    s->connection_max = s->hall ? SIM_CONNECTIONS_MAX : 4 * (SIM_PHONE_FIRST + PHONES_MAX);
    jb_random_seed(&s->random, seed);
    s->now = sim_between(s, 0, 1000000000);
    s->began_at = s->now;
    s->traced = getenv("JB_SIM_TRACE") != NULL;
    (void)snprintf(s->id, sizeof s->id, "%016llx", (unsigned long long)seed);
    (void)snprintf(s->code, sizeof s->code, "482913");
    memset(s->secret, 7, sizeof s->secret);
    s->commit_slow_percent = sim_percent(s, 50) ? 0 : (uint32_t)sim_between(s, 1, 15);
    s->trouble = sim_percent(s, 70);
    sim_make_plan(s);
    if (s->limits.variant > 0) {
        jb_random_seed(&s->random, seed + (s->limits.variant << 40));
    }
    s->trouble = s->trouble && !(s->limits.off & SIM_TROUBLE_OFF);
    s->commit_slow_percent = s->limits.off & SIM_SLOW_OFF ? 0 : s->commit_slow_percent;
    sim_disk_make(s);
    sim_server_start(s);
    invite(s);
    look_later(s);
    next_trouble(s);
}

static void finish(sim *s)
{
    if (s->up) {
        sim_server_stop(s);
    }
    if (s->seed % ERASE_EVERY == 0) {
        erase(s);
    }
    sim_durable_close(s);
    sim_queue_finish(&s->queue);
    sim_disk_remove(s);
    jb_buffer_finish(&s->plan);
}

void sim_play(uint64_t seed, sim_counts *counts)
{
    sim *s = calloc(1, sizeof *s);
    JB_ASSERT(s != NULL);
    begin(s, seed);
    run_until(s, s->now + (s->hall ? HALL_LOUD_MS : LOUD_MS), true);
    s->quiet = true;
    s->rest_at = s->now + QUIET_MS / 2;
    s->trouble = false;
    s->disk.broken = false;
    s->disk.dies_in = 0;
    for (uint32_t i = 0; i < s->client_count; i++) {
        sim_wake_in(s, i, sim_between(s, 0, 500));
    }
    run_until(s, s->now + QUIET_MS, false);
    sim_check_end(s);
    counts->frames += s->counts.frames;
    counts->turns += s->counts.turns;
    counts->answers += s->counts.answers;
    counts->commits += s->counts.commits;
    counts->crashes += s->counts.crashes;
    counts->blackouts += s->counts.blackouts;
    counts->faults += s->counts.faults;
    for (int operation = 0; operation < SIM_OPERATIONS; operation++) {
        counts->died_at[operation] += s->disk.died_at[operation];
    }
    counts->replaced += s->counts.replaced;
    counts->late += s->counts.late;
    counts->returned += s->counts.returned;
    counts->notices += s->counts.notices;
    counts->blanks += s->counts.blanks;
    counts->stages += s->staged;
    counts->halls += s->hall;
    counts->looks += s->counts.looks;
    counts->twice += s->counts.twice;
    counts->previews += s->counts.previews;
    for (int type = 0; type < JB_EVENT_COUNT; type++) {
        counts->events[type] += s->counts.events[type];
    }
    for (int what = JB_UNDO_LOCK; what < JB_UNDO_COUNT; what++) {
        counts->undone[what] += s->counts.undone[what];
    }
    finish(s);
    free(s);
}
