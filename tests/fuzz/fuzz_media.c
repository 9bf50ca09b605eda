/*
 * Any bytes as the beginning of a picture, sound or film. The type follows from the bytes alone, it
 * is one of the known ones, and a file that goes on differently later stays what it is.
 */
/* jb:length 256 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/media.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    LOOK = 80 /* what decides about a type stands within so many bytes */
};

static const struct {
    const char *mime;
    unsigned kinds;
} known[] = {
    { "image/png", 1 },  { "image/jpeg", 1 }, { "image/gif", 1 },
    { "image/webp", 1 }, { "audio/mpeg", 2 }, { "audio/ogg", 2 },
    { "audio/mp4", 2 },  { "video/mp4", 6 },  { "video/webm", 6 },
};

static bool is_known(const jb_media_type *type)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(known[i].mime, type->mime) == 0) {
            return known[i].kinds == type->kinds;
        }
    }
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    jb_media_type type = { 0 };
    jb_slice bytes = { .bytes = (const char *)data, .size = size };
    bool taken = jb_media_sniff(bytes, &type);
    if (!taken) {
        JB_ASSERT(type.mime == NULL);
        return 0;
    }
    JB_ASSERT(is_known(&type));
    /* Nothing a browser could take for a page or a script. */
    JB_ASSERT(size >= 3 && data[0] != '<' && data[0] != '/' && data[0] != ' ');
    char *longer = malloc(size + LOOK);
    JB_ASSERT(longer != NULL);
    memcpy(longer, data, size);
    memset(longer + size, 0, LOOK);
    jb_media_type same = { 0 };
    taken = jb_media_sniff((jb_slice){ .bytes = longer, .size = size + LOOK }, &same);
    JB_ASSERT(taken && strcmp(same.mime, type.mime) == 0 && same.kinds == type.kinds);
    if (size > LOOK) {
        bytes.size = LOOK;
        taken = jb_media_sniff(bytes, &same);
        JB_ASSERT(taken && strcmp(same.mime, type.mime) == 0);
    }
    free(longer);
    return 0;
}
