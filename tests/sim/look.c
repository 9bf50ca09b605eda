/*
 * Looks at what the clients see while the contest goes on. A client to whom nothing is under way or
 * due, and all of whose contest is on disk, must see it as it is: nothing that it would need has
 * been forgotten, and it would have to wait for nothing. What is told only now and then (how many
 * are in, who is ahead) is left out; the end of the contest is looked at by run.c.
 */
#include "sim.h"

enum {
    CLOCK_LOST_MS = 6000 /* noted every second, by a late timer, over a slow disk */
};

static bool is_quiet(const sim *s, const sim_client *client, const sim_connection *connection)
{
    return connection && client->session == connection->session && !connection->cut &&
           !connection->leaving && connection->due == 0 && connection->under_way == 0 &&
           connection->stuck_until <= s->now && client->welcomed && client->seen_state;
}

/* As it is told: the step is one of an open turn, and what the disk refuses is a pause. */
static void look_at_state(const sim *s, uint32_t index)
{
    const sim_client *client = &s->clients[index];
    const jb_engine_view *view = jb_engine_look(s->durable.engine);
    jb_step step = view->phase == JB_PHASE_OPEN ? view->stage.step : JB_STEP_NONE;
    bool asks = view->phase >= JB_PHASE_READING && view->phase <= JB_PHASE_STANDINGS &&
                view->stage.step != JB_STEP_PICK && view->stage.step != JB_STEP_WAGER &&
                view->question != JB_NO_QUESTION;
    if (client->phase != view->phase || client->paused != view->paused ||
        client->turn != (asks ? view->turn : 0)) {
        sim_fail(s, "client %u has read everything and sees %s of turn %u%s; it is %s of turn %u%s",
                 index, jb_phase_name(client->phase), client->turn,
                 client->paused ? ", paused" : "", jb_phase_name(view->phase), view->turn,
                 view->paused ? ", paused" : "");
    }
    if (s->staged && client->step != step) {
        sim_fail(s, "client %u has read everything and waits for step %d, not %d", index,
                 (int)client->step, (int)step);
    }
    if (step != JB_STEP_NONE && step != JB_STEP_CLOSE &&
        (client->stage_seat != view->stage.seat || client->stage_owner != view->stage.owner)) {
        sim_fail(s, "client %u sees seat %u of %u, it is %u of %u", index, client->stage_seat,
                 client->stage_owner, view->stage.seat, view->stage.owner);
    }
}

static void look_at_player(const sim *s, uint32_t index)
{
    const sim_client *client = &s->clients[index];
    const jb_engine_view *view = jb_engine_look(s->durable.engine);
    const jb_seat *own = sim_own(s, client->player);
    bool told = view->phase >= JB_PHASE_REVEAL; /* everybody is told of their score */
    int64_t score = (int64_t)(client->score * 100 + (client->score < 0 ? -0.5 : 0.5));
    if (!client->seen_you) {
        sim_fail(s, "player %u has read everything, but nothing of their own", client->player);
    }
    if (told && score != sim_own_score(s, client->player)) {
        sim_fail(s, "player %u has read everything and sees score %lld, it is %lld", client->player,
                 (long long)score, (long long)sim_own_score(s, client->player));
    }
    if (told && view->phase == JB_PHASE_FINISHED && client->rank != own->rank && own->rank > 0) {
        sim_fail(s, "player %u has read everything and sees rank %u, it is %u", client->player,
                 client->rank, own->rank);
    }
}

/* Every console knows whether it acts, and is told when another one does; at once, but the server's
 * timer may be late. */
static void look_at_host(const sim *s, uint32_t index)
{
    const sim_client *client = &s->clients[index];
    bool acts = sim_desk_acts(s, client->session);
    if (client->acting != acts && s->tick_at > s->now) {
        sim_fail(s, "host %u has read everything and sees that it %s, and it %s", index,
                 client->acting ? "acts" : "does not act", acts ? "acts" : "does not");
    }
}

/* Whoever has been removed is on the way out. */
static void look_at_removed(const sim *s)
{
    for (uint32_t i = 0; i < s->connection_max; i++) {
        const sim_connection *connection = &s->connections[i];
        if (connection->used && !connection->cut && !connection->leaving &&
            connection->role == JB_ROLE_PLAYER && !s->durable.persons[connection->player].in) {
            sim_fail(s, "player %u has been removed and still sits there", connection->player);
        }
    }
}

/* What a crash at this moment would give back of the clock. */
static void look_at_clock(sim *s)
{
    const jb_engine_view *view = jb_engine_look(s->durable.engine);
    bool running = view->phase != JB_PHASE_LOBBY && view->phase != JB_PHASE_FINISHED;
    jb_time noted = sim_durable_clock(s);
    if (running && !view->paused && noted < sim_clock(s) - CLOCK_LOST_MS) {
        sim_fail(s, "a crash now would set the clock back from %lld to %lld",
                 (long long)sim_clock(s), (long long)noted);
    }
}

void sim_look(sim *s)
{
    if (!s->up || s->fault || jb_store_failed(s->store, NULL) ||
        jb_store_head(s->store) != jb_store_durable(s->store)) {
        return;
    }
    look_at_removed(s);
    look_at_clock(s);
    for (uint32_t i = 0; i < s->client_count; i++) {
        const sim_client *client = &s->clients[i];
        const sim_connection *connection = sim_connection_of(s, client->session);
        if (!is_quiet(s, client, connection)) {
            continue;
        }
        look_at_state(s, i);
        if (client->role == JB_ROLE_PLAYER) {
            look_at_player(s, i);
        } else if (client->role == JB_ROLE_HOST) {
            look_at_host(s, i);
        }
        s->counts.looks++;
    }
}
