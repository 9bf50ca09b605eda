/*
 * What people in a contest do: players answer, hosts act. A refusal by the engine becomes an error
 * on the wire; what is accepted shows in the state or as an ack once it is on disk.
 */
#include "arena_internal.h"
#include "jinbang/assert.h"
#include "jinbang/random.h"
#include "jinbang/round_trip.h"
#include "jinbang/text.h"

jb_error jb_error_of(jb_refusal refusal)
{
    switch (refusal) {
    case JB_ACCEPTED:
    case JB_ACCEPTED_AGAIN:
        return JB_ERROR_NONE;
    case JB_REFUSED_NOT_NOW:
        return JB_ERROR_NOT_NOW;
    case JB_REFUSED_LATE:
        return JB_ERROR_LATE;
    case JB_REFUSED_BAD_TURN:
        return JB_ERROR_BAD_TURN;
    case JB_REFUSED_BAD_ANSWER:
        return JB_ERROR_BAD_ANSWER;
    case JB_REFUSED_BAD_FIELD:
        return JB_ERROR_BAD_FIELD;
    case JB_REFUSED_BAD_TEAM:
        return JB_ERROR_BAD_TEAM;
    case JB_REFUSED_NO_PLAYER:
        return JB_ERROR_NO_PLAYER;
    case JB_REFUSED_JOIN_CLOSED:
        return JB_ERROR_JOIN_CLOSED;
    case JB_REFUSED_FULL:
        return JB_ERROR_FULL;
    case JB_REFUSED_NOT_YOUR_TURN:
        return JB_ERROR_NOT_YOUR_TURN;
    case JB_REFUSED_BARRED:
        return JB_ERROR_BARRED;
    case JB_REFUSED_BLOCKED:
        return JB_ERROR_BLOCKED;
    case JB_REFUSED_BAD_VALUE:
        return JB_ERROR_BAD_VALUE;
    case JB_REFUSED_VALUE_TAKEN:
        return JB_ERROR_VALUE_TAKEN;
    case JB_REFUSED_NO_SEAT:
        return JB_ERROR_NO_SEAT;
    case JB_REFUSED_NO_CHANGE:
        return JB_ERROR_NO_CHANGE;
    case JB_REFUSED_ON_BENCH:
        return JB_ERROR_ON_BENCH;
    case JB_REFUSED_NO_SUBSTITUTIONS:
        return JB_ERROR_NO_SUBSTITUTIONS;
    case JB_REFUSED_NOT_BETWEEN_ROUNDS:
        return JB_ERROR_NOT_BETWEEN_ROUNDS;
    case JB_REFUSED_NOT_ON_BENCH:
        return JB_ERROR_NOT_ON_BENCH;
    case JB_REFUSED_NOT_FIELDED:
        return JB_ERROR_NOT_FIELDED;
    case JB_REFUSED_NOT_OPEN:
        return JB_ERROR_NOT_OPEN;
    case JB_REFUSED_NO_ATTEMPTS:
        return JB_ERROR_NO_ATTEMPTS;
    case JB_REFUSED_NO_ATTEMPTS_TODAY:
        return JB_ERROR_NO_ATTEMPTS_TODAY;
    case JB_REFUSED_NO_PAPER:
        return JB_ERROR_NO_PAPER;
    case JB_REFUSAL_COUNT:
        break;
    }
    return JB_ERROR_NOT_NOW;
}

/* How late an answer to the current turn is; JB_TIME_NONE: that is not what is wrong with it. */
static jb_time late_by(const jb_contest *contest, const jb_command *command, jb_error error,
                       jb_time now)
{
    const jb_engine_view *view = jb_engine_look(contest->engine);
    if (error != JB_ERROR_LATE || command->turn != view->turn || view->closed_at == JB_TIME_NONE ||
        command->type == JB_COMMAND_WAGER) {
        return JB_TIME_NONE;
    }
    jb_time late = jb_contest_now(contest, now) - view->closed_at;
    return late > 0 ? late : 0;
}

void jb_contest_tell(jb_contest *contest, uint32_t player)
{
    jb_arena *arena = contest->arena;
    jb_session session = jb_people_get(&contest->people, player)->session;
    if (session != JB_SESSION_NONE) {
        jb_client *client = jb_client_of(arena, session);
        client->gate = jb_store_head(arena->options.store);
        client->wanted |= JB_DUE_YOU;
        jb_client_release(arena, client, jb_store_durable(arena->options.store));
    }
}

/* Who acts for the same seat sees what one of them has answered for it. */
static void tell_seat(jb_contest *contest, uint32_t seat)
{
    if (contest->plan->rules.seats != JB_SEATS_TEAMS) {
        jb_contest_tell(contest, seat);
        return;
    }
    for (uint32_t other = 1; other <= contest->people.count; other++) {
        if (jb_engine_seat_of(contest->engine, other) == seat) {
            jb_contest_tell(contest, other);
        }
    }
}

/* The same for a player's own seat, or for one in the hall alone. */
static void tell_acting(jb_contest *contest, uint32_t player)
{
    uint32_t seat = jb_engine_seat_of(contest->engine, player);
    if (seat > 0) {
        tell_seat(contest, seat);
    } else {
        jb_contest_tell(contest, player);
    }
}

/* The value is read against the question it names; for any other turn the engine refuses whatever
 * it says, so an empty answer will do. */
static void read_answer(const jb_contest *contest, const jb_message *message, jb_answer *answer)
{
    const jb_engine_view *view = jb_engine_look(contest->engine);
    if (view->turn > 0 && message->turn == view->turn && view->question != JB_NO_QUESTION &&
        jb_answer_read(message, &contest->plan->texts[view->question], answer)) {
        return;
    }
    answer->kind = JB_KIND_COUNT; /* fits no question */
}

/* What a message of a phone or a judge is for the engine. */
static jb_command_type command_of(jb_message_type type)
{
    switch (type) {
    case JB_MESSAGE_ANSWER:
        return JB_COMMAND_ANSWER;
    case JB_MESSAGE_BUZZ:
        return JB_COMMAND_BUZZ;
    case JB_MESSAGE_PASS:
        return JB_COMMAND_PASS;
    case JB_MESSAGE_PICK:
        return JB_COMMAND_PICK;
    case JB_MESSAGE_NAME:
        return JB_COMMAND_NAME;
    case JB_MESSAGE_WAGER:
        return JB_COMMAND_WAGER;
    case JB_MESSAGE_MARK:
        return JB_COMMAND_MARK;
    case JB_MESSAGE_HELLO:
    case JB_MESSAGE_PING:
    case JB_MESSAGE_DO:
    case JB_MESSAGE_OPEN: /* of window contests, window.c */
    case JB_MESSAGE_HAND_IN:
    case JB_MESSAGE_COUNT:
        break;
    }
    return JB_COMMAND_COUNT;
}

/* The fair time of what was taken now, or taken before and is said again. */
static jb_time fair_time_of(const jb_contest *contest, const jb_command *command,
                            jb_refusal refusal)
{
    const jb_stage *stage = &jb_engine_look(contest->engine)->stage;
    uint32_t seat = jb_engine_seat_of(contest->engine, command->player);
    if (command->type == JB_COMMAND_ANSWER) {
        return seat > 0 ? jb_engine_seat(contest->engine, seat)->elapsed_ms
                        : jb_engine_player(contest->engine, command->player)->elapsed_ms;
    }
    if (command->type != JB_COMMAND_BUZZ) {
        return 0;
    }
    if (refusal == JB_ACCEPTED) {
        return contest->buzz_ms;
    }
    jb_time second = stage->buzz_second == seat ? stage->buzz_ms + stage->margin_ms : 0;
    return stage->buzz_seat == seat ? stage->buzz_ms : second;
}

static jb_refusal submit_turn(jb_contest *contest, jb_client *client, const jb_message *message,
                              jb_command *command, jb_time now)
{
    const jb_arena_link *link = &contest->arena->options.link;
    int32_t round_trip = link->round_trip(link->user, client->session);
    jb_answer answer;
    *command = (jb_command){ .type = command_of(message->type),
                             .player = client->player,
                             .judge = client->judge,
                             .turn = (uint32_t)message->turn,
                             .seat = (uint32_t)message->seat,
                             .other = (uint32_t)message->other,
                             .value = message->value,
                             .credit_ms = jb_round_trip_credit(round_trip),
                             .claim_ms = message->elapsed };
    if (message->type == JB_MESSAGE_ANSWER) {
        read_answer(contest, message, &answer);
        command->answer = &answer;
    }
    contest->buzz_ms = 0;
    jb_refusal refusal = jb_contest_submit(contest, command, now);
    command->answer = NULL;
    return refusal;
}

void jb_command_turn(jb_arena *arena, jb_client *client, const jb_message *message, jb_time now)
{
    jb_contest *contest = client->contest;
    jb_command command;
    if (contest->fault) {
        jb_client_refuse_turn(arena, client, JB_ERROR_STORE_FAILED, message, JB_TIME_NONE);
        return;
    }
    jb_contest_expire(contest, now);
    if (contest->plan->rules.window) {
        jb_window_turn(contest, client, message, now);
        return;
    }
    if (message->type == JB_MESSAGE_OPEN || message->type == JB_MESSAGE_HAND_IN) {
        jb_client_refuse_turn(arena, client, JB_ERROR_NOT_NOW, message, JB_TIME_NONE);
        return;
    }
    if (client->role == JB_ROLE_JUDGE && client->judge == 0) {
        jb_client_refuse_turn(arena, client, JB_ERROR_NOT_NOW, message, JB_TIME_NONE);
        return;
    }
    jb_refusal refusal = submit_turn(contest, client, message, &command, now);
    arena->metrics.answers += refusal == JB_ACCEPTED && message->type == JB_MESSAGE_ANSWER;
    jb_error error = jb_error_of(refusal);
    if (error == JB_ERROR_NONE) {
        jb_client_ack(arena, client, message, fair_time_of(contest, &command, refusal));
        bool told = jb_contest_seats_play(contest) || message->type == JB_MESSAGE_WAGER;
        if (client->role == JB_ROLE_PLAYER && refusal == JB_ACCEPTED && told) {
            tell_acting(contest, client->player);
        }
    } else {
        jb_client_refuse_turn(arena, client, error, message,
                              late_by(contest, &command, error, now));
    }
    jb_publish_step(contest, now);
}

/* What an action is for the engine; the rest of the command comes from the message.
 * JB_COMMAND_COUNT: nothing, it does not belong to the contest. */
static const jb_command_type commands[] = {
    [JB_ACTION_START] = JB_COMMAND_START,       [JB_ACTION_NEXT] = JB_COMMAND_NEXT,
    [JB_ACTION_PAUSE] = JB_COMMAND_PAUSE,       [JB_ACTION_RESUME] = JB_COMMAND_RESUME,
    [JB_ACTION_EXTEND] = JB_COMMAND_EXTEND,     [JB_ACTION_LOCK] = JB_COMMAND_LOCK,
    [JB_ACTION_SKIP] = JB_COMMAND_SKIP,         [JB_ACTION_ADMIT] = JB_COMMAND_ADMIT,
    [JB_ACTION_KICK] = JB_COMMAND_REMOVE,       [JB_ACTION_BAN] = JB_COMMAND_REMOVE,
    [JB_ACTION_RENAME] = JB_COMMAND_RENAME,     [JB_ACTION_UNDO] = JB_COMMAND_UNDO,
    [JB_ACTION_BLANK] = JB_COMMAND_COUNT,       [JB_ACTION_MESSAGE] = JB_COMMAND_COUNT,
    [JB_ACTION_FINISH] = JB_COMMAND_FINISH,     [JB_ACTION_TAKE] = JB_COMMAND_COUNT,
    [JB_ACTION_PAPER] = JB_COMMAND_COUNT,       [JB_ACTION_PREVIEW] = JB_COMMAND_COUNT,
    [JB_ACTION_VERDICT] = JB_COMMAND_VERDICT,   [JB_ACTION_FOUL] = JB_COMMAND_FOUL,
    [JB_ACTION_BUZZ] = JB_COMMAND_BUZZ,         [JB_ACTION_PICK] = JB_COMMAND_PICK,
    [JB_ACTION_NAME] = JB_COMMAND_NAME,         [JB_ACTION_PASS] = JB_COMMAND_PASS,
    [JB_ACTION_MARK] = JB_COMMAND_MARK,         [JB_ACTION_HALL] = JB_COMMAND_HALL,
    [JB_ACTION_WAGER] = JB_COMMAND_WAGER,       [JB_ACTION_ADJUST] = JB_COMMAND_ADJUST,
    [JB_ACTION_ACCEPT] = JB_COMMAND_ACCEPT,     [JB_ACTION_VOID] = JB_COMMAND_VOID,
    [JB_ACTION_REVERSE] = JB_COMMAND_REVERSE,   [JB_ACTION_APPROVE] = JB_COMMAND_APPROVE,
    [JB_ACTION_LET] = JB_COMMAND_COUNT,         [JB_ACTION_SUBSTITUTE] = JB_COMMAND_SUBSTITUTE,
    [JB_ACTION_SCHEDULE] = JB_COMMAND_SCHEDULE, [JB_ACTION_ANNOUNCE] = JB_COMMAND_ANNOUNCE,
    [JB_ACTION_DRAW] = JB_COMMAND_DRAW,
};
_Static_assert(sizeof commands / sizeof commands[0] == JB_ACTION_COUNT, "a command each");

/* An answer that is to count as right, read against the question of its turn. */
static jb_error read_accepted(const jb_contest *contest, const jb_message *message,
                              jb_answer *answer)
{
    uint32_t turn = (uint32_t)message->turn;
    uint32_t question = turn <= contest->plan->rules.turn_count
                            ? jb_engine_question_of(contest->engine, turn)
                            : JB_NO_QUESTION;
    if (question == JB_NO_QUESTION) {
        return JB_ERROR_BAD_TURN;
    }
    return jb_answer_read(message, &contest->plan->texts[question], answer) ? JB_ERROR_NONE
                                                                            : JB_ERROR_BAD_ANSWER;
}

/* Why a score is adjusted: a line of words that can be read, for it stays in the log. */
static jb_error read_reason(const jb_message *message, jb_buffer *reason)
{
    bool clean = jb_message_clean(message->reason, reason) == JB_OK;
    return clean && reason->size > 0 && reason->size <= JB_REASON_BYTES_MAX ? JB_ERROR_NONE
                                                                            : JB_ERROR_BAD_FIELD;
}

/* Once it has opened, whoever only moves the close says when it did. */
static jb_error read_schedule(const jb_contest *contest, const jb_message *message,
                              jb_command *command)
{
    jb_time opens_at = 0;
    jb_time closes_at = 0;
    if (!contest->plan->rules.window) {
        return JB_ERROR_NOT_NOW;
    }
    jb_view_window_times(contest->engine, &opens_at, &closes_at);
    command->ms = message->opens_at == opens_at ? jb_engine_window(contest->engine)->opens_at
                                                : message->opens_at;
    command->until = message->closes_at;
    return JB_ERROR_NONE;
}

jb_error jb_command_read(const jb_contest *contest, const jb_message *message, jb_answer *answer,
                         jb_buffer *reason, jb_command *command)
{
    jb_error error = JB_ERROR_NONE;
    jb_action action = message->action;
    *command = (jb_command){ .type = commands[action],
                             .player = (uint32_t)message->player,
                             .ms = message->ms,
                             .reason = JB_PAUSE_HOST,
                             .turn = (uint32_t)message->turn,
                             .seat = (uint32_t)message->seat,
                             .other = (uint32_t)message->other,
                             .out = (uint32_t)message->out,
                             .in = (uint32_t)message->in,
                             .judge = (uint32_t)message->judge,
                             .value = message->value,
                             .verdict = message->verdict,
                             .foul = message->foul,
                             .claim_ms = -1 };
    if (action >= JB_ACTION_VERDICT && action <= JB_ACTION_SUBSTITUTE) {
        command->player = 0; /* the host speaks for the seat */
    }
    command->flag = action == JB_ACTION_BAN || (action == JB_ACTION_ADMIT && message->on) ||
                    (action == JB_ACTION_APPROVE && message->on) ||
                    (action == JB_ACTION_ADJUST && message->hall) ||
                    (action == JB_ACTION_ACCEPT && message->only);
    if (action == JB_ACTION_ACCEPT) {
        error = read_accepted(contest, message, answer);
        command->answer = answer;
    } else if (action == JB_ACTION_ADJUST) {
        error = read_reason(message, reason);
        command->text = jb_buffer_slice(reason);
    } else if (action == JB_ACTION_SCHEDULE) {
        error = read_schedule(contest, message, command);
    }
    return error;
}

static jb_error rename_player(jb_contest *contest, const jb_message *message, jb_time now)
{
    jb_buffer name;
    jb_buffer_init(&name, 0);
    jb_error error = JB_ERROR_BAD_NAME;
    uint32_t player = (uint32_t)message->player;
    const jb_seat *state = jb_engine_player(contest->engine, player);
    if (!state) {
        error = JB_ERROR_NO_PLAYER;
    } else if (jb_name_clean(message->name, &name) == JB_OK) {
        const jb_person *person = jb_people_get(&contest->people, player);
        jb_participant_row row = { .player = player,
                                   .team = state->team,
                                   .name = jb_buffer_slice(&name),
                                   .token = person->token };
        jb_random_secret(row.salt, sizeof row.salt);
        jb_command command = { .type = JB_COMMAND_RENAME, .player = player };
        command.member = jb_contest_member(contest, row.team, row.name);
        jb_name_hash(row.name, row.salt, &command.hash);
        error = jb_error_of(jb_contest_submit_person(contest, &command, &row, now));
        if (error == JB_ERROR_NONE) {
            jb_status status = jb_people_rename(&contest->people, player, row.name);
            JB_ASSERT(status == JB_OK);
            jb_contest_tell(contest, player);
        }
    }
    jb_buffer_finish(&name);
    return error;
}

/* The removed player's connection hears of it once the removal is on disk. */
static void see_off(jb_arena *arena, jb_contest *contest, uint32_t player, bool banned)
{
    jb_session session = jb_people_get(&contest->people, player)->session;
    if (session == JB_SESSION_NONE) {
        return;
    }
    jb_client *client = jb_client_of(arena, session);
    client->bye = BYE_KICKED;
    client->banned = banned;
    client->bye_ticket = jb_store_head(arena->options.store);
    jb_client_release(arena, client, jb_store_durable(arena->options.store));
}

/* The host's line to everybody. Its number is that of the state which will first show it, so it
 * grows even over restarts. */
static jb_error say_to_all(jb_contest *contest, const jb_message *message)
{
    jb_buffer text;
    jb_buffer_init(&text, 0);
    bool clean = jb_message_clean(message->text, &text) == JB_OK;
    if (clean) {
        jb_buffer before = contest->notice;
        contest->notice = text;
        contest->notice_id = contest->seq + 1;
        contest->state_changed = true;
        text = before;
    }
    jb_buffer_finish(&text);
    return clean ? JB_ERROR_NONE : JB_ERROR_BAD_FIELD;
}

static jb_error act(jb_arena *arena, jb_contest *contest, const jb_message *message, jb_time now)
{
    if (message->action == JB_ACTION_RENAME) {
        return rename_player(contest, message, now);
    }
    if (message->action == JB_ACTION_MESSAGE) {
        return say_to_all(contest, message);
    }
    if (message->action == JB_ACTION_BLANK) {
        contest->blank = message->on;
        contest->watchers_changed = true;
        return JB_ERROR_NONE;
    }
    if (message->action == JB_ACTION_ANNOUNCE || message->action == JB_ACTION_DRAW) {
        return jb_lottery_do(contest, message, now);
    }
    if (message->action == JB_ACTION_LET) {
        return jb_door_let(contest, (uint32_t)message->who, message->on, now);
    }
    jb_command command;
    jb_answer answer;
    jb_buffer reason;
    jb_buffer_init(&reason, 0);
    jb_error error = jb_command_read(contest, message, &answer, &reason, &command);
    if (error == JB_ERROR_NONE) {
        error = jb_error_of(jb_contest_submit(contest, &command, now));
    }
    jb_buffer_finish(&reason);
    if (error == JB_ERROR_NONE && command.type == JB_COMMAND_WAGER) {
        uint32_t owner = jb_engine_look(contest->engine)->stage.owner;
        tell_seat(contest, command.seat > 0 ? command.seat : owner);
    }
    if (error == JB_ERROR_NONE && command.type == JB_COMMAND_REMOVE) {
        see_off(arena, contest, command.player, command.flag);
    } else if (error == JB_ERROR_NONE && command.type == JB_COMMAND_APPROVE && !command.flag) {
        jb_door_decide_all(contest, true, now);
    }
    return error;
}

/* From now on this console acts, and another's commands are refused. */
static void take_over(jb_contest *contest, const jb_client *client, jb_time now)
{
    contest->acting = client->session;
    contest->watchers_changed = true;
    if (contest->fault && !contest->rebuilding) {
        jb_publish_at_once(contest, now);
    }
    jb_publish_step(contest, now);
}

/* Was it meant for what is over? An undo is meant for one act: another host may have acted since.
 */
static bool is_stale(const jb_contest *contest, const jb_message *message)
{
    uint64_t seq = (uint64_t)message->seq;
    return message->seq >= 0 && (seq < contest->phase_seq ||
                                 (message->action == JB_ACTION_UNDO && seq < contest->undo_seq));
}

static void show_paper(jb_contest *contest, jb_client *client, const jb_message *message,
                       jb_time now)
{
    jb_error error = jb_own_paper(contest, client, message, now);
    if (error != JB_ERROR_NONE) {
        jb_client_error(contest->arena, client, error, JB_MESSAGE_DO, NULL);
    }
}

/* One console acts at a time; where none does, the first that does something. A preview changes
 * nothing. */
static bool may_act(jb_contest *contest, const jb_client *client, const jb_message *message)
{
    if (contest->acting == JB_SESSION_NONE && !message->preview) {
        contest->acting = client->session;
        contest->watchers_changed = true;
    }
    return message->preview || contest->acting == client->session;
}

void jb_command_do(jb_arena *arena, jb_client *client, const jb_message *message, jb_time now)
{
    jb_contest *contest = client->contest;
    if (message->action == JB_ACTION_TAKE) {
        take_over(contest, client, now);
        return;
    }
    if (message->action == JB_ACTION_PAPER) { /* at any moment, and when the disk is gone */
        show_paper(contest, client, message, now);
        return;
    }
    if (!may_act(contest, client, message)) {
        jb_client_error(arena, client, JB_ERROR_NOT_ACTING, JB_MESSAGE_DO, NULL);
        return;
    }
    if (contest->fault) {
        if (message->action != JB_ACTION_RESUME || !jb_recover_resume(contest, now)) {
            jb_client_error(arena, client, JB_ERROR_STORE_FAILED, JB_MESSAGE_DO, NULL);
        }
        jb_publish_step(contest, now);
        return;
    }
    /* What time alone has changed counts: a command for a phase that has just ended is stale. */
    jb_contest_expire(contest, now);
    jb_publish_step(contest, now);
    jb_error error = JB_ERROR_NONE;
    if (message->seq >= 0 && (uint64_t)message->seq > contest->seq) {
        error = JB_ERROR_BAD_FIELD;
    } else if (is_stale(contest, message)) {
        error = JB_ERROR_STALE;
    } else if (message->preview) {
        error = jb_own_preview(contest, client, message, now);
    } else {
        error = act(arena, contest, message, now);
    }
    if (error != JB_ERROR_NONE) {
        jb_client_error(arena, client, error, JB_MESSAGE_DO, NULL);
    }
    jb_publish_step(contest, now);
}
