#ifndef JINBANG_PROTOCOL_INTERNAL_H
#define JINBANG_PROTOCOL_INTERNAL_H

#include "jinbang/message.h"
#include "jinbang/view.h"

/* The usual English sentence of an error. */
const char *jb_error_message(jb_error error);

/* view_state.c */
/* Members that are replaced in place when the frame is sent. */
void jb_view_write_now(jb_json_out *json, jb_time now, jb_state_marks *marks);
void jb_view_write_acting(jb_json_out *json, jb_state_marks *marks);

/* view_question.c */
/* A member that is left out where there is nothing. */
void jb_view_raw(jb_json_out *json, const char *key, jb_slice raw);
/* Options or targets, in this order; left out where there are none. */
void jb_view_items(jb_json_out *json, const char *key, const jb_item_text *items,
                   const uint8_t *order, uint8_t count);
/* What is for the reveal could give the answer away: until then only the host has it. */
void jb_view_media(jb_json_out *json, const jb_question_text *text, bool reveals);

/* view_stage.c */
/* Is the present round of a format in which not everybody just answers? */
bool jb_view_has_stage(const jb_scene *scene);
/* Do people act for seats now: where teams compete, and on every stage? */
bool jb_view_seats_play(const jb_scene *scene);
/* What a seat is called, as plain text. */
jb_slice jb_view_seat_label(const jb_scene *scene, uint32_t seat);
/* Members of `round`, of the state and of `you`; each only where it has something to say. */
void jb_view_round_stage(jb_json_out *json, const jb_scene *scene);
void jb_view_stage(jb_json_out *json, const jb_scene *scene, jb_role role);
void jb_view_seats(jb_json_out *json, const jb_scene *scene, jb_role role);
/* view_lineup.c. Who of a team plays and who is on its bench, in a seat; and the rule, in a state.
 */
void jb_view_lineup(jb_json_out *json, const jb_scene *scene, uint32_t seat, jb_role role);
void jb_view_substitutions(jb_json_out *json, const jb_scene *scene);
/* Why a player does not act for their team; NULL: they do, or have none. */
const char *jb_view_bench(const jb_scene *scene, uint32_t player);
void jb_view_own_seat(jb_json_out *json, const jb_scene *scene, uint32_t player);

/* view_window.c: what the state of a window contest has and others have not. */
void jb_view_window_state(jb_json_out *json, const jb_scene *scene, jb_role role);
/* view_board.c: the member "lotteries"; left out where there are none. */
void jb_view_lotteries(jb_json_out *json, const jb_scene *scene, bool whole);

/* view_wager.c */
/* Are stakes being made, before the question of the present turn is shown? */
bool jb_view_staking(const jb_scene *scene);
/* The member "wager" of a round that has one. */
void jb_view_round_wager(jb_json_out *json, const jb_round_rules *round);
/* The member "stake" of a seat, once all stakes are closed. */
void jb_view_stake(jb_json_out *json, const jb_scene *scene, uint32_t seat);
/* The same for its own phones: while they are made, too, if it has one. Seat 0: nothing. */
void jb_view_own_stake(jb_json_out *json, const jb_scene *scene, uint32_t seat);
/* Of the tally, while stakes are made: how many have, and which teams. */
void jb_view_stakers(jb_json_out *json, const jb_scene *scene);
/* Has whom this player acts for staked? False, too, once stakes are closed. */
bool jb_view_has_staked(const jb_scene *scene, uint32_t player);

#endif
