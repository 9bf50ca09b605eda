/*
 * Does a contest keep to what jinbang/footprint.h says? The real arena, protocol and store play
 * with some thousand phones on virtual time while the heap is counted: what is in use, less what
 * SQLite has (its cache has limits of its own) and less the carrier's own lists. After joining,
 * after the first turn and after everything that people do for thirty turns it must lie within the
 * formula; and no later turn may leave it larger than one of the first did.
 *
 *     footprint [PHONES]    (2,000)
 */
#include "carrier.h"

#include <malloc.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "jinbang/footprint.h"
#include "jinbang/plan.h"

enum {
    PHONES = 2000,
    PHONES_MAX = 20000,
    TURNS = 32,
    TURNS_FIRST = 12, /* by then every buffer has held what it has to, and names were forgotten */
    NAME_BYTES = 24,
    /* What commits are gathered in, of the store: two buffers that change places; a reveal's scores
     * are the most that goes into one. */
    ASIDE = 32 * 1024,
    ASIDE_A_PHONE = 2 * 2 * 28,
    /* In the turns that follow: less than a byte for each phone and turn would be. */
    GROWTH = 4 * 1024
};

typedef struct world {
    carrier c;
    carrier_room *room;
    uint32_t phones;
    uint32_t joined;
    jb_session *line;
    char (*token)[CARRIER_TOKEN_SIZE];
    uint32_t turn;
    size_t before; /* of the heap, without the contest */
    size_t plan;   /* what a loaded plan takes */
    int failed;
} world;

static size_t heap(const carrier *c)
{
    struct mallinfo2 info = mallinfo2();
    size_t own = 0;

    for (uint32_t i = 0; i < JB_CHANNELS_MAX; i++) {
        own +=
            c->channels && c->channels[i] ? malloc_usable_size(c->channels[i]) + sizeof(size_t) : 0;
    }
    return info.uordblks + info.hblkhd - own - (size_t)sqlite3_memory_used();
}

static char *rules_of(uint32_t players_max)
{
    jb_buffer text;
    char part[128];
    jb_buffer_init(&text, 0);
    (void)snprintf(part, sizeof part, "{'title':{'en':'T'},'players_max':%u,'rounds':[",
                   players_max);
    jb_buffer_append_text(&text, part);
    for (int i = 1; i <= TURNS; i++) {
        (void)snprintf(part, sizeof part,
                       "%s{'format':'everyone','questions':{'bank':'b','ids':['q%d']},"
                       "'seconds':600}",
                       i > 1 ? "," : "", i + 1);
        jb_buffer_append_text(&text, part);
    }
    jb_buffer_append_text(&text, "]}");
    return text.bytes;
}

static size_t formula(const world *w)
{
    const jb_footprint of = { .players_max = w->phones + w->phones / 4,
                              .turns = TURNS,
                              .joined = w->joined,
                              .name_bytes = NAME_BYTES,
                              .frame_bytes = w->c.frame_max + JB_FRAME_HEADROOM,
                              .plan_bytes = w->plan };

    /* The clients of all lines were made with the arena, before the first look. */
    return jb_footprint_contest(&of) + ASIDE + (size_t)w->phones * ASIDE_A_PHONE;
}

/* Returns what the contest takes now. */
static size_t look(world *w, const char *when)
{
    carrier_settle(&w->c);
    const size_t most = formula(w);
    const size_t taken = heap(&w->c) - w->before;
    const bool good = taken <= most;
    (void)printf("%-28s %9zu of %9zu bytes at most%s\n", when, taken, most,
                 good ? "" : "  TOO MANY");
    w->failed += !good;
    return taken;
}

static void join(world *w, uint32_t i)
{
    w->line[i] = carrier_connect(&w->c);
    carrier_say(&w->c, w->line[i], "{'type':'hello','role':'player','code':'%s','name':'Phone %u'}",
                w->room->code, w->joined++);
}

static void note_tokens(world *w)
{
    carrier_settle(&w->c);
    for (uint32_t i = 0; i < w->phones; i++) {
        const carrier_line *line = carrier_line_of(&w->c, w->line[i]);
        (void)snprintf(w->token[i], sizeof w->token[i], "%s", line->token);
    }
}

static void everybody_joins(world *w)
{
    for (uint32_t i = 0; i < w->phones; i++) {
        join(w, i);
    }
    note_tokens(w);
    carrier_wait(&w->c, 2000);
}

static void everybody_comes_back(world *w)
{
    for (uint32_t i = 0; i < w->phones; i++) {
        carrier_hang_up(&w->c, w->line[i]);
    }
    for (uint32_t i = 0; i < w->phones; i++) {
        w->line[i] = carrier_connect(&w->c);
        carrier_say(&w->c, w->line[i], "{'type':'hello','role':'player','code':'%s','token':'%s'}",
                    w->room->code, w->token[i]);
    }
    carrier_settle(&w->c);
}

/* What hosts do beside asking. */
static void host_is_busy(world *w)
{
    for (uint32_t i = 0; i < w->phones / 2; i++) {
        const carrier_line *line = carrier_line_of(&w->c, w->line[2 * i]);
        carrier_say(&w->c, w->room->host,
                    "{'type':'do','action':'rename','player':%u,'name':'Somebody else %02u.%05u'}",
                    line->number, w->turn, i);
    }
    carrier_say(&w->c, w->room->host, "{'type':'do','action':'message','text':'Turn %u'}", w->turn);
    carrier_wait(&w->c, 3000); /* rosters, tallies, notes of the clock */
}

/* Somebody is removed, and in again. */
static void somebody_goes(world *w)
{
    const carrier_line *line = carrier_line_of(&w->c, w->line[w->turn]);
    carrier_say(&w->c, w->room->host, "{'type':'do','action':'kick','player':%u}", line->number);
    carrier_settle(&w->c);
    carrier_do(&w->c, w->room, "undo");
}

static void play_turn(world *w)
{
    carrier_do(&w->c, w->room, "next");
    w->turn++;
    for (uint32_t i = 0; i + 1 < w->phones; i++) {
        carrier_say(&w->c, w->line[i], "{'type':'answer','turn':%u,'answer':%s}", w->turn,
                    i % 3 ? "true" : "false");
        carrier_say(&w->c, w->line[i], "{'type':'ping','t0':%u}", i);
    }
    host_is_busy(w);
    somebody_goes(w);
    if (w->turn % 2 == 0) { /* one commit more, so that each of the store's buffers has its turn */
        carrier_say(&w->c, w->room->host, "{'type':'do','action':'admit','on':true}");
        carrier_settle(&w->c);
    }
    for (int step = 0; step < 3; step++) { /* locked, revealed, standings */
        carrier_do(&w->c, w->room, "next");
        carrier_wait(&w->c, 1000);
    }
    everybody_comes_back(w);
}

/* The most that was taken after any of these turns. */
static size_t play_until(world *w, uint32_t turn)
{
    size_t most = 0;
    while (w->turn < turn) {
        play_turn(w);
        const size_t taken = heap(&w->c) - w->before;
        most = taken > most ? taken : most;
    }
    return most;
}

static void open_world(world *w)
{
    jb_plan *plan = NULL;
    char *rules = rules_of(w->phones + w->phones / 4);
    carrier_open(&w->c, 2 * w->phones + 8, 2);
    /* The first room is one of others: what SQLite and the arena make once is made by it. */
    (void)carrier_room_of(&w->c, carrier_people);
    w->before = heap(&w->c);
    w->room = carrier_room_of(&w->c, rules);
    const size_t with = heap(&w->c);
    if (jb_plan_load(jb_buffer_slice(&w->c.last_plan), &plan) != JB_OK) {
        exit(1);
    }
    w->plan = heap(&w->c) - with;
    jb_plan_destroy(plan);
    free(rules);
}

int main(int argc, char **argv)
{
    unsigned long phones = argc == 2 ? strtoul(argv[1], NULL, 10) : PHONES;
    if (phones < 2 * TURNS || phones > PHONES_MAX - PHONES_MAX / 5) {
        (void)fprintf(stderr, "usage: footprint [PHONES]\n");
        return 2;
    }
    world w = { .phones = (uint32_t)phones };
    w.line = calloc(phones, sizeof *w.line);
    w.token = calloc(phones, sizeof *w.token);
    if (!w.line || !w.token) {
        return 1;
    }
    open_world(&w);
    (void)look(&w, "opened");
    everybody_joins(&w);
    (void)look(&w, "joined");
    const size_t first = play_until(&w, TURNS_FIRST);
    (void)look(&w, "after the first turns");
    const size_t last = play_until(&w, TURNS - 1);
    (void)look(&w, "after all turns");
    if (last > first + GROWTH) {
        (void)printf("it has grown by %zu bytes\n", last - first);
        w.failed++;
    }
    const bool refused = w.c.errors > 0;
    carrier_close(&w.c);
    free(w.line);
    free(w.token);
    return w.failed > 0 || refused ? 1 : 0;
}
