/*
 * What many are shown: states a role, tallies, the roster. A change makes the frames at once, from
 * the engine as it is, together with the ticket of the last event in it; they are published when
 * the store is durable up to that ticket. A newer change replaces frames that have not been
 * published: nobody needs to see a state that is over.
 *
 * Joins and answers are many and small. Joins change the lobby, answers only what host and screen
 * see, a few times a second at most.
 */
#include <string.h>

#include "arena_internal.h"
#include "jinbang/assert.h"

enum {
    CROWD_EVERY_MS = 250,
    TALLY_EVERY_MS = 250,
    ROSTER_EVERY_MS = 1000
};

static void begin_frame(jb_buffer *buffer)
{
    static const char headroom[JB_FRAME_HEADROOM];
    jb_buffer_clear(buffer);
    jb_buffer_append(buffer, headroom, sizeof headroom);
}

bool jb_shown_frame(jb_shown *shown, jb_frame *frame)
{
    if (shown->current.size <= JB_FRAME_HEADROOM || shown->current.failed) {
        return false;
    }
    frame->payload = (unsigned char *)shown->current.bytes + JB_FRAME_HEADROOM;
    frame->size = shown->current.size - JB_FRAME_HEADROOM;
    return true;
}

static void make(jb_contest *contest, shown_kind kind, const jb_scene *scene)
{
    jb_shown *shown = &contest->shown[kind];
    begin_frame(&shown->next);
    switch (kind) {
    case SHOWN_STATE_PLAYER:
        jb_view_state(scene, JB_ROLE_PLAYER, &shown->next, &shown->next_marks);
        break;
    case SHOWN_STATE_HOST:
        jb_view_state(scene, JB_ROLE_HOST, &shown->next, &shown->next_marks);
        break;
    case SHOWN_STATE_SCREEN:
        jb_view_state(scene, JB_ROLE_SCREEN, &shown->next, &shown->next_marks);
        break;
    case SHOWN_TALLY_HOST:
        jb_view_tally(scene, JB_ROLE_HOST, &shown->next);
        break;
    case SHOWN_TALLY_SCREEN:
        jb_view_tally(scene, JB_ROLE_SCREEN, &shown->next);
        break;
    case SHOWN_ROSTER:
        jb_view_roster(scene, &shown->next);
        break;
    case SHOWN_COUNT:
        break;
    }
    shown->ticket = jb_store_head(contest->arena->options.store);
    shown->pending = true;
    contest->any_pending = true;
}

/* What the host can take back may be another thing than in the state before. */
static void note_undo(jb_contest *contest)
{
    const jb_undoable *undo = &jb_engine_look(contest->engine)->undo;
    const jb_undoable *shown = &contest->undo_shown;
    if (undo->what != shown->what || undo->until != shown->until || undo->player != shown->player ||
        undo->seat != shown->seat) {
        contest->undo_seq = contest->seq;
    }
    contest->undo_shown = *undo;
}

static void make_states(jb_contest *contest, jb_time now)
{
    jb_scene scene;
    contest->seq++;
    if (contest->phase_changed) {
        contest->phase_seq = contest->seq;
    }
    note_undo(contest);
    if (contest->plan->rules.window) {
        jb_window_shows(contest, now);
    }
    jb_contest_scene(contest, now, &scene);
    if (contest->state_changed) {
        make(contest, SHOWN_STATE_PLAYER, &scene);
        contest->you_pending = contest->you_pending || contest->you_changed;
    }
    make(contest, SHOWN_STATE_HOST, &scene);
    make(contest, SHOWN_STATE_SCREEN, &scene);
    contest->state_changed = false;
    contest->watchers_changed = false;
    contest->phase_changed = false;
    contest->you_changed = false;
}

static void make_roster(jb_contest *contest, jb_time now)
{
    jb_scene scene;
    jb_waiting_row waiting[JB_WAITING_SHOWN];
    jb_contest_scene(contest, now, &scene);
    scene.waiting = waiting;
    scene.waiting_shown = jb_door_list(contest, waiting);
    scene.waiting_total = contest->room.count;
    make(contest, SHOWN_ROSTER, &scene);
    jb_time more = contest->plan->rules.window ? jb_engine_look(contest->engine)->active / 10 : 0;
    contest->roster_at = now + ROSTER_EVERY_MS + more;
    contest->roster_changed = false;
}

static void make_tally(jb_contest *contest, jb_time now)
{
    jb_scene scene;
    jb_phase phase = jb_engine_look(contest->engine)->phase;
    contest->tally_changed = false;
    if (phase < JB_PHASE_READING || phase > JB_PHASE_STANDINGS || contest->plan->rules.window) {
        return; /* no question to count answers to */
    }
    jb_contest_scene(contest, now, &scene);
    make(contest, SHOWN_TALLY_HOST, &scene);
    make(contest, SHOWN_TALLY_SCREEN, &scene);
    contest->tally_at = now + TALLY_EVERY_MS;
}

/* The more people there are, the less one more of them changes, and the more it costs to say. */
static jb_time crowd_every(const jb_contest *contest)
{
    return CROWD_EVERY_MS + jb_engine_look(contest->engine)->active / 10;
}

static bool in_lobby(const jb_contest *contest)
{
    return jb_engine_look(contest->engine)->phase == JB_PHASE_LOBBY;
}

/* Only the lobby shows who is there; host and screen always, who is a team's reserve. */
static bool wall_changed(const jb_contest *contest)
{
    return contest->crowd_changed && (in_lobby(contest) || contest->plan->rules.fielded > 0);
}

static void make_changed(jb_contest *contest, jb_time now)
{
    jb_time board_at = JB_TIME_NONE;
    if (contest->plan->rules.window && jb_window_board_due(contest, &board_at) && now >= board_at) {
        contest->watchers_changed = true;
    }
    if (wall_changed(contest) && now >= contest->crowd_at) {
        contest->state_changed = /* phones say how many are there, too */
            contest->state_changed || in_lobby(contest);
        contest->watchers_changed = true;
        contest->crowd_changed = in_lobby(contest);
    }
    if (contest->state_changed || contest->watchers_changed) {
        contest->crowd_changed = contest->crowd_changed && !contest->state_changed;
        make_states(contest, now);
        contest->crowd_at = now + crowd_every(contest);
    }
    if (contest->roster_changed && now >= contest->roster_at) {
        make_roster(contest, now);
    }
    if (contest->tally_changed && now >= contest->tally_at) {
        make_tally(contest, now);
    }
}

jb_time jb_publish_deadline(const jb_contest *contest)
{
    jb_time at = JB_TIME_NONE;
    if (contest->plan->rules.window) {
        (void)jb_window_board_due(contest, &at);
    }
    if (contest->watchers_changed && !contest->fault) {
        at = contest->arena->now; /* another console acts, or none */
    }
    if (contest->room.count > 0 && jb_engine_look(contest->engine)->phase == JB_PHASE_FINISHED) {
        at = contest->arena->now; /* nobody waits any more, door.c */
    }
    if (wall_changed(contest) && contest->crowd_at < at) {
        at = contest->crowd_at;
    }
    if (contest->roster_changed && contest->roster_at < at) {
        at = contest->roster_at;
    }
    if (contest->tally_changed && contest->tally_at < at) {
        at = contest->tally_at;
    }
    return at;
}

/* Which frames go to whom, and under which due bit. Host and screen come first. */
typedef struct audience {
    shown_kind kind;
    bool watchers;
    uint32_t bit;
} audience;

static const audience audiences[] = {
    { SHOWN_STATE_HOST, true, JB_DUE_STATE }, { SHOWN_STATE_SCREEN, true, JB_DUE_STATE },
    { SHOWN_TALLY_HOST, true, JB_DUE_TALLY }, { SHOWN_TALLY_SCREEN, true, JB_DUE_TALLY },
    { SHOWN_ROSTER, true, JB_DUE_ROSTER },    { SHOWN_STATE_PLAYER, false, JB_DUE_STATE },
};

static bool turn_over(jb_shown *shown, jb_ticket durable)
{
    if (!shown->pending || shown->ticket > durable) {
        return false;
    }
    jb_buffer swap = shown->current;
    shown->current = shown->next;
    shown->next = swap;
    shown->current_marks = shown->next_marks;
    shown->pending = false;
    return true;
}

void jb_publish_durable(jb_contest *contest, jb_ticket durable, jb_time now)
{
    const jb_arena_link *link = &contest->arena->options.link;
    uint32_t watchers = 0;
    uint32_t players = 0;
    if (!contest->any_pending) {
        return;
    }
    contest->any_pending = false;
    for (size_t i = 0; i < sizeof audiences / sizeof audiences[0]; i++) {
        jb_shown *shown = &contest->shown[audiences[i].kind];
        if (!turn_over(shown, durable)) {
            contest->any_pending = contest->any_pending || shown->pending;
            continue;
        }
        if (audiences[i].bit == JB_DUE_STATE && !shown->current.failed) {
            jb_view_now(shown->current.bytes, &shown->current_marks, jb_contest_now(contest, now));
        }
        if (audiences[i].watchers) {
            watchers |= audiences[i].bit;
        } else {
            players |= audiences[i].bit;
        }
    }
    if (players && contest->you_pending) {
        players |= JB_DUE_YOU;
        contest->you_pending = false;
    }
    if (watchers) {
        link->due_channel(link->user, jb_contest_watchers(contest), watchers);
    }
    if (players) {
        link->due_channel(link->user, jb_contest_players(contest), players);
    }
    if (!players || contest->rebuilding) {
        return;
    }
    if (jb_engine_look(contest->engine)->phase == JB_PHASE_FINISHED) {
        jb_finish_results(contest);
    } else if (jb_engine_look(contest->engine)->phase == JB_PHASE_STANDINGS) {
        jb_show_head(contest);
    }
}

void jb_publish_step(jb_contest *contest, jb_time now)
{
    if (!contest->fault) {
        make_changed(contest, now);
    }
    jb_publish_durable(contest, jb_store_durable(contest->arena->options.store), now);
    jb_arena_want_timer(contest->arena, jb_publish_deadline(contest));
    jb_arena_want_timer(contest->arena,
                        jb_contest_monotonic(contest, jb_engine_deadline(contest->engine)));
}

void jb_publish_at_once(jb_contest *contest, jb_time now)
{
    contest->state_changed = true;
    contest->phase_changed = true;
    contest->you_changed = true;
    make_states(contest, now);
    jb_publish_durable(contest, UINT64_MAX, now);
}

void jb_publish_stalled(jb_contest *contest, jb_time now)
{
    static const struct {
        shown_kind kind;
        jb_role role;
    } states[] = { { SHOWN_STATE_PLAYER, JB_ROLE_PLAYER },
                   { SHOWN_STATE_HOST, JB_ROLE_HOST },
                   { SHOWN_STATE_SCREEN, JB_ROLE_SCREEN } };
    contest->seq++;
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        jb_shown *shown = &contest->shown[states[i].kind];
        jb_stall stall = { .role = states[i].role,
                           .seq = contest->seq,
                           .now = jb_contest_now(contest, now),
                           .fault = contest->fault_why };
        jb_frame last;
        begin_frame(&shown->next);
        if (jb_shown_frame(shown, &last)) {
            jb_slice text = { .bytes = (const char *)last.payload, .size = last.size };
            shown->pending = jb_view_stalled(text, &stall, &shown->next, &shown->next_marks);
            shown->ticket = 0;
            contest->any_pending = contest->any_pending || shown->pending;
        }
    }
    jb_publish_durable(contest, UINT64_MAX, now);
}

void jb_publish_watchers(jb_contest *contest, jb_time now)
{
    make_states(contest, now);
    jb_publish_durable(contest, jb_store_durable(contest->arena->options.store), now);
}

void jb_publish_forget(jb_contest *contest)
{
    contest->any_pending = false;
    contest->ticket = 0; /* what is not on disk has not happened */
    contest->watchers_changed = false;
    for (int kind = 0; kind < SHOWN_COUNT; kind++) {
        contest->shown[kind].pending = false;
    }
    contest->state_changed = false;
    contest->phase_changed = false;
    contest->you_changed = false;
    contest->you_pending = false;
    contest->crowd_changed = false;
    contest->roster_changed = false;
    contest->tally_changed = false;
}
