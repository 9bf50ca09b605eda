/*
 * Phones and the people who hold them: they join, keep their token, answer early, late, twice,
 * differently or not at all, lose their connection and come back, open a second one, claim times
 * that cannot be, and send what no phone of ours would.
 */
#include <string.h>

#include "sim.h"

static const cJSON *get(const cJSON *tree, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(tree, key);
}

static int64_t int_of(const cJSON *tree, const char *key)
{
    const cJSON *item = get(tree, key);
    return cJSON_IsNumber(item) ? (int64_t)item->valuedouble : -1;
}

static const char *text_of(const cJSON *tree, const char *key)
{
    const char *text = cJSON_GetStringValue(get(tree, key));
    return text ? text : "";
}

void sim_wake_in(sim *s, uint32_t client, jb_time ms)
{
    s->clients[client].wake_stamp++;
    sim_queue_put(&s->queue, (sim_job){ .at = s->now + ms,
                                        .action = SIM_CLIENT,
                                        .who = client,
                                        .stamp = s->clients[client].wake_stamp });
}

void sim_client_state(sim_client *client, const cJSON *tree)
{
    client->seen_state = true;
    client->phase = JB_PHASE_COUNT;
    for (int phase = 0; phase < JB_PHASE_COUNT; phase++) {
        if (strcmp(text_of(tree, "phase"), jb_phase_name((jb_phase)phase)) == 0) {
            client->phase = (jb_phase)phase;
        }
    }
    const cJSON *question = get(tree, "question");
    client->turn = question ? (uint32_t)int_of(question, "turn") : 0;
    client->paused = cJSON_IsTrue(get(tree, "paused"));
    client->seq = int_of(tree, "seq");
    client->now = int_of(tree, "now");
    client->closes_at = get(tree, "closes_at") ? int_of(tree, "closes_at") : JB_TIME_NONE;
    client->players = (uint32_t)int_of(tree, "players");
    sim_stage_state(client, tree);
}

/* ---- what a phone sends ---- */

/* On a stage two of five sit in the hall. */
static const char *team_of(sim *s, uint32_t client)
{
    static const char *const teams[] = { "Red", "blue", "NOBODY", "Green" };
    if (sim_percent(s, 5)) {
        return teams[3];
    }
    return s->staged && client % 5 > 2 ? "" : teams[client % (s->staged ? 5 : 3)];
}

static void say_hello(sim *s, uint32_t client)
{
    sim_client *phone = &s->clients[client];
    char text[512];
    phone->said_hello_at = s->now;
    phone->guesses = sim_mischief(s) && sim_percent(s, 2);
    if (phone->guesses) { /* a guess, before the truth */
        (void)snprintf(text, sizeof text,
                       "{\"type\":\"hello\",\"role\":\"player\",\"code\":\"%s\","
                       "\"token\":\"%032llx\"}",
                       s->code, (unsigned long long)sim_between(s, 0, INT32_MAX));
        sim_send(s, client, text);
    }
    if (phone->token[0]) {
        (void)snprintf(text, sizeof text,
                       "{\"type\":\"hello\",\"role\":\"player\",\"code\":\"%s\",\"token\":\"%s\"}",
                       s->code, phone->token);
    } else {
        (void)snprintf(text, sizeof text,
                       "{\"type\":\"hello\",\"role\":\"player\",\"code\":\"%s\",\"name\":\"%s\","
                       "\"team\":\"%s\"}",
                       s->code, phone->name, team_of(s, client));
    }
    sim_send(s, client, text);
}

static void send_answer(sim *s, uint32_t client, uint32_t turn, const char *answer)
{
    char text[1200];
    char elapsed[64] = "";
    if (sim_percent(s, 70)) {
        (void)snprintf(elapsed, sizeof elapsed, ",\"elapsed\":%lld",
                       (long long)sim_between(s, 0, sim_percent(s, 50) ? 100000 : 3000));
    }
    (void)snprintf(text, sizeof text, "{\"type\":\"answer\",\"turn\":%u,\"answer\":%s%s}", turn,
                   answer, elapsed);
    sim_send(s, client, text);
}

static void send_nonsense(sim *s, uint32_t client)
{
    static const char *const nonsense[] = {
        "",
        "{",
        "[]",
        "{\"type\":\"dance\"}",
        "{\"type\":\"answer\"}",
        "{\"type\":\"do\",\"action\":\"finish\"}",
        "{\"type\":\"do\",\"action\":\"next\",\"seq\":1}",
        "{\"type\":\"buzz\",\"turn\":1}",
        "{\"type\":\"hello\",\"role\":\"player\",\"code\":\"000000\",\"name\":\"x\"}",
        "{\"type\":\"hello\",\"role\":\"host\",\"code\":\"123456\",\"key\":\"00\"}",
        "{\"type\":\"ping\",\"t0\":12.5}",
        "{\"type\":\"answer\",\"turn\":99999,\"answer\":\"a\"}",
        "{\"type\":\"answer\",\"turn\":0,\"answer\":\"a\"}",
        "{\"type\":\"answer\",\"turn\":1,\"answer\":\"a\",\"elapsed\":-5}",
        "{\"type\":\"answer\",\"turn\":\"1\",\"answer\":\"a\"}",
        "{\"type\":\"answer\",\"turn\":1.5,\"answer\":\"a\"}",
        "{\"type\":\"answer\",\"turn\":2,\"answer\":\"a\",\"player\":1,\"seat\":1,\"credit\":"
        "99999}",
        "{\"type\":\"buzz\",\"turn\":1,\"player\":2,\"seat\":1,\"elapsed\":0}",
        "{\"type\":\"mark\",\"turn\":1,\"value\":10,\"judge\":1}",
        "{\"type\":\"hello\",\"role\":\"player\",\"code\":\"482913\","
        "\"token\":\"0123456789abcdef0123456789abcdef\"}",
    };
    int64_t count = (int64_t)(sizeof nonsense / sizeof nonsense[0]);
    sim_send(s, client, nonsense[sim_between(s, 0, count - 1)]);
}

/* ---- what a phone does when it wakes ---- */

/* Answers the question that is open, again if nothing came back. */
void sim_phone_play(sim *s, uint32_t client)
{
    sim_client *phone = &s->clients[client];
    if (phone->phase != JB_PHASE_OPEN || phone->paused) {
        return;
    }
    if (phone->answer_turn != phone->turn) {
        if (!s->quiet && sim_percent(s, 10)) {
            return; /* still thinking */
        }
        phone->answer_turn = phone->turn;
        phone->answer_done = false;
        phone->sends = 0;
        sim_make_answer(s, phone->turn, phone->answer, sizeof phone->answer);
    } else if (phone->answer_done ? !sim_percent(s, 8) : phone->sends > 6) {
        return;
    } else if (sim_percent(s, 25)) {
        sim_make_answer(s, phone->turn, phone->answer, sizeof phone->answer);
    }
    phone->sends++;
    send_answer(s, client, phone->turn, phone->answer);
}

/* The old one stays open, is to be told, and may still be speaking. */
static void change_device(sim *s, uint32_t client)
{
    sim_client *phone = &s->clients[client];
    jb_session before = phone->session;
    char text[1200];
    sim_connect(s, client);
    say_hello(s, client);
    if (phone->turn > 0 && sim_percent(s, 40)) {
        (void)snprintf(text, sizeof text, "{\"type\":\"answer\",\"turn\":%u,\"answer\":%s}",
                       phone->turn, phone->answer[0] ? phone->answer : "\"a\"");
        sim_send_on(s, before, text);
    }
}

static void misbehave(sim *s, uint32_t client)
{
    sim_client *phone = &s->clients[client];
    int64_t chance = sim_between(s, 0, 999);
    char answer[1024];
    if (chance < 25) {
        sim_cut(s, client);
        if (sim_percent(s, 70)) {
            sim_connect(s, client);
            say_hello(s, client);
        }
    } else if (chance < 40) {
        change_device(s, client);
    } else if (chance < 60) {
        send_nonsense(s, client);
    } else if (chance < 90 && phone->turn > 0) {
        uint32_t turn = (uint32_t)sim_between(s, 1, phone->turn + 1);
        sim_make_answer(s, turn, answer, sizeof answer);
        send_answer(s, client, turn, answer);
    } else if (chance < 110) {
        sim_send(s, client, "{\"type\":\"ping\",\"t0\":1.25}");
    } else if (chance < 113) {
        phone->token[0] = '\0'; /* a private window */
        phone->player = 0;
        sim_cut(s, client);
    }
}

void sim_phone_wake(sim *s, uint32_t client)
{
    sim_client *phone = &s->clients[client];
    if (phone->gone) {
        return;
    }
    if (phone->session != JB_SESSION_NONE && !phone->welcomed &&
        s->now - phone->said_hello_at > (s->quiet ? 3000 : 9000)) {
        sim_cut(s, client); /* nothing comes back: try anew */
    }
    if (phone->session == JB_SESSION_NONE) {
        sim_connect(s, client);
        say_hello(s, client);
        sim_wake_in(s, client, sim_between(s, 500, 5000));
        return;
    }
    if (phone->welcomed) {
        if (sim_mischief(s) && sim_percent(s, 70)) {
            misbehave(s, client);
        }
        if (phone->welcomed && s->staged) {
            sim_stage_play(s, client);
        } else if (phone->welcomed) {
            sim_phone_play(s, client);
        }
    }
    sim_wake_in(s, client, sim_between(s, 150, s->quiet ? 1000 : 3000));
}

/* ---- what a phone reads ---- */

static void take_error(sim *s, uint32_t client, const cJSON *tree)
{
    sim_client *phone = &s->clients[client];
    const char *code = text_of(tree, "code");
    bool of_hello = strcmp(text_of(tree, "re"), "hello") == 0;
    if (strcmp(text_of(tree, "re"), "answer") == 0 &&
        (strcmp(code, "late") == 0 || strcmp(code, "bad_answer") == 0)) {
        phone->answer_done = strcmp(code, "late") == 0;
        return;
    }
    if (phone->welcomed || (!of_hello && strcmp(code, "store_failed") != 0)) {
        return;
    }
    if (phone->guesses && strcmp(code, "bad_token") == 0) {
        phone->guesses = false; /* what is true is on its way */
        return;
    }
    if (strcmp(code, "bad_token") == 0 || strcmp(code, "banned") == 0) {
        const sim_person *person = &s->durable.persons[phone->player];
        if (phone->player > 0 && person->in && !person->was_removed) {
            sim_fail(s, "player %u comes back and is told `%s`", phone->player, code);
        }
        if (strcmp(code, "banned") == 0 || s->quiet || !sim_percent(s, 80)) {
            phone->token[0] = '\0'; /* the others hope on */
            phone->player = 0;
        }
        phone->gone = strcmp(code, "banned") == 0;
    }
    /* Somebody of that name is banned: it may have been this one, before its private window. */
    phone->gone = phone->gone || (strcmp(code, "bad_name") == 0 && s->counts.bans > 0);
    bool closed = strcmp(code, "join_closed") == 0 || strcmp(code, "full") == 0;
    phone->gone = phone->gone || (closed && ++phone->refusals > 3) ||
                  (closed && (s->quiet || phone->phase == JB_PHASE_FINISHED));
    if (phone->gone) {
        sim_cut(s, client);
    } else {
        say_hello(s, client);
    }
}

static void take_state(sim *s, uint32_t client, const cJSON *tree)
{
    sim_client *phone = &s->clients[client];
    uint32_t turn = phone->turn;
    jb_phase phase = phone->phase;
    jb_step step = phone->step;
    sim_client_state(phone, tree);
    if (phone->step != step && phone->step != JB_STEP_NONE) {
        sim_wake_in(s, client, sim_between(s, 0, sim_percent(s, 75) ? 250 : 1500));
        return;
    }
    if (phone->phase == JB_PHASE_READING && phase != phone->phase && phone->fouls > 0) {
        sim_wake_in(s, client, sim_between(s, 0, 800));
        return;
    }
    bool opens = phone->phase == JB_PHASE_OPEN && (phase != JB_PHASE_OPEN || turn != phone->turn);
    if (opens) {
        /* Most answer in time, some at the last moment, some too late. */
        jb_time window = phone->closes_at == JB_TIME_NONE ? 4000 : phone->closes_at - phone->now;
        window = window > 0 ? window : 0;
        sim_wake_in(s, client, sim_between(s, 0, window + window / 10));
    }
}

void sim_phone_frame(sim *s, uint32_t client, const cJSON *tree)
{
    sim_client *phone = &s->clients[client];
    const char *type = text_of(tree, "type");
    if (strcmp(type, "state") == 0) {
        take_state(s, client, tree);
    } else if (strcmp(type, "welcome") == 0) {
        if (phone->player > 0 && int_of(tree, "player") != phone->player) {
            sim_fail(s, "player %u has become player %lld", phone->player,
                     (long long)int_of(tree, "player"));
        }
        phone->player = (uint32_t)int_of(tree, "player");
        (void)snprintf(phone->token, sizeof phone->token, "%s", text_of(tree, "token"));
        phone->welcomed = true;
        phone->seen_state = false;
        phone->seen_you = false;
    } else if (strcmp(type, "you") == 0) {
        phone->seen_you = true;
        phone->score = get(tree, "score")->valuedouble;
        phone->rank = (uint32_t)int_of(tree, "rank");
        phone->seat = get(tree, "seat") ? (uint32_t)int_of(tree, "seat") : 0;
        phone->may = cJSON_IsTrue(get(tree, "may"));
    } else if (strcmp(type, "ack") == 0) {
        phone->answer_done = phone->answer_done || int_of(tree, "turn") == phone->answer_turn;
    } else if (strcmp(type, "error") == 0) {
        take_error(s, client, tree);
    } else if (strcmp(type, "bye") == 0 && strcmp(text_of(tree, "reason"), "kicked") == 0 &&
               sim_percent(s, 50)) { /* the others hope that it is taken back */
        phone->token[0] = '\0';
        phone->player = 0;
    }
}
