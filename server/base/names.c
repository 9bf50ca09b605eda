/*
 * Numbers for names that look alike, see jinbang/names.h. Two names are alike when they have
 * the same skeleton (jb_text_skeleton).
 */
#include "jinbang/names.h"

#include <stdio.h>

#include "jinbang/limits.h"
#include "jinbang/mix.h"
#include "jinbang/text.h"

void jb_names_finish(jb_names *names)
{
    jb_table_finish(&names->counts);
}

uint64_t jb_name_look(jb_slice name)
{
    jb_buffer skeleton;
    uint64_t look = 0;
    jb_buffer_init(&skeleton, 0);
    if (jb_text_skeleton(name, &skeleton) == JB_OK) {
        look = jb_mix_bytes(JB_MIX_START, jb_buffer_text(&skeleton), skeleton.size);
        look = look == 0 ? 1 : look;
    }
    jb_buffer_finish(&skeleton);
    return look;
}

bool jb_names_had(const jb_names *names, uint64_t look)
{
    uint32_t count = 0;
    return jb_table_get(&names->counts, look, &count);
}

/* Which one of those called so this is, counting from 1. */
static jb_status count_name(jb_names *names, jb_slice name, uint32_t *number)
{
    uint64_t look = jb_name_look(name);
    if (look == 0) {
        return JB_ERR_MEMORY;
    }
    *number = 0;
    (void)jb_table_get(&names->counts, look, number);
    (*number)++;
    return jb_table_put(&names->counts, look, *number);
}

jb_status jb_names_show(jb_names *names, jb_slice name, jb_buffer *shown)
{
    if (name.size == 0) {
        return JB_OK;
    }
    uint32_t number = 0;
    jb_status status = count_name(names, name, &number);
    if (status != JB_OK) {
        return status;
    }
    jb_buffer_append(shown, name.bytes, name.size);
    if (number > 1) {
        char text[JB_NAME_NUMBER_MAX];
        (void)snprintf(text, sizeof text, " (%u)", number);
        jb_buffer_append_text(shown, text);
    }
    return shown->failed ? JB_ERR_MEMORY : JB_OK;
}
