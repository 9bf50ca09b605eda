/*
 * Coming back: after a restart, and after the disk refused a write. Both do the same: the log is
 * replayed into a fresh engine and fresh lists of people, and the contest stands where the log
 * stands, its clock stopped. What was not on disk has not happened; nobody was told that it had.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena_internal.h"
#include "jinbang/assert.h"
#include "jinbang/log.h"

enum {
    RETRY_FIRST_MS = 1000,
    RETRY_MOST_MS = 60 * 1000
};

/* One contest read anew. */
typedef struct jb_replay {
    jb_contest *contest;
    void *memory;
    jb_engine *engine;
    jb_people people;
    jb_hours hours;
    jb_codes codes;
    jb_lottery_log *logs;
    jb_time clock; /* contest clock where the log, or the note of the clock, ends */
    jb_status status;
    char why[WHY_MAX];
} jb_replay;

/* What the arena keeps of window contests and lotteries besides. */
static void replay_play(jb_replay *replay, const jb_log_entry *entry)
{
    const jb_event *event = entry->event;
    jb_lottery_logs_note(replay->logs, event);
    if (event->type == JB_EVENT_HANDED_IN) {
        jb_hours_count(&replay->hours, event->at);
    } else if (event->type == JB_EVENT_ANNOUNCED) {
        replay->logs[event->draw].entry = entry->seq;
        jb_hex_encode(entry->hash.bytes, JB_HASH_SIZE, replay->logs[event->draw].commitment);
    }
}

static bool replay_event(void *user, const jb_log_entry *entry)
{
    jb_replay *replay = user;
    replay->status = jb_engine_apply(replay->engine, entry->event);
    if (replay->status != JB_OK) {
        (void)snprintf(replay->why, sizeof replay->why,
                       "log entry %llu cannot follow from the entries before it",
                       (unsigned long long)entry->seq);
        return false;
    }
    replay->clock = entry->event->at > replay->clock ? entry->event->at : replay->clock;
    if (replay->logs) {
        replay_play(replay, entry);
    }
    return true;
}

static bool replay_person(void *user, const jb_participant_row *row)
{
    jb_replay *replay = user;
    if (row->player != replay->people.count + 1) {
        replay->status = JB_ERR_CORRUPT;
        (void)snprintf(replay->why, sizeof replay->why, "participant %u is out of order",
                       row->player);
        return false;
    }
    replay->status = jb_people_add(&replay->people, row->name, &row->token);
    return replay->status == JB_OK;
}

static bool replay_roster(void *user, const jb_roster_row *row)
{
    jb_replay *replay = user;
    replay->status = jb_codes_put(&replay->codes, row);
    return replay->status == JB_OK;
}

static void replay_drop(jb_replay *replay)
{
    free(replay->memory);
    jb_people_finish(&replay->people);
    jb_hours_finish(&replay->hours);
    jb_codes_finish(&replay->codes);
    jb_lottery_logs_finish(replay->logs, replay->contest->plan->rules.lottery_count);
    replay->logs = NULL;
    replay->memory = NULL;
}

static void replay_read(jb_replay *replay, jb_db *db)
{
    const jb_rules *rules = &replay->contest->plan->rules;
    size_t size = jb_engine_size(rules);
    replay->memory = calloc(1, size);
    replay->logs =
        replay->contest->play ? calloc(rules->lottery_count + 1, sizeof *replay->logs) : NULL;
    if (!replay->memory || (replay->contest->play && !replay->logs)) {
        replay->status = JB_ERR_MEMORY;
        replay_drop(replay);
        return;
    }
    replay->engine = jb_engine_init(replay->memory, size, rules);
    jb_status status = jb_db_clock_get(db, replay->contest->key, &replay->clock);
    if (status == JB_OK) {
        status = jb_db_log_read(db, replay->contest->key, replay_event, replay);
    }
    if (status == JB_OK && replay->status == JB_OK) {
        status = jb_db_participant_list(db, replay->contest->key, replay_person, replay);
    }
    if (status == JB_OK && replay->status == JB_OK && rules->window) {
        status = jb_db_roster_list(db, replay->contest->key, 0, replay_roster, replay);
    }
    if (status != JB_OK) {
        replay->status = status;
        (void)snprintf(replay->why, sizeof replay->why, "%s", jb_db_why(db));
    }
    if (replay->status == JB_OK && replay->people.count != jb_engine_look(replay->engine)->joined) {
        replay->status = JB_ERR_CORRUPT;
        (void)snprintf(replay->why, sizeof replay->why,
                       "the log and the list of participants do not name the same people");
    }
    if (replay->status != JB_OK) {
        replay_drop(replay);
    }
}

static void install_play(jb_contest *contest, jb_replay *replay)
{
    jb_play *play = contest->play;
    jb_hours_finish(&play->hours);
    jb_codes_finish(&play->codes);
    jb_lottery_logs_finish(play->logs, contest->plan->rules.lottery_count);
    play->hours = replay->hours;
    play->codes = replay->codes;
    play->logs = replay->logs;
    play->board_changed = true;
}

/* Puts what was read into the contest's place; connections keep their seats. */
static void replay_install(jb_replay *replay, jb_time now)
{
    jb_contest *contest = replay->contest;
    contest->online = 0;
    for (uint32_t i = 0; i < contest->people.count && i < replay->people.count; i++) {
        replay->people.persons[i].session = contest->people.persons[i].session;
        replay->people.persons[i].away_since = contest->people.persons[i].away_since;
        contest->online += replay->people.persons[i].session != JB_SESSION_NONE;
    }
    free(contest->memory);
    jb_people_finish(&contest->people);
    contest->memory = replay->memory;
    contest->engine = replay->engine;
    contest->people = replay->people;
    if (!contest->fault) {
        contest->clock_offset = now - replay->clock;
    }
    if (contest->play) {
        install_play(contest, replay);
    }
    if (contest->plan->rules.window) {
        jb_window_stand(contest, replay->clock);
        bool later = contest->fault && replay->clock > contest->fault_at;
        contest->fault_at = later ? replay->clock : contest->fault_at;
    }
}

static bool is_running(const jb_engine_view *view)
{
    return view->phase != JB_PHASE_LOBBY && view->phase != JB_PHASE_FINISHED;
}

/* Stops the clock where it stands. */
static void pause_running(jb_contest *contest, jb_pause_reason reason, jb_time now)
{
    const jb_engine_view *view = jb_engine_look(contest->engine);
    if (is_running(view) && !view->paused) {
        jb_command command = { .type = JB_COMMAND_PAUSE, .reason = reason };
        jb_refusal refusal = jb_contest_submit(contest, &command, now);
        /* A phase may have ended at this very moment; it cannot have ended the contest, for the
         * last phase waits for standings to run out. */
        JB_ASSERT(refusal == JB_ACCEPTED ||
                  jb_engine_look(contest->engine)->phase == JB_PHASE_FINISHED);
    }
}

static bool index_taken(const jb_arena *arena, uint32_t index)
{
    bool taken = false;
    for (uint32_t i = 0; i < arena->contest_count && !taken; i++) {
        taken = arena->contests[i]->index == index;
    }
    return taken;
}

static jb_status add_contest(jb_arena *arena, jb_contest *contest)
{
    jb_contest **grown = realloc(arena->contests, (arena->contest_count + 1) * sizeof *grown);
    if (!grown || arena->contest_count == JB_CONTESTS_LIVE_MAX) {
        arena->contests = grown ? grown : arena->contests;
        return JB_ERR_LIMIT;
    }
    arena->contests = grown;
    while (index_taken(arena, contest->index)) {
        contest->index++;
    }
    (void)snprintf(contest->join_url, sizeof contest->join_url, "%s/%s", arena->public_url,
                   contest->code);
    arena->contests[arena->contest_count++] = contest;
    return JB_OK;
}

/* The first entry of a log ties it to the plan. The disk may have refused even that one. */
static void make_created(jb_contest *contest, jb_time now)
{
    if (jb_engine_look(contest->engine)->created) {
        return;
    }
    jb_command command = { .type = JB_COMMAND_CREATE, .hash = contest->plan_hash };
    jb_refusal refusal = jb_contest_submit(contest, &command, now);
    JB_ASSERT(refusal == JB_ACCEPTED);
}

static void open_contest(jb_contest *contest, jb_slice plan, jb_time now)
{
    jb_hash_of(&plan, 1, &contest->plan_hash);
    make_created(contest, now);
    if (contest->plan->rules.window) {
        jb_window_tick(contest, now);
    } else {
        pause_running(contest, JB_PAUSE_RESTART, now);
    }
    contest->state_changed = true;
    contest->phase_changed = true;
    contest->crowd_changed = true;
    contest->roster_changed = true;
    contest->tally_changed = true;
    jb_publish_step(contest, now);
}

jb_status jb_arena_add(jb_arena *arena, int64_t key, const char *id, const char *code,
                       jb_slice plan, jb_time now)
{
    jb_contest *contest = NULL;
    jb_contest_row row = { .contest = key, .id = id, .code = code, .plan = plan.bytes };
    jb_status status = jb_contest_create(arena, &row, &contest);
    if (status == JB_OK) {
        status = add_contest(arena, contest);
    }
    if (status != JB_OK) {
        jb_contest_destroy(contest);
        return status;
    }
    arena->now = now;
    contest->clock_offset =
        contest->plan->rules.window ? now - jb_wall_now(&arena->wall, now) : now;
    open_contest(contest, plan, now);
    return JB_OK;
}

jb_status jb_arena_load(jb_arena *arena, jb_db *db, const jb_contest_row *row, jb_time now,
                        jb_buffer *why)
{
    jb_contest *contest = NULL;
    jb_status status = jb_contest_create(arena, row, &contest);
    if (status != JB_OK) {
        jb_buffer_append_text(why, "its plan cannot be read");
        return status;
    }
    jb_replay replay = { .contest = contest };
    replay_read(&replay, db);
    status = replay.status;
    if (status == JB_OK) {
        replay_install(&replay, now);
        contest->seq = arena->options.boot << 20; /* above every state shown before the restart */
        status = add_contest(arena, contest);
    } else {
        jb_buffer_append_text(why, replay.why);
    }
    if (status != JB_OK) {
        jb_contest_destroy(contest);
        return status;
    }
    arena->now = now;
    open_contest(contest, jb_slice_of(row->plan), now);
    return JB_OK;
}

/* ---- the store failed ---- */

typedef struct jb_rebuild {
    jb_arena *arena;
    uint32_t count;
    jb_replay replays[];
} jb_rebuild;

static void rebuild_work(jb_db *db, void *arg)
{
    jb_rebuild *job = arg;
    bool again = true;
    for (uint32_t i = 0; i < job->count; i++) {
        jb_replay *replay = &job->replays[i];
        replay_read(replay, db);
        /* What was read wrongly stays in the connection's memory, also when the disk is well. */
        if (replay->status != JB_OK && again) {
            again = false;
            if (jb_db_reopen(db) == JB_OK) {
                *replay = (jb_replay){ .contest = replay->contest };
                replay_read(replay, db);
            }
        }
    }
}

/* Welcomes waited for the names that the log holds. */
static void release_clients(const jb_contest *contest)
{
    jb_arena *arena = contest->arena;
    for (uint32_t slot = 0; slot < arena->options.sessions_max; slot++) {
        jb_client *client = &arena->clients[slot];
        if (client->session != JB_SESSION_NONE && client->contest == contest && client->wanted) {
            jb_client_release(arena, client, jb_store_durable(arena->options.store));
        }
    }
}

/* Somebody may have come back on a removal that was taken back, but only in memory: on disk they
 * are out, and so they are told. */
static void see_off_removed(const jb_contest *contest)
{
    jb_arena *arena = contest->arena;
    for (uint32_t number = 1; number <= contest->people.count; number++) {
        jb_session session = jb_people_get(&contest->people, number)->session;
        const jb_seat *seat = jb_engine_player(contest->engine, number);
        jb_client *client = session != JB_SESSION_NONE ? jb_client_of(arena, session) : NULL;
        if (client && seat->status != JB_PLAYER_IN &&
            (client->bye == BYE_NONE || client->bye_ticket > 0)) {
            client->banned = seat->status == JB_PLAYER_BANNED;
            client->wanted = 0;
            jb_client_bye(arena, client, BYE_KICKED);
        }
    }
}

static void rebuild_done(void *arg)
{
    jb_rebuild *job = arg;
    jb_time now = job->arena->now;
    job->arena->reading_back = false;
    for (uint32_t i = 0; i < job->count; i++) {
        jb_replay *replay = &job->replays[i];
        jb_contest *contest = replay->contest;
        if (replay->status != JB_OK) {
            jb_log(JB_LOG_ERROR, "arena", "contest=%s cannot be read back: %s", contest->id,
                   replay->why);
            if (replay->why[0]) {
                (void)snprintf(contest->fault_why, sizeof contest->fault_why, "%s", replay->why);
            }
            jb_publish_stalled(contest, now);
            continue;
        }
        replay_install(replay, now);
        contest->rebuilding = false;
        see_off_removed(contest);
        jb_publish_at_once(contest, now);
        release_clients(contest);
    }
    free(job);
}

void jb_recover_all(jb_arena *arena)
{
    if (arena->reading_back) {
        return; /* what it finds would be old when it is installed, if another one comes first */
    }
    jb_rebuild *job = calloc(1, sizeof *job + arena->contest_count * sizeof job->replays[0]);
    if (!job) {
        return; /* still marked as rebuilding: the host's next resume tries again */
    }
    job->arena = arena;
    for (uint32_t i = 0; i < arena->contest_count; i++) {
        if (arena->contests[i]->rebuilding && !arena->contests[i]->retired) {
            job->replays[job->count++].contest = arena->contests[i];
        }
    }
    jb_job run = { .work = rebuild_work, .done = rebuild_done, .arg = job };
    arena->reading_back = jb_store_run(arena->options.store, &run) == JB_OK;
    if (!arena->reading_back) {
        free(job);
    }
}

void jb_recover_fault(jb_arena *arena, const char *why)
{
    jb_log(JB_LOG_ERROR, "arena", "the store refused a write: %s", why);
    arena->failed = true;
    arena->retry_ms = arena->retry_ms == 0 ? RETRY_FIRST_MS : arena->retry_ms;
    arena->retry_at = arena->now + arena->retry_ms;
    jb_arena_want_timer(arena, arena->retry_at);
    arena->metrics.store_failed = true;
    for (uint32_t i = 0; i < arena->contest_count; i++) {
        jb_contest *contest = arena->contests[i];
        contest->fault_at = contest->plan->rules.window ? jb_window_fault(contest, arena->now)
                                                        : jb_contest_now(contest, arena->now);
        contest->fault = true;
        contest->rebuilding = true;
        (void)snprintf(contest->fault_why, sizeof contest->fault_why, "%s", why);
        jb_publish_forget(contest);
    }
    arena->queue_count = 0;
    for (uint32_t slot = 0; slot < arena->options.sessions_max; slot++) {
        if (arena->clients[slot].session != JB_SESSION_NONE) {
            jb_client_fault(arena, &arena->clients[slot]);
        }
    }
    jb_recover_all(arena);
}

static bool is_rebuilding(const jb_arena *arena)
{
    bool rebuilding = false;
    for (uint32_t i = 0; i < arena->contest_count; i++) {
        const jb_contest *contest = arena->contests[i];
        rebuilding = rebuilding || (contest->rebuilding && !contest->retired);
    }
    return rebuilding;
}

/* Takes the store into use again. Whose host has asked goes on; the others stay paused for their
 * own hosts. */
static void go_on(jb_arena *arena, jb_time now)
{
    static const jb_command resume = { .type = JB_COMMAND_RESUME };
    jb_store_recover(arena->options.store);
    arena->failed = false;
    arena->metrics.store_failed = false;
    for (uint32_t i = 0; i < arena->contest_count; i++) {
        jb_contest *contest = arena->contests[i];
        contest->fault = false;
        contest->clock_offset = now - contest->fault_at; /* nobody's time ran meanwhile */
        make_created(contest, now);
        if (!jb_engine_window(contest->engine) || jb_engine_window(contest->engine)->open > 0) {
            pause_running(contest, JB_PAUSE_STORE, now);
        }
        if (contest->resume_wanted && jb_engine_look(contest->engine)->paused) {
            (void)jb_contest_submit(contest, &resume, now);
        }
        contest->resume_wanted = false;
        if (contest->plan->rules.window) {
            jb_window_tick(contest, now);
        }
        contest->state_changed = true;
        contest->phase_changed = true;
        jb_publish_step(contest, now);
    }
    arena->retried = jb_store_head(arena->options.store);
}

/* Is there a contest that goes on without a host? */
static bool has_running_window(const jb_arena *arena)
{
    bool found = false;
    for (uint32_t i = 0; i < arena->contest_count && !found; i++) {
        const jb_contest *contest = arena->contests[i];
        found = contest->plan->rules.window && !contest->retired &&
                jb_engine_look(contest->engine)->phase != JB_PHASE_FINISHED;
    }
    return found;
}

void jb_recover_retry(jb_arena *arena, jb_time now)
{
    if (!arena->failed || !has_running_window(arena)) {
        return;
    }
    if (now < arena->retry_at || arena->reading_back) {
        jb_arena_want_timer(arena, now < arena->retry_at ? arena->retry_at : now + RETRY_FIRST_MS);
        return;
    }
    arena->retry_ms = arena->retry_ms * 2 > RETRY_MOST_MS ? RETRY_MOST_MS : arena->retry_ms * 2;
    arena->retry_at = now + arena->retry_ms;
    jb_arena_want_timer(arena, arena->retry_at);
    if (is_rebuilding(arena)) {
        arena->go_on_wanted = true;
        jb_recover_all(arena);
    } else {
        go_on(arena, now);
    }
}

void jb_recover_wanted(jb_arena *arena, jb_time now)
{
    bool wanted = arena->go_on_wanted;
    bool possible = !is_rebuilding(arena);
    if (!arena->failed || arena->reading_back) {
        return;
    }
    arena->go_on_wanted = false;
    for (uint32_t i = 0; i < arena->contest_count; i++) {
        wanted = wanted || arena->contests[i]->resume_wanted;
        arena->contests[i]->resume_wanted = arena->contests[i]->resume_wanted && possible;
    }
    if (wanted && possible) {
        go_on(arena, now);
    }
}

bool jb_recover_resume(jb_contest *contest, jb_time now)
{
    jb_arena *arena = contest->arena;
    contest->resume_wanted = true;
    if (is_rebuilding(arena)) {
        jb_recover_all(arena);
        contest->resume_wanted = arena->reading_back;
    } else {
        go_on(arena, now);
    }
    return !contest->fault || contest->resume_wanted;
}
