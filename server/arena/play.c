/*
 * The parts of a window contest and of lotteries that are lists and texts: hours, what the log says
 * of a lottery, titles and winners for the views.
 */
#include <stdlib.h>
#include <string.h>

#include "arena_internal.h"

enum {
    HOUR_MS = 60 * 60 * 1000,
    HOURS_FIRST = 64
};

/* ---- hours ---- */

void jb_hours_count(jb_hours *hours, jb_time at)
{
    jb_time from = at - at % HOUR_MS;
    if (hours->count > 0 && hours->list[hours->count - 1].from >= from) {
        hours->list[hours->count - 1].papers++;
        return;
    }
    if (hours->count == hours->capacity) {
        uint32_t capacity = hours->capacity ? hours->capacity * 2 : HOURS_FIRST;
        jb_hour *list = realloc(hours->list, capacity * sizeof *list);
        if (!list) {
            return;
        }
        hours->list = list;
        hours->capacity = capacity;
    }
    hours->list[hours->count++] = (jb_hour){ .from = from, .papers = 1 };
}

void jb_hours_finish(jb_hours *hours)
{
    free(hours->list);
    *hours = (jb_hours){ 0 };
}

/* ---- lotteries ---- */

void jb_lottery_logs_finish(jb_lottery_log *logs, uint32_t count)
{
    for (uint32_t i = 0; i < count && logs; i++) {
        free(logs[i].source);
        free(logs[i].number);
    }
    free(logs);
}

static char *copy_text(jb_slice text)
{
    char *copy = malloc(text.size + 1);
    if (copy) {
        memcpy(copy, text.bytes, text.size);
        copy[text.size] = '\0';
    }
    return copy;
}

void jb_lottery_logs_note(jb_lottery_log *logs, const jb_event *event)
{
    if (event->type == JB_EVENT_ANNOUNCED) {
        free(logs[event->draw].source);
        logs[event->draw].source = copy_text(event->text);
    } else if (event->type == JB_EVENT_DRAWN) {
        free(logs[event->draw].number);
        logs[event->draw].number = copy_text(event->text);
    }
}

/* ---- as a whole ---- */

jb_status jb_play_create(jb_contest *contest)
{
    const jb_plan *plan = contest->plan;
    const jb_rules *rules = &plan->rules;
    if (!rules->window && rules->lottery_count == 0) {
        return JB_OK;
    }
    jb_play *play = calloc(1, sizeof *play);
    contest->play = play;
    if (!play) {
        return JB_ERR_MEMORY;
    }
    play->award_titles = calloc(plan->award_count + 1, sizeof *play->award_titles);
    play->logs = calloc(rules->lottery_count + 1, sizeof *play->logs);
    play->notes = calloc(rules->lottery_count + 1, sizeof *play->notes);
    if (!play->award_titles || !play->logs || !play->notes) {
        return JB_ERR_MEMORY;
    }
    for (uint32_t i = 0; i < plan->award_count; i++) {
        play->award_titles[i] = plan->awards[i].title;
    }
    play->extra = (jb_extra){ .time_zone = plan->time_zone,
                              .award_titles = play->award_titles,
                              .lottery_titles = plan->lottery_titles,
                              .lotteries = play->notes };
    return JB_OK;
}

void jb_play_destroy(jb_contest *contest)
{
    jb_play *play = contest->play;
    if (!play) {
        return;
    }
    jb_codes_finish(&play->codes);
    jb_hours_finish(&play->hours);
    jb_lottery_logs_finish(play->logs, contest->plan->rules.lottery_count);
    free(play->award_titles);
    free(play->notes);
    free(play->awards);
    free(play);
    contest->play = NULL;
}

static jb_slice text_of(const char *text)
{
    return jb_slice_of(text ? text : "");
}

const jb_extra *jb_play_extra(const jb_contest *contest)
{
    jb_play *play = contest->play;
    for (uint32_t i = 0; i < contest->plan->rules.lottery_count; i++) {
        const jb_lottery_log *log = &play->logs[i];
        play->notes[i] =
            (jb_lottery_note){ .source = text_of(log->source),
                               .number = text_of(log->number),
                               .commitment = log->commitment[0] ? log->commitment : NULL,
                               .entry = log->entry };
    }
    play->extra.hours = play->hours.list;
    play->extra.hour_count = play->hours.count;
    return &play->extra;
}

void jb_play_rank(jb_contest *contest, jb_time now)
{
    jb_play *play = contest->play;
    jb_engine_rank(contest->engine);
    play->ranked_at = now;
    free(play->awards);
    play->awards = NULL;
    play->extra.awards = NULL;
    play->extra.award_count = 0;
    if (jb_engine_look(contest->engine)->phase != JB_PHASE_FINISHED) {
        return;
    }
    uint32_t count = jb_engine_awards(contest->engine, NULL, 0);
    play->awards = calloc(count + 1, sizeof *play->awards);
    if (play->awards) {
        play->extra.awards = play->awards;
        play->extra.award_count = jb_engine_awards(contest->engine, play->awards, count);
    }
}
