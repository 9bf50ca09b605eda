/*
 * What every operation costs with N phones: the real engine, protocol, arena and store over a
 * carrier that throws the frames away, on virtual time, so that the same N always does the same.
 *
 *     scale N            each operation once, in order; a line with its name, what its cost may
 *                        grow with, and its CPU time
 *
 * measure() is entered once for each operation, so that a counter of instructions can tell them
 * apart: check.sh runs this twice, with N and 4N, and compares the counts.
 */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
    PHONES_MAX = 20000,
    ROOM_PHONES = 8,   /* of the many small rooms */
    PHONES_A_ROOM = 64 /* one such room for so many of N */
};

/* Phone i of all has its moment; in between the server's timers run. */
void moment(world *w, uint32_t i, uint32_t of)
{
    jb_time before = (jb_time)i * WINDOW_MS / of;
    jb_time after = ((jb_time)i + 1) * WINDOW_MS / of;
    if (after > before) {
        carrier_wait(&w->c, after - before);
    }
}

static void note_tokens(world *w)
{
    for (uint32_t i = 0; i < w->phones; i++) {
        const carrier_line *line = carrier_line_of(&w->c, w->line[i]);
        w->number[i] = line->number;
        (void)snprintf(w->token[i], sizeof w->token[i], "%s", line->token);
    }
}

static void join(world *w)
{
    for (uint32_t i = 0; i < w->phones; i++) {
        w->line[i] = carrier_connect(&w->c);
        carrier_say(&w->c, w->line[i],
                    "{'type':'hello','role':'player','code':'%s','name':'Phone %u'}", w->room->code,
                    i);
        moment(w, i, w->phones);
    }
    carrier_settle(&w->c);
    note_tokens(w);
}

static void ping(world *w)
{
    for (uint32_t i = 0; i < w->phones; i++) {
        carrier_say(&w->c, w->line[i], "{'type':'ping','t0':%u}", i);
        moment(w, i, w->phones);
    }
    carrier_settle(&w->c);
}

static void next(world *w)
{
    carrier_do(&w->c, w->room, "next");
    carrier_wait(&w->c, 100);
}

static void open_question(world *w)
{
    next(w);
    w->turn++;
}

static void answer(world *w)
{
    /* One does not, so that the question stays open. */
    for (uint32_t i = 1; i < w->phones; i++) {
        carrier_say(&w->c, w->line[i], "{'type':'answer','turn':%u,'answer':'%s'}", w->turn,
                    i % 3 ? "a" : "b");
        moment(w, i, w->phones);
    }
    carrier_settle(&w->c);
}

static void rename_some(world *w)
{
    for (uint32_t i = 0; i < w->phones / 4; i++) {
        carrier_say(&w->c, w->room->host,
                    "{'type':'do','action':'rename','player':%u,'name':'Renamed %u'}", w->number[i],
                    i);
        moment(w, i, w->phones / 4);
    }
    carrier_settle(&w->c);
}

static void kick_some(world *w)
{
    for (uint32_t i = 0; i < w->phones / 4; i++) {
        carrier_say(&w->c, w->room->host, "{'type':'do','action':'kick','player':%u}",
                    w->number[w->phones - 1 - i]);
        moment(w, i, w->phones / 4);
    }
    carrier_settle(&w->c);
    for (uint32_t i = 0; i < w->phones / 4; i++) {
        carrier_hang_up(&w->c, w->line[w->phones - 1 - i]);
    }
    w->phones -= w->phones / 4;
    carrier_wait(&w->c, WINDOW_MS);
}

static void hang_up(world *w)
{
    for (uint32_t i = 0; i < w->phones; i++) {
        carrier_hang_up(&w->c, w->line[i]);
    }
    carrier_wait(&w->c, WINDOW_MS);
}

static void come_back(world *w)
{
    for (uint32_t i = 0; i < w->phones; i++) {
        w->line[i] = carrier_connect(&w->c);
        carrier_say(&w->c, w->line[i], "{'type':'hello','role':'player','code':'%s','token':'%s'}",
                    w->room->code, w->token[i]);
        moment(w, i, w->phones);
    }
    carrier_settle(&w->c);
}

/* A second connection of each phone takes over from the first. */
static void take_over(world *w)
{
    for (uint32_t i = 0; i < w->phones; i++) {
        jb_session before = w->line[i];
        w->line[i] = carrier_connect(&w->c);
        carrier_say(&w->c, w->line[i], "{'type':'hello','role':'player','code':'%s','token':'%s'}",
                    w->room->code, w->token[i]);
        carrier_hang_up(&w->c, before);
        moment(w, i, w->phones);
    }
    carrier_settle(&w->c);
}

static void undo(world *w)
{
    carrier_do(&w->c, w->room, "undo");
    carrier_wait(&w->c, 100);
}

static void void_turn(world *w)
{
    carrier_say(&w->c, w->room->host, "{'type':'do','action':'void','turn':1}");
    carrier_settle(&w->c);
    carrier_wait(&w->c, 100);
}

static void crash(world *w)
{
    carrier_restart(&w->c);
}

static void resume(world *w)
{
    carrier_do(&w->c, w->room, "take");
    carrier_do(&w->c, w->room, "resume");
}

static void finish(world *w)
{
    carrier_do(&w->c, w->room, "finish");
    carrier_settle(&w->c);
}

/* In a room of their own: nothing but their numbers tells them apart. */
static void join_as_one(world *w)
{
    const carrier_room *room = carrier_room_open(&w->c);
    for (uint32_t i = 0; i < w->phones / 4; i++) {
        carrier_say(&w->c, carrier_connect(&w->c),
                    "{'type':'hello','role':'player','code':'%s','name':'Li Ming'}", room->code);
        moment(w, i, w->phones / 4);
    }
    carrier_settle(&w->c);
}

static void rooms(world *w)
{
    uint32_t count = w->phones / PHONES_A_ROOM;
    for (uint32_t i = 0; i < count; i++) {
        const carrier_room *room = carrier_room_open(&w->c);
        for (uint32_t k = 0; k < ROOM_PHONES; k++) {
            carrier_say(&w->c, carrier_connect(&w->c),
                        "{'type':'hello','role':'player','code':'%s','name':'Guest %u'}",
                        room->code, k);
        }
        carrier_settle(&w->c);
    }
}

/* One of the small rooms plays a question while the others wait. */
static void one_room(world *w)
{
    carrier_room *room = &w->c.rooms[w->c.room_count - 1];
    for (int step = 0; step < 4; step++) {
        carrier_do(&w->c, room, "next");
    }
}

static const operation operations[] = {
    { "join", WITH_PHONES, join },           { "ping", WITH_PHONES, ping },
    { "open", WITH_PHONES, open_question },  { "answer", WITH_PHONES, answer },
    { "close", WITH_PHONES, next },          { "undo-close", WITH_PHONES, undo },
    { "close-again", WITH_PHONES, next },    { "reveal", WITH_PHONES, next },
    { "standings", WITH_PHONES, next },      { "void-a-turn", WITH_PHONES, void_turn },
    { "rename", WITH_PHONES, rename_some },  { "open-second", WITH_PHONES, open_question },
    { "hang-up", WITH_PHONES, hang_up },     { "come-back", WITH_PHONES, come_back },
    { "take-over", WITH_PHONES, take_over }, { "kick", WITH_PHONES, kick_some },
    { "crash", WITH_PHONES, crash },         { "come-back-after-crash", WITH_PHONES, come_back },
    { "resume", WITH_PHONES, resume },       { "finish", WITH_PHONES, finish },
    { "leave", WITH_PHONES, hang_up },       { "join-as-one", WITH_PHONES, join_as_one },
    { "small-rooms", WITH_PHONES, rooms },   { "one-small-room", WITH_NOTHING, one_room },
};

/* The one function in which instructions are counted. */
__attribute__((noinline)) void measure(const operation *what, world *w);

void measure(const operation *what, world *w)
{
    what->run(w);
}

static double cpu_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void play(world *w, const operation *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        double before = cpu_ms();
        uint64_t frames = w->c.frames;
        measure(&list[i], w);
        (void)printf("%-22s %-7s %8.2f ms %8llu frames\n", list[i].name,
                     list[i].growth == WITH_PHONES ? "phones" : "nothing", cpu_ms() - before,
                     (unsigned long long)(w->c.frames - frames));
    }
}

int main(int argc, char **argv)
{
    unsigned long phones = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
    if (phones < PHONES_A_ROOM || phones > PHONES_MAX) {
        (void)fprintf(stderr, "usage: scale N    (%d to %d phones)\n", PHONES_A_ROOM, PHONES_MAX);
        return 2;
    }
    world w = { .phones = (uint32_t)phones };
    uint32_t rooms_max = 5 + w.phones / PHONES_A_ROOM;
    carrier_open(&w.c, 4 * w.phones + rooms_max * (ROOM_PHONES + 4), rooms_max);
    w.line = calloc(phones, sizeof *w.line);
    w.token = calloc(phones, sizeof *w.token);
    w.number = calloc(phones, sizeof *w.number);
    if (!w.line || !w.token || !w.number) {
        return 1;
    }
    w.room = carrier_room_open(&w.c);
    play(&w, operations, sizeof operations / sizeof *operations);
    play(&w, other_operations, other_operation_count);
    uint64_t errors = w.c.errors;
    carrier_close(&w.c);
    free(w.line);
    free(w.token);
    free(w.number);
    free(w.guests);
    if (errors > 0) {
        (void)fprintf(stderr, "%llu refusals\n", (unsigned long long)errors);
    }
    return errors > 0 ? 1 : 0;
}
