#ifndef JINBANG_ARENA_WINDOW_H
#define JINBANG_ARENA_WINDOW_H

#include "codes.h"
#include "jinbang/view.h"

/*
 * What the arena keeps of a window contest, and of the lotteries of any, beside the engine. Live
 * contests without lotteries have neither.
 */

/* Papers handed in, by hours; only those with any, ascending. */
typedef struct jb_hours {
    jb_hour *list;
    uint32_t count;
    uint32_t capacity;
} jb_hours;

/* One more at this time. Without memory it is not counted: the curve is to look at. */
void jb_hours_count(jb_hours *hours, jb_time at);
void jb_hours_finish(jb_hours *hours);

/* What the log says of one lottery. */
typedef struct jb_lottery_log {
    char commitment[JB_HASH_HEX_SIZE]; /* empty: not on disk, or not announced */
    uint64_t entry;
    jb_ticket ticket; /* of the announcement, until that is on disk */
    char *source;     /* NULL: not announced */
    char *number;     /* NULL: not drawn */
} jb_lottery_log;

void jb_lottery_logs_finish(jb_lottery_log *logs, uint32_t count);
/* Notes what an event says of a lottery; others are fine. */
void jb_lottery_logs_note(jb_lottery_log *logs, const jb_event *event);

typedef struct jb_play {
    jb_extra extra; /* what the views are given */
    jb_slice *award_titles;
    jb_lottery_log *logs;   /* rules.lottery_count */
    jb_lottery_note *notes; /* the same, for the views */
    jb_awarded *awards;
    /* window contests */
    jb_hours hours;
    jb_codes codes;
    const jb_roster_row *joining; /* goes to the store with the event being made */
    bool board_changed;
    jb_time board_at;  /* monotonic: not before */
    jb_time ranked_at; /* monotonic */
    int32_t day;       /* in the contest's time zone */
    /* The clock has made up for what it had lost with an entry of the log; until that is on disk it
     * has not. */
    jb_ticket leap_ticket;
    jb_time leap_from; /* where it stood before the first such entry */
} jb_play;

#endif
