/* POST /api/contests/{id}/archive: out of the way in the list, or back in it. Nothing else changes.
 */
#include <cjson/cJSON.h>

#include "api.h"

void jb_api_archiving(jb_call *call, const jb_request *request)
{
    cJSON *tree = cJSON_ParseWithLength(call->body_in, call->body_in_size);
    const cJSON *archived = cJSON_GetObjectItemCaseSensitive(tree, "archived");
    (void)request;
    if (!cJSON_IsBool(archived)) {
        jb_call_refuse(call, 400, "bad_field", "The body is {\"archived\": true} or false.");
    }
    call->archived = cJSON_IsTrue(archived) != 0;
    cJSON_Delete(tree);
}

static bool note_key(void *user, const jb_contest_row *row)
{
    int64_t *contest = user;
    *contest = row->contest;
    return false;
}

void jb_api_archive(jb_db *db, jb_call *call)
{
    int64_t contest = 0;
    jb_status status = jb_db_contest_get(db, call->id, note_key, &contest);
    if (status == JB_OK) {
        status = jb_db_contest_archive(db, contest, call->archived);
    }
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
    } else {
        call->status = 204;
    }
}
