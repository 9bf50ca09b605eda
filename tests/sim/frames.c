/*
 * What every frame must be at the moment it leaves: nothing in it may come from what is not on disk
 * yet, and nothing in it may be for other eyes. A state must be one that the log has passed
 * through, in order; what is said to one player must be what the log says of that player now.
 */
#include <string.h>

#include "sim.h"

static const cJSON *get(const cJSON *tree, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(tree, key);
}

static const char *text_of(const cJSON *tree, const char *key)
{
    const char *text = cJSON_GetStringValue(get(tree, key));
    return text ? text : "";
}

static int64_t int_of(const cJSON *tree, const char *key)
{
    const cJSON *item = get(tree, key);
    return cJSON_IsNumber(item) ? (int64_t)item->valuedouble : -1;
}

static bool is_true(const cJSON *tree, const char *key)
{
    return cJSON_IsTrue(get(tree, key));
}

static const char *role_of(const sim_connection *connection)
{
    return jb_role_name(connection->role);
}

/* ---- state ---- */

/* A time that must stand in the frame, or, if it is JB_TIME_NONE, must not. */
static bool time_is(const cJSON *tree, const char *key, jb_time expected)
{
    const cJSON *item = get(tree, key);
    return expected == JB_TIME_NONE ? item == NULL : item && int_of(tree, key) == expected;
}

/* The disk refused and the clock stands: what is left is counted from there. */
static bool fault_time_fits(const sim *s, const sim_point *point, const cJSON *tree)
{
    bool fits = point->ends_at == JB_TIME_NONE && !get(tree, "left_ms");
    for (size_t i = 0; i < 4 && point->ends_at != JB_TIME_NONE; i++) {
        jb_time left = point->ends_at - s->fault_clocks[i];
        fits = fits || (get(tree, "left_ms") && int_of(tree, "left_ms") == (left > 0 ? left : 0));
    }
    return fits && !get(tree, "opens_at") && !get(tree, "closes_at") && !get(tree, "ends_at");
}

static bool times_fit(const sim *s, const sim_point *point, const cJSON *tree)
{
    jb_time left = JB_TIME_NONE;
    jb_time opens = JB_TIME_NONE;
    jb_time closes = JB_TIME_NONE;
    jb_time ends = JB_TIME_NONE;
    if (point->paused) {
        left = point->left_ms;
    } else if (is_true(tree, "paused")) {
        return fault_time_fits(s, point, tree);
    } else if (point->phase == JB_PHASE_READING) {
        jb_time open_ms =
            point->crowd ? s->durable.plan->rules.questions[point->question].open_ms : 0;
        opens = point->opens_at;
        closes = open_ms > 0 && opens != JB_TIME_NONE ? opens + open_ms : JB_TIME_NONE;
    } else if (point->phase == JB_PHASE_OPEN) {
        opens = point->opens_at;
        closes = point->ends_at;
    } else {
        ends = point->ends_at;
    }
    return time_is(tree, "left_ms", left) && time_is(tree, "opens_at", opens) &&
           time_is(tree, "closes_at", closes) && time_is(tree, "ends_at", ends);
}

static bool is_asked(jb_phase phase)
{
    return phase >= JB_PHASE_READING && phase <= JB_PHASE_STANDINGS;
}

/* What the host is offered to take back. A frame may be kept for longer than the offer holds. */
static bool undo_fits(const sim_point *point, const cJSON *tree)
{
    const cJSON *undo = get(tree, "undo");
    if (!undo) {
        return true; /* not the host */
    }
    if (cJSON_IsNull(undo)) {
        return point->undo.what == JB_UNDO_NONE || int_of(tree, "now") >= point->undo.until ||
               strcmp(text_of(tree, "reason"), "store") == 0;
    }
    bool named = point->undo.what == JB_UNDO_REMOVE || point->undo.what == JB_UNDO_VERDICT ||
                 point->undo.what == JB_UNDO_SUBSTITUTION;
    return point->undo.what != JB_UNDO_NONE && time_is(undo, "until", point->undo.until) &&
           strcmp(text_of(undo, "what"), jb_undo_name(point->undo.what)) == 0 &&
           named == (get(undo, "name") != NULL);
}

static bool fastest_fits(const sim_point *point, const cJSON *tree)
{
    if (!get(tree, "blank") || !point->reveals || point->question == JB_NO_QUESTION) {
        return !get(tree, "fastest"); /* a player; or too early */
    }
    return time_is(get(tree, "fastest"), "elapsed", point->fastest_ms);
}

static bool state_fits(const sim *s, const sim_point *point, const cJSON *tree)
{
    bool by_disk = strcmp(text_of(tree, "reason"), "store") == 0 && s->counts.faults > 0;
    bool paused = is_true(tree, "paused");
    if (strcmp(jb_phase_name(point->phase), text_of(tree, "phase")) != 0 ||
        (point->question != JB_NO_QUESTION &&
         int_of(get(tree, "question"), "turn") != point->turn) ||
        (point->stage && !sim_stage_fits(s, point, tree))) {
        return false;
    }
    if (!by_disk &&
        (paused != point->paused ||
         (paused && strcmp(text_of(tree, "reason"), jb_pause_reason_name(point->reason)) != 0))) {
        return false;
    }
    return int_of(tree, "players") == point->active && is_true(tree, "admit") == point->admit &&
           times_fit(s, point, tree) && undo_fits(point, tree) && fastest_fits(point, tree);
}

/* Which entry of the log does it show? Never one before what the connection has seen. */
static void find_point(sim *s, sim_connection *connection, const cJSON *tree, const char *text)
{
    const sim_durable *d = &s->durable;
    for (size_t i = d->point_count; i-- > connection->shown;) {
        if (state_fits(s, &d->points[i], tree)) {
            connection->shown = i;
            return;
        }
    }
    sim_fail(s, "a state for the %s that the log on disk (%llu entries) has not passed through: %s",
             role_of(connection), (unsigned long long)d->seq, text);
}

static void forbid(const sim *s, const sim_connection *connection, const cJSON *tree,
                   const char *const *keys)
{
    for (size_t i = 0; keys[i]; i++) {
        if (get(tree, keys[i])) {
            sim_fail(s, "a %s is shown `%s` in phase %s", role_of(connection), keys[i],
                     text_of(tree, "phase"));
        }
    }
}

static void check_keys(const sim *s, const sim_connection *connection, const cJSON *tree,
                       const char *text)
{
    static const char *const hosts[] = { "host_note", "next", "fault", "undo", NULL };
    static const char *const watchers[] = {
        "names", "head", "head_entry", "blank", "fastest", NULL
    };
    static const char *const revealed[] = { "answer", "tally", "explanation", "source", NULL };
    static const char *const standings[] = { "top", "team_top", NULL };
    const sim_point *point = &s->durable.points[connection->shown];
    bool host = connection->role == JB_ROLE_HOST;
    bool reveals = point->reveals && point->question != JB_NO_QUESTION;
    bool watches = host || connection->role == JB_ROLE_SCREEN;
    bool told = point->phase == JB_PHASE_STANDINGS && !watches; /* at the reveal */
    if (reveals && !told && !(get(tree, "answer") && get(tree, "tally"))) {
        sim_fail(s, "a reveal without answer or tally: %s", text);
    }
    if (told) {
        forbid(s, connection, tree, revealed);
    }
    if (point->phase != JB_PHASE_STANDINGS && point->phase != JB_PHASE_FINISHED) {
        forbid(s, connection, tree, standings);
    }
    if (host && !get(tree, "undo")) {
        sim_fail(s, "a state for the host without `undo`: %s", text);
    }
    if (host) {
        return;
    }
    forbid(s, connection, tree, hosts);
    if (connection->role == JB_ROLE_PLAYER || connection->role == JB_ROLE_JUDGE) {
        forbid(s, connection, tree, watchers);
    }
    if (!point->reveals) {
        forbid(s, connection, tree, revealed);
        if (strstr(text, "SECRET")) {
            sim_fail(s, "a %s reads what is secret in phase %s: %s", role_of(connection),
                     text_of(tree, "phase"), text);
        }
    }
}

static void check_clock(sim *s, const cJSON *tree, const char *key)
{
    if (int_of(tree, key) != sim_clock(s)) {
        sim_fail(s, "%s: `%s` is %lld, the contest clock is %lld", text_of(tree, "type"), key,
                 (long long)int_of(tree, key), (long long)sim_clock(s));
    }
}

/* The host's words, as they were said; never older ones than before. */
static void check_notice(sim *s, sim_connection *connection, const cJSON *tree)
{
    const cJSON *notice = get(tree, "notice");
    s->counts.blanks += is_true(tree, "blank");
    if (!notice) {
        return;
    }
    if (strncmp(text_of(notice, "text"), "Word ", 5) != 0 ||
        int_of(notice, "id") < connection->notice || int_of(notice, "id") > int_of(tree, "seq")) {
        sim_fail(s, "a notice out of order: %s", text_of(notice, "text"));
    }
    connection->notice = int_of(notice, "id");
    s->counts.notices++;
}

/* What people note is what the log holds, and what is kept to compare it with. */
static void check_head(sim *s, const cJSON *tree)
{
    const char *head = text_of(tree, "head");
    if (head[0] && !sim_durable_has_head(s, int_of(tree, "head_entry"), head)) {
        sim_fail(s, "the head %s of entry %lld is not that of the log, or not kept", head,
                 (long long)int_of(tree, "head_entry"));
    }
}

static void check_state(sim *s, sim_connection *connection, const cJSON *tree, const char *text)
{
    int64_t seq = int_of(tree, "seq");
    if (seq < connection->seq || seq <= s->seq_before) {
        sim_fail(s, "a state of seq %lld after one of %lld, and %lld before the start",
                 (long long)seq, (long long)connection->seq, (long long)s->seq_before);
    }
    connection->seq = seq;
    s->seq_max = seq > s->seq_max ? seq : s->seq_max;
    check_clock(s, tree, "now");
    find_point(s, connection, tree, text);
    check_notice(s, connection, tree);
    check_keys(s, connection, tree, text);
    if (s->staged) {
        sim_check_stage(s, connection, tree, text);
    }
    check_head(s, tree);
    if (connection->role == JB_ROLE_HOST) {
        const sim_point *point = &s->durable.points[connection->shown];
        if (cJSON_IsTrue(get(tree, "acting")) != sim_desk_acts(s, connection->session)) {
            sim_fail(s, "a console is told the wrong one of who acts: %s", text);
        }
        s->desk[seq % SIM_DESK] = (sim_desk){
            .life = s->life, .seq = seq, .phase = point->phase, .paused = is_true(tree, "paused")
        };
    }
}

/* ---- to one player ---- */

static bool hundredths_are(const cJSON *tree, const char *key, int64_t expected)
{
    const cJSON *item = get(tree, key);
    double off = cJSON_IsNumber(item) ? item->valuedouble * 100 - (double)expected : 1;
    return off > -0.5 && off < 0.5;
}

static void check_name(const sim *s, const sim_connection *connection, const cJSON *tree)
{
    const char *name = s->durable.persons[connection->player].name;
    if (strncmp(text_of(tree, "name"), name, strlen(name)) != 0) {
        sim_fail(s, "player %u is called %s on disk and %s in `%s`", connection->player, name,
                 text_of(tree, "name"), text_of(tree, "type"));
    }
}

static void check_own_answer(const sim *s, const sim_connection *connection, const cJSON *tree)
{
    const sim_durable *d = &s->durable;
    const jb_engine_view *view = jb_engine_look(d->engine);
    const jb_seat *player = sim_own(s, connection->player);
    uint32_t team = sim_team_of(s, connection->player);
    const jb_answer *own = team > 0 ? jb_engine_seat_answer(d->engine, team)
                                    : jb_engine_answer(d->engine, connection->player);
    const cJSON *shown = get(tree, "answer");
    if (int_of(tree, "turn") != view->turn || is_true(tree, "answered") != (own != NULL) ||
        (shown != NULL) != (own != NULL)) {
        sim_fail(s, "`you` of player %u does not say what is on disk of turn %u",
                 connection->player, view->turn);
    }
    if (own) {
        jb_answer read;
        jb_message message = { .answer = shown };
        if (!jb_answer_read(&message, &d->plan->texts[view->question], &read) ||
            !jb_answer_equal(&read, own) || int_of(tree, "elapsed") != player->elapsed_ms) {
            sim_fail(s, "`you` of player %u shows an answer that is not the one on disk",
                     connection->player);
        }
    }
}

/* Streaks and figures: there in their phases and only there, and those on disk. */
static void check_figures(const sim *s, const sim_connection *connection, const cJSON *tree,
                          const char *text)
{
    const sim_durable *d = &s->durable;
    const jb_seat *player = sim_own(s, connection->player);
    jb_phase phase = jb_engine_look(d->engine)->phase;
    bool turn = phase == JB_PHASE_REVEAL || phase == JB_PHASE_STANDINGS;
    bool all = phase == JB_PHASE_STANDINGS || phase == JB_PHASE_FINISHED;
    if (turn != (get(tree, "streak") != NULL) || all != (get(tree, "right") != NULL) ||
        (turn && (int_of(tree, "streak") != player->streak ||
                  (int32_t)get(tree, "moved")->valuedouble != player->moved)) ||
        (all &&
         (int_of(tree, "right") != player->correct || int_of(tree, "asked") != player->asked ||
          int_of(tree, "best_streak") != player->best_streak ||
          !time_is(tree, "fastest", player->fastest_ms)))) {
        sim_fail(s, "`you` does not count as the log does: %s", text);
    }
    const cJSON *above = get(tree, "above");
    const cJSON *below = get(tree, "below");
    if ((phase != JB_PHASE_STANDINGS && (above || below)) ||
        (above && (int_of(above, "rank") > player->rank)) ||
        (below && (int_of(below, "rank") < player->rank))) {
        sim_fail(s, "`you` has the wrong neighbours: %s", text);
    }
}

static void check_you(sim *s, const sim_connection *connection, const cJSON *tree, const char *text)
{
    const sim_durable *d = &s->durable;
    const jb_seat *player = sim_own(s, connection->player);
    int64_t score = sim_own_score(s, connection->player);
    uint32_t ranked = 0;
    if (sim_team_of(s, connection->player) > 0) {
        (void)jb_engine_seat_ranking(d->engine, &ranked);
    } else {
        (void)jb_engine_ranking(d->engine, &ranked);
    }
    if (!player || int_of(tree, "player") != connection->player ||
        !hundredths_are(tree, "score", score) || int_of(tree, "rank") != player->rank ||
        int_of(tree, "of") != ranked) {
        sim_fail(s, "`you` is not what is on disk of player %u (score %lld, rank %u of %u): %s",
                 connection->player, (long long)score, player ? player->rank : 0, ranked, text);
    }
    check_name(s, connection, tree);
    if (is_asked(jb_engine_look(d->engine)->phase)) {
        check_own_answer(s, connection, tree);
    } else if (get(tree, "turn") || get(tree, "answer")) {
        sim_fail(s, "`you` speaks of a turn where there is none: %s", text);
    }
    bool reveals = jb_engine_reveals(d->engine);
    bool scored = player->scored_turn == jb_engine_look(d->engine)->turn;
    if (reveals != (get(tree, "correct") != NULL) || reveals != (get(tree, "points") != NULL) ||
        (reveals && !hundredths_are(tree, "points", scored ? player->scored_points : 0))) {
        sim_fail(s, "`you` tells what was right at the wrong time, or wrongly: %s", text);
    }
    check_figures(s, connection, tree, text);
    sim_check_own_seat(s, connection, tree, text);
}

/* A repeat of a buzz that was not among the first two has no time any more. */
static bool is_acked_by(const sim *s, const sim_connection *connection, const sim_answered *given,
                        const cJSON *tree)
{
    uint32_t team = sim_team_of(s, connection->player);
    bool of_seat = given->player == 0 && given->judge == 0 && given->seat > 0 &&
                   given->seat == (team > 0 ? team : connection->player);
    bool own = connection->role == JB_ROLE_JUDGE
                   ? given->judge > 0 && given->judge == connection->judge
                   : of_seat || (given->player > 0 && given->player == connection->player);
    bool timed =
        given->elapsed_ms == int_of(tree, "elapsed") || (s->staged && int_of(tree, "elapsed") == 0);
    return own && timed && given->turn == int_of(tree, "turn");
}

/* The oldest message without a reply can only have been written before the one this answers. */
static void take_reply(sim *s, sim_connection *connection, const cJSON *tree, bool ack)
{
    if (connection->sent_count == 0 || connection->sent_more) {
        return;
    }
    jb_ticket head = connection->sent[connection->sent_first];
    connection->sent_first = (connection->sent_first + 1) % SIM_SENT_MAX;
    connection->sent_count--;
    if (ack && head > jb_store_durable(s->store)) {
        sim_fail(s, "an ack of turn %lld to the %s %u of what waits for the disk (%llu of %llu)",
                 (long long)int_of(tree, "turn"), role_of(connection), connection->player,
                 (unsigned long long)jb_store_durable(s->store), (unsigned long long)head);
    }
}

static void check_ack(sim *s, sim_connection *connection, const cJSON *tree)
{
    const sim_durable *d = &s->durable;
    take_reply(s, connection, tree, true);
    for (size_t i = d->answer_count; i-- > 0;) {
        if (is_acked_by(s, connection, &d->answers[i], tree)) {
            return;
        }
    }
    sim_fail(s, "an ack of turn %lld to the %s %u, with %lld ms, of what is not on disk",
             (long long)int_of(tree, "turn"), role_of(connection), connection->player,
             (long long)int_of(tree, "elapsed"));
}

/* Who comes back takes the seat: what sat there must be on its way out. */
static void check_replaced(const sim *s, const sim_connection *connection)
{
    for (uint32_t i = 0; i < s->connection_max; i++) {
        const sim_connection *other = &s->connections[i];
        if (other != connection && other->used && !other->leaving &&
            other->player == connection->player) {
            sim_fail(s, "player %u has two connections", connection->player);
        }
    }
}

static void check_welcome(sim *s, sim_connection *connection, const cJSON *tree)
{
    check_clock(s, tree, "now");
    for (int role = JB_ROLE_PLAYER; role < JB_ROLE_COUNT; role++) {
        if (strcmp(text_of(tree, "role"), jb_role_name((jb_role)role)) == 0) {
            connection->role = (jb_role)role;
        }
    }
    if ((get(get(tree, "contest"), "script") != NULL) != (connection->role == JB_ROLE_HOST)) {
        sim_fail(s, "the script goes to the %s, or not to the host", role_of(connection));
    }
    connection->judge = get(tree, "judge") ? (uint32_t)int_of(tree, "judge") : 0;
    if (connection->role != JB_ROLE_PLAYER) {
        return;
    }
    int64_t player = int_of(tree, "player");
    if (player < 1 || player > jb_engine_look(s->durable.engine)->joined) {
        sim_fail(s, "player %lld is welcomed but has not joined on disk", (long long)player);
    }
    sim_person *person = &s->durable.persons[player];
    s->counts.returned += person->was_removed && person->in;
    connection->player = (uint32_t)player;
    if (!person->in && connection->hello_order > person->removed_order) {
        sim_fail(s, "player %lld is welcomed, and has been removed", (long long)player);
    }
    if (connection->hello_order < person->newest_hello) {
        sim_fail(s, "player %lld is welcomed on an older connection", (long long)player);
    }
    person->newest_hello = connection->hello_order;
    check_replaced(s, connection);
    check_name(s, connection, tree);
}

/* A hello that was under way on a connection the client has given up may come after the one on the
 * new connection, and then it is the newest. */
static bool is_overtaken(const sim *s, const sim_connection *connection)
{
    bool found = false;
    for (uint32_t i = 0; i < s->connection_max; i++) {
        const sim_connection *other = &s->connections[i];
        found = found || (other->used && other->cut && other->client == connection->client &&
                          other->hello_order > connection->hello_order);
    }
    return found;
}

static void check_bye(sim *s, sim_connection *connection, const cJSON *tree)
{
    const char *reason = text_of(tree, "reason");
    connection->said_bye = true;
    if (strcmp(reason, "replaced") == 0) {
        s->counts.replaced++;
        /* A judge's number may have been given away meanwhile; whoever had it may ask for it. */
        if (s->clients[connection->client].role != JB_ROLE_JUDGE &&
            s->clients[connection->client].session == connection->session &&
            !is_overtaken(s, connection)) {
            sim_fail(s, "the newest connection of client %u is replaced", connection->client);
        }
    } else if (strcmp(reason, "kicked") == 0) {
        if (connection->player > 0 && !s->durable.persons[connection->player].was_removed) {
            sim_fail(s, "player %u is told of a removal that is not on disk", connection->player);
        }
    } else {
        sim_fail(s, "a bye nobody asked for: %s", reason);
    }
}

/* ---- to those who watch ---- */

static void check_tally(sim *s, const sim_connection *connection, const cJSON *tree,
                        const char *text)
{
    const sim_durable *d = &s->durable;
    if (connection->role == JB_ROLE_PLAYER ||
        (connection->role == JB_ROLE_SCREEN && get(tree, "counts"))) {
        sim_fail(s, "a %s reads a tally: %s", role_of(connection), text);
    }
    for (size_t i = d->point_count; i-- > 0;) {
        const sim_point *point = &d->points[i];
        if (point->turn == int_of(tree, "turn") && point->answered == int_of(tree, "answered") &&
            (point->stage ? sim_stage_tally_fits(point, tree)
                          : point->active == int_of(tree, "players"))) {
            return;
        }
    }
    sim_fail(s, "a tally of what is not on disk: %s", text);
}

static void check_roster(sim *s, const sim_connection *connection, const cJSON *tree)
{
    const sim_durable *d = &s->durable;
    if (connection->role != JB_ROLE_HOST) {
        sim_fail(s, "a %s reads the roster", role_of(connection));
    }
    const cJSON *line = NULL;
    cJSON_ArrayForEach(line, get(tree, "players")) {
        if (int_of(line, "player") > jb_engine_look(d->engine)->joined) {
            sim_fail(s, "the roster names somebody who has not joined on disk");
        }
    }
}

/* What only a console has asked for. */
static void check_own(sim *s, const sim_connection *connection, const char *type)
{
    if (connection->role != JB_ROLE_HOST) {
        sim_fail(s, "a %s reads a `%s`", role_of(connection), type);
    }
    s->counts.previews++;
}

/* A player's connection must be the one that said hello last. */
static void check_newest(const sim *s, const sim_connection *connection, const char *type)
{
    if (connection->role == JB_ROLE_NONE) {
        sim_fail(s, "`%s` before the welcome", type);
    }
    if (connection->role == JB_ROLE_PLAYER &&
        s->durable.persons[connection->player].newest_hello != connection->hello_order) {
        sim_fail(s, "`%s` on an older connection of player %u", type, connection->player);
    }
}

void sim_check_frame(sim *s, sim_connection *connection, const cJSON *tree, const char *text)
{
    const char *type = text_of(tree, "type");
    bool shows = strcmp(type, "state") == 0 || strcmp(type, "you") == 0 ||
                 strcmp(type, "tally") == 0 || strcmp(type, "roster") == 0;
    if (connection->said_bye) {
        sim_fail(s, "`%s` after bye", type);
    }
    if (connection->role != JB_ROLE_HOST && strstr(text, "HOSTNOTE")) {
        sim_fail(s, "the note for the host goes to a %s: %s", role_of(connection), text);
    }
    if (connection->role != JB_ROLE_HOST && strcmp(type, "you") != 0 && strstr(text, "typed ")) {
        sim_fail(s, "what somebody has answered goes to a %s: %s", role_of(connection), text);
    }
    sim_check_fields(s, connection, tree, text);
    if (shows) {
        check_newest(s, connection, type);
    }
    if (strcmp(type, "state") == 0) {
        check_state(s, connection, tree, text);
    } else if (strcmp(type, "you") == 0) {
        check_you(s, connection, tree, text);
    } else if (strcmp(type, "ack") == 0) {
        check_ack(s, connection, tree);
    } else if (strcmp(type, "welcome") == 0) {
        check_welcome(s, connection, tree);
    } else if (strcmp(type, "tally") == 0) {
        check_tally(s, connection, tree, text);
    } else if (strcmp(type, "roster") == 0) {
        check_roster(s, connection, tree);
    } else if (strcmp(type, "bye") == 0) {
        check_bye(s, connection, tree);
    } else if (strcmp(type, "pong") == 0) {
        if (connection->role != JB_ROLE_NONE && !connection->leaving) {
            check_clock(s, tree, "t1");
        }
    } else if (strcmp(type, "preview") == 0 || strcmp(type, "paper") == 0) {
        check_own(s, connection, type);
    } else if (strcmp(type, "waiting") == 0) {
        if (connection->role != JB_ROLE_NONE) {
            sim_fail(s, "a %s who is in is told to wait", role_of(connection));
        }
    } else if (strcmp(type, "error") != 0) {
        sim_fail(s, "no such message: %s", text);
    } else if (get(tree, "turn")) {
        take_reply(s, connection, tree, false);
    }
    if (strcmp(text_of(tree, "code"), "late") == 0) {
        s->counts.late++;
    }
}
