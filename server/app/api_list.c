/*
 * GET /api/contests. The writer thread notes the rows that the store holds; on the loop each gets
 * what only the live contest knows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"

bool jb_api_note_contest(jb_call *call, const jb_contest_row *row)
{
    jb_listed *listed = realloc(call->listed, (call->listed_count + 1) * sizeof *listed);
    if (!listed) {
        return false;
    }
    call->listed = listed;
    jb_listed *made = &listed[call->listed_count];
    *made = (jb_listed){ .title = strdup(row->title),
                         .created_at = row->created_at,
                         .finished_at = row->finished_at,
                         .open = row->open,
                         .archived = row->archived,
                         .opens_at = row->opens_at,
                         .closes_at = row->closes_at,
                         .players = row->players,
                         .turns = row->turns };
    if (!made->title) {
        return false;
    }
    (void)snprintf(made->id, sizeof made->id, "%s", row->id);
    (void)snprintf(made->code, sizeof made->code, "%s", row->code);
    call->listed_count++;
    return true;
}

void jb_api_write_contest(const jb_call *call, const jb_listed *row, jb_json_out *json)
{
    jb_contest_info info;
    bool live = jb_arena_find(call->server->arena, row->id, &info);
    jb_json_text_member(json, "id", row->id);
    jb_json_text_member(json, "code", row->code);
    jb_json_raw_member(json, "title", jb_slice_of(row->title));
    jb_json_int_member(json, "created_at", row->created_at);
    jb_json_key(json, "finished_at");
    if (row->finished_at > 0) {
        jb_json_int(json, row->finished_at);
    } else {
        jb_json_null(json);
    }
    jb_json_bool_member(json, "open", row->open);
    jb_json_bool_member(json, "archived", row->archived);
    if (row->opens_at > 0) {
        jb_json_key(json, "window");
        jb_json_object(json);
        jb_json_int_member(json, "opens_at", row->opens_at);
        jb_json_int_member(json, "closes_at", row->closes_at);
        jb_json_object_end(json);
    }
    if (live) {
        jb_json_text_member(json, "phase", jb_phase_name(info.phase));
    } else if (row->finished_at > 0) {
        jb_json_text_member(json, "phase", jb_phase_name(JB_PHASE_FINISHED));
    }
    jb_json_bool_member(json, "paused", live && info.paused);
    jb_json_int_member(json, "players", live ? info.players : row->players);
    jb_json_int_member(json, "joined", live ? info.players : row->players);
    jb_json_int_member(json, "turns", live ? info.plan->rules.turn_count : row->turns);
}

typedef struct jb_listing {
    jb_call *call;
    bool failed;
} jb_listing;

static bool note_row(void *user, const jb_contest_row *row)
{
    jb_listing *listing = user;
    listing->failed = !jb_api_note_contest(listing->call, row);
    return !listing->failed;
}

void jb_api_contest_list(jb_db *db, jb_call *call)
{
    jb_listing listing = { .call = call };
    jb_status status = jb_db_contest_list(db, note_row, &listing);
    status = listing.failed ? JB_ERR_MEMORY : status;
    if (status != JB_OK) {
        jb_call_failed(call, status, listing.failed ? NULL : jb_db_why(db));
    }
}

void jb_api_contest_listed(jb_call *call)
{
    if (call->status != 200) {
        return;
    }
    jb_json_out json;
    jb_json_begin(&json, &call->body);
    jb_json_object(&json);
    jb_json_key(&json, "contests");
    jb_json_array(&json);
    for (size_t i = 0; i < call->listed_count; i++) {
        jb_json_object(&json);
        jb_api_write_contest(call, &call->listed[i], &json);
        jb_json_object_end(&json);
    }
    jb_json_array_end(&json);
    jb_json_object_end(&json);
}
