/*
 * A contest replayed from its log into an engine, with the names, hours and lotteries that the
 * engine does not keep. It holds as long as the log has no further entry and nobody's name has been
 * erased.
 */
#include "standing.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/clock.h"
#include "jinbang/names.h"

enum {
    WHY_SIZE = 160,
    FIRST = 64
};

static const jb_time hour_ms = (jb_time)60 * 60 * 1000;

struct jb_standing {
    jb_contest_data data;
    jb_log_head head;
    uint32_t named; /* participants who still have a name */
    void *memory;
    jb_engine *engine;
    jb_buffer names; /* as shown, one behind the other */
    size_t *ends;    /* by player - 1 */
    uint32_t name_count, name_capacity;
    jb_hour *hours;
    uint32_t hour_count, hour_capacity;
    jb_slice *team_names, *team_labels;
    jb_slice *award_titles;
    jb_lottery_note *lotteries;
    jb_buffer *texts; /* of lotteries: source and number */
    char (*commitments)[JB_HASH_HEX_SIZE];
    jb_awarded *awards;
    jb_extra extra;
    jb_scene scene;
};

void jb_standing_destroy(jb_standing *standing)
{
    if (!standing) {
        return;
    }
    uint32_t lotteries = standing->data.plan ? standing->data.plan->rules.lottery_count : 0;
    for (uint32_t i = 0; standing->texts && i < 2 * lotteries; i++) {
        jb_buffer_finish(&standing->texts[i]);
    }
    jb_buffer_finish(&standing->names);
    free(standing->ends);
    free(standing->hours);
    free(standing->team_names);
    free(standing->team_labels);
    free(standing->award_titles);
    free(standing->lotteries);
    free(standing->texts);
    free(standing->commitments);
    free(standing->awards);
    free(standing->memory);
    jb_contest_data_finish(&standing->data);
    free(standing);
}

const jb_scene *jb_standing_scene(const jb_standing *standing)
{
    return &standing->scene;
}

const jb_plan *jb_standing_plan(const jb_standing *standing)
{
    return standing->data.plan;
}

/* ---- the log ---- */

typedef struct replay {
    jb_standing *standing;
    jb_status status;
    char why[WHY_SIZE];
} replay;

static bool count_hour(jb_standing *standing, jb_time at)
{
    jb_time from = at - at % hour_ms;
    jb_hour *last = standing->hour_count > 0 ? &standing->hours[standing->hour_count - 1] : NULL;
    if (last && last->from == from) {
        last->papers++;
        return true;
    }
    if (standing->hour_count == standing->hour_capacity) {
        uint32_t more = standing->hour_capacity == 0 ? FIRST : standing->hour_capacity * 2;
        jb_hour *hours = realloc(standing->hours, more * sizeof *hours);
        if (!hours) {
            return false;
        }
        standing->hours = hours;
        standing->hour_capacity = more;
    }
    standing->hours[standing->hour_count++] = (jb_hour){ .from = from, .papers = 1 };
    return true;
}

static void note_lottery(jb_standing *standing, const jb_log_entry *entry)
{
    const jb_event *event = entry->event;
    bool announced = event->type == JB_EVENT_ANNOUNCED;
    jb_lottery_note *note = &standing->lotteries[event->draw];
    jb_buffer *text = &standing->texts[2 * event->draw + !announced];
    jb_buffer_clear(text);
    jb_buffer_append(text, event->text.bytes, event->text.size);
    if (announced) {
        char *hex = standing->commitments[event->draw];
        jb_hex_encode(entry->hash.bytes, JB_HASH_SIZE, hex);
        note->commitment = hex;
        note->entry = entry->seq;
        note->source = jb_buffer_slice(text);
    } else {
        note->number = jb_buffer_slice(text);
    }
}

static bool replay_entry(void *user, const jb_log_entry *entry)
{
    replay *in = user;
    const jb_event *event = entry->event;
    in->status = jb_engine_apply(in->standing->engine, event);
    if (in->status != JB_OK) {
        (void)snprintf(in->why, sizeof in->why,
                       "entry %" PRIu64 " cannot follow from the entries before it", entry->seq);
        return false;
    }
    if (event->type == JB_EVENT_HANDED_IN && !count_hour(in->standing, event->at)) {
        in->status = JB_ERR_MEMORY;
    } else if (event->type == JB_EVENT_ANNOUNCED || event->type == JB_EVENT_DRAWN) {
        note_lottery(in->standing, entry);
    }
    return in->status == JB_OK;
}

static jb_status replay_log(jb_db *db, jb_standing *standing, jb_buffer *why)
{
    replay in = { .standing = standing, .status = JB_OK };
    jb_status status = jb_db_log_read(db, standing->data.contest, replay_entry, &in);
    if (in.why[0] != '\0') {
        jb_buffer_append_text(why, in.why);
    }
    return status == JB_OK ? in.status : status;
}

/* ---- people ---- */

typedef struct naming {
    jb_standing *standing;
    jb_names names;
    jb_status status;
} naming;

static bool add_name(void *user, const jb_participant_row *row)
{
    naming *in = user;
    jb_standing *standing = in->standing;
    if (row->player != standing->name_count + 1) {
        in->status = JB_ERR_CORRUPT;
        return false;
    }
    if (standing->name_count == standing->name_capacity) {
        uint32_t more = standing->name_capacity == 0 ? FIRST : standing->name_capacity * 2;
        size_t *ends = realloc(standing->ends, more * sizeof *ends);
        if (!ends) {
            in->status = JB_ERR_MEMORY;
            return false;
        }
        standing->ends = ends;
        standing->name_capacity = more;
    }
    in->status = jb_names_show(&in->names, row->name, &standing->names);
    standing->named += row->name.size > 0;
    standing->ends[standing->name_count++] = standing->names.size;
    return in->status == JB_OK;
}

static jb_status read_names(jb_db *db, jb_standing *standing)
{
    naming in = { .standing = standing, .status = JB_OK };
    jb_status status = jb_db_participant_list(db, standing->data.contest, add_name, &in);
    jb_names_finish(&in.names);
    return status == JB_OK ? in.status : status;
}

static bool count_name(void *user, const jb_participant_row *row)
{
    uint32_t *named = user;
    *named += row->name.size > 0;
    return true;
}

static jb_slice name_of(void *user, uint32_t player)
{
    const jb_standing *standing = user;
    if (player == 0 || player > standing->name_count) {
        return jb_slice_of("");
    }
    size_t from = player > 1 ? standing->ends[player - 2] : 0;
    return (jb_slice){ .bytes = jb_buffer_text(&standing->names) + from,
                       .size = standing->ends[player - 1] - from };
}

static void nobody_is_here(void *user, uint32_t player, jb_presence *presence)
{
    (void)user;
    (void)player;
    *presence = (jb_presence){ .round_trip_ms = -1, .away_since = JB_TIME_NONE };
}

/* ---- the whole ---- */

static bool take_memory(jb_standing *standing)
{
    const jb_plan *plan = standing->data.plan;
    const jb_rules *rules = &plan->rules;
    size_t size = jb_engine_size(rules);
    standing->memory = calloc(1, size);
    standing->team_names = calloc((size_t)rules->team_count + 1, sizeof(jb_slice));
    standing->team_labels = calloc((size_t)rules->team_count + 1, sizeof(jb_slice));
    standing->award_titles = calloc((size_t)plan->award_count + 1, sizeof(jb_slice));
    standing->lotteries = calloc((size_t)rules->lottery_count + 1, sizeof(jb_lottery_note));
    standing->texts = calloc(2 * (size_t)rules->lottery_count + 1, sizeof(jb_buffer));
    standing->commitments = calloc((size_t)rules->lottery_count + 1, sizeof *standing->commitments);
    if (!standing->memory || !standing->team_names || !standing->team_labels ||
        !standing->award_titles || !standing->lotteries || !standing->texts ||
        !standing->commitments) {
        return false;
    }
    for (uint32_t i = 0; i < 2 * rules->lottery_count; i++) {
        jb_buffer_init(&standing->texts[i], 0);
    }
    standing->engine = jb_engine_init(standing->memory, size, rules);
    return true;
}

/* What a look at it shows. */
static jb_status set_scene(jb_standing *standing)
{
    const jb_plan *plan = standing->data.plan;
    jb_engine_rank(standing->engine);
    uint32_t count = jb_engine_awards(standing->engine, NULL, 0);
    standing->awards = calloc((size_t)count + 1, sizeof *standing->awards);
    if (!standing->awards) {
        return JB_ERR_MEMORY;
    }
    (void)jb_engine_awards(standing->engine, standing->awards, count);
    for (uint32_t i = 0; i < plan->rules.team_count; i++) {
        standing->team_names[i] = plan->teams[i].name;
        standing->team_labels[i] = plan->teams[i].label;
    }
    for (uint32_t i = 0; i < plan->award_count; i++) {
        standing->award_titles[i] = plan->awards[i].title;
    }
    standing->extra = (jb_extra){ .time_zone = plan->time_zone,
                                  .award_titles = standing->award_titles,
                                  .lottery_titles = plan->lottery_titles,
                                  .lotteries = standing->lotteries,
                                  .awards = standing->awards,
                                  .award_count = count,
                                  .hours = standing->hours,
                                  .hour_count = standing->hour_count };
    standing->scene =
        (jb_scene){ .engine = standing->engine,
                    .texts = plan->texts,
                    .round_titles = plan->round_titles,
                    .team_names = standing->team_names,
                    .team_labels = standing->team_labels,
                    .title = plan->title,
                    .languages = plan->languages,
                    .default_language = plan->default_language,
                    .screen_languages = plan->screen_languages,
                    .id = jb_slice_of(standing->data.id),
                    .code = jb_slice_of(standing->data.code),
                    .people = { .name = name_of, .presence = nobody_is_here, .user = standing },
                    .now = jb_clock_wall_ms(),
                    .extra = &standing->extra };
    return JB_OK;
}

static jb_status build(jb_db *db, jb_standing *standing, jb_buffer *why)
{
    jb_status status = jb_db_log_head(db, standing->data.contest, &standing->head);
    if (status == JB_OK && !take_memory(standing)) {
        status = JB_ERR_MEMORY;
    }
    if (status == JB_OK) {
        status = replay_log(db, standing, why);
    }
    if (status == JB_OK) {
        status = read_names(db, standing);
    }
    return status == JB_OK ? set_scene(standing) : status;
}

/* Would reading it anew give the same? */
static jb_status is_right(jb_db *db, const jb_standing *standing, const char *id, bool *right)
{
    jb_log_head head;
    uint32_t named = 0;
    *right = false;
    if (!standing || strcmp(standing->data.id, id) != 0) {
        return JB_OK;
    }
    jb_status status = jb_db_log_head(db, standing->data.contest, &head);
    if (status == JB_OK && jb_hash_equal(&head.hash, &standing->head.hash)) {
        status = jb_db_participant_list(db, standing->data.contest, count_name, &named);
        *right = status == JB_OK && named == standing->named;
    }
    return status;
}

static jb_status read_anew(jb_db *db, const char *id, jb_standing **out, jb_buffer *why)
{
    jb_standing *standing = calloc(1, sizeof *standing);
    if (!standing) {
        return JB_ERR_MEMORY;
    }
    jb_buffer_init(&standing->names, 0);
    jb_status status = jb_contest_data_read(db, id, &standing->data);
    if (status == JB_OK) {
        status = build(db, standing, why);
    }
    if (status != JB_OK) {
        jb_standing_destroy(standing);
        return status;
    }
    *out = standing;
    return JB_OK;
}

jb_status jb_standing_read(jb_db *db, const char *id, jb_standing **kept, jb_buffer *why)
{
    bool right = false;
    jb_status status = jb_db_begin(db); /* one view of log and names */
    if (status == JB_OK) {
        status = is_right(db, *kept, id, &right);
    }
    if (status != JB_OK || !right) {
        jb_standing_destroy(*kept);
        *kept = NULL;
    }
    if (status == JB_OK && !right) {
        status = read_anew(db, id, kept, why);
    }
    jb_db_rollback(db);
    return status;
}
