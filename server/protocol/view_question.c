/*
 * The parts of a question that several views show: put together by copying what the plan holds.
 */
#include "jinbang/assert.h"
#include "protocol_internal.h"

void jb_view_raw(jb_json_out *json, const char *key, jb_slice raw)
{
    if (raw.size > 0) {
        jb_json_raw_member(json, key, raw);
    }
}

void jb_view_items(jb_json_out *json, const char *key, const jb_item_text *items,
                   const uint8_t *order, uint8_t count)
{
    if (count == 0) {
        return;
    }
    jb_json_key(json, key);
    jb_json_array(json);
    for (uint8_t i = 0; i < count; i++) {
        jb_json_raw(json, items[order[i]].json);
    }
    jb_json_array_end(json);
}

/* What stands between the brackets of an array. */
static jb_slice inside(jb_slice array)
{
    JB_ASSERT(array.size > 2);
    return (jb_slice){ .bytes = array.bytes + 1, .size = array.size - 2 };
}

void jb_view_media(jb_json_out *json, const jb_question_text *text, bool reveals)
{
    bool more = reveals && text->reveal_media.size > 0;
    if (!more || text->media.size == 0) {
        jb_view_raw(json, "media", more ? text->reveal_media : text->media);
        return;
    }
    jb_json_key(json, "media");
    jb_json_array(json);
    jb_json_raw(json, inside(text->media));
    jb_json_raw(json, inside(text->reveal_media));
    jb_json_array_end(json);
}
