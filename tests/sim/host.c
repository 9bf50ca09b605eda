/*
 * The host, who drives the contest, sometimes twice and sometimes at the wrong moment, and resumes
 * whatever stands; and the screen, which only looks.
 */
#include <string.h>

#include "sim.h"

static const char *text_of(const cJSON *tree, const char *key)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(tree, key));
    return text ? text : "";
}

void sim_desk_hello(sim *s, uint32_t client)
{
    char key[JB_KEY_SIZE];
    char text[256];
    char judge[32] = "";
    if (s->clients[client].judge > 0) {
        (void)snprintf(judge, sizeof judge, ",\"judge\":%u", s->clients[client].judge);
    }
    jb_role role = s->clients[client].role;
    jb_arena_key(s->secret, role, s->id, key);
    (void)snprintf(text, sizeof text,
                   "{\"type\":\"hello\",\"role\":\"%s\",\"code\":\"%s\",\"key\":\"%s\"%s}",
                   jb_role_name(role), s->code, key, judge);
    s->clients[client].said_hello_at = s->now;
    sim_send(s, client, text);
}

/* Says it for the state on the desk, for an older one, or for whatever is now; sometimes twice. */
void sim_act(sim *s, uint32_t client, const char *action, const char *arguments)
{
    const sim_client *host = &s->clients[client];
    char text[512];
    char seq[48] = "";
    int64_t chance = !sim_mischief(s) ? 100 : sim_between(s, 0, 99);
    if (chance < 70) {
        int64_t of = chance < 5 && host->seq > 2 ? host->seq - 2 : host->seq;
        (void)snprintf(seq, sizeof seq, ",\"seq\":%lld", (long long)of);
    }
    (void)snprintf(text, sizeof text, "{\"type\":\"do\",\"action\":\"%s\"%s%s}", action, arguments,
                   seq);
    sim_send(s, client, text);
    if (sim_mischief(s) && sim_percent(s, 10)) {
        sim_send(s, client, text);
    }
}

static void act(sim *s, const char *action, const char *arguments)
{
    sim_act(s, SIM_HOST, action, arguments);
}

static void act_on_player(sim *s, const char *action)
{
    char arguments[128];
    uint32_t joined = jb_engine_look(s->durable.engine)->joined;
    bool named = strcmp(action, "rename") == 0;
    long long player = (long long)sim_between(s, 1, joined + 1);
    long long number = named ? (long long)sim_between(s, 1, 9) : 0;
    (void)snprintf(arguments, sizeof arguments, ",\"player\":%lld%s%lld%s", player,
                   named ? ",\"name\":\"Renamed " : "", number, named ? "\"" : "");
    if (!named) {
        arguments[strlen(arguments) - 1] = '\0'; /* the number that only a name has */
    }
    act(s, action, arguments);
}

/* Regrets, and what is only of the moment. */
static void act_aside(sim *s, int64_t chance)
{
    char arguments[64];
    if (chance < 12) {
        act(s, "blank", sim_percent(s, 50) ? ",\"on\":true" : ",\"on\":false");
    } else if (chance < 24) {
        (void)snprintf(arguments, sizeof arguments, ",\"text\":\"  Word %lld \"",
                       (long long)sim_between(s, 1, 99));
        act(s, "message", sim_percent(s, 70) ? arguments : ",\"text\":\"\"");
    } else {
        act(s, "undo", "");
    }
}

/* Somebody who plays goes, and a reserve comes, as a host would choose them who knows the log. */
static void substitute(sim *s)
{
    const jb_engine *engine = s->durable.engine;
    uint32_t team = (uint32_t)sim_between(s, 1, s->durable.plan->rules.team_count);
    const jb_lineup *lineup = jb_engine_lineup(engine, team);
    uint32_t in = 1;
    if (!lineup) {
        return;
    }
    while (in < jb_engine_look(engine)->joined && !jb_engine_is_reserve(engine, team, in)) {
        in++;
    }
    uint32_t out = lineup->places[0] > 0 ? lineup->places[0] : 1;
    if (sim_percent(s, 15)) { /* anybody for anybody */
        in = (uint32_t)sim_between(s, 1, jb_engine_look(engine)->joined + 1);
        out = sim_percent(s, 50) ? out : (uint32_t)sim_between(s, 1, in);
    }
    char arguments[64];
    (void)snprintf(arguments, sizeof arguments, ",\"seat\":%u,\"out\":%u,\"in\":%u", team, out, in);
    act(s, "substitute", arguments);
    s->clients[SIM_HOST].regrets = sim_percent(s, 40);
}

/* One of those who may be waiting, or all of them. */
static void act_at_door(sim *s)
{
    char arguments[64];
    const char *on = sim_percent(s, 65) ? "true" : "false";
    if (sim_percent(s, 50)) {
        (void)snprintf(arguments, sizeof arguments, ",\"on\":%s", on);
    } else {
        (void)snprintf(arguments, sizeof arguments, ",\"on\":%s,\"who\":%lld", on,
                       (long long)sim_between(s, 1, 20));
    }
    act(s, "let", arguments);
}

/* A moment at which a team may substitute, more or less. */
static bool may_substitute(const sim *s)
{
    jb_phase phase = s->clients[SIM_HOST].phase;
    return s->durable.plan->rules.fielded > 0 &&
           (phase == JB_PHASE_INTRO || phase == JB_PHASE_REVEAL || phase == JB_PHASE_STANDINGS);
}

static void drive(sim *s)
{
    if (may_substitute(s) && sim_percent(s, 40)) {
        substitute(s);
        return;
    }
    if (s->staged && sim_stage_drive(s, SIM_HOST)) {
        return;
    }
    int64_t chance = sim_between(s, 0, 999);
    bool lobby = s->clients[SIM_HOST].phase == JB_PHASE_LOBBY;
    bool automatic = s->durable.plan->rules.pace == JB_PACE_AUTO;
    bool open = s->clients[SIM_HOST].phase == JB_PHASE_OPEN;
    int64_t next = lobby ? 80 : automatic ? 60 : open ? 120 : 550;
    if (chance < next) {
        act(s, "next", "");
    } else if (chance < next + 30) {
        act(s, "pause", "");
    } else if (chance < next + 50) {
        act(s, "lock", "");
        s->clients[SIM_HOST].regrets = sim_percent(s, 60);
    } else if (chance < next + 60) {
        act(s, "skip", "");
        s->clients[SIM_HOST].regrets = sim_percent(s, 60);
    } else if (chance < next + 85) {
        act(s, "extend", ",\"ms\":700");
    } else if (chance < next + 100) {
        act(s, "admit", sim_percent(s, 70) ? ",\"on\":true" : ",\"on\":false");
    } else if (chance < next + 115) {
        act_on_player(s, "kick");
        s->clients[SIM_HOST].regrets = sim_percent(s, 60);
    } else if (chance < next + 120) {
        act_on_player(s, "ban");
        s->clients[SIM_HOST].regrets = sim_percent(s, 60);
    } else if (chance < next + 150) {
        act_on_player(s, "rename");
    } else if (chance < next + 165) {
        sim_cut(s, SIM_HOST); /* refreshes the page */
    } else if (chance < next + 167) {
        act(s, "finish", "");
    } else if (chance < next + 180) {
        sim_send(s, SIM_HOST, "{\"type\":\"ping\",\"t0\":1}");
    } else if (chance < next + 220) {
        act_aside(s, chance - next - 180);
    } else if (chance < next + (lobby ? 255 : 235)) {
        act(s, "approve", sim_percent(s, lobby ? 80 : 50) ? ",\"on\":true" : ",\"on\":false");
    } else if (chance < next + 275) {
        act_at_door(s);
    } else if (chance < next + 355 && s->durable.plan->rules.fielded > 0) {
        substitute(s);
    }
}

void sim_host_wake(sim *s, uint32_t client)
{
    sim_client *host = &s->clients[client];
    if (host->session != JB_SESSION_NONE && !host->welcomed &&
        s->now - host->said_hello_at > 5000) {
        sim_cut(s, client);
    }
    if (client == SIM_HOST && host->welcomed && sim_mischief(s) && sim_percent(s, 1)) {
        sim_cut(s, client); /* the page is loaded again */
    }
    if (host->session == JB_SESSION_NONE) {
        sim_connect(s, client);
        sim_desk_hello(s, client);
    } else if (host->welcomed && client == SIM_HOST && host->seen_state) {
        if (!host->acting && sim_percent(s, 50)) {
            act(s, "take", "");
        } else if (host->paused) {
            act(s, "resume", "");
        } else if (s->quiet && host->phase != JB_PHASE_FINISHED) {
            act(s, "finish", "");
        } else if (host->regrets) {
            host->regrets = false;
            act(s, "undo", "");
            if (s->trouble && sim_percent(s, 8)) {
                sim_break_disk(s); /* what is taken back is not taken back */
            }
        } else if (!s->quiet) {
            drive(s);
        } else if (s->now < s->rest_at && sim_percent(s, 3)) {
            act_on_player(s, sim_percent(s, 60) ? "rename" : "kick"); /* after the end */
        }
    } else if (client == SIM_SCREEN && sim_mischief(s) && sim_percent(s, 3)) {
        sim_cut(s, client);
    }
    sim_wake_in(s, client, sim_between(s, 100, host->paused ? 3000 : 1200));
}

void sim_host_frame(sim *s, uint32_t client, const cJSON *tree)
{
    sim_client *host = &s->clients[client];
    const char *type = text_of(tree, "type");
    if (strcmp(type, "state") == 0) {
        sim_client_state(host, tree);
        host->head_seen = strlen(text_of(tree, "head")) > 0;
    } else if (strcmp(type, "welcome") == 0) {
        host->welcomed = true;
        host->seen_state = false;
    } else if (strcmp(type, "error") == 0 && !host->welcomed) {
        sim_desk_hello(s, client);
    }
}
