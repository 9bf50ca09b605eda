/* Media out of a plan: their JSON goes to the pages as it is, their hashes to whoever keeps them.
 */
#include "bank_internal.h"

#include <string.h>

enum {
    KIND,
    URL,
    ALT,
    PLACE,
    FIELD_COUNT
};

bool jb_turn_load_medium(jb_plan_loader *loader, const cJSON *node, bool placed)
{
    static const jb_field fields[] = {
        [KIND] = { .name = "kind", .types = JB_IS_STRING, .required = true },
        [URL] = { .name = "url", .types = JB_IS_STRING, .required = true },
        [ALT] = { .name = "alt", .types = JB_IS_OBJECT },
        [PLACE] = { .name = "place", .types = JB_IS_STRING },
    };
    static const jb_shape shape = { .what = "A medium",
                                    .fields = fields,
                                    .field_count = FIELD_COUNT };
    static const char *const kinds[] = { "image", "audio", "video", NULL };
    static const char *const places[] = { "stem", "reveal", "background", NULL };
    const cJSON *values[FIELD_COUNT];
    uint32_t word = 0;
    jb_hash hash;
    jb_reader *reader = &loader->reader;
    if (!jb_read_object(reader, node, &shape, values) ||
        !jb_read_word(reader, values[KIND], kinds, &word) ||
        (values[ALT] && !jb_read_map(reader, values[ALT])) || (values[PLACE] != NULL) != placed ||
        (placed && !jb_read_word(reader, values[PLACE], places, &word))) {
        return false;
    }
    jb_slice url = jb_node_slice(values[URL]);
    size_t before = strlen(JB_MEDIA_PATH);
    if (url.size < before || memcmp(url.bytes, JB_MEDIA_PATH, before) != 0) {
        return false;
    }
    jb_slice hex = { .bytes = url.bytes + before, .size = url.size - before };
    if (jb_hex_decode(hex, hash.bytes, JB_HASH_SIZE) != JB_OK) {
        return false;
    }
    jb_plan_need(loader, &hash);
    return true;
}

bool jb_turn_load_media(jb_plan_loader *loader, const cJSON *list, jb_slice *slice)
{
    const cJSON *node = NULL;
    if (!list) {
        return true;
    }
    if (!jb_read_length(&loader->reader, list, 1, JB_QUESTION_MEDIA_MAX)) {
        return false;
    }
    cJSON_ArrayForEach(node, list) {
        if (!jb_turn_load_medium(loader, node, true)) {
            return false;
        }
    }
    jb_plan_want(loader, list, slice);
    return true;
}
