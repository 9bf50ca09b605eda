/* Requests about how a contest goes, see watch.h. */
#include "watch.h"

#include <stdlib.h>
#include <string.h>

static void destroy(void *own)
{
    jb_watch *watch = own;
    free(watch->briefs);
    free(watch->prizes);
    free(watch->title_ends);
    free(watch->label_ends);
    jb_buffer_finish(&watch->titles);
    jb_buffer_finish(&watch->labels);
    jb_buffer_finish(&watch->text);
    free(watch);
}

static void look(jb_watch *watch, const jb_scene *scene, const jb_plan *plan)
{
    watch->looked = true;
    watch->window = plan->rules.window != NULL;
    watch->phase = jb_engine_look(scene->engine)->phase;
    watch->look(watch, scene, plan);
}

/* On the writer's thread: by now everything that the look has seen is on disk, or never will be. */
static void be_durable(jb_db *db, jb_call *call)
{
    (void)db;
    (void)call;
}

static void go_to_clerk(jb_call *call)
{
    const jb_watch *watch = call->own;
    if (call->status == 200 && jb_store_failed(call->server->store, NULL)) {
        jb_call_failed(call, JB_ERR_IO, "The disk refuses; resume a contest first.");
    }
    call->again = call->status == 200;
    call->work = watch->work;
    call->clerk = true;
}

jb_watch *jb_watch_team(jb_call *call, jb_watch_look how, uint32_t team)
{
    jb_scene scene;
    const jb_plan *plan = NULL;
    jb_watch *watch = calloc(1, sizeof *watch);
    if (!watch) {
        call->work = NULL;
        jb_call_failed(call, JB_ERR_MEMORY, NULL);
        return NULL;
    }
    call->own = watch;
    call->own_destroy = destroy;
    *watch = (jb_watch){ .call = call, .look = how, .team = team };
    jb_buffer_init(&watch->titles, 0);
    jb_buffer_init(&watch->labels, 0);
    jb_buffer_init(&watch->text, 0);
    if (jb_arena_look(call->server->arena, call->id, team == 0, &scene, &plan)) {
        look(watch, &scene, plan);
        watch->work = call->work;
        call->work = be_durable;
        call->next = go_to_clerk;
        call->clerk = false;
    }
    return watch;
}

jb_watch *jb_watch_begin(jb_call *call, jb_watch_look how)
{
    return jb_watch_team(call, how, 0);
}

static bool note_contest(void *user, const jb_contest_row *row)
{
    jb_watch *watch = user;
    watch->contest = row->contest;
    watch->finished_at = row->finished_at;
    return false;
}

/* What is in no arena: its log is replayed. */
static jb_status look_back(jb_db *db, jb_watch *watch, jb_buffer *why)
{
    jb_server *server = watch->call->server;
    jb_status status = jb_standing_read(db, watch->call->id, &server->standing, why);
    if (status == JB_OK) {
        look(watch, jb_standing_scene(server->standing), jb_standing_plan(server->standing));
    }
    return status;
}

bool jb_watch_read(jb_db *db, jb_call *call)
{
    jb_watch *watch = call->own;
    jb_buffer why;
    jb_buffer_init(&why, 0);
    jb_status status = jb_db_contest_get(db, call->id, note_contest, watch);
    if (status == JB_OK && !watch->looked) {
        status = look_back(db, watch, &why);
    }
    if (status == JB_OK && (watch->failed || watch->text.failed)) {
        status = JB_ERR_MEMORY;
    }
    if (status != JB_OK) {
        jb_call_failed(call, status, why.size > 0 ? jb_buffer_text(&why) : jb_db_why(db));
    }
    jb_buffer_finish(&why);
    return status == JB_OK;
}

/* ---- what looks note ---- */

void jb_watch_people(jb_watch *watch, const jb_scene *scene)
{
    uint32_t count = jb_engine_look(scene->engine)->joined;
    watch->briefs = calloc((size_t)count + 1, sizeof *watch->briefs);
    watch->failed = watch->failed || !watch->briefs;
    for (uint32_t i = 0; i < count && watch->briefs; i++) {
        const jb_paper *paper = jb_engine_paper(scene->engine, i + 1);
        bool in = jb_engine_player(scene->engine, i + 1)->status == JB_PLAYER_IN;
        watch->briefs[i].gone = !in;
        if (paper) {
            watch->briefs[i].state = (uint8_t)paper->state;
            watch->briefs[i].took_part = paper->papers > 0;
        }
    }
    watch->brief_count = watch->briefs ? count : 0;
}

jb_brief jb_watch_brief(const jb_watch *watch, uint32_t player)
{
    return player > 0 && player <= watch->brief_count ? watch->briefs[player - 1]
                                                      : (jb_brief){ .state = JB_PAPER_NONE };
}

static uint32_t count_winners(const jb_scene *scene, uint32_t draws)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < draws; i++) {
        const jb_lottery *lottery = jb_engine_lottery(scene->engine, i);
        count += lottery && lottery->drawn ? lottery->winner_count : 0;
    }
    return count;
}

static void add_prize(jb_watch *watch, const jb_scene *scene, const jb_prize *prize, jb_slice title)
{
    uint32_t at = watch->prize_count++;
    jb_prize *made = &watch->prizes[at];
    *made = *prize;
    made->unit = prize->team ? prize->number : jb_engine_player(scene->engine, prize->number)->team;
    jb_buffer_append(&watch->titles, title.bytes, title.size);
    watch->title_ends[at] = watch->titles.size;
    if (made->unit > 0) {
        jb_slice label = scene->team_labels[made->unit - 1];
        jb_buffer_append(&watch->labels, label.bytes, label.size);
    }
    watch->label_ends[at] = watch->labels.size;
}

static void add_awards(jb_watch *watch, const jb_scene *scene, const jb_plan *plan,
                       const jb_awarded *won, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const jb_award_rules *rules = &plan->rules.awards[won[i].award];
        const jb_prize prize = { .index = won[i].award,
                                 .team = rules->team,
                                 .number = won[i].number,
                                 .rank = won[i].rank,
                                 .has_score = rules->by == JB_AWARD_BY_SCORE,
                                 .score = won[i].value };
        add_prize(watch, scene, &prize, plan->awards[won[i].award].title);
    }
}

static void add_winners(jb_watch *watch, const jb_scene *scene, const jb_plan *plan)
{
    for (uint32_t i = 0; i < plan->rules.lottery_count; i++) {
        const jb_lottery *lottery = jb_engine_lottery(scene->engine, i);
        for (uint32_t k = 0; lottery && lottery->drawn && k < lottery->winner_count; k++) {
            const jb_prize prize = {
                .lottery = true, .index = i, .number = lottery->winners[k], .rank = k + 1
            };
            add_prize(watch, scene, &prize, plan->lottery_titles[i]);
        }
    }
}

void jb_watch_prizes(jb_watch *watch, const jb_scene *scene, const jb_plan *plan)
{
    uint32_t awards = jb_engine_awards(scene->engine, NULL, 0);
    uint32_t count = awards + count_winners(scene, plan->rules.lottery_count);
    jb_awarded *won = calloc((size_t)awards + 1, sizeof *won);
    watch->prizes = calloc((size_t)count + 1, sizeof *watch->prizes);
    watch->title_ends = calloc((size_t)count + 1, sizeof *watch->title_ends);
    watch->label_ends = calloc((size_t)count + 1, sizeof *watch->label_ends);
    if (won && watch->prizes && watch->title_ends && watch->label_ends) {
        (void)jb_engine_awards(scene->engine, won, awards);
        add_awards(watch, scene, plan, won, awards);
        add_winners(watch, scene, plan);
    } else {
        watch->failed = true;
    }
    watch->failed = watch->failed || watch->titles.failed || watch->labels.failed;
    free(won);
}

static jb_slice part(const jb_buffer *buffer, const size_t *ends, uint32_t index)
{
    size_t from = index > 0 ? ends[index - 1] : 0;
    return (jb_slice){ .bytes = jb_buffer_text(buffer) + from, .size = ends[index] - from };
}

jb_slice jb_watch_title(const jb_watch *watch, uint32_t prize)
{
    return part(&watch->titles, watch->title_ends, prize);
}

jb_slice jb_watch_label(const jb_watch *watch, uint32_t prize)
{
    return part(&watch->labels, watch->label_ends, prize);
}
