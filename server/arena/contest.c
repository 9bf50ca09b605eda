/*
 * One live contest: its plan, its engine, its people, its clock, and the way from a command to
 * records of the store. The contest clock is the monotonic clock minus an offset; it stands still
 * while the store is refusing writes, because nothing may happen that cannot be recorded.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena_internal.h"
#include "jinbang/assert.h"
#include "jinbang/format.h"
#include "jinbang/text.h"

static jb_status copy_labels(jb_contest *contest)
{
    uint32_t count = contest->plan->rules.team_count;
    contest->team_names = calloc(count + 1, sizeof(jb_slice));
    contest->team_labels = calloc(count + 1, sizeof(jb_slice));
    contest->team_members = calloc(count + 1, sizeof *contest->team_members);
    if (!contest->team_names || !contest->team_labels || !contest->team_members) {
        return JB_ERR_MEMORY;
    }
    for (uint32_t i = 0; i < count; i++) {
        contest->team_names[i] = contest->plan->teams[i].name;
        contest->team_labels[i] = contest->plan->teams[i].label;
        contest->team_members[i] = contest->plan->teams[i].members;
    }
    return JB_OK;
}

jb_status jb_contest_create(jb_arena *arena, const jb_contest_row *row, jb_contest **out)
{
    *out = NULL;
    jb_contest *contest = calloc(1, sizeof *contest);
    if (!contest) {
        return JB_ERR_MEMORY;
    }
    contest->arena = arena;
    contest->key = row->contest;
    (void)snprintf(contest->id, sizeof contest->id, "%s", row->id);
    (void)snprintf(contest->code, sizeof contest->code, "%s", row->code);
    for (int kind = 0; kind < SHOWN_COUNT; kind++) {
        jb_buffer_init(&contest->shown[kind].current, JB_FRAME_OUT_MAX);
        jb_buffer_init(&contest->shown[kind].next, JB_FRAME_OUT_MAX);
    }
    jb_buffer_init(&contest->script, JB_SCRIPT_BYTES_MAX);
    jb_buffer_init(&contest->notice, 0);
    jb_status status = jb_plan_load(jb_slice_of(row->plan), &contest->plan);
    if (status == JB_OK) {
        status = copy_labels(contest);
    }
    if (status == JB_OK) {
        status = jb_play_create(contest);
    }
    if (status == JB_OK && !contest->plan->rules.window) {
        jb_view_script(&contest->plan->rules, contest->plan->texts, &contest->script);
    }
    if (status == JB_OK) {
        size_t size = jb_engine_size(&contest->plan->rules);
        contest->memory = calloc(1, size);
        status = contest->memory ? JB_OK : JB_ERR_MEMORY;
        if (status == JB_OK) {
            contest->engine = jb_engine_init(contest->memory, size, &contest->plan->rules);
        }
    }
    if (status != JB_OK) {
        jb_contest_destroy(contest);
        return status;
    }
    *out = contest;
    return JB_OK;
}

void jb_contest_destroy(jb_contest *contest)
{
    if (!contest) {
        return;
    }
    for (int kind = 0; kind < SHOWN_COUNT; kind++) {
        jb_buffer_finish(&contest->shown[kind].current);
        jb_buffer_finish(&contest->shown[kind].next);
    }
    jb_people_finish(&contest->people);
    jb_play_destroy(contest);
    jb_buffer_finish(&contest->script);
    jb_buffer_finish(&contest->notice);
    free(contest->memory);
    free(contest->team_names);
    free(contest->team_labels);
    free(contest->team_members);
    jb_plan_destroy(contest->plan);
    free(contest);
}

jb_time jb_contest_now(const jb_contest *contest, jb_time now)
{
    jb_time runs = contest->stands ? contest->stands_at : now - contest->clock_offset;
    return contest->fault ? contest->fault_at : runs;
}

jb_time jb_contest_monotonic(const jb_contest *contest, jb_time contest_time)
{
    return contest_time == JB_TIME_NONE ? JB_TIME_NONE : contest_time + contest->clock_offset;
}

jb_channel jb_contest_players(const jb_contest *contest)
{
    return contest->index * 2;
}

jb_channel jb_contest_watchers(const jb_contest *contest)
{
    return contest->index * 2 + 1;
}

/* A turn that comes back is like a phase, and everybody's answer to it is shown again. Somebody who
 * comes back may have changed the ranking that is being shown. */
static void note_undone(jb_contest *contest, jb_undo what)
{
    bool ranking = jb_engine_look(contest->engine)->phase >= JB_PHASE_REVEAL;
    contest->phase_changed = contest->phase_changed || what != JB_UNDO_REMOVE;
    contest->state_changed = contest->state_changed || what != JB_UNDO_REMOVE || ranking;
    contest->you_changed = contest->you_changed || what != JB_UNDO_REMOVE || ranking;
}

bool jb_contest_seats_play(const jb_contest *contest)
{
    const jb_engine_view *view = jb_engine_look(contest->engine);
    const jb_rules *rules = &contest->plan->rules;
    return rules->seats == JB_SEATS_TEAMS ||
           (view->turn > 0 &&
            jb_format_has_stage(jb_format_row_of(rules->rounds[view->round].format)));
}

uint32_t jb_contest_member(const jb_contest *contest, uint32_t team, jb_slice name)
{
    if (contest->plan->rules.fielded == 0 || team == 0) {
        return 0;
    }
    const jb_plan_team *of = &contest->plan->teams[team - 1];
    uint32_t found = 0;
    jb_buffer wanted;
    jb_buffer folded;
    jb_buffer_init(&wanted, 0);
    jb_buffer_init(&folded, 0);
    bool good = jb_text_fold(name, &wanted) == JB_OK;
    for (uint32_t i = 0; i < of->member_count && good && found == 0; i++) {
        jb_buffer_clear(&folded);
        bool same = jb_text_fold(of->members[i], &folded) == JB_OK &&
                    jb_slice_equal(jb_buffer_slice(&folded), jb_buffer_slice(&wanted));
        found = same ? i + 1 : 0;
    }
    jb_buffer_finish(&folded);
    jb_buffer_finish(&wanted);
    return found;
}

/* Do those who answer stake points first? Each is told what that has come to. */
static bool wagers(const jb_contest *contest)
{
    const jb_engine_view *view = jb_engine_look(contest->engine);
    return view->turn > 0 && contest->plan->rules.rounds[view->round].wager.max > 0;
}

/* Are players themselves the seats that everybody is shown? */
static bool is_stage_of_people(const jb_contest *contest)
{
    return contest->plan->rules.seats == JB_SEATS_PEOPLE && jb_contest_seats_play(contest);
}

/* Where the stage stands now: a command meant for another step is stale. */
static void note_step(jb_contest *contest)
{
    const jb_stage *stage = &jb_engine_look(contest->engine)->stage;
    const jb_step_mark *before = &contest->step;
    if (before->step != stage->step || before->seat != stage->seat ||
        before->owner != stage->owner || before->tries != stage->tries ||
        before->ruled != stage->ruled) {
        contest->phase_changed = true;
    }
    contest->step = (jb_step_mark){ .step = stage->step,
                                    .seat = stage->seat,
                                    .owner = stage->owner,
                                    .tries = stage->tries,
                                    .ruled = stage->ruled };
}

/* What happens on the stage, and every correction, is shown to all; one more buzz or mark, or a
 * substitution, makes a command stale only if it leads to another step. */
static void note_stage(jb_contest *contest, const jb_event *event)
{
    bool waits = event->type == JB_EVENT_BUZZED || event->type == JB_EVENT_MARKED ||
                 event->type == JB_EVENT_SUBSTITUTED;
    contest->state_changed = true;
    contest->phase_changed = contest->phase_changed || !waits;
    contest->you_changed = true;
    contest->roster_changed = true;
}

/* Somebody comes or goes, or is called by another name. */
static void note_person(jb_contest *contest, const jb_event *event)
{
    bool by_host = event->type != JB_EVENT_JOINED;
    bool named = event->type == JB_EVENT_RENAMED || event->type == JB_EVENT_REMOVED;
    contest->watchers_changed = contest->watchers_changed || by_host; /* the host's confirmation */
    contest->state_changed = contest->state_changed || (named && is_stage_of_people(contest));
    contest->crowd_changed = true;
    contest->roster_changed = true;
    contest->tally_changed = true;
}

static void note_phase(jb_contest *contest, jb_phase phase)
{
    contest->head[0] = '\0'; /* the next standing has another */
    contest->state_changed = true;
    contest->phase_changed = true;
    contest->roster_changed = true;
    contest->tally_changed = true;
    contest->you_changed = contest->you_changed || phase >= JB_PHASE_REVEAL ||
                           jb_contest_seats_play(contest) || wagers(contest);
}

/* Notes which views an event touches. Who sees what is decided in publish.c. */
static void note_change(jb_contest *contest, const jb_event *event)
{
    if (contest->plan->rules.window) {
        jb_window_note(contest, event);
        return;
    }
    switch (event->type) {
    case JB_EVENT_CREATED:
    case JB_EVENT_ADMIT:
    case JB_EVENT_APPROVE:
    case JB_EVENT_EXTENDED:
        contest->state_changed = true;
        return;
    case JB_EVENT_PAUSED:
    case JB_EVENT_RESUMED:
        contest->state_changed = true;
        contest->phase_changed = true;
        contest->you_changed = contest->you_changed || jb_contest_seats_play(contest);
        return;
    case JB_EVENT_PHASE:
        note_phase(contest, event->phase);
        return;
    case JB_EVENT_UNDONE:
        note_undone(contest, event->undo);
        note_person(contest, event);
        return;
    case JB_EVENT_JOINED:
    case JB_EVENT_RENAMED:
    case JB_EVENT_REMOVED:
        note_person(contest, event);
        return;
    case JB_EVENT_STAKED:
    case JB_EVENT_ANSWERED:
        contest->watchers_changed =
            contest->watchers_changed || (event->type == JB_EVENT_STAKED && event->player == 0);
        contest->roster_changed = true;
        contest->tally_changed = true;
        return;
    case JB_EVENT_SCORED:
    case JB_EVENT_VOIDED:
    case JB_EVENT_OPENED:
    case JB_EVENT_SHOWN:
    case JB_EVENT_HANDED_IN:
    case JB_EVENT_SCHEDULED:
    case JB_EVENT_COUNT:
        return;
    case JB_EVENT_ANNOUNCED:
    case JB_EVENT_DRAWN:
        contest->watchers_changed = true;
        return;
    case JB_EVENT_BUZZED:
    case JB_EVENT_MARKED:
    case JB_EVENT_WON:
    case JB_EVENT_PICKED:
    case JB_EVENT_NAMED:
    case JB_EVENT_PASSED:
    case JB_EVENT_RULED:
    case JB_EVENT_FOULED:
    case JB_EVENT_HALL:
    case JB_EVENT_ADJUSTED:
    case JB_EVENT_ACCEPTED:
    case JB_EVENT_ANNULLED:
    case JB_EVENT_REVERSED:
    case JB_EVENT_REVISED:
    case JB_EVENT_SUBSTITUTED:
        note_stage(contest, event);
        return;
    }
}

/* What the arena keeps of window contests and lotteries besides. */
static void take_play(jb_contest *contest, const jb_event *event)
{
    jb_play *play = contest->play;
    jb_lottery_logs_note(play->logs, event);
    if (event->type == JB_EVENT_JOINED && play->joining) {
        jb_roster_row row = *play->joining;
        row.player = event->player;
        (void)jb_store_roster(contest->arena->options.store, contest->key, &row);
        jb_status status = jb_codes_put(&play->codes, &row);
        JB_ASSERT(status == JB_OK); /* as for their name */
        play->joining = NULL;
    }
}

static void take_event(void *user, const jb_event *event)
{
    jb_contest *contest = user;
    jb_store *store = contest->arena->options.store;
    contest->ticket = jb_store_event(store, contest->key, event);
    bool names_somebody = event->type == JB_EVENT_JOINED || event->type == JB_EVENT_RENAMED;
    if (names_somebody && contest->person_row) {
        contest->person_row->player = event->player;
        (void)jb_store_participant(store, contest->key, contest->person_row);
        contest->person_row = NULL;
    }
    if (contest->play) {
        take_play(contest, event);
    }
    note_change(contest, event);
    note_step(contest);
    if (event->type == JB_EVENT_BUZZED) {
        contest->buzz_ms = event->elapsed_ms;
    }
    if (jb_engine_look(contest->engine)->undo.what != contest->undo_shown.what) {
        contest->watchers_changed = true; /* an answer, say, has made an undo impossible */
    }
}

jb_refusal jb_contest_submit(jb_contest *contest, const jb_command *command, jb_time now)
{
    JB_ASSERT(!contest->fault);
    jb_store *store = contest->arena->options.store;
    jb_event_sink sink = { .emit = take_event, .user = contest };
    jb_ticket before = jb_store_head(store);
    bool window = contest->plan->rules.window != NULL;
    if (window) {
        jb_window_before(contest, command, now);
    }
    /* All that follows from one command is written together, or none of it. */
    jb_store_hold(store);
    jb_refusal refusal =
        jb_engine_submit(contest->engine, command, jb_contest_now(contest, now), sink);
    jb_store_release(store);
    if (window) {
        jb_window_after(contest, now);
    }
    if (contest->results_asked && jb_store_head(store) != before) {
        /* Renamed, removed or re-judged after the end: the results follow the log. */
        contest->results_asked = false;
        contest->head[0] = '\0';
        jb_finish_results(contest);
    }
    return refusal;
}

void jb_contest_expire(jb_contest *contest, jb_time now)
{
    jb_time clock = jb_contest_now(contest, now);
    /* In a window contest time alone changes what people may do: another day has begun. */
    bool due = jb_engine_deadline(contest->engine) <= clock || contest->plan->rules.window;
    if (contest->fault || !due) {
        return;
    }
    jb_store *store = contest->arena->options.store;
    jb_event_sink sink = { .emit = take_event, .user = contest };
    jb_store_hold(store);
    jb_engine_expire(contest->engine, clock, sink);
    jb_store_release(store);
}

jb_refusal jb_contest_submit_person(jb_contest *contest, const jb_command *command,
                                    jb_participant_row *row, jb_time now)
{
    contest->person_row = row;
    jb_refusal refusal = jb_contest_submit(contest, command, now);
    contest->person_row = NULL;
    return refusal;
}

static jb_slice name_of(void *user, uint32_t player)
{
    const jb_contest *contest = user;
    const jb_person *person = jb_people_get(&contest->people, player);
    return (jb_slice){ .bytes = person->name, .size = person->name_size };
}

static void presence_of(void *user, uint32_t player, jb_presence *presence)
{
    const jb_contest *contest = user;
    const jb_arena_link *link = &contest->arena->options.link;
    const jb_person *person = jb_people_get(&contest->people, player);
    bool online = person->session != JB_SESSION_NONE;
    *presence =
        (jb_presence){ .online = online,
                       .round_trip_ms = online ? link->round_trip(link->user, person->session) : -1,
                       .away_since = person->away_since };
}

static uint32_t judges_here(const jb_contest *contest)
{
    uint32_t bits = 0;
    for (uint32_t i = 0; i < JB_JUDGES_MAX; i++) {
        bits |= contest->judges[i] != JB_SESSION_NONE ? UINT32_C(1) << i : 0;
    }
    return bits;
}

void jb_contest_scene(const jb_contest *contest, jb_time now, jb_scene *scene)
{
    const jb_plan *plan = contest->plan;
    *scene = (jb_scene){
        .engine = contest->engine,
        .texts = plan->texts,
        .round_titles = plan->round_titles,
        .team_names = contest->team_names,
        .team_labels = contest->team_labels,
        .team_members = contest->team_members,
        .title = plan->title,
        .languages = plan->languages,
        .default_language = plan->default_language,
        .screen_languages = plan->screen_languages,
        .id = jb_slice_of(contest->id),
        .code = jb_slice_of(contest->code),
        .join_url = jb_slice_of(contest->join_url),
        .script = jb_buffer_slice(&contest->script),
        .notice = jb_buffer_slice(&contest->notice),
        .notice_id = contest->notice_id,
        .blank = contest->blank,
        .screens = contest->screens,
        .hosts = contest->hosts,
        .judges_here = judges_here(contest),
        .people = { .name = name_of, .presence = presence_of, .user = (void *)(uintptr_t)contest },
        .seq = contest->seq,
        .now = jb_contest_now(contest, now),
        .fault = contest->fault ? contest->fault_why : NULL,
        .head = contest->head[0] ? contest->head : NULL,
        .head_seq = contest->head_seq,
        .extra = contest->play ? jb_play_extra(contest) : NULL,
    };
}
