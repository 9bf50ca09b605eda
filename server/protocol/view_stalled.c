/*
 * The `state` of a contest whose log cannot be read back. Its engine may be ahead of the disk, so
 * nothing may be made of it; what was shown last was on disk. That is shown again, standing still,
 * with the reason.
 */
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "jinbang/json_out.h"
#include "protocol_internal.h"

/* What is said anew, or not at all: nothing can be done but to try again. */
static bool is_replaced(const char *key)
{
    static const char *const keys[] = { "type",     "seq",       "now",     "paused",  "reason",
                                        "opens_at", "closes_at", "ends_at", "left_ms", "fault",
                                        "next",     "undo",      "acting" };
    bool found = false;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0] && !found; i++) {
        found = strcmp(key, keys[i]) == 0;
    }
    return found;
}

static void write_left(jb_json_out *json, const cJSON *last, jb_time now)
{
    const cJSON *phase = cJSON_GetObjectItemCaseSensitive(last, "phase");
    const cJSON *left = cJSON_GetObjectItemCaseSensitive(last, "left_ms");
    const char *end = "ends_at";
    if (cJSON_IsNumber(left)) {
        jb_json_int_member(json, "left_ms", (jb_time)left->valuedouble);
        return;
    }
    if (cJSON_IsString(phase) && strcmp(phase->valuestring, "reading") == 0) {
        end = "opens_at";
    } else if (cJSON_IsString(phase) && strcmp(phase->valuestring, "open") == 0) {
        end = "closes_at";
    }
    const cJSON *at = cJSON_GetObjectItemCaseSensitive(last, end);
    if (cJSON_IsNumber(at)) {
        jb_time ms = (jb_time)at->valuedouble - now;
        jb_json_int_member(json, "left_ms", ms > 0 ? ms : 0);
    }
}

static bool write_rest(jb_json_out *json, const cJSON *last)
{
    const cJSON *item = NULL;
    bool good = true;
    cJSON_ArrayForEach(item, last) {
        if (good && !is_replaced(item->string)) {
            char *text = cJSON_PrintUnformatted(item);
            good = text != NULL;
            if (good) {
                jb_json_raw_member(json, item->string, jb_slice_of(text));
            }
            cJSON_free(text);
        }
    }
    return good;
}

bool jb_view_stalled(jb_slice last, const jb_stall *stall, jb_buffer *out, jb_state_marks *marks)
{
    cJSON *tree = cJSON_ParseWithLength(last.bytes, last.size);
    jb_json_out json;
    if (!tree) {
        return false;
    }
    *marks = (jb_state_marks){ 0 };
    jb_json_begin(&json, out);
    jb_json_object(&json);
    jb_json_text_member(&json, "type", "state");
    jb_json_int_member(&json, "seq", (int64_t)stall->seq);
    jb_view_write_now(&json, stall->now, marks);
    jb_json_bool_member(&json, "paused", true);
    jb_json_text_member(&json, "reason", jb_pause_reason_name(JB_PAUSE_STORE));
    write_left(&json, tree, stall->now);
    bool good = write_rest(&json, tree);
    if (stall->role == JB_ROLE_HOST) {
        jb_json_key(&json, "next");
        jb_json_null(&json);
        jb_json_key(&json, "undo");
        jb_json_null(&json);
        jb_json_text_member(&json, "fault", stall->fault);
        jb_view_write_acting(&json, marks);
    }
    jb_json_object_end(&json);
    cJSON_Delete(tree);
    return good && !out->failed;
}
