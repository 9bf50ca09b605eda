/*
 * What people in a contest do: players answer, hosts act. A refusal by the engine becomes an error
 * on the wire; what is accepted shows in the state or as an ack once it is on disk.
 */
#include "arena_internal.h"
#include "jinbang/assert.h"
#include "jinbang/random.h"
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
    case JB_REFUSED_BARRED:
    case JB_REFUSED_BLOCKED:
    case JB_REFUSED_BAD_VALUE:
    case JB_REFUSED_VALUE_TAKEN:
    case JB_REFUSED_NO_SEAT:
    case JB_REFUSED_NO_CHANGE:
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
    if (error != JB_ERROR_LATE || command->turn != view->turn || view->closed_at == JB_TIME_NONE) {
        return JB_TIME_NONE;
    }
    jb_time late = jb_contest_now(contest, now) - view->closed_at;
    return late > 0 ? late : 0;
}

void jb_command_answer(jb_arena *arena, jb_client *client, const jb_message *message, jb_time now)
{
    const jb_arena_link *link = &arena->options.link;
    jb_contest *contest = client->contest;
    if (contest->fault) {
        jb_client_refuse_answer(arena, client, JB_ERROR_STORE_FAILED, (uint32_t)message->turn,
                                JB_TIME_NONE);
        return;
    }
    /* The value is read against the question it names; for any other turn the engine refuses
     * whatever it says, so an empty answer will do. */
    jb_contest_expire(contest, now);
    const jb_engine_view *view = jb_engine_look(contest->engine);
    jb_answer answer = { .kind = JB_KIND_COUNT };
    if (view->turn > 0 && message->turn == view->turn &&
        !jb_answer_read(message, &contest->plan->texts[view->turn - 1], &answer)) {
        answer.kind = JB_KIND_COUNT; /* fits no question */
    }
    int32_t round_trip = link->round_trip(link->user, client->session);
    jb_command command = { .type = JB_COMMAND_ANSWER,
                           .player = client->player,
                           .turn = (uint32_t)message->turn,
                           .answer = &answer,
                           .credit_ms = round_trip > 0 ? round_trip / 2 : 0,
                           .claim_ms = message->elapsed };
    jb_refusal refusal = jb_contest_submit(contest, &command, now);
    arena->metrics.answers += refusal == JB_ACCEPTED;
    jb_error error = jb_error_of(refusal);
    if (error == JB_ERROR_NONE) {
        const jb_seat *player = jb_engine_player(contest->engine, client->player);
        jb_client_ack(arena, client, player->answered_turn, player->elapsed_ms);
    } else {
        jb_client_refuse_answer(arena, client, error, command.turn,
                                late_by(contest, &command, error, now));
    }
    jb_publish_step(contest, now);
}

/* What an action is for the engine; the rest of the command comes from the message.
 * JB_COMMAND_COUNT: nothing, it does not belong to the contest. */
static const jb_command_type commands[] = {
    [JB_ACTION_START] = JB_COMMAND_START,   [JB_ACTION_NEXT] = JB_COMMAND_NEXT,
    [JB_ACTION_PAUSE] = JB_COMMAND_PAUSE,   [JB_ACTION_RESUME] = JB_COMMAND_RESUME,
    [JB_ACTION_EXTEND] = JB_COMMAND_EXTEND, [JB_ACTION_LOCK] = JB_COMMAND_LOCK,
    [JB_ACTION_SKIP] = JB_COMMAND_SKIP,     [JB_ACTION_ADMIT] = JB_COMMAND_ADMIT,
    [JB_ACTION_KICK] = JB_COMMAND_REMOVE,   [JB_ACTION_BAN] = JB_COMMAND_REMOVE,
    [JB_ACTION_RENAME] = JB_COMMAND_RENAME, [JB_ACTION_UNDO] = JB_COMMAND_UNDO,
    [JB_ACTION_BLANK] = JB_COMMAND_COUNT,   [JB_ACTION_MESSAGE] = JB_COMMAND_COUNT,
    [JB_ACTION_FINISH] = JB_COMMAND_FINISH,
};
_Static_assert(sizeof commands / sizeof commands[0] == JB_ACTION_COUNT, "a command each");

/* The player's own page is to show what has changed, once it is on disk. */
static void tell_person(jb_contest *contest, uint32_t player)
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
        jb_name_hash(row.name, row.salt, &command.hash);
        error = jb_error_of(jb_contest_submit_person(contest, &command, &row, now));
        if (error == JB_ERROR_NONE) {
            jb_status status = jb_people_rename(&contest->people, player, row.name);
            JB_ASSERT(status == JB_OK);
            tell_person(contest, player);
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
    jb_command command = { .type = commands[message->action],
                           .player = (uint32_t)message->player,
                           .ms = message->ms,
                           .reason = JB_PAUSE_HOST,
                           .flag = message->action == JB_ACTION_BAN ||
                                   (message->action == JB_ACTION_ADMIT && message->on) };
    jb_error error = jb_error_of(jb_contest_submit(contest, &command, now));
    if (error == JB_ERROR_NONE && command.type == JB_COMMAND_REMOVE) {
        see_off(arena, contest, command.player, command.flag);
    }
    return error;
}

/* Was it meant for what is over? An undo is meant for one act: another host may have acted since.
 */
static bool is_stale(const jb_contest *contest, const jb_message *message)
{
    uint64_t seq = (uint64_t)message->seq;
    return message->seq >= 0 && (seq < contest->phase_seq ||
                                 (message->action == JB_ACTION_UNDO && seq < contest->undo_seq));
}

void jb_command_do(jb_arena *arena, jb_client *client, const jb_message *message, jb_time now)
{
    jb_contest *contest = client->contest;
    if (contest->fault) {
        if (message->action != JB_ACTION_RESUME || !jb_recover_resume(arena, now)) {
            jb_client_error(arena, client, JB_ERROR_STORE_FAILED, JB_MESSAGE_DO, NULL);
        } else if (jb_engine_look(contest->engine)->paused) {
            (void)act(arena, contest, message,
                      now); /* the others stay paused for their own hosts */
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
    } else {
        error = act(arena, contest, message, now);
    }
    if (error != JB_ERROR_NONE) {
        jb_client_error(arena, client, error, JB_MESSAGE_DO, NULL);
    }
    jb_publish_step(contest, now);
}
