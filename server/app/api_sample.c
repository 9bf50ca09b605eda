/* The sample banks that the program carries, over HTTP: which there are, and importing one. */
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "jinbang/json_out.h"

typedef struct there {
    const jb_samples *samples;
    bool *flags; /* of each sample: a bank of its id is in the store */
} there;

static bool note_bank(void *user, const jb_bank_row *row)
{
    const there *marks = user;
    for (size_t i = 0; i < marks->samples->count; i++) {
        if (strcmp(marks->samples->items[i].id, row->id) == 0) {
            marks->flags[i] = true;
        }
    }
    return true;
}

void jb_api_sample_list(jb_db *db, jb_call *call)
{
    const jb_samples *samples = &call->server->samples;
    there marks = { .samples = samples, .flags = calloc(samples->count + 1, sizeof(bool)) };
    jb_status status = marks.flags ? jb_db_bank_list(db, note_bank, &marks) : JB_ERR_MEMORY;
    jb_json_out json;
    jb_json_begin(&json, &call->body);
    jb_json_object(&json);
    jb_json_key(&json, "samples");
    jb_json_array(&json);
    for (size_t i = 0; i < samples->count && status == JB_OK; i++) {
        jb_json_object(&json);
        jb_json_text_member(&json, "id", samples->items[i].id);
        jb_json_raw(&json, jb_buffer_slice(&samples->items[i].described));
        jb_json_bool_member(&json, "imported", marks.flags[i]);
        jb_json_object_end(&json);
    }
    jb_json_array_end(&json);
    jb_json_object_end(&json);
    free(marks.flags);
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
    }
}

void jb_api_sample_post(jb_db *db, jb_call *call)
{
    const jb_sample *sample = jb_samples_find(&call->server->samples, call->id);
    bool here = false;
    if (!sample) {
        jb_call_error(call, 404, "not_found", "There is no sample bank of this id.");
        return;
    }
    jb_status status = jb_bank_is_there(db, sample->id, &here);
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
        return;
    }
    jb_bank_import import = {
        .file = sample->file, .media = &jb_samples_media, .name = call->name, .dry_run = here
    };
    jb_api_bank_import(db, call, &import, here ? sample->id : NULL);
}
