/*
 * hello: who a connection is. A player is a token, never a socket; the newest connection of a token
 * wins. Host, screen and judge show a key that is derived from the server's secret.
 */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "arena_internal.h"
#include "jinbang/assert.h"
#include "jinbang/random.h"
#include "jinbang/text.h"

static void derive_key(const unsigned char secret[JB_SECRET_SIZE], const char *to, const char *id,
                       char out[JB_KEY_SIZE])
{
    jb_buffer text;
    jb_buffer_init(&text, 0);
    jb_buffer_append_text(&text, to);
    jb_buffer_append_char(&text, ':');
    jb_buffer_append_text(&text, id);
    jb_hash hash;
    jb_hash_keyed((jb_slice){ .bytes = (const char *)secret, .size = JB_SECRET_SIZE },
                  jb_buffer_slice(&text), &hash);
    jb_buffer_finish(&text);
    jb_hex_encode(hash.bytes, (JB_KEY_SIZE - 1) / 2, out);
}

void jb_arena_key(const unsigned char secret[JB_SECRET_SIZE], jb_role role, const char *id,
                  char out[JB_KEY_SIZE])
{
    derive_key(secret, jb_role_name(role), id, out);
}

void jb_arena_unit_key(const unsigned char secret[JB_SECRET_SIZE], uint32_t team, const char *id,
                       char out[JB_KEY_SIZE])
{
    char role[32];
    (void)snprintf(role, sizeof role, "unit:%u", team);
    derive_key(secret, role, id, out);
}

/* A failure that somebody guessing would make: counted against the address. */
static void fail(jb_arena *arena, jb_client *client, const jb_contest *about, jb_error error)
{
    const jb_arena_link *link = &arena->options.link;
    bool too_many = link->failure(link->user, client->session);
    jb_client_refuse(arena, client, too_many ? NULL : about, too_many ? JB_ERROR_TOO_MANY : error);
    if (too_many) {
        link->close(link->user, client->session, JB_CLOSE_POLICY, "too many failures");
    }
}

/* Takes the seat: from now on this connection is that player. */
static void sit_down(jb_arena *arena, jb_client *seated, jb_contest *contest, uint32_t player)
{
    const jb_arena_link *link = &arena->options.link;
    jb_person *person = jb_people_get(&contest->people, player);
    jb_session before = person->session;
    person->session = seated->session;
    if (before == JB_SESSION_NONE) {
        contest->online++;
    } else {
        jb_client *replaced = jb_client_of(arena, before);
        JB_ASSERT(replaced->session == before);
        replaced->contest = NULL;
        replaced->role = JB_ROLE_NONE;
        link->enter(link->user, before, JB_CHANNEL_NONE);
        jb_client_bye(arena, replaced, BYE_REPLACED);
    }
    jb_door_leave(arena, seated);
    seated->role = JB_ROLE_PLAYER;
    seated->contest = contest;
    seated->player = player;
    contest->crowd_changed = true;
    contest->roster_changed = true;
    link->enter(link->user, seated->session, jb_contest_players(contest));
}

static void welcome(jb_arena *arena, jb_client *client, jb_time now)
{
    /* While the store refuses there is nothing to wait for: what is shown is what the log holds. */
    bool wait = !client->contest->fault && jb_store_head(arena->options.store) > 0;
    client->gate = wait ? jb_store_head(arena->options.store) : 0;
    client->welcome_ticket = wait ? client->gate : 1;
    jb_publish_step(client->contest, now);
    jb_client_release(arena, client, wait ? jb_store_durable(arena->options.store) : 1);
}

/* Does the text map of a team hold this name in any language? */
static bool team_is_called(jb_slice names, jb_slice folded)
{
    bool found = false;
    cJSON *map = cJSON_ParseWithLength(names.bytes, names.size);
    const cJSON *text = NULL;
    cJSON_ArrayForEach(text, map) {
        jb_buffer name;
        jb_buffer_init(&name, 0);
        if (cJSON_IsString(text) && jb_text_fold(jb_slice_of(text->valuestring), &name) == JB_OK) {
            found = found || jb_slice_equal(jb_buffer_slice(&name), folded);
        }
        jb_buffer_finish(&name);
    }
    cJSON_Delete(map);
    return found;
}

/* The team's number; 0: none was asked for or the contest has none; UINT32_MAX: no such team. */
static uint32_t find_team(const jb_contest *contest, jb_slice wanted)
{
    uint32_t count = contest->plan->rules.team_count;
    if (count == 0 || wanted.size == 0) {
        return 0;
    }
    jb_buffer folded;
    jb_buffer_init(&folded, 0);
    uint32_t team = UINT32_MAX;
    if (jb_text_fold(wanted, &folded) == JB_OK) {
        for (uint32_t i = 0; i < count && team == UINT32_MAX; i++) {
            if (team_is_called(contest->team_names[i], jb_buffer_slice(&folded))) {
                team = i + 1;
            }
        }
    }
    jb_buffer_finish(&folded);
    return team;
}

/* Whoever joins a window contest without being on its roster is put there, with a code that leads
 * them back. */
static jb_refusal submit_with_code(jb_contest *contest, const jb_command *command,
                                   jb_participant_row *row, jb_time now)
{
    bool window = contest->plan->rules.window != NULL;
    char code[JB_PERSONAL_CODE_SIZE] = "";
    jb_buffer name;
    jb_buffer_init(&name, 0);
    jb_buffer_append(&name, row->name.bytes, row->name.size);
    jb_roster_row entry = { .team = row->team, .code = code, .name = jb_buffer_text(&name) };
    if (window && !contest->play->joining) {
        do {
            jb_personal_code_make(code);
        } while (jb_codes_find(&contest->play->codes, code));
        contest->play->joining = &entry;
    }
    jb_refusal refusal = jb_contest_submit_person(contest, command, row, now);
    if (window) {
        contest->play->joining = NULL;
    }
    jb_buffer_finish(&name);
    return refusal;
}

static jb_refusal submit_join(jb_contest *contest, uint32_t team, jb_slice name, jb_client *client,
                              jb_time now)
{
    char hex[2 * TOKEN_SIZE + 1];
    jb_participant_row row = { .team = team, .name = name };
    if (contest->plan->rules.window) {
        jb_window_token(contest, jb_engine_look(contest->engine)->joined + 1, client->token);
    } else {
        jb_random_secret(client->token, sizeof client->token);
    }
    jb_random_secret(row.salt, sizeof row.salt);
    jb_hex_encode(client->token, sizeof client->token, hex);
    jb_slice token = jb_slice_of(hex);
    jb_hash_of(&token, 1, &row.token);
    jb_command command = { .type = JB_COMMAND_JOIN, .team = team };
    command.member = jb_contest_member(contest, team, name);
    jb_name_hash(name, row.salt, &command.hash);
    jb_refusal refusal = submit_with_code(contest, &command, &row, now);
    if (refusal != JB_ACCEPTED) {
        return refusal;
    }
    jb_status status = jb_people_add(&contest->people, name, &row.token);
    JB_ASSERT(status == JB_OK); /* a few hundred bytes: without them nothing works any more */
    return JB_ACCEPTED;
}

void jb_hello_enter(jb_arena *arena, jb_client *client, jb_contest *contest, uint32_t team,
                    jb_slice name, jb_time now)
{
    jb_error error = jb_error_of(submit_join(contest, team, name, client, now));
    if (error != JB_ERROR_NONE) {
        jb_client_refuse(arena, client, contest, error);
        jb_publish_step(contest, now); /* time may have passed a deadline */
        return;
    }
    sit_down(arena, client, contest, jb_engine_look(contest->engine)->joined);
    client->joining = true;
    welcome(arena, client, now);
}

/* May somebody come in under this name? Not under one of somebody who is banned, nor with a word of
 * the list. */
static bool may_be_called(const jb_arena *arena, const jb_contest *contest, jb_slice name)
{
    bool any = jb_engine_look(contest->engine)->banned > 0;
    uint64_t look = any ? jb_name_look(name) : 0;
    for (uint32_t player = any ? jb_people_like(&contest->people, look, 0) : 0; player > 0;
         player = jb_people_like(&contest->people, look, player)) {
        if (jb_engine_player(contest->engine, player)->status == JB_PLAYER_BANNED) {
            return false;
        }
    }
    return !jb_words_in(arena->options.words, name);
}

/* Is it the host who lets new players in, and would the contest take them? */
static bool asks_host(const jb_contest *contest)
{
    const jb_engine_view *view = jb_engine_look(contest->engine);
    return view->approve && view->admit && view->joined < contest->plan->rules.players_max;
}

static void join(jb_arena *arena, jb_client *client, jb_contest *contest, const jb_message *message,
                 jb_time now)
{
    jb_buffer name;
    jb_buffer_init(&name, 0);
    uint32_t team = find_team(contest, message->team);
    jb_error error = JB_ERROR_NONE;
    if (jb_name_clean(message->name, &name) != JB_OK ||
        !may_be_called(arena, contest, jb_buffer_slice(&name))) {
        error = JB_ERROR_BAD_NAME;
    } else if (team == UINT32_MAX) {
        error = JB_ERROR_BAD_TEAM;
    } else if (!asks_host(contest)) {
        jb_hello_enter(arena, client, contest, team, jb_buffer_slice(&name), now);
    } else if (contest->plan->rules.team_required && team == 0) {
        error = JB_ERROR_BAD_TEAM;
    } else if (jb_door_wait(client, contest, team, jb_buffer_slice(&name))) {
        jb_client_waiting(arena, client);
        jb_publish_step(contest, now);
    } else {
        error = JB_ERROR_FULL;
    }
    jb_buffer_finish(&name);
    if (error != JB_ERROR_NONE) {
        jb_client_refuse(arena, client, contest, error);
    }
}

static void come_back(jb_arena *arena, jb_client *client, jb_contest *contest, jb_slice token,
                      jb_time now)
{
    unsigned char secret[TOKEN_SIZE];
    bool good = jb_hex_decode(token, secret, sizeof secret) == JB_OK;
    uint32_t player = good ? jb_people_by_token(&contest->people, token) : 0;
    const jb_seat *state = jb_engine_player(contest->engine, player);
    if (!state || state->status == JB_PLAYER_REMOVED) {
        fail(arena, client, contest, JB_ERROR_BAD_TOKEN);
        return;
    }
    if (state->status == JB_PLAYER_BANNED) {
        fail(arena, client, contest, JB_ERROR_BANNED);
        return;
    }
    memcpy(client->token, secret, sizeof client->token);
    sit_down(arena, client, contest, player);
    welcome(arena, client, now);
}

/* Joins as the person on the roster whose code it is. */
static void join_by_code(jb_arena *arena, jb_client *client, jb_contest *contest,
                         const jb_code_row *row, jb_time now)
{
    const jb_roster_row entry = { .entry = row->entry, .team = row->team, .code = row->code };
    const char *listed = row->name ? row->name : "";
    jb_buffer name;
    jb_buffer_init(&name, 0);
    if (jb_name_clean(jb_slice_of(listed), &name) == JB_OK) {
        contest->play->joining = &entry;
        jb_hello_enter(arena, client, contest, row->team, jb_buffer_slice(&name), now);
    } else {
        jb_client_refuse(arena, client, contest, JB_ERROR_BAD_NAME);
    }
    jb_buffer_finish(&name);
}

/* With a personal code: whoever has joined with it comes back, from any device. Somebody who was
 * removed, not for good, joins anew. */
static void come_by_code(jb_arena *arena, jb_client *client, jb_contest *contest, jb_slice typed,
                         jb_time now)
{
    char code[JB_PERSONAL_CODE_SIZE];
    bool window = contest->plan->rules.window != NULL;
    const jb_code_row *row = window && jb_personal_code_read(typed, code)
                                 ? jb_codes_find(&contest->play->codes, code)
                                 : NULL;
    const jb_seat *seat = row ? jb_engine_player(contest->engine, row->player) : NULL;
    if (!row) {
        fail(arena, client, contest, JB_ERROR_BAD_PERSONAL_CODE);
    } else if (seat && seat->status == JB_PLAYER_BANNED) {
        fail(arena, client, contest, JB_ERROR_BANNED);
    } else if (seat && seat->status == JB_PLAYER_IN) {
        jb_window_token(contest, row->player, client->token);
        sit_down(arena, client, contest, row->player);
        welcome(arena, client, now);
    } else if (contest->fault) {
        jb_client_error(arena, client, JB_ERROR_STORE_FAILED, JB_MESSAGE_HELLO, NULL);
    } else {
        join_by_code(arena, client, contest, row, now);
    }
}

/* Is the roster the only way in? */
static bool needs_code(const jb_contest *contest)
{
    const jb_window_rules *window = contest->plan->rules.window;
    return window && window->entry == JB_ENTRY_ROSTER;
}

/* The number a judge asks for is theirs: they come back. Others get one that nobody has had, or
 * that nobody has now. False: there are no more. A contest without judges has no numbers. */
static bool sit_judge(jb_arena *arena, jb_client *client, jb_contest *contest, uint32_t wanted)
{
    uint32_t most = jb_view_judges_max(&contest->plan->rules);
    uint32_t number = wanted;
    for (uint32_t i = 1; i <= most && number == 0; i++) {
        number = contest->judges_known & (UINT32_C(1) << (i - 1)) ? 0 : i;
    }
    for (uint32_t i = 1; i <= most && number == 0; i++) {
        number = contest->judges[i - 1] == JB_SESSION_NONE ? i : 0;
    }
    if (most == 0 || number == 0 || number > most) {
        return most == 0 && wanted == 0;
    }
    jb_session before = contest->judges[number - 1];
    if (before != JB_SESSION_NONE) {
        jb_client *replaced = jb_client_of(arena, before);
        replaced->contest = NULL;
        replaced->role = JB_ROLE_NONE;
        replaced->judge = 0;
        arena->options.link.enter(arena->options.link.user, before, JB_CHANNEL_NONE);
        jb_client_bye(arena, replaced, BYE_REPLACED);
    }
    contest->judges[number - 1] = client->session;
    contest->judges_known |= UINT32_C(1) << (number - 1);
    client->judge = number;
    return true;
}

/* Where no console acts the next that comes does, and the others, who might have, are told. */
static void sit_at_desk(jb_contest *contest, const jb_client *client)
{
    if (contest->acting == JB_SESSION_NONE) {
        contest->acting = client->session;
        contest->watchers_changed = contest->watchers_changed || contest->hosts > 1;
    }
}

static void open_role(jb_arena *arena, jb_client *client, jb_contest *contest,
                      const jb_message *message, jb_time now)
{
    const jb_arena_link *link = &arena->options.link;
    char key[JB_KEY_SIZE];
    jb_arena_key(arena->options.secret, message->role, contest->id, key);
    if (!jb_secret_equal(message->key, jb_slice_of(key))) {
        fail(arena, client, NULL, JB_ERROR_BAD_KEY);
        return;
    }
    if (message->role == JB_ROLE_JUDGE &&
        !sit_judge(arena, client, contest, (uint32_t)message->judge)) {
        jb_client_refuse(arena, client, NULL, JB_ERROR_FULL);
        return;
    }
    jb_door_leave(arena, client);
    client->role = message->role;
    client->contest = contest;
    contest->hosts += message->role == JB_ROLE_HOST;
    contest->screens += message->role == JB_ROLE_SCREEN;
    if (message->role == JB_ROLE_HOST) {
        link->message_max(link->user, client->session, JB_FRAME_HOST_MAX);
        contest->roster_at = 0; /* a host that has just come wants to see who is there */
        sit_at_desk(contest, client);
    }
    contest->crowd_changed = true;
    contest->roster_changed = true;
    contest->tally_changed = true;
    link->enter(link->user, client->session, jb_contest_watchers(contest));
    welcome(arena, client, now);
}

void jb_hello(jb_arena *arena, jb_client *client, const jb_message *message, jb_time now)
{
    if (client->role != JB_ROLE_NONE) {
        jb_client_error(arena, client, JB_ERROR_HELLO_TWICE, JB_MESSAGE_HELLO, NULL);
        return;
    }
    jb_contest *contest = jb_arena_by_code(arena, message->code);
    if (client->room) {
        jb_door_stranger(arena, client); /* another hello instead of the one that waits */
    }
    if (!contest) {
        fail(arena, client, NULL, JB_ERROR_NO_CONTEST);
    } else if (message->role != JB_ROLE_PLAYER) {
        open_role(arena, client, contest, message, now);
    } else if (!jb_door_has_place(arena)) {
        jb_client_error(arena, client, JB_ERROR_FULL, JB_MESSAGE_HELLO, "The server is full.");
    } else if (contest->rebuilding) {
        jb_client_error(arena, client, JB_ERROR_STORE_FAILED, JB_MESSAGE_HELLO, NULL);
    } else if (message->token.bytes) {
        come_back(arena, client, contest, message->token, now);
    } else if (message->personal_code.bytes) {
        come_by_code(arena, client, contest, message->personal_code, now);
    } else if (needs_code(contest)) {
        jb_client_refuse(arena, client, contest, JB_ERROR_PERSONAL_CODE_NEEDED);
    } else if (contest->fault) {
        jb_client_error(arena, client, JB_ERROR_STORE_FAILED, JB_MESSAGE_HELLO, NULL);
    } else {
        join(arena, client, contest, message, now);
    }
}
