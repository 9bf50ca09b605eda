/*
 * A small window contest for tests: what world.h is for live ones. Ten single questions of four
 * options, the first is right, 10 points each; papers of four of them, half an hour, one a
 * participant; two teams with rosters.
 *
 *     wide c;
 *     wide_init(&c);
 *     c.window.attempts_max = 3;   change the rules before it begins
 *     wide_begin(&c, 3);           created, players 1 to 3 have joined, it is open
 *     wide_open(&c, 1);
 *     wide_say(&c, 1, 1, 0);       player 1, place 1, option 0
 *     wide_hand_in(&c, 1);
 *     wide_finish(&c);
 */
#ifndef WIDE_H
#define WIDE_H

#include "jinbang/window.h"
#include "world.h"

enum {
    WIDE_POOL = 10,
    WIDE_PAPER = 4,
    WIDE_SECTIONS_MAX = 3,
    WIDE_AWARDS_MAX = 6,
    WIDE_LOTTERIES_MAX = 3,
    WIDE_SPANS_MAX = 3
};

#define WIDE_OPENS    INT64_C(1796083200000) /* 2026-12-01 00:00 UTC */
#define WIDE_PAPER_MS (INT64_C(1800) * 1000)
#define WIDE_DAY_MS   (INT64_C(86400) * 1000)

typedef struct wide {
    world w;
    jb_window_rules window;
    jb_section sections[WIDE_SECTIONS_MAX];
    jb_zone_span spans[WIDE_SPANS_MAX];
    jb_question_rules pool[WIDE_POOL];
    jb_award_rules awards[WIDE_AWARDS_MAX];
    jb_lottery_rules lotteries[WIDE_LOTTERIES_MAX];
    uint64_t seed; /* of the next paper */
} wide;

void wide_init(wide *c);
/* Creates it; `players` join, in no team; it opens. */
void wide_begin(wide *c, uint32_t players);
void wide_finish(wide *c);

jb_refusal wide_open(wide *c, uint32_t player);
jb_refusal wide_show(wide *c, uint32_t player, uint32_t place);
jb_refusal wide_say(wide *c, uint32_t player, uint32_t place, uint8_t option);
jb_refusal wide_answer(wide *c, uint32_t player, uint32_t place, const jb_answer *answer);
jb_refusal wide_hand_in(wide *c, uint32_t player);
jb_refusal wide_schedule(wide *c, jb_time opens_at, jb_time closes_at);
jb_refusal wide_adjust(wide *c, uint32_t player, int64_t points);
/* Opens a paper, gives `right` right answers and `wrong` wrong ones, and hands it in after `ms`. */
void wide_take(wide *c, uint32_t player, uint32_t right, uint32_t wrong, jb_time ms);

const jb_paper *wide_paper(const wide *c, uint32_t player);
jb_paper_item wide_item(const wide *c, uint32_t player, uint32_t place);

#endif
