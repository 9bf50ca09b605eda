/*
 * Numbers for names that look alike, see jinbang/names.h. Two names are alike when they fold to the
 * same text (jb_text_fold).
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

/* Which one of those called so this is, counting from 1. */
static jb_status count_name(jb_names *names, jb_slice name, uint32_t *number)
{
    jb_buffer folded;
    jb_buffer_init(&folded, 0);
    jb_status status = jb_text_fold(name, &folded);
    if (status == JB_OK) {
        uint64_t key = jb_mix_bytes(JB_MIX_START, jb_buffer_text(&folded), folded.size);
        *number = 0;
        (void)jb_table_get(&names->counts, key, number);
        (*number)++;
        status = jb_table_put(&names->counts, key, *number);
    }
    jb_buffer_finish(&folded);
    return status;
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
