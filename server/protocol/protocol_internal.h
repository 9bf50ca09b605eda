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
void jb_view_seats(jb_json_out *json, const jb_scene *scene);
void jb_view_own_seat(jb_json_out *json, const jb_scene *scene, uint32_t player);

#endif
