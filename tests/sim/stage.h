#ifndef STAGE_H
#define STAGE_H

#include "sim.h"

/* What the parts of the stage's referee have in common. */

/* ---- stage_buzz.c ---- */

sim_stage_seat *sim_seat_of(sim *s, uint32_t number);
/* Is this the turn that is on, and is the seat still in it? */
void sim_must_be_in(sim *s, const jb_event *event, uint32_t number);
bool sim_in_time(const sim *s, const jb_event *event);
void sim_judge_buzz(sim *s, const jb_event *event);
void sim_judge_won(sim *s, const jb_event *event);
void sim_judge_foul(sim *s, const jb_event *event);
void sim_forget_buzzes(sim_stage *stage);

/* ---- stage_lineup.c ---- */

/* The referee of who plays; before the engine takes the entry. */
void sim_lineup_judge(sim *s, const jb_event *event);
/* Whoever acts for a seat is not on its bench. */
void sim_must_play(sim *s, const jb_event *event);

#endif
