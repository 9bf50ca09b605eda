/*
 * Window contests, beside what every contest has: a contest clock that is the wall clock and never
 * goes back, opening and closing by the newest schedule, going on without a host, and papers.
 *
 * The contest clock runs by the monotonic clock. What the wall clock has gained on it (the server
 * was down, the machine slept, somebody has set the clock) is made up for by a pause of that
 * length, so that open papers lose nothing. What the wall clock has lost is not followed: the
 * contest clock runs on ahead of it, and only opening and closing wait.
 */
#include <stdio.h>
#include <string.h>

#include "arena_internal.h"
#include "jinbang/assert.h"
#include "jinbang/random.h"

enum {
    LOOK_EVERY_MS = 1000,
    BOARD_EVERY_MS = 1000,
    PEOPLE_A_MS = 50 /* a board of so many people takes about a millisecond */
};

/* ---- the clock ---- */

static jb_phase phase_of(const jb_contest *contest)
{
    return jb_engine_look(contest->engine)->phase;
}

static bool is_paused(const jb_contest *contest)
{
    return jb_engine_look(contest->engine)->paused && phase_of(contest) != JB_PHASE_FINISHED;
}

/* From now on the contest clock shows this, and runs. */
static void set_clock(jb_contest *contest, jb_time clock, jb_time now)
{
    contest->stands = false;
    contest->clock_offset = now - clock;
}

/* What it shows when it goes on after having stood still. */
static jb_time clock_after(jb_contest *contest, jb_time stood_at, jb_time now)
{
    jb_time wall = jb_wall_now(&contest->arena->wall, now);
    return wall > stood_at ? wall : stood_at;
}

void jb_window_stand(jb_contest *contest, jb_time clock)
{
    contest->stands = is_paused(contest);
    contest->stands_at = clock;
}

void jb_window_before(jb_contest *contest, const jb_command *command, jb_time now)
{
    jb_play *play = contest->play;
    if (command->type != JB_COMMAND_RESUME || !contest->stands) {
        return;
    }
    if (play->leap_ticket <= jb_store_durable(contest->arena->options.store)) {
        play->leap_from = contest->stands_at;
    }
    play->leap_ticket = UINT64_MAX;
    set_clock(contest, clock_after(contest, contest->stands_at, now), now);
}

void jb_window_after(jb_contest *contest, jb_time now)
{
    bool paused = is_paused(contest);
    if (contest->play->leap_ticket == UINT64_MAX) {
        contest->play->leap_ticket = jb_store_head(contest->arena->options.store);
    }
    if (paused && !contest->stands) {
        jb_window_stand(contest, jb_contest_now(contest, now));
    } else if (!paused && contest->stands) {
        set_clock(contest, clock_after(contest, contest->stands_at, now), now);
    }
}

jb_time jb_window_fault(jb_contest *contest, jb_time now)
{
    jb_play *play = contest->play;
    bool leapt = play->leap_ticket > jb_store_durable(contest->arena->options.store);
    play->leap_ticket = 0;
    return leapt ? play->leap_from : jb_contest_now(contest, now);
}

/* The wall clock has gained on the contest's. */
static void catch_up(jb_contest *contest, jb_time wall, jb_time now)
{
    if (phase_of(contest) != JB_PHASE_OPEN || jb_engine_window(contest->engine)->open == 0) {
        set_clock(contest, wall, now); /* nobody's time runs */
        return;
    }
    const jb_command pause = { .type = JB_COMMAND_PAUSE, .reason = JB_PAUSE_RESTART };
    const jb_command resume = { .type = JB_COMMAND_RESUME };
    if (jb_contest_submit(contest, &pause, now) == JB_ACCEPTED) {
        jb_refusal refusal = jb_contest_submit(contest, &resume, now);
        JB_ASSERT(refusal == JB_ACCEPTED);
    }
}

static void go_on_by_itself(jb_contest *contest, jb_time now)
{
    const jb_engine_view *view = jb_engine_look(contest->engine);
    if (is_paused(contest) && view->reason != JB_PAUSE_HOST) {
        const jb_command resume = { .type = JB_COMMAND_RESUME };
        (void)jb_contest_submit(contest, &resume, now);
    }
}

/* ---- opening and closing ---- */

static void keep_schedule(jb_contest *contest, jb_time wall, jb_time now)
{
    const jb_window_view *view = jb_engine_window(contest->engine);
    const jb_command start = { .type = JB_COMMAND_START };
    const jb_command finish = { .type = JB_COMMAND_FINISH };
    if (phase_of(contest) == JB_PHASE_LOBBY && wall >= view->opens_at) {
        (void)jb_contest_submit(contest, &start, now);
    }
    if (phase_of(contest) == JB_PHASE_OPEN && wall >= view->closes_at) {
        (void)jb_contest_submit(contest, &finish, now);
    }
}

/* When there is something to do again; at least every second, to see steps of the wall clock. */
static void want_look(jb_contest *contest, jb_time wall, jb_time now)
{
    const jb_window_view *view = jb_engine_window(contest->engine);
    jb_time at = phase_of(contest) == JB_PHASE_LOBBY ? view->opens_at : view->closes_at;
    jb_time in = at > wall && at - wall < LOOK_EVERY_MS ? at - wall : LOOK_EVERY_MS;
    if (phase_of(contest) != JB_PHASE_FINISHED) {
        jb_arena_want_timer(contest->arena, now + in);
    }
}

/* Another day: who has begun all papers of the last one may begin one. */
static void look_at_day(jb_contest *contest, jb_time now)
{
    const jb_window_rules *rules = contest->plan->rules.window;
    int32_t day = jb_window_day(rules, jb_contest_now(contest, now));
    if (day != contest->play->day && phase_of(contest) == JB_PHASE_OPEN &&
        rules->attempts_per_day > 0) {
        contest->state_changed = true;
        contest->you_changed = true;
    }
    contest->play->day = day;
}

void jb_window_tick(jb_contest *contest, jb_time now)
{
    jb_time wall = jb_wall_now(&contest->arena->wall, now);
    go_on_by_itself(contest, now);
    jb_time gained = wall - jb_contest_now(contest, now);
    bool follows = phase_of(contest) == JB_PHASE_OPEN ? gained >= JB_WALL_STEP_MS : gained > 0;
    if (follows && !contest->stands) {
        catch_up(contest, wall, now);
    }
    keep_schedule(contest, wall, now);
    jb_time ahead = jb_contest_now(contest, now) - wall;
    contest->play->extra.ahead_ms = ahead >= JB_WALL_STEP_MS && !contest->stands ? ahead : 0;
    look_at_day(contest, now);
    want_look(contest, wall, now);
}

/* ---- what has happened ---- */

/* Everybody's own paper is to be shown anew, with the next state. */
static void tell_all(jb_contest *contest)
{
    contest->state_changed = true;
    contest->you_changed = true;
}

static void note_person(jb_contest *contest, const jb_event *event)
{
    contest->watchers_changed = contest->watchers_changed || event->type != JB_EVENT_JOINED;
    contest->crowd_changed = true;
    contest->roster_changed = true;
    contest->play->board_changed = true;
}

/* A score was changed by hand. When the contest is over that is a place in the ranking, too. */
static void note_adjusted(jb_contest *contest, const jb_event *event)
{
    contest->watchers_changed = true;
    if (phase_of(contest) == JB_PHASE_FINISHED) {
        tell_all(contest);
    } else {
        jb_contest_tell(contest, event->seat);
    }
}

static void note_schedule(jb_contest *contest)
{
    jb_time opens_at = 0;
    jb_time closes_at = 0;
    jb_view_window_times(contest->engine, &opens_at, &closes_at);
    (void)jb_store_schedule(contest->arena->options.store, contest->key, opens_at, closes_at);
}

static void note_phase(jb_contest *contest)
{
    contest->head[0] = '\0';
    contest->phase_changed = true;
    contest->roster_changed = true;
    tell_all(contest);
    note_schedule(contest);
}

static void note_handed_in(jb_contest *contest, const jb_event *event)
{
    contest->play->board_changed = true;
    jb_hours_count(&contest->play->hours, event->at);
    if (event->hand_in != JB_HAND_IN_OWN) {
        jb_contest_tell(contest, event->player);
    }
}

void jb_window_note(jb_contest *contest, const jb_event *event)
{
    /* No switch: most kinds are no event of a window contest. */
    if (event->type == JB_EVENT_CREATED || event->type == JB_EVENT_SCHEDULED) {
        tell_all(contest);
        note_schedule(contest);
    } else if (event->type == JB_EVENT_ADMIT) {
        contest->state_changed = true;
    } else if (event->type == JB_EVENT_PAUSED || event->type == JB_EVENT_RESUMED) {
        contest->phase_changed = true;
        tell_all(contest);
    } else if (event->type == JB_EVENT_PHASE) {
        note_phase(contest);
    } else if (event->type == JB_EVENT_JOINED || event->type == JB_EVENT_RENAMED ||
               event->type == JB_EVENT_REMOVED || event->type == JB_EVENT_UNDONE) {
        note_person(contest, event);
    } else if (event->type == JB_EVENT_OPENED) {
        contest->play->board_changed = true;
    } else if (event->type == JB_EVENT_HANDED_IN) {
        note_handed_in(contest, event);
    } else if (event->type == JB_EVENT_ADJUSTED) {
        note_adjusted(contest, event);
    } else if (event->type == JB_EVENT_ANNOUNCED || event->type == JB_EVENT_DRAWN) {
        contest->watchers_changed = true;
    }
}

bool jb_window_board_due(const jb_contest *contest, jb_time *at)
{
    bool due = contest->play->board_changed && contest->hosts + contest->screens > 0;
    *at = due ? contest->play->board_at : JB_TIME_NONE;
    return due;
}

void jb_window_shows(jb_contest *contest, jb_time now)
{
    const jb_engine_view *view = jb_engine_look(contest->engine);
    if (contest->hosts + contest->screens > 0 || view->phase == JB_PHASE_FINISHED) {
        jb_play_rank(contest, now);
        contest->play->board_changed = false;
        contest->play->board_at = now + BOARD_EVERY_MS + view->active / PEOPLE_A_MS;
    }
}

/* ---- participants ---- */

void jb_window_attempt(jb_contest *contest, uint32_t player, const jb_scene *scene, jb_buffer *out)
{
    jb_error error = jb_error_of(jb_engine_may_open(contest->engine, player));
    error = error == JB_ERROR_NONE && contest->fault ? JB_ERROR_STORE_FAILED : error;
    char code[JB_PERSONAL_CODE_SHOWN];
    jb_personal_code_show(jb_codes_of(&contest->play->codes, player), code);
    jb_attempt_of of = { .player = player,
                         .why_not = error == JB_ERROR_NONE ? NULL : jb_error_name(error),
                         .personal_code = code };
    jb_view_attempt(scene, &of, out);
}

static jb_refusal submit_paper(jb_contest *contest, const jb_client *client,
                               const jb_message *message, jb_time now)
{
    jb_answer answer = { .kind = JB_KIND_COUNT }; /* fits no question */
    jb_paper_item item;
    jb_command command = { .type = message->type == JB_MESSAGE_ANSWER    ? JB_COMMAND_ANSWER
                                   : message->type == JB_MESSAGE_HAND_IN ? JB_COMMAND_HAND_IN
                                   : message->type == JB_MESSAGE_OPEN    ? JB_COMMAND_OPEN
                                                                         : JB_COMMAND_COUNT,
                           .player = client->player,
                           .turn = (uint32_t)message->turn };
    if (command.type == JB_COMMAND_COUNT) {
        return JB_REFUSED_NOT_NOW; /* buzzers and the like are of live contests */
    }
    const jb_paper *paper = jb_engine_paper(contest->engine, client->player);
    if (message->attempt > 0 && (!paper || paper->attempt != message->attempt)) {
        return JB_REFUSED_NO_PAPER; /* sent again, and meanwhile another paper has been begun */
    }
    if (command.type == JB_COMMAND_OPEN) {
        jb_random_secret(&command.seed, sizeof command.seed);
    }
    if (command.type == JB_COMMAND_ANSWER) {
        bool there =
            jb_engine_paper_item(contest->engine, client->player, command.turn, &item, NULL);
        if (!there || !jb_answer_read(message, &contest->plan->texts[item.question], &answer)) {
            answer.kind = JB_KIND_COUNT;
        }
        command.answer = &answer;
    }
    return jb_contest_submit(contest, &command, now);
}

/* An ack says how long it took; what was right follows where that is told at once. */
static void taken(jb_contest *contest, jb_client *client, const jb_message *message)
{
    jb_paper_item item = { 0 };
    uint32_t place = (uint32_t)message->turn;
    (void)jb_engine_paper_item(contest->engine, client->player, place, &item, NULL);
    jb_client_ack(contest->arena, client, message, item.elapsed_ms);
    if (jb_engine_paper_reveals(contest->engine, client->player, place)) {
        jb_client_checked(contest->arena, client, place);
    }
}

void jb_window_turn(jb_contest *contest, jb_client *client, const jb_message *message, jb_time now)
{
    jb_arena *arena = contest->arena;
    jb_refusal refusal = submit_paper(contest, client, message, now);
    jb_error error = jb_error_of(refusal);
    if (error != JB_ERROR_NONE) {
        jb_client_refuse_turn(arena, client, error, message, JB_TIME_NONE);
    } else if (message->type == JB_MESSAGE_ANSWER) {
        arena->metrics.answers += refusal == JB_ACCEPTED;
        taken(contest, client, message);
    } else {
        jb_contest_tell(contest, client->player);
    }
    jb_publish_step(contest, now);
}

void jb_window_token(const jb_contest *contest, uint32_t player, unsigned char token[TOKEN_SIZE])
{
    const jb_slice secret = { .bytes = (const char *)contest->arena->options.secret,
                              .size = JB_SECRET_SIZE };
    char text[JB_CONTEST_ID_SIZE + 32];
    jb_hash hash;
    (void)snprintf(text, sizeof text, "token:%u:%s", player, contest->id);
    jb_hash_keyed(secret, jb_slice_of(text), &hash);
    memcpy(token, hash.bytes, TOKEN_SIZE);
}
