/*
 * Any bytes as an entry of a log: its kind up to the first line feed, then its body. What is taken
 * is within its limits, and is written again as the very same text.
 */
/* jb:length 2048 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/db.h"
#include "jinbang/text.h"
#include "jinbang/window.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const int64_t paper_points = (int64_t)JB_PAPER_MAX * JB_POINTS_MAX;

static void check_scores(const jb_event *event)
{
    JB_ASSERT(event->score_count <= JB_SCORES_PER_EVENT);
    for (uint32_t i = 0; i < event->score_count; i++) {
        const jb_score *score = &event->scores[i];
        JB_ASSERT(score->seat >= 1 && score->seat <= JB_WINDOW_PLAYERS_MAX);
        JB_ASSERT(score->points >= -2 * paper_points && score->points <= 2 * paper_points);
        JB_ASSERT(score->elapsed_ms >= 0);
        JB_ASSERT(score->member <= JB_MEMBERS_MAX);
    }
}

static void check_event(const jb_event *event)
{
    JB_ASSERT(event->player <= JB_WINDOW_PLAYERS_MAX && event->seat <= JB_WINDOW_PLAYERS_MAX);
    JB_ASSERT(event->other <= JB_WINDOW_PLAYERS_MAX && event->team <= JB_TEAMS_MAX);
    JB_ASSERT(event->turn <= JB_TURNS_MAX && event->judge <= JB_JUDGES_MAX);
    JB_ASSERT(event->value >= -paper_points && event->value <= paper_points);
    JB_ASSERT(event->phase < JB_PHASE_COUNT && event->reason < JB_PAUSE_COUNT);
    JB_ASSERT(event->undo < JB_UNDO_COUNT && event->verdict < JB_VERDICT_COUNT);
    JB_ASSERT(event->foul < JB_FOUL_COUNT);
    JB_ASSERT(event->ms >= 0 && event->ends_at >= 0 && event->elapsed_ms >= 0);
    JB_ASSERT(event->draw < JB_LOTTERIES_MAX && event->winner_count <= JB_WINNERS_MAX);
    JB_ASSERT(event->hand_in < JB_HAND_IN_COUNT);
    JB_ASSERT(event->text.size <= JB_REASON_BYTES_MAX && jb_utf8_valid(event->text));
    check_scores(event);
}

static void check_entry(const char *kind, const char *body)
{
    static jb_event_parts parts; /* large */
    jb_event event;
    jb_buffer again;
    if (jb_event_decode(kind, 1, body, &event, &parts) != JB_OK) {
        return;
    }
    check_event(&event);
    jb_buffer_init(&again, 0);
    jb_event_encode(&event, &again);
    JB_ASSERT(strcmp(jb_buffer_text(&again), body) == 0);
    jb_buffer_finish(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = calloc(1, size + 1);
    JB_ASSERT(text != NULL);
    memcpy(text, data, size);
    char *body = strchr(text, '\n');
    if (body) {
        *body = '\0';
        check_entry(text, body + 1);
    }
    free(text);
    return 0;
}
