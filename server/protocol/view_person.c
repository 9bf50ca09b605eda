/*
 * The messages to one connection: welcome, you, ack, pong, error, bye; and the host's roster.
 * `you` is written once for every phone after every question, so it is built straight into the
 * buffer like everything else here.
 */
#include <math.h>
#include <stdio.h>

#include "jinbang/assert.h"
#include "protocol_internal.h"

enum {
    WELCOME_TAIL = 256,         /* what follows the script in a welcome */
    ROSTER_ROW_MAX = 16 * 1024, /* more than any row of it can take */
    TITLES_MAX = 64 * 1024,     /* of all rounds, in all languages */
    ROSTER_ROOM = JB_FRAME_OUT_MAX - ROSTER_ROW_MAX
};

static void begin(jb_json_out *json, jb_buffer *out, const char *type)
{
    jb_json_begin(json, out);
    jb_json_object(json);
    jb_json_text_member(json, "type", type);
}

/* What the rounds are called, for the script. Left out where none has a title, or where they would
 * take the room of what matters more. */
static void write_rounds(jb_json_out *json, const jb_scene *scene)
{
    uint32_t count = jb_engine_rules(scene->engine)->round_count;
    size_t size = 0;
    for (uint32_t i = 0; i < count; i++) {
        size += scene->round_titles[i].size;
    }
    if (size == 0 || size > TITLES_MAX) {
        return;
    }
    jb_json_key(json, "rounds");
    jb_json_array(json);
    for (uint32_t i = 0; i < count; i++) {
        jb_json_object(json);
        if (scene->round_titles[i].size > 0) {
            jb_json_raw_member(json, "title", scene->round_titles[i]);
        }
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
}

static void write_members(jb_json_out *json, const jb_scene *scene, uint32_t index)
{
    const jb_rules *rules = jb_engine_rules(scene->engine);
    uint32_t count = rules->team_members && scene->team_members ? rules->team_members[index] : 0;
    if (count == 0) {
        return;
    }
    jb_json_key(json, "members");
    jb_json_array(json);
    for (uint32_t i = 0; i < count; i++) {
        jb_json_slice(json, scene->team_members[index][i]);
    }
    jb_json_array_end(json);
}

uint32_t jb_view_judges_max(const jb_rules *rules)
{
    uint32_t judges = 0;
    for (uint32_t i = 0; i < rules->round_count; i++) {
        judges = rules->rounds[i].judges > judges ? rules->rounds[i].judges : judges;
    }
    return judges;
}

static void write_contest(jb_json_out *json, const jb_scene *scene, jb_role role)
{
    const jb_rules *rules = jb_engine_rules(scene->engine);
    jb_json_key(json, "contest");
    jb_json_object(json);
    jb_json_slice_member(json, "id", scene->id);
    jb_json_slice_member(json, "code", scene->code);
    jb_json_raw_member(json, "title", scene->title);
    jb_json_raw_member(json, "languages", scene->languages);
    jb_json_raw_member(json, "default_language", scene->default_language);
    jb_json_raw_member(json, "screen_languages", scene->screen_languages);
    jb_json_key(json, "teams");
    jb_json_array(json);
    for (uint32_t i = 0; i < rules->team_count; i++) {
        jb_json_object(json);
        jb_json_raw_member(json, "name", scene->team_names[i]);
        write_members(json, scene, i);
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
    jb_json_text_member(json, "seats", jb_seats_name(rules->seats));
    if (rules->window) {
        jb_json_key(json, "window");
        jb_view_window(json, scene->engine, scene->extra->time_zone);
    }
    if ((role == JB_ROLE_HOST || role == JB_ROLE_JUDGE) && jb_view_judges_max(rules) > 0) {
        jb_json_int_member(json, "judges", jb_view_judges_max(rules));
    }
    if (role == JB_ROLE_HOST || role == JB_ROLE_SCREEN) {
        jb_json_slice_member(json, "join_url", scene->join_url);
    }
    if (role == JB_ROLE_HOST) {
        write_rounds(json, scene);
    }
    bool fits = json->out->size + scene->script.size + WELCOME_TAIL <= JB_FRAME_OUT_MAX;
    if (role == JB_ROLE_HOST && scene->script.size > 0 && fits) {
        jb_json_raw_member(json, "script", scene->script);
    }
    jb_json_object_end(json);
}

static void write_name(jb_json_out *json, const jb_scene *scene, uint32_t player)
{
    const jb_seat *state = jb_engine_player(scene->engine, player);
    jb_json_slice_member(json, "name", scene->people.name(scene->people.user, player));
    if (state->team > 0) {
        jb_json_slice_member(json, "team", scene->team_labels[state->team - 1]);
    }
}

void jb_view_welcome(const jb_scene *scene, jb_role role, uint32_t player, const char *token,
                     jb_buffer *out)
{
    jb_json_out json;
    begin(&json, out, "welcome");
    jb_json_text_member(&json, "role", jb_role_name(role));
    if (role == JB_ROLE_PLAYER) {
        jb_json_int_member(&json, "player", player);
        jb_json_text_member(&json, "token", token);
        write_name(&json, scene, player);
    }
    write_contest(&json, scene, role);
    if (role == JB_ROLE_JUDGE && scene->judge > 0) {
        jb_json_int_member(&json, "judge", scene->judge);
    }
    jb_json_int_member(&json, "now", scene->now);
    jb_json_object_end(&json);
}

/* What somebody plays for: their own score, or the one of the team they act for. */
typedef struct own_place {
    uint32_t number; /* of the participant or the team */
    bool team;
    const jb_seat *seat;
    const jb_answer *answer; /* given in this turn, or NULL */
    const uint32_t *ranking; /* in which they stand */
    uint32_t ranked;
} own_place;

static own_place place_of(const jb_scene *scene, uint32_t player)
{
    const jb_engine *engine = scene->engine;
    uint32_t seat = 0;
    own_place place = { .number = player };
    if (jb_engine_rules(engine)->seats == JB_SEATS_TEAMS) {
        seat = jb_engine_seat_of(engine, player);
    }
    if (seat > 0) {
        place = (own_place){ .number = seat,
                             .team = true,
                             .seat = jb_engine_seat(engine, seat),
                             .answer = jb_engine_seat_answer(engine, seat) };
        place.ranking = jb_engine_seat_ranking(engine, &place.ranked);
    } else {
        place.seat = jb_engine_player(engine, player);
        place.answer = jb_engine_answer(engine, player);
        place.ranking = jb_engine_ranking(engine, &place.ranked);
    }
    return place;
}

/* The ranking's next one who is in, from a place on, by steps of 1 or -1; 0: the list ends. */
static uint32_t neighbour_of(const jb_scene *scene, const own_place *own, int step)
{
    uint32_t from = own->seat->place;
    for (int64_t i = (int64_t)from - 1 + step; from > 0 && i >= 0 && i < own->ranked; i += step) {
        uint32_t other = own->ranking[i];
        if (own->team || jb_engine_player(scene->engine, other)->status == JB_PLAYER_IN) {
            return other;
        }
    }
    return 0;
}

static void write_neighbour(jb_json_out *json, const jb_scene *scene, const char *key,
                            const own_place *own, int step)
{
    uint32_t other = neighbour_of(scene, own, step);
    if (other == 0) {
        return;
    }
    const jb_seat *state =
        own->team ? jb_engine_seat(scene->engine, other) : jb_engine_player(scene->engine, other);
    jb_json_key(json, key);
    jb_json_object(json);
    jb_json_int_member(json, "rank", state->rank);
    jb_json_slice_member(json, "name",
                         own->team ? scene->team_labels[other - 1]
                                   : scene->people.name(scene->people.user, other));
    jb_json_hundredths_member(json, "score", state->score);
    jb_json_object_end(json);
}

static void write_own_answer(jb_json_out *json, const jb_scene *scene, const own_place *own)
{
    jb_json_key(json, "answer");
    jb_answer_write(json, own->answer, &scene->texts[jb_engine_look(scene->engine)->question]);
    jb_json_int_member(json, "elapsed", own->seat->elapsed_ms);
}

/* How it went so far: of the turn at the reveal, of the contest at the standings and the end. */
static void write_figures(jb_json_out *json, const jb_scene *scene, const own_place *own)
{
    const jb_engine_view *view = jb_engine_look(scene->engine);
    const jb_seat *state = own->seat;
    bool standings = view->phase == JB_PHASE_STANDINGS;
    if (jb_engine_reveals(scene->engine)) {
        bool scored = state->scored_turn == view->turn;
        jb_json_bool_member(json, "correct", scored && state->scored_correct);
        jb_json_hundredths_member(json, "points", scored ? state->scored_points : 0);
    }
    if (standings || view->phase == JB_PHASE_REVEAL) {
        jb_json_int_member(json, "moved", state->moved);
        jb_json_int_member(json, "streak", state->streak);
    }
    if (standings || view->phase == JB_PHASE_FINISHED) {
        jb_json_int_member(json, "right", state->correct);
        jb_json_int_member(json, "asked", state->asked);
        jb_json_int_member(json, "best_streak", state->best_streak);
        if (state->fastest_ms != JB_TIME_NONE) {
            jb_json_int_member(json, "fastest", state->fastest_ms);
        }
    }
    if (standings) {
        write_neighbour(json, scene, "above", own, -1);
        write_neighbour(json, scene, "below", own, 1);
    }
}

void jb_view_you(const jb_scene *scene, uint32_t player, jb_buffer *out)
{
    const jb_engine_view *view = jb_engine_look(scene->engine);
    JB_ASSERT(jb_engine_player(scene->engine, player) != NULL);
    own_place own = place_of(scene, player);
    jb_json_out json;
    begin(&json, out, "you");
    jb_json_int_member(&json, "player", player);
    write_name(&json, scene, player);
    jb_json_hundredths_member(&json, "score", own.seat->score);
    jb_json_int_member(&json, "rank", own.seat->rank);
    jb_json_int_member(&json, "of", own.ranked);
    jb_view_own_seat(&json, scene, player);
    bool asked = view->phase >= JB_PHASE_READING && view->phase <= JB_PHASE_STANDINGS;
    if (asked) {
        jb_json_int_member(&json, "turn", view->turn);
        jb_json_bool_member(&json, "answered", own.answer != NULL);
        if (own.answer) {
            write_own_answer(&json, scene, &own);
        }
    }
    write_figures(&json, scene, &own);
    jb_json_object_end(&json);
}

/* One line of the roster. */
static void write_person(jb_json_out *json, const jb_scene *scene, uint32_t player,
                         const jb_presence *presence)
{
    own_place own = place_of(scene, player);
    jb_json_object(json);
    jb_json_int_member(json, "player", player);
    write_name(json, scene, player);
    if (jb_engine_rules(scene->engine)->seats == JB_SEATS_TEAMS) {
        jb_json_int_member(json, "seat", own.team ? own.number : 0);
    }
    jb_json_bool_member(json, "online", presence->online);
    jb_json_bool_member(json, "answered", own.answer != NULL);
    jb_json_hundredths_member(json, "score", own.seat->score);
    jb_json_int_member(json, "rank", own.seat->rank);
    if (own.answer) {
        write_own_answer(json, scene, &own);
    }
    if (jb_view_has_staked(scene, player)) {
        jb_json_bool_member(json, "staked", true);
    }
    if (presence->online && presence->round_trip_ms >= 0) {
        jb_json_int_member(json, "round_trip", presence->round_trip_ms);
    } else if (!presence->online && presence->away_since != JB_TIME_NONE) {
        jb_json_int_member(json, "away_since", presence->away_since);
    }
    jb_json_object_end(json);
}

/* Teams that are larger than the contest file says. Nobody is turned away for that: whoever made
 * the file may have counted wrong. Left out where all is as stated. */
static void write_overfull(jb_json_out *json, const jb_scene *scene, const jb_buffer *out)
{
    const jb_rules *rules = jb_engine_rules(scene->engine);
    uint32_t shown = 0;
    for (uint32_t i = 0; i < rules->team_count && rules->team_rosters; i++) {
        uint32_t roster = rules->team_rosters[i];
        uint32_t members = jb_engine_team(scene->engine, i + 1)->members;
        bool room = shown < JB_OVERFULL_MAX && out->size <= ROSTER_ROOM / 2;
        if (roster == 0 || members <= roster || !room) {
            continue;
        }
        if (shown++ == 0) {
            jb_json_key(json, "overfull");
            jb_json_array(json);
        }
        jb_json_object(json);
        jb_json_slice_member(json, "team", scene->team_labels[i]);
        jb_json_int_member(json, "members", members);
        jb_json_int_member(json, "roster", roster);
        jb_json_object_end(json);
    }
    if (shown > 0) {
        jb_json_array_end(json);
    }
}

/* Whom the host is to let in, the first of them; left out where nobody waits. */
static void write_waiting(jb_json_out *json, const jb_scene *scene)
{
    if (scene->waiting_total == 0) {
        return;
    }
    jb_json_int_member(json, "waiting_total", scene->waiting_total);
    jb_json_key(json, "waiting");
    jb_json_array(json);
    for (uint32_t i = 0; i < scene->waiting_shown; i++) {
        const jb_waiting_row *row = &scene->waiting[i];
        jb_json_object(json);
        jb_json_int_member(json, "who", row->number);
        jb_json_slice_member(json, "name", row->name);
        if (row->team.size > 0) {
            jb_json_slice_member(json, "team", row->team);
        }
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
}

/* Which judges are here, of those that a round waits for. */
static void write_judges(jb_json_out *json, const jb_scene *scene)
{
    if (jb_view_judges_max(jb_engine_rules(scene->engine)) == 0) {
        return;
    }
    jb_json_key(json, "judges");
    jb_json_array(json);
    for (uint32_t i = 0; i < JB_JUDGES_MAX; i++) {
        if (scene->judges_here & (UINT32_C(1) << i)) {
            jb_json_int(json, i + 1);
        }
    }
    jb_json_array_end(json);
}

void jb_view_roster(const jb_scene *scene, jb_buffer *out)
{
    const jb_engine_view *view = jb_engine_look(scene->engine);
    jb_json_out json;
    begin(&json, out, "roster");
    jb_json_int_member(&json, "total", view->active);
    write_overfull(&json, scene, out);
    write_waiting(&json, scene);
    jb_json_key(&json, "players");
    jb_json_array(&json);
    uint32_t shown = 0;
    uint32_t away = 0;
    for (int answered = 0; answered < 2; answered++) { /* who is still missing comes first */
        for (uint32_t player = 1; player <= view->joined; player++) {
            bool has = place_of(scene, player).answer != NULL || jb_view_has_staked(scene, player);
            if (jb_engine_player(scene->engine, player)->status != JB_PLAYER_IN ||
                has != (answered == 1)) {
                continue;
            }
            jb_presence presence;
            scene->people.presence(scene->people.user, player, &presence);
            away += !presence.online;
            if (shown < JB_ROSTER_MAX && out->size <= ROSTER_ROOM) {
                write_person(&json, scene, player, &presence);
                shown++;
            }
        }
    }
    jb_json_array_end(&json);
    jb_json_int_member(&json, "away", away);
    jb_json_int_member(&json, "screens", scene->screens);
    jb_json_int_member(&json, "hosts", scene->hosts);
    write_judges(&json, scene);
    jb_json_object_end(&json);
}

void jb_view_ack(uint32_t turn, jb_time elapsed_ms, jb_buffer *out)
{
    jb_json_out json;
    begin(&json, out, "ack");
    jb_json_int_member(&json, "turn", turn);
    jb_json_int_member(&json, "elapsed", elapsed_ms);
    jb_json_object_end(&json);
}

void jb_view_waiting(jb_buffer *out)
{
    jb_json_out json;
    begin(&json, out, "waiting");
    jb_json_object_end(&json);
}

void jb_view_pong(double t0, jb_time now, jb_buffer *out)
{
    char number[40];
    /* 17 digits give a double back exactly; 15 are enough for most and look better. */
    int size = snprintf(number, sizeof number, "%.15g", t0);
    double back = 0;
    if (sscanf(number, "%lf", &back) != 1 || fabs(back - t0) > 0) {
        size = snprintf(number, sizeof number, "%.17g", t0);
    }
    JB_ASSERT(size > 0 && (size_t)size < sizeof number);
    jb_json_out json;
    begin(&json, out, "pong");
    jb_json_raw_member(&json, "t0", (jb_slice){ .bytes = number, .size = (size_t)size });
    jb_json_int_member(&json, "t1", now);
    jb_json_object_end(&json);
}

void jb_view_error(const jb_error_view *view, jb_buffer *out)
{
    jb_json_out json;
    begin(&json, out, "error");
    jb_json_text_member(&json, "code", jb_error_name(view->error));
    jb_json_text_member(&json, "message",
                        view->message ? view->message : jb_error_message(view->error));
    if (view->re) {
        jb_json_text_member(&json, "re", view->re);
    }
    if (view->turn > 0) {
        jb_json_int_member(&json, "turn", view->turn);
    }
    if (view->late_ms != JB_TIME_NONE) {
        jb_json_int_member(&json, "late_ms", view->late_ms);
    }
    jb_json_object_end(&json);
}

void jb_view_bye(const char *reason, const bool *banned, jb_buffer *out)
{
    jb_json_out json;
    begin(&json, out, "bye");
    jb_json_text_member(&json, "reason", reason);
    if (banned) {
        jb_json_bool_member(&json, "banned", *banned);
    }
    jb_json_object_end(&json);
}
