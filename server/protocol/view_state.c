/*
 * The state message: one whole picture a role. What a role may see is decided by what is put in
 * here, field by field; nothing is ever taken out again.
 */
#include <stdio.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/format.h"
#include "protocol_internal.h"

enum {
    NOW_WIDTH = 16
};

/* As wide as each other, so that one can take the other's place. */
static const char acting_words[2][6] = { "false", "true " };

/* Is there a question to be shown? None has been asked while its value is being picked, or while
 * points are staked on it. */
static bool is_asked(const jb_scene *scene)
{
    const jb_engine_view *view = jb_engine_look(scene->engine);
    return view->phase >= JB_PHASE_READING && view->phase <= JB_PHASE_STANDINGS && view->turn > 0 &&
           view->question != JB_NO_QUESTION && view->stage.step != JB_STEP_PICK &&
           view->stage.step != JB_STEP_WAGER;
}

static const jb_question_text *text_of(const jb_scene *scene)
{
    const jb_engine_view *view = jb_engine_look(scene->engine);
    JB_ASSERT(view->question != JB_NO_QUESTION);
    return &scene->texts[view->question];
}

static const jb_question_rules *question_of(const jb_scene *scene)
{
    const jb_engine_view *view = jb_engine_look(scene->engine);
    JB_ASSERT(view->question != JB_NO_QUESTION);
    return &jb_engine_rules(scene->engine)->questions[view->question];
}

static const jb_round_rules *round_of(const jb_scene *scene)
{
    return &jb_engine_rules(scene->engine)->rounds[jb_engine_look(scene->engine)->round];
}

/* Written with spaces before it, which JSON allows, so that jb_view_now can replace it in place. */
void jb_view_write_now(jb_json_out *json, jb_time now, jb_state_marks *marks)
{
    char number[NOW_WIDTH + 1];
    jb_json_key(json, "now");
    marks->now_at = json->out->size;
    marks->now = now;
    (void)snprintf(number, sizeof number, "%*lld", NOW_WIDTH, (long long)now);
    jb_json_raw(json, (jb_slice){ .bytes = number, .size = NOW_WIDTH });
}

void jb_view_now(char *frame, jb_state_marks *marks, jb_time now)
{
    char number[NOW_WIDTH + 1];
    if (now == marks->now) {
        return; /* as for most phones of a push */
    }
    marks->now = now;
    (void)snprintf(number, sizeof number, "%*lld", NOW_WIDTH, (long long)now);
    memcpy(frame + marks->now_at, number, NOW_WIDTH);
}

void jb_view_acting(char *frame, const jb_state_marks *marks, bool acting)
{
    if (marks->acting_at > 0) {
        memcpy(frame + marks->acting_at, acting_words[acting], sizeof acting_words[acting] - 1);
    }
}

void jb_view_write_acting(jb_json_out *json, jb_state_marks *marks)
{
    jb_json_key(json, "acting");
    marks->acting_at = json->out->size;
    jb_json_raw(json,
                (jb_slice){ .bytes = acting_words[true], .size = sizeof acting_words[0] - 1 });
}

/* What can be said of a round as a whole: a time limit and points only if all its questions agree.
 */
static void write_round_rules(jb_json_out *json, const jb_rules *rules, const jb_round_rules *round)
{
    const jb_question_rules *questions = &rules->questions[round->question_first];
    bool one_time = questions[0].open_ms > 0 && questions[0].open_ms % 1000 == 0;
    bool one_worth = round->wager.max == 0; /* else each seat says */

    for (uint32_t i = 1; i < round->question_count; i++) {
        one_time = one_time && questions[i].open_ms == questions[0].open_ms;
        one_worth = one_worth && questions[i].points_right == questions[0].points_right;
    }
    jb_json_int_member(json, "first", round->turn_first + 1);
    jb_json_int_member(json, "turns", round->turn_count);
    if (one_time) {
        jb_json_int_member(json, "seconds", questions[0].open_ms / 1000);
    }
    if (one_worth) {
        jb_json_hundredths_member(json, "points", questions[0].points_right);
    }
    jb_json_text_member(json, "speed", jb_speed_name(round->speed));
}

static void write_round(jb_json_out *json, const jb_scene *scene)
{
    const jb_engine_view *view = jb_engine_look(scene->engine);
    const jb_rules *rules = jb_engine_rules(scene->engine);
    jb_json_key(json, "round");
    jb_json_object(json);
    jb_json_int_member(json, "n", view->round + 1);
    jb_json_int_member(json, "of", rules->round_count);
    jb_json_text_member(json, "format", jb_format_name(round_of(scene)->format));
    jb_view_raw(json, "title", scene->round_titles[view->round]);
    write_round_rules(json, rules, &rules->rounds[view->round]);
    jb_view_round_stage(json, scene);
    jb_json_object_end(json);
}

/* One of thousands (a judge's is made like it): what only wall and desks show is not sent to it. */
static bool is_phone(jb_role role)
{
    return role == JB_ROLE_PLAYER;
}

static void write_question(jb_json_out *json, const jb_scene *scene, jb_role role)
{
    const jb_question_text *text = text_of(scene);
    uint32_t turn = jb_engine_look(scene->engine)->turn;
    jb_json_key(json, "question");
    jb_json_object(json);
    jb_json_int_member(json, "turn", turn);
    jb_json_int_member(json, "n", turn);
    jb_json_int_member(json, "of", jb_engine_rules(scene->engine)->turn_count);
    jb_json_text_member(json, "kind", jb_kind_name(text->kind));
    jb_view_raw(json, "prompt", text->prompt);
    jb_view_items(json, "options", text->options, text->option_order, text->option_count);
    jb_view_items(json, "targets", text->targets, text->target_order, text->target_count);
    if (text->kind == JB_KIND_TEXT) {
        jb_json_int_member(json, "blanks", text->blank_count);
    }
    jb_view_raw(json, "unit", text->unit);
    jb_view_media(json, text, role == JB_ROLE_HOST || jb_engine_reveals(scene->engine));
    const jb_stage *stage = &jb_engine_look(scene->engine)->stage;
    bool own = stage->value != 0 || (stage->wagered && stage->owner > 0);
    jb_json_hundredths_member(json, "points",
                              own ? stage->value : question_of(scene)->points_right);
    jb_json_bool_member(json, "change", round_of(scene)->change);
    jb_json_object_end(json);
}

static void time_member(jb_json_out *json, const char *key, jb_time time)
{
    if (time != JB_TIME_NONE) {
        jb_json_int_member(json, key, time);
    }
}

/* What is left of the running phase while the clock stands: paused, or the store refuses. */
static jb_time time_left(const jb_scene *scene)
{
    const jb_engine_view *view = jb_engine_look(scene->engine);
    if (view->paused || view->ends_at == JB_TIME_NONE) {
        return view->left_ms;
    }
    return view->ends_at > scene->now ? view->ends_at - scene->now : 0;
}

/* On a stage the clock starts with what happens: when it will run out is not known yet. */
static void write_reading_times(jb_json_out *json, const jb_scene *scene)
{
    const jb_engine_view *view = jb_engine_look(scene->engine);
    time_member(json, "opens_at", view->opens_at);
    if (view->opens_at != JB_TIME_NONE &&
        !jb_format_has_stage(jb_format_row_of(round_of(scene)->format))) {
        jb_time open_ms = question_of(scene)->open_ms;
        time_member(json, "closes_at", open_ms > 0 ? view->opens_at + open_ms : JB_TIME_NONE);
    }
}

static void write_times(jb_json_out *json, const jb_scene *scene)
{
    const jb_engine_view *view = jb_engine_look(scene->engine);
    if (view->paused || scene->fault) {
        time_member(json, "left_ms", time_left(scene));
        return;
    }
    if (view->phase == JB_PHASE_READING) {
        write_reading_times(json, scene);
    } else if (view->phase == JB_PHASE_OPEN) {
        time_member(json, "opens_at", view->opens_at);
        time_member(json, "closes_at", view->ends_at);
    } else {
        time_member(json, "ends_at", view->ends_at);
    }
}

static void write_counts(jb_json_out *json, const jb_scene *scene, const uint32_t *counts)
{
    static const char *const truth[] = { "false", "true" };
    const jb_question_text *text = text_of(scene);
    if (text->kind != JB_KIND_SINGLE && text->kind != JB_KIND_MULTIPLE &&
        text->kind != JB_KIND_TRUEFALSE) {
        return;
    }
    jb_json_key(json, "counts");
    jb_json_object(json);
    uint8_t count = text->kind == JB_KIND_TRUEFALSE ? 2 : text->option_count;
    for (uint8_t i = 0; i < count; i++) {
        jb_slice id = text->kind == JB_KIND_TRUEFALSE ? jb_slice_of(truth[i]) : text->options[i].id;
        jb_json_key_slice(json, id);
        jb_json_int(json, counts[i]);
    }
    jb_json_object_end(json);
}

/* What the hall has answered for its own ranking, or for the stage that could not. */
static void write_hall(jb_json_out *json, const jb_scene *scene)
{
    const jb_engine_view *view = jb_engine_look(scene->engine);
    uint32_t counts[JB_OPTIONS_MAX] = { 0 };
    uint32_t right = 0;
    for (uint32_t player = 1; player <= view->joined && view->hall_answered > 0; player++) {
        const jb_seat *seat = jb_engine_player(scene->engine, player);
        const jb_answer *answer = jb_engine_answer(scene->engine, player);
        if (!answer || seat->status != JB_PLAYER_IN) {
            continue;
        }
        right += seat->scored_turn == view->turn && seat->scored_correct;
        for (uint32_t i = 0; i < JB_OPTIONS_MAX; i++) {
            counts[i] += (answer->options >> i) & 1U;
        }
    }
    jb_json_key(json, "hall");
    jb_json_object(json);
    jb_json_int_member(json, "answered", view->hall_answered);
    jb_json_int_member(json, "right", right);
    write_counts(json, scene, counts);
    jb_json_object_end(json);
}

static void write_reveal(jb_json_out *json, const jb_scene *scene)
{
    const jb_engine_view *view = jb_engine_look(scene->engine);
    const jb_question_text *text = text_of(scene);
    jb_view_raw(json, "answer", text->answer);
    jb_json_key(json, "tally");
    jb_json_object(json);
    jb_json_int_member(json, "answered", view->answered);
    jb_json_int_member(json, "right", view->right);
    write_counts(json, scene, view->option_counts);
    if (jb_engine_rules(scene->engine)->seats == JB_SEATS_TEAMS) {
        write_hall(json, scene);
    }
    jb_json_object_end(json);
    jb_view_raw(json, "explanation", text->explanation);
    jb_view_raw(json, "source", text->source);
}

static void write_top(jb_json_out *json, const jb_scene *scene, jb_role role)
{
    uint32_t count = 0;
    const uint32_t *ranking = jb_engine_ranking(scene->engine, &count);
    jb_json_key(json, "top");
    jb_json_array(json);
    for (uint32_t i = 0; i < count && i < JB_TOP_MAX; i++) {
        const jb_seat *player = jb_engine_player(scene->engine, ranking[i]);
        if (i >= JB_TOP_COUNT && player->rank > JB_TOP_COUNT) {
            break; /* a shared tenth place is shown whole */
        }
        if (player->status != JB_PLAYER_IN) {
            continue; /* removed since */
        }
        jb_json_object(json);
        jb_json_int_member(json, "rank", player->rank);
        jb_json_int_member(json, "player", ranking[i]);
        jb_json_slice_member(json, "name", scene->people.name(scene->people.user, ranking[i]));
        if (player->team > 0) {
            jb_json_slice_member(json, "team", scene->team_labels[player->team - 1]);
        }
        jb_json_hundredths_member(json, "score", player->score);
        if (!is_phone(role)) {
            jb_json_int_member(json, "moved", player->moved);
            jb_json_hundredths_member(json, "gained", player->gained);
            jb_json_int_member(json, "streak", player->streak);
        }
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
}

static void write_team_top(jb_json_out *json, const jb_scene *scene)
{
    uint32_t count = 0;
    const uint32_t *ranking = jb_engine_team_ranking(scene->engine, &count);
    bool competes = jb_engine_rules(scene->engine)->seats == JB_SEATS_TEAMS;
    if (count == 0) {
        return;
    }
    jb_json_key(json, "team_top");
    jb_json_array(json);
    for (uint32_t i = 0; i < count && i < JB_TOP_COUNT; i++) {
        const jb_team *team = jb_engine_team(scene->engine, ranking[i]);
        const jb_seat *seat = competes ? jb_engine_seat(scene->engine, ranking[i]) : NULL;
        jb_json_object(json);
        jb_json_int_member(json, "rank", seat ? seat->rank : team->rank);
        jb_view_raw(json, "name", scene->team_names[ranking[i] - 1]);
        jb_json_hundredths_member(json, "score", seat ? seat->score : team->score);
        jb_json_int_member(json, "members", team->members);
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
}

/* The newest names first, for the lobby's wall. */
static void write_names(jb_json_out *json, const jb_scene *scene)
{
    const jb_engine_view *view = jb_engine_look(scene->engine);
    jb_json_key(json, "names");
    jb_json_array(json);
    uint32_t shown = 0;
    for (uint32_t player = view->joined; player > 0 && shown < JB_NEWEST_MAX; player--) {
        if (jb_engine_player(scene->engine, player)->status == JB_PLAYER_IN) {
            jb_json_slice(json, scene->people.name(scene->people.user, player));
            shown++;
        }
    }
    jb_json_array_end(json);
}

static const char *next_name(const jb_engine *engine)
{
    uint32_t turn = 0;
    jb_phase next = jb_engine_next(engine, &turn);
    const jb_engine_view *view = jb_engine_look(engine);
    if (next == JB_PHASE_COUNT) {
        return NULL;
    }
    if (view->phase == JB_PHASE_LOBBY) {
        return "start";
    }
    if (view->stage.step == JB_STEP_WAGER) {
        return "lock"; /* the stakes, and not yet the question */
    }
    switch (next) {
    case JB_PHASE_LOCKED:
        return "lock";
    case JB_PHASE_REVEAL:
        return "reveal";
    case JB_PHASE_STANDINGS:
        return "standings";
    case JB_PHASE_FINISHED:
        return "finish";
    case JB_PHASE_OPEN:
        return turn == view->turn && view->phase == JB_PHASE_READING ? "open" : "question";
    case JB_PHASE_LOBBY:
    case JB_PHASE_INTRO:
    case JB_PHASE_READING:
    case JB_PHASE_COUNT:
        break;
    }
    return "question";
}

static void write_fastest(jb_json_out *json, const jb_scene *scene)
{
    uint32_t fastest = jb_engine_look(scene->engine)->fastest;
    if (fastest == 0) {
        return;
    }
    jb_json_key(json, "fastest");
    jb_json_object(json);
    jb_json_slice_member(json, "name", jb_view_seat_label(scene, fastest));
    jb_json_int_member(json, "elapsed", jb_engine_seat(scene->engine, fastest)->elapsed_ms);
    jb_json_object_end(json);
}

static void write_notice(jb_json_out *json, const jb_scene *scene)
{
    if (scene->notice.size == 0) {
        return;
    }
    jb_json_key(json, "notice");
    jb_json_object(json);
    jb_json_int_member(json, "id", (int64_t)scene->notice_id);
    jb_json_slice_member(json, "text", scene->notice);
    jb_json_object_end(json);
}

/* What the host can take back. The frame may be kept for longer than that holds: pages look at
 * `until`, and the engine refuses. */
static void write_undo(jb_json_out *json, const jb_scene *scene)
{
    const jb_undoable *undo = &jb_engine_look(scene->engine)->undo;
    jb_json_key(json, "undo");
    if (undo->what == JB_UNDO_NONE || scene->fault || scene->now >= undo->until) {
        jb_json_null(json);
        return;
    }
    jb_json_object(json);
    jb_json_text_member(json, "what", jb_undo_name(undo->what));
    time_member(json, "until", undo->until);
    if (undo->what == JB_UNDO_VERDICT || undo->what == JB_UNDO_SUBSTITUTION) {
        jb_json_slice_member(json, "name", jb_view_seat_label(scene, undo->seat));
    }
    if (undo->what == JB_UNDO_REMOVE) {
        jb_json_slice_member(json, "name", scene->people.name(scene->people.user, undo->player));
    }
    jb_json_object_end(json);
}

static void write_host(jb_json_out *json, const jb_scene *scene, bool asked)
{
    bool turns = jb_engine_rules(scene->engine)->window == NULL;
    const char *next = scene->fault || !turns ? NULL : next_name(scene->engine);
    jb_json_key(json, "next");
    if (next) {
        jb_json_text(json, next);
    } else {
        jb_json_null(json);
    }
    jb_json_bool_member(json, "approve", jb_engine_look(scene->engine)->approve);
    write_undo(json, scene);
    if (scene->fault) {
        jb_json_text_member(json, "fault", scene->fault);
    }
    if (asked) {
        jb_view_raw(json, "host_note", text_of(scene)->host_note);
        if (!jb_engine_reveals(scene->engine)) {
            jb_view_raw(json, "answer", text_of(scene)->answer);
        }
    }
}

static void write_head(jb_json_out *json, const jb_scene *scene, jb_role role)
{
    const jb_engine_view *view = jb_engine_look(scene->engine);
    jb_json_text_member(json, "phase", jb_phase_name(view->phase));
    jb_json_bool_member(json, "paused", view->paused || scene->fault != NULL);
    if (view->paused || scene->fault) {
        jb_pause_reason reason = scene->fault ? JB_PAUSE_STORE : view->reason;
        jb_json_text_member(json, "reason", jb_pause_reason_name(reason));
    }
    jb_json_int_member(json, "players", view->active);
    jb_json_bool_member(json, "admit", view->admit);
    write_notice(json, scene);
    if (role == JB_ROLE_HOST || role == JB_ROLE_SCREEN) {
        jb_json_bool_member(json, "blank", scene->blank);
    }
    if (view->phase == JB_PHASE_LOBBY && role != JB_ROLE_PLAYER) {
        write_names(json, scene);
    }
}

/* The present turn, for everybody. */
static void write_turn(jb_json_out *json, const jb_scene *scene, jb_role role)
{
    const jb_engine_view *view = jb_engine_look(scene->engine);
    bool asked = is_asked(scene);
    if (view->phase != JB_PHASE_LOBBY && view->turn > 0) {
        write_round(json, scene);
    }
    if (asked) {
        write_question(json, scene, role);
    }
    jb_view_stage(json, scene, role);
    jb_view_seats(json, scene, role);
    write_times(json, scene);
    bool told = view->phase == JB_PHASE_STANDINGS && is_phone(role); /* at the reveal */
    if (asked && jb_engine_reveals(scene->engine) && !told) {
        write_reveal(json, scene);
        if (role == JB_ROLE_HOST || role == JB_ROLE_SCREEN) {
            write_fastest(json, scene);
        }
    }
}

void jb_view_state(const jb_scene *scene, jb_role role, jb_buffer *out, jb_state_marks *marks)
{
    jb_phase phase = jb_engine_look(scene->engine)->phase;
    bool window = jb_engine_rules(scene->engine)->window != NULL;
    bool watches = role == JB_ROLE_HOST || role == JB_ROLE_SCREEN;
    bool ranked = phase == JB_PHASE_STANDINGS || phase == JB_PHASE_FINISHED;
    jb_state_marks unused;
    jb_json_out json;
    marks = marks ? marks : &unused;
    *marks = (jb_state_marks){ 0 };
    jb_json_begin(&json, out);
    jb_json_object(&json);
    jb_json_text_member(&json, "type", "state");
    jb_json_int_member(&json, "seq", (int64_t)scene->seq);
    jb_view_write_now(&json, scene->now, marks);
    write_head(&json, scene, role);
    if (window) {
        jb_view_window_state(&json, scene, role);
    } else {
        write_turn(&json, scene, role);
    }
    if (ranked) {
        write_top(&json, scene, role);
        write_team_top(&json, scene);
    }
    if (watches && phase == JB_PHASE_FINISHED && !window) {
        jb_view_lotteries(&json, scene, false);
    }
    if (role == JB_ROLE_HOST) {
        write_host(&json, scene, is_asked(scene));
        jb_view_write_acting(&json, marks);
    }
    if (ranked && scene->head && watches) {
        jb_json_text_member(&json, "head", scene->head);
        jb_json_int_member(&json, "head_entry", (int64_t)scene->head_seq);
    }
    jb_json_object_end(&json);
}

/* Answers of those who may answer; where teams compete the hall is counted by itself. */
void jb_view_tally(const jb_scene *scene, jb_role role, jb_buffer *out)
{
    const jb_engine_view *view = jb_engine_look(scene->engine);
    bool seats = jb_view_seats_play(scene);
    jb_json_out json;
    jb_json_begin(&json, out);
    jb_json_object(&json);
    jb_json_text_member(&json, "type", "tally");
    jb_json_int_member(&json, "turn", view->turn);
    jb_json_int_member(&json, "answered", view->answered);
    jb_json_int_member(&json, "players", seats ? view->eligible : view->active);
    jb_view_stakers(&json, scene);
    if (jb_engine_rules(scene->engine)->seats == JB_SEATS_TEAMS) {
        jb_json_key(&json, "hall");
        jb_json_object(&json);
        jb_json_int_member(&json, "answered", view->hall_answered);
        jb_json_int_member(&json, "players", view->hall);
        jb_json_object_end(&json);
    }
    if (role == JB_ROLE_HOST && is_asked(scene)) {
        write_counts(&json, scene, view->option_counts);
    }
    jb_json_object_end(&json);
}
