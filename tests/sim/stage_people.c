/*
 * People on a stage: phones that buzz (too early, twice, and again after a cut), pick, name, pass
 * and answer, sometimes when it is not for them; judges who mark and change their minds; hosts who
 * rule, call fouls, correct, and take the contest from each other.
 */
#include <stdarg.h>
#include <string.h>

#include "sim.h"

static const cJSON *get(const cJSON *tree, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(tree, key);
}

static uint32_t int_of(const cJSON *tree, const char *key)
{
    const cJSON *item = get(tree, key);
    return cJSON_IsNumber(item) && item->valuedouble > 0 ? (uint32_t)item->valuedouble : 0;
}

static bool is_word(const cJSON *tree, const char *key, const char *word)
{
    const char *text = cJSON_GetStringValue(get(tree, key));
    return text && word && strcmp(text, word) == 0;
}

void sim_stage_state(sim_client *client, const cJSON *tree)
{
    const cJSON *stage = get(tree, "stage");
    const cJSON *round = get(tree, "round");
    const cJSON *value = NULL;
    client->step = JB_STEP_NONE;
    for (int step = JB_STEP_PICK; step < JB_STEP_COUNT; step++) {
        client->step =
            is_word(stage, "step", jb_step_name((jb_step)step)) ? (jb_step)step : client->step;
    }
    for (int format = 0; format < JB_FORMAT_COUNT; format++) {
        client->format = is_word(round, "format", jb_format_name((jb_format)format))
                             ? (jb_format)format
                             : client->format;
    }
    client->stage_turn = int_of(stage, "turn");
    client->stage_seat = int_of(stage, "seat");
    client->stage_owner = int_of(stage, "owner");
    client->value_count = 0;
    cJSON_ArrayForEach(value, get(round, "values")) {
        if (client->value_count < 2) {
            client->values[client->value_count++] = value->valuedouble;
        }
    }
    const cJSON *line = NULL;
    client->fouls = 0;
    cJSON_ArrayForEach(line, get(tree, "seats")) {
        client->fouls =
            int_of(line, "seat") == client->seat ? int_of(line, "fouls") : client->fouls;
    }
    client->acting = !cJSON_IsFalse(get(tree, "acting"));
}

__attribute__((format(printf, 3, 4))) static void say(sim *s, uint32_t client, const char *format,
                                                      ...)
{
    char text[256];
    va_list list;
    va_start(list, format);
    (void)vsnprintf(text, sizeof text, format, list);
    va_end(list);
    sim_send(s, client, text);
}

/* ---- phones ---- */

static void buzz(sim *s, uint32_t client)
{
    const sim_client *phone = &s->clients[client];
    char elapsed[48] = "";
    if (sim_percent(s, 80)) {
        (void)snprintf(elapsed, sizeof elapsed, ",\"elapsed\":%lld",
                       (long long)sim_between(s, 0, sim_percent(s, 50) ? 60000 : 1500));
    }
    say(s, client, "{\"type\":\"buzz\",\"turn\":%u%s}", phone->stage_turn, elapsed);
    if (sim_percent(s, 15)) {
        say(s, client, "{\"type\":\"buzz\",\"turn\":%u%s}", phone->stage_turn, elapsed);
    }
}

static double some_value(sim *s, const sim_client *client)
{
    bool known = client->value_count > 0 && sim_percent(s, 90);
    return known ? client->values[sim_between(s, 0, client->value_count - 1)] : 5;
}

static void pick(sim *s, uint32_t client)
{
    const sim_client *phone = &s->clients[client];
    int64_t chance = sim_between(s, 0, 99);
    if (chance < 15) {
        say(s, client, "{\"type\":\"name\",\"turn\":%u,\"other\":%lld}", phone->stage_turn,
            (long long)sim_between(s, 1, 4));
    } else if (chance < 22) {
        say(s, client, "{\"type\":\"pass\",\"turn\":%u}", phone->stage_turn);
    } else {
        say(s, client, "{\"type\":\"pick\",\"turn\":%u,\"value\":%g}", phone->stage_turn,
            some_value(s, phone));
    }
}

/* Some stakes are none of the round's, or more than the seat has. */
static int64_t some_stake(sim *s)
{
    return sim_percent(s, 90) ? 5 * sim_between(s, 0, 6) : sim_between(s, -1, 40);
}

static void wager(sim *s, uint32_t client)
{
    const sim_client *phone = &s->clients[client];
    say(s, client, "{\"type\":\"wager\",\"turn\":%u,\"value\":%lld}", phone->stage_turn,
        (long long)some_stake(s));
}

/* What is not for this phone, or not now. */
static void meddle(sim *s, uint32_t client)
{
    static const char *const types[] = { "buzz", "pass", "pick", "name", "mark", "wager" };
    const sim_client *phone = &s->clients[client];
    say(s, client, "{\"type\":\"%s\",\"turn\":%u,\"value\":10,\"other\":1}",
        types[sim_between(s, 0, 5)],
        phone->stage_turn > 1 && sim_percent(s, 30) ? phone->stage_turn - 1 : phone->stage_turn);
}

void sim_stage_play(sim *s, uint32_t client)
{
    const sim_client *phone = &s->clients[client];
    bool on = phone->phase == JB_PHASE_OPEN || phone->phase == JB_PHASE_READING;
    if (!on || phone->paused) {
        return;
    }
    if (phone->stage_turn > 0 && sim_mischief(s) && sim_percent(s, 3)) {
        meddle(s, client);
    }
    bool reading = phone->phase == JB_PHASE_READING;
    bool early = reading && phone->format == JB_FORMAT_BUZZER &&
                 sim_percent(s, phone->fouls > 0 ? 70 : 12); /* some never learn */
    bool buzzer = phone->step == JB_STEP_BUZZ || phone->step == JB_STEP_CLOSE;
    if (early || (buzzer && phone->seat > 0 && sim_percent(s, phone->may ? 70 : 8))) {
        buzz(s, client);
    } else if (phone->step == JB_STEP_WAGER) {
        if (sim_percent(s, 70)) {
            wager(s, client);
        }
    } else if (phone->step == JB_STEP_PICK && phone->seat == phone->stage_owner) {
        if (sim_percent(s, 60)) {
            pick(s, client);
        }
    } else if (phone->step == JB_STEP_ANSWER && phone->seat == phone->stage_owner &&
               sim_percent(s, 8)) {
        say(s, client, "{\"type\":\"%s\",\"turn\":%u,\"other\":2}",
            sim_percent(s, 60) ? "pass" : "name", phone->stage_turn);
    } else if (!reading &&
               (phone->may || phone->format == JB_FORMAT_EVERYONE || sim_percent(s, 6))) {
        sim_phone_play(s, client);
    }
}

/* ---- hosts ---- */

static const char *verdict_of(sim *s)
{
    static const char *const verdicts[] = { "\"right\"", "\"wrong\"", "\"none\"", "\"wrong\"",
                                            "\"partial\",\"points\":1.5" };
    return verdicts[sim_between(s, 0, 4)];
}

static void correct(sim *s, uint32_t client)
{
    char arguments[160];
    char preview[256];
    long long turn = (long long)sim_between(s, 1, s->clients[client].stage_turn + 1);
    long long seat = (long long)sim_between(s, 1, 4);
    const char *action = "void";
    int64_t chance = sim_between(s, 0, 99);
    if (chance < 45) {
        action = "reverse";
        (void)snprintf(arguments, sizeof arguments, ",\"turn\":%lld,\"seat\":%lld,\"is\":%s", turn,
                       seat, verdict_of(s));
    } else if (chance < 75) {
        action = "adjust";
        (void)snprintf(
            arguments, sizeof arguments, ",\"seat\":%lld,\"points\":%lld,\"reason\":\"Late\"%s",
            seat, (long long)sim_between(s, -9, 9), sim_percent(s, 30) ? ",\"hall\":true" : "");
    } else if (chance < 92) {
        action = "accept";
        (void)snprintf(arguments, sizeof arguments, ",\"turn\":%u,\"answer\":\"%s\"",
                       s->clients[client].stage_turn, sim_percent(s, 50) ? "c" : "d");
    } else {
        (void)snprintf(arguments, sizeof arguments, ",\"turn\":%lld", turn);
    }
    if (sim_percent(s, 30)) {
        (void)snprintf(preview, sizeof preview, ",\"of\":{\"action\":\"%s\"%s}", action, arguments);
        sim_act(s, client, "preview", preview);
    }
    sim_act(s, client, action, arguments);
}

static void act_for_seat(sim *s, uint32_t client)
{
    const sim_client *host = &s->clients[client];
    char arguments[96];
    long long seat = (long long)sim_between(s, 1, 4);
    if (host->step == JB_STEP_PICK) {
        (void)snprintf(arguments, sizeof arguments, ",\"value\":%g", some_value(s, host));
        sim_act(s, client, sim_percent(s, 85) ? "pick" : "pass", arguments);
    } else if (host->step == JB_STEP_WAGER) {
        (void)snprintf(arguments, sizeof arguments, ",\"seat\":%lld,\"value\":%lld", seat,
                       (long long)some_stake(s));
        sim_act(s, client, "wager", arguments);
    } else if (host->step == JB_STEP_MARKS) {
        (void)snprintf(arguments, sizeof arguments, ",\"judge\":%lld,\"value\":%lld",
                       (long long)sim_between(s, 1, 4), (long long)sim_between(s, -2, 10));
        sim_act(s, client, "mark", arguments);
    } else {
        (void)snprintf(arguments, sizeof arguments, ",\"seat\":%lld", seat);
        sim_act(s, client, "buzz", arguments);
    }
}

static void call_foul(sim *s, uint32_t client)
{
    static const char *const kinds[] = { "early", "help", "late" };
    const sim_client *host = &s->clients[client];
    char arguments[96];
    long long seat = host->stage_seat > 0 ? host->stage_seat : (long long)sim_between(s, 1, 4);
    (void)snprintf(arguments, sizeof arguments, ",\"seat\":%lld,\"kind\":\"%s\"", seat,
                   kinds[sim_between(s, 0, 2)]);
    sim_act(s, client, "foul", arguments);
}

bool sim_stage_drive(sim *s, uint32_t client)
{
    const sim_client *host = &s->clients[client];
    char arguments[96];
    int64_t chance = sim_between(s, 0, 99);
    if (host->stage_turn == 0) {
        return false;
    }
    if (host->step == JB_STEP_ANSWER && chance < 45) {
        (void)snprintf(arguments, sizeof arguments, ",\"is\":%s", verdict_of(s));
        sim_act(s, client, "verdict", arguments);
        s->clients[client].regrets = sim_percent(s, 12);
    } else if (host->step != JB_STEP_NONE && host->step != JB_STEP_HALL && chance < 55) {
        if (host->step == JB_STEP_ANSWER || !sim_percent(s, 12)) {
            return false;
        }
        act_for_seat(s, client);
    } else if (chance < 60) {
        call_foul(s, client);
    } else if (chance < 66) {
        correct(s, client);
    } else if (chance < 68) {
        sim_act(s, client, "paper", "");
    } else if (chance < 74 && (host->phase == JB_PHASE_LOCKED || host->step == JB_STEP_BUZZ)) {
        sim_act(s, client, "hall", "");
    } else {
        return false;
    }
    return true;
}

/* ---- a second host, and the judges ---- */

static void second_host(sim *s, uint32_t client)
{
    const sim_client *host = &s->clients[client];
    if (s->quiet || !sim_percent(s, 10)) {
        return;
    }
    if (!host->acting && sim_percent(s, 30)) {
        sim_act(s, client, "take", "");
    } else if (!sim_stage_drive(s, client)) {
        sim_act(s, client, sim_percent(s, 50) ? "undo" : "next", "");
    }
}

static void mark(sim *s, uint32_t client)
{
    sim_client *judge = &s->clients[client];
    bool again = judge->marked_turn == judge->stage_turn;
    if (judge->step != JB_STEP_MARKS || !sim_percent(s, again ? 25 : 70)) {
        return;
    }
    judge->marked_turn = judge->stage_turn;
    say(s, client, "{\"type\":\"mark\",\"turn\":%u,\"value\":%g}", judge->stage_turn,
        (double)sim_between(s, -5, 41) / 4);
}

void sim_stage_desk_wake(sim *s, uint32_t client)
{
    sim_client *desk = &s->clients[client];
    if (desk->session != JB_SESSION_NONE &&
        (desk->welcomed ? !s->quiet && sim_percent(s, 2) : s->now - desk->said_hello_at > 5000)) {
        sim_cut(s, client);
    }
    if (desk->session == JB_SESSION_NONE) {
        sim_connect(s, client);
        sim_desk_hello(s, client);
    } else if (desk->welcomed && desk->seen_state && desk->role == JB_ROLE_HOST) {
        second_host(s, client);
    } else if (desk->welcomed && desk->seen_state) {
        mark(s, client);
    }
    sim_wake_in(s, client, sim_between(s, 200, 1500));
}

void sim_stage_desk_frame(sim *s, uint32_t client, const cJSON *tree)
{
    sim_client *desk = &s->clients[client];
    sim_host_frame(s, client, tree);
    if (desk->role == JB_ROLE_JUDGE && is_word(tree, "type", "welcome")) {
        desk->judge = int_of(tree, "judge");
    } else if (desk->role == JB_ROLE_JUDGE && is_word(tree, "type", "bye")) {
        desk->judge = 0; /* somebody else has the number */
    }
}
