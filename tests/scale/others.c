/*
 * Operations of contests of other kinds than scale.c plays, with half of its phones each: a
 * door where everybody waits to be let in, teams of people, a stage before a full hall, and what is
 * made of a contest's log: corrections, the results, and the files they are given away as.
 */
#include <stdio.h>
#include <stdlib.h>

#include "jinbang/export.h"
#include "world.h"

static const char rules_door[] =
    "{'title':{'en':'T'},'players_max':20000,'approve':true,'rounds':[{'format':'everyone',"
    "'questions':{'bank':'b','ids':['q1']},'seconds':600}]}";

static const char rules_teams[] =
    "{'title':{'en':'T'},'players_max':20000,'teams':[{'name':{'en':'A'}},{'name':{'en':'B'}}],"
    "'rounds':[{'format':'everyone','questions':{'bank':'b','ids':['q1','q2']},'seconds':600}]}";

static const char rules_stage[] =
    "{'title':{'en':'T'},'players_max':20000,'seats':'teams','teams':[{'name':{'en':'A'}},"
    "{'name':{'en':'B'}}],'rounds':[{'format':'buzzer','questions':{'bank':'b','ids':['q1','q2']},"
    "'buzz_seconds':600,'seconds':600}]}";

static void open_room(world *w, const char *rules)
{
    w->other = carrier_room_of(&w->c, rules);
    w->guest_count = w->phones / 2;
    w->guests = realloc(w->guests, w->guest_count * sizeof *w->guests);
    if (!w->guests) {
        exit(1);
    }
}

static void everybody_knocks(world *w, bool teams)
{
    for (uint32_t i = 0; i < w->guest_count; i++) {
        w->guests[i] = carrier_connect(&w->c);
        carrier_say(&w->c, w->guests[i],
                    "{'type':'hello','role':'player','code':'%s','name':'Guest %u'%s}",
                    w->other->code, i,
                    !teams  ? ""
                    : i % 2 ? ",'team':'A'"
                            : ",'team':'B'");
        moment(w, i, w->guest_count);
    }
    carrier_settle(&w->c);
}

static void everybody_answers(world *w)
{
    for (uint32_t i = 1; i < w->guest_count; i++) {
        carrier_say(&w->c, w->guests[i], "{'type':'answer','turn':1,'answer':'%s'}",
                    i % 3 ? "a" : "b");
        moment(w, i, w->guest_count);
    }
    carrier_settle(&w->c);
}

static void next(world *w)
{
    carrier_do(&w->c, w->other, "next");
    carrier_wait(&w->c, 100);
}

static void do_with(world *w, const char *rest)
{
    carrier_say(&w->c, w->other->host, "{'type':'do','action':%s}", rest);
    carrier_settle(&w->c);
    carrier_wait(&w->c, 100);
}

static void leave(world *w)
{
    for (uint32_t i = 0; i < w->guest_count; i++) {
        carrier_hang_up(&w->c, w->guests[i]);
        moment(w, i, w->guest_count);
    }
    carrier_wait(&w->c, WINDOW_MS);
}

/* ---- the door ---- */

static void open_door(world *w)
{
    open_room(w, rules_door);
}

static void wait_outside(world *w)
{
    everybody_knocks(w, false);
}

static void let_in(world *w)
{
    do_with(w, "'let','on':true");
}

/* ---- teams of people ---- */

static void open_teams(world *w)
{
    open_room(w, rules_teams);
}

static void join_teams(world *w)
{
    everybody_knocks(w, true);
}

/* Everybody is shown the ranking anew that one of them is in again. */
static void kick_and_undo(world *w)
{
    char kick[64];
    jb_session one = w->guests[w->guest_count / 2];
    (void)snprintf(kick, sizeof kick, "'kick','player':%u", carrier_line_of(&w->c, one)->number);
    do_with(w, kick);
    do_with(w, "'undo'");
}

static void accept_another(world *w)
{
    do_with(w, "'accept','turn':1,'answer':'b'");
}

static void adjust(world *w)
{
    do_with(w, "'adjust','seat':1,'points':5,'reason':'r'");
}

static void finish(world *w)
{
    do_with(w, "'finish'");
    carrier_settle(&w->c); /* the store makes the results when the end is on disk */
    carrier_settle(&w->c);
}

typedef struct exporting {
    jb_db *db;
    bool good;
} exporting;

static bool write_all(const jb_plan *plan, const jb_results *results, const jb_contest_row *row)
{
    bool good = true;
    for (jb_export_format format = 0; format < JB_EXPORT_XLSX; format++) {
        const jb_export from = {
            .results = results, .plan = plan, .id = row->id, .code = row->code, .answers = true
        };
        jb_buffer out;
        jb_buffer_init(&out, JB_EXPORT_BYTES_MAX);
        good = jb_export_write(&from, format, &out, NULL) == JB_OK && out.size > 0 && good;
        jb_buffer_finish(&out);
    }
    return good;
}

static bool export_row(void *user, const jb_contest_row *row)
{
    exporting *e = user;
    jb_plan *plan = NULL;
    jb_results *results = NULL;
    e->good = jb_plan_load(jb_slice_of(row->plan), &plan) == JB_OK &&
              jb_results_build_to(e->db, row, &plan->rules, JB_RESULTS_ANSWERS, &results, NULL) ==
                  JB_OK &&
              write_all(plan, results, row);
    jb_results_destroy(results);
    jb_plan_destroy(plan);
    return true;
}

static void export_results(world *w)
{
    const jb_db_options options = { .directory = w->c.directory, .mode = JB_DB_READ };
    exporting e = { .good = false };
    if (jb_db_open(&options, &e.db, NULL) != JB_OK ||
        jb_db_contest_get(e.db, w->other->id, export_row, &e) != JB_OK || !e.good) {
        (void)fprintf(stderr, "no results\n");
        exit(1);
    }
    jb_db_close(e.db);
}

/* ---- a stage, and a hall ---- */

static void open_stage(world *w)
{
    open_room(w, rules_stage);
}

static void join_hall(world *w)
{
    for (int i = 0; i < 2; i++) {
        w->team[i] = carrier_connect(&w->c);
        carrier_say(&w->c, w->team[i],
                    "{'type':'hello','role':'player','code':'%s','name':'Team','team':'%s'}",
                    w->other->code, i ? "A" : "B");
    }
    everybody_knocks(w, false);
}

static void buzz(world *w)
{
    for (int i = 0; i < 2; i++) {
        carrier_say(&w->c, w->team[i], "{'type':'buzz','turn':1}");
    }
    carrier_settle(&w->c);
    carrier_wait(&w->c, WINDOW_MS);
}

static void rule(world *w)
{
    do_with(w, "'verdict','is':'right'");
}

static void undo(world *w)
{
    do_with(w, "'undo'");
}

const operation other_operations[] = {
    { "door-room", WITH_NOTHING, open_door },
    { "door-wait", WITH_PHONES, wait_outside },
    { "door-let-in", WITH_PHONES, let_in },
    { "door-leave", WITH_PHONES, leave },
    { "team-room", WITH_NOTHING, open_teams },
    { "team-join", WITH_PHONES, join_teams },
    { "team-open", WITH_PHONES, next },
    { "team-answer", WITH_PHONES, everybody_answers },
    { "team-close", WITH_PHONES, next },
    { "team-reveal", WITH_PHONES, next },
    { "team-undo-kick", WITH_PHONES, kick_and_undo },
    { "team-standings", WITH_PHONES, next },
    { "team-accept", WITH_PHONES, accept_another },
    { "team-adjust", WITH_PHONES, adjust },
    { "team-finish", WITH_PHONES, finish },
    { "team-export", WITH_PHONES, export_results },
    { "hall-room", WITH_NOTHING, open_stage },
    { "hall-join", WITH_PHONES, join_hall },
    { "hall-open", WITH_PHONES, next },
    { "hall-answer", WITH_PHONES, everybody_answers },
    { "hall-buzz", WITH_PHONES, buzz },
    { "hall-verdict", WITH_PHONES, rule },
    { "hall-undo-verdict", WITH_PHONES, undo },
    { "hall-verdict-again", WITH_PHONES, rule },
    { "hall-reveal", WITH_PHONES, next },
    { "hall-standings", WITH_PHONES, next },
    { "hall-finish", WITH_PHONES, finish },
    { "hall-leave", WITH_PHONES, leave },
};

const size_t other_operation_count = sizeof other_operations / sizeof *other_operations;
