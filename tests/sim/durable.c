/*
 * What is on disk: after every commit the new entries of the log are read back, over a connection
 * of our own, into an engine of our own. Each entry leaves a point: what a state message may show
 * as of it. Beside the engine stands a referee who knows nothing of it and only looks whether an
 * answer fell into its window, had the time it was given, and was counted once.
 */
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "sim.h"

static sqlite3_stmt *prepare(sim *s, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(s->durable.db, sql, -1, &statement, NULL) != SQLITE_OK ||
        sqlite3_bind_int64(statement, 1, s->contest) != SQLITE_OK) {
        sim_fail(s, "%s", sqlite3_errmsg(s->durable.db));
    }
    return statement;
}

void sim_durable_connect(sim *s)
{
    sim_durable *d = &s->durable;
    char path[SIM_PATH_MAX + 32];
    (void)snprintf(path, sizeof path, "%s/jinbang.db", s->directory);
    if (sqlite3_open_v2(path, &d->db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
        sqlite3_db_config(d->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL) != SQLITE_OK) {
        sim_fail(s, "cannot read what is on disk");
    }
    d->tail = prepare(s, "SELECT seq, at, kind, body FROM event"
                         " WHERE contest = ?1 AND seq > ?2 ORDER BY seq");
    d->people = prepare(s, "SELECT name, team FROM participant WHERE contest = ?1 AND player = ?2");
    d->clock = prepare(s, "SELECT now_ms FROM clock WHERE contest = ?1");
    d->head = prepare(s, "SELECT lower(hex(event.hash)) FROM event JOIN head USING (contest, seq)"
                         " WHERE contest = ?1 AND seq = ?2 AND head.hash = event.hash");
}

void sim_durable_disconnect(sim *s)
{
    sim_durable *d = &s->durable;
    (void)sqlite3_finalize(d->tail);
    (void)sqlite3_finalize(d->people);
    (void)sqlite3_finalize(d->clock);
    (void)sqlite3_finalize(d->head);
    (void)sqlite3_close(d->db);
    d->tail = NULL;
    d->people = NULL;
    d->clock = NULL;
    d->head = NULL;
    d->db = NULL;
}

static void note_point(sim *s)
{
    sim_durable *d = &s->durable;
    const jb_engine_view *view = jb_engine_look(d->engine);
    const jb_seat *fastest = jb_engine_seat(d->engine, view->fastest);
    bool asks = view->phase >= JB_PHASE_READING && view->phase <= JB_PHASE_STANDINGS &&
                view->stage.step != JB_STEP_PICK && view->stage.step != JB_STEP_WAGER;
    if (d->point_count == d->point_capacity) {
        d->point_capacity = d->point_capacity ? 2 * d->point_capacity : 512;
        sim_point *points = realloc(d->points, d->point_capacity * sizeof *points);
        JB_ASSERT(points != NULL);
        d->points = points;
    }
    d->points[d->point_count++] =
        (sim_point){ .phase = view->phase,
                     .turn = view->turn,
                     .question = asks ? view->question : JB_NO_QUESTION,
                     .crowd = d->plan->rules.rounds[view->round].format == JB_FORMAT_EVERYONE,
                     .paused = view->paused,
                     .reason = view->reason,
                     .admit = view->admit,
                     .reveals = jb_engine_reveals(d->engine),
                     .active = view->active,
                     .answered = view->answered,
                     .opens_at = view->opens_at,
                     .ends_at = view->ends_at,
                     .left_ms = view->left_ms,
                     .undo = view->undo,
                     .fastest_ms = fastest ? fastest->elapsed_ms : JB_TIME_NONE,
                     .stage = s->staged ? sim_stage_point_of(s) : NULL };
}

void sim_durable_open(sim *s)
{
    sim_durable *d = &s->durable;
    sim_durable_connect(s);
    if (jb_plan_load(jb_buffer_slice(&s->plan), &d->plan) != JB_OK) {
        sim_fail(s, "the plan does not load");
    }
    size_t size = jb_engine_size(&d->plan->rules);
    d->memory = calloc(1, size);
    JB_ASSERT(d->memory != NULL);
    d->engine = jb_engine_init(d->memory, size, &d->plan->rules);
    d->ends_at = JB_TIME_NONE;
    note_point(s); /* the disk may refuse the very first entry */
}

void sim_durable_close(sim *s)
{
    sim_durable *d = &s->durable;
    sim_durable_disconnect(s);
    jb_plan_destroy(d->plan);
    free(d->memory);
    for (size_t i = 0; i < d->point_count; i++) {
        free(d->points[i].stage);
    }
    free(d->points);
    free(d->answers);
    *d = (sim_durable){ 0 };
}

/* ---- the referee ---- */

static bool fair(const sim_submission *given, const jb_event *event, jb_time opens_at)
{
    jb_time measured = event->at - opens_at;
    jb_time least = measured - given->credit_ms;
    bool honest = given->claim_ms >= 0 && given->claim_ms >= least && given->claim_ms <= measured;
    jb_time time = honest ? given->claim_ms : least > 0 ? least : 0;
    return given->turn == event->turn && given->at == event->at && time == event->elapsed_ms;
}

static void judge_answer(sim *s, const jb_event *event)
{
    sim_durable *d = &s->durable;
    sim_person *person = &d->persons[event->player];
    const jb_rules *rules = &d->plan->rules;
    bool change = rules->rounds[jb_rules_round_of(rules, event->turn)].change;
    bool known = false;
    if (d->phase != JB_PHASE_OPEN || d->paused || event->turn != d->turn ||
        event->seat != sim_team_of(s, event->player) || event->at < d->opens_at ||
        event->at >= d->ends_at || !person->in) {
        sim_fail(s, "player %u's answer to turn %u at %lld counts outside its window",
                 event->player, event->turn, (long long)event->at);
    }
    if (person->answered_turn == event->turn && !change) {
        sim_fail(s, "player %u's answer to turn %u counts twice", event->player, event->turn);
    }
    for (uint32_t i = 0; i < SIM_SUBMISSIONS && i < person->submission_count; i++) {
        known = known || fair(&person->submissions[i], event, d->opens_at);
    }
    if (!known) {
        sim_fail(s, "player %u's answer to turn %u at %lld was given %lld ms (opened at %lld)",
                 event->player, event->turn, (long long)event->at, (long long)event->elapsed_ms,
                 (long long)d->opens_at);
    }
    person->answered_turn = event->turn;
}

static void judge_scores(sim *s, const jb_event *event)
{
    sim_durable *d = &s->durable;
    for (uint32_t i = 0; !s->staged && i < event->score_count; i++) {
        const jb_score *score = &event->scores[i];
        sim_person *person = &d->persons[score->seat];
        if (person->scored_turn == event->turn || !person->in ||
            score->answered != (person->answered_turn == event->turn)) {
            sim_fail(s, "player %u's score of turn %u is not in order", score->seat, event->turn);
        }
        if (score->hall || score->overtime || score->member != 0) {
            sim_fail(s, "player %u's score of turn %u is one of a stage", score->seat, event->turn);
        }
        person->scored_turn = event->turn;
        person->score += score->points;
        if (score->correct) {
            person->correct++;
            person->time_ms += score->elapsed_ms;
            person->last_right_at = d->opens_at + score->elapsed_ms;
        }
    }
}

static void keep_before(sim_durable *d, jb_time at)
{
    d->before.phase = d->phase;
    d->before.turn = d->turn;
    d->before.at = at;
    d->before.opens_at = d->opens_at;
    d->before.ends_at = d->ends_at;
}

static void judge_undone(sim *s, const jb_event *event)
{
    sim_durable *d = &s->durable;
    s->counts.undone[event->undo]++;
    if (event->undo == JB_UNDO_REMOVE) {
        d->persons[event->player].in = true;
        d->persons[event->player].in_at_end = d->phase == JB_PHASE_FINISHED;
        return;
    }
    if (s->staged) {
        return; /* the steps of a stage have clocks of their own */
    }
    for (uint32_t i = 1; i <= SIM_PLAYERS_MAX; i++) {
        if (d->persons[i].answered_turn > d->before.turn) {
            sim_fail(s, "turn %u comes back, but player %u has answered a later one",
                     d->before.turn, i);
        }
    }
    if (event->at - d->before.at >= JB_UNDO_MS || event->turn != d->before.turn) {
        sim_fail(s, "turn %u comes back at %lld", event->turn, (long long)event->at);
    }
    jb_time shift = event->at - d->before.at;
    d->phase = d->before.phase;
    d->turn = d->before.turn;
    d->opens_at = d->before.opens_at + (d->phase == JB_PHASE_OPEN ? shift : 0);
    d->ends_at = d->before.ends_at == JB_TIME_NONE ? JB_TIME_NONE : d->before.ends_at + shift;
    d->paused_at = event->at; /* if it is */
    if (!d->paused && event->ends_at != d->ends_at) {
        sim_fail(s, "turn %u comes back until %lld, not %lld", event->turn,
                 (long long)event->ends_at, (long long)d->ends_at);
    }
}

static void judge_phase(sim *s, const jb_event *event)
{
    sim_durable *d = &s->durable;
    if (d->phase == JB_PHASE_OPEN && event->phase == JB_PHASE_LOCKED) {
        keep_before(d, event->at);
    }
    bool waits = !s->staged || jb_engine_look(d->engine)->stage.step != JB_STEP_NONE;
    if (d->phase == JB_PHASE_OPEN && event->phase == JB_PHASE_LOCKED && waits &&
        event->at > d->ends_at) {
        sim_fail(s, "turn %u closed at %lld, after its deadline %lld", d->turn,
                 (long long)event->at, (long long)d->ends_at);
    }
    d->phase = event->phase;
    d->turn = event->turn;
    d->paused = false;
    d->ends_at = event->ends_at;
    if (event->phase == JB_PHASE_OPEN) {
        d->opens_at = event->at;
        s->counts.turns++;
    }
    for (uint32_t i = 1; i <= SIM_PLAYERS_MAX && event->phase == JB_PHASE_FINISHED; i++) {
        d->persons[i].in_at_end = d->persons[i].in;
    }
}

static void judge_joined(sim *s, const jb_event *event)
{
    sim_durable *d = &s->durable;
    if (event->player > SIM_PLAYERS_MAX) {
        sim_fail(s, "more players than the simulation has room for");
    }
    if (d->approve && !sim_desk_let(s, event->at)) {
        sim_fail(s, "player %u is in, and the host has let nobody in", event->player);
    }
    sim_person *person = &d->persons[event->player];
    person->in = true;
    person->team = event->team;
    person->score = d->plan->rules.base;
    person->last_right_at = JB_TIME_NONE;
}

static void judge_removed(sim *s, const jb_event *event)
{
    sim_person *person = &s->durable.persons[event->player];
    person->in = false;
    person->was_removed = true;
    person->removed_order = s->hello_order;
    s->counts.bans += event->flag;
}

static void judge_paused(sim_durable *d, jb_time at)
{
    d->paused = true;
    d->paused_at = at;
}

static void judge_resumed(sim_durable *d, jb_time at)
{
    d->paused = false;
    d->ends_at += d->ends_at == JB_TIME_NONE ? 0 : at - d->paused_at;
    d->opens_at += d->phase == JB_PHASE_OPEN ? at - d->paused_at : 0;
}

/* Without a stage everybody answers for themselves, and no host judges again. */
static void judge_unasked(sim *s, const jb_event *event)
{
    if (!s->staged) {
        sim_fail(s, "an entry of kind %s, which nobody has asked for", jb_event_name(event->type));
    }
}

static void judge(sim *s, const jb_event *event)
{
    sim_durable *d = &s->durable;
    s->counts.events[event->type]++;
    if (s->staged) {
        sim_stage_judge(s, event);
    }
    switch (event->type) {
    case JB_EVENT_JOINED:
        judge_joined(s, event);
        return;
    case JB_EVENT_REMOVED:
        judge_removed(s, event);
        return;
    case JB_EVENT_PHASE:
        judge_phase(s, event);
        return;
    case JB_EVENT_PAUSED:
        judge_paused(d, event->at);
        return;
    case JB_EVENT_RESUMED:
        judge_resumed(d, event->at);
        return;
    case JB_EVENT_EXTENDED:
        d->ends_at += d->ends_at == JB_TIME_NONE ? 0 : event->ms;
        return;
    case JB_EVENT_ANSWERED:
        judge_answer(s, event);
        return;
    case JB_EVENT_SCORED:
        judge_scores(s, event);
        return;
    case JB_EVENT_VOIDED:
        keep_before(d, event->at);
        return;
    case JB_EVENT_UNDONE:
        judge_undone(s, event);
        return;
    case JB_EVENT_APPROVE:
        d->approve = event->flag;
        return;
    case JB_EVENT_CREATED:
    case JB_EVENT_RENAMED:
    case JB_EVENT_ADMIT:
        return;
    case JB_EVENT_BUZZED:
    case JB_EVENT_WON:
    case JB_EVENT_PICKED:
    case JB_EVENT_NAMED:
    case JB_EVENT_PASSED:
    case JB_EVENT_RULED:
    case JB_EVENT_FOULED:
    case JB_EVENT_MARKED:
    case JB_EVENT_HALL:
    case JB_EVENT_ADJUSTED:
    case JB_EVENT_ACCEPTED:
    case JB_EVENT_ANNULLED:
    case JB_EVENT_REVERSED:
    case JB_EVENT_REVISED:
    case JB_EVENT_STAKED:
    case JB_EVENT_SUBSTITUTED:
    case JB_EVENT_OPENED:
    case JB_EVENT_SHOWN:
    case JB_EVENT_HANDED_IN:
    case JB_EVENT_SCHEDULED:
    case JB_EVENT_ANNOUNCED:
    case JB_EVENT_DRAWN:
    case JB_EVENT_COUNT:
        judge_unasked(s, event);
        return;
    }
}

/* ---- reading ---- */

static void note_answered(sim *s, const jb_event *event)
{
    sim_durable *d = &s->durable;
    if (d->answer_count == d->answer_capacity) {
        d->answer_capacity = d->answer_capacity ? 2 * d->answer_capacity : 256;
        sim_answered *answers = realloc(d->answers, d->answer_capacity * sizeof *answers);
        JB_ASSERT(answers != NULL);
        d->answers = answers;
    }
    uint32_t team = s->staged ? event->seat : 0;
    d->answers[d->answer_count++] = (sim_answered){ .player = team > 0 ? 0 : event->player,
                                                    .seat = team,
                                                    .judge = event->judge,
                                                    .turn = event->turn,
                                                    .elapsed_ms = event->elapsed_ms };
}

/* Is it of the kind that a phone or a judge gets an `ack` for? */
static bool is_acknowledged(jb_event_type type)
{
    return type == JB_EVENT_ANSWERED || type == JB_EVENT_BUZZED || type == JB_EVENT_PICKED ||
           type == JB_EVENT_NAMED || type == JB_EVENT_PASSED || type == JB_EVENT_MARKED ||
           type == JB_EVENT_STAKED || type == JB_EVENT_FOULED; /* an early buzz */
}

/* A row with the name is written in the same transaction as the entry that names somebody. */
static void read_person(sim *s, uint32_t player)
{
    sim_durable *d = &s->durable;
    (void)sqlite3_reset(d->people);
    (void)sqlite3_bind_int64(d->people, 2, player);
    if (sqlite3_step(d->people) != SQLITE_ROW) {
        sim_fail(s, "player %u is in the log but not among the participants", player);
    }
    (void)snprintf(d->persons[player].name, sizeof d->persons[player].name, "%s",
                   (const char *)sqlite3_column_text(d->people, 0));
    (void)sqlite3_reset(d->people);
}

static void take_row(sim *s)
{
    static jb_event_parts parts; /* large, and overwritten by every row */
    sim_durable *d = &s->durable;
    jb_event event;
    uint64_t seq = (uint64_t)sqlite3_column_int64(d->tail, 0);
    if (seq != d->seq + 1 ||
        jb_event_decode((const char *)sqlite3_column_text(d->tail, 2),
                        sqlite3_column_int64(d->tail, 1),
                        (const char *)sqlite3_column_text(d->tail, 3), &event, &parts) != JB_OK) {
        sim_fail(s, "entry %llu of the log cannot be read", (unsigned long long)seq);
    }
    d->seq = seq;
    if (event.at < d->last_at || (s->up && event.at > sim_clock(s))) {
        sim_fail(s, "entry %llu is of %lld, but the clock stands at %lld", (unsigned long long)seq,
                 (long long)event.at, (long long)sim_clock(s));
    }
    d->last_at = event.at;
    judge(s, &event);
    if (jb_engine_apply(d->engine, &event) != JB_OK) {
        sim_fail(s, "entry %llu of the log cannot follow", (unsigned long long)seq);
    }
    if (event.type == JB_EVENT_JOINED || event.type == JB_EVENT_RENAMED) {
        read_person(s, event.player);
    }
    if (is_acknowledged(event.type)) {
        note_answered(s, &event);
        s->counts.answers += event.type == JB_EVENT_ANSWERED;
    }
    if (s->staged) {
        sim_stage_add_up(s, &event);
    }
    note_point(s);
}

void sim_durable_read(sim *s)
{
    sim_durable *d = &s->durable;
    (void)sqlite3_bind_int64(d->tail, 2, (sqlite3_int64)d->seq);
    int code = sqlite3_step(d->tail);
    while (code == SQLITE_ROW) {
        take_row(s);
        code = sqlite3_step(d->tail);
    }
    (void)sqlite3_reset(d->tail);
    if (code != SQLITE_DONE) {
        sim_fail(s, "the log cannot be read: %s (%d)", sqlite3_errmsg(d->db),
                 sqlite3_extended_errcode(d->db));
    }
    const char *broken = jb_engine_check(d->engine);
    if (broken) {
        sim_fail(s, "what is on disk breaks an invariant: %s", broken);
    }
}

jb_time sim_durable_clock(sim *s)
{
    sim_durable *d = &s->durable;
    jb_time noted = 0;
    if (sqlite3_step(d->clock) == SQLITE_ROW) {
        noted = sqlite3_column_int64(d->clock, 0);
    }
    (void)sqlite3_reset(d->clock);
    return noted > d->last_at ? noted : d->last_at;
}

bool sim_durable_has_head(sim *s, int64_t entry, const char *hex)
{
    sqlite3_stmt *head = s->durable.head;
    (void)sqlite3_bind_int64(head, 2, entry);
    bool same = sqlite3_step(head) == SQLITE_ROW &&
                strcmp((const char *)sqlite3_column_text(head, 0), hex) == 0;
    (void)sqlite3_reset(head);
    return same;
}

/* ---- the audit ---- */

typedef struct audit {
    sim *s;
    jb_engine *engine;
    uint64_t seq;
} audit;

static bool audit_entry(void *user, const jb_log_entry *entry)
{
    audit *a = user;
    if (jb_engine_apply(a->engine, entry->event) != JB_OK) {
        sim_fail(a->s, "the audit stops at entry %llu", (unsigned long long)entry->seq);
    }
    a->seq = entry->seq;
    return true;
}

void sim_durable_audit(sim *s)
{
    sim_durable *d = &s->durable;
    jb_db *db = NULL;
    jb_db_options options = { .directory = s->directory, .mode = JB_DB_READ };
    size_t size = jb_engine_size(&d->plan->rules);
    void *memory = calloc(1, size);
    JB_ASSERT(memory != NULL);
    audit a = { .s = s, .engine = jb_engine_init(memory, size, &d->plan->rules) };
    if (jb_db_open(&options, &db, NULL) != JB_OK ||
        jb_db_log_read(db, s->contest, audit_entry, &a) != JB_OK) {
        sim_fail(s, "the chain of the log does not hold: %s", db ? jb_db_why(db) : "no database");
    }
    if (a.seq != d->seq || jb_engine_digest(a.engine) != jb_engine_digest(d->engine)) {
        sim_fail(s, "entry %llu was on disk and the log now ends at %llu, or tells another story",
                 (unsigned long long)d->seq, (unsigned long long)a.seq);
    }
    jb_db_close(db);
    free(memory);
}
