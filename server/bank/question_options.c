/* The options of a question, and the targets of a matching: ids, texts, what stays in place. */
#include "bank_internal.h"

#include <string.h>

#include "jinbang/assert.h"

int jb_option_find(const jb_option *options, uint8_t count, const char *id)
{
    for (uint8_t i = 0; i < count; i++) {
        if (strcmp(options[i].id, id) == 0) {
            return i;
        }
    }
    return -1;
}

/* An option may show a picture instead of text; without the picture it shows nothing. */
static bool read_medium(jb_reader *reader, const jb_bank *bank, const cJSON *node,
                        const cJSON *media, jb_option *option)
{
    if (!media) {
        if (!option->text) {
            jb_fault(reader, node, "missing_field", "An option needs \"text\" or \"media\".");
        }
        return option->text != NULL;
    }
    if (!jb_media_usable(reader, option->text ? media : NULL, media, bank, &option->medium)) {
        return false;
    }
    if (!option->text && !option->medium) {
        jb_unsupported(reader, media, "unsupported_option",
                       "This option is only a medium, and that is not here: send the bank as a "
                       "package.");
        return false;
    }
    return true;
}

static bool read_option(jb_reader *reader, const jb_bank *bank, const cJSON *node,
                        jb_option *option)
{
    enum {
        ID,
        TEXT,
        MEDIA,
        FIXED,
        WEIGHT,
        FEEDBACK,
        COUNT
    };
    static const jb_field fields[] = {
        [ID] = { .name = "id", .types = JB_IS_STRING, .required = true },
        [TEXT] = { .name = "text", .types = JB_IS_OBJECT },
        [MEDIA] = { .name = "media", .types = JB_IS_STRING },
        [FIXED] = { .name = "fixed", .types = JB_IS_BOOL },
        [WEIGHT] = { .name = "weight", .types = JB_IS_NUMBER },
        [FEEDBACK] = { .name = "feedback", .types = JB_IS_OBJECT },
    };
    static const jb_shape shape = { .what = "An option", .fields = fields, .field_count = COUNT };
    const cJSON *values[COUNT];
    if (!jb_read_object(reader, node, &shape, values)) {
        return false;
    }
    bool good = jb_read_id(reader, values[ID]);
    good = (!values[TEXT] || jb_read_map(reader, values[TEXT])) && good;
    *option = (jb_option){ .node = node,
                           .id = values[ID]->valuestring,
                           .text = values[TEXT],
                           .fixed = jb_node_bool(values[FIXED], false) };
    good = read_medium(reader, bank, node, values[MEDIA], option) && good;
    if (values[WEIGHT]) {
        good = jb_read_weight(reader, values[WEIGHT], &option->weight) && good;
        option->has_weight = true;
    }
    if (values[FEEDBACK]) {
        good = jb_read_map(reader, values[FEEDBACK]) && good;
        if (!reader->feedback_said) {
            jb_warn(reader, values[FEEDBACK], "unsupported_setting",
                    "Feedback for single options is not shown; use \"explanation\".");
        }
        reader->feedback_said = true;
    }
    return good;
}

bool jb_read_options(jb_reader *reader, const jb_bank *bank, const cJSON *list, jb_option *options,
                     uint8_t *count)
{
    *count = 0;
    if (!jb_read_length(reader, list, 2, JB_OPTIONS_MAX)) {
        return false;
    }
    bool good = true;
    const cJSON *node = NULL;
    cJSON_ArrayForEach(node, list) {
        jb_option *option = &options[*count];
        if (!read_option(reader, bank, node, option)) {
            good = false;
            continue;
        }
        if (jb_option_find(options, *count, option->id) >= 0) {
            jb_fault(reader, node, "duplicate_id", "There are two options \"%.64s\" here.",
                     option->id);
            good = false;
            continue;
        }
        JB_ASSERT(*count < JB_OPTIONS_MAX);
        (*count)++;
    }
    if (*count > 8) {
        jb_warn(reader, list, "many_options",
                "%d options hardly fit on a screen; 8 are the most that read well.", *count);
    }
    return good;
}
